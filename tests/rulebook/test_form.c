/* The file and the form are the same thing: what a form shows of a statement, sent back untouched,
 * is the statement. */
#include "../kit.h"

#include "policy/formula.h"
#include "policy/quote.h"
#include "policy/write.h"
#include "rulebook/block.h"
#include "rulebook/form.h"
#include "rulebook/show.h"
#include "web/serve.h"

#include "form_browser.h"

/* --- blocks -------------------------------------------------------------------------------------
 */

static struct form_of form_at(const struct block *b, const struct form_names *names)
{
	struct form_of f = {.c = &world, .r = &request, .block = b->text, .names = names};

	f.declare = str_is(b->word, "define") ? DECLARE_DEFINE
	            : str_is(b->word, "list") ? DECLARE_LIST
	                                      : DECLARE_NONE;
	if (!f.declare)
		assert_true(type_parse(b->word, &f.type));
	return f;
}

static bool formed(const struct block *b)
{
	return !block_of_head(b) && !str_is(b->word, "case");
}

/* The whole text with every block sent through its form. */
static struct str through_forms(struct str body, const struct form_names *names, size_t *ret_n)
{
	struct block b = {0};
	struct str out = S("");

	while (block_next(body, b.line, &b)) {
		struct form_of f;
		struct str text = b.text;

		if (formed(&b)) {
			f = form_at(&b, names);
			text = sent_back(&f);
			if (!str_eq(text, b.text))
				fail_msg("%s", str_c(world.arena,
				                     str_printf(world.arena, "%.*s became %.*s",
				                                STR_FMT(b.text), STR_FMT(text))));
			(*ret_n)++;
		}
		out = str_printf(world.arena, "%.*s%.*s\n", STR_FMT(out), STR_FMT(text));
	}
	return out;
}

static void every_statement_of_every_shipped_file_goes_through_its_form_unchanged(void **state)
{
	const struct policy_book *book = policy_builtin(NULL);
	size_t forms = 0;

	(void)state;
	for (const struct rule_set *s = policy_book_sets(book); s; s = s->next) {
		struct arena_mark mark = arena_mark(world.arena);
		struct str body = canonical(s), text;
		struct form_names names;
		struct rule_error wrong;
		struct rule_set *again;

		assert_int_equal(form_names_of(&world, book, s, &names), OK);
		text = through_forms(body, &names, &forms);
		if (!rule_set_read(world.arena, s->file, text, &again, &wrong))
			fail_msg("%s",
			         str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
		struct str back = canonical(again);
		if (!str_eq(back, body))
			fail_msg("%s is not the same", str_c(world.arena, s->file));
		arena_rewind(world.arena, mark);
	}
	assert_true(forms > 250);
}

/* --- one statement ------------------------------------------------------------------------------
 */

#define HEAD                                                                                       \
	"ruleset X\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel county\nplace 341702\n"          \
	"under RS0\nissued 2026-01-01\neffective 2026-01-01 .. open\n"
#define SOURCE "  clause \"c\"\n  requirement R34\n"

static struct form_names names;
static const struct desk_choice SCHOOLS[] = {{S("2134000001"), S("一小")},
                                             {S("2134000002"), S("二小")}};

static struct form_of form_of_text(const char *declared, const char *statement)
{
	struct str body = str_printf(world.arena, "%s\n%s\n%s", HEAD, declared, statement);
	struct block b = {0}, last = {0};
	struct rule_error wrong;
	struct rule_set *s;

	if (!rule_set_read(world.arena, S("x"), body, &s, &wrong))
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
	assert_int_equal(form_names_of(&world, policy_builtin(NULL), s, &names), OK);
	names.school = SCHOOLS;
	names.n_schools = 2;
	while (block_next(body, b.line, &b))
		last = b;
	return form_at(&last, &names);
}

static const struct view_part_field *part_named(const struct view_rule_statement *v,
                                                const char *name)
{
	for (size_t i = 0; i < v->condition_n; i++)
		for (size_t k = 0; k < v->condition[i].part_n; k++)
			if (str_is(v->condition[i].part[k].name, name))
				return &v->condition[i].part[k];
	return NULL;
}

static void a_dimension_nobody_has_seen_brings_its_own_choices(void **state)
{
	struct form_of f =
		form_of_text("define dimension origin \"来源\" local \"本地\" moved \"随迁\"\n",
	                     "fee a \"a\"\n  kind care\n  price exactly 1.00 yuan per term\n"
	                     "  when not origin moved\n" SOURCE);
	struct view_rule_statement v = {0};
	const struct view_part_field *p;
	bool offered = false;

	(void)state;
	assert_int_equal(form_show(&f, &v), OK);
	p = part_named(&v, "w0.dim");
	for (size_t i = 0; i < p->option_n; i++)
		offered = offered || (str_is(p->option[i].value, "origin") &&
		                      str_is(p->option[i].label, "来源") && p->option[i].on);
	assert_true(offered);
	p = part_named(&v, "w0.words");
	assert_str(p->type, "checkbox");
	assert_int_equal(p->option_n, 2);
	assert_str(p->option[0].label, "本地");
	assert_false(p->option[0].on);
	assert_true(p->option[1].on);
	assert_true(str_eq(sent_back(&f), f.block));
}

static void grades_are_a_span_or_single_ones_and_schools_a_list_or_codes(void **state)
{
	static const char *const conditions[] = {
		"grade 1 .. 6",
		"grade 1 3",
		"not grade 7 .. 9",
		"school in town",
		"school \"2134000001\" \"2134000009\"",
	};

	(void)state;
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		struct form_of f = form_of_text(
			"list town \"城区\"\n  has \"2134000001\" \"2134000009\"\n",
			str_c(world.arena,
		              str_printf(world.arena,
		                         "fee a \"a\"\n  kind care\n"
		                         "  price exactly 1.00 yuan per term\n  when %s\n%s",
		                         conditions[i], SOURCE)));

		if (!str_eq(sent_back(&f), f.block))
			fail_msg("%s", str_c(world.arena, sent_back(&f)));
	}
}

