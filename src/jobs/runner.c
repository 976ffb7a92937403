/* The thread that runs jobs. An idle database costs it one look every 30 s at most. */
#include <pthread.h>

#include "jobs/job.h"
#include "jobs/job.sql.h"
#include "jobs/wake.h"

#define SECOND_US INT64_C(1000000)

enum { LOOK_EVERY_S = 30, AFTER_FAILURE_S = 5, ARENA_CEILING = 64 << 20 };

/* Runners of this process; a commit wakes them all, each looks whether the job is its own. */
static struct {
	pthread_mutex_t lock;
	struct jobs_runner *first;
} runners = {PTHREAD_MUTEX_INITIALIZER, NULL};

struct jobs_runner {
	struct ctx ctx;
	const struct job_kinds *const *kinds;
	size_t n;
	pthread_t thread;
	pthread_cond_t woken;
	bool wake, stop;
	struct jobs_runner *next;
};

void jobs_wake(struct store *s, void *arg)
{
	pthread_mutex_lock(&runners.lock);
	for (struct jobs_runner *r = runners.first; r; r = r->next) {
		if (r->ctx.store != s)
			continue;
		r->wake = true;
		pthread_cond_signal(&r->woken);
	}
	pthread_mutex_unlock(&runners.lock);
}

/* Until the next job is due, a wake-up, or the end; returns false at the end. */
static bool rest(struct jobs_runner *r, int64_t us)
{
	struct timespec until;
	bool more;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += us / SECOND_US;
	until.tv_nsec += us % SECOND_US * 1000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&runners.lock);
	while (!r->wake && !r->stop &&
	       pthread_cond_timedwait(&r->woken, &runners.lock, &until) == 0)
		;
	r->wake = false;
	more = !r->stop;
	pthread_mutex_unlock(&runners.lock);
	return more;
}

static int64_t next_due_us(struct ctx *c)
{
	struct instant at = {INT64_MIN};
	bool found = false;
	int64_t wait = LOOK_EVERY_S * SECOND_US;

	if (store_read_begin(c) != OK)
		return AFTER_FAILURE_S * SECOND_US;
	if (q_job_next(c, c->now, &at, &found) != OK)
		found = false;
	store_read_end(c);
	if (found && at.us != INT64_MIN && at.us - c->now.us < wait)
		wait = at.us - c->now.us;
	return wait > 0 ? wait : 0;
}

static void renew(struct ctx *c)
{
	arena_reset(c->arena);
	c->now = env_now(c->env);
	c->fault = (struct fault){0};
	c->broken = NULL;
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	c->request_id = S("job");
}

static void *run(void *arg)
{
	struct jobs_runner *r = arg;
	int64_t wait_us = 0;
	bool ran;

	while (rest(r, wait_us)) {
		renew(&r->ctx);
		wait_us = next_due_us(&r->ctx);
		if (wait_us > 0)
			continue; /* an idle database is only read */
		renew(&r->ctx);
		/* A store that cannot write now is not asked again and again. */
		if (jobs_step(&r->ctx, r->kinds, r->n, &ran) != OK)
			wait_us = AFTER_FAILURE_S * SECOND_US;
	}
	return NULL;
}

static void runner_free(struct jobs_runner *r)
{
	arena_free(&r->ctx.arena);
	pthread_cond_destroy(&r->woken);
	free(r);
}

/* Is there a runner of this store in this process? */
static bool runs_already(const struct store *s)
{
	bool found = false;

	pthread_mutex_lock(&runners.lock);
	for (const struct jobs_runner *r = runners.first; r; r = r->next)
		found |= r->ctx.store == s;
	pthread_mutex_unlock(&runners.lock);
	return found;
}

static enum err release_run(struct ctx *c, void *arg)
{
	(void)arg;
	return q_job_release(c, NULL);
}

static enum err begin(struct ctx *c, const struct job_kinds *const *kinds, size_t n)
{
	static const struct verb release = {"job.release", release_run};

	TRY(jobs_prepare(c, kinds, n));
	if (store_engine(c->store) != STORE_SQLITE || runs_already(c->store))
		return OK;
	return store_write(c, &release, NULL);
}

enum err jobs_start(struct ctx *c, const struct job_kinds *const *kinds, size_t n,
                    struct jobs_runner **ret_r)
{
	struct jobs_runner *r = calloc(1, sizeof *r);
	pthread_condattr_t attr;

	if (!r)
		return fault_broken(c, "no memory for the job runner");
	r->ctx = (struct ctx){.arena = arena_new(ARENA_CEILING),
	                      .env = c->env,
	                      .store = c->store,
	                      .lang = LANG_ZH};
	r->kinds = kinds;
	r->n = n;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&r->woken, &attr);
	pthread_condattr_destroy(&attr);
	if (!r->ctx.arena || begin(c, kinds, n) != OK) {
		runner_free(r);
		return c->fault.code ? E_BROKEN : fault_broken(c, "the job runner cannot start");
	}
	pthread_mutex_lock(&runners.lock);
	r->next = runners.first;
	runners.first = r;
	pthread_mutex_unlock(&runners.lock);
	if (pthread_create(&r->thread, NULL, run, r) != 0) {
		r->thread = pthread_self();
		r->stop = true;
		jobs_stop(&r);
		return fault_broken(c, "no thread for the job runner");
	}
	*ret_r = r;
	return OK;
}

void jobs_stop(struct jobs_runner **runner)
{
	struct jobs_runner *r = *runner;

	if (!r)
		return;
	*runner = NULL;
	pthread_mutex_lock(&runners.lock);
	for (struct jobs_runner **p = &runners.first; *p; p = &(*p)->next) {
		if (*p == r) {
			*p = r->next;
			break;
		}
	}
	r->stop = true;
	pthread_cond_signal(&r->woken);
	pthread_mutex_unlock(&runners.lock);
	if (!pthread_equal(r->thread, pthread_self()))
		pthread_join(r->thread, NULL);
	runner_free(r);
}
