/* What a family gets back. Amounts of real documents are named by their place. */
#include "asking.h"

#define REFUND_OF "refund back \"退费\"\n  of care\n"

static void days_missed_are_paid_back_by_their_share_of_the_term_as_in_fuyang(void **state)
{
	document(REFUND_OF "  reason quit force_majeure policy_change\n  method share\n  unit day\n"
	                   "  basis 100 day" SAYS);
	ask("refund", "kind care, reason quit, paid 360.00, missed 23");
	assert_answer("amount", "82.80");
	assert_answer("formula", "360.00 × 23 / 100 天 = 82.80");
	assert_answer("to", "payer");
	ask("refund", "kind care, reason absence, paid 360.00, missed 23");
	assert_answer("outcome", "no_rule");
	ask("refund", "kind course, reason quit, paid 360.00, missed 23");
	assert_answer("outcome", "no_rule");
	assert_input("refund", "kind care, paid 360.00, missed 23", "fact_missing", "reason");
	assert_input("refund", "kind care, reason quit, paid 360.00", "fact_missing", "missed");
}

#define BY_PROGRESS                                                                                \
	REFUND_OF "  reason quit\n  method progress\n  unit sitting\n  up_to 0 pays 1\n"           \
		  "  up_to 1 / 3 pays 2 / 3\n  up_to 50 percent pays 50 percent" SAYS

static void R61_what_comes_back_goes_by_how_much_of_the_whole_was_served(void **state)
{
	document(BY_PROGRESS);
	ask("refund", "kind care, reason quit, paid 100.00, served 0, basis 12");
	assert_answer("amount", "100.00");
	ask("refund", "kind care, reason quit, paid 100.00, served 1, basis 12");
	assert_answer("amount", "66.67");
	ask("refund",
	    "kind care, reason quit, paid 100.00, served 4, basis 12"); /* exactly a third */
	assert_answer("amount", "66.67");
	assert_answer("formula", "全程 12 课次，已进行 4，不超过全程的 1/3；100.00 × 2/3 = 66.67");
	ask("refund", "kind care, reason quit, paid 100.00, served 333333334, basis 1000000000");
	assert_answer("amount", "50.00"); /* a billionth more */
	ask("refund", "kind care, reason quit, paid 100.00, missed 6, basis 12"); /* exactly half */
	assert_answer("amount", "50.00");
	ask("refund", "kind care, reason quit, paid 100.00, served 6.5, basis 12");
	assert_answer("amount", "0.00");
	assert_answer("formula", "全程 12 课次，已进行 6.5，超过文件规定的退费进度，不退费");
	assert_input("refund", "kind care, reason quit, paid 100.00, served 1", "fact_missing",
	             "basis");
	assert_input("refund", "kind care, reason quit, paid 100.00, basis 12", "fact_missing",
	             "missed");
}

static void R61_what_came_back_before_is_taken_off_what_progress_pays(void **state)
{
	document(BY_PROGRESS);
	ask("refund", "kind care, reason quit, paid 100.00, missed 7, basis 12, missed_before 1, "
	              "refunded_before 10.00");
	assert_answer("amount", "56.67"); /* 4 of 12 served */
}

static void a_basis_of_days_served_is_a_fact_of_the_term_as_in_xiantao(void **state)
{
	document(REFUND_OF "  reason not_served\n  method share\n  unit day\n  basis served" SAYS);
	ask("refund", "kind care, reason not_served, paid 370.00, missed 4, basis 90");
	assert_answer("amount", "16.44");
	assert_input("refund", "kind care, reason not_served, paid 370.00, missed 4",
	             "fact_missing", "basis");
	assert_input("refund", "kind care, reason not_served, paid 370.00, missed 4, basis 0",
	             "bad_input", "basis");
}

