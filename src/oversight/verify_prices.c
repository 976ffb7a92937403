/* The price of every offering from its unit price and quantity (R30, D9). */
#include "base/ratio.h"
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"
#include "policy/rounding.h"

/* Two numbers and a quantity: reckoned here once more, by nobody's help. */
static bool reckoned(const struct q_verify_prices_row *row, struct ratio quantity,
                     struct money *ret_price)
{
	struct ratio product;
	struct money m;

	if (!ratio_mul(ratio_of_money(row->unit_price.v), quantity, &product) ||
	    !rounding_as_said(row->formula, product, &m))
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
