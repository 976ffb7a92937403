/* The city's special fund: each county's share by the published formula, from its score and its
 * pupils, with the remainder where the formula puts it; and in the ledger once it is approved
 * (R47). */
#include "special_objections.h"
#include "special_steps.h"

#include <stdlib.h>
#include <string.h>

enum { X_ID, X_TOTAL, X_ROUND, X_FORMULA, X_STATE };
enum { H_ID, H_OF, H_ROUND, H_SCORE, H_PUPILS, H_EACH, H_REST, H_FEN, H_COUNTY, H_CODE };
enum { S_OF, S_COUNTY, S_SCORE, S_PUPILS, S_AT };

/* Beyond these nothing is reckoned. */
enum { SCORE_MOST = 10000 /* hundredths of a point */, COUNTIES_MOST = 100000 };
#define PUPILS_MOST INT64_C(100000000)
#define FEN_MOST    ((INT64_C(1) << 53) - 1)

/* The only version there is so far. */
static const char FORMULA[] = "score-per-pupil-1";

struct special {
	const struct books *b;
	struct check *c;
	struct table fund, share, score, county;
	struct index share_by_fund, score_by_fund, entry, county_by_id;
	struct special_steps steps;
	size_t *v; /* the shares of one round, in the order of the formula */
	size_t n;
	int64_t *each, *rest; /* what they should be */
};

/* The highest score first; of equal ones more pupils, then the code of the county. A pack of before
 * names no codes: then whoever was given more stands first. */
static const struct table *sorted;

static int64_t code_cmp(size_t a, size_t b)
{
	int64_t x = at(sorted, a, H_CODE), y = at(sorted, b, H_CODE);

	if (x != NONE && y != NONE && x != y)
		return strcmp(word_text(x), word_text(y));
	return at(sorted, a, H_FEN) < at(sorted, b, H_FEN)   ? 1
	       : at(sorted, a, H_FEN) > at(sorted, b, H_FEN) ? -1
	                                                     : 0;
}

static int share_cmp(const void *pa, const void *pb)
{
	size_t a = *(const size_t *)pa, b = *(const size_t *)pb;
	int64_t code;

	if (at(sorted, a, H_SCORE) != at(sorted, b, H_SCORE))
		return at(sorted, a, H_SCORE) > at(sorted, b, H_SCORE) ? -1 : 1;
	if (at(sorted, a, H_PUPILS) != at(sorted, b, H_PUPILS))
		return at(sorted, a, H_PUPILS) > at(sorted, b, H_PUPILS) ? -1 : 1;
	code = code_cmp(a, b);
	return code < 0 ? -1 : code > 0 ? 1 : (a > b) - (a < b);
}

static void round_collect(struct special *x, int64_t fund, int64_t round)
{
	x->n = 0;
	for (size_t i = index_first(&x->share_by_fund, fund); i != SIZE_MAX;
	     i = index_next(&x->share_by_fund, i)) {
		if (at(&x->share, i, H_ROUND) == round)
			x->v[x->n++] = i;
	}
	sorted = &x->share;
	qsort(x->v, x->n, sizeof *x->v, share_cmp);
}

static bool bounded(const struct special *x, int64_t total)
{
	bool good = total >= 0 && total <= FEN_MOST && x->n <= COUNTIES_MOST;

	for (size_t i = 0; i < x->n; i++) {
		int64_t score = at(&x->share, x->v[i], H_SCORE);
		int64_t pupils = at(&x->share, x->v[i], H_PUPILS);

		good = good && score >= 0 && score <= SCORE_MOST && pupils >= 0 &&
		       pupils <= PUPILS_MOST;
	}
	return good;
}

/* A pupil is worth total × score / Σ(score × pupils), cut to the fen. What is left raises that by a
 * fen for one county after the other, from the first on, as long as it is enough for all of its
 * pupils; what then remains is the first one's. False: nobody has both a score and pupils. */
