/* A file that is there whole or not at all. */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include "base/ctx.h"

/* `make` fills the file `part`, which exists, is empty and its owner's alone; then it is synced,
 * renamed to `to` (over what was there) and its directory synced. Whatever fails, `to` is as it was
 * and nothing of `part` is left. E_INPUT `not_a_file` where a directory or a device stands. */
enum err place_file(struct ctx *c, const char *to,
                    enum err (*make)(struct ctx *c, const char *part, void *arg), void *arg);
/* errno as a fault: `storage_full`, else E_BROKEN with the path. */
enum err place_fail(struct ctx *c, const char *path);

#endif
