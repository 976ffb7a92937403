/* The ledger: entries, trial balance, funds, closings. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

/* --- entries ---------------------------------------------------------------------------------- */

struct entry {
	size_t first, legs;
};

static struct entry entry_at(const struct table *t, size_t row)
{
	struct entry e = {.first = row};

	while (row + e.legs < t->rows && at(t, row + e.legs, L_ENTRY) == at(t, row, L_ENTRY))
		e.legs++;
	return e;
}

static bool account_known(const struct books *b, int64_t account)
{
	for (size_t i = 0; i < b->chart.rows; i++) {
		if (at(&b->chart, i, C_ACCOUNT) == account)
			return true;
	}
	return false;
}

static void entry_check(const struct books *b, struct check *c, struct entry e)
{
	const struct table *t = &b->ledger;
	int64_t id = at(t, e.first, L_ENTRY), sum = 0;

	c->rows++;
	if (at(t, e.first, L_LEG) == NONE) {
		disagree(c, "ledger", id, SAY("分录没有分录行", "an entry without legs"), NULL,
		         NULL);
		return;
	}
	if (e.legs < 2)
		disagree(c, "ledger", id, SAY("分录只有一行", "an entry of one leg"), NULL, NULL);
	for (size_t i = e.first; i < e.first + e.legs; i++) {
		if (at(t, i, L_LEG) != (int64_t)(i - e.first) + 1)
			disagree(c, "ledger", id,
			         SAY("分录缺行或重复", "a leg is missing or twice"), NULL, NULL);
		if (!account_known(b, at(t, i, L_ACCOUNT)))
			disagree(c, "ledger", id, SAY("科目不在科目表", "an account of no chart"),
			         word_text(at(t, i, L_ACCOUNT)), NULL);
		if (at(t, i, L_FEN) == NONE || !add_fen(&sum, at(t, i, L_FEN)))
			disagree(c, "ledger", id, SAY("金额缺失", "an amount is missing"), NULL,
			         NULL);
	}
	disagree_fen(c, "ledger", id, SAY("分录各行之和", "sum of the legs"), sum, 0);
	if (at(t, e.first, L_CAUSE_ID) != id)
		disagree(c, "ledger", id, SAY("分录号不是事由的编号", "not the number of its act"),
		         NULL, NULL);
}

static void reversal_check(struct check *c, const struct books *b, const struct index *by_entry,
                           const struct index *by_reversed, struct entry e)
{
	const struct table *t = &b->ledger;
	int64_t id = at(t, e.first, L_ENTRY), of = at(t, e.first, L_REVERSES);
	size_t was = index_first(by_entry, of), again = index_first(by_reversed, of);
	struct entry before;

	if (of == NONE)
		return;
	c->rows++;
	if (was == SIZE_MAX) {
		if (!b->term && !b->school)
			disagree(c, "ledger", id,
			         SAY("被冲销的分录不存在", "reverses an entry there is none of"),
			         NULL, NULL);
		return;
	}
	if (again != SIZE_MAX && at(t, again, L_ENTRY) != id)
		disagree(c, "ledger", id,
		         SAY("同一分录冲销了两次", "the entry was taken back twice"), NULL, NULL);
	before = entry_at(t, was);
	if (at(t, was, L_REVERSES) != NONE)
		disagree(c, "ledger", id,
		         SAY("冲销了一笔冲销", "takes back what takes back another"), NULL, NULL);
	for (size_t i = 0; i < e.legs || i < before.legs; i++) {
		size_t x = e.first + i, y = was + i;

		if (i >= e.legs || i >= before.legs || at(t, x, L_ACCOUNT) != at(t, y, L_ACCOUNT) ||
		    at(t, x, L_SUBJECT) != at(t, y, L_SUBJECT) ||
		    at(t, x, L_FEN) != -at(t, y, L_FEN)) {
			disagree(c, "ledger", id,
			         SAY("不是原分录的相反数", "is not the other way round"), NULL,
			         NULL);
			return;
		}
	}
}

static void entries(const struct books *b)
{
	const struct table *t = &b->ledger;
	struct check *c = check_begin("entries", SAY("分录平衡", "entries sum to zero"));
	struct index by_entry = index_make(t, L_ENTRY), by_reversed = index_make(t, L_REVERSES);
	struct entry e;

	for (size_t i = 0; i < t->rows; i += e.legs) {
		e = entry_at(t, i);
		entry_check(b, c, e);
		if (i > 0 && at(t, i, L_ENTRY) <= at(t, i - 1, L_ENTRY))
			disagree(c, "ledger", at(t, i, L_ENTRY),
			         SAY("分录重复", "the entry comes twice"), NULL, NULL);
	}
	c = check_begin("reversals", SAY("冲销", "reversals"));
	for (size_t i = 0; i < t->rows; i += e.legs) {
		e = entry_at(t, i);
		reversal_check(c, b, &by_entry, &by_reversed, e);
	}
	index_free(&by_entry);
	index_free(&by_reversed);
}

/* --- balances --------------------------------------------------------------------------------- */

static void trial(const struct books *b)
{
	struct check *c =
		check_begin("trial_balance", SAY("试算平衡", "the trial balance is zero"));
	const struct table *t = &b->ledger;
	struct sums s = {0};

	for (size_t i = 0; i < t->rows; i++)
		sums_add(&s, at(t, i, L_COUNTY), 0, at(t, i, L_FEN));
	for (size_t i = 0; i < s.room; i++) {
		if (!s.v[i].used)
			continue;
		c->rows++;
		disagree_fen(c, "county", s.v[i].key[0],
		             SAY("各科目余额之和", "sum of all accounts"), s.v[i].fen, 0);
	}
	sums_free(&s);
}

