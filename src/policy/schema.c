/* The parameters, the statements and their attributes. */
#include "policy/vocabulary.h"

#define NO_UNIT NULL

const struct param_def PARAMS[PARAM_COUNT] = {
	[PARAM_KINDS] = {"after_school.kinds", VALUE_WORDS, NO_UNIT, LEX_KIND, true},
	[PARAM_WINDOWS] = {"after_school.windows", VALUE_WORDS, NO_UNIT, LEX_WINDOW, true},
	[PARAM_STAGES] = {"after_school.stages", VALUE_WORDS, NO_UNIT, LEX_STAGE, true},
	[PARAM_DAYS] = {"after_school.days", VALUE_WORDS, NO_UNIT, LEX_WEEKDAY},
	[PARAM_MAKE_UP_DAYS] = {"after_school.make_up_days", VALUE_CHOICE, NO_UNIT, LEX_SWITCH},
	[PARAM_END_LATEST] = {"after_school.end_latest", VALUE_TIME, NO_UNIT, LEX_NONE},
	[PARAM_END_EARLIEST] = {"after_school.end_earliest", VALUE_TIME, NO_UNIT, LEX_NONE},
	[PARAM_EVENING_STAGES] = {"evening_study.stages", VALUE_WORDS, NO_UNIT, LEX_STAGE},
	[PARAM_EVENING_END_LATEST] = {"evening_study.end_latest", VALUE_TIME, NO_UNIT, LEX_NONE},
	[PARAM_EVENING_FEE] = {"evening_study.fee", VALUE_CHOICE, NO_UNIT, LEX_OPENING},
	[PARAM_CARE_PROVIDERS] = {"care.providers", VALUE_WORDS, NO_UNIT, LEX_PROVIDER},
	[PARAM_CARE_REFUSAL_REASONS] = {"care.refusal_reasons", VALUE_WORDS, NO_UNIT, LEX_REFUSAL},
	[PARAM_COURSE_PROVIDERS] = {"course.providers", VALUE_WORDS, NO_UNIT, LEX_PROVIDER},
	[PARAM_AGENCY_CATEGORIES] = {"course.agency_categories", VALUE_WORDS, NO_UNIT,
                                     LEX_ACTIVITY},
	[PARAM_LUNCH_FEE] = {"lunch.fee", VALUE_CHOICE, NO_UNIT, LEX_OPENING},
	[PARAM_SUBJECT_WORDS] = {"offering.subject_words", VALUE_TEXTS, NO_UNIT, LEX_NONE},
	[PARAM_SUBJECT_EXCEPTIONS] = {"offering.subject_exceptions", VALUE_TEXTS, NO_UNIT,
                                      LEX_NONE},
	[PARAM_AGREEMENT_CARE] = {"agreement.care", VALUE_WORDS, NO_UNIT, LEX_PARTY},
	[PARAM_AGREEMENT_COURSE] = {"agreement.course", VALUE_WORDS, NO_UNIT, LEX_PARTY},
	[PARAM_GUARANTEE_RATE] = {"guarantee.rate", VALUE_MONEY, "yuan per participant per term",
                                  LEX_NONE},
	[PARAM_GUARANTEE_PARTICIPANT] = {"guarantee.participant", VALUE_PARTICIPANT, NO_UNIT,
                                         LEX_NONE},
	[PARAM_GUARANTEE_BUDGET] = {"guarantee.budget", VALUE_MONEY, "yuan per pupil per year",
                                    LEX_NONE},
	[PARAM_BILLING_PERIOD] = {"billing.period", VALUE_CHOICE, NO_UNIT, LEX_BILLING},
	[PARAM_BILLING_PREPAY] = {"billing.prepay_next_term", VALUE_CHOICE, NO_UNIT, LEX_SWITCH},
	[PARAM_PERFORMANCE_PAY] = {"staff.performance_pay", VALUE_CHOICE, NO_UNIT, LEX_PAY_MODE},
	[PARAM_SUMMER_FROM] = {"season.summer_from", VALUE_DAY, NO_UNIT, LEX_NONE},
	[PARAM_SUMMER_TO] = {"season.summer_to", VALUE_DAY, NO_UNIT, LEX_NONE},
};

