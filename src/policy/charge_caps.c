/* What the caps of a fee leave of one line: a day, month, term or year of it costs so much at most.
 */
#include "policy/charge_parts.h"
#include "policy/span.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

static int64_t before_of_fee(const struct charge_run *w, size_t i, bool year)
{
	const struct charge_line *l = &w->a->line[i];
	size_t end = counts_end(w, i);
	int64_t sum = 0;

	for (size_t j = 0; j < end; j++) {
		const struct charge_line *o = &w->a->line[j];

		if (counts_before(w, j, i, year) && same_fee(o, l))
			sum += o->charged.fen;
	}
	return sum;
}

enum err charge_spread(struct charge_run *w, const struct charge_line *l, int unit,
                       struct ratio *ret_own, struct ratio *ret_all)
{
	struct ratio own = unit == UNIT_DAY ? l->item->days : l->item->months;
	struct ratio all = unit == UNIT_DAY ? w->days : w->months;
	bool known = own.den != 0;

	if (!known)
		TRY(span_convert(w->c, w->t->rules, l->item->facts, l->quantity, l->unit, unit,
		                 &own, &known));
	if (!known)
		return fact_missing(w->c, unit == UNIT_DAY ? "days" : "months");
	*ret_own = own;
	*ret_all = all.den == 0 || ratio_cmp(own, all) > 0 ? own : all;
	return OK;
}

/* Evenly, where the counts of each day or month are not known. */
static enum err cap_by_spread(struct charge_run *w, size_t i, const struct rule_value *v,
                              struct ratio *amount)
{
	struct ratio own = RATIO(0), all = RATIO(0), most;

	TRY(charge_spread(w, &w->a->line[i], v->unit, &own, &all));
	if (!ratio_mul(v->number, own, &most) || !ratio_mul(v->number, all, &all) ||
	    !ratio_sub(all, RATIO(before_of_fee(w, i, false)), &all))
		return bad(w->c, v->unit == UNIT_DAY ? "days" : "months");
	*amount = ratio_min(*amount, ratio_min(most, all));
	return OK;
}

static enum err cap_most(struct charge_run *w, size_t i, const struct rule_value *v,
                         struct ratio *amount)
{
	const struct charge_line *l = &w->a->line[i];
	struct ratio n, most;

	if (v->unit == UNIT_DAY || v->unit == UNIT_MONTH)
		return cap_by_spread(w, i, v, amount);
	if (v->unit == UNIT_TERM || v->unit == UNIT_YEAR) {
		most = RATIO(v->number.num - before_of_fee(w, i, v->unit == UNIT_YEAR));
	} else {
		TRY(span_need(w->c, w->t->rules, l->item->facts, l->quantity, l->unit, v->unit,
		              &n));
		if (!ratio_mul(v->number, n, &most))
			return bad(w->c, "quantity");
	}
	*amount = ratio_min(*amount, most);
	return OK;
}

/* A price for the term, and no second one under the same fee. */
static enum err once_a_term(struct charge_run *w, size_t i, const struct rule *fee)
{
	struct charge_line *l = &w->a->line[i];

	for (const struct rule_value *v = fee->field[FIELD_PRICE]; v != NULL; v = v->next) {
		int64_t before;
		struct ratio most;

		if (v->unit != UNIT_TERM || v->bound == BOUND_AT_LEAST)
			continue;
		before = before_of_fee(w, i, false);
		if (before == 0 || l->gross.fen == 0)
			continue;
		if (l->unit != UNIT_TERM || ratio_cmp(l->quantity, RATIO(1)) <= 0)
			most = v->number;
		else if (!ratio_mul(v->number, l->quantity, &most))
			return bad(w->c, "quantity");
		if (ratio_cmp(RATIO(before + l->gross.fen), most) > 0)
			return charge_hold(
				w, l, "fee_cap_exceeded",
				&(struct charge_held){.rule = fee,
			                              .asked = RATIO(before + l->gross.fen),
			                              .allowed = most});
	}
	return OK;
}

