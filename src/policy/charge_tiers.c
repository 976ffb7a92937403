/* Prices that change with the number of units: so many at one price, every further one at another.
 * What was charged under the fee before in the term counts, so that parts come to the same as the
 * whole. */
#include "policy/charge_parts.h"
#include "policy/span.h"

static enum err bad(struct ctx *c)
{
	return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
}

/* What line j has of the unit. Of a charge that does not say it, nothing can be reckoned on. */
static enum err units_of(struct charge_run *w, const struct charge_line *o, int unit,
                         struct ratio *ret_n)
{
	struct ratio n = o->quantity;

	*ret_n = RATIO(0);
	if (o->item->before && !o->item->priced) {
		if (o->item->charged.fen == 0)
			return OK;
		if (o->item->quantity.den == 0)
			return fact_missing(w->c, "quantity");
		n = o->item->quantity;
	}
	if (o->unit == unit || o->unit == UNIT_NONE || (o->item->before && !o->item->priced)) {
		*ret_n = n;
		return OK;
	}
	return span_need(w->c, w->t->rules, o->item->facts, n, o->unit, unit, ret_n);
}

static enum err units_before(struct charge_run *w, size_t i, int unit, struct ratio *ret_n)
{
	const struct charge_line *l = &w->a->line[i];
	struct ratio n, sum = RATIO(0);

	for (size_t j = 0; j < w->a->n; j++) {
		const struct charge_line *o = &w->a->line[j];

		if (!counts_before(w, j, i, false) || (l->item->before && j > i) || !same_fee(o, l))
			continue;
		TRY(units_of(w, o, unit, &n));
		if (!ratio_add(sum, n, &sum))
			return bad(w->c);
	}
	*ret_n = sum;
	return OK;
}

static struct ratio price_beyond(const struct charge_line *l, const struct rule_value *beyond)
{
	return l->tiers->at_most ? ratio_min(l->price, beyond->then) : beyond->then;
}

struct part {
	struct ratio n, price;
	const struct rule_value *beyond; /* NULL: the first price */
};

/* The next part of what is left, which begins after `at` units; false when nothing is. */
static bool part_next(const struct charge_line *l, struct ratio *at, struct ratio upto,
                      struct part *ret_p)
{
	const struct rule_value *next = l->tiers->beyond;
	struct ratio end = upto;

	*ret_p = (struct part){.price = l->price};
	if (ratio_cmp(*at, upto) >= 0)
		return false;
	for (; next && ratio_cmp(next->number, *at) <= 0; next = next->next)
		*ret_p = (struct part){.price = price_beyond(l, next), .beyond = next};
	if (next)
		end = ratio_min(next->number, upto);
	if (!ratio_sub(end, *at, &ret_p->n))
		return false;
	*at = end;
	return true;
}

bool charge_tiers_sum(const struct charge_line *l, struct ratio before, struct ratio n,
                      struct ratio *ret_asked)
{
	struct ratio at, upto, one, sum = RATIO(0);
	struct part p;

	if (!ratio_add(l->tiers->from, before, &at) || !ratio_add(at, n, &upto))
		return false;
	while (part_next(l, &at, upto, &p)) {
		if (!ratio_mul(p.price, p.n, &one) || !ratio_add(sum, one, &sum))
			return false;
	}
	*ret_asked = sum;
	return true;
}

/* The parts as they are told; the last one holds what finds no room. */
static enum err parts_tell(struct charge_run *w, const struct charge_line *l)
{
	struct charge_tiers *t = l->tiers;
	struct ratio at = t->from, upto;
	struct part p;

	if (!ratio_add(t->from, l->quantity, &upto))
		return bad(w->c);
	while (t->n < CHARGE_TIERS && part_next(l, &at, upto, &p)) {
		t->v[t->n].n = p.n;
		t->v[t->n].price = p.price;
		t->v[t->n].written = !p.beyond    ? l->written
		                     : t->at_most ? STR_NONE
		                                  : p.beyond->then_written;
		t->n++;
	}
	return OK;
}

enum err charge_tiers_of(struct charge_run *w, size_t i, const struct rule *fee)
{
	struct charge_line *l = &w->a->line[i];
	const struct rule_value *price = fee->field[FIELD_PRICE];
	struct charge_tiers *t = NEW(w->c->arena, struct charge_tiers);

	if (!t)
		return fault_broken(w->c, "arena");
	if (l->unit == UNIT_NONE)
		l->unit = price->unit;
	if (l->unit != price->unit) /* of what would so many be beyond so many? */
		return fault_input(w->c, NULL, S("unit"), STR_NONE, price->unit_name);
	t->beyond = fee->field[FIELD_BEYOND];
	t->at_most = l->item->priced && price->bound == BOUND_AT_MOST;
	l->tiers = t;
	TRY(units_before(w, i, l->unit, &t->from));
	return parts_tell(w, l);
}

struct str charge_tiers_text(struct arena *a, const struct charge_tiers *t)
{
	struct str text = S(""), price;
	struct ratio yuan;

	for (size_t i = 0; i < t->n; i++) {
		price = ratio_whole(t->v[i].price)  ? money_text(a, FEN(t->v[i].price.num))
		        : str_some(t->v[i].written) ? t->v[i].written
		        : ratio_div(t->v[i].price, RATIO(100), &yuan) ? ratio_text(a, yuan)
		                                                      : S("");
		text = str_printf(a, "%.*s%s%.*s × %.*s", STR_FMT(text), i ? " + " : "",
		                  STR_FMT(ratio_text(a, t->v[i].n)), STR_FMT(price));
	}
	return text;
}
