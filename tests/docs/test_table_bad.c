/* Files that are broken, hostile or too large: each is refused with its own code, within a second
 * and within 64 MB beside the file. */
#include "pack_make.h"

#include <sys/mman.h>
#include <unistd.h>

#define MB (1024L * 1024L)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOWER 15
#else
#define SLOWER 1
#endif

static double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The highest resident size since the last peak_forget(). */
static long peak_bytes(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[128];
	long kb = -1;

	assert_non_null(f);
	while (kb < 0 && fgets(line, sizeof line, f) != NULL) {
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtol(line + 6, NULL, 10);
	}
	fclose(f);
	assert_true(kb > 0);
	return kb * 1024L;
}

static long peak_forget(void)
{
	FILE *f = fopen("/proc/self/clear_refs", "w");

	assert_non_null(f);
	fputs("5", f);
	assert_int_equal(fclose(f), 0);
	return peak_bytes();
}

/* Open and read to the end; the first failure. */
static enum err read_all(struct ctx *c, struct str bytes, const struct table_limits *lim)
{
	struct table *t = NULL;
	const struct table_row *r;
	enum err e;

	TRY(table_open(c, bytes, S("file"), lim, &t));
	do
		e = table_next(c, t, &r);
	while (e == OK && r != NULL);
	table_close(&t);
	return e;
}

static void assert_refused_with(struct ctx *c, struct str bytes, const struct table_limits *lim,
                                const char *code)
{
	long before = peak_forget();
	double start = seconds_now();

	assert_fault(c, read_all(c, bytes, lim), E_INPUT, code);
	assert_str(c->fault.field, "file");
	assert_true(seconds_now() - start < 1.0 * SLOWER);
	assert_true(peak_bytes() - before < 64 * MB * SLOWER);
}

static void assert_refused(struct ctx *c, struct str bytes, const char *code)
{
	assert_refused_with(c, bytes, NULL, code);
}

static struct str repeat(struct ctx *c, struct str head, struct str unit, size_t n, struct str tail)
{
	char *p = NEW_N(c->arena, head.n + unit.n * n + tail.n, char);
	size_t at = head.n;

	assert_non_null(p);
	memcpy(p, head.p, head.n);
	for (size_t i = 0; i < n; i++, at += unit.n)
		memcpy(p + at, unit.p, unit.n);
	memcpy(p + at, tail.p, tail.n);
	return (struct str){p, at + tail.n};
}

/* ---- the wrong kind of file ---- */

static void a_picture_or_page_renamed_to_a_table_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_refused(c, S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "table_not_a_table");
	assert_refused(c, S("\xff\xd8\xff\xe0\0\x10JFIF"), "table_not_a_table");
	assert_refused(c, S("%PDF-1.7\n"), "table_not_a_table");
	assert_refused(c, S("<html><table><tr><td>1</td></tr></table>"), "table_not_a_table");
	assert_refused(c, S("<?xml version=\"1.0\"?><a/>"), "table_not_a_table");
}

static void an_empty_file_is_refused(void **state)
{
	assert_refused(kit_ctx(state), S(""), "table_empty");
}

static void an_old_xls_and_a_workbook_under_a_password_are_told_apart(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_refused(c, fixture(c, "roster-old.xls"), "table_old_format");
	assert_refused(
		c,
		S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0"
	          "a\0g\0e\0..."),
		"table_encrypted");
}

static void a_zip_that_is_no_workbook_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct made m = make_begin();

	make_part(&m, "word/document.xml", S("<w:document/>"));
	assert_refused(c, make_end(c, &m), "table_not_a_table");
}

/* ---- damaged ---- */

static void a_workbook_cut_anywhere_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str whole = fixture(c, "roster-openpyxl-text.xlsx");

	for (size_t n = 4; n < whole.n; n += 97) {
		enum err e = read_all(c, str_sub(whole, 0, n), NULL);

		assert_string_equal(err_name(e), err_name(E_INPUT));
		assert_string_equal(c->fault.code, "table_damaged");
	}
}