/* What no shipped file says. */
static void statements_nobody_has_written_yet_go_through_their_forms_unchanged(void **state)
{
	static const char *const statements[] = {
		"waiver a \"a\"\n  category poor\n  of care\n  reduce all\n"
		"  payer county 60 percent\n  payer school 40 percent\n",
		"waiver a \"a\"\n  category poor\n  of care\n  reduce all\n"
		"  payer county 200 / 3 percent\n  payer city 100 / 3 percent\n",
		"waiver a \"a\"\n  category poor\n  of care\n  reduce all\n  expires on 08-31\n",
		"waiver a \"a\"\n  category poor\n  of care\n  reduce all\n  expires on "
		"2027-08-31\n",
		"waiver a \"a\"\n  category poor\n  of care\n  reduce all\n  expires 1 year\n",
		"refund a \"a\"\n  of care\n  reason quit\n  method progress\n  unit sitting\n"
		"  up_to 0 pays 1\n  up_to 1 / 3 pays 2 / 3\n  up_to 50 percent pays 50 percent\n",
		"deadline settlement \"a\"\n  due 0 day after term_end\n",
		"deadline refund \"a\"\n  due 15 day before quit\n",
		"deadline yearly_report \"a\"\n  due yearly 02-29\n",
		"deadline evaluation \"a\"\n  due every 1 month from issued\n",
		"open a \"a\"\n  choices \"甲 \\\"一\\\"\" \"乙\" \"丙\"\n",
		"open a \"a\"\n  choices first \"甲\" second \"乙\"\n  about guarantee.rate\n",
		"open a \"a\"\n  choices first \"甲\" second \"乙\"\n  about nowhere\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		struct form_of f = form_of_text(
			"",
			str_c(world.arena, str_printf(world.arena, "%s%s", statements[i], SOURCE)));

		if (!str_eq(sent_back(&f), f.block))
			fail_msg("%s", str_c(world.arena, sent_back(&f)));
	}
}

