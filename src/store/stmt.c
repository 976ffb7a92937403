#include "store/stmt.h"

#include "crypto/keys.h"
#include "store/engine.h"

extern const struct stmt *const __start_kehou_stmts[];
extern const struct stmt *const __stop_kehou_stmts[];

size_t stmt_count(void)
{
	/* cppcheck-suppress comparePointers ; two ends of one section */
	return (size_t)(__stop_kehou_stmts - __start_kehou_stmts);
}

const struct stmt *stmt_at(size_t i)
{
	return __start_kehou_stmts[i];
}

size_t stmt_index(const struct stmt *st)
{
	return (size_t)(st->self - __start_kehou_stmts);
}

static enum err fail(struct ctx *c, const struct stmt *st, const char *what)
{
	return fault_broken(c, str_c(c->arena, str_printf(c->arena, "%s:%d: %s: %s", st->file,
	                                                  st->line, st->name, what)));
}

/* --- going in ------------------------------------------------------------------------------ */

static enum err seal_value(struct ctx *c, const struct stmt *st, const struct stmt_field *f,
                           struct sql_value *v, const struct sql_value *id)
{
	if (v->kind == SQL_NULL)
		return OK;
	if (!store_keys(c->store) || id->kind != SQL_I64)
		return fail(c, st, "sealed without key or row id");
	if (seal(c->arena, store_keys(c->store), f->sealed, id->i, v->s, &v->s) != OK)
		return fail(c, st, "cannot be sealed");
	return OK;
}

static enum err enter(struct ctx *c, const struct stmt *st, struct sql_value *v)
{
	if (!c->tx)
		return fail(c, st, "outside a transaction");
	if (c->tx->doomed)
		return c->tx->doomed;
	if (st->writes && !c->tx->writing)
		return fail(c, st, "writes in a transaction that reads");
	for (size_t i = 0; i < st->n_params; i++) {
		const struct stmt_field *f = &st->params[i];

		if (v[i].kind == SQL_NULL && !f->null)
			return fail(c, st, f->name);
		if (f->sealed)
			TRY(seal_value(c, st, f, &v[i], &v[-1 - f->id_at]));
	}
	return OK;
}

/* A statement that failed has ended its verb, whatever the verb makes of it. */
static enum err doom(struct ctx *c, enum err e)
{
	if (e != OK && c->tx)
		c->tx->doomed = e;
	return e;
}

/* --- coming out ---------------------------------------------------------------------------- */

static enum err read_text(struct ctx *c, const struct stmt *st, const struct sql_value *v,
                          struct arena *copy, struct str *ret_s)
{
	struct str s = v->kind == SQL_NULL ? STR_NONE : v->s;

	if (s.p && copy) {
		s = str_dup(copy, s);
		if (!s.p)
			return fail(c, st, "request memory exhausted");
	}
	*ret_s = s;
	return OK;
}

/* What stands for NULL in types that have a none value. */
static void read_none(const struct stmt_field *f, void *at)
{
	switch (f->type) {
	case FIELD_DATE:
		*(struct date *)at = DATE_NONE;
		break;
	case FIELD_TIME:
		*(struct clock_time *)at = TIME_NONE;
		break;
	case FIELD_INSTANT:
		*(struct instant *)at = (struct instant){INT64_MIN};
		break;
	case FIELD_STR:
	case FIELD_BLOB:
	case FIELD_SEALED:
		*(struct str *)at = STR_NONE;
		break;
	case FIELD_OPT_I64:
		*(struct opt_i64 *)at = (struct opt_i64){0};
		break;
	case FIELD_OPT_MONEY:
		*(struct opt_money *)at = (struct opt_money){0};
		break;
	default:
		*(int64_t *)at = 0;
	}
}

static void read_number(const struct stmt_field *f, int64_t i, void *at)
{
	switch (f->type) {
	case FIELD_BOOL:
		*(bool *)at = i != 0;
		break;
	case FIELD_DATE:
		*(struct date *)at = (struct date){(int32_t)i};
		break;
	case FIELD_TIME:
		*(struct clock_time *)at = (struct clock_time){(int32_t)i};
		break;
	case FIELD_OPT_I64:
		*(struct opt_i64 *)at = SOME_I64(i);
		break;
	case FIELD_OPT_MONEY:
		*(struct opt_money *)at = SOME_MONEY(FEN(i));
		break;
	default: /* the structs of one int64_t: money, instant, ids */
		*(int64_t *)at = i;
	}
}

static bool is_text(enum field_type t)
{
	return t == FIELD_STR || t == FIELD_BLOB || t == FIELD_SEALED;
}

static enum err read_sealed(struct ctx *c, const struct stmt *st, const struct stmt_field *f,
                            const struct sql_value *params, const struct sql_value *v, size_t i,
                            struct arena *copy, struct str *ret_s)
{
	const struct sql_value *id = f->id_at < 0 ? &params[-1 - f->id_at] : &v[f->id_at];

	if (!store_keys(c->store) || id->kind != SQL_I64)
		return fail(c, st, "sealed without key or row id");
	if (unseal(copy, store_keys(c->store), f->sealed, id->i, v[i].s, ret_s) != OK)
		return fail(c, st, "a sealed value does not open");
	return OK;
}

