/* How often somebody may ask. One number a bucket (the time its allowance is used up to), changed
 * by compare-and-swap: no lock, no memory that grows. */
#ifndef WEB_LIMITS_H
#define WEB_LIMITS_H

#include "base/str.h"

#include <stdatomic.h>

enum { LIMIT_SLOTS = 8192 };

struct limits {
	uint64_t seed; /* so that nobody can choose whose bucket he shares */
	_Atomic int64_t slots[LIMIT_SLOTS];
};

struct limit_rate {
	int64_t per_s; /* sustained */
	int64_t burst; /* at once */
};

/* May `who` ask once more at `now_us` (monotonic)? Different kinds have different buckets. When
 * not, *ret_wait_s says after how many seconds. */
bool limit_take(struct limits *l, char kind, struct str who, struct limit_rate rate, int64_t now_us,
                int64_t *ret_wait_s);

#endif
