#include "policy/holidays.h"

#include <pthread.h>

#include "policy/embedded.h"
#include "policy/line.h"

enum {
	BOOK_CEILING = 16 << 20,
	NOTICE_DAYS = 400,  /* more days than a notice could name */
	DECEMBER_TAIL = 26, /* the days of a New Year's holiday that begins before the year */
	DECEMBER = 12
};

struct named_day {
	struct date date;
	enum holiday holiday;
	struct str name;
};

struct notice {
	int32_t year;
	struct str title;
	struct named_day *days;
	size_t n;
	struct notice *next;
};

struct holiday_book {
	struct arena *arena;
	struct notice *notices;
};

struct holiday_book *holiday_book_new(void)
{
	struct arena *a = arena_new(BOOK_CEILING);
	struct holiday_book *b = a ? NEW(a, struct holiday_book) : NULL;

	if (b == NULL) {
		arena_free(&a);
		return NULL;
	}
	b->arena = a;
	return b;
}

void holiday_book_free(struct holiday_book **b)
{
	struct arena *a = *b ? (*b)->arena : NULL;

	*b = NULL;
	arena_free(&a);
}

static const struct named_day *in_notice(const struct notice *n, struct date d)
{
	for (size_t i = 0; i < n->n; i++) {
		if (n->days[i].date.day == d.day)
			return &n->days[i];
	}
	return NULL;
}

/* A day stands in the notice of its year or of the next one, so two short lists are looked at. */
static const struct named_day *find(const struct holiday_book *b, struct date d)
{
	int32_t year = date_civil(d).year;

	for (const struct notice *n = b->notices; n != NULL; n = n->next) {
		const struct named_day *day =
			n->year == year || n->year == year + 1 ? in_notice(n, d) : NULL;

		if (day != NULL)
			return day;
	}
	return NULL;
}

static bool has_year(const struct holiday_book *b, int32_t year)
{
	const struct notice *n = b->notices;

	while (n != NULL && n->year != year)
		n = n->next;
	return n != NULL;
}

/* --- reading ------------------------------------------------------------------------------------
 */

static bool year_read(struct lines *l, const struct holiday_book *b, struct notice *n)
{
	int64_t year;

	if (n->year != 0)
		return lines_wrong(l, 0, T_policy_file_twice, S(""), STR_NONE);
	if (l->line.n < 2 || !str_i64(l->line.word[1].text, &year) || year < 1950 || year > 9998)
		return lines_wrong(l, 1, T_policy_file_value, S("2026"), STR_NONE);
	if (has_year(b, (int32_t)year))
		return lines_wrong(l, 1, T_policy_file_twice, S(""), STR_NONE);
	n->year = (int32_t)year;
	return lines_only(l, 2);
}

/* off 2026-01-01 .. 2026-01-03 "元旦" */
static bool days_read(struct lines *l, const struct holiday_book *b, struct notice *n,
                      enum holiday holiday)
{
	struct date from, to;
	size_t name = 2;
	bool range = l->line.n > 2 && str_is(l->line.word[2].text, "..");

	if (!lines_date(l, 1, &from))
		return false;
	to = from;
	if (range) {
		name = 4;
		if (!lines_date(l, 3, &to))
			return false;
		if (to.day < from.day)
			return lines_wrong(l, 3, T_policy_file_order, l->line.word[1].text,
			                   STR_NONE);
	}
	if (date_civil(to).year > n->year || date_civil(from).year < n->year - 1 ||
	    (date_civil(from).year < n->year && date_civil(from).month != DECEMBER))
		return lines_wrong(
			l, 1, T_policy_file_value,
			str_printf(l->arena, "%d-12-01 … %d-12-31", n->year - 1, n->year),
			STR_NONE);
	if (l->line.n <= name || !l->line.word[name].quoted)
		return lines_wrong(l, name, T_policy_file_value, S("\"…\""), STR_NONE);
	for (struct date d = from; d.day <= to.day; d.day++) {
		if (n->n == NOTICE_DAYS || in_notice(n, d) != NULL || find(b, d) != NULL)
			return lines_wrong(l, 1, T_policy_file_twice, S(""), STR_NONE);
		n->days[n->n++] = (struct named_day){d, holiday, l->line.word[name].text};
	}
	return lines_only(l, name + 1);
}

