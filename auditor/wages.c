/* What staff were given, worked out again from the documents in the pack (R48): which statements of
 * the document a detail names can decide it, and what they pay for a sitting, a day, a month. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "rates.h"

enum {
	D_ID,
	D_BATCH,
	D_PERSON,
	D_SITTING,
	D_REFERS,
	D_DAY,
	D_STARTS,
	D_ENDS,
	D_ROLE,
	D_STATED,
	D_DUE,
	D_BEFORE,
	D_FORMULA,
	D_DOCUMENT,
	D_UNIT,
	D_STATED_UNIT
};
enum { U_ID, U_PERSON, U_UNIT, U_FIRST, U_RULE };
enum { T_ID, T_OFFERING, T_SCHOOL };
enum { F_ID, F_KIND, F_CATEGORY, F_AGENCY };
enum { K_ID, K_CODE, K_PRIVATE, K_RURAL, K_BOARDING };

struct wages {
	struct rates rates;
	struct table detail, unit, sitting, offering, school, outsider;
	struct index unit_by_id, sitting_by_id, offering_by_id, school_by_id, outsider_by_id;
	struct index detail_by_unit;
	struct sums counted, days; /* by unit and batch: dues and sittings; days */
};

/* --- whether a statement fits ------------------------------------------------------------------
 */

enum fit { NO, PERHAPS, YES };

/* The word that is known of a dimension; NONE: this program does not work it out. */
static int64_t known_of(const struct wages *w, size_t d, int64_t dimension)
{
	size_t t = index_first(&w->sitting_by_id, at(&w->detail, d, D_SITTING));
	size_t o = index_first(&w->offering_by_id, at(&w->sitting, t, T_OFFERING));
	size_t s = index_first(&w->school_by_id, at(&w->sitting, t, T_SCHOOL));
	int64_t person = at(&w->detail, d, D_PERSON);

	if (dimension == word("role"))
		return at(&w->detail, d, D_ROLE);
	if (dimension == word("payee"))
		return index_first(&w->outsider_by_id, person) == SIZE_MAX ? word("staff")
		                                                           : word("outsider");
	if (o != SIZE_MAX && dimension == word("kind"))
		return at(&w->offering, o, F_KIND);
	if (o != SIZE_MAX && dimension == word("content"))
		return at(&w->offering, o, F_CATEGORY);
	if (o != SIZE_MAX && dimension == word("provider"))
		return word(at(&w->offering, o, F_AGENCY) == NONE ? "school" : "agency");
	if (s == SIZE_MAX)
		return NONE;
	if (dimension == word("school"))
		return at(&w->school, s, K_CODE);
	if (dimension == word("area"))
		return word(at(&w->school, s, K_RURAL) ? "rural" : "urban");
	if (dimension == word("ownership"))
		return word(at(&w->school, s, K_PRIVATE) ? "private" : "public");
	if (dimension == word("boarding_school"))
		return word(at(&w->school, s, K_BOARDING) ? "yes" : "no");
	return NONE;
}

static enum fit fit_of(const struct wages *w, size_t d, const struct pay *p)
{
	enum fit all = YES;

	for (size_t i = 0; i < p->whens; i++) {
		int64_t known = known_of(w, d, p->when[i].dimension);
		bool among = false;

		if (known == NONE || !p->when[i].plain) {
			all = PERHAPS;
			continue;
		}
		for (size_t k = 0; k < p->when[i].n; k++)
			among = among || p->when[i].word[k] == known;
		if (among == p->when[i].not )
			return NO;
	}
	return all;
}

/* --- what it pays ------------------------------------------------------------------------------
 */

static int64_t paid(const struct pay *p, struct exact e)
{
	return rounded(e.num, e.den, p->round);
}

/* How many `unit` the sitting is by this measure; den 0: it does not say. */
static struct exact measured(const struct wages *w, size_t d, struct measure m, int64_t unit)
{
	int64_t minutes = at(&w->detail, d, D_ENDS) - at(&w->detail, d, D_STARTS), count = 1;
	struct exact n = {0};

