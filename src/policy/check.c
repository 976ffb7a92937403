/* What is wrong though every line can be read: amounts that contradict each other, documents that
 * say the same thing twice, and documents looser than those above them allow. */
#include "policy/check.h"

#include "policy/above.h"
#include "policy/rounding.h"

/* --- inside one statement -------------------------------------------------------------------- */

/* Lengths of time, the shorter first: what one of them may cost, a longer one may cost too. */
static int length_of(int unit)
{
	switch (unit) {
	case UNIT_MINUTE:
		return 1;
	case UNIT_PERIOD:
	case UNIT_SITTING:
	case UNIT_HOUR:
		return 2;
	case UNIT_DAY:
		return 3;
	case UNIT_WEEK:
		return 4;
	case UNIT_HALF_MONTH:
		return 5;
	case UNIT_MONTH:
		return 6;
	case UNIT_TERM:
		return 7;
	case UNIT_YEAR:
		return 8;
	default:
		return 0;
	}
}

/* A day's limit above that of the month can never be reached: one of the two is a mistake. */
static const struct rule_value *caps_wrong(const struct rule *r)
{
	for (const struct rule_value *v = r->field[FIELD_CAP]; v != NULL; v = v->next) {
		for (const struct rule_value *o = v->next; o != NULL; o = o->next) {
			int a = length_of(v->unit), b = length_of(o->unit);
			int cmp = ratio_cmp(v->number, o->number);

			if (str_eq(v->unit_name, o->unit_name) || (a && b && a < b && cmp > 0) ||
			    (a && b && a > b && cmp < 0))
				return o;
		}
	}
	return NULL;
}

static bool comparable(const struct rule_value *a, const struct rule_value *b)
{
	return a->type == b->type && str_eq(a->unit_name, b->unit_name);
}

static int cmp_values(const struct rule_value *a, const struct rule_value *b)
{
	if (a->type == VALUE_TIME)
		return (a->time.minute > b->time.minute) - (a->time.minute < b->time.minute);
	return ratio_cmp(a->number, b->number);
}

/* Bounds of one attribute: each once a unit, exactly alone, the least not above the most. */
static bool bounds_wrong(const struct rule_value *a, const struct rule_value *b)
{
	int cmp;

	if (!comparable(a, b))
		return false;
	if (a->bound == b->bound || a->bound == BOUND_EXACTLY || b->bound == BOUND_EXACTLY)
		return true;
	cmp = cmp_values(a, b);
	return a->bound == BOUND_AT_LEAST ? cmp > 0 : cmp < 0;
}

static const struct rule_value *bounded_wrong(const struct rule *r, enum field f)
{
	for (const struct rule_value *v = r->field[f]; v != NULL; v = v->next) {
		for (const struct rule_value *o = v->next; o != NULL; o = o->next) {
			if (bounds_wrong(v, o))
				return o;
		}
	}
	return NULL;
}

/* A price that cannot be charged: its least is above the limit of the same unit. */
static const struct rule_value *price_wrong(const struct rule *r)
{
	for (const struct rule_value *p = r->field[FIELD_PRICE]; p != NULL; p = p->next) {
		for (const struct rule_value *c = r->field[FIELD_CAP]; c != NULL; c = c->next) {
			if (p->bound != BOUND_AT_MOST && comparable(p, c) && cmp_values(p, c) > 0)
				return p;
		}
	}
	return NULL;
}

/* A ceiling is that of a month, and what makes a month served is counted where the month's rate is
 * fixed. */
static const struct rule_value *pay_wrong(const struct rule *r)
{
	const struct rule_value *served = r->field[FIELD_SERVED], *cap = r->field[FIELD_CAP];
	const struct rule_value *rate = r->field[FIELD_RATE], *wrong = bounded_wrong(r, FIELD_RATE);

	if (wrong != NULL)
		return wrong;
	if (served != NULL && ((served->unit != UNIT_DAY && served->unit != UNIT_SITTING) ||
	                       rate == NULL || rate->bound != BOUND_EXACTLY ||
	                       rate->unit != UNIT_MONTH || !ratio_whole(served->number)))
		return served;
	return cap != NULL && cap->unit != UNIT_MONTH ? cap : NULL;
}

