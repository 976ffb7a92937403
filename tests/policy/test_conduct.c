/* Who may do what, for how much, by when. */
#include "asking.h"
#include "policy/conduct.h"

static void an_act_is_refused_with_the_code_its_rule_names_R65(void **state)
{
	document("forbid collect_by_family_committee \"家委会代收\"" SAYS
	         "forbid name_kits \"指定耗材\"\n  code item_not_in_catalogue" SAYS);
	ask("act", "act collect_by_family_committee");
	assert_answer("outcome", "forbidden_by_rule");
	assert_answer("found", "家委会代收");
	ask("act", "act name_kits");
	assert_answer("outcome", "item_not_in_catalogue");
	ask("act", "act new_lessons");
	assert_answer("outcome", "pass");
	assert_input("act", "act dancing", "bad_input", "act");
}

static void only_the_school_collects_and_only_once_R59(void **state)
{
	document("param billing.period term" SAYS
	         "forbid collect_by_third_party \"第三方代收\"" SAYS);
	ask("collect", "collector school");
	assert_answer("outcome", "pass");
	ask("collect", "collector school, collected_this_term 1");
	assert_answer("outcome", "already_collected_this_term");
	ask("collect", "collector agency");
	assert_answer("outcome", "forbidden_by_rule");
	ask("collect", "collector family_committee");
	assert_answer("outcome", "forbidden_by_rule");
	assert_input("collect", "collector neighbour", "bad_input", "collector");
}

static void fee_income_is_spent_on_what_the_rule_names_R66(void **state)
{
	document("permit fee_income \"收费收入\"\n  only staff_subsidy direct_consumables" SAYS
	         "forbid spend_on_utilities \"水电\"" SAYS);
	ask("spend", "fund fee_income, purpose staff_subsidy, amount 100.00, available 100.00");
	assert_answer("left", "0.00");
	ask("spend", "fund fee_income, purpose staff_subsidy, amount 100.01, available 100.00");
	assert_answer("outcome", "insufficient_funds");
	ask("spend", "fund fee_income, purpose office, amount 1.00");
	assert_answer("outcome", "purpose_not_permitted");
	assert_answer("allowed", "staff_subsidy direct_consumables");
	ask("spend", "fund fee_income, purpose utilities, amount 1.00");
	assert_answer("outcome", "forbidden_by_rule");
	ask("spend", "fund special_fund, purpose office, amount 1.00");
	assert_answer("outcome", "no_rule");
	assert_input("spend", "fund lottery, purpose office", "bad_input", "fund");
}

static void of_a_fund_no_more_goes_to_a_purpose_than_its_share_R66(void **state)
{
	document("permit guarantee_fund \"保障经费\"\n  only staff_subsidy direct_consumables\n"
	         "  at_least staff_subsidy 60 percent\n  at_most direct_consumables 20 "
	         "percent" SAYS);
	ask("spend", "fund guarantee_fund, purpose direct_consumables, amount 20.00, available "
	             "100.00, received 100.00");
	assert_answer("left", "80.00");
	ask("spend", "fund guarantee_fund, purpose direct_consumables, amount 20.01, available "
	             "100.00, received 100.00");
	assert_answer("outcome", "purpose_share_exceeded");
	assert_answer("found", "20.01");
	assert_answer("allowed", "20.00");
	ask("spend", "fund guarantee_fund, purpose direct_consumables, amount 10.00, available "
	             "100.00, received 100.02, spent 10.00");
	assert_answer("left", "90.00");
	ask("spend", "fund guarantee_fund, purpose direct_consumables, amount 10.01, available "
	             "100.00, received 100.02, spent 10.00"); /* 20.004 are 20.00 */
	assert_answer("outcome", "purpose_share_exceeded");
	/* What is kept for a purpose bounds nobody who spends on it. */
	ask("spend", "fund guarantee_fund, purpose staff_subsidy, amount 100.00, available 100.00");
	assert_answer("left", "0.00");
	assert_input("spend", "fund guarantee_fund, purpose direct_consumables, amount 1.00",
	             "fact_missing", "received");
}

/* What a document calls so itself is chosen and bounded as any other, and where an act forbids it
 * it is no choice. */
