/* R30: prices that change with the number of units. */
#include "asking.h"

#include "policy/pencil.h"

#define FEE(price)                                                                                 \
	"fee care \"托管\"\n  kind care\n  price " price " 3.00 yuan per day\n"                    \
	"  beyond 15 day at 2.00 yuan per day\n  beyond 30 day at 1.00 yuan per day" SAYS

static void asks(const char *facts, const char *payable)
{
	ask("charge", facts);
	assert_answer("payable", payable);
}

static void fifteen_days_cost_three_yuan_and_the_sixteenth_two_R30(void **state)
{
	document(FEE("exactly"));
	asks("kind care, quantity 15", "45.00");
	assert_answer("formula", "15 天分段计：15 × 3.00 = 45.00");
	asks("kind care, quantity 16", "47.00");
	assert_answer("formula", "16 天分段计：15 × 3.00 + 1 × 2.00 = 47.00");
	asks("kind care, quantity 30", "75.00");
	asks("kind care, quantity 30.5", "75.50");
	assert_answer("formula", "30.5 天分段计：15 × 3.00 + 15 × 2.00 + 0.5 × 1.00 = 75.50");
	world.lang = LANG_EN;
	asks("kind care, quantity 16", "47.00");
	assert_answer("formula", "16 days: 15 × 3.00 + 1 × 2.00 = 47.00");
}

static void what_was_charged_before_counts_first_R30(void **state)
{
	document(FEE("exactly"));
	asks("item care, charged 30.00, quantity 10, item care, quantity 10", "25.00");
	assert_answer("formula", "10 天（此前已收 10）分段计：5 × 3.00 + 5 × 2.00 = 25.00");
	asks("item care, charged 45.00, quantity 15, item care, quantity 1", "2.00");
	asks("item care, charged 47.00, quantity 16, item care, quantity 15", "29.00");
	asks("item care, quantity 10, item care, quantity 10", "55.00");
	assert_answer("2.payable", "25.00");
}

static void a_charge_before_that_does_not_say_how_many_leaves_the_price_open(void **state)
{
	document(FEE("exactly"));
	assert_input("charge", "item care, charged 30.00, item care, quantity 10", "fact_missing",
	             "quantity");
	asks("item care, charged 0.00, item care, quantity 16", "47.00");
	asks("item course, charged 30.00, item care, quantity 16", "47.00");
}

/* A price of a third of a yuan: each part is rounded once, and the whole is out by no more. */
static void however_a_term_is_split_its_sum_stays_within_the_rounding_R30(void **state)
{
	static const int cuts[][3] = {{20, 0, 0}, {7, 13, 0}, {15, 5, 0}, {3, 9, 8}, {16, 1, 3}};

	document("fee care \"c\"\n  kind care\n  price exactly 1.00 / 3 yuan per day\n"
	         "  beyond 15 day at 1.00 / 7 yuan per day" SAYS);
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		struct str facts = S("kind care");
		struct money sum;

		for (size_t k = 0; k < 3; k++)
			facts = cuts[i][k] ? str_printf(world.arena, "%.*s, item care, quantity %d",
			                                STR_FMT(facts), cuts[i][k])
			                   : facts;
		ask("charge", str_c(world.arena, facts));
		assert_true(money_parse(quote_value(&answer, S("payable")), &sum));
		assert_true(sum.fen >= 571 - 2 && sum.fen <= 571 + 2); /* 5.7143 yuan */
	}
}

static void under_a_highest_price_a_lower_one_that_is_asked_holds_for_all(void **state)
{
	document(FEE("at_most"));
	asks("kind care, price 3.00, unit day, quantity 20", "55.00");
	asks("kind care, price 2.50, unit day, quantity 20", "47.50");
	asks("kind care, price 1.50, unit day, quantity 20", "30.00");
	assert_answer("formula", "20 天分段计：15 × 1.50 + 5 × 1.50 = 30.00");
	ask("charge", "kind care, price 3.01, unit day, quantity 20");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("allowed", "3.00");
	assert_input("charge", "kind care, price 3.00, unit period, quantity 20", "bad_input",
	             "unit");
}