	if (m.then_unit == unit) {
		struct measure turned = {m.title, m.county, m.then, m.n, m.then_unit, m.unit};

		m = turned;
	}
	if (m.unit != unit || (m.then_unit != word("minute") && m.then_unit != word("sitting")))
		return n;
	if (m.then_unit == word("minute"))
		count = minutes;
	if (!__builtin_mul_overflow(count * m.n.num, m.then.den, &n.num) &&
	    !__builtin_mul_overflow(m.n.den, m.then.num, &n.den))
		return n;
	n.den = 0;
	return n;
}

/* The rate for as many units as the sitting is, by the document's own measures, else by those of
 * the others. Where none says it at once the sentence alone was held. */
static bool by_measure(const struct wages *w, size_t d, const struct pay *p, struct exact rate,
                       int64_t unit, int64_t due)
{
	for (int own = 1; own >= 0; own--) {
		bool said = false;

		for (size_t i = 0; i < w->rates.measures; i++) {
			struct measure m = w->rates.measure[i];
			struct exact n = measured(w, d, m, unit);
			__int128 num = (__int128)rate.num * n.num, den = (__int128)rate.den * n.den;

			if (n.den == 0 || (m.title == p->title) != own)
				continue;
			said = true;
			if (rounded(num, den, p->round) == due)
				return true;
		}
		if (said)
			return false;
	}
	return true;
}

static bool within(const struct pay *p, int64_t stated, int64_t unit)
{
	for (size_t i = 0; i < p->rates; i++) {
		__int128 more = (__int128)stated * p->rate[i].fen.den - p->rate[i].fen.num;

		if (p->rate[i].unit != unit)
			continue;
		if ((more < 0 && p->rate[i].bound != word("at_most")) ||
		    (more > 0 && p->rate[i].bound != word("at_least")))
			return false;
	}
	return true;
}

/* What the sitting counts in: a day or a month of the statement, or its cap, or nothing. */
static bool counts_in(const struct wages *w, size_t d, const struct pay *p, const char *kind)
{
	size_t u = index_first(&w->unit_by_id, at(&w->detail, d, D_UNIT));

	if (!kind)
		return at(&w->detail, d, D_UNIT) == NONE;
	return u != SIZE_MAX && at(&w->unit, u, U_UNIT) == word(kind) &&
	       at(&w->unit, u, U_RULE) == p->id &&
	       at(&w->unit, u, U_PERSON) == at(&w->detail, d, D_PERSON);
}

/* What the stated rate is for: an older pack knows sittings alone. */
static int64_t stated_for(const struct wages *w, size_t d)
{
	int64_t unit = at(&w->detail, d, D_STATED_UNIT);

	return unit == NONE ? word("sitting") : unit;
}

static bool sitting_agrees(const struct wages *w, size_t d, const struct pay *p)
{
	int64_t due = at(&w->detail, d, D_DUE), stated = at(&w->detail, d, D_STATED), unit = 0;
	const struct exact *rate = pay_exact(p, &unit);
	bool whole;

	if (stated != NONE)
		unit = stated_for(w, d);
	whole = unit == word("day") || unit == word("month");
	if ((stated != NONE || rate) && whole)
		return due == 0 && counts_in(w, d, p, word_text(unit));
	if (!counts_in(w, d, p, p->cap.den ? "cap" : NULL))
		return false;
	if (stated != NONE)
		return due == stated && within(p, stated, unit);
	if (!rate)
		return false;
	if (unit == word("sitting"))
		return due == paid(p, *rate);
	return by_measure(w, d, p, *rate, unit, due);
}

/* The rate all sittings of a day or a month state; NONE: none does. False: they do not all. */
static bool stated_of(const struct wages *w, int64_t unit, int64_t batch, int64_t *ret_stated)
{
	bool any = false;

	*ret_stated = NONE;
	for (size_t i = index_first(&w->detail_by_unit, unit); i != SIZE_MAX;
	     i = index_next(&w->detail_by_unit, i)) {
		int64_t stated = at(&w->detail, i, D_STATED);

		if (at(&w->detail, i, D_BATCH) != batch)
			continue;
		if (any && stated != *ret_stated)
			return false;
		*ret_stated = stated;
		any = true;
	}
	return true;
}

