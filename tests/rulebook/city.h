/* A document of the tests' city that promises at least 190 yuan a participant, and what is looser.
 * A program of its own: the document is added to the sets built in. Include after "kit_people.h".
 */
#ifndef TESTS_RULEBOOK_CITY_H
#define TESTS_RULEBOOK_CITY_H

#include "policy/rules.h"
#include "texts.h"

#define OPEN "2026-09-01 .. open"

static inline void city_document_add(void)
{
	/* Built once for the process; no other thread reads it yet. */
	struct policy_book *b = (struct policy_book *)policy_builtin(NULL);
	struct arena *a = arena_new(1 << 20);
	struct rule_error wrong;

	assert_true(policy_book_add(b, S("city.rules"),
	                            S("ruleset CITY-FLOOR\n"
	                              "title \"示例市课后服务保障办法\"\n"
	                              "number \"示市教〔2022〕3号\"\n"
	                              "issuer \"示例市教育局\"\n"
	                              "level city\n"
	                              "place 349900\n"
	                              "issued 2022-03-01\n"
	                              "effective 2022-03-01 .. open\n"
	                              "\n"
	                              "param guarantee.rate 190.00 yuan per participant per term\n"
	                              "  clause \"不低于每生每学期190元\"\n"
	                              "  requirement R29\n"
	                              "  lock at_least\n"),
	                            &wrong));
	assert_true(policy_book_check(b, a, &wrong));
	arena_free(&a);
}

static inline bool names_the_city(const struct ctx *c)
{
	size_t at;

	return str_find(c->fault.found, S("guarantee.rate"), &at) &&
	       str_find(c->fault.found, S("每生每学期按标准保障"), &at) &&
	       str_find(c->fault.found, S("不低于每生每学期190元"), &at) &&
	       str_find(c->fault.found, S("示市教〔2022〕3号"), &at);
}

static inline struct str school_plan(struct ctx *c, const char *id, const char *place,
                                     const char *rate)
{
	struct str plan = local_rules(c, id, place, OPEN, rate);
	size_t at;

	assert_true(str_find(plan, S("level county"), &at));
	return str_printf(c->arena, "%.*slevel school%.*s", (int)at, plan.p,
	                  STR_FMT(str_sub(plan, at + 12, plan.n)));
}

#endif