static void a_declared_purpose_has_its_share_and_what_is_forbidden_is_no_choice_R66(void **state)
{
	struct rules r;
	struct str *v;
	size_t n;

	document("define purpose firewood \"取暖用柴\"\npermit guarantee_fund \"保障经费\"\n"
	         "  only staff_subsidy firewood utilities\n  at_most firewood 20 percent" SAYS
	         "forbid spend_on_utilities \"水电费\"" SAYS);
	ask("spend", "fund guarantee_fund, purpose firewood, amount 20.01, available 100.00, "
	             "received 100.00");
	assert_answer("outcome", "purpose_share_exceeded");
	r = rules_by("A");
	assert_int_equal(spend_purposes(&world, &r, S("guarantee_fund"), &v, &n), OK);
	assert_int_equal(n, 2);
	assert_string_equal(str_c(world.arena, v[1]), "firewood");
	assert_int_equal(spend_purposes(&world, &r, S("special_fund"), &v, &n), OK);
	assert_int_equal(n, 0);
}

static void shares_refused(const char *lines)
{
	struct str text = str_printf(
		world.arena,
		"ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel city\nplace none\n"
		"issued 2021-08-20\neffective 2021-09-01 .. open\npermit guarantee_fund \"c\"\n"
		"  only staff_subsidy direct_consumables\n%s" SAYS,
		lines);
	struct rule_error wrong;

	assert_false(policy_book_add(book, S("a.rules"), text, &wrong));
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_portion));
	assert_true(wrong.line >= 11);
}

static void shares_of_a_fund_that_contradict_are_refused_at_their_line_R66(void **state)
{
	shares_refused("  at_most staff_subsidy");
	shares_refused("  at_most equipment 10 percent");
	shares_refused("  at_most staff_subsidy 10 percent\n  at_most staff_subsidy 20 percent");
	shares_refused("  at_least staff_subsidy 60 percent\n  at_most staff_subsidy 59 percent");
	shares_refused("  at_least staff_subsidy 60 percent\n"
	               "  at_least direct_consumables 41 percent");
}

static void a_requirement_is_held_against_its_measure(void **state)
{
	document(
		"require satisfaction \"满意度\"\n  at_least 80 percent\n  code "
		"agency_suspended" SAYS
		"require minutes_per_day \"每天时长\"\n  at_least 2 hour\n  when stage primary" SAYS
		"require minutes_per_day \"每天时长\"\n  at_least 3 hour\n  when stage junior" SAYS
		"require end_time \"结束\"\n  at_least 17:30\n  at_most 18:30" SAYS
		"require staff_share \"教职工所得\"\n  at_least 50 percent" SAYS
		"define fact licensed \"有证\"\nrequire licensed \"有证\"\n  exactly yes" SAYS
		"define fact batches \"批次\"\nrequire batches \"批次\"\n  at_least 3" SAYS);
	ask("require", "name satisfaction, value 80");
	assert_answer("outcome", "pass");
	ask("require", "name satisfaction, value 79.9");
	assert_answer("outcome", "agency_suspended");
	assert_answer("allowed", "at_least 80 percent");
	ask("require", "name staff_share, value 50");
	assert_answer("outcome", "pass");
	ask("require", "name staff_share, value 49.9");
	assert_answer("allowed", "at_least 50 percent");
	ask("require", "name minutes_per_day, value 120, unit minute, stage primary");
	assert_answer("outcome", "pass");
	ask("require", "name minutes_per_day, value 120, unit minute, stage junior");
	assert_answer("outcome", "not_as_required");
	assert_input("require", "name minutes_per_day, value 120, unit minute", "fact_missing",
	             "stage");
	ask("require", "name end_time, value 18:30");
	assert_answer("allowed", "at_least 17:30 at_most 18:30");
	ask("require", "name end_time, value 18:31");
	assert_answer("outcome", "not_as_required");
	ask("require", "name licensed, value no");
	assert_answer("outcome", "not_as_required");
	ask("require", "name bidders, value 3");
	assert_answer("outcome", "no_rule");
	assert_input("require", "name end_time, value late", "bad_input", "value");
	ask("require", "name batches, value 3");
	assert_answer("outcome", "pass");
	assert_input("require", "name batches, value 3, unit minute", "bad_input", "unit");
}

static void a_deadline_is_a_day_of_the_calendar(void **state)
{
	document("deadline disclosure \"公示\"\n  due 7 day before collection" SAYS
	         "deadline settlement \"结算\"\n  due 1 month after term_end" SAYS
	         "deadline yearly_report \"年报\"\n  due yearly 09-30" SAYS
	         "deadline reapproval \"重新核定\"\n  due every 2 year from effective" SAYS);
	ask("deadline", "name disclosure, event 2022-03-03");
	assert_answer("due", "2022-02-24");
	ask("deadline", "name settlement, event 2022-01-31");
	assert_answer("due", "2022-02-28");
	ask("deadline", "name yearly_report");
	assert_answer("due", "2022-09-30");
	ask("deadline", "name yearly_report, from 2022-10-01");
	assert_answer("due", "2023-09-30");
	ask("deadline", "name reapproval");
	assert_answer("due", "2023-09-01");
	ask("deadline", "name reapproval, from 2023-09-02");
	assert_answer("due", "2025-09-01");
	ask("deadline", "name plan");
	assert_answer("outcome", "no_rule");
	assert_input("deadline", "name disclosure", "fact_missing", "event");
}

