/* A rule file is taken whole or refused with the place, what was found, what should stand there. */
#include "world.h"

#define HEAD                                                                                       \
	"ruleset RS9\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel county\nplace none\nissued "   \
	"2021-11\n"                                                                                \
	"effective 2021-09-01 .. open\n"
#define CAP                                                                                        \
	"limit course \"l\"\n  over course\n  cap 600.00 yuan per term\n  clause \"c\"\n  "        \
	"requirement R34\n"

static struct rule_error wrong;

static struct rule_set *accepted(const char *text)
{
	struct rule_set *s = NULL;

	if (!rule_set_read(world.arena, S("f"), str_of(text), &s, &wrong))
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
	return s;
}

static void assert_wrong(const char *text, int line, int column, enum text_id what,
                         const char *nearest)
{
	struct rule_set *s = NULL;

	wrong = (struct rule_error){0};
	assert_false(rule_set_read(world.arena, S("f"), str_of(text), &s, &wrong));
	assert_null(s);
	assert_int_equal(wrong.line, line);
	assert_int_equal(wrong.column, column);
	assert_string_equal(text_name(wrong.what), text_name(what));
	assert_str(wrong.nearest, nearest);
}

static void a_rule_file_gives_document_dates_and_amounts(void **state)
{
	struct rule_set *s = accepted(HEAD CAP);

	assert_str(s->document, "t");
	assert_int_equal(s->from.day, day(2021, 9, 1).day);
	assert_false(date_some(s->to));
	assert_int_equal(s->rules[RULE_LIMIT]->field[FIELD_CAP]->money.fen, 60000);
	assert_str(s->rules[RULE_LIMIT]->requirement, "R34");
	assert_int_equal(s->rules[RULE_LIMIT]->line, 9);
}

/* Many documents are handed on without their date: that is said, not invented. */
static void a_document_whose_day_of_issue_nobody_knows_says_so(void **state)
{
	struct rule_set *s = accepted("ruleset RS9\ntitle \"t\"\nnumber none\nissuer \"i\"\n"
	                              "level county\nplace none\nissued none\n"
	                              "effective 2021-09-01 .. open\n" CAP);

	assert_str(s->issued, "");
	assert_int_equal(s->known.day, day(2021, 9, 1).day);
}

/* CN-2021: outsiders are paid as labour fee; how much, others say. */
static void R48_a_form_of_pay_may_stand_without_a_rate(void **state)
{
	struct rule_set *s = accepted(HEAD "pay outsider \"o\"\n  form labour_fee\n"
	                                   "  clause \"c\"\n  requirement R48\n");

	assert_null(s->rules[RULE_PAY]->field[FIELD_RATE]);
}

/* Every county has facts of its own to ask; reasons stand in masks and are bounded. */
static void facts_may_be_declared_by_the_hundred_and_reasons_may_not(void **state)
{
	static const struct {
		const char *lexicon;
		bool good;
	} all[] = {{"fact", true}, {"act", true}, {"reason", false}, {"category", false}};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct policy_book *b = policy_book_new();
		struct str text = S(HEAD);

		assert_non_null(b);
		for (int k = 0; k < 100; k++)
			text = str_printf(world.arena, "%.*sdefine %s own%d \"l\"\n", STR_FMT(text),
			                  all[i].lexicon, k);
		assert_true(policy_book_add(b, S("f"), text, &wrong));
		assert_int_equal(policy_book_check(b, world.arena, &wrong), all[i].good);
		policy_book_free(&b);
	}
}

static void comments_blank_lines_windows_line_ends_and_quotes_are_read(void **state)
{
	struct rule_set *s =
		accepted("# first\r\n\r\n" HEAD
	                 "param guarantee.rate 0.00 yuan per participant per term # free\r\n"
	                 "\tclause \"a \\\"b\\\" # \\\\ c\"\r\n  requirement R30\r\n");

	assert_str(s->params[PARAM_GUARANTEE_RATE]->clause, "a \"b\" # \\ c");
}

static void a_misspelt_parameter_is_refused_with_place_and_nearest_name(void **state)
{
	assert_wrong(HEAD "param guarantee.rtae 600.00 yuan\n", 9, 7, T_policy_file_unknown,
	             "guarantee.rate");
	assert_str(rule_error_text(world.arena, LANG_EN, &wrong),
	           "f:9:7 unknown word \"guarantee.rtae\", here may stand: param"
	           " (did you mean \"guarantee.rate\"?)");
	assert_wrong(HEAD "param zzz 1\n", 9, 7, T_policy_file_unknown, "");
	assert_wrong("rulset RS1\n", 1, 1, T_policy_file_value, "");
}

static void columns_count_characters_not_bytes(void **state)
{
	assert_wrong(HEAD "param offering.subject_words \"奥数\" 数学\n", 9, 35,
	             T_policy_file_value, "");
}

static struct str at_place(const char *level, const char *place)
{
	return str_printf(world.arena,
	                  "ruleset RS9\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel %s\n"
	                  "place %s\nissued none\neffective 2021-09-01 .. open\n\n",
	                  level, place);
}