static void caps_on_a_month_and_a_term_hold_for_the_parts_in_their_order(void **state)
{
	document("fee care \"c\"\n  kind care\n  price exactly 3.00 yuan per day\n"
	         "  beyond 15 day at 2.00 yuan per day\n  cap 40.00 yuan per month\n"
	         "  cap 70.00 yuan per term" SAYS);
	/* 45.00 and 10.00: the first month is above */
	asks("kind care, by_month 15 5", "50.00");
	asks("kind care, by_month 5 15", "55.00"); /* 15.00, and 30.00 + 10.00 */
	asks("kind care, by_month 10 10 20", "70.00");
}

#define MONTHLY(price)                                                                             \
	"fee care \"托管\"\n  kind care\n  price " price " 3.00 yuan per day\n"                    \
	"  beyond 15 day per month at 2.00 yuan per day" SAYS

static void what_is_beyond_in_one_month_is_not_in_the_next_R30(void **state)
{
	document(MONTHLY("exactly"));
	asks("kind care, by_month 20 10", "85.00"); /* 45.00 + 10.00, and 30.00 */
	assert_answer("formula", "30 天分段计：1: 15 × 3.00 + 5 × 2.00; 2: 10 × 3.00 = 85.00");
	asks("kind care, by_month 15 15", "90.00");
	asks("kind care, by_month 30 0", "75.00");
	assert_input("charge", "kind care, quantity 30", "fact_missing", "by_month");
	world.lang = LANG_EN;
	asks("kind care, by_month 20 10", "85.00");
	assert_answer("formula", "30 days: 1: 15 × 3.00 + 5 × 2.00; 2: 10 × 3.00 = 85.00");
}

static void what_was_charged_before_counts_in_its_own_month_R30(void **state)
{
	document(MONTHLY("exactly"));
	/* 10 days of the first month were charged: of 10 more 5 are beyond. */
	asks("item care, charged 30.00, by_month 10 0, item care, by_month 10 10", "55.00");
	asks("item care, charged 30.00, by_month 0 10, item care, by_month 10 10", "55.00");
	asks("item care, by_month 10 0, item care, by_month 10 10", "85.00");
	assert_answer("2.payable", "55.00");
	asks("item care, by_month 10 10, item care, by_month 10 0", "85.00");
	assert_input("charge", "item care, charged 30.00, quantity 10, item care, by_month 10 10",
	             "fact_missing", "by_month");
	asks("item care, charged 0.00, item care, by_month 16 0", "47.00");
	asks("item course, charged 30.00, item care, by_month 16 0", "47.00");
}

static void dated_days_fall_into_their_months_R30(void **state)
{
	document("fee care \"托管\"\n  kind care\n  price exactly 3.00 yuan per day\n"
	         "  beyond 2 day per month at 2.00 yuan per day\n  cap 7.00 yuan per month" SAYS);
	asks("kind care, by_day 1 1 1 1, "
	     "dates 2026-09-28 2026-09-29 2026-09-30 2026-10-09",
	     "10.00");
	assert_answer("formula",
	              "4 天分段计：2026-09 2 × 3.00 + 1 × 2.00; 2026-10 1 × 3.00 = "
	              "11.00，上限 7.00，收 10.00，其中 2026-09 8.00 → 7.00; 2026-10 1 × "
	              "3.00 = 3.00");
}

/* The document prices a day of two periods; the service is counted in periods. */
static void counts_in_another_unit_are_those_of_the_price_in_each_month_R30(void **state)
{
	document("convert 1 day = 2 period" SAYS MONTHLY("exactly"));
	asks("kind care, unit period, by_month 40 20", "85.00"); /* 20 days and 10 */
	assert_answer("formula", "30 天分段计：1: 15 × 3.00 + 5 × 2.00; 2: 10 × 3.00 = 85.00");
	asks("item care, unit period, by_month 20 0, item care, by_month 10 10", "85.00");
	assert_answer("2.payable", "55.00");
}

