/* R34: limits over all children of a family together. */
#include "asking.h"

#define TOGETHER                                                                                   \
	"limit family \"家庭合计\"\n  over course\n  across family\n"                          \
	"  cap 500.00 yuan per term\n  consumables excluded\n  above refuse" SAYS
#define SHARED                                                                                     \
	"limit family \"家庭合计\"\n  over care course\n  across family\n"                     \
	"  cap 500.00 yuan per term\n  consumables included\n  above reduce" SAYS
#define OF_SIBLING "item course, charged 300.00, sibling yes, item course, sibling no, "

static void a_siblings_charges_leave_only_the_rest_of_the_familys_limit_R34(void **state)
{
	document(TOGETHER);
	ask("charge", OF_SIBLING "price 200.00");
	assert_answer("payable", "200.00");
	ask("charge", OF_SIBLING "price 200.01");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("found", "500.01");
	assert_answer("allowed", "500.00");
	assert_answer("requirement", "R34");
}

static void a_limit_of_each_child_takes_no_notice_of_siblings_R34(void **state)
{
	document("limit course \"c\"\n  over course\n  across child\n  cap 500.00 yuan per "
	         "term" SAYS);
	ask("charge", OF_SIBLING "price 500.00");
	assert_answer("payable", "500.00");
	ask("charge", OF_SIBLING "price 500.01");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("found", "500.01");
}

static void what_a_sibling_was_charged_is_on_no_bill_and_under_no_fee_of_this_child(void **state)
{
	document("fee care \"c\"\n  kind care\n  price at_most 300.00 yuan per term" SAYS
	         "limit course \"c\"\n  over care\n  across family\n  cap 900.00 yuan per "
	         "term" SAYS);
	ask("charge",
	    "item care, charged 300.00, sibling yes, item care, sibling no, price 300.00");
	assert_answer("payable", "300.00"); /* the price of a term, not a second one */
	assert_answer("bill", "300.00");
}

static void a_limit_that_reduces_charges_the_rest_and_says_whose_sum_it_is(void **state)
{
	document(SHARED);
	ask("charge", OF_SIBLING "price 250.00");
	assert_answer("payable", "200.00");
	assert_answer("formula",
	              "同一家庭的孩子合计：300.00 + 250.00 = 550.00，上限 500.00，本项收 200.00");
	assert_answer("clause", "c");
	world.lang = LANG_EN;
	ask("charge", OF_SIBLING "price 250.00");
	assert_answer("formula", "all children of the family: 300.00 + 250.00 = 550.00, limit "
	                         "500.00, charged here 200.00");
}

static void consumables_of_siblings_count_where_they_count_for_the_child(void **state)
{
	document(SHARED);
	ask("charge", "item course, charged 300.00, consumables 40.00, sibling yes, item course, "
	              "sibling no, consumables 0.00, price 250.00");
	assert_answer("payable", "160.00");
}

/* Whichever child comes first, the family pays the same, to the fen. */
static void the_familys_sum_is_the_same_in_whatever_order_its_children_come_R34(void **state)
{
	static const char *const v[][2] = {{"250.00", "300.01"}, {"300.01", "250.00"}};

	document(SHARED);
	for (size_t i = 0; i < 2; i++) {
		char facts[200];
		struct money first, second;

		snprintf(facts, sizeof facts, "item course, price %s", v[i][0]);
		ask("charge", facts);
		assert_true(money_parse(quote_value(&answer, S("payable")), &first));
		snprintf(facts, sizeof facts,
		         "item course, charged %s, sibling yes, item care, sibling no, price %s",
		         v[i][0], v[i][1]);
		ask("charge", facts);
		assert_true(money_parse(quote_value(&answer, S("payable")), &second));
		assert_int_equal(first.fen + second.fen, 50000);
	}
}

static void a_siblings_item_that_was_never_charged_is_a_mistake(void **state)
{
	document(TOGETHER);
	assert_input("charge", "item course, price 300.00, sibling yes", "bad_input", "sibling");
}

static void conditions_of_the_limit_ask_of_each_child_by_itself(void **state)
{
	document("limit family \"f\"\n  over course\n  across family\n  cap 500.00 yuan per term\n"
	         "  when stage primary" SAYS
	         "limit any \"a\"\n  over course\n  cap 900.00 yuan per term" SAYS);
	ask("charge", "item course, stage primary, charged 300.00, sibling yes, item course, "
	              "stage primary, sibling no, price 200.01");
	assert_answer("outcome", "fee_cap_exceeded");
	ask("charge", "item course, stage junior, charged 300.00, sibling yes, item course, "
	              "stage primary, sibling no, price 500.00");
	assert_answer("payable", "500.00");
}

/* --- what cannot be meant ------------------------------------------------------------------------
 */

static struct rule_error wrong;

static bool taken(const char *body)
{
	struct str text = str_printf(world.arena,
	                             "ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel "
	                             "city\nplace none\nissued 2021-08-20\n"
	                             "effective 2021-09-01 .. open\n%s",
	                             body);

	return policy_book_add(book, S("a.rules"), text, &wrong) &&
	       policy_book_check(book, world.arena, &wrong);
}