enum { F_ACCOUNT, F_SUBJECT, F_BALANCE };

static int64_t side_of(const struct books *b, int64_t account)
{
	for (size_t i = 0; i < b->chart.rows; i++) {
		if (at(&b->chart, i, C_ACCOUNT) == account)
			return at(&b->chart, i, C_SIDE) == word("credit") ? -1 : 1;
	}
	return 1;
}

static bool is_fund(const struct books *b, int64_t account)
{
	for (size_t i = 0; i < b->chart.rows; i++) {
		if (at(&b->chart, i, C_ACCOUNT) == account)
			return at(&b->chart, i, C_FUND) != word("");
	}
	return false;
}

static void funds(const struct books *b)
{
	struct check *c = check_begin("funds", SAY("专用资金余额", "what the funds hold"));
	struct table t = table_load(b->pack, "fund", "account:s subject:i balance_fen:i", false);
	const struct table *l = &b->ledger;
	struct sums s = {0};

	for (size_t i = 0; i < l->rows; i++) {
		if (is_fund(b, at(l, i, L_ACCOUNT)))
			sums_add(&s, at(l, i, L_ACCOUNT), at(l, i, L_SUBJECT), at(l, i, L_FEN));
	}
	for (size_t i = 0; i < t.rows; i++) {
		int64_t account = at(&t, i, F_ACCOUNT), subject = at(&t, i, F_SUBJECT);
		int64_t balance = at(&t, i, F_BALANCE);

		c->rows++;
		disagree_fen(c, "fund", subject, word_text(account), balance,
		             side_of(b, account) * sums_get(&s, account, subject));
		if (balance < 0)
			disagree(c, "fund", subject, SAY("余额为负", "below zero"), yuan(balance),
			         NULL);
		sums_at(&s, account, subject)->fen = 0;
	}
	for (size_t i = 0; i < s.room; i++) {
		if (s.v[i].used && s.v[i].fen != 0)
			disagree(c, "fund", s.v[i].key[1],
			         SAY("专用资金没有余额行", "a fund without a balance"),
			         yuan(s.v[i].fen), NULL);
	}
	sums_free(&s);
	table_free(&t);
}

void check_ledger(struct books *b)
{
	entries(b);
	trial(b);
	if (!b->term && !b->school)
		funds(b);
}

/* --- closings --------------------------------------------------------------------------------- */

enum { P_ID, P_COUNTY, P_LAST, P_ENTRIES };
enum { Q_PERIOD, Q_ACCOUNT, Q_DEBIT, Q_CREDIT };

static void closing(const struct books *b, struct check *c, const struct table *p, size_t row,
                    const struct table *q)
{
	const struct table *l = &b->ledger;
	struct sums debit = {0}, credit = {0};
	int64_t entries = 0, id = at(p, row, P_ID);

	for (size_t i = 0; i < l->rows; i++) {
		int64_t fen = at(l, i, L_FEN);

		if (at(l, i, L_COUNTY) != at(p, row, P_COUNTY) ||
		    at(l, i, L_DAY) > at(p, row, P_LAST))
			continue;
		entries += i == 0 || at(l, i, L_ENTRY) != at(l, i - 1, L_ENTRY);
		sums_add(fen > 0 ? &debit : &credit, at(l, i, L_ACCOUNT), 0, fen > 0 ? fen : -fen);
	}
	disagree_count(c, "ledger_period", id, SAY("分录数", "entries"), at(p, row, P_ENTRIES),
	               entries);
	for (size_t i = 0; i < q->rows; i++) {
		int64_t account = at(q, i, Q_ACCOUNT);

		if (at(q, i, Q_PERIOD) != id)
			continue;
		c->rows++;
		disagree_fen(c, "period_balance", id, word_text(account), at(q, i, Q_DEBIT),
		             sums_get(&debit, account, 0));
		disagree_fen(c, "period_balance", id, word_text(account), at(q, i, Q_CREDIT),
		             sums_get(&credit, account, 0));
		if (sums_count(&debit, account, 0))
			sums_at(&debit, account, 0)->fen = 0;
		if (sums_count(&credit, account, 0))
			sums_at(&credit, account, 0)->fen = 0;
	}
	for (int side = 0; side < 2; side++) {
		struct sums *s = side ? &credit : &debit;

		for (size_t i = 0; i < s->room; i++) {
			if (s->v[i].used && s->v[i].fen != 0)
				disagree(c, "ledger_period", id,
				         SAY("结账没有记下的科目",
				             "an account the closing left out"),
				         word_text(s->v[i].key[0]), NULL);
		}
		sums_free(s);
	}
}

void check_closings(struct books *b)
{
	struct check *c;
	struct table p, q;

	/* Closings are the county's: a school's entries cannot tell. */
	if (b->school || b->term)
		return;
	c = check_begin("closings", SAY("结账", "closings"));
	p = table_load(b->pack, "ledger_period", "id:i county:i last_day:d entries:i", false);
	q = table_load(b->pack, "period_balance", "period:i account:s debit_fen:i credit_fen:i",
	               false);
	for (size_t i = 0; i < p.rows; i++) {
		if (at(&p, i, P_ENTRIES) != NONE) /* interrupted: nothing was kept yet */
			closing(b, c, &p, i, &q);
	}
	table_free(&p);
	table_free(&q);
}
