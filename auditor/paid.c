/* Money that moved: payments and refunds against the ledger and each other, payouts, staff
 * subsidies. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"

enum { P_ID, P_BILL, P_FEN };
enum { R_ID, R_PAYMENT, R_FEN, R_STATE, R_BILL };
enum { N_REFUND, N_FEN, N_FORMULA, N_OF, N_ITEM };
enum { I_BILL, I_OFFERING, I_ITEM, I_FEN };

/* An act's entry takes its amount off the receivable of its bill. */
static void payments(struct books *b, const struct table *p)
{
	struct check *c =
		check_begin("payments_posted", SAY("缴费入账", "every payment is booked, once"));
	const struct table *l = &b->ledger;
	struct sums s = {0};

	for (size_t i = 0; i < l->rows; i++) {
		if (at(l, i, L_CAUSE) == word("payment") &&
		    at(l, i, L_ACCOUNT) == word("receivable"))
			sums_add(&s, at(l, i, L_ENTRY), at(l, i, L_SUBJECT), at(l, i, L_FEN));
	}
	for (size_t i = 0; i < p->rows; i++) {
		c->rows++;
		disagree_fen(c, "payment", at(p, i, P_ID), SAY("冲减应收", "off the receivable"),
		             -sums_get(&s, at(p, i, P_ID), at(p, i, P_BILL)), at(p, i, P_FEN));
	}
	sums_free(&s);
}

static void refund_formulas(struct check *c, const struct table *n)
{
	for (size_t i = 0; i < n->rows; i++) {
		int64_t said, worked;

		if (!formula_holds(word_text(at(n, i, N_FORMULA)), &said, &worked))
			disagree(c, "refund_line", at(n, i, N_REFUND),
			         SAY("算式算错了", "its formula does not come out"), yuan(said),
			         yuan(worked));
	}
}

static bool gives_back(const struct table *r, size_t i)
{
	return at(r, i, R_STATE) != word("returned") && at(r, i, R_STATE) != word("undecided");
}

/* A service's price, or its goods. */
static int64_t part_of(int64_t service, int64_t item)
{
	return item == word("consumables") && service != NONE ? -service : service;
}

/* What stands of each on a bill. */
static void stands_add(struct sums *s, const struct table *t)
{
	for (size_t i = 0; i < t->rows; i++)
		sums_add(s, at(t, i, I_BILL), part_of(at(t, i, I_OFFERING), at(t, i, I_ITEM)),
		         at(t, i, I_FEN));
}

/* Of a service no more goes back than its lines and what they were adjusted by: each fen once,
 * whether the family left or the bill was lowered. */
static void services(struct books *b, struct check *c, const struct table *r, const struct table *n)
{
	static const char columns[] = "bill:i offering:i item:s amount_fen:i";
	struct table line = table_load(b->pack, "bill_line", columns, false);
	struct table by = table_load(b->pack, "bill_adjustment", columns, true);
	struct index by_id = index_make(r, R_ID);
	struct sums s = {0};

	stands_add(&s, &line);
	stands_add(&s, &by);
	for (size_t i = 0; i < n->rows; i++) {
		size_t of = index_first(&by_id, at(n, i, N_REFUND));
		int64_t service = part_of(at(n, i, N_OF), at(n, i, N_ITEM));

		/* What was too much of a bill is of no service. */
		if (of == SIZE_MAX || !gives_back(r, of) || at(n, i, N_ITEM) == word("credit") ||
		    at(n, i, N_FEN) == NONE)
			continue;
		sums_add(&s, at(r, of, R_BILL), service, -at(n, i, N_FEN));
		if (at(n, i, N_FEN) > 0 && sums_get(&s, at(r, of, R_BILL), service) < 0)
			disagree(c, "refund", at(r, of, R_ID),
			         SAY("超过该服务应收", "more than stands of the service"),
			         yuan(at(n, i, N_FEN)), NULL);
	}
	index_free(&by_id);
	sums_free(&s);
	table_free(&line);
	table_free(&by);
}

