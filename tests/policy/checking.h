/* Files of a few lines that are taken, or refused at a place. */
#ifndef TESTS_POLICY_CHECKING_H
#define TESTS_POLICY_CHECKING_H

#include "book.h"

#define SOURCE "  clause \"c\"\n  requirement R34\n"

static inline bool taken(const char *id, const char *head, const char *body)
{
	return policy_book_add(book, str_of(id),
	                       str_printf(world.arena,
	                                  "ruleset %s\ntitle \"%s\"\nnumber none\nissuer \"i\"\n"
	                                  "effective 2021-09-01 .. open\n%s\n%s",
	                                  id, id, head, body),
	                       &wrong);
}

#define CITY   "level city\nplace none\nissued 2021-09-01"
#define COUNTY "level county\nplace 341702\nissued 2022-03-01"

static inline void add(const char *id, const char *head, const char *body)
{
	if (!taken(id, head, body))
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, &wrong)));
}

static inline void refused(const char *body, enum text_id what, int line, int column)
{
	assert_false(taken("A", CITY, body));
	assert_string_equal(text_name(wrong.what), text_name(what));
	assert_int_equal(wrong.line, line);
	assert_int_equal(wrong.column, column);
}

static inline bool whole(void)
{
	return policy_book_check(book, world.arena, &wrong);
}

#endif