static void R3_a_place_no_region_and_no_school_can_have_is_refused(void **state)
{
	static const char *const no[] = {"999999",    "099901", "34170", "3417020", "2199000001",
	                                 "213400001", "34170A", "Z",     "z01",     "A01"};
	static const struct {
		const char *level, *yes, *no;
	} v[] = {
		{"county", "341702", "341700"},     {"county", "429004", "340000"},
		{"county", "Z1", "2134990001"},     {"county", "none", "110000"},
		{"school", "2134990001", "341702"}, {"school", "none", "Z1"},
		{"city", "341700", "340000"},       {"city", "610526", "2134990001"},
		{"province", "340000", "341700"},   {"nation", "none", "341702"},
	};
	struct rule_set *s;

	(void)state;
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_wrong(str_c(world.arena, at_place("county", no[i])), 6, 7,
		             T_policy_file_value, "");
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		s = accepted(str_c(world.arena, at_place(v[i].level, v[i].no)));
		assert_false(rule_set_placed(s, &wrong));
		assert_int_equal(wrong.line, 6);
		assert_int_equal(wrong.column, 7);
		assert_str(wrong.found, v[i].no);
		s = accepted(str_c(world.arena, at_place(v[i].level, v[i].yes)));
		assert_true(rule_set_placed(s, &wrong));
	}
}

static void wrong_units_and_wrong_amounts_are_refused(void **state)
{
#define RATE HEAD "param guarantee.rate "
	assert_wrong(RATE "600.00 yuan per participant per trem\n", 9, 54, T_policy_file_value,
	             "term");
	assert_wrong(RATE "600.001 yuan per participant per term\n", 9, 22, T_policy_file_value,
	             "");
	assert_wrong(RATE "-1 yuan per participant per term\n", 9, 22, T_policy_file_value, "");
	assert_wrong(RATE "90071992547409.92 yuan per participant per term\n", 9, 22,
	             T_policy_file_value, "");
	assert_wrong(RATE "600.00\n", 9, 28, T_policy_file_missing, "yuan");
	assert_wrong(RATE "600.00 yuan per participant per term x\n", 9, 59, T_policy_file_extra,
	             "");
	assert_wrong(HEAD "param after_school.end_latest 24:00\n", 9, 31, T_policy_file_value, "");
	assert_wrong(HEAD "param billing.period mnoth\n", 9, 22, T_policy_file_value, "month");
	assert_wrong(HEAD "param after_school.days mon mon\n", 9, 29, T_policy_file_twice, "");
	assert_wrong(HEAD "param guarantee.participant attended at least 101 percent\n", 9, 47,
	             T_policy_file_value, "");
}

static void nothing_is_priced_per_percent_R30(void **state)
{
#define FEE HEAD "fee care \"f\"\n  kind care\n"
	assert_wrong(FEE "  price at_most 3.00 yuan per percent\n", 11, 31, T_policy_file_value,
	             "");
	assert_str(wrong.expected, "term month day period sitting meal …");
	assert_wrong(FEE "  price at_most 3.00 yuan per period\n  cap 5.00 yuan per percent\n", 12,
	             21, T_policy_file_value, "");
	accepted(HEAD "waiver poor \"w\"\n  category poor\n  of care\n  reduce 50 percent\n"
	              "  clause \"c\"\n  requirement R5\n");
}

static void a_rule_set_without_a_source_is_refused_R1(void **state)
{
#define DAYS "param after_school.days mon\n"
	assert_wrong("ruleset RS9\nnumber none\n", 3, 1, T_policy_file_missing, "");
	assert_str(wrong.expected, "title");
	assert_wrong(HEAD DAYS "  requirement R34\n", 9, 1, T_policy_file_missing, "");
	assert_str(wrong.expected, "clause");
	assert_wrong(HEAD DAYS "  clause \"c\"\n", 9, 1, T_policy_file_missing, "");
	assert_str(wrong.expected, "requirement");
	assert_wrong("", 1, 1, T_policy_file_missing, "");
}

/* Blanks, narrow or wide, name no document, nobody who issued it, no place in it and nobody who
 * decided. */
static void a_source_of_blanks_is_none_R1(void **state)
{
#define FILE_OF(title, number, issuer)                                                             \
	"ruleset RS9\ntitle " title "\nnumber " number "\nissuer " issuer "\n"
#define DECIDED(by, why) HEAD DAYS "  decided by " by " on 2021-09-01 why " why "\n"
	assert_wrong(FILE_OF("\" \"", "none", "\"i\""), 2, 7, T_policy_file_value, "");
	assert_str(wrong.expected, "\"…\"");
	assert_wrong(FILE_OF("\"\xe3\x80\x80\"", "none", "\"i\""), 2, 7, T_policy_file_value, "");
	assert_wrong(FILE_OF("\"t\"", "\"  \"", "\"i\""), 3, 8, T_policy_file_value, "");
	assert_str(wrong.expected, "\"…\" | none");
	assert_wrong(FILE_OF("\"t\"", "none", "\"\t\""), 4, 8, T_policy_file_value, "");
	assert_wrong(HEAD DAYS "  clause \" \"\n", 10, 10, T_policy_file_value, "");
	assert_wrong(HEAD DAYS "  clause \"\xe3\x80\x80 \"\n", 10, 10, T_policy_file_value, "");
	assert_wrong(DECIDED("\" \"", "\"w\""), 10, 14, T_policy_file_value, "");
	assert_wrong(DECIDED("\"b\"", "\" \""), 10, 36, T_policy_file_value, "");
	assert_wrong(HEAD "fee care \" \"\n", 9, 10, T_policy_file_value, "");
	accepted(DECIDED("\"b\"", "\" w \"") "  requirement R22\n");
}

