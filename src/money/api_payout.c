/* Payout batches over the API. */
#include "money/page_payout.h"

static const struct ans_field LINE_TELLS[] = {
	{.name = "id", .type = ANS_ID},          {.name = "payee", .type = ANS_STR},
	{.name = "number", .type = ANS_STR},     {.name = "bank", .type = ANS_STR},
	{.name = "amount_fen", .type = ANS_I64}, {.name = "purpose", .type = ANS_STR},
	{.name = "cause", .type = ANS_STR},      {.name = "cause_id", .type = ANS_ID},
	{.name = "state", .type = ANS_STR},      {.name = "day", .type = ANS_DATE, .maybe = true},
};
static const struct answer line_item = ANSWER("PayoutLine", LINE_TELLS);

static const struct ans_field PAYOUT_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "title", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},
	{.name = "lines", .type = ANS_I64},
	{.name = "total_fen", .type = ANS_I64},
	{.name = "paid_fen", .type = ANS_I64},
	{.name = "open", .type = ANS_I64},
	{.name = "returned", .type = ANS_I64},
	{.name = "made", .type = ANS_INSTANT},
	{.name = "items", .type = ANS_LIST, .of = &line_item, .maybe = true},
};
const struct answer payout_told = ANSWER("Payout", PAYOUT_TELLS);
static const struct ans_field PAYOUTS_TELLS[] = {ANS_ITEMS(payout_told)};
const struct answer payouts_told = ANSWER("Payouts", PAYOUTS_TELLS);

static void payout_fields(struct ctx *c, struct json *j, const struct payout *p)
{
	json_kv_id(j, "id", p->id.v);
	json_kv_id(j, "school", p->school.v);
	json_kv_str(j, "title", p->title);
	json_kv_str(j, "state", str_of(payout_state_name(p->state)));
	json_kv_i64(j, "lines", p->lines);
	json_kv_i64(j, "total_fen", p->total.fen);
	json_kv_i64(j, "paid_fen", p->paid_total.fen);
	json_kv_i64(j, "open", p->open);
	json_kv_i64(j, "returned", p->returned);
	json_kv_str(j, "made", instant_text(c->arena, p->made));
}

static void line_json(struct ctx *c, struct json *j, const struct payout_line *l)
{
	json_open(j, '{');
	json_kv_id(j, "id", l->id.v);
	json_kv_str(j, "payee", l->payee);
	json_kv_str(j, "number", payout_number_shown(c->arena, l->number));
	json_kv_str(j, "bank", l->bank);
	json_kv_i64(j, "amount_fen", l->amount.fen);
	json_kv_str(j, "purpose", l->purpose);
	json_kv_str(j, "cause", l->cause);
	json_kv_id(j, "cause_id", l->cause_id);
	json_kv_str(j, "state", str_of(payout_line_state_name(l->state)));
	if (date_some(l->day))
		json_kv_str(j, "day", date_text(c->arena, l->day));
	json_close(j, '}');
}

static enum err payout_json(struct ctx *c, struct json *j, payout_id id)
{
	struct payout_line *v;
	struct payout p = {0};
	size_t n;

	TRY(payout_get(c, id, &p));
	TRY(payout_lines(c, &p, &v, &n));
	json_open(j, '{');
	payout_fields(c, j, &p);
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		line_json(c, j, &v[i]);
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

enum err api_payouts(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_in first = {0};
	const struct list_in *in = query_or(r, &first);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct payout *v;
	int64_t total;
	struct json *j;
	size_t n;

	TRY(payout_list(c, slice.most, slice.skip, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		payout_fields(c, j, &v[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", slice.skip + (int64_t)n < total ? slice.skip + (int64_t)n : 0);
	json_close(j, '}');
	return OK;
}

enum err api_payout(struct ctx *c, struct req *r, struct reply *w)
{
	payout_id id = {req_id(r, "payout")};
	struct payout p = {0};

	TRY(payout_get(c, id, &p));
	return payout_json(c, reply_json(c, w, 200), id);
}

struct api_act {
	payout_id payout;
	const struct verb *verb;
	void *arg;
	payout_line_id line; /* must be of the batch; none: not asked */
};

static enum err api_run(struct ctx *c, void *arg)
{
	struct api_act *a = arg;
	struct payout_line *v;
	struct payout p = {0};
	bool here = a->line.v == 0;
	size_t n;

	TRY(payout_get(c, a->payout, &p));
	TRY(payout_lines(c, &p, &v, &n));
	for (size_t i = 0; i < n && !here; i++)
		here = v[i].id.v == a->line.v;
	if (!here)
		return fault_set(c, E_ABSENT, "absent", NULL);
	return a->verb->run(c, a->arg);
}
static const struct verb api_verb = {"money.payout_act", api_run};

static enum err told(struct ctx *c, void *arg, struct out *o)
{
	const struct api_act *a = arg;
	struct json j;

	json_init(&j, o);
	return payout_json(c, &j, a->payout);
}

static enum err api_do(struct ctx *c, struct req *r, struct reply *w, struct api_act *a)
{
	struct store_once once = req_once(r, told);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &api_verb, a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

enum err api_payout_submit(struct ctx *c, struct req *r, struct reply *w)
{
	struct payout_submit s = {{req_id(r, "payout")}};
	struct api_act a = {s.payout, &payout_submit_verb, &s, {0}};

	return api_do(c, r, w, &a);
}

enum err api_payout_said(struct ctx *c, struct req *r, struct reply *w)
{
	const struct payout_said_in *in = req_input(r);
	struct payout_said s = {in->line, str_is(in->state, "paid"), in->day, in->reason};
	struct api_act a = {{req_id(r, "payout")}, &payout_said_verb, &s, in->line};

	return api_do(c, r, w, &a);
}
