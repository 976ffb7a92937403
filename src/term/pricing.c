/* The price of a term from a price per unit. Counting: counting.c. */
#include "term/pricing.h"

#include "policy/book.h"
#include "policy/conduct.h"
#include "policy/pencil.h"
#include "policy/span.h"
#include "rulebook/show.h"
#include "term/internal.h"
#include "term/pricing_in.h"

enum err unit_item(struct ctx *c, const struct rules *r, const struct unit_price *u,
                   struct charge_item *ret_it)
{
	int unit = rules_word(r, LEX_UNIT, u->unit);

	if (unit < 0)
		return rules_silent(c, r, str_printf(c->arena, "unit %.*s", STR_FMT(u->unit)));
	ret_it->priced = true;
	ret_it->price = u->price;
	ret_it->unit = unit;
	ret_it->quantity = u->quantity;
	ret_it->days = u->days > 0 ? RATIO(u->days) : (struct ratio){0, 0};
	ret_it->months = u->months > 0 ? RATIO(u->months) : (struct ratio){0, 0};
	memcpy(ret_it->by, u->by, sizeof u->by);
	ret_it->spread = u->spread;
	ret_it->dated = true;
	return OK;
}

/* --- words -------------------------------------------------------------------------------------
 */

static const enum text_id WORDS[UNIT_COUNT] = {
	[UNIT_TERM] = T_term_unit_term,
	[UNIT_MONTH] = T_term_unit_month,
	[UNIT_HALF_MONTH] = T_term_unit_half_month,
	[UNIT_WEEK] = T_term_unit_week,
	[UNIT_DAY] = T_term_unit_day,
	[UNIT_PERIOD] = T_term_unit_period,
	[UNIT_SITTING] = T_term_unit_sitting,
	[UNIT_MEAL] = T_term_unit_meal,
	[UNIT_HOUR] = T_term_unit_hour,
	[UNIT_MINUTE] = T_term_unit_minute,
};

/* Units of the vocabulary no service is priced by. A price per working day is one a document makes
 * countable by its `convert`, like a unit it declares. */
static bool never_priced(int unit)
{
	return unit < 0 || (unit < UNIT_COUNT && !WORDS[unit] && unit != UNIT_WORKING_DAY);
}

static struct formula_arg word_arg(const struct rules *r, struct str unit)
{
	size_t i;

	if (words_index(LEXICONS[LEX_UNIT].words, unit, &i) && WORDS[i])
		return arg_word(WORDS[i]);
	return r ? arg_unit(r, rules_word(r, LEX_UNIT, unit)) : arg_text(unit);
}

struct str unit_word(struct ctx *c, const struct rules *r, struct str unit)
{
	struct formula_arg a = word_arg(r, unit);

	return a.type == ARG_WORD ? text(c->lang, a.word) : a.s;
}

struct str unit_words(struct ctx *c, const struct rules *r, struct ratio count, struct str unit)
{
	struct str said = c->lang == LANG_EN ? unit_behind(LANG_EN, count, unit) : STR_NONE;

	return str_some(said) ? said : unit_word(c, r, unit);
}

struct str unit_formula(enum lang lang, const struct unit_price *u)
{
	struct str rest = u->formula, zh = str_cut(&rest, '\n');

	return lang == LANG_ZH || !str_some(rest) ? zh : rest;
}

bool unit_evenly(const struct unit_price *u)
{
	for (int t = 0; t < CHARGE_TIMES; t++) {
		if (u->by[t].n > 0)
			return false;
	}
	return u->months > 1;
}

static struct str origin(struct ctx *c, const struct unit_price *u)
{
	struct str args[5];

	if (u->stated)
		return text_fill(c->arena, c->lang, T_term_quantity_stated, &u->why, 1);
	args[0] = str_printf(c->arena, "%lld", (long long)u->sittings);
	args[1] = str_printf(c->arena, "%lld", (long long)u->counted);
	args[2] = unit_words(c, NULL, RATIO(u->counted), u->basis);
	args[3] = ratio_text(c->arena, u->quantity);
	args[4] = unit_words(c, NULL, RATIO(u->sittings), S("sitting"));
	if (str_eq(u->basis, u->unit))
		return text_fill(c->arena, c->lang, T_term_quantity_counted, args, 5);
	return text_fill(c->arena, c->lang, T_term_quantity_converted, args, 5);
}

