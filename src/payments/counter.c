/* What the counter takes in, and how a wrong entry is taken back by two people. */
#include "money/bill.h"
#include "payments/internal.h"
#include "payments/payment.sql.h"
#include "people/reach.h"
#include "term/term.h"

static const int64_t TYPED_BELOW_FEN = 10000000000;

enum err amount_typed(struct ctx *c, struct str field, struct str typed, struct money *ret_m)
{
	struct money m;

	if (money_typed(typed, &m) && m.fen > 0 && m.fen < TYPED_BELOW_FEN) {
		*ret_m = m;
		return OK;
	}
	return fault_input(c, str_some(typed) ? "amount_malformed" : "missing_field", field, typed,
	                   S("0.01 – 99999999.99"));
}

/* --- entering --------------------------------------------------------------------------------- */

static enum err document_free(struct ctx *c, school_id school, struct str document)
{
	int64_t n;

	TRY(q_document_known(c, school, S("counter"), document, &n));
	return n == 0 ? OK
	              : fault_set(c, E_CONFLICT, "document_taken",
	                          &(struct fault){.field = S("document"), .found = document});
}

static enum err enter_check(struct ctx *c, struct payment_enter *a, struct payable *pay)
{
	struct date today = ctx_today(c);

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(bill_hold_of(c, a->pupil, a->term));
	TRY(payable_get(c, a->pupil, a->term, pay));
	TRY(said_text(c, S("document"), a->document, 40, &a->document));
	if (!date_some(a->day))
		a->day = today;
	if (a->day.day > today.day)
		return fault_input(c, NULL, S("day"), date_text(c->arena, a->day),
		                   date_text(c->arena, today));
	if (pay->no.code)
		return fault_set(c, E_REFUSED, pay->no.code, &pay->no);
	if (a->amount.fen != pay->due.fen) /* R59: all of it, at once */
		return fault_set(c, E_REFUSED, "amount_not_due",
		                 &(struct fault){.field = S("amount"),
		                                 .found = money_text(c->arena, a->amount),
		                                 .allowed = money_text(c->arena, pay->due)});
	return document_free(c, pay->owner.school, a->document);
}

/* The counter's clock: the day it came in, now if that is today. */
static struct instant came_in(const struct ctx *c, struct date day)
{
	return day.day == ctx_today(c).day ? c->now : date_instant(day, (struct clock_time){720});
}

static enum err enter_run(struct ctx *c, void *arg)
{
	struct payment_enter *a = arg;
	struct collecting to;
	struct payable pay;

	TRY(enter_check(c, a, &pay));
	TRY(collecting_for(c, pay.owner.county, pay.owner.school, S("counter"), &to));
	TRY(order_drop(c, pay.bill, "counter"));
	struct payment_new n = {.id = {env_next_id(c->env)},
	                        .county = pay.owner.county,
	                        .school = pay.owner.school,
	                        .term = a->term,
	                        .bill = pay.bill,
	                        .pupil = a->pupil,
	                        .collecting = to.id,
	                        .channel = S("counter"),
	                        .number = a->document,
	                        .flag = S(""),
	                        .amount = a->amount,
	                        .paid_at = came_in(c, a->day)};

	a->result = n.id;
	return payment_book(c, &n);
}
const struct verb payment_enter_verb = {"payments.enter", enter_run};

/* --- taking back ------------------------------------------------------------------------------ */

/* Nobody else counts on its bill meanwhile. */
static enum err payment_hold(struct ctx *c, payment_id id)
{
	bill_id of = ID_NONE(bill_id);
	bool found;

	TRY(q_payment_bill(c, id, &of, &found));
	return found ? bill_hold(c, of) : OK;
}

static enum err entered(struct ctx *c, payment_id id, struct payment *p)
{
	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(payment_hold(c, id));
	TRY(payment_get(c, id, p));
	if (!str_is(p->channel, "counter")) /* a channel's money goes back as a refund */
		return fault_set(c, E_REFUSED, "not_of_the_counter", NULL);
	return p->refunded.fen == 0 ? OK : fault_set(c, E_REFUSED, "payment_refunded", NULL);
}

static enum err ask_run(struct ctx *c, void *arg)
{
	struct reversal_ask *a = arg;
	int64_t id = env_next_id(c->env), stored;
	struct payment p;

	TRY(entered(c, a->payment, &p));
	TRY(said_text(c, S("reason"), a->reason, 200, &a->reason));
	TRY(q_reversal_insert(c, id, p.county, p.school, p.id, p.number, a->reason,
	                      c->actor.account, c->now, &stored));
	if (!stored)
		return fault_set(c, E_CONFLICT, "entry_reversed", NULL);
	a->result = id;
	return audit_put(c, "reversal_asked", "payment", p.id.v, p.county,
	                 reason_json(c, a->reason));
}
const struct verb reversal_ask_verb = {"payments.reversal_ask", ask_run};

static enum err undo(struct ctx *c, const struct payment *p, int64_t reversal, struct str reason)
{
	struct str number =
		str_printf(c->arena, "%.*s #%lld", STR_FMT(p->number), (long long)reversal);
	int64_t standing;

	TRY(ledger_reverse(c, p->county, p->id.v, "payment_reversal", reversal, reason));
	TRY(ledger_of_school(c, p->school, reversal));
	TRY(q_payment_renumber(c, p->id, number,
	                       NULL)); /* the right entry may bear the document's */
	TRY(receipt_reverse(c, p->id, FEN(0)));
	TRY(q_payments_standing(c, p->bill, &standing));
	return standing == 0 ? bill_collect(c, p->bill, false) : OK;
}

static enum err decide_run(struct ctx *c, void *arg)
{
	const struct reversal_decide *a = arg;
	struct q_reversal_asked_row asked;
	struct payment p;
	bool found;

	TRY(entered(c, a->payment, &p));
	TRY(q_reversal_asked(c, p.id, &asked, &found));
	if (!found)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (asked.asked_by.v == c->actor.account.v)
		return fault_set(c, E_REFUSED, "not_approved",
		                 &(struct fault){.field = S("approver")});
	TRY(q_reversal_decide(c, asked.id, a->accept ? S("done") : S("refused"), c->actor.account,
	                      c->now, NULL));
	if (a->accept)
		TRY(undo(c, &p, asked.id, asked.reason));
	return audit_put(c, a->accept ? "reversed" : "reversal_refused", "payment", p.id.v,
	                 p.county, reason_json(c, asked.reason));
}
const struct verb reversal_decide_verb = {"payments.reversal_decide", decide_run};

/* --- late ones -------------------------------------------------------------------------------- */

static enum err keep_run(struct ctx *c, void *arg)
{
	const struct payment_keep *a = arg;
	struct payment p;
	struct money due;
	int64_t kept;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(payment_hold(c, a->payment));
	TRY(payment_get(c, a->payment, &p));
	TRY(bill_due(c, p.bill, &due));
	if (due.fen < 0)
		return fault_set(c, E_REFUSED, "paid_too_much",
		                 &(struct fault){.found = money_text(c->arena, due)});
	TRY(q_payment_flag(c, p.id, S("kept"), S("late"), &kept));
	if (!kept)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (due.fen == 0)
		TRY(bill_collect(c, p.bill, true));
	return audit_put(c, "kept", "payment", p.id.v, p.county, S("{}"));
}
const struct verb payment_keep_verb = {"payments.keep", keep_run};
