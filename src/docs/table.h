/* Table files that people send: .xlsx and .csv read row by row in one shape. The reader trusts
 * nothing: the kind is told by content, every size has a ceiling, memory stays below 64 MB beside
 * the file itself, and each refusal is a fault that says what to do. It knows no business. */
#ifndef DOCS_TABLE_H
#define DOCS_TABLE_H

#include "base/ctx.h"

enum cell_type {
	CELL_NONE,   /* nothing there; text is STR_NONE */
	CELL_TEXT,   /* every cell of a .csv; strings of a workbook */
	CELL_NUMBER, /* digits exactly as the file holds them; see cell_decimal() */
	CELL_DATE,   /* YYYY-MM-DD, YYYY-MM-DDTHH:MM:SS or HH:MM:SS, told by the cell's format */
	CELL_BOOL,   /* TRUE or FALSE */
	CELL_ERROR,  /* #N/A …; #CALC! when a formula was saved without its value */
};

struct cell {
	struct str text;
	enum cell_type type;
	bool repeated; /* the value stands in the first cell of a merged range that covers this one
	                */
};

struct table_row {
	uint32_t number; /* as a spreadsheet shows it, from 1; blank rows count but are not given */
	uint32_t n;      /* cells up to the last one that holds something */
	const struct cell *cells;
};

enum table_kind { TABLE_CSV, TABLE_XLSX };

struct table_limits {
	size_t bytes;     /* of the file */
	size_t unpacked;  /* declared by all parts of a workbook together, and by each when read */
	uint32_t ratio;   /* unpacked : packed of one part, above 1 MiB */
	uint32_t parts;   /* entries of the zip container */
	uint32_t rows;    /* rows that hold something */
	uint32_t columns; /* at most TABLE_COLUMNS_MAX */
	uint32_t cells;   /* that hold something */
	uint32_t strings; /* shared strings of a workbook, at most TABLE_STRINGS_MAX */
	uint32_t merges;  /* merged ranges of a sheet */
	uint32_t cell_bytes; /* text of one cell */
	uint32_t row_bytes;  /* text of one row, or one .csv record */
	struct str sheet;    /* the sheet to read; STR_NONE takes the first visible one */
};

#define TABLE_COLUMNS_MAX 1024
#define TABLE_STRINGS_MAX 300000

/* What fits a school: 20 MB, 64 MB unpacked at 1:200, 1000 parts, 60,000 rows, 256 columns. */
struct table_limits table_limits_default(void);

struct table;

/* Open a file held in memory. `bytes` and `name` (the input's name, given as the field of every
 * fault) are borrowed until table_close(); limits may be NULL for the default ones. A workbook is
 * read through once here, so a damaged one is refused before its first row.
 * E_INPUT: table_empty, too_large, table_not_a_table, table_old_format, table_encrypted,
 * table_damaged, table_too_many_parts, table_unpacked_too_large, table_ratio, table_dtd,
 * table_too_complex, table_too_many_strings, table_too_many_merges, table_no_sheet, table_nul,
 * table_encoding. E_BROKEN when memory is out. */
enum err table_open(struct ctx *c, struct str bytes, struct str name,
                    const struct table_limits *limits, struct table **ret_t);

/* The same for a file descriptor that can seek: the size is looked at before a byte is read. The
 * descriptor may be closed afterwards. */
enum err table_open_fd(struct ctx *c, int fd, struct str name, const struct table_limits *limits,
                       struct table **ret_t);

/* The next row that holds something, valid until the next call; NULL after the last one.
 * E_INPUT, with the row ("第 12 行") as `found` where one is known: table_too_many_rows,
 * table_too_many_columns, table_too_many_cells, table_cell_too_long, table_line_too_long,
 * table_quote_open, table_nul, table_damaged. After a failure only table_close() is allowed. */
enum err table_next(struct ctx *c, struct table *t, const struct table_row **ret_row);

void table_close(struct table **t);
#define TABLE_AUTO __attribute__((cleanup(table_close))) struct table *

enum table_kind table_kind(const struct table *t);
struct str table_sheet_name(const struct table *t); /* STR_NONE for .csv */
struct str table_encoding(const struct table *t);   /* "UTF-8", "GB18030", "UTF-16LE", … */

/* The cell in column `col` (from 0), CELL_NONE past the row's end. */
struct cell table_cell(const struct table_row *r, uint32_t col);

/* 0 -> "A", 26 -> "AA". */
struct str table_column(struct arena *a, uint32_t col);

/* The plain decimal a person saw for the text of a CELL_NUMBER: no exponent, 15 significant digits
 * as spreadsheets keep them ("1.1000000000000001" -> "1.1"). False when it is no number or its
 * whole part has more than 15 digits: then digits are lost already and an identity number typed
 * into a number cell must be refused, not guessed. */
bool cell_decimal(struct arena *a, struct str number, struct str *ret_plain);

#endif