static bool reckon(struct special *x, int64_t total)
{
	const struct table *h = &x->share;
	__int128 weight = 0;
	int64_t left = total;

	for (size_t i = 0; i < x->n; i++)
		weight += (__int128)at(h, x->v[i], H_SCORE) * at(h, x->v[i], H_PUPILS);
	if (weight == 0)
		return false;
	for (size_t i = 0; i < x->n; i++) {
		int64_t score = at(h, x->v[i], H_SCORE);

		x->each[i] = (int64_t)((__int128)total * score / weight);
		x->rest[i] = 0;
		left -= x->each[i] * at(h, x->v[i], H_PUPILS);
	}
	for (size_t i = 0; i < x->n; i++) {
		int64_t pupils = at(h, x->v[i], H_PUPILS);

		if (at(h, x->v[i], H_SCORE) == 0 || left < pupils)
			break;
		x->each[i]++;
		left -= pupils;
	}
	x->rest[0] = left;
	return true;
}

/* By whatever formula: the parts are the whole, and who scored higher gets no less a pupil. */
static void parts_see(struct special *x, size_t fund)
{
	const struct table *h = &x->share;
	int64_t sum = 0, least = INT64_MAX, lowest = INT64_MAX;

	for (size_t i = 0; i < x->n; i++) {
		int64_t each = at(h, x->v[i], H_EACH), fen;

		if (i > 0 && at(h, x->v[i], H_SCORE) < at(h, x->v[i - 1], H_SCORE))
			least = lowest;
		if (each > least)
			disagree(x->c, "special_share", at(h, x->v[i], H_ID),
			         SAY("得分低而每生多", "a lower score, and more a pupil"),
			         yuan(each), yuan(least));
		lowest = each < lowest ? each : lowest;
		if (__builtin_mul_overflow(each, at(h, x->v[i], H_PUPILS), &fen) ||
		    !add_fen(&fen, at(h, x->v[i], H_REST)))
			fen = NONE;
		disagree_fen(x->c, "special_share", at(h, x->v[i], H_ID),
		             SAY("每生乘人数加余数", "per pupil, and the rest"),
		             at(h, x->v[i], H_FEN), fen);
		if (!add_fen(&sum, at(h, x->v[i], H_FEN)))
			fail("%s", SAY("金额之和超出范围", "a sum of amounts does not fit"));
	}
	disagree_fen(x->c, "special", at(&x->fund, fund, X_ID),
	             SAY("分配之和", "sum of the shares"), sum, at(&x->fund, fund, X_TOTAL));
}

static void formula_see(struct special *x, size_t fund)
{
	const struct table *h = &x->share;
	int64_t id = at(&x->fund, fund, X_ID), total = at(&x->fund, fund, X_TOTAL);

	if (at(&x->fund, fund, X_FORMULA) != word(FORMULA)) {
		disagree(x->c, "special", id,
		         SAY("不认识的分配公式", "a formula this program does not know"),
		         word_text(at(&x->fund, fund, X_FORMULA)), FORMULA);
		return;
	}
	if (!bounded(x, total) || !reckon(x, total)) {
		disagree(x->c, "special", id,
		         SAY("得分或人数无法计算", "scores or pupils nothing can be made of"), NULL,
		         NULL);
		return;
	}
	for (size_t i = 0; i < x->n; i++) {
		int64_t share = at(h, x->v[i], H_ID);

		disagree_fen(x->c, "special_share", share,
		             SAY("按公式每生", "a pupil, by the formula"), at(h, x->v[i], H_EACH),
		             x->each[i]);
		disagree_fen(x->c, "special_share", share,
		             SAY("按公式余数", "the remainder, by the formula"),
		             at(h, x->v[i], H_REST), x->rest[i]);
	}
}

