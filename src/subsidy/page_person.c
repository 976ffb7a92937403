/* A person's line, sitting by sitting: for the desk, and for the one it is about. */
#include "policy/formula.h"
#include "subsidy/pages.h"
#include "subsidy/subsidy_mine.html.h"
#include "web/listing.h"

static const struct in_field PERSON_FIELDS[] = {
	{.name = "person",
         .type = IN_ID,
         .required = true,
         .label = T_subsidy_person,
         .offset = offsetof(struct subsidy_person_in, person)},
};
const struct input subsidy_person_query = {"SubsidyPersonQuery", sizeof(struct subsidy_person_in),
                                           PERSON_FIELDS, 1, 0};

static struct str hours(struct ctx *c, const struct subsidy_detail *v)
{
	if (str_is(v->whole, "day"))
		return date_words(c->arena, c->lang, v->day);
	if (str_some(v->whole))
		return month_text(c, v->day);
	return str_printf(
		c->arena, "%.*s %.*s–%.*s", STR_FMT(date_words(c->arena, c->lang, v->day)),
		STR_FMT(time_text(c->arena, v->starts)), STR_FMT(time_text(c->arena, v->ends)));
}

static struct str title(struct ctx *c, const struct subsidy_detail *v)
{
	return str_some(v->whole) ? text(c->lang, subsidy_label("whole_", v->whole)) : v->title;
}

static struct str how(struct ctx *c, const struct subsidy_detail *v)
{
	return v->refers ? text(c->lang, T_subsidy_difference) : v->formula;
}

static enum err details_desk(struct ctx *c, struct req *r, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_subsidy_sitting, false}, {T_subsidy_service, false},  {T_subsidy_role, false},
		{T_subsidy_formula, false}, {T_subsidy_document, false}, {T_subsidy_due, true},
		{T_subsidy_before, true},   {T_subsidy_amount, true}};
	const struct subsidy_person_in *in = req_query(r);
	struct subsidy_batch b = {0};
	struct subsidy_detail *v;
	struct money sum = FEN(0);
	struct desk d;
	size_t n;

	TRY(subsidy_batch_get(c, req_id(r, "subsidy"), &b));
	TRY(subsidy_details(c, &b, in->person, &v, &n));
	TRY(desk_new(c, T_subsidy_details, cols, 8, n > 0 ? n + 1 : 0, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, hours(c, &v[i]));
		desk_put(&d, i, 1, title(c, &v[i]));
		desk_put(&d, i, 2, text(c->lang, subsidy_label("role_", v[i].role)));
		desk_put(&d, i, 3, how(c, &v[i]));
		desk_put(&d, i, 4, v[i].document);
		desk_money(&d, i, 5, v[i].due);
		desk_money(&d, i, 6, v[i].before);
		desk_money(&d, i, 7, v[i].amount);
		(void)money_add(sum, v[i].amount, &sum);
	}
	if (n > 0) {
		desk_put(&d, n, 0, text(c->lang, T_subsidy_total));
		desk_money(&d, n, 7, sum);
		desk_sum(&d, n);
	}
	d.v.about = month_text(c, b.first_day);
	d.v.empty.what = T_subsidy_lines_none;
	*ret_d = d;
	return OK;
}

enum err page_subsidy_person(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(details_desk(c, r, &d));
	desk_export(&d, page_link(c, r,
	                          str_printf(c->arena, "/subsidies/%lld/person.xlsx",
	                                     (long long)req_id(r, "subsidy"))));
	d.v.pager.total = (int64_t)d.v.row_n;
	return desk_page(&d, w);
}

enum err page_subsidy_person_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(details_desk(c, r, &d));
	return desk_sheet(&d, w, d.v.about);
}

/* --- one's own -------------------------------------------------------------------------------- */

