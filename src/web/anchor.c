/* Links of a refused form's list to its fields. What is refused may name a field the page does not
 * show: one that is hidden, of a form that is no longer there, of a row. Then there is nowhere to
 * go, and the sentence stands alone. */
#include "web/serve.h"

#define LINK "<a href=\"#f-"

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Whether an attribute goes on with the name and ends; in the link it is percent-encoded. */
static bool is_name(struct str attribute, struct str name)
{
	size_t at = 0;

	for (size_t i = 0; i < name.n; i++, at++) {
		char c = name.p[i];

		if (c == '%' && i + 2 < name.n && hex(name.p[i + 1]) >= 0 &&
		    hex(name.p[i + 2]) >= 0) {
			c = (char)(hex(name.p[i + 1]) * 16 + hex(name.p[i + 2]));
			i += 2;
		}
		if (at == attribute.n || attribute.p[at] != c)
			return false;
	}
	return at < attribute.n && attribute.p[at] == '"';
}

static bool shown(struct str page, struct str name)
{
	struct str rest = page, id = S(" id=\"f-");
	size_t at;

	while (str_find(rest, id, &at)) {
		rest = str_sub(rest, at + id.n, rest.n);
		if (is_name(rest, name))
			return true;
	}
	return false;
}

static void cut(struct out *o, size_t at, size_t n)
{
	memmove(o->p + at, o->p + at + n, o->n - at - n);
	o->n -= n;
}

/* The link at `at`; whether it goes somewhere. */
static bool settle(struct out *o, size_t at)
{
	struct str page = out_str(o), link = str_sub(page, at, page.n), name;
	size_t open, close;

	name = str_sub(link, sizeof LINK - 1, link.n);
	if (!str_find(link, S("\">"), &open) || !str_find(link, S("</a>"), &close) || open > close)
		return true;
	name.n = open - (sizeof LINK - 1);
	if (shown(page, name))
		return true;
	cut(o, at + close, 4);
	cut(o, at, open + 2);
	return false;
}

void anchors_settle(struct out *o)
{
	size_t from, n, at;

	if (!str_find(out_str(o), S("<div class=\"errors\""), &from))
		return;
	for (;;) {
		struct str list = str_sub(out_str(o), from, o->n);

		if (!str_find(list, S("</div>"), &n) ||
		    !str_find(str_sub(list, 0, n), S(LINK), &at))
			return;
		from += at;
		from += settle(o, from);
	}
}
