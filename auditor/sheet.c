/* A workbook of the bank's, its first sheet as comma-separated text. Read with distrust: bounded in
 * size, formulas as their last values. */
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "sheet.h"

enum { PART_MOST = 64 << 20, COLUMNS_MOST = 64 };

struct text_buf {
	char *p;
	size_t n, room;
};

static void put(struct text_buf *b, const char *s, size_t n)
{
	if (!b->p || b->n + n + 1 > b->room) {
		b->room = (b->n + n + 1) * 2;
		b->p = grow(b->p, b->room, 1);
	}
	if (n)
		memcpy(b->p + b->n, s, n);
	b->n += n;
	b->p[b->n] = '\0';
}

static char *part_of(zip_t *z, const char *name, size_t *ret_n)
{
	zip_stat_t st;
	zip_file_t *f;
	char *p;

	if (zip_stat(z, name, 0, &st) != 0 || st.size > PART_MOST)
		return NULL;
	f = zip_fopen(z, name, 0);
	if (!f)
		return NULL;
	p = take((size_t)st.size + 1, 1);
	if (zip_fread(f, p, st.size) != (zip_int64_t)st.size) {
		free(p);
		p = NULL;
	}
	zip_fclose(f);
	*ret_n = (size_t)st.size;
	return p;
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* "298.19999999999999" and "1.5E3" as "298.20" and "1500.00", in whole digits; half up. A whole
 * number stays as it is written: it may be one that names something. */
static void number_put(struct text_buf *to, const char *s)
{
	char digits[64], out[80];
	int n = 0, point = -1;
	long exponent = 0;
	bool minus = *s == '-';
	uint64_t fen = 0;

	if (!strpbrk(s, ".eE")) {
		put(to, s, strlen(s));
		return;
	}
	for (s += minus; *s && n < (int)sizeof digits - 1; s++) {
		if (*s == '.')
			point = n;
		else if (*s >= '0' && *s <= '9')
			digits[n++] = *s;
		else
			break;
	}
	if (*s == 'e' || *s == 'E')
		exponent = strtol(s + 1, NULL, 10);
	point = (point < 0 ? n : point) + (int)(exponent % 32);
	for (int i = 0; i < point + 2; i++)
		fen = fen * 10 + (uint64_t)(i < n ? digits[i] - '0' : 0);
	fen += point + 2 >= 0 && point + 2 < n && digits[point + 2] >= '5';
	n = snprintf(out, sizeof out, "%s%llu.%02llu", minus ? "-" : "",
	             (unsigned long long)(fen / 100), (unsigned long long)(fen % 100));
	put(to, out, (size_t)n);
}

/* --- the parts -------------------------------------------------------------------------------- */

struct reading {
	struct text_buf value, csv, *shared;
	size_t shared_n, shared_room;
	char *row[COLUMNS_MOST];
	int column, columns;
	char type[16];
	bool in_value, sheet;
};

static bool is_name(const char *name, const char *local)
{
	const char *colon = strrchr(name, ':');

	return strcmp(colon ? colon + 1 : name, local) == 0;
}

static const char *attribute(const char **v, const char *name)
{
	for (; *v; v += 2) {
		if (strcmp(v[0], name) == 0)
			return v[1];
	}
	return "";
}

/* "AB12": column 27. */
static int column_of(const char *ref)
{
	int at = 0;

	for (; *ref >= 'A' && *ref <= 'Z' && at < COLUMNS_MOST * 26; ref++)
		at = at * 26 + (*ref - 'A' + 1);
	return at - 1;
}

static void begin(void *arg, const char *name, const char **v)
{
	struct reading *r = arg;

	if (r->sheet && is_name(name, "c")) {
		const char *ref = attribute(v, "r");

		r->column = *ref ? column_of(ref) : r->column + 1;
		snprintf(r->type, sizeof r->type, "%s", attribute(v, "t"));
		r->value.n = 0;
	} else if (!r->sheet && is_name(name, "si")) {
		r->value.n = 0;
	} else if (is_name(name, "v") || is_name(name, "t")) {
		r->in_value = true;
	}
}

static void characters(void *arg, const char *s, int n)
{
	struct reading *r = arg;

	if (r->in_value)
		put(&r->value, s, (size_t)n);
}

static void cell_end(struct reading *r)
{
	struct text_buf out = {0};
	const char *said = r->value.n ? r->value.p : "";

	if (r->column < 0 || r->column >= COLUMNS_MOST)
		return;
	if (strcmp(r->type, "s") == 0) {
		size_t i = (size_t)strtoul(said, NULL, 10);

		if (i < r->shared_n)
			put(&out, r->shared[i].p ? r->shared[i].p : "", r->shared[i].n);
	} else if (!*r->type || strcmp(r->type, "n") == 0) {
		number_put(&out, said);
	} else {
		put(&out, said, strlen(said));
	}
	free(r->row[r->column]);
	r->row[r->column] = out.p;
	if (r->column >= r->columns)
		r->columns = r->column + 1;
}

static void row_end(struct reading *r)
{
	for (int i = 0; i < r->columns; i++) {
		put(&r->csv, i ? ",\"" : "\"", i ? 2 : 1);
		for (const char *s = r->row[i] ? r->row[i] : ""; *s; s++)
			put(&r->csv, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
		put(&r->csv, "\"", 1);
		free(r->row[i]);
		r->row[i] = NULL;
	}
	put(&r->csv, "\n", 1);
	r->column = -1;
	r->columns = 0;
}

static void end(void *arg, const char *name)
{
	struct reading *r = arg;

	if (is_name(name, "v") || is_name(name, "t")) {
		r->in_value = false;
	} else if (r->sheet && is_name(name, "c")) {
		cell_end(r);
	} else if (r->sheet && is_name(name, "row")) {
		row_end(r);
	} else if (!r->sheet && is_name(name, "si")) {
		if (r->shared_n == r->shared_room) {
			r->shared_room = r->shared_room ? r->shared_room * 2 : 256;
			r->shared = grow(r->shared, r->shared_room, sizeof *r->shared);
		}
		r->shared[r->shared_n] = (struct text_buf){0};
		put(&r->shared[r->shared_n++], r->value.n ? r->value.p : "", r->value.n);
	}
}

/* A workbook has no DOCTYPE; without one there are no entities to blow up. */
static void no_doctype(void *arg, const char *name, const char *system, const char *public,
                       int has_internal_subset)
{
	(void)arg, (void)name, (void)system, (void)public, (void)has_internal_subset;
	fail("%s", SAY("工作簿里有不允许的内容", "the workbook declares a document type"));
}

static void parse(struct reading *r, const char *file, const char *xml, size_t n)
{
	XML_Parser p = XML_ParserCreate(NULL);

	if (!p)
		fail("%s", SAY("内存不足", "out of memory"));
	XML_SetUserData(p, r);
	XML_SetElementHandler(p, begin, end);
	XML_SetCharacterDataHandler(p, characters);
	XML_SetStartDoctypeDeclHandler(p, no_doctype);
	if (XML_Parse(p, xml, (int)n, 1) != XML_STATUS_OK)
		fail(SAY("%s: 工作簿已损坏", "%s: the workbook is damaged"), file);
	XML_ParserFree(p);
}

static char *first_sheet(zip_t *z, size_t *ret_n)
{
	static const char folder[] = "xl/worksheets/";
	char *p = part_of(z, "xl/worksheets/sheet1.xml", ret_n);

	for (zip_int64_t i = 0; !p && i < zip_get_num_entries(z, 0); i++) {
		const char *name = zip_get_name(z, (zip_uint64_t)i, 0);

		if (name && strncmp(name, folder, sizeof folder - 1) == 0)
			p = part_of(z, name, ret_n);
	}
	return p;
}

char *sheet_csv(const char *file, size_t *ret_n)
{
	zip_t *z = zip_open(file, ZIP_RDONLY, NULL);
	struct reading r = {.column = -1};
	size_t n = 0;
	char *shared, *sheet;

	if (!z)
		fail(SAY("%s: 工作簿打不开", "%s: the workbook cannot be opened"), file);
	shared = part_of(z, "xl/sharedStrings.xml", &n);
	if (shared)
		parse(&r, file, shared, n);
	sheet = first_sheet(z, &n);
	if (!sheet)
		fail(SAY("%s: 工作簿里没有工作表", "%s: the workbook has no sheet"), file);
	r.sheet = true;
	r.in_value = false;
	parse(&r, file, sheet, n);
	free(shared);
	free(sheet);
	for (size_t i = 0; i < r.shared_n; i++)
		free(r.shared[i].p);
	free(r.shared);
	free(r.value.p);
	zip_discard(z);
	*ret_n = r.csv.n;
	return r.csv.p ? r.csv.p : take(1, 1);
}
