/* What one pupil pays for a term. Amounts of real documents are named by their place. */
#include "asking.h"

#define TERM_CARE "fee care \"c\"\n  kind care\n  price at_most 360.00 yuan per term" SAYS
#define OVER_MONTH                                                                                 \
	"limit month \"m\"\n  over care\n  cap 100.00 yuan per month\n  above reduce" SAYS

/* --- the plan and Chizhou ------------------------------------------------------------------------
 */

static void ask_of(const char *id, const char *facts)
{
	struct rules r = rules_of(id);

	ask_rules(&r, "charge", facts);
}

static void a_cent_below_the_limit_still_passes_and_a_cent_above_is_refused_R34(void **state)
{
	ask_of("RS0", "item course, charged 599.99, item course, price 0.01");
	assert_answer("payable", "0.01");
	assert_answer("bill", "600.00");
	ask_of("RS0", "item course, charged 599.99, item course, price 0.02");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("found", "600.01");
	assert_answer("allowed", "600.00");
	assert_answer("requirement", "R34");
}

static void of_two_orders_of_300_01_only_the_first_passes_R34(void **state)
{
	ask_of("RS0", "item course, price 300.01");
	assert_answer("payable", "300.01");
	ask_of("RS0", "item course, charged 300.01, item course, price 300.01");
	assert_answer("outcome", "fee_cap_exceeded");
	ask_of("RS0", "item course, price 300.01, item course, price 300.01");
	assert_answer("outcome", "fee_cap_exceeded");
}

static void consumables_count_under_the_plan_but_not_in_chizhou_D1(void **state)
{
	ask_of("RS0", "kind course, price 600.00, consumables 0.01");
	assert_answer("outcome", "fee_cap_exceeded");
	ask_of("RS2", "kind course, price 600.00, consumables 0.01");
	assert_answer("charged", "600.00");
	assert_answer("payable", "600.01");
}

static void what_a_family_buys_itself_warns_but_is_not_refused_D1(void **state)
{
	ask_of("RS0", "kind course, price 590.00, self_purchase 10.00");
	assert_answer("self_purchase_warning", "no");
	ask_of("RS0", "item course, charged 0.00, self_purchase 0.01, "
	              "item course, price 590.00, self_purchase 10.00");
	assert_answer("self_purchase_warning", "yes");
	assert_answer("payable", "590.00");
}

static void chizhou_charges_600_for_care_and_course_together_in_either_order(void **state)
{
	ask_of("RS2", "item care, price 350.00, item course, price 300.00, consumables 40.00");
	assert_answer("charged", "600.00");
	assert_answer("payable", "640.00");
	assert_answer("1.charged", "350.00");
	assert_answer("2.charged", "250.00");
	assert_answer("2.formula", "350.00 + 300.00 = 650.00，上限 600.00，本项收 250.00");
	ask_of("RS2", "item course, price 300.00, consumables 40.00, item care, price 350.00");
	assert_answer("payable", "640.00");
	assert_answer("2.charged", "300.00");
}

static void care_costs_parents_nothing_under_the_plan_and_up_to_350_in_chizhou_R30(void **state)
{
	ask_of("RS0", "kind care, price 0.01");
	assert_answer("outcome", "item_not_in_catalogue");
	assert_answer("requirement", "R30");
	ask_of("RS0", "kind care, price 2.50, unit period, quantity 170");
	assert_answer("outcome", "item_not_in_catalogue");
	ask_of("RS0", "kind care, unit period, quantity 170");
	assert_answer("payable", "0.00");
	ask_of("RS0", "kind care");
	assert_answer("payable", "0.00");
	assert_answer("formula", "家长免费 = 0.00");
	ask_of("RS2", "kind care, price 350.00");
	assert_answer("payable", "350.00");
	ask_of("RS2", "kind care, price 350.01");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("allowed", "350.00");
	ask_of("RS2", "item care, charged 200.00, item care, price 150.01");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("found", "350.01");
}

static void evening_study_has_no_price_where_no_document_names_one(void **state)
{
	ask_of("RS0", "kind evening_study, price 1.00");
	assert_answer("outcome", "no_rule");
	assert_answer("found", "RS0 evening_study.fee 2022-03-01");
}

