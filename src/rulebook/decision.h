/* What a document leaves open and the county decides: who, when, why (R1). A recorded decision
 * becomes a set of the county's own, generated whenever its book is composed. */
#ifndef RULEBOOK_DECISION_H
#define RULEBOOK_DECISION_H

#include "policy/rules.h"
#include "store/store.h"

/* A question one of the county's sets asks today, and its answer. */
struct question {
	struct str ruleset, name, label, document, about;
	const struct str *word, *choice; /* what is stored, what people read */
	size_t n;
	struct str answer; /* a word; none: nobody has decided */
	struct date starts, decided;
	struct str decided_by, why;
};
/* Inside a reading transaction; the county's officers, the city, the system. */
enum err question_list(struct ctx *c, county_id county, struct question **ret_v, size_t *ret_n);

/* Verb (the county's officer, system): the answer to a question from a day on. A later answer takes
 * over on its own first day. Audited. E_ABSENT for a question no set of the county asks; E_INPUT
 * for a word that is none of its choices, a decision of a day to come, or a missing reason. */
struct decision_new {
	county_id county; /* an officer's own when none */
	struct str ruleset, question, answer;
	struct date starts;  /* first day it holds */
	struct date decided; /* day of the decision; DATE_NONE: today */
	struct str decided_by, why;
	decision_id result;
};
extern const struct verb decision_record_verb;

struct decision {
	decision_id id;
	struct str ruleset, question, answer;
	struct date starts, decided;
	struct str decided_by, why, recorded_by;
	struct instant at;
};
/* All that were ever recorded, by set and first day. */
enum err decision_list(struct ctx *c, county_id county, struct decision **ret_v, size_t *ret_n);

#endif
