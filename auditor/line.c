#include "line.h"

#include <string.h>

struct line line_cut(char *s)
{
	struct line l = {.indented = *s == ' ' || *s == '\t'};

	while (l.n < LINE_WORDS) {
		bool quoted;

		while (*s == ' ' || *s == '\t' || *s == '\r')
			*s++ = '\0';
		if (!*s || *s == '#')
			break;
		quoted = *s == '"';
		l.word[l.n++] = s += quoted;
		while (*s && (quoted ? *s != '"' : *s != ' ' && *s != '\t' && *s != '\r'))
			s++;
		if (quoted && *s)
			*s++ = '\0';
	}
	return l;
}

bool line_is(const struct line *l, size_t i, const char *word)
{
	return i < l->n && strcmp(l->word[i], word) == 0;
}

bool read_decimal(const char *s, int64_t *ret_num, int64_t *ret_den)
{
	int64_t num = 0, den = 1;
	bool point = false;
	size_t digits = 0;

	for (; *s; s++) {
		if (*s == '.' && !point) {
			point = true;
			continue;
		}
		if (*s < '0' || *s > '9' || ++digits > 12)
			return false;
		num = num * 10 + (*s - '0');
		den = point ? den * 10 : den;
	}
	*ret_num = num;
	*ret_den = den;
	return digits > 0;
}

static int64_t divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t r = a % b;

		a = b;
		b = r;
	}
	return a ? a : 1;
}

bool exact_times(struct exact *e, int64_t num, int64_t den)
{
	int64_t d;

	if (den == 0 || __builtin_mul_overflow(e->num, num, &e->num) ||
	    __builtin_mul_overflow(e->den, den, &e->den))
		return false;
	d = divisor(e->num, e->den);
	e->num /= d;
	e->den /= d;
	return true;
}

struct exact line_number(const struct line *l, size_t *io_i)
{
	struct exact e = {1, 1}, none = {0};
	int64_t num, den;
	bool over = false;

	for (size_t i = *io_i;; i += 2) {
		if (i >= l->n || !read_decimal(l->word[i], &num, &den) ||
		    !exact_times(&e, over ? den : num, over ? num : den))
			return none;
		*io_i = i + 1;
		over = line_is(l, i + 1, "/");
		if (!over && !line_is(l, i + 1, "×") && !line_is(l, i + 1, "*"))
			return e;
	}
}
