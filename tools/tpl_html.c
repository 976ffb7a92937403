/* Where in the HTML a value stands: enough of a tokeniser to know text from attribute from URL, and
 * strict enough that nothing it accepts is read differently by a browser. */
#include "tpl.h"

/* Everything the pages use. iframe, object, embed, base, style and the like are not in the list:
 * the content security policy forbids them. */
static const char html_elements[] = "html head title meta link body header footer main nav section "
				    "article aside h1 h2 h3 h4 h5 h6 "
				    "hgroup p hr pre blockquote ol ul menu li dl dt dd figure "
				    "figcaption div search a em strong small "
				    "s cite q dfn abbr data time code var samp kbd sub sup i b u "
				    "mark bdi bdo span br wbr ins del img "
				    "picture source table caption colgroup col tbody thead tfoot "
				    "tr td th form label input button "
				    "select datalist optgroup option textarea output progress "
				    "meter fieldset legend details summary "
				    "dialog template noscript script ruby rt rp canvas address";
static const char svg_elements[] = "svg g path circle ellipse rect line polyline polygon text "
				   "tspan defs symbol use desc title";
static const char void_elements[] = "br hr img input link meta col source wbr";
static const char url_attrs[] = "href src action formaction cite data poster background xlink:href "
				"manifest hx-get hx-post hx-put "
				"hx-delete hx-patch hx-push-url hx-replace-url";
/* Values of these steer what the browser does: they are written out, never filled in. */
static const char fixed_attrs[] = "method type rel content http-equiv charset enctype formmethod "
				  "formenctype integrity target sandbox "
				  "allow srcset imagesrcset sizes hx-trigger hx-vals hx-headers "
				  "hx-ext hx-swap hx-select hx-include "
				  "hx-vars hx-request hx-params xmlns";
static const char forbidden_attrs[] = "style srcdoc ping formmethod nonce is";
static const char word_attrs[] =
	"alt title placeholder label summary aria-label aria-description "
	"aria-placeholder aria-roledescription aria-valuetext data-confirm";

static bool blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

static bool name_char(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
	       ch == '-' || ch == '_' || ch == ':';
}

static struct str name_at(const struct tpl *t, size_t from)
{
	size_t to = from;

	while (to < t->src.n && name_char(t->src.p[to]))
		to++;
	return str_sub(t->src, from, to - from);
}

/* Is this code point part of a word (as opposed to punctuation, digits, symbols, arrows)? */
static bool is_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	if ((cp >= 0xA0 && cp <= 0xBF) || cp == 0xD7 || cp == 0xF7 ||
	    (cp >= 0x2000 && cp <= 0x2BFF))
		return false;
	if ((cp >= 0x3000 && cp <= 0x3004) || (cp >= 0x3008 && cp <= 0x3020) || cp == 0x30FB)
		return false;
	if ((cp >= 0xFF01 && cp <= 0xFF20) || (cp >= 0xFF3B && cp <= 0xFF40) ||
	    (cp >= 0xFF5B && cp <= 0xFF65) || (cp >= 0xFFE0 && cp <= 0xFFEE))
		return false;
	return !(cp >= 0x1F000 && cp <= 0x1FAFF);
}

static bool no_words(struct tpl *t, size_t from, size_t to)
{
	size_t at = from;

	while (at < to) {
		struct str rest = str_sub(t->src, at, to - at);
		uint32_t cp;
		size_t end;

		if (rest.p[0] == '&' && str_find(rest, S(";"), &end) && end < 12) {
			at += end + 1;
			continue;
		}
		if (!utf8_next(&rest, &cp))
			return tpl_fail(t, at, "not valid UTF-8");
		if (is_word(cp))
			return tpl_fail(t, at,
			                "literal words: a text comes from locale/ by {{t key}}");
		at = (size_t)(rest.p - t->src.p);
	}
	return true;
}

static bool inside(const struct tpl *t, const char *element)
{
	for (const struct tpl_elem *e = t->h.top; e != NULL; e = e->up)
		if (str_is(e->name, element))
			return true;
	return false;
}

/* Text up to the next tag or brace. Blanks shrink to one, except where they show. */
static bool text_run(struct tpl *t)
{
	bool keep = t->h.where == AT_RCDATA || inside(t, "pre");
	size_t from = t->at;

	while (t->at < t->src.n && t->src.p[t->at] != '<' &&
	       !str_is(str_sub(t->src, t->at, 2), "{{"))
		t->at++;
	if (!no_words(t, from, t->at))
		return false;
	if (!t->begun) /* what stands between the declaration and the first sign is no text */
		while (from < t->at && blank(t->src.p[from]))
			from++;
	t->begun = t->begun || from < t->at;
	for (size_t i = from; i < t->at; i++) {
		bool line = false;

		if (keep || !blank(t->src.p[i])) {
			out_c(&t->lit, t->src.p[i]);
			continue;
		}
		for (; i < t->at && blank(t->src.p[i]); i++)
			line = line || t->src.p[i] == '\n';
		out_c(&t->lit, line ? '\n' : ' ');
		i--;
	}
	return true;
}

