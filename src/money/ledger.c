#include "money/ledger.h"

#include "money/ledger.sql.h"
#include "people/reach.h"

enum { LEGS_MAX = 200 };

/* The books of the house: name, label, side, whose, purpose. */
static const struct ledger_account_def ACCOUNTS[LEDGER_ACCOUNT_COUNT] = {
	[LEDGER_RECEIVABLE] = {"receivable", T_ledger_receivable, SIDE_DEBIT, SUBJECT_BILL, NULL},
	[LEDGER_COURSE] = {"course", T_ledger_course, SIDE_CREDIT, SUBJECT_OFFERING, NULL},
	[LEDGER_CONSUMABLES] = {"consumables", T_ledger_consumables, SIDE_CREDIT, SUBJECT_OFFERING,
                                NULL},
	[LEDGER_CARE] = {"care", T_ledger_care, SIDE_CREDIT, SUBJECT_OFFERING, NULL},
	[LEDGER_GUARANTEE] = {"guarantee", T_ledger_guarantee, SIDE_DEBIT, SUBJECT_SCHOOL,
                              "guarantee"},
	[LEDGER_APPROPRIATION] = {"appropriation", T_ledger_appropriation, SIDE_CREDIT,
                                  SUBJECT_SCHOOL, NULL},
	[LEDGER_CLEARING_WECHAT] = {"clearing_wechat", T_ledger_clearing_wechat, SIDE_DEBIT,
                                    SUBJECT_SCHOOL, NULL},
	[LEDGER_CLEARING_ALIPAY] = {"clearing_alipay", T_ledger_clearing_alipay, SIDE_DEBIT,
                                    SUBJECT_SCHOOL, NULL},
	[LEDGER_CLEARING_COUNTER] = {"clearing_counter", T_ledger_clearing_counter, SIDE_DEBIT,
                                     SUBJECT_SCHOOL, NULL},
	[LEDGER_PAYER_RECEIVABLE] = {"payer_receivable", T_ledger_payer_receivable, SIDE_DEBIT,
                                     SUBJECT_SCHOOL, NULL},
	[LEDGER_REFUND_PAYABLE] = {"refund_payable", T_ledger_refund_payable, SIDE_CREDIT,
                                   SUBJECT_BILL, NULL},
	[LEDGER_GUARANTEE_SPENT] = {"guarantee_spent", T_ledger_guarantee_spent, SIDE_DEBIT,
                                    SUBJECT_SCHOOL, NULL},
	[LEDGER_FEE_SPENT] = {"fee_spent", T_ledger_fee_spent, SIDE_DEBIT, SUBJECT_SCHOOL, NULL},
	[LEDGER_STAFF_EXPENSE] = {"staff_expense", T_ledger_staff_expense, SIDE_DEBIT,
                                  SUBJECT_SCHOOL, NULL},
	[LEDGER_STAFF_PAYABLE] = {"staff_payable", T_ledger_staff_payable, SIDE_CREDIT,
                                  SUBJECT_SCHOOL, NULL},
	[LEDGER_SPECIAL_FUND] = {"special_fund", T_ledger_special_fund, SIDE_DEBIT, SUBJECT_COUNTY,
                                 "special_fund"},
	[LEDGER_SPECIAL_GRANT] = {"special_grant", T_ledger_special_grant, SIDE_CREDIT,
                                  SUBJECT_COUNTY, NULL},
	[LEDGER_SPECIAL_SPENT] = {"special_spent", T_ledger_special_spent, SIDE_DEBIT,
                                  SUBJECT_COUNTY, NULL},
	[LEDGER_BANK] = {"bank", T_ledger_bank, SIDE_DEBIT, SUBJECT_SCHOOL, NULL},
	[LEDGER_CHANNEL_FEE] = {"channel_fee", T_ledger_channel_fee, SIDE_DEBIT, SUBJECT_SCHOOL,
                                NULL},
	[LEDGER_CHANNEL_FEE_DUE] = {"channel_fee_due", T_ledger_channel_fee_due, SIDE_DEBIT,
                                    SUBJECT_SCHOOL, NULL},
	[LEDGER_UNEXPLAINED] = {"unexplained", T_ledger_unexplained, SIDE_CREDIT, SUBJECT_SCHOOL,
                                NULL},
	[LEDGER_ESCROW] = {"escrow", T_ledger_escrow, SIDE_CREDIT, SUBJECT_OFFERING, "escrow"},
	[LEDGER_AGENCY_PAYABLE] = {"agency_payable", T_ledger_agency_payable, SIDE_CREDIT,
                                   SUBJECT_AGENCY, "agency_payable"},
	[LEDGER_TERM_RESULT] = {"term_result", T_ledger_term_result, SIDE_CREDIT, SUBJECT_SCHOOL,
                                NULL},
};

const struct ledger_account_def *ledger_account_def(enum ledger_account a)
{
	return &ACCOUNTS[a];
}

const char *ledger_account_name(enum ledger_account a)
{
	return ACCOUNTS[a].name;
}

bool ledger_account_parse(struct str name, enum ledger_account *ret_a)
{
	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		if (str_is(name, ACCOUNTS[a].name)) {
			*ret_a = a;
			return true;
		}
	}
	return false;
}

/* --- posting ---------------------------------------------------------------------------------- */

static enum err legs_check(struct ctx *c, const struct leg *legs, size_t n)
{
	struct money sum = FEN(0);

