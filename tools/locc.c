/* locc DIR HEADER SOURCE DEPFILE: compiles every DIR/x.loc into the tables of base/text.h.
 *
 *   # comment
 *   enrol.left                      a text: enumerator T_enrol_left
 *     zh: 还剩 {0} 个名额
 *     en: {0} places left
 *   !fee_cap_exceeded 409 R34       a fault: code, HTTP status, requirement when it has one
 *     zh: what happened             both languages, each with what happened and
 *     zh.do: what to do             what to do or whom to ask
 *
 * Chinese punctuation is set here: one of , ; : ? ! ( ) beside a Chinese character becomes its
 * full-width form, whichever the keyboard gave, so that all texts look alike. Blanks around a text
 * fall away, but for those of a text in "quotes".
 *
 * Everything that is wrong is named as file:line, and nothing is written then. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>

#include "base/file.h"
#include "base/out.h"

enum { FILE_CEILING = 4 << 20, ARENA_CEILING = 256 << 20, OUT_CEILING = 64 << 20 };

enum attr { ZH, EN, ZH_DO, EN_DO, ATTR_COUNT };
static const char *const attr_names[ATTR_COUNT] = {"zh", "en", "zh.do", "en.do"};

struct entry {
	struct str key;
	const char *file;
	int line;
	bool fault;
	int64_t status;
	struct str requirement;
	struct str attr[ATTR_COUNT];
};

struct locc {
	struct arena *arena;
	struct out depends;
	struct entry *v;
	size_t n, room;
	const char *file;
	int line;
	int errors;
};

static void complain(struct locc *l, const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static void complain(struct locc *l, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	l->errors++;
	fprintf(stderr, "%s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static void die(const char *what, const char *name)
{
	fprintf(stderr, "locc: %s %s: %s\n", what, name, strerror(errno));
	exit(1);
}

static struct entry *entry_add(struct locc *l)
{
	if (l->n == l->room) {
		l->room = l->room ? l->room * 2 : 256;
		l->v = realloc(l->v, l->room * sizeof *l->v);
		if (!l->v)
			die("no memory for", l->file);
	}
	l->v[l->n] = (struct entry){.file = l->file, .line = l->line};
	return &l->v[l->n++];
}

static bool key_ok(struct str key, bool fault)
{
	bool start = true;

	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];

		if (c == '.' && !fault && !start)
			start = true;
		else if ((c >= 'a' && c <= 'z') || (!start && (c == '_' || (c >= '0' && c <= '9'))))
			start = false;
		else
			return false;
	}
	return !start;
}

static void fault_heading(struct locc *l, struct entry *e, struct str rest)
{
	struct str status = str_cut(&rest, ' ');
	struct str number;
	int64_t n;

	e->fault = true;
	e->requirement = str_trim(rest);
	if (!str_i64(status, &e->status) || e->status < 400 || e->status > 599)
		complain(l, l->file, l->line, "fault %.*s needs an HTTP status from 400 to 599",
		         STR_FMT(e->key));
	number = str_sub(e->requirement, 1, e->requirement.n);
	if (e->requirement.n && (e->requirement.p[0] != 'R' || !str_i64(number, &n) || n < 1))
		complain(l, l->file, l->line, "'%.*s' is no requirement number (R34)",
		         STR_FMT(e->requirement));
}

static void heading(struct locc *l, struct str s)
{
	bool fault = str_starts(s, S("!"));
	struct entry *e = entry_add(l);
	struct str rest = str_sub(s, fault, s.n);

	e->key = fault ? str_cut(&rest, ' ') : rest;
	if (!key_ok(e->key, fault))
		complain(l, l->file, l->line,
		         "'%.*s' is no key: small letters, digits, underscores%s", STR_FMT(e->key),
		         fault ? "" : ", parts joined by dots");
	if (fault)
		fault_heading(l, e, rest);
}

static bool is_han(uint32_t cp)
{
	return cp >= 0x2e80 && !(cp >= 0xff00 && cp <= 0xff60);
}

static struct str zh_punctuation(struct arena *a, struct str s)
{
	char *p = arena_take(a, s.n * 3);
	uint32_t before = 0, cp, after = 0;
	bool wide_paren = false;
	size_t n = 0;

	if (!p)
		return S("");
	while (utf8_next(&s, &cp)) {
		struct str ahead = s;
		bool beside_han;

		if (!utf8_next(&ahead, &after))
			after = 0;
		beside_han = is_han(before) || is_han(after);
		before = cp;
		if (cp == ')')
			beside_han = wide_paren;
		if (cp == '(' || cp == ')')
			wide_paren = cp == '(' && beside_han;
		if (cp && cp < 0x80 && beside_han && strchr(",;:?!()", (int)cp))
			cp += 0xfee0;
		n += utf8_put(p + n, cp);
	}
	return (struct str){p, n};
}

static void attribute(struct locc *l, struct str s)
{
	struct entry *e = l->n && l->v[l->n - 1].file == l->file ? &l->v[l->n - 1] : NULL;
	struct str value = s;
	struct str name = str_trim(str_cut(&value, ':'));

	value = str_trim(value);
	if (value.n > 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
		value = str_sub(value, 1, value.n - 2); /* ", " keeps its blank */
	if (!e) {
		complain(l, l->file, l->line, "an attribute before the first key");
		return;
	}
	for (int i = 0; i < ATTR_COUNT; i++) {
		if (!str_is(name, attr_names[i]) || (i >= ZH_DO && !e->fault))
			continue;
		if (e->attr[i].p)
			complain(l, l->file, l->line, "a second %s for %.*s", attr_names[i],
			         STR_FMT(e->key));
		else if (value.n == 0)
			complain(l, l->file, l->line, "%s of %.*s is empty", attr_names[i],
			         STR_FMT(e->key));
		if (i == ZH || i == ZH_DO)
			value = zh_punctuation(l->arena, value);
		e->attr[i] = value.p ? value : S("");
		return;
	}
	complain(l, l->file, l->line, "unknown attribute '%.*s' of %.*s", STR_FMT(name),
	         STR_FMT(e->key));
}

