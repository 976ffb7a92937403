/* Terms that were closed: what each enrolment's bill says went from income to the school's result.
 */
#include "checks.h"

enum { T_ID, T_DONE, T_AMOUNT };
enum { K_ID, K_CLOSE, K_SCHOOL, K_OFFERING, K_ENROLMENT, K_PRICE, K_CONSUMABLES };
enum { I_ENROLMENT, I_ITEM, I_FEN };

/* What was carried over is what the first lines of the enrolment came to, however many they were
 * when its turn came: later ones are of the next period. */
struct carried {
	struct sums sum, met; /* so far; whether it stood at what was carried over */
};

static int64_t part_of(int64_t item)
{
	return item == word("consumables") ? K_CONSUMABLES : item == word("price") ? K_PRICE : NONE;
}

static void meet(struct carried *x, const struct table *k, size_t row, int64_t part)
{
	int64_t enrolment = at(k, row, K_ENROLMENT);

	if (sums_get(&x->sum, enrolment, part) == at(k, row, (size_t)part))
		sums_add(&x->met, enrolment, part, 1);
}

static void against_bills(struct books *b, struct check *c, const struct table *k)
{
	struct table l = table_load(b->pack, "bill_line", "enrolment:i item:s amount_fen:i", false);
	struct index by_enrolment = index_make(k, K_ENROLMENT);
	struct carried x = {0};

	for (size_t i = 0; i < k->rows; i++) {
		meet(&x, k, i, K_PRICE);
		meet(&x, k, i, K_CONSUMABLES);
	}
	for (size_t i = 0; i < l.rows; i++) {
		size_t row = index_first(&by_enrolment, at(&l, i, I_ENROLMENT));
		int64_t part = part_of(at(&l, i, I_ITEM));

		if (row == SIZE_MAX || part == NONE)
			continue;
		sums_add(&x.sum, at(&l, i, I_ENROLMENT), part, at(&l, i, I_FEN));
		meet(&x, k, row, part);
	}
	for (size_t i = 0; i < k->rows; i++) {
		int64_t enrolment = at(k, i, K_ENROLMENT);

		c->rows++;
		for (int64_t part = K_PRICE; part <= K_CONSUMABLES; part++) {
			if (sums_count(&x.met, enrolment, part) == 0)
				disagree_fen(
					c, "enrolment_close", at(k, i, K_ID),
					part == K_PRICE
						? SAY("结转的价格", "price carried over")
						: SAY("结转的耗材", "consumables carried over"),
					at(k, i, (size_t)part), sums_get(&x.sum, enrolment, part));
		}
	}
	sums_free(&x.sum);
	sums_free(&x.met);
	index_free(&by_enrolment);
	table_free(&l);
}

static void against_ledger(struct books *b, struct check *c, const struct table *k)
{
	const struct table *l = &b->ledger;
	struct index by_id = index_make(k, K_ID);
	struct sums s = {0};

	for (size_t i = 0; i < l->rows; i++) {
		int64_t id = at(l, i, L_ENTRY);

		if (at(l, i, L_CAUSE) != word("term_close"))
			continue;
		if (index_first(&by_id, id) == SIZE_MAX)
			disagree(c, "ledger", id,
			         SAY("没有对应的结转", "carries over no enrolment"), NULL, NULL);
		sums_add(&s, id, at(l, i, L_ACCOUNT) == word("term_result"), at(l, i, L_FEN));
	}
	for (size_t i = 0; i < k->rows; i++) {
		int64_t id = at(k, i, K_ID), sum = at(k, i, K_PRICE) + at(k, i, K_CONSUMABLES);

		disagree_fen(c, "enrolment_close", id,
		             SAY("转入学期结转的金额", "on the term's result"),
		             -sums_get(&s, id, true), sum);
		disagree_fen(c, "enrolment_close", id, SAY("转出收入的金额", "out of the income"),
		             sums_get(&s, id, false), sum);
	}
	sums_free(&s);
	index_free(&by_id);
}

void check_terms(struct books *b)
{
	struct check *c = check_begin("term_closings", SAY("学期结转", "terms that were closed"));
	struct table t = table_load(b->pack, "term_close", "id:i done:i amount_fen:i", true);
	struct table k = table_load(b->pack, "enrolment_close",
	                            "id:i term_close:i school:i offering:i enrolment:i price_fen:i "
	                            "consumables_fen:i",
	                            true);
	struct sums s = {0};

	against_bills(b, c, &k);
	against_ledger(b, c, &k);
	for (size_t i = 0; i < k.rows; i++)
		sums_add(&s, at(&k, i, K_CLOSE), 0, at(&k, i, K_PRICE) + at(&k, i, K_CONSUMABLES));
	/* A school's pack holds its part of the county's closing. */
	for (size_t i = 0; i < t.rows && !b->school; i++) {
		int64_t id = at(&t, i, T_ID);

		disagree_count(c, "term_close", id, SAY("报名数", "enrolments"), at(&t, i, T_DONE),
		               sums_count(&s, id, 0));
		disagree_fen(c, "term_close", id, SAY("金额", "amount"), at(&t, i, T_AMOUNT),
		             sums_get(&s, id, 0));
	}
	sums_free(&s);
	table_free(&t);
	table_free(&k);
}
