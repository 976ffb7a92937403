#include "term/school_day.h"

#include "policy/conduct.h"
#include "policy/decide.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/facts.h"
#include "term/internal.h"
#include "term/labels.h"

enum { WEEK = 7, DAY_MINUTES = 1440, NOTES_MAX = 16 };
#define AFTER_LESSONS (UINT64_C(1) << WINDOW_AFTERNOON | UINT64_C(1) << WINDOW_EVENING)

struct notes {
	struct str v[NOTES_MAX];
	size_t n;
};

/* One service among the others of its school and term. */
struct judged {
	const struct rules *r;
	const struct school *school;
	const struct offering *o;
	struct school_plan beside;
	bool drafts;         /* what is planned counts: services of one day open one by one */
	bool in[KIND_COUNT]; /* kinds that are after-school service (R12) */
	struct notes *notes; /* NULL: the first finding refuses */
};

struct held_day {
	int64_t minutes;
	struct clock_time ends; /* the last of them */
};

/* --- what is held ------------------------------------------------------------------------------
 */

static bool stands(const struct judged *j, const struct offering *o)
{
	if (o->id.v == j->o->id.v)
		return true;
	if (o->state == OFFERING_CANCELLED || (!j->drafts && o->state == OFFERING_DRAFT))
		return false;
	return o->starts.day <= j->o->ends.day && o->ends.day >= j->o->starts.day;
}

static bool after_lessons(const struct offering *o, const struct slot *s)
{
	struct rule_facts f = {0};

	facts_of_slot(&f, o, s);
	return (f.is[DIM_WINDOW] & AFTER_LESSONS) != 0;
}

static void mark_service(const struct judged *j, const struct offering *o, int64_t weekday,
                         bool minute[DAY_MINUTES], struct held_day *d)
{
	size_t n;
	const struct slot *s = slots_of((struct slot *)j->beside.slot, j->beside.slot_n, o->id, &n);

	for (size_t i = 0; i < n; i++) {
		if (s[i].weekday != weekday || !after_lessons(o, &s[i]))
			continue;
		for (int32_t m = s[i].starts.minute; m < s[i].ends.minute && m < DAY_MINUTES; m++)
			minute[m] = true;
		if (s[i].ends.minute > d->ends.minute)
			d->ends = s[i].ends;
	}
}

static struct held_day day_of(const struct judged *j, int64_t grade, int64_t weekday)
{
	bool minute[DAY_MINUTES] = {false};
	struct held_day d = {0, TIME_NONE};

	for (size_t i = 0; i < j->beside.n; i++) {
		const struct offering *o = &j->beside.all[i];

		if (j->in[o->kind] && stands(j, o) && (o->grades >> grade & 1))
			mark_service(j, o, weekday, minute, &d);
	}
	for (size_t m = 0; m < DAY_MINUTES; m++)
		d.minutes += minute[m];
	return d;
}

/* --- what is asked -----------------------------------------------------------------------------
 */

static void note_put(const struct judged *j, struct str said)
{
	for (size_t i = 0; i < j->notes->n; i++) {
		if (str_eq(j->notes->v[i], said)) /* the same of another grade */
			return;
	}
	if (j->notes->n < NOTES_MAX)
		j->notes->v[j->notes->n++] = said;
}

static bool is_fault(const struct ctx *c, const char *code)
{
	return c->fault.code && strcmp(c->fault.code, code) == 0;
}

enum err require_met(struct ctx *c, const struct rules *r, const struct require_facts *f)
{
	struct fault before = c->fault;
	const struct rule *rule;
	struct str allowed;
	enum err e = require_decide(c, r, f, &allowed, &rule);

	if ((e == E_REFUSED && is_fault(c, "no_rule")) ||
	    (e == E_INPUT && is_fault(c, "fact_missing"))) {
		c->fault = before;
		return OK;
	}
	return e;
}

/* A course alone need not fill a day: of it only what is too much is told. */
static bool too_little(const struct ctx *c)
{
	return str_starts(c->fault.allowed, str_of(LEXICONS[LEX_BOUND].words.v[BOUND_AT_LEAST]));
}

/* `found` in words. */
static enum err ask(struct ctx *c, const struct judged *j, struct require_facts f, struct str found)
{
	struct fault before = c->fault;
	enum err e = require_met(c, j->r, &f);

	if (e == E_REFUSED && j->o->kind != KIND_CARE && too_little(c)) {
		c->fault = before;
		return OK;
	}
	e = show_answered(c, j->r, e);
	if (e != E_REFUSED)
		return e;
	c->fault.found = found;
	if (!j->notes)
		return e;
	struct str arg[] = {found, c->fault.allowed, c->fault.clause, c->fault.document};

	note_put(j, text_fill(c->arena, c->lang, T_term_day_short, arg, 4));
	c->fault = before;
	return OK;
}

static enum err minutes_ask(struct ctx *c, const struct judged *j, const struct rule_facts *facts,
                            int64_t weekday, int64_t minutes)
{
	struct str n = str_printf(c->arena, "%lld", (long long)minutes);
	struct str arg[] = {text(c->lang, weekday_label(weekday)), n};

	return ask(c, j, (struct require_facts){facts, S("minutes_per_day"), n, UNIT_MINUTE, NULL},
	           text_fill(c->arena, c->lang, T_term_day_minutes, arg, 2));
}

