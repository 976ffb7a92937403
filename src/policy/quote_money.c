/* The decisions about money, by name. */
#include "policy/quote_table.h"
#include "policy/refund.h"
#include "policy/sharing.h"
#include "policy/staff.h"

static const char *const DEFINITIONS[] = {"rule", "enrolled", "sittings", "share"};

/* --- charge ------------------------------------------------------------------------------------
 */

#define ITEM_FACTS                                                                                 \
	FACT_AT(quote_item, item.kind, "kind", FACT_KIND, NULL),                                   \
		FACT_AT(quote_item, item.fee, "fee", FACT_STR, NULL),                              \
		{.name = "price",                                                                  \
	         .type = FACT_MONEY,                                                               \
	         .offset = offsetof(struct quote_item, item.price),                                \
	         .lexicon = LEX_NONE,                                                              \
	         .known = offsetof(struct quote_item, item.priced),                                \
	         .example = "350.00"},                                                             \
		{.name = "unit",                                                                   \
	         .type = FACT_WORD,                                                                \
	         .offset = offsetof(struct quote_item, item.unit),                                 \
	         .lexicon = LEX_UNIT,                                                              \
	         .example = "term"},                                                               \
		FACT_AT(quote_item, item.quantity, "quantity", FACT_NUMBER, "1"),                  \
		FACT_AT(quote_item, item.days, "days", FACT_NUMBER, NULL),                         \
		FACT_AT(quote_item, item.months, "months", FACT_NUMBER, NULL),                     \
		FACT_AT(quote_item, by[CHARGE_DAY], "by_day", FACT_NUMBERS, NULL),                 \
		FACT_AT(quote_item, by[CHARGE_HALF_MONTH], "by_half_month", FACT_NUMBERS, NULL),   \
		FACT_AT(quote_item, by[CHARGE_MONTH], "by_month", FACT_NUMBERS, NULL),             \
		FACT_AT(quote_item, dates, "dates", FACT_STR, NULL),                               \
		FACT_AT(quote_item, item.consumables, "consumables", FACT_MONEY, NULL),            \
		FACT_AT(quote_item, item.self_purchase, "self_purchase", FACT_MONEY, NULL)

static const struct fact ITEM[] = {
	ITEM_FACTS,
	{.name = "charged",
         .type = FACT_MONEY,
         .offset = offsetof(struct quote_item, item.charged),
         .lexicon = LEX_NONE,
         .known = offsetof(struct quote_item, item.before)},
	FACT_AT(quote_item, item.earlier_term, "earlier", FACT_BOOL, NULL),
	FACT_AT(quote_item, item.sibling, "sibling", FACT_BOOL, NULL),
};

static const struct fact CHARGE[] = {
	FACT(charge_facts, proof, FACT_ANSWER, NULL),
	FACT(charge_facts, granted, FACT_DATE, NULL),
	FACT_KNOWN(charge_facts, terms_since_grant, terms_known, FACT_I64, NULL),
	FACT_KNOWN(charge_facts, subsidy, subsidy_stated, FACT_MONEY, NULL),
	FACT(charge_facts, deducted_before, FACT_MONEY, NULL),
};

static void say_item(struct asking *a, size_t i, const char *name, struct money m)
{
	say_money(a->c, a->q, str_c(a->c->arena, str_printf(a->c->arena, "%zu.%s", i + 1, name)),
	          m);
}

static void say_text(struct asking *a, size_t i, const char *name, struct str s)
{
	say(a->q, str_c(a->c->arena, str_printf(a->c->arena, "%zu.%s", i + 1, name)), s);
}

