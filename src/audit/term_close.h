/* Closing a term: the income of every enrolment is carried over to its school's result, one entry
 * an enrolment, when the term is over. Services of agencies are not carried over: their money is
 * held and released by the settlement with the agency. */
#ifndef AUDIT_TERM_CLOSE_H
#define AUDIT_TERM_CLOSE_H

#include "jobs/job.h"
#include "term/term.h"

/* A step is set-based: a few statements over whole services, so many enrolments or one larger
 * service. */
#define TERM_CLOSE_STEP 2000

struct term_close {
	term_close_id id;
	county_id county;
	term_id term;
	bool found, finished;
	int64_t total, done; /* enrolments; total: at most */
	struct money amount; /* carried over */
	struct date day;
	struct instant at;
};
/* Of a county's term (county, city, system); `found` false when nobody began it. E_ABSENT. */
enum err term_close_get(struct ctx *c, term_id term, struct term_close *ret_t);

/* Verb (county's money roles, system): begin, by a job. Begun before, it is the same one.
 * E_REFUSED `escrow_unexplained` while money of agencies' courses is held (settlement/rest.h),
 * `term_not_over` before the day after its last one; E_ABSENT for another county's. */
struct term_close_begin {
	term_id term;
	term_close_id result;
};
extern const struct verb term_close_begin_verb;

/* One step, outside a transaction; *ret_t how far it is. Any number of times after any
 * interruption: what was closed is not closed again. */
enum err term_close_step(struct ctx *c, term_close_id id, struct term_close *ret_t);

extern const struct job_kinds term_close_jobs;

#endif
