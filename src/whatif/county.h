/* A draft held against a county's term: what the command line and a simulation ask alike, school by
 * school; and what moves, by sentence. */
#ifndef WHATIF_COUNTY_H
#define WHATIF_COUNTY_H

#include "whatif/whatif.h"

/* By one sentence: how many pupils, from what to what; how many services. */
struct whatif_cause_sum {
	const struct whatif_cause *cause;
	int64_t pupils, services;
	struct money payable[WHATIF_SIDES];
};
/* Beyond WHATIF_CAUSES different sentences the last one collects the rest: no rule file has as
 * many. Sentences keep their place. */
enum { WHATIF_CAUSES = 256 };
struct whatif_tally {
	struct whatif_cause_sum v[WHATIF_CAUSES];
	size_t n;
};
/* Where a sentence stands; put at the end when it was not there. */
size_t whatif_tally_place(struct whatif_tally *t, const struct whatif_cause *cause);
/* E_BROKEN when a sum does not fit. */
enum err whatif_tally_add(struct ctx *c, struct whatif_tally *t,
                          const struct whatif_cause_sum *more);

/* Every county, or the one of this code. Pupils are not counted: in a city that alone takes longer
 * than who wants to stop may wait. */
enum err whatif_counties(struct ctx *c, struct str code, struct county **ret_v, size_t *ret_n);

/* What is asked; borrowed until whatif_county_close(). */
struct whatif_question {
	struct county county; /* `ruleset` is the set it stands on */
	struct term term;
	struct str text; /* of the draft */
	struct str file; /* what it is called where it comes from; or none */
	struct date day; /* whose rules; DATE_NONE: as whatif_new() says */
};
/* A county's books with and without the draft, and what was found so far. */
struct whatif_county {
	struct county county;
	struct term term;
	struct str title; /* of the draft */
	struct date day;
	struct whatif *w;
	struct policy_book *draft;
	struct whatif_school sum;
	struct whatif_tally tally;
};
/* Inside a reading transaction, but what was opened may be asked in later ones too, as long as
 * the county's rules stay as they are (rulebook_version). E_REFUSED rule_set_wrong when the draft
 * does not stand beside the county's other sets; else as whatif_new(). Ended by
 * whatif_county_close(), before the arena forgets it; *ret_k stays where it is until then. */
enum err whatif_county_open(struct ctx *c, const struct whatif_question *q,
                            struct whatif_county *ret_k);
void whatif_county_close(struct whatif_county *k);
/* One school, added to the sum and the tally; `sink` is told the same (`sink->refusal` is not), but
 * not of a mover that is only `counted`.
 * After an error the sums are not to be used. */
enum err whatif_county_school(struct ctx *c, struct whatif_county *k, const struct school *s,
                              const struct whatif_sink *sink, struct whatif_school *ret_s);

#endif
