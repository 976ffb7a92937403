/* What is due: the deadlines of the documents, each on the days the rules give it. */
#include "oversight/due.h"

#include "oversight/due.sql.h"
#include "oversight/due_in.h"
#include "people/reach.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/term.h"

enum {
	TASKS_MOST = 64,
	TERMS = 2,
	TURNS_MOST = 120, /* of what recurs, in two terms; fewer days than that have no turns */
	BEFORE = 366      /* days before a term something may be due */
};

/* The terms that matter: the current one and the one before it. */
struct span_of {
	struct term term[TERMS];
	size_t n;
	struct date from; /* what was due before is left out */
	struct date today;
};

static enum err span_read(struct ctx *c, county_id county, struct span_of *s)
{
	bool found = false;
	struct term now = {.name = STR_NONE}, *v;
	size_t n;

	*s = (struct span_of){.from = ctx_today(c), .today = ctx_today(c)};
	TRY(term_current(c, county, &now, &found));
	if (!found)
		return OK;
	TRY(term_list(c, county, &v, &n));
	for (size_t i = n; i-- > 0;) {
		if (v[i].first_day.day < now.first_day.day) {
			s->term[0] = v[i];
			s->n = 1;
		}
	}
	s->term[s->n++] = now;
	if (s->term[0].first_day.day < s->from.day)
		s->from = s->term[0].first_day;
	return OK;
}

/* --- the days of one deadline ------------------------------------------------------------------
 */

struct days {
	struct date v[TURNS_MOST + 1];
	size_t n;
	struct str unknown; /* the year whose days off have to be known for another one */
};

static void day_add(struct days *d, struct date day)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].day == day.day)
			return;
	if (d->n < TURNS_MOST)
		d->v[d->n++] = day;
}

/* One answer of the rules; DATE_NONE: they cannot date it for want of a fact. */
static enum err day_ask(struct ctx *c, const struct rules *r, const struct deadline_facts *f,
                        struct days *d, struct date *ret_day)
{
	const struct rule *rule;
	enum err e = deadline_decide(c, r, f, ret_day, &rule);

	if (e == OK)
		return OK;
	*ret_day = DATE_NONE;
	if (e != E_REFUSED && e != E_INPUT)
		return e;
	if (strcmp(c->fault.code, "holidays_unknown") == 0)
		d->unknown = c->fault.found;
	c->fault = (struct fault){0};
	return OK;
}

static enum err day_once(struct ctx *c, const struct rules *r, const struct deadline_facts *f,
                         struct days *d)
{
	struct date day;

	TRY(day_ask(c, r, f, d, &day));
	if (date_some(day))
		day_add(d, day);
	return OK;
}

/* Every turn since f->from up to the next one from today, none after `last` (DATE_NONE: no end). */
static enum err turns_ask(struct ctx *c, const struct rules *r, struct deadline_facts *f,
                          struct date today, struct date last, struct days *d)
{
	struct date day;

	do {
		TRY(day_ask(c, r, f, d, &day));
		if (!date_some(day) || (date_some(last) && day.day > last.day))
			break;
		day_add(d, day);
		f->from.day = day.day + 1;
	} while (day.day < today.day && d->n < TURNS_MOST);
	return OK;
}

static struct date year_end(struct date of)
{
	struct date day = of;

	(void)date_of(date_civil(of).year, 12, 31, &day);
	return day;
}

/* What recurs: its turns. What counts from a day of a term or a year: once for each. What counts
 * from the document's own days: once, and *ret_past when that was before all this. */
