/* What a draft says to a school's services and to its guarantee fund. */
#include "funds/guarantee.h"
#include "policy/conduct.h"
#include "term/facts.h"
#include "term/offering_edit.h"
#include "term/school_day.h"
#include "whatif/internal.h"

/* --- services that would be refused ----------------------------------------------------------- */

/* The times of a service, and what else its school has. */
struct beside {
	struct school_plan all;
	const struct slot *own;
	size_t own_n;
};

/* Refused is an answer; *ret_cause NULL: allowed. */
static enum err judged(struct ctx *c, const struct services_frame *f, int side,
                       const struct offering *o, const struct beside *b,
                       const struct whatif_cause **ret_cause)
{
	const struct rules *r = &f->rules[side];
	struct fault before = c->fault;
	enum err e = offering_rules(c, r, f->school, o, b->own, b->own_n, false);

	if (e == OK)
		e = school_day_hold(c, r, f->school, o, &b->all);
	if (e == OK)
		e = periods_require(c, r, f->school, o, b->own, b->own_n);
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
                         const struct beside *b, const struct whatif_cause **ret_cause)
{
	const struct whatif_cause *now, *draft;

	*ret_cause = NULL;
	TRY(scoped(c, f, WHATIF_NOW, o, &now));
	TRY(scoped(c, f, WHATIF_DRAFT, o, &draft));
	if (now || !draft) {
		TRY(judged(c, f, WHATIF_NOW, o, b, &now));
		TRY(judged(c, f, WHATIF_DRAFT, o, b, &draft));
	}
	if (!now && draft)
		*ret_cause = draft;
	return OK;
}

static enum err service_judge(struct ctx *c, const struct services_frame *f,
                              const struct offering *o, const struct beside *b,
                              struct whatif_school *s)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct whatif_refusal r = {o->id, o->title, NULL};

	if (o->state != OFFERING_OPEN && o->state != OFFERING_CLOSED)
		return OK;
	s->offerings++;
	TRY(compared(c, f, o, b, &r.cause));
	arena_rewind(c->arena, mark);
	if (!r.cause)
		return OK;
	s->offerings_refused++;
	return f->sink->refusal ? f->sink->refusal(c, &r, f->sink->arg) : OK;
}

enum err services_judge(struct ctx *c, const struct services_frame *f, const struct offering *o,
                        size_t n, struct whatif_school *s)
{
	struct beside b = {.all = {.all = o, .n = n}};
	struct slot *slot;

	TRY(slot_list_school(c, f->school->id, f->ask->term->id, &slot, &b.all.slot_n));
	b.all.slot = slot;
	for (size_t i = 0; i < n; i++) {
		b.own = slots_of(slot, b.all.slot_n, o[i].id, &b.own_n);
		TRY(service_judge(c, f, &o[i], &b, s));
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
		enum err e = guarantee_under(c, &f->rules[side], f->ask->county, f->ask->term->id,
		                             &n, &a);

		if (e == E_REFUSED) {
			c->fault = before;
			continue;
		}
		TRY(e);
		s->guaranteed[side] = true;
		s->guarantee[side] = a.required;
		s->guarantee_enrolled[side] = a.required_enrolled;
	}
	return OK;
}
