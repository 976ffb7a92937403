/* Workbooks and .csv we make, read back; what must be inside the parts of a workbook. */
#include "file.h"

#include <zip.h>

#include "docs/csv_write.h"
#include "docs/xlsx_write.h"

#define CEILING ((size_t)8 << 20)

/* The unpacked text of one part. */
static struct str part_of(struct ctx *c, struct str book, const char *name)
{
	zip_source_t *s = zip_source_buffer_create(book.p, book.n, 0, NULL);
	zip_t *zip = zip_open_from_source(s, ZIP_RDONLY, NULL);
	zip_file_t *f;
	zip_stat_t st;
	char *p;

	assert_non_null(zip);
	assert_int_equal(zip_stat(zip, name, 0, &st), 0);
	p = NEW_N(c->arena, st.size + 1, char);
	f = zip_fopen(zip, name, 0);
	assert_non_null(f);
	assert_int_equal(zip_fread(f, p, st.size), (zip_int64_t)st.size);
	zip_fclose(f);
	zip_discard(zip);
	return (struct str){p, st.size};
}

static bool has(struct str s, const char *needle)
{
	size_t at;

	return str_find(s, str_of(needle), &at);
}

static struct str finish(struct ctx *c, struct sheet_writer **w)
{
	struct str book;
	struct out o;

	out_init(&o, CEILING);
	assert_ok(sheet_end(c, w, &o));
	assert_null(*w);
	book = str_dup(c->arena, out_str(&o));
	out_free(&o);
	return book;
}

static struct table *reopen(struct ctx *c, struct str book)
{
	struct table *t = NULL;

	assert_ok(table_open(c, book, S("file"), NULL, &t));
	return t;
}

static const struct str sexes[] = {{"男", 3}, {"女", 3}};
static const struct column columns[] = {
	{.title = {"证件号码", 12},
         .type = COLUMN_TEXT,
         .required = true,
         .note = {"18 位，按文字填写", 24}},
	{.title = {"性别", 6}, .type = COLUMN_TEXT, .choices = sexes, .n_choices = 2},
	{.title = {"金额", 6}, .type = COLUMN_MONEY},
	{.title = {"人数", 6}, .type = COLUMN_INTEGER},
	{.title = {"日期", 6}, .type = COLUMN_DATE},
};

static struct sheet_writer *begin(struct ctx *c, const char *title)
{
	struct sheet_spec spec = {.name = S("学生[名]单*"),
	                          .title = str_of(title),
	                          .columns = columns,
	                          .n_columns = 5,
	                          .blank_rows = 500};
	struct sheet_writer *w = NULL;

	assert_ok(sheet_new(c, &spec, &w));
	return w;
}

static void put_row(struct sheet_writer *w, struct str id, int64_t fen, int64_t n, struct date d)
{
	sheet_text(w, id);
	sheet_text(w, S("男"));
	sheet_money(w, FEN(fen));
	sheet_i64(w, n);
	sheet_date(w, d);
	sheet_row_end(w);
}

static void a_list_comes_back_as_it_was_written(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sheet_writer *w = begin(c, "示例小学名单");
	const struct table_row *r;
	struct table *t;
	struct date d;

	assert_true(date_of(2016, 2, 29, &d));
	put_row(w, S("341502201602293040"), 59999, 42, d);
	put_row(w, S("𠮷"), MONEY_MAX_FEN / 1000, INT64_C(341502201602293040), DATE_NONE);
	t = reopen(c, finish(c, &w));
	assert_str(table_sheet_name(t), "学生名单");
	assert_cell(next_row(c, t, 1), 4, CELL_TEXT, "示例小学名单"); /* merged over all columns */
	assert_cell(next_row(c, t, 2), 0, CELL_TEXT, "证件号码");
	r = next_row(c, t, 3);
	assert_cell(r, 0, CELL_TEXT, "341502201602293040");
	assert_cell(r, 2, CELL_NUMBER, "599.99");
	assert_cell(r, 3, CELL_NUMBER, "42");
	assert_cell(r, 4, CELL_DATE, "2016-02-29");
	r = next_row(c, t, 4);
	assert_cell(r, 0, CELL_TEXT, "𠮷");
	assert_cell(r, 3, CELL_TEXT, "341502201602293040"); /* past 15 digits: kept as text */
	assert_cell(r, 4, CELL_NONE, "");
	assert_no_more(c, t);
	table_close(&t);
}

