#include "kit.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit_store.h"

bool kit_pg(void)
{
	return getenv("KEHOU_TEST_PG") != NULL;
}

static void no_notice(void *arg, const PGresult *r)
{
}

static void pg_run(const char *url, const char *sql)
{
	PGconn *pg = PQconnectdb(url);
	ExecStatusType status;
	PGresult *r;

	PQsetNoticeReceiver(pg, no_notice, NULL);
	r = PQexec(pg, sql);
	status = PQresultStatus(r);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(pg));
	PQclear(r);
	PQfinish(pg);
}

static const char keys_text[] =
	"kehou keys 1\n"
	"data 3f2a9c01 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
	"index 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0\n"
	"session 1032547698badcfe1032547698badcfe1032547698badcfe1032547698badcfe\n";

/* --- places ----------------------------------------------------------------------------------- */

/* The server's URL with another database. */
static void pg_url(const char *name, char *ret_url, size_t room)
{
	const char *server = getenv("KEHOU_TEST_PG"), *host = strstr(server, "://"), *path, *more;

	assert_non_null(host);
	path = strchr(host + 3, '/');
	more = strchr(server, '?');
	assert_non_null(path);
	snprintf(ret_url, room, "%.*s/%s%s", (int)(path - server), server, name, more ? more : "");
}

/* Copying files, not pages through the log: nobody waits for this server's disk. */
static void pg_make(const char *name, const char *from)
{
	char sql[160];

	snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY", name, from);
	pg_run(getenv("KEHOU_TEST_PG"), sql);
}

static void pg_drop(const char *name)
{
	char sql[96];

	snprintf(sql, sizeof sql, "DROP DATABASE %s WITH (FORCE)", name);
	pg_run(getenv("KEHOU_TEST_PG"), sql);
}

static void place(struct ctx *c, enum store_engine engine, const char *from, struct kit_db *ret_db)
{
	static int made;
	struct kit_db db = {.engine = engine};
	const char *dir = getenv("KEHOU_TEST_DIR");

	snprintf(db.dir, sizeof db.dir, "%s/kehou-test-XXXXXX", dir ? dir : "/tmp");
	assert_non_null(mkdtemp(db.dir));
	snprintf(db.path, sizeof db.path, "%s/db", db.dir);
	if (engine == STORE_SQLITE) {
		snprintf(db.url, sizeof db.url, "sqlite:%s", db.path);
	} else {
		snprintf(db.name, sizeof db.name, "t_%d_%d", (int)getpid(), ++made);
		pg_make(db.name, from);
		pg_url(db.name, db.url, sizeof db.url);
	}
	assert_ok(keyring_parse(c, str_of(keys_text), &db.keys));
	db.options = (struct store_options){
		.env = c->env, .keys = db.keys, .migrate = true, .readers = 2};
	*ret_db = db;
}

void kit_db_make(struct ctx *c, enum store_engine engine, struct kit_db *ret_db)
{
	place(c, engine, "template0", ret_db);
}

/* --- a migrated database, made once a program and copied for each test -------------------------
 */

static struct {
	struct kit_db pg;
	char *file; /* of SQLite, whole */
	size_t n;
} pristine;

static void pristine_end(void)
{
	free(pristine.file);
	if (pristine.pg.name[0])
		pg_drop(pristine.pg.name);
}

static char *file_whole(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	char *p = NULL;
	long n = -1;

	if (f && fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) > 0 && fseek(f, 0, SEEK_SET) == 0 &&
	    (p = malloc((size_t)n)) && fread(p, 1, (size_t)n, f) != (size_t)n)
		n = -1;
	if (f)
		fclose(f);
	assert_true(p && n > 0);
	*ret_n = (size_t)n;
	return p;
}

/* In a world of its own, so that every test finds its own clock and dice untouched. */
static void pristine_make(enum store_engine engine)
{
	struct kit_db db;
	struct ctx *c;
	void *state;

	if (!pristine.file && !pristine.pg.name[0])
		atexit(pristine_end);
	assert_int_equal(kit_setup(&state), 0);
	c = kit_ctx(&state);
	kit_db_make(c, engine, &db);
	if (kit_db_start(c, &db) != OK)
		fail_msg("store_open: %s %s", c->fault.code, c->broken ? c->broken : "");
	kit_db_stop(c);
	if (engine == STORE_SQLITE) {
		pristine.file = file_whole(db.path, &pristine.n);
		kit_db_close(c, &db);
	} else {
		keyring_free(&db.keys);
		rmdir(db.dir);
		pristine.pg = db;
	}
	kit_teardown(&state);
}

void kit_db_copy(struct ctx *c, enum store_engine engine, struct kit_db *ret_db)
{
	FILE *f;

	if (engine == STORE_SQLITE ? !pristine.file : !pristine.pg.name[0])
		pristine_make(engine);
	place(c, engine, pristine.pg.name, ret_db);
	if (engine == STORE_POSTGRES)
		return;
	f = fopen(ret_db->path, "wb");
	assert_true(f && fwrite(pristine.file, 1, pristine.n, f) == pristine.n && fclose(f) == 0);
}

/* --- opening ---------------------------------------------------------------------------------- */

void kit_db_run(struct kit_db *db, const char *sql)
{
	sqlite3 *raw = NULL;
	char *why = NULL;

	if (db->engine == STORE_POSTGRES) {
		pg_run(db->url, sql);
		return;
	}
	assert_int_equal(sqlite3_open(db->path, &raw), SQLITE_OK);
	if (sqlite3_exec(raw, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", sql, why);
	sqlite3_close(raw);
}

enum err kit_db_start(struct ctx *c, struct kit_db *db)
{
	db->options.url = db->url;
	return store_open(c, &db->options, &c->store);
}

void kit_db_stop(struct ctx *c)
{
	store_close(&c->store);
}

void kit_db_open(struct ctx *c, enum store_engine engine, struct kit_db *ret_db)
{
	kit_db_copy(c, engine, ret_db);
	if (kit_db_start(c, ret_db) != OK)
		fail_msg("store_open: %s %s", c->fault.code, c->broken ? c->broken : "");
}

void kit_db_close(struct ctx *c, struct kit_db *db)
{
	static const char *const files[] = {"db", "db-wal", "db-shm", "db.lock", "db-journal"};
	char path[128];

	kit_db_stop(c);
	keyring_free(&db->keys);
	if (db->engine == STORE_POSTGRES)
		pg_drop(db->name);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", db->dir, files[i]);
		unlink(path);
	}
	rmdir(db->dir);
}