static void lunch_and_noon_care_are_in_scope_where_the_rules_say_so_R12(void **state)
{
	document("param after_school.kinds care course lunch" SAYS);
	document_under("B", "A",
	               "param after_school.kinds care course" SAYS
	               "param after_school.windows afternoon" SAYS);
	struct rules r = rules_by("A");
	ask_rules(&r, "scope", "kind lunch");
	assert_answer("in_scope", "yes");
	ask_rules(&r, "scope", "kind care, window noon");
	assert_answer("in_scope", "yes");
	r = rules_by("B");
	ask_rules(&r, "scope", "kind lunch");
	assert_answer("in_scope", "no");
	ask_rules(&r, "scope", "kind care, window noon");
	assert_answer("in_scope", "no");
	ask_rules(&r, "scope", "kind care, window afternoon");
	assert_answer("in_scope", "yes");
}

/* --- working days ------------------------------------------------------------------------------
 */

static void due_is(const char *event, const char *day)
{
	ask("deadline",
	    str_c(world.arena, str_printf(world.arena, "name refund, event %s", event)));
	assert_answer("due", day);
}

/* 2026: make-up days on Sunday 20 September and Saturday 10 October, days off from 25 to 27
 * September and from 1 to 7 October. */
static void R22_working_days_leave_out_days_off_and_count_make_up_days(void **state)
{
	document("deadline refund \"退费\"\n  due 5 working_day after request" SAYS);
	due_is("2026-09-07", "2026-09-14");
	due_is("2026-09-28", "2026-10-10");
	due_is("2026-09-29", "2026-10-12");
	due_is("2026-10-04", "2026-10-13"); /* within the days off */
	due_is("2026-09-19", "2026-09-24"); /* the first of them a Sunday */
	due_is("2026-02-13", "2026-02-27"); /* a Saturday to make up, then nine days off */
}

static void R22_working_days_before_a_day_are_counted_backwards(void **state)
{
	document("deadline plan \"方案\"\n  due 5 working_day before term_start" SAYS
	         "deadline refund \"退费\"\n  due 1 working_day after request" SAYS
	         "deadline disclosure \"公示\"\n  due 0 working_day after request" SAYS);
	ask("deadline", "name plan, event 2026-10-12");
	assert_answer("due", "2026-09-29");
	ask("deadline", "name plan, event 2026-09-01");
	assert_answer("due", "2026-08-25");
	due_is("2026-09-24", "2026-09-28");
	ask("deadline", "name disclosure, event 2026-10-04");
	assert_answer("due", "2026-10-04");
}

static void R22_what_recurs_in_working_days_is_counted_turn_by_turn(void **state)
{
	document("deadline refund \"退费\"\n  due every 5 working_day from request" SAYS);
	due_is("2026-09-01, from 2026-09-02", "2026-09-08");
	due_is("2026-09-01, from 2026-09-09", "2026-09-15");
	due_is("2026-09-01, from 2026-09-16", "2026-09-21");
	due_is("2026-09-01, from 2026-09-30", "2026-10-12");
}

static void R22_a_year_whose_days_off_are_not_known_is_said_and_not_guessed(void **state)
{
	document("deadline refund \"退费\"\n  due 5 working_day after request" SAYS
	         "deadline plan \"方案\"\n  due 5 working_day before request" SAYS);
	due_is("2026-12-18", "2026-12-25"); /* the last days of December may be the next notice's */
	ask("deadline", "name refund, event 2026-12-21");
	assert_answer("outcome", "holidays_unknown");
	assert_answer("found", "2027");
	assert_answer("clause", "c");
	ask("deadline", "name refund, event 2031-03-01");
	assert_answer("outcome", "holidays_unknown");
	assert_answer("found", "2031");
	ask("deadline", "name plan, event 2021-01-04");
	assert_answer("outcome", "holidays_unknown");
	assert_answer("found", "2020");
}

/* Declared while the program did not have it: the document stays readable, and is counted. */
static void R1_a_document_that_declared_working_days_itself_goes_on(void **state)
{
	document("define unit working_day \"上班日\"\n"
	         "deadline refund \"退费\"\n  due 5 working_day after request" SAYS
	         "convert 1 sitting = 1 working_day" SAYS
	         "pay teacher \"教师\"\n  rate exactly 60.00 yuan per working_day" SAYS);
	due_is("2026-09-28", "2026-10-10");
	ask("pay", "unit sitting, quantity 3");
	assert_answer("amount", "180.00");
}

