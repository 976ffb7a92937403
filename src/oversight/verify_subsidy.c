/* The staff subsidy reckoned again line by line (R48, R49), spendings against the ledger (R42), the
 * shares of the city's special fund by their formula (R47). */
#include "funds/share.h"
#include "oversight/verify_in.h"
#include "oversight/verify_subsidy.sql.h"
#include "subsidy/reckon.h"
#include "term/facts.h"

/* --- batches ---------------------------------------------------------------------------------- */

static const char *batch_flaw(const struct q_verify_batches_row *row)
{
	bool booked = row->step != 0;

	if (row->total.fen != row->lines.fen || row->total.fen != row->details.fen)
		return "batch: its total is not the sum of its lines or details";
	if (row->subsidy.fen != row->staff.fen ||
	    row->labour.fen != row->total.fen - row->staff.fen)
		return "batch: subsidies and fees are not those of its lines";
	if (row->wrong_lines > 0)
		return "batch: a line is not the sum of its details";
	if (row->misfits > 0)
		return "batch: a detail is not what is due less what was approved before";
	if (row->booked.fen != (booked ? row->total.fen : 0))
		return "batch: the ledger has another expense";
	if (booked != (str_is(row->state, "approved") || str_is(row->state, "paying") ||
	               str_is(row->state, "paid")))
		return "batch: its state and its approval disagree";
	return NULL;
}

static enum err batch_row(struct ctx *c, const struct q_verify_batches_row *row, void *arg)
{
	const char *flaw = batch_flaw(row);
	struct verify_check *v = arg;

	v->rows++;
	if (flaw && verify_broken(v, row->id))
		v->found = str_printf(c->arena, "%s (%lld fen)", flaw, (long long)row->total.fen);
	return OK;
}

static enum err twice_row(struct ctx *c, const struct q_verify_paid_twice_row *row, void *arg)
{
	struct verify_check *v = arg;

	if (verify_broken(v, row->id))
		v->found = str_printf(c->arena, "detail: its sitting was approved %lld times",
		                      (long long)row->n);
	return OK;
}

/* By a row of either statement below. */
#define CASE_OF(row)                                                                               \
	do {                                                                                       \
		what = (struct led)LED_OF(row);                                                    \
		what.role = (row)->role;                                                           \
		what.outsider = (row)->outsider;                                                   \
		what.rated = (row)->stated.some;                                                   \
		what.rate = (row)->stated.v;                                                       \
		what.per = paid_by_of((row)->stated_unit);                                         \
	} while (0)

/* Whether it counts in what it has to: in its day or month where the rules pay by that, else in a
 * cap where they set one. */
static bool counts_right(const struct worth *w, struct str in, struct str by)
{
	static const char *const whole[] = {
		[PAID_SITTING] = "cap", [PAID_DAY] = "day", [PAID_MONTH] = "month"};

	if (w->by == PAID_SITTING && !w->terms.cap)
		return !str_some(in);
	return str_is(in, whole[w->by]) && str_eq(by, w->terms.rule->id);
}

/* Where documents were published after it was reckoned, the day alone does not tell what was known.
 */
static enum err worth_row(struct ctx *c, const struct q_verify_worths_row *row, void *arg)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct verify_check *v = arg;
	struct rules rules;
	struct school s;
	struct led what;
	struct worth w;

	v->rows++;
	if (row->later || row->document.n == 0)
		return OK;
	CASE_OF(row);
	TRY(school_load(c, row->school, &s));
	TRY(rulebook_rules_known(c, row->county, row->school, row->day, date_last(row->known),
	                         &rules));
	TRY(led_worth(c, &rules, &s, &what, &w));
	int64_t now = w.no ? -1 : w.due.fen;
	bool counts = w.no || counts_right(&w, row->counts_in, row->counts_by);

	arena_rewind(c->arena, mark);
	if (now != row->due.fen && verify_broken(v, row->id))
		v->found = str_printf(c->arena, "detail: due %lld fen, the rules say %lld",
		                      (long long)row->due.fen, (long long)now);
	else if (!counts && verify_broken(v, row->id))
		v->found = S("detail: counts in another day, month or cap than the rules say");
	return OK;
}

static enum err whole_now(struct ctx *c, const struct q_verify_wholes_row *row, int64_t *ret_now)
{
	struct q_verify_first_row first;
	struct rules rules;
	struct school s;
	struct led what;
	struct worth w;
	bool found;

	*ret_now = 0;
	if (row->first == 0)
		return OK;
	TRY(q_verify_first(c, row->first, &first, &found));
	if (!found)
		return OK;
	CASE_OF(&first);
	TRY(school_load(c, row->school, &s));
	TRY(rulebook_rules_known(c, row->county, row->school, first.day, date_last(row->known),
	                         &rules));
	TRY(led_terms(c, &rules, &s, &what, &w.terms));
	if (!w.terms.rule || !str_eq(w.terms.rule->id, row->rule) ||
	    (str_is(row->unit, "cap") && !w.terms.cap)) {
		*ret_now = -1;
		return OK;
	}
	TRY(str_is(row->unit, "cap")
	            ? cap_worth(c, &w.terms, row->counted, &w)
	            : whole_worth(c, &rules, &s, &what, row->sittings, row->days, &w));
	*ret_now = w.no ? -1 : w.due.fen;
	return OK;
}

/* A day or a month once, by what counts in it; a cap by what is over it. */
static enum err whole_row(struct ctx *c, const struct q_verify_wholes_row *row, void *arg)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct verify_check *v = arg;
	int64_t now;

	v->rows++;
	if (row->later)
		return OK;
	TRY(whole_now(c, row, &now));
	arena_rewind(c->arena, mark);
	if (now != row->due.fen && verify_broken(v, row->id))
		v->found =
			str_printf(c->arena, "day, month or cap: due %lld fen, the rules say %lld",
		                   (long long)row->due.fen, (long long)now);
	return OK;
}

