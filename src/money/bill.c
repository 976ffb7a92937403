#include "money/bill.h"

#include "money/bill.sql.h"
#include "money/internal.h"
#include "people/school.h"
#include "policy/charge.h"
#include "rulebook/show.h"
#include "store/store.h"

/* What the rule set says about one charge, on top of what stands. */
struct decision {
	struct money price; /* charged, without consumables */
	struct formula formula;
	const struct rule *rule; /* NULL: nothing limits it */
	struct bill_borne borne;
};

/* The bill so far, kind by kind; where a cap asks for it what is told singly; and the charge. */
enum { ON_CARE, ON_COURSE, ON_TOLD };
struct till {
	const struct rules *rules;
	school_id school; /* of the pupil: it would bill */
	bool by_time;     /* charge_by_time() */
	struct tariff tariff;
	struct relief relief;
	struct rule_facts before[ON_TOLD];   /* of what was charged, kind by kind */
	struct rule_facts kin[2 * BILL_KIN]; /* of what siblings were charged, kind by kind */
	struct rule_facts now;               /* of the charge, the pupil's categories among them */
	struct charge_item item[CHARGE_ITEMS];
	size_t at; /* of the charge: the last one */
	struct charge_answer answer;
};

void bill_facts(const struct pupil *p, enum kind kind, struct rule_facts *ret_f)
{
	struct rule_facts f = pupil_facts(p);

	facts_of_service(&f, kind);
	*ret_f = f;
}

static enum err till_begin(struct ctx *c, struct till *t, const struct rules *rules,
                           const struct pupil *p, struct instant known)
{
	static const enum kind kinds[ON_TOLD] = {[ON_CARE] = KIND_CARE, [ON_COURSE] = KIND_COURSE};

	t->rules = rules;
	t->school = p->school;
	t->by_time = charge_by_time(rules);
	tariff_once(&t->tariff, rules);
	for (int i = 0; i < ON_TOLD; i++) {
		bill_facts(p, kinds[i], &t->before[i]);
		t->item[i] = (struct charge_item){.kind = kinds[i],
		                                  .facts = &t->before[i],
		                                  .unit = UNIT_TERM,
		                                  .before = true};
	}
	TRY(relief_load(c, rules, p, known, &t->relief));
	for (int i = 0; i < ON_TOLD; i++)
		relief_said(&t->relief, &t->before[i]);
	return OK;
}

void till_said(const struct till *t, struct rule_facts *io)
{
	relief_said(&t->relief, io);
}

enum err till_open(struct ctx *c, const struct rules *rules, const struct pupil *p,
                   struct till **ret_t)
{
	/* 25 KB, of which one charge seldom touches a tenth: decide() writes what it reads. */
	struct till *t = arena_take_raw(c->arena, sizeof *t);

	if (!t)
		return fault_broken(c, "arena");
	TRY(till_begin(c, t, rules, p, (struct instant){0}));
	TRY(tariff_open(c, c->arena, rules, TARIFF_FEW, &t->tariff));
	*ret_t = t;
	return OK;
}

static enum err item_of(struct ctx *c, const struct till *till, const struct charge *what,
                        struct charge_item *it)
{
	*it = (struct charge_item){
		.kind = what->kind,
		.facts = &what->facts,
		.unit = UNIT_TERM,
		.priced = true,
		.price = what->price,
		.consumables = what->consumables,
	};
	return what->by_unit ? unit_item(c, till->rules, what->by_unit, it) : OK;
}

/* What is told singly leaves the sum of its kind. What families buy themselves stays there. */
static enum err told_item(struct ctx *c, struct till *till, const struct bill_told *told,
                          struct charge_item *it)
{
	struct fault before = c->fault;
	enum err e = item_of(c, till, &told->what, it);

	if (e == E_REFUSED) /* a unit these documents do not know: no counts */
		c->fault = before;
	else
		TRY(e);
	it->before = true;
	it->charged = told->price;
	if (it->kind == KIND_CARE)
		till->item[ON_CARE].charged.fen -= told->price.fen;
	if (it->kind == KIND_COURSE)
		till->item[ON_COURSE].charged.fen -= told->price.fen;
	till->item[ON_COURSE].consumables.fen -= it->consumables.fen;
	return OK;
}

