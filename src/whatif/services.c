/* What a draft says to a school's services, to its guarantee fund and to the pay of its staff. */
#include "funds/guarantee.h"
#include "policy/conduct.h"
#include "policy/staff.h"
#include "term/facts.h"
#include "term/offering_edit.h"
#include "whatif/internal.h"
#include "whatif/whatif.sql.h"

/* --- services that would be refused ----------------------------------------------------------- */

/* Refused is an answer; *ret_cause NULL: allowed. */
static enum err judged(struct ctx *c, const struct services_frame *f, int side,
                       const struct offering *o, const struct slot *slot, size_t n,
                       const struct whatif_cause **ret_cause)
{
	struct fault before = c->fault;
	enum err e = offering_rules(c, &f->rules[side], f->school, o, slot, n, false);

	*ret_cause = NULL;
	if (e == OK || (e != E_REFUSED && e != E_INPUT))
		return e;
	*ret_cause = cause_of_fault(f->cases, &c->fault);
	c->fault = before;
	return *ret_cause ? OK : fault_broken(c, "what-if: no memory for a cause");
}

/* R12: out of scope is an answer too; what the rules do not say puts nothing out. */
static enum err scoped(struct ctx *c, const struct services_frame *f, int side,
                       const struct offering *o, const struct whatif_cause **ret_cause)
{
	struct fault before = c->fault;
	struct rule_facts facts = {0};
	const struct rule *rule;
	bool in = true;
	enum err e;

	facts_of_offering(&facts, &f->rules[side], o);
	season_set(c, &f->rules[side], o->starts, &facts);
	e = scope_decide(c, &f->rules[side], o->kind, &facts, &in, &rule);
	*ret_cause = NULL;
	if (e == E_REFUSED || e == E_INPUT) {
		c->fault = before;
		return OK;
	}
	TRY(e);
	if (in)
		return OK;
	*ret_cause = cause_of_rule(f->cases, "out_of_scope", rule);
	return *ret_cause ? OK : fault_broken(c, "what-if: no memory for a cause");
}

/* Scope first: a service outside it may still be held, but not as an after-school service. */
static enum err compared(struct ctx *c, const struct services_frame *f, const struct offering *o,
                         const struct slot *slot, size_t n, const struct whatif_cause **ret_cause)
{
	const struct whatif_cause *now, *draft;

	*ret_cause = NULL;
	TRY(scoped(c, f, WHATIF_NOW, o, &now));
	TRY(scoped(c, f, WHATIF_DRAFT, o, &draft));
	if (now || !draft) {
		TRY(judged(c, f, WHATIF_NOW, o, slot, n, &now));
		TRY(judged(c, f, WHATIF_DRAFT, o, slot, n, &draft));
	}
	if (!now && draft)
		*ret_cause = draft;
	return OK;
}

static enum err service_judge(struct ctx *c, const struct services_frame *f,
                              const struct offering *o, const struct slot *slot, size_t n,
                              struct whatif_school *s)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct whatif_refusal r = {o->id, o->title, NULL};

	if (o->state != OFFERING_OPEN && o->state != OFFERING_CLOSED)
		return OK;
	s->offerings++;
	TRY(compared(c, f, o, slot, n, &r.cause));
	arena_rewind(c->arena, mark);
	if (!r.cause)
		return OK;
	s->offerings_refused++;
	return f->sink->refusal ? f->sink->refusal(c, &r, f->sink->arg) : OK;
}

enum err services_judge(struct ctx *c, const struct services_frame *f, const struct offering *o,
                        size_t n, struct whatif_school *s)
{
	struct slot *slot;
	size_t slots;

	TRY(slot_list_school(c, f->school->id, f->ask->term->id, &slot, &slots));
	for (size_t i = 0; i < n; i++) {
		size_t own_n;
		const struct slot *own = slots_of(slot, slots, o[i].id, &own_n);

		TRY(service_judge(c, f, &o[i], own, own_n, s));
	}
	return OK;
}

