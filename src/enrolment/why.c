#include "enrolment/why.h"

#include "enrolment/enrolment.sql.h"
#include "enrolment/internal.h"
#include "money/relief.h"
#include "rulebook/edition.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/labels.h"

/* --- facts -------------------------------------------------------------------------------------
 */

static void say(struct why *w, const char *name, enum text_id label, struct str value)
{
	if (w->input_n < WHY_INPUTS)
		w->input[w->input_n++] =
			(struct why_input){.name = name, .label = label, .value = value};
}

static void say_money(struct ctx *c, struct why *w, const char *name, enum text_id label,
                      struct money m)
{
	say(w, name, label, money_text(c->arena, m));
	w->input[w->input_n - 1].sum = true;
	w->input[w->input_n - 1].amount = m;
}

static struct str documents(struct ctx *c, const struct rules *r)
{
	struct str v[RULES_DEPTH];

	for (size_t i = 0; i < r->n; i++)
		v[i] = r->set[i]->document;
	return str_join(c->arena, v, r->n, text(c->lang, T_why_and));
}

/* What decided then and was withdrawn since: it explains this charge and decides no other. */
static enum err withdrawn_said(struct ctx *c, struct why *w, const struct rules *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct str both[] = {r->set[i]->document, S("")};
		struct date on;

		TRY(edition_gone(c, w->pupil.county, r->set[i], w->day, &on));
		if (!date_some(on))
			continue;
		both[1] = date_text(c->arena, on);
		w->withdrawn = text_fill(c->arena, c->lang, T_why_withdrawn_on, both, 2);
		say(w, "withdrawn", T_why_withdrawn, w->withdrawn);
	}
	return OK;
}

/* The answer to one question, as its document calls both; none: nobody stated it. */
static struct str answer_to(struct ctx *c, const struct rules *r, const struct rule_facts *f,
                            const struct declaration *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct str answer =
			str_printf(c->arena, "%.*s=%.*s", STR_FMT(d->name), STR_FMT(d->words[i]));
		int dimension, word;

		if (rules_answer(r, answer, &dimension, &word) && f->is[dimension] >> word & 1)
			return show_answer(c->arena, c->lang, r, answer);
	}
	return STR_NONE;
}

/* What the documents ask besides, of the service, the school or the pupil, and was stated. */
static struct str answers_said(struct ctx *c, const struct rules *r, const struct rule_facts *f)
{
	static const enum dimension_of of[] = {OF_SERVICE, OF_SCHOOL, OF_PUPIL};
	struct str v[3 * RULES_DECLARED];
	size_t n = 0;

	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		const struct declaration *d[RULES_DECLARED];
		size_t asked = rules_declared(r, of[i], d, RULES_DECLARED);

		for (size_t k = 0; k < asked; k++) {
			v[n] = answer_to(c, r, f, d[k]);
			n += str_some(v[n]);
		}
	}
	return str_join(c->arena, v, n, text(c->lang, T_why_and));
}

static void facts_said(struct ctx *c, struct why *w, const struct rules *r,
                       const struct bill_totals *t, const struct charge *what,
                       const struct rule_facts *facts)
{
	struct str asked = answers_said(c, r, facts);
	struct str grade = str_printf(c->arena, "%lld", (long long)w->pupil.grade);
	enum lang l = c->lang;

	say(w, "kind", T_why_kind, text(l, kind_label(what->kind)));
	say(w, "day", T_why_day, date_text(c->arena, w->day));
	say(w, "documents", T_why_documents, documents(c, r));
	say(w, "stage", T_why_stage, text(l, stage_label((enum stage)w->pupil.stage)));
	say(w, "grade", T_why_grade, grade);
	say(w, "area", T_why_area, text(l, w->pupil.rural ? T_why_rural : T_why_urban));
	say(w, "boarding", T_why_boarding, text(l, w->pupil.boarding ? T_why_yes : T_why_no));
	if (asked.n)
		say(w, "asked", T_why_asked, asked);
	if (what->by_unit) {
		say(w, "unit", T_term_unit, unit_word(c, r, what->by_unit->unit));
		say(w, "quantity", T_term_quantity, ratio_text(c->arena, what->by_unit->quantity));
		say_money(c, w, "unit_price", T_term_unit_price, what->by_unit->price);
		if (unit_evenly(what->by_unit))
			say(w, "spread", T_why_spread, unit_origin(c, what->by_unit));
	}
	say_money(c, w, "price", T_why_price, what->price);
	say_money(c, w, "consumables", T_why_consumables, what->consumables);
	if (what->self_bought.fen > 0)
		say_money(c, w, "self_purchase", T_why_self, what->self_bought);
	say_money(c, w, "care_before", T_why_care_before, t->care);
	say_money(c, w, "course_before", T_why_course_before, t->course);
	say_money(c, w, "consumables_before", T_why_consumables_before, t->consumables);
}