static void say_charge_line(struct asking *a, const struct charge_answer *an, size_t i)
{
	const struct charge_line *l = &an->line[i];
	const struct rule *rule = charge_rule(l);
	struct formula f;

	if (l->item->before)
		return;
	f = charge_formula(a->r, l);
	say_text(a, i, "kind", str_of(kind_name(l->item->kind)));
	say_item(a, i, "gross", l->gross);
	say_item(a, i, "charged", l->charged);
	say_item(a, i, "consumables", l->item->consumables);
	say_item(a, i, "deducted", l->deducted);
	say_item(a, i, "waived", l->waived);
	say_item(a, i, "payable", l->payable);
	say_text(a, i, "formula", formula_text(a->c->arena, a->c->lang, &f));
	if (rule == NULL)
		return;
	say_text(a, i, "requirement", rule->requirement);
	say_text(a, i, "clause", rule->clause);
	say_text(a, i, "document", rule->set->document);
}

/* What each payer bears, and what is nobody's in particular. */
struct borne_by {
	struct str name;
	struct money sum;
};

static size_t payers_sum(const struct charge_answer *an, struct borne_by *v)
{
	size_t n = 0;

	for (size_t i = 0; i < an->n_parts; i++) {
		for (size_t k = 0; k < payers_count(an->part[i].rule); k++) {
			struct str name = payer_word(an->part[i].rule, k);
			size_t at = 0;

			name = str_some(name) ? name : S("unnamed");
			while (at < n && !str_eq(v[at].name, name))
				at++;
			if (at == n)
				v[n++] = (struct borne_by){.name = name};
			v[at].sum.fen += an->part[i].by[k].fen;
		}
	}
	return n;
}

static void say_payers(struct asking *a, const struct charge_answer *an)
{
	struct borne_by v[CHARGE_PARTS * PAYERS_MOST];
	size_t n = payers_sum(an, v);

	for (size_t i = 0; i < n; i++) {
		if (v[i].sum.fen > 0)
			say_money(a->c, a->q,
			          str_c(a->c->arena,
			                str_printf(a->c->arena, "payer.%.*s", STR_FMT(v[i].name))),
			          v[i].sum);
	}
}

static void say_charge(struct asking *a, const struct charge_answer *an)
{
	const struct charge_line *only = NULL;
	bool warned = false;
	size_t now = 0;

	for (size_t i = 0; i < an->n; i++) {
		if (an->line[i].item->before)
			continue;
		now++;
		only = &an->line[i];
		warned = warned || an->line[i].self_purchase_warning;
	}
	say_money(a->c, a->q, "gross", an->gross);
	say_money(a->c, a->q, "charged", an->charged);
	say_money(a->c, a->q, "consumables", an->consumables);
	say_money(a->c, a->q, "deducted", an->deducted);
	say_money(a->c, a->q, "waived", an->waived);
	say_money(a->c, a->q, "payable", an->payable);
	say_money(a->c, a->q, "bill", an->bill);
	say_payers(a, an);
	say_bool(a->q, "self_purchase_warning", warned);
	if (now == 1) {
		struct formula f = charge_formula(a->r, only);

		say_formula(a->c, a->q, "formula", &f);
		say_rule(a->q, charge_rule(only));
	}
	for (size_t i = 0; i < an->n; i++)
		say_charge_line(a, an, i);
}

/* Those before the one that is refused came out. */
static void say_lines(struct asking *a, const struct charge_answer *an, bool refused)
{
	for (size_t i = 0; i < an->n && (!refused || i <= an->at); i++) {
		if (!an->line[i].item->before)
			say_pencil(a, an, i, i + 1, refused && i == an->at);
	}
}

static enum err run_charge(struct asking *a)
{
	struct charge_answer *an = NEW(a->c->arena, struct charge_answer);
	struct charge_item *items = NEW_N(a->c->arena, CHARGE_ITEMS + 1, struct charge_item);
	struct charge_facts *f = a->facts;

	if (an == NULL || items == NULL)
		return fault_broken(a->c, "policy: no memory for a charge");
	for (size_t i = 0; i < a->n; i++)
		items[i] = a->item[i].item;
	f->item = items;
	f->n = a->n;
	enum err e = charge_decide(a->c, a->r, f, an);

