/* One table of the pack, from its statement alone: rows to .csv and workbooks, names to the list of
 * columns. */
#include "audit/pack_in.h"
#include "base/phrase.h"
#include "base/text.h"
#include "docs/csv_write.h"
#include "docs/xlsx_write.h"

#define PREFIX "pack_t_"
enum { COLUMNS_MAX = 48, KEEP_LAST = 4, BOOK_BYTES = 64 << 20 };

/* --- the list --------------------------------------------------------------------------------- */

static bool is_table(const struct stmt *st)
{
	return strcmp(st->file, "audit/pack.sql") == 0 &&
	       strncmp(st->name, PREFIX, sizeof PREFIX - 1) == 0;
}

const struct stmt *pack_table_at(size_t at)
{
	const struct stmt *found = NULL;
	int after = 0;

	/* In the order of their lines: the register's own order is the linker's. */
	for (size_t k = 0; k <= at; k++) {
		found = NULL;
		for (size_t i = 0; i < stmt_count(); i++) {
			const struct stmt *st = stmt_at(i);

			if (is_table(st) && st->line > after && (!found || st->line < found->line))
				found = st;
		}
		if (!found)
			return NULL;
		after = found->line;
	}
	return found;
}

size_t pack_table_count(void)
{
	size_t n = 0;

	for (size_t i = 0; i < stmt_count(); i++)
		n += is_table(stmt_at(i));
	return n;
}

struct str pack_table_name(const struct stmt *st)
{
	return str_of(st->name + sizeof PREFIX - 1);
}

static bool is_money(const struct stmt_field *f)
{
	return f->type == FIELD_MONEY || f->type == FIELD_OPT_MONEY;
}

/* "amount" of money is amount_fen: the unit stands in the name. */
static struct str column_name(struct arena *a, const struct stmt_field *f)
{
	return str_printf(a, "%s%s", f->name, is_money(f) ? "_fen" : "");
}

enum text_id pack_table_text(const struct stmt *st)
{
	char key[96];

	snprintf(key, sizeof key, "pack.t.%s", st->name + sizeof PREFIX - 1);
	return text_lookup_name(key);
}

/* A column may mean something of its own in one table. */
enum text_id pack_column_text(const struct stmt *st, size_t i)
{
	char key[160];
	enum text_id t;

	snprintf(key, sizeof key, "pack.c.%s.%s", st->name + sizeof PREFIX - 1,
	         st->columns[i].name);
	t = text_lookup_name(key);
	if (t != TEXT_NONE)
		return t;
	snprintf(key, sizeof key, "pack.c.%s", st->columns[i].name);
	return text_lookup_name(key);
}

/* --- values ----------------------------------------------------------------------------------- */

/* Names keep their first character, numbers their last four. */
static struct str masked(struct arena *a, struct str s)
{
	struct str rest = s;
	uint32_t cp;

	if (!str_some(s) || !utf8_next(&rest, &cp))
		return s;
	if (cp >= 0x80)
		return str_printf(a, "%.*s*", (int)(s.n - rest.n), s.p);
	return s.n <= KEEP_LAST
	               ? S("****")
	               : str_printf(a, "****%.*s", STR_FMT(str_sub(s, s.n - KEEP_LAST, KEEP_LAST)));
}

static struct str instant_exact(struct arena *a, struct instant t)
{
	struct str s;

	if (t.us == INT64_MIN)
		return S("");
	s = instant_text(a, t);
	return str_printf(a, "%.*s.%06d%.*s", 19, s.p, (int)((t.us % 1000000 + 1000000) % 1000000),
	                  STR_FMT(str_sub(s, 19, s.n)));
}

struct value {
	enum { IS_NONE, IS_NUMBER, IS_MONEY, IS_TEXT, IS_DATE } kind;
	int64_t i;
	struct str s;
	struct date d;
};

static struct value number(int64_t i)
{
	return (struct value){.kind = IS_NUMBER, .i = i};
}

static struct value words(struct str s)
{
	return (struct value){.kind = s.p ? IS_TEXT : IS_NONE, .s = s};
}

/* An identifier is a text: a spreadsheet keeps fifteen digits of a number. */
static struct value identifier(struct arena *a, int64_t id)
{
	return words(id ? str_printf(a, "%lld", (long long)id) : STR_NONE);
}

