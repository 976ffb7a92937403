#include "funds/pages.h"

#include "funds/guarantee.h"
#include "funds/guarantee.html.h"
#include "funds/routes.h"
#include "term/term_filter.h"
#include "people/county.h"
#include "people/pages.h"

#define HERE "/county/guarantee"

struct guarantee_list {
	struct list_query list;
	term_id term;
	struct str q;
};
struct paid_in {
	school_id school;
	struct money amount;
	struct str document;
};
struct census_in {
	term_id term;
	struct date census;
};

static const struct in_field LIST_V[] = {
	LIST_FIELDS(struct guarantee_list),
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct guarantee_list, term)},
	{.name = "q",
         .type = IN_STR,
         .max = 60,
         .label = T_people_school_name,
         .offset = offsetof(struct guarantee_list, q)},
};
static const struct input list_in = {"GuaranteeList", sizeof(struct guarantee_list), LIST_V, 4, 0};

static const struct in_field PAID_V[] = {
	{.name = "school",
         .type = IN_ID,
         .required = true,
         .label = T_funds_school,
         .offset = offsetof(struct paid_in, school)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .min = -MONEY_TYPED_MAX_FEN,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_funds_amount,
         .offset = offsetof(struct paid_in, amount)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_funds_document,
         .offset = offsetof(struct paid_in, document)},
};
static const struct input paid_in = {"AppropriationForm", sizeof(struct paid_in), PAID_V, 3, 0};

static const struct in_field CENSUS_V[] = {
	{.name = "term",
         .type = IN_ID,
         .required = true,
         .label = T_funds_term,
         .offset = offsetof(struct census_in, term)},
	{.name = "census",
         .type = IN_DATE,
         .required = true,
         .label = T_funds_census,
         .offset = offsetof(struct census_in, census)},
};
static const struct input census_in = {"CensusForm", sizeof(struct census_in), CENSUS_V, 2, 0};

static const struct desk_col COLS[] = {
	{T_funds_school, false},  {T_people_school_code, false}, {T_funds_participants, true},
	{T_funds_enrolled, true}, {T_funds_attended, true},      {T_funds_required, true},
	{T_funds_received, true}, {T_funds_shortfall, true},
};
enum { COLS_N = sizeof COLS / sizeof *COLS };

static void put_row(struct desk *d, size_t i, const struct guarantee *g)
{
	desk_num(d, i, 2, g->answer.participants);
	desk_num(d, i, 3, g->count.census);
	desk_num(d, i, 4, g->count.attended);
	desk_money(d, i, 5, g->answer.required);
	desk_money(d, i, 6, g->received);
	desk_money(d, i, 7, g->answer.shortfall);
}

/* The figures are the reader's to check: term, way of counting, rate and the instant. */
static struct str about(struct ctx *c, const struct term *t, const struct guarantee *sum)
{
	const struct rule *rule = sum->answer.rule;
	struct str arg[4] = {
		t->name,
		guarantee_who(c, sum),
		rule ? money_show(c->arena, rule->value.money) : S("–"),
		time_text(c->arena, instant_time(sum->count.counted)),
	};

	return text_fill(c->arena, c->lang, T_funds_about, arg, 4);
}

struct listed {
	struct desk d;
	struct term t;
	bool has_term;
	int64_t total;
	size_t shown;
	struct guarantee *v;
};

static enum err list_make(struct ctx *c, const struct guarantee_list *in, bool all,
                          struct listed *l)
{
	struct desk_slice slice = desk_slice(&in->list, all);
	size_t n = 0, from, count;
	struct guarantee sum;

	TRY(term_asked(c, c->actor.county, in->term, &l->t, &l->has_term));
	if (!l->has_term) {
		TRY(desk_new(c, T_funds_guarantee, COLS, COLS_N, 0, &l->d));
		l->d.v.empty = (struct view_part_empty){T_funds_no_term, S("/county/terms"),
		                                        T_funds_terms};
		return OK;
	}
	TRY(guarantee_of_county(c, c->actor.county, &l->t, in->q, &l->v, &n, &sum));
	from = (size_t)slice.skip < n ? (size_t)slice.skip : n;
	count = slice.most && (size_t)slice.most < n - from ? (size_t)slice.most : n - from;
	TRY(desk_new(c, T_funds_guarantee, COLS, COLS_N, n > 0 ? count + 1 : 0, &l->d));
	for (size_t i = 0; i < count; i++) {
		const struct guarantee *g = &l->v[from + i];
		bool lacks = g->answer.shortfall.fen > 0;

		desk_put(&l->d, i, 0, g->count.name);
		desk_put(&l->d, i, 1, g->count.code);
		put_row(&l->d, i, g);
		desk_tag(&l->d, i, 7, lacks ? "bad" : "ok", lacks ? T_funds_short : T_funds_full);
	}
	if (n > 0) {
		struct str schools = str_printf(c->arena, "%zu", n);

		desk_put(&l->d, count, 0, text_fill(c->arena, c->lang, T_funds_sum, &schools, 1));
		desk_sum(&l->d, count);
		put_row(&l->d, count, &sum);
		l->d.v.about = about(c, &l->t, &sum);
	}
	l->total = (int64_t)n;
	l->shown = count;
	return OK;
}

static enum err forms(struct ctx *c, struct req *r, struct listed *l, struct view_part_field *f)
{
	struct view_desk *v = &l->d.v;

