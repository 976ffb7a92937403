#include "policy/when.h"

static bool among(struct str s, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(s, v[i]))
			return true;
	}
	return false;
}

static bool in_span(const struct when *w, uint64_t size)
{
	int64_t n = size > CLASS_SIZE_MOST ? CLASS_SIZE_MOST : (int64_t)size;

	return n >= w->from && n <= w->to;
}

static enum fit one_fit(const struct when *w, const struct rule_facts *f)
{
	bool in;

	if (w->dimension == DIM_SCHOOL) {
		if (f->school.p == NULL)
			return FIT_UNKNOWN;
		in = among(f->school, w->members, w->n_members);
	} else {
		if (w->dimension < 0 || f->is[w->dimension] == 0)
			return FIT_UNKNOWN;
		in = w->dimension == DIM_CLASS_SIZE ? in_span(w, f->is[DIM_CLASS_SIZE])
		                                    : (f->is[w->dimension] & w->words) != 0;
	}
	return in != w->negated ? FIT_YES : FIT_NO;
}

enum fit when_fit(const struct when *w, const struct rule_facts *f, const struct when **ret_asked)
{
	enum fit all = FIT_YES;

	/* One plain no decides, whatever else is unknown. */
	for (; w != NULL; w = w->next) {
		enum fit one = one_fit(w, f);

		if (one == FIT_NO)
			return FIT_NO;
		if (one == FIT_UNKNOWN && all == FIT_YES) {
			all = FIT_UNKNOWN;
			*ret_asked = w;
		}
	}
	return all;
}

int when_count(const struct when *w)
{
	int n = 0;

	for (; w != NULL; w = w->next)
		n++;
	return n;
}

bool when_bound(const struct when *w)
{
	for (; w != NULL; w = w->next) {
		bool all = w->dimension == DIM_SCHOOL ? w->members != NULL
		           : w->dimension == DIM_GRADE || w->dimension == DIM_CLASS_SIZE
		                   ? true
		                   : __builtin_popcountll(w->words) == (int)w->n_texts;

		if (w->dimension < 0 || !all)
			return false;
	}
	return true;
}

/* Two conditions of one dimension. A word in common, or a word that neither shuts out. */
static bool schools_meet(const struct when *v, const struct when *w)
{
	if (v->negated && w->negated)
		return true;
	if (v->negated)
		return schools_meet(w, v);
	for (size_t i = 0; i < v->n_members; i++) {
		if (among(v->members[i], w->members, w->n_members) != w->negated)
			return true;
	}
	return false;
}

/* Spans of a class: a number in common, or one that neither shuts out. */
static bool spans_meet(const struct when *v, const struct when *w)
{
	if (v->negated && w->negated) {
		const struct when *low = v->from <= w->from ? v : w, *high = low == v ? w : v;

		return low->from > 1 || high->from > low->to + 1 ||
		       (low->to != CLASS_SIZE_OPEN && high->to != CLASS_SIZE_OPEN);
	}
	if (v->negated)
		return spans_meet(w, v);
	if (w->negated)
		return v->from < w->from || v->to > w->to;
	return v->from <= w->to && w->from <= v->to;
}

static bool one_meet(const struct when *v, const struct when *w)
{
	if (v->dimension == DIM_CLASS_SIZE)
		return spans_meet(v, w);
	if (v->dimension == DIM_SCHOOL)
		return schools_meet(v, w);
	return ((v->negated ? ~v->words : v->words) & (w->negated ? ~w->words : w->words)) != 0;
}

bool when_meet(const struct when *a, const struct when *b)
{
	for (; a != NULL; a = a->next) {
		for (const struct when *o = b; o != NULL; o = o->next) {
			if (a->dimension >= 0 && a->dimension == o->dimension && !one_meet(a, o))
				return false;
		}
	}
	return true;
}

bool when_same(const struct when *a, const struct when *b)
{
	bool same = a->negated == b->negated && str_eq(a->name, b->name) &&
	            str_eq(a->list, b->list) && a->n_texts == b->n_texts && a->from == b->from &&
	            a->to == b->to;

	for (size_t i = 0; same && i < a->n_texts; i++)
		same = str_eq(a->texts[i], b->texts[i]);
	return same && (a->dimension != DIM_GRADE || a->words == b->words);
}
