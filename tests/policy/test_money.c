/* What families pay, what limits it, what the county owes. */
#include "world.h"

static struct cap_facts course(int64_t before, int64_t price)
{
	return (struct cap_facts){
		.kind = KIND_COURSE, .course_before = FEN(before), .price = FEN(price)};
}

static void a_cent_below_the_limit_still_passes_and_a_cent_above_is_refused_R34(void **state)
{
	struct rules r = rules_of("RS0");
	struct cap_facts f = course(59999, 1);
	struct cap_answer a;

	assert_int_equal(cap_decide(&world, &r, &f, &a), OK);
	assert_int_equal(a.counted.fen, 60000);
	assert_int_equal(a.payable.fen, 1);
	f = course(59999, 2);
	a.counted = FEN(-7);
	assert_refused(cap_decide(&world, &r, &f, &a), "fee_cap_exceeded", "R34");
	assert_str(world.fault.found, "600.01");
	assert_str(world.fault.allowed, "600.00");
	assert_int_equal(a.counted.fen, -7);
}

static void of_two_orders_of_300_01_only_the_first_passes_R34(void **state)
{
	struct rules r = rules_of("RS0");
	struct cap_facts f = course(0, 30001);
	struct cap_answer a;

	assert_int_equal(cap_decide(&world, &r, &f, &a), OK);
	f = course(a.charged.fen, 30001);
	assert_refused(cap_decide(&world, &r, &f, &a), "fee_cap_exceeded", "R34");
}

static void consumables_count_under_the_plan_but_not_in_chizhou_D1(void **state)
{
	struct rules plan = rules_of("RS0"), chizhou = rules_of("RS2");
	struct cap_facts f = {.kind = KIND_COURSE, .price = FEN(60000), .consumables = FEN(1)};
	struct cap_answer a;

	assert_refused(cap_decide(&world, &plan, &f, &a), "fee_cap_exceeded", "R34");
	assert_int_equal(cap_decide(&world, &chizhou, &f, &a), OK);
	assert_int_equal(a.counted.fen, 60000);
	assert_int_equal(a.payable.fen, 60001);
}

static void what_a_family_buys_itself_warns_but_is_not_refused_D1(void **state)
{
	struct rules r = rules_of("RS0");
	struct cap_facts f = course(0, 59000);
	struct cap_answer a;

	f.self_purchase = FEN(1000);
	assert_int_equal(cap_decide(&world, &r, &f, &a), OK);
	assert_false(a.self_purchase_warning);
	f.self_before = FEN(1);
	assert_int_equal(cap_decide(&world, &r, &f, &a), OK);
	assert_true(a.self_purchase_warning);
	assert_int_equal(a.payable.fen, 59000);
}

static void chizhou_charges_600_for_care_and_course_together_in_either_order(void **state)
{
	struct rules r = rules_of("RS2");
	struct cap_facts course_last = {
		.kind = KIND_COURSE, .care_before = FEN(35000), .price = FEN(30000)};
	struct cap_facts care_last = {
		.kind = KIND_CARE, .course_before = FEN(30000), .price = FEN(35000)};
	struct cap_answer a;

	assert_int_equal(cap_decide(&world, &r, &course_last, &a), OK);
	assert_int_equal(a.charged.fen, 25000);
	assert_int_equal(a.counted.fen, 60000);
	assert_str(formula_text(world.arena, LANG_ZH, &a.formula),
	           "350.00 + 300.00 = 650.00，上限 600.00，本项收 250.00");
	assert_int_equal(cap_decide(&world, &r, &care_last, &a), OK);
	assert_int_equal(a.charged.fen, 30000);
	assert_int_equal(a.counted.fen, 60000);
}

static void care_costs_parents_nothing_under_the_plan_and_up_to_350_in_chizhou_R30(void **state)
{
	struct rules plan = rules_of("RS0"), chizhou = rules_of("RS2");
	struct fee_facts f = {.kind = KIND_CARE, .price = FEN(1), .quantity = 1};
	struct fee_answer a;

	assert_refused(fee_decide(&world, &plan, &f, &a), "item_not_in_catalogue", "R30");
	f.price = FEN(0);
	assert_int_equal(fee_decide(&world, &plan, &f, &a), OK);
	assert_str(formula_text(world.arena, LANG_EN, &a.formula), "free for the family = 0.00");
	f.price = FEN(35000);
	assert_int_equal(fee_decide(&world, &chizhou, &f, &a), OK);
	assert_int_equal(a.amount.fen, 35000);
	f.price = FEN(35001);
	assert_refused(fee_decide(&world, &chizhou, &f, &a), "fee_cap_exceeded", "R30");
	assert_str(world.fault.allowed, "350.00");
}

