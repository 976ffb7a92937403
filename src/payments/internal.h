/* Shared inside the room. */
#ifndef PAYMENTS_INTERNAL_H
#define PAYMENTS_INTERNAL_H

#include "jobs/job.h"
#include "money/ledger.h"
#include "payments/adjust.h"
#include "payments/payment.h"
#include "payments/refund.h"

const char *pay_way_name(enum pay_way w);
bool pay_way_parse(struct str name, enum pay_way *ret_w);

/* Whose a paper is: the pupil's family's, and of the school that billed, wherever the pupil is now.
 */
struct paper {
	pupil_id pupil;
	county_id county;
	school_id school;
};
/* The pupil's guardians, the desk of the school and its county's; noted when it is no guardian.
 * E_ABSENT. */
enum err paper_reach(struct ctx *c, const char *object, int64_t id, const struct paper *p);

/* In a verb: a job about an order, in its account's lane; `n` counts the askings. */
enum err order_job(struct ctx *c, const struct order *o, const char *kind, int64_t n,
                   struct instant due);
enum err order_numbered(struct ctx *c, struct str number, struct order *ret_o, bool *ret_found);
/* In a verb: an open order ends so; one that is not open stays. */
enum err order_end(struct ctx *c, const struct order *o, enum order_state to, const char *why);

static inline bool order_is_open(const struct order *o)
{
	return o->state == ORDER_MADE || o->state == ORDER_ASKED;
}
/* In a verb: an open order is closed here and, by a job, at its channel; for its family. */
enum err order_shut_open(struct ctx *c, const struct order *o);

/* Whatever a channel says, its lane is open: hands on what an asking came to. */
enum err channel_heard(struct ctx *c, const struct job *j, enum err e);
/* What the channel refuses it refuses for good; what did not answer is asked again by the runner.
 */
bool channel_final(enum err e);

/* The openid kept for this account and app; STR_NONE when there is none. */
enum err openid_known(struct ctx *c, account_id account, struct str appid, struct str *ret_openid);
/* In a verb: the order is over, its codes are dropped. */
enum err openid_codes_end(struct ctx *c, pay_order_id order);
/* Handlers of payments.openid (one code) and payments.openid_closed (of closed accounts). */
enum err openid_job(struct ctx *c, const struct job *j);
enum err openid_closed_job(struct ctx *c, const struct job *j);

/* In a verb: the row, its entry and its receipt; the bill counts as collected when nothing is due
 * any more and the payment was not late. */
struct payment_new {
	payment_id id;
	county_id county;
	school_id school;
	term_id term;
	bill_id bill;
	pupil_id pupil;
	collecting_id collecting;
	pay_order_id order;
	struct str channel, number, flag;
	struct money amount;
	struct instant paid_at;
};
enum err payment_book(struct ctx *c, const struct payment_new *n);
/* The clearing account of a channel. */
enum err clearing_of(struct ctx *c, struct str channel, enum ledger_account *ret_a);

/* In a verb: write down what does not fit; once. */
struct incident_new {
	county_id county;
	school_id school;
	struct str number;
	const char *kind;
	struct str found, allowed;
};
enum err incident_put(struct ctx *c, const struct incident_new *i);

/* In a verb: a valid receipt over this amount; `replaces` none: the first of the payment. */
enum err receipt_issue(struct ctx *c, const struct payment_new *n, struct money amount,
                       receipt_id replaces);
/* In a verb: the payment's valid receipt is reversed; if something is left of the payment, a new
 * one stands for that. */
enum err receipt_reverse(struct ctx *c, payment_id payment, struct money left);

/* A refund with what its channel has to be told; without scope. */
struct refund_route {
	struct refund of;
	collecting_id collecting;
	struct money total;      /* of the payment */
	struct str order_number; /* none: at the counter */
};
/* In a verb: its channel is asked, in the account's lane; `n` counts the askings. */
enum err refund_job_put(struct ctx *c, const struct refund_route *r, int64_t n, struct instant due);
enum err refund_route_load(struct ctx *c, refund_id id, struct refund_route *ret_r);
enum err refund_numbered(struct ctx *c, struct str number, struct refund_route *ret_r,
                         bool *ret_found);

/* In a verb (system): a refund that was agreed and submitted goes on as the second person has
 * decided; nothing while he has not. */
enum err refund_follow(struct ctx *c, refund_id id);

/* In a verb: the channel says how a refund of ours stands. */
enum err refund_said(struct ctx *c, collecting_id collecting, const struct pay_refunded *said,
                     enum taken *ret_taken);

/* The whole payment of a pupil's bill that can still give back so much. */
enum err payment_with_room(struct ctx *c, bill_id bill, struct money wanted,
                           payment_id *ret_payment, struct money *ret_room);

/* In a verb: writes an adjustment of a collected bill with its entry; a->result. Asks nobody's role
 * and checks nothing. `object`: what a second person agreed to, an adjustment's wish or a refund;
 * 0: nobody had to. */
struct agreed_by {
	account_id who; /* whose act it is */
	int64_t object;
};
enum err adjustment_put(struct ctx *c, const struct bill_owner *b, struct adjust *a,
                        const struct agreed_by *by);
/* Wishes whose second person has spoken, a batch of them. */
enum err adjustments_decided(struct ctx *c, int64_t **ret_v, size_t *ret_n);

#endif
