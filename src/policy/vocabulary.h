/* What a rule file may say: the parameters, the type and unit of each, and their words. No number
 * stands here; numbers come from the files in policies/ (docs/policy-format.md). */
#ifndef POLICY_VOCABULARY_H
#define POLICY_VOCABULARY_H

#include "base/civil.h"
#include "base/money.h"
#include "policy/kind.h"

enum param {
	PARAM_KINDS,                 /* after_school.kinds: R12, R26 */
	PARAM_STAGES,                /* after_school.stages: R2, R25 */
	PARAM_DAYS,                  /* after_school.days: R22 */
	PARAM_MAKE_UP_DAYS,          /* after_school.make_up_days: R22 */
	PARAM_END_LATEST,            /* after_school.end_latest: R23 */
	PARAM_END_EARLIEST,          /* after_school.end_earliest: D3 */
	PARAM_EVENING_STAGES,        /* evening_study.stages: R25 */
	PARAM_EVENING_END_LATEST,    /* evening_study.end_latest: R25 */
	PARAM_EVENING_FEE,           /* evening_study.fee: R25 */
	PARAM_CARE_FEE,              /* care.parent_fee: R30 */
	PARAM_CARE_PROVIDERS,        /* care.providers: R27 */
	PARAM_CARE_REFUSAL_REASONS,  /* care.refusal_reasons: R8 */
	PARAM_COURSE_CAP,            /* course.cap: R34 */
	PARAM_COURSE_CONSUMABLES,    /* course.cap_consumables: D1 */
	PARAM_COURSE_PROVIDERS,      /* course.providers: R31 */
	PARAM_AGENCY_CATEGORIES,     /* course.agency_categories: R31 */
	PARAM_COMBINED_CAP,          /* combined.cap: care and course together */
	PARAM_COMBINED_CONSUMABLES,  /* combined.cap_consumables */
	PARAM_COMBINED_OVER,         /* combined.over: refuse the order or reduce its price */
	PARAM_SELF_PURCHASE,         /* consumables.self_purchase: D1, R37 */
	PARAM_LUNCH_FEE,             /* lunch.fee: R13, R65 */
	PARAM_SUBJECT_WORDS,         /* offering.subject_words: R31, R62 */
	PARAM_SUBJECT_EXCEPTIONS,    /* offering.subject_exceptions */
	PARAM_AGREEMENT_CARE,        /* agreement.care: R50 */
	PARAM_AGREEMENT_COURSE,      /* agreement.course: R50 */
	PARAM_GUARANTEE_RATE,        /* guarantee.rate: R29 */
	PARAM_GUARANTEE_PARTICIPANT, /* guarantee.participant: D2 */
	PARAM_BILLING_PERIOD,        /* billing.period: R59, D4 */
	PARAM_BILLING_PREPAY,        /* billing.prepay_next_term: R59 */
	PARAM_COUNT
};

enum value_type {
	VALUE_MONEY,       /* 600.00 yuan per pupil per term */
	VALUE_TIME,        /* 18:00 */
	VALUE_WORDS,       /* one or more of the parameter's words */
	VALUE_CHOICE,      /* exactly one of them */
	VALUE_TEXTS,       /* "奥数" "数学" … */
	VALUE_PARTICIPANT, /* attended at least 1 sitting | … at least 50 percent | enrolled on
	                      census day */
};

/* Indexes into the words of the choice parameters. */
enum { SWITCH_NO, SWITCH_YES };
enum { CONSUMABLES_INCLUDED, CONSUMABLES_EXCLUDED };
enum { OVER_REFUSE, OVER_REDUCE };
enum { SELF_COUNTED, SELF_WARN, SELF_IGNORED };
enum { FEE_NONE, FEE_PUBLISHED };
enum { BILLING_TERM, BILLING_MONTH, BILLING_ACTUAL };

/* Who counts for the guarantee funds (D2). BY_RULE stands only in questions, never in a file. */
enum participant_by { BY_RULE, BY_ENROLLED, BY_SITTINGS, BY_SHARE };

struct rule_value {
	struct money money;      /* VALUE_MONEY */
	struct clock_time time;  /* VALUE_TIME */
	uint32_t words;          /* VALUE_WORDS: a bit for each word */
	int choice;              /* VALUE_CHOICE: the word's index */
	const struct str *texts; /* VALUE_TEXTS */
	size_t n_texts;
	enum participant_by by; /* VALUE_PARTICIPANT */
	int64_t at_least;       /* sittings, or percent */
};

struct words {
	const char *const *v;
	size_t n;
};

struct param_def {
	const char *name;
	enum value_type type;
	const char *unit;   /* VALUE_MONEY: what must follow the amount */
	struct words words; /* VALUE_WORDS, VALUE_CHOICE */
};

extern const struct param_def PARAMS[PARAM_COUNT];

bool param_parse(struct str name, enum param *ret_p);
bool words_index(struct words w, struct str word, size_t *ret_i);
/* All of them, a blank between: what a message offers. */
struct str words_text(struct arena *a, struct words w);
/* The word that is most like `found`; STR_NONE when none is near. */
struct str words_nearest(struct words w, struct str found);
struct str param_nearest(struct str found);

/* A rule may hold for a part only; 0 in a dimension means everywhere. R24 */
enum area { AREA_NONE, AREA_URBAN, AREA_RURAL, AREA_COUNT };
enum season { SEASON_NONE, SEASON_SUMMER, SEASON_WINTER, SEASON_COUNT };
struct rule_where {
	enum stage stage;
	enum area area;
	enum season season;
};

#endif
