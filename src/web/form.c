/* Forms as browsers send them: urlencoded and multipart. Whatever is not exactly such a form is
 * refused; nothing is guessed. */
#include "web/serve.h"

enum { PAIRS_MAX = 4096, PART_HEADERS_MAX = 2048, BOUNDARY_MAX = 70 };

static int hex(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'a' && ch <= 'f')
		return ch - 'a' + 10;
	if (ch >= 'A' && ch <= 'F')
		return ch - 'A' + 10;
	return -1;
}

static enum err bad_form(struct ctx *c, const char *code, struct str field)
{
	return fault_input(c, code, field, STR_NONE, STR_NONE);
}

/* '+' is a blank and %XX a byte; the result must be text. */
static enum err decode(struct ctx *c, struct str s, struct str *ret_s)
{
	char *p;
	size_t n = 0;
	bool plain = true;

	for (size_t i = 0; i < s.n && plain; i++)
		plain = s.p[i] != '%' && s.p[i] != '+';
	if (plain) {
		*ret_s = (struct str){s.p == NULL ? "" : s.p, s.n};
		return utf8_valid(*ret_s) ? OK : bad_form(c, "not_utf8", STR_NONE);
	}
	p = arena_take(c->arena, s.n);
	if (p == NULL)
		return fault_broken(c, "form: memory");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%') {
			int hi = i + 1 < s.n ? hex(s.p[i + 1]) : -1,
			    lo = i + 2 < s.n ? hex(s.p[i + 2]) : -1;

			if (hi < 0 || lo < 0)
				return bad_form(c, "bad_request", STR_NONE);
			p[n++] = (char)(hi << 4 | lo);
			i += 2;
		} else {
			p[n++] = s.p[i] == '+' ? ' ' : s.p[i];
		}
	}
	*ret_s = (struct str){p, n};
	return utf8_valid(*ret_s) ? OK : bad_form(c, "not_utf8", STR_NONE);
}

static size_t count(struct str s, char ch)
{
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ch;
	return n;
}

enum err form_urlencoded(struct ctx *c, struct str text, struct pairs *ret_p)
{
	struct pairs p = {0};
	size_t most = count(text, '&');

	if (text.n == 0) {
		*ret_p = p;
		return OK;
	}
	if (most > PAIRS_MAX)
		return bad_form(c, "too_large", STR_NONE);
	p.v = NEW_N(c->arena, most, struct pair);
	if (p.v == NULL)
		return fault_broken(c, "form: memory");
	while (text.p != NULL) {
		struct str value = str_cut(&text, '&'), name;

		if (value.n == 0)
			continue;
		name = str_cut(&value, '=');
		TRY(decode(c, name, &p.v[p.n].name));
		TRY(decode(c, value, &p.v[p.n].value));
		p.n++;
	}
	*ret_p = p;
	return OK;
}

const struct pair *pairs_find(const struct pairs *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_is(p->v[i].name, name))
			return &p->v[i];
	return NULL;
}

/* --- multipart ------------------------------------------------------------------------------ */

static char lower(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

static bool starts_fold(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(s.p[i]) != prefix[i])
			return false;
	return true;
}

/* ; name="value" of a header; browsers escape a quote as %22, other clients as \". */
static bool parameter(struct ctx *c, struct str header, const char *name, struct str *ret_v)
{
	struct str rest = header;
	size_t len = strlen(name);
	char *p;

	str_cut(&rest, ';');
	while (rest.p != NULL && rest.n > 0) {
		size_t i = 0, n = 0;
		bool ours;

		rest = str_trim(rest);
		ours = starts_fold(rest, name) && rest.n > len && rest.p[len] == '=';
		while (i < rest.n && rest.p[i] != '=' && rest.p[i] != ';')
			i++;
		if (i + 1 >= rest.n || rest.p[i] != '=')
			return false;
		i++;
		p = arena_take(c->arena, rest.n);
		if (p == NULL)
			return false;
		if (rest.p[i] == '"') {
			for (i++; i < rest.n && rest.p[i] != '"'; i++) {
				if (rest.p[i] == '\\' && i + 1 < rest.n && rest.p[i + 1] == '"')
					i++;
				p[n++] = rest.p[i];
			}
			if (i >= rest.n)
				return false;
			i++;
		} else {
			for (; i < rest.n && rest.p[i] != ';'; i++)
				p[n++] = rest.p[i];
		}
		if (ours) {
			*ret_v = (struct str){p, n};
			return true;
		}
		rest = str_sub(rest, i, rest.n);
		while (rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == ';'))
			rest = str_sub(rest, 1, rest.n);
	}
	return false;
}

