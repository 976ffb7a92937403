#include "jobs/job.h"

#include <pthread.h>
#include <stdatomic.h>

#include "jobs/job.sql.h"
#include "jobs/wake.h"

#define SECOND_US INT64_C(1000000)

enum { RETRY_FIRST_S = 10, RETRY_MAX_S = 3600 };

enum err job_put(struct ctx *c, const char *kind, struct str payload, struct instant due)
{
	job_id id = {env_next_id(c->env)};

	TRY(q_job_insert(c, id, STR_NONE, str_of(kind), payload.p ? payload : S("{}"), due, c->now,
	                 NULL));
	store_after_commit(c, jobs_wake, NULL);
	return OK;
}

enum err job_finish(struct ctx *c, const struct job *j)
{
	int64_t changed;

	TRY(q_job_delete(c, j->id, j->lease, &changed));
	return changed ? OK : fault_set(c, E_CONFLICT, "job_lost", NULL);
}

enum err jobs_count(struct ctx *c, struct jobs_counts *ret_n)
{
	struct q_job_counts_row row;

	TRY(q_job_counts(c, (struct instant){c->now.us - 60 * SECOND_US}, &row));
	*ret_n = (struct jobs_counts){row.waiting, row.late, row.dead};
	return OK;
}

/* --- recurring kinds ------------------------------------------------------------------------- */

struct kinds {
	const struct job_kinds *const *v;
	size_t n;
};

static enum err prepare_run(struct ctx *c, void *arg)
{
	const struct kinds *k = arg;

	for (size_t t = 0; t < k->n; t++) {
		for (size_t i = 0; i < k->v[t]->n; i++) {
			const struct job_kind *kind = &k->v[t]->v[i];
			job_id id = {env_next_id(c->env)};

			if (kind->every_s > 0)
				TRY(q_job_insert(c, id, str_of(kind->name), str_of(kind->name),
				                 S("{}"), c->now, c->now, NULL));
		}
	}
	return OK;
}

enum err jobs_prepare(struct ctx *c, const struct job_kinds *const *kinds, size_t n)
{
	static const struct verb verb = {"job.prepare", prepare_run};
	struct kinds k = {kinds, n};

	return store_write(c, &verb, &k);
}

/* --- one job -----------------------------------------------------------------------------------
 */

struct lease {
	struct job job;
	bool found;
};

static enum err lease_run(struct ctx *c, void *arg)
{
	struct lease *l = arg;
	struct instant until = {c->now.us + JOB_LEASE_S * SECOND_US};
	struct q_job_lease_row row;

	TRY(q_job_lease(c, c->now, until, &row, &l->found));
	if (l->found)
		l->job = (struct job){row.id, row.kind, row.payload, row.tries, until};
	return OK;
}

struct outcome {
	const struct job *job;
	const struct job_kind *kind; /* NULL: nobody knows this kind */
	enum err e;
	const char *code;
};

static int64_t retry_after_s(int64_t tries)
{
	int64_t s = RETRY_FIRST_S;

	for (int64_t i = 1; i < tries && s < RETRY_MAX_S; i++)
		s *= 2;
	return s < RETRY_MAX_S ? s : RETRY_MAX_S;
}

static enum err outcome_run(struct ctx *c, void *arg)
{
	const struct outcome *o = arg;
	const struct job *j = o->job;
	int64_t every_s = o->kind ? o->kind->every_s : 0;
	bool dead = !o->kind || (j->tries >= JOB_TRIES && every_s == 0);
	struct instant due = {c->now.us + retry_after_s(j->tries) * SECOND_US};

	if (o->e == OK && every_s > 0) {
		due.us = c->now.us + every_s * SECOND_US;
		return q_job_again(c, j->id, j->lease, due, NULL);
	}
	/* No row left means the handler finished it, or somebody else has it now: both are fine. */
	if (o->e == OK)
		return q_job_delete(c, j->id, j->lease, NULL);
	TRY(q_job_failed(c, j->id, j->lease, due, dead ? 2 : 1, str_of(o->code), NULL));
	if (!dead)
		return OK;
	return audit_put(c, "died", "job", j->id.v, ID_NONE(county_id), S("{}"));
}

static const struct job_kind *kind_find(const struct job_kinds *const *kinds, size_t n,
                                        struct str name)
{
	for (size_t t = 0; t < n; t++)
		for (size_t i = 0; i < kinds[t]->n; i++)
			if (str_is(name, kinds[t]->v[i].name))
				return &kinds[t]->v[i];
	return NULL;
}

enum err jobs_step(struct ctx *c, const struct job_kinds *const *kinds, size_t n, bool *ret_ran)
{
	static const struct verb take = {"job.lease", lease_run};
	static const struct verb settle = {"job.settle", outcome_run};
	struct lease l = {0};
	struct outcome o = {.job = &l.job, .e = E_BROKEN, .code = "job_unknown"};

	TRY(store_write(c, &take, &l));
	*ret_ran = l.found;
	if (!l.found)
		return OK;
	o.kind = kind_find(kinds, n, l.job.kind);
	if (o.kind) {
		o.e = o.kind->run(c, &l.job);
		o.code = c->fault.code ? c->fault.code : err_name(o.e);
		c->fault = (struct fault){0};
	}
	c->now = env_now(c->env); /* the work took its time */
	return store_write(c, &settle, &o);
}
