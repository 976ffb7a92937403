/* Why a service costs a pupil what it costs, or why it is refused: facts, steps, and the sentence
 * behind each. Computed anew from the same facts as the decision itself; nothing is written. */
#ifndef ENROLMENT_WHY_H
#define ENROLMENT_WHY_H

#include "enrolment/enrolment.h"

struct why_input {
	const char *name; /* "price", "grade", …: for programs */
	enum text_id label;
	struct str value;
	bool sum; /* the value is yuan; `amount` says it in fen */
	struct money amount;
};
enum { WHY_INPUTS = 22, WHY_COUNTS = 2 };

/* How the quantity of a price by the unit came about: sittings to minutes to periods. */
struct why_count {
	enum pencil_op op; /* take, times */
	struct str what, operand, result;
	struct str clause, document; /* none: counted in the calendar, or the school's word */
};

struct why {
	struct pupil pupil;
	struct offering offering;
	struct enrolment enrolment; /* its id is none for a service the pupil does not have */
	struct date day;            /* the day whose rules decided */
	struct why_input input[WHY_INPUTS];
	size_t input_n;
	struct why_count count[WHY_COUNTS]; /* before the steps */
	size_t count_n;
	struct bill_working working;
	struct refusal_note *refusal; /* every reason against it, as the offerings page has them */
	size_t refusal_n;
	bool refused;
	struct money result; /* what it comes to, consumables included, less what is waived; 0 when
	                        refused */
	bool charged;        /* it stands on a bill, with `was` */
	struct money was;
	struct str
		withdrawn; /* which document among those that held then was withdrawn since; none */
};

/* R1, R34. Within the caller's scope of the pupil; inside a reading transaction. An offering the
 * pupil does not have is decided as of now. One the pupil has is decided again on the day it was
 * charged, on what the bill held then, with the rules as they were known then, documents withdrawn
 * since among them; the pupil's class and stage are those of then. With `enrolment` that one, else
 * by `offering`. E_ABSENT; E_INPUT missing_field without both. */
struct why_ask {
	pupil_id pupil;
	offering_id offering;
	enrolment_id enrolment;
	bool self_purchase; /* of an offering the pupil does not have (R37) */
};
enum err why_load(struct ctx *c, const struct why_ask *ask, struct why *ret_w);

#endif
