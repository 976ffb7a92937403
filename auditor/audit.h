/* kehou-audit: the second program. From an audit pack and the bank's file alone it recomputes what
 * the first program says of its books, with code of its own: it includes nothing of src/, only the
 * C library, libzip, expat, OpenSSL's hashes and iconv. `./dev check wall` holds that. */
#ifndef KEHOU_AUDIT_H
#define KEHOU_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { EXIT_AGREES = 0, EXIT_FAILED = 1, EXIT_WRONG_USE = 2, EXIT_DISAGREES = 4 };

/* In the reader's language. */
extern bool in_english;
#define SAY(zh, en) (in_english ? (en) : (zh))

/* The pack (or the machine) cannot be worked with: says why and ends with EXIT_FAILED. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void *take(size_t n, size_t size); /* zeroed, or fail() */
void *grow(void *p, size_t n, size_t size);

/* Sums of fen that do not fit are no sums. */
static inline bool add_fen(int64_t *sum, int64_t fen)
{
	return !__builtin_add_overflow(*sum, fen, sum);
}
const char *yuan(int64_t fen); /* "-12.30"; one of a few buffers in turn */

#endif
