#include "payments/adjust.h"

#include "base/phrase.h"
#include "jobs/message.h"
#include "money/approval.h"
#include "money/bill.h"
#include "payments/account.h"
#include "payments/adjust.sql.h"
#include "payments/consumables.h"
#include "payments/internal.h"
#include "people/reach.h"
#include "term/offering.h"

enum { REASON_CHARS = 200 };

static enum err check(struct ctx *c, struct adjust *a, const struct bill_owner *b)
{
	struct q_charged_standing_row standing;

	if (!b->collected)
		return fault_set(c, E_REFUSED, "bill_not_collected", NULL);
	if (!str_is(a->item, "price") && !str_is(a->item, "consumables"))
		return fault_input(c, NULL, S("item"), a->item, S("price, consumables"));
	if (a->amount.fen == 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount), STR_NONE);
	TRY(said_text(c, S("reason"), a->reason, REASON_CHARS, &a->reason));
	if (a->amount.fen > 0 && str_is(a->item, "consumables"))
		TRY(consumables_may_sell(c, a->pupil, a->offering));
	TRY(q_charged_standing(c, b->bill, a->offering, a->item, &standing));
	if (standing.lines == 0)
		return fault_input(c, NULL, S("offering"), STR_NONE, STR_NONE);
	return standing.fen.fen + a->amount.fen >= 0
	               ? OK
	               : fault_set(c, E_REFUSED, "adjustment_too_low",
	                           &(struct fault){.field = S("amount"),
	                                           .found = money_text(c->arena, a->amount),
	                                           .allowed = money_text(c->arena,
	                                                                 FEN(-standing.fen.fen))});
}

struct str adjust_by_rules(struct arena *a)
{
	return phrase_make(a, T_pay_shift_reason, NULL, 0);
}

