/* The rule sets the program carries are whole, and their own worked cases come out. */
#include "world.h"

static void every_rule_set_of_the_program_can_be_read(void **state)
{
	const struct rule_error *e = NULL;

	if (policy_builtin(&e) == NULL)
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, e)));
}

static void every_worked_case_of_every_rule_set_comes_out(void **state)
{
	const struct policy_book *b = policy_builtin(NULL);
	size_t run = 0;

	assert_non_null(b);
	for (const struct rule_set *s = policy_book_sets(b); s != NULL; s = s->next) {
		assert_true(s->n_cases > 0);
		for (const struct rule_case *k = s->cases; k != NULL; k = k->next, run++) {
			if (case_run(&world, b, s, k) != OK)
				fail_msg("%s: got %s, expected %s",
				         str_c(world.arena, world.fault.field),
				         str_c(world.arena, world.fault.found),
				         str_c(world.arena, world.fault.allowed));
		}
	}
	assert_true(run >= 20);
}

/* A case that cannot fail proves nothing. */
static void a_worked_case_with_a_wrong_expectation_is_reported_with_its_place(void **state)
{
	struct rule_given expect = {.name = S("counted"), .value = S("600.01"), .line = 77};
	struct rule_given price = {.name = S("price"), .value = S("600.00")};
	struct rule_given kind = {.name = S("kind"), .value = S("course"), .next = &price};
	struct rule_case work = {.decision = S("cap"), .given = &kind, .expect = &expect};
	const struct policy_book *b = policy_builtin(NULL);

	assert_refused(case_run(&world, b, policy_book_sets(b), &work), "rule_set_wrong", NULL);
	assert_str(world.fault.field, "rs0-plan-2021.rules:77");
	assert_str(world.fault.found, "600.00");
	expect.value = S("600.00");
	assert_int_equal(case_run(&world, b, policy_book_sets(b), &work), OK);
	work.expect = NULL;
	assert_refused(case_run(&world, b, policy_book_sets(b), &work), "rule_set_wrong", NULL);
}

static void an_unknown_fact_is_refused_with_the_nearest_name(void **state)
{
	struct rules r = rules_of("RS0");
	struct rule_given given = {.name = S("course_befor"), .value = S("1.00")};
	struct quote q;

	assert_int_equal(quote_run(&world, &r, S("cap"), &given, &q), E_INPUT);
	assert_str(world.fault.allowed, "course_before");
	given = (struct rule_given){.name = S("price"), .value = S("1.001")};
	assert_int_equal(quote_run(&world, &r, S("cap"), &given, &q), E_INPUT);
	assert_str(world.fault.field, "price");
	assert_int_equal(quote_run(&world, &r, S("capp"), NULL, &q), E_INPUT);
	assert_str(world.fault.allowed, "cap");
}

static void quoting_twice_gives_the_same_bytes(void **state)
{
	struct rules r = rules_of("RS2");
	struct rule_given price = {.name = S("price"), .value = S("300.00")};
	struct rule_given care = {.name = S("care_before"), .value = S("350.00"), .next = &price};
	struct rule_given kind = {.name = S("kind"), .value = S("course"), .next = &care};
	struct quote p, q;

	assert_int_equal(quote_run(&world, &r, S("cap"), &kind, &p), OK);
	assert_int_equal(quote_run(&world, &r, S("cap"), &kind, &q), OK);
	assert_int_equal(p.n, q.n);
	for (size_t i = 0; i < p.n; i++) {
		assert_true(str_eq(p.line[i].name, q.line[i].name));
		assert_true(str_eq(p.line[i].value, q.line[i].value));
	}
}

/* R1: every rule in force carries its source. */
static void R1_every_statement_of_every_set_has_clause_document_and_requirement(void **state)
{
	const struct policy_book *b = policy_builtin(NULL);

	for (const struct rule_set *s = policy_book_sets(b); s != NULL; s = s->next) {
		assert_true(str_some(s->title) && str_some(s->issuer) && str_some(s->document));
		for (int t = 0; t < RULE_COUNT; t++) {
			for (const struct rule *rule = s->rules[t]; rule != NULL; rule = rule->next)
				assert_true(str_some(rule->clause) && str_some(rule->requirement));
		}
	}
}

/* U: what people read first is short. */
static void the_first_sentence_of_a_refusal_has_at_most_40_characters(void **state)
{
	for (size_t i = 0; i < fault_table_n; i++)
		assert_true(utf8_len(fault_table[i].title[LANG_ZH]) <= 40);
}

static void every_refusal_code_of_the_published_interface_has_texts(void **state)
{
	static const char *const codes[] = {"not_eligible",
	                                    "notice_unconfirmed",
	                                    "consent_missing",
	                                    "agreement_unsigned",
	                                    "fee_cap_exceeded",
	                                    "time_clash",
	                                    "already_enrolled",
	                                    "window_closed",
	                                    "care_refusal_forbidden",
	                                    "end_too_late",
	                                    "end_too_early",
	                                    "not_a_school_day",
	                                    "subject_teaching",
	                                    "agency_not_admitted",
	                                    "agency_suspended",
	                                    "item_not_in_catalogue",
	                                    "already_collected_this_term",
	                                    "insurance_lapsed",
	                                    "plan_missing",
	                                    "insufficient_funds",
	                                    "hours_not_verified",
	                                    "not_approved",
	                                    "quota_exceeded",
	                                    "key_reused",
	                                    "no_rule"};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		int status = fault_lookup(codes[i])->status;

		assert_true(fault_known(codes[i]));
		assert_true(status == 409 || status == 422);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(every_rule_set_of_the_program_can_be_read),
		WITH_WORLD(every_worked_case_of_every_rule_set_comes_out),
		WITH_WORLD(a_worked_case_with_a_wrong_expectation_is_reported_with_its_place),
		WITH_WORLD(an_unknown_fact_is_refused_with_the_nearest_name),
		WITH_WORLD(quoting_twice_gives_the_same_bytes),
		WITH_WORLD(R1_every_statement_of_every_set_has_clause_document_and_requirement),
		WITH_WORLD(the_first_sentence_of_a_refusal_has_at_most_40_characters),
		WITH_WORLD(every_refusal_code_of_the_published_interface_has_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
