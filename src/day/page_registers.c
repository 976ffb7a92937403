/* All registers of a school: what was called, what was forgotten. */
#include "day/pages.h"
#include "people/desk.h"

enum { DAYS_SHOWN = 7 };

static const char *const STATUS[] = {"unmarked", "marked", "cancelled", NULL};
static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct registers_in),
	{.name = "from",
         .type = IN_DATE,
         .label = T_day_from,
         .offset = offsetof(struct registers_in, first)},
	{.name = "to",
         .type = IN_DATE,
         .label = T_day_to,
         .offset = offsetof(struct registers_in, last)},
	{.name = "status",
         .type = IN_CHOICE,
         .choices = STATUS,
         .label = T_day_status,
         .offset = offsetof(struct registers_in, status)},
};
const struct input registers_query = {"RegistersQuery", sizeof(struct registers_in), QUERY_FIELDS,
                                      5, 0};

/* The last week unless days are named. */
static struct sitting_filter filter_of(struct ctx *c, const struct registers_in *in, bool all)
{
	struct desk_slice slice = desk_slice(&in->list, all);
	struct sitting_filter f = {.last = date_some(in->last) ? in->last : ctx_today(c),
	                           .most = slice.most,
	                           .skip = slice.skip};

	f.first = date_some(in->first) ? in->first : (struct date){f.last.day - DAYS_SHOWN + 1};
	for (int i = 0; STATUS[i]; i++)
		if (str_is(in->status, STATUS[i]))
			f.status = UNMARKED + (unsigned)i;
	return f;
}

static enum err registers_desk(struct ctx *c, const struct sitting_filter *f, struct desk *ret_d,
                               int64_t *ret_total, size_t *ret_n)
{
	static const struct desk_col cols[] = {{T_day_date, false},     {T_day_time, false},
	                                       {T_day_offering, false}, {T_day_there, true},
	                                       {T_day_expected, true},  {T_day_status, false}};
	struct day_sitting *v;
	struct desk d;
	size_t n;

	TRY(day_sittings(c, f, &v, &n));
	TRY(day_sittings_total(c, f, ret_total));
	TRY(desk_new(c, T_day_registers, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, date_words(c->arena, c->lang, v[i].day),
		          str_printf(c->arena, "/sittings/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, hours_text(c, v[i].starts, v[i].ends));
		desk_put(&d, i, 2, v[i].title);
		if (v[i].marked)
			desk_num(&d, i, 3, v[i].present);
		desk_num(&d, i, 4, v[i].expected);
		d.v.row[i].cell[5].tag = sitting_tag(c, &v[i]);
	}
	d.v.empty.what = T_day_registers_none;
	*ret_d = d;
	*ret_n = n;
	return OK;
}

static enum err filter_part(struct ctx *c, struct req *r, const struct sitting_filter *f,
                            struct str status, struct desk *d)
{
	struct desk_choice choice[] = {{S(""), text(c->lang, T_day_any)},
	                               {S("unmarked"), text(c->lang, T_day_unmarked)},
	                               {S("marked"), text(c->lang, T_day_marked_word)},
	                               {S("cancelled"), text(c->lang, T_day_cancelled)}};
	struct view_part_field *v = NEW_N(c->arena, 3, struct view_part_field);

	if (!v)
		return fault_broken(c, "arena");
	v[0] = page_field(c, r, &registers_query, "from", "date", date_text(c->arena, f->first));
	v[1] = page_field(c, r, &registers_query, "to", "date", date_text(c->arena, f->last));
	v[2] = page_field(c, r, &registers_query, "status", "select",
	                  str_some(status) ? status : S(""));
	desk_choices(c, &v[2], choice, 4);
	for (int i = 0; i < 3; i++)
		v[i].optional = false; /* every filter is */
	d->v.filter = v;
	d->v.filter_n = 3;
	return OK;
}

enum err page_registers(struct ctx *c, struct req *r, struct reply *w)
{
	const struct registers_in *in = req_query(r);
	struct sitting_filter f = filter_of(c, in, false);
	struct desk d;
	int64_t total;
	size_t n;

	TRY(registers_desk(c, &f, &d, &total, &n));
	TRY(filter_part(c, r, &f, in->status, &d));
	d.v.path = S("/school/registers");
	desk_export(&d,
	            str_printf(c->arena, "/school/registers/export.xlsx?from=%.*s&to=%.*s%s%.*s",
	                       STR_FMT(date_text(c->arena, f.first)),
	                       STR_FMT(date_text(c->arena, f.last)),
	                       str_some(in->status) ? "&status=" : "", STR_FMT(in->status)));
	desk_pager(&d, r, &in->list, total, n);
	return desk_page(&d, w);
}

enum err page_registers_export(struct ctx *c, struct req *r, struct reply *w)
{
	struct sitting_filter f = filter_of(c, req_query(r), true);
	struct desk d;
	int64_t total;
	size_t n;

	TRY(registers_desk(c, &f, &d, &total, &n));
	return desk_sheet(&d, w, STR_NONE);
}