/* Whatever a flipped byte does, it never gives other cells silently: a part that is read whole is
 * held to its checksum. */
static void a_flipped_byte_in_a_part_that_is_read_is_noticed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str sheet = repeat(c, S("<worksheet><sheetData>"),
	                          S("<row><c t=\"inlineStr\"><is><t>abc</t></is></c></row>"), 40,
	                          S("</sheetData></worksheet>"));
	struct str book = make_book(c, sheet, STR_NONE), copy = str_dup(c->arena, book);
	size_t at = 0, refused = 0;

	assert_true(str_find(book, S("xl/worksheets/sheet1.xml"), &at));
	at += 24; /* the packed bytes follow the name */
	for (size_t i = at; i < at + 20; i++) {
		char *p = (char *)(uintptr_t)copy.p;

		p[i] = (char)(p[i] ^ 0x10);
		refused += read_all(c, copy, NULL) == E_INPUT;
		p[i] = (char)(p[i] ^ 0x10);
	}
	assert_int_equal(refused, 20);
	assert_ok(read_all(c, copy, NULL));
}

static void cells_that_point_nowhere_are_refused(void **state)
{
	static const char *const rows[] = {
		"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>", /* no such string */
		"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>",
		"<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"/>", /* rows go back */
		"<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
		"<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>", /* another row's cell */
		"<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>",
		"<row r=\"0\"><c><v>1</v></c></row>",
		"<row r=\"1\"><c r=\"A1\"><v>1</v></row>", /* not well-formed */
	};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str parts[] = {S("<worksheet><sheetData>"), str_of(rows[i]),
		                      S("</sheetData></worksheet>")};

		assert_refused(c, make_book(c, str_join(c->arena, parts, 3, S("")), STR_NONE),
		               "table_damaged");
	}
}

/* ---- hostile workbooks ---- */

static void a_zip_bomb_is_refused_by_what_it_declares(void **state)
{
	struct ctx *c = kit_ctx(state);
	size_t n = (size_t)65 << 20;
	char *zeros = mmap(NULL, n, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct str book;

	assert_ptr_not_equal(zeros, MAP_FAILED);
	book = make_book(c, (struct str){zeros, n}, STR_NONE);
	assert_refused(c, book, "table_unpacked_too_large");
	munmap(zeros, n);
}

static void a_part_packed_too_well_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str blanks = repeat(c, S(""), S("                "), 1 << 18, S(""));

	assert_refused(c, make_book(c, blanks, STR_NONE), "table_ratio");
}

/* The directory says the sheet unpacks to 100 bytes; what comes out is more. */
static void a_part_that_unpacks_to_more_than_declared_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str sheet = repeat(c, S("<worksheet><sheetData>"), S("<row><c><v>1</v></c></row>"),
	                          5000, S("</sheetData></worksheet>"));
	struct str book = make_book(c, sheet, STR_NONE);
	char *p = (char *)(uintptr_t)book.p;
	size_t done = 0;

	for (size_t i = 0; i + 70 < book.n; i++) {
		if (memcmp(p + i, "PK\1\2", 4) == 0 &&
		    memcmp(p + i + 46, "xl/worksheets", 13) == 0) {
			memcpy(p + i + 24, "\x64\0\0\0", 4);
			done++;
		}
	}
	assert_int_equal(done, 1);
	assert_refused(c, book, "table_damaged");
}

static void a_hundred_thousand_zip_entries_are_refused_unread(void **state)
{
	struct ctx *c = kit_ctx(state);
	/* Written by hand: a directory of 100,000 entries without a name. */
	struct str entries = repeat(
		c, S("PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		S("PK\1\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	          "\0\0\0\0\0"),
		100000, S("PK\5\6\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0"));

	assert_refused(c, entries, "table_too_many_parts");
	/* A directory that only claims them, in its 64-bit form. */
	assert_refused(c,
	               S("PK\3\4............................"
	                 "PK\6\6\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0"
	                 "\0\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0................"
	                 "PK\5\6\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0"),
	               "table_too_many_parts");
}

