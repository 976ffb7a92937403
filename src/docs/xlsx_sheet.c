/* One worksheet, streamed: the parser is paused at the end of every row that holds something. */
#include "docs/xlsx_in.h"

#define ROW_MAX 1048576u
#define COL_MAX 16384u

struct sheet_reader {
	struct table *t;
	struct xml *xml;
	struct out text; /* of the current cell: <v> or <is> */
	bool in_data;    /* inside <sheetData> */
	bool in_row, in_cell, capture, formula;
	uint32_t phonetic;
	uint32_t row; /* current, from 1 */
	uint32_t col; /* current, from 0 */
	uint32_t next_col;
	char type[12]; /* attribute t of the current cell */
	uint32_t style;
	uint32_t first_merge; /* merges before it have ended */
};

/* ---- references: "AB12", "A1:J2" ---- */

/* Takes letters and digits off *p. */
static bool read_ref(const char **p, uint32_t *ret_row, uint32_t *ret_col)
{
	uint32_t col = 0, row = 0;
	const char *s = *p;

	for (; *s >= 'A' && *s <= 'Z' && col <= COL_MAX; s++)
		col = col * 26 + (uint32_t)(*s - 'A') + 1;
	for (; *s >= '0' && *s <= '9' && row <= ROW_MAX; s++)
		row = row * 10 + (uint32_t)(*s - '0');
	if (col == 0 || col > COL_MAX || row == 0 || row > ROW_MAX)
		return false;
	*p = s;
	*ret_row = row;
	*ret_col = col - 1;
	return true;
}

static bool read_range(const char *ref, struct merge *ret_m)
{
	struct merge m = {0};

	if (ref == NULL || !read_ref(&ref, &m.row1, &m.col1) || *ref++ != ':' ||
	    !read_ref(&ref, &m.row2, &m.col2) || *ref != '\0')
		return false;
	if (m.row2 < m.row1 || m.col2 < m.col1)
		return false;
	*ret_m = m;
	return true;
}

/* ---- first pass: is all of it there, and what is merged? (Merges stand behind the rows.) ---- */

static void check_start(void *self, struct xml *x, const char *name, const char **attrs)
{
	struct table *t = self;
	struct xlsx *w = t->xlsx;
	struct merge m;

	if (!xml_is(name, "mergeCell") || !read_range(xml_attr(attrs, "ref"), &m))
		return;
	if (w->n_merges >= t->lim.merges) {
		xml_stop(x, "table_too_many_merges", 0, t->lim.merges);
		return;
	}
	w->merges[w->n_merges++] = m;
}

static void check_end(void *self, struct xml *x, const char *name)
{
	(void)self;
	(void)x;
	(void)name;
}

static int by_first_row(const void *a, const void *b)
{
	const struct merge *p = a, *q = b;

	if (p->row1 != q->row1)
		return p->row1 < q->row1 ? -1 : 1;
	return (p->col1 > q->col1) - (p->col1 < q->col1);
}

bool sheet_check(struct table *t)
{
	static const struct xml_handler handler = {check_start, check_end, NULL};
	struct xml *x;
	bool ok;

	t->xlsx->merges = NEW_N(t->keep, (size_t)t->lim.merges + 1, struct merge);
	if (t->xlsx->merges == NULL) {
		stop_set(&t->stop, "table_too_many_strings", 0, t->lim.strings);
		return false;
	}
	x = xml_open(t->xlsx->pack, t->xlsx->sheet_part, &handler, t, &t->stop);
	ok = x != NULL && xml_run(x) == XML_OVER && t->stop.code == NULL;
	xml_close(&x);
	qsort(t->xlsx->merges, t->xlsx->n_merges, sizeof(struct merge), by_first_row);
	return ok;
}

/* ---- merged cells: the first one's value stands in all of them ---- */

static void merges_remember(struct sheet_reader *s)
{
	struct xlsx *w = s->t->xlsx;

	for (uint32_t i = s->first_merge; i < w->n_merges && w->merges[i].row1 <= s->row; i++) {
		struct merge *m = &w->merges[i];

		if (m->row1 != s->row || m->col1 >= s->t->n_cells)
			continue;
		m->value = s->t->cells[m->col1];
		m->value.repeated = true;
		m->value.text = str_dup(s->t->keep, m->value.text);
	}
}

