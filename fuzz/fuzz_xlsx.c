/* The workbook reader. An input that begins with PK is the file itself; otherwise its first letter
 * says which part of a sound workbook the rest replaces, so that the fuzzer need not learn zip:
 * s sheet, t shared strings, y styles, w workbook, r relationships. */
#include "table_walk.h"

#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"

static const struct {
	char letter;
	const char *name, *content;
} parts[] = {
	{'w', "xl/workbook.xml",
         "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"},
	{'r', "xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id=\"a\" Type=\"" OFFICE
         "\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
	{'t', "xl/sharedStrings.xml",
         "<sst><si><t>a</t></si><si><r><t>b</t></r><rPh><t>c</t></rPh></si></sst>"},
	{'y', "xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"164\" "
         "formatCode=\"yyyy-mm-dd\"/></numFmts><cellXfs>"
         "<xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"18\"/></cellXfs></styleSheet>"},
	{'s', "xl/worksheets/sheet1.xml",
         "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" "
         "s=\"1\"><v>42430.5</v>"
         "</c></row></sheetData></worksheet>"},
};

/* The container around the parts, stored and not packed; bytes on the heap. */
static char *wrap(char letter, struct str given, size_t *ret_n)
{
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip;
	zip_stat_t st;
	char *p;

	require(to != NULL);
	zip_source_keep(to);
	zip = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
	require(zip != NULL);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct str s = parts[i].letter == letter ? given : str_of(parts[i].content);
		zip_source_t *from = zip_source_buffer(zip, s.p, s.n, 0);
		zip_int64_t at = zip_file_add(zip, parts[i].name, from, ZIP_FL_ENC_UTF_8);

		require(at >= 0);
		zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
	}
	require(zip_close(zip) == 0);
	require(zip_source_open(to) == 0 && zip_source_stat(to, &st) == 0);
	p = malloc(st.size);
	require(p != NULL && zip_source_read(to, p, st.size) == (zip_int64_t)st.size);
	zip_source_close(to);
	zip_source_free(to);
	*ret_n = st.size;
	return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct table_limits lim = walk_limits();
	struct ctx c;
	char *made;
	size_t n;

	if (size < 2 || size > 65536 || !walk_ctx(&c))
		return -1;
	if (data[0] == 'P' && data[1] == 'K') {
		walk(&c, (struct str){(const char *)data, size}, &lim, NULL);
		return 0;
	}
	if (memchr("wrtys", data[0], 5) == NULL)
		return -1;
	made = wrap((char)data[0], (struct str){(const char *)data + 1, size - 1}, &n);
	walk(&c, (struct str){made, n}, &lim, NULL);
	free(made);
	return 0;
}
