/* A statement is withdrawn while none of its money has left, and drawn anew (R60). */
#include "money/approval.h"
#include "money/ledger.h"
#include "people/reach.h"
#include "settlement/internal.h"
#include "settlement/settlement.sql.h"

static enum err withdrawable(struct ctx *c, const struct settlement *s)
{
	struct q_settlement_payout_row row;
	const char *code;
	bool found;

	if (s->withdrawn.us != INT64_MIN)
		return fault_set(c, E_CONFLICT, "settlement_withdrawn", NULL);
	TRY(q_settlement_payout(c, s->id.v, &row, &found));
	if (!found)
		return OK;
	code = str_is(row.line, "paid")         ? "settlement_paid"
	       : str_is(row.payout, "exported") ? "settlement_at_bank"
	                                        : "settlement_in_payout";
	return fault_set(c, E_REFUSED, code,
	                 &(struct fault){.found = str_printf(c->arena, "%lld", (long long)row.id)});
}

/* What was released is held again, or claimed again from the agency: by the entry the other way
 * round. */
static enum err release_back(struct ctx *c, const struct settlement *s,
                             const struct q_settlement_releases_row *r, struct str reason)
{
	struct opt_i64 back = {r->money.fen != 0, r->money.fen != 0 ? env_next_id(c->env) : 0};

	if (back.some) {
		TRY(ledger_reverse(c, s->county, r->id, "escrow_release_back", back.v, reason));
		TRY(ledger_of_school(c, s->school, back.v));
	}
	TRY(q_escrow_release_past_insert(c, r->id, back, c->actor.account.v, c->now, NULL));
	TRY(q_escrow_claim_back_drop(c, r->id, NULL));
	return q_escrow_release_drop(c, r->id, NULL);
}

/* Nobody pays of it meanwhile: whoever makes a payout holds the same rows. */
static enum err releases_back(struct ctx *c, const struct settlement *s, struct str reason)
{
	struct q_settlement_releases_row *row;
	size_t n;

	TRY(q_settlement_releases_hold(c, s->id.v, NULL));
	TRY(withdrawable(c, s));
	TRY(q_settlement_releases(c, s->id.v, &row, &n));
	for (size_t i = 0; i < n; i++)
		TRY(release_back(c, s, &row[i], reason));
	return n > 0 ? q_settlement_lines_unrelease(c, s->id.v, NULL) : OK;
}

/* Its sittings are free again, with what the county has decided of them; a dispute that is open
 * ends with the statement it is about. */
static enum err withdraw(struct ctx *c, const struct settlement *s, struct str reason)
{
	int64_t kept, freed, moved;

	TRY(releases_back(c, s, reason));
	TRY(q_settlement_lines_keep(c, s->id.v, &kept));
	TRY(q_settlement_lines_free(c, s->id.v, &freed));
	if (kept != freed) /* one of them is being released */
		return E_RETRY;
	TRY(q_disputes_end(c, s->id.v, reason, c->actor.account.v, c->now, NULL));
	TRY(q_settlement_withdrawn(c, s->id.v, c->actor.account.v, c->now, &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "settlement_withdrawn", NULL);
	return audit_put(c, "withdrawn", "settlement", s->id.v, s->county, reason_json(c, reason));
}

static enum err ask(struct ctx *c, const struct settlement *s, struct money amount,
                    struct str reason)
{
	const struct approval_ask ask = {
		.kind = APPROVE_STATEMENT,
		.county = s->county,
		.school = s->school,
		.object = s->id.v,
		.amount = amount,
		.title = phrase_make(c->arena, T_settlement_withdraw, NULL, 0)};
	approval_id id;

	TRY(approval_submit(c, &ask, &id));
	return audit_put(c, "withdrawal_asked", "settlement", s->id.v, s->county,
	                 reason_json(c, reason));
}

/* What was agreed to is what was asked for, whatever a dispute has changed since. */
static enum err as_agreed(struct ctx *c, const struct settlement *s,
                          const struct approval_state *said)
{
	TRY(approval_require(c, APPROVE_STATEMENT, s->id.v, s->back_amount));
	return said->decider.v == s->back_by.v ? fault_set(c, E_REFUSED, "not_approved",
	                                                   &(struct fault){.field = S("approver")})
	                                       : withdraw(c, s, s->back_reason);
}

static enum err settlement_withdraw_run(struct ctx *c, void *arg)
{
	struct settlement_withdraw *a = arg;
	struct approval_state said = {0};
	struct settlement s = {0};
	struct money amount;
	struct str reason;

	a->waits = false;
	TRY(settlement_hold(c, a->settlement));
	TRY(settlement_get(c, a->settlement, &s));
	TRY(school_money(c, s.school));
	TRY(withdrawable(c, &s));
	TRY(approval_state_of(c, APPROVE_STATEMENT, s.id.v, &said));
	if (said.word == APPROVED)
		return as_agreed(c, &s, &said);
	TRY(said_text(c, S("back_reason"), a->reason, REASON_MAX_CHARS, &reason));
	if (!money_ratio(s.hourly, s.minutes, 60, &amount))
		return fault_broken(c, "amount of a statement");
	if (said.word != APPROVAL_WAITING)
		TRY(q_settlement_back_asked(c, s.id.v, reason, amount, c->actor.account.v, NULL));
	/* Money that was said to be owed is taken back by two, however little it is. */
	a->waits = s.released.fen + s.withheld.fen > 0 ||
	           approval_needed(c, APPROVE_STATEMENT, s.county, amount);
	return a->waits ? ask(c, &s, amount, reason) : withdraw(c, &s, reason);
}
const struct verb settlement_withdraw_verb = {"settlement.withdraw", settlement_withdraw_run};
