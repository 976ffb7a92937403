/* A school's courses: the sheet, the money that came in, what the hours cost (R4, R5, R33). */
#ifndef SETTLEMENT_OPENNESS_H
#define SETTLEMENT_OPENNESS_H

#include "term/sheet.h"

/* The newest sheet of each course of a school's term, published or not (desk, finance, county); or
 * what is published alone, for everybody. With what came in and what the verified hours cost. */
struct openness {
	struct price_sheet sheet;
	int64_t verified;    /* minutes */
	struct money income; /* paid by families so far, less what went back */
	struct money spent;  /* verified hours × rate, and the materials */
	struct money
		surplus; /* income, government and school less spent; of a course that is over */
	bool over;
};
enum err openness_list(struct ctx *c, school_id school, term_id term, bool published,
                       struct openness **ret_v, size_t *ret_n);
/* The same of all schools of the caller's county (its money roles), a page of them; `most` 0: all.
 */
enum err openness_county(struct ctx *c, term_id term, int64_t most, int64_t skip,
                         struct openness **ret_v, size_t *ret_n, int64_t *ret_total);

#endif
