/* The threads that run jobs. An idle database costs each crew one look every 30 s at most. */
#include <pthread.h>

#include "jobs/internal.h"
#include "jobs/job.sql.h"

#define SECOND_US INT64_C(1000000)

enum { LOOK_EVERY_S = 30, AFTER_FAILURE_S = 5, ARENA_CEILING = 64 << 20 };
enum { OWN_HANDS = 1, LANE_HANDS = 8, HANDS = OWN_HANDS + LANE_HANDS, CREWS = 2 };

/* Runners of this process; a commit wakes them all, each looks whether the job is its own. The lock
 * guards every flag below. */
static struct {
	pthread_mutex_t lock;
	struct jobs_runner *first;
} runners = {PTHREAD_MUTEX_INITIALIZER, NULL};

/* Those who run the jobs within one reach. One of them looks for work at a time, the others wait
 * for the turn: whoever has found some gives the turn away before he begins. */
struct crew {
	struct jobs_runner *runner;
	enum job_reach reach;
	pthread_cond_t woken; /* of the one who looks */
	pthread_cond_t turn;
	bool looking, wake;
};
struct hand {
	struct crew *crew;
	struct ctx ctx;
	pthread_t thread;
	struct job job; /* in hand; the keeper reads id and taken */
	bool busy;
};
struct jobs_runner {
	struct store *store;
	const struct job_kinds *const *kinds;
	size_t n;
	bool stop;
	struct crew crew[CREWS];
	struct hand hand[HANDS];
	size_t hands; /* begun */
	pthread_t keeper;
	struct ctx keeper_ctx;
	pthread_cond_t kept;
	bool keeping, keep_stop;
	struct jobs_runner *next;
};

static void crew_wake(struct crew *w)
{
	w->wake = true;
	pthread_cond_signal(&w->woken);
}

void jobs_wake(struct store *s, void *arg)
{
	(void)arg;
	pthread_mutex_lock(&runners.lock);
	for (struct jobs_runner *r = runners.first; r; r = r->next) {
		for (size_t i = 0; r->store == s && i < CREWS; i++)
			crew_wake(&r->crew[i]);
	}
	pthread_mutex_unlock(&runners.lock);
}

/* --- looking for work ------------------------------------------------------------------------- */

static struct timespec from_now(int64_t us)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += us / SECOND_US;
	t.tv_nsec += us % SECOND_US * 1000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

/* Until the next job is due, a wake-up, or the end; returns false at the end. */
static bool rest(struct crew *w, int64_t us)
{
	struct timespec until = from_now(us);
	bool more;

	pthread_mutex_lock(&runners.lock);
	while (!w->wake && !w->runner->stop &&
	       pthread_cond_timedwait(&w->woken, &runners.lock, &until) == 0)
		;
	w->wake = false;
	more = !w->runner->stop;
	pthread_mutex_unlock(&runners.lock);
	return more;
}