static void count_put(struct why *w, enum pencil_op op, struct str what, struct ratio operand,
                      struct ratio result, struct arena *a)
{
	struct str said = operand.den == 1 || op == PENCIL_TAKE
	                          ? ratio_text(a, operand)
	                          : str_printf(a, "%lld/%lld", (long long)operand.num,
	                                       (long long)operand.den);

	w->count[w->count_n++] = (struct why_count){
		.op = op, .what = what, .operand = said, .result = ratio_text(a, result)};
}

/* The quantity as it was reckoned when the price was: what the price's own steps begin with. */
static void counted_said(struct ctx *c, struct why *w, const struct rules *r,
                         const struct unit_price *u)
{
	struct arena *a = c->arena;
	struct ratio by, counted = u ? RATIO(u->counted) : RATIO(0);
	struct str args[4];

	if (!u)
		return;
	if (u->stated) {
		count_put(w, PENCIL_TAKE, unit_origin(c, u), u->quantity, u->quantity, a);
		return;
	}
	args[0] = str_printf(a, "%lld", (long long)u->sittings);
	args[1] = unit_words(c, r, RATIO(2), u->basis);
	args[2] = unit_words(c, r, RATIO(u->sittings), S("sitting"));
	count_put(w, PENCIL_TAKE, text_fill(a, c->lang, T_why_counted, args, 3), counted, counted,
	          a);
	if (str_eq(u->basis, u->unit) || !ratio_div(u->quantity, counted, &by))
		return;
	args[0] = unit_words(c, r, RATIO(2), u->unit);
	count_put(w, PENCIL_TIMES, text_fill(a, c->lang, T_why_converted, args, 1), by, u->quantity,
	          a);
	w->count[w->count_n - 1].clause = u->count_clause;
	w->count[w->count_n - 1].document = u->count_document;
}

/* With `recall`, of a charge that stands. */
static enum err reckon(struct ctx *c, struct why *w, const struct rules *r,
                       const struct bill_recall *recall, const struct bill_totals *t,
                       const struct charge *what)
{
	struct rule_facts facts = what->facts;

	TRY(said_of_pupil(c, r, w->pupil.id, recall ? recall->decided : c->now, &facts));
	facts_said(c, w, r, t, what, &facts);
	counted_said(c, w, r, what->by_unit);
	TRY(recall ? bill_recall_explain(c, r, &w->pupil, recall, what, &w->working)
	           : bill_explain(c, r, &w->pupil, t, what, &w->working));
	w->refused = w->working.no.code != NULL || w->refusal_n > 0;
	if (!w->refused && (!money_add(w->working.price, what->consumables, &w->result) ||
	                    !money_sub(w->result, w->working.borne.sum, &w->result)))
		return fault_broken(c, "charge overflow");
	return OK;
}

/* --- an offering the pupil could take ----------------------------------------------------------
 */

static enum err why_offering(struct ctx *c, struct why *w, bool self_purchase)
{
	struct agreement_standing signatures;
	struct standing s;
	struct claim claim = {.offering = &w->offering, .self_purchase = self_purchase};
	struct fault before = c->fault;
	struct slot *slot;
	enum err e;

