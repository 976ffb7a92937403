/* What the funds are spent on; the city's view of the guarantee fund. */
#include "funds/budget.h"
#include "funds/pages.h"
#include "funds/portion_said.h"
#include "funds/purpose.h"
#include "funds/routes.h"
#include "people/pages.h"

#define SPENDINGS "/spendings"

struct spendings_in {
	struct list_query list;
};

static const struct in_field SPENDINGS_V[] = {LIST_FIELDS(struct spendings_in)};
static const struct input spendings_in = {"SpendingQuery", sizeof(struct spendings_in), SPENDINGS_V,
                                          2, 0};
static const struct in_field SPENDING_V[] = {
	{.name = "purpose",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_funds_purpose,
         .offset = offsetof(struct spending_in, purpose)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_funds_amount,
         .offset = offsetof(struct spending_in, amount)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_funds_voucher,
         .offset = offsetof(struct spending_in, document)},
};
const struct input spending_in = {"SpendingForm", sizeof(struct spending_in), SPENDING_V, 3, 0};
static const struct in_field BOOK_V[] = {
	{.name = "spending",
         .type = IN_ID,
         .required = true,
         .label = T_funds_spending,
         .offset = offsetof(struct book_in, spending)},
};
const struct input book_in = {"SpendingBook", sizeof(struct book_in), BOOK_V, 1, 0};

static const struct in_field BACK_V[] = {
	{.name = "reason",
         .type = IN_STR,
         .max = 200,
         .label = T_funds_back_reason,
         .offset = offsetof(struct back_in, reason)},
};
const struct input back_in = {"SpendingBack", sizeof(struct back_in), BACK_V, 1, 0};

/* --- spending --------------------------------------------------------------------------------- */

static enum err rows_desk(struct ctx *c, const struct spending *v, size_t n, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_funds_spending, false},   {T_funds_voucher, false}, {T_funds_amount, true},
		{T_people_state, false},     {T_funds_clause, false},  {T_funds_entered, false},
		{T_funds_back_reason, false}};
	static const struct {
		const char *kind;
		enum text_id text;
	} state[] = {[SPENDING_WAITS] = {"warn", T_funds_waits},
	             [SPENDING_READY] = {"info", T_funds_ready},
	             [SPENDING_RETURNED] = {"bad", T_funds_back},
	             [SPENDING_BOOKED] = {"ok", T_funds_booked},
	             [SPENDING_UNDO_WAITS] = {"warn", T_funds_back_waits},
	             [SPENDING_UNDO_READY] = {"info", T_funds_back_ready},
	             [SPENDING_UNDONE] = {"off", T_funds_back_done}};
	struct desk d;

	TRY(desk_new(c, T_funds_spendings, cols, 7, n, &d));
	for (size_t i = 0; i < n; i++) {
		const struct purpose_of of = {c->actor.county, v[i].school, v[i].at, v[i].purpose};
		struct str purpose;

		TRY(purpose_said(c, c->lang, &of, &purpose));
		desk_put(&d, i, 0, purpose);
		desk_put(&d, i, 1, v[i].document);
		desk_money(&d, i, 2, v[i].amount);
		desk_tag(&d, i, 3, state[v[i].may].kind, state[v[i].may].text);
		desk_put(&d, i, 4, v[i].clause);
		desk_put(&d, i, 5, instant_words(c->arena, c->lang, v[i].at));
		desk_put(&d, i, 6, v[i].undo_reason.p ? v[i].undo_reason : S(""));
	}
	*ret_d = d;
	return OK;
}

