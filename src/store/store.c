#include <errno.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "crypto/keys.h"
#include "store/frame.sql.h"
#include "store/inner.h"
#include "store/migrate.h"

enum { DEFAULT_READERS = 8, POOL_WAIT_S = 5, FAIR_MS = 12, LOW_SPACE_TENTH = 10 };

enum store_engine store_engine(const struct store *s)
{
	return s->kind;
}

const struct keyring *store_keys(const struct store *s)
{
	return s->o.keys;
}

void tx_init(struct tx *tx, struct store *s, struct conn *conn, bool writing)
{
	*tx = (struct tx){.store = s, .engine = s->engine, .conn = conn, .writing = writing};
	tx->last_note = &tx->notes;
	tx->last_hook = &tx->hooks;
}

void store_after_commit(struct ctx *c, void (*fn)(struct store *s, void *arg), void *arg)
{
	struct hook *h = NEW(c->arena, struct hook);

	/* With no memory left the runner fails the verb, and there is nothing to run after it. */
	if (!h || !c->tx || !c->tx->writing)
		return;
	*h = (struct hook){NULL, fn, arg};
	*c->tx->last_hook = h;
	c->tx->last_hook = &h->next;
}

/* --- opening ------------------------------------------------------------------------------- */

bool store_url_known(struct str url)
{
	return (str_starts(url, S("sqlite:")) && url.n > strlen("sqlite:")) ||
	       str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://"));
}

static bool take_url(struct store *s)
{
	bool lite = str_starts(str_of(s->o.url), S("sqlite:"));

	s->kind = lite ? STORE_SQLITE : STORE_POSTGRES;
	s->engine = lite ? &engine_sqlite : &engine_postgres;
	return store_url_known(str_of(s->o.url));
}

enum err store_check_keys(struct ctx *c)
{
	const struct keyring *keys = store_keys(c->store);
	struct str blob;
	bool found = false;

	if (!keys)
		return OK;
	TRY(q_meta_get(c, S("key_check"), &blob, &found));
	if (found)
		return keyring_check_holds(c->arena, keys, blob)
		               ? OK
		               : fault_set(c, E_REFUSED, "key_mismatch", NULL);
	if (!c->tx->writing)
		return OK;
	TRY(keyring_check_make(c->arena, keys, &blob));
	return q_meta_insert(c, S("key_check"), blob, NULL);
}

/* Schema and keys, looked at (and with a writer brought up to date) in one transaction. */
static enum err look_over(struct ctx *c, struct store *s, struct conn *conn, bool write)
{
	int64_t newest = 0;
	struct tx tx;
	enum err e;

	tx_init(&tx, s, conn, write);
	TRY(s->engine->begin(c, conn, write));
	c->tx = &tx;
	e = write && s->o.migrate ? s->engine->alone(c, conn) : OK;
	if (e == OK)
		e = migrate(c, write && s->o.migrate);
	if (e == OK)
		e = store_check_keys(c);
	if (e == OK)
		e = s->engine->newest_id(c, conn, &newest);
	c->tx = NULL;
	if (e == OK)
		e = s->engine->commit(c, conn);
	if (e != OK)
		s->engine->rollback(conn);
	else
		env_id_floor(newest);
	return e;
}

static enum err open_readers(struct ctx *c, struct store *s)
{
	uint32_t n = s->o.readers ? s->o.readers : DEFAULT_READERS;

	s->readers = calloc(n, sizeof *s->readers);
	if (!s->readers)
		return fault_broken(c, "out of memory");
	s->n_readers = n;
	for (uint32_t i = 0; i < n; i++) {
		TRY(s->engine->connect(c, &s->o, false, &s->readers[i].conn));
		s->readers[i].next = s->free;
		s->free = &s->readers[i];
	}
	return OK;
}

static enum err open_all(struct ctx *c, struct store *s)
{
	if (!take_url(s))
		return fault_input(c, NULL, S("db"), str_of(s->o.url),
		                   S("sqlite:PATH postgresql://…"));
	if (!s->o.read_only) {
		TRY(s->engine->claim ? s->engine->claim(c, &s->o, &s->lock) : OK);
		TRY(s->engine->connect(c, &s->o, true, &s->writer.conn));
		TRY(look_over(c, s, s->writer.conn, true));
		TRY(writer_chain(c, s));
	}
	TRY(open_readers(c, s));
	if (s->o.read_only)
		return look_over(c, s, s->readers[0].conn, false);
	return writer_start(c, s);
}

static struct store *store_new(const struct store_options *o)
{
	struct store *s = calloc(1, sizeof *s);
	pthread_condattr_t steady;

	if (!s)
		return NULL;
	s->o = *o;
	s->url = strdup(o->url);
	s->o.url = s->url;
	s->lock = -1;
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_mutex_init(&s->writer.lock, NULL);
	pthread_cond_init(&s->writer.work, &steady);
	pthread_mutex_init(&s->settler.lock, NULL);
	pthread_cond_init(&s->settler.come, NULL);
	pthread_cond_init(&s->settler.rest, NULL);
	pthread_mutex_init(&s->pool_lock, NULL);
	pthread_condattr_destroy(&steady);
	return s;
}

enum err store_open(struct ctx *c, const struct store_options *o, struct store **ret_s)
{
	struct store *before = c->store, *s = store_new(o);
	enum err e;

	if (!s || !s->url) {
		free(s);
		return fault_broken(c, "out of memory");
	}
	if (!s->o.env)
		s->o.env = c->env;
	c->store = s;
	e = open_all(c, s);
	c->store = before;
	if (e != OK) {
		store_close(&s);
		return e;
	}
	*ret_s = s;
	return OK;
}

