/* The verbs that give a seat. Every path ends in enrol_one(): lock, load through the caller's
 * scope, judge, claim, bill, record. */
#include "enrolment/enrolment.h"

#include "enrolment/enrolment.sql.h"
#include "enrolment/internal.h"
#include "enrolment/judge.h"
#include "payments/order.h"
#include "people/family.h"
#include "people/reach.h"

static const char *const STATE_NAMES[] = {
	[ENROLLED] = "enrolled",
	[WAITLISTED] = "waitlisted",
	[WITHDRAWN] = "withdrawn",
	[REMOVED] = "removed",
};

const char *enrolment_state_name(enum enrolment_state s)
{
	return STATE_NAMES[s];
}

enum err enrolment_state_parse(struct ctx *c, struct str name, enum enrolment_state *ret_s)
{
	for (int i = ENROLLED; i <= REMOVED; i++) {
		if (str_is(name, STATE_NAMES[i])) {
			*ret_s = (enum enrolment_state)i;
			return OK;
		}
	}
	return fault_broken(c, "enrolment.state");
}

enum err refuse_first(struct ctx *c, const struct refusal_note *v)
{
	struct fault facts = {
		.found = v->found,
		.allowed = v->allowed,
		.clause = v->clause,
		.document = v->document,
		.requirement = v->requirement,
	};

	return fault_set(c, E_REFUSED, v->code, &facts);
}

/* The pupil, the offering, what the pupil holds: everything a decision needs, read inside the
 * transaction after the pupil was locked. */
struct desk {
	struct pupil pupil;
	struct offering offering;
	struct slot *slot;
	size_t slot_n;
	struct standing standing;
	struct agreement_standing agreement;
};

static enum err desk_load(struct ctx *c, pupil_id pupil, offering_id offering, struct desk *ret_d)
{
	struct desk d = {0};
	pupil_id locked;

	TRY(pupil_get(c, pupil, &d.pupil));
	TRY(q_pupil_lock(c, pupil, &locked));
	TRY(offering_get(c, offering, &d.offering));
	TRY(slot_list(c, offering, &d.slot, &d.slot_n));
	TRY(standing_load(c, &d.pupil, d.offering.term, &d.standing));
	TRY(agreement_standing(c, &d.offering, d.standing.rules, &d.agreement));
	*ret_d = d;
	return OK;
}

/* R50: the guardian signs by naming the version that holds now. */
static struct str unsigned_by(struct ctx *c, const struct agreement_standing *a, agreement_id named)
{
	if (str_some(a->missing))
		return a->missing;
	if (named.v != a->version.v) /* both none: no document asks for one (lunch) */
		return text(c->lang, T_enrol_guardian_signature);
	return STR_NONE;
}

static enum err desk_judge(struct ctx *c, const struct desk *d, const struct wish *w)
{
	struct claim claim = {
		.offering = &d->offering,
		.slot = d->slot,
		.slot_n = d->slot_n,
		.unsigned_by = unsigned_by(c, &d->agreement, w->agreement),
		.no = d->agreement.no,
		.self_purchase = w->self_purchase,
	};
	struct refusal_note *no;
	size_t n;

	TRY(judge(c, &d->standing, &claim, &no, &n));
	return n > 0 ? refuse_first(c, &no[0]) : OK;
}

enum err enrolment_bill(struct ctx *c, const struct standing *s, const struct offering *o,
                        bool self_purchase, struct enrolment *e)
{
	struct claim claim = {.offering = o, .self_purchase = self_purchase};
	struct charge charge = claim_charge(c, s->rules, &claim, &s->pupil, e->id, ctx_today(c));
	struct billed billed;

	TRY(order_drop(c, s->bill.bill, "bill_changed"));
	TRY(bill_charge(c, s->till, &s->pupil, s->term, &s->bill, &charge, &billed));
	e->charged = billed.charged;
	e->bill = billed.bill;
	return OK;
}

static enum err audit_enrolment(struct ctx *c, const struct enrolment *e, county_id county)
{
	struct str detail = str_printf(
		c->arena,
		"{\"pupil\":\"%lld\",\"offering\":\"%lld\",\"state\":\"%s\",\"fen\":%lld}",
		(long long)e->pupil.v, (long long)e->offering.v, STATE_NAMES[e->state],
		(long long)e->charged.fen);

	return audit_put(c, "enrol", "enrolment", e->id.v, county, detail);
}

/* With the seat in hand nobody moves the price of the service any more; until then its plan may
 * have been changed on another node. */
static enum err price_stands(struct ctx *c, const struct offering *o)
{
	struct offering now;

	if (!o->by_unit)
		return OK;
	TRY(offering_load(c, o->id, &now));
	return now.price.fen == o->price.fen ? OK : E_RETRY;
}

static enum err enrolment_store(struct ctx *c, const struct desk *d, const struct wish *w,
                                application_id application, struct enrolment *e)
{
	const struct offering *o = &d->offering;
	int64_t place = 0;
	bool claimed;
	int64_t stored;

	TRY(seat_claim(c, o->id, &claimed));
	TRY(price_stands(c, o));
	if (!claimed)
		TRY(seat_wait(c, o->id, &place, &e->position));
	e->state = claimed ? ENROLLED : WAITLISTED;
	TRY(q_enrolment_insert(c, e->id, o->county, o->school, o->term, o->id, d->pupil.id,
	                       application, str_of(STATE_NAMES[e->state]), place, w->self_purchase,
	                       c->now, &stored));
	if (!stored) /* another node was first; the next try sees it */
		return E_RETRY;
	if (claimed)
		TRY(enrolment_bill(c, &d->standing, o, w->self_purchase, e));
	return audit_enrolment(c, e, o->county);
}

