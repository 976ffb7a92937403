/* Who buys the consumables of a service (R37): chosen with the enrolment, and again while the bill
 * is open. */
#ifndef ENROLMENT_CHOICE_H
#define ENROLMENT_CHOICE_H

#include "enrolment/enrolment.h"
#include "payments/consumables.h"

/* How a choice stands. */
struct choice {
	enrolment_id enrolment;
	pupil_id pupil;
	term_id term;
	county_id county;
	bool enrolled; /* else it waits for a place: nothing is charged */
	bool self_purchase;
	struct offering offering;
	struct lot_stage stage;
	bill_id bill; /* of the pupil and term */
	bool collected;
	const char *no; /* why it cannot be changed any more, a fault code; NULL: it can */
};
/* Within the caller's scope of the pupil. E_ABSENT, for a service without consumables and for an
 * enrolment that has ended too. */
enum err choice_get(struct ctx *c, enrolment_id enrolment, struct choice *ret_c);

/* Verb (a guardian of the pupil): the family buys them itself from now on, or entrusts the
 * provider, which it signs by saying so. The open bill is amended by reversed and new lines, its
 * open order closed; the word is kept. The same choice again changes nothing. After collection
 * E_REFUSED `choice_collected`: what a family no longer wants bought goes back by an adjustment
 * with its reason. Once they were handed out E_REFUSED `choice_delivered`. What the rules refuse of
 * the service with its consumables is refused as when it was taken (bill_charge()). */
struct choose {
	enrolment_id enrolment;
	bool self_purchase;
	struct str channel; /* page | api */
	struct choice result;
};
extern const struct verb choose_verb;

#endif
