/* The rule files of a pack line by line: a statement begins at the left edge, what belongs to it is
 * indented. */
#ifndef KEHOU_AUDIT_LINE_H
#define KEHOU_AUDIT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An exact amount of fen, or a count. */
struct exact {
	int64_t num, den; /* den 0: nothing is said */
};
bool exact_times(struct exact *e, int64_t num, int64_t den); /* false: too large */

enum { LINE_WORDS = 64 };
struct line {
	char *word[LINE_WORDS]; /* without their quotes */
	size_t n;
	bool indented;
};
/* Cuts the line apart where it stands. */
struct line line_cut(char *s);
bool line_is(const struct line *l, size_t i, const char *word);
/* 70.00 × 12 / 250 from word *io_i on; then *io_i is behind it. den 0: it is none. */
struct exact line_number(const struct line *l, size_t *io_i);
/* 2.50 as 250/100. */
bool read_decimal(const char *s, int64_t *ret_num, int64_t *ret_den);

#endif
