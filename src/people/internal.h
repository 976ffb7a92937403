/* Shared inside the room. */
#ifndef PEOPLE_INTERNAL_H
#define PEOPLE_INTERNAL_H

#include "crypto/keys.h"
#include "people/pupil.h"

void pupil_number_blind(struct ctx *c, struct str number, uint8_t ret_index[BLIND_BYTES]);
/* May the caller see this child? Staff and officers; a guardian's children are asked for by
 * themselves. */
bool pupil_in_reach(const struct ctx *c, const struct pupil *p);

#endif
