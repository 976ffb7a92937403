/* Bills: lines, sums, the arithmetic printed on each line, and what each enrolment was charged. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

enum { B_ID, B_TERM, B_PUPIL, B_TOTAL, B_COURSE, B_CONSUMABLES, B_CARE };
enum { I_ID, I_BILL, I_ENROLMENT, I_OFFERING, I_ITEM, I_FEN, I_FORMULA, I_REVERSES, I_PAYER };
enum { E_ID, E_OFFERING, E_PUPIL, E_STATE, E_SELF };

struct bills {
	struct books *b;
	struct table bill, line, enrolment, refund;
	struct index bill_by_id, line_by_id, line_by_reversed, enrolment_by_id, refund_by_enrolment;
};

/* Fiscal money that is deducted, or a waiver: somebody else owes it. */
static bool borne(int64_t item)
{
	return item == word("waiver") || item == word("deduct");
}

static size_t offering_of(const struct bills *x, int64_t id)
{
	return index_first(&x->b->offering_by_id, id);
}

static int64_t kind_of(const struct bills *x, int64_t offering)
{
	size_t row = offering_of(x, offering);

	return row == SIZE_MAX ? word("") : at(&x->b->offering, row, O_KIND);
}

/* --- sums ------------------------------------------------------------------------------------- */

enum { PART_TOTAL, PART_COURSE, PART_CONSUMABLES, PART_CARE };

static void sums_of_lines(const struct bills *x, struct sums *s)
{
	for (size_t i = 0; i < x->line.rows; i++) {
		int64_t bill = at(&x->line, i, I_BILL), fen = at(&x->line, i, I_FEN);
		int64_t kind = kind_of(x, at(&x->line, i, I_OFFERING));

		sums_add(s, bill, PART_TOTAL, fen);
		if (borne(at(&x->line, i, I_ITEM)))
			continue; /* lowers the total, and no part of it */
		if (at(&x->line, i, I_ITEM) == word("consumables"))
			sums_add(s, bill, PART_CONSUMABLES, fen);
		else if (kind == word("course"))
			sums_add(s, bill, PART_COURSE, fen);
		else if (kind == word("care"))
			sums_add(s, bill, PART_CARE, fen);
	}
}

static void bill_sums(const struct bills *x)
{
	struct check *c =
		check_begin("bill_sums", SAY("账单等于明细之和", "a bill is the sum of its lines"));
	struct sums s = {0};

	sums_of_lines(x, &s);
	for (size_t i = 0; i < x->bill.rows; i++) {
		int64_t id = at(&x->bill, i, B_ID);

		c->rows++;
		disagree_fen(c, "bill", id, SAY("合计", "total"), at(&x->bill, i, B_TOTAL),
		             sums_get(&s, id, PART_TOTAL));
		disagree_fen(c, "bill", id, SAY("课程费", "courses"), at(&x->bill, i, B_COURSE),
		             sums_get(&s, id, PART_COURSE));
		disagree_fen(c, "bill", id, SAY("耗材", "consumables"),
		             at(&x->bill, i, B_CONSUMABLES), sums_get(&s, id, PART_CONSUMABLES));
		disagree_fen(c, "bill", id, SAY("托管费", "care"), at(&x->bill, i, B_CARE),
		             sums_get(&s, id, PART_CARE));
	}
	sums_free(&s);
}

/* --- lines ------------------------------------------------------------------------------------ */

static void line_reversal(const struct bills *x, struct check *c, size_t i)
{
	const struct table *l = &x->line;
	int64_t id = at(l, i, I_ID), of = at(l, i, I_REVERSES);
	size_t was = index_first(&x->line_by_id, of), again = index_first(&x->line_by_reversed, of);

	if (was == SIZE_MAX) {
		disagree(c, "bill_line", id,
		         SAY("冲销的明细不存在", "takes back a line there is none of"), NULL, NULL);
		return;
	}
	if (at(l, was, I_BILL) != at(l, i, I_BILL) ||
	    at(l, was, I_OFFERING) != at(l, i, I_OFFERING) ||
	    at(l, was, I_ITEM) != at(l, i, I_ITEM) || at(l, was, I_PAYER) != at(l, i, I_PAYER))
		disagree(c, "bill_line", id,
		         SAY("冲销的是另一张账单或项目", "takes back a line of something else"),
		         NULL, NULL);
	disagree_fen(c, "bill_line", id, SAY("冲销金额", "amount taken back"), at(l, i, I_FEN),
	             -at(l, was, I_FEN));
	if (again != i)
		disagree(c, "bill_line", id,
		         SAY("同一明细冲销了两次", "the line was taken back twice"), NULL, NULL);
}

