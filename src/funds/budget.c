#include "funds/budget.h"

#include "funds/budget.sql.h"
#include "money/approval.h"
#include "money/ledger.h"
#include "people/reach.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"

enum { DOCUMENT_MAX_CHARS = 60, EXPLANATION_MAX_CHARS = 200, NAME_MAX_CHARS = 60, ALL = 1000000 };

static enum err too_much(struct ctx *c, struct money wanted, struct money left)
{
	return fault_set(c, E_REFUSED, "insufficient_funds",
	                 &(struct fault){.field = S("amount"),
	                                 .found = money_text(c->arena, wanted),
	                                 .allowed = money_text(c->arena, left)});
}

static enum err some_amount(struct ctx *c, struct money amount)
{
	return amount.fen != 0
	               ? OK
	               : fault_input(c, NULL, S("amount"), money_text(c->arena, amount), STR_NONE);
}

static struct str amount_json(struct ctx *c, term_id term, struct money amount)
{
	return str_printf(c->arena, "{\"term\":\"%lld\",\"fen\":%lld}", (long long)term.v,
	                  (long long)amount.fen);
}

static enum err closed_not(struct ctx *c, school_id school, term_id term)
{
	struct q_closing_row_row row;
	bool found = false;

	TRY(q_closing_row(c, school, term, &row, &found));
	return found ? fault_set(c, E_CONFLICT, "guarantee_closed", NULL) : OK;
}

/* --- budget and allocation -------------------------------------------------------------------- */

static enum err budget_add_run(struct ctx *c, void *arg)
{
	struct budget_add *a = arg;
	struct money now, after, allocated;
	struct str document;
	struct term t;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(term_get(c, a->term, &t));
	TRY(some_amount(c, a->amount));
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, &document));
	TRY(q_budget_sum(c, t.county, t.id, &now));
	TRY(q_allocated_in_county(c, t.county, t.id, &allocated));
	if (!money_add(now, a->amount, &after))
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount), STR_NONE);
	if (after.fen < allocated.fen)
		return too_much(c, a->amount, FEN(allocated.fen - now.fen));
	TRY(q_budget_insert(c, env_next_id(c->env), t.county, t.id, a->amount, document,
	                    c->actor.account, c->now, NULL));
	return audit_put(c, "budgeted", "county", t.county.v, t.county,
	                 amount_json(c, t.id, a->amount));
}
const struct verb budget_add_verb = {"funds.budget", budget_add_run};

/* Of a school's allocation: spent, waiting to be, and paid out or on its way. */
static enum err taken_of(struct ctx *c, school_id school, term_id term, struct money *ret_m)
{
	struct money spent, drawn;

	TRY(q_spent_of_school(c, school, term, &spent));
	TRY(q_drawn_of_school(c, school, term, &drawn));
	return money_add(spent, drawn, ret_m) ? OK : fault_broken(c, "fund overflow");
}

static enum err allocation_fits(struct ctx *c, const struct school *s,
                                const struct allocation_add *a)
{
	struct money budget, allocated, own, taken = FEN(0), left = FEN(0), after = FEN(0);

	TRY(q_budget_sum(c, s->county, a->term, &budget));
	TRY(q_allocated_in_county(c, s->county, a->term, &allocated));
	TRY(q_allocated_to_school(c, s->id, a->term, &own));
	TRY(taken_of(c, s->id, a->term, &taken));
	if (!money_sub(budget, allocated, &left) || !money_add(own, a->amount, &after))
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount), STR_NONE);
	if (a->amount.fen > left.fen)
		return too_much(c, a->amount, left);
	if (a->amount.fen < 0 && after.fen < taken.fen)
		return too_much(c, a->amount, FEN(taken.fen - own.fen));
	return OK;
}

