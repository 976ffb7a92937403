#include "policy/charge.h"

#include "policy/charge_parts.h"
#include "policy/span.h"

static enum err bad(struct ctx *c, const char *field)
{
	return fault_input(c, NULL, str_of(field), STR_NONE, STR_NONE);
}

enum err fact_missing(struct ctx *c, const char *field)
{
	return fault_input(c, "fact_missing", str_of(field), STR_NONE, STR_NONE);
}

static struct str fen(struct ctx *c, struct money m)
{
	return money_text(c->arena, m);
}

struct str charge_yuan(struct ctx *c, struct ratio fen_of)
{
	struct ratio y;

	if (ratio_whole(fen_of))
		return fen(c, FEN(fen_of.num));
	return ratio_div(fen_of, RATIO(100), &y) ? ratio_text(c->arena, y) : STR_NONE;
}

enum err act_refuse(struct ctx *c, const struct rule *rule)
{
	const struct rule_value *code = rule->field[FIELD_CODE];

	return rule_refuse(c, code ? str_c(c->arena, code->texts[0]) : "forbidden_by_rule", rule,
	                   rule->label, STR_NONE);
}

/* --- price × quantity --------------------------------------------------------------------------
 */

/* The amount must still be a number of fen when all of the pupil's are added up. */
static bool sane(struct ratio fen_of)
{
	const int64_t most = MONEY_MAX_FEN / (2 * CHARGE_ITEMS);

	/* The quotient is never above its numerator, and seldom has to be found. */
	return fen_of.num >= 0 && (fen_of.num <= most || fen_of.num / fen_of.den <= most);
}

static bool list_sum(const struct charge_counts *by, struct ratio *ret_sum)
{
	struct ratio sum = RATIO(0);

	for (size_t i = 0; i < by->n; i++) {
		if (by->v[i].n.num < 0 || !ratio_add(sum, by->v[i].n, &sum))
			return false;
	}
	*ret_sum = sum;
	return true;
}

static enum err quantity_listed(struct ctx *c, const struct charge_item *it, struct ratio *ret_n)
{
	static const char *const names[CHARGE_TIMES] = {"by_day", "by_half_month", "by_month"};
	struct ratio n = it->quantity, sum;
	bool known = n.den != 0;

	for (int t = 0; t < CHARGE_TIMES; t++) {
		if (it->by[t].n == 0)
			continue;
		if (!list_sum(&it->by[t], &sum))
			return bad(c, names[t]);
		if (known && ratio_cmp(sum, n) != 0)
			return bad_beside(c, names[t], T_policy_fact_sums_to,
			                  ratio_text(c->arena, n));
		n = sum;
		known = true;
	}
	*ret_n = n;
	return OK;
}

/* One, unless a number or a list is given; lists and a number must agree. */
static inline enum err quantity_of(struct ctx *c, const struct charge_item *it, struct ratio *ret_n)
{
	*ret_n = it->quantity.den ? it->quantity : RATIO(1);
	if (ret_n->num < 0)
		return bad(c, "quantity");
	return has_counts(it) ? quantity_listed(c, it, ret_n) : OK;
}

static const struct rule_value *price_exactly(const struct rule_value *p)
{
	while (p != NULL && p->bound != BOUND_EXACTLY)
		p = p->next;
	return p;
}

/* The asked price, or the rules' own, and how many units of it. */
static enum err price_set(struct charge_run *w, struct charge_line *l, const struct rule *fee)
{
	const struct charge_item *it = l->item;
	const struct rule_value *p = fee ? fee->field[FIELD_PRICE] : NULL;
	const struct rule_value *own = price_exactly(p);