static void a_document_type_is_refused_wherever_it_stands(void **state)
{
	static const char xxe[] =
		"<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
		"<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&e;</t></is></c>"
		"</row></sheetData></worksheet>";
	static const char laughs[] =
		"<!DOCTYPE s [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
		"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d "
		"\"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
		"<sst><si><t>&d;</t></si></sst>";
	struct ctx *c = kit_ctx(state);

	assert_refused(c, make_book(c, str_of(xxe), STR_NONE), "table_dtd");
	assert_refused(c, make_book(c, S("<worksheet/>"), str_of(laughs)), "table_dtd");
	assert_refused(c, make_book(c, S("<!DOCTYPE worksheet><worksheet/>"), STR_NONE),
	               "table_dtd");
}

static void xml_that_would_fill_the_memory_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str deep = repeat(c, S(""), S("<a>"), 1000000, S(""));
	struct table_limits lim = table_limits_default();
	struct str name;
	char *p;

	lim.ratio = 100000;
	assert_refused_with(c, make_book(c, deep, STR_NONE), &lim, "table_too_complex");
	/* one attribute of 8 MB */
	name = repeat(c, S("<worksheet a=\""), S("aaaaaaaaaaaaaaaa"), 1 << 19, S("\"/>"));
	assert_refused_with(c, make_book(c, name, STR_NONE), &lim, "table_too_complex");
	/* two million names, each another */
	p = NEW_N(c->arena, 16000100, char);
	assert_non_null(p);
	memcpy(p, "<worksheet>", 11);
	for (size_t i = 0; i < 1000000; i++)
		snprintf(p + 11 + i * 12, 13, "<a%08zx/>", i);
	assert_refused_with(c, make_book(c, (struct str){p, 11 + 12000000}, STR_NONE), &lim,
	                    "table_too_complex");
}

/* ---- ceilings ---- */

static struct str rows_book(struct ctx *c, const char *row, size_t n)
{
	return make_book(c,
	                 repeat(c, S("<worksheet><sheetData>"), str_of(row), n,
	                        S("</sheetData></worksheet>")),
	                 STR_NONE);
}

static void every_ceiling_of_a_workbook_has_its_own_refusal(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table_limits lim = table_limits_default();
	const char *row = "<row><c><v>1</v></c><c><v>2</v></c></row>";

	lim.rows = 10;
	assert_ok(read_all(c, rows_book(c, row, 10), &lim));
	assert_refused_with(c, rows_book(c, row, 11), &lim, "table_too_many_rows");
	assert_str(c->fault.found, "第 11 行");
	assert_str(c->fault.allowed, "10");
	lim = table_limits_default();
	lim.cells = 20;
	assert_refused_with(c, rows_book(c, row, 11), &lim, "table_too_many_cells");
	lim = table_limits_default();
	lim.columns = 1;
	assert_refused_with(c, rows_book(c, row, 1), &lim, "table_too_many_columns");
	lim = table_limits_default();
	lim.cell_bytes = 4;
	assert_refused_with(c, rows_book(c, "<row><c><v>12345</v></c></row>", 1), &lim,
	                    "table_cell_too_long");
	lim = table_limits_default();
	lim.strings = 2;
	assert_refused_with(c,
	                    make_book(c, S("<worksheet/>"),
	                              S("<sst><si><t>a</t></si><si/><si><t>c</t></si></sst>")),
	                    &lim, "table_too_many_strings");
	lim = table_limits_default();
	lim.merges = 1;
	assert_refused_with(c,
	                    make_book(c,
	                              S("<worksheet><mergeCells><mergeCell ref=\"A1:B1\"/>"
	                                "<mergeCell ref=\"A2:B2\"/></mergeCells></worksheet>"),
	                              STR_NONE),
	                    &lim, "table_too_many_merges");
}

