/* A row between the file (cells), the table (JSON) and the kind (values). */
#include "import/batch.h"

#include "base/jsonread.h"

enum { CELLS_JSON_MAX = 1 << 20 };

struct str row_cells_json(struct ctx *c, struct out *o, const struct str *cell, size_t n)
{
	struct json j;

	out_reset(o);
	json_init(&j, o);
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++)
		json_str(&j, cell[i].p ? cell[i] : S(""));
	json_close(&j, ']');
	return o->broken ? STR_NONE : str_dup(c->arena, out_str(o));
}

enum err row_cells_read(struct ctx *c, struct str json, struct str **ret_cell, size_t *ret_n)
{
	const struct jval *root;
	struct str *v;

	TRY(jread(c, json, CELLS_JSON_MAX, &root));
	v = NEW_N(c->arena, root->n + 1, struct str);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < root->n; i++)
		v[i] = root->items[i].s;
	*ret_cell = v;
	*ret_n = root->n;
	return OK;
}

void row_values(struct ctx *c, const struct import_kind *k, const struct import_map *m,
                const struct str *cell, size_t n, struct import_row *ret_row)
{
	struct str *v = NEW_N(c->arena, k->column_n, struct str);

	for (size_t i = 0; v && i < k->column_n; i++) {
		struct str s = STR_NONE;

		if (m->to[i] >= 0 && (size_t)m->to[i] < n && cell[m->to[i]].p)
			s = utf8_fold_width(c->arena, cell[m->to[i]]);
		v[i] = str_some(s) ? s : STR_NONE;
	}
	ret_row->value = v;
}

static bool told(const struct import_row *row, size_t column)
{
	for (size_t i = 0; i < row->problem_n; i++)
		if (row->problem[i].column == column)
			return true;
	return false;
}

enum err row_check(struct ctx *c, const struct import_kind *k, void *state, struct import_row *row)
{
	if (!row->value)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < k->column_n; i++)
		if (k->column[i].required && !str_some(row->value[i]) && !told(row, i))
			import_bad(row, i, "import_missing", STR_NONE);
	TRY(k->check(c, state, row));
	if (row->problem_n > 0)
		row->verdict = IMPORT_BAD;
	return OK;
}

struct str map_text(struct ctx *c, const struct import_map *m, size_t columns)
{
	struct str s = S("");

	for (size_t i = 0; i < columns; i++)
		s = m->to[i] < 0
		            ? str_printf(c->arena, "%.*s%s-", STR_FMT(s), i ? "," : "")
		            : str_printf(c->arena, "%.*s%s%d", STR_FMT(s), i ? "," : "", m->to[i]);
	return s;
}

enum err map_read(struct ctx *c, const struct batch *b, struct import_map *ret_m)
{
	struct import_map m = {0};
	struct str rest = b->places;

	for (size_t i = 0; i < IMPORT_COLUMNS_MAX; i++) {
		struct str one = rest.p ? str_cut(&rest, ',') : S("-");
		int64_t at = -1;

		m.to[i] = str_i64(one, &at) && at >= 0 && at < INT32_MAX ? (int32_t)at : -1;
	}
	if (str_some(b->header))
		TRY(row_cells_read(c, b->header, &m.title, &m.width));
	*ret_m = m;
	return OK;
}
