#include "docs/xlsx_write.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/text.h"

#define TEXT_MAX    32000u /* code points; Excel takes 32,767 UTF-16 units */
#define WIDTH_MIN   6u
#define WIDTH_MAX   48u
#define EXACT_INT   INT64_C(999999999999999) /* spreadsheets keep 15 digits */
#define HEADER_TINT 0xE8F0FE
#define NEEDED_TINT 0xFFF2CC
#define ALARM_TINT  0xFFC7CE
#define ALARM_INK   0x9C0006

struct formats {
	lxw_format *title, *head, *needed, *alarm_head, *alarm, *example;
	lxw_format *by_type[COLUMN_DATE + 1];
};

struct sheet_writer {
	struct arena *arena; /* the context's; texts are copied through it and forgotten again */
	struct sheet_spec spec;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	struct formats f;
	uint32_t *width;
	uint32_t head; /* row of the header */
	uint32_t row;  /* next to be written */
	uint16_t col;
	bool example, failed, too_many;
	int fd;
	char path[32];
};

/* ---- widths ---- */

/* East Asian wide and full-width ranges, as spreadsheets draw them. */
static bool is_wide(uint32_t cp)
{
	return (cp >= 0x1100 && cp <= 0x115f) || (cp >= 0x2e80 && cp <= 0xa4cf) ||
	       (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0xf900 && cp <= 0xfaff) ||
	       (cp >= 0xfe30 && cp <= 0xfe4f) || (cp >= 0xff00 && cp <= 0xff60) ||
	       (cp >= 0xffe0 && cp <= 0xffe6) || (cp >= 0x1f300 && cp <= 0x1faff) ||
	       (cp >= 0x20000 && cp <= 0x3fffd);
}

/* Of the widest line. */
static uint32_t display_width(struct str s)
{
	uint32_t w = 0, widest = 0, cp;

	while (utf8_next(&s, &cp)) {
		w = cp == '\n' ? 0 : w + (is_wide(cp) ? 2 : 1);
		widest = w > widest ? w : widest;
	}
	return widest;
}

static void widen(struct sheet_writer *w, uint16_t col, uint32_t width)
{
	width += 2; /* the margins, and the filter's arrow */
	width = width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
	if (w->width[col] < width)
		w->width[col] = width;
}

/* ---- the book ---- */

static void check(struct sheet_writer *w, lxw_error e)
{
	if (e != LXW_NO_ERROR)
		w->failed = true;
}

static const char text_format[] = "@";

/* `number` is a format code; text_format the built-in one for text, NULL the general one. */
static lxw_format *new_format(struct sheet_writer *w, const char *number, uint32_t tint)
{
	lxw_format *f = workbook_add_format(w->book);

	if (f == NULL) {
		w->failed = true;
		return NULL;
	}
	if (number == text_format)
		format_set_num_format_index(f, 49);
	else if (number != NULL)
		format_set_num_format(f, number);
	if (tint != 0) {
		format_set_bg_color(f, tint);
		format_set_pattern(f, LXW_PATTERN_SOLID);
	}
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	return f;
}

static void set_head(lxw_format *f)
{
	if (f == NULL)
		return;
	format_set_bold(f);
	format_set_text_wrap(f);
	format_set_border(f, LXW_BORDER_THIN);
	format_set_align(f, LXW_ALIGN_CENTER);
}

static void make_formats(struct sheet_writer *w)
{
	struct formats *f = &w->f;

	f->title = new_format(w, NULL, 0);
	f->head = new_format(w, text_format, HEADER_TINT);
	f->needed = new_format(w, text_format, NEEDED_TINT);
	f->alarm_head = new_format(w, text_format, ALARM_TINT);
	f->alarm = new_format(w, text_format, ALARM_TINT);
	f->example = new_format(w, text_format, 0);
	f->by_type[COLUMN_TEXT] = new_format(w, text_format, 0);
	f->by_type[COLUMN_MONEY] = new_format(w, "#,##0.00", 0);
	f->by_type[COLUMN_INTEGER] = new_format(w, "0", 0);
	f->by_type[COLUMN_DATE] = new_format(w, "yyyy-mm-dd", 0);
	if (w->failed)
		return;
	set_head(f->head);
	set_head(f->needed);
	set_head(f->alarm_head);
	format_set_font_color(f->alarm_head, ALARM_INK);
	format_set_font_color(f->alarm, ALARM_INK);
	format_set_text_wrap(f->alarm);
	format_set_italic(f->example);
	format_set_font_color(f->example, LXW_COLOR_GRAY);
	format_set_bold(f->title);
	format_set_font_size(f->title, 16);
	format_set_align(f->title, LXW_ALIGN_CENTER);
}

