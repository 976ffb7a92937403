/* What each refund's lines say: the amount is what its sentence comes to, over all payments it goes
 * back by; and what ended unpaid when a service was left was taken off the bill, to the fen (R61).
 */
#include <string.h>

#include "checks.h"
#include "rates.h"

enum { R_ID, R_ENROLMENT, R_PUPIL, R_PAYMENT, R_STATE, R_ASKED, R_REASON };
enum { N_REFUND, N_OF, N_ITEM, N_FEN, N_ENDED, N_FORMULA, N_DOCUMENT };
enum { A_OFFERING, A_ITEM, A_FEN, A_AGREED };

struct backs {
	const struct books *b;
	struct rates rates;
	struct table refund, line;
	struct index by_id, by_enrolment;
	struct sums lines;    /* by refund and sentence */
	struct sums taken;    /* by refund and service, its goods below zero: what it adjusted */
	struct sums taken_up; /* by pupil and service: enrolments */
	struct sums ended;    /* by refund: parts of which something ended */
};

static int64_t part_of(int64_t service, int64_t item)
{
	return item == word("consumables") && service != NONE ? -service : service;
}

/* All that was asked for with it in one sentence: false when it is not the first of them, or two go
 * by one payment and were asked for apart. */
static bool whole(const struct backs *x, size_t first, int64_t sentence, int64_t *ret_fen)
{
	const struct table *r = &x->refund;

	*ret_fen = 0;
	for (size_t i = index_first(&x->by_enrolment, at(r, first, R_ENROLMENT)); i != SIZE_MAX;
	     i = index_next(&x->by_enrolment, i)) {
		if (at(r, i, R_ASKED) != at(r, first, R_ASKED))
			continue;
		if (i < first || (i != first && at(r, i, R_PAYMENT) == at(r, first, R_PAYMENT)) ||
		    !add_fen(ret_fen, sums_get(&x->lines, at(r, i, R_ID), sentence)))
			return false;
	}
	return true;
}

static void sentence_see(const struct backs *x, struct check *c, size_t i, size_t of)
{
	const struct table *n = &x->line;
	const char *formula = word_text(at(n, i, N_FORMULA));
	int64_t said, worked, fen;

	/* What is owed again stands behind the result. */
	if (!strchr(formula, '=') || (at(n, i, N_ENDED) != NONE && at(n, i, N_ENDED) < 0) ||
	    !formula_holds(formula, &said, &worked) || !whole(x, of, at(n, i, N_FORMULA), &fen))
		return;
	disagree_fen(c, "refund_line", at(n, i, N_REFUND),
	             SAY("金额与算式不符", "not what its formula says"), fen, said);
}

static bool among(const int64_t *v, size_t n, int64_t what)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] == what)
			return true;
	return n == 0;
}

/* The document it names says what is paid back of such a service for such a reason, and something.
 * One that is not in the pack says nothing. */
static void document_see(const struct backs *x, struct check *c, size_t i, size_t of)
{
	const struct table *n = &x->line;
	const char *document = word_text(at(n, i, N_DOCUMENT));
	size_t o = index_first(&x->b->offering_by_id, at(n, i, N_OF)), there = 0, fit = 0, give = 0;

	if (o == SIZE_MAX || at(n, i, N_ITEM) != word("price"))
		return;
	for (size_t k = 0; k < x->rates.backs; k++) {
		const struct back *s = &x->rates.back[k];

		if (!document_is(s->title, s->number, document))
			continue;
		there++;
		if (!among(s->of, s->ofs, at(&x->b->offering, o, O_KIND)) ||
		    !among(s->reason, s->reasons, at(&x->refund, of, R_REASON)))
			continue;
		fit++;
		give += !s->nothing;
	}
	if (there > 0 && fit == 0)
		disagree(c, "refund_line", at(n, i, N_REFUND),
		         SAY("所据文件没有这样的退费规定",
		             "its document gives nothing back for such a reason"),
		         document, NULL);
	else if (fit > 0 && give == 0 &&
	         (at(n, i, N_FEN) > 0 || (at(n, i, N_ENDED) != NONE && at(n, i, N_ENDED) > 0)))
		disagree(c, "refund_line", at(n, i, N_REFUND),
		         SAY("所据文件规定不退", "its document says that nothing comes back"),
		         yuan(at(n, i, N_FEN)), NULL);
}

static void ended_see(const struct backs *x, struct check *c, size_t i, size_t of)
{
	const struct table *n = &x->line;
	int64_t id = at(n, i, N_REFUND), service = at(n, i, N_OF);

	/* Taken once more after it was left: what a shared cap moves of it stands there too. */
	if (at(n, i, N_ENDED) == NONE ||
	    sums_count(&x->taken_up, at(&x->refund, of, R_PUPIL), service) > 1)
		return;
	disagree_fen(c, "refund_line", id,
	             SAY("不再收取的部分与账单调整不符",
	                 "what ended is not what the bill was adjusted by"),
	             at(n, i, N_ENDED),
	             -sums_get(&x->taken, id, part_of(service, at(n, i, N_ITEM))));
}

