/* What courses cost and who bears it: at the desk, and for everybody (R4, R5, R33). */
#include "settlement/pages.h"

#include "payments/case.h"
#include "people/school.h"
#include "term/term_filter.h"

#define HERE "/price-sheets"

static const struct in_field SHEETS_FIELDS[] = {
	LIST_FIELDS(struct sheets_in),
	{.name = "school",
         .type = IN_ID,
         .label = T_settlement_school,
         .offset = offsetof(struct sheets_in, school)},
	{.name = "term",
         .type = IN_ID,
         .label = T_bill_term,
         .offset = offsetof(struct sheets_in, term)},
};
const struct input price_sheets_query = {"PriceSheetsQuery", sizeof(struct sheets_in),
                                         SHEETS_FIELDS, 4, 0};

#define AMOUNT(field, text)                                                                        \
	{                                                                                          \
		.name = #field, .type = IN_MONEY, .required = true, .max = MONEY_TYPED_MAX_FEN,    \
		.label = (text), .offset = offsetof(struct sheet_in, field)                        \
	}
#define NUMBER(field, text)                                                                        \
	{                                                                                          \
		.name = #field, .type = IN_I64, .required = true, .min = 1, .max = 100000,         \
		.label = (text), .offset = offsetof(struct sheet_in, field)                        \
	}
static const struct in_field SHEET_FIELDS[] = {
	{.name = "offering",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_course,
         .offset = offsetof(struct sheet_in, offering)},
	NUMBER(minutes, T_settlement_planned),
	NUMBER(people, T_settlement_people),
	AMOUNT(rate, T_settlement_rate),
	AMOUNT(materials, T_settlement_materials),
	NUMBER(headcount, T_settlement_headcount),
	AMOUNT(government, T_settlement_government),
	AMOUNT(own, T_settlement_own),
};
enum { SHEET_FIELDS_N = sizeof SHEET_FIELDS / sizeof *SHEET_FIELDS };
const struct input price_sheet_input = {"PriceSheet", sizeof(struct sheet_in), SHEET_FIELDS,
                                        SHEET_FIELDS_N, 0};

static const struct desk_col COLS[] = {
	{T_settlement_course, false},    {T_settlement_agency, false},
	{T_settlement_planned, true},    {T_settlement_people, true},
	{T_settlement_rate, true},       {T_settlement_materials, true},
	{T_settlement_headcount, true},  {T_settlement_cost, true},
	{T_settlement_government, true}, {T_settlement_own, true},
	{T_settlement_parents, true},    {T_settlement_price, true},
	{T_settlement_income, true},     {T_settlement_spent, true},
	{T_settlement_surplus, true},    {T_settlement_state, false},
	{T_settlement_school, false}};
enum { COLS_N = sizeof COLS / sizeof *COLS };

static void row_put(struct desk *d, size_t i, const struct openness *o)
{
	const struct price_sheet *s = &o->sheet;

	desk_put(d, i, 0, s->title);
	desk_put(d, i, 1, s->agency_name);
	desk_num(d, i, 2, s->minutes);
	desk_num(d, i, 3, s->people);
	desk_money(d, i, 4, s->rate);
	desk_money(d, i, 5, s->materials);
	desk_num(d, i, 6, s->headcount);
	desk_money(d, i, 7, s->cost);
	desk_money(d, i, 8, s->government);
	desk_money(d, i, 9, s->own);
	desk_money(d, i, 10, s->parents);
	desk_money(d, i, 11, s->price);
	desk_money(d, i, 12, o->income);
	desk_money(d, i, 13, o->spent);
	if (o->over)
		desk_money(d, i, 14, o->surplus);
	if (o->over && o->surplus.fen > 0)
		desk_tag(d, i, 15, "bad", T_settlement_flag_surplus);
	else
		desk_tag(d, i, 15, s->published ? "ok" : "warn",
		         s->published ? T_settlement_published : T_settlement_unpublished);
}

static struct str one_path(struct ctx *c, price_sheet_id id)
{
	return str_printf(c->arena, HERE "/%lld", (long long)id.v);
}

static enum err openness_desk(struct ctx *c, const struct openness *v, size_t n, bool links,
                              struct desk *ret_d)
{
	struct desk d;

