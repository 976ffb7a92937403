#include "oversight/overcharge.h"

#include "oversight/fee_case.sql.h"
#include "payments/adjust.h"
#include "people/reach.h"
#include "term/term.h"

/* What stands of a service on a bill: of one item. */
struct stands {
	struct money published, lines, allowed;
};
/* A service of a bill, whatever enrolments it came by. */
struct served {
	bill_id bill;
	pupil_id pupil;
	enrolment_id enrolment;
	offering_id offering;
	struct str title;
	struct date day;
	struct stands price, consumables;
	struct charge_decided by;
};

struct looked {
	struct ctx *c;
	const struct school *school;
	struct served *served; /* of the bill at hand */
	size_t n, room;
	bill_id bill;
	struct q_adjusted_of_school_row *adjusted;
	size_t adjusted_n;
	struct q_open_cases_row *open;
	size_t open_n;
	struct overcharge *v;
	size_t found, found_room;
	struct overcharge_sums sums;
};

/* Room for one more, what is there kept; false when memory is out. */
#define GROW(c, v, n, room, type) ((n) < (room) || grow((c), (void **)&(v), &(room), sizeof(type)))
static bool grow(struct ctx *c, void **v, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : 32;
	char *p = arena_take(c->arena, more * size);

	if (!p)
		return false;
	for (size_t i = 0; i < *room * size; i++)
		p[i] = ((char *)*v)[i];
	*v = p;
	*room = more;
	return true;
}

/* What was adjusted of an item; NULL: nothing. */
static const struct q_adjusted_of_school_row *adjusted_by(const struct looked *l,
                                                          const struct served *s, const char *item)
{
	for (size_t i = 0; i < l->adjusted_n; i++)
		if (l->adjusted[i].bill.v == s->bill.v &&
		    l->adjusted[i].offering.v == s->offering.v && str_is(l->adjusted[i].item, item))
			return &l->adjusted[i];
	return NULL;
}

/* What the rules gave back of a shared cap when another service was given up may be charged, never
 * above the published price: whatever reason an adjustment names. */
static struct money allowed_by(const struct stands *it, struct money by_rules)
{
	int64_t more = it->allowed.fen + by_rules.fen;

	if (by_rules.fen <= 0 || it->published.fen <= it->allowed.fen)
		return it->allowed;
	return FEN(more < it->published.fen ? more : it->published.fen);
}

static int64_t case_of(const struct looked *l, const struct served *s, const char *item)
{
	for (size_t i = 0; i < l->open_n; i++)
		if (l->open[i].bill.v == s->bill.v && l->open[i].offering.v == s->offering.v &&
		    str_is(l->open[i].item, item))
			return l->open[i].id;
	return 0;
}

/* 101.00 - 100.00 = 1.00, behind it how the rules come to the second. */
static struct str formula_of(struct ctx *c, const struct overcharge *o, const struct served *s,
                             bool price)
{
	struct str line[2];

	for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++) {
		struct str rule = price ? formula_text(c->arena, lang, &s->by.formula) : STR_NONE;
		struct str said[4] = {money_text(c->arena, o->charged),
		                      money_text(c->arena, o->allowed),
		                      money_text(c->arena, o->over), rule};

		line[lang] = text_fill(c->arena, lang,
		                       price && s->by.refused ? T_overcharge_formula_refused
		                       : str_some(rule)       ? T_overcharge_formula_rule
		                                              : T_overcharge_formula,
		                       said, 4);
	}
	return str_join(c->arena, line, 2, S("\n"));
}

static enum err hold(struct looked *l, const struct served *s, const struct stands *it,
                     const char *item)
{
	const struct q_adjusted_of_school_row *adjusted = adjusted_by(l, s, item);
	bool price = str_is(str_of(item), "price");
	struct ctx *c = l->c;
	struct overcharge o = {
		.school = l->school->id,
		.school_name = l->school->name,
		.bill = s->bill,
		.pupil = s->pupil,
		.enrolment = s->enrolment,
		.offering = s->offering,
		.title = s->title,
		.item = str_of(item),
		.day = s->day,
		.published = it->published,
		.allowed = allowed_by(it, adjusted ? adjusted->by_rules : FEN(0)),
		.clause = price && s->by.clause.p ? s->by.clause : S(""),
		.document = price && s->by.document.p ? s->by.document : S(""),
	};

	if (!money_add(it->lines, adjusted ? adjusted->amount : FEN(0), &o.charged) ||
	    !money_sub(o.charged, o.allowed, &o.over))
		return fault_broken(c, "bill overflow");
	if (o.over.fen <= 0)
		return OK;
	if (!GROW(c, l->v, l->found, l->found_room, struct overcharge))
		return fault_broken(c, "arena");
	o.formula = formula_of(c, &o, s, price);
	o.fee_case = case_of(l, s, item);
	l->v[l->found++] = o;
	return money_add(l->sums.over, o.over, &l->sums.over) ? OK
	                                                      : fault_broken(c, "sum overflow");
}

