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
	struct str payload; /* JSON */
	int64_t tries;      /* this run included */
	struct instant lease;
};

/* In a verb. Not before `due` (c->now: at once). The payload holds ids, nothing personal. */
enum err job_put(struct ctx *c, const char *kind, struct str payload, struct instant due);

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

#define JOB_LEASE_S INT64_C(300)
#define JOB_TRIES   12

/* --- running ---------------------------------------------------------------------------------- */

/* Makes the rows of recurring kinds that are missing. */
enum err jobs_prepare(struct ctx *c, const struct job_kinds *const *kinds, size_t n);

/* Runs one job that is due; *ret_ran says whether there was one. A job that fails is no failure of
 * this call. Used by the runner, the command line and tests. */
enum err jobs_step(struct ctx *c, const struct job_kinds *const *kinds, size_t n, bool *ret_ran);

/* One thread that runs what is due and otherwise sleeps until the next due time or until a commit
 * put a job. It looks every 30 s for jobs that another node put. On SQLite, which one process
 * serves, a job that was in hand when the program was killed runs at once; on PostgreSQL, where
 * another node may have it, when its lease is over. */
struct jobs_runner;
enum err jobs_start(struct ctx *c, const struct job_kinds *const *kinds, size_t n,
                    struct jobs_runner **ret_r);
void jobs_stop(struct jobs_runner **r); /* finishes the job in hand */

struct jobs_counts {
	int64_t waiting, late, dead; /* late: due for more than a minute */
};
/* Inside a transaction. */
enum err jobs_count(struct ctx *c, struct jobs_counts *ret_n);

#endif
