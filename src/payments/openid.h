/* Paying inside WeChat (JSAPI): the channel wants to know whose WeChat pays (R60). An order that
 * waits for that sends the guardian's chat to WeChat and back; what it brings back is a code, which
 * a job exchanges for the openid (pay/wechat_login.h). The openid is kept sealed for the account
 * and the app, shown to nobody and never logged; it goes when its owner says so, and when the
 * account is closed. */
#ifndef PAYMENTS_OPENID_H
#define PAYMENTS_OPENID_H

#include "payments/order.h"

#define OPENID_STATE_MINUTES 10
#define OPENID_CODE_MAX      512

/* Whether an account's merchant can take payments inside WeChat, by which app, and where the chat
 * is sent. `no.code` says why not: wechat_login_off, or what channel_open() refuses. Reads the
 * merchant's file; not in a verb. */
struct in_app {
	struct str appid, open;
	struct fault no;
};
enum err in_app_of(struct ctx *c, const struct collecting *a, struct in_app *ret_i);

/* What goes to WeChat with an order and must come back with its code: the time, and a mark over the
 * order, the time and the login session, which nobody else can make. */
struct str openid_state(struct ctx *c, pay_order_id order);
/* E_REFUSED `wechat_state_forged` (not ours, of another order or another session),
 * `wechat_state_old` (after OPENID_STATE_MINUTES). */
enum err openid_state_check(struct ctx *c, pay_order_id order, struct str state);

/* Verb (the guardian who made the order): takes the code that came back with a state that holds; a
 * job exchanges it. The same again for the same order is the same. E_ABSENT for another's order;
 * E_REFUSED `wechat_code_used` for a code that was brought before, `wechat_not_awaited` when the
 * order does not wait for one, `wechat_code_bad` when it cannot be one. Audited without the code.
 */
struct openid_bring {
	pay_order_id order;
	struct str appid, code;
};
extern const struct verb openid_bring_verb;

/* How the code that was brought last for an order fares; `state` is empty when there is none. */
struct openid_news {
	struct str state; /* waiting | done | refused | late */
	struct str why;   /* fault code of a refusal */
};
enum err openid_news_get(struct ctx *c, pay_order_id order, struct openid_news *ret_n);

/* Verb (the guardian who made the order): the WeChat of this account is forgotten, of every app,
 * and the order closed if it is open, so that another WeChat can pay. E_ABSENT for another's order.
 */
struct openid_forget {
	pay_order_id order;
};
extern const struct verb openid_forget_verb;

#endif
