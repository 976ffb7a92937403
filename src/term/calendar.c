#include "term/calendar.h"

#include "jobs/job.h"
#include "people/reach.h"
#include "people/school.h"
#include "term/calendar.sql.h"
#include "term/sitting.h"

enum { NOTE_MAX_CHARS = 60, DAYS_A_VERB = 200 };

/* What week and nation say. */
static struct day day_base(const struct holiday_book *book, struct date d)
{
	struct day day = {.date = d, .follows = date_weekday(d), .note = holiday_name(book, d)};

	switch (holiday_of(book, d)) {
	case HOLIDAY_OFF:
		day.kind = DAY_HOLIDAY;
		day.national = true;
		break;
	case HOLIDAY_MAKE_UP:
		day.kind = DAY_MAKE_UP;
		day.teaching = true;
		break;
	case HOLIDAY_NORMAL:
		day.teaching = date_weekday(d) <= 5;
		day.kind = day.teaching ? DAY_TEACHING : DAY_WEEKEND;
		break;
	}
	return day;
}

/* The school's own word comes after the county's and stands. */
static void day_said(struct day *day, const struct q_calendar_rows_row *row)
{
	day->own = true;
	day->teaching = row->teaching;
	day->note = row->note;
	day->follows = row->follows ? row->follows : date_weekday(day->date);
	if (!row->teaching)
		day->kind = DAY_OFF;
	else
		day->kind = date_weekday(day->date) <= 5 ? DAY_TEACHING : DAY_MAKE_UP;
}

enum err calendar_load(struct ctx *c, county_id county, school_id school, struct date first,
                       struct date last, struct calendar *ret_cal)
{
	const struct rule_error *wrong = NULL;
	const struct holiday_book *book = holiday_builtin(&wrong);
	struct calendar cal = {first, last, NULL};
	struct q_calendar_rows_row *row;
	size_t n;

	if (!book)
		return fault_broken(c, "built-in holidays");
	if (last.day < first.day || last.day - first.day >= CALENDAR_DAYS_MAX)
		return fault_input(c, NULL, S("last"), date_text(c->arena, last), STR_NONE);
	cal.v = NEW_N(c->arena, (size_t)(last.day - first.day) + 1, struct day);
	if (!cal.v)
		return fault_broken(c, "arena");
	for (int32_t d = first.day; d <= last.day; d++)
		cal.v[d - first.day] = day_base(book, (struct date){d});
	TRY(q_calendar_rows(c, county, school.v, first, last, &row, &n));
	for (size_t i = 0; i < n; i++)
		day_said(&cal.v[row[i].day.day - first.day], &row[i]);
	*ret_cal = cal;
	return OK;
}

const struct day *calendar_at(const struct calendar *cal, struct date d)
{
	if (d.day < cal->first.day || d.day > cal->last.day)
		return NULL;
	return &cal->v[d.day - cal->first.day];
}

enum err teaching_day(struct ctx *c, county_id county, school_id school, struct date d,
                      struct day *ret_day)
{
	struct calendar cal;

	TRY(calendar_load(c, county, school, d, d, &cal));
	*ret_day = cal.v[0];
	return OK;
}

/* Whose calendar: the caller's county, or one school of it. */
static enum err calendar_owner(struct ctx *c, const struct calendar_set *in, county_id *ret_county,
                               school_id *ret_school)
{
	school_id school = in->school.v ? in->school : c->actor.school;
	county_id county = in->county.v ? in->county : c->actor.county;
	struct school s;

	TRY(reach_role(c, ROLES_SCHOOL | ROLE_BIT(ROLE_COUNTY)));
	if (school.v) {
		TRY(school_get(c, school, &s));
		county = s.county;
	} else if (county.v == 0 || !reach_county(c, county)) {
		return absent(c);
	}
	*ret_county = county;
	*ret_school = school;
	return OK;
}

static enum err calendar_set_run(struct ctx *c, void *arg)
{
	const struct calendar_set *in = arg;
	struct date last = date_some(in->last) ? in->last : in->first;
	struct str note = str_some(in->note) ? in->note : S("");
	county_id county = {0};
	school_id school = {0};

	TRY(calendar_owner(c, in, &county, &school));
	if (!date_some(in->first))
		return fault_input(c, "missing_field", S("first"), STR_NONE, STR_NONE);
	if (last.day < in->first.day || last.day - in->first.day >= DAYS_A_VERB)
		return fault_input(c, NULL, S("last"), date_text(c->arena, last), STR_NONE);
	if (in->follows < 0 || in->follows > 7)
		return fault_input(c, NULL, S("follows"), STR_NONE, S("0-7"));
	if (str_some(note))
		TRY(said_text(c, S("note"), note, NOTE_MAX_CHARS, &note));
	for (int32_t d = in->first.day; d <= last.day; d++) {
		if (in->drop)
			TRY(q_calendar_drop(c, county, school.v, (struct date){d}, NULL));
		else
			TRY(q_calendar_put(c, county, school.v, (struct date){d}, in->teaching,
			                   in->follows, note, NULL));
	}
	TRY(sittings_follow(c, county, school, in->first, last));
	return audit_put(c, in->drop ? "dropped" : "said", "calendar_day", in->first.day, county,
	                 str_printf(c->arena,
	                            "{\"school\":\"%lld\",\"first\":\"%.*s\",\"last\":\"%.*s\","
	                            "\"teaching\":%s,\"follows\":%lld}",
	                            (long long)school.v, STR_FMT(date_text(c->arena, in->first)),
	                            STR_FMT(date_text(c->arena, last)),
	                            in->teaching ? "true" : "false", (long long)in->follows));
}
const struct verb calendar_set_verb = {"calendar.set", calendar_set_run};
