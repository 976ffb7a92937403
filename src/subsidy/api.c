/* The staff subsidy over the API. */
#include "subsidy/pages.h"
#include "subsidy/pay.h"

static const struct ans_field ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},           {.name = "school", .type = ANS_ID},
	{.name = "month", .type = ANS_DATE},      {.name = "state", .type = ANS_STR},
	{.name = "persons", .type = ANS_I64},     {.name = "findings", .type = ANS_I64},
	{.name = "subsidy_fen", .type = ANS_I64}, {.name = "labour_fee_fen", .type = ANS_I64},
	{.name = "total_fen", .type = ANS_I64},
};
static const struct answer item_told = ANSWER("SubsidyOfMonth", ITEM_TELLS);
static const struct ans_field LIST_TELLS[] = {ANS_ITEMS(item_told)};
const struct answer subsidies_told = ANSWER("Subsidies", LIST_TELLS);

static const struct ans_field LINE_TELLS[] = {
	{.name = "person", .type = ANS_ID},      {.name = "form", .type = ANS_STR},
	{.name = "sittings", .type = ANS_I64},   {.name = "minutes", .type = ANS_I64},
	{.name = "amount_fen", .type = ANS_I64},
};
static const struct answer line_told = ANSWER("SubsidyLine", LINE_TELLS);
static const struct ans_field FINDING_TELLS[] = {
	{.name = "code", .type = ANS_STR},
	{.name = "weight", .type = ANS_I64},
	{.name = "person", .type = ANS_ID, .null = true},
	{.name = "sitting", .type = ANS_ID, .null = true},
	{.name = "found", .type = ANS_STR},
	{.name = "allowed", .type = ANS_STR},
	{.name = "answer", .type = ANS_STR, .null = true},
};
static const struct answer finding_told = ANSWER("SubsidyFinding", FINDING_TELLS);
static const struct ans_field ONE_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "school", .type = ANS_ID},
	{.name = "month", .type = ANS_DATE},
	{.name = "state", .type = ANS_STR},
	{.name = "run", .type = ANS_I64},
	{.name = "sittings", .type = ANS_I64},
	{.name = "reckoned", .type = ANS_I64},
	{.name = "subsidy_fen", .type = ANS_I64},
	{.name = "labour_fee_fen", .type = ANS_I64},
	{.name = "total_fen", .type = ANS_I64},
	{.name = "lines", .type = ANS_LIST, .of = &line_told},
	{.name = "findings", .type = ANS_LIST, .of = &finding_told},
};
const struct answer subsidy_told = ANSWER("Subsidy", ONE_TELLS);
static const struct ans_field OPENED_TELLS[] = {{.name = "id", .type = ANS_ID}};
const struct answer subsidy_opened_told = ANSWER("SubsidyOpened", OPENED_TELLS);

enum err api_subsidies(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct subsidies_in any = {.month = DATE_NONE};
	const struct subsidies_in *in = query_or(r, &any);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct subsidy_filter f = {.county = c->actor.county,
	                           .school = c->actor.school,
	                           .month = in->month,
	                           .state = in->state,
	                           .most = slice.most,
	                           .skip = slice.skip};
	struct subsidy_row *v;
	int64_t total;
	struct json *j;
	size_t n;

	TRY(subsidy_list(c, &f, &v, &n, &total));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id);
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "month", date_text(c->arena, v[i].month));
		json_kv_str(j, "state", v[i].state);
		json_kv_i64(j, "persons", v[i].persons);
		json_kv_i64(j, "findings", v[i].findings);
		json_kv_i64(j, "subsidy_fen", v[i].subsidy.fen);
		json_kv_i64(j, "labour_fee_fen", v[i].labour.fen);
		json_kv_i64(j, "total_fen", v[i].total.fen);
		json_close(j, '}');
	}
	json_close(j, ']');
	/* The place in the list is a number of rows. */
	list_next(j, &in->list, n, in->list.after + (int64_t)n);
	json_close(j, '}');
	return OK;
}

