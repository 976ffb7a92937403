/* SQLite 3.40. One connection of one process writes and checkpoints: with two of them this version
 * can damage the database (the WAL-reset bug), so the writer holds a lock file for its life and all
 * other connections are read-only and never checkpoint. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#include "store/engine.h"
#include "store/pool.h"
#include "store/record.h"

enum {
	/* Everybody waits for a checkpoint, 20 ms and more even for little: seldom is better. */
	CHECKPOINT_PAGES = 60000,
	RESTART_PAGES = 2 * CHECKPOINT_PAGES, /* readers kept the log from starting over */
	WRITER_CACHE_KIB = 12 * 1024,
	READER_CACHE_KIB = 1536,
	RESTART_WAIT_MS = 100,
	MOST_PARAMS = 64,
};

struct prepared {
	sqlite3_stmt *q;
	uint8_t place[MOST_PARAMS]; /* SQLite numbers $n by first appearance */
};

struct conn {
	sqlite3 *db;
	bool writer;
	int wal_pages;
	int last_error;    /* extended code of the last failure */
	sqlite3_file *log; /* the write-ahead log: its syncs are ours (settle) */
	bool unsafe_sync;
	sqlite3_stmt *begin, *commit, *rollback, *savepoint, *release, *rewind;
	struct prepared **prepared; /* by stmt_index() */
	size_t n;
	struct record *record;
};

/* --- errors -------------------------------------------------------------------------------- */

static bool is_full(const struct conn *conn, int rc)
{
	return (rc & 0xff) == SQLITE_FULL ||
	       ((rc & 0xff) == SQLITE_IOERR && (sqlite3_system_errno(conn->db) == ENOSPC ||
	                                        sqlite3_system_errno(conn->db) == EDQUOT));
}

static enum err fail(struct ctx *c, struct conn *conn, const struct stmt *st, int rc)
{
	int extended = sqlite3_extended_errcode(conn->db);

	conn->last_error = extended;
	if (is_full(conn, rc))
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		return fault_set(c, E_RETRY, "busy", NULL);
	return fault_broken(
		c, str_c(c->arena, str_printf(c->arena, "%s%s%s (%d)", st ? st->name : "",
	                                      st ? ": " : "", sqlite3_errmsg(conn->db), extended)));
}

/* --- connections --------------------------------------------------------------------------- */

static int pool_start(void *none)
{
	return SQLITE_OK;
}

static void pool_end(void *none)
{
}

static void once(void)
{
	static const sqlite3_mem_methods pool = {
		.xMalloc = pool_take,
		.xFree = pool_give,
		.xRealloc = pool_resize,
		.xSize = pool_size,
		.xRoundup = pool_round,
		.xInit = pool_start,
		.xShutdown = pool_end,
	};

	/* Each connection is used by one thread at a time, and nobody reads the memory counters:
	 * both would cost a global lock for every allocation. */
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_MALLOC, &pool);
}

static int note_wal(void *arg, sqlite3 *db, const char *name, int pages)
{
	((struct conn *)arg)->wal_pages = pages;
	return SQLITE_OK;
}

static const char *path_of(const struct store_options *o)
{
	return o->url + strlen("sqlite:");
}