void store_close(struct store **ps)
{
	struct store *s = *ps;

	if (!s)
		return;
	*ps = NULL;
	if (s->engine) {
		writer_end(s);
		for (uint32_t i = 0; i < s->n_readers; i++)
			s->engine->disconnect(&s->readers[i].conn);
	}
	free(s->readers);
	if (s->lock >= 0)
		close(s->lock);
	pthread_mutex_destroy(&s->writer.lock);
	pthread_cond_destroy(&s->writer.work);
	pthread_mutex_destroy(&s->settler.lock);
	pthread_cond_destroy(&s->settler.come);
	pthread_cond_destroy(&s->settler.rest);
	pthread_mutex_destroy(&s->pool_lock);
	free(atomic_load(&s->stopped));
	free(s->url);
	free(s);
}

/* --- reading ------------------------------------------------------------------------------- */

static int64_t steady_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct reader *free_reader(struct store *s)
{
	struct reader *r = s->free;

	if (r)
		s->free = r->next;
	return r;
}

/* A connection given back is put down, and the thread that gave it mostly takes it again for its
 * next request before a woken one runs: that saves a switch of threads, but under a rush some would
 * wait for seconds. So who has waited for FAIR_MS gets it by hand. */
static struct reader *wait_for_reader(struct store *s)
{
	struct reader_wait me = {.since_ms = steady_ms()}, **at;
	struct timespec until = {.tv_sec = me.since_ms / 1000 + POOL_WAIT_S};
	pthread_condattr_t steady;
	struct reader *r = NULL;
	int rc = 0;

	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&me.come, &steady);
	pthread_condattr_destroy(&steady);
	for (at = &s->waiting; *at; at = &(*at)->next)
		;
	*at = &me;
	while (!me.given && !r && rc == 0) {
		rc = pthread_cond_timedwait(&me.come, &s->pool_lock, &until);
		r = me.given ? NULL : free_reader(s);
	}
	if (!me.given) {
		for (at = &s->waiting; *at != &me; at = &(*at)->next)
			;
		*at = me.next;
	}
	if (s->free && s->waiting) /* two were put down before I ran */
		pthread_cond_signal(&s->waiting->come);
	pthread_cond_destroy(&me.come);
	return me.given ? me.given : r;
}

static struct reader *take_reader(struct store *s)
{
	struct reader *r;

	pthread_mutex_lock(&s->pool_lock);
	r = free_reader(s);
	if (!r)
		r = wait_for_reader(s);
	pthread_mutex_unlock(&s->pool_lock);
	return r;
}

static void give_reader(struct store *s, struct reader *r)
{
	struct reader_wait *first;

	pthread_mutex_lock(&s->pool_lock);
	first = s->waiting;
	if (first && steady_ms() - first->since_ms >= FAIR_MS) {
		s->waiting = first->next;
		first->given = r;
	} else {
		r->next = s->free;
		s->free = r;
	}
	if (first)
		pthread_cond_signal(&first->come); /* it may be gone once the lock is free */
	pthread_mutex_unlock(&s->pool_lock);
}

/* A connection that was lost is made anew before it is used again. */
static enum err begin_reading(struct ctx *c, struct store *s, struct reader *r)
{
	if (!r->conn || !s->engine->alive(r->conn)) {
		s->engine->disconnect(&r->conn);
		TRY(s->engine->connect(c, &s->o, false, &r->conn));
	}
	return s->engine->begin(c, r->conn, false);
}

enum err store_read_begin(struct ctx *c)
{
	struct store *s = c->store;
	struct reader *r;
	enum err e;

	if (c->tx)
		return fault_broken(c, "a transaction inside another");
	r = take_reader(s);
	if (!r)
		return fault_set(c, E_BROKEN, "busy", NULL);
	e = begin_reading(c, s, r);
	if (e != OK) {
		give_reader(s, r);
		return e;
	}
	tx_init(&r->tx, s, r->conn, false);
	r->tx.reader = r;
	c->tx = &r->tx;
	return OK;
}

void store_read_end(struct ctx *c)
{
	struct reader *r = c->tx ? c->tx->reader : NULL;

	if (!r)
		return;
	c->tx = NULL;
	c->store->engine->rollback(r->conn);
	give_reader(c->store, r);
}

/* --- looking after it ---------------------------------------------------------------------- */

void store_stats(const struct store *s, struct store_stats *ret_st)
{
	*ret_st = (struct store_stats){
		.commits = atomic_load(&s->stats.commits),
		.verbs = atomic_load(&s->stats.verbs),
		.retries = atomic_load(&s->stats.retries),
		.failed = atomic_load(&s->stats.failed),
		.queue = atomic_load(&s->stats.queue),
		.batch_max = atomic_load(&s->stats.batch_max),
		.commit_us_sum = atomic_load(&s->stats.commit_us),
		.wal_bytes = atomic_load(&s->stats.wal),
	};
}

void store_stop_writes(struct store *s, const char *why)
{
	char *copy = strdup(why), *none = NULL;

	/* The first reason stays: it is the one to look into. */
	if (copy && !atomic_compare_exchange_strong(&s->stopped, &none, copy))
		free(copy);
}

const char *store_stopped(const struct store *s)
{
	return atomic_load(&s->stopped);
}

bool store_nearly_full(const struct store *s)
{
	const char *path = s->url + strlen("sqlite:");
	struct statvfs v;

	/* PostgreSQL's disk is another machine's; its own monitoring watches it. */
	if (s->kind != STORE_SQLITE || statvfs(path, &v) != 0)
		return false;
	return v.f_bavail < v.f_blocks / LOW_SPACE_TENTH;
}
