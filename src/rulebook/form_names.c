/* What a set and those above it declare: words that forms offer beside the built-in ones. */
#include "rulebook/form.h"

enum { ABOVE_MOST = 16 };

static bool had(const struct form_names *names, const struct declaration *d)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i]->lexicon == d->lexicon && names->v[i]->dimension == d->dimension &&
		    str_eq(names->v[i]->name, d->name))
			return true;
	return false;
}

static void names_take(struct form_names *names, const struct rule_set *s, size_t room)
{
	for (const struct declaration *d = s->declared; d; d = d->next)
		if (names->n < room && !had(names, d))
			names->v[names->n++] = d;
}

static size_t declared_in(const struct policy_book *book, const struct rule_set *s)
{
	size_t n = 0;

	for (const struct declaration *d = s->declared; d; d = d->next)
		n++;
	for (const struct rule_set *t = policy_book_sets(book); t; t = t->next)
		for (const struct declaration *d = t->declared; d; d = d->next)
			n++;
	return n;
}

enum err form_names_of(struct ctx *c, const struct policy_book *book, const struct rule_set *s,
                       struct form_names *ret_n)
{
	size_t room = declared_in(book, s);
	struct form_names names = {.v = NEW_N(c->arena, room + 1, const struct declaration *),
	                           .set = s};
	struct str id = s->under;

	if (!names.v)
		return fault_broken(c, "arena");
	names_take(&names, s, room);
	for (int depth = 0; str_some(id) && depth < ABOVE_MOST; depth++) {
		struct str above = STR_NONE;

		for (const struct rule_set *t = policy_book_sets(book); t; t = t->next) {
			if (!str_eq(t->id, id))
				continue;
			names_take(&names, t, room);
			above = above.p ? above : t->under;
		}
		id = above;
	}
	*ret_n = names;
	return OK;
}
