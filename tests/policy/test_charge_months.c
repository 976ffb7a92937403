/* Caps on days, half months and months whose counts are not alike. */
#include "asking.h"

#include "policy/charge.h"

#define SITTINGS(caps)                                                                             \
	"fee care \"c\"\n  kind care\n  price at_most 20.00 yuan per sitting" caps SAYS
#define MONTH_50 SITTINGS("\n  cap 50.00 yuan per month")
#define DAY_8    SITTINGS("\n  cap 8.00 yuan per day")

static void uneven_months_are_capped_one_by_one_to_the_fen_R30(void **state)
{
	document(MONTH_50);
	ask("charge", "kind care, price 5.00, unit sitting, by_month 12 6");
	assert_answer("gross", "90.00");
	assert_answer("payable", "80.00");
	assert_answer("formula",
	              "18 课次 × 5.00 = 90.00，上限 50.00，收 80.00，其中 1: 12 × 5.00 = "
	              "60.00 → 50.00; 2: 6 × 5.00 = 30.00");
	ask("charge", "kind care, price 5.01, unit sitting, by_month 10 9");
	assert_answer("payable", "95.09");
}

static void equal_months_come_to_what_an_even_spread_does_R30(void **state)
{
	document(MONTH_50);
	ask("charge", "kind care, price 6.00, unit sitting, by_month 9 9");
	assert_answer("payable", "100.00");
	ask("charge", "kind care, price 6.00, unit sitting, quantity 18, months 2");
	assert_answer("payable", "100.00");
	ask("charge", "kind care, price 5.00, unit sitting, by_month 9 9");
	assert_answer("formula", "18 课次 × 5.00 = 90.00");
}

static void dates_tell_the_months_and_half_months_of_days_R30(void **state)
{
	document(SITTINGS("\n  cap 8.00 yuan per day\n  cap 20.00 yuan per month"));
	/* March: 5 + 8 of 10 + 8 of 15 = 21, at most 20; April: 5 */
	ask("charge", "kind care, price 5.00, unit sitting, by_day 1 2 3 1, "
	              "dates 2026-03-02 2026-03-16 2026-03-31 2026-04-01");
	assert_answer("payable", "25.00");
	assert_answer("formula",
	              "7 课次 × 5.00 = 35.00，上限 20.00，收 25.00，其中 2026-03 21.00 → "
	              "20.00; 2026-04 1 × 5.00 = 5.00");
}

static void a_half_month_ends_on_the_fifteenth_R30(void **state)
{
	document(SITTINGS("\n  cap 9.00 yuan per half_month"));
	ask("charge", "kind care, price 5.00, unit sitting, by_day 1 1 1, "
	              "dates 2026-03-02 2026-03-15 2026-03-16");
	assert_answer("payable", "14.00");
	ask("charge", "kind care, price 5.00, unit sitting, by_half_month 2 1");
	assert_answer("payable", "14.00");
	ask("charge", "kind care, price 5.00, unit sitting, by_day 1 1 1, "
	              "dates 2026-03-02 2026-03-16 2026-03-31");
	assert_answer("payable", "14.00");
}

static void days_without_dates_do_not_tell_which_month_lost_them_R30(void **state)
{
	document(SITTINGS("\n  cap 8.00 yuan per day\n  cap 20.00 yuan per month"));
	assert_input("charge", "kind care, price 5.00, unit sitting, by_day 1 2 3 1, by_month 6 1",
	             "fact_missing", "dates");
	ask("charge", "kind care, price 4.00, unit sitting, by_day 1 2 2 1, by_month 5 1");
	assert_answer("payable", "24.00"); /* no day is above, so the months are what they are */
}

