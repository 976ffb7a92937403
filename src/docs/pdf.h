/* Paper: A4 pages with a title, lines, a table, the place of a seal and page numbers. Text is
 * shaped by pango with the fonts of the machine (fonts-noto-cjk) and embedded. The same input gives
 * the same bytes on the same machine: no clock is read. */
#ifndef DOCS_PDF_H
#define DOCS_PDF_H

#include "base/civil.h"
#include "base/ctx.h"

struct pdf_fact {
	struct str label, value;
};
struct pdf_cell_row {
	struct str what, amount; /* the second stands at the right */
};
struct pdf_spec {
	struct str title, subtitle;
	const struct pdf_fact *fact;
	size_t facts;
	struct str head_what, head_amount;
	const struct pdf_cell_row *row; /* go on over pages */
	size_t rows;
	struct str total_label, total, capital; /* 大写金额 */
	struct str seal;                        /* what stands where the seal goes */
	const struct str *note;                 /* small, at the end */
	size_t notes;
	struct str stamp;    /* across the page: 已冲销; or none */
	struct instant made; /* of the document, not of this file */
};
/* Outside a verb: it takes milliseconds. E_BROKEN when cairo fails or `o` is too small. */
enum err pdf_make(struct ctx *c, const struct pdf_spec *s, struct out *o);

#endif