static void a_fee_prints_how_it_came_about_in_both_languages(void **state)
{
	struct rules r = rules_of("RS0");
	struct fee_facts f = {
		.kind = KIND_COURSE, .price = FEN(2000), .unit = UNIT_SITTING, .quantity = 12};
	struct fee_answer a;

	assert_int_equal(fee_decide(&world, &r, &f, &a), OK);
	assert_int_equal(a.amount.fen, 24000);
	assert_str(formula_text(world.arena, LANG_ZH, &a.formula), "12 课次 × 20.00 = 240.00");
	assert_str(formula_text(world.arena, LANG_EN, &a.formula), "12 sittings × 20.00 = 240.00");
	assert_str(a.rule->requirement, "R34");
}

static void evening_study_has_no_price_where_no_document_names_one(void **state)
{
	struct rules r = rules_of("RS0");
	struct fee_facts f = {.kind = KIND_EVENING_STUDY, .price = FEN(100), .quantity = 1};
	struct fee_answer a;

	assert_refused(fee_decide(&world, &r, &f, &a), "no_rule", NULL);
	assert_str(world.fault.found, "RS0 evening_study.fee 2022-03-01");
}

static void facts_that_cannot_be_are_bad_input(void **state)
{
	struct rules r = rules_of("RS0");
	struct fee_facts fee = {.kind = KIND_COURSE, .price = FEN(-1), .quantity = 1};
	struct cap_facts cap = course(MONEY_MAX_FEN, 1);
	struct guarantee_facts g = {.attended = INT64_MAX};
	struct fee_answer a;
	struct cap_answer b;
	struct guarantee_answer h;

	assert_int_equal(fee_decide(&world, &r, &fee, &a), E_INPUT);
	fee = (struct fee_facts){.kind = KIND_COURSE, .price = FEN(2), .quantity = MONEY_MAX_FEN};
	assert_int_equal(fee_decide(&world, &r, &fee, &a), E_INPUT);
	assert_int_equal(cap_decide(&world, &r, &cap, &b), E_INPUT);
	cap = course(-1, 1);
	assert_int_equal(cap_decide(&world, &r, &cap, &b), E_INPUT);
	cap.kind = KIND_NONE;
	assert_int_equal(cap_decide(&world, &r, &cap, &b), E_INPUT);
	assert_int_equal(guarantee_decide(&world, &r, &g, &h), E_INPUT);
}

static void the_guarantee_of_1234_pupils_is_185100_yuan_R29(void **state)
{
	struct rules r = rules_of("RS0");
	struct guarantee_facts f = {.enrolled = 1300, .attended = 1234, .received = FEN(18509999)};
	struct guarantee_answer a;

	assert_int_equal(guarantee_decide(&world, &r, &f, &a), OK);
	assert_int_equal(a.participants, 1234);
	assert_int_equal(a.required.fen, 18510000);
	assert_int_equal(a.required_enrolled.fen, 19500000);
	assert_int_equal(a.shortfall.fen, 1);
	assert_str(formula_text(world.arena, LANG_ZH, &a.formula), "1234 人 × 150.00 = 185100.00");
	f.received = FEN(18510001);
	f.by = BY_ENROLLED;
	assert_int_equal(guarantee_decide(&world, &r, &f, &a), OK);
	assert_int_equal(a.required.fen, 19500000);
	assert_int_equal(a.required_attended.fen, 18510000);
	f.received = FEN(20000000);
	assert_int_equal(guarantee_decide(&world, &r, &f, &a), OK);
	assert_int_equal(a.shortfall.fen, 0);
}

static void who_counts_as_participant_follows_the_chosen_definition_D2(void **state)
{
	struct rules r = rules_of("RS0");
	struct participant_facts f = {.enrolled_on_census = true, .sittings = 40};
	bool counts = true;

	assert_int_equal(participant_decide(&world, &r, &f, &counts), OK);
	assert_false(counts);
	f.attended = 1;
	assert_int_equal(participant_decide(&world, &r, &f, &counts), OK);
	assert_true(counts);
	f = (struct participant_facts){.by = BY_ENROLLED, .enrolled_on_census = true};
	assert_int_equal(participant_decide(&world, &r, &f, &counts), OK);
	assert_true(counts);
	f = (struct participant_facts){.attended = 2, .sittings = 1};
	assert_int_equal(participant_decide(&world, &r, &f, &counts), E_INPUT);
}

static void a_share_of_the_sittings_is_compared_exactly_D2(void **state)
{
	struct policy_book *b = policy_book_new();
	struct rule_error e;
	struct participant_facts f = {.sittings = 3, .attended = 2};
	struct rules r;
	bool counts = true;

	assert_true(policy_book_add(b, S("f"),
	                            S("ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel "
	                              "city\nplace none\nissued 2021\n"
	                              "effective 2021-09-01 .. open\n"
	                              "param guarantee.participant attended at least 67 percent\n"
	                              "  clause \"c\"\n  requirement R29\n"),
	                            &e));
	assert_int_equal(rules_for(&world, b, S("A"), day(2022, 1, 1), &r), OK);
	assert_int_equal(participant_decide(&world, &r, &f, &counts), OK);
	assert_false(counts); /* 66.67 % is not 67 % */
	f = (struct participant_facts){.sittings = 100, .attended = 67};
	assert_int_equal(participant_decide(&world, &r, &f, &counts), OK);
	assert_true(counts);
	f = (struct participant_facts){0};
	assert_int_equal(participant_decide(&world, &r, &f, &counts), OK);
	assert_false(counts);
	policy_book_free(&b);
}

