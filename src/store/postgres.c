/* PostgreSQL through libpq in pipeline mode: a statement whose result nobody asked for is sent and
 * left; its answer is read together with the next one that is needed, or when its verb ends. Most
 * round trips of a batch go that way. */
#include <libpq-fe.h>
#include <sched.h>

#include "store/engine.h"
#include "store/pg_value.h"
#include "store/record.h"

enum {
	MOST_PENDING = 64, /* unread answers stay far below any socket buffer */
	MOST_LOOKS = 200,
	FETCH_ROWS = 512,
	MOST_CHAINS = 255,
};

struct conn {
	PGconn *pg;
	bool lost, writer;
	int pending;
	int cursors; /* gives each open cursor a name */
	size_t n;
	bool *prepared; /* by stmt_index() */
	struct record *record;
};

/* --- errors -------------------------------------------------------------------------------- */

static bool state_in(const char *state, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(state, v[i], strlen(v[i])) == 0)
			return true;
	return false;
}

static enum err fail_text(struct ctx *c, const struct stmt *st, const char *text)
{
	return fault_broken(c, str_c(c->arena, str_printf(c->arena, "%s%s%s", st ? st->name : "",
	                                                  st ? ": " : "", text)));
}

static enum err lost(struct ctx *c, struct conn *conn)
{
	conn->lost = true;
	c->broken = str_c(c->arena, str_of(PQerrorMessage(conn->pg)));
	return fault_set(c, E_RETRY, "busy", NULL);
}

static enum err fail(struct ctx *c, struct conn *conn, const struct stmt *st, const PGresult *r)
{
	static const char *const again[] = {"40001", "40P01", "55P03", "57014"};
	static const char *const gone[] = {"08", "57P"};
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;

	if (PQstatus(conn->pg) == CONNECTION_BAD || !state)
		return lost(c, conn);
	if (state_in(state, gone, 2))
		return lost(c, conn);
	if (state_in(state, again, 4))
		return fault_set(c, E_RETRY, "busy", NULL);
	if (strcmp(state, "23505") == 0)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (strcmp(state, "53100") == 0)
		return fault_set(c, E_BROKEN, "storage_full", NULL);
	return fail_text(c, st, PQresultErrorMessage(r));
}

/* --- the pipeline -------------------------------------------------------------------------- */

/* After an error the server skips everything up to a sync: send one and read up to it. */
static void resync(struct conn *conn)
{
	PGresult *r;
	bool synced = false;
	int empty = 0;

	if (conn->lost || !PQpipelineSync(conn->pg)) {
		conn->lost = true;
		return;
	}
	while (!synced && empty < 2 + conn->pending) {
		r = PQgetResult(conn->pg);
		if (!r) {
			empty++;
			if (PQstatus(conn->pg) == CONNECTION_BAD)
				break;
			continue;
		}
		synced = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
		PQclear(r);
	}
	conn->pending = 0;
	if (!synced)
		conn->lost = true;
}

static bool is_good(const PGresult *r)
{
	return r && (PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK);
}

/* Read the oldest answer. On failure the pipeline is in order again and nothing is pending. */
static enum err read_one(struct ctx *c, struct conn *conn, const struct stmt *st, PGresult **ret_r)
{
	PGresult *r = PQgetResult(conn->pg), *end;
	enum err e;

	conn->pending--;
	if (is_good(r)) {
		end = PQgetResult(conn->pg); /* NULL: the end of this statement */
		PQclear(end);
		*ret_r = r;
		return OK;
	}
	e = fail(c, conn, st, r);
	PQclear(r);
	resync(conn);
	return e;
}

/* An answer takes some ten microseconds, being woken for it many times that: look for it before
 * sleeping, and let whoever has work run meanwhile. */
static void linger(struct conn *conn)
{
	for (int i = 0; i < MOST_LOOKS; i++) {
		if (!PQconsumeInput(conn->pg) || !PQisBusy(conn->pg))
			return;
		sched_yield();
	}
}

/* Read everything that was sent; the last answer is the caller's when it wants it. */
static enum err drain(struct ctx *c, struct conn *conn, const struct stmt *st, PGresult **ret_last)
{
	PGresult *r = NULL;

