/* For programs: what documents ask of a service besides, and what its school states. */
#include "people/reach.h"
#include "term/facts.h"
#include "term/offering_edit.h"
#include "term/pages.h"

struct fact_in {
	struct str name, word;
};
struct facts_in {
	struct in_rows facts;
	bool subsidy_stated;
	struct money subsidy;
};
static const struct in_field FACT_FIELDS[] = {
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_term_fact,
         .offset = offsetof(struct fact_in, name)},
	{.name = "word",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_term_fact_word,
         .offset = offsetof(struct fact_in, word)},
};
static const struct input FACT = {"OfferingFact", sizeof(struct fact_in), FACT_FIELDS, 2, 0};
static const struct in_field FACTS_FIELDS[] = {
	{.name = "facts",
         .type = IN_ROWS,
         .max = RULES_DECLARED,
         .rows = &FACT,
         .label = T_term_fact,
         .offset = offsetof(struct facts_in, facts)},
	{.name = "subsidy_stated",
         .type = IN_BOOL,
         .label = T_term_subsidy_stated,
         .offset = offsetof(struct facts_in, subsidy_stated)},
	{.name = "subsidy",
         .type = IN_MONEY,
         .label = T_term_subsidy,
         .offset = offsetof(struct facts_in, subsidy)},
};
const struct input offering_facts_input = {"OfferingFacts", sizeof(struct facts_in), FACTS_FIELDS,
                                           3, 0};

static const struct ans_field WORD_TELLS[] = {
	{.name = "word", .type = ANS_STR},
	{.name = "label", .type = ANS_STR},
};
static const struct answer word_told = ANSWER("OfferingFactWord", WORD_TELLS);
static const struct ans_field FACT_TELLS[] = {
	{.name = "name", .type = ANS_STR},
	{.name = "label", .type = ANS_STR},
	{.name = "words", .type = ANS_LIST, .of = &word_told},
	{.name = "said", .type = ANS_STR, .null = true},
};
static const struct answer fact_told = ANSWER("OfferingFactAsked", FACT_TELLS);
static const struct ans_field FACTS_TELLS[] = {
	{.name = "offering", .type = ANS_ID},
	{.name = "facts", .type = ANS_LIST, .of = &fact_told},
	{.name = "subsidy_asked", .type = ANS_BOOL},
	{.name = "subsidy_fen", .type = ANS_I64, .null = true},
};
const struct answer offering_facts_told = ANSWER("OfferingFactsAsked", FACTS_TELLS);

static void fact_json(struct json *j, const struct declaration *d, struct str said)
{
	json_open(j, '{');
	json_kv_str(j, "name", d->name);
	json_kv_str(j, "label", d->label);
	json_key(j, "words");
	json_open(j, '[');
	for (size_t i = 0; i < d->n; i++) {
		json_open(j, '{');
		json_kv_str(j, "word", d->words[i]);
		json_kv_str(j, "label", d->labels[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_str(j, "said", said);
	json_close(j, '}');
}

static void facts_json(struct json *j, const struct offering *o, const struct offering_asked *a)
{
	json_open(j, '{');
	json_kv_id(j, "offering", o->id.v);
	json_key(j, "facts");
	json_open(j, '[');
	for (size_t i = 0; i < a->n; i++)
		fact_json(j, a->v[i], answer_said(o->said, a->v[i]->name));
	json_close(j, ']');
	json_kv_bool(j, "subsidy_asked", a->subsidy);
	json_key(j, "subsidy_fen");
	if (o->subsidy.some)
		json_i64(j, o->subsidy.v.fen);
	else
		json_str(j, STR_NONE);
	json_close(j, '}');
}

enum err api_facts(struct ctx *c, struct req *r, struct reply *w)
{
	struct offering_asked asked;
	struct offering o;

	TRY(offering_get(c, (offering_id){req_id(r, "offering")}, &o));
	TRY(offering_asked_of(c, &o, &asked));
	facts_json(reply_json(c, w, 200), &o, &asked);
	return OK;
}

static enum err facts_answer(struct ctx *c, void *arg, struct out *out)
{
	const struct offering_facts_put *a = arg;
	struct offering_asked asked;
	struct offering o;
	struct json j;

	TRY(offering_get(c, a->offering, &o));
	TRY(offering_asked_of(c, &o, &asked));
	json_init(&j, out);
	facts_json(&j, &o, &asked);
	return OK;
}

enum err api_facts_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct facts_in *in = req_input(r);
	const struct fact_in *fact = in->facts.v;
	struct offering_facts_put a = {.offering = {req_id(r, "offering")}, .said = S("")};
	struct store_once once = req_once(r, facts_answer);
	struct str answer;
	bool replayed;

	for (size_t i = 0; i < in->facts.n; i++)
		a.said = str_printf(c->arena, "%.*s %.*s=%.*s", STR_FMT(a.said),
		                    STR_FMT(fact[i].name), STR_FMT(fact[i].word));
	a.subsidy = (struct opt_money){in->subsidy_stated, in->subsidy};
	TRY(store_write_once(c, &offering_facts_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}
