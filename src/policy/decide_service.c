#include "policy/decide.h"

#include "policy/held.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

static bool after_school(enum kind k)
{
	return k == KIND_CARE || k == KIND_COURSE;
}

static bool has(const struct rule *rule, int word)
{
	return word >= 0 && rule->value.words & UINT64_C(1) << word;
}

/* The words of a set, as they stand in the file: what would have been allowed. */
static struct str allowed_words(struct ctx *c, const struct rule *rule)
{
	const struct words w = param_words(rule->param);
	struct str list = S("");

	for (size_t i = 0; i < w.n; i++) {
		if (has(rule, (int)i))
			list = str_printf(c->arena, "%.*s%s%s", STR_FMT(list), list.n ? " " : "",
			                  w.v[i]);
	}
	return list;
}

/* R2, R25: care and courses are for compulsory schooling, evening study for its own stages. */
static enum err stage_require(struct ctx *c, const struct rules *r, enum kind kind,
                              const struct rule_facts *where, struct working *told)
{
	enum param p = kind == KIND_EVENING_STUDY ? PARAM_EVENING_STAGES : PARAM_STAGES;
	enum stage stage = facts_stage(where);
	const struct rule *rule;

	if (kind == KIND_LUNCH || stage == STAGE_NONE)
		return OK;
	TRY(rules_need(c, r, p, NULL, &rule));
	if (!has(rule, (int)stage - 1))
		return rule_refuse(c, "not_eligible", rule, str_of(stage_name(stage)),
		                   allowed_words(c, rule));
	held_word(c, r, told, rule, str_of(stage_name(stage)), true);
	return OK;
}

enum err kind_stage_decide(struct ctx *c, const struct rules *r, enum kind kind,
                           const struct rule_facts *where)
{
	return stage_require(c, r, kind, where, NULL);
}

/* --- the season --------------------------------------------------------------------------------
 */

static int day_of_year(int month, int day)
{
	return month * 100 + day;
}

void season_set(struct ctx *c, const struct rules *r, struct date day, struct rule_facts *f)
{
	struct fault before = c->fault;
	const struct rule *from = NULL, *to = NULL;
	struct civil v;
	int at, first, last;
	bool summer;

	fact_set(f, DIM_SEASON, -1);
	if (!date_some(day))
		return;
	if (rules_find(c, r, PARAM_SUMMER_FROM, f, &from) != OK ||
	    rules_find(c, r, PARAM_SUMMER_TO, f, &to) != OK || from == NULL || to == NULL) {
		c->fault = before; /* unknown is an answer */
		return;
	}
	v = date_civil(day);
	at = day_of_year(v.month, v.day);
	first = day_of_year(from->value.month, from->value.day);
	last = day_of_year(to->value.month, to->value.day);
	summer = first <= last ? at >= first && at <= last : at >= first || at <= last;
	fact_set(f, DIM_SEASON, (summer ? SEASON_SUMMER : SEASON_WINTER) - 1);
}

/* --- days and times ----------------------------------------------------------------------------
 */

static bool in_window(const struct rule_facts *f, int window)
{
	return (f->is[DIM_WINDOW] >> window & 1) != 0;
}

/* R12: a holiday is open to a service where a document says so, and only there. */
static enum err holiday_require(struct ctx *c, const struct rules *r, const struct sitting_facts *f)
{
	uint64_t window = f->where.is[DIM_WINDOW];
	struct str found = str_of(LEXICONS[LEX_WINDOW].words.v[__builtin_ctzll(window)]);
	const struct rule *windows;

	TRY(rules_need(c, r, PARAM_WINDOWS, &f->where, &windows));
	if ((window & ~windows->value.words) != 0)
		return rule_refuse(c, "not_a_school_day", windows, found,
		                   allowed_words(c, windows));
	held_word(c, r, f->told, windows, found, true);
	return OK;
}

