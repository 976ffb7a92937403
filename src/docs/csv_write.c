#include "docs/csv_write.h"

void csv_begin(struct csv_writer *w, struct out *o)
{
	*w = (struct csv_writer){.o = o};
	out_put(o, S("\xef\xbb\xbf"));
}

static void next_field(struct csv_writer *w)
{
	if (w->open)
		out_c(w->o, ',');
	w->open = true;
}

void csv_text(struct csv_writer *w, struct str s)
{
	bool quoted = false;

	next_field(w);
	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = memchr(",\"\r\n;\t", s.p[i], 6) != NULL;
	if (quoted)
		out_c(w->o, '"');
	if (s.n > 0 && memchr(CSV_GUARDED, s.p[0], sizeof(CSV_GUARDED) - 1) != NULL)
		out_c(w->o, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			out_c(w->o, '"');
		out_c(w->o, s.p[i]);
	}
	if (quoted)
		out_c(w->o, '"');
}

void csv_i64(struct csv_writer *w, int64_t v)
{
	next_field(w);
	out_i64(w->o, v);
}

void csv_money(struct csv_writer *w, struct money m)
{
	next_field(w);
	money_put(w->o, m);
}

void csv_date(struct csv_writer *w, struct date d)
{
	next_field(w);
	if (date_some(d)) {
		struct civil v = date_civil(d);

		out_printf(w->o, "%04d-%02d-%02d", (int)v.year, (int)v.month, (int)v.day);
	}
}

void csv_row_end(struct csv_writer *w)
{
	out_put(w->o, S("\r\n"));
	w->open = false;
}
