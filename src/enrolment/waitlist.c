/* The waitlist: in order, skipping those who have become ineligible without blocking on them. */
#include "enrolment/enrolment.h"

#include "enrolment/enrolment.sql.h"
#include "enrolment/internal.h"
#include "enrolment/judge.h"
#include "payments/refund.h"
#include "people/family.h"
#include "people/reach.h"

#define WAITLIST_STEP 50

/* Why the one who waits may no longer take the seat; nothing when he may. The agreement was signed
 * with the application. */
static enum err still_eligible(struct ctx *c, const struct offering *o, const struct slot *slot,
                               size_t slot_n, const struct q_enrolment_get_row *e,
                               struct standing *ret_s, struct refusal_note **ret_no, size_t *ret_n)
{
	struct standing standing;
	struct pupil p;
	struct claim claim = {
		.offering = o,
		.slot = slot,
		.slot_n = slot_n,
		.self_purchase = e->self_purchase,
		.promotion = true,
	};

	TRY(pupil_load(c, e->pupil, &p));
	TRY(standing_load(c, &p, o->term, &standing));
	TRY(judge(c, &standing, &claim, ret_no, ret_n));
	*ret_s = standing;
	return OK;
}

static enum err tell_family(struct ctx *c, const struct pupil *p, const struct offering *o)
{
	return family_tell(c, p->id, T_enrol_promoted, &o->title, 1,
	                   str_printf(c->arena, "/pupils/%lld/enrolments", (long long)p->id.v));
}

/* Give a claimed seat to one who waits. */
static enum err seat_give(struct ctx *c, const struct standing *s, const struct offering *o,
                          const struct q_enrolment_get_row *row, struct str reason)
{
	const struct pupil *p = &s->pupil;
	struct enrolment e = {.id = row->id, .offering = o->id, .pupil = p->id, .state = ENROLLED};
	enrolment_id id;
	bool found;

	TRY(q_enrolment_seat(c, row->id, reason, c->now, &id, &found));
	if (!found)
		return E_RETRY;
	TRY(seat_unwait(c, o->id));
	TRY(enrolment_bill(c, s, o, row->self_purchase, &e));
	TRY(tell_family(c, p, o));
	struct str detail = str_printf(c->arena, "{\"pupil\":\"%lld\",\"offering\":\"%lld\"}",
	                               (long long)p->id.v, (long long)o->id.v);
	return audit_put(c, "promote", "enrolment", row->id.v, o->county, detail);
}

/* One pass over a piece of the list. *place moves on; *ret_more false when the list or the seats
 * end. */
static enum err promote_step(struct ctx *c, const struct offering *o, const struct slot *slot,
                             size_t slot_n, int64_t *place, bool *ret_more)
{
	struct q_enrolment_get_row *row;
	size_t n;

	TRY(q_waitlist_after(c, o->id, *place, WAITLIST_STEP, &row, &n));
	for (size_t i = 0; i < n; i++) {
		struct refusal_note *no;
		struct standing s;
		size_t refusals;
		bool claimed;

		*place = row[i].place;
		TRY(still_eligible(c, o, slot, slot_n, &row[i], &s, &no, &refusals));
		if (refusals > 0)
			continue;
		TRY(seat_claim(c, o->id, &claimed));
		if (!claimed) {
			*ret_more = false;
			return OK;
		}
		TRY(seat_give(c, &s, o, &row[i], S("")));
	}
	*ret_more = n == WAITLIST_STEP;
	return OK;
}

enum err waitlist_promote(struct ctx *c, offering_id offering)
{
	struct offering o;
	struct slot *slot;
	size_t slot_n;
	int64_t place = INT64_MIN; /* staff may have put somebody before the first */
	bool more = true;

	TRY(offering_load(c, offering, &o));
	if (o.waiting == 0 || (o.limited && o.taken >= o.seats) || o.state == OFFERING_CANCELLED)
		return OK;
	TRY(slot_list(c, offering, &slot, &slot_n));
	while (more)
		TRY(promote_step(c, &o, slot, slot_n, &place, &more));
	return OK;
}

/* --- leaving --------------------------------------------------------------------------------- */

