/* Agencies' money: the share of what came in, what was released, kept back, decided, and the books.
 */
#include "checks.h"

#include <stdlib.h>

enum { K_ID, K_OFFERING, K_SHEET, K_INCOME, K_SHARE, K_CLAIM };
enum { P_ID, P_PART, P_PRICE };
enum { R_ID, R_OFFERING, R_FEN, R_WITHHELD };
enum { B_RELEASE, B_OFFERING, B_FEN };
enum { D_ID, D_OFFERING, D_FEN, D_STATE };
enum { HELD, CLAIMED }; /* second keys of the sums by course */

/* Half a fen away from zero goes away from zero. */
static int64_t share_of(int64_t income, int64_t part, int64_t price)
{
	__int128 twice = (__int128)llabs(income) * part * 2 + price;
	int64_t share = (int64_t)(twice / ((__int128)price * 2));

	return income < 0 ? -share : share;
}

static void takes(struct books *b, struct check *c, struct sums *s)
{
	struct table t =
		table_load(b->pack, "escrow_take",
	                   "id:i offering:i sheet:i income_fen:i share_fen:i claim_fen:i", true);
	struct table p = table_load(b->pack, "price_sheet", "id:i part_fen:i price_fen:i", true);
	struct index by_id = index_make(&p, P_ID);

	for (size_t i = 0; i < t.rows; i++) {
		size_t row = index_first(&by_id, at(&t, i, K_SHEET));

		c->rows++;
		sums_add(s, at(&t, i, K_OFFERING), HELD, at(&t, i, K_SHARE));
		sums_add(s, at(&t, i, K_OFFERING), CLAIMED, at(&t, i, K_CLAIM));
		if (row != SIZE_MAX && at(&p, row, P_PRICE) > 0)
			disagree_fen(c, "escrow_take", at(&t, i, K_ID),
			             SAY("机构份额按测算表", "the agency's share by the sheet"),
			             at(&t, i, K_SHARE) - at(&t, i, K_CLAIM),
			             share_of(at(&t, i, K_INCOME), at(&p, row, P_PART),
			                      at(&p, row, P_PRICE)));
	}
	index_free(&by_id);
	table_free(&t);
	table_free(&p);
}

static void releases_out(struct books *b, struct check *c, struct sums *s)
{
	struct table r = table_load(b->pack, "escrow_release",
	                            "id:i offering:i amount_fen:i withheld_fen:i", true);
	struct table k =
		table_load(b->pack, "escrow_claim_back", "release:i offering:i amount_fen:i", true);
	struct sums back = {0};

	for (size_t i = 0; i < k.rows; i++) {
		c->rows++;
		sums_add(&back, at(&k, i, B_RELEASE), 0, at(&k, i, B_FEN));
		sums_add(s, at(&k, i, B_OFFERING), CLAIMED, -at(&k, i, B_FEN));
	}
	for (size_t i = 0; i < r.rows; i++) {
		c->rows++;
		sums_add(s, at(&r, i, R_OFFERING), HELD, -at(&r, i, R_FEN) - at(&r, i, R_WITHHELD));
		disagree_fen(c, "escrow_release", at(&r, i, R_ID),
		             SAY("扣回之和", "what was kept back"), at(&r, i, R_WITHHELD),
		             sums_get(&back, at(&r, i, R_ID), 0));
	}
	sums_free(&back);
	table_free(&r);
	table_free(&k);
}

static void rests_out(struct books *b, struct check *c, struct sums *s)
{
	struct table d =
		table_load(b->pack, "escrow_rest", "id:i offering:i amount_fen:i state:s", true);

	for (size_t i = 0; i < d.rows; i++) {
		c->rows++;
		if (at(&d, i, D_STATE) == word("approved"))
			sums_add(s, at(&d, i, D_OFFERING), HELD, -at(&d, i, D_FEN));
	}
	table_free(&d);
}

void check_escrow(struct books *b)
{
	struct check *c = check_begin("escrow", SAY("监管资金等于转入减去拨付",
	                                            "what is held is what came in less what went"));
	struct sums s = {0}, booked = {0};

	takes(b, c, &s);
	releases_out(b, c, &s);
	rests_out(b, c, &s);
	for (size_t i = 0; i < b->ledger.rows; i++)
		if (at(&b->ledger, i, L_ACCOUNT) == word("escrow"))
			sums_add(&booked, at(&b->ledger, i, L_SUBJECT), 0,
			         -at(&b->ledger, i, L_FEN));
	for (size_t i = 0; i < b->offering.rows; i++) {
		int64_t id = at(&b->offering, i, O_ID), held = sums_get(&s, id, HELD);

		disagree_fen(c, "offering", id, SAY("监管余额", "held"), sums_get(&booked, id, 0),
		             held);
		if (held < 0 || sums_get(&s, id, CLAIMED) < 0)
			disagree(c, "offering", id, SAY("低于零", "below zero"), NULL, NULL);
	}
	sums_free(&s);
	sums_free(&booked);
}
