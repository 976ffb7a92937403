/* Supervised accounts and what did not fit, over the API. */
#include "jobs/job.h"
#include "payments/pages_api.h"
#include "payments/payment.h"

static const struct ans_field ACCOUNT_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "school", .type = ANS_ID, .null = true},
	{.name = "channel", .type = ANS_STR},
	{.name = "holder", .type = ANS_STR},
	{.name = "bank", .type = ANS_STR},
	{.name = "number", .type = ANS_STR},
	{.name = "merchant", .type = ANS_STR},
	{.name = "active", .type = ANS_BOOL},
	{.name = "tested", .type = ANS_STR},
	{.name = "silent", .type = ANS_I64},
	{.name = "rests_until", .type = ANS_INSTANT, .maybe = true},
	{.name = "waiting", .type = ANS_I64},
};
static const struct answer account_item = ANSWER("SupervisedAccount", ACCOUNT_TELLS);
static const struct ans_field ACCOUNTS_TELLS[] = {ANS_ITEMS(account_item)};
const struct answer accounts_told = ANSWER("SupervisedAccounts", ACCOUNTS_TELLS);
static const struct ans_field INCIDENT_TELLS[] = {
	{.name = "id", .type = ANS_ID},      {.name = "school", .type = ANS_ID, .null = true},
	{.name = "number", .type = ANS_STR}, {.name = "kind", .type = ANS_STR},
	{.name = "found", .type = ANS_STR},  {.name = "allowed", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT}, {.name = "note", .type = ANS_STR},
	{.name = "open", .type = ANS_BOOL},
};
static const struct answer incident_item = ANSWER("PaymentIncident", INCIDENT_TELLS);
static const struct ans_field INCIDENTS_TELLS[] = {ANS_ITEMS(incident_item)};
const struct answer incidents_told = ANSWER("PaymentIncidents", INCIDENTS_TELLS);

static enum err account_json(struct ctx *c, struct json *j, const struct collecting *a)
{
	struct job_lane l;

	TRY(job_lane_look(c, channel_lane(c, a->id), &l));
	json_open(j, '{');
	json_kv_id(j, "id", a->id.v);
	json_kv_id(j, "school", a->school.v);
	json_kv_str(j, "channel", a->channel);
	json_kv_str(j, "holder", a->holder);
	json_kv_str(j, "bank", a->bank);
	json_kv_str(j, "number", account_masked(c, a->number));
	json_kv_str(j, "merchant", a->merchant);
	json_kv_bool(j, "active", a->active);
	json_kv_str(j, "tested", a->tested_code);
	json_kv_i64(j, "silent", l.silent);
	if (l.rest.us)
		json_kv_str(j, "rests_until", instant_text(c->arena, l.rest));
	json_kv_i64(j, "waiting", l.waiting);
	json_close(j, '}');
	return OK;
}

enum err api_accounts(struct ctx *c, struct req *r, struct reply *w)
{
	struct collecting *v;
	struct json *j;
	size_t n;

	TRY(collecting_list(c, &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		TRY(account_json(c, j, &v[i]));
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

static enum err incidents_json(struct ctx *c, struct json *j)
{
	struct incident *v;
	size_t n;

	TRY(incident_list(c, false, &v, &n));
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id);
		json_kv_id(j, "school", v[i].school.v);
		json_kv_str(j, "number", v[i].number);
		json_kv_str(j, "kind", v[i].kind);
		json_kv_str(j, "found", v[i].found);
		json_kv_str(j, "allowed", v[i].allowed);
		json_kv_str(j, "at", instant_text(c->arena, v[i].at));
		json_kv_str(j, "note", str_some(v[i].note) ? v[i].note : S(""));
		json_kv_bool(j, "open", !str_some(v[i].note));
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

enum err api_incidents(struct ctx *c, struct req *r, struct reply *w)
{
	return incidents_json(c, reply_json(c, w, 200));
}

static enum err closed(struct ctx *c, void *arg, struct out *o)
{
	struct json j;

	(void)arg;
	json_init(&j, o);
	return incidents_json(c, &j);
}

enum err api_incident_close(struct ctx *c, struct req *r, struct reply *w)
{
	const struct incident_in *in = req_input(r);
	struct incident_close a = {.id = in->incident, .note = in->note};
	struct store_once once = req_once(r, closed);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &incident_close_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}