static void a_written_application_is_waited_for_as_in_wuhan(void **state)
{
	document(REFUND_OF "  reason quit\n  method share\n  unit day\n  basis served\n"
	                   "  apply written\n  within 1 month" SAYS);
	ask("refund", "kind care, reason quit, paid 130.00, missed 12, basis 21, written yes, "
	              "requested 2022-01-31");
	assert_answer("amount", "74.29");
	assert_answer("due", "2022-02-28");
	ask("refund", "kind care, reason quit, paid 130.00, missed 12, basis 21, written no");
	assert_answer("outcome", "application_missing");
	assert_input("refund", "kind care, reason quit, paid 130.00, missed 12, basis 21",
	             "fact_missing", "written");
}

static void R61_a_refund_is_due_in_working_days_or_says_why_no_day_can_be_told(void **state)
{
	document(REFUND_OF "  reason quit\n  method share\n  basis 100 day\n"
	                   "  within 5 working_day" SAYS);
	ask("refund", "kind care, reason quit, paid 100.00, missed 12, requested 2026-09-28");
	assert_answer("amount", "12.00");
	assert_answer("due", "2026-10-10");
	assert_int_equal(answer.n_steps, 1);
	ask("refund", "kind care, reason quit, paid 100.00, missed 12, requested 2026-12-28");
	assert_answer("amount", "12.00"); /* it is owed all the same */
	assert_false(str_some(quote_value(&answer, S("due"))));
	assert_int_equal(answer.n_steps, 2);
}

#define IN_A_ROW                                                                                   \
	REFUND_OF "  reason absence\n  method share\n  unit day\n  basis 100 day\n  in_a_row 5 "   \
		  "day" SAYS

static void R61_only_absences_of_so_many_days_in_a_row_come_back(void **state)
{
	document(IN_A_ROW "convert 1 day = 2 period" SAYS);
	ask("refund", "kind care, reason absence, paid 360.00, consecutive 4");
	assert_answer("amount", "0.00");
	assert_answer("formula", "各次连续缺勤 4 天，只计连满 5 天的；360.00 × 0 / 100 天 = 0.00");
	ask("refund", "kind care, reason absence, paid 360.00, consecutive 5");
	assert_answer("amount", "18.00");
	ask("refund", "kind care, reason absence, paid 360.00, consecutive 5 2 6");
	assert_answer("amount", "39.60");
	assert_answer("units", "11");
	assert_answer("formula",
	              "各次连续缺勤 5、2、6 天，只计连满 5 天的；360.00 × 11 / 100 天 = 39.60");
	ask("refund", "kind care, reason absence, paid 360.00, consecutive 0");
	assert_answer("formula", "没有缺勤；360.00 × 0 / 100 天 = 0.00");
	/* counted in periods: two a day */
	ask("refund", "kind care, reason absence, paid 360.00, consecutive 9 10, unit period");
	assert_answer("amount", "18.00");
	/* parts of a longer run come to what the whole does */
	ask("refund", "kind care, reason absence, paid 360.00, consecutive 7, refunded_before "
	              "18.00");
	assert_answer("amount", "7.20");
	/* five days on which four were service alone */
	ask("refund",
	    "kind care, reason absence, paid 360.00, consecutive 5, consecutive_missed 4");
	assert_answer("amount", "14.40");
}

static void R61_days_in_a_row_are_not_guessed_from_what_was_missed_in_all(void **state)
{
	document(IN_A_ROW);
	assert_input("refund", "kind care, reason absence, paid 360.00, missed 9", "fact_missing",
	             "consecutive");
	assert_input("refund", "kind care, reason absence, paid 360.00, consecutive -1",
	             "bad_input", "consecutive");
	assert_input(
		"refund",
		"kind care, reason absence, paid 360.00, consecutive 5 6, consecutive_missed 5",
		"bad_input", "consecutive_missed");
	ask("refund",
	    "kind care, reason absence, paid 360.00, consecutive 1, consecutive_unit week");
	assert_answer("outcome", "no_rule");
}

