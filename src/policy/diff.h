/* What changed between two editions of a document, or between the rules of two days: part by part,
 * attribute by attribute, as data. */
#ifndef POLICY_DIFF_H
#define POLICY_DIFF_H

#include "policy/rules.h"

enum change { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_ALTERED };

enum change_of { CHANGE_OF_RULE, CHANGE_OF_HEAD, CHANGE_OF_DECLARED, CHANGE_OF_CASE };

struct rule_change {
	enum change what;
	enum change_of of;
	const struct rule *before, *after; /* NULL where the statement is not there, and for the
	                                      other parts of a set */
	/* Of those: `define` or `list` with the name, `case` with its decision; the label or the
	 * case's name. The head: `ruleset` with its id. */
	struct str type, id, label;
	struct str attribute; /* CHANGE_ALTERED: its word; "value" for a parameter's own; "comment",
	                         "end_comment" for what stands beside the statements */
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

/* Two editions of a document, all that is in their files but notes: the head, what it stands under
 * first; what is declared; the statements, as above; the worked cases, by decision and name. What
 * became another in comments alone comes behind all else. */
enum err rule_set_diff(struct ctx *c, const struct rule_set *before, const struct rule_set *after,
                       struct rule_change **ret_v, size_t *ret_n);

/* "limit course 「个性化课程」 cap: 600.00 yuan per term → 650.00 yuan per term; 条款: …" */
struct str rule_change_text(struct arena *a, enum lang lang, const struct rule_change *change);

#endif
