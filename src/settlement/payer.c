/* What others bear of families' bills, and what of it they have paid. */
#include "settlement/payer.h"

#include "money/ledger.h"
#include "people/reach.h"
#include "people/school.h"
#include "settlement/internal.h"
#include "settlement/settlement.sql.h"

enum { PAYER_MAX_CHARS = 60, DOCUMENT_MAX_CHARS = 40 };

/* One payer's lines, as far as what it paid goes. */
static enum err cover_one(struct ctx *c, county_id county, school_id school, term_id term,
                          const struct q_payer_sums_row *of, int64_t *most)
{
	struct q_payer_uncovered_row *row;
	int64_t left = of->paid.fen - of->covered.fen;
	size_t n, i = 0;

	if (left <= 0 || *most <= 0)
		return OK;
	TRY(q_payer_uncovered(c, school, term, of->payer, *most, &row, &n));
	for (; i < n && row[i].amount.fen <= left; i++) {
		TRY(q_payer_cover_insert(c, row[i].line, county, school, term, row[i].amount,
		                         c->now, NULL));
		left -= row[i].amount.fen;
	}
	*most -= (int64_t)i;
	return OK;
}

enum err payer_cover(struct ctx *c, county_id county, school_id school, term_id term, int64_t most,
                     bool *ret_left)
{
	struct q_payer_sums_row *sums;
	size_t n;

	*ret_left = false;
	TRY(q_payer_sums(c, school, term, &sums, &n));
	for (size_t i = 0; i < n; i++)
		TRY(cover_one(c, county, school, term, &sums[i], &most));
	*ret_left = most <= 0;
	return OK;
}

/* What a payer still owes; of nobody of that name, nothing. */
static enum err owed_by(struct ctx *c, school_id school, term_id term, struct str payer,
                        struct money *ret_owed)
{
	struct q_payer_sums_row *sums;
	size_t n;

	*ret_owed = FEN(0);
	TRY(q_payer_sums(c, school, term, &sums, &n));
	for (size_t i = 0; i < n; i++) {
		if (str_eq(sums[i].payer, payer))
			*ret_owed = FEN(sums[i].borne.fen - sums[i].paid.fen);
	}
	return OK;
}

static enum err read_receipt(struct ctx *c, struct payer_receipt *a)
{
	TRY(said_text(c, S("payer"), a->payer, PAYER_MAX_CHARS, &a->payer));
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, &a->document));
	if (a->amount.fen <= 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount),
		                   S("0.01"));
	if (!date_some(a->day) || a->day.day > ctx_today(c).day)
		return fault_input(c, NULL, S("day"), date_text(c->arena, a->day),
		                   date_text(c->arena, ctx_today(c)));
	return OK;
}

static enum err payer_receipt_run(struct ctx *c, void *arg)
{
	struct payer_receipt *a = arg;
	int64_t id = env_next_id(c->env), made;
	struct str bears = str_some(a->bears) ? a->bears : S("");
	struct money owed = FEN(0);
	struct school k = {0};
	bool left;

	TRY(school_money(c, a->school));
	TRY(school_get(c, a->school, &k));
	TRY(read_receipt(c, a));
	TRY(school_hold(c, a->school));
	TRY(owed_by(c, a->school, a->term, bears, &owed));
	if (a->amount.fen > owed.fen)
		return fault_set(c, E_REFUSED, "payer_over",
		                 &(struct fault){.field = S("amount"),
		                                 .found = money_text(c->arena, a->amount),
		                                 .allowed = money_text(c->arena, owed)});
	TRY(q_payer_receipt_insert(c, id, k.county, a->school, a->term, a->payer, a->document,
	                           a->amount, a->day, c->actor.account.v, c->now,
	                           bears.n ? bears : STR_NONE, &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "payer_receipt_known",
		                 &(struct fault){.field = S("document"), .found = a->document});
	struct leg legs[] = {
		{LEDGER_CLEARING_COUNTER, LEG_OF(a->school), a->amount},
		{LEDGER_PAYER_RECEIVABLE, LEG_OF(a->school), {-a->amount.fen}},
	};
	TRY(ledger_post(c, k.county, "payer_receipt", id, legs, 2));
	TRY(payer_cover(c, k.county, a->school, a->term, ESCROW_MANY, &left));
	a->result = id;
	return audit_put(c, "payer_paid", "school", a->school.v, k.county,
	                 str_printf(c->arena, "{\"receipt\":\"%lld\",\"fen\":%lld}", (long long)id,
	                            (long long)a->amount.fen));
}
const struct verb payer_receipt_verb = {"settlement.payer_receipt", payer_receipt_run};

enum err payer_state_get(struct ctx *c, school_id school, term_id term, struct payer_state *ret_s)
{
	struct q_payer_receipts_row *row;
	struct payer_state s = {.n = 0};
	struct q_payer_sums_row *sums;
	struct school k;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(school_get(c, school, &k));
	TRY(q_payer_sums(c, school, term, &sums, &s.payers));
	TRY(q_payer_receipts(c, school, term, &row, &n));
	s.receipt = NEW_N(c->arena, n + 1, struct payer_paid);
	s.payer = NEW_N(c->arena, s.payers + 1, struct payer_sum);
	if (!s.receipt || !s.payer)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < s.payers; i++) {
		s.payer[i] = (struct payer_sum){sums[i].payer, sums[i].borne, sums[i].paid,
		                                sums[i].covered};
		s.borne.fen += sums[i].borne.fen;
		s.paid.fen += sums[i].paid.fen;
		s.covered.fen += sums[i].covered.fen;
	}
	for (; s.n < n; s.n++)
		s.receipt[s.n] = (struct payer_paid){.id = row[s.n].id,
		                                     .payer = row[s.n].payer,
		                                     .document = row[s.n].document,
		                                     .amount = row[s.n].amount,
		                                     .day = row[s.n].day,
		                                     .bears = row[s.n].bears,
		                                     .reversal = row[s.n].state};
	*ret_s = s;
	return OK;
}
