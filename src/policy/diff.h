/* What changed between two editions of a document, or between the rules of two days: statement by
 * statement, attribute by attribute, as data. */
#ifndef POLICY_DIFF_H
#define POLICY_DIFF_H

#include "policy/rules.h"

enum change { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_ALTERED };

struct rule_change {
	enum change what;
	const struct rule *before, *after; /* NULL where the statement is not there */
	struct str attribute; /* CHANGE_ALTERED: its word; "value" for a parameter's own */
	struct str was, is;   /* as the file has them; several lines of one attribute with "; " */
};

/* The statements that hold, however the case is: those of one set; or of a stack, without what a
 * lower document replaces. */
struct rule_list {
	const struct rule **v;
	size_t n;
};
enum err rule_list_of_set(struct ctx *c, const struct rule_set *s, struct rule_list *ret_l);
enum err rule_list_of_stack(struct ctx *c, const struct rules *r, struct rule_list *ret_l);

/* Statements belong together by type, id and conditions; of those left over, by type and id where
 * one is left on each side. In the order of `before`, what was added last. */
enum err rule_list_diff(struct ctx *c, const struct rule_list *before,
                        const struct rule_list *after, struct rule_change **ret_v, size_t *ret_n);

/* "limit course 「个性化课程」 cap: 600.00 yuan per term → 650.00 yuan per term; 条款: …" */
struct str rule_change_text(struct arena *a, enum lang lang, const struct rule_change *change);

#endif
