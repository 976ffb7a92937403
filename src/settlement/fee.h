/* What families paid, spent on what the documents permit (`permit fee_income`, R66): goods and
 * services a school buys. It leaves the supervised account as every payment does, by a payout that
 * a second person approves. Staff and agencies are paid by what they are owed: subsidy/pay.h,
 * settlement.h. */
#ifndef SETTLEMENT_FEE_H
#define SETTLEMENT_FEE_H

#include "settlement/own.h"

#include "money/payout.h"

/* Verb (school's money roles): a payout of one line to whoever is paid, D fee_spent / C bank when
 * the bank says so. E_INPUT for an amount not above zero, and as payout_line_add(); E_REFUSED
 * `no_term` between terms, `purpose_paid_elsewhere` for staff and agencies, `purpose_not_permitted`
 * with the clause, `no_rule` where no document says what it may be spent on,
 * `purpose_share_exceeded`, `insufficient_funds` over what is the school's own (own_money). */
struct fee_spend {
	struct str purpose;
	struct money amount;
	struct str payee, number, bank; /* who, account number, where it is kept */
	struct str document;            /* number of the voucher */
	int64_t result;
	payout_id payout;
};
extern const struct verb fee_spend_verb;

/* Whether staff or agencies are paid so, by what they are owed. */
bool fee_paid_elsewhere(struct str purpose);

struct fee_spending {
	int64_t id;
	school_id school;
	struct str school_name, purpose, document, clause, payee;
	struct money amount;
	struct instant at;
	payout_id payout;
	struct str state; /* open | paid | returned | dropped: as its line of the payout */
};
/* A school's own, a county's of all its schools (money roles). `most` 0: all. */
enum err fee_spending_list(struct ctx *c, int64_t most, int64_t skip, struct fee_spending **ret_v,
                           size_t *ret_n, int64_t *ret_total);

#endif
