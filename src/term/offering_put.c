#include "agency/agency.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"
#include "people/reach.h"
#include "term/internal.h"
#include "term/offering_edit.h"
#include "term/pricing_in.h"
#include "term/seat.sql.h"
#include "term/sheet.h"

enum {
	CODE_MAX_CHARS = 30,
	TITLE_MAX_CHARS = 60,
	PLACE_MAX_CHARS = 60,
	ABOUT_MAX_CHARS = 2000,
	WHY_MAX_CHARS = 200,
	STANDARD_MAX_CHARS = 500,
	SEATS_MAX = 100000,
};

/* What a batch shares. */
struct plan_desk {
	struct school school;
	struct term term;
	struct rules rules;
	struct calendar calendar; /* of the term */
	struct offering_asked asked;
};

/* A row as an offering with its slots. */
struct plan {
	struct offering o;
	struct slot slot[SLOTS_MAX];
	size_t slot_n;
	bool asks; /* the title waits for a second person from now on */
};

static enum err texts_read(struct ctx *c, const struct offering_row *row, struct offering *o)
{
	TRY(said_text(c, S("code"), row->code, CODE_MAX_CHARS, &o->code));
	TRY(prose_read(c, S("title"), row->title, TITLE_MAX_CHARS, true, &o->title));
	TRY(prose_read(c, S("about"), row->about, ABOUT_MAX_CHARS, false, &o->about));
	TRY(prose_read(c, S("place"), row->place, PLACE_MAX_CHARS, false, &o->place));
	TRY(prose_read(c, S("consumables_standard"), row->consumables_standard, STANDARD_MAX_CHARS,
	               false, &o->consumables_standard));
	o->category = str_some(row->category) ? row->category : S("other");
	return OK;
}

static enum err days_read(struct ctx *c, const struct plan_desk *d, const struct offering_row *row,
                          struct offering *o)
{
	o->opens = row->opens;
	o->closes = row->closes;
	o->starts = date_some(row->starts) ? row->starts : d->term.first_day;
	o->ends = date_some(row->ends) ? row->ends : d->term.last_day;
	if (o->opens.us == INT64_MIN || o->opens.us == 0)
		return fault_input(c, "missing_field", S("opens"), STR_NONE, STR_NONE);
	if (o->closes.us == INT64_MIN || o->closes.us == 0)
		return fault_input(c, "missing_field", S("closes"), STR_NONE, STR_NONE);
	if (o->closes.us <= o->opens.us)
		return fault_input(c, NULL, S("closes"), instant_text(c->arena, o->closes),
		                   STR_NONE);
	if (o->starts.day < d->term.first_day.day || o->starts.day > d->term.last_day.day)
		return fault_input(c, NULL, S("starts"), date_text(c->arena, o->starts), STR_NONE);
	if (o->ends.day < o->starts.day || o->ends.day > d->term.last_day.day)
		return fault_input(c, NULL, S("ends"), date_text(c->arena, o->ends), STR_NONE);
	return OK;
}

static int slot_cmp(const struct slot *a, const struct slot *b)
{
	if (a->weekday != b->weekday)
		return a->weekday < b->weekday ? -1 : 1;
	return a->starts.minute - b->starts.minute;
}

/* R26: nobody takes part in two things at a time. */
static enum err clash_refuse(struct ctx *c, const struct plan_desk *d, const struct slot *a,
                             const struct slot *b)
{
	struct str found = slot_text(c->arena, c->lang, b);
	struct str with = slot_text(c->arena, c->lang, a);
	bool always;
	const struct rule *rule =
		require_told(c, &d->rules, S("one_service_at_once"), NULL, &always);

	found = str_printf(c->arena, "%.*s / %.*s", STR_FMT(with), STR_FMT(found));
	if (rule)
		return rule_refuse(c, "time_clash", rule, found, STR_NONE);
	return fault_set(c, E_REFUSED, "time_clash", &(struct fault){.found = found});
}

