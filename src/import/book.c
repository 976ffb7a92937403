/* Workbooks: the template to fill in, and what is sent back. */
#include "docs/xlsx_write.h"
#include "import/batch.h"
#include "import/batch.sql.h"

enum { BLANK_ROWS = 500, CHOICES_MAX = 40 };

static enum err choices(struct ctx *c, const struct import_column *col, struct column *ret_col)
{
	struct str *v = NEW_N(c->arena, CHOICES_MAX, struct str);
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	while (n < CHOICES_MAX && col->choices[n] != TEXT_NONE) {
		v[n] = import_first(c->lang, col->choices[n]);
		n++;
	}
	ret_col->choices = v;
	ret_col->n_choices = n;
	return OK;
}

enum err book_template(struct ctx *c, const struct import_kind *k, struct out *o)
{
	struct column *v = NEW_N(c->arena, k->column_n, struct column);
	struct sheet_spec spec = {.name = text(c->lang, k->title),
	                          .columns = v,
	                          .n_columns = k->column_n,
	                          .blank_rows = BLANK_ROWS};
	struct sheet_writer *w;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < k->column_n; i++) {
		const struct import_column *col = &k->column[i];

		v[i] = (struct column){.title = import_first(c->lang, col->title),
		                       .note = text(c->lang, col->note),
		                       .required = col->required};
		if (col->choices)
			TRY(choices(c, col, &v[i]));
	}
	TRY(sheet_new(c, &spec, &w));
	sheet_row_example(w);
	for (size_t i = 0; i < k->column_n; i++)
		sheet_text(w, text(c->lang, k->column[i].example));
	sheet_row_end(w);
	return sheet_end(c, &w, o);
}

static enum err row_of(struct ctx *c, const struct str *cell, size_t n, int64_t number,
                       struct table_row *ret_row)
{
	struct cell *v = NEW_N(c->arena, n + 1, struct cell);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct cell){.text = cell[i],
		                     .type = str_some(cell[i]) ? CELL_TEXT : CELL_NONE};
	*ret_row = (struct table_row){(uint32_t)number, (uint32_t)n, v};
	return OK;
}

static enum err error_row(struct ctx *c, const struct batch *b, const struct import_map *m,
                          const struct q_rows_problem_row *r, struct sheet_writer *w)
{
	struct import_problem p[IMPORT_PROBLEMS_MAX];
	struct import_found f[IMPORT_PROBLEMS_MAX];
	struct table_row row;
	struct str *cell;
	size_t n, many;

	TRY(row_cells_read(c, r->cells, &cell, &n));
	TRY(problems_read(c, b->kind, r->problems, p, &many));
	TRY(row_of(c, cell, n, r->number, &row));
	for (size_t i = 0; i < many; i++)
		f[i] = problem_tell(c, b->kind, m, cell, n, r->number, &p[i]);
	sheet_error_row(w, &row, problems_reason(c, f, many));
	return OK;
}

static enum err error_rows(struct ctx *c, const struct batch *b, const struct import_map *m,
                           struct sheet_writer *w)
{
	int64_t after = 0;
	size_t n;

	do {
		struct arena_mark mark = arena_mark(c->arena);
		struct q_rows_problem_row *v;

		TRY(q_rows_problem(c, b->id, after, IMPORT_MANY, &v, &n));
		for (size_t i = 0; i < n; i++) {
			TRY(error_row(c, b, m, &v[i], w));
			after = v[i].number;
		}
		arena_rewind(c->arena, mark); /* the writer keeps copies */
	} while (n == IMPORT_MANY);
	return OK;
}

enum err book_errors(struct ctx *c, const struct batch *b, struct out *o)
{
	struct sheet_writer *w;
	struct table_row header;
	struct import_map m;
	enum err e;

	TRY(map_read(c, b, &m));
	TRY(row_of(c, m.title, m.width, 1, &header));
	TRY(sheet_errors_new(c, text(c->lang, b->kind->title), &header, &w));
	e = error_rows(c, b, &m, w);
	if (e != OK) {
		sheet_drop(&w);
		return e;
	}
	return sheet_end(c, &w, o);
}