/* By which a day is one: a day of service, lessons on a make-up day, or lessons alone. */
static void day_held(struct ctx *c, const struct rules *r, const struct sitting_facts *f,
                     const struct rule *days, const struct rule *make_up)
{
	if (!after_school(f->kind))
		held_say(f->told, NULL, (struct formula){.text = T_policy_held_lessons});
	else if (has(days, f->weekday - 1))
		held_word(c, r, f->told, days,
		          str_of(LEXICONS[LEX_WEEKDAY].words.v[f->weekday - 1]), true);
	else
		held_choice(r, f->told, make_up);
}

/* R22. Evening study and lunch go with lessons; care and courses have their days. */
static enum err day_require(struct ctx *c, const struct rules *r, const struct sitting_facts *f)
{
	bool weekend = in_window(&f->where, WINDOW_WEEKEND) && f->weekday >= 6;
	const struct rule *days, *make_up;
	bool on_make_up;

	if (f->weekday < 1 || f->weekday > 7)
		return bad(c, "weekday");
	if (in_window(&f->where, WINDOW_WINTER_HOLIDAY) ||
	    in_window(&f->where, WINDOW_SUMMER_HOLIDAY))
		return holiday_require(c, r, f);
	TRY(rules_find(c, r, PARAM_MAKE_UP_DAYS, &f->where, &make_up));
	TRY(rules_need(c, r, PARAM_DAYS, &f->where, &days));
	on_make_up = make_up != NULL && make_up->value.choice == SWITCH_YES;
	if ((f->teaching || weekend) &&
	    (!after_school(f->kind) || has(days, f->weekday - 1) || (f->make_up && on_make_up))) {
		day_held(c, r, f, days, make_up);
		return OK;
	}
	return rule_refuse(c, "not_a_school_day",
	                   f->teaching && f->make_up && make_up != NULL ? make_up : days,
	                   str_of(LEXICONS[LEX_WEEKDAY].words.v[f->weekday - 1]),
	                   f->teaching || weekend ? allowed_words(c, days)
	                                          : text(c->lang, T_policy_fact_lesson_day));
}

/* What the clock of the day is held to before the end: of a clause as far as one speaks of days. */
static void start_held(struct ctx *c, const struct rules *r, const struct sitting_facts *f)
{
	const struct fault before = c->fault;
	const struct rule *days = NULL;

	if (f->told == NULL || f->classes_end.minute < 0)
		return;
	if (rules_find(c, r, PARAM_DAYS, &f->where, &days) != OK)
		c->fault = before;
	held_say(f->told, days,
	         (struct formula){.text = T_policy_held_after_class,
	                          .arg = {arg_text(time_text(c->arena, f->starts)),
	                                  arg_text(time_text(c->arena, f->classes_end))},
	                          .n = 2});
}

static enum err end_require(struct ctx *c, const struct rules *r, const struct sitting_facts *f)
{
	bool evening = f->kind == KIND_EVENING_STUDY;
	enum param last = evening ? PARAM_EVENING_END_LATEST : PARAM_END_LATEST;
	const struct rule *latest, *earliest = NULL;
	struct clock_time limit;

	TRY(rules_find(c, r, last, &f->where, &latest));
	if (!evening)
		TRY(rules_find(c, r, PARAM_END_EARLIEST, &f->where, &earliest));

	/* D3: a document may fix either end or both; with neither there is nothing to go by. */
	if (latest == NULL && earliest == NULL)
		return rules_need(c, r, last, &f->where, &latest);
	if (latest != NULL) {
		limit = f->county_end_latest.minute >= 0 && !evening ? f->county_end_latest
		                                                     : latest->value.time;
		if (f->ends.minute > limit.minute)
			return rule_refuse(c, "end_too_late", latest, time_text(c->arena, f->ends),
			                   time_text(c->arena, limit));
		held_time(c, r, f->told, latest, f->ends, limit, true);
	}
	if (earliest != NULL && f->ends.minute < earliest->value.time.minute)
		return rule_refuse(c, "end_too_early", earliest, time_text(c->arena, f->ends),
		                   time_text(c->arena, earliest->value.time));
	if (earliest != NULL)
		held_time(c, r, f->told, earliest, f->ends, earliest->value.time, false);
	return OK;
}

