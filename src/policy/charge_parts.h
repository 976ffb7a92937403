/* Shared by the parts of a charge (charge.c, charge_caps.c, charge_relief.c) and what decides about
 * acts. */
#ifndef POLICY_CHARGE_PARTS_H
#define POLICY_CHARGE_PARTS_H

#include "policy/charge.h"
#include "policy/rounding.h"

struct charge_run {
	struct ctx *c;
	struct tariff *t;
	const struct charge_facts *f;
	struct charge_answer *a;
	struct ratio days, months; /* the most any line says; den 0: none does */
	int64_t deducted_before;   /* not yet counted against a deduction */
	bool before;               /* some line was charged before */
};

/* Whether anything is known of single days, half months or months of the item. */
static inline bool has_counts(const struct charge_item *it)
{
	size_t n = 0;

	for (int t = 0; t < CHARGE_TIMES; t++)
		n |= it->by[t].n;
	return n != 0;
}
/* Whether days, half months or months of the line have been added up. */
static inline bool has_sums(const struct charge_line *l)
{
	return l->by[CHARGE_DAY] || l->by[CHARGE_HALF_MONTH] || l->by[CHARGE_MONTH];
}
/* Behind these no line counts against line i. */
static inline size_t counts_end(const struct charge_run *w, size_t i)
{
	return w->before ? w->a->n : i;
}
/* Whether line j counts against what line i may still cost; `year`: in the year, else the term. A
 * sibling's never does: limits across the family ask for them by themselves. */
static inline bool counts_before(const struct charge_run *w, size_t j, size_t i, bool year)
{
	const struct charge_item *o = w->a->line[j].item;

	if (!w->before)
		return j < i;
	return j != i && !o->sibling && (o->before ? year || !o->earlier_term : j < i);
}

/* Caps of the line's own fee: l->capped from the exact amount, or fee_cap_exceeded where it is
 * collected once a term and the cap leaves nothing. */
enum err charge_caps(struct charge_run *w, size_t i, const struct rule *fee, struct ratio amount);
/* The days and months of a line that was charged before, by its counts: what the caps of its fee,
 * and then the limits that reduce, left of `*amount` (exact fen). */
enum err charge_caps_before(struct charge_run *w, size_t i, const struct rule *fee,
                            struct ratio *amount);
enum err charge_limits_before(struct charge_run *w, size_t i, const struct tariff_limits *limits,
                              struct ratio *amount);
/* DAY, HALF_MONTH, MONTH; CHARGE_TIMES for any other unit. */
static inline enum charge_time charge_time_unit(int unit)
{
	return unit == UNIT_DAY          ? CHARGE_DAY
	       : unit == UNIT_HALF_MONTH ? CHARGE_HALF_MONTH
	       : unit == UNIT_MONTH      ? CHARGE_MONTH
	                                 : CHARGE_TIMES;
}
/* What line i, that costs `amount` so far, comes to in each: from its counts, after the caps of
 * shorter times. NULL where only an even spread is known. Kept in l->by. E_INPUT fact_missing where
 * it would take the days' dates to tell. */
enum err charge_sums_of(struct charge_run *w, size_t i, enum charge_time t, struct ratio amount,
                        struct charge_sums **ret_s);
/* Something else leaves `now` of `was`: the sums follow in proportion. */
enum err charge_sums_scale(struct charge_run *w, struct charge_line *l, struct ratio was,
                           struct ratio now);

/* Which lines share a cap with line i. */
struct charge_shared {
	bool (*shares)(const struct charge_run *w, size_t j, size_t i, const void *arg);
	const void *arg;
};
/* The sums of those that share, made; and what they have taken of one time. */
enum err charge_sums_before(struct charge_run *w, size_t i, enum charge_time t,
                            const struct charge_shared *by);
bool charge_taken_before(const struct charge_run *w, size_t i, enum charge_time t, int64_t at,
                         const struct charge_shared *by, struct ratio *ret_sum);
/* Holds each sum of line i (l->by[t]) to `cap`, together with those of the lines before that share
 * it. `*amount` (exact fen) becomes what is left, untouched where nothing is above. */
