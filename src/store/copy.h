/* A portable copy: every row of every table of one state, for either engine to take back.
 *
 *   "kehou copy 1\n"
 *   migrations: count, then number and hash of each
 *   tables: count, then of each its name, its number of rows, its columns: count and names
 *   the rows of each table in that order, each the values of its columns
 *   SHA-256 over all of the above
 *
 * A number has eight bytes, most significant first; a text its length as such a number and its
 * bytes; a value one byte (enum sql_kind) and then nothing, a number or a text. Rows stand in the
 * order of their primary keys, so that equal databases make equal files. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/engine.h"
#include "store/migrate.h"

#define COPY_MAGIC   "kehou copy "
#define COPY_VERSION "1"
enum { COPY_COLUMNS = 64 };

/* One row of a query made of our own names. */
typedef enum err copy_row(struct ctx *c, const struct sql_value *row, void *arg);
/* Runs it in the open transaction, row by row. */
enum err copy_query(struct ctx *c, const char *sql, size_t columns, copy_row *fn, void *arg);

struct copy_column {
	struct str name;
	int64_t key; /* its place in the primary key, from 1; 0: no part of it */
	bool text;
};
/* The columns of a table as it stands in the open transaction's database. */
enum err copy_columns(struct ctx *c, struct str table, struct copy_column ret_v[COPY_COLUMNS],
                      size_t *ret_n);

/* Writes all of the open read transaction into the file. */
enum err copy_out(struct ctx *c, const char *file);

/* Is the file portable (or pages of SQLite), of a version this program reads, and whole? E_REFUSED
 * `backup_damaged`, `backup_version`. */
enum err copy_look(struct ctx *c, const char *file, bool *ret_portable);
/* Makes the schema and all rows of a portable copy in the open transaction, and brings the schema
 * up to date. E_REFUSED `target_not_empty`, `schema_newer`, `schema_changed`, `backup_damaged`. */
enum err copy_in(struct ctx *c, const char *file);

#endif