static struct value value_of(struct arena *a, const struct stmt *st, const struct stmt_field *f,
                             const void *row)
{
	const void *at = (const char *)row + f->offset;
	const struct opt_i64 *opt = at;
	const struct opt_money *opt_money = at;

	switch (f->type) {
	case FIELD_I64:
		return number(*(const int64_t *)at);
	case FIELD_BOOL:
		return number(*(const bool *)at);
	case FIELD_MONEY:
		return (struct value){.kind = IS_MONEY, .i = ((const struct money *)at)->fen};
	case FIELD_OPT_MONEY:
		return (struct value){.kind = opt_money->some ? IS_MONEY : IS_NONE,
		                      .i = opt_money->v.fen};
	case FIELD_OPT_I64:
		return opt->some ? number(opt->v) : (struct value){.kind = IS_NONE};
	case FIELD_STR:
		return words(phrase_show(a, LANG_ZH, *(const struct str *)at));
	case FIELD_SEALED:
		return words(str_is(pack_table_name(st), "staff")
		                     ? *(const struct str *)at
		                     : masked(a, *(const struct str *)at));
	case FIELD_BLOB:
		return words(hex_text(a, *(const struct str *)at));
	case FIELD_DATE:
		return (struct value){.kind = IS_DATE, .d = *(const struct date *)at};
	case FIELD_TIME:
		return words(((const struct clock_time *)at)->minute < 0
		                     ? STR_NONE
		                     : time_text(a, *(const struct clock_time *)at));
	case FIELD_INSTANT:
		return words(instant_exact(a, *(const struct instant *)at));
	case FIELD_ID:
		return identifier(a, *(const int64_t *)at);
	}
	return (struct value){.kind = IS_NONE};
}

/* Whole numbers that name something, and numbers too long for a spreadsheet. */
static bool as_text(const struct stmt_field *f)
{
	size_t n = strlen(f->name);

	return strcmp(f->name, "id") == 0 || strcmp(f->name, "subject") == 0 ||
	       strcmp(f->name, "reverses") == 0 || strcmp(f->name, "entry") == 0 ||
	       strcmp(f->name, "period") == 0 || (n > 3 && strcmp(f->name + n - 3, "_id") == 0);
}

static void csv_value(struct csv_writer *w, const struct value *v)
{
	switch (v->kind) {
	case IS_NONE:
		csv_text(w, S(""));
		return;
	case IS_NUMBER:
	case IS_MONEY:
		csv_i64(w, v->i);
		return;
	case IS_DATE:
		csv_date(w, v->d);
		return;
	case IS_TEXT:
		csv_text(w, v->s);
		return;
	}
}

static void sheet_value(struct sheet_writer *w, struct arena *a, const struct stmt_field *f,
                        const struct value *v)
{
	switch (v->kind) {
	case IS_NONE:
		sheet_blank(w);
		return;
	case IS_NUMBER:
		if (as_text(f))
			sheet_text(w, str_printf(a, "%lld", (long long)v->i));
		else
			sheet_i64(w, v->i);
		return;
	case IS_MONEY:
		sheet_money(w, FEN(v->i));
		return;
	case IS_DATE:
		sheet_date(w, v->d);
		return;
	case IS_TEXT:
		sheet_text(w, v->s);
		return;
	}
}

/* --- a table ---------------------------------------------------------------------------------- */

struct table_out {
	struct packing *p;
	const struct stmt *st;
	struct part_file csv;
	struct csv_writer w;
	struct sheet_writer *sheet;
	struct column column[COLUMNS_MAX];
	struct sheet_spec spec;
	int64_t rows, book_rows, books;
	bool sheets;
};

static enum err book_end(struct ctx *c, struct table_out *t)
{
	struct str name = pack_table_name(t->st);
	struct out o;
	enum err e;

	if (!t->sheet)
		return OK;
	out_init(&o, BOOK_BYTES);
	e = sheet_end(c, &t->sheet, &o);
	t->books++;
	name = t->books == 1 ? str_printf(c->arena, "xlsx/%.*s.xlsx", STR_FMT(name))
	                     : str_printf(c->arena, "xlsx/%.*s-%lld.xlsx", STR_FMT(name),
	                                  (long long)t->books);
	if (e == OK)
		e = pack_file_whole(c, t->p, name, out_str(&o));
	out_free(&o);
	t->book_rows = 0;
	return e;
}

/* Whoever asked sees that it goes on, and may stop it. */
static enum err told(struct ctx *c, struct table_out *t)
{
	size_t all = pack_table_count() + 1;
	int done = (int)((size_t)t->p->steps * 900 / all);

	if (t->p->progress && t->p->progress(t->p->arg, done, pack_table_name(t->st)))
		return fault_set(c, E_REFUSED, "work_stopped", NULL);
	return OK;
}

static enum err row_put(struct ctx *c, const void *row, void *arg)
{
	struct table_out *t = arg;
	struct arena_mark mark = arena_mark(c->arena);

