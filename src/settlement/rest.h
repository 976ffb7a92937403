/* What is held for courses, and what becomes of the rest when a course is over: back to the
 * families by the rules, then decided by the county, so that no fen stays unexplained (R4, R60). */
#ifndef SETTLEMENT_REST_H
#define SETTLEMENT_REST_H

#include "store/store.h"

struct escrow_course {
	offering_id offering;
	county_id county;
	school_id school;
	term_id term;
	struct str title, school_name, agency_name;
	struct date ends;
	bool over;                          /* and its registers are closed to teachers */
	struct money taken, released, held; /* held = taken - released - returned */
	struct money claimed;               /* of families, still with the agency */
	struct money returned;              /* decided to be the school's income */
	int64_t open_lines;                 /* of statements, not released */
	int64_t rest;                       /* a proposal that waits; 0 none */
	struct money asked;
	struct str reason;
};
/* Courses something was ever held for, the newest first: of the school (desk, money roles), the
 * agency, the county (money roles). `most` 0: all. */
enum err escrow_list(struct ctx *c, int64_t most, int64_t skip, struct escrow_course **ret_v,
                     size_t *ret_n, int64_t *ret_total);

/* Held for courses of a county's term without a line of a statement that waits for its release,
 * whoever asks: courses and fen. */
enum err escrow_unexplained(struct ctx *c, county_id county, term_id term, int64_t *ret_n,
                            struct money *ret_m);

#define UNSERVED_MANY 20 /* enrolments a verb asks refunds for */

/* Verb (school's money roles): of a course that is over, refunds by the rules for what was not
 * served, each to be agreed as any refund; UNSERVED_MANY enrolments after `after` at a time.
 * `after` 0 when none is left. E_REFUSED `course_not_over`; E_ABSENT for a course of no agency. */
struct unserved_ask {
	offering_id offering;
	int64_t after; /* in and out */
	int64_t asked; /* out: refunds, added up */
};
extern const struct verb unserved_ask_verb;

/* Verb (school's money roles): what is left then, to be decided by the county. E_REFUSED
 * `course_not_over`, `settlement_open` while hours are not drawn up or released, `nothing_held`;
 * E_CONFLICT `rest_waiting`; E_INPUT reason. */
struct rest_ask {
	offering_id offering;
	struct str reason;
	int64_t result;
};
extern const struct verb rest_ask_verb;

/* Verb (county's money roles): agreed, it is the school's income: D escrow / C course. Or sent back
 * with a reason. E_REFUSED `not_approved` (field approver) for who proposed it; E_CONFLICT
 * `escrow_moved` when what is held is another sum meanwhile, `rest_decided`. */
struct rest_decide {
	int64_t rest;
	bool accept;
	struct str reason;
};
extern const struct verb rest_decide_verb;

#endif