/* One part twice, or more back for who had more: one of the two is a mistake. */
static const struct rule_value *progress_wrong(const struct rule *r)
{
	for (const struct rule_value *v = r->field[FIELD_PROGRESS]; v != NULL; v = v->next) {
		for (const struct rule_value *o = v->next; o != NULL; o = o->next) {
			int served = ratio_cmp(v->number, o->number);
			int paid = ratio_cmp(v->then, o->then);

			if (served == 0 || (served < 0 && paid < 0) || (served > 0 && paid > 0))
				return o;
		}
	}
	return NULL;
}

/* Nothing is kept of nothing. */
static const struct rule_value *less_wrong(const struct rule *r)
{
	return r->type == RULE_REFUND && rule_choice(r, FIELD_METHOD, -1) == METHOD_NONE
	               ? r->field[FIELD_LESS]
	               : NULL;
}

const struct rule_value *rule_contradiction(const struct rule *r)
{
	const struct rule_value *v = caps_wrong(r);

	if (v == NULL)
		v = less_wrong(r);
	if (v == NULL)
		v = bounded_wrong(r, FIELD_PRICE);
	if (v == NULL && r->type == RULE_PAY)
		v = pay_wrong(r);
	if (v == NULL)
		v = bounded_wrong(r, FIELD_MEASURE);
	if (v == NULL)
		v = progress_wrong(r);
	return v != NULL ? v : price_wrong(r);
}

static int across(const struct rule *limit)
{
	return rule_choice(limit, FIELD_ACROSS, ACROSS_CHILD);
}

const struct rule_value *rule_family_time(const struct rule *r)
{
	const struct rule_value *v = NULL;

	if (r->type == RULE_LIMIT && across(r) == ACROSS_FAMILY)
		v = r->field[FIELD_CAP];
	while (v != NULL && (v->unit == UNIT_TERM || v->unit == UNIT_YEAR))
		v = v->next;
	return v;
}

/* By name: the words a document declares have no number while it is read. */
static const struct rule_value *portion_of(const struct rule_value *v, struct str purpose)
{
	while (v != NULL && !str_eq(v->texts[0], purpose))
		v = v->next;
	return v;
}

static bool portion_stands(const struct rule *r, const struct rule_value *v)
{
	const struct rule_value *only = r->field[FIELD_ONLY];
	bool named = false;

	for (size_t i = 0; only != NULL && i < only->n_texts; i++)
		named = named || str_eq(only->texts[i], v->texts[0]);
	return named && v->written.p != NULL && portion_of(v->next, v->texts[0]) == NULL;
}

const struct rule_value *rule_portion(const struct rule *r)
{
	const struct rule_value *most = r->field[FIELD_PORTION_MOST];
	struct ratio sum = RATIO(0);

	for (const struct rule_value *v = most; v != NULL; v = v->next) {
		if (!portion_stands(r, v))
			return v;
	}
	for (const struct rule_value *v = r->field[FIELD_PORTION_LEAST]; v != NULL; v = v->next) {
		const struct rule_value *above = portion_of(most, v->texts[0]);

		if (!portion_stands(r, v) || !ratio_add(sum, v->number, &sum) ||
		    ratio_cmp(sum, RATIO(100)) > 0 ||
		    (above != NULL && ratio_cmp(v->number, above->number) > 0))
			return v;
	}
	return NULL;
}

const struct rule_value *rule_beyond(const struct rule *r)
{
	const struct rule_value *price = r->field[FIELD_PRICE], *before = NULL;

	for (const struct rule_value *v = r->field[FIELD_BEYOND]; v != NULL; v = v->next) {
		if (price == NULL || price->next != NULL || price->bound == BOUND_AT_LEAST ||
		    !str_eq(v->unit_name, price->unit_name) ||
		    (v->then_unit != UNIT_PERCENT &&
		     !str_eq(v->then_unit_name, price->unit_name)) ||
		    (v->counted == COUNTED_MONTH &&
		     (v->unit == UNIT_MONTH || v->unit == UNIT_TERM || v->unit == UNIT_YEAR)) ||
		    (before != NULL &&
		     (ratio_cmp(v->number, before->number) <= 0 || v->counted != before->counted)))
			return v;
		before = v;
	}
	return NULL;
}

