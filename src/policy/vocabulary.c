#include "policy/vocabulary.h"

#define WORDS(...)                                                                                 \
	{                                                                                          \
		(const char *const[]){__VA_ARGS__},                                                \
			sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)          \
	}

/* The words that have an enumeration stand in its order: bit and index of a word are the
 * enumeration's value, less one where the enumeration begins with "none". */
const struct lexicon_def LEXICONS[LEX_COUNT] = {
	[LEX_KIND] = {"kind", WORDS("care", "course", "lunch", "evening_study"), false},
	[LEX_ITEM] = {"item", WORDS("care", "course", "lunch", "evening_study", "consumables"),
                      false},
	[LEX_STAGE] = {"stage", WORDS("primary", "junior", "senior"), false},
	[LEX_AREA] = {"area", WORDS("urban", "rural"), false},
	[LEX_SEASON] = {"season", WORDS("summer", "winter"), false},
	[LEX_OWNERSHIP] = {"ownership", WORDS("public", "private"), false},
	[LEX_BOARDING] = {"boarding", WORDS("day", "boarding"), false},
	[LEX_WINDOW] = {"window",
                        WORDS("early", "noon", "afternoon", "evening", "weekend", "winter_holiday",
                              "summer_holiday"),
                        false},
	[LEX_PROVIDER] = {"provider", WORDS("school", "agency"), false},
	[LEX_SWITCH] = {"switch", WORDS("no", "yes"), false},
	[LEX_PAYEE] = {"payee", WORDS("staff", "outsider"), false},
	[LEX_PARTY] = {"party", WORDS("school", "guardian", "agency"), false},
	[LEX_WEEKDAY] = {"weekday", WORDS("mon", "tue", "wed", "thu", "fri", "sat", "sun"), false},
	[LEX_INCLUSION] = {"inclusion", WORDS("included", "excluded"), false},
	[LEX_SELF] = {"self", WORDS("counted", "warn", "ignored"), false},
	[LEX_ABOVE] = {"above", WORDS("refuse", "reduce"), false},
	[LEX_ACROSS] = {"across", WORDS("child", "family"), false},
	[LEX_COUNTED] = {"counted", WORDS("term", "month"), false},
	[LEX_OPENING] = {"opening", WORDS("none", "published"), false},
	[LEX_BILLING] = {"billing", WORDS("term", "month", "actual"), false},
	[LEX_REFUSAL] = {"refusal", WORDS("other_school", "outside_stage", "duplicate"), false},
	[LEX_PAY_MODE] = {"pay_mode", WORDS("within_total", "incremental"), false},
	[LEX_FORM] = {"form", WORDS("subsidy", "labour_fee"), false},
	[LEX_METHOD] = {"method", WORDS("share", "rate", "steps", "none", "progress"), false},
	[LEX_APPLY] = {"apply", WORDS("none", "written"), false},
	[LEX_PAID_TO] = {"paid_to", WORDS("payer", "next_bill"), false},
	[LEX_COUNTING] = {"counting", WORDS("school_days", "calendar_days"), false},
	[LEX_ABSENCE] = {"absence", WORDS("any", "excused"), false},
	[LEX_ROUND] = {"round",
                       WORDS("jiao", "jiao_up", "jiao_down", "yuan", "yuan_up", "yuan_down"),
                       false},
	[LEX_PROOF] = {"proof", WORDS("none", "required"), false},
	[LEX_BOUND] = {"bound", WORDS("at_least", "at_most", "exactly"), false},
	[LEX_LOCK] = {"lock", WORDS("at_least", "at_most", "exactly", "subset"), false},
	[LEX_ACTIVITY] = {"activity",
                          WORDS("homework", "reading", "handicraft", "sport", "arts", "science",
                                "activity", "other"),
                          true},
	[LEX_ROLE] = {"role",
                      WORDS("teacher", "class_teacher", "leader", "duty", "support", "instructor",
                            "volunteer"),
                      true},
	[LEX_CATEGORY] = {"category",
                          WORDS("poor", "low_income", "urban_low_income", "rural_low_income",
                                "destitute", "rural_destitute", "relapse_risk", "poverty_risk",
                                "sudden_hardship", "orphan", "disabled", "registered_poor"),
                          true},
	[LEX_UNIT] = {"unit",
                      WORDS("term", "month", "half_month", "week", "day", "period", "sitting",
                            "meal", "hour", "minute", "year", "pupil", "participant", "person",
                            "percent", "working_day"),
                      true},
	[LEX_REASON] = {"reason",
                        WORDS("quit", "suspension", "force_majeure", "policy_change", "absence",
                              "not_served", "transfer", "cancelled", "settlement"),
                        true},
	[LEX_ACT] = {"act",
                     WORDS("collect_by_family_committee", "collect_by_third_party",
                           "collect_across_terms", "bulk_purchase_kits", "name_kits",
                           "charge_venue", "charge_utilities", "charge_by_private_school",
                           "charge_new_items", "charge_without_service", "bundle_charges",
                           "bundle_insurance", "spend_on_utilities", "carry_over",
                           "extra_charge_for_outsiders", "new_lessons", "tests",
                           "group_make_up_lessons", "force_enrolment", "use_as_next_base"),
                     true},
	[LEX_PURPOSE] = {"purpose",
                         WORDS("staff_subsidy", "labour_fee", "direct_consumables",
                               "agency_service", "insurance", "venue", "utilities", "equipment",
                               "training", "office"),
                         true},
	[LEX_FUND] = {"fund", WORDS("fee_income", "guarantee_fund", "special_fund"), true},
	[LEX_EVENT] = {"event",
                       WORDS("issued", "effective", "term_start", "term_end", "collection",
                             "request", "quit", "year_end"),
                       true},
	[LEX_PAYER] = {"payer",
                       WORDS("school", "county", "same_level_finance", "city", "province",
                             "agency"),
                       true},
	[LEX_FACT] = {"fact",
                      WORDS("minutes_per_day", "minutes_per_period", "days_per_week",
                            "periods_per_day", "holiday_days", "satisfaction", "bidders",
                            "evaluations_per_term", "agency_price_share", "staff_share",
                            "agreement_months", "period_price", "start_time", "end_time",
                            "local_off_work_time"),
                      true},
	[LEX_TASK] = {"task",
                      WORDS("disclosure", "settlement", "refund", "income_report", "yearly_report",
                            "evaluation", "reapproval", "plan"),
                      true},
};

