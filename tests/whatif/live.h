/* What stands in every table but those a what-if may write, as one hash a table. Include after
 * "../kit.h". */
#ifndef TESTS_WHATIF_LIVE_H
#define TESTS_WHATIF_LIVE_H

#include "crypto/hash.h"
#include "base/ctx.h"

enum { LIVE_TABLES = 300 };
struct live {
	struct str table[LIVE_TABLES];
	uint8_t hash[LIVE_TABLES][SHA256_BYTES];
	size_t n;
};

/* Outside a transaction. */
void live_read(struct ctx *c, struct live *ret_l);
/* Fails the test on the first table that is another. */
void live_same(const struct live *a, const struct live *b);

#endif
