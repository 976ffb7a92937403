/* A context for pure decisions: an arena, a day, no store. */
#ifndef TESTS_POLICY_WORLD_H
#define TESTS_POLICY_WORLD_H

#include "policy/quote.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct ctx world;

static inline int world_setup(void **state)
{
	(void)state;
	world = (struct ctx){.arena = arena_new((size_t)64 << 20), .lang = LANG_ZH};
	return world.arena == NULL;
}

static inline int world_teardown(void **state)
{
	(void)state;
	arena_free(&world.arena);
	return 0;
}

static inline struct date day(int32_t year, int32_t month, int32_t d)
{
	struct date date = DATE_NONE;

	assert_true(date_of(year, month, d, &date));
	return date;
}

static inline struct clock_time at(int32_t hour, int32_t minute)
{
	return (struct clock_time){hour * 60 + minute};
}

/* A built-in set as of a day in its time. */
static inline struct rules rules_of(const char *id)
{
	const struct policy_book *b = policy_builtin(NULL);
	struct rules r = {0};

	assert_non_null(b);
	assert_int_equal(rules_for(&world, b, str_of(id), day(2022, 3, 1), &r), OK);
	return r;
}

static inline void assert_str(struct str got, const char *want)
{
	assert_string_equal(str_c(world.arena, got), want);
}

/* The refusal in the context, and that a reader would find its source. */
static inline void assert_refused(enum err e, const char *code, const char *requirement)
{
	assert_int_equal(e, E_REFUSED);
	assert_string_equal(world.fault.code, code);
	assert_true(fault_known(code));
	if (requirement == NULL)
		return;
	assert_str(world.fault.requirement, requirement);
	assert_true(str_some(world.fault.clause));
	assert_true(str_some(world.fault.document));
}

#define WITH_WORLD(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

#endif
