/* Exact fractions: the constants of documents ("70.00 × 12 / 250 yuan a day") and what is computed
 * from them until it becomes money, in one rounding at the end. */
#ifndef BASE_RATIO_H
#define BASE_RATIO_H

#include "base/money.h"

struct ratio {
	int64_t num, den; /* den > 0, no common factor; zero is 0/1 */
};

#define RATIO(n) ((struct ratio){(n), 1})

/* Every verb that answers bool is false, and *ret untouched, when the exact result does not fit two
 * 64-bit numbers, or something is divided by zero. Nothing is ever rounded on the way. */
bool ratio_of(int64_t num, int64_t den, struct ratio *ret_r); /* den of either sign, not 0 */
bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret_sum);
bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret_diff);
bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret_product);
bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret_quotient);
int ratio_cmp(struct ratio a, struct ratio b); /* below, at or above zero; never overflows */
struct ratio ratio_min(struct ratio a, struct ratio b);
static inline bool ratio_whole(struct ratio r)
{
	return r.den == 1;
}

/* A decimal number ("2.5", "-3", at most nine decimals), then any number of "× N", "* N", "/ N",
 * read from the left; blanks around them do not matter. "70.00 × 12 / 250" is 84/25. */
bool ratio_parse(struct str s, struct ratio *ret_r);
/* "2.5", "0.002"; what has no end as a decimal stays a fraction: "1/3". */
struct str ratio_text(struct arena *a, struct ratio r);

/* Money as a fraction of fen, and back: rounded once, half up (away from zero). D9 */
static inline struct ratio ratio_of_money(struct money m)
{
	return RATIO(m.fen);
}
bool ratio_money(struct ratio fen, struct money *ret_m);

#endif