/* Its months were told by the sittings, not counted. */
static bool by_sittings(const struct unit_price *u)
{
	return u->by[CHARGE_MONTH].n > 0 && (u->stated || str_is(u->basis, "term"));
}

struct str unit_origin(struct ctx *c, const struct unit_price *u)
{
	int64_t months = by_sittings(u) ? (int64_t)u->by[CHARGE_MONTH].n : u->months;
	struct str args[2] = {origin(c, u), str_printf(c->arena, "%lld", (long long)months)};

	if (by_sittings(u))
		return text_fill(c->arena, c->lang, T_term_quantity_by_sittings, args, 2);
	return unit_evenly(u) ? text_fill(c->arena, c->lang, T_term_quantity_evenly, args, 2)
	                      : args[0];
}

static bool listed(const struct str *v, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(v[i], word))
			return true;
	}
	return false;
}

size_t unit_choices(const struct rules *r, struct str *ret_v, size_t most)
{
	const struct words w = LEXICONS[LEX_UNIT].words;
	size_t n = 0;

	for (int u = 0; u < UNIT_COUNT && n < most; u++) {
		if (WORDS[u])
			ret_v[n++] = str_of(w.v[u]);
	}
	for (size_t s = 0; s < r->n; s++) {
		for (const struct rule *fee = r->set[s]->rules[RULE_FEE]; fee; fee = fee->next) {
			for (const struct rule_value *p = fee->field[FIELD_PRICE]; p; p = p->next) {
				if (n < most && !never_priced(p->unit) &&
				    !listed(ret_v, n, p->unit_name))
					ret_v[n++] = p->unit_name;
			}
		}
	}
	return n;
}

static struct str units_text(struct ctx *c, const struct rules *r)
{
	struct str v[LEXICON_WORDS];
	size_t n = unit_choices(r, v, LEXICON_WORDS);

	return str_join(c->arena, v, n, S(" "));
}

/* "3.00 元/课时 × 36 课时 = 108.00 元", in both languages; the unit's name of today stays. */
static struct str formula_of(struct ctx *c, const struct rules *r, const struct unit_price *u,
                             const struct charge_line *l)
{
	struct formula f = {
		.text = T_term_formula_unit,
		.arg = {arg_money(u->price), word_arg(r, u->unit), arg_number(u->quantity),
	                arg_units(r, u->quantity, l->unit), arg_money(l->gross)},
		.n = 5,
	};
	const struct charge_sums *by =
		l->charged.fen < l->capped.fen ? l->limit_by : charge_cap_sums(l);
	enum text_id most = by ? T_term_formula_unit_most_by : T_term_formula_unit_most;
	struct str both[2];

	if (l->tiers) {
		by = NULL;
		f.text = T_term_formula_tiers;
		f.arg[0] = arg_tiers(l->tiers);
	}
	if (u->most.some) {
		f.text = l->tiers ? T_term_formula_tiers_most : most;
		f.arg[f.n++] = arg_money(u->most.v);
		if (by)
			f.arg[f.n++] = arg_sums(by);
	}
	f.rounding = charge_rounding_text(l);
	both[0] = formula_text(c->arena, LANG_ZH, &f);
	both[1] = formula_text(c->arena, LANG_EN, &f);
	return str_join(c->arena, both, 2, S("\n"));
}

/* --- one case ----------------------------------------------------------------------------------
 */

static enum err ask(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                    const struct offering *o, const struct unit_price *u,
                    struct charge_answer *ret_a)
{
	struct charge_facts f = CHARGE_FACTS;
	struct charge_item item = {.kind = o->kind, .facts = facts, .consumables = o->consumables};

	TRY(unit_item(c, r, u, &item));
	item.priced = !u->by_rules;
	f.subsidy_stated = o->subsidy.some;
	f.subsidy = o->subsidy.v;
	f.item = &item;
	f.n = 1;
	return charge_decide(c, r, &f, ret_a);
}

/* Day pupils and boarders may have prices of their own: that one of them may be asked is enough. */
static enum err ask_either(struct ctx *c, const struct rules *r, const struct rule_facts *where,
                           const struct offering *o, const struct unit_price *u,
                           struct charge_answer *ret_a)
{
	struct rule_facts facts = *where;
	struct fault before = c->fault, no;
	enum err e;

