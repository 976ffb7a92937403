/* What a school's supervised account holds of its own (R66): what families paid for care, for the
 * courses it gives itself and for goods. Everything that is somebody else's stays: shares of
 * agencies, money that goes back to families, and what nobody has explained yet. */
#ifndef SETTLEMENT_OWN_H
#define SETTLEMENT_OWN_H

#include "funds/portion.h"

/* In fen, as of now: left = bank - agencies - families - unexplained - leaving, at least 0. */
struct own_money {
	struct money bank;     /* as its statement shows it */
	struct money agencies; /* held, released and not paid yet, or not followed yet */
	struct money families; /* refunds that are agreed and have not left */
	struct money
		unexplained;  /* arrived, and no booking of ours says why; of payers not covered */
	struct money leaving; /* in payouts of which the bank has not said anything */
	struct money left;
};
/* Inside a transaction; asks nobody's role. What came for an agency's course and was not shared yet
 * counts whole, so that `left` is never too much. */
enum err own_money(struct ctx *c, school_id school, struct own_money *ret_m);
/* The same inside a verb that pays out of it: two of one school wait for one another. */
enum err own_money_draw(struct ctx *c, school_id school, struct own_money *ret_m);

#endif
