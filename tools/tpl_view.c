/* {{view NAME …}}: what a template wants to be given, and the C structs made of it. */
#include "tpl.h"

#include <stdarg.h>

static const struct {
	const char *name, *c;
	enum tpl_type type;
} types[] = {
	{"str", "struct str ", TPL_STR},
	{"i64", "int64_t ", TPL_I64},
	{"money", "struct money ", TPL_MONEY},
	{"bool", "bool ", TPL_BOOL},
	{"id", "int64_t ", TPL_ID},
	{"date", "struct date ", TPL_DATE},
	{"isodate", "struct date ", TPL_ISODATE},
	{"time", "struct clock_time ", TPL_TIME},
	{"instant", "struct instant ", TPL_INSTANT},
	{"text", "enum text_id ", TPL_TEXT},
};

void tpl_refuse(struct tpl *t, size_t at, const char *fmt, ...)
{
	va_list ap;
	char buf[400];
	int n;

	if (t->failed)
		return;
	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof buf, fmt, ap); /* NOLINT(clang-analyzer-valist.Uninitialized) */
	va_end(ap);
	t->failed = true;
	t->failed_at = at;
	t->why = str_dup(t->a, (struct str){buf, n < (int)sizeof buf ? (size_t)n : sizeof buf - 1});
}

void tpl_position(const struct tpl *t, size_t *ret_line, size_t *ret_col)
{
	size_t line = 1, col = 1;

	for (size_t i = 0; i < t->failed_at && i < t->src.n; i++) {
		if (t->src.p[i] == '\n') {
			line++;
			col = 1;
		} else if (((unsigned char)t->src.p[i] & 0xC0) != 0x80) {
			col++;
		}
	}
	*ret_line = line;
	*ret_col = col;
}

/* Is `a` one of the blank-separated names of `list`? */
bool tpl_names_eq(struct str a, const char *list)
{
	struct str rest = str_of(list);

	while (rest.n > 0)
		if (str_eq(str_cut(&rest, ' '), a))
			return a.n > 0;
	return false;
}

bool tpl_is_name(struct str s)
{
	static const char reserved[] = "auto break case char class const continue default do "
				       "double else enum extern float for "
				       "goto if inline int long register restrict return short "
				       "signed sizeof static struct "
				       "switch typedef union unsigned void volatile while bool "
				       "true false asm typeof unix linux "
				       "t use each end not view body csrf asset en zh p v";

	if (s.n == 0 || s.n > 60 || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
		      s.p[i] == '_'))
			return false;
	return !tpl_names_eq(s, reserved);
}

static void skip_blank(struct tpl *t)
{
	while (t->at < t->src.n && strchr(" \t\r\n,;", t->src.p[t->at]) != NULL &&
	       t->src.p[t->at] != '\0')
		t->at++;
}

/* The next word of the declaration: up to a blank, separator, bracket or brace. */
static struct str word(struct tpl *t)
{
	size_t from;

	skip_blank(t);
	from = t->at;
	while (t->at < t->src.n && t->src.p[t->at] != '\0' &&
	       strchr(" \t\r\n,;[]{}", t->src.p[t->at]) == NULL)
		t->at++;
	return str_sub(t->src, from, t->at - from);
}

static bool take(struct tpl *t, const char *s)
{
	struct str want = str_of(s);

	if (!str_eq(str_sub(t->src, t->at, want.n), want))
		return false;
	t->at += want.n;
	return true;
}

static bool fields(struct tpl *t, struct tpl_record *r, const char *close, int depth);

/* NAME[] { … } after the name was read. */
static bool rows(struct tpl *t, const struct tpl_record *r, struct tpl_field *f, int depth)
{
	f->type = TPL_ROWS;
	f->array = true;
	f->rows = NEW(t->a, struct tpl_record);
	if (f->rows == NULL)
		return tpl_fail(t, t->at, "out of memory");
	f->rows->c_name = str_printf(t->a, "%.*s_%.*s", STR_FMT(r->c_name), STR_FMT(f->name));
	skip_blank(t);
	if (!take(t, "{"))
		return tpl_fail(t, t->at, "'{' with the fields of '%.*s[]' expected",
		                STR_FMT(f->name));
	return fields(t, f->rows, "}", depth + 1);
}

