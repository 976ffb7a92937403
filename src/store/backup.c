/* Online copies of a SQLite database and the way back. PostgreSQL has its own tools for both
 * (pg_basebackup, pgBackRest), made for continuous archiving; there we say so. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/audit.h"
#include "store/inner.h"

static enum err fail_file(struct ctx *c, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	return fault_broken(c,
	                    str_c(c->arena, str_printf(c->arena, "%s: %s", path, strerror(errno))));
}

static enum err fail_db(struct ctx *c, sqlite3 *db, const char *path)
{
	int rc = sqlite3_errcode(db);

	if ((rc & 0xff) == SQLITE_FULL)
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	return fault_broken(
		c, str_c(c->arena, str_printf(c->arena, "%s: %s", path, sqlite3_errmsg(db))));
}

/* What was renamed is only there after a power cut when its directory was synced too. */
static enum err sync_directory(struct ctx *c, const char *file)
{
	char *copy = strdup(file);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	enum err e = fd >= 0 && fsync(fd) == 0 ? OK : fail_file(c, file);

	if (fd >= 0)
		close(fd);
	free(copy);
	return e;
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

static void remove_database(const char *path)
{
	static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
	char name[4096];

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		if (snprintf(name, sizeof name, "%s%s", path, tails[i]) < (int)sizeof name)
			unlink(name);
	}
}

static enum err sync_file(struct ctx *c, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum err e = fd >= 0 && fsync(fd) == 0 ? OK : fail_file(c, path);

	if (fd >= 0)
		close(fd);
	return e;
}

/* Sealed fields or not, a copy is its owner's alone. */
static enum err make_private(struct ctx *c, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail_file(c, path);
	close(fd);
	return OK;
}

/* A temporary name, synced, renamed: nobody ever sees half of it. `look` may refuse the copy. */
static enum err copy_safely(struct ctx *c, const char *from, const char *to,
                            enum err (*look)(struct ctx *c, const char *path))
{
	const char *part = str_c(c->arena, str_printf(c->arena, "%s.part", to));
	enum err e;

	remove_database(part);
	e = make_private(c, part);
	if (e == OK)
		e = copy_pages(c, from, part);
	if (e == OK && look)
		e = look(c, part);
	if (e == OK)
		e = sync_file(c, part);
	if (e == OK && rename(part, to) != 0)
		e = fail_file(c, to);
	if (e != OK) {
		remove_database(part);
		return e;
	}
	remove_database(part);
	return sync_directory(c, to);
}

enum err store_backup(struct ctx *c, const char *file)
{
	const struct store *s = c->store;

	if (s->kind != STORE_SQLITE)
		return fault_set(c, E_REFUSED, "backup_by_server", NULL);
	return copy_safely(c, s->url + strlen("sqlite:"), file, NULL);
}

/* --- the way back -------------------------------------------------------------------------- */

/* The pages are whole, the schema is one this program knows, and the audit chain holds. */
static enum err look_at_copy(struct ctx *c, const char *path)
{
	const char *url = str_c(c->arena, str_printf(c->arena, "sqlite:%s", path));
	struct store_options o = {.url = url, .env = c->env, .read_only = true, .readers = 1};
	struct store *before = c->store;
	struct audit_check check = {0};
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
			e = store_verify_chain(c, &check);
			store_read_end(c);
		}
		store_close(&c->store);
	}
	c->store = before;
	if (e == OK && check.broken)
		return fault_set(c, E_REFUSED, "backup_damaged", NULL);
	return e;
}

/* No rows besides those that a fresh database has: simply, no file with anything in it. */
static enum err require_empty(struct ctx *c, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && st.st_size > 0)
		return fault_set(c, E_REFUSED, "target_not_empty",
		                 &(struct fault){.found = str_of(path)});
	return OK;
}

enum err store_restore(struct ctx *c, const char *file, const char *url)
{
	struct store_options o = {.url = url};
	int lock = -1;
	enum err e;

	if (!str_starts(str_of(url), S("sqlite:")))
		return fault_set(c, E_REFUSED, "backup_by_server", NULL);
	TRY(engine_sqlite.claim(c, &o, &lock));
	e = require_empty(c, url + strlen("sqlite:"));
	if (e == OK)
		e = copy_safely(c, file, url + strlen("sqlite:"), look_at_copy);
	close(lock);
	return e;
}
