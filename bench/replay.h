/* The reference of the rush: what the writer executed (store/record.h), run again by nothing but
 * the engine's own library on a copy of the same database, in the same transactions. */
#ifndef BENCH_REPLAY_H
#define BENCH_REPLAY_H

#include "base/str.h"

struct replay {
	double seconds; /* statements and commits alone; reading the file is not counted */
	size_t verbs, commits, statements;
};

/* The bare SQLite API, prepared statements, the writer's pragmas. Gives up on any error. */
struct replay_how {
	size_t batch; /* verbs a commit; 0: those the record has */
	size_t most;  /* verbs; 0: all */
};
struct replay replay_sqlite(const char *record, const char *db, struct replay_how how);
/* libpq in pipeline mode: a batch is sent whole and awaited once, at its commit. */
struct replay replay_postgres(const char *record, const char *url);
/* One statement without an answer. Gives up on any error. */
void postgres_run(const char *url, const char *sql);

/* --- shared by the two ------------------------------------------------------------------------ */

enum { REPLAY_STATEMENTS = 2048, REPLAY_PARAMS = 64 };

struct step_value {
	uint8_t kind; /* enum sql_kind */
	int64_t i;
	struct str s;
};
struct step {
	char what; /* as in store/record.h */
	uint16_t index, n;
	struct step_value *v; /* 'S' */
	const uint8_t *types; /* 'P' */
	const char *sql;      /* 'P' */
};
struct steps {
	char *text;
	struct step *v;
	struct step_value *values;
	size_t n;
};
struct steps steps_read(const char *record);
void steps_free(struct steps *s);

#endif