static void file_compile(struct locc *l, const char *path)
{
	struct str rest;

	if (!file_read(l->arena, path, FILE_CEILING, &rest))
		die("cannot read", path);
	l->file = path;
	l->line = 0;
	while (rest.p) {
		struct str s = str_cut(&rest, '\n');
		bool indented = s.n && (s.p[0] == ' ' || s.p[0] == '\t');
		struct str bare = str_trim(s);

		l->line++;
		if (!utf8_valid(s))
			complain(l, l->file, l->line, "not UTF-8");
		else if (bare.n == 0 || bare.p[0] == '#')
			continue;
		else if (indented)
			attribute(l, bare);
		else
			heading(l, bare);
	}
}

/* The placeholders of a text as a set of bits; stray braces are named. */
static unsigned placeholders(struct locc *l, const struct entry *e, enum attr i)
{
	struct str s = e->attr[i];
	unsigned set = 0;

	for (size_t at = 0; at < s.n; at++) {
		if (s.p[at] == '{' && at + 2 < s.n && s.p[at + 1] >= '0' && s.p[at + 1] <= '9' &&
		    s.p[at + 2] == '}') {
			set |= 1u << (s.p[at + 1] - '0');
			at += 2;
		} else if (s.p[at] == '{' || s.p[at] == '}') {
			complain(l, e->file, e->line,
			         "%s of %.*s has a brace that is not {0} to {9}", attr_names[i],
			         STR_FMT(e->key));
			return set;
		}
	}
	return set;
}

static void entry_check(struct locc *l, const struct entry *e)
{
	unsigned zh, en;

	for (int i = 0; i < ATTR_COUNT; i++) {
		if (!e->attr[i].p && (i < ZH_DO || e->fault))
			complain(l, e->file, e->line, "%.*s has no %s", STR_FMT(e->key),
			         attr_names[i]);
	}
	zh = placeholders(l, e, ZH);
	en = placeholders(l, e, EN);
	if (e->fault && (zh | en | placeholders(l, e, ZH_DO) | placeholders(l, e, EN_DO)))
		complain(l, e->file, e->line,
		         "fault %.*s has a placeholder: found and allowed travel beside the text",
		         STR_FMT(e->key));
	else if (zh != en && e->attr[ZH].p && e->attr[EN].p)
		complain(l, e->file, e->line, "the placeholders of %.*s differ between zh and en",
		         STR_FMT(e->key));
}

static char ident_c(char c)
{
	return c == '.' ? '_' : c;
}

/* Texts before faults, then by enumerator, so that two keys of one enumerator are neighbours. */
static int entry_cmp(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->fault != y->fault)
		return x->fault - y->fault;
	for (size_t i = 0; i < x->key.n && i < y->key.n; i++) {
		char cx = ident_c(x->key.p[i]), cy = ident_c(y->key.p[i]);

		if (cx != cy)
			return cx - cy;
	}
	return (x->key.n > y->key.n) - (x->key.n < y->key.n);
}

static void check(struct locc *l)
{
	bool internal = false;

	for (size_t i = 0; i < l->n; i++) {
		entry_check(l, &l->v[i]);
		internal |= l->v[i].fault && str_is(l->v[i].key, "internal");
	}
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, entry_cmp);
	for (size_t i = 1; i < l->n; i++) {
		if (entry_cmp(&l->v[i - 1], &l->v[i]) == 0)
			complain(l, l->v[i].file, l->v[i].line,
			         "%.*s is declared twice, also at %s:%d", STR_FMT(l->v[i].key),
			         l->v[i - 1].file, l->v[i - 1].line);
	}
	if (!internal && !l->errors) {
		fprintf(stderr,
		        "locc: the catalogue has no !internal, which unknown codes read as\n");
		l->errors++;
	}
}

