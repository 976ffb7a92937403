/* What is spent of a fund, and taken back when it was entered wrongly. */
#include "funds/budget.h"

#include "funds/budget.sql.h"
#include "funds/internal.h"
#include "funds/portion.h"
#include "funds/purpose.h"
#include "money/approval.h"
#include "money/ledger.h"
#include "people/county.h"
#include "people/reach.h"
#include "policy/conduct.h"

enum { DOCUMENT_MAX_CHARS = 60, REASON_MAX_CHARS = 200, ALL = 1000000 };

/* Whose fund: a school's guarantee, or its county's special fund. */
struct purse {
	county_id county;
	school_id school;
	const char *fund, *account;
	int64_t subject;
};

static struct purse purse_of(county_id county, school_id school)
{
	if (school.v)
		return (struct purse){county, school, "guarantee_fund", "guarantee", school.v};
	return (struct purse){county, school, "special_fund", "special_fund", county.v};
}

static enum err purse_hold(struct ctx *c, const struct purse *p)
{
	return p->school.v ? school_hold(c, p->school) : county_hold(c, p->county);
}

/* What is there and is not on its way out. */
static enum err at_hand(struct ctx *c, const struct purse *p, struct money *ret_left)
{
	struct money held, waiting, open = FEN(0);

	TRY(q_fund_left(c, str_of(p->account), p->subject, &held));
	TRY(q_spending_waiting(c, p->county, p->school.v, str_of(p->fund), &waiting));
	if (p->school.v)
		TRY(q_drawn_open(c, p->school, &open));
	return money_sub(held, waiting, ret_left) && money_sub(*ret_left, open, ret_left)
	               ? OK
	               : fault_broken(c, "fund overflow");
}

static enum err left_in(struct ctx *c, const struct purse *p, term_id term, struct money *ret_left)
{
	struct money allocated, left, taken = FEN(0);

	TRY(at_hand(c, p, &left));
	if (p->school.v) {
		TRY(q_allocated_to_school(c, p->school, term, &allocated));
		TRY(allocation_taken(c, p->school, term, &taken));
		if (allocated.fen - taken.fen < left.fen)
			left = FEN(allocated.fen - taken.fen);
	}
	*ret_left = FEN(left.fen > 0 ? left.fen : 0);
	return OK;
}

enum err fund_received(struct ctx *c, county_id county, school_id school, term_id term,
                       struct money taken, struct money *ret_m)
{
	struct purse p = purse_of(county, school);
	struct money budget, allocated;

	TRY(at_hand(c, &p, ret_m));
	if (!money_add(*ret_m, taken, ret_m))
		return fault_broken(c, "fund overflow");
	if (!school.v)
		return OK;
	TRY(q_budget_sum(c, county, term, &budget));
	TRY(q_allocated_to_school(c, school, term, &allocated));
	if ((budget.fen > 0 || allocated.fen > 0) && allocated.fen < ret_m->fen)
		*ret_m = allocated;
	return OK;
}

enum err allocation_left(struct ctx *c, county_id county, school_id school, struct money *ret_left,
                         bool *ret_binds)
{
	struct money budget, allocated, taken = FEN(0);
	term_id term = ID_NONE(term_id);
	bool found = false;

	*ret_left = FEN(0);
	*ret_binds = false;
	TRY(q_term_of_day(c, county, ctx_today(c), &term, &found));
	if (!found)
		return OK;
	TRY(q_budget_sum(c, county, term, &budget));
	TRY(q_allocated_to_school(c, school, term, &allocated));
	TRY(allocation_taken(c, school, term, &taken));
	*ret_binds = budget.fen > 0 || allocated.fen > 0;
	if (allocated.fen > taken.fen)
		*ret_left = FEN(allocated.fen - taken.fen);
	return OK;
}

static enum err book(struct ctx *c, const struct purse *p, int64_t id, struct money amount)
{
	struct leg school[] = {
		{LEDGER_GUARANTEE_SPENT, LEG_OF(p->school), amount},
		{LEDGER_GUARANTEE, LEG_OF(p->school), FEN(-amount.fen)},
	};
	struct leg county[] = {
		{LEDGER_SPECIAL_SPENT, LEG_OF(p->county), amount},
		{LEDGER_SPECIAL_FUND, LEG_OF(p->county), FEN(-amount.fen)},
	};

	return ledger_post(c, p->county, "spending", id, p->school.v ? school : county, 2);
}

static enum err submit(struct ctx *c, const struct purse *p, const struct spending_add *a)
{
	const struct purpose_of of = {p->county, p->school, c->now, a->purpose};
	struct phrase_part purpose;
	struct approval_ask ask = {.kind = APPROVE_SPENDING,
	                           .county = p->county,
	                           .school = p->school,
	                           .object = a->result,
	                           .amount = a->amount};
	approval_id id;