static void lunch_is_charged_as_published_and_counts_against_no_limit_of_courses(void **state)
{
	ask_of("RS0", "item course, price 600.00, item lunch, price 12.00, unit meal, quantity 80");
	assert_answer("2.formula", "80 餐 × 12.00 = 960.00");
	assert_answer("payable", "1560.00");
}

/* --- prices, units, caps -------------------------------------------------------------------------
 */

#define PER_PERIOD                                                                                 \
	"fee urban \"u\"\n  kind care\n  price at_most 2.50 yuan per period\n"                     \
	"  cap 400.00 yuan per term\n  when area urban" SAYS                                       \
	"fee rural \"r\"\n  kind care\n  price at_most 2.00 yuan per period\n"                     \
	"  cap 320.00 yuan per term\n  when area rural" SAYS

static void a_price_a_period_is_capped_for_the_term_as_in_longling(void **state)
{
	document(PER_PERIOD);
	ask("charge", "kind care, area urban, price 2.50, unit period, quantity 170");
	assert_answer("gross", "425.00");
	assert_answer("payable", "400.00");
	assert_answer("formula", "170 课时 × 2.50 = 425.00，上限 400.00，收 400.00");
	ask("charge", "kind care, area rural, price 2.00, unit period, quantity 150");
	assert_answer("payable", "300.00");
	ask("charge", "kind care, area rural, price 2.01, unit period, quantity 1");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("allowed", "2.00");
	world.lang = LANG_EN;
	ask("charge", "kind care, area urban, price 2.50, unit period, quantity 170");
	assert_answer("formula", "170 periods × 2.50 = 425.00, capped at 400.00, charged 400.00");
}

static void one_of_a_unit_is_singular_in_english_and_any_other_count_is_not(void **state)
{
	document(PER_PERIOD "fee term \"t\"\n  kind course\n  price at_most 300.00 yuan per "
	                    "term" SAYS);
	world.lang = LANG_EN;
	ask("charge", "kind care, area urban, price 2.50, unit period, quantity 1");
	assert_answer("formula", "1 period × 2.50 = 2.50");
	ask("charge", "kind care, area urban, price 2.50, unit period, quantity 2");
	assert_answer("formula", "2 periods × 2.50 = 5.00");
	ask("charge", "kind care, area urban, price 2.50, unit period, quantity 0.5");
	assert_answer("formula", "0.5 periods × 2.50 = 1.25");
	ask("charge", "kind course, price 300.00, unit term, quantity 1");
	assert_answer("formula", "1 term × 300.00 = 300.00");
	world.lang = LANG_ZH;
	ask("charge", "kind course, price 300.00, unit term, quantity 1");
	assert_answer("formula", "1 学期 × 300.00 = 300.00");
}

static void the_cap_of_a_fee_holds_for_all_that_is_charged_under_it(void **state)
{
	document(PER_PERIOD);
	ask("charge", "area urban, unit period, price 2.50, item care, quantity 100, "
	              "item care, quantity 70");
	assert_answer("payable", "400.00");
	assert_answer("2.payable", "150.00");
	ask("charge", "area urban, item care, charged 390.00, "
	              "item care, unit period, price 2.50, quantity 70");
	assert_answer("payable", "10.00");
	ask("charge", "item care, charged 390.00, "
	              "item care, area urban, unit period, price 2.50, quantity 70");
	assert_answer("payable", "10.00");
}

static void what_is_not_known_is_asked_for_and_never_guessed(void **state)
{
	document(PER_PERIOD);
	assert_input("charge", "kind care, price 2.00, unit period", "fact_missing", "area");
	assert_input("charge", "kind care, area urban", "fact_missing", "price");
}

