/* The common shape of table files: recognition by content, ceilings, faults. */
#include "docs/table_in.h"
#include "base/text.h"

#include <sys/stat.h>
#include <unistd.h>

#define KEEP_CEILING ((size_t)24 << 20)

struct table_limits table_limits_default(void)
{
	return (struct table_limits){
		.bytes = (size_t)20 << 20,
		.unpacked = (size_t)64 << 20,
		.ratio = 200,
		.parts = 1000,
		.rows = 60000,
		.columns = 256,
		.cells = 2000000,
		.strings = TABLE_STRINGS_MAX,
		.merges = 5000,
		.cell_bytes = 100000,
		.row_bytes = (uint32_t)1 << 20,
		.sheet = STR_NONE,
	};
}

/* ---- what is it? ---- */

static bool has_magic(struct str b, const char *magic, size_t n)
{
	return b.n >= n && memcmp(b.p, magic, n) == 0;
}

/* Files of other trades that people rename to .xlsx or .csv. A web page saved as .xls by an old
 * system is among them. */
static bool is_foreign(struct str b)
{
	static const struct {
		const char *p;
		size_t n;
	} magics[] = {
		{"\x89PNG", 4},    {"\xff\xd8\xff", 3}, {"GIF8", 4},  {"%PDF", 4},   {"Rar!", 4},
		{"7z\xbc\xaf", 4}, {"\x1f\x8b", 2},     {"RIFF", 4},  {"{\\rtf", 5}, {"<html", 5},
		{"<HTML", 5},      {"<!DOC", 5},        {"<!doc", 5}, {"<?xml", 5},  {"<table", 6},
	};

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		if (has_magic(b, magics[i].p, magics[i].n))
			return true;
	}
	return false;
}

/* An OLE container: an old .xls, or a workbook under a password, which carries a stream of that
 * name in UTF-16. */
static bool ole_is_encrypted(struct str b)
{
	static const char stream[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	return memmem(b.p, b.n, stream, sizeof(stream) - 1) != NULL;
}

static bool open_kind(struct table *t)
{
	struct str b = t->bytes;

	if (has_magic(b, "PK\3\4", 4) || has_magic(b, "PK\5\6", 4)) {
		t->kind = TABLE_XLSX;
		return xlsx_open(t);
	}
	if (has_magic(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8)) {
		stop_set(&t->stop, ole_is_encrypted(b) ? "table_encrypted" : "table_old_format", 0,
		         0);
		return false;
	}
	if (is_foreign(b)) {
		stop_set(&t->stop, "table_not_a_table", 0, 0);
		return false;
	}
	t->kind = TABLE_CSV;
	return csv_open(t);
}

/* ---- faults ---- */

/* A ceiling as people read it: sizes in MB or KB, everything else as a count. */
static struct str limit_text(struct arena *a, const char *code, uint64_t v)
{
	static const char *const sizes[] = {"too_large", "table_unpacked_too_large",
	                                    "table_line_too_long", "table_cell_too_long"};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (strcmp(code, sizes[i]) != 0)
			continue;
		if (v >= (uint64_t)1 << 20)
			return str_printf(a, "%llu MB", (unsigned long long)(v >> 20));
		return str_printf(a, "%llu KB", (unsigned long long)(v >> 10));
	}
	return str_printf(a, "%llu", (unsigned long long)v);
}

static enum err give_fault(struct ctx *c, struct str name, const struct stop *s)
{
	struct str found = STR_NONE, allowed = STR_NONE;

	if (s->code == NULL || strcmp(s->code, STOP_MEMORY) == 0)
		return fault_broken(c, "table: out of memory");
	if (s->row > 0) {
		struct str row = str_printf(c->arena, "%u", (unsigned)s->row);

		found = text_fill(c->arena, c->lang, T_docs_at_row, &row, 1);
	}
	if (s->allowed > 0)
		allowed = limit_text(c->arena, s->code, s->allowed);
	return fault_input(c, s->code, name, found, allowed);
}

/* ---- opening and closing ---- */

static bool table_begin(struct table *t)
{
	if (t->lim.columns > TABLE_COLUMNS_MAX)
		t->lim.columns = TABLE_COLUMNS_MAX;
	if (t->lim.strings > TABLE_STRINGS_MAX)
		t->lim.strings = TABLE_STRINGS_MAX;
	t->keep = arena_new(KEEP_CEILING);
	t->row = arena_new((size_t)t->lim.row_bytes + ((size_t)1 << 20));
	if (t->keep != NULL)
		t->cells = NEW_N(t->keep, t->lim.columns, struct cell);
	if (t->keep == NULL || t->row == NULL || t->cells == NULL) {
		stop_set(&t->stop, STOP_MEMORY, 0, 0);
		return false;
	}
	if (t->bytes.n == 0) {
		stop_set(&t->stop, "table_empty", 0, 0);
		return false;
	}
	if (t->bytes.n > t->lim.bytes) {
		stop_set(&t->stop, "too_large", 0, t->lim.bytes);
		return false;
	}
	return open_kind(t);
}

