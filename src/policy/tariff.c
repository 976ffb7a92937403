#include "policy/tariff.h"

static uint64_t kind_bit(enum kind k)
{
	return k == KIND_NONE ? 0 : UINT64_C(1) << (k - 1);
}

bool limit_of_family(const struct rule *limit)
{
	return rule_choice(limit, FIELD_ACROSS, ACROSS_CHILD) == ACROSS_FAMILY;
}

/* --- looking up --------------------------------------------------------------------------------
 */

static enum err several(struct ctx *c, const struct rule_hits *hits)
{
	struct str ids = S("");

	for (size_t i = 0; i < hits->n; i++)
		ids = str_printf(c->arena, "%.*s%s%.*s", STR_FMT(ids), i ? " " : "",
		                 STR_FMT(hits->v[i]->id));
	return fault_input(c, "fact_missing", S("fee"), STR_NONE, ids);
}

/* The most exact one; two that are equally exact are two prices, and which is meant must be said.
 */
static enum err fee_of(struct ctx *c, const struct rule_hits *hits, const struct rule **ret_fee)
{
	const struct rule *best = hits->n > 0 ? hits->v[0] : NULL;
	bool tie = false;

	for (size_t i = 1; i < hits->n; i++) {
		int more = when_count(hits->v[i]->when) - when_count(best->when);

		if (more > 0)
			best = hits->v[i];
		tie = more == 0 || (tie && more < 0);
	}
	if (tie)
		return several(c, hits);
	*ret_fee = best;
	return OK;
}

enum err tariff_fee(struct ctx *c, const struct tariff *t, enum kind kind,
                    const struct rule_facts *facts, struct str id, const struct rule **ret_fee)
{
	struct rule_hits hits;

	TRY(rules_collect(c, t->rules, RULE_FEE, kind_bit(kind), facts, &hits));
	for (size_t i = 0; i < hits.n; i++) {
		if (str_eq(hits.v[i]->id, id)) {
			*ret_fee = hits.v[i];
			return OK;
		}
	}
	return rules_silent(c, t->rules, id);
}

static enum err list_of(struct ctx *c, const struct tariff *t, enum rule_type type, uint64_t kinds,
                        const struct rule_facts *facts, struct tariff_list *ret_l)
{
	struct rule_hits hits;

	TRY(rules_collect(c, t->rules, type, kinds, facts, &hits));
	if (hits.n > TARIFF_LIST)
		return fault_broken(c, "policy: more statements about one service than fit");
	for (ret_l->n = 0; ret_l->n < hits.n; ret_l->n++)
		ret_l->v[ret_l->n] = hits.v[ret_l->n];
	return OK;
}

static int width(const struct rule *limit)
{
	return 2 * __builtin_popcountll(rule_words(limit, FIELD_KINDS)) +
	       rule_choice(limit, FIELD_ACROSS, ACROSS_CHILD);
}

/* Limits over fewer kinds come first, and those of one child before those of a family: what a
 * narrow one takes off counts in a wide one. */
static void narrow_first(struct tariff_list *l)
{
	for (size_t i = 1; i < l->n; i++) {
		for (size_t k = i; k > 0; k--) {
			const struct rule *a = l->v[k - 1], *b = l->v[k];

			if (width(a) <= width(b))
				break;
			l->v[k - 1] = b;
			l->v[k] = a;
		}
	}
}

static struct tariff_limit limit_of(const struct rule *rule)
{
	/* Where the document is silent the stricter reading holds: everything charged counts. */
	bool goods =
		rule_choice(rule, FIELD_CONSUMABLES, CONSUMABLES_INCLUDED) != CONSUMABLES_EXCLUDED;

	return (struct tariff_limit){
		.rule = rule,
		.kinds = rule_words(rule, FIELD_KINDS),
		.consumables = goods,
		.self = goods && rule_choice(rule, FIELD_SELF, SELF_IGNORED) == SELF_COUNTED,
		.family = limit_of_family(rule),
		.refuses = rule_choice(rule, FIELD_ABOVE, OVER_REFUSE) == OVER_REFUSE,
		.warns = goods && rule_choice(rule, FIELD_SELF, SELF_IGNORED) == SELF_WARN,
	};
}