const struct rule_value *rule_round(const struct rule *r)
{
	const struct rule_value *v = r->field[FIELD_CAP];

	while (v != NULL && v->number.num % rounding_grain(r) == 0)
		v = v->next;
	return v;
}

const struct rule_value *rule_zero(const struct rule *r)
{
	static const enum field counted[] = {FIELD_BASIS, FIELD_STEP, FIELD_BEYOND, FIELD_SERVED,
	                                     FIELD_IN_A_ROW};

	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		for (const struct rule_value *v = r->field[counted[i]]; v != NULL; v = v->next) {
			if (v->written.p != NULL && v->number.num == 0)
				return v;
		}
	}
	return NULL;
}

/* Absences alone come in a row or excused: the built-in reason, or one a document declares. */
static bool of_absence(const struct rule *r, bool settled)
{
	const struct rule_value *v = r->field[FIELD_REASON];
	size_t word;

	for (size_t i = 0; v != NULL && i < v->n_texts; i++) {
		if (words_index(LEXICONS[LEX_REASON].words, v->texts[i], &word) &&
		    !str_is(v->texts[i], "absence") &&
		    !(settled && str_is(v->texts[i], "settlement")))
			return false;
	}
	return true;
}

const struct rule_value *rule_absence(const struct rule *r)
{
	const struct rule_value *row = r->field[FIELD_IN_A_ROW], *which = r->field[FIELD_ABSENCE];
	int method = rule_choice(r, FIELD_METHOD, METHOD_NONE);

	if (row != NULL && (!of_absence(r, false) || r->field[FIELD_COUNT_BY] != NULL ||
	                    (method != METHOD_SHARE && method != METHOD_RATE)))
		return row;
	return which != NULL && !of_absence(r, true) ? which : NULL;
}

const char *rule_lacks(const struct rule *r)
{
	if (r->type == RULE_PAY && r->field[FIELD_RATE] == NULL && r->field[FIELD_FORM] == NULL)
		return "rate";
	if (r->type == RULE_REQUIRE && r->field[FIELD_MEASURE] == NULL)
		return "at_least";
	if (r->type != RULE_REFUND)
		return NULL;
	switch (r->field[FIELD_METHOD]->choice) {
	case METHOD_SHARE:
		return r->field[FIELD_BASIS] == NULL ? "basis" : NULL;
	case METHOD_RATE:
		return r->field[FIELD_RATE] == NULL ? "rate" : NULL;
	case METHOD_PROGRESS:
		return r->field[FIELD_PROGRESS] == NULL ? "up_to" : NULL;
	case METHOD_STEPS:
		return r->field[FIELD_STEP] == NULL ? "step" : NULL;
	default:
		return NULL;
	}
}

/* --- between documents ------------------------------------------------------------------------ */

bool rule_sets_overlap(const struct rule_set *s, const struct rule_set *t)
{
	bool s_first = !date_some(s->to) || s->to.day >= t->from.day;
	bool t_first = !date_some(t->to) || t->to.day >= s->from.day;

	return s->status == STATUS_PUBLISHED && t->status == STATUS_PUBLISHED && s_first && t_first;
}

static struct str said(struct arena *a, const struct rule *r)
{
	return str_printf(a, "%.*s \"%.*s\" %.*s", STR_FMT(rule_name(a, r)), STR_FMT(r->clause),
	                  STR_FMT(r->set->document));
}

static bool both(const struct rule *r, const struct rule *o, enum text_id what, struct arena *a,
                 struct rule_error *ret_e)
{
	return book_wrong(r->set, r->line, 1, what, said(a, r), said(a, o), ret_e);
}

/* Of one place only the newest document that prices a service, or says what is paid back of it, is
 * asked (rules_collect): another one's statement of the same service, whatever its id, would be
 * passed over and nobody told. */
static bool same_service(const struct rule *r, const struct rule *o)
{
	bool meet = (rule_words(r, FIELD_KINDS) & rule_words(o, FIELD_KINDS)) != 0;

	if (r->type == RULE_REFUND)
		return meet && (rule_words(r, FIELD_REASON) & rule_words(o, FIELD_REASON)) != 0;
	return r->type == RULE_FEE && meet;
}

