/* Where an agency's money goes, and the batch that pays what is owed (R60, R66, R67). */
#include "agency/agency.h"
#include "people/reach.h"
#include "settlement/internal.h"
#include "settlement/related.h"
#include "settlement/settlement.sql.h"

enum { HOLDER_MAX_CHARS = 60, BANK_MAX_CHARS = 60, NUMBER_MAX_CHARS = 40 };

static enum err payee_set_run(struct ctx *c, void *arg)
{
	const struct payee_set *a = arg;
	struct str holder, number, bank;

	TRY(reach_role(c, ROLE_BIT(ROLE_AGENCY)));
	TRY(said_text(c, S("holder"), a->holder, HOLDER_MAX_CHARS, &holder));
	TRY(said_text(c, S("number"), a->number, NUMBER_MAX_CHARS, &number));
	TRY(said_text(c, S("bank"), a->bank, BANK_MAX_CHARS, &bank));
	for (size_t i = 0; i < number.n; i++)
		if ((number.p[i] < '0' || number.p[i] > '9') && number.p[i] != ' ')
			return fault_input(c, NULL, S("number"), STR_NONE, S("0-9"));
	TRY(q_agency_payee_put(c, c->actor.agency, c->actor.county, holder, number, bank,
	                       c->actor.account.v, c->now, NULL));
	return audit_put(c, "payee_set", "agency", c->actor.agency.v, c->actor.county, S("{}"));
}
const struct verb payee_set_verb = {"settlement.payee_set", payee_set_run};

/* R66, R67: an agency's money goes to an account in the agency's own name. */
static enum err payee_of(struct ctx *c, const struct q_releases_owed_row *r,
                         struct q_agency_payee_row *ret_p)
{
	bool found;

	TRY(q_agency_payee(c, r->agency, ret_p, &found));
	if (!found)
		return fault_set(c, E_REFUSED, "payee_missing",
		                 &(struct fault){.found = r->agency_name});
	if (!str_eq(ret_p->holder, r->agency_name))
		return fault_set(c, E_REFUSED, "payee_related",
		                 &(struct fault){.allowed = r->agency_name});
	return OK;
}

/* What is paid to a related agency says so where it is approved and in the bank's file. */
static enum err pay_one(struct ctx *c, payout_id batch, school_id school,
                        const struct q_releases_owed_row *r, bool related)
{
	struct str mark = related ? text(LANG_ZH, T_related_payee_flag) : S("");
	struct payout_line_new l = {
		.amount = r->amount,
		.purpose = payout_purpose(
			c->arena,
			str_printf(c->arena, "%.*s%.*s", STR_FMT(mark), STR_FMT(r->title)),
			STR_NONE),
		.cause = "escrow_release",
		.cause_id = r->id};
	struct q_agency_payee_row payee;
	payout_line_id line;
	int64_t held;

	TRY(q_escrow_release_hold(c, r->id, &held));
	if (!held) /* its statement was withdrawn meanwhile */
		return E_RETRY;
	TRY(payee_of(c, r, &payee));
	l.payee = payee.holder;
	l.number = payee.number;
	l.bank = payee.bank;
	l.debit = (struct leg){LEDGER_AGENCY_PAYABLE, LEG_OF(r->agency), {0}};
	l.credit = (struct leg){LEDGER_BANK, LEG_OF(school), {0}};
	return payout_line_add(c, batch, &l, &line);
}

/* R67: asked once an agency. */
static enum err related_of(struct ctx *c, county_id county, school_id school,
                           const struct q_releases_owed_row *row, size_t i, bool *io_related)
{
	for (size_t k = 0; k < i; k++)
		if (row[k].agency.v == row[i].agency.v) {
			io_related[i] = io_related[k];
			return OK;
		}
	return related_require(c, county, school, row[i].agency, &io_related[i]);
}

static enum err settlement_pay_run(struct ctx *c, void *arg)
{
	struct settlement_pay *a = arg;
	school_id school = a->school.v ? a->school : c->actor.school;
	struct payout_new b = {c->actor.county, school,
	                       phrase_make(c->arena, T_settlement_payout, NULL, 0)};
	struct q_releases_owed_row *row;
	bool *related;
	size_t n;

	TRY(school_money(c, school));
	TRY(q_releases_owed(c, school, PAYOUT_MANY, &row, &n));
	if (n == 0)
		return fault_set(c, E_REFUSED, "nothing_owed", NULL);
	TRY(payout_begin(c, &b, &a->result));
	related = NEW_N(c->arena, n, bool);
	if (!related)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		TRY(related_of(c, b.county, school, row, i, related));
		TRY(pay_one(c, a->result, school, &row[i], related[i]));
	}
	return OK;
}
const struct verb settlement_pay_verb = {"settlement.pay", settlement_pay_run};
