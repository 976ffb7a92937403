/* A worked case and its form are the same thing: what the form shows, sent back untouched, decides
 * the same and expects the same. */
#include "../kit.h"

#include "policy/quote.h"
#include "policy/write.h"
#include "rulebook/block.h"
#include "rulebook/case_try.h"
#include "rulebook/form.h"
#include "rulebook/sample.h"
#include "web/serve.h"

#include "form_browser.h"

static struct form_names names;

static struct form_of form_at(const struct block *b, const struct form_names *known)
{
	return (struct form_of){.c = &world,
	                        .r = &request,
	                        .block = b->text,
	                        .names = known,
	                        .declare = DECLARE_CASE};
}

/* The text with every case sent through its form. */
static struct str through_forms(struct str body, size_t *ret_n)
{
	struct block b = {0};
	struct str out = S("");

	while (block_next(body, b.line, &b)) {
		struct form_of f = form_at(&b, &names);
		bool is_case = str_is(b.word, "case");

		out = str_printf(world.arena, "%.*s%.*s\n", STR_FMT(out),
		                 STR_FMT(is_case ? sent_back(&f) : b.text));
		*ret_n += is_case;
	}
	return out;
}

/* --- what a case decides ------------------------------------------------------------------------
 */

static struct str answer_of(const struct rule_set *s, const struct rule_case *work)
{
	struct quote *q = NEW(world.arena, struct quote);
	enum err e = case_quote(&world, policy_builtin(NULL), s, work, q);
	struct str all =
		str_printf(world.arena, "%s %.*s\n", err_name(e), STR_FMT(world.fault.found));

	for (size_t i = 0; e == OK && i < q->n; i++)
		all = str_printf(world.arena, "%.*s%.*s %.*s\n", STR_FMT(all),
		                 STR_FMT(q->line[i].name), STR_FMT(q->line[i].value));
	world.fault = (struct fault){0};
	return all;
}

static bool expects(const struct rule_case *work, const struct rule_given *x)
{
	for (const struct rule_given *e = work->expect; e; e = e->next)
		if (str_eq(e->name, x->name) && str_eq(e->value, x->value))
			return true;
	return false;
}

static void same_case(const struct rule_set *s, const struct rule_case *was,
                      const struct rule_case *is)
{
	size_t n_was = 0, n_is = 0;

	if (!is || !str_eq(was->name, is->name) || !str_eq(was->decision, is->decision))
		fail_msg("%s: %s is gone", str_c(world.arena, s->file),
		         str_c(world.arena, was->name));
	for (const struct rule_given *x = was->expect; x; x = x->next, n_was++)
		if (!expects(is, x))
			fail_msg("%s: %s does not expect %s any more", str_c(world.arena, s->file),
			         str_c(world.arena, was->name), str_c(world.arena, x->name));
	for (const struct rule_given *x = is->expect; x; x = x->next)
		n_is++;
	assert_int_equal(n_was, n_is);
	if (!str_eq(answer_of(s, was), answer_of(s, is)))
		fail_msg("%s: %s comes out as\n%s instead of\n%s", str_c(world.arena, s->file),
		         str_c(world.arena, was->name), str_c(world.arena, answer_of(s, is)),
		         str_c(world.arena, answer_of(s, was)));
}

