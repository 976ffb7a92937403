/* Comma-separated text for people: UTF-8 with a byte-order mark and CRLF, so that Excel and WPS
 * open it right, and no text that a spreadsheet would run as a formula. Written into a struct out,
 * whose `broken` tells at the end whether all of it fitted. */
#ifndef DOCS_CSV_WRITE_H
#define DOCS_CSV_WRITE_H

#include "base/civil.h"
#include "base/money.h"

/* What a text must not begin with; the guard itself is among them, so that it can be undone. */
#define CSV_GUARDED "=+-@\t\r'"

struct csv_writer {
	struct out *o;
	bool open; /* the row has a field already */
};

void csv_begin(struct csv_writer *w, struct out *o);
/* A text that begins with one of CSV_GUARDED gets a leading ', which the reader takes off again. */
void csv_text(struct csv_writer *w, struct str s);
void csv_i64(struct csv_writer *w, int64_t v);
void csv_money(struct csv_writer *w, struct money m); /* yuan, two decimals */
void csv_date(struct csv_writer *w, struct date d);   /* YYYY-MM-DD; DATE_NONE is empty */
void csv_row_end(struct csv_writer *w);

#endif