static void a_condition_is_chosen_in_two_steps_and_nothing_typed_is_lost(void **state)
{
	struct form_of f = form_of_text("", "fee a \"a\"\n  kind care\n"
	                                    "  price exactly 1.00 yuan per term\n" SOURCE);
	struct view_rule_statement v = {0};
	struct form_text t;
	size_t at;

	(void)state;
	(void)sent_back(&f);
	assert_int_equal(form_show(&f, &v), OK);
	assert_int_equal(v.condition_n, 1);
	assert_int_equal(v.condition[0].part_n, 1); /* the dimension alone: no words before it */
	type_into("w0.dim", "area");
	type_into("label", "改了的名称");
	f.posted = true; /* "Update": the form again */
	assert_int_equal(form_show(&f, &v), OK);
	assert_int_equal(v.condition_n, 2);
	assert_int_equal(part_named(&v, "w0.words")->option_n, 2);
	assert_str(v.head[1].value, "改了的名称");
	type_into("w0.words", "rural");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_true(str_find(t.text, S("  when area rural\n"), &at));
	assert_true(str_find(t.text, S("改了的名称"), &at));
}

static const struct view_part_field *attribute_part(const struct view_rule_statement *v,
                                                    const char *name)
{
	for (size_t i = 0; i < v->attribute_n; i++)
		for (size_t k = 0; k < v->attribute[i].part_n; k++)
			if (str_is(v->attribute[i].part[k].name, name))
				return &v->attribute[i].part[k];
	fail_msg("no input %s", name);
	return NULL;
}

static void assert_chosen(const struct view_part_field *p, const char *label)
{
	for (size_t i = 0; i < p->option_n; i++)
		if (p->option[i].on && !str_is(p->option[i].label, label))
			fail_msg("%s", str_c(world.arena, p->option[i].label));
		else if (p->option[i].on)
			return;
	fail_msg("nothing is chosen");
}

/* R1: nobody has to read "0 day after term_end". */
static void r1_a_due_day_is_chosen_in_words_and_what_does_not_fit_is_refused(void **state)
{
	struct form_of f = form_of_text(
		"", "deadline settlement \"结算\"\n  due 0 day after term_end\n" SOURCE);
	struct view_rule_statement v = {0};
	struct form_text t;
	size_t at;

	(void)state;
	assert_int_equal(form_show(&f, &v), OK);
	assert_chosen(attribute_part(&v, "a0.0.0"), "在某一天之后");
	assert_str(attribute_part(&v, "a0.0.1")->value, "0");
	assert_chosen(attribute_part(&v, "a0.0.2"), "日");
	assert_chosen(attribute_part(&v, "a0.0.3"), "学期结束");
	for (size_t i = 0; i < v.attribute[0].part_n; i++)
		assert_false(str_find(v.attribute[0].part[i].value, S("term_end "), &at) ||
		             str_find(v.attribute[0].part[i].value, S("0 day"), &at));
	send_form(&v);
	type_into("a0.0.0", "yearly");
	type_into("a0.0.4", "06-30");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_true(str_find(t.text, S("\n  due yearly 06-30\n"), &at));
	type_into("a0.0.4", "");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_true(str_find(t.text, S("\n  due yearly\n"), &at)); /* the reader refuses that */
	type_into("a0.0.0", "every");
	type_into("a0.0.1", "2");
	type_into("a0.0.2", "month");
	type_into("a0.0.3", "issued");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_true(str_find(t.text, S("\n  due every 2 month from issued\n"), &at));
}

static void r1_the_answers_of_an_open_question_have_a_row_each_and_one_that_is_free(void **state)
{
	struct form_of f = form_of_text("fee c \"托管费\"\n  kind care\n  price exactly 1.00 yuan "
	                                "per term\n" SOURCE,
	                                "open month \"按月怎么收\"\n  choices full \"按整月\" days "
	                                "\"按天\"\n  about c\n" SOURCE);
	struct view_rule_statement v = {0};
	struct form_text t;
	size_t at;

	(void)state;
	assert_int_equal(form_show(&f, &v), OK);
	assert_int_equal(v.attribute[0].part_n, 6);
	assert_str(attribute_part(&v, "a0.0.0")->value, "full");
	assert_str(attribute_part(&v, "a0.1.1")->value, "按天");
	assert_str(attribute_part(&v, "a0.2.1")->value, "");
	assert_chosen(attribute_part(&v, "a1.0.0"), "托管费");
	send_form(&v);
	type_into("a0.2.0", "half");
	type_into("a0.2.1", "按半月");
	type_into("a1.0.0", "guarantee.rate");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_true(str_find(t.text,
	                     S("  choices full \"按整月\" days \"按天\" half \"按半月\"\n"
	                       "  about guarantee.rate\n"),
	                     &at));
	f.posted = true; /* with a row more, as typed */
	assert_int_equal(form_show(&f, &v), OK);
	assert_int_equal(v.attribute[0].part_n, 8);
	assert_chosen(attribute_part(&v, "a1.0.0"), "保障经费标准");
}

