/* What a draft says to the pay of a school's staff (R48): sitting by sitting, each person in the
 * role they are down for; by the day or the month where a document states such a rate, once for
 * each who is down for it, and no more than a month's cap. */
#include "policy/decide.h"
#include "policy/rounding.h"
#include "policy/staff.h"
#include "term/facts.h"
#include "whatif/internal.h"
#include "whatif/whatif.sql.h"

#include <stdlib.h>

static const struct offering *offering_of(const struct offering *o, size_t n, offering_id id)
{
	for (size_t i = 0; i < n; i++) {
		if (o[i].id.v == id.v)
			return &o[i];
	}
	return NULL;
}

/* The service's own, in the season and at the time of day of the sitting, and the role. */
static struct rule_facts pay_facts_of(struct ctx *c, const struct services_frame *f, int side,
                                      const struct offering *o,
                                      const struct q_whatif_sittings_row *row)
{
	struct rule_facts facts = facts_at(STAGE_NONE, f->school->rural ? AREA_RURAL : AREA_URBAN);
	size_t role;

	facts.school = f->school->code;
	fact_set(&facts, DIM_OWNERSHIP, f->school->private);
	fact_set(&facts, DIM_BOARDING_SCHOOL, f->school->boarding);
	fact_set(&facts, DIM_PAYEE, o->agency.v != 0 || row->outside);
	if (words_index(LEXICONS[LEX_ROLE].words, row->role, &role))
		fact_set(&facts, DIM_ROLE, (int)role);
	facts_of_sitting(c, &f->rules[side], &facts, o, row->day, row->weekend);
	return facts;
}

/* By the sitting where the rules can be asked so, else by the minute, which they may convert. */
static enum err pay_of(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                       int64_t sittings, int64_t minutes, struct pay_answer *ret_a, bool *ret_known)
{
	struct fault before = c->fault;
	struct pay_facts p = {.facts = facts, .unit = UNIT_SITTING, .form = -1};
	enum err e;

	p.quantity = RATIO(sittings);
	e = pay_decide(c, r, &p, ret_a);
	if (e == E_REFUSED || e == E_INPUT) {
		p.unit = UNIT_MINUTE;
		p.quantity = RATIO(minutes);
		e = pay_decide(c, r, &p, ret_a);
	}
	*ret_known = e == OK;
	if (e == E_REFUSED || e == E_INPUT) {
		c->fault = before;
		return OK;
	}
	return e;
}

static bool pay_add(struct whatif_pay *sum, const struct pay_answer *a)
{
	struct money lowest = a->fixed ? a->amount : a->floored ? a->lowest : FEN(0);
	struct money highest = a->fixed ? a->amount : a->ceiled ? a->highest : lowest;

	return money_add(sum->lowest, lowest, &sum->lowest) &&
	       money_add(sum->highest, highest, &sum->highest);
}

/* The sittings of the same service that are asked with the same facts as the first: *io_i moves
 * over them, and they are one. */
static struct q_whatif_sittings_row together(struct ctx *c, const struct rules *r,
                                             const struct rule_facts *facts,
                                             const struct q_whatif_sittings_row *row, size_t rows,
                                             size_t *io_i)
{
	struct q_whatif_sittings_row sum = row[*io_i];
	struct rule_facts other = *facts;

	for (++*io_i; *io_i < rows; ++*io_i) {
		const struct q_whatif_sittings_row *next = &row[*io_i];

		season_set(c, r, next->day, &other);
		if (next->offering.v != sum.offering.v || next->weekend != sum.weekend ||
		    next->outside != sum.outside || !str_eq(next->role, sum.role) ||
		    other.is[DIM_SEASON] != facts->is[DIM_SEASON])
			break;
		sum.sittings += next->sittings;
		sum.minutes += next->minutes;
	}
	return sum;
}

/* --- what is paid person by person -------------------------------------------------------------
 */

