/* Shared by the parts of a charge (charge.c, charge_caps.c, charge_relief.c) and what decides about
 * acts. */
#ifndef POLICY_CHARGE_PARTS_H
#define POLICY_CHARGE_PARTS_H

#include "policy/charge.h"

struct charge_run {
	struct ctx *c;
	struct tariff *t;
	const struct charge_facts *f;
	struct charge_answer *a;
	struct ratio days, months; /* the most any line says; den 0: none does */
	int64_t deducted_before;   /* not yet counted against a deduction */
};

/* Whether line j counts against what line i may still cost; `year`: in the year, else the term. */
bool counts_before(const struct charge_run *w, size_t j, size_t i, bool year);

/* Caps of the line's own fee: l->capped from the exact amount, or fee_cap_exceeded where it is
 * collected once a term and the cap leaves nothing. */
enum err charge_caps(struct charge_run *w, size_t i, const struct rule *fee, struct ratio amount);
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

#endif
