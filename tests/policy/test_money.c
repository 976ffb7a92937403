/* What the county owes, and how often a family is billed. */
#include "world.h"

static void facts_that_cannot_be_are_bad_input(void **state)
{
	struct rules r = rules_of("RS0");
	struct guarantee_facts g = {.attended = INT64_MAX};
	struct guarantee_answer h;

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(facts_that_cannot_be_are_bad_input),
		WITH_WORLD(the_guarantee_of_1234_pupils_is_185100_yuan_R29),
		WITH_WORLD(who_counts_as_participant_follows_the_chosen_definition_D2),
		WITH_WORLD(a_share_of_the_sittings_is_compared_exactly_D2),
		WITH_WORLD(a_pupil_is_billed_once_a_term_and_never_ahead_R59),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
