#include "whatif/county.h"

#include "funds/count.h"
#include "rulebook/rulebook.h"

static struct whatif_cause_sum *cause_of(struct whatif_tally *t, const struct whatif_cause *cause)
{
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].cause == cause)
			return &t->v[i];
	}
	if (t->n < WHATIF_CAUSES)
		t->v[t->n++] = (struct whatif_cause_sum){.cause = cause};
	return &t->v[t->n - 1];
}

enum err whatif_tally_mover(struct ctx *c, struct whatif_tally *t, const struct whatif_mover *m)
{
	struct whatif_cause_sum *sum = cause_of(t, m->cause);

	sum->pupils++;
	for (int side = 0; side < WHATIF_SIDES; side++) {
		if (!money_add(sum->payable[side], m->payable[side], &sum->payable[side]))
			return fault_broken(c, "what-if: a sentence's sum");
	}
	return OK;
}

void whatif_tally_refusal(struct whatif_tally *t, const struct whatif_refusal *r)
{
	cause_of(t, r->cause)->services++;
}

/* --- a county --------------------------------------------------------------------------------- */

static enum err mover(struct ctx *c, const struct whatif_mover *m, void *arg)
{
	return whatif_tally_mover(c, arg, m);
}

static enum err refusal(struct ctx *c, const struct whatif_refusal *r, void *arg)
{
	(void)c;
	whatif_tally_refusal(arg, r);
	return OK;
}

/* Sentences outlive the what-if they were found by. */
static enum err causes_keep(struct ctx *c, struct whatif_tally *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct whatif_cause *from = t->v[i].cause;
		struct whatif_cause *own = NEW(c->arena, struct whatif_cause);

		if (!own)
			return fault_broken(c, "arena");
		*own = (struct whatif_cause){
			.code = str_dup(c->arena, from->code),
			.requirement = str_dup(c->arena, from->requirement),
			.clause = str_dup(c->arena, from->clause),
			.document = str_dup(c->arena, from->document),
		};
		t->v[i].cause = own;
	}
	return OK;
}

static enum err schools_ask(struct ctx *c, struct whatif *w, const struct school *school,
                            struct whatif_county *k)
{
	const struct whatif_sink sink = {mover, refusal, NULL, k->tally};

	for (size_t i = 0; i < k->n; i++) {
		struct arena_mark mark = arena_mark(c->arena);

		TRY(whatif_school(c, w, &school[i], &sink, &k->school[i]));
		TRY(whatif_add(c, &k->sum, &k->school[i]));
		arena_rewind(c->arena, mark);
	}
	return causes_keep(c, k->tally);
}

static enum err county_look(struct ctx *c, edition_id edition, term_id term,
                            struct whatif_county *k)
{
	struct county *v;
	bool found = false;
	size_t n;

	TRY(edition_get(c, edition, &k->edition));
	TRY(term_asked(c, k->edition.county, term, &k->term, &found));
	if (!found)
		return fault_set(c, E_REFUSED, "whatif_no_term", NULL);
	TRY(county_list(c, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (county_id_eq(v[i].id, k->edition.county))
			k->county = v[i];
	}
	if (k->county.pupils > WHATIF_PAGE_PUPILS)
		return fault_set(
			c, E_REFUSED, "whatif_large",
			&(struct fault){
				.found = str_printf(c->arena, "%lld", (long long)k->county.pupils),
				.allowed = str_printf(c->arena, "%d", WHATIF_PAGE_PUPILS)});
	return OK;
}

enum err whatif_county_ask(struct ctx *c, edition_id edition, term_id term,
                           struct whatif_county *ret_k)
{
	struct whatif_county k = {.tally = NEW(c->arena, struct whatif_tally)};
	struct whatif_ask ask = {.county = &k.county, .term = &k.term};
	struct policy_book *draft = NULL;
	struct whatif *w = NULL;
	struct school *school;
	struct str body;
	int64_t total;
	enum err e;

	if (!k.tally)
		return fault_broken(c, "arena");
	TRY(county_look(c, edition, term, &k));
	TRY(school_list(c, k.county.id, STR_NONE, 0, 0, &school, &k.n, &total));
	k.school = NEW_N(c->arena, k.n + 1, struct whatif_school);
	if (!k.school)
		return fault_broken(c, "arena");
	TRY(edition_body(c, edition, &body));
	TRY(rulebook_book(c, k.county.id, DATE_NONE, &ask.now));
	TRY(rulebook_book_with(c, k.county.id, body, &draft, &ask.set));
	ask.draft = draft;
	e = whatif_new(c, &ask, &w);
	if (e == OK) {
		k.day = whatif_day(w);
		e = schools_ask(c, w, school, &k);
	}
	whatif_free(&w);
	policy_book_free(&draft);
	TRY(e);
	*ret_k = k;
	return OK;
}
