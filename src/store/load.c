/* Whole tables into either engine. */
#include <libpq-fe.h>
#include <sqlite3.h>

#include "base/out.h"
#include "store/copy.h"

enum { ROW_BYTES = 256 << 20 };

static struct str quoted_columns(struct ctx *c, const struct load *l)
{
	struct str s = S("");

	for (size_t i = 0; i < l->n; i++)
		s = str_printf(c->arena, "%.*s%s\"%.*s\"", STR_FMT(s), i ? ", " : "",
		               STR_FMT(l->column[i]));
	return s;
}

/* --- SQLite ------------------------------------------------------------------------------------
 */

static int bind(sqlite3_stmt *q, const struct sql_value *v, int n)
{
	int rc = SQLITE_OK;

	for (int i = 0; i < n && rc == SQLITE_OK; i++) {
		if (v[i].kind == SQL_NULL)
			rc = sqlite3_bind_null(q, i + 1);
		else if (v[i].kind == SQL_I64)
			rc = sqlite3_bind_int64(q, i + 1, v[i].i);
		else if (v[i].kind == SQL_TEXT)
			rc = sqlite3_bind_text64(q, i + 1, v[i].s.p, v[i].s.n, SQLITE_STATIC,
			                         SQLITE_UTF8);
		else
			rc = sqlite3_bind_blob64(q, i + 1, v[i].s.p, v[i].s.n, SQLITE_STATIC);
	}
	return rc;
}

static const char *insert_sql(struct ctx *c, const struct load *l)
{
	struct str places = S("");

	for (size_t i = 0; i < l->n; i++)
		places = str_printf(c->arena, "%.*s%s?%zu", STR_FMT(places), i ? ", " : "", i + 1);
	return str_c(c->arena,
	             str_printf(c->arena, "INSERT INTO \"%s\" (%.*s) VALUES (%.*s)", l->table,
	                        STR_FMT(quoted_columns(c, l)), STR_FMT(places)));
}

enum err sqlite_load(struct ctx *c, sqlite3 *db, const struct load *l, int *ret_rc)
{
	struct sql_value row[COPY_COLUMNS];
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db, insert_sql(c, l), -1, &q, NULL);
	bool some = true;
	enum err e = OK;

	while (rc == SQLITE_OK && e == OK) {
		e = l->next(c, l->arg, row, &some);
		if (e != OK || !some)
			break;
		rc = bind(q, row, (int)l->n);
		if (rc == SQLITE_OK && sqlite3_step(q) != SQLITE_DONE)
			rc = sqlite3_errcode(db);
		sqlite3_reset(q);
	}
	sqlite3_finalize(q);
	*ret_rc = rc;
	return e;
}

/* --- PostgreSQL: COPY in its binary form -------------------------------------------------------
 */

static void put_be(struct out *o, uint64_t v, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		out_c(o, (char)(v >> (8 * i)));
}

static void put_value(struct out *o, const struct sql_value *v)
{
	if (v->kind == SQL_NULL) {
		put_be(o, UINT32_MAX, 4);
	} else if (v->kind == SQL_I64) {
		put_be(o, 8, 4);
		put_be(o, (uint64_t)v->i, 8);
	} else {
		put_be(o, v->s.n, 4);
		out_put(o, v->s);
	}
}

static enum err send_rows(struct ctx *c, PGconn *pg, const struct load *l, struct out *o)
{
	struct sql_value row[COPY_COLUMNS];
	bool some = true;

	out_put(o, (struct str){"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19});
	while (some) {
		if (o->broken)
			return fault_broken(c, "out of memory");
		if (o->n && PQputCopyData(pg, o->p, (int)o->n) != 1)
			return OK; /* the end of the COPY tells why */
		out_reset(o);
		TRY(l->next(c, l->arg, row, &some));
		if (!some)
			break;
		put_be(o, l->n, 2);
		for (size_t i = 0; i < l->n; i++)
			put_value(o, &row[i]);
	}
	return OK;
}

enum err postgres_load(struct ctx *c, PGconn *pg, const struct load *l, PGresult **ret_why)
{
	struct out o;
	PGresult *r =
		PQexec(pg, str_c(c->arena, str_printf(c->arena,
	                                              "COPY \"%s\" (%.*s) FROM STDIN "
	                                              "(FORMAT binary)",
	                                              l->table, STR_FMT(quoted_columns(c, l)))));
	enum err e = OK;

	if (PQresultStatus(r) == PGRES_COPY_IN) {
		PQclear(r);
		out_init(&o, ROW_BYTES);
		e = send_rows(c, pg, l, &o);
		out_free(&o);
		PQputCopyEnd(pg, e == OK ? NULL : "stopped");
		r = PQgetResult(pg);
		while (r) { /* up to the end of the command */
			PGresult *more = PQgetResult(pg);

			if (!more)
				break;
			PQclear(more);
		}
	}
	*ret_why = r;
	return e;
}
