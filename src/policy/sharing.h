/* Sums that are split, and what a county budgets for its pupils. */
#ifndef POLICY_SHARING_H
#define POLICY_SHARING_H

#include "policy/formula.h"

/* R5, D9. `total` in parts by weight: each part is rounded to the fen, half up, but takes no more
 * than what is left, and the last takes what remains: the parts always sum to the total. False when
 * a weight is negative, all are zero, or total is. */
bool share_split(struct money total, const struct ratio *weight, size_t n, struct money *ret_part);
/* The same among n alike: *ret_each, and what the last of them gets. */
bool share_alike(struct money total, int64_t n, struct money *ret_each, struct money *ret_last);

struct shares_facts {
	struct money cost;
	bool by_percent; /* else the amounts */
	struct money government, school;
	struct ratio government_percent, school_percent; /* den 0: none */
	int64_t pupils; /* who share what parents pay; 0: not asked */
};
struct shares_answer {
	struct money government, school, parents; /* sum to cost, to the fen */
	struct money each, last;                  /* of the parents' share; with pupils */
};
/* R5: who bears a cost. What government and school do not bear is the parents'. */
enum err shares_decide(struct ctx *c, const struct shares_facts *f, struct shares_answer *ret_a);

struct fund_facts {
	int64_t pupils;
	struct ratio years; /* den 0: one */
};
struct fund_answer {
	struct money amount;
	struct ratio count; /* pupils × years */
	const struct rule *rule;
};
/* R46: what the rules budget for so many pupils. no_rule where no document says. */
enum err fund_decide(struct ctx *c, const struct rules *r, const struct fund_facts *f,
                     struct fund_answer *ret_a);

#endif
