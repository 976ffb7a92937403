#include "policy/staff.h"

#include "policy/charge_parts.h"
#include "policy/held.h"
#include "policy/span.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

static enum err rule_of(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                        const struct rule **ret_rule)
{
	const struct rule *best = NULL;
	struct rule_hits hits;

	TRY(rules_collect(c, r, RULE_PAY, 0, facts, &hits));
	for (size_t i = 0; i < hits.n; i++) {
		if (best == NULL || when_count(hits.v[i]->when) > when_count(best->when))
			best = hits.v[i];
	}
	if (best == NULL)
		return rules_silent(c, r, S("pay"));
	*ret_rule = best;
	return OK;
}

static const struct rule_value *fixed_rate(const struct rule *rule)
{
	const struct rule_value *v = rule->field[FIELD_RATE];

	while (v != NULL && v->bound != BOUND_EXACTLY)
		v = v->next;
	return v;
}

enum err pay_terms(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                   struct pay_terms *ret_t)
{
	const struct rule_value *v;
	const struct rule *rule;

	TRY(rule_of(c, r, facts, &rule));
	v = fixed_rate(rule);
	*ret_t = (struct pay_terms){.rule = rule,
	                            .unit = v != NULL ? v->unit : UNIT_NONE,
	                            .rate = v != NULL ? v->number : RATIO(0),
	                            .written = v != NULL ? v->written : S("–"),
	                            .served = rule->field[FIELD_SERVED],
	                            .cap = rule->field[FIELD_CAP]};
	return OK;
}

static bool same_value(const struct rule_value *a, const struct rule_value *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->unit == b->unit && ratio_cmp(a->number, b->number) == 0;
}

bool pay_terms_equal(const struct pay_terms *a, const struct pay_terms *b)
{
	return a->unit == b->unit && ratio_cmp(a->rate, b->rate) == 0 &&
	       same_value(a->served, b->served) && same_value(a->cap, b->cap) &&
	       rounding_text(a->rule) == rounding_text(b->rule) &&
	       rule_choice(a->rule, FIELD_FORM, -1) == rule_choice(b->rule, FIELD_FORM, -1);
}

/* A bound for everything that is paid, exact. */
static enum err bound_total(struct ctx *c, const struct rules *r, const struct pay_facts *f,
                            const struct pay_answer *a, const struct rule_value *v,
                            struct ratio *ret_total)
{
	struct ratio n;

	TRY(span_need(c, r, f->facts, a->quantity, a->unit, v->unit, &n));
	return ratio_mul(v->number, n, ret_total) ? OK : bad(c, "quantity");
}

static enum err bound_see(struct ctx *c, const struct rule_value *v, struct ratio total,
                          struct pay_answer *a)
{
	struct money m;

	if (!rounding_money(v->bound == BOUND_EXACTLY ? a->rule : NULL, total, &m))
		return bad(c, "quantity");
	if (v->bound != BOUND_AT_MOST && (!a->floored || m.fen > a->lowest.fen)) {
		a->floored = true;
		a->lowest = m;
	}
	if (v->bound != BOUND_AT_LEAST && (!a->ceiled || m.fen < a->highest.fen)) {
		a->ceiled = true;
		a->highest = m;
	}
	return OK;
}

static enum err rate_hold(struct ctx *c, const struct pay_answer *a, const struct rule_value *v,
                          struct ratio total)
{
	struct ratio asked;
	struct money have, bound;
	int more;

	if (!ratio_mul(a->rate, a->quantity, &asked) || !ratio_money(asked, &have) ||
	    !ratio_money(total, &bound))
		return bad(c, "quantity");
	more = ratio_cmp(asked, total);
	if (more < 0 && v->bound != BOUND_AT_MOST)
		return rule_refuse(c, "rate_too_low", a->rule, money_text(c->arena, have),
		                   money_text(c->arena, bound));
	if (more > 0 && v->bound != BOUND_AT_LEAST)
		return rule_refuse(c, "rate_too_high", a->rule, money_text(c->arena, have),
		                   money_text(c->arena, bound));
	return OK;
}

