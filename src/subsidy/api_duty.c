/* Who led a sitting and persons from outside over the API: the verbs of the pages. */
#include "subsidy/pages.h"

static const struct ans_field PERSON_TELLS[] = {
	{.name = "id", .type = ANS_ID},      {.name = "name", .type = ANS_STR},
	{.name = "work", .type = ANS_STR},   {.name = "rate_fen", .type = ANS_I64},
	{.name = "unit", .type = ANS_STR},   {.name = "first_day", .type = ANS_DATE, .null = true},
	{.name = "ended", .type = ANS_BOOL},
};
static const struct answer person_told = ANSWER("Outsider", PERSON_TELLS);
static const struct ans_field PERSONS_TELLS[] = {ANS_ITEMS(person_told)};
const struct answer outsiders_told = ANSWER("Outsiders", PERSONS_TELLS);
static const struct ans_field PUT_TELLS[] = {{.name = "id", .type = ANS_ID}};
const struct answer outsider_told = ANSWER("OutsiderPut", PUT_TELLS);

/* The list is whole: nothing comes after it. */
enum err api_outsiders(struct ctx *c, struct req *r, struct reply *w)
{
	struct person *v;
	struct json *j;
	size_t n;

	(void)r;
	TRY(person_list(c, c->actor.school, &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		if (!v[i].outsider)
			continue;
		json_open(j, '{');
		json_kv_id(j, "id", v[i].id);
		json_kv_str(j, "name", v[i].name);
		json_kv_str(j, "work", v[i].number);
		json_kv_i64(j, "rate_fen", v[i].agreed.fen);
		json_kv_str(j, "unit", v[i].unit);
		json_kv_str(j, "first_day",
		            date_some(v[i].from) ? date_text(c->arena, v[i].from) : STR_NONE);
		json_kv_bool(j, "ended", !v[i].employed);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

static enum err outsider_made(struct ctx *c, void *arg, struct out *o)
{
	const struct outsider_put *a = arg;

	out_put(o, str_printf(c->arena, "{\"id\":\"%lld\"}", (long long)a->result));
	return OK;
}

enum err api_outsider_put(struct ctx *c, struct req *r, struct reply *w)
{
	struct outsider_put a = outsider_asked(r);
	struct store_once once = req_once(r, outsider_made);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &outsider_put_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}

static enum err nothing(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("{}"));
	return OK;
}

enum err api_duty_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct duty_in *in = req_input(r);
	struct duty_put a = {
		{req_id(r, "sitting")}, in->person, in->role, in->rate, in->drop, in->unit};
	struct store_once once = req_once(r, nothing);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &duty_put_verb, &a, &once, &answer, &replayed));
	return reply_empty(c, w, 204);
}