	TRY(purpose_part(c, &of, &purpose));
	ask.title = phrase_make(c->arena, T_funds_spending_title, &purpose, 1);
	return approval_submit(c, &ask, &id);
}

static enum err spending_judge(struct ctx *c, const struct purse *p, const struct spending_add *a,
                               struct str *ret_clause)
{
	struct spend_facts f = {
		.fund = str_of(p->fund), .purpose = a->purpose, .amount = a->amount, .known = true};
	const struct rule *rule = NULL;
	struct fund_use use;

	if (a->amount.fen <= 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount),
		                   S("> 0.00"));
	TRY(left_in(c, p, a->term, &f.available));
	TRY(fund_use(c, p->county, p->school, a->term, a->purpose, &use));
	TRY(spend_permitted(c, p->county, p->school, &use, &f, &rule));
	*ret_clause = rule->clause;
	return OK;
}

static enum err spending_add_run(struct ctx *c, void *arg)
{
	struct spending_add *a = arg;
	struct purse p = purse_of(c->actor.county, c->actor.school);
	struct str document, clause = STR_NONE;
	struct instant booked = c->now;
	struct term t;
	bool waits;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(term_get(c, a->term, &t));
	if (t.county.v != p.county.v)
		return absent(c);
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, &document));
	TRY(purse_hold(c, &p));
	if (p.school.v)
		TRY(guarantee_not_closed(c, p.school, t.id));
	TRY(spending_judge(c, &p, a, &clause));
	waits = approval_needed(c, APPROVE_SPENDING, p.county, a->amount);
	if (waits)
		booked.us = INT64_MIN; /* not yet */
	a->result = env_next_id(c->env);
	TRY(q_spending_insert(c, a->result, p.county, p.school, t.id, str_of(p.fund), a->purpose,
	                      a->amount, document, waits ? S("waiting") : S("booked"),
	                      str_some(clause) ? clause : S(""), c->actor.account, c->now, booked,
	                      NULL));
	if (waits)
		TRY(submit(c, &p, a));
	else
		TRY(book(c, &p, a->result, a->amount));
	return audit_put(c, "spending", p.school.v ? "school" : "county", p.subject, p.county,
	                 funds_amount_json(c, t.id, a->amount));
}
const struct verb spending_add_verb = {"funds.spending", spending_add_run};

/* Of the caller's own purse. */
static enum err own_spending(struct ctx *c, int64_t id, struct q_spending_row_row *ret_row)
{
	bool found = false;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_spending_row(c, id, ret_row, &found));
	if (!found)
		return absent(c);
	if (ret_row->county.v != c->actor.county.v || ret_row->school.v != c->actor.school.v)
		return out_of_reach(c, "spending", id);
	return OK;
}

static enum err spending_book_run(struct ctx *c, void *arg)
{
	const struct spending_book *a = arg;
	struct q_spending_row_row row = {0};
	int64_t changed;

	TRY(own_spending(c, a->spending, &row));
	TRY(approval_require(c, APPROVE_SPENDING, row.id, row.amount));
	TRY(q_spending_book(c, row.id, c->now, &changed));
	if (!changed)
		return OK;
	struct purse p = purse_of(row.county, row.school);

	TRY(book(c, &p, row.id, row.amount));
	return audit_put(c, "spent", p.school.v ? "school" : "county", p.subject, p.county,
	                 funds_amount_json(c, row.term, row.amount));
}
const struct verb spending_book_verb = {"funds.spending_book", spending_book_run};

/* --- taking back ------------------------------------------------------------------------------ */

/* Asked for now, or asked for before and approved since: true when it may be booked. */
static enum err back_agreed(struct ctx *c, const struct q_spending_row_row *row,
                            struct spending_back *a, int64_t *ret_id, bool *ret_agreed)
{
	struct approval_ask ask = {.kind = APPROVE_ADJUSTMENT,
	                           .county = row->county,
	                           .school = row->school,
	                           .object = row->id,
	                           .amount = row->amount};
	bool needed = approval_needed(c, APPROVE_SPENDING, row->county, row->amount);
	struct approval_state said = {0};
	const struct purpose_of of = {row->county, row->school, row->at, row->purpose};
	struct phrase_part purpose;
	struct str reason;
	approval_id approval;

