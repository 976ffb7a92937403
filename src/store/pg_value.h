/* Values of statements as PostgreSQL's binary protocol has them. */
#ifndef STORE_PG_VALUE_H
#define STORE_PG_VALUE_H

#include <libpq-fe.h>

#include "store/stmt.h"

enum { MOST_PARAMS = 64 };

struct pg_params {
	const char *v[MOST_PARAMS];
	int n[MOST_PARAMS], formats[MOST_PARAMS];
	Oid oids[MOST_PARAMS];
	int64_t numbers[MOST_PARAMS];
};
/* The parameters of a statement; texts are borrowed from `v`. */
void pg_params_fill(const struct stmt *st, const struct sql_value *v, struct pg_params *p);
Oid pg_oid(const struct stmt_field *f);
/* May a column of this type be read into the field? */
bool pg_fits(const struct stmt_field *f, Oid oid);
/* The text is the result's. false: of a type no statement of ours answers with. */
bool pg_value(const PGresult *r, int row, int i, struct sql_value *ret_v);

#endif
