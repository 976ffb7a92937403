/* What a pupil's granted waivers do to the bill: facts of a charge, and lines of what stands. */
#include "money/bill.sql.h"
#include "money/internal.h"
#include "money/waiver.sql.h"
#include "rulebook/show.h"
#include "store/store.h"
#include "term/facts.h"

enum { LINES_MOST = 200 }; /* what one verb writes at most */

static bool granted_make(struct arena *a, size_t n, struct granted **ret_v)
{
	*ret_v = NEW_N(a, n + 1, struct granted);
	return *ret_v != NULL;
}

enum err granted_of_school(struct ctx *c, school_id school, struct date day, struct granted **ret_v,
                           size_t *ret_n)
{
	struct q_waiver_holding_school_row *row;
	struct granted *v;
	size_t n;

	TRY(q_waiver_holding_school(c, school, day, c->now, &row, &n));
	if (!granted_make(c->arena, n, &v))
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct granted){row[i].pupil, row[i].category, row[i].starts};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err relief_terms_load(struct ctx *c, county_id county, struct relief_terms *ret_t)
{
	struct q_waiver_terms_row *row;
	struct date *v;
	size_t n;

	TRY(q_waiver_terms(c, county, &row, &n));
	v = NEW_N(c->arena, n + 1, struct date);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = row[i].first_day;
	*ret_t = (struct relief_terms){v, n};
	return OK;
}

struct relief relief_of(const struct rules *rules, const struct relief_terms *terms,
                        const struct granted *v, size_t n)
{
	struct relief r = RELIEF_NONE;

	for (size_t i = 0; i < n; i++) {
		int word = rules_word(rules, LEX_CATEGORY, v[i].category);

		if (word < 0) /* the rules of the day no longer know it */
			continue;
		r.categories |= UINT64_C(1) << word;
		if (!date_some(r.granted) || v[i].starts.day > r.granted.day)
			r.granted = v[i].starts;
	}
	for (size_t i = 0; r.categories && i < terms->n; i++)
		r.terms += terms->first[i].day > r.granted.day &&
		           terms->first[i].day <= rules->as_of.day;
	return r;
}

enum err relief_load(struct ctx *c, const struct rules *rules, const struct pupil *p,
                     struct relief *ret_r)
{
	struct q_waiver_holding_row *row;
	struct relief_terms terms;
	struct granted *v;
	size_t n;

	TRY(q_waiver_holding(c, p->id, rules->as_of, c->now, &row, &n));
	*ret_r = RELIEF_NONE;
	if (n == 0)
		return OK;
	if (!granted_make(c->arena, n, &v))
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct granted){p->id, row[i].category, row[i].starts};
	TRY(relief_terms_load(c, p->county, &terms));
	*ret_r = relief_of(rules, &terms, v, n);
	return OK;
}

void relief_facts(const struct relief *r, struct rule_facts *f, struct charge_facts *facts)
{
	if (!r->categories)
		return;
	f->is[DIM_CATEGORY] = r->categories;
	facts->proof = SAID_YES;
	facts->granted = r->granted;
	facts->terms_known = true;
	facts->terms_since_grant = r->terms;
}

struct str bill_waiver_text(struct ctx *c, enum lang lang, const struct rule *waiver,
                            struct money charged, struct money waived)
{
	const struct rule_value *payer = waiver->field[FIELD_PAYER];
	struct str part[] = {
		waiver->label,
		money_text(c->arena, charged),
		show_field(c->arena, lang, waiver, FIELD_REDUCE),
		payer ? show_field(c->arena, lang, waiver, FIELD_PAYER)
		      : show_word(lang, S("school")),
		money_text(c->arena, waived),
	};

	return text_fill(c->arena, lang, T_waiver_formula, part, 5);
}

struct str relief_formula(struct ctx *c, const struct rule *waiver, struct money charged,
                          struct money waived)
{
	struct str both[2];

	both[0] = bill_waiver_text(c, LANG_ZH, waiver, charged, waived);
	both[1] = bill_waiver_text(c, LANG_EN, waiver, charged, waived);
	return str_join(c->arena, both, 2, S("\n"));
}

/* --- what stands on a bill ----------------------------------------------------------------------
 */

struct amending {
	const struct pupil *pupil;
	struct tariff tariff;
	struct relief relief;
};

