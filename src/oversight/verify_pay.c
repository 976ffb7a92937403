/* Orders, payments, receipts, refunds and adjustments against each other and against the ledger. */
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"

static const char *payment_flaw(const struct q_verify_payments_row *row)
{
	struct money left = {row->reversed ? 0 : row->amount.fen - row->gone.fen};

	if (row->legs != 2 || row->cleared.fen != row->amount.fen ||
	    row->owed.fen != -row->amount.fen)
		return "payment: its entry is not clearing against receivable";
	if (!row->at_home)
		return "payment: not to the school that billed, or not into its account";
	if (row->ordered && !row->paid_order)
		return "payment: its order is another's, or not paid";
	if (row->back.fen > row->amount.fen)
		return "payment: more goes back than was paid";
	if (row->receipts != (left.fen > 0) || row->receipted.fen != left.fen)
		return "payment: its valid receipt is not over what is left of it";
	return NULL;
}

static enum err payment_row(struct ctx *c, const struct q_verify_payments_row *row, void *arg)
{
	struct verify_check *v = arg;
	const char *flaw = payment_flaw(row);

	(void)c;
	v->rows++;
	if (flaw && verify_broken(v, row->id.v))
		v->found = str_of(flaw);
	return OK;
}

static enum err order_row(struct ctx *c, const struct q_verify_orders_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (!row->at_home && verify_broken(v, row->id.v))
		v->found = S("order: not to the school that billed, or not into its account");
	else if (row->payments != row->paid && verify_broken(v, row->id.v))
		v->found = str_printf(c->arena, "order: %s, with %lld payments",
		                      row->paid ? "paid" : "not paid", (long long)row->payments);
	return OK;
}

static const char *refund_flaw(const struct q_verify_refunds_row *row)
{
	bool done = str_is(row->state, "done");
	bool owed = done || str_is(row->state, "approved") || str_is(row->state, "sent") ||
	            str_is(row->state, "failed");
	int64_t booked = owed ? row->amount.fen : 0;

	if (!row->at_home)
		return "refund: of another school than the one that was paid";
	if (row->lines.fen != row->amount.fen)
		return "refund: its lines do not come to it";
	if (row->owed.fen != booked || row->taken.fen != booked)
		return "refund: its decision is not in the ledger as it stands";
	if (row->done != done || row->paid.fen != (done ? row->amount.fen : 0))
		return "refund: paid back and not in the ledger, or the other way round";
	if (row->over)
		return "refund: more goes back of a service than stands of it";
	if (row->ended_else)
		return "refund: what ended unpaid is not what the bill was adjusted by";
	return NULL;
}

static enum err refund_row(struct ctx *c, const struct q_verify_refunds_row *row, void *arg)
{
	struct verify_check *v = arg;
	const char *flaw = refund_flaw(row);

	(void)c;
	v->rows++;
	if (flaw && verify_broken(v, row->id.v))
		v->found = str_of(flaw);
	return OK;
}

static enum err wish_row(struct ctx *c, const struct q_verify_wishes_row *row, void *arg)
{
	struct verify_check *v = arg;
	const char *flaw = NULL;

	(void)c;
	v->rows++;
	if (row->rows != row->booked || row->same != row->rows)
		flaw = "wish to adjust: what it became is not what was asked for";
	else if (row->booked && !row->agreed)
		flaw = "wish to adjust: booked, and no second person agreed";
	if (flaw && verify_broken(v, row->id))
		v->found = str_of(flaw);
	return OK;
}

static enum err adjustment_row(struct ctx *c, const struct q_verify_adjustments_row *row, void *arg)
{
	struct verify_check *v = arg;

	(void)c;
	v->rows++;
	if (!row->known && verify_broken(v, row->id))
		v->found = S("adjustment: agreed to by nothing there is");
	else if (row->owed.fen != row->amount.fen && verify_broken(v, row->id))
		v->found = S("adjustment: its entry is not its amount on its bill");
	return OK;
}

enum err verify_payments(struct ctx *c, struct verify_report *r)
{
	struct verify_check *adjustments;

	TRY(q_verify_payments_each(c, payment_row, verify_begin(r, "payments")));
	TRY(q_verify_orders_each(c, order_row, verify_begin(r, "pay_orders")));
	TRY(q_verify_refunds_each(c, refund_row, verify_begin(r, "refunds")));
	adjustments = verify_begin(r, "adjustments");
	TRY(q_verify_adjustments_each(c, adjustment_row, adjustments));
	return q_verify_wishes_each(c, wish_row, adjustments);
}
