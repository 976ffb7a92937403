/* Keeping a price that was reckoned, and moving it while nobody has been charged. */
#include "rulebook/rulebook.h"
#include "store/audit.h"
#include "term/internal.h"
#include "term/pricing_in.h"
#include "term/seat.sql.h"
#include "term/sheet.h"

enum err offering_price_keep(struct ctx *c, const struct offering *o)
{
	const struct unit_price *u = o->by_unit;

	if (o->windows)
		TRY(q_offering_window_put(c, o->id, o->county, windows_text(c->arena, o->windows),
		                          NULL));
	else
		TRY(q_offering_window_drop(c, o->id, NULL));
	if (!u)
		return q_offering_price_drop(c, o->id, NULL);
	return q_offering_price_put(c, o->id, o->county, u->unit, u->price, u->by_rules,
	                            ratio_text(c->arena, u->quantity), u->stated,
	                            str_some(u->why) ? u->why : S(""), u->basis, u->counted,
	                            u->sittings, u->days, u->months, counts_text(c->arena, u),
	                            u->most, u->formula, u->requirement, u->clause, u->document,
	                            u->count_clause, u->count_document, NULL);
}

static bool same_times(const struct charge_counts *a, const struct charge_counts *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (a->v[i].at != b->v[i].at || ratio_cmp(a->v[i].n, b->v[i].n) != 0)
			return false;
	}
	return true;
}

bool same_outcome(const struct offering *a, const struct offering *b)
{
	const struct unit_price *u = a->by_unit, *v = b->by_unit;

	if (a->price.fen != b->price.fen || a->windows != b->windows || !u != !v)
		return false;
	for (int t = 0; u && t < CHARGE_TIMES; t++) {
		if (!same_times(&u->by[t], &v->by[t]))
			return false;
	}
	if (u && !same_times(&u->spread, &v->spread))
		return false;
	return !u || (u->price.fen == v->price.fen && ratio_cmp(u->quantity, v->quantity) == 0 &&
	              u->sittings == v->sittings && u->days == v->days && u->months == v->months &&
	              str_eq(u->formula, v->formula) && str_eq(u->clause, v->clause));
}

enum err offering_price_move(struct ctx *c, const struct offering *o)
{
	int64_t idle;

	TRY(q_seat_idle(c, o->id, &idle));
	if (!idle)
		return fault_set(
			c, E_REFUSED, "offering_charged",
			&(struct fault){
				.found = str_printf(c->arena, "%lld",
		                                    (long long)o->taken + (long long)o->waiting),
			});
	TRY(q_offering_reprice(c, o->id, o->price, o->starts, o->ends, NULL));
	return offering_price_keep(c, o);
}

static enum err moved(struct ctx *c, const struct offering *was, const struct offering *now)
{
	TRY(offering_price_move(c, now));
	return audit_put(c, "repriced", "offering", now->id.v, now->county,
	                 str_printf(c->arena, "{\"was\":%lld,\"price\":%lld}",
	                            (long long)was->price.fen, (long long)now->price.fen));
}

enum err offering_price_follow(struct ctx *c, const struct offering *o)
{
	struct fault before = c->fault;
	struct offering now = *o;
	struct rules rules;
	enum err e;

	if (!o->by_unit || o->by_unit->stated || o->taken + o->waiting > 0 ||
	    (o->state != OFFERING_OPEN && o->state != OFFERING_CLOSED))
		return OK;
	TRY(rulebook_rules(c, o->county, o->school, o->starts, &rules));
	e = offering_reckon_now(c, &rules, &now);
	if (e == OK && same_outcome(o, &now))
		return OK;
	if (e == OK) /* no calendar takes it above its sheet (R4) */
		e = sheet_require(c, &rules, &now);
	if (e == OK)
		e = moved(c, o, &now);
	if (e != E_REFUSED && e != E_INPUT)
		return e;
	c->fault = before; /* what cannot be reckoned any more, or fits its sheet no more, stays as
	                      published */
	return OK;
}
