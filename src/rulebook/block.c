#include "rulebook/block.h"

static bool blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r';
}

/* Cuts one line off, its end included. */
static struct str line_cut(struct str *rest)
{
	size_t n = 0;
	struct str line;

	while (n < rest->n && rest->p[n] != '\n')
		n++;
	n += n < rest->n;
	line = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return line;
}

static bool says_nothing(struct str line)
{
	struct str s = str_trim(line);

	return s.n == 0 || s.p[0] == '#';
}

static struct str first_word(struct str line)
{
	size_t n = 0;

	while (n < line.n && !blank(line.p[n]) && line.p[n] != '\n')
		n++;
	return str_sub(line, 0, n);
}

/* How far the block that begins with `first` reaches: to its last indented line that says
 * something. */
static size_t reach(struct str first, struct str rest)
{
	size_t n = first.n, seen = first.n;

	while (rest.n > 0) {
		struct str line = line_cut(&rest);

		seen += line.n;
		if (says_nothing(line))
			continue;
		if (!blank(line.p[0]))
			break;
		n = seen;
	}
	return n;
}

bool block_next(struct str body, int after, struct block *ret_b)
{
	struct str rest = body, from = body;
	int above = 0; /* where the comments above begin, once there is one */

	for (int line = 1; rest.n > 0; line++) {
		struct str start = rest, here = line_cut(&rest);
		bool silent = says_nothing(here);

		if (silent && above == 0 && str_trim(here).n > 0) {
			above = line;
			from = start;
		}
		if (silent)
			continue;
		if (line <= after || blank(here.p[0])) {
			above = 0;
			continue;
		}
		if (above == 0)
			from = start;
		*ret_b = (struct block){line, above ? above : line, first_word(here),
		                        str_sub(from, 0, from.n - start.n + reach(here, rest))};
		return true;
	}
	return false;
}

bool block_at(struct str body, int line, struct block *ret_b)
{
	struct block b;

	if (line < 1 || !block_next(body, line - 1, &b) || b.line != line)
		return false;
	*ret_b = b;
	return true;
}

struct str block_replace(struct arena *a, struct str body, const struct block *b, struct str text)
{
	size_t at = (size_t)(b->text.p - body.p);
	struct str before = str_sub(body, 0, at);
	struct str after = str_sub(body, at + b->text.n, body.n);

	return str_printf(a, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(text), STR_FMT(after));
}

struct str block_insert(struct arena *a, struct str body, struct str text, int *ret_line)
{
	struct block b = {0};
	size_t at = body.n;
	struct str before;
	int line = 1;

	while (block_next(body, b.line, &b)) {
		at = (size_t)(b.text.p - body.p);
		if (str_is(b.word, "case"))
			break;
		at += b.text.n; /* what stands behind the last is said of the whole */
	}
	before = str_sub(body, 0, at);
	/* One blank line on either side. */
	while (str_ends(before, S("\n")))
		before.n--;
	for (size_t i = 0; i < before.n; i++)
		line += before.p[i] == '\n';
	*ret_line = line + 2;
	return str_printf(a, "%.*s\n\n%.*s\n%.*s", STR_FMT(before), STR_FMT(text),
	                  STR_FMT(str_sub(body, at, body.n)));
}

/* Where a comment begins: a number sign outside quotes. */
static struct str without_comment(struct str line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '\\' && quoted)
			i++;
		else if (line.p[i] == '"')
			quoted = !quoted;
		else if (line.p[i] == '#' && !quoted)
			return str_sub(line, 0, i);
	}
	return line;
}

/* --- comments -----------------------------------------------------------------------------------
 */

/* The comments of the lines before the first that says something. */
static struct str comments_of(struct arena *a, struct str lines)
{
	struct str all = STR_NONE;

	while (lines.n > 0) {
		struct str line = str_trim(line_cut(&lines));

		if (line.n == 0)
			continue;
		if (line.p[0] != '#')
			break;
		line = str_sub(line, str_starts(line, S("# ")) ? 2 : 1, line.n);
		all = all.p ? str_printf(a, "%.*s\n%.*s", STR_FMT(all), STR_FMT(line)) : line;
	}
	return all.p ? all : S("");
}

struct str block_comment(struct arena *a, struct str block)
{
	return comments_of(a, block);
}

struct str block_end_comment(struct arena *a, struct str body)
{
	struct block b = {0};
	size_t at = 0;

	while (block_next(body, b.line, &b))
		at = (size_t)(b.text.p - body.p) + b.text.n;
	return comments_of(a, str_sub(body, at, body.n));
}

/* Blanks at an end of the line and control characters are no text. */
static struct str comment_line(struct arena *a, struct str typed)
{
	char *p = arena_take(a, typed.n + 3);
	size_t n = 0;

	if (!p)
		return S("");
	p[n++] = '#';
	p[n++] = ' ';
	for (size_t i = 0; i < typed.n; i++)
		p[n++] = (unsigned char)typed.p[i] < 0x20 || typed.p[i] == 0x7F ? ' ' : typed.p[i];
	while (n > 1 && p[n - 1] == ' ')
		n--;
	p[n++] = '\n';
	return (struct str){p, n};
}

struct str comment_lines(struct arena *a, struct str typed)
{
	struct str all = S(""), rest = typed;

	while (rest.n > 0 && (rest.p[0] == '\n' || rest.p[0] == '\r'))
		rest = str_sub(rest, 1, rest.n);
	while (rest.n > 0 && (blank(rest.p[rest.n - 1]) || rest.p[rest.n - 1] == '\n'))
		rest.n--;
	while (rest.n > 0) {
		struct str line = comment_line(a, str_cut(&rest, '\n'));

		all = str_printf(a, "%.*s%.*s", STR_FMT(all), STR_FMT(line));
	}
	return all;
}

bool block_line(struct str *rest_of_block, struct str *ret_word, struct str *ret_rest)
{
	while (rest_of_block->n > 0) {
		struct str line = str_trim(without_comment(line_cut(rest_of_block)));

		if (line.n == 0)
			continue;
		*ret_word = first_word(line);
		*ret_rest = str_trim(str_sub(line, ret_word->n, line.n));
		return true;
	}
	return false;
}

struct str text_quoted(struct arena *a, struct str s)
{
	char *p = arena_take(a, 2 * s.n + 2);
	size_t n = 0;

	if (!p)
		return S("\"\"");
	p[n++] = '"';
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			p[n++] = '\\';
		p[n++] = (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i];
	}
	p[n++] = '"';
	return (struct str){p, n};
}

struct str text_unquoted(struct arena *a, struct str s)
{
	char *p = arena_take(a, s.n + 1);
	size_t n = 0;

	if (!p || s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		return s;
	for (size_t i = 1; i + 1 < s.n; i++) {
		if (s.p[i] == '\\' && i + 2 < s.n)
			i++;
		p[n++] = s.p[i];
	}
	return (struct str){p, n};
}
