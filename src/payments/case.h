/* The pages of one case (matter.html), put together piece by piece: here and in the rooms to the
 * right. */
#ifndef PAYMENTS_CASE_H
#define PAYMENTS_CASE_H

#include "payments/matter.html.h"
#include "payments/pages.h"

enum { CASE_FACTS = 16, CASE_TABLES = 5, CASE_FORMS = 4 };

struct case_page {
	struct ctx *c;
	struct view_matter v;
};
enum err case_new(struct ctx *c, const struct req *r, enum text_id title, struct case_page *ret_p);
void case_fact(struct case_page *p, enum text_id label, struct str value);
void case_link(struct case_page *p, enum text_id label, struct str value, struct str path);
void case_tag(struct case_page *p, enum text_id label, const char *kind, enum text_id state);
/* A table of so many rows; its cells are then put. */
enum err case_table(struct case_page *p, enum text_id title, const struct desk_col *cols,
                    size_t n_cols, size_t n_rows);
void case_put(struct case_page *p, size_t row, size_t col, struct str value, struct str path);
void case_put_tag(struct case_page *p, size_t row, size_t col, const char *kind,
                  enum text_id state);
/* The same as a list that leaves: its cells, and where it leaves as a workbook and as
 * comma-separated text. */
enum err case_list(struct case_page *p, const struct desk *d, struct str export);
/* A form with so many fields, which the caller fills; NULL when there is no room. */
struct view_part_field *case_form(struct case_page *p, enum text_id title, struct str action,
                                  enum text_id submit, size_t fields);
enum err case_show(struct case_page *p, struct reply *w);

#endif
