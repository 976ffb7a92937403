#include "settlement/fee.h"

#include "funds/purpose.h"
#include "people/reach.h"
#include "policy/conduct.h"
#include "rulebook/show.h"
#include "settlement/own.sql.h"

enum { DOCUMENT_MAX_CHARS = 60, ALL = 1000000 };

bool fee_paid_elsewhere(struct str purpose)
{
	static const char *const elsewhere[] = {"staff_subsidy", "labour_fee", "agency_service"};

	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (str_is(purpose, elsewhere[i]))
			return true;
	return false;
}

static enum err judged(struct ctx *c, const struct fee_spend *a, struct str *ret_clause)
{
	county_id county = c->actor.county;
	school_id school = c->actor.school;
	struct spend_facts f = {
		.fund = S("fee_income"), .purpose = a->purpose, .amount = a->amount, .known = true};
	struct own_money own = {.left = FEN(0)};
	const struct rule *rule = NULL;
	struct fund_use use;

	if (a->amount.fen <= 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount),
		                   S("> 0.00"));
	if (fee_paid_elsewhere(a->purpose))
		return fault_set(c, E_REFUSED, "purpose_paid_elsewhere",
		                 &(struct fault){.found = show_word(c->lang, a->purpose)});
	TRY(own_money_draw(c, school, &own));
	TRY(fee_use(c, county, school, ID_NONE(term_id), a->purpose, &use));
	f.available = own.left;
	TRY(spend_permitted(c, county, school, &use, &f, &rule));
	*ret_clause = str_some(rule->clause) ? rule->clause : S("");
	return OK;
}

static enum err paid_out(struct ctx *c, struct fee_spend *a, struct str document)
{
	const struct purpose_of of = {c->actor.county, c->actor.school, c->now, a->purpose};
	struct payout_new in = {c->actor.county, c->actor.school, STR_NONE};
	struct payout_line_new l = {
		.payee = a->payee,
		.number = a->number,
		.bank = a->bank,
		.amount = a->amount,
		.cause = "fee_spending",
		.cause_id = a->result,
		.debit = {LEDGER_FEE_SPENT, LEG_OF(c->actor.school), {0}},
		.credit = {LEDGER_BANK, LEG_OF(c->actor.school), {0}},
	};
	struct phrase_part purpose;
	payout_line_id line;
	struct str said;

	TRY(purpose_part(c, &of, &purpose));
	in.title = phrase_make(c->arena, T_settlement_fee_payout, &purpose, 1);
	TRY(purpose_said(c, LANG_ZH, &of, &said));
	l.purpose = payout_purpose(c->arena, said, document);
	TRY(payout_begin(c, &in, &a->payout));
	return payout_line_add(c, a->payout, &l, &line);
}

static enum err fee_spend_run(struct ctx *c, void *arg)
{
	struct fee_spend *a = arg;
	struct str document, clause = STR_NONE;
	struct term t = {0};
	bool found = false;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY));
	TRY(term_asked(c, c->actor.county, ID_NONE(term_id), &t, &found));
	if (!found)
		return fault_set(c, E_REFUSED, "no_term", NULL);
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, &document));
	TRY(judged(c, a, &clause));
	a->result = env_next_id(c->env);
	TRY(q_fee_spending_insert(c, a->result, c->actor.county, c->actor.school, t.id, a->purpose,
	                          a->amount, document, clause, c->actor.account, c->now, NULL));
	TRY(paid_out(c, a, document));
	return audit_put(c, "fee_spending", "school", c->actor.school.v, c->actor.county,
	                 str_printf(c->arena, "{\"fen\":%lld,\"payout\":\"%lld\"}",
	                            (long long)a->amount.fen, (long long)a->payout.v));
}
const struct verb fee_spend_verb = {"settlement.fee_spend", fee_spend_run};

enum err fee_spending_list(struct ctx *c, int64_t most, int64_t skip, struct fee_spending **ret_v,
                           size_t *ret_n, int64_t *ret_total)
{
	int64_t school = actor_in(&c->actor, ROLES_SCHOOL_MONEY) ? c->actor.school.v : 0;
	struct q_fee_spendings_row *row;
	struct fee_spending *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_fee_spending_count(c, c->actor.county.v, school, ret_total));
	TRY(q_fee_spendings(c, c->actor.county.v, school, most ? most : ALL, skip, &row, &n));
	v = NEW_N(c->arena, n + 1, struct fee_spending);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct fee_spending){
			.id = row[i].id,
			.school = row[i].school,
			.school_name = row[i].school_name,
			.purpose = row[i].purpose,
			.document = row[i].document,
			.clause = row[i].clause,
			.payee = row[i].payee,
			.amount = row[i].amount,
			.at = row[i].at,
			.payout = row[i].payout,
			.state = row[i].state,
		};
	*ret_v = v;
	*ret_n = n;
	return OK;
}
