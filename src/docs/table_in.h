/* What the readers of src/docs share among themselves. */
#ifndef DOCS_TABLE_IN_H
#define DOCS_TABLE_IN_H

#include "docs/table.h"

/* Why reading stopped, noted deep inside a parser and made a fault at the surface. */
struct stop {
	const char *code; /* NULL while all is well */
	uint32_t row;     /* 0 when not known */
	uint64_t allowed; /* the ceiling that was passed; 0 when there is none */
};

static inline void stop_set(struct stop *s, const char *code, uint32_t row, uint64_t allowed)
{
	if (s->code == NULL)
		*s = (struct stop){.code = code, .row = row, .allowed = allowed};
}

#define STOP_MEMORY "memory" /* no fault of the file: becomes E_BROKEN */

struct csv;
struct xlsx;

struct table {
	enum table_kind kind;
	struct table_limits lim;
	struct str name, bytes;
	char *owned;         /* the file's bytes when table_open_fd() read them */
	struct arena *keep;  /* lives as long as the table */
	struct arena *row;   /* the texts of one row */
	struct cell *cells;  /* lim.columns of them */
	uint32_t n_cells;    /* used of the current row */
	uint64_t seen_cells; /* of the whole table */
	uint32_t seen_rows;
	struct table_row cur;
	struct stop stop;
	struct csv *csv;
	struct xlsx *xlsx;
};

/* Each opens what table_open() has recognised; false leaves the reason in t->stop. */
bool csv_open(struct table *t);
bool csv_next(struct table *t, bool *ret_more);
void csv_close(struct table *t);
const char *csv_encoding(const struct table *t);

bool xlsx_open(struct table *t);
bool xlsx_next(struct table *t, bool *ret_more);
void xlsx_close(struct table *t);
struct str xlsx_sheet_name(const struct table *t);

/* Put a cell into the current row; false (reason in t->stop) past a ceiling. Text is borrowed until
 * the row is over. */
bool table_put(struct table *t, uint32_t row, uint32_t col, struct cell cell);
/* Begin a row: forget the cells of the last one. */
void table_row_begin(struct table *t);
/* Does the current row hold more than blanks? */
bool table_row_some(const struct table *t);
/* Count the row and make it the current one; false past the ceiling. */
bool table_row_give(struct table *t, uint32_t number);

#endif
