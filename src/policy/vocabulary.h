/* What a rule file may say: the words, the parameters, the statements and their attributes. Reader,
 * writer, differences, forms, JSON and the tables of docs/policy-format.md all go by the tables
 * declared here. No number stands here; numbers come from the files in policies/. */
#ifndef POLICY_VOCABULARY_H
#define POLICY_VOCABULARY_H

#include "base/civil.h"
#include "base/text.h"
#include "policy/kind.h"

/* --- words ----------------------------------------------------------------------------------- */

struct words {
	const char *const *v;
	size_t n;
};
bool words_index(struct words w, struct str word, size_t *ret_i);
/* All of them, a blank between: what a message offers. */
struct str words_text(struct arena *a, struct words w);
/* The word that is most like `found`; STR_NONE when none is near. */
struct str words_nearest(struct words w, struct str found);
/* Whether the name is nearer to `found` than what *best holds (*best_at: SIZE_MAX at first); names
 * that are too different never are. */
void name_nearer(struct str found, struct str name, struct str *best, size_t *best_at);

/* Lists of words that belong together. The words of an open one may be added to by `define` in a
 * rule file; a declared word counts on from the built-in ones, at most LEXICON_WORDS in a
 * book, LEXICON_NAMES where words are only ever named one by one. */
enum lexicon {
	LEX_KIND,      /* care course lunch evening_study: in the order of enum kind */
	LEX_ITEM,      /* the kinds, then consumables */
	LEX_STAGE,     /* in the order of enum stage */
	LEX_AREA,      /* urban rural */
	LEX_SEASON,    /* summer winter */
	LEX_OWNERSHIP, /* public private */
	LEX_BOARDING,  /* day boarding */
	LEX_WINDOW,    /* early noon afternoon evening weekend winter_holiday summer_holiday */
	LEX_PROVIDER,  /* school agency */
	LEX_SWITCH,    /* no yes */
	LEX_PAYEE,     /* staff outsider */
	LEX_PARTY,     /* in the order of enum party */
	LEX_WEEKDAY,   /* mon .. sun */
	LEX_INCLUSION, /* included excluded */
	LEX_SELF,      /* counted warn ignored */
	LEX_ABOVE,     /* refuse reduce */
	LEX_ACROSS,    /* child family: whose charges a limit adds up */
	LEX_COUNTED,   /* term month: over what further units are counted */
	LEX_OPENING,   /* none published */
	LEX_BILLING,   /* term month actual */
	LEX_REFUSAL,   /* the reasons to turn a child away from care: R8 */
	LEX_PAY_MODE,  /* within_total incremental: D5 */
	LEX_FORM,      /* subsidy labour_fee */
	LEX_METHOD,    /* share rate steps none progress */
	LEX_APPLY,     /* none written */
	LEX_PAID_TO,   /* payer next_bill */
	LEX_COUNTING,  /* school_days calendar_days: how long an absence was */
	LEX_ABSENCE,   /* any excused: which absences come back */
	LEX_ROUND,     /* jiao jiao_up jiao_down yuan yuan_up yuan_down */
	LEX_PROOF,     /* none required */
	LEX_BOUND,     /* in the order of enum bound */
	LEX_LOCK,      /* in the order of enum lock */
	LEX_ACTIVITY,  /* open: homework reading … */
	LEX_ROLE,      /* open: teacher class_teacher … */
	LEX_CATEGORY,  /* open: of pupils who pay less */
	LEX_UNIT,      /* open: in the order of enum unit */
	LEX_REASON,    /* open: why money is paid back */
	LEX_ACT,       /* open: what is forbidden */
	LEX_PURPOSE,   /* open: what money may be spent on */
	LEX_FUND,      /* open: whose use is limited */
	LEX_EVENT,     /* open: what a deadline counts from */
	LEX_PAYER,     /* open: who bears a waiver or a deduction */
	LEX_FACT,      /* open: what is measured against a requirement */
	LEX_TASK,      /* open: what has to be done by a deadline */
	LEX_COUNT,
	LEX_NONE = LEX_COUNT
};
enum { LEXICON_WORDS = 64, LEXICON_NAMES = 4096 };