static bool merges_fill(struct sheet_reader *s)
{
	struct xlsx *w = s->t->xlsx;

	while (s->first_merge < w->n_merges && w->merges[s->first_merge].row2 < s->row)
		s->first_merge++;
	merges_remember(s);
	for (uint32_t i = s->first_merge; i < w->n_merges && w->merges[i].row1 <= s->row; i++) {
		struct merge *m = &w->merges[i];

		if (m->row2 < s->row || m->value.type == CELL_NONE)
			continue;
		for (uint32_t col = m->col1; col <= m->col2 && col < s->t->lim.columns; col++) {
			if (s->t->cells[col].type == CELL_NONE &&
			    !table_put(s->t, s->row, col, m->value))
				return false;
		}
	}
	if (arena_exhausted(s->t->keep))
		stop_set(&s->t->stop, "table_too_many_strings", s->row, s->t->lim.strings);
	return s->t->stop.code == NULL;
}

/* ---- second pass: cells ---- */

static struct cell plain_number(struct sheet_reader *s, struct str text)
{
	struct xlsx *w = s->t->xlsx;
	struct cell cell = {.text = text, .type = CELL_NUMBER};
	enum format_kind kind = FORMAT_PLAIN;

	if (s->style < w->n_styles)
		kind = (enum format_kind)w->styles[s->style];
	if (kind != FORMAT_PLAIN && serial_text(s->t->row, text, w->from_1904, kind, &cell.text))
		cell.type = CELL_DATE;
	return cell;
}

static struct cell cell_value(struct sheet_reader *s, struct xml *x)
{
	struct str text = text_finish(&s->text), type = str_of(s->type);
	struct cell cell = {.text = STR_NONE, .type = CELL_NONE};
	uint32_t i = 0;

	if (text.n == 0) {
		if (s->formula && !str_is(type, "str"))
			return (struct cell){.text = S("#CALC!"), .type = CELL_ERROR};
		return cell;
	}
	if (str_is(type, "s")) {
		int64_t v;

		if (!str_i64(text, &v) || v < 0 || v > UINT32_MAX)
			v = UINT32_MAX;
		i = (uint32_t)v;
		if (strings_get(s->t->xlsx, i, &cell.text))
			cell.type = CELL_TEXT;
		else
			xml_stop(x, "table_damaged", s->row, 0);
		return cell;
	}
	if (str_is(type, "b"))
		return (struct cell){.text = str_is(text, "0") ? S("FALSE") : S("TRUE"),
		                     .type = CELL_BOOL};
	text = str_dup(s->t->row, text);
	if (str_is(type, "e"))
		return (struct cell){.text = text, .type = CELL_ERROR};
	if (str_is(type, "d"))
		return (struct cell){.text = text, .type = CELL_DATE};
	if (str_is(type, "str") || str_is(type, "inlineStr"))
		return (struct cell){.text = text, .type = CELL_TEXT};
	return plain_number(s, text);
}

static void cell_end(struct sheet_reader *s, struct xml *x)
{
	struct table *t = s->t;
	struct cell cell;

	s->in_cell = s->capture = false;
	if (s->text.broken) {
		xml_stop(x, "table_cell_too_long", s->row, t->lim.cell_bytes);
		return;
	}
	cell = cell_value(s, x);
	if (arena_exhausted(t->row))
		xml_stop(x, "table_line_too_long", s->row, t->lim.row_bytes);
	else if (t->stop.code == NULL && !table_put(t, s->row, s->col, cell))
		xml_stop(x, t->stop.code, s->row, 0);
}

