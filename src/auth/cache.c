#include "auth/cache.h"

#include <pthread.h>
#include <stdatomic.h>

/* Of the process: tokens are random, so entries of two stores never meet. */
enum { WAYS = 4, SETS = 8192, LOCKS = 64, GENERATIONS = 16384 };
#define TTL_US_SQLITE   INT64_C(60000000) /* nothing else writes: only a belt beside the braces */
#define TTL_US_POSTGRES INT64_C(1000000)

static struct cached entries[SETS][WAYS];
static pthread_mutex_t locks[LOCKS] = {[0 ... LOCKS - 1] = PTHREAD_MUTEX_INITIALIZER};
/* Raised when an account changes; entries remember what it was. Two accounts that share a number
 * only cost a look too many. */
static _Atomic uint32_t generations[GENERATIONS];
static _Atomic uint64_t epoch;

static _Atomic uint32_t *generation_of(account_id account)
{
	return &generations[(uint64_t)account.v * UINT64_C(0x9e3779b97f4a7c15) >> 50];
}

static size_t set_of(const uint8_t hash[SHA256_BYTES])
{
	return ((size_t)hash[0] << 8 | hash[1]) % SETS;
}

static struct cached *find(struct ctx *c, size_t set, const uint8_t hash[SHA256_BYTES])
{
	for (int i = 0; i < WAYS; i++) {
		struct cached *e = &entries[set][i];

		if (e->used && e->store == c->store && memcmp(e->hash, hash, SHA256_BYTES) == 0)
			return e;
	}
	return NULL;
}

static bool holds(struct ctx *c, const struct cached *e)
{
	int64_t age = c->env->monotonic_us(c->env->self) - e->loaded;
	int64_t ttl = store_engine(c->store) == STORE_SQLITE ? TTL_US_SQLITE : TTL_US_POSTGRES;

	return age < ttl && e->day == ctx_today(c).day &&
	       e->generation == atomic_load(generation_of(e->actor.account));
}

bool cache_get(struct ctx *c, const uint8_t hash[SHA256_BYTES], struct cached *ret_e)
{
	size_t set = set_of(hash);
	struct cached *e;

	pthread_mutex_lock(&locks[set % LOCKS]);
	e = find(c, set, hash);
	if (e && !holds(c, e)) {
		e->used = false;
		e = NULL;
	}
	if (e)
		*ret_e = *e;
	pthread_mutex_unlock(&locks[set % LOCKS]);
	return e != NULL;
}

uint64_t cache_epoch(void)
{
	return atomic_load(&epoch);
}

/* A free place, else the one that was looked up longest ago. */
static struct cached *place_for_new(struct cached set[WAYS])
{
	struct cached *take = &set[0];

	for (int i = 1; i < WAYS && take->used; i++)
		if (!set[i].used || set[i].loaded < take->loaded)
			take = &set[i];
	return take;
}

void cache_put(struct ctx *c, const struct cached *e, uint64_t before)
{
	size_t set = set_of(e->hash);
	struct cached *take, fresh = *e;

	fresh.used = true;
	fresh.store = c->store;
	fresh.day = ctx_today(c).day;
	fresh.loaded = c->env->monotonic_us(c->env->self);
	fresh.generation = atomic_load(generation_of(e->actor.account));
	/* Read in this order: a change after the look has raised the epoch by now, a change from
	 * here on makes the generation just read an old one. */
	if (atomic_load(&epoch) != before)
		return;
	pthread_mutex_lock(&locks[set % LOCKS]);
	take = find(c, set, e->hash);
	if (!take)
		take = place_for_new(entries[set]);
	*take = fresh;
	pthread_mutex_unlock(&locks[set % LOCKS]);
}

bool cache_touch(struct ctx *c, const uint8_t hash[SHA256_BYTES], int64_t seen, int64_t step)
{
	size_t set = set_of(hash);
	struct cached *e;
	bool mine;

	pthread_mutex_lock(&locks[set % LOCKS]);
	e = find(c, set, hash);
	mine = e && seen - e->seen >= step;
	if (mine)
		e->seen = seen;
	pthread_mutex_unlock(&locks[set % LOCKS]);
	return mine;
}

static void forget(struct store *s, void *arg)
{
	/* The epoch first: who reads the new generation in cache_put() then reads the new epoch
	 * too. */
	atomic_fetch_add(&epoch, 1);
	atomic_fetch_add(generation_of((account_id){(int64_t)(intptr_t)arg}), 1);
}

void cache_drop_account(struct ctx *c, account_id account)
{
	store_after_commit(c, forget, (void *)(intptr_t)account.v);
}
