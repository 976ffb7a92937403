/* What a late document would change: charges decided again on the day they were decided, once with
 * what was known then and once with what is known now. A computation, no verb: nothing is written,
 * and what is to be paid back or asked for is another's to decide. */
#ifndef ENROLMENT_LATE_H
#define ENROLMENT_LATE_H

#include "enrolment/enrolment.h"
#include "people/school.h"

/* What the rules of a charge's day say of it. */
struct charge_decided {
	struct money price;          /* without consumables; 0 when refused */
	struct money borne;          /* by others, of price and consumables */
	const char *refused;         /* the code of the refusal; or NULL */
	struct formula formula;      /* of the price */
	struct str clause, document; /* the sentence that decides; none: no rule speaks */
};
/* A charge that stands, decided again on the day it was made. */
struct charge_again {
	const struct school *school;
	bill_id bill;
	pupil_id pupil;
	enrolment_id enrolment;
	struct charge what; /* asked for: the published price, consumables by the family's choice */
	struct money charged, price,
		consumables;             /* on the bill: all of it, and those of its lines */
	struct charge_decided then, now; /* by what was known then, and now */
};
typedef enum err charge_seen(void *self, const struct charge_again *a);

/* Every charge that stands in a school's term, by bill and in the order they were made, each on
 * what the charges before it would have come to. Asks nobody's role; inside a reading transaction.
 * The pupil's class, stage and boarding are those of when it was charged. */
enum err charges_again(struct ctx *c, const struct school *school, term_id term, charge_seen *seen,
                       void *self);

struct late_change {
	school_id school;
	struct str school_name;
	bill_id bill;
	pupil_id pupil;
	enrolment_id enrolment;
	offering_id offering;
	struct str title;                /* of the service */
	struct date day;                 /* it was charged */
	struct money charged, then, now; /* on the bill; by what was known then, and now */
	struct money difference;         /* now - then; 0 when it would be refused now */
	const char *refused;             /* the code of the refusal of today; or NULL */
	struct str clause, document;     /* the sentence that decides now */
};
struct late_sums {
	int64_t bills, changed; /* that were looked at; that would be another */
	struct money more,
		less; /* what families would owe besides, and get back; both not negative */
};

/* R1, R34. For a county's officer (the own county), a school's money desk (the own school, which
 * adjusts its bills: payments/adjust.h) and the system; inside a reading transaction.
 * Every charge that stands in a term of that county, in the order it was made, each on what the
 * charges before it would have come to. Only those that differ are given, by school and bill; the
 * pupil's class, stage and boarding are those of when it was charged. E_DENIED, E_ABSENT. */
enum err late_changes(struct ctx *c, county_id county, term_id term, struct late_change **ret_v,
                      size_t *ret_n, struct late_sums *ret_sums);

#endif
