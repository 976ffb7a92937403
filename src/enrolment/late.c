#include "enrolment/late.h"

#include "enrolment/enrolment.sql.h"
#include "enrolment/judge.h"
#include "people/reach.h"
#include "rulebook/rulebook.h"
#include "term/term.h"

/* The rules of a school on a day, as they are now. */
struct day_rules {
	struct date day;
	struct rules now;
	struct day_rules *next;
};

/* One of the two worlds: the bill as it grows in it. */
struct world {
	struct bill_totals totals;
	struct charge_decided last;
};

struct again {
	struct ctx *c;
	const struct school *school;
	charge_seen *seen;
	void *self;
	struct day_rules *days;
	struct offering *offering; /* of the school's term */
	size_t offerings;
	struct pupil_past past;
	struct pupil pupil; /* of the bill at hand, when the charge at hand was made */
	struct world then, now;
};

static enum err rules_of_day(struct again *l, struct date day, struct day_rules **ret_d)
{
	struct ctx *c = l->c;
	struct day_rules *d;

	for (d = l->days; d; d = d->next) {
		if (d->day.day == day.day) {
			*ret_d = d;
			return OK;
		}
	}
	d = NEW(c->arena, struct day_rules);
	if (!d)
		return fault_broken(c, "arena");
	d->day = day;
	TRY(rulebook_rules(c, l->school->county, l->school->id, day, &d->now));
	d->next = l->days;
	l->days = d;
	*ret_d = d;
	return OK;
}

static enum err decide_in(struct again *l, struct world *w, const struct rules *r,
                          const struct charge *what)
{
	struct bill_working working;
	const struct rule *rule = NULL;

	TRY(bill_explain(l->c, r, &l->pupil, &w->totals, what, &working));
	w->last = (struct charge_decided){.price = working.price,
	                                  .borne = working.borne.sum,
	                                  .refused = working.no.code,
	                                  .formula = working.formula,
	                                  .clause = working.no.clause,
	                                  .document = working.no.document};
	for (size_t i = 0; !working.no.code && i < working.steps.n; i++)
		rule = working.steps.row[i].rule ? working.steps.row[i].rule : rule;
	if (rule) {
		w->last.clause = rule->clause;
		w->last.document = rule->set->document;
	}
	/* What is refused now stands all the same until somebody takes it back. */
	return bill_totals_add(l->c, &w->totals, what,
	                       working.no.code ? what->price : working.price, &working.borne);
}

/* One of this school's, or that of a school the pupil has left since. */
static enum err offering_of(struct again *l, offering_id id, struct offering *ret_o)
{
	for (size_t i = 0; i < l->offerings; i++) {
		if (l->offering[i].id.v == id.v) {
			*ret_o = l->offering[i];
			return OK;
		}
	}
	return offering_load(l->c, id, ret_o);
}

static enum err charge_again(struct again *l, const struct q_charged_of_school_row *row)
{
	struct ctx *c = l->c;
	struct claim claim = {.self_purchase = row->self_purchase};
	struct date day = instant_date(row->at);
	const struct bill_until until = {.at = row->at};
	struct charge_again a = {.school = l->school,
	                         .bill = row->bill,
	                         .pupil = row->pupil,
	                         .enrolment = row->enrolment,
	                         .charged = row->charged,
	                         .price = row->price,
	                         .consumables = row->consumables};
	struct offering o;
	struct day_rules *d;
	struct rules as_known;

	TRY(offering_of(l, row->offering, &o));
	TRY(rules_of_day(l, day, &d));
	TRY(rulebook_rules_known(c, l->school->county, l->school->id, day, row->at, &as_known));
	l->pupil = pupil_then(&l->past, row->at);
	claim.offering = &o;
	struct charge then = claim_charge(c, &as_known, &claim, &l->pupil, row->enrolment, day);
	a.what = claim_charge(c, &d->now, &claim, &l->pupil, row->enrolment, day);
	TRY(bill_totals_family(c, &as_known, &l->pupil, o.term, &until, &l->then.totals));
	TRY(bill_totals_family(c, &d->now, &l->pupil, o.term, &until, &l->now.totals));
	TRY(decide_in(l, &l->then, &as_known, &then));
	TRY(decide_in(l, &l->now, &d->now, &a.what));
	a.then = l->then.last;
	a.now = l->now.last;
	return l->seen(l->self, &a);
}

