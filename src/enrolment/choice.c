#include "enrolment/choice.h"

#include "enrolment/internal.h"
#include "people/reach.h"

enum err choice_get(struct ctx *c, enrolment_id enrolment, struct choice *ret_c)
{
	struct q_enrolment_get_row row;
	struct choice out = {.enrolment = enrolment};
	struct bill_totals t;
	struct enrolment e;

	TRY(enrolment_load(c, enrolment, &row, &e));
	TRY(offering_load(c, row.offering, &out.offering)); /* within reach: the pupil is */
	if (out.offering.consumables.fen == 0 || (e.state != ENROLLED && e.state != WAITLISTED))
		return absent(c);
	TRY(lot_stage_of(c, row.offering, &out.stage));
	TRY(bill_totals_get(c, row.pupil, row.term, &t));
	out.pupil = row.pupil;
	out.term = row.term;
	out.county = row.county;
	out.enrolled = e.state == ENROLLED;
	out.self_purchase = row.self_purchase;
	out.bill = t.bill;
	out.collected = t.collected;
	if (t.collected)
		out.no = "choice_collected";
	else if (out.stage.delivered)
		out.no = "choice_delivered";
	*ret_c = out;
	return OK;
}

static enum err amend(struct ctx *c, const struct choice *now, bool self_purchase)
{
	int64_t price = now->offering.consumables.fen;
	struct bill_choice what = {.pupil = now->pupil,
	                           .term = now->term,
	                           .enrolment = now->enrolment,
	                           .self_bought = {self_purchase ? price : -price}};

	TRY(order_drop(c, now->bill, "bill_changed"));
	return bill_choose(c, &what);
}

static enum err choose_run(struct ctx *c, void *arg)
{
	struct choose *a = arg;
	struct choice now = {.no = NULL};
	pupil_id locked;
	int64_t changed;

	TRY(choice_get(c, a->enrolment, &now));
	TRY(kinship_require(c, now.pupil));
	TRY(q_pupil_lock(c, now.pupil, &locked)); /* its bill is reckoned as a whole */
	TRY(choice_get(c, a->enrolment, &now));
	a->result = now;
	if (now.self_purchase == a->self_purchase)
		return OK;
	if (now.no)
		return fault_set(c, E_REFUSED, now.no,
		                 &(struct fault){.found = now.offering.title});
	TRY(q_enrolment_choose(c, a->enrolment, a->self_purchase, &changed));
	if (!changed)
		return E_RETRY;
	TRY(q_choice_insert(c, env_next_id(c->env), now.county, a->enrolment, a->self_purchase,
	                    c->actor.guardian, c->actor.account, a->channel, c->now, NULL));
	if (now.enrolled)
		TRY(amend(c, &now, a->self_purchase));
	a->result.self_purchase = a->self_purchase;
	return audit_put(c, "consumables_choice", "enrolment", a->enrolment.v, now.county,
	                 a->self_purchase ? S("{\"self_purchase\":true}")
	                                  : S("{\"self_purchase\":false}"));
}
const struct verb choose_verb = {"enrolment.consumables", choose_run};
