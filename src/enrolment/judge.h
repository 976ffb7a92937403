/* Whether a pupil may take an offering: one decision for the verb, the page, the waitlist and the
 * API. Facts are gathered once (standing), the decision itself reads nothing. */
#ifndef ENROLMENT_JUDGE_H
#define ENROLMENT_JUDGE_H

#include "enrolment/enrolment.h"
#include "rulebook/rulebook.h"

/* A weekly time the pupil already holds. */
struct held {
	enrolment_id enrolment;
	offering_id offering;
	bool waiting;
	struct str title;
	struct date starts, ends;
	bool timed; /* has the slot below */
	int64_t weekday;
	struct clock_time from, until;
};

/* What a child is refused for that documents speak of. */
enum duty { DUTY_NOTICE, DUTY_SCOPE, DUTY_ONCE, DUTY_TIME, DUTIES };
/* Looked up for the first service that is refused and kept for those after it, unless documents
 * tell services apart. */
struct told {
	bool kept;
	const struct rule *rule;
};

/* What is known of a pupil in a term. */
struct standing {
	struct pupil pupil;
	term_id term;
	bool notice_published, notice_confirmed;
	struct held *held;
	size_t held_n;
	struct bill_totals bill;
	const struct rules *rules; /* of the county today */
	struct told *told;         /* the clauses refusals were told under */
	struct till *till;         /* where the pupil is charged under them */
};
enum err standing_load(struct ctx *c, const struct pupil *p, term_id term, struct standing *ret_s);

/* What is asked for. */
struct claim {
	const struct offering *offering;
	const struct slot *slot;
	size_t slot_n;
	struct str unsigned_by; /* who has not signed the agreement (R50); none: all have */
	struct fault
		no; /* with a code: who has to sign is not decided; then unsigned_by is not asked */
	bool self_purchase;
	bool promotion; /* from the waitlist: the window may have closed, the place is already held
	                 */
};

/* All refusals that apply, in the order enrolment.h states. *ret_n == 0: may enrol (or wait). */
enum err judge(struct ctx *c, const struct standing *s, const struct claim *what,
               struct refusal_note **ret_v, size_t *ret_n);

enum text_id stage_label(enum stage s);

/* The charge of an offering for this pupil and this choice of consumables (R37), with the facts as
 * these rules ask for them. */
struct charge claim_charge(struct ctx *c, const struct rules *r, const struct claim *what,
                           const struct pupil *p, enrolment_id enrolment, struct date day);

#endif
