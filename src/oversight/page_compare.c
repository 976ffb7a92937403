/* Schools of a county, counties of the city. */
#include "term/term_filter.h"
#include "oversight/compare.h"
#include "oversight/pages.h"

static const struct in_field COMPARE_V[] = {
	LIST_FIELDS(struct compare_in),
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct compare_in, term)},
	{.name = "q",
         .type = IN_STR,
         .max = 60,
         .label = T_people_school_name,
         .offset = offsetof(struct compare_in, q)},
};
const struct input compare_query = {"CompareQuery", sizeof(struct compare_in), COMPARE_V, 4, 0};

/* 87.5%: parts of a thousand, rounded down, so that 100 % means everybody. */
static struct str share(struct ctx *c, int64_t part, int64_t whole)
{
	int64_t mille = whole > 0 ? part * 1000 / whole : 0;

	if (whole <= 0)
		return S("–");
	return str_printf(c->arena, "%lld.%lld%%", (long long)(mille / 10),
	                  (long long)(mille % 10));
}

static struct str of_how_many(struct ctx *c, int64_t done, int64_t due)
{
	return due > 0 ? str_printf(c->arena, "%lld / %lld", (long long)done, (long long)due)
	               : S("–");
}

/* --- schools ---------------------------------------------------------------------------------- */

static const struct desk_col SCHOOL_COLS[] = {
	{T_funds_school, false},       {T_oversight_classes, true},   {T_oversight_pupils, true},
	{T_oversight_enrolled, true},  {T_funds_attended, true},      {T_oversight_seats, true},
	{T_oversight_taken, true},     {T_oversight_waiting, true},   {T_oversight_billed, true},
	{T_oversight_confirmed, true}, {T_oversight_registers, true},
};
enum { SCHOOL_COLS_N = sizeof SCHOOL_COLS / sizeof *SCHOOL_COLS };

static void school_row(struct desk *d, size_t i, const struct compared *v)
{
	const struct school_count *n = &v->count;

	desk_num(d, i, 1, n->classes);
	desk_num(d, i, 2, n->pupils);
	desk_num(d, i, 3, n->enrolled);
	desk_num(d, i, 4, n->attended);
	desk_num(d, i, 5, n->seats);
	desk_num(d, i, 6, n->taken);
	desk_num(d, i, 7, n->waiting);
	desk_money(d, i, 8, n->billed);
	desk_put(d, i, 9, share(d->c, n->confirmed, n->pupils));
	desk_put(d, i, 10, of_how_many(d->c, v->done, v->due));
}

struct listed {
	struct desk d;
	struct term t;
	bool has_term;
	int64_t total;
	size_t shown;
};

static enum err schools_desk(struct ctx *c, const struct compare_in *in, bool all, struct listed *l)
{
	struct desk_slice slice = desk_slice(&in->list, all);
	struct compared *v, sum;
	size_t n, from, count;

	TRY(term_asked(c, c->actor.county, in->term, &l->t, &l->has_term));
	if (!l->has_term) {
		TRY(desk_new(c, T_oversight_county, SCHOOL_COLS, SCHOOL_COLS_N, 0, &l->d));
		l->d.v.empty = (struct view_part_empty){T_funds_no_term, S("/county/terms"),
		                                        T_funds_terms};
		return OK;
	}
	TRY(compare_schools(c, c->actor.county, &l->t, in->q, &v, &n, &sum));
	from = (size_t)slice.skip < n ? (size_t)slice.skip : n;
	count = slice.most && (size_t)slice.most < n - from ? (size_t)slice.most : n - from;
	TRY(desk_new(c, T_oversight_county, SCHOOL_COLS, SCHOOL_COLS_N, n > 0 ? count + 1 : 0,
	             &l->d));
	for (size_t i = 0; i < count; i++) {
		desk_put(&l->d, i, 0, v[from + i].count.name);
		school_row(&l->d, i, &v[from + i]);
	}
	if (n > 0) {
		struct str schools = str_printf(c->arena, "%zu", n);
		struct str arg[2] = {l->t.name,
		                     time_text(c->arena, instant_time(sum.count.counted))};

		desk_put(&l->d, count, 0, text_fill(c->arena, c->lang, T_funds_sum, &schools, 1));
		desk_sum(&l->d, count);
		school_row(&l->d, count, &sum);
		l->d.v.about = text_fill(c->arena, c->lang, T_oversight_about, arg, 2);
	}
	l->total = (int64_t)n;
	l->shown = count;
	return OK;
}

enum err page_county(struct ctx *c, struct req *r, struct reply *w)
{
	const struct compare_in *in = req_query(r);
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct listed l = {0};

	if (!f)
		return fault_broken(c, "arena");
	TRY(schools_desk(c, in, false, &l));
	desk_pager(&l.d, r, &in->list, l.total, l.shown);
	if (l.has_term) {
		f[0] = page_field(c, r, &compare_query, "term", "select", STR_NONE);
		f[0].optional = false;
		TRY(desk_terms(c, &f[0], l.t.id));
		f[1] = page_field(c, r, &compare_query, "q", "search", STR_NONE);
		f[1].optional = false;
		l.d.v.path = S("/county");
		l.d.v.filter = f;
		l.d.v.filter_n = 2;
		desk_export(&l.d, page_link(c, r, S("/county/export.xlsx")));
	}
	return desk_page(&l.d, w);
}

