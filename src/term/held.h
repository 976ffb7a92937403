/* A sitting took place: the one change of a sitting's state that the register makes. */
#ifndef TERM_HELD_H
#define TERM_HELD_H

#include "store/store.h"

/* In a verb that has looked at the sitting already: planned becomes held; held stays. E_CONFLICT
 * `sitting_cancelled` when it was called off meanwhile. */
enum err sitting_held(struct ctx *c, sitting_id sitting);

#endif
