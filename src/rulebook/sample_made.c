/* Samples made of a document: each of its prices, ceilings, waivers, refunds and rates once. */
#include "policy/quote.h"
#include "policy/span.h"
#include "rulebook/block.h"
#include "rulebook/form.h"
#include "rulebook/sample.h"
#include "rulebook/show.h"

/* What is asked where the document's statement does not say it: plain values, so that the figures
 * compare. */
enum { PAID_FEN = 30000, SUBSIDY_FEN = 5000, MISSED = 10, BASIS = 50, CLASS_USUAL = 30 };

struct maker {
	struct ctx *c;
	const struct rules *r;
	const struct rule_set *set;
	struct sample *v;
	size_t n;
	struct str lines; /* of the sample under way */
	const struct when *when;
};

static void given(struct maker *m, const char *name, struct str value)
{
	m->lines = str_printf(m->c->arena, "%.*s  given %s %.*s\n", STR_FMT(m->lines), name,
	                      STR_FMT(value));
}

static void given_money(struct maker *m, const char *name, struct ratio fen)
{
	struct money floor = FEN(fen.num / fen.den);

	given(m, name, money_text(m->c->arena, floor));
}

/* --- where --------------------------------------------------------------------------------------
 */

static const struct declaration *declared(const struct maker *m, struct str dimension)
{
	for (size_t i = 0; i < m->r->n; i++)
		for (const struct declaration *d = m->r->set[i]->declared; d; d = d->next)
			if (d->dimension && str_eq(d->name, dimension))
				return d;
	return NULL;
}

static struct str word_at(const struct maker *m, int dim, const struct declaration *d, size_t i)
{
	if (dim < DIM_BUILTIN) {
		struct words w = LEXICONS[DIMENSIONS[dim].lexicon].words;

		return i < w.n ? str_of(w.v[i]) : STR_NONE;
	}
	return i < d->n ? d->words[i] : STR_NONE;
}

static bool has(const struct when *w, struct str word)
{
	for (size_t i = 0; w && i < w->n_texts; i++)
		if (str_eq(w->texts[i], word))
			return true;
	return false;
}

static const struct when *condition_on(const struct maker *m, struct str dimension)
{
	const struct when *w = m->when;

	while (w && !str_eq(w->name, dimension))
		w = w->next;
	return w;
}

/* The first word that meets the condition; without one, the first there is. */
static struct str word_for(const struct maker *m, int dim, struct str name, const struct when *w)
{
	const struct declaration *d = dim == DIM_BUILTIN ? declared(m, name) : NULL;
	struct str word = STR_NONE;

	if (dim == DIM_BUILTIN && (!d || d->question)) /* a decision answers a question, no fact */
		return word;
	if (w && !w->negated)
		return w->n_texts ? w->texts[0] : STR_NONE;
	for (size_t i = 0; (word = word_at(m, dim, d, i)).p && has(w, word); i++)
		;
	return word;
}

static struct str answer_to(const struct maker *m, int dim, struct str name, struct str kind);

/* A grade of the stage that is said. */
static struct str grade_for(const struct maker *m, const struct when *w)
{
	struct str stage = answer_to(m, DIM_STAGE, S("stage"), S(""));
	int from = str_is(stage, "senior") ? 11 : str_is(stage, "junior") ? 8 : 3;

	if (w && !w->negated && !(w->words >> from)) /* only younger ones */
		from = 1;
	for (int g = from; g <= 12; g++)
		if (!w || (w->words >> g & 1) != w->negated)
			return str_printf(m->c->arena, "%d", g);
	return STR_NONE;
}

/* A class that meets the condition; without one, a usual one. */
static struct str size_for(const struct maker *m, const struct when *w)
{
	int64_t n = CLASS_USUAL;

	if (w && w->negated)
		n = w->from > 1 ? w->from - 1 : w->to + 1;
	else if (w)
		n = w->from;
	return str_of_i64(m->c->arena, n);
}

static struct str usual_window(struct str kind)
{
	return str_is(kind, "lunch")           ? S("noon")
	       : str_is(kind, "evening_study") ? S("evening")
	                                       : S("afternoon");
}

/* Whether any statement of these rules asks for the dimension. */
static bool asked(const struct maker *m, struct str dimension)
{
	for (size_t i = 0; i < m->r->n; i++)
		for (int t = 0; t < RULE_COUNT; t++)
			for (const struct rule *x = m->r->set[i]->rules[t]; x; x = x->next)
				for (const struct when *w = x->when; w; w = w->next)
					if (str_eq(w->name, dimension))
						return true;
	return false;
}

static struct str answer_to(const struct maker *m, int dim, struct str name, struct str kind)
{
	const struct when *w = condition_on(m, name);

