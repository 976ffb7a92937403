/* Taking in tables that people send (R2): read as tolerantly as a clerk would, told row by row what
 * is wrong, stored, shown, applied after an explicit choice, taken back within a day. This room
 * knows how; what a row means is the business of a kind, which the rooms to the right define. */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/text.h"
#include "jobs/job.h"
#include "store/store.h"
#include "web/web.h"

#define IMPORT_MANY         200   /* rows a verb */
#define IMPORT_ROWS_MAX     20000 /* of a file */
#define IMPORT_BYTES_MAX    (20 << 20)
#define IMPORT_COLUMNS_MAX  48 /* of a kind */
#define IMPORT_PROBLEMS_MAX 12 /* of a row */
#define IMPORT_UNDO_HOURS   24
#define IMPORT_KEEP_DAYS    30 /* then the rows are deleted */

/* --- what a kind says of itself --------------------------------------------------------------- */

/* Texts hold variants apart by '|': the first is shown, all of them, in both languages, are
 * understood ("姓名|学生姓名"). Width, blanks, line breaks, stars and remarks in brackets do not
 * count. */
struct import_column {
	const char *name;  /* stable; fields of the verbs' faults are called alike */
	const char *field; /* what the verbs call it, when it is another name */
	enum text_id title;
	enum text_id example; /* of the template */
	enum text_id note;    /* comment on the header; TEXT_NONE: none */
	const enum text_id
		*choices; /* drop-down of the template, ends with TEXT_NONE; NULL: none */
	bool required;    /* the column must be there and filled */
};

struct import_place {
	county_id county;
	school_id school;
};

struct import_problem {
	size_t column;      /* of the kind; SIZE_MAX: the whole row */
	const char *code;   /* of the fault catalogue */
	struct str allowed; /* what would have been right, if that can be said */
};

struct import_row {
	int64_t number;    /* as a spreadsheet shows it */
	struct str *value; /* by column of the kind: folded to plain width, trimmed; STR_NONE when
	                      blank */

	/* check() answers: */
	enum import_verdict { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME, IMPORT_BAD } verdict;
	struct str key;    /* what must not come twice in a file; none: nothing */
	size_t key_column; /* where it stands */
	struct import_problem problem[IMPORT_PROBLEMS_MAX];
	size_t problem_n;

	/* apply() answers, undo() reads: */
	int64_t object;
	struct str undo; /* JSON */
};

struct import_kind {
	const char *name;
	enum text_id title; /* 学生 */
	const struct import_column *column;
	size_t column_n;
	/* What all rows need; in a transaction. */
	enum err (*begin)(struct ctx *c, const struct import_place *p, void **ret_state);
	/* Judge a row; in a transaction, changes nothing. Says each problem by import_bad(), else
	 * the verdict. Required columns have been looked at. Fails only when the whole cannot go
	 * on. */
	enum err (*check)(struct ctx *c, void *state, struct import_row *row);
	/* In a verb: at most IMPORT_MANY rows, checked before. On failure nothing of them remains
	 * and *ret_failed is the row. Applying a row again changes nothing. */
	enum err (*apply)(struct ctx *c, void *state, struct import_row *row, size_t n,
	                  size_t *ret_failed);
	/* In a verb: take back what apply() did with this row (verdict NEW or CHANGED, `object`,
	 * `undo`). A refusal (E_REFUSED, E_CONFLICT, E_ABSENT, E_DENIED with its fault) must come
	 * before the first change. The engine has seen that the row still says what is known. */
	enum err (*undo)(struct ctx *c, void *state, struct import_row *row);
};

/* Which kinds there are: said once at the start, before anything is served; borrowed. */
void import_use(const struct import_kind *const *kinds, size_t n);
const struct import_kind *import_kind_find(struct str name); /* NULL: none */
size_t import_kind_count(void);
const struct import_kind *import_kind_at(size_t i);

/* --- for kinds -------------------------------------------------------------------------------- */

void import_bad(struct import_row *row, size_t column, const char *code, struct str allowed);
/* What a verb's fault says of this row: c->fault is taken over and cleared. */
void import_fault(struct ctx *c, const struct import_kind *k, struct import_row *row);
/* Which choice of the column a value is, whatever the language; false: none of them. */
bool import_choice(struct ctx *c, const struct import_column *col, struct str value, size_t *ret_i);
/* As people write days: 2016-2-29, 2016/2/29, 2016.2.29, 20160229, 2016年2月29日. False for one
 * that does not exist. */
bool import_date(struct str value, struct date *ret_d);
/* Text for comparing titles and choices: plain width, lower case, without blanks and stars. */
struct str import_plain(struct arena *a, struct str s);
/* The first variant of a text. */
struct str import_first(enum lang lang, enum text_id id);

/* --- from the command line -------------------------------------------------------------------- */

struct import_found {
	int64_t number;
	const char *code;
	struct str column, value, what, mend; /* in the reader's language */
};
struct import_summary {
	import_id id; /* none for a dry run */
	int64_t rows, added, changed, same, bad, done, failed;
	struct import_found *problem;
	size_t problem_n;
};
/* Check a file and, unless dry, take in its good rows. Nothing is stored when the file as a whole
 * cannot be read: E_INPUT with the field `file` and a code of docs/table.h, or import_no_header,
 * import_columns_missing, import_no_rows. A dry run stores nothing at all. */
enum err import_run(struct ctx *c, const struct import_place *place, const struct import_kind *kind,
                    struct str file_name, struct str bytes, bool dry_run,
                    struct import_summary *ret_s);

/* Pages under /school/imports and the API; jobs that apply, undo, and wipe what is old. */
extern const struct routes import_routes;
extern const struct job_kinds import_jobs;

#endif