static void adjusted(struct books *b, struct backs *x)
{
	struct table t = table_load(b->pack, "bill_adjustment",
	                            "offering:i item:s amount_fen:i agreed:i?", true);
	struct table e = table_load(b->pack, "enrolment", "pupil:i offering:i", false);

	for (size_t i = 0; i < t.rows; i++)
		sums_add(&x->taken, at(&t, i, A_AGREED),
		         part_of(at(&t, i, A_OFFERING), at(&t, i, A_ITEM)), at(&t, i, A_FEN));
	for (size_t i = 0; i < e.rows; i++)
		sums_add(&x->taken_up, at(&e, i, 0), at(&e, i, 1), 0);
	table_free(&t);
	table_free(&e);
}

static bool paid_any(const struct backs *x, size_t r)
{
	int64_t state = at(&x->refund, r, R_STATE);

	return state != word("returned") && state != word("undecided") &&
	       (state != word("nothing") || sums_count(&x->ended, at(&x->refund, r, R_ID), 0) > 0);
}

/* Each is of the service, and paid back once. What was returned, or gave nothing, paid none back.
 */
static void sittings_see(struct books *b, const struct backs *x, struct check *c)
{
	struct table t = table_load(b->pack, "refund_sitting", "refund:i sitting:i", true);
	struct table of = table_load(b->pack, "sitting", "id:i offering:i", false);
	struct table e = table_load(b->pack, "enrolment", "id:i offering:i", false);
	struct index sitting = index_make(&of, 0), taken = index_make(&e, 0);
	struct sums once = {0};

	for (size_t i = 0; i < t.rows; i++) {
		size_t r = index_first(&x->by_id, at(&t, i, 0)),
		       s = index_first(&sitting, at(&t, i, 1));
		size_t of_r =
			r == SIZE_MAX ? r : index_first(&taken, at(&x->refund, r, R_ENROLMENT));

		c->rows++;
		if (r == SIZE_MAX || of_r == SIZE_MAX) {
			disagree(c, "refund_sitting", at(&t, i, 0),
			         SAY("退费或报名不存在", "of no refund of a service"), NULL, NULL);
			continue;
		}
		/* One that was dropped from the plan since is of no service any more. */
		if (s != SIZE_MAX && at(&of, s, 1) != at(&e, of_r, 1))
			disagree(c, "refund_sitting", at(&t, i, 0),
			         SAY("不是该服务的课次", "a sitting of another service"), NULL,
			         NULL);
		if (!paid_any(x, r))
			continue;
		sums_add(&once, at(&x->refund, r, R_ENROLMENT), at(&t, i, 1), 0);
		if (sums_count(&once, at(&x->refund, r, R_ENROLMENT), at(&t, i, 1)) == 2)
			disagree(c, "refund_sitting", at(&t, i, 0),
			         SAY("同一课次退了两次", "the same sitting paid back twice"), NULL,
			         NULL);
	}
	sums_free(&once);
	index_free(&sitting);
	index_free(&taken);
	table_free(&t);
	table_free(&of);
	table_free(&e);
}

void check_backs(struct books *b)
{
	struct check *c = check_begin("refund_amounts",
	                              SAY("退费金额与算式", "a refund is what its formula says"));
	struct backs x = {
		.b = b,
		.rates = rates_read(b->pack),
		.refund = table_load(b->pack, "refund",
	                             "id:i enrolment:i pupil:i payment:i state:s asked:t reason:s",
	                             true),
		.line = table_load(
			b->pack, "refund_line",
			"refund:i subject:i item:s amount_fen:i ended_fen:i? formula:s document:s",
			true),
	};

	x.by_id = index_make(&x.refund, R_ID);
	x.by_enrolment = index_make(&x.refund, R_ENROLMENT);
	adjusted(b, &x);
	for (size_t i = 0; i < x.line.rows; i++) {
		sums_add(&x.lines, at(&x.line, i, N_REFUND), at(&x.line, i, N_FORMULA),
		         at(&x.line, i, N_FEN));
		if (at(&x.line, i, N_ENDED) != NONE && at(&x.line, i, N_ENDED) != 0)
			sums_add(&x.ended, at(&x.line, i, N_REFUND), 0, 0);
	}
	for (size_t i = 0; i < x.line.rows; i++) {
		size_t of = index_first(&x.by_id, at(&x.line, i, N_REFUND));

		if (of == SIZE_MAX || at(&x.refund, of, R_ENROLMENT) == NONE ||
		    at(&x.refund, of, R_STATE) == word("undecided"))
			continue;
		c->rows++;
		sentence_see(&x, c, i, of);
		ended_see(&x, c, i, of);
		document_see(&x, c, i, of);
	}
	sittings_see(b, &x, c);
	index_free(&x.by_id);
	index_free(&x.by_enrolment);
	sums_free(&x.ended);
	rates_free(&x.rates);
	sums_free(&x.lines);
	sums_free(&x.taken);
	sums_free(&x.taken_up);
	table_free(&x.refund);
	table_free(&x.line);
}
