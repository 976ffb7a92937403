/* Seats: the one row a rush writes again and again. Every change is one conditional update (wall
 * 1), so no order of requests can take more than there are. */
#include "people/reach.h"
#include "policy/class_size.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/internal.h"
#include "term/seat.sql.h"

enum err seat_claim(struct ctx *c, offering_id offering, bool *ret_claimed)
{
	int64_t changed;

	TRY(q_seat_take(c, offering, &changed));
	*ret_claimed = changed > 0;
	return OK;
}

enum err seat_free(struct ctx *c, offering_id offering)
{
	int64_t taken;
	bool found = false;

	TRY(q_seat_give_back(c, offering, &taken, &found));
	return found ? OK : fault_broken(c, "a seat was freed that nobody had");
}

enum err seat_wait(struct ctx *c, offering_id offering, int64_t *ret_place, int64_t *ret_waiting)
{
	struct q_seat_queue_row row = {0};
	bool found = false;

	TRY(q_seat_queue(c, offering, &row, &found));
	if (!found)
		return absent(c);
	*ret_place = row.place;
	*ret_waiting = row.waiting;
	return OK;
}

enum err seat_unwait(struct ctx *c, offering_id offering)
{
	int64_t waiting;
	bool found = false;

	TRY(q_seat_leave_queue(c, offering, &waiting, &found));
	return found ? OK : fault_broken(c, "somebody left a waitlist that was empty");
}

enum err seat_plan(struct ctx *c, offering_id offering)
{
	return q_seat_plan(c, offering, NULL);
}

/* By the rules of one day, for each grade it is for. */
static enum err size_keep_on(struct ctx *c, const struct offering *o, const struct school *s,
                             struct date day, uint64_t seats)
{
	struct fault before = c->fault;
	const struct rule *rule;
	struct rules r;
	enum err e = rulebook_rules(c, o->county, o->school, day, &r);

	if (e == E_REFUSED) { /* no rules that day: no price by them */
		c->fault = before;
		return OK;
	}
	TRY(e);
	for (int64_t grade = 1; grade <= 12; grade++) {
		struct rule_facts was = facts_before(c, &r, s, o, grade), now = was;

		now.is[DIM_CLASS_SIZE] = seats;
		if (!(o->grades >> grade & 1))
			continue;
		rule = class_size_moves(&r, UINT64_C(1) << (o->kind - 1), &was, &now);
		if (rule)
			return rule_refuse(c, "class_size_fixed", rule,
			                   seats ? str_of_i64(c->arena, (int64_t)seats) : STR_NONE,
			                   show_when(c->arena, c->lang, rule));
	}
	return OK;
}

enum err seat_size_keep(struct ctx *c, const struct offering *o, bool limited, int64_t seats)
{
	uint64_t size = limited && seats > 0 ? (uint64_t)seats : 0;
	struct school s;

	if (o->state == OFFERING_DRAFT || o->class_size == 0)
		return OK;
	TRY(school_load(c, o->school, &s));
	TRY(size_keep_on(c, o, &s, o->starts, size));
	return size_keep_on(c, o, &s, ctx_today(c), size);
}

enum err seat_limit(struct ctx *c, offering_id offering, bool limited, int64_t seats)
{
	struct opt_i64 limit = {limited, limited ? seats : 0};
	struct q_seat_facts_row facts = {0};
	int64_t taken;
	bool found = false;

	if (limited && seats < 0)
		return fault_input(c, NULL, S("seats"), STR_NONE, S("0"));
	TRY(q_seat_set(c, offering, limit, &taken, &found));
	if (found)
		return OK;
	TRY(or_absent(c, q_seat_facts(c, offering, &facts)));
	if (str_is(facts.kind, "care")) /* R8 */
		return fault_set(c, E_REFUSED, "care_refusal_forbidden", NULL);
	return fault_set(
		c, E_REFUSED, "seats_taken",
		&(struct fault){.found = str_printf(c->arena, "%lld", (long long)seats),
	                        .allowed = str_printf(c->arena, "%lld", (long long)facts.taken)});
}