/* A refund is the sum of its lines, and a payment gives back no more than it was. */
static void refunds(struct books *b, const struct table *p)
{
	struct check *c =
		check_begin("refunds", SAY("退费不超过缴费", "no more back than was paid"));
	struct table r =
		table_load(b->pack, "refund", "id:i payment:i amount_fen:i state:s bill:i", true);
	struct table n = table_load(b->pack, "refund_line",
	                            "refund:i amount_fen:i formula:s subject:i item:s", true);
	struct index by_id = index_make(p, P_ID);
	struct sums lines = {0}, back = {0};

	for (size_t i = 0; i < n.rows; i++)
		sums_add(&lines, at(&n, i, N_REFUND), 0, at(&n, i, N_FEN));
	refund_formulas(c, &n);
	services(b, c, &r, &n);
	for (size_t i = 0; i < r.rows; i++) {
		int64_t id = at(&r, i, R_ID);
		size_t paid = index_first(&by_id, at(&r, i, R_PAYMENT));

		c->rows++;
		if (!gives_back(&r, i))
			continue;
		disagree_fen(c, "refund", id, SAY("明细之和", "sum of its lines"), at(&r, i, R_FEN),
		             sums_get(&lines, id, 0));
		sums_add(&back, at(&r, i, R_PAYMENT), 0, at(&r, i, R_FEN));
		if (paid == SIZE_MAX)
			disagree(c, "refund", id, SAY("缴费不存在", "of no payment"), NULL, NULL);
		else if (sums_get(&back, at(&r, i, R_PAYMENT), 0) > at(p, paid, P_FEN))
			disagree(c, "refund", id, SAY("退费超过缴费", "more than was paid"),
			         yuan(sums_get(&back, at(&r, i, R_PAYMENT), 0)),
			         yuan(at(p, paid, P_FEN)));
	}
	sums_free(&lines);
	sums_free(&back);
	index_free(&by_id);
	table_free(&r);
	table_free(&n);
}

/* --- payouts ---------------------------------------------------------------------------------- */

enum { O_LINE_ID, O_OF, O_STATE_WORD };
enum { Y_ID, Y_FEN, Y_STATE };

/* What the bank paid left the account it was paid out of, once. */
static void payouts(struct books *b)
{
	struct check *c = check_begin("payouts", SAY("付款入账", "payouts are booked"));
	struct table o = table_load(b->pack, "payout_outcome", "id:i line:i state:s", true);
	struct table y = table_load(b->pack, "payout_line", "id:i amount_fen:i state:s", true);
	struct index by_id = index_make(&y, Y_ID);
	struct sums out = {0}, paid = {0};

	for (size_t i = 0; i < b->ledger.rows; i++) {
		if (at(&b->ledger, i, L_CAUSE) == word("payout") && at(&b->ledger, i, L_FEN) < 0)
			sums_add(&out, at(&b->ledger, i, L_ENTRY), 0, -at(&b->ledger, i, L_FEN));
	}
	for (size_t i = 0; i < o.rows; i++) {
		size_t line = index_first(&by_id, at(&o, i, O_OF));
		bool went = at(&o, i, O_STATE_WORD) == word("paid");

		c->rows++;
		if (line == SIZE_MAX) {
			disagree(c, "payout_outcome", at(&o, i, O_LINE_ID),
			         SAY("付款行不存在", "of no line"), NULL, NULL);
			continue;
		}
		if (!went)
			continue;
		disagree_fen(c, "payout_outcome", at(&o, i, O_LINE_ID), SAY("入账金额", "booked"),
		             sums_get(&out, at(&o, i, O_LINE_ID), 0), at(&y, line, Y_FEN));
		sums_add(&paid, at(&o, i, O_OF), 0, 1);
	}
	for (size_t i = 0; i < y.rows; i++) {
		if (at(&y, i, Y_STATE) == word("paid") &&
		    sums_count(&paid, at(&y, i, Y_ID), 0) == 0)
			disagree(c, "payout_line", at(&y, i, Y_ID),
			         SAY("没有付款结果", "paid by nobody's word"), NULL, NULL);
	}
	sums_free(&out);
	sums_free(&paid);
	index_free(&by_id);
	table_free(&o);
	table_free(&y);
}

