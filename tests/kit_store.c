#include "kit.h"

#include <libpq-fe.h>
#include <sqlite3.h>
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

void kit_db_make(struct ctx *c, enum store_engine engine, struct kit_db *ret_db)
{
	static int made;
	struct kit_db db = {.engine = engine};

	snprintf(db.dir, sizeof db.dir, "/tmp/kehou-test-XXXXXX");
	assert_non_null(mkdtemp(db.dir));
	snprintf(db.path, sizeof db.path, "%s/db", db.dir);
	if (engine == STORE_SQLITE) {
		snprintf(db.url, sizeof db.url, "sqlite:%s", db.path);
	} else {
		const char *server = getenv("KEHOU_TEST_PG");
		char sql[128];

		snprintf(db.schema, sizeof db.schema, "t_%d_%d", (int)getpid(), ++made);
		snprintf(sql, sizeof sql, "CREATE SCHEMA %s", db.schema);
		pg_run(server, sql);
		snprintf(db.url, sizeof db.url, "%s%coptions=-csearch_path%%3D%s", server,
		         strchr(server, '?') ? '&' : '?', db.schema);
	}
	assert_ok(keyring_parse(c, str_of(keys_text), &db.keys));
	db.options = (struct store_options){
		.env = c->env, .keys = db.keys, .migrate = true, .readers = 2};
	*ret_db = db;
}

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
	kit_db_make(c, engine, ret_db);
	if (kit_db_start(c, ret_db) != OK)
		fail_msg("store_open: %s %s", c->fault.code, c->broken ? c->broken : "");
}

void kit_db_close(struct ctx *c, struct kit_db *db)
{
	static const char *const files[] = {"db", "db-wal", "db-shm", "db.lock", "db-journal"};
	char path[128];

	kit_db_stop(c);
	keyring_free(&db->keys);
	if (db->engine == STORE_POSTGRES) {
		snprintf(path, sizeof path, "DROP SCHEMA %s CASCADE", db->schema);
		pg_run(getenv("KEHOU_TEST_PG"), path);
	}
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", db->dir, files[i]);
		unlink(path);
	}
	rmdir(db->dir);
}
