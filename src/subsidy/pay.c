#include "subsidy/pay.h"

#include "funds/budget.h"
#include "funds/portion.h"
#include "people/reach.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "settlement/own.h"
#include "subsidy/internal.h"
#include "subsidy/pay.sql.h"

/* What a payout is paid from. */
struct source {
	const char *fund;
	enum ledger_account credit;
	bool binds; /* what is left is known */
	struct money left;
};
static const struct source SOURCES[SUBSIDY_FUNDS] = {
	{.fund = "guarantee_fund", .credit = LEDGER_GUARANTEE},
	{.fund = "fee_income", .credit = LEDGER_BANK},
};

static enum err source_of(struct ctx *c, struct str fund, struct source *ret_s)
{
	if (!str_some(fund))
		fund = str_of(SOURCES[0].fund);
	for (size_t i = 0; i < SUBSIDY_FUNDS; i++) {
		if (str_is(fund, SOURCES[i].fund)) {
			*ret_s = SOURCES[i];
			return OK;
		}
	}
	return fault_input(c, NULL, S("fund"), fund, S("guarantee_fund fee_income"));
}

/* R42: what the school was allocated; of what families paid, what is its own. */
static enum err source_left(struct ctx *c, county_id county, school_id school, bool draw,
                            struct source *io_s)
{
	struct own_money own = {.left = FEN(0)};

	if (io_s->credit == LEDGER_GUARANTEE)
		return allocation_left(c, county, school, &io_s->left, &io_s->binds);
	TRY(draw ? own_money_draw(c, school, &own) : own_money(c, school, &own));
	io_s->left = own.left;
	io_s->binds = true;
	return OK;
}

enum err subsidy_funds(struct ctx *c, county_id county, school_id school,
                       struct subsidy_fund ret_v[SUBSIDY_FUNDS], size_t *ret_n)
{
	struct rules rules;
	size_t n = 0;

	TRY(rulebook_rules(c, county, school, ctx_today(c), &rules));
	for (size_t i = 0; i < SUBSIDY_FUNDS; i++) {
		struct source s = SOURCES[i];
		const struct rule *rule = NULL;

		TRY(rules_named(c, &rules, RULE_PERMIT, str_of(s.fund), NULL, &rule));
		if (!rule)
			continue;
		TRY(source_left(c, county, school, false, &s));
		ret_v[n++] = (struct subsidy_fund){str_of(s.fund), s.binds, s.left};
	}
	if (n == 0)
		ret_v[n++] = (struct subsidy_fund){.word = str_of(SOURCES[0].fund)};
	*ret_n = n;
	return OK;
}

/* Subsidies and fees are purposes of their own (R66), and count against what there is (R42). Of the
 * lines that are about to be paid. */
static enum err permitted(struct ctx *c, const struct q_subsidy_batch_row_row *b,
                          const struct source *from, const struct q_pay_lines_row *row, size_t n)
{
	static const char *const purpose[] = {"staff_subsidy", "labour_fee"};
	struct money amount[] = {FEN(0), FEN(0)}, left = from->left;
	const struct rule *rule;
	struct fund_use use;

	for (size_t i = 0; i < n; i++) {
		struct money *of = &amount[!str_is(row[i].form, "subsidy")];

		if (!money_add(*of, row[i].amount, of))
			return fault_broken(c, "subsidy overflow");
	}
	for (size_t i = 0; i < 2; i++) {
		struct spend_facts f = {.fund = str_of(from->fund),
		                        .purpose = str_of(purpose[i]),
		                        .amount = amount[i],
		                        .known = from->binds,
		                        .available = left};

		if (amount[i].fen == 0)
			continue;
		if (from->credit == LEDGER_BANK)
			TRY(fee_use(c, b->county, b->school, ID_NONE(term_id), f.purpose, &use));
		else
			TRY(fund_use(c, b->county, b->school, ID_NONE(term_id), f.purpose, &use));
		TRY(spend_permitted(c, b->county, b->school, &use, &f, &rule));
		left = FEN(left.fen - amount[i].fen);
	}
	return OK;
}

