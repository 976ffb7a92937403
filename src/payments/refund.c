#include "payments/refund.h"

#include "money/approval.h"
#include "money/bill.h"
#include "payments/internal.h"
#include "payments/payment.sql.h"
#include "payments/refund.sql.h"
#include "payments/refund_put.h"
#include "payments/refund_reason.h"
#include "people/family.h"
#include "people/reach.h"
#include "rulebook/rulebook.h"
#include "term/offering.h"

/* --- asking ----------------------------------------------------------------------------------- */

static enum err reason_known(struct ctx *c, const struct refund_of *of, struct str reason)
{
	struct str said[LEXICON_WORDS];
	struct refund_wish *v;
	struct offering o;
	struct rules rules;
	size_t n;

	TRY(offering_load(c, of->offering, &o));
	TRY(rulebook_rules(c, o.county, o.school, ctx_today(c), &rules));
	if (refund_asked_for(&rules, reason))
		return OK;
	TRY(refund_wishes(c, &of->offering, 1, &v, &n));
	for (size_t i = 0; i < n; i++)
		said[i] = v[i].label;
	return fault_input(c, NULL, S("reason"), refund_reason_label(c, &rules, reason),
	                   str_join(c->arena, said, n, S(" | ")));
}

static enum err ask_run(struct ctx *c, void *arg)
{
	struct refund_ask *a = arg;
	struct refund_of of;
	struct refund_sum s;
	int64_t waiting;

	TRY(refund_asker(c, a->enrolment, &of));
	TRY(reason_known(c, &of, a->reason));
	if (!of.bill.collected)
		return fault_set(c, E_REFUSED, "bill_not_collected", NULL);
	TRY(bill_hold(c, of.bill.bill));
	TRY(q_refund_waiting(c, a->enrolment, &waiting));
	if (waiting)
		return fault_set(c, E_CONFLICT, "refund_waiting", NULL);
	struct refund_case k = {.pupil = &of.bill.pupil,
	                        .bill = of.bill.bill,
	                        .enrolment = a->enrolment,
	                        .reason = a->reason,
	                        .at = c->now,
	                        .rules = ctx_today(c)};
	TRY(refund_sum(c, &k, &s));
	if (!s.undecided && s.amount.fen == 0)
		return fault_set(c, E_REFUSED, "refund_nothing",
		                 &(struct fault){.clause = s.n ? s.part[0].formula : STR_NONE,
		                                 .document = s.n ? s.part[0].document : STR_NONE});
	struct refund_new n = {.pupil = &of.bill.pupil,
	                       .term = of.term,
	                       .bill = of.bill.bill,
	                       .enrolment = a->enrolment,
	                       .reason = a->reason,
	                       .state = refund_first(&s),
	                       .why = s.undecided ? s.undecided : ""};
	return refund_put(c, &n, &s, &a->result);
}
const struct verb refund_ask_verb = {"payments.refund_ask", ask_run};

static enum err over_paid(struct ctx *c, struct money wanted, struct money left)
{
	return fault_set(c, E_REFUSED, "refund_over_paid",
	                 &(struct fault){.field = S("amount"),
	                                 .found = money_text(c->arena, wanted),
	                                 .allowed = money_text(c->arena, left)});
}

/* Money a bill has too much of: taken from what the family owes, which is below zero. */
static enum err credit_run(struct ctx *c, void *arg)
{
	struct refund_credit *a = arg;
	struct refund_new n = {.reason = S("credit"), .state = REFUND_ASKED, .why = ""};
	struct money over, due, claimed;
	struct bill_owner b;
	struct payment y;
	int64_t flagged;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(bill_hold_of(c, a->pupil, a->term));
	TRY(bill_reach(c, a->pupil, a->term, &b));
	if (!b.bill.v)
		return fault_set(c, E_REFUSED, "nothing_over", NULL);
	TRY(bill_due(c, b.bill, &due));
	TRY(q_refund_claimed(c, b.bill, &claimed));
	over = FEN(-due.fen - claimed.fen); /* nobody asks for the same money twice */
	if (a->payment.v) {
		TRY(payment_get(c, a->payment, &y));
		TRY(q_payment_flag(c, y.id, S("back"), S("late"), &flagged));
		if (!flagged || y.bill.v != b.bill.v)
			return fault_set(c, E_CONFLICT, "conflict", NULL);
		if (y.refunded.fen > 0) /* part of it went back as a credit, or is about to */
			return over_paid(c, y.amount, FEN(y.amount.fen - y.refunded.fen));
		over = y.amount;
		n.reason = S("late");
		n.payment = y.id;
	}
	if (over.fen <= 0)
		return fault_set(c, E_REFUSED, "nothing_over", NULL);
	struct refund_sum s = {.n = 1, .amount = over, .due = DATE_NONE};

