/* Comma-separated text by RFC 4180, and what spreadsheets and people make of it: semicolons or
 * tabs, bare CR or LF, quotes in the middle of a field, Excel's ="0123" and the ' that guards
 * formulas. */
#include "docs/csv_write.h"
#include "docs/decode.h"

#define SAMPLE_BYTES ((size_t)64 << 10)
#define SAMPLE_LINES 10

struct csv {
	struct decoder *in;
	struct str block;
	char delim;
	bool skip_lf;      /* the last record ended with CR */
	bool over;         /* nothing left to read */
	uint32_t number;   /* of the last record read */
	struct out record; /* the texts of its fields, one after the other */
	uint32_t *ends;    /* where each stops; lim.columns of them */
	uint32_t n;        /* fields, those past the ceiling included */
	size_t field_from; /* where the current one begins */
	bool wide;         /* a field past the ceiling holds something */
};

enum state { FIELD_START, PLAIN, QUOTED, QUOTE_SEEN };

/* ---- which separator? ---- */

struct sample {
	uint32_t comma, semicolon, tab;
};

/* Excel's own hint, a first line `sep=;`. */
static bool sep_line(struct csv *v)
{
	struct str b = v->block;

	if (b.n < 6 || !str_starts(b, S("sep=")) || memchr(",;\t", b.p[4], 3) == NULL ||
	    (b.p[5] != '\r' && b.p[5] != '\n'))
		return false;
	v->delim = b.p[4];
	v->block = str_sub(b, b.p[5] == '\r' && b.n > 6 && b.p[6] == '\n' ? 7 : 6, b.n);
	v->number = 1;
	return true;
}

static void detect_delimiter(struct csv *v)
{
	struct str b = str_sub(v->block, 0, SAMPLE_BYTES);
	struct sample seen = {0};
	bool quoted = false;
	int lines = 0;

	for (size_t i = 0; i < b.n && lines < SAMPLE_LINES; i++) {
		char ch = b.p[i];

		quoted ^= ch == '"';
		if (quoted)
			continue;
		seen.comma += ch == ',';
		seen.semicolon += ch == ';';
		seen.tab += ch == '\t';
		lines += ch == '\n';
	}
	v->delim = ',';
	if (seen.tab > seen.comma && seen.tab >= seen.semicolon)
		v->delim = '\t';
	else if (seen.semicolon > seen.comma)
		v->delim = ';';
}

bool csv_open(struct table *t)
{
	struct csv *v = NEW(t->keep, struct csv);

	if (v == NULL) {
		stop_set(&t->stop, STOP_MEMORY, 0, 0);
		return false;
	}
	t->csv = v;
	out_init(&v->record, t->lim.row_bytes);
	v->ends = NEW_N(t->keep, t->lim.columns, uint32_t);
	if (v->ends == NULL) {
		stop_set(&t->stop, STOP_MEMORY, 0, 0);
		return false;
	}
	v->in = decoder_new(t->bytes, &t->stop);
	if (v->in == NULL)
		return false;
	v->block = decoder_next(v->in);
	if (!sep_line(v))
		detect_delimiter(v);
	return true;
}

void csv_close(struct table *t)
{
	if (t->csv == NULL)
		return;
	decoder_free(&t->csv->in);
	out_free(&t->csv->record);
	t->csv = NULL;
}

const char *csv_encoding(const struct table *t)
{
	return decoder_encoding(t->csv->in);
}

/* ---- one record ---- */

static bool next_byte(struct csv *v, char *ret_ch)
{
	while (v->block.n == 0) {
		v->block = decoder_next(v->in);
		if (v->block.n == 0)
			return false;
	}
	*ret_ch = *v->block.p;
	v->block.p++;
	v->block.n--;
	return true;
}

static void field_end(struct table *t, struct csv *v)
{
	if (v->n < t->lim.columns)
		v->ends[v->n] = (uint32_t)v->record.n;
	else if (v->record.n > v->field_from)
		v->wide = true;
	v->field_from = v->record.n;
	v->n++;
}

/* What one byte does. True when the record is complete. */
static bool step(struct table *t, struct csv *v, enum state *state, char ch)
{
	if (*state == QUOTED) {
		if (ch == '"')
			*state = QUOTE_SEEN;
		else
			out_c(&v->record, ch);
		return false;
	}
	if (ch == '"' && *state == FIELD_START) {
		*state = QUOTED;
		return false;
	}
	if (ch == '"' && *state == QUOTE_SEEN) {
		out_c(&v->record, ch);
		*state = QUOTED;
		return false;
	}
	if (ch == v->delim) {
		field_end(t, v);
		*state = FIELD_START;
		return false;
	}
	if (ch == '\n' || ch == '\r') {
		v->skip_lf = ch == '\r';
		return true;
	}
	*state = PLAIN; /* text after a closing quote is kept as it stands */
	out_c(&v->record, ch);
	return false;
}

/* Read one record; *ret_some is false at the end of the file. */
static bool read_record(struct table *t, struct csv *v, bool *ret_some)
{
	enum state state = FIELD_START;
	bool some = false, done = false;
	char ch;

	out_reset(&v->record);
	v->n = 0;
	v->field_from = 0;
	v->wide = false;
	while (!done && next_byte(v, &ch)) {
		bool lf = v->skip_lf && ch == '\n' && !some;

		v->skip_lf = false;
		if (lf)
			continue;
		some = true;
		done = step(t, v, &state, ch);
		if (v->record.broken) {
			stop_set(&t->stop, "table_line_too_long", v->number + 1, t->lim.row_bytes);
			return false;
		}
	}
	*ret_some = some;
	if (!some)
		return true;
	v->number++;
	if (!done && state == QUOTED) {
		stop_set(&t->stop, "table_quote_open", v->number, 0);
		return false;
	}
	field_end(t, v);
	return true;
}

/* ---- its cells ---- */

/* ="0123" is how exports keep Excel from eating zeros; a leading ' before a sign that could start a
 * formula is the guard csv_write puts there, taken off again so that a file survives the journey.
 */
static struct str unwrap(struct str s)
{
	if (s.n >= 3 && s.p[0] == '=' && s.p[1] == '"' && s.p[s.n - 1] == '"')
		return str_sub(s, 2, s.n - 3);
	if (s.n >= 2 && s.p[0] == '\'' &&
	    memchr(CSV_GUARDED, s.p[1], sizeof(CSV_GUARDED) - 1) != NULL)
		return str_sub(s, 1, s.n);
	return s;
}

static bool put_cells(struct table *t, struct csv *v)
{
	struct str all = out_str(&v->record);
	uint32_t n = v->n < t->lim.columns ? v->n : t->lim.columns;
	size_t from = 0;

	if (v->wide) {
		stop_set(&t->stop, "table_too_many_columns", v->number, t->lim.columns);
		return false;
	}
	table_row_begin(t);
	for (uint32_t i = 0; i < n; i++) {
		struct str text = unwrap(str_sub(all, from, v->ends[i] - from));

		from = v->ends[i];
		if (!table_put(t, v->number, i, (struct cell){.text = text, .type = CELL_TEXT}))
			return false;
	}
	return true;
}

bool csv_next(struct table *t, bool *ret_more)
{
	struct csv *v = t->csv;

	*ret_more = false;
	for (;;) {
		bool some;

		if (!read_record(t, v, &some))
			return false;
		if (!some)
			return true;
		if (!put_cells(t, v))
			return false;
		if (table_row_some(t))
			break;
	}
	*ret_more = true;
	return table_row_give(t, v->number);
}
