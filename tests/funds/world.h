/* What the tests of this room and of oversight plant. Include after the kits. */
#ifndef TESTS_FUNDS_WORLD_H
#define TESTS_FUNDS_WORLD_H

#include "../kit_term.h"

#include "enrolment/enrolment.h"
#include "funds/guarantee.h"
#include "world.sql.h"

/* So many invented pupils attended once in these kinds. */
void world_took_part(struct ctx *c, const struct kit_term *t, county_id county, school_id school,
                     int64_t first, int64_t n, const char *kind);
/* A child of A1 takes an offering; the guardian's own act. */
void world_enrol(struct ctx *c, const struct kit_people *w, const struct kit_term *t,
                 const struct actor *who, enum kit_pupil pupil, enum kit_offering o,
                 enrolment_id *ret_id);
void world_term(struct ctx *c, const struct actor *who, const struct kit_term *t,
                struct term *ret_t);
/* The county grows past COUNT_NOW schools: its counts are kept. */
void world_many_schools(struct ctx *c, const struct kit_people *w);
/* A minute later, the job that counts has run. */
void world_count_all(void **state);
#endif
