/* Prices that change with the number of units: so many at one price, every further one at another.
 * What was charged under the fee before counts, in the term or month by month as the document says,
 * so that parts come to the same as the whole. */
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

static bool counts_here(const struct charge_run *w, size_t j, size_t i)
{
	const struct charge_line *l = &w->a->line[i];

	return counts_before(w, j, i, false) && (!l->item->before || j <= i) &&
	       same_fee(&w->a->line[j], l);
}

static enum err units_before(struct charge_run *w, size_t i, int unit, struct ratio *ret_n)
{
	struct ratio n, sum = RATIO(0);

	for (size_t j = 0; j < w->a->n; j++) {
		if (!counts_here(w, j, i))
			continue;
		TRY(units_of(w, &w->a->line[j], unit, &n));
		if (!ratio_add(sum, n, &sum))
			return bad(w->c);
	}
	*ret_n = sum;
	return OK;
}

/* --- month by month ----------------------------------------------------------------------------
 */

/* As they were counted, else as the sittings fall. */
static const struct charge_counts *months_of(const struct charge_item *it)
{
	return it->by[CHARGE_MONTH].n > 0 ? &it->by[CHARGE_MONTH] : &it->spread;
}

/* From here on the line's months are these: its caps are held by the same ones. */
static enum err months_settle(struct charge_run *w, struct charge_line *l)
{
	struct charge_item *it;

	if (l->item->by[CHARGE_MONTH].n > 0)
		return OK;
	if (l->item->spread.n == 0)
		return fact_missing(w->c, "by_month");
	it = NEW(w->c->arena, struct charge_item);
	if (!it)
		return fault_broken(w->c, "arena");
	*it = *l->item;
	it->by[CHARGE_MONTH] = it->spread;
	l->item = it;
	return OK;
}

static struct charge_count *month_at(struct charge_count *v, size_t n, int64_t at)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].at == at)
			return &v[i];
	return NULL;
}

/* What line j has of the months that are asked for. */
static enum err months_add(struct charge_run *w, const struct charge_line *o,
                           const struct charge_line *l, struct charge_count *v, size_t n)
{
	const struct charge_counts *by = months_of(o->item);
	struct charge_line one = *o;
	struct charge_item item = *o->item;
	struct charge_count own;
	struct ratio units;

	if (by->n == 0 && o->item->before && !o->item->priced && o->item->charged.fen == 0)
		return OK;
	if (by->n == 0)
		return fact_missing(w->c, "by_month");
	if (o->item->dated != l->item->dated)
		return fact_missing(w->c, "dates");
	one.item = &item;
	for (size_t k = 0; k < by->n; k++) {
		struct charge_count *m = month_at(v, n, by->v[k].at);

		if (!m)
			continue;
		if (!charge_count_at(o, by, k, &own))
			return bad(w->c);
		one.quantity = item.quantity = own.n;
		TRY(units_of(w, &one, l->unit, &units));
		if (!ratio_add(m->n, units, &m->n))
			return bad(w->c);
	}
	return OK;
}

static enum err months_before(struct charge_run *w, size_t i, struct charge_tiers *t)
{
	const struct charge_line *l = &w->a->line[i];
	const struct charge_counts *by = &l->item->by[CHARGE_MONTH];
	struct charge_count *v = NEW_N(w->c->arena, by->n, struct charge_count);

	if (!v)
		return fault_broken(w->c, "arena");
	for (size_t k = 0; k < by->n; k++)
		v[k] = (struct charge_count){by->v[k].at, RATIO(0)};
	for (size_t j = 0; j < w->a->n; j++) {
		if (counts_here(w, j, i))
			TRY(months_add(w, &w->a->line[j], l, v, by->n));
	}
	t->before = v;
	t->months = by->n;
	return OK;
}

/* --- part by part ------------------------------------------------------------------------------
 */

/* A part of what is asked for the first units; false: too large to reckon with. */
static bool part_of_price(const struct charge_line *l, const struct rule_value *beyond,
                          struct ratio *ret_price)
{
	return ratio_mul(l->price, beyond->then, ret_price) &&
	       ratio_div(*ret_price, RATIO(100), ret_price);
}

static struct ratio price_beyond(const struct charge_line *l, const struct rule_value *beyond)
{
	struct ratio part = l->price;

	if (beyond->then_unit == UNIT_PERCENT) {
		(void)part_of_price(l, beyond, &part); /* tried by parts_tell() */
		return part;
	}
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

static int64_t month_of(enum charge_time t, int64_t at)
{
	if (t == CHARGE_DAY)
		return charge_time_of(CHARGE_MONTH, (struct date){(int32_t)at});
	return t == CHARGE_HALF_MONTH ? at / 2 : at;
}

struct charge_walk charge_tiers_walk(const struct charge_line *l)
{
	return (struct charge_walk){INT64_MIN, l->tiers ? l->tiers->from : RATIO(0)};
}

/* Where the walk stands when it comes to the month of `at`. */
static void walk_on(const struct charge_tiers *t, struct charge_walk *walk, int64_t month)
{
	if (!t->monthly || walk->month == month)
		return;
	*walk = (struct charge_walk){month, RATIO(0)};
	for (size_t i = 0; i < t->months; i++)
		if (t->before[i].at == month)
			walk->at = t->before[i].n;
}

bool charge_tiers_next(const struct charge_line *l, struct charge_walk *walk, enum charge_time t,
                       struct charge_count next, struct ratio *ret_asked)
{
	struct ratio upto, one, sum = RATIO(0);
	struct part p;

