/* What is due: the deadlines of the documents, each on the days the rules give it. */
#include "oversight/due.h"

#include "oversight/due.sql.h"
#include "oversight/due_in.h"
#include "people/reach.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/term.h"

enum { TASKS_MOST = 64, TURNS = 2, BEFORE = 366 /* days before a term something may be due */ };

/* The terms that matter: the current one and the one before it. */
struct span_of {
	struct term term[TURNS];
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
	struct date v[2 * TURNS];
	size_t n;
};

static void day_add(struct days *d, struct date day)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].day == day.day)
			return;
	d->v[d->n++] = day;
}

/* One answer of the rules; what they cannot date for want of a fact adds nothing. */
static enum err day_ask(struct ctx *c, const struct rules *r, struct deadline_facts *f,
                        struct days *d)
{
	const struct rule *rule;
	struct date due;
	enum err e = deadline_decide(c, r, f, &due, &rule);

	if (e == OK)
		day_add(d, due);
	if (e != E_REFUSED && e != E_INPUT)
		return e;
	c->fault = (struct fault){0};
	return OK;
}

static struct date year_end(struct date of)
{
	struct date day = of;

	(void)date_of(date_civil(of).year, 12, 31, &day);
	return day;
}

/* What recurs: the first turn since `from`, and the next one from today. What counts from a day of
 * a term or a year: once for each. What counts from the document's own days: once, and *ret_past
 * when that was before all this. */
static enum err days_of(struct ctx *c, const struct rules *r, const struct rule *rule,
                        const struct rule_facts *facts, const struct span_of *s, struct days *d,
                        bool *ret_past)
{
	const struct rule_value *v = rule->field[FIELD_DUE];
	struct str event = v->n_texts ? v->texts[0] : S("");
	struct deadline_facts f = {.facts = facts, .name = rule->id, .event = DATE_NONE};

	d->n = 0;
	*ret_past = false;
	if (v->due == DUE_YEARLY || v->due == DUE_EVERY) {
		f.from = s->from;
		TRY(day_ask(c, r, &f, d));
		f.from = s->today;
		return day_ask(c, r, &f, d);
	}
	f.from = DATE_NONE;
	if (str_is(event, "year_end")) {
		f.event = year_end(s->from);
		TRY(day_ask(c, r, &f, d));
		f.event = year_end(s->today);
		return day_ask(c, r, &f, d);
	}
	if (!str_is(event, "term_start") && !str_is(event, "term_end")) {
		TRY(day_ask(c, r, &f, d));
		*ret_past = d->n > 0 && d->v[0].day < s->from.day;
		return OK;
	}
	for (size_t i = 0; i < s->n; i++) {
		f.event = str_is(event, "term_end") ? s->term[i].last_day : s->term[i].first_day;
		TRY(day_ask(c, r, &f, d));
	}
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
	if (days.n == 0)
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

enum err due_list(struct ctx *c, enum due_state state, struct task_due **ret_v, size_t *ret_n)
{
	struct due_places p = {.county = c->actor.county};
	struct school own;
	struct task_due *v;
	int64_t total;
	size_t n, kept = 0;

	TRY(reach_role(c, DUE_ROLES));
	if (actor_in(&c->actor, ROLES_AT_SCHOOL)) {
		TRY(school_get(c, c->actor.school, &own));
		p.school = &own;
		p.n = 1;
	} else {
		p.itself = true;
		TRY(school_list(c, p.county, STR_NONE, 0, 0, &p.school, &p.n, &total));
	}
	TRY(due_gather(c, &p, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (state == DUE_ANY || v[i].state == state)
			v[kept++] = v[i];
	*ret_v = v;
	*ret_n = kept;
	return OK;
}
