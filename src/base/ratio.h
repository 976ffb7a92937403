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
static inline bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret_sum);
static inline bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret_diff);
static inline bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret_product);
bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret_quotient);
/* Below, at or above zero; never overflows. */
static inline int ratio_cmp(struct ratio a, struct ratio b);
static inline struct ratio ratio_min(struct ratio a, struct ratio b);
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
static inline bool ratio_money(struct ratio fen, struct money *ret_m);

/* Most amounts are whole: for them nothing is divided and nothing is called. The others: */
bool ratio_add_parts(struct ratio a, struct ratio b, struct ratio *ret_sum);
bool ratio_mul_parts(struct ratio a, struct ratio b, struct ratio *ret_product);
int ratio_cmp_parts(struct ratio a, struct ratio b);
bool ratio_money_parts(struct ratio fen, struct money *ret_m);

static inline bool ratio_add(struct ratio a, struct ratio b, struct ratio *ret_sum)
{
	int64_t n;

	if (a.den != 1 || b.den != 1)
		return ratio_add_parts(a, b, ret_sum);
	if (__builtin_add_overflow(a.num, b.num, &n) || n == INT64_MIN)
		return false;
	*ret_sum = RATIO(n);
	return true;
}

static inline bool ratio_sub(struct ratio a, struct ratio b, struct ratio *ret_diff)
{
	return ratio_add(a, (struct ratio){-b.num, b.den}, ret_diff);
}

static inline bool ratio_mul(struct ratio a, struct ratio b, struct ratio *ret_product)
{
	int64_t n;

	if (a.den != 1 || b.den != 1)
		return ratio_mul_parts(a, b, ret_product);
	if (__builtin_mul_overflow(a.num, b.num, &n) || n == INT64_MIN)
		return false;
	*ret_product = RATIO(n);
	return true;
}

static inline int ratio_cmp(struct ratio a, struct ratio b)
{
	return a.den != 1 || b.den != 1 ? ratio_cmp_parts(a, b) : (a.num > b.num) - (a.num < b.num);
}

static inline bool ratio_money(struct ratio fen, struct money *ret_m)
{
	if (fen.den != 1 || fen.num > MONEY_MAX_FEN || fen.num < -MONEY_MAX_FEN)
		return ratio_money_parts(fen, ret_m);
	*ret_m = FEN(fen.num);
	return true;
}

static inline struct ratio ratio_min(struct ratio a, struct ratio b)
{
	return ratio_cmp(a, b) <= 0 ? a : b;
}

#endif
