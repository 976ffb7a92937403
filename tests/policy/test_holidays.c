/* The national calendar: days off, make-up days, and the notices they stand in. */
#include "world.h"

#include "policy/holidays.h"

static struct rule_error wrong;

static const struct holiday_book *national(void)
{
	const struct rule_error *e = NULL;
	const struct holiday_book *b = holiday_builtin(&e);

	if (b == NULL)
		fail_msg("%s", str_c(world.arena, rule_error_text(world.arena, LANG_EN, e)));
	return b;
}

static int working_days(struct date from, struct date to, int *ret_weekend)
{
	int n = 0;

	*ret_weekend = 0;
	for (struct date d = from; d.day <= to.day; d.day++) {
		if (!holiday_working_day(national(), d))
			continue;
		n++;
		*ret_weekend += date_weekday(d) > 5;
	}
	return n;
}

static void working_days_of_four_terms_are_93_97_105_and_86(void **state)
{
	int weekend;

	assert_int_equal(working_days(day(2021, 9, 1), day(2022, 1, 14), &weekend), 93);
	assert_int_equal(weekend, 3);
	assert_int_equal(working_days(day(2022, 2, 14), day(2022, 7, 1), &weekend), 97);
	assert_int_equal(working_days(day(2025, 9, 1), day(2026, 1, 30), &weekend), 105);
	assert_int_equal(working_days(day(2026, 3, 2), day(2026, 7, 3), &weekend), 86);
}

static void make_up_days_of_2021_2025_and_2026_are_exactly_the_published_ones(void **state)
{
	static const struct {
		int year, month, day;
	} published[] = {{2021, 2, 7},  {2021, 2, 20},  {2021, 4, 25}, {2021, 5, 8},  {2021, 9, 18},
	                 {2021, 9, 26}, {2021, 10, 9},  {2025, 1, 26}, {2025, 2, 8},  {2025, 4, 27},
	                 {2025, 9, 28}, {2025, 10, 11}, {2026, 1, 4},  {2026, 2, 14}, {2026, 2, 28},
	                 {2026, 5, 9},  {2026, 9, 20},  {2026, 10, 10}};
	static const int years[] = {2021, 2025, 2026};
	size_t found = 0;

	for (size_t y = 0; y < 3; y++) {
		struct date last = day(years[y], 12, 31);

		for (struct date d = day(years[y], 1, 1); d.day <= last.day; d.day++)
			found += holiday_of(national(), d) == HOLIDAY_MAKE_UP;
	}
	assert_int_equal(found, sizeof published / sizeof *published);
	for (size_t i = 0; i < found; i++) {
		struct date d = day(published[i].year, published[i].month, published[i].day);

		assert_int_equal(holiday_of(national(), d), HOLIDAY_MAKE_UP);
		assert_true(date_weekday(d) > 5);
	}
}

static void the_national_day_week_has_no_working_day_R22(void **state)
{
	for (int d = 1; d <= 7; d++) {
		assert_int_equal(holiday_of(national(), day(2026, 10, d)), HOLIDAY_OFF);
		assert_str(holiday_name(national(), day(2026, 10, d)), "国庆节");
	}
	assert_int_equal(holiday_of(national(), day(2026, 10, 8)), HOLIDAY_NORMAL);
	assert_null(holiday_name(national(), day(2026, 10, 8)).p);
}

static void a_day_of_late_december_stands_in_the_next_years_notice(void **state)
{
	assert_int_equal(holiday_of(national(), day(2022, 12, 31)), HOLIDAY_OFF);
	assert_str(holiday_name(national(), day(2022, 12, 31)), "元旦");
	assert_int_equal(holiday_of(national(), day(2022, 12, 30)), HOLIDAY_NORMAL);
}

static void late_december_is_provisional_until_the_next_notice_is_out(void **state)
{
	assert_true(holiday_known(national(), day(2026, 9, 1)));
	assert_true(holiday_known(national(), day(2026, 12, 25)));
	assert_false(holiday_known(national(), day(2026, 12, 31)));
	assert_true(holiday_known(national(), day(2025, 12, 31)));
	assert_false(holiday_known(national(), day(2027, 1, 1)));
	assert_false(holiday_known(national(), day(2019, 9, 2)));
}

#define YEAR "holidays 2030\ntitle \"t\"\n"

static void assert_wrong(const char *text, int line, int column, enum text_id what)
{
	struct holiday_book *b = holiday_book_new();

	assert_non_null(b);
	assert_false(holiday_book_add(b, S("f"), str_of(text), &wrong));
	assert_int_equal(wrong.line, line);
	assert_int_equal(wrong.column, column);
	assert_string_equal(text_name(wrong.what), text_name(what));
	assert_false(holiday_known(b, day(2030, 5, 1)));
	holiday_book_free(&b);
}

static void a_faulty_holiday_file_is_refused_with_its_place(void **state)
{
	assert_wrong("off 2030-01-01 \"元旦\"\n", 1, 1, T_policy_file_value);
	assert_wrong(YEAR "of 2030-01-01 \"元旦\"\n", 3, 1, T_policy_file_unknown);
	assert_str(wrong.nearest, "off");
	assert_wrong(YEAR "off 2030-02-30 \"元旦\"\n", 3, 5, T_policy_file_value);
	assert_wrong(YEAR "off 2030-01-03 .. 2030-01-01 \"元旦\"\n", 3, 19, T_policy_file_order);
	assert_wrong(YEAR "off 2030-01-01\n", 3, 15, T_policy_file_missing);
	assert_wrong(YEAR "off 2031-01-01 \"元旦\"\n", 3, 5, T_policy_file_value);
	assert_wrong(YEAR "off 2029-11-30 \"元旦\"\n", 3, 5, T_policy_file_value);
	assert_wrong(YEAR "off 2030-01-01 .. 2030-01-03 \"元旦\"\nmake_up 2030-01-03 \"元旦\"\n", 4,
	             9, T_policy_file_twice);
	assert_wrong("holidays 2030\n", 2, 1, T_policy_file_missing);
	assert_wrong("", 1, 1, T_policy_file_missing);
}

static void a_year_or_a_day_in_two_files_is_refused(void **state)
{
	struct holiday_book *b = holiday_book_new();

	assert_true(holiday_book_add(b, S("a"), S(YEAR "off 2030-12-31 \"元旦\"\n"), &wrong));
	assert_false(holiday_book_add(b, S("b"), S(YEAR), &wrong));
	assert_false(holiday_book_add(
		b, S("c"), S("holidays 2031\ntitle \"t\"\noff 2030-12-31 \"元旦\"\n"), &wrong));
	assert_int_equal(wrong.what, T_policy_file_twice);
	assert_true(holiday_book_add(
		b, S("d"), S("holidays 2031\ntitle \"t\"\noff 2030-12-30 \"元旦\"\n"), &wrong));
	assert_int_equal(holiday_of(b, day(2030, 12, 30)), HOLIDAY_OFF);
	holiday_book_free(&b);
	assert_null(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_WORLD(working_days_of_four_terms_are_93_97_105_and_86),
		WITH_WORLD(make_up_days_of_2021_2025_and_2026_are_exactly_the_published_ones),
		WITH_WORLD(the_national_day_week_has_no_working_day_R22),
		WITH_WORLD(a_day_of_late_december_stands_in_the_next_years_notice),
		WITH_WORLD(late_december_is_provisional_until_the_next_notice_is_out),
		WITH_WORLD(a_faulty_holiday_file_is_refused_with_its_place),
		WITH_WORLD(a_year_or_a_day_in_two_files_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
