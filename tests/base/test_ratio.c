#include "../kit.h"

#include "base/ratio.h"

static void assert_ratio(struct ratio r, int64_t num, int64_t den)
{
	assert_int_equal(r.num, num);
	assert_int_equal(r.den, den);
}

static void fractions_are_kept_in_lowest_terms_over_a_positive_number(void **state)
{
	struct ratio r = RATIO(7);

	assert_true(ratio_of(6, 4, &r));
	assert_ratio(r, 3, 2);
	assert_true(ratio_of(6, -4, &r));
	assert_ratio(r, -3, 2);
	assert_true(ratio_of(0, -9, &r));
	assert_ratio(r, 0, 1);
	assert_true(ratio_of(INT64_MIN, 2, &r));
	assert_ratio(r, INT64_MIN / 2, 1);
	assert_false(ratio_of(INT64_MIN, 1, &r));
	assert_false(ratio_of(1, 0, &r));
	assert_ratio(r, INT64_MIN / 2, 1);
}

static void sums_and_products_are_exact(void **state)
{
	struct ratio third, sixth, r;

	assert_true(ratio_of(1, 3, &third));
	assert_true(ratio_of(1, 6, &sixth));
	assert_true(ratio_add(third, sixth, &r));
	assert_ratio(r, 1, 2);
	assert_true(ratio_sub(sixth, third, &r));
	assert_ratio(r, -1, 6);
	assert_true(ratio_mul(third, RATIO(3), &r));
	assert_ratio(r, 1, 1);
	assert_true(ratio_div(third, RATIO(-2), &r));
	assert_ratio(r, -1, 6);
	assert_true(ratio_cmp(third, sixth) > 0);
	assert_true(ratio_cmp(RATIO(-1), sixth) < 0);
	assert_int_equal(ratio_cmp(third, third), 0);
	assert_ratio(ratio_min(third, sixth), 1, 6);
	assert_ratio(ratio_min(RATIO(INT64_MAX), RATIO(-INT64_MAX)), -INT64_MAX, 1);
}

static void what_does_not_fit_is_reported_and_nothing_is_written(void **state)
{
	struct ratio tiny, tinier, r = RATIO(7);

	assert_true(ratio_of(1, INT64_MAX, &tiny));
	assert_true(ratio_of(1, INT64_MAX - 1, &tinier));
	assert_false(ratio_add(RATIO(INT64_MAX), RATIO(1), &r));
	assert_false(ratio_sub(RATIO(-INT64_MAX), RATIO(1), &r));
	assert_false(ratio_mul(RATIO(INT64_MAX), RATIO(2), &r));
	assert_false(ratio_add(tiny, tinier, &r));
	assert_false(ratio_mul(tiny, tinier, &r));
	assert_false(ratio_div(RATIO(1), RATIO(0), &r));
	assert_ratio(r, 7, 1);
	assert_true(ratio_add(RATIO(INT64_MAX), RATIO(-INT64_MAX), &r));
	assert_ratio(r, 0, 1);
	assert_true(ratio_mul(tiny, RATIO(INT64_MAX), &r));
	assert_ratio(r, 1, 1);
	assert_true(ratio_cmp(tiny, tinier) < 0);
}

static void derivations_of_documents_are_read_from_the_left(void **state)
{
	const struct {
		struct str s;
		int64_t num, den;
	} cases[] = {
		{S("70.00 × 12 / 250"), 84, 25},
		{S("80.00 * 12/250"), 96, 25},
		{S("2.5"), 5, 2},
		{S("600.00"), 600, 1},
		{S("-3"), -3, 1},
		{S("0.000000001"), 1, 1000000000},
		{S("12 / 4 / 3"), 1, 1},
		{S("1/3"), 1, 3},
		{S("1 / 2 × 4"), 2, 1},
		{S(" 7 "), 7, 1},
		{S("9223372036854775800"), INT64_C(9223372036854775800), 1},
	};
	struct ratio r;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(ratio_parse(cases[i].s, &r));
		assert_ratio(r, cases[i].num, cases[i].den);
	}
}

static void what_is_no_number_is_refused(void **state)
{
	const struct str bad[] = {
		S(""),
		S(" "),
		S("."),
		S("1."),
		S(".5"),
		S("1,000"),
		S("1 000"),
		S("+1"),
		S("--1"),
		S("1e2"),
		S("1.5.0"),
		S("1 ×"),
		S("× 2"),
		S("1 × / 2"),
		S("1 / 0"),
		S("1 + 2"),
		S("(1)"),
		S("0.0000000001"),
		S("- 1"),
		S("1x2"),
		S("1 2"),
		S("¥1"),
		S("1 / 0.000"),
		S("½"),
		STR_NONE,
		S("1 × 9223372036854775807 × 2"),
		S("99999999999999999999"),
	};
	struct ratio r = RATIO(7);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(ratio_parse(bad[i], &r));
	assert_ratio(r, 7, 1);
}

static void D9_a_fraction_becomes_money_in_one_rounding_away_from_zero(void **state)
{
	const struct {
		int64_t num, den, fen;
	} cases[] = {
		{36000 * 23, 100, 8280}, /* Fuyang: 360.00 × 23 / 100 */
		{37000 * 4, 90, 1644},   /* Xiantao: 370.00 × 4 / 90 */
		{13000 * 12, 21, 7429},  /* Wuhan: 130.00 × 12 / 21 */
		{1, 2, 1},
		{-1, 2, -1},
		{49, 100, 0},
		{-49, 100, 0},
		{MONEY_MAX_FEN, 1, MONEY_MAX_FEN},
	};
	struct ratio r;
	struct money m;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(ratio_of(cases[i].num, cases[i].den, &r));
		assert_true(ratio_money(r, &m));
		assert_int_equal(m.fen, cases[i].fen);
	}
	assert_false(ratio_money(RATIO(MONEY_MAX_FEN + 1), &m));
	assert_int_equal(ratio_of_money(FEN(-5)).num, -5);
}

static void numbers_are_written_as_they_can_be_read_again(void **state)
{
	const struct {
		int64_t num, den;
		const char *text;
	} cases[] = {
		{5, 2, "2.5"},
		{-5, 2, "-2.5"},
		{600, 1, "600"},
		{0, 1, "0"},
		{1, 3, "1/3"},
		{-2, 3, "-2/3"},
		{1, 1000000000, "0.000000001"},
		{84, 25, "3.36"},
		{1, 8, "0.125"},
		{-1, 100, "-0.01"},
		{INT64_MAX, 1, "9223372036854775807"},
	};
	struct ratio r, again;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(ratio_of(cases[i].num, cases[i].den, &r));
		assert_str(ratio_text(kit_ctx(state)->arena, r), cases[i].text);
		if (cases[i].num < INT64_MAX / 10) {
			assert_true(ratio_parse(str_of(cases[i].text), &again));
			assert_int_equal(ratio_cmp(r, again), 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(fractions_are_kept_in_lowest_terms_over_a_positive_number),
		KIT_TEST(sums_and_products_are_exact),
		KIT_TEST(what_does_not_fit_is_reported_and_nothing_is_written),
		KIT_TEST(derivations_of_documents_are_read_from_the_left),
		KIT_TEST(what_is_no_number_is_refused),
		KIT_TEST(D9_a_fraction_becomes_money_in_one_rounding_away_from_zero),
		KIT_TEST(numbers_are_written_as_they_can_be_read_again),
	};

	return KIT_RUN(tests);
}
