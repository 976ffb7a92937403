/* The family of a pupil: everybody who is its guardian today. */
#ifndef PEOPLE_FAMILY_H
#define PEOPLE_FAMILY_H

#include "base/ctx.h"
#include "base/text.h"

/* Inside a verb: a message to the inbox of every guardian with an account. `link` is a path of
 * ours. */
enum err family_tell(struct ctx *c, pupil_id pupil, enum text_id text, const struct str *args,
                     size_t n, struct str link);

#endif
