/* What stands in braces: values, texts, conditions, rows, embedded parts; each becomes C. */
#include "tpl.h"

/* What a path of names leads to. */
struct target {
	enum tpl_type type;
	bool array;
	const struct tpl_field *field;
	const struct tpl_record *rows; /* the element's fields, for arrays and loops */
	struct str view;
	const char *c;     /* "e1->title" */
	const char *count; /* "e1->slot_n" */
};

void tpl_line(struct tpl *t, size_t at)
{
	size_t line, col, saved = t->failed_at;

	t->failed_at = at;
	tpl_position(t, &line, &col);
	t->failed_at = saved;
	out_printf(t->c, "#line %zu \"%s\"\n", line, t->file);
}

void tpl_flush(struct tpl *t)
{
	if (t->lit.n == 0)
		return;
	out_put(t->c, S("\tout_put(p->o, S(\""));
	for (size_t i = 0; i < t->lit.n; i++) {
		char ch = t->lit.p[i];

		if (ch == '\n')
			out_put(t->c, i + 1 < t->lit.n ? S("\\n\"\n\t\t\"") : S("\\n"));
		else if (ch == '"' || ch == '\\')
			out_printf(t->c, "\\%c", ch);
		else if (ch == '?')
			out_put(t->c, S("\\?"));
		else if ((unsigned char)ch < 0x20 || ch == 0x7F)
			out_printf(t->c, "\\%03o", (unsigned)(unsigned char)ch);
		else
			out_c(t->c, ch);
	}
	out_put(t->c, S("\"));\n"));
	out_reset(&t->lit);
}

static const struct tpl_record *record_of(const struct tpl *t, struct str view)
{
	if (str_eq(view, t->self->name))
		return t->self->top;
	for (const struct tpl_view *v = t->views; v != NULL; v = v->next)
		if (str_eq(v->name, view))
			return v->top;
	return NULL;
}

static const struct tpl_field *field_in(const struct tpl_record *r, struct str name)
{
	for (const struct tpl_field *f = r != NULL ? r->first : NULL; f != NULL; f = f->next)
		if (str_eq(f->name, name))
			return f;
	return NULL;
}

static bool take_field(struct tpl *t, const struct tpl_field *f, const char *base, const char *op,
                       struct target *ret_x)
{
	ret_x->field = f;
	ret_x->type = f->type;
	ret_x->array = f->array;
	ret_x->view = f->view;
	ret_x->rows = f->type == TPL_VIEW ? record_of(t, f->view) : f->rows;
	ret_x->c = str_c(t->a, str_printf(t->a, "%s%s%.*s", base, op, STR_FMT(f->name)));
	ret_x->count = str_c(t->a, str_printf(t->a, "%s_n", ret_x->c));
	return true;
}

/* The first name of a path: the nearest {{each}} first, then outwards to the view itself. */
static bool first_name(struct tpl *t, struct str name, struct target *ret_x)
{
	const struct tpl_field *f;

	for (const struct tpl_block *b = t->block; b != NULL; b = b->up) {
		const char *e;

		if (!b->each || b->has_else)
			continue;
		e = str_c(t->a, str_printf(t->a, "e%u", b->loop));
		f = field_in(b->rows, name);
		if (f != NULL)
			return take_field(t, f, e, "->", ret_x);
		if (str_eq(b->array_name, name)) {
			*ret_x = (struct target){.type = b->array->type, .view = b->array->view};
			ret_x->rows = b->rows;
			ret_x->c = str_c(t->a, str_printf(t->a, "(*%s)", e));
			return true;
		}
	}
	f = field_in(t->self->top, name);
	return f != NULL && take_field(t, f, "v", "->", ret_x);
}