static void styled_blank_cells_far_to_the_right_are_no_reason_to_refuse(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table *t = NULL;
	const struct table_row *r;

	assert_ok(table_open(
		c,
		rows_book(c, "<row><c><v>341502201602293040</v></c><c r=\"XFD1\" s=\"1\"/></row>",
	                  1),
		S("file"), NULL, &t));
	r = next_row(c, t, 1);
	assert_cell(r, 0, CELL_NUMBER, "341502201602293040"); /* as written, digit by digit */
	assert_int_equal(r->n, 1);
	table_close(&t);
}

/* A merged range may cover everything; its text is repeated only within the ceilings. */
static void one_merge_over_the_whole_sheet_stays_within_the_ceilings(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str sheet =
		repeat(c, S("<worksheet><sheetData>"), S("<row><c><v>1</v></c></row>"), 50000,
	               S("</sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/>"
	                 "</mergeCells></worksheet>"));
	struct table_limits lim = table_limits_default();

	lim.ratio = 100000;
	assert_refused_with(c, make_book(c, sheet, STR_NONE), &lim, "table_too_many_cells");
}

static void strings_that_would_fill_the_memory_are_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table_limits lim = table_limits_default();
	struct str strings = repeat(c, S("<sst>"),
	                            S("<si><t>"
	                              "012345678901234567890123456789012345678901234567890123456789"
	                              "0123456789012345678901"
	                              "234567890123456789</t></si>"),
	                            200000, S(""));

	lim.ratio = 100000;
	lim.strings = 150000;
	assert_refused_with(c, make_book(c, S("<worksheet/>"), strings), &lim,
	                    "table_too_many_strings");
	lim.strings = 1000000; /* more than the reader itself allows */
	strings = repeat(c, S("<sst>"), S("<si/>"), TABLE_STRINGS_MAX + 1, S("</sst>"));
	assert_refused_with(c, make_book(c, S("<worksheet/>"), strings), &lim,
	                    "table_too_many_strings");
}

/* ---- text files ---- */

static void nul_bytes_and_unknown_encodings_are_refused_with_their_line(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_refused(c, S("a,b\nc\0d,e\n"), "table_nul");
	assert_str(c->fault.found, "第 2 行");
	assert_refused(c, S("\xff\xfe\x41\0\0\0"), "table_nul");
	assert_refused(c, S("a,b\nc,d\n\xff\xff,\x80\n"), "table_encoding");
	assert_str(c->fault.found, "第 3 行");
	assert_refused(c, S("\xef\xbb\xbf\xd0\xd5\xc3\xfb\n"),
	               "table_encoding");                                   /* says UTF-8, is GBK */
	assert_refused(c, S("\xff\xfe\x00\xd8\x41\x00"), "table_encoding"); /* half a pair */
}

static void an_open_quote_is_refused_with_the_row_it_stands_in(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_refused(c, S("a,b\n1,\"2\n3,4\n5,6\n"), "table_quote_open");
	assert_str(c->fault.found, "第 2 行");
}

static void a_line_over_the_ceiling_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct table_limits lim = table_limits_default();

	assert_refused(c, repeat(c, S("a,b\n"), S("x"), (size_t)2 << 20, S("\n")),
	               "table_line_too_long");
	assert_str(c->fault.found, "第 2 行");
	assert_str(c->fault.allowed, "1 MB");
	assert_refused(c, repeat(c, S("a,\""), S("\n1,2"), (size_t)1 << 20, S("")),
	               "table_line_too_long");
	assert_refused(c, repeat(c, S(""), S("a,"), 300, S("\n")), "table_too_many_columns");
	assert_ok(
		read_all(c, repeat(c, S("a"), S(","), 3000, S("\n")), NULL)); /* nothing in them */
	assert_refused(c, repeat(c, S(""), S("x"), 100001, S("\n")), "table_cell_too_long");
	lim.rows = 3;
	assert_refused_with(c, S("1\n2\n\n3\n4\n"), &lim, "table_too_many_rows");
	assert_str(c->fault.found, "第 5 行");
}

