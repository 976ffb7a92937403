/* Answers of the API against what /api/v1/openapi.json says they are. */
#ifndef TESTS_STORY_SCHEMA_H
#define TESTS_STORY_SCHEMA_H

#include "../kit.h"

#include "base/jsonread.h"
#include "web/web.h"

/* The description as this server publishes it; lives in `a`. */
const struct jval *schema_read(struct ctx *c, struct web *w, struct arena *a);
/* What is wrong with a good answer of this route: "items[0].price_fen: another type"; NULL:
 * nothing. Of JSON Schema it knows what the description uses: $ref, type, format, pattern,
 * required, properties, items; a member that is not described is wrong too. */
const char *schema_bad(struct arena *a, const struct jval *doc, const struct route *r,
                       const struct jval *answer);

#endif