static void put_lines(struct json *j, const struct subsidy_line *v, size_t n)
{
	json_key(j, "lines");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "person", v[i].person);
		json_kv_str(j, "form", v[i].form);
		json_kv_i64(j, "sittings", v[i].sittings);
		json_kv_i64(j, "minutes", v[i].minutes);
		json_kv_i64(j, "amount_fen", v[i].amount.fen);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_findings(struct json *j, const struct subsidy_finding *v, size_t n)
{
	json_key(j, "findings");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "code", v[i].code);
		json_kv_i64(j, "weight", v[i].weight);
		json_kv_id(j, "person", v[i].person);
		json_kv_id(j, "sitting", v[i].sitting);
		json_kv_str(j, "found", v[i].found);
		json_kv_str(j, "allowed", v[i].allowed);
		json_kv_str(j, "answer", v[i].answer);
		json_close(j, '}');
	}
	json_close(j, ']');
}

enum err api_subsidy(struct ctx *c, struct req *r, struct reply *w)
{
	struct subsidy_batch b = {0};
	struct subsidy_finding *finding;
	struct subsidy_line *line;
	size_t lines, findings;
	struct json *j;

	TRY(subsidy_batch_get(c, req_id(r, "subsidy"), &b));
	TRY(subsidy_lines(c, &b, &line, &lines));
	TRY(subsidy_findings(c, &b, &finding, &findings));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_id(j, "id", b.id);
	json_kv_id(j, "school", b.school.v);
	json_kv_str(j, "month", date_text(c->arena, b.first_day));
	json_kv_str(j, "state", b.state);
	json_kv_i64(j, "run", b.run);
	json_kv_i64(j, "sittings", b.sittings);
	json_kv_i64(j, "reckoned", b.reckoned);
	json_kv_i64(j, "subsidy_fen", b.subsidy.fen);
	json_kv_i64(j, "labour_fee_fen", b.labour.fen);
	json_kv_i64(j, "total_fen", b.total.fen);
	put_lines(j, line, lines);
	put_findings(j, finding, findings);
	json_close(j, '}');
	return OK;
}

static enum err opened(struct ctx *c, void *arg, struct out *o)
{
	const struct subsidy_open *a = arg;

	out_put(o, str_printf(c->arena, "{\"id\":\"%lld\"}", (long long)a->result));
	return OK;
}

enum err api_subsidy_open(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_open_in *in = req_input(r);
	struct subsidy_open a = {.month = in->month};
	struct store_once once = req_once(r, opened);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &subsidy_open_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

static enum err nothing(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("{}"));
	return OK;
}

static enum err written(struct ctx *c, struct req *r, struct reply *w, const struct verb *v,
                        void *arg)
{
	struct store_once once = req_once(r, nothing);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, v, arg, &once, &answer, &replayed));
	return reply_empty(c, w, 204);
}

enum err api_subsidy_submit(struct ctx *c, struct req *r, struct reply *w)
{
	struct subsidy_submit a = {req_id(r, "subsidy")};

	return written(c, r, w, &subsidy_submit_verb, &a);
}

enum err api_subsidy_decide(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_decide_in *in = req_input(r);
	struct subsidy_decide a = {req_id(r, "subsidy"), str_is(in->word, "approved"), in->reason};

	return written(c, r, w, &subsidy_decide_verb, &a);
}

static const struct ans_field PAYOUT_TELLS[] = {{.name = "payout", .type = ANS_ID, .null = true}};
const struct answer subsidy_payout_told = ANSWER("SubsidyPayout", PAYOUT_TELLS);

static enum err paid_out(struct ctx *c, void *arg, struct out *o)
{
	const struct subsidy_pay *a = arg;

	out_put(o, a->result.v
	                   ? str_printf(c->arena, "{\"payout\":\"%lld\"}", (long long)a->result.v)
	                   : S("{\"payout\":null}"));
	return OK;
}

enum err api_subsidy_pay(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_pay_in *in = req_input(r);
	struct subsidy_pay a = {.batch = req_id(r, "subsidy"), .fund = in->fund};
	struct store_once once = req_once(r, paid_out);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &subsidy_pay_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}
