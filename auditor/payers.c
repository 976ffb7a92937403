/* What others bear of bills, payer by payer: what each brought pays its own lines, whole, and no
 * more than it brought (R5, R60). */
#include "checks.h"

enum { R_ID, R_SCHOOL, R_TERM, R_FEN, R_BEARS };
enum { P_LINE, P_SCHOOL, P_TERM, P_FEN };
enum { I_ID, I_FEN, I_REVERSES, I_PAYER };

struct payers {
	struct table receipt, cover, line;
	struct index line_by_id, line_by_reversed;
};

/* A part of a school's term. */
static int64_t part(int64_t school, int64_t term, int64_t payer)
{
	char text[64];

	snprintf(text, sizeof text, "%lld %lld %lld", (long long)school, (long long)term,
	         (long long)payer);
	return word(text);
}

static void covers(struct check *c, const struct payers *x, struct sums *paid)
{
	const struct table *t = &x->cover;

	for (size_t i = 0; i < t->rows; i++) {
		int64_t id = at(t, i, P_LINE);
		size_t l = index_first(&x->line_by_id, id);

		c->rows++;
		if (l == SIZE_MAX) {
			disagree(c, "payer_cover", id,
			         SAY("账单明细不存在", "pays a line there is none of"), NULL, NULL);
			continue;
		}
		disagree_fen(c, "payer_cover", id, SAY("抵付金额", "paid of the line"),
		             at(t, i, P_FEN), -at(&x->line, l, I_FEN));
		if (index_first(&x->line_by_reversed, id) == SIZE_MAX)
			sums_add(paid,
			         part(at(t, i, P_SCHOOL), at(t, i, P_TERM),
			              at(&x->line, l, I_PAYER)),
			         0, -at(t, i, P_FEN));
	}
}

void check_payers(struct books *b)
{
	struct check *c = check_begin("payers", SAY("减免承担方", "who bears waivers"));
	struct payers x = {
		.receipt = table_load(b->pack, "payer_receipt",
	                              "id:i school:i term:i amount_fen:i bears:s?", true),
		.cover = table_load(b->pack, "payer_cover", "line:i school:i term:i amount_fen:i",
	                            true),
		.line = table_load(b->pack, "bill_line", "id:i amount_fen:i reverses:i payer:s?",
	                           false),
	};
	struct sums left = {0};

	x.line_by_id = index_make(&x.line, I_ID);
	x.line_by_reversed = index_make(&x.line, I_REVERSES);
	for (size_t i = 0; i < x.receipt.rows; i++)
		sums_add(&left,
		         part(at(&x.receipt, i, R_SCHOOL), at(&x.receipt, i, R_TERM),
		              at(&x.receipt, i, R_BEARS)),
		         0, at(&x.receipt, i, R_FEN));
	covers(c, &x, &left);
	for (size_t i = 0; i < left.room; i++) {
		if (left.v[i].used && left.v[i].fen < 0)
			disagree(c, "payer", left.v[i].key[0],
			         SAY("抵付超过到账", "pays more lines than it brought"),
			         yuan(-left.v[i].fen), yuan(0));
	}
	sums_free(&left);
	index_free(&x.line_by_id);
	index_free(&x.line_by_reversed);
	table_free(&x.receipt);
	table_free(&x.cover);
	table_free(&x.line);
}