struct lexicon_def {
	const char *name; /* as `define` names it */
	struct words words;
	bool open;
};
extern const struct lexicon_def LEXICONS[LEX_COUNT];

/* Indexes into the words above. */
enum { SWITCH_NO, SWITCH_YES };
enum {
	WINDOW_EARLY,
	WINDOW_NOON,
	WINDOW_AFTERNOON,
	WINDOW_EVENING,
	WINDOW_WEEKEND,
	WINDOW_WINTER_HOLIDAY,
	WINDOW_SUMMER_HOLIDAY
};
enum { CONSUMABLES_INCLUDED, CONSUMABLES_EXCLUDED };
enum { OVER_REFUSE, OVER_REDUCE };
enum { ACROSS_CHILD, ACROSS_FAMILY };
enum { COUNTED_TERM, COUNTED_MONTH };
enum { SELF_COUNTED, SELF_WARN, SELF_IGNORED };
enum { FEE_NONE, FEE_PUBLISHED };
enum { BILLING_TERM, BILLING_MONTH, BILLING_ACTUAL };
enum { PAY_WITHIN_TOTAL, PAY_INCREMENTAL };
enum { FORM_SUBSIDY, FORM_LABOUR_FEE };
enum { METHOD_SHARE, METHOD_RATE, METHOD_STEPS, METHOD_NONE, METHOD_PROGRESS };
enum { APPLY_NONE, APPLY_WRITTEN };
enum { PAID_TO_PAYER, PAID_TO_NEXT_BILL };
enum { COUNT_SCHOOL_DAYS, COUNT_CALENDAR_DAYS };
enum { ABSENCE_ANY, ABSENCE_EXCUSED };
enum { ROUND_JIAO, ROUND_JIAO_UP, ROUND_JIAO_DOWN, ROUND_YUAN, ROUND_YUAN_UP, ROUND_YUAN_DOWN };
enum { PROOF_NONE, PROOF_REQUIRED };
enum bound { BOUND_AT_LEAST, BOUND_AT_MOST, BOUND_EXACTLY };
enum lock { LOCK_NONE, LOCK_AT_LEAST, LOCK_AT_MOST, LOCK_EXACTLY, LOCK_SUBSET };
enum item { ITEM_CONSUMABLES = KIND_COUNT - 1 }; /* behind the kinds in LEX_ITEM */

/* What an amount is for, or a length is counted in; declared units count on from UNIT_COUNT. */
enum unit {
	UNIT_NONE = -1,
	UNIT_TERM,
	UNIT_MONTH,
	UNIT_HALF_MONTH,
	UNIT_WEEK,
	UNIT_DAY,
	UNIT_PERIOD,
	UNIT_SITTING,
	UNIT_MEAL,
	UNIT_HOUR,
	UNIT_MINUTE,
	UNIT_YEAR,
	UNIT_PUPIL,
	UNIT_PARTICIPANT,
	UNIT_PERSON,
	UNIT_PERCENT,
	UNIT_WORKING_DAY, /* of the country's calendar: holidays.h */
	UNIT_COUNT
};

/* --- dimensions ------------------------------------------------------------------------------ */

/* What a condition (`when`) may ask. Declared dimensions, and the questions a document leaves open,
 * count on from DIM_BUILTIN. */
enum dimension {
	DIM_KIND,
	DIM_STAGE,
	DIM_AREA,
	DIM_SEASON,
	DIM_OWNERSHIP,
	DIM_BOARDING,
	DIM_BOARDING_SCHOOL, /* whether the pupil boards is another question */
	DIM_WINDOW,
	DIM_PROVIDER,
	DIM_INTEREST,
	DIM_PAYEE,
	DIM_ROLE,
	DIM_CONTENT,
	DIM_CATEGORY,
	DIM_CLASS_SIZE, /* a span of pupils; its fact is the number itself */
	DIM_GRADE,      /* 1 .. 12 */
	DIM_SCHOOL,     /* by code or list */
	DIM_BUILTIN,
	DIM_MAX = 64
};
struct dimension_def {
	const char *name;
	enum lexicon lexicon; /* LEX_NONE: class_size, grade, school */
};
extern const struct dimension_def DIMENSIONS[DIM_BUILTIN];

