/* How people write things: titles, classes, times, grades, days. */
#include "../kit.h"

#include "import/batch.h"
#include "people/class_said.h"
#include "people/import.h"
#include "term/plan_said.h"

static void assert_class(struct ctx *c, const char *grade, const char *class, int64_t g, int64_t n)
{
	int64_t got_g = 0, got_n = 0;

	if (!class_said(c->arena, str_of(grade), str_of(class), &got_g, &got_n))
		fail_msg("%s %s is not read", grade, class);
	if (got_g != g || got_n != n)
		fail_msg("%s %s: %lld %lld", grade, class, (long long)got_g, (long long)got_n);
}

static void classes_are_read_as_schools_write_them(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_class(c, "", "二年级3班", 2, 3);
	assert_class(c, "", "二(3)班", 2, 3);
	assert_class(c, "", "二年级(3)班", 2, 3);
	assert_class(c, "", "二年级（３）班", 2, 3);
	assert_class(c, "", "2年级3班", 2, 3);
	assert_class(c, "", "203", 2, 3);
	assert_class(c, "", "203班", 2, 3);
	assert_class(c, "", "1012", 10, 12);
	assert_class(c, "", "二3班", 2, 3);
	assert_class(c, "", "六一班", 6, 1);
	assert_class(c, "", "初一(2)班", 7, 2);
	assert_class(c, "", "高三年级12班", 12, 12);
	assert_class(c, "", "Grade 3 (2)", 3, 2);
	assert_class(c, "", "3-2", 3, 2);
	assert_class(c, "二年级", "3班", 2, 3);
	assert_class(c, "二年级", "二年级3班", 2, 3);
	assert_class(c, "二年级", "203", 2, 3);
	assert_class(c, "2", "十一班", 2, 11);
	assert_class(c, "初中二年级", "(4)班", 8, 4);
	assert_class(c, "八年级", "4", 8, 4);
}

static void what_is_no_class_is_not_guessed(void **state)
{
	static const char *const no[][2] = {{"", "3班"},        {"二年级", "三年级1班"},
	                                    {"", "初一班"},     {"二年级", "初一班"},
	                                    {"", ""},           {"", "0班"},
	                                    {"三年级", "班"},   {"", "13年级1班"},
	                                    {"四年级", "3班2"}, {"三年级", "203"},
	                                    {"2023级", "3班"}};
	struct ctx *c = kit_ctx(state);
	int64_t g, n;

	for (size_t i = 0; i < sizeof no / sizeof(no[0]); i++)
		if (class_said(c->arena, str_of(no[i][0]), str_of(no[i][1]), &g, &n))
			fail_msg("%s %s is read as %lld %lld", no[i][0], no[i][1], (long long)g,
			         (long long)n);
}

static void days_are_read_as_people_write_them(void **state)
{
	static const char *const yes[] = {"2016-02-29",         "2016/2/29",     "2016.2.29",
	                                  "20160229",           "2016年2月29日", "2016-2-29",
	                                  "2016-02-29T00:00:00"};
	static const char *const no[] = {"2026-02-30", "2016",     "2016-13-01", "29/2/2016",   "",
	                                 "0",          "20161301", "明天",       "2016-02-29-1"};
	struct date d, wanted;

	(void)state;
	assert_true(date_of(2016, 2, 29, &wanted));
	for (size_t i = 0; i < sizeof yes / sizeof(yes[0]); i++) {
		assert_true(import_date(str_of(yes[i]), &d));
		assert_int_equal(d.day, wanted.day);
	}
	for (size_t i = 0; i < sizeof no / sizeof(no[0]); i++)
		if (import_date(str_of(no[i]), &d))
			fail_msg("%s is read as a day", no[i]);
}

static void weekly_times_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *said;
		const char *slots;
	} yes[] = {
		{"周二 16:30-17:30", "2 990 1050 "},
		{"周二16:30—17:30；周四 16:30~17:30", "2 990 1050 4 990 1050 "},
		{"周一、周三 16:30-17:30", "1 990 1050 3 990 1050 "},
		{"星期一至星期三 16：30－17：30", "1 990 1050 2 990 1050 3 990 1050 "},
		{"周一、三、五 8:00至9:00", "1 480 540 3 480 540 5 480 540 "},
		{"Mon-Tue 16:30-17:30; Fri 17:00-18:00", "1 990 1050 2 990 1050 5 1020 1080 "},
		{"周日 08:00-09:00", "7 480 540 "},
	};
	static const char *const no[] = {"",
	                                 "周二",
	                                 "16:30-17:30",
	                                 "周二 17:30-16:30",
	                                 "周二 25:00-26:00",
	                                 "周二 16:30",
	                                 "周五至周一 16:30-17:30",
	                                 "周二 16:30-17:30 周四",
	                                 "下午"};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof yes / sizeof(yes[0]); i++) {
		struct slot_said v[SLOTS_MAX];
		struct str got = S("");
		size_t n = 0;

		if (!slots_said(c->arena, str_of(yes[i].said), v, &n))
			fail_msg("%s is not read", yes[i].said);
		for (size_t k = 0; k < n; k++)
			got = str_printf(c->arena, "%.*s%lld %d %d ", STR_FMT(got),
			                 (long long)v[k].weekday, v[k].starts.minute,
			                 v[k].ends.minute);
		assert_str(got, yes[i].slots);
	}
	for (size_t i = 0; i < sizeof no / sizeof(no[0]); i++) {
		struct slot_said v[SLOTS_MAX];
		size_t n;

		if (slots_said(c->arena, str_of(no[i]), v, &n))
			fail_msg("%s is read", no[i]);
	}
}