static int64_t next_due_us(struct ctx *c, enum job_reach reach)
{
	struct instant at = {INT64_MIN};
	bool found = false;
	int64_t wait = LOOK_EVERY_S * SECOND_US;
	enum err e;

	if (store_read_begin(c) != OK)
		return AFTER_FAILURE_S * SECOND_US;
	e = reach == JOB_OWN ? q_job_next(c, c->now, &at, &found)
	                     : q_job_next_lane(c, c->now, LANE_PLACES, &at, &found);
	store_read_end(c);
	if (e == OK && found && at.us != INT64_MIN && at.us - c->now.us < wait)
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

/* Rests until there is a job and takes it; returns false at the end. */
static bool look(struct hand *h, struct job *ret_j)
{
	struct crew *w = h->crew;
	int64_t wait_us = 0;
	bool found = false;

	while (rest(w, wait_us)) {
		renew(&h->ctx);
		wait_us = next_due_us(&h->ctx, w->reach);
		if (wait_us > 0)
			continue; /* an idle database is only read */
		renew(&h->ctx);
		/* A store that cannot write now is not asked again and again. */
		if (job_take(&h->ctx, w->reach, ret_j, &found) != OK)
			wait_us = AFTER_FAILURE_S * SECOND_US;
		else if (found)
			return true;
	}
	return false;
}

static bool turn_take(struct crew *w)
{
	bool mine;

	pthread_mutex_lock(&runners.lock);
	while (w->looking && !w->runner->stop)
		pthread_cond_wait(&w->turn, &runners.lock);
	mine = !w->runner->stop;
	if (mine)
		w->looking = true;
	pthread_mutex_unlock(&runners.lock);
	return mine;
}

static void turn_give(struct crew *w)
{
	pthread_mutex_lock(&runners.lock);
	w->looking = false;
	pthread_cond_signal(&w->turn);
	pthread_mutex_unlock(&runners.lock);
}

static void in_hand(struct hand *h, const struct job *j)
{
	pthread_mutex_lock(&runners.lock);
	h->busy = j != NULL;
	if (j)
		h->job = *j;
	else
		crew_wake(h->crew); /* its lane has a place again */
	pthread_mutex_unlock(&runners.lock);
}

static void *run(void *arg)
{
	struct hand *h = arg;
	struct crew *w = h->crew;
	struct jobs_runner *r = w->runner;
	struct job j;

	while (turn_take(w)) {
		bool found = look(h, &j);

		turn_give(w);
		if (!found)
			break;
		in_hand(h, &j);
		/* When even that cannot be written, the job comes back when its lease ends. */
		(void)job_do(&h->ctx, r->kinds, r->n, &j);
		in_hand(h, NULL);
	}
	return NULL;
}

/* --- keeping ---------------------------------------------------------------------------------- */

static struct jobs_held held(const struct jobs_runner *r, struct job v[HANDS])
{
	size_t n = 0;

	for (size_t i = 0; i < HANDS; i++)
		if (r->hand[i].busy)
			v[n++] = r->hand[i].job;
	return (struct jobs_held){v, n};
}

/* Prolongs the leases of what is in hand, well before they end. */
static void *keep(void *arg)
{
	struct jobs_runner *r = arg;
	struct job v[HANDS];

	pthread_mutex_lock(&runners.lock);
	while (!r->keep_stop) {
		struct timespec until = from_now(JOB_LEASE_S / 4 * SECOND_US);
		struct jobs_held h;

		if (pthread_cond_timedwait(&r->kept, &runners.lock, &until) == 0)
			continue;
		h = held(r, v);
		if (h.n == 0)
			continue;
		pthread_mutex_unlock(&runners.lock);
		renew(&r->keeper_ctx);
		/* If it cannot be written now, there are three more tries before a lease ends. */
		(void)store_write(&r->keeper_ctx, &jobs_hold_verb, &h);
		pthread_mutex_lock(&runners.lock);
	}
	pthread_mutex_unlock(&runners.lock);
	return NULL;
}

/* --- beginning and end ------------------------------------------------------------------------ */

static struct jobs_runner *runner_new(struct ctx *c, const struct job_kinds *const *kinds, size_t n)
{
	struct jobs_runner *r = calloc(1, sizeof *r);
	pthread_condattr_t attr;

	if (!r)
		return NULL;
	r->store = c->store;
	r->kinds = kinds;
	r->n = n;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	for (size_t i = 0; i < CREWS; i++) {
		struct crew *w = &r->crew[i];

		w->runner = r;
		w->reach = i == 0 ? JOB_OWN : JOB_LANES;
		pthread_cond_init(&w->woken, &attr);
		pthread_cond_init(&w->turn, NULL);
	}
	pthread_cond_init(&r->kept, &attr);
	pthread_condattr_destroy(&attr);
	return r;
}

static void runner_free(struct jobs_runner *r)
{
	for (size_t i = 0; i < HANDS; i++)
		arena_free(&r->hand[i].ctx.arena);
	for (size_t i = 0; i < CREWS; i++) {
		pthread_cond_destroy(&r->crew[i].woken);
		pthread_cond_destroy(&r->crew[i].turn);
	}
	arena_free(&r->keeper_ctx.arena);
	pthread_cond_destroy(&r->kept);
	free(r);
}

static struct ctx own_ctx(const struct ctx *c)
{
	return (struct ctx){.arena = arena_new(ARENA_CEILING),
	                    .env = c->env,
	                    .store = c->store,
	                    .lang = LANG_ZH};
}

static enum err hands_begin(struct ctx *c, struct jobs_runner *r)
{
	r->keeper_ctx = own_ctx(c);
	if (!r->keeper_ctx.arena || pthread_create(&r->keeper, NULL, keep, r) != 0)
		return fault_broken(c, "no thread for jobs");
	r->keeping = true;
	for (size_t i = 0; i < HANDS; i++) {
		struct hand *h = &r->hand[i];

		h->crew = &r->crew[i < OWN_HANDS ? 0 : 1];
		h->ctx = own_ctx(c);
		if (!h->ctx.arena || pthread_create(&h->thread, NULL, run, h) != 0)
			return fault_broken(c, "no thread for jobs");
		r->hands++;
	}
	return OK;
}

/* Is there a runner of this store in this process? */
static bool runs_already(const struct store *s)
{
	bool found = false;

	pthread_mutex_lock(&runners.lock);
	for (const struct jobs_runner *r = runners.first; r; r = r->next)
		found |= r->store == s;
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
	struct jobs_runner *r;
	enum err e;

	TRY(begin(c, kinds, n));
	r = runner_new(c, kinds, n);
	if (!r)
		return fault_broken(c, "no memory for the job runner");
	pthread_mutex_lock(&runners.lock);
	r->next = runners.first;
	runners.first = r;
	pthread_mutex_unlock(&runners.lock);
	e = hands_begin(c, r);
	if (e != OK)
		jobs_stop(&r);
	else
		*ret_r = r;
	return e;
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
	for (size_t i = 0; i < CREWS; i++) {
		pthread_cond_signal(&r->crew[i].woken);
		pthread_cond_broadcast(&r->crew[i].turn);
	}
	pthread_mutex_unlock(&runners.lock);
	for (size_t i = 0; i < r->hands; i++)
		pthread_join(r->hand[i].thread, NULL);
	pthread_mutex_lock(&runners.lock);
	r->keep_stop = true;
	pthread_cond_signal(&r->kept);
	pthread_mutex_unlock(&runners.lock);
	if (r->keeping)
		pthread_join(r->keeper, NULL);
	runner_free(r);
}
