/* Table files as other programs and people make them, read cell by cell. */
#include "file.h"

/* ---- rosters ---- */

/* Title, two header rows, nine pupils: the same whoever wrote the workbook. */
static void read_roster(struct ctx *c, const char *name)
{
	struct table *t = open_fixture(c, name);
	const struct table_row *r;

	assert_int_equal(table_kind(t), TABLE_XLSX);
	assert_str(table_sheet_name(t), "学生花名册");
	r = next_row(c, t, 1);
	assert_cell(r, 0, CELL_TEXT, "示例小学2026年秋季学期学生花名册");
	assert_cell(r, 9, CELL_TEXT, "示例小学2026年秋季学期学生花名册");
	assert_false(table_cell(r, 0).repeated);
	assert_true(table_cell(r, 9).repeated);
	r = next_row(c, t, 2);
	assert_cell(r, 1, CELL_TEXT, "所在班级");
	assert_cell(r, 2, CELL_TEXT, "所在班级");
	assert_cell(r, 6, CELL_TEXT, "学生信息");
	r = next_row(c, t, 3);
	assert_cell(r, 0, CELL_TEXT, "学校标识码"); /* merged down from row 2 */
	assert_true(table_cell(r, 0).repeated);
	assert_cell(r, 5, CELL_TEXT, "证件号码");
	r = next_row(c, t, 4);
	assert_cell(r, 3, CELL_TEXT, "示例甲");
	assert_cell(r, 2, CELL_TEXT, "1班");
	r = next_row(c, t, 5);
	assert_cell(r, 2, CELL_TEXT, "1班"); /* one cell merged over its pupils */
	assert_true(table_cell(r, 2).repeated);
	next_row(c, t, 6);
	r = next_row(c, t, 7);
	assert_cell(r, 3, CELL_TEXT, "同名生");
	r = next_row(c, t, 8);
	assert_cell(r, 3, CELL_TEXT, "𠮷示例");
	assert_cell(r, 8, CELL_TEXT, "１９９００００００５");
	next_row(c, t, 9);
	next_row(c, t, 10);
	r = next_row(c, t, 11);
	assert_cell(r, 5, CELL_NONE, "");
	assert_cell(r, 3, CELL_TEXT, "阿依古丽·示例");
	next_row(c, t, 12);
	assert_no_more(c, t);
	assert_no_more(c, t);
	table_close(&t);
	assert_null(t);
}

static void a_roster_from_openpyxl_is_read_with_its_merged_headers(void **state)
{
	read_roster(kit_ctx(state), "roster-openpyxl-text.xlsx");
}

static void a_roster_from_libreoffice_is_read_with_its_merged_headers(void **state)
{
	read_roster(kit_ctx(state), "roster-libreoffice.xlsx");
}

static void skip_rows(struct ctx *c, struct table *t, uint32_t from, uint32_t to)
{
	for (uint32_t n = from; n <= to; n++)
		next_row(c, t, n);
}

static void
an_identity_number_in_a_number_cell_is_given_as_stored_and_known_to_be_lossy(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table *t = open_fixture(c, "roster-openpyxl-number.xlsx");
	const struct table_row *r;
	struct str plain;

	skip_rows(c, t, 1, 3);
	r = next_row(c, t, 4);
	assert_cell(r, 5, CELL_NUMBER, "3.4150320130305e+17"); /* the digits are gone already */
	assert_false(cell_decimal(c->arena, r->cells[5].text, &plain));
	assert_cell(r, 8, CELL_NUMBER, "19900000001");
	assert_true(cell_decimal(c->arena, r->cells[8].text, &plain));
	assert_str(plain, "19900000001");
	table_close(&t);

	t = open_fixture(c, "roster-libreoffice-number.xlsx");
	skip_rows(c, t, 1, 3);
	r = next_row(c, t, 4);
	assert_int_equal(table_cell(r, 5).type, CELL_NUMBER);
	assert_false(cell_decimal(c->arena, r->cells[5].text, &plain));
	table_close(&t);
}

/* ---- kinds of cells ---- */

static void read_types(struct ctx *c, const char *name, bool saved_by_openpyxl)
{
	struct table *t = open_fixture(c, name);
	const struct table_row *r;
	struct str plain;

	assert_str(table_sheet_name(t), "类型"); /* the first one is hidden */
	next_row(c, t, 1);
	r = next_row(c, t, 2);
	assert_cell(r, 0, CELL_TEXT, "  两边空格 ");
	assert_cell(r, 1, CELL_NUMBER, "42");
	assert_cell(r, 2, CELL_NUMBER, "599.99");
	assert_cell(r, 3, CELL_DATE, "2016-02-29");
	assert_cell(r, 4, CELL_DATE, "2026-09-01T17:50:00");
	assert_cell(r, 5, CELL_DATE, "08:30:00");
	assert_cell(r, 6, CELL_BOOL, "TRUE");
	if (saved_by_openpyxl) /* which stores no values of formulas */
		assert_cell(r, 7, CELL_ERROR, "#CALC!");
	else
		assert_cell(r, 7, CELL_NUMBER, "2");
	assert_cell(r, 8, CELL_ERROR, "#N/A");
	r = next_row(c, t, 3);
	assert_cell(r, 3, CELL_DATE, "2026-09-01");
	assert_cell(r, 4, CELL_NUMBER, "25.5"); /* a count of hours */
	r = next_row(c, t, 5);                  /* row 4 is blank */
	assert_cell(r, 0, CELL_TEXT, "第五行\n换行");
	assert_true(cell_decimal(c->arena, r->cells[1].text, &plain));
	assert_str(plain, "1.1");
	assert_no_more(c, t);
	table_close(&t);
}

