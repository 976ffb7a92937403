/* What may be done: who collects, which acts are forbidden, what money may be spent on, what is
 * required, by when, and which services the rules of a day count. */
#ifndef POLICY_CONDUCT_H
#define POLICY_CONDUCT_H

#include "policy/decide.h"

enum collector {
	COLLECT_SCHOOL,
	COLLECT_AGENCY,
	COLLECT_FAMILY_COMMITTEE,
	COLLECT_OTHER,
	COLLECTOR_COUNT
};

struct collect_facts {
	const struct rule_facts *facts;
	enum collector collector;
	struct billing_facts billing;
};
/* R59, R65, R76: forbidden_by_rule (or the code the rule names) for whoever may not collect; then
 * as billing_decide. */
enum err collect_decide(struct ctx *c, const struct rules *r, const struct collect_facts *f,
                        const struct rule **ret_rule);

/* R62-R65: OK when no document forbids the act (a word of LEX_ACT or a declared one; E_INPUT for
 * any other); else forbidden_by_rule or the code the rule names. */
enum err act_decide(struct ctx *c, const struct rules *r, struct str act,
                    const struct rule_facts *facts);

struct spend_facts {
	const struct rule_facts *facts;
	struct str fund;    /* fee_income, guarantee_fund, special_fund or a declared one */
	struct str purpose; /* staff_subsidy, direct_consumables … */
	struct money amount;
	bool known; /* available is */
	struct money available;
	bool received_known;
	struct money received, spent; /* by the fund in the term; of it on this purpose so far */
	struct working *told;         /* held.h */
};
/* What a share of all a fund received comes to, in whole fen: no more than that (at_most), no less
 * (at_least). Of rule's FIELD_PORTION_MOST or _LEAST; NULL where the purpose has none. */
const struct rule_value *spend_portion(const struct rule *rule, enum field f, struct str purpose,
                                       struct money received, struct money *ret_bound);
/* R66: purpose_share_exceeded above the share a document bounds, fact_missing `received` where that
 * is to be judged and nobody said what the fund received. R42, R66: purpose_not_permitted for a
 * purpose the rules do not name; no_rule where no document says what the money is for;
 * insufficient_funds above what there is. An act "spend_on_<purpose>" that is forbidden is refused
 * as such. */
enum err spend_decide(struct ctx *c, const struct rules *r, const struct spend_facts *f,
                      struct money *ret_left, const struct rule **ret_rule);

/* The purposes of a fund that spend_decide lets pass, whatever the amount, as its `permit` lists
 * them; none where no document of these says what the fund is for, or whether it does is not known.
 * Leaves the fault as it was; E_BROKEN alone. */
enum err spend_purposes(struct ctx *c, const struct rules *r, struct str fund, struct str **ret_v,
                        size_t *ret_n);

/* What the refusal of something these documents ask for is told under: the `require` statement of
 * that name. NULL where none speaks, or what it asks of the case is not known; never fails and
 * leaves the fault as it was. *ret_always: no document has conditions for it, so that the answer is
 * the same for every case. */
const struct rule *require_told(struct ctx *c, const struct rules *r, struct str name,
                                const struct rule_facts *facts, bool *ret_always);

struct require_facts {
	const struct rule_facts *facts;
	struct str name;      /* minutes_per_day, satisfaction … */
	struct str value;     /* 120, 18:00, yes, 35.00 */
	int unit;             /* of a number; UNIT_NONE: the rules' */
	struct working *told; /* held.h */
};
/* not_as_required, or the code the rule names, where a document asks for more, less or something
 * else; no_rule when none asks. *ret_allowed: what is asked, in words. */
enum err require_decide(struct ctx *c, const struct rules *r, const struct require_facts *f,
                        struct str *ret_allowed, const struct rule **ret_rule);

struct deadline_facts {
	const struct rule_facts *facts;
	struct str name;
	struct date event; /* when it was or will be; DATE_NONE: not known */
	struct date from; /* the first day that counts for what recurs; DATE_NONE: the rules' day */
	struct working *told; /* held.h */
};
/* The day something is due. What counts from the document's own days (issued, effective) needs no
 * event. no_rule where no document fixes one; holidays_unknown (found: the year) where working days
 * are counted and the year's notice of days off is not here. */
enum err deadline_decide(struct ctx *c, const struct rules *r, const struct deadline_facts *f,
                         struct date *ret_due, const struct rule **ret_rule);

/* R12, D6: whether the rules of the day count a service, at its time of day, as after-school
 * service. *ret_rule: which says so; NULL when no document says anything of it. */
enum err scope_decide(struct ctx *c, const struct rules *r, enum kind kind,
                      const struct rule_facts *facts, bool *ret_in, const struct rule **ret_rule);

#endif
