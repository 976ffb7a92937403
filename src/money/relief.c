/* What a pupil's granted waivers do to the bill: facts of a charge, and lines of what stands. */
#include "money/bill.sql.h"
#include "money/internal.h"
#include "money/waiver.h"
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

static int32_t terms_since(const struct rules *rules, const struct relief_terms *terms,
                           struct date day)
{
	int32_t n = 0;

	for (size_t i = 0; i < terms->n; i++)
		n += terms->first[i].day > day.day && terms->first[i].day <= rules->as_of.day;
	return n;
}

/* One word of a dimension: the newest. */
static void said_put(struct relief *r, const struct rules *rules, struct str answer)
{
	struct str word = answer;
	const struct declaration *d = rules_dimension(rules, str_cut(&word, '='));
	int dimension, is;
	size_t at = 0;

	if (!d || d->of != OF_PUPIL || !rules_answer(rules, answer, &dimension, &is))
		return;
	while (at < r->said_n && r->said[at].dimension != dimension)
		at++;
	if (at == RULES_DECLARED)
		return;
	r->said_n += at == r->said_n;
	r->said[at].dimension = dimension;
	r->said[at].word = is;
}

struct relief relief_of(const struct rules *rules, const struct relief_terms *terms,
                        const struct granted *v, size_t n)
{
	struct relief r = RELIEF_NONE;

	for (size_t i = 0; i < n; i++) {
		int word;

		if (waiver_answer(v[i].category)) {
			said_put(&r, rules, v[i].category);
			continue;
		}
		word = rules_word(rules, LEX_CATEGORY, v[i].category);
		if (word < 0) /* the rules of the day no longer know it */
			continue;
		if (r.categories >> word & 1 && v[i].starts.day <= r.of[word].day.day)
			continue;
		r.categories |= UINT64_C(1) << word;
		r.of[word] =
			(struct charge_grant){v[i].starts, terms_since(rules, terms, v[i].starts)};
	}
	return r;
}

/* What a pupil holds on a day, as it was decided by a moment. */
static enum err granted_of(struct ctx *c, pupil_id pupil, struct date day, struct instant at,
                           struct granted **ret_v, size_t *ret_n)
{
	struct q_waiver_holding_row *row;
	struct granted *v;
	size_t n;

	TRY(q_waiver_holding(c, pupil, day, at, &row, &n));
	*ret_n = n;
	if (n == 0)
		return OK;
	if (!granted_make(c->arena, n, &v))
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct granted){pupil, row[i].category, row[i].starts};
	*ret_v = v;
	return OK;
}

enum err relief_load(struct ctx *c, const struct rules *rules, const struct pupil *p,
                     struct instant at, struct relief *ret_r)
{
	struct relief_terms terms;
	struct granted *v = NULL;
	size_t n;

	TRY(granted_of(c, p->id, rules->as_of, at.us ? at : c->now, &v, &n));
	*ret_r = RELIEF_NONE;
	if (n == 0)
		return OK;
	TRY(relief_terms_load(c, p->county, &terms));
	*ret_r = relief_of(rules, &terms, v, n);
	return OK;
}

void relief_said(const struct relief *r, struct rule_facts *f)
{
	for (size_t i = 0; i < r->said_n; i++)
		fact_set(f, r->said[i].dimension, r->said[i].word);
}

static enum err said_on(struct ctx *c, const struct rules *rules, pupil_id pupil, struct date day,
                        struct instant at, struct rule_facts *io)
{
	const struct declaration *asked[1];
	struct relief r = RELIEF_NONE;
	struct granted *v = NULL;
	size_t n;

