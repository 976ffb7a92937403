/* The tables of decisions as forms read them. */
#include "policy/quote_table.h"

static const struct decision *decision_at(size_t i)
{
	for (size_t t = 0; t < DECISIONS_N; t++) {
		if (i < DECISIONS_ALL[t]->n)
			return &DECISIONS_ALL[t]->v[i];
		i -= DECISIONS_ALL[t]->n;
	}
	return NULL;
}

static const struct decision *decision_named(struct str name)
{
	const struct decision *d;

	for (size_t i = 0; (d = decision_at(i)) != NULL; i++) {
		if (str_is(name, d->name))
			return d;
	}
	return NULL;
}

struct str quote_decision(size_t i)
{
	const struct decision *d = decision_at(i);

	return d ? str_of(d->name) : STR_NONE;
}

bool quote_fact(struct str decision, size_t i, struct quote_fact *ret_f)
{
	const struct decision *d = decision_named(decision);
	const struct fact *f;
	bool item;

	if (d == NULL || i >= d->facts.n + d->items.n)
		return false;
	item = i >= d->facts.n;
	f = item ? &d->items.v[i - d->facts.n] : &d->facts.v[i];
	*ret_f = (struct quote_fact){str_of(f->name), f->type, f->words, f->lexicon, item};
	return true;
}

struct str quote_answers(struct str decision)
{
	const struct decision *d = decision_named(decision);

	return d ? str_of(d->answers) : STR_NONE;
}
