#include "../kit.h"

static void dates_that_do_not_exist_are_refused(void **state)
{
	const struct str bad[] = {S("2026-02-30"),  S("2026-02-29"),
	                          S("2100-02-29"),  S("2026-04-31"),
	                          S("2026-13-01"),  S("2026-00-10"),
	                          S("2026-01-00"),  S("0000-01-01"),
	                          S("2026-1-01"),   S("2026/01/01"),
	                          S("2026-01-01 "), S("20260101"),
	                          S("-026-01-01"),  S("")};
	struct date d = {7};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(date_parse(bad[i], &d));
	assert_false(date_of(2026, 2, 30, &d));
	assert_false(date_of(10000, 1, 1, &d));
	assert_false(date_of(INT32_MIN, 1, 1, &d));
	assert_int_equal(d.day, 7);
}

static void every_day_of_four_centuries_survives_a_round_trip(void **state)
{
	struct date d, back;
	struct civil c;

	assert_true(date_of(1900, 1, 1, &d));
	for (; (c = date_civil(d)).year < 2300; d.day++) {
		if (!date_of(c.year, c.month, c.day, &back) || back.day != d.day)
			fail_msg("%d-%d-%d", c.year, c.month, c.day);
	}
	assert_true(date_of(2000, 2, 29, &d));
	assert_true(date_of(2024, 2, 29, &d));
}

static void weekdays_are_iso(void **state)
{
	const struct {
		struct str s;
		int weekday;
	} cases[] = {{S("2026-09-01"), 2}, {S("2026-10-01"), 4}, {S("2026-09-07"), 1},
	             {S("2026-09-06"), 7}, {S("1970-01-01"), 4}, {S("1969-12-28"), 7},
	             {S("1900-01-01"), 1}};
	struct date d;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(date_parse(cases[i].s, &d));
		assert_int_equal(date_weekday(d), cases[i].weekday);
	}
}

static void the_day_changes_at_midnight_in_china(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	struct instant t;

	assert_true(instant_parse(S("2026-09-01T15:59:59Z"), &t));
	assert_str(date_text(a, instant_date(t)), "2026-09-01");
	assert_str(time_text(a, instant_time(t)), "23:59");
	t.us += 1000000;
	assert_str(date_text(a, instant_date(t)), "2026-09-02");
	assert_str(time_text(a, instant_time(t)), "00:00");
	assert_true(instant_date((struct instant){-1}).day == 0); /* 07:59 on the first day */
	assert_true(instant_date((struct instant){-28800000001}).day == -1);
}

static void instants_are_read_in_any_zone_and_written_in_one(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	const struct str same[] = {S("2026-09-01T17:50:00+08:00"), S("2026-09-01T09:50:00Z"),
	                           S("2026-09-01t09:50:00z"), S("2026-09-01T04:20:00-05:30"),
	                           S("2026-09-01T09:50:00.000000999Z")};
	struct instant t, from_parts;
	struct clock_time at;
	struct date d;

	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		assert_true(instant_parse(same[i], &t));
		assert_str(instant_text(a, t), "2026-09-01T17:50:00+08:00");
	}
	assert_true(date_parse(S("2026-09-01"), &d) && time_parse(S("17:50"), &at));
	from_parts = date_instant(d, at);
	assert_true(from_parts.us == t.us);
	assert_true(instant_parse(S("1969-12-31T23:59:59.5Z"), &t));
	assert_true(t.us == -500000);
	assert_str(instant_text(a, t), "1970-01-01T07:59:59+08:00");
	assert_str(date_zh(a, d), "2026年9月1日");
}

static void times_that_are_not_strict_are_refused(void **state)
{
	const struct str bad[] = {
		S("2026-09-01T17:50:00"),       S("2026-09-01 17:50:00Z"),
		S("2026-09-01T24:00:00Z"),      S("2026-09-01T17:60:00Z"),
		S("2026-09-01T17:50:60Z"),      S("2026-09-01T17:50Z"),
		S("2026-09-01T17:50:00.Z"),     S("2026-09-01T17:50:00.1234567890Z"),
		S("2026-09-01T17:50:00+0800"),  S("2026-09-01T17:50:00+08:00x"),
		S("2026-02-30T17:50:00+08:00"), S("")};
	struct clock_time at = {7};
	struct instant t = {7};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(instant_parse(bad[i], &t));
	assert_false(time_parse(S("24:00"), &at));
	assert_false(time_parse(S("9:00"), &at));
	assert_false(time_parse(S("09:60"), &at));
	assert_false(time_parse(S("09:00:00"), &at));
	assert_int_equal(t.us, 7);
	assert_int_equal(at.minute, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(dates_that_do_not_exist_are_refused),
		KIT_TEST(every_day_of_four_centuries_survives_a_round_trip),
		KIT_TEST(weekdays_are_iso),
		KIT_TEST(the_day_changes_at_midnight_in_china),
		KIT_TEST(instants_are_read_in_any_zone_and_written_in_one),
		KIT_TEST(times_that_are_not_strict_are_refused),
	};

	return KIT_RUN(tests);
}