static void dates_out_of_order_or_impossible_are_refused(void **state)
{
	assert_wrong("ruleset A\neffective 2021-09-01 .. 2021-08-31\n", 2, 25, T_policy_file_order,
	             "");
	assert_wrong("ruleset A\neffective 2021-02-30 .. open\n", 2, 11, T_policy_file_value, "");
	assert_wrong("ruleset A\nissued 2021-13\n", 2, 8, T_policy_file_value, "");
}

static void what_is_said_twice_is_refused(void **state)
{
	assert_wrong(HEAD "title \"u\"\n", 9, 1, T_policy_file_twice, "");
	assert_wrong(HEAD CAP CAP, 14, 1, T_policy_file_twice, "");
	assert_wrong(HEAD DAYS "  clause \"c\"\n  clause \"d\"\n", 11, 3, T_policy_file_twice, "");
}

static void a_time_may_differ_by_stage_and_season_R24(void **state)
{
	struct rule_set *s = accepted(HEAD "param after_school.end_latest 18:00\n  clause \"c\"\n"
	                                   "  requirement R23\n"
	                                   "param after_school.end_latest 17:30\n  clause \"c\"\n"
	                                   "  requirement R23\n  when stage primary\n"
	                                   "  when season winter\n");

	assert_int_equal(s->n_rules, 2);
	assert_wrong(HEAD "param after_school.end_latest 18:00\n  when stage primery\n", 10, 14,
	             T_policy_file_value, "primary");
	/* Both would be the most exact answer for a primary school in winter. */
	assert_wrong(HEAD "param after_school.end_latest 18:00\n  clause \"c\"\n  requirement R23\n"
	                  "  when stage primary\n"
	                  "param after_school.end_latest 17:30\n  clause \"c\"\n  requirement R23\n"
	                  "  when season winter\n",
	             13, 1, T_policy_file_twice, "");
}

static void a_file_that_is_too_large_or_not_utf8_is_refused(void **state)
{
	struct rule_set *s = NULL;
	char *large = test_malloc(RULE_FILE_MAX + 1);

	memset(large, '#', RULE_FILE_MAX + 1);
	assert_false(rule_set_read(world.arena, S("f"), (struct str){large, RULE_FILE_MAX + 1}, &s,
	                           &wrong));
	assert_int_equal(wrong.what, T_policy_file_too_large);
	test_free(large);
	assert_wrong("ruleset \xff\n", 1, 1, T_policy_file_encoding, "");
	assert_wrong("ruleset \"A\n", 1, 9, T_policy_file_value, "");
}

static void an_indented_line_that_belongs_to_nothing_is_refused(void **state)
{
	assert_wrong(HEAD "  clause \"c\"\n", 9, 3, T_policy_file_unknown, "");
	assert_wrong(HEAD "case cap \"x\"\n  givn price 1.00\n", 10, 3, T_policy_file_unknown,
	             "given");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(a_rule_file_gives_document_dates_and_amounts),
		WITH_WORLD(a_document_whose_day_of_issue_nobody_knows_says_so),
		WITH_WORLD(R48_a_form_of_pay_may_stand_without_a_rate),
		WITH_WORLD(facts_may_be_declared_by_the_hundred_and_reasons_may_not),
		WITH_WORLD(comments_blank_lines_windows_line_ends_and_quotes_are_read),
		WITH_WORLD(a_misspelt_parameter_is_refused_with_place_and_nearest_name),
		WITH_WORLD(columns_count_characters_not_bytes),
		WITH_WORLD(R3_a_place_no_region_and_no_school_can_have_is_refused),
		WITH_WORLD(wrong_units_and_wrong_amounts_are_refused),
		WITH_WORLD(nothing_is_priced_per_percent_R30),
		WITH_WORLD(a_rule_set_without_a_source_is_refused_R1),
		WITH_WORLD(a_source_of_blanks_is_none_R1),
		WITH_WORLD(dates_out_of_order_or_impossible_are_refused),
		WITH_WORLD(what_is_said_twice_is_refused),
		WITH_WORLD(a_time_may_differ_by_stage_and_season_R24),
		WITH_WORLD(a_file_that_is_too_large_or_not_utf8_is_refused),
		WITH_WORLD(an_indented_line_that_belongs_to_nothing_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