enum err sitting_time_decide(struct ctx *c, const struct rules *r, const struct sitting_facts *f)
{
	const struct rule *days;

	if (f->kind <= KIND_NONE || f->kind >= KIND_COUNT)
		return bad(c, "kind");
	if (f->starts.minute < 0)
		return bad(c, "starts");
	if (f->ends.minute > 1439 || f->ends.minute <= f->starts.minute)
		return bad_beside(c, "ends", T_policy_fact_later, time_text(c->arena, f->starts));
	TRY(stage_require(c, r, f->kind, &f->where, f->told));
	TRY(day_require(c, r, f));
	if (f->kind == KIND_LUNCH)
		return OK;
	if (f->classes_end.minute >= 0 && f->starts.minute < f->classes_end.minute) {
		TRY(rules_need(c, r, PARAM_DAYS, &f->where, &days));
		return rule_refuse(c, "starts_in_class_time", days, time_text(c->arena, f->starts),
		                   time_text(c->arena, f->classes_end));
	}
	start_held(c, r, f);
	return end_require(c, r, f);
}

/* --- what may be offered -----------------------------------------------------------------------
 */

enum err kind_in_scope(struct ctx *c, const struct rules *r, enum kind kind, bool *ret_in)
{
	const struct rule *rule;

	TRY(rules_find(c, r, PARAM_KINDS, NULL, &rule));
	*ret_in = rule != NULL && has(rule, (int)kind - 1);
	return OK;
}

/* Titles are compared without blanks, full-width letters folded, so that 奥　数 is 奥数. */
static struct str closed_up(struct ctx *c, struct str title)
{
	struct str folded = utf8_fold_width(c->arena, title);
	char *p = arena_take(c->arena, folded.n + 1);
	size_t n = 0;

	for (size_t i = 0; p != NULL && i < folded.n; i++) {
		if (folded.p[i] != ' ' && folded.p[i] != '\t')
			p[n++] = folded.p[i];
	}
	return (struct str){p, n};
}

/* Whether one of the exceptions covers the n bytes at `at` whole. */
static bool excepted(const struct rule *except, struct str title, size_t at, size_t n)
{
	for (size_t i = 0; except != NULL && i < except->value.n_texts; i++) {
		struct str e = except->value.texts[i];
		size_t from = at + n > e.n ? at + n - e.n : 0;

		for (; e.n >= n && from <= at; from++) {
			if (from + e.n <= title.n && str_eq(str_sub(title, from, e.n), e))
				return true;
		}
	}
	return false;
}

/* R31, R62: the first subject word that no exception explains; STR_NONE when there is none. */
static struct str subject_word(const struct rule *words, const struct rule *except,
                               struct str title)
{
	for (size_t i = 0; i < words->value.n_texts; i++) {
		struct str w = words->value.texts[i];

		for (size_t at = 0; at + w.n <= title.n; at++) {
			if (str_eq(str_sub(title, at, w.n), w) && !excepted(except, title, at, w.n))
				return w;
		}
	}
	return STR_NONE;
}

/* Why a title is none of subject teaching: a person looked, an exception covers the word, or there
 * is none in it. */
static void title_held(const struct rules *r, const struct offering_facts *f,
                       const struct rule *words, const struct rule *except, struct str title)
{
	struct str word = subject_word(words, NULL, title);
	const struct rule *rule = word.p != NULL && !f->reviewed ? except : words;

	held_say(f->told, rule,
	         (struct formula){
			 .text = f->reviewed ? T_policy_held_reviewed
	                         : word.p    ? T_policy_held_excepted
	                                     : T_policy_held_title,
			 .arg = {held_param(r, rule->param), arg_text(word.p ? word : f->title)},
			 .n = 2});
}

