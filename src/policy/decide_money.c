#include "policy/decide.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

static struct str fen(struct ctx *c, struct money m)
{
	return money_text(c->arena, m);
}

static enum text_id unit_text(enum unit u)
{
	switch (u) {
	case UNIT_MONTH:
		return T_policy_unit_month;
	case UNIT_SITTING:
		return T_policy_unit_sitting;
	case UNIT_MEAL:
		return T_policy_unit_meal;
	default:
		return T_policy_unit_term;
	}
}

struct str formula_text(struct arena *a, enum lang lang, const struct formula *f)
{
	struct str args[FORMULA_ARGS];

	for (size_t i = 0; i < f->n; i++)
		args[i] = f->arg[i].unit ? text(lang, f->arg[i].unit) : f->arg[i].s;
	return text_fill(a, lang, f->text, args, f->n);
}

static struct formula times(struct ctx *c, int64_t n, enum text_id unit, struct money price,
                            struct money result)
{
	return (struct formula){
		.text = T_policy_formula_times,
		.arg = {{.s = str_printf(c->arena, "%lld", (long long)n)},
	                {.unit = unit},
	                {.s = fen(c, price)},
	                {.s = fen(c, result)}},
		.n = 4,
	};
}

/* --- one offering ---------------------------------------------------------------------------- */

static uint64_t kind_bit(enum kind k)
{
	return k > KIND_NONE && k < KIND_COUNT ? UINT64_C(1) << (k - 1) : 0;
}

/* What the statement says of a term; NULL when it says nothing of that unit. */
static const struct rule_value *per_term(const struct rule *rule, enum field f)
{
	const struct rule_value *v = rule->field[f];

	while (v != NULL && (v->unit != UNIT_TERM || v->bound == BOUND_AT_LEAST))
		v = v->next;
	return v;
}

/* R30: care is free, or has a highest price. */
static enum err care_fee(struct ctx *c, const struct rule *rule, struct money amount)
{
	const struct rule_value *price = per_term(rule, FIELD_PRICE);

	if (price == NULL || amount.fen <= price->money.fen)
		return OK;
	return rule_refuse(c, price->money.fen == 0 ? "item_not_in_catalogue" : "fee_cap_exceeded",
	                   rule, fen(c, amount), fen(c, price->money));
}

/* A fee statement of the kind, else a limit over it. */
static enum err priced(struct ctx *c, const struct rules *r, enum kind kind,
                       const struct rule_facts *where, const struct rule **ret_rule)
{
	struct rule_hits hits;

	TRY(rules_collect(c, r, RULE_FEE, kind_bit(kind), where, &hits));
	if (hits.n == 0 && kind == KIND_COURSE)
		TRY(rules_collect(c, r, RULE_LIMIT, kind_bit(kind), where, &hits));
	if (hits.n == 0)
		return rules_silent(c, r, str_printf(c->arena, "fee %s", kind_name(kind)));
	*ret_rule = hits.v[0];
	return OK;
}

static enum err fee_rule(struct ctx *c, const struct rules *r, const struct fee_facts *f,
                         const struct rule **ret_rule)
{
	switch (f->kind) {
	case KIND_CARE:
	case KIND_COURSE:
		return priced(c, r, f->kind, &f->where, ret_rule);
	case KIND_LUNCH:
		return rules_need(c, r, PARAM_LUNCH_FEE, &f->where, ret_rule);
	case KIND_EVENING_STUDY:
		return rules_need(c, r, PARAM_EVENING_FEE, &f->where, ret_rule);
	case KIND_NONE:
	case KIND_COUNT:
		break;
	}
	return bad(c, "kind");
}

enum err fee_decide(struct ctx *c, const struct rules *r, const struct fee_facts *f,
                    struct fee_answer *ret_a)
{
	struct fee_answer a = {0};
	bool open_item = f->kind == KIND_LUNCH || f->kind == KIND_EVENING_STUDY;