/* One service on one day, of one person: paid as a whole, or under a month's cap. */
struct share {
	int64_t person; /* staff, or from outside */
	const struct rule *rule;
	struct pay_terms terms;
	int32_t month; /* since year 0 */
	struct date day;
	int64_t sittings;
	struct money amount; /* where it is paid by the sitting */
};
struct shares {
	struct share *v;
	size_t n, room;
};

static bool by_whole(const struct pay_terms *t)
{
	return t->unit == UNIT_DAY || t->unit == UNIT_MONTH;
}

static bool by_person(const struct pay_terms *t)
{
	return t->rule && (by_whole(t) || (t->unit != UNIT_NONE && t->cap));
}

static enum err share_add(struct ctx *c, struct shares *s, const struct share *one)
{
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
	s->v[s->n++] = *one;
	return OK;
}

static int order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* By person, statement, month, day. */
static int compare(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	int order = order_of(x->person, y->person);

	if (order == 0)
		order = str_cmp(x->rule->id, y->rule->id);
	if (order == 0)
		order = order_of(x->rule->line, y->rule->line);
	if (order == 0)
		order = order_of(x->month, y->month);
	return order != 0 ? order : order_of(x->day.day, y->day.day);
}

/* A month of one person by one statement: v[0 .. n). */
static enum err month_add(struct ctx *c, const struct share *v, size_t n, struct whatif_pay *sum)
{
	const struct pay_terms *t = &v->terms;
	int64_t days = 0, sittings = 0, times;
	struct money due = FEN(0), once;
	struct ratio all;

	for (size_t i = 0; i < n; i++) {
		days += i == 0 || v[i].day.day != v[i - 1].day.day;
		sittings += v[i].sittings;
		if (!money_add(due, v[i].amount, &due))
			return fault_broken(c, "what-if: staff pay");
	}
	if (t->unit == UNIT_MONTH && !t->served) {
		sum->unknown += sittings; /* what makes a month is not said */
		return OK;
	}
	times = days;
	if (t->unit == UNIT_MONTH)
		times = ratio_cmp(RATIO(t->served->unit == UNIT_SITTING ? sittings : days),
		                  t->served->number) >= 0;
	if (!rounding_money(t->rule, t->rate, &once) ||
	    !ratio_mul(ratio_of_money(once), RATIO(times), &all) ||
	    (by_whole(t) && !ratio_money(all, &due)))
		return fault_broken(c, "what-if: staff pay");
	if (t->cap && due.fen > t->cap->money.fen)
		due = t->cap->money;
	sum->sittings += sittings;
	return money_add(sum->lowest, due, &sum->lowest) &&
	                       money_add(sum->highest, due, &sum->highest)
	               ? OK
	               : fault_broken(c, "what-if: staff pay");
}

static enum err shares_sum(struct ctx *c, struct shares *s, struct whatif_pay *sum)
{
	if (s->n > 0)
		qsort(s->v, s->n, sizeof *s->v, compare);
	for (size_t i = 0, n; i < s->n; i += n) {
		for (n = 1; i + n < s->n; n++) {
			if (s->v[i + n].person != s->v[i].person ||
			    s->v[i + n].rule != s->v[i].rule || s->v[i + n].month != s->v[i].month)
				break;
		}
		TRY(month_add(c, &s->v[i], n, sum));
	}
	return OK;
}

/* --- all of a school ---------------------------------------------------------------------------
 */

struct planned {
	const struct offering *offering;
	const struct q_whatif_sittings_row *row;
	struct q_whatif_staff_row *staff; /* in the order of the rows; loaded where persons count */
	size_t offerings, rows, staffs;
	size_t at; /* the next of the staff */
	bool loaded;
};

static bool of_row(const struct q_whatif_staff_row *p, const struct q_whatif_sittings_row *row)
{
	return p->offering.v == row->offering.v && p->day.day == row->day.day &&
	       p->weekend == row->weekend && p->outside == row->outside &&
	       str_eq(p->role, row->role);
}

/* What the row's sittings are to one who stands in them. */
static enum err share_of(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                         const struct q_whatif_staff_row *who, struct share *one, bool *ret_known)
{
	struct pay_answer a = {0};