static void line_formula(const struct bills *x, struct check *c, size_t i)
{
	int64_t id = at(&x->line, i, I_ID), fen = at(&x->line, i, I_FEN), said, worked;
	const char *formula = word_text(at(&x->line, i, I_FORMULA));

	if (at(&x->line, i, I_REVERSES) != NONE)
		return;
	c->rows++;
	if (!formula_holds(formula, &said, &worked))
		disagree(c, "bill_line", id, SAY("算式算错了", "its formula does not come out"),
		         yuan(said), yuan(worked));
	if (said != NONE && said != (fen < 0 ? -fen : fen))
		disagree(c, "bill_line", id, SAY("金额不是算式的结果", "not what its formula says"),
		         yuan(fen), yuan(said));
}

static void lines_check(const struct bills *x)
{
	struct check *c = check_begin("bill_lines", SAY("账单明细", "lines of bills"));

	for (size_t i = 0; i < x->line.rows; i++) {
		int64_t id = at(&x->line, i, I_ID);
		size_t bill = index_first(&x->bill_by_id, at(&x->line, i, I_BILL));

		c->rows++;
		if (bill == SIZE_MAX)
			disagree(c, "bill_line", id, SAY("账单不存在", "of no bill"), NULL, NULL);
		if (at(&x->line, i, I_REVERSES) != NONE)
			line_reversal(x, c, i);
	}
	c = check_begin("formulas", SAY("明细算式", "formulas on the lines"));
	for (size_t i = 0; i < x->line.rows; i++)
		line_formula(x, c, i);
}

/* --- enrolments ------------------------------------------------------------------------------- */

/* Nobody bears more for a family than it was charged, nor less than nothing (R5). */
static void borne_check(struct check *c, const struct sums *s, int64_t id)
{
	int64_t deducted = -sums_get(s, id, word("deduct"));
	int64_t waived = -sums_get(s, id, word("waiver"));
	int64_t charged = sums_get(s, id, word("price")) + sums_get(s, id, word("consumables"));

	if (deducted < 0 || deducted > charged)
		disagree(c, "enrolment", id,
		         SAY("补助抵扣超过收费", "more deducted than was charged"), yuan(deducted),
		         yuan(charged));
	if (waived < 0 || waived > charged - deducted)
		disagree(c, "enrolment", id, SAY("减免超过收费", "more waived than was charged"),
		         yuan(waived), yuan(charged - deducted));
}

/* Who left before the bill was collected is charged nothing. After it the charge stands, and what
 * comes back is a refund that names the enrolment. */
static bool charge_stands(const struct bills *x, size_t row)
{
	return at(&x->enrolment, row, E_STATE) == word("enrolled") ||
	       index_first(&x->refund_by_enrolment, at(&x->enrolment, row, E_ID)) != SIZE_MAX;
}

/* What stands charged to an enrolment: its price, unless a rule reduced it, and its consumables. */
static void enrolments_check(const struct bills *x)
{
	struct check *c = check_begin("enrolments_charged",
	                              SAY("报名与收费", "what enrolments were charged"));
	const struct table *e = &x->enrolment;
	struct sums s = {0};

	for (size_t i = 0; i < x->line.rows; i++) {
		int64_t item = at(&x->line, i, I_ITEM);

		if (item == word("price") || item == word("consumables") || borne(item))
			sums_add(&s, at(&x->line, i, I_ENROLMENT), item, at(&x->line, i, I_FEN));
		if (at(&x->line, i, I_ENROLMENT) > 0 &&
		    index_first(&x->enrolment_by_id, at(&x->line, i, I_ENROLMENT)) == SIZE_MAX)
			disagree(c, "bill_line", at(&x->line, i, I_ID),
			         SAY("报名不存在", "of no enrolment"), NULL, NULL);
	}
	for (size_t i = 0; i < e->rows; i++) {
		size_t o = offering_of(x, at(e, i, E_OFFERING));
		int64_t id = at(e, i, E_ID), price = sums_get(&s, id, word("price"));
		bool seated = charge_stands(x, i);

		c->rows++;
		if (o == SIZE_MAX) {
			disagree(c, "enrolment", id, SAY("服务不存在", "of no service"), NULL,
			         NULL);
			continue;
		}
		if (!seated)
			disagree_fen(c, "enrolment", id,
			             SAY("没有在读却有收费", "charged without a seat"), price, 0);
		else if (price < 0 || price > at(&x->b->offering, o, O_PRICE))
			disagree(c, "enrolment", id,
			         SAY("收费超过公示价格", "charged more than the published price"),
			         yuan(price), yuan(at(&x->b->offering, o, O_PRICE)));
		disagree_fen(c, "enrolment", id, SAY("耗材", "consumables"),
		             sums_get(&s, id, word("consumables")),
		             !seated || at(e, i, E_SELF) == 1
		                     ? 0
		                     : at(&x->b->offering, o, O_CONSUMABLES));
		borne_check(c, &s, id);
	}
	sums_free(&s);
}