/* The headers of one part: its name, and the file's when there is one. */
static enum err part_headers(struct ctx *c, struct str headers, struct pair *ret_pair)
{
	struct pair p = {0};

	if (headers.n > PART_HEADERS_MAX || !utf8_valid(headers))
		return bad_form(c, "bad_request", STR_NONE);
	while (headers.p != NULL && headers.n > 0) {
		struct str line = str_cut(&headers, '\n');

		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (!starts_fold(line, "content-disposition:"))
			continue;
		if (p.name.p != NULL)
			return bad_form(c, "bad_request", STR_NONE);
		line = str_trim(str_sub(line, 20, line.n));
		if (!starts_fold(line, "form-data") || !parameter(c, line, "name", &p.name))
			return bad_form(c, "bad_request", STR_NONE);
		p.file = parameter(c, line, "filename", &p.file_name);
	}
	if (p.name.n == 0 || p.name.n > 200)
		return bad_form(c, "bad_request", STR_NONE);
	*ret_pair = p;
	return OK;
}

/* One part at the start of *rest (after the boundary's line); leaves *rest behind its delimiter. */
static enum err part(struct ctx *c, struct str *rest, struct str delimiter, struct pair *ret_pair)
{
	struct pair p;
	size_t at;

	if (!str_find(*rest, S("\r\n\r\n"), &at))
		return bad_form(c, "bad_request", STR_NONE);
	TRY(part_headers(c, str_sub(*rest, 0, at), &p));
	*rest = str_sub(*rest, at + 4, rest->n);
	if (rest->n + 2 >= delimiter.n && str_starts(*rest, str_sub(delimiter, 2, delimiter.n)))
		return bad_form(c, "bad_request", p.name);
	if (!str_find(*rest, delimiter, &at))
		return bad_form(c, "bad_request", p.name);
	p.value = str_sub(*rest, 0, at);
	if (!p.file && !utf8_valid(p.value))
		return bad_form(c, "not_utf8", p.name);
	*rest = str_sub(*rest, at + delimiter.n, rest->n);
	*ret_pair = p;
	return OK;
}

enum err form_multipart(struct ctx *c, struct str content_type, struct str body,
                        struct pairs *ret_p)
{
	struct pairs p = {0};
	struct str boundary, delimiter, rest = body;
	size_t room = 64;

	if (!parameter(c, content_type, "boundary", &boundary) || boundary.n == 0 ||
	    boundary.n > BOUNDARY_MAX)
		return bad_form(c, "bad_request", STR_NONE);
	delimiter = str_printf(c->arena, "\r\n--%.*s", STR_FMT(boundary));
	if (!str_starts(rest, str_sub(delimiter, 2, delimiter.n)))
		return bad_form(c, "bad_request", STR_NONE);
	rest = str_sub(rest, delimiter.n - 2, rest.n);
	p.v = NEW_N(c->arena, room, struct pair);
	if (p.v == NULL)
		return fault_broken(c, "form: memory");
	while (!str_starts(rest, S("--"))) {
		if (!str_starts(rest, S("\r\n")))
			return bad_form(c, "bad_request", STR_NONE);
		if (p.n == PAIRS_MAX)
			return bad_form(c, "too_large", STR_NONE);
		if (p.n == room) {
			struct pair *more = NEW_N(c->arena, room * 2, struct pair);

			if (more == NULL)
				return fault_broken(c, "form: memory");
			memcpy(more, p.v, room * sizeof *more);
			p.v = more;
			room *= 2;
		}
		rest = str_sub(rest, 2, rest.n);
		TRY(part(c, &rest, delimiter, &p.v[p.n]));
		p.n++;
	}
	*ret_p = p;
	return OK;
}
