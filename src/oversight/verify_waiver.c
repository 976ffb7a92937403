/* What was waived, recomputed from what was granted when it was (R5). */
#include "money/bill.h"
#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"

struct waived {
	struct verify_check *check;
	struct rules_memo *rules;
};

static enum err row_holds(struct ctx *c, struct waived *a, const struct q_verify_waived_row *row,
                          bool *ret_holds, struct money *ret_due)
{
	struct waiver_due of = {row->price, row->consumables, row->at};
	struct offering offering;
	struct rules rules;
	struct pupil pupil;
	bool exact;

	*ret_due = FEN(0);
	if (row->waived.fen == 0 && row->price.fen + row->consumables.fen == 0) {
		*ret_holds = true; /* all of it was taken back */
		return OK;
	}
	if (row->waived.fen == 0 && row->at.us == 0) {
		*ret_holds = true; /* of a service nothing is waived for */
		return OK;
	}
	TRY(pupil_load(c, row->pupil, &pupil));
	TRY(offering_load(c, row->offering, &offering));
	TRY(rules_memo_rules(c, a->rules, pupil.county, row->school, instant_date(row->at),
	                     &rules));
	TRY(bill_waiver_due(c, &rules, &pupil, &offering, &of, ret_due, &exact));
	*ret_holds = row->waived.fen == ret_due->fen ||
	             (!exact && row->waived.fen >= 0 && row->waived.fen < ret_due->fen);
	return OK;
}

static enum err waived_row(struct ctx *c, const struct q_verify_waived_row *row, void *arg)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct waived *a = arg;
	struct money due;
	bool holds;

	a->check->rows++;
	TRY(row_holds(c, a, row, &holds, &due));
	if (!holds && verify_broken(a->check, row->enrolment.v))
		a->check->found = str_printf(
			c->arena, "enrolment: %lld fen waived, by what was granted it is %lld",
			(long long)row->waived.fen, (long long)due.fen);
	else
		arena_rewind(c->arena, mark);
	return OK;
}

enum err verify_waivers(struct ctx *c, struct verify_report *r)
{
	struct waived a = {.check = verify_begin(r, "waivers")};

	TRY(rules_memo_new(c, &a.rules));
	return q_verify_waived_each(c, waived_row, &a);
}
