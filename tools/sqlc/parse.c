/* Reading a .sql file: heads, parameters, columns, statement text. */
#include "sqlc.h"

static const struct kind kinds[] = {
	{"i64", "int64_t", "struct opt_i64", "FIELD_I64", "FIELD_OPT_I64", "sql_i64", "sql_opt_i64",
         "INTEGER"},
	{"bool", "bool", "struct opt_i64", "FIELD_BOOL", "FIELD_OPT_I64", "sql_bool", "sql_opt_i64",
         "INTEGER"},
	{"money", "struct money", "struct opt_money", "FIELD_MONEY", "FIELD_OPT_MONEY", "sql_money",
         "sql_opt_money", "INTEGER"},
	{"str", "struct str", NULL, "FIELD_STR", "FIELD_STR", "sql_str", "sql_str", "TEXT"},
	{"blob", "struct str", NULL, "FIELD_BLOB", "FIELD_BLOB", "sql_blob", "sql_blob", "BLOB"},
	{"date", "struct date", NULL, "FIELD_DATE", "FIELD_DATE", "sql_date", "sql_date",
         "INTEGER"},
	{"time", "struct clock_time", NULL, "FIELD_TIME", "FIELD_TIME", "sql_time", "sql_time",
         "INTEGER"},
	{"instant", "struct instant", NULL, "FIELD_INSTANT", "FIELD_INSTANT", "sql_instant",
         "sql_instant", "INTEGER"},
	{"sealed", "struct str", NULL, "FIELD_SEALED", "FIELD_SEALED", "sql_blob", "sql_blob",
         "BLOB"},
};
static const struct kind id_kind = {"id",       NULL,     NULL,     "FIELD_ID",
                                    "FIELD_ID", "sql_id", "sql_id", "INTEGER"};

static bool is_word(struct str s)
{
	if (s.n == 0 || s.n > 60 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '_'))
			return false;
	}
	return true;
}

/* sealed(TABLE.COLUMN@idname) */
static bool parse_sealed(struct field *f, struct str inside)
{
	struct str table = str_cut(&inside, '@'), column = table;

	f->sealed = table;
	f->sealed_id = inside;
	table = str_cut(&column, '.');
	return is_word(table) && is_word(column) && is_word(inside);
}

static bool parse_type(struct source *s, int line, struct field *f, struct str type)
{
	struct str base = type, inside = STR_NONE;
	size_t at;

	if (str_ends(type, S("?"))) {
		f->null = true;
		base.n--;
	}
	f->type = base;
	if (str_find(base, S("("), &at) && str_ends(base, S(")"))) {
		inside = str_sub(base, at + 1, base.n - at - 2);
		base.n = at;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(base, kinds[i].name))
			f->kind = &kinds[i];
	if (is_word(base) && str_ends(base, S("_id")) && !str_some(inside))
		f->kind = &id_kind;
	if (!f->kind || (str_some(inside) && !str_is(base, "sealed")))
		return complain(s->path, line, "unknown type %.*s", STR_FMT(type));
	if (str_is(base, "sealed")) {
		f->null = true;
		if (!parse_sealed(f, inside))
			return complain(s->path, line, "%.*s: write sealed(TABLE.COLUMN@id)",
			                STR_FMT(type));
	}
	return true;
}

static bool parse_fields(struct source *s, int line, struct str list, struct field *v,
                         size_t *ret_n)
{
	static const char *const taken[] = {"c", "fn", "arg"};

	*ret_n = 0;
	while (str_some(str_trim(list))) {
		struct str item = str_trim(str_cut(&list, ',')), name = str_cut(&item, ' ');
		struct field *f = &v[*ret_n];

		if (*ret_n == MOST_FIELDS)
			return complain(s->path, line, "more than %d fields", MOST_FIELDS);
		*f = (struct field){.name = name};
		if (!is_word(name) || !str_some(item))
			return complain(s->path, line, "write NAME TYPE, not \"%.*s\"",
			                STR_FMT(name));
		for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
			if (str_is(name, taken[i]))
				return complain(s->path, line, "the name %s is taken", taken[i]);
		for (size_t i = 0; i < *ret_n; i++)
			if (str_eq(v[i].name, name))
				return complain(s->path, line, "%.*s stands there twice",
				                STR_FMT(name));
		if (!parse_type(s, line, f, str_trim(item)))
			return false;
		(*ret_n)++;
	}
	return true;
}

