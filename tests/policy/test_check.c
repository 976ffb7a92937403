/* Files that can be read and are wrong all the same, alone and beside others. */
#include "checking.h"

static void limits_that_contradict_each_other_are_refused(void **state)
{
	refused("limit a \"a\"\n  over care\n  cap 5.00 yuan per day\n  cap 4.99 yuan per "
	        "month\n" SOURCE,
	        T_policy_file_contradiction, 12, 3);
	refused("limit a \"a\"\n  over care\n  cap 5.00 yuan per day\n  cap 6.00 yuan per "
	        "day\n" SOURCE,
	        T_policy_file_contradiction, 12, 3);
	refused("fee a \"a\"\n  kind care\n  price at_least 5.01 yuan per term\n"
	        "  cap 5.00 yuan per term\n" SOURCE,
	        T_policy_file_contradiction, 11, 3);
	refused("pay a \"a\"\n  rate at_least 2.00 yuan per sitting\n"
	        "  rate at_most 1.00 yuan per sitting\n" SOURCE,
	        T_policy_file_contradiction, 11, 3);
	refused("pay a \"a\"\n  rate exactly 2.00 yuan per sitting\n  cap 1.00 yuan per "
	        "day\n" SOURCE,
	        T_policy_file_contradiction, 11, 3);
	refused("pay a \"a\"\n  rate exactly 2.00 yuan per sitting\n  served 3 day\n" SOURCE,
	        T_policy_file_contradiction, 11, 3);
	refused("pay a \"a\"\n  rate exactly 2.00 yuan per month\n  served 3 period\n" SOURCE,
	        T_policy_file_contradiction, 11, 3);
	refused("pay a \"a\"\n  rate exactly 2.00 yuan per month\n  served 0 day\n" SOURCE,
	        T_policy_file_zero, 11, 3);
	refused("require satisfaction \"a\"\n  at_least 80 percent\n  at_most 70 percent\n" SOURCE,
	        T_policy_file_contradiction, 11, 3);
	add("B", CITY,
	    "limit a \"a\"\n  over care\n  cap 5.00 yuan per day\n"
	    "  cap 400.00 yuan per term\n" SOURCE);
}

static void R61_a_refund_that_asks_for_absences_or_keeps_a_fee_of_none_is_refused(void **state)
{
	refused("refund a \"a\"\n  of care\n  reason quit absence\n  method share\n  unit day\n"
	        "  basis 100 day\n  in_a_row 5 day\n" SOURCE,
	        T_policy_file_absence, 15, 3);
	refused("refund a \"a\"\n  of care\n  reason absence\n  method progress\n  up_to 1 pays 1\n"
	        "  in_a_row 5 day\n" SOURCE,
	        T_policy_file_absence, 14, 3);
	refused("refund a \"a\"\n  of care\n  reason absence\n  method share\n  unit day\n"
	        "  basis 100 day\n  in_a_row 5 day\n  count school_days\n" SOURCE,
	        T_policy_file_absence, 15, 3);
	refused("refund a \"a\"\n  of care\n  reason quit\n  method none\n"
	        "  absence excused\n" SOURCE,
	        T_policy_file_absence, 13, 3);
	refused("refund a \"a\"\n  of care\n  reason quit\n  method none\n  less 10.00 "
	        "yuan\n" SOURCE,
	        T_policy_file_contradiction, 13, 3);
	refused("refund a \"a\"\n  of care\n  reason quit\n  method share\n  basis 9 day\n"
	        "  less 10.00 yuan per day\n" SOURCE,
	        T_policy_file_extra, 14, 19);
	refused("refund a \"a\"\n  of care\n  reason quit\n  method share\n  basis 9 day\n"
	        "  less 101 percent\n" SOURCE,
	        T_policy_file_value, 14, 8);
	refused("refund a \"a\"\n  of care\n  reason quit\n  method share\n  basis 9 day\n"
	        "  less 10.00\n" SOURCE,
	        T_policy_file_missing, 14, 13);
}