	a->at = an->at + 1;
	if (e == OK || e == E_REFUSED)
		say_lines(a, an, e == E_REFUSED);
	TRY(e);
	say_charge(a, an);
	charge_steps(a->r, an, a->told);
	say_steps(a->c, a->q, a->told);
	return OK;
}

static enum err run_fee(struct asking *a)
{
	struct charge_answer *an = NEW(a->c->arena, struct charge_answer);
	struct formula f;

	if (an == NULL)
		return fault_broken(a->c, "policy: no memory for a charge");
	TRY(charge_fee(a->c, a->r, &a->item[0].item, &an->line[0]));
	an->n = 1;
	say_pencil(a, an, 0, 0, false);
	say_money(a->c, a->q, "amount", an->line[0].charged);
	f = charge_formula(a->r, &an->line[0]);
	say_only(a->c, a->q, &f, charge_rule(&an->line[0]));
	return OK;
}

/* One more item on top of what a pupil has, by kind. */
struct cap_quote {
	enum kind kind;
	struct money care_before, course_before, consumables_before, self_before;
	struct money price, consumables, self_purchase;
};
static const struct fact CAP[] = {
	FACT(cap_quote, kind, FACT_KIND, NULL),
	FACT(cap_quote, care_before, FACT_MONEY, "350.00"),
	FACT(cap_quote, course_before, FACT_MONEY, "0.00"),
	FACT(cap_quote, consumables_before, FACT_MONEY, "0.00"),
	FACT(cap_quote, self_before, FACT_MONEY, NULL),
	FACT(cap_quote, price, FACT_MONEY, "300.00"),
	FACT(cap_quote, consumables, FACT_MONEY, "40.00"),
	FACT(cap_quote, self_purchase, FACT_MONEY, NULL),
};

static void say_cap(struct asking *a, const struct charge_answer *an, const struct charge_line *l)
{
	struct formula f = l->limit ? charge_limit_formula(l) : charge_formula(a->r, l);

	say_money(a->c, a->q, "charged", l->charged);
	say_money(a->c, a->q, "payable", l->payable);
	say_money(a->c, a->q, "counted",
	          l->limit ? FEN(l->before.fen + l->adding.fen - (l->capped.fen - l->charged.fen))
	                   : l->charged);
	say_money(a->c, a->q, "bill", an->bill);
	if (l->limit != NULL)
		say_money(a->c, a->q, "limit", l->bound);
	say_bool(a->q, "self_purchase_warning", l->self_purchase_warning);
	say_only(a->c, a->q, &f, l->limit ? l->limit : l->rule);
}

static enum err run_cap(struct asking *a)
{
	const struct cap_quote *q = a->facts;
	struct charge_answer *an = NEW(a->c->arena, struct charge_answer);
	struct charge_facts f = CHARGE_FACTS;
	struct charge_item item[3];
	struct rule_facts care = *a->where, course = *a->where;

	if (an == NULL)
		return fault_broken(a->c, "policy: no memory for a charge");
	fact_set(&care, DIM_KIND, KIND_CARE - 1);
	fact_set(&course, DIM_KIND, KIND_COURSE - 1);
	item[0] = (struct charge_item){.kind = KIND_CARE,
	                               .facts = &care,
	                               .unit = UNIT_NONE,
	                               .before = true,
	                               .charged = q->care_before};
	item[1] = (struct charge_item){.kind = KIND_COURSE,
	                               .facts = &course,
	                               .unit = UNIT_NONE,
	                               .before = true,
	                               .charged = q->course_before,
	                               .consumables = q->consumables_before,
	                               .self_purchase = q->self_before};
	item[2] = (struct charge_item){.kind = q->kind,
	                               .facts = a->where,
	                               .unit = UNIT_TERM,
	                               .priced = true,
	                               .price = q->price,
	                               .consumables = q->consumables,
	                               .self_purchase = q->self_purchase};
	f.item = item;
	f.n = 3;
	enum err e = charge_decide(a->c, a->r, &f, an);

