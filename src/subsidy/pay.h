/* Paying out what was approved: a payout of the school (money/payout.h), one line a person. */
#ifndef SUBSIDY_PAY_H
#define SUBSIDY_PAY_H

#include "money/payout.h"

/* Verb (school finance, leader): the next PAYOUT_MANY persons of an approved batch, those with
 * something to get and no line of a payout yet, out of one fund. When nobody is left the batch is
 * being paid; it is paid when the bank has paid every line. D staff_payable / C guarantee, or C
 * bank for what families paid (fee_income: settlement/own.h), line by line, when the bank says
 * paid. E_INPUT for another fund; E_REFUSED `not_approved` before the approval (R49);
 * `purpose_not_permitted`, `no_rule` when the documents do not let the fund be spent so,
 * `purpose_share_exceeded` above the share they leave (R66); `insufficient_funds`;
 * `payee_account_missing` for a person whose account is not entered (found: the number). */
struct subsidy_pay {
	int64_t batch;
	struct str fund;  /* "guarantee_fund" (also none), "fee_income" */
	payout_id result; /* none: nobody was left */
};
extern const struct verb subsidy_pay_verb;

/* The funds the documents of today let the staff of a school be paid from; where none says so, the
 * guarantee fund alone, and the payment is refused with what is missing. */
enum { SUBSIDY_FUNDS = 2 };
struct subsidy_fund {
	struct str word;
	bool known; /* what is left: a guarantee fund without a budget has no limit but itself */
	struct money left;
};
enum err subsidy_funds(struct ctx *c, county_id county, school_id school,
                       struct subsidy_fund ret_v[SUBSIDY_FUNDS], size_t *ret_n);

/* Batches that the bank has paid: outside a transaction. For the job. */
enum err subsidy_paid_follow(struct ctx *c);

#endif
