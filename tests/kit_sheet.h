/* A published price sheet of each of these that comes to its price: one hour of one instructor a
 * pupil (R33). What is no course is passed over. Include after "kit_people.h". */
#ifndef TESTS_KIT_SHEET_H
#define TESTS_KIT_SHEET_H

#include "kit_people.h"
#include "term/offering_edit.h"
#include "term/sheet.h"

static inline void kit_sheets(struct ctx *c, const struct kit_people *w,
                              const offering_id *offering, size_t n)
{
	struct sheet_put row[16];
	struct sheets_put put = {.row = row, .publish = true};
	struct actor before = c->actor;

	assert_true(n <= sizeof row / sizeof *row);
	kit_read_as(c, &w->system);
	for (size_t i = 0; i < n; i++) {
		struct offering o;

		assert_ok(offering_load(c, offering[i], &o));
		if (o.kind == KIND_COURSE)
			row[put.n++] = (struct sheet_put){.offering = o.id,
			                                  .minutes = 60,
			                                  .people = 1,
			                                  .headcount = 1,
			                                  .rate = o.price};
	}
	store_read_end(c);
	kit_do(c, &sheets_put_verb, &put);
	c->actor = before;
}

#endif