static void words_of_another_dimension_do_not_stay_behind(void **state)
{
	struct form_of f = form_of_text("", "fee a \"a\"\n  kind care\n"
	                                    "  price exactly 1.00 yuan per term\n"
	                                    "  when area rural\n" SOURCE);
	struct view_rule_statement v = {0};
	const struct view_part_field *p;

	(void)state;
	(void)sent_back(&f);
	type_into("w0.dim", "stage");
	f.posted = true;
	assert_int_equal(form_show(&f, &v), OK);
	p = part_named(&v, "w0.words");
	assert_int_equal(p->option_n, 3);
	for (size_t i = 0; i < p->option_n; i++)
		assert_false(p->option[i].on);
}

static void a_span_and_single_grades_together_are_left_to_the_reader_to_refuse(void **state)
{
	struct form_of f = form_of_text("", "fee a \"a\"\n  kind care\n"
	                                    "  price exactly 1.00 yuan per term\n"
	                                    "  when grade 1 .. 3\n" SOURCE);
	struct rule_error wrong;
	struct form_text t;
	struct rule_set *s;

	(void)state;
	(void)sent_back(&f);
	type_into("w0.words", "5");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_false(rule_set_read(world.arena, S("x"),
	                           str_printf(world.arena, HEAD "\n%.*s", STR_FMT(t.text)), &s,
	                           &wrong));
}

static void declarations_go_through_their_forms_unchanged(void **state)
{
	static const char *const declared[] = {
		"define unit night \"夜\"\n",
		"define dimension origin \"来源 \\\"1\\\"\" local \"本地\" moved \"随迁\"\n",
		"define dimension village \"村小\" of school yes \"是\" no \"否\"\n",
		"define dimension place \"地点\" of \"校内\" out \"校外\"\n",
		"list town \"城区\"\n  has \"2134000001\" \"2134000009\"\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof declared / sizeof *declared; i++) {
		struct form_of f = form_of_text("", declared[i]);

		if (!str_eq(sent_back(&f), f.block))
			fail_msg("%s", str_c(world.arena, sent_back(&f)));
	}
}

static const struct view_part_field *comment_of(const struct view_rule_statement *v)
{
	for (size_t i = 0; i < v->common_n; i++)
		if (str_is(v->common[i].name, "comment"))
			return &v->common[i];
	return NULL;
}

static void R65_the_comments_of_a_statement_are_a_field_of_its_form(void **state)
{
	static const char fee[] = "fee a \"a\"\n  kind care\n"
				  "  price exactly 1.00 yuan per term\n" SOURCE;
	struct form_of f = form_of_text(
		"", str_c(world.arena, str_printf(world.arena, "# 一 #1\n#\n#  二\n%s", fee)));
	struct view_rule_statement v = {0};
	struct form_text t;

	(void)state;
	assert_int_equal(form_show(&f, &v), OK);
	assert_str(comment_of(&v)->type, "textarea");
	assert_str(comment_of(&v)->value, "一 #1\n\n 二");
	assert_true(str_eq(sent_back(&f), f.block));
	type_into("comment", "\r\n新的\tx \r\n\r\n# 第三行\r\n\r\n");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_str(t.text,
	           str_c(world.arena, str_printf(world.arena, "# 新的 x\n#\n# # 第三行\n%s", fee)));
	assert_int_equal(t.above, 3);
	assert_str(t.input[2], "comment");
	assert_str(t.input[3], "label");
	type_into("comment", " \r\n");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_str(t.text, fee);
	f = form_of_text("", "# 是\ndefine unit night \"夜\"\n");
	assert_true(str_eq(sent_back(&f), f.block));
	f = form_of_text("", "# 两所\nlist town \"城区\"\n  has \"2134000001\"\n");
	assert_true(str_eq(sent_back(&f), f.block));
}