static void grades_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *said;
		int64_t grades;
	} yes[] = {{"1-3", 0xe},     {"一至三年级", 0xe}, {"一年级、二年级", 0x6},
	           {"四年级", 0x10}, {"全校", 0x7e},      {"初一", 0x80},
	           {"1,3", 0xa},     {"1-2, 5", 0x26},    {"高一至高三", 0x1c00}};
	static const char *const no[] = {"", "0", "13", "3-1", "幼儿园", "1-", "-"};
	struct ctx *c = kit_ctx(state);
	int64_t g;

	for (size_t i = 0; i < sizeof yes / sizeof(yes[0]); i++) {
		if (!grades_said(c->arena, str_of(yes[i].said), 0x7e, &g))
			fail_msg("%s is not read", yes[i].said);
		assert_int_equal(g, yes[i].grades);
	}
	for (size_t i = 0; i < sizeof no / sizeof(no[0]); i++)
		if (grades_said(c->arena, str_of(no[i]), 0x7e, &g))
			fail_msg("%s is read as %lld", no[i], (long long)g);
}

/* --- titles -------------------------------------------------------------------------------------
 */

static enum err find(struct ctx *c, const char *const *rows, size_t n, struct import_map *ret_m)
{
	struct head_row head[HEAD_ROWS];

	for (size_t i = 0; i < n; i++) {
		struct str rest = str_of(rows[i]);

		head[i] = (struct head_row){(uint32_t)i + 1, 0, NEW_N(c->arena, 64, struct str)};
		while (rest.p)
			head[i].cell[head[i].n++] = str_cut(&rest, ';');
	}
	return header_find(c, &import_pupils, head, n, ret_m);
}

static int32_t place(const struct import_map *m, const char *name)
{
	for (size_t i = 0; i < import_pupils.column_n; i++)
		if (strcmp(import_pupils.column[i].name, name) == 0)
			return m->to[i];
	return -2;
}

static void titles_are_found_below_a_heading_with_stars_breaks_and_remarks(void **state)
{
	static const char *const rows[] = {"示例小学2026年秋季花名册;;;",
	                                   "序号;*姓 名;班级\n(必填);学籍号（19位）;家长电话;备注",
	                                   "1;甲;二(3)班;G1;19900000001;"};
	struct ctx *c = kit_ctx(state);
	struct import_map m;

	assert_ok(find(c, rows, 3, &m));
	assert_int_equal(m.row, 2);
	assert_int_equal(place(&m, "name"), 1);
	assert_int_equal(place(&m, "class"), 2);
	assert_int_equal(place(&m, "pupil_number"), 3);
	assert_int_equal(place(&m, "phone1"), 4);
	assert_str(header_unknown(c, &m, &import_pupils), "序号、备注");
}

static void titles_in_two_rows_are_read_together(void **state)
{
	static const char *const rows[] = {"学籍号;姓名;班级;监护人1;;监护人2;;错误原因",
	                                   ";;;姓名;手机号;姓名;手机号;"};
	struct ctx *c = kit_ctx(state);
	struct import_map m;

	assert_ok(find(c, rows, 2, &m));
	assert_int_equal(m.row, 2);
	assert_int_equal(place(&m, "pupil_number"), 0);
	assert_int_equal(place(&m, "name"), 1);
	assert_int_equal(place(&m, "guardian1"), 3);
	assert_int_equal(place(&m, "phone1"), 4);
	assert_int_equal(place(&m, "guardian2"), 5);
	assert_int_equal(place(&m, "phone2"), 6);
	assert_str(header_unknown(c, &m, &import_pupils), "");
}

static void a_title_that_stands_twice_means_the_second_guardian(void **state)
{
	static const char *const rows[] = {
		"学籍号;姓名;班级;监护人姓名;监护人电话;监护人姓名;监护人电话"};
	struct ctx *c = kit_ctx(state);
	struct import_map m;

	assert_ok(find(c, rows, 1, &m));
	assert_int_equal(place(&m, "guardian1"), 3);
	assert_int_equal(place(&m, "guardian2"), 5);
	assert_int_equal(place(&m, "phone2"), 6);
}

static void missing_columns_are_named(void **state)
{
	static const char *const rows[] = {"姓名;性别;监护人姓名"};
	static const char *const none[] = {"甲;乙", "丙;丁"};
	struct ctx *c = kit_ctx(state);
	struct import_map m;

	assert_fault(c, find(c, rows, 1, &m), E_INPUT, "import_columns_missing");
	assert_str(c->fault.found, "班级、学籍号");
	assert_fault(c, find(c, none, 2, &m), E_INPUT, "import_no_header");
}

static void english_titles_are_understood_too(void **state)
{
	static const char *const rows[] = {"Pupil number;NAME;Class;Guardian 1 name"};
	struct ctx *c = kit_ctx(state);
	struct import_map m;

	assert_ok(find(c, rows, 1, &m));
	assert_int_equal(place(&m, "name"), 1);
	assert_int_equal(place(&m, "guardian1"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(classes_are_read_as_schools_write_them),
		KIT_TEST(what_is_no_class_is_not_guessed),
		KIT_TEST(days_are_read_as_people_write_them),
		KIT_TEST(weekly_times_are_read_as_people_write_them),
		KIT_TEST(grades_are_read_as_people_write_them),
		KIT_TEST(titles_are_found_below_a_heading_with_stars_breaks_and_remarks),
		KIT_TEST(titles_in_two_rows_are_read_together),
		KIT_TEST(a_title_that_stands_twice_means_the_second_guardian),
		KIT_TEST(missing_columns_are_named),
		KIT_TEST(english_titles_are_understood_too),
	};

	return KIT_RUN(tests);
}