	if (dim == DIM_GRADE)
		return grade_for(m, w);
	if (dim == DIM_CLASS_SIZE)
		return size_for(m, w);
	if (dim == DIM_SCHOOL)
		return w && !w->negated && w->n_members ? w->members[0] : STR_NONE;
	if (!w && dim == DIM_WINDOW)
		return usual_window(kind);
	if (!w && dim == DIM_STAGE && str_is(kind, "evening_study"))
		return S("senior");
	return word_for(m, dim, name, w);
}

static void place(struct maker *m, struct str name, int dim, struct str kind)
{
	bool basic =
		dim == DIM_STAGE || dim == DIM_AREA || dim == DIM_PROVIDER || dim == DIM_WINDOW;
	struct str word = STR_NONE;

	if (basic || condition_on(m, name) || asked(m, name))
		word = answer_to(m, dim, name, kind);
	if (str_some(word))
		given(m, str_c(m->c->arena, name), text_quoted(m->c->arena, word));
}

/* What is known of every service, what the statement's conditions ask, and what the others of these
 * rules do. Kind, category and what is of staff alone are said by who asks. */
static void places(struct maker *m, struct str kind, bool staff)
{
	for (int dim = 0; dim < DIM_BUILTIN; dim++) {
		bool of_staff = dim == DIM_PAYEE || dim == DIM_ROLE || dim == DIM_CONTENT;
		struct str name = str_of(DIMENSIONS[dim].name);

		if (dim != DIM_KIND && dim != DIM_CATEGORY &&
		    (of_staff ? staff : !staff || condition_on(m, name)))
			place(m, name, dim, kind);
	}
	for (size_t i = 0; i < m->r->n; i++)
		for (const struct declaration *d = m->r->set[i]->declared; d; d = d->next)
			if (d->dimension && declared(m, d->name) == d)
				place(m, d->name, DIM_BUILTIN, kind);
}

/* --- one sample ---------------------------------------------------------------------------------
 */

static void begin(struct maker *m, const struct rule *rule)
{
	m->lines = S("");
	m->when = rule ? rule->when : NULL;
}

static enum err end(struct maker *m, const char *decision, const struct rule *rule)
{
	struct arena *a = m->c->arena;
	struct str where = show_when(a, m->c->lang, rule), type = S("");
	struct str name = str_some(rule->label) ? rule->label : show_what(a, m->c->lang, rule);
	char key[60];

	snprintf(key, sizeof key, "%s", TYPES[rule->type].name);
	if (rule->type != RULE_FEE && form_label("type", key) != TEXT_NONE)
		type = text(m->c->lang, form_label("type", key));
	if (type.n && str_some(rule->label))
		name = str_printf(a, "%.*s · %.*s", STR_FMT(type), STR_FMT(name));
	if (where.n)
		name = str_printf(a, "%.*s (%.*s)", STR_FMT(name), STR_FMT(where));
	return sample_read(m->c,
	                   str_printf(a, "case %s %.*s\n%.*s", decision,
	                              STR_FMT(text_quoted(a, name)), STR_FMT(m->lines)),
	                   &m->v[m->n++]);
}

/* How many of a unit a term has: by the document's own convention, else a usual number. */
static struct ratio term_units(struct maker *m, int unit)
{
	static const int usual[UNIT_COUNT] = {
		[UNIT_TERM] = 1,  [UNIT_MONTH] = 4,     [UNIT_HALF_MONTH] = 8, [UNIT_WEEK] = 18,
		[UNIT_DAY] = 90,  [UNIT_PERIOD] = 90,   [UNIT_SITTING] = 32,   [UNIT_MEAL] = 90,
		[UNIT_HOUR] = 90, [UNIT_MINUTE] = 5400, [UNIT_YEAR] = 1,
	};
	struct ratio one = {1, 1}, n;
	bool known = false;

	if (unit >= 0 && unit != UNIT_TERM &&
	    span_convert(m->c, m->r, NULL, one, UNIT_TERM, unit, &n, &known) == OK && known)
		return n;
	m->c->fault = (struct fault){0};
	return RATIO(unit >= 0 && unit < UNIT_COUNT && usual[unit] ? usual[unit] : 10);
}

static struct str a_term_of(struct maker *m, int unit)
{
	return ratio_text(m->c->arena, term_units(m, unit));
}

/* The same, in four months alike: "22.5 22.5 22.5 22.5". */
static struct str four_months_of(struct maker *m, int unit)
{
	struct ratio month = RATIO(0);
	struct str v[4];

	(void)ratio_div(term_units(m, unit), RATIO(4), &month);
	for (int i = 0; i < 4; i++)
		v[i] = ratio_text(m->c->arena, month);
	return text_quoted(m->c->arena, str_join(m->c->arena, v, 4, S(" ")));
}