/* What it pays once: the rate it fixes for this unit, else the one that is stated within it. */
static bool once(const struct wages *w, size_t d, size_t u, const struct pay *p, int64_t *ret_fen)
{
	int64_t kind = at(&w->unit, u, U_UNIT), unit = 0, stated;
	const struct exact *rate = pay_exact(p, &unit);

	if (!stated_of(w, at(&w->unit, u, U_ID), at(&w->detail, d, D_BATCH), &stated))
		return false;
	*ret_fen = stated != NONE ? stated : rate ? paid(p, *rate) : 0;
	return stated != NONE ? within(p, stated, kind) : rate && unit == kind;
}

/* A day or a month once, a cap by what is over it. */
static bool whole_agrees(const struct wages *w, size_t d, size_t u, const struct pay *p)
{
	int64_t batch = at(&w->detail, d, D_BATCH), id = at(&w->unit, u, U_ID), fen = 0, unit;
	int64_t due = at(&w->detail, d, D_DUE), sum = sums_get(&w->counted, id, batch);
	int64_t n = sums_count(&w->counted, id, batch), kind = at(&w->unit, u, U_UNIT);

	if (at(&w->unit, u, U_RULE) != p->id)
		return false;
	if (kind == word("cap"))
		return p->cap.den && due == (sum > paid(p, p->cap) ? paid(p, p->cap) - sum : 0);
	if (!once(w, d, u, p, &fen))
		return false;
	if (kind == word("day"))
		return due == fen;
	if (p->served.den == 0) /* an agreed month is one; a document's is not without it */
		return !pay_exact(p, &unit) && due == fen;
	if (p->served_unit == word("day"))
		n = sums_count(&w->days, id, batch);
	return due == ((__int128)n * p->served.den >= p->served.num ? fen : 0);
}

/* --- row by row --------------------------------------------------------------------------------
 */

static void count(struct wages *w)
{
	struct sums seen = {0};

	for (size_t i = 0; i < w->detail.rows; i++) {
		int64_t unit = at(&w->detail, i, D_UNIT), batch = at(&w->detail, i, D_BATCH);

		if (unit == NONE)
			continue;
		sums_add(&w->counted, unit, batch, at(&w->detail, i, D_DUE));
		if (sums_count(&seen, unit ^ batch, at(&w->detail, i, D_DAY)) == 0)
			sums_add(&w->days, unit, batch, 0);
		sums_add(&seen, unit ^ batch, at(&w->detail, i, D_DAY), 0);
	}
	sums_free(&seen);
}

/* What its sentence says. */
static void sentence(const struct wages *w, size_t d, struct check *c)
{
	const char *formula = word_text(at(&w->detail, d, D_FORMULA));
	int64_t said, worked, due = at(&w->detail, d, D_DUE);

	if (!formula_holds(formula, &said, &worked))
		disagree(c, "subsidy_detail", at(&w->detail, d, D_ID),
		         SAY("算式算错了", "its formula does not come out"), yuan(said),
		         yuan(worked));
	else if (strchr(formula, '=') && said != (due < 0 ? -due : due))
		disagree(c, "subsidy_detail", at(&w->detail, d, D_ID),
		         SAY("与算式不符", "not what its formula says"), yuan(due), yuan(said));
}

/* The statements of its document that can decide it: of those that surely fit the most exact, and
 * every more exact one that may. */
