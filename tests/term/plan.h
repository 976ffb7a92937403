/* A term over the world of kit_people.h: autumn 2026 in both counties; at A1 a published notice and
 * agreements for care and courses, and a draft of care, T0, two hours a day. Include after
 * "kit_people.h". */
#ifndef TESTS_TERM_PLAN_H
#define TESTS_TERM_PLAN_H

#include "../kit_people.h"

#include "term/agreement.h"
#include "term/notice.h"
#include "term/offering_edit.h"
#include "term/sitting.h"
#include "term/term.h"

struct plan {
	term_id term;   /* of the county: 2026-09-01 to 2027-01-22 */
	term_id term_z; /* of the zone, the same days */
	notice_id notice;
	agreement_id care, course;
	offering_id day; /* the draft T0 */
};
void plan_make(struct ctx *c, const struct kit_people *w, struct plan *ret_t);

/* A row that publishes as it stands: grades 1-6, Tuesday 16:30-17:30, window open now; a course has
 * 30 seats and costs 240.00, care has neither. */
struct offering_row plan_row(enum kind kind, const char *code, const char *title);
/* A draft at A1, by its clerk. */
offering_id plan_draft(struct ctx *c, const struct kit_people *w, const struct plan *t,
                       struct offering_row row);
/* The same, published and signed by the school. */
offering_id plan_open(struct ctx *c, const struct kit_people *w, const struct plan *t,
                      struct offering_row row);

#endif
