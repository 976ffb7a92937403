/* Money is whole fen. No floating point comes near it. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/out.h"

struct money {
	int64_t fen;
};

#define MONEY_MAX_FEN INT64_C(9007199254740991) /* 2^53 - 1: exact in every JSON reader */
#define FEN(n)        ((struct money){(n)})
/* What somebody may type or send as one amount: below a hundred thousand million yuan. */
#define MONEY_TYPED_MAX_FEN INT64_C(9999999999999)

/* Checked arithmetic: false (and *ret untouched) when the result leaves |fen| <= MONEY_MAX_FEN. */
bool money_add(struct money a, struct money b, struct money *ret_sum);
bool money_sub(struct money a, struct money b, struct money *ret_diff);
bool money_mul(struct money a, int64_t by, struct money *ret_product);
/* a * num / den, exact inside, rounded once, half up (away from zero); den > 0. D9 */
bool money_ratio(struct money a, int64_t num, int64_t den, struct money *ret_part);

/* "1234.50"; reading accepts yuan with at most two decimals, an optional leading '-', no blanks. */
struct str money_text(struct arena *a, struct money m);
void money_put(struct out *o, struct money m);
bool money_parse(struct str s, struct money *ret_m);
/* The same as a person may type it, and nothing beside it: plain digits without a needless zero in
 * front, |fen| <= MONEY_TYPED_MAX_FEN. Neither 1e3, 0.1+0.2, -0, １２.３０, 1,000, +1, 01, 5. nor
 * three decimals. */
bool money_typed(struct str s, struct money *ret_m);
/* "1,234.50": for people to read, on pages and in sentences; money_parse() does not take it back.
 */
struct str money_show(struct arena *a, struct money m);
void money_show_put(struct out *o, struct money m);
/* Amount in capital numerals for printed forms: 壹佰贰拾叁元肆角伍分. */
struct str money_capital(struct arena *a, struct money m);

#endif