static bool by_month(const struct rule *fee)
{
	const struct rule_value *beyond = fee->field[FIELD_BEYOND];

	return beyond && beyond->counted == COUNTED_MONTH;
}

static const struct rule_value *price_of(const struct rule *fee)
{
	const struct rule_value *best = fee->field[FIELD_PRICE];

	for (const struct rule_value *v = best; v; v = v->next)
		if (v->bound != BOUND_AT_LEAST)
			return v; /* the most that may be asked */
	return best;
}

static struct str first_word(const struct rule *rule, enum field f)
{
	const struct rule_value *v = rule->field[f];

	return v && v->n_texts ? v->texts[0] : STR_NONE;
}

/* The facts of one service at the document's own price. */
static void item_of_fee(struct maker *m, const struct rule *fee)
{
	const struct rule_value *price = price_of(fee);

	if (!price)
		return;
	given_money(m, "price", price->number);
	given(m, "unit", price->unit_name);
	if (by_month(fee))
		given(m, "by_month", four_months_of(m, price->unit));
	else
		given(m, "quantity", a_term_of(m, price->unit));
	for (const struct rule_value *cap = fee->field[FIELD_CAP]; cap; cap = cap->next) {
		if (cap->unit == UNIT_DAY && price->unit != UNIT_DAY)
			given(m, "days", a_term_of(m, UNIT_DAY));
		if (cap->unit == UNIT_MONTH && price->unit != UNIT_MONTH && !by_month(fee))
			given(m, "months", a_term_of(m, UNIT_MONTH));
	}
}

static bool is_of(const struct rule *rule, struct str kind)
{
	const struct rule_value *of = rule->field[FIELD_KINDS];

	for (size_t i = 0; of && i < of->n_texts; i++)
		if (str_eq(of->texts[i], kind))
			return true;
	return false;
}

/* A deduction whose amount is a fact of the case. */
static void stated(struct maker *m, struct str kind)
{
	for (size_t i = 0; i < m->r->n; i++)
		for (const struct rule *x = m->r->set[i]->rules[RULE_DEDUCT]; x; x = x->next) {
			const struct rule_value *amount = x->field[FIELD_AMOUNT];

			if (!amount || amount->type != VALUE_INSTEAD || !is_of(x, kind))
				continue;
			given(m, "subsidy", money_text(m->c->arena, FEN(SUBSIDY_FEN)));
			return;
		}
}

static enum err make_fee(struct maker *m, const struct rule *fee)
{
	struct str kind = first_word(fee, FIELD_KINDS);

	if (!price_of(fee) || !kind.p)
		return OK;
	begin(m, fee);
	places(m, kind, false);
	stated(m, kind);
	given(m, "kind", kind);
	item_of_fee(m, fee);
	return end(m, "charge", fee);
}

/* The first price of these rules for a service, wherever it holds. */
static const struct rule *fee_for(const struct maker *m, struct str kind)
{
	for (size_t i = 0; i < m->r->n; i++)
		for (const struct rule *x = m->r->set[i]->rules[RULE_FEE]; x; x = x->next)
			if (is_of(x, kind) && price_of(x))
				return x;
	return NULL;
}

/* Every service the ceiling is over, the last for a fen more than the ceiling leaves. */
static enum err make_limit(struct maker *m, const struct rule *limit)
{
	const struct rule_value *over = limit->field[FIELD_KINDS], *cap = limit->field[FIELD_CAP];
	int64_t left = cap ? cap->money.fen : 0;

	if (!over || !cap || cap->unit != UNIT_TERM)
		return OK;
	begin(m, limit);
	places(m, over->texts[0], false);
	for (size_t i = 0; i < over->n_texts; i++) {
		const struct rule *fee = fee_for(m, over->texts[i]);
		bool last = i + 1 == over->n_texts;
		bool priced = !last && fee && price_of(fee)->unit == UNIT_TERM;
		int64_t price = last     ? left + 1
		                : priced ? price_of(fee)->money.fen
		                         : left / (int64_t)(over->n_texts - i);

		given(m, "item", over->texts[i]);
		given(m, "price", money_text(m->c->arena, FEN(price > 0 ? price : 1)));
		left -= price;
	}
	return end(m, "charge", limit);
}

/* Of the services a waiver is for, the first that costs something: nothing is waived of one that is
 * free. */
static struct str waived_kind(const struct maker *m, const struct rule *waiver)
{
	const struct rule_value *of = waiver->field[FIELD_KINDS];

	for (size_t i = 0; of && i < of->n_texts; i++) {
		const struct rule *fee = fee_for(m, of->texts[i]);

		if (!str_is(of->texts[i], "consumables") && (!fee || price_of(fee)->number.num > 0))
			return of->texts[i];
	}
	return first_word(waiver, FIELD_KINDS);
}

