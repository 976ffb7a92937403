/* What the template compiler refuses, and where it says it is. Wall 10. */
#include "../kit.h"

#include "../../tools/tpl.h"

#define FIELDS                                                                                     \
	"{{view x\n str s\n i64 n\n bool b\n id id\n date d\n row[] { str s2\n @part one }\n "     \
	"@part one\n @part many[]\n}}\n"

static struct tpl_view part = {.name = {"part", 4}, .header = {"web/part/part.html.h", 20}};
static struct tpl_field part_field = {.type = TPL_STR, .name = {"label", 5}};

static struct tpl compile(struct ctx *c, struct str src, struct out *code, struct out *header)
{
	static struct tpl_record top;
	struct tpl t = {.a = c->arena, .file = "x.html", .src = src, .views = &part};

	top.c_name = S("part");
	top.first = &part_field;
	part.top = &top;
	out_init(code, 1 << 20);
	out_init(header, 1 << 20);
	if (tpl_compile(&t, S("x.html.h"), code, header))
		assert_false(t.failed);
	return t;
}

/* The reason of the refusal, "" when there was none. */
static struct str why(struct ctx *c, const char *body)
{
	struct out code, header;
	struct tpl t = compile(c, str_printf(c->arena, FIELDS "%s", body), &code, &header);

	out_free(&code);
	out_free(&header);
	return t.failed ? t.why : S("");
}

static void templates_that_are_right_compile(void **state)
{
	static const char *const good[] = {
		"",
		"<p>{{s}}</p>",
		"<p title=\"{{s}}\" class='a {{if b}}b{{end}}'>1, 2!</p>",
		"<br><input name=\"a\" value=\"{{s}}\"{{if b}} checked{{end}} required>",
		"<a href=\"{{s}}\">{{n}}</a><a href=\"/x/{{id}}?d={{d}}\">{{d}}</a>",
		"<a href=\"{{if b}}/a{{else}}{{s}}{{end}}\">1</a>",
		"{{each row}}<p>{{s2}} {{s}} {{row.s2}} {{one.label}}{{use "
		"one}}</p>{{else}}<b>0</b>{{end}}",
		"{{use one}}{{use many}}{{one.label}}{{each many}}{{label}}{{end}}",
		"{{if not b}}1{{end}}{{if s == \"x y\"}}2{{end}}{{if not s == \"x\"}}3{{end}}",
		"{{if zh}}1{{end}}{{if row}}1{{end}}{{if d}}1{{end}}{{if n}}1{{end}}",
		"{{t a.b_c}}{{t a.b s n d}}<p title=\"{{t a.b}}\">1</p>",
		"<form method=\"post\" action=\"/x\">{{csrf}}</form><form method=\"get\"><input "
		"name=\"q\"></form>",
		"<!-- words are free here --><p>·→“”，。&nbsp;&times;</p>",
		"<script src=\"{{asset kehou.js}}\" defer></script><img src=\"{{asset a.svg}}\" "
		"alt=\"\">",
		"<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>",
		"<!doctype html><html lang=\"{{if "
		"en}}en{{else}}zh-CN{{end}}\"><body>{{body}}</body></html>",
		"{{# a comment }}<textarea name=\"a\">{{s}}</textarea><title>{{s}}</title>",
		"<pre>\n  {{s}}\n</pre><ul><li>1</li></ul>",
	};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (why(c, good[i]).n > 0)
			fail_msg("%s: %.*s", good[i], STR_FMT(why(c, good[i])));
}