static void assert_wrong(enum text_id what, int line)
{
	assert_string_equal(text_name(wrong.what), text_name(what));
	assert_int_equal(wrong.line, line);
}

static void a_familys_cap_on_a_month_is_refused_with_its_place(void **state)
{
	assert_false(taken("limit f \"f\"\n  over course\n  across family\n"
	                   "  cap 900.00 yuan per year\n  cap 100.00 yuan per month" SAYS));
	assert_wrong(T_policy_file_family_time, 13);
	assert_str(rule_error_text(world.arena, LANG_EN, &wrong),
	           "a.rules:13:3 a limit across the family holds for a term or a year, not "
	           "\"100.00 month\" (limit f)");
}

static void whose_charges_is_one_of_two_words(void **state)
{
	assert_false(taken("limit f \"f\"\n  over course\n  across famly\n"
	                   "  cap 900.00 yuan per term" SAYS));
	assert_wrong(T_policy_file_value, 11);
	assert_str(wrong.nearest, "family");
}

static void a_familys_limit_and_a_wider_one_of_each_child_cross_where_one_reduces(void **state)
{
	assert_false(taken("limit f \"f\"\n  over course\n  across family\n  cap 500.00 yuan per "
	                   "term\n  above reduce" SAYS
	                   "limit c \"c\"\n  over care course\n  cap 600.00 yuan per term" SAYS));
	assert_wrong(T_policy_file_limits_cross, 9);
}

static void a_limit_of_each_child_within_the_familys_is_no_contradiction(void **state)
{
	assert_true(taken("limit f \"f\"\n  over care course\n  across family\n  cap 900.00 yuan "
	                  "per term\n  above reduce" SAYS
	                  "limit c \"c\"\n  over course\n  cap 600.00 yuan per term\n"
	                  "  above reduce" SAYS));
}

static void a_childs_limit_above_the_familys_never_decides_and_is_refused(void **state)
{
	assert_false(taken("limit f \"f\"\n  over course\n  across family\n  cap 500.00 yuan per "
	                   "term" SAYS
	                   "limit c \"c\"\n  over course\n  cap 500.01 yuan per term" SAYS));
	assert_wrong(T_policy_file_limit_void, 15);
}

static void a_familys_limit_above_the_childs_decides_for_two_children(void **state)
{
	assert_true(taken("limit f \"f\"\n  over course\n  across family\n  cap 500.01 yuan per "
	                  "term" SAYS
	                  "limit c \"c\"\n  over course\n  cap 500.00 yuan per term" SAYS));
}

static void a_lower_document_may_not_turn_the_familys_limit_into_each_childs_R10(void **state)
{
	static const char up[] = "limit f \"f\"\n  over course\n  across family\n  cap 500.00 "
				 "yuan per term\n  lock at_most" SAYS;
	static const char low[] =
		"ruleset B\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel county\nplace 341702\n"
		"under A\nissued 2022-08-20\neffective 2022-09-01 .. open\n"
		"limit f \"f\"\n  over course\n%s  cap 500.00 yuan per term" SAYS;

	assert_true(taken(up));
	assert_true(policy_book_add(book, S("b.rules"),
	                            str_printf(world.arena, low, "  across family\n"), &wrong) &&
	            policy_book_check(book, world.arena, &wrong));
	policy_book_free(&book);
	book = policy_book_new();
	assert_true(taken(up));
	assert_true(policy_book_add(book, S("b.rules"), str_printf(world.arena, low, ""), &wrong));
	assert_false(policy_book_check(book, world.arena, &wrong));
	assert_wrong(T_policy_file_looser, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(a_siblings_charges_leave_only_the_rest_of_the_familys_limit_R34),
		ASKING(a_limit_of_each_child_takes_no_notice_of_siblings_R34),
		ASKING(what_a_sibling_was_charged_is_on_no_bill_and_under_no_fee_of_this_child),
		ASKING(a_limit_that_reduces_charges_the_rest_and_says_whose_sum_it_is),
		ASKING(consumables_of_siblings_count_where_they_count_for_the_child),
		ASKING(the_familys_sum_is_the_same_in_whatever_order_its_children_come_R34),
		ASKING(a_siblings_item_that_was_never_charged_is_a_mistake),
		ASKING(conditions_of_the_limit_ask_of_each_child_by_itself),
		ASKING(a_familys_cap_on_a_month_is_refused_with_its_place),
		ASKING(whose_charges_is_one_of_two_words),
		ASKING(a_familys_limit_and_a_wider_one_of_each_child_cross_where_one_reduces),
		ASKING(a_limit_of_each_child_within_the_familys_is_no_contradiction),
		ASKING(a_childs_limit_above_the_familys_never_decides_and_is_refused),
		ASKING(a_familys_limit_above_the_childs_decides_for_two_children),
		ASKING(a_lower_document_may_not_turn_the_familys_limit_into_each_childs_R10),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