	if (conn->lost)
		return lost(c, conn);
	if (conn->pending && (!PQsendFlushRequest(conn->pg) || PQflush(conn->pg) < 0))
		return lost(c, conn);
	while (conn->pending) {
		PQclear(r);
		r = NULL;
		if (conn->writer)
			linger(conn);
		TRY(read_one(c, conn, st, &r));
	}
	if (ret_last)
		*ret_last = r;
	else
		PQclear(r);
	return OK;
}

/* Before sending, never after: the answer to what is sent last may be wanted. */
static enum err make_room(struct ctx *c, struct conn *conn)
{
	return conn->pending < MOST_PENDING ? OK : drain(c, conn, NULL, NULL);
}

static enum err sent(struct ctx *c, struct conn *conn, int good)
{
	if (!good)
		return lost(c, conn);
	conn->pending++;
	return OK;
}

static enum err send_plain(struct ctx *c, struct conn *conn, const char *sql)
{
	if (conn->lost)
		return lost(c, conn);
	TRY(make_room(c, conn));
	return sent(c, conn, PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, 1));
}

static const char *stmt_name(const struct stmt *st, char name[24])
{
	snprintf(name, 24, "s%zu", stmt_index(st));
	return name;
}

static enum err send_prepare(struct ctx *c, struct conn *conn, const struct stmt *st)
{
	Oid oids[MOST_PARAMS];
	char name[24];

	for (size_t i = 0; i < st->n_params; i++)
		oids[i] = pg_oid(&st->params[i]);
	TRY(make_room(c, conn));
	return sent(c, conn,
	            PQsendPrepare(conn->pg, stmt_name(st, name), st->sql[STORE_POSTGRES],
	                          (int)st->n_params, oids));
}

static enum err send_stmt(struct ctx *c, struct conn *conn, const struct stmt *st,
                          const struct sql_value *v)
{
	bool *prepared = &conn->prepared[stmt_index(st)];
	struct pg_params p;
	char name[24];

	if (conn->lost)
		return lost(c, conn);
	if (!*prepared) {
		/* A statement that cannot be prepared must not count as prepared. */
		TRY(send_prepare(c, conn, st));
		TRY(drain(c, conn, st, NULL));
		*prepared = true;
	}
	TRY(make_room(c, conn));
	if (conn->record)
		record_run(conn->record, STORE_POSTGRES, st, v);
	pg_params_fill(st, v, &p);
	return sent(c, conn,
	            PQsendQueryPrepared(conn->pg, stmt_name(st, name), (int)st->n_params, p.v, p.n,
	                                p.formats, 1));
}

/* --- connections --------------------------------------------------------------------------- */

static void disconnect(struct conn **conn)
{
	struct conn *d = *conn;

	if (!d)
		return;
	*conn = NULL;
	PQfinish(d->pg);
	record_free(&d->record);
	free(d->prepared);
	free(d);
}

static void no_notice(void *arg, const PGresult *r)
{
}

static bool set_up(struct conn *conn, const struct store_options *o, bool writer)
{
	const char *sql = writer ? o->unsafe_sync
	                                   ? "SET synchronous_commit = off; SET lock_timeout = '5s'"
	                                   : "SET lock_timeout = '5s'"
	                         : "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY, "
	                           "ISOLATION LEVEL REPEATABLE READ";
	PGresult *r = PQexec(conn->pg, sql);
	bool good = is_good(r);

	PQclear(r);
	return good && PQenterPipelineMode(conn->pg);
}

static enum err connect_pg(struct ctx *c, const struct store_options *o, bool writer,
                           struct conn **ret_conn)
{
	/* The url may say otherwise, except for the encoding. */
	const char *const keys[] = {"connect_timeout", "application_name", "dbname",
	                            "client_encoding", NULL};
	const char *const values[] = {"5", writer ? "kehou writer" : "kehou", o->url, "UTF8", NULL};
	struct conn *conn = calloc(1, sizeof *conn);
	enum err e;

