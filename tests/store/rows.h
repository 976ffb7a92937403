/* What the store's tests share: one table, a few verbs, one list of tests run on both engines. */
#ifndef TESTS_STORE_ROWS_H
#define TESTS_STORE_ROWS_H

#include "../kit.h"
#include "../kit_store.h"
#include "kit.sql.h"

#define KIT_TABLE                                                                                  \
	"CREATE TABLE kit_row (id %s NOT NULL PRIMARY KEY, n %s NOT NULL CHECK (n >= 0), "         \
	"code TEXT UNIQUE, secret %s, day %s)"

/* The database of a test stands in kit->more. */
static inline struct kit_db *rows_db(void **state)
{
	return ((struct kit *)*state)->more;
}

static inline void rows_make(struct ctx *c, enum store_engine engine, struct kit_db *ret_db)
{
	char sql[256];
	bool pg = engine == STORE_POSTGRES;
	const char *i64 = pg ? "BIGINT" : "INTEGER", *blob = pg ? "BYTEA" : "BLOB";

	kit_db_copy(c, engine, ret_db);
	snprintf(sql, sizeof sql, KIT_TABLE, i64, i64, blob, i64);
	kit_db_run(ret_db, sql);
}

static inline int rows_setup(void **state)
{
	enum store_engine engine = *state ? STORE_POSTGRES : STORE_SQLITE;
	struct kit_db *db = calloc(1, sizeof *db);
	struct ctx *c;

	if (kit_setup(state) != 0 || !db)
		return -1;
	((struct kit *)*state)->more = db;
	c = kit_ctx(state);
	rows_make(c, engine, db);
	if (kit_db_start(c, db) != OK) {
		print_error("store_open: %s %s\n", c->fault.code, c->broken ? c->broken : "");
		return -1;
	}
	return 0;
}

static inline int rows_teardown(void **state)
{
	struct kit_db *db = rows_db(state);

	kit_db_close(kit_ctx(state), db);
	free(db);
	return kit_teardown(state);
}

struct row_arg {
	int64_t id, n;
	struct str code, secret;
	enum err then; /* what the verb answers after it has written */
};

static inline enum err row_verb(struct ctx *c, void *arg)
{
	struct row_arg *r = arg;

	TRY(q_row_insert(c, r->id, r->n, r->code, r->secret, DATE_NONE, NULL));
	TRY(audit_put(c, "created", "row", r->id, ID_NONE(county_id), STR_NONE));
	return r->then;
}
static const struct verb verb_row = {"row.create", row_verb};

static inline enum err put_row(struct ctx *c, int64_t id, int64_t n)
{
	struct row_arg a = {.id = id, .n = n};

	return store_write(c, &verb_row, &a);
}

static inline int64_t row_count(struct ctx *c)
{
	int64_t n = -1;

	assert_ok(store_read_begin(c));
	assert_ok(q_row_count(c, &n));
	store_read_end(c);
	return n;
}

/* Every fact once for each engine there is. */
#define ROWS_RUN(facts) rows_run(facts, sizeof(facts) / sizeof *(facts))
#define FACT(f)         ((struct fact){#f, f, false})
/* About files and claims, which PostgreSQL keeps itself. */
#define FACT_SQLITE(f) ((struct fact){#f, f, true})
struct fact {
	const char *name;
	CMUnitTestFunction f;
	bool sqlite_only;
};

static inline int rows_run(const struct fact *facts, size_t n)
{
	static struct CMUnitTest tests[256];
	static char names[256][120];
	static int pg = 1;
	size_t m = 0;

	for (int engine = 0; engine < (kit_pg() ? 2 : 1); engine++) {
		for (size_t i = 0; i < n; i++) {
			if (engine && facts[i].sqlite_only)
				continue;
			snprintf(names[m], sizeof names[m], "%s: %s",
			         engine ? "postgresql" : "sqlite", facts[i].name);
			tests[m] = (struct CMUnitTest){names[m], facts[i].f, rows_setup,
			                               rows_teardown, engine ? &pg : NULL};
			m++;
		}
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("store", tests, m, NULL, NULL);
}

#endif
