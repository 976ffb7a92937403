/* The parts of a pack while it is made. Inside this room. */
#ifndef AUDIT_PACK_IN_H
#define AUDIT_PACK_IN_H

#include "audit/pack.h"
#include "crypto/hash.h"
#include "store/stmt.h"

/* A longer table stands in several workbooks, and beyond PACK_SHEET_ROWS in the .csv alone. */
#define PACK_BOOK_ROWS  50000
#define PACK_SHEET_ROWS 1000000

struct pack_file {
	struct pack_file *next;
	const char *name; /* in the zip */
	const char *path; /* on disk */
	int64_t bytes;
	char hash[2 * SHA256_BYTES + 1];
};

struct packing {
	const struct pack_scope *scope;
	const char *dir; /* FILE.parts */
	struct pack_file *first, **last;
	size_t files;
	struct out tables, columns; /* tables.csv and columns.csv */
	int64_t rows, n_tables, steps;
	pack_progress *progress;
	void *arg;
};

/* A file of the pack being written; a failure of the disk stays in it until pack_file_end(). */
struct part_file {
	struct pack_file *file;
	void *stream;
	struct sha256 hash;
	struct out buf;
};
enum err pack_file_begin(struct ctx *c, struct packing *p, struct str name,
                         struct part_file *ret_f);
/* Sends on what stands in f->buf once it is worth it. */
enum err pack_file_flush(struct ctx *c, struct part_file *f, bool all);
enum err pack_file_end(struct ctx *c, struct part_file *f);
void pack_file_drop(struct part_file *f);
enum err pack_file_whole(struct ctx *c, struct packing *p, struct str name, struct str bytes);

/* The tables, in the order of pack.sql. */
size_t pack_table_count(void);
const struct stmt *pack_table_at(size_t at);
struct str pack_table_name(const struct stmt *st); /* "bill_line" */
/* One table: its .csv, its workbooks, its line of tables.csv and its lines of columns.csv. */
enum err pack_table(struct ctx *c, struct packing *p, const struct stmt *st);
/* What a table or column is called; TEXT_NONE when nobody said. */
enum text_id pack_table_text(const struct stmt *st);
enum text_id pack_column_text(const struct stmt *st, size_t i);

/* chart.csv, pack.csv, README, rules: what is no table of the database. */
enum err pack_papers(struct ctx *c, struct packing *p);

#endif
