/* The SQL compiler as its users meet it: a program that refuses files and names the line. */
#include "../kit.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static const char *sqlc;

#define SCHEMA                                                                                     \
	"-- Courses.\n"                                                                            \
	"CREATE TABLE course (\n"                                                                  \
	"\tid {i64} NOT NULL PRIMARY KEY,\n"                                                       \
	"\ttitle {text} NOT NULL, -- may hold {braces}\n"                                          \
	"\tseats {i64},\n"                                                                         \
	"\tphone {blob}\n"                                                                         \
	") {strict};\n"

struct run {
	int status;
	struct str said, header, code;
};

static int run_sqlc(const char *dir, const char *said)
{
	static const char *const names[] = {"migrations", "seat.sql", "seat.sql.c", "seat.sql.h",
	                                    "seat.d"};
	char paths[5][96];
	char *argv[] = {
		(char *)sqlc, (char *)"enrolment", paths[0], paths[1], paths[2], paths[3], paths[4],
		NULL};
	posix_spawn_file_actions_t actions;
	int status;
	pid_t pid;

	for (size_t i = 0; i < 5; i++)
		snprintf(paths[i], sizeof paths[i], "%s/%s", dir, names[i]);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, said, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(posix_spawn(&pid, sqlc, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct run compile_over(void **state, const char *schema, const char *sql)
{
	static const char *const files[] = {"seat.sql", "seat.sql.c", "seat.sql.h",
	                                    "seat.d",   "said",       "migrations/0001_a.sql"};
	struct arena *a = kit_ctx(state)->arena;
	char dir[] = "/tmp/kehou-sqlc-XXXXXX", path[6][96], migrations[96];
	struct run r = {0};

	assert_non_null(mkdtemp(dir));
	snprintf(migrations, sizeof migrations, "%s/migrations", dir);
	assert_int_equal(mkdir(migrations, 0700), 0);
	for (size_t i = 0; i < 6; i++)
		snprintf(path[i], sizeof path[i], "%s/%s", dir, files[i]);
	assert_true(file_write(path[5], str_of(schema)));
	assert_true(file_write(path[0], str_of(sql)));
	r.status = run_sqlc(dir, path[4]);
	file_read(a, path[4], 1 << 20, &r.said);
	file_read(a, path[1], 1 << 20, &r.code);
	file_read(a, path[2], 1 << 20, &r.header);
	for (size_t i = 0; i < 6; i++)
		unlink(path[i]);
	rmdir(migrations);
	rmdir(dir);
	return r;
}

static struct run compile(void **state, const char *sql)
{
	return compile_over(state, SCHEMA, sql);
}

static void assert_holds(struct str s, const char *what)
{
	size_t at;

	if (!s.p || !str_find(s, str_of(what), &at))
		fail_msg("\"%s\" is not in \"%.*s\"", what, STR_FMT(s));
}

/* Refused, with this line and this complaint, and nothing written. */
static void assert_refused(void **state, const char *sql, int line, const char *what)
{
	struct run r = compile(state, sql);
	char place[64];

	assert_int_equal(r.status, 1);
	snprintf(place, sizeof place, "seat.sql:%d: error: ", line);
	assert_holds(r.said, place);
	assert_holds(r.said, what);
	assert_null(r.code.p);
	assert_null(r.header.p);
}

static void a_statement_becomes_a_typed_call(void **state)
{
	struct run r = compile(state, "-- One course.\n"
	                              "-- course_get: course offering_id -> title str, seats i64?\n"
	                              "SELECT title, seats FROM course WHERE id = $1;\n");

	assert_int_equal(r.status, 0);
	assert_holds(r.header, "struct q_course_get_row {\n\tstruct str title;\n"
	                       "\tstruct opt_i64 seats;\n};");
	assert_holds(r.header, "enum err q_course_get(struct ctx *c, offering_id course, "
	                       "struct q_course_get_row *ret_row);");
}

static void a_single_column_is_given_without_a_struct(void **state)
{
	struct run r = compile(state, "-- course_n: ->? n i64\nSELECT count(*) FROM course;\n");

	assert_int_equal(r.status, 0);
	assert_holds(r.header,
	             "enum err q_course_n(struct ctx *c, int64_t *ret_n, bool *ret_found);");
}

static void a_head_goes_on_over_several_lines_and_a_row_type_is_shared(void **state)
{
	struct run r = compile(state, "-- a: ->*\n--+ id offering_id,\n--+ title str\n"
	                              "SELECT id, title -- a comment; with '\nFROM course;\n"
	                              "-- b: low i64 ->* =a\n"
	                              "SELECT id, title FROM course WHERE seats > $1;\n");

	assert_int_equal(r.status, 0);
	assert_holds(r.header,
	             "enum err q_b(struct ctx *c, int64_t low, struct q_a_row **ret_rows, "
	             "size_t *ret_n);");
	assert_holds(r.header,
	             "enum err q_b_each(struct ctx *c, int64_t low, enum err (*fn)(struct "
	             "ctx *c, const struct q_a_row *row, void *arg), void *arg);");
}

static void a_wrong_column_is_refused(void **state)
{
	assert_refused(state, "\n-- a: -> n i64\nSELECT sets FROM course;\n", 2,
	               "no such column: sets");
}

static void a_wrong_table_is_refused(void **state)
{
	assert_refused(state, "-- a: -> n i64\nSELECT seats FROM curse;\n", 1,
	               "no such table: curse");
}

static void a_wrong_number_of_columns_is_refused(void **state)
{
	assert_refused(state, "-- a: -> n i64\nSELECT seats, id FROM course;\n", 1,
	               "gives 2 columns, the head names 1");
	assert_refused(state, "-- a: id i64\nDELETE FROM course WHERE id = $1 RETURNING id;\n", 1,
	               "gives 1 columns, the head names 0");
	assert_refused(state, "-- a: -> n i64\nDELETE FROM course;\n", 1,
	               "gives 0 columns, the head names 1");
}

static void a_column_of_another_type_is_refused(void **state)
{
	assert_refused(state, "-- a: -> title i64\nSELECT title FROM course;\n", 1,
	               "column title is TEXT, not i64");
}

static void an_unused_parameter_is_refused(void **state)
{
	assert_refused(state, "-- a: x i64, y i64\nDELETE FROM course WHERE id = $1;\n", 1,
	               "parameter y ($2) is not used");
}

static void a_parameter_without_name_is_refused(void **state)
{
	assert_refused(state, "-- a: x i64\nDELETE FROM course WHERE id = $1 AND seats = $2;\n", 1,
	               "$2 has no name in the head");
	assert_refused(state, "-- a: x i64\nDELETE FROM course WHERE id = ?;\n", 1,
	               "write parameters as $1");
	assert_refused(state, "-- a: x i64\nDELETE FROM course WHERE id = :x;\n", 1,
	               "write parameters as $1");
}

static void an_unknown_type_is_refused(void **state)
{
	assert_refused(state, "-- a: x strng\nDELETE FROM course WHERE title = $1;\n", 1,
	               "unknown type strng");
	assert_refused(state, "-- a: x\nDELETE FROM course WHERE title = $1;\n", 1, "NAME TYPE");
}

static void a_sealed_field_needs_its_row(void **state)
{
	assert_refused(state, "-- a: p sealed(course.phone@id)\nUPDATE course SET phone = $1;\n", 1,
	               "no id parameter id");
	assert_refused(state,
	               "-- a: ->* phone sealed(course.phone@id)\nSELECT phone FROM course;\n", 1,
	               "no id column or parameter id");
	assert_refused(state, "-- a: p sealed(phone@id)\nUPDATE course SET phone = $1;\n", 1,
	               "sealed(TABLE.COLUMN@id)");
	assert_int_equal(compile(state, "-- a: ->* id offering_id, phone sealed(course.phone@id)\n"
	                                "SELECT id, phone FROM course;\n")
	                         .status,
	                 0);
}

static void words_of_one_engine_are_refused(void **state)
{
	assert_refused(state,
	               "-- a: x i64\nINSERT OR IGNORE INTO course (id, title) VALUES ($1, 'x');\n",
	               1, "one engine alone");
	assert_refused(state, "-- a: -> n i64\nSELECT rowid FROM course;\n", 1, "one engine alone");
}

static void variants_must_agree_in_their_heads_and_be_whole(void **state)
{
	assert_refused(state, "-- a @pg: -> n i64\nSELECT 1;\n", 1, "no @sqlite variant");
	assert_refused(state, "-- a @pg: -> n i64\nSELECT 1;\n-- a @sqlite: -> n i64?\nSELECT 1;\n",
	               3, "different heads");
	assert_refused(state, "-- a @mysql: -> n i64\nSELECT 1;\n", 1, "unknown engine @mysql");
	assert_int_equal(compile(state, "-- a @pg: -> n i64\nSELECT 1::bigint;\n"
	                                "-- a @sqlite: -> n i64\nSELECT 1;\n")
	                         .status,
	                 0);
}

static void loose_ends_are_refused(void **state)
{
	assert_refused(state, "SELECT 1;\n", 1, "SQL without a head");
	assert_refused(state, "-- a: -> n i64\n-- b: -> n i64\nSELECT 1;\n", 1,
	               "a head without a statement");
	assert_refused(state, "-- a: -> n i64\nSELECT 1\n", 1, "a statement without its ;");
	assert_refused(state, "-- a: -> n i64\nSELECT 1;\n-- a: -> n i64\nSELECT 1;\n", 3,
	               "stands there twice");
	assert_refused(state, "-- a: -> =b\nSELECT 1;\n", 1, "no statement b");
	assert_refused(state, "--+ n i64\nSELECT 1;\n", 1, "continues no head");
	assert_refused(state, "-- a: ->\nSELECT 1;\n", 1, "an arrow without columns");
	assert_refused(state, "-- a: c i64\nDELETE FROM course WHERE id = $1;\n", 1, "taken");
}

static void all_mistakes_of_a_file_are_named_at_once(void **state)
{
	struct run r = compile(state, "-- a: -> n i64\nSELECT x FROM course;\n"
	                              "-- b: -> n i64\nSELECT y FROM course;\n");

	assert_holds(r.said, "seat.sql:1: error: a: ");
	assert_holds(r.said, "seat.sql:3: error: b: ");
}

static void a_migration_is_refused_with_its_line(void **state)
{
	static const char sql[] = "-- a: -> n i64\nSELECT count(*) FROM course;\n";
	struct run r =
		compile_over(state, SCHEMA "CREATE TABLE t (\n\tid {int} NOT NULL\n);\n", sql);

	assert_int_equal(r.status, 1);
	assert_holds(r.said, "0001_a.sql:9: error: unknown token {int}");
	r = compile_over(state, SCHEMA "\n\nCREATE INDEX i ON nowhere (id);\n", sql);
	assert_int_equal(r.status, 1);
	assert_holds(r.said, "0001_a.sql:10: error: no such table: main.nowhere");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_statement_becomes_a_typed_call),
		KIT_TEST(a_single_column_is_given_without_a_struct),
		KIT_TEST(a_head_goes_on_over_several_lines_and_a_row_type_is_shared),
		KIT_TEST(a_wrong_column_is_refused),
		KIT_TEST(a_wrong_table_is_refused),
		KIT_TEST(a_wrong_number_of_columns_is_refused),
		KIT_TEST(a_column_of_another_type_is_refused),
		KIT_TEST(an_unused_parameter_is_refused),
		KIT_TEST(a_parameter_without_name_is_refused),
		KIT_TEST(an_unknown_type_is_refused),
		KIT_TEST(a_sealed_field_needs_its_row),
		KIT_TEST(words_of_one_engine_are_refused),
		KIT_TEST(variants_must_agree_in_their_heads_and_be_whole),
		KIT_TEST(loose_ends_are_refused),
		KIT_TEST(all_mistakes_of_a_file_are_named_at_once),
		KIT_TEST(a_migration_is_refused_with_its_line),
	};

	if (argc != 2)
		return 2;
	sqlc = argv[1];
	return KIT_RUN(tests);
}
