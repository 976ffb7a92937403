#include "docs/xlsx_in.h"

void text_add(struct out *o, struct str s)
{
	out_put(o, s);
}

static int hex(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'A' && ch <= 'F')
		return ch - 'A' + 10;
	if (ch >= 'a' && ch <= 'f')
		return ch - 'a' + 10;
	return -1;
}

/* _xHHHH_ at p? */
static bool escape_at(const char *p, size_t n, uint32_t *ret_cp)
{
	uint32_t cp = 0;

	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++) {
		int h = hex(p[i]);

		if (h < 0)
			return false;
		cp = cp << 4 | (uint32_t)h;
	}
	*ret_cp = cp;
	return true;
}

/* Of control characters only tab and line feed are kept; surrogates stay as they were written. */
static bool drop(uint32_t cp)
{
	return cp < 0x20 && cp != '\t' && cp != '\n';
}

struct str text_finish(struct out *o)
{
	size_t to = 0;

	if (o->n == 0 || memmem(o->p, o->n, "_x", 2) == NULL)
		return out_str(o);
	for (size_t i = 0; i < o->n;) {
		uint32_t cp;

		if (!escape_at(o->p + i, o->n - i, &cp) || (cp >= 0xd800 && cp <= 0xdfff)) {
			o->p[to++] = o->p[i++];
			continue;
		}
		i += 7;
		if (!drop(cp)) {
			char buf[4];
			size_t n = utf8_put(buf, cp);

			memcpy(o->p + to, buf, n);
			to += n;
		}
	}
	o->n = to;
	return out_str(o);
}
