/* Comments of a rule file: what an office keeps beside a statement. They decide nothing. */
#include "policy/rule_set.h"

void comments_add(struct rule_comments *to, struct rule_comment *one)
{
	one->next = NULL;
	*(to->last != NULL ? &to->last->next : &to->first) = one;
	to->last = one;
	to->n++;
}

bool comments_same(const struct rule_comments *a, const struct rule_comments *b)
{
	const struct rule_comment *x = a->first, *y = b->first;

	for (; x != NULL && y != NULL; x = x->next, y = y->next) {
		if (!str_eq(x->text, y->text))
			return false;
	}
	return x == NULL && y == NULL;
}

struct str comments_text(struct arena *a, const struct rule_comments *all, struct str between)
{
	struct str *line = NEW_N(a, all->n + 1, struct str);
	size_t n = 0;

	if (line == NULL)
		return S("");
	for (const struct rule_comment *one = all->first; one != NULL; one = one->next)
		line[n++] = one->text;
	return str_join(a, line, n, between);
}