	if (f->price.fen < 0)
		return bad(c, "price");
	if (f->quantity < 0 || !money_mul(f->price, f->quantity, &a.amount))
		return bad(c, "quantity");
	TRY(fee_rule(c, r, f, &a.rule));
	if (f->kind == KIND_CARE)
		TRY(care_fee(c, a.rule, a.amount));
	if (open_item && a.amount.fen > 0 && a.rule->value.choice == FEE_NONE)
		return rule_refuse(c, "item_not_in_catalogue", a.rule, fen(c, a.amount),
		                   fen(c, FEN(0)));
	a.formula = times(c, f->quantity, unit_text(f->unit), f->price, a.amount);
	if (a.amount.fen == 0)
		a.formula = (struct formula){
			.text = T_policy_formula_free, .arg = {{.s = fen(c, a.amount)}}, .n = 1};
	*ret_a = a;
	return OK;
}

/* --- limits over all of a pupil's term ---------------------------------------------------------
 */

static bool sum(const struct money *v, size_t n, struct money *ret_sum)
{
	struct money total = FEN(0);

	for (size_t i = 0; i < n; i++) {
		if (v[i].fen < 0 || !money_add(total, v[i], &total))
			return false;
	}
	*ret_sum = total;
	return true;
}

static struct formula sum_formula(struct ctx *c, struct money before, struct money adding,
                                  const struct cap_answer *a, struct money price)
{
	struct formula f = {
		.text = a->charged.fen < price.fen ? T_policy_formula_sum_capped
	                                           : T_policy_formula_sum,
		.arg = {{.s = fen(c, before)},
	                {.s = fen(c, adding)},
	                {.s = fen(c, FEN(before.fen + adding.fen))},
	                {.s = fen(c, a->limit)},
	                {.s = fen(c, a->charged)}},
		.n = a->charged.fen < price.fen ? 5 : 4,
	};

	return f;
}

/* `before` counts already, `adding` is to count too; both at most 2^53 together (checked). */
static void took(struct ctx *c, struct cap_answer *a, const struct rule *rule,
                 const struct rule_value *limit, struct money before, struct money adding,
                 struct money price)
{
	a->rule = rule;
	a->limit = limit->money;
	a->counted = FEN(before.fen + adding.fen - (price.fen - a->charged.fen));
	a->formula = sum_formula(c, before, adding, a, price);
}

static enum err care_cap(struct ctx *c, const struct rules *r, const struct cap_facts *f,
                         struct cap_answer *a)
{
	const struct rule *rule;
	struct money total = FEN(f->care_before.fen + f->price.fen);

	TRY(priced(c, r, KIND_CARE, &f->where, &rule));
	TRY(care_fee(c, rule, total));
	if (per_term(rule, FIELD_PRICE) != NULL)
		took(c, a, rule, per_term(rule, FIELD_PRICE), f->care_before, f->price, f->price);
	return OK;
}

/* One limit over what a pupil pays in a term. A maximum guide price reduces what is charged; the
 * course is chosen all the same. */
static enum err limit_apply(struct ctx *c, const struct rule *rule, const struct cap_facts *f,
                            struct cap_answer *a)
{
	const struct rule_value *cap = per_term(rule, FIELD_CAP);
	uint64_t over = rule_words(rule, FIELD_KINDS);
	int self = rule_choice(rule, FIELD_SELF, SELF_IGNORED);
	struct money own = FEN(f->self_before.fen + f->self_purchase.fen);
	struct money before = FEN((over & kind_bit(KIND_CARE) ? f->care_before.fen : 0) +
	                          (over & kind_bit(KIND_COURSE) ? f->course_before.fen : 0));
	struct money adding = f->price;
	bool first = before.fen == 0;
	int64_t excess;