static const struct field_def FEE[] = {
	{.name = "kind",
         .field = FIELD_KINDS,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_KIND,
         .required = true},
	{.name = "price",
         .field = FIELD_PRICE,
         .shape = SHAPE_BOUNDED,
         .lexicon = LEX_UNIT,
         .many = true},
	{.name = "beyond",
         .field = FIELD_BEYOND,
         .shape = SHAPE_BEYOND,
         .lexicon = LEX_UNIT,
         .many = true},
	{.name = "cap",
         .field = FIELD_CAP,
         .bound = BOUND_AT_MOST,
         .shape = SHAPE_AMOUNT,
         .lexicon = LEX_UNIT,
         .many = true,
         .whole = true},
	{.name = "round", .field = FIELD_ROUND, .shape = SHAPE_CHOICE, .lexicon = LEX_ROUND},
	{.name = "collect", .field = FIELD_COLLECT, .shape = SHAPE_CHOICE, .lexicon = LEX_BILLING},
};
static const struct field_def LIMIT[] = {
	{.name = "over",
         .field = FIELD_KINDS,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_KIND,
         .required = true},
	{.name = "across", .field = FIELD_ACROSS, .shape = SHAPE_CHOICE, .lexicon = LEX_ACROSS},
	{.name = "cap",
         .field = FIELD_CAP,
         .bound = BOUND_AT_MOST,
         .shape = SHAPE_AMOUNT,
         .lexicon = LEX_UNIT,
         .many = true,
         .whole = true,
         .required = true},
	{.name = "consumables",
         .field = FIELD_CONSUMABLES,
         .shape = SHAPE_CHOICE,
         .lexicon = LEX_INCLUSION},
	{.name = "self_purchase", .field = FIELD_SELF, .shape = SHAPE_CHOICE, .lexicon = LEX_SELF},
	{.name = "above", .field = FIELD_ABOVE, .shape = SHAPE_CHOICE, .lexicon = LEX_ABOVE},
};
static const struct field_def DEDUCT[] = {
	{.name = "of",
         .field = FIELD_KINDS,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_ITEM,
         .required = true},
	{.name = "amount",
         .field = FIELD_AMOUNT,
         .bound = BOUND_EXACTLY,
         .shape = SHAPE_AMOUNT,
         .lexicon = LEX_UNIT,
         .instead = "stated",
         .whole = true,
         .required = true},
	{.name = "payer",
         .field = FIELD_PAYER,
         .shape = SHAPE_SHARE,
         .lexicon = LEX_PAYER,
         .many = true},
};
static const struct field_def WAIVER[] = {
	{.name = "category",
         .field = FIELD_CATEGORY,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_CATEGORY,
         .required = true},
	{.name = "of",
         .field = FIELD_KINDS,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_ITEM,
         .required = true},
	{.name = "reduce",
         .field = FIELD_REDUCE,
         .bound = BOUND_EXACTLY,
         .shape = SHAPE_REDUCTION,
         .lexicon = LEX_UNIT,
         .instead = "all",
         .whole = true,
         .required = true},
	{.name = "payer",
         .field = FIELD_PAYER,
         .shape = SHAPE_SHARE,
         .lexicon = LEX_PAYER,
         .many = true},
	{.name = "proof", .field = FIELD_PROOF, .shape = SHAPE_CHOICE, .lexicon = LEX_PROOF},
	{.name = "expires",
         .field = FIELD_EXPIRES,
         .shape = SHAPE_EXPIRY,
         .lexicon = LEX_UNIT,
         .instead = "never"},
};
static const struct field_def REFUND[] = {
	{.name = "of",
         .field = FIELD_KINDS,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_ITEM,
         .required = true},
	{.name = "reason",
         .field = FIELD_REASON,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_REASON,
         .required = true},
	{.name = "method",
         .field = FIELD_METHOD,
         .shape = SHAPE_CHOICE,
         .lexicon = LEX_METHOD,
         .required = true},
	{.name = "unit", .field = FIELD_UNIT, .shape = SHAPE_UNIT, .lexicon = LEX_UNIT},
	{.name = "basis",
         .field = FIELD_BASIS,
         .shape = SHAPE_SPAN,
         .lexicon = LEX_UNIT,
         .instead = "served"},
	{.name = "rate",
         .field = FIELD_RATE,
         .bound = BOUND_EXACTLY,
         .shape = SHAPE_AMOUNT,
         .lexicon = LEX_UNIT},
	{.name = "step",
         .field = FIELD_STEP,
         .shape = SHAPE_STEP,
         .lexicon = LEX_UNIT,
         .many = true},
	{.name = "up_to",
         .field = FIELD_PROGRESS,
         .shape = SHAPE_PROGRESS,
         .lexicon = LEX_UNIT,
         .many = true},
	{.name = "round", .field = FIELD_ROUND, .shape = SHAPE_CHOICE, .lexicon = LEX_ROUND},
	{.name = "count", .field = FIELD_COUNT_BY, .shape = SHAPE_CHOICE, .lexicon = LEX_COUNTING},
	{.name = "in_a_row", .field = FIELD_IN_A_ROW, .shape = SHAPE_SPAN, .lexicon = LEX_UNIT},
	{.name = "absence", .field = FIELD_ABSENCE, .shape = SHAPE_CHOICE, .lexicon = LEX_ABSENCE},
	{.name = "less",
         .field = FIELD_LESS,
         .bound = BOUND_EXACTLY,
         .shape = SHAPE_LESS,
         .lexicon = LEX_UNIT,
         .whole = true},
	{.name = "apply", .field = FIELD_APPLY, .shape = SHAPE_CHOICE, .lexicon = LEX_APPLY},
	{.name = "to", .field = FIELD_TO, .shape = SHAPE_CHOICE, .lexicon = LEX_PAID_TO},
	{.name = "within", .field = FIELD_WITHIN, .shape = SHAPE_SPAN, .lexicon = LEX_UNIT},
};
/* A document may say in which form somebody is paid and leave the amount to others. */
static const struct field_def PAY[] = {
	{.name = "rate",
         .field = FIELD_RATE,
         .shape = SHAPE_BOUNDED,
         .lexicon = LEX_UNIT,
         .many = true},
	{.name = "served", .field = FIELD_SERVED, .shape = SHAPE_SPAN, .lexicon = LEX_UNIT},
	{.name = "cap",
         .field = FIELD_CAP,
         .bound = BOUND_AT_MOST,
         .shape = SHAPE_AMOUNT,
         .lexicon = LEX_UNIT,
         .whole = true},
	{.name = "round", .field = FIELD_ROUND, .shape = SHAPE_CHOICE, .lexicon = LEX_ROUND},
	{.name = "form", .field = FIELD_FORM, .shape = SHAPE_CHOICE, .lexicon = LEX_FORM},
};
#define MEASURE(word, b)                                                                           \
	{                                                                                          \
		.name = (word), .field = FIELD_MEASURE, .shape = SHAPE_MEASURE,                    \
		.lexicon = LEX_UNIT, .bound = (b)                                                  \
	}
