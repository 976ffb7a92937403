/* Recurring work of the frame itself: first answers to repeated requests are kept for a term, read
 * messages for as long as the operator says. */
#include "jobs/job.h"
#include "jobs/message.h"
#include "jobs/purge.sql.h"

#define DAY_US INT64_C(86400000000)

enum { ANSWER_DAYS = 200, A_BATCH = 200 }; /* the longest term has 23 weeks */

static int64_t message_days = MESSAGE_KEEP_DAYS;

void messages_keep(int64_t days)
{
	message_days = days;
}

/* One batch; more is said by a full one. */
struct purge {
	enum err (*some)(struct ctx *c, struct instant before, int64_t *ret_changed);
	int64_t days;
	const char *object, *detail;
	bool more;
};

static enum err purge_run(struct ctx *c, void *arg)
{
	struct purge *p = arg;
	int64_t changed;

	TRY(p->some(c, (struct instant){c->now.us - p->days * DAY_US}, &changed));
	p->more = changed == A_BATCH;
	if (!changed)
		return OK;
	return audit_put(c, "purged", p->object, 0, ID_NONE(county_id),
	                 str_printf(c->arena, "{\"%s\":%lld}", p->detail, (long long)changed));
}

static enum err idem_purge(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"job.idem_purge", purge_run};
	struct purge p = {q_idem_purge_some, ANSWER_DAYS, "idem", "answers", true};

	(void)j;
	while (p.more)
		TRY(store_write(c, &verb, &p));
	return OK;
}

static enum err message_purge(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"job.message_purge", purge_run};
	struct purge p = {q_message_purge_some, message_days, "message", "messages", true};

	(void)j;
	while (p.more)
		TRY(store_write(c, &verb, &p));
	return OK;
}

static const struct job_kind kinds[] = {
	{.name = "job.idem_purge", .run = idem_purge, .every_s = 86400},
	{.name = "job.message_purge", .run = message_purge, .every_s = 86400},
};
const struct job_kinds frame_jobs = JOB_KINDS(kinds);
