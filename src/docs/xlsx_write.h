/* Workbooks for people: lists, templates to fill in, and uploads sent back with what is wrong. One
 * sheet with a header that stays in view and can be filtered; columns are as wide as their text, a
 * Chinese character counting two. Text is always written as a string, so nothing in it is ever run
 * as a formula, and text columns are formatted as text, so that an identity number typed into them
 * keeps its digits. The same input gives the same bytes. */
#ifndef DOCS_XLSX_WRITE_H
#define DOCS_XLSX_WRITE_H

#include "docs/table.h"

#define XLSX_MIME "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

enum column_type { COLUMN_TEXT, COLUMN_MONEY, COLUMN_INTEGER, COLUMN_DATE };

struct column {
	struct str title;
	enum column_type type;
	uint32_t width;            /* in characters; 0 = as wide as what is in it, 6 to 48 */
	const struct str *choices; /* a drop-down list; others are refused while typing */
	size_t n_choices;
	struct str note; /* comment on the header cell */
	bool required;   /* the header says so by its colour */
	bool alarm;      /* red: what is wrong with the row */
};

struct sheet_spec {
	struct str name;  /* of the sheet; characters Excel forbids are left out, 31 are kept */
	struct str title; /* a merged first line above the header, or none */
	const struct column *columns;
	size_t n_columns;  /* 1 .. TABLE_COLUMNS_MAX */
	size_t blank_rows; /* rows below the data that get formats and drop-downs (templates) */
};

#define SHEET_ROWS_MAX 100000u

struct sheet_writer;

/* Everything in `spec` is borrowed until sheet_end(). E_BROKEN when memory is out. */
enum err sheet_new(struct ctx *c, const struct sheet_spec *spec, struct sheet_writer **ret_w);

/* The next cell of the current row; calls past the last column are ignored. A value of another kind
 * than its column's is written as what it is. */
void sheet_text(struct sheet_writer *w, struct str s);
void sheet_money(struct sheet_writer *w, struct money m); /* shown 1,234.50 */
void sheet_i64(struct sheet_writer *w, int64_t v);        /* past 15 digits as text */
void sheet_date(struct sheet_writer *w, struct date d);   /* DATE_NONE leaves it empty */
void sheet_blank(struct sheet_writer *w);
void sheet_row_end(struct sheet_writer *w);
/* The row just begun is an example to overwrite: grey and slanted. */
void sheet_row_example(struct sheet_writer *w);

/* Finish the workbook into `out` and free the writer, whatever happens. E_REFUSED
 * table_too_many_rows past SHEET_ROWS_MAX; E_BROKEN when the file could not be made or `out` is too
 * small. */
enum err sheet_end(struct ctx *c, struct sheet_writer **w, struct out *out);
/* Drop an unfinished one. */
void sheet_drop(struct sheet_writer **w);

/* The workbook that sends bad rows back: the uploaded header, every column as text so that what was
 * typed comes back digit by digit, and the red last column docs.error_reason. Add each bad row with
 * sheet_error_row(), then sheet_end(). If the header's last column is such a reason already (the
 * file was sent back before), it is not repeated. */
enum err sheet_errors_new(struct ctx *c, struct str sheet_name, const struct table_row *header,
                          struct sheet_writer **ret_w);
void sheet_error_row(struct sheet_writer *w, const struct table_row *row, struct str reason);

#endif
