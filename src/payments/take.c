/* What a channel says was paid, recorded once. And what does not fit. */
#include "payments/internal.h"
#include "payments/payment.sql.h"
#include "payments/order.sql.h"
#include "money/bill.h"
#include "people/family.h"
#include "people/reach.h"

enum err clearing_of(struct ctx *c, struct str channel, enum ledger_account *ret_a)
{
	struct str name = str_printf(c->arena, "clearing_%.*s", STR_FMT(channel));

	return ledger_account_parse(name, ret_a) ? OK : fault_broken(c, "channel without account");
}

/* A notice that comes after midnight belongs to the day of the payment, as long as that is open. */
static struct booking booking_of(const struct ctx *c, struct instant paid_at)
{
	struct date day = instant_date(paid_at), today = ctx_today(c);

	return (struct booking){.day = day.day < today.day ? day : today, .late = true};
}

enum err payment_book(struct ctx *c, const struct payment_new *n)
{
	struct booking on = booking_of(c, n->paid_at);
	bool late = str_is(n->flag, "late");
	enum ledger_account clearing = LEDGER_CLEARING_COUNTER;
	struct money due = FEN(0);
	int64_t stored;

	TRY(clearing_of(c, n->channel, &clearing));
	struct leg legs[] = {
		{clearing, LEG_OF(n->school), n->amount},
		{LEDGER_RECEIVABLE, LEG_OF(n->bill), {-n->amount.fen}},
	};
	TRY(q_payment_insert(c, n->id, n->county, n->school, n->term, n->bill, n->pupil,
	                     n->collecting, n->order, n->channel, n->amount, n->number, n->paid_at,
	                     c->now, c->actor.account.v, n->flag, &stored));
	if (!stored)
		return E_RETRY; /* another node was first; the next try sees it */
	TRY(ledger_post_on(c, &on, n->county, "payment", n->id.v, legs, 2));
	TRY(ledger_of_school(c, n->school, n->id.v));
	TRY(bill_due(c, n->bill, &due));
	if (!late && due.fen <= 0)
		TRY(bill_collect(c, n->bill, true));
	TRY(receipt_issue(c, n, n->amount, ID_NONE(receipt_id)));
	struct str detail = str_printf(
		c->arena, "{\"bill\":\"%lld\",\"channel\":\"%.*s\",\"fen\":%lld,\"flag\":\"%.*s\"}",
		(long long)n->bill.v, STR_FMT(n->channel), (long long)n->amount.fen,
		STR_FMT(n->flag));
	return audit_put(c, "booked", "payment", n->id.v, n->county, detail);
}

/* --- what does not fit ------------------------------------------------------------------------ */

enum err incident_put(struct ctx *c, const struct incident_new *i)
{
	int64_t id = env_next_id(c->env), stored;

	TRY(q_incident_insert(c, id, i->county, i->school.v, i->number, str_of(i->kind), i->found,
	                      i->allowed, c->now, &stored));
	if (!stored)
		return OK; /* said before */
	struct str detail = str_printf(c->arena, "{\"kind\":\"%s\",\"number\":\"%.*s\"}", i->kind,
	                               STR_FMT(i->number));
	return audit_put(c, "refused", "pay_incident", id, i->county, detail);
}

static enum err misfit(struct ctx *c, const struct order *o, const char *kind, struct str found,
                       struct str allowed)
{
	return incident_put(c, &(struct incident_new){.county = o->county,
	                                              .school = o->school,
	                                              .number = o->number,
	                                              .kind = kind,
	                                              .found = found,
	                                              .allowed = allowed});
}

static enum err unknown(struct ctx *c, const struct payment_take *a)
{
	struct collecting at;

	TRY(collecting_load(c, a->collecting, &at));
	return incident_put(c, &(struct incident_new){.county = at.county,
	                                              .school = at.school,
	                                              .number = a->said.number,
	                                              .kind = "unknown",
	                                              .found = a->said.channel_number,
	                                              .allowed = S("")});
}

/* --- taking ----------------------------------------------------------------------------------- */

static enum err book(struct ctx *c, struct payment_take *a, const struct order *o)
{
	bool open = o->state == ORDER_MADE || o->state == ORDER_ASKED;
	struct payment_new n = {
		.id = {env_next_id(c->env)},
		.county = o->county,
		.school = o->school,
		.term = o->term,
		.bill = o->bill,
		.pupil = o->pupil,
		.collecting = o->collecting,
		.order = o->id,
		.channel = o->channel,
		.number = a->said.channel_number,
		.flag = open ? S("") : S("late"),
		.amount = o->amount,
		.paid_at = a->said.at,
	};
	struct str amount = money_text(c->arena, o->amount);

