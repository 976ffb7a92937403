/* SQL → typed C. One run reads one .sql file, checks every statement against the schema that the
 * migrations make and writes a .sql.h/.sql.c pair. The format is described in docs/sql.md. */
#ifndef TOOLS_SQLC_H
#define TOOLS_SQLC_H

#include "base/out.h"

struct sqlite3;

enum { MOST_FIELDS = 64, MOST_STATEMENTS = 256 };

enum arrow { ARROW_NONE, ARROW_ONE, ARROW_MAYBE, ARROW_MANY };

/* How a parameter or column travels: a row of the type table, or an id type of its own name. */
struct kind {
	const char *name;   /* "money" */
	const char *c_type; /* "struct money" */
	const char *c_null; /* C type of "money?"; NULL: the same, it has a none value */
	const char *field;  /* enum in store/stmt.h */
	const char *field_null;
	const char *bind; /* what turns it into a struct sql_value */
	const char *bind_null;
	const char *sql_type; /* what the schema must say, in SQLite's words */
};

struct field {
	struct str name, type; /* type as written, without '?' */
	const struct kind *kind;
	bool null;
	struct str sealed;    /* TABLE.COLUMN */
	struct str sealed_id; /* whose row id it is bound to */
};

struct statement {
	struct str name;
	int line; /* of the head */
	enum arrow arrow;
	struct field params[MOST_FIELDS];
	size_t n_params;
	struct field columns[MOST_FIELDS];
	size_t n_columns;
	struct str row_of; /* the statement whose row type it has; its own name mostly */
	struct str sql;    /* for both engines, or SQLite's variant */
	struct str sql_pg; /* STR_NONE: the same */
	struct str head;   /* as written, to compare variants */
	bool writes;
};

struct source {
	struct arena *arena;
	const char *path;
	struct str room, base; /* "enrolment", "seat" */
	struct statement *v[MOST_STATEMENTS];
	size_t n;
};

/* Complains as compilers do (FILE:LINE: error: …) and gives false. */
bool complain(const char *path, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

bool source_parse(struct source *s, struct str text);
bool source_check(struct source *s, struct sqlite3 *db);
void emit_header(const struct source *s, struct out *o);
void emit_code(const struct source *s, struct out *o);

/* --- migrations ---------------------------------------------------------------------------- */

struct migration {
	int64_t number;
	struct str name; /* "0100_people" */
	const char *path;
	struct str text;
};
bool migrations_read(struct arena *a, const char *dir, struct migration **ret_v, size_t *ret_n);
/* The text with its type tokens replaced. */
bool migration_text(struct arena *a, const struct migration *m, bool pg, struct str *ret_sql);
/* An in-memory database with the whole schema. */
bool migrations_apply(struct arena *a, const struct migration *v, size_t n,
                      struct sqlite3 **ret_db);
bool emit_migrations(struct arena *a, const struct migration *v, size_t n, struct out *o);

/* A C string literal over one SQL text. */
void emit_literal(struct out *o, struct str s, const char *indent);

#endif