/* What is proposed or approved was reckoned from the scores that stand, all of them. */
static void scores_see(struct special *x, size_t fund)
{
	const struct table *h = &x->share, *s = &x->score;
	int64_t id = at(&x->fund, fund, X_ID), scores = 0;

	for (size_t i = index_first(&x->score_by_fund, id); i != SIZE_MAX;
	     i = index_next(&x->score_by_fund, i)) {
		size_t k = 0;

		scores++;
		while (k < x->n && at(h, x->v[k], H_COUNTY) != at(s, i, S_COUNTY))
			k++;
		if (k == x->n)
			disagree(x->c, "special", id,
			         SAY("有得分的县区没有份额", "a county with a score and no share"),
			         NULL, NULL);
		else if (at(h, x->v[k], H_SCORE) != at(s, i, S_SCORE) ||
		         at(h, x->v[k], H_PUPILS) != at(s, i, S_PUPILS))
			disagree(x->c, "special_share", at(h, x->v[k], H_ID),
			         SAY("不是登记的得分或人数",
			             "not the score or the pupils that were entered"),
			         NULL, NULL);
	}
	disagree_count(x->c, "special", id, SAY("有份额的县区", "counties with a share"),
	               (int64_t)x->n, scores);
}

/* Shares of a round that was approved are booked, each once and whole; of others none is. */
static void booked_see(struct special *x, bool approved)
{
	const struct table *h = &x->share, *l = &x->b->ledger;

	for (size_t i = 0; i < x->n; i++) {
		int64_t id = at(h, x->v[i], H_ID), county = at(h, x->v[i], H_COUNTY), moved = 0;

		if (index_first(&x->county_by_id, county) == SIZE_MAX)
			continue; /* its books are in another pack */
		for (size_t k = index_first(&x->entry, id); k != SIZE_MAX;
		     k = index_next(&x->entry, k)) {
			if (at(l, k, L_CAUSE) == word("special_share") &&
			    at(l, k, L_ACCOUNT) == word("special_fund") &&
			    at(l, k, L_SUBJECT) == county && !add_fen(&moved, at(l, k, L_FEN)))
				moved = NONE;
		}
		disagree_fen(x->c, "special_share", id, SAY("入账金额", "booked"), moved,
		             approved ? at(h, x->v[i], H_FEN) : 0);
	}
}

/* Entries of shares there are none of. */
static void entries_left(struct special *x)
{
	const struct table *l = &x->b->ledger;
	struct index by_id = index_make(&x->share, H_ID);

	for (size_t i = 0; i < l->rows; i++) {
		if (at(l, i, L_CAUSE) == word("special_share") && at(l, i, L_LEG) == 1 &&
		    index_first(&by_id, at(l, i, L_ENTRY)) == SIZE_MAX)
			disagree(x->c, "ledger", at(l, i, L_ENTRY),
			         SAY("没有对应的份额", "of a share there is none of"), NULL, NULL);
	}
	index_free(&by_id);
}

static void round_see(struct special *x, size_t fund, int64_t round)
{
	int64_t state = at(&x->fund, fund, X_STATE), id = at(&x->fund, fund, X_ID);
	bool stands = round == at(&x->fund, fund, X_ROUND);

	round_collect(x, id, round);
	if (x->n == 0)
		return;
	x->c->rows += x->n;
	parts_see(x, fund);
	formula_see(x, fund);
	if (stands && (state == word("proposed") || state == word("approved")))
		scores_see(x, fund);
	if (!x->b->school && !x->b->term)
		booked_see(x, special_round_approved(&x->steps, id, round,
		                                     stands && state == word("approved")));
	if (!special_round_proposed(&x->steps, id, round))
		disagree(x->c, "special", id,
		         SAY("没有提出方案却有份额", "shares of a round nobody proposed"), NULL,
		         NULL);
}