	fact_set(&facts, DIM_BOARDING, 0);
	e = ask(c, r, &facts, o, u, ret_a);
	if (e != E_REFUSED)
		return e;
	no = c->fault;
	c->fault = before;
	fact_set(&facts, DIM_BOARDING, 1);
	e = ask(c, r, &facts, o, u, ret_a);
	if (e == E_REFUSED)
		c->fault = no;
	return e;
}

/* R30: the document's own price, in the document's own unit. */
static enum err price_taken(struct ctx *c, const struct rules *r, const struct charge_line *l,
                            struct unit_price *u)
{
	struct str unit = unit_name(r, l->unit);

	if (!str_eq(unit, u->unit))
		return fault_input(c, NULL, S("unit"), unit_word(c, r, u->unit),
		                   unit_word(c, r, unit));
	if (!ratio_whole(l->price))
		return fault_input(c, NULL, S("price"), pencil_number(c->arena, l->price, false),
		                   STR_NONE);
	u->price = FEN(l->price.num);
	return OK;
}

static void decided_by(struct unit_price *u, const struct charge_line *l)
{
	const struct rule *rule = l->charged.fen < l->capped.fen ? l->limit : l->rule;

	u->most = (struct opt_money){l->charged.fen < l->gross.fen, l->charged};
	u->requirement = rule ? rule->requirement : S("");
	u->clause = rule ? rule->clause : S("");
	u->document = rule ? rule->set->document : S("");
}

/* R65: where a document forbids to charge without serving, no more may be stated than is due. */
static enum err stated_hold(struct ctx *c, const struct rules *r, const struct rule_facts *where,
                            const struct unit_price *u, const struct unit_count *n)
{
	if (u->quantity.num <= 0)
		return fault_input(c, NULL, S("quantity"), ratio_text(c->arena, u->quantity),
		                   STR_NONE);
	if (!str_some(str_trim(u->why)))
		return fault_input(c, "missing_field", S("quantity_why"), STR_NONE, STR_NONE);
	if (!n->known || ratio_cmp(u->quantity, n->quantity) <= 0)
		return OK;
	return act_decide(c, r, S("charge_without_service"), where);
}

static enum err quantity_of(struct ctx *c, const struct rules *r, const struct rule_facts *where,
                            const struct unit_count *n, struct unit_price *u)
{
	if (u->stated)
		return stated_hold(c, r, where, u, n);
	if (n->sittings == 0)
		return fault_set(c, E_REFUSED, "quantity_none", &(struct fault){.found = S("0")});
	if (!n->known)
		return fault_set(
			c, E_REFUSED, "quantity_unknown",
			&(struct fault){.found = unit_word(c, r, u->unit),
		                        .field = S("quantity"),
		                        .document = r->n ? r->set[0]->document : STR_NONE});
	u->quantity = n->quantity;
	return OK;
}

static enum err count_kept(struct ctx *c, const struct unit_count *n, struct unit_price *u)
{
	static const struct charge_counts none = {0};
	const struct rule *by = n->path.n > 0 ? n->path.rule[n->path.n - 1] : NULL;

	u->sittings = n->sittings;
	u->days = n->days;
	u->months = n->months;
	u->basis = n->known && !u->stated ? str_of(LEXICONS[LEX_UNIT].words.v[n->basis]) : S("");
	u->counted = n->known && !u->stated ? n->counted : 0;
	for (int i = 0; i < CHARGE_TIMES; i++)
		u->by[i] = u->stated ? none : n->by[i];
	u->count_clause = by && !u->stated ? by->clause : S("");
	u->count_document = by && !u->stated ? by->set->document : S("");
	u->spread = none;
	return u->by[CHARGE_MONTH].n > 0 ? OK : unit_spread(c, n, u->quantity, &u->spread);
}

/* The price is another each month: its months are those it was reckoned by. */
static void months_kept(const struct charge_line *l, struct unit_price *u)
{
	if (!l->tiers || !l->tiers->monthly || u->by[CHARGE_MONTH].n > 0)
		return;
	u->by[CHARGE_MONTH] = u->spread;
	u->spread = (struct charge_counts){NULL, 0};
}

/* A missing fact that the form of the service has no input for. */
static enum err missing_said(struct ctx *c, enum err e)
{
	if (e == E_INPUT && strcmp(c->fault.code, "fact_missing") == 0 &&
	    str_is(c->fault.field, "by_month"))
		return fault_set(c, E_REFUSED, "months_unknown",
		                 &(struct fault){.field = S("slots"), .found = S("0")});
	return e;
}