static struct statement *find(struct source *s, struct str name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i]->name, name))
			return s->v[i];
	return NULL;
}

static bool parse_columns(struct source *s, struct statement *st, struct str list)
{
	st->row_of = st->name;
	list = str_trim(list);
	if (str_starts(list, S("="))) {
		struct str other = str_trim(str_sub(list, 1, list.n));
		const struct statement *from = find(s, other);

		if (!from || from->n_columns == 0)
			return complain(s->path, st->line, "no statement %.*s with columns above",
			                STR_FMT(other));
		memcpy(st->columns, from->columns, sizeof st->columns);
		st->n_columns = from->n_columns;
		st->row_of = from->row_of;
		return true;
	}
	if (!parse_fields(s, st->line, list, st->columns, &st->n_columns))
		return false;
	if (st->n_columns == 0)
		return complain(s->path, st->line, "%.*s: an arrow without columns",
		                STR_FMT(st->name));
	return true;
}

/* A sealed field needs the row's id beside it: among the parameters, or for a column also among
 * the columns. */
static bool has_id(const struct field *v, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name) &&
		    (v[i].kind == &id_kind || str_is(v[i].type, "i64")) && !v[i].null)
			return true;
	return false;
}

static bool check_sealed(struct source *s, const struct statement *st)
{
	for (size_t i = 0; i < st->n_params; i++) {
		const struct field *f = &st->params[i];

		if (str_some(f->sealed_id) && !has_id(st->params, st->n_params, f->sealed_id))
			return complain(s->path, st->line, "%.*s: no id parameter %.*s",
			                STR_FMT(f->name), STR_FMT(f->sealed_id));
	}
	for (size_t i = 0; i < st->n_columns; i++) {
		const struct field *f = &st->columns[i];

		if (str_some(f->sealed_id) && !has_id(st->params, st->n_params, f->sealed_id) &&
		    !has_id(st->columns, st->n_columns, f->sealed_id))
			return complain(s->path, st->line, "%.*s: no id column or parameter %.*s",
			                STR_FMT(f->name), STR_FMT(f->sealed_id));
	}
	return true;
}

/* "NAME [@engine]: parameters ARROW columns" */
static bool parse_head(struct source *s, struct statement *st, struct str head)
{
	struct str params, columns = STR_NONE;
	size_t at;

	str_cut(&head, ':');
	st->head = str_trim(head);
	params = head;
	if (str_find(head, S("->"), &at)) {
		params = str_sub(head, 0, at);
		columns = str_sub(head, at + 2, head.n);
		st->arrow = ARROW_ONE;
		if (str_starts(columns, S("?")) || str_starts(columns, S("*"))) {
			st->arrow = columns.p[0] == '?' ? ARROW_MAYBE : ARROW_MANY;
			columns = str_sub(columns, 1, columns.n);
		}
	}
	return parse_fields(s, st->line, params, st->params, &st->n_params) &&
	       (st->arrow == ARROW_NONE || parse_columns(s, st, columns)) && check_sealed(s, st);
}

/* The words of the project that one engine alone would take. */
static bool check_words(struct source *s, const struct statement *st, struct str sql)
{
	static const char *const banned[] = {"insert or ", "replace into", "rowid", "datetime(",
	                                     "::",         "strftime(",    " now("};
	const char *text = str_c(s->arena, sql);

	for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
		if (strcasestr(text, banned[i]))
			return complain(s->path, st->line, "%.*s: \"%s\" is for one engine alone",
			                STR_FMT(st->name), banned[i]);
	return true;
}

