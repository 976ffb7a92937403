/* What pupils are granted (waiver.h), as facts of what they are charged. Asks nobody's role: for
 * the bill, and for whoever decides many bills anew without naming a pupil. */
#ifndef MONEY_RELIEF_H
#define MONEY_RELIEF_H

#include "policy/charge.h"
#include "store/store.h"

/* A waiver that holds. */
struct granted {
	pupil_id pupil;
	struct str category; /* as it was recorded: rules may know it or not */
	struct date starts;
};
/* What holds on a day for the pupils of a school, in order of pupil. Inside a transaction. */
enum err granted_of_school(struct ctx *c, school_id school, struct date day, struct granted **ret_v,
                           size_t *ret_n);

/* First days of a county's terms: some waivers run out after so many. */
struct relief_terms {
	const struct date *first;
	size_t n;
};
enum err relief_terms_load(struct ctx *c, county_id county, struct relief_terms *ret_t);

/* What one pupil is granted on the day of the rules. */
struct relief {
	uint64_t categories;        /* bits of LEX_CATEGORY; 0: none */
	struct charge_grant of[64]; /* by word, where it is granted: the first day of the newest */
	struct {
		int dimension, word;
	} said[RULES_DECLARED]; /* of the pupil: `define dimension … of pupil` */
	size_t said_n;
};
#define RELIEF_NONE ((struct relief){.categories = 0})
/* Whether anything is recorded that only the family and who grants it may know. */
static inline bool relief_some(const struct relief *r)
{
	return r->categories != 0 || r->said_n > 0;
}
/* Of a pupil's waivers that hold, each judged by its own day; what these rules do not know counts
 * for nothing. */
struct relief relief_of(const struct rules *rules, const struct relief_terms *terms,
                        const struct granted *v, size_t n);
/* What is recorded of the pupil in the documents' own words, as facts of what it is charged. */
void relief_said(const struct relief *r, struct rule_facts *f);
/* The same of a pupil as it was known at a moment, on the day of that moment; nothing is read where
 * the documents ask nothing of a pupil. */
enum err said_of_pupil(struct ctx *c, const struct rules *rules, pupil_id pupil, struct instant at,
                       struct rule_facts *io);
/* The same for what is decided later about a charge of that moment: what was not known then is
 * taken as it is known now of that day. */
enum err said_since(struct ctx *c, const struct rules *rules, pupil_id pupil, struct instant at,
                    struct rule_facts *io);
/* That, and the categories. Nobody is granted anything without the proof the rule asks for. Without
 * relief nothing is said. The facts point into it. */
void relief_facts(const struct relief *r, struct rule_facts *f, struct charge_facts *facts);

#endif
