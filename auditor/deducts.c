/* What was deducted on bills because somebody else pays it (R5), worked out again from the `deduct`
 * statements of the documents in the pack: no other amount, once a term, all of it, and none that
 * is missing. */
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
enum { D_OFFERING, D_STARTS, D_ENDS };

struct deducts {
	struct books *b;
	struct rates rates;
	struct table line, fact, days;
	struct index by_reversed, by_enrolment, fact_by_offering, days_by_offering;
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

/* Its price is so much for so many units: these and the months and days were counted. */
static bool by_unit(const struct deducts *x, int64_t enrolment)
{
	for (size_t i = index_first(&x->by_enrolment, enrolment); i != SIZE_MAX;
	     i = index_next(&x->by_enrolment, i))
		if (at(&x->line, i, I_ITEM) == word("price") && stands(x, i) &&
		    strstr(word_text(at(&x->line, i, I_FORMULA)), " × "))
			return true;
	return false;
}

/* What its document makes of a term: `convert 1 term = 100 day`. Not known where another one of a
 * county says it too, which may stand below. */
static struct exact of_a_term(const struct deducts *x, const struct deduct *d)
{
	struct exact n = {0};

	for (size_t i = 0; i < x->rates.measures; i++) {
		const struct measure *m = &x->rates.measure[i];
		bool own = m->title && d->title && !strcmp(m->title, d->title);

		if (m->unit != word("term") || m->then_unit != d->unit || (!own && !m->county))
			continue;
		if (!own || n.den)
			return (struct exact){0};
		n = (struct exact){m->then.num * m->n.den, m->then.den * m->n.num};
	}
	return n;
}

static int64_t month_of(int64_t day)
{
	char text[8];

	snprintf(text, sizeof text, "%.7s", day_text(day));
	return word(text);
}

/* No service has more days, or months, than lie between its first and its last. */
static int64_t units_most(const struct deducts *x, int64_t unit, int64_t offering)
{
	size_t i = index_first(&x->days_by_offering, offering);
	int64_t first, last, n = 1;

	if (i == SIZE_MAX || at(&x->days, i, D_STARTS) == NONE || at(&x->days, i, D_ENDS) == NONE)
		return NONE;
	first = at(&x->days, i, D_STARTS);
	last = at(&x->days, i, D_ENDS);
	if (unit == word("day"))
		return last - first + 1;
	for (int64_t d = first + 1; d <= last; d++)
		n += month_of(d) != month_of(d - 1);
	return n;
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

static struct flaw more(int64_t found, int64_t allowed)
{
	return (struct flaw){SAY("超过文件规定的抵扣", "more deducted than its document says"),
	                     found, allowed};
}

static struct flaw less(int64_t found, int64_t due)
{
	return (struct flaw){SAY("少于文件规定的抵扣", "less deducted than its document says"),
	                     found, due};
}

/* An amount a day or a month. */
static struct flaw unit_flaw(const struct deducts *x, size_t i, const struct deduct *d,
                             int64_t whole, int64_t charged)
{
	int64_t most = units_most(x, d->unit, at(&x->line, i, I_OFFERING)), due = NONE;
	bool counted = by_unit(x, at(&x->line, i, I_ENROLMENT));
	struct exact n = of_a_term(x, d);

	if (whole > charged)
		return more(whole, charged);
	if (!counted && n.den)
		due = rounded((__int128)d->fen.num * n.num, (__int128)d->fen.den * n.den, TO_FEN);
	else if (most != NONE)
		most = rounded((__int128)d->fen.num * most, d->fen.den, TO_FEN);
	if (due != NONE && whole > due)
		return more(whole, due);
	if (due == NONE && most != NONE && whole > most)
		return more(whole, most);
	if (whole == charged || !untouched(x, i, whole))
		return (struct flaw){0};
	if (due != NONE && whole < due)
		return less(whole, due < charged ? due : charged);
	if (counted && d->fen.den == 1 && d->fen.num > 0 && whole % d->fen.num)
		return (struct flaw){
			SAY("不是整天或整月的抵扣", "deducts no whole number of days or months"),
			whole, whole - whole % d->fen.num};
	return (struct flaw){0};
}

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
		return more(so_far, most);
	if (most == NONE && !d->stated && d->fen.den &&
	    (d->unit == word("day") || d->unit == word("month")))
		return unit_flaw(x, i, d, whole, charged);
	if (most != NONE && used < most && whole < charged && untouched(x, i, whole))
		return less(whole, whole + most - used < charged ? whole + most - used : charged);
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

/* Nothing else in the pack says otherwise: one file has this document, and no other one a statement
 * of that id, which would stand in its place. */
static bool alone(const struct deducts *x, const struct deduct *d)
{
	size_t files = 0, ids = 0;

	for (size_t i = 0; i < x->rates.files; i++)
		files += x->rates.title[i] && d->title && !strcmp(x->rates.title[i], d->title);
	for (size_t i = 0; i < x->rates.deducts; i++)
		ids += x->rates.deduct[i].id == d->id;
	return files == 1 && ids == 1;
}

/* The document by which line i was charged deducts without asking anything else, and nothing of it
 * stands there. */
static bool lacks(const struct deducts *x, size_t i, const struct deduct *d)
{
	int64_t enrolment = at(&x->line, i, I_ENROLMENT), bill = at(&x->line, i, I_BILL);
	int64_t offering = at(&x->line, i, I_OFFERING), kind = kind_of(x, offering);
	int64_t key = d - x->rates.deduct + 1, most = most_of(x, d, offering);
	bool of_unit = !d->stated && d->fen.den && d->fen.num > 0 && d->unit != word("term");

	if (d->sometimes || !is_of(d, kind) || sums_count(&x->by_seat, enrolment, key) > 0 ||
	    !document_is(d->title, d->number, word_text(at(&x->line, i, I_DOCUMENT))) ||
	    !alone(x, d))
		return false;
	if (!of_unit && (most == NONE || -sums_get(&x->by_bill, bill, key) >= most))
		return false;
	return charge_of(x, d, enrolment, kind) + sums_get(&x->by_seat, enrolment, 0) > 0;
}

static void missing_see(const struct deducts *x, struct check *c, size_t i)
{
	if (sums_count(&x->taken_back, at(&x->line, i, I_BILL), 0) > 0)
		return;
	for (size_t k = 0; k < x->rates.deducts; k++)
		if (lacks(x, i, &x->rates.deduct[k]))
			disagree(c, "bill_line", at(&x->line, i, I_ID),
			         SAY("缺少文件规定的抵扣",
			             "a deduction its document says is missing"),
			         NULL, x->rates.deduct[k].label);
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
	x.days = table_load(b->pack, "offering", "id:i starts:d ends:d", false);
	x.by_reversed = index_make(&x.line, I_REVERSES);
	x.by_enrolment = index_make(&x.line, I_ENROLMENT);
	x.days_by_offering = index_make(&x.days, D_OFFERING);
	x.fact_by_offering = index_make(&x.fact, F_OFFERING);
	count(&x);
	for (size_t i = 0; i < x.line.rows; i++)
		if (at(&x.line, i, I_ITEM) == word("deduct") && stands(&x, i))
			line_see(&x, c, i);
	for (size_t i = 0; i < x.line.rows; i++)
		if (at(&x.line, i, I_ITEM) == word("price") && at(&x.line, i, I_FEN) > 0 &&
		    stands(&x, i))
			missing_see(&x, c, i);
	sums_free(&x.charged);
	sums_free(&x.by_bill);
	sums_free(&x.by_seat);
	sums_free(&x.taken_back);
	index_free(&x.by_reversed);
	index_free(&x.by_enrolment);
	index_free(&x.fact_by_offering);
	index_free(&x.days_by_offering);
	table_free(&x.days);
	table_free(&x.line);
	table_free(&x.fact);
	rates_free(&x.rates);
}
