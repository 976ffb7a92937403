/* The one write path (wall 1): callers queue, one thread runs what waits, commits once and wakes
 * them. */
#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "store/frame.sql.h"
#include "store/inner.h"
#include "store/migrate.h"

enum {
	SQLITE_BATCH = 512,
	PG_BATCH = 64, /* the server remembers so many savepoints cheaply; more of them cost ever
	                  more */
	LARGE_BATCH = 32,
	LEFT_BEHIND = 4, /* work for longer than an answer and the next request take */
	TRIES = 5,
	STUCK_S = 10,
	IDLE_MS = 500,
	ANSWER_CEILING = 1 << 20,
	WRITER_ARENA = 1 << 20,
	WRITER_FIRST = 128 << 10, /* an enrolment fits: no memory comes and goes with a verb */
	FIRST_JITTER_US = 2000,
};

/* --- waiting ------------------------------------------------------------------------------- */

/* Each caller sleeps on its own word: a commit wakes exactly those it answers. */
static bool sleep_on(_Atomic uint32_t *word, int seconds)
{
	const struct timespec ts = {.tv_sec = seconds};

	return syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, &ts, NULL, 0) == 0 ||
	       errno != ETIMEDOUT;
}

static void wake(struct request *r)
{
	atomic_store_explicit(&r->done, 1, memory_order_release);
	/* From here on the request may be gone; waking a word nobody sleeps on does nothing. */
	syscall(SYS_futex, &r->done, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* The callers of a batch wake each other, as a tree: the writer makes one call for all of them and
 * goes on, and they go on where the first of them did, not on the writer's core. */
void requests_answer(struct store *s, struct request *const *v, uint32_t n)
{
	atomic_fetch_add(&s->stats.verbs, n);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < WAKES; k++) {
			uint32_t at = i * WAKES + k + 1;

			v[i]->wakes[k] = at < n ? v[at] : NULL;
		}
	if (n > 0)
		wake(v[0]);
}

static void wake_others(const struct request *r)
{
	for (uint32_t k = 0; k < WAKES && r->wakes[k]; k++)
		wake(r->wakes[k]);
}

static void push(struct writer *w, struct request *r)
{
	r->next = NULL;
	r->before = w->last;
	*(w->last ? &w->last->next : &w->first) = r;
	w->last = r;
	r->queued = true;
	w->waiting++;
}

static void drop(struct writer *w, struct request *r)
{
	*(r->before ? &r->before->next : &w->first) = r->next;
	*(r->next ? &r->next->before : &w->last) = r->before;
	r->queued = false;
	w->waiting--;
}

/* Give up only what nobody has begun; once taken, the outcome must be awaited. */
static bool withdraw(struct writer *w, struct request *r)
{
	bool mine;

	pthread_mutex_lock(&w->lock);
	mine = r->queued;
	if (mine)
		drop(w, r);
	pthread_mutex_unlock(&w->lock);
	return mine;
}

static enum err submit(struct store *s, struct request *r)
{
	struct writer *w = &s->writer;
	int64_t moved;
	bool wake, accepted;

	atomic_store_explicit(&r->done, 0, memory_order_relaxed);
	r->result = OK;
	pthread_mutex_lock(&w->lock);
	accepted = w->started && !w->ending;
	if (accepted)
		push(w, r);
	wake = w->sleeping;
	w->sleeping = false;
	pthread_mutex_unlock(&w->lock);
	if (wake)
		pthread_cond_signal(&w->work);
	if (!accepted)
		return fault_set(r->c, E_BROKEN, "read_only", NULL);
	moved = atomic_load(&w->moved);
	while (!atomic_load_explicit(&r->done, memory_order_acquire)) {
		if (sleep_on(&r->done, STUCK_S))
			continue;
		if (atomic_load(&w->moved) == moved && withdraw(w, r))
			return fault_set(r->c, E_BROKEN, "busy", NULL);
		moved = atomic_load(&w->moved);
	}
	wake_others(r);
	return r->result;
}

/* --- the callers' side --------------------------------------------------------------------- */

static void jitter(struct ctx *c, int try)
{
	uint32_t r;

	c->env->random(c->env->self, &r, sizeof r);
	c->env->sleep_us(c->env->self, r % ((uint32_t)FIRST_JITTER_US << try));
}

static enum err run_request(struct ctx *c, struct request *r)
{
	struct store *s = c->store;
	struct arena_mark mark = arena_mark(c->arena);
	enum err e = E_RETRY;

	if (c->tx)
		return fault_broken(c, "a verb inside a transaction");
	for (int try = 0; try < TRIES; try++) {
		if (store_stopped(s))
			return fault_set(c, E_BROKEN, "read_only", NULL);
		if (try > 0) {
			atomic_fetch_add(&s->stats.retries, 1);
			jitter(c, try);
			/* What the failed try put there, its fault too, is of no use to anyone. */
			c->fault = (struct fault){0};
			c->broken = NULL;
			arena_rewind(c->arena, mark);
		}
		e = submit(s, r);
		if (e != E_RETRY)
			break;
	}
	if (e == E_RETRY && !c->fault.code)
		fault_set(c, e, "busy", NULL);
	if (e != OK)
		atomic_fetch_add(&s->stats.failed, 1);
	return e;
}

enum err store_write(struct ctx *c, const struct verb *v, void *arg)
{
	struct request r = {.c = c, .verb = v, .arg = arg};

	return run_request(c, &r);
}

static bool is_key(struct str key)
{
	if (key.n < 1 || key.n > 64)
		return false;
	for (size_t i = 0; i < key.n; i++) {
		char ch = key.p[i];

		if (!((ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') ||
		      (ch >= '0' && ch <= '9') || ch == '_' || ch == '-'))
			return false;
	}
	return true;
}

/* What the key was used for: the verb and the request, as a hash. */
static void body_hash(const struct verb *v, struct str body, uint8_t ret_hash[BODY_HASH])
{
	uint8_t whole[SHA256_BYTES];
	struct sha256 h;

	sha256_init(&h);
	sha256_put_field(&h, str_of(v->name));
	sha256_put_field(&h, body);
	sha256_end(&h, whole);
	memcpy(ret_hash, whole, BODY_HASH);
}

enum err store_write_once(struct ctx *c, const struct verb *v, void *arg,
                          const struct store_once *once, struct str *ret_answer, bool *ret_replayed)
{
	struct request r = {.c = c, .verb = v, .arg = arg, .once = once, .told = once};

	if (!once->key.p) {
		r.once = NULL;
	} else {
		if (!is_key(once->key))
			return fault_input(c, "bad_key", S("Idempotency-Key"), once->key,
			                   S("1..64 A-Z a-z 0-9 _ -"));
		body_hash(v, once->body, r.body);
	}
	TRY(run_request(c, &r));
	*ret_answer = r.answer;
	*ret_replayed = r.replayed;
	return OK;
}

/* --- one verb ------------------------------------------------------------------------------ */

static enum err answer_first(struct store *s, struct request *r)
{
	struct ctx *c = r->c;
	struct out *o = &s->writer.answer;

	out_reset(o);
	TRY(r->told->answer(c, r->arg, o));
	if (o->broken)
		return fault_broken(c, "an answer that is too long");
	r->answer = str_dup(c->arena, o->n ? out_str(o) : S(""));
	return r->answer.p ? OK : fault_broken(c, "request memory exhausted");
}

/* The last statement of the verb: its answer is awaited, and with it everything before it. */
static enum err keep_answer(struct request *r)
{
	struct ctx *c = r->c;
	int64_t kept = 0;

	TRY(q_idem_insert(c, c->actor.account.v, r->once->key, BYTES(r->body), r->answer, c->now,
	                  &kept));
	/* Another node was first with this key: the next try finds its answer. */
	return kept ? OK : E_RETRY;
}

static enum err replay(struct request *r, bool *ret_replayed)
{
	struct q_idem_get_row row;
	bool found = false;

	TRY(q_idem_get(r->c, r->c->actor.account.v, r->once->key, &row, &found));
	if (found && !str_eq(row.body, BYTES(r->body)))
		return fault_set(r->c, E_CONFLICT, "key_reused", NULL);
	if (found)
		r->answer = row.answer;
	*ret_replayed = found;
	return OK;
}

static enum err run_verb(struct store *s, struct request *r)
{
	struct ctx *c = r->c;

	r->replayed = false;
	if (r->once)
		TRY(replay(r, &r->replayed));
	if (r->replayed)
		return OK;
	TRY(r->verb->run(c, r->arg));
	if (c->tx->doomed)
		return c->tx->doomed;
	if (r->told && r->told->answer)
		TRY(answer_first(s, r));
	TRY(chain_write(c, &s->writer.chain));
	if (r->once)
		TRY(keep_answer(r));
	if (arena_exhausted(c->arena))
		return fault_broken(c, "request memory exhausted");
	return c->tx->doomed;
}

/* false: the transaction is lost, with everything before this verb. */
static bool run_one(struct store *s, struct request *r)
{
	struct writer *w = &s->writer;
	struct ctx *c = r->c;
	struct chain chain = w->chain;
	struct tx tx;
	bool whole = true;

	tx_init(&tx, s, w->conn, true);
	tx.verb = r->verb;
	c->tx = &tx;
	r->result = s->engine->savepoint(c, w->conn);
	if (r->result == OK) {
		r->result = run_verb(s, r);
		if (r->result == OK)
			r->result = s->engine->release(c, w->conn);
		if (r->result != OK) {
			w->chain = chain;
			whole = s->engine->rewind(w->conn);
		}
	} else {
		whole = false;
	}
	r->hooks = r->result == OK ? tx.hooks : NULL;
	c->tx = NULL;
	return whole;
}

/* --- one batch ----------------------------------------------------------------------------- */

/* All who stand in the batch and had succeeded hear what went wrong with the whole of it. When the
 * connection was lost on the way to the commit nobody knows whether it happened: only a request
 * with a key may be tried again. */
static void fail_all(struct store *s, enum err e, const struct ctx *why, bool unknown)
{
	struct writer *w = &s->writer;

	for (uint32_t i = 0; i < w->n; i++) {
		struct request *r = w->batch[i];

		if (r->result != OK)
			continue;
		r->hooks = NULL;
		r->result = e;
		if (unknown && e == E_RETRY && !r->once) {
			r->result = fault_broken(r->c, "connection lost while committing");
			continue;
		}
		fault_set(r->c, e, why->fault.code, NULL);
		r->c->broken = why->broken ? str_c(r->c->arena, str_of(why->broken)) : NULL;
	}
	w->chain = w->chain_before;
}

/* Others can read it now; what they remember of before is stale. */
static void run_hooks(struct store *s)
{
	struct writer *w = &s->writer;

	for (uint32_t i = 0; i < w->n; i++)
		for (struct hook *h = w->batch[i]->hooks; h; h = h->next)
			h->fn(s, h->arg);
}

static bool somebody_waits(struct writer *w)
{
	bool some;

	pthread_mutex_lock(&w->lock);
	some = w->first != NULL;
	pthread_mutex_unlock(&w->lock);
	return some;
}

static void answer_all(struct store *s, bool unsettled)
{
	struct writer *w = &s->writer;

	run_hooks(s);
	if (!unsettled)
		requests_answer(s, w->batch, w->n);
	else if (somebody_waits(w))
		settler_take(s, &w->batch, w->n);
	else
		settler_answer(s, w->batch, w->n);
	w->n = 0;
}

static enum err begin_batch(struct store *s)
{
	struct writer *w = &s->writer;
	struct ctx *c = &w->ctx;

	arena_reset(c->arena);
	c->fault = (struct fault){0};
	c->broken = NULL;
	c->now = env_now(c->env);
	if (store_stopped(s))
		return fault_set(c, E_BROKEN, "read_only", NULL);
	if (!w->conn || !s->engine->alive(w->conn)) {
		if (s->kind == STORE_SQLITE) {
			store_stop_writes(s, STORE_DISK_REFUSED);
			return fault_set(c, E_BROKEN, "read_only", NULL);
		}
		s->engine->disconnect(&w->conn);
		TRY(s->engine->connect(c, &s->o, true, &w->conn));
		TRY(writer_chain(c, s));
	}
	w->chain_before = w->chain;
	return s->engine->begin(c, w->conn, true);
}

static enum err commit_batch(struct store *s)
{
	struct writer *w = &s->writer;
	struct ctx *c = &w->ctx;
	int64_t before = c->env->monotonic_us(c->env->self);
	enum err e;

	tx_init(&w->tx, s, w->conn, true);
	c->tx = &w->tx;
	e = chain_head(c, &w->chain);
	if (e == OK)
		e = s->engine->settle ? s->engine->commit_unsettled(c, w->conn)
		                      : s->engine->commit(c, w->conn);
	c->tx = NULL;
	atomic_fetch_add(&s->stats.commits, 1);
	atomic_fetch_add(&s->stats.commit_us, c->env->monotonic_us(c->env->self) - before);
	return e;
}

/* `leave`: so many of those who wait stay for the next batch. */
static bool take_more(struct store *s, uint32_t leave)
{
	struct writer *w = &s->writer;
	uint32_t had = w->n;

	pthread_mutex_lock(&w->lock);
	while (w->waiting > leave && w->n < w->most) {
		struct request *r = w->first;

		drop(w, r);
		w->batch[w->n++] = r;
	}
	atomic_store_explicit(&s->stats.queue, w->waiting, memory_order_relaxed);
	pthread_mutex_unlock(&w->lock);
	return w->n > had;
}

/* A contradiction the disk made: nothing may be written on top of it. */
static void look_at_writer(struct store *s)
{
	if (s->kind == STORE_SQLITE && !s->engine->alive(s->writer.conn))
		store_stop_writes(s, STORE_DISK_REFUSED);
}

/* A large batch leaves some behind: with everyone in it there would be nothing to do from the
 * commit until the first of them has come again. Where the disk works beside the writer the others
 * are the next batch; else a few will do. */
static uint32_t riders_left(const struct store *s)
{
	if (s->writer.n < LARGE_BATCH)
		return 0;
	return s->engine->settle ? UINT32_MAX : LEFT_BEHIND;
}

static void run_batch(struct store *s)
{
	struct writer *w = &s->writer;
	enum err e = begin_batch(s);
	bool committing = false;

	for (uint32_t i = 0; e == OK && i < w->n; i++) {
		if (!run_one(s, w->batch[i])) {
			const struct request *r = w->batch[i];

			/* Those behind it have not begun; they share the answer and may come again.
			 */
			s->engine->rollback(w->conn);
			w->ctx.fault = (struct fault){.code = r->c->fault.code};
			w->ctx.broken = r->c->broken;
			e = r->result == E_RETRY ? E_RETRY : E_BROKEN;
			break;
		}
		/* Whoever came meanwhile rides along: the batch grows by itself under load. */
		if (i + 1 == w->n)
			take_more(s, riders_left(s));
	}
	if (e == OK) {
		committing = true;
		e = commit_batch(s);
		if (e != OK)
			s->engine->rollback(w->conn);
	}
	if (w->n > atomic_load_explicit(&s->stats.batch_max, memory_order_relaxed))
		atomic_store_explicit(&s->stats.batch_max, w->n, memory_order_relaxed);
	if (e != OK) {
		if (w->conn)
			look_at_writer(s);
		fail_all(s, e, &w->ctx, committing);
	}
	answer_all(s, e == OK && s->engine->settle);
	w->untidy = true;
}

/* --- the thread ---------------------------------------------------------------------------- */

static void tidy(struct store *s, bool idle)
{
	struct writer *w = &s->writer;
	struct upkeep u = {.idle = idle};

	if (!w->untidy || !w->conn || store_stopped(s) || !s->engine->upkeep)
		return;
	if (s->engine->upkeep_due(w->conn, &u)) {
		settler_rest(s);
		arena_reset(w->ctx.arena);
		if (store_stopped(s))
			return;
		if (s->engine->upkeep(&w->ctx, w->conn, &u) != OK)
			store_stop_writes(s, STORE_DISK_REFUSED);
	}
	atomic_store_explicit(&s->stats.wal, u.wal_bytes, memory_order_relaxed);
	if (idle)
		w->untidy = false;
}

/* false: nothing came for a while. */
static bool await_work(struct writer *w)
{
	struct timespec until;
	int rc = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += IDLE_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->ending && rc == 0) {
		w->sleeping = true;
		rc = w->untidy ? pthread_cond_timedwait(&w->work, &w->lock, &until)
		               : pthread_cond_wait(&w->work, &w->lock);
	}
	w->sleeping = false;
	pthread_mutex_unlock(&w->lock);
	return rc == 0;
}

/* When nothing is on its way to the disk everybody may be waiting here: half of them now, so that
 * there is something to do while it works. */
static uint32_t to_leave(struct store *s)
{
	struct writer *w = &s->writer;
	int64_t waiting;

	if (!s->engine->settle || !settler_rests(s))
		return 0;
	pthread_mutex_lock(&w->lock);
	waiting = w->waiting;
	pthread_mutex_unlock(&w->lock);
	return waiting > LARGE_BATCH ? (uint32_t)waiting / 2 : 0;
}

static void *writer_main(void *arg)
{
	struct store *s = arg;
	struct writer *w = &s->writer;
	bool ending;

	do {
		if (!await_work(w))
			tidy(s, true);
		while (take_more(s, to_leave(s))) {
			atomic_fetch_add(&w->moved, 1);
			run_batch(s);
			tidy(s, false);
		}
		pthread_mutex_lock(&w->lock);
		ending = w->ending && !w->first;
		pthread_mutex_unlock(&w->lock);
	} while (!ending);
	tidy(s, true);
	return NULL;
}

enum err writer_chain(struct ctx *c, struct store *s)
{
	struct writer *w = &s->writer;
	int64_t number = 0;
	struct tx tx;
	enum err e;

	tx_init(&tx, s, w->conn, true);
	TRY(s->engine->begin(c, w->conn, true));
	c->tx = &tx;
	e = s->engine->chain(c, w->conn, &number);
	if (e == OK)
		e = chain_load(c, number, &w->chain);
	c->tx = NULL;
	s->engine->rollback(w->conn);
	/* Nodes over one database never give the same identifier. */
	if (e == OK && s->kind == STORE_POSTGRES)
		env_id_node((uint32_t)number);
	return e;
}

enum err writer_start(struct ctx *c, struct store *s)
{
	struct writer *w = &s->writer;

	w->most = s->o.batch ? s->o.batch : s->kind == STORE_POSTGRES ? PG_BATCH : SQLITE_BATCH;
	w->batch = calloc(w->most, sizeof(struct request *));
	w->ctx = (struct ctx){.arena = arena_new_from(WRITER_ARENA, WRITER_FIRST),
	                      .env = s->o.env,
	                      .store = s,
	                      .actor = {.role = ROLE_SYSTEM}};
	out_init(&w->answer, ANSWER_CEILING);
	if (!w->batch || !w->ctx.arena)
		return fault_broken(c, "out of memory");
	if (s->engine->settle)
		TRY(settler_start(c, s));
	if (pthread_create(&w->thread, NULL, writer_main, s) != 0)
		return fault_broken(c, "no thread for the writer");
	w->started = true;
	return OK;
}

void writer_end(struct store *s)
{
	struct writer *w = &s->writer;

	if (w->started) {
		pthread_mutex_lock(&w->lock);
		w->ending = true;
		pthread_mutex_unlock(&w->lock);
		pthread_cond_signal(&w->work);
		pthread_join(w->thread, NULL);
	}
	settler_end(s);
	s->engine->disconnect(&w->conn);
	out_free(&w->answer);
	arena_free(&w->ctx.arena);
	free(w->batch);
}
