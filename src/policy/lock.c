/* What an upper document holds lower ones to. */
#include "policy/rules.h"

static bool words_looser(enum lock lock, uint64_t lower, uint64_t upper)
{
	switch (lock) {
	case LOCK_NONE:
		return false;
	case LOCK_AT_LEAST:
		return (upper & ~lower) != 0;
	case LOCK_AT_MOST:
	case LOCK_SUBSET:
		return (lower & ~upper) != 0;
	case LOCK_EXACTLY:
		return lower != upper;
	}
	return false;
}

static bool order_looser(enum lock lock, int cmp)
{
	switch (lock) {
	case LOCK_NONE:
	case LOCK_SUBSET:
		return false;
	case LOCK_AT_LEAST:
		return cmp < 0;
	case LOCK_AT_MOST:
		return cmp > 0;
	case LOCK_EXACTLY:
		return cmp != 0;
	}
	return false;
}

static bool texts_equal(const struct rule_value *a, const struct rule_value *b)
{
	if (a->n_texts != b->n_texts)
		return false;
	for (size_t i = 0; i < a->n_texts; i++) {
		if (!str_eq(a->texts[i], b->texts[i]))
			return false;
	}
	return true;
}

static int times_cmp(struct clock_time a, struct clock_time b)
{
	return (a.minute > b.minute) - (a.minute < b.minute);
}

static int days_cmp(const struct rule_value *a, const struct rule_value *b)
{
	int x = a->year * 10000 + a->month * 100 + a->day;
	int y = b->year * 10000 + b->month * 100 + b->day;

	return (x > y) - (x < y);
}

/* The other way than the lock looks: a least under a lock on the most. */
static bool opposite(enum lock lock, enum bound bound)
{
	return (lock == LOCK_AT_LEAST && bound == BOUND_AT_MOST) ||
	       (lock == LOCK_AT_MOST && bound == BOUND_AT_LEAST);
}

/* A number per another unit cannot be held against the lock, so it is not taken for kept: a lower
 * document says what is locked the way the upper one does. Nothing asked is nothing in any unit. */
static bool number_looser(enum lock lock, const struct rule_value *lower,
                          const struct rule_value *upper)
{
	if (lock == LOCK_NONE || lock == LOCK_SUBSET)
		return false;
	if (lock == LOCK_AT_MOST && lower->number.num == 0)
		return false;
	return lower->unit != upper->unit ||
	       order_looser(lock, ratio_cmp(lower->number, upper->number));
}

/* One value against another one of the same thing. */
static bool value_looser(enum lock lock, const struct rule_value *lower,
                         const struct rule_value *upper)
{
	if (lower->type != upper->type)
		return lock == LOCK_EXACTLY;
	switch (lower->type) {
	case VALUE_MONEY:
	case VALUE_NUMBER:
		return number_looser(lock, lower, upper);
	case VALUE_TIME:
		return order_looser(lock, times_cmp(lower->time, upper->time));
	case VALUE_DAY:
		if ((lower->year == 0) != (upper->year == 0))
			return lock == LOCK_EXACTLY;
		return order_looser(lock, days_cmp(lower, upper));
	case VALUE_WORDS:
		return words_looser(lock, lower->words, upper->words);
	case VALUE_CHOICE:
		return lock == LOCK_EXACTLY && lower->choice != upper->choice;
	case VALUE_PARTICIPANT:
		return lock == LOCK_EXACTLY &&
		       (lower->by != upper->by || lower->at_least != upper->at_least);
	case VALUE_TEXTS:
	case VALUE_INSTEAD:
		return lock == LOCK_EXACTLY && !texts_equal(lower, upper);
	}
	return false;
}

/* The same payers, each with the same share. */
static bool payers_same(const struct rule *a, const struct rule *b)
{
	const struct rule_value *v = a->field[FIELD_PAYER], *o = b->field[FIELD_PAYER];
	size_t n = 0, m = 0;

	for (; o != NULL; o = o->next)
		m++;
	for (; v != NULL; v = v->next, n++) {
		o = b->field[FIELD_PAYER];
		while (o != NULL && (o->choice != v->choice ||
		                     (v->written.p != NULL) != (o->written.p != NULL) ||
		                     (v->written.p && ratio_cmp(o->number, v->number) != 0)))
			o = o->next;
		if (o == NULL)
			return false;
	}
	return n == m;
}

/* --- what further units cost: `beyond` ----------------------------------------------------------
 */

