/* Which rules hold: all rule sets the program knows, and those of one county on one day. Pure: the
 * day is a fact, nothing here asks a clock or a store. */
#ifndef POLICY_RULES_H
#define POLICY_RULES_H

#include "base/ctx.h"
#include "policy/rule_set.h"

struct policy_book;

/* An empty book; NULL when memory is out. It never changes once it has been checked, so any number
 * of threads may read it. */
struct policy_book *policy_book_new(void);
void policy_book_free(struct policy_book **b);
/* Takes one file, or nothing of it. */
bool policy_book_add(struct policy_book *b, struct str file, struct str text,
                     struct rule_error *ret_e);
/* What no single file shows: two sets of one id in force on one day (R10), an unknown `under`, a
 * circle. */
bool policy_book_check(const struct policy_book *b, struct arena *a, struct rule_error *ret_e);
const struct rule_set *policy_book_sets(const struct policy_book *b); /* linked by next */

/* The rule sets built into the program, read and checked once. NULL with *ret_e set when a file is
 * wrong (a test keeps that from happening; the program should refuse to start). Thread-safe. */
const struct policy_book *policy_builtin(const struct rule_error **ret_e);

/* The rules of a county as of a day: its set, then the sets it stands under, as far as each is in
 * force on that day. By value; borrows from the book. */
enum { RULES_DEPTH = 8 };
struct rules {
	const struct rule_set *set[RULES_DEPTH];
	size_t n;
	struct date as_of;
};
/* R1, R10. E_REFUSED no_rule when the county's set is unknown or not in force on that day. */
enum err rules_for(struct ctx *c, const struct policy_book *b, struct str id, struct date as_of,
                   struct rules *ret_rules);

/* The rule that decides a parameter for a place: the lowest set that has one, there the most exact.
 * NULL when no document says anything. */
const struct rule *rules_find(const struct rules *r, enum param p, struct rule_where where);
/* The same, but no_rule (E_REFUSED) when there is none: never a guess, never a price. */
enum err rules_need(struct ctx *c, const struct rules *r, enum param p, struct rule_where where,
                    const struct rule **ret_rule);

/* Refuse with everything a rule can say: code, requirement, clause, document, found, allowed. */
enum err rule_refuse(struct ctx *c, const char *code, const struct rule *rule, struct str found,
                     struct str allowed);

#endif
