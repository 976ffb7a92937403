/* Shares of a fund its documents keep for a purpose, or bound (R66). */
#include "funds/portion.h"

#include "funds/budget.sql.h"
#include "funds/count.h"
#include "funds/internal.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"

struct str granted_fund(school_id school)
{
	return school.v ? S("guarantee_fund") : S("special_fund");
}

static struct str fund_of(enum fund_kind of, school_id school)
{
	return of == FUND_FEES ? S("fee_income") : granted_fund(school);
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
	TRY(q_spent_on(c, county, school.v, granted_fund(school), term, purpose, &ret_u->spent));
	if (school.v)
		TRY(drawn_on(c, school, term, purpose, LEDGER_GUARANTEE, &paid));
	TRY(fund_received(c, county, school, term, taken, &ret_u->received));
	return money_add(ret_u->spent, paid, &ret_u->spent) ? OK : fault_broken(c, "fund overflow");
}

enum err fee_use(struct ctx *c, county_id county, school_id school, term_id term,
                 struct str purpose, struct fund_use *ret_u)
{
	struct term t = {.id = term};
	struct money bought;

	*ret_u = (struct fund_use){.known = true};
	if (!term.v) /* the one a spending of today is entered under */
		TRY(term_asked(c, county, term, &t, &ret_u->known));
	if (!ret_u->known)
		return OK;
	term = t.id;
	TRY(q_fee_received(c, school, term, &ret_u->received));
	TRY(drawn_on(c, school, term, purpose, LEDGER_BANK, &ret_u->spent));
	TRY(q_fee_spent_on(c, school, term, purpose, &bought));
	return money_add(ret_u->spent, bought, &ret_u->spent) ? OK
	                                                      : fault_broken(c, "fund overflow");
}

static enum err use_of(struct ctx *c, enum fund_kind of, county_id county, school_id school,
                       term_id term, struct str purpose, struct fund_use *ret_u)
{
	return of == FUND_FEES ? fee_use(c, county, school, term, purpose, ret_u)
	                       : fund_use(c, county, school, term, purpose, ret_u);
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

/* Whose fund, and when. */
struct fund_at {
	enum fund_kind of;
	county_id county;
	school_id school;
	const struct term *t;
};

/* The sentence that permits; NULL: none does. */
static enum err permit_of(struct ctx *c, const struct fund_at *p, const struct rule **ret_rule)
{
	struct rules rules;

	*ret_rule = NULL;
	TRY(rulebook_rules(c, p->county, p->school, term_rules_day(c, p->t), &rules));
	return rules_named(c, &rules, RULE_PERMIT, fund_of(p->of, p->school), NULL, ret_rule);
}

static enum err portion_fill(struct ctx *c, const struct fund_at *p, const struct rule *rule,
                             enum field f, const struct rule_value *v, struct portion *ret_p)
{
	struct fund_use use;

	TRY(use_of(c, p->of, p->county, p->school, p->t->id, v->texts[0], &use));
	*ret_p = (struct portion){.of = p->of,
	                          .purpose = v->texts[0],
	                          .percent = v->written,
	                          .least = f == FIELD_PORTION_LEAST,
	                          .received = use.received,
	                          .spent = use.spent,
	                          .rule = rule};
	(void)spend_portion(rule, f, v->texts[0], use.received, &ret_p->bound);
	return OK;
}

enum err portion_list(struct ctx *c, enum fund_kind of, county_id county, school_id school,
                      const struct term *t, struct portion **ret_v, size_t *ret_n)
{
	static const enum field fields[] = {FIELD_PORTION_LEAST, FIELD_PORTION_MOST};
	const struct fund_at at = {of, county, school, t};
	const struct rule *rule = NULL;
	struct portion *v;
	size_t n = 0;

	*ret_v = NULL;
	*ret_n = 0;
	TRY(permit_of(c, &at, &rule));
	for (size_t f = 0; rule && f < 2; f++)
		for (const struct rule_value *p = rule->field[fields[f]]; p; p = p->next)
			n++;
	v = NEW_N(c->arena, n + 1, struct portion);
	if (!v)
		return fault_broken(c, "arena");
	n = 0;
	for (size_t f = 0; rule && f < 2; f++)
		for (const struct rule_value *p = rule->field[fields[f]]; p; p = p->next)
			TRY(portion_fill(c, &at, rule, fields[f], p, &v[n++]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err portions_now(struct ctx *c, enum fund_kind of, struct portion **ret_v, size_t *ret_n)
{
	county_id county = c->actor.county;
	struct term t = {0};
	bool found;

	*ret_n = 0;
	TRY(term_asked(c, county, ID_NONE(term_id), &t, &found));
	return found ? portion_list(c, of, county, c->actor.school, &t, ret_v, ret_n) : OK;
}

enum err fund_account(struct ctx *c, enum fund_kind of, county_id county, school_id school,
                      const struct term *t, struct fund_spent **ret_v, size_t *ret_n)
{
	const struct fund_at at = {of, county, school, t};
	const struct rule *rule = NULL;
	const struct rule_value *only;
	struct fund_spent *v;

	*ret_v = NULL;
	*ret_n = 0;
	TRY(permit_of(c, &at, &rule));
	if (!rule || !rule->field[FIELD_PORTION_LEAST])
		return OK;
	only = rule->field[FIELD_ONLY];
	v = NEW_N(c->arena, only->n_texts, struct fund_spent);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < only->n_texts; i++) {
		struct fund_use use;

		TRY(use_of(c, of, county, school, t->id, only->texts[i], &use));
		v[i] = (struct fund_spent){only->texts[i], use.received, use.spent};
	}
	*ret_v = v;
	*ret_n = only->n_texts;
	return OK;
}

/* A share of one fund that was not spent; *ret_p without a rule: none. */
static enum err unmet_of(struct ctx *c, enum fund_kind of, county_id county, school_id school,
                         const struct term *t, struct portion *ret_p)
{
	struct portion *v;
	size_t n;

	*ret_p = (struct portion){.rule = NULL};
	TRY(portion_list(c, of, county, school, t, &v, &n));
	for (size_t i = 0; i < n && !ret_p->rule; i++)
		if (portion_unmet(&v[i]))
			*ret_p = v[i];
	return OK;
}

enum err portions_met(struct ctx *c, county_id county, school_id school, const struct term *t,
                      bool explained, bool *ret_met)
{
	static const enum fund_kind all[] = {FUND_GRANTED, FUND_FEES};
	struct portion unmet;

	*ret_met = true;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		TRY(unmet_of(c, all[i], county, school, t, &unmet));
		if (!unmet.rule)
			continue;
		*ret_met = false;
		if (!explained)
			return rule_refuse(c, "portion_unmet", unmet.rule,
			                   money_text(c->arena, unmet.spent),
			                   money_text(c->arena, unmet.bound));
	}
	return OK;
}