enum err adjustment_put(struct ctx *c, const struct bill_owner *b, struct adjust *a,
                        const struct agreed_by *by)
{
	struct opt_i64 agreed = {by->object != 0, by->object};
	int64_t id = env_next_id(c->env);
	struct offering o;

	TRY(offering_load(c, a->offering, &o));
	struct leg legs[] = {
		{LEDGER_RECEIVABLE, LEG_OF(b->bill), a->amount},
		{str_is(a->item, "consumables") ? LEDGER_CONSUMABLES
	         : o.kind == KIND_CARE          ? LEDGER_CARE
	                                        : LEDGER_COURSE,
	         LEG_OF(a->offering),
	         {-a->amount.fen}},
	};
	TRY(order_drop(c, b->bill, "adjusted"));
	TRY(q_adjustment_insert(c, id, b->county, b->school, b->bill, a->offering, a->item,
	                        a->amount, a->reason, c->now, by->who, agreed, NULL));
	TRY(ledger_post(c, b->county, "adjustment", id, legs, 2));
	TRY(ledger_of_school(c, b->school, id));
	a->result = id;
	return audit_put(c, "adjusted", "bill", b->bill.v, b->county,
	                 reason_json(c, phrase_show(c->arena, LANG_ZH, a->reason)));
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Over the limit, with what one person has done to the bill before. */
static enum err needs_second(struct ctx *c, const struct adjust *a, const struct bill_owner *b,
                             bool *ret_needs)
{
	struct money before, sum;

	TRY(q_adjusted_alone(c, b->bill, &before));
	sum.fen = before.fen + (a->amount.fen < 0 ? -a->amount.fen : a->amount.fen);
	*ret_needs = approval_needed(c, APPROVE_BILL, b->county, sum);
	return OK;
}

static enum err submit(struct ctx *c, struct adjust *a, const struct bill_owner *b)
{
	struct approval_ask ask = {.kind = APPROVE_BILL,
	                           .county = b->county,
	                           .school = b->school,
	                           .object = env_next_id(c->env),
	                           .amount = a->amount,
	                           .title = phrase_make(c->arena, T_adjust_title, NULL, 0)};
	approval_id id;

	TRY(q_adjustment_wish_insert(c, ask.object, b->county, b->school, a->term, b->bill,
	                             b->pupil.id, a->offering, a->item, a->amount, a->reason,
	                             c->actor.account, c->now, NULL));
	TRY(approval_submit(c, &ask, &id));
	a->wish = ask.object;
	return audit_put(c, "adjustment_asked", "bill", b->bill.v, b->county,
	                 reason_json(c, a->reason));
}

static enum err adjust_run(struct ctx *c, void *arg)
{
	struct adjust *a = arg;
	struct bill_owner b;
	struct offering o;
	bool needs;

	a->wish = a->result = 0;
	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(bill_hold_of(c, a->pupil, a->term));
	TRY(bill_reach(c, a->pupil, a->term, &b));
	TRY(offering_get(c, a->offering, &o));
	TRY(check(c, a, &b));
	TRY(needs_second(c, a, &b, &needs));
	return needs ? submit(c, a, &b)
	             : adjustment_put(c, &b, a, &(struct agreed_by){.who = c->actor.account});
}
const struct verb adjust_verb = {"payments.adjust", adjust_run};

/* --- following the second person -------------------------------------------------------------- */

static enum err void_tell(struct ctx *c, const struct q_adjustment_wish_row_row *row,
                          const char *code)
{
	const struct str said[] = {
		money_text(c->arena, row->amount),
		phrase_make(c->arena, T_adjust_void_why, &PHRASE_FAULT(code), 1)};

	return message_put(c, row->asked_by, T_adjust_told_void, said, 2,
	                   str_printf(c->arena, "/school/adjustments/%lld", (long long)row->id));
}

/* By the rules of now: since it was asked for, a refund may have taken what it lowers. */
static enum err book(struct ctx *c, const struct q_adjustment_wish_row_row *row,
                     const struct approval_state *s)
{
	const struct agreed_by by = {row->asked_by, row->id};
	struct adjust a = {.pupil = row->pupil,
	                   .term = row->term,
	                   .offering = row->offering,
	                   .item = row->item,
	                   .amount = row->amount,
	                   .reason = row->reason};
	struct bill_owner b;
	const char *no;
	enum err e;

	TRY(bill_reach(c, a.pupil, a.term, &b));
	e = check(c, &a, &b);
	if (e == E_REFUSED || e == E_INPUT) {
		no = c->fault.code;
		c->fault = (struct fault){0};
		TRY(q_adjustment_wish_settle(c, row->id, S("void"), str_of(no), s->decider, c->now,
		                             NULL));
		TRY(void_tell(c, row, no));
		return audit_put(c, "adjustment_void", "bill", row->bill.v, row->county, S("{}"));
	}
	TRY(e);
	TRY(q_adjustment_wish_settle(c, row->id, S("booked"), S(""), s->decider, c->now, NULL));
	return adjustment_put(c, &b, &a, &by);
}

/* Nobody else counts on the bill it is about meanwhile. */
static enum err wish_hold(struct ctx *c, int64_t id)
{
	bill_id of = ID_NONE(bill_id);
	bool found;

	TRY(q_adjustment_wish_bill(c, id, &of, &found));
	return found ? bill_hold(c, of) : OK;
}

static enum err follow_run(struct ctx *c, void *arg)
{
	const struct adjust_follow *a = arg;
	struct q_adjustment_wish_row_row row;
	struct approval_state s;
	bool found;

	TRY(reach_role(c, ROLE_BIT(ROLE_SYSTEM)));
	TRY(wish_hold(c, a->wish));
	TRY(q_adjustment_wish_row(c, a->wish, &row, &found));
	if (!found)
		return absent(c);
	if (!str_is(row.state, "waiting"))
		return OK; /* followed before */
	TRY(approval_state_of(c, APPROVE_BILL, row.id, &s));
	if (s.word == APPROVED && s.amount.fen == row.amount.fen && s.decider.v != row.asked_by.v)
		return book(c, &row, &s);
	if (s.word != RETURNED)
		return OK;
	TRY(q_adjustment_wish_settle(c, row.id, S("returned"), s.reason, s.decider, c->now, NULL));
	return audit_put(c, "adjustment_returned", "bill", row.bill.v, row.county,
	                 reason_json(c, s.reason));
}
const struct verb adjust_follow_verb = {"payments.adjust_follow", follow_run};

enum err adjustments_decided(struct ctx *c, int64_t **ret_v, size_t *ret_n)
{
	struct q_adjustments_decided_row *row;
	int64_t *v;
	size_t n;

	TRY(q_adjustments_decided(c, &row, &n));
	v = NEW_N(c->arena, n + 1, int64_t);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = row[i].id;
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- reading ---------------------------------------------------------------------------------- */

enum err adjusted_of(struct ctx *c, bill_id bill, offering_id offering, struct money *ret_m)
{
	return q_adjusted_of(c, bill, offering, ret_m);
}

enum err adjusted_list(struct ctx *c, pupil_id pupil, term_id term, struct adjusted **ret_v,
                       size_t *ret_n)
{
	struct q_adjustments_of_row *row = NULL;
	struct bill_owner b;
	struct adjusted *v;
	size_t n = 0, k = 0;

	TRY(bill_reach(c, pupil, term, &b));
	if (b.bill.v)
		TRY(q_adjustments_of(c, b.bill, &row, &n));
	v = NEW_N(c->arena, n + 1, struct adjusted);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		bool came = str_is(row[i].state, "waiting") || str_is(row[i].state, "booked");

		if (!came && c->actor.role == ROLE_GUARDIAN)
			continue;
		v[k++] = (struct adjusted){
			row[i].id,   row[i].wish,     pupil,
			term,        row[i].offering, row[i].title,
			row[i].item, row[i].amount,   phrase_show(c->arena, c->lang, row[i].reason),
			row[i].at,   row[i].state,    row[i].why};
	}
	*ret_v = v;
	*ret_n = k;
	return OK;
}

enum err adjustment_wish_get(struct ctx *c, int64_t id, struct adjustment_wish *ret_w)
{
	struct q_adjustment_wish_row_row row;
	bool found;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(q_adjustment_wish_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	TRY(paper_reach(c, "adjustment", id, &(struct paper){row.pupil, row.county, row.school}));
	*ret_w = (struct adjustment_wish){
		.of = {.id = row.adjustment,
	               .wish = row.id,
	               .pupil = row.pupil,
	               .term = row.term,
	               .offering = row.offering,
	               .title = row.title,
	               .item = row.item,
	               .amount = row.amount,
	               .reason = row.reason,
	               .at = row.asked,
	               .state = row.state,
	               .why = row.why},
		.county = row.county,
		.school = row.school,
		.bill = row.bill,
		.name = row.name,
		.class_name = row.class,
		.asked_by = row.asked_by,
		.asked_by_name = row.asked_by_name,
		.decided_by_name = row.decided_by_name,
		.settled = row.settled,
	};
	return OK;
}
