/* Which rules hold for a county on a day. */
#include "book.h"

/* A set of one rate and the lines in `more`. */
static void add(const char *id, const char *effective, const char *fee, const char *more)
{
	struct str text = str_printf(
		world.arena,
		"ruleset %s\ntitle \"%s\"\nnumber none\nissuer \"i\"\nlevel county\nplace none\n"
		"issued 2021\neffective %s\n%s\n%s%s%s",
		id, id, effective, more, fee ? "param guarantee.rate " : "", fee ? fee : "",
		fee ? " yuan per participant per term\n  clause \"c\"\n  requirement R30\n" : "");

	if (!policy_book_add(book, str_of(id), text, &wrong))
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
}

static int64_t rate_on(const char *id, struct date on)
{
	const struct rule *rule;
	struct rules r;

	assert_int_equal(rules_for(&world, book, str_of(id), on, &r), OK);
	assert_int_equal(rules_need(&world, &r, PARAM_GUARANTEE_RATE, NULL, &rule), OK);
	return rule->value.money.fen;
}

static void an_unknown_rule_set_or_a_day_outside_its_time_is_no_rule(void **state)
{
	struct rules r = {.n = 42};

	add("A", "2021-09-01 .. 2022-08-31", "1.00", "");
	assert_refused(rules_for(&world, book, S("B"), day(2021, 9, 1), &r), "no_rule", NULL);
	assert_refused(rules_for(&world, book, S("A"), day(2021, 8, 31), &r), "no_rule", NULL);
	assert_str(world.fault.found, "A 2021-08-31");
	assert_refused(rules_for(&world, book, S("A"), day(2022, 9, 1), &r), "no_rule", NULL);
	assert_int_equal(r.n, 42);
	assert_int_equal(rules_for(&world, book, S("A"), day(2021, 9, 1), &r), OK);
	assert_int_equal(rules_for(&world, book, S("A"), day(2022, 8, 31), &r), OK);
}

static void the_day_chooses_between_two_editions_of_a_set_R10(void **state)
{
	add("A", "2021-09-01 .. 2022-08-31", "1.00", "");
	add("A", "2022-09-01 .. open", "2.00", "");
	assert_true(policy_book_check(book, world.arena, &wrong));
	assert_int_equal(rate_on("A", day(2022, 8, 31)), 100);
	assert_int_equal(rate_on("A", day(2022, 9, 1)), 200);
}

static void two_editions_in_force_on_one_day_are_refused_R10(void **state)
{
	add("A", "2021-09-01 .. 2022-09-01", "1.00", "");
	add("A", "2022-09-01 .. open", "2.00", "");
	assert_false(policy_book_check(book, world.arena, &wrong));
	assert_int_equal(wrong.what, T_policy_file_overlap);
}

static void a_silent_set_takes_the_rule_of_the_one_it_stands_under(void **state)
{
	add("A", "2021-09-01 .. open", "1.00", "");
	add("B", "2021-09-01 .. open", NULL, "under A");
	add("C", "2021-09-01 .. open", "3.00", "under B");
	assert_true(policy_book_check(book, world.arena, &wrong));
	assert_int_equal(rate_on("B", day(2022, 1, 1)), 100);
	assert_int_equal(rate_on("C", day(2022, 1, 1)), 300);
}

static void a_set_that_ended_no_longer_speaks_for_those_under_it(void **state)
{
	const struct rule *rule;
	struct rules r;

	add("A", "2021-09-01 .. 2021-12-31", "1.00", "");
	add("B", "2021-09-01 .. open", NULL, "under A");
	assert_int_equal(rules_for(&world, book, S("B"), day(2022, 1, 1), &r), OK);
	assert_refused(rules_need(&world, &r, PARAM_GUARANTEE_RATE, NULL, &rule), "no_rule", NULL);
	assert_str(world.fault.found, "B guarantee.rate 2022-01-01");
}

static void a_circle_of_sets_and_an_unknown_upper_set_are_refused(void **state)
{
	add("A", "2021-09-01 .. open", NULL, "under B");
	assert_false(policy_book_check(book, world.arena, &wrong));
	assert_int_equal(wrong.what, T_policy_file_no_such_set);
	add("B", "2021-09-01 .. open", NULL, "under A");
	assert_false(policy_book_check(book, world.arena, &wrong));
	assert_int_equal(wrong.what, T_policy_file_cycle);
}

