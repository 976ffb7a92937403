/* Answers of the API as interfaces.md has them: ids and instants are strings, money is whole fen
 * under a name that says so, days are YYYY-MM-DD. Include after "../kit.h". */
#ifndef TESTS_STORY_JSON_H
#define TESTS_STORY_JSON_H

#include "base/jsonread.h"

static inline bool json_ends(struct str s, const char *with)
{
	struct str w = str_of(with);

	return s.n >= w.n && str_eq(str_sub(s, s.n - w.n, w.n), w);
}

static inline bool json_day(struct str s)
{
	static const char shape[] = "dddd-dd-dd";

	for (size_t i = 0; i < s.n && i < sizeof shape - 1; i++)
		if (shape[i] == 'd' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != shape[i])
			return false;
	return s.n == sizeof shape - 1;
}

/* What is wrong with it or with what it holds; NULL: nothing. */
static inline const char *json_bad(const struct jval *v)
{
	if (v->type == J_REAL)
		return "a fraction";
	if (v->type == J_INT && v->i > INT64_C(1) << 40 && !json_ends(v->name, "_fen"))
		return "an id that is a number";
	if (v->type != J_NULL && v->type != J_INT && json_ends(v->name, "_fen"))
		return "money that is no integer";
	if (v->type != J_NULL && v->type != J_STR && str_is(v->name, "id"))
		return "an id that is no string";
	if (v->type == J_STR && str_is(v->name, "date") && !json_day(v->s))
		return "a day that is no YYYY-MM-DD";
	for (size_t i = 0; i < v->n; i++) {
		const char *bad = json_bad(&v->items[i]);

		if (bad)
			return bad;
	}
	return NULL;
}

#endif
