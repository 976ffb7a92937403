/* What generated statements stand on (docs/sql.md): data about a statement, values going in, rows
 * coming out. Nothing here takes memory for a bound value; texts of results are copied into the
 * context's arena. Rooms include their .sql.h and never call these themselves. */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include "base/ctx.h"

struct opt_i64 {
	bool some;
	int64_t v;
};
struct opt_money {
	bool some;
	struct money v;
};

#define SOME_I64(n)   ((struct opt_i64){true, (n)})
#define SOME_MONEY(m) ((struct opt_money){true, (m)})

enum sql_kind { SQL_NULL, SQL_I64, SQL_TEXT, SQL_BLOB };

struct sql_value {
	enum sql_kind kind;
	int64_t i;
	struct str s; /* borrowed: until the call returns, or the next row */
};

enum field_type {
	FIELD_I64,
	FIELD_BOOL,
	FIELD_MONEY,
	FIELD_STR,
	FIELD_BLOB,
	FIELD_DATE,
	FIELD_TIME,
	FIELD_INSTANT,
	FIELD_ID,
	FIELD_SEALED,
	FIELD_OPT_I64,
	FIELD_OPT_MONEY,
};

struct stmt_field {
	const char *name;
	enum field_type type;
	bool null;          /* NULL is allowed */
	size_t offset;      /* of a column in the row struct */
	const char *sealed; /* "table.column" bound into the ciphertext */
	int id_at;          /* the row's id: column n, or parameter -1 - n */
};

struct stmt {
	const char *name, *file;
	int line;
	const struct stmt *const *self; /* its place in the register: a dense index */
	const char *sql[2];             /* by enum store_engine */
	const struct stmt_field *params, *columns;
	size_t n_params, n_columns, row_size;
	bool writes, variant;
};

/* Every statement of the program stands in one linker section, so that a connection keeps its
 * prepared statements in a plain array and a test can prepare them all. */
#define STMT_REGISTER(id)                                                                          \
	static const struct stmt *const stmt_ref_##id                                              \
		__attribute__((section("kehou_stmts"), used)) = &stmt_##id;
size_t stmt_count(void);
const struct stmt *stmt_at(size_t i);
size_t stmt_index(const struct stmt *st);

enum err stmt_exec(struct ctx *c, const struct stmt *st, struct sql_value *v, int64_t *ret_changed);
/* `ret_found` NULL: a row is wanted, none is E_ABSENT. */
enum err stmt_one(struct ctx *c, const struct stmt *st, struct sql_value *v, void *ret_row,
                  bool *ret_found);
enum err stmt_all(struct ctx *c, const struct stmt *st, struct sql_value *v, void **ret_rows,
                  size_t *ret_n);
/* `row` is the caller's buffer; texts in it are valid while fn runs. fn may run other statements.
 */
enum err stmt_each(struct ctx *c, const struct stmt *st, struct sql_value *v, void *row,
                   enum err (*fn)(struct ctx *c, const void *row, void *arg), void *arg);

static inline struct sql_value sql_null(void)
{
	return (struct sql_value){.kind = SQL_NULL};
}
static inline struct sql_value sql_i64(int64_t i)
{
	return (struct sql_value){.kind = SQL_I64, .i = i};
}
static inline struct sql_value sql_bool(bool b)
{
	return sql_i64(b);
}
static inline struct sql_value sql_money(struct money m)
{
	return sql_i64(m.fen);
}
static inline struct sql_value sql_id(int64_t id)
{
	return id ? sql_i64(id) : sql_null();
}
static inline struct sql_value sql_str(struct str s)
{
	return s.p ? (struct sql_value){.kind = SQL_TEXT, .s = s} : sql_null();
}
static inline struct sql_value sql_blob(struct str s)
{
	return s.p ? (struct sql_value){.kind = SQL_BLOB, .s = s} : sql_null();
}
static inline struct sql_value sql_date(struct date d)
{
	return date_some(d) ? sql_i64(d.day) : sql_null();
}
static inline struct sql_value sql_time(struct clock_time t)
{
	return t.minute != TIME_NONE.minute ? sql_i64(t.minute) : sql_null();
}
static inline struct sql_value sql_instant(struct instant t)
{
	return t.us != INT64_MIN ? sql_i64(t.us) : sql_null();
}
static inline struct sql_value sql_opt_i64(struct opt_i64 v)
{
	return v.some ? sql_i64(v.v) : sql_null();
}
static inline struct sql_value sql_opt_money(struct opt_money v)
{
	return v.some ? sql_i64(v.v.fen) : sql_null();
}

#endif