/* Two documents of one place that speak of the same case, and neither stands under the other. */
static bool place_twice(const struct policy_book *b, const struct rule_set *s,
                        const struct rule_set *t, struct arena *a, struct rule_error *ret_e)
{
	if (!str_some(s->place) || !str_eq(s->place, t->place) || s->level != t->level ||
	    str_eq(s->id, t->id) || !rule_sets_overlap(s, t) || book_under(b, s, t->id) ||
	    book_under(b, t, s->id))
		return true;
	for (int type = 0; type < RULE_COUNT; type++) {
		for (const struct rule *r = t->rules[type]; r != NULL; r = r->next) {
			for (const struct rule *o = s->rules[type]; o != NULL; o = o->next) {
				if ((str_eq(r->id, o->id) || same_service(r, o)) &&
				    when_meet(r->when, o->when))
					return both(r, o, T_policy_file_said_elsewhere, a, ret_e);
			}
		}
	}
	return true;
}

/* Documents known by month or year alone are compared by its first day. */
static struct date issued_on(struct arena *a, const struct rule_set *s)
{
	struct date d = s->from;

	(void)date_parse(s->issued.n == 4   ? str_printf(a, "%.*s-01-01", STR_FMT(s->issued))
	                 : s->issued.n == 7 ? str_printf(a, "%.*s-01", STR_FMT(s->issued))
	                                    : s->issued,
	                 &d);
	return d;
}

/* A zone's own stand below those of the county it lies in; one of no place, which holds by being
 * chosen, stands above them. */
static bool lower(const struct rule_set *low, const struct rule_set *up)
{
	return low->level > up->level || (low->level == LEVEL_COUNTY && up->level == LEVEL_COUNTY &&
	                                  str_some(low->place) && !str_eq(low->place, up->place));
}

/* Whether a place that has the lower set has the upper one too: named in `under`, or because it
 * reaches all places inside its own. */
static bool above(const struct policy_book *b, const struct rule_set *low, struct str lies,
                  const struct rule_set *up)
{
	return book_under(b, low, up->id) || (up->reaches && lower(low, up) && set_over(up, lies));
}

/* A document may not be looser than one that was there before it and is above it. (One that is
 * older gives way at resolution: rules.c.) */
static bool lock_kept(const struct policy_book *b, const struct rule_set *low, struct str lies,
                      const struct rule_set *up, struct arena *a, struct rule_error *ret_e)
{
	if (!above(b, low, lies, up) || !rule_sets_overlap(low, up) ||
	    issued_on(a, low).day <= issued_on(a, up).day)
		return true;
	for (int type = 0; type < RULE_COUNT; type++) {
		for (const struct rule *u = up->rules[type]; u != NULL; u = u->next) {
			if (u->lock == LOCK_NONE)
				continue;
			for (const struct rule *l = low->rules[type]; l != NULL; l = l->next) {
				/* a fee of another id is the same service's price all the same */
				bool same = str_eq(l->id, u->id) ||
				            (type == RULE_FEE && same_service(l, u));

				if (same && when_meet(l->when, u->when) && rule_looser(l, u))
					return both(l, u, T_policy_file_looser, a, ret_e);
			}
		}
	}
	return true;
}

bool policy_book_keeps(const struct policy_book *b, const struct rule_set *s, struct str lies,
                       struct arena *a, struct rule_error *ret_e)
{
	for (const struct rule_set *up = b->sets; up != NULL; up = up->next) {
		if (up != s && !lock_kept(b, s, lies, up, a, ret_e))
			return false;
	}
	return true;
}

/* The nearest of the county's documents that speaks of it decides what a plan may say (rules_find()
 * does the same); a lock holds from any of them. */
static const struct rule *beyond(const struct rule *plan, const struct rules *county)
{
	bool nearest = true;

	for (size_t i = 0; i < county->n; i++) {
		bool spoken = false;

		for (const struct rule *u = county->set[i]->rules[plan->type]; u != NULL;
		     u = u->next) {
			if (!plan_meets(plan, u) || !rules_says(county, i, u) ||
			    !when_meet(plan->when, u->when))
				continue;
			if (plan_beyond(plan, u, nearest))
				return u;
			spoken = true;
		}
		nearest = nearest && !spoken;
	}
	return NULL;
}