/* What holds after so many units; NULL: still the price itself. */
static const struct rule_value *price_after(const struct rule *fee, struct ratio units)
{
	const struct rule_value *last = NULL;

	for (const struct rule_value *v = fee->field[FIELD_BEYOND];
	     v != NULL && ratio_cmp(v->number, units) <= 0; v = v->next)
		last = v;
	return last;
}

/* The most the statement asks per unit; NULL: nothing is said of it. */
static const struct rule_value *most_per(const struct rule_value *v, int unit)
{
	while (v != NULL && (v->unit != unit || v->bound == BOUND_AT_LEAST))
		v = v->next;
	return v;
}

static bool of_price(const struct rule_value *after)
{
	return after != NULL && after->then_unit == UNIT_PERCENT;
}

/* After so many units. Counted over another time they are not the same units, and a part of the
 * price cannot be held against an amount. */
static bool after_looser(enum lock lock, const struct rule *lower, const struct rule *upper,
                         struct ratio units)
{
	const struct rule_value *l = price_after(lower, units), *u = price_after(upper, units);
	const struct rule_value *any = u != NULL ? u : l, *asked, *held;

	if (any == NULL) /* the prices themselves */
		return false;
	if (l != NULL && u != NULL && l->counted != u->counted)
		return true;
	if (of_price(l) || of_price(u))
		return (l != NULL && !of_price(l)) || (u != NULL && !of_price(u)) ||
		       order_looser(lock,
		                    ratio_cmp(l ? l->then : RATIO(100), u ? u->then : RATIO(100)));
	asked = most_per(lower->field[FIELD_PRICE], any->then_unit);
	held = most_per(upper->field[FIELD_PRICE], any->then_unit);
	if ((l && l->then_unit != any->then_unit) || (!l && !asked) || (!u && !held))
		return true;
	return order_looser(lock,
	                    ratio_cmp(l ? l->then : asked->number, u ? u->then : held->number));
}

/* From wherever one of the two changes. */
static bool further_looser(enum lock lock, const struct rule *lower, const struct rule *upper)
{
	const struct rule *const both[2] = {lower, upper};

	for (size_t i = 0; i < 2; i++) {
		for (const struct rule_value *v = both[i]->field[FIELD_BEYOND]; v; v = v->next)
			if (after_looser(lock, lower, upper, v->number))
				return true;
	}
	return false;
}

/* A limit of each child alone lets a family pay more than one across its children. */
static bool narrower(const struct rule *lower, const struct rule *upper)
{
	return (upper->lock == LOCK_AT_MOST || upper->lock == LOCK_EXACTLY) &&
	       rule_choice(lower, FIELD_ACROSS, ACROSS_CHILD) <
	               rule_choice(upper, FIELD_ACROSS, ACROSS_CHILD);
}

/* Rounded otherwise a family may pay more, unless it is rounded down. */
static bool rounds_up(const struct rule *lower, const struct rule *upper)
{
	int word = rule_choice(lower, FIELD_ROUND, -1);

	return (upper->lock == LOCK_AT_MOST || upper->lock == LOCK_EXACTLY) &&
	       upper->type == RULE_FEE && word >= 0 && word != ROUND_JIAO_DOWN &&
	       word != ROUND_YUAN_DOWN && word != rule_choice(upper, FIELD_ROUND, -1);
}

/* Less of a fund for what has to be paid from it, or more for what is bounded. */
static bool portion_looser(const struct rule *lower, const struct rule *upper, enum field f,
                           int sign)
{
	for (const struct rule_value *u = upper->field[f]; u != NULL; u = u->next) {
		for (const struct rule_value *l = lower->field[f]; l != NULL; l = l->next) {
			if (str_eq(l->texts[0], u->texts[0]) &&
			    ratio_cmp(l->number, u->number) * sign > 0)
				return true;
		}
	}
	return false;
}

/* Amounts that bound others. Of each the upper document locks the lower one has to say one that
 * keeps it: what it leaves out, or says per another unit, would be free. */
static bool bounding(enum field f)
{
	return f == FIELD_PRICE || f == FIELD_CAP || f == FIELD_RATE || f == FIELD_MEASURE ||
	       f == FIELD_REDUCE;
}

/* Those of them that say which way they bound. */
static bool has_bounds(const struct rule *rule, enum field f)
{
	return f == FIELD_PRICE || f == FIELD_MEASURE ||
	       (f == FIELD_RATE && rule->type == RULE_PAY);
}