/* --- staff ---------------------------------------------------------------------------------------
 */

static void a_teacher_is_paid_at_least_the_floor_as_in_shandong_R48(void **state)
{
	document("pay staff \"教师\"\n  rate at_least 50.00 yuan per period\n  form subsidy\n"
	         "  when payee staff" SAYS
	         "pay outside \"外聘\"\n  rate at_least 1.00 yuan per period\n  form labour_fee\n"
	         "  when payee outsider" SAYS);
	ask("pay", "payee staff, quantity 12");
	assert_answer("lowest", "600.00");
	assert_answer("form", "subsidy");
	assert_answer("formula", "12 课时，合计不低于 600.00");
	ask("pay", "payee staff, quantity 12, rate 55.50");
	assert_answer("amount", "666.00");
	ask("pay", "payee staff, quantity 12, rate 49.99");
	assert_answer("outcome", "rate_too_low");
	assert_answer("found", "599.88");
	assert_answer("allowed", "600.00");
	ask("pay", "payee outsider, quantity 1, rate 80.00, form subsidy");
	assert_answer("outcome", "not_as_required");
	assert_answer("allowed", "labour_fee");
	assert_input("pay", "quantity 12", "fact_missing", "payee");
}

static void a_range_for_two_periods_is_held_for_one_as_in_shenzhen_R48(void **state)
{
	document("convert 1 sitting = 2 period" SAYS
	         "pay teacher \"教师\"\n  rate at_least 150.00 yuan per sitting\n"
	         "  rate at_most 300.00 yuan per sitting" SAYS);
	ask("pay", "quantity 3");
	assert_answer("lowest", "450.00");
	assert_answer("highest", "900.00");
	ask("pay", "unit period, quantity 2, rate 150.01");
	assert_answer("outcome", "rate_too_high");
	ask("pay", "unit period, quantity 2, rate 75.00");
	assert_answer("amount", "150.00");
}

static void a_fixed_rate_needs_no_stating(void **state)
{
	document("pay teacher \"教师\"\n  rate exactly 60.00 yuan per period" SAYS);
	ask("pay", "quantity 2.5");
	assert_answer("amount", "150.00");
	ask("pay", "quantity 1, rate 61.00");
	assert_answer("outcome", "rate_too_high");
	ask("pay", "quantity 1, unit meal");
	assert_answer("outcome", "no_rule");
}

static void where_the_rules_fix_the_form_alone_the_rate_has_to_be_said(void **state)
{
	document("pay outside \"外聘\"\n  form labour_fee\n  when payee outsider" SAYS);
	assert_input("pay", "payee outsider, quantity 2", "fact_missing", "rate");
	assert_input("pay", "payee outsider, quantity 2, rate 80.00", "fact_missing", "unit");
	ask("pay", "payee outsider, quantity 2, unit period, rate 80.00");
	assert_answer("amount", "160.00");
	assert_answer("form", "labour_fee");
}

static void a_month_that_is_not_served_is_not_paid_and_none_is_guessed_R48(void **state)
{
	document(
		"pay teacher \"教师\"\n  rate exactly 300.00 yuan per month\n  served 15 day" SAYS);
	ask("pay", "quantity 1, served 15");
	assert_answer("amount", "300.00");
	ask("pay", "quantity 1, served 14");
	assert_answer("amount", "0.00");
	assert_answer("formula", "服务 14 天，不足 15 天，不计");
	assert_input("pay", "quantity 1", "fact_missing", "served");
	assert_input("pay", "quantity 1, served -1", "bad_input", "served");
	document_under("B", "A", "pay teacher \"教师\"\n  rate exactly 300.00 yuan per month" SAYS);
	struct rules r = rules_by("B");

	ask_rules(&r, "pay", "quantity 1, served 31");
	assert_answer("outcome", "month_unsaid");
	ask_rules(&r, "pay", "quantity 2"); /* whole months, by whoever asks */
	assert_answer("amount", "600.00");
}

