/* A rule set has one canonical text; reading it gives the same set again. */
#include "world.h"

#include "policy/embedded.h"
#include "policy/set_json.h"
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
	"\nfee second \"第二门\"\n  kind course\n  price at_most 5.00 yuan per period\n"
	"  beyond 1 period at 80 percent\n  beyond 2 period at 200 / 3 percent\n" SOURCE
	"\nlimit course \"课程\"\n  over course\n  across family\n  cap 600.00 yuan per term\n"
	"  consumables included\n  self_purchase warn\n  above refuse\n" SOURCE
	"\ndeduct subsidy \"补助\"\n  of care\n  amount stated\n  payer county\n" SOURCE
	"\nwaiver poor \"减免\"\n  category orphan disabled\n  of care consumables\n"
	"  reduce 50 percent\n  payer county 200 / 3 percent\n  payer school 100 / 3 percent\n"
	"  proof required\n  expires on 2027-08-31\n" SOURCE
	"\nwaiver all \"免费\"\n  category poor\n  of care\n  reduce all\n  expires never\n" SOURCE
	"\nrefund steps \"退费\"\n  of care\n  reason absence\n  method steps\n"
	"  step 1 month pays 1 month\n  step 1/2 month pays 1/2 month\n"
	"  count calendar_days\n  apply written\n  to payer\n  within 10 working_day\n" SOURCE
	"\nrefund row \"连续\"\n  of lunch\n  reason absence\n  method share\n  unit meal\n"
	"  basis served\n  in_a_row 5 day\n  absence excused\n  less 10.00 yuan\n" SOURCE
	"\nrefund less \"手续费\"\n  of lunch\n  reason quit\n  method share\n  unit meal\n"
	"  basis served\n  less 5 percent\n" SOURCE
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
	"\ndeadline disclosure \"公示\"\n  due 3 working_day before term_start\n" SOURCE
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

/* --- comments -------------------------------------------------------------------------------- */

#define PLAIN                                                                                      \
	"ruleset   X-1\ntitle     \"t\"\nnumber    none\nissuer    \"i\"\nlevel     county\n"      \
	"place     341702\nissued    2021-11\neffective 2021-09-01 .. open\n"

/* A scan of its own: where a comment begins in a line; SIZE_MAX when none does. */
static size_t comment_at(struct str line)
{
	bool quoted = false, between = true;

	for (size_t i = 0; i < line.n; i++) {
		char ch = line.p[i];

		if (quoted && ch == '\\' && i + 1 < line.n)
			i++;
		else if (ch == '"' && (quoted || between))
			quoted = !quoted;
		else if (!quoted && between && ch == '#')
			return i;
		between = !quoted && (ch == ' ' || ch == '\t' || ch == '"');
	}
	return SIZE_MAX;
}

static struct str next_comment(struct str *rest)
{
	while (rest->p != NULL) {
		struct str line = str_cut(rest, '\n');
		size_t at = comment_at(line);

		if (at != SIZE_MAX)
			return str_trim(str_sub(line, at + 1, line.n));
	}
	return STR_NONE;
}

static size_t comment_count(struct str text, struct str which)
{
	struct str one;
	size_t n = 0;

	while ((one = next_comment(&text)).p != NULL)
		n += which.p == NULL || str_eq(one, which);
	return n;
}

/* R65: the county's IT person reads and writes the file; what stands beside a rule stays there. */
static void
R65_every_comment_of_every_shipped_file_is_kept_through_reading_and_writing(void **state)
{
	size_t all = 0;

	for (size_t i = 0; i < policy_files_n; i++) {
		struct str text = {(const char *)policy_files[i].bytes, policy_files[i].n};
		struct str rest = text, one, out;

		if (!str_ends(str_of(policy_files[i].name), S(".rules")))
			continue;
		out = written(read(text));
		while ((one = next_comment(&rest)).p != NULL) {
			if (comment_count(out, one) != comment_count(text, one))
				fail_msg("%s: %s", policy_files[i].name, str_c(world.arena, one));
			all++;
		}
		assert_int_equal(comment_count(out, STR_NONE), comment_count(text, STR_NONE));
		assert_str(written(read(out)), str_c(world.arena, out));
	}
	assert_true(all > 100);
}

static const char COMMENTED[] = "# 来源:局办公室\n#\n#  第二段\n" PLAIN "\n# 夜\n"
				"define unit night \"夜\"\n"
				"\n# 一小、二小\nlist town \"城区 # 学校\"\n  has \"2134000001\"\n"
				"\n# 上面\n# 行尾\n# 里面\n# 后面\nfee care \"托管\"\n  kind care\n"
				"  price at_most 350.00 yuan per term\n" SOURCE
				"\n# 例子\ncase fee \"名\"\n  given  kind care\n"
				"  expect outcome pass\n"
				"\n# 完\n";