static bool bound_kept(enum lock lock, const struct rule_value *l, const struct rule_value *u)
{
	if (l->type == VALUE_INSTEAD || u->type == VALUE_INSTEAD) /* reduce all */
		return lock == LOCK_AT_MOST    ? u->type == VALUE_INSTEAD
		       : lock == LOCK_AT_LEAST ? l->type == VALUE_INSTEAD
		                               : l->type == u->type;
	if (l->type == VALUE_CHOICE && u->type == VALUE_CHOICE)
		return l->choice == u->choice;
	return l->type == u->type && !value_looser(lock, l, u);
}

static bool bound_lost(const struct rule *lower, const struct rule *upper, enum field f)
{
	bool ways = has_bounds(upper, f);
	enum lock lock = upper->lock;

	for (const struct rule_value *u = upper->field[f]; u != NULL; u = u->next) {
		const struct rule_value *l = lower->field[f];

		if (ways && opposite(lock, u->bound))
			continue;
		while (l != NULL && ((ways && (opposite(lock, l->bound) ||
		                               (lock == LOCK_EXACTLY && l->bound != u->bound))) ||
		                     !bound_kept(lock, l, u)))
			l = l->next;
		if (l == NULL)
			return true;
	}
	return false;
}

/* A later day, or one that counts from something else. */
static bool due_later(const struct rule_value *l, const struct rule_value *u)
{
	int cmp;

	if (l == NULL || l->due != u->due || l->unit != u->unit || l->choice != u->choice)
		return true;
	if (l->due == DUE_YEARLY)
		return l->month * 100 + l->day > u->month * 100 + u->day;
	cmp = ratio_cmp(l->number, u->number);
	return l->due == DUE_BEFORE ? cmp < 0 : cmp > 0;
}

/* What keeps money from coming back: nothing said is nothing kept. */
static bool keeps_back(enum field f)
{
	return f == FIELD_IN_A_ROW || f == FIELD_ABSENCE || f == FIELD_LESS;
}

static struct ratio kept_back(const struct rule_value *v)
{
	return v == NULL ? RATIO(0) : v->type == VALUE_CHOICE ? RATIO(v->choice) : v->number;
}

/* Under a least of what comes back no more may be kept, under a most no less. */
static bool keeps_otherwise(const struct rule *lower, const struct rule *upper, enum field f)
{
	const struct rule_value *l = lower->field[f], *u = upper->field[f];
	int cmp = ratio_cmp(kept_back(u), kept_back(l));

	if (upper->type != RULE_REFUND || upper->lock == LOCK_SUBSET || (l == NULL && u == NULL))
		return false;
	if (l != NULL && u != NULL && (l->unit != u->unit || l->type != u->type))
		return true;
	return order_looser(upper->lock, cmp);
}

/* A limit that leaves out a service lets more be asked for it. */
static bool limit_narrower(const struct rule *lower, const struct rule *upper)
{
	return upper->type == RULE_LIMIT &&
	       (upper->lock == LOCK_AT_MOST || upper->lock == LOCK_EXACTLY) &&
	       (rule_words(upper, FIELD_KINDS) & ~rule_words(lower, FIELD_KINDS)) != 0;
}

bool rule_looser(const struct rule *lower, const struct rule *upper)
{
	if (upper->lock == LOCK_NONE || lower->type != upper->type)
		return false;
	if (upper->type == RULE_PARAM || upper->type == RULE_SETTLE)
		return value_looser(upper->lock, &lower->value, &upper->value);
	if (upper->type == RULE_CONVERT) {
		struct ratio l, u;

		return ratio_div(lower->value.then, lower->value.number, &l) &&
		       ratio_div(upper->value.then, upper->value.number, &u) &&
		       order_looser(upper->lock, ratio_cmp(l, u));
	}
	if (portion_looser(lower, upper, FIELD_PORTION_LEAST, -1) ||
	    portion_looser(lower, upper, FIELD_PORTION_MOST, 1))
		return true;
	if (upper->type == RULE_DEADLINE)
		return upper->lock != LOCK_SUBSET &&
		       due_later(lower->field[FIELD_DUE], upper->field[FIELD_DUE]);
	if (narrower(lower, upper) || rounds_up(lower, upper) || limit_narrower(lower, upper) ||
	    (upper->lock == LOCK_EXACTLY && upper->field[FIELD_PAYER] != NULL &&
	     lower->field[FIELD_PAYER] != NULL && !payers_same(lower, upper)))
		return true;
	if (upper->lock != LOCK_SUBSET && further_looser(upper->lock, lower, upper))
		return true;
	for (int f = 0; f < FIELD_COUNT; f++) {
		if (keeps_back((enum field)f)) {
			if (keeps_otherwise(lower, upper, (enum field)f))
				return true;
			continue;
		}
		if (f == FIELD_BEYOND || f == FIELD_PAYER || f == FIELD_PORTION_LEAST ||
		    f == FIELD_PORTION_MOST || (upper->type == RULE_LIMIT && f == FIELD_KINDS))
			continue;
		if (upper->lock != LOCK_SUBSET && bounding((enum field)f)) {
			if (bound_lost(lower, upper, (enum field)f))
				return true;
			continue;
		}
		for (const struct rule_value *u = upper->field[f]; u != NULL; u = u->next) {
			for (const struct rule_value *l = lower->field[f]; l != NULL; l = l->next) {
				if (value_looser(upper->lock, l, u))
					return true;
			}
		}
	}
	return false;
}

