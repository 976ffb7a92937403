#include "funds/budget.h"

#include "funds/budget.sql.h"
#include "funds/internal.h"
#include "funds/portion.h"
#include "people/county.h"
#include "people/reach.h"

enum { DOCUMENT_MAX_CHARS = 60, EXPLANATION_MAX_CHARS = 200, NAME_MAX_CHARS = 60 };

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

struct str funds_amount_json(struct ctx *c, term_id term, struct money amount)
{
	return str_printf(c->arena, "{\"term\":\"%lld\",\"fen\":%lld}", (long long)term.v,
	                  (long long)amount.fen);
}

enum err guarantee_not_closed(struct ctx *c, school_id school, term_id term)
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
	TRY(county_hold(c, t.county));
	TRY(q_budget_sum(c, t.county, t.id, &now));
	TRY(q_allocated_in_county(c, t.county, t.id, &allocated));
	if (!money_add(now, a->amount, &after))
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount), STR_NONE);
	if (after.fen < allocated.fen)
		return too_much(c, a->amount, FEN(allocated.fen - now.fen));
	TRY(q_budget_insert(c, env_next_id(c->env), t.county, t.id, a->amount, document,
	                    c->actor.account, c->now, NULL));
	return audit_put(c, "budgeted", "county", t.county.v, t.county,
	                 funds_amount_json(c, t.id, a->amount));
}
const struct verb budget_add_verb = {"funds.budget", budget_add_run};

enum err allocation_taken(struct ctx *c, school_id school, term_id term, struct money *ret_m)
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
	TRY(allocation_taken(c, s->id, a->term, &taken));
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
	TRY(county_hold(c, s.county));
	TRY(school_hold(c, s.id));
	TRY(guarantee_not_closed(c, s.id, t.id));
	TRY(allocation_fits(c, &s, a));
	TRY(q_allocation_insert(c, env_next_id(c->env), s.county, s.id, t.id, a->amount, document,
	                        c->actor.account, c->now, NULL));
	return audit_put(c, "allocated", "school", s.id.v, s.county,
	                 funds_amount_json(c, t.id, a->amount));
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

/* --- closing ---------------------------------------------------------------------------------- */

static enum err explained(struct ctx *c, const struct guarantee_close *a, const struct term *t,
                          struct money shortfall, struct str *ret_why, struct str *ret_who)
{
	bool said = str_some(a->explanation) && str_some(a->explained_by), met;

	*ret_why = S("");
	*ret_who = S("");
	TRY(portions_met(c, t->county, a->school, t, said, &met));
	if (shortfall.fen == 0 && met)
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

static enum err guarantee_to_close(struct ctx *c, school_id school, const struct term *t,
                                   struct guarantee *ret_g)
{
	struct school s;
	bool stated;

	TRY(guarantee_stated(c, t, &stated));
	if (stated)
		return guarantee_of_school(c, school, t, ret_g);
	TRY(school_get(c, school, &s));
	if (s.county.v != t->county.v)
		return absent(c);
	*ret_g = (struct guarantee){.received = FEN(0)};
	return OK;
}

static enum err guarantee_close_run(struct ctx *c, void *arg)
{
	const struct guarantee_close *a = arg;
	struct str why = STR_NONE, who = STR_NONE, said;
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
	TRY(school_hold(c, a->school));
	TRY(guarantee_to_close(c, a->school, &t, &g));
	TRY(explained(c, a, &t, g.answer.shortfall, &why, &who));
	said = g.answer.rule ? participants_said(c->arena, &g.who) : STR_NONE;
	TRY(q_closing_insert(c, a->school, t.id, t.county, g.answer.required, g.received,
	                     g.answer.shortfall, why, who, c->actor.account, c->now,
	                     (struct opt_i64){str_some(said), g.answer.participants}, said, &stored,
	                     &found));
	if (!found)
		return fault_set(c, E_CONFLICT, "guarantee_closed", NULL);
	return audit_put(c, "guarantee_closed", "school", a->school.v, t.county,
	                 funds_amount_json(c, t.id, g.answer.shortfall));
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
