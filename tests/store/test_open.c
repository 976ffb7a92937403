/* Opening: who may, with which schema and which keys. */
#include "rows.h"

#include <sys/wait.h>
#include <unistd.h>

static void a_second_store_over_the_same_file_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct store *second = NULL;

	assert_fault(c, store_open(c, &rows_db(state)->options, &second), E_REFUSED,
	             "database_served");
	assert_null(second);
}

static void another_process_is_refused_until_the_first_ends(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	int status = -1;
	pid_t child;

	kit_db_stop(c);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct store *s = NULL;

		/* Dies holding it: the system lets go of the claim. */
		_exit(store_open(c, &db->options, &s) == OK ? 7 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_ok(kit_db_start(c, db));
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct store *s = NULL;

		_exit(store_open(c, &db->options, &s) == E_REFUSED ? 8 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 8);
}

static void a_report_may_read_beside_the_server(void **state)
{
	struct ctx *c = kit_ctx(state), other = *c;
	struct store_options o = rows_db(state)->options;

	assert_ok(put_row(c, 1, 1));
	o.read_only = true;
	other.store = NULL;
	assert_ok(store_open(&other, &o, &other.store));
	assert_int_equal(row_count(&other), 1);
	assert_fault(&other, put_row(&other, 2, 1), E_BROKEN, "read_only");
	assert_ok(put_row(c, 3, 1));
	assert_int_equal(row_count(&other), 2);
	store_close(&other.store);
	assert_ok(put_row(c, 4, 1));
}

static void rows_are_there_after_the_store_was_closed(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_ok(put_row(c, 1, 1));
	kit_db_stop(c);
	assert_ok(kit_db_start(c, rows_db(state)));
	assert_int_equal(row_count(c), 1);
}

static void identifiers_go_on_above_the_newest_in_the_database(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t far = INT64_C(1) << 60;

	assert_ok(put_row(c, far, 1));
	kit_db_stop(c);
	assert_ok(kit_db_start(c, rows_db(state)));
	assert_true(env_next_id(c->env) > far);
}

/* --- the schema ---------------------------------------------------------------------------- */

static void a_changed_migration_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);

	kit_db_stop(c);
	kit_db_run(rows_db(state), "UPDATE migration SET hash = 'other' WHERE number = 1");
	assert_fault(c, kit_db_start(c, rows_db(state)), E_REFUSED, "schema_changed");
}

static void a_schema_newer_than_the_program_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);

	kit_db_stop(c);
	kit_db_run(rows_db(state), "INSERT INTO migration VALUES (9999, '9999_later', 'x', 0)");
	assert_fault(c, kit_db_start(c, rows_db(state)), E_REFUSED, "schema_newer");
}

static void a_database_without_schema_is_outdated_unless_it_may_be_migrated(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db db;

	kit_db_make(c, rows_db(state)->engine, &db);
	db.options.migrate = false;
	kit_db_stop(c);
	assert_fault(c, kit_db_start(c, &db), E_REFUSED, "schema_outdated");
	db.options.migrate = true;
	assert_ok(kit_db_start(c, &db));
	kit_db_stop(c);
	db.options.migrate = false;
	assert_ok(kit_db_start(c, &db));
	kit_db_close(c, &db);
}

static void nothing_of_a_failed_migration_remains(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db db;

	kit_db_make(c, rows_db(state)->engine, &db);
	/* In the way of a later migration: all of them must be undone. */
	kit_db_run(&db, "CREATE TABLE county (id INTEGER)");
	kit_db_stop(c);
	assert_int_equal(kit_db_start(c, &db), E_BROKEN);
	kit_db_run(&db, "CREATE TABLE meta (id INTEGER)");
	kit_db_run(&db, "DROP TABLE meta");
	kit_db_run(&db, "DROP TABLE county");
	assert_ok(kit_db_start(c, &db));
	kit_db_close(c, &db);
}

/* --- keys ---------------------------------------------------------------------------------- */

static void a_keyring_of_another_database_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	struct keyring *foreign, *own = db->keys;

	assert_ok(keyring_parse(
		c,
		S("kehou keys 1\n"
	          "data 11111111 1111111111111111111111111111111111111111111111111111111111111111\n"
	          "index 2222222222222222222222222222222222222222222222222222222222222222\n"
	          "session 3333333333333333333333333333333333333333333333333333333333333333\n"),
		&foreign));
	kit_db_stop(c);
	db->options.keys = foreign;
	assert_fault(c, kit_db_start(c, db), E_REFUSED, "key_mismatch");
	db->options.keys = own;
	assert_ok(kit_db_start(c, db));
	keyring_free(&foreign);
}

static bool file_holds(const char *path, const char *needle)
{
	static char bytes[8 << 20];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f)
		return false;
	n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	return memmem(bytes, n, needle, strlen(needle)) != NULL;
}

static void a_sealed_value_is_nowhere_in_the_files(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = rows_db(state);
	struct row_arg a = {.id = 1, .n = 1, .code = S("plain-4711"), .secret = S("secret-0815")};
	char wal[128];

	assert_ok(store_write(c, &verb_row, &a));
	snprintf(wal, sizeof wal, "%s-wal", db->path);
	assert_true(file_holds(wal, "plain-4711") || file_holds(db->path, "plain-4711"));
	assert_false(file_holds(wal, "secret-0815"));
	kit_db_stop(c);
	assert_true(file_holds(db->path, "plain-4711"));
	assert_false(file_holds(db->path, "secret-0815"));
	assert_ok(kit_db_start(c, db));
}

static enum err read_row_1(struct ctx *c, struct q_row_get_row *ret_row)
{
	bool found = false;
	enum err e;

	assert_ok(store_read_begin(c));
	e = q_row_get(c, 1, ret_row, &found);
	store_read_end(c);
	return e;
}

static void a_sealed_value_copied_from_another_row_does_not_open(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1, .secret = S("mine")},
		       b = {.id = 2, .n = 1, .secret = S("theirs")};
	struct q_row_get_row row;

	assert_ok(store_write(c, &verb_row, &a));
	assert_ok(store_write(c, &verb_row, &b));
	assert_ok(read_row_1(c, &row));
	assert_str(row.secret, "mine");
	kit_db_stop(c);
	kit_db_run(rows_db(state), "UPDATE kit_row SET secret = (SELECT secret FROM kit_row WHERE "
	                           "id = 2) WHERE id = 1");
	assert_ok(kit_db_start(c, rows_db(state)));
	assert_int_equal(read_row_1(c, &row), E_BROKEN);
}

int main(void)
{
	const struct fact facts[] = {
		FACT_SQLITE(a_second_store_over_the_same_file_is_refused),
		FACT_SQLITE(another_process_is_refused_until_the_first_ends),
		FACT(a_report_may_read_beside_the_server),
		FACT(rows_are_there_after_the_store_was_closed),
		FACT(identifiers_go_on_above_the_newest_in_the_database),
		FACT(a_changed_migration_is_refused),
		FACT(a_schema_newer_than_the_program_is_refused),
		FACT(a_database_without_schema_is_outdated_unless_it_may_be_migrated),
		FACT(nothing_of_a_failed_migration_remains),
		FACT(a_keyring_of_another_database_is_refused),
		FACT_SQLITE(a_sealed_value_is_nowhere_in_the_files),
		FACT(a_sealed_value_copied_from_another_row_does_not_open),
	};

	return ROWS_RUN(facts);
}
