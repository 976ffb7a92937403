#include "replay.h"

#include <sqlite3.h>

#include "data.h"
#include "store/stmt.h"

/* --- the record ------------------------------------------------------------------------------- */

struct scan {
	const char *p, *end;
};

static void take(struct scan *s, void *to, size_t n)
{
	if ((size_t)(s->end - s->p) < n)
		give_up("the record is cut off");
	memcpy(to, s->p, n);
	s->p += n;
}

static const char *take_text(struct scan *s, size_t n)
{
	const char *p = s->p;

	if ((size_t)(s->end - s->p) < n)
		give_up("the record is cut off");
	s->p += n;
	return p;
}

static char *whole_file(const char *name, size_t *ret_n)
{
	FILE *f = fopen(name, "re");
	char *p = NULL;
	long n;

	if (!f || fseek(f, 0, SEEK_END) != 0 || (n = ftell(f)) <= 0)
		give_up("%s: no record", name);
	rewind(f);
	p = malloc((size_t)n);
	if (!p || fread(p, 1, (size_t)n, f) != (size_t)n)
		give_up("%s cannot be read", name);
	fclose(f);
	*ret_n = (size_t)n;
	return p;
}

static void scan_name(struct scan *s, struct step *t)
{
	uint32_t length;
	char *sql;

	take(s, &t->index, sizeof t->index);
	take(s, &t->n, sizeof t->n);
	take(s, &length, sizeof length);
	if (t->index >= REPLAY_STATEMENTS || t->n > REPLAY_PARAMS)
		give_up("the record has too many statements");
	t->types = (const uint8_t *)take_text(s, t->n);
	sql = malloc(length + 1);
	if (!sql)
		give_up("out of memory");
	take(s, sql, length);
	sql[length] = '\0';
	t->sql = sql;
}

static void scan_values(struct scan *s, struct step_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t length;

		take(s, &v[i].kind, 1);
		if (v[i].kind == SQL_I64) {
			take(s, &v[i].i, sizeof v[i].i);
		} else if (v[i].kind != SQL_NULL) {
			take(s, &length, sizeof length);
			v[i].s = (struct str){take_text(s, length), length};
		}
	}
}

struct steps steps_read(const char *record)
{
	size_t bytes, used = 0;
	struct steps r = {.text = whole_file(record, &bytes)};
	struct scan s = {r.text, r.text + bytes};
	uint16_t params[REPLAY_STATEMENTS] = {0};

	r.v = calloc(bytes, sizeof *r.v); /* a step is a byte at least, a value too: untouched */
	r.values = calloc(bytes, sizeof *r.values); /* memory costs nothing */
	if (!r.v || !r.values)
		give_up("out of memory");
	while (s.p < s.end) {
		struct step *t = &r.v[r.n++];

		take(&s, &t->what, 1);
		if (t->what == 'P') {
			scan_name(&s, t);
			params[t->index] = t->n;
		} else if (t->what == 'S') {
			take(&s, &t->index, sizeof t->index);
			if (t->index >= REPLAY_STATEMENTS)
				give_up("the record is damaged");
			t->n = params[t->index];
			t->v = r.values + used;
			used += t->n;
			scan_values(&s, t->v, t->n);
		}
	}
	return r;
}

void steps_free(struct steps *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].what == 'P')
			free((void *)(uintptr_t)s->v[i].sql);
	free(s->v);
	free(s->values);
	free(s->text);
}

/* --- SQLite ----------------------------------------------------------------------------------- */

struct bare {
	sqlite3 *db;
	sqlite3_stmt *q[REPLAY_STATEMENTS];
	uint8_t place[REPLAY_STATEMENTS][REPLAY_PARAMS];
	sqlite3_stmt *begin, *commit, *rollback, *savepoint, *release, *rewind;
	size_t batch, in_batch;
};

static void check(struct bare *b, int rc)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
		give_up("reference: %s", sqlite3_errmsg(b->db));
}

static sqlite3_stmt *prepared(struct bare *b, const char *sql)
{
	sqlite3_stmt *q = NULL;

	check(b, sqlite3_prepare_v3(b->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q, NULL));
	return q;
}

