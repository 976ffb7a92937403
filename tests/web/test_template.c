/* What a template's compiled form writes: every value is inert where it stands. */
#include "../kit.h"

#include "sample.html.h"
#include "web/assets.h"

static struct page page(struct ctx *c, struct out *o)
{
	out_init(o, 1 << 20);
	return (struct page){
		.o = o, .arena = c->arena, .lang = c->lang, .csrf = S("tok"), .key = S("key")};
}

static bool has(const struct out *o, const char *s)
{
	size_t at;

	return str_find(out_str(o), str_of(s), &at);
}

static struct view_web_sample plain(void)
{
	return (struct view_web_sample){.name = S("n"),
	                                .url = S("/here"),
	                                .n = 7,
	                                .id = 9007199254740993,
	                                .price = FEN(1250),
	                                .label = T_web_help};
}

static void values_are_written_in_the_readers_language(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct view_web_sample v = plain();
	struct out o;
	struct page p = page(c, &o);

	date_of(2026, 9, 1, &v.day);
	v.iso = v.day;
	v.at = (struct clock_time){1080};
	v.when = date_instant(v.day, v.at);
	render_web_sample(&p, &v);
	assert_true(has(&o, "12.50 2026年9月1日 2026-09-01 18:00 2026年9月1日 18:00 帮助 帮助"));
	assert_true(has(&o, "/x/9007199254740993?q=n"));
	out_reset(&o);
	p.lang = LANG_EN;
	render_web_sample(&p, &v);
	assert_true(has(&o, "12.50 2026-09-01 2026-09-01 18:00 2026-09-01 18:00 Help Help"));
	out_free(&o);
}

static void rows_conditions_and_parts_follow_the_data(void **state)
{
	struct view_web_sample_row_slot slots[] = {{S("mon")}, {S("tue")}};
	struct view_web_sample_row rows[] = {{S("a"), slots, 2}, {S("b"), NULL, 0}};
	struct view_web_sample_part parts[] = {{S("p1")}, {S("p2")}};
	struct view_web_sample v = plain();
	struct out o;
	struct page p = page(kit_ctx(state), &o);

	render_web_sample(&p, &v);
	assert_true(has(&o, "<li>-</li>"));
	assert_true(has(&o, "<b>0</b>!"));
	assert_false(has(&o, "checked"));
	out_reset(&o);
	v.row = rows;
	v.row_n = 2;
	v.many = parts;
	v.many_n = 2;
	v.one.label = S("p0");
	v.open = true;
	v.name = S("yes");
	render_web_sample(&p, &v);
	assert_true(has(&o, "<li>aa[mon yes][tue yes]</li><li>bb</li></ul>"));
	assert_true(has(&o, "<em>p0</em>"));
	assert_true(has(&o, "<em>p1</em>"));
	assert_true(has(&o, "<em>p2</em>"));
	assert_true(has(&o, "<i>=</i>"));
	assert_true(has(&o, "<u>7</u>"));
	assert_true(has(&o, " checked>"));
	assert_false(has(&o, "<li>-</li>"));
	out_free(&o);
}

static void every_form_carries_the_token_and_a_key_of_its_own(void **state)
{
	struct view_web_sample v = plain();
	struct out o;
	struct page p = page(kit_ctx(state), &o);

	render_web_sample(&p, &v);
	assert_true(has(&o, "name=\"_csrf\" value=\"tok\""));
	assert_true(has(&o, "name=\"_key\" value=\"key\""));
	assert_true(has(&o, "name=\"_key\" value=\"key-2\""));
	out_free(&o);
}

static void an_asset_is_named_by_its_hashed_path(void **state)
{
	struct view_web_sample v = plain();
	struct out o;
	struct page p = page(kit_ctx(state), &o);

	render_web_sample(&p, &v);
	assert_true(has(&o, str_c(p.arena, asset_url("kehou.css"))));
	out_free(&o);
}

/* --- 500 ways to break out ----------------------------------------------------------------------
 */

