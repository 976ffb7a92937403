#include "policy/line.h"

bool lines_wrong_at(struct lines *l, int line, enum text_id what, struct str found,
                    struct str expected)
{
	*l->error = (struct rule_error){
		.file = l->file,
		.line = line,
		.column = 1,
		.what = what,
		.found = found,
		.expected = expected,
	};
	return false;
}

bool lines_wrong(struct lines *l, size_t i, enum text_id what, struct str expected,
                 struct str nearest)
{
	const struct line *at = &l->line;

	*l->error = (struct rule_error){
		.file = l->file,
		.line = at->number,
		.column = i < at->n ? at->word[i].column : at->end,
		.what = i < at->n ? what : T_policy_file_missing,
		.found = i < at->n ? at->word[i].text : S(""),
		.expected = expected,
		.nearest = nearest,
	};
	return false;
}

bool lines_only(struct lines *l, size_t n)
{
	return l->line.n <= n || lines_wrong(l, n, T_policy_file_extra, S(""), STR_NONE);
}

bool lines_date(struct lines *l, size_t i, struct date *ret_d)
{
	return (i < l->line.n && date_parse(l->line.word[i].text, ret_d)) ||
	       lines_wrong(l, i, T_policy_file_value, S("2021-09-01"), STR_NONE);
}

bool lines_open(struct lines *l, struct arena *a, struct str file, struct str text,
                struct rule_error *error)
{
	/* Some editors begin a UTF-8 file with a mark that says so; it says nothing here. */
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	*l = (struct lines){.arena = a, .file = file, .rest = text, .error = error};
	if (text.n > RULE_FILE_MAX)
		return lines_wrong_at(l, 1, T_policy_file_too_large, S(""),
		                      str_printf(a, "%zu", RULE_FILE_MAX));
	if (!utf8_valid(text))
		return lines_wrong_at(l, 1, T_policy_file_encoding, S(""), S("UTF-8"));
	return true;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A quoted text; \" and \\ stand for themselves. *at is behind the opening quote. */
static bool quoted(struct lines *l, struct str s, size_t *at, struct str *ret_text)
{
	char *copy = arena_take(l->arena, s.n + 1);
	size_t n = 0;

	if (copy == NULL)
		return false;
	for (; *at < s.n; (*at)++) {
		char c = s.p[*at];

		if (c == '"') {
			(*at)++;
			*ret_text = (struct str){copy, n};
			return true;
		}
		if (c == '\\' && *at + 1 < s.n && (s.p[*at + 1] == '"' || s.p[*at + 1] == '\\'))
			c = s.p[++*at];
		copy[n++] = c;
	}
	return false;
}

/* --- comments -------------------------------------------------------------------------------- */

static bool comment_wrong(struct lines *l, size_t column, enum text_id what, const char *expected)
{
	(void)lines_wrong_at(l, l->line.number, what, S(""), str_of(expected));
	l->error->column = (int)column;
	return false;
}

/* What stands behind a number sign, of which one blank belongs to the sign. */
static bool comment_read(struct lines *l, struct str s, size_t at)
{
	struct rule_comment *one = NEW(l->arena, struct rule_comment);
	struct str text = str_sub(s, at + 1, s.n);
	size_t column = utf8_len(str_sub(s, 0, at)) + 1;

	if (one == NULL)
		return comment_wrong(l, column, T_policy_file_too_large, "");
	if (str_starts(text, S(" ")))
		text = str_sub(text, 1, text.n);
	while (text.n > 0 && blank(text.p[text.n - 1]))
		text.n--;
	for (size_t i = 0; i < text.n; i++) {
		if (((unsigned char)text.p[i] < 0x20 && text.p[i] != '\t') || text.p[i] == 0x7F)
			return comment_wrong(
				l, utf8_len(str_sub(s, 0, (size_t)(text.p - s.p) + i)) + 1,
				T_policy_file_control, "# …");
	}
	if (utf8_len(text) > COMMENT_CHARS)
		return comment_wrong(l, column, T_policy_file_comment_long,
		                     str_c(l->arena, str_printf(l->arena, "%d", COMMENT_CHARS)));
	*one = (struct rule_comment){
		.text = text, .line = l->line.number, .indented = l->line.indented};
	l->line.comment = one;
	return true;
}

static bool split(struct lines *l, struct str s)
{
	struct line *line = &l->line;
	size_t at = 0;

	while (at < s.n) {
		struct word *w = &line->word[line->n];
		size_t from;

		while (at < s.n && blank(s.p[at]))
			at++;
		line->end = (int)utf8_len(str_sub(s, 0, at)) + 1;
		if (at < s.n && s.p[at] == '#' && l->keep && !comment_read(l, s, at))
			return false;
		if (at == s.n || s.p[at] == '#')
			break;
		if (line->n == LINE_WORDS)
			return lines_wrong_at(l, line->number, T_policy_file_too_large, S(""),
			                      str_printf(l->arena, "%d", LINE_WORDS));
		*w = (struct word){.column = line->end, .quoted = s.p[at] == '"'};
		from = at;
		if (w->quoted) {
			at++;
			if (!quoted(l, s, &at, &w->text)) {
				*w = (struct word){.column = w->column,
				                   .text = str_sub(s, from, s.n)};
				return lines_wrong(l, line->n++, T_policy_file_value, S("\""),
				                   STR_NONE);
			}
		} else {
			while (at < s.n && !blank(s.p[at]))
				at++;
			w->text = str_sub(s, from, at - from);
		}
		line->n++;
		line->end = (int)utf8_len(str_sub(s, 0, at)) + 1;
	}
	return true;
}

bool lines_next(struct lines *l, bool *ret_more)
{
	while (l->rest.p != NULL) {
		struct str s = str_cut(&l->rest, '\n');

		if (str_ends(s, S("\r")))
			s.n--;
		l->line.number++;
		l->line.n = 0;
		l->line.comment = NULL;
		l->line.indented = s.n > 0 && blank(s.p[0]);
		if (!split(l, s))
			return false;
		if (l->line.n > 0) {
			*ret_more = true;
			return true;
		}
		if (l->line.comment != NULL)
			comments_add(&l->above, l->line.comment);
	}
	*ret_more = false;
	return true;
}