static void R61_a_handling_fee_is_kept_once_and_never_more_than_comes_back(void **state)
{
	document(REFUND_OF
	         "  reason quit\n  method share\n  basis 100 day\n  less 10.00 yuan" SAYS);
	ask("refund", "kind care, reason quit, paid 360.00, missed 23");
	assert_answer("amount", "72.80");
	assert_answer("handling_fee", "10.00");
	assert_answer("formula", "360.00 × 23 / 100 天 = 82.80；82.80 − 手续费 10.00 = 72.80");
	assert_int_equal(answer.n_steps, 2);
	ask("refund", "kind care, reason quit, paid 100.00, missed 10");
	assert_answer("amount", "0.00");
	assert_answer("formula", "100.00 × 10 / 100 天 = 10.00；10.00 − 手续费 10.00 = 0.00");
	ask("refund", "kind care, reason quit, paid 100.00, missed 9");
	assert_answer("amount", "0.00");
	assert_answer("formula",
	              "100.00 × 9 / 100 天 = 9.00；手续费 10.00 高于应退的 9.00，退 0.00");
	ask("refund", "kind care, reason quit, paid 100.00, missed 0");
	assert_answer("handling_fee", "0.00");
	ask("refund",
	    "kind care, reason quit, paid 100.00, missed 120"); /* no more than was paid */
	assert_answer("amount", "90.00");
	/* the second part bears none any more */
	ask("refund", "kind care, reason quit, paid 360.00, missed 10, missed_before 23, "
	              "refunded_before 72.80");
	assert_answer("amount", "36.00");
	assert_answer("formula", "360.00 × 33 / 100 天 = 118.80；118.80 − 手续费 10.00 = "
	                         "108.80；108.80 − 已退 72.80 = 36.00");
}

static void R61_a_share_is_kept_as_the_document_rounds(void **state)
{
	document(REFUND_OF "  reason quit\n  method share\n  basis 100 day\n  less 5 percent" SAYS
	                   "refund other \"o\"\n  of course\n  reason quit\n  method share\n"
	                   "  basis 100 day\n  round jiao\n  less 5 percent" SAYS);
	ask("refund", "kind care, reason quit, paid 361.00, missed 23");
	assert_answer("handling_fee", "4.15");
	assert_answer("amount", "78.88");
	assert_answer("formula",
	              "361.00 × 23 / 100 天 = 83.03；手续费 83.03 × 0.05 = 4.15；83.03 − "
	              "手续费 4.15 = 78.88");
	ask("refund", "kind course, reason quit, paid 361.00, missed 23");
	assert_answer("handling_fee", "4.20");
	assert_answer("amount", "78.80");
	ask("refund", "kind course, reason quit, paid 361.00, missed 100"); /* all of it */
	assert_answer("handling_fee", "18.10");
	assert_answer("amount", "342.90");
	assert_answer("formula", "361.00 × 100 / 100 天 = 361.00；手续费 361.00 × 0.05 = "
	                         "18.10；361.00 − 手续费 18.10 = 342.90，四舍五入到角");
}

static void R61_a_supplement_at_the_end_of_the_term_bears_no_handling_fee(void **state)
{
	document(REFUND_OF "  reason settlement\n  method share\n  unit day\n  basis served\n"
	                   "  less 10.00 yuan" SAYS);
	ask("refund", "kind care, reason settlement, paid 315.00, served 95, basis 90");
	assert_answer("supplement", "17.50");
	assert_answer("handling_fee", "0.00");
}

static void a_rate_is_paid_for_each_day_as_its_document_derives_it_in_ezhou(void **state)
{
	document(REFUND_OF "  reason absence\n  method rate\n"
	                   "  rate 70.00 × 12 / 250 yuan per day" SAYS);
	ask("refund", "kind care, reason absence, paid 70.00, missed 5");
	assert_answer("amount", "16.80");
	ask("refund", "kind care, reason absence, paid 70.00, missed 30");
	assert_answer("amount", "70.00");
}

static void unserved_days_of_a_prepaid_term_come_back_as_in_pucheng(void **state)
{
	document(REFUND_OF "  reason not_served\n  method share\n  basis 100 day" SAYS);
	ask("refund", "kind care, reason not_served, paid 460.00, served 92");
	assert_answer("amount", "36.80");
	assert_answer("units", "8");
	assert_input("refund", "kind care, reason not_served, paid 460.00, served 101", "bad_input",
	             "served");
}