enum err tariff_limits(struct ctx *c, const struct tariff *t, enum kind kind,
                       const struct rule_facts *facts, struct tariff_limits *ret_l)
{
	struct tariff_list l;

	TRY(list_of(c, t, RULE_LIMIT, kind_bit(kind), facts, &l));
	narrow_first(&l);
	for (ret_l->n = 0; ret_l->n < l.n; ret_l->n++)
		ret_l->v[ret_l->n] = limit_of(l.v[ret_l->n]);
	return OK;
}

/* R65: without a price in any document a service is still open where a parameter says so, or where
 * a limit speaks of what it may cost. */
static enum err opened(struct ctx *c, const struct tariff *t, const struct rule_facts *facts,
                       struct tariff_entry *e)
{
	e->opens = NULL;
	if (e->fee != NULL)
		return OK;
	if (e->kind == KIND_LUNCH)
		return rules_need(c, t->rules, PARAM_LUNCH_FEE, facts, &e->opens);
	if (e->kind == KIND_EVENING_STUDY)
		return rules_need(c, t->rules, PARAM_EVENING_FEE, facts, &e->opens);
	if (e->limit.n == 0)
		return rules_silent(c, t->rules,
		                    str_printf(c->arena, "fee %s", kind_name(e->kind)));
	e->opens = e->limit.v[0].rule;
	return OK;
}

static bool listed(const struct tariff_list *l, struct str id)
{
	for (size_t i = 0; i < l->n; i++) {
		if (str_eq(l->v[i]->id, id))
			return true;
	}
	return false;
}

/* The waivers for one of the pupil's categories: what others would have to be asked about theirs
 * changes nothing for this one. */
static enum err waivers_of(struct ctx *c, const struct tariff *t, uint64_t kinds,
                           const struct rule_facts *facts, struct tariff_list *ret_l)
{
	const struct rules *r = t->rules;

	ret_l->n = 0;
	for (size_t s = 0; s < r->n; s++) {
		for (const struct rule *u = r->set[s]->rules[RULE_WAIVER]; u; u = u->next) {
			const struct rule *rule;

			if (!(rule_words(u, FIELD_CATEGORY) & facts->is[DIM_CATEGORY]) ||
			    !(rule_words(u, FIELD_KINDS) & kinds) || listed(ret_l, u->id))
				continue;
			TRY(rules_named(c, r, RULE_WAIVER, u->id, facts, &rule));
			if (rule == NULL)
				continue;
			if (ret_l->n == TARIFF_LIST)
				return fault_broken(c, "policy: more waivers than fit");
			ret_l->v[ret_l->n++] = rule;
		}
	}
	return OK;
}

static enum err look_up(struct ctx *c, const struct tariff *t, const struct rule_facts *facts,
                        struct tariff_entry *e)
{
	const struct rules *r = t->rules;
	uint64_t kind = kind_bit(e->kind);
	uint64_t consumables = UINT64_C(1) << ITEM_CONSUMABLES;
	struct rule_hits hits;

	e->kinds = e->windows = NULL;
	if (e->kind == KIND_CARE || e->kind == KIND_COURSE) {
		TRY(rules_find(c, r, PARAM_KINDS, facts, &e->kinds));
		TRY(rules_find(c, r, PARAM_WINDOWS, facts, &e->windows));
	}
	TRY(rules_collect(c, r, RULE_FEE, kind, facts, &hits));
	e->fee = NULL;
	TRY(fee_of(c, &hits, &e->fee));
	TRY(tariff_limits(c, t, e->kind, facts, &e->limit));
	TRY(list_of(c, t, RULE_DEDUCT, kind | consumables, facts, &e->deduct));
	TRY(waivers_of(c, t, kind | consumables, facts, &e->waiver));
	TRY(rules_named(c, r, RULE_FORBID, S("charge_by_private_school"), facts, &e->by_private));
	TRY(rules_named(c, r, RULE_FORBID, S("extra_charge_for_outsiders"), facts,
	                &e->for_outsiders));
	return opened(c, t, facts, e);
}

/* --- keeping -----------------------------------------------------------------------------------
 */

