/* R30: an answer that passes says which rule was asked and held, with its clause. */
#include "asking.h"

static void assert_step(size_t at, const char *text, const char *clause, int line)
{
	const struct quote_step *s = &answer.step[at];

	if (at >= answer.n_steps)
		fail_msg("line %d: there are %zu steps", line, answer.n_steps);
	if (!str_is(s->text, text))
		fail_msg("line %d: step %zu says %.*s", line, at, STR_FMT(s->text));
	if (clause ? !str_is(s->clause, clause) : str_some(s->clause))
		fail_msg("line %d: step %zu is by %.*s", line, at, STR_FMT(s->clause));
	assert_true(str_some(s->document) == (clause != NULL));
}
#define STEP(at, text, clause) assert_step(at, text, clause, __LINE__)

static void english(const char *decision, const char *facts)
{
	struct rules r = rules_by("A");

	world.lang = LANG_EN;
	ask_rules(&r, decision, facts);
	world.lang = LANG_ZH;
}

#define C "\n  clause \""
#define E "\"\n  requirement R22\n"
#define DAY                                                                                        \
	"param after_school.kinds care course" C "kinds" E                                         \
	"param after_school.stages primary junior" C "stages" E                                    \
	"param after_school.days mon tue wed thu fri" C "days" E                                   \
	"param after_school.make_up_days yes" C "make-up" E                                        \
	"param after_school.windows afternoon weekend winter_holiday" C "windows" E                \
	"param after_school.end_latest 18:00" C "latest" E                                         \
	"param after_school.end_earliest 17:00" C "earliest" E                                     \
	"param evening_study.stages junior" C "evening stages" E                                   \
	"param evening_study.end_latest 20:30" C "evening latest" E

#define MONDAY "kind care, stage primary, weekday mon, teaching yes, starts 16:30, ends 17:30"

static void a_sitting_says_every_rule_it_was_held_against_R23(void **state)
{
	document(DAY);
	ask("sitting", MONDAY ", classes_end 16:20");
	assert_answer("outcome", "pass");
	assert_int_equal(answer.n_steps, 5);
	STEP(0, "课后服务范围：学段：为 小学，允许 小学、初中", "stages");
	STEP(1, "服务日：为 周一，允许 周一、周二、周三、周四、周五", "days");
	STEP(2, "16:30 开始，放学时间 16:20，不占用上课时间", "days");
	STEP(3, "最晚结束时间：为 17:30，允许到 18:00", "latest");
	STEP(4, "最早结束时间：为 17:30，允许从 17:00 起", "earliest");
	assert_str(answer.step[3].requirement, "R22");
	english("sitting", MONDAY);
	STEP(1,
	     "Days of service: found Monday, allowed Monday, Tuesday, Wednesday, Thursday, "
	     "Friday",
	     "days");
	STEP(2, "Latest end: found 17:30, allowed until 18:00", "latest");
}

static void the_end_the_county_fixed_is_the_one_a_sitting_was_held_against_R24(void **state)
{
	document(DAY);
	ask("sitting", MONDAY ", county_end_latest 17:40");
	STEP(2, "最晚结束时间：为 17:30，允许到 17:40", "latest");
}

static void a_make_up_day_is_one_by_the_clause_that_counts_them_R22(void **state)
{
	document(DAY);
	ask("sitting", "kind care, stage primary, weekday sat, teaching yes, make_up yes, "
	               "starts 16:30, ends 17:30");
	STEP(1, "调休上班日是否服务：是", "make-up");
}

static void a_holiday_is_open_by_the_clause_that_opens_it_R12(void **state)
{
	document(DAY);
	ask("sitting", "kind care, stage primary, window winter_holiday, weekday mon, "
	               "teaching no, starts 09:00, ends 17:30");
	STEP(1, "课后服务范围：时段：为 寒假，允许 下午、周末、寒假", "windows");
}

