/* Money that came to the bank, against the bank's statement and the ledger (R60). */
#include "oversight/verify_arrival.sql.h"
#include "oversight/verify_in.h"

static enum err part_row(struct ctx *c, const struct q_verify_arrival_parts_row *row, void *arg)
{
	struct verify_check *v = arg;
	bool holds = row->legs == row->wanted && row->others == row->wanted &&
	             row->undone == row->reversed;

	v->rows++;
	if (!holds && verify_broken(v, row->id))
		v->found = str_printf(c->arena,
		                      "arrival: %lld of %lld legs, %lld in its entry; taken back "
		                      "%lld, reversed %lld",
		                      (long long)row->legs, (long long)row->wanted,
		                      (long long)row->others, (long long)row->undone,
		                      (long long)row->reversed);
	return OK;
}

static enum err arrival_row(struct ctx *c, const struct q_verify_arrivals_row *row, void *arg)
{
	struct verify_check *v = arg;
	bool holds = row->lines > 0 && row->net == row->bank && row->parts == row->said &&
	             row->live == 0;

	v->rows++;
	if (!holds && verify_broken(v, row->id))
		v->found = str_printf(
			c->arena,
			"arrival: %lld fen booked at the bank, %lld on its %lld lines; %lld fen "
			"of payments booked, %lld by the channel or the counter",
			(long long)row->net, (long long)row->bank, (long long)row->lines,
			(long long)row->parts, (long long)row->said);
	return OK;
}

static enum err lost_row(struct ctx *c, const struct q_verify_arrivals_lost_row *row, void *arg)
{
	struct verify_check *v = arg;

	(void)c;
	if (verify_broken(v, row->id))
		v->found = S("entry: an arrival of no row, or what takes back none");
	return OK;
}

enum err verify_arrivals(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "arrivals");

	TRY(q_verify_arrival_parts_each(c, part_row, v));
	TRY(q_verify_arrivals_each(c, arrival_row, v));
	return q_verify_arrivals_lost_each(c, lost_row, v);
}
