/* Every statement of the program, prepared on both engines: what one of them would refuse is found
 * here and not by a user. */
#include "../kit.h"
#include "../kit_store.h"

#include "store/engine.h"

#include <sqlite3.h>

enum { VARIANT_BUDGET = 10 };

static void check_all(struct ctx *c, const struct engine *engine, const struct kit_db *db)
{
	struct conn *conn = NULL;
	int bad = 0;

	assert_ok(engine->connect(c, &db->options, false, &conn));
	for (size_t i = 0; i < stmt_count(); i++) {
		const struct stmt *st = stmt_at(i);
		enum err e = engine->begin(c, conn, false);

		if (e == OK)
			e = engine->check(c, conn, st);
		engine->rollback(conn);
		if (e != OK) {
			print_error("%s:%d: %s\n", st->file, st->line, c->broken);
			bad++;
		}
		arena_reset(c->arena);
	}
	engine->disconnect(&conn);
	assert_int_equal(bad, 0);
	assert_true(stmt_count() > 10);
}

static void every_statement_prepares_on_sqlite(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db db;

	kit_db_open(c, STORE_SQLITE, &db);
	check_all(c, &engine_sqlite, &db);
	kit_db_close(c, &db);
}

static void every_statement_prepares_on_postgresql(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db db;

	kit_db_open(c, STORE_POSTGRES, &db);
	check_all(c, &engine_postgres, &db);
	kit_db_close(c, &db);
}

static void statements_with_variants_stay_within_their_budget(void **state)
{
	int n = 0;

	for (size_t i = 0; i < stmt_count(); i++)
		n += stmt_at(i)->variant;
	assert_true(n <= VARIANT_BUDGET);
}

/* A statement is found by its index, whatever order the linker chose. */
static void every_statement_knows_its_index(void **state)
{
	for (size_t i = 0; i < stmt_count(); i++)
		assert_int_equal(stmt_index(stmt_at(i)), i);
}

/* Tables with a row or more for every child, and what nobody waits for may read them whole: the
 * recomputation, an auditor's pack, and the undoing of an import (asked once for each of its rows).
 */
static bool grows(struct str table)
{
	static const char *const names[] = {
		"account",  "appointment",   "application", "audit",
		"bill",     "bill_line",     "enrolment",   "guardian",
		"kinship",  "mark",          "message",     "notice_confirmation",
		"offering", "participation", "posting",     "pupil",
		"seat",     "session",       "sitting",     "slot",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (str_is(table, names[i]))
			return true;
	}
	return false;
}

static bool may_take_long(const struct stmt *st)
{
	static const char *const undoing[] = {"pupil_uses", "kin_uses", "guardian_rights",
	                                      "offering_uses"};

	for (size_t i = 0; i < sizeof undoing / sizeof *undoing; i++) {
		if (str_is(str_of(undoing[i]), st->name))
			return true;
	}
	return strstr(st->file, "oversight/verify") || strstr(st->file, "audit/pack");
}

/* Does the statement call a table of children by this name? `SCAN e` says no more. */
static bool names_one(struct str sql, struct str alias)
{
	struct str before = S("");

	while (sql.n > 0) {
		size_t n = strspn(sql.p, "abcdefghijklmnopqrstuvwxyz_0123456789");
		struct str word = str_sub(sql, 0, n);

		if (n > 0 && str_eq(word, alias) && (grows(before) || grows(word)))
			return true;
		if (n > 0)
			before = word;
		else if (!strchr(" \n\t", sql.p[0]))
			before = S("");
		sql = str_sub(sql, n > 0 ? n : 1, sql.n);
	}
	return false;
}

static int scans(sqlite3 *db, struct arena *a, const struct stmt *st)
{
	const char *plan = str_c(a, str_printf(a, "EXPLAIN QUERY PLAN %s", st->sql[STORE_SQLITE]));
	sqlite3_stmt *q = NULL;
	int bad = 0;

	assert_int_equal(sqlite3_prepare_v2(db, plan, -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		struct str said = str_of((const char *)sqlite3_column_text(q, 3));

		if (!str_starts(said, S("SCAN ")))
			continue;
		said = str_sub(said, 5, said.n);
		if (!names_one(str_of(st->sql[STORE_SQLITE]), str_cut(&said, ' ')))
			continue;
		print_error("%s:%d: %s reads a whole table\n", st->file, st->line, st->name);
		bad++;
	}
	sqlite3_finalize(q);
	return bad;
}

static void no_request_reads_the_rows_of_all_children(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db db;
	sqlite3 *raw = NULL;
	int bad = 0;

	kit_db_open(c, STORE_SQLITE, &db);
	assert_int_equal(sqlite3_open_v2(db.path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	for (size_t i = 0; i < stmt_count(); i++) {
		if (!may_take_long(stmt_at(i)))
			bad += scans(raw, c->arena, stmt_at(i));
		arena_reset(c->arena);
	}
	sqlite3_close(raw);
	kit_db_close(c, &db);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(every_statement_prepares_on_sqlite),
		KIT_TEST(no_request_reads_the_rows_of_all_children),
		KIT_TEST(statements_with_variants_stay_within_their_budget),
		KIT_TEST(every_statement_knows_its_index),
		KIT_TEST(every_statement_prepares_on_postgresql), /* last: not everywhere */
	};
	size_t n = sizeof tests / sizeof *tests;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("statements", tests, kit_pg() ? n : n - 1, NULL, NULL);
}
