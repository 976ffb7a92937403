/* Payment channels behind one interface: WeChat Pay v3 and Alipay. A channel knows orders, refunds,
 * notices and daily files; it knows no bill and no pupil, and nothing here touches the store. Every
 * call goes over the network, so it belongs into a job, never into a verb. R60
 *
 * What is trusted: only what carries the channel's own signature. A reply without one, even with
 * status 200, is a forgery (`pay_forged`); so is a notice. A reply that did not come, or came too
 * late, says nothing about the money: query settles it. */
#ifndef PAY_CHANNEL_H
#define PAY_CHANNEL_H

#include "pay/http.h"
#include "pay/merchant.h"

enum pay_state {
	PAY_UNKNOWN, /* the channel has no such order (yet) */
	PAY_WAITING, /* made, not paid */
	PAY_PAID,
	PAY_CLOSED, /* nobody can pay it any more */
	PAY_FAILED,
};
const char *pay_state_name(enum pay_state s);

/* How the guardian pays. */
enum pay_way {
	PAY_IN_APP,  /* inside WeChat (JSAPI), or Alipay's own page */
	PAY_BROWSER, /* from a phone's browser: WeChat H5, Alipay wap */
	PAY_QR,      /* a code shown on another screen */
};

struct pay_order {
	struct str number;   /* ours, 6 to 32 of [0-9A-Za-z_-]; never used for two things */
	struct str subject;  /* what is paid for, as the guardian reads it; no name of a child */
	struct money amount; /* > 0 */
	struct instant expires;
	enum pay_way way;
	struct str payer;   /* PAY_IN_APP with WeChat: openid */
	struct str address; /* PAY_BROWSER with WeChat: the client's IP address */
};
/* What the page needs to send the guardian on; one of them is set. */
struct pay_link {
	struct str url;  /* to open (H5, wap) or to show as a code (QR) */
	struct str call; /* PAY_IN_APP with WeChat: JSON for the chat's own payment sheet, signed */
};

/* What a channel says about an order, in a reply or a notice. */
struct pay_result {
	struct str number;
	struct str channel_number; /* the channel's own; set when paid */
	enum pay_state state;
	struct money amount; /* what was ordered and, when paid, received */
	struct instant at;   /* of the payment; 0 while there is none */
};

enum pay_refund_state {
	PAY_REFUND_UNKNOWN,
	PAY_REFUND_RUNNING,
	PAY_REFUND_DONE,
	PAY_REFUND_FAILED
};

struct pay_refund {
	struct str number;        /* of the order that was paid */
	struct str refund_number; /* ours; the same again asks for the same refund */
	struct money amount;      /* > 0, at most what is left of `total` */
	struct money total;       /* of the order */
	struct str reason;
};
struct pay_refunded {
	struct str number, refund_number, channel_number;
	enum pay_refund_state state;
	struct money amount;
};

/* A notice the channel posted to us. */
struct pay_notice {
	struct str body;
	struct str content_type;
	/* WeChat's headers; none for Alipay. */
	struct str timestamp, nonce, signature, serial;
};
enum pay_event_kind { PAY_EVENT_PAYMENT, PAY_EVENT_REFUND, PAY_EVENT_OTHER };
struct pay_event {
	enum pay_event_kind kind;
	struct str id; /* the channel's number of this notice; the same when it is sent again */
	struct pay_result payment;
	struct pay_refunded refund;
};

/* One line of a channel's daily file. */
struct pay_line {
	struct str number, channel_number, refund_number; /* refund_number: only for refunds */
	struct money amount;                              /* received, or paid back */
	struct instant at;
	bool refund;
};
struct pay_statement {
	struct pay_line *v;
	size_t n;
};

struct pay {
	const struct merchant *merchant;
	const struct pay_http *http;
	struct str tail; /* of the address notices are sent to, behind the channel's name; none: the
	                    merchant's county */
};

struct pay_channel {
	const char *name; /* "wechat", "alipay": stored and sent */

	/* E_INPUT for facts a channel cannot take; E_REFUSED `pay_refused` (found: its code and
	 * words) when it says no; `pay_unreachable` (E_BROKEN) when it said nothing; `pay_forged`
	 * (E_REFUSED) when what came was not signed by it. Making the same order again is the same
	 * order. */
	enum err (*order)(struct ctx *c, const struct pay *p, const struct pay_order *o,
	                  struct pay_link *ret_link);
	enum err (*query)(struct ctx *c, const struct pay *p, struct str number,
	                  struct pay_result *ret_r);
	/* Afterwards nobody can pay it; `pay_paid_already` (E_CONFLICT) when somebody has. */
	enum err (*close)(struct ctx *c, const struct pay *p, struct str number);
	enum err (*refund)(struct ctx *c, const struct pay *p, const struct pay_refund *r,
	                   struct pay_refunded *ret_r);
	enum err (*refund_query)(struct ctx *c, const struct pay *p, const struct pay_refund *r,
	                         struct pay_refunded *ret_r);
	/* The file of a day, whole and with its control sums checked, or `pay_statement_bad`
	 * (E_INPUT, found: what is wrong). A day without payments is an empty one. */
	enum err (*statement)(struct ctx *c, const struct pay *p, struct date day,
	                      struct pay_statement *ret_s);
	/* Reads a notice, trusting nothing but its signature and that it is for this merchant.
	 * `pay_forged` otherwise, `pay_notice_old` for one signed over five minutes ago. */
	enum err (*notice)(struct ctx *c, const struct pay *p, const struct pay_notice *n,
	                   struct pay_event *ret_e);
	/* What a notice is answered with once its effect is committed, and when it is not. */
	struct str taken, not_taken;
	const char *answer_type;
};

extern const struct pay_channel pay_wechat, pay_alipay;
/* NULL when there is none of that name. */
const struct pay_channel *pay_channel_named(struct str name);

#endif
