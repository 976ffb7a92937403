/* Budget, allocation and closing of the guarantee fund. */
#include "funds/budget.h"
#include "funds/count.h"
#include "funds/pages.h"
#include "funds/portion_said.h"
#include "funds/routes.h"
#include "people/pages.h"
#include "term/term_filter.h"

#define BUDGET      "/county/guarantee/budget"
#define ALLOCATIONS "/county/guarantee/allocations"
#define CLOSING     "/county/guarantee/closing"

struct term_in {
	term_id term;
};
struct budget_in {
	struct money amount;
	struct str document;
};
struct allocation_in {
	school_id school;
	struct money amount;
	struct str document;
};
struct close_in {
	school_id school;
	struct str explanation, explained_by;
};

static const struct in_field TERM_V[] = {
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct term_in, term)},
};
static const struct input term_in = {"FundTermQuery", sizeof(struct term_in), TERM_V, 1, 0};
static const struct in_field BUDGET_V[] = {
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .min = -MONEY_TYPED_MAX_FEN,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_funds_amount,
         .offset = offsetof(struct budget_in, amount)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_funds_budget_document,
         .offset = offsetof(struct budget_in, document)},
};
static const struct input budget_in = {"BudgetForm", sizeof(struct budget_in), BUDGET_V, 2, 0};
static const struct in_field ALLOCATION_V[] = {
	{.name = "school",
         .type = IN_ID,
         .required = true,
         .label = T_funds_school,
         .offset = offsetof(struct allocation_in, school)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .min = -MONEY_TYPED_MAX_FEN,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_funds_amount,
         .offset = offsetof(struct allocation_in, amount)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_funds_budget_document,
         .offset = offsetof(struct allocation_in, document)},
};
static const struct input allocation_in = {"AllocationForm", sizeof(struct allocation_in),
                                           ALLOCATION_V, 3, 0};
static const struct in_field CLOSE_V[] = {
	{.name = "school",
         .type = IN_ID,
         .required = true,
         .label = T_funds_school,
         .offset = offsetof(struct close_in, school)},
	{.name = "explanation",
         .type = IN_STR,
         .max = 200,
         .label = T_funds_explanation,
         .offset = offsetof(struct close_in, explanation)},
	{.name = "explained_by",
         .type = IN_STR,
         .max = 60,
         .label = T_funds_explained_by,
         .offset = offsetof(struct close_in, explained_by)},
};
static const struct input close_in = {"GuaranteeCloseForm", sizeof(struct close_in), CLOSE_V, 3, 0};
void fund_form(struct desk *d, enum text_id title, struct str action, struct view_part_field *f,
               size_t n)
{
	d->v.has_form = true;
	d->v.form_title = title;
	d->v.action = action;
	d->v.field = f;
	d->v.field_n = n;
	d->v.submit = T_ui_save;
}

/* The term stands in the address, so that it need not be chosen twice. */
static struct str with_term(struct ctx *c, const char *path, const struct term *t)
{
	return str_printf(c->arena, "%s?term=%lld", path, (long long)t->id.v);
}

static enum err term_of(struct ctx *c, const struct req *r, struct term *ret_t)
{
	static const struct term_in none = {{0}};
	const struct term_in *in = query_or(r, &none);
	bool found = false;

	TRY(term_asked(c, c->actor.county, in->term, ret_t, &found));
	return found ? OK : fault_set(c, E_REFUSED, "no_term", NULL);
}

/* Of a form: in the address. */
static enum err term_said(struct ctx *c, const struct req *r, struct term *ret_t)
{
	const struct term_in *in = req_query(r);

	if (!in || !in->term.v)
		return fault_input(c, "missing_field", S("term"), STR_NONE, STR_NONE);
	ret_t->id = in->term;
	return OK;
}