/* The words of the enumerations above in facts: area and season as the callers know them. R24 */
enum area { AREA_NONE, AREA_URBAN, AREA_RURAL, AREA_COUNT };
enum season { SEASON_NONE, SEASON_SUMMER, SEASON_WINTER, SEASON_COUNT };

/* --- parameters ------------------------------------------------------------------------------ */

enum param {
	PARAM_KINDS,                 /* after_school.kinds: R12, R26 */
	PARAM_WINDOWS,               /* after_school.windows: R12, D6 */
	PARAM_STAGES,                /* after_school.stages: R2, R25 */
	PARAM_DAYS,                  /* after_school.days: R22 */
	PARAM_MAKE_UP_DAYS,          /* after_school.make_up_days: R22 */
	PARAM_END_LATEST,            /* after_school.end_latest: R23 */
	PARAM_END_EARLIEST,          /* after_school.end_earliest: D3 */
	PARAM_EVENING_STAGES,        /* evening_study.stages: R25 */
	PARAM_EVENING_END_LATEST,    /* evening_study.end_latest: R25 */
	PARAM_EVENING_FEE,           /* evening_study.fee: R25 */
	PARAM_CARE_PROVIDERS,        /* care.providers: R27 */
	PARAM_CARE_REFUSAL_REASONS,  /* care.refusal_reasons: R8 */
	PARAM_COURSE_PROVIDERS,      /* course.providers: R31 */
	PARAM_AGENCY_CATEGORIES,     /* course.agency_categories: R31 */
	PARAM_LUNCH_FEE,             /* lunch.fee: R13, R65 */
	PARAM_SUBJECT_WORDS,         /* offering.subject_words: R31, R62 */
	PARAM_SUBJECT_EXCEPTIONS,    /* offering.subject_exceptions */
	PARAM_AGREEMENT_CARE,        /* agreement.care: R50 */
	PARAM_AGREEMENT_COURSE,      /* agreement.course: R50 */
	PARAM_GUARANTEE_RATE,        /* guarantee.rate: R29 */
	PARAM_GUARANTEE_PARTICIPANT, /* guarantee.participant: D2 */
	PARAM_GUARANTEE_BUDGET,      /* guarantee.budget: a year's money for a pupil */
	PARAM_BILLING_PERIOD,        /* billing.period: R59, D4 */
	PARAM_BILLING_PREPAY,        /* billing.prepay_next_term: R59 */
	PARAM_PERFORMANCE_PAY,       /* staff.performance_pay: R49, D5 */
	PARAM_SUMMER_FROM,           /* season.summer_from: R24 */
	PARAM_SUMMER_TO,             /* season.summer_to */
	PARAM_COUNT
};

enum value_type {
	VALUE_MONEY,       /* 600.00 yuan per …: rule_value.number in fen */
	VALUE_TIME,        /* 18:00 */
	VALUE_WORDS,       /* one or more words of a lexicon */
	VALUE_CHOICE,      /* exactly one of them */
	VALUE_TEXTS,       /* "奥数" "数学" … */
	VALUE_PARTICIPANT, /* attended at least 1 sitting | … at least 50 percent | enrolled on
	                      census day */
	VALUE_NUMBER,      /* 80 percent, 100 day, 3 */
	VALUE_DAY,         /* 09-30: a day of every year */
	VALUE_INSTEAD,     /* the one word that may stand instead of a value: never, all, served */
};

/* Who counts for the guarantee funds (D2). BY_RULE stands only in questions, never in a file. */
enum participant_by { BY_RULE, BY_ENROLLED, BY_SITTINGS, BY_SHARE };

struct param_def {
	const char *name;
	enum value_type type;
	const char *unit;     /* VALUE_MONEY: what must follow the amount */
	enum lexicon lexicon; /* VALUE_WORDS, VALUE_CHOICE; else LEX_NONE */
	bool scope;           /* says what after-school service is at all: above.h */
};
extern const struct param_def PARAMS[PARAM_COUNT];

