#include "../kit.h"

#include "base/jsonread.h"

enum { CEILING = 1 << 20 };

static const struct jval *parsed(struct ctx *c, struct str text)
{
	const struct jval *root = NULL;

	assert_ok(jread(c, text, CEILING, &root));
	assert_non_null(root);
	return root;
}

static void assert_refused(struct ctx *c, struct str text, const char *code)
{
	const struct jval *root = NULL;

	assert_fault(c, jread(c, text, CEILING, &root), E_INPUT, code);
	assert_null(root);
}

static void a_body_is_read_through_typed_getters(void **state)
{
	struct ctx *c = kit_ctx(state);
	const struct jval *root = parsed(
		c, S("{\"pupil\":\"9007199254740993\",\"name\":\"𠮷野\",\"fen\":-5,"
	             "\"on\":\"2026-09-01\",\"ok\":true,\"none\":null,\"marks\":[{\"at\":1}]}"));
	const struct jval *marks;
	struct money fen;
	struct date day;
	struct str name;
	int64_t v;
	bool ok;

	assert_ok(jval_id(c, root, "pupil", &v));
	assert_true(v == 9007199254740993);
	assert_ok(jval_str(c, root, "name", 2, &name));
	assert_str(name, "𠮷野");
	assert_ok(jval_fen(c, root, "fen", &fen));
	assert_int_equal(fen.fen, -5);
	assert_ok(jval_date(c, root, "on", &day));
	assert_ok(jval_bool(c, root, "ok", &ok));
	assert_true(ok);
	assert_false(jval_has(root, "none"));
	assert_false(jval_has(root, "other"));
	assert_ok(jval_array(c, root, "marks", 1, &marks));
	assert_ok(jval_i64(c, &marks->items[0], "at", 1, 1, &v));
}

static void integers_are_exact_past_two_to_the_53(void **state)
{
	struct ctx *c = kit_ctx(state);
	const struct jval *root =
		parsed(c, S("[9007199254740993,9223372036854775807,-9223372036854775808]"));

	assert_true(root->items[0].i == 9007199254740993);
	assert_true(root->items[1].i == INT64_MAX);
	assert_true(root->items[2].i == INT64_MIN);
}

static void integers_past_63_bits_are_refused(void **state)
{
	assert_refused(kit_ctx(state), S("[9223372036854775808]"), "bad_json");
	assert_refused(kit_ctx(state), S("[-9223372036854775809]"), "bad_json");
	assert_refused(kit_ctx(state), S("[1e999]"), "bad_json");
}

static void duplicate_names_are_refused_by_name(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_refused(c, S("{\"pupil\":1,\"x\":2,\"pupil\":1}"), "duplicate_field");
	assert_str(c->fault.field, "pupil");
	assert_refused(c, S("{\"a\":{\"b\":1,\"\\u0062\":1}}"), "duplicate_field");
}

static void a_hundred_thousand_levels_do_not_recurse(void **state)
{
	struct ctx *c = kit_ctx(state);
	char *deep = arena_take(c->arena, 200000);

	memset(deep, '[', 100000);
	memset(deep + 100000, ']', 100000);
	assert_refused(c, (struct str){deep, 200000}, "bad_json");
	assert_refused(c, (struct str){deep, 100000}, "bad_json");
}

static void thirty_two_levels_are_read_and_one_more_is_not(void **state)
{
	struct ctx *c = kit_ctx(state);
	char *deep = arena_take(c->arena, 66);

	memset(deep, '[', 33);
	memset(deep + 33, ']', 33);
	parsed(c, (struct str){deep + 1, 64});
	assert_refused(c, (struct str){deep, 66}, "bad_json");
	/* brackets within texts are text, also behind an escaped quote */
	parsed(c, S("[\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]"));
}

static void what_is_not_json_is_refused(void **state)
{
	const struct str bad[] = {S(""),
	                          S("1"),
	                          S("\"a\""),
	                          S("{\"a\":1}x"),
	                          S("{\"a\":1,}"),
	                          S("{a:1}"),
	                          S("{'a':1}"),
	                          S("[01]"),
	                          S("[1] [2]"),
	                          S("[NaN]"),
	                          S("{\"a\" 1}"),
	                          S("[\"\\u0000\"]"),
	                          S("[\"\\ud800\"]"),
	                          S("[\"\t\"]"),
	                          S("{\"a\\u0000\":1}"),
	                          S("[")};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(kit_ctx(state), bad[i], "bad_json");
	assert_refused(kit_ctx(state), S("[\"\xc0\x80\"]"), "not_utf8");
	assert_refused(kit_ctx(state), S("[\0]"), "not_utf8");
}

