/* What others bear of a charge: fiscal money deducted from it, and waivers with their payer. */
#include "policy/charge_parts.h"
#include "policy/span.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

static bool of_consumables(const struct rule *rule)
{
	return (rule_words(rule, FIELD_KINDS) >> ITEM_CONSUMABLES & 1) != 0;
}

static bool of_kind(const struct rule *rule, enum kind kind)
{
	return (rule_words(rule, FIELD_KINDS) >> (kind - 1) & 1) != 0;
}

/* What of the line a statement is about and the family still has to pay. */
static int64_t open_part(const struct charge_line *l, const struct rule *rule)
{
	int64_t service = l->charged.fen, goods = l->item->consumables.fen;
	int64_t borne = l->deducted.fen + l->waived.fen;
	int64_t rest;

	/* What was borne before is taken off the service first, then off the goods. */
	if (borne > service) {
		goods -= borne - service;
		service = 0;
	} else {
		service -= borne;
	}
	rest = (of_kind(rule, l->item->kind) ? service : 0) + (of_consumables(rule) ? goods : 0);
	return rest > 0 ? rest : 0;
}

/* The statement's own account; NULL when there are too many. */
static struct charge_part *part_of(struct charge_answer *a, const struct rule *rule)
{
	size_t i = 0;

	while (i < a->n_parts && a->part[i].rule != rule)
		i++;
	if (i == CHARGE_PARTS)
		return NULL;
	if (i == a->n_parts)
		a->part[a->n_parts++] = (struct charge_part){.rule = rule};
	return &a->part[i];
}

static void part_add(struct charge_part *part, int64_t fen)
{
	part->amount.fen += fen;
	payers_split(part->rule, FEN(fen), part->by);
}

/* What the statement let somebody bear before, elsewhere in the term. */
static int64_t borne_before(const struct charge_run *w, const struct rule *rule)
{
	bool waived = rule->type == RULE_WAIVER;
	int64_t sum = 0;

	for (size_t i = 0; i < w->f->n_borne; i++) {
		const struct charge_borne *b = &w->f->borne[i];

		if (b->waived == waived &&
		    ((waived && !str_some(b->statement)) || str_eq(b->statement, rule->id)))
			sum += b->amount.fen;
	}
	return sum;
}

static bool once_a_term(const struct rule *rule)
{
	const struct rule_value *v =
		rule->field[rule->type == RULE_DEDUCT ? FIELD_AMOUNT : FIELD_REDUCE];

	return rule->type == RULE_DEDUCT ? v->type == VALUE_INSTEAD || v->unit == UNIT_TERM
	                                 : v->type == VALUE_MONEY && v->unit == UNIT_TERM;
}

static bool any_once_a_term(const struct rule *first)
{
	while (first != NULL && !once_a_term(first))
		first = first->next;
	return first != NULL;
}

bool charge_by_borne(const struct rules *r)
{
	for (size_t s = 0; s < r->n; s++) {
		if (any_once_a_term(r->set[s]->rules[RULE_DEDUCT]) ||
		    any_once_a_term(r->set[s]->rules[RULE_WAIVER]))
			return true;
	}
	return false;
}

static enum err too_many(struct ctx *c)
{
	return fault_broken(c, "policy: more waivers and deductions than fit");
}

/* An amount for a unit, for all of what the line is; a term's amount is the pupil's once a term. */
static enum err amount_of(struct charge_run *w, const struct charge_line *l,
                          const struct rule_value *v, struct ratio *ret_amount)
{
	struct ratio n = v->unit == UNIT_DAY ? l->item->days : l->item->months;
	bool known = (v->unit == UNIT_DAY || v->unit == UNIT_MONTH) && n.den != 0;

	if (v->unit == UNIT_TERM) {
		*ret_amount = v->number;
		return OK;
	}
	if (!known)
		TRY(span_need(w->c, w->t->rules, l->item->facts, l->quantity, l->unit, v->unit,
		              &n));
	return ratio_mul(v->number, n, ret_amount) ? OK : bad(w->c, "quantity");
}

