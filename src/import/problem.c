/* What is wrong with a row: kept as codes, told in the reader's language. */
#include "base/jsonread.h"
#include "import/batch.h"

enum { PROBLEMS_JSON_MAX = 1 << 16 };

struct str problems_json(struct ctx *c, const struct import_kind *k, const struct import_row *row)
{
	struct out o;
	struct json j;
	struct str s;

	if (row->problem_n == 0)
		return STR_NONE;
	out_init(&o, PROBLEMS_JSON_MAX);
	json_init(&j, &o);
	json_open(&j, '[');
	for (size_t i = 0; i < row->problem_n; i++) {
		const struct import_problem *p = &row->problem[i];

		json_open(&j, '{');
		json_kv_str(&j, "column",
		            p->column < k->column_n ? str_of(k->column[p->column].name) : STR_NONE);
		json_kv_str(&j, "code", str_of(p->code));
		json_kv_str(&j, "allowed", p->allowed.p ? p->allowed : S(""));
		json_close(&j, '}');
	}
	json_close(&j, ']');
	s = o.broken ? STR_NONE : str_dup(c->arena, out_str(&o));
	out_free(&o);
	return s;
}

enum err problems_read(struct ctx *c, const struct import_kind *k, struct str json,
                       struct import_problem *ret_v, size_t *ret_n)
{
	const struct jval *root;
	size_t n = 0;

	if (!str_some(json)) {
		*ret_n = 0;
		return OK;
	}
	TRY(jread(c, json, PROBLEMS_JSON_MAX, &root));
	for (size_t i = 0; i < root->n && n < IMPORT_PROBLEMS_MAX; i++) {
		const struct jval *v = &root->items[i], *column = jval_find(v, "column");
		struct import_problem p = {.column = SIZE_MAX};
		struct str code;

		TRY(jval_str(c, v, "code", 64, &code));
		TRY(jval_str(c, v, "allowed", PROBLEMS_JSON_MAX, &p.allowed));
		for (size_t f = 0; column && f < k->column_n; f++)
			if (str_is(column->s, k->column[f].name))
				p.column = f;
		p.code = str_c(c->arena, code);
		ret_v[n++] = p;
	}
	*ret_n = n;
	return OK;
}

static struct str choices_of(struct ctx *c, const struct import_column *col)
{
	struct str v[64];
	size_t n = 0;

	while (col->choices && col->choices[n] != TEXT_NONE && n < 64) {
		v[n] = import_first(c->lang, col->choices[n]);
		n++;
	}
	return str_join(c->arena, v, n, text(c->lang, T_import_comma));
}

/* What would be right, where that depends on the reader's language. */
static struct str allowed_of(struct ctx *c, const struct import_kind *k,
                             const struct import_problem *p)
{
	if (p->column < k->column_n && strcmp(p->code, "import_choice") == 0)
		return choices_of(c, &k->column[p->column]);
	if (strcmp(p->code, "import_twice") == 0)
		return text_fill(c->arena, c->lang, T_import_at_row, &p->allowed, 1);
	return p->allowed;
}

struct import_found problem_tell(struct ctx *c, const struct import_kind *k,
                                 const struct import_map *m, const struct str *cell, size_t n,
                                 int64_t number, const struct import_problem *p)
{
	const struct fault_text *t = fault_lookup(p->code);
	struct str allowed = allowed_of(c, k, p);
	struct import_found f = {.number = number,
	                         .code = t->code,
	                         .column = text(c->lang, T_import_whole_row),
	                         .value = S(""),
	                         .what = t->title[c->lang],
	                         .mend = t->advice[c->lang]};

	if (p->column < k->column_n) {
		int32_t at = m->to[p->column];

		f.column = import_first(c->lang, k->column[p->column].title);
		if (at >= 0 && (size_t)at < m->width && str_some(m->title[at]))
			f.column = m->title[at];
		if (at >= 0 && (size_t)at < n && cell[at].p)
			f.value = cell[at];
	}
	if (str_some(allowed)) {
		struct str args[] = {f.mend, allowed};

		f.mend = text_fill(c->arena, c->lang, T_import_mend_allowed, args, 2);
	}
	return f;
}

struct str problems_reason(struct ctx *c, const struct import_found *v, size_t n)
{
	struct str part[IMPORT_PROBLEMS_MAX];

	for (size_t i = 0; i < n && i < IMPORT_PROBLEMS_MAX; i++) {
		struct str args[] = {v[i].column, v[i].what, v[i].mend};

		part[i] = text_fill(c->arena, c->lang, T_import_reason, args, 3);
	}
	return str_join(c->arena, part, n < IMPORT_PROBLEMS_MAX ? n : IMPORT_PROBLEMS_MAX, S("\n"));
}
