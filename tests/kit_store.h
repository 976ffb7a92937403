/* A database for a test: made, migrated, thrown away. Include after "kit.h".
 *
 *   struct kit_db db;
 *   kit_db_open(c, STORE_SQLITE, &db);     c->store is open, c->tx none
 *   …
 *   kit_db_close(c, &db);
 *
 * PostgreSQL needs the server that $KEHOU_TEST_PG names; each test has a database of its own
 * there. Files stand under $KEHOU_TEST_DIR (/tmp). */
#ifndef TESTS_KIT_STORE_H
#define TESTS_KIT_STORE_H

#include "crypto/keys.h"
#include "store/store.h"

struct kit_db {
	enum store_engine engine;
	char dir[64]; /* a directory of its own; the SQLite file in it is "db" */
	char path[80];
	char url[512];
	char name[48]; /* of the database on PostgreSQL */
	struct keyring *keys;
	struct store_options options;
};

/* Is there a PostgreSQL to test on? */
bool kit_pg(void);
/* Makes an empty database; opens no store. Fails the test when it cannot. */
void kit_db_make(struct ctx *c, enum store_engine engine, struct kit_db *ret_db);
/* Runs SQL on it past the store, while no store is open (SQLite) or at any time (PostgreSQL). */
void kit_db_run(struct kit_db *db, const char *sql);
/* Opens the store with db->options into c->store; the error is the caller's. */
enum err kit_db_start(struct ctx *c, struct kit_db *db);
void kit_db_stop(struct ctx *c);
/* A migrated one, a copy of what a program makes once for each engine; opens no store. */
void kit_db_copy(struct ctx *c, enum store_engine engine, struct kit_db *ret_db);
/* kit_db_copy and kit_db_start at once, and the end of both. */
void kit_db_open(struct ctx *c, enum store_engine engine, struct kit_db *ret_db);
void kit_db_close(struct ctx *c, struct kit_db *db);

#endif
