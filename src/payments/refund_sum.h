/* Inside this room: what a service's refund comes to. */
#ifndef PAYMENTS_REFUND_SUM_H
#define PAYMENTS_REFUND_SUM_H

#include "money/ledger.h"
#include "people/pupil.h"
#include "payments/refund.h"

enum { REFUND_PARTS = 4 };

struct refund_case {
	const struct pupil *pupil;
	bill_id bill;
	enrolment_id enrolment;
	struct str reason; /* a word of the rules */
	struct instant at; /* as of when: what had begun then */
	bool leaving;      /* consumables come back too */
};
struct refund_part {
	enum ledger_account account; /* it is taken from */
	int64_t subject;
	struct str item;
	struct money paid, amount;
	int64_t basis, served;  /* sittings */
	struct str units, unit; /* what it is for beyond what was paid back before; or empty */
	sitting_id *sitting;    /* those it is for */
	size_t sitting_n;
	struct str formula; /* both languages */
	struct str requirement, document;
};
struct refund_sum {
	struct refund_part part[REFUND_PARTS];
	size_t n;
	struct money amount;
	const char *undecided; /* fault code of why the rules did not decide; else NULL */
};
/* Reads only. */
enum err refund_sum(struct ctx *c, const struct refund_case *k, struct refund_sum *ret_s);

/* What of it goes back by which payment of the bill, the roomiest first: a refund each. Nothing at
 * all, or what is undecided, has one share. `but`: a refund that claims nothing. E_REFUSED
 * `refund_over_paid` above what all of them have left. */
struct refund_share {
	payment_id payment;
	struct refund_sum sum;
};
enum err refund_shares(struct ctx *c, bill_id bill, refund_id but, const struct refund_sum *s,
                       struct refund_share **ret_v, size_t *ret_n);

#endif