static bool resolve(struct tpl *t, size_t at, struct str path, struct target *ret_x)
{
	struct str rest = path, name = str_cut(&rest, '.');
	struct target x = {0};

	if (!first_name(t, name, &x))
		return tpl_fail(t, at, "unknown field '%.*s'", STR_FMT(name));
	while (rest.n > 0) {
		const struct tpl_field *f;
		struct target up = x;

		name = str_cut(&rest, '.');
		f = up.array ? NULL : field_in(up.rows, name);
		if (f == NULL)
			return tpl_fail(t, at, "unknown field '%.*s' in '%.*s'", STR_FMT(name),
			                STR_FMT(path));
		take_field(t, f, up.c, ".", &x);
	}
	*ret_x = x;
	return true;
}

/* A value as text, for arguments of {{t}} and for URLs and attributes. `iso`: as machines write it.
 */
static const char *as_text(struct tpl *t, const struct target *x, bool iso)
{
	const char *fn = NULL;

	switch (x->type) {
	case TPL_STR:
		return x->c;
	case TPL_TEXT:
		return str_c(t->a, str_printf(t->a, "text(p->lang, %s)", x->c));
	case TPL_I64:
	case TPL_ID:
		fn = "page_i64_str";
		break;
	case TPL_MONEY:
		fn = iso ? "page_money_plain_str" : "page_money_str";
		break;
	case TPL_DATE:
		fn = iso ? "page_isodate_str" : "page_date_str";
		break;
	case TPL_ISODATE:
		fn = "page_isodate_str";
		break;
	case TPL_TIME:
		fn = "page_time_str";
		break;
	case TPL_INSTANT:
		fn = "page_instant_str";
		break;
	case TPL_BOOL:
	case TPL_VIEW:
	case TPL_ROWS:
		return NULL;
	}
	return str_c(t->a, str_printf(t->a, "%s(p, %s)", fn, x->c));
}

/* May a value stand here at all? */
static bool value_place(struct tpl *t, size_t at)
{
	if (t->h.where == AT_TAG)
		return tpl_fail(t, at, "a value must stand in a quoted attribute or in text");
	if (t->h.where == AT_VALUE && t->h.attr == ATTR_FIXED)
		return tpl_fail(t, at, "'%.*s' is written out, never filled in",
		                STR_FMT(t->h.attr_name));
	return true;
}

static bool put_url(struct tpl *t, size_t at, const struct target *x, struct str path)
{
	if (t->h.url_start && x->type != TPL_STR)
		return tpl_fail(t, at, "'%.*s' cannot begin a URL: only a str can", STR_FMT(path));
	out_printf(t->c, "\t%s(p, %s);\n", t->h.url_start ? "page_url" : "page_url_part",
	           as_text(t, x, true));
	t->h.url_start = false;
	return true;
}

static bool value(struct tpl *t, size_t at, struct str path)
{
	struct target x;
	const char *s;

	if (!value_place(t, at) || !resolve(t, at, path, &x))
		return false;
	s = as_text(t, &x, false);
	if (s == NULL || x.array)
		return tpl_fail(t, at, "'%.*s' is no single value: use {{if}}, {{each}} or {{use}}",
		                STR_FMT(path));
	tpl_flush(t);
	tpl_line(t, at);
	if (t->h.where == AT_VALUE && t->h.attr == ATTR_URL)
		return put_url(t, at, &x, path);
	if (x.type == TPL_I64 || x.type == TPL_ID)
		out_printf(t->c, "\tout_i64(p->o, %s);\n", x.c);
	else if (x.type == TPL_MONEY)
		out_printf(t->c, "\t%s(p->o, %s);\n",
		           t->h.where == AT_VALUE ? "money_put" : "money_show_put", x.c);
	else
		out_printf(t->c, "\t%s(p, %s);\n",
		           t->h.where == AT_VALUE ? "page_attr" : "page_text", s);
	return true;
}

static bool key_ok(struct str key)
{
	if (key.n == 0 || key.n > 80)
		return false;
	for (size_t i = 0; i < key.n; i++)
		if (!((key.p[i] >= 'a' && key.p[i] <= 'z') ||
		      (key.p[i] >= '0' && key.p[i] <= '9') || key.p[i] == '_' || key.p[i] == '.'))
			return false;
	return true;
}

