#include "term/counting.h"

#include "term/internal.h"
#include "term/pricing_in.h"

/* --- the calendar ------------------------------------------------------------------------------
 */

static int32_t week_of(struct date d)
{
	return d.day - date_weekday(d); /* the Sunday before */
}

enum err tally_new(struct ctx *c, size_t sittings, struct tally *ret_t)
{
	*ret_t = (struct tally){.v = NEW_N(c->arena, sittings + 1, struct tally_day)};
	return ret_t->v ? OK : fault_broken(c, "arena");
}

void tally_add(struct tally *t, struct date day, struct clock_time starts, struct clock_time ends)
{
	struct tally_day *last = t->n > 0 ? &t->v[t->n - 1] : NULL;
	int64_t minutes = ends.minute - starts.minute;

	if (!last || last->day.day != day.day) {
		struct civil now = date_civil(day);
		struct civil was = last ? date_civil(last->day) : (struct civil){0};
		bool month = now.year != was.year || now.month != was.month;

		last = &t->v[t->n++];
		*last = (struct tally_day){
			.day = day,
			.week = t->n == 1 || week_of(last[-1].day) != week_of(day),
			.half_month = month || (now.day > 15) != (was.day > 15),
			.month = month,
		};
		t->weeks += last->week;
		t->half_months += last->half_month;
		t->months += last->month;
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
	struct sitting_due *due;
	struct tally t;
	size_t n;

	TRY(sittings_due(c, f->rules, f->calendar, &frame, f->slot, f->slot_n, &due, &n));
	TRY(tally_new(c, n, &t));
	t.whole = o->starts.day == f->term->first_day.day && o->ends.day == f->term->last_day.day;
	for (size_t i = 0; i < n; i++)
		tally_add(&t, due[i].day, due[i].starts, due[i].ends);
	*ret_t = t;
	return OK;
}

/* --- in a unit ---------------------------------------------------------------------------------
 */

int64_t tally_of(const struct tally *t, int basis)
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
		return t->sittings > 0;
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

enum err unit_way_find(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                       enum kind kind, bool whole, int unit, struct unit_way *ret_w)
{
	struct unit_way w = {.known = false};
	int basis[4];
	size_t n = bases_of(unit, kind, whole, basis);

	for (size_t i = 0; i < n && !w.known; i++) {
		TRY(span_path(c, r, facts, basis[i], unit, &w.path));
		w.known = w.path.known;
		w.basis = basis[i];
	}
	*ret_w = w;
	return OK;
}

struct unit_way unit_way_plain(int unit)
{
	return (struct unit_way){
		.known = true, .basis = unit, .path = {.known = true, .by = RATIO(1)}};
}

enum err tally_in(struct ctx *c, const struct tally *t, const struct unit_way *w,
                  struct ratio *ret_n)
{
	return ratio_mul(RATIO(tally_of(t, w->basis)), w->path.by, ret_n)
	               ? OK
	               : fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
}

static int64_t day_count(const struct tally_day *d, int basis)
{
	switch (basis) {
	case UNIT_MINUTE:
		return d->minutes;
	case UNIT_SITTING:
	case UNIT_MEAL:
		return d->sittings;
	case UNIT_DAY:
		return 1;
	case UNIT_WEEK:
		return d->week;
	case UNIT_HALF_MONTH:
		return d->half_month;
	case UNIT_MONTH:
		return d->month;
	default:
		return 0;
	}
}

/* The shortest time in which the count can be told; CHARGE_TIMES: none. */
static enum charge_time told_by(int basis)
{
	switch (basis) {
	case UNIT_MINUTE:
	case UNIT_SITTING:
	case UNIT_MEAL:
	case UNIT_DAY:
		return CHARGE_DAY;
	case UNIT_WEEK:
	case UNIT_HALF_MONTH:
		return CHARGE_HALF_MONTH;
	case UNIT_MONTH:
		return CHARGE_MONTH;
	default:
		return CHARGE_TIMES;
	}
}

/* What falls on which day, half month or month. */
static enum err spread(struct ctx *c, const struct tally *t, struct unit_count *n)
{
	enum charge_time time = told_by(n->basis);
	struct charge_count *v = NEW_N(c->arena, t->n + 1, struct charge_count);
	size_t k = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < t->n && time < CHARGE_TIMES; i++) {
		int64_t count = day_count(&t->v[i], n->basis);
		int64_t at = charge_time_of(time, t->v[i].day);
		struct ratio q;

		if (count == 0)
			continue;
		if (!ratio_mul(RATIO(count), n->path.by, &q))
			return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
		if (k == 0 || v[k - 1].at != at)
			v[k++] = (struct charge_count){at, RATIO(0)};
		if (!ratio_add(v[k - 1].n, q, &v[k - 1].n))
			return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
	}
	if (k > 0)
		n->by[time] = (struct charge_counts){v, k};
	return charge_counts_fill(c, n->by);
}

/* How many sittings each month has. */
static enum err months_fall(struct ctx *c, const struct tally *t, struct unit_count *n)
{
	struct charge_count *v = NEW_N(c->arena, (size_t)t->months + 1, struct charge_count);
	size_t k = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < t->n; i++) {
		if (t->v[i].month)
			v[k++] = (struct charge_count){charge_time_of(CHARGE_MONTH, t->v[i].day),
			                               RATIO(0)};
		v[k - 1].n.num += t->v[i].sittings;
	}
	n->falls = (struct charge_counts){v, k};
	return OK;
}

