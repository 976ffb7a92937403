/* The bill: one a pupil a term (R59), amended while it is open. Its totals are the cap ledger (R34). Every
 * line moves money by a ledger entry in the same transaction (wall 4). */
#ifndef MONEY_BILL_H
#define MONEY_BILL_H

#include "base/ctx.h"
#include "people/pupil.h"
#include "policy/service.h"

/* What an enrolment adds to a pupil's bill. */
struct charge {
	enrolment_id enrolment;
	offering_id offering;
	enum service kind;
	struct str title;	   /* of the offering, for the formula */
	struct money price;	   /* without consumables */
	struct money consumables;  /* bought through the provider; 0 when the family buys itself */
	struct date day;	   /* the day whose rules decide */
};

struct billed {
	bill_id bill;
	struct money charged; /* what this charge added */
	struct money total;   /* the bill after it */
};

/* Inside a verb: decide the amount by the rule set, raise the bill by one conditional update so that two
 * orders can never pass the cap together, add the lines and postings. Refuses `fee_cap_exceeded` (R34),
 * `already_collected_this_term` (R59), `item_not_in_catalogue` (R30, R65). A charge of nothing (care under
 * RS0) makes no bill: then *ret_b is zero. */
enum err bill_charge(struct ctx *c, const struct pupil *p, term_id term, const struct charge *what,
		     struct billed *ret_b);

/* Would bill_charge refuse? The same decision without writing: fills c->fault and returns what it would. */
enum err bill_try(struct ctx *c, const struct pupil *p, term_id term, const struct charge *what);

/* Inside a verb: take back what an enrolment was charged, by reversing lines and postings. Refuses
 * `already_collected_this_term` once the bill is collected. */
enum err bill_reverse(struct ctx *c, enrolment_id enrolment, struct money *ret_taken_back);

struct bill {
	bill_id id;
	pupil_id pupil;
	term_id term;
	bool collected;
	struct money total;
};
struct bill_line {
	bill_line_id id;
	offering_id offering;
	struct str title;
	struct str item; /* price | consumables | waiver */
	struct money amount;
	struct str formula; /* in the reader's language */
	struct str requirement, document;
	struct instant at;
	bool reversal;
};
/* A pupil's bill of a term within the caller's scope; *ret_found false when nothing was charged. */
enum err bill_get(struct ctx *c, pupil_id pupil, term_id term, struct bill *ret_b,
		  struct bill_line **ret_lines, size_t *ret_n, bool *ret_found);

#endif