	if (!conn)
		return fault_broken(c, "out of memory");
	conn->writer = writer;
	conn->n = stmt_count();
	conn->prepared = calloc(conn->n, sizeof *conn->prepared);
	conn->pg = PQconnectdbParams(keys, values, 1);
	if (!conn->prepared || !conn->pg) {
		disconnect(&conn);
		return fault_broken(c, "out of memory");
	}
	PQsetNoticeReceiver(conn->pg, no_notice, NULL);
	if (PQstatus(conn->pg) == CONNECTION_OK && set_up(conn, o, writer)) {
		e = writer && o->record ? record_new(c, o->record, &conn->record) : OK;
		if (e != OK)
			disconnect(&conn);
		else
			*ret_conn = conn;
		return e;
	}
	e = lost(c, conn);
	disconnect(&conn);
	return e;
}

static bool alive(struct conn *conn)
{
	/* The first look takes in a farewell of the server, the second meets the end of the stream:
	 * an idle connection that was cut is found before a transaction stands on it. */
	return !conn->lost && PQconsumeInput(conn->pg) && PQconsumeInput(conn->pg) &&
	       PQstatus(conn->pg) == CONNECTION_OK;
}

/* --- transactions -------------------------------------------------------------------------- */

static void mark(const struct conn *conn, char what)
{
	if (conn->record)
		record_mark(conn->record, what);
}

static enum err begin(struct ctx *c, struct conn *conn, bool write)
{
	mark(conn, 'B');
	/* What the last transaction's ROLLBACK answered is read only now. */
	TRY(drain(c, conn, NULL, NULL));
	conn->cursors = 0;
	return send_plain(c, conn, "BEGIN");
}

static enum err commit(struct ctx *c, struct conn *conn)
{
	TRY(drain(c, conn, NULL, NULL));
	mark(conn, 'C');
	TRY(send_plain(c, conn, "COMMIT"));
	return drain(c, conn, NULL, NULL);
}

static void rollback(struct conn *conn)
{
	mark(conn, 'X');
	if (conn->lost)
		return;
	/* Everything before is read, good or bad; the answer to the ROLLBACK itself can wait. */
	resync(conn);
	if (conn->lost || !PQsendQueryParams(conn->pg, "ROLLBACK", 0, NULL, NULL, NULL, NULL, 1) ||
	    !PQsendFlushRequest(conn->pg) || PQflush(conn->pg) < 0)
		conn->lost = true;
	else
		conn->pending++;
}

static enum err savepoint(struct ctx *c, struct conn *conn)
{
	mark(conn, '(');
	return send_plain(c, conn, "SAVEPOINT verb");
}

static enum err release(struct ctx *c, struct conn *conn)
{
	/* The verb's own statements must have succeeded; the RELEASE itself cannot fail. */
	TRY(drain(c, conn, NULL, NULL));
	mark(conn, ')');
	return send_plain(c, conn, "RELEASE SAVEPOINT verb");
}

static bool rewind_verb(struct conn *conn)
{
	PGresult *r;
	bool good;

	mark(conn, '!');
	resync(conn);
	if (conn->lost ||
	    !PQsendQueryParams(conn->pg, "ROLLBACK TO SAVEPOINT verb", 0, NULL, NULL, NULL, NULL,
	                       1) ||
	    !PQsendFlushRequest(conn->pg) || PQflush(conn->pg) < 0) {
		conn->lost = true;
		return false;
	}
	r = PQgetResult(conn->pg);
	good = is_good(r);
	PQclear(r);
	if (good)
		PQclear(PQgetResult(conn->pg));
	else
		resync(conn);
	return good;
}

/* --- statements ---------------------------------------------------------------------------- */

static enum err exec(struct ctx *c, struct conn *conn, const struct stmt *st,
                     const struct sql_value *v, int64_t *ret_changed)
{
	PGresult *r = NULL;

	TRY(send_stmt(c, conn, st, v));
	if (!ret_changed)
		return OK;
	TRY(drain(c, conn, st, &r));
	if (!r || !str_i64(str_of(PQcmdTuples(r)), ret_changed))
		*ret_changed = 0;
	PQclear(r);
	return OK;
}

/* Many rows come in portions through a cursor of the server. */
static enum err open_portions(struct ctx *c, struct conn *conn, const struct stmt *st,
                              const struct sql_value *v, struct cursor *cur)
{
	struct pg_params p;
	const char *sql;

	cur->portion = ++conn->cursors;
	sql = str_c(c->arena, str_printf(c->arena, "DECLARE c%d NO SCROLL CURSOR FOR %s",
	                                 cur->portion, st->sql[STORE_POSTGRES]));
	pg_params_fill(st, v, &p);
	if (conn->lost)
		return lost(c, conn);
	return sent(c, conn,
	            PQsendQueryParams(conn->pg, sql, (int)st->n_params, p.oids, p.v, p.n, p.formats,
	                              1));
}

