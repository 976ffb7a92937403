/* Prices by the size of a class (`when class_size 10 .. 20`). */
#ifndef POLICY_CLASS_SIZE_H
#define POLICY_CLASS_SIZE_H

#include "policy/rules.h"

/* R30, R34. The price or ceiling of one of these kinds (bits of LEX_ITEM) that holds for one of two
 * cases and not for the other, which differ in the size of the class alone; that of `was` first.
 * NULL: both are judged alike. A price that a lower document replaces is not asked. */
const struct rule *class_size_moves(const struct rules *r, uint64_t kinds,
                                    const struct rule_facts *was, const struct rule_facts *now);

#endif
