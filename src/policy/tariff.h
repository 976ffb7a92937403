/* What a stack of documents says about charging one service: looked up once for each kind and each
 * set of facts the documents ask for, however many pupils are charged. */
#ifndef POLICY_TARIFF_H
#define POLICY_TARIFF_H

#include "policy/rules.h"

/* Slots, a power of two: for the services of one pupil, and of many. */
enum { TARIFF_LIST = 8, TARIFF_DIMS = 12, TARIFF_FEW = 16, TARIFF_MANY = 64 };

struct tariff_list {
	const struct rule *v[TARIFF_LIST];
	size_t n;
};
/* A limit, and what it says of the services it is over. */
struct tariff_limit {
	const struct rule *rule;
	uint64_t kinds;                 /* bits as rule_words() has them */
	bool consumables, self, family; /* counted with what is charged; across the family */
	bool refuses, warns;            /* above it; with what families buy themselves */
};
struct tariff_limits {
	struct tariff_limit v[TARIFF_LIST];
	size_t n;
};
struct tariff_entry {
	enum kind kind; /* KIND_NONE: the slot is empty */
	uint64_t asked[TARIFF_DIMS];
	struct str school;

	const struct rule *fee; /* NULL: no document states a price */
	const struct rule
		*opens; /* without a fee: the parameter or limit that lets it be charged */
	const struct rule *kinds, *windows;            /* after_school.*; NULL: nothing is said */
	const struct rule *by_private, *for_outsiders; /* charging is forbidden to or for them */
	struct tariff_limits limit;
	struct tariff_list deduct, waiver;
};

/* Borrows the rules, the memory of its slots, and the school codes in the facts it was asked about.
 */
struct tariff {
	const struct rules *rules;
	int dims[TARIFF_DIMS]; /* that any statement asks for */
	size_t n_dims;
	bool school;
	struct tariff_entry *slot; /* NULL: nothing is kept */
	size_t slots;
	struct tariff_entry last;
};

/* Keeps nothing: for one question. */
void tariff_once(struct tariff *t, const struct rules *r);
/* Keeps what it has looked up, up to that many entries, in the arena; what finds no room is looked
 * up again. E_BROKEN when memory is out. Not for several threads. */
enum err tariff_open(struct ctx *c, struct arena *a, const struct rules *r, size_t slots,
                     struct tariff *ret_t);

/* What holds for a service. E_REFUSED no_rule when nothing opens it; fact_missing, decision_needed
 * as the look-ups of rules.h. Valid until the next call. */
enum err tariff_find(struct ctx *c, struct tariff *t, enum kind kind,
                     const struct rule_facts *facts, const struct tariff_entry **ret_e);
/* The limits alone, the narrow ones first. */
enum err tariff_limits(struct ctx *c, const struct tariff *t, enum kind kind,
                       const struct rule_facts *facts, struct tariff_limits *ret_l);
bool limit_of_family(const struct rule *limit);
/* The price statement of that id. */
enum err tariff_fee(struct ctx *c, const struct tariff *t, enum kind kind,
                    const struct rule_facts *facts, struct str id, const struct rule **ret_fee);

#endif
