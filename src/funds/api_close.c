/* For programs: closing a school's term. */
#include "funds/budget.h"
#include "funds/count.h"
#include "funds/pages.h"
#include "funds/portion_said.h"
#include "people/school.h"
#include "term/term_filter.h"

struct close_api_in {
	term_id term;
	school_id school;
	struct str explanation, explained_by;
};
#define TERM(is_required)                                                                          \
	{                                                                                          \
		.name = "term", .type = IN_ID, .required = (is_required), .label = T_funds_term,   \
		.offset = offsetof(struct close_api_in, term)                                      \
	}

static const struct in_field QUERY_V[] = {TERM(false)};
const struct input close_api_query = {"GuaranteeClosingQuery", sizeof(struct close_api_in), QUERY_V,
                                      1, 0};
static const struct in_field CLOSE_V[] = {
	TERM(true),
	{.name = "school",
         .type = IN_ID,
         .required = true,
         .label = T_funds_school,
         .offset = offsetof(struct close_api_in, school)},
	{.name = "explanation",
         .type = IN_STR,
         .max = 200,
         .label = T_funds_explanation,
         .offset = offsetof(struct close_api_in, explanation)},
	{.name = "explained_by",
         .type = IN_STR,
         .max = 60,
         .label = T_funds_explained_by,
         .offset = offsetof(struct close_api_in, explained_by)},
};
const struct input close_api_input = {"GuaranteeClose", sizeof(struct close_api_in), CLOSE_V, 4, 0};

static const struct ans_field LINE_TELLS[] = {
	{.name = "school", .type = ANS_ID},
	{.name = "code", .type = ANS_STR},
	{.name = "name", .type = ANS_STR},
	{.name = "required_fen", .type = ANS_I64},
	{.name = "received_fen", .type = ANS_I64},
	{.name = "shortfall_fen", .type = ANS_I64},
	{.name = "used", .type = ANS_STR},
	{.name = "closed", .type = ANS_BOOL},
	{.name = "explanation", .type = ANS_STR, .maybe = true},
	{.name = "explained_by", .type = ANS_STR, .maybe = true},
	{.name = "at", .type = ANS_INSTANT, .maybe = true},
};
static const struct answer line_told = ANSWER("GuaranteeClosing", LINE_TELLS);
static const struct ans_field CLOSINGS_TELLS[] = {
	{.name = "term", .type = ANS_ID},
	ANS_ITEMS(line_told),
};
const struct answer closings_told = ANSWER("GuaranteeClosingList", CLOSINGS_TELLS);

/* As it was closed, or what closing it today would find. */
static enum err line_json(struct ctx *c, struct json *j, const struct term *t,
                          const struct guarantee *v)
{
	struct guarantee_closed g;
	struct str used;

	TRY(funds_about(c, c->actor.county, v->count.school, t, &used));
	TRY(guarantee_closing_of(c, v->count.school, t->id, &g));
	json_open(j, '{');
	json_kv_id(j, "school", v->count.school.v);
	json_kv_str(j, "code", v->count.code);
	json_kv_str(j, "name", v->count.name);
	json_kv_i64(j, "required_fen", g.closed ? g.required.fen : v->answer.required.fen);
	json_kv_i64(j, "received_fen", g.closed ? g.received.fen : v->received.fen);
	json_kv_i64(j, "shortfall_fen", g.closed ? g.shortfall.fen : v->answer.shortfall.fen);
	json_kv_str(j, "used", used);
	json_kv_bool(j, "closed", g.closed);
	if (g.closed) {
		json_kv_str(j, "explanation", g.explanation);
		json_kv_str(j, "explained_by", g.explained_by);
		json_kv_str(j, "at", instant_text(c->arena, g.at));
	}
	json_close(j, '}');
	return OK;
}

static enum err lines_json(struct ctx *c, struct json *j, const struct term *t,
                           const struct guarantee *v, size_t n)
{
	json_open(j, '{');
	json_kv_id(j, "term", t->id.v);
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		TRY(line_json(c, j, t, &v[i]));
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

enum err api_closings(struct ctx *c, struct req *r, struct reply *w)
{
	const struct close_api_in *in = req_query(r);
	struct guarantee *v;
	struct term t = {0};
	bool found = false;
	size_t n;

	TRY(term_asked(c, c->actor.county, in->term, &t, &found));
	if (!found)
		return fault_set(c, E_REFUSED, "no_term", NULL);
	TRY(guarantees_to_close(c, &t, &v, &n));
	return lines_json(c, reply_json(c, w, 200), &t, v, n);
}

/* The one that was closed; nobody else is counted for it. */
static enum err closed(struct ctx *c, void *arg, struct out *o)
{
	const struct guarantee_close *a = arg;
	struct guarantee v = {.count = {.school = a->school}};
	struct school s;
	struct term t;
	struct json j;

	TRY(school_get(c, a->school, &s));
	TRY(term_get(c, a->term, &t));
	v.count.code = s.code;
	v.count.name = s.name;
	json_init(&j, o);
	return lines_json(c, &j, &t, &v, 1);
}

enum err api_close(struct ctx *c, struct req *r, struct reply *w)
{
	const struct close_api_in *in = req_input(r);
	struct guarantee_close a = {in->school, in->term, in->explanation, in->explained_by};
	struct store_once once = req_once(r, closed);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &guarantee_close_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}
