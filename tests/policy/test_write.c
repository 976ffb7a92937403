/* A rule set has one canonical text; reading it gives the same set again. */
#include "world.h"

#include "policy/write.h"

#define HEAD                                                                                       \
	"ruleset   X-1\ntitle     \"t \\\"q\\\" \\\\\"\nnumber    none\nissuer    \"i\"\n"         \
	"level     county\nplace     341702\nissued    2021-11\nknown     2021-12-01\n"            \
	"effective 2021-09-01 .. 2022-08-31\nstatus    draft\n"
#define SOURCE "  clause \"c\"\n  requirement R34\n"

/* Every statement, every attribute, every shape, in canonical form. */
static const char WHOLE[] = HEAD
	"\ndefine unit night \"夜\"\n"
	"\ndefine dimension origin \"来源\" local \"本地\" moved \"随迁\"\n"
	"\ndefine dimension village \"村小\" of school of \"是\" no \"否\"\n"
	"\nlist town \"城区学校\"\n  has \"2134000001\" \"2134000002\"\n"
	"\nopen absence_days \"怎样算连续缺勤\"\n  choices calendar \"日历日\" school \"上学日\"\n"
	"  about steps\n" SOURCE
	"\nparam after_school.end_latest 18:00\n  when season summer\n" SOURCE "  lock at_most\n"
	"\nparam offering.subject_words \"奥数\" \"数学\"\n" SOURCE
	"\nparam guarantee.rate 150.00 yuan per participant per term\n" SOURCE
	"\nparam guarantee.participant attended at least 1 sitting\n" SOURCE
	"\nparam season.summer_from 05-01\n" SOURCE "\nconvert 1 term = 4.5 month\n" SOURCE
	"\nfee care \"托管\"\n  kind care lunch\n  price at_least 1.00 yuan per day\n"
	"  price at_most 70.00 × 12 / 250 yuan per day\n  cap 70.00 yuan per month\n"
	"  cap 315.00 yuan per term\n  collect month\n  when not grade 1 .. 6\n"
	"  when school in town\n" SOURCE
	"\nfee far \"远郊\"\n  kind care\n  price exactly 0.00 yuan per night\n"
	"  round jiao_up\n"
	"  when school \"2134000009\"\n  when origin moved\n  when grade 1 3\n" SOURCE
	"\nfee small \"小班\"\n  kind course\n  price exactly 5.00 yuan per day\n"
	"  when class_size 1 .. 20\n" SOURCE
	"\nfee large \"大班\"\n  kind course\n  price exactly 4.00 yuan per day\n"
	"  when class_size 21 .. open\n  when not grade 1 .. 2\n" SOURCE
	"\nfee more \"多则减\"\n  kind course\n  price exactly 3.00 yuan per day\n"
	"  beyond 15 day per month at 2.00 yuan per day\n"
	"  beyond 30 day per month at 70.00 / 40 yuan per day\n" SOURCE
	"\nlimit course \"课程\"\n  over course\n  across family\n  cap 600.00 yuan per term\n"
	"  consumables included\n  self_purchase warn\n  above refuse\n" SOURCE
	"\ndeduct subsidy \"补助\"\n  of care\n  amount stated\n  payer county\n" SOURCE
	"\nwaiver poor \"减免\"\n  category orphan disabled\n  of care consumables\n"
	"  reduce 50 percent\n  payer county 200 / 3 percent\n  payer school 100 / 3 percent\n"
	"  proof required\n  expires on 2027-08-31\n" SOURCE
	"\nwaiver all \"免费\"\n  category poor\n  of care\n  reduce all\n  expires never\n" SOURCE
	"\nrefund steps \"退费\"\n  of care\n  reason absence\n  method steps\n"
	"  step 1 month pays 1 month\n  step 1/2 month pays 1/2 month\n"
	"  count calendar_days\n  apply written\n  to payer\n  within 10 day\n" SOURCE
	"\nrefund days \"按天\"\n  of care\n  reason quit\n  method share\n  unit day\n"
	"  basis served\n  round yuan\n" SOURCE
	"\nrefund progress \"按进度\"\n  of care\n  reason cancelled\n  method progress\n"
	"  unit sitting\n  up_to 1/3 pays 2 / 3\n  up_to 50 percent pays 50 percent\n" SOURCE
	"\nrefund rate \"按率\"\n  of care\n  reason transfer\n  method rate\n  unit day\n"
	"  rate 70.00 × 12 / 250 yuan per day\n" SOURCE
	"\npay hours \"课时\"\n  rate at_least 150.00 yuan per sitting\n"
	"  rate at_most 300.00 yuan per sitting\n  round jiao_down\n  form labour_fee\n  when "
	"payee outsider\n" SOURCE
	"\npay monthly \"按月\"\n  rate exactly 300.00 yuan per month\n  served 15 day\n"
	"  cap 2000.00 yuan per month\n  form subsidy\n  when payee staff\n" SOURCE
	"\nrequire satisfaction \"满意度\"\n  at_least 80 percent\n  code not_approved\n" SOURCE
	"\nrequire start_time \"最早\"\n  at_least 07:30\n  at_most 08:00\n" SOURCE
	"\nforbid tests \"考试\"\n  code not_approved\n" SOURCE
	"\nforbid carry_over \"结转\"\n  decided by \"局长办公会\" on 2022-01-05 why \"清退\"\n"
	"  requirement R59\n  note \"n\"\n"
	"\npermit fee_income \"用途\"\n  only staff_subsidy direct_consumables\n"
	"  at_least staff_subsidy 60 percent\n  at_most staff_subsidy 80 percent\n"
	"  at_most direct_consumables 20.5 percent\n" SOURCE
	"\ndeadline yearly_report \"年报\"\n  due yearly 09-30\n" SOURCE
	"\ndeadline reapproval \"重新核定\"\n  due every 2 year from effective\n" SOURCE
	"\ndeadline refund \"退费\"\n  due 10 day after request\n" SOURCE
	"\nsettle absence_days school\n  decided by \"局\" on 2022-01-05 why \"按上学日\"\n"
	"  requirement R59\n"
	"\ncase fee \"名\"\n  given  price 1.00\n  expect formula \"1 天\"\n";

