/* What money may be asked back for. */
#ifndef PAYMENTS_REFUND_REASON_H
#define PAYMENTS_REFUND_REASON_H

#include "money/bill.h"
#include "payments/refund.h"

/* A reason the rules of the day give money back for while a service goes on, declared ones too
 * (R61), with the first sentence that does. */
struct refund_wish {
	struct str reason, label; /* its word; as the document or the catalogue calls it */
	struct str clause, document;
};
/* Of these services, each under the rules of its school; absence and not_served where no document
 * says anything about any of them. */
enum err refund_wishes(struct ctx *c, const offering_id *offering, size_t n_offerings,
                       struct refund_wish **ret_v, size_t *ret_n);
/* These follow from an act of their own; nobody asks for them. */
bool refund_by_leaving(struct str reason);
/* Whether anybody may ask for it: a word of these rules that no act of its own stands for. */
bool refund_asked_for(const struct rules *r, struct str reason);

/* In the reader's language, or as its document calls it. */
struct str refund_reason_label(struct ctx *c, const struct rules *r, struct str reason);
/* The same of a refund, by the rules of the day it was asked. */
struct str refund_label(struct ctx *c, const struct refund *f);
/* By when it has to be back, and that the day has passed (R61); empty when it is back already, will
 * not be, or no document says. */
struct str refund_due_words(struct ctx *c, const struct refund *f);

/* Of whom and what an enrolment is, for those who may ask: a guardian of the pupil, a desk of the
 * school. E_ABSENT otherwise. */
struct refund_of {
	struct bill_owner bill;
	term_id term;
	offering_id offering;
};
enum err refund_asker(struct ctx *c, enrolment_id enrolment, struct refund_of *ret_of);

#endif
