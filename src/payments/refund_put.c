/* Writing a refund down, with what it ends. */
#include "payments/refund_put.h"

#include "base/phrase.h"
#include "money/bill.h"
#include "payments/internal.h"
#include "payments/payment.sql.h"
#include "payments/refund.sql.h"
#include "people/family.h"

/* --- the rows --------------------------------------------------------------------------------- */

enum refund_state refund_first(const struct refund_sum *s)
{
	if (s->undecided)
		return REFUND_UNDECIDED;
	return s->amount.fen > 0 ? REFUND_ASKED : REFUND_NOTHING;
}

enum err refund_lines_put(struct ctx *c, refund_id id, const struct refund_sum *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct refund_part *p = &s->part[i];

		TRY(q_refund_line_insert(c, id, (int64_t)i + 1,
		                         str_of(ledger_account_name(p->account)), p->subject,
		                         p->item, p->paid, p->basis, p->served, p->units, p->unit,
		                         p->amount, p->formula, p->requirement, p->document,
		                         s->undecided ? FEN(0) : p->ended, NULL));
		for (size_t k = 0; k < p->sitting_n && !s->undecided; k++)
			TRY(q_refund_sitting_insert(c, id, p->sitting[k], NULL));
	}
	return OK;
}

enum err refund_put_by(struct ctx *c, const struct refund_new *n, payment_id payment,
                       const struct refund_sum *s, refund_id *ret_id)
{
	refund_id id = {env_next_id(c->env)};
	account_id by = n->part_of ? n->part_of->asked_by : c->actor.account;

	TRY(q_refund_insert(c, id, n->pupil->county, n->term, n->bill, n->pupil->id, payment,
	                    n->enrolment, n->reason, s->amount,
	                    str_printf(c->arena, "KR%lld", (long long)id.v),
	                    str_of(refund_state_name(n->state)), str_of(n->why), by.v,
	                    n->part_of ? n->part_of->asked : c->now, s->due, NULL));
	TRY(refund_lines_put(c, id, s));
	*ret_id = id;
	struct str detail = str_printf(
		c->arena, "{\"bill\":\"%lld\",\"fen\":%lld,\"reason\":\"%.*s\",\"state\":\"%s\"}",
		(long long)n->bill.v, (long long)s->amount.fen, STR_FMT(n->reason),
		refund_state_name(n->state));
	return audit_put(c, "asked", "refund", id.v, n->pupil->county, detail);
}

enum err refund_put(struct ctx *c, const struct refund_new *n, const struct refund_sum *s,
                    refund_id *ret_id)
{
	payment_id payment = n->payment;
	struct refund_share *v;
	struct money room;
	refund_id id;
	size_t shares;

	if (!n->enrolment.v) {
		if (!payment.v)
			TRY(payment_with_room(c, n->bill, s->amount, &payment, &room));
		return refund_put_by(c, n, payment, s, ret_id);
	}
	TRY(refund_shares(c, n->bill, ID_NONE(refund_id), s, &v, &shares));
	for (size_t i = 0; i < shares; i++)
		TRY(refund_put_by(c, n, v[i].payment, &v[i].sum, i == 0 ? ret_id : &id));
	return OK;
}

struct str refund_path(struct ctx *c, refund_id id)
{
	return str_printf(c->arena, "/refunds/%lld", (long long)id.v);
}

/* --- what ends -------------------------------------------------------------------------------- */

enum err refund_shift(struct ctx *c, refund_id id, struct money price, account_id who)
{
	struct refund_route route;
	const struct refund *r = &route.of;
	struct q_refund_enrolment_row e;
	struct bill_shift *shift;
	struct money sum = FEN(0);
	size_t n;

	TRY(refund_route_load(c, id, &route));
	if (!r->enrolment.v || price.fen == 0)
		return OK;
	TRY(q_refund_enrolment(c, r->enrolment, &e));
	if (str_is(e.state, "enrolled"))
		return OK;
	struct gone_back gone = {r->pupil, r->term, r->enrolment, price};
	struct bill_owner b = {
		.bill = r->bill, .collected = true, .county = r->county, .school = r->school};

	TRY(bill_shifts(c, &gone, &shift, &n));
	TRY(pupil_load(c, r->pupil, &b.pupil));
	for (size_t i = 0; i < n; i++) {
		struct adjust a = {.pupil = r->pupil,
		                   .term = r->term,
		                   .offering = shift[i].offering,
		                   .item = S("price"),
		                   .amount = shift[i].by,
		                   .reason = adjust_by_rules(c->arena)};

		TRY(adjustment_put(c, &b, &a, &(struct agreed_by){who, id.v}));
		sum.fen += shift[i].by.fen;
	}
	struct str amount = money_text(c->arena, sum);

	return n > 0 ? family_tell(c, r->pupil, T_pay_told_shift, &amount, 1, refund_path(c, id))
	             : OK;
}

static enum err end_tell(struct ctx *c, const struct refund_new *n, struct money sum, refund_id id)
{
	bool more = sum.fen < 0;
	struct str amount = money_text(c->arena, FEN(more ? -sum.fen : sum.fen));

	return sum.fen != 0 ? family_tell(c, n->pupil->id,
	                                  more ? T_refund_told_owed : T_refund_told_ended, &amount,
	                                  1, refund_path(c, id))
	                    : OK;
}

enum err refund_end(struct ctx *c, const struct refund_new *n, const struct refund_sum *s,
                    refund_id id)
{
	const struct agreed_by by = {c->actor.account, id.v};
	struct money sum = FEN(0), price = FEN(0);
	struct bill_owner b = {.bill = n->bill, .collected = true, .pupil = *n->pupil};
	struct q_refund_place_row place;

	TRY(q_refund_place(c, id, &place));
	b.county = place.county;
	b.school = place.school;
	for (size_t i = 0; i < s->n && !s->undecided; i++) {
		const struct refund_part *p = &s->part[i];
		enum text_id why = p->ended.fen > 0 ? T_refund_ended_reason : T_refund_owed_reason;
		struct adjust a = {.pupil = n->pupil->id,
		                   .term = n->term,
		                   .offering = {p->subject},
		                   .item = p->item,
		                   .amount = FEN(-p->ended.fen),
		                   .reason = phrase_make(c->arena, why, NULL, 0)};

		if (p->ended.fen != 0)
			TRY(adjustment_put(c, &b, &a, &by));
		sum.fen += p->ended.fen;
		price.fen += str_is(p->item, "price") ? p->ended.fen : 0;
	}
	TRY(refund_shift(c, id, price, c->actor.account));
	return end_tell(c, n, sum, id);
}
