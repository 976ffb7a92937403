/* Limits over several services: on a term and a year, and on each day, half month and month. */
#include "policy/charge_parts.h"
#include "policy/span.h"

static struct str fen(struct ctx *c, struct money m)
{
	return money_text(c->arena, m);
}

static enum err bad(struct ctx *c)
{
	return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
}

bool charge_by_family(const struct rules *r)
{
	for (size_t s = 0; s < r->n; s++) {
		for (const struct rule *u = r->set[s]->rules[RULE_LIMIT]; u; u = u->next) {
			if (limit_of_family(u))
				return true;
		}
	}
	return false;
}

static inline int64_t counted(const struct tariff_limit *as, const struct charge_item *it,
                              int64_t charged)
{
	if (as->consumables)
		charged += it->consumables.fen;
	if (as->self)
		charged += it->self_purchase.fen;
	return charged;
}

static inline bool limited(const struct tariff_limit *as, const struct charge_item *it)
{
	const struct when *asked;

	return (as->kinds >> (it->kind - 1) & 1) != 0 &&
	       (as->rule->when == NULL || when_fit(as->rule->when, it->facts, &asked) != FIT_NO);
}

/* Whether line j counts in the limit over line i. */
static inline bool counts_in(const struct charge_run *w, const struct tariff_limit *as, size_t j,
                             size_t i, bool year)
{
	const struct charge_item *o = w->a->line[j].item;
	bool sibling = w->before && o->sibling;

	if (sibling ? !as->family || (o->earlier_term && !year) : !counts_before(w, j, i, year))
		return false;
	return limited(as, o);
}

/* What others count already, and what families will buy. */
static int64_t before_of_limit(const struct charge_run *w, size_t i, const struct tariff_limit *as,
                               bool year, int64_t *ret_self)
{
	int64_t sum = 0, self = w->a->line[i].item->self_purchase.fen;
	size_t end = counts_end(w, i);

	for (size_t j = 0; j < end; j++) {
		const struct charge_line *o = &w->a->line[j];

		if (!counts_in(w, as, j, i, year))
			continue;
		sum += counted(as, o->item, o->charged.fen);
		self += o->item->self_purchase.fen;
	}
	*ret_self = self;
	return sum;
}

/* How many of the cap's unit there are for the whole of what the limit is over. */
static enum err limit_units(struct charge_run *w, size_t i, const struct charge_shared *by,
                            int unit, struct ratio *ret_n)
{
	const struct charge_line *l = &w->a->line[i];
	enum charge_time t = charge_time_unit(unit);
	struct ratio own = RATIO(0), most = unit == UNIT_DAY ? w->days : w->months;

	if (t < CHARGE_TIMES && l->by[t]) {
		own = RATIO((int64_t)charge_times_together(w, i, t, by));
		/* Half months are counted or converted, never stated. */
		*ret_n =
			t != CHARGE_HALF_MONTH && most.den && ratio_cmp(most, own) > 0 ? most : own;
		return OK;
	}
	if (unit == UNIT_DAY || unit == UNIT_MONTH)
		return charge_spread(w, l, unit, &own, ret_n);
	return span_need(w->c, w->t->rules, l->item->facts, l->quantity, l->unit, unit, ret_n);
}

/* The limit in fen for the whole of what it is over. */
static enum err bound_by_unit(struct charge_run *w, size_t i, const struct charge_shared *by,
                              const struct rule_value *v, int64_t *ret_bound)
{
	struct ratio all = RATIO(0);
	struct money m;

	TRY(limit_units(w, i, by, v->unit, &all));
	if (!ratio_mul(v->number, all, &all) || !ratio_money(all, &m))
		return bad(w->c);
	*ret_bound = m.fen;
	return OK;
}

static bool shared(const struct charge_run *w, size_t j, size_t i, const void *arg)
{
	return counts_in(w, arg, j, i, false);
}

