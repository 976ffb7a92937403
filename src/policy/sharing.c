#include "policy/sharing.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

static bool weights_sum(const struct ratio *weight, size_t n, struct ratio *ret_sum)
{
	struct ratio sum = RATIO(0);

	for (size_t i = 0; i < n; i++) {
		if (weight[i].num < 0 || !ratio_add(sum, weight[i], &sum))
			return false;
	}
	*ret_sum = sum;
	return sum.num > 0;
}

bool share_split(struct money total, const struct ratio *weight, size_t n, struct money *ret_part)
{
	struct ratio all, part;
	int64_t left = total.fen;
	struct money m;

	if (n == 0 || total.fen < 0 || !weights_sum(weight, n, &all))
		return false;
	for (size_t i = 0; i + 1 < n; i++) {
		if (!ratio_div(weight[i], all, &part) ||
		    !money_ratio(total, part.num, part.den, &m))
			return false;
		if (m.fen > left)
			m.fen = left;
		ret_part[i] = m;
		left -= m.fen;
	}
	ret_part[n - 1] = FEN(left);
	return true;
}

bool share_alike(struct money total, int64_t n, struct money *ret_each, struct money *ret_last)
{
	struct money each;

	if (n <= 0 || total.fen < 0 || !money_ratio(total, 1, n, &each))
		return false;
	/* Rounded up, the last may have to take less; rounded down, a little more. */
	if (each.fen > 0 && each.fen > total.fen / (n > 1 ? n - 1 : 1))
		each.fen = total.fen / n;
	*ret_each = each;
	*ret_last = FEN(total.fen - each.fen * (n - 1));
	return true;
}

static enum err percent_holds(struct ctx *c, const char *field, struct ratio n, struct ratio most)
{
	if (n.num < 0)
		return bad(c, field);
	return ratio_cmp(n, most) <= 0
	               ? OK
	               : bad_beside(c, field, T_policy_fact_at_most, ratio_text(c->arena, most));
}

static enum err share_holds(struct ctx *c, const char *field, struct money m, struct money most)
{
	if (m.fen < 0)
		return bad(c, field);
	return m.fen <= most.fen
	               ? OK
	               : bad_beside(c, field, T_policy_fact_at_most, money_text(c->arena, most));
}

enum err shares_decide(struct ctx *c, const struct shares_facts *f, struct shares_answer *ret_a)
{
	struct shares_answer a = {.government = f->government, .school = f->school};
	struct ratio percent[3] = {
		f->government_percent.den ? f->government_percent : RATIO(0),
		f->school_percent.den ? f->school_percent : RATIO(0),
		RATIO(0),
	};
	struct money part[3];
	struct ratio others;

	if (f->cost.fen < 0)
		return bad(c, "cost");
	if (f->by_percent) {
		TRY(percent_holds(c, "school_percent", percent[1], RATIO(100)));
		if (!ratio_sub(RATIO(100), percent[1], &others))
			return bad(c, "school_percent");
		TRY(percent_holds(c, "government_percent", percent[0], others));
		if (!ratio_sub(others, percent[0], &percent[2]) ||
		    !share_split(f->cost, percent, 3, part))
			return bad(c, "cost");
		a.government = part[0];
		a.school = part[1];
	}
	TRY(share_holds(c, "government", a.government, f->cost));
	TRY(share_holds(c, "school", a.school, FEN(f->cost.fen - a.government.fen)));
	a.parents = FEN(f->cost.fen - a.government.fen - a.school.fen);
	if (f->pupils < 0 ||
	    (f->pupils > 0 && !share_alike(a.parents, f->pupils, &a.each, &a.last)))
		return bad(c, "pupils");
	*ret_a = a;
	return OK;
}

enum err fund_decide(struct ctx *c, const struct rules *r, const struct fund_facts *f,
                     struct fund_answer *ret_a)
{
	struct fund_answer a = {.count = RATIO(f->pupils)};
	struct ratio amount;

	if (f->pupils < 0)
		return bad(c, "pupils");
	if (f->years.den && f->years.num < 0)
		return bad(c, "years");
	TRY(rules_need(c, r, PARAM_GUARANTEE_BUDGET, NULL, &a.rule));
	if (f->years.den && !ratio_mul(a.count, f->years, &a.count))
		return bad(c, "years");
	if (!ratio_mul(a.rule->value.number, a.count, &amount) || !ratio_money(amount, &a.amount))
		return bad(c, "pupils");
	*ret_a = a;
	return OK;
}
