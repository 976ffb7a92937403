#include "policy/quote.h"

#include <stddef.h>

enum fact_type {
	FACT_MONEY,
	FACT_I64,
	FACT_TIME,
	FACT_BOOL,
	FACT_STR,
	FACT_KIND,
	FACT_CHOICE, /* an int; one of the words, by index */
	FACT_UNIT,
	FACT_DIMENSION /* a bit of rule_facts.is[] */
};

struct fact {
	const char *name;
	enum fact_type type;
	size_t offset;
	struct words words;
};

static const char *const WEEKDAYS[] = {"", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
static const char *const DEFINITIONS[] = {"rule", "enrolled", "sittings", "share"};
#define LIST(array)                                                                                \
	{                                                                                          \
		(array), sizeof(array) / sizeof *(array)                                           \
	}
#define FACT(s, member, type)                                                                      \
	{                                                                                          \
#member, type, offsetof(struct s, member),                                         \
		{                                                                                  \
			NULL, 0                                                                    \
		}                                                                                  \
	}
#define CHOICE(s, member, list)                                                                    \
	{                                                                                          \
#member, FACT_CHOICE, offsetof(struct s, member), LIST(list)                       \
	}
#define WHERE(s)                                                                                   \
	{"stage", FACT_DIMENSION, offsetof(struct s, where.is[DIM_STAGE]), {NULL, 0}},             \
		{"area", FACT_DIMENSION, offsetof(struct s, where.is[DIM_AREA]), {NULL, 0}},       \
	{                                                                                          \
		"season", FACT_DIMENSION, offsetof(struct s, where.is[DIM_SEASON]),                \
		{                                                                                  \
			NULL, 0                                                                    \
		}                                                                                  \
	}

/* --- answers -----------------------------------------------------------------------------------
 */

static void say(struct quote *q, const char *name, struct str value)
{
	if (q->n < QUOTE_LINES && value.p != NULL) {
		q->line[q->n].name = str_of(name);
		q->line[q->n++].value = value;
	}
}

static void say_money(struct ctx *c, struct quote *q, const char *name, struct money m)
{
	say(q, name, money_text(c->arena, m));
}

static void say_i64(struct ctx *c, struct quote *q, const char *name, int64_t v)
{
	say(q, name, str_printf(c->arena, "%lld", (long long)v));
}

static void say_rule(struct quote *q, const struct rule *rule)
{
	if (rule == NULL)
		return;
	say(q, "requirement", rule->requirement);
	say(q, "clause", rule->clause);
	say(q, "document", rule->set->document);
}

static void say_formula(struct ctx *c, struct quote *q, const struct formula *f)
{
	if (f->text != TEXT_NONE)
		say(q, "formula", formula_text(c->arena, c->lang, f));
}

/* --- the decisions -----------------------------------------------------------------------------
 */

static const struct fact FEE[] = {
	FACT(fee_facts, kind, FACT_KIND),    WHERE(fee_facts),
	FACT(fee_facts, price, FACT_MONEY),  FACT(fee_facts, unit, FACT_UNIT),
	FACT(fee_facts, quantity, FACT_I64),
};

static enum err run_fee(struct ctx *c, const struct rules *r, const void *facts, struct quote *q)
{
	struct fee_answer a;

	TRY(fee_decide(c, r, facts, &a));
	say_money(c, q, "amount", a.amount);
	say_formula(c, q, &a.formula);
	say_rule(q, a.rule);
	return OK;
}

static const struct fact CAP[] = {
	FACT(cap_facts, kind, FACT_KIND),
	WHERE(cap_facts),
	FACT(cap_facts, care_before, FACT_MONEY),
	FACT(cap_facts, course_before, FACT_MONEY),
	FACT(cap_facts, consumables_before, FACT_MONEY),
	FACT(cap_facts, self_before, FACT_MONEY),
	FACT(cap_facts, price, FACT_MONEY),
	FACT(cap_facts, consumables, FACT_MONEY),
	FACT(cap_facts, self_purchase, FACT_MONEY),
};

static enum err run_cap(struct ctx *c, const struct rules *r, const void *facts, struct quote *q)
{
	const struct cap_facts *f = facts;
	struct cap_answer a;

	TRY(cap_decide(c, r, f, &a));
	say_money(c, q, "charged", a.charged);
	say_money(c, q, "payable", a.payable);
	say_money(c, q, "counted", a.counted);
	say_money(c, q, "bill",
	          FEN(f->care_before.fen + f->course_before.fen + f->consumables_before.fen +
	              a.payable.fen));
	if (a.rule != NULL)
		say_money(c, q, "limit", a.limit);
	say(q, "self_purchase_warning", a.self_purchase_warning ? S("yes") : S("no"));
	say_formula(c, q, &a.formula);
	say_rule(q, a.rule);
	return OK;
}

static const struct fact GUARANTEE[] = {
	CHOICE(guarantee_facts, by, DEFINITIONS),    FACT(guarantee_facts, enrolled, FACT_I64),
	FACT(guarantee_facts, attended, FACT_I64),   FACT(guarantee_facts, share, FACT_I64),
	FACT(guarantee_facts, received, FACT_MONEY),
};

static enum err run_guarantee(struct ctx *c, const struct rules *r, const void *facts,
                              struct quote *q)
{
	struct guarantee_answer a;

	TRY(guarantee_decide(c, r, facts, &a));
	say_i64(c, q, "participants", a.participants);
	say_money(c, q, "required", a.required);
	say_money(c, q, "required_enrolled", a.required_enrolled);
	say_money(c, q, "required_attended", a.required_attended);
	say_money(c, q, "shortfall", a.shortfall);
	say_formula(c, q, &a.formula);
	say_rule(q, a.rule);
	return OK;
}

static const struct fact PARTICIPANT[] = {
	CHOICE(participant_facts, by, DEFINITIONS),
	FACT(participant_facts, enrolled_on_census, FACT_BOOL),
	FACT(participant_facts, sittings, FACT_I64),
	FACT(participant_facts, attended, FACT_I64),
};

static enum err run_participant(struct ctx *c, const struct rules *r, const void *facts,
                                struct quote *q)
{
	bool counts;

	TRY(participant_decide(c, r, facts, &counts));
	say(q, "counts", counts ? S("yes") : S("no"));
	return OK;
}

static const struct fact BILLING[] = {
	FACT(billing_facts, collected_this_term, FACT_I64),
	FACT(billing_facts, for_next_term, FACT_BOOL),
};

static enum err run_billing(struct ctx *c, const struct rules *r, const void *facts,
                            struct quote *q)
{
	const struct rule *rule;

	TRY(billing_decide(c, r, facts, &rule));
	say_rule(q, rule);
	return OK;
}

static const struct fact SITTING[] = {
	FACT(sitting_facts, kind, FACT_KIND),
	WHERE(sitting_facts),
	CHOICE(sitting_facts, weekday, WEEKDAYS),
	FACT(sitting_facts, teaching, FACT_BOOL),
	FACT(sitting_facts, make_up, FACT_BOOL),
	FACT(sitting_facts, starts, FACT_TIME),
	FACT(sitting_facts, ends, FACT_TIME),
	FACT(sitting_facts, classes_end, FACT_TIME),
	FACT(sitting_facts, county_end_latest, FACT_TIME),
};

static enum err run_sitting(struct ctx *c, const struct rules *r, const void *facts,
                            struct quote *q)
{
	return sitting_time_decide(c, r, facts);
}

static const struct fact OFFERING[] = {
	FACT(offering_facts, kind, FACT_KIND),      WHERE(offering_facts),
	FACT(offering_facts, by_agency, FACT_BOOL), FACT(offering_facts, category, FACT_STR),
	FACT(offering_facts, title, FACT_STR),      FACT(offering_facts, reviewed, FACT_BOOL),
};

static enum err run_offering(struct ctx *c, const struct rules *r, const void *facts,
                             struct quote *q)
{
	const struct offering_facts *f = facts;
	bool in;

	TRY(offering_kind_decide(c, r, f));
	TRY(kind_in_scope(c, r, f->kind, &in));
	say(q, "in_scope", in ? S("yes") : S("no"));
	return OK;
}

struct refusal_facts {
	struct str reason;
};
static const struct fact REFUSAL[] = {FACT(refusal_facts, reason, FACT_STR)};

static enum err run_refusal(struct ctx *c, const struct rules *r, const void *facts,
                            struct quote *q)
{
	return care_refusal_decide(c, r, ((const struct refusal_facts *)facts)->reason);
}

struct agreement_facts {
	enum kind kind;
	bool by_agency;
};
static const struct fact AGREEMENT[] = {
	FACT(agreement_facts, kind, FACT_KIND),
	FACT(agreement_facts, by_agency, FACT_BOOL),
};

static enum err run_agreement(struct ctx *c, const struct rules *r, const void *facts,
                              struct quote *q)
{
	const struct agreement_facts *f = facts;
	const struct rule *rule;
	uint32_t parties;
	struct str names = S("");

	TRY(agreement_parties(c, r, f->kind, f->by_agency, &parties, &rule));
	for (int p = 0; p < PARTY_COUNT; p++) {
		if (parties & PARTY_BIT(p))
			names = str_printf(c->arena, "%.*s%s%s", STR_FMT(names), names.n ? " " : "",
			                   party_name((enum party)p));
	}
	say(q, "parties", names);
	say_rule(q, rule);
	return OK;
}

static const struct decision {
	const char *name;
	const struct fact *facts;
	size_t n, size;
	enum err (*run)(struct ctx *c, const struct rules *r, const void *facts, struct quote *q);
} DECISIONS[] = {
#define DECISION(name, facts, type, run)                                                           \
	{                                                                                          \
		name, facts, sizeof(facts) / sizeof *(facts), sizeof(type), run                    \
	}
	DECISION("fee", FEE, struct fee_facts, run_fee),
	DECISION("cap", CAP, struct cap_facts, run_cap),
	DECISION("guarantee", GUARANTEE, struct guarantee_facts, run_guarantee),
	DECISION("participant", PARTICIPANT, struct participant_facts, run_participant),
	DECISION("billing", BILLING, struct billing_facts, run_billing),
	DECISION("sitting", SITTING, struct sitting_facts, run_sitting),
	DECISION("offering", OFFERING, struct offering_facts, run_offering),
	DECISION("care_refusal", REFUSAL, struct refusal_facts, run_refusal),
	DECISION("agreement", AGREEMENT, struct agreement_facts, run_agreement),
};
enum { N_DECISIONS = sizeof DECISIONS / sizeof *DECISIONS };

/* --- reading facts -----------------------------------------------------------------------------
 */

static bool fact_bool(struct str value, bool *ret_b)
{
	bool yes = str_is(value, "yes");

	if (!yes && !str_is(value, "no"))
		return false;
	*ret_b = yes;
	return true;
}

/* The fact is named as its dimension is. */
static bool fact_dimension(const struct fact *fact, struct str value, uint64_t *ret_bits)
{
	size_t i;

	for (int d = 0; d < DIM_BUILTIN; d++) {
		if (strcmp(fact->name, DIMENSIONS[d].name) != 0)
			continue;
		if (!words_index(LEXICONS[DIMENSIONS[d].lexicon].words, value, &i))
			return false;
		*ret_bits = UINT64_C(1) << i;
		return true;
	}
	return false;
}

static bool fact_read(const struct fact *fact, struct str value, char *facts)
{
	void *at = facts + fact->offset;
	size_t i;

	switch (fact->type) {
	case FACT_MONEY:
		return money_parse(value, at);
	case FACT_I64:
		return str_i64(value, at);
	case FACT_TIME:
		return time_parse(value, at);
	case FACT_BOOL:
		return fact_bool(value, at);
	case FACT_STR:
		*(struct str *)at = value;
		return true;
	case FACT_KIND:
		return kind_parse(value, at);
	case FACT_UNIT:
		if (!words_index(LEXICONS[LEX_UNIT].words, value, &i))
			return false;
		*(int *)at = (int)i;
		return true;
	case FACT_DIMENSION:
		return fact_dimension(fact, value, at);
	case FACT_CHOICE:
		if (!words_index(fact->words, value, &i))
			return false;
		*(int *)at = (int)i;
		return true;
	}
	return false;
}

static const struct decision *decision_find(struct str name)
{
	for (size_t i = 0; i < N_DECISIONS; i++) {
		if (str_is(name, DECISIONS[i].name))
			return &DECISIONS[i];
	}
	return NULL;
}

static const struct fact *fact_find(const struct decision *d, struct str name)
{
	for (size_t i = 0; i < d->n; i++) {
		if (str_is(name, d->facts[i].name))
			return &d->facts[i];
	}
	return NULL;
}

/* All names a decision or a fact may have, the first offered when it is near. */
static enum err unknown(struct ctx *c, struct str found, const struct decision *d)
{
	const char *names[32];
	size_t n = d ? d->n : N_DECISIONS;
	struct words w = {names, n < 32 ? n : 32};
	struct str near;

	for (size_t i = 0; i < w.n; i++)
		names[i] = d ? d->facts[i].name : DECISIONS[i].name;
	near = words_nearest(w, found);
	return fault_input(c, "unknown_field", found, found,
	                   near.p ? near : words_text(c->arena, w));
}

enum err quote_run(struct ctx *c, const struct rules *r, struct str decision,
                   const struct rule_given *given, struct quote *ret_q)
{
	const struct decision *d = decision_find(decision);
	struct quote q = {0};
	char *facts;
	enum err e;

	if (d == NULL)
		return unknown(c, decision, NULL);
	facts = arena_take(c->arena, d->size);
	if (facts == NULL)
		return fault_broken(c, "policy: no memory for a quote");
	for (size_t i = 0; i < d->n; i++) {
		if (d->facts[i].type == FACT_TIME)
			*(struct clock_time *)(void *)(facts + d->facts[i].offset) = TIME_NONE;
	}
	for (; given != NULL; given = given->next) {
		const struct fact *fact = fact_find(d, given->name);

		if (fact == NULL)
			return unknown(c, given->name, d);
		if (!fact_read(fact, given->value, facts))
			return fault_input(c, NULL, given->name, given->value, STR_NONE);
	}
	say(&q, "outcome", S("pass"));
	e = d->run(c, r, facts, &q);
	if (e == E_REFUSED) {
		q = (struct quote){0};
		say(&q, "outcome", str_of(c->fault.code));
		say(&q, "found", c->fault.found);
		say(&q, "allowed", c->fault.allowed);
		say(&q, "requirement", c->fault.requirement);
		say(&q, "clause", c->fault.clause);
		say(&q, "document", c->fault.document);
		c->fault = (struct fault){0};
	} else if (e != OK) {
		return e;
	}
	*ret_q = q;
	return OK;
}

struct str quote_value(const struct quote *q, struct str name)
{
	for (size_t i = 0; i < q->n; i++) {
		if (str_eq(q->line[i].name, name))
			return q->line[i].value;
	}
	return STR_NONE;
}

/* --- worked cases ------------------------------------------------------------------------------
 */

static enum err case_wrong(struct ctx *c, const struct rule_set *s, int line, struct str found,
                           struct str allowed)
{
	return fault_set(
		c, E_REFUSED, "rule_set_wrong",
		&(struct fault){.field = str_printf(c->arena, "%.*s:%d", STR_FMT(s->file), line),
	                        .found = found,
	                        .allowed = allowed,
	                        .document = s->document});
}

enum err case_run(struct ctx *c, const struct policy_book *b, const struct rule_set *s,
                  const struct rule_case *work)
{
	const struct rule_given *given = work->given;
	struct date on = s->from;
	struct rules r;
	struct quote q;

	if (work->expect == NULL)
		return case_wrong(c, s, work->line, STR_NONE, S("expect"));
	if (given != NULL && str_is(given->name, "on")) {
		if (!date_parse(given->value, &on))
			return case_wrong(c, s, given->line, given->value, S("2021-09-01"));
		given = given->next;
	}
	TRY(rules_for(c, b, s->id, on, &r));
	if (quote_run(c, &r, work->decision, given, &q) != OK)
		return case_wrong(c, s, work->line, c->fault.field, c->fault.allowed);
	for (const struct rule_given *e = work->expect; e != NULL; e = e->next) {
		struct str got = quote_value(&q, e->name);

		if (!str_eq(got, e->value))
			return case_wrong(c, s, e->line, got, e->value);
	}
	return OK;
}