static void a_cap_a_day_holds_for_each_day_as_in_pucheng(void **state)
{
	document("convert 1 day = 2 period" SAYS
	         "fee care \"c\"\n  kind care\n  price at_most 2.30 yuan per period\n"
	         "  cap 4.60 yuan per day" SAYS);
	ask("charge", "kind care, price 2.30, unit period, quantity 200");
	assert_answer("payable", "460.00");
	ask("charge", "kind care, price 2.30, unit day, quantity 100");
	assert_answer("outcome", "pass"); /* 2.30 a day is below two periods of 2.30 */
	assert_answer("payable", "230.00");
	ask("charge", "kind care, price 2.30, unit period, quantity 300, days 100");
	assert_answer("payable", "460.00");
	ask("charge", "kind care, price 2.30, unit period, by_day 1 3 2");
	assert_answer("gross", "13.80");
	assert_answer("payable", "11.50");
	assert_input("charge", "kind care, price 2.30, unit period, by_day 1 3, quantity 5",
	             "bad_input", "by_day");
	ask("charge", "days 100, unit period, price 2.30, item care, quantity 200, "
	              "item care, quantity 100");
	assert_answer("payable", "460.00");
	ask("charge", "days 100, unit period, price 2.30, item care, quantity 100, "
	              "item care, quantity 200");
	assert_answer("payable", "460.00");
}

static void a_service_of_two_periods_and_an_interest_project_is_14_yuan_as_in_shishi(void **state)
{
	document("fee afternoon \"a\"\n  kind care\n  price exactly 2.00 yuan per period\n"
	         "  when window afternoon" SAYS
	         "fee interest \"i\"\n  kind course\n  price exactly 10.00 yuan per period\n"
	         "  when interest yes" SAYS);
	ask("charge", "unit period, item care, window afternoon, quantity 2, "
	              "item course, interest yes, quantity 1");
	assert_answer("payable", "14.00");
	ask("charge", "item care, window evening, price 2.00, unit period");
	assert_answer("outcome", "no_rule");
}

static void a_price_a_month_is_paid_for_a_term_by_convention_as_in_enshi(void **state)
{
	document("convert 1 term = 4.5 month" SAYS
	         "fee care \"c\"\n  kind care\n  price exactly 70.00 yuan per month\n"
	         "  when area urban" SAYS
	         "fee care \"c\"\n  kind care\n  price exactly 0.00 yuan per month\n"
	         "  when area rural" SAYS);
	ask("charge", "kind care, area urban, unit term");
	assert_answer("payable", "315.00");
	assert_answer("formula", "4.5 个月 × 70.00 = 315.00");
	ask("charge", "kind care, area urban, quantity 4");
	assert_answer("payable", "280.00");
	ask("charge", "kind care, area rural, unit term");
	assert_answer("payable", "0.00");
	ask("charge", "kind care, area urban, price 315.00, unit term");
	assert_answer("payable", "315.00");
	ask("charge", "kind care, area urban, price 314.99, unit term");
	assert_answer("outcome", "not_as_required");
	assert_answer("allowed", "315.00");
	ask("charge", "kind care, area urban, price 1.00, unit period");
	assert_answer("outcome", "no_rule");
}

static void a_derived_price_is_exact_until_the_end(void **state)
{
	document("fee care \"c\"\n  kind care\n  price exactly 1.00 / 3 yuan per period" SAYS);
	ask("charge", "kind care, quantity 3");
	assert_answer("payable", "1.00");
	ask("charge", "kind care, quantity 2");
	assert_answer("payable", "0.67");
	assert_answer("formula", "2 课时 × 1.00 / 3 = 0.67");
}

static void a_fee_without_a_price_opens_a_service_that_is_priced_item_by_item(void **state)
{
	document("fee project \"p\"\n  kind course\n  when provider agency" SAYS);
	ask("charge", "kind course, provider agency, price 12.34, unit sitting, quantity 10");
	assert_answer("payable", "123.40");
	ask("charge", "kind course, provider school, price 12.34");
	assert_answer("outcome", "no_rule");
}

static void two_fees_that_fit_alike_have_to_be_told_apart(void **state)
{
	document("fee one \"1\"\n  kind care\n  price exactly 1.00 yuan per term" SAYS
	         "fee two \"2\"\n  kind care\n  price exactly 2.00 yuan per term" SAYS
	         "fee three \"3\"\n  kind care\n  price exactly 3.00 yuan per term\n"
	         "  when boarding boarding" SAYS);
	assert_input("charge", "kind care, boarding day", "fact_missing", "fee");
	ask("charge", "kind care, boarding boarding");
	assert_answer("payable", "3.00");
}