bool plan_keeps(const struct rule_set *plan, const struct rules *county, struct arena *a,
                struct rule_error *ret_e)
{
	for (int type = 0; type < RULE_COUNT; type++) {
		for (const struct rule *r = plan->rules[type]; r != NULL; r = r->next) {
			const struct rule *u = beyond(r, county);

			if (u != NULL && issued_on(a, plan).day > issued_on(a, u->set).day)
				return both(r, u, T_policy_file_plan_beyond, a, ret_e);
		}
	}
	return true;
}

/* Whatever the first is over, the second is over too: no more kinds, no more children. */
static bool within(const struct rule *r, const struct rule *o)
{
	return (rule_words(r, FIELD_KINDS) & ~rule_words(o, FIELD_KINDS)) == 0 &&
	       across(r) <= across(o);
}

/* One of them takes off what it is over: what then counts in the other depends on which comes
 * first, unless the narrow one always does (tariff.c). Two that refuse do so in any order. */
static bool crossing(const struct rule *r, const struct rule *o)
{
	bool meet = (rule_words(r, FIELD_KINDS) & rule_words(o, FIELD_KINDS)) != 0;
	bool reduces = rule_choice(r, FIELD_ABOVE, OVER_REFUSE) == OVER_REDUCE ||
	               rule_choice(o, FIELD_ABOVE, OVER_REFUSE) == OVER_REDUCE;

	return meet && !within(r, o) && !within(o, r) && reduces && when_meet(r->when, o->when);
}

/* Whether both can be among the documents of one place on one day. The same id in a lower document
 * stands instead of the upper one, so both never hold. */
static bool together(const struct policy_book *b, const struct rule_set *s,
                     const struct rule_set *t)
{
	return rule_sets_overlap(s, t) && (book_under(b, s, t->id) || book_under(b, t, s->id) ||
	                                   (str_some(s->place) && str_eq(s->place, t->place)));
}

static bool limits_cross(const struct policy_book *b, const struct rule_set *s,
                         const struct rule_set *t, struct arena *a, struct rule_error *ret_e)
{
	if (s != t && !together(b, s, t))
		return true;
	for (const struct rule *r = s->rules[RULE_LIMIT]; r != NULL; r = r->next) {
		for (const struct rule *o = s == t ? r->next : t->rules[RULE_LIMIT]; o != NULL;
		     o = o->next) {
			if (!str_eq(r->id, o->id) && crossing(r, o))
				return both(r, o, T_policy_file_limits_cross, a, ret_e);
		}
	}
	return true;
}

/* R23, D3: no service could end at all: the earliest end of one case after its latest. */
static bool ends_agree(const struct rule_set *s, struct arena *a, struct rule_error *ret_e)
{
	for (const struct rule *l = s->params[PARAM_END_LATEST]; l != NULL; l = l->same) {
		for (const struct rule *e = s->params[PARAM_END_EARLIEST]; e != NULL; e = e->same) {
			bool later = l->line > e->line;

			if (l->value.time.minute < e->value.time.minute &&
			    when_meet(l->when, e->when))
				return both(later ? l : e, later ? e : l, T_policy_file_ends_cross,
				            a, ret_e);
		}
	}
	return true;
}

/* Written alike, in the same order. */
static bool same_conditions(const struct rule *r, const struct rule *o)
{
	const struct when *a = r->when, *b = o->when;

	while (a != NULL && b != NULL && when_same(a, b)) {
		a = a->next;
		b = b->next;
	}
	return a == NULL && b == NULL;
}

/* R34: of two limits over the same services, in one unit and counting the same, the wider one can
 * never decide where the narrower always holds too: one of the two is a mistake. */
static bool limit_void(const struct rule *wide, const struct rule *narrow)
{
	bool counts_alike = rule_words(wide, FIELD_KINDS) == rule_words(narrow, FIELD_KINDS) &&
	                    across(wide) <= across(narrow) &&
	                    rule_choice(wide, FIELD_CONSUMABLES, 0) ==
	                            rule_choice(narrow, FIELD_CONSUMABLES, 0);

	if (str_eq(wide->id, narrow->id) || !counts_alike ||
	    (narrow->when != NULL && !same_conditions(wide, narrow)))
		return false;
	for (const struct rule_value *v = wide->field[FIELD_CAP]; v != NULL; v = v->next) {
		for (const struct rule_value *o = narrow->field[FIELD_CAP]; o != NULL;
		     o = o->next) {
			if (comparable(v, o) && ratio_cmp(v->number, o->number) > 0)
				return true;
		}
	}
	return false;
}

