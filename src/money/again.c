/* What is left of a bill when something left it: reckoned anew, as if that had never been taken. */
#include "money/again.h"
#include "money/bill.h"
#include "money/bill.sql.h"
#include "money/internal.h"
#include "rulebook/rulebook.h"
#include "term/facts.h"

/* One service the pupil has, and what stands of it. */
struct left {
	struct charged_at when;
	offering_id offering;
	bool self_purchase;
	bool gone; /* given up; what is left of it stands */
	struct bill_recall stood;
};

struct again {
	struct pupil pupil;
	struct pupil_past past; /* each service is decided by what held when it was charged */
	term_id term;
	bill_id bill;
	struct bill_line *line;
	size_t lines;
	struct left *v;
	size_t n;
	struct bill_totals now; /* as it grows */
	struct instant at;
	struct rules *rules; /* of that day, as known at that moment */
};

/* In the order they were charged. */
static void put(struct again *a, const struct left *l)
{
	size_t at = a->n++;

	for (; at > 0 && charged_before(&l->when, &a->v[at - 1].when); at--)
		a->v[at] = a->v[at - 1];
	a->v[at] = *l;
}

static enum err left_put(struct ctx *c, struct again *a, const struct left *what,
                         struct instant since)
{
	struct left l = *what;

	l.when = charged_at(a->line, a->lines, what->when.enrolment, since);
	TRY(bill_recall(c, a->line, a->lines, l.when.enrolment, &l.stood));
	if (l.stood.at == a->lines)
		l.stood.decided = l.stood.relieved = l.when.since;
	put(a, &l);
	return OK;
}

/* `more`: room for others. */
static enum err again_load(struct ctx *c, pupil_id pupil, term_id term, size_t more,
                           struct again *a)
{
	struct q_bill_enrolled_row *row;
	struct bill_totals t;
	size_t n;

	*a = (struct again){.term = term, .at = {INT64_MIN}};
	TRY(bill_totals_get(c, pupil, term, &t));
	a->bill = t.bill;
	if (!t.bill.v)
		return OK;
	TRY(pupil_load(c, pupil, &a->pupil));
	TRY(pupil_past_load(c, &a->pupil, &a->past));
	a->pupil.school = t.school; /* that billed, wherever the pupil is now */
	TRY(bill_lines(c, t.bill, &a->line, &a->lines));
	TRY(q_bill_enrolled(c, pupil, term, &row, &n));
	a->v = NEW_N(c->arena, n + more + 1, struct left);
	a->rules = NEW(c->arena, struct rules);
	if (!a->v || !a->rules)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct left l = {
			.when.enrolment = row[i].enrolment,
			.offering = row[i].offering,
			.self_purchase = row[i].self_purchase,
		};

		TRY(left_put(c, a, &l, row[i].since));
	}
	return OK;
}

static enum err rules_of(struct ctx *c, struct again *a, struct instant at)
{
	if (a->at.us == at.us)
		return OK;
	TRY(rulebook_rules_known(c, a->pupil.county, a->pupil.school, instant_date(at), at,
	                         a->rules));
	a->at = at;
	return OK;
}

static struct charge charge_of(struct ctx *c, const struct again *a, const struct left *l,
                               const struct pupil *then, const struct offering *o)
{
	return (struct charge){
		.enrolment = l->when.enrolment,
		.offering = o->id,
		.kind = o->kind,
		.facts = service_facts(c, a->rules, then, o),
		.title = o->title,
		.price = o->price,
		.by_unit = o->by_unit,
		.consumables = l->self_purchase ? FEN(0) : o->consumables,
		.subsidy = o->subsidy,
		.self_bought = l->self_purchase ? o->consumables : FEN(0),
		.day = instant_date(a->at),
		.known = l->stood.decided,
	};
}

/* What stands is taken as it is: what the rules refuse now is no matter of this bill. */
static enum err keep(struct ctx *c, struct again *a, const struct charge *what,
                     const struct bill_recall *stood)
{
	struct charge as = *what;
	struct bill_borne none = {.n = 0};

	as.consumables = stood->consumables;
	TRY(bill_totals_add(c, &a->now, &as, stood->price, &none));
	a->now.total.fen -= stood->deducted.fen + stood->waived.fen;
	return OK;
}