	if (e == OK || e == E_REFUSED)
		say_pencil(a, an, 2, 0, e == E_REFUSED);
	TRY(e);
	say_cap(a, an, &an->line[2]);
	return OK;
}

/* --- refund ------------------------------------------------------------------------------------
 */

struct refund_quote {
	struct refund_facts f;
	struct numbers consecutive, consecutive_missed;
};
static const struct fact REFUND[] = {
	FACT_AT(refund_quote, f.kind, "kind", FACT_KIND, NULL),
	{.name = "reason",
         .type = FACT_WORD,
         .offset = offsetof(struct refund_quote, f.reason),
         .lexicon = LEX_REASON,
         .example = "quit"},
	FACT_AT(refund_quote, f.paid, "paid", FACT_MONEY, "360.00"),
	{.name = "unit",
         .type = FACT_WORD,
         .offset = offsetof(struct refund_quote, f.unit),
         .lexicon = LEX_UNIT,
         .example = "day"},
	FACT_AT(refund_quote, f.missed, "missed", FACT_NUMBER, "23"),
	FACT_AT(refund_quote, f.served, "served", FACT_NUMBER, NULL),
	FACT_AT(refund_quote, f.basis, "basis", FACT_NUMBER, "100"),
	FACT(refund_quote, consecutive, FACT_NUMBERS, NULL),
	{.name = "consecutive_unit",
         .type = FACT_WORD,
         .offset = offsetof(struct refund_quote, f.run_unit),
         .lexicon = LEX_UNIT},
	FACT(refund_quote, consecutive_missed, FACT_NUMBERS, NULL),
	FACT_AT(refund_quote, f.missed_before, "missed_before", FACT_NUMBER, NULL),
	FACT_AT(refund_quote, f.refunded_before, "refunded_before", FACT_MONEY, NULL),
	FACT_AT(refund_quote, f.written, "written", FACT_ANSWER, "yes"),
	FACT_AT(refund_quote, f.requested, "requested", FACT_DATE, NULL),
};

static void say_refund(struct asking *a, const struct refund_answer *an)
{
	say_money(a->c, a->q, "amount", an->amount);
	say_money(a->c, a->q, "supplement", an->supplement);
	say_money(a->c, a->q, "handling_fee", an->fee);
	if (an->units.den != 0)
		say_number(a->c, a->q, "units", an->units);
	if (an->basis.den != 0)
		say_number(a->c, a->q, "basis", an->basis);
	say(a->q, "to", str_of(LEXICONS[LEX_PAID_TO].words.v[an->to]));
	if (date_some(an->due))
		say(a->q, "due", date_text(a->c->arena, an->due));
	say_bool(a->q, "carries_over", an->carries_over);
}

static enum err run_refund(struct asking *a)
{
	struct refund_quote *q = a->facts;
	struct refund_answer an;
	struct formula f;

	q->f.facts = a->where;
	q->f.consecutive = q->consecutive.v;
	q->f.n_consecutive = q->consecutive.n;
	q->f.run_missed = q->consecutive_missed.n ? q->consecutive_missed.v : NULL;
	q->f.n_run_missed = q->consecutive_missed.n;
	TRY(refund_decide(a->c, a->r, &q->f, &an));
	say_refund(a, &an);
	f = refund_formula(a->r, &an);
	say_formula(a->c, a->q, "formula", &f);
	say_rule(a->q, an.rule);
	refund_steps(a->r, &an, a->told);
	say_steps(a->c, a->q, a->told);
	return OK;
}

/* --- staff -------------------------------------------------------------------------------------
 */