/* `owned` passes to the table whatever happens. */
static enum err open_bytes(struct ctx *c, struct str bytes, char *owned, struct str name,
                           const struct table_limits *limits, struct table **ret_t)
{
	struct table *t = calloc(1, sizeof(*t));

	if (t == NULL) {
		free(owned);
		return fault_broken(c, "table: out of memory");
	}
	t->bytes = bytes;
	t->owned = owned;
	t->name = name;
	t->lim = limits != NULL ? *limits : table_limits_default();
	if (!table_begin(t)) {
		struct stop s = t->stop;

		table_close(&t);
		return give_fault(c, name, &s);
	}
	*ret_t = t;
	return OK;
}

enum err table_open(struct ctx *c, struct str bytes, struct str name,
                    const struct table_limits *limits, struct table **ret_t)
{
	return open_bytes(c, bytes, NULL, name, limits, ret_t);
}

static bool read_whole(int fd, char *p, size_t n)
{
	size_t at = 0;

	while (at < n) {
		ssize_t got = pread(fd, p + at, n - at, (off_t)at);

		if (got <= 0)
			return false;
		at += (size_t)got;
	}
	return true;
}

enum err table_open_fd(struct ctx *c, int fd, struct str name, const struct table_limits *limits,
                       struct table **ret_t)
{
	struct table_limits lim = limits != NULL ? *limits : table_limits_default();
	struct stop s = {0};
	struct stat st;
	size_t n;
	char *p;

	if (fstat(fd, &st) != 0)
		return fault_broken(c, "table: fstat");
	if (st.st_size == 0 || !S_ISREG(st.st_mode))
		stop_set(&s, "table_empty", 0, 0);
	else if ((uint64_t)st.st_size > lim.bytes)
		stop_set(&s, "too_large", 0, lim.bytes);
	if (s.code != NULL)
		return give_fault(c, name, &s);
	n = (size_t)st.st_size;
	p = malloc(n);
	if (p == NULL)
		return fault_broken(c, "table: out of memory");
	if (!read_whole(fd, p, n)) {
		free(p);
		return fault_broken(c, "table: read");
	}
	return open_bytes(c, (struct str){p, n}, p, name, &lim, ret_t);
}

void table_close(struct table **t)
{
	if (*t == NULL)
		return;
	csv_close(*t);
	xlsx_close(*t);
	arena_free(&(*t)->keep);
	arena_free(&(*t)->row);
	free((*t)->owned);
	free(*t);
	*t = NULL;
}

/* ---- rows ---- */

enum err table_next(struct ctx *c, struct table *t, const struct table_row **ret_row)
{
	bool more = false, ok;

	ok = t->kind == TABLE_XLSX ? xlsx_next(t, &more) : csv_next(t, &more);
	if (!ok || t->stop.code != NULL)
		return give_fault(c, t->name, &t->stop);
	*ret_row = more ? &t->cur : NULL;
	return OK;
}

void table_row_begin(struct table *t)
{
	memset(t->cells, 0, t->n_cells * sizeof(*t->cells));
	t->n_cells = 0;
	arena_reset(t->row);
}

bool table_put(struct table *t, uint32_t row, uint32_t col, struct cell cell)
{
	if (cell.type == CELL_NONE || cell.text.n == 0)
		return true;
	if (cell.text.n > t->lim.cell_bytes)
		stop_set(&t->stop, "table_cell_too_long", row, t->lim.cell_bytes);
	else if (col >= t->lim.columns)
		stop_set(&t->stop, "table_too_many_columns", row, t->lim.columns);
	else if (++t->seen_cells > t->lim.cells)
		stop_set(&t->stop, "table_too_many_cells", row, t->lim.cells);
	if (t->stop.code != NULL)
		return false;
	t->cells[col] = cell;
	if (col >= t->n_cells)
		t->n_cells = col + 1;
	return true;
}

bool table_row_some(const struct table *t)
{
	for (uint32_t i = 0; i < t->n_cells; i++) {
		if (t->cells[i].type != CELL_NONE && str_trim(t->cells[i].text).n > 0)
			return true;
	}
	return false;
}

bool table_row_give(struct table *t, uint32_t number)
{
	if (++t->seen_rows > t->lim.rows) {
		stop_set(&t->stop, "table_too_many_rows", number, t->lim.rows);
		return false;
	}
	t->cur = (struct table_row){.number = number, .n = t->n_cells, .cells = t->cells};
	return true;
}

/* ---- small questions ---- */

enum table_kind table_kind(const struct table *t)
{
	return t->kind;
}

struct str table_sheet_name(const struct table *t)
{
	return t->kind == TABLE_XLSX ? xlsx_sheet_name(t) : STR_NONE;
}

struct str table_encoding(const struct table *t)
{
	return t->kind == TABLE_XLSX ? S("UTF-8") : str_of(csv_encoding(t));
}

struct cell table_cell(const struct table_row *r, uint32_t col)
{
	return col < r->n ? r->cells[col] : (struct cell){.text = STR_NONE, .type = CELL_NONE};
}

struct str table_column(struct arena *a, uint32_t col)
{
	char rev[8];
	size_t n = 0;
	char *p;

	for (uint64_t v = (uint64_t)col + 1; v > 0; v = (v - 1) / 26)
		rev[n++] = (char)('A' + (v - 1) % 26);
	p = NEW_N(a, n, char);
	if (p == NULL)
		return S("");
	for (size_t i = 0; i < n; i++)
		p[i] = rev[n - 1 - i];
	return (struct str){p, n};
}
