/* Inside of a computation: what a step writes for one person. */
#ifndef SUBSIDY_COMPUTE_H
#define SUBSIDY_COMPUTE_H

#include "rulebook/rulebook.h"
#include "subsidy/internal.h"

struct run {
	struct q_subsidy_batch_row_row b;
	struct school school;
	struct rules_memo *memo;
	size_t put;       /* details and findings of this step */
	int64_t reckoned; /* sittings of the month in this step */
};

struct person {
	int64_t id;
	struct str role;
	bool outsider, rated;
	struct money rate;
	enum paid_by per;
	bool led; /* false: was paid before and is no longer down for it */
	struct money before;
};
/* What somebody from outside agreed on for this day, unless a rate is stated already. */
enum err person_load(struct ctx *c, struct person *p, struct date day);

/* What a detail is about: a sitting; or a day, a month or a cap, which are over no time. */
struct piece {
	sitting_id id;
	struct date day;
	struct clock_time starts, ends;
	int64_t refers; /* the approved batch it corrects; 0: of the batch's own month */
	int64_t unit;   /* what it counts in; 0: nothing */
	bool whole;     /* no sitting */
};
/* w->due less p->before, added to the person's line. */
enum err detail_put(struct ctx *c, struct run *r, const struct piece *of, const struct person *p,
                    const struct worth *w);
/* The same where that is not 0, and the line holds it; else the finding `owed_back`: it comes up
 * again in the next month. */
enum err difference_put(struct ctx *c, struct run *r, const struct piece *of,
                        const struct person *p, struct worth *w, bool *ret_put);
/* `p` NULL: nobody's. */
enum err person_note(struct ctx *c, struct run *r, const struct piece *of, const struct person *p,
                     const char *code, enum weight weight, const struct worth *w);

/* What a sitting that is worth this counts in, there from now on; 0: nothing. */
enum err unit_of(struct ctx *c, const struct run *r, int64_t person, struct date day,
                 const struct worth *w, int64_t *ret_unit);
/* Some days and months, or some caps, of the batch's own month or (settled) of months approved:
 * from `place` on, to *ret_place. */
enum err some_units(struct ctx *c, struct run *r, bool settled, bool caps, int64_t *ret_place,
                    bool *ret_over);
/* How far back approved months are looked at. */
enum { LOOK_BACK_DAYS = 366 };

#endif
