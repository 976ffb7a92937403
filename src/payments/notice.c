/* What a payment channel posts to us. Anybody may send it; only its signature makes it true. */
#include "payments/internal.h"
#include "payments/pages.h"

static enum err account_of(struct ctx *c, struct req *r, const char *channel,
                           struct collecting *ret_a)
{
	enum err e;

	TRY(store_read_begin(c));
	e = collecting_load(c, (collecting_id){req_id(r, "account")}, ret_a);
	store_read_end(c);
	TRY(e);
	return str_is(ret_a->channel, channel)
	               ? OK
	               : fault_set(c, E_ABSENT, "pay_not_set_up",
	                           &(struct fault){.found = text_word(c->lang, "pay.channel.",
	                                                              str_of(channel))});
}

static enum err event_of(struct ctx *c, struct req *r, const struct channel_open *o,
                         struct pay_event *ret_e)
{
	struct pay_notice n = {
		.body = req_body(r),
		.content_type = req_header(r, "Content-Type"),
		.timestamp = req_header(r, "Wechatpay-Timestamp"),
		.nonce = req_header(r, "Wechatpay-Nonce"),
		.signature = req_header(r, "Wechatpay-Signature"),
		.serial = req_header(r, "Wechatpay-Serial"),
	};

	return o->channel->notice(c, &o->pay, &n, ret_e);
}

struct refund_note {
	collecting_id collecting;
	struct pay_refunded said;
	enum taken taken;
};

static enum err refund_note_run(struct ctx *c, void *arg)
{
	struct refund_note *a = arg;

	return refund_said(c, a->collecting, &a->said, &a->taken);
}

static enum err refusal_of(struct ctx *c, enum taken t)
{
	switch (t) {
	case TAKEN_AMOUNT:
		return fault_set(c, E_REFUSED, "pay_wrong_amount", NULL);
	case TAKEN_MERCHANT:
		return fault_set(c, E_REFUSED, "pay_wrong_merchant", NULL);
	case TAKEN_UNKNOWN:
		return fault_set(c, E_ABSENT, "pay_order_unknown", NULL);
	default:
		return OK;
	}
}

static enum err note(struct ctx *c, collecting_id collecting, const struct pay_event *e)
{
	static const struct verb refund = {"payments.refund_notice", refund_note_run};
	struct payment_take a = {.collecting = collecting, .said = e->payment};
	struct refund_note b = {.collecting = collecting, .said = e->refund};

	if (e->kind == PAY_EVENT_PAYMENT) {
		TRY(store_write(c, &payment_take_verb, &a));
		return refusal_of(c, a.result);
	}
	if (e->kind == PAY_EVENT_REFUND) {
		TRY(store_write(c, &refund, &b));
		return refusal_of(c, b.taken);
	}
	return OK;
}

static enum err heard(struct ctx *c, struct req *r, const char *channel)
{
	struct channel_open o;
	struct collecting at;
	struct pay_event event;
	enum err e;

	TRY(account_of(c, r, channel, &at));
	TRY(channel_open(c, &at, &o));
	e = event_of(c, r, &o, &event);
	channel_close(&o);
	TRY(e);
	return note(c, at.id, &event);
}

/* Answered with the channel's word only once the effect is committed; anything else makes it send
 * again. */
static enum err answer(struct ctx *c, struct req *r, struct reply *w, const char *channel)
{
	const struct pay_channel *ch = pay_channel_named(str_of(channel));
	enum err e;

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	e = heard(c, r, channel);
	return reply_text(c, w, e == OK ? 200 : fault_status(&c->fault), ch->answer_type,
	                  e == OK ? ch->taken : ch->not_taken);
}

enum err notice_wechat(struct ctx *c, struct req *r, struct reply *w)
{
	return answer(c, r, w, "wechat");
}

enum err notice_alipay(struct ctx *c, struct req *r, struct reply *w)
{
	return answer(c, r, w, "alipay");
}