static void fifty_megabytes_are_refused_before_a_byte_is_read(void **state)
{
	struct ctx *c = kit_ctx(state);
	int fd = memfd_create("big", MFD_CLOEXEC);
	struct table *t = NULL;
	long before = peak_forget();
	double start = seconds_now();

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 50 * MB), 0);
	assert_fault(c, table_open_fd(c, fd, S("file"), NULL, &t), E_INPUT, "too_large");
	assert_str(c->fault.allowed, "20 MB");
	assert_null(t);
	assert_true(peak_bytes() - before < MB * SLOWER);
	assert_true(seconds_now() - start < 0.1);
	close(fd);
}

/* The largest text that is let in, in the encoding that costs most. */
static void twenty_megabytes_of_gbk_are_read_within_the_memory(void **state)
{
	struct ctx *c = kit_ctx(state);
	/* 370 bytes each */
	struct str unit = repeat(c, S(""), S("\xd0\xd5\xc3\xfb,"), 73, S("\xd0\xd5\xc3\xfb\n"));
	int fd = memfd_create("gbk", MFD_CLOEXEC);
	const struct table_row *r;
	struct table *t = NULL;
	long before;
	int n = 0;

	assert_true(fd >= 0);
	for (int i = 0; i < 57000; i++)
		assert_int_equal(write(fd, unit.p, unit.n), (ssize_t)unit.n);
	before = peak_forget();
	assert_fault(c, table_open_fd(c, fd, S("file"), NULL, &t), E_INPUT, "too_large");
	assert_int_equal(ftruncate(fd, 56000L * 370L), 0);
	assert_ok(table_open_fd(c, fd, S("file"), NULL, &t));
	close(fd);
	for (;; n++) {
		enum err e = table_next(c, t, &r);

		if (e != OK) { /* four million cells */
			assert_string_equal(c->fault.code, "table_too_many_cells");
			break;
		}
		assert_non_null(r);
	}
	assert_true(n > 20000);
	table_close(&t);
	assert_true(peak_bytes() - before < 64 * MB * SLOWER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_picture_or_page_renamed_to_a_table_is_refused),
		KIT_TEST(an_empty_file_is_refused),
		KIT_TEST(an_old_xls_and_a_workbook_under_a_password_are_told_apart),
		KIT_TEST(a_zip_that_is_no_workbook_is_refused),
		KIT_TEST(a_workbook_cut_anywhere_is_refused),
		KIT_TEST(a_flipped_byte_in_a_part_that_is_read_is_noticed),
		KIT_TEST(cells_that_point_nowhere_are_refused),
		KIT_TEST(a_zip_bomb_is_refused_by_what_it_declares),
		KIT_TEST(a_part_packed_too_well_is_refused),
		KIT_TEST(a_part_that_unpacks_to_more_than_declared_is_refused),
		KIT_TEST(a_hundred_thousand_zip_entries_are_refused_unread),
		KIT_TEST(a_document_type_is_refused_wherever_it_stands),
		KIT_TEST(xml_that_would_fill_the_memory_is_refused),
		KIT_TEST(every_ceiling_of_a_workbook_has_its_own_refusal),
		KIT_TEST(styled_blank_cells_far_to_the_right_are_no_reason_to_refuse),
		KIT_TEST(one_merge_over_the_whole_sheet_stays_within_the_ceilings),
		KIT_TEST(strings_that_would_fill_the_memory_are_refused),
		KIT_TEST(nul_bytes_and_unknown_encodings_are_refused_with_their_line),
		KIT_TEST(an_open_quote_is_refused_with_the_row_it_stands_in),
		KIT_TEST(a_line_over_the_ceiling_is_refused),
		KIT_TEST(fifty_megabytes_are_refused_before_a_byte_is_read),
		KIT_TEST(twenty_megabytes_of_gbk_are_read_within_the_memory),
	};
	return KIT_RUN(tests);
}