static enum err allocation_add_run(struct ctx *c, void *arg)
{
	struct allocation_add *a = arg;
	struct str document;
	struct school s;
	struct term t;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(school_get(c, a->school, &s));
	TRY(term_get(c, a->term, &t));
	if (t.county.v != s.county.v)
		return absent(c);
	TRY(some_amount(c, a->amount));
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, &document));
	TRY(closed_not(c, s.id, t.id));
	TRY(allocation_fits(c, &s, a));
	TRY(q_allocation_insert(c, env_next_id(c->env), s.county, s.id, t.id, a->amount, document,
	                        c->actor.account, c->now, NULL));
	return audit_put(c, "allocated", "school", s.id.v, s.county,
	                 amount_json(c, t.id, a->amount));
}
const struct verb allocation_add_verb = {"funds.allocation", allocation_add_run};

enum err budget_lines(struct ctx *c, county_id county, const struct term *t,
                      struct money *ret_budget, struct budget_line **ret_v, size_t *ret_n)
{
	struct q_budget_lines_row *row;
	struct budget_line *v;
	size_t n;

	if (!reach_county(c, county) || t->county.v != county.v)
		return out_of_reach(c, "county", county.v);
	TRY(q_budget_sum(c, county, t->id, ret_budget));
	TRY(q_budget_lines(c, county, t->id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct budget_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct budget_line){row[i].school,    row[i].code,     row[i].name,
		                            row[i].allocated, row[i].received, row[i].spent,
		                            row[i].closed};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- spending --------------------------------------------------------------------------------- */

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

static enum err left_in(struct ctx *c, const struct purse *p, term_id term, struct money *ret_left)
{
	struct money held, waiting, allocated, left, taken = FEN(0), open = FEN(0);

	TRY(q_fund_left(c, str_of(p->account), p->subject, &held));
	TRY(q_spending_waiting(c, p->county, p->school.v, str_of(p->fund), &waiting));
	if (!money_sub(held, waiting, &left))
		return fault_broken(c, "fund overflow");
	if (p->school.v) {
		TRY(q_allocated_to_school(c, p->school, term, &allocated));
		TRY(taken_of(c, p->school, term, &taken));
		TRY(q_drawn_open(c, p->school, &open));
		left.fen -= open.fen;
		if (allocated.fen - taken.fen < left.fen)
			left = FEN(allocated.fen - taken.fen);
	}
	*ret_left = FEN(left.fen > 0 ? left.fen : 0);
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
	TRY(taken_of(c, school, term, &taken));
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
	struct approval_ask ask = {
		.kind = APPROVE_SPENDING,
		.county = p->county,
		.school = p->school,
		.object = a->result,
		.amount = a->amount,
		.title = text_fill(c->arena, c->lang, T_funds_spending_title, &a->purpose, 1)};
	approval_id id;

	return approval_submit(c, &ask, &id);
}

static enum err spending_judge(struct ctx *c, const struct purse *p, const struct spending_add *a,
                               struct str *ret_clause)
{
	struct spend_facts f = {
		.fund = str_of(p->fund), .purpose = a->purpose, .amount = a->amount, .known = true};
	const struct rule *rule = NULL;
	struct rules rules;
	struct money left;

	if (a->amount.fen <= 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount),
		                   S("> 0.00"));
	TRY(left_in(c, p, a->term, &f.available));
	TRY(rulebook_rules(c, p->county, p->school, ctx_today(c), &rules));
	TRY(spend_decide(c, &rules, &f, &left, &rule));
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
	if (p.school.v)
		TRY(closed_not(c, p.school, t.id));
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
	                 amount_json(c, t.id, a->amount));
}
const struct verb spending_add_verb = {"funds.spending", spending_add_run};

static enum err spending_book_run(struct ctx *c, void *arg)
{
	const struct spending_book *a = arg;
	struct q_spending_row_row row = {0};
	bool found = false;
	int64_t changed;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_spending_row(c, a->spending, &row, &found));
	if (!found)
		return absent(c);
	if (row.county.v != c->actor.county.v || row.school.v != c->actor.school.v)
		return out_of_reach(c, "spending", a->spending);
	TRY(approval_require(c, APPROVE_SPENDING, row.id, row.amount));
	TRY(q_spending_book(c, row.id, c->now, &changed));
	if (!changed)
		return OK;
	struct purse p = purse_of(row.county, row.school);

	TRY(book(c, &p, row.id, row.amount));
	return audit_put(c, "spent", p.school.v ? "school" : "county", p.subject, p.county,
	                 amount_json(c, row.term, row.amount));
}
const struct verb spending_book_verb = {"funds.spending_book", spending_book_run};

