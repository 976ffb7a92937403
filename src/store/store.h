/* The store: transactions on two engines behind one header. Pages, API, jobs, imports and the
 * command line change data only through store_write(); there is no second way.
 *
 * SQLite: one writer thread owns the only writable connection. It takes all verbs that wait (at
 * most 512), gives each a SAVEPOINT, commits once, syncs the log and then wakes the callers;
 * when COMMIT fails the whole batch is answered with an error. Readers are separate read-only
 * connections. PostgreSQL: the same queue in front of one writer connection a node.
 *
 * A verb runs on the writer's thread: no file, no network, no password hash, no document inside
 * one; more than 200 rows are cut into several verbs. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/ctx.h"

struct keyring; /* crypto/keys.h */

enum store_engine { STORE_SQLITE, STORE_POSTGRES };

struct store_options {
	const char *url; /* "sqlite:PATH" or "postgresql://…" */
	const struct env *env;
	const struct keyring *keys; /* for sealed columns */
	bool read_only;             /* no writer is started: reports beside a running server */
	bool migrate;               /* bring the schema up to date (else: refuse when it is not) */
	uint32_t readers;           /* read-only connections, 0 = default (8) */
	uint32_t cache_mib; /* of the writer, 0 = default (12); more for filling a database */
	uint32_t batch;     /* verbs per commit, 0 = default (512); 1 shows what batching buys */
	bool unsafe_sync;   /* the power-loss test's negative control: no sync */
	const char *vfs;    /* SQLite VFS name for fault tests; NULL = default */
	const char *record; /* a file to be made: what the writer executes (record.h); or NULL */
};

/* An address a database may have: sqlite:PATH or postgresql://… */
bool store_url_known(struct str url);

/* Opens, checks the schema and (unless read_only) starts the writer. E_REFUSED with code
 * `database_served` when another process writes the same SQLite file; `schema_outdated`,
 * `schema_newer`; `key_mismatch` when the keyring does not open this database's key check. */
enum err store_open(struct ctx *c, const struct store_options *o, struct store **ret_s);
/* Finishes what waits, checkpoints, closes. */
void store_close(struct store **s);
enum store_engine store_engine(const struct store *s);
const struct keyring *store_keys(const struct store *s);

/* --- writing ------------------------------------------------------------------------------- */

/* A verb: the unit of change. `run` sees a context with an open transaction (c->tx) and may return
 * any error; then its SAVEPOINT is rolled back and nothing of it remains. */
struct verb {
	const char *name; /* "enrolment.create": stands in the audit record and the metrics */
	enum err (*run)(struct ctx *c, void *arg);
};

/* Run the verb in a transaction and return after it is durable. E_RETRY is tried five times with
 * jitter before it reaches the caller. Fails with E_BROKEN and fault `storage_full` (disk full),
 * `read_only` (writes stopped after a contradiction), `busy` (the queue did not move for 10 s).
 * The caller blocks; c->arena and c->fault are used by the writer's thread meanwhile. */
enum err store_write(struct ctx *c, const struct verb *v, void *arg);

/* The same with an idempotency key (client-made, 1..64 bytes of [A-Za-z0-9_-]; none: no check,
 * the answer is told and not kept).
 * `body` is what the key was used for (the raw request). First time: runs the verb, then calls
 * `answer` (in the transaction, after success) to put what shall be told again, and stores it in
 * the same transaction, kept for the term. Same account, key and body again: the verb does not
 * run, *ret_answer is the first answer, *ret_replayed is true. Same key, other body: E_CONFLICT
 * `key_reused`. Failures are not stored. */
struct store_once {
	struct str key;
	struct str body;
	enum err (*answer)(struct ctx *c, void *arg, struct out *o);
};
enum err store_write_once(struct ctx *c, const struct verb *v, void *arg,
                          const struct store_once *once, struct str *ret_answer,
                          bool *ret_replayed);

/* Forget the answers given before `before` (a job does it when the term is over), in verbs of 200.
 */
enum err store_forget_answers(struct ctx *c, struct instant before, int64_t *ret_forgotten);

/* --- reading ------------------------------------------------------------------------------- */

/* A read-only transaction on a pooled connection: one consistent state until the end. Waits at most
 * 5 s for a connection (`busy`). Every GET runs inside one; POST handlers open one when they
 * render. store_write() may not be called while one is open. */
enum err store_read_begin(struct ctx *c);
void store_read_end(struct ctx *c);

/* --- inside a transaction ------------------------------------------------------------------ */

/* Record what was done, in the same transaction (wall 6). `object` names the thing ("pupil",
 * "enrolment"), `id` which one, `county` the tenant, `detail` a small JSON text without sealed
 * values. Chained by hash when the verb ends. Verbs that change anything call it at least once. */
enum err audit_put(struct ctx *c, const char *what, const char *object, int64_t id,
                   county_id county, struct str detail);

/* Reading a child's record by anyone but its guardians (wall 6): called by read handlers; kept in
 * the context and written by a small verb of its own after the reply was sent (web does that). */
enum err audit_read_note(struct ctx *c, pupil_id pupil, const char *why);
/* Somebody asked for a thing outside the reach of the own role (R2): kept and written likewise. */
enum err audit_refused_note(struct ctx *c, const char *object, int64_t id);
/* That small verb: writes what was noted in this context, nothing when there was nothing. */
enum err audit_flush_reads(struct ctx *c);

/* Run after the transaction of the current verb has committed (wake a job runner, drop a cache).
 * Not run when it rolls back. */
void store_after_commit(struct ctx *c, void (*fn)(struct store *s, void *arg), void *arg);

/* --- looking after it ---------------------------------------------------------------------- */

struct store_stats {
	int64_t commits, verbs, retries, failed, queue, batch_max;
	int64_t commit_us_sum; /* time inside COMMIT and the sync behind it */
	int64_t wal_bytes;
};
void store_stats(const struct store *s, struct store_stats *ret_st);

/* Stop all writes (reads go on) because `why` was found; every later write answers `read_only`. */
void store_stop_writes(struct store *s, const char *why);
const char *store_stopped(const struct store *s); /* NULL while writes are allowed */

/* Disk space: true below 10 % free (a banner and a metric show it before it is full). */
bool store_nearly_full(const struct store *s);

/* An online, consistent copy of the database into a new file: there whole or not at all. Of SQLite
 * the database itself; of PostgreSQL, and of SQLite when `portable`, its rows in a file that either
 * engine restores. Sealed values stay sealed; keys are in neither. */
enum err store_backup(struct ctx *c, const char *file, bool portable);
/* Brings a copy back into an empty place: an SQLite file that does not exist, a PostgreSQL database
 * (or schema) without our tables. All of it or nothing, after looking: E_REFUSED `backup_damaged`
 * (torn, changed, an audit chain that does not hold), `backup_version`, `backup_other_engine`
 * (pages of SQLite for PostgreSQL), `schema_newer`, `schema_changed`, `target_not_empty`,
 * `database_served`, `key_mismatch` (`keys` NULL: not looked at). A copy with an older schema is
 * brought up to date. */
enum err store_restore(struct ctx *c, const char *file, const char *url,
                       const struct keyring *keys);

#endif