/* The first `sittings` of all: a whole quantity is cut between whole units, the half upwards. */
static bool share_upto(struct ratio quantity, int64_t sittings, int64_t all, struct ratio *ret_n)
{
	struct ratio part;

	if (!ratio_mul(quantity, RATIO(sittings), &part) || !ratio_div(part, RATIO(all), &part))
		return false;
	if (ratio_whole(quantity)) {
		int64_t whole = part.num / part.den, rest = part.num % part.den;

		part = RATIO(whole + (rest >= part.den - rest));
	}
	*ret_n = part;
	return true;
}

enum err unit_spread(struct ctx *c, const struct unit_count *n, struct ratio quantity,
                     struct charge_counts *ret_spread)
{
	struct charge_count *v = NEW_N(c->arena, n->falls.n + 1, struct charge_count);
	struct ratio before = RATIO(0), upto, own;
	int64_t sittings = 0;
	size_t k = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n->falls.n; i++) {
		sittings += n->falls.v[i].n.num;
		if (!share_upto(quantity, sittings, n->sittings, &upto) ||
		    !ratio_sub(upto, before, &own))
			return fault_input(c, NULL, S("quantity"), STR_NONE, STR_NONE);
		if (own.num > 0)
			v[k++] = (struct charge_count){n->falls.v[i].at, own};
		before = upto;
	}
	*ret_spread = (struct charge_counts){v, k};
	return OK;
}

enum err unit_counted(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                      enum kind kind, const struct tally *t, int unit, struct unit_count *ret_n)
{
	struct unit_count n = {.sittings = t->sittings, .days = (int64_t)t->n, .months = t->months};
	struct unit_way way = {.known = false};

	TRY(months_fall(c, t, &n));
	if (t->sittings > 0)
		TRY(unit_way_find(c, r, facts, kind, t->whole, unit, &way));
	n.known = way.known;
	n.path = way.path;
	if (n.known) {
		n.basis = way.basis;
		n.counted = tally_of(t, way.basis);
		TRY(tally_in(c, t, &way, &n.quantity));
		TRY(spread(c, t, &n));
	}
	*ret_n = n;
	return OK;
}

/* --- as text -----------------------------------------------------------------------------------
 */

enum { SPREAD = CHARGE_TIMES, TOLD };
static const char *const TIMES[TOLD] = {"day", "half_month", "month", "spread"};

static bool said_before(const struct charge_counts *by, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (ratio_cmp(by->v[k].n, by->v[i].n) == 0)
			return true;
	}
	return false;
}

struct str counts_text(struct arena *a, const struct unit_price *u)
{
	const struct charge_counts *by;
	int t = 0;
	struct str s;

	while (t < CHARGE_TIMES && u->by[t].n == 0)
		t++;
	by = t < CHARGE_TIMES ? &u->by[t] : &u->spread;
	if (by->n == 0)
		return S("");
	s = str_of(TIMES[t]);
	for (size_t i = 0; i < by->n; i++) {
		int64_t at = by->v[i].at;

		if (said_before(by, i))
			continue;
		s = str_printf(a, "%.*s %.*s@%lld", STR_FMT(s), STR_FMT(ratio_text(a, by->v[i].n)),
		               (long long)at);
		for (size_t k = i + 1; k < by->n; k++) {
			if (ratio_cmp(by->v[k].n, by->v[i].n) != 0)
				continue;
			s = str_printf(a, "%.*s+%lld", STR_FMT(s), (long long)(by->v[k].at - at));
			at = by->v[k].at;
		}
	}
	return s;
}

/* One quantity and when it is. */
static bool group_read(struct str one, struct charge_count *v, size_t room, size_t *n)
{
	struct str of = str_cut(&one, '@');
	struct ratio q;
	int64_t at = 0, step;

	if (!ratio_parse(of, &q))
		return false;
	do {
		if (*n == room || !str_i64(str_cut(&one, '+'), &step))
			return false;
		at += step;
		v[(*n)++] = (struct charge_count){at, q};
	} while (one.p);
	return true;
}

static int by_at(const void *a, const void *b)
{
	const struct charge_count *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

bool counts_read(struct ctx *c, struct str s, struct unit_price *u)
{
	size_t room = 0, n = 0, t = 0;
	struct charge_count *v;
	struct str word;

	memset(u->by, 0, sizeof u->by);
	u->spread = (struct charge_counts){NULL, 0};
	if (!str_some(s))
		return true;
	for (size_t i = 0; i < s.n; i++)
		room += s.p[i] == '@' || s.p[i] == '+';
	v = NEW_N(c->arena, room + 1, struct charge_count);
	word = str_cut(&s, ' ');
	while (t < TOLD && !str_is(word, TIMES[t]))
		t++;
	if (!v || t == TOLD || !str_some(s))
		return false;
	while (s.p) {
		if (!group_read(str_cut(&s, ' '), v, room, &n))
			return false;
	}
	qsort(v, n, sizeof *v, by_at);
	*(t == SPREAD ? &u->spread : &u->by[t]) = (struct charge_counts){v, n};
	return charge_counts_fill(c, u->by) == OK;
}