static enum err week_ask(struct ctx *c, const struct judged *j, const struct rule_facts *facts,
                         int64_t days)
{
	struct str n = str_printf(c->arena, "%lld", (long long)days);

	return ask(c, j, (struct require_facts){facts, S("days_per_week"), n, UNIT_DAY, NULL},
	           text_fill(c->arena, c->lang, T_term_week_days, &n, 1));
}

/* When people leave work is a local fact: a county states it as after_school.end_earliest. Where it
 * has not, nothing is guessed. */
static enum err end_ask(struct ctx *c, const struct judged *j, const struct rule_facts *facts,
                        int64_t weekday, struct clock_time ends)
{
	struct require_facts f = {facts, S("ends_before_off_work"), S("yes"), UNIT_NONE, NULL};
	const struct rule *earliest = NULL, *told;
	bool always;
	enum err e;

	if (j->o->kind != KIND_CARE)
		return OK;
	TRY(rules_find(c, j->r, PARAM_END_EARLIEST, facts, &earliest));
	if (!earliest) {
		told = j->notes ? require_told(c, j->r, f.name, facts, &always) : NULL;
		if (told) {
			struct str arg[] = {told->clause, told->set->document};

			note_put(j, text_fill(c->arena, c->lang, T_term_off_work_unknown, arg, 2));
		}
		return OK;
	}
	if (ends.minute >= earliest->value.time.minute)
		return OK;
	struct str arg[] = {text(c->lang, weekday_label(weekday)), time_text(c->arena, ends)};

	e = ask(c, j, f, text_fill(c->arena, c->lang, T_term_day_ends, arg, 2));
	if (e == E_REFUSED)
		c->fault.allowed = time_text(c->arena, earliest->value.time);
	return e;
}

static bool held_on(const struct judged *j, int64_t weekday)
{
	size_t n;
	const struct slot *s =
		slots_of((struct slot *)j->beside.slot, j->beside.slot_n, j->o->id, &n);

	for (size_t i = 0; i < n; i++) {
		if (s[i].weekday == weekday && after_lessons(j->o, &s[i]))
			return true;
	}
	return false;
}

static bool asked(struct ctx *c, const struct judged *j, const struct rule_facts *facts)
{
	static const char *const names[] = {"minutes_per_day", "days_per_week",
	                                    "ends_before_off_work"};
	bool always;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (require_told(c, j->r, str_of(names[i]), facts, &always))
			return true;
	}
	return false;
}

static enum err grade_judge(struct ctx *c, const struct judged *j, int64_t grade)
{
	struct rule_facts facts = facts_before(c, j->r, j->school, j->o, grade);
	int64_t days = 0;
	bool held = false;

	if (!asked(c, j, &facts))
		return OK;
	for (int64_t w = 1; w <= WEEK; w++) {
		struct held_day d = day_of(j, grade, w);

		days += d.minutes > 0;
		if (!held_on(j, w))
			continue;
		held = true;
		TRY(minutes_ask(c, j, &facts, w, d.minutes));
		TRY(end_ask(c, j, &facts, w, d.ends));
	}
	return held ? week_ask(c, j, &facts, days) : OK;
}

static enum err beside_load(struct ctx *c, struct judged *j)
{
	struct offering *all;
	struct slot *slot;

	TRY(offering_list(c, j->o->school, j->o->term, &all, &j->beside.n));
	TRY(slot_list_school(c, j->o->school, j->o->term, &slot, &j->beside.slot_n));
	j->beside.all = all;
	j->beside.slot = slot;
	return OK;
}

static enum err judge(struct ctx *c, struct judged *j)
{
	struct arena_mark mark = arena_mark(c->arena);

	for (int k = KIND_CARE; k < KIND_COUNT; k++)
		TRY(kind_in_scope(c, j->r, (enum kind)k, &j->in[k]));
	if (!j->in[j->o->kind])
		return OK;
	if (j->beside.n == 0)
		TRY(beside_load(c, j));
	for (int64_t g = 1; g <= 12; g++) {
		if (j->o->grades >> g & 1)
			TRY(grade_judge(c, j, g));
	}
	if (!j->notes)
		arena_rewind(c->arena, mark);
	return OK;
}

enum err school_day_require(struct ctx *c, const struct rules *r, const struct school *s,
                            const struct offering *o)
{
	struct judged j = {.r = r, .school = s, .o = o, .drafts = true};

	return judge(c, &j);
}

enum err school_day_hold(struct ctx *c, const struct rules *r, const struct school *s,
                         const struct offering *o, const struct school_plan *beside)
{
	struct judged j = {.r = r, .school = s, .o = o, .beside = *beside};

	return judge(c, &j);
}

enum err school_day_notes(struct ctx *c, const struct offering *o, struct str **ret_v,
                          size_t *ret_n)
{
	struct notes *notes = NEW(c->arena, struct notes);
	struct judged j = {.o = o, .notes = notes};
	struct fault before = c->fault;
	struct rules rules;
	struct school s;
	enum err e;

	if (!notes)
		return fault_broken(c, "arena");
	*ret_v = notes->v;
	*ret_n = 0;
	if (o->kind != KIND_CARE || o->state == OFFERING_CANCELLED)
		return OK;
	TRY(school_load(c, o->school, &s));
	e = rulebook_rules(c, o->county, o->school, o->starts, &rules);
	if (e == E_REFUSED) { /* no documents that day: nothing is asked */
		c->fault = before;
		return OK;
	}
	TRY(e);
	j.r = &rules;
	j.school = &s;
	TRY(judge(c, &j));
	*ret_n = notes->n;
	return OK;
}
