/* A county (县区): the tenant that owns rules, schools and money. */
#ifndef PEOPLE_COUNTY_H
#define PEOPLE_COUNTY_H

#include "base/ctx.h"
#include "policy/rules.h"

/* The rules a county has in force on a day: its chosen set and what that stands under. R1, R10.
 * E_REFUSED no_rule when there is none; E_ABSENT for an unknown county. */
enum err county_rules(struct ctx *c, county_id county, struct date as_of, struct rules *ret_rules);

#endif
