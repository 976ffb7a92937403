#include "settlement/own.h"

#include "settlement/own.sql.h"
#include "settlement/settlement.sql.h"

enum { FOLLOWED_DAYS = 400, ALL = 1000000 };

/* What came in for courses of agencies and was not shared yet. */
static enum err unfollowed(struct ctx *c, school_id school, struct money *io_m)
{
	struct date since = {ctx_today(c).day - FOLLOWED_DAYS};
	struct q_own_followed_row *course;
	size_t n;

	TRY(q_own_followed(c, school, since, &course, &n));
	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(c->arena);
		struct q_escrow_waiting_row *row;
		size_t rows;

		TRY(q_escrow_waiting(c, course[i].id, course[i].term, ALL, &row, &rows));
		for (size_t k = 0; k < rows; k++)
			if (row[k].amount.fen > 0 && !money_add(*io_m, row[k].amount, io_m))
				return fault_broken(c, "supervised account overflow");
		arena_rewind(c->arena, mark);
	}
	return OK;
}

static struct money some(struct money m)
{
	return FEN(m.fen > 0 ? m.fen : 0);
}

enum err own_money(struct ctx *c, school_id school, struct own_money *ret_m)
{
	struct q_own_standing_row ledger;
	struct own_money m = {.left = FEN(0)};
	struct money uncovered;

	TRY(q_own_standing(c, school, &ledger));
	TRY(q_own_owed(c, school, &m.agencies));
	TRY(q_own_uncovered(c, school, &uncovered));
	TRY(q_own_leaving(c, school, &m.leaving));
	TRY(unfollowed(c, school, &m.agencies));
	m.bank = ledger.bank;
	m.families = some(ledger.refunds);
	if (!money_add(some(ledger.odd), some(uncovered), &m.unexplained))
		return fault_broken(c, "supervised account overflow");
	m.left = some(FEN(m.bank.fen - m.agencies.fen - m.families.fen - m.unexplained.fen -
	                  m.leaving.fen));
	*ret_m = m;
	return OK;
}

enum err own_money_draw(struct ctx *c, school_id school, struct own_money *ret_m)
{
	TRY(q_own_hold(c, school, NULL));
	return own_money(c, school, ret_m);
}
