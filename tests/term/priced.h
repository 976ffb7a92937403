/* Entering services that are priced by the unit. Include after "plan.h". */
#ifndef TESTS_TERM_PRICED_H
#define TESTS_TERM_PRICED_H

#include "units.h"

#include "term/calendar.h"

static inline enum err put(struct ctx *c, const struct kit_people *w, const struct plan *t,
                           struct offering_row *row)
{
	struct offerings_put a = {.term = t->term, .row = row, .n = 1};

	return kit_try_as(c, &w->clerk, &offerings_put_verb, &a);
}

static inline struct date on(int32_t y, int32_t m, int32_t d)
{
	struct date out;

	assert_true(date_of(y, m, d, &out));
	return out;
}

static inline void days_off(struct ctx *c, const struct kit_people *w, struct date first,
                            struct date last)
{
	struct calendar_set off = {.first = first, .last = last, .note = S("停课")};

	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &off));
}

#endif