	if (cap == NULL)
		return OK;
	/* Where the document is silent the stricter reading holds: everything charged counts. */
	if (rule_choice(rule, FIELD_CONSUMABLES, CONSUMABLES_INCLUDED) == CONSUMABLES_INCLUDED) {
		before.fen +=
			f->consumables_before.fen + (self == SELF_COUNTED ? f->self_before.fen : 0);
		adding.fen +=
			f->consumables.fen + (self == SELF_COUNTED ? f->self_purchase.fen : 0);
		a->self_purchase_warning |= self == SELF_WARN && own.fen > 0 &&
		                            before.fen + adding.fen + own.fen > cap->money.fen;
	}
	excess = before.fen + adding.fen - cap->money.fen;
	if (excess <= 0 && a->rule != NULL && first)
		return OK; /* the nearer limit explains better */
	if (excess > 0 &&
	    (rule_choice(rule, FIELD_ABOVE, OVER_REFUSE) == OVER_REFUSE || excess > f->price.fen))
		return rule_refuse(c, "fee_cap_exceeded", rule,
		                   fen(c, FEN(before.fen + adding.fen)), fen(c, cap->money));
	if (excess > 0)
		a->charged.fen -= excess;
	took(c, a, rule, cap, before, adding, f->price);
	return OK;
}

/* The limits over this kind, those over fewer kinds first. */
static enum err limits_apply(struct ctx *c, const struct rules *r, const struct cap_facts *f,
                             bool needed, struct cap_answer *a)
{
	struct rule_hits hits;

	TRY(rules_collect(c, r, RULE_LIMIT, kind_bit(f->kind), &f->where, &hits));
	if (hits.n == 0 && needed)
		return rules_silent(c, r, S("limit course"));
	for (int kinds = 1; kinds <= KIND_COUNT; kinds++) {
		for (size_t i = 0; i < hits.n; i++) {
			if (__builtin_popcountll(rule_words(hits.v[i], FIELD_KINDS)) == kinds)
				TRY(limit_apply(c, hits.v[i], f, a));
		}
	}
	return OK;
}

enum err limits_reduce(struct ctx *c, const struct rules *r, enum kind kind,
                       const struct rule_facts *where, bool *ret_reduce)
{
	struct rule_hits hits;

	TRY(rules_collect(c, r, RULE_LIMIT, kind_bit(kind), where, &hits));
	*ret_reduce = false;
	for (size_t i = 0; i < hits.n; i++)
		*ret_reduce |= rule_choice(hits.v[i], FIELD_ABOVE, OVER_REFUSE) == OVER_REDUCE;
	return OK;
}

enum err cap_decide(struct ctx *c, const struct rules *r, const struct cap_facts *f,
                    struct cap_answer *ret_a)
{
	struct cap_answer a = {.charged = f->price};
	struct money all;

	/* Everything together fits, so no partial sum below can overflow. */
	if (!sum((struct money[]){f->care_before, f->course_before, f->consumables_before,
	                          f->self_before, f->price, f->consumables, f->self_purchase},
	         7, &all))
		return bad(c, "price");
	switch (f->kind) {
	case KIND_CARE:
		TRY(care_cap(c, r, f, &a));
		TRY(limits_apply(c, r, f, false, &a));
		break;
	case KIND_COURSE:
		TRY(limits_apply(c, r, f, true, &a));
		break;
	case KIND_LUNCH:
	case KIND_EVENING_STUDY:
		a.counted = f->price;
		break;
	case KIND_NONE:
	case KIND_COUNT:
		return bad(c, "kind");
	}
	a.payable = FEN(a.charged.fen + f->consumables.fen);
	*ret_a = a;
	return OK;
}

/* --- the guarantee funds ------------------------------------------------------------------------
 */

bool participant_parse(struct str name, enum participant_by *ret_by)
{
	static const struct {
		const char *name;
		enum participant_by by;
	} known[] = {{"rule", BY_RULE},
	             {"attended_once", BY_SITTINGS},
	             {"enrolled_census", BY_ENROLLED}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (str_is(name, known[i].name)) {
			*ret_by = known[i].by;
			return true;
		}
	}
	return false;
}