static void evening_study_and_lunch_go_with_lessons_and_no_clause_says_so_R25(void **state)
{
	document(DAY);
	ask("sitting", "kind evening_study, stage junior, weekday mon, teaching yes, "
	               "starts 18:30, ends 20:00");
	assert_int_equal(answer.n_steps, 3);
	STEP(0, "晚自习学段：为 初中，允许 初中", "evening stages");
	STEP(1, "当天上课", NULL);
	STEP(2, "晚自习最晚结束时间：为 20:00，允许到 20:30", "evening latest");
	ask("sitting", "kind lunch, weekday mon, teaching yes, starts 12:00, ends 13:00");
	assert_int_equal(answer.n_steps, 1);
	STEP(0, "当天上课", NULL);
}

static void a_refused_sitting_says_only_what_refused_it_R10(void **state)
{
	document(DAY);
	ask("sitting", "kind care, stage primary, weekday mon, teaching yes, starts 16:30, "
	               "ends 18:01");
	assert_answer("outcome", "end_too_late");
	assert_int_equal(answer.n_steps, 1);
	assert_str(answer.step[0].clause, "latest");
}

#define OFFER                                                                                      \
	DAY "param course.providers school agency" C "providers" E                                 \
	    "param course.agency_categories arts sport" C "categories" E                           \
	    "param offering.subject_words \"数学\"" C "words" E                                    \
	    "param offering.subject_exceptions \"趣味数学\"" C "exceptions" E

static void an_offering_says_who_and_what_and_why_its_title_passes_R31(void **state)
{
	document(OFFER);
	ask("offering", "kind course, stage primary, by_agency yes, category arts, title 合唱");
	assert_answer("in_scope", "yes");
	assert_int_equal(answer.n_steps, 5);
	STEP(0, "课后服务范围：服务种类：为 个性化课程，允许 托管、个性化课程", "kinds");
	STEP(1, "课后服务范围：学段：为 小学，允许 小学、初中", "stages");
	STEP(2, "课程由谁提供：为 第三方机构，允许 学校、第三方机构", "providers");
	STEP(3, "机构可开的内容：为 艺术，允许 艺术、体育", "categories");
	STEP(4, "学科类名称用词：名称“合唱”中没有", "words");
	ask("offering", "kind course, stage primary, title 趣味数学");
	assert_int_equal(answer.n_steps, 3);
	STEP(2, "名称用词例外：名称中的“数学”属于例外", "exceptions");
	ask("offering", "kind course, stage primary, title 数学, reviewed yes");
	STEP(2, "学科类名称用词：已有人看过内容，不是学科培训", "words");
}

static void what_is_no_after_school_service_says_what_is_R12(void **state)
{
	document(OFFER);
	ask("offering", "kind lunch, title 午餐");
	assert_answer("in_scope", "no");
	assert_answer("clause", "kinds");
	STEP(0, "课后服务范围：服务种类：托管、个性化课程；午餐 不在其中", "kinds");
	ask("scope", "kind lunch");
	STEP(0, "课后服务范围：服务种类：托管、个性化课程；午餐 不在其中", "kinds");
	ask("scope", "kind care, window afternoon");
	STEP(0, "课后服务范围：时段：为 下午，允许 下午、周末、寒假", "windows");
	ask("scope", "kind care, window early");
	STEP(0, "课后服务范围：时段：下午、周末、寒假；早间 不在其中", "windows");
}

static void a_child_turned_away_is_by_a_reason_the_clause_lists_R8(void **state)
{
	document("param care.refusal_reasons duplicate" C "reasons" E);
	ask("care_refusal", "reason duplicate");
	assert_answer("clause", "reasons");
	STEP(0, "可以不接收的理由：为 重复报名，允许 重复报名", "reasons");
}

