#include "term/plan_said.h"

#include "import/import.h"
#include "people/class_said.h"

enum { LAST_MINUTE = 1439 };

static bool take(struct str *s, const char *word)
{
	struct str w = str_of(word);

	if (!str_starts(*s, w))
		return false;
	*s = str_sub(*s, w.n, s->n);
	return true;
}

static bool take_any(struct str *s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (take(s, words[i]))
			return true;
	return false;
}

static bool take_dash(struct str *s)
{
	static const char *const dashes[] = {"-", "~", "—", "–", "―", "至", "到"};
	bool some = false;

	while (take_any(s, dashes, sizeof dashes / sizeof *dashes))
		some = true;
	return some;
}

static bool take_gap(struct str *s)
{
	static const char *const gaps[] = {" ",  "\n", "\r", "\t", ",", ";",
	                                   "、", "。", "和", "及", "/"};

	return take_any(s, gaps, sizeof gaps / sizeof *gaps);
}

/* --- weekly times ------------------------------------------------------------------------------
 */

static bool take_weekday(struct str *s, int64_t *ret_day)
{
	static const struct {
		const char *word;
		int64_t day;
	} words[] = {
		{"一", 1},  {"二", 2},  {"三", 3},  {"四", 4},  {"五", 5},
		{"六", 6},  {"日", 7},  {"天", 7},  {"Mon", 1}, {"Tue", 2},
		{"Wed", 3}, {"Thu", 4}, {"Fri", 5}, {"Sat", 6}, {"Sun", 7},
	};
	static const char *const marks[] = {"周", "星期", "礼拜", "每"};
	struct str at = *s;

	while (take_any(&at, marks, sizeof marks / sizeof *marks))
		;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (take(&at, words[i].word)) {
			*ret_day = words[i].day;
			*s = at;
			return true;
		}
	return false;
}

static bool take_number(struct str *s, int64_t *ret_v)
{
	size_t n = 0;

	while (n < s->n && n < 3 && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	if (n == 0 || !str_i64(str_sub(*s, 0, n), ret_v))
		return false;
	*s = str_sub(*s, n, s->n);
	return true;
}

static bool take_time(struct str *s, struct clock_time *ret_t)
{
	struct str at = *s;
	int64_t h, m;

	if (!take_number(&at, &h) || !take(&at, ":") || !take_number(&at, &m) || h > 23 || m > 59)
		return false;
	if (take(&at, ":") && !take_number(&at, &(int64_t){0})) /* seconds, when a cell had them */
		return false;
	*ret_t = (struct clock_time){(int32_t)(h * 60 + m)};
	*s = at;
	return true;
}

/* Weekdays named since the last time of day; a stretch takes all between. */
struct days {
	bool on[8];
	int64_t last; /* 0: none yet */
	bool used;    /* a time of day has taken them */
};

static bool days_add(struct days *d, int64_t day, bool stretch)
{
	if (d->used)
		*d = (struct days){0};
	if (stretch && (d->last == 0 || d->last > day))
		return false;
	for (int64_t i = stretch ? d->last : day; i <= day; i++)
		d->on[i] = true;
	d->last = day;
	return true;
}

static bool days_take(struct days *d, struct clock_time from, struct clock_time to,
                      struct slot_said *v, size_t *n)
{
	if (d->last == 0)
		return false;
	for (int64_t day = 1; day <= 7; day++) {
		if (!d->on[day])
			continue;
		if (*n == SLOTS_MAX)
			return false;
		v[(*n)++] = (struct slot_said){day, from, to};
	}
	d->used = true;
	return true;
}

bool slots_said(struct arena *a, struct str said, struct slot_said *ret_v, size_t *ret_n)
{
	struct str s = utf8_fold_width(a, said);
	struct slot_said v[SLOTS_MAX];
	struct days d = {0};
	bool stretch = false;
	size_t n = 0;

	while (s.n > 0) {
		struct clock_time from, to;
		int64_t day;

		if (take_gap(&s))
			continue;
		if (take_time(&s, &from)) {
			while (take(&s, " "))
				;
			if (stretch || !take_dash(&s))
				return false;
			while (take(&s, " "))
				;
			if (!take_time(&s, &to) || to.minute <= from.minute ||
			    !days_take(&d, from, to, v, &n))
				return false;
		} else if (take_weekday(&s, &day)) {
			if (!days_add(&d, day, stretch))
				return false;
			stretch = false;
		} else if (d.last && !d.used && !stretch && take_dash(&s)) {
			stretch = true;
		} else {
			return false;
		}
	}
	if (n == 0 || !d.used)
		return false;
	memcpy(ret_v, v, n * sizeof *v);
	*ret_n = n;
	return true;
}

/* --- grades ------------------------------------------------------------------------------------
 */

/* One grade's words, up to a gap or a dash. */
static struct str grade_word(struct str *s)
{
	struct str whole = *s;

	while (s->n > 0) {
		struct str at = *s;
		uint32_t cp;

		if (take_gap(&at) || take_dash(&at))
			break;
		utf8_next(s, &cp);
	}
	return str_sub(whole, 0, whole.n - s->n);
}

bool grades_said(struct arena *a, struct str said, int64_t all, int64_t *ret_grades)
{
	static const char *const every[] = {"全校", "全部", "不限", "所有年级", "全体"};
	struct str s = utf8_fold_width(a, said), whole = s;
	int64_t grades = 0, last = 0, g;
	bool stretch = false;

	if (str_is(s, "all") || str_is(s, "All") ||
	    take_any(&whole, every, sizeof every / sizeof *every)) {
		*ret_grades = all;
		return all != 0;
	}
	while (s.n > 0) {
		if (take_gap(&s))
			continue;
		if (last && !stretch && take_dash(&s)) {
			stretch = true;
			continue;
		}
		if (!grade_said(a, grade_word(&s), &g) || (stretch && g < last))
			return false;
		for (int64_t i = stretch ? last : g; i <= g; i++)
			grades |= INT64_C(1) << i;
		last = g;
		stretch = false;
	}
	*ret_grades = grades;
	return grades != 0 && !stretch;
}

/* --- moments -----------------------------------------------------------------------------------
 */

bool moment_said(struct arena *a, struct str said, struct clock_time otherwise,
                 struct instant *ret_t)
{
	struct str s = utf8_fold_width(a, said), day = s;
	struct clock_time t = otherwise;
	struct date d;
	size_t at;

	if (str_find(s, S("T"), &at) || str_find(s, S(" "), &at)) {
		struct str rest = str_trim(str_sub(s, at + 1, s.n));

		day = str_sub(s, 0, at);
		if (!take_time(&rest, &t) || rest.n > 0)
			return false;
	}
	if (t.minute > LAST_MINUTE || !import_date(day, &d))
		return false;
	*ret_t = date_instant(d, t);
	return true;
}