static enum err term_filter(struct ctx *c, const struct req *r, const struct term *t,
                            struct desk *d, const char *path, struct view_part_field *f)
{
	*f = page_field(c, r, &term_in, "term", "select", STR_NONE);
	f->optional = false;
	d->v.filter = f;
	d->v.filter_n = 1;
	d->v.path = str_of(path);
	return desk_terms(c, f, t->id);
}

/* A list of a term, to take along. */
typedef enum err term_desk_fn(struct ctx *c, const struct term *t, struct desk *ret_d);

static enum err list_out(struct ctx *c, const struct req *r, struct reply *w, term_desk_fn *list)
{
	struct term t = {0};
	struct desk d;

	TRY(term_of(c, r, &t));
	TRY(list(c, &t, &d));
	return desk_sheet(&d, w, d.v.about);
}

/* --- budget and allocations ------------------------------------------------------------------- */

static enum err budget_desk(struct ctx *c, const struct term *t, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_funds_school, false},  {T_people_school_code, false}, {T_funds_allocated, true},
		{T_funds_received, true}, {T_funds_spent, true},         {T_funds_left, true},
		{T_people_state, false}};
	struct money budget, sum[4] = {{0}};
	struct budget_line *v;
	struct desk d;
	size_t n;

	TRY(budget_lines(c, c->actor.county, t, &budget, &v, &n));
	TRY(desk_new(c, T_funds_budget, cols, 7, n > 0 ? n + 1 : 0, &d));
	for (size_t i = 0; i < n; i++) {
		const struct money each[4] = {v[i].allocated, v[i].received, v[i].spent,
		                              FEN(v[i].allocated.fen - v[i].spent.fen)};

		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].code);
		for (size_t k = 0; k < 4; k++) {
			desk_money(&d, i, k + 2, each[k]);
			(void)money_add(sum[k], each[k], &sum[k]);
		}
		desk_tag(&d, i, 6, v[i].closed ? "off" : "info",
		         v[i].closed ? T_funds_closed : T_funds_running);
	}
	if (n > 0) {
		struct str schools = str_printf(c->arena, "%zu", n);

		desk_put(&d, n, 0, text_fill(c->arena, c->lang, T_funds_sum, &schools, 1));
		for (size_t k = 0; k < 4; k++)
			desk_money(&d, n, k + 2, sum[k]);
		desk_sum(&d, n);
	}
	struct str said[3] = {t->name, money_show(c->arena, budget),
	                      money_show(c->arena, FEN(budget.fen - sum[0].fen))};

	d.v.about = text_fill(c->arena, c->lang, T_funds_budget_about, said, 3);
	d.v.pager.total = (int64_t)n;
	*ret_d = d;
	return OK;
}

static enum err page_budget(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct term t = {0};
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(term_of(c, r, &t));
	TRY(budget_desk(c, &t, &d));
	TRY(term_filter(c, r, &t, &d, BUDGET, f));
	d.v.errors = page_errors(c, r);
	desk_export(&d, with_term(c, BUDGET "/export.xlsx", &t));
	f[1] = page_field(c, r, &budget_in, "amount", "number", STR_NONE);
	f[1].hint = text(c->lang, T_funds_amount_hint);
	f[2] = page_field(c, r, &budget_in, "document", "text", STR_NONE);
	fund_form(&d, T_funds_budget_form, with_term(c, BUDGET, &t), f + 1, 2);
	return desk_page(&d, w);
}

static enum err page_budget_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	return list_out(c, r, w, budget_desk);
}

static enum err page_budget_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct budget_in *in = req_input(r);
	struct term t = {.name = STR_NONE};

	TRY(term_said(c, r, &t));
	struct budget_add a = {t.id, in->amount, in->document};

	return form_verb(c, r, w, &budget_add_verb, &a, with_term(c, BUDGET, &t), T_people_saved);
}

