#include "base/str.h"

#include <stdarg.h>

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int r = n ? memcmp(a.p, b.p, n) : 0;

	return r ? r : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq((struct str){s.p, prefix.n}, prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

struct str str_sub(struct str s, size_t from, size_t n)
{
	if (!s.p)
		return s;
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct str){s.p + from, n};
}

bool str_find(struct str s, struct str needle, size_t *ret_at)
{
	const char *hit;

	if (needle.n == 0) {
		*ret_at = 0;
		return true;
	}
	if (s.n < needle.n)
		return false;
	hit = memmem(s.p, s.n, needle.p, needle.n);
	if (!hit)
		return false;
	*ret_at = (size_t)(hit - s.p);
	return true;
}

static bool ascii_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	const struct str wide = S("\xe3\x80\x80"); /* U+3000 */

	for (;;) {
		if (s.n && ascii_blank(s.p[0]))
			s = str_sub(s, 1, s.n);
		else if (str_starts(s, wide))
			s = str_sub(s, wide.n, s.n);
		else
			break;
	}
	for (;;) {
		if (s.n && ascii_blank(s.p[s.n - 1]))
			s.n--;
		else if (str_ends(s, wide))
			s.n -= wide.n;
		else
			return s;
	}
}

struct str str_cut(struct str *s, char sep)
{
	const char *hit = s->n ? memchr(s->p, sep, s->n) : NULL;
	struct str head = *s;

	if (!hit) {
		*s = STR_NONE;
		return head;
	}
	head.n = (size_t)(hit - s->p);
	*s = (struct str){hit + 1, s->n - head.n - 1};
	return head;
}

struct str str_dup(struct arena *a, struct str s)
{
	char *p;

	if (!s.p)
		return s;
	p = arena_take(a, s.n);
	if (!p)
		return S("");
	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){p, s.n};
}

const char *str_c(struct arena *a, struct str s)
{
	char *p = s.n < SIZE_MAX ? arena_take(a, s.n + 1) : NULL;

	if (!p)
		return "";
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str str_digits(char buf[I64_BYTES], int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	size_t at = I64_BYTES;

	do {
		buf[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (v < 0)
		buf[--at] = '-';
	return (struct str){buf + at, I64_BYTES - at};
}

struct str str_of_i64(struct arena *a, int64_t v)
{
	char digits[I64_BYTES];

	return str_dup(a, str_digits(digits, v));
}

/* Most are short: formatted once and copied, where measuring first would format twice. */
struct str str_printf(struct arena *a, const char *fmt, ...)
{
	char brief[128];
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(brief, sizeof brief, fmt, ap);
	va_end(ap);
	if (n < 0)
		return S("");
	p = arena_take(a, (size_t)n + 1);
	if (!p)
		return S("");
	if ((size_t)n < sizeof brief)
		return (struct str){memcpy(p, brief, (size_t)n), (size_t)n};
	va_start(ap, fmt);
	n = vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return n < 0 ? S("") : (struct str){p, (size_t)n};
}

struct str str_join(struct arena *a, const struct str *v, size_t n, struct str sep)
{
	size_t total = 0, at = 0;
	char *p;

	for (size_t i = 0; i < n; i++)
		total += v[i].n + (i ? sep.n : 0);
	p = arena_take(a, total);
	if (!p)
		return S("");
	for (size_t i = 0; i < n; i++) {
		if (i && sep.n) {
			memcpy(p + at, sep.p, sep.n);
			at += sep.n;
		}
		if (v[i].n) {
			memcpy(p + at, v[i].p, v[i].n);
			at += v[i].n;
		}
	}
	return (struct str){p, total};
}

uint64_t str_hash(struct str s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
	return h;
}

bool str_i64(struct str s, int64_t *ret_v)
{
	bool minus = s.n && s.p[0] == '-';
	int64_t v = 0;

	if (s.n == (size_t)minus)
		return false;
	for (size_t i = minus; i < s.n; i++) {
		char c = s.p[i];

		/* Collected below zero, where there is one more number than above. */
		if (c < '0' || c > '9' || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, c - '0', &v))
			return false;
	}
	if (!minus && v == INT64_MIN)
		return false;
	*ret_v = minus ? v : -v;
	return true;
}