/* While the evaluation is closed no score is entered. */
static void entered_see(struct special *x, size_t fund)
{
	const struct table *s = &x->score;
	int64_t id = at(&x->fund, fund, X_ID), closed = special_closed(&x->steps, id);

	if (closed == NONE || at(&x->fund, fund, X_STATE) == word("scoring"))
		return;
	for (size_t i = index_first(&x->score_by_fund, id); i != SIZE_MAX;
	     i = index_next(&x->score_by_fund, i)) {
		if (at(s, i, S_AT) != NONE && at(s, i, S_AT) > closed)
			disagree(x->c, "special", id,
			         SAY("评价截止后登记的得分",
			             "a score entered while the evaluation was closed"),
			         NULL, NULL);
	}
}

/* Every round once: the first share of it that is met. */
static void rounds_see(struct special *x, size_t fund)
{
	const struct table *h = &x->share;
	int64_t id = at(&x->fund, fund, X_ID);

	for (size_t i = index_first(&x->share_by_fund, id); i != SIZE_MAX;
	     i = index_next(&x->share_by_fund, i)) {
		size_t k = index_first(&x->share_by_fund, id);

		while (k != i && at(h, k, H_ROUND) != at(h, i, H_ROUND))
			k = index_next(&x->share_by_fund, k);
		if (k == i)
			round_see(x, fund, at(h, i, H_ROUND));
	}
}

void check_special(struct books *b)
{
	struct special x = {
		.b = b,
		.c = check_begin("special_shares",
	                         SAY("专项资金分配", "shares of the special fund")),
		.fund = table_load(b->pack, "special", "id:i total_fen:i round:i formula:s state:s",
	                           true),
		.share = table_load(b->pack, "special_share",
	                            "id:i special:i round:i score:i pupils:i per_pupil_fen:i "
	                            "rest_fen:i amount_fen:i county:i code:s?",
	                            true),
		.score = table_load(b->pack, "special_score",
	                            "special:i county:i score:i pupils:i at:t?", true),
		.county = table_load(b->pack, "county", "id:i", false),
	};

	/* A pack of before had the city's approvals only where it was whole. */
	bool approvals =
		pack_has(b->pack, "csv/special_objection.csv") || (!b->county && !b->school);

	special_steps_load(&x.steps, b->pack);
	x.share_by_fund = index_make(&x.share, H_OF);
	x.score_by_fund = index_make(&x.score, S_OF);
	x.entry = index_make(&b->ledger, L_ENTRY);
	x.county_by_id = index_make(&x.county, 0);
	x.v = take(x.share.rows, sizeof *x.v);
	x.each = take(x.share.rows, sizeof *x.each);
	x.rest = take(x.share.rows, sizeof *x.rest);
	for (size_t i = 0; i < x.fund.rows; i++) {
		special_steps_see(&x.steps, x.c,
		                  &(struct special_stands){.fund = at(&x.fund, i, X_ID),
		                                           .total = at(&x.fund, i, X_TOTAL),
		                                           .state = at(&x.fund, i, X_STATE),
		                                           .round = at(&x.fund, i, X_ROUND),
		                                           .approvals = approvals});
		entered_see(&x, i);
		rounds_see(&x, i);
		if (at(&x.fund, i, X_STATE) == word("approved") &&
		    index_first(&x.share_by_fund, at(&x.fund, i, X_ID)) == SIZE_MAX)
			disagree(x.c, "special", at(&x.fund, i, X_ID),
			         SAY("已批准却没有份额", "approved, and shares there are none"),
			         NULL, NULL);
	}
	special_objections_see(b->pack, x.c);
	if (!b->school && !b->term)
		entries_left(&x);
	special_steps_free(&x.steps);
	free(x.v);
	free(x.each);
	free(x.rest);
	index_free(&x.share_by_fund);
	index_free(&x.score_by_fund);
	index_free(&x.entry);
	index_free(&x.county_by_id);
	table_free(&x.fund);
	table_free(&x.share);
	table_free(&x.score);
	table_free(&x.county);
}