	*ret_known = true;
	if (!by_whole(&one->terms))
		TRY(pay_of(c, r, facts, who->sittings, who->minutes, &a, ret_known));
	one->person = who->person;
	one->sittings = who->sittings;
	one->amount = a.amount;
	return OK;
}

/* The row for everybody who stands in it; the persons are walked along with the rows. */
static enum err shared(struct ctx *c, struct planned *p, const struct rules *r,
                       const struct rule_facts *facts, const struct pay_terms *t,
                       const struct q_whatif_sittings_row *row, struct shares *s,
                       struct whatif_pay *sum)
{
	struct civil day = date_civil(row->day);
	struct share one = {
		.rule = t->rule, .terms = *t, .month = day.year * 12 + day.month, .day = row->day};

	while (p->at < p->staffs && !of_row(&p->staff[p->at], row))
		p->at++;
	for (; p->at < p->staffs && of_row(&p->staff[p->at], row); p->at++) {
		bool known = false;

		TRY(share_of(c, r, facts, &p->staff[p->at], &one, &known));
		if (known)
			TRY(share_add(c, s, &one));
		else
			sum->unknown += one.sittings;
	}
	return OK;
}

static enum err terms_of(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                         struct pay_terms *ret_t)
{
	struct fault before = c->fault;
	enum err e = pay_terms(c, r, facts, ret_t);

	if (e != E_REFUSED && e != E_INPUT)
		return e;
	c->fault = before;
	*ret_t = (struct pay_terms){0};
	return OK;
}

static enum err staff_load(struct ctx *c, const struct services_frame *f, struct planned *p)
{
	if (p->loaded)
		return OK;
	p->loaded = true;
	return q_whatif_staff(c, f->school->id, f->ask->term->id, &p->staff, &p->staffs);
}

/* From row *io_i on: one by one where persons count, else as many as are asked alike. */
static enum err rows_add(struct ctx *c, const struct services_frame *f, int side, struct planned *p,
                         size_t *io_i, struct shares *s, struct whatif_pay *sum)
{
	const struct rules *r = &f->rules[side];
	const struct offering *o = offering_of(p->offering, p->offerings, p->row[*io_i].offering);
	struct q_whatif_sittings_row row;
	struct rule_facts facts;
	struct pay_answer a;
	struct pay_terms t;
	bool known;

	if (!o) {
		++*io_i;
		return OK;
	}
	facts = pay_facts_of(c, f, side, o, &p->row[*io_i]);
	TRY(terms_of(c, r, &facts, &t));
	if (by_person(&t)) {
		TRY(staff_load(c, f, p));
		return shared(c, p, r, &facts, &t, &p->row[(*io_i)++], s, sum);
	}
	row = together(c, r, &facts, p->row, p->rows, io_i);
	TRY(pay_of(c, r, &facts, row.sittings, row.minutes, &a, &known));
	*(known ? &sum->sittings : &sum->unknown) += row.sittings;
	return !known || pay_add(sum, &a) ? OK : fault_broken(c, "what-if: staff pay");
}

static enum err pay_side(struct ctx *c, const struct services_frame *f, int side, struct planned p,
                         struct whatif_pay *sum)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct shares s = {0};

	for (size_t i = 0; i < p.rows;)
		TRY(rows_add(c, f, side, &p, &i, &s, sum));
	TRY(shares_sum(c, &s, sum));
	arena_rewind(c->arena, mark); /* the persons too: the other side may not ask for them */
	return OK;
}

enum err pay_ask(struct ctx *c, const struct services_frame *f, const struct offering *o, size_t n,
                 struct whatif_school *s)
{
	struct planned p = {.offering = o, .offerings = n};
	struct q_whatif_sittings_row *row;

	TRY(q_whatif_sittings(c, f->school->id, f->ask->term->id, &row, &p.rows));
	p.row = row;
	for (int side = 0; side < WHATIF_SIDES; side++)
		TRY(pay_side(c, f, side, p, &s->pay[side]));
	return OK;
}