static void what_could_let_a_value_out_of_its_place_is_refused(void **state)
{
	static const struct {
		const char *body, *why;
	} bad[] = {
		{"<p title={{s}}>1</p>", "quotes"},
		{"<p title=a>1</p>", "quotes"},
		{"<p {{s}}>1</p>", "quoted attribute"},
		{"<p {{s}}=\"1\">1</p>", "quoted attribute"},
		{"<{{s}}>1</p>", "opens no element"},
		{"<p onclick=\"x\">1</p>", "forbidden"},
		{"<p onclick=\"{{s}}\">1</p>", "forbidden"},
		{"<p hx-on:click=\"x\">1</p>", "forbidden"},
		{"<p ONCLICK=\"x\">1</p>", "small letters"},
		{"<p style=\"color:{{s}}\">1</p>", "forbidden"},
		{"<p style=\"color:red\">1</p>", "forbidden"},
		{"<iframe src=\"/x\"></iframe>", "forbidden element"},
		{"<object data=\"/x\"></object>", "forbidden element"},
		{"<base href=\"/\">", "forbidden element"},
		{"<style>p{}</style>", "forbidden element"},
		{"<script>var a;</script>", "inline script"},
		{"<script>{{s}}</script>", "inline script"},
		{"<script></script>", "inline script"},
		{"<script src=\"/x\">1</script>", "inline script"},
		{"<script type=\"{{s}}\" src=\"/x\"></script>", "written out"},
		{"<meta content=\"{{s}}\">", "written out"},
		{"<p hx-vals=\"{{s}}\">1</p>", "written out"},
		{"<p hx-trigger=\"{{s}}\">1</p>", "written out"},
		{"<a target=\"{{s}}\" href=\"/\">1</a>", "written out"},
		{"<img srcset=\"{{s}}\" alt=\"\">", "written out"},
		{"<a href=\"javascript:1\">1</a>", "forbidden"},
		{"<a href=\"//evil\">1</a>", "forbidden"},
		{"<a href=\"data:x\">1</a>", "forbidden"},
		{"<a href=\"{{n}}\">1</a>", "begin a URL"},
		{"<a href=\"{{t a.b}}\">1</a>", "text in a URL"},
		{"<p>{{asset kehou.js}}</p>", "asset"},
		{"<a href=\"/x{{asset kehou.js}}\">1</a>", "asset"},
		{"<img src=\"{{asset ../x}}\" alt=\"\">", "asset"},
	};
	struct ctx *c = kit_ctx(state);
	size_t at;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (!str_find(why(c, bad[i].body), str_of(bad[i].why), &at))
			fail_msg("%s: \"%.*s\" is not %s", bad[i].body,
			         STR_FMT(why(c, bad[i].body)), bad[i].why);
}

static void html_that_is_not_whole_is_refused(void **state)
{
	static const struct {
		const char *body, *why;
	} bad[] = {
		{"<p>1", "not closed"},
		{"<p>1</b>", "is due"},
		{"</p>", "closes nothing"},
		{"<ul><li>1</ul>", "is due"},
		{"<p/>", "not closed by"},
		{"<blink>1</blink>", "unknown"},
		{"<P>1</P>", "unknown"},
		{"<p", "not complete"},
		{"<p title=\"1", "not complete"},
		{"<p data-a=\"1>2</p>", "not complete"},
		{"<p =\"x\">1</p>", "expected"},
		{"1 < 2", "opens no element"},
		{"<!-- x", "comment"},
		{"<?php 1 ?>", "opens no element"},
		{"<p><!doctype html></p>", "stands first"},
		{"{{if b}}<p>{{end}}</p>", "ends elsewhere"},
		{"<p>{{if b}}</p>{{end}}", "opened outside"},
		{"{{if b}}<p>{{else}}</p>{{end}}", "ends elsewhere"},
		{"{{each row}}<p>{{end}}</p>", "ends elsewhere"},
		{"<p {{if b}}>1{{end}}</p>", "opened outside"},
		{"<p title=\"{{if b}}\"{{end}}>1</p>", "ends elsewhere"},
		{"<textarea><b>1</b></textarea>", "no element may"},
		{"{{if b}}1", "not ended"},
		{"{{each row}}1", "not ended"},
		{"{{end}}", "closes nothing"},
		{"{{else}}", "without"},
		{"{{if b}}1{{else}}2{{else}}3{{end}}", "without"},
		{"{{s", "not closed"},
		{"{{if\nb}}1{{end}}", "line break"},
	};
	struct ctx *c = kit_ctx(state);
	size_t at;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (!str_find(why(c, bad[i].body), str_of(bad[i].why), &at))
			fail_msg("%s: \"%.*s\" is not %s", bad[i].body,
			         STR_FMT(why(c, bad[i].body)), bad[i].why);
}

static void words_come_from_the_catalogue(void **state)
{
	static const char *const bad[] = {"<p>Hello</p>",
	                                  "<p>你好</p>",
	                                  "<p>a</p>",
	                                  "<p>\xF0\xA0\xAE\xB7</p>",
	                                  "<p>é</p>",
	                                  "<img src=\"/x\" alt=\"Logo\">",
	                                  "<p title=\"提示\">1</p>",
	                                  "<input placeholder=\"Name\">",
	                                  "<p aria-label=\"x\">1</p>",
	                                  "<button>OK</button>",
	                                  "{{if b}}x{{end}}"};
	struct ctx *c = kit_ctx(state);
	size_t at;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (!str_find(why(c, bad[i]), S("literal words"), &at))
			fail_msg("%s: %.*s", bad[i], STR_FMT(why(c, bad[i])));
}