static enum err spendings_desk(struct ctx *c, const struct spendings_in *in, bool all,
                               struct desk *ret_d, int64_t *ret_total, struct spending **ret_v,
                               size_t *ret_n)
{
	struct desk_slice slice = desk_slice(&in->list, all);
	struct spending *v;
	size_t n;

	TRY(spending_list(c, slice.most, slice.skip, &v, &n, ret_total));
	TRY(rows_desk(c, v, n, ret_d));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static const struct spendings_in FIRST = {{0}};

static enum err page_spendings(struct ctx *c, struct req *r, struct reply *w)
{
	const struct spendings_in *in = query_or(r, &FIRST);
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct spending *v;
	int64_t total = 0;
	struct desk d;
	bool any;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(spendings_desk(c, in, false, &d, &total, &v, &n));
	desk_pager(&d, r, &in->list, total, n);
	TRY(portions_about(c, FUND_GRANTED, &d.v.about));
	d.v.errors = page_errors(c, r);
	desk_export(&d, S(SPENDINGS "/export.xlsx"));
	for (size_t i = 0; i < n; i++)
		d.v.row[i].cell[1].path =
			str_printf(c->arena,
		                   v[i].may == SPENDING_READY ? SPENDINGS "/ready?spending=%lld"
		                                              : SPENDINGS "/%lld",
		                   (long long)v[i].id);
	f[0] = page_field(c, r, &spending_in, "purpose", "select", STR_NONE);
	TRY(purpose_choices(c, granted_fund(c->actor.school), NULL, &d, &f[0], &any));
	f[1] = page_field(c, r, &spending_in, "amount", "number", STR_NONE);
	f[2] = page_field(c, r, &spending_in, "document", "text", STR_NONE);
	d.v.form_title = T_funds_spending_form;
	if (any)
		fund_form(&d, T_funds_spending_form, S(SPENDINGS), f, 3);
	return desk_page(&d, w);
}

static enum err page_spendings_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct spending *v;
	int64_t total = 0;
	struct desk d;
	size_t n;

	(void)r;
	TRY(spendings_desk(c, &FIRST, true, &d, &total, &v, &n));
	return desk_sheet(&d, w, STR_NONE);
}

static enum err page_spending_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct spending_in *in = req_input(r);
	struct spending_add a = {
		.purpose = in->purpose, .amount = in->amount, .document = in->document};

	TRY(spending_term(c, &a.term));
	return form_verb(c, r, w, &spending_add_verb, &a, S(SPENDINGS), T_people_saved);
}

/* One that was approved: the button that books it. */
static enum err page_spending_ready(struct ctx *c, struct req *r, struct reply *w)
{
	const struct book_in *in = req_query(r);
	struct view_part_field *f = NEW_N(c->arena, 1, struct view_part_field);
	struct spending *v;
	int64_t total = 0;
	struct desk d;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(spendings_desk(c, &FIRST, true, &d, &total, &v, &n));
	f[0] = page_field(c, r, &book_in, "spending", "text",
	                  str_printf(c->arena, "%lld", (long long)in->spending));
	d.v.pager.total = total;
	fund_form(&d, T_funds_book, S(SPENDINGS "/book"), f, 1);
	d.v.submit = T_funds_book;
	return desk_page(&d, w);
}

static enum err page_spending_book(struct ctx *c, struct req *r, struct reply *w)
{
	const struct book_in *in = req_input(r);
	struct spending_book a = {in->spending};

	return form_verb(c, r, w, &spending_book_verb, &a, S(SPENDINGS), T_people_saved);
}

/* One spending, and the form that takes it back. */
static enum err page_spending(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct spending v;
	struct str path;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(spending_get(c, req_id(r, "spending"), &v));
	TRY(rows_desk(c, &v, 1, &d));
	desk_pager(&d, r, &all, 1, 1);
	d.v.errors = page_errors(c, r);
	path = str_printf(c->arena, SPENDINGS "/%lld", (long long)v.id);
	*f = page_field(c, r, &back_in, "reason", "text",
	                v.undo_reason.p ? v.undo_reason : STR_NONE);
	f->optional = false;
	f->hint = text(c->lang, T_funds_back_hint);
	if (v.own && v.may == SPENDING_BOOKED)
		fund_form(&d, T_funds_back_form, path, f, 1);
	else if (v.own && v.may == SPENDING_UNDO_READY)
		fund_form(&d, T_funds_back_book, path, f, 0);
	d.v.submit = v.may == SPENDING_BOOKED ? T_funds_back_form : T_funds_back_book;
	return desk_page(&d, w);
}

static enum err page_spending_back(struct ctx *c, struct req *r, struct reply *w)
{
	const struct back_in *in = req_input(r);
	struct spending_back a = {req_id(r, "spending"), in->reason, false};

	return form_verb(c, r, w, &spending_back_verb, &a, S(SPENDINGS), T_people_saved);
}