static void a_parameter_is_chosen_by_its_type(void **state)
{
	static const char *const params[] = {
		"param after_school.kinds care course\n",
		"param after_school.end_latest 18:00\n",
		"param lunch.fee published\n",
		"param guarantee.rate 150.00 yuan per participant per term\n",
		"param guarantee.participant attended at least 1 sitting\n",
		"param season.summer_from 05-01\n",
		"param offering.subject_words \"奥数\" \"数学\"\n",
		"convert 1 term = 100 day\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
		struct form_of f = form_of_text(
			"", str_c(world.arena, str_printf(world.arena, "%s%s", params[i], SOURCE)));

		if (!str_eq(sent_back(&f), f.block))
			fail_msg("%s", str_c(world.arena, sent_back(&f)));
	}
}

static void a_line_of_a_statement_is_found_at_its_input(void **state)
{
	struct form_of f = form_of_text("", "fee a \"a\"\n  kind care\n"
	                                    "  price at_least 1.00 yuan per term\n"
	                                    "  price at_most 2.00 yuan per term\n"
	                                    "  when area rural\n  when stage junior\n" SOURCE);

	(void)state;
	assert_str(form_input_at(&f, 0), "name");
	assert_str(form_input_at(&f, 1), "a0.0.0");
	assert_str(form_input_at(&f, 3), "a1.1.0");
	assert_str(form_input_at(&f, 5), "w1.words");
	assert_str(form_input_at(&f, 6), "clause");
	assert_str(form_input_at(&f, 99), "name");
}

#define FORM(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void
prices_by_count_and_class_and_limits_across_a_family_go_through_their_forms(void **state)
{
	static const char *const v[] = {
		"fee c \"托管\"\n  kind care\n  price exactly 3.00 yuan per day\n"
		"  beyond 15 day at 2.00 yuan per day\n  beyond 30 day at 70.00 × 12 / 840 yuan "
		"per "
		"day\n" SOURCE,
		"fee c \"托管\"\n  kind care\n  price exactly 3.00 yuan per day\n"
		"  beyond 15 day per month at 2.00 yuan per day\n" SOURCE,
		"fee l \"第二门\"\n  kind course\n  price at_most 3.00 yuan per day\n"
		"  beyond 1 day at 80 percent\n  beyond 2 day at 200 / 3 percent\n" SOURCE,
		"permit guarantee_fund \"保障经费\"\n  only staff_subsidy direct_consumables\n"
		"  at_least staff_subsidy 60 percent\n  at_most direct_consumables 20 "
		"percent\n" SOURCE,
		"fee n \"小班\"\n  kind course\n  price at_most 5.00 yuan per day\n"
		"  when class_size 10 .. 20\n" SOURCE,
		"fee n \"大班\"\n  kind course\n  price at_most 3.00 yuan per day\n"
		"  when not class_size 21 .. open\n" SOURCE,
		"fee n \"一对一\"\n  kind course\n  price at_most 9.00 yuan per day\n"
		"  when class_size 1\n" SOURCE,
		"limit f \"一家合计\"\n  over care course\n  across family\n"
		"  cap 500.00 yuan per term\n" SOURCE,
		"refund r \"退费\"\n  of care\n  reason quit\n  method share\n  unit day\n"
		"  basis 90 day\n  round jiao_up\n" SOURCE,
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct form_of f = form_of_text("", v[i]);

		assert_string_equal(str_c(world.arena, str_trim(sent_back(&f))),
		                    str_c(world.arena, str_trim(str_of(v[i]))));
	}
}

static struct str first_convert(const char *id, enum lang lang)
{
	for (const struct rule_set *s = policy_book_sets(policy_builtin(NULL)); s; s = s->next) {
		if (str_is(s->id, id))
			return show_value(world.arena, lang, s->rules[RULE_CONVERT]);
	}
	return STR_NONE;
}

