/* When services are held, what may be offered, who may be turned away, who signs. */
#include "world.h"

static struct sitting_facts monday_care(struct clock_time ends)
{
	return (struct sitting_facts){
		.kind = KIND_CARE,
		.where = facts_at(STAGE_PRIMARY, AREA_NONE),
		.weekday = 1,
		.teaching = true,
		.starts = at(16, 30),
		.ends = ends,
		.classes_end = at(16, 20),
		.county_end_latest = TIME_NONE,
	};
}

static void a_sitting_may_end_at_18_00_and_not_at_18_01_R23(void **state)
{
	struct rules r = rules_of("RS0");
	struct sitting_facts f = monday_care(at(18, 0));

	assert_int_equal(sitting_time_decide(&world, &r, &f), OK);
	f.ends = at(18, 1);
	assert_refused(sitting_time_decide(&world, &r, &f), "end_too_late", "R23");
	assert_str(world.fault.found, "18:01");
	assert_str(world.fault.allowed, "18:00");
	f.kind = KIND_COURSE;
	assert_refused(sitting_time_decide(&world, &r, &f), "end_too_late", "R23");
}

static void the_county_may_fix_a_later_or_an_earlier_end_R24(void **state)
{
	struct rules r = rules_of("RS0");
	struct sitting_facts f = monday_care(at(18, 30));

	f.county_end_latest = at(18, 30);
	assert_int_equal(sitting_time_decide(&world, &r, &f), OK);
	f.county_end_latest = at(17, 30);
	f.ends = at(17, 31);
	assert_refused(sitting_time_decide(&world, &r, &f), "end_too_late", "R23");
	assert_str(world.fault.allowed, "17:30");
}

static void a_document_may_also_fix_the_earliest_end_D3(void **state)
{
	struct policy_book *b = policy_book_new();
	struct sitting_facts f = monday_care(at(17, 29));
	struct rule_error e;
	struct rules r;

	assert_true(policy_book_add(
		b, S("f"),
		S("ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel city\nplace "
	          "none\nissued 2021\n"
	          "effective 2021-09-01 .. open\n"
	          "param after_school.days mon\n  clause \"c\"\n  requirement R22\n"
	          "param after_school.stages primary\n  clause \"c\"\n  requirement R2\n"
	          "param after_school.end_earliest 17:30\n  clause \"c\"\n  requirement R23\n"),
		&e));
	assert_int_equal(rules_for(&world, b, S("A"), day(2022, 1, 1), &r), OK);
	assert_refused(sitting_time_decide(&world, &r, &f), "end_too_early", "R23");
	f.ends = at(22, 0);
	assert_int_equal(sitting_time_decide(&world, &r, &f), OK);
	policy_book_free(&b);
}

static void a_day_without_lessons_has_no_sitting_R22(void **state)
{
	struct rules r = rules_of("RS0");
	struct sitting_facts f = monday_care(at(17, 30));

	f.teaching = false; /* the National Day week */
	assert_refused(sitting_time_decide(&world, &r, &f), "not_a_school_day", "R22");
	f.kind = KIND_LUNCH;
	assert_refused(sitting_time_decide(&world, &r, &f), "not_a_school_day", "R22");
}

static void a_make_up_saturday_follows_the_switch_of_the_rules_R22(void **state)
{
	struct policy_book *b = policy_book_new();
	struct rules r = rules_of("RS0");
	struct sitting_facts f = monday_care(at(17, 30));
	struct rule_error e;

	f.weekday = 6;
	assert_refused(sitting_time_decide(&world, &r, &f), "not_a_school_day", "R22");
	f.make_up = true;
	assert_refused(sitting_time_decide(&world, &r, &f), "not_a_school_day", "R22");
	assert_true(policy_book_add(
		b, S("f"),
		S("ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel city\nplace "
	          "none\nissued 2021\n"
	          "effective 2021-09-01 .. open\n"
	          "param after_school.days mon\n  clause \"c\"\n  requirement R22\n"
	          "param after_school.stages primary\n  clause \"c\"\n  requirement R2\n"
	          "param after_school.make_up_days yes\n  clause \"c\"\n  requirement R22\n"
	          "param after_school.end_latest 18:00\n  clause \"c\"\n  requirement R23\n"),
		&e));
	assert_int_equal(rules_for(&world, b, S("A"), day(2022, 1, 1), &r), OK);
	assert_int_equal(sitting_time_decide(&world, &r, &f), OK);
	f.make_up = false;
	assert_refused(sitting_time_decide(&world, &r, &f), "not_a_school_day", "R22");
	policy_book_free(&b);
}