static enum err subsidies(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "subsidies");

	TRY(q_verify_batches_each(c, batch_row, v));
	TRY(q_verify_paid_twice_each(c, twice_row, v));
	TRY(q_verify_worths_each(c, worth_row, v));
	return q_verify_wholes_each(c, whole_row, v);
}

/* --- spendings -------------------------------------------------------------------------------- */

static enum err spending_row(struct ctx *c, const struct q_verify_spendings_row *row, void *arg)
{
	int64_t want = str_is(row->state, "booked") ? row->amount.fen : 0;
	struct verify_check *v = arg;

	v->rows++;
	if ((row->entries != (want != 0) || row->spent.fen != want || row->fund.fen != -want) &&
	    verify_broken(v, row->id))
		v->found = str_printf(
			c->arena, "spending: %lld fen, the ledger has %lld spent, %lld of the fund",
			(long long)want, (long long)row->spent.fen, (long long)row->fund.fen);
	return OK;
}

static enum err back_row(struct ctx *c, const struct q_verify_spendings_back_row *row, void *arg)
{
	int64_t want = str_is(row->state, "booked") ? row->amount.fen : 0;
	struct verify_check *v = arg;

	v->rows++;
	if ((row->entries != (want != 0) || row->spent.fen != -want || row->fund.fen != want) &&
	    verify_broken(v, row->id))
		v->found = str_printf(
			c->arena,
			"taken back: %lld fen, the ledger has %lld spent, %lld of the fund",
			(long long)want, (long long)row->spent.fen, (long long)row->fund.fen);
	return OK;
}

static enum err lost_row(struct ctx *c, const struct q_verify_spendings_lost_row *row, void *arg)
{
	struct verify_check *v = arg;

	if (verify_broken(v, row->id))
		v->found = S("entry: takes back a spending nobody took back");
	return OK;
}

static enum err fee_row(struct ctx *c, const struct q_verify_fees_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->lines == 0 || row->good != row->lines || row->living > 1) &&
	    verify_broken(v, row->id))
		v->found = str_printf(c->arena,
		                      "spent of fees: %lld fen, %lld payments, %lld of them right, "
		                      "%lld standing",
		                      (long long)row->amount.fen, (long long)row->lines,
		                      (long long)row->good, (long long)row->living);
	return OK;
}

static enum err fee_school_row(struct ctx *c, const struct q_verify_fee_schools_row *row, void *arg)
{
	struct verify_check *v = arg;

	if (row->spent.fen != row->paid.fen && verify_broken(v, row->school.v))
		v->found =
			str_printf(c->arena,
		                   "school: the ledger has %lld fen of fees spent, the bank paid "
		                   "%lld",
		                   (long long)row->spent.fen, (long long)row->paid.fen);
	return OK;
}

static enum err over_row(struct ctx *c, const struct q_verify_over_budget_row *row, void *arg)
{
	struct verify_check *v = arg;

	if (verify_broken(v, row->county.v))
		v->found = str_printf(c->arena, "county: %lld fen allocated of a budget of %lld",
		                      (long long)row->allocated.fen, (long long)row->budget.fen);
	return OK;
}

static enum err spendings(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "spendings");

	TRY(q_verify_spendings_each(c, spending_row, v));
	TRY(q_verify_spendings_back_each(c, back_row, v));
	TRY(q_verify_spendings_lost_each(c, lost_row, v));
	TRY(q_verify_fees_each(c, fee_row, v));
	TRY(q_verify_fee_schools_each(c, fee_school_row, v));
	return q_verify_over_budget_each(c, over_row, v);
}

/* --- the special fund ------------------------------------------------------------------------- */

static void share_see(struct ctx *c, struct verify_check *v, const struct q_verify_shares_row *row,
                      const struct share_of *s, bool approved)
{
	bool holds = row->amount.fen == s->amount.fen && row->per_pupil.fen == s->per_pupil.fen &&
	             row->rest.fen == s->rest.fen;

	v->rows++;
	if ((!holds || row->booked.fen != (approved ? row->amount.fen : 0)) &&
	    verify_broken(v, row->id))
		v->found =
			str_printf(c->arena, "share: %lld fen, the formula says %lld, booked %lld",
		                   (long long)row->amount.fen, (long long)s->amount.fen,
		                   (long long)row->booked.fen);
}

static enum err special_see(struct ctx *c, struct verify_check *v,
                            const struct q_verify_specials_row *f)
{
	struct q_verify_shares_row *row;
	struct share_of *s;
	size_t n;

	TRY(q_verify_shares(c, f->id, f->round, &row, &n));
	s = NEW_N(c->arena, n + 1, struct share_of);
	if (!s)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		s[i] = (struct share_of){.score = row[i].score, .pupils = row[i].pupils};
	if (!share_out(f->total, s, n) && verify_broken(v, f->id))
		v->found = S("fund: its shares cannot be reckoned");
	for (size_t i = 0; i < n; i++)
		share_see(c, v, &row[i], &s[i], str_is(f->state, "approved"));
	return OK;
}

static enum err specials(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "special_fund");
	struct q_verify_specials_row *row;
	size_t n;

	TRY(q_verify_specials(c, &row, &n));
	for (size_t i = 0; i < n; i++)
		TRY(special_see(c, v, &row[i]));
	return OK;
}

enum err verify_subsidy(struct ctx *c, struct verify_report *r)
{
	TRY(subsidies(c, r));
	TRY(spendings(c, r));
	return specials(c, r);
}
