#include "rulebook/recheck.h"

#include "crypto/hash.h"
#include "people/county.h"
#include "rulebook/internal.h"
#include "rulebook/rulebook.sql.h"

struct rechecking {
	enum err (*fn)(struct ctx *c, const struct recheck *r, void *arg);
	void *arg;
};

/* A refusal is what was looked for; everything else is trouble of ours. */
static enum err cases(struct ctx *c, edition_id id, struct recheck *r)
{
	struct case_result *v;
	struct edition e;
	size_t n;
	enum err err;

	TRY(edition_get(c, id, &e));
	err = edition_cases(c, &e, &v, &n);
	if (err == E_REFUSED || err == E_INPUT) {
		r->wrong = str_dup(c->arena, c->fault.found);
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(err);
	r->cases = (int64_t)n;
	for (size_t i = 0; i < n && !r->wrong.p; i++)
		if (!v[i].holds)
			r->wrong = str_printf(c->arena, "%.*s: %.*s, expected %.*s",
			                      STR_FMT(v[i].name), STR_FMT(v[i].found),
			                      STR_FMT(v[i].expected));
	return OK;
}

static enum err one(struct ctx *c, const struct q_verify_editions_row *row, void *arg)
{
	struct rechecking *a = arg;
	struct recheck r = {.edition = row->id,
	                    .ruleset = row->ruleset,
	                    .in_force = str_is(row->state, "published")};
	uint8_t hash[SHA256_BYTES];

	sha256(row->body, hash);
	r.hash_holds = str_eq(row->hash, BYTES(hash));
	if (r.in_force)
		TRY(cases(c, row->id, &r));
	return a->fn(c, &r, a->arg);
}

static enum err one_in_place(struct ctx *c, const struct q_verify_editions_row *row, void *arg)
{
	struct arena_mark mark = arena_mark(c->arena);
	enum err e = one(c, row, arg);

	if (e == OK)
		arena_rewind(c->arena, mark);
	return e;
}

enum err rulebook_recheck(struct ctx *c,
                          enum err (*fn)(struct ctx *c, const struct recheck *r, void *arg),
                          void *arg)
{
	struct rechecking a = {fn, arg};

	return q_verify_editions_each(c, one_in_place, &a);
}

/* `now`: what stands is asked whether it stands together; what stood need only be read. */
static enum err book_one(struct ctx *c, bool now, struct recheck_book *r)
{
	struct candidate none = {.leaves = true}; /* asks for the check, changes nothing */
	struct policy_book *book = NULL;
	enum err e = book_compose(c, r->county, r->since, now ? &none : NULL, &book);

	policy_book_free(&book);
	if (e != E_REFUSED)
		return e;
	r->wrong = str_dup(c->arena, c->fault.found);
	c->fault = (struct fault){0};
	return OK;
}

enum err rulebook_recheck_books(struct ctx *c,
                                enum err (*fn)(struct ctx *c, const struct recheck_book *r,
                                               void *arg),
                                void *arg)
{
	struct q_book_change_rows_row *row;
	struct county *v;
	size_t n, rows;

	TRY(county_list(c, &v, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(q_book_change_rows(c, v[i].id, &row, &rows));
		for (size_t k = 0; k < rows; k++) {
			struct recheck_book r = {.county = v[i].id, .since = row[k].at};

			TRY(book_one(c, k + 1 == rows, &r));
			TRY(fn(c, &r, arg));
		}
	}
	return OK;
}