static enum err page_allocations(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	struct term t = {0};
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(term_of(c, r, &t));
	TRY(budget_desk(c, &t, &d));
	d.v.title = T_funds_allocations;
	desk_export(&d, with_term(c, BUDGET "/export.xlsx", &t)); /* the same rows */
	TRY(term_filter(c, r, &t, &d, ALLOCATIONS, f));
	d.v.errors = page_errors(c, r);
	f[1] = page_field(c, r, &allocation_in, "school", "select", STR_NONE);
	TRY(school_choices(c, T_funds_choose, &f[1]));
	f[2] = page_field(c, r, &allocation_in, "amount", "number", STR_NONE);
	f[2].hint = text(c->lang, T_funds_amount_hint);
	f[3] = page_field(c, r, &allocation_in, "document", "text", STR_NONE);
	fund_form(&d, T_funds_allocation_form, with_term(c, ALLOCATIONS, &t), f + 1, 3);
	return desk_page(&d, w);
}

static enum err page_allocation_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct allocation_in *in = req_input(r);
	struct term t = {.name = STR_NONE};

	TRY(term_said(c, r, &t));
	struct allocation_add a = {in->school, t.id, in->amount, in->document};

	return form_verb(c, r, w, &allocation_add_verb, &a, with_term(c, ALLOCATIONS, &t),
	                 T_people_saved);
}

/* --- closing ---------------------------------------------------------------------------------- */

/* Where no document guarantees anything the schools alone: what families paid is closed too. */
enum err guarantees_to_close(struct ctx *c, const struct term *t, struct guarantee **ret_v,
                             size_t *ret_n)
{
	county_id county = c->actor.county;
	struct school_count *count;
	struct guarantee sum, *v;
	bool stated;
	size_t n;

	TRY(guarantee_stated(c, t, &stated));
	if (stated)
		return guarantee_of_county(c, county, t, STR_NONE, ret_v, ret_n, &sum);
	TRY(count_county(c, county, t, STR_NONE, &count, &n));
	v = NEW_N(c->arena, n + 1, struct guarantee);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i].count = count[i];
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err closing_desk(struct ctx *c, const struct term *t, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_funds_school, false},      {T_funds_required, true},
		{T_funds_received, true},     {T_funds_shortfall, true},
		{T_funds_used_title, false},  {T_people_state, false},
		{T_funds_explanation, false}, {T_funds_explained_by, false}};
	struct guarantee *v;
	struct desk d;
	size_t n;

	TRY(guarantees_to_close(c, t, &v, &n));
	TRY(desk_new(c, T_funds_closing, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct guarantee_closed g;
		struct str used;

		TRY(funds_about(c, c->actor.county, v[i].count.school, t, &used));
		TRY(guarantee_closing_of(c, v[i].count.school, t->id, &g));
		desk_put(&d, i, 0, v[i].count.name);
		desk_money(&d, i, 1, g.closed ? g.required : v[i].answer.required);
		desk_money(&d, i, 2, g.closed ? g.received : v[i].received);
		desk_money(&d, i, 3, g.closed ? g.shortfall : v[i].answer.shortfall);
		desk_put(&d, i, 4, used);
		desk_tag(&d, i, 5, g.closed ? "ok" : "info",
		         g.closed ? T_funds_closed : T_funds_running);
		desk_put(&d, i, 6, g.explanation);
		desk_put(&d, i, 7, g.explained_by);
	}
	d.v.about = t->name;
	d.v.pager.total = (int64_t)n;
	*ret_d = d;
	return OK;
}

static enum err page_closing(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	struct term t = {0};
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(term_of(c, r, &t));
	TRY(closing_desk(c, &t, &d));
	TRY(term_filter(c, r, &t, &d, CLOSING, f));
	d.v.errors = page_errors(c, r);
	desk_export(&d, with_term(c, CLOSING "/export.xlsx", &t));
	f[1] = page_field(c, r, &close_in, "school", "select", STR_NONE);
	TRY(school_choices(c, T_funds_choose, &f[1]));
	f[2] = page_field(c, r, &close_in, "explanation", "text", STR_NONE);
	f[2].hint = text(c->lang, T_funds_explanation_hint);
	f[3] = page_field(c, r, &close_in, "explained_by", "text", STR_NONE);
	fund_form(&d, T_funds_closing_form, with_term(c, CLOSING, &t), f + 1, 3);
	d.v.sure = text(c->lang, T_funds_closing_sure);
	return desk_page(&d, w);
}