/* Who teaches holds a phone; the school's office sits at a desk. */
static enum layout layout_of(const struct ctx *c)
{
	return actor_in(&c->actor, ROLE_BIT(ROLE_TEACHER) | ROLE_BIT(ROLE_CLASS_HEAD))
	               ? LAYOUT_GUARDIAN
	               : LAYOUT_STAFF;
}

enum err page_my_subsidies(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_subsidy_mine view = {.none = {.what = T_subsidy_mine_none}};
	struct subsidy_mine *v;
	size_t n;

	(void)r;
	TRY(subsidy_of_me(c, &v, &n));
	view.row = NEW_N(c->arena, n + 1, struct view_subsidy_mine_row);
	if (!view.row)
		return fault_broken(c, "arena");
	view.row_n = n;
	for (size_t i = 0; i < n; i++) {
		struct str said[] = {str_printf(c->arena, "%lld", (long long)v[i].sittings),
		                     str_printf(c->arena, "%lld", (long long)v[i].minutes),
		                     unit_behind(c->lang, RATIO(v[i].sittings), S("sitting")),
		                     unit_behind(c->lang, RATIO(v[i].minutes), S("minute"))};

		view.row[i] = (struct view_subsidy_mine_row){
			.path = str_printf(c->arena, "/my/subsidies/%lld", (long long)v[i].batch),
			.title = month_text(c, v[i].month),
			.desc = text_fill(c->arena, c->lang, T_subsidy_mine_desc, said, 4),
			.amount = v[i].amount,
			.tag = subsidy_tag(c, v[i].state)};
	}
	view.export = S("/my/subsidies/export.xlsx");
	view.export_csv = listing_csv(c->arena, view.export);
	return reply_page(c, w, layout_of(c), T_subsidy_mine, RENDER(render_subsidy_mine), &view);
}

static enum err mine_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_subsidy_month, false},
	                                       {T_subsidy_sittings, true},
	                                       {T_subsidy_minutes, true},
	                                       {T_subsidy_amount, true},
	                                       {T_people_state, false}};
	struct subsidy_mine *v;
	struct desk d;
	size_t n;

	TRY(subsidy_of_me(c, &v, &n));
	TRY(desk_new(c, T_subsidy_mine, cols, 5, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, month_text(c, v[i].month));
		desk_num(&d, i, 1, v[i].sittings);
		desk_num(&d, i, 2, v[i].minutes);
		desk_money(&d, i, 3, v[i].amount);
		d.v.row[i].cell[4].tag = subsidy_tag(c, v[i].state);
	}
	*ret_d = d;
	return OK;
}

enum err page_my_subsidies_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(mine_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_my_subsidy(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_subsidy_mine view = {.none = {.what = T_subsidy_mine_none}};
	struct subsidy_batch b = {0};
	struct subsidy_detail *v;
	int64_t person = 0;
	struct school s;
	size_t n;

	TRY(subsidy_batch_of_me(c, req_id(r, "subsidy"), &b, &person));
	TRY(school_load(c, b.school, &s));
	TRY(subsidy_details(c, &b, person, &v, &n));
	view.month = month_text(c, b.first_day);
	view.school = s.name;
	view.state = subsidy_tag(c, b.state);
	view.row = NEW_N(c->arena, n + 1, struct view_subsidy_mine_row);
	if (!view.row)
		return fault_broken(c, "arena");
	view.row_n = n;
	for (size_t i = 0; i < n; i++) {
		struct str said[3] = {title(c, &v[i]), how(c, &v[i]), v[i].document};

		view.row[i] = (struct view_subsidy_mine_row){
			.title = hours(c, &v[i]),
			.desc = str_join(c->arena, said, str_some(v[i].document) ? 3 : 2, S(" · ")),
			.amount = v[i].amount};
		(void)money_add(view.total, v[i].amount, &view.total);
	}
	reply_back(w, S("/my/subsidies"));
	return reply_page(c, w, layout_of(c), T_subsidy_mine, RENDER(render_subsidy_mine), &view);
}
