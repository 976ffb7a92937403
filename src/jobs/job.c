#include "jobs/job.h"

#include <pthread.h>
#include <stdatomic.h>

#include "jobs/internal.h"
#include "jobs/job.sql.h"

#define SECOND_US INT64_C(1000000)

enum { RETRY_FIRST_S = 10, RETRY_MAX_S = 3600, OUTAGE_MAX_S = 640 };
enum { REST_AFTER = 3, REST_FIRST_S = 30, REST_MAX_S = 600 };

enum err job_put(struct ctx *c, const char *kind, struct str payload, struct instant due)
{
	return job_put_in(c, STR_NONE, kind, payload, due);
}

enum err job_put_in(struct ctx *c, struct str lane, const char *kind, struct str payload,
                    struct instant due)
{
	job_id id = {env_next_id(c->env)};

	if (lane.p)
		TRY(q_lane_insert(c, lane, NULL));
	TRY(q_job_insert(c, id, STR_NONE, str_of(kind), payload.p ? payload : S("{}"), due, c->now,
	                 lane, NULL));
	store_after_commit(c, jobs_wake, NULL);
	return OK;
}

enum err job_finish(struct ctx *c, const struct job *j)
{
	int64_t changed;

	TRY(q_job_delete(c, j->id, j->taken, &changed));
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

			struct str lane = kind->lane ? str_of(kind->lane) : STR_NONE;

			if (kind->every_s <= 0)
				continue;
			if (lane.p)
				TRY(q_lane_insert(c, lane, NULL));
			TRY(q_job_insert(c, id, str_of(kind->name), str_of(kind->name), S("{}"),
			                 c->now, c->now, lane, NULL));
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

/* --- lanes ------------------------------------------------------------------------------------ */

static int64_t doubled(int64_t first, int64_t times, int64_t most)
{
	int64_t s = first;

	for (int64_t i = 0; i < times && s < most; i++)
		s *= 2;
	return s < most ? s : most;
}

enum err job_lane_look(struct ctx *c, struct str lane, struct job_lane *ret_l)
{
	struct q_lane_row_row row = {0};
	struct job_lane l = {0};
	bool found;

	TRY(q_lane_row(c, lane, &row, &found));
	TRY(q_lane_waiting(c, lane, &l.waiting));
	l.silent = row.silent;
	l.rest = row.rest;
	*ret_l = l;
	return OK;
}

enum err job_lane_open(struct ctx *c, struct str lane)
{
	TRY(q_lane_heard(c, lane, NULL));
	store_after_commit(c, jobs_wake, NULL);
	return OK;
}

static enum err answered_run(struct ctx *c, void *arg)
{
	const struct job *j = arg;

	return job_lane_open(c, j->lane);
}

enum err job_answered(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"job.answered", answered_run};
	struct job mine = *j;

	return j->silent > 0 ? store_write(c, &verb, &mine) : OK;
}

static enum err nobody_answered(struct ctx *c, struct str lane)
{
	struct q_lane_row_row row = {0};
	int64_t silent, rest_s;
	bool found;

	TRY(q_lane_row(c, lane, &row, &found));
	silent = row.silent + 1;
	rest_s = silent < REST_AFTER ? 0 : doubled(REST_FIRST_S, silent - REST_AFTER, REST_MAX_S);
	return q_lane_silent(c, lane, silent,
	                     (struct instant){rest_s ? c->now.us + rest_s * SECOND_US : 0}, NULL);
}

/* --- one job -----------------------------------------------------------------------------------
 */

struct lease {
	enum job_reach reach;
	struct job job;
	bool found;
};

static enum err lease_run(struct ctx *c, void *arg)
{
	struct lease *l = arg;
	struct instant until = {c->now.us + JOB_LEASE_S * SECOND_US};
	struct q_job_lease_row row;

	if (l->reach == JOB_OWN)
		TRY(q_job_lease(c, c->now, until, &row, &l->found));
	else
		TRY(q_job_lease_lane(c, c->now, until, LANE_PLACES, &row, &l->found));
	if (l->found)
		l->job = (struct job){row.id, row.kind, row.payload, row.tries,
		                      until,  row.lane, row.silent};
	return OK;
}

enum err job_take(struct ctx *c, enum job_reach reach, struct job *ret_j, bool *ret_found)
{
	static const struct verb verb = {"job.lease", lease_run};
	struct lease l = {.reach = reach};

	TRY(store_write(c, &verb, &l));
	*ret_j = l.job;
	*ret_found = l.found;
	return OK;
}

struct outcome {
	const struct job *job;
	const struct job_kind *kind; /* NULL: nobody knows this kind */
	enum err e;
	const char *code;
};

static enum err hold_run(struct ctx *c, void *arg)
{
	const struct jobs_held *held = arg;
	struct instant until = {c->now.us + JOB_LEASE_S * SECOND_US};

	for (size_t i = 0; i < held->n; i++)
		TRY(q_job_hold(c, held->v[i].id, held->v[i].taken, until, NULL));
	return OK;
}
const struct verb jobs_hold_verb = {"job.hold", hold_run};

static bool is_outage(const struct outcome *o)
{
	const char *said = o->kind ? o->kind->outage : NULL;

	return o->e != OK && said && strcmp(o->code, said) == 0;
}

static enum err outcome_run(struct ctx *c, void *arg)
{
	const struct outcome *o = arg;
	const struct job *j = o->job;
	int64_t every_s = o->kind ? o->kind->every_s : 0;
	bool outage = is_outage(o);
	bool dead = !o->kind || (j->tries >= JOB_TRIES && every_s == 0 && !outage);
	int64_t pause_s = doubled(RETRY_FIRST_S, j->tries - 1, outage ? OUTAGE_MAX_S : RETRY_MAX_S);
	struct instant due = {c->now.us + pause_s * SECOND_US};

	if (o->e == OK && every_s > 0) {
		due.us = c->now.us + every_s * SECOND_US;
		return q_job_again(c, j->id, j->taken, due, NULL);
	}
	/* No row left means the handler finished it, or somebody else has it now: both are fine. */
	if (o->e == OK)
		return q_job_delete(c, j->id, j->taken, NULL);
	TRY(q_job_failed(c, j->id, j->taken, due, dead ? 2 : 1, str_of(o->code), NULL));
	if (outage && j->lane.p)
		TRY(nobody_answered(c, j->lane));
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

enum err job_do(struct ctx *c, const struct job_kinds *const *kinds, size_t n, const struct job *j)
{
	static const struct verb settle = {"job.settle", outcome_run};
	struct outcome o = {.job = j, .e = E_BROKEN, .code = "job_unknown"};

	o.kind = kind_find(kinds, n, j->kind);
	if (o.kind) {
		o.e = o.kind->run(c, j);
		o.code = c->fault.code ? c->fault.code : err_name(o.e);
		c->fault = (struct fault){0};
	}
	c->now = env_now(c->env); /* the work took its time */
	return store_write(c, &settle, &o);
}

enum err jobs_step(struct ctx *c, const struct job_kinds *const *kinds, size_t n, bool *ret_ran)
{
	struct job j;
	bool found;

	TRY(job_take(c, JOB_OWN, &j, &found));
	if (!found)
		TRY(job_take(c, JOB_LANES, &j, &found));
	*ret_ran = found;
	return found ? job_do(c, kinds, n, &j) : OK;
}