/* {{t key arg arg}} */
static bool catalogue_text(struct tpl *t, size_t at, struct str rest)
{
	struct str key = str_cut(&rest, ' ');
	const char *args[10], *fn = t->h.where == AT_VALUE ? "page_attr" : "page_text";
	char name[96];
	size_t n = 0;

	if (!value_place(t, at))
		return false;
	if (t->h.where == AT_VALUE && t->h.attr == ATTR_URL)
		return tpl_fail(t, at, "a text in a URL");
	if (!key_ok(key))
		return tpl_fail(t, at, "'%.*s' cannot be a text's key", STR_FMT(key));
	for (size_t i = 0; i <= key.n; i++)
		name[i] = i == key.n ? '\0' : key.p[i] == '.' ? '_' : key.p[i];
	while (rest.n > 0) {
		struct str path = str_cut(&rest, ' ');
		struct target x;

		if (path.n == 0)
			continue;
		if (n == sizeof args / sizeof args[0])
			return tpl_fail(t, at, "at most ten arguments");
		if (!resolve(t, at, path, &x))
			return false;
		args[n] = as_text(t, &x, false);
		if (args[n++] == NULL || x.array)
			return tpl_fail(t, at, "'%.*s' is no single value", STR_FMT(path));
	}
	tpl_flush(t);
	tpl_line(t, at);
	if (n == 0) {
		out_printf(t->c, "\t%s(p, text(p->lang, T_%s));\n", fn, name);
		return true;
	}
	out_printf(t->c, "\t%s(p, page_fill(p, T_%s, (struct str[]){", fn, name);
	for (size_t i = 0; i < n; i++)
		out_printf(t->c, "%s%s", i > 0 ? ", " : "", args[i]);
	out_printf(t->c, "}, %zu));\n", n);
	return true;
}

static struct tpl_block *push(struct tpl *t, size_t at)
{
	struct tpl_block *b = NEW(t->a, struct tpl_block);

	if (b == NULL) {
		tpl_refuse(t, at, "out of memory");
		return NULL;
	}
	b->at = at;
	b->up = t->block;
	b->before = t->h;
	b->loop = ++t->depth;
	t->block = b;
	return b;
}

/* The C condition of a field: "is there something". */
static bool truth(struct tpl *t, size_t at, const struct target *x, const char **ret_c)
{
	const char *form = NULL;

	if (x->array)
		form = "%s > 0";
	else if (x->type == TPL_BOOL)
		form = "%s";
	else if (x->type == TPL_I64 || x->type == TPL_ID)
		form = "%s != 0";
	else if (x->type == TPL_MONEY)
		form = "%s.fen != 0";
	else if (x->type == TPL_STR)
		form = "%s.n > 0";
	else if (x->type == TPL_TEXT)
		form = "%s != TEXT_NONE";
	else if (x->type == TPL_DATE || x->type == TPL_ISODATE)
		form = "date_some(%s)";
	else if (x->type == TPL_TIME)
		form = "%s.minute >= 0";
	else if (x->type == TPL_INSTANT)
		form = "%s.us != 0";
	else
		return tpl_fail(t, at, "an embedded view is neither true nor false");
	{
		struct str before = str_of(form), after;
		size_t cut;

		if (!str_find(before, S("%s"), &cut))
			return false;
		after = str_sub(before, cut + 2, before.n);
		*ret_c = str_c(t->a, str_printf(t->a, "%.*s%s%.*s", (int)cut, before.p,
		                                x->array ? x->count : x->c, STR_FMT(after)));
	}
	return true;
}