/* R34's border cases and every number of fen below 100 yuan in between: no amount moves by a fen on
 * its way through a spreadsheet. */
static void every_amount_survives_the_journey_to_the_fen(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct column column = {.title = S("金额"), .type = COLUMN_MONEY};
	struct sheet_spec spec = {.name = S("S"), .columns = &column, .n_columns = 1};
	struct sheet_writer *w = NULL;
	const struct table_row *r;
	struct table *t;

	assert_ok(sheet_new(c, &spec, &w));
	for (int64_t fen = 0; fen < 10000; fen++) {
		sheet_money(w, FEN(fen * 601 + 1));
		sheet_row_end(w);
	}
	sheet_money(w, FEN(-60000));
	sheet_row_end(w);
	t = reopen(c, finish(c, &w));
	next_row(c, t, 1);
	for (int64_t fen = 0; fen < 10000; fen++) {
		struct str plain;
		struct money m;

		r = next_row(c, t, (uint32_t)fen + 2);
		assert_true(cell_decimal(c->arena, r->cells[0].text, &plain));
		assert_true(money_parse(plain, &m));
		assert_int_equal(m.fen, fen * 601 + 1);
	}
	assert_cell(next_row(c, t, 10002), 0, CELL_NUMBER, "-600");
	table_close(&t);
}

static void the_same_list_gives_the_same_bytes(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sheet_writer *w = begin(c, NULL);
	struct str a, b;

	put_row(w, S("甲"), 1, 1, DATE_NONE);
	a = finish(c, &w);
	w = begin(c, NULL);
	put_row(w, S("甲"), 1, 1, DATE_NONE);
	b = finish(c, &w);
	assert_true(str_eq(a, b));
	assert_true(has(part_of(c, a, "docProps/core.xml"), "2026-09-01T00:00:00Z"));
}

static void formulas_in_texts_stay_texts(void **state)
{
	static const char *const texts[] = {"=1+1",     "+1",   "-1",
	                                    "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"};
	struct ctx *c = kit_ctx(state);
	struct sheet_writer *w = begin(c, NULL);
	struct table *t;
	struct str book;

	for (size_t i = 0; i < 6; i++) {
		sheet_text(w, str_of(texts[i]));
		sheet_row_end(w);
	}
	book = finish(c, &w);
	assert_false(has(part_of(c, book, "xl/worksheets/sheet1.xml"), "<f>"));
	t = reopen(c, book);
	next_row(c, t, 1);
	for (size_t i = 0; i < 6; i++)
		assert_cell(next_row(c, t, (uint32_t)i + 2), 0, CELL_TEXT, texts[i]);
	table_close(&t);
}

