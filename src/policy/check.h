/* What is wrong with rule sets though every line can be read. */
#ifndef POLICY_CHECK_H
#define POLICY_CHECK_H

#include "policy/book.h"

/* The value that contradicts another of the same statement: a limit of a shorter time above that of
 * a longer one, a least above a most, the same unit twice; NULL when there is none. */
const struct rule_value *rule_contradiction(const struct rule *r);
/* A cap of a limit across the family that is neither a term's nor a year's: what falls on a day or
 * month of one child is no matter of another's; NULL. */
const struct rule_value *rule_family_time(const struct rule *r);
/* A further price that cannot be meant: of another unit than the one price of the fee, beside two
 * prices or a least one, or after no more units than the one before; NULL. */
const struct rule_value *rule_beyond(const struct rule *r);
/* A share of a fund without its percent, of a purpose the statement does not permit or names twice,
 * at least more than at most, or at least more than all together; or NULL. */
const struct rule_value *rule_portion(const struct rule *r);
/* A cap that is no whole number of what its statement rounds to: rounding could not keep it; NULL.
 */
const struct rule_value *rule_round(const struct rule *r);
/* What is divided or counted by, and is nothing: a basis, a step or a threshold of 0; NULL. */
const struct rule_value *rule_zero(const struct rule *r);
/* An absence in a row, or an excused one, asked of a refund that is for none, or whose method does
 * not go by what was missed; NULL. */
const struct rule_value *rule_absence(const struct rule *r);
/* The attribute a statement needs because of what else it says; NULL. */
const char *rule_lacks(const struct rule *r);
/* Both published and in force on some day. */
bool rule_sets_overlap(const struct rule_set *s, const struct rule_set *t);
/* Between documents, names bound: said twice for one place; looser than a lock above allows. The
 * error names both clauses. */
bool book_consistent(const struct policy_book *b, struct arena *a, struct rule_error *ret_e);

#endif