/* R10: a document reads as a sentence in both languages: 1 term, 100 days. */
static void r10_a_unit_behind_a_count_is_said_as_english_has_it(void **state)
{
	(void)state;
	assert_str(first_convert("RS11", LANG_EN), "1 term = 100 days");
	assert_str(first_convert("RS10", LANG_EN), "1 term = 4.5 months");
	assert_str(first_convert("RS14", LANG_EN), "1 sitting = 2 periods");
	assert_str(first_convert("RS14", LANG_ZH), "1 课次 = 2 课时");
	assert_str(unit_behind(LANG_EN, RATIO(1), S("person")), "person");
	assert_str(unit_behind(LANG_EN, RATIO(3), S("person")), "people");
	assert_false(str_some(unit_behind(LANG_EN, RATIO(3), S("lesson"))));
}

/* What a decision finds and would allow, for people: a machine's words in each reader's language.
 */
static void r1_what_a_refusal_allows_is_said_in_words(void **state)
{
	static const struct {
		const char *said, *zh, *en;
	} v[] = {
		{"at_least 120 minute", "不低于 120 分钟", "at least 120 minutes"},
		{"at_least 1 month", "不低于 1 月", "at least 1 month"},
		{"at_most 70 percent", "不高于 70 %", "at most 70 percent"},
		{"at_least 17:30 at_most 18:30", "不低于 17:30、不高于 18:30",
	         "at least 17:30, at most 18:30"},
		{"exactly yes", "等于 是", "exactly yes"},
		{"month", "月", "month"},
		{"staff_subsidy direct_consumables", "教职工补助、直接耗材",
	         "staff subsidy, direct consumables"},
		{"600.00", "600.00", "600.00"},
		{"RS4 convert day period 2026-09-01", NULL,
	         NULL}, /* not made of these words alone */
		{"奥数", NULL, NULL},
		{"", NULL, NULL},
	};
	const struct rules none = {0};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
			const char *is = lang == LANG_ZH ? v[i].zh : v[i].en;

			assert_str(
				show_said(world.arena, (enum lang)lang, &none, str_of(v[i].said)),
				is ? is : v[i].said);
		}
	assert_false(str_some(show_said(world.arena, LANG_EN, &none, STR_NONE)));
}

/* --- words that people choose from --------------------------------------------------------------
 */

/* A word of the format where people should read one of theirs. */
static bool bare(struct str value, struct str label)
{
	bool letters = false;

	if (!str_eq(value, label))
		return false;
	for (size_t i = 0; i < value.n; i++) {
		letters = letters || (value.p[i] >= 'a' && value.p[i] <= 'z');
		if ((unsigned char)value.p[i] >= 0x80)
			return false;
	}
	return letters;
}

static size_t parts_in_words(const char *form, const struct view_part_field *p, size_t n)
{
	size_t options = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < p[i].option_n; k++, options++) {
			if (bare(p[i].option[k].value, p[i].option[k].label))
				fail_msg("%s: %s", form, str_c(world.arena, p[i].option[k].value));
		}
	}
	return options;
}

static size_t form_in_words(const char *form, const struct form_of *f)
{
	struct view_rule_statement v = {0};
	size_t options;

	assert_int_equal(form_show(f, &v), OK);
	options = parts_in_words(form, v.head, v.head_n);
	for (size_t i = 0; i < v.attribute_n; i++)
		options += parts_in_words(form, v.attribute[i].part, v.attribute[i].part_n);
	for (size_t i = 0; i < v.condition_n; i++)
		options += parts_in_words(form, v.condition[i].part, v.condition[i].part_n);
	return options + parts_in_words(form, v.common, v.common_n);
}

static struct form_of blank_form(enum rule_type t, const char *block)
{
	request = (struct req){.form = {.v = pairs}};
	return (struct form_of){.c = &world, .r = &request, .type = t, .block = str_of(block)};
}

