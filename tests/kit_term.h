/* A term of school A1 that is open for enrolment: notice published and confirmed for every child
 * but one, agreements published and signed, a handful of offerings. Include after "kit_people.h".
 */
#ifndef TESTS_KIT_TERM_H
#define TESTS_KIT_TERM_H

#include "kit_people.h"
#include "term/agreement.h"
#include "term/notice.h"
#include "term/offering_edit.h"
#include "term/term.h"

enum kit_offering {
	CARE,    /* free, no limit, every day 16:00-17:00 */
	CHESS,   /* 2 seats, 100.00, Monday 17:00-18:00 */
	PAINT,   /* 599.99, Tuesday */
	CLAY,    /* 0.01, Wednesday */
	ROBOT,   /* 300.01, Thursday */
	CODE,    /* 300.01, Friday */
	SINGING, /* 50.00, Monday 17:00-18:00: clashes with chess */
	FIVES,   /* 10.00, grade 5 only, Tuesday 17:00-18:00 */
	POTTERY, /* 200.00 and consumables 40.00, Wednesday */
	AGENCY,  /* 120.00, by the agency, which has not signed; Thursday */
	KIT_OFFERINGS
};

struct kit_term {
	term_id term;
	notice_id notice; /* confirmed for every child of A1 but HAN */
	agreement_id care, course;
	offering_id offering[KIT_OFFERINGS];
};

/* c->now moves into the enrolment window of the autumn term 2026. */
void kit_term_make(struct ctx *c, const struct kit_people *w, struct kit_term *ret_t);

#endif
