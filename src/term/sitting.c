#include "term/sitting.h"

#include "base/jsonread.h"
#include "rulebook/rulebook.h"
#include "people/reach.h"
#include "term/calendar.sql.h"
#include "term/internal.h"
#include "term/jobs.h"
#include "term/pricing_in.h"
#include "term/sitting.sql.h"

/* Whether the day is one of those the slot is meant for: a day of lessons; for a weekend's slot a
 * plain weekend; for a holiday's a day that county or school took off, but no holiday of the
 * nation. */
static bool meant(const struct rule_facts *where, const struct day *d, const struct slot *s)
{
	uint64_t window = where->is[DIM_WINDOW];

	if (window >> WINDOW_WINTER_HOLIDAY & 1 || window >> WINDOW_SUMMER_HOLIDAY & 1)
		return d->kind == DAY_OFF && !d->national;
	return d->teaching ||
	       (window >> WINDOW_WEEKEND & 1 && s->weekday >= 6 && d->kind == DAY_WEEKEND);
}

/* A slot is held in the frame's holiday, else by its own weekday. */
static void window_of(struct rule_facts *where, enum kind kind, const struct slot *s)
{
	const struct offering o = {.kind = kind, .windows = where->is[DIM_WINDOW]};

	facts_of_slot(where, &o, s);
}

/* R22: does a service of this kind take place at this time on this day? */
static bool sits(struct ctx *c, const struct rules *r, const struct sitting_frame *f,
                 const struct day *d, const struct slot *s)
{
	struct fault before = c->fault;
	struct sitting_facts facts = {
		.kind = f->kind,
		.where = f->where,
		.weekday = date_weekday(d->date),
		.teaching = d->teaching,
		.make_up = d->kind == DAY_MAKE_UP,
		.starts = s->starts,
		.ends = s->ends,
		.classes_end = TIME_NONE,
		.county_end_latest = f->end_latest,
	};
	bool yes;

	if (d->follows != s->weekday)
		return false;
	window_of(&facts.where, f->kind, s);
	season_set(c, r, d->date, &facts.where);
	yes = meant(&facts.where, d, s) && sitting_time_decide(c, r, &facts) == OK;
	c->fault = before; /* a day without a sitting is no failure */
	return yes;
}

enum err sittings_due(struct ctx *c, const struct rules *r, const struct calendar *cal,
                      const struct sitting_frame *f, const struct slot *slot, size_t slot_n,
                      struct sitting_due **ret_v, size_t *ret_n)
{
	size_t days = f->ends.day < f->starts.day ? 0 : (size_t)(f->ends.day - f->starts.day) + 1;
	struct sitting_due *v = NEW_N(c->arena, days * slot_n, struct sitting_due);
	size_t n = 0;