static bool fee_shared(const struct charge_run *w, size_t j, size_t i, const void *arg)
{
	(void)arg;
	return counts_before(w, j, i, false) && same_fee(&w->a->line[j], &w->a->line[i]);
}

/* Lines charged before, among themselves, in their order. */
static bool fee_shared_then(const struct charge_run *w, size_t j, size_t i, const void *arg)
{
	return j < i && fee_shared(w, j, i, arg);
}

/* Caps on days, half months and months whose counts are known, the shortest first: a month is what
 * its days are charged. `*done`: a bit for each time that was held so. */
static enum err caps_by_time(struct charge_run *w, size_t i, const struct rule *fee,
                             const struct charge_shared *by, struct ratio *amount, unsigned *done)
{
	struct charge_line *l = &w->a->line[i];
	enum charge_time last = CHARGE_DAY;

	if (!has_counts(l->item))
		return OK;
	for (enum charge_time t = CHARGE_DAY; t < CHARGE_TIMES; t++) {
		for (const struct rule_value *v = fee->field[FIELD_CAP]; v; v = v->next) {
			struct ratio was = *amount;
			struct charge_sums *s;

			if (charge_time_unit(v->unit) != t)
				continue;
			TRY(charge_sums_of(w, i, t, *amount, &s));
			if (!s)
				continue;
			TRY(charge_times_cap(w, i, t, v->number, by, amount));
			*done |= 1U << t;
			if (ratio_cmp(*amount, was) < 0)
				l->cap = v;
			last = t;
		}
	}
	return l->cap ? charge_times_rest(w, i, last, by, amount) : OK;
}

/* What rounding would take above a cap is rounded down instead. */
static enum err caps_round(struct charge_run *w, size_t i, const struct rule *fee,
                           const struct charge_shared *by, unsigned done, struct ratio amount)
{
	struct charge_line *l = &w->a->line[i];
	const struct rule *rule = charge_rounding(l);
	struct ratio room;

	if (!rounding_money(rule, amount, &l->capped))
		return bad(w->c, "price");
	room = RATIO(l->capped.fen);
	if (!rule || ratio_cmp(room, amount) <= 0)
		return OK;
	for (const struct rule_value *v = fee->field[FIELD_CAP]; v != NULL; v = v->next) {
		enum charge_time t = charge_time_unit(v->unit);

		if (done >> t & 1)
			TRY(charge_times_cap(w, i, t, v->number, by, &room));
		else
			TRY(cap_most(w, i, v, &room));
		if (l->cap == NULL && ratio_cmp(room, RATIO(l->capped.fen)) < 0)
			l->cap = v;
	}
	if (ratio_cmp(room, RATIO(l->capped.fen)) >= 0)
		return OK;
	return rounding_down(rule, amount, &l->capped) ? OK : bad(w->c, "price");
}

enum err charge_caps(struct charge_run *w, size_t i, const struct rule *fee, struct ratio amount)
{
	struct charge_line *l = &w->a->line[i];
	struct charge_shared by = {fee_shared, NULL};
	unsigned done = 0;

	TRY(once_a_term(w, i, fee));
	TRY(caps_by_time(w, i, fee, &by, &amount, &done));
	for (const struct rule_value *v = fee->field[FIELD_CAP]; v != NULL; v = v->next) {
		struct ratio was = amount;

		if (done >> charge_time_unit(v->unit) & 1)
			continue;
		TRY(cap_most(w, i, v, &amount));
		if (amount.num < 0)
			amount = RATIO(0);
		if (ratio_cmp(amount, was) < 0) {
			l->cap = v;
			TRY(charge_sums_scale(w, l, was, amount));
		}
	}
	return caps_round(w, i, fee, &by, done, amount);
}

enum err charge_caps_before(struct charge_run *w, size_t i, const struct rule *fee,
                            struct ratio *amount)
{
	struct charge_shared by = {fee_shared_then, NULL};
	unsigned done = 0;

	TRY(caps_by_time(w, i, fee, &by, amount, &done));
	w->a->line[i].cap = NULL;
	return OK;
}