static const struct rule_set *read(struct str text)
{
	struct rule_set *s = NULL;
	struct rule_error wrong;

	if (!rule_set_read(world.arena, S("f"), text, &s, &wrong))
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
	return s;
}

static struct str written(const struct rule_set *s)
{
	struct out o;
	struct str text;

	out_init(&o, 2 * RULE_FILE_MAX);
	rule_set_write(&o, s);
	assert_false(o.broken);
	text = str_dup(world.arena, out_str(&o));
	out_free(&o);
	return text;
}

static void a_canonical_file_is_written_as_it_was_read(void **state)
{
	assert_str(written(read(str_of(WHOLE))), WHOLE);
}

static void every_statement_and_attribute_of_the_tables_is_in_that_file(void **state)
{
	const struct rule_set *s = read(str_of(WHOLE));

	for (int t = 0; t < RULE_COUNT; t++) {
		assert_non_null(s->rules[t]);
		for (size_t i = 0; i < TYPES[t].n_fields; i++) {
			const struct field_def *def = &TYPES[t].fields[i];
			bool said = false;

			for (const struct rule *r = s->rules[t]; r != NULL; r = r->next)
				said |= r->field[def->field] != NULL;
			if (!said)
				fail_msg("%s %s", TYPES[t].name, def->name);
		}
	}
}

static void every_built_in_set_keeps_its_text_through_reading_and_writing(void **state)
{
	const struct policy_book *b = policy_builtin(NULL);

	assert_non_null(b);
	for (const struct rule_set *s = policy_book_sets(b); s != NULL; s = s->next) {
		struct str once = written(s);
		const struct rule_set *again = read(once);

		assert_int_equal(again->n_rules, s->n_rules);
		assert_int_equal(again->n_cases, s->n_cases);
		assert_str(written(again), str_c(world.arena, once));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(a_canonical_file_is_written_as_it_was_read),
		WITH_WORLD(every_statement_and_attribute_of_the_tables_is_in_that_file),
		WITH_WORLD(every_built_in_set_keeps_its_text_through_reading_and_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