static bool typed(struct tpl *t, struct str type, struct tpl_field *f, size_t at)
{
	f->type = TPL_VIEW;
	if (type.p[0] == '@') {
		f->view = str_sub(type, 1, type.n);
	} else {
		size_t i = 0;

		while (i < sizeof types / sizeof types[0] && !str_is(type, types[i].name))
			i++;
		if (i == sizeof types / sizeof types[0])
			return tpl_fail(t, at, "unknown type '%.*s'", STR_FMT(type));
		f->type = types[i].type;
	}
	f->name = word(t);
	if (take(t, "[]")) {
		if (f->type != TPL_VIEW)
			return tpl_fail(t, at, "an array is NAME[] { … } or @VIEW NAME[]");
		f->array = true;
	}
	return true;
}

static bool fields(struct tpl *t, struct tpl_record *r, const char *close, int depth)
{
	struct tpl_field **last = &r->first;

	if (depth > 8)
		return tpl_fail(t, t->at, "rows nested too deeply");
	for (;;) {
		struct tpl_field *f;
		struct str w;
		size_t at;

		skip_blank(t);
		if (take(t, close))
			return true;
		at = t->at;
		w = word(t);
		if (w.n == 0)
			return tpl_fail(t, at, "'%s' expected: the declaration is not closed",
			                close);
		f = NEW(t->a, struct tpl_field);
		if (f == NULL)
			return tpl_fail(t, at, "out of memory");
		if (str_is(str_sub(t->src, t->at, 2), "[]")) {
			t->at += 2;
			f->name = w;
			if (!rows(t, r, f, depth))
				return false;
		} else if (!typed(t, w, f, at)) {
			return false;
		}
		if (!tpl_is_name(f->name))
			return tpl_fail(t, at, "'%.*s' cannot be a field's name", STR_FMT(f->name));
		for (const struct tpl_field *o = r->first; o != NULL; o = o->next)
			if (str_eq(o->name, f->name))
				return tpl_fail(t, at, "field '%.*s' stands twice",
				                STR_FMT(f->name));
		*last = f;
		last = &f->next;
	}
}

bool tpl_view_parse(struct tpl *t)
{
	struct tpl_view *v = NEW(t->a, struct tpl_view);

	if (v == NULL || (v->top = NEW(t->a, struct tpl_record)) == NULL)
		return tpl_fail(t, 0, "out of memory");
	while (t->at < t->src.n && strchr(" \t\r\n", t->src.p[t->at]) != NULL &&
	       t->src.p[t->at] != '\0')
		t->at++;
	if (!take(t, "{{view ") && !take(t, "{{view\n"))
		return tpl_fail(t, t->at, "a template begins with {{view NAME …}}");
	v->name = word(t);
	if (!tpl_is_name(v->name))
		return tpl_fail(t, t->at, "'%.*s' cannot be a view's name", STR_FMT(v->name));
	v->top->c_name = v->name;
	t->self = v;
	return fields(t, v->top, "}}", 0);
}

struct tpl_view *tpl_declaration(struct tpl *t)
{
	return tpl_view_parse(t) ? t->self : NULL;
}

static const char *c_type(enum tpl_type type)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (types[i].type == type)
			return types[i].c;
	return "";
}

/* The struct of a record, those of its rows first. */
void tpl_view_struct(const struct tpl_record *r, struct out *h)
{
	for (const struct tpl_field *f = r->first; f != NULL; f = f->next)
		if (f->type == TPL_ROWS)
			tpl_view_struct(f->rows, h);
	out_printf(h, "struct view_%.*s {\n", STR_FMT(r->c_name));
	if (r->first == NULL)
		out_put(h, S("\tchar nothing; /* C has no empty struct */\n"));
	for (const struct tpl_field *f = r->first; f != NULL; f = f->next) {
		out_c(h, '\t');
		if (f->type == TPL_ROWS)
			out_printf(h, "struct view_%.*s *", STR_FMT(f->rows->c_name));
		else if (f->type == TPL_VIEW)
			out_printf(h, "struct view_%.*s %s", STR_FMT(f->view), f->array ? "*" : "");
		else
			out_put(h, str_of(c_type(f->type)));
		out_put(h, f->name);
		out_put(h, S(";\n"));
		if (f->array)
			out_printf(h, "\tsize_t %.*s_n;\n", STR_FMT(f->name));
	}
	out_put(h, S("};\n"));
}