/* The decision of one of them, on what is left before it. *ret_decided false: keep what stands. */
static enum err decide_left(struct ctx *c, struct again *a, const struct left *l,
                            struct charge *ret_what, struct bill_working *ret_w, bool *ret_decided)
{
	struct pupil then = pupil_then(&a->past, l->stood.decided);
	struct bill_recall on = l->stood;
	struct fault before = c->fault;
	struct offering o;
	enum err e;

	TRY(rules_of(c, a, l->stood.decided));
	TRY(offering_load(c, l->offering, &o));
	*ret_what = charge_of(c, a, l, &then, &o);
	*ret_decided = false;
	if (l->gone || o.school.v != a->pupil.school.v)
		return OK;
	/* What siblings are charged by now leaves no more room than there is. */
	TRY(bill_totals_family(c, a->rules, &a->pupil, a->term, NULL, &a->now));
	on.before = a->now;
	on.waived_else = a->now.borne;
	on.waived_else_n = a->now.borne_n;
	e = bill_recall_explain(c, a->rules, &then, &on, ret_what, ret_w);
	c->fault = e == E_INPUT ? before : c->fault;
	if (e != OK)
		return e == E_INPUT ? OK : e;
	*ret_decided = ret_w->no.code == NULL;
	return OK;
}

static struct money borne_by(const struct bill_borne *b, enum rule_type type)
{
	struct money sum = FEN(0);

	for (size_t i = 0; i < b->n; i++)
		sum.fen += b->part[i].rule->type == type ? b->part[i].amount.fen : 0;
	return sum;
}

static bool stands(const struct bill_recall *s, const struct bill_working *w)
{
	return s->price.fen == w->price.fen &&
	       s->deducted.fen == borne_by(&w->borne, RULE_DEDUCT).fen &&
	       s->waived.fen == borne_by(&w->borne, RULE_WAIVER).fen;
}

/* Lines are added, never changed: what stood is reversed, what is due written. */
static enum err write_anew(struct ctx *c, const struct again *a, const struct left *l,
                           const struct charge *what, const struct bill_working *w)
{
	struct charge money = *what;
	struct money sum = FEN(0);
	struct bill_totals t;
	struct raise_by by, more;
	size_t n;

	money.self_bought = FEN(0); /* noted once, and still bought */
	by = charge_raises(&money, w->price, &w->borne);
	TRY(bill_family_hold(c, a->rules, &a->pupil, a->term, &a->now));
	TRY(bill_totals_get(c, a->pupil.id, a->term, &t));
	more = (struct raise_by){.other = {0}};
	TRY(lines_take_back(c, a->bill, l->when.enrolment, &more, &sum, &n));
	by.course.fen += more.course.fen;
	by.care.fen += more.care.fen;
	by.consumables.fen += more.consumables.fen;
	by.other.fen += more.other.fen;
	TRY(bill_move(c, &t, &by));
	struct charge_new lines = {
		.pupil = &a->pupil,
		.what = &money,
		.price = w->price,
		.formula = &w->formula,
		.rule = w->rule,
		.borne = &w->borne,
		.relieved = l->stood.relieved,
	};
	return charge_lines(c, &lines, a->bill);
}

/* `chosen` is written anew whatever comes of it, and what the rules refuse now, of it or of what
 * came after it, is a refusal. None: what stands is kept. */
static enum err reckon(struct ctx *c, pupil_id pupil, term_id term, enrolment_id chosen)
{
	struct again a;

