/* A list that leaves in two forms is the same list. */
#ifndef TESTS_STORY_FORMS_H
#define TESTS_STORY_FORMS_H

#include "base/ctx.h"

/* NULL: the header, the number of rows and every text are the same; else what differs. A line on
 * top of the workbook, or at the end of the text, counts for no row. *ret_rows: without header. */
const char *forms_differ(struct ctx *c, struct str workbook, struct str text, size_t *ret_rows);

#endif
