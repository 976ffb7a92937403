/* What is paid as a whole (R48): a day or a month whose rate a document states, once however many
 * sittings it had; and what a month's cap takes off. Both stand on sittings that are reckoned
 * already, and are reckoned from all of them. */
#include "subsidy/compute.h"
#include "subsidy/unit.sql.h"
#include "term/facts.h"

enum { UNITS_READ = 40 };

static struct date month_first(struct date day)
{
	return (struct date){day.day - (date_civil(day).day - 1)};
}

static struct date month_last(struct date day)
{
	struct date d = {day.day + 1};

	while (date_civil(d).day != 1)
		d.day++;
	return (struct date){d.day - 1};
}

/* --- which one ---------------------------------------------------------------------------------
 */

static enum err unit_there(struct ctx *c, const struct run *r, int64_t person, const char *unit,
                           struct date first, struct str rule, int64_t *ret_unit)
{
	int64_t id = env_next_id(c->env), stored;
	bool found = false;

	TRY(q_subsidy_unit_find(c, person, str_of(unit), first, rule, ret_unit, &found));
	if (found)
		return OK;
	TRY(q_subsidy_unit_insert(c, id, r->b.county, r->b.school, person, str_of(unit), first,
	                          rule, &stored, &found));
	*ret_unit = id;
	return found ? OK : E_RETRY; /* another node made it in this moment */
}

enum err unit_of(struct ctx *c, const struct run *r, int64_t person, struct date day,
                 const struct worth *w, int64_t *ret_unit)
{
	const struct rule *rule = w->terms.rule;
	int64_t cap = 0, own = 0;

	if (rule && w->terms.cap)
		TRY(unit_there(c, r, person, "cap", month_first(day), rule->id, &cap));
	if (rule && w->by != PAID_SITTING)
		TRY(unit_there(c, r, person, w->by == PAID_DAY ? "day" : "month",
		               w->by == PAID_DAY ? day : month_first(day), rule->id, &own));
	*ret_unit = own ? own : cap;
	return OK;
}

/* --- the sittings behind one -------------------------------------------------------------------
 */

struct whole {
	const struct q_units_next_row *u;
	struct date last;
	struct person p;
	bool cap;
	struct q_unit_sittings_row *s; /* those that count in it */
	size_t n;
	struct led first; /* with n: the case of the first of them, and its terms */
	struct pay_terms terms;
	bool differs;   /* they are not all paid alike */
	struct worth w; /* found, allowed: how not */
};

static struct led case_of(const struct whole *x, const struct q_unit_sittings_row *s)
{
	struct led what = LED_OF(s);

	what.role = s->role;
	what.outsider = x->p.outsider;
	what.rated = s->stated.some || x->p.rated;
	what.rate = s->stated.some ? s->stated.v : x->p.rate;
	what.per = s->stated.some ? paid_by_of(s->stated_unit) : x->p.per;
	return what;
}

static bool counts_in(const struct whole *x, const struct led *what, const struct pay_terms *t)
{
	enum paid_by by = led_paid_by(what, t);

	if (!t->rule || !str_eq(t->rule->id, x->u->rule))
		return false;
	return x->cap || by == (str_is(x->u->unit, "day") ? PAID_DAY : PAID_MONTH);
}

static struct str how(struct ctx *c, const struct whole *x, const struct led *what,
                      const struct pay_terms *t, struct date day)
{
	struct str said = x->cap        ? (t->cap ? t->cap->written : S("–"))
	                  : what->rated ? money_text(c->arena, what->rate)
	                                : t->written;

	return str_printf(c->arena, "%.*s (%.*s)", STR_FMT(said),
	                  STR_FMT(date_text(c->arena, day)));
}

static bool alike(const struct whole *x, const struct led *what, const struct pay_terms *t)
{
	if (!x->cap)
		return pay_terms_equal(t, &x->terms) && what->rated == x->first.rated &&
		       (!what->rated || what->rate.fen == x->first.rate.fen);
	return t->cap && x->terms.cap ? t->cap->money.fen == x->terms.cap->money.fen
	                              : t->cap == x->terms.cap;
}

static void compare(struct ctx *c, struct whole *x, const struct led *what,
                    const struct pay_terms *t, struct date day)
{
	if (x->differs || alike(x, what, t))
		return;
	x->differs = true;
	x->w.found = how(c, x, what, t, day);
	x->w.allowed = how(c, x, &x->first, &x->terms, x->first.day);
}

/* A month is one: the same work on its first or last day has to be paid alike. Where the documents
 * are silent then nothing differs. */
