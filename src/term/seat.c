/* Seats: the one row a rush writes again and again. Every change is one conditional update (wall
 * 1), so no order of requests can take more than there are. */
#include "people/reach.h"
#include "term/offering.h"
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