/* The definition that holds: the county's choice, else the rules'. A county that chose "attended
 * once" means one sitting, whatever number the rules would ask for. */
static enum err definition(struct ctx *c, const struct rules *r, enum participant_by by,
                           struct rule_value *ret_v)
{
	const struct rule *rule;

	if (by == BY_ENROLLED || by == BY_SITTINGS) {
		*ret_v = (struct rule_value){.by = by, .at_least = 1};
		return OK;
	}
	TRY(rules_need(c, r, PARAM_GUARANTEE_PARTICIPANT, NULL, &rule));
	if (by == BY_SHARE && rule->value.by != BY_SHARE)
		return bad(c, "participant");
	*ret_v = rule->value;
	return OK;
}

enum err participant_decide(struct ctx *c, const struct rules *r, const struct participant_facts *f,
                            bool *ret_counts)
{
	struct rule_value v;

	if (f->sittings < 0 || f->attended < 0 || f->attended > f->sittings)
		return bad(c, "attended");
	TRY(definition(c, r, f->by, &v));
	if (v.by == BY_ENROLLED)
		*ret_counts = f->enrolled_on_census;
	else if (v.by == BY_SITTINGS)
		*ret_counts = f->attended >= v.at_least;
	else
		*ret_counts = f->sittings > 0 &&
		              (__int128)f->attended * 100 >= (__int128)f->sittings * v.at_least;
	return OK;
}

enum err guarantee_decide(struct ctx *c, const struct rules *r, const struct guarantee_facts *f,
                          struct guarantee_answer *ret_a)
{
	struct guarantee_answer a = {0};
	struct rule_value v;
	struct money rate;

	if (f->enrolled < 0 || f->attended < 0 || f->share < 0)
		return bad(c, "participants");
	if (f->received.fen < 0)
		return bad(c, "received");
	TRY(rules_need(c, r, PARAM_GUARANTEE_RATE, NULL, &a.rule));
	TRY(definition(c, r, f->by, &v));
	a.participants = v.by == BY_ENROLLED                      ? f->enrolled
	                 : v.by == BY_SITTINGS && v.at_least == 1 ? f->attended
	                                                          : f->share;
	rate = a.rule->value.money;
	if (!money_mul(rate, a.participants, &a.required) ||
	    !money_mul(rate, f->enrolled, &a.required_enrolled) ||
	    !money_mul(rate, f->attended, &a.required_attended))
		return bad(c, "participants");
	if (a.required.fen > f->received.fen)
		a.shortfall = FEN(a.required.fen - f->received.fen);
	a.formula = times(c, a.participants, T_policy_unit_pupil, rate, a.required);
	*ret_a = a;
	return OK;
}

/* --- billing -----------------------------------------------------------------------------------
 */

enum err billing_decide(struct ctx *c, const struct rules *r, const struct billing_facts *f,
                        const struct rule **ret_rule)
{
	const struct rule *period, *prepay;

	if (f->collected_this_term < 0)
		return bad(c, "collected_this_term");
	TRY(rules_find(c, r, PARAM_BILLING_PREPAY, NULL, &prepay));
	TRY(rules_need(c, r, PARAM_BILLING_PERIOD, NULL, &period));
	if (f->for_next_term && prepay != NULL && prepay->value.choice == SWITCH_NO)
		return rule_refuse(c, "already_collected_this_term", prepay, STR_NONE, STR_NONE);
	if (period->value.choice == BILLING_TERM && f->collected_this_term > 0)
		return rule_refuse(
			c, "already_collected_this_term", period,
			str_printf(c->arena, "%lld", (long long)f->collected_this_term + 1),
			S("1"));
	*ret_rule = period;
	return OK;
}
