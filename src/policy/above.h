/* R10: a document from above binds a place from its first day, whether or not anything there names
 * it in `under`: a national one every place, one of a province or city the places inside its
 * region. It binds with what it locks, the scope it gives, and what it forbids and requires; its
 * prices, waivers and refunds are taken over by `under` alone. Only documents that lock or scope
 * something reach so far: the others are advice to those who choose them. */
#ifndef POLICY_ABOVE_H
#define POLICY_ABOVE_H

#include "policy/rule_set.h"

/* Whether the set's place holds this one (a county's code, for a zone that of where it lies; none:
 * a place nobody named). */
bool set_over(const struct rule_set *s, struct str place);
/* Whether it locks or scopes anything: kept with the set as `reaches`. */
bool set_reaches(const struct rule_set *s);
/* Whether this statement of such a set is one that reaches. */
bool rule_reaches(const struct rule *r);

#endif
