/* Escaping, by where a value stands. The compiler of templates decides which of these is called. */
#include "web/page.h"

#include "web/assets.h"

/* What stands for a byte that would not be harmless in a text or a quoted attribute. */
static const struct str ESCAPES[256] = {
	['&'] = S("&amp;"),         ['<'] = S("&lt;"),  ['>'] = S("&gt;"), ['"'] = S("&quot;"),
	['\''] = S("&#39;"),        ['`'] = S("&#96;"), /* old browsers took it for a quote */
	['\0'] = S("\xEF\xBF\xBD"), /* an HTML parser turns it into something else in each state */
};

/* Runs of harmless bytes go out in one piece. */
static void escaped(struct out *o, struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (ESCAPES[p[i]].n == 0)
			continue;
		out_put(o, str_sub(s, from, i - from));
		out_put(o, ESCAPES[p[i]]);
		from = i + 1;
	}
	out_put(o, str_sub(s, from, s.n - from));
}

void page_text(struct page *p, struct str s)
{
	escaped(p->o, s);
}

void page_attr(struct page *p, struct str s)
{
	escaped(p->o, s);
}

/* A path of ours, https or tel; a browser must not read another scheme or host into it: it drops
 * tabs and line breaks and takes a backslash for a slash. */
static bool url_harmless(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7F || s.p[i] == '\\')
			return false;
	if (str_starts(s, S("/")))
		return !str_starts(s, S("//"));
	return str_starts(s, S("https://")) || str_starts(s, S("tel:"));
}

void page_url(struct page *p, struct str s)
{
	escaped(p->o, url_harmless(s) ? s : S("#"));
}

void page_url_part(struct page *p, struct str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
		    b == '-' || b == '_' || b == '.' || b == '~') {
			out_c(p->o, s.p[i]);
		} else {
			out_c(p->o, '%');
			out_c(p->o, hex[b >> 4]);
			out_c(p->o, hex[b & 15]);
		}
	}
}

/* Two forms of one page must not share a key: the second would be taken for a repetition. */
void page_csrf(struct page *p)
{
	out_put(p->o, S("<input type=\"hidden\" name=\"_csrf\" value=\""));
	page_attr(p, p->csrf);
	out_put(p->o, S("\"><input type=\"hidden\" name=\"_key\" value=\""));
	page_attr(p, p->key);
	if (p->forms++ > 0) {
		out_c(p->o, '-');
		out_i64(p->o, p->forms);
	}
	out_put(p->o, S("\">"));
}

void page_asset(struct page *p, const char *name)
{
	page_attr(p, asset_url(name));
}

struct str page_i64_str(struct page *p, int64_t v)
{
	return str_of_i64(p->arena, v);
}

struct str page_money_str(struct page *p, struct money m)
{
	return money_show(p->arena, m);
}

struct str page_money_plain_str(struct page *p, struct money m)
{
	return money_text(p->arena, m);
}

struct str page_isodate_str(struct page *p, struct date d)
{
	return date_some(d) ? date_text(p->arena, d) : S("");
}

struct str page_date_str(struct page *p, struct date d)
{
	if (date_some(d) && p->lang == LANG_ZH)
		return date_zh(p->arena, d);
	return page_isodate_str(p, d);
}

struct str page_time_str(struct page *p, struct clock_time t)
{
	return t.minute >= 0 ? time_text(p->arena, t) : S("");
}

struct str page_instant_str(struct page *p, struct instant t)
{
	return t.us == 0 ? S("") : instant_words(p->arena, p->lang, t);
}

struct str page_fill(struct page *p, enum text_id id, const struct str *args, size_t n)
{
	return text_fill(p->arena, p->lang, id, args, n);
}