static void every_kind_of_cell_is_told_apart(void **state)
{
	read_types(kit_ctx(state), "types-openpyxl.xlsx", true);
	read_types(kit_ctx(state), "types-libreoffice.xlsx", false);
}

static void a_named_sheet_is_read_even_when_hidden_and_a_missing_one_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table_limits lim = table_limits_default();
	struct table *t = NULL;

	lim.sheet = S("说明");
	assert_ok(table_open(c, fixture(c, "types-openpyxl.xlsx"), S("file"), &lim, &t));
	assert_cell(next_row(c, t, 1), 0, CELL_TEXT, "隐藏的工作表");
	table_close(&t);
	lim.sheet = S("没有");
	assert_fault(c, table_open(c, fixture(c, "types-openpyxl.xlsx"), S("file"), &lim, &t),
	             E_INPUT, "table_no_sheet");
	assert_null(t);
}

static void dates_of_the_1904_calendar_are_the_same_days(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table *t = open_fixture(c, "date-1904.xlsx");

	assert_cell(next_row(c, t, 1), 0, CELL_DATE, "2016-02-29");
	table_close(&t);
}

/* ---- .csv ---- */

static struct table *open_text(struct ctx *c, struct str bytes)
{
	struct table *t = NULL;

	assert_ok(table_open(c, bytes, S("file"), NULL, &t));
	return t;
}

static void a_roster_in_any_encoding_reads_the_same(void **state)
{
	static const struct {
		const char *name, *encoding, *rare;
		uint32_t head; /* row of the header */
	} files[] = {
		{"roster-utf8.csv", "UTF-8", "𠮷示例", 1},
		{"roster-gbk.csv", "GB18030", "吉示例", 1}, /* GBK lacks the rare character */
		{"roster-gb18030.csv", "GB18030", "𠮷示例", 3},
	};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct table *t = open_fixture(c, files[i].name);
		const struct table_row *r;

		assert_int_equal(table_kind(t), TABLE_CSV);
		assert_str(table_encoding(t), files[i].encoding);
		skip_rows(c, t, 1, files[i].head - 1);
		r = next_row(c, t, files[i].head);
		assert_cell(r, 3, CELL_TEXT, "姓名");
		r = next_row(c, t, files[i].head + 1);
		assert_cell(r, 5, CELL_TEXT, "341503201303050010");
		skip_rows(c, t, files[i].head + 2, files[i].head + 4);
		assert_cell(next_row(c, t, files[i].head + 5), 3, CELL_TEXT, files[i].rare);
		table_close(&t);
	}
}

static void utf16_as_excel_saves_unicode_text_is_read(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table *t =
		open_text(c, S("\xff\xfe\xd3\x59\x0d\x54\x09\x00\x41\x00\x0d\x00\x0a\x00"));
	const struct table_row *r = next_row(c, t, 1);

	assert_str(table_encoding(t), "UTF-16LE");
	assert_cell(r, 0, CELL_TEXT, "姓名");
	assert_cell(r, 1, CELL_TEXT, "A");
	table_close(&t);
}

static void quotes_line_ends_and_separators_are_read_as_people_make_them(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table *t = open_text(
		c,
		S("a,\"b \"\"c\"\"\",\"x,\ny\"\r\n\r\n=\"0123\",'=1+1,5\" wide,\"q\"tail\rlast,,"));
	const struct table_row *r = next_row(c, t, 1);

	assert_cell(r, 1, CELL_TEXT, "b \"c\"");
	assert_cell(r, 2, CELL_TEXT, "x,\ny");
	r = next_row(c, t, 3); /* the blank line counts */
	assert_cell(r, 0, CELL_TEXT, "0123");
	assert_cell(r, 1, CELL_TEXT, "=1+1");
	assert_cell(r, 2, CELL_TEXT, "5\" wide");
	assert_cell(r, 3, CELL_TEXT, "qtail");
	r = next_row(c, t, 4);
	assert_int_equal(r->n, 1);
	assert_no_more(c, t);
	table_close(&t);

	t = open_text(c, S("甲;乙,丙;丁\n1;2;3\n"));
	assert_cell(next_row(c, t, 1), 1, CELL_TEXT, "乙,丙");
	table_close(&t);
	t = open_text(c, S("甲\t乙,丙\t丁\n"));
	assert_cell(next_row(c, t, 1), 1, CELL_TEXT, "乙,丙");
	table_close(&t);
	t = open_text(c, S("sep=;\r\na;b,c,d,e\r\n"));
	assert_cell(next_row(c, t, 2), 1, CELL_TEXT, "b,c,d,e");
	table_close(&t);
}