static void a_comment_stands_above_its_statement_wherever_it_was_written(void **state)
{
	static const char typed[] =
		"#来源:局办公室\n\n#\n" PLAIN "  #  第二段\t\n"
		"define unit night \"夜\" # 夜\n"
		"list town \"城区 # 学校\"\n  has \"2134000001\" # 一小、二小\n"
		"# 上面\nfee care \"托管\" # 行尾\n  kind care\n# 里面\n"
		"  price at_most 350.00 yuan per term\n" SOURCE "  # 后面\n\n"
		"# 例子\r\ncase fee \"名\"\n  given kind care\n  expect outcome pass\n\n# 完";

	assert_str(written(read(str_of(typed))), COMMENTED);
	assert_str(written(read(str_of(COMMENTED))), COMMENTED);
}

static void the_json_of_a_set_carries_its_comments(void **state)
{
	struct out o;
	struct json j;
	size_t at;

	out_init(&o, RULE_FILE_MAX);
	json_init(&j, &o);
	rule_set_json(&j, read(str_of(COMMENTED)));
	assert_true(
		str_find(out_str(&o), S("\"comments\":[\"来源:局办公室\",\"\",\" 第二段\"]"), &at));
	assert_true(str_find(out_str(&o), S("\"comments\":[\"上面\",\"行尾\",\"里面\",\"后面\"]"),
	                     &at));
	assert_true(str_find(out_str(&o), S("\"comments\":[\"一小、二小\"]"), &at));
	assert_true(str_find(out_str(&o), S("\"comments\":[\"例子\"]"), &at));
	assert_true(str_find(out_str(&o), S("\"end_comments\":[\"完\"]"), &at));
	out_reset(&o);
	json_init(&j, &o);
	rule_set_json(&j, read(str_of(WHOLE)));
	assert_false(str_find(out_str(&o), S("comments\""), &at));
	out_free(&o);
}

static void refused_at(struct str text, enum text_id what, int line, int column)
{
	struct rule_set *s = NULL;
	struct rule_error wrong;

	assert_false(rule_set_read(world.arena, S("f"), text, &s, &wrong));
	assert_int_equal(wrong.what, what);
	assert_int_equal(wrong.line, line);
	assert_int_equal(wrong.column, column);
}

static struct str repeated(const char *s, size_t n)
{
	struct str all = S("");

	for (size_t i = 0; i < n; i++)
		all = str_printf(world.arena, "%.*s%s", STR_FMT(all), s);
	return all;
}

static void a_comment_that_is_too_long_too_many_or_no_text_is_refused_with_its_place(void **state)
{
	struct arena *a = world.arena;
	struct str most = repeated("注", 200), lines = repeated("# x\n", 64);

	(void)read(str_printf(a,
	                      PLAIN "param guarantee.rate 1.00 yuan per participant per term # "
	                            "%.*s\n" SOURCE,
	                      STR_FMT(most)));
	refused_at(str_printf(a, PLAIN "param x # %.*s!\n", STR_FMT(most)),
	           T_policy_file_comment_long, 9, 9);
	(void)read(str_printf(a, "%.*s" PLAIN, STR_FMT(lines)));
	refused_at(str_printf(a, "%.*s# y\n" PLAIN, STR_FMT(lines)), T_policy_file_comments, 65, 1);
	refused_at(str_printf(a, PLAIN "%.*s# y\n", STR_FMT(lines)), T_policy_file_comments, 73, 1);
	refused_at(S(PLAIN "# 一\x1b[2J\n"), T_policy_file_control, 9, 4);
	refused_at(S(PLAIN "# a\x7f"), T_policy_file_control, 9, 4);
	refused_at((struct str){PLAIN "# a\0b\n", sizeof PLAIN "# a\0b\n" - 1},
	           T_policy_file_encoding, 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(
			R65_every_comment_of_every_shipped_file_is_kept_through_reading_and_writing),
		WITH_WORLD(a_comment_stands_above_its_statement_wherever_it_was_written),
		WITH_WORLD(the_json_of_a_set_carries_its_comments),
		WITH_WORLD(
			a_comment_that_is_too_long_too_many_or_no_text_is_refused_with_its_place),
		WITH_WORLD(a_canonical_file_is_written_as_it_was_read),
		WITH_WORLD(every_statement_and_attribute_of_the_tables_is_in_that_file),
		WITH_WORLD(every_built_in_set_keeps_its_text_through_reading_and_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
