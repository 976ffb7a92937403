/* Text: a pointer and a length, valid UTF-8 past the edge, not terminated by NUL. p == NULL means
 * "no text" (SQL NULL); an empty text has p != NULL and n == 0. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define S(lit)     ((struct str){("" lit ""), sizeof(lit) - 1})
#define STR_NONE   ((struct str){NULL, 0})
#define STR_FMT(s) (int)(s).n, (s).p /* for "%.*s" in logs and tests only */

static inline bool str_some(struct str s)
{
	return s.n > 0;
}

/* Borrows; NULL gives STR_NONE. */
static inline struct str str_of(const char *cstr)
{
	return cstr ? (struct str){cstr, strlen(cstr)} : STR_NONE;
}
static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool str_is(struct str a, const char *cstr)
{
	return str_eq(a, str_of(cstr));
}
int str_cmp(struct str a, struct str b); /* byte order */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
struct str str_sub(struct str s, size_t from, size_t n); /* clamped */
bool str_find(struct str s, struct str needle, size_t *ret_at);
struct str str_trim(struct str s); /* ASCII blanks and U+3000 */
/* Cut s at the first sep: returns what stands before it and leaves the rest in *s (STR_NONE when
 * there was no sep). */
struct str str_cut(struct str *s, char sep);
struct str str_dup(struct arena *a, struct str s);
const char *str_c(struct arena *a, struct str s); /* NUL-terminated copy; "" when memory is out */
struct str str_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_join(struct arena *a, const struct str *v, size_t n, struct str sep);
uint64_t str_hash(struct str s); /* FNV-1a; for tables, never for security */

/* Decimal digits: where str_printf() would take ten times as long. */
enum { I64_BYTES = 20 };
struct str str_of_i64(struct arena *a, int64_t v);
struct str str_digits(char buf[I64_BYTES], int64_t v); /* a view of its end */
/* Strict decimal reading of the whole text: optional '-', digits, no blanks, no overflow. */
bool str_i64(struct str s, int64_t *ret_v);

/* UTF-8. */
bool utf8_valid(struct str s);                   /* also refuses NUL, surrogates, overlong */
size_t utf8_len(struct str s);                   /* code points */
bool utf8_next(struct str *s, uint32_t *ret_cp); /* takes one code point off the front */
size_t utf8_put(char buf[4], uint32_t cp);       /* bytes written */
/* Full-width ASCII (U+FF01..FF5E) and U+3000 to their plain forms, blanks trimmed. */
struct str utf8_fold_width(struct arena *a, struct str s);

#endif
