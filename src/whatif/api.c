/* The API of simulations: the same verbs as the pages. */
#include "crypto/hash.h"
#include "whatif/figures.h"
#include "whatif/pages.h"
#include "whatif/table.h"

static const struct ans_field KINDS_TELLS[] = {
	{.name = "care_fen", .type = ANS_I64},
	{.name = "course_fen", .type = ANS_I64},
	{.name = "lunch_fen", .type = ANS_I64},
	{.name = "evening_study_fen", .type = ANS_I64},
};
static const struct answer kinds_charged = ANSWER("WhatIfKinds", KINDS_TELLS);

/* As in WHATIF_COLS: a test holds every answer to what is told here. */
#define FIGURES                                                                                    \
	{.name = "pupils", .type = ANS_I64}, {.name = "moved", .type = ANS_I64},                   \
		{.name = "more", .type = ANS_I64}, {.name = "less", .type = ANS_I64},              \
		{.name = "refused", .type = ANS_I64}, {.name = "allowed", .type = ANS_I64},        \
		{.name = "now_fen", .type = ANS_I64}, {.name = "draft_fen", .type = ANS_I64},      \
		{.name = "difference_fen", .type = ANS_I64},                                       \
		{.name = "borne_now_fen", .type = ANS_I64},                                        \
		{.name = "borne_draft_fen", .type = ANS_I64},                                      \
		{.name = "guarantee_now_fen", .type = ANS_I64},                                    \
		{.name = "guarantee_draft_fen", .type = ANS_I64},                                  \
		{.name = "guarantee_enrolled_now_fen", .type = ANS_I64},                           \
		{.name = "guarantee_enrolled_draft_fen", .type = ANS_I64},                         \
		{.name = "pay_now_fen", .type = ANS_I64},                                          \
		{.name = "pay_draft_fen", .type = ANS_I64},                                        \
		{.name = "pay_unknown_now", .type = ANS_I64},                                      \
		{.name = "pay_unknown", .type = ANS_I64}, {.name = "offerings", .type = ANS_I64},  \
		{.name = "offerings_refused", .type = ANS_I64},                                    \
		{.name = "charged_now", .type = ANS_OBJECT, .of = &kinds_charged},                 \
	{                                                                                          \
		.name = "charged_draft", .type = ANS_OBJECT, .of = &kinds_charged                  \
	}
#define HEAD                                                                                       \
	{.name = "id", .type = ANS_ID}, {.name = "state", .type = ANS_STR},                        \
		{.name = "rule_set", .type = ANS_STR}, {.name = "title", .type = ANS_STR},         \
		{.name = "edition", .type = ANS_ID, .null = true},                                 \
		{.name = "sha256", .type = ANS_STR},                                               \
		{.name = "county", .type = ANS_STR, .null = true},                                 \
		{.name = "term", .type = ANS_STR, .null = true},                                   \
		{.name = "schools", .type = ANS_I64}, {.name = "done", .type = ANS_I64},           \
		{.name = "created", .type = ANS_INSTANT},                                          \
	{                                                                                          \
		.name = "finished", .type = ANS_INSTANT, .null = true                              \
	}

static const struct ans_field STATE_TELLS[] = {{.name = "id", .type = ANS_ID},
                                               {.name = "state", .type = ANS_STR}};
const struct answer simulation_state = ANSWER("SimulationState", STATE_TELLS);

static const struct ans_field HEAD_TELLS[] = {HEAD};
static const struct answer head = ANSWER("SimulationHead", HEAD_TELLS);
static const struct ans_field LIST_TELLS[] = {ANS_ITEMS(head)};
const struct answer simulation_list_answer = ANSWER("Simulations", LIST_TELLS);

static const struct ans_field TOTAL_TELLS[] = {FIGURES};
static const struct answer total = ANSWER("WhatIfTotal", TOTAL_TELLS);

static const struct ans_field COUNTY_TELLS[] = {
	{.name = "county", .type = ANS_STR},
	{.name = "name", .type = ANS_STR},
	{.name = "state", .type = ANS_STR},
	{.name = "term", .type = ANS_STR, .null = true},
	{.name = "rules_of", .type = ANS_DATE, .null = true},
	{.name = "schools", .type = ANS_I64},
	{.name = "done", .type = ANS_I64},
	{.name = "failure", .type = ANS_STR, .null = true},
	{.name = "found", .type = ANS_STR, .null = true},
	FIGURES,
};
static const struct answer county_tells = ANSWER("SimulationCounty", COUNTY_TELLS);

static const struct ans_field CAUSE_TELLS[] = {
	{.name = "code", .type = ANS_STR},    {.name = "requirement", .type = ANS_STR},
	{.name = "clause", .type = ANS_STR},  {.name = "document", .type = ANS_STR},
	{.name = "pupils", .type = ANS_I64},  {.name = "offerings", .type = ANS_I64},
	{.name = "now_fen", .type = ANS_I64}, {.name = "draft_fen", .type = ANS_I64},
};
static const struct answer cause_tells = ANSWER("SimulationCause", CAUSE_TELLS);