/* How an enrolment ends. */
struct ending {
	enum enrolment_state to;
	struct str reason;     /* in words */
	const char *paid_back; /* the rules' reason for what comes back of a collected bill */
};
static const struct ending GIVEN_UP = {WITHDRAWN, {"", 0}, "quit"};

/* Of a bill that was collected nothing is taken back: what comes back is a refund by the rules. */
static enum err pay_back(struct ctx *c, const struct charge_back *back, const char *reason,
                         struct money *ret_taken_back)
{
	struct leaving l = {.pupil = back->pupil,
	                    .term = back->term,
	                    .enrolment = back->enrolment,
	                    .reason = str_of(reason)};
	refund_id id;

	*ret_taken_back = FEN(0);
	TRY(bill_self_back(c, back));
	return refund_on_leave(c, &l, &id);
}

static enum err charge_back(struct ctx *c, const struct q_enrolment_get_row *row,
                            const char *reason, struct money *ret_taken_back)
{
	struct charge_back back = {row->pupil, row->term, row->id, FEN(0)};
	struct bill_totals t;
	struct offering o;

	if (row->self_purchase) {
		TRY(offering_load(c, row->offering, &o));
		back.self_bought = o.consumables;
	}
	TRY(bill_totals_get(c, row->pupil, row->term, &t));
	if (t.collected)
		return pay_back(c, &back, reason, ret_taken_back);
	TRY(order_drop(c, t.bill, "bill_changed"));
	TRY(bill_reverse(c, &back, ret_taken_back));
	return bill_again(c, row->pupil, row->term); /* R34: a cap it shared is free again */
}

/* End an enrolment that is enrolled or waits: free what it held, take back the charge, promote. */
static enum err enrolment_leave(struct ctx *c, const struct q_enrolment_get_row *row,
                                const struct ending *how, struct enrolment *e)
{
	const char *to = enrolment_state_name(how->to);
	bool seated = str_is(row->state, "enrolled");
	pupil_id locked;
	enrolment_id id;
	bool found;

	TRY(q_pupil_lock(c, row->pupil, &locked)); /* its bill is reckoned as a whole */
	TRY(q_enrolment_end(c, row->id, row->state, str_of(to), c->now, how->reason, &id, &found));
	if (!found)
		return E_RETRY;
	e->state = how->to;
	struct str detail = str_printf(c->arena, "{\"was\":\"%.*s\"}", STR_FMT(row->state));
	TRY(audit_put(c, to, "enrolment", row->id.v, row->county, detail));
	if (!seated)
		return seat_unwait(c, row->offering);
	TRY(charge_back(c, row, how->paid_back, &e->charged));
	TRY(seat_free(c, row->offering));
	return waitlist_promote(c, row->offering);
}

enum err enrolment_load(struct ctx *c, enrolment_id id, struct q_enrolment_get_row *ret_row,
                        struct enrolment *ret_e)
{
	struct pupil p;
	enum err e = q_enrolment_get(c, id, ret_row);

	if (e == E_ABSENT)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(e);
	TRY(pupil_get(c, ret_row->pupil, &p));
	*ret_e = (struct enrolment){
		.id = id, .offering = ret_row->offering, .pupil = p.id, .term = ret_row->term};
	return enrolment_state_parse(c, ret_row->state, &ret_e->state);
}

static enum err withdraw_run(struct ctx *c, void *arg)
{
	struct withdraw *a = arg;
	struct q_enrolment_get_row row;
	struct enrolment e;

	TRY(enrolment_load(c, a->enrolment, &row, &e));
	TRY(kinship_require(c, row.pupil));
	if (e.state == ENROLLED || e.state == WAITLISTED)
		TRY(enrolment_leave(c, &row, &GIVEN_UP, &e));
	a->result = e;
	return OK;
}
const struct verb withdraw_verb = {"enrolment.withdraw", withdraw_run};

/* Before everybody else who waits. */
static enum err move_to_head(struct ctx *c, const struct q_enrolment_get_row *row,
                             struct str reason, struct enrolment *e)
{
	struct str detail = str_printf(c->arena, "{\"was\":%lld}", (long long)row->place);
	enrolment_id id;
	int64_t head;
	bool found;

