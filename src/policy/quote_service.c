/* The decisions about what may be offered and done, by name. */
#include "policy/conduct.h"
#include "policy/held.h"
#include "policy/quote_table.h"

static const char *const WEEKDAYS[] = {"", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
static const char *const COLLECTORS[] = {"school", "agency", "family_committee", "other"};

static const struct fact SITTING[] = {
	FACT(sitting_facts, kind, FACT_KIND, NULL),
	FACT_ONE_OF(sitting_facts, weekday, WEEKDAYS, "mon"),
	FACT(sitting_facts, teaching, FACT_BOOL, "yes"),
	FACT(sitting_facts, make_up, FACT_BOOL, NULL),
	FACT(sitting_facts, starts, FACT_TIME, "16:30"),
	FACT(sitting_facts, ends, FACT_TIME, "18:00"),
	FACT(sitting_facts, classes_end, FACT_TIME, NULL),
	FACT(sitting_facts, county_end_latest, FACT_TIME, NULL),
};

static enum err run_sitting(struct asking *a)
{
	struct sitting_facts *f = a->facts;

	f->where = *a->where;
	f->told = a->told;
	TRY(sitting_time_decide(a->c, a->r, f));
	say_told(a, NULL);
	return OK;
}

static const struct fact OFFERING[] = {
	FACT(offering_facts, kind, FACT_KIND, NULL),
	FACT(offering_facts, by_agency, FACT_BOOL, "yes"),
	FACT_NAME(offering_facts, category, "category", LEX_ACTIVITY, "arts"),
	FACT(offering_facts, title, FACT_STR, "chorus"),
	FACT(offering_facts, reviewed, FACT_BOOL, NULL),
};

static enum err run_offering(struct asking *a)
{
	struct offering_facts *f = a->facts;
	bool in;

	f->where = *a->where;
	f->told = a->told;
	TRY(offering_kind_decide(a->c, a->r, f));
	TRY(kind_in_scope(a->c, a->r, f->kind, &in));
	say_bool(a->q, "in_scope", in);
	say_told(a, NULL);
	return OK;
}

struct word_facts {
	struct str word;
};
static const struct fact REFUSAL[] = {
	FACT_NAME(word_facts, word, "reason", LEX_REFUSAL, "duplicate"),
};

static enum err run_refusal(struct asking *a)
{
	struct str reason = ((const struct word_facts *)a->facts)->word;
	const struct rule *rule;

	TRY(care_refusal_decide(a->c, a->r, reason, &rule));
	held_word(a->c, a->r, a->told, rule, reason, true);
	say_told(a, rule);
	return OK;
}

struct agreement_facts {
	enum kind kind;
	bool by_agency;
};
static const struct fact AGREEMENT[] = {
	FACT(agreement_facts, kind, FACT_KIND, NULL),
	FACT(agreement_facts, by_agency, FACT_BOOL, "yes"),
};

static enum err run_agreement(struct asking *a)
{
	const struct agreement_facts *f = a->facts;
	struct str name[PARTY_COUNT];
	const struct rule *rule;
	uint32_t parties;
	size_t n = 0;

	TRY(agreement_parties(a->c, a->r, f->kind, f->by_agency, &parties, &rule));
	for (int p = 0; p < PARTY_COUNT; p++) {
		if (parties & PARTY_BIT(p))
			name[n++] = str_of(party_name((enum party)p));
	}
	say(a->q, "parties", str_join(a->c->arena, name, n, S(" ")));
	held_say(a->told, rule,
	         (struct formula){
			 .text = rule ? T_policy_held_signed : T_policy_held_unsigned,
			 .arg = {rule ? held_param(a->r, rule->param)
	                              : arg_word_of(a->r, LEX_KIND, str_of(kind_name(f->kind))),
	                         held_list(a->c, a->r, LEX_PARTY, name, n)},
			 .n = 2});
	say_told(a, rule);
	return OK;
}

struct kind_facts {
	enum kind kind;
};
static const struct fact SCOPE[] = {FACT(kind_facts, kind, FACT_KIND, NULL)};

/* The first of its times of day; where they do not all count, the first that does not. */
static const char *window_of(const struct rule_facts *facts, const struct rule *rule, bool in)
{
	uint64_t bits = in ? facts->is[DIM_WINDOW] : facts->is[DIM_WINDOW] & ~rule->value.words;

	return LEXICONS[LEX_WINDOW].words.v[__builtin_ctzll(bits)];
}

static enum err run_scope(struct asking *a)
{
	const struct kind_facts *f = a->facts;
	const struct rule *rule;
	struct str found;
	bool in;

	TRY(scope_decide(a->c, a->r, f->kind, a->where, &in, &rule));
	say_bool(a->q, "in_scope", in);
	found = str_of(rule->param == PARAM_KINDS ? kind_name(f->kind)
	                                          : window_of(a->where, rule, in));
	held_word(a->c, a->r, a->told, rule, found, in);
	say_told(a, rule);
	return OK;
}

/* --- conduct -----------------------------------------------------------------------------------
 */

static const struct fact COLLECT[] = {
	FACT_ONE_OF(collect_facts, collector, COLLECTORS, "school"),
	FACT_AT(collect_facts, billing.collected_this_term, "collected_this_term", FACT_I64, "0"),
	FACT_AT(collect_facts, billing.for_next_term, "for_next_term", FACT_BOOL, "no"),
};

static enum err run_collect(struct asking *a)
{
	struct collect_facts *f = a->facts;
	const struct rule *rule;

	f->facts = a->where;
	f->billing.told = a->told;
	TRY(collect_decide(a->c, a->r, f, &rule));
	say_told(a, rule);
	return OK;
}

static const struct fact ACT[] = {
	FACT_NAME(word_facts, word, "act", LEX_ACT, "collect_by_family_committee"),
};

static enum err run_act(struct asking *a)
{
	struct str act = ((const struct word_facts *)a->facts)->word;

	TRY(act_decide(a->c, a->r, act, a->where));
	held_act(a->r, a->told, act);
	say_told(a, NULL);
	return OK;
}

static const struct fact SPEND[] = {
	FACT_NAME(spend_facts, fund, "fund", LEX_FUND, "fee_income"),
	FACT_NAME(spend_facts, purpose, "purpose", LEX_PURPOSE, "staff_subsidy"),
	FACT(spend_facts, amount, FACT_MONEY, "1000.00"),
	FACT_KNOWN(spend_facts, available, known, FACT_MONEY, "5000.00"),
	FACT_KNOWN(spend_facts, received, received_known, FACT_MONEY, NULL),
	FACT(spend_facts, spent, FACT_MONEY, NULL),
};

static enum err run_spend(struct asking *a)
{
	struct spend_facts *f = a->facts;
	const struct rule *rule;
	struct money left;

	f->facts = a->where;
	f->told = a->told;
	TRY(spend_decide(a->c, a->r, f, &left, &rule));
	if (f->known)
		say_money(a->c, a->q, "left", left);
	say_told(a, rule);
	return OK;
}

static const struct fact REQUIRE[] = {
	FACT_NAME(require_facts, name, "name", LEX_FACT, "satisfaction"),
	FACT(require_facts, value, FACT_STR, "80"),
	FACT_LEX(require_facts, unit, LEX_UNIT, NULL),
};

static enum err run_require(struct asking *a)
{
	struct require_facts *f = a->facts;
	const struct rule *rule;
	struct str allowed;

	f->facts = a->where;
	f->told = a->told;
	TRY(require_decide(a->c, a->r, f, &allowed, &rule));
	say(a->q, "allowed", allowed);
	say_told(a, rule);
	return OK;
}

static const struct fact DEADLINE[] = {
	FACT_NAME(deadline_facts, name, "name", LEX_TASK, "settlement"),
	FACT(deadline_facts, event, FACT_DATE, "2022-01-14"),
	FACT(deadline_facts, from, FACT_DATE, NULL),
};

static enum err run_deadline(struct asking *a)
{
	struct deadline_facts *f = a->facts;
	const struct rule *rule;
	struct date due;

	f->facts = a->where;
	f->told = a->told;
	TRY(deadline_decide(a->c, a->r, f, &due, &rule));
	say(a->q, "due", date_text(a->c->arena, due));
	say_told(a, rule);
	return OK;
}

static const struct decision TABLE[] = {
	DECISION("collect", COLLECT, struct collect_facts, run_collect, "", ""),
	DECISION("act", ACT, struct word_facts, run_act, "", ""),
	DECISION("spend", SPEND, struct spend_facts, run_spend, "", "left"),
	DECISION("require", REQUIRE, struct require_facts, run_require, "", "allowed"),
	DECISION("deadline", DEADLINE, struct deadline_facts, run_deadline, "", "due"),
	DECISION("scope", SCOPE, struct kind_facts, run_scope, "kind care window afternoon",
                 "in_scope"),
	DECISION("sitting", SITTING, struct sitting_facts, run_sitting, "kind care stage primary",
                 ""),
	DECISION("offering", OFFERING, struct offering_facts, run_offering,
                 "kind course stage primary", "in_scope"),
	DECISION("care_refusal", REFUSAL, struct word_facts, run_refusal, "", ""),
	DECISION("agreement", AGREEMENT, struct agreement_facts, run_agreement, "kind course",
                 "parties"),
};
const struct decisions DECISIONS_SERVICE = {TABLE, sizeof TABLE / sizeof *TABLE};
