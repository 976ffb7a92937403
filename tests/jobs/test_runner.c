/* The runner's thread: wakes for work, sleeps without. Real time, as little of it as can be. */
#include "../auth/house.h"

#include <stdatomic.h>

#include "jobs/job.h"
#include "jobs/job.sql.h"

static _Atomic int runs;

static enum err count(struct ctx *c, const struct job *j)
{
	atomic_fetch_add(&runs, 1);
	return OK;
}

static const struct job_kind kind_v[] = {{.name = "test.count", .run = count}};
static const struct job_kinds kinds = JOB_KINDS(kind_v);
static const struct job_kinds *const all[] = {&kinds};

static enum err put_run(struct ctx *c, void *arg)
{
	TRY(job_put(c, "test.count", S("{}"), (struct instant){c->now.us + *(int64_t *)arg}));
	return audit_put(c, "caused", "test", 1, ID_NONE(county_id), S("{}"));
}

static void put(struct ctx *c, int64_t in_us)
{
	c->now = env_now(c->env);
	assert_ok(house_write(c, put_run, &in_us));
}

static bool reached(int n, int64_t within_us)
{
	const struct env *env = env_system();
	int64_t until = env->monotonic_us(env->self) + within_us;

	while (atomic_load(&runs) < n && env->monotonic_us(env->self) < until)
		env->sleep_us(env->self, 1000);
	return atomic_load(&runs) >= n;
}

static struct jobs_runner *start(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct jobs_runner *r = NULL;

	c->env = env_system();
	atomic_store(&runs, 0);
	assert_ok(jobs_start(c, all, 1, &r));
	return r;
}

static void a_commit_wakes_the_runner(void **state)
{
	struct jobs_runner *r = start(state);

	for (int i = 1; i <= 20; i++) {
		put(kit_ctx(state), 0);
		assert_true(reached(i, 5000000));
	}
	jobs_stop(&r);
	assert_null(r);
	assert_int_equal(atomic_load(&runs), 20);
}

static void a_job_for_later_runs_then(void **state)
{
	struct jobs_runner *r = start(state);

	put(kit_ctx(state), 300000);
	assert_false(reached(1, 100000));
	assert_true(reached(1, 5000000));
	jobs_stop(&r);
}

static enum err take_run(struct ctx *c, void *arg)
{
	struct q_job_lease_row row;
	bool found = false;

	(void)arg;
	TRY(q_job_lease(c, c->now, (struct instant){c->now.us + HOUR_US}, &row, &found));
	assert_true(found);
	return OK;
}

/* Where one process serves, nobody else can have it; where several do, its lease is waited for. */
static void what_a_killed_program_had_in_hand_runs_at_the_next_start_on_sqlite(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct jobs_runner *r;

	c->env = env_system();
	put(c, 0);
	assert_ok(house_write(c, take_run, NULL));
	r = start(state);
	if (store_engine(c->store) == STORE_SQLITE)
		assert_true(reached(1, 5000000));
	else
		assert_false(reached(1, 100000));
	jobs_stop(&r);
}

static void without_work_nothing_is_written(void **state)
{
	struct jobs_runner *r = start(state);
	struct ctx *c = kit_ctx(state);
	struct store_stats before, after;

	put(c, 0);
	assert_true(reached(1, 5000000));
	c->env->sleep_us(c->env->self, 50000);
	store_stats(c->store, &before);
	c->env->sleep_us(c->env->self, 200000);
	store_stats(c->store, &after);
	assert_int_equal(after.verbs, before.verbs);
	jobs_stop(&r);
}

static void after_the_stop_nothing_runs(void **state)
{
	struct jobs_runner *r = start(state);

	jobs_stop(&r);
	put(kit_ctx(state), 0);
	assert_false(reached(1, 100000));
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(a_commit_wakes_the_runner),
		FACT(a_job_for_later_runs_then),
		FACT(what_a_killed_program_had_in_hand_runs_at_the_next_start_on_sqlite),
		FACT(without_work_nothing_is_written),
		FACT(after_the_stop_nothing_runs),
	};

	return HOUSE_RUN(facts);
}