static void what_is_divided_by_is_not_nothing(void **state)
{
	refused("refund a \"a\"\n  of care\n  reason quit\n  method share\n  unit day\n"
	        "  basis 0 day\n" SOURCE,
	        T_policy_file_zero, 14, 3);
	refused("refund a \"a\"\n  of care\n  reason quit\n  method share\n  unit day\n"
	        "  basis 100 day\n  in_a_row 0 day\n" SOURCE,
	        T_policy_file_zero, 15, 3);
	refused("refund a \"a\"\n  of care\n  reason quit\n  method steps\n"
	        "  step 0 month pays 1 month\n" SOURCE,
	        T_policy_file_zero, 13, 3);
	refused("convert 1 term = 0 day\n" SOURCE, T_policy_file_value, 9, 9);
}

static void a_requirement_that_is_none_of_the_plan_is_refused(void **state)
{
	refused("convert 1 term = 90 day\n  clause \"c\"\n  requirement R300\n",
	        T_policy_file_value, 11, 15);
	assert_str(wrong.expected, "R1 .. R79");
	refused("convert 1 term = 90 day\n  clause \"c\"\n  requirement R0\n", T_policy_file_value,
	        11, 15);
}

/* R23, D3 */
static void r23_a_latest_end_before_the_earliest_is_refused_with_both_clauses(void **state)
{
	add("A", CITY,
	    "param after_school.end_earliest 17:30\n  when stage primary\n  clause \"不早于\"\n"
	    "  requirement R23\n"
	    "param after_school.end_latest 17:00\n  clause \"不晚于\"\n  requirement R23\n");
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_ends_cross));
	assert_int_equal(wrong.line, 13);
	assert_true(str_starts(wrong.found, S("after_school.end_latest \"不晚于\"")));
	assert_true(str_starts(wrong.expected, S("after_school.end_earliest \"不早于\"")));
}

static void ends_of_different_cases_may_lie_either_way(void **state)
{
	add("A", CITY,
	    "param after_school.end_earliest 17:30\n  when stage junior\n" SOURCE
	    "param after_school.end_latest 17:00\n  when stage primary\n" SOURCE
	    "param after_school.end_latest 17:30\n  when stage junior\n" SOURCE);
	assert_true(whole());
}

#define LIMIT_OF(id, more) "limit " id " \"" id "\"\n  over course\n" more SOURCE

/* R34: "not more than 600" says nothing beside "not more than 500" of the same. */
static void r34_a_limit_that_can_never_decide_is_refused(void **state)
{
	add("A", CITY,
	    LIMIT_OF("a", "  cap 600.00 yuan per term\n")
	            LIMIT_OF("b", "  cap 500.00 yuan per term\n  above reduce\n"));
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_limit_void));
	assert_int_equal(wrong.line, 9);
	assert_true(str_starts(wrong.found, S("limit a")));
	assert_true(str_starts(wrong.expected, S("limit b")));
}

static void r34_limits_that_can_both_decide_stand(void **state)
{
	add("A", CITY,
	    LIMIT_OF("a", "  cap 600.00 yuan per term\n")
	            LIMIT_OF("b", "  cap 500.00 yuan per term\n  when area rural\n")
	                    LIMIT_OF("c", "  cap 200.00 yuan per month\n")
	                            LIMIT_OF("d", "  cap 500.00 yuan per term\n"
	                                          "  consumables excluded\n"));
	assert_true(whole());
}

static void what_a_set_stands_under_is_named_where_it_is_written(void **state)
{
	add("CN-2023", CITY, "");
	add("A", CITY "\nunder CN-2032", "");
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_no_such_set));
	assert_int_equal(wrong.line, 9);
	assert_int_equal(wrong.column, 7);
	assert_str(wrong.nearest, "CN-2023");
}

