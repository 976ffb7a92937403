/* The store's own parts, shared by store.c and writer.c. */
#ifndef STORE_INNER_H
#define STORE_INNER_H

#include <pthread.h>
#include <stdatomic.h>

#include "store/engine.h"

enum { BODY_HASH = 16, WAKES = 4 };

#define STORE_DISK_REFUSED "the disk refused to keep what was written"

/* One waiting caller; lives on the caller's stack. */
struct request {
	struct request *next, *before;
	struct ctx *c;
	const struct verb *verb;
	void *arg;
	const struct store_once *once; /* NULL: no key */
	const struct store_once *told; /* who puts the answer; NULL: nothing is told */
	uint8_t body[BODY_HASH];
	struct str answer;
	bool replayed;
	bool queued; /* under the queue's lock */
	enum err result;
	struct hook *hooks;
	struct request *wakes[WAKES]; /* told by this one once it is told; NULL ends them */
	_Atomic uint32_t done;
};

/* Waits for the disk while the writer goes on with the next batch (SQLite). */
struct settler {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t come, rest;
	struct request **batch; /* committed, not answered */
	uint32_t n;             /* 0: it rests */
	bool started, ending;
};

struct writer {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct request *first, *last;
	int64_t waiting;
	bool sleeping, ending, started;
	_Atomic int64_t moved; /* batches taken: a queue that stands still is seen */

	/* Of the writer's thread alone. */
	struct conn *conn;
	struct chain chain, chain_before; /* before: as it was when the batch began */
	struct ctx ctx;
	struct tx tx;
	struct request **batch;
	uint32_t n, most;
	struct out answer;
	bool untidy; /* the log holds something */
};

struct reader {
	struct conn *conn;
	struct tx tx;
	struct reader *next;
};

/* A request that waits for a connection to read with, on its own stack. */
struct reader_wait {
	pthread_cond_t come;
	int64_t since_ms;
	struct reader *given;
	struct reader_wait *next;
};

struct store {
	const struct engine *engine;
	enum store_engine kind;
	struct store_options o;
	char *url;
	int lock; /* the claim on the file, -1: none */

	struct writer writer;
	struct settler settler;
	struct {
		_Atomic int64_t commits, verbs, retries, failed, queue, batch_max, commit_us, wal;
	} stats;
	char *_Atomic stopped;

	pthread_mutex_t pool_lock;
	struct reader *readers, *free;
	struct reader_wait *waiting; /* who came first is first */
	uint32_t n_readers;
};

/* A transaction over `conn`, not yet begun. */
void tx_init(struct tx *tx, struct store *s, struct conn *conn, bool writing);

/* The keyring must be this database's own: a fresh one keeps what proves it. `key_mismatch`. */
enum err store_check_keys(struct ctx *c);

/* Wakes the callers of a batch; none of them may be looked at afterwards. */
void requests_answer(struct store *s, struct request *const *v, uint32_t n);

/* Only where the engine settles. E_BROKEN without memory or a thread. */
enum err settler_start(struct ctx *c, struct store *s);
void settler_end(struct store *s);
/* Hands over what was committed, and takes a batch that is free in exchange. Waits for the one
 * before: an error of the disk is told once, and to whoever asks first. */
void settler_take(struct store *s, struct request ***batch, uint32_t n);
/* The same without another thread: for a batch behind which nobody waits. */
void settler_answer(struct store *s, struct request *const *batch, uint32_t n);
/* Until nothing is on its way to the disk; whether that is so. */
void settler_rest(struct store *s);
bool settler_rests(struct store *s);

enum err writer_start(struct ctx *c, struct store *s);
void writer_end(struct store *s);
/* Picks up the audit chain this writer continues. */
enum err writer_chain(struct ctx *c, struct store *s);

#endif
