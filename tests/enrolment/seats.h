/* The school of kit_term.h, and a service of it with its seats as they are. */
#ifndef TESTS_ENROLMENT_SEATS_H
#define TESTS_ENROLMENT_SEATS_H

#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "enrolment/judge.h"

struct world {
	struct kit_people w;
	struct kit_term t;
};

static inline void begin(void **state, struct world *k)
{
	k->w = *kit_world(state);
	kit_term_make(kit_ctx(state), &k->w, &k->t);
}

static inline struct offering seats_now(struct ctx *c, const struct world *k, enum kit_offering o)
{
	struct offering out;

	assert_ok(store_read_begin(c));
	assert_ok(offering_load(c, k->t.offering[o], &out));
	store_read_end(c);
	return out;
}

#endif
