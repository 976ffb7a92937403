/* What left for payees' accounts against the ledger (R60). */
#include "oversight/verify_settle.sql.h"
#include "oversight/verify_in.h"

static bool line_holds(const struct q_verify_payouts_row *row)
{
	if (row->legs != 2 * row->paid)
		return false;
	if (str_is(row->state, "paid"))
		return str_is(row->last, "paid") && row->paid == 1 && row->reversed == 0;
	if (str_is(row->state, "returned"))
		return str_is(row->last, "returned") && row->paid <= 1 &&
		       row->reversed == row->paid;
	return row->last.n == 0;
}

static enum err payout_row(struct ctx *c, const struct q_verify_payouts_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (!line_holds(row) && verify_broken(v, row->id))
		v->found = str_printf(c->arena,
		                      "payout line: %.*s, the bank said \"%.*s\" last; paid %lld "
		                      "times, taken back %lld, %lld legs of %lld fen",
		                      STR_FMT(row->state), STR_FMT(row->last), (long long)row->paid,
		                      (long long)row->reversed, (long long)row->legs,
		                      (long long)row->amount);
	return OK;
}

static enum err payout_lost(struct ctx *c, const struct q_verify_payouts_lost_row *row, void *arg)
{
	struct verify_check *v = arg;

	(void)c;
	if (verify_broken(v, row->id))
		v->found = S("entry: a payout of no line, or a return that takes nothing back");
	return OK;
}

enum err verify_payouts(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "payouts");

	TRY(q_verify_payouts_each(c, payout_row, v));
	return q_verify_payouts_lost_each(c, payout_lost, v);
}

/* --- escrow: held = taken - released; released for verified hours alone -------------------------
 */

static enum err escrow_row(struct ctx *c, const struct q_verify_escrow_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->taken - row->released != row->kept || row->kept < 0 || row->claim < 0) &&
	    verify_broken(v, row->offering))
		v->found = str_printf(c->arena, "escrow: %lld fen kept, taken %lld, released %lld",
		                      (long long)row->kept, (long long)row->taken,
		                      (long long)row->released);
	return OK;
}

static enum err take_row(struct ctx *c, const struct q_verify_takes_row *row, void *arg)
{
	struct verify_check *v = arg;

	struct money share = FEN(row->share - row->claim);
	bool holds = row->legs == (row->share ? 2 : 0) &&
	             (row->price <= 0 || money_ratio(row->income, row->part, row->price, &share));

	v->rows++;
	if ((!holds || share.fen != row->share - row->claim) && verify_broken(v, row->id))
		v->found = str_printf(c->arena,
		                      "escrow: %lld fen taken and %lld claimed of %lld, the sheet "
		                      "says %lld; %lld legs",
		                      (long long)row->share, (long long)row->claim,
		                      (long long)row->income.fen, (long long)share.fen,
		                      (long long)row->legs);
	return OK;
}

static enum err release_row(struct ctx *c, const struct q_verify_releases_row *row, void *arg)
{
	struct verify_check *v = arg;
	struct money most = FEN(0);
	int64_t both = row->amount + row->withheld;
	bool holds = money_ratio(row->hourly, row->minutes, 60, &most) && both <= most.fen &&
	             row->lines == row->minutes && row->beyond == 0 && row->back == row->withheld &&
	             row->kept == row->withheld &&
	             row->legs == (both ? 1 : 0) + (row->amount ? 1 : 0);

	v->rows++;
	if (!holds && verify_broken(v, row->id))
		v->found = str_printf(
			c->arena,
			"release: %lld fen for %lld minutes (%lld fen), its lines hold "
			"%lld, %lld of them not verified; %lld legs",
			(long long)row->amount, (long long)row->minutes, (long long)most.fen,
			(long long)row->lines, (long long)row->beyond, (long long)row->legs);
	return OK;
}

static enum err withdrawn_row(struct ctx *c, const struct q_verify_withdrawn_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->lines != 0 || row->releases != 0 || row->kept == 0) && verify_broken(v, row->id))
		v->found = str_printf(c->arena,
		                      "statement: withdrawn, with %lld lines and %lld releases",
		                      (long long)row->lines, (long long)row->releases);
	return OK;
}

static enum err back_row(struct ctx *c, const struct q_verify_released_back_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->stands || row->paid || row->entries != (row->money != 0)) &&
	    verify_broken(v, row->id))
		v->found = str_printf(
			c->arena, "release: taken back by %lld entries, and %lld payouts pay it",
			(long long)row->entries, (long long)row->paid);
	return OK;
}

static enum err back_lost_row(struct ctx *c, const struct q_verify_released_back_lost_row *row,
                              void *arg)
{
	struct verify_check *v = arg;

	(void)c;
	if (verify_broken(v, row->id))
		v->found = S("entry: takes back a release nobody took back");
	return OK;
}

static enum err two_legs(struct ctx *c, struct verify_check *v, const char *what, int64_t id,
                         int64_t amount, int64_t legs)
{
	v->rows++;
	if (legs != 2 && verify_broken(v, id))
		v->found = str_printf(c->arena, "%s: %lld fen, %lld legs of it", what,
		                      (long long)amount, (long long)legs);
	return OK;
}

static enum err rest_row(struct ctx *c, const struct q_verify_rests_row *row, void *arg)
{
	return two_legs(c, arg, "rest of escrow", row->id, row->amount, row->legs);
}

static enum err payer_row(struct ctx *c, const struct q_verify_payer_receipts_row *row, void *arg)
{
	return two_legs(c, arg, "payer", row->id, row->amount, row->legs);
}

static enum err payer_back_row(struct ctx *c, const struct q_verify_payer_reversals_row *row,
                               void *arg)
{
	struct verify_check *v = arg;

	(void)c;
	v->rows++;
	if (row->entries != row->done && verify_broken(v, row->id))
		v->found =
			S("payer: taken back by two and not in the ledger, or the other way round");
	return OK;
}

static enum err cover_row(struct ctx *c, const struct q_verify_payer_covers_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (row->amount != row->waived && verify_broken(v, row->line))
		v->found = str_printf(c->arena, "payer: %lld fen pay a line of %lld",
		                      (long long)row->amount, (long long)row->waived);
	return OK;
}

static enum err part_row(struct ctx *c, const struct q_verify_payer_parts_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if (row->covered > row->paid && verify_broken(v, row->term))
		v->found = str_printf(c->arena, "payer %.*s: %lld fen pay lines of %lld",
		                      STR_FMT(row->payer), (long long)row->paid,
		                      (long long)row->covered);
	return OK;
}

enum err verify_escrow(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "escrow");

	TRY(q_verify_escrow_each(c, escrow_row, v));
	TRY(q_verify_takes_each(c, take_row, v));
	TRY(q_verify_rests_each(c, rest_row, v));
	TRY(q_verify_payer_receipts_each(c, payer_row, v));
	TRY(q_verify_payer_reversals_each(c, payer_back_row, v));
	TRY(q_verify_payer_covers_each(c, cover_row, v));
	TRY(q_verify_payer_parts_each(c, part_row, v));
	v = verify_begin(r, "releases");
	TRY(q_verify_releases_each(c, release_row, v));
	TRY(q_verify_withdrawn_each(c, withdrawn_row, v));
	TRY(q_verify_released_back_each(c, back_row, v));
	return q_verify_released_back_lost_each(c, back_lost_row, v);
}
