#include "base/out.h"

#include <stdarg.h>

void out_init(struct out *o, size_t ceiling)
{
	*o = (struct out){.ceiling = ceiling};
}

void out_free(struct out *o)
{
	free(o->p);
	*o = (struct out){0};
}

void out_reset(struct out *o)
{
	o->n = 0;
	o->broken = false;
}

bool out_need(struct out *o, size_t n)
{
	size_t room;
	char *p;

	if (o->broken)
		return false;
	if (n <= o->room - o->n)
		return true;
	if (n > o->ceiling - o->n) {
		o->broken = true;
		return false;
	}
	room = o->room < 512 ? 1024 : o->room;
	while (room - o->n < n && room <= o->ceiling / 2)
		room *= 2;
	if (room > o->ceiling || room - o->n < n)
		room = o->ceiling;
	p = realloc(o->p, room);
	if (!p) {
		o->broken = true;
		return false;
	}
	o->p = p;
	o->room = room;
	return true;
}

void out_put(struct out *o, struct str s)
{
	if (s.n == 0 || !out_need(o, s.n))
		return;
	memcpy(o->p + o->n, s.p, s.n);
	o->n += s.n;
}

void out_c(struct out *o, char c)
{
	if (!out_need(o, 1))
		return;
	o->p[o->n++] = c;
}

void out_i64(struct out *o, int64_t v)
{
	char digits[I64_BYTES];

	out_put(o, str_digits(digits, v));
}

void out_printf(struct out *o, const char *fmt, ...)
{
	size_t left = o->broken ? 0 : o->room - o->n;
	va_list ap;
	int n;

	/* Mostly it fits, and need not be formatted twice. */
	va_start(ap, fmt);
	n = vsnprintf(left ? o->p + o->n : NULL, left, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < left) {
		o->n += (size_t)n;
		return;
	}
	/* vsnprintf wants a byte for its NUL, which the next write overwrites. */
	if (n < 0 || !out_need(o, (size_t)n + 1)) {
		o->broken = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(o->p + o->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	o->n += (size_t)n;
}

struct str out_str(const struct out *o)
{
	return o->p ? (struct str){o->p, o->n} : S("");
}