static void a_limit_for_a_month_or_a_year_counts_what_is_in_it(void **state)
{
	document(TERM_CARE OVER_MONTH
	         "limit year \"y\"\n  over care\n  cap 600.00 yuan per year" SAYS);
	ask("charge", "kind care, price 360.00, months 4");
	assert_answer("payable", "360.00");
	ask("charge", "kind care, price 360.00, months 3");
	assert_answer("payable", "300.00");
	assert_input("charge", "kind care, price 360.00", "fact_missing", "months");
	ask("charge", "item care, charged 300.00, earlier yes, item care, price 300.01, months 5");
	assert_answer("outcome", "fee_cap_exceeded");
	assert_answer("found", "600.01");
	ask("charge", "item care, charged 300.00, earlier yes, item care, price 300.00, months 5");
	assert_answer("bill", "300.00");
}

/* --- what others bear
 * ----------------------------------------------------------------------------- */

#define FUYANG                                                                                     \
	TERM_CARE                                                                                  \
	"deduct subsidy \"补助\"\n  of care\n  amount 50.00 yuan per term\n"                     \
	"  payer same_level_finance" SAYS                                                          \
	"waiver poor \"减免\"\n  category poor orphan\n  of care\n  reduce all\n"                \
	"  payer county\n  proof required" SAYS

static void fiscal_money_is_deducted_from_the_fee_once_a_term_as_in_fuyang(void **state)
{
	document(FUYANG);
	ask("charge", "kind care, price 360.00");
	assert_answer("charged", "360.00");
	assert_answer("deducted", "50.00");
	assert_answer("payer.same_level_finance", "50.00");
	assert_answer("payable", "310.00");
	ask("charge", "kind care, price 360.00, deducted_before 30.00");
	assert_answer("payable", "340.00");
	ask("charge", "price 180.00, item care, item care");
	assert_answer("1.payable", "130.00");
	assert_answer("2.payable", "180.00");
	ask("charge", "kind care, price 20.00");
	assert_answer("payable", "0.00");
	assert_answer("payer.same_level_finance", "20.00");
}

static void a_poor_pupil_pays_nothing_and_the_county_pays_the_rest(void **state)
{
	document(FUYANG);
	ask("charge", "kind care, price 360.00, category poor, proof yes");
	assert_answer("payable", "0.00");
	assert_answer("waived", "310.00");
	assert_answer("payer.county", "310.00");
	assert_answer("payer.same_level_finance", "50.00");
	ask("charge", "kind care, price 360.00, category disabled orphan, proof yes");
	assert_answer("payable", "0.00");
	ask("charge", "kind care, price 360.00, category disabled");
	assert_answer("payable", "310.00");
}

#define SHARED(share)                                                                              \
	TERM_CARE                                                                                  \
	"fee course \"k\"\n  kind course\n  price at_most 360.00 yuan per term" SAYS               \
	"waiver poor \"减免\"\n  category poor\n  of care course\n"                              \
	"  reduce 50 percent\n" share SAYS

static void
r5_a_waiver_is_shared_by_its_payers_and_the_last_takes_what_rounding_leaves(void **state)
{
	document(SHARED("  payer county 60 percent\n  payer school 40 percent"));
	ask("charge", "kind care, price 301.01, category poor");
	assert_answer("waived", "150.51");
	assert_answer("payer.county", "90.31"); /* 90.306 */
	assert_answer("payer.school", "60.20");
	assert_answer("payable", "150.50");
	ask("charge", "kind care, price 0.02, category poor");
	assert_answer("payer.county", "0.01"); /* 0.006: nothing is left for the school */
	assert_false(str_some(quote_value(&answer, S("payer.school"))));
	ask("charge", "category poor, item care, price 301.01, item course, price 301.01");
	assert_answer("payer.county", "180.62"); /* service by service, as they are billed */
	assert_answer("payer.school", "120.40");
}