static void
every_case_of_every_shipped_file_goes_through_its_form_and_decides_the_same(void **state)
{
	const struct policy_book *book = policy_builtin(NULL);
	size_t forms = 0;

	(void)state;
	for (const struct rule_set *s = policy_book_sets(book); s; s = s->next) {
		struct arena_mark mark = arena_mark(world.arena);
		struct rule_error wrong;
		struct rule_set *again;

		assert_int_equal(form_names_of(&world, book, s, &names), OK);
		struct str text = through_forms(canonical(s), &forms);

		if (!rule_set_read(world.arena, s->file, text, &again, &wrong))
			fail_msg("%s",
			         str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
		assert_int_equal(again->n_cases, s->n_cases);
		const struct rule_case *is = again->cases;

		for (const struct rule_case *was = s->cases; was; was = was->next, is = is->next)
			same_case(s, was, is);
		arena_rewind(world.arena, mark);
	}
	assert_true(forms > 200);
}

/* --- samples ------------------------------------------------------------------------------------
 */

static void what_every_shipped_file_says_makes_samples_that_are_decided(void **state)
{
	size_t made = 0, decided = 0;

	(void)state;
	for (const struct rule_set *s = policy_book_sets(policy_builtin(NULL)); s; s = s->next) {
		struct arena_mark mark = arena_mark(world.arena);
		struct quote *q = NEW(world.arena, struct quote);
		struct sample *v;
		struct rules r;
		size_t n;

		assert_int_equal(rules_for(&world, policy_builtin(NULL), s->id, s->from, &r), OK);
		assert_int_equal(samples_made(&world, &r, s->file, &v, &n), OK);
		for (size_t i = 0; i < n; i++, made++) {
			enum err e = quote_run(&world, &r, v[i].decision, v[i].given, q);

			decided += e == OK;
			if (e != OK)
				fail_msg("%s: %s: %s %.*s", str_c(world.arena, s->file),
				         str_c(world.arena, v[i].body), world.fault.code,
				         STR_FMT(world.fault.field));
			world.fault = (struct fault){0};
		}
		arena_rewind(world.arena, mark);
	}
	assert_true(made > 60);
	assert_int_equal(decided, made);
}

/* --- one case -----------------------------------------------------------------------------------
 */

static struct form_of form_of_text(const char *work)
{
	struct str body = str_of(work);
	struct block b;

	names = (struct form_names){0};
	assert_true(block_next(body, 0, &b));
	return form_at(&b, &names);
}

static const struct view_part_field *part_named(const struct view_rule_statement *v,
                                                const char *name)
{
	for (size_t i = 0; i < v->head_n; i++)
		if (str_is(v->head[i].name, name))
			return &v->head[i];
	for (size_t i = 0; i < v->condition_n; i++)
		for (size_t k = 0; k < v->condition[i].part_n; k++)
			if (str_is(v->condition[i].part[k].name, name))
				return &v->condition[i].part[k];
	for (size_t i = 0; i < v->attribute_n; i++)
		for (size_t k = 0; k < v->attribute[i].part_n; k++)
			if (str_is(v->attribute[i].part[k].name, name))
				return &v->attribute[i].part[k];
	return NULL;
}

#define TWO_ITEMS                                                                                  \
	"case charge \"托管加课程\"\n  given area urban\n  given item care\n  given price "   \
	"350.00\n"                                                                                 \
	"  given item course\n  given price 300.00\n  expect payable 650.00\n"

static void an_item_is_added_and_removed_without_scripts(void **state)
{
	struct form_of f = form_of_text(TWO_ITEMS);
	struct view_rule_statement v = {0};
	struct form_text t;
	size_t at;

	(void)state;
	(void)sent_back(&f);
	type_into("act", "item");
	f.posted = true;
	assert_int_equal(form_show(&f, &v), OK);
	assert_non_null(part_named(&v, "i2.price"));
	assert_str(part_named(&v, "i2.price")->value, "");
	assert_str(part_named(&v, "i1.price")->value, "300.00");
	send_form(&v);
	type_into("i2.kind", "lunch");
	type_into("i2.price", "8.00");
	type_into("i0.gone", "1");
	assert_int_equal(form_compose(&f, &t), OK);
	assert_false(str_find(t.text, S("350.00"), &at));
	assert_true(str_find(t.text,
	                     S("  given item course\n  given price 300.00\n  given item lunch\n"
	                       "  given price 8.00\n"),
	                     &at));
	assert_true(str_find(t.text, S("  given area urban\n"), &at));
}

static void another_decision_keeps_what_was_typed(void **state)
{
	struct form_of f =
		form_of_text("case refund \"退\"\n  given kind care\n  given reason quit\n"
	                     "  given paid 360.00\n  given missed 3\n  expect amount 1.00\n");
	struct view_rule_statement v = {0};

	(void)state;
	(void)sent_back(&f);
	type_into("decision", "charge");
	f.posted = true;
	assert_int_equal(form_show(&f, &v), OK);
	assert_str(part_named(&v, "o0.name")->value, "reason");
	assert_str(part_named(&v, "o0.value")->value, "quit");
	assert_non_null(part_named(&v, "i0.price"));
	assert_str(part_named(&v, "x0.value")->value, "1.00");
	send_form(&v);
	type_into("decision", "refund"); /* and back again */
	memset(&v, 0, sizeof v);
	assert_int_equal(form_show(&f, &v), OK);
	assert_str(part_named(&v, "f.paid")->value, "360.00");
	assert_null(part_named(&v, "o0.name"));
}

static void a_fact_no_table_knows_stays_and_what_cannot_be_a_word_is_quoted(void **state)
{
	struct form_of f = form_of_text("case act \"一个 \\\"引号\\\"\"\n  given act tests\n"
	                                "  given moon full\n  expect outcome forbidden_by_rule\n");
	struct str back = sent_back(&f);
	size_t at;

	(void)state;
	assert_true(str_find(back, S("  given moon full\n"), &at));
	assert_true(str_find(back, S("case act \"一个 \\\"引号\\\"\"\n"), &at));
	type_into("o0.value", "a\n  expect outcome pass");
	struct form_text t;

	assert_int_equal(form_compose(&f, &t), OK);
	assert_true(str_find(t.text, S("  given moon \"a   expect outcome pass\"\n"), &at));
}

static void a_line_of_a_case_is_found_at_its_input(void **state)
{
	struct form_of f = form_of_text(TWO_ITEMS);

	(void)state;
	assert_str(form_input_at(&f, 0), "label");
	assert_str(form_input_at(&f, 1), "f.area");
	assert_str(form_input_at(&f, 2), "i0.kind");
	assert_str(form_input_at(&f, 5), "i1.price");
	assert_str(form_input_at(&f, 6), "x0.value");
}

static void every_fact_answer_and_decision_is_called_in_words(void **state)
{
	static const enum lang langs[] = {LANG_ZH, LANG_EN};
	struct quote_fact fact;
	struct str decision;

	(void)state;
	for (size_t l = 0; l < 2; l++) {
		world.lang = langs[l];
		for (size_t d = 0; (decision = quote_decision(d)).p; d++) {
			struct str rest = quote_answers(decision);

			assert_int_not_equal(form_decision_label(decision), TEXT_NONE);
			for (size_t i = 0; quote_fact(decision, i, &fact); i++)
				if (form_fact_label(decision, fact.name) == TEXT_NONE)
					fail_msg("fact %s", str_c(world.arena, fact.name));
			while (str_some(rest)) {
				struct str answer = str_cut(&rest, ' ');

				if (str_eq(form_answer_words(&world, answer), answer))
					fail_msg("answer %s", str_c(world.arena, answer));
			}
		}
	}
}

#define FORM(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FORM(every_case_of_every_shipped_file_goes_through_its_form_and_decides_the_same),
		FORM(what_every_shipped_file_says_makes_samples_that_are_decided),
		FORM(an_item_is_added_and_removed_without_scripts),
		FORM(another_decision_keeps_what_was_typed),
		FORM(a_fact_no_table_knows_stays_and_what_cannot_be_a_word_is_quoted),
		FORM(a_line_of_a_case_is_found_at_its_input),
		FORM(every_fact_answer_and_decision_is_called_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