	TRY(desk_new(c, T_settlement_sheets, COLS, COLS_N, n, &d));
	for (size_t i = 0; i < n; i++) {
		row_put(&d, i, &v[i]);
		desk_put(&d, i, 16, v[i].sheet.school_name);
		if (links)
			desk_link(&d, i, 0, v[i].sheet.title, one_path(c, v[i].sheet.id));
	}
	d.v.about = text(c->lang, T_settlement_sheets_about);
	d.v.empty.what = T_settlement_no_sheet;
	*ret_d = d;
	return OK;
}

/* All that one school has, without turning over. */
static enum err one_school_desk(struct ctx *c, const struct sheets_asked *a, bool links,
                                struct desk *ret_d)
{
	TRY(openness_desk(c, a->v, a->n, links, ret_d));
	ret_d->v.pager.total = (int64_t)a->n;
	ret_d->v.pager.from = a->n > 0;
	ret_d->v.pager.to = (int64_t)a->n;
	return OK;
}

static const struct sheets_in NONE = {0};

static school_id school_asked(const struct ctx *c, const struct req *r)
{
	const struct sheets_in *in = query_or(r, &NONE);

	return c->actor.school.v ? c->actor.school : in->school;
}

enum err sheets_ask(struct ctx *c, const struct req *r, bool all, struct sheets_asked *ret_a)
{
	const struct sheets_in *in = query_or(r, &NONE);
	struct desk_slice slice = desk_slice(&in->list, all);
	struct list_term l = {c->actor.county, school_asked(c, r), sheets_newest};
	struct sheets_asked a = {.school = l.school};
	bool found;

	TRY(term_listed(c, &l, in->term, &a.term, &found));
	if (l.school.v) {
		TRY(openness_list(c, l.school, a.term.id, false, &a.v, &a.n));
		a.total = a.last = (int64_t)a.n;
	} else {
		TRY(openness_county(c, a.term.id, slice.most, slice.skip, &a.v, &a.n, &a.total));
		a.last = slice.skip + (int64_t)a.n;
	}
	*ret_a = a;
	return OK;
}

/* Of one school, or of all of the caller's county. Without a term there is nothing. */
static enum err asked_desk(struct ctx *c, const struct req *r, bool all, struct term *ret_t,
                           struct desk *ret_d)
{
	const struct sheets_in *in = query_or(r, &NONE);
	struct sheets_asked a;

	TRY(sheets_ask(c, r, all, &a));
	*ret_t = a.term;
	if (a.school.v)
		return one_school_desk(c, &a, true, ret_d);
	TRY(openness_desk(c, a.v, a.n, true, ret_d));
	desk_pager(ret_d, r, &in->list, a.total, a.n);
	return OK;
}

static enum err sheet_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, SHEET_FIELDS_N, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &price_sheet_input, "offering", "select", STR_NONE);
	TRY(course_choices(c, false, &f[0]));
	for (size_t i = 1; i < SHEET_FIELDS_N; i++)
		f[i] = page_field(c, r, &price_sheet_input, SHEET_FIELDS[i].name, "number",
		                  STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_settlement_sheet_new;
	d->v.action = S(HERE);
	d->v.field = f;
	d->v.field_n = SHEET_FIELDS_N;
	d->v.submit = T_ui_save;
	return OK;
}

enum err page_sheets(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct term t;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(asked_desk(c, r, false, &t, &d));
	TRY(desk_term_field(c, r, &price_sheets_query, t.id, &f[0]));
	d.v.filter = f;
	d.v.filter_n = 1;
	if (actor_in(&c->actor, ROLES_COUNTY_MONEY)) {
		f[1] = page_field(c, r, &price_sheets_query, "school", "select", STR_NONE);
		f[1].optional = false;
		TRY(school_choices(c, T_settlement_all_schools, &f[1]));
		d.v.filter_n = 2;
	} else {
		TRY(sheet_form(c, r, &d));
	}
	d.v.path = S(HERE);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	d.v.errors = page_errors(c, r);
	return desk_page(&d, w);
}

enum err page_sheets_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct term t;
	struct desk d;

	TRY(asked_desk(c, r, true, &t, &d));
	return desk_sheet(&d, w, t.name);
}