static bool open_tag(struct tpl *t)
{
	struct tpl_elem *e = NEW(t->a, struct tpl_elem);
	const char *known = inside(t, "svg") ? svg_elements : html_elements;

	if (e == NULL)
		return tpl_fail(t, t->at, "out of memory");
	e->at = t->at;
	e->name = name_at(t, t->at + 1);
	e->depth = t->depth;
	e->up = t->h.top;
	if (!tpl_names_eq(e->name, known) && !str_is(e->name, "svg"))
		return tpl_fail(t, t->at, "unknown or forbidden element <%.*s>", STR_FMT(e->name));
	if (str_is(e->name, "form") && inside(t, "form"))
		return tpl_fail(t, t->at, "a form inside a form");
	out_c(&t->lit, '<');
	out_put(&t->lit, e->name);
	t->at += 1 + e->name.n;
	t->h.top = e;
	t->h.where = AT_TAG;
	return true;
}

static bool close_tag(struct tpl *t)
{
	struct str name = name_at(t, t->at + 2);
	const struct tpl_elem *e = t->h.top;

	if (e == NULL)
		return tpl_fail(t, t->at, "</%.*s> closes nothing", STR_FMT(name));
	if (!str_eq(e->name, name))
		return tpl_fail(t, t->at, "</%.*s> where </%.*s> is due", STR_FMT(name),
		                STR_FMT(e->name));
	if (e->depth != t->depth)
		return tpl_fail(t, t->at, "<%.*s> was opened outside this {{if}} or {{each}}",
		                STR_FMT(name));
	if (str_sub(t->src, t->at + 2 + name.n, 1).n != 1 || t->src.p[t->at + 2 + name.n] != '>')
		return tpl_fail(t, t->at, "'>' expected after </%.*s", STR_FMT(name));
	if (e->post && !e->csrf)
		return tpl_fail(t, e->at, "a form that posts must hold {{csrf}}");
	out_printf(&t->lit, "</%.*s>", STR_FMT(name));
	t->at += 3 + name.n;
	t->h.top = e->up;
	t->h.where = AT_TEXT;
	return true;
}

static bool markup(struct tpl *t)
{
	struct str rest = str_sub(t->src, t->at, t->src.n);
	size_t end;

	if (t->h.where == AT_RCDATA) {
		if (str_starts(rest, S("</")) && str_eq(name_at(t, t->at + 2), t->h.top->name))
			return close_tag(t);
		return tpl_fail(t, t->at, "no element may stand in <%.*s>",
		                STR_FMT(t->h.top->name));
	}
	if (str_starts(rest, S("<!--"))) {
		if (!str_find(rest, S("-->"), &end))
			return tpl_fail(t, t->at, "the comment is not closed");
		t->at += end + 3;
		return true;
	}
	if (str_starts(rest, S("<!doctype html>"))) {
		if (t->h.top != NULL)
			return tpl_fail(t, t->at, "<!doctype html> stands first");
		out_put(&t->lit, S("<!doctype html>"));
		t->at += 15;
		return true;
	}
	if (str_starts(rest, S("</")))
		return close_tag(t);
	if (name_at(t, t->at + 1).n > 0)
		return open_tag(t);
	return tpl_fail(t, t->at, "'<' that opens no element (write &lt;)");
}

/* The tag is complete. */
static bool tag_end(struct tpl *t, bool self)
{
	struct tpl_elem *e = t->h.top;
	bool is_void = tpl_names_eq(e->name, void_elements);

	if (e->depth != t->depth)
		return tpl_fail(t, t->at, "the tag was opened outside this {{if}} or {{each}}");
	if (self && !is_void && !inside(t, "svg"))
		return tpl_fail(t, t->at, "<%.*s/> is not closed by '/>'", STR_FMT(e->name));
	out_put(&t->lit, self && !is_void ? S("/>") : S(">"));
	t->at += self ? 2 : 1;
	t->h.where = AT_TEXT;
	if (is_void || self) {
		t->h.top = e->up;
		return true;
	}
	if (str_is(e->name, "script")) {
		if (!e->has_src || !str_starts(str_sub(t->src, t->at, t->src.n), S("</script>")))
			return tpl_fail(t, e->at,
			                "an inline script (the security policy forbids it)");
	}
	if (str_is(e->name, "textarea"))
		out_c(&t->lit,
		      '\n'); /* browsers drop the first newline: it must not be the user's */
	if (str_is(e->name, "textarea") || (str_is(e->name, "title") && !inside(t, "svg")))
		t->h.where = AT_RCDATA;
	return true;
}