/* --- the guarantee fund (R29) ----------------------------------------------------------------- */

enum err guarantee_ask(struct ctx *c, const struct services_frame *f, struct whatif_school *s)
{
	struct fault before = c->fault;
	struct guarantee_answer a;
	struct school_count n;

	TRY(count_school(c, f->school, f->ask->term, &n));
	for (int side = 0; side < WHATIF_SIDES; side++) {
		enum err e = guarantee_under(c, &f->rules[side], f->ask->county, &n, &a);

		if (e == E_REFUSED) {
			c->fault = before;
			continue;
		}
		TRY(e);
		s->guaranteed[side] = true;
		s->guarantee[side] = a.required;
	}
	return OK;
}

/* --- staff pay (R48) -------------------------------------------------------------------------- */

static const struct offering *offering_of(const struct offering *o, size_t n, offering_id id)
{
	for (size_t i = 0; i < n; i++) {
		if (o[i].id.v == id.v)
			return &o[i];
	}
	return NULL;
}

/* The service's own, in the season and at the time of day of the sitting. */
static struct rule_facts pay_facts_of(struct ctx *c, const struct services_frame *f, int side,
                                      const struct offering *o,
                                      const struct q_whatif_sittings_row *row)
{
	struct rule_facts facts = facts_at(STAGE_NONE, f->school->rural ? AREA_RURAL : AREA_URBAN);

	facts.school = f->school->code;
	fact_set(&facts, DIM_OWNERSHIP, f->school->private);
	fact_set(&facts, DIM_BOARDING_SCHOOL, f->school->boarding);
	fact_set(&facts, DIM_PAYEE, o->agency.v != 0);
	facts_of_sitting(c, &f->rules[side], &facts, o, row->day, row->weekend);
	return facts;
}

/* By the sitting where the rules can be asked so, else by the minute, which they may convert. */
static enum err pay_of(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                       const struct q_whatif_sittings_row *row, struct pay_answer *ret_a,
                       bool *ret_known)
{
	struct fault before = c->fault;
	struct pay_facts p = {.facts = facts, .unit = UNIT_SITTING, .form = -1};
	enum err e;

	p.quantity = RATIO(row->sittings * row->staff);
	e = pay_decide(c, r, &p, ret_a);
	if (e == E_REFUSED || e == E_INPUT) {
		p.unit = UNIT_MINUTE;
		p.quantity = RATIO(row->minutes * row->staff);
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
		    other.is[DIM_SEASON] != facts->is[DIM_SEASON])
			break;
		sum.sittings += next->sittings;
		sum.minutes += next->minutes;
	}
	return sum;
}

struct planned {
	const struct offering *offering;
	const struct q_whatif_sittings_row *row;
	size_t offerings, rows;
};

static enum err pay_side(struct ctx *c, const struct services_frame *f, int side,
                         const struct planned *p, struct whatif_pay *sum)
{
	const struct rules *r = &f->rules[side];

	for (size_t i = 0; i < p->rows;) {
		struct arena_mark mark = arena_mark(c->arena);
		const struct offering *o =
			offering_of(p->offering, p->offerings, p->row[i].offering);
		struct q_whatif_sittings_row row;
		struct rule_facts facts;
		struct pay_answer a;
		bool known;

		if (!o) {
			i++;
			continue;
		}
		facts = pay_facts_of(c, f, side, o, &p->row[i]);
		row = together(c, r, &facts, p->row, p->rows, &i);
		TRY(pay_of(c, r, &facts, &row, &a, &known));
		*(known ? &sum->sittings : &sum->unknown) += row.sittings * row.staff;
		if (known && !pay_add(sum, &a))
			return fault_broken(c, "what-if: staff pay");
		arena_rewind(c->arena, mark);
	}
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
		TRY(pay_side(c, f, side, &p, &s->pay[side]));
	return OK;
}
