/* A rule set: one policy document as data, read from a file of policies/ (docs/policy-format.md).
 */
#ifndef POLICY_RULE_SET_H
#define POLICY_RULE_SET_H

#include "base/text.h"
#include "policy/vocabulary.h"

struct rule_set;

/* One parameter of one document. */
struct rule {
	enum param param;
	struct rule_value value;
	struct rule_where where;
	struct str requirement; /* "R34" */
	struct str clause;      /* the sentence that decides, in our own words */
	const struct rule_set *set;
	int line;
	const struct rule *next; /* the same parameter for another part */
};

/* A worked case: a decision, its facts, and what has to come out. */
struct rule_given {
	struct str name, value;
	int line;
	const struct rule_given *next;
};
struct rule_case {
	struct str decision, name;
	const struct rule_given *given, *expect;
	int line;
	const struct rule_case *next;
};

struct rule_set {
	struct str id, title, number, issuer, level, issued, file;
	struct str document;  /* title and number as printed in refusals */
	struct date from, to; /* both days included; `to` is DATE_NONE while open */
	struct str under;     /* the set that holds where this one is silent; or none */
	const struct rule *rules[PARAM_COUNT];
	const struct rule_case *cases;
	size_t n_rules, n_cases;
	const struct rule_set *next;
};

/* The first thing wrong in a file: where, what was found, what should stand there. */
struct rule_error {
	struct str file;
	int line, column; /* from 1; columns count characters */
	enum text_id what;
	struct str found, expected, nearest;
};
struct str rule_error_text(struct arena *a, enum lang lang, const struct rule_error *e);

/* Reads one file into the arena, which must outlive the set. False and *ret_e when anything is
 * wrong: nothing of a faulty file is taken. At most RULE_FILE_MAX bytes. R1: a set without title,
 * issuer and dates, and a parameter without clause and requirement, is refused. */
#define RULE_FILE_MAX ((size_t)1 << 20)
bool rule_set_read(struct arena *a, struct str file, struct str text, struct rule_set **ret_set,
                   struct rule_error *ret_e);

#endif