	f[0] = page_field(c, r, &list_in, "term", "select", STR_NONE);
	f[0].optional = false;
	TRY(desk_terms(c, &f[0], l->t.id));
	f[1] = page_field(c, r, &list_in, "q", "search", STR_NONE);
	f[1].optional = false;
	f[2] = page_field(c, r, &paid_in, "school", "select", STR_NONE);
	TRY(school_choices(c, T_funds_choose, &f[2]));
	f[3] = page_field(c, r, &paid_in, "amount", "number", STR_NONE);
	f[3].hint = text(c->lang, T_funds_amount_hint);
	f[4] = page_field(c, r, &paid_in, "document", "text", STR_NONE);
	f[4].hint = text(c->lang, T_funds_document_hint);
	v->path = S(HERE);
	v->filter = f;
	v->filter_n = 2;
	v->export = page_link(c, r, S(HERE "/export.xlsx"));
	v->has_form = true;
	v->form_title = T_funds_appropriation;
	/* The term stands in the address, so that it need not be chosen twice. */
	v->action = str_printf(c->arena, HERE "?term=%lld", (long long)l->t.id.v);
	v->field = f + 2;
	v->field_n = 3;
	v->submit = T_ui_new;
	return OK;
}

static enum err page_guarantee(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct guarantee_list none = {0};
	const struct guarantee_list *in = req_query(r) ? req_query(r) : &none;
	struct view_part_field *f = NEW_N(c->arena, 6, struct view_part_field);
	struct listed l = {0};
	struct date day;
	bool fixed = false;

	if (!f)
		return fault_broken(c, "arena");
	TRY(list_make(c, in, false, &l));
	desk_pager(&l.d, r, &in->list, l.total, l.shown);
	l.d.v.errors = page_errors(c, r);
	struct view_guarantee v = {
		.has_term = l.has_term, .term = l.t.id.v, .action = S(HERE "/census")};
	if (l.has_term) {
		TRY(forms(c, r, &l, f));
		TRY(census_day(c, &l.t, &day, &fixed));
		v.census = page_field(c, r, &census_in, "census", "date",
		                      fixed ? date_text(c->arena, day) : STR_NONE);
		v.census.hint = text(c->lang, T_funds_census_hint);
	}
	v.desk = l.d.v;
	return reply_page(c, w, LAYOUT_STAFF, T_funds_guarantee, RENDER(render_guarantee), &v);
}

static enum err page_guarantee_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct listed l = {0};

	TRY(list_make(c, req_query(r), true, &l));
	return desk_sheet(&l.d, w, l.d.v.about);
}

static enum err done(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("ok"));
	return OK;
}

static enum err written(struct ctx *c, struct req *r, struct reply *w, const struct verb *verb,
                        void *arg, term_id term)
{
	struct store_once once = req_once(r, done);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, verb, arg, &once, &answer, &replayed));
	return reply_see(c, w, str_printf(c->arena, HERE "?term=%lld", (long long)term.v),
	                 T_people_saved);
}

static enum err page_appropriate(struct ctx *c, struct req *r, struct reply *w)
{
	const struct paid_in *in = req_input(r);
	const struct guarantee_list *at = req_query(r);
	struct appropriation_add a = {.school = in->school,
	                              .term = at->term,
	                              .amount = in->amount,
	                              .document = in->document};

	if (!at->term.v)
		return fault_input(c, "missing_field", S("term"), STR_NONE, STR_NONE);
	return written(c, r, w, &appropriation_add_verb, &a, at->term);
}

static enum err page_census(struct ctx *c, struct req *r, struct reply *w)
{
	const struct census_in *in = req_input(r);
	struct census_set a = {in->term, in->census};

	return written(c, r, w, &census_set_verb, &a, in->term);
}

#define OFFICER ROLE_BIT(ROLE_COUNTY)
#define FINANCE ROLES_COUNTY_MONEY

static const struct route ROUTES_V[] = {
	{M_GET, HERE, FINANCE, SCOPE_COUNTY, page_guarantee, .query = &list_in,
         .summary = "The guarantee fund, school by school", .nav = T_funds_guarantee,
         .menu = MENU(BOOKS, 26)},
	{M_GET, HERE "/export.{format}", FINANCE, SCOPE_COUNTY, page_guarantee_sheet,
         .query = &list_in, .summary = "The guarantee fund as a workbook or text"},
	{M_POST, HERE, FINANCE, SCOPE_COUNTY, page_appropriate, .input = &paid_in,
         .query = &list_in, .again = page_guarantee, .summary = "Enter what finance has paid"},
	{M_POST, HERE "/census", OFFICER, SCOPE_COUNTY, page_census, .input = &census_in,
         .again = page_guarantee, .summary = "Fix the census day"},
	{M_GET, "/county/settings", OFFICER, SCOPE_COUNTY, page_settings,
         .summary = "What the county decides for itself", .nav = T_funds_settings,
         .menu = MENU(RULES, 16)},
	{M_POST, "/county/settings", OFFICER, SCOPE_COUNTY, page_settings_save,
         .input = &settings_input, .again = page_settings,
         .summary = "Who counts as a participant, with a reason"},
	{M_GET, "/county/settings/limits/export.{format}", OFFICER, SCOPE_COUNTY, page_limits_sheet,
         .summary = "Up to which amount no second person is asked, as a workbook or text"},
	{M_POST, "/county/settings/limits", OFFICER, SCOPE_COUNTY, page_limit_save,
         .input = &limit_input, .again = page_settings,
         .summary = "Up to which amount no second person is asked"},
	{M_GET, "/api/v1/guarantee",
         ROLES_SCHOOL | ROLE_BIT(ROLE_SCHOOL_FINANCE) | ROLES_COUNTY_MONEY | ROLES_CITY_MONEY,
         SCOPE_SCHOOL | SCOPE_COUNTY | SCOPE_CITY, api_guarantee, .query = &guarantee_query,
         .summary = "What the guarantee fund owes and what came", .answer = &guarantee_told},
};
const struct routes funds_routes = ROUTES(ROUTES_V);