static bool run(struct conn *conn, const char *sql)
{
	return sqlite3_exec(conn->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool prepare_fixed(struct conn *conn)
{
	enum { FIXED = 6 };
	const char *const sql[FIXED] = {conn->writer ? "BEGIN IMMEDIATE" : "BEGIN",
	                                "COMMIT",
	                                "ROLLBACK",
	                                "SAVEPOINT verb",
	                                "RELEASE verb",
	                                "ROLLBACK TO verb"};
	sqlite3_stmt **const q[FIXED] = {&conn->begin,     &conn->commit,  &conn->rollback,
	                                 &conn->savepoint, &conn->release, &conn->rewind};

	for (size_t i = 0; i < FIXED; i++)
		if (sqlite3_prepare_v3(conn->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, q[i],
		                       NULL) != SQLITE_OK)
			return false;
	return true;
}

static bool set_up(struct conn *conn, const struct store_options *o)
{
	int writer_kib = o->cache_mib ? (int)o->cache_mib * 1024 : WRITER_CACHE_KIB;
	char cache[64];

	sqlite3_extended_result_codes(conn->db, 1);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(conn->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_busy_timeout(conn->db, conn->writer ? 1000 : 5000);
	snprintf(cache, sizeof cache, "PRAGMA cache_size = -%d",
	         conn->writer ? writer_kib : READER_CACHE_KIB);
	if (!run(conn, cache) || !run(conn, "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
	                                    "PRAGMA foreign_keys = ON"))
		return false;
	if (!conn->writer)
		return run(conn, "PRAGMA query_only = ON") && prepare_fixed(conn);
	/* NORMAL leaves out the one sync that settle() makes instead. */
	if (!run(conn, "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL") ||
	    !run(conn, "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0;"
	               "PRAGMA journal_size_limit = 268435456"))
		return false;
	sqlite3_wal_hook(conn->db, note_wal, conn);
	return prepare_fixed(conn);
}

static void disconnect(struct conn **conn)
{
	struct conn *d = *conn;

	if (!d)
		return;
	*conn = NULL;
	for (size_t i = 0; d->prepared && i < d->n; i++) {
		if (d->prepared[i])
			sqlite3_finalize(d->prepared[i]->q);
		free(d->prepared[i]);
	}
	free(d->prepared);
	sqlite3_finalize(d->begin);
	sqlite3_finalize(d->commit);
	sqlite3_finalize(d->rollback);
	sqlite3_finalize(d->savepoint);
	sqlite3_finalize(d->release);
	sqlite3_finalize(d->rewind);
	sqlite3_close_v2(d->db);
	record_free(&d->record);
	free(d);
}

/* A new database is its owner's alone; SQLite gives its other files the same mode. One that exists
 * is left alone: closing it here would drop the locks of this process. */
static void make_private(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

static enum err connect_sqlite(struct ctx *c, const struct store_options *o, bool writer,
                               struct conn **ret_conn)
{
	static pthread_once_t started = PTHREAD_ONCE_INIT;
	int flags = SQLITE_OPEN_NOMUTEX |
	            (writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
	struct conn *conn;
	enum err e;

	pthread_once(&started, once);
	if (writer && !o->vfs)
		make_private(path_of(o));
	conn = calloc(1, sizeof *conn);
	if (!conn)
		return fault_broken(c, "out of memory");
	conn->writer = writer;
	conn->unsafe_sync = o->unsafe_sync;
	conn->n = stmt_count();
	conn->prepared = calloc(conn->n, sizeof(struct prepared *));
	if (conn->prepared && sqlite3_open_v2(path_of(o), &conn->db, flags, o->vfs) == SQLITE_OK &&
	    set_up(conn, o)) {
		e = writer && o->record ? record_new(c, o->record, &conn->record) : OK;
		if (e != OK)
			disconnect(&conn);
		else
			*ret_conn = conn;
		return e;
	}
	e = conn->db ? fail(c, conn, NULL, sqlite3_errcode(conn->db))
	             : fault_broken(c, "out of memory");
	disconnect(&conn);
	return e;
}

/* An open-file-description lock: it ends with the process, however that ends, and it also keeps two
 * stores of one process apart. */
static enum err claim(struct ctx *c, const struct store_options *o, int *ret_lock)
{
	const char *path = str_c(c->arena, str_printf(c->arena, "%s.lock", path_of(o)));
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 && errno == ENOSPC)
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	if (fd < 0)
		return fault_broken(
			c, str_c(c->arena, str_printf(c->arena, "%s: %s", path, strerror(errno))));
	if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
		close(fd);
		return fault_set(c, E_REFUSED, "database_served", NULL);
	}
	*ret_lock = fd;
	return OK;
}

/* --- transactions -------------------------------------------------------------------------- */

static int step_fixed(sqlite3_stmt *q)
{
	int rc = sqlite3_step(q);

	sqlite3_reset(q);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void mark(const struct conn *conn, char what)
{
	if (conn->record)
		record_mark(conn->record, what);
}

static enum err fixed(struct ctx *c, struct conn *conn, sqlite3_stmt *q, char what)
{
	int rc = step_fixed(q);

	mark(conn, what);
	return rc == SQLITE_OK ? OK : fail(c, conn, NULL, rc);
}

static enum err begin(struct ctx *c, struct conn *conn, bool write)
{
	enum err e = fixed(c, conn, conn->begin, 'B');

	if (e == OK && conn->writer)
		pool_keep();
	return e;
}

static enum err commit_unsettled(struct ctx *c, struct conn *conn)
{
	TRY(fixed(c, conn, conn->commit, 'C')); /* a commit that failed is rolled back */
	if (!conn->writer)
		return OK;
	pool_drop();
	if (!conn->log)
		sqlite3_file_control(conn->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &conn->log);
	return OK;
}

/* The log alone: from there a start reads what a power cut kept from the database. */
static bool settle(struct conn *conn)
{
	sqlite3_file *log = conn->log;

	return conn->unsafe_sync ||
	       (log && log->pMethods && log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK);
}

static enum err commit(struct ctx *c, struct conn *conn)
{
	TRY(commit_unsettled(c, conn));
	if (!conn->writer || settle(conn))
		return OK;
	conn->last_error = SQLITE_IOERR_FSYNC;
	return fault_broken(c, "the log could not be synced");
}

static void rollback(struct conn *conn)
{
	if (!sqlite3_get_autocommit(conn->db))
		step_fixed(conn->rollback);
	mark(conn, 'X');
	if (conn->writer)
		pool_drop();
}

static enum err savepoint(struct ctx *c, struct conn *conn)
{
	return fixed(c, conn, conn->savepoint, '(');
}

static enum err release(struct ctx *c, struct conn *conn)
{
	return fixed(c, conn, conn->release, ')');
}

static bool rewind_verb(struct conn *conn)
{
	mark(conn, '!');
	/* A full disk or an I/O error may have ended the whole transaction already. */
	return !sqlite3_get_autocommit(conn->db) && step_fixed(conn->rewind) == SQLITE_OK &&
	       step_fixed(conn->release) == SQLITE_OK;
}

static bool alive(struct conn *conn)
{
	/* What an fsync that failed has written is unknown; nothing on this connection can repair
	 * it. */
	return conn->last_error != SQLITE_IOERR_FSYNC &&
	       conn->last_error != SQLITE_IOERR_DIR_FSYNC &&
	       (conn->last_error & 0xff) != SQLITE_CORRUPT &&
	       (conn->last_error & 0xff) != SQLITE_NOTADB;
}

/* --- statements ---------------------------------------------------------------------------- */

static enum err prepare(struct ctx *c, struct conn *conn, const struct stmt *st,
                        struct prepared *ret_p)
{
	int rc = sqlite3_prepare_v3(conn->db, st->sql[STORE_SQLITE], -1, SQLITE_PREPARE_PERSISTENT,
	                            &ret_p->q, NULL);

	if (rc != SQLITE_OK)
		return fail(c, conn, st, rc);
	for (size_t i = 0; i < st->n_params; i++) {
		char name[24];

		snprintf(name, sizeof name, "$%zu", i + 1);
		ret_p->place[i] = (uint8_t)sqlite3_bind_parameter_index(ret_p->q, name);
	}
	return OK;
}

static enum err cached(struct ctx *c, struct conn *conn, const struct stmt *st,
                       struct prepared **ret_p)
{
	struct prepared **slot = &conn->prepared[stmt_index(st)];

	if (!*slot) {
		struct prepared *p = calloc(1, sizeof *p);
		enum err e = p ? prepare(c, conn, st, p) : fault_broken(c, "out of memory");

		if (e != OK) {
			free(p);
			return e;
		}
		*slot = p;
	}
	*ret_p = *slot;
	return OK;
}

/* The caller's texts outlive the run, so SQLite copies nothing. */
static int bind(const struct conn *conn, const struct prepared *p, const struct stmt *st,
                const struct sql_value *v)
{
	int rc = SQLITE_OK;

	if (conn->record)
		record_run(conn->record, STORE_SQLITE, st, v);
	for (size_t i = 0; i < st->n_params && rc == SQLITE_OK; i++) {
		int at = p->place[i];

		switch (v[i].kind) {
		case SQL_NULL:
			rc = sqlite3_bind_null(p->q, at);
			break;
		case SQL_I64:
			rc = sqlite3_bind_int64(p->q, at, v[i].i);
			break;
		case SQL_TEXT:
			rc = sqlite3_bind_text64(p->q, at, v[i].s.p, v[i].s.n, SQLITE_STATIC,
			                         SQLITE_UTF8);
			break;
		case SQL_BLOB:
			rc = sqlite3_bind_blob64(p->q, at, v[i].s.p, v[i].s.n, SQLITE_STATIC);
			break;
		}
	}
	return rc;
}

static enum err exec(struct ctx *c, struct conn *conn, const struct stmt *st,
                     const struct sql_value *v, int64_t *ret_changed)
{
	struct prepared *p;
	int rc;

	TRY(cached(c, conn, st, &p));
	rc = bind(conn, p, st, v);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(p->q);
	if (rc != SQLITE_DONE) {
		enum err e = fail(c, conn, st, rc);

		sqlite3_reset(p->q);
		return e;
	}
	if (ret_changed)
		*ret_changed = sqlite3_changes64(conn->db);
	sqlite3_reset(p->q);
	return OK;
}

static enum err open_cursor(struct ctx *c, struct conn *conn, const struct stmt *st,
                            const struct sql_value *v, bool stream, struct cursor *ret_cur)
{
	struct cursor cur = {.conn = conn, .st = st};
	struct prepared own, *p = NULL;
	int rc;

	if (st->self)
		TRY(cached(c, conn, st, &p));
	if (!p || sqlite3_stmt_busy(p->q)) { /* made for once; or a walk over its rows still runs */
		TRY(prepare(c, conn, st, &own));
		p = &own;
		cur.own = true;
	}
	cur.handle = p->q;
	rc = bind(conn, p, st, v);
	if (rc != SQLITE_OK) {
		if (cur.own)
			sqlite3_finalize(own.q);
		return fail(c, conn, st, rc);
	}
	*ret_cur = cur;
	return OK;
}

/* One look at the row for each column. Such a value may be read like any other where nothing is
 * locked (SQLITE_CONFIG_MULTITHREAD), and a connection is used by one thread at a time. */
static void read_value(sqlite3_stmt *q, int i, struct sql_value *ret_v)
{
	sqlite3_value *v = sqlite3_column_value(q, i);
	const void *p;

	switch (sqlite3_value_type(v)) {
	case SQLITE_INTEGER:
		*ret_v = sql_i64(sqlite3_value_int64(v));
		return;
	case SQLITE_TEXT:
		p = sqlite3_value_text(v);
		ret_v->kind = SQL_TEXT;
		break;
	case SQLITE_BLOB:
		p = sqlite3_value_blob(v);
		ret_v->kind = SQL_BLOB;
		break;
	default: /* NULL; a REAL has no place in this schema and reads as none */
		*ret_v = sql_null();
		return;
	}
	ret_v->s = (struct str){p ? p : "", (size_t)sqlite3_value_bytes(v)};
}

static enum err next(struct ctx *c, struct cursor *cur, struct sql_value *row, bool *ret_some)
{
	sqlite3_stmt *q = cur->handle;
	int rc = sqlite3_step(q);

	if (rc == SQLITE_DONE) {
		*ret_some = false;
		return OK;
	}
	if (rc != SQLITE_ROW)
		return fail(c, cur->conn, cur->st, rc);
	for (size_t i = 0; i < cur->st->n_columns; i++)
		read_value(q, (int)i, &row[i]);
	*ret_some = true;
	return OK;
}

static void close_cursor(struct cursor *cur)
{
	if (cur->own)
		sqlite3_finalize(cur->handle);
	else
		sqlite3_reset(cur->handle);
}

/* --- the schema and the file --------------------------------------------------------------- */

static enum err script(struct ctx *c, struct conn *conn, const char *sql)
{
	int rc = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : fail(c, conn, NULL, rc);
}

static enum err load(struct ctx *c, struct conn *conn, const struct load *l)
{
	int rc = SQLITE_OK;
	enum err e = sqlite_load(c, conn->db, l, &rc);

	return rc == SQLITE_OK ? e : fail(c, conn, NULL, rc);
}

/* One number from a query made of our own names. */
static enum err number(struct ctx *c, struct conn *conn, const char *sql, int64_t *ret_n)
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(conn->db, sql, -1, &q, NULL);

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(q);
		if (rc == SQLITE_ROW) {
			*ret_n = sqlite3_column_int64(q, 0);
			rc = SQLITE_OK;
		}
	}
	sqlite3_finalize(q);
	return rc == SQLITE_OK ? OK : fail(c, conn, NULL, rc);
}

static enum err alone(struct ctx *c, struct conn *conn)
{
	return OK; /* BEGIN IMMEDIATE is enough */
}

static enum err has_table(struct ctx *c, struct conn *conn, const char *name, bool *ret_has)
{
	int64_t n = 0;

	TRY(number(c, conn,
	           str_c(c->arena,
	                 str_printf(c->arena,
	                            "SELECT count(*) FROM sqlite_schema WHERE name = '%s'", name)),
	           &n));
	*ret_has = n > 0;
	return OK;
}

static enum err chain_number(struct ctx *c, struct conn *conn, int64_t *ret_chain)
{
	*ret_chain = 1; /* one writer, one chain */
	return OK;
}

static enum err newest_id(struct ctx *c, struct conn *conn, int64_t *ret_id)
{
	static const char tables[] =
		"SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type = "
		"'table'"
		" AND p.name = 'id' AND p.type = 'INTEGER' AND p.pk = 1 AND m.name <> 'audit'";
	sqlite3_stmt *q = NULL;
	int64_t newest = 0;
	enum err e = OK;
	int rc = sqlite3_prepare_v2(conn->db, tables, -1, &q, NULL);

	while (rc == SQLITE_OK && e == OK && sqlite3_step(q) == SQLITE_ROW) {
		int64_t id = 0;

		e = number(c, conn,
		           str_c(c->arena, str_printf(c->arena, "SELECT max(id) FROM \"%s\"",
		                                      sqlite3_column_text(q, 0))),
		           &id);
		if (id > newest)
			newest = id;
	}
	sqlite3_finalize(q);
	if (rc != SQLITE_OK)
		return fail(c, conn, NULL, rc);
	if (e == OK)
		*ret_id = newest;
	return e;
}

enum err sqlite_is_whole(struct ctx *c, const char *path, bool *ret_whole)
{
	sqlite3_stmt *q = NULL;
	sqlite3 *db = NULL;
	int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
	bool whole = false;

	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &q, NULL);
	if (rc == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
		whole = strcmp((const char *)sqlite3_column_text(q, 0), "ok") == 0;
	sqlite3_finalize(q);
	sqlite3_close(db);
	if (rc == SQLITE_NOMEM)
		return fault_broken(c, "out of memory");
	*ret_whole = whole;
	return OK;
}

static bool upkeep_due(const struct conn *conn, struct upkeep *u)
{
	u->wal_bytes = (int64_t)conn->wal_pages * (4096 + 24);
	return conn->wal_pages >= CHECKPOINT_PAGES || (u->idle && conn->wal_pages > 0);
}

static enum err upkeep(struct ctx *c, struct conn *conn, struct upkeep *u)
{
	int pages = 0, moved = 0, mode = SQLITE_CHECKPOINT_PASSIVE, rc;

	if (u->idle)
		mode = SQLITE_CHECKPOINT_TRUNCATE;
	else if (conn->wal_pages >= RESTART_PAGES)
		mode = SQLITE_CHECKPOINT_RESTART;
	sqlite3_busy_timeout(conn->db, u->idle ? 0 : RESTART_WAIT_MS);
	rc = sqlite3_wal_checkpoint_v2(conn->db, NULL, mode, &pages, &moved);
	sqlite3_busy_timeout(conn->db, 1000);
	/* Readers in the way or a full disk: the log holds everything, the next round tries again.
	 */
	if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY) {
		enum err e = fail(c, conn, NULL, rc);

		return alive(conn) ? OK : e;
	}
	if (rc == SQLITE_OK && (pages == moved || mode == SQLITE_CHECKPOINT_TRUNCATE))
		conn->wal_pages = 0;
	return OK;
}

static enum err check(struct ctx *c, struct conn *conn, const struct stmt *st)
{
	struct prepared p = {0};

	TRY(prepare(c, conn, st, &p));
	sqlite3_finalize(p.q);
	return OK;
}

const struct engine engine_sqlite = {
	.connect = connect_sqlite,
	.disconnect = disconnect,
	.claim = claim,
	.begin = begin,
	.commit = commit,
	.commit_unsettled = commit_unsettled,
	.settle = settle,
	.rollback = rollback,
	.savepoint = savepoint,
	.release = release,
	.rewind = rewind_verb,
	.exec = exec,
	.open = open_cursor,
	.next = next,
	.close = close_cursor,
	.load = load,
	.columns_sql = "SELECT name, pk, type = 'TEXT' FROM pragma_table_info('%s') ORDER BY cid",
	.by_bytes = "",
	.script = script,
	.alone = alone,
	.has_table = has_table,
	.chain = chain_number,
	.newest_id = newest_id,
	.upkeep = upkeep,
	.upkeep_due = upkeep_due,
	.check = check,
	.alive = alive,
};
