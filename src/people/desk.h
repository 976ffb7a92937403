/* The lists of desks, here and in the rooms to the right: a filter, a table, its export and a form
 * for one more row, all in the one page of desk.html. */
#ifndef PEOPLE_DESK_H
#define PEOPLE_DESK_H

#include "people/desk.html.h"
#include "web/formview.h"

struct desk_col {
	enum text_id label;
	bool num;
};
struct desk {
	struct ctx *c;
	struct view_desk v;
	struct str
		*plain; /* of each cell: as a workbook has it, where that differs from the page */
};

/* An empty table of these columns and so many rows. E_BROKEN when memory is out. */
enum err desk_new(struct ctx *c, enum text_id title, const struct desk_col *cols, size_t n_cols,
                  size_t n_rows, struct desk *ret_d);
/* A cell's value; numbers as digits. A day or a time is kept on one line, a long code may break
 * anywhere. */
void desk_put(struct desk *d, size_t row, size_t col, struct str value);
void desk_num(struct desk *d, size_t row, size_t col, int64_t value);
/* A day as people write it on the page, as programs do in a workbook; none: nothing. */
void desk_day(struct desk *d, size_t row, size_t col, struct date value);
/* A pupil's class; none: the pupil has gone to another school. */
void desk_class(struct desk *d, size_t row, size_t col, struct str class_name);
/* From one to another. */
void desk_days(struct desk *d, size_t row, size_t col, struct date first, struct date last);
/* Yuan and fen: 1,234.50 on the page, a number in the workbook. */
void desk_money(struct desk *d, size_t row, size_t col, struct money value);
/* On a page, which has less room than a workbook: the column is not there. */
void desk_leave_out(struct desk *d, size_t col);
/* The row adds up those above it. */
void desk_sum(struct desk *d, size_t row);
void desk_link(struct desk *d, size_t row, size_t col, struct str value, struct str path);
void desk_tag(struct desk *d, size_t row, size_t col, const char *kind, enum text_id label);
/* The list leaves: `path` is the workbook's, of a route that ends in `.{format}`. */
void desk_export(struct desk *d, struct str path);

/* The rows asked for: `after` counts the rows before the page. `all` (exports): every one. */
struct desk_slice {
	int64_t most, skip;
};
struct desk_slice desk_slice(const struct list_query *q, bool all);
void desk_pager(struct desk *d, const struct req *r, const struct list_query *q, int64_t total,
                size_t n);

/* Choices of a select field; the one that was typed is on. */
struct desk_choice {
	struct str value, label;
};
void desk_choices(struct ctx *c, struct view_part_field *f, const struct desk_choice *v, size_t n);

/* Children's names leave only for a reason (S24): the form that asks for it, posting to `path` as
 * desk_export() has it. `in` has the field "reason"; desk_hide() sends the filter along. */
#define DESK_REASON(out)                                                                           \
	{                                                                                          \
		.name = "reason", .type = IN_STR, .required = true, .min = 2, .max = 100,          \
		.label = T_people_export_reason, .offset = offsetof(out, reason)                   \
	}
enum err desk_export_reasoned(struct desk *d, const struct req *r, const struct input *in,
                              struct str path);
void desk_hide(struct desk *d, const char *name, struct str value);
void desk_hide_id(struct desk *d, const char *name, int64_t id);
/* Outside a transaction: writes down who takes which list ("roster_exported" of an "offering") and
 * what for, before a byte leaves (clerk, leader, officer); *ret_mark is the line that says so in
 * the file. */
struct desk_taken {
	const char *what, *object;
	int64_t id;
	struct str reason;
};
enum err desk_take(struct ctx *c, const struct desk_taken *t, struct str *ret_mark);

enum err desk_page(struct desk *d, struct reply *w);
/* The same table as its address asks for it, a workbook or comma-separated text (web/listing.h).
 * `about` stands on top of the workbook, or nothing. */
enum err desk_sheet(struct desk *d, struct reply *w, struct str about);
/* With who took it, when and what for: on top of a workbook, in the last row of a text. */
enum err desk_sheet_marked(struct desk *d, struct reply *w, struct str mark);

#endif
