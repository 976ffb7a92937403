/* Which number formats show a date, and the date behind a serial number. */
#include "docs/xlsx_in.h"

enum format_kind format_builtin(uint32_t id)
{
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
	    (id >= 50 && id <= 54) || id == 57 || id == 58)
		return FORMAT_DATE;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47 || id == 55 ||
	    id == 56)
		return FORMAT_TIME;
	return FORMAT_PLAIN;
}

/* Skip what a format code shows as it stands: "…", \x, _x, *x, [Red]. Returns the next place. */
static const char *skip_literal(const char *p)
{
	if (*p == '"' || *p == '[') {
		const char *end = strchr(p + 1, *p == '"' ? '"' : ']');

		return end != NULL ? end + 1 : p + strlen(p);
	}
	if ((*p == '\\' || *p == '_' || *p == '*') && p[1] != '\0')
		return p + 2;
	return p;
}

enum format_kind format_of(const char *code)
{
	/* [h]:mm counts hours past a day: an amount, not a time of day. */
	static const char *const amounts[] = {"[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"};
	bool day = false, month = false, time = false;

	for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
		if (strcasestr(code, amounts[i]) != NULL)
			return FORMAT_PLAIN;
	}
	for (const char *p = code; *p != '\0' && *p != ';';) {
		const char *q = skip_literal(p);

		if (q != p) {
			p = q;
			continue;
		}
		day |= strchr("yYdD", *p) != NULL;
		month |= strchr("mM", *p) != NULL;
		time |= strchr("hHsS", *p) != NULL;
		p++;
	}
	if (day || (month && !time))
		return FORMAT_DATE;
	return time ? FORMAT_TIME : FORMAT_PLAIN;
}

/* "42430.354167" -> whole days and seconds of the day. */
static bool split_serial(struct str plain, int64_t *ret_day, int64_t *ret_second)
{
	struct str fraction = plain;
	struct str whole = str_cut(&fraction, '.');
	int64_t day, ppb = 0, scale = 100000000;

	if (!str_i64(whole, &day) || day < 0 || day > 2958465) /* 9999-12-31 */
		return false;
	for (size_t i = 0; i < fraction.n && scale > 0; i++, scale /= 10)
		ppb += (fraction.p[i] - '0') * scale;
	*ret_second = (ppb * 86400 + 500000000) / 1000000000;
	if (*ret_second == 86400) {
		*ret_second = 0;
		day++;
	}
	*ret_day = day;
	return true;
}

/* Day numbers count from 1899-12-31, with a 29 February 1900 that never was; or from 1904-01-01. */
static bool serial_date(int64_t day, bool from_1904, struct date *ret_d)
{
	struct date zero;

	if (!from_1904 && (day == 0 || day == 60))
		return false;
	if (from_1904 ? !date_of(1904, 1, 1, &zero) : !date_of(1899, 12, day < 60 ? 31 : 30, &zero))
		return false;
	*ret_d = (struct date){zero.day + (int32_t)day};
	return date_civil(*ret_d).year <= 9999;
}

static struct str time_of_day(struct arena *a, int64_t s)
{
	return str_printf(a, "%02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

bool serial_text(struct arena *a, struct str number, bool from_1904, enum format_kind kind,
                 struct str *ret_text)
{
	struct str plain, text;
	int64_t day, second;
	struct date d;

	if (!cell_decimal(a, number, &plain) || !split_serial(plain, &day, &second))
		return false;
	if (kind == FORMAT_TIME && day == 0) {
		*ret_text = time_of_day(a, second);
		return true;
	}
	if (!serial_date(day, from_1904, &d))
		return false;
	text = date_text(a, d);
	if (second != 0) {
		struct str parts[] = {text, time_of_day(a, second)};

		text = str_join(a, parts, 2, S("T"));
	}
	*ret_text = text;
	return true;
}
