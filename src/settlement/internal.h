/* Inside this room. */
#ifndef SETTLEMENT_INTERNAL_H
#define SETTLEMENT_INTERNAL_H

#include "settlement/settlement.h"

enum { REASON_MAX_CHARS = 200 };

/* Inside a verb: as escrow_follow_verb, `most` rows. *ret_left: more waits. */
enum err escrow_follow(struct ctx *c, const struct offering *o, const struct price_sheet *sheet,
                       int64_t most, bool *ret_left);
/* The course of an agency and its published sheet. E_ABSENT, E_REFUSED `sheet_missing`. */
enum err agency_course(struct ctx *c, offering_id offering, struct offering *ret_o,
                       struct price_sheet *ret_s);
/* E_DENIED unless of the school's money roles, E_ABSENT unless of this school. */
enum err school_money(struct ctx *c, school_id school);

#endif