/* Nothing has to be counted for the term or the year. */
static inline enum err limit_bound(struct charge_run *w, size_t i, const struct tariff_limit *as,
                                   const struct rule_value *v, int64_t *ret_bound)
{
	struct charge_shared by = {shared, as};

	*ret_bound = v->number.num;
	return v->unit == UNIT_TERM || v->unit == UNIT_YEAR
	               ? OK
	               : bound_by_unit(w, i, &by, v, ret_bound);
}

/* --- by day and month --------------------------------------------------------------------------
 */

/* What line i and those before come to in each time, and what the limit leaves of it. */
static enum err sums_together(struct charge_run *w, size_t i, enum charge_time t, struct ratio cap,
                              const struct charge_shared *by, struct charge_sums **ret_s)
{
	const struct charge_sums *own = w->a->line[i].by[t];
	struct charge_sums *s =
		arena_take(w->c->arena, sizeof *s + own->n * sizeof(struct charge_sum));
	struct ratio before;

	if (!s)
		return fault_broken(w->c, "arena");
	*s = (struct charge_sums){.time = t, .dated = own->dated, .price = own->price};
	for (; s->n < own->n; s->n++) {
		struct charge_sum *m = &s->v[s->n];

		*m = own->v[s->n];
		if (!charge_taken_before(w, i, t, m->at, by, &before) ||
		    !ratio_add(m->taken, before, &m->asked))
			return bad(w->c);
		if (before.num > 0)
			m->n = (struct ratio){0, 0};
		m->taken = ratio_min(m->asked, cap);
	}
	*ret_s = s;
	return OK;
}

/* The first time that is above, in whole fen, as a refusal tells it. */
static enum err time_refused(struct charge_run *w, size_t i, const struct rule *limit,
                             struct ratio cap)
{
	struct charge_line *l = &w->a->line[i];
	const struct charge_sums *s = l->limit_by, *own = l->by[s->time];
	struct money all = FEN(0), mine = FEN(0);
	size_t k = 0;

	while (k + 1 < s->n && ratio_cmp(s->v[k].asked, cap) <= 0)
		k++;
	if (!ratio_money(s->v[k].asked, &all) || !ratio_money(own->v[k].taken, &mine))
		return bad(w->c);
	l->before = FEN(all.fen - mine.fen);
	l->adding = mine;
	l->bound = FEN(cap.num);
	return rule_refuse(w->c, "fee_cap_exceeded", limit, charge_yuan(w->c, s->v[k].asked),
	                   charge_yuan(w->c, cap));
}

static enum err limit_by_time(struct charge_run *w, size_t i, const struct tariff_limit *as,
                              const struct rule_value *v, enum charge_time t)
{
	struct charge_line *l = &w->a->line[i];
	struct charge_shared by = {shared, as};
	struct ratio amount = RATIO(l->charged.fen);
	const struct rule *limit = as->rule;
	struct charge_sums *s, *together;
	int64_t self, before, adding, excess;
	struct money now;
	bool above = false;

	TRY(charge_sums_of(w, i, t, amount, &s));
	if (!s)
		return OK;
	TRY(charge_sums_before(w, i, t, &by));
	TRY(sums_together(w, i, t, v->number, &by, &together));
	for (size_t k = 0; k < together->n; k++)
		above |= ratio_cmp(together->v[k].asked, v->number) > 0;
	if (!above)
		return OK;
	l->limit = limit;
	l->limit_by = together;
	if (as->refuses)
		return time_refused(w, i, limit, v->number);
	TRY(charge_times_cap(w, i, t, v->number, &by, &amount));
	TRY(charge_times_rest(w, i, t, &by, &amount));
	if (!ratio_money(amount, &now))
		return bad(w->c);
	excess = l->charged.fen - now.fen;
	before = before_of_limit(w, i, as, false, &self);
	adding = counted(as, l->item, l->charged.fen);
	l->before = FEN(before);
	l->adding = FEN(adding);
	l->bound = FEN(before + adding - excess);
	l->charged = now;
	return OK;
}