static void a_sitting_does_not_begin_before_lessons_end_R22(void **state)
{
	struct rules r = rules_of("RS0");
	struct sitting_facts f = monday_care(at(17, 30));

	f.classes_end = at(16, 30);
	assert_int_equal(sitting_time_decide(&world, &r, &f), OK);
	f.classes_end = at(16, 31);
	assert_refused(sitting_time_decide(&world, &r, &f), "starts_in_class_time", "R22");
	f.kind = KIND_LUNCH;
	assert_int_equal(sitting_time_decide(&world, &r, &f), OK);
}

static void senior_high_has_evening_study_and_no_care_R25(void **state)
{
	struct rules r = rules_of("RS0");
	struct sitting_facts f = monday_care(at(17, 30));
	struct offering_facts o = {
		.kind = KIND_CARE, .where = facts_at(STAGE_SENIOR, AREA_NONE), .title = S("托管")};

	f.where = facts_at(STAGE_SENIOR, AREA_NONE);
	assert_refused(sitting_time_decide(&world, &r, &f), "not_eligible", "R25");
	assert_str(world.fault.allowed, "primary junior");
	assert_refused(offering_kind_decide(&world, &r, &o), "not_eligible", "R25");
	o.kind = KIND_EVENING_STUDY;
	assert_int_equal(offering_kind_decide(&world, &r, &o), OK);
	o.where = facts_at(STAGE_JUNIOR, AREA_NONE);
	assert_refused(offering_kind_decide(&world, &r, &o), "not_eligible", "R25");
	/* The plan leaves the hours of evening study to another document. */
	f.kind = KIND_EVENING_STUDY;
	assert_refused(sitting_time_decide(&world, &r, &f), "no_rule", NULL);
}

static void times_that_cannot_be_are_bad_input(void **state)
{
	struct rules r = rules_of("RS0");
	struct sitting_facts f = monday_care(at(16, 30));

	assert_int_equal(sitting_time_decide(&world, &r, &f), E_INPUT);
	f = monday_care(at(17, 0));
	f.weekday = 8;
	assert_int_equal(sitting_time_decide(&world, &r, &f), E_INPUT);
	f = monday_care(at(17, 0));
	f.kind = KIND_COUNT;
	assert_int_equal(sitting_time_decide(&world, &r, &f), E_INPUT);
}

static enum err offer(struct rules *r, bool by_agency, const char *category, const char *title)
{
	struct offering_facts f = {
		.kind = KIND_COURSE,
		.where = facts_at(STAGE_PRIMARY, AREA_NONE),
		.by_agency = by_agency,
		.category = str_of(category),
		.title = str_of(title),
	};

	return offering_kind_decide(&world, r, &f);
}

static void subject_teaching_by_an_agency_or_the_school_is_refused_R31_R62(void **state)
{
	struct rules r = rules_of("RS0");

	assert_refused(offer(&r, true, "science", "小学奥数"), "subject_teaching", "R62");
	assert_str(world.fault.found, "奥数");
	assert_refused(offer(&r, false, "other", "初中 英　语 提高班"), "subject_teaching", "R62");
	assert_str(world.fault.found, "英语");
	assert_int_equal(offer(&r, true, "arts", "少儿国画"), OK);
}

static void words_that_only_look_like_a_subject_pass_R31(void **state)
{
	struct rules r = rules_of("RS0");

	assert_int_equal(offer(&r, true, "arts", "传统文化学习"), OK);
	assert_int_equal(offer(&r, true, "science", "微生物观察"), OK);
	/* An exception excuses its own place only. */
	assert_refused(offer(&r, true, "arts", "文化学堂与化学实验"), "subject_teaching", "R62");
	assert_str(world.fault.found, "化学");
}

static void a_reviewed_title_passes_R31(void **state)
{
	struct rules r = rules_of("RS0");
	struct offering_facts f = {.kind = KIND_COURSE,
	                           .where = facts_at(STAGE_PRIMARY, AREA_NONE),
	                           .title = S("英语戏剧表演"),
	                           .category = S("arts"),
	                           .reviewed = true};

	assert_int_equal(offering_kind_decide(&world, &r, &f), OK);
	f.reviewed = false;
	assert_refused(offering_kind_decide(&world, &r, &f), "subject_teaching", "R62");
}

static void an_agency_gives_courses_of_its_categories_and_no_care_R27_R31(void **state)
{
	struct rules r = rules_of("RS0");
	struct offering_facts care = {.kind = KIND_CARE,
	                              .where = facts_at(STAGE_PRIMARY, AREA_NONE),
	                              .by_agency = true,
	                              .title = S("托管"),
	                              .category = S("homework")};

	assert_refused(offering_kind_decide(&world, &r, &care), "care_needs_school_staff", "R27");
	care.by_agency = false;
	assert_int_equal(offering_kind_decide(&world, &r, &care), OK);
	assert_refused(offer(&r, true, "homework", "作业班"), "category_not_open", "R31");
	assert_int_equal(offer(&r, false, "homework", "作业班"), OK);
	assert_int_equal(offer(&r, true, "nonsense", "班"), E_INPUT);
}