	if (n < 2 || n > LEGS_MAX)
		return fault_broken(c, "ledger entry without two legs");
	for (size_t i = 0; i < n; i++) {
		if (legs[i].account >= LEDGER_ACCOUNT_COUNT)
			return fault_broken(c, "ledger account unknown");
		if (legs[i].subject.kind != ACCOUNTS[legs[i].account].subject ||
		    legs[i].subject.id == 0)
			return fault_broken(c, "ledger subject of the wrong kind");
		if (!money_add(sum, legs[i].amount, &sum))
			return fault_broken(c, "ledger overflow");
	}
	return sum.fen == 0 ? OK : fault_broken(c, "ledger entry does not sum to zero");
}

static enum err fund_short(struct ctx *c, const struct leg *l, struct money wanted)
{
	struct money balance = FEN(0);
	bool found;

	TRY(q_fund_balance(c, str_of(ACCOUNTS[l->account].name), l->subject.id, &balance, &found));
	return fault_set(c, E_REFUSED, "insufficient_funds",
	                 &(struct fault){.field = S("amount"),
	                                 .found = money_text(c->arena, wanted),
	                                 .allowed = money_text(c->arena, balance)});
}

/* Receivables and income have no balance row: an enrolment pays nothing here. */
static enum err fund_move(struct ctx *c, county_id county, const struct leg *l)
{
	const struct ledger_account_def *a = &ACCOUNTS[l->account];
	struct money by = {a->side == SIDE_DEBIT ? l->amount.fen : -l->amount.fen};
	int64_t moved;

	if (!a->purpose || by.fen == 0)
		return OK;
	if (by.fen > 0) {
		TRY(q_fund_raise(c, str_of(a->name), l->subject.id, county, by, FEN(MONEY_MAX_FEN),
		                 &moved));
		return moved ? OK : fault_broken(c, "fund overflow");
	}
	by.fen = -by.fen;
	TRY(q_fund_lower(c, str_of(a->name), l->subject.id, by, &moved));
	return moved ? OK : fund_short(c, l, by);
}

static enum err post(struct ctx *c, struct date day, county_id county, const char *cause,
                     int64_t id, const struct leg *legs, size_t n)
{
	TRY(legs_check(c, legs, n));
	for (size_t i = 0; i < n; i++)
		TRY(fund_move(c, county, &legs[i]));
	TRY(q_ledger_entry_insert(c, id, county, str_of(cause), c->now, day, c->actor.account,
	                          NULL));
	for (size_t i = 0; i < n; i++)
		TRY(q_posting_insert(c, id, (int64_t)i + 1, county,
		                     str_of(ACCOUNTS[legs[i].account].name), legs[i].subject.id,
		                     legs[i].amount, NULL));
	return OK;
}

/* Today is never closed (see period_close()), so nothing is asked. */
enum err ledger_post(struct ctx *c, county_id county, const char *cause, int64_t cause_id,
                     const struct leg *legs, size_t n)
{
	return post(c, ctx_today(c), county, cause, cause_id, legs, n);
}

static enum err closed(struct ctx *c, county_id county, struct date day)
{
	struct date through = DATE_NONE;
	bool found;

	TRY(q_book_closed_through(c, county, &through, &found));
	return fault_set(
		c, E_REFUSED, "period_closed",
		&(struct fault){.field = S("day"),
	                        .found = date_text(c->arena, day),
	                        .allowed = date_text(c->arena, (struct date){through.day + 1})});
}

enum err ledger_post_on(struct ctx *c, const struct booking *on, county_id county,
                        const char *cause, int64_t cause_id, const struct leg *legs, size_t n)
{
	struct date today = ctx_today(c);
	int64_t open;

	if (on->day.day > today.day)
		return fault_input(c, NULL, S("day"), date_text(c->arena, on->day),
		                   date_text(c->arena, today));
	if (on->day.day == today.day)
		return post(c, today, county, cause, cause_id, legs, n);
	TRY(q_book_open(c, county, NULL));
	TRY(q_book_back(c, county, on->day, &open));
	if (open)
		return post(c, on->day, county, cause, cause_id, legs, n);
	if (!on->late)
		return closed(c, county, on->day);
	TRY(post(c, today, county, cause, cause_id, legs, n));
	return q_ledger_late_insert(c, cause_id, county, on->day, NULL);
}

enum err ledger_of_school(struct ctx *c, school_id school, int64_t entry)
{
	return q_ledger_school_insert(c, school, entry, NULL);
}

/* --- taking back ------------------------------------------------------------------------------ */

enum err ledger_reverse(struct ctx *c, county_id county, int64_t entry, const char *cause,
                        int64_t cause_id, struct str reason)
{
	struct q_entry_legs_row *row;
	struct leg *legs;
	int64_t before;
	size_t n;

	TRY(q_entry_legs(c, entry, county, &row, &n));
	if (n == 0)
		return absent(c);
	TRY(q_entry_reversed(c, entry, &before));
	if (before > 0)
		return fault_set(c, E_CONFLICT, "entry_reversed", NULL);
	legs = NEW_N(c->arena, n, struct leg);
	if (!legs || !str_some(reason))
		return fault_broken(c, legs ? "reversal without a reason" : "arena");
	for (size_t i = 0; i < n; i++) {
		if (!ledger_account_parse(row[i].account, &legs[i].account))
			return fault_broken(c, "ledger account unknown");
		legs[i].subject.kind = ACCOUNTS[legs[i].account].subject;
		legs[i].subject.id = row[i].subject;
		legs[i].amount = FEN(-row[i].amount.fen);
	}
	TRY(ledger_post(c, county, cause, cause_id, legs, n));
	return q_ledger_reversal_insert(c, cause_id, entry, county, reason, NULL);
}
