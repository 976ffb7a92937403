/* Jobs: what follows from a change but need not happen in its transaction. The row is written in
 * the transaction of its cause, so there is no job without cause and no cause without job. A runner
 * leases a job, runs it, and deletes it; killed in between, it runs again: handlers must stand
 * that. */
#ifndef JOBS_JOB_H
#define JOBS_JOB_H

#include "store/store.h"

struct job {
	job_id id;
	struct str kind;
	struct str payload;   /* JSON */
	int64_t tries;        /* this run included */
	struct instant taken; /* names this taking: another one has another */
	struct str lane;      /* none: of our own */
	int64_t silent;       /* times in a row that nobody answered in its lane, before this run */
};

/* In a verb. Not before `due` (c->now: at once). The payload holds ids, nothing personal. */
enum err job_put(struct ctx *c, const char *kind, struct str payload, struct instant due);

/* The same in a lane: for what waits for somebody outside (a payment channel: one lane an account)
 * or takes long. At most two jobs of a lane are in hand at a time, and none of them holds up
 * another lane or what has none. */
enum err job_put_in(struct ctx *c, struct str lane, const char *kind, struct str payload,
                    struct instant due);

/* In a verb of a handler: the job is done, in the same transaction as its effect, which therefore
 * happens exactly once. E_CONFLICT `job_lost` when the lease ran out and somebody else has it. A
 * handler that does not call it is finished by the runner after it returned OK: then its effect may
 * happen twice after a crash. */
enum err job_finish(struct ctx *c, const struct job *j);

/* The text jobs.kind_NAME (dots as underscores) says in both languages what it is. */
struct job_kind {
	const char *name;
	/* Not in a transaction: may wait for files or the network, and changes data through
	 * store_write(). OK, or a failure that is tried again: 10 s, 20 s, … at most an hour apart,
	 * twelve times, then the job is dead and stays visible. */
	enum err (*run)(struct ctx *c, const struct job *j);
	int64_t every_s; /* > 0: recurs by itself, this often, and never dies */
	/* The lane of a recurring job; NULL: of our own. */
	const char *lane;
	/* The failure that says that nobody answered in the lane; NULL: none does. Three in a row,
	 * and the lane rests: 30 s, then one job tries, 60 s, … at most ten minutes. Such a job
	 * waits at most eleven minutes and never dies: its cause stands until somebody answers. */
	const char *outage;
};
struct job_kinds {
	const struct job_kind *v;
	size_t n;
};
#define JOB_KINDS(array)                                                                           \
	{                                                                                          \
		(array), sizeof(array) / sizeof((array)[0])                                        \
	}

/* Recurring work of the frame: once a day idempotency keys older than a term and messages read long
 * ago (messages_keep) are forgotten, 200 a verb. */
extern const struct job_kinds frame_jobs;

/* A job in hand is leased for so long; the runner prolongs the lease while it works, so that it
 * ends only with its program: what a dead node had in hand another one takes over then. */
#define JOB_LEASE_S INT64_C(30)
#define JOB_TRIES   12

/* Not in a verb, by a handler: somebody answered, whatever he said. A lane that was silent is wide
 * open again; costs nothing when it was not. */
enum err job_answered(struct ctx *c, const struct job *j);

struct job_lane {
	int64_t silent;      /* times in a row that nobody answered */
	struct instant rest; /* nobody is asked before; 0: at once */
	int64_t waiting;     /* jobs */
};
/* Inside a transaction; a lane nobody has used yet is an open one. */
enum err job_lane_look(struct ctx *c, struct str lane, struct job_lane *ret_l);
/* In a verb: the other side is known to answer again. */
enum err job_lane_open(struct ctx *c, struct str lane);

/* --- running ---------------------------------------------------------------------------------- */

/* Makes the rows of recurring kinds that are missing. */
enum err jobs_prepare(struct ctx *c, const struct job_kinds *const *kinds, size_t n);

/* Runs one job that is due, those without a lane first; *ret_ran says whether there was one. A job
 * that fails is no failure of this call. Used by the command line and tests. */
enum err jobs_step(struct ctx *c, const struct job_kinds *const *kinds, size_t n, bool *ret_ran);

/* Threads that run what is due and otherwise sleep until the next due time or until a commit put a
 * job: one for what is our own, eight for the lanes; one of a kind looks for work at a time. They
 * look every 30 s for jobs that another node put. On SQLite, which one process serves, jobs that
 * were in hand when the program was killed run at once; on PostgreSQL, where another node may have
 * them, when their lease is over. */
struct jobs_runner;
enum err jobs_start(struct ctx *c, const struct job_kinds *const *kinds, size_t n,
                    struct jobs_runner **ret_r);
void jobs_stop(struct jobs_runner **r); /* finishes the jobs in hand */

struct jobs_counts {
	int64_t waiting, late, dead; /* late: due for more than a minute */
};
/* Inside a transaction. */
enum err jobs_count(struct ctx *c, struct jobs_counts *ret_n);

#endif
