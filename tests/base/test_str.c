#include "../kit.h"

static void utf8_traps_are_refused(void **state)
{
	const struct str bad[] = {
		S("\xc0\x80"),             /* overlong NUL */
		S("\xc1\xbf"),             /* overlong 7f */
		S("\xe0\x80\xaf"),         /* overlong slash */
		S("\xf0\x80\x80\xaf"),     /* the same in four bytes */
		S("\xed\xa0\x80"),         /* high surrogate */
		S("\xed\xbf\xbf"),         /* low surrogate */
		S("\xf4\x90\x80\x80"),     /* past U+10FFFF */
		S("\xf8\x88\x80\x80\x80"), /* five bytes */
		S("\x80"),                 /* a continuation alone */
		S("\xe4\xb8"),             /* cut short */
		S("\xe4\xb8"
	          "a"),
		S("\xff"),
		S("a\0b"), /* NUL */
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(utf8_valid(bad[i]));
}

static void utf8_edges_and_rare_characters_are_accepted(void **state)
{
	const struct str good[] = {S(""),
	                           S("abc"),
	                           S("𠮷野家"),
	                           S("\x7f"),
	                           S("\xc2\x80"),
	                           S("\xdf\xbf"),
	                           S("\xe0\xa0\x80"),
	                           S("\xed\x9f\xbf"),
	                           S("\xee\x80\x80"),
	                           S("\xf0\x90\x80\x80"),
	                           S("\xf4\x8f\xbf\xbf")};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(utf8_valid(good[i]));
	assert_int_equal(utf8_len(S("𠮷野家")), 3);
}

/* Plain ASCII is read eight bytes at a time: a trap must be seen wherever it stands. */
static void one_bad_byte_is_found_at_every_place_of_a_long_text(void **state)
{
	char text[40];

	for (size_t n = 1; n <= sizeof text; n++) {
		for (size_t at = 0; at < n; at++) {
			memset(text, at % 2 ? 0x7f : 0x01, n);
			assert_true(utf8_valid((struct str){text, n}));
			text[at] = '\0';
			assert_false(utf8_valid((struct str){text, n}));
			text[at] = (char)0x80;
			assert_false(utf8_valid((struct str){text, n}));
			text[at] = (char)0xe8; /* of three, alone */
			assert_false(utf8_valid((struct str){text, n}));
		}
	}
}

static void every_code_point_survives_a_round_trip(void **state)
{
	for (uint32_t cp = 1; cp <= 0x10ffff; cp++) {
		char buf[4];
		struct str s = {buf, utf8_put(buf, cp)};
		uint32_t back = 0;

		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		if (!utf8_next(&s, &back) || back != cp || s.n != 0)
			fail_msg("U+%04X came back as U+%04X", cp, back);
	}
}

static void full_width_forms_are_folded_and_trimmed(void **state)
{
	struct arena *a = kit_ctx(state)->arena;

	assert_str(utf8_fold_width(a, S("  \xef\xbc\xa1\xef\xbc\x93"
	                                "5\xe3\x80\x80")),
	           "A35");
	assert_str(utf8_fold_width(a, S("\xef\xbd\x9e\xef\xbc\x81")), "~!");
	assert_str(utf8_fold_width(a, S("张\xe3\x80\x80三")), "张 三");
	assert_str(utf8_fold_width(a, S("𠮷")), "𠮷");
	assert_null(utf8_fold_width(a, STR_NONE).p);
}

static void trimming_takes_wide_blanks_too(void **state)
{
	assert_str(str_trim(S("\xe3\x80\x80\t a b \r\n\xe3\x80\x80 ")), "a b");
	assert_str(str_trim(S(" \t ")), "");
	assert_str(str_trim(S("\xe3\x80")), "\xe3\x80");
}

static void integers_are_read_to_the_last_bit(void **state)
{
	int64_t v = 7;

	assert_true(str_i64(S("9223372036854775807"), &v));
	assert_true(v == INT64_MAX);
	assert_true(str_i64(S("-9223372036854775808"), &v));
	assert_true(v == INT64_MIN);
	assert_true(str_i64(S("0"), &v));
	assert_int_equal(v, 0);
}

static void integers_are_written_to_the_last_bit(void **state)
{
	struct arena *a = kit_ctx(state)->arena;

	assert_str(str_of_i64(a, 0), "0");
	assert_str(str_of_i64(a, -7), "-7");
	assert_str(str_of_i64(a, 1200), "1200");
	assert_str(str_of_i64(a, INT64_MAX), "9223372036854775807");
	assert_str(str_of_i64(a, INT64_MIN), "-9223372036854775808");
}

static void a_formatted_text_is_whole_at_every_length(void **state)
{
	struct arena *a = kit_ctx(state)->arena;

	for (int n = 0; n < 400; n++) {
		struct str s = str_printf(a, "%*s", n, n ? "x" : "");

		assert_int_equal(s.n, n);
		assert_true(n == 0 || s.p[n - 1] == 'x');
		assert_true(n < 2 || s.p[0] == ' ');
	}
}

static void what_is_no_integer_is_refused_and_leaves_the_output(void **state)
{
	const struct str bad[] = {S(""),
	                          S("-"),
	                          S("+1"),
	                          S(" 1"),
	                          S("1 "),
	                          S("1.0"),
	                          S("1e3"),
	                          S("--1"),
	                          S("0x1"),
	                          STR_NONE,
	                          S("9223372036854775808"),
	                          S("-9223372036854775809"),
	                          S("99999999999999999999999")};
	int64_t v = 7;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(str_i64(bad[i], &v));
	assert_int_equal(v, 7);
}

static void cutting_leaves_the_rest_or_nothing(void **state)
{
	struct str s = S("a=b=c");

	assert_str(str_cut(&s, '='), "a");
	assert_str(s, "b=c");
	assert_str(str_cut(&s, '='), "b");
	assert_str(str_cut(&s, '='), "c");
	assert_null(s.p);
	s = S("a=");
	str_cut(&s, '=');
	assert_non_null(s.p); /* an empty rest is not the same as none */
	assert_int_equal(s.n, 0);
}

static void comparing_finding_and_joining_keep_to_the_lengths(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	const struct str v[] = {S("x"), S(""), S("zz")};
	size_t at = 99;

	assert_true(str_cmp(S("a"), S("ab")) < 0);
	assert_true(str_cmp(S("\xff"), S("a")) > 0);
	assert_int_equal(str_cmp(S(""), STR_NONE), 0);
	assert_true(str_eq(S("a\0b"), S("a\0b")));
	assert_false(str_eq(S("a\0b"), S("a\0c")));
	assert_true(str_find(S("abcabd"), S("abd"), &at));
	assert_int_equal(at, 3);
	assert_false(str_find(S("ab"), S("abc"), &at));
	assert_int_equal(at, 3);
	assert_str(str_sub(S("abc"), 1, 99), "bc");
	assert_str(str_sub(S("abc"), 9, 1), "");
	assert_str(str_join(a, v, 3, S(", ")), "x, , zz");
	assert_true(str_ends(S("a.loc"), S(".loc")));
	assert_false(str_ends(S("loc"), S(".loc")));
	assert_string_equal(str_c(a, str_sub(S("abc"), 0, 2)), "ab");
	assert_str(str_printf(a, "%d %s", 5, "五"), "5 五");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(utf8_traps_are_refused),
		KIT_TEST(utf8_edges_and_rare_characters_are_accepted),
		KIT_TEST(one_bad_byte_is_found_at_every_place_of_a_long_text),
		KIT_TEST(every_code_point_survives_a_round_trip),
		KIT_TEST(full_width_forms_are_folded_and_trimmed),
		KIT_TEST(trimming_takes_wide_blanks_too),
		KIT_TEST(integers_are_read_to_the_last_bit),
		KIT_TEST(integers_are_written_to_the_last_bit),
		KIT_TEST(a_formatted_text_is_whole_at_every_length),
		KIT_TEST(what_is_no_integer_is_refused_and_leaves_the_output),
		KIT_TEST(cutting_leaves_the_rest_or_nothing),
		KIT_TEST(comparing_finding_and_joining_keep_to_the_lengths),
	};

	return KIT_RUN(tests);
}