static const struct field_def REQUIRE[] = {
	MEASURE("at_least", BOUND_AT_LEAST),
	MEASURE("at_most", BOUND_AT_MOST),
	MEASURE("exactly", BOUND_EXACTLY),
	{.name = "code", .field = FIELD_CODE, .shape = SHAPE_CODE, .lexicon = LEX_NONE},
};
static const struct field_def FORBID[] = {
	{.name = "code", .field = FIELD_CODE, .shape = SHAPE_CODE, .lexicon = LEX_NONE},
};
static const struct field_def PERMIT[] = {
	{.name = "only",
         .field = FIELD_ONLY,
         .shape = SHAPE_WORDS,
         .lexicon = LEX_PURPOSE,
         .required = true},
	{.name = "at_least",
         .field = FIELD_PORTION_LEAST,
         .shape = SHAPE_SHARE,
         .lexicon = LEX_PURPOSE,
         .many = true},
	{.name = "at_most",
         .field = FIELD_PORTION_MOST,
         .shape = SHAPE_SHARE,
         .lexicon = LEX_PURPOSE,
         .many = true},
};
static const struct field_def DEADLINE[] = {
	{.name = "due",
         .field = FIELD_DUE,
         .shape = SHAPE_DUE,
         .lexicon = LEX_EVENT,
         .required = true},
};
static const struct field_def OPEN[] = {
	{.name = "choices",
         .field = FIELD_CHOICES,
         .shape = SHAPE_CHOICES,
         .lexicon = LEX_NONE,
         .required = true},
	{.name = "about", .field = FIELD_ABOUT, .shape = SHAPE_NAME, .lexicon = LEX_NONE},
};