/* The bill is whole: what was charged more than allowed is found. */
static enum err bill_end(struct looked *l)
{
	for (size_t i = 0; i < l->n; i++) {
		TRY(hold(l, &l->served[i], &l->served[i].price, "price"));
		TRY(hold(l, &l->served[i], &l->served[i].consumables, "consumables"));
	}
	l->sums.services += (int64_t)l->n;
	l->n = 0;
	return OK;
}

static struct served *served_of(struct looked *l, const struct charge_again *a)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->served[i].offering.v == a->what.offering.v)
			return &l->served[i];
	if (!GROW(l->c, l->served, l->n, l->room, struct served))
		return NULL;
	l->served[l->n] = (struct served){.bill = a->bill, .pupil = a->pupil};
	return &l->served[l->n++];
}

static enum err seen(void *self, const struct charge_again *a)
{
	struct looked *l = self;
	struct served *s;

	if (l->bill.v != a->bill.v) {
		TRY(bill_end(l));
		l->bill = a->bill;
		l->sums.bills++;
	}
	s = served_of(l, a);
	if (!s)
		return fault_broken(l->c, "arena");
	s->enrolment = a->enrolment;
	s->offering = a->what.offering;
	s->title = a->what.title;
	s->day = a->what.day;
	s->by = a->then;
	s->price.published = a->what.price;
	s->consumables.published = a->what.consumables;
	return money_add(s->price.lines, a->price, &s->price.lines) &&
	                       money_add(s->price.allowed, a->then.price, &s->price.allowed) &&
	                       money_add(s->consumables.lines, a->consumables,
	                                 &s->consumables.lines) &&
	                       money_add(s->consumables.allowed, a->what.consumables,
	                                 &s->consumables.allowed)
	               ? OK
	               : fault_broken(l->c, "bill overflow");
}

static enum err school_look(struct looked *l, term_id term)
{
	l->bill = ID_NONE(bill_id);
	TRY(q_adjusted_of_school(l->c, l->school->id, term, adjust_by_rules(l->c->arena),
	                         text(LANG_ZH, T_pay_shift_reason), &l->adjusted, &l->adjusted_n));
	TRY(q_open_cases(l->c, l->school->id, &l->open, &l->open_n));
	TRY(charges_again(l->c, l->school, term, seen, l));
	return bill_end(l);
}

static enum err note(struct ctx *c, const struct overcharge_ask *ask)
{
	struct str why =
		str_printf(c->arena, "over-charges of county %lld", (long long)ask->county.v);

	return audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why));
}

enum err overcharges(struct ctx *c, const struct overcharge_ask *ask, struct overcharge **ret_v,
                     size_t *ret_n, struct overcharge_sums *ret_sums)
{
	bool city = actor_in(&c->actor, ROLES_CITY_MONEY);
	struct looked l = {.c = c};
	struct school *school;
	struct term t;
	int64_t total;
	size_t n;

	TRY(reach_role(c, ROLES_COUNTY_MONEY | ROLES_CITY_MONEY));
	if (!reach_county(c, ask->county))
		return absent(c);
	TRY(term_get(c, ask->term, &t));
	if (t.county.v != ask->county.v)
		return absent(c);
	TRY(school_list(c, ask->county, STR_NONE, 0, 0, &school, &n, &total));
	if (ask->school.v) {
		school = NEW(c->arena, struct school);
		if (!school)
			return fault_broken(c, "arena");
		TRY(school_get(c, ask->school, school));
		if (school->county.v != ask->county.v)
			return absent(c);
		n = 1;
	}
	if (!city)
		TRY(note(c, ask));
	for (size_t i = 0; i < n; i++) {
		l.school = &school[i];
		TRY(school_look(&l, t.id));
	}
	l.sums.found = (int64_t)l.found;
	*ret_v = l.v;
	*ret_n = city ? 0 : l.found;
	*ret_sums = l.sums;
	return OK;
}