bool param_parse(struct str name, enum param *ret_p);
struct str param_nearest(struct str found);
struct words param_words(enum param p); /* of VALUE_WORDS and VALUE_CHOICE */

/* --- statements ------------------------------------------------------------------------------ */

enum rule_type {
	RULE_PARAM,
	RULE_CONVERT,
	RULE_FEE,
	RULE_LIMIT,
	RULE_DEDUCT,
	RULE_WAIVER,
	RULE_REFUND,
	RULE_PAY,
	RULE_REQUIRE,
	RULE_FORBID,
	RULE_PERMIT,
	RULE_DEADLINE,
	RULE_OPEN,
	RULE_SETTLE,
	RULE_COUNT
};

/* What stands behind the statement's own word. */
enum head_shape {
	HEAD_PARAM,   /* NAME VALUE */
	HEAD_CONVERT, /* N UNIT = N UNIT */
	HEAD_ID,      /* ID "label": any name */
	HEAD_NAME,    /* NAME "label": a word of the type's lexicon */
	HEAD_SETTLE,  /* NAME WORD: an answer to `open NAME` */
};

enum field {
	FIELD_KINDS,       /* kind, over, of: VALUE_WORDS of LEX_ITEM */
	FIELD_PRICE,       /* bounded amounts: VALUE_MONEY with bound and unit, one or more */
	FIELD_BEYOND,      /* number and unit after which, then (fen) and then_unit, or then of
	                      UNIT_PERCENT of the price; one or more */
	FIELD_CAP,         /* amounts, one or more, each per another unit */
	FIELD_COLLECT,     /* VALUE_CHOICE of LEX_BILLING */
	FIELD_CONSUMABLES, /* VALUE_CHOICE of LEX_INCLUSION */
	FIELD_SELF,        /* VALUE_CHOICE of LEX_SELF */
	FIELD_ABOVE,       /* VALUE_CHOICE of LEX_ABOVE */
	FIELD_ACROSS,      /* VALUE_CHOICE of LEX_ACROSS */
	FIELD_AMOUNT,      /* VALUE_MONEY, or VALUE_INSTEAD: stated, a fact of the case */
	FIELD_PAYER,       /* VALUE_CHOICE of LEX_PAYER, one or more: then each with a share, in
	                      number and written (payers.h) */
	FIELD_CATEGORY,    /* VALUE_WORDS of LEX_CATEGORY */
	FIELD_REDUCE,      /* VALUE_INSTEAD (all), VALUE_NUMBER of percent, VALUE_MONEY */
	FIELD_PROOF,       /* VALUE_CHOICE of LEX_PROOF */
	FIELD_EXPIRES,     /* VALUE_NUMBER of a unit; VALUE_DAY, of every year or of `year` alone;
	                      VALUE_INSTEAD: never */
	FIELD_REASON,      /* VALUE_WORDS of LEX_REASON */
	FIELD_METHOD,      /* VALUE_CHOICE of LEX_METHOD */
	FIELD_UNIT,        /* VALUE_CHOICE of LEX_UNIT: choice and unit */
	FIELD_BASIS,       /* VALUE_NUMBER of a unit, VALUE_INSTEAD: served */
	FIELD_RATE,        /* refund: VALUE_MONEY; pay: bounded amounts, one or more */
	FIELD_STEP,     /* number and unit of absence, then and then_unit paid back; one or more */
	FIELD_PROGRESS, /* number: at most this part served, then: the part paid back; one or more
	                 */
	FIELD_COUNT_BY, /* VALUE_CHOICE of LEX_COUNTING */
	FIELD_IN_A_ROW, /* VALUE_NUMBER of a unit: shorter absences do not come back */
	FIELD_ABSENCE,  /* VALUE_CHOICE of LEX_ABSENCE */
	FIELD_LESS,     /* VALUE_MONEY, or VALUE_NUMBER of percent: kept of what is paid back */
	FIELD_APPLY,    /* VALUE_CHOICE of LEX_APPLY */
	FIELD_TO,       /* VALUE_CHOICE of LEX_PAID_TO */
	FIELD_WITHIN,   /* VALUE_NUMBER of a unit */
	FIELD_FORM,     /* VALUE_CHOICE of LEX_FORM */
	FIELD_ROUND,    /* VALUE_CHOICE of LEX_ROUND */
	FIELD_SERVED,   /* VALUE_NUMBER of days or sittings: when a month counts as served */
	FIELD_MEASURE,  /* at_least, at_most, exactly: VALUE_NUMBER, _MONEY, _TIME or _CHOICE (of
	                   LEX_SWITCH) with bound, one or more */
	FIELD_CODE,     /* texts[0]: a code of the refusal catalogue */
	FIELD_ONLY,     /* VALUE_WORDS of LEX_PURPOSE */
	FIELD_PORTION_LEAST, /* VALUE_CHOICE of LEX_PURPOSE and percent of what the fund received */
	FIELD_PORTION_MOST,  /* the same: no more than that */
	FIELD_DUE,           /* due, number, unit, choice (LEX_EVENT), month, day */
	FIELD_CHOICES,       /* texts and, where words stand before the labels, labels */
	FIELD_ABOUT,         /* texts[0]: the name of a parameter or statement */
	FIELD_COUNT
};