	walk_on(l->tiers, walk, month_of(t, next.at));
	if (!ratio_add(walk->at, next.n, &upto))
		return false;
	while (part_next(l, &walk->at, upto, &p)) {
		if (!ratio_mul(p.price, p.n, &one) || !ratio_add(sum, one, &sum))
			return false;
	}
	*ret_asked = sum;
	return true;
}

bool charge_tiers_sum(const struct charge_line *l, struct ratio *ret_asked)
{
	const struct charge_counts *by = &l->item->by[CHARGE_MONTH];
	struct charge_walk walk = charge_tiers_walk(l);
	struct charge_count own;
	struct ratio one;

	if (!l->tiers->monthly)
		return charge_tiers_next(l, &walk, CHARGE_MONTH,
		                         (struct charge_count){0, l->quantity}, ret_asked);
	*ret_asked = RATIO(0);
	for (size_t i = 0; i < by->n; i++) {
		if (!charge_count_at(l, by, i, &own) ||
		    !charge_tiers_next(l, &walk, CHARGE_MONTH, own, &one) ||
		    !ratio_add(*ret_asked, one, ret_asked))
			return false;
	}
	return true;
}

/* --- as they are told --------------------------------------------------------------------------
 */

static bool parts_of(const struct charge_line *l, struct charge_tiers *t, struct charge_walk *walk,
                     struct charge_count next)
{
	struct ratio upto;
	struct part p;

	walk_on(t, walk, next.at);
	if (!ratio_add(walk->at, next.n, &upto))
		return false;
	while (part_next(l, &walk->at, upto, &p))
		t->v[t->n++] =
			(struct charge_tier){next.at, p.n, p.price,
		                             !p.beyond ? l->written
		                             : t->at_most || p.beyond->then_unit == UNIT_PERCENT
		                                     ? STR_NONE
		                                     : p.beyond->then_written};
	return true;
}

static enum err parts_tell(struct charge_run *w, const struct charge_line *l)
{
	const struct charge_counts *by = &l->item->by[CHARGE_MONTH];
	struct charge_tiers *t = l->tiers;
	struct charge_walk walk = charge_tiers_walk(l);
	struct charge_count own;
	size_t tiers = 1;
	bool good = true;

	for (const struct rule_value *v = t->beyond; v; v = v->next) {
		struct ratio part;

		good = good && (v->then_unit != UNIT_PERCENT || part_of_price(l, v, &part));
		tiers++;
	}
	if (!good)
		return bad(w->c);
	t->v = NEW_N(w->c->arena, tiers * (t->monthly ? by->n : 1), struct charge_tier);
	if (!t->v)
		return fault_broken(w->c, "arena");
	if (!t->monthly)
		good = parts_of(l, t, &walk, (struct charge_count){0, l->quantity});
	for (size_t i = 0; t->monthly && good && i < by->n; i++)
		good = charge_count_at(l, by, i, &own) && parts_of(l, t, &walk, own);
	return good ? OK : bad(w->c);
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
	t->monthly = t->beyond->counted == COUNTED_MONTH;
	t->dated = l->item->dated;
	t->at_most = l->item->priced && price->bound == BOUND_AT_MOST;
	t->from = RATIO(0);
	l->tiers = t;
	if (t->monthly) {
		TRY(months_settle(w, l));
		TRY(months_before(w, i, t));
	} else {
		TRY(units_before(w, i, l->unit, &t->from));
	}
	return parts_tell(w, l);
}

/* "; 2026-10 " where a month begins, " + " within it. */
static struct str joint(struct arena *a, const struct charge_tiers *t, size_t i)
{
	bool begins = t->monthly && (i == 0 || t->v[i].month != t->v[i - 1].month);
	struct str month;

	if (!begins)
		return i ? S(" + ") : S("");
	month = t->dated ? charge_time_text(a, CHARGE_MONTH, t->v[i].month)
	                 : str_printf(a, "%lld:", (long long)t->v[i].month + 1);
	return str_printf(a, "%s%.*s ", i ? "; " : "", STR_FMT(month));
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
		text = str_printf(a, "%.*s%.*s%.*s × %.*s", STR_FMT(text), STR_FMT(joint(a, t, i)),
		                  STR_FMT(ratio_text(a, t->v[i].n)), STR_FMT(price));
	}
	return text;
}