static void a_cap_on_a_month_holds_for_what_its_counts_cost_in_the_prices_unit_R30(void **state)
{
	document("convert 1 day = 2 period" SAYS "fee care \"托管\"\n  kind care\n"
	         "  price exactly 3.00 yuan per day\n  cap 40.00 yuan per month" SAYS);
	asks("kind care, unit period, by_month 20 30", "70.00"); /* 30.00, and 45.00 capped */
}

static void under_a_highest_price_a_lower_one_holds_in_each_month(void **state)
{
	document(MONTHLY("at_most"));
	asks("kind care, price 2.50, unit day, by_month 16 1", "42.00");
	asks("kind care, price 1.50, unit day, by_month 16 1", "25.50");
	ask("charge", "kind care, price 3.01, unit day, by_month 16 1");
	assert_answer("outcome", "fee_cap_exceeded");
}

static void the_pencil_takes_all_parts_at_once_and_rounds_once(void **state)
{
	struct rule_facts facts = {0};
	struct charge_item item = {.kind = KIND_CARE, .facts = &facts, .unit = UNIT_NONE};
	struct charge_facts f = CHARGE_FACTS;
	struct charge_answer *a = NEW(world.arena, struct charge_answer);
	struct rules r;
	struct pencil p;

	document("fee care \"c\"\n  kind care\n  price exactly 1.00 / 3 yuan per day\n"
	         "  beyond 15 day at 1.00 / 7 yuan per day" SAYS);
	r = rules_by("A");
	fact_set(&facts, DIM_KIND, KIND_CARE - 1);
	item.quantity = RATIO(20);
	f.item = &item;
	f.n = 1;
	assert_int_equal(charge_decide(&world, &r, &f, a), OK);
	pencil_charge(&r, a, 0, false, &p);
	assert_int_equal(p.n, 2);
	assert_str(formula_text(world.arena, LANG_EN, &p.row[0].what),
	           "the price part by part: 15 × 1.00 / 3 + 5 × 1.00 / 7");
	assert_int_equal(p.row[1].result.num, a->payable.fen);
	assert_int_equal(a->payable.fen, 571);
}

static void a_quarter_of_an_hour_is_a_unit_like_any_other_R30(void **state)
{
	document("define unit quarter \"刻钟\"\nconvert 1 quarter = 15 minute" SAYS
	         "convert 1 period = 40 minute" SAYS
	         "fee care \"c\"\n  kind care\n  price at_most 1.50 yuan per quarter" SAYS);
	asks("kind care, price 1.50, unit quarter, quantity 3", "4.50");
	assert_answer("formula", "3 刻钟 × 1.50 = 4.50");
	ask("charge", "kind care, price 1.51, unit quarter, quantity 3");
	assert_answer("outcome", "fee_cap_exceeded");
	/* 3 periods are 8 quarters: 12.00 */
	asks("kind care, price 4.00, unit period, quantity 3", "12.00");
	ask("charge", "kind care, price 4.01, unit period, quantity 3");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("found", "12.03");
	assert_answer("allowed", "12.00");
	ask("charge", "kind care, price 1.50, unit week, quantity 1"); /* nothing leads there */
	assert_answer("outcome", "no_rule");
}

/* --- what cannot be meant ------------------------------------------------------------------------
 */

static void refused_at(const char *lines, int line, enum text_id what)
{
	struct str text = str_printf(
		world.arena,
		"ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel city\nplace none\n"
		"issued 2021-08-20\neffective 2021-09-01 .. open\nfee c \"c\"\n  kind "
		"care\n%s" SAYS,
		lines);
	struct rule_error wrong;

	assert_false(policy_book_add(book, S("a.rules"), text, &wrong));
	assert_string_equal(text_name(wrong.what), text_name(what));
	assert_int_equal(wrong.line, line);
}

