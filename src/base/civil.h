/* Civil time. The country has one zone, +08:00 without summer time; instants are UTC inside. */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include "base/str.h"

struct instant {
	int64_t us; /* since 1970-01-01T00:00:00Z */
};
struct date {
	int32_t day; /* since 1970-01-01, in the +08:00 calendar */
};
struct clock_time {
	int32_t minute; /* of the day, 0..1439; 1080 is 18:00 */
};

#define DATE_NONE      ((struct date){INT32_MIN})
#define TIME_NONE      ((struct clock_time){-1})
#define INSTANT_LATEST ((struct instant){INT64_MAX}) /* after whatever happens */

static inline bool date_some(struct date d)
{
	return d.day != INT32_MIN;
}

struct civil {
	int32_t year, month, day;
};

bool date_of(int32_t year, int32_t month, int32_t day, struct date *ret_d); /* refuses 02-30 */
struct civil date_civil(struct date d);
int date_weekday(struct date d);            /* 1 Monday .. 7 Sunday (ISO 8601) */
struct date instant_date(struct instant t); /* the day it is at +08:00 */
struct clock_time instant_time(struct instant t);
struct instant date_instant(struct date d, struct clock_time t);
struct instant date_last(struct date d); /* the last instant of the day */

/* YYYY-MM-DD; HH:MM; RFC 3339. Parsing is strict and takes the whole text. */
bool date_parse(struct str s, struct date *ret_d);
bool time_parse(struct str s, struct clock_time *ret_t);
bool instant_parse(struct str s, struct instant *ret_t);
struct str date_text(struct arena *a, struct date d);
struct str time_text(struct arena *a, struct clock_time t);
struct str instant_text(struct arena *a, struct instant t); /* 2026-09-01T17:50:00+08:00 */
struct str date_zh(struct arena *a, struct date d);         /* 2026年9月1日 */

#endif
