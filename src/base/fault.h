/* Why something failed. One catalogue (locale/, compiled by tools/locc) gives code, HTTP status,
 * requirement and the texts in both languages; page, API and command line print the same fault. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/err.h"
#include "base/money.h"

struct fault {
	const char *code;       /* "fee_cap_exceeded"; NULL when there is none */
	struct str field;       /* the input that is wrong, for E_INPUT; else none */
	struct str found;       /* the value found, as shown to people */
	struct str allowed;     /* the value that would have been allowed */
	struct str clause;      /* the sentence of the rule, in our own words */
	struct str document;    /* title and number of the document that holds it */
	struct str requirement; /* "R34"; none means the catalogue's own */
};

struct ctx;

/* What the verbs below write down. They are apart, and the verbs in the header, so that compiler
 * and analyser see that a recorded fault is never OK and that TRY() leaves. */
void fault_record(struct ctx *c, const char *code, const struct fault *facts);
void fault_record_broken(struct ctx *c, const char *what);

/* Record the fault and return `e`, so that a verb can `return fault_set(c, E_REFUSED, …)`. Texts
 * are copied into the context's arena; `facts` may be NULL. The code must be in the catalogue (a
 * test checks every literal). */
static inline enum err fault_set(struct ctx *c, enum err e, const char *code,
                                 const struct fault *facts)
{
	fault_record(c, code, facts);
	return e;
}

/* Shorthand for bad input: code "bad_input" unless given, field and what would be right. */
static inline enum err fault_input(struct ctx *c, const char *code, struct str field,
                                   struct str found, struct str allowed)
{
	fault_record(c, code ? code : "bad_input",
	             &(struct fault){.field = field, .found = found, .allowed = allowed});
	return E_INPUT;
}

/* Our side failed: logs nothing itself; `what` is for the operator's log, never for the user. */
static inline enum err fault_broken(struct ctx *c, const char *what)
{
	fault_record_broken(c, what);
	return E_BROKEN;
}

#endif
