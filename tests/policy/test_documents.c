/* Documents the program has never seen are entered as files alone; and what the documentation says
 * of rule sets is what they are. */
#include "base/file.h"
#include "policy/embedded.h"
#include "world.h"

static struct str text_of(const char *dir, const char *name)
{
	struct str text;

	if (!file_read(world.arena, str_c(world.arena, str_printf(world.arena, "%s/%s", dir, name)),
	               RULE_FILE_MAX, &text))
		fail_msg("%s/%s cannot be read", dir, name);
	return text;
}

static void fail_wrong(const struct rule_error *e)
{
	fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, e)));
}

static void add(struct policy_book *b, const char *name, struct str text)
{
	struct rule_error e;

	if (!policy_book_add(b, str_of(name), text, &e))
		fail_wrong(&e);
}

/* The sets of the program in a book that takes more. */
static struct policy_book *book_with_builtin(void)
{
	struct policy_book *b = policy_book_new();

	assert_non_null(b);
	for (size_t i = 0; i < policy_files_n; i++) {
		if (str_ends(str_of(policy_files[i].name), S(".rules")))
			add(b, policy_files[i].name,
			    (struct str){(const char *)policy_files[i].bytes, policy_files[i].n});
	}
	return b;
}

static void book_check(struct policy_book *b)
{
	struct rule_error e;

	if (!policy_book_check(b, world.arena, &e))
		fail_wrong(&e);
}

static const struct rule_set *set_of(const struct policy_book *b, const char *id)
{
	for (const struct rule_set *s = policy_book_sets(b); s != NULL; s = s->next) {
		if (str_is(s->id, id))
			return s;
	}
	fail_msg("no rule set %s", id);
	return NULL;
}

/* How many cases of the set there are; all of them must come out. */
static size_t cases_come_out(const struct policy_book *b, const char *id)
{
	const struct rule_set *s = set_of(b, id);

	for (const struct rule_case *k = s->cases; k != NULL; k = k->next) {
		if (case_run(&world, b, s, k) != OK)
			fail_msg("%s %s: got %s, expected %s",
			         str_c(world.arena, world.fault.field), str_c(world.arena, k->name),
			         str_c(world.arena, world.fault.found),
			         str_c(world.arena, world.fault.allowed));
	}
	return s->n_cases;
}

/* --- unseen documents ----------------------------------------------------------------------------
 */

static void a_document_nobody_has_seen_is_entered_as_a_file(void **state)
{
	struct policy_book *b = book_with_builtin();

	add(b, "unseen-county.rules", text_of(DATA_DIR, "unseen-county.rules"));
	book_check(b);
	assert_true(cases_come_out(b, "UNSEEN") >= 20);
	policy_book_free(&b);
}

/* Working days, and what comes back of days on end alone. */
static void R61_days_in_a_row_and_working_days_are_entered_as_a_file(void **state)
{
	struct policy_book *b = book_with_builtin();

	add(b, "unseen-days.rules", text_of(DATA_DIR, "unseen-days.rules"));
	book_check(b);
	assert_true(cases_come_out(b, "UNSEEN-DAYS") >= 7);
	policy_book_free(&b);
}

static void a_question_it_leaves_open_is_answered_by_a_recorded_decision(void **state)
{
	struct policy_book *b = book_with_builtin();

	add(b, "unseen-county.rules", text_of(DATA_DIR, "unseen-county.rules"));
	add(b, "unseen-decisions.rules", text_of(DATA_DIR, "unseen-decisions.rules"));
	book_check(b);
	assert_true(cases_come_out(b, "UNSEEN") >= 20);
	assert_int_equal(cases_come_out(b, "UNSEEN-D1"), 2);
	policy_book_free(&b);
}

/* R23, R24: later and higher, it holds against what a school wrote before. */
static void R24_an_older_school_plan_gives_way_to_what_the_county_locks(void **state)
{
	struct policy_book *b = book_with_builtin();

	add(b, "unseen-county.rules", text_of(DATA_DIR, "unseen-county.rules"));
	add(b, "unseen-school.rules", text_of(DATA_DIR, "unseen-school.rules"));
	book_check(b);
	assert_int_equal(cases_come_out(b, "UNSEEN-S1"), 2);
	policy_book_free(&b);
}

