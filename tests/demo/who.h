/* A demo in a database of its own, and people of it. Include after "../kit.h". */
#ifndef TESTS_DEMO_WHO_H
#define TESTS_DEMO_WHO_H

#include "demo/demo.h"
#include "store/store.h"
#include "term/term.h"

/* c->store is open on it; of a county two schools. */
void made(void **state, enum demo_scale scale, uint64_t seed);
void unmade(void **state);
/* From here on this person reads, in the role it logs in with first. */
struct ctx *reads_as(void **state, const char *login);
/* The present term of the reader's county, or the one before. */
struct term term_of(struct ctx *c, bool before);
/* Whatever is recomputed holds. */
void verified(struct ctx *c);

#endif
