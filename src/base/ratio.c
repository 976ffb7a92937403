#include "base/ratio.h"

/* Products of two 64-bit numbers fit here with a bit to spare, so a sum of two of them fits too. */
typedef __int128 wide;

static wide common(wide a, wide b)
{
	if (a < 0)
		a = -a;
	while (b != 0) {
		wide rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* num / den in lowest terms; den > 0. */
static bool reduce(wide num, wide den, struct ratio *ret_r)
{
	wide by = common(num, den);

	num /= by;
	den /= by;
	if (num > INT64_MAX || num < -INT64_MAX || den > INT64_MAX)
		return false;
	*ret_r = (struct ratio){(int64_t)num, (int64_t)den};
	return true;
}

bool ratio_of(int64_t num, int64_t den, struct ratio *ret_r)
{
	if (den == 0)
		return false;
	return den > 0 ? reduce(num, den, ret_r) : reduce(-(wide)num, -(wide)den, ret_r);
}

bool ratio_add_parts(struct ratio a, struct ratio b, struct ratio *ret_sum)
{
	return reduce((wide)a.num * b.den + (wide)b.num * a.den, (wide)a.den * b.den, ret_sum);
}

bool ratio_mul_parts(struct ratio a, struct ratio b, struct ratio *ret_product)
{
	return reduce((wide)a.num * b.num, (wide)a.den * b.den, ret_product);
}

bool ratio_div(struct ratio a, struct ratio b, struct ratio *ret_quotient)
{
	if (b.num == 0)
		return false;
	return ratio_mul(a,
	                 b.num > 0 ? (struct ratio){b.den, b.num} : (struct ratio){-b.den, -b.num},
	                 ret_quotient);
}

int ratio_cmp_parts(struct ratio a, struct ratio b)
{
	wide left = (wide)a.num * b.den, right = (wide)b.num * a.den;

	return (left > right) - (left < right);
}

/* --- text --------------------------------------------------------------------------------------
 */

enum { DECIMALS_MAX = 9 };

static void blanks_skip(struct str *s)
{
	while (str_starts(*s, S(" ")))
		*s = str_sub(*s, 1, s->n);
}

static bool digit_take(struct str *s, int64_t *v)
{
	if (s->n == 0 || s->p[0] < '0' || s->p[0] > '9' || *v > (INT64_MAX - (s->p[0] - '0')) / 10)
		return false;
	*v = *v * 10 + (s->p[0] - '0');
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* A decimal number off the front. */
static bool number_take(struct str *s, struct ratio *ret_r)
{
	bool minus = str_starts(*s, S("-"));
	int64_t v = 0, scale = 1;

	if (minus)
		*s = str_sub(*s, 1, s->n);
	if (!digit_take(s, &v))
		return false;
	while (digit_take(s, &v))
		;
	if (str_starts(*s, S("."))) {
		*s = str_sub(*s, 1, s->n);
		for (int i = 0; i < DECIMALS_MAX && digit_take(s, &v); i++)
			scale *= 10;
		if (scale == 1)
			return false;
	}
	return ratio_of(minus ? -v : v, scale, ret_r);
}

/* The sign of an operation off the front. */
static bool sign_take(struct str *s, bool *ret_times)
{
	static const struct {
		struct str sign;
		bool times;
	} signs[] = {{{"×", 2}, true}, {{"*", 1}, true}, {{"/", 1}, false}};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (str_starts(*s, signs[i].sign)) {
			*s = str_sub(*s, signs[i].sign.n, s->n);
			*ret_times = signs[i].times;
			return true;
		}
	}
	return false;
}

bool ratio_parse(struct str s, struct ratio *ret_r)
{
	struct ratio r, by;
	bool times;

	blanks_skip(&s);
	if (!number_take(&s, &r))
		return false;
	for (blanks_skip(&s); s.n > 0; blanks_skip(&s)) {
		if (!sign_take(&s, &times))
			return false;
		blanks_skip(&s);
		if (!number_take(&s, &by))
			return false;
		if (times ? !ratio_mul(r, by, &r) : !ratio_div(r, by, &r))
			return false;
	}
	*ret_r = r;
	return true;
}

struct str ratio_text(struct arena *a, struct ratio r)
{
	uint64_t size = (uint64_t)(r.num < 0 ? -r.num : r.num);
	const char *minus = r.num < 0 ? "-" : "";
	wide part = (wide)(size % (uint64_t)r.den);
	char digits[DECIMALS_MAX + 1] = "";

	for (int n = 0; n < DECIMALS_MAX && part != 0; n++) {
		part *= 10;
		digits[n] = (char)('0' + (int)(part / r.den));
		part %= r.den;
	}
	if (part != 0)
		return str_printf(a, "%lld/%lld", (long long)r.num, (long long)r.den);
	return str_printf(a, "%s%llu%s%s", minus, (unsigned long long)(size / (uint64_t)r.den),
	                  digits[0] ? "." : "", digits);
}

/* --- money -------------------------------------------------------------------------------------
 */

bool ratio_money_parts(struct ratio fen, struct money *ret_m)
{
	return fen.den != 1 && money_ratio(FEN(fen.num), 1, fen.den, ret_m);
}