/* --- subsidies -------------------------------------------------------------------------------- */

enum { B_ID, B_SCHOOL, B_STATE, B_TOTAL, B_SUBSIDY, B_LABOUR };
enum { S_ID, S_BATCH, S_PERSON, S_FORM, S_FEN };
enum { D_ID, D_BATCH, D_PERSON, D_DUE, D_BEFORE, D_FEN };

static bool reckoned(const struct table *batch, size_t i)
{
	return at(batch, i, B_STATE) != word("computing");
}

static void subsidies(struct books *b, const struct table *batch, const struct table *line)
{
	struct check *c = check_begin("subsidies", SAY("教职工补助", "staff subsidies"));
	struct table d =
		table_load(b->pack, "subsidy_detail",
	                   "id:i batch:i person:i due_fen:i before_fen:i amount_fen:i", true);
	struct index by_id = index_make(batch, B_ID);
	struct sums persons = {0}, totals = {0};

	for (size_t i = 0; i < d.rows; i++) {
		sums_add(&persons, at(&d, i, D_BATCH), at(&d, i, D_PERSON), at(&d, i, D_FEN));
		disagree_fen(c, "subsidy_detail", at(&d, i, D_ID),
		             SAY("应得减已计", "due less counted"), at(&d, i, D_FEN),
		             at(&d, i, D_DUE) - at(&d, i, D_BEFORE));
	}
	for (size_t i = 0; i < line->rows; i++) {
		size_t row = index_first(&by_id, at(line, i, S_BATCH));

		if (row == SIZE_MAX || !reckoned(batch, row))
			continue;
		c->rows++;
		disagree_fen(c, "subsidy_line", at(line, i, S_ID),
		             SAY("课次之和", "sum of the sittings"), at(line, i, S_FEN),
		             sums_get(&persons, at(line, i, S_BATCH), at(line, i, S_PERSON)));
		sums_add(&totals, at(line, i, S_BATCH), at(line, i, S_FORM) == word("subsidy"),
		         at(line, i, S_FEN));
	}
	for (size_t i = 0; i < batch->rows; i++) {
		int64_t id = at(batch, i, B_ID);

		if (!reckoned(batch, i))
			continue;
		disagree_fen(c, "subsidy_batch", id, SAY("补助", "subsidy"),
		             at(batch, i, B_SUBSIDY), sums_get(&totals, id, true));
		disagree_fen(c, "subsidy_batch", id, SAY("劳务费", "labour fee"),
		             at(batch, i, B_LABOUR), sums_get(&totals, id, false));
		disagree_fen(c, "subsidy_batch", id, SAY("合计", "total"), at(batch, i, B_TOTAL),
		             at(batch, i, B_SUBSIDY) + at(batch, i, B_LABOUR));
	}
	sums_free(&persons);
	sums_free(&totals);
	index_free(&by_id);
	table_free(&d);
}

/* Whoever is paid and is no member of the school's staff. */
static void payees_outside(struct books *b, const struct table *batch, const struct table *line)
{
	struct check *c =
		question_begin("payees_outside", SAY("领取补助或劳务费的校外人员",
	                                             "paid, and no member of the school's staff"));
	struct table staff = table_load(b->pack, "staff", "id:i school:i", false);
	struct index by_id = index_make(&staff, 0), batch_by_id = index_make(batch, B_ID);

	for (size_t i = 0; i < line->rows; i++) {
		size_t who = index_first(&by_id, at(line, i, S_PERSON));
		size_t of = index_first(&batch_by_id, at(line, i, S_BATCH));

		c->rows++;
		if (who == SIZE_MAX ||
		    (of != SIZE_MAX && at(&staff, who, 1) != at(batch, of, B_SCHOOL)))
			disagree(c, "subsidy_line", at(line, i, S_ID),
			         word_text(at(line, i, S_FORM)), yuan(at(line, i, S_FEN)), NULL);
	}
	index_free(&by_id);
	index_free(&batch_by_id);
	table_free(&staff);
}

