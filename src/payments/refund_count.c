#include "payments/refund_count.h"

#include "payments/refund.sql.h"
#include "term/calendar.h"
#include "term/counting.h"

/* --- which ------------------------------------------------------------------------------------ */

enum { GONE_ABSENT = 1, GONE_CANCELLED = 2, GONE_UNHELD = 4, GONE_AHEAD = 8 };
#define GONE_UNSERVED (GONE_CANCELLED | GONE_UNHELD)

struct refund_sittings {
	const struct refund_case *k;
	const struct offering *o;
	struct q_refund_sittings_row *row;
	size_t n;
	bool *gone; /* the refund's reason is true of it */
	struct q_refund_before_row *before;
	size_t before_n;
};

static unsigned gone_by(struct str reason, bool leaving)
{
	static const struct {
		const char *reason;
		unsigned gone;
	} of[] = {
		{"quit", GONE_AHEAD | GONE_CANCELLED},
		{"transfer", GONE_AHEAD | GONE_CANCELLED},
		{"cancelled", GONE_AHEAD | GONE_UNSERVED},
		{"not_served", GONE_UNSERVED},
		{"suspension", GONE_UNSERVED},
		{"force_majeure", GONE_UNSERVED},
		{"policy_change", GONE_UNSERVED},
		{"settlement", GONE_UNSERVED | GONE_ABSENT},
	};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		if (str_is(reason, of[i].reason))
			return of[i].gone | (leaving ? GONE_AHEAD : 0u);
	}
	return GONE_ABSENT;
}

static bool cancelled(const struct q_refund_sittings_row *row)
{
	return str_is(row->state, "cancelled");
}

static bool is_gone(const struct q_refund_sittings_row *row, unsigned gone, struct instant at)
{
	struct date today = instant_date(at);
	bool begun = row->day.day < today.day ||
	             (row->day.day == today.day && row->starts.minute <= instant_time(at).minute);

	if (cancelled(row))
		return gone & GONE_CANCELLED;
	return (gone & GONE_AHEAD && !begun) ||
	       (gone & GONE_UNHELD && row->day.day < today.day && !row->registered) ||
	       (gone & GONE_ABSENT && (str_is(row->mark, "absent") || str_is(row->mark, "leave")));
}

enum err refund_sittings_load(struct ctx *c, const struct refund_case *k, const struct offering *o,
                              struct refund_sittings **ret_s)
{
	struct refund_sittings *s = NEW(c->arena, struct refund_sittings);
	unsigned gone = gone_by(k->reason, k->leaving);

	if (!s)
		return fault_broken(c, "arena");
	s->k = k;
	s->o = o;
	TRY(q_refund_sittings(c, o->id, k->pupil->id, k->enrolment, &s->row, &s->n));
	TRY(q_refund_before(c, k->enrolment, &s->before, &s->before_n));
	s->gone = NEW_N(c->arena, s->n + 1, bool);
	if (!s->gone)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < s->n; i++)
		s->gone[i] = is_gone(&s->row[i], gone, k->at);
	*ret_s = s;
	return OK;
}

int64_t refund_sittings_all(const struct refund_sittings *s)
{
	return (int64_t)s->n;
}

int64_t refund_sittings_missed(const struct refund_sittings *s)
{
	int64_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->gone[i];
	return n;
}

