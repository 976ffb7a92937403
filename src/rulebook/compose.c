/* What was typed into a statement's form, as the lines of a rule file. */
#include "rulebook/block.h"
#include "rulebook/form_parts.h"

void form_put(const struct form_of *f, struct form_text *t, struct str input, struct str words)
{
	struct arena *a = f->c->arena;

	if (t->n == FORM_LINES)
		return;
	t->text = str_printf(a, "%.*s%s%.*s\n", STR_FMT(t->text), t->n > t->above ? "  " : "",
	                     STR_FMT(words));
	t->input[t->n++] = str_dup(a, input);
}

void form_comment_put(const struct form_of *f, struct form_text *t)
{
	struct str lines = comment_lines(f->c->arena, req_typed(f->r, "comment"));

	t->text = lines;
	while (lines.n > 0 && t->n < FORM_LINES) {
		str_cut(&lines, '\n');
		t->input[t->n++] = S("comment");
	}
	t->above = t->n;
}

struct str form_one_line(const struct form_of *f, struct str name)
{
	struct str s = str_trim(req_typed(f->r, str_c(f->c->arena, name)));
	char *p = arena_take(f->c->arena, s.n + 1);

	if (!p)
		return s;
	for (size_t i = 0; i < s.n; i++)
		p[i] = (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i];
	return (struct str){p, s.n};
}

static struct str part(const struct form_of *f, size_t at, size_t nth, size_t i)
{
	return form_one_line(f, str_printf(f->c->arena, "a%zu.%zu.%zu", at, nth, i));
}

static struct str amount(const struct form_of *f, const struct field_def *d, struct str n,
                         struct str unit)
{
	if (!str_some(n) && !str_some(unit))
		return S("");
	if (d->instead && str_is(n, d->instead))
		return n;
	return str_printf(f->c->arena, "%.*s yuan per %.*s", STR_FMT(n), STR_FMT(unit));
}

static struct str span(const struct form_of *f, struct str n, struct str unit)
{
	return str_trim(str_printf(f->c->arena, "%.*s %.*s", STR_FMT(n), STR_FMT(unit)));
}

/* What was typed that does not fit together is left to the reader to refuse. */
static struct str due(const struct form_of *f, const struct str v[LINE_PARTS])
{
	struct arena *a = f->c->arena;
	struct str n = span(f, v[1], v[2]);

	if (str_is(v[0], DUE_WORDS.v[DUE_YEARLY]))
		return span(f, v[0], v[4]);
	if (str_is(v[0], DUE_WORDS.v[DUE_EVERY]))
		return str_printf(a, "%.*s %.*s from %.*s", STR_FMT(v[0]), STR_FMT(n),
		                  STR_FMT(v[3]));
	return span(f, span(f, n, v[0]), v[3]);
}

/* The words of one line of an attribute; empty when nothing was typed. */
static struct str words_of(const struct form_of *f, const struct field_def *d, size_t at,
                           size_t nth)
{
	struct arena *a = f->c->arena;
	struct str v[LINE_PARTS], s;

	for (size_t i = 0; i < LINE_PARTS; i++)
		v[i] = part(f, at, nth, i);
	switch (d->shape) {
	case SHAPE_WORDS:
		return req_typed_all(f->r, str_c(a, str_printf(a, "a%zu.%zu.0", at, nth)), a);
	case SHAPE_AMOUNT:
		return amount(f, d, v[0], v[1]);
	case SHAPE_BOUNDED:
		s = amount(f, d, v[1], v[2]);
		return str_some(s) ? str_printf(a, "%.*s %.*s", STR_FMT(v[0]), STR_FMT(s)) : s;
	case SHAPE_SPAN:
		return span(f, v[0], v[1]);
	case SHAPE_SHARE:
		return str_some(v[1])
		               ? str_printf(a, "%.*s %.*s percent", STR_FMT(v[0]), STR_FMT(v[1]))
		               : v[0];
	case SHAPE_PROGRESS:
		return str_some(v[0]) || str_some(v[1])
		               ? str_printf(a, "%.*s pays %.*s", STR_FMT(v[0]), STR_FMT(v[1]))
		               : S("");
	case SHAPE_STEP:
		s = span(f, v[0], v[1]);
		return str_some(s) ? str_printf(a, "%.*s pays %.*s", STR_FMT(s),
		                                STR_FMT(span(f, v[2], v[3])))
		                   : s;
	case SHAPE_BEYOND:
		s = span(f, v[0], v[1]);
		return str_some(s) ? str_printf(a, "%.*s%s%.*s at %.*s", STR_FMT(s),
		                                str_some(v[2]) ? " per " : "", STR_FMT(v[2]),
		                                STR_FMT(str_is(v[4], "percent")
		                                                ? span(f, v[3], v[4])
		                                                : amount(f, d, v[3], v[4])))
		                   : s;
	case SHAPE_DUE:
		return due(f, v);
	case SHAPE_CHOICES:
		return nth ? S("") : answers_typed(f, at);
	default:
		return v[0];
	}
}