const struct dimension_def DIMENSIONS[DIM_BUILTIN] = {
	[DIM_KIND] = {"kind", LEX_KIND},
	[DIM_STAGE] = {"stage", LEX_STAGE},
	[DIM_AREA] = {"area", LEX_AREA},
	[DIM_SEASON] = {"season", LEX_SEASON},
	[DIM_OWNERSHIP] = {"ownership", LEX_OWNERSHIP},
	[DIM_BOARDING] = {"boarding", LEX_BOARDING},
	[DIM_BOARDING_SCHOOL] = {"boarding_school", LEX_SWITCH},
	[DIM_WINDOW] = {"window", LEX_WINDOW},
	[DIM_PROVIDER] = {"provider", LEX_PROVIDER},
	[DIM_INTEREST] = {"interest", LEX_SWITCH},
	[DIM_PAYEE] = {"payee", LEX_PAYEE},
	[DIM_ROLE] = {"role", LEX_ROLE},
	[DIM_CONTENT] = {"content", LEX_ACTIVITY},
	[DIM_CATEGORY] = {"category", LEX_CATEGORY},
	[DIM_CLASS_SIZE] = {"class_size", LEX_NONE},
	[DIM_GRADE] = {"grade", LEX_NONE},
	[DIM_SCHOOL] = {"school", LEX_NONE},
};

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

/* A name with more than a third wrong is no help. */
void name_nearer(struct str found, struct str name, struct str *best, size_t *best_at)
{
	size_t d;

	if (found.n == 0 || found.n > NEAR_LENGTH || name.n > NEAR_LENGTH)
		return;
	d = distance(found, name);
	if (d <= 1 + name.n / 3 && d < name.n && d < *best_at) {
		*best = name;
		*best_at = d;
	}
}

struct str words_nearest(struct words w, struct str found)
{
	struct str best = STR_NONE;
	size_t at = SIZE_MAX;

	for (size_t i = 0; i < w.n; i++)
		name_nearer(found, str_of(w.v[i]), &best, &at);
	return best;
}
