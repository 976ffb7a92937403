/* What a draft says to the pay of a school's staff (R48): each person in the role they are down
 * for, at the rate that is stated or agreed with them where one is, asked with what the subsidy
 * asks; a day and a month once, and no more than a month's cap. */
#include "policy/decide.h"
#include "subsidy/reckon.h"
#include "term/facts.h"
#include "whatif/internal.h"
#include "whatif/whatif.sql.h"

#include <stdlib.h>

/* Sittings that are asked alike, and what one of them is worth. */
struct work {
	struct led led;
	struct rule_facts facts;
	struct pay_terms terms; /* rule NULL: no document speaks of it */
	enum paid_by by;
	bool known; /* one can be reckoned; where it is not paid as a whole */
	struct money lowest, highest;
};

/* Of one person on one day, where it is paid as a whole or under a month's cap. */
struct share {
	int64_t person; /* staff, or from outside */
	const struct work *work;
	int32_t month; /* since year 0 */
	struct date day;
	int64_t sittings;
};
struct shares {
	struct share *v;
	size_t n, room;
};

struct side {
	const struct services_frame *f;
	const struct rules *rules;
	const struct offering *offering; /* in order of id */
	size_t offerings;
	struct shares shares;
	struct whatif_pay *sum;
};

static bool declined(enum err e)
{
	return e == E_REFUSED || e == E_INPUT;
}

static enum err overflow(struct ctx *c)
{
	return fault_broken(c, "what-if: staff pay");
}

static enum err pay_add(struct ctx *c, struct whatif_pay *sum, struct money lowest,
                        struct money highest)
{
	return money_add(sum->lowest, lowest, &sum->lowest) &&
	                       money_add(sum->highest, highest, &sum->highest)
	               ? OK
	               : overflow(c);
}

static bool times(struct money one, int64_t n, struct money *ret_m)
{
	struct ratio all;

	return ratio_mul(ratio_of_money(one), RATIO(n), &all) && ratio_money(all, ret_m);
}

/* --- what one of them is worth ---------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	int64_t x = ((const struct offering *)a)->id.v, y = ((const struct offering *)b)->id.v;

	return (x > y) - (x < y);
}

static struct led led_of(const struct offering *o, const struct q_whatif_sittings_row *row)
{
	return (struct led){.offering = *o,
	                    .day = row->day,
	                    .weekend = row->weekend,
	                    .starts = {0},
	                    .ends = {(int32_t)row->minutes},
	                    .role = row->role,
	                    .outsider = row->outside,
	                    .rated = row->rate.some,
	                    .rate = row->rate.v,
	                    .per = paid_by_of(row->rate_unit)};
}

/* A rate that is due with the sitting, or else what the documents leave room for. */
static enum err sitting_ask(struct ctx *c, const struct rules *r, struct work *w)
{
	struct pay_answer a;
	enum err e = led_ask(c, r, &w->facts, &w->led, &a);

	if (declined(e))
		return OK;
	TRY(e);
	w->known = !a.fixed || led_due(&w->led, &a);
	w->lowest = a.fixed ? a.amount : a.floored ? a.lowest : FEN(0);
	w->highest = a.fixed ? a.amount : a.ceiled ? a.highest : w->lowest;
	return OK;
}

static enum err work_of(struct ctx *c, const struct side *s, const struct offering *o,
                        const struct q_whatif_sittings_row *row, const struct work **ret_w)
{
	struct fault before = c->fault;
	struct work *w = NEW(c->arena, struct work);
	enum err e;

	if (!w)
		return fault_broken(c, "what-if: no memory for staff pay");
	*w = (struct work){.led = led_of(o, row)};
	w->facts = led_facts(c, s->rules, s->f->school, &w->led);
	e = pay_terms(c, s->rules, &w->facts, &w->terms);
	if (declined(e))
		w->terms = (struct pay_terms){0};
	else
		TRY(e);
	w->by = led_paid_by(&w->led, &w->terms);
	if (w->by == PAID_SITTING)
		TRY(sitting_ask(c, s->rules, w));
	c->fault = before; /* refused is an answer */
	*ret_w = w;
	return OK;
}

