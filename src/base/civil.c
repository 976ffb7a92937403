#include "base/civil.h"

#define MINUTE_US INT64_C(60000000)
#define DAY_US    (1440 * MINUTE_US)
#define ZONE_US   (480 * MINUTE_US) /* +08:00 */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days of the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March
 * (H. Hinnant, "chrono-compatible low-level date algorithms"). */
static int32_t days_of(int32_t y, int32_t m, int32_t d)
{
	int32_t era, yoe, doy;

	y -= m <= 2;
	era = (int32_t)floor_div(y, 400);
	yoe = y - era * 400;
	doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct civil date_civil(struct date date)
{
	int64_t z = (int64_t)date.day + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;

	return (struct civil){(int32_t)(yoe + era * 400 + (month <= 2)), (int32_t)month,
	                      (int32_t)(doy - (153 * mp + 2) / 5 + 1)};
}

bool date_of(int32_t year, int32_t month, int32_t day, struct date *ret_d)
{
	struct civil back;
	struct date d;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	d.day = days_of(year, month, day);
	back = date_civil(d);
	if (back.month != month || back.day != day)
		return false; /* 30 February reads as 2 March */
	*ret_d = d;
	return true;
}

int date_weekday(struct date d)
{
	int64_t since_monday = (int64_t)d.day + 3; /* day 0 was a Thursday */

	return (int)(since_monday - floor_div(since_monday, 7) * 7) + 1;
}

struct date instant_date(struct instant t)
{
	return (struct date){(int32_t)floor_div(t.us + ZONE_US, DAY_US)};
}

struct clock_time instant_time(struct instant t)
{
	int64_t local = t.us + ZONE_US;

	return (struct clock_time){
		(int32_t)((local - floor_div(local, DAY_US) * DAY_US) / MINUTE_US)};
}

struct instant date_instant(struct date d, struct clock_time t)
{
	return (struct instant){d.day * DAY_US + t.minute * MINUTE_US - ZONE_US};
}

struct instant date_last(struct date d)
{
	return (struct instant){(d.day + 1) * DAY_US - ZONE_US - 1};
}

/* Exactly n digits at `at`. */
static bool digits(struct str s, size_t at, size_t n, int32_t *ret_v)
{
	int32_t v = 0;

	if (at + n > s.n)
		return false;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*ret_v = v;
	return true;
}

bool date_parse(struct str s, struct date *ret_d)
{
	int32_t y, m, d;

	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' && digits(s, 0, 4, &y) &&
	       digits(s, 5, 2, &m) && digits(s, 8, 2, &d) && date_of(y, m, d, ret_d);
}

bool time_parse(struct str s, struct clock_time *ret_t)
{
	int32_t h, m;

	if (s.n != 5 || s.p[2] != ':' || !digits(s, 0, 2, &h) || !digits(s, 3, 2, &m) || h > 23 ||
	    m > 59)
		return false;
	ret_t->minute = h * 60 + m;
	return true;
}

/* ".5", up to nine digits; what is finer than a microsecond is cut off. */
static bool fraction_parse(struct str *s, int64_t *ret_us)
{
	int64_t us = 0, scale = 100000;
	size_t n = 1;

	if (s->n == 0 || s->p[0] != '.') {
		*ret_us = 0;
		return true;
	}
	for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++, scale /= 10)
		us += (s->p[n] - '0') * scale;
	if (n == 1 || n > 10)
		return false;
	*s = str_sub(*s, n, s->n);
	*ret_us = us;
	return true;
}

static bool zone_parse(struct str s, int64_t *ret_us)
{
	struct clock_time t;

	if (str_is(s, "Z") || str_is(s, "z")) {
		*ret_us = 0;
		return true;
	}
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || !time_parse(str_sub(s, 1, 5), &t))
		return false;
	*ret_us = (s.p[0] == '-' ? -1 : 1) * t.minute * MINUTE_US;
	return true;
}

bool instant_parse(struct str s, struct instant *ret_t)
{
	struct clock_time t;
	struct date d;
	struct str rest;
	int64_t fraction, zone;
	int32_t sec;

	if (s.n < 20 || (s.p[10] != 'T' && s.p[10] != 't') || s.p[16] != ':' ||
	    !date_parse(str_sub(s, 0, 10), &d) || !time_parse(str_sub(s, 11, 5), &t) ||
	    !digits(s, 17, 2, &sec) || sec > 59)
		return false;
	rest = str_sub(s, 19, s.n);
	if (!fraction_parse(&rest, &fraction) || !zone_parse(rest, &zone))
		return false;
	ret_t->us =
		d.day * DAY_US + t.minute * MINUTE_US + sec * INT64_C(1000000) + fraction - zone;
	return true;
}

struct str date_text(struct arena *a, struct date d)
{
	struct civil c = date_civil(d);

	return str_printf(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

struct str time_text(struct arena *a, struct clock_time t)
{
	unsigned h = (unsigned)t.minute / 60, m = (unsigned)t.minute % 60;
	char s[] = {(char)('0' + h / 10 % 10), (char)('0' + h % 10), ':', (char)('0' + m / 10),
	            (char)('0' + m % 10)};

	return str_dup(a, (struct str){s, sizeof s});
}

struct str instant_text(struct arena *a, struct instant t)
{
	struct civil c = date_civil(instant_date(t));
	struct clock_time m = instant_time(t);
	int64_t sec = (t.us - floor_div(t.us, MINUTE_US) * MINUTE_US) / 1000000;

	return str_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", c.year, c.month, c.day,
	                  m.minute / 60, m.minute % 60, (int)sec);
}

struct str date_zh(struct arena *a, struct date d)
{
	struct civil c = date_civil(d);

	return str_printf(a, "%d年%d月%d日", c.year, c.month, c.day);
}