	TRY(quantity_of(w->c, it, &l->quantity));
	l->unit = it->unit != UNIT_NONE ? it->unit : p ? p->unit : UNIT_TERM;
	l->written = STR_NONE;
	if (it->priced) {
		l->price = ratio_of_money(it->price);
		return it->price.fen < 0 ? bad(w->c, "price") : OK;
	}
	if (own == NULL)
		return fact_missing(w->c, "price");
	if (own->number.num != 0) {
		TRY(span_need(w->c, w->t->rules, it->facts, l->quantity, l->unit, own->unit,
		              &l->quantity));
		l->unit = own->unit;
	}
	l->price = own->number;
	l->written = own->written;
	return OK;
}

/* What the bound comes to for this line, and what is asked: unit against unit where they are the
 * same, else all of it against all of it. */
static enum err bound_sides(struct charge_run *w, const struct charge_line *l, struct ratio asked,
                            const struct rule_value *v, struct charge_held *ret_h)
{
	struct ratio n;

	/* Free is free in whatever unit it is asked. */
	ret_h->each = v->unit == l->unit || v->number.num == 0;
	if (ret_h->each) {
		ret_h->asked = l->price;
		ret_h->allowed = v->number;
		return OK;
	}
	TRY(span_need(w->c, w->t->rules, l->item->facts, l->quantity, l->unit, v->unit, &n));
	ret_h->asked = asked;
	return ratio_mul(v->number, n, &ret_h->allowed) ? OK : bad(w->c, "quantity");
}

enum err charge_hold(struct charge_run *w, struct charge_line *l, const char *code,
                     const struct charge_held *held)
{
	struct charge_held *kept = NEW(w->c->arena, struct charge_held);

	if (!kept)
		return fault_broken(w->c, "arena");
	*kept = *held;
	l->held = kept;
	return rule_refuse(w->c, code, held->rule, charge_yuan(w->c, held->asked),
	                   charge_yuan(w->c, held->allowed));
}

/* R30: the price must be one the rules allow. */
static enum err price_allowed(struct charge_run *w, struct charge_line *l, const struct rule *fee,
                              struct ratio asked)
{
	struct charge_held held = {.rule = fee};

	for (const struct rule_value *v = fee->field[FIELD_PRICE]; v != NULL; v = v->next) {
		int more;

		TRY(bound_sides(w, l, asked, v, &held));
		more = ratio_cmp(held.asked, held.allowed);
		held.least = more < 0;
		if (more > 0 && v->bound != BOUND_AT_LEAST)
			return charge_hold(w, l,
			                   held.allowed.num == 0 ? "item_not_in_catalogue"
			                                         : "fee_cap_exceeded",
			                   &held);
		if (more < 0 && v->bound != BOUND_AT_MOST)
			return charge_hold(w, l, "not_as_required", &held);
	}
	return OK;
}

/* --- one line ----------------------------------------------------------------------------------
 */

static bool known_word(const struct rule_facts *f, int dimension, int word)
{
	return (f->is[dimension] >> word & 1) != 0;
}

/* R12, D6: what is no after-school service cannot be charged as one. R22: where nobody says when,
 * care and courses are held after afternoon school. */
static enum err scope_hold(struct charge_run *w, const struct charge_line *l,
                           const struct tariff_entry *e)
{
	uint64_t window = l->item->facts->is[DIM_WINDOW];

	if (e->kinds != NULL && !(e->kinds->value.words >> (l->item->kind - 1) & 1))
		return rule_refuse(w->c, "out_of_scope", e->kinds, str_of(kind_name(l->item->kind)),
		                   STR_NONE);
	if (e->windows == NULL)
		return OK;
	if (window == 0) {
		struct rule_facts usual = {0};

		facts_of_service(&usual, l->item->kind);
		window = usual.is[DIM_WINDOW];
	}
	if (window & ~e->windows->value.words)
		return rule_refuse(w->c, "out_of_scope", e->windows,
		                   str_of(LEXICONS[LEX_WINDOW].words.v[__builtin_ctzll(window)]),
		                   STR_NONE);
	return OK;
}

