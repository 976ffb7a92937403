/* Two editions are compared statement by statement. */
#include "world.h"

#include "policy/diff.h"

#define HEAD                                                                                       \
	"ruleset A\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel city\nplace none\nissued 2021\n" \
	"effective 2021-09-01 .. open\n"
#define SOURCE "  clause \"c\"\n  requirement R34\n"
#define LIMIT(amount)                                                                              \
	"limit course \"个性化课程\"\n  over course\n  cap " amount " yuan per term\n" SOURCE

static struct rule_change *v;
static size_t n;

static void compared(const char *before, const char *after)
{
	struct rule_set *a, *b;
	struct rule_list left, right;
	struct rule_error e;

	assert_true(rule_set_read(world.arena, S("a"), str_of(before), &a, &e));
	assert_true(rule_set_read(world.arena, S("b"), str_of(after), &b, &e));
	assert_int_equal(rule_list_of_set(&world, a, &left), OK);
	assert_int_equal(rule_list_of_set(&world, b, &right), OK);
	assert_int_equal(rule_list_diff(&world, &left, &right, &v, &n), OK);
}

static void an_amount_that_changed_is_said_in_both_languages(void **state)
{
	compared(HEAD LIMIT("600.00"), HEAD LIMIT("650.00"));
	assert_int_equal(n, 1);
	assert_str(rule_change_text(world.arena, LANG_ZH, &v[0]),
	           "limit course \"个性化课程\" cap:600.00 yuan per term → 650.00 yuan per "
	           "term，条款：c(t)");
	assert_str(rule_change_text(world.arena, LANG_EN, &v[0]),
	           "limit course \"个性化课程\" cap: 600.00 yuan per term → 650.00 yuan per term; "
	           "clause: c (t)");
}

static void the_same_statements_in_another_order_are_no_change(void **state)
{
	static const char one[] = "param billing.period term\n" SOURCE;

	compared(str_c(world.arena, str_printf(world.arena, "%s%s%s", HEAD, LIMIT("1.00"), one)),
	         str_c(world.arena, str_printf(world.arena, "%s%s%s", HEAD, one, LIMIT("1.00"))));
	assert_int_equal(n, 0);
}

static void what_came_and_what_went_is_named(void **state)
{
	compared(HEAD LIMIT("1.00"), HEAD "param billing.period term\n" SOURCE);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].what, CHANGE_REMOVED);
	assert_str(v[0].before->id, "course");
	assert_int_equal(v[1].what, CHANGE_ADDED);
	assert_str(v[1].after->id, "billing.period");
}

static void a_statement_with_other_conditions_is_the_same_one_altered(void **state)
{
	compared(HEAD "param billing.period term\n  when stage primary\n" SOURCE,
	         HEAD "param billing.period month\n  when stage junior\n" SOURCE);
	assert_int_equal(n, 2);
	assert_str(v[0].attribute, "value");
	assert_str(v[0].was, "term");
	assert_str(v[0].is, "month");
	assert_str(v[1].attribute, "when");
	assert_str(v[1].is, "stage junior");
}

static void of_a_stack_only_what_no_lower_document_replaces_is_listed(void **state)
{
	struct rules r = rules_of("RS2");
	struct rule_list l;
	size_t fees = 0;

	assert_int_equal(rule_list_of_stack(&world, &r, &l), OK);
	for (size_t i = 0; i < l.n; i++)
		fees += l.v[i]->type == RULE_FEE && (rule_words(l.v[i], FIELD_KINDS) & 1) != 0;
	assert_int_equal(fees, 1);
}

static void whole(const char *before, const char *after)
{
	struct rule_set *a, *b;
	struct rule_error e;

	assert_true(rule_set_read(world.arena, S("a"), str_of(before), &a, &e));
	assert_true(rule_set_read(world.arena, S("b"), str_of(after), &b, &e));
	assert_int_equal(rule_set_diff(&world, a, b, &v, &n), OK);
}

static struct str said(size_t i)
{
	return rule_change_text(world.arena, LANG_ZH, &v[i]);
}

#define HEAD_UNDER(title, place, under, to)                                                        \
	"ruleset A\ntitle \"" title "\"\nnumber none\nissuer \"i\"\nlevel city\nplace " place      \
	"\n" under "issued 2021\neffective 2021-09-01 .. " to "\n"

/* R1: what a document stands under decides all that it does not say itself. */
static void r1_another_head_is_told_what_it_stands_under_first(void **state)
{
	whole(HEAD_UNDER("t", "none", "under RS0\n", "open") LIMIT("1.00"),
	      HEAD_UNDER("新", "341700", "under RS1\n", "2023-08-31") LIMIT("1.00"));
	assert_int_equal(n, 4);
	assert_str(said(0), "文件 under:RS0 → RS1");
	assert_str(said(1), "文件 title:t → 新");
	assert_str(said(2), "文件 place:none → 341700");
	assert_str(said(3), "文件 effective:2021-09-01 .. open → 2021-09-01 .. 2023-08-31");
	assert_str(rule_change_text(world.arena, LANG_EN, &v[0]), "document under: RS0 → RS1");
	whole(HEAD_UNDER("t", "none", "", "open") LIMIT("1.00"),
	      HEAD_UNDER("t", "none", "under RS0\n", "open") LIMIT("1.00"));
	assert_int_equal(n, 1);
	assert_str(said(0), "文件 under:– → RS0");
}