static enum err fetch(struct ctx *c, struct cursor *cur)
{
	char sql[64];
	PGresult *r = NULL;

	snprintf(sql, sizeof sql, "FETCH %d FROM c%d", FETCH_ROWS, cur->portion);
	PQclear(cur->handle);
	cur->handle = NULL;
	TRY(send_plain(c, cur->conn, sql));
	TRY(drain(c, cur->conn, cur->st, &r));
	cur->handle = r;
	cur->at = 0;
	cur->n = r ? PQntuples(r) : 0;
	return OK;
}

static enum err open_cursor(struct ctx *c, struct conn *conn, const struct stmt *st,
                            const struct sql_value *v, bool stream, struct cursor *ret_cur)
{
	struct cursor cur = {.conn = conn, .st = st};
	PGresult *r = NULL;

	if (stream && !st->writes) {
		TRY(open_portions(c, conn, st, v, &cur));
		TRY(fetch(c, &cur));
	} else {
		TRY(send_stmt(c, conn, st, v));
		TRY(drain(c, conn, st, &r));
		cur.handle = r;
		cur.n = r ? PQntuples(r) : 0;
	}
	*ret_cur = cur;
	return OK;
}

static enum err next(struct ctx *c, struct cursor *cur, struct sql_value *row, bool *ret_some)
{
	if (cur->portion && cur->at == cur->n && cur->n == FETCH_ROWS)
		TRY(fetch(c, cur));
	*ret_some = cur->at < cur->n;
	if (!*ret_some)
		return OK;
	for (size_t i = 0; i < cur->st->n_columns; i++)
		if (!pg_value(cur->handle, (int)cur->at, (int)i, &row[i]))
			return fail_text(c, cur->st, cur->st->columns[i].name);
	cur->at++;
	return OK;
}

static void close_cursor(struct cursor *cur)
{
	char sql[32];

	PQclear(cur->handle);
	cur->handle = NULL;
	if (!cur->portion || cur->conn->lost ||
	    PQtransactionStatus(cur->conn->pg) == PQTRANS_INERROR)
		return;
	snprintf(sql, sizeof sql, "CLOSE c%d", cur->portion);
	if (PQsendQueryParams(cur->conn->pg, sql, 0, NULL, NULL, NULL, NULL, 1))
		cur->conn->pending++;
	else
		cur->conn->lost = true;
}

/* --- the schema ---------------------------------------------------------------------------- */

/* Several statements in one text, and a whole table, need the simple protocol. */
static enum err leave_pipeline(struct ctx *c, struct conn *conn)
{
	TRY(drain(c, conn, NULL, NULL));
	resync(conn);
	return conn->lost || !PQexitPipelineMode(conn->pg) ? lost(c, conn) : OK;
}

static void enter_pipeline(struct conn *conn)
{
	if (!PQenterPipelineMode(conn->pg))
		conn->lost = true;
}

static enum err script(struct ctx *c, struct conn *conn, const char *sql)
{
	PGresult *r;
	enum err e;

	TRY(leave_pipeline(c, conn));
	r = PQexec(conn->pg, sql);
	e = is_good(r) ? OK : fail(c, conn, NULL, r);
	PQclear(r);
	enter_pipeline(conn);
	return e;
}

static enum err load(struct ctx *c, struct conn *conn, const struct load *l)
{
	PGresult *r = NULL;
	enum err e;

	TRY(leave_pipeline(c, conn));
	e = postgres_load(c, conn->pg, l, &r);
	if (e == OK && !is_good(r))
		e = fail(c, conn, NULL, r);
	PQclear(r);
	enter_pipeline(conn);
	return e;
}

/* The first value of a query made of our own names; NULL reads as 0 or no text. */
static enum err value(struct ctx *c, struct conn *conn, const char *sql, int64_t *ret_n,
                      struct str *ret_text)
{
	struct sql_value v = {0};
	PGresult *r = NULL;

