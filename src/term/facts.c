#include "term/facts.h"

#include "policy/charge.h"
#include "policy/decide.h"
#include "rulebook/rulebook.h"
#include "term/internal.h"

enum { HOLIDAY_DAYS_MIN = 7 };
#define WINDOW_BIT(w) (UINT64_C(1) << (w))
#define HOLIDAYS      (WINDOW_BIT(WINDOW_WINTER_HOLIDAY) | WINDOW_BIT(WINDOW_SUMMER_HOLIDAY))

/* A price by the size of the class is that of the plan families chose by: more seats later change
 * nothing of it. */
static int64_t offering_size(const struct offering *o)
{
	if (o->state != OFFERING_DRAFT)
		return o->class_size;
	return o->limited && o->seats > 0 ? o->seats : 0;
}

void facts_of_offering(struct rule_facts *f, const struct rules *r, const struct offering *o)
{
	size_t content;

	facts_of_service(f, o->kind);
	if (o->windows)
		f->is[DIM_WINDOW] = o->windows;
	fact_set(f, DIM_PROVIDER, o->agency.v != 0);
	if (words_index(LEXICONS[LEX_ACTIVITY].words, o->category, &content))
		fact_set(f, DIM_CONTENT, (int)content);
	f->is[DIM_CLASS_SIZE] = (uint64_t)offering_size(o);
	facts_declared(r, f, o->said);
}

/* --- what is asked besides ---------------------------------------------------------------------
 */

static void asked_add(const struct rules *r, enum dimension_of of, struct offering_asked *a)
{
	const struct declaration *d[RULES_DECLARED];
	size_t n = rules_declared(r, of, d, RULES_DECLARED);

	for (size_t i = 0; i < n; i++) {
		bool had = a->n == RULES_DECLARED;

		for (size_t k = 0; k < a->n && !had; k++)
			had = str_eq(a->v[k]->name, d[i]->name);
		if (!had)
			a->v[a->n++] = d[i];
	}
}

static bool subsidy_asked(const struct rules *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (const struct rule *o = r->set[i]->rules[RULE_DEDUCT]; o; o = o->next) {
			if (rules_says(r, i, o) && o->field[FIELD_AMOUNT]->type == VALUE_INSTEAD)
				return true;
		}
	}
	return false;
}

enum err offering_asked_load(struct ctx *c, county_id county, school_id school, struct date first,
                             struct offering_asked *ret_a)
{
	struct date day[2] = {first, ctx_today(c)};
	struct offering_asked a = {.n = 0};
	struct fault before = c->fault;

	for (size_t i = 0; i < 2; i++) {
		struct rules r;
		enum err e = rulebook_rules(c, county, school, day[i], &r);

		if (e == E_REFUSED) {
			c->fault = before;
			continue;
		}
		TRY(e);
		asked_add(&r, OF_SERVICE, &a);
		asked_add(&r, OF_SCHOOL, &a);
		a.subsidy = a.subsidy || subsidy_asked(&r);
	}
	*ret_a = a;
	return OK;
}

struct rule_facts service_facts(struct ctx *c, const struct rules *r, const struct pupil *p,
                                const struct offering *o)
{
	struct rule_facts f = pupil_facts(p);

	facts_of_offering(&f, r, o);
	season_set(c, r, o->starts, &f);
	return f;
}

struct rule_facts facts_before(struct ctx *c, const struct rules *r, const struct school *s,
                               const struct offering *o, int64_t grade)
{
	struct pupil any = {
		.grade = grade,
		.stage = grade_stage(grade),
		.school_code = s->code,
		.private = s->private,
		.boarding_school = s->boarding,
		.rural = s->rural,
	};
	struct rule_facts f = service_facts(c, r, &any, o);

	fact_set(&f, DIM_BOARDING, -1);
	return f;
}

struct rule_facts facts_of_plan(struct ctx *c, const struct rules *r, const struct school *s,
                                const struct offering *o)
{
	int64_t grade = 1;

	while (grade <= 12 && !(o->grades >> grade & 1))
		grade++;
	return facts_before(c, r, s, o, grade <= 12 ? grade : 0);
}

/* --- when it is held ---------------------------------------------------------------------------
 */

static uint64_t usual_window(enum kind kind)
{
	struct rule_facts f = {0};

	facts_of_service(&f, kind);
	return f.is[DIM_WINDOW];
}

void facts_of_slot(struct rule_facts *f, const struct offering *o, const struct slot *s)
{
	if (o->windows & HOLIDAYS)
		f->is[DIM_WINDOW] = o->windows & HOLIDAYS;
	else
		f->is[DIM_WINDOW] =
			s->weekday >= 6 ? WINDOW_BIT(WINDOW_WEEKEND) : usual_window(o->kind);
}

void facts_of_sitting(struct ctx *c, const struct rules *r, struct rule_facts *f,
                      const struct offering *o, struct date day, bool weekend)
{
	const struct slot held = {.weekday = weekend ? 6 : 1};

	facts_of_offering(f, r, o);
	facts_of_slot(f, o, &held);
	season_set(c, r, day, f);
}

static bool idle(const struct calendar *cal, int32_t day)
{
	const struct day *d = calendar_at(cal, (struct date){day});

	return d && !d->teaching;
}

/* The holiday all days of the service lie in; 0 when there is one of lessons among them. */
static uint64_t holiday_of_days(const struct calendar *cal, struct date starts, struct date ends)
{
	int32_t first = starts.day, last = ends.day;
	bool said = false;
	int month;

	for (int32_t d = first; d <= last; d++) {
		if (!idle(cal, d))
			return 0;
		said |= calendar_at(cal, (struct date){d})->kind == DAY_OFF;
	}
	while (idle(cal, first - 1))
		first--;
	while (idle(cal, last + 1))
		last++;
	if (!said || last - first + 1 < HOLIDAY_DAYS_MIN)
		return 0;
	month = date_civil(starts).month;
	if (month <= 3)
		return WINDOW_BIT(WINDOW_WINTER_HOLIDAY);
	return month >= 6 && month <= 9 ? WINDOW_BIT(WINDOW_SUMMER_HOLIDAY) : 0;
}

uint64_t slots_windows(const struct calendar *cal, const struct offering *o,
                       const struct slot *slot, size_t n)
{
	uint64_t holiday = holiday_of_days(cal, o->starts, o->ends), windows = 0;

	if (holiday)
		return holiday;
	for (size_t i = 0; i < n; i++)
		windows |=
			slot[i].weekday >= 6 ? WINDOW_BIT(WINDOW_WEEKEND) : usual_window(o->kind);
	return windows == usual_window(o->kind) ? 0 : windows;
}

struct str windows_text(struct arena *a, uint64_t windows)
{
	const struct words w = LEXICONS[LEX_WINDOW].words;
	struct str s = S("");

	for (size_t i = 0; i < w.n; i++) {
		if (windows >> i & 1)
			s = str_printf(a, "%.*s%s%s", STR_FMT(s), s.n ? " " : "", w.v[i]);
	}
	return s;
}

uint64_t windows_parse(struct str words)
{
	uint64_t windows = 0;
	size_t i;

	while (str_some(words)) {
		if (words_index(LEXICONS[LEX_WINDOW].words, str_cut(&words, ' '), &i))
			windows |= WINDOW_BIT(i);
	}
	return windows;
}