/* Granted today, where it will expire. */
static void granted_now(struct maker *m, const struct rule *waiver)
{
	const struct rule_value *expires = waiver->field[FIELD_EXPIRES];

	if (!expires || expires->type == VALUE_INSTEAD)
		return;
	if (expires->unit == UNIT_TERM)
		given(m, "terms_since_grant", S("0"));
	else
		given(m, "granted", date_text(m->c->arena, m->r->as_of));
}

static enum err make_waiver(struct maker *m, const struct rule *waiver)
{
	struct str kind = waived_kind(m, waiver), who = first_word(waiver, FIELD_CATEGORY);
	const struct rule *fee;

	if (!kind.p || str_is(kind, "consumables"))
		return OK;
	fee = fee_for(m, kind);
	begin(m, waiver);
	if (fee && !m->when)
		m->when = fee->when;
	places(m, kind, false);
	if (who.p)
		given(m, "category", who);
	stated(m, kind);
	given(m, "proof", S("yes"));
	granted_now(m, waiver);
	given(m, "kind", kind);
	if (fee)
		item_of_fee(m, fee);
	else
		given(m, "price", money_text(m->c->arena, FEN(PAID_FEN)));
	return end(m, "charge", waiver);
}

static enum err make_refund(struct maker *m, const struct rule *refund)
{
	struct str kind = first_word(refund, FIELD_KINDS), why = first_word(refund, FIELD_REASON);
	const struct rule_value *unit = refund->field[FIELD_UNIT],
				*basis = refund->field[FIELD_BASIS];
	const struct rule_value *step = refund->field[FIELD_IN_A_ROW]
	                                        ? refund->field[FIELD_IN_A_ROW]
	                                        : refund->field[FIELD_STEP];
	struct arena *a = m->c->arena;

	if (!kind.p || !why.p || str_is(kind, "consumables"))
		return OK;
	begin(m, refund);
	places(m, kind, false);
	given(m, "kind", kind);
	given(m, "reason", why);
	given(m, "paid", money_text(a, FEN(PAID_FEN)));
	if (unit)
		given(m, "unit", unit->n_texts ? unit->texts[0] : unit->unit_name);
	if (step) {
		given(m, "consecutive", ratio_text(a, step->number));
		given(m, "consecutive_unit", step->unit_name);
	} else {
		given(m, "missed", str_printf(a, "%d", MISSED));
	}
	if (basis && basis->type == VALUE_INSTEAD)
		given(m, "basis", str_printf(a, "%d", BASIS));
	given(m, "written", S("yes"));
	return end(m, "refund", refund);
}

static enum err make_pay(struct maker *m, const struct rule *pay)
{
	const struct rule_value *rate = pay->field[FIELD_RATE];

	if (!rate)
		return OK;
	begin(m, pay);
	places(m, S(""), true);
	given(m, "unit", rate->unit_name);
	given(m, "quantity", S("10"));
	given_money(m, "rate", rate->number);
	return end(m, "pay", pay);
}

static enum err make_param(struct maker *m, const struct rule *param)
{
	if (param->param != PARAM_GUARANTEE_RATE)
		return OK;
	begin(m, param);
	m->lines = S("  given by rule\n  given enrolled 1000\n  given attended 900\n"
	             "  given received 0.00\n");
	return end(m, "guarantee", param);
}

/* --- all of them --------------------------------------------------------------------------------
 */

static enum err make_all(struct maker *m, const struct rule_set *s)
{
	static const struct {
		enum rule_type type;
		enum err (*make)(struct maker *m, const struct rule *rule);
	} kinds[] = {
		{RULE_FEE, make_fee},       {RULE_LIMIT, make_limit}, {RULE_WAIVER, make_waiver},
		{RULE_REFUND, make_refund}, {RULE_PAY, make_pay},     {RULE_PARAM, make_param},
	};

	m->set = s;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (const struct rule *x = s->rules[kinds[i].type]; x; x = x->next)
			if (m->n < SAMPLES_MADE)
				TRY(kinds[i].make(m, x));
	return OK;
}

enum err samples_made(struct ctx *c, const struct rules *r, struct str set, struct sample **ret_v,
                      size_t *ret_n)
{
	struct maker m = {.c = c, .r = r, .v = NEW_N(c->arena, SAMPLES_MADE, struct sample)};
	bool below = true; /* sets under the one asked for say nothing here */

	if (!m.v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < r->n; i++) {
		below = below && !str_eq(r->set[i]->file, set);
		if (!below && m.n == 0)
			TRY(make_all(&m, r->set[i]));
	}
	*ret_v = m.v;
	*ret_n = m.n;
	return OK;
}
