#include <endian.h>
#include <libpq-fe.h>

#include "data.h"
#include "replay.h"
#include "store/stmt.h"

enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25 };

struct pipe {
	PGconn *pg;
	size_t waiting; /* answers not yet read */
};

static void broken(const struct pipe *p)
{
	give_up("reference: %s", PQerrorMessage(p->pg));
}

static void sent(struct pipe *p, int good)
{
	if (!good)
		broken(p);
	p->waiting++;
}

static void plain(struct pipe *p, const char *sql)
{
	sent(p, PQsendQueryParams(p->pg, sql, 0, NULL, NULL, NULL, NULL, 1));
}

static Oid oid_of(uint8_t type)
{
	return type == FIELD_STR                            ? OID_TEXT
	       : type == FIELD_BLOB || type == FIELD_SEALED ? OID_BYTEA
	                                                    : OID_INT8;
}

static void name(struct pipe *p, const struct step *t)
{
	Oid oid[REPLAY_PARAMS];
	char id[16];

	for (int i = 0; i < t->n; i++)
		oid[i] = oid_of(t->types[i]);
	snprintf(id, sizeof id, "s%u", t->index);
	sent(p, PQsendPrepare(p->pg, id, t->sql, t->n, oid));
}

static void run(struct pipe *p, const struct step *t)
{
	const char *v[REPLAY_PARAMS] = {0};
	int n[REPLAY_PARAMS] = {0}, format[REPLAY_PARAMS];
	int64_t number[REPLAY_PARAMS];
	char id[16];

	for (int i = 0; i < t->n; i++) {
		format[i] = 1;
		if (t->v[i].kind == SQL_I64) {
			number[i] = (int64_t)htobe64((uint64_t)t->v[i].i);
			v[i] = (const char *)&number[i];
			n[i] = sizeof number[i];
		} else if (t->v[i].kind != SQL_NULL) {
			v[i] = t->v[i].s.p;
			n[i] = (int)t->v[i].s.n;
		}
	}
	snprintf(id, sizeof id, "s%u", t->index);
	sent(p, PQsendQueryPrepared(p->pg, id, t->n, v, n, format, 1));
}

/* Everything sent so far is answered. */
static void await(struct pipe *p)
{
	PGresult *r;
	bool synced = false;

	if (!PQpipelineSync(p->pg))
		broken(p);
	while (!synced) {
		r = PQgetResult(p->pg);
		if (!r)
			continue; /* the end of one statement */
		if (PQresultStatus(r) == PGRES_FATAL_ERROR)
			broken(p);
		synced = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
		PQclear(r);
	}
	p->waiting = 0;
}

static void step(struct pipe *p, const struct step *t, struct replay *ret_r)
{
	switch (t->what) {
	case 'P':
		name(p, t);
		break;
	case 'S':
		ret_r->statements++;
		run(p, t);
		break;
	case 'B':
		plain(p, "BEGIN");
		break;
	case 'C':
		ret_r->commits++;
		plain(p, "COMMIT");
		await(p);
		break;
	case 'X':
		plain(p, "ROLLBACK");
		await(p);
		break;
	case '(':
		ret_r->verbs++;
		plain(p, "SAVEPOINT verb");
		break;
	case ')':
		plain(p, "RELEASE SAVEPOINT verb");
		break;
	case '!':
		plain(p, "ROLLBACK TO SAVEPOINT verb");
		break;
	default:
		give_up("the record is damaged");
	}
}

struct replay replay_postgres(const char *record, const char *url)
{
	struct steps s = steps_read(record);
	struct pipe p = {PQconnectdb(url), 0};
	struct replay r = {0};
	int64_t begun;

	if (PQstatus(p.pg) != CONNECTION_OK || !PQenterPipelineMode(p.pg))
		broken(&p);
	begun = load_now_us();
	for (size_t i = 0; i < s.n; i++)
		step(&p, &s.v[i], &r);
	if (p.waiting > 0)
		await(&p);
	r.seconds = (double)(load_now_us() - begun) / 1e6;
	PQfinish(p.pg);
	steps_free(&s);
	return r;
}

void postgres_run(const char *url, const char *sql)
{
	struct pipe p = {PQconnectdb(url), 0};
	PGresult *r = PQexec(p.pg, sql);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		broken(&p);
	PQclear(r);
	PQfinish(p.pg);
}
