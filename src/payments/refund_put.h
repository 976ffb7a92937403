/* Inside this room: writing a refund down, with what it ends. */
#ifndef PAYMENTS_REFUND_PUT_H
#define PAYMENTS_REFUND_PUT_H

#include "payments/refund_sum.h"

struct refund_new {
	const struct pupil *pupil;
	term_id term;
	bill_id bill;
	payment_id payment; /* none: the one with the most room */
	enrolment_id enrolment;
	struct str reason;
	enum refund_state state;
	const char *why;
	const struct refund *part_of; /* the one it was asked with; NULL: asked now */
};

/* In which state it begins: nothing, undecided, or asked for. */
enum refund_state refund_first(const struct refund_sum *s);

/* In a verb: what one payment has no room for goes back by the next one, as a refund of its own;
 * *ret_id is the first of them. */
enum err refund_put(struct ctx *c, const struct refund_new *n, const struct refund_sum *s,
                    refund_id *ret_id);
/* One of them, by this payment. */
enum err refund_put_by(struct ctx *c, const struct refund_new *n, payment_id payment,
                       const struct refund_sum *s, refund_id *ret_id);
enum err refund_lines_put(struct ctx *c, refund_id id, const struct refund_sum *s);

/* In a verb: a family owes nothing for what it left before it was given, and reads so; and what the
 * rules do not give after all it owes again. An adjustment each, with what follows for others.
 * Nothing of what is undecided. */
enum err refund_end(struct ctx *c, const struct refund_new *n, const struct refund_sum *s,
                    refund_id id);

/* In a verb, R34: so much of the price of what was given up no longer uses up a cap; what the pupil
 * still has is adjusted. Nothing of a service that goes on. */
enum err refund_shift(struct ctx *c, refund_id id, struct money price, account_id who);

/* In a verb: an undecided one again, as of the moment it was asked for or the service was left.
 * Refuses as the rules do. */
enum err refund_decide_again(struct ctx *c, struct refund *r);

/* In a verb: nobody else counts on its bill meanwhile. */
enum err refund_hold(struct ctx *c, refund_id id);

/* Why refund_reckon_verb may not, as a code; NULL: it was returned, it is of a leaving, and nothing
 * of that enrolment waits; then *ret_left is when it was left. */
enum err refund_reckonable(struct ctx *c, const struct refund *r, const char **ret_why,
                           struct instant *ret_left);

struct str refund_path(struct ctx *c, refund_id id);

#endif