/* In the order they were charged in; the first ones stay in the sums where there is no room. */
static enum err told_fill(struct ctx *c, struct till *till, const struct bill_told *last)
{
	size_t n = 0, first = till->at, most = CHARGE_ITEMS - 1 - first;

	for (const struct bill_told *told = last; told && n < most; told = told->before)
		n++;
	till->at = first + n;
	for (size_t i = till->at; i > first && last; last = last->before)
		TRY(told_item(c, till, last, &till->item[--i]));
	return OK;
}

static enum err items_fill(struct ctx *c, struct till *till, const struct bill_totals *t,
                           const struct charge *what)
{
	for (int i = 0; i < ON_TOLD; i++) /* what was charged before belongs to the same season */
		till->before[i].is[DIM_SEASON] = what->facts.is[DIM_SEASON];

	till->item[ON_CARE].charged = t->care;
	till->item[ON_COURSE].charged = t->course;
	till->item[ON_COURSE].consumables = t->consumables;
	till->item[ON_COURSE].self_purchase = t->self_bought;
	till->at = ON_TOLD +
	           bill_kin_items(t, &till->before[ON_COURSE], till->kin, &till->item[ON_TOLD]);
	TRY(told_fill(c, till, till->by_time ? t->told : NULL));
	TRY(item_of(c, till, what, &till->item[till->at]));
	till->now = what->facts;
	till->item[till->at].facts = &till->now;
	till->item[till->at].self_purchase = what->self_bought;
	return OK;
}

/* The answer is of this one charge: its parts are the charge's. */
static enum err borne_take(struct ctx *c, const struct charge_answer *a, struct bill_borne *ret_b)
{
	struct bill_borne b = {.n = 0};

	for (size_t i = 0; i < a->n_parts; i++) {
		if (a->part[i].amount.fen > 0)
			TRY(parts_add(c, &b, a->part[i].rule, a->part[i].by));
	}
	*ret_b = b;
	return OK;
}

static bool nothing_stands(const struct bill_totals *t)
{
	return !t->collected && t->total.fen == 0 && t->course.fen == 0 && t->care.fen == 0 &&
	       t->consumables.fen == 0 && t->self_bought.fen == 0;
}

/* R59: a pupil has one bill a term, and the school that billed collects it. A pupil who has gone to
 * another is charged there once nothing stands on it and nobody was ever asked to pay it: then it
 * goes along. Else its money would come to an account of a school that gave nothing for it. */
static enum err bill_of_school(struct ctx *c, const struct till *till, const struct bill_totals *t)
{
	struct school s;
	bool asked = true;

	if (t->school.v == 0 || t->school.v == till->school.v)
		return OK;
	if (nothing_stands(t))
		TRY(q_bill_asked(c, t->bill, &asked));
	if (!asked)
		return OK;
	TRY(school_load(c, t->school, &s));
	return fault_set(c, E_REFUSED, "billed_elsewhere", &(struct fault){.found = s.name});
}

/* Of a refusal, the till's answer keeps what was reckoned until then. */
static enum err decide(struct ctx *c, struct till *till, const struct bill_totals *t,
                       const struct charge *what, struct decision *ret_d)
{
	struct billing_facts billing_facts = {.collected_this_term = t->collected ? 1 : 0};
	struct charge_facts facts = CHARGE_FACTS;
	const struct charge_line *line;
	const struct rule *billing;

	TRY(items_fill(c, till, t, what));
	line = &till->answer.line[till->at];
	facts.item = till->item;
	facts.n = till->at + 1;
	relief_facts(&till->relief, &till->now, &facts);
	facts.subsidy_stated = what->subsidy.some;
	facts.subsidy = what->subsidy.v;
	facts.borne = t->borne;
	facts.n_borne = t->borne_n;
	TRY(show_answered(c, till->rules,
	                  charge_decide_by(c, &till->tariff, &facts, &till->answer)));
	if (line->charged.fen > 0 || what->consumables.fen > 0 || what->self_bought.fen > 0)
		TRY(bill_of_school(c, till, t));
	if (line->payable.fen > 0)
		TRY(billing_decide(c, till->rules, &billing_facts, &billing)); /* R59 */
	*ret_d = (struct decision){
		.price = line->charged,
		.formula = charge_formula(till->rules, line),
		.rule = charge_rule(line),
	};
	return borne_take(c, &till->answer, &ret_d->borne);
}