	for (size_t i = 0; i < t->st->n_columns; i++) {
		struct value v = value_of(c->arena, t->st, &t->st->columns[i], row);

		csv_value(&t->w, &v);
		if (t->sheet)
			sheet_value(t->sheet, c->arena, &t->st->columns[i], &v);
	}
	csv_row_end(&t->w);
	arena_rewind(c->arena, mark);
	t->rows++;
	TRY(pack_file_flush(c, &t->csv, false));
	if (t->rows % 5000 == 0)
		TRY(told(c, t));
	if (!t->sheet)
		return OK;
	sheet_row_end(t->sheet);
	if (++t->book_rows < PACK_BOOK_ROWS)
		return OK;
	TRY(book_end(c, t));
	if (t->rows >= PACK_SHEET_ROWS) {
		t->sheets = false;
		return OK;
	}
	return sheet_new(c, &t->spec, &t->sheet);
}

static enum err heads_put(struct ctx *c, struct table_out *t)
{
	struct csv_writer columns = {.o = &t->p->columns};

	csv_begin(&t->w, &t->csv.buf);
	for (size_t i = 0; i < t->st->n_columns; i++) {
		static const char *const types[] = {"integer", "0/1",  "fen",     "text",
		                                    "hex",     "date", "time",    "instant",
		                                    "id",      "text", "integer", "fen"};
		const struct stmt_field *f = &t->st->columns[i];
		enum text_id id = pack_column_text(t->st, i);
		struct str name = column_name(c->arena, f);

		csv_text(&t->w, name);
		csv_text(&columns, pack_table_name(t->st));
		csv_text(&columns, name);
		csv_text(&columns, str_of(types[f->type]));
		csv_text(&columns, text(LANG_ZH, id));
		csv_text(&columns, text(LANG_EN, id));
		csv_row_end(&columns);
		t->column[i] = (struct column){
			.title = str_printf(c->arena, "%.*s %.*s", STR_FMT(text(LANG_ZH, id)),
		                            STR_FMT(name)),
			.type = is_money(f)                           ? COLUMN_MONEY
		                : f->type == FIELD_DATE               ? COLUMN_DATE
		                : f->type == FIELD_I64 && !as_text(f) ? COLUMN_INTEGER
		                                                      : COLUMN_TEXT,
		};
	}
	csv_row_end(&t->w);
	t->spec = (struct sheet_spec){
		.name = text(LANG_ZH, pack_table_text(t->st)),
		.columns = t->column,
		.n_columns = t->st->n_columns,
	};
	return sheet_new(c, &t->spec, &t->sheet);
}

static struct sql_value bound(const struct pack_scope *s, const char *name)
{
	if (strcmp(name, "county") == 0)
		return sql_id(s->county.v);
	return sql_id(strcmp(name, "school") == 0 ? s->school.v : s->term.v);
}

static enum err rows_put(struct ctx *c, struct table_out *t)
{
	struct sql_value v[4];
	void *row = arena_take(c->arena, t->st->row_size);

	if (!row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < t->st->n_params && i < 4; i++)
		v[i] = bound(t->p->scope, t->st->params[i].name);
	return stmt_each(c, t->st, v, row, row_put, t);
}

static void table_told(struct table_out *t)
{
	struct csv_writer w = {.o = &t->p->tables};
	struct str name = pack_table_name(t->st);
	enum text_id id = pack_table_text(t->st);

	csv_text(&w, name);
	csv_i64(&w, t->rows);
	csv_i64(&w, t->sheets ? t->books : 0);
	csv_text(&w, text(LANG_ZH, id));
	csv_text(&w, text(LANG_EN, id));
	csv_row_end(&w);
}

enum err pack_table(struct ctx *c, struct packing *p, const struct stmt *st)
{
	struct table_out *t = NEW(c->arena, struct table_out);
	enum err e;

	if (!t || st->n_columns > COLUMNS_MAX)
		return fault_broken(c, "audit pack: a table too wide");
	*t = (struct table_out){.p = p, .st = st, .sheets = true};
	TRY(told(c, t));
	TRY(pack_file_begin(
		c, p, str_printf(c->arena, "csv/%.*s.csv", STR_FMT(pack_table_name(st))), &t->csv));
	e = heads_put(c, t);
	if (e == OK)
		e = rows_put(c, t);
	if (e == OK)
		e = book_end(c, t);
	if (t->sheet)
		sheet_drop(&t->sheet);
	if (e != OK) {
		pack_file_drop(&t->csv);
		return e;
	}
	TRY(pack_file_end(c, &t->csv));
	table_told(t);
	p->rows += t->rows;
	p->n_tables++;
	p->steps++;
	return OK;
}