static void cell_start(struct sheet_reader *s, struct xml *x, const char **attrs)
{
	const char *ref = xml_attr(attrs, "r"), *type = xml_attr(attrs, "t");
	uint32_t row = s->row;

	s->col = s->next_col;
	if (ref != NULL &&
	    (!read_ref(&ref, &row, &s->col) || row != s->row || s->col < s->next_col)) {
		xml_stop(x, "table_damaged", s->row, 0);
		return;
	}
	s->next_col = s->col + 1;
	s->style = 0;
	xml_u32(xml_attr(attrs, "s"), &s->style);
	snprintf(s->type, sizeof(s->type), "%s", type != NULL ? type : "n");
	s->in_cell = true;
	s->formula = false;
	s->phonetic = 0;
	out_reset(&s->text);
}

static void row_start(struct sheet_reader *s, struct xml *x, const char **attrs)
{
	const char *r = xml_attr(attrs, "r");
	uint32_t row = s->row + 1;

	if (r != NULL && (!xml_u32(r, &row) || row <= s->row)) {
		xml_stop(x, "table_damaged", s->row, 0);
		return;
	}
	if (row > ROW_MAX) {
		xml_stop(x, "table_too_many_rows", row, s->t->lim.rows);
		return;
	}
	s->row = row;
	s->next_col = 0;
	s->in_row = true;
	table_row_begin(s->t);
}

static void sheet_start(void *self, struct xml *x, const char *name, const char **attrs)
{
	struct sheet_reader *s = self;

	if (s->t->stop.code != NULL)
		return;
	if (xml_is(name, "sheetData"))
		s->in_data = true;
	else if (!s->in_data)
		return;
	else if (xml_is(name, "row") && !s->in_row)
		row_start(s, x, attrs);
	else if (xml_is(name, "c") && s->in_row && !s->in_cell)
		cell_start(s, x, attrs);
	else if (!s->in_cell)
		return;
	else if (xml_is(name, "v") || (xml_is(name, "t") && s->phonetic == 0))
		s->capture = true;
	else if (xml_is(name, "f"))
		s->formula = true;
	else if (xml_is(name, "rPh"))
		s->phonetic++;
}

static void sheet_end(void *self, struct xml *x, const char *name)
{
	struct sheet_reader *s = self;

	if (s->t->stop.code != NULL)
		return;
	if (xml_is(name, "v") || xml_is(name, "t")) {
		s->capture = false;
	} else if (xml_is(name, "rPh") && s->phonetic > 0) {
		s->phonetic--;
	} else if (xml_is(name, "c") && s->in_cell) {
		cell_end(s, x);
	} else if (xml_is(name, "row") && s->in_row) {
		s->in_row = false;
		if (table_row_some(s->t))
			xml_pause(x);
	} else if (xml_is(name, "sheetData")) {
		s->in_data = false;
	}
}

static void sheet_text(void *self, struct xml *x, struct str text)
{
	struct sheet_reader *s = self;

	(void)x;
	if (s->capture && s->in_cell)
		text_add(&s->text, text);
}

bool sheet_open(struct table *t)
{
	static const struct xml_handler handler = {sheet_start, sheet_end, sheet_text};
	struct sheet_reader *s = NEW(t->keep, struct sheet_reader);

	if (s == NULL) {
		stop_set(&t->stop, "table_too_many_strings", 0, t->lim.strings);
		return false;
	}
	s->t = t;
	out_init(&s->text, t->lim.cell_bytes);
	t->xlsx->sheet = s;
	s->xml = xml_open(t->xlsx->pack, t->xlsx->sheet_part, &handler, s, &t->stop);
	return s->xml != NULL;
}

bool sheet_next(struct table *t, bool *ret_more)
{
	struct sheet_reader *s = t->xlsx->sheet;

	*ret_more = false;
	switch (xml_run(s->xml)) {
	case XML_STOPPED:
		return false;
	case XML_OVER:
		return t->stop.code == NULL;
	case XML_PAUSED:
		break;
	}
	if (t->stop.code != NULL || !merges_fill(s))
		return false;
	*ret_more = true;
	return table_row_give(t, s->row);
}

void sheet_close(struct table *t)
{
	struct sheet_reader *s = t->xlsx->sheet;

	if (s == NULL)
		return;
	xml_close(&s->xml);
	out_free(&s->text);
	t->xlsx->sheet = NULL;
}