static void a_circle_is_named_where_it_begins(void **state)
{
	add("A", CITY "\nunder B", "");
	add("B", CITY "\nunder A", "");
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_cycle));
	assert_int_equal(wrong.line, 9);
	assert_int_equal(wrong.column, 7);
	assert_str(wrong.found, "A");
	assert_str(wrong.expected, "B");
}

static void a_name_nobody_declared_is_answered_with_its_declaration(void **state)
{
	size_t at;

	refused("forbid carry_over \"a\"\n  when origin local\n", T_policy_file_undeclared, 10, 8);
	assert_true(str_find(wrong.expected, S("define dimension origin \"…\""), &at));
	add("A", CITY, "");
	add("B", CITY "\nunder A", "forbid carry_over \"a\"\n  when origin local\n" SOURCE);
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_undeclared));
	assert_int_equal(wrong.line, 11);
	assert_true(str_find(wrong.expected, S("define dimension origin \"…\""), &at));
}

static void the_mark_some_editors_begin_with_says_nothing(void **state)
{
	struct rule_set *s;

	assert_true(rule_set_read(world.arena, S("a"),
	                          S("\xef\xbb\xbfruleset A\ntitle \"t\"\nnumber none\n"
	                            "issuer \"i\"\nlevel city\nplace none\nissued 2021\n"
	                            "effective 2021-09-01 .. open\n"),
	                          &s, &wrong));
	assert_str(s->id, "A");
}

static void negative_and_broken_fen_are_refused(void **state)
{
	refused("limit a \"a\"\n  over care\n  cap -5.00 yuan per day\n" SOURCE,
	        T_policy_file_negative, 11, 7);
	refused("limit a \"a\"\n  over care\n  cap 10.00 / 3 yuan per day\n" SOURCE,
	        T_policy_file_fraction, 11, 7);
	refused("fee a \"a\"\n  kind care\n  price exactly 3.333 yuan per day\n" SOURCE,
	        T_policy_file_fraction, 11, 17);
	refused("fee a \"a\"\n  kind care\n  price exactly 3 / 0 yuan per day\n" SOURCE,
	        T_policy_file_value, 11, 17);
	add("B", CITY,
	    "fee a \"a\"\n  kind care\n  price exactly 70.00 × 12 / 250 yuan per day\n" SOURCE);
	assert_int_equal(policy_book_sets(book)->rules[RULE_FEE]->field[FIELD_PRICE]->number.num,
	                 336);
}

static void a_statement_that_leaves_out_what_its_method_needs_is_refused(void **state)
{
	refused("refund a \"a\"\n  of care\n  reason quit\n  method share\n" SOURCE,
	        T_policy_file_missing, 9, 1);
	assert_str(wrong.expected, "basis");
	refused("fee a \"a\"\n  price exactly 1.00 yuan per day\n" SOURCE, T_policy_file_missing, 9,
	        1);
	assert_str(wrong.expected, "kind");
	refused("require bidders \"a\"\n" SOURCE, T_policy_file_missing, 9, 1);
}

static void unknown_names_are_refused_with_the_nearest_one(void **state)
{
	refused("fee a \"a\"\n  kind caer\n", T_policy_file_value, 10, 8);
	assert_str(wrong.nearest, "care");
	refused("fee a \"a\"\n  prise exactly 1.00 yuan per day\n", T_policy_file_unknown, 10, 3);
	assert_str(wrong.nearest, "price");
	refused("fee a \"a\"\n  price exactly 1.00 yuan per dya\n", T_policy_file_value, 10, 31);
	assert_str(wrong.nearest, "day");
	refused("forbid carry_ovr \"a\"\n", T_policy_file_value, 9, 8);
	assert_str(wrong.nearest, "carry_over");
	refused("fee a \"a\"\n  when stagee primary\n", T_policy_file_undeclared, 10, 8);
	assert_str(wrong.nearest, "stage");
	refused("forbid carry_over \"a\"\n  code fee_cap_exceded\n", T_policy_file_value, 10, 8);
	assert_str(wrong.nearest, "fee_cap_exceeded");
}