/* How the words of an attribute are read and written. */
enum shape {
	SHAPE_CHOICE,    /* WORD */
	SHAPE_WORDS,     /* WORD … */
	SHAPE_UNIT,      /* UNIT */
	SHAPE_AMOUNT,    /* AMOUNT yuan per UNIT */
	SHAPE_BOUNDED,   /* at_least|at_most|exactly AMOUNT yuan per UNIT */
	SHAPE_SPAN,      /* N UNIT */
	SHAPE_EXPIRY,    /* N UNIT, on MM-DD, on YYYY-MM-DD */
	SHAPE_SHARE,     /* WORD [N percent] */
	SHAPE_REDUCTION, /* N percent, AMOUNT yuan per UNIT */
	SHAPE_LESS,      /* AMOUNT yuan, N percent */
	SHAPE_PROGRESS,  /* N [percent] pays N [percent], parts of the whole */
	SHAPE_STEP,      /* N UNIT pays N UNIT */
	SHAPE_BEYOND,    /* N UNIT, perhaps per month, at AMOUNT yuan per UNIT or N percent */
	SHAPE_MEASURE,   /* N [UNIT], AMOUNT yuan [per UNIT], HH:MM, yes, no */
	SHAPE_DUE,       /* N UNIT before|after EVENT, yearly MM-DD, every N UNIT from EVENT */
	SHAPE_CODE,      /* a refusal's code */
	SHAPE_CHOICES,   /* "label" …, WORD "label" … */
	SHAPE_NAME,      /* a name of the reader's own */
};

struct field_def {
	const char *name; /* the attribute's word */
	enum field field;
	enum shape shape;
	enum lexicon lexicon; /* SHAPE_CHOICE, SHAPE_WORDS, SHAPE_MEASURE; else LEX_NONE */
	const char *instead;  /* the word that may stand for a value, or NULL */
	bool many;            /* may be given more than once */
	bool required;
	bool whole;       /* amounts of whole fen only, even when derived */
	enum bound bound; /* what a value means whose words do not say */
};

/* What holds when several documents speak. */
enum resolution {
	RESOLVE_ONE,    /* the lowest document that has one that fits, there the most exact */
	RESOLVE_LOWEST, /* all that fit in the lowest document that has any */
	RESOLVE_ALL,    /* all levels together; the same id in a lower document replaces */
};

struct type_def {
	const char *name;
	enum head_shape head;
	enum lexicon lexicon; /* HEAD_NAME */
	enum resolution resolution;
	const struct field_def *fields;
	size_t n_fields;
};
extern const struct type_def TYPES[RULE_COUNT];

bool type_parse(struct str name, enum rule_type *ret_t);
/* The attribute of this name; NULL when the statement has none such. */
const struct field_def *field_find(enum rule_type t, struct str name);

#endif