	TRY(q_waitlist_head(c, row->offering, &head));
	TRY(q_enrolment_place(c, row->id, row->place == head ? head : head - 1, reason, &id,
	                      &found));
	if (!found)
		return E_RETRY;
	e->position = 1;
	return audit_put(c, "move_up", "enrolment", row->id.v, row->county, detail);
}

static enum err move_up(struct ctx *c, const struct q_enrolment_get_row *row, struct str reason,
                        struct enrolment *e)
{
	struct offering o;
	struct slot *slot;
	size_t slot_n;
	struct standing s;
	struct refusal_note *no;
	size_t refusals;
	bool claimed;

	TRY(offering_get(c, row->offering, &o));
	TRY(slot_list(c, o.id, &slot, &slot_n));
	TRY(still_eligible(c, &o, slot, slot_n, row, &s, &no, &refusals));
	if (refusals > 0)
		return refuse_first(c, &no[0]);
	TRY(seat_claim(c, o.id, &claimed));
	if (!claimed)
		return move_to_head(c, row, reason, e);
	e->state = ENROLLED;
	return seat_give(c, &s, &o, row, reason);
}

/* Off the list of the school. Whoever has gone to another school is paid back as for a family that
 * gives it up, and the family, whom this desk no longer sees, is told. */
static enum err taken_off(struct ctx *c, const struct q_enrolment_get_row *row, bool gone,
                          struct str reason, struct enrolment *e)
{
	const struct ending how = {REMOVED, reason, gone ? "quit" : "not_served"};
	struct str said[2] = {STR_NONE, reason};
	struct offering o;

	TRY(enrolment_leave(c, row, &how, e));
	if (!gone)
		return OK;
	TRY(offering_load(c, row->offering, &o));
	said[0] = o.title;
	return family_tell(
		c, row->pupil, T_enrol_ended_gone, said, 2,
		str_printf(c->arena, "/pupils/%lld/enrolments", (long long)row->pupil.v));
}

static enum err own_enrolment(struct ctx *c, enrolment_id id, struct q_enrolment_get_row *ret_row,
                              struct enrolment *ret_e, bool *ret_gone)
{
	struct pupil p;
	enum err e = q_enrolment_get(c, id, ret_row);

	if (e == E_ABSENT)
		return absent(c);
	TRY(e);
	TRY(enrolment_pupil(c, ret_row, &p, ret_gone));
	*ret_e = (struct enrolment){
		.id = id, .offering = ret_row->offering, .pupil = p.id, .term = ret_row->term};
	return enrolment_state_parse(c, ret_row->state, &ret_e->state);
}

static enum err staff_move_run(struct ctx *c, void *arg)
{
	struct staff_move *a = arg;
	struct q_enrolment_get_row row;
	struct enrolment e = {.state = REMOVED};
	struct str reason = str_trim(a->reason);
	bool gone;

	TRY(reach_role(c, ROLES_SCHOOL));
	if (!str_some(reason))
		return fault_input(c, "missing_field", S("reason"), STR_NONE, STR_NONE);
	TRY(own_enrolment(c, a->enrolment, &row, &e, &gone));
	if (a->remove && (e.state == ENROLLED || e.state == WAITLISTED))
		TRY(taken_off(c, &row, gone, reason, &e));
	else if (!a->remove && e.state == WAITLISTED)
		TRY(move_up(c, &row, reason, &e));
	else
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	a->result = e;
	return OK;
}
const struct verb staff_move_verb = {"enrolment.staff_move", staff_move_run};

static enum err reseat_run(struct ctx *c, void *arg)
{
	struct reseat *a = arg;
	struct offering o;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(offering_get(c, a->offering, &o));
	TRY(seat_size_keep(c, &o, a->limited, a->seats));
	TRY(seat_limit(c, a->offering, a->limited, a->seats));
	struct str detail = str_printf(c->arena, "{\"was\":%lld,\"seats\":%lld}",
	                               (long long)(o.limited ? o.seats : -1),
	                               (long long)(a->limited ? a->seats : -1));
	TRY(audit_put(c, "reseat", "offering", o.id.v, o.county, detail));
	return waitlist_promote(c, a->offering);
}
const struct verb reseat_verb = {"enrolment.reseat", reseat_run};
