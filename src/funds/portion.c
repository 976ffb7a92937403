/* Shares of a fund its documents keep for a purpose, or bound (R66). */
#include "funds/portion.h"

#include "funds/budget.sql.h"
#include "funds/count.h"
#include "funds/internal.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"

struct str fund_of(school_id school)
{
	return school.v ? S("guarantee_fund") : S("special_fund");
}

enum err drawn_on(struct ctx *c, school_id school, term_id term, struct str purpose,
                  enum ledger_account from, struct money *ret_m)
{
	struct str account = str_of(ledger_account_name(from));

	*ret_m = FEN(0);
	if (str_is(purpose, "staff_subsidy"))
		return q_drawn_on_form(c, school, term, S("subsidy"), account, ret_m);
	if (str_is(purpose, "labour_fee"))
		return q_drawn_on_form(c, school, term, S("labour_fee"), account, ret_m);
	return OK;
}

enum err fund_use(struct ctx *c, county_id county, school_id school, term_id term,
                  struct str purpose, struct fund_use *ret_u)
{
	struct money taken, paid = FEN(0);

	*ret_u = (struct fund_use){.known = true};
	if (!term.v)
		TRY(q_term_of_day(c, county, ctx_today(c), &term, &ret_u->known));
	if (!ret_u->known)
		return OK;
	if (school.v)
		TRY(allocation_taken(c, school, term, &taken));
	else
		TRY(q_spent_of_county(c, county, term, &taken));
	TRY(q_spent_on(c, county, school.v, fund_of(school), term, purpose, &ret_u->spent));
	if (school.v)
		TRY(drawn_on(c, school, term, purpose, LEDGER_GUARANTEE, &paid));
	TRY(fund_received(c, county, school, term, taken, &ret_u->received));
	return money_add(ret_u->spent, paid, &ret_u->spent) ? OK : fault_broken(c, "fund overflow");
}

enum err spend_permitted(struct ctx *c, county_id county, school_id school,
                         const struct fund_use *use, struct spend_facts *io_f,
                         const struct rule **ret_rule)
{
	struct rules rules;
	struct money left;

	io_f->received_known = use->known;
	io_f->received = use->received;
	io_f->spent = use->spent;
	TRY(rulebook_rules(c, county, school, ctx_today(c), &rules));
	return show_answered(c, &rules, spend_decide(c, &rules, io_f, &left, ret_rule));
}

static enum err portion_fill(struct ctx *c, const struct rule *rule, enum field f,
                             const struct rule_value *v, county_id county, school_id school,
                             term_id term, struct portion *ret_p)
{
	struct fund_use use;

	TRY(fund_use(c, county, school, term, v->texts[0], &use));
	*ret_p = (struct portion){.purpose = v->texts[0],
	                          .percent = v->written,
	                          .least = f == FIELD_PORTION_LEAST,
	                          .received = use.received,
	                          .spent = use.spent,
	                          .rule = rule};
	(void)spend_portion(rule, f, v->texts[0], use.received, &ret_p->bound);
	return OK;
}

enum err portion_list(struct ctx *c, county_id county, school_id school, const struct term *t,
                      struct portion **ret_v, size_t *ret_n)
{
	static const enum field fields[] = {FIELD_PORTION_LEAST, FIELD_PORTION_MOST};
	const struct rule *rule = NULL;
	struct portion *v;
	struct rules rules;
	size_t n = 0;

	*ret_v = NULL;
	*ret_n = 0;
	TRY(rulebook_rules(c, county, school, term_rules_day(c, t), &rules));
	TRY(rules_named(c, &rules, RULE_PERMIT, fund_of(school), NULL, &rule));
	for (size_t f = 0; rule && f < 2; f++)
		for (const struct rule_value *p = rule->field[fields[f]]; p; p = p->next)
			n++;
	v = NEW_N(c->arena, n + 1, struct portion);
	if (!v)
		return fault_broken(c, "arena");
	n = 0;
	for (size_t f = 0; rule && f < 2; f++)
		for (const struct rule_value *p = rule->field[fields[f]]; p; p = p->next)
			TRY(portion_fill(c, rule, fields[f], p, county, school, t->id, &v[n++]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err portions_now(struct ctx *c, struct portion **ret_v, size_t *ret_n)
{
	struct term t = {0};
	bool found;

	*ret_n = 0;
	TRY(term_asked(c, c->actor.county, ID_NONE(term_id), &t, &found));
	return found ? portion_list(c, c->actor.county, c->actor.school, &t, ret_v, ret_n) : OK;
}

enum err portions_met(struct ctx *c, county_id county, school_id school, const struct term *t,
                      bool explained, bool *ret_met)
{
	struct portion *v;
	size_t n;

	*ret_met = true;
	TRY(portion_list(c, county, school, t, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (!portion_unmet(&v[i]))
			continue;
		*ret_met = false;
		if (!explained)
			return rule_refuse(c, "portion_unmet", v[i].rule,
			                   money_text(c->arena, v[i].spent),
			                   money_text(c->arena, v[i].bound));
	}
	return OK;
}
