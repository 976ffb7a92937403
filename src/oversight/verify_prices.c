/* The price of every offering from its unit price and quantity (R30, D9). */
#include "base/ratio.h"
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"
#include "policy/rounding.h"

/* Cut at the first `mark`; the whole when it is not there. */
static struct str upto(struct str *s, struct str mark)
{
	struct str all = *s;
	size_t at;

	if (!str_find(all, mark, &at)) {
		*s = S("");
		return all;
	}
	*s = str_sub(all, at + mark.n, all.n);
	return str_sub(all, 0, at);
}

/* "3 × 2.00", behind "2026-09 " where a month begins: one part, in fen. */
static bool part_add(struct str part, struct ratio *io_n, struct ratio *io_fen)
{
	struct str price = part, of = upto(&price, S(" × "));
	struct ratio n, one;

	while (str_find(of, S(" "), &(size_t){0}))
		(void)upto(&of, S(" "));
	return ratio_parse(of, &n) && ratio_parse(price, &one) &&
	       ratio_mul(one, RATIO(100), &one) && ratio_mul(one, n, &one) &&
	       ratio_add(*io_n, n, io_n) && ratio_add(*io_fen, one, io_fen);
}

/* Parts as they are told where further units cost another price, in the term or anew each month;
 * false where it is no such text. */
static bool parts_add(struct str parts, struct ratio *io_n, struct ratio *io_fen)
{
	while (str_some(parts)) {
		struct str month = upto(&parts, S("; "));

		while (str_some(month))
			if (!part_add(upto(&month, S(" + ")), io_n, io_fen))
				return false;
	}
	return true;
}

static bool product_of(const struct q_verify_prices_row *row, struct ratio quantity,
                       struct ratio *ret_product)
{
	struct str formula = row->formula;
	struct ratio n = RATIO(0);

	*ret_product = RATIO(0);
	if (parts_add(upto(&formula, S(" = ")), &n, ret_product)) /* all of them, and no more */
		return ratio_cmp(n, quantity) == 0;
	return ratio_mul(ratio_of_money(row->unit_price.v), quantity, ret_product);
}

/* Two numbers and a quantity: reckoned here once more, by nobody's help. */
static bool reckoned(const struct q_verify_prices_row *row, struct ratio quantity,
                     struct money *ret_price)
{
	struct ratio product;
	struct money m;

	if (!product_of(row, quantity, &product) || !rounding_as_said(row->formula, product, &m))
		return false;
	*ret_price = row->most.some && row->most.v.fen < m.fen ? row->most.v : m;
	return true;
}

/* "day 3/2@20514+1+1 3@20520+7": all days (half months, months) together are the quantity. */
static bool days_sum(struct str by_day, struct ratio quantity)
{
	struct ratio sum = RATIO(0), part;

	if (!str_some(by_day))
		return true;
	(void)str_cut(&by_day, ' '); /* in what they are told */
	while (str_some(by_day)) {
		struct str when = str_cut(&by_day, ' '), of = str_cut(&when, '@');
		int64_t n = str_some(when);

		for (size_t i = 0; i < when.n; i++)
			n += when.p[i] == '+';
		if (!ratio_parse(of, &part) || !ratio_mul(part, RATIO(n), &part) ||
		    !ratio_add(sum, part, &sum))
			return false;
	}
	return ratio_cmp(sum, quantity) == 0;
}

static enum err price_row(struct ctx *c, const struct q_verify_prices_row *row, void *arg)
{
	struct verify_check *v = arg;
	struct money price = row->price;
	struct ratio quantity = RATIO(1);
	bool holds;

	v->rows++;
	if (!str_some(row->unit)) /* stated for the term: once that */
		return OK;
	holds = ratio_parse(row->quantity, &quantity) && quantity.num > 0 &&
	        reckoned(row, quantity, &price) && price.fen == row->price.fen &&
	        (row->stated.v || row->counted.v > 0) && days_sum(row->by_day, quantity);
	if (!holds && verify_broken(v, row->id.v))
		v->found = str_printf(c->arena,
		                      "offering: price %lld fen; %lld fen x %.*s comes to %lld",
		                      (long long)row->price.fen, (long long)row->unit_price.v.fen,
		                      STR_FMT(row->quantity), (long long)price.fen);
	return OK;
}

enum err verify_prices(struct ctx *c, struct verify_report *r)
{
	return q_verify_prices_each(c, price_row, verify_begin(r, "offering_prices"));
}
