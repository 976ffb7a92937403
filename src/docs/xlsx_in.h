/* What the three parts of the workbook reader share: book (xlsx_read.c), strings and styles
 * (xlsx_strings.c), sheet (xlsx_sheet.c). */
#ifndef DOCS_XLSX_IN_H
#define DOCS_XLSX_IN_H

#include "docs/xml.h"

#define STRING_PAGE  4096u
#define STRING_PAGES ((TABLE_STRINGS_MAX + STRING_PAGE - 1) / STRING_PAGE)
#define STYLES_MAX   65536u

enum format_kind { FORMAT_PLAIN, FORMAT_DATE, FORMAT_TIME };

struct merge {
	uint32_t row1, col1, row2, col2; /* from 1 and from 0, as rows and cells are counted */
	struct cell value;               /* of its first cell, once that was read */
};

struct sheet_reader;

struct xlsx {
	struct pack *pack;
	struct str sheet_name;
	const char *sheet_part;
	bool from_1904;
	struct str *strings[STRING_PAGES];
	uint32_t n_strings;
	uint8_t *styles; /* enum format_kind by style index; NULL when there are none */
	uint32_t n_styles;
	struct merge *merges; /* by first row */
	uint32_t n_merges;
	struct sheet_reader *sheet;
};

/* xlsx_strings.c: both read their part when the workbook has it; false with t->stop set. */
bool strings_read(struct table *t);
bool styles_read(struct table *t);
/* The i-th shared string; false when there is none. */
bool strings_get(const struct xlsx *x, uint32_t i, struct str *ret_s);

/* xlsx_sheet.c */
bool sheet_check(struct table *t); /* reads the whole part: well-formed? collects the merges */
bool sheet_open(struct table *t);
bool sheet_next(struct table *t, bool *ret_more);
void sheet_close(struct table *t);

/* xlsx_text.c: text that arrives in pieces and carries _xHHHH_ for what XML cannot hold. */
void text_add(struct out *o, struct str s);
struct str text_finish(struct out *o);

/* xlsx_date.c */
enum format_kind format_builtin(uint32_t id);
enum format_kind format_of(const char *code);
/* ISO text of a serial day number; false when it is not one a calendar knows. */
bool serial_text(struct arena *a, struct str number, bool from_1904, enum format_kind kind,
                 struct str *ret_text);

#endif
