/* Shared by the verbs of this room. */
#ifndef FUNDS_INTERNAL_H
#define FUNDS_INTERNAL_H

#include "funds/budget.h"

/* E_CONFLICT `guarantee_closed`. */
enum err guarantee_not_closed(struct ctx *c, school_id school, term_id term);
/* Of a school's allocation: spent, waiting to be, and paid out or on its way. */
enum err allocation_taken(struct ctx *c, school_id school, term_id term, struct money *ret_m);
/* What a school's guarantee fund (without a school: its county's special fund) has had of a term:
 * what is there and what was taken from it; where the county allocates no more than it did. */
enum err fund_received(struct ctx *c, county_id county, school_id school, term_id term,
                       struct money taken, struct money *ret_m);
/* What an audit record says of an amount of a term. */
struct str funds_amount_json(struct ctx *c, term_id term, struct money amount);

#endif