static bool same_rate(const struct q_whatif_sittings_row *a, const struct q_whatif_sittings_row *b)
{
	return a->rate.some == b->rate.some && a->rate.v.fen == b->rate.v.fen &&
	       str_eq(a->rate_unit, b->rate_unit);
}

static bool asked_alike(struct ctx *c, const struct side *s, const struct work *w,
                        const struct q_whatif_sittings_row *a,
                        const struct q_whatif_sittings_row *b)
{
	struct rule_facts other = w->facts;

	season_set(c, s->rules, b->day, &other);
	return b->offering.v == a->offering.v && b->weekend == a->weekend &&
	       b->outside == a->outside && b->minutes == a->minutes && str_eq(b->role, a->role) &&
	       same_rate(a, b) && other.is[DIM_SEASON] == w->facts.is[DIM_SEASON];
}

/* --- what is paid person by person ------------------------------------------------------------ */

static enum err share_add(struct ctx *c, struct shares *s, const struct work *w,
                          const struct q_whatif_sittings_row *row)
{
	struct civil day = date_civil(row->day);

	if (s->n == s->room) {
		size_t room = s->room ? 2 * s->room : 256;
		struct share *v = NEW_N(c->arena, room, struct share);

		if (!v)
			return fault_broken(c, "what-if: no memory for staff pay");
		for (size_t i = 0; i < s->n; i++)
			v[i] = s->v[i];
		s->v = v;
		s->room = room;
	}
	s->v[s->n++] = (struct share){.person = row->person,
	                              .work = w,
	                              .month = day.year * 12 + day.month,
	                              .day = row->day,
	                              .sittings = row->sittings};
	return OK;
}

static int order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* By person, statement, month; within it what is paid alike, by day. */
static int compare(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	const struct rule *p = x->work->terms.rule, *q = y->work->terms.rule;
	int order = order_of(x->person, y->person);

	if (order == 0)
		order = str_cmp(p->id, q->id);
	if (order == 0)
		order = order_of(p->line, q->line);
	if (order == 0)
		order = order_of(x->month, y->month);
	if (order == 0)
		order = order_of(x->work->by, y->work->by);
	return order != 0 ? order : order_of(x->day.day, y->day.day);
}

static bool paid_alike(const struct share *a, const struct share *b)
{
	return a->work->led.rated == b->work->led.rated &&
	       a->work->led.rate.fen == b->work->led.rate.fen;
}

/* One day or one month: v[0 .. n). Parts of it that state different rates leave it unsaid, as they
 * stop a subsidy. */
static enum err whole_add(struct ctx *c, const struct side *s, const struct share *v, size_t n,
                          struct money *io_due)
{
	const struct work *w = v->work;
	struct fault before = c->fault;
	int64_t days = 0, sittings = 0;
	struct pay_answer a;
	bool alike = true;
	enum err e;

	for (size_t i = 0; i < n; i++) {
		days += i == 0 || v[i].day.day != v[i - 1].day.day;
		sittings += v[i].sittings;
		alike = alike && paid_alike(v, &v[i]);
	}
	e = whole_ask(c, s->rules, &w->facts, &w->led, &w->terms, sittings, days, &a);
	if (!declined(e))
		TRY(e);
	c->fault = before;
	if (e != OK || !alike || !a.fixed) {
		s->sum->unknown += sittings;
		return OK;
	}
	s->sum->sittings += sittings;
	return money_add(*io_due, a.amount, io_due) ? OK : overflow(c);
}

static enum err part_add(struct ctx *c, const struct side *s, const struct share *v, size_t n,
                         struct money *io_due)
{
	const struct work *w = v->work;
	struct money due;

