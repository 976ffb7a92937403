/* What every table must keep, whatever the bytes were. */
#ifndef FUZZ_TABLE_WALK_H
#define FUZZ_TABLE_WALK_H

#include "docs/csv_write.h"
#include "docs/table.h"

static inline void require(bool held)
{
	if (!held)
		abort();
}

/* A fresh context for each input; the arena is kept and reset. */
static inline bool walk_ctx(struct ctx *c)
{
	static struct arena *a;

	if (a == NULL && (a = arena_new((size_t)8 << 20)) == NULL)
		return false;
	arena_reset(a);
	*c = (struct ctx){.arena = a, .env = env_system(), .lang = LANG_ZH};
	return true;
}

static inline void walk_row(struct ctx *c, const struct table_limits *lim,
                            const struct table_row *r, uint32_t last)
{
	require(r->number > last);
	require(r->n > 0 && r->n <= lim->columns);
	for (uint32_t i = 0; i < r->n; i++) {
		struct cell cell = r->cells[i];
		struct arena_mark mark = arena_mark(c->arena);
		struct str plain, again;

		require((cell.type == CELL_NONE) == (cell.text.n == 0));
		require(cell.text.n <= lim->cell_bytes);
		require(cell.text.n == 0 || utf8_valid(cell.text));
		/* What was made plain stays as it is. */
		if (cell_decimal(c->arena, cell.text, &plain) && plain.n < 300) {
			require(cell_decimal(c->arena, plain, &again));
			require(str_eq(plain, again));
		}
		arena_rewind(c->arena, mark);
	}
}

/* Reads to the end or the first refusal, which must be a known one. With `copy`, writes what was
 * read as .csv; true when all of it was read. */
static inline bool walk(struct ctx *c, struct str bytes, const struct table_limits *lim,
                        struct csv_writer *copy)
{
	const struct table_row *r = NULL;
	struct table *t = NULL;
	uint32_t last = 0;
	enum err e = table_open(c, bytes, S("file"), lim, &t);

	while (e == OK) {
		e = table_next(c, t, &r);
		if (e != OK || r == NULL)
			break;
		walk_row(c, lim, r, last);
		last = r->number;
		for (uint32_t i = 0; copy != NULL && i < r->n; i++)
			csv_text(copy, r->cells[i].text);
		if (copy != NULL)
			csv_row_end(copy);
	}
	require(e == OK || (e == E_INPUT && c->fault.code != NULL));
	table_close(&t);
	return e == OK;
}

static inline struct table_limits walk_limits(void)
{
	struct table_limits lim = table_limits_default();

	lim.unpacked = (size_t)1 << 20;
	lim.rows = 500;
	lim.columns = 40;
	lim.cells = 5000;
	lim.strings = 500;
	lim.merges = 50;
	lim.cell_bytes = 2000;
	lim.row_bytes = 16000;
	return lim;
}

#endif