/* --- agencies --------------------------------------------------------------------------------- */

enum { E_ID, E_OF, E_MINUTES, E_FEN };
enum { T_ID, T_HOURLY };
enum { G_SITTING, G_OF, G_VERIFIED, G_MINUTES, G_RELEASE };
enum { W_ID, W_STARTS, W_ENDS };
enum { MINUTES = 60 };

/* No more minutes than the sitting lasted, and a register behind them. */
static void hours(struct books *b, struct check *c, const struct table *line)
{
	struct table w = table_load(b->pack, "sitting", "id:i starts:c ends:c", false);
	struct table r = table_load(b->pack, "register", "sitting:i", false);
	struct index by_id = index_make(&w, W_ID), kept = index_make(&r, 0);

	for (size_t i = 0; i < line->rows; i++) {
		int64_t id = at(line, i, G_SITTING), lasted = 0;
		size_t row = index_first(&by_id, id);

		c->rows++;
		if (row != SIZE_MAX)
			lasted = at(&w, row, W_ENDS) - at(&w, row, W_STARTS);
		if (at(line, i, G_VERIFIED) > lasted ||
		    at(line, i, G_MINUTES) > at(line, i, G_VERIFIED))
			disagree(c, "settlement_line", id,
			         SAY("比课次还长", "longer than the sitting"), NULL, NULL);
		if (index_first(&kept, id) == SIZE_MAX)
			disagree(c, "settlement_line", id,
			         SAY("没有点名册", "no register was kept"), NULL, NULL);
	}
	index_free(&by_id);
	index_free(&kept);
	table_free(&w);
	table_free(&r);
}

enum { GONE_ID, GONE_AT };

/* Of a statement that was withdrawn nothing is released, and no sitting stands in it. */
static void withdrawn(struct books *b, struct check *c, const struct table *release,
                      const struct table *line)
{
	struct index released = index_make(release, E_OF), stands = index_make(line, G_OF);
	struct table t = {0};

	/* In a pack of before none was. */
	if (pack_has(b->pack, "csv/settlement_line_past.csv"))
		t = table_load(b->pack, "settlement", "id:i withdrawn:t", true);
	for (size_t i = 0; i < t.rows; i++) {
		int64_t id = at(&t, i, GONE_ID);

		if (at(&t, i, GONE_AT) != NONE && (index_first(&released, id) != SIZE_MAX ||
		                                   index_first(&stands, id) != SIZE_MAX))
			disagree(c, "settlement", id,
			         SAY("已撤回却仍有课次或拨付", "withdrawn, and still counts"), NULL,
			         NULL);
	}
	index_free(&released);
	index_free(&stands);
	table_free(&t);
}

enum { TB_ID, TB_BACK, TB_FEN, TB_WITHHELD };