/* Excel forbids []:*?/\ and a quote at either end; the rest is cut to 31 characters. */
static const char *sheet_name(struct arena *a, struct str s)
{
	char *p = NEW_N(a, s.n + 2, char);
	size_t n = 0, chars = 0;
	uint32_t cp;

	if (p == NULL)
		return "Sheet1";
	while (chars < 31 && utf8_next(&s, &cp)) {
		if (cp < 0x20 || (cp < 0x80 && strchr("[]:*?/\\'", (int)cp) != NULL))
			continue;
		n += utf8_put(p + n, cp);
		chars += cp > 0xffff ? 2 : 1;
	}
	return n > 0 ? p : "Sheet1";
}

static void open_book(struct sheet_writer *w, struct ctx *c)
{
	lxw_workbook_options options = {0};
	lxw_doc_properties properties = {.created = (time_t)(c->now.us / 1000000)};

	w->fd = memfd_create("workbook", MFD_CLOEXEC);
	if (w->fd < 0) {
		w->failed = true;
		return;
	}
	snprintf(w->path, sizeof(w->path), "/proc/self/fd/%d", w->fd);
	w->book = workbook_new_opt(w->path, &options);
	if (w->book == NULL) {
		w->failed = true;
		return;
	}
	check(w, workbook_set_properties(w->book, &properties));
	w->sheet = workbook_add_worksheet(w->book, sheet_name(w->arena, w->spec.name));
	w->failed |= w->sheet == NULL;
	make_formats(w);
}

/* A long text is cut rather than lost. */
static const char *fit(struct sheet_writer *w, struct str s)
{
	struct str rest = s;
	uint32_t cp;

	for (uint32_t n = 0; s.n > TEXT_MAX && n < TEXT_MAX / 2 && utf8_next(&rest, &cp); n++)
		continue;
	if (s.n > TEXT_MAX)
		s.n -= rest.n;
	return str_c(w->arena, s);
}

static void write_text(struct sheet_writer *w, uint32_t row, uint16_t col, struct str s,
                       lxw_format *f)
{
	struct arena_mark mark = arena_mark(w->arena);

	if (s.n == 0)
		check(w, worksheet_write_blank(w->sheet, row, col, f));
	else
		check(w, worksheet_write_string(w->sheet, row, col, fit(w, s), f));
	arena_rewind(w->arena, mark);
}

/* ---- header ---- */

static void write_head(struct sheet_writer *w)
{
	uint16_t last = (uint16_t)(w->spec.n_columns - 1);

	if (str_some(w->spec.title)) {
		if (last > 0)
			check(w, worksheet_merge_range(w->sheet, 0, 0, 0, last, "", w->f.title));
		write_text(w, 0, 0, w->spec.title, w->f.title);
		check(w, worksheet_set_row(w->sheet, 0, 28, NULL));
		w->head = 1;
	}
	for (uint16_t i = 0; i <= last; i++) {
		const struct column *col = &w->spec.columns[i];
		lxw_format *f = col->alarm      ? w->f.alarm_head
		                : col->required ? w->f.needed
		                                : w->f.head;

		write_text(w, w->head, i, col->title, f);
		widen(w, i, display_width(col->title) + 2);
		if (str_some(col->note)) {
			struct arena_mark mark = arena_mark(w->arena);

			check(w, worksheet_write_comment(w->sheet, w->head, i,
			                                 str_c(w->arena, col->note)));
			arena_rewind(w->arena, mark);
		}
	}
	w->row = w->head + 1;
	worksheet_freeze_panes(w->sheet, w->row, 0);
}

static enum err begin(struct ctx *c, const struct sheet_spec *spec, struct sheet_writer **ret_w)
{
	struct sheet_writer *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return fault_broken(c, "workbook: out of memory");
	w->arena = c->arena;
	w->spec = *spec;
	w->fd = -1;
	w->width = calloc(spec->n_columns, sizeof(*w->width));
	if (w->width != NULL)
		open_book(w, c);
	if (w->width == NULL || w->failed) {
		sheet_drop(&w);
		return fault_broken(c, "workbook: cannot begin");
	}
	write_head(w);
	*ret_w = w;
	return OK;
}

enum err sheet_new(struct ctx *c, const struct sheet_spec *spec, struct sheet_writer **ret_w)
{
	if (spec->n_columns == 0 || spec->n_columns > TABLE_COLUMNS_MAX)
		return fault_broken(c, "workbook: number of columns");
	return begin(c, spec, ret_w);
}

