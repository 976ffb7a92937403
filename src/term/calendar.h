/* Which days are taught: the nation's holidays and make-up days (data of the policy room), over
 * them the county's own days, over those the school's. R22 */
#ifndef TERM_CALENDAR_H
#define TERM_CALENDAR_H

#include "policy/holidays.h"
#include "store/store.h"

enum day_kind {
	DAY_TEACHING,
	DAY_WEEKEND,
	DAY_HOLIDAY, /* of the nation */
	DAY_MAKE_UP, /* lessons on a weekend (调休) */
	DAY_OFF,     /* the county's or the school's own day without lessons */
};

struct day {
	struct date date;
	enum day_kind kind;
	bool teaching;
	int64_t follows; /* weekday 1..7 whose timetable holds */
	struct str note; /* 国庆节, 校运动会; or none */
	bool own;        /* said by county or school, not by the nation */
	bool national;   /* a holiday of the nation, whatever was said over it */
};

struct calendar {
	struct date first, last;
	struct day *v; /* first .. last */
};

/* The days of a stretch, at most a year and a half, in one read. `school` none: the county's. */
#define CALENDAR_DAYS_MAX 550
enum err calendar_load(struct ctx *c, county_id county, school_id school, struct date first,
                       struct date last, struct calendar *ret_cal);
/* NULL outside the stretch. */
const struct day *calendar_at(const struct calendar *cal, struct date d);
/* One day. */
enum err teaching_day(struct ctx *c, county_id county, school_id school, struct date d,
                      struct day *ret_day);

/* Verb: say what holds on a day or a stretch of days (at most 200), or take it back. For the whole
 * county by its officer, for a school by its clerk or leader. Sittings that are planned from then
 * on follow by a job. E_INPUT for a stretch that ends before it begins, or a weekday outside 0..7.
 */
struct calendar_set {
	county_id county;        /* none: the caller's */
	school_id school;        /* none: the caller's; a county officer's: the whole county */
	struct date first, last; /* last DATE_NONE: one day */
	bool drop;               /* the week and the nation decide again */
	bool teaching;
	int64_t follows; /* 0: its own weekday */
	struct str note;
};
extern const struct verb calendar_set_verb;

#endif
