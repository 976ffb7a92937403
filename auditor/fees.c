/* What families paid and went out of the supervised account again (R66): goods and services by the
 * school's spendings, staff by what they are owed. */
#include "checks.h"

enum { F_ID, F_SCHOOL, F_FEN };
enum { Y_ID, Y_CAUSE, Y_OF, Y_FEN, Y_DEBIT, Y_WHOSE, Y_CREDIT, Y_FROM, Y_STATE };

struct fees {
	struct table spending, line;
	struct index by_id, by_cause;
	struct sums paid, booked; /* by school */
};

static bool alive(const struct table *y, size_t i)
{
	return at(y, i, Y_STATE) == word("open") || at(y, i, Y_STATE) == word("paid");
}

/* A line that says it pays a spending: of that amount, out of the account of its school. */
static void line_see(struct check *c, struct fees *x, size_t i)
{
	const struct table *y = &x->line;
	size_t of = index_first(&x->by_id, at(y, i, Y_OF));

	if (of == SIZE_MAX) {
		disagree(c, "payout_line", at(y, i, Y_ID),
		         SAY("没有对应的支出", "of a spending there is none of"), NULL, NULL);
		return;
	}
	disagree_fen(c, "payout_line", at(y, i, Y_ID), SAY("支出金额", "as it was entered"),
	             at(y, i, Y_FEN), at(&x->spending, of, F_FEN));
	if (at(y, i, Y_DEBIT) != word("fee_spent") || at(y, i, Y_CREDIT) != word("bank") ||
	    at(y, i, Y_WHOSE) != at(&x->spending, of, F_SCHOOL) ||
	    at(y, i, Y_FROM) != at(&x->spending, of, F_SCHOOL))
		disagree(c, "payout_line", at(y, i, Y_ID),
		         SAY("付款科目不对", "out of another account"), NULL, NULL);
	if (at(y, i, Y_STATE) == word("paid"))
		sums_add(&x->paid, at(&x->spending, of, F_SCHOOL), 0, at(y, i, Y_FEN));
}

/* Staff are paid out of the guarantee fund, or out of what families paid. */
static void staff_see(struct check *c, const struct table *y, size_t i)
{
	bool known = at(y, i, Y_CREDIT) == word("guarantee") || at(y, i, Y_CREDIT) == word("bank");

	if (at(y, i, Y_DEBIT) != word("staff_payable") || !known ||
	    at(y, i, Y_WHOSE) != at(y, i, Y_FROM))
		disagree(c, "payout_line", at(y, i, Y_ID),
		         SAY("付款科目不对", "out of another account"), NULL, NULL);
}

/* One payment at most of each, and every one was to be paid. */
static void spending_see(struct check *c, const struct fees *x, size_t i)
{
	int64_t id = at(&x->spending, i, F_ID), lines = 0, living = 0;

	for (size_t k = index_first(&x->by_cause, id); k != SIZE_MAX;
	     k = index_next(&x->by_cause, k)) {
		if (at(&x->line, k, Y_CAUSE) != word("fee_spending"))
			continue;
		lines++;
		living += alive(&x->line, k);
	}
	if (lines == 0 || living > 1)
		disagree(c, "fee_spending", id,
		         lines ? SAY("付了不止一次", "paid more than once")
		               : SAY("没有付款", "of no payout"),
		         NULL, NULL);
}

static void schools_see(struct check *c, struct books *b, struct fees *x)
{
	const struct table *l = &b->ledger;

	for (size_t i = 0; i < l->rows; i++)
		if (at(l, i, L_ACCOUNT) == word("fee_spent"))
			sums_add(&x->booked, at(l, i, L_SUBJECT), 0, at(l, i, L_FEN));
	for (size_t i = 0; i < l->rows; i++) {
		int64_t school = at(l, i, L_SUBJECT);

		if (at(l, i, L_ACCOUNT) != word("fee_spent") || sums_count(&x->paid, school, 1))
			continue;
		sums_add(&x->paid, school, 1, 0); /* seen */
		disagree_fen(c, "school", school,
		             SAY("收费收入支出", "spent of what families paid"),
		             sums_get(&x->booked, school, 0), sums_get(&x->paid, school, 0));
	}
	for (size_t i = 0; i < x->spending.rows; i++) {
		int64_t school = at(&x->spending, i, F_SCHOOL);

		if (sums_count(&x->paid, school, 1) == 0 && sums_get(&x->paid, school, 0) != 0) {
			sums_add(&x->paid, school, 1, 0);
			disagree_fen(c, "school", school,
			             SAY("收费收入支出", "spent of what families paid"), 0,
			             sums_get(&x->paid, school, 0));
		}
	}
}

void check_fees(struct books *b)
{
	struct check *c = check_begin("fee_spendings",
	                              SAY("收费收入的支出", "what families paid and was spent"));
	struct fees x = {
		.spending = table_load(b->pack, "fee_spending", "id:i school:i amount_fen:i", true),
		.line = table_load(b->pack, "payout_line",
	                           "id:i cause:s cause_id:i amount_fen:i debit:s debit_subject:i "
	                           "credit:s credit_subject:i state:s",
	                           true),
	};

	x.by_id = index_make(&x.spending, F_ID);
	x.by_cause = index_make(&x.line, Y_OF);
	for (size_t i = 0; i < x.line.rows; i++) {
		c->rows++;
		if (at(&x.line, i, Y_CAUSE) == word("subsidy_line"))
			staff_see(c, &x.line, i);
		if (at(&x.line, i, Y_CAUSE) == word("fee_spending"))
			line_see(c, &x, i);
	}
	for (size_t i = 0; i < x.spending.rows; i++)
		spending_see(c, &x, i);
	if (!b->term) /* the ledger of one term has no payouts */
		schools_see(c, b, &x);
	sums_free(&x.paid);
	sums_free(&x.booked);
	index_free(&x.by_id);
	index_free(&x.by_cause);
	table_free(&x.spending);
	table_free(&x.line);
}