static void r1_no_form_of_the_editor_offers_a_bare_word_of_the_format(void **state)
{
	struct form_of f;
	size_t options = 0;

	(void)state;
	/* In English a word and what it is called may be the same: "care". */
	for (int t = 0; t < RULE_COUNT; t++) {
		f = blank_form((enum rule_type)t, "");
		options += form_in_words(TYPES[t].name, &f);
	}
	for (int i = 0; i < PARAM_COUNT; i++) {
		f = blank_form(RULE_PARAM, str_c(world.arena, str_printf(world.arena, "param %s\n",
		                                                         PARAMS[i].name)));
		options += form_in_words(PARAMS[i].name, &f);
	}
	for (int i = 0; i < DIM_BUILTIN; i++) {
		enum lexicon l = DIMENSIONS[i].lexicon;
		struct str block =
			str_printf(world.arena, "fee a \"a\"\n  when %s %s\n", DIMENSIONS[i].name,
		                   l == LEX_NONE ? "1" : LEXICONS[l].words.v[0]);

		f = blank_form(RULE_FEE, str_c(world.arena, block));
		options += form_in_words(DIMENSIONS[i].name, &f);
	}
	f = blank_form(RULE_FEE, "");
	f.declare = DECLARE_DEFINE;
	options += form_in_words("define", &f);
	f.declare = DECLARE_LIST;
	options += form_in_words("list", &f);
	for (size_t i = 0; quote_decision(i).p; i++) {
		struct str d = quote_decision(i);

		f = blank_form(RULE_FEE,
		               str_c(world.arena,
		                     str_printf(world.arena, "case %.*s \"a\"\n", STR_FMT(d))));
		f.declare = DECLARE_CASE;
		options += form_in_words(str_c(world.arena, d), &f);
	}
	assert_true(options > 1000);
}

/* And in English every word of the vocabulary has a text of its own too. */
static void r1_every_word_of_the_vocabulary_is_called_something_in_both_languages(void **state)
{
	(void)state;
	for (int l = 0; l < LEX_COUNT; l++) {
		for (size_t i = 0; i < LEXICONS[l].words.n; i++) {
			if (form_label("word", LEXICONS[l].words.v[i]) == TEXT_NONE)
				fail_msg("%s", LEXICONS[l].words.v[i]);
		}
	}
}

static void r1_a_statement_without_a_label_is_called_by_its_word(void **state)
{
	struct rule_set *s;
	struct rule_error wrong;
	struct str body =
		S("ruleset A\ntitle \"A\"\nnumber none\nissuer \"i\"\nlevel city\nplace none\n"
	          "issued 2021-08-20\neffective 2021-09-01 .. open\n\n"
	          "forbid name_kits \"a\"\n  clause \"c\"\n  requirement R34\n");

	(void)state;
	assert_true(rule_set_read(world.arena, S("a.rules"), body, &s, &wrong));
	assert_str(show_name(LANG_ZH, s->rules[RULE_FORBID]), "指定购买材料包");
	assert_str(show_name(LANG_EN, s->rules[RULE_FORBID]), "naming the kits families buy");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FORM(prices_by_count_and_class_and_limits_across_a_family_go_through_their_forms),
		FORM(every_statement_of_every_shipped_file_goes_through_its_form_unchanged),
		FORM(a_dimension_nobody_has_seen_brings_its_own_choices),
		FORM(grades_are_a_span_or_single_ones_and_schools_a_list_or_codes),
		FORM(statements_nobody_has_written_yet_go_through_their_forms_unchanged),
		FORM(a_condition_is_chosen_in_two_steps_and_nothing_typed_is_lost),
		FORM(r1_a_due_day_is_chosen_in_words_and_what_does_not_fit_is_refused),
		FORM(r1_the_answers_of_an_open_question_have_a_row_each_and_one_that_is_free),
		FORM(words_of_another_dimension_do_not_stay_behind),
		FORM(a_span_and_single_grades_together_are_left_to_the_reader_to_refuse),
		FORM(declarations_go_through_their_forms_unchanged),
		FORM(R65_the_comments_of_a_statement_are_a_field_of_its_form),
		FORM(a_parameter_is_chosen_by_its_type),
		FORM(a_line_of_a_statement_is_found_at_its_input),
		FORM(r10_a_unit_behind_a_count_is_said_as_english_has_it),
		FORM(r1_what_a_refusal_allows_is_said_in_words),
		FORM(r1_no_form_of_the_editor_offers_a_bare_word_of_the_format),
		FORM(r1_every_word_of_the_vocabulary_is_called_something_in_both_languages),
		FORM(r1_a_statement_without_a_label_is_called_by_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
