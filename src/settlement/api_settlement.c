/* Statements over the API: the same verbs as at the desks, each once for its key. */
#include "settlement/pages.h"
#include "settlement/rest.h"
#include "web/formview.h"

static const struct ans_field SETTLEMENT_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "school", .type = ANS_ID},
	{.name = "agency", .type = ANS_ID},
	{.name = "offering", .type = ANS_ID},
	{.name = "first", .type = ANS_DATE},
	{.name = "last", .type = ANS_DATE},
	{.name = "hourly_fen", .type = ANS_I64},
	{.name = "minutes", .type = ANS_I64},
	{.name = "open_minutes", .type = ANS_I64},
	{.name = "disputed", .type = ANS_I64},
	{.name = "released_fen", .type = ANS_I64},
	{.name = "withheld_fen", .type = ANS_I64},
	{.name = "paid_fen", .type = ANS_I64},
	{.name = "owed_days", .type = ANS_I64},
	{.name = "withdrawn", .type = ANS_BOOL},
	{.name = "withdrawal_reason", .type = ANS_STR, .null = true},
};
const struct answer settlement_told = ANSWER("Settlement", SETTLEMENT_TELLS);
static const struct ans_field SETTLEMENTS_TELLS[] = {ANS_ITEMS(settlement_told)};
const struct answer settlements_told = ANSWER("Settlements", SETTLEMENTS_TELLS);

static void settlement_json(struct ctx *c, struct json *j, const struct settlement *s)
{
	json_open(j, '{');
	json_kv_id(j, "id", s->id.v);
	json_kv_id(j, "school", s->school.v);
	json_kv_id(j, "agency", s->agency.v);
	json_kv_id(j, "offering", s->offering.v);
	json_kv_str(j, "first", date_text(c->arena, s->first));
	json_kv_str(j, "last", date_text(c->arena, s->last));
	json_kv_i64(j, "hourly_fen", s->hourly.fen);
	json_kv_i64(j, "minutes", s->minutes);
	json_kv_i64(j, "open_minutes", s->open);
	json_kv_i64(j, "disputed", s->disputed);
	json_kv_i64(j, "released_fen", s->released.fen);
	json_kv_i64(j, "withheld_fen", s->withheld.fen);
	json_kv_i64(j, "paid_fen", s->paid.fen);
	json_kv_i64(j, "owed_days",
	            date_some(s->owed_since) ? ctx_today(c).day - s->owed_since.day : 0);
	json_kv_bool(j, "withdrawn", s->withdrawn.us != INT64_MIN);
	json_key(j, "withdrawal_reason");
	if (str_some(s->back_reason))
		json_str(j, s->back_reason);
	else
		json_none(j);
	json_close(j, '}');
}

static const struct list_in FIRST = {0};

enum err api_settlements(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct settlement *v;
	int64_t total;
	struct json *j;
	size_t n;

	TRY(settlement_list(c, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		settlement_json(c, j, &v[i]);
	json_close(j, ']');
	json_kv_id(j, "next", slice.skip + (int64_t)n < total ? slice.skip + (int64_t)n : 0);
	json_close(j, '}');
	return OK;
}

/* --- one, and what is done with it ------------------------------------------------------------ */

static settlement_id asked(const struct req *r)
{
	return (settlement_id){req_id(r, "settlement")};
}

enum err api_settlement(struct ctx *c, struct req *r, struct reply *w)
{
	struct settlement s = {0};

	TRY(settlement_get(c, asked(r), &s));
	settlement_json(c, reply_json(c, w, 200), &s);
	return OK;
}

/* An act on a statement, answered with how it stands then. */
struct act {
	const struct verb *verb;
	void *arg;
	const settlement_id *which;
};

static enum err act_run(struct ctx *c, void *arg)
{
	const struct act *a = arg;

	return a->verb->run(c, a->arg);
}

static enum err act_answer(struct ctx *c, void *arg, struct out *out)
{
	const struct act *a = arg;
	struct settlement s = {0};
	struct json j;

	TRY(settlement_get(c, *a->which, &s));
	json_init(&j, out);
	settlement_json(c, &j, &s);
	return OK;
}

static enum err act(struct ctx *c, struct req *r, struct reply *w, int status, struct act *a)
{
	const struct verb verb = {a->verb->name, act_run};
	struct store_once once = req_once(r, act_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &verb, a, &once, &answer, &replayed));
	return reply_json_raw(c, w, status, answer);
}

enum err api_settlement_draw(struct ctx *c, struct req *r, struct reply *w)
{
	const struct draw_in *in = req_input(r);
	struct settlement_draw a = {.offering = in->offering, .first = in->first, .last = in->last};

	return act(c, r, w, 201, &(struct act){&settlement_draw_verb, &a, &a.result});
}

enum err api_settlement_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	const struct back_in *in = req_input(r);
	struct settlement_withdraw a = {.settlement = asked(r), .reason = in->back_reason};

	return act(c, r, w, 200, &(struct act){&settlement_withdraw_verb, &a, &a.settlement});
}