enum err bill_explain(struct ctx *c, const struct rules *rules, const struct pupil *p,
                      const struct bill_totals *t, const struct charge *what,
                      struct bill_working *ret_w)
{
	struct fault before = c->fault;
	struct bill_working w = {.price = FEN(0)};
	struct decision d;
	struct till till;
	enum err e;

	TRY(till_begin(c, &till, rules, p, what->known));
	till.answer.n = till.at = 0;
	e = decide(c, &till, t, what, &d);
	if (e != OK && e != E_REFUSED)
		return e;
	pencil_charge(rules, &till.answer, till.at, e == E_REFUSED, &w.steps);
	if (e == E_REFUSED) {
		w.no = c->fault;
		c->fault = before;
	} else {
		w.price = d.price;
		w.borne = d.borne;
		w.rule = d.rule;
		w.formula = d.formula;
	}
	*ret_w = w;
	return OK;
}

enum err bill_judge(struct ctx *c, struct till *till, const struct bill_totals *t,
                    const struct charge *what, struct bill_quote *ret_q)
{
	struct fault before = c->fault;
	struct bill_quote q = {0};
	struct decision d;
	enum err e = decide(c, till, t, what, &d);

	if (e != OK && e != E_REFUSED)
		return e;
	if (e == E_REFUSED) {
		q.no = c->fault;
		c->fault = before;
	} else {
		q.price = d.price;
		q.borne = d.borne;
		q.formula = d.formula;
	}
	*ret_q = q;
	return OK;
}

struct raise_by charge_raises(const struct charge *what, struct money price,
                              const struct bill_borne *borne)
{
	struct raise_by by = {.consumables = what->consumables,
	                      .self_bought = what->self_bought,
	                      .other = {borne ? -borne->sum.fen : 0}};

	switch (what->kind) {
	case KIND_CARE:
		by.care = price;
		break;
	case KIND_COURSE:
		by.course = price;
		break;
	default:
		by.other.fen += price.fen;
	}
	return by;
}

enum err bill_totals_raise(struct ctx *c, struct bill_totals *t, const struct charge *what,
                           struct money price)
{
	struct raise_by by = charge_raises(what, price, NULL);

	if (!money_add(t->course, by.course, &t->course) ||
	    !money_add(t->care, by.care, &t->care) ||
	    !money_add(t->consumables, by.consumables, &t->consumables) ||
	    !money_add(t->self_bought, by.self_bought, &t->self_bought) ||
	    !money_add(t->total, price, &t->total) ||
	    !money_add(t->total, by.consumables, &t->total))
		return fault_broken(c, "bill overflow");
	return OK;
}

static enum err bill_open(struct ctx *c, const struct pupil *p, term_id term, struct bill_totals *t)
{
	bill_id id = {env_next_id(c->env)};
	int64_t stored;

	if (t->bill.v && t->school.v != p->school.v) { /* nothing stands on it: decide() */
		TRY(q_bill_goes_along(c, t->bill, p->school, &stored));
		return stored ? audit_put(c, "goes_along", "bill", t->bill.v, p->county, S("{}"))
		              : E_RETRY;
	}
	if (t->bill.v)
		return OK;
	TRY(q_bill_insert(c, id, p->county, p->school, term, p->id, &stored));
	if (!stored)
		return E_RETRY; /* another node made it; the next try sees it */
	t->bill = id;
	return OK;
}

enum err bill_move(struct ctx *c, const struct bill_totals *t, const struct raise_by *by)
{
	int64_t moved;

	TRY(q_bill_raise(c, t->bill, by->course, by->consumables, by->care, by->self_bought,
	                 by->other, t->total, t->course, t->consumables, t->care, t->self_bought,
	                 &moved));
	return moved ? OK : E_RETRY;
}

static enum ledger_account income_account(enum kind kind)
{
	return kind == KIND_CARE ? LEDGER_CARE : LEDGER_COURSE;
}