static void a_settlement_at_the_end_of_term_may_ask_for_a_supplement_as_in_enshi(void **state)
{
	document(REFUND_OF "  reason settlement\n  method share\n  unit day\n  basis served" SAYS);
	ask("refund", "kind care, reason settlement, paid 315.00, served 95, basis 90");
	assert_answer("amount", "0.00");
	assert_answer("supplement", "17.50");
	assert_answer("formula", "315.00 × 5 / 90 天 = 17.50");
	ask("refund", "kind care, reason settlement, paid 315.00, served 86, basis 90");
	assert_answer("amount", "14.00");
	assert_answer("supplement", "0.00");
}

#define DUCHANG                                                                                    \
	"convert 1 day = 2 period" SAYS REFUND_OF                                                  \
	"  reason not_served\n  method rate\n  rate 2.95 yuan per period\n  to next_bill" SAYS

static void a_refund_on_the_next_bill_says_that_it_clashes_with_no_prepayment(void **state)
{
	document(DUCHANG "param billing.prepay_next_term no" SAYS);
	ask("refund", "kind care, reason not_served, paid 400.00, unit day, missed 20");
	assert_answer("amount", "118.00");
	assert_answer("formula", "40 课时 × 2.95 = 118.00");
	assert_answer("to", "next_bill");
	assert_answer("carries_over", "yes");
	assert_int_equal(answer.n_steps, 3);
	document_under("B", "A", "param billing.prepay_next_term yes" SAYS);
	struct rules r = rules_by("B");
	ask_rules(&r, "refund", "kind care, reason not_served, paid 400.00, unit day, missed 20");
	assert_answer("carries_over", "no");
}

static void a_refund_on_the_next_bill_is_refused_where_nothing_is_carried_over(void **state)
{
	document(DUCHANG "forbid carry_over \"结转\"" SAYS);
	ask("refund", "kind care, reason not_served, paid 400.00, missed 40");
	assert_answer("outcome", "forbidden_by_rule");
	ask("refund", "kind care, reason not_served, paid 400.00, missed 0");
	assert_answer("amount", "0.00");
}

#define HAIKOU                                                                                     \
	"define unit calendar_day \"自然日\"\n"                                                 \
	"open consecutive_days \"连续缺席按自然日还是上课日计算?\"\n"               \
	"  choices calendar \"自然日\" school \"上课日\"" SAYS "convert 1 month = 22 day" SAYS     \
	"convert 1 month = 30 calendar_day" SAYS "convert 1 term = 4.5 month" SAYS                 \
	"refund school \"s\"\n  of care\n  reason absence\n  method steps\n  unit month\n"         \
	"  basis 1 term\n  step 1 month pays 1 month\n  step 1 / 2 month pays 1 / 2 month\n"       \
	"  when consecutive_days school" SAYS                                                      \
	"refund calendar \"k\"\n  of care\n  reason absence\n  method steps\n  unit month\n"       \
	"  basis 1 term\n  step 1 month pays 1 month\n  step 1 / 2 month pays 1 / 2 month\n"       \
	"  when consecutive_days calendar" SAYS

static void decide_by(const char *id, const char *word)
{
	document_under(id, "A",
	               str_c(world.arena,
	                     str_printf(world.arena,
	                                "settle consecutive_days %s\n  decided by \"县教育局\" on "
	                                "2021-09-10 why \"w\"\n  requirement R34\n",
	                                word)));
}