static void literal(struct out *o, struct str s)
{
	out_put(o, S("{\""));
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\') {
			out_c(o, '\\');
			out_c(o, (char)c);
		} else if (c < 0x20 || c == 0x7f) {
			out_printf(o, "\\%03o", c);
		} else {
			out_c(o, (char)c);
		}
	}
	out_printf(o, "\", %zu}", s.n);
}

static void emit_header(const struct locc *l, struct out *o)
{
	out_put(o, S("/* Generated by locc from locale/. */\n#ifndef TEXT_GEN_H\n#define "
	             "TEXT_GEN_H\n\n"
	             "enum text_id {\n\tTEXT_NONE,\n"));
	for (size_t i = 0; i < l->n && !l->v[i].fault; i++) {
		out_put(o, S("\tT_"));
		for (size_t k = 0; k < l->v[i].key.n; k++)
			out_c(o, ident_c(l->v[i].key.p[k]));
		out_put(o, S(",\n"));
	}
	out_put(o, S("\tTEXT_COUNT\n};\n\n#endif\n"));
}

static void emit_fault(struct out *o, const struct entry *e)
{
	out_printf(o, "\t{\"%.*s\", %d, ", STR_FMT(e->key), (int)e->status);
	if (e->requirement.n)
		literal(o, e->requirement);
	else
		out_put(o, S("{NULL, 0}"));
	out_put(o, S(",\n\t {"));
	literal(o, e->attr[ZH]);
	out_put(o, S(",\n\t  "));
	literal(o, e->attr[EN]);
	out_put(o, S("},\n\t {"));
	literal(o, e->attr[ZH_DO]);
	out_put(o, S(",\n\t  "));
	literal(o, e->attr[EN_DO]);
	out_put(o, S("}},\n"));
}

static void emit_source(const struct locc *l, struct out *o)
{
	size_t i = 0;

	out_put(o, S("/* Generated by locc from locale/. */\n#include \"base/text.h\"\n\n"
	             "const struct text_entry text_table[TEXT_COUNT] = {\n"
	             "\t{\"\", {{\"\", 0}, {\"\", 0}}},\n"));
	for (; i < l->n && !l->v[i].fault; i++) {
		out_printf(o, "\t{\"%.*s\", {", STR_FMT(l->v[i].key));
		literal(o, l->v[i].attr[ZH]);
		out_put(o, S(", "));
		literal(o, l->v[i].attr[EN]);
		out_put(o, S("}},\n"));
	}
	out_put(o, S("};\n\nconst struct fault_text fault_table[] = {\n"));
	for (; i < l->n; i++)
		emit_fault(o, &l->v[i]);
	out_put(o, S("};\n\nconst size_t fault_table_n = sizeof fault_table / sizeof "
	             "*fault_table;\n"));
}

static int is_loc(const struct dirent *d)
{
	return str_ends(str_of(d->d_name), S(".loc")) && d->d_name[0] != '.';
}

static void read_all(struct locc *l, const char *dir)
{
	struct dirent **names;
	int n = scandir(dir, &names, is_loc, alphasort);

	if (n < 0)
		die("cannot list", dir);
	for (int i = 0; i < n; i++) {
		const char *path =
			str_c(l->arena, str_printf(l->arena, "%s/%s", dir, names[i]->d_name));

		out_printf(&l->depends, " %s", path);
		file_compile(l, path);
		free(names[i]);
	}
	free(names);
}

static void write_out(const char *path, struct out *o)
{
	if (o->broken) {
		errno = ENOMEM;
		die("too much for", path);
	}
	if (!file_write(path, out_str(o)))
		die("cannot write", path);
	out_free(o);
}

int main(int argc, char **argv)
{
	struct locc l = {0};
	struct out header, source;

	if (argc != 5) {
		fprintf(stderr, "usage: locc DIR HEADER SOURCE DEPFILE\n");
		return 2;
	}
	l.arena = arena_new(ARENA_CEILING);
	if (!l.arena)
		die("no memory for", argv[1]);
	out_init(&header, OUT_CEILING);
	out_init(&source, OUT_CEILING);
	out_init(&l.depends, OUT_CEILING);
	/* The directory itself too: a new file in it changes its time. */
	out_printf(&l.depends, "%s %s: %s", argv[2], argv[3], argv[1]);
	read_all(&l, argv[1]);
	check(&l);
	if (!l.errors) {
		emit_header(&l, &header);
		emit_source(&l, &source);
		out_c(&l.depends, '\n');
		write_out(argv[2], &header);
		write_out(argv[3], &source);
		write_out(argv[4], &l.depends);
	}
	free(l.v);
	arena_free(&l.arena);
	return l.errors ? 1 : 0;
}