static bool tighter(const struct charge_line *l, int64_t total, int64_t bound)
{
	return l->limit == NULL || bound - total < l->bound.fen - l->before.fen - l->adding.fen;
}

static enum err limit_apply(struct charge_run *w, size_t i, const struct tariff_limit *as,
                            const struct rule_value *v)
{
	struct charge_line *l = &w->a->line[i];
	int64_t self, bound, before = before_of_limit(w, i, as, v->unit == UNIT_YEAR, &self);
	enum charge_time t = charge_time_unit(v->unit);
	int64_t adding, excess;

	if (t < CHARGE_TIMES)
		TRY(limit_by_time(w, i, as, v, t));
	adding = counted(as, l->item, l->charged.fen);
	TRY(limit_bound(w, i, as, v, &bound));
	excess = before + adding - bound;
	if (excess > 0 || tighter(l, before + adding, bound)) { /* a refusal says it too */
		l->limit = as->rule;
		l->before = FEN(before);
		l->adding = FEN(adding);
		l->bound = FEN(bound);
		l->limit_by = NULL;
	}
	if (excess > 0 && (as->refuses || excess > l->charged.fen))
		return rule_refuse(w->c, "fee_cap_exceeded", as->rule,
		                   fen(w->c, FEN(before + adding)), fen(w->c, FEN(bound)));
	if (as->warns && self > 0 && before + adding + self > bound)
		l->self_purchase_warning = true;
	if (excess <= 0)
		return OK;
	l->charged.fen -= excess;
	return charge_sums_scale(w, l, RATIO(l->charged.fen + excess), RATIO(l->charged.fen));
}

enum err charge_limits(struct charge_run *w, size_t i, const struct tariff_limits *limits)
{
	for (size_t k = 0; k < limits->n; k++) {
		const struct tariff_limit *as = &limits->v[k];

		for (const struct rule_value *v = as->rule->field[FIELD_CAP]; v; v = v->next)
			TRY(limit_apply(w, i, as, v));
	}
	return OK;
}

/* Lines charged before, among themselves, in their order. */
static bool shared_then(const struct charge_run *w, size_t j, size_t i, const void *arg)
{
	return j < i && shared(w, j, i, arg);
}

enum err charge_limits_before(struct charge_run *w, size_t i, const struct tariff_limits *limits,
                              struct ratio *amount)
{
	for (size_t k = 0; k < limits->n; k++) {
		const struct tariff_limit *as = &limits->v[k];
		struct charge_shared by = {shared_then, as};

		for (const struct rule_value *v = as->rule->field[FIELD_CAP]; v; v = v->next) {
			enum charge_time t = charge_time_unit(v->unit);
			struct charge_sums *s = NULL;

			if (t < CHARGE_TIMES && !as->refuses)
				TRY(charge_sums_of(w, i, t, *amount, &s));
			if (s)
				TRY(charge_times_cap(w, i, t, v->number, &by, amount));
		}
	}
	return OK;
}

static enum err limit_holds(struct charge_run *w, size_t i, const struct tariff_limit *as,
                            const struct rule_value *v)
{
	struct charge_line *l = &w->a->line[i];
	int64_t self, bound, all = before_of_limit(w, i, as, v->unit == UNIT_YEAR, &self);

	all += counted(as, l->item, l->charged.fen);
	TRY(limit_bound(w, i, as, v, &bound));
	if (all <= bound)
		return OK;
	return charge_hold(w, l, "fee_cap_exceeded",
	                   &(struct charge_held){
				   .rule = as->rule, .asked = RATIO(all), .allowed = RATIO(bound)});
}

enum err charge_limits_hold(struct charge_run *w, size_t i, const struct tariff_limits *limits)
{
	for (size_t k = 0; k < limits->n; k++) {
		const struct tariff_limit *as = &limits->v[k];

		for (const struct rule_value *v = as->rule->field[FIELD_CAP]; v; v = v->next)
			TRY(limit_holds(w, i, as, v));
	}
	return OK;
}