struct str attribute_typed(const struct form_of *f, size_t at, size_t nth)
{
	return words_of(f, &TYPES[f->type].fields[at], at, nth);
}

static void attribute(const struct form_of *f, struct form_text *t, size_t at)
{
	const struct field_def *d = &TYPES[f->type].fields[at];
	struct arena *a = f->c->arena;

	for (size_t nth = 0; nth < (d->many ? LINES_MANY : 1); nth++) {
		struct str words = words_of(f, d, at, nth);

		if (str_some(words))
			form_put(f, t, str_printf(a, "a%zu.%zu.0", at, nth),
			         str_printf(a, "%s %.*s", d->name, STR_FMT(words)));
	}
}

/* What was chosen for a parameter, as the file writes it. */
static struct str param_value(const struct form_of *f, struct str name, struct str value)
{
	enum param p;

	if (!param_parse(name, &p) || !str_some(value))
		return value;
	if (PARAMS[p].type == VALUE_WORDS)
		return req_typed_all(f->r, "value", f->c->arena);
	if (PARAMS[p].type == VALUE_MONEY)
		return str_printf(f->c->arena, "%.*s %s", STR_FMT(value), PARAMS[p].unit);
	return value;
}

static void own_line(const struct form_of *f, struct form_text *t)
{
	const struct type_def *d = &TYPES[f->type];
	struct arena *a = f->c->arena;
	struct str name = form_one_line(f, S("name")), value = form_one_line(f, S("value"));
	struct str label = form_one_line(f, S("label"));

	switch (d->head) {
	case HEAD_CONVERT:
		form_put(f, t, S("value"), str_printf(a, "%s %.*s", d->name, STR_FMT(value)));
		break;
	case HEAD_PARAM:
		form_put(f, t, S("value"),
		         str_printf(a, "%s %.*s %.*s", d->name, STR_FMT(name),
		                    STR_FMT(param_value(f, name, value))));
		break;
	case HEAD_SETTLE:
		form_put(f, t, S("value"),
		         str_printf(a, "%s %.*s %.*s", d->name, STR_FMT(name), STR_FMT(value)));
		break;
	case HEAD_ID:
	case HEAD_NAME:
		form_put(f, t, str_some(name) ? S("label") : S("name"),
		         str_printf(a, "%s %.*s %.*s", d->name, STR_FMT(name),
		                    STR_FMT(text_quoted(a, label))));
		break;
	}
}

/* What is missing is told by the reader, at its place. */
static struct str decided_typed(const struct form_of *f)
{
	struct arena *a = f->c->arena;
	struct str by = form_one_line(f, S("decided_by")), on = form_one_line(f, S("decided_on")),
		   why = form_one_line(f, S("decided_why"));

	if (!str_some(by) && !str_some(on) && !str_some(why))
		return STR_NONE;
	return str_printf(a, "by %.*s on %.*s why %.*s", STR_FMT(text_quoted(a, by)), STR_FMT(on),
	                  STR_FMT(text_quoted(a, why)));
}

static void common(const struct form_of *f, struct form_text *t)
{
	static const struct {
		const char *name;
		bool quoted;
	} lines[] = {{"clause", true},
	             {"decided", false},
	             {"requirement", false},
	             {"lock", false},
	             {"note", true}};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		bool decided = strcmp(lines[i].name, "decided") == 0;
		struct str s = decided ? decided_typed(f) : form_one_line(f, str_of(lines[i].name));

		if (!str_some(s))
			continue;
		if (lines[i].quoted)
			s = text_quoted(f->c->arena, s);
		form_put(f, t, decided ? S("decided_by") : str_of(lines[i].name),
		         str_printf(f->c->arena, "%s %.*s", lines[i].name, STR_FMT(s)));
	}
}

enum err form_compose(const struct form_of *f, struct form_text *ret_t)
{
	struct form_text t = {.text = S("")};

	if (f->declare == DECLARE_CASE || f->declare == DECLARE_SAMPLE)
		return form_case_compose(f, ret_t);
	if (f->declare)
		return declare_compose(f, ret_t);
	form_comment_put(f, &t);
	own_line(f, &t);
	for (size_t i = 0; i < TYPES[f->type].n_fields; i++)
		attribute(f, &t, i);
	conditions_compose(f, &t);
	common(f, &t);
	if (arena_exhausted(f->c->arena))
		return fault_broken(f->c, "arena");
	*ret_t = t;
	return OK;
}