/* Acts that charging itself may be. */
static enum err acts_hold(struct charge_run *w, const struct charge_line *l,
                          const struct tariff_entry *e)
{
	const struct rule_facts *f = l->item->facts;

	if (e->by_private != NULL) {
		if (f->is[DIM_OWNERSHIP] == 0)
			return fact_missing(w->c, "ownership");
		if (known_word(f, DIM_OWNERSHIP, 1))
			return act_refuse(w->c, e->by_private);
	}
	if (e->for_outsiders != NULL) {
		if (f->is[DIM_PROVIDER] == 0)
			return fact_missing(w->c, "provider");
		if (known_word(f, DIM_PROVIDER, 1))
			return act_refuse(w->c, e->for_outsiders);
	}
	return OK;
}

static enum err line_fee(struct charge_run *w, size_t i, const struct tariff_entry *e)
{
	struct charge_line *l = &w->a->line[i];
	const struct rule *fee = e->fee;
	struct ratio asked;

	TRY(scope_hold(w, l, e));
	if (str_some(l->item->fee))
		TRY(tariff_fee(w->c, w->t, l->item->kind, l->item->facts, l->item->fee, &fee));
	l->rule = fee ? fee : e->opens;
	TRY(price_set(w, l, fee));
	if (fee != NULL && fee->field[FIELD_BEYOND] != NULL)
		TRY(charge_tiers_of(w, i, fee));
	if (!charge_asked(l, &asked) || !sane(asked) ||
	    !rounding_money(charge_rounding(l), asked, &l->gross))
		return bad(w->c, "price");
	l->capped = l->gross;
	if (l->gross.fen > 0) /* who may not charge at all is not told a better price */
		TRY(acts_hold(w, l, e));
	if (fee != NULL) {
		TRY(price_allowed(w, l, fee, asked));
		TRY(charge_caps(w, i, fee, asked));
	} else if (e->opens->type == RULE_PARAM && e->opens->value.choice == FEE_NONE &&
	           asked.num > 0) {
		return charge_hold(w, l, "item_not_in_catalogue",
		                   &(struct charge_held){.rule = e->opens,
		                                         .asked = RATIO(l->gross.fen),
		                                         .allowed = RATIO(0)});
	}
	l->charged = l->capped;
	return OK;
}

/* --- all of them -------------------------------------------------------------------------------
 */

/* Whole amounts within a span in which no sum below can overflow. */
static bool plausible(struct money m)
{
	return m.fen >= 0 && m.fen <= MONEY_MAX_FEN / (2 * CHARGE_ITEMS);
}

static void most(struct ratio *all, struct ratio own)
{
	if (all->den == 0 || ratio_cmp(own, *all) > 0)
		*all = own;
}

/* Member by member: clearing all of a line would cost as much as deciding it. */
static void line_blank(struct charge_line *l, const struct charge_item *it)
{
	l->item = it;
	l->rule = l->limit = l->deduct = l->waiver = NULL;
	l->cap = NULL;
	l->tiers = NULL;
	l->limit_by = NULL;
	l->held = NULL;
	for (int t = 0; t < CHARGE_TIMES; t++)
		l->by[t] = NULL;
	l->written = STR_NONE;
	l->unit = UNIT_TERM;
	l->quantity = l->price = RATIO(0);
	l->gross = l->capped = l->charged = l->deducted = l->waived = l->payable = FEN(0);
	l->before = l->adding = l->bound = FEN(0);
	l->self_purchase_warning = false;
}

static enum err line_begin(struct charge_run *w, const struct charge_item *it)
{
	struct charge_line *l = &w->a->line[w->a->n];

