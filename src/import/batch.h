/* A file that was sent: the life of a batch. Inside this room. */
#ifndef IMPORT_BATCH_H
#define IMPORT_BATCH_H

#include "import/import.h"

enum { STEP_NONE, STEP_WAITS, STEP_TAKEN, STEP_FAILED, STEP_BACK, STEP_KEPT };

struct batch {
	import_id id;
	struct import_place place;
	const struct import_kind *kind;
	struct actor actor; /* in whose right it is applied */
	struct str state, file, header, places;
	int64_t added, changed, same, bad, done, failed, undone, kept;
	struct instant created, finished;
	bool wiped;
};

/* Which file column each column of the kind stands in. */
struct import_map {
	uint32_t row;                   /* the last row of the header, as a spreadsheet counts */
	size_t width;                   /* file columns with a title */
	struct str *title;              /* of each of them, as it was understood */
	int32_t to[IMPORT_COLUMNS_MAX]; /* by column of the kind; -1: not there */
};

/* A row of the file kept for looking at again. */
struct head_row {
	uint32_t number;
	size_t n;
	struct str *cell;
};

#define HEAD_ROWS 10

/* header.c: find the row that holds the titles among the first rows. E_INPUT import_no_header,
 * import_columns_missing (found: which). */
enum err header_find(struct ctx *c, const struct import_kind *k, const struct head_row *v, size_t n,
                     struct import_map *ret_map);
/* Titles nobody knows, for the reader: they are not taken in. The column of reasons of a file that
 * was sent back is none of them. */
struct str header_unknown(struct ctx *c, const struct import_map *m, const struct import_kind *k);

/* check.c: reads the file and stores what was found; `keep` false: only tells. The batch is made by
 * store_write_once() when `once` is given; *ret_replayed: it was sent before with the same key. */
struct import_checked {
	import_id id;
	struct import_summary sum;
	bool replayed;
};
enum err import_check(struct ctx *c, const struct import_place *place,
                      const struct import_kind *kind, struct str file_name, struct str bytes,
                      bool keep, const struct store_once *once, struct import_checked *ret_x);

/* batch.c. Within the caller's school; the system's any. E_ABSENT. In a transaction. */
enum err batch_get(struct ctx *c, import_id id, struct batch *ret_b);
/* Verbs (arg: import_id *). E_CONFLICT import_state when it is not in that state any more,
 * E_REFUSED import_undo_late. */
extern const struct verb import_apply_verb, import_cancel_verb, import_undo_verb;
/* Goes on with a batch until it is through; any number of times, after any interruption. */
enum err batch_apply(struct ctx *c, import_id id);
enum err batch_undo(struct ctx *c, import_id id);
/* Is there still time? */
bool batch_undoable(const struct ctx *c, const struct batch *b);

/* row.c: rows between the file, the table and the kind. */
struct str row_cells_json(struct ctx *c, struct out *o, const struct str *cell, size_t n);
enum err row_cells_read(struct ctx *c, struct str json, struct str **ret_cell, size_t *ret_n);
/* The kind's values out of the file's cells. */
void row_values(struct ctx *c, const struct import_kind *k, const struct import_map *m,
                const struct str *cell, size_t n, struct import_row *ret_row);
enum err map_read(struct ctx *c, const struct batch *b, struct import_map *ret_m);
struct str map_text(struct ctx *c, const struct import_map *m, size_t columns);
/* Everything about a row: required columns, the kind's own check, the verdict. */
enum err row_check(struct ctx *c, const struct import_kind *k, void *state, struct import_row *row);

/* problem.c */
struct str problems_json(struct ctx *c, const struct import_kind *k, const struct import_row *row);
enum err problems_read(struct ctx *c, const struct import_kind *k, struct str json,
                       struct import_problem *ret_v, size_t *ret_n);
struct import_found problem_tell(struct ctx *c, const struct import_kind *k,
                                 const struct import_map *m, const struct str *cell, size_t n,
                                 int64_t number, const struct import_problem *p);
/* All of a row in one text, for the workbook. */
struct str problems_reason(struct ctx *c, const struct import_found *v, size_t n);

/* book.c: workbooks. */
enum err book_template(struct ctx *c, const struct import_kind *k, struct out *o);
enum err book_errors(struct ctx *c, const struct batch *b, struct out *o);

#endif