static void r5_thirds_are_written_as_they_are_derived_and_sum_to_the_whole(void **state)
{
	document(SHARED("  payer province 100 / 3 percent\n  payer city 100 / 3 percent\n"
	                "  payer county 100 / 3 percent"));
	ask("charge", "kind care, price 200.00, category poor");
	assert_answer("waived", "100.00");
	assert_answer("payer.province", "33.33");
	assert_answer("payer.city", "33.33");
	assert_answer("payer.county", "33.34");
}

static void step_says(const char *text)
{
	for (size_t i = 0; i < answer.n_steps; i++) {
		if (str_is(answer.step[i].text, text)) {
			assert_true(str_some(answer.step[i].clause));
			return;
		}
	}
	fail_msg("no step says %s", text);
}

static void r5_every_share_is_a_step_with_its_sentence_in_both_languages(void **state)
{
	document(SHARED("  payer county 60 percent\n  payer school 40 percent"));
	ask("charge", "kind care, price 301.01, category poor");
	step_says("县（区）承担：150.51 × 60% = 90.31");
	step_says("学校承担其余：150.51 − 90.31 = 60.20");
	world.lang = LANG_EN;
	ask("charge", "kind care, price 301.01, category poor");
	world.lang = LANG_ZH;
	step_says("borne by county: 150.51 × 60% = 90.31");
	step_says("the rest borne by school: 150.51 − 90.31 = 60.20");
}

#define UNTIL(last)                                                                                \
	TERM_CARE                                                                                  \
	"waiver poor \"减免\"\n  category poor\n  of care\n  reduce all\n  expires on " last SAYS

/* Asked on 2022-03-01. */
static void r5_a_waiver_until_a_day_holds_on_it_and_not_the_day_after(void **state)
{
	document(UNTIL("03-01"));
	ask("charge", "kind care, price 10.00, category poor, granted 2021-03-02");
	assert_answer("waived", "10.00");
	ask("charge", "kind care, price 10.00, category poor, granted 2021-03-01");
	assert_answer("waived", "0.00"); /* granted on its last day */
	assert_input("charge", "kind care, price 10.00, category poor", "fact_missing", "granted");
}

static void r5_a_last_day_of_february_is_the_28th_where_the_year_has_no_other(void **state)
{
	document(UNTIL("02-29"));
	ask("charge", "kind care, price 10.00, category poor, granted 2022-02-28");
	assert_answer("waived", "0.00");
	ask("charge", "kind care, price 10.00, category poor, granted 2022-03-01");
	assert_answer("waived", "10.00");
}

static void r5_a_waiver_until_one_day_asks_for_nobodys_grant(void **state)
{
	document(UNTIL("2022-03-01"));
	ask("charge", "kind care, price 10.00, category poor");
	assert_answer("waived", "10.00");
}

static void r5_a_waiver_until_the_day_before_is_gone(void **state)
{
	document(UNTIL("2022-02-28"));
	ask("charge", "kind care, price 10.00, category poor");
	assert_answer("waived", "0.00");
}

static void a_waiver_waits_for_its_proof(void **state)
{
	document(FUYANG);
	assert_input("charge", "kind care, price 360.00, category poor", "fact_missing", "proof");
	ask("charge", "kind care, price 360.00, category poor, proof no");
	assert_answer("waived", "0.00");
}

static void a_waiver_ends_on_its_day(void **state)
{
	document(TERM_CARE "waiver poor \"w\"\n  category poor\n  of care\n  reduce all\n"
	                   "  expires 6 month" SAYS);
	assert_input("charge", "kind care, price 1.00, category poor", "fact_missing", "granted");
	ask("charge", "kind care, price 1.00, category poor, granted 2021-09-02");
	assert_answer("payable", "0.00");
	ask("charge", "kind care, price 1.00, category poor, granted 2021-09-01");
	assert_answer("payable", "1.00");
}

static void a_waiver_of_terms_ends_with_the_last_of_them(void **state)
{
	document(TERM_CARE "waiver poor \"w\"\n  category poor\n  of care\n  reduce all\n"
	                   "  expires 2 term" SAYS);
	ask("charge", "kind care, price 1.00, category poor, terms_since_grant 0");
	assert_answer("payable", "0.00");
	ask("charge", "kind care, price 1.00, category poor, terms_since_grant 2");
	assert_answer("payable", "1.00");
}

