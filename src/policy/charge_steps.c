/* A charge in words: only what is read is rendered. */
#include "policy/charge_parts.h"

enum text_id charge_rounding_text(const struct charge_line *l)
{
	return rounding_text(charge_rounding(l));
}

/* "20 天:15 × 3.00 + 5 × 2.00 = 55.00", and how many were charged before. */
static struct formula tiered(const struct rules *r, const struct charge_line *l)
{
	struct formula f = {
		.text = T_policy_formula_tiers,
		.arg = {arg_number(l->quantity), arg_units(r, l->quantity, l->unit),
	                arg_tiers(l->tiers), arg_money(l->gross)},
		.n = 4,
		.rounding = charge_rounding_text(l),
	};

	if (!l->tiers->monthly && l->tiers->from.num > 0 && l->cap == NULL) {
		f.text = T_policy_formula_tiers_after;
		f.arg[f.n++] = arg_number(l->tiers->from);
	}
	return f;
}

static struct formula times(const struct rules *r, const struct charge_line *l)
{
	if (l->tiers)
		return tiered(r, l);
	return (struct formula){
		.text = T_policy_formula_times,
		.arg = {arg_number(l->quantity), arg_units(r, l->quantity, l->unit),
	                arg_rate(l->price, l->written), arg_money(l->gross)},
		.n = 4,
		.rounding = charge_rounding_text(l),
	};
}

static struct formula free_of_charge(struct money m)
{
	return (struct formula){.text = T_policy_formula_free, .arg = {arg_money(m)}, .n = 1};
}

/* "170 课时 × 2.50 = 425.00,每学期最多 400.00,收 400.00" */
static struct formula times_capped(const struct rules *r, const struct charge_line *l)
{
	struct formula f = times(r, l);
	const struct charge_sums *by = charge_cap_sums(l);

	f.text = l->tiers ? by ? T_policy_formula_tiers_capped_by : T_policy_formula_tiers_capped
	         : by     ? T_policy_formula_times_capped_by
	                  : T_policy_formula_times_capped;
	f.arg[f.n++] = arg_rate(l->cap->number, l->cap->written);
	f.arg[f.n++] = arg_money(l->capped);
	if (by)
		f.arg[f.n++] = arg_sums(by);
	return f;
}

const struct charge_sums *charge_cap_sums(const struct charge_line *l)
{
	enum charge_time t = l->cap ? charge_time_unit(l->cap->unit) : CHARGE_TIMES;

	return t < CHARGE_TIMES ? l->by[t] : NULL;
}

bool charge_limit_of_family(const struct charge_line *l)
{
	return l->limit && rule_choice(l->limit, FIELD_ACROSS, ACROSS_CHILD) == ACROSS_FAMILY;
}

struct formula charge_limit_formula(const struct charge_line *l)
{
	bool family = charge_limit_of_family(l);
	struct formula f = {
		.text = family ? T_policy_formula_sum_family : T_policy_formula_sum,
		.arg = {arg_money(l->before), arg_money(l->adding),
	                arg_money(FEN(l->before.fen + l->adding.fen)), arg_money(l->bound)},
		.n = 4,
	};

	if (l->before.fen + l->adding.fen > l->bound.fen) {
		f.text = l->limit_by ? T_policy_formula_sum_capped_by
		         : family    ? T_policy_formula_sum_family_capped
		                     : T_policy_formula_sum_capped;
		f.arg[f.n++] = arg_money(l->charged);
		if (l->limit_by)
			f.arg[f.n++] = arg_sums(l->limit_by);
	}
	return f;
}

struct formula charge_formula(const struct rules *r, const struct charge_line *l)
{
	if (l->charged.fen < l->capped.fen)
		return charge_limit_formula(l);
	if (l->cap != NULL)
		return times_capped(r, l);
	return l->gross.fen == 0 ? free_of_charge(l->gross) : times(r, l);
}

const struct rule *charge_rule(const struct charge_line *l)
{
	if (l->charged.fen < l->capped.fen)
		return l->limit;
	return l->rule;
}

/* Who bears how much of what a statement lets others bear, where it is more than one. */
static void payer_steps(const struct rules *r, const struct rule *rule, struct money whole,
                        struct working *s)
{
	struct money by[PAYERS_MOST] = {{0}};
	size_t n = payers_count(rule);

	payers_split(rule, whole, by);
	for (size_t i = 0; n > 1 && i < n; i++) {
		struct formula_arg share = arg_number(payer_value(rule, i)->number);

		worked_amount(s, rule, by[i])->formula = (struct formula){
			.text = i + 1 < n ? T_policy_formula_payer_share
		                          : T_policy_formula_payer_rest,
			.arg = {arg_word_of(r, LEX_PAYER, payer_word(rule, i)), arg_money(whole),
		                share, arg_money(by[i]), arg_money(FEN(whole.fen - by[i].fen))},
			.n = 5,
		};
	}
}

static struct formula borne(enum text_id text, struct money m, const struct rule *rule)
{
	const struct rule_value *payer = rule->field[FIELD_PAYER];

	return (struct formula){
		.text = text,
		.arg = {arg_text(rule->label), arg_money(m),
	                arg_text(payer ? payer->texts[0] : S(""))},
		.n = 3,
	};
}

static void line_steps(const struct rules *r, const struct charge_line *l, struct working *s)
{
	struct worked *step = worked_amount(s, l->rule, l->gross);

	step->formula = l->gross.fen == 0 ? free_of_charge(l->gross) : times(r, l);
	if (l->cap != NULL)
		worked_amount(s, l->rule, l->capped)->formula = times_capped(r, l);
	if (l->limit != NULL)
		worked_amount(s, l->limit, l->charged)->formula = charge_limit_formula(l);
	if (l->item->consumables.fen > 0)
		worked_amount(s, NULL, l->item->consumables)->formula =
			(struct formula){.text = T_policy_formula_consumables,
		                         .arg = {arg_money(l->item->consumables)},
		                         .n = 1};
	if (l->self_purchase_warning)
		worked_add(s, l->limit)->formula =
			(struct formula){.text = T_policy_formula_self_purchase,
		                         .arg = {arg_money(l->bound)},
		                         .n = 1};
	if (l->deduct != NULL)
		worked_amount(s, l->deduct, l->deducted)->formula =
			borne(T_policy_formula_deducted, l->deducted, l->deduct);
	if (l->waiver != NULL) {
		worked_amount(s, l->waiver, l->waived)->formula =
			borne(T_policy_formula_waived, l->waived, l->waiver);
		payer_steps(r, l->waiver, l->waived, s);
	}
}

void charge_steps(const struct rules *r, const struct charge_answer *a, struct working *ret_s)
{
	size_t now = 0;

	ret_s->n = 0;
	for (size_t i = 0; i < a->n; i++) {
		if (a->line[i].item->before)
			continue;
		line_steps(r, &a->line[i], ret_s);
		now++;
	}
	/* Several statements may have deducted from a line: of one line they are told apart. */
	for (size_t i = 0; now == 1 && i < a->n_parts; i++) {
		if (a->part[i].rule->type == RULE_DEDUCT)
			payer_steps(r, a->part[i].rule, a->part[i].amount, ret_s);
	}
}