enum err page_county_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct listed l = {0};

	TRY(schools_desk(c, req_query(r), true, &l));
	return desk_sheet(&l.d, w, l.d.v.about);
}

static void put_school(struct ctx *c, struct json *j, const struct compared *v)
{
	const struct school_count *n = &v->count;

	if (n->school.v) {
		json_kv_id(j, "id", n->school.v);
		json_kv_str(j, "code", n->code);
		json_kv_str(j, "name", n->name);
		json_kv_str(j, "counted", instant_text(c->arena, n->counted));
	}
	json_kv_i64(j, "classes", n->classes);
	json_kv_i64(j, "pupils", n->pupils);
	json_kv_i64(j, "confirmed", n->confirmed);
	json_kv_i64(j, "enrolled", n->enrolled);
	json_kv_i64(j, "participants_enrolled", n->census);
	json_kv_i64(j, "participants_attended", n->attended);
	json_kv_i64(j, "offerings", n->offerings);
	json_kv_i64(j, "seats", n->seats);
	json_kv_i64(j, "taken", n->taken);
	json_kv_i64(j, "waiting", n->waiting);
	json_kv_i64(j, "billed_fen", n->billed.fen);
	json_kv_i64(j, "registers_due", v->due);
	json_kv_i64(j, "registers_done", v->done);
}

enum err api_county_schools(struct ctx *c, struct req *r, struct reply *w)
{
	const struct compare_in *in = req_query(r);
	size_t n, from, count, most = (size_t)list_limit(&in->list);
	struct compared *v, sum;
	struct term t;
	struct json *j;
	bool found = false;

	TRY(term_asked(c, c->actor.county, in->term, &t, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(compare_schools(c, c->actor.county, &t, in->q, &v, &n, &sum));
	for (from = 0; in->list.after && from < n; from++)
		if (v[from].count.school.v == in->list.after)
			break;
	from += in->list.after != 0;
	from = from < n ? from : n;
	count = most < n - from ? most : n - from;
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_id(j, "term", t.id.v);
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < count; i++) {
		json_open(j, '{');
		put_school(c, j, &v[from + i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "total");
	json_open(j, '{');
	json_kv_i64(j, "schools", (int64_t)n);
	put_school(c, j, &sum);
	json_close(j, '}');
	json_kv_id(j, "next",
	           from + count < n && count > 0 ? v[from + count - 1].count.school.v : 0);
	json_close(j, '}');
	return OK;
}

/* --- counties --------------------------------------------------------------------------------- */

static const struct desk_col COUNTY_COLS[] = {
	{T_people_county_name, false}, {T_people_county_code, false}, {T_funds_term, false},
	{T_people_schools, true},      {T_oversight_classes, true},   {T_oversight_pupils, true},
	{T_oversight_enrolled, true},  {T_funds_attended, true},      {T_oversight_seats, true},
	{T_oversight_taken, true},     {T_oversight_waiting, true},   {T_oversight_billed, true},
	{T_oversight_confirmed, true},
};
enum { COUNTY_COLS_N = sizeof COUNTY_COLS / sizeof *COUNTY_COLS };

static void county_row(struct desk *d, size_t i, const struct compared_county *v)
{
	const struct school_count *n = &v->count;

	desk_num(d, i, 3, v->schools);
	desk_num(d, i, 4, n->classes);
	desk_num(d, i, 5, n->pupils);
	desk_num(d, i, 6, n->enrolled);
	desk_num(d, i, 7, n->attended);
	desk_num(d, i, 8, n->seats);
	desk_num(d, i, 9, n->taken);
	desk_num(d, i, 10, n->waiting);
	desk_money(d, i, 11, n->billed);
	desk_put(d, i, 12, share(d->c, n->confirmed, n->pupils));
}

static enum err counties_desk(struct ctx *c, struct desk *ret_d)
{
	struct compared_county *v, sum;
	struct desk d;
	size_t n;

	TRY(compare_counties(c, &v, &n, &sum));
	TRY(desk_new(c, T_oversight_city, COUNTY_COLS, COUNTY_COLS_N, n > 0 ? n + 1 : 0, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].code);
		if (v[i].zone)
			desk_tag(&d, i, 0, "info", T_people_zone);
		desk_put(&d, i, 2, v[i].has_term ? v[i].term.name : S("–"));
		county_row(&d, i, &v[i]);
	}
	if (n > 0) {
		desk_put(&d, n, 0, text(c->lang, T_oversight_sum));
		county_row(&d, n, &sum);
		desk_sum(&d, n);
	}
	*ret_d = d;
	return OK;
}

enum err page_city(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct desk d;
	size_t n;

	TRY(counties_desk(c, &d));
	n = d.v.row_n > 0 ? d.v.row_n - 1 : 0;
	desk_export(&d, S("/city/export.xlsx"));
	d.v.pager = page_pager(c, r, &all, (int64_t)n, n, 0);
	d.v.pager.size_n = 0; /* a city's counties stand on one page */
	return desk_page(&d, w);
}

enum err page_city_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(counties_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}
