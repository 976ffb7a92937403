/* The kept fixtures, and answers to "what stands in this cell?". */
#ifndef TESTS_DOCS_FILE_H
#define TESTS_DOCS_FILE_H

#include "../kit.h"
#include "docs/table.h"

#include <sys/stat.h>

#ifndef DATA_DIR /* the build gives the whole path */
#define DATA_DIR "tests/docs/data"
#endif

static inline struct str fixture(struct ctx *c, const char *name)
{
	struct str path = str_printf(c->arena, "%s/%s", DATA_DIR, name);
	FILE *f = fopen(str_c(c->arena, path), "rb");
	struct stat st;
	char *p;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	p = NEW_N(c->arena, (size_t)st.st_size, char);
	assert_non_null(p);
	assert_int_equal(fread(p, 1, (size_t)st.st_size, f), st.st_size);
	fclose(f);
	return (struct str){p, (size_t)st.st_size};
}

static inline struct table *open_fixture(struct ctx *c, const char *name)
{
	struct table *t = NULL;

	assert_ok(table_open(c, fixture(c, name), S("file"), NULL, &t));
	return t;
}

static inline const struct table_row *next_row(struct ctx *c, struct table *t, uint32_t number)
{
	const struct table_row *r = NULL;

	assert_ok(table_next(c, t, &r));
	assert_non_null(r);
	assert_int_equal(r->number, number);
	return r;
}

static inline void assert_no_more(struct ctx *c, struct table *t)
{
	const struct table_row *r = NULL;

	assert_ok(table_next(c, t, &r));
	assert_null(r);
}

static inline void assert_cell(const struct table_row *r, uint32_t col, enum cell_type type,
                               const char *text)
{
	struct cell cell = table_cell(r, col);

	assert_str(cell.text, text);
	assert_int_equal(cell.type, type);
}

#endif