static enum err days_of(struct ctx *c, const struct rules *r, const struct rule *rule,
                        const struct rule_facts *facts, const struct span_of *s, struct days *d,
                        bool *ret_past)
{
	const struct rule_value *v = rule->field[FIELD_DUE];
	struct str event = v->n_texts ? v->texts[0] : S("");
	struct deadline_facts f = {
		.facts = facts, .name = rule->id, .event = DATE_NONE, .from = DATE_NONE};
	bool ending = str_is(event, "term_end"),
	     turns = v->due == DUE_YEARLY || v->due == DUE_EVERY;

	d->n = 0;
	d->unknown = STR_NONE;
	*ret_past = false;
	if (ending || str_is(event, "term_start")) {
		for (size_t i = 0; i < s->n; i++) {
			const struct term *t = &s->term[i];

			f.event = f.from = ending ? t->last_day : t->first_day;
			TRY(turns ? turns_ask(c, r, &f, s->today, ending ? DATE_NONE : t->last_day,
			                      d)
			          : day_once(c, r, &f, d));
		}
		return OK;
	}
	if (turns) {
		f.from = s->from;
		if (str_is(event, "year_end")) /* the one before */
			f.event = year_end((struct date){s->from.day - 366});
		return turns_ask(c, r, &f, s->today, DATE_NONE, d);
	}
	if (str_is(event, "year_end")) {
		f.event = year_end(s->from);
		TRY(day_once(c, r, &f, d));
		f.event = year_end(s->today);
		return day_once(c, r, &f, d);
	}
	TRY(day_once(c, r, &f, d));
	*ret_past = d->n > 0 && d->v[0].day < s->from.day;
	return OK;
}

/* --- one place ---------------------------------------------------------------------------------
 */

struct gathered {
	struct ctx *c;
	struct task_due *v;
	size_t n, room;
};

static struct task_due *due_add(struct gathered *g)
{
	if (g->n == g->room) {
		size_t room = g->room ? 2 * g->room : 64;
		struct task_due *v = NEW_N(g->c->arena, room, struct task_due);

		if (!v)
			return NULL;
		for (size_t i = 0; i < g->n; i++)
			v[i] = g->v[i];
		g->v = v;
		g->room = room;
	}
	return &g->v[g->n++];
}

/* As the document counts, and why that comes to no day yet. */
static struct str when_told(struct ctx *c, struct str when, struct str year)
{
	struct str said[2] = {when, text_fill(c->arena, c->lang, T_policy_days_unknown, &year, 1)};

	return text_fill(c->arena, c->lang, T_due_when_unknown, said, 2);
}

static enum err rule_add(struct gathered *g, const struct rules *r, const struct rule *rule,
                         const struct rule_facts *facts, const struct span_of *s)
{
	struct ctx *c = g->c;
	struct task_due one = {
		.task = rule->id,
		.title = str_some(rule->label) ? rule->label : show_name(c->lang, rule),
		.when = show_field(c->arena, c->lang, rule, FIELD_DUE),
		.clause = show_clause_public(c->arena, c->lang, rule),
		.document = rule->set->document,
		.day = DATE_NONE,
	};
	struct task_due *d;
	struct days days;
	bool past;

	TRY(days_of(c, r, rule, facts, s, &days, &past));
	if (past)
		return OK;
	if (days.n == 0 || str_some(days.unknown))
		days.v[days.n++] = DATE_NONE;
	for (size_t i = 0; i < days.n; i++) {
		/* Nobody was asked for it before the document was in force. */
		if (date_some(days.v[i]) && days.v[i].day < rule->set->from.day)
			continue;
		d = due_add(g);
		if (!d)
			return fault_broken(c, "arena");
		*d = one;
		d->day = days.v[i];
		if (!date_some(d->day) && str_some(days.unknown))
			d->when = when_told(c, one.when, days.unknown);
	}
	return OK;
}

/* Every task the documents date, each once: the lowest document first. */
static size_t tasks_of(const struct rules *r, const struct rule **v)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		for (const struct rule *o = r->set[i]->rules[RULE_DEADLINE]; o; o = o->next) {
			size_t k = 0;

			while (k < n && !str_eq(v[k]->id, o->id))
				k++;
			if (k == n && n < TASKS_MOST && rules_says(r, i, o))
				v[n++] = o;
		}
	}
	return n;
}

static enum err place_rules(struct gathered *g, const struct rules *r,
                            const struct rule_facts *facts, const struct span_of *s)
{
	const struct rule *task[TASKS_MOST], *rule;
	size_t n = tasks_of(r, task);

	for (size_t i = 0; i < n; i++) {
		enum err e = rules_named(g->c, r, RULE_DEADLINE, task[i]->id, facts, &rule);

		/* Whether it holds here asks what nobody knows: told without a day. */
		if (e == E_REFUSED || e == E_INPUT) {
			g->c->fault = (struct fault){0};
			rule = task[i];
			e = OK;
		}
		TRY(e);
		if (rule != NULL)
			TRY(rule_add(g, r, rule, facts, s));
	}
	return OK;
}

