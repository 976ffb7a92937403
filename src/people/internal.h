/* Shared inside the room. */
#ifndef PEOPLE_INTERNAL_H
#define PEOPLE_INTERNAL_H

#include "base/ctx.h"
#include "crypto/keys.h"

void pupil_number_blind(struct ctx *c, struct str number, uint8_t ret_index[BLIND_BYTES]);

#endif
