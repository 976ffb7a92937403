/* The books as a whole: funds, the trial balance, what was taken back, what was closed. */
#include "money/ledger.h"
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"

/* --- funds ------------------------------------------------------------------------------------ */

static enum err fund_row(struct ctx *c, const struct q_verify_funds_row *row, void *arg)
{
	struct verify_check *v = arg;
	bool holds = row->kept.some && row->kept.v == row->posted && row->posted >= 0;

	v->rows++;
	if (!holds && verify_broken(v, row->subject))
		v->found = str_printf(c->arena, "fund: kept %lld fen, its postings sum to %lld",
		                      (long long)(row->kept.some ? row->kept.v : 0),
		                      (long long)row->posted);
	return OK;
}

static enum err fund_lost(struct ctx *c, const struct q_verify_funds_lost_row *row, void *arg)
{
	struct verify_check *v = arg;
	enum ledger_account a;

	(void)c;
	if ((!ledger_account_parse(row->account, &a) || !ledger_account_def(a)->purpose) &&
	    verify_broken(v, row->subject))
		v->found = S("fund: of no account that is one");
	return OK;
}

static enum err funds(struct ctx *c, struct verify_check *v)
{
	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		const struct ledger_account_def *def = ledger_account_def(a);

		if (def->purpose)
			TRY(q_verify_funds_each(c, str_of(def->name),
			                        def->side == SIDE_DEBIT ? 1 : -1, fund_row, v));
	}
	return q_verify_funds_lost_each(c, fund_lost, v);
}

/* --- the trial balance ------------------------------------------------------------------------ */

struct trial {
	struct verify_check *v;
	county_id county;
	int64_t sum;
};

static void trial_end(struct ctx *c, struct trial *t)
{
	if (t->sum != 0 && verify_broken(t->v, t->county.v))
		t->v->found = str_printf(c->arena, "county: its postings sum to %lld fen",
		                         (long long)t->sum);
	t->sum = 0;
}

static enum err trial_row(struct ctx *c, const struct q_verify_trial_row *row, void *arg)
{
	struct trial *t = arg;
	enum ledger_account a;

	if (row->county.v != t->county.v)
		trial_end(c, t);
	t->county = row->county;
	t->v->rows += row->legs;
	if (__builtin_add_overflow(t->sum, row->sum, &t->sum))
		return fault_broken(c, "ledger overflow");
	if ((row->misplaced > 0 || !ledger_account_parse(row->account, &a)) &&
	    verify_broken(t->v, row->first))
		t->v->found = str_printf(c->arena,
		                         "account %.*s: %lld legs without their entry, act or "
		                         "county, or no such account",
		                         STR_FMT(row->account), (long long)row->misplaced);
	return OK;
}

/* --- reversals and closings ------------------------------------------------------------------- */

static enum err reversal_row(struct ctx *c, const struct q_verify_reversals_row *row, void *arg)
{
	struct verify_check *v = arg;
	bool holds = row->legs == row->reversed && row->opposite == row->legs && row->again == 0;

	v->rows++;
	if (!holds && verify_broken(v, row->entry))
		v->found = str_printf(c->arena,
		                      "reversal: %lld of %lld legs are those of the %lld it takes "
		                      "back; taken back %lld times itself",
		                      (long long)row->opposite, (long long)row->legs,
		                      (long long)row->reversed, (long long)row->again);
	return OK;
}

static enum err period_row(struct ctx *c, const struct q_verify_periods_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->entries != row->booked || !row->shut) && verify_broken(v, row->id))
		v->found = str_printf(c->arena, "period: closed with %lld entries, has %lld%s",
		                      (long long)row->entries, (long long)row->booked,
		                      row->shut ? "" : "; and stands open");
	return OK;
}

static enum err period_account(struct ctx *c, const struct q_verify_period_accounts_row *row,
                               void *arg)
{
	struct verify_check *v = arg;
	bool holds = row->debit == row->posted_debit && row->credit == row->posted_credit;

	if (!holds && verify_broken(v, row->id))
		v->found = str_printf(c->arena,
		                      "period: %.*s closed at %lld / %lld fen, its postings sum to "
		                      "%lld / %lld",
		                      STR_FMT(row->account), (long long)row->debit,
		                      (long long)row->credit, (long long)row->posted_debit,
		                      (long long)row->posted_credit);
	return OK;
}

enum err verify_books(struct ctx *c, struct verify_report *r)
{
	struct trial t = {0};
	struct verify_check *v;

	TRY(funds(c, verify_begin(r, "funds")));
	t.v = verify_begin(r, "trial_balance");
	TRY(q_verify_trial_each(c, trial_row, &t));
	trial_end(c, &t);
	TRY(q_verify_reversals_each(c, reversal_row, verify_begin(r, "reversals")));
	v = verify_begin(r, "periods");
	TRY(q_verify_periods_each(c, period_row, v));
	return q_verify_period_accounts_each(c, period_account, v);
}
