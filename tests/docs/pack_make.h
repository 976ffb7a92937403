/* Workbooks put together part by part, for what no honest program writes. */
#ifndef TESTS_DOCS_PACK_MAKE_H
#define TESTS_DOCS_PACK_MAKE_H

#include "file.h"

#include <zip.h>

#define RELS                                                                                       \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"   \
	"<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"  \
	"relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
#define BOOK                                                                                       \
	"<workbook xmlns:r=\"x\"><sheets><sheet name=\"S\" sheetId=\"1\" "                         \
	"r:id=\"rId1\"/></sheets></workbook>"

struct made {
	zip_t *zip;
	zip_source_t *source;
};

static inline struct made make_begin(void)
{
	struct made m = {0};

	m.source = zip_source_buffer_create(NULL, 0, 0, NULL);
	assert_non_null(m.source);
	zip_source_keep(m.source);
	m.zip = zip_open_from_source(m.source, ZIP_TRUNCATE, NULL);
	assert_non_null(m.zip);
	return m;
}

/* `content` must live until make_end(). */
static inline void make_part(struct made *m, const char *name, struct str content)
{
	zip_source_t *s = zip_source_buffer(m->zip, content.p, content.n, 0);

	assert_non_null(s);
	assert_true(zip_file_add(m->zip, name, s, ZIP_FL_ENC_UTF_8) >= 0);
}

static inline struct str make_end(struct ctx *c, struct made *m)
{
	zip_stat_t st;
	char *p;

	assert_int_equal(zip_close(m->zip), 0);
	zip_source_open(m->source);
	zip_source_stat(m->source, &st);
	p = NEW_N(c->arena, st.size, char);
	assert_non_null(p);
	assert_int_equal(zip_source_read(m->source, p, st.size), (zip_int64_t)st.size);
	zip_source_close(m->source);
	zip_source_free(m->source);
	return (struct str){p, st.size};
}

/* A workbook whose only sheet is `sheet`, with shared strings when given. */
static inline struct str make_book(struct ctx *c, struct str sheet, struct str strings)
{
	struct made m = make_begin();

	make_part(&m, "xl/workbook.xml", S(BOOK));
	make_part(&m, "xl/_rels/workbook.xml.rels", S(RELS));
	make_part(&m, "xl/worksheets/sheet1.xml", sheet);
	if (strings.n > 0)
		make_part(&m, "xl/sharedStrings.xml", strings);
	return make_end(c, &m);
}

#endif
