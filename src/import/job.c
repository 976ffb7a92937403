/* The work that goes on after the reply, and the wiping of what is old. */
#include "base/jsonread.h"
#include "import/batch.h"
#include "import/batch.sql.h"

#define DAY_US INT64_C(86400000000)

static enum err job_import(struct ctx *c, const struct job *j, import_id *ret_id)
{
	const struct jval *root;

	TRY(jread(c, j->payload, 4096, &root));
	return jval_id(c, root, "import", &ret_id->v);
}

static enum err apply_job(struct ctx *c, const struct job *j)
{
	import_id id;

	TRY(job_import(c, j, &id));
	return batch_apply(c, id);
}

static enum err undo_job(struct ctx *c, const struct job *j)
{
	import_id id;

	TRY(job_import(c, j, &id));
	return batch_undo(c, id);
}

struct wipe {
	struct instant before;
	bool over;
};

/* What people sent is personal: it goes when nobody can ask for it any more. */
static enum err wipe_run(struct ctx *c, void *arg)
{
	struct wipe *w = arg;
	import_id id;
	bool found = false;
	int64_t gone = 0;

	TRY(q_batch_stale(c, w->before, &id, &found));
	w->over = !found;
	if (!found)
		return OK;
	TRY(q_rows_wipe(c, id, IMPORT_MANY, &gone));
	if (gone > 0)
		return audit_put(c, "rows_wiped", "import", id.v, ID_NONE(county_id), S("{}"));
	TRY(q_batch_wiped(c, id, NULL));
	return audit_put(c, "wiped", "import", id.v, ID_NONE(county_id), S("{}"));
}

static enum err wipe_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"import.wipe", wipe_run};
	struct wipe w = {.before = {c->now.us - IMPORT_KEEP_DAYS * DAY_US}};

	(void)j;
	while (!w.over)
		TRY(store_write(c, &verb, &w));
	return OK;
}

static const struct job_kind kinds[] = {
	{.name = "import.apply", .run = apply_job},
	{.name = "import.undo", .run = undo_job},
	{.name = "import.wipe", .run = wipe_job, .every_s = 86400},
};
const struct job_kinds import_jobs = JOB_KINDS(kinds);
