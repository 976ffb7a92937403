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
	struct date rules; /* those of that day */
	bool leaving;      /* consumables come back too */
};
struct refund_part {
	enum ledger_account account; /* it is taken from */
	int64_t subject;
	struct str item;
	struct money paid, amount;
	struct money ended;     /* leaving: of what nobody has paid, no longer owed; below zero: of
	                           what ended before, owed again */
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
	struct date due;       /* by when the rules want it back; DATE_NONE: they do not say */
	const char *undecided; /* fault code of why the rules did not decide; else NULL */
};
/* Reads only. Of a service the family leaves the rules are asked about all that was charged for it,
 * paid or not: what they give goes off what is not paid of it first, and the rest is paid back. Of
 * one that goes on they are asked about what was paid. What ended unpaid before counts with both
 * what was charged and what was given back. */
enum err refund_sum(struct ctx *c, const struct refund_case *k, struct refund_sum *ret_s);

/* What is owed of a bill, service by service; together what is due. A bill is paid whole, so what
 * is not paid is what came last: its newest adjustments, each less what the service was lowered by
 * since, and only then its lines. */
struct unpaid {
	struct thing *v;
	size_t n;
};
enum err unpaid_load(struct ctx *c, bill_id bill, struct unpaid *ret_u);
/* item: price | consumables */
struct money unpaid_of(const struct unpaid *u, offering_id offering, struct str item);

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