static void of_several_waivers_the_best_for_the_family_holds(void **state)
{
	document("fee course \"c\"\n  kind course\n  price at_most 600.00 yuan per term" SAYS
	         "waiver half \"h\"\n  category poor\n  of course\n  reduce 50 percent\n"
	         "  payer school" SAYS
	         "waiver fixed \"f\"\n  category disabled\n  of course consumables\n"
	         "  reduce 100.00 yuan per term\n  payer county" SAYS);
	ask("charge", "kind course, price 300.01, category poor disabled");
	assert_answer("waived", "150.01");
	assert_answer("payer.school", "150.01");
	ask("charge", "kind course, price 30.00, consumables 40.00, category poor disabled");
	assert_answer("waived", "70.00");
	assert_answer("payer.county", "70.00");
	ask("charge", "kind course, price 30.00, consumables 40.00, category poor");
	assert_answer("payable", "55.00");
	ask("charge", "price 80.00, category disabled, item course, item course");
	assert_answer("1.waived", "80.00");
	assert_answer("2.waived", "20.00");
}

static void a_stated_deduction_is_a_fact_of_the_case(void **state)
{
	document(TERM_CARE "deduct own \"d\"\n  of care\n  amount stated" SAYS);
	assert_input("charge", "kind care, price 100.00", "fact_missing", "subsidy");
	ask("charge", "kind care, price 100.00, subsidy 33.33");
	assert_answer("payable", "66.67");
	assert_answer("payer.unnamed", "33.33");
}

/* --- what may not be charged
 * ---------------------------------------------------------------------- */

static void a_boarding_private_school_may_not_charge_where_that_is_forbidden(void **state)
{
	document(TERM_CARE "forbid charge_by_private_school \"寄宿制民办学校收费\"\n"
	                   "  when boarding boarding" SAYS);
	ask("charge", "kind care, price 1.00, boarding boarding, ownership private");
	assert_answer("outcome", "forbidden_by_rule");
	assert_answer("found", "寄宿制民办学校收费");
	ask("charge", "kind care, price 1.00, boarding day, ownership private");
	assert_answer("payable", "1.00");
	ask("charge", "kind care, price 1.00, boarding boarding, ownership public");
	assert_answer("payable", "1.00");
	ask("charge", "kind care, price 0.00, boarding boarding, ownership private");
	assert_answer("payable", "0.00");
	assert_input("charge", "kind care, price 1.00, boarding boarding", "fact_missing",
	             "ownership");
	assert_input("charge", "kind care, price 1.00, ownership private", "fact_missing",
	             "boarding");
}

static void outsiders_may_not_be_charged_extra_where_that_is_forbidden(void **state)
{
	document(TERM_CARE
	         "forbid extra_charge_for_outsiders \"x\"\n  code item_not_in_catalogue" SAYS);
	ask("charge", "kind care, price 1.00, provider agency");
	assert_answer("outcome", "item_not_in_catalogue");
	ask("charge", "kind care, price 1.00, provider school");
	assert_answer("payable", "1.00");
}

static void noon_care_cannot_be_charged_once_it_has_left_the_scope_D6(void **state)
{
	document(TERM_CARE "param after_school.windows afternoon weekend" SAYS);
	ask("charge", "kind care, price 1.00, window noon");
	assert_answer("outcome", "out_of_scope");
	assert_answer("found", "noon");
	ask("charge", "kind care, price 1.00, window weekend");
	assert_answer("payable", "1.00");
	/* R22: care is held after afternoon school where nobody says otherwise. */
	ask("charge", "kind care, price 1.00");
	assert_answer("payable", "1.00");
	ask("scope", "kind care, window noon");
	assert_answer("outcome", "no_rule");
}

