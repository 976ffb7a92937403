/* What amounts are rounded to: half up to the fen, once, or as a document says (`round`). */
#ifndef KEHOU_AUDIT_ROUNDING_H
#define KEHOU_AUDIT_ROUNDING_H

#include <stdint.h>

struct rounding {
	int64_t grain; /* a multiple of so many fen */
	enum { HALF_UP, UP, DOWN } way;
};
#define TO_FEN ((struct rounding){1, HALF_UP})

/* By the word of a rule file; to the fen where it is none. */
struct rounding rounding_of(const char *word);
/* By what the first line of a formula says behind it; the second says the same in another language.
 */
struct rounding rounding_said(const char *sentence);
int64_t rounded(__int128 num, __int128 den, struct rounding to); /* NONE: too large */

#endif
