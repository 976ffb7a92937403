#include "auth/password.h"

#include <pthread.h>
#include <sodium.h>

#include "auth/common.h"

#define OPS 2
#define MEM ((size_t)19456 * 1024)

/* Who hashes and who waits. Of the process, because memory and cores are. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t free;
	int running, waiting;
} pool = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0};

static enum err pool_enter(struct ctx *c)
{
	pthread_mutex_lock(&pool.lock);
	if (pool.waiting >= PASSWORD_QUEUE) {
		pthread_mutex_unlock(&pool.lock);
		return fault_set(c, E_BROKEN, "busy", NULL);
	}
	pool.waiting++;
	while (pool.running >= PASSWORD_AT_ONCE)
		pthread_cond_wait(&pool.free, &pool.lock);
	pool.waiting--;
	pool.running++;
	pthread_mutex_unlock(&pool.lock);
	return OK;
}

static void pool_leave(void)
{
	pthread_mutex_lock(&pool.lock);
	pool.running--;
	pthread_cond_signal(&pool.free);
	pthread_mutex_unlock(&pool.lock);
}

enum err password_check(struct ctx *c, struct str login, struct str password)
{
	size_t n = utf8_len(password);

	if (n < PASSWORD_MIN)
		return fault_input(c, "password_short", S("password"), STR_NONE, STR_NONE);
	if (n > PASSWORD_MAX)
		return fault_input(c, "password_long", S("password"), STR_NONE, STR_NONE);
	if (password_is_common(c->arena, password) || str_eq(password, login))
		return fault_input(c, "password_common", S("password"), STR_NONE, STR_NONE);
	return OK;
}

enum err password_hash(struct ctx *c, struct str password, struct str *ret_hash)
{
	char *hash = arena_take(c->arena, crypto_pwhash_STRBYTES);
	int bad;

	if (!hash)
		return fault_broken(c, "no memory for a password hash");
	env_system(); /* starts libsodium */
	TRY(pool_enter(c));
	bad = crypto_pwhash_str_alg(hash, password.p, password.n, OPS, MEM,
	                            crypto_pwhash_ALG_ARGON2ID13);
	pool_leave();
	if (bad)
		return fault_broken(c, "no memory to hash a password");
	*ret_hash = str_of(hash);
	return OK;
}

/* Nobody's password, made with today's parameters: what is compared when there is no account, so
 * that the answer takes as long. */
static char nobody[crypto_pwhash_STRBYTES];
static pthread_once_t nobody_once = PTHREAD_ONCE_INIT;

static void nobody_make(void)
{
	char random[32];

	env_system()->random(env_system()->self, random, sizeof random);
	if (crypto_pwhash_str_alg(nobody, random, sizeof random, OPS, MEM,
	                          crypto_pwhash_ALG_ARGON2ID13))
		nobody[0] = '\0';
}

enum err password_fits(struct ctx *c, struct str hash, struct str password, bool *ret_good,
                       bool *ret_stale)
{
	bool known = str_some(hash) && hash.n < crypto_pwhash_STRBYTES;
	const char *against;
	bool good;

	pthread_once(&nobody_once, nobody_make);
	against = known ? str_c(c->arena, hash) : nobody;
	TRY(pool_enter(c));
	good = crypto_pwhash_str_verify(against, password.p ? password.p : "", password.n) == 0;
	pool_leave();
	*ret_good = good && known;
	*ret_stale = good && known && crypto_pwhash_str_needs_rehash(against, OPS, MEM) != 0;
	return OK;
}
