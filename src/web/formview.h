/* From inputs to the parts that show them: pages fill part_errors and part_field with these. */
#ifndef WEB_FORMVIEW_H
#define WEB_FORMVIEW_H

#include "web/part/part_errors.html.h"
#include "web/part/part_field.html.h"
#include "web/part/part_pager.html.h"
#include "web/part/part_refusal.html.h"
#include "web/web.h"

/* What stands on top of a refused form: every field that could not be read, or the verb's refusal.
 * Empty when nothing failed. */
struct view_part_errors page_errors(struct ctx *c, const struct req *r);

/* The fields of a table as parts: label, what was typed (else `value`), and the words of its error.
 * `type` as in part_field.html; the caller adds options, hint, autocomplete. */
struct view_part_field page_field(struct ctx *c, const struct req *r, const struct input *in,
                                  const char *name, const char *type, struct str value);

/* A fault in full, in the reader's language. */
struct view_part_refusal page_refusal(struct ctx *c, const struct fault *f);

/* Lists: `?limit=&after=`. A route's query table begins with LIST_FIELDS and its struct with
 * `struct list_query`; page_limit() is what to ask the store for plus nothing. */
struct list_query {
	int64_t limit; /* 0 = not given */
	int64_t after; /* the last id of the page before; 0 = from the start */
};
#define LIST_FIELDS(query)                                                                         \
	{.name = "limit",                                                                          \
	 .type = IN_I64,                                                                           \
	 .min = 1,                                                                                 \
	 .max = 500,                                                                               \
	 .label = T_web_limit,                                                                     \
	 .offset = offsetof(query, list.limit)},                                                   \
	{                                                                                          \
		.name = "after", .type = IN_ID, .label = T_web_after,                              \
		.offset = offsetof(query, list.after)                                              \
	}
int64_t list_limit(const struct list_query *q); /* as asked, else 50 */

/* "next" of a JSON list: the last id when the page was full, else null. */
void list_next(struct json *j, const struct list_query *q, size_t n, int64_t last_id);

/* Another path with what was asked here, all but the place in the list: a list's export. */
struct str page_link(struct ctx *c, const struct req *r, struct str path);

/* The pager of a page's list. `total` < 0: not counted. `n` rows are shown, `last_id` is the last
 * one's; the other parameters of the query string stay. */
struct view_part_pager page_pager(struct ctx *c, const struct req *r, const struct list_query *q,
                                  int64_t total, size_t n, int64_t last_id);

#endif
