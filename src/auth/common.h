/* Passwords everybody tries first. */
#ifndef AUTH_COMMON_H
#define AUTH_COMMON_H

#include "base/str.h"

/* Is this password (any case) well known, one short piece repeated, or a row of neighbouring keys,
 * digits or letters? */
bool password_is_common(struct arena *a, struct str password);

#endif