/* In the order they are read back in, none over another. */
static enum err slots_read(struct ctx *c, const struct plan_desk *d, const struct offering_row *row,
                           struct plan *p)
{
	if (row->slot_n > SLOTS_MAX)
		return fault_input(c, "too_long", S("slots"), STR_NONE, STR_NONE);
	for (size_t i = 0; i < row->slot_n; i++) {
		const struct slot_said *said = &row->slot[i];
		struct slot s = {{0}, {0}, said->weekday, said->starts, said->ends};
		size_t at = p->slot_n++;

		if (s.weekday < 1 || s.weekday > 7 || s.starts.minute < 0 || s.ends.minute > 1439 ||
		    s.ends.minute <= s.starts.minute)
			return fault_input(c, NULL, S("slots"), STR_NONE, STR_NONE);
		for (; at > 0 && slot_cmp(&p->slot[at - 1], &s) > 0; at--)
			p->slot[at] = p->slot[at - 1];
		p->slot[at] = s;
	}
	for (size_t i = 1; i < p->slot_n; i++) {
		const struct slot *a = &p->slot[i - 1], *b = &p->slot[i];

		if (a->weekday == b->weekday && b->starts.minute < a->ends.minute)
			return clash_refuse(c, d, a, b);
	}
	return OK;
}

/* What is said of a price by the unit; reckoned when the rest has been found right. */
static enum err unit_read(struct ctx *c, const struct offering_row *row, struct offering *o)
{
	struct unit_price *u;

	o->price = row->price;
	if (!str_some(row->unit) || str_is(row->unit, "term"))
		return OK;
	u = NEW(c->arena, struct unit_price);
	if (!u)
		return fault_broken(c, "arena");
	*u = (struct unit_price){
		.unit = row->unit,
		.price = row->by_rules ? FEN(0) : row->price,
		.by_rules = row->by_rules,
		.stated = row->quantity.den != 0,
		.quantity = row->quantity,
	};
	TRY(prose_read(c, S("quantity_why"), row->quantity_why, WHY_MAX_CHARS, false, &u->why));
	if (u->price.fen < 0)
		return fault_input(c, NULL, S("price"), money_text(c->arena, u->price), S("0"));
	if (!u->stated)
		u->why = S("");
	o->by_unit = u;
	o->price = FEN(0);
	return OK;
}

static const struct declaration *asked_named(const struct offering_asked *a, struct str name)
{
	for (size_t i = 0; i < a->n; i++) {
		if (str_eq(a->v[i]->name, name) || str_eq(a->v[i]->label, name))
			return a->v[i];
	}
	return NULL;
}

/* Names and words may be the documents' labels; what they do not ask is wrong. */
static enum err said_add(struct ctx *c, const struct offering_asked *a, struct str pair,
                         struct str *io_said)
{
	struct str word = pair, name = str_cut(&word, '=');
	const struct declaration *d = asked_named(a, name);
	size_t i = 0;

	if (!d)
		return fault_input(c, NULL, S("said"), name, STR_NONE);
	while (i < d->n && !str_eq(d->words[i], word) && !str_eq(d->labels[i], word))
		i++;
	if (i == d->n)
		return fault_input(c, NULL, d->name, word,
		                   str_join(c->arena, d->labels, d->n, S(" | ")));
	if (!str_some(answer_said(*io_said, d->name)))
		*io_said =
			str_printf(c->arena, "%.*s%s%.*s=%.*s", STR_FMT(*io_said),
		                   io_said->n ? " " : "", STR_FMT(d->name), STR_FMT(d->words[i]));
	return OK;
}

/* In the order the documents ask, so that the same answers are the same text. */
static enum err said_read(struct ctx *c, const struct offering_asked *a,
                          const struct offering_row *row, struct offering *o)
{
	struct str rest = row->said, said = S("");

	while (str_some(rest)) {
		struct str pair = str_trim(str_cut(&rest, ' '));

		if (str_some(pair))
			TRY(said_add(c, a, pair, &said));
	}
	o->said = S("");
	for (size_t i = 0; i < a->n; i++) {
		struct str word = answer_said(said, a->v[i]->name);

		if (str_some(word))
			o->said = str_printf(c->arena, "%.*s%s%.*s=%.*s", STR_FMT(o->said),
			                     o->said.n ? " " : "", STR_FMT(a->v[i]->name),
			                     STR_FMT(word));
	}
	o->subsidy = a->subsidy ? row->subsidy : (struct opt_money){.some = false};
	if (o->subsidy.some && o->subsidy.v.fen < 0)
		return fault_input(c, NULL, S("subsidy"), money_text(c->arena, o->subsidy.v),
		                   S("0"));
	return OK;
}

