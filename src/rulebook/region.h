/* Where a development zone lies: whose documents reach it (R3, R10, D7). A zone does not move; what
 * was said of it may have been wrong, so the answer holds for every day. */
#ifndef RULEBOOK_REGION_H
#define RULEBOOK_REGION_H

#include "rulebook/rulebook.h"

/* Verb (city, system). E_ABSENT; E_REFUSED `county_no_zone` for a county whose code tells it,
 * `region_loosens` where a published document of the zone, or of a school in it, that is not over
 * yet would be looser than what is locked there, with both clauses in `found`; E_INPUT
 * `county_code_malformed` and without a reason. The same again changes nothing. Audited. */
struct region_change {
	county_id county;
	struct str region; /* six digits; none: the city all other counties lie in */
	struct str reason;
};
extern const struct verb region_change_verb;

#endif
