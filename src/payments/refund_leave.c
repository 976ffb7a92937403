/* What comes back when a service is left: decided then, decided later where no document spoke, and
 * reckoned anew when it was returned. */
#include "money/bill.h"
#include "payments/internal.h"
#include "payments/refund.sql.h"
#include "payments/refund_put.h"
#include "people/reach.h"

enum err refund_on_leave(struct ctx *c, const struct leaving *l, refund_id *ret_id)
{
	struct refund_sum s;
	struct bill_totals t;
	struct pupil p;

	TRY(bill_hold_of(c, l->pupil, l->term));
	TRY(pupil_load(c, l->pupil, &p));
	TRY(bill_totals_get(c, l->pupil, l->term, &t));
	struct refund_case k = {.pupil = &p,
	                        .bill = t.bill,
	                        .enrolment = l->enrolment,
	                        .reason = l->reason,
	                        .at = c->now,
	                        .rules = ctx_today(c),
	                        .leaving = true};
	*ret_id = ID_NONE(refund_id);
	TRY(refund_sum(c, &k, &s));
	if (s.n == 0) /* it was free */
		return OK;
	struct refund_new n = {.pupil = &p,
	                       .term = l->term,
	                       .bill = t.bill,
	                       .enrolment = l->enrolment,
	                       .reason = l->reason,
	                       .state = refund_first(&s),
	                       .why = s.undecided ? s.undecided : ""};
	TRY(refund_put(c, &n, &s, ret_id));
	return refund_end(c, &n, &s, *ret_id);
}

enum err refund_decide_again(struct ctx *c, struct refund *r)
{
	struct refund_share *v;
	struct refund_sum s;
	struct instant ended = {0};
	struct pupil p;
	refund_id id;
	bool left;
	size_t n;

	TRY(q_refund_leaving(c, r->id, &ended, &left));
	TRY(pupil_load(c, r->pupil, &p)); /* within reach: refund_get() */
	struct refund_case k = {.pupil = &p,
	                        .bill = r->bill,
	                        .enrolment = r->enrolment,
	                        .reason = r->reason,
	                        .at = left ? ended : r->asked,
	                        .rules = ctx_today(c),
	                        .leaving = left};
	TRY(refund_sum(c, &k, &s));
	if (s.undecided)
		return fault_set(c, E_REFUSED, s.undecided, NULL);
	TRY(q_refund_lines_drop(c, r->id, NULL));
	TRY(q_refund_sittings_drop(c, r->id, NULL));
	/* Where it comes from was not asked while nobody knew how much it is. */
	TRY(refund_shares(c, r->bill, r->id, &s, &v, &n));
	struct refund_new more = {.pupil = &p,
	                          .term = r->term,
	                          .bill = r->bill,
	                          .enrolment = r->enrolment,
	                          .reason = r->reason,
	                          .state = refund_first(&s),
	                          .why = "",
	                          .part_of = r};

	TRY(refund_lines_put(c, r->id, &v[0].sum));
	TRY(q_refund_redecided(c, r->id, v[0].sum.amount, str_of(refund_state_name(more.state)),
	                       v[0].payment, v[0].sum.due, NULL));
	for (size_t i = 1; i < n; i++)
		TRY(refund_put_by(c, &more, v[i].payment, &v[i].sum, &id));
	TRY(refund_end(c, &more, &s, r->id));
	return refund_get(c, r->id, r);
}

/* --- anew ------------------------------------------------------------------------------------- */

static bool moves(const struct refund_sum *s)
{
	bool some = s->undecided != NULL || s->amount.fen > 0;

	for (size_t i = 0; i < s->n; i++)
		some = some || s->part[i].ended.fen != 0;
	return some;
}

enum err refund_reckonable(struct ctx *c, const struct refund *r, const char **ret_why,
                           struct instant *ret_left)
{
	int64_t waiting;
	bool left = false;

	*ret_why = "refund_not_returned";
	if (r->state == REFUND_RETURNED)
		TRY(q_refund_leaving(c, r->id, ret_left, &left));
	if (!left)
		return OK;
	TRY(q_refund_waiting(c, r->enrolment, &waiting));
	*ret_why = waiting ? "refund_waiting" : NULL;
	return OK;
}

static enum err reckon(struct ctx *c, const struct refund *r, struct instant left,
                       refund_id *ret_id)
{
	struct refund_sum s;
	struct pupil p;

	TRY(pupil_load(c, r->pupil, &p)); /* within reach: refund_get() */
	struct refund_case k = {.pupil = &p,
	                        .bill = r->bill,
	                        .enrolment = r->enrolment,
	                        .reason = r->reason,
	                        .at = left,
	                        .rules = instant_date(left),
	                        .leaving = true};
	TRY(refund_sum(c, &k, &s));
	if (!moves(&s))
		return fault_set(c, E_REFUSED, "refund_nothing",
		                 &(struct fault){.clause = s.n ? s.part[0].formula : STR_NONE,
		                                 .document = s.n ? s.part[0].document : STR_NONE});
	struct refund_new n = {.pupil = &p,
	                       .term = r->term,
	                       .bill = r->bill,
	                       .enrolment = r->enrolment,
	                       .reason = r->reason,
	                       .state = refund_first(&s),
	                       .why = s.undecided ? s.undecided : ""};
	TRY(refund_put(c, &n, &s, ret_id));
	return refund_end(c, &n, &s, *ret_id);
}

static enum err reckon_run(struct ctx *c, void *arg)
{
	struct refund_reckon *a = arg;
	struct instant left = {0};
	struct refund r;
	const char *why;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(refund_hold(c, a->refund));
	TRY(refund_get(c, a->refund, &r));
	TRY(refund_reckonable(c, &r, &why, &left));
	return why ? fault_set(c, E_CONFLICT, why, NULL) : reckon(c, &r, left, &a->result);
}
const struct verb refund_reckon_verb = {"payments.refund_reckon", reckon_run};