static void a_pupil_is_billed_once_a_term_and_never_ahead_R59(void **state)
{
	struct rules r = rules_of("RS0");
	struct billing_facts f = {0};
	const struct rule *rule;

	assert_int_equal(billing_decide(&world, &r, &f, &rule), OK);
	f.collected_this_term = 1;
	assert_refused(billing_decide(&world, &r, &f, &rule), "already_collected_this_term", "R59");
	f = (struct billing_facts){.for_next_term = true};
	assert_refused(billing_decide(&world, &r, &f, &rule), "already_collected_this_term", "R59");
}

/* --- properties: random orders from a fixed seed ------------------------------------------------
 */

static uint64_t seed;

static int64_t up_to(int64_t most)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 33) % (uint64_t)(most + 1));
}

/* One term of a pupil: every order that passes is charged, the others are not. */
static void random_term(const struct rules *r, bool consumables_count, bool combined)
{
	struct cap_facts f = {0};
	struct cap_answer a;

	for (int i = 0; i < 12; i++) {
		int64_t price = up_to(25000);
		enum err e;

		f.kind = combined && up_to(2) == 0 ? KIND_CARE : KIND_COURSE;
		f.price = FEN(price);
		f.consumables = f.kind == KIND_COURSE ? FEN(up_to(5000)) : FEN(0);
		e = cap_decide(&world, r, &f, &a);
		if (e != OK) {
			assert_int_equal(e, E_REFUSED);
			continue;
		}
		assert_true(a.charged.fen >= 0 && a.charged.fen <= price);
		assert_int_equal(a.payable.fen, a.charged.fen + f.consumables.fen);
		if (f.kind == KIND_CARE)
			f.care_before.fen += a.charged.fen;
		else
			f.course_before.fen += a.charged.fen;
		f.consumables_before.fen += f.consumables.fen;
		assert_true(f.course_before.fen +
		                    (consumables_count ? f.consumables_before.fen : 0) <=
		            60000);
		if (combined)
			assert_true(f.care_before.fen + f.course_before.fen <= 60000);
	}
}

static void limits_hold_in_every_order_of_random_terms(void **state)
{
	struct rules plan = rules_of("RS0"), chizhou = rules_of("RS2");

	seed = 20210901;
	for (int i = 0; i < 2000; i++) {
		struct arena_mark m = arena_mark(world.arena);

		random_term(&plan, true, false);
		random_term(&chizhou, false, true);
		arena_rewind(world.arena, m);
	}
}

static void splitting_a_period_never_changes_what_it_costs(void **state)
{
	struct rules r = rules_of("RS0");

	seed = 7;
	for (int i = 0; i < 1000; i++) {
		int64_t price = up_to(100000), first = up_to(50), second = up_to(50);
		struct fee_facts f = {.kind = KIND_COURSE, .price = FEN(price)};
		struct fee_answer whole, a, b;

		f.quantity = first + second;
		assert_int_equal(fee_decide(&world, &r, &f, &whole), OK);
		f.quantity = first;
		assert_int_equal(fee_decide(&world, &r, &f, &a), OK);
		f.quantity = second;
		assert_int_equal(fee_decide(&world, &r, &f, &b), OK);
		assert_int_equal(whole.amount.fen, a.amount.fen + b.amount.fen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(a_cent_below_the_limit_still_passes_and_a_cent_above_is_refused_R34),
		WITH_WORLD(of_two_orders_of_300_01_only_the_first_passes_R34),
		WITH_WORLD(consumables_count_under_the_plan_but_not_in_chizhou_D1),
		WITH_WORLD(what_a_family_buys_itself_warns_but_is_not_refused_D1),
		WITH_WORLD(chizhou_charges_600_for_care_and_course_together_in_either_order),
		WITH_WORLD(care_costs_parents_nothing_under_the_plan_and_up_to_350_in_chizhou_R30),
		WITH_WORLD(a_fee_prints_how_it_came_about_in_both_languages),
		WITH_WORLD(evening_study_has_no_price_where_no_document_names_one),
		WITH_WORLD(facts_that_cannot_be_are_bad_input),
		WITH_WORLD(the_guarantee_of_1234_pupils_is_185100_yuan_R29),
		WITH_WORLD(who_counts_as_participant_follows_the_chosen_definition_D2),
		WITH_WORLD(a_share_of_the_sittings_is_compared_exactly_D2),
		WITH_WORLD(a_pupil_is_billed_once_a_term_and_never_ahead_R59),
		WITH_WORLD(limits_hold_in_every_order_of_random_terms),
		WITH_WORLD(splitting_a_period_never_changes_what_it_costs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
