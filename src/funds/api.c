#include "funds/guarantee.h"
#include "funds/pages.h"
#include "people/reach.h"

static const struct in_field QUERY_FIELDS[] = {
	{.name = "term",
         .type = IN_ID,
         .label = T_funds_term,
         .offset = offsetof(struct guarantee_asked, term)},
	{.name = "school",
         .type = IN_ID,
         .label = T_funds_school,
         .offset = offsetof(struct guarantee_asked, school)},
};
const struct input guarantee_query = {"GuaranteeQuery", sizeof(struct guarantee_asked),
                                      QUERY_FIELDS, 2, 0};

static const struct ans_field GUARANTEE_TOTAL_TELLS[] = {
	{.name = "participants", .type = ANS_I64},
	{.name = "participants_enrolled", .type = ANS_I64},
	{.name = "participants_attended", .type = ANS_I64},
	{.name = "required_fen", .type = ANS_I64},
	{.name = "required_enrolled_fen", .type = ANS_I64},
	{.name = "required_attended_fen", .type = ANS_I64},
	{.name = "received_fen", .type = ANS_I64},
	{.name = "shortfall_fen", .type = ANS_I64},
};
static const struct answer guarantee_total = ANSWER("GuaranteeTotal", GUARANTEE_TOTAL_TELLS);

static const struct ans_field GUARANTEE_ITEM_TELLS[] = {
	{.name = "school", .type = ANS_ID},
	{.name = "name", .type = ANS_STR},
	{.name = "participants", .type = ANS_I64},
	{.name = "participants_enrolled", .type = ANS_I64},
	{.name = "participants_attended", .type = ANS_I64},
	{.name = "required_fen", .type = ANS_I64},
	{.name = "required_enrolled_fen", .type = ANS_I64},
	{.name = "required_attended_fen", .type = ANS_I64},
	{.name = "received_fen", .type = ANS_I64},
	{.name = "shortfall_fen", .type = ANS_I64},
	{.name = "formula", .type = ANS_STR},
	{.name = "counted", .type = ANS_INSTANT},
};
static const struct answer guarantee_item = ANSWER("GuaranteeOfSchool", GUARANTEE_ITEM_TELLS);

static const struct ans_field GUARANTEE_TOLD_TELLS[] = {
	{.name = "term", .type = ANS_ID},
	{.name = "definition", .type = ANS_STR, .null = true},
	{.name = "definition_said", .type = ANS_STR, .maybe = true},
	{.name = "rate_fen", .type = ANS_I64, .maybe = true},
	{.name = "requirement", .type = ANS_STR, .maybe = true},
	{.name = "clause", .type = ANS_STR, .maybe = true},
	{.name = "document", .type = ANS_STR, .maybe = true},
	ANS_ITEMS(guarantee_item),
	{.name = "total", .type = ANS_OBJECT, .of = &guarantee_total},
};
const struct answer guarantee_told = ANSWER("Guarantee", GUARANTEE_TOLD_TELLS);

static void put_amounts(struct json *j, const struct guarantee *g)
{
	const struct guarantee_answer *a = &g->answer;

	json_kv_i64(j, "participants", a->participants);
	json_kv_i64(j, "participants_enrolled", g->count.census);
	json_kv_i64(j, "participants_attended", g->count.attended);
	json_kv_i64(j, "required_fen", a->required.fen);
	json_kv_i64(j, "required_enrolled_fen", a->required_enrolled.fen);
	json_kv_i64(j, "required_attended_fen", a->required_attended.fen);
	json_kv_i64(j, "received_fen", g->received.fen);
	json_kv_i64(j, "shortfall_fen", a->shortfall.fen);
}

static void put_school(struct ctx *c, struct json *j, const struct guarantee *g)
{
	json_open(j, '{');
	json_kv_id(j, "school", g->count.school.v);
	json_kv_str(j, "name", g->count.name);
	put_amounts(j, g);
	json_kv_str(j, "formula", formula_text(c->arena, c->lang, &g->answer.formula));
	json_kv_str(j, "counted", instant_text(c->arena, g->count.counted));
	json_close(j, '}');
}

static void put_all(struct ctx *c, struct json *j, const struct term *t, const struct guarantee *v,
                    size_t n, const struct guarantee *sum)
{
	const struct rule *rule = sum->answer.rule;

	json_open(j, '{');
	json_kv_id(j, "term", t->id.v);
	json_kv_str(j, "definition", n == 0 ? STR_NONE : participant_name(sum->by));
	if (n > 0)
		json_kv_str(j, "definition_said", guarantee_who(c, sum));
	if (rule) {
		json_kv_i64(j, "rate_fen", rule->value.money.fen);
		json_kv_str(j, "requirement", rule->requirement);
		json_kv_str(j, "clause", rule->clause);
		json_kv_str(j, "document", rule->set->document);
	}
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		put_school(c, j, &v[i]);
	json_close(j, ']');
	json_key(j, "total");
	json_open(j, '{');
	put_amounts(j, sum);
	json_close(j, '}');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
}

/* A school's own figure, one school's of the county, or the whole county's. */
enum err api_guarantee(struct ctx *c, struct req *r, struct reply *w)
{
	const struct guarantee_asked *in = req_query(r);
	school_id school = in->school.v ? in->school : c->actor.school;
	county_id county = c->actor.county;
	struct guarantee one, sum, *v = &one;
	struct school s;
	struct term t;
	bool found = false;
	size_t n = 1;

	if (school.v) {
		TRY(school_get(c, school, &s));
		county = s.county;
	}
	if (!county.v)
		return fault_input(c, "missing_field", S("school"), STR_NONE, STR_NONE);
	TRY(term_asked(c, county, in->term, &t, &found));
	if (!found)
		return absent(c);
	if (school.v) {
		TRY(guarantee_of_school(c, school, &t, &one));
		sum = one;
	} else {
		TRY(guarantee_of_county(c, county, &t, STR_NONE, &v, &n, &sum));
	}
	put_all(c, reply_json(c, w, 200), &t, v, n, &sum);
	return OK;
}
