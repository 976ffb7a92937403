/* Online copies and the way back. Of a SQLite database its pages; of either engine, and from one to
 * the other, its rows (copy.h). */
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/audit.h"
#include "store/copy.h"
#include "store/inner.h"
#include "store/place.h"

static enum err fail_db(struct ctx *c, sqlite3 *db, const char *path)
{
	int rc = sqlite3_errcode(db);

	if ((rc & 0xff) == SQLITE_FULL)
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	return fault_broken(
		c, str_c(c->arena, str_printf(c->arena, "%s: %s", path, sqlite3_errmsg(db))));
}

/* All pages in one step: inside one read transaction the copy is one state, and writers go on. */
static enum err copy_pages(struct ctx *c, const char *from, const char *to)
{
	sqlite3 *source = NULL, *target = NULL;
	sqlite3_backup *b = NULL;
	enum err e = OK;

	if (sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		e = fail_db(c, source, from);
	else if (sqlite3_open_v2(to, &target,
	                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	                         NULL) != SQLITE_OK)
		e = fail_db(c, target, to);
	if (e == OK) {
		sqlite3_db_config(source, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		sqlite3_busy_timeout(source, 5000);
		b = sqlite3_backup_init(target, "main", source, "main");
		if (!b || sqlite3_backup_step(b, -1) != SQLITE_DONE)
			e = fail_db(c, target, to);
		if (b && sqlite3_backup_finish(b) != SQLITE_OK && e == OK)
			e = fail_db(c, target, to);
	}
	sqlite3_close(source);
	sqlite3_close(target);
	return e;
}

static enum err make_pages(struct ctx *c, const char *part, void *arg)
{
	return copy_pages(c, arg, part);
}

static enum err make_portable(struct ctx *c, const char *part, void *arg)
{
	enum err e;

	(void)arg;
	TRY(store_read_begin(c)); /* one state, on both engines */
	e = copy_out(c, part);
	store_read_end(c);
	return e;
}

enum err store_backup(struct ctx *c, const char *file, bool portable)
{
	const struct store *s = c->store;

	if (portable || s->kind != STORE_SQLITE)
		return place_file(c, file, make_portable, NULL);
	return place_file(c, file, make_pages, s->url + strlen("sqlite:"));
}

/* --- the way back -------------------------------------------------------------------------- */

struct restoring {
	const char *file;
	const struct keyring *keys;
};

static enum err chain_holds(struct ctx *c)
{
	struct audit_check check = {0};

	TRY(store_verify_chain(c, &check));
	return check.broken ? fault_set(c, E_REFUSED, "backup_damaged", NULL) : OK;
}

/* The pages are whole, the schema is one this program knows, the keys are its own, and the audit
 * chain holds. */
static enum err look_at_copy(struct ctx *c, const char *path, const struct keyring *keys)
{
	const char *url = str_c(c->arena, str_printf(c->arena, "sqlite:%s", path));
	struct store_options o = {
		.url = url, .env = c->env, .keys = keys, .read_only = true, .readers = 1};
	struct store *before = c->store;
	bool whole = false;
	enum err e;

	TRY(sqlite_is_whole(c, path, &whole));
	if (!whole)
		return fault_set(c, E_REFUSED, "backup_damaged", NULL);
	c->store = NULL;
	e = store_open(c, &o, &c->store);
	if (e == OK) {
		e = store_read_begin(c);
		if (e == OK) {
			e = chain_holds(c);
			store_read_end(c);
		}
		store_close(&c->store);
	}
	c->store = before;
	return e;
}

static enum err bring_pages(struct ctx *c, const char *part, void *arg)
{
	const struct restoring *a = arg;

	TRY(copy_pages(c, a->file, part));
	return look_at_copy(c, part, a->keys);
}

static enum err fill(struct ctx *c, struct conn *conn, const char *file)
{
	const struct engine *engine = c->store->engine;
	struct tx tx;
	enum err e;

	tx_init(&tx, c->store, conn, true);
	TRY(engine->begin(c, conn, true));
	c->tx = &tx;
	e = engine->alone(c, conn);
	if (e == OK)
		e = copy_in(c, file);
	if (e == OK)
		e = store_check_keys(c);
	if (e == OK)
		e = chain_holds(c);
	c->tx = NULL;
	if (e == OK)
		return engine->commit(c, conn);
	engine->rollback(conn);
	return e;
}

/* A store without a writer's thread: nobody else is there yet. All or nothing. */
static enum err bring_rows(struct ctx *c, const char *url, const struct restoring *a)
{
	bool sqlite = str_starts(str_of(url), S("sqlite:"));
	struct store s = {
		.kind = sqlite ? STORE_SQLITE : STORE_POSTGRES,
		.engine = sqlite ? &engine_sqlite : &engine_postgres,
		.o = {.url = url, .env = c->env, .keys = a->keys},
	};
	struct store *before = c->store;
	struct conn *conn = NULL;
	enum err e;

	TRY(s.engine->connect(c, &s.o, true, &conn));
	c->store = &s;
	e = fill(c, conn, a->file);
	c->store = before;
	if (e == OK && sqlite)
		e = s.engine->script(c, conn, "PRAGMA wal_checkpoint(TRUNCATE)");
	s.engine->disconnect(&conn);
	return e;
}

static enum err bring_rows_here(struct ctx *c, const char *part, void *arg)
{
	return bring_rows(c, str_c(c->arena, str_printf(c->arena, "sqlite:%s", part)), arg);
}

static enum err restore_sqlite(struct ctx *c, const char *url, bool portable, struct restoring *a)
{
	const char *path = url + strlen("sqlite:");
	struct store_options o = {.url = url};
	struct stat st;
	int lock = -1;
	enum err e;

	TRY(engine_sqlite.claim(c, &o, &lock));
	if (stat(path, &st) == 0 && st.st_size > 0)
		e = fault_set(c, E_REFUSED, "target_not_empty",
		              &(struct fault){.found = str_of(path)});
	else
		e = place_file(c, path, portable ? bring_rows_here : bring_pages, a);
	close(lock);
	return e;
}

enum err store_restore(struct ctx *c, const char *file, const char *url, const struct keyring *keys)
{
	struct restoring a = {file, keys};
	bool portable;

	TRY(copy_look(c, file, &portable));
	if (str_starts(str_of(url), S("sqlite:")))
		return restore_sqlite(c, url, portable, &a);
	if (!portable)
		return fault_set(c, E_REFUSED, "backup_other_engine", NULL);
	return bring_rows(c, url, &a);
}