static void a_declared_name_serves_its_set_and_those_under_it(void **state)
{
	add("B", CITY "\nunder A",
	    "fee b \"b\"\n  kind care\n  price exactly 1.00 yuan per night\n"
	    "  when origin moved\n" SOURCE);
	add("A", CITY,
	    "define unit night \"夜\"\n"
	    "define dimension origin \"来源\" local \"本地\" moved \"随迁\"\n");
	assert_true(whole());
	assert_int_equal(policy_book_sets(book)->rules[RULE_FEE]->field[FIELD_PRICE]->unit,
	                 UNIT_COUNT);
	add("C", CITY "\nunder A",
	    "fee c \"c\"\n  kind care\n  price exactly 1.00 yuan per nihgt\n" SOURCE);
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_undeclared));
	assert_str(wrong.nearest, "night");
	assert_int_equal(wrong.line, 12);
	assert_int_equal(wrong.column, 31);
}

static void a_name_of_a_set_elsewhere_is_not_known(void **state)
{
	add("A", CITY, "define unit night \"夜\"\n");
	add("R", CITY, "");
	add("B", CITY "\nunder R",
	    "fee b \"b\"\n  kind care\n  price exactly 1.00 yuan per night\n" SOURCE);
	assert_false(whole());
	assert_int_equal(wrong.column, 31);
}

static void two_documents_of_one_place_may_not_decide_the_same_case_R10(void **state)
{
	add("A", COUNTY,
	    "limit a \"a\"\n  over care\n  cap 5.00 yuan per day\n  when stage primary\n" SOURCE);
	add("B", COUNTY,
	    "limit a \"a\"\n  over care\n  cap 6.00 yuan per day\n  when stage junior\n" SOURCE);
	assert_true(whole());
	add("C", COUNTY, "limit a \"a\"\n  over care\n  cap 7.00 yuan per day\n" SOURCE);
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_said_elsewhere));
	assert_str(wrong.found, "limit a \"c\" C");
	assert_str(wrong.expected, "limit a \"c\" A");
}

#define LIMIT(id, over, cap, above)                                                                \
	"limit " id " \"" id "\"\n  over " over "\n  cap " cap " yuan per term\n  above " above    \
	"\n" SOURCE

static void limits_whose_kinds_cross_are_refused_where_one_of_them_reduces(void **state)
{
	add("A", CITY,
	    LIMIT("a", "care lunch", "500.00", "refuse")
	            LIMIT("b", "care course", "600.00", "reduce"));
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_limits_cross));
	assert_str(wrong.file, "A");
	assert_int_equal(wrong.line, 9);
	assert_str(wrong.found, "limit a \"c\" A");
	assert_str(wrong.expected, "limit b \"c\" A");
}

static void limits_that_cross_over_two_documents_are_refused_with_both_clauses(void **state)
{
	add("A", CITY, LIMIT("a", "care lunch", "500.00", "reduce"));
	add("B", COUNTY "\nunder A", LIMIT("b", "care course", "600.00", "refuse"));
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_limits_cross));
	assert_true(str_eq(wrong.found, S("limit a \"c\" A")) ||
	            str_eq(wrong.expected, S("limit a \"c\" A")));
}

static void limits_within_each_other_or_apart_do_not_cross(void **state)
{
	add("A", CITY,
	    LIMIT("a", "care course", "600.00", "reduce") LIMIT("b", "course", "500.00", "reduce")
	            LIMIT("d", "lunch evening_study", "400.00", "reduce"));
	assert_true(whole());
}

static void limits_for_different_cases_or_that_both_refuse_may_cross(void **state)
{
	add("A", CITY,
	    LIMIT("a", "care lunch", "500.00", "refuse")
	            LIMIT("b", "care course", "600.00", "refuse"));
	add("B", COUNTY,
	    LIMIT("a", "care lunch", "500.00", "reduce") "  when stage primary\n" LIMIT(
		    "b", "care course", "600.00", "reduce") "  when stage junior\n");
	assert_true(whole());
}

