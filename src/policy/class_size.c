#include "policy/class_size.h"

static bool asks_size(const struct when *w)
{
	while (w != NULL && w->dimension != DIM_CLASS_SIZE)
		w = w->next;
	return w != NULL;
}

struct moves {
	uint64_t kinds;
	const struct rule_facts *was, *now;
	const struct rule *rule;
	bool of_was;
};

/* Whether the statement holds for what was; the first that moves is kept in *m. */
static bool seen(struct moves *m, const struct rule *rule)
{
	const struct when *asked;
	enum fit was, now;

	if (!(rule_words(rule, FIELD_KINDS) & m->kinds))
		return false;
	was = when_fit(rule->when, m->was, &asked);
	now = when_fit(rule->when, m->now, &asked);
	if (asks_size(rule->when) && was != now &&
	    (m->rule == NULL || (!m->of_was && was != FIT_NO))) {
		m->rule = rule;
		m->of_was = was != FIT_NO;
	}
	return was == FIT_YES;
}

const struct rule *class_size_moves(const struct rules *r, uint64_t kinds,
                                    const struct rule_facts *was, const struct rule_facts *now)
{
	struct moves m = {.kinds = kinds, .was = was, .now = now};
	bool priced = false;

	for (size_t i = 0; i < r->n; i++) {
		const struct rule *rule = priced ? NULL : r->set[i]->rules[RULE_FEE];

		for (; rule != NULL; rule = rule->next) {
			if (rules_says(r, i, rule))
				priced |= seen(&m, rule);
		}
		for (rule = r->set[i]->rules[RULE_LIMIT]; rule != NULL; rule = rule->next) {
			if (rules_says(r, i, rule))
				(void)seen(&m, rule);
		}
	}
	return m.rule;
}
