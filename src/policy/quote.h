/* Decisions by name, facts and answers as text: what the worked cases of a rule file and `kehou
 * policy quote` speak. */
#ifndef POLICY_QUOTE_H
#define POLICY_QUOTE_H

#include "policy/decide.h"

enum { QUOTE_LINES = 16 };
struct quote {
	struct {
		struct str name, value;
	} line[QUOTE_LINES];
	size_t n;
};

/* Decides. A refusal is an answer too: `outcome` is "pass" or the refusal's code, then come found,
 * allowed, requirement, clause and document, or the amounts and the formula. E_INPUT names an
 * unknown decision or fact (allowed: the nearest names) or a value that cannot be read. */
enum err quote_run(struct ctx *c, const struct rules *r, struct str decision,
                   const struct rule_given *given, struct quote *ret_q);
struct str quote_value(const struct quote *q, struct str name); /* STR_NONE when not answered */

/* Runs one worked case of a set (as of its `given on`, else the set's first day) and compares. OK
 * when all that it expects came out; E_REFUSED rule_set_wrong with the place in `field`, found and
 * expected value otherwise. Publication of a set waits for all of its cases. */
enum err case_run(struct ctx *c, const struct policy_book *b, const struct rule_set *s,
                  const struct rule_case *work);

#endif
