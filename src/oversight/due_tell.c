/* Who answers for a school or a county is told of what is due, before the day and after it. */
#include "auth/appointment.h"
#include "jobs/message.h"
#include "oversight/due.sql.h"
#include "oversight/due_in.h"
#include "people/county.h"
#include "rulebook/show.h"

enum { TELL_DAYS = 14, PLACES = 100 };

/* A task everybody has a word for is told in the reader's language, another as its document calls
 * it. */
static struct str title_told(struct ctx *c, const struct task_due *d)
{
	enum text_id word = show_word_part(d->task).text;

	return word != TEXT_NONE ? phrase_make(c->arena, word, NULL, 0) : d->title;
}

static enum err place_tell(struct ctx *c, county_id county, const struct task_due *d)
{
	roles_t roles = d->school.v ? DUE_AT_SCHOOL : ROLES_COUNTY_MONEY;
	bool late = d->state == DUE_OVERDUE;
	struct str said[3] = {title_told(c, d), date_text(c->arena, d->day), d->document};
	account_id *v;
	int64_t first;
	size_t n;

	TRY(q_due_told_insert(c, county, d->school.v, d->task, d->day, late, c->now, &first));
	if (!first)
		return OK;
	TRY(appointment_holders(c, county, d->school, roles, &v, &n));
	for (size_t i = 0; i < n; i++)
		TRY(message_put(c, v[i], late ? T_due_told_late : T_due_told_soon, said, 3,
		                S("/deadlines")));
	return audit_put(c, "told", "due", 0, county,
	                 str_printf(c->arena, "{\"school\":\"%lld\",\"accounts\":%zu}",
	                            (long long)d->school.v, n));
}

struct telling {
	struct due_places places;
	size_t from, to; /* of its schools: those of this verb */
};

static enum err tell_run(struct ctx *c, void *arg)
{
	struct telling *t = arg;
	struct due_places p = t->places;
	struct date soon = {ctx_today(c).day + TELL_DAYS};
	struct task_due *v;
	size_t n;

	p.school += t->from;
	p.n = t->to - t->from;
	p.itself = t->from == 0;
	TRY(due_gather(c, &p, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].state == DUE_OVERDUE ||
		    (v[i].state == DUE_OPEN && v[i].day.day <= soon.day))
			TRY(place_tell(c, p.county, &v[i]));
	return OK;
}

static enum err county_tell(struct ctx *c, county_id county)
{
	static const struct verb verb = {"job.due_tell", tell_run};
	struct telling t = {.places = {.county = county}};
	int64_t total;
	enum err e;

	TRY(store_read_begin(c));
	e = school_list(c, county, STR_NONE, 0, 0, &t.places.school, &t.places.n, &total);
	store_read_end(c);
	TRY(e);
	do {
		t.from = t.to;
		t.to = t.places.n - t.from < PLACES ? t.places.n : t.from + PLACES;
		TRY(store_write(c, &verb, &t));
	} while (t.to < t.places.n);
	return OK;
}

static enum err due_tell(struct ctx *c, const struct job *j)
{
	struct county *v;
	size_t n;

	(void)j;
	TRY(county_list_now(c, &v, &n));
	for (size_t i = 0; i < n; i++)
		TRY(county_tell(c, v[i].id));
	return OK;
}

static const struct job_kind KINDS[] = {
	{.name = "job.due_tell", .run = due_tell, .every_s = 86400}};
const struct job_kinds due_jobs = JOB_KINDS(KINDS);