static void a_months_cap_leaves_what_was_not_paid_for_it_before_R48(void **state)
{
	document("pay teacher \"教师\"\n  rate exactly 60.00 yuan per sitting\n"
	         "  cap 500.00 yuan per month" SAYS);
	ask("pay", "quantity 8, this_month 0.00");
	assert_answer("amount", "480.00");
	ask("pay", "quantity 9, this_month 0.00");
	assert_answer("amount", "500.00");
	ask("pay", "quantity 2, this_month 399.99");
	assert_answer("amount", "100.01");
	assert_answer("formula", "2 课次 × 60.00 = 120.00，本月另计 399.99，每月上限 500.00，计 "
	                         "100.01");
	ask("pay", "quantity 1, this_month 600.00");
	assert_answer("amount", "0.00");
	ask("pay", "quantity 9"); /* of several months, perhaps */
	assert_answer("amount", "540.00");
	assert_input("pay", "quantity 1, this_month -0.01", "bad_input", "this_month");
}

static void a_cent_above_the_total_is_refused_unless_subsidies_are_an_increment_R49(void **state)
{
	document("param staff.performance_pay within_total" SAYS);
	document_under("B", "A", "param staff.performance_pay incremental" SAYS);
	ask("perf_total", "quota 1000.00, paid_before 900.00, amount 100.00");
	assert_answer("outcome", "pass");
	assert_answer("counted", "yes");
	ask("perf_total", "quota 1000.00, paid_before 900.00, amount 100.01");
	assert_answer("outcome", "quota_exceeded");
	assert_answer("found", "1000.01");
	struct rules r = rules_by("B");
	ask_rules(&r, "perf_total", "quota 1000.00, paid_before 900.00, amount 100.01");
	assert_answer("counted", "no");
}

/* --- what is shared
 * ------------------------------------------------------------------------------- */

static void the_three_shares_sum_to_the_cost_to_the_fen_R5(void **state)
{
	document("param billing.period term" SAYS);
	ask("shares", "cost 100.01, government_percent 33.3, school_percent 33.3, pupils 3");
	assert_answer("government", "33.30");
	assert_answer("school", "33.30");
	assert_answer("parents", "33.41");
	assert_answer("each", "11.14");
	assert_answer("last", "11.13");
	ask("shares", "cost 100.00, government 60.00, school 40.00");
	assert_answer("parents", "0.00");
	assert_input("shares", "cost 100.00, government 60.00, school 40.01", "bad_input",
	             "school");
	assert_input("shares", "cost 100.00, government_percent 101", "bad_input",
	             "government_percent");
}

static void a_county_budgets_for_its_pupils_as_in_shenzhen_R46(void **state)
{
	document("param guarantee.budget 1000.00 yuan per pupil per year" SAYS);
	ask("fund", "pupils 2000");
	assert_answer("amount", "2000000.00");
	ask("fund", "pupils 1, years 0.5");
	assert_answer("amount", "500.00");
	assert_input("fund", "pupils -1", "bad_input", "pupils");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(an_act_is_refused_with_the_code_its_rule_names_R65),
		ASKING(only_the_school_collects_and_only_once_R59),
		ASKING(fee_income_is_spent_on_what_the_rule_names_R66),
		ASKING(of_a_fund_no_more_goes_to_a_purpose_than_its_share_R66),
		ASKING(a_declared_purpose_has_its_share_and_what_is_forbidden_is_no_choice_R66),
		ASKING(shares_of_a_fund_that_contradict_are_refused_at_their_line_R66),
		ASKING(a_requirement_is_held_against_its_measure),
		ASKING(a_deadline_is_a_day_of_the_calendar),
		ASKING(lunch_and_noon_care_are_in_scope_where_the_rules_say_so_R12),
		ASKING(a_teacher_is_paid_at_least_the_floor_as_in_shandong_R48),
		ASKING(a_range_for_two_periods_is_held_for_one_as_in_shenzhen_R48),
		ASKING(a_fixed_rate_needs_no_stating),
		ASKING(where_the_rules_fix_the_form_alone_the_rate_has_to_be_said),
		ASKING(a_month_that_is_not_served_is_not_paid_and_none_is_guessed_R48),
		ASKING(a_months_cap_leaves_what_was_not_paid_for_it_before_R48),
		ASKING(a_cent_above_the_total_is_refused_unless_subsidies_are_an_increment_R49),
		ASKING(the_three_shares_sum_to_the_cost_to_the_fen_R5),
		ASKING(R22_working_days_leave_out_days_off_and_count_make_up_days),
		ASKING(R22_working_days_before_a_day_are_counted_backwards),
		ASKING(R22_what_recurs_in_working_days_is_counted_turn_by_turn),
		ASKING(R22_a_year_whose_days_off_are_not_known_is_said_and_not_guessed),
		ASKING(R1_a_document_that_declared_working_days_itself_goes_on),
		ASKING(a_county_budgets_for_its_pupils_as_in_shenzhen_R46),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