/* Each line that begins so, left out: the file must then be refused, with the place of the use. */
static void what_it_uses_without_declaring_is_refused(void **state)
{
	static const char *const declared[] = {"define unit",    "define dimension headcount",
	                                       "define reason",  "define act",
	                                       "define event",   "define category",
	                                       "define role",    "define fact",
	                                       "define purpose", "list mountain"};
	struct str text = text_of(DATA_DIR, "unseen-county.rules");

	for (size_t i = 0; i < sizeof declared / sizeof *declared; i++) {
		struct policy_book *b = book_with_builtin();
		struct rule_error e = {.line = 0};
		size_t at;
		struct str without;

		assert_true(str_find(text, str_of(declared[i]), &at));
		/* Made a comment, so that every line keeps its number; `has` goes with its list. */
		without = str_printf(world.arena, "%.*s#%.*s", (int)at, text.p, (int)(text.n - at),
		                     text.p + at);
		if (str_find(without, S("  has"), &at) &&
		    str_is(str_of(declared[i]), "list mountain"))
			without = str_printf(world.arena, "%.*s#%.*s", (int)at, without.p,
			                     (int)(without.n - at), without.p + at);
		assert_false(policy_book_add(b, S("unseen-county.rules"), without, &e) &&
		             policy_book_check(b, world.arena, &e));
		assert_str(e.file, "unseen-county.rules");
		assert_true(e.line > 1 && str_some(e.found));
		policy_book_free(&b);
	}
}

/* RS6: the document says "a month"; what that is must have been decided. */
static void R61_haikou_pays_back_by_steps_once_a_month_of_absence_has_been_defined(void **state)
{
	struct policy_book *b = book_with_builtin();

	add(b, "haikou-decisions.rules", text_of(DATA_DIR, "haikou-decisions.rules"));
	book_check(b);
	assert_int_equal(cases_come_out(b, "RS6-D1"), 6);
	policy_book_free(&b);
}

/* RS15 */
static void R59_a_refund_set_off_against_the_next_term_shows_the_ban_it_clashes_with(void **state)
{
	struct policy_book *b = book_with_builtin();

	add(b, "duchang-county.rules", text_of(DATA_DIR, "duchang-county.rules"));
	book_check(b);
	assert_int_equal(cases_come_out(b, "DUCHANG-T"), 1);
	policy_book_free(&b);
}

/* --- the documentation ---------------------------------------------------------------------------
 */

/* The one block of a page that is fenced as rules. */
static void the_example_of_the_documentation_can_be_read_and_comes_out(void **state)
{
	struct str page = text_of(DOCS_DIR, "policy-format.md");
	struct policy_book *b = book_with_builtin();
	size_t from, to;

	assert_true(str_find(page, S("```rules\n"), &from));
	page = str_sub(page, from + strlen("```rules\n"), SIZE_MAX);
	assert_true(str_find(page, S("```\n"), &to));
	add(b, "policy-format.md", str_sub(page, 0, to));
	book_check(b);
	assert_true(cases_come_out(b, "EXAMPLE-2026") >= 6);
	policy_book_free(&b);
}

static const char *or_none(struct str s)
{
	return s.n > 0 ? str_c(world.arena, s) : "none";
}

/* A row of docs/rulesets.md but for its last cell. */
static struct str row_of(const struct rule_set *s)
{
	static const char *const levels[] = {"nation", "province", "city", "county", "school"};

	return str_printf(world.arena, "\n| %s | %s | %s | %s | %s | %s | %s | %s .. %s | ",
	                  str_c(world.arena, s->id), str_c(world.arena, s->title),
	                  or_none(s->number), levels[s->level], or_none(s->place),
	                  s->under.p ? str_c(world.arena, s->under) : "—", or_none(s->issued),
	                  str_c(world.arena, date_text(world.arena, s->from)),
	                  date_some(s->to) ? str_c(world.arena, date_text(world.arena, s->to))
	                                   : "open");
}

static void the_table_of_rule_sets_is_the_rule_sets(void **state)
{
	struct str page = text_of(DOCS_DIR, "rulesets.md");
	size_t at, sets = 0, rows = 0;

	for (const struct rule_set *s = policy_book_sets(policy_builtin(NULL)); s; s = s->next) {
		struct str row = row_of(s);

		if (!str_find(page, row, &at))
			fail_msg("docs/rulesets.md lacks:%s", str_c(world.arena, row));
		sets++;
	}
	for (struct str rest = page; rest.p != NULL;)
		rows += str_starts(str_cut(&rest, '\n'), S("| "));
	assert_int_equal(rows, sets + 1); /* the head */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(a_document_nobody_has_seen_is_entered_as_a_file),
		WITH_WORLD(R61_days_in_a_row_and_working_days_are_entered_as_a_file),
		WITH_WORLD(a_question_it_leaves_open_is_answered_by_a_recorded_decision),
		WITH_WORLD(R24_an_older_school_plan_gives_way_to_what_the_county_locks),
		WITH_WORLD(what_it_uses_without_declaring_is_refused),
		WITH_WORLD(R61_haikou_pays_back_by_steps_once_a_month_of_absence_has_been_defined),
		WITH_WORLD(
			R59_a_refund_set_off_against_the_next_term_shows_the_ban_it_clashes_with),
		WITH_WORLD(the_example_of_the_documentation_can_be_read_and_comes_out),
		WITH_WORLD(the_table_of_rule_sets_is_the_rule_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
