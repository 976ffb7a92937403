/* R1, R10: whoever is told that a fact is wrong is told what would be accepted in its place. */
#include "asking.h"

#include "policy/charge.h"

#define BY "\n  clause \"c\"\n  requirement R22\n"
#define ALL                                                                                        \
	"define dimension origin \"来源\" local \"本地\" moved \"随迁\"\n"                   \
	"define role coach \"教练\"\n"                                                           \
	"param after_school.kinds care course" BY "param after_school.stages primary" BY           \
	"param after_school.days mon tue" BY "param after_school.make_up_days no" BY               \
	"param after_school.end_latest 18:00" BY                                                   \
	"param guarantee.participant attended at least 1 sitting" BY                               \
	"param guarantee.rate 180.00 yuan per participant per term" BY                             \
	"param guarantee.budget 100.00 yuan per pupil per year" BY                                 \
	"fee care \"托管\"\n  kind care\n  price at_most 3.00 yuan per day" BY                     \
	"refund quit \"退费\"\n  of care\n  reason quit\n  method share\n  unit day\n  basis "   \
	"served" BY "refund move \"转学\"\n  of care\n  reason transfer\n  method progress\n  "  \
	"unit day\n  basis served\n"                                                               \
	"  up_to 1 / 2 pays 1 / 2" BY "require end_time \"结束\"\n  at_least 17:00" BY             \
	"require bidders \"家数\"\n  at_least 3" BY                                                \
	"require period_price \"单价\"\n  at_most 5.00 yuan" BY                                    \
	"define fact quiet \"午休安静\"\nrequire quiet \"安静\"\n  exactly yes" BY

struct wrong {
	const char *decision, *facts, *field, *found, *zh, *en;
};

static void told(const struct wrong *x, enum lang lang, const char *allowed)
{
	struct rules r = rules_by("A");
	enum err e;

	world.lang = lang;
	e = quote_run(&world, &r, str_of(x->decision), given_of(x->facts), &answer);
	world.lang = LANG_ZH;
	if (e != E_INPUT || strcmp(world.fault.code, "bad_input") != 0)
		fail_msg("%s %s: %s", x->decision, x->facts, err_name(e));
	if (!str_is(world.fault.field, x->field) || !str_is(world.fault.found, x->found) ||
	    !str_is(world.fault.allowed, allowed))
		fail_msg("%s %s: %.*s %.*s, allowed %.*s", x->decision, x->facts,
		         STR_FMT(world.fault.field), STR_FMT(world.fault.found),
		         STR_FMT(world.fault.allowed));
}

static void all_told(const struct wrong *v, size_t n)
{
	document(ALL);
	for (size_t i = 0; i < n; i++) {
		told(&v[i], LANG_ZH, v[i].zh);
		told(&v[i], LANG_EN, v[i].en);
	}
}
#define ALL_TOLD(v) all_told(v, sizeof(v) / sizeof *(v))

static void a_fact_that_does_not_go_with_another_is_told_how_far_it_may_go(void **state)
{
	static const struct wrong v[] = {
		{"participant", "sittings 10, attended 11", "attended", "11", "0 … 10", "0 … 10"},
		{"sitting",
	         "kind care, stage primary, weekday mon, teaching yes, starts 17:00, ends 16:00",
	         "ends", "16:00", "晚于 17:00 的时刻", "a time of day later than 17:00"},
		{"shares", "cost 100.00, government 60.00, school 40.01", "school", "40.01",
	         "不超过 40.00", "no more than 40.00"},
		{"shares", "cost 100.00, government 100.01", "government", "100.01",
	         "不超过 100.00", "no more than 100.00"},
		{"shares", "cost 100.00, government_percent 60, school_percent 41",
	         "government_percent", "60", "不超过 59", "no more than 59"},
		{"refund", "kind care, reason quit, paid 10.00, refunded_before 10.01",
	         "refunded_before", "10.01", "不超过 10.00", "no more than 10.00"},
		{"refund", "kind care, reason quit, paid 10.00, missed 1, basis 0", "basis", "0",
	         "大于 0 的数", "a number above 0"},
		{"refund", "kind care, reason quit, paid 10.00, served 11, basis 10", "served",
	         "11", "不超过 10", "no more than 10"},
		{"refund", "kind care, reason transfer, paid 10.00, missed 11, basis 10", "missed",
	         "11", "不超过 10", "no more than 10"},
		{"charge", "kind care, price 3.00, unit day, quantity 5, by_day 1 1 1", "by_day",
	         "1 1 1", "合计为 5 的若干个数", "numbers that come to 5 together"},
		{"charge", "item care, price 3.00, sibling yes", "sibling", "yes",
	         "只有写了 charged 才可以是 yes（是）", "yes only where charged is given"},
		{"guarantee", "by share, enrolled 10, attended 5, received 0.00", "by", "share",
	         "rule enrolled sittings", "rule enrolled sittings"},
	};

	ALL_TOLD(v);
}