/* --- lines and the ledger --------------------------------------------------------------------- */

/* Every line moved its amount between the receivable of its bill and what it is for, once. */
static void lines_posted(const struct bills *x)
{
	struct check *c =
		check_begin("lines_posted", SAY("明细入账", "every line is booked, once"));
	const struct table *l = &x->b->ledger;
	struct sums s = {0}, owed = {0};

	for (size_t i = 0; i < l->rows; i++) {
		int64_t id = at(l, i, L_ENTRY);

		if (at(l, i, L_CAUSE) != word("bill_line"))
			continue;
		if (index_first(&x->line_by_id, id) == SIZE_MAX)
			disagree(c, "ledger", id,
			         SAY("分录的账单明细不存在", "booked for a line there is none of"),
			         NULL, NULL);
		if (at(l, i, L_ACCOUNT) == word("receivable"))
			sums_add(&s, id, at(l, i, L_SUBJECT), at(l, i, L_FEN));
		if (at(l, i, L_ACCOUNT) == word("payer_receivable"))
			sums_add(&owed, id, 0, at(l, i, L_FEN));
	}
	for (size_t i = 0; i < x->line.rows; i++) {
		int64_t id = at(&x->line, i, I_ID);

		c->rows++;
		disagree_fen(c, "bill_line", id, SAY("应收入账金额", "booked on the receivable"),
		             sums_get(&s, id, at(&x->line, i, I_BILL)), at(&x->line, i, I_FEN));
		disagree_fen(c, "bill_line", id, SAY("由他人承担的应收", "owed by who bears it"),
		             sums_get(&owed, id, 0),
		             borne(at(&x->line, i, I_ITEM)) ? -at(&x->line, i, I_FEN) : 0);
	}
	sums_free(&s);
	sums_free(&owed);
}

void check_bills(struct books *b)
{
	struct bills x = {
		.b = b,
		.bill = table_load(b->pack, "bill",
	                           "id:i term:i pupil:i total_fen:i course_fen:i consumables_fen:i "
	                           "care_fen:i",
	                           false),
		.line = table_load(
			b->pack, "bill_line",
			"id:i bill:i enrolment:i offering:i item:s amount_fen:i formula:s "
			"reverses:i payer:s?",
			false),
		.enrolment = table_load(b->pack, "enrolment",
	                                "id:i offering:i pupil:i state:s self_purchase:i", false),
		.refund = table_load(b->pack, "refund", "enrolment:i", true),
	};

	x.bill_by_id = index_make(&x.bill, B_ID);
	x.line_by_id = index_make(&x.line, I_ID);
	x.line_by_reversed = index_make(&x.line, I_REVERSES);
	x.enrolment_by_id = index_make(&x.enrolment, E_ID);
	x.refund_by_enrolment = index_make(&x.refund, 0);
	bill_sums(&x);
	lines_check(&x);
	enrolments_check(&x);
	lines_posted(&x);
	index_free(&x.bill_by_id);
	index_free(&x.line_by_id);
	index_free(&x.line_by_reversed);
	index_free(&x.enrolment_by_id);
	index_free(&x.refund_by_enrolment);
	table_free(&x.bill);
	table_free(&x.line);
	table_free(&x.enrolment);
	table_free(&x.refund);
}