	w->a->at = w->a->n++;
	line_blank(l, it);
	w->before |= it->before;
	if (it->kind <= KIND_NONE || it->kind >= KIND_COUNT)
		return bad(w->c, "kind");
	if (!plausible(it->price))
		return bad(w->c, "price");
	if (!plausible(it->consumables))
		return bad(w->c, "consumables");
	if (!plausible(it->self_purchase))
		return bad(w->c, "self_purchase");
	if (!plausible(it->charged))
		return bad(w->c, "charged");
	if (it->sibling && !it->before)
		return bad_beside(w->c, "sibling", T_policy_fact_beside, S("charged"));
	if (it->days.den && it->days.num < 0)
		return bad(w->c, "days");
	if (it->months.den && it->months.num < 0)
		return bad(w->c, "months");
	if (it->days.den)
		most(&w->days, it->days);
	if (it->months.den)
		most(&w->months, it->months);
	return OK;
}

/* What its days and months came to is known where its counts are. */
static enum err charge_before(struct charge_run *w, size_t i, const struct tariff_entry *e)
{
	struct charge_line *l = &w->a->line[i];
	struct ratio asked;
	struct money then;

	l->rule = e->fee ? e->fee : e->opens;
	if (!l->item->priced)
		return OK;
	TRY(quantity_of(w->c, l->item, &l->quantity));
	l->price = ratio_of_money(l->item->price);
	l->unit = l->item->unit;
	if (e->fee && e->fee->field[FIELD_BEYOND])
		TRY(charge_tiers_of(w, i, e->fee));
	if (!charge_asked(l, &asked) || !sane(asked) ||
	    !rounding_money(charge_rounding(l), asked, &l->gross))
		return bad(w->c, "price");
	if (e->fee)
		TRY(charge_caps_before(w, i, e->fee, &asked));
	TRY(charge_limits_before(w, i, &e->limit, &asked));
	if (!ratio_money(asked, &then))
		return bad(w->c, "price");
	return l->charged.fen < then.fen ? charge_sums_scale(w, l, asked, RATIO(l->charged.fen))
	                                 : OK;
}

/* Under which fee a line was charged before; not knowing is no failure (same_fee). */
static enum err line_before(struct charge_run *w, size_t i)
{
	struct charge_line *l = &w->a->line[i];
	struct fault fault = w->c->fault;
	const struct tariff_entry *e;
	enum err err = tariff_find(w->c, w->t, l->item->kind, l->item->facts, &e);

	l->charged = l->gross = l->capped = l->item->charged;
	if (err == OK)
		TRY(charge_before(w, i, e));
	else if (err != E_INPUT && err != E_REFUSED)
		return err;
	w->c->fault = fault;
	return OK;
}

enum err charge_decide_by(struct ctx *c, struct tariff *t, const struct charge_facts *f,
                          struct charge_answer *ret_a)
{
	struct charge_run w = {.c = c, .t = t, .f = f, .a = ret_a};
	const struct tariff_entry *e;

	ret_a->n = ret_a->at = 0;
	if (f->n > CHARGE_ITEMS)
		return bad_beside(c, "item", T_policy_fact_items,
		                  str_of_i64(c->arena, CHARGE_ITEMS));
	if (!plausible(f->subsidy))
		return bad(c, "subsidy");
	if (!plausible(f->deducted_before))
		return bad(c, "deducted_before");
	/* Many pupils at once are read from memory: let it come while the items are looked at. */
	for (size_t i = 0; i < f->n; i++)
		__builtin_prefetch(f->item[i].facts);
	for (size_t i = 0; i < f->n; i++)
		TRY(line_begin(&w, &f->item[i]));
	for (size_t i = 0; i < f->n; i++) {
		ret_a->at = i;
		if (f->item[i].before)
			TRY(line_before(&w, i));
	}
	charge_relief_begin(&w);
	for (size_t i = 0; i < f->n; i++) {
		if (f->item[i].before)
			continue;
		ret_a->at = i;
		TRY(tariff_find(c, t, f->item[i].kind, f->item[i].facts, &e));
		TRY(line_fee(&w, i, e));
		TRY(charge_limits(&w, i, &e->limit));
		TRY(charge_relief(&w, i, e));
	}
	return charge_total(&w);
}

