/* Two small tables of fixed size: logins and addresses, four places a bucket. Whoever sprays names
 * to push others out is stopped by the count of the address. */
#include "auth/limit.h"

#include <pthread.h>
#include <sodium.h>

enum { WAYS = 4, BUCKETS = 2048 };
#define SECOND_US INT64_C(1000000)
#define FORGET_US (24 * 3600 * SECOND_US)

struct place {
	uint64_t key;       /* keyed hash of login or address; 0: free */
	int64_t fails;      /* logins: failures in a row; addresses: level of the bucket */
	int64_t at;         /* monotonic time of the last change */
	int64_t open_again; /* logins: closed until then */
};

static struct {
	pthread_mutex_t lock;
	bool started;
	unsigned char hash_key[crypto_shorthash_KEYBYTES];
	struct place logins[BUCKETS][WAYS], addresses[BUCKETS][WAYS];
} limits = {.lock = PTHREAD_MUTEX_INITIALIZER};

static uint64_t key_of(struct str s)
{
	uint64_t h;

	/* Keyed: nobody outside can choose names that share a bucket. */
	if (!limits.started) {
		env_system()->random(env_system()->self, limits.hash_key, sizeof limits.hash_key);
		limits.started = true;
	}
	crypto_shorthash((unsigned char *)&h, (const unsigned char *)(s.p ? s.p : ""), s.n,
	                 limits.hash_key);
	return h ? h : 1;
}

/* The place of this key; a new one takes a free place or that of the least guilty neighbour. */
static struct place *place_of(struct place table[BUCKETS][WAYS], struct str s, int64_t now)
{
	uint64_t key = key_of(s);
	struct place *row = table[key % BUCKETS], *take = &row[0];

	for (int i = 0; i < WAYS; i++) {
		if (row[i].key == key)
			return &row[i];
		if (row[i].key == 0 ||
		    (take->key != 0 && (row[i].fails < take->fails ||
		                        (row[i].fails == take->fails && row[i].at < take->at))))
			take = &row[i];
	}
	*take = (struct place){.key = key, .at = now};
	return take;
}

static void address_drain(struct place *p, int64_t now)
{
	int64_t gone = (now - p->at) / (LIMIT_ADDRESS_EVERY_S * SECOND_US);

	p->fails = p->fails > gone ? p->fails - gone : 0;
	p->at += gone * LIMIT_ADDRESS_EVERY_S * SECOND_US;
}

static int64_t wait_after(int64_t fails)
{
	int64_t s = LIMIT_FIRST_WAIT_S;

	for (int64_t i = LIMIT_FREE_TRIES; i < fails && s < LIMIT_MAX_WAIT_S; i++)
		s *= 2;
	return s < LIMIT_MAX_WAIT_S ? s : LIMIT_MAX_WAIT_S;
}

static enum err refuse(struct ctx *c, const char *code, int64_t seconds, int64_t *ret_wait_s)
{
	struct fault f = {.allowed = str_printf(c->arena, "%lld s", (long long)seconds)};

	*ret_wait_s = seconds;
	return fault_set(c, E_REFUSED, code, &f);
}

enum err limit_try(struct ctx *c, struct str login, struct str address, int64_t *ret_wait_s,
                   bool *ret_closed)
{
	int64_t now = c->env->monotonic_us(c->env->self), wait = 0;
	struct place *l, *a;
	bool full = false, closed = false;

	pthread_mutex_lock(&limits.lock);
	a = place_of(limits.addresses, address, now);
	address_drain(a, now);
	l = place_of(limits.logins, login, now);
	if (now - l->at > FORGET_US)
		l->fails = 0;
	if (a->fails >= LIMIT_ADDRESS_BURST) {
		full = true;
	} else if (l->open_again > now) {
		wait = (l->open_again - now + SECOND_US - 1) / SECOND_US;
	} else {
		a->fails++;
		l->fails++;
		l->at = now;
		closed = l->fails >= LIMIT_FREE_TRIES;
		if (closed)
			l->open_again = now + wait_after(l->fails) * SECOND_US;
	}
	pthread_mutex_unlock(&limits.lock);
	if (full)
		return refuse(c, "rate_limited", LIMIT_ADDRESS_EVERY_S, ret_wait_s);
	if (wait)
		return refuse(c, "login_wait", wait, ret_wait_s);
	*ret_closed = closed;
	return OK;
}

void limit_pass(struct ctx *c, struct str login, struct str address)
{
	int64_t now = c->env->monotonic_us(c->env->self);
	struct place *a;

	pthread_mutex_lock(&limits.lock);
	place_of(limits.logins, login, now)->key = 0;
	a = place_of(limits.addresses, address, now);
	if (a->fails > 0)
		a->fails--;
	pthread_mutex_unlock(&limits.lock);
}

void limit_reset(void)
{
	pthread_mutex_lock(&limits.lock);
	memset(limits.logins, 0, sizeof limits.logins);
	memset(limits.addresses, 0, sizeof limits.addresses);
	pthread_mutex_unlock(&limits.lock);
}