static void a_template_has_an_example_drop_downs_notes_and_text_columns(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sheet_writer *w = begin(c, NULL);
	struct str book, sheet;
	struct table *t;

	sheet_row_example(w);
	put_row(w, S("341503201303050010"), 100, 1, DATE_NONE);
	book = finish(c, &w);
	sheet = part_of(c, book, "xl/worksheets/sheet1.xml");
	/* below the header, over the example and the 500 rows to fill in */
	assert_true(has(sheet, "<dataValidation type=\"list\""));
	assert_true(has(sheet, "sqref=\"B2:B502\""));
	assert_true(has(sheet, "<formula1>'选项'!$A$1:$A$2</formula1>"));
	assert_true(has(sheet, "<pane ySplit=\"1\" topLeftCell=\"A2\""));
	assert_true(has(sheet, "<autoFilter ref="));
	assert_true(has(part_of(c, book, "xl/comments1.xml"), "18 位，按文字填写"));
	assert_true(has(part_of(c, book, "xl/workbook.xml"), "state=\"hidden\""));
	assert_true(has(part_of(c, book, "xl/styles.xml"), "<i/>"));
	/* numFmtId 49 is "text": what is typed into the column keeps its digits */
	assert_true(has(part_of(c, book, "xl/styles.xml"), "numFmtId=\"49\""));
	t = reopen(c, book); /* and our own reader takes the visible sheet */
	assert_cell(next_row(c, t, 1), 1, CELL_TEXT, "性别");
	next_row(c, t, 2);
	assert_no_more(c, t);
	table_close(&t);
}

/* Sixty classes, 900 bytes: past the 255 characters a list inside the rule may hold, commas too. */
static void a_long_drop_down_list_is_kept_whole(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str classes[60];
	struct column column = {.title = S("班级"), .choices = classes, .n_choices = 60};
	struct sheet_spec spec = {
		.name = S("S"), .columns = &column, .n_columns = 1, .blank_rows = 9};
	struct table_limits lim = table_limits_default();
	struct sheet_writer *w = NULL;
	struct table *t = NULL;
	struct str book;

	for (int i = 0; i < 60; i++)
		classes[i] = str_printf(c->arena, "三年级,%d班", i + 1);
	assert_ok(sheet_new(c, &spec, &w));
	book = finish(c, &w);
	assert_true(has(part_of(c, book, "xl/worksheets/sheet1.xml"),
	                "sqref=\"A2:A10\"><formula1>'选项'!$A$1:$A$60</formula1>"));
	lim.sheet = S("选项");
	assert_ok(table_open(c, book, S("file"), &lim, &t));
	for (uint32_t i = 1; i < 60; i++)
		next_row(c, t, i);
	assert_cell(next_row(c, t, 60), 0, CELL_TEXT, "三年级,60班");
	table_close(&t);
}

static void chinese_columns_are_twice_as_wide(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sheet_writer *w = begin(c, NULL);
	struct str sheet;

	put_row(w, S("一二三四五六七八九十"), 1, 1, DATE_NONE); /* 20 + 2 */
	sheet = part_of(c, finish(c, &w), "xl/worksheets/sheet1.xml");
	assert_true(has(sheet, "<col min=\"1\" max=\"1\" width=\"22.7109375\""));
}

/* U6: the bad rows come back in the same columns, with a red last one that says why. */
static void bad_rows_come_back_with_a_red_last_column(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table *t = open_fixture(c, "roster-gbk.csv");
	const struct table_row *r = next_row(c, t, 1);
	struct sheet_writer *w = NULL;
	struct str book, styles;
	uint32_t n = r->n;

	assert_ok(sheet_errors_new(c, S("学生花名册"), r, &w));
	for (uint32_t row = 2; row <= 8; row++)
		r = next_row(c, t, row);
	sheet_error_row(w, r, S("证件号码的校验位不对，请核对第 18 位"));
	table_close(&t);
	book = finish(c, &w);
	styles = part_of(c, book, "xl/styles.xml");
	assert_true(has(styles, "<fgColor rgb=\"FFFFC7CE\"/>"));
	t = reopen(c, book);
	r = next_row(c, t, 1);
	assert_int_equal(r->n, n + 1);
	assert_cell(r, n, CELL_TEXT, "错误原因");
	assert_cell(r, 5, CELL_TEXT, "证件号码");
	r = next_row(c, t, 2);
	assert_cell(r, 3, CELL_TEXT, "错号生");
	assert_cell(r, 5, CELL_TEXT, "341503201303050011");
	assert_cell(r, n, CELL_TEXT, "证件号码的校验位不对，请核对第 18 位");
	assert_no_more(c, t);

	/* Sent back, mended wrongly, sent again: still one such column. */
	table_close(&t);
	t = reopen(c, book);
	assert_ok(sheet_errors_new(c, S("学生花名册"), next_row(c, t, 1), &w));
	sheet_error_row(w, next_row(c, t, 2), S("还是不对"));
	table_close(&t);
	t = reopen(c, finish(c, &w));
	assert_int_equal(next_row(c, t, 1)->n, n + 1);
	assert_cell(next_row(c, t, 2), n, CELL_TEXT, "还是不对");
	table_close(&t);
}

