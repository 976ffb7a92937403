/* A table of the pack in memory: the columns a check wants, each a number. Texts are numbers too,
 * of a pool where equal texts are equal. */
#ifndef KEHOU_AUDIT_TABLE_H
#define KEHOU_AUDIT_TABLE_H

#include "csv.h"

#define NONE INT64_MIN /* nothing stands there */

struct table {
	const char *name;
	size_t rows, cols;
	int64_t *v;
};

/* `columns` are names with a type behind a colon, one blank between: i whole number or identifier,
 * s text, d day, t instant (µs), c clock time (minute); with a ? behind it the column may be
 * missing (an older pack): then nothing stands there. fail() when any other is missing or a value
 * is none of its type. A table that is not there (an older pack) has no rows when `maybe`. */
struct table table_load(struct pack *p, const char *name, const char *columns, bool maybe);
void table_free(struct table *t);

static inline int64_t at(const struct table *t, size_t row, size_t col)
{
	return t->v[row * t->cols + col];
}

/* Rows by the value of a column. */
struct index {
	const struct table *t;
	size_t col, mask;
	size_t *head, *next; /* row + 1; 0: none */
};
struct index index_make(const struct table *t, size_t col);
void index_free(struct index *x);
/* The first row with this value, or SIZE_MAX; then the next one, in the order of the file. */
size_t index_first(const struct index *x, int64_t value);
size_t index_next(const struct index *x, size_t row);

/* Sums by key, in one pass. */
struct sums {
	size_t n, room;
	struct sum {
		int64_t key[2], fen, count;
		bool used, overflow;
	} * v;
};
struct sum *sums_at(struct sums *s, int64_t a, int64_t b);
void sums_add(struct sums *s, int64_t a, int64_t b, int64_t fen);
int64_t sums_get(const struct sums *s, int64_t a, int64_t b);
int64_t sums_count(const struct sums *s, int64_t a, int64_t b);
void sums_free(struct sums *s);

int64_t word(const char *text);        /* its number; "" is 0 */
const char *word_text(int64_t number); /* and back */

bool read_int(const char *s, int64_t *ret_v);
bool read_day(const char *s, int64_t *ret_day);
bool read_instant(const char *s, int64_t *ret_us);
const char *day_text(int64_t day);

#endif