static enum err reckoned(struct ctx *c, const struct price_frame *f, const struct tally *t,
                         const struct offering *o, const struct rule_facts *in,
                         struct unit_price *u, struct money *ret_price)
{
	struct rule_facts where = *in;
	int unit = rules_word(f->rules, LEX_UNIT, u->unit);
	struct charge_answer *a = NEW(c->arena, struct charge_answer);
	struct unit_count n;

	if (!a)
		return fault_broken(c, "no memory for a price");
	if (never_priced(unit))
		return fault_input(c, NULL, S("unit"), u->unit, units_text(c, f->rules));
	TRY(unit_counted(c, f->rules, &where, o->kind, t, unit, &n));
	TRY(quantity_of(c, f->rules, &where, &n, u));
	TRY(count_kept(c, &n, u));
	TRY(missing_said(c, ask_either(c, f->rules, &where, o, u, a)));
	months_kept(&a->line[0], u);
	if (u->by_rules)
		TRY(price_taken(c, f->rules, &a->line[0], u));
	decided_by(u, &a->line[0]);
	u->formula = formula_of(c, f->rules, u, &a->line[0]);
	*ret_price = a->line[0].charged;
	return OK;
}

static enum err reckon_one(struct ctx *c, const struct price_frame *f, const struct tally *t,
                           const struct offering *o, const struct rule_facts *in,
                           struct unit_price *u, struct money *ret_price)
{
	enum err e = reckoned(c, f, t, o, in, u, ret_price);

	if (e == E_REFUSED || e == E_INPUT)
		show_refused(c, f->rules);
	return e;
}

/* --- all grades --------------------------------------------------------------------------------
 */

static bool alike(const struct unit_price *a, const struct unit_price *b)
{
	return a->price.fen == b->price.fen && ratio_cmp(a->quantity, b->quantity) == 0;
}

static enum err differ(struct ctx *c, const struct unit_price *a, const struct unit_price *b)
{
	return fault_set(c, E_REFUSED, "prices_differ",
	                 &(struct fault){.found = unit_formula(c->lang, b),
	                                 .allowed = unit_formula(c->lang, a),
	                                 .clause = b->clause,
	                                 .document = b->document});
}

/* One grade at one of its times of day; the first of all says what the others must come to. */
static enum err reckon_next(struct ctx *c, const struct price_frame *f, const struct tally *t,
                            const struct rule_facts *in, struct offering *o,
                            const struct unit_price **first)
{
	struct unit_price *u = NEW(c->arena, struct unit_price);
	struct money price = FEN(0);

	if (!u)
		return fault_broken(c, "arena");
	*u = *o->by_unit;
	TRY(reckon_one(c, f, t, o, in, u, &price));
	if (*first)
		return alike(*first, u) && price.fen == o->price.fen ? OK : differ(c, *first, u);
	*first = u;
	o->price = price;
	return OK;
}

enum err offering_reckon(struct ctx *c, const struct price_frame *f, struct offering *o)
{
	const struct unit_price *first = NULL;
	struct tally t;

	if (!o->by_unit)
		return OK;
	TRY(tally_take(c, f, o, &t));
	for (int64_t grade = 0; grade <= 12; grade++) {
		struct rule_facts in;

		if (o->grades ? !(o->grades >> grade & 1) : grade > 0)
			continue;
		in = facts_before(c, f->rules, f->school, o, grade);
		for (uint64_t left = in.is[DIM_WINDOW]; left; left &= left - 1) {
			fact_set(&in, DIM_WINDOW, __builtin_ctzll(left));
			TRY(reckon_next(c, f, &t, &in, o, &first));
		}
	}
	o->by_unit = first;
	return OK;
}

enum err offering_reckon_now(struct ctx *c, const struct rules *r, struct offering *o)
{
	struct price_frame f = {.rules = r};
	struct calendar cal;
	struct school s;
	struct term t;
	struct slot *slot;

	if (!o->by_unit)
		return OK;
	TRY(school_load(c, o->school, &s));
	TRY(term_get(c, o->term, &t));
	TRY(calendar_load(c, o->county, o->school, t.first_day, t.last_day, &cal));
	TRY(slot_list(c, o->id, &slot, &f.slot_n));
	f.school = &s;
	f.term = &t;
	f.calendar = &cal;
	f.slot = slot;
	return offering_reckon(c, &f, o);
}