/* --- a school's plan ----------------------------------------------------------------------------
 * Nobody asks the county's documents to lock what is theirs alone to say: when the day ends (R23,
 * R24; evening study R25), what the county guarantees (R29), what care costs a family (R30). */

static enum lock plan_lock(const struct rule *upper)
{
	if (upper->lock != LOCK_NONE)
		return upper->lock;
	if (upper->type == RULE_FEE)
		return (rule_words(upper, FIELD_KINDS) >> (KIND_CARE - 1) & 1) != 0 ? LOCK_AT_MOST
		                                                                    : LOCK_NONE;
	if (upper->type != RULE_PARAM)
		return LOCK_NONE;
	switch (upper->param) {
	case PARAM_END_LATEST:
	case PARAM_EVENING_END_LATEST:
		return LOCK_AT_MOST;
	case PARAM_GUARANTEE_RATE:
		return LOCK_AT_LEAST;
	default:
		return LOCK_NONE;
	}
}

static bool has_most(const struct rule_value *v)
{
	while (v != NULL && v->bound == BOUND_AT_LEAST)
		v = v->next;
	return v != NULL;
}

static bool costs_nothing(const struct rule *fee)
{
	for (const struct rule_value *p = fee->field[FIELD_PRICE]; p != NULL; p = p->next) {
		if (p->bound == BOUND_AT_LEAST || p->number.num != 0)
			return false;
	}
	return fee->field[FIELD_PRICE] != NULL;
}

/* A price above the upper one, in a unit it does not know, or without one of its caps. */
static bool fee_beyond(const struct rule *plan, const struct rule *upper)
{
	const struct rule_value *prices = upper->field[FIELD_PRICE], *most;

	if (costs_nothing(plan) || !has_most(prices))
		return false;
	for (const struct rule_value *p = plan->field[FIELD_PRICE]; p != NULL; p = p->next) {
		most = most_per(prices, p->unit);
		if (p->bound != BOUND_AT_LEAST &&
		    (most == NULL || ratio_cmp(p->number, most->number) > 0))
			return true;
	}
	for (const struct rule_value *cap = upper->field[FIELD_CAP]; cap != NULL; cap = cap->next) {
		most = most_per(plan->field[FIELD_CAP], cap->unit);
		if (most == NULL || ratio_cmp(most->number, cap->number) > 0)
			return true;
	}
	return further_looser(LOCK_AT_MOST, plan, upper);
}

bool plan_meets(const struct rule *plan, const struct rule *upper)
{
	if (plan->set->level != LEVEL_SCHOOL || upper->set->level == LEVEL_SCHOOL ||
	    plan->type != upper->type)
		return false;
	return upper->type == RULE_FEE
	               ? (rule_words(plan, FIELD_KINDS) & rule_words(upper, FIELD_KINDS)) != 0
	               : str_eq(plan->id, upper->id);
}

bool plan_beyond(const struct rule *plan, const struct rule *upper, bool nearest)
{
	enum lock lock = nearest ? plan_lock(upper) : upper->lock;

	if (!plan_meets(plan, upper) || lock == LOCK_NONE)
		return false;
	if (upper->type == RULE_FEE)
		return (lock == LOCK_AT_MOST || lock == LOCK_EXACTLY) && fee_beyond(plan, upper);
	return upper->type == RULE_PARAM && value_looser(lock, &plan->value, &upper->value);
}
