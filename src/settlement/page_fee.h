/* The handlers of what families paid and the school spent. Inside this room. */
#ifndef SETTLEMENT_PAGE_FEE_H
#define SETTLEMENT_PAGE_FEE_H

#include "people/pages.h"

struct fee_in {
	struct str purpose;
	struct money amount;
	struct str payee, number, bank, document;
};
extern const struct input fee_spend_input;
extern const struct answer fee_spendings_told, fee_spending_told;

enum err page_fee(struct ctx *c, struct req *r, struct reply *w);
enum err page_fee_sheet(struct ctx *c, struct req *r, struct reply *w);
enum err page_fee_spend(struct ctx *c, struct req *r, struct reply *w);
enum err api_fees(struct ctx *c, struct req *r, struct reply *w);
enum err api_fee_spend(struct ctx *c, struct req *r, struct reply *w);

#endif