static enum err edge_see(struct ctx *c, const struct run *r, struct whole *x, struct date day)
{
	struct fault before = c->fault;
	struct pay_terms t = {0};
	struct rules rules;
	enum err e = rules_memo_rules(c, r->memo, r->b.county, r->b.school, day, &rules);

	if (e == OK)
		e = led_terms(c, &rules, &r->school, &x->first, &t);
	if (e == E_REFUSED) {
		c->fault = before;
		return OK;
	}
	TRY(e);
	if (t.rule)
		compare(c, x, &x->first, &t, day);
	return OK;
}

static enum err sittings_see(struct ctx *c, const struct run *r, struct whole *x)
{
	struct q_unit_sittings_row *v;
	size_t n;

	TRY(q_unit_sittings(c, x->u->person, r->b.school, x->u->first_day, x->last, &v, &n));
	x->s = v;
	for (size_t i = 0; i < n; i++) {
		struct led what = case_of(x, &v[i]);
		struct pay_terms t = {0};
		struct rules rules;

		TRY(rules_memo_rules(c, r->memo, r->b.county, r->b.school, v[i].day, &rules));
		TRY(led_terms(c, &rules, &r->school, &what, &t));
		if (!counts_in(x, &what, &t))
			continue;
		if (x->n == 0) {
			x->first = what;
			x->terms = t;
		}
		compare(c, x, &what, &t, v[i].day);
		x->s[x->n++] = v[i];
	}
	return OK;
}

static int by_day(const void *a, const void *b)
{
	const struct q_unit_sittings_row *x = a, *y = b;

	return x->day.day != y->day.day ? (x->day.day > y->day.day) - (x->day.day < y->day.day)
	                                : (x->id.v > y->id.v) - (x->id.v < y->id.v);
}

static int64_t days_of(struct whole *x)
{
	int64_t days = 0;

	qsort(x->s, x->n, sizeof *x->s, by_day);
	for (size_t i = 0; i < x->n; i++)
		days += i == 0 || x->s[i].day.day != x->s[i - 1].day.day;
	return days;
}

/* --- what it comes to --------------------------------------------------------------------------
 */

static enum err standing_add(struct ctx *c, const struct run *r, const struct whole *x, int64_t id,
                             struct money *io_sum)
{
	struct money m;

	TRY(q_standing(c, (sitting_id){id}, x->u->person, r->b.id, r->b.run, &m));
	return money_add(*io_sum, m, io_sum) ? OK : fault_broken(c, "subsidy overflow");
}

/* All that the statement pays for the month as it stands now, what waits to be taken back too. */
static enum err cap_see(struct ctx *c, const struct run *r, struct whole *x)
{
	struct q_units_under_row *u;
	struct money sum = FEN(0);
	size_t n;

	for (size_t i = 0; i < x->n; i++)
		TRY(standing_add(c, r, x, x->s[i].id.v, &sum));
	TRY(q_units_under(c, x->u->person, x->u->rule, x->u->first_day, x->last, &u, &n));
	for (size_t i = 0; i < n; i++)
		TRY(standing_add(c, r, x, u[i].id, &sum));
	TRY(cap_worth(c, &x->terms, sum, &x->w));
	x->w.found = money_text(c->arena, sum);
	x->w.allowed = money_text(c->arena, x->terms.cap->money);
	return OK;
}

static enum err whole_see(struct ctx *c, const struct run *r, struct whole *x)
{
	struct rules rules;

	TRY(sittings_see(c, r, x));
	if (x->n > 0 && str_is(x->u->unit, "month")) {
		TRY(edge_see(c, r, x, x->u->first_day));
		TRY(edge_see(c, r, x, x->last));
	}
	if (x->n == 0 || x->differs)
		return OK;
	if (x->cap)
		return x->terms.cap ? cap_see(c, r, x) : OK;
	TRY(rules_memo_rules(c, r->memo, r->b.county, r->b.school, x->first.day, &rules));
	return whole_worth(c, &rules, &r->school, &x->first, (int64_t)x->n, days_of(x), &x->w);
}

/* --- what is written ---------------------------------------------------------------------------
 */

static struct piece piece_of(const struct whole *x)
{
	return (struct piece){
		.id = {x->u->id}, .day = x->u->first_day, .refers = x->u->refers, .whole = true};
}

/* A row with nothing to pay, so that who looks at the difference sees what it stands on. */
static enum err stands(struct ctx *c, struct run *r, const struct whole *x, struct person p,
                       struct piece of)
{
	struct formula formula = {.text = T_subsidy_counts_so};
	struct worth w = {.requirement = S("R48"), .document = S("")};
	bool there;
	int64_t id;

