/* The ledger over the API: balances, statements, entries. */
#include "money/page_ledger.h"

static const struct ans_field BALANCE_TELLS[] = {
	{.name = "account", .type = ANS_STR},
	{.name = "debit_fen", .type = ANS_I64},
	{.name = "credit_fen", .type = ANS_I64},
	{.name = "balance_fen", .type = ANS_I64},
};
static const struct answer balance_item = ANSWER("LedgerBalance", BALANCE_TELLS);
static const struct ans_field BALANCES_TELLS[] = {
	{.name = "county", .type = ANS_ID},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "day", .type = ANS_DATE},
	{.name = "sum_fen", .type = ANS_I64},
	ANS_ITEMS(balance_item),
};
const struct answer balances_told = ANSWER("LedgerBalances", BALANCES_TELLS);

static const struct ans_field MOVEMENT_TELLS[] = {
	{.name = "entry", .type = ANS_ID},       {.name = "day", .type = ANS_DATE},
	{.name = "cause", .type = ANS_STR},      {.name = "subject", .type = ANS_ID},
	{.name = "amount_fen", .type = ANS_I64}, {.name = "balance_fen", .type = ANS_I64},
};
static const struct answer movement_item = ANSWER("LedgerMovement", MOVEMENT_TELLS);
static const struct ans_field STATEMENT_TELLS[] = {
	{.name = "account", .type = ANS_STR},     {.name = "from", .type = ANS_DATE},
	{.name = "to", .type = ANS_DATE},         {.name = "opening_fen", .type = ANS_I64},
	{.name = "closing_fen", .type = ANS_I64}, ANS_ITEMS(movement_item),
};
const struct answer statement_told = ANSWER("LedgerStatement", STATEMENT_TELLS);

static const struct ans_field LEG_TELLS[] = {
	{.name = "account", .type = ANS_STR},
	{.name = "subject", .type = ANS_ID},
	{.name = "amount_fen", .type = ANS_I64},
};
static const struct answer leg_item = ANSWER("LedgerLeg", LEG_TELLS);
static const struct ans_field ENTRY_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "cause", .type = ANS_STR},
	{.name = "day", .type = ANS_DATE},
	{.name = "belongs", .type = ANS_DATE, .maybe = true},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "actor", .type = ANS_STR, .null = true},
	{.name = "reverses", .type = ANS_ID, .null = true},
	{.name = "reversed_by", .type = ANS_ID, .null = true},
	{.name = "reason", .type = ANS_STR, .null = true},
	{.name = "legs", .type = ANS_LIST, .of = &leg_item},
};
const struct answer entry_told = ANSWER("LedgerEntry", ENTRY_TELLS);

enum err api_balances(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct balances_in none = {.day = DATE_NONE};
	const struct balances_in *in = query_or(r, &none);
	struct balance v[LEDGER_ACCOUNT_COUNT], sum;
	struct date day = day_or_today(c, in->day);
	struct ledger_scope scope;

	TRY(ledger_scope_of(c, in->school, &scope));
	TRY(ledger_balances(c, &scope, day, v, &sum));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_id(j, "county", scope.county.v);
	json_kv_id(j, "school", scope.school.v);
	json_kv_str(j, "day", date_text(c->arena, day));
	json_kv_i64(j, "sum_fen", sum.balance.fen);
	json_key(j, "items");
	json_open(j, '[');
	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		json_open(j, '{');
		json_kv_str(j, "account", str_of(ledger_account_name(a)));
		json_kv_i64(j, "debit_fen", v[a].debit.fen);
		json_kv_i64(j, "credit_fen", v[a].credit.fen);
		json_kv_i64(j, "balance_fen", v[a].balance.fen);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

enum err api_statement(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct statement_in none = {.from = DATE_NONE, .to = DATE_NONE};
	const struct statement_in *in = query_or(r, &none);
	struct statement_asked q;
	struct ledger_scope scope;
	struct statement s;

	TRY(statement_of(c, in, false, &q));
	TRY(ledger_scope_of(c, in->school, &scope));
	TRY(ledger_statement(c, &scope, &q, &s));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_str(j, "account", str_of(ledger_account_name(q.account)));
	json_kv_str(j, "from", date_text(c->arena, q.from));
	json_kv_str(j, "to", date_text(c->arena, q.to));
	json_kv_i64(j, "opening_fen", s.opening.fen);
	json_kv_i64(j, "closing_fen", s.closing.fen);
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < s.n; i++) {
		json_open(j, '{');
		json_kv_id(j, "entry", s.v[i].entry);
		json_kv_str(j, "day", date_text(c->arena, s.v[i].day));
		json_kv_str(j, "cause", s.v[i].cause);
		json_kv_id(j, "subject", s.v[i].subject);
		json_kv_i64(j, "amount_fen", s.v[i].amount.fen);
		json_kv_i64(j, "balance_fen", s.v[i].balance.fen);
		json_close(j, '}');
	}
	json_close(j, ']');
	list_next(j, &in->list, s.n, q.skip + (int64_t)s.n);
	json_close(j, '}');
	return OK;
}

enum err api_entry(struct ctx *c, struct req *r, struct reply *w)
{
	struct entry e;

	TRY(ledger_entry_get(c, req_id(r, "entry"), &e));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_kv_id(j, "id", e.id);
	json_kv_str(j, "cause", e.cause);
	json_kv_str(j, "day", date_text(c->arena, e.day));
	if (date_some(e.belongs))
		json_kv_str(j, "belongs", date_text(c->arena, e.belongs));
	json_kv_str(j, "at", instant_text(c->arena, e.at));
	json_kv_str(j, "actor", e.actor);
	json_kv_id(j, "reverses", e.reverses);
	json_kv_id(j, "reversed_by", e.reversed_by);
	json_kv_str(j, "reason", e.reason);
	json_key(j, "legs");
	json_open(j, '[');
	for (size_t i = 0; i < e.legs; i++) {
		json_open(j, '{');
		json_kv_str(j, "account", str_of(ledger_account_name(e.leg[i].account)));
		json_kv_id(j, "subject", e.leg[i].subject);
		json_kv_i64(j, "amount_fen", e.leg[i].amount.fen);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}