static enum err form_hold(struct ctx *c, const struct pay_facts *f, struct pay_answer *a)
{
	const struct words forms = LEXICONS[LEX_FORM].words;

	a->form = rule_choice(a->rule, FIELD_FORM, -1);
	if (f->form < 0 || a->form < 0 || f->form == a->form)
		return OK;
	return rule_refuse(c, "not_as_required", a->rule, str_of(forms.v[f->form]),
	                   str_of(forms.v[a->form]));
}

/* The stated rate, else the one the rules fix. */
static enum err rate_set(struct ctx *c, const struct rules *r, const struct pay_facts *f,
                         struct pay_answer *a)
{
	const struct rule_value *v = a->rule->field[FIELD_RATE];

	/* A form of pay without a rate: what is paid, and for what, is the case's to say. */
	if (v == NULL && !f->rated)
		return fact_missing(c, "rate");
	if (v == NULL && f->unit == UNIT_NONE)
		return fact_missing(c, "unit");
	a->quantity = f->quantity.den ? f->quantity : RATIO(1);
	a->unit = f->unit != UNIT_NONE ? f->unit : v->unit;
	if (a->quantity.num < 0)
		return bad(c, "quantity");
	if (f->rated) {
		a->fixed = a->stated = true;
		a->rate = ratio_of_money(f->rate);
		return f->rate.fen < 0 ? bad(c, "rate") : OK;
	}
	v = fixed_rate(a->rule);
	if (v == NULL)
		return OK;
	TRY(span_need(c, r, f->facts, a->quantity, a->unit, v->unit, &a->quantity));
	a->unit = v->unit;
	a->fixed = true;
	a->rate = v->number;
	a->written = v->written;
	return OK;
}

/* A month's rate is paid whole or not at all: what makes a month served is the document's to say.
 */
static enum err month_see(struct ctx *c, const struct pay_facts *f, struct pay_answer *a)
{
	const struct rule_value *need = a->rule->field[FIELD_SERVED];

	if (!a->fixed || a->unit != UNIT_MONTH)
		return OK;
	/* What is agreed for the month is; where the document says besides what makes one, that
	 * holds. */
	if (f->rated && (need == NULL || f->served.den == 0))
		return OK;
	if (need == NULL)
		return f->served.den == 0 ? OK
		                          : rule_refuse(c, "month_unsaid", a->rule, a->rule->label,
		                                        S("served"));
	if (f->served.den == 0)
		return fact_missing(c, "served");
	if (f->served.num < 0)
		return bad(c, "served");
	a->served = f->served;
	a->too_little = ratio_cmp(f->served, need->number) < 0;
	return OK;
}

static enum err cap_see(struct ctx *c, const struct pay_facts *f, struct pay_answer *a)
{
	const struct rule_value *cap = a->rule->field[FIELD_CAP];
	struct money left;

	if (cap == NULL || !f->monthly || !a->fixed)
		return OK;
	if (f->this_month.fen < 0 || !money_sub(cap->money, f->this_month, &left))
		return bad(c, "this_month");
	a->this_month = f->this_month;
	a->uncapped = a->amount;
	a->capped = a->amount.fen > left.fen;
	if (a->capped)
		a->amount = FEN(left.fen > 0 ? left.fen : 0);
	return OK;
}

enum err pay_decide(struct ctx *c, const struct rules *r, const struct pay_facts *f,
                    struct pay_answer *ret_a)
{
	struct pay_answer a = {0};
	struct ratio total;

	TRY(rule_of(c, r, f->facts, &a.rule));
	TRY(form_hold(c, f, &a));
	TRY(rate_set(c, r, f, &a));
	for (const struct rule_value *v = a.rule->field[FIELD_RATE]; v != NULL; v = v->next) {
		TRY(bound_total(c, r, f, &a, v, &total));
		TRY(bound_see(c, v, total, &a));
		if (a.fixed)
			TRY(rate_hold(c, &a, v, total));
	}
	if (a.fixed && (!ratio_mul(a.rate, a.quantity, &total) ||
	                !rounding_money(a.stated ? NULL : a.rule, total, &a.amount)))
		return bad(c, "quantity");
	TRY(month_see(c, f, &a));
	if (a.too_little)
		a.amount = FEN(0);
	TRY(cap_see(c, f, &a));
	*ret_a = a;
	return OK;
}