	TRY(q_order_paid(c, o->id, c->now, NULL));
	TRY(payment_book(c, &n));
	TRY(family_tell(c, o->pupil, open ? T_pay_told_booked : T_pay_told_late, &amount, 1,
	                str_printf(c->arena, "/pupils/%lld/pay", (long long)o->pupil.v)));
	a->payment = n.id;
	a->result = open ? TAKEN_BOOKED : TAKEN_LATE;
	return OK;
}

static enum err take_state(struct ctx *c, const struct payment_take *a, const struct order *o)
{
	if (a->said.state == PAY_CLOSED)
		return order_end(c, o, ORDER_CLOSED, "channel");
	return a->said.state == PAY_FAILED ? order_end(c, o, ORDER_FAILED, "pay_refused") : OK;
}

static enum err take(struct ctx *c, struct payment_take *a)
{
	struct q_payment_of_order_row before;
	struct order o;
	bool found;

	TRY(order_numbered(c, a->said.number, &o, &found));
	if (!found) {
		a->result = TAKEN_UNKNOWN;
		return a->said.state == PAY_PAID ? unknown(c, a) : OK;
	}
	/* Whether it is open is seen when nobody else takes money for the bill any more. */
	TRY(bill_hold(c, o.bill));
	TRY(order_load(c, o.id, &o));
	if (o.collecting.v != a->collecting.v) {
		a->result = TAKEN_MERCHANT;
		return misfit(c, &o, "merchant", a->said.channel_number, S(""));
	}
	if (a->said.state != PAY_PAID) {
		a->result = TAKEN_STATE;
		return take_state(c, a, &o);
	}
	if (a->said.amount.fen != o.amount.fen) {
		a->result = TAKEN_AMOUNT;
		return misfit(c, &o, "amount", money_text(c->arena, a->said.amount),
		              money_text(c->arena, o.amount));
	}
	TRY(q_payment_of_order(c, o.id, &before, &found));
	if (!found)
		return book(c, a, &o);
	a->payment = before.id;
	a->result = TAKEN_BEFORE;
	/* One order cannot be paid by two transactions; a channel that says so is asked by a
	 * person. */
	return str_eq(before.number, a->said.channel_number)
	               ? OK
	               : misfit(c, &o, "channel", a->said.channel_number, before.number);
}

static enum err take_run(struct ctx *c, void *arg)
{
	struct payment_take *a = arg;

	TRY(reach_role(c, 0));
	TRY(take(c, a));
	return a->job ? job_finish(c, a->job) : OK;
}
const struct verb payment_take_verb = {"payments.take", take_run};

/* --- incidents -------------------------------------------------------------------------------- */

enum err incident_list(struct ctx *c, bool open_only, struct incident **ret_v, size_t *ret_n)
{
	struct q_incidents_row *row;
	struct incident *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(q_incidents(c, c->actor.county, c->actor.school.v, open_only, &row, &n));
	v = NEW_N(c->arena, n + 1, struct incident);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct incident){.id = row[i].id,
		                         .school = {row[i].school},
		                         .number = row[i].number,
		                         .kind = row[i].kind,
		                         .found = row[i].found,
		                         .allowed = row[i].allowed,
		                         .note = row[i].note,
		                         .by = row[i].by,
		                         .at = row[i].at,
		                         .closed = row[i].closed};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err incident_close_run(struct ctx *c, void *arg)
{
	struct incident_close *a = arg;
	struct q_incident_place_row at;
	int64_t closed;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(or_absent(c, q_incident_place(c, a->id, &at)));
	if (!reach_county(c, at.county) ||
	    ((ROLE_BIT(c->actor.role) & ROLES_SCHOOL_DESK) && at.school != c->actor.school.v))
		return out_of_reach(c, "pay_incident", a->id);
	TRY(said_text(c, S("note"), a->note, 200, &a->note));
	TRY(q_incident_close(c, a->id, a->note, c->actor.account, c->now, &closed));
	return closed ? audit_put(c, "closed", "pay_incident", a->id, at.county,
	                          reason_json(c, a->note))
	              : fault_set(c, E_CONFLICT, "conflict", NULL);
}
const struct verb incident_close_verb = {"payments.incident_close", incident_close_run};
