/* Money that goes back: decided by the rule set with its formula (R61), agreed by a second person,
 * sent back by the route it came, visible to the family in every state. */
#ifndef PAYMENTS_REFUND_H
#define PAYMENTS_REFUND_H

#include "payments/order.h"
#include "policy/refund.h"

enum refund_state {
	REFUND_UNDECIDED, /* no document says what comes back, or a fact is missing: `why` */
	REFUND_NOTHING,   /* by the rules nothing comes back */
	REFUND_ASKED,     /* waits for a person of the school, or for the county */
	REFUND_RETURNED,  /* not agreed, with a reason; of a leaving it may be reckoned anew */
	REFUND_APPROVED,  /* owed to the family: D income / C refund_payable */
	REFUND_SENT,      /* the channel was asked */
	REFUND_DONE,      /* paid back: D refund_payable / C clearing */
	REFUND_FAILED,    /* the channel refused: `why`; can be sent again */
};
const char *refund_state_name(enum refund_state s);

struct refund_item {
	struct str title; /* of the service; none for money paid too much */
	struct str item;  /* price | consumables | credit */
	struct money paid, amount;
	int64_t basis, served; /* sittings; basis 0: does not count */
	struct str formula;    /* in the reader's language */
	struct str requirement, document;
};
struct refund {
	refund_id id;
	county_id county;
	school_id school;
	term_id term;
	bill_id bill;
	pupil_id pupil;
	struct str name, class_name;
	payment_id payment;
	struct str channel;
	enrolment_id enrolment;
	struct str reason;
	struct money amount;
	struct str number;
	enum refund_state state;
	struct str why;
	account_id asked_by;
	struct instant asked, decided, sent, done;
	struct date due;       /* by when it has to be back, as its document says; DATE_NONE */
	struct str decided_by; /* name */
	struct str channel_number;
};

/* Inside a verb: an enrolment has ended and its bill was collected. What comes back is decided by
 * the rules of the day from what was paid for it and the sittings that were (the day itself counts
 * as served when its sitting has begun); consumables come back whole unless they were delivered.
 * Where no document decides, the refund stands undecided and the leaving is not stopped.
 *
 * What the rules give goes off what nobody has paid of the service first (bill_adjustment, no
 * longer owed), the rest is the refund. By state:
 * - undecided: nothing ended yet; what is not paid is owed until it is decided (refund_judge_verb),
 *   as of the moment it was left, by the rules of the day it is decided;
 * - nothing: all of it went off what was not paid, or the rules give nothing;
 * - asked, submitted, approved, sent, done, failed: what ended has ended; who agrees agrees to what
 *   is paid back and to no other amount;
 * - returned: the leaving stands, its seat is another's. What ended stays ended: the family does
 * not owe again for what it was not given. What was to be paid back is not lost either:
 *   refund_reckon_verb. */
struct leaving {
	pupil_id pupil;
	term_id term;
	enrolment_id enrolment;
	struct str reason; /* quit | transfer | cancelled | suspension … */
};
enum err refund_on_leave(struct ctx *c, const struct leaving *l, refund_id *ret_id);

/* Verb (a guardian of the pupil, a school's desk): for a service that goes on, for a reason the
 * rules know (refund_reason.h). E_INPUT for another; E_REFUSED `bill_not_collected`;
 * `refund_nothing` when the rules give nothing (nothing is written); `refund_waiting` (E_CONFLICT)
 * while another one of the same enrolment is under way. */
struct refund_ask {
	enrolment_id enrolment;
	struct str reason; /* a word of the rules: absence, not_served, one a document declares */
	refund_id result;
};
extern const struct verb refund_ask_verb;

/* Verb (a school's desk): what was paid too much on a bill and nobody has asked for yet (`payment`
 * none), or a payment that came late, whole. E_REFUSED `nothing_over`, `refund_over_paid`. */
struct refund_credit {
	pupil_id pupil;
	term_id term;
	payment_id payment;
	refund_id result;
};
extern const struct verb refund_credit_verb;

/* Verb (a school's desk): agree, or return with a reason. Over the county's limit agreeing submits
 * it to a second person (approval.h), whose word is followed by a job or by agreeing once more;
 * below it another person than who asked is enough (`not_approved`, field approver). An undecided
 * one is decided again first and refuses as the rules do. `refund_over_paid` (E_REFUSED) when the
 * payment has not so much left. */
struct refund_judge {
	refund_id refund;
	bool accept;
	struct str reason;
};
extern const struct verb refund_judge_verb;

/* Verb (a school's desk): a refund of a leaving that was returned is reckoned anew, once registers,
 * deliveries or the bill say what they should: as of the moment the service was left and by the
 * rules of that day, of all that was charged. What ended and what other refunds give back already
 * are taken off; what is still to come is a new refund, asked for by whoever calls this, and what
 * ended too much is owed again, by an adjustment with its reason and a message to the family. So
 * the family bears in the end what the rules say, however often this was returned. E_CONFLICT
 * `refund_not_returned` when it is of no leaving or was not returned, `refund_waiting` when another
 * of the enrolment waits; E_REFUSED `refund_nothing` when nothing more comes of it. */
struct refund_reckon {
	refund_id refund;
	refund_id result;
};
extern const struct verb refund_reckon_verb;

/* Verb (a school's desk): one the channel refused is sent again, with the same number. */
struct refund_again {
	refund_id refund;
};
extern const struct verb refund_again_verb;

/* Verb (a school's desk): money of the counter went back by transfer or in cash, with this
 * document. */
struct refund_paid {
	refund_id refund;
	struct str document;
};
extern const struct verb refund_paid_verb;

/* The pupil's guardians, the desk of the school that was paid, its county's; noted when it is no
 * guardian. E_ABSENT. */
enum err refund_get(struct ctx *c, refund_id id, struct refund *ret_r);
enum err refund_items(struct ctx *c, refund_id id, struct refund_item **ret_v, size_t *ret_n);
enum err refund_list(struct ctx *c, pupil_id pupil, term_id term, struct refund **ret_v,
                     size_t *ret_n);
struct refund_filter {
	struct str state;   /* none: any */
	int64_t most, skip; /* most 0: all */
};
enum err refund_page(struct ctx *c, school_id school, term_id term, const struct refund_filter *f,
                     struct refund **ret_v, size_t *ret_n, int64_t *ret_total);

#endif