static const struct fact PAY[] = {
	FACT_LEX(pay_facts, unit, LEX_UNIT, "period"),
	FACT(pay_facts, quantity, FACT_NUMBER, "12"),
	FACT_KNOWN(pay_facts, rate, rated, FACT_MONEY, "50.00"),
	FACT_LEX(pay_facts, form, LEX_FORM, NULL),
	FACT(pay_facts, served, FACT_NUMBER, NULL),
	FACT_KNOWN(pay_facts, this_month, monthly, FACT_MONEY, NULL),
};

static enum err run_pay(struct asking *a)
{
	struct pay_facts *f = a->facts;
	struct pay_answer an;
	struct formula how;

	f->facts = a->where;
	TRY(pay_decide(a->c, a->r, f, &an));
	if (an.fixed)
		say_money(a->c, a->q, "amount", an.amount);
	if (an.floored)
		say_money(a->c, a->q, "lowest", an.lowest);
	if (an.ceiled)
		say_money(a->c, a->q, "highest", an.highest);
	if (an.form >= 0)
		say(a->q, "form", str_of(LEXICONS[LEX_FORM].words.v[an.form]));
	how = pay_formula(a->r, &an);
	say_only(a->c, a->q, &how, an.rule);
	return OK;
}

static const struct fact PERF[] = {
	FACT(perf_facts, quota, FACT_MONEY, "100000.00"),
	FACT_AT(perf_facts, before, "paid_before", FACT_MONEY, "90000.00"),
	FACT(perf_facts, amount, FACT_MONEY, "10000.00"),
};

static enum err run_perf(struct asking *a)
{
	struct perf_facts *f = a->facts;
	const struct rule *rule;
	bool counts;

	f->told = a->told;
	TRY(perf_total_decide(a->c, a->r, f, &counts, &rule));
	say_money(a->c, a->q, "total", FEN(f->before.fen + f->amount.fen));
	say_bool(a->q, "counted", counts);
	say_told(a, rule);
	return OK;
}

/* --- what is shared and budgeted
 * ------------------------------------------------------------------ */

static const struct fact SHARES[] = {
	FACT(shares_facts, cost, FACT_MONEY, "10000.00"),
	FACT(shares_facts, government, FACT_MONEY, NULL),
	FACT(shares_facts, school, FACT_MONEY, NULL),
	FACT_KNOWN(shares_facts, government_percent, by_percent, FACT_NUMBER, "50"),
	FACT_KNOWN(shares_facts, school_percent, by_percent, FACT_NUMBER, "10"),
	FACT(shares_facts, pupils, FACT_I64, "30"),
};

static enum err run_shares(struct asking *a)
{
	const struct shares_facts *f = a->facts;
	struct shares_answer an;
	struct formula how;

	TRY(shares_decide(a->c, f, &an));
	say_money(a->c, a->q, "government", an.government);
	say_money(a->c, a->q, "school", an.school);
	say_money(a->c, a->q, "parents", an.parents);
	if (f->pupils > 0) {
		say_money(a->c, a->q, "each", an.each);
		say_money(a->c, a->q, "last", an.last);
	}
	how = (struct formula){.text = T_policy_formula_shares,
	                       .arg = {arg_money(f->cost), arg_money(an.government),
	                               arg_money(an.school), arg_money(an.parents)},
	                       .n = 4};
	say_only(a->c, a->q, &how, NULL);
	return OK;
}

static const struct fact FUND[] = {
	FACT(fund_facts, pupils, FACT_I64, "2000"),
	FACT(fund_facts, years, FACT_NUMBER, "1"),
};

static enum err run_fund(struct asking *a)
{
	struct fund_answer an;
	struct formula how;

	TRY(fund_decide(a->c, a->r, a->facts, &an));
	say_money(a->c, a->q, "amount", an.amount);
	how = (struct formula){.text = T_policy_formula_times,
	                       .arg = {arg_number(an.count), arg_units(a->r, an.count, UNIT_PUPIL),
	                               arg_rate(an.rule->value.number, an.rule->value.written),
	                               arg_money(an.amount)},
	                       .n = 4};
	say_only(a->c, a->q, &how, an.rule);
	return OK;
}