static bool limits_decide(const struct rule_set *s, struct arena *a, struct rule_error *ret_e)
{
	for (const struct rule *r = s->rules[RULE_LIMIT]; r != NULL; r = r->next) {
		for (const struct rule *o = s->rules[RULE_LIMIT]; o != NULL; o = o->next) {
			if (r != o && limit_void(r, o))
				return both(r, o, T_policy_file_limit_void, a, ret_e);
		}
	}
	return true;
}

/* A price that is fixed, or the least, above what a limit of the same document lets pass: nobody
 * could ever be charged it. */
static bool never_charged(const struct rule *fee, const struct rule *limit)
{
	if ((rule_words(fee, FIELD_KINDS) & ~rule_words(limit, FIELD_KINDS)) != 0 ||
	    rule_choice(limit, FIELD_ABOVE, OVER_REFUSE) != OVER_REFUSE ||
	    (limit->when != NULL && !same_conditions(fee, limit)))
		return false;
	for (const struct rule_value *p = fee->field[FIELD_PRICE]; p != NULL; p = p->next) {
		for (const struct rule_value *cap = limit->field[FIELD_CAP]; cap != NULL;
		     cap = cap->next) {
			if (p->bound != BOUND_AT_MOST && comparable(p, cap) &&
			    ratio_cmp(p->number, cap->number) > 0)
				return true;
		}
	}
	return false;
}

static bool fees_pass(const struct rule_set *s, struct arena *a, struct rule_error *ret_e)
{
	for (const struct rule *f = s->rules[RULE_FEE]; f != NULL; f = f->next) {
		for (const struct rule *l = s->rules[RULE_LIMIT]; l != NULL; l = l->next) {
			if (never_charged(f, l))
				return both(f, l, T_policy_file_fee_above_limit, a, ret_e);
		}
	}
	return true;
}

/* `1 a = 2 b` and `1 b = 2 a`: which of them holds would depend on who asks. */
static bool converts_agree(const struct rule_set *s, struct arena *a, struct rule_error *ret_e)
{
	for (const struct rule *r = s->rules[RULE_CONVERT]; r != NULL; r = r->next) {
		for (const struct rule *o = r->next; o != NULL; o = o->next) {
			struct ratio there, back, round;

			if (r->value.unit != o->value.then_unit ||
			    r->value.then_unit != o->value.unit || !when_meet(r->when, o->when) ||
			    !ratio_div(r->value.then, r->value.number, &there) ||
			    !ratio_div(o->value.then, o->value.number, &back) ||
			    !ratio_mul(there, back, &round))
				continue;
			if (ratio_cmp(round, RATIO(1)) != 0)
				return both(o, r, T_policy_file_converts_cross, a, ret_e);
		}
	}
	return true;
}

/* What the reader could not see: conditions with declared words. */
static bool unambiguous(const struct rule_set *s, struct arena *a, struct rule_error *ret_e)
{
	const struct rule *twice = rule_set_ambiguous(s);

	return twice == NULL || book_wrong(s, twice->line, 1, T_policy_file_twice,
	                                   rule_name(a, twice), S(""), ret_e);
}

bool book_consistent(const struct policy_book *b, struct arena *a, struct rule_error *ret_e)
{
	for (const struct rule_set *s = b->sets; s != NULL; s = s->next) {
		if (!unambiguous(s, a, ret_e) || !ends_agree(s, a, ret_e) ||
		    !converts_agree(s, a, ret_e) || !fees_pass(s, a, ret_e) ||
		    !limits_decide(s, a, ret_e) || !limits_cross(b, s, s, a, ret_e))
			return false;
		for (const struct rule_set *t = b->sets; t != NULL; t = t->next) {
			if (t != s && !lock_kept(b, s, s->place, t, a, ret_e))
				return false;
		}
		for (const struct rule_set *t = s->next; t != NULL; t = t->next) {
			if (!place_twice(b, s, t, a, ret_e) || !limits_cross(b, s, t, a, ret_e))
				return false;
		}
	}
	return true;
}