enum err refund_sittings_new(struct ctx *c, const struct refund_sittings *s, sitting_id **ret_v,
                             size_t *ret_n)
{
	sitting_id *v = NEW_N(c->arena, s->n + 1, sitting_id);
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < s->n; i++) {
		if (s->gone[i] && !s->row[i].back)
			v[n++] = s->row[i].id;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- in a unit -------------------------------------------------------------------------------- */

/* Some of the sittings, and what they come to. A day of which a part was had counts as had. */
enum part { PART_ALL, PART_NOT_BACK, PART_HAD, PART_NOT_BACK_OTHERWISE };

static bool in_part(const struct refund_sittings *s, size_t i, enum part part)
{
	switch (part) {
	case PART_NOT_BACK:
		return !s->row[i].back;
	case PART_HAD:
		return !s->row[i].back && !s->gone[i];
	case PART_NOT_BACK_OTHERWISE:
		return !s->row[i].back || s->gone[i];
	default:
		return true;
	}
}

static enum err part_in(struct ctx *c, const struct refund_sittings *s, enum part part,
                        const struct unit_way *way, struct ratio *ret_n)
{
	struct tally t;

	TRY(tally_new(c, s->n, &t));
	for (size_t i = 0; i < s->n; i++) {
		if (in_part(s, i, part))
			tally_add(&t, s->row[i].day, s->row[i].starts, s->row[i].ends);
	}
	return tally_in(c, &t, way, ret_n);
}

static enum err less(struct ctx *c, struct ratio a, struct ratio b, struct ratio *ret_n)
{
	return ratio_sub(a, b, ret_n) ? OK : fault_input(c, NULL, S("missed"), STR_NONE, STR_NONE);
}

/* How the sittings become the rule's units; the sittings themselves where nothing leads there. */
static enum err way_to(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                       const struct refund_way *asked, struct unit_way *ret_way, int *ret_unit)
{
	*ret_unit = asked->unit == UNIT_NONE ? UNIT_SITTING : asked->unit;
	/* How many days a month of the calendar has says nothing about the service's months. */
	if (asked->runs && asked->calendar_days) {
		*ret_way = unit_way_plain(*ret_unit);
		return OK;
	}
	TRY(unit_way_find(c, r, f->facts, f->kind, false, *ret_unit, ret_way));
	if (!ret_way->known) {
		*ret_unit = UNIT_SITTING;
		*ret_way = unit_way_plain(UNIT_SITTING);
	}
	return OK;
}

/* What earlier refunds were decided to be for: as it was written down, where that is in this unit;
 * else their sittings counted anew. `others`: of other reasons alone. */
static enum err before_in(struct ctx *c, const struct rules *r, const struct refund_sittings *s,
                          const struct unit_way *way, int unit, bool others, struct ratio *ret_n)
{
	struct ratio sum = RATIO(0), all, left;
	bool told = true;

	for (size_t i = 0; i < s->before_n && told; i++) {
		struct ratio n;

		told = ratio_parse(s->before[i].units, &n) &&
		       rules_word(r, LEX_UNIT, s->before[i].unit) == unit;
		if (told && !(others && str_eq(s->before[i].reason, s->k->reason)))
			told = ratio_add(sum, n, &sum);
	}
	if (told) {
		*ret_n = sum;
		return OK;
	}
	TRY(part_in(c, s, PART_ALL, way, &all));
	TRY(part_in(c, s, others ? PART_NOT_BACK_OTHERWISE : PART_NOT_BACK, way, &left));
	return less(c, all, left, ret_n);
}

/* --- without a break -------------------------------------------------------------------------- */

/* Days of lessons from one day to another; one on which the service was called off is none, any
 * other day with a sitting is one. */
static int64_t school_days(const struct refund_sittings *s, const struct calendar *cal, size_t from,
                           size_t to)
{
	int64_t n = 0;
	size_t i = from;

	for (int32_t d = s->row[from].day.day; d <= s->row[to].day.day; d++) {
		const struct day *day = calendar_at(cal, (struct date){d});
		bool counts = day && day->teaching, held = false;

		for (; i <= to && s->row[i].day.day == d; i++) {
			held = held || !cancelled(&s->row[i]);
			counts = held;
		}
		n += counts;
	}
	return n;
}

/* What the runs of a service are measured with. */
struct measure {
	const struct refund_sittings *s;
	const struct refund_way *asked;
	struct calendar cal;
	struct unit_way way; /* where they are not told in days */
};

static enum err run_length(struct ctx *c, const struct measure *m, size_t from, size_t to,
                           struct ratio *ret_n)
{
	const struct q_refund_sittings_row *row = m->s->row;
	struct tally t;

	if (m->asked->run_unit == UNIT_DAY) {
		*ret_n = RATIO(m->asked->calendar_days ? row[to].day.day - row[from].day.day + 1
		                                       : school_days(m->s, &m->cal, from, to));
		return OK;
	}
	TRY(tally_new(c, to - from + 1, &t));
	for (size_t i = from; i <= to; i++) {
		if (!cancelled(&row[i]))
			tally_add(&t, row[i].day, row[i].starts, row[i].ends);
	}
	return tally_in(c, &t, &m->way, ret_n);
}

static enum err measure_open(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                             struct measure *m)
{
	const struct refund_sittings *s = m->s;

	TRY(calendar_load(c, s->o->county, s->o->school, s->row[0].day, s->row[s->n - 1].day,
	                  &m->cal));
	if (m->asked->run_unit == UNIT_DAY)
		return OK;
	TRY(unit_way_find(c, r, f->facts, f->kind, false, m->asked->run_unit, &m->way));
	return m->way.known ? OK
	                    : fault_input(c, "fact_missing", S("consecutive"), STR_NONE, STR_NONE);
}

/* A run goes from the first to the last sitting missed one after the other; one that was cancelled
 * breaks none. */
static bool run_begins(const struct refund_sittings *s, size_t i)
{
	return s->gone[i] && !cancelled(&s->row[i]);
}

static size_t run_end(const struct refund_sittings *s, size_t from)
{
	size_t last = from;

	for (size_t j = from; j < s->n && (s->gone[j] || cancelled(&s->row[j])); j++)
		last = cancelled(&s->row[j]) ? last : j;
	return last;
}

static enum err runs_of(struct ctx *c, const struct rules *r, const struct refund_sittings *s,
                        const struct refund_way *asked, struct refund_facts *f)
{
	struct ratio *run = NEW_N(c->arena, s->n + 1, struct ratio);
	struct measure m = {.s = s, .asked = asked};
	size_t n = 0;

	f->run_unit = asked->run_unit;
	if (!run)
		return fault_broken(c, "arena");
	if (s->n == 0)
		return OK;
	TRY(measure_open(c, r, f, &m));
	for (size_t i = 0; i < s->n; i++) {
		if (!run_begins(s, i))
			continue;
		size_t last = run_end(s, i);

		TRY(run_length(c, &m, i, last, &run[n]));
		n++;
		i = last;
	}
	if (n == 0) /* never missed: a run of nothing */
		run[n++] = RATIO(0);
	f->consecutive = run;
	f->n_consecutive = n;
	return OK;
}

/* Without leave, where the rule counts what was excused alone. */
static void unexcused_dropped(struct refund_sittings *s)
{
	for (size_t i = 0; i < s->n; i++)
		s->gone[i] =
			s->gone[i] && (cancelled(&s->row[i]) || !str_is(s->row[i].mark, "absent"));
}

/* How the length of a run is told: days and sittings as such, anything else by the document. */
static enum err row_way(struct ctx *c, const struct rules *r, const struct refund_facts *f,
                        int unit, struct unit_way *ret_way)
{
	struct unit_way way;

	if (unit == UNIT_DAY || unit == UNIT_SITTING)
		return OK;
	TRY(unit_way_find(c, r, f->facts, f->kind, false, unit, &way));
	if (!way.known)
		return fault_input(c, "fact_missing", S("consecutive"), STR_NONE, STR_NONE);
	*ret_way = way;
	return OK;
}

/* What was missed of some sittings in a unit: all that were held, less those that were had. A day
 * of which a part was had counts as had. */
static enum err held_but(struct ctx *c, const struct refund_sittings *s, size_t from, size_t to,
                         const struct unit_way *way, struct ratio *ret_n)
{
	struct tally t;

	TRY(tally_new(c, s->n, &t));
	for (size_t i = 0; i < s->n; i++) {
		if (!cancelled(&s->row[i]) && (i < from || i > to))
			tally_add(&t, s->row[i].day, s->row[i].starts, s->row[i].ends);
	}
	return tally_in(c, &t, way, ret_n);
}

static enum err run_in(struct ctx *c, const struct refund_sittings *s, size_t from, size_t to,
                       const struct unit_way *way, struct ratio *ret_n)
{
	struct ratio all, rest;

	TRY(held_but(c, s, s->n, s->n, way, &all));
	TRY(held_but(c, s, from, to, way, &rest));
	return less(c, all, rest, ret_n);
}

/* Shorter absences do not come back: they stay as they were. */
static void run_dropped(struct refund_sittings *s, size_t from, size_t to)
{
	for (size_t i = from; i <= to; i++)
		s->gone[i] = s->gone[i] && cancelled(&s->row[i]);
}

/* Absences in a row: each as long as it is in days or sittings of the service. */
static enum err rows_of(struct ctx *c, const struct rules *r, struct refund_sittings *s,
                        const struct refund_way *asked, const struct unit_way *way,
                        struct refund_facts *f)
{
	struct ratio *length = NEW_N(c->arena, s->n + 1, struct ratio);
	struct ratio *missed = NEW_N(c->arena, s->n + 1, struct ratio);
	struct unit_way by = unit_way_plain(asked->run_unit);
	size_t n = 0, last;

	if (!length || !missed)
		return fault_broken(c, "arena");
	TRY(row_way(c, r, f, asked->run_unit, &by));
	for (size_t i = 0; i < s->n; i = last + 1) {
		last = i;
		if (!run_begins(s, i))
			continue;
		last = run_end(s, i);
		TRY(run_in(c, s, i, last, &by, &length[n]));
		TRY(run_in(c, s, i, last, way, &missed[n]));
		if (ratio_cmp(length[n], asked->least) < 0)
			run_dropped(s, i, last);
		n++;
	}
	if (n == 0) { /* never missed: a run of nothing */
		length[n] = missed[n] = RATIO(0);
		n++;
	}
	f->run_unit = asked->run_unit;
	f->consecutive = length;
	f->run_missed = missed;
	f->n_consecutive = f->n_run_missed = n;
	return OK;
}

enum err refund_count(struct ctx *c, const struct rules *r, struct refund_sittings *s,
                      struct refund_facts *f, struct ratio *ret_before)
{
	struct refund_way asked;
	struct unit_way way;
	struct ratio left, had, before;

	*ret_before = RATIO(0);
	TRY(refund_way_of(c, r, f, &asked));
	if (asked.excused)
		unexcused_dropped(s);
	TRY(way_to(c, r, f, &asked, &way, &f->unit));
	if (s->n == 0) /* not laid out yet: nothing is known */
		return OK;
	TRY(part_in(c, s, PART_ALL, &way, &f->basis));
	TRY(part_in(c, s, PART_NOT_BACK, &way, &left));
	TRY(part_in(c, s, PART_HAD, &way, &had));
	TRY(less(c, left, had, &f->missed));
	TRY(before_in(c, r, s, &way, f->unit, false, ret_before));
	before = *ret_before;
	if (asked.runs) { /* all of them, those paid back for before too */
		TRY(asked.in_a_row ? rows_of(c, r, s, &asked, &way, f)
		                   : runs_of(c, r, s, &asked, f));
		TRY(before_in(c, r, s, &way, f->unit, true, &before));
	}
	if (before.num != 0)
		f->missed_before = before;
	return OK;
}