	if (days * slot_n > 0 && !v)
		return fault_broken(c, "arena");
	for (int32_t d = f->starts.day; d <= f->ends.day; d++) {
		const struct day *day = calendar_at(cal, (struct date){d});

		for (size_t i = 0; day && i < slot_n; i++) {
			if (sits(c, r, f, day, &slot[i]))
				v[n++] = (struct sitting_due){day->date, slot[i].starts,
				                              slot[i].ends};
		}
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err due_load(struct ctx *c, const struct offering *o, struct sitting_due **ret_v,
                         size_t *ret_n)
{
	struct sitting_frame f = {.kind = o->kind, .starts = o->starts, .ends = o->ends};
	struct calendar cal;
	struct school s;
	struct rules rules;
	struct slot *slot;
	size_t slot_n;

	if (o->state == OFFERING_CANCELLED || o->state == OFFERING_DRAFT) {
		*ret_n = 0;
		return OK;
	}
	TRY(school_load(c, o->school, &s));
	TRY(rulebook_rules(c, o->county, o->school, o->starts, &rules));
	TRY(calendar_load(c, o->county, o->school, o->starts, o->ends, &cal));
	TRY(slot_list(c, o->id, &slot, &slot_n));
	f.end_latest = s.end_latest;
	f.where = facts_of_plan(c, &rules, &s, o);
	return sittings_due(c, &rules, &cal, &f, slot, slot_n, ret_v, ret_n);
}

static bool due_is(const struct sitting_due *d, const struct q_sitting_rows_row *have)
{
	return d->day.day == have->day.day && d->starts.minute == have->starts.minute;
}

/* Both in order of day and time: walk them side by side. */
static enum err sittings_align(struct ctx *c, const struct offering *o,
                               const struct sitting_due *due, size_t due_n,
                               struct sittings_generate *a)
{
	struct q_sitting_rows_row *have;
	size_t have_n, h = 0, d = 0;
	int64_t changed;

	TRY(q_sitting_rows(c, o->id, &have, &have_n));
	while ((h < have_n || d < due_n) && a->made + a->dropped < SITTINGS_MANY) {
		bool both = h < have_n && d < due_n && due_is(&due[d], &have[h]);
		bool old = h < have_n && (d == due_n || have[h].day.day < due[d].day.day ||
		                          (have[h].day.day == due[d].day.day &&
		                           have[h].starts.minute <= due[d].starts.minute));

		if (both && have[h].ends.minute == due[d].ends.minute) {
			h++, d++;
			continue;
		}
		changed = 0;
		if (old) {
			if (have[h].day.day >= ctx_today(c).day)
				TRY(q_sitting_drop(c, have[h].id, ctx_today(c), &changed));
			a->dropped += (size_t)changed;
			d += both && changed == 0; /* it stays as it was */
			h++;
			continue;
		}
		TRY(q_sitting_insert(c, (sitting_id){env_next_id(c->env)}, o->county, o->school,
		                     o->id, due[d].day, due[d].starts, due[d].ends, &changed));
		a->made += (size_t)changed;
		d++;
	}
	a->more = h < have_n || d < due_n;
	return OK;
}

static enum err sittings_generate_run(struct ctx *c, void *arg)
{
	struct sittings_generate *a = arg;
	struct sitting_due *due = NULL;
	struct offering o;
	size_t due_n = 0;

	a->made = a->dropped = 0;
	TRY(own_offering(c, a->offering, &o));
	TRY(due_load(c, &o, &due, &due_n));
	TRY(sittings_align(c, &o, due, due_n, a));
	if (!a->more)
		TRY(offering_price_follow(c, &o));
	if (a->made == 0 && a->dropped == 0)
		return OK;
	return audit_put(
		c, "sittings", "offering", o.id.v, o.county,
		str_printf(c->arena, "{\"made\":%zu,\"dropped\":%zu}", a->made, a->dropped));
}
const struct verb sittings_generate_verb = {"offering.sittings", sittings_generate_run};

enum err sitting_list(struct ctx *c, offering_id offering, struct sitting **ret_v, size_t *ret_n)
{
	struct q_sitting_rows_row *row;
	struct offering o;
	size_t n;

	TRY(offering_get(c, offering, &o));
	TRY(q_sitting_rows(c, offering, &row, &n));
	struct sitting *v = NEW_N(c->arena, n, struct sitting);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct sitting){row[i].id,     row[i].offering, row[i].day,
		                        row[i].starts, row[i].ends,     row[i].state};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- by a job ----------------------------------------------------------------------------------
 */

#define ONE_OFFERING "sittings.offering"
#define SOME_DAYS    "sittings.days"

enum err sittings_wanted(struct ctx *c, offering_id offering)
{
	return job_put(c, ONE_OFFERING,
	               str_printf(c->arena, "{\"offering\":\"%lld\"}", (long long)offering.v),
	               c->now);
}

enum err sittings_follow(struct ctx *c, county_id county, school_id school, struct date first,
                         struct date last)
{
	return job_put(c, SOME_DAYS,
	               str_printf(c->arena,
	                          "{\"county\":\"%lld\",\"school\":%lld,\"first\":\"%.*s\","
	                          "\"last\":\"%.*s\"}",
	                          (long long)county.v, (long long)school.v,
	                          STR_FMT(date_text(c->arena, first)),
	                          STR_FMT(date_text(c->arena, last))),
	               c->now);
}

static enum err offering_generate(struct ctx *c, offering_id id)
{
	struct sittings_generate a = {.offering = id, .more = true};

	while (a.more)
		TRY(store_write(c, &sittings_generate_verb, &a));
	return OK;
}

static enum err one_offering_run(struct ctx *c, const struct job *j)
{
	const struct jval *root;
	offering_id id;

	TRY(jread(c, j->payload, 1000, &root));
	TRY(jval_id(c, root, "offering", &id.v));
	return offering_generate(c, id);
}

/* A page of offerings at a time, each brought in line: again from the start does no harm. */
static enum err some_days_run(struct ctx *c, const struct job *j)
{
	const struct jval *root;
	struct date first, last;
	county_id county;
	int64_t school, after = 0;
	struct q_calendar_offerings_row *row;
	size_t n = SITTINGS_MANY;
	enum err e;

	TRY(jread(c, j->payload, 1000, &root));
	TRY(jval_id(c, root, "county", &county.v));
	TRY(jval_i64(c, root, "school", 0, INT64_MAX, &school));
	TRY(jval_date(c, root, "first", &first));
	TRY(jval_date(c, root, "last", &last));
	while (n == SITTINGS_MANY) {
		TRY(store_read_begin(c));
		e = q_calendar_offerings(c, county, school, first, last, after, SITTINGS_MANY, &row,
		                         &n);
		store_read_end(c);
		TRY(e);
		for (size_t i = 0; i < n; i++) {
			TRY(offering_generate(c, row[i].id));
			after = row[i].id.v;
		}
	}
	return OK;
}

static const struct job_kind KINDS[] = {
	{.name = ONE_OFFERING, .run = one_offering_run},
	{.name = SOME_DAYS, .run = some_days_run},
};
const struct job_kinds term_jobs = JOB_KINDS(KINDS);
