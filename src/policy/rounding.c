#include "policy/rounding.h"

enum way { HALF_UP, UP, DOWN };

static const struct {
	int64_t grain; /* fen */
	enum way way;
	enum text_id text;
} TO[] = {
	[ROUND_JIAO] = {10, HALF_UP, T_policy_rounding_jiao},
	[ROUND_JIAO_UP] = {10, UP, T_policy_rounding_jiao_up},
	[ROUND_JIAO_DOWN] = {10, DOWN, T_policy_rounding_jiao_down},
	[ROUND_YUAN] = {100, HALF_UP, T_policy_rounding_yuan},
	[ROUND_YUAN_UP] = {100, UP, T_policy_rounding_yuan_up},
	[ROUND_YUAN_DOWN] = {100, DOWN, T_policy_rounding_yuan_down},
};

/* A whole number of grains: up is away from nothing, down towards it. */
static bool grains(struct ratio n, enum way way, int64_t *ret_n)
{
	struct money m;

	if (way == HALF_UP) {
		if (!ratio_money(n, &m))
			return false;
		*ret_n = m.fen;
		return true;
	}
	*ret_n = n.num / n.den;
	if (way == UP && !ratio_whole(n))
		*ret_n += n.num < 0 ? -1 : 1;
	return true;
}

static bool rounded(struct ratio fen, int64_t grain, enum way way, struct money *ret_m)
{
	struct ratio n;
	int64_t whole;

	return ratio_div(fen, RATIO(grain), &n) && grains(n, way, &whole) &&
	       money_mul(FEN(whole), grain, ret_m);
}

static int said(const struct rule *rule)
{
	return rule ? rule_choice(rule, FIELD_ROUND, -1) : -1;
}

bool rounding_money(const struct rule *rule, struct ratio fen, struct money *ret_m)
{
	int w = said(rule);

	return w < 0 ? ratio_money(fen, ret_m) : rounded(fen, TO[w].grain, TO[w].way, ret_m);
}

bool rounding_down(const struct rule *rule, struct ratio fen, struct money *ret_m)
{
	return rounded(fen, rounding_grain(rule), DOWN, ret_m);
}

int64_t rounding_grain(const struct rule *rule)
{
	int w = said(rule);

	return w < 0 ? 1 : TO[w].grain;
}

enum text_id rounding_text(const struct rule *rule)
{
	int w = said(rule);

	return w < 0 ? TEXT_NONE : TO[w].text;
}

bool rounding_as_said(struct str formula, struct ratio fen, struct money *ret_m)
{
	struct str zh = str_cut(&formula, '\n');
	size_t at;

	for (size_t w = 0; w < sizeof TO / sizeof *TO; w++) {
		if (str_find(zh, text(LANG_ZH, TO[w].text), &at))
			return rounded(fen, TO[w].grain, TO[w].way, ret_m);
	}
	return ratio_money(fen, ret_m);
}
