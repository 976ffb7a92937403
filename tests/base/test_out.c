#include "../kit.h"

static void numbers_are_written_to_the_last_bit(void **state)
{
	struct out o;

	out_init(&o, 1000);
	out_i64(&o, INT64_MIN);
	out_c(&o, ' ');
	out_i64(&o, INT64_MAX);
	out_c(&o, ' ');
	out_i64(&o, 0);
	assert_str(out_str(&o), "-9223372036854775808 9223372036854775807 0");
	out_free(&o);
}

static void the_ceiling_breaks_the_buffer_and_nothing_is_written_after(void **state)
{
	struct out o;

	out_init(&o, 10);
	out_put(&o, S("0123456789"));
	assert_false(o.broken);
	out_c(&o, 'x');
	assert_true(o.broken);
	out_put(&o, S(""));
	assert_str(out_str(&o), "0123456789");
	out_reset(&o);
	assert_false(o.broken);
	out_put(&o, S("again"));
	assert_str(out_str(&o), "again");
	out_free(&o);
}

static void it_grows_to_large_pages(void **state)
{
	struct out o;

	out_init(&o, 3 << 20);
	for (int i = 0; i < 300000; i++)
		out_printf(&o, "%s", "0123456789");
	assert_false(o.broken);
	assert_int_equal(out_str(&o).n, 3000000);
	assert_memory_equal(o.p + 2999990, "0123456789", 10);
	out_free(&o);
}

static void json_keeps_its_own_commas(void **state)
{
	struct out o;
	struct json j;

	out_init(&o, 1000);
	json_init(&j, &o);
	json_open(&j, '{');
	json_kv_i64(&j, "a", 9007199254740993);
	json_kv_id(&j, "id", 9007199254740993);
	json_kv_id(&j, "none", 0);
	json_kv_str(&j, "null", STR_NONE);
	json_kv_str(&j, "empty", S(""));
	json_key(&j, "list");
	json_open(&j, '[');
	json_bool(&j, true);
	json_none(&j);
	json_open(&j, '{');
	json_close(&j, '}');
	json_raw(&j, S("[1]"));
	json_close(&j, ']');
	json_kv_bool(&j, "end", false);
	json_close(&j, '}');
	assert_str(out_str(&o),
	           "{\"a\":9007199254740993,\"id\":\"9007199254740993\",\"none\":null,"
	           "\"null\":null,\"empty\":\"\",\"list\":[true,null,{},[1]],\"end\":false}");
	out_free(&o);
}

static void json_text_is_escaped(void **state)
{
	struct out o;
	struct json j;

	out_init(&o, 1000);
	json_init(&j, &o);
	json_str(&j, S("\"\\/\n\r\t\x01\x1f\x7f𠮷</script>"));
	assert_str(out_str(&o), "\"\\\"\\\\/\\n\\r\\t\\u0001\\u001f\\u007f𠮷</script>\"");
	out_free(&o);
}

static void json_refuses_to_nest_past_its_depth(void **state)
{
	struct out o;
	struct json j;

	out_init(&o, 1000);
	json_init(&j, &o);
	for (int i = 0; i < 32; i++)
		json_open(&j, '[');
	assert_false(o.broken);
	json_open(&j, '[');
	assert_true(o.broken);
	out_free(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_to_the_last_bit),
		cmocka_unit_test(the_ceiling_breaks_the_buffer_and_nothing_is_written_after),
		cmocka_unit_test(it_grows_to_large_pages),
		cmocka_unit_test(json_keeps_its_own_commas),
		cmocka_unit_test(json_text_is_escaped),
		cmocka_unit_test(json_refuses_to_nest_past_its_depth),
	};

	return KIT_RUN(tests);
}
