/* Every statement of the program, prepared on both engines: what one of them would refuse is found
 * here and not by a user. */
#include "../kit.h"
#include "../kit_store.h"

#include "store/engine.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(every_statement_prepares_on_sqlite),
		KIT_TEST(statements_with_variants_stay_within_their_budget),
		KIT_TEST(every_statement_knows_its_index),
		KIT_TEST(every_statement_prepares_on_postgresql), /* last: not everywhere */
	};
	size_t n = sizeof tests / sizeof *tests;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("statements", tests, kit_pg() ? n : n - 1, NULL, NULL);
}