	TRY(again_load(c, pupil, term, 0, &a));
	a.now.bill = a.bill;
	for (size_t i = 0; i < a.n; i++) {
		const struct left *l = &a.v[i];
		bool must = l->when.enrolment.v == chosen.v;
		struct bill_working w = {.price = FEN(0)};
		struct charge what;
		bool decided;

		TRY(decide_left(c, &a, l, &what, &w, &decided));
		if (!decided && (must || (chosen.v && w.no.code)))
			return fault_set(c, E_REFUSED, w.no.code ? w.no.code : "conflict", &w.no);
		if (!decided) {
			TRY(keep(c, &a, &what, &l->stood));
			continue;
		}
		if (must || !stands(&l->stood, &w))
			TRY(write_anew(c, &a, l, &what, &w));
		TRY(bill_totals_add(c, &a.now, &what, w.price, &w.borne));
	}
	return OK;
}

enum err bill_again(struct ctx *c, pupil_id pupil, term_id term)
{
	return reckon(c, pupil, term, ID_NONE(enrolment_id));
}

enum err bill_choose(struct ctx *c, const struct bill_choice *what)
{
	struct raise_by by = {.self_bought = what->self_bought};
	struct bill_totals t;

	TRY(bill_totals_get(c, what->pupil, what->term, &t));
	if (!t.bill.v)
		return fault_broken(c, "a choice without a bill");
	if (t.collected)
		return fault_set(c, E_REFUSED, "already_collected_this_term", NULL);
	TRY(bill_move(c, &t, &by));
	return reckon(c, what->pupil, what->term, what->enrolment);
}

/* --- after collection ---------------------------------------------------------------------------
 */

/* What is left of services that were given up: lines and adjustments, less what was paid back. */
static enum err gone_load(struct ctx *c, const struct gone_back *gone, struct again *a)
{
	struct q_bill_gone_row *row;
	size_t n;

	TRY(again_load(c, gone->pupil, gone->term, CHARGE_ITEMS, a));
	if (!a->bill.v)
		return OK;
	TRY(q_bill_gone(c, a->bill, CHARGE_ITEMS, &row, &n));
	for (size_t i = 0; i < n; i++) {
		struct left l = {.when.enrolment = row[i].enrolment,
		                 .offering = row[i].offering,
		                 .gone = true};

		TRY(left_put(c, a, &l, c->now));
		for (size_t k = 0; k < a->n; k++) {
			if (a->v[k].when.enrolment.v != row[i].enrolment.v)
				continue;
			a->v[k].stood.price = row[i].price;
			a->v[k].stood.consumables = row[i].consumables;
		}
	}
	return OK;
}

/* What each still had would cost, with so much of the one that is gone. */
static enum err prices(struct ctx *c, struct again *a, enrolment_id gone, struct money more,
                       struct money *ret_v)
{
	a->now = (struct bill_totals){.bill = a->bill};
	for (size_t i = 0; i < a->n; i++) {
		struct left l = a->v[i];
		struct bill_working w;
		struct charge what;
		bool decided;

		if (l.when.enrolment.v == gone.v)
			l.stood.price.fen += more.fen;
		TRY(decide_left(c, a, &l, &what, &w, &decided));
		ret_v[i] = decided ? w.price : l.stood.price;
		if (decided)
			TRY(bill_totals_add(c, &a->now, &what, w.price, &w.borne));
		else
			TRY(keep(c, a, &what, &l.stood));
	}
	return OK;
}

enum err bill_shifts(struct ctx *c, const struct gone_back *gone, struct bill_shift **ret_v,
                     size_t *ret_n)
{
	struct bill_shift *v;
	struct money *was, *is;
	struct again a;
	size_t n = 0;

	TRY(gone_load(c, gone, &a));
	v = NEW_N(c->arena, a.n + 1, struct bill_shift);
	was = NEW_N(c->arena, a.n + 1, struct money);
	is = NEW_N(c->arena, a.n + 1, struct money);
	if (!v || !was || !is)
		return fault_broken(c, "arena");
	TRY(prices(c, &a, gone->enrolment, gone->price, was));
	TRY(prices(c, &a, gone->enrolment, FEN(0), is));
	for (size_t i = 0; i < a.n; i++) {
		if (!a.v[i].gone && was[i].fen != is[i].fen)
			v[n++] = (struct bill_shift){a.v[i].offering, FEN(is[i].fen - was[i].fen)};
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}
