/* What was deducted on bills because somebody else pays it (R5), worked out again from the `deduct`
 * statements of the documents in the pack: no other amount, once a term, and all of it. */
#include <string.h>

#include "checks.h"
#include "rates.h"

enum {
	I_ID,
	I_BILL,
	I_ENROLMENT,
	I_OFFERING,
	I_ITEM,
	I_FEN,
	I_FORMULA,
	I_DOCUMENT,
	I_REVERSES,
	I_PAYER
};
enum { F_OFFERING, F_SUBSIDY };

struct deducts {
	struct books *b;
	struct rates rates;
	struct table line, fact;
	struct index by_reversed, fact_by_offering;
	struct sums charged;          /* by enrolment and item: fen, and lines */
	struct sums by_bill, by_seat; /* by statement: of a bill, of an enrolment */
	struct sums taken_back;       /* by bill: deductions that were */
};

static bool stands(const struct deducts *x, size_t i)
{
	return at(&x->line, i, I_REVERSES) == NONE &&
	       index_first(&x->by_reversed, at(&x->line, i, I_ID)) == SIZE_MAX;
}

/* Its sentence begins with the name of the statement. */
static bool named(const struct deduct *d, const char *sentence)
{
	size_t n = d->label ? strlen(d->label) : 0;

	return n > 0 && strncmp(sentence, d->label, n) == 0 &&
	       (sentence[n] == ':' || strncmp(sentence + n, "：", strlen("：")) == 0);
}

static bool is_of(const struct deduct *d, int64_t what)
{
	for (size_t i = 0; i < d->ofs; i++)
		if (d->of[i] == what)
			return true;
	return false;
}

static int64_t kind_of(const struct deducts *x, int64_t offering)
{
	size_t o = index_first(&x->b->offering_by_id, offering);

	return o == SIZE_MAX ? NONE : at(&x->b->offering, o, O_KIND);
}

/* The next statement of its document by that name that is about its service, from `k` on: several
 * editions of one document may have it. NULL: there is none. */
static const struct deduct *statement_of(const struct deducts *x, size_t i, size_t k)
{
	const char *document = word_text(at(&x->line, i, I_DOCUMENT));
	const char *sentence = word_text(at(&x->line, i, I_FORMULA));
	int64_t kind = kind_of(x, at(&x->line, i, I_OFFERING));

	for (; k < x->rates.deducts; k++) {
		const struct deduct *d = &x->rates.deduct[k];

		if (document_is(d->title, d->number, document) && named(d, sentence) &&
		    (is_of(d, kind) || is_of(d, word("consumables"))))
			return d;
	}
	return NULL;
}

/* Under what number all editions of its statement are counted; 0: it has none. */
static int64_t key_of(const struct deducts *x, size_t i)
{
	const struct deduct *d = statement_of(x, i, 0);

	return d ? d - x->rates.deduct + 1 : 0;
}

/* What it deducts in a term, as fen; NONE: not said here. */
static int64_t most_of(const struct deducts *x, const struct deduct *d, int64_t offering)
{
	size_t f = index_first(&x->fact_by_offering, offering);

	if (d->stated)
		return f == SIZE_MAX ? NONE : at(&x->fact, f, F_SUBSIDY);
	if (d->unit != word("term") || d->fen.den == 0)
		return NONE;
	return (int64_t)((2 * (__int128)d->fen.num + d->fen.den) / (2 * (__int128)d->fen.den));
}

static int64_t charge_of(const struct deducts *x, const struct deduct *d, int64_t enrolment,
                         int64_t kind)
{
	return (is_of(d, kind) ? sums_get(&x->charged, enrolment, word("price")) : 0) +
	       (is_of(d, word("consumables"))
	                ? sums_get(&x->charged, enrolment, word("consumables"))
	                : 0);
}

static bool payer_of(const struct deduct *d, int64_t payer)
{
	for (size_t i = 0; i < d->payers; i++)
		if (d->payer[i] == payer)
			return true;
	return d->payers == 0 || payer == NONE;
}

/* Nothing was changed on the bill since, and it deducts by this statement alone: then nothing of
 * the amount is left while something is still charged. */
static bool untouched(const struct deducts *x, size_t i, int64_t whole)
{
	int64_t enrolment = at(&x->line, i, I_ENROLMENT), bill = at(&x->line, i, I_BILL);

	return sums_count(&x->taken_back, bill, 0) == 0 &&
	       sums_count(&x->charged, enrolment, word("price")) == 1 &&
	       sums_count(&x->charged, enrolment, word("consumables")) <= 1 &&
	       -sums_get(&x->by_seat, enrolment, 0) == whole;
}

