/* What a payer brought and was entered wrongly: one person asks that it be taken back, another
 * decides. The lines it paid are owed again. */
#include "money/ledger.h"
#include "people/reach.h"
#include "people/school.h"
#include "settlement/internal.h"
#include "settlement/payer.h"
#include "settlement/settlement.sql.h"

enum err payer_paid_get(struct ctx *c, int64_t id, struct payer_paid *ret_p)
{
	struct q_payer_receipt_row_row row;
	bool found;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_payer_receipt_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (!reach_school(c, row.county, row.school))
		return out_of_reach(c, "payer receipt", id);
	*ret_p = (struct payer_paid){
		.id = row.id,
		.payer = row.payer,
		.document = row.document,
		.amount = row.amount,
		.day = row.day,
		.bears = row.bears,
		.county = row.county,
		.school = row.school,
		.term = row.term,
		.reversal = row.state,
		.reason = row.reason,
		.reversal_id = row.reversal,
		.asked_by = row.asked_by,
	};
	return OK;
}

static enum err payer_back_ask_run(struct ctx *c, void *arg)
{
	struct payer_back_ask *a = arg;
	struct payer_paid p = {.id = 0};
	struct str reason;
	int64_t made;

	TRY(payer_paid_get(c, a->receipt, &p));
	TRY(school_money(c, p.school));
	TRY(said_text(c, S("reversal_reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_payer_reversal_insert(c, env_next_id(c->env), p.county, p.school, p.term, p.id,
	                            p.document, reason, c->actor.account.v, c->now, &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "entry_reversed", NULL);
	return audit_put(c, "reversal_asked", "payer_receipt", p.id, p.county,
	                 reason_json(c, reason));
}
const struct verb payer_back_ask_verb = {"settlement.payer_back_ask", payer_back_ask_run};

/* So much of this payer's part was paid by money that never came: the newest lines are owed again,
 * until what is left pays all that are said to be paid. */
static enum err uncover(struct ctx *c, const struct payer_paid *p)
{
	struct q_payer_sums_row *sums;
	struct q_payer_covered_row *row;
	struct str bears = str_some(p->bears) ? p->bears : S("");
	int64_t over = 0;
	size_t n;

	TRY(q_payer_sums(c, p->school, p->term, &sums, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(sums[i].payer, bears))
			over = sums[i].covered.fen - sums[i].paid.fen;
	while (over > 0) {
		TRY(q_payer_covered(c, p->school, p->term, bears, ESCROW_MANY, &row, &n));
		if (n == 0)
			return fault_broken(c, "more is covered than lines are");
		for (size_t i = 0; i < n && over > 0; i++) {
			TRY(q_payer_cover_drop(c, row[i].line, NULL));
			over -= row[i].amount.fen;
		}
	}
	return OK;
}

static enum err take_back(struct ctx *c, const struct payer_paid *p)
{
	struct str number =
		str_printf(c->arena, "%.*s #%lld", STR_FMT(p->document), (long long)p->reversal_id);

	TRY(ledger_reverse(c, p->county, p->id, "payer_reversal", p->reversal_id, p->reason));
	TRY(q_payer_receipt_renumber(c, p->id, number, NULL));
	return uncover(c, p);
}

static enum err payer_back_decide_run(struct ctx *c, void *arg)
{
	const struct payer_back_decide *a = arg;
	struct payer_paid p = {.id = 0};
	int64_t moved;

	TRY(payer_paid_get(c, a->receipt, &p));
	TRY(school_money(c, p.school));
	TRY(school_hold(c, p.school));
	if (!str_is(p.reversal, "asked"))
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (p.asked_by.v == c->actor.account.v)
		return fault_set(c, E_REFUSED, "not_approved",
		                 &(struct fault){.field = S("approver"), .requirement = S("R71")});
	TRY(q_payer_reversal_decide(c, p.reversal_id, a->accept ? S("done") : S("refused"),
	                            c->actor.account.v, c->now, &moved));
	if (!moved)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (a->accept)
		TRY(take_back(c, &p));
	return audit_put(c, a->accept ? "reversed" : "reversal_refused", "payer_receipt", p.id,
	                 p.county, reason_json(c, p.reason));
}
const struct verb payer_back_decide_verb = {"settlement.payer_back_decide", payer_back_decide_run};