static int sooner(const void *pa, const void *pb)
{
	const struct task_due *a = pa, *b = pb;
	int64_t x = date_some(a->day) ? a->day.day : INT64_MAX,
		y = date_some(b->day) ? b->day.day : INT64_MAX;

	return x != y ? (x > y) - (x < y) : str_cmp(a->task, b->task);
}

/* What is due of a school (NULL: of the county itself), in order. */
static enum err place_add(struct gathered *g, struct rules_memo *memo, county_id county,
                          const struct school *school, const struct span_of *s)
{
	struct rule_facts facts = school ? school_facts(school) : (struct rule_facts){0};
	struct ctx *c = g->c;
	struct rules rules;
	size_t first = g->n;
	enum err e = rules_memo_rules(c, memo, county, school ? school->id : ID_NONE(school_id),
	                              s->today, &rules);

	if (e == E_REFUSED) { /* no document is in force here */
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
	TRY(place_rules(g, &rules, &facts, s));
	for (size_t i = first; school && i < g->n; i++) {
		g->v[i].school = school->id;
		g->v[i].school_name = school->name;
	}
	if (g->n > first)
		qsort(g->v + first, g->n - first, sizeof *g->v, sooner);
	return OK;
}

/* --- what was done about it --------------------------------------------------------------------
 */

static enum err states_set(struct ctx *c, county_id county, const struct span_of *s,
                           struct gathered *g)
{
	struct q_due_records_row *row;
	size_t n;

	TRY(q_due_records(c, county, (struct date){s->from.day - BEFORE}, &row, &n));
	for (size_t i = 0; i < g->n; i++) {
		struct task_due *d = &g->v[i];

		for (size_t k = 0; k < n && !d->done; k++)
			if (row[k].school == d->school.v && row[k].day.day == d->day.day &&
			    str_eq(row[k].task, d->task))
				d->done = row[k].id;
		d->state = !date_some(d->day)          ? DUE_CASE
		           : d->done                   ? DUE_DONE
		           : d->day.day < s->today.day ? DUE_OVERDUE
		                                       : DUE_OPEN;
	}
	return OK;
}

enum err due_gather(struct ctx *c, const struct due_places *p, struct task_due **ret_v,
                    size_t *ret_n)
{
	struct gathered g = {.c = c};
	struct rules_memo *memo;
	struct span_of span;

	TRY(rules_memo_new(c, &memo));
	TRY(span_read(c, p->county, &span));
	if (p->itself)
		TRY(place_add(&g, memo, p->county, NULL, &span));
	for (size_t i = 0; i < p->n; i++)
		TRY(place_add(&g, memo, p->county, &p->school[i], &span));
	TRY(states_set(c, p->county, &span, &g));
	*ret_v = g.v;
	*ret_n = g.n;
	return OK;
}

enum err due_places_own(struct ctx *c, struct due_places *ret_p)
{
	struct school *own;

	TRY(reach_role(c, DUE_ROLES));
	*ret_p = (struct due_places){.county = c->actor.county};
	if (!actor_in(&c->actor, ROLES_AT_SCHOOL)) {
		ret_p->itself = true;
		return OK;
	}
	own = NEW(c->arena, struct school);
	if (!own)
		return fault_broken(c, "arena");
	ret_p->school = own;
	ret_p->n = 1;
	return school_get(c, c->actor.school, own);
}

enum err due_list(struct ctx *c, struct task_due **ret_v, size_t *ret_n)
{
	struct due_places p;
	int64_t total;

	TRY(due_places_own(c, &p));
	if (p.itself)
		TRY(school_list(c, p.county, STR_NONE, 0, 0, &p.school, &p.n, &total));
	return due_gather(c, &p, ret_v, ret_n);
}

size_t due_keep(struct task_due *v, size_t n, enum due_state state)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (state == DUE_ANY || v[i].state == state)
			v[kept++] = v[i];
	return kept;
}