/* A statement of one engine finds its other half, or waits for it. */
static bool add(struct source *s, struct statement *st, struct str engine, struct str sql)
{
	struct statement *other = find(s, st->name);
	bool pg = str_is(engine, "pg");

	if (str_some(engine) && !pg && !str_is(engine, "sqlite"))
		return complain(s->path, st->line, "unknown engine @%.*s", STR_FMT(engine));
	if (!str_some(engine) && !check_words(s, st, sql))
		return false;
	if (!other) {
		if (s->n == MOST_STATEMENTS)
			return complain(s->path, st->line, "more than %d statements",
			                MOST_STATEMENTS);
		s->v[s->n++] = st;
		other = st;
	} else if (!str_some(engine) || str_some(pg ? other->sql_pg : other->sql)) {
		return complain(s->path, st->line, "%.*s stands there twice (line %d)",
		                STR_FMT(st->name), other->line);
	} else if (!str_eq(other->head, st->head)) {
		return complain(s->path, st->line, "%.*s: its variants have different heads",
		                STR_FMT(st->name));
	}
	*(pg ? &other->sql_pg : &other->sql) = sql;
	return true;
}

struct reader {
	struct source *s;
	struct str head; /* collected so far; none: before a statement */
	int head_line;
	struct out sql;
};

/* "NAME:" or "NAME @engine:" and nothing of the sort in a free comment. */
static bool is_head(struct str comment)
{
	struct str name = str_cut(&comment, ':'), engine = name;

	if (!comment.p)
		return false;
	name = str_cut(&engine, ' ');
	return is_word(name) && (!engine.p || str_starts(engine, S("@")));
}

static bool take_comment(struct reader *r, struct str line, int number)
{
	struct str text = str_sub(line, 2, line.n);

	if (str_starts(text, S("+"))) {
		if (!str_some(r->head))
			return complain(r->s->path, number, "--+ continues no head");
		r->head = str_printf(r->s->arena, "%.*s %.*s", STR_FMT(r->head),
		                     STR_FMT(str_trim(str_sub(text, 1, text.n))));
		return true;
	}
	text = str_trim(text);
	if (!is_head(text))
		return true;
	if (str_some(r->head))
		return complain(r->s->path, r->head_line, "a head without a statement");
	r->head = text;
	r->head_line = number;
	return true;
}

static bool finish(struct reader *r)
{
	struct statement *st = NEW(r->s->arena, struct statement);
	struct str head = r->head, label, engine, sql;

	if (!st)
		return complain(r->s->path, r->head_line, "out of memory");
	label = str_cut(&head, ':');
	engine = label;
	st->name = str_cut(&engine, ' ');
	st->line = r->head_line;
	sql = str_dup(r->s->arena, str_trim(out_str(&r->sql)));
	sql.n--; /* the semicolon */
	out_reset(&r->sql);
	engine = str_sub(engine, 1, engine.n);
	head = r->head;
	r->head = STR_NONE;
	return parse_head(r->s, st, head) && add(r->s, st, engine, sql);
}

/* What stands before a trailing comment; quotes may hold dashes. */
static struct str without_comment(struct str line)
{
	bool quoted = false;

	for (size_t i = 0; i + 1 < line.n; i++) {
		if (line.p[i] == '\'')
			quoted = !quoted;
		if (!quoted && line.p[i] == '-' && line.p[i + 1] == '-')
			return str_trim(str_sub(line, 0, i));
	}
	return line;
}

static bool take_line(struct reader *r, struct str line, int number)
{
	line = str_trim(line);
	if (str_starts(line, S("--")))
		return take_comment(r, line, number);
	line = without_comment(line);
	if (!str_some(line))
		return true;
	if (!str_some(r->head))
		return complain(r->s->path, number, "SQL without a head (-- NAME: …) above it");
	out_put(&r->sql, line);
	if (str_ends(line, S(";")))
		return finish(r);
	out_c(&r->sql, ' ');
	return true;
}

bool source_parse(struct source *s, struct str text)
{
	struct reader r = {.s = s};
	bool good = true;
	int number = 0;

	out_init(&r.sql, 1 << 20);
	while (good && text.p)
		good = take_line(&r, str_cut(&text, '\n'), ++number);
	if (good && str_some(r.head))
		good = complain(s->path, r.head_line, "a statement without its ;");
	out_free(&r.sql);
	for (size_t i = 0; good && i < s->n; i++)
		if (!str_some(s->v[i]->sql))
			good = complain(s->path, s->v[i]->line, "%.*s: no @sqlite variant",
			                STR_FMT(s->v[i]->name));
	return good;
}
