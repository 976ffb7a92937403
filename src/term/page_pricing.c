/* What the pages of an offering say and ask of a price by the unit. */
#include "rulebook/rulebook.h"
#include "term/offering_edit.h"
#include "term/offering_one.html.h"
#include "term/pages.h"
#include "term/pricing.h"
#include "term/school_day.h"

/* Unit, unit price, quantity, and all of it in one sentence. */
void pricing_cells(struct desk *d, size_t row, size_t col, const struct offering *o)
{
	const struct unit_price *u = o->by_unit;
	struct ctx *c = d->c;

	desk_put(d, row, col, unit_word(c, NULL, u ? u->unit : S("term")));
	desk_money(d, row, col + 1, u ? u->price : o->price);
	desk_put(d, row, col + 2, ratio_text(c->arena, u ? u->quantity : RATIO(1)));
	desk_put(d, row, col + 3, u ? unit_formula(c->lang, u) : S(""));
}

/* A quantity is counted unless one is stated; a price is the document's own unless one is typed. */
enum err pricing_said(struct ctx *c, struct req *r, const struct offering_in *in,
                      struct offering_row *row)
{
	struct str quantity = str_trim(utf8_fold_width(c->arena, in->quantity));

	row->unit = in->unit;
	if (!str_some(in->unit) || str_is(in->unit, "term"))
		return OK;
	row->by_rules = !str_some(str_trim(req_typed(r, "price")));
	row->quantity_why = in->quantity_why;
	if (str_some(quantity) && !ratio_parse(quantity, &row->quantity))
		return fault_input(c, NULL, S("quantity"), quantity, S("36"));
	return OK;
}

/* Unit, unit price, quantity and its reason, as they were said. */
struct str pricing_value(struct arena *a, const struct offering *o, struct str field)
{
	const struct unit_price *u = o->by_unit;

	if (str_is(field, "unit"))
		return u ? u->unit : S("term");
	if (str_is(field, "price"))
		return !u ? money_text(a, o->price) : u->by_rules ? S("") : money_text(a, u->price);
	if (!u || !u->stated)
		return S("");
	return str_is(field, "quantity") ? ratio_text(a, u->quantity) : u->why;
}

static enum err rules_of_school(struct ctx *c, struct rules *ret_r)
{
	return rulebook_rules(c, c->actor.county, c->actor.school, ctx_today(c), ret_r);
}

/* A county without rules has no units of its own; the page says what is wrong when it is saved. */
void unit_options(struct ctx *c, struct view_part_field *f)
{
	struct fault before = c->fault;
	struct desk_choice choice[LEXICON_WORDS];
	struct str unit[LEXICON_WORDS];
	struct rules r = {.n = 0};
	size_t n;

	if (rules_of_school(c, &r) != OK)
		c->fault = before;
	n = unit_choices(&r, unit, LEXICON_WORDS);
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){unit[i], unit_word(c, r.n ? &r : NULL, unit[i])};
	desk_choices(c, f, choice, n);
}

/* --- on the page -------------------------------------------------------------------------------
 */

/* What it would come to by the calendar as it is now; the rules may refuse it by now. */
static enum err price_now(struct ctx *c, const struct offering *o, struct view_offering_one *view)
{
	struct fault before = c->fault;
	struct offering now = *o;
	struct rules rules;
	enum err e;

	TRY(rulebook_rules(c, o->county, o->school, o->starts, &rules));
	e = offering_reckon_now(c, &rules, &now);
	if (e != OK && e != E_REFUSED && e != E_INPUT)
		return e;
	if (e == OK && (now.price.fen != o->price.fen ||
	                ratio_cmp(now.by_unit->quantity, o->by_unit->quantity) != 0)) {
		struct str formula = unit_formula(c->lang, now.by_unit);

		view->now = text_fill(c->arena, c->lang, T_term_pricing_now, &formula, 1);
	}
	if (e != OK) {
		const struct fault_text *f = fault_lookup(c->fault.code);

		view->now = f->title[c->lang];
		c->fault = before;
	}
	return OK;
}

enum err pricing_part(struct ctx *c, const struct offering *o, struct view_offering_one *view)
{
	const struct unit_price *u = o->by_unit;

	if (!u)
		return OK;
	view->priced = true;
	view->formula = unit_formula(c->lang, u);
	view->origin = unit_origin(c, u);
	view->count_clause = u->count_clause;
	view->count_document = u->count_document;
	view->clause = u->clause;
	view->document = u->document;
	view->moves = o->taken + o->waiting > 0 ? T_term_pricing_stays : T_term_pricing_moves;
	return price_now(c, o, view);
}

/* --- the school's day ---------------------------------------------------------------------------
 */

enum err day_part(struct ctx *c, const struct offering *o, struct view_offering_one *view)
{
	struct str *said;

	TRY(school_day_notes(c, o, &said, &view->day_n));
	view->day = NEW_N(c->arena, view->day_n + 1, struct view_offering_one_day);
	for (size_t i = 0; view->day && i < view->day_n; i++)
		view->day[i].said = said[i];
	return view->day ? OK : fault_broken(c, "arena");
}
