/* Adjustments of collected bills: each has its entry, and over the county's limit a second person
 * agreed to just that (R59, R71). */
#include "checks.h"

enum { A_ID, A_BILL, A_OFFERING, A_ITEM, A_FEN, A_AGREED };
enum { W_ID, W_BILL, W_OFFERING, W_ITEM, W_FEN, W_STATE };
enum { V_ID, V_KIND, V_OBJECT, V_FEN, V_STATE, V_SUBMITTER, V_DECIDER };

struct adjusted {
	struct table row, wish, said;
	struct index by_agreed, wish_by_id, said_by_object;
};

static void posted(struct books *b, struct check *c, const struct table *t)
{
	const struct table *l = &b->ledger;
	struct sums s = {0};

	for (size_t i = 0; i < l->rows; i++)
		if (at(l, i, L_CAUSE) == word("adjustment") &&
		    at(l, i, L_ACCOUNT) == word("receivable"))
			sums_add(&s, at(l, i, L_ENTRY), at(l, i, L_SUBJECT), at(l, i, L_FEN));
	for (size_t i = 0; i < t->rows; i++) {
		c->rows++;
		disagree_fen(c, "bill_adjustment", at(t, i, A_ID), SAY("应收", "on the receivable"),
		             sums_get(&s, at(t, i, A_ID), at(t, i, A_BILL)), at(t, i, A_FEN));
	}
	sums_free(&s);
}

static bool agreed(const struct adjusted *x, int64_t wish, int64_t fen)
{
	const struct table *v = &x->said;

	for (size_t i = index_first(&x->said_by_object, wish); i != SIZE_MAX;
	     i = index_next(&x->said_by_object, i))
		if (at(v, i, V_KIND) == word("bill_adjustment") &&
		    at(v, i, V_STATE) == word("approved") && at(v, i, V_FEN) == fen &&
		    at(v, i, V_DECIDER) != NONE && at(v, i, V_DECIDER) != at(v, i, V_SUBMITTER))
			return true;
	return false;
}

static void wishes(struct check *c, const struct adjusted *x)
{
	const struct table *w = &x->wish, *t = &x->row;

	for (size_t i = 0; i < w->rows; i++) {
		int64_t id = at(w, i, W_ID), rows = 0;
		bool booked = at(w, i, W_STATE) == word("booked");

		c->rows++;
		for (size_t k = index_first(&x->by_agreed, id); k != SIZE_MAX;
		     k = index_next(&x->by_agreed, k), rows++)
			if (at(t, k, A_BILL) != at(w, i, W_BILL) ||
			    at(t, k, A_FEN) != at(w, i, W_FEN) ||
			    at(t, k, A_OFFERING) != at(w, i, W_OFFERING) ||
			    at(t, k, A_ITEM) != at(w, i, W_ITEM))
				disagree(c, "bill_adjustment", at(t, k, A_ID),
				         SAY("与同意的不同", "another than what was agreed to"),
				         NULL, NULL);
		disagree_count(c, "adjustment_wish", id, SAY("入账次数", "times it was booked"),
		               rows, booked);
		if (booked && !agreed(x, id, at(w, i, W_FEN)))
			disagree(c, "adjustment_wish", id,
			         SAY("没有第二人同意", "no second person agreed"), NULL, NULL);
	}
}

/* Said to be agreed to, by what is neither a wish nor a refund. */
static void lost(struct books *b, struct check *c, const struct adjusted *x)
{
	struct table refund = table_load(b->pack, "refund", "id:i", true);
	struct index by_id = index_make(&refund, 0);
	const struct table *t = &x->row;

	for (size_t i = 0; i < t->rows; i++) {
		int64_t by = at(t, i, A_AGREED);

		if (by != NONE && index_first(&x->wish_by_id, by) == SIZE_MAX &&
		    index_first(&by_id, by) == SIZE_MAX)
			disagree(c, "bill_adjustment", at(t, i, A_ID),
			         SAY("所依据的申请不存在", "agreed to by nothing there is"), NULL,
			         NULL);
	}
	index_free(&by_id);
	table_free(&refund);
}

void check_adjusted(struct books *b)
{
	struct check *c = check_begin(
		"adjustments", SAY("账单调整入账与两人同意", "adjustments booked and agreed to"));
	struct adjusted x;

	/* A pack of before knows nothing of a second person. */
	if (!pack_has(b->pack, "csv/adjustment_wish.csv"))
		return;
	x.row = table_load(b->pack, "bill_adjustment",
	                   "id:i bill:i offering:i item:s amount_fen:i agreed:i", true);
	x.wish = table_load(b->pack, "adjustment_wish",
	                    "id:i bill:i offering:i item:s amount_fen:i state:s", true);
	x.said =
		table_load(b->pack, "approval",
	                   "id:i kind:s object:i amount_fen:i state:s submitter:i decider:i", true);
	x.by_agreed = index_make(&x.row, A_AGREED);
	x.wish_by_id = index_make(&x.wish, W_ID);
	x.said_by_object = index_make(&x.said, V_OBJECT);
	posted(b, c, &x.row);
	wishes(c, &x);
	lost(b, c, &x);
	index_free(&x.by_agreed);
	index_free(&x.wish_by_id);
	index_free(&x.said_by_object);
	table_free(&x.row);
	table_free(&x.wish);
	table_free(&x.said);
}