static void counts_and_dates_have_to_fit(void **state)
{
	document(MONTH_50);
#define ONE "kind care, price 5.00, unit sitting, "
	assert_input("charge", ONE "by_month 12 6, quantity 17", "bad_input", "by_month");
	assert_input("charge", ONE "by_half_month 12 6, by_month 9 8", "bad_input", "by_month");
	assert_input("charge", ONE "by_day 1 1, dates 2026-03-02", "bad_input", "dates");
	assert_input("charge", ONE "by_day 1, dates 2026-03-02 2026-03-03", "bad_input", "dates");
	assert_input("charge", ONE "by_day 1 1, dates 2026-03-02 2026-03-02", "bad_input", "dates");
	assert_input("charge", ONE "by_day 1, by_month 1, dates 2026-03-02", "bad_input", "dates");
	assert_input("charge", ONE "dates 2026-03-02", "bad_input", "dates");
#undef ONE
}

static void a_cap_a_day_bounds_all_lines_of_its_fee_on_that_day_R30(void **state)
{
	document(DAY_8);
	/* day by day 5 + 5, 5, and 10 alone */
	ask("charge", "unit sitting, price 5.00, item care, by_day 1 1 0, item care, by_day 1 0 2");
	assert_answer("1.payable", "10.00");
	assert_answer("2.payable", "11.00");
	assert_answer("payable", "21.00");
	ask("charge", "unit sitting, price 5.00, item care, by_day 1 0 2, item care, by_day 1 1 0");
	assert_answer("1.payable", "13.00");
	assert_answer("payable", "21.00");
	ask("charge", "unit sitting, price 5.00, item care, by_day 1, dates 2026-03-02, "
	              "item care, by_day 1, dates 2026-03-03");
	assert_answer("payable", "10.00"); /* two days */
	ask("charge", "unit sitting, price 5.00, item care, by_day 1, dates 2026-03-02, "
	              "item care, by_day 1, dates 2026-03-02");
	assert_answer("payable", "8.00");
	assert_input("charge",
	             "unit sitting, price 5.00, item care, by_day 1, dates 2026-03-02, "
	             "item care, by_day 1",
	             "fact_missing", "dates");
}

static void what_was_charged_before_fills_its_own_days_alone_R30(void **state)
{
	document(DAY_8);
	ask("charge", "unit sitting, price 5.00, item care, by_day 1, dates 2026-03-02, "
	              "charged 5.00, item care, by_day 1 1, dates 2026-03-02 2026-03-03");
	assert_answer("payable", "8.00");
	assert_answer("bill", "13.00");
}

static void the_last_line_takes_what_rounding_leaves_R30(void **state)
{
	document(SITTINGS("\n  cap 0.03 yuan per day"));
	ask("charge", "unit sitting, price 0.01, item care, by_day 1.5, item care, by_day 1.5, "
	              "item care, by_day 1");
	assert_answer("1.payable", "0.02");
	assert_answer("2.payable", "0.01");
	assert_answer("3.payable", "0.00");
}

#define LIMIT_50(above)                                                                            \
	SITTINGS("")                                                                               \
	"limit month \"m\"\n  over care course\n  cap 50.00 yuan per month\n  above " above SAYS

static void a_limit_on_a_month_holds_in_every_month_R34(void **state)
{
	document(LIMIT_50("refuse"));
	ask("charge", "kind care, price 5.00, unit sitting, by_month 10 6");
	assert_answer("payable", "80.00");
	ask("charge", "kind care, price 5.00, unit sitting, by_month 11 5");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("found", "55.00");
	assert_answer("allowed", "50.00");
	ask("charge", "kind care, price 5.00, unit sitting, quantity 16, months 2");
	assert_answer("payable", "80.00");
}

static void a_limit_that_reduces_takes_from_the_months_that_are_above_R34(void **state)
{
	document(LIMIT_50("reduce"));
	ask("charge", "unit sitting, price 5.00, item care, by_month 8 2, item care, by_month 4 4");
	assert_answer("1.charged", "50.00");
	assert_answer("2.charged", "30.00");
	assert_answer("2.formula",
	              "50.00 + 40.00 = 90.00，上限 80.00，本项收 30.00，其中 1: 60.00 → "
	              "50.00; 2: 30.00");
	ask("charge", "unit sitting, price 5.00, item care, by_month 4 4, item care, by_month 8 2");
	assert_answer("payable", "80.00");
}