enum err charge_times_cap(struct charge_run *w, size_t i, enum charge_time t, struct ratio cap,
                          const struct charge_shared *by, struct ratio *amount);
/* After the last cap, by its time: `*amount` in whole fen, so that the last of the lines takes what
 * rounding left of all. */
enum err charge_times_rest(struct charge_run *w, size_t i, enum charge_time t,
                           const struct charge_shared *by, struct ratio *amount);
/* How many days (half months, months) they have together. */
size_t charge_times_together(const struct charge_run *w, size_t i, enum charge_time t,
                             const struct charge_shared *by);

/* The limits over line i, which has been priced. */
enum err charge_limits(struct charge_run *w, size_t i, const struct tariff_limits *limits);
/* R34: what was charged keeps within the limits. */
enum err charge_limits_hold(struct charge_run *w, size_t i, const struct tariff_limits *limits);

/* Lines of one fee bound each other: what a term may cost does not grow by taking it twice. A line
 * charged before that does not say under which fee counts for all of its kind. */
static inline bool same_fee(const struct charge_line *a, const struct charge_line *l)
{
	return a->item->kind == l->item->kind && (a->rule == l->rule || a->rule == NULL);
}

/* What item number i of the counts is in the line's unit: they stand in that of the item, and a
 * price of the rules may be of another. False: no such sum. */
bool charge_count_at(const struct charge_line *l, const struct charge_counts *by, size_t i,
                     struct charge_count *ret_n);

/* A fee whose price changes with the number of units (`beyond`): l->tiers, by what was charged
 * under it before line i. E_INPUT fact_missing: quantity, by_month or dates where that is not told.
 */
enum err charge_tiers_of(struct charge_run *w, size_t i, const struct rule *fee);
/* Along the days, half months or months of a line in their order: what the `n` units of the next
 * one cost; exact fen. False where it cannot be said: no such sum, or days of no calendar. */
struct charge_walk {
	int64_t month;
	struct ratio at; /* so many units come before */
};
struct charge_walk charge_tiers_walk(const struct charge_line *l);
bool charge_tiers_next(const struct charge_line *l, struct charge_walk *walk, enum charge_time t,
                       struct charge_count next, struct ratio *ret_asked);
/* What the whole line costs. */
bool charge_tiers_sum(const struct charge_line *l, struct ratio *ret_asked);
/* Price by quantity, or the sum of the tiers. */
static inline bool charge_asked(const struct charge_line *l, struct ratio *ret_asked)
{
	return l->tiers ? charge_tiers_sum(l, ret_asked)
	                : ratio_mul(l->price, l->quantity, ret_asked);
}

/* The statement by whose `round` the line is rounded; NULL: to the fen. A price for the term is
 * asked, not reckoned. */
static inline const struct rule *charge_rounding(const struct charge_line *l)
{
	bool asked = l->unit == UNIT_TERM && l->quantity.num == l->quantity.den;

	return !asked && l->rule && l->rule->field[FIELD_ROUND] ? l->rule : NULL;
}

/* How many of the cap's unit the line is spread over, and all lines of the pupil at most. */
enum err charge_spread(struct charge_run *w, const struct charge_line *l, int unit,
                       struct ratio *ret_own, struct ratio *ret_all);
/* An exact amount of fen as yuan. */
struct str charge_yuan(struct ctx *c, struct ratio fen_of);

/* What others bear of a line that has been priced: deductions, then the best waiver. */
void charge_relief_begin(struct charge_run *w);
enum err charge_relief(struct charge_run *w, size_t i, const struct tariff_entry *e);
enum err charge_total(struct charge_run *w);

enum err fact_missing(struct ctx *c, const char *field);
/* The refusal an act that is forbidden names, else forbidden_by_rule. R65 */
enum err act_refuse(struct ctx *c, const struct rule *rule);
/* E_REFUSED `code` with asked and allowed amount, which the line keeps. */
enum err charge_hold(struct charge_run *w, struct charge_line *l, const char *code,
                     const struct charge_held *held);

#endif