/* A price at the edge: "12 课时 × 50.00 = 600.00". */
static struct formula edge(const struct rules *r, const struct pay_answer *a, enum text_id text,
                           struct money m)
{
	return (struct formula){.text = text,
	                        .arg = {arg_number(a->quantity), arg_units(r, a->quantity, a->unit),
	                                arg_money(m), arg_money(a->highest)},
	                        .n = 4};
}

static struct formula too_little(const struct rules *r, const struct pay_answer *a)
{
	const struct rule_value *need = a->rule->field[FIELD_SERVED];

	return (struct formula){.text = T_policy_formula_pay_too_little,
	                        .arg = {arg_number(a->served), arg_units(r, a->served, need->unit),
	                                arg_number(need->number),
	                                arg_units(r, need->number, need->unit)},
	                        .n = 4};
}

static struct formula capped(const struct rules *r, const struct pay_answer *a)
{
	return (struct formula){.text = T_policy_formula_pay_capped,
	                        .arg = {arg_number(a->quantity), arg_units(r, a->quantity, a->unit),
	                                arg_rate(a->rate, a->written), arg_money(a->uncapped),
	                                arg_money(a->this_month),
	                                arg_money(a->rule->field[FIELD_CAP]->money),
	                                arg_money(a->amount)},
	                        .n = 7};
}

static struct formula paid_formula(const struct rules *r, const struct pay_answer *a)
{
	if (a->capped)
		return capped(r, a);
	if (a->fixed)
		return (struct formula){
			.text = T_policy_formula_times,
			.arg = {arg_number(a->quantity), arg_units(r, a->quantity, a->unit),
		                arg_rate(a->rate, a->written), arg_money(a->amount)},
			.n = 4};
	if (a->floored && a->ceiled)
		return edge(r, a, T_policy_formula_pay_range, a->lowest);
	return a->floored ? edge(r, a, T_policy_formula_pay_least, a->lowest)
	                  : edge(r, a, T_policy_formula_pay_most, a->highest);
}

struct formula pay_formula(const struct rules *r, const struct pay_answer *a)
{
	struct formula f;

	if (a->too_little)
		return too_little(r, a);
	f = paid_formula(r, a);
	if (a->fixed && !a->stated)
		f.rounding = rounding_text(a->rule);
	return f;
}

enum err perf_total_decide(struct ctx *c, const struct rules *r, const struct perf_facts *f,
                           bool *ret_counts, const struct rule **ret_rule)
{
	const struct rule *mode;
	struct money total;

	if (f->quota.fen < 0)
		return bad(c, "quota");
	if (f->before.fen < 0 || f->amount.fen < 0 || !money_add(f->before, f->amount, &total))
		return bad(c, "amount");
	TRY(rules_need(c, r, PARAM_PERFORMANCE_PAY, NULL, &mode));
	if (mode->value.choice == PAY_WITHIN_TOTAL && total.fen > f->quota.fen)
		return rule_refuse(c, "quota_exceeded", mode, money_text(c->arena, total),
		                   money_text(c->arena, f->quota));
	*ret_counts = mode->value.choice == PAY_WITHIN_TOTAL;
	if (f->told != NULL)
		held_say(f->told, mode,
		         (struct formula){.text = *ret_counts ? T_policy_held_quota
		                                              : T_policy_held_beside_quota,
		                          .arg = {held_param(r, mode->param), arg_money(f->before),
		                                  arg_money(f->amount), arg_money(total),
		                                  arg_money(f->quota)},
		                          .n = 5});
	*ret_rule = mode;
	return OK;
}