static enum err plan_decide(struct ctx *c, const struct plan_desk *d, struct plan *p)
{
	struct price_frame f = {.rules = &d->rules,
	                        .school = &d->school,
	                        .term = &d->term,
	                        .calendar = &d->calendar,
	                        .slot = p->slot,
	                        .slot_n = p->slot_n};

	p->o.windows = slots_windows(&d->calendar, &p->o, p->slot, p->slot_n);
	TRY(reviewed_rules(c, &d->rules, &d->school, &p->o, p->slot, p->slot_n, &p->asks));
	return offering_reckon(c, &f, &p->o);
}

static enum err plan_read(struct ctx *c, const struct plan_desk *d, const struct offering_row *row,
                          struct plan *p)
{
	struct offering *o = &p->o;

	o->county = d->school.county;
	o->school = d->school.id;
	o->term = d->term.id;
	o->kind = row->kind;
	o->agency = row->agency;
	o->grades = row->grades & INT64_C(0x1ffe);
	o->consumables = row->consumables;
	o->limited = row->limited;
	o->seats = row->limited ? row->seats : 0;
	TRY(unit_read(c, row, o));
	TRY(said_read(c, &d->asked, row, o));
	TRY(texts_read(c, row, o));
	TRY(days_read(c, d, row, o));
	TRY(slots_read(c, d, row, p));
	if (o->consumables.fen < 0)
		return fault_input(c, NULL, S("consumables"), STR_NONE, S("0"));
	if (o->limited && (o->seats < 1 || o->seats > SEATS_MAX))
		return fault_input(c, NULL, S("seats"), STR_NONE, S("1"));
	if (o->limited && o->kind == KIND_CARE) /* R8 */
		return fault_set(c, E_REFUSED, "care_refusal_forbidden",
		                 &(struct fault){.found = str_printf(c->arena, "%lld",
		                                                     (long long)o->seats)});
	o->id = row->id;
	p->asks = row->for_review;
	return plan_decide(c, d, p);
}

/* --- what a row changes ------------------------------------------------------------------------
 */

static bool slots_same(const struct plan *p, const struct slot *v, size_t n)
{
	if (p->slot_n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (slot_cmp(&p->slot[i], &v[i]) != 0 || p->slot[i].ends.minute != v[i].ends.minute)
			return false;
	}
	return true;
}

/* What documents ask no longer stays as it was stated. */
static void said_keep(struct ctx *c, const struct offering *was, struct offering *o)
{
	struct str rest = was->said;

	while (str_some(rest)) {
		struct str pair = str_cut(&rest, ' '), word = pair, name = str_cut(&word, '=');

		if (!str_some(answer_said(o->said, name)))
			o->said = str_printf(c->arena, "%.*s%s%.*s", STR_FMT(o->said),
			                     o->said.n ? " " : "", STR_FMT(pair));
	}
	if (!o->subsidy.some)
		o->subsidy = was->subsidy;
}

static bool said_differs(const struct offering *a, const struct offering *b)
{
	return !str_eq(a->said, b->said) || a->subsidy.some != b->subsidy.some ||
	       (a->subsidy.some && a->subsidy.v.fen != b->subsidy.v.fen);
}

/* Whether something stated before is another now. */
static bool said_turned(const struct offering *was, const struct offering *now)
{
	struct str rest = was->said;

	while (str_some(rest)) {
		struct str word = str_cut(&rest, ' '), name = str_cut(&word, '=');

		if (!str_eq(answer_said(now->said, name), word))
			return true;
	}
	return was->subsidy.some && was->subsidy.v.fen != now->subsidy.v.fen;
}