static void what_is_required_is_told_in_what_it_is_measured(void **state)
{
	static const struct wrong v[] = {
		{"require", "name end_time, value late", "value", "late", "时刻，如 16:30",
	         "a time of day, such as 16:30"},
		{"require", "name quiet, value maybe", "value", "maybe", "yes（是）或 no（否）",
	         "yes or no"},
		{"require", "name bidders, value few", "value", "few",
	         "整数或小数，不小于 0，如 4.5",
	         "a whole or decimal number, not below 0, such as 4.5"},
		{"require", "name period_price, value 5.001", "value", "5.001",
	         "金额（元），最多两位小数，不小于 0，如 350.00",
	         "an amount in yuan with at most two decimals, not below 0, such as 350.00"},
		{"require", "name bidders, value 3, unit minute", "unit", "minute",
	         "不写单位：文件没有写明", "no unit, as the document states none"},
	};

	ALL_TOLD(v);
}

static void a_number_no_amount_can_be_reckoned_with_is_told_to_be_smaller(void **state)
{
	static const struct wrong v[] = {
		{"fund", "pupils 9000000000000000000", "pupils", "9000000000000000000",
	         "更小的数；这样大的数算不出金额",
	         "a smaller number; with one as large as this no amount can be reckoned"},
		{"guarantee", "enrolled 9000000000000000000, attended 1", "enrolled",
	         "9000000000000000000", "更小的数；这样大的数算不出金额",
	         "a smaller number; with one as large as this no amount can be reckoned"},
		{"fund", "pupils -1", "pupils", "-1", "整数，不小于 0",
	         "a whole number, not below 0"},
		{"fund", "pupils 1, years -0.5", "years", "-0.5", "整数或小数，不小于 0，如 4.5",
	         "a whole or decimal number, not below 0, such as 4.5"},
		{"guarantee", "attended -1", "attended", "-1", "整数，不小于 0",
	         "a whole number, not below 0"},
		{"charge", "kind care, months -1, price 3.00", "months", "-1",
	         "整数或小数，不小于 0，如 4.5",
	         "a whole or decimal number, not below 0, such as 4.5"},
	};

	ALL_TOLD(v);
}

static void words_are_told_with_those_the_documents_declare(void **state)
{
	static const struct wrong v[] = {
		{"charge", "kind care, origin abroad", "origin", "abroad", "moved local",
	         "moved local"},
		{"pay", "role cook", "role", "cook",
	         "teacher class_teacher leader duty support instructor volunteer coach",
	         "teacher class_teacher leader duty support instructor volunteer coach"},
		{"sitting", "kind care, weekday someday", "weekday", "someday",
	         "mon tue wed thu fri sat sun", "mon tue wed thu fri sat sun"},
	};

	ALL_TOLD(v);
}

static void more_items_than_a_bill_has_are_told_how_many_there_may_be(void **state)
{
	struct str facts = S("kind care");
	struct wrong x = {.decision = "charge", .field = "item", .found = "care"};

	document(ALL);
	for (int i = 0; i <= CHARGE_ITEMS; i++)
		facts = str_printf(world.arena, "%.*s, item care, price 3.00", STR_FMT(facts));
	x.facts = str_c(world.arena, facts);
	told(&x, LANG_ZH, "最多 32 项");
	told(&x, LANG_EN, "at most 32 items");
}

#define CARE "kind care, stage primary, starts 16:30, ends 17:30, "

/* A Monday without lessons is not told that Mondays are allowed. */
static void a_day_without_lessons_is_told_to_be_one_with_them_R22(void **state)
{
	document(ALL);
	ask("sitting", CARE "weekday mon, teaching no");
	assert_answer("outcome", "not_a_school_day");
	assert_answer("allowed", "上课的日子");
	ask("sitting", "kind lunch, weekday mon, teaching no, starts 12:00, ends 13:00");
	assert_answer("allowed", "上课的日子");
	ask("sitting", CARE "weekday wed, teaching yes");
	assert_answer("allowed", "mon tue");
	ask("sitting", CARE "weekday sat, teaching yes, make_up yes");
	assert_answer("found", "sat");
	assert_answer("allowed", "mon tue");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASKING(a_fact_that_does_not_go_with_another_is_told_how_far_it_may_go),
		ASKING(what_is_required_is_told_in_what_it_is_measured),
		ASKING(a_number_no_amount_can_be_reckoned_with_is_told_to_be_smaller),
		ASKING(words_are_told_with_those_the_documents_declare),
		ASKING(more_items_than_a_bill_has_are_told_how_many_there_may_be),
		ASKING(a_day_without_lessons_is_told_to_be_one_with_them_R22),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
