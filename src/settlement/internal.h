/* Inside this room. */
#ifndef SETTLEMENT_INTERNAL_H
#define SETTLEMENT_INTERNAL_H

#include "settlement/settlement.h"

enum { REASON_MAX_CHARS = 200 };

/* Inside a verb: as escrow_follow_verb, `most` rows. *ret_left: more waits. */
enum err escrow_follow(struct ctx *c, const struct offering *o, const struct price_sheet *sheet,
                       int64_t most, bool *ret_left);
/* The same until nothing waits; E_REFUSED `escrow_behind` when too much does for one verb. */
enum err escrow_follow_all(struct ctx *c, const struct offering *o,
                           const struct price_sheet *sheet);
/* Inside a verb: waived lines of a school's term are paid by what their payers brought, whole and
 * the oldest first, `most` of them. */
enum err payer_cover(struct ctx *c, county_id county, school_id school, term_id term, int64_t most,
                     bool *ret_left);
/* The course of an agency and its published sheet. E_ABSENT, E_REFUSED `sheet_missing`. */
enum err agency_course(struct ctx *c, offering_id offering, struct offering *ret_o,
                       struct price_sheet *ret_s);
/* E_DENIED unless of the school's money roles, E_ABSENT unless of this school. */
enum err school_money(struct ctx *c, school_id school);

/* In a verb, before a statement is read: nobody else counts on its school's money (school_hold). */
enum err settlement_hold(struct ctx *c, settlement_id id);

#endif
