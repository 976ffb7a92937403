/* What the answers of this room's API hold. */
#include "rulebook/pages.h"

static const struct ans_field SET_TELLS[] = {
	{.name = "id", .type = ANS_ID, .null = true},
	{.name = "rule_set", .type = ANS_STR},
	{.name = "title", .type = ANS_STR},
	{.name = "number", .type = ANS_STR, .null = true},
	{.name = "issuer", .type = ANS_STR},
	{.name = "level", .type = ANS_STR},
	{.name = "issued", .type = ANS_STR},
	{.name = "effective_from", .type = ANS_DATE},
	{.name = "effective_to", .type = ANS_DATE, .null = true},
	{.name = "rules", .type = ANS_I64},
};
static const struct answer set_item = ANSWER("RuleSetInForce", SET_TELLS);

static const struct ans_field SETS_TELLS[] = {
	{.name = "county", .type = ANS_STR},
	{.name = "on", .type = ANS_DATE},
	{.name = "known_on", .type = ANS_DATE, .null = true},
	{.name = "items", .type = ANS_LIST, .of = &set_item},
};
const struct answer sets_answer = ANSWER("RuleSets", SETS_TELLS);

static const struct ans_field STEP_TELLS[] = {
	{.name = "what", .type = ANS_STR},
	{.name = "by", .type = ANS_STR},
	{.name = "at", .type = ANS_INSTANT},
	{.name = "reason", .type = ANS_STR, .null = true},
};
static const struct answer step_item = ANSWER("RuleSetStep", STEP_TELLS);

static const struct ans_field CASE_TELLS[] = {
	{.name = "decision", .type = ANS_STR},
	{.name = "name", .type = ANS_STR},
	{.name = "holds", .type = ANS_BOOL},
	{.name = "where", .type = ANS_STR, .maybe = true, .null = true},
	{.name = "found", .type = ANS_STR, .maybe = true, .null = true},
	{.name = "expected", .type = ANS_STR, .maybe = true, .null = true},
};
static const struct answer case_item = ANSWER("RuleSetCase", CASE_TELLS);

static const struct ans_field FINDING_TELLS[] = {
	{.name = "line", .type = ANS_I64},
	{.name = "statement", .type = ANS_STR, .null = true},
	{.name = "field", .type = ANS_STR, .null = true},
	{.name = "message", .type = ANS_STR},
};
static const struct answer finding_item = ANSWER("RuleSetFinding", FINDING_TELLS);

static const struct ans_field EDITION_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "rule_set", .type = ANS_STR},
	{.name = "edition", .type = ANS_I64},
	{.name = "state", .type = ANS_STR},
	{.name = "title", .type = ANS_STR},
	{.name = "number", .type = ANS_STR, .null = true},
	{.name = "level", .type = ANS_STR},
	{.name = "place", .type = ANS_STR},
	{.name = "effective_from", .type = ANS_DATE},
	{.name = "effective_to", .type = ANS_DATE, .null = true},
	{.name = "known", .type = ANS_DATE},
	{.name = "sha256", .type = ANS_STR},
	{.name = "disclosure", .type = ANS_STR, .null = true},
	{.name = "steps", .type = ANS_LIST, .of = &step_item},
	{.name = "findings", .type = ANS_LIST, .of = &finding_item},
	{.name = "cases", .type = ANS_LIST, .of = &case_item},
	{.name = "text", .type = ANS_STR},
};
const struct answer edition_answer = ANSWER("RuleSet", EDITION_TELLS);

static const struct ans_field STATE_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "rule_set", .type = ANS_STR},
	{.name = "edition", .type = ANS_I64},
	{.name = "state", .type = ANS_STR},
};
const struct answer state_answer = ANSWER("RuleSetState", STATE_TELLS);

static const struct ans_field DECISION_TELLS[] = {
	{.name = "id", .type = ANS_ID},           {.name = "rule_set", .type = ANS_STR},
	{.name = "question", .type = ANS_STR},    {.name = "answer", .type = ANS_STR},
	{.name = "starts", .type = ANS_DATE},     {.name = "decided", .type = ANS_DATE},
	{.name = "decided_by", .type = ANS_STR},  {.name = "why", .type = ANS_STR},
	{.name = "recorded_by", .type = ANS_STR}, {.name = "at", .type = ANS_INSTANT},
};
static const struct answer decision_item = ANSWER("Decision", DECISION_TELLS);

static const struct ans_field DECISIONS_TELLS[] = {
	{.name = "items", .type = ANS_LIST, .of = &decision_item},
};
const struct answer decisions_answer = ANSWER("Decisions", DECISIONS_TELLS);

static const struct ans_field DECIDED_TELLS[] = {
	{.name = "id", .type = ANS_ID},
};
const struct answer decided_answer = ANSWER("DecisionMade", DECIDED_TELLS);

static const struct ans_field REGION_TELLS[] = {
	{.name = "id", .type = ANS_ID},
	{.name = "code", .type = ANS_STR},
	{.name = "region", .type = ANS_STR, .null = true},
};
const struct answer region_told = ANSWER("ZoneRegionChanged", REGION_TELLS);

static const struct ans_field OUTCOME_TELLS[] = {
	{.name = "result", .type = ANS_STR},
	{.name = "formula", .type = ANS_STR},
	{.name = "clause", .type = ANS_STR},
};
static const struct answer outcome_item = ANSWER("SampleOutcome", OUTCOME_TELLS);

static const struct ans_field SAMPLE_TELLS[] = {
	{.name = "id", .type = ANS_ID, .null = true},
	{.name = "name", .type = ANS_STR},
	{.name = "text", .type = ANS_STR},
	{.name = "before", .type = ANS_OBJECT, .of = &outcome_item},
	{.name = "after", .type = ANS_OBJECT, .of = &outcome_item},
};
static const struct answer sample_item = ANSWER("SamplePupil", SAMPLE_TELLS);

static const struct ans_field SAMPLES_TELLS[] = {
	{.name = "items", .type = ANS_LIST, .of = &sample_item},
};
const struct answer samples_answer = ANSWER("SamplePupils", SAMPLES_TELLS);
const struct answer sample_answer = ANSWER("SamplePupilKept", DECIDED_TELLS);