static void a_limit_that_stands_instead_of_one_above_does_not_cross_it(void **state)
{
	add("A", CITY, LIMIT("a", "care lunch", "500.00", "reduce"));
	add("B", COUNTY "\nunder A", LIMIT("a", "care course", "600.00", "reduce"));
	assert_true(whole());
}

#define LOCKED "param after_school.end_latest 18:00\n" SOURCE "  lock at_most\n"

static void a_later_document_looser_than_the_lock_above_it_is_refused(void **state)
{
	add("A", CITY, LOCKED);
	add("B", COUNTY "\nunder A", "param after_school.end_latest 17:30\n" SOURCE);
	assert_true(whole());
	add("C", "level county\nplace 341703\nissued 2022-03-01\nunder A",
	    "param after_school.end_latest 18:01\n" SOURCE);
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
}

/* What the plan says without leaving room is not for a school's own plan to loosen. */
static void r29_r34_r50_r59_a_schools_plan_is_held_to_what_the_city_plan_locks(void **state)
{
	static const struct {
		const char *said, *locked;
	} v[] = {
		{"param guarantee.rate 149.99 yuan per participant per term\n", "guarantee.rate"},
		{"limit course \"c\"\n  over course\n  cap 600.01 yuan per term\n", "limit course"},
		{"param agreement.course school guardian\n", "agreement.course"},
		{"param billing.prepay_next_term yes\n", "billing.prepay_next_term"},
	};
	size_t at;

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		char said[200];

		policy_book_free(&book);
		book = policy_book_over(policy_builtin(NULL));
		assert_non_null(book);
		snprintf(said, sizeof said, "%s" SOURCE, v[i].said);
		add("PLAN", "level school\nplace 2134990001\nunder RS0\nissued 2026-09-01", said);
		assert_false(whole());
		assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
		assert_true(str_find(wrong.found, str_of(v[i].locked), &at));
	}
	policy_book_free(&book);
	book = policy_book_over(policy_builtin(NULL));
	add("PLAN", "level school\nplace 2134990001\nunder RS0\nissued 2026-09-01",
	    "param guarantee.rate 150.01 yuan per participant per term\n" SOURCE
	    "limit course \"c\"\n  over course\n  cap 599.99 yuan per term\n" SOURCE);
	assert_true(whole());
}

static void an_older_looser_document_gives_way_to_the_lock_above_it(void **state)
{
	const struct rule *rule;
	struct rules r;

	add("A", CITY, LOCKED);
	add("C", "level county\nplace 341703\nissued 2021-03-01\nunder A",
	    "param after_school.end_latest 18:01\n" SOURCE);
	assert_true(whole());
	assert_int_equal(rules_for(&world, book, S("C"), day(2022, 1, 1), &r), OK);
	assert_int_equal(rules_find(&world, &r, PARAM_END_LATEST, NULL, &rule), OK);
	assert_int_equal(rule->value.time.minute, 1080);
	assert_str(rule->set->id, "A");
}

#define QUESTION                                                                                   \
	"open absence_days \"怎样算\"\n  choices calendar \"日历日\" school \"上学日\"\n" SOURCE   \
	"convert 1 month = 22 day\n  when absence_days school\n" SOURCE                            \
	"convert 1 month = 30 day\n  when absence_days calendar\n" SOURCE

static void what_a_document_leaves_open_waits_for_a_recorded_decision(void **state)
{
	struct rule_hits hits;
	struct rules r;

	add("A", CITY, QUESTION);
	assert_true(whole());
	assert_int_equal(rules_for(&world, book, S("A"), day(2022, 1, 1), &r), OK);
	assert_refused(rules_collect(&world, &r, RULE_CONVERT, 0, NULL, &hits), "decision_needed",
	               "R34");
	assert_str(world.fault.found, "怎样算");
	add("B", COUNTY "\nunder A",
	    "settle absence_days school\n"
	    "  decided by \"局\" on 2022-01-05 why \"w\"\n  requirement R59\n");
	assert_true(whole());
	assert_int_equal(rules_for(&world, book, S("B"), day(2022, 1, 1), &r), OK);
	assert_int_equal(rules_collect(&world, &r, RULE_CONVERT, 0, NULL, &hits), OK);
	assert_int_equal(hits.n, 1);
	assert_int_equal(hits.v[0]->value.then.num, 22);
}