static void a_body_past_its_ceiling_is_refused_unread(void **state)
{
	struct ctx *c = kit_ctx(state);
	const struct jval *root = NULL;

	assert_fault(c, jread(c, S("[1,2]"), 4, &root), E_INPUT, "too_large");
	assert_ok(jread(c, S("[1,2]"), 5, &root));
}

static void a_full_arena_is_our_failure_and_no_half_read_body(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct arena *whole = c->arena;
	const struct jval *root = NULL;
	char *wide = arena_take(whole, 20001);

	for (size_t i = 0; i < 20000; i += 2)
		memcpy(wide + i, "1,", 2);
	wide[0] = '[';
	wide[19999] = ']';
	wide[1] = '1';
	c->arena = arena_new(32768);
	assert_int_equal(jread(c, (struct str){wide, 20000}, CEILING, &root), E_BROKEN);
	assert_null(root);
	arena_free(&c->arena);
	c->arena = whole;
}

static void a_complaint_names_the_field_by_its_path(void **state)
{
	struct ctx *c = kit_ctx(state);
	const char *const names[] = {"marks"};
	const char *const mark_names[] = {"pupil"};
	const struct jval *root =
		parsed(c, S("{\"marks\":[{},{},{},{\"pupil\":12,\"extra\":1.5}]}"));
	const struct jval *marks;
	struct str s;
	int64_t id;

	assert_ok(jval_only(c, root, names, 1));
	assert_ok(jval_array(c, root, "marks", 10, &marks));
	assert_fault(c, jval_id(c, &marks->items[3], "pupil", &id), E_INPUT, "bad_input");
	assert_str(c->fault.field, "marks[3].pupil");
	assert_str(c->fault.found, "12");
	assert_fault(c, jval_id(c, &marks->items[2], "pupil", &id), E_INPUT, "missing_field");
	assert_str(c->fault.field, "marks[2].pupil");
	assert_fault(c, jval_only(c, &marks->items[3], mark_names, 1), E_INPUT, "unknown_field");
	assert_str(c->fault.field, "marks[3].extra");
	assert_fault(c, jval_i64(c, &marks->items[3], "extra", 0, 9, &id), E_INPUT, "bad_input");
	assert_fault(c, jval_array(c, root, "marks", 3, &marks), E_INPUT, "too_long");
	assert_fault(c, jval_str(c, root, "name", 9, &s), E_INPUT, "missing_field");
	assert_str(c->fault.field, "name");
	assert_fault(c, jval_as_str(c, root, 9, &s), E_INPUT, "bad_input");
}

static void values_out_of_bounds_are_refused_and_leave_the_output(void **state)
{
	struct ctx *c = kit_ctx(state);
	const struct jval *root =
		parsed(c, S("{\"fen\":9007199254740992,\"name\":\"𠮷野家\",\"on\":\"2026-02-30\","
	                    "\"zero\":\"0\",\"n\":10,\"ok\":1}"));
	struct money fen = FEN(7);
	struct date day = {7};
	struct str s = S("kept");
	int64_t v = 7;
	bool ok = true;

	assert_fault(c, jval_fen(c, root, "fen", &fen), E_INPUT, "bad_input");
	assert_fault(c, jval_str(c, root, "name", 2, &s), E_INPUT, "too_long");
	assert_fault(c, jval_date(c, root, "on", &day), E_INPUT, "bad_input");
	assert_fault(c, jval_id(c, root, "zero", &v), E_INPUT, "bad_input");
	assert_fault(c, jval_i64(c, root, "n", 0, 9, &v), E_INPUT, "bad_input");
	assert_str(c->fault.allowed, "0..9");
	assert_fault(c, jval_bool(c, root, "ok", &ok), E_INPUT, "bad_input");
	assert_int_equal(fen.fen, 7);
	assert_int_equal(day.day, 7);
	assert_int_equal(v, 7);
	assert_str(s, "kept");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_body_is_read_through_typed_getters),
		KIT_TEST(integers_are_exact_past_two_to_the_53),
		KIT_TEST(integers_past_63_bits_are_refused),
		KIT_TEST(duplicate_names_are_refused_by_name),
		KIT_TEST(a_hundred_thousand_levels_do_not_recurse),
		KIT_TEST(thirty_two_levels_are_read_and_one_more_is_not),
		KIT_TEST(what_is_not_json_is_refused),
		KIT_TEST(a_body_past_its_ceiling_is_refused_unread),
		KIT_TEST(a_full_arena_is_our_failure_and_no_half_read_body),
		KIT_TEST(a_complaint_names_the_field_by_its_path),
		KIT_TEST(values_out_of_bounds_are_refused_and_leave_the_output),
	};

	return KIT_RUN(tests);
}
