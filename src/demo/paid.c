/* How invented families pay. The accounts are nobody's: no channel knows the merchant, so nothing
 * is asked of one; what it would have said comes through the verb that takes its notices. */
#include "demo/plan.h"
#include "payments/payment.h"

static enum err account(struct ctx *c, const char *channel, const char *merchant, int64_t *ret_id)
{
	struct collecting_put a = {.channel = str_of(channel),
	                           .party = S("school"),
	                           .holder = S("示例学校课后服务监管户(示例)"),
	                           .bank = S("示例银行"),
	                           .number = S("6200000000000001"),
	                           .merchant = str_of(merchant),
	                           .active = true};

	TRY(store_write(c, &collecting_put_verb, &a));
	*ret_id = a.result.v;
	return OK;
}

enum err demo_collecting(struct ctx *c, struct demo_past *p)
{
	c->actor = demo_finance(p->s);
	TRY(account(c, "wechat", "1900000109", &p->wechat));
	return account(c, "counter", "", &p->counter);
}

/* --- by WeChat ----------------------------------------------------------------------------------
 */

static enum err online(struct ctx *c, const struct demo_payment *y)
{
	struct order_make make = {.pupil = y->p->s->pupil[y->pupil],
	                          .term = y->term,
	                          .channel = S("wechat"),
	                          .way = PAY_QR};
	struct payment_take take = {.collecting = {y->p->wechat}};
	struct order o;

	TRY(demo_parent(c, y->p->s, y->pupil, &c->actor));
	TRY(order_make_verb.run(c, &make));
	TRY(order_load(c, make.result, &o));
	take.said = (struct pay_result){.number = o.number,
	                                .channel_number =
	                                        str_printf(c->arena, "4200%lld", (long long)o.id.v),
	                                .state = PAY_PAID,
	                                .amount = o.amount,
	                                .at = c->now};
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	TRY(payment_take_verb.run(c, &take));
	return take.result == TAKEN_BOOKED
	               ? OK
	               : fault_broken(c, "a payment of the demo was not booked");
}

/* --- at the counter -----------------------------------------------------------------------------
 */

enum err demo_pay(struct ctx *c, const struct demo_payment *y)
{
	struct payment_enter enter = {
		.pupil = y->p->s->pupil[y->pupil], .term = y->term, .day = DATE_NONE};
	struct payable due;

	c->actor = demo_finance(y->p->s);
	TRY(payable_get(c, enter.pupil, y->term, &due));
	if (due.no.code && strcmp(due.no.code, "nothing_due") == 0)
		return OK;
	if (y->online)
		return online(c, y);
	enter.amount = due.due;
	enter.document =
		str_printf(c->arena, "SK%.*s-%zu",
	                   STR_FMT(str_sub(date_text(c->arena, ctx_today(c)), 0, 7)), y->pupil);
	return payment_enter_verb.run(c, &enter);
}
