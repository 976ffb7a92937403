#include "policy/payers.h"

#include "policy/sharing.h"

const struct rule_value *payer_value(const struct rule *rule, size_t nth)
{
	const struct rule_value *v = rule->field[FIELD_PAYER];

	while (v != NULL && nth-- > 0)
		v = v->next;
	return v;
}

struct str payer_word(const struct rule *rule, size_t nth)
{
	const struct rule_value *v = payer_value(rule, nth);

	return v != NULL ? v->texts[0] : STR_NONE;
}

struct str payer_share_text(struct arena *a, const struct rule *rule, size_t nth)
{
	const struct rule_value *v = payer_value(rule, nth);
	struct str n = ratio_text(a, v != NULL ? v->number : RATIO(100));
	bool fraction = memchr(n.p, '/', n.n) != NULL;

	return str_printf(a, fraction ? "%.*s / 100" : "%.*s%%", STR_FMT(n));
}

struct str payers_said(struct arena *a, const struct rule *rule)
{
	struct str said = payer_word(rule, 0);

	for (size_t i = 0; payers_count(rule) > 1 && i < payers_count(rule); i++)
		said = str_printf(a, "%.*s%s%.*s %.*s", STR_FMT(i ? said : S("")), i ? "; " : "",
		                  STR_FMT(payer_word(rule, i)),
		                  STR_FMT(payer_share_text(a, rule, i)));
	return said;
}

size_t payers_count(const struct rule *rule)
{
	size_t n = 0;

	for (const struct rule_value *v = rule->field[FIELD_PAYER]; v != NULL; v = v->next)
		n++;
	return n > 0 ? n : 1;
}

const struct rule_value *payers_wrong(const struct rule *rule)
{
	const struct rule_value *first = rule->field[FIELD_PAYER], *last = NULL;
	struct ratio sum = RATIO(0);
	size_t n = 0;

	for (const struct rule_value *v = first; v != NULL; v = v->next) {
		last = v;
		if (first->next == NULL && v->written.p == NULL)
			return NULL; /* one alone bears the whole */
		if (++n > PAYERS_MOST || v->written.p == NULL || !ratio_add(sum, v->number, &sum))
			return v;
		for (const struct rule_value *o = first; o != v; o = o->next) {
			if (str_eq(o->texts[0], v->texts[0]))
				return v;
		}
	}
	return n > 0 && ratio_cmp(sum, RATIO(100)) != 0 ? last : NULL;
}

static void several_split(const struct rule *rule, struct money amount, struct money *part_of)
{
	struct ratio weight[PAYERS_MOST];
	struct money part[PAYERS_MOST];
	size_t n = payers_count(rule);

	for (size_t i = 0; i < n; i++)
		weight[i] = payer_value(rule, i)->number;
	if (!share_split(amount, weight, n, part))
		return;
	for (size_t i = 0; i < n; i++)
		part_of[i].fen += part[i].fen;
}

void payers_split(const struct rule *rule, struct money amount, struct money *ret_part)
{
	const struct rule_value *first = rule->field[FIELD_PAYER];

	if (first != NULL && first->next != NULL)
		several_split(rule, amount, ret_part);
	else
		ret_part[0].fen += amount.fen > 0 ? amount.fen : 0;
}
