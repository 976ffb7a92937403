/* What a county has to decide itself because no document it stands on does. */
#ifndef RULEBOOK_GAPS_H
#define RULEBOOK_GAPS_H

#include "rulebook/rulebook.h"

/* The parameters that services, agreements, bills and funds cannot go without and these rules say
 * nothing of; at most RULES_GAPS. */
enum { RULES_GAPS = 16 };
size_t rules_gaps(const struct rules *r, enum param v[RULES_GAPS]);
/* The questions these rules leave open and nobody has decided yet; at most RULES_GAPS. */
size_t rules_questions(const struct rules *r, const struct rule *v[RULES_GAPS]);
/* All of them in the reader's language, in one sentence; empty where nothing is missing. */
struct str gaps_text(struct ctx *c, const struct rules *r);
/* What the county would stand on, its own sets and those above it, were this its base on that day.
 * Inside a transaction. E_REFUSED no_rule where the set is not in force then. */
enum err rules_on_base(struct ctx *c, county_id county, struct str ruleset, struct date day,
                       struct rules *ret_r);

#endif