static const struct fact GUARANTEE[] = {
	FACT_ONE_OF(guarantee_facts, by, DEFINITIONS, "rule"),
	FACT(guarantee_facts, enrolled, FACT_I64, "1300"),
	FACT(guarantee_facts, attended, FACT_I64, "1234"),
	FACT(guarantee_facts, share, FACT_I64, NULL),
	FACT(guarantee_facts, received, FACT_MONEY, "185099.99"),
};

static enum err run_guarantee(struct asking *a)
{
	struct guarantee_answer an;

	TRY(guarantee_decide(a->c, a->r, a->facts, &an));
	say_i64(a->c, a->q, "participants", an.participants);
	say_money(a->c, a->q, "required", an.required);
	say_money(a->c, a->q, "required_enrolled", an.required_enrolled);
	say_money(a->c, a->q, "required_attended", an.required_attended);
	say_money(a->c, a->q, "shortfall", an.shortfall);
	say_only(a->c, a->q, &an.formula, an.rule);
	return OK;
}

static const struct fact PARTICIPANT[] = {
	FACT_ONE_OF(participant_facts, by, DEFINITIONS, "rule"),
	FACT(participant_facts, enrolled_on_census, FACT_BOOL, "yes"),
	FACT(participant_facts, sittings, FACT_I64, "80"),
	FACT(participant_facts, attended, FACT_I64, "40"),
};

static enum err run_participant(struct asking *a)
{
	struct participant_facts *f = a->facts;
	bool counts;

	f->told = a->told;
	TRY(participant_decide(a->c, a->r, f, &counts));
	say_bool(a->q, "counts", counts);
	say_told(a, NULL);
	return OK;
}

static const struct fact BILLING[] = {
	FACT(billing_facts, collected_this_term, FACT_I64, "0"),
	FACT(billing_facts, for_next_term, FACT_BOOL, "no"),
};

static enum err run_billing(struct asking *a)
{
	struct billing_facts *f = a->facts;
	const struct rule *rule;

	f->told = a->told;
	TRY(billing_decide(a->c, a->r, f, &rule));
	say_told(a, rule);
	return OK;
}

static const struct decision TABLE[] = {
	{.name = "charge",
         .facts = FACTS(CHARGE),
         .items = FACTS(ITEM),
         .size = sizeof(struct charge_facts),
         .run = run_charge,
         .dims = "area urban item care",
         .answers = "gross charged consumables deducted waived payable bill self_purchase_warning "
                    "formula"},
	{.name = "fee",
         .facts = {NULL, 0},
         .items = FACTS(ITEM),
         .size = sizeof(struct charge_facts),
         .run = run_fee,
         .dims = "kind care area urban",
         .answers = "amount formula"},
	DECISION("cap", CAP, struct cap_quote, run_cap, "kind course",
                 "charged payable counted bill limit self_purchase_warning formula"),
	DECISION("refund", REFUND, struct refund_quote, run_refund, "kind care",
                 "amount supplement handling_fee units basis to due carries_over formula"),
	DECISION("pay", PAY, struct pay_facts, run_pay, "role teacher payee staff",
                 "amount lowest highest form formula"),
	DECISION("perf_total", PERF, struct perf_facts, run_perf, "", "total counted"),
	DECISION("shares", SHARES, struct shares_facts, run_shares, "",
                 "government school parents each last formula"),
	DECISION("fund", FUND, struct fund_facts, run_fund, "", "amount formula"),
	DECISION("guarantee", GUARANTEE, struct guarantee_facts, run_guarantee, "",
                 "participants required required_enrolled required_attended shortfall formula"),
	DECISION("participant", PARTICIPANT, struct participant_facts, run_participant, "",
                 "counts"),
	DECISION("billing", BILLING, struct billing_facts, run_billing, "", ""),
};
const struct decisions DECISIONS_MONEY = {TABLE, sizeof TABLE / sizeof *TABLE};
