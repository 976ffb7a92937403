/* Inside this room: which sittings of a service a refund is for, counted as the rules count. */
#ifndef PAYMENTS_REFUND_COUNT_H
#define PAYMENTS_REFUND_COUNT_H

#include "payments/refund_sum.h"
#include "term/offering.h"

/* Which they are, by the reason and as of k->at. Of who leaves it is what had not begun, with what
 * was cancelled; of an absence the marks absent and leave, as of any reason the documents declare
 * themselves; of what was not served what was cancelled and what is past without a register; of a
 * settlement the last two. */
struct refund_sittings;
enum err refund_sittings_load(struct ctx *c, const struct refund_case *k, const struct offering *o,
                              struct refund_sittings **ret_s);
/* In sittings, for the record. */
int64_t refund_sittings_all(const struct refund_sittings *s);
int64_t refund_sittings_missed(const struct refund_sittings *s);
/* Those that were not paid back before. */
enum err refund_sittings_new(struct ctx *c, const struct refund_sittings *s, sitting_id **ret_v,
                             size_t *ret_n);

/* R61. Fills in what f (kind, facts and reason) lacks: the unit the deciding rule counts in, the
 * basis, what was missed of it, the runs without a break where the rule asks for their length, and
 * what was paid back before; absences the rule does not count, too short or without leave, are no
 * longer missed of s. Where no convention leads to the rule's unit, the sittings themselves,
 * for the rules to refuse. *ret_before is all that was paid back before, in the unit. Errors as
 * refund_way_of(). */
enum err refund_count(struct ctx *c, const struct rules *r, struct refund_sittings *s,
                      struct refund_facts *f, struct ratio *ret_before);

#endif
