/* Recurring work of the frame itself: first answers to repeated requests are kept for a term. */
#include "jobs/job.h"
#include "jobs/purge.sql.h"

#define DAY_US INT64_C(86400000000)

enum { KEEP_DAYS = 200, A_BATCH = 200 }; /* the longest term has 23 weeks */

static enum err purge_run(struct ctx *c, void *arg)
{
	bool *more = arg;
	int64_t changed;

	TRY(q_idem_purge_some(c, (struct instant){c->now.us - KEEP_DAYS * DAY_US}, &changed));
	*more = changed == A_BATCH;
	if (!changed)
		return OK;
	return audit_put(c, "purged", "idem", 0, ID_NONE(county_id),
	                 str_printf(c->arena, "{\"answers\":%lld}", (long long)changed));
}

static enum err purge(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"job.idem_purge", purge_run};
	bool more = true;

	while (more)
		TRY(store_write(c, &verb, &more));
	return OK;
}

static const struct job_kind kinds[] = {{"job.idem_purge", purge, 86400}};
const struct job_kinds frame_jobs = JOB_KINDS(kinds);