static enum err page_closing_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	return list_out(c, r, w, closing_desk);
}

static enum err page_closing_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct close_in *in = req_input(r);
	struct term t = {.name = STR_NONE};

	TRY(term_said(c, r, &t));
	struct guarantee_close a = {in->school, t.id, in->explanation, in->explained_by};

	return form_verb(c, r, w, &guarantee_close_verb, &a, with_term(c, CLOSING, &t),
	                 T_people_saved);
}

/* --- routes ----------------------------------------------------------------------------------- */

#define COUNTY ROLES_COUNTY_MONEY

static const struct route ROUTES_V[] = {
	{M_GET, BUDGET, COUNTY, SCOPE_COUNTY, page_budget, .query = &term_in,
         .summary = "The guarantee fund as a budget", .nav = T_funds_budget,
         .menu = MENU(BOOKS, 26)},
	{M_GET, BUDGET "/export.{format}", COUNTY, SCOPE_COUNTY, page_budget_sheet,
         .query = &term_in, .summary = "The budget as a workbook or text"},
	{M_GET, "/api/v1/guarantee/budget", COUNTY, SCOPE_COUNTY, api_budget,
         .query = &budget_api_query, .summary = "The guarantee fund as a budget",
         .answer = &budget_told},
	{M_POST, "/api/v1/guarantee/budget", COUNTY, SCOPE_COUNTY, api_budget_add,
         .input = &budget_api_input, .summary = "Enter a budget", .answer = &budget_told},
	{M_POST, "/api/v1/guarantee/allocations", COUNTY, SCOPE_COUNTY, api_allocation_add,
         .input = &allocation_api_input, .summary = "Allocate to a school", .answer = &budget_told},
	{M_POST, BUDGET, COUNTY, SCOPE_COUNTY, page_budget_add, .input = &budget_in,
         .query = &term_in, .again = page_budget, .summary = "Enter a budget"},
	{M_GET, ALLOCATIONS, COUNTY, SCOPE_COUNTY, page_allocations, .query = &term_in,
         .summary = "What each school may spend", .nav = T_funds_allocations,
         .menu = MENU(BOOKS, 26)},
	{M_POST, ALLOCATIONS, COUNTY, SCOPE_COUNTY, page_allocation_add, .input = &allocation_in,
         .query = &term_in, .again = page_allocations, .summary = "Allocate to a school"},
	{M_GET, CLOSING, COUNTY, SCOPE_COUNTY, page_closing, .query = &term_in,
         .summary = "Closing a term's guarantee", .nav = T_funds_closing, .menu = MENU(BOOKS, 26)},
	{M_GET, CLOSING "/export.{format}", COUNTY, SCOPE_COUNTY, page_closing_sheet,
         .query = &term_in, .summary = "The closings as a workbook or text"},
	{M_POST, CLOSING, COUNTY, SCOPE_COUNTY, page_closing_put, .input = &close_in,
         .query = &term_in, .again = page_closing,
         .summary = "Close a school's term, with a reason for what is short"},
	{M_GET, "/api/v1/guarantee/closings", COUNTY, SCOPE_COUNTY, api_closings,
         .query = &close_api_query, .summary = "How the schools' terms were closed, or would be",
         .answer = &closings_told},
	{M_POST, "/api/v1/guarantee/closings", COUNTY, SCOPE_COUNTY, api_close,
         .input = &close_api_input,
         .summary = "Close a school's term, with a reason for what is short",
         .answer = &closings_told},
};
const struct routes budget_routes = ROUTES(ROUTES_V);