static void dim_note(struct tariff *t, int dimension)
{
	for (size_t i = 0; i < t->n_dims; i++) {
		if (t->dims[i] == dimension)
			return;
	}
	if (t->n_dims == TARIFF_DIMS)
		t->slot = NULL; /* too many to tell cases apart cheaply: look up each */
	else
		t->dims[t->n_dims++] = dimension;
}

static void dims_note(struct tariff *t, const struct when *w)
{
	for (; w != NULL; w = w->next) {
		if (w->dimension == DIM_SCHOOL)
			t->school = true;
		else if (w->dimension >= 0)
			dim_note(t, w->dimension);
	}
}

static void dims_collect(struct tariff *t)
{
	static const enum rule_type types[] = {RULE_FEE, RULE_LIMIT, RULE_DEDUCT, RULE_WAIVER,
	                                       RULE_FORBID};
	static const enum param params[] = {PARAM_KINDS, PARAM_WINDOWS, PARAM_LUNCH_FEE,
	                                    PARAM_EVENING_FEE};

	for (size_t s = 0; s < t->rules->n; s++) {
		if (t->rules->set[s]->rules[RULE_WAIVER] != NULL)
			dim_note(t, DIM_CATEGORY);
		for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
			for (const struct rule *u = t->rules->set[s]->rules[types[i]]; u;
			     u = u->next)
				dims_note(t, u->when);
		}
		for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
			for (const struct rule *u = t->rules->set[s]->params[params[i]]; u;
			     u = u->same)
				dims_note(t, u->when);
		}
	}
}

void tariff_once(struct tariff *t, const struct rules *r)
{
	t->rules = r;
	t->n_dims = 0;
	t->school = false;
	t->slot = NULL;
	t->slots = 0;
}

enum err tariff_open(struct ctx *c, struct arena *a, const struct rules *r, size_t slots,
                     struct tariff *ret_t)
{
	struct tariff_entry *slot = arena_take_raw(a, slots * sizeof *slot);

	if (slot == NULL)
		return fault_broken(c, "policy: no memory for a tariff");
	for (size_t i = 0; i < slots; i++)
		slot[i].kind = KIND_NONE;
	tariff_once(ret_t, r);
	ret_t->slot = slot;
	ret_t->slots = slots;
	dims_collect(ret_t);
	return OK;
}

static bool meant(const struct tariff *t, const struct tariff_entry *e, enum kind kind,
                  const struct rule_facts *facts)
{
	if (e->kind != kind)
		return false;
	for (size_t i = 0; i < t->n_dims; i++) {
		if (e->asked[i] != facts->is[t->dims[i]])
			return false;
	}
	return !t->school || str_eq(e->school, facts->school);
}

static size_t slot_of(const struct tariff *t, enum kind kind, const struct rule_facts *facts)
{
	uint64_t h = (uint64_t)kind;

	for (size_t i = 0; i < t->n_dims; i++)
		h = (h ^ facts->is[t->dims[i]]) * UINT64_C(0x9e3779b97f4a7c15);
	if (t->school)
		h ^= str_hash(facts->school);
	return (size_t)(h >> 32 ^ h) & (t->slots - 1);
}

enum { PROBES = 8 };

/* The slot that holds it, else the one it may take. */
static struct tariff_entry *slot_find(struct tariff *t, enum kind kind,
                                      const struct rule_facts *facts, bool *ret_held)
{
	size_t home = slot_of(t, kind, facts);

	for (size_t i = 0; i < PROBES; i++) {
		struct tariff_entry *e = &t->slot[(home + i) & (t->slots - 1)];

		*ret_held = meant(t, e, kind, facts);
		if (*ret_held || e->kind == KIND_NONE)
			return e;
	}
	return &t->slot[home];
}

enum err tariff_find(struct ctx *c, struct tariff *t, enum kind kind,
                     const struct rule_facts *facts, const struct tariff_entry **ret_e)
{
	struct tariff_entry *e = &t->last;
	bool held = false;

	if (t->slot != NULL)
		e = slot_find(t, kind, facts, &held);
	if (!held) {
		t->last.kind = kind;
		TRY(look_up(c, t, facts, &t->last));
		for (size_t i = 0; i < t->n_dims; i++)
			t->last.asked[i] = facts->is[t->dims[i]];
		t->last.school = facts->school;
		*e = t->last;
	}
	*ret_e = e;
	return OK;
}