static bool notice_line(struct lines *l, const struct holiday_book *b, struct notice *n)
{
	static const char *const names[] = {"holidays", "title", "off", "make_up"};
	const struct words known = {names, sizeof names / sizeof *names};
	struct str name = l->line.word[0].text;

	if (str_is(name, "holidays"))
		return year_read(l, b, n);
	if (n->year == 0)
		return lines_wrong(l, 0, T_policy_file_value, S("holidays"), STR_NONE);
	if (str_is(name, "title")) {
		if (n->title.p != NULL)
			return lines_wrong(l, 0, T_policy_file_twice, S(""), STR_NONE);
		if (l->line.n < 2 || !l->line.word[1].quoted || l->line.word[1].text.n == 0)
			return lines_wrong(l, 1, T_policy_file_value, S("\"…\""), STR_NONE);
		n->title = l->line.word[1].text;
		return lines_only(l, 2);
	}
	if (str_is(name, "off"))
		return days_read(l, b, n, HOLIDAY_OFF);
	if (str_is(name, "make_up"))
		return days_read(l, b, n, HOLIDAY_MAKE_UP);
	return lines_wrong(l, 0, T_policy_file_unknown, words_text(l->arena, known),
	                   words_nearest(known, name));
}

static bool notice_read(struct lines *l, const struct holiday_book *b, struct notice *n)
{
	bool more;

	for (;;) {
		if (!lines_next(l, &more))
			return false;
		if (!more)
			break;
		if (!notice_line(l, b, n))
			return false;
	}
	if (n->year == 0 || n->title.p == NULL)
		return lines_wrong_at(l, l->line.number, T_policy_file_missing, S(""),
		                      n->year == 0 ? S("holidays") : S("title"));
	return true;
}

bool holiday_book_add(struct holiday_book *b, struct str file, struct str text,
                      struct rule_error *ret_e)
{
	struct rule_error error = {
		.file = file, .line = 1, .column = 1, .what = T_policy_file_too_large};
	struct notice *n = NEW(b->arena, struct notice);
	struct lines l;

	if (n != NULL)
		n->days = NEW_N(b->arena, NOTICE_DAYS, struct named_day);
	if (n == NULL || n->days == NULL ||
	    !lines_open(&l, b->arena, str_dup(b->arena, file),
	                text.n > RULE_FILE_MAX ? text : str_dup(b->arena, text), &error) ||
	    !notice_read(&l, b, n)) {
		*ret_e = error;
		return false;
	}
	n->next = b->notices;
	b->notices = n;
	return true;
}

/* --- the years of the program --------------------------------------------------------------------
 */

static pthread_once_t builtin_once = PTHREAD_ONCE_INIT;
static struct holiday_book *builtin;
static struct rule_error builtin_error;

static void builtin_read(void)
{
	struct holiday_book *b = holiday_book_new();
	bool good = b != NULL;

	builtin_error.what = T_policy_file_too_large;
	for (size_t i = 0; good && i < policy_files_n; i++) {
		struct str name = str_of(policy_files[i].name);

		if (str_starts(name, S("holidays-")))
			good = holiday_book_add(b, name,
			                        (struct str){(const char *)policy_files[i].bytes,
			                                     policy_files[i].n},
			                        &builtin_error);
	}
	/* A faulty book is kept: the error points into it. */
	if (good)
		builtin = b;
}

const struct holiday_book *holiday_builtin(const struct rule_error **ret_e)
{
	pthread_once(&builtin_once, builtin_read);
	if (builtin == NULL && ret_e != NULL)
		*ret_e = &builtin_error;
	return builtin;
}

/* --- asking -------------------------------------------------------------------------------------
 */

enum holiday holiday_of(const struct holiday_book *b, struct date d)
{
	const struct named_day *day = find(b, d);

	return day ? day->holiday : HOLIDAY_NORMAL;
}

struct str holiday_name(const struct holiday_book *b, struct date d)
{
	const struct named_day *day = find(b, d);

	return day ? day->name : STR_NONE;
}

int32_t holiday_missing(const struct holiday_book *b, struct date d)
{
	struct civil c = date_civil(d);
	bool tail = c.month == DECEMBER && c.day >= DECEMBER_TAIL;

	if (!has_year(b, c.year))
		return c.year;
	return tail && !has_year(b, c.year + 1) ? c.year + 1 : 0;
}

bool holiday_known(const struct holiday_book *b, struct date d)
{
	return holiday_missing(b, d) == 0;
}

bool holiday_working_day(const struct holiday_book *b, struct date d)
{
	enum holiday h = holiday_of(b, d);

	return h == HOLIDAY_MAKE_UP || (h == HOLIDAY_NORMAL && date_weekday(d) <= 5);
}
