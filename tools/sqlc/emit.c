/* The C that is generated: data about a statement, and one typed function over it. */
#include "sqlc.h"

void emit_literal(struct out *o, struct str s, const char *indent)
{
	out_c(o, '"');
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '\n':
			out_printf(o, "\\n\"\n%s\"", indent);
			break;
		case '\t':
			out_put(o, S("\\t"));
			break;
		case '\r':
			break;
		case '"':
		case '\\':
			out_c(o, '\\');
			out_c(o, s.p[i]);
			break;
		default:
			out_c(o, s.p[i]);
		}
	}
	out_c(o, '"');
}

static void emit_type(struct out *o, const struct field *f)
{
	if (!f->kind->c_type)
		out_put(o, f->type); /* an id type is its own name */
	else
		out_put(o, str_of(f->null && f->kind->c_null ? f->kind->c_null : f->kind->c_type));
}

static void emit_row(struct out *o, const struct statement *st)
{
	if (st->n_columns == 0 || !str_eq(st->row_of, st->name))
		return;
	out_printf(o, "struct q_%.*s_row {\n", STR_FMT(st->name));
	for (size_t i = 0; i < st->n_columns; i++) {
		out_c(o, '\t');
		emit_type(o, &st->columns[i]);
		out_printf(o, " %.*s;\n", STR_FMT(st->columns[i].name));
	}
	out_put(o, S("};\n"));
}

static void emit_params(struct out *o, const struct statement *st)
{
	out_put(o, S("struct ctx *c"));
	for (size_t i = 0; i < st->n_params; i++) {
		out_put(o, S(", "));
		emit_type(o, &st->params[i]);
		out_printf(o, " %.*s", STR_FMT(st->params[i].name));
	}
}

static bool single(const struct statement *st)
{
	return st->n_columns == 1 && st->arrow != ARROW_MANY;
}

static void emit_prototype(struct out *o, const struct statement *st)
{
	out_printf(o, "enum err q_%.*s(", STR_FMT(st->name));
	emit_params(o, st);
	if (st->arrow == ARROW_NONE) {
		out_put(o, S(", int64_t *ret_changed)"));
		return;
	}
	if (single(st)) {
		out_put(o, S(", "));
		emit_type(o, &st->columns[0]);
		out_printf(o, " *ret_%.*s", STR_FMT(st->columns[0].name));
	} else if (st->arrow == ARROW_MANY) {
		out_printf(o, ", struct q_%.*s_row **ret_rows, size_t *ret_n", STR_FMT(st->row_of));
	} else {
		out_printf(o, ", struct q_%.*s_row *ret_row", STR_FMT(st->row_of));
	}
	out_put(o, str_of(st->arrow == ARROW_MAYBE ? ", bool *ret_found)" : ")"));
}

static void emit_each_prototype(struct out *o, const struct statement *st)
{
	out_printf(o, "enum err q_%.*s_each(", STR_FMT(st->name));
	emit_params(o, st);
	out_printf(o,
	           ", enum err (*fn)(struct ctx *c, const struct q_%.*s_row *row, void *arg), void "
	           "*arg)",
	           STR_FMT(st->row_of));
}

static struct str upper(struct arena *a, struct str s)
{
	char *p = arena_take(a, s.n + 1);

	for (size_t i = 0; p && i < s.n; i++)
		p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i];
	return (struct str){p, s.n};
}

void emit_header(const struct source *s, struct out *o)
{
	struct str room = upper(s->arena, s->room), base = upper(s->arena, s->base);

	out_printf(o, "/* Made by sqlc from %.*s.sql; the SQL is the place to change. */\n",
	           STR_FMT(s->base));
	out_printf(
		o,
		"#ifndef %.*s_%.*s_SQL_H\n#define %.*s_%.*s_SQL_H\n\n#include \"store/stmt.h\"\n",
		STR_FMT(room), STR_FMT(base), STR_FMT(room), STR_FMT(base));
	for (size_t i = 0; i < s->n; i++) {
		const struct statement *st = s->v[i];

		out_c(o, '\n');
		emit_row(o, st);
		emit_prototype(o, st);
		out_put(o, S(";\n"));
		if (st->arrow == ARROW_MANY) {
			emit_each_prototype(o, st);
			out_put(o, S(";\n"));
		}
	}
	out_put(o, S("\n#endif\n"));
}