/* --- one -------------------------------------------------------------------------------------- */

static void sheet_facts(struct case_page *p, const struct price_sheet *s)
{
	struct ctx *c = p->c;
	const struct {
		enum text_id label;
		struct money m;
	} sums[] = {{T_settlement_rate, s->rate},   {T_settlement_materials, s->materials},
	            {T_settlement_cost, s->cost},   {T_settlement_government, s->government},
	            {T_settlement_own, s->own},     {T_settlement_parents, s->parents},
	            {T_settlement_price, s->price}, {T_settlement_part, s->part}};

	case_tag(p, T_settlement_state, s->published ? "ok" : "warn",
	         s->published ? T_settlement_published : T_settlement_unpublished);
	case_fact(p, T_settlement_course, s->title);
	case_fact(p, T_settlement_school, s->school_name);
	if (str_some(s->agency_name))
		case_fact(p, T_settlement_agency, s->agency_name);
	case_fact(p, T_settlement_planned, str_printf(c->arena, "%lld", (long long)s->minutes));
	case_fact(p, T_settlement_people, str_printf(c->arena, "%lld", (long long)s->people));
	case_fact(p, T_settlement_headcount, str_printf(c->arena, "%lld", (long long)s->headcount));
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		case_fact(p, sums[i].label, money_show(c->arena, sums[i].m));
}

enum err page_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct price_sheet s;
	struct case_page p;

	TRY(sheet_get(c, (price_sheet_id){req_id(r, "sheet")}, &s));
	TRY(case_new(c, r, T_settlement_sheet, &p));
	p.v.name = s.title;
	sheet_facts(&p, &s);
	if (s.published)
		case_link(&p, T_settlement_public,
		          str_printf(c->arena, "/costs/%lld", (long long)s.school.v),
		          str_printf(c->arena, "/costs/%lld", (long long)s.school.v));
	if (!s.published && actor_in(&c->actor, ROLES_SCHOOL_MONEY))
		case_form(&p, T_settlement_publish,
		          str_printf(c->arena, HERE "/%lld/publication", (long long)s.id.v),
		          T_settlement_publish, 0);
	reply_back(w, S(HERE));
	return case_show(&p, w);
}

struct sheet_put sheet_read(const void *input)
{
	const struct sheet_in *in = input;

	return (struct sheet_put){.offering = in->offering,
	                          .minutes = in->minutes,
	                          .people = in->people,
	                          .headcount = in->headcount,
	                          .rate = in->rate,
	                          .materials = in->materials,
	                          .government = in->government,
	                          .own = in->own};
}

/* Made and, by those who may, published at once. */
enum err page_sheet_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct sheet_in *in = req_input(r);
	struct sheet_put row = sheet_read(in);
	struct sheets_put a = {&row, 1, actor_in(&c->actor, ROLES_SCHOOL_MONEY), 0};

	return form_verb(c, r, w, &sheets_put_verb, &a, S(HERE), T_people_saved);
}

enum err page_sheet_publish(struct ctx *c, struct req *r, struct reply *w)
{
	struct sheet_publish a = {{req_id(r, "sheet")}};

	return form_verb(c, r, w, &sheet_publish_verb, &a, S(HERE), T_people_saved);
}

/* --- for everybody ---------------------------------------------------------------------------- */

static enum err costs(struct ctx *c, const struct req *r, struct desk *ret_d)
{
	school_id id = {req_id(r, "school")};
	struct term t = {.name = STR_NONE};
	struct school s;
	bool found;

	TRY(school_load(c, id, &s));
	struct list_term l = {s.county, id, sheets_newest_published};

	TRY(term_listed(c, &l, ID_NONE(term_id), &t, &found));
	struct sheets_asked a = {.school = id};

	TRY(openness_list(c, id, t.id, true, &a.v, &a.n));
	TRY(one_school_desk(c, &a, false, ret_d));
	ret_d->v.name = s.name;
	desk_export(ret_d, str_printf(c->arena, "/costs/%lld/export.xlsx", (long long)id.v));
	return OK;
}

enum err page_costs(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(costs(c, r, &d));
	return desk_page(&d, w);
}

enum err page_costs_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(costs(c, r, &d));
	return desk_sheet(&d, w, d.v.name);
}
