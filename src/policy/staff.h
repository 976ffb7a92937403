/* What staff and outside persons are paid for after-school services. */
#ifndef POLICY_STAFF_H
#define POLICY_STAFF_H

#include "policy/formula.h"

struct pay_facts {
	const struct rule_facts *facts; /* role, content, window, payee, area … */
	int unit;                       /* UNIT_NONE: the rules' */
	struct ratio quantity;          /* den 0: one */
	bool rated;                     /* rate is stated */
	struct money rate;              /* for one unit */
	int form;                       /* FORM_SUBSIDY, FORM_LABOUR_FEE; below 0: not said */
	struct ratio served; /* days or sittings, as the statement counts them; den 0: not said */
	bool monthly;        /* this_month is stated: the statement's cap holds */
	struct money this_month; /* what it pays the person for the same month besides */
};
struct pay_answer {
	struct ratio quantity; /* as reckoned, of `unit` */
	int unit;
	bool fixed;          /* amount is known: the rate is stated, by the facts or by the rules */
	bool stated;         /* by the facts */
	struct ratio rate;   /* fen; where fixed */
	struct str written;  /* the rate as the document derives it; none: as stated */
	struct money amount; /* rate × quantity, rounded once; no more than the cap leaves */
	bool too_little;     /* less than what makes a month served: the amount is 0 */
	struct ratio served;
	bool capped; /* the cap took something off */
	struct money uncapped, this_month;
	bool floored, ceiled;
	struct money lowest, highest; /* meaningful with floored, ceiled */
	int form;                     /* below 0: the rules do not say */
	const struct rule *rule;
};
/* How the statement that decides states its pay. */
struct pay_terms {
	const struct rule *rule;
	int unit;                        /* of the rate it fixes; UNIT_NONE: it fixes none */
	struct ratio rate;               /* fen, of that unit */
	struct str written;              /* the same as the document has it */
	const struct rule_value *served; /* of a rate a month: when it is served; NULL: not said */
	const struct rule_value *cap;    /* the most it pays one person a month; NULL: no such */
};
/* R48. no_rule where no document speaks of it. */
enum err pay_terms(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                   struct pay_terms *ret_t);
bool pay_terms_equal(const struct pay_terms *a, const struct pay_terms *b);

/* R48. rate_too_low, rate_too_high; not_as_required for another form than the rules'. no_rule where
 * no document speaks of it; month_unsaid where it is said what was served in a month and the
 * document does not say what makes one. */
enum err pay_decide(struct ctx *c, const struct rules *r, const struct pay_facts *f,
                    struct pay_answer *ret_a);
struct formula pay_formula(const struct rules *r, const struct pay_answer *a);

struct perf_facts {
	struct money quota;  /* the recorded total of performance pay */
	struct money before; /* paid out of it */
	struct money amount;
	struct working *told; /* held.h */
};
/* R49, D5: quota_exceeded above the total, unless the rules count subsidies as an increment beside
 * it (then *ret_counts is false). */
enum err perf_total_decide(struct ctx *c, const struct rules *r, const struct perf_facts *f,
                           bool *ret_counts, const struct rule **ret_rule);

#endif