static void the_places_own_documents_come_first_and_known_on_looks_back(void **state)
{
	struct rules_ask ask = {.id = S("A"),
	                        .place = S("341702"),
	                        .school = S("2134000001"),
	                        .as_of = day(2022, 6, 1),
	                        .known_on = DATE_NONE};
	struct rules r;

	add("A", CITY, "");
	add("B", COUNTY, "");
	add("P", "level school\nplace 2134000001\nissued 2022-04-01", "");
	assert_true(whole());
	assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
	assert_int_equal(r.n, 3);
	assert_str(r.set[0]->id, "P");
	assert_str(r.set[1]->id, "B");
	assert_str(r.set[2]->id, "A");
	ask.known_on = day(2022, 3, 1);
	assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
	assert_int_equal(r.n, 2);
	ask.known_on = day(2021, 8, 31);
	assert_refused(rules_stack(&world, book, &ask, &r), "no_rule", NULL);
}

#define NOTICE                                                                                     \
	NOTICE_KINDS "forbid drill \"刷题\"\n" SOURCE                                              \
		     "fee care \"托管\"\n  kind care\n  price exactly 9.00 yuan per term\n" SOURCE
#define NOTICE_KINDS "param after_school.kinds care course\n" SOURCE "  lock subset\n"
#define WIDE         "param after_school.kinds care course lunch\n" SOURCE

static struct rules rules_at(const char *id, const char *place, struct date on)
{
	struct rules_ask ask = {.id = str_of(id),
	                        .place = place ? str_of(place) : STR_NONE,
	                        .as_of = on,
	                        .known_on = DATE_NONE};
	struct rules r;

	assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
	return r;
}

static uint64_t kinds_of(const struct rules *r)
{
	const struct rule *rule;

	assert_int_equal(rules_find(&world, r, PARAM_KINDS, NULL, &rule), OK);
	return rule ? rule->value.words : 0;
}

static const struct rule *banned(const struct rules *r)
{
	const struct rule *rule;

	assert_int_equal(rules_named(&world, r, RULE_FORBID, S("drill"), NULL, &rule), OK);
	return rule;
}

static void a_national_document_that_locks_reaches_every_place_from_its_first_day_R10(void **state)
{
	struct rule_hits hits;
	struct rules r;

	add("A", CITY, WIDE);
	assert_true(policy_book_add(
		book, S("N"),
		S("ruleset N\ntitle \"N\"\nnumber none\nissuer \"i\"\nlevel nation\nplace none\n"
	          "issued 2023-12-20\neffective 2023-12-27 .. open\n"
	          "define act drill \"刷题\"\n" NOTICE),
		&wrong));
	assert_true(whole());
	r = rules_at("A", NULL, day(2023, 12, 26));
	assert_int_equal(kinds_of(&r), 7);
	assert_null(banned(&r));
	r = rules_at("A", "341702", day(2023, 12, 27));
	assert_int_equal(kinds_of(&r), 3);
	assert_non_null(banned(&r));
	/* What it asks for a service is not taken over: nobody stands under it. */
	assert_int_equal(rules_collect(&world, &r, RULE_FEE, 0, NULL, &hits), OK);
	assert_int_equal(hits.n, 0);
}