static bool agrees(const struct wages *w, size_t d, size_t u)
{
	const char *document = word_text(at(&w->detail, d, D_DOCUMENT));
	size_t best = 0;
	bool any = false;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < w->rates.n; i++) {
			const struct pay *p = &w->rates.pay[i];
			int64_t last = at(&w->detail, d, D_DAY) + (u == SIZE_MAX ? 0 : 30);
			enum fit fit;

			if (!pay_of(p, document, at(&w->detail, d, D_DAY)) &&
			    !pay_of(p, document, last))
				continue;
			fit = u == SIZE_MAX ? fit_of(w, d, p) : YES;
			if (pass == 0 && fit == YES && p->whens > best && u == SIZE_MAX)
				best = p->whens;
			if (pass == 1 && fit != NO && p->whens >= best)
				any = any || (u == SIZE_MAX ? sitting_agrees(w, d, p)
				                            : whole_agrees(w, d, u, p));
		}
	}
	return any;
}

static void detail_see(const struct wages *w, size_t d, struct check *c)
{
	int64_t id = at(&w->detail, d, D_ID), due = at(&w->detail, d, D_DUE);
	size_t u = index_first(&w->unit_by_id, at(&w->detail, d, D_SITTING));
	bool changed = at(&w->detail, d, D_REFERS) == NONE || due != at(&w->detail, d, D_BEFORE);

	if (!changed || (u == SIZE_MAX &&
	                 index_first(&w->sitting_by_id, at(&w->detail, d, D_SITTING)) == SIZE_MAX))
		return; /* only shown with another; or of a term the pack does not hold */
	c->rows++;
	if (at(&w->detail, d, D_DOCUMENT) == word("")) {
		disagree_fen(c, "subsidy_detail", id, SAY("没有依据的应得", "due by no document"),
		             due, 0);
		return;
	}
	sentence(w, d, c);
	if (at(&w->detail, d, D_STARTS) == NONE)
		return; /* an older pack says too little */
	if (!agrees(w, d, u))
		disagree(c, "subsidy_detail", id,
		         SAY("不是文件条款规定的金额", "no statement of its document pays this"),
		         yuan(due), word_text(at(&w->detail, d, D_DOCUMENT)));
}

void check_wages(struct books *b)
{
	struct check *c = check_begin(
		"subsidy_rates", SAY("补助按文件标准重算", "staff pay by the documents' rates"));
	struct wages w = {.rates = rates_read(b->pack)};

	w.detail = table_load(b->pack, "subsidy_detail",
	                      "id:i batch:i person:i sitting:i refers:i? day:d? starts:c? ends:c? "
	                      "role:s? stated_fen:i? due_fen:i before_fen:i formula:s? document:s? "
	                      "unit:i? stated_unit:s?",
	                      true);
	w.unit = table_load(b->pack, "subsidy_unit", "id:i person:i unit:s first_day:d rule:s",
	                    true);
	w.sitting = table_load(b->pack, "sitting", "id:i offering:i school:i", false);
	w.offering = table_load(b->pack, "offering", "id:i kind:s category:s agency:i", false);
	w.school = table_load(b->pack, "school", "id:i code:s private:i rural:i boarding:i", false);
	w.outsider = table_load(b->pack, "outsider", "id:i", true);
	w.unit_by_id = index_make(&w.unit, U_ID);
	w.sitting_by_id = index_make(&w.sitting, T_ID);
	w.offering_by_id = index_make(&w.offering, F_ID);
	w.school_by_id = index_make(&w.school, K_ID);
	w.outsider_by_id = index_make(&w.outsider, 0);
	w.detail_by_unit = index_make(&w.detail, D_UNIT);
	count(&w);
	for (size_t i = 0; i < w.detail.rows; i++)
		detail_see(&w, i, c);
	sums_free(&w.counted);
	sums_free(&w.days);
	index_free(&w.unit_by_id);
	index_free(&w.sitting_by_id);
	index_free(&w.offering_by_id);
	index_free(&w.school_by_id);
	index_free(&w.outsider_by_id);
	index_free(&w.detail_by_unit);
	table_free(&w.detail);
	table_free(&w.unit);
	table_free(&w.sitting);
	table_free(&w.offering);
	table_free(&w.school);
	table_free(&w.outsider);
	rates_free(&w.rates);
}