static void what_a_document_leaves_open_waits_for_a_decision(void **state)
{
	document(
		"open basis \"按课时还是按学期收费?\"\n  choices period \"课时\" term \"学期\"" SAYS
		"fee period \"p\"\n  kind care\n  price exactly 2.00 yuan per period\n"
		"  when basis period" SAYS
		"fee term \"t\"\n  kind care\n  price exactly 300.00 yuan per term\n"
		"  when basis term" SAYS);
	ask("charge", "kind care");
	assert_answer("outcome", "decision_needed");
	assert_answer("found", "按课时还是按学期收费?");
	document_under(
		"B", "A",
		"settle basis term\n"
		"  decided by \"县教育局\" on 2021-09-10 why \"按学期收取\"\n  requirement R34\n");
	struct rules r = rules_by("B");
	ask_rules(&r, "charge", "kind care");
	assert_answer("payable", "300.00");
}

static void an_open_question_about_waivers_stops_those_alone_whom_it_concerns(void **state)
{
	document(TERM_CARE "open poor_waiver \"全部还是部分减免?\"\n"
	                   "  choices all \"全部\" part \"部分\"" SAYS
	                   "waiver poor \"w\"\n  category poor\n  of care\n  reduce all\n"
	                   "  when poor_waiver all" SAYS);
	ask("charge", "kind care, price 1.00");
	assert_answer("payable", "1.00");
	ask("charge", "kind care, price 1.00, category disabled");
	assert_answer("payable", "1.00");
	ask("charge", "kind care, price 1.00, category poor");
	assert_answer("outcome", "decision_needed");
}

static void facts_that_cannot_be_are_bad_input(void **state)
{
	document(TERM_CARE);
	assert_input("charge", "kind care, price -0.01", "bad_input", "price");
	assert_input("charge", "kind care, price 1.00, quantity -1", "bad_input", "quantity");
	assert_input("charge", "kind care, price 90071992547409.91", "bad_input", "price");
	assert_input("charge", "kind care, price 1.00, consumables -1", "bad_input", "consumables");
	assert_input("charge", "kind care, price 1.00, charged -1", "bad_input", "charged");
	assert_input("charge", "kind sewing", "bad_input", "kind");
	assert_input("charge", "kind care, prise 1.00", "unknown_field", "prise");
	assert_str(world.fault.allowed, "price");
	assert_input("charge", "kind care, area seaside", "bad_input", "area");
	assert_input("charge", "price 1.00", "bad_input", "kind");
	assert_input("chrage", "kind care", "unknown_field", "chrage");
	assert_str(world.fault.allowed, "charge");
}

static void more_items_than_a_pupil_can_have_are_refused(void **state)
{
	struct str facts = S("price 0.00");

	document(TERM_CARE);
	for (int i = 0; i < 33; i++)
		facts = str_printf(world.arena, "%.*s, item care", STR_FMT(facts));
	assert_input("charge", str_c(world.arena, facts), "bad_input", "item");
}

static void every_step_names_its_sentence(void **state)
{
	size_t sourced = 0;

	document(FUYANG);
	ask("charge", "kind care, price 360.00, category poor, proof yes, consumables 5.00");
	assert_int_equal(answer.n_steps, 4);
	for (size_t i = 0; i < answer.n_steps; i++) {
		assert_true(str_some(answer.step[i].text));
		sourced += str_some(answer.step[i].clause) && str_some(answer.step[i].document) &&
		           str_some(answer.step[i].requirement);
	}
	assert_int_equal(sourced, 3); /* consumables are the family's own */
	assert_str(answer.step[0].text, "1 学期 × 360.00 = 360.00");
	assert_str(answer.step[2].text, "补助：抵扣 50.00");
	assert_str(answer.step[3].amount, "310.00");
}

