#include "../kit.h"

#include "base/money.h"

static void arithmetic_stops_at_two_to_the_53_less_one(void **state)
{
	struct money m = FEN(7);

	assert_true(money_add(FEN(MONEY_MAX_FEN - 1), FEN(1), &m));
	assert_true(m.fen == MONEY_MAX_FEN);
	m = FEN(7);
	assert_false(money_add(FEN(MONEY_MAX_FEN), FEN(1), &m));
	assert_false(money_sub(FEN(-MONEY_MAX_FEN), FEN(1), &m));
	assert_false(money_mul(FEN(MONEY_MAX_FEN), 2, &m));
	assert_false(money_mul(FEN(MONEY_MAX_FEN), INT64_MIN, &m));
	assert_false(money_ratio(FEN(MONEY_MAX_FEN), 2, 1, &m));
	assert_int_equal(m.fen, 7);
	assert_true(money_sub(FEN(1), FEN(MONEY_MAX_FEN), &m));
	assert_true(m.fen == 1 - MONEY_MAX_FEN);
}

static void D9_a_ratio_is_rounded_once_half_up(void **state)
{
	const struct {
		int64_t fen, num, den, part;
	} cases[] = {
		{36000, 23, 100, 8280},
		{37000, 4, 90, 1644},
		{13000, 12, 21, 7429},
		{1, 1, 2, 1},
		{3, 1, 2, 2},
		{-1, 1, 2, -1},
		{-3, 1, 2, -2},
		{1, 49, 100, 0},
		{1, 50, 100, 1},
		{100, 1, 3, 33},
		{200, 1, 3, 67},
		{0, 5, 7, 0},
		{MONEY_MAX_FEN, INT64_MAX, INT64_MAX, MONEY_MAX_FEN},
		{10, -1, 4, -3},
	};
	struct money part;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(money_ratio(FEN(cases[i].fen), cases[i].num, cases[i].den, &part));
		assert_true(part.fen == cases[i].part);
	}
}

static void a_ratio_over_nothing_is_refused(void **state)
{
	struct money m = FEN(7);

	assert_false(money_ratio(FEN(1), 1, 0, &m));
	assert_false(money_ratio(FEN(1), 1, -1, &m));
	assert_int_equal(m.fen, 7);
}

static void amounts_are_written_with_two_decimals(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	struct out o;

	assert_str(money_text(a, FEN(123450)), "1234.50");
	assert_str(money_text(a, FEN(-5)), "-0.05");
	assert_str(money_text(a, FEN(0)), "0.00");
	assert_str(money_text(a, FEN(MONEY_MAX_FEN)), "90071992547409.91");
	out_init(&o, 100);
	money_put(&o, FEN(-123405));
	assert_str(out_str(&o), "-1234.05");
	out_free(&o);
}

static void amounts_for_people_have_their_thousands_apart(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	struct out o;

	assert_str(money_show(a, FEN(0)), "0.00");
	assert_str(money_show(a, FEN(99999)), "999.99");
	assert_str(money_show(a, FEN(100000)), "1,000.00");
	assert_str(money_show(a, FEN(-12345678)), "-123,456.78");
	assert_str(money_show(a, FEN(MONEY_MAX_FEN)), "90,071,992,547,409.91");
	out_init(&o, 100);
	money_show_put(&o, FEN(-123405));
	assert_str(out_str(&o), "-1,234.05");
	out_free(&o);
}

static void amounts_are_read_exactly(void **state)
{
	const struct {
		struct str s;
		int64_t fen;
	} cases[] = {{S("0.01"), 1},
	             {S("599.99"), 59999},
	             {S("600"), 60000},
	             {S("1.5"), 150},
	             {S("-0.05"), -5},
	             {S("-12"), -1200},
	             {S("90071992547409.91"), MONEY_MAX_FEN}};
	struct money m;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(money_parse(cases[i].s, &m));
		assert_true(m.fen == cases[i].fen);
	}
}

static void what_is_no_amount_is_refused(void **state)
{
	const struct str bad[] = {S(""),
	                          S("."),
	                          S("1."),
	                          S(".5"),
	                          S("1.234"),
	                          S("1,000"),
	                          S("1 000"),
	                          S(" 1"),
	                          S("1.-5"),
	                          S("--1"),
	                          S("-"),
	                          S("+1"),
	                          S("1e2"),
	                          S("1.5.0"),
	                          S("¥1"),
	                          S("90071992547409.92"),
	                          S("9223372036854775807")};
	struct money m = FEN(7);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(money_parse(bad[i], &m));
	assert_int_equal(m.fen, 7);
}

/* The examples of the People's Bank's rules for filling in bills and vouchers, and its edges. */
static void R59_what_somebody_typed_is_an_amount_in_plain_digits_or_none(void **state)
{
	static const char *const bad[] = {
		"",           "1e3",   "0.1 + 0.2", "-0",          "-0.00", "1000000000000000",
		"１２．３０", "1.234", "+1",        "1,000",       ".5",    "5.",
		"01",         "00",    "0x10",      "NaN",         " 1",    "1 ",
		"--1",        "1-1",   "-",         "100000000000"};
	struct money m = FEN(7);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(money_typed(str_of(bad[i]), &m));
	assert_true(m.fen == 7);
	assert_true(money_typed(S("0"), &m) && m.fen == 0);
	assert_true(money_typed(S("0.5"), &m) && m.fen == 50);
	assert_true(money_typed(S("-12.30"), &m) && m.fen == -1230);
	assert_true(money_typed(S("99999999999.99"), &m) && m.fen == MONEY_TYPED_MAX_FEN);
}

static void capital_numerals_follow_the_rules_for_vouchers(void **state)
{
	const struct {
		int64_t fen;
		const char *zh;
	} cases[] = {
		{12345, "壹佰贰拾叁元肆角伍分"},
		{0, "零元整"},
		{100, "壹元整"},
		{1, "壹分"},
		{50, "伍角"},
		{105, "壹元零伍分"},
		{1000, "壹拾元整"},
		{140950, "壹仟肆佰零玖元伍角"},
		{600714, "陆仟零柒元壹角肆分"},
		{168032, "壹仟陆佰捌拾元叁角贰分"},
		{10700053, "壹拾万柒仟元伍角叁分"},
		{1640902, "壹万陆仟肆佰零玖元零贰分"},
		{32504, "叁佰贰拾伍元零肆分"},
		{1000000, "壹万元整"},
		{1000100, "壹万零壹元整"},
		{100000000, "壹佰万元整"},
		{10000000100, "壹亿零壹元整"},
		{10001000000, "壹亿零壹万元整"},
		{100000000000000, "壹万亿元整"},
		{MONEY_MAX_FEN, "玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分"},
		{-12345, "负壹佰贰拾叁元肆角伍分"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(money_capital(kit_ctx(state)->arena, FEN(cases[i].fen)), cases[i].zh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(arithmetic_stops_at_two_to_the_53_less_one),
		KIT_TEST(D9_a_ratio_is_rounded_once_half_up),
		KIT_TEST(a_ratio_over_nothing_is_refused),
		KIT_TEST(amounts_are_written_with_two_decimals),
		KIT_TEST(amounts_for_people_have_their_thousands_apart),
		KIT_TEST(amounts_are_read_exactly),
		KIT_TEST(what_is_no_amount_is_refused),
		KIT_TEST(R59_what_somebody_typed_is_an_amount_in_plain_digits_or_none),
		KIT_TEST(capital_numerals_follow_the_rules_for_vouchers),
	};

	return KIT_RUN(tests);
}