static void
steps_over_consecutive_absence_wait_for_the_decision_which_days_as_in_haikou(void **state)
{
	struct rules r;

	document(HAIKOU);
	ask("refund", "kind care, reason absence, paid 450.00, unit day, consecutive 20");
	assert_answer("outcome", "decision_needed");
	decide_by("B", "school");
	decide_by("C", "calendar");
	r = rules_by("B");
	ask_rules(&r, "refund", "kind care, reason absence, paid 450.00, unit day, consecutive 20");
	assert_answer("amount", "50.00");
	assert_answer("units", "0.5");
	ask_rules(&r, "refund", "kind care, reason absence, paid 450.00, unit day, consecutive 22");
	assert_answer("amount", "100.00");
	ask_rules(&r, "refund", "kind care, reason absence, paid 450.00, unit day, consecutive 10");
	assert_answer("amount", "0.00");
	ask_rules(&r, "refund",
	          "kind care, reason absence, paid 450.00, unit day, consecutive 10 12 55");
	assert_answer("units", "3");
	r = rules_by("C");
	ask_rules(&r, "refund",
	          "kind care, reason absence, paid 450.00, unit calendar_day, consecutive 28");
	assert_answer("amount", "50.00");
	ask_rules(&r, "refund",
	          "kind care, reason absence, paid 450.00, unit calendar_day, consecutive 30");
	assert_answer("amount", "100.00");
}

static void assert_step(size_t i, const char *text, const char *amount)
{
	assert_true(i < answer.n_steps);
	assert_str(answer.step[i].text, text);
	assert_str(answer.step[i].amount, amount);
}

#define BY_DAYS "  reason quit\n  method share\n  unit day\n  basis served"

static void D9_a_product_above_what_was_paid_is_told_and_then_held_to_it(void **state)
{
	document(REFUND_OF BY_DAYS SAYS);
	ask("refund", "kind care, reason quit, paid 130.00, missed 25, basis 21");
	assert_answer("amount", "130.00");
	assert_answer("formula", "130.00 × 25 / 21 天 = 154.76，最多退已付的 130.00");
	assert_step(0, "130.00 × 25 / 21 天 = 154.76，最多退已付的 130.00", "130.00");
	world.lang = LANG_EN;
	ask("refund", "kind care, reason quit, paid 130.00, missed 25, basis 21");
	assert_answer("formula",
	              "130.00 × 25 / 21 days = 154.76, no more than the 130.00 that was paid");
	world.lang = LANG_ZH;
	ask("refund", "kind care, reason quit, paid 130.00, missed 21, basis 21");
	assert_answer("formula", "130.00 × 21 / 21 天 = 130.00");
}

static void D9_a_rate_above_what_was_paid_is_told_and_then_held_to_it(void **state)
{
	document(REFUND_OF "  reason absence\n  method rate\n"
	                   "  rate 70.00 × 12 / 250 yuan per day" SAYS);
	ask("refund", "kind care, reason absence, paid 70.00, missed 30");
	assert_answer("formula", "30 天 × 3.36 = 100.80，最多退已付的 70.00");
}

static void D9_what_came_back_before_is_subtracted_in_the_formula_and_in_a_step(void **state)
{
	static const char part[] = "kind care, reason quit, paid 361.00, missed 13, basis 100, "
				   "missed_before 10, refunded_before 36.10";

	document(REFUND_OF BY_DAYS SAYS);
	ask("refund", part);
	assert_answer("amount", "46.93");
	assert_answer("formula", "361.00 × 23 / 100 天 = 83.03；83.03 − 已退 36.10 = 46.93");
	assert_step(0, "361.00 × 23 / 100 天 = 83.03", "83.03");
	assert_step(1, "83.03 − 已退 36.10 = 46.93", "46.93");
	world.lang = LANG_EN;
	ask("refund", part);
	assert_answer("formula", "361.00 × 23 / 100 days = 83.03; "
	                         "83.03 − 36.10 paid back before = 46.93");
	world.lang = LANG_ZH;
	ask("refund", "kind care, reason quit, paid 361.00, missed 110, basis 100, "
	              "missed_before 10, refunded_before 36.10");
	assert_answer("amount", "324.90");
	assert_answer("formula", "361.00 × 120 / 100 天 = 433.20，最多退已付的 361.00；"
	                         "361.00 − 已退 36.10 = 324.90");
}