static void a_fact_that_is_wrong_is_named_with_its_item_what_was_found_and_what_may_be(void **state)
{
	(void)state;
	document("fee course \"c\"\n  kind course\n  price at_most 400.00 yuan per term" SAYS);
	assert_input("charge", "item course, price 1.00, item course, price -0.05", "bad_input",
	             "price");
	assert_str(answer.wrong->value, "-0.05");
	assert_str(world.fault.found, "-0.05");
	assert_true(str_some(world.fault.allowed));
	/* Of two that are told alike, the one of the item in hand. */
	assert_input("charge",
	             "item course, price 1.00, quantity -1, item course, price 1.00, quantity -2",
	             "bad_input", "quantity");
	assert_str(world.fault.found, "-1");
	assert_input("charge", "quantity -3, item course, price 1.00", "bad_input", "quantity");
	assert_str(world.fault.found, "-3");
	assert_input("charge", "item sewing, price 1.00", "bad_input", "item");
	assert_str(answer.wrong->value, "sewing");
	assert_input("charge", "item course, prise 1.00", "unknown_field", "prise");
	assert_str(answer.wrong->name, "prise");
	assert_input("act", "act dancing", "bad_input", "act");
	assert_true(str_some(world.fault.allowed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(a_cent_below_the_limit_still_passes_and_a_cent_above_is_refused_R34),
		ASKING(of_two_orders_of_300_01_only_the_first_passes_R34),
		ASKING(consumables_count_under_the_plan_but_not_in_chizhou_D1),
		ASKING(what_a_family_buys_itself_warns_but_is_not_refused_D1),
		ASKING(chizhou_charges_600_for_care_and_course_together_in_either_order),
		ASKING(care_costs_parents_nothing_under_the_plan_and_up_to_350_in_chizhou_R30),
		ASKING(evening_study_has_no_price_where_no_document_names_one),
		ASKING(lunch_is_charged_as_published_and_counts_against_no_limit_of_courses),
		ASKING(a_price_a_period_is_capped_for_the_term_as_in_longling),
		ASKING(one_of_a_unit_is_singular_in_english_and_any_other_count_is_not),
		ASKING(the_cap_of_a_fee_holds_for_all_that_is_charged_under_it),
		ASKING(what_is_not_known_is_asked_for_and_never_guessed),
		ASKING(a_cap_a_day_holds_for_each_day_as_in_pucheng),
		ASKING(a_service_of_two_periods_and_an_interest_project_is_14_yuan_as_in_shishi),
		ASKING(a_price_a_month_is_paid_for_a_term_by_convention_as_in_enshi),
		ASKING(a_derived_price_is_exact_until_the_end),
		ASKING(a_fee_without_a_price_opens_a_service_that_is_priced_item_by_item),
		ASKING(two_fees_that_fit_alike_have_to_be_told_apart),
		ASKING(a_limit_for_a_month_or_a_year_counts_what_is_in_it),
		ASKING(fiscal_money_is_deducted_from_the_fee_once_a_term_as_in_fuyang),
		ASKING(a_poor_pupil_pays_nothing_and_the_county_pays_the_rest),
		ASKING(a_waiver_waits_for_its_proof),
		ASKING(a_waiver_ends_on_its_day),
		ASKING(a_waiver_of_terms_ends_with_the_last_of_them),
		ASKING(of_several_waivers_the_best_for_the_family_holds),
		ASKING(a_stated_deduction_is_a_fact_of_the_case),
		ASKING(a_boarding_private_school_may_not_charge_where_that_is_forbidden),
		ASKING(outsiders_may_not_be_charged_extra_where_that_is_forbidden),
		ASKING(noon_care_cannot_be_charged_once_it_has_left_the_scope_D6),
		ASKING(what_a_document_leaves_open_waits_for_a_decision),
		ASKING(an_open_question_about_waivers_stops_those_alone_whom_it_concerns),
		ASKING(facts_that_cannot_be_are_bad_input),
		ASKING(more_items_than_a_pupil_can_have_are_refused),
		ASKING(every_step_names_its_sentence),
		ASKING(r5_a_waiver_is_shared_by_its_payers_and_the_last_takes_what_rounding_leaves),
		ASKING(r5_thirds_are_written_as_they_are_derived_and_sum_to_the_whole),
		ASKING(r5_every_share_is_a_step_with_its_sentence_in_both_languages),
		ASKING(r5_a_waiver_until_a_day_holds_on_it_and_not_the_day_after),
		ASKING(r5_a_last_day_of_february_is_the_28th_where_the_year_has_no_other),
		ASKING(r5_a_waiver_until_one_day_asks_for_nobodys_grant),
		ASKING(r5_a_waiver_until_the_day_before_is_gone),
		ASKING(a_fact_that_is_wrong_is_named_with_its_item_what_was_found_and_what_may_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
