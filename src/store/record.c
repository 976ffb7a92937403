#include "store/record.h"

#include <errno.h>

struct record {
	FILE *f;
	bool *named; /* by stmt_index() */
};

enum err record_new(struct ctx *c, const char *file, struct record **ret_r)
{
	struct record *r = calloc(1, sizeof *r);
	const char *why;

	if (!r)
		return fault_broken(c, "out of memory");
	r->named = calloc(stmt_count(), sizeof *r->named);
	r->f = fopen(file, "wxe");
	why = strerror(errno);
	if (!r->named || !r->f) {
		record_free(&r);
		return fault_broken(c, str_c(c->arena, str_printf(c->arena, "%s: %s", file, why)));
	}
	*ret_r = r;
	return OK;
}

void record_free(struct record **r)
{
	if (!*r)
		return;
	if ((*r)->f)
		fclose((*r)->f);
	free((*r)->named);
	free(*r);
	*r = NULL;
}

static void put(struct record *r, const void *p, size_t n)
{
	fwrite(p, 1, n, r->f);
}

static void put_length(struct record *r, size_t n)
{
	put(r, &(uint32_t){(uint32_t)n}, sizeof(uint32_t));
}

void record_mark(struct record *r, char what)
{
	put(r, &what, 1);
}

static void name(struct record *r, enum store_engine engine, const struct stmt *st, uint16_t index)
{
	uint16_t n = (uint16_t)st->n_params;

	r->named[index] = true;
	record_mark(r, 'P');
	put(r, &index, sizeof index);
	put(r, &n, sizeof n);
	put_length(r, strlen(st->sql[engine]));
	for (size_t i = 0; i < st->n_params; i++) {
		uint8_t type = (uint8_t)st->params[i].type;

		put(r, &type, 1);
	}
	put(r, st->sql[engine], strlen(st->sql[engine]));
}

void record_run(struct record *r, enum store_engine engine, const struct stmt *st,
                const struct sql_value *v)
{
	uint16_t index = (uint16_t)stmt_index(st);

	if (!r->named[index])
		name(r, engine, st, index);
	record_mark(r, 'S');
	put(r, &index, sizeof index);
	for (size_t i = 0; i < st->n_params; i++) {
		put(r, &(uint8_t){(uint8_t)v[i].kind}, 1);
		if (v[i].kind == SQL_I64) {
			put(r, &v[i].i, sizeof v[i].i);
		} else if (v[i].kind != SQL_NULL) {
			put_length(r, v[i].s.n);
			put(r, v[i].s.p, v[i].s.n);
		}
	}
}