static bool condition(struct tpl *t, size_t at, struct str rest, const char **ret_c)
{
	struct str path = str_trim(str_cut(&rest, ' '));
	struct target x;

	if (str_is(path, "zh") || str_is(path, "en")) {
		*ret_c = str_is(path, "zh") ? "p->lang == LANG_ZH" : "p->lang == LANG_EN";
		return rest.n == 0 || tpl_fail(t, at, "'}}' expected after '%.*s'", STR_FMT(path));
	}
	if (!resolve(t, at, path, &x))
		return false;
	rest = str_trim(rest);
	if (rest.n == 0)
		return truth(t, at, &x, ret_c);
	if (!str_starts(rest, S("== \"")) || rest.n < 5 || rest.p[rest.n - 1] != '"')
		return tpl_fail(t, at,
		                "{{if FIELD}}, {{if not FIELD}} or {{if FIELD == \"literal\"}}");
	rest = str_sub(rest, 4, rest.n - 5);
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '"' || rest.p[i] == '\\' || (unsigned char)rest.p[i] < 0x20)
			return tpl_fail(t, at, "the literal must be plain");
	if (x.type != TPL_STR || x.array)
		return tpl_fail(t, at, "only a str is compared with a literal");
	*ret_c = str_c(t->a, str_printf(t->a, "str_is(%s, \"%.*s\")", x.c, STR_FMT(rest)));
	return true;
}

static bool open_if(struct tpl *t, size_t at, struct str rest)
{
	bool negated = str_starts(rest, S("not "));
	const char *c;

	if (!condition(t, at, negated ? str_trim(str_sub(rest, 4, rest.n)) : rest, &c))
		return false;
	tpl_flush(t);
	tpl_line(t, at);
	out_printf(t->c, negated ? "\tif (!(%s)) {\n" : "\tif (%s) {\n", c);
	return push(t, at) != NULL;
}

static bool open_each(struct tpl *t, size_t at, struct str path)
{
	struct target x;
	struct tpl_block *b;

	if (!resolve(t, at, path, &x))
		return false;
	if (!x.array)
		return tpl_fail(t, at, "'%.*s' is no array", STR_FMT(path));
	if (t->h.where == AT_TAG)
		return tpl_fail(t, at, "{{each}} cannot make attributes");
	tpl_flush(t);
	tpl_line(t, at);
	b = push(t, at);
	if (b == NULL)
		return false;
	b->each = true;
	b->array = x.field;
	b->array_name = x.field->name;
	b->rows = x.rows;
	b->count = x.count;
	out_printf(t->c, "\tfor (size_t i%u = 0; i%u < %s; i%u++) {\n", b->loop, b->loop, x.count,
	           b->loop);
	if (x.type == TPL_VIEW)
		out_printf(t->c, "\tconst struct view_%.*s *", STR_FMT(x.view));
	else
		out_printf(t->c, "\tconst struct view_%.*s *", STR_FMT(x.rows->c_name));
	out_printf(t->c, "e%u = &%s[i%u];\n\t(void)e%u;\n", b->loop, x.c, b->loop, b->loop);
	return true;
}

/* A branch must leave the HTML as it found it. */
static bool balanced(struct tpl *t, const struct tpl_block *b)
{
	if (t->h.top != b->before.top || t->h.where != b->before.where ||
	    (t->h.where == AT_VALUE && t->h.quote != b->before.quote))
		return tpl_fail(t, b->at, "this branch ends elsewhere in the HTML than it began");
	return true;
}

static bool branch_else(struct tpl *t, size_t at)
{
	struct tpl_block *b = t->block;

	if (b == NULL || b->has_else)
		return tpl_fail(t, at, "{{else}} without {{if}} or {{each}}");
	if (!balanced(t, b))
		return false;
	tpl_flush(t);
	b->has_else = true;
	b->first = t->h;
	t->h = b->before;
	if (b->each)
		out_printf(t->c, "\t}\n\tif (%s == 0) {\n", b->count);
	else
		out_put(t->c, S("\t} else {\n"));
	return true;
}

static bool branch_end(struct tpl *t, size_t at)
{
	struct tpl_block *b = t->block;

	if (b == NULL)
		return tpl_fail(t, at, "{{end}} closes nothing");
	if (!balanced(t, b))
		return false;
	tpl_flush(t);
	out_put(t->c, S("\t}\n"));
	/* What may begin a URL, is what no branch has begun. */
	t->h.url_start = t->h.url_start && (b->has_else ? b->first.url_start : b->before.url_start);
	t->block = b->up;
	t->depth--;
	return true;
}

