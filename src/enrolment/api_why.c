/* A price or a refusal, step by step, for programs. */
#include "enrolment/pages.h"
#include "enrolment/why.h"

static void rule_json(struct json *j, const struct rule *rule)
{
	json_kv_str(j, "requirement", rule ? rule->requirement : STR_NONE);
	json_kv_str(j, "clause", rule ? rule->clause : STR_NONE);
	json_kv_str(j, "document", rule ? rule->set->document : STR_NONE);
}

static void inputs_json(struct json *j, struct ctx *c, const struct why *w)
{
	json_key(j, "inputs");
	json_open(j, '[');
	for (size_t i = 0; i < w->input_n; i++) {
		json_open(j, '{');
		json_kv_str(j, "name", str_of(w->input[i].name));
		json_kv_str(j, "label", text(c->lang, w->input[i].label));
		json_kv_str(j, "value", w->input[i].value);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void count_json(struct json *j, const struct why_count *k)
{
	json_open(j, '{');
	json_kv_str(j, "operation", str_of(pencil_op_name(k->op)));
	json_kv_str(j, "text", k->what);
	json_kv_str(j, "operand", k->operand);
	json_kv_str(j, "result", k->result);
	json_kv_str(j, "requirement", STR_NONE);
	json_kv_str(j, "clause", str_some(k->clause) ? k->clause : STR_NONE);
	json_kv_str(j, "document", str_some(k->document) ? k->document : STR_NONE);
	json_close(j, '}');
}

static void steps_json(struct json *j, struct ctx *c, const struct why *w)
{
	const struct pencil *p = &w->working.steps;

	json_key(j, "steps");
	json_open(j, '[');
	for (size_t i = 0; i < w->count_n; i++)
		count_json(j, &w->count[i]);
	for (size_t i = 0; i < p->n; i++) {
		const struct pencil_row *row = &p->row[i];

		json_open(j, '{');
		json_kv_str(j, "operation", str_of(pencil_op_name(row->op)));
		json_kv_str(j, "text", formula_text(c->arena, c->lang, &row->what));
		json_kv_str(j, "operand", pencil_number(c->arena, row->operand, row->plain));
		json_kv_str(j, "result", pencil_number(c->arena, row->result, false));
		rule_json(j, row->rule);
		json_close(j, '}');
	}
	json_close(j, ']');
}

enum err api_quote(struct ctx *c, struct req *r, struct reply *reply)
{
	struct why w;
	struct json *j;

	TRY(why_asked(c, r, &w));
	j = reply_json(c, reply, 200);
	json_open(j, '{');
	json_kv_id(j, "pupil", w.pupil.id.v);
	json_kv_id(j, "offering", w.offering.id.v);
	json_kv_id(j, "enrolment", w.enrolment.id.v);
	json_kv_str(j, "outcome", w.refused ? S("refused") : S("pass"));
	inputs_json(j, c, &w);
	steps_json(j, c, &w);
	refusals_json(c, j, w.refusal, w.refusal_n);
	json_kv_i64(j, "amount_fen", w.result.fen);
	if (w.charged)
		json_kv_i64(j, "charged_fen", w.was.fen);
	json_close(j, '}');
	return OK;
}

static const struct ans_field INPUT_TELLS[] = {
	{.name = "name", .type = ANS_STR},
	{.name = "label", .type = ANS_STR},
	{.name = "value", .type = ANS_STR},
};
static const struct answer quote_input = ANSWER("QuoteInput", INPUT_TELLS);

static const struct ans_field STEP_TELLS[] = {
	{.name = "operation", .type = ANS_STR},
	{.name = "text", .type = ANS_STR},
	{.name = "operand", .type = ANS_STR},
	{.name = "result", .type = ANS_STR},
	{.name = "requirement", .type = ANS_STR, .null = true},
	{.name = "clause", .type = ANS_STR, .null = true},
	{.name = "document", .type = ANS_STR, .null = true},
};
static const struct answer quote_step = ANSWER("QuoteStep", STEP_TELLS);

static const struct ans_field QUOTE_TELLS[] = {
	{.name = "pupil", .type = ANS_ID},
	{.name = "offering", .type = ANS_ID},
	{.name = "enrolment", .type = ANS_ID, .null = true},
	{.name = "outcome", .type = ANS_STR},
	{.name = "inputs", .type = ANS_LIST, .of = &quote_input},
	{.name = "steps", .type = ANS_LIST, .of = &quote_step},
	{.name = "refusals", .type = ANS_LIST, .of = &offering_refusal},
	{.name = "amount_fen", .type = ANS_I64},
	{.name = "charged_fen", .type = ANS_I64, .maybe = true},
};
const struct answer quote_answer = ANSWER("PupilQuote", QUOTE_TELLS);