static int32_t end_for(const struct rules *r, enum stage stage, enum season season)
{
	struct rule_facts f = facts_at(stage, AREA_NONE);
	const struct rule *rule;

	fact_set(&f, DIM_SEASON, (int)season - 1);
	assert_int_equal(rules_find(&world, r, PARAM_END_LATEST, &f, &rule), OK);
	return rule->value.time.minute;
}

#define STAGES_AND_SEASONS                                                                         \
	"param after_school.end_latest 18:00\n  clause \"c\"\n  requirement R23\n"                 \
	"param after_school.end_latest 17:45\n  clause \"c\"\n  requirement R23\n"                 \
	"  when stage primary\n"                                                                   \
	"param after_school.end_latest 17:30\n  clause \"c\"\n  requirement R23\n"                 \
	"  when stage primary\n  when season winter\n"

static void the_most_exact_rule_for_the_place_decides_R24(void **state)
{
	struct rules r;

	add("A", "2021-09-01 .. open", NULL, STAGES_AND_SEASONS);
	assert_int_equal(rules_for(&world, book, S("A"), day(2022, 1, 1), &r), OK);
	assert_int_equal(end_for(&r, STAGE_JUNIOR, SEASON_NONE), 1080);
	assert_int_equal(end_for(&r, STAGE_PRIMARY, SEASON_SUMMER), 1065);
	assert_int_equal(end_for(&r, STAGE_PRIMARY, SEASON_WINTER), 1050);
}

/* Not silently the less exact rule. */
static void a_rule_that_asks_for_an_unknown_fact_is_no_answer_R24(void **state)
{
	struct rule_facts primary = facts_at(STAGE_PRIMARY, AREA_NONE);
	const struct rule *rule = NULL;
	struct rules r;

	add("A", "2021-09-01 .. open", NULL, STAGES_AND_SEASONS);
	assert_int_equal(rules_for(&world, book, S("A"), day(2022, 1, 1), &r), OK);
	assert_int_equal(rules_find(&world, &r, PARAM_END_LATEST, &primary, &rule), E_INPUT);
	assert_string_equal(world.fault.code, "fact_missing");
	assert_str(world.fault.field, "season");
	assert_str(world.fault.allowed, "winter");
	assert_int_equal(rules_find(&world, &r, PARAM_END_LATEST, NULL, &rule), E_INPUT);
	assert_str(world.fault.field, "stage");
	assert_null(rule);
}

/* Documents of one county: all of them count, or there is no answer at all. */
static void no_document_of_a_place_is_dropped_for_want_of_room_R10(void **state)
{
	struct rules_ask ask = {.id = S("A"),
	                        .place = S("341702"),
	                        .as_of = day(2022, 1, 1),
	                        .known_on = DATE_NONE};
	struct rules r;

	add("A", "2021-09-01 .. open", "1.00", "");
	for (size_t i = 0; i < RULES_DEPTH; i++) {
		struct str id = str_printf(world.arena, "B%zu", i);
		struct str text = str_printf(
			world.arena,
			"ruleset %.*s\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel county\n"
			"place 341702\nunder A\nissued 2021\neffective 2021-09-01 .. open\n",
			STR_FMT(id));

		assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
		assert_int_equal(r.n, i + 1);
		assert_true(policy_book_add(book, id, text, &wrong));
	}
	assert_int_equal(rules_stack(&world, book, &ask, &r), E_BROKEN);
}

static void a_faulty_file_leaves_the_book_as_it_was(void **state)
{
	add("A", "2021-09-01 .. open", "1.00", "");
	assert_false(policy_book_add(book, S("f"), S("ruleset B\nparam nonsense\n"), &wrong));
	assert_null(policy_book_sets(book)->next);
	assert_true(policy_book_check(book, world.arena, &wrong));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(an_unknown_rule_set_or_a_day_outside_its_time_is_no_rule),
		WITH_BOOK(the_day_chooses_between_two_editions_of_a_set_R10),
		WITH_BOOK(two_editions_in_force_on_one_day_are_refused_R10),
		WITH_BOOK(a_silent_set_takes_the_rule_of_the_one_it_stands_under),
		WITH_BOOK(a_set_that_ended_no_longer_speaks_for_those_under_it),
		WITH_BOOK(a_circle_of_sets_and_an_unknown_upper_set_are_refused),
		WITH_BOOK(the_most_exact_rule_for_the_place_decides_R24),
		WITH_BOOK(a_rule_that_asks_for_an_unknown_fact_is_no_answer_R24),
		WITH_BOOK(no_document_of_a_place_is_dropped_for_want_of_room_R10),
		WITH_BOOK(a_faulty_file_leaves_the_book_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