static bool use_part(struct tpl *t, size_t at, struct str path)
{
	struct target x;

	if (t->h.where != AT_TEXT)
		return tpl_fail(t, at, "a part stands in text only");
	if (!resolve(t, at, path, &x))
		return false;
	if (x.type != TPL_VIEW)
		return tpl_fail(t, at, "'%.*s' is no embedded view", STR_FMT(path));
	tpl_flush(t);
	tpl_line(t, at);
	if (x.array)
		out_printf(t->c, "\tfor (size_t u = 0; u < %s; u++)\n\t", x.count);
	out_printf(t->c, "\trender_%.*s(p, &%s%s);\n", STR_FMT(x.view), x.c, x.array ? "[u]" : "");
	return true;
}

static bool csrf(struct tpl *t, size_t at)
{
	struct tpl_elem *e = t->h.top;

	while (e != NULL && !str_is(e->name, "form"))
		e = e->up;
	if (e == NULL || !e->post || t->h.where != AT_TEXT)
		return tpl_fail(t, at, "{{csrf}} belongs in a <form method=\"post\">");
	if (e->depth != t->depth)
		return tpl_fail(t, at, "{{csrf}} must not depend on an {{if}} or {{each}}");
	e->csrf = true;
	tpl_flush(t);
	out_put(t->c, S("\tpage_csrf(p);\n"));
	return true;
}

static bool asset(struct tpl *t, size_t at, struct str name)
{
	if (t->h.where != AT_VALUE || t->h.attr != ATTR_URL || !t->h.url_start)
		return tpl_fail(t, at, "{{asset}} stands alone in href or src");
	for (size_t i = 0; i < name.n; i++)
		if (!((name.p[i] >= 'a' && name.p[i] <= 'z') ||
		      (name.p[i] >= '0' && name.p[i] <= '9') || strchr("-_.", name.p[i]) != NULL))
			return tpl_fail(t, at, "'%.*s' cannot be an asset's name", STR_FMT(name));
	tpl_flush(t);
	out_printf(t->c, "\tpage_asset(p, \"%.*s\");\n", STR_FMT(name));
	t->h.url_start = false;
	return true;
}

static bool body(struct tpl *t, size_t at)
{
	if (t->h.where != AT_TEXT)
		return tpl_fail(t, at, "{{body}} stands in text only");
	tpl_flush(t);
	out_put(t->c, S("\tif (p->body != NULL)\n\t\tp->body(p, p->body_view);\n"));
	return true;
}

bool tpl_braces(struct tpl *t)
{
	struct str rest = str_sub(t->src, t->at + 2, t->src.n), verb;
	size_t at = t->at, end;

	if (!str_find(rest, S("}}"), &end))
		return tpl_fail(t, at, "'{{' is not closed");
	rest = str_trim(str_sub(rest, 0, end));
	t->at += end + 4;
	if (str_starts(rest, S("#")))
		return true;
	t->begun = true;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '\0' || rest.p[i] == '\n')
			return tpl_fail(t, at, "a line break inside braces");
	if (t->depth > 24)
		return tpl_fail(t, at, "nested too deeply");
	verb = str_cut(&rest, ' ');
	rest = str_trim(rest);
	if (str_is(verb, "t"))
		return catalogue_text(t, at, rest);
	if (str_is(verb, "if"))
		return open_if(t, at, rest);
	if (str_is(verb, "each"))
		return open_each(t, at, rest);
	if (str_is(verb, "use"))
		return use_part(t, at, rest);
	if (str_is(verb, "asset"))
		return asset(t, at, rest);
	if (rest.n > 0)
		return tpl_fail(t, at, "'%.*s' takes nothing behind it", STR_FMT(verb));
	if (str_is(verb, "else"))
		return branch_else(t, at);
	if (str_is(verb, "end"))
		return branch_end(t, at);
	if (str_is(verb, "csrf"))
		return csrf(t, at);
	if (str_is(verb, "body"))
		return body(t, at);
	return value(t, at, verb);
}