enum err charge_decide(struct ctx *c, const struct rules *r, const struct charge_facts *f,
                       struct charge_answer *ret_a)
{
	struct tariff t;

	tariff_once(&t, r);
	return charge_decide_by(c, &t, f, ret_a);
}

void facts_of_service(struct rule_facts *f, enum kind kind)
{
	static const char *const windows[KIND_COUNT] = {
		[KIND_CARE] = "afternoon",
		[KIND_COURSE] = "afternoon",
		[KIND_LUNCH] = "noon",
		[KIND_EVENING_STUDY] = "evening",
	};
	size_t i;

	fact_set(f, DIM_KIND, (int)kind - 1);
	if (words_index(LEXICONS[LEX_WINDOW].words, str_of(windows[kind]), &i))
		fact_set(f, DIM_WINDOW, (int)i);
}

enum err charge_fee(struct ctx *c, const struct rules *r, const struct charge_item *it,
                    struct charge_line *ret_l)
{
	struct charge_answer a = {.n = 0};
	struct tariff t;
	struct charge_run w = {.c = c, .t = &t, .a = &a};
	const struct tariff_entry *e;

	tariff_once(&t, r);
	TRY(line_begin(&w, it));
	TRY(tariff_find(c, &t, it->kind, it->facts, &e));
	TRY(line_fee(&w, 0, e));
	*ret_l = a.line[0];
	return OK;
}

/* What was charged for several services does not say under which fee; the limits hold all the same.
 */
static enum err limits_of(struct charge_run *w, const struct charge_item *it,
                          struct tariff_limits *ret_l)
{
	struct fault fault = w->c->fault;
	const struct tariff_entry *e;
	enum err err = tariff_find(w->c, w->t, it->kind, it->facts, &e);

	if (err == E_INPUT) {
		w->c->fault = fault;
		return tariff_limits(w->c, w->t, it->kind, it->facts, ret_l);
	}
	TRY(err);
	*ret_l = e->limit;
	return OK;
}

enum err charged_hold(struct ctx *c, const struct rules *r, const struct charge_facts *f)
{
	struct charge_answer a = {.n = 0};
	struct tariff t;
	struct charge_run w = {.c = c, .t = &t, .f = f, .a = &a};
	struct tariff_limits limit;

	tariff_once(&t, r);
	if (f->n > CHARGE_ITEMS)
		return bad_beside(c, "item", T_policy_fact_items,
		                  str_of_i64(c->arena, CHARGE_ITEMS));
	for (size_t i = 0; i < f->n; i++) {
		TRY(line_begin(&w, &f->item[i]));
		TRY(line_before(&w, i));
	}
	for (size_t i = 0; i < f->n; i++) {
		if (f->item[i].charged.fen + f->item[i].consumables.fen == 0 || f->item[i].sibling)
			continue;
		TRY(limits_of(&w, &f->item[i], &limit));
		TRY(charge_limits_hold(&w, i, &limit));
	}
	return OK;
}

enum err charge_reduces(struct ctx *c, const struct rules *r, enum kind kind,
                        const struct rule_facts *facts, bool *ret_reduces)
{
	struct rule_hits hits;

	uint64_t kinds = UINT64_C(1) << (kind - 1);

	TRY(rules_collect(c, r, RULE_LIMIT, kinds, facts, &hits));
	*ret_reduces = false;
	for (size_t i = 0; i < hits.n; i++)
		*ret_reduces |= rule_choice(hits.v[i], FIELD_ABOVE, OVER_REFUSE) == OVER_REDUCE;
	if (*ret_reduces)
		return OK;
	TRY(rules_collect(c, r, RULE_FEE, kinds, facts, &hits));
	for (size_t i = 0; i < hits.n; i++)
		*ret_reduces |= hits.v[i]->field[FIELD_CAP] != NULL;
	return OK;
}