enum err api_settlement_release(struct ctx *c, struct req *r, struct reply *w)
{
	struct settlement_release a = {.settlement = asked(r)};

	return act(c, r, w, 200, &(struct act){&settlement_release_verb, &a, &a.settlement});
}

enum err api_settlement_dispute(struct ctx *c, struct req *r, struct reply *w)
{
	const struct dispute_in *in = req_input(r);
	struct dispute_open a = {asked(r), in->sitting, in->reason};

	return act(c, r, w, 200, &(struct act){&dispute_open_verb, &a, &a.settlement});
}

enum err api_settlement_answer(struct ctx *c, struct req *r, struct reply *w)
{
	const struct answer_in *in = req_input(r);
	struct dispute_answer a = {asked(r), in->disputed, in->answer};

	return act(c, r, w, 200, &(struct act){&dispute_answer_verb, &a, &a.settlement});
}

enum err api_settlement_decide(struct ctx *c, struct req *r, struct reply *w)
{
	const struct decide_in *in = req_input(r);
	struct dispute_decide a = {asked(r), in->disputed, in->minutes, in->decision};

	return act(c, r, w, 200, &(struct act){&dispute_decide_verb, &a, &a.settlement});
}

/* --- paying out ------------------------------------------------------------------------------- */

static const struct ans_field PAID_TELLS[] = {{.name = "payout", .type = ANS_ID}};
const struct answer settlement_paid_told = ANSWER("SettlementPayout", PAID_TELLS);

static enum err paid_answer(struct ctx *c, void *arg, struct out *out)
{
	const struct settlement_pay *a = arg;
	struct json j;

	(void)c;
	json_init(&j, out);
	json_open(&j, '{');
	json_kv_id(&j, "payout", a->result.v);
	json_close(&j, '}');
	return OK;
}

enum err api_settlement_pay(struct ctx *c, struct req *r, struct reply *w)
{
	struct settlement_pay a = {.school = c->actor.school};
	struct store_once once = req_once(r, paid_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &settlement_pay_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

/* --- what is held ----------------------------------------------------------------------------- */

static const struct ans_field ESCROW_TELLS[] = {
	{.name = "offering", .type = ANS_ID},      {.name = "school", .type = ANS_ID},
	{.name = "ends", .type = ANS_DATE},        {.name = "taken_fen", .type = ANS_I64},
	{.name = "released_fen", .type = ANS_I64}, {.name = "claimed_fen", .type = ANS_I64},
	{.name = "returned_fen", .type = ANS_I64}, {.name = "held_fen", .type = ANS_I64},
};
static const struct answer escrow_item = ANSWER("EscrowCourse", ESCROW_TELLS);
static const struct ans_field ESCROWS_TELLS[] = {ANS_ITEMS(escrow_item)};
const struct answer escrow_told = ANSWER("EscrowCourses", ESCROWS_TELLS);

enum err api_escrow(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct escrow_course *v;
	int64_t total;
	size_t n;

	TRY(escrow_list(c, slice.most, slice.skip, &v, &n, &total));
	struct json *j = reply_json(c, w, 200);

	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "offering", v[i].offering.v);
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "ends", date_text(c->arena, v[i].ends));
		json_kv_i64(j, "taken_fen", v[i].taken.fen);
		json_kv_i64(j, "released_fen", v[i].released.fen);
		json_kv_i64(j, "claimed_fen", v[i].claimed.fen);
		json_kv_i64(j, "returned_fen", v[i].returned.fen);
		json_kv_i64(j, "held_fen", v[i].held.fen);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", slice.skip + (int64_t)n < total ? slice.skip + (int64_t)n : 0);
	json_close(j, '}');
	return OK;
}
