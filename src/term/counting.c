#include "term/internal.h"
#include "term/pricing_in.h"

/* --- the calendar ------------------------------------------------------------------------------
 */

static int32_t week_of(struct date d)
{
	return d.day - date_weekday(d); /* the Sunday before */
}

static void tally_add(struct tally *t, const struct sitting_due *due)
{
	struct tally_day *last = t->n > 0 ? &t->v[t->n - 1] : NULL;
	int64_t minutes = due->ends.minute - due->starts.minute;

	if (!last || last->day.day != due->day.day) {
		struct civil now = date_civil(due->day);
		struct civil was = last ? date_civil(last->day) : (struct civil){0};
		bool month = now.year != was.year || now.month != was.month;

		t->weeks += !last || week_of(last->day) != week_of(due->day);
		t->months += month;
		t->half_months += month || (now.day > 15) != (was.day > 15);
		last = &t->v[t->n++];
		*last = (struct tally_day){.day = due->day};
	}
	last->sittings++;
	last->minutes += minutes;
	t->sittings++;
	t->minutes += minutes;
}

enum err tally_take(struct ctx *c, const struct price_frame *f, const struct offering *o,
                    struct tally *ret_t)
{
	struct sitting_frame frame = {
		.kind = o->kind,
		.where = facts_of_plan(c, f->rules, f->school, o),
		.starts = o->starts,
		.ends = o->ends,
		.end_latest = f->school->end_latest,
	};
	struct tally t = {
		.whole = o->starts.day == f->term->first_day.day &&
	                 o->ends.day == f->term->last_day.day,
	};
	struct sitting_due *due;
	size_t n;

	TRY(sittings_due(c, f->rules, f->calendar, &frame, f->slot, f->slot_n, &due, &n));
	t.v = NEW_N(c->arena, n + 1, struct tally_day);
	if (!t.v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		tally_add(&t, &due[i]);
	*ret_t = t;
	return OK;
}

/* --- in a unit ---------------------------------------------------------------------------------
 */

static int64_t tallied(const struct tally *t, int basis)
{
	switch (basis) {
	case UNIT_MINUTE:
		return t->minutes;
	case UNIT_SITTING:
	case UNIT_MEAL:
		return t->sittings;
	case UNIT_DAY:
		return (int64_t)t->n;
	case UNIT_WEEK:
		return t->weeks;
	case UNIT_HALF_MONTH:
		return t->half_months;
	case UNIT_MONTH:
		return t->months;
	case UNIT_TERM:
		return 1;
	default:
		return 0;
	}
}

/* Which counts lead to the unit, the first that does. A meal is a sitting of lunch alone. */
static size_t bases_of(int unit, enum kind kind, bool whole, int v[4])
{
	size_t n = 0;

	switch (unit) {
	case UNIT_MINUTE:
	case UNIT_SITTING:
	case UNIT_DAY:
	case UNIT_WEEK:
	case UNIT_TERM:
		v[n++] = unit;
		break;
	case UNIT_MEAL:
		if (kind == KIND_LUNCH)
			v[n++] = unit;
		break;
	case UNIT_MONTH:
	case UNIT_HALF_MONTH:
		if (whole)
			v[n++] = UNIT_TERM;
		v[n++] = UNIT_DAY;
		v[n++] = unit;
		break;
	default:
		v[n++] = UNIT_MINUTE;
		v[n++] = UNIT_SITTING;
		v[n++] = UNIT_DAY;
		if (whole)
			v[n++] = UNIT_TERM;
	}
	return n;
}

static bool by_the_day(int basis)
{
	return basis == UNIT_MINUTE || basis == UNIT_SITTING || basis == UNIT_MEAL ||
	       basis == UNIT_DAY;
}

static int64_t day_count(const struct tally_day *d, int basis)
{
	return basis == UNIT_MINUTE ? d->minutes : basis == UNIT_DAY ? 1 : d->sittings;
}

/* Days that are alike stand together: a cap per day looks at each kind of day once. */
static enum err spread(struct ctx *c, const struct tally *t, struct unit_count *n)
{
	n->by_day = NEW_N(c->arena, t->n + 1, struct ratio);
	n->day_times = NEW_N(c->arena, t->n + 1, int64_t);
	if (!n->by_day || !n->day_times)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < t->n; i++) {
		struct ratio q;
		size_t k = 0;

		if (!ratio_mul(RATIO(day_count(&t->v[i], n->basis)), n->path.by, &q))
			return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
		while (k < n->n_by_day && ratio_cmp(n->by_day[k], q) != 0)
			k++;
		n->by_day[k] = q;
		n->day_times[k] = k == n->n_by_day ? 1 : n->day_times[k] + 1;
		n->n_by_day += k == n->n_by_day;
	}
	return OK;
}

enum err unit_counted(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                      enum kind kind, const struct tally *t, int unit, struct unit_count *ret_n)
{
	struct unit_count n = {.sittings = t->sittings, .days = (int64_t)t->n, .months = t->months};
	int basis[4];
	size_t bases = bases_of(unit, kind, t->whole, basis);

	for (size_t i = 0; i < bases && !n.known && t->sittings > 0; i++) {
		TRY(span_path(c, r, facts, basis[i], unit, &n.path));
		n.known = n.path.known;
		n.basis = basis[i];
		n.counted = tallied(t, basis[i]);
	}
	if (n.known && !ratio_mul(RATIO(n.counted), n.path.by, &n.quantity))
		return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
	if (n.known && by_the_day(n.basis))
		TRY(spread(c, t, &n));
	*ret_n = n;
	return OK;
}

/* --- as text -----------------------------------------------------------------------------------
 */

struct str by_day_text(struct arena *a, const struct unit_price *u)
{
	struct str s = S("");

	for (size_t i = 0; i < u->n_by_day; i++)
		s = str_printf(a, "%.*s%s%.*s*%lld", STR_FMT(s), i ? " " : "",
		               STR_FMT(ratio_text(a, u->by_day[i])), (long long)u->day_times[i]);
	return s;
}

bool by_day_read(struct arena *a, struct str s, struct unit_price *u)
{
	size_t room = 1;
	struct ratio *q;
	int64_t *times;

	for (size_t i = 0; i < s.n; i++)
		room += s.p[i] == ' ';
	q = NEW_N(a, room, struct ratio);
	times = NEW_N(a, room, int64_t);
	if (!q || !times)
		return false;
	for (u->n_by_day = 0; s.n > 0; u->n_by_day++) {
		struct str one = str_cut(&s, ' '), of = str_cut(&one, '*');

		if (u->n_by_day == room || !ratio_parse(of, &q[u->n_by_day]) ||
		    !str_i64(one, &times[u->n_by_day]))
			return false;
	}
	u->by_day = q;
	u->day_times = times;
	return true;
}