static void D9_what_came_back_before_may_be_more_than_is_due(void **state)
{
	document(REFUND_OF BY_DAYS SAYS);
	ask("refund", "kind care, reason quit, paid 100.00, missed 10, basis 100, "
	              "refunded_before 36.10");
	assert_answer("amount", "0.00");
	assert_answer("formula", "100.00 × 10 / 100 天 = 10.00；"
	                         "应退 10.00，此前已退 36.10，不再退费");
	assert_step(1, "应退 10.00，此前已退 36.10，不再退费", "0.00");
}

static void where_nothing_is_paid_back_the_sentence_says_so(void **state)
{
	document(REFUND_OF "  reason quit\n  method none" SAYS);
	ask("refund", "kind care, reason quit, paid 70.00");
	assert_answer("outcome", "pass");
	assert_answer("amount", "0.00");
	assert_answer("formula", "按规定不退费");
	assert_answer("clause", "c");
}

static void refunds_in_parts_come_to_the_same_as_one_and_never_above_what_was_paid(void **state)
{
	document(REFUND_OF "  reason quit\n  method share\n  basis 3 day" SAYS);
	ask("refund", "kind care, reason quit, paid 100.00, missed 1");
	assert_answer("amount", "33.33");
	ask("refund", "kind care, reason quit, paid 100.00, missed 1, missed_before 1, "
	              "refunded_before 33.33");
	assert_answer("amount", "33.34");
	ask("refund", "kind care, reason quit, paid 100.00, missed 1, missed_before 2, "
	              "refunded_before 66.67");
	assert_answer("amount", "33.33");
	ask("refund", "kind care, reason quit, paid 100.00, missed 5, refunded_before 66.67");
	assert_answer("amount", "33.33");
	assert_input("refund",
	             "kind care, reason quit, paid 100.00, missed 1, refunded_before 100.01",
	             "bad_input", "refunded_before");
	assert_input("refund", "kind care, reason quit, paid -1, missed 1", "bad_input", "paid");
	assert_input("refund", "kind care, reason quit, paid 1, missed -1", "bad_input", "missed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(days_missed_are_paid_back_by_their_share_of_the_term_as_in_fuyang),
		ASKING(R61_what_comes_back_goes_by_how_much_of_the_whole_was_served),
		ASKING(R61_what_came_back_before_is_taken_off_what_progress_pays),
		ASKING(a_basis_of_days_served_is_a_fact_of_the_term_as_in_xiantao),
		ASKING(a_written_application_is_waited_for_as_in_wuhan),
		ASKING(R61_a_refund_is_due_in_working_days_or_says_why_no_day_can_be_told),
		ASKING(R61_only_absences_of_so_many_days_in_a_row_come_back),
		ASKING(R61_days_in_a_row_are_not_guessed_from_what_was_missed_in_all),
		ASKING(R61_a_handling_fee_is_kept_once_and_never_more_than_comes_back),
		ASKING(R61_a_share_is_kept_as_the_document_rounds),
		ASKING(R61_a_supplement_at_the_end_of_the_term_bears_no_handling_fee),
		ASKING(a_rate_is_paid_for_each_day_as_its_document_derives_it_in_ezhou),
		ASKING(unserved_days_of_a_prepaid_term_come_back_as_in_pucheng),
		ASKING(a_settlement_at_the_end_of_term_may_ask_for_a_supplement_as_in_enshi),
		ASKING(a_refund_on_the_next_bill_says_that_it_clashes_with_no_prepayment),
		ASKING(a_refund_on_the_next_bill_is_refused_where_nothing_is_carried_over),
		ASKING(steps_over_consecutive_absence_wait_for_the_decision_which_days_as_in_haikou),
		ASKING(D9_a_product_above_what_was_paid_is_told_and_then_held_to_it),
		ASKING(D9_a_rate_above_what_was_paid_is_told_and_then_held_to_it),
		ASKING(D9_what_came_back_before_is_subtracted_in_the_formula_and_in_a_step),
		ASKING(D9_what_came_back_before_may_be_more_than_is_due),
		ASKING(where_nothing_is_paid_back_the_sentence_says_so),
		ASKING(refunds_in_parts_come_to_the_same_as_one_and_never_above_what_was_paid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