/* ---- numbers and letters ---- */

static void decimals_are_what_the_person_saw(void **state)
{
	static const struct {
		const char *stored, *shown;
	} cases[] = {
		{"42", "42"},
		{"599.99", "599.99"},
		{"1.1000000000000001", "1.1"},
		{"0.30000000000000004", "0.3"},
		{"599.99000000000001", "599.99"},
		{"-0.05", "-0.05"},
		{"5.0000000000000003E-2", "0.05"},
		{"1.39E10", "13900000000"},
		{"1.39E+10", "13900000000"},
		{"0", "0"},
		{"-0", "0"},
		{"000.500", "0.5"},
		{"999999999999999", "999999999999999"},
		{"0.9999999999999999", "1"},
		{"100", "100"},
		{"1E-20", "0.00000000000000000001"},
	};
	static const char *const refused[] = {"341502201602293040",
	                                      "3.41502201602293E+17",
	                                      "1E+15",
	                                      "",
	                                      "-",
	                                      "1.2.3",
	                                      "0x10",
	                                      "nan",
	                                      "1e",
	                                      "1E999999",
	                                      "999999999999999.9"};
	struct ctx *c = kit_ctx(state);
	struct str got;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_true(cell_decimal(c->arena, str_of(cases[i].stored), &got));
		assert_str(got, cases[i].shown);
	}
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_false(cell_decimal(c->arena, str_of(refused[i]), &got));
}

static void columns_have_the_letters_of_a_spreadsheet(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_str(table_column(c->arena, 0), "A");
	assert_str(table_column(c->arena, 25), "Z");
	assert_str(table_column(c->arena, 26), "AA");
	assert_str(table_column(c->arena, 701), "ZZ");
	assert_str(table_column(c->arena, 702), "AAA");
	assert_str(table_column(c->arena, 16383), "XFD");
}

/* ---- a whole school ---- */

static void two_thousand_rows_agree_with_the_side_list_of_bad_ones(void **state)
{
	static const char *const header[] = {"学校标识码",   "年级",      "班级",   "姓名",
	                                     "性别",         "证件号码",  "学籍号", "监护人姓名",
	                                     "监护人手机号", "与学生关系"};
	static const char *const books[] = {"roster-2000.xlsx", "roster-2000-gbk.csv"};
	struct ctx *c = kit_ctx(state);

	for (size_t b = 0; b < 2; b++) {
		struct table *t = open_fixture(c, books[b]),
			     *bad = open_fixture(c, "roster-2000.bad.csv");
		const struct table_row *r, *wrong = next_row(c, bad, 1);
		int n = 0, seen = 0;

		assert_ok(table_next(c, bad, &wrong));
		next_row(c, t, 1);
		for (;;) {
			int64_t at = 0;
			uint32_t col = 0;

			assert_ok(table_next(c, t, &r));
			if (r == NULL)
				break;
			n++;
			if (wrong == NULL || !str_i64(wrong->cells[0].text, &at) || at != r->number)
				continue;
			while (!str_is(wrong->cells[1].text, header[col]))
				col++;
			assert_true(str_eq(table_cell(r, col).text, table_cell(wrong, 2).text));
			seen++;
			assert_ok(table_next(c, bad, &wrong));
		}
		assert_int_equal(n, 2000);
		assert_int_equal(seen, 17);
		table_close(&t);
		table_close(&bad);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_roster_from_openpyxl_is_read_with_its_merged_headers),
		KIT_TEST(a_roster_from_libreoffice_is_read_with_its_merged_headers),
		KIT_TEST(
			an_identity_number_in_a_number_cell_is_given_as_stored_and_known_to_be_lossy),
		KIT_TEST(every_kind_of_cell_is_told_apart),
		KIT_TEST(a_named_sheet_is_read_even_when_hidden_and_a_missing_one_is_refused),
		KIT_TEST(dates_of_the_1904_calendar_are_the_same_days),
		KIT_TEST(a_roster_in_any_encoding_reads_the_same),
		KIT_TEST(utf16_as_excel_saves_unicode_text_is_read),
		KIT_TEST(quotes_line_ends_and_separators_are_read_as_people_make_them),
		KIT_TEST(decimals_are_what_the_person_saw),
		KIT_TEST(columns_have_the_letters_of_a_spreadsheet),
		KIT_TEST(two_thousand_rows_agree_with_the_side_list_of_bad_ones),
	};
	return KIT_RUN(tests);
}
