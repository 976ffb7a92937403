#include "store/pg_value.h"

#include <endian.h>

enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };

Oid pg_oid(const struct stmt_field *f)
{
	switch (f->type) {
	case FIELD_STR:
		return OID_TEXT;
	case FIELD_BLOB:
	case FIELD_SEALED:
		return OID_BYTEA;
	default:
		return OID_INT8;
	}
}

void pg_params_fill(const struct stmt *st, const struct sql_value *v, struct pg_params *p)
{
	for (size_t i = 0; i < st->n_params; i++) {
		p->formats[i] = 1;
		p->oids[i] = pg_oid(&st->params[i]);
		p->v[i] = NULL;
		p->n[i] = 0;
		if (v[i].kind == SQL_I64) {
			p->numbers[i] = (int64_t)htobe64((uint64_t)v[i].i);
			p->v[i] = (const char *)&p->numbers[i];
			p->n[i] = sizeof p->numbers[i];
		} else if (v[i].kind != SQL_NULL) {
			p->v[i] = v[i].s.p;
			p->n[i] = (int)v[i].s.n;
		}
	}
}

bool pg_value(const PGresult *r, int row, int i, struct sql_value *ret_v)
{
	const char *p = PQgetvalue(r, row, i);
	uint64_t wide;
	uint32_t word;
	uint16_t half;

	if (PQgetisnull(r, row, i)) {
		*ret_v = sql_null();
		return true;
	}
	switch (PQftype(r, i)) {
	case OID_INT8:
		memcpy(&wide, p, sizeof wide);
		*ret_v = sql_i64((int64_t)be64toh(wide));
		return true;
	case OID_INT4:
		memcpy(&word, p, sizeof word);
		*ret_v = sql_i64((int32_t)be32toh(word));
		return true;
	case OID_INT2:
		memcpy(&half, p, sizeof half);
		*ret_v = sql_i64((int16_t)be16toh(half));
		return true;
	case OID_BOOL:
		*ret_v = sql_i64(p[0]);
		return true;
	case OID_TEXT:
	case OID_BYTEA:
		*ret_v = (struct sql_value){.kind = PQftype(r, i) == OID_TEXT ? SQL_TEXT : SQL_BLOB,
		                            .s = {p, (size_t)PQgetlength(r, row, i)}};
		return true;
	default: /* a sum without its CAST */
		return false;
	}
}

bool pg_fits(const struct stmt_field *f, Oid oid)
{
	switch (f->type) {
	case FIELD_STR:
		return oid == OID_TEXT;
	case FIELD_BLOB:
	case FIELD_SEALED:
		return oid == OID_BYTEA;
	default:
		return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2 || oid == OID_BOOL;
	}
}