/* Why this edition of the statement does not deduct what stands there; none: it does. */
struct flaw {
	const char *what;
	int64_t found, allowed;
};

static struct flaw flaw_of(const struct deducts *x, size_t i, const struct deduct *d)
{
	int64_t enrolment = at(&x->line, i, I_ENROLMENT), offering = at(&x->line, i, I_OFFERING);
	int64_t whole = -sums_get(&x->by_seat, enrolment, key_of(x, i));
	int64_t used = -sums_get(&x->by_bill, at(&x->line, i, I_BILL), key_of(x, i));
	int64_t most = most_of(x, d, offering);
	int64_t charged = charge_of(x, d, enrolment, kind_of(x, offering));
	int64_t so_far = d->stated ? whole : used;

	if (!payer_of(d, at(&x->line, i, I_PAYER)))
		return (struct flaw){
			SAY("承担方不是文件规定的", "borne by another than its document says"),
			NONE, NONE};
	if (most != NONE && so_far > most)
		return (struct flaw){
			SAY("超过文件规定的抵扣", "more deducted than its document says"), so_far,
			most};
	if (most != NONE && used < most && whole < charged && untouched(x, i, whole))
		return (struct flaw){
			SAY("少于文件规定的抵扣", "less deducted than its document says"), whole,
			whole + most - used < charged ? whole + most - used : charged};
	return (struct flaw){0};
}

static void line_see(const struct deducts *x, struct check *c, size_t i)
{
	struct flaw flaw = {
		SAY("没有文件条款规定这项抵扣", "no statement of its document deducts it"), NONE,
		NONE};

	c->rows++;
	for (const struct deduct *d = statement_of(x, i, 0); d;
	     d = statement_of(x, i, (size_t)(d - x->rates.deduct) + 1)) {
		flaw = flaw_of(x, i, d);
		if (!flaw.what)
			return;
	}
	disagree(c, "bill_line", at(&x->line, i, I_ID), flaw.what,
	         flaw.found == NONE ? NULL : yuan(flaw.found),
	         flaw.allowed == NONE ? NULL : yuan(flaw.allowed));
}

static void count(struct deducts *x)
{
	for (size_t i = 0; i < x->line.rows; i++) {
		int64_t item = at(&x->line, i, I_ITEM), fen = at(&x->line, i, I_FEN);
		int64_t enrolment = at(&x->line, i, I_ENROLMENT), bill = at(&x->line, i, I_BILL);

		if (!stands(x, i)) {
			sums_add(&x->taken_back, bill, 0, 0);
			continue;
		}
		if (item != word("deduct")) {
			sums_add(&x->charged, enrolment, item, fen);
			continue;
		}
		sums_add(&x->by_seat, enrolment, 0, fen);
		if (key_of(x, i) == 0)
			continue;
		sums_add(&x->by_seat, enrolment, key_of(x, i), fen);
		sums_add(&x->by_bill, bill, key_of(x, i), fen);
	}
}

void check_deducts(struct books *b)
{
	struct check *c =
		check_begin("deductions", SAY("账单抵扣按文件重算", "deductions by the documents"));
	struct deducts x = {.b = b, .rates = rates_read(b->pack)};

	x.line = table_load(b->pack, "bill_line",
	                    "id:i bill:i enrolment:i offering:i item:s amount_fen:i formula:s "
	                    "document:s reverses:i payer:s?",
	                    false);
	x.fact = table_load(b->pack, "offering_fact", "offering:i subsidy_fen:i", true);
	x.by_reversed = index_make(&x.line, I_REVERSES);
	x.fact_by_offering = index_make(&x.fact, F_OFFERING);
	count(&x);
	for (size_t i = 0; i < x.line.rows; i++)
		if (at(&x.line, i, I_ITEM) == word("deduct") && stands(&x, i))
			line_see(&x, c, i);
	sums_free(&x.charged);
	sums_free(&x.by_bill);
	sums_free(&x.by_seat);
	sums_free(&x.taken_back);
	index_free(&x.by_reversed);
	index_free(&x.fact_by_offering);
	table_free(&x.line);
	table_free(&x.fact);
	rates_free(&x.rates);
}