static void a_participant_is_one_by_the_clause_or_by_the_countys_choice_R29(void **state)
{
	document("param guarantee.participant attended at least 50 percent" C "half" E);
	ask("participant", "sittings 80, attended 40");
	assert_answer("counts", "yes");
	assert_answer("clause", "half");
	STEP(0, "参加人数口径：80 次中参加 40 次，至少要 50%", "half");
	ask("participant", "by sittings, sittings 80, attended 0");
	assert_answer("counts", "no");
	STEP(0, "参加人数口径：80 次中参加 0 次，县（区）选定至少 1 次", NULL);
	ask("participant", "by enrolled, enrolled_on_census yes");
	STEP(0, "参加人数口径：由县（区）选定看统计日是否在册，在册：是", NULL);
	english("participant", "sittings 80, attended 40");
	STEP(0, "Who counts as a participant: attended 40 of 80 sittings, at least 50% asked",
	     "half");
}

static void who_attended_more_often_than_there_were_sittings_is_told_how_often_may_be(void **state)
{
	document("param guarantee.participant attended at least 1 sitting" C "c" E);
	assert_input("participant", "sittings 10, attended 11", "bad_input", "attended");
	assert_str(world.fault.found, "11");
	assert_str(world.fault.allowed, "0 … 10");
}

#define MONEY                                                                                      \
	"param billing.period term" C "period" E "param billing.prepay_next_term yes" C "prepay" E \
	"param staff.performance_pay within_total" C "total" E                                     \
	"permit fee_income \"收入\"\n  only staff_subsidy venue\n"                               \
	"  at_most venue 20 percent" C "income" E

static void what_is_billed_and_collected_says_how_often_it_was_before_R59(void **state)
{
	document(MONEY);
	ask("billing", "for_next_term yes");
	STEP(0, "收费周期：学期，本学期此前已收 0 次", "period");
	STEP(1, "能否预收下学期费用：是", "prepay");
	ask("collect", "collector agency");
	STEP(0, "没有文件禁止：由第三方收费", NULL);
	STEP(1, "收费周期：学期，本学期此前已收 0 次", "period");
	ask("act", "act charge_venue");
	assert_int_equal(answer.n_steps, 1);
	assert_true(str_some(answer.step[0].text));
}

static void what_is_spent_says_for_what_how_much_is_left_and_which_share_R66(void **state)
{
	document(MONEY);
	ask("spend", "fund fee_income, purpose venue, amount 150.00, available 500.00, "
	             "received 1000.00, spent 50.00");
	assert_int_equal(answer.n_steps, 3);
	STEP(0, "服务收费收入：为 场地，允许 教职工补助、场地", "income");
	STEP(1, "服务收费收入：500.00 − 150.00 = 350.00", "income");
	STEP(2, "场地：50.00 + 150.00 = 200.00，不超过 1000.00 × 20% = 200.00", "income");
	ask("perf_total", "quota 100.00, paid_before 60.00, amount 40.00");
	STEP(0, "与绩效工资总量的关系：60.00 + 40.00 = 100.00，不超过总量 100.00", "total");
}

static void what_is_required_says_each_measure_in_words_R18(void **state)
{
	document("require satisfaction \"满意度\"\n  at_least 80 percent" C "content" E
	         "require end_time \"结束\"\n  at_least 17:00\n  at_most "
	         "18:00" C "end" E "define fact quiet \"午休安静\"\n"
	         "require quiet \"安静\"\n  exactly yes" C "quiet" E);
	ask("require", "name satisfaction, value 85");
	STEP(0, "家长满意度：为 85%，要求不低于 80%", "content");
	ask("require", "name end_time, value 17:30");
	assert_int_equal(answer.n_steps, 2);
	STEP(0, "结束时间：为 17:30，要求不低于 17:00", "end");
	STEP(1, "结束时间：为 17:30，要求不高于 18:00", "end");
	ask("require", "name quiet, value yes");
	STEP(0, "午休安静：为 是，要求等于 是", "quiet");
	english("require", "name satisfaction, value 85");
	STEP(0, "satisfaction of families: found 85%, asked: at least 80%", "content");
}

