#include "web/listing.h"

#include "docs/csv_write.h"

enum { TEXT_BYTES = 32 << 20 };

struct listing {
	struct sheet_writer *sheet; /* NULL: text */
	struct csv_writer text;
	struct out out;
};

enum err listing_new(struct ctx *c, const struct reply *w, const struct sheet_spec *spec,
                     struct listing **ret_l)
{
	struct listing *l = NEW(c->arena, struct listing);

	if (!l)
		return fault_broken(c, "arena");
	*ret_l = l;
	if (!reply_csv(w))
		return sheet_new(c, spec, &l->sheet);
	out_init(&l->out, TEXT_BYTES);
	csv_begin(&l->text, &l->out);
	for (size_t i = 0; i < spec->n_columns; i++)
		csv_text(&l->text, spec->columns[i].title);
	csv_row_end(&l->text);
	return OK;
}

void listing_text(struct listing *l, struct str s)
{
	if (l->sheet)
		sheet_text(l->sheet, s);
	else
		csv_text(&l->text, s);
}

void listing_i64(struct listing *l, int64_t v)
{
	if (l->sheet)
		sheet_i64(l->sheet, v);
	else
		csv_i64(&l->text, v);
}

void listing_money(struct listing *l, struct money m)
{
	if (l->sheet)
		sheet_money(l->sheet, m);
	else
		csv_money(&l->text, m);
}

void listing_row_end(struct listing *l)
{
	if (l->sheet)
		sheet_row_end(l->sheet);
	else
		csv_row_end(&l->text);
}

void listing_text_last(struct listing *l, struct str s)
{
	if (l->sheet || !str_some(s))
		return;
	csv_text(&l->text, s);
	csv_row_end(&l->text);
}

enum err listing_reply(struct ctx *c, struct reply *w, struct str title, struct listing **io_l)
{
	struct listing *l = *io_l;
	enum err e;

	*io_l = NULL;
	if (l->sheet)
		return reply_sheet(c, w, title, &l->sheet);
	e = l->out.broken ? fault_broken(c, "a list does not fit")
	                  : reply_file(c, w, str_printf(c->arena, "%.*s.csv", STR_FMT(title)),
	                               "text/csv; charset=utf-8", out_str(&l->out));
	out_free(&l->out);
	return e;
}

struct str listing_csv(struct arena *a, struct str xlsx)
{
	struct str query = xlsx, path = str_cut(&query, '?');

	if (!str_ends(path, S(".xlsx")))
		return STR_NONE;
	return str_printf(a, "%.*s.csv%s%.*s", (int)path.n - 5, path.p, query.p ? "?" : "",
	                  STR_FMT(query));
}
