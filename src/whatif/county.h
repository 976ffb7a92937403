/* A stored draft held against a county's term, as a page or the API asks for it; and what moves, by
 * sentence. */
#ifndef WHATIF_COUNTY_H
#define WHATIF_COUNTY_H

#include "rulebook/edition.h"
#include "whatif/whatif.h"

/* By one sentence: how many pupils, from what to what; how many services. */
struct whatif_cause_sum {
	const struct whatif_cause *cause;
	int64_t pupils, services;
	struct money payable[WHATIF_SIDES];
};
/* Beyond WHATIF_CAUSES different sentences the last one collects the rest: no rule file has as
 * many. */
enum { WHATIF_CAUSES = 256 };
struct whatif_tally {
	struct whatif_cause_sum v[WHATIF_CAUSES];
	size_t n;
};
/* E_BROKEN when a sum does not fit. */
enum err whatif_tally_mover(struct ctx *c, struct whatif_tally *t, const struct whatif_mover *m);
void whatif_tally_refusal(struct whatif_tally *t, const struct whatif_refusal *r);

struct whatif_county {
	struct edition edition;
	struct county county;
	struct term term;
	struct date day; /* whose rules were asked */
	struct whatif_school *school, sum;
	size_t n;
	struct whatif_tally *tally;
};
/* Who waits for a page waits for all of it: larger counties ask the command. */
#define WHATIF_PAGE_PUPILS 200000

/* Inside a reading transaction, for the county's officer. `term` none: the current one. E_ABSENT
 * for another county's edition or term; E_REFUSED `whatif_large` (found: pupils) for a county of
 * more than WHATIF_PAGE_PUPILS, `whatif_no_term`; else as whatif_new(). */
enum err whatif_county_ask(struct ctx *c, edition_id edition, term_id term,
                           struct whatif_county *ret_k);

#endif
