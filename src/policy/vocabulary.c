#include "policy/vocabulary.h"

#define WORDS(...)                                                                                 \
	{                                                                                          \
		(const char *const[]){__VA_ARGS__},                                                \
			sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)          \
	}
#define PER_PUPIL   "yuan per pupil per term"
#define KIND_WORDS  WORDS("care", "course", "lunch", "evening_study")
#define STAGE_WORDS WORDS("primary", "junior", "senior")
#define DAY_WORDS   WORDS("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#define PARTY_WORDS WORDS("school", "guardian", "agency")
#define IN_OR_OUT   WORDS("included", "excluded")
#define NO_OR_YES   WORDS("no", "yes")

/* The words of KINDS, STAGES, days and parties stand in the order of their enumerations, so that a
 * bit is 1 << (value - first value). */
const struct param_def PARAMS[PARAM_COUNT] = {
	[PARAM_KINDS] = {"after_school.kinds", VALUE_WORDS, NULL, KIND_WORDS},
	[PARAM_STAGES] = {"after_school.stages", VALUE_WORDS, NULL, STAGE_WORDS},
	[PARAM_DAYS] = {"after_school.days", VALUE_WORDS, NULL, DAY_WORDS},
	[PARAM_MAKE_UP_DAYS] = {"after_school.make_up_days", VALUE_CHOICE, NULL, NO_OR_YES},
	[PARAM_END_LATEST] = {"after_school.end_latest", VALUE_TIME, NULL, {NULL, 0}},
	[PARAM_END_EARLIEST] = {"after_school.end_earliest", VALUE_TIME, NULL, {NULL, 0}},
	[PARAM_EVENING_STAGES] = {"evening_study.stages", VALUE_WORDS, NULL, STAGE_WORDS},
	[PARAM_EVENING_END_LATEST] = {"evening_study.end_latest", VALUE_TIME, NULL, {NULL, 0}},
	[PARAM_EVENING_FEE] = {"evening_study.fee", VALUE_CHOICE, NULL, WORDS("none", "published")},
	[PARAM_CARE_FEE] = {"care.parent_fee", VALUE_MONEY, PER_PUPIL, {NULL, 0}},
	[PARAM_CARE_PROVIDERS] = {"care.providers", VALUE_WORDS, NULL, WORDS("school", "agency")},
	[PARAM_CARE_REFUSAL_REASONS] = {"care.refusal_reasons", VALUE_WORDS, NULL,
                                        WORDS("other_school", "outside_stage", "duplicate")},
	[PARAM_COURSE_CAP] = {"course.cap", VALUE_MONEY, PER_PUPIL, {NULL, 0}},
	[PARAM_COURSE_CONSUMABLES] = {"course.cap_consumables", VALUE_CHOICE, NULL, IN_OR_OUT},
	[PARAM_COURSE_PROVIDERS] = {"course.providers", VALUE_WORDS, NULL,
                                    WORDS("school", "agency")},
	[PARAM_AGENCY_CATEGORIES] = {"course.agency_categories", VALUE_WORDS, NULL,
                                     WORDS("homework", "reading", "handicraft", "sport", "arts",
                                           "science", "activity", "other")},
	[PARAM_COMBINED_CAP] = {"combined.cap", VALUE_MONEY, PER_PUPIL, {NULL, 0}},
	[PARAM_COMBINED_CONSUMABLES] = {"combined.cap_consumables", VALUE_CHOICE, NULL, IN_OR_OUT},
	[PARAM_COMBINED_OVER] = {"combined.over", VALUE_CHOICE, NULL, WORDS("refuse", "reduce")},
	[PARAM_SELF_PURCHASE] = {"consumables.self_purchase", VALUE_CHOICE, NULL,
                                 WORDS("counted", "warn", "ignored")},
	[PARAM_LUNCH_FEE] = {"lunch.fee", VALUE_CHOICE, NULL, WORDS("none", "published")},
	[PARAM_SUBJECT_WORDS] = {"offering.subject_words", VALUE_TEXTS, NULL, {NULL, 0}},
	[PARAM_SUBJECT_EXCEPTIONS] = {"offering.subject_exceptions", VALUE_TEXTS, NULL, {NULL, 0}},
	[PARAM_AGREEMENT_CARE] = {"agreement.care", VALUE_WORDS, NULL, PARTY_WORDS},
	[PARAM_AGREEMENT_COURSE] = {"agreement.course", VALUE_WORDS, NULL, PARTY_WORDS},
	[PARAM_GUARANTEE_RATE] = {"guarantee.rate",
                                  VALUE_MONEY,
                                  "yuan per participant per term",
                                  {NULL, 0}},
	[PARAM_GUARANTEE_PARTICIPANT] = {"guarantee.participant",
                                         VALUE_PARTICIPANT,
                                         NULL,
                                         {NULL, 0}},
	[PARAM_BILLING_PERIOD] = {"billing.period", VALUE_CHOICE, NULL,
                                  WORDS("term", "month", "actual")},
	[PARAM_BILLING_PREPAY] = {"billing.prepay_next_term", VALUE_CHOICE, NULL, NO_OR_YES},
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

bool words_index(struct words w, struct str word, size_t *ret_i)
{
	for (size_t i = 0; i < w.n; i++) {
		if (str_is(word, w.v[i])) {
			*ret_i = i;
			return true;
		}
	}
	return false;
}

struct str words_text(struct arena *a, struct words w)
{
	struct str text = S("");

	for (size_t i = 0; i < w.n; i++)
		text = str_printf(a, "%.*s%s%s", STR_FMT(text), i ? " " : "", w.v[i]);
	return text;
}

enum { NEAR_LENGTH = 64 };

/* How many letters have to change (Levenshtein), in bytes: names are ASCII. */
static size_t distance(struct str a, struct str b)
{
	size_t row[NEAR_LENGTH + 1];

	for (size_t k = 0; k <= b.n; k++)
		row[k] = k;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t k = 1; k <= b.n; k++) {
			size_t change = diagonal + (a.p[i - 1] != b.p[k - 1]);
			size_t step = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;

			diagonal = row[k];
			row[k] = change < step ? change : step;
		}
	}
	return row[b.n];
}

/* Keeps the nearest name seen so far; a name with more than a third wrong is no help. */
static void nearer(struct str found, const char *name, struct str *best, size_t *best_at)
{
	struct str s = str_of(name);
	size_t d;

	if (found.n == 0 || found.n > NEAR_LENGTH || s.n > NEAR_LENGTH)
		return;
	d = distance(found, s);
	if (d <= 1 + s.n / 3 && d < s.n && d < *best_at) {
		*best = s;
		*best_at = d;
	}
}

struct str words_nearest(struct words w, struct str found)
{
	struct str best = STR_NONE;
	size_t at = SIZE_MAX;

	for (size_t i = 0; i < w.n; i++)
		nearer(found, w.v[i], &best, &at);
	return best;
}

struct str param_nearest(struct str found)
{
	struct str best = STR_NONE;
	size_t at = SIZE_MAX;

	for (int p = 0; p < PARAM_COUNT; p++)
		nearer(found, PARAMS[p].name, &best, &at);
	return best;
}