	if (w->by != PAID_SITTING)
		return whole_add(c, s, v, n, io_due);
	if (!w->known) {
		s->sum->unknown += v->sittings;
		return OK;
	}
	s->sum->sittings += v->sittings;
	return times(w->highest, v->sittings, &due) && money_add(*io_due, due, io_due)
	               ? OK
	               : overflow(c);
}

/* How many of v[0 .. n) are one day, one month or, paid by the sitting, one row. */
static size_t part_of(const struct share *v, size_t n)
{
	enum paid_by by = v->work->by;
	size_t i = 1;

	while (i < n && by != PAID_SITTING && v[i].work->by == by &&
	       (by == PAID_MONTH || v[i].day.day == v->day.day))
		i++;
	return i;
}

/* A month of one person by one statement: v[0 .. n). */
static enum err month_add(struct ctx *c, const struct side *s, const struct share *v, size_t n)
{
	const struct rule_value *cap = v->work->terms.cap;
	struct money due = FEN(0);

	for (size_t i = 0, part; i < n; i += part) {
		part = part_of(&v[i], n - i);
		TRY(part_add(c, s, &v[i], part, &due));
	}
	if (cap && due.fen > cap->money.fen)
		due = cap->money;
	return pay_add(c, s->sum, due, due);
}

static enum err shares_sum(struct ctx *c, const struct side *s)
{
	struct share *v = s->shares.v;

	if (s->shares.n > 0)
		qsort(v, s->shares.n, sizeof *v, compare);
	for (size_t i = 0, n; i < s->shares.n; i += n) {
		for (n = 1; i + n < s->shares.n; n++) {
			if (v[i + n].person != v[i].person || v[i + n].month != v[i].month ||
			    v[i + n].work->terms.rule != v[i].work->terms.rule)
				break;
		}
		TRY(month_add(c, s, &v[i], n));
	}
	return OK;
}

/* --- all of a school -------------------------------------------------------------------------- */

static bool by_person(const struct work *w)
{
	return w->terms.rule != NULL && (w->by != PAID_SITTING || (w->terms.cap && w->known));
}

/* From row *io_i on: all that are asked alike. */
static enum err rows_add(struct ctx *c, struct side *s, const struct q_whatif_sittings_row *row,
                         size_t rows, size_t *io_i)
{
	const struct q_whatif_sittings_row *first = &row[*io_i];
	const struct offering key = {.id = first->offering},
			      *o = bsearch(&key, s->offering, s->offerings, sizeof key, by_id);
	struct money lowest, highest;
	const struct work *w;
	int64_t sittings = 0;

	if (!o)
		return fault_broken(c, "what-if: a sitting of no service");
	TRY(work_of(c, s, o, first, &w));
	do {
		if (by_person(w))
			TRY(share_add(c, &s->shares, w, &row[*io_i]));
		else
			sittings += row[*io_i].sittings;
		++*io_i;
	} while (*io_i < rows && asked_alike(c, s, w, first, &row[*io_i]));
	if (!w->known) {
		s->sum->unknown += sittings;
		return OK;
	}
	s->sum->sittings += sittings;
	return times(w->lowest, sittings, &lowest) && times(w->highest, sittings, &highest)
	               ? pay_add(c, s->sum, lowest, highest)
	               : overflow(c);
}

enum err pay_ask(struct ctx *c, const struct services_frame *f, const struct offering *o, size_t n,
                 struct whatif_school *s)
{
	struct q_whatif_sittings_row *row;
	size_t rows;

	TRY(q_whatif_sittings(c, f->school->id, f->ask->term->id, &row, &rows));
	for (int side = 0; side < WHATIF_SIDES; side++) {
		struct arena_mark mark = arena_mark(c->arena);
		struct side one = {.f = f,
		                   .rules = &f->rules[side],
		                   .offering = o,
		                   .offerings = n,
		                   .sum = &s->pay[side]};

		for (size_t i = 0; i < rows;)
			TRY(rows_add(c, &one, row, rows, &i));
		TRY(shares_sum(c, &one));
		arena_rewind(c->arena, mark);
	}
	return OK;
}
