/* Paying out what was approved: a payout of the school (money/payout.h), one line a person. */
#ifndef SUBSIDY_PAY_H
#define SUBSIDY_PAY_H

#include "money/payout.h"

/* Verb (school finance, leader): the next PAYOUT_MANY persons of an approved batch, those with
 * something to get and no line of a payout yet. When nobody is left the batch is being paid; it is
 * paid when the bank has paid every line. D staff_payable / C guarantee, line by line, when the
 * bank says paid. E_REFUSED `not_approved` before the approval (R49); `purpose_not_permitted`,
 * `no_rule` when the documents do not let the guarantee fund be spent so (R66);
 * `payee_account_missing` for a person whose account is not entered (found: the number). */
struct subsidy_pay {
	int64_t batch;
	payout_id result; /* none: nobody was left */
};
extern const struct verb subsidy_pay_verb;

/* Batches that the bank has paid: outside a transaction. For the job. */
enum err subsidy_paid_follow(struct ctx *c);

#endif