	TRY(send_plain(c, conn, sql));
	TRY(drain(c, conn, NULL, &r));
	if (r && PQntuples(r) == 1)
		(void)pg_value(r, 0, 0, &v);
	if (ret_n)
		*ret_n = v.i;
	if (ret_text)
		*ret_text = str_dup(c->arena, v.s);
	PQclear(r);
	return OK;
}

static enum err alone(struct ctx *c, struct conn *conn)
{
	return value(c, conn,
	             "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('kehou.schema.' || "
	             "current_schema()), 0)) AS locked",
	             NULL, NULL);
}

static enum err has_table(struct ctx *c, struct conn *conn, const char *name, bool *ret_has)
{
	int64_t n = 0;

	TRY(value(
		c, conn,
		str_c(c->arena, str_printf(c->arena,
	                                   "SELECT count(*) FROM information_schema.tables WHERE "
	                                   "table_schema = current_schema() AND table_name = '%s'",
	                                   name)),
		&n, NULL));
	*ret_has = n > 0;
	return OK;
}

/* The first chain nobody holds. The lock lives as long as the connection, so a node that died gives
 * its chain to the next one that starts. */
static enum err chain_number(struct ctx *c, struct conn *conn, int64_t *ret_chain)
{
	for (int64_t k = 1; k <= MOST_CHAINS; k++) {
		int64_t mine = 0;

		TRY(value(c, conn,
		          str_c(c->arena, str_printf(c->arena,
		                                     "SELECT pg_try_advisory_lock(hashtext("
		                                     "'kehou.chain.' || current_schema()), %d)",
		                                     (int)k)),
		          &mine, NULL));
		if (mine) {
			*ret_chain = k;
			return OK;
		}
	}
	return fault_broken(c, "more writers than audit chains");
}

static enum err newest_id(struct ctx *c, struct conn *conn, int64_t *ret_id)
{
	struct str sql = STR_NONE;

	TRY(value(
		c, conn,
		"SELECT 'SELECT max(m) FROM (' || string_agg(format('SELECT max(id) AS m FROM %I', "
		"table_name), ' UNION ALL ') || ') AS all_ids' FROM information_schema.columns "
		"WHERE table_schema = current_schema() AND column_name = 'id' AND data_type = "
		"'bigint' AND table_name <> 'audit'",
		NULL, &sql));
	if (!str_some(sql))
		return OK;
	return value(c, conn, str_c(c->arena, sql), ret_id, NULL);
}

static enum err check(struct ctx *c, struct conn *conn, const struct stmt *st)
{
	char name[24];
	PGresult *r = NULL;
	enum err e = OK;

	TRY(send_prepare(c, conn, st));
	TRY(drain(c, conn, st, NULL));
	TRY(sent(c, conn, PQsendDescribePrepared(conn->pg, stmt_name(st, name))));
	TRY(drain(c, conn, st, &r));
	if ((size_t)PQnfields(r) != st->n_columns)
		e = fail_text(c, st, "another number of columns");
	for (size_t i = 0; e == OK && i < st->n_columns; i++)
		if (!pg_fits(&st->columns[i], PQftype(r, (int)i)))
			e = fail_text(c, st,
			              str_c(c->arena,
			                    str_printf(c->arena, "column %s has type %u",
			                               st->columns[i].name, PQftype(r, (int)i))));
	PQclear(r);
	return e;
}

const struct engine engine_postgres = {
	.connect = connect_pg,
	.disconnect = disconnect,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.savepoint = savepoint,
	.release = release,
	.rewind = rewind_verb,
	.exec = exec,
	.open = open_cursor,
	.next = next,
	.close = close_cursor,
	.load = load,
	.columns_sql = "SELECT CAST(a.attname AS TEXT),"
		       " CAST(COALESCE(array_position(CAST(i.indkey AS int2[]), a.attnum) + 1, 0) "
		       "AS BIGINT),"
		       " a.atttypid = CAST('text' AS regtype) FROM pg_attribute a JOIN pg_class t "
		       "ON t.oid = a.attrelid"
		       " LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary"
		       " WHERE t.relname = '%s' AND t.relnamespace = CAST(current_schema() AS "
		       "regnamespace)"
		       " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
	.by_bytes = " COLLATE \"C\"",
	.script = script,
	.alone = alone,
	.has_table = has_table,
	.chain = chain_number,
	.newest_id = newest_id,
	.check = check,
	.alive = alive,
};