	*ret_id = row->back.some ? row->back.v : env_next_id(c->env);
	TRY(approval_state_of(c, APPROVE_ADJUSTMENT, row->id, &said));
	if (said.word == APPROVAL_WAITING || said.word == APPROVED) {
		*ret_agreed = true;
		return approval_require(c, APPROVE_ADJUSTMENT, row->id, row->amount);
	}
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_spending_back_put(c, *ret_id, row->county, row->school, row->id, reason, S("waiting"),
	                        c->actor.account, c->now, (struct instant){INT64_MIN}, NULL));
	*ret_agreed = !needed;
	if (!needed)
		return OK;
	a->waits = true;
	TRY(purpose_part(c, &of, &purpose));
	ask.title = phrase_make(c->arena, T_funds_back_title, &purpose, 1);
	return approval_submit(c, &ask, &approval);
}

static enum err spending_back_run(struct ctx *c, void *arg)
{
	struct spending_back *a = arg;
	struct q_spending_row_row row = {0}, now = {0};
	bool agreed = false, found = false;
	int64_t id = 0, changed;

	a->waits = false;
	TRY(own_spending(c, a->spending, &row));
	if (!str_is(row.state, "booked"))
		return fault_set(c, E_CONFLICT, "spending_not_booked", NULL);
	if (str_is(row.back_state, "booked"))
		return fault_set(c, E_CONFLICT, "spending_taken_back", NULL);
	TRY(back_agreed(c, &row, a, &id, &agreed));
	TRY(q_spending_row(c, row.id, &now, &found));
	if (agreed) {
		TRY(q_spending_back_book(c, id, c->now, &changed));
		if (!changed)
			return fault_set(c, E_CONFLICT, "spending_taken_back", NULL);
		TRY(ledger_reverse(c, row.county, row.id, "spending_back", id, now.back_reason));
	}
	return audit_put(c, agreed ? "taken_back" : "taking_back", "spending", row.id, row.county,
	                 reason_json(c, now.back_reason));
}
const struct verb spending_back_verb = {"funds.spending_back", spending_back_run};

/* --- reading ---------------------------------------------------------------------------------- */

const char *spending_state_name(const struct spending *s)
{
	static const char *const names[] = {[SPENDING_WAITS] = "waiting",
	                                    [SPENDING_READY] = "approved",
	                                    [SPENDING_RETURNED] = "returned",
	                                    [SPENDING_BOOKED] = "booked",
	                                    [SPENDING_UNDO_WAITS] = "taking_back",
	                                    [SPENDING_UNDO_READY] = "taking_back_approved",
	                                    [SPENDING_UNDONE] = "taken_back"};

	return names[s->may];
}

static enum err spending_from(struct ctx *c, const struct q_spending_row_row *row,
                              struct spending *s)
{
	bool booked = str_is(row->state, "booked"), undoes = row->back.some;
	struct approval_state state;

	*s = (struct spending){.id = row->id,
	                       .school = row->school,
	                       .purpose = row->purpose,
	                       .document = row->document,
	                       .state = row->state,
	                       .clause = row->clause,
	                       .amount = row->amount,
	                       .at = row->at,
	                       .may = SPENDING_BOOKED,
	                       .undo_reason = row->back_reason,
	                       .undo_at = row->back_at};
	if (undoes && str_is(row->back_state, "booked"))
		s->may = SPENDING_UNDONE;
	if ((booked && !undoes) || s->may == SPENDING_UNDONE)
		return OK;
	TRY(approval_state_of(c, booked ? APPROVE_ADJUSTMENT : APPROVE_SPENDING, row->id, &state));
	if (state.word == APPROVED)
		s->may = booked ? SPENDING_UNDO_READY : SPENDING_READY;
	else if (state.word == RETURNED)
		s->may = booked ? SPENDING_BOOKED : SPENDING_RETURNED;
	else
		s->may = booked ? SPENDING_UNDO_WAITS : SPENDING_WAITS;
	return OK;
}

enum err spending_get(struct ctx *c, int64_t id, struct spending *ret_s)
{
	struct q_spending_row_row row = {0};
	struct spending s = {0};
	bool found = false;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_spending_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (c->actor.school.v ? row.school.v != c->actor.school.v : !reach_county(c, row.county))
		return out_of_reach(c, "spending", id);
	TRY(spending_from(c, &row, &s));
	s.own = row.school.v == c->actor.school.v;
	*ret_s = s;
	return OK;
}

enum err spending_list(struct ctx *c, int64_t most, int64_t skip, struct spending **ret_v,
                       size_t *ret_n, int64_t *ret_total)
{
	struct q_spending_row_row *row;
	struct spending *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_spendings(c, c->actor.county, c->actor.school.v, most ? most : ALL, skip, &row, &n));
	TRY(q_spendings_total(c, c->actor.county, c->actor.school.v, ret_total));
	v = NEW_N(c->arena, n + 1, struct spending);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		TRY(spending_from(c, &row[i], &v[i]));
		v[i].own = true;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}