	s.part[0] = (struct refund_part){.account = LEDGER_RECEIVABLE,
	                                 .subject = b.bill.v,
	                                 .item = S("credit"),
	                                 .paid = over,
	                                 .amount = over,
	                                 .units = S(""),
	                                 .unit = S(""),
	                                 .formula = S(""),
	                                 .requirement = S("R61"),
	                                 .document = S("")};
	n.pupil = &b.pupil;
	n.term = a->term;
	n.bill = b.bill;
	return refund_put(c, &n, &s, &a->result);
}
const struct verb refund_credit_verb = {"payments.refund_credit", credit_run};

/* --- agreeing --------------------------------------------------------------------------------- */

enum err refund_hold(struct ctx *c, refund_id id)
{
	bill_id of = ID_NONE(bill_id);
	bool found;

	TRY(q_refund_bill(c, id, &of, &found));
	return found ? bill_hold(c, of) : OK;
}

/* The family is owed it now: D what it is taken from / C refund_payable. */
static enum err owe(struct ctx *c, const struct refund *r)
{
	struct q_refund_lines_row *row;
	struct leg legs[REFUND_PARTS + 1];
	size_t n, k = 0;

	TRY(q_refund_lines(c, r->id, &row, &n));
	for (size_t i = 0; i < n && k < REFUND_PARTS; i++) {
		struct leg *l = &legs[k];

		if (row[i].amount.fen == 0)
			continue;
		if (!ledger_account_parse(row[i].account, &l->account))
			return fault_broken(c, "ledger account unknown");
		l->subject.kind = ledger_account_def(l->account)->subject;
		l->subject.id = row[i].subject;
		l->amount = row[i].amount;
		k++;
	}
	legs[k].account = LEDGER_REFUND_PAYABLE;
	legs[k].subject = (struct subject)LEG_OF(r->bill);
	legs[k].amount = FEN(-r->amount.fen);
	TRY(ledger_post(c, r->county, "refund", r->id.v, legs, k + 1));
	return ledger_of_school(c, r->school, r->id.v);
}

enum err refund_job_put(struct ctx *c, const struct refund_route *r, int64_t n, struct instant due)
{
	return job_put_in(c, channel_lane(c, r->collecting), "payments.refund",
	                  str_printf(c->arena, "{\"refund\":\"%lld\",\"n\":%lld}",
	                             (long long)r->of.id.v, (long long)n),
	                  due);
}

static enum err send_off(struct ctx *c, const struct refund *r)
{
	struct refund_route route;

	if (str_is(r->channel, "counter"))
		return OK; /* the school pays it out and says so */
	TRY(refund_route_load(c, r->id, &route));
	return refund_job_put(c, &route, 0, c->now);
}

static enum err others_shift(struct ctx *c, const struct refund *r, account_id who)
{
	struct q_refund_lines_row *row;
	struct money price = FEN(0);
	size_t n;

	TRY(q_refund_lines(c, r->id, &row, &n));
	for (size_t i = 0; i < n; i++)
		price.fen += str_is(row[i].item, "price") ? row[i].amount.fen : 0;
	return refund_shift(c, r->id, price, who);
}

static enum err agreed(struct ctx *c, const struct refund *r, account_id who)
{
	struct str amount = money_text(c->arena, r->amount);
	struct money left, due;
	int64_t moved;

