/* A list that leaves, in the form its address asks for: a workbook (.xlsx) or comma-separated text
 * (.csv). The route's path ends in `.{format}` and stands for both, so that a list which leaves in
 * one form leaves in the other. */
#ifndef WEB_LISTING_H
#define WEB_LISTING_H

#include "docs/xlsx_write.h"
#include "web/web.h"

struct listing;

/* What of `spec` a sheet_new() takes; its title stands in the workbook alone. Between this and
 * listing_reply() nothing may return. E_BROKEN when memory is out. */
enum err listing_new(struct ctx *c, const struct reply *w, const struct sheet_spec *spec,
                     struct listing **ret_l);
/* The next cell of the current row, as sheet_text() and csv_text() have it. */
void listing_text(struct listing *l, struct str s);
void listing_i64(struct listing *l, int64_t v);
void listing_money(struct listing *l, struct money m);
void listing_row_end(struct listing *l);
/* A last row of text alone, for what stands on top of the workbook and must not be lost: whoever
 * reads columns begins with their names. */
void listing_text_last(struct listing *l, struct str s);
/* Answers with it as "title.xlsx" or "title.csv" and frees it, whatever happens. */
enum err listing_reply(struct ctx *c, struct reply *w, struct str title, struct listing **io_l);

/* The address of the text, of that of the workbook: /x/export.xlsx?y=1 is /x/export.csv?y=1. */
struct str listing_csv(struct arena *a, struct str xlsx);

#endif