#define FIELDS(list) (list), sizeof(list) / sizeof *(list)

const struct type_def TYPES[RULE_COUNT] = {
	[RULE_PARAM] = {"param", HEAD_PARAM, LEX_NONE, RESOLVE_ONE, NULL, 0},
	[RULE_CONVERT] = {"convert", HEAD_CONVERT, LEX_UNIT, RESOLVE_ONE, NULL, 0},
	[RULE_FEE] = {"fee", HEAD_ID, LEX_NONE, RESOLVE_LOWEST, FIELDS(FEE)},
	[RULE_LIMIT] = {"limit", HEAD_ID, LEX_NONE, RESOLVE_ALL, FIELDS(LIMIT)},
	[RULE_DEDUCT] = {"deduct", HEAD_ID, LEX_NONE, RESOLVE_ALL, FIELDS(DEDUCT)},
	[RULE_WAIVER] = {"waiver", HEAD_ID, LEX_NONE, RESOLVE_ALL, FIELDS(WAIVER)},
	[RULE_REFUND] = {"refund", HEAD_ID, LEX_NONE, RESOLVE_LOWEST, FIELDS(REFUND)},
	[RULE_PAY] = {"pay", HEAD_ID, LEX_NONE, RESOLVE_LOWEST, FIELDS(PAY)},
	[RULE_REQUIRE] = {"require", HEAD_NAME, LEX_FACT, RESOLVE_ALL, FIELDS(REQUIRE)},
	[RULE_FORBID] = {"forbid", HEAD_NAME, LEX_ACT, RESOLVE_ALL, FIELDS(FORBID)},
	[RULE_PERMIT] = {"permit", HEAD_NAME, LEX_FUND, RESOLVE_ALL, FIELDS(PERMIT)},
	[RULE_DEADLINE] = {"deadline", HEAD_NAME, LEX_TASK, RESOLVE_ALL, FIELDS(DEADLINE)},
	[RULE_OPEN] = {"open", HEAD_ID, LEX_NONE, RESOLVE_ALL, FIELDS(OPEN)},
	[RULE_SETTLE] = {"settle", HEAD_SETTLE, LEX_NONE, RESOLVE_ONE, NULL, 0},
};

bool param_parse(struct str name, enum param *ret_p)
{
	for (int p = 0; p < PARAM_COUNT; p++) {
		if (str_is(name, PARAMS[p].name)) {
			*ret_p = (enum param)p;
			return true;
		}
	}
	return false;
}

struct str param_nearest(struct str found)
{
	struct str best = STR_NONE;
	size_t at = SIZE_MAX;

	for (int p = 0; p < PARAM_COUNT; p++)
		name_nearer(found, str_of(PARAMS[p].name), &best, &at);
	return best;
}

struct words param_words(enum param p)
{
	enum lexicon l = PARAMS[p].lexicon;

	return l == LEX_NONE ? (struct words){NULL, 0} : LEXICONS[l].words;
}

bool type_parse(struct str name, enum rule_type *ret_t)
{
	for (int t = 0; t < RULE_COUNT; t++) {
		if (str_is(name, TYPES[t].name)) {
			*ret_t = (enum rule_type)t;
			return true;
		}
	}
	return false;
}

const struct field_def *field_find(enum rule_type t, struct str name)
{
	for (size_t i = 0; i < TYPES[t].n_fields; i++) {
		if (str_is(name, TYPES[t].fields[i].name))
			return &TYPES[t].fields[i];
	}
	return NULL;
}