static void a_document_of_a_region_reaches_the_places_inside_it_and_no_other_R10(void **state)
{
	struct rules r;

	add("A", CITY, "");
	add("P", "level province\nplace 340000\nissued 2022-01-01", WIDE);
	add("K", "level city\nplace 341700\nissued 2022-02-01", NOTICE_KINDS);
	add("Z", "level city\nplace 341800\nissued 2022-02-01",
	    "param after_school.kinds lunch\n" SOURCE);
	assert_true(whole());
	r = rules_at("A", "341702", day(2022, 6, 1));
	assert_int_equal(r.n, 3);
	assert_int_equal(kinds_of(&r), 3);
	r = rules_at("A", "341602", day(2022, 6, 1));
	assert_int_equal(r.n, 2);
	assert_int_equal(kinds_of(&r), 7);
	r = rules_at("A", "350102", day(2022, 6, 1));
	assert_int_equal(r.n, 1);
	r = rules_at("A", NULL, day(2022, 6, 1)); /* a place nobody named lies in no region */
	assert_int_equal(r.n, 1);
}

static void a_zone_is_reached_by_the_documents_of_where_it_lies_D7(void **state)
{
	struct rules_ask ask = {
		.id = S("A"), .place = S("Z01"), .as_of = day(2022, 6, 1), .known_on = DATE_NONE};
	struct rules r;

	add("A", CITY, "");
	add("P", "level province\nplace 340000\nissued 2022-01-01", WIDE);
	add("K", "level city\nplace 341700\nissued 2022-02-01", NOTICE_KINDS);
	add("C", "level county\nplace 341702\nissued 2022-02-01",
	    "param after_school.kinds care\n" SOURCE "  lock subset\n");
	assert_true(whole());
	assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
	assert_int_equal(r.n, 1); /* its own code tells no region */
	ask.region = S("341700");
	assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
	assert_int_equal(r.n, 3);
	assert_int_equal(kinds_of(&r), 3);
	ask.region = S("341702"); /* of the county it lies in too */
	assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
	assert_int_equal(r.n, 4);
	assert_int_equal(kinds_of(&r), 1);
	ask.region = S("341800");
	assert_int_equal(rules_stack(&world, book, &ask, &r), OK);
	assert_int_equal(r.n, 2);
}

static void a_document_that_neither_locks_nor_scopes_reaches_nobody(void **state)
{
	struct rules r;

	add("A", CITY, "");
	add("N", "level nation\nplace none\nissued 2022-01-01", "forbid tests \"考试\"\n" SOURCE);
	assert_true(whole());
	r = rules_at("A", "341702", day(2022, 6, 1));
	assert_int_equal(r.n, 1);
}

static void a_later_document_looser_than_what_reaches_it_is_refused(void **state)
{
	add("N", "level nation\nplace none\nissued 2022-01-01", NOTICE_KINDS);
	add("B", "level county\nplace 341703\nissued 2021-12-01", WIDE); /* older: gives way */
	assert_true(whole());
	add("C", COUNTY, WIDE);
	assert_false(whole());
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
	assert_str(wrong.found, "after_school.kinds \"c\" C");
}

static bool keeps(const char *id, const char *lies)
{
	const struct rule_set *s = policy_book_sets(book);

	while (!str_is(s->id, id))
		s = s->next;
	return policy_book_keeps(book, s, str_of(lies), world.arena, &wrong);
}