/* ---- cells ---- */

static bool next_cell(struct sheet_writer *w, uint16_t *ret_col)
{
	if (w->row > w->head + SHEET_ROWS_MAX)
		w->too_many = true;
	if (w->col >= w->spec.n_columns || w->too_many)
		return false;
	*ret_col = w->col++;
	return true;
}

static lxw_format *format_for(const struct sheet_writer *w, uint16_t col, enum column_type type)
{
	if (w->spec.columns[col].alarm)
		return w->f.alarm;
	return w->example && type == COLUMN_TEXT ? w->f.example : w->f.by_type[type];
}

void sheet_text(struct sheet_writer *w, struct str s)
{
	uint16_t col;

	if (!next_cell(w, &col))
		return;
	write_text(w, w->row, col, s, format_for(w, col, COLUMN_TEXT));
	widen(w, col, display_width(s));
}

void sheet_money(struct sheet_writer *w, struct money m)
{
	uint16_t col;

	if (!next_cell(w, &col))
		return;
	/* |fen| < 2^53 is exact, so the quotient is the double nearest to the decimal: what a
	 * spreadsheet itself would hold for the two-decimal amount. Nothing is calculated with it.
	 */
	check(w, worksheet_write_number(w->sheet, w->row, col, (double)m.fen / 100.0,
	                                format_for(w, col, COLUMN_MONEY)));
	widen(w, col, 13);
}

void sheet_i64(struct sheet_writer *w, int64_t v)
{
	struct arena_mark mark = arena_mark(w->arena);
	uint16_t col;

	if (v > EXACT_INT || v < -EXACT_INT) {
		sheet_text(w, str_printf(w->arena, "%lld", (long long)v));
		arena_rewind(w->arena, mark);
		return;
	}
	if (!next_cell(w, &col))
		return;
	check(w, worksheet_write_number(w->sheet, w->row, col, (double)v,
	                                format_for(w, col, COLUMN_INTEGER)));
	widen(w, col, 8);
}

void sheet_date(struct sheet_writer *w, struct date d)
{
	lxw_datetime day = {0};
	uint16_t col;

	if (!date_some(d)) {
		sheet_blank(w);
		return;
	}
	if (!next_cell(w, &col))
		return;
	day.year = date_civil(d).year;
	day.month = date_civil(d).month;
	day.day = date_civil(d).day;
	check(w, worksheet_write_datetime(w->sheet, w->row, col, &day,
	                                  format_for(w, col, COLUMN_DATE)));
	widen(w, col, 10);
}

void sheet_blank(struct sheet_writer *w)
{
	uint16_t col;

	if (next_cell(w, &col))
		check(w, worksheet_write_blank(w->sheet, w->row, col,
		                               format_for(w, col, w->spec.columns[col].type)));
}

void sheet_row_end(struct sheet_writer *w)
{
	w->row++;
	w->col = 0;
	w->example = false;
}

void sheet_row_example(struct sheet_writer *w)
{
	w->example = true;
}

/* ---- finish ---- */

/* The library copies the formula of a list rule twice and frees it once (1.1.4), so the rule is
 * made with a list of its own, whose text is then exchanged for the range. */
static void add_rule(struct sheet_writer *w, uint16_t col, uint32_t last, struct str range)
{
	static char text_of_one[] = "-";
	static char *placeholder[] = {text_of_one, NULL};
	lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
	                            .value_list = placeholder,
	                            .ignore_blank = LXW_VALIDATION_ON,
	                            .dropdown = LXW_VALIDATION_ON};
	lxw_data_val_obj *made = NULL, *each;
	char *formula;

	check(w, worksheet_data_validation_range(w->sheet, w->head + 1, col, last, col, &rule));
	STAILQ_FOREACH(each, w->sheet->data_validations, list_pointers)
	{
		made = each;
	}
	formula = strndup(range.p, range.n);
	if (made == NULL || formula == NULL) {
		free(formula);
		w->failed = true;
		return;
	}
	free(made->value_formula);
	made->value_formula = formula;
}

/* Drop-downs point at a hidden sheet: a list inside the rule itself may hold 255 characters only,
 * and no comma. */