static enum err said_put(struct ctx *c, const struct offering *o)
{
	if (!str_some(o->said) && !o->subsidy.some)
		return q_offering_fact_drop(c, o->id, NULL);
	return q_offering_fact_put(c, o->id, o->county, o->said, o->subsidy, NULL);
}

/* The first thing that differs and may not once families have seen it; NULL when none does. */
static const char *fixed_differs(const struct offering *a, const struct offering *b)
{
	if (!str_eq(a->code, b->code))
		return "code";
	if (a->kind != b->kind)
		return "kind";
	if (!str_eq(a->title, b->title))
		return "title";
	if (!str_eq(a->category, b->category))
		return "category";
	if (a->agency.v != b->agency.v)
		return "agency";
	if (a->grades != b->grades)
		return "grades";
	if (a->consumables.fen != b->consumables.fen)
		return "consumables";
	if (!str_eq(a->consumables_standard, b->consumables_standard))
		return "consumables_standard";
	if (said_turned(a, b))
		return "said";
	return NULL;
}

/* What was said of the price, not what it came to. */
static const char *price_differs(const struct offering *a, const struct offering *b)
{
	const struct unit_price *u = a->by_unit, *v = b->by_unit;

	if (!u && !v)
		return a->price.fen != b->price.fen ? "price" : NULL;
	if (!u || !v || !str_eq(u->unit, v->unit))
		return "unit";
	if (u->by_rules != v->by_rules || (!u->by_rules && u->price.fen != v->price.fen))
		return "price";
	if (u->stated != v->stated || (u->stated && ratio_cmp(u->quantity, v->quantity) != 0))
		return "quantity";
	return u->stated && !str_eq(u->why, v->why) ? "quantity_why" : NULL;
}

/* What moves a price by the unit; fixed too where the price is the term's. */
static const char *plan_differs(const struct offering *a, const struct offering *b)
{
	const char *price = price_differs(a, b);

	if (price)
		return price;
	if (a->starts.day != b->starts.day)
		return "starts";
	if (a->ends.day != b->ends.day)
		return "ends";
	return NULL;
}

static bool soft_differs(const struct offering *a, const struct offering *b)
{
	return said_differs(a, b) || !str_eq(a->about, b->about) || !str_eq(a->place, b->place) ||
	       a->opens.us != b->opens.us || a->closes.us != b->closes.us;
}

static bool seats_differ(const struct offering *a, const struct offering *b)
{
	return a->limited != b->limited || (a->limited && a->seats != b->seats);
}

static enum err slots_put(struct ctx *c, const struct plan *p)
{
	int64_t made;

	TRY(q_slot_clear(c, p->o.id, NULL));
	for (size_t i = 0; i < p->slot_n; i++) {
		slot_id id = {env_next_id(c->env)};

		TRY(q_slot_insert(c, id, p->o.county, p->o.id, p->slot[i].weekday,
		                  p->slot[i].starts, p->slot[i].ends, &made));
		if (!made)
			return E_RETRY;
	}
	return OK;
}

/* R31: at once, not when it is published: an agency sees whatever bears its name, so another
 * county's may stand in no draft either. One that is only suspended may wait in a draft. */
static enum err provider_known(struct ctx *c, const struct offering *o)
{
	enum err e = o->agency.v ? agency_require(c, o->agency, o->county) : OK;

	if (e != E_REFUSED || strcmp(c->fault.code, "agency_suspended") != 0)
		return e;
	c->fault = (struct fault){0};
	return OK;
}

static enum err plan_insert(struct ctx *c, struct plan *p)
{
	struct offering *o = &p->o;
	int64_t made;

	TRY(provider_known(c, o));
	o->id = (offering_id){env_next_id(c->env)};
	TRY(q_offering_insert(
		c, o->id, o->county, o->school, o->term, o->code, str_of(kind_name(o->kind)),
		o->title, o->about, o->category, o->agency, o->grades, o->price, o->consumables,
		o->consumables_standard, o->opens, o->closes, o->starts, o->ends, o->place, &made));
	if (!made) /* another node was first; the next try sees it */
		return E_RETRY;
	TRY(q_seat_insert(c, o->id, o->county, (struct opt_i64){o->limited, o->seats}, NULL));
	if (o->by_unit || o->windows)
		TRY(offering_price_keep(c, o));
	if (str_some(o->said) || o->subsidy.some)
		TRY(said_put(c, o));
	return slots_put(c, p);
}