/* A release that was taken back is reversed in the ledger, and counts no more. */
static void taken_back(struct books *b, struct check *c, const struct table *release)
{
	struct table t = table_load(b->pack, "escrow_release_past",
	                            "id:i back:i? amount_fen:i withheld_fen:i", true);
	struct index by_entry = index_make(&b->ledger, L_ENTRY), counts = index_make(release, E_ID);
	struct index by_back = index_make(&t, TB_BACK);

	for (size_t i = 0; i < t.rows; i++) {
		size_t leg = index_first(&by_entry, at(&t, i, TB_BACK));
		bool moved = at(&t, i, TB_FEN) + at(&t, i, TB_WITHHELD) != 0;

		c->rows++;
		if (index_first(&counts, at(&t, i, TB_ID)) != SIZE_MAX)
			disagree(c, "escrow_release_past", at(&t, i, TB_ID),
			         SAY("已冲销却仍然有效", "taken back, and still counts"), NULL,
			         NULL);
		if (!b->term && moved &&
		    (leg == SIZE_MAX || at(&b->ledger, leg, L_REVERSES) != at(&t, i, TB_ID)))
			disagree(c, "escrow_release_past", at(&t, i, TB_ID),
			         SAY("没有冲销分录", "no entry takes it back"), NULL, NULL);
	}
	for (size_t i = 0; i < b->ledger.rows; i++)
		if (at(&b->ledger, i, L_CAUSE) == word("escrow_release_back") &&
		    at(&b->ledger, i, L_LEG) == 1 &&
		    index_first(&by_back, at(&b->ledger, i, L_ENTRY)) == SIZE_MAX)
			disagree(c, "ledger", at(&b->ledger, i, L_ENTRY),
			         SAY("冲销的拨付不存在", "takes back a release there is none of"),
			         NULL, NULL);
	index_free(&by_entry);
	index_free(&counts);
	index_free(&by_back);
	table_free(&t);
}

/* Money of an agency is released for verified hours at the hour's price and no more (R60). */
static void releases(struct books *b)
{
	struct check *c = check_begin(
		"releases", SAY("机构拨付不超过核实课时", "agencies are paid verified hours"));
	struct table e = table_load(b->pack, "escrow_release",
	                            "id:i settlement:i minutes:i amount_fen:i", true);
	struct table t = table_load(b->pack, "settlement", "id:i hourly_fen:i", true);
	struct table line =
		table_load(b->pack, "settlement_line",
	                   "sitting:i settlement:i verified:i minutes:i release:i", true);
	struct index by_id = index_make(&t, T_ID);
	struct sums minutes = {0};

	hours(b, c, &line);
	withdrawn(b, c, &e, &line);
	taken_back(b, c, &e);
	for (size_t i = 0; i < line.rows; i++)
		sums_add(&minutes, at(&line, i, G_RELEASE), 0, at(&line, i, G_MINUTES));
	for (size_t i = 0; i < e.rows; i++) {
		int64_t id = at(&e, i, E_ID);
		size_t row = index_first(&by_id, at(&e, i, E_OF));

		c->rows++;
		disagree_count(c, "escrow_release", id, SAY("分钟", "minutes"),
		               at(&e, i, E_MINUTES), sums_get(&minutes, id, 0));
		if (row == SIZE_MAX ||
		    (__int128)at(&e, i, E_FEN) * 2 * MINUTES >
		            (__int128)at(&e, i, E_MINUTES) * at(&t, row, T_HOURLY) * 2 + MINUTES)
			disagree(c, "escrow_release", id,
			         SAY("超过核实课时的金额", "more than the hours come to"),
			         yuan(at(&e, i, E_FEN)), NULL);
	}
	sums_free(&minutes);
	index_free(&by_id);
	table_free(&e);
	table_free(&t);
	table_free(&line);
}

void check_paid(struct books *b)
{
	struct table p = table_load(b->pack, "payment", "id:i bill:i amount_fen:i", true);
	struct table batch =
		table_load(b->pack, "subsidy_batch",
	                   "id:i school:i state:s total_fen:i subsidy_fen:i labour_fen:i", true);
	struct table line = table_load(b->pack, "subsidy_line",
	                               "id:i batch:i person:i form:s amount_fen:i", true);

	payments(b, &p);
	refunds(b, &p);
	payouts(b);
	subsidies(b, &batch, &line);
	payees_outside(b, &batch, &line);
	releases(b);
	table_free(&p);
	table_free(&batch);
	table_free(&line);
}