static enum err line_add(struct ctx *c, const struct q_subsidy_batch_row_row *b, payout_id payout,
                         const struct source *from, const struct q_pay_lines_row *row)
{
	struct leg debit = {LEDGER_STAFF_PAYABLE, LEG_OF(b->school), FEN(0)};
	struct leg credit = {from->credit, LEG_OF(b->school), FEN(0)};
	struct str month = str_sub(date_text(c->arena, b->first_day), 0, 7);
	struct payout_line_new l = {
		.payee = str_some(row->name) ? row->name : row->staff_name,
		.number = row->account,
		.bank = row->bank,
		.amount = row->amount,
		.purpose = text_fill(c->arena, LANG_ZH,
	                             str_is(row->form, "subsidy") ? T_subsidy_digest_subsidy
	                                                          : T_subsidy_digest_labour,
	                             &month, 1),
		.cause = "subsidy_line",
		.cause_id = row->id,
		.debit = debit,
		.credit = credit,
	};
	payout_line_id id;

	if (!str_some(row->account))
		return fault_set(c, E_REFUSED, "payee_account_missing",
		                 &(struct fault){.found = row->number});
	return payout_line_add(c, payout, &l, &id);
}

static enum err begin(struct ctx *c, const struct q_subsidy_batch_row_row *b, payout_id *ret_id)
{
	struct payout_new in = {.county = b->county, .school = b->school};

	TRY(subsidy_title(c, b, &in.title));
	return payout_begin(c, &in, ret_id);
}

static enum err pay_run(struct ctx *c, void *arg)
{
	struct subsidy_pay *a = arg;
	struct q_subsidy_batch_row_row b = {0};
	struct q_pay_lines_row *row;
	struct source from = SOURCES[0];
	int64_t moved, step;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY));
	TRY(source_of(c, a->fund, &from));
	TRY(subsidy_hold(c, a->batch));
	TRY(subsidy_load(c, a->batch, &b));
	if (!reach_school(c, b.county, b.school))
		return out_of_reach(c, "subsidy_batch", a->batch);
	if (!str_is(b.state, "approved") && !str_is(b.state, "paying"))
		return fault_set(
			c, E_REFUSED, "not_approved",
			&(struct fault){.found = text_word(c->lang, "subsidy.state_", b.state)});
	a->result = ID_NONE(payout_id);
	TRY(q_pay_lines(c, b.id, b.run, PAYOUT_MANY + 1, &row, &n));
	TRY(source_left(c, b.county, b.school, true, &from));
	TRY(permitted(c, &b, &from, row, n < PAYOUT_MANY ? n : PAYOUT_MANY));
	if (n > 0)
		TRY(begin(c, &b, &a->result));
	for (size_t i = 0; i < n && i < PAYOUT_MANY; i++)
		TRY(line_add(c, &b, a->result, &from, &row[i]));
	if (n > PAYOUT_MANY || !str_is(b.state, "approved"))
		return OK;
	TRY(q_subsidy_batch_move(c, b.id, b.run, S("approved"), S("paying"), &moved));
	TRY(subsidy_step_note(c, &b, "paying", b.total, S(""), &step));
	return audit_put(c, "subsidy_paying", "subsidy_batch", b.id, b.county,
	                 str_printf(c->arena, "{\"fen\":%lld}", (long long)b.total.fen));
}
const struct verb subsidy_pay_verb = {"subsidy.pay", pay_run};

static enum err paid_run(struct ctx *c, void *arg)
{
	const struct subsidy_pay *a = arg;
	struct q_subsidy_batch_row_row b = {0};
	int64_t moved, step;

	TRY(subsidy_load(c, a->batch, &b));
	TRY(q_subsidy_batch_move(c, b.id, b.run, S("paying"), S("paid"), &moved));
	if (!moved)
		return OK;
	TRY(subsidy_step_note(c, &b, "paid", b.total, S(""), &step));
	return audit_put(c, "subsidy_paid", "subsidy_batch", b.id, b.county, S("{}"));
}

enum err subsidy_paid_follow(struct ctx *c)
{
	static const struct verb verb = {"subsidy.paid", paid_run};
	struct q_pay_over_row *v;
	size_t n;
	enum err e;

	TRY(store_read_begin(c));
	e = q_pay_over(c, &v, &n);
	store_read_end(c);
	TRY(e);
	for (size_t i = 0; i < n; i++)
		TRY(store_write(c, &verb, &(struct subsidy_pay){.batch = v[i].id}));
	return OK;
}
