/* How long a period is and how many a day may have, where documents say so (R24). */
#include "term/internal.h"
#include "term/pricing_in.h"
#include "term/school_day.h"

#include "policy/conduct.h"
#include "rulebook/show.h"

struct periods {
	const struct rules *r;
	const struct offering *o;
	const struct rule_facts *facts;
	struct tally held;
	struct unit_count count; /* of it, in periods */
};

/* `found` in words. */
static enum err ask(struct ctx *c, const struct periods *p, const char *name, struct ratio value,
                    int unit, struct str found)
{
	struct require_facts f = {p->facts, str_of(name), ratio_text(c->arena, value), unit, NULL};
	enum err e = show_answered(c, p->r, require_met(c, p->r, &f));

	if (e == E_REFUSED)
		c->fault.found = found;
	return e;
}

/* The day with the most of them. */
static enum err day_ask(struct ctx *c, const struct periods *p)
{
	const struct charge_counts *days = &p->count.by[CHARGE_DAY];
	size_t most = 0;

	if (!p->count.known || days->n == 0)
		return OK;
	for (size_t i = 1; i < days->n; i++) {
		if (ratio_cmp(days->v[i].n, days->v[most].n) > 0)
			most = i;
	}
	struct str arg[] = {charge_time_text(c->arena, CHARGE_DAY, days->v[most].at),
	                    ratio_text(c->arena, days->v[most].n)};

	return ask(c, p, "periods_per_day", days->v[most].n, UNIT_PERIOD,
	           text_fill(c->arena, c->lang, T_term_day_periods, arg, 2));
}

static enum err length_ask(struct ctx *c, const struct periods *p, int64_t minutes,
                           struct ratio periods)
{
	struct ratio one;

	if (!ratio_div(RATIO(minutes), periods, &one))
		return OK;
	struct str arg[] = {ratio_text(c->arena, periods),
	                    str_printf(c->arena, "%lld", (long long)minutes),
	                    ratio_text(c->arena, one)};

	return ask(c, p, "minutes_per_period", one, UNIT_MINUTE,
	           text_fill(c->arena, c->lang, T_term_period_minutes, arg, 3));
}

/* Counted by the minutes a period is as long as the document's measure says. Counted otherwise each
 * day says how long its periods are; stated, the term does. */
static enum err lengths_ask(struct ctx *c, const struct periods *p)
{
	const struct unit_price *u = p->o->by_unit;
	const struct charge_counts *days = &p->count.by[CHARGE_DAY];

	if (!u || !str_is(u->unit, "period"))
		return OK;
	if (u->stated)
		return length_ask(c, p, p->held.minutes, u->quantity);
	if (!p->count.known || p->count.basis == UNIT_MINUTE)
		return OK;
	for (size_t i = 0; i < days->n && i < p->held.n; i++)
		TRY(length_ask(c, p, p->held.v[i].minutes, days->v[i].n));
	return OK;
}

static bool asked(struct ctx *c, const struct periods *p)
{
	bool always;

	return require_told(c, p->r, S("periods_per_day"), p->facts, &always) ||
	       require_told(c, p->r, S("minutes_per_period"), p->facts, &always);
}

static enum err held_load(struct ctx *c, const struct school *s, const struct slot *slot,
                          size_t slot_n, struct periods *p)
{
	struct price_frame f = {.rules = p->r, .school = s, .slot = slot, .slot_n = slot_n};
	struct calendar cal;
	struct term t;

	if (p->held.v)
		return OK;
	TRY(term_get(c, p->o->term, &t));
	TRY(calendar_load(c, p->o->county, p->o->school, t.first_day, t.last_day, &cal));
	f.term = &t;
	f.calendar = &cal;
	return tally_take(c, &f, p->o, &p->held);
}

enum err periods_require(struct ctx *c, const struct rules *r, const struct school *s,
                         const struct offering *o, const struct slot *slot, size_t slot_n)
{
	struct periods p = {.r = r, .o = o};
	bool in;

	TRY(kind_in_scope(c, r, o->kind, &in));
	for (int64_t g = 1; in && g <= 12; g++) {
		struct rule_facts facts = facts_before(c, r, s, o, g);

		p.facts = &facts;
		if (!(o->grades >> g & 1) || !asked(c, &p))
			continue;
		TRY(held_load(c, s, slot, slot_n, &p));
		TRY(unit_counted(c, r, &facts, o->kind, &p.held, UNIT_PERIOD, &p.count));
		TRY(day_ask(c, &p));
		TRY(lengths_ask(c, &p));
	}
	return OK;
}