static enum err subject_require(struct ctx *c, const struct rules *r,
                                const struct offering_facts *f)
{
	const struct rule *words, *except;
	struct str hit, title;

	TRY(rules_find(c, r, PARAM_SUBJECT_WORDS, &f->where, &words));
	TRY(rules_find(c, r, PARAM_SUBJECT_EXCEPTIONS, &f->where, &except));
	if (words == NULL || !after_school(f->kind))
		return OK;
	title = closed_up(c, f->title);
	hit = f->reviewed ? STR_NONE : subject_word(words, except, title);
	if (hit.p != NULL)
		return rule_refuse(c, "subject_teaching", words, hit, STR_NONE);
	if (f->told != NULL)
		title_held(r, f, words, except, title);
	return OK;
}

static enum err provider_require(struct ctx *c, const struct rules *r,
                                 const struct offering_facts *f)
{
	enum param p = f->kind == KIND_CARE ? PARAM_CARE_PROVIDERS : PARAM_COURSE_PROVIDERS;
	const struct rule *providers, *categories;
	size_t category;

	if (!f->by_agency || !after_school(f->kind))
		return OK;
	TRY(rules_need(c, r, p, &f->where, &providers));
	if (!has(providers, 1))
		return rule_refuse(
			c, f->kind == KIND_CARE ? "care_needs_school_staff" : "agency_not_admitted",
			providers, S("agency"), allowed_words(c, providers));
	held_word(c, r, f->told, providers, S("agency"), true);
	TRY(rules_need(c, r, PARAM_AGENCY_CATEGORIES, &f->where, &categories));
	if (!words_index(LEXICONS[LEX_ACTIVITY].words, f->category, &category))
		return bad(c, "category");
	if (f->kind == KIND_COURSE && !has(categories, (int)category))
		return rule_refuse(c, "category_not_open", categories, f->category,
		                   allowed_words(c, categories));
	if (f->kind == KIND_COURSE)
		held_word(c, r, f->told, categories, f->category, true);
	return OK;
}

enum err offering_kind_decide(struct ctx *c, const struct rules *r, const struct offering_facts *f)
{
	const struct rule *kinds;

	if (f->kind <= KIND_NONE || f->kind >= KIND_COUNT)
		return bad(c, "kind");
	TRY(rules_need(c, r, PARAM_KINDS, NULL, &kinds));
	if (after_school(f->kind) && !has(kinds, (int)f->kind - 1))
		return rule_refuse(c, "not_eligible", kinds, str_of(kind_name(f->kind)),
		                   allowed_words(c, kinds));
	held_word(c, r, f->told, kinds, str_of(kind_name(f->kind)), has(kinds, (int)f->kind - 1));
	TRY(stage_require(c, r, f->kind, &f->where, f->told));
	TRY(provider_require(c, r, f));
	return subject_require(c, r, f);
}

enum err care_refusal_decide(struct ctx *c, const struct rules *r, struct str reason,
                             const struct rule **ret_rule)
{
	const struct rule *reasons;
	size_t i;

	TRY(rules_need(c, r, PARAM_CARE_REFUSAL_REASONS, NULL, &reasons));
	if (!words_index(LEXICONS[LEX_REFUSAL].words, reason, &i) || !has(reasons, (int)i))
		return rule_refuse(c, "care_refusal_forbidden", reasons, reason,
		                   allowed_words(c, reasons));
	*ret_rule = reasons;
	return OK;
}

enum err agreement_parties(struct ctx *c, const struct rules *r, enum kind kind, bool by_agency,
                           uint32_t *ret_parties, const struct rule **ret_rule)
{
	const struct rule *rule = NULL;
	uint32_t parties = 0;

	if (kind <= KIND_NONE || kind >= KIND_COUNT)
		return bad(c, "kind");
	if (after_school(kind)) {
		TRY(rules_need(c, r,
		               kind == KIND_CARE ? PARAM_AGREEMENT_CARE : PARAM_AGREEMENT_COURSE,
		               NULL, &rule));
		parties = (uint32_t)rule->value.words;
		if (!by_agency)
			parties &= ~PARTY_BIT(PARTY_AGENCY);
	}
	*ret_parties = parties;
	*ret_rule = rule;
	return OK;
}
