/* What the funds were spent on, and what of it was taken back, against the ledger (R42). */
#include "checks.h"

enum { S_ID, S_SCHOOL, S_COUNTY, S_FUND, S_FEN, S_STATE };
enum { B_ID, B_SPENDING, B_STATE };

struct spent {
	const struct table *ledger;
	struct index by_entry;
	struct table spending, back;
	struct index by_id, back_by_id;
};

/* What an entry of this cause moves on an account of a subject. */
static int64_t moved(const struct spent *x, int64_t entry, const char *cause, const char *account,
                     int64_t subject)
{
	const struct table *l = x->ledger;
	int64_t sum = 0;

	for (size_t i = index_first(&x->by_entry, entry); i != SIZE_MAX;
	     i = index_next(&x->by_entry, i)) {
		if (at(l, i, L_CAUSE) == word(cause) && at(l, i, L_ACCOUNT) == word(account) &&
		    at(l, i, L_SUBJECT) == subject)
			sum += at(l, i, L_FEN);
	}
	return sum;
}

/* `fen` went from the fund to what it was spent on; below zero: and back. */
static void booked(struct check *c, const struct spent *x, size_t i, int64_t entry,
                   const char *cause, int64_t fen)
{
	const struct table *t = &x->spending;
	bool guarantee = at(t, i, S_FUND) == word("guarantee_fund");
	int64_t subject = at(t, i, guarantee ? S_SCHOOL : S_COUNTY);

	disagree_fen(
		c, cause, entry, SAY("支出", "spent"),
		moved(x, entry, cause, guarantee ? "guarantee_spent" : "special_spent", subject),
		fen);
	disagree_fen(c, cause, entry, SAY("经费", "of the fund"),
	             moved(x, entry, cause, guarantee ? "guarantee" : "special_fund", subject),
	             -fen);
}

static void spendings(struct check *c, const struct spent *x)
{
	const struct table *t = &x->spending;

	for (size_t i = 0; i < t->rows; i++) {
		bool done = at(t, i, S_STATE) == word("booked");

		c->rows++;
		booked(c, x, i, at(t, i, S_ID), "spending", done ? at(t, i, S_FEN) : 0);
	}
}

static void backs(struct check *c, const struct spent *x)
{
	const struct table *t = &x->back;

	for (size_t i = 0; i < t->rows; i++) {
		size_t of = index_first(&x->by_id, at(t, i, B_SPENDING));
		size_t leg = index_first(&x->by_entry, at(t, i, B_ID));
		bool done = at(t, i, B_STATE) == word("booked");

		c->rows++;
		if (of == SIZE_MAX || at(&x->spending, of, S_STATE) != word("booked")) {
			disagree(c, "spending_back", at(t, i, B_ID),
			         SAY("撤回的支出没有入账", "takes back what is not booked"), NULL,
			         NULL);
			continue;
		}
		booked(c, x, of, at(t, i, B_ID), "spending_back",
		       done ? -at(&x->spending, of, S_FEN) : 0);
		if (done && leg != SIZE_MAX &&
		    at(x->ledger, leg, L_REVERSES) != at(t, i, B_SPENDING))
			disagree(c, "spending_back", at(t, i, B_ID),
			         SAY("冲销的不是这笔支出", "reverses another entry"), NULL, NULL);
	}
}

/* Entries that say they are of these tables, and are of no row. */
static void entries_left(struct check *c, const struct spent *x)
{
	const struct table *l = x->ledger;

	for (size_t i = 0; i < l->rows; i++) {
		int64_t cause = at(l, i, L_CAUSE), id = at(l, i, L_ENTRY);
		bool lost = (cause == word("spending") && index_first(&x->by_id, id) == SIZE_MAX) ||
		            (cause == word("spending_back") &&
		             index_first(&x->back_by_id, id) == SIZE_MAX);

		if (lost && at(l, i, L_LEG) == 1)
			disagree(c, "ledger", id,
			         SAY("没有对应的支出", "of a spending there is none of"), NULL,
			         NULL);
	}
}

void check_spent(struct books *b)
{
	struct check *c = check_begin(
		"spendings", SAY("经费支出与撤回入账", "spendings and what was taken back"));
	struct spent x = {
		.ledger = &b->ledger,
		.spending = table_load(b->pack, "spending",
	                               "id:i school:i county:i fund:s amount_fen:i state:s", true),
		.back = table_load(b->pack, "spending_back", "id:i spending:i state:s", true),
	};

	x.by_entry = index_make(&b->ledger, L_ENTRY);
	x.by_id = index_make(&x.spending, S_ID);
	x.back_by_id = index_make(&x.back, B_ID);
	/* The ledger of one term has no government money. */
	if (!b->term) {
		spendings(c, &x);
		backs(c, &x);
		entries_left(c, &x);
	}
	index_free(&x.by_entry);
	index_free(&x.by_id);
	index_free(&x.back_by_id);
	table_free(&x.spending);
	table_free(&x.back);
}