static enum err draft_change(struct ctx *c, const struct plan *p, bool slots)
{
	const struct offering *o = &p->o;
	struct str kind = str_of(kind_name(o->kind));
	offering_id other;
	bool taken = false;

	TRY(provider_known(c, o));
	TRY(q_offering_by_code(c, o->school, o->term, o->code, &other, &taken));
	if (taken && other.v != o->id.v)
		return fault_set(c, E_CONFLICT, "code_taken", &(struct fault){.found = o->code});
	TRY(q_offering_redraft(c, o->id, o->code, kind, o->title, o->about, o->category, o->agency,
	                       o->grades, o->price, o->consumables, o->consumables_standard,
	                       o->opens, o->closes, o->starts, o->ends, o->place, NULL));
	TRY(offering_price_keep(c, o));
	TRY(said_put(c, o));
	TRY(seat_limit(c, o->id, o->limited, o->seats));
	return slots ? slots_put(c, p) : OK;
}

static enum err published_refuse(struct ctx *c, const char *field)
{
	return fault_set(c, E_CONFLICT, "offering_published",
	                 &(struct fault){.field = str_of(field)});
}

struct plan_diff {
	bool any, slots;
	const char *fixed; /* the first that may not differ once families have seen it */
	const char *plan;  /* the first that moves a price by the unit */
};

/* What may not change any more, of one that is published. */
static enum err published_hold(struct ctx *c, const struct plan *p, const struct offering *was,
                               const struct plan_diff *d)
{
	if (d->fixed)
		return published_refuse(c, d->fixed);
	if (!d->plan)
		return OK;
	if (!was->by_unit || !p->o.by_unit)
		return published_refuse(c, d->plan);
	if (was->taken + was->waiting > 0)
		return fault_set(
			c, E_REFUSED, "offering_charged",
			&(struct fault){.field = str_of(d->plan),
		                        .found = str_printf(c->arena, "%lld",
		                                            (long long)was->taken +
		                                                    (long long)was->waiting)});
	return OK;
}

static enum err published_change(struct ctx *c, struct plan *p, const struct offering *was,
                                 const struct plan_diff *d)
{
	const struct offering *o = &p->o;
	struct rules rules;

	TRY(published_hold(c, p, was, d));
	TRY(q_offering_touch(c, o->id, o->about, o->place, o->opens, o->closes, NULL));
	TRY(said_put(c, o));
	if (!d->plan)
		return OK;
	TRY(rulebook_rules(c, o->county, o->school, o->starts, &rules));
	TRY(sheet_require(c, &rules, o));
	TRY(offering_price_move(c, o));
	if (d->slots)
		TRY(slots_put(c, p));
	return sittings_wanted(c, o->id);
}

static enum err plan_diff(struct ctx *c, struct plan *p, const struct offering *was,
                          struct plan_diff *ret_d)
{
	struct plan_diff d = {.plan = plan_differs(was, &p->o)};
	struct slot *slot;
	size_t slot_n;

	if (was->state != OFFERING_DRAFT)
		said_keep(c, was, &p->o);
	d.fixed = fixed_differs(was, &p->o);
	p->o.id = was->id;
	TRY(slot_list(c, was->id, &slot, &slot_n));
	d.slots = !slots_same(p, slot, slot_n);
	if (!d.plan && d.slots)
		d.plan = "slots";
	if (!d.fixed && seats_differ(was, &p->o))
		d.fixed = "seats";
	d.any = d.fixed || d.plan || soft_differs(was, &p->o) ||
	        (was->state == OFFERING_DRAFT && !same_outcome(was, &p->o));
	*ret_d = d;
	return OK;
}

static enum err plan_change(struct ctx *c, struct plan *p, const struct offering *was,
                            enum offering_did *ret_did)
{
	struct plan_diff d;