/* Where the id of a sealed field stands: parameter n is -1 - n, column n is n. */
static int id_place(const struct statement *st, const struct field *f, bool column)
{
	for (size_t i = 0; column && i < st->n_columns; i++)
		if (str_eq(st->columns[i].name, f->sealed_id))
			return (int)i;
	for (size_t i = 0; i < st->n_params; i++)
		if (str_eq(st->params[i].name, f->sealed_id))
			return -1 - (int)i;
	return 0;
}

static void emit_fields(struct out *o, const struct statement *st, bool column)
{
	const struct field *v = column ? st->columns : st->params;
	size_t n = column ? st->n_columns : st->n_params;

	if (n == 0)
		return;
	out_printf(o, "static const struct stmt_field %s_%.*s[] = {\n",
	           column ? "columns" : "params", STR_FMT(st->name));
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &v[i];

		out_printf(o, "\t{\"%.*s\", %s, %s, ", STR_FMT(f->name),
		           f->null ? f->kind->field_null : f->kind->field,
		           f->null ? "true" : "false");
		if (column)
			out_printf(o, "offsetof(struct q_%.*s_row, %.*s)", STR_FMT(st->row_of),
			           STR_FMT(f->name));
		else
			out_c(o, '0');
		if (str_some(f->sealed))
			out_printf(o, ", \"%.*s\", %d},\n", STR_FMT(f->sealed),
			           id_place(st, f, column));
		else
			out_put(o, S(", NULL, 0},\n"));
	}
	out_put(o, S("};\n"));
}

static void emit_data(const struct source *s, struct out *o, const struct statement *st)
{
	int n = (int)st->name.n;
	const char *p = st->name.p;

	emit_fields(o, st, false);
	emit_fields(o, st, true);
	out_printf(o,
	           "static const struct stmt stmt_%.*s;\n"
	           "STMT_REGISTER(%.*s)\n"
	           "static const struct stmt stmt_%.*s = {\n"
	           "\t.name = \"%.*s\",\n\t.file = \"%.*s/%.*s.sql\",\n\t.line = %d,\n\t.self = "
	           "&stmt_ref_%.*s,\n",
	           n, p, n, p, n, p, n, p, STR_FMT(s->room), STR_FMT(s->base), st->line, n, p);
	out_put(o, S("\t.sql = {"));
	emit_literal(o, st->sql, "\t\t");
	out_put(o, S(",\n\t\t"));
	emit_literal(o, str_some(st->sql_pg) ? st->sql_pg : st->sql, "\t\t");
	out_put(o, S("},\n"));
	if (st->n_params)
		out_printf(o, "\t.params = params_%.*s,\n\t.n_params = %zu,\n", n, p, st->n_params);
	if (st->n_columns)
		out_printf(o,
		           "\t.columns = columns_%.*s,\n\t.n_columns = %zu,\n"
		           "\t.row_size = sizeof(struct q_%.*s_row),\n",
		           n, p, st->n_columns, STR_FMT(st->row_of));
	out_printf(o, "\t.writes = %s,\n\t.variant = %s,\n};\n", st->writes ? "true" : "false",
	           str_some(st->sql_pg) ? "true" : "false");
}

/* The array of bound values, and the name by which the call passes it. */
static const char *emit_values(struct out *o, const struct statement *st)
{
	if (st->n_params == 0)
		return "NULL";
	out_put(o, S("\tstruct sql_value values[] = {"));
	for (size_t i = 0; i < st->n_params; i++) {
		const struct field *f = &st->params[i];

		out_printf(o, "%s%s(%.*s%s)", i ? ", " : "",
		           f->null ? f->kind->bind_null : f->kind->bind, STR_FMT(f->name),
		           f->kind->c_type ? "" : ".v");
	}
	out_put(o, S("};\n"));
	return "values";
}

