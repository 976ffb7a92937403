/* To what an amount is rounded that was reckoned: to the fen, half up, once (D9), or as its
 * document says of it (`round` of a fee, a refund, a pay statement). */
#ifndef POLICY_ROUNDING_H
#define POLICY_ROUNDING_H

#include "base/text.h"
#include "policy/rule_set.h"

/* `rule` NULL, or one that says nothing: to the fen. False when it is no amount of money. */
bool rounding_money(const struct rule *rule, struct ratio fen, struct money *ret_m);
/* The same, but never above `fen`: where a cap holds. */
bool rounding_down(const struct rule *rule, struct ratio fen, struct money *ret_m);
/* Of how many fen an amount is a multiple then. */
int64_t rounding_grain(const struct rule *rule);
/* "不足一角按一角计"; TEXT_NONE where nothing is said. */
enum text_id rounding_text(const struct rule *rule);

/* As a kept formula says of its rounding in its Chinese line: for who reckons an amount again. */
bool rounding_as_said(struct str formula, struct ratio fen, struct money *ret_m);

#endif