enum err bill_line_put(struct ctx *c, county_id county, const struct line_new *l,
                       bill_line_id *ret_id)
{
	bill_line_id id = {env_next_id(c->env)};
	struct money credit;

	if (!money_sub(FEN(0), l->amount, &credit))
		return fault_broken(c, "bill line overflow");
	struct leg legs[] = {
		{LEDGER_RECEIVABLE, LEG_OF(l->bill), l->amount},
		{l->income, LEG_OF(l->offering), credit},
	};

	if (l->income == LEDGER_PAYER_RECEIVABLE) /* who bears it owes the school */
		legs[1].subject = (struct subject)LEG_OF(l->school);

	TRY(q_bill_line_insert(
		c, id, county, l->bill, l->enrolment, l->offering, str_of(l->item), l->amount,
		l->formula, l->requirement, l->document, l->reverses, c->now, l->statement,
		l->decided.us ? l->decided : (struct instant){INT64_MIN}, l->payer, NULL));
	TRY(ledger_post(c, county, "bill_line", id.v, legs, 2));
	*ret_id = id;
	return OK;
}

static struct str text_both(struct ctx *c, enum text_id id, struct str arg)
{
	struct str both[2] = {
		text_fill(c->arena, LANG_ZH, id, &arg, 1),
		text_fill(c->arena, LANG_EN, id, &arg, 1),
	};

	return str_join(c->arena, both, 2, S("\n"));
}

/* R5: who bears a part, statement by statement, payer by payer; each statement of what the one
 * before left. */
static enum err borne_lines(struct ctx *c, const struct charge_new *n, const struct line_new *like)
{
	struct money of = FEN(n->price.fen + n->what->consumables.fen);
	bill_line_id id;

	for (size_t i = 0; i < n->borne->n; i++) {
		const struct bill_part *part = &n->borne->part[i];
		struct line_new l = *like;

		part_line(c, part, of, &l);
		if (part->rule->type == RULE_WAIVER && n->relieved.us)
			l.decided = n->relieved;
		l.amount = FEN(-part->amount.fen);
		l.school = n->pupil->school;
		TRY(bill_line_put(c, n->pupil->county, &l, &id));
		if (i + 1 < n->borne->n && part[1].rule != part->rule)
			of.fen -= part->whole.fen;
	}
	return OK;
}

enum err charge_lines(struct ctx *c, const struct charge_new *n, bill_id bill)
{
	const struct charge *what = n->what;
	bill_line_id id;
	struct line_new l = {
		.bill = bill,
		.enrolment = what->enrolment,
		.offering = what->offering,
		.item = "price",
		.income = income_account(what->kind),
		.amount = n->price,
		.formula = formula_both(c->arena, n->formula),
		.requirement = n->rule ? n->rule->requirement : S(""),
		.document = n->rule ? n->rule->set->document : S(""),
		.decided = what->known,
	};

	if (n->price.fen > 0)
		TRY(bill_line_put(c, n->pupil->county, &l, &id));
	if (what->consumables.fen > 0) {
		l.item = "consumables";
		l.income = LEDGER_CONSUMABLES;
		l.amount = what->consumables;
		l.formula = text_both(c, T_money_consumables_as_stated,
		                      money_text(c->arena, what->consumables));
		l.requirement = S("R36");
		TRY(bill_line_put(c, n->pupil->county, &l, &id));
	}
	return borne_lines(c, n, &l);
}

enum err bill_charge(struct ctx *c, struct till *till, const struct pupil *p, term_id term,
                     const struct bill_totals *now, const struct charge *what, struct billed *ret_b)
{
	struct bill_totals t = *now;
	struct decision d;
	struct billed b = {0};

	TRY(decide(c, till, &t, what, &d));
	struct raise_by by = charge_raises(what, d.price, &d.borne);
	struct charge_new n = {.pupil = p,
	                       .what = what,
	                       .price = d.price,
	                       .formula = &d.formula,
	                       .rule = d.rule,
	                       .borne = &d.borne};

	if (d.price.fen == 0 && by.consumables.fen == 0 && by.self_bought.fen == 0) {
		*ret_b = b;
		return OK;
	}
	TRY(bill_family_hold(c, till->rules, p, term, &t));
	TRY(bill_open(c, p, term, &t));
	TRY(bill_move(c, &t, &by));
	TRY(charge_lines(c, &n, t.bill));
	if (!money_add(d.price, what->consumables, &b.charged) ||
	    !money_sub(b.charged, d.borne.sum, &b.charged))
		return fault_broken(c, "charge overflow");
	b.bill = t.bill;
	*ret_b = b;
	return OK;
}