static bool in_scope(const struct rules *r, enum kind kind)
{
	bool in;

	assert_int_equal(kind_in_scope(&world, r, kind, &in), OK);
	return in;
}

static void lunch_is_in_scope_under_the_plan_and_evening_study_is_not_R12(void **state)
{
	struct rules r = rules_of("RS0");

	assert_true(in_scope(&r, KIND_LUNCH));
	assert_true(in_scope(&r, KIND_CARE));
	assert_false(in_scope(&r, KIND_EVENING_STUDY));
	assert_false(in_scope(&r, KIND_NONE));
}

static void care_is_refused_only_for_a_listed_reason_R8(void **state)
{
	static const char *const forbidden[] = {"capacity", "grades",    "behaviour",
	                                        "hukou",    "Duplicate", ""};
	struct rules r = rules_of("RS0");
	const struct rule *rule;

	assert_int_equal(care_refusal_decide(&world, &r, S("duplicate"), &rule), OK);
	assert_int_equal(care_refusal_decide(&world, &r, S("other_school"), &rule), OK);
	assert_int_equal(care_refusal_decide(&world, &r, S("outside_stage"), &rule), OK);
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		assert_refused(care_refusal_decide(&world, &r, str_of(forbidden[i]), &rule),
		               "care_refusal_forbidden", "R8");
}

static void care_takes_two_signatures_and_an_agency_course_three_R50(void **state)
{
	const uint32_t two = PARTY_BIT(PARTY_SCHOOL) | PARTY_BIT(PARTY_GUARDIAN);
	struct rules r = rules_of("RS0");
	const struct rule *rule;
	uint32_t parties;

	assert_int_equal(agreement_parties(&world, &r, KIND_CARE, false, &parties, &rule), OK);
	assert_int_equal(parties, two);
	assert_int_equal(agreement_parties(&world, &r, KIND_COURSE, true, &parties, &rule), OK);
	assert_int_equal(parties, two | PARTY_BIT(PARTY_AGENCY));
	assert_str(rule->requirement, "R50");
	assert_int_equal(agreement_parties(&world, &r, KIND_COURSE, false, &parties, &rule), OK);
	assert_int_equal(parties, two);
	assert_int_equal(agreement_parties(&world, &r, KIND_LUNCH, false, &parties, &rule), OK);
	assert_int_equal(parties, 0);
	assert_null(rule);
	assert_int_equal(agreement_parties(&world, &r, KIND_NONE, false, &parties, &rule), E_INPUT);
}

static void kinds_and_stages_keep_their_names(void **state)
{
	enum kind k;
	enum stage s;

	for (int i = 1; i < KIND_COUNT; i++) {
		assert_true(kind_parse(str_of(kind_name((enum kind)i)), &k));
		assert_int_equal(k, i);
	}
	for (int i = 1; i < STAGE_COUNT; i++) {
		assert_true(stage_parse(str_of(stage_name((enum stage)i)), &s));
		assert_int_equal(s, i);
	}
	assert_false(kind_parse(S(""), &k));
	assert_false(stage_parse(S("Primary"), &s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(a_sitting_may_end_at_18_00_and_not_at_18_01_R23),
		WITH_WORLD(the_county_may_fix_a_later_or_an_earlier_end_R24),
		WITH_WORLD(a_document_may_also_fix_the_earliest_end_D3),
		WITH_WORLD(a_day_without_lessons_has_no_sitting_R22),
		WITH_WORLD(a_make_up_saturday_follows_the_switch_of_the_rules_R22),
		WITH_WORLD(a_sitting_does_not_begin_before_lessons_end_R22),
		WITH_WORLD(senior_high_has_evening_study_and_no_care_R25),
		WITH_WORLD(times_that_cannot_be_are_bad_input),
		WITH_WORLD(subject_teaching_by_an_agency_or_the_school_is_refused_R31_R62),
		WITH_WORLD(words_that_only_look_like_a_subject_pass_R31),
		WITH_WORLD(a_reviewed_title_passes_R31),
		WITH_WORLD(an_agency_gives_courses_of_its_categories_and_no_care_R27_R31),
		WITH_WORLD(lunch_is_in_scope_under_the_plan_and_evening_study_is_not_R12),
		WITH_WORLD(care_is_refused_only_for_a_listed_reason_R8),
		WITH_WORLD(care_takes_two_signatures_and_an_agency_course_three_R50),
		WITH_WORLD(kinds_and_stages_keep_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
