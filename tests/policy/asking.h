/* Documents of a few lines, and decisions asked of them by name: facts as "kind care, price 2.50".
 */
#ifndef TESTS_POLICY_ASKING_H
#define TESTS_POLICY_ASKING_H

#include "world.h"

static struct policy_book *book;
static struct quote answer;

static inline int asking_setup(void **state)
{
	book = policy_book_new();
	return world_setup(state) || book == NULL;
}

static inline int asking_teardown(void **state)
{
	policy_book_free(&book);
	return world_teardown(state);
}

#define ASKING(f) cmocka_unit_test_setup_teardown(f, asking_setup, asking_teardown)
#define SAYS      "\n  clause \"c\"\n  requirement R34\n"

/* A document of a city, in force since September 2021. */
static inline void document_under(const char *id, const char *under, const char *body)
{
	struct rule_error wrong;
	struct str text = str_printf(world.arena,
	                             "ruleset %s\ntitle \"%s\"\nnumber none\nissuer \"i\"\nlevel "
	                             "city\nplace none\n%s%s\n"
	                             "issued 2021-08-20\neffective 2021-09-01 .. open\n%s",
	                             id, id, under ? "under " : "", under ? under : "", body);

	if (!policy_book_add(book, str_of(id), text, &wrong))
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
}

static inline void document(const char *body)
{
	document_under("A", NULL, body);
}

static inline struct rules rules_by(const char *id)
{
	struct rules r = {0};
	struct rule_error wrong;

	if (!policy_book_check(book, world.arena, &wrong))
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
	assert_int_equal(rules_for(&world, book, str_of(id), day(2022, 3, 1), &r), OK);
	return r;
}

static inline const struct rule_given *given_of(const char *facts)
{
	const struct rule_given *first = NULL, **end = &first;
	struct str rest = str_of(facts);

	while (str_some(rest)) {
		struct rule_given *g = NEW(world.arena, struct rule_given);

		g->value = str_trim(str_cut(&rest, ','));
		g->name = str_cut(&g->value, ' ');
		*end = g;
		end = &g->next;
	}
	return first;
}

static inline void ask_rules(const struct rules *r, const char *decision, const char *facts)
{
	enum err e = quote_run(&world, r, str_of(decision), given_of(facts), &answer);

	if (e != OK)
		fail_msg("%s %s: %s", err_name(e), world.fault.code,
		         str_c(world.arena, world.fault.field));
}

static inline void ask(const char *decision, const char *facts)
{
	struct rules r = rules_by("A");

	ask_rules(&r, decision, facts);
}

/* Not known, or not readable: which fact. */
static inline void assert_input(const char *decision, const char *facts, const char *code,
                                const char *field)
{
	struct rules r = rules_by("A");

	assert_int_equal(quote_run(&world, &r, str_of(decision), given_of(facts), &answer),
	                 E_INPUT);
	assert_string_equal(world.fault.code, code);
	assert_str(world.fault.field, field);
}

#define assert_answer(name, want)                                                                  \
	do {                                                                                       \
		struct str said_ = quote_value(&answer, S(name));                                  \
		if (!str_is(said_, (want)))                                                        \
			fail_msg("%s is %.*s, not %s", (name), STR_FMT(said_), (want));            \
	} while (0)

#endif