	TRY(q_subsidy_detail_there(c, r->b.id, r->b.run, p.id, of.id, &id, &there));
	if (there)
		return OK;
	TRY(q_standing(c, of.id, p.id, r->b.id, r->b.run, &p.before));
	w.due = p.before;
	w.formula = formula_both(c->arena, &formula);
	of.refers = x->u->refers;
	of.unit = x->u->id;
	return detail_put(c, r, &of, &p, &w);
}

static enum err behind_put(struct ctx *c, struct run *r, const struct whole *x)
{
	struct q_units_under_row *u;
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++) {
		struct led what = case_of(x, &x->s[i]);
		struct person p = x->p;
		struct piece of = {.id = x->s[i].id,
		                   .day = x->s[i].day,
		                   .starts = x->s[i].starts,
		                   .ends = x->s[i].ends};

		p.role = what.role;
		p.rated = what.rated;
		p.rate = what.rate;
		p.per = what.per;
		TRY(stands(c, r, x, p, of));
	}
	if (x->cap)
		TRY(q_units_under(c, x->u->person, x->u->rule, x->u->first_day, x->last, &u, &n));
	for (size_t i = 0; i < n; i++)
		TRY(stands(c, r, x, x->p,
		           (struct piece){.id = {u[i].id}, .day = u[i].first_day, .whole = true}));
	return OK;
}

/* Of the batch's own month. */
static enum err whole_month(struct ctx *c, struct run *r, struct whole *x)
{
	struct piece of = piece_of(x);

	if (x->n == 0 || (x->cap && !x->terms.cap && !x->differs))
		return OK;
	if (x->differs || x->w.no)
		return person_note(c, r, &of, &x->p, x->differs ? "rate_differs" : x->w.no, STOPS,
		                   &x->w);
	if (x->cap && x->w.due.fen == 0)
		return OK;
	if (x->cap)
		TRY(person_note(c, r, &of, &x->p, "over_the_cap", TOLD, &x->w));
	else
		TRY(unit_of(c, r, x->p.id, x->u->first_day, &(struct worth){.terms = x->terms},
		            &of.unit));
	return detail_put(c, r, &of, &x->p, &x->w);
}

/* Of an approved month: what cannot be said now stands as approved. */
static enum err whole_earlier(struct ctx *c, struct run *r, struct whole *x)
{
	struct piece of = piece_of(x);
	bool put;

	if (x->n > 0 && (x->differs || x->w.no))
		return OK;
	if (x->n > 0 && !x->cap)
		TRY(unit_of(c, r, x->p.id, x->u->first_day, &(struct worth){.terms = x->terms},
		            &of.unit));
	TRY(difference_put(c, r, &of, &x->p, &x->w, &put));
	return put ? behind_put(c, r, x) : OK;
}

static enum err whole_person(struct ctx *c, struct whole *x)
{
	struct q_sitting_paid_row *paid;
	size_t n;

	x->p = (struct person){.id = x->u->person, .role = S("teacher")};
	TRY(person_load(c, &x->p, x->u->first_day));
	TRY(q_sitting_paid(c, (sitting_id){x->u->id}, &paid, &n));
	for (size_t i = 0; i < n; i++)
		if (paid[i].person == x->p.id)
			x->p.before = paid[i].paid;
	return OK;
}

static enum err unit_reckon(struct ctx *c, struct run *r, const struct q_units_next_row *u)
{
	struct whole x = {.u = u,
	                  .cap = str_is(u->unit, "cap"),
	                  .w = {.formula = S(""), .requirement = S("R48"), .document = S("")}};

	x.last = str_is(u->unit, "day") ? u->first_day : month_last(u->first_day);
	TRY(whole_person(c, &x));
	TRY(whole_see(c, r, &x));
	if (x.n > 0)
		x.p.role = x.first.role;
	return u->refers == 0 ? whole_month(c, r, &x) : whole_earlier(c, r, &x);
}

enum err some_units(struct ctx *c, struct run *r, bool settled, bool caps, int64_t *ret_place,
                    bool *ret_over)
{
	const struct q_subsidy_batch_row_row *b = &r->b;
	struct date since = {b->first_day.day - LOOK_BACK_DAYS};
	struct q_units_next_row *u;
	size_t n, i;

	TRY(settled ? q_units_settled(c, b->school, b->first_day, since, caps, b->place, UNITS_READ,
	                              &u, &n)
	            : q_units_next(c, b->school, b->first_day, b->last_day, caps, b->place,
	                           UNITS_READ, &u, &n));
	for (i = 0; i < n && r->put < SUBSIDY_STEP; i++) {
		TRY(unit_reckon(c, r, &u[i]));
		*ret_place = u[i].id;
	}
	*ret_over = i == n && n < UNITS_READ;
	return OK;
}
