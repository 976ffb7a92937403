#include "whatif/county.h"

#include "rulebook/rulebook.h"
#include "whatif/whatif.sql.h"

/* --- by sentence ------------------------------------------------------------------------------ */

static bool same_cause(const struct whatif_cause *a, const struct whatif_cause *b)
{
	return str_eq(a->code, b->code) && str_eq(a->requirement, b->requirement) &&
	       str_eq(a->clause, b->clause) && str_eq(a->document, b->document);
}

/* A sentence of one what-if is one object, so most are found without reading it. */
size_t whatif_tally_place(struct whatif_tally *t, const struct whatif_cause *cause)
{
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].cause == cause)
			return i;
	}
	for (size_t i = 0; i < t->n; i++) {
		if (!same_cause(t->v[i].cause, cause))
			continue;
		t->v[i].cause = cause;
		return i;
	}
	if (t->n < WHATIF_CAUSES)
		t->v[t->n++] = (struct whatif_cause_sum){.cause = cause};
	return t->n - 1;
}

enum err whatif_tally_add(struct ctx *c, struct whatif_tally *t,
                          const struct whatif_cause_sum *more)
{
	struct whatif_cause_sum *sum = &t->v[whatif_tally_place(t, more->cause)];

	sum->pupils += more->pupils;
	sum->services += more->services;
	for (int side = 0; side < WHATIF_SIDES; side++) {
		if (!money_add(sum->payable[side], more->payable[side], &sum->payable[side]))
			return fault_broken(c, "what-if: a sentence's sum");
	}
	return OK;
}

/* --- a county --------------------------------------------------------------------------------- */

enum err whatif_counties(struct ctx *c, struct str code, struct county **ret_v, size_t *ret_n)
{
	struct q_whatif_counties_row *row;
	struct county *v;
	size_t n;

	TRY(q_whatif_counties(c, str_some(code) ? code : S(""), &row, &n));
	v = NEW_N(c->arena, n + 1, struct county);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		TRY(county_get(c, row[i].id, &v[i]));
		v[i].schools = row[i].schools;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err whatif_county_open(struct ctx *c, const struct whatif_question *q,
                            struct whatif_county *ret_k)
{
	struct whatif_county *k = ret_k;
	struct whatif_ask ask = {.county = &k->county, .term = &k->term, .day = q->day};
	enum err e;

	*k = (struct whatif_county){.county = q->county, .term = q->term};
	TRY(rulebook_book(c, q->county.id, INSTANT_LATEST, &ask.now));
	TRY(rulebook_book_with(c, q->county.id, q->file, q->text, &k->draft, &ask.set));
	ask.draft = k->draft;
	e = whatif_new(c, &ask, &k->w);
	if (e != OK) {
		policy_book_free(&k->draft);
		return e;
	}
	k->title = str_dup(c->arena, ask.set->document);
	k->day = whatif_day(k->w);
	return OK;
}

void whatif_county_close(struct whatif_county *k)
{
	whatif_free(&k->w);
	policy_book_free(&k->draft);
}

struct listening {
	struct whatif_county *k;
	const struct whatif_sink *sink;
};

static enum err mover(struct ctx *c, const struct whatif_mover *m, void *arg)
{
	const struct listening *l = arg;
	const struct whatif_cause_sum one = {
		.cause = m->cause,
		.pupils = 1,
		.payable = {m->payable[WHATIF_NOW], m->payable[WHATIF_DRAFT]},
	};

	TRY(whatif_tally_add(c, &l->k->tally, &one));
	return l->sink->mover && !m->counted ? l->sink->mover(c, m, l->sink->arg) : OK;
}

static enum err refusal(struct ctx *c, const struct whatif_refusal *r, void *arg)
{
	const struct listening *l = arg;
	const struct whatif_cause_sum one = {.cause = r->cause, .services = 1};

	return whatif_tally_add(c, &l->k->tally, &one);
}

static bool stop(void *arg)
{
	const struct listening *l = arg;

	return l->sink->stop && l->sink->stop(l->sink->arg);
}

enum err whatif_county_school(struct ctx *c, struct whatif_county *k, const struct school *s,
                              const struct whatif_sink *sink, struct whatif_school *ret_s)
{
	struct listening l = {k, sink};
	const struct whatif_sink all = {mover, refusal, stop, &l};

	TRY(whatif_school(c, k->w, s, &all, ret_s));
	return whatif_add(c, &k->sum, ret_s);
}
