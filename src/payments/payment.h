/* Payments: what a channel says was paid, what the counter takes in, and what does not fit. A
 * payment is booked once, in the transaction that writes it down: D clearing / C receivable, the
 * entry having its id (R60). */
#ifndef PAYMENTS_PAYMENT_H
#define PAYMENTS_PAYMENT_H

#include "payments/order.h"

/* What became of something a channel said. */
enum taken {
	TAKEN_BOOKED,
	TAKEN_BEFORE,   /* the same payment again */
	TAKEN_LATE,     /* booked, though its order was closed: a person keeps it or pays it back */
	TAKEN_STATE,    /* no payment: the order's state was noted, or nothing was new */
	TAKEN_AMOUNT,   /* refused and written down: another amount than ordered */
	TAKEN_MERCHANT, /* refused and written down: by another account than the order's */
	TAKEN_UNKNOWN,  /* refused and written down: no such order */
};

/* Verb (system): what this account's channel said, its signature verified. Nothing that is refused
 * moves anything; the refusals are incidents, each written down once. Finishes `job` in the same
 * transaction when there is one. */
struct payment_take {
	collecting_id collecting;
	struct pay_result said;
	const struct job *job; /* or NULL */
	enum taken result;
	payment_id payment;
};
extern const struct verb payment_take_verb;

/* An amount as somebody typed it: yuan in plain digits, at most two decimals, above zero, below a
 * hundred million. E_INPUT `amount_malformed` naming the field, for everything else: 1e3, 0.1+0.2,
 * -0, １２.３０, three decimals. */
enum err amount_typed(struct ctx *c, struct str field, struct str typed, struct money *ret_m);

/* Verb (a school's desk): cash or a transfer that the counter took in for a pupil's bill. R59: all
 * that is due at once: `amount_not_due` (found, allowed) otherwise. `document_taken` (E_CONFLICT)
 * for a document number that was entered before and not taken back, E_INPUT for a day to come.
 * Closes the bill's open order. */
struct payment_enter {
	pupil_id pupil;
	term_id term;
	struct money amount;
	struct date day;     /* it came in; DATE_NONE: today */
	struct str document; /* number of the counter's slip or of the transfer */
	payment_id result;
};
extern const struct verb payment_enter_verb;

/* Verb (a school's desk): ask that an entry of the counter be taken back, with a reason; then
 * another person decides. `payment_refunded` once money went back; `not_approved` for the own
 * request. Done, the ledger entry is reversed, the receipt too, the bill is open again
 * and the document number free for the right entry; the reversal keeps it. */
struct reversal_ask {
	payment_id payment;
	struct str reason;
	int64_t result;
};
extern const struct verb reversal_ask_verb;
struct reversal_decide {
	payment_id payment;
	bool accept;
};
extern const struct verb reversal_decide_verb;

/* Verb (a school's desk): a payment that came after its order was closed counts for the bill after
 * all, if that is still due; else it goes back (refund.h). E_CONFLICT for one that is not late. */
struct payment_keep {
	payment_id payment;
};
extern const struct verb payment_keep_verb;

struct payment {
	payment_id id;
	county_id county;
	school_id school;
	term_id term;
	bill_id bill;
	pupil_id pupil;
	pay_order_id order; /* none: at the counter */
	struct str channel;
	struct money amount;
	struct str number;
	struct instant paid_at, at;
	struct str by;         /* name of who entered it; none: the channel */
	struct str flag;       /* late | kept | back */
	struct money refunded; /* or about to be: not returned */
	struct str reversal;   /* asked | done | refused; empty */
	struct str reversal_reason;
	account_id reversal_by;
	receipt_id receipt;          /* the valid one */
	struct str name, class_name; /* the pupil's */
};
/* The pupil's guardians, the desk of the school that billed, its county's; noted when it is no
 * guardian. E_ABSENT. */
enum err payment_get(struct ctx *c, payment_id id, struct payment *ret_p);
/* A pupil's payments of a term, the oldest first. */
enum err payment_list(struct ctx *c, pupil_id pupil, term_id term, struct payment **ret_v,
                      size_t *ret_n);

/* A school's payments of a term, the newest first (desk, county). Notes the reading. */
struct payment_filter {
	struct str channel, flag; /* none: any */
	int64_t most, skip;       /* most 0: all */
};
struct payment_sums {
	int64_t payments;
	struct money amount;
};
enum err payment_page(struct ctx *c, school_id school, term_id term, const struct payment_filter *f,
                      struct payment **ret_v, size_t *ret_n, struct payment_sums *ret_sums);

/* The services of a pupil's bill, once each, with the latest enrolment. Within the caller's scope.
 */
struct service {
	offering_id offering;
	enrolment_id enrolment;
	struct str title;
};
enum err bill_services(struct ctx *c, pupil_id pupil, term_id term, struct service **ret_v,
                       size_t *ret_n);

/* A school's bills of a term by class, with what is due (desk). Notes the reading. */
struct owing {
	pupil_id pupil;
	struct str name, class_name;
	struct money total, due;
	bool collected;
};
struct due_filter {
	bool open;          /* only what is not settled */
	int64_t most, skip; /* most 0: all */
};
enum err due_page(struct ctx *c, school_id school, term_id term, const struct due_filter *f,
                  struct owing **ret_v, size_t *ret_n, int64_t *ret_total);

/* What did not fit: of a school, or of a whole county. The open ones first. */
struct incident {
	int64_t id;
	school_id school;
	struct str number, kind, found, allowed, note, by;
	struct instant at, closed;
};
enum err incident_list(struct ctx *c, bool open_only, struct incident **ret_v, size_t *ret_n);
/* Verb (desk of the school or county): looked at and settled, in words. */
struct incident_close {
	int64_t id;
	struct str note;
};
extern const struct verb incident_close_verb;

#endif