enum err charges_again(struct ctx *c, const struct school *school, term_id term, charge_seen *seen,
                       void *self)
{
	struct again l = {.c = c, .school = school, .seen = seen, .self = self};
	struct q_charged_of_school_row *row;
	size_t n;

	TRY(offering_list(c, school->id, term, &l.offering, &l.offerings));
	TRY(q_charged_of_school(c, school->id, term, &row, &n));
	for (size_t i = 0; i < n;) {
		bill_id bill = row[i].bill;

		TRY(pupil_load(c, row[i].pupil, &l.pupil));
		TRY(pupil_past_load(c, &l.pupil, &l.past));
		l.then = l.now = (struct world){0};
		for (; i < n && row[i].bill.v == bill.v; i++)
			TRY(charge_again(&l, &row[i]));
	}
	return OK;
}

/* --- what a late document changes ---------------------------------------------------------------
 */

struct late {
	struct ctx *c;
	bill_id bill; /* the one looked at; `differs`: counted */
	bool differs;
	struct late_change *v;
	size_t n, room;
	struct late_sums sums;
};

static enum err changed(struct late *l, const struct charge_again *a)
{
	struct ctx *c = l->c;
	struct late_change ch = {
		.school = a->school->id,
		.school_name = a->school->name,
		.bill = a->bill,
		.pupil = a->pupil,
		.enrolment = a->enrolment,
		.offering = a->what.offering,
		.title = a->what.title,
		.day = a->what.day,
		.charged = a->charged,
		.refused = a->now.refused,
		.clause = a->now.clause,
		.document = a->now.document,
	};
	struct money *side;

	if (!money_add(a->then.price, a->what.consumables, &ch.then) ||
	    !money_add(a->now.price, a->what.consumables, &ch.now) ||
	    !money_sub(ch.then, a->then.borne, &ch.then) ||
	    !money_sub(ch.now, a->now.borne, &ch.now) ||
	    !money_sub(ch.now, ch.then, &ch.difference))
		return fault_broken(c, "bill overflow");
	if (ch.refused)
		ch.now = ch.difference = FEN(0);
	side = ch.difference.fen > 0 ? &l->sums.more : &l->sums.less;
	if (!money_add(*side, FEN(llabs(ch.difference.fen)), side))
		return fault_broken(c, "sum overflow");
	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 64;
		struct late_change *v = NEW_N(c->arena, room, struct late_change);

		if (!v)
			return fault_broken(c, "arena");
		for (size_t i = 0; i < l->n; i++)
			v[i] = l->v[i];
		l->v = v;
		l->room = room;
	}
	l->v[l->n++] = ch;
	return OK;
}

static enum err late_seen(void *self, const struct charge_again *a)
{
	struct late *l = self;

	if (l->bill.v != a->bill.v) {
		l->bill = a->bill;
		l->differs = false;
		l->sums.bills++;
	}
	if ((a->now.refused != NULL) == (a->then.refused != NULL) &&
	    a->now.price.fen - a->now.borne.fen == a->then.price.fen - a->then.borne.fen)
		return OK;
	l->sums.changed += !l->differs;
	l->differs = true;
	return changed(l, a);
}

enum err late_changes(struct ctx *c, county_id county, term_id term, struct late_change **ret_v,
                      size_t *ret_n, struct late_sums *ret_sums)
{
	struct late l = {.c = c};
	school_id own = c->actor.school;
	struct school *school;
	struct term t;
	int64_t total;
	size_t n;

	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY) | ROLES_SCHOOL_MONEY));
	if (own.v ? county.v != c->actor.county.v : !reach_county(c, county))
		return absent(c);
	TRY(term_get(c, term, &t));
	if (t.county.v != county.v)
		return absent(c);
	TRY(school_list(c, county, STR_NONE, 0, 0, &school, &n, &total));
	for (size_t i = 0; i < n; i++) {
		if (own.v && school[i].id.v != own.v)
			continue;
		l.bill = ID_NONE(bill_id);
		TRY(charges_again(c, &school[i], term, late_seen, &l));
	}
	*ret_v = l.v;
	*ret_n = l.n;
	*ret_sums = l.sums;
	return OK;
}
