/* What families paid and the school spent: a list, the form, and both over the API. */
#include "settlement/page_fee.h"

#include "base/jsonread.h"
#include "funds/portion_said.h"
#include "funds/purpose.h"
#include "settlement/fee.h"
#include "settlement/pages.h"

#define HERE "/fee-spendings"

enum { FIELDS = 6 };

#define TEXT_FIELD(word, most, text)                                                               \
	{                                                                                          \
		.name = #word, .type = IN_STR, .required = true, .max = (most), .label = (text),   \
		.offset = offsetof(struct fee_in, word)                                            \
	}
static const struct in_field FEE_FIELDS[FIELDS] = {
	TEXT_FIELD(purpose, 40, T_funds_purpose),
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_funds_amount,
         .offset = offsetof(struct fee_in, amount)},
	TEXT_FIELD(payee, 60, T_settlement_fee_payee),
	TEXT_FIELD(number, 40, T_settlement_fee_number),
	TEXT_FIELD(bank, 60, T_settlement_fee_bank),
	TEXT_FIELD(document, 60, T_funds_voucher),
};
const struct input fee_spend_input = {"FeeSpend", sizeof(struct fee_in), FEE_FIELDS, FIELDS, 0};

/* --- the page --------------------------------------------------------------------------------- */

static void state_put(struct desk *d, size_t i, struct str state)
{
	if (str_is(state, "paid"))
		desk_tag(d, i, 5, "ok", T_settlement_fee_paid);
	else if (str_is(state, "open"))
		desk_tag(d, i, 5, "info", T_settlement_fee_open);
	else
		desk_tag(d, i, 5, "off", T_settlement_fee_over);
}

static enum err rows(struct ctx *c, const struct list_query *list, bool all, struct desk *ret_d,
                     size_t *ret_n, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_funds_purpose, false},     {T_funds_voucher, false},
		{T_settlement_school, false}, {T_settlement_fee_payee, false},
		{T_funds_amount, true},       {T_people_state, false},
		{T_funds_clause, false},      {T_funds_entered, false}};
	struct desk_slice slice = desk_slice(list, all);
	struct fee_spending *v;
	struct desk d;
	size_t n;

	TRY(fee_spending_list(c, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_settlement_fee_title, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		const struct purpose_of of = {c->actor.county, v[i].school, v[i].at, v[i].purpose};
		struct str purpose;

		TRY(purpose_said(c, c->lang, &of, &purpose));
		desk_put(&d, i, 0, purpose);
		desk_link(&d, i, 1, v[i].document,
		          str_printf(c->arena, "/payouts/%lld", (long long)v[i].payout.v));
		desk_put(&d, i, 2, v[i].school_name);
		desk_put(&d, i, 3, v[i].payee);
		desk_money(&d, i, 4, v[i].amount);
		state_put(&d, i, v[i].state);
		desk_put(&d, i, 6, v[i].clause);
		desk_put(&d, i, 7, instant_words(c->arena, c->lang, v[i].at));
	}
	*ret_d = d;
	*ret_n = n;
	return OK;
}

/* Where the figure comes from that a spending is held against. */
static enum err own_about(struct ctx *c, struct str *ret_s)
{
	struct own_money m;

	TRY(own_money(c, c->actor.school, &m));
	const struct str said[] = {
		money_show(c->arena, m.left),        money_show(c->arena, m.bank),
		money_show(c->arena, m.agencies),    money_show(c->arena, m.families),
		money_show(c->arena, m.unexplained), money_show(c->arena, m.leaving)};

	struct str about[] = {text_fill(c->arena, c->lang, T_settlement_fee_about, said, 6), S("")};

	TRY(portions_about(c, FUND_FEES, &about[1]));
	*ret_s = str_trim(str_join(c->arena, about, 2, S(" ")));
	return OK;
}

static enum err spend_form(struct ctx *c, struct req *r, struct desk *d)
{
	static const char *const types[FIELDS] = {"select", "number", "text",
	                                          "text",   "text",   "text"};
	struct view_part_field *f = NEW_N(c->arena, FIELDS, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < FIELDS; i++)
		f[i] = page_field(c, r, &fee_spend_input, FEE_FIELDS[i].name, types[i], STR_NONE);
	d->v.form_title = T_settlement_fee_form;
	TRY(purpose_choices(c, S("fee_income"), fee_paid_elsewhere, d, &f[0], &d->v.has_form));
	d->v.field = f;
	d->v.field_n = FIELDS;
	d->v.submit = T_settlement_fee_submit;
	d->v.action = S(HERE);
	return OK;
}