static void what_a_limit_left_before_fills_the_months_it_was_left_in_R34(void **state)
{
	document(LIMIT_50("reduce"));
	/* 40 10 0, then 10 20 0 of 20 20 0; the second month has 20 left. */
	ask("charge", "unit sitting, price 5.00, item care, by_month 8 2 0, charged 50.00, "
	              "item care, by_month 4 4 0, charged 30.00, item care, by_month 0 8 1");
	assert_answer("payable", "25.00");
	ask("charge", "unit sitting, price 5.00, item care, by_month 8 2 0, "
	              "item care, by_month 4 4 0, item care, by_month 0 8 1");
	assert_answer("3.payable", "25.00");
}

/* --- in every order ----------------------------------------------------------------------------
 */

static uint64_t seed;

static int64_t up_to(int64_t most)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 33) % (uint64_t)(most + 1));
}

enum { LINES = 4, DAYS = 61, CAP_DAY = 800, CAP_HALF = 3000, CAP_MONTH = 5000 };
struct line {
	int64_t price, fourths[DAYS]; /* of a sitting, each day of March and April */
};

static struct line line_any(bool whole)
{
	struct line l = {.price = up_to(900) + 1};

	for (int i = 0; i < DAYS; i++)
		l.fourths[i] = up_to(3) ? 0 : whole ? 4 * up_to(2) : up_to(9);
	l.fourths[up_to(DAYS - 1)] = 4;
	return l;
}

/* Reckoned by hand in quarters of a fen: every day, in its half month, in its month. */
static int64_t fourths_by_hand(const struct line *l)
{
	int64_t total = 0, month = 0, half = 0;

	for (int d = 0; d < DAYS; d++) {
		int in = d < 31 ? d + 1 : d - 30;
		int64_t day = 0;

		for (int k = 0; k < LINES; k++)
			day += l[k].price * l[k].fourths[d];
		half += day < 4 * CAP_DAY ? day : 4 * CAP_DAY;
		if (in == 15 || d == 30 || d == 60) {
			month += half < 4 * CAP_HALF ? half : 4 * CAP_HALF;
			half = 0;
		}
		if (d == 30 || d == 60) {
			total += month < 4 * CAP_MONTH ? month : 4 * CAP_MONTH;
			month = 0;
		}
	}
	return total;
}

static void item_of(const struct line *l, struct charge_item *it)
{
	static struct rule_facts facts;
	struct charge_count *v = NEW_N(world.arena, DAYS, struct charge_count);
	size_t n = 0;

	facts.is[DIM_CATEGORY] = NO_CATEGORY;
	facts_of_service(&facts, KIND_CARE);
	for (int d = 0; d < DAYS; d++) {
		if (l->fourths[d] == 0)
			continue;
		v[n].at = day(2026, 3, 1).day + d;
		assert_true(ratio_of(l->fourths[d], 4, &v[n++].n));
	}
	*it = (struct charge_item){.kind = KIND_CARE,
	                           .facts = &facts,
	                           .priced = true,
	                           .price = FEN(l->price),
	                           .unit = UNIT_SITTING,
	                           .by[CHARGE_DAY] = {v, n},
	                           .dated = true};
	assert_int_equal(charge_counts_fill(&world, it->by), OK);
}

static int64_t charged(const struct rules *r, const struct line *l, const int order[LINES])
{
	struct charge_item item[LINES];
	struct charge_facts f = CHARGE_FACTS;
	struct charge_answer a;
	int64_t alone = 0;

	for (int i = 0; i < LINES; i++)
		item_of(&l[order[i]], &item[i]);
	f.item = item;
	f.n = LINES;
	assert_int_equal(charge_decide(&world, r, &f, &a), OK);
	for (int i = 0; i < LINES; i++) {
		assert_in_range(a.line[i].charged.fen, 0, a.line[i].gross.fen);
		alone += a.line[i].charged.fen;
	}
	assert_int_equal(alone, a.charged.fen);
	return alone;
}

