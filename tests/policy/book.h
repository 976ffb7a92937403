/* A book of its own for each test. */
#ifndef TESTS_POLICY_BOOK_H
#define TESTS_POLICY_BOOK_H

#include "world.h"

static struct policy_book *book;
static struct rule_error wrong;

static inline int book_setup(void **state)
{
	book = policy_book_new();
	return world_setup(state) || book == NULL;
}

static inline int book_teardown(void **state)
{
	policy_book_free(&book);
	return world_teardown(state);
}

#define WITH_BOOK(f) cmocka_unit_test_setup_teardown(f, book_setup, book_teardown)

#endif