static void write_choices(struct sheet_writer *w, lxw_worksheet *lists, uint16_t col, uint16_t at,
                          const char *lists_name)
{
	const struct column *column = &w->spec.columns[col];
	struct str letters = table_column(w->arena, at);
	struct str range = str_printf(w->arena, "'%s'!$%.*s$1:$%.*s$%zu", lists_name,
	                              STR_FMT(letters), STR_FMT(letters), column->n_choices);
	uint32_t last = w->row - 1 + (uint32_t)w->spec.blank_rows;

	for (size_t i = 0; i < column->n_choices; i++)
		check(w, worksheet_write_string(lists, (uint32_t)i, at,
		                                str_c(w->arena, column->choices[i]),
		                                w->f.by_type[COLUMN_TEXT]));
	if (last > w->head)
		add_rule(w, col, last, range);
}

static void add_choices(struct sheet_writer *w, enum lang lang)
{
	const char *name = sheet_name(w->arena, text(lang, T_docs_lists));
	lxw_worksheet *lists = NULL;
	uint16_t at = 0;

	for (uint16_t i = 0; i < w->spec.n_columns && !w->failed; i++) {
		if (w->spec.columns[i].n_choices == 0)
			continue;
		if (lists == NULL) {
			lists = workbook_add_worksheet(w->book, name);
			if (lists == NULL) {
				w->failed = true;
				return;
			}
			worksheet_hide(lists);
		}
		write_choices(w, lists, i, at++, name);
	}
}

static void set_columns(struct sheet_writer *w)
{
	uint16_t n = (uint16_t)w->spec.n_columns;

	for (uint16_t i = 0; i < n; i++) {
		const struct column *col = &w->spec.columns[i];
		double width = col->width != 0 ? (double)col->width : (double)w->width[i];

		check(w, worksheet_set_column(w->sheet, i, i, width, w->f.by_type[col->type]));
	}
	check(w,
	      worksheet_autofilter(w->sheet, w->head, 0,
	                           w->row > w->head + 1 ? w->row - 1 : w->head, (uint16_t)(n - 1)));
}

static bool read_back(int fd, struct out *out)
{
	char buf[16384];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, buf, sizeof(buf), at)) > 0) {
		out_put(out, (struct str){buf, (size_t)n});
		at += n;
	}
	return n == 0 && at > 0 && !out->broken;
}

enum err sheet_end(struct ctx *c, struct sheet_writer **w, struct out *out)
{
	struct sheet_writer *s = *w;
	enum err e = OK;

	if (s->too_many) {
		struct fault facts = {.allowed = str_printf(c->arena, "%u", SHEET_ROWS_MAX)};

		e = fault_set(c, E_REFUSED, "table_too_many_rows", &facts);
	} else {
		add_choices(s, c->lang);
		set_columns(s);
		check(s, workbook_close(s->book)); /* frees it, too */
		s->book = NULL;
		if (s->failed || arena_exhausted(c->arena) || !read_back(s->fd, out))
			e = fault_broken(c, "workbook: cannot be written");
	}
	sheet_drop(w);
	return e;
}

void sheet_drop(struct sheet_writer **w)
{
	struct sheet_writer *s = *w;

	if (s == NULL)
		return;
	if (s->book != NULL)
		lxw_workbook_free(s->book);
	if (s->fd >= 0)
		close(s->fd);
	free(s->width);
	free(s);
	*w = NULL;
}

/* ---- bad rows sent back ---- */

enum err sheet_errors_new(struct ctx *c, struct str sheet_name_, const struct table_row *header,
                          struct sheet_writer **ret_w)
{
	struct str reason = text(c->lang, T_docs_error_reason);
	struct column *columns = NEW_N(c->arena, (size_t)header->n + 1, struct column);
	struct sheet_spec spec = {.name = sheet_name_, .columns = columns};
	uint32_t n = header->n;

	if (columns == NULL)
		return fault_broken(c, "workbook: out of memory");
	if (n > 0 && (str_eq(header->cells[n - 1].text, text(LANG_ZH, T_docs_error_reason)) ||
	              str_eq(header->cells[n - 1].text, text(LANG_EN, T_docs_error_reason))))
		n--;
	if (n >= TABLE_COLUMNS_MAX)
		n = TABLE_COLUMNS_MAX - 1;
	for (uint32_t i = 0; i < n; i++)
		columns[i].title = str_dup(c->arena, header->cells[i].text);
	columns[n] = (struct column){.title = reason, .alarm = true};
	spec.n_columns = (size_t)n + 1;
	return sheet_new(c, &spec, ret_w);
}

void sheet_error_row(struct sheet_writer *w, const struct table_row *row, struct str reason)
{
	for (uint32_t i = 0; i + 1 < w->spec.n_columns; i++)
		sheet_text(w, table_cell(row, i).text);
	sheet_text(w, reason);
	sheet_row_end(w);
}
