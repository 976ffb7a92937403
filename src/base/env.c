#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#include "base/env.h"

static int64_t clock_us(clockid_t which)
{
	struct timespec ts;

	clock_gettime(which, &ts);
	return ts.tv_sec * INT64_C(1000000) + ts.tv_nsec / 1000;
}

static struct instant system_now(void *self)
{
	return (struct instant){clock_us(CLOCK_REALTIME)};
}

static int64_t system_monotonic(void *self)
{
	return clock_us(CLOCK_MONOTONIC);
}

static void system_random(void *self, void *buf, size_t n)
{
	randombytes_buf(buf, n);
}

static void system_sleep(void *self, int64_t us)
{
	struct timespec ts = {us / 1000000, us % 1000000 * 1000};

	if (us <= 0)
		return;
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, &ts) == EINTR)
		;
}

static void system_start(void)
{
	/* Without a random source nothing here is safe to run. */
	if (sodium_init() < 0)
		abort();
}

const struct env *env_system(void)
{
	static const struct env e = {system_now, system_monotonic, system_random, system_sleep,
	                             NULL};
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, system_start);
	return &e;
}

struct test_world {
	struct env env; /* first: an env of this kind is its world */
	_Atomic int64_t now, monotonic;
	_Atomic uint64_t seed;
};

static struct instant test_now(void *self)
{
	struct test_world *w = self;

	return (struct instant){atomic_load(&w->now)};
}

static int64_t test_monotonic(void *self)
{
	struct test_world *w = self;

	return atomic_load(&w->monotonic);
}

/* SplitMix64: one atomic addition a word keeps it thread-safe without a lock. */
static void test_random(void *self, void *buf, size_t n)
{
	const uint64_t step = UINT64_C(0x9e3779b97f4a7c15);
	struct test_world *w = self;
	unsigned char *p = buf;

	while (n) {
		uint64_t z = atomic_fetch_add(&w->seed, step) + step;
		size_t len = n < sizeof z ? n : sizeof z;

		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		z ^= z >> 31;
		memcpy(p, &z, len);
		p += len;
		n -= len;
	}
}

static void test_sleep(void *self, int64_t us)
{
	struct test_world *w = self;

	if (us <= 0)
		return;
	atomic_fetch_add(&w->now, us);
	atomic_fetch_add(&w->monotonic, us);
}

struct env *env_test_new(struct instant start, uint64_t seed)
{
	struct test_world *w = calloc(1, sizeof *w);

	if (!w)
		return NULL;
	w->env = (struct env){test_now, test_monotonic, test_random, test_sleep, w};
	atomic_store(&w->now, start.us);
	atomic_store(&w->seed, seed);
	return &w->env;
}

void env_test_advance(struct env *e, int64_t us)
{
	struct test_world *w = e->self;

	/* The wall clock may be set back; the monotonic one never runs backwards. */
	atomic_fetch_add(&w->now, us);
	if (us > 0)
		atomic_fetch_add(&w->monotonic, us);
}

void env_test_free(struct env **e)
{
	if (!*e)
		return;
	free((*e)->self);
	*e = NULL;
}

#define EPOCH_2020_MS INT64_C(1577836800000)

static _Atomic int64_t last_id;
static _Atomic int64_t id_node;

void env_id_node(uint32_t node)
{
	atomic_store(&id_node, node % ENV_ID_NODES);
}

int64_t env_id_at(struct instant t)
{
	int64_t ms = t.us / 1000 - EPOCH_2020_MS;

	return ms > 0 ? ms << 20 : 0;
}

int64_t env_next_ids(const struct env *e, int64_t n)
{
	int64_t by_clock = env_id_at(env_now(e));
	int64_t node = atomic_load(&id_node);
	int64_t last = atomic_load(&last_id), next;

	do {
		next = (last / ENV_ID_NODES + 1) * ENV_ID_NODES;
		if (next < by_clock)
			next = by_clock;
		next += node;
	} while (!atomic_compare_exchange_weak(&last_id, &last, next + (n - 1) * ENV_ID_NODES));
	return next;
}

int64_t env_next_id(const struct env *e)
{
	return env_next_ids(e, 1);
}

void env_id_floor(int64_t floor)
{
	int64_t last = atomic_load(&last_id);

	while (last < floor && !atomic_compare_exchange_weak(&last_id, &last, floor))
		;
}