/* What one attribute means for its element. */
static bool attr_known(struct tpl *t, size_t at, struct str name, bool valued)
{
	struct tpl_elem *e = t->h.top;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= 'A' && name.p[i] <= 'Z' && !inside(t, "svg"))
			return tpl_fail(t, at, "write the attribute '%.*s' in small letters",
			                STR_FMT(name));
	if (str_starts(name, S("on")) || str_starts(name, S("hx-on")) ||
	    tpl_names_eq(name, forbidden_attrs))
		return tpl_fail(t, at, "the attribute '%.*s' is forbidden", STR_FMT(name));
	if (str_is(name, "src"))
		e->has_src = true;
	if (str_is(name, "method")) {
		struct str rest = str_sub(t->src, t->at, 6);

		if (!str_is(e->name, "form") || e->depth != t->depth || !valued)
			return tpl_fail(t, at, "'method' stands in <form>, outside any {{if}}");
		if (!str_is(rest, "\"post\"") && !str_starts(rest, S("\"get\"")))
			return tpl_fail(t, at, "method is \"post\" or \"get\"");
		e->post = str_is(rest, "\"post\"");
	}
	return true;
}

static bool attribute(struct tpl *t)
{
	size_t at = t->at;
	struct str name = name_at(t, at);
	bool valued;

	if (name.n == 0)
		return tpl_fail(t, at, "an attribute, '>' or '/>' expected");
	t->at += name.n;
	valued = t->at < t->src.n && t->src.p[t->at] == '=';
	if (valued)
		t->at++;
	if (!attr_known(t, at, name, valued))
		return false;
	out_c(&t->lit, ' ');
	out_put(&t->lit, name);
	if (!valued)
		return true;
	if (t->at >= t->src.n || (t->src.p[t->at] != '"' && t->src.p[t->at] != '\''))
		return tpl_fail(t, t->at, "the value of '%.*s' must stand in quotes",
		                STR_FMT(name));
	t->h.quote = t->src.p[t->at++];
	out_c(&t->lit, '=');
	out_c(&t->lit, t->h.quote);
	t->h.attr_name = name;
	t->h.attr = ATTR_PLAIN;
	if (tpl_names_eq(name, url_attrs))
		t->h.attr = ATTR_URL;
	else if (tpl_names_eq(name, fixed_attrs) &&
	         !(str_is(name, "type") && str_is(t->h.top->name, "input")))
		t->h.attr = ATTR_FIXED;
	t->h.url_start = true;
	t->h.words = tpl_names_eq(name, word_attrs);
	t->h.where = AT_VALUE;
	return true;
}

static bool tag_step(struct tpl *t)
{
	struct str rest = str_sub(t->src, t->at, 2);

	if (blank(rest.p[0])) {
		t->at++;
		return true;
	}
	if (str_is(rest, "/>"))
		return tag_end(t, true);
	if (rest.p[0] == '>')
		return tag_end(t, false);
	return attribute(t);
}

static bool value_step(struct tpl *t)
{
	size_t from = t->at;
	struct str s;

	while (t->at < t->src.n && t->src.p[t->at] != t->h.quote &&
	       !str_is(str_sub(t->src, t->at, 2), "{{"))
		t->at++;
	s = str_sub(t->src, from, t->at - from);
	if (t->h.words && !no_words(t, from, t->at))
		return false;
	if (t->h.attr == ATTR_URL && s.n > 0) {
		if (t->h.url_start && (str_starts(s, S("javascript:")) ||
		                       str_starts(s, S("data:")) || str_starts(s, S("//"))))
			return tpl_fail(t, from, "this kind of URL is forbidden");
		t->h.url_start = false;
	}
	out_put(&t->lit, s);
	if (t->at < t->src.n && t->src.p[t->at] == t->h.quote) {
		out_c(&t->lit, t->h.quote);
		t->at++;
		t->h.where = AT_TAG;
	}
	return true;
}

bool tpl_html_step(struct tpl *t)
{
	if (t->h.where == AT_VALUE)
		return value_step(t);
	if (t->h.where == AT_TAG)
		return tag_step(t);
	return t->src.p[t->at] == '<' ? markup(t) : text_run(t);
}