enum err page_fee(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query none = {0};
	const struct list_query *in = query_or(r, &none);
	struct desk d;
	int64_t total;
	size_t n;

	TRY(rows(c, in, false, &d, &n, &total));
	desk_pager(&d, r, in, total, n);
	d.v.errors = page_errors(c, r);
	desk_export(&d, S(HERE "/export.xlsx"));
	if (actor_in(&c->actor, ROLES_SCHOOL_MONEY)) {
		TRY(own_about(c, &d.v.about));
		TRY(spend_form(c, r, &d));
	}
	return desk_page(&d, w);
}

enum err page_fee_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query none = {0};
	struct desk d;
	int64_t total;
	size_t n;

	(void)r;
	TRY(rows(c, &none, true, &d, &n, &total));
	return desk_sheet(&d, w, STR_NONE);
}

static struct fee_spend said(const struct req *r)
{
	const struct fee_in *in = req_input(r);

	return (struct fee_spend){.purpose = in->purpose,
	                          .amount = in->amount,
	                          .payee = in->payee,
	                          .number = in->number,
	                          .bank = in->bank,
	                          .document = in->document};
}

enum err page_fee_spend(struct ctx *c, struct req *r, struct reply *w)
{
	struct fee_spend a = said(r);

	return form_verb(c, r, w, &fee_spend_verb, &a, S(HERE), T_settlement_fee_saved);
}

/* --- the API ---------------------------------------------------------------------------------- */

static const struct ans_field ONE_TELLS[] = {
	{.name = "id", .type = ANS_ID},        {.name = "school", .type = ANS_ID},
	{.name = "purpose", .type = ANS_STR},  {.name = "amount_fen", .type = ANS_I64},
	{.name = "document", .type = ANS_STR}, {.name = "clause", .type = ANS_STR},
	{.name = "payout", .type = ANS_ID},    {.name = "state", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
};
static const struct answer one_told = ANSWER("FeeSpending", ONE_TELLS);
static const struct ans_field LIST_TELLS[] = {ANS_ITEMS(one_told), ANS_PORTIONS};
const struct answer fee_spendings_told = ANSWER("FeeSpendings", LIST_TELLS);
static const struct ans_field MADE_TELLS[] = {{.name = "id", .type = ANS_ID},
                                              {.name = "payout", .type = ANS_ID}};
const struct answer fee_spending_told = ANSWER("FeeSpendingMade", MADE_TELLS);

enum err api_fees(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query none = {0};
	const struct list_query *in = query_or(r, &none);
	struct desk_slice slice = desk_slice(in, false);
	struct portion *portion = NULL;
	struct fee_spending *v;
	struct json *j;
	int64_t total;
	size_t n, portions = 0;

	if (actor_in(&c->actor, ROLES_SCHOOL_MONEY))
		TRY(portions_now(c, FUND_FEES, &portion, &portions));
	TRY(fee_spending_list(c, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id);
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "purpose", v[i].purpose);
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_kv_str(j, "document", v[i].document);
		json_kv_str(j, "clause", v[i].clause);
		json_kv_id(j, "payout", v[i].payout.v);
		json_kv_str(j, "state", v[i].state);
		json_kv_str(j, "at", instant_text(c->arena, v[i].at));
		json_close(j, '}');
	}
	json_close(j, ']');
	portions_json(j, portion, portions);
	list_next(j, in, n, slice.skip + (int64_t)n);
	json_close(j, '}');
	return OK;
}

static enum err made(struct ctx *c, void *arg, struct out *o)
{
	const struct fee_spend *a = arg;

	out_put(o, str_printf(c->arena, "{\"id\":\"%lld\",\"payout\":\"%lld\"}",
	                      (long long)a->result, (long long)a->payout.v));
	return OK;
}

enum err api_fee_spend(struct ctx *c, struct req *r, struct reply *w)
{
	struct fee_spend a = said(r);
	struct store_once once = req_once(r, made);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &fee_spend_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}