static const char *const nasty[] = {
	"<script>alert(1)</script>",
	"\"><script>alert(1)</script>",
	"'><img src=x onerror=alert(1)>",
	"\" onmouseover=\"alert(1)",
	"' onfocus='alert(1)' autofocus='",
	"</textarea><script>1</script>",
	"</title><svg/onload=alert(1)>",
	"<!--",
	"-->",
	"<![CDATA[",
	"]]>",
	"</form><form action=//e>",
	"&lt;script&gt;",
	"&#60;script&#62;",
	"&quot;",
	"&",
	"<",
	">",
	"\"",
	"'",
	"`",
	"` onload=1 `",
	"=",
	"/>",
	"</",
	"<a",
	"{{name}}",
	"${1}",
	"<%= 1 %>",
	"javascript:alert(1)",
	"JaVaScRiPt:alert(1)",
	" javascript:alert(1)",
	"\tjavascript:alert(1)",
	"java\nscript:alert(1)",
	"data:text/html,<script>1</script>",
	"vbscript:x",
	"//evil.example/",
	"/\\evil.example",
	"\\\\evil",
	"https:evil",
	"http://evil/",
	"/\t/evil.example",
	"/\n/evil.example",
	"mailto:a@b",
	"tel:1\"x",
	"../../etc/passwd",
	"?a=b&c=d",
	"#x",
	"%3Cscript%3E",
	"%00",
	"a b",
	"a+b",
	"a;b",
	"\r\nSet-Cookie: a=b",
	"\xF0\xA0\xAE\xB7",
	"\xE2\x80\xA8",
	"\xE2\x80\xAE",
	"\xEF\xBC\x9C"
	"script"
	"\xEF\xBC\x9E",
	"/ok\"onclick=1",
	"/ok'x",
	"/ok<x>",
	"https://ok/\"><b>",
	"<svg><script>1</script></svg>",
	"<math><mi//xlink:href=\"data:x,\">",
	"<iframe srcdoc=x>",
	"<base href=//e>",
	"<style>*{}</style>",
	"<link rel=import href=//e>",
	"<meta http-equiv=refresh content=0>",
	"</ul></h1>",
	"<input name=_csrf>",
};
/* Around each payload: what may stand before and after in what people type. */
static const char *const around[][2] = {{"", ""},   {"a", "b"},         {"\"", "\""}, {"'", "'"},
                                        {"/", "/"}, {"https://x/", ""}, {" ", " "},   {"&", ";"}};

/* The answer's skeleton: the text outside of which no payload may have made a tag or attribute. */
static struct str skeleton(struct arena *a, struct str html)
{
	char *p = arena_take(a, html.n + 1);
	size_t n = 0;
	char quote = 0;
	bool tag = false;

	for (size_t i = 0; i < html.n; i++) {
		char ch = html.p[i];

		if (quote != 0) {
			if (ch == quote) {
				quote = 0;
				p[n++] = ch;
			}
			continue;
		}
		if (tag && (ch == '"' || ch == '\''))
			quote = ch;
		if (ch == '<')
			tag = true;
		if (tag)
			p[n++] = ch;
		if (ch == '>')
			tag = false;
	}
	return (struct str){p, n};
}

/* The value of the first href: what a browser would go to. */
static struct str first_href(struct str html)
{
	size_t at, end;

	assert_true(str_find(html, S("href=\""), &at));
	html = str_sub(html, at + 6, html.n);
	assert_true(str_find(html, S("\""), &end));
	return str_sub(html, 0, end);
}

static void no_payload_changes_what_the_browser_sees_as_markup(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct view_web_sample v = plain();
	struct out o;
	struct page p = page(c, &o);
	struct str want;
	size_t tried = 0;

	render_web_sample(&p, &v);
	want = skeleton(c->arena, str_dup(c->arena, out_str(&o)));
	for (size_t i = 0; i < sizeof nasty / sizeof nasty[0]; i++) {
		for (size_t k = 0; k < sizeof around / sizeof around[0]; k++) {
			struct arena_mark m = arena_mark(c->arena);
			struct str s = str_printf(c->arena, "%s%s%s", around[k][0], nasty[i],
			                          around[k][1]);
			struct str href;

			out_reset(&o);
			p.forms = 0;
			v.name = s;
			v.url = s;
			p.csrf = s;
			v.one.label = s;
			render_web_sample(&p, &v);
			if (!str_eq(skeleton(c->arena, out_str(&o)), want))
				fail_msg("payload %.*s changed the markup:\n%.*s", STR_FMT(s),
				         STR_FMT(out_str(&o)));
			href = first_href(out_str(&o));
			assert_true(str_is(href, "#") || str_starts(href, S("https://")) ||
			            str_starts(href, S("tel:")) ||
			            (str_starts(href, S("/")) && !str_starts(href, S("//")) &&
			             !str_starts(href, S("/\\"))));
			arena_rewind(c->arena, m);
			tried++;
		}
	}
	assert_true(tried >= 500);
	out_free(&o);
}

static void a_nul_byte_becomes_the_replacement_character(void **state)
{
	struct out o;
	struct page p = page(kit_ctx(state), &o);

	page_text(&p, S("a\0b"));
	assert_str(out_str(&o), "a\xEF\xBF\xBD"
	                        "b");
	out_free(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(values_are_written_in_the_readers_language),
		KIT_TEST(rows_conditions_and_parts_follow_the_data),
		KIT_TEST(every_form_carries_the_token_and_a_key_of_its_own),
		KIT_TEST(an_asset_is_named_by_its_hashed_path),
		KIT_TEST(no_payload_changes_what_the_browser_sees_as_markup),
		KIT_TEST(a_nul_byte_becomes_the_replacement_character),
	};

	return KIT_RUN(tests);
}