static void R30_the_second_course_costs_eight_tenths_of_what_is_asked(void **state)
{
	document("define unit course \"门\"\nfee own \"f\"\n  kind course\n"
	         "  price at_most 300.00 yuan per course\n  beyond 1 course at 80 percent\n"
	         "  beyond 2 course at 200 / 3 percent" SAYS);
	ask("charge",
	    "item course, unit course, price 300.00, item course, unit course, price 200.00, "
	    "item course, unit course, price 100.00");
	assert_answer("1.charged", "300.00");
	assert_answer("2.charged", "160.00");
	assert_answer("3.charged", "66.67");
	ask("charge", "item course, unit course, price 100.00, quantity 2");
	assert_answer("charged", "180.00");
	assert_answer("1.formula", "2 门分段计：1 × 100.00 + 1 × 80.00 = 180.00");
	ask("charge", "item course, unit course, price 300.01");
	assert_answer("outcome", "fee_cap_exceeded");
	/* one that was taken before counts */
	ask("charge",
	    "item course, charged 300.00, quantity 1, item course, unit course, price 200.00");
	assert_answer("2.charged", "160.00");
}

static void what_is_beyond_is_priced_in_the_unit_of_the_one_price_R30(void **state)
{
	refused_at("  price exactly 3.00 yuan per day\n  beyond 15 day at 2.00 yuan per week", 12,
	           T_policy_file_beyond);
	refused_at("  price exactly 3.00 yuan per day\n  beyond 15 week at 2.00 yuan per day", 12,
	           T_policy_file_beyond);
	refused_at("  beyond 15 day at 2.00 yuan per day", 11, T_policy_file_beyond);
	refused_at("  price at_least 3.00 yuan per day\n  beyond 15 day at 80 percent", 12,
	           T_policy_file_beyond);
	refused_at("  price exactly 3.00 yuan per day\n  beyond 15 day at 101 percent", 12,
	           T_policy_file_value);
	refused_at("  price at_least 3.00 yuan per day\n  beyond 15 day at 2.00 yuan per day", 12,
	           T_policy_file_beyond);
	refused_at("  price exactly 3.00 yuan per day\n  beyond 15 day at 2.00 yuan per day\n"
	           "  beyond 15 day at 1.00 yuan per day",
	           13, T_policy_file_beyond);
	refused_at("  price exactly 3.00 yuan per day\n  beyond 15 day at 2.00 yuan per day\n"
	           "  beyond 30 day per month at 1.00 yuan per day",
	           13, T_policy_file_beyond);
	refused_at(
		"  price exactly 3.00 yuan per day\n  beyond 15 day per week at 2.00 yuan per day",
		12, T_policy_file_value);
	refused_at("  price exactly 90.00 yuan per month\n"
	           "  beyond 2 month per month at 80.00 yuan per month",
	           12, T_policy_file_beyond);
	refused_at("  price exactly 3.00 yuan per day\n  beyond 0 day at 2.00 yuan per day", 12,
	           T_policy_file_zero);
	refused_at("  price exactly 3.00 yuan per day\n  beyond 15 day for 2.00 yuan per day", 12,
	           T_policy_file_value);
	refused_at("  price exactly 3.00 yuan per day\n  beyond 15 day at 2.005 yuan per day", 12,
	           T_policy_file_fraction);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(fifteen_days_cost_three_yuan_and_the_sixteenth_two_R30),
		ASKING(what_was_charged_before_counts_first_R30),
		ASKING(a_charge_before_that_does_not_say_how_many_leaves_the_price_open),
		ASKING(however_a_term_is_split_its_sum_stays_within_the_rounding_R30),
		ASKING(under_a_highest_price_a_lower_one_that_is_asked_holds_for_all),
		ASKING(caps_on_a_month_and_a_term_hold_for_the_parts_in_their_order),
		ASKING(what_is_beyond_in_one_month_is_not_in_the_next_R30),
		ASKING(what_was_charged_before_counts_in_its_own_month_R30),
		ASKING(dated_days_fall_into_their_months_R30),
		ASKING(counts_in_another_unit_are_those_of_the_price_in_each_month_R30),
		ASKING(a_cap_on_a_month_holds_for_what_its_counts_cost_in_the_prices_unit_R30),
		ASKING(under_a_highest_price_a_lower_one_holds_in_each_month),
		ASKING(the_pencil_takes_all_parts_at_once_and_rounds_once),
		ASKING(a_quarter_of_an_hour_is_a_unit_like_any_other_R30),
		ASKING(R30_the_second_course_costs_eight_tenths_of_what_is_asked),
		ASKING(what_is_beyond_is_priced_in_the_unit_of_the_one_price_R30),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