static void a_form_that_posts_must_carry_the_token(void **state)
{
	static const char *const bad[] = {
		"<form method=\"post\"></form>",
		"<form method=\"post\">{{if b}}{{csrf}}{{end}}</form>",
		"<form method=\"post\">{{each row}}{{csrf}}{{end}}</form>",
		"<form method=\"get\">{{csrf}}</form>",
		"<form>{{csrf}}</form>",
		"{{csrf}}",
		"<form method=\"post\"><p title=\"{{csrf}}\">1</p></form>",
		"<form method=\"POST\">{{csrf}}</form>",
		"<form method=\"{{s}}\">{{csrf}}</form>",
		"<form {{if b}}method=\"post\"{{end}}></form>",
		"<form method=\"post\">{{csrf}}<form method=\"post\">{{csrf}}</form></form>",
		"<form method=\"get\"><button formmethod=\"post\">1</button></form>",
	};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (why(c, bad[i]).n == 0)
			fail_msg("%s was taken", bad[i]);
}

static void names_that_do_not_exist_are_refused(void **state)
{
	static const char *const bad[] = {
		"{{nope}}",
		"{{one.nope}}",
		"{{s.x}}",
		"{{s2}}",
		"{{row.s2}}",
		"{{if nope}}1{{end}}",
		"{{each s}}1{{end}}",
		"{{each nope}}1{{end}}",
		"{{use s}}",
		"{{use nope}}",
		"{{b}}",
		"{{one}}",
		"{{row}}",
		"{{if one}}1{{end}}",
		"{{t A.b}}",
		"{{t }}",
		"{{t a-b}}",
		"{{t a.b nope}}",
		"{{t a.b row}}",
		"{{if n == \"1\"}}1{{end}}",
		"{{if s == 1}}1{{end}}",
		"{{if s = \"1\"}}1{{end}}",
		"{{if s == \"a\"b\"}}1{{end}}",
		"{{each row}}{{else}}{{s2}}{{end}}",
		"{{csrf x}}",
		"{{end x}}",
		"{{}}",
		"{{if }}1{{end}}",
		"{{if zh x}}1{{end}}",
	};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (why(c, bad[i]).n == 0)
			fail_msg("%s was taken", bad[i]);
}

static void declarations_that_are_wrong_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"<p>1</p>",
		"{{view }}",
		"{{view X}}",
		"{{view x",
		"{{view x str}}",
		"{{view x string a}}",
		"{{view x str a str a}}",
		"{{view x str class}}",
		"{{view x str int}}",
		"{{view x str a[]}}",
		"{{view x row[] str a}}",
		"{{view x row[] { str a }",
		"{{view x @nowhere a}}",
		"{{view x str a-b}}",
		"{{view x str en}}",
		"{{view x a[]{a[]{a[]{a[]{a[]{a[]{a[]{a[]{a[]{a[]{str s}}}}}}}}}}}}",
		"{{view x str a}}\xFF",
	};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct out code, header;
		struct tpl t = compile(c, str_of(bad[i]), &code, &header);

		if (!t.failed)
			fail_msg("%s was taken", bad[i]);
		out_free(&code);
		out_free(&header);
	}
}

static void a_refusal_names_line_and_column(void **state)
{
	struct out code, header;
	struct tpl t =
		compile(kit_ctx(state), S("{{view x str s}}\n<p>，{{s}}</p>\n<p>你 {{nope}}</p>"),
	                &code, &header);
	size_t line, col;

	assert_true(t.failed);
	tpl_position(&t, &line, &col);
	assert_int_equal(line, 3);
	assert_int_equal(col, 4);
	out_free(&code);
	out_free(&header);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(templates_that_are_right_compile),
		KIT_TEST(what_could_let_a_value_out_of_its_place_is_refused),
		KIT_TEST(html_that_is_not_whole_is_refused),
		KIT_TEST(words_come_from_the_catalogue),
		KIT_TEST(a_form_that_posts_must_carry_the_token),
		KIT_TEST(names_that_do_not_exist_are_refused),
		KIT_TEST(declarations_that_are_wrong_are_refused),
		KIT_TEST(a_refusal_names_line_and_column),
	};

	return KIT_RUN(tests);
}