	TRY(plan_diff(c, p, was, &d));
	*ret_did = d.any ? OFFERING_CHANGED : OFFERING_SAME;
	if (!d.any)
		return OK;
	return was->state == OFFERING_DRAFT ? draft_change(c, p, d.slots)
	                                    : published_change(c, p, was, &d);
}

static enum err row_put(struct ctx *c, const struct plan_desk *d, struct offering_row *row)
{
	struct plan p = {0};
	struct offering was;
	offering_id id = row->id;
	bool found = id.v != 0;

	TRY(plan_read(c, d, row, &p));
	if (!found)
		TRY(q_offering_by_code(c, d->school.id, d->term.id, p.o.code, &id, &found));
	if (found) {
		TRY(offering_get(c, id, &was));
		if (was.school.v != d->school.id.v || was.term.v != d->term.id.v)
			return absent(c);
		TRY(plan_change(c, &p, &was, &row->did));
	} else {
		row->did = OFFERING_ADDED;
		TRY(plan_insert(c, &p));
	}
	row->id = p.o.id;
	if (p.asks)
		TRY(review_ask(c, &p.o));
	if (row->did == OFFERING_SAME)
		return OK;
	return audit_put(c, row->did == OFFERING_ADDED ? "added" : "changed", "offering", p.o.id.v,
	                 p.o.county,
	                 str_printf(c->arena, "{\"kind\":\"%s\",\"price\":%lld,\"seats\":%lld}",
	                            kind_name(p.o.kind), (long long)p.o.price.fen,
	                            (long long)(p.o.limited ? p.o.seats : -1)));
}

enum err offering_look(struct ctx *c, const struct plan_desk *d, struct offering_row *row)
{
	struct plan p = {0};
	struct plan_diff diff;
	struct offering was;
	offering_id id;
	bool found = false;

	TRY(plan_read(c, d, row, &p));
	TRY(q_offering_by_code(c, d->school.id, d->term.id, p.o.code, &id, &found));
	row->did = OFFERING_ADDED;
	if (!found)
		return OK;
	TRY(offering_get(c, id, &was));
	TRY(plan_diff(c, &p, &was, &diff));
	row->did = diff.any ? OFFERING_CHANGED : OFFERING_SAME;
	return was.state == OFFERING_DRAFT ? OK : published_hold(c, &p, &was, &diff);
}

static enum err desk_open(struct ctx *c, school_id school, term_id term, struct plan_desk *ret_d)
{
	struct plan_desk d;

	TRY(own_school(c, school, &d.school));
	TRY(term_get(c, term, &d.term));
	if (d.term.county.v != d.school.county.v)
		return absent(c);
	TRY(rulebook_rules(c, d.school.county, d.school.id, d.term.first_day, &d.rules));
	TRY(calendar_load(c, d.school.county, d.school.id, d.term.first_day, d.term.last_day,
	                  &d.calendar));
	TRY(offering_asked_load(c, d.school.county, d.school.id, d.term.first_day, &d.asked));
	*ret_d = d;
	return OK;
}

enum err plan_desk_open(struct ctx *c, school_id school, term_id term, struct plan_desk **ret_d)
{
	struct plan_desk *d = NEW(c->arena, struct plan_desk);

	if (!d)
		return fault_broken(c, "arena");
	TRY(desk_open(c, school, term, d));
	*ret_d = d;
	return OK;
}

static enum err offerings_put_run(struct ctx *c, void *arg)
{
	struct offerings_put *a = arg;
	struct plan_desk d;

	a->failed = a->added = a->changed = 0;
	if (a->n > OFFERINGS_MANY)
		return fault_input(c, "too_long", S("offerings"), STR_NONE, STR_NONE);
	TRY(desk_open(c, a->school, a->term, &d));
	for (size_t i = 0; i < a->n; i++) {
		a->failed = i;
		TRY(row_put(c, &d, &a->row[i]));
		a->added += a->row[i].did == OFFERING_ADDED;
		a->changed += a->row[i].did == OFFERING_CHANGED;
	}
	return OK;
}
const struct verb offerings_put_verb = {"offering.put", offerings_put_run};