/* `texts`: where plain texts are copied, NULL: not at all. `opened`: where sealed ones go. */
static enum err read_row(struct ctx *c, const struct stmt *st, const struct sql_value *params,
                         const struct sql_value *v, struct arena *texts, struct arena *opened,
                         void *row)
{
	for (size_t i = 0; i < st->n_columns; i++) {
		const struct stmt_field *f = &st->columns[i];
		void *at = (char *)row + f->offset;

		if (v[i].kind == SQL_NULL) {
			if (!f->null)
				return fail(c, st, f->name);
			read_none(f, at);
		} else if ((v[i].kind == SQL_I64) == is_text(f->type)) {
			return fail(c, st, f->name);
		} else if (f->type == FIELD_SEALED) {
			TRY(read_sealed(c, st, f, params, v, i, opened, at));
		} else if (is_text(f->type)) {
			TRY(read_text(c, st, &v[i], texts, at));
		} else {
			read_number(f, v[i].i, at);
		}
	}
	return OK;
}

/* --- the calls ----------------------------------------------------------------------------- */

enum { MOST_COLUMNS = 64, FIRST_ROWS = 16 };

/* Of a row only the columns are read that the engine has written: two KiB need not be cleared for
 * each statement (-ftrivial-auto-var-init). */
#define NOT_CLEARED __attribute__((uninitialized))

enum err stmt_exec(struct ctx *c, const struct stmt *st, struct sql_value *v, int64_t *ret_changed)
{
	int64_t changed = 0;

	TRY(doom(c, enter(c, st, v)));
	TRY(doom(c, c->tx->engine->exec(c, c->tx->conn, st, v, ret_changed ? &changed : NULL)));
	if (ret_changed)
		*ret_changed = changed;
	return OK;
}

enum err stmt_one(struct ctx *c, const struct stmt *st, struct sql_value *v, void *ret_row,
                  bool *ret_found)
{
	NOT_CLEARED struct sql_value row[MOST_COLUMNS];
	struct cursor cur;
	bool some = false, more = false;
	enum err e;

	TRY(doom(c, enter(c, st, v)));
	TRY(doom(c, c->tx->engine->open(c, c->tx->conn, st, v, false, &cur)));
	e = c->tx->engine->next(c, &cur, row, &some);
	if (e == OK && some)
		e = read_row(c, st, v, row, c->arena, c->arena, ret_row);
	/* To the end: a RETURNING statement is not done before. */
	if (e == OK && some && st->writes)
		e = c->tx->engine->next(c, &cur, row, &more);
	c->tx->engine->close(&cur);
	TRY(doom(c, e));
	if (ret_found)
		*ret_found = some;
	return some || ret_found ? OK : E_ABSENT;
}

struct rows {
	char *p;
	size_t n, room;
};

static enum err more_room(struct ctx *c, const struct stmt *st, struct rows *r)
{
	size_t room = r->room ? r->room * 2 : FIRST_ROWS;
	char *p;

	if (r->n < r->room)
		return OK;
	p = arena_take_n(c->arena, room, st->row_size);
	if (!p)
		return fail(c, st, "request memory exhausted");
	if (r->n)
		memcpy(p, r->p, r->n * st->row_size);
	r->p = p;
	r->room = room;
	return OK;
}

static enum err collect(struct ctx *c, const struct stmt *st, const struct sql_value *v,
                        struct cursor *cur, struct rows *r)
{
	NOT_CLEARED struct sql_value row[MOST_COLUMNS];
	bool some = false;

	for (;;) {
		TRY(c->tx->engine->next(c, cur, row, &some));
		if (!some)
			return OK;
		TRY(more_room(c, st, r));
		TRY(read_row(c, st, v, row, c->arena, c->arena, r->p + r->n * st->row_size));
		r->n++;
	}
}

enum err stmt_all(struct ctx *c, const struct stmt *st, struct sql_value *v, void **ret_rows,
                  size_t *ret_n)
{
	struct rows r = {0};
	struct cursor cur;
	enum err e;

	TRY(doom(c, enter(c, st, v)));
	TRY(doom(c, c->tx->engine->open(c, c->tx->conn, st, v, false, &cur)));
	e = collect(c, st, v, &cur, &r);
	c->tx->engine->close(&cur);
	TRY(doom(c, e));
	*ret_rows = r.p;
	*ret_n = r.n;
	return OK;
}

enum { OPENED_CEILING = 32 << 20 };

static bool opens_sealed(const struct stmt *st)
{
	for (size_t i = 0; i < st->n_columns; i++)
		if (st->columns[i].type == FIELD_SEALED)
			return true;
	return false;
}

static enum err walk(struct ctx *c, const struct stmt *st, const struct sql_value *v, void *row,
                     struct cursor *cur, struct arena *opened,
                     enum err (*fn)(struct ctx *c, const void *row, void *arg), void *arg)
{
	NOT_CLEARED struct sql_value values[MOST_COLUMNS];
	bool some = false;

	for (;;) {
		TRY(doom(c, c->tx->engine->next(c, cur, values, &some)));
		if (!some)
			return OK;
		if (opened)
			arena_reset(opened);
		TRY(doom(c, read_row(c, st, v, values, NULL, opened, row)));
		TRY(fn(c, row, arg));
	}
}

enum err stmt_each(struct ctx *c, const struct stmt *st, struct sql_value *v, void *row,
                   enum err (*fn)(struct ctx *c, const void *row, void *arg), void *arg)
{
	struct arena *opened = NULL;
	struct cursor cur;
	enum err e;

	TRY(doom(c, enter(c, st, v)));
	if (opens_sealed(st) && !(opened = arena_new(OPENED_CEILING)))
		return doom(c, fail(c, st, "out of memory"));
	e = doom(c, c->tx->engine->open(c, c->tx->conn, st, v, true, &cur));
	if (e == OK) {
		e = walk(c, st, v, row, &cur, opened, fn, arg);
		c->tx->engine->close(&cur);
	}
	arena_free(&opened);
	return e;
}