	TRY(standing_load(c, &w->pupil, w->offering.term, &s));
	TRY(slot_list(c, w->offering.id, &slot, &claim.slot_n));
	claim.slot = slot;
	TRY(agreement_standing(c, &w->offering, s.rules, &signatures));
	claim.unsigned_by = signatures.missing;
	claim.no = signatures.no;
	TRY(judge(c, &s, &claim, &w->refusal, &w->refusal_n));
	w->day = ctx_today(c);
	struct charge what =
		claim_charge(c, s.rules, &claim, &w->pupil, ID_NONE(enrolment_id), w->day);

	e = reckon(c, w, s.rules, NULL, &s.bill, &what);
	if (e != E_INPUT || w->refusal_n == 0)
		return e;
	c->fault = before; /* what is missing stands among the refusals */
	return OK;
}

/* --- one the pupil has -------------------------------------------------------------------------
 */

/* The rules are those of the day it was decided, and so are grade and boarding. */
static enum err bill_standing(struct ctx *c, struct why *w, struct rules *ret_rules,
                              struct bill_recall *ret_r)
{
	struct bill_line *line = NULL;
	struct pupil_past past;
	struct bill bill;
	size_t n = 0;
	bool found;

	TRY(bill_get(c, w->pupil.id, w->enrolment.term, &bill, &line, &n, &found));
	TRY(bill_recall(c, line, n, w->enrolment.id, ret_r));
	w->day = instant_date(ret_r->decided);
	TRY(rulebook_rules_known(c, w->pupil.county, w->pupil.school, w->day, ret_r->decided,
	                         ret_rules));
	TRY(bill_recall_tell(c, ret_rules, &w->pupil, w->enrolment.term, ret_r));
	TRY(pupil_past_load(c, &w->pupil, &past));
	w->pupil = pupil_then(&past, ret_r->decided);
	w->charged = ret_r->at < n;
	w->was = FEN(ret_r->price.fen + ret_r->consumables.fen - ret_r->deducted.fen -
	             ret_r->waived.fen);
	return OK;
}

static enum err why_enrolment(struct ctx *c, struct why *w)
{
	struct q_enrolment_get_row row;
	struct claim claim = {.offering = &w->offering};
	struct bill_recall recall;
	struct rules rules;

	TRY(q_enrolment_get(c, w->enrolment.id, &row));
	TRY(bill_standing(c, w, &rules, &recall));
	claim.self_purchase = row.self_purchase;
	struct charge what = claim_charge(c, &rules, &claim, &w->pupil, w->enrolment.id, w->day);

	TRY(reckon(c, w, &rules, &recall, &recall.before, &what));
	return withdrawn_said(c, w, &rules);
}

/* The enrolment of an offering that stands; none. */
static enum err standing_of(struct ctx *c, const struct why *w, enrolment_id *ret_id)
{
	struct q_enrolment_of_pupil_row *row;
	size_t n;

	TRY(q_enrolment_of_pupil(c, w->pupil.id, w->offering.term, &row, &n));
	for (size_t i = 0; i < n; i++) {
		if (row[i].offering.v == w->offering.id.v && str_is(row[i].state, "enrolled"))
			*ret_id = row[i].id;
	}
	return OK;
}

enum err why_load(struct ctx *c, const struct why_ask *ask, struct why *ret_w)
{
	struct why w = {.result = FEN(0)};
	enrolment_id id = ask->enrolment;

	TRY(pupil_get(c, ask->pupil, &w.pupil));
	if (!id.v && !ask->offering.v)
		return fault_input(c, "missing_field", S("offering"), STR_NONE, STR_NONE);
	if (!id.v) {
		TRY(offering_get(c, ask->offering, &w.offering));
		TRY(standing_of(c, &w, &id));
	}
	if (!id.v) {
		TRY(why_offering(c, &w, ask->self_purchase));
		*ret_w = w;
		return OK;
	}
	TRY(enrolment_get(c, id, &w.enrolment));
	if (w.enrolment.pupil.v != w.pupil.id.v)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(offering_load(c, w.enrolment.offering, &w.offering));
	TRY(why_enrolment(c, &w));
	*ret_w = w;
	return OK;
}