static enum err deduction(struct charge_run *w, const struct charge_line *l,
                          const struct rule_value *v, int64_t *ret_fen)
{
	struct money m = w->f->subsidy;
	struct ratio amount;

	if (v->type == VALUE_INSTEAD) {
		if (!w->f->subsidy_stated)
			return fact_missing(w->c, "subsidy");
	} else {
		TRY(amount_of(w, l, v, &amount));
		if (!ratio_money(amount, &m))
			return bad(w->c, "quantity");
	}
	*ret_fen = m.fen;
	return OK;
}

static int64_t less(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static enum err deduct_one(struct charge_run *w, struct charge_line *l, const struct rule *rule)
{
	const struct rule_value *v = rule->field[FIELD_AMOUNT];
	int64_t give = 0, gone, rest = open_part(l, rule);
	struct charge_part *part;

	if (rest == 0)
		return OK;
	part = part_of(w->a, rule);
	if (part == NULL)
		return too_many(w->c);
	TRY(deduction(w, l, v, &give));
	if (once_a_term(rule)) { /* what this charge or an earlier one has used is gone */
		give -= part->amount.fen + part->before.fen + borne_before(w, rule);
		gone = give > 0 ? less(give, w->deducted_before) : 0;
		part->before.fen += gone;
		w->deducted_before -= gone;
		give -= gone;
	}
	give = less(give, rest);
	if (give <= 0)
		return OK;
	l->deducted.fen += give;
	l->deduct = rule;
	part_add(part, give);
	return OK;
}

/* --- waivers -----------------------------------------------------------------------------------
 */

static enum err ran_out(struct charge_run *w, const struct rule_value *v, struct date granted,
                        int64_t terms, bool *ret_out)
{
	struct date last;

	if (v->unit == UNIT_TERM) {
		*ret_out = ratio_cmp(RATIO(terms), v->number) >= 0;
		return OK;
	}
	if (!expiry_last(v, granted, &last))
		return bad(w->c, "granted");
	*ret_out = w->t->rules->as_of.day > last.day;
	return OK;
}

/* Whether it has run out by the day of the rules, of all categories it is granted for. */
static enum err expired(struct charge_run *w, const struct rule *rule, uint64_t categories,
                        bool *ret_expired)
{
	const struct rule_value *v = rule->field[FIELD_EXPIRES];
	bool out = true;

	*ret_expired = false;
	if (v == NULL || v->type == VALUE_INSTEAD)
		return OK;
	for (int i = 0; w->f->grant && i < 64 && out; i++) {
		if (categories >> i & 1)
			TRY(ran_out(w, v, w->f->grant[i].day, w->f->grant[i].terms, &out));
	}
	*ret_expired = out;
	if (w->f->grant)
		return OK;
	if (v->unit == UNIT_TERM && !w->f->terms_known)
		return fact_missing(w->c, "terms_since_grant");
	if (v->unit != UNIT_TERM && !date_some(w->f->granted) && !v->year)
		return fact_missing(w->c, "granted");
	return ran_out(w, v, w->f->granted, w->f->terms_since_grant, ret_expired);
}

static inline uint64_t of_category(const struct charge_line *l, const struct rule *rule)
{
	return rule_words(rule, FIELD_CATEGORY) & l->item->facts->is[DIM_CATEGORY];
}

/* Of a category the pupil is of. */
static enum err waiver_holds(struct charge_run *w, const struct charge_line *l,
                             const struct rule *rule, bool *ret_holds)
{
	bool out;

	*ret_holds = false;
	if (rule_choice(rule, FIELD_PROOF, PROOF_NONE) == PROOF_REQUIRED) {
		if (w->f->proof == NOT_SAID)
			return fact_missing(w->c, "proof");
		if (w->f->proof == SAID_NO)
			return OK;
	}
	TRY(expired(w, rule, of_category(l, rule), &out));
	*ret_holds = !out;
	return OK;
}

static int64_t part_given(const struct charge_answer *a, const struct rule *rule)
{
	for (size_t i = 0; i < a->n_parts; i++) {
		if (a->part[i].rule == rule)
			return a->part[i].amount.fen;
	}
	return 0;
}

static enum err waiver_amount(struct charge_run *w, const struct charge_line *l,
                              const struct rule *rule, int64_t *ret_fen)
{
	const struct rule_value *v = rule->field[FIELD_REDUCE];
	int64_t rest = open_part(l, rule);
	struct ratio amount = RATIO(rest);
	struct money m;

	if (v->type == VALUE_NUMBER &&
	    (!ratio_mul(amount, v->number, &amount) || !ratio_div(amount, RATIO(100), &amount)))
		return bad(w->c, "price");
	if (v->type == VALUE_MONEY) {
		TRY(amount_of(w, l, v, &amount));
		if (v->unit == UNIT_TERM &&
		    !ratio_sub(amount, RATIO(part_given(w->a, rule) + borne_before(w, rule)),
		               &amount))
			return bad(w->c, "price");
	}
	if (!ratio_money(ratio_min(amount, RATIO(rest)), &m))
		return bad(w->c, "price");
	*ret_fen = m.fen > 0 ? m.fen : 0;
	return OK;
}

static enum err waive(struct charge_run *w, struct charge_line *l,
                      const struct tariff_list *waivers)
{
	const struct rule *best = NULL;
	struct charge_part *part;
	int64_t most = 0, fen = 0;
	bool holds;

	for (size_t i = 0; i < waivers->n; i++) {
		if (!of_category(l, waivers->v[i]))
			continue;
		TRY(waiver_holds(w, l, waivers->v[i], &holds));
		if (!holds)
			continue;
		TRY(waiver_amount(w, l, waivers->v[i], &fen));
		if (fen > most) {
			most = fen;
			best = waivers->v[i];
		}
	}
	if (best == NULL)
		return OK;
	part = part_of(w->a, best);
	if (part == NULL)
		return too_many(w->c);
	l->waived = FEN(most);
	l->waiver = best;
	part_add(part, most);
	return OK;
}

enum err charge_waive(struct ctx *c, struct tariff *t, const struct charge_facts *f,
                      struct charge_line *line)
{
	struct charge_answer answer = {.n = 0};
	struct charge_run w = {.c = c, .t = t, .f = f, .a = &answer};
	const struct tariff_entry *e;

	line->waived = FEN(0);
	line->waiver = NULL;
	TRY(tariff_find(c, t, line->item->kind, line->item->facts, &e));
	return waive(&w, line, &e->waiver);
}

/* --- the line, the sum -------------------------------------------------------------------------
 */

void charge_relief_begin(struct charge_run *w)
{
	w->a->n_parts = 0;
	w->deducted_before = w->f->deducted_before.fen;
}

enum err charge_relief(struct charge_run *w, size_t i, const struct tariff_entry *e)
{
	struct charge_line *l = &w->a->line[i];

	for (size_t k = 0; k < e->deduct.n; k++)
		TRY(deduct_one(w, l, e->deduct.v[k]));
	TRY(waive(w, l, &e->waiver));
	l->payable.fen =
		l->charged.fen + l->item->consumables.fen - l->deducted.fen - l->waived.fen;
	return OK;
}

enum err charge_total(struct charge_run *w)
{
	struct charge_answer *a = w->a;

	a->gross = a->charged = a->consumables = a->deducted = a->waived = a->payable = a->bill =
		FEN(0);
	for (size_t i = 0; i < a->n; i++) {
		const struct charge_line *l = &a->line[i];

		if (l->item->before) {
			if (!l->item->earlier_term && !l->item->sibling)
				a->bill.fen += l->charged.fen + l->item->consumables.fen;
			continue;
		}
		a->gross.fen += l->gross.fen;
		a->charged.fen += l->charged.fen;
		a->consumables.fen += l->item->consumables.fen;
		a->deducted.fen += l->deducted.fen;
		a->waived.fen += l->waived.fen;
		a->payable.fen += l->payable.fen;
	}
	a->bill.fen += a->payable.fen;
	return OK;
}
