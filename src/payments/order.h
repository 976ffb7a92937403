/* Orders: a family's wish to pay a bill by a channel. The verb writes the order down and a job asks
 * the channel; what the channel says comes back by a notice or by asking again, and either is
 * recorded by the same verb (payment.h). One open order a bill, so that nobody pays twice by
 * opening two pages. */
#ifndef PAYMENTS_ORDER_H
#define PAYMENTS_ORDER_H

#include "money/bill.h"
#include "payments/account.h"

enum order_state {
	ORDER_MADE,  /* the channel was not asked yet */
	ORDER_ASKED, /* it can be paid */
	ORDER_PAID,
	ORDER_CLOSED,  /* by the family, by a newer one, or because the bill changed */
	ORDER_FAILED,  /* the channel refused it */
	ORDER_EXPIRED, /* nobody paid in time */
};
const char *order_state_name(enum order_state s);

#define ORDER_MINUTES 30

struct order {
	pay_order_id id;
	county_id county;
	school_id school;
	term_id term;
	bill_id bill;
	pupil_id pupil;
	collecting_id collecting;
	struct str channel;
	enum pay_way way;
	struct money amount;
	struct str number; /* ours at the channel */
	enum order_state state;
	struct str link, call; /* what to pay with, once asked; see struct pay_link */
	account_id account;    /* who made it; inside WeChat nobody else can pay it */
	bool waits;            /* inside WeChat: made, but nobody knows yet whose WeChat pays */
	struct instant expires, at, settled;
	struct str why;     /* fault code of a failure, reason of a closing */
	payment_id payment; /* once paid */
	receipt_id receipt; /* of that */
};

/* What a family still owes on a bill, to the fen: lines and adjustments less what was paid; below
 * zero when it was paid too much. Asks nobody's role. */
enum err bill_due(struct ctx *c, bill_id bill, struct money *ret_due);

/* What paying a pupil's bill of a term would come to now: the due amount and, when it cannot be
 * paid, why (`no.code`): already_collected_this_term (R59), nothing_due, forbidden_by_rule (R65),
 * consumables_unsigned (R37). To the school that billed, wherever the pupil is now. Within the
 * caller's scope of the bill (bill_reach()). */
struct payable {
	struct bill_owner owner;
	bill_id bill; /* none: nothing was charged */
	struct money due;
	bool collected; /* before; what is due now was added by adjustments */
	struct fault no;
};
enum err payable_get(struct ctx *c, pupil_id pupil, term_id term, struct payable *ret_p);

/* Verb (a guardian of the pupil; the school's desk, to show a code at the counter): an order over
 * all that is due. The same channel, way and amount again is the open order, inside WeChat if it is
 * the same guardian's; anything else closes it. Inside WeChat without `payer` it is asked for at
 * once when the guardian's WeChat is known to the app (openid.h), else it waits for that. E_ABSENT
 * for another family's child; the refusals of payable_get(); `pay_not_set_up`. */
struct order_make {
	pupil_id pupil;
	term_id term;
	struct str channel;
	enum pay_way way;
	struct str payer;   /* PAY_IN_APP with WeChat: openid, or … */
	struct str appid;   /* … the app by which it is looked up or asked for */
	struct str address; /* PAY_BROWSER with WeChat; kept sealed until the channel was asked */
	pay_order_id result;
};
extern const struct verb order_make_verb;

/* Verb (the same): nobody shall pay it any more. One that is not open stays as it is. */
struct order_shut {
	pay_order_id order;
	enum order_state result;
};
extern const struct verb order_shut_verb;

/* Inside a verb that changes a pupil's bill of a term: its open order, if there is one, is closed
 * here and, by a job, at the channel. No bill yet: nothing was ordered. */
enum err order_drop(struct ctx *c, bill_id bill, const char *why);

/* The pupil's guardians, the desk of its school, the county's. E_ABSENT. */
enum err order_get(struct ctx *c, pay_order_id id, struct order *ret_o);
/* Without scope. */
enum err order_load(struct ctx *c, pay_order_id id, struct order *ret_o);
/* A pupil's orders of a term, the newest first. Within the caller's scope of the bill. */
enum err order_list(struct ctx *c, pupil_id pupil, term_id term, struct order **ret_v,
                    size_t *ret_n);

#endif