static enum err spending_from(struct ctx *c, const struct q_spending_row_row *row,
                              struct spending *s)
{
	struct approval_state state;

	*s = (struct spending){.id = row->id,
	                       .purpose = row->purpose,
	                       .document = row->document,
	                       .state = row->state,
	                       .clause = row->clause,
	                       .amount = row->amount,
	                       .at = row->at,
	                       .may = SPENDING_BOOKED};
	if (!str_is(row->state, "waiting"))
		return OK;
	TRY(approval_state_of(c, APPROVE_SPENDING, row->id, &state));
	s->may = state.word == APPROVED   ? SPENDING_READY
	         : state.word == RETURNED ? SPENDING_BACK
	                                  : SPENDING_WAITS;
	return OK;
}

enum err spending_get(struct ctx *c, int64_t id, struct spending *ret_s)
{
	struct q_spending_row_row row = {0};
	bool found = false;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_spending_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (row.county.v != c->actor.county.v || row.school.v != c->actor.school.v)
		return out_of_reach(c, "spending", id);
	return spending_from(c, &row, ret_s);
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
	for (size_t i = 0; i < n; i++)
		TRY(spending_from(c, &row[i], &v[i]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- closing ---------------------------------------------------------------------------------- */

static enum err explained(struct ctx *c, const struct guarantee_close *a, struct money shortfall,
                          struct str *ret_why, struct str *ret_who)
{
	*ret_why = S("");
	*ret_who = S("");
	if (shortfall.fen == 0)
		return OK;
	if (!str_some(a->explanation) || !str_some(a->explained_by))
		return fault_set(c, E_REFUSED, "shortfall_unexplained",
		                 &(struct fault){.field = str_some(a->explanation)
		                                                  ? S("explained_by")
		                                                  : S("explanation"),
		                                 .found = money_text(c->arena, shortfall),
		                                 .allowed = S("0.00")});
	TRY(said_text(c, S("explanation"), a->explanation, EXPLANATION_MAX_CHARS, ret_why));
	return said_text(c, S("explained_by"), a->explained_by, NAME_MAX_CHARS, ret_who);
}

static enum err guarantee_close_run(struct ctx *c, void *arg)
{
	const struct guarantee_close *a = arg;
	struct str why = STR_NONE, who = STR_NONE;
	struct guarantee g = {0};
	school_id stored;
	bool found = false;
	struct term t;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(term_get(c, a->term, &t));
	if (ctx_today(c).day <= t.last_day.day)
		return fault_set(c, E_REFUSED, "term_not_over",
		                 &(struct fault){.found = date_text(c->arena, ctx_today(c)),
		                                 .allowed = date_text(c->arena, t.last_day)});
	TRY(guarantee_of_school(c, a->school, &t, &g));
	TRY(explained(c, a, g.answer.shortfall, &why, &who));
	TRY(q_closing_insert(c, a->school, t.id, t.county, g.answer.required, g.received,
	                     g.answer.shortfall, why, who, c->actor.account, c->now, &stored,
	                     &found));
	if (!found)
		return fault_set(c, E_CONFLICT, "guarantee_closed", NULL);
	return audit_put(c, "guarantee_closed", "school", a->school.v, t.county,
	                 amount_json(c, t.id, g.answer.shortfall));
}
const struct verb guarantee_close_verb = {"funds.guarantee_close", guarantee_close_run};

enum err guarantee_closing_of(struct ctx *c, school_id school, term_id term,
                              struct guarantee_closed *ret_g)
{
	struct q_closing_row_row row = {0};
	bool found = false;

	TRY(q_closing_row(c, school, term, &row, &found));
	*ret_g = (struct guarantee_closed){found,         row.required,    row.received,
	                                   row.shortfall, row.explanation, row.explained_by,
	                                   row.at};
	return OK;
}