	if (rules_declared(rules, OF_PUPIL, asked, 1) == 0)
		return OK;
	TRY(granted_of(c, pupil, day, at, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (waiver_answer(v[i].category))
			said_put(&r, rules, v[i].category);
	relief_said(&r, io);
	return OK;
}

enum err said_of_pupil(struct ctx *c, const struct rules *rules, pupil_id pupil, struct instant at,
                       struct rule_facts *io)
{
	return said_on(c, rules, pupil, instant_date(at), at, io);
}

enum err said_since(struct ctx *c, const struct rules *rules, pupil_id pupil, struct instant at,
                    struct rule_facts *io)
{
	TRY(said_on(c, rules, pupil, instant_date(at), c->now, io));
	return said_of_pupil(c, rules, pupil, at, io);
}

void relief_facts(const struct relief *r, struct rule_facts *f, struct charge_facts *facts)
{
	relief_said(r, f);
	if (!r->categories)
		return;
	f->is[DIM_CATEGORY] = r->categories;
	facts->proof = SAID_YES;
	facts->grant = r->of;
}

/* "150.51 × 60% = 90.31"; of the last payer, who takes what is left: "150.51 − 90.31 = 60.20". */
static struct str part_reckoned(struct ctx *c, const struct bill_part *part)
{
	struct str whole = money_text(c->arena, part->whole);
	struct str own = money_text(c->arena, part->amount);

	if (part->payer + 1 < payers_count(part->rule))
		return str_printf(c->arena, "%.*s × %.*s = %.*s", STR_FMT(whole),
		                  STR_FMT(payer_share_text(c->arena, part->rule, part->payer)),
		                  STR_FMT(own));
	return str_printf(c->arena, "%.*s − %.*s = %.*s", STR_FMT(whole),
	                  STR_FMT(money_text(c->arena, FEN(part->whole.fen - part->amount.fen))),
	                  STR_FMT(own));
}

struct str bill_part_text(struct ctx *c, enum lang lang, const struct bill_part *part,
                          struct money of)
{
	bool deduct = part->rule->type == RULE_DEDUCT;
	size_t payers = payers_count(part->rule);
	struct str arg[] = {
		money_text(c->arena, of),
		show_field(c->arena, lang, part->rule, deduct ? FIELD_AMOUNT : FIELD_REDUCE),
		show_payer(lang, part->rule, part->payer),
		money_text(c->arena, part->amount),
		part->rule->label,
		money_text(c->arena, part->whole),
		part_reckoned(c, part),
	};

	if (payers > 1)
		return text_fill(c->arena, lang,
		                 deduct ? T_money_deducted_shared : T_waiver_formula_shared, arg,
		                 7);
	return text_fill(c->arena, lang, deduct ? T_money_deducted : T_waiver_formula, arg, 5);
}

enum err parts_add(struct ctx *c, struct bill_borne *b, const struct rule *rule,
                   const struct money by[PAYERS_MOST])
{
	size_t n = payers_count(rule);
	struct money whole = FEN(0);

	for (size_t i = 0; i < n; i++)
		whole.fen += by[i].fen;
	for (size_t i = 0; i < n; i++) {
		if (by[i].fen <= 0)
			continue;
		if (b->n == BILL_PARTS)
			return fault_broken(c, "more bear a charge than fit");
		b->part[b->n++] = (struct bill_part){rule, by[i], i, whole};
	}
	b->sum.fen += whole.fen;
	return OK;
}

enum err parts_split(struct ctx *c, struct bill_borne *b, const struct rule *rule,
                     struct money whole)
{
	struct money by[PAYERS_MOST] = {{0}};

	payers_split(rule, whole, by);
	return parts_add(c, b, rule, by);
}

void part_line(struct ctx *c, const struct bill_part *part, struct money of, struct line_new *l)
{
	struct str both[2];

	both[0] = bill_part_text(c, LANG_ZH, part, of);
	both[1] = bill_part_text(c, LANG_EN, part, of);
	l->item = part->rule->type == RULE_DEDUCT ? "deduct" : "waiver";
	l->income = LEDGER_PAYER_RECEIVABLE;
	l->formula = str_join(c->arena, both, 2, S("\n"));
	l->requirement = part->rule->requirement;
	l->document = part->rule->set->document;
	l->statement = part->rule->id;
	l->payer = payer_word(part->rule, part->payer);
	l->payer = str_some(l->payer) ? l->payer : S("school");
}

/* --- what stands on a bill ----------------------------------------------------------------------
 */

struct amending {
	const struct pupil *pupil;
	struct pupil_past past; /* a charge is waived as it was made: of the stage of then */
	struct tariff tariff;
	struct relief relief;
};

enum err relieve(struct ctx *c, struct tariff *t, const struct relief *relief,
                 const struct pupil *p, const struct offering *o, struct relieved *io)
{
	struct charge_facts facts = CHARGE_FACTS;
	struct rule_facts f = service_facts(c, t->rules, p, o);
	struct charge_item item = {.kind = o->kind,
	                           .facts = &f,
	                           .unit = UNIT_TERM,
	                           .quantity = RATIO(1),
	                           .consumables = io->consumables};
	struct charge_line line = {.item = &item, .charged = io->price, .deducted = io->deducted};

	relief_facts(relief, &f, &facts);
	facts.borne = io->before;
	facts.n_borne = io->before_n;
	if (o->by_unit) /* as it was counted when it was charged: its price stands since */
		TRY(show_answered(c, t->rules, unit_item(c, t->rules, o->by_unit, &item)));
	line.unit = item.unit;
	line.quantity = item.quantity;
	TRY(show_answered(c, t->rules, charge_waive(c, t, &facts, &line)));
	io->waived = line.waived;
	io->waiver = line.waiver;
	return OK;
}

bool item_borne(struct str item)
{
	return str_is(item, "deduct") || str_is(item, "waiver");
}

enum err borne_of(struct ctx *c, const struct bill_line *line, size_t n, enrolment_id but,
                  const struct charge_borne **ret_v, size_t *ret_n)
{
	struct charge_borne *v = NEW_N(c->arena, n + 1, struct charge_borne);
	size_t k = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (!item_borne(line[i].item) || line[i].enrolment.v == but.v)
			continue;
		v[k++] = (struct charge_borne){.statement = line[i].statement,
		                               .waived = str_is(line[i].item, "waiver"),
		                               .amount = {-line[i].amount.fen}};
	}
	*ret_v = v;
	*ret_n = k;
	return OK;
}

static enum err line_amend(struct ctx *c, struct amending *a,
                           const struct q_bill_open_charges_row *row, const struct bill_totals *t,
                           const struct bill_line *line, size_t n)
{
	struct relieved r = {
		.price = row->price, .consumables = row->consumables, .deducted = row->deducted};
	struct bill_borne parts = {.n = 0};
	struct bill_recall stood;
	struct offering o;
	struct pupil then;
	bill_line_id id;
	struct money less;

	TRY(offering_load(c, row->offering, &o));
	TRY(bill_recall(c, line, n, row->enrolment, &stood));
	then = pupil_then(&a->past, stood.decided);
	TRY(borne_of(c, line, n, row->enrolment, &r.before, &r.before_n));
	TRY(relieve(c, &a->tariff, &a->relief, &then, &o, &r));
	less = FEN(r.waived.fen - row->waived.fen);
	if (!r.waiver || less.fen <= 0)
		return OK;
	struct money of =
		FEN(row->price.fen + row->consumables.fen - row->deducted.fen - row->waived.fen);
	struct line_new l = {
		.bill = t->bill,
		.enrolment = row->enrolment,
		.offering = row->offering,
		.school = o.school,
	};
	TRY(parts_split(c, &parts, r.waiver, less));
	TRY(bill_move(c, t, &(struct raise_by){.other = FEN(-less.fen)}));
	for (size_t i = 0; i < parts.n; i++) {
		part_line(c, &parts.part[i], of, &l);
		l.amount = FEN(-parts.part[i].amount.fen);
		TRY(bill_line_put(c, a->pupil->county, &l, &id));
	}
	return OK;
}

enum err bill_waive(struct ctx *c, const struct rules *rules, const struct pupil *p)
{
	struct amending a = {.pupil = p};
	struct q_bill_open_charges_row *row;
	size_t n;

	TRY(relief_load(c, rules, p, (struct instant){0}, &a.relief));
	if (!a.relief.categories)
		return OK;
	TRY(pupil_past_load(c, p, &a.past));
	tariff_once(&a.tariff, rules);
	TRY(q_bill_open_charges(c, p->id, &row, &n));
	if (n > LINES_MOST)
		return fault_broken(c, "more lines than one verb writes");
	for (size_t i = 0; i < n; i++) {
		struct bill_totals t;
		struct bill_line *line;
		size_t lines;

		TRY(bill_totals_get(c, p->id, row[i].term, &t));
		TRY(bill_lines(c, row[i].bill, &line, &lines));
		TRY(line_amend(c, &a, &row[i], &t, line, lines));
	}
	return OK;
}