/* What one enrolment was charged, and what is waived of it. */
struct relieved {
	struct money price, consumables;
	struct money before; /* waived elsewhere in the term */
	struct money waived;
	const struct rule *waiver; /* NULL: nothing is waived */
};

static enum err relieve(struct ctx *c, struct tariff *t, const struct relief *relief,
                        const struct pupil *p, const struct offering *o, struct relieved *io)
{
	struct charge_facts facts = CHARGE_FACTS;
	struct rule_facts f = service_facts(c, t->rules, p, o);
	struct charge_item item = {.kind = o->kind,
	                           .facts = &f,
	                           .unit = UNIT_TERM,
	                           .quantity = RATIO(1),
	                           .consumables = io->consumables};
	struct charge_line line = {.item = &item, .charged = io->price};

	relief_facts(relief, &f, &facts);
	facts.waived_before = io->before;
	if (o->by_unit) /* as it was counted when it was charged: its price stands since */
		TRY(unit_item(c, t->rules, o->by_unit, &item));
	line.unit = item.unit;
	line.quantity = item.quantity;
	TRY(charge_waive(c, t, &facts, &line));
	io->waived = line.waived;
	io->waiver = line.waiver;
	return OK;
}

static enum err line_amend(struct ctx *c, struct amending *a,
                           const struct q_bill_open_charges_row *row, const struct bill_totals *t,
                           struct money before)
{
	struct relieved r = {
		.price = row->price, .consumables = row->consumables, .before = before};
	struct offering o;
	bill_line_id id;
	struct money less;

	TRY(offering_load(c, row->offering, &o));
	TRY(relieve(c, &a->tariff, &a->relief, a->pupil, &o, &r));
	less = FEN(r.waived.fen - row->waived.fen);
	if (!r.waiver || less.fen <= 0)
		return OK;
	struct line_new l = {
		.bill = t->bill,
		.enrolment = row->enrolment,
		.offering = row->offering,
		.item = "waiver",
		.income = LEDGER_PAYER_RECEIVABLE,
		.school = a->pupil->school,
		.amount = FEN(-less.fen),
		.formula = relief_formula(c, r.waiver, FEN(row->price.fen + row->consumables.fen),
	                                  less),
		.requirement = r.waiver->requirement,
		.document = r.waiver->set->document,
	};
	TRY(bill_move(c, t, &(struct raise_by){.other = FEN(-less.fen)}));
	return bill_line_put(c, a->pupil->county, &l, &id);
}

enum err bill_waiver_due(struct ctx *c, const struct rules *rules, const struct pupil *p,
                         const struct offering *o, const struct waiver_due *of,
                         struct money *ret_due, bool *ret_exact)
{
	struct relieved r = {.price = of->price, .consumables = of->consumables};
	struct instant now = c->now;
	struct relief relief;
	struct tariff tariff;
	enum err e;

	c->now = of->at;
	e = relief_load(c, rules, p, &relief);
	c->now = now;
	TRY(e);
	tariff_once(&tariff, rules);
	TRY(relieve(c, &tariff, &relief, p, o, &r));
	*ret_due = r.waived;
	*ret_exact = !r.waiver || r.waiver->field[FIELD_REDUCE]->type != VALUE_MONEY ||
	             r.waiver->field[FIELD_REDUCE]->unit != UNIT_TERM;
	return OK;
}

enum err bill_waive(struct ctx *c, const struct rules *rules, const struct pupil *p)
{
	struct amending a = {.pupil = p};
	struct q_bill_open_charges_row *row;
	size_t n;

	TRY(relief_load(c, rules, p, &a.relief));
	if (!a.relief.categories)
		return OK;
	tariff_once(&a.tariff, rules);
	TRY(q_bill_open_charges(c, p->id, &row, &n));
	if (n > LINES_MOST)
		return fault_broken(c, "more lines than one verb writes");
	for (size_t i = 0; i < n; i++) {
		struct bill_totals t;
		struct money before;

		TRY(bill_totals_get(c, p->id, row[i].term, &t));
		TRY(q_bill_waived(c, t.bill, &before));
		before.fen -= row[i].waived.fen; /* this line's own is reckoned anew */
		TRY(line_amend(c, &a, &row[i], &t, before));
	}
	return OK;
}