static void a_day_something_is_due_says_from_which_day_it_was_reckoned_R71(void **state)
{
	document("deadline settlement \"结算\"\n  due 15 day before term_end" C "before" E
	         "deadline refund \"退费\"\n  due 0 day after quit" C "on" E
	         "deadline yearly_report \"年报\"\n  due yearly 06-30" C "yearly" E
	         "deadline evaluation \"评价\"\n  due every 1 month from issued" C "every" E);
	ask("deadline", "name settlement, event 2022-01-14");
	STEP(0, "据实结算：学期结束（2022-01-14）前 15 天，即 2021-12-30", "before");
	ask("deadline", "name refund, event 2022-01-14");
	STEP(0, "退费：退出（2022-01-14）当日，即 2022-01-14", "on");
	ask("deadline", "name yearly_report");
	STEP(0, "年度报告：每年 6 月 30 日，即 2022-06-30", "yearly");
	ask("deadline", "name evaluation");
	STEP(0, "评价：自发文（2021-08-20）起每 1 个月，即 2022-03-20", "every");
	english("deadline", "name settlement, event 2022-01-14");
	STEP(0, "Settlement: 15 days before term end (2022-01-14): 2021-12-30", "before");
}

static void who_signs_is_told_by_the_clause_and_lunch_without_one_R50(void **state)
{
	document("param agreement.course school guardian agency" C "sign" E);
	ask("agreement", "kind course, by_agency no");
	assert_answer("parties", "school guardian");
	STEP(0, "课程协议签署方：学校、家长", "sign");
	ask("agreement", "kind lunch");
	STEP(0, "午餐：没有文件要求签订协议", NULL);
}

/* Whatever the documents built in answer to the examples: in words, in both languages. */
static void no_answer_has_a_step_without_words_R30(void **state)
{
	const struct rule_given *given;
	struct rules r;

	for (const struct rule_set *s = policy_book_sets(policy_builtin(NULL)); s; s = s->next) {
		if (rules_for(&world, policy_builtin(NULL), s->id, s->from, &r) != OK)
			continue;
		for (size_t i = 0; quote_decision(i).p != NULL; i++) {
			world.lang = i % 2 ? LANG_EN : LANG_ZH;
			assert_int_equal(quote_example(&world, quote_decision(i), &given), OK);
			if (quote_run(&world, &r, quote_decision(i), given, &answer) != OK)
				continue;
			assert_true(answer.n_steps > 0);
			for (size_t k = 0; k < answer.n_steps; k++)
				assert_true(str_some(answer.step[k].text));
		}
	}
	world.lang = LANG_ZH;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(a_sitting_says_every_rule_it_was_held_against_R23),
		ASKING(the_end_the_county_fixed_is_the_one_a_sitting_was_held_against_R24),
		ASKING(a_make_up_day_is_one_by_the_clause_that_counts_them_R22),
		ASKING(a_holiday_is_open_by_the_clause_that_opens_it_R12),
		ASKING(evening_study_and_lunch_go_with_lessons_and_no_clause_says_so_R25),
		ASKING(a_refused_sitting_says_only_what_refused_it_R10),
		ASKING(an_offering_says_who_and_what_and_why_its_title_passes_R31),
		ASKING(what_is_no_after_school_service_says_what_is_R12),
		ASKING(a_child_turned_away_is_by_a_reason_the_clause_lists_R8),
		ASKING(a_participant_is_one_by_the_clause_or_by_the_countys_choice_R29),
		ASKING(who_attended_more_often_than_there_were_sittings_is_told_how_often_may_be),
		ASKING(what_is_billed_and_collected_says_how_often_it_was_before_R59),
		ASKING(what_is_spent_says_for_what_how_much_is_left_and_which_share_R66),
		ASKING(what_is_required_says_each_measure_in_words_R18),
		ASKING(a_day_something_is_due_says_from_which_day_it_was_reckoned_R71),
		ASKING(who_signs_is_told_by_the_clause_and_lunch_without_one_R50),
		ASKING(no_answer_has_a_step_without_words_R30),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