static void more_rows_than_a_list_may_have_are_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct column column = {.title = S("n"), .type = COLUMN_INTEGER};
	struct sheet_spec spec = {.name = S("S"), .columns = &column, .n_columns = 1};
	struct sheet_writer *w = NULL;
	struct out o;

	assert_ok(sheet_new(c, &spec, &w));
	for (uint32_t i = 0; i <= SHEET_ROWS_MAX; i++) {
		sheet_i64(w, i);
		sheet_row_end(w);
	}
	out_init(&o, CEILING);
	assert_fault(c, sheet_end(c, &w, &o), E_REFUSED, "table_too_many_rows");
	assert_null(w);
	out_free(&o);
}

static void a_workbook_larger_than_its_room_is_not_given_in_part(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sheet_writer *w = begin(c, NULL);
	struct out o;

	out_init(&o, 100);
	assert_string_equal(err_name(sheet_end(c, &w, &o)), err_name(E_BROKEN));
	assert_null(w);
	out_free(&o);
}

/* ---- .csv ---- */

static void csv_is_what_excel_opens_and_comes_back_the_same(void **state)
{
	static const char *const texts[] = {"=1+1", "-5",         "+86",    "@x", "'=y",
	                                    "a,b",  "say \"hi\"", "两\n行", ""};
	struct ctx *c = kit_ctx(state);
	const struct table_row *r;
	struct csv_writer w;
	struct table *t;
	struct date d;
	struct out o;

	out_init(&o, CEILING);
	csv_begin(&w, &o);
	for (size_t i = 0; i < 9; i++)
		csv_text(&w, str_of(texts[i]));
	csv_row_end(&w);
	csv_money(&w, FEN(-123450));
	csv_i64(&w, -7);
	assert_true(date_of(2026, 9, 1, &d));
	csv_date(&w, d);
	csv_date(&w, DATE_NONE);
	csv_row_end(&w);
	assert_false(o.broken);
	assert_str(out_str(&o),
	           "\xef\xbb\xbf'=1+1,'-5,'+86,'@x,''=y,\"a,b\",\"say \"\"hi\"\"\",\"两\n行\",\r\n"
	           "-1234.50,-7,2026-09-01,\r\n");
	t = reopen(c, out_str(&o));
	r = next_row(c, t, 1);
	for (uint32_t i = 0; i < 8; i++)
		assert_cell(r, i, CELL_TEXT, texts[i]);
	assert_cell(next_row(c, t, 2), 0, CELL_TEXT, "-1234.50");
	table_close(&t);
	out_free(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_list_comes_back_as_it_was_written),
		KIT_TEST(every_amount_survives_the_journey_to_the_fen),
		KIT_TEST(the_same_list_gives_the_same_bytes),
		KIT_TEST(formulas_in_texts_stay_texts),
		KIT_TEST(a_template_has_an_example_drop_downs_notes_and_text_columns),
		KIT_TEST(a_long_drop_down_list_is_kept_whole),
		KIT_TEST(chinese_columns_are_twice_as_wide),
		KIT_TEST(bad_rows_come_back_with_a_red_last_column),
		KIT_TEST(more_rows_than_a_list_may_have_are_refused),
		KIT_TEST(a_workbook_larger_than_its_room_is_not_given_in_part),
		KIT_TEST(csv_is_what_excel_opens_and_comes_back_the_same),
	};
	return KIT_RUN(tests);
}
