/* Caps on a day, a half month or a month, each held against what that day or month itself comes
 * to. */
#include "policy/charge_parts.h"

static enum err bad(struct ctx *c)
{
	return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
}

static bool told_singly(const struct rule *rule)
{
	for (; rule; rule = rule->next) {
		for (const struct rule_value *v = rule->field[FIELD_CAP]; v; v = v->next) {
			if (charge_time_unit(v->unit) < CHARGE_TIMES)
				return true;
		}
		if (rule->field[FIELD_BEYOND])
			return true;
	}
	return false;
}

bool charge_by_time(const struct rules *r)
{
	for (size_t s = 0; s < r->n; s++) {
		if (told_singly(r->set[s]->rules[RULE_FEE]) ||
		    told_singly(r->set[s]->rules[RULE_LIMIT]))
			return true;
	}
	return false;
}

/* --- one line ----------------------------------------------------------------------------------
 */

static struct charge_sums *sums_new(struct charge_run *w, const struct charge_line *l,
                                    enum charge_time t, size_t n)
{
	struct charge_sums *s = arena_take(w->c->arena, sizeof *s + n * sizeof(struct charge_sum));

	if (s)
		*s = (struct charge_sums){.time = t, .dated = l->item->dated, .price = l->price};
	return s;
}

bool charge_count_at(const struct charge_line *l, const struct charge_counts *by, size_t i,
                     struct charge_count *ret_n)
{
	struct ratio sum = RATIO(0), part;

	*ret_n = by->v[i];
	if (l->item->unit == UNIT_NONE || l->item->unit == l->unit)
		return true;
	for (size_t k = 0; k < by->n; k++) {
		if (!ratio_add(sum, by->v[k].n, &sum))
			return false;
	}
	return sum.num == 0 ||
	       (ratio_mul(l->quantity, by->v[i].n, &part) && ratio_div(part, sum, &ret_n->n));
}

static enum err from_counts(struct charge_run *w, struct charge_line *l, enum charge_time t,
                            struct ratio amount)
{
	const struct charge_counts *by = &l->item->by[t];
	struct charge_sums *s = sums_new(w, l, t, by->n);
	struct charge_walk walk = charge_tiers_walk(l);
	struct charge_count one;
	struct ratio asked;

	if (!s)
		return fault_broken(w->c, "arena");
	if (l->tiers && l->tiers->monthly && t < CHARGE_MONTH && !l->item->dated)
		return fact_missing(w->c, "dates"); /* of which month is a day? */
	for (; s->n < by->n; s->n++) {
		if (!charge_count_at(l, by, s->n, &one) ||
		    (l->tiers ? !charge_tiers_next(l, &walk, t, one, &asked)
		              : !ratio_mul(l->price, one.n, &asked)))
			return bad(w->c);
		s->v[s->n] = (struct charge_sum){one.at, one.n, asked, asked};
	}
	l->by[t] = s;
	if (!charge_asked(l, &asked))
		return bad(w->c);
	return ratio_cmp(amount, RATIO(l->gross.fen)) < 0 ? charge_sums_scale(w, l, asked, amount)
	                                                  : OK;
}

static int64_t longer(const struct charge_sums *s, enum charge_time t, int64_t at)
{
	return s->time == CHARGE_DAY ? charge_time_of(t, (struct date){(int32_t)at}) : at / 2;
}

/* A month is what the caps leave of its days. */
static enum err from_shorter(struct charge_run *w, struct charge_line *l,
                             const struct charge_sums *of, enum charge_time t)
{
	struct charge_sums *s = sums_new(w, l, t, of->n);

	if (!s)
		return fault_broken(w->c, "arena");
	for (size_t i = 0; i < of->n; i++) {
		int64_t at = longer(of, t, of->v[i].at);
		struct charge_sum *m;

		if (s->n == 0 || s->v[s->n - 1].at != at)
			s->v[s->n++] = (struct charge_sum){at, RATIO(0), RATIO(0), RATIO(0)};
		m = &s->v[s->n - 1];
		if (!ratio_add(m->n, of->v[i].n, &m->n) ||
		    !ratio_add(m->asked, of->v[i].taken, &m->asked))
			return bad(w->c);
		m->taken = m->asked;
	}
	l->by[t] = s;
	return OK;
}

static bool reduced(const struct charge_sums *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (ratio_cmp(s->v[i].taken, s->v[i].asked) < 0)
			return true;
	}
	return false;
}

enum err charge_sums_of(struct charge_run *w, size_t i, enum charge_time t, struct ratio amount,
                        struct charge_sums **ret_s)
{
	struct charge_line *l = &w->a->line[i];

	for (int f = (int)t - 1; f >= 0 && !l->by[t]; f--) {
		if (!l->by[f])
			continue;
		if (l->item->dated)
			TRY(from_shorter(w, l, l->by[f], t));
		else if (l->item->by[t].n > 0 && reduced(l->by[f]))
			return fact_missing(w->c, "dates"); /* which month lost them */
	}
	if (!l->by[t] && l->item->by[t].n > 0)
		TRY(from_counts(w, l, t, amount));
	*ret_s = l->by[t];
	return OK;
}

enum err charge_sums_scale(struct charge_run *w, struct charge_line *l, struct ratio was,
                           struct ratio now)
{
	struct ratio part;