static void a_zones_set_is_held_by_what_reaches_where_the_zone_lies_D7(void **state)
{
	add("K", "level city\nplace 341700\nissued 2022-01-01", NOTICE_KINDS);
	add("C", "level county\nplace 341702\nissued 2022-02-01",
	    "param after_school.kinds care\n" SOURCE "  lock subset\n");
	add("Z", "level county\nplace Z01\nissued 2022-03-01", NOTICE_KINDS);
	add("W", "level county\nplace Z01\nunder Z\nissued 2022-03-01", WIDE);
	add("OLD", "level county\nplace Z01\nunder W\nissued 2021-03-01", WIDE);
	add("S", "level school\nplace 2134170201\nissued 2022-03-01", WIDE);
	add("N", "level school\nplace 2134170202\nissued 2022-03-01",
	    "param after_school.kinds care\n" SOURCE);
	assert_true(keeps("W", "Z01")); /* nobody said where */
	assert_true(keeps("W", "341800"));
	assert_false(keeps("W", "341700"));
	assert_string_equal(text_name(wrong.what), text_name(T_policy_file_looser));
	assert_str(wrong.expected, "after_school.kinds \"c\" K");
	assert_true(keeps("Z", "341700"));
	assert_false(keeps("Z", "341702")); /* of the county around it */
	assert_str(wrong.expected, "after_school.kinds \"c\" C");
	assert_true(keeps("OLD", "341702")); /* gives way */
	assert_true(keeps("C", "341702"));   /* which is not above itself */
	assert_false(keeps("S", "341702"));  /* a school's plan too */
	assert_true(keeps("N", "341702"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(limits_that_contradict_each_other_are_refused),
		WITH_BOOK(what_is_divided_by_is_not_nothing),
		WITH_BOOK(R61_a_refund_that_asks_for_absences_or_keeps_a_fee_of_none_is_refused),
		WITH_BOOK(a_requirement_that_is_none_of_the_plan_is_refused),
		WITH_BOOK(r23_a_latest_end_before_the_earliest_is_refused_with_both_clauses),
		WITH_BOOK(ends_of_different_cases_may_lie_either_way),
		WITH_BOOK(r34_a_limit_that_can_never_decide_is_refused),
		WITH_BOOK(r34_limits_that_can_both_decide_stand),
		WITH_BOOK(what_a_set_stands_under_is_named_where_it_is_written),
		WITH_BOOK(a_circle_is_named_where_it_begins),
		WITH_BOOK(a_name_nobody_declared_is_answered_with_its_declaration),
		WITH_BOOK(the_mark_some_editors_begin_with_says_nothing),
		WITH_BOOK(negative_and_broken_fen_are_refused),
		WITH_BOOK(a_statement_that_leaves_out_what_its_method_needs_is_refused),
		WITH_BOOK(unknown_names_are_refused_with_the_nearest_one),
		WITH_BOOK(a_declared_name_serves_its_set_and_those_under_it),
		WITH_BOOK(a_name_of_a_set_elsewhere_is_not_known),
		WITH_BOOK(two_documents_of_one_place_may_not_decide_the_same_case_R10),
		WITH_BOOK(limits_whose_kinds_cross_are_refused_where_one_of_them_reduces),
		WITH_BOOK(limits_that_cross_over_two_documents_are_refused_with_both_clauses),
		WITH_BOOK(limits_within_each_other_or_apart_do_not_cross),
		WITH_BOOK(limits_for_different_cases_or_that_both_refuse_may_cross),
		WITH_BOOK(a_limit_that_stands_instead_of_one_above_does_not_cross_it),
		WITH_BOOK(a_later_document_looser_than_the_lock_above_it_is_refused),
		WITH_BOOK(r29_r34_r50_r59_a_schools_plan_is_held_to_what_the_city_plan_locks),
		WITH_BOOK(an_older_looser_document_gives_way_to_the_lock_above_it),
		WITH_BOOK(what_a_document_leaves_open_waits_for_a_recorded_decision),
		WITH_BOOK(the_places_own_documents_come_first_and_known_on_looks_back),
		WITH_BOOK(
			a_national_document_that_locks_reaches_every_place_from_its_first_day_R10),
		WITH_BOOK(a_document_of_a_region_reaches_the_places_inside_it_and_no_other_R10),
		WITH_BOOK(a_zone_is_reached_by_the_documents_of_where_it_lies_D7),
		WITH_BOOK(a_document_that_neither_locks_nor_scopes_reaches_nobody),
		WITH_BOOK(a_later_document_looser_than_what_reaches_it_is_refused),
		WITH_BOOK(a_zones_set_is_held_by_what_reaches_where_the_zone_lies_D7),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