/* --- the city --------------------------------------------------------------------------------- */

static enum err city_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_funds_county, false},  {T_funds_term, false},    {T_funds_participants, true},
		{T_funds_required, true}, {T_funds_received, true}, {T_funds_shortfall, true}};
	struct county *county;
	struct desk d;
	size_t n;

	TRY(county_list(c, &county, &n));
	TRY(desk_new(c, T_funds_guarantee, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct guarantee *v, sum = {0};
		struct term t;
		bool found = false;
		size_t schools;

		desk_put(&d, i, 0, county[i].name);
		TRY(term_current(c, county[i].id, &t, &found));
		if (!found)
			continue;
		TRY(guarantee_of_county(c, county[i].id, &t, STR_NONE, &v, &schools, &sum));
		desk_put(&d, i, 1, t.name);
		desk_num(&d, i, 2, sum.answer.participants);
		desk_money(&d, i, 3, sum.answer.required);
		desk_money(&d, i, 4, sum.received);
		desk_money(&d, i, 5, sum.answer.shortfall);
	}
	d.v.pager.total = (int64_t)n;
	*ret_d = d;
	return OK;
}

static enum err page_city(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(city_desk(c, &d));
	desk_export(&d, S("/city/guarantee/export.xlsx"));
	return desk_page(&d, w);
}

static enum err page_city_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(city_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- routes ----------------------------------------------------------------------------------- */

#define SPENDERS (ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY)
#define BOTH     (SCOPE_SCHOOL | SCOPE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, SPENDINGS, SPENDERS, BOTH, page_spendings, .query = &spendings_in,
         .summary = "What the fund was spent on", .nav = T_funds_spendings,
         .menu = MENU(BOOKS, 26)},
	{M_GET, SPENDINGS "/export.{format}", SPENDERS, BOTH, page_spendings_sheet,
         .summary = "The spendings as a workbook or text"},
	{M_GET, "/api/v1/spendings", SPENDERS, BOTH, api_spendings, .query = &list_only_query,
         .summary = "What the fund was spent on", .answer = &spendings_told},
	{M_POST, "/api/v1/spendings", SPENDERS, BOTH, api_spending_add, .input = &spending_in,
         .summary = "Spend on a purpose", .answer = &spending_told},
	{M_POST, "/api/v1/spendings/booking", SPENDERS, BOTH, api_spending_book, .input = &book_in,
         .summary = "Book what was approved", .answer = &spending_told},
	{M_POST, SPENDINGS, SPENDERS, BOTH, page_spending_add, .input = &spending_in,
         .again = page_spendings, .summary = "Spend on a purpose"},
	{M_GET, SPENDINGS "/ready", SPENDERS, BOTH, page_spending_ready, .query = &book_in,
         .summary = "A spending that was approved"},
	{M_POST, SPENDINGS "/book", SPENDERS, BOTH, page_spending_book, .input = &book_in,
         .again = page_spendings, .summary = "Book what was approved"},
	{M_GET, SPENDINGS "/{spending}", SPENDERS, BOTH, page_spending, .summary = "One spending"},
	{M_POST, SPENDINGS "/{spending}", SPENDERS, BOTH, page_spending_back, .input = &back_in,
         .again = page_spending, .summary = "Take back a spending that was entered wrongly"},
	{M_GET, "/api/v1/spendings/{spending}", SPENDERS, BOTH, api_spending,
         .summary = "One spending", .answer = &spending_told},
	{M_POST, "/api/v1/spendings/{spending}/taking-back", SPENDERS, BOTH, api_spending_back,
         .input = &back_in, .summary = "Take back a spending that was entered wrongly",
         .answer = &spending_told},
	{M_GET, "/city/guarantee", ROLES_CITY_MONEY, SCOPE_CITY, page_city,
         .summary = "The guarantee fund county by county", .nav = T_funds_guarantee,
         .menu = MENU(BOOKS, 2)},
	{M_GET, "/city/guarantee/export.{format}", ROLES_CITY_MONEY, SCOPE_CITY, page_city_sheet,
         .summary = "The guarantee fund of the counties as a workbook or text"},
};
const struct routes spending_routes = ROUTES(ROUTES_V);