static void open_bare(struct bare *b, const char *db)
{
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(db, &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		give_up("reference: cannot open %s", db);
	check(b, sqlite3_exec(b->db,
	                      "PRAGMA cache_size = -12288; PRAGMA temp_store = MEMORY;"
	                      "PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;"
	                      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
	                      "PRAGMA wal_autocheckpoint = 60000;"
	                      "PRAGMA journal_size_limit = 268435456",
	                      NULL, NULL, NULL));
	b->begin = prepared(b, "BEGIN IMMEDIATE");
	b->commit = prepared(b, "COMMIT");
	b->rollback = prepared(b, "ROLLBACK");
	b->savepoint = prepared(b, "SAVEPOINT verb");
	b->release = prepared(b, "RELEASE verb");
	b->rewind = prepared(b, "ROLLBACK TO verb");
}

static void name_bare(struct bare *b, const struct step *t)
{
	b->q[t->index] = prepared(b, t->sql);
	for (int i = 0; i < t->n; i++) {
		char name[24];

		snprintf(name, sizeof name, "$%d", i + 1);
		b->place[t->index][i] = (uint8_t)sqlite3_bind_parameter_index(b->q[t->index], name);
	}
}

static void fixed(struct bare *b, sqlite3_stmt *q)
{
	check(b, sqlite3_step(q));
	sqlite3_reset(q);
}

static void run_bare(struct bare *b, const struct step *t)
{
	sqlite3_stmt *q = b->q[t->index];
	int rc;

	for (int i = 0; i < t->n; i++) {
		const struct step_value *v = &t->v[i];
		int at = b->place[t->index][i];

		if (v->kind == SQL_I64)
			sqlite3_bind_int64(q, at, v->i);
		else if (v->kind == SQL_TEXT)
			sqlite3_bind_text64(q, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
		else if (v->kind == SQL_BLOB)
			sqlite3_bind_blob64(q, at, v->s.p, v->s.n, SQLITE_STATIC);
		else
			sqlite3_bind_null(q, at);
	}
	do
		rc = sqlite3_step(q);
	while (rc == SQLITE_ROW);
	check(b, rc);
	sqlite3_reset(q);
}

static void commit_bare(struct bare *b, struct replay *r)
{
	b->in_batch = 0;
	r->commits++;
	fixed(b, b->commit);
}

static void step_bare(struct bare *b, const struct step *t, struct replay *r)
{
	switch (t->what) {
	case 'P':
		name_bare(b, t);
		break;
	case 'S':
		r->statements++;
		run_bare(b, t);
		break;
	case 'B':
		if (sqlite3_get_autocommit(b->db))
			fixed(b, b->begin);
		break;
	case 'C':
		if (b->batch == 0)
			commit_bare(b, r);
		break;
	case 'X':
		if (!sqlite3_get_autocommit(b->db))
			fixed(b, b->rollback);
		break;
	case '(':
		r->verbs++;
		fixed(b, b->savepoint);
		break;
	case ')':
		fixed(b, b->release);
		if (b->batch > 0 && ++b->in_batch == b->batch) {
			commit_bare(b, r);
			fixed(b, b->begin);
		}
		break;
	case '!':
		fixed(b, b->rewind);
		fixed(b, b->release);
		break;
	default:
		give_up("the record is damaged");
	}
}

struct replay replay_sqlite(const char *record, const char *db, struct replay_how how)
{
	struct steps s = steps_read(record);
	struct bare *b = calloc(1, sizeof *b);
	struct replay r = {0};
	int64_t begun;

	if (!b)
		give_up("out of memory");
	open_bare(b, db);
	b->batch = how.batch;
	begun = load_now_us();
	for (size_t i = 0; i < s.n && !(how.most && r.verbs == how.most && s.v[i].what == '('); i++)
		step_bare(b, &s.v[i], &r);
	if (!sqlite3_get_autocommit(b->db))
		commit_bare(b, &r);
	r.seconds = (double)(load_now_us() - begun) / 1e6;
	for (size_t i = 0; i < REPLAY_STATEMENTS; i++)
		sqlite3_finalize(b->q[i]);
	sqlite3_finalize(b->begin);
	sqlite3_finalize(b->commit);
	sqlite3_finalize(b->rollback);
	sqlite3_finalize(b->savepoint);
	sqlite3_finalize(b->release);
	sqlite3_finalize(b->rewind);
	sqlite3_close(b->db);
	free(b);
	steps_free(&s);
	return r;
}
