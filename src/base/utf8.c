/* UTF-8 by the table of well-formed byte sequences (Unicode, table 3-7; RFC 3629). */
#include "base/str.h"

/* Length of the well-formed sequence at the front of s, 0 when there is none. */
static size_t take(struct str s, uint32_t *ret_cp)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t cp, least;
	size_t n;

	if (s.n == 0)
		return 0;
	if (p[0] < 0x80) {
		*ret_cp = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		n = 2, cp = p[0] & 0x1fu, least = 0x80;
	} else if ((p[0] & 0xf0) == 0xe0) {
		n = 3, cp = p[0] & 0x0fu, least = 0x800;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		n = 4, cp = p[0] & 0x07u, least = 0x10000;
	} else {
		return 0;
	}
	if (s.n < n)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		cp = cp << 6 | (p[i] & 0x3fu);
	}
	if (cp < least || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	*ret_cp = cp;
	return n;
}

/* Eight bytes of plain ASCII, none of them NUL. */
static bool plain(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	/* Where no byte has its high bit, taking one off each sets it in those that were 0. */
	return ((v | (v - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

bool utf8_valid(struct str s)
{
	uint32_t cp;
	size_t n;

	for (; s.n > 0; s = (struct str){s.p + n, s.n - n}) {
		n = 8;
		if (s.n >= n && plain(s.p))
			continue;
		n = take(s, &cp);
		if (n == 0 || cp == 0)
			return false;
	}
	return true;
}

size_t utf8_len(struct str s)
{
	size_t len = 0;

	for (size_t i = 0; i < s.n; i++)
		len += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return len;
}

bool utf8_next(struct str *s, uint32_t *ret_cp)
{
	size_t n = take(*s, ret_cp);

	if (n == 0)
		return false;
	*s = str_sub(*s, n, s->n);
	return true;
}

size_t utf8_put(char buf[4], uint32_t cp)
{
	if (cp < 0x80) {
		buf[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		buf[0] = (char)(0xc0 | cp >> 6);
		buf[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		buf[0] = (char)(0xe0 | cp >> 12);
		buf[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		buf[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	buf[0] = (char)(0xf0 | cp >> 18);
	buf[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	buf[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	buf[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

struct str utf8_fold_width(struct arena *a, struct str s)
{
	size_t n = 0;
	uint32_t cp;
	char *p;

	if (!s.p)
		return s;
	p = arena_take(a, s.n); /* folding only shortens */
	if (!p)
		return S("");
	while (utf8_next(&s, &cp)) {
		char buf[4];
		size_t len;

		if (cp >= 0xff01 && cp <= 0xff5e)
			cp -= 0xfee0;
		else if (cp == 0x3000)
			cp = ' ';
		len = utf8_put(buf, cp);
		memcpy(p + n, buf, len);
		n += len;
	}
	return str_trim((struct str){p, n});
}
