/* Terms that were closed, against the entries that carried their income over. */
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"

static enum err closed_row(struct ctx *c, const struct q_verify_closed_row *row, void *arg)
{
	struct verify_check *v = arg;
	int64_t sum = row->price.fen + row->consumables.fen;
	bool nothing = row->price.fen == 0 && row->consumables.fen == 0;
	bool holds = nothing ? row->legs == 0
	                     : row->result == -sum && row->income == sum &&
	                               row->legs == 2 + (row->consumables.fen != 0);

	v->rows++;
	if (!holds && verify_broken(v, row->id))
		v->found = str_printf(c->arena,
		                      "enrolment carried over: %lld fen; legs %lld, result %lld, "
		                      "income %lld",
		                      (long long)sum, (long long)row->legs, (long long)row->result,
		                      (long long)row->income);
	return OK;
}

static enum err closing_row(struct ctx *c, const struct q_verify_closings_row *row, void *arg)
{
	struct verify_check *v = arg;

	v->rows++;
	if ((row->done != row->rows || row->amount.fen != row->sum) && verify_broken(v, row->id))
		v->found =
			str_printf(c->arena,
		                   "closing of a term: says %lld enrolments, %lld fen; there are "
		                   "%lld, %lld fen",
		                   (long long)row->done, (long long)row->amount.fen,
		                   (long long)row->rows, (long long)row->sum);
	return OK;
}

enum err verify_terms(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "term_closings");

	TRY(q_verify_closed_each(c, closed_row, v));
	return q_verify_closings_each(c, closing_row, v);
}