static const struct ans_field ONE_TELLS[] = {
	HEAD,
	{.name = "total", .type = ANS_OBJECT, .of = &total},
	{.name = "counties", .type = ANS_LIST, .of = &county_tells},
	{.name = "causes", .type = ANS_LIST, .of = &cause_tells},
};
const struct answer simulation_answer = ANSWER("Simulation", ONE_TELLS);

static const struct ans_field SCHOOL_TELLS[] = {
	{.name = "school", .type = ANS_STR}, {.name = "name", .type = ANS_STR}, FIGURES};
static const struct answer school_tells = ANSWER("WhatIfSchool", SCHOOL_TELLS);
static const struct ans_field SCHOOLS_TELLS[] = {ANS_ITEMS(school_tells)};
const struct answer simulation_schools_answer = ANSWER("SimulationSchools", SCHOOLS_TELLS);

/* --- telling ---------------------------------------------------------------------------------- */

static void head_json(struct ctx *c, struct json *j, const struct simulation *s)
{
	struct str finished =
		s->finished.us == INT64_MIN ? STR_NONE : instant_text(c->arena, s->finished);

	json_kv_id(j, "id", s->id.v);
	json_kv_str(j, "state", s->state);
	json_kv_str(j, "rule_set", s->ruleset);
	json_kv_str(j, "title", s->title);
	json_kv_id(j, "edition", s->edition.v);
	json_kv_str(j, "sha256", hex_text(c->arena, s->hash));
	json_kv_str(j, "county", s->county_code);
	json_kv_str(j, "term", str_some(s->term) ? s->term : STR_NONE);
	json_kv_i64(j, "schools", s->schools);
	json_kv_i64(j, "done", s->done);
	json_kv_str(j, "created", instant_text(c->arena, s->created));
	json_kv_str(j, "finished", finished);
}

static void county_json(struct ctx *c, struct json *j, const struct simulation_county *k)
{
	json_open(j, '{');
	json_kv_str(j, "county", k->code);
	json_kv_str(j, "name", k->name);
	json_kv_str(j, "state", k->state);
	json_kv_str(j, "term", k->term);
	json_kv_str(j, "rules_of", date_some(k->day) ? date_text(c->arena, k->day) : STR_NONE);
	json_kv_i64(j, "schools", k->schools);
	json_kv_i64(j, "done", k->done);
	json_kv_str(j, "failure", k->failure);
	json_kv_str(j, "found", k->found);
	whatif_json(j, &k->sum);
	json_close(j, '}');
}

enum err api_simulation(struct ctx *c, struct req *r, struct reply *w)
{
	simulation_id id = {req_id(r, "simulation")};
	struct whatif_tally *t = NEW(c->arena, struct whatif_tally);
	struct simulation_county *v;
	struct whatif_school sum;
	struct simulation s;
	struct json *j;
	size_t n;

	if (!t)
		return fault_broken(c, "arena");
	TRY(simulation_get(c, id, &s));
	TRY(simulation_counties(c, id, &v, &n, &sum, t));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	head_json(c, j, &s);
	json_key(j, "total");
	json_open(j, '{');
	whatif_json(j, &sum);
	json_close(j, '}');
	json_key(j, "counties");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		county_json(c, j, &v[i]);
	json_close(j, ']');
	json_key(j, "causes");
	json_open(j, '[');
	for (size_t i = 0; i < t->n; i++) {
		json_open(j, '{');
		cause_json(j, &t->v[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}

enum err api_simulations(struct ctx *c, struct req *r, struct reply *w)
{
	const struct simulations_in *in = req_query(r);
	struct simulation *v;
	struct json *j;
	size_t n;

	TRY(simulation_list(c, ID_NONE(edition_id), in->list.after, list_limit(&in->list), &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		head_json(c, j, &v[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	list_next(j, &in->list, n, n ? v[n - 1].id.v : 0);
	json_close(j, '}');
	return OK;
}

/* The place in the list is how many schools came before. */
enum err api_simulation_schools(struct ctx *c, struct req *r, struct reply *w)
{
	const struct simulations_in *in = req_query(r);
	struct whatif_school *v;
	struct json *j;
	size_t n;

	TRY(simulation_schools(c, (simulation_id){req_id(r, "simulation")}, in->list.after,
	                       list_limit(&in->list), &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kv_str(j, "school", v[i].code);
		json_kv_str(j, "name", v[i].name);
		whatif_json(j, &v[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	list_next(j, &in->list, n, in->list.after + (int64_t)n);
	json_close(j, '}');
	return OK;
}

/* --- asking and ending ------------------------------------------------------------------------ */

enum err api_simulation_start(struct ctx *c, struct req *r, struct reply *w)
{
	struct store_once once = req_once(r, NULL);
	struct simulation_start s;

	TRY(start_asked(c, r, &s));
	TRY(simulation_start(c, &s, &once));
	return reply_json_raw(c, w, 201, s.answer);
}

enum err api_simulation_cancel(struct ctx *c, struct req *r, struct reply *w)
{
	simulation_id id = {req_id(r, "simulation")};
	struct json *j;

	TRY(store_write(c, &simulation_cancel_verb, &id));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_kv_id(j, "id", id.v);
	json_kv_str(j, "state", S("cancelled"));
	json_close(j, '}');
	return OK;
}
