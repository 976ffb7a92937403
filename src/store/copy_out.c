#include <stdio.h>

#include "crypto/hash.h"
#include "store/copy.h"
#include "store/place.h"

/* --- queries over tables that are data here ----------------------------------------------------
 */

enum err copy_query(struct ctx *c, const char *sql, size_t columns, copy_row *fn, void *arg)
{
	static const struct stmt_field any[COPY_COLUMNS];
	const struct engine *engine = c->tx->engine;
	const struct stmt st = {
		.name = "copy", .sql = {sql, sql}, .columns = any, .n_columns = columns};
	struct sql_value row[COPY_COLUMNS];
	struct cursor cur;
	bool some = true;
	enum err e;

	TRY(engine->open(c, c->tx->conn, &st, NULL, true, &cur));
	for (e = OK; e == OK && some;) {
		e = engine->next(c, &cur, row, &some);
		if (e == OK && some)
			e = fn(c, row, arg);
	}
	engine->close(&cur);
	return e;
}

struct columns {
	struct copy_column *v;
	size_t n;
};

static enum err take_column(struct ctx *c, const struct sql_value *row, void *arg)
{
	struct columns *a = arg;

	if (a->n == COPY_COLUMNS)
		return fault_broken(c, "a table with more columns than a copy can hold");
	a->v[a->n++] = (struct copy_column){str_dup(c->arena, row[0].s), row[1].i, row[2].i != 0};
	return OK;
}

enum err copy_columns(struct ctx *c, struct str table, struct copy_column ret_v[COPY_COLUMNS],
                      size_t *ret_n)
{
	struct columns a = {.v = ret_v};
	struct str sql;
	size_t at;

	/* The engine's text with the name in place of its %s. */
	if (!str_find(str_of(c->tx->engine->columns_sql), S("%s"), &at))
		return fault_broken(c, "columns");
	sql = str_printf(c->arena, "%.*s%.*s%s", (int)at, c->tx->engine->columns_sql,
	                 STR_FMT(table), c->tx->engine->columns_sql + at + 2);
	TRY(copy_query(c, str_c(c->arena, sql), 3, take_column, &a));
	*ret_n = a.n;
	return OK;
}

/* --- writing -----------------------------------------------------------------------------------
 */

struct sink {
	FILE *f;
	struct sha256 hash;
	struct str *table;
	int64_t *rows; /* of each table */
	size_t n, columns;
	int64_t written; /* of the table at hand */
};

/* A failure stays in the FILE and is asked for once, at the end. */
static void put(struct sink *s, struct str bytes)
{
	sha256_put(&s->hash, bytes);
	if (bytes.n)
		fwrite(bytes.p, 1, bytes.n, s->f);
}

static void put_number(struct sink *s, int64_t v)
{
	uint8_t b[8];

	for (int i = 0; i < 8; i++)
		b[i] = (uint8_t)((uint64_t)v >> (56 - 8 * i));
	put(s, BYTES(b));
}

static void put_text(struct sink *s, struct str text)
{
	put_number(s, (int64_t)text.n);
	put(s, text);
}

static enum err put_row(struct ctx *c, const struct sql_value *row, void *arg)
{
	struct sink *s = arg;

	for (size_t i = 0; i < s->columns; i++) {
		char kind = (char)row[i].kind;

		put(s, (struct str){&kind, 1});
		if (row[i].kind == SQL_I64)
			put_number(s, row[i].i);
		else if (row[i].kind != SQL_NULL)
			put_text(s, row[i].s);
	}
	s->written++;
	return ferror(s->f) ? place_fail(c, "copy") : OK;
}

static enum err take_number(struct ctx *c, const struct sql_value *row, void *arg)
{
	(void)c;
	*(int64_t *)arg = row[0].i;
	return OK;
}

static enum err put_head(struct ctx *c, struct sink *s)
{
	struct copy_column column[COPY_COLUMNS];
	struct migrated *schema;
	size_t n;

	TRY(migrate_list(c, &schema, &n));
	TRY(migrate_tables(c, schema, n, &s->table, &s->n));
	s->rows = NEW_N(c->arena, s->n + 1, int64_t);
	if (!s->rows)
		return fault_broken(c, "arena");
	put(s, S(COPY_MAGIC COPY_VERSION "\n"));
	put_number(s, (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		put_number(s, schema[i].number);
		put_text(s, schema[i].hash);
	}
	put_number(s, (int64_t)s->n);
	for (size_t i = 0; i < s->n; i++) {
		struct str sql =
			str_printf(c->arena, "SELECT COUNT(*) FROM \"%.*s\"", STR_FMT(s->table[i]));

		TRY(copy_query(c, str_c(c->arena, sql), 1, take_number, &s->rows[i]));
		TRY(copy_columns(c, s->table[i], column, &n));
		put_text(s, s->table[i]);
		put_number(s, s->rows[i]);
		put_number(s, (int64_t)n);
		for (size_t k = 0; k < n; k++)
			put_text(s, column[k].name);
	}
	return OK;
}

/* All columns of a table in the order of its primary key, texts by their bytes. */
static const char *select_all(struct ctx *c, struct str table, const struct copy_column *v,
                              size_t n)
{
	struct str sql = S("SELECT");
	bool first = true;

	for (size_t i = 0; i < n; i++)
		sql = str_printf(c->arena, "%.*s%s \"%.*s\"", STR_FMT(sql), i ? "," : "",
		                 STR_FMT(v[i].name));
	sql = str_printf(c->arena, "%.*s FROM \"%.*s\"", STR_FMT(sql), STR_FMT(table));
	for (int64_t key = 1; key <= (int64_t)n; key++) {
		for (size_t i = 0; i < n; i++) {
			if (v[i].key != key)
				continue;
			sql = str_printf(c->arena, "%.*s%s \"%.*s\"%s", STR_FMT(sql),
			                 first ? " ORDER BY" : ",", STR_FMT(v[i].name),
			                 v[i].text ? c->tx->engine->by_bytes : "");
			first = false;
		}
	}
	return str_c(c->arena, sql);
}

static enum err put_table(struct ctx *c, struct sink *s, size_t i)
{
	struct copy_column column[COPY_COLUMNS];

	TRY(copy_columns(c, s->table[i], column, &s->columns));
	s->written = 0;
	TRY(copy_query(c, select_all(c, s->table[i], column, s->columns), s->columns, put_row, s));
	return s->written == s->rows[i] ? OK : fault_broken(c, "a table changed while it was read");
}

static enum err put_all(struct ctx *c, struct sink *s)
{
	uint8_t hash[SHA256_BYTES];

	TRY(put_head(c, s));
	for (size_t i = 0; i < s->n; i++) {
		struct arena_mark mark = arena_mark(c->arena);

		TRY(put_table(c, s, i));
		arena_rewind(c->arena, mark);
	}
	sha256_end(&s->hash, hash);
	fwrite(hash, 1, sizeof hash, s->f);
	return OK;
}

enum err copy_out(struct ctx *c, const char *file)
{
	struct sink s = {.f = fopen(file, "wbe")};
	enum err e;

	if (!s.f)
		return place_fail(c, file);
	sha256_init(&s.hash);
	e = put_all(c, &s);
	if (e == OK && (fflush(s.f) != 0 || ferror(s.f)))
		e = place_fail(c, file);
	if (fclose(s.f) != 0 && e == OK)
		e = place_fail(c, file);
	return e;
}