	if (!has_sums(l) || ratio_cmp(now, was) >= 0)
		return OK;
	if (was.num == 0 || !ratio_div(now, was, &part))
		return bad(w->c);
	for (int t = 0; t < CHARGE_TIMES; t++) {
		for (size_t i = 0; l->by[t] && i < l->by[t]->n; i++) {
			if (!ratio_mul(l->by[t]->v[i].taken, part, &l->by[t]->v[i].taken))
				return bad(w->c);
		}
	}
	return OK;
}

/* --- several -----------------------------------------------------------------------------------
 */

static const struct charge_sum *sum_at(const struct charge_sums *s, int64_t at)
{
	size_t low = 0, high = s ? s->n : 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->v[mid].at == at)
			return &s->v[mid];
		if (s->v[mid].at < at)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

enum err charge_sums_before(struct charge_run *w, size_t i, enum charge_time t,
                            const struct charge_shared *by)
{
	struct charge_sums *s = NULL;

	for (size_t j = 0; j < w->a->n; j++) {
		if (!by->shares(w, j, i, by->arg))
			continue;
		TRY(charge_sums_of(w, j, t, RATIO(w->a->line[j].charged.fen), &s));
		if (s && s->dated != w->a->line[i].item->dated)
			return fact_missing(w->c, "dates");
	}
	return OK;
}

bool charge_taken_before(const struct charge_run *w, size_t i, enum charge_time t, int64_t at,
                         const struct charge_shared *by, struct ratio *ret_sum)
{
	*ret_sum = RATIO(0);
	for (size_t j = 0; j < w->a->n; j++) {
		const struct charge_sum *m = sum_at(w->a->line[j].by[t], at);

		if (m && by->shares(w, j, i, by->arg) && !ratio_add(*ret_sum, m->taken, ret_sum))
			return false;
	}
	return true;
}

size_t charge_times_together(const struct charge_run *w, size_t i, enum charge_time t,
                             const struct charge_shared *by)
{
	size_t n = w->a->line[i].by[t]->n;

	for (size_t j = 0; j < w->a->n; j++) {
		const struct charge_sums *s = w->a->line[j].by[t];

		if (!s || !by->shares(w, j, i, by->arg))
			continue;
		for (size_t k = 0; k < s->n; k++) {
			bool seen = sum_at(w->a->line[i].by[t], s->v[k].at) != NULL;

			for (size_t e = 0; e < j && !seen; e++)
				seen = by->shares(w, e, i, by->arg) &&
				       sum_at(w->a->line[e].by[t], s->v[k].at) != NULL;
			n += !seen;
		}
	}
	return n;
}

static struct ratio least_none(struct ratio r)
{
	return r.num < 0 ? RATIO(0) : r;
}

/* Of all lines that share the cap: what was taken, exact, and what was charged, in whole fen. */
static bool shared_sums(const struct charge_run *w, size_t i, enum charge_time t,
                        const struct charge_shared *by, struct ratio *exact, int64_t *fen)
{
	*fen = 0;
	for (size_t j = 0; j < w->a->n; j++) {
		const struct charge_sums *s = w->a->line[j].by[t];

		if (!s || (j != i && !by->shares(w, j, i, by->arg)))
			continue;
		*fen += j == i ? 0 : w->a->line[j].charged.fen;
		for (size_t k = 0; k < s->n; k++) {
			if (!ratio_add(*exact, s->v[k].taken, exact))
				return false;
		}
	}
	return true;
}

/* Lines rounded up one by one must not come to more than all days together. */
static enum err whole_times(struct charge_run *w, size_t i, enum charge_time t, struct ratio cap,
                            const struct charge_shared *by, struct ratio *amount)
{
	struct ratio exact = RATIO(0), room;
	int64_t before;

	if (!shared_sums(w, i, t, by, &exact, &before))
		return bad(w->c);
	if (before == 0)
		return OK;
	if (!ratio_mul(cap, RATIO((int64_t)charge_times_together(w, i, t, by)), &room) ||
	    !ratio_sub(room, RATIO(before), &room))
		return bad(w->c);
	*amount = ratio_min(*amount, least_none(room));
	return OK;
}

enum err charge_times_cap(struct charge_run *w, size_t i, enum charge_time t, struct ratio cap,
                          const struct charge_shared *by, struct ratio *amount)
{
	struct charge_sums *s = w->a->line[i].by[t];
	struct ratio sum = RATIO(0), room;
	bool above = false;

	TRY(charge_sums_before(w, i, t, by));
	for (size_t k = 0; k < s->n; k++) {
		if (!charge_taken_before(w, i, t, s->v[k].at, by, &room) ||
		    !ratio_sub(cap, room, &room))
			return bad(w->c);
		room = least_none(room);
		above |= ratio_cmp(s->v[k].taken, room) > 0;
		s->v[k].taken = ratio_min(s->v[k].taken, room);
		if (!ratio_add(sum, s->v[k].taken, &sum))
			return bad(w->c);
	}
	if (above)
		*amount = ratio_min(*amount, sum);
	return whole_times(w, i, t, cap, by, amount);
}

enum err charge_times_rest(struct charge_run *w, size_t i, enum charge_time t,
                           const struct charge_shared *by, struct ratio *amount)
{
	struct ratio exact = RATIO(0);
	struct money together;
	int64_t before;

	if (!shared_sums(w, i, t, by, &exact, &before) || !ratio_money(exact, &together))
		return bad(w->c);
	*amount = ratio_min(*amount, least_none(RATIO(together.fen - before)));
	return OK;
}