#define CASE(name, price, expect)                                                                  \
	"case charge \"" name "\"\n  given kind course\n  given price " price                      \
	"\n  expect payable " expect "\n"

static void another_worked_case_is_told(void **state)
{
	whole(HEAD LIMIT("9.00") CASE("甲", "1.00", "1.00") CASE("乙", "2.00", "2.00"),
	      HEAD LIMIT("9.00") CASE("乙", "3.00", "3.00") CASE("丙", "4.00", "4.00"));
	assert_int_equal(n, 4);
	assert_str(said(0), "删去 case charge \"甲\"");
	assert_str(said(1), "case charge \"乙\" given:kind course; price 2.00 → kind course; "
	                    "price 3.00");
	assert_str(said(2), "case charge \"乙\" expect:payable 2.00 → payable 3.00");
	assert_str(said(3), "新增 case charge \"丙\"");
}

static void another_name_of_its_own_is_told(void **state)
{
	whole(HEAD "define unit night \"夜\"\n" LIMIT("9.00"),
	      HEAD "define unit night \"晚\"\nlist far \"远\" \"2134000001\"\n" LIMIT("9.00"));
	assert_int_equal(n, 2);
	assert_str(said(0), "define night \"晚\" value:define unit night \"夜\" → define unit "
	                    "night \"晚\"");
	assert_str(said(1), "新增 list far \"远\"");
}

static void nothing_is_told_of_the_same_file(void **state)
{
	whole(HEAD LIMIT("9.00") CASE("甲", "1.00", "1.00"),
	      HEAD CASE("甲", "1.00", "1.00") LIMIT("9.00"));
	assert_int_equal(n, 0);
}

/* What a case comes out as under each of two texts of one document. */
static struct str came_out(const char *text)
{
	struct policy_book *b = policy_book_new();
	struct rule_error e = {0};
	struct quote *q = NEW(world.arena, struct quote);
	struct str all = S("");

	assert_non_null(b);
	assert_true(policy_book_add(b, S("a.rules"), str_of(text), &e));
	assert_true(policy_book_check(b, world.arena, &e));
	const struct rule_set *s = policy_book_sets(b);

	assert_int_equal(case_quote(&world, b, s, s->cases, q), OK);
	for (size_t i = 0; i < q->n; i++)
		all = str_printf(world.arena, "%.*s%.*s %.*s\n", STR_FMT(all),
		                 STR_FMT(q->line[i].name), STR_FMT(q->line[i].value));
	policy_book_free(&b);
	return all;
}

#define FEE                                                                                        \
	"fee course \"课程\"\n  kind course\n  price at_most 9.00 yuan per term\n"               \
	"  clause \"c\"\n  requirement R34\n"

static void another_comment_is_told_last_and_decides_nothing(void **state)
{
	static const char before[] = HEAD FEE CASE("甲", "1.00", "1.00");
	static const char after[] =
		"# 头\n" HEAD "# 限\n# 价\n" FEE "# 例\n" CASE("甲", "1.00", "1.00") "# 尾\n";

	whole(before, after);
	assert_int_equal(n, 4);
	assert_str(said(0), "文件 comment:– → 头");
	assert_str(said(1), "文件 end_comment:– → 尾");
	assert_str(v[2].attribute, "comment");
	assert_str(v[2].is, "限; 价");
	assert_int_equal(v[2].of, CHANGE_OF_RULE);
	assert_str(said(3), "case charge \"甲\" comment:– → 例");
	assert_str(came_out(after), str_c(world.arena, came_out(before)));
	whole(after, "# 首\n" HEAD "# 限\n# 价\n" FEE "# 例\n" CASE("甲", "2.00", "2.00") "# 尾\n");
	assert_int_equal(n, 3);
	assert_str(v[0].attribute, "given");
	assert_str(v[1].attribute, "expect");
	assert_str(said(2), "文件 comment:头 → 首");
	whole(after, after);
	assert_int_equal(n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(an_amount_that_changed_is_said_in_both_languages),
		WITH_WORLD(the_same_statements_in_another_order_are_no_change),
		WITH_WORLD(what_came_and_what_went_is_named),
		WITH_WORLD(a_statement_with_other_conditions_is_the_same_one_altered),
		WITH_WORLD(r1_another_head_is_told_what_it_stands_under_first),
		WITH_WORLD(another_worked_case_is_told),
		WITH_WORLD(another_name_of_its_own_is_told),
		WITH_WORLD(another_comment_is_told_last_and_decides_nothing),
		WITH_WORLD(nothing_is_told_of_the_same_file),
		WITH_WORLD(of_a_stack_only_what_no_lower_document_replaces_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