static void caps_hold_in_every_order_of_the_lines_R30(void **state)
{
	struct arena_mark mark;
	struct rules r;

	document("fee care \"c\"\n  kind care\n  price at_most 20.00 yuan per sitting\n"
	         "  cap 50.00 yuan per month\n  cap 30.00 yuan per half_month\n"
	         "  cap 8.00 yuan per day" SAYS);
	r = rules_by("A");
	mark = arena_mark(world.arena);
	seed = 30;
	for (int i = 0; i < 400; i++, arena_rewind(world.arena, mark)) {
		bool whole = i % 2;
		struct line l[LINES];
		int64_t hand;

		for (int k = 0; k < LINES; k++)
			l[k] = line_any(whole);
		hand = fourths_by_hand(l);
		for (int first = 0; first < LINES; first++) {
			int order[LINES];
			int64_t sum;

			for (int k = 0; k < LINES; k++)
				order[k] = (first + (i % 3 ? k : LINES - k)) % LINES;
			sum = charged(&r, l, order);
			assert_true(sum <= 2 * CAP_MONTH);
			if (whole)
				assert_int_equal(sum * 4, hand);
			else /* each line is rounded once */
				assert_true(sum * 4 - hand <= 2 * LINES &&
				            hand - sum * 4 <= 2 * LINES);
		}
	}
}

/* Months nobody counted: a price that is another each month takes them as the sittings fall, and
 * its cap the same ones; any other cap takes them evenly. */
static void months_as_the_sittings_fall_are_for_prices_by_the_month_alone_R30(void **state)
{
	static const struct charge_count months[] = {{0, {12, 1}}, {1, {6, 1}}};
	struct rule_facts facts = {0};
	struct charge_item it = {.kind = KIND_CARE,
	                         .facts = &facts,
	                         .priced = true,
	                         .price = FEN(500),
	                         .unit = UNIT_SITTING,
	                         .quantity = RATIO(18),
	                         .months = RATIO(2),
	                         .spread = {months, 2}};
	struct charge_line *l = NEW(world.arena, struct charge_line);
	struct rules r;

	facts_of_service(&facts, KIND_CARE);
	document_under("A", NULL, MONTH_50);
	document_under("B", NULL,
	               SITTINGS("\n  beyond 10 sitting per month at 2.00 yuan per sitting"
	                        "\n  cap 51.00 yuan per month"));
	r = rules_by("A");
	assert_int_equal(charge_fee(&world, &r, &it, l), OK);
	assert_int_equal(l->capped.fen, 9000); /* 9 a month are within 50.00 */
	r = rules_by("B");
	assert_int_equal(charge_fee(&world, &r, &it, l), OK);
	assert_int_equal(l->gross.fen, 10 * 500 + 2 * 200 + 6 * 500);
	assert_int_equal(l->capped.fen, 5100 + 3000);
	it.spread.n = 0;
	assert_int_equal(charge_fee(&world, &r, &it, l), E_INPUT);
	assert_str(world.fault.field, "by_month");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(uneven_months_are_capped_one_by_one_to_the_fen_R30),
		ASKING(equal_months_come_to_what_an_even_spread_does_R30),
		ASKING(dates_tell_the_months_and_half_months_of_days_R30),
		ASKING(a_half_month_ends_on_the_fifteenth_R30),
		ASKING(days_without_dates_do_not_tell_which_month_lost_them_R30),
		ASKING(counts_and_dates_have_to_fit),
		ASKING(a_cap_a_day_bounds_all_lines_of_its_fee_on_that_day_R30),
		ASKING(what_was_charged_before_fills_its_own_days_alone_R30),
		ASKING(the_last_line_takes_what_rounding_leaves_R30),
		ASKING(a_limit_on_a_month_holds_in_every_month_R34),
		ASKING(a_limit_that_reduces_takes_from_the_months_that_are_above_R34),
		ASKING(what_a_limit_left_before_fills_the_months_it_was_left_in_R34),
		ASKING(caps_hold_in_every_order_of_the_lines_R30),
		ASKING(months_as_the_sittings_fall_are_for_prices_by_the_month_alone_R30),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