	TRY(q_payment_unclaimed(c, r->payment, r->id, &left));
	if (left.fen < r->amount.fen)
		return over_paid(c, r->amount, left);
	TRY(bill_due(c, r->bill, &due));
	/* What was too much when it was asked for may be owed by now. */
	if (str_is(r->reason, "credit") && -due.fen < r->amount.fen)
		return over_paid(c, r->amount, FEN(due.fen < 0 ? -due.fen : 0));
	if (who.v == r->asked_by.v) /* whoever asked for it, as a guardian too */
		return fault_set(c, E_REFUSED, "not_approved",
		                 &(struct fault){.field = S("approver")});
	TRY(q_refund_judged(c, r->id, S("approved"), S(""), who, c->now, &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	TRY(owe(c, r));
	TRY(others_shift(c, r, who));
	TRY(send_off(c, r));
	return family_tell(c, r->pupil, T_refund_told_approved, &amount, 1, refund_path(c, r->id));
}

/* Over the county's limit a second person decides; what this one says is the submission. */
static enum err accept(struct ctx *c, const struct refund *r)
{
	struct approval_ask ask = {
		.kind = APPROVE_REFUND,
		.county = r->county,
		.school = r->school,
		.object = r->id.v,
		.amount = r->amount,
		.title = phrase_make(c->arena, T_refund_title, NULL, 0),
	};
	struct approval_state s;
	struct money whole;
	approval_id id;

	TRY(q_refund_whole(c, r->id, &whole));
	if (!approval_needed(c, APPROVE_REFUND, r->county, whole))
		return agreed(c, r, c->actor.account);
	TRY(approval_state_of(c, APPROVE_REFUND, r->id.v, &s));
	if (s.word != APPROVED)
		return approval_submit(c, &ask, &id);
	TRY(approval_require(c, APPROVE_REFUND, r->id.v, r->amount));
	return agreed(c, r, s.decider);
}

static enum err send_back(struct ctx *c, const struct refund *r, account_id who, struct str reason)
{
	int64_t moved;

	TRY(q_refund_judged(c, r->id, S("returned"), reason, who, c->now, &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (str_is(r->reason, "late")) /* the payment waits for a decision again */
		TRY(q_payment_flag(c, r->payment, S("late"), S("back"), NULL));
	return family_tell(c, r->pupil, T_refund_told_returned, &reason, 1, refund_path(c, r->id));
}

static enum err judge_run(struct ctx *c, void *arg)
{
	struct refund_judge *a = arg;
	struct refund r;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(refund_hold(c, a->refund));
	TRY(refund_get(c, a->refund, &r));
	if (r.state == REFUND_UNDECIDED)
		TRY(refund_decide_again(c, &r));
	if (r.state == REFUND_NOTHING)
		return OK;
	if (r.state != REFUND_ASKED)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (!a->accept)
		TRY(said_text(c, S("reason"), a->reason, 200, &a->reason));
	TRY(a->accept ? accept(c, &r) : send_back(c, &r, c->actor.account, a->reason));
	return audit_put(c, a->accept ? "agreed" : "returned", "refund", r.id.v, r.county,
	                 reason_json(c, a->reason.p ? a->reason : S("")));
}
const struct verb refund_judge_verb = {"payments.refund_judge", judge_run};

enum err refund_follow(struct ctx *c, refund_id id)
{
	struct approval_state s;
	struct refund_route route;
	const struct refund *r = &route.of;

	TRY(refund_hold(c, id));
	TRY(refund_route_load(c, id, &route));
	if (r->state != REFUND_ASKED)
		return OK;
	TRY(approval_state_of(c, APPROVE_REFUND, id.v, &s));
	if (s.word == RETURNED)
		return send_back(c, r, s.decider, s.reason);
	if (s.word != APPROVED || s.amount.fen != r->amount.fen || s.decider.v == r->asked_by.v)
		return OK;
	TRY(agreed(c, r, s.decider));
	return audit_put(c, "approved", "refund", id.v, r->county, S("{}"));
}

/* --- paying back ------------------------------------------------------------------------------ */

static enum err finish(struct ctx *c, const struct refund *r, struct str number)
{
	enum ledger_account clearing = LEDGER_CLEARING_COUNTER;
	int64_t id = env_next_id(c->env), moved;
	struct str amount = money_text(c->arena, r->amount);
	struct money left;

	TRY(bill_hold(c, r->bill));
	TRY(q_refund_finish(c, r->id, number, &moved));
	if (!moved)
		return OK; /* said before */
	TRY(clearing_of(c, r->channel, &clearing));
	struct leg legs[] = {
		{LEDGER_REFUND_PAYABLE, LEG_OF(r->bill), r->amount},
		{clearing, LEG_OF(r->school), {-r->amount.fen}},
	};
	TRY(q_refund_done_insert(c, id, r->county, r->id, c->now, NULL));
	TRY(ledger_post(c, r->county, "refund_done", id, legs, 2));
	TRY(ledger_of_school(c, r->school, id));
	TRY(q_payment_left(c, r->payment, &left));
	TRY(receipt_reverse(c, r->payment, left));
	TRY(family_tell(c, r->pupil, T_refund_told_done, &amount, 1, refund_path(c, r->id)));
	return audit_put(c, "done", "refund", r->id.v, r->county, S("{}"));
}

static enum err fail(struct ctx *c, const struct refund *r, struct str why)
{
	int64_t moved;

	TRY(q_refund_move(c, r->id, S("failed"), why, S("sent"), &moved));
	return moved ? audit_put(c, "failed", "refund", r->id.v, r->county, S("{}")) : OK;
}

enum err refund_said(struct ctx *c, collecting_id collecting, const struct pay_refunded *said,
                     enum taken *ret_taken)
{
	struct refund_route route;
	bool found;

	TRY(refund_numbered(c, said->refund_number, &route, &found));
	*ret_taken = TAKEN_UNKNOWN;
	if (!found)
		return OK;
	*ret_taken = TAKEN_MERCHANT;
	if (route.collecting.v != collecting.v)
		return OK;
	if (said->amount.fen != route.of.amount.fen && said->state == PAY_REFUND_DONE) {
		*ret_taken = TAKEN_AMOUNT;
		return incident_put(c, &(struct incident_new){
					       .county = route.of.county,
					       .school = route.of.school,
					       .number = said->refund_number,
					       .kind = "amount",
					       .found = money_text(c->arena, said->amount),
					       .allowed = money_text(c->arena, route.of.amount)});
	}
	*ret_taken = route.of.state == REFUND_DONE ? TAKEN_BEFORE : TAKEN_STATE;
	if (said->state == PAY_REFUND_DONE) {
		if (route.of.state != REFUND_DONE)
			*ret_taken = TAKEN_BOOKED;
		return finish(c, &route.of, said->channel_number);
	}
	return said->state == PAY_REFUND_FAILED ? fail(c, &route.of, S("pay_refused")) : OK;
}

static enum err paid_run(struct ctx *c, void *arg)
{
	struct refund_paid *a = arg;
	struct refund r;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(refund_get(c, a->refund, &r));
	if (!str_is(r.channel, "counter"))
		return fault_set(c, E_REFUSED, "not_of_the_counter", NULL);
	if (r.state != REFUND_APPROVED)
		return fault_set(c, E_REFUSED, "not_approved",
		                 &(struct fault){.field = S("refund")});
	TRY(said_text(c, S("document"), a->document, 40, &a->document));
	return finish(c, &r, a->document);
}
const struct verb refund_paid_verb = {"payments.refund_paid", paid_run};

static enum err again_run(struct ctx *c, void *arg)
{
	const struct refund_again *a = arg;
	struct refund r;
	int64_t moved;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(refund_get(c, a->refund, &r));
	TRY(q_refund_move(c, r.id, S("approved"), S(""), S("failed"), &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	TRY(send_off(c, &r));
	return audit_put(c, "sent_again", "refund", r.id.v, r.county, S("{}"));
}
const struct verb refund_again_verb = {"payments.refund_again", again_run};