static void emit_one(struct out *o, const struct statement *st, const char *values)
{
	const char *found = st->arrow == ARROW_MAYBE ? "ret_found" : "NULL";

	if (!single(st)) {
		out_printf(o, "\n\treturn stmt_one(c, &stmt_%.*s, %s, ret_row, %s);\n}\n",
		           STR_FMT(st->name), values, found);
		return;
	}
	out_printf(o,
	           "\tstruct q_%.*s_row row;\n\tbool found = false;\n\n"
	           "\tTRY(stmt_one(c, &stmt_%.*s, %s, &row, %s));\n",
	           STR_FMT(st->row_of), STR_FMT(st->name), values,
	           st->arrow == ARROW_MAYBE ? "&found" : "NULL");
	if (st->arrow == ARROW_MAYBE)
		out_put(o, S("\t*ret_found = found;\n\tif (!found)\n\t\treturn OK;\n"));
	else
		out_put(o, S("\t(void)found;\n"));
	out_printf(o, "\t*ret_%.*s = row.%.*s;\n\treturn OK;\n}\n", STR_FMT(st->columns[0].name),
	           STR_FMT(st->columns[0].name));
}

static void emit_each(struct out *o, const struct statement *st)
{
	int n = (int)st->name.n;
	const char *p = st->name.p, *values;

	out_printf(o,
	           "struct each_%.*s {\n\tenum err (*fn)(struct ctx *c, const struct q_%.*s_row "
	           "*row, void *arg);\n"
	           "\tvoid *arg;\n};\n\n"
	           "static enum err call_%.*s(struct ctx *c, const void *row, void *arg)\n{\n"
	           "\tconst struct each_%.*s *each = arg;\n\n\treturn each->fn(c, row, "
	           "each->arg);\n}\n\n",
	           n, p, STR_FMT(st->row_of), n, p, n, p);
	emit_each_prototype(o, st);
	out_put(o, S("\n{\n"));
	values = emit_values(o, st);
	out_printf(o,
	           "\tstruct each_%.*s each = {fn, arg};\n\tstruct q_%.*s_row row;\n\n"
	           "\treturn stmt_each(c, &stmt_%.*s, %s, &row, call_%.*s, &each);\n}\n",
	           n, p, STR_FMT(st->row_of), n, p, values, n, p);
}

void emit_code(const struct source *s, struct out *o)
{
	out_printf(o,
	           "/* Made by sqlc from %.*s.sql; the SQL is the place to change. */\n"
	           "#include \"%.*s/%.*s.sql.h\"\n\n#include <stddef.h>\n",
	           STR_FMT(s->base), STR_FMT(s->room), STR_FMT(s->base));
	for (size_t i = 0; i < s->n; i++) {
		const struct statement *st = s->v[i];
		const char *values;

		out_c(o, '\n');
		emit_data(s, o, st);
		out_c(o, '\n');
		emit_prototype(o, st);
		out_put(o, S("\n{\n"));
		values = emit_values(o, st);
		if (st->arrow == ARROW_NONE)
			out_printf(o, "\n\treturn stmt_exec(c, &stmt_%.*s, %s, ret_changed);\n}\n",
			           STR_FMT(st->name), values);
		else if (st->arrow == ARROW_MANY)
			out_printf(o,
			           "\tvoid *rows;\n\n\tTRY(stmt_all(c, &stmt_%.*s, %s, &rows, "
			           "ret_n));\n"
			           "\t*ret_rows = rows;\n\treturn OK;\n}\n",
			           STR_FMT(st->name), values);
		else
			emit_one(o, st, values);
		if (st->arrow == ARROW_MANY) {
			out_c(o, '\n');
			emit_each(o, st);
		}
	}
}
