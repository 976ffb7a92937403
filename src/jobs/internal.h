/* Shared inside the room. */
#ifndef JOBS_INTERNAL_H
#define JOBS_INTERNAL_H

#include "jobs/job.h"

/* For store_after_commit(): a commit that put a job wakes the runner. */
void jobs_wake(struct store *s, void *arg);

/* Whose turn it is: jobs of our own, or those of the lanes. */
enum job_reach { JOB_OWN, JOB_LANES };

/* So many jobs of one lane are in hand at a time, on all nodes together (two nodes that look in the
 * same instant may have one more); one only while the other side is silent. */
#define LANE_PLACES 2

/* The oldest job due within reach is leased; *ret_found false: there is none. */
enum err job_take(struct ctx *c, enum job_reach reach, struct job *ret_j, bool *ret_found);
/* Verb: jobs in hand stay so; one that is not any more is passed over. */
struct jobs_held {
	const struct job *v;
	size_t n;
};
extern const struct verb jobs_hold_verb;
/* Runs it and records what came of it. A job that fails is no failure of this call. */
enum err job_do(struct ctx *c, const struct job_kinds *const *kinds, size_t n, const struct job *j);

#endif