static struct enrolment fresh(struct ctx *c, const struct desk *d)
{
	return (struct enrolment){
		.id = {env_next_id(c->env)},
		.offering = d->offering.id,
		.pupil = d->pupil.id,
		.term = d->offering.term,
	};
}

static enum err enrol_one(struct ctx *c, const struct wish *w, struct str channel,
                          struct enrolment *ret_e)
{
	struct desk d;

	if (c->actor.role != ROLE_GUARDIAN) /* R6: nobody else, and of those an own child's alone */
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(desk_load(c, w->pupil, w->offering, &d));
	TRY(desk_judge(c, &d, w));

	struct enrolment e = fresh(c, &d);
	application_id application = {env_next_id(c->env)};

	TRY(q_application_insert(c, application, d.offering.county, w->offering, w->pupil,
	                         S("accepted"), c->actor.guardian, c->actor.account, channel,
	                         c->device, w->agreement, w->self_purchase, c->now, NULL));
	TRY(enrolment_store(c, &d, w, application, &e));
	*ret_e = e;
	return OK;
}

static enum err enrol_run(struct ctx *c, void *arg)
{
	struct enrol *a = arg;

	return enrol_one(c, &a->wish, a->channel, &a->result);
}
const struct verb enrol_verb = {"enrolment.enrol", enrol_run};

static enum err basket_run(struct ctx *c, void *arg)
{
	struct enrol_basket *a = arg;

	if (a->n > BASKET_MAX)
		return fault_input(c, "too_long", S("wish"), STR_NONE, STR_NONE);
	a->result = NEW_N(c->arena, a->n, struct enrolment);
	if (a->n > 0 && !a->result)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < a->n; i++) {
		a->failed = i;
		TRY(enrol_one(c, &a->wish[i], a->channel, &a->result[i]));
	}
	return OK;
}
const struct verb enrol_basket_verb = {"enrolment.basket", basket_run};

/* --- put forward by staff, answered by a guardian (R6) ------------------------------------------
 */

/* Somebody may still accept: it is published and its window has not ended. */
static enum err may_forward(struct ctx *c, const struct offering *o)
{
	struct str span[2];

	if (o->state == OFFERING_OPEN && c->now.us < o->closes.us)
		return OK;
	span[0] = instant_words(c->arena, c->lang, o->opens);
	span[1] = instant_words(c->arena, c->lang, o->closes);
	return fault_set(
		c, E_REFUSED, "window_closed",
		&(struct fault){.found = instant_words(c->arena, c->lang, c->now),
	                        .allowed = text_fill(c->arena, c->lang, T_enrol_window, span, 2)});
}

static enum err forward_one(struct ctx *c, const struct offering *o, pupil_id pupil, size_t *put)
{
	application_id id = {env_next_id(c->env)};
	pupil_id settled;
	int64_t changed;
	bool found;
	struct pupil p;

	TRY(pupil_get(c, pupil, &p));
	if (!p.active || p.school.v != o->school.v || !(o->grades & (INT64_C(1) << p.grade)))
		return OK; /* not for this one: nothing to answer */
	TRY(q_forward_settled(c, o->id, p.id, &settled, &found));
	if (found)
		return OK;
	TRY(q_application_forward(c, id, o->county, o->id, p.id, c->actor.account, c->device,
	                          c->now, &changed));
	if (changed == 0)
		return OK;
	*put += 1;
	return family_tell(c, p.id, T_enrol_forwarded, &o->title, 1,
	                   str_printf(c->arena, "/applications/%lld", (long long)id.v));
}

static enum err put_forward_run(struct ctx *c, void *arg)
{
	struct put_forward *a = arg;
	struct offering o;
	class_id own;

	TRY(reach_role(c, ROLES_TEACHING));
	if (a->n > PUT_FORWARD_MAX)
		return fault_input(c, "too_long", S("pupil"), STR_NONE, STR_NONE);
	TRY(roster_reach(c, a->offering, &own)); /* who puts forward may see the answers */
	TRY(offering_get(c, a->offering, &o));
	TRY(may_forward(c, &o));
	a->put = 0;
	for (size_t i = 0; i < a->n; i++)
		TRY(forward_one(c, &o, a->pupil[i], &a->put));
	struct str detail = str_printf(c->arena, "{\"pupils\":%zu,\"waiting\":%zu}", a->n, a->put);
	return audit_put(c, "put_forward", "offering", o.id.v, o.county, detail);
}
const struct verb put_forward_verb = {"enrolment.put_forward", put_forward_run};

static enum err answer_run(struct ctx *c, void *arg)
{
	struct application_answer *a = arg;
	struct q_application_get_row row;
	application_id decided;
	bool found;
	struct desk d;

	enum err e = q_application_get(c, a->application, &row);
	if (e == E_ABSENT)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(e);
	TRY(kinship_require(c, row.pupil));
	TRY(q_application_decide(c, a->application, a->accept ? S("accepted") : S("declined"),
	                         c->actor.guardian,
	                         a->accept ? a->agreement : ID_NONE(agreement_id),
	                         a->accept && a->self_purchase, c->now, &decided, &found));
	if (!found)
		return fault_set(c, E_CONFLICT, "already_answered", NULL);
	if (!a->accept)
		return audit_put(c, "decline", "application", a->application.v, row.county,
		                 S("{}"));

	struct wish w = {row.pupil, row.offering, a->agreement, a->self_purchase};
	TRY(desk_load(c, row.pupil, row.offering, &d));
	TRY(desk_judge(c, &d, &w));
	struct enrolment r = fresh(c, &d);
	TRY(enrolment_store(c, &d, &w, a->application, &r));
	a->result = r;
	return OK;
}
const struct verb application_answer_verb = {"enrolment.answer", answer_run};
