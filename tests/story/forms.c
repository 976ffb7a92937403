#include "forms.h"

#include "../kit.h"

#include "docs/table.h"

enum { ROWS_MAX = 4000, COLS_MAX = 64 };

struct form {
	struct cell cell[ROWS_MAX][COLS_MAX];
	uint32_t cols[ROWS_MAX];
	size_t rows;
	struct str top; /* what stands on top; none */
};

static void form_read(struct ctx *c, struct str bytes, struct form *f)
{
	TABLE_AUTO t = NULL;
	const struct table_row *r;

	f->rows = 0;
	f->top = STR_NONE;
	assert_ok(table_open(c, bytes, S("file"), NULL, &t));
	for (;;) {
		assert_ok(table_next(c, t, &r));
		if (!r)
			return;
		if (r->number == 1 && r->n > 1 && r->cells[1].repeated) {
			f->top = str_dup(c->arena, r->cells[0].text);
			continue;
		}
		assert_true(f->rows < ROWS_MAX && r->n <= COLS_MAX);
		f->cols[f->rows] = r->n;
		for (uint32_t i = 0; i < r->n; i++) {
			f->cell[f->rows][i] = r->cells[i];
			f->cell[f->rows][i].text = str_dup(c->arena, r->cells[i].text);
		}
		f->rows++;
	}
}

static bool same_row(const struct form *a, const struct form *b, size_t row)
{
	for (uint32_t i = 0; i < a->cols[row] || i < b->cols[row]; i++) {
		struct cell none = {.type = CELL_NONE};
		struct cell x = i < a->cols[row] ? a->cell[row][i] : none;
		struct cell y = i < b->cols[row] ? b->cell[row][i] : none;

		if (x.type == CELL_NUMBER ? !str_some(y.text) : !str_eq(x.text, y.text))
			return false;
	}
	return true;
}

const char *forms_differ(struct ctx *c, struct str workbook, struct str text, size_t *ret_rows)
{
	static struct form a, b;

	if (!str_starts(workbook, S("PK")) || !str_starts(text, S("\xEF\xBB\xBF")))
		return "one of the forms is not what its name says";
	form_read(c, workbook, &a);
	form_read(c, text, &b);
	if (b.rows && str_some(a.top) && b.cols[b.rows - 1] == 1 &&
	    str_eq(b.cell[b.rows - 1][0].text, a.top))
		b.rows--;
	if (a.rows == 0 || !same_row(&a, &b, 0))
		return "another header";
	if (a.rows != b.rows)
		return "another number of rows";
	for (size_t i = 1; i < a.rows; i++)
		if (!same_row(&a, &b, i))
			return "a row reads otherwise";
	*ret_rows = a.rows - 1;
	return NULL;
}
