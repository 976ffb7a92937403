/* gallery DIR: every layout and part with invented data, as finished pages in both languages and in
 * large type, with the assets beside them. The browser test looks at them; docs/ui.md shows them.
 * Values that would break out of their place (<, ", &) are among the data on purpose. */
#include <sys/stat.h>
#include <unistd.h>

#include "web/assets.h"
#include "web/layout/bare.html.h"
#include "web/layout/guardian.html.h"
#include "web/layout/staff.html.h"
#include "web/part/part_cell.html.h"
#include "web/part/part_empty.html.h"
#include "web/part/part_errors.html.h"
#include "web/part/part_field.html.h"
#include "web/part/part_pager.html.h"
#include "web/part/part_refusal.html.h"
#include "web/part/part_sign.html.h"
#include "web/part/part_why.html.h"

enum { CEILING = 4 << 20 };

static void raw(struct page *p, const char *html)
{
	out_put(p->o, str_of(html));
}

static void tag(struct page *p, const char *kind, const char *label)
{
	struct view_part_tag v = {str_of(kind), str_of(label)};

	render_part_tag(p, &v);
}

/* --- guardians ----------------------------------------------------------------------------------
 */

struct choice {
	const char *title, *note, *price, *kind, *label, *why;
	int64_t fen;
	bool on;
};

static const struct choice COURSES[] = {
	{"少儿篮球", "周二、周四 16:10—17:40 · 王教练", "280.00", "ok", "余 12", NULL, 28000, true},
	{"创意编程", "周三 16:10—17:40 · 星火科技", "320.00", "warn", "仅余 2", NULL, 32000, false},
	{"合唱团", "周五 16:10—17:40 · 陈老师", "120.00", "bad", "已满，可候补", NULL, 12000,
         false},
	{"国际象棋", "周一 16:10—17:40", "200.00", "off", "不能选", "只面向四至六年级", 0, false},
	{"机器人 <进阶> & \"竞赛\"", "周二 16:10—17:40", "360.00", "off", "不能选",
         "本学期收费将超过上限", 0, false},
};

static void choice_put(struct page *p, const struct choice *c, size_t i)
{
	raw(p, "<li>");
	if (c->why)
		raw(p, "<div class=\"cell cell-shut\"><span class=\"cell-mark\"></span><div "
		       "class=\"cell-body\">");
	else
		out_printf(p->o,
		           "<label class=\"cell\"><input type=\"checkbox\" name=\"offering\" "
		           "value=\"%zu\" "
		           "data-fen=\"%ld\"%s><span class=\"cell-body\">",
		           i, (long)c->fen, c->on ? " checked" : "");
	raw(p, "<span class=\"cell-title\">");
	page_text(p, str_of(c->title));
	raw(p, "</span> <span class=\"cell-desc\">");
	page_text(p, str_of(c->note));
	raw(p, "</span> <span class=\"cell-foot\">");
	tag(p, c->kind, c->label);
	raw(p, "</span>");
	if (c->why) {
		struct view_part_why why = {.title = str_of(c->why),
		                            .advice = S("如有疑问请联系教务"),
		                            .found = S("910.00"),
		                            .allowed = S("600.00"),
		                            .clause = S("每生每学期收费不超过上限"),
		                            .document = S("示例文件第 5 条")};

		render_part_why(p, &why);
	}
	out_printf(
		p->o,
		"%s<span class=\"cell-side\"><span class=\"cell-price\">¥%s</span></span>%s</li>\n",
		c->why ? "</div>" : "</span>", c->price, c->why ? "</div>" : "</label>");
}

static void offerings(struct page *p, const void *view)
{
	raw(p, "<div class=\"head\"><h1>选择课后服务</h1><p>报名截止 2026年9月4日 18:00</p></div>\n"
	       "<ul class=\"pick\"><li><a href=\"#a\" aria-current=\"true\">张小满 "
	       "三(2)班</a></li><li><a "
	       "href=\"#b\">张小雪 一(1)班</a></li></ul>\n"
	       "<form method=\"post\" action=\"/basket\" novalidate>");
	page_csrf(p);
	raw(p, "<h2 class=\"cells-title\">个性化课程</h2><ul class=\"cells\">\n");
	for (size_t i = 0; i < sizeof COURSES / sizeof *COURSES; i++)
		choice_put(p, &COURSES[i], i);
	raw(p, "</ul><div class=\"dock\"><div class=\"dock-in\"><p class=\"dock-sum\" data-js "
	       "hidden><b>已选 "
	       "<output data-count=\"offering\">0</output> 项</b><span class=\"muted small\">合计 "
	       "<output "
	       "data-sum=\"offering\">0.00</output> 元</span></p><button class=\"btn btn-main\" "
	       "type=\"submit\">下一步：核对</button></div></div></form>");
}

static void check(struct page *p, const void *view)
{
	raw(p,
	    "<div class=\"head\"><h1>核对报名信息</h1></div>\n<h2 class=\"cells-title\">张小满 · "
	    "三(2)班</h2><dl class=\"facts\">"
	    "<div><dt>课后托管</dt><dd>周一至周五 <span class=\"num\">16:10—17:40</span></dd><dd "
	    "class=\"fact-act\"><a href=\"#c\">修改<span "
	    "class=\"visually-hidden\">课后托管</span></a></dd></div>"
	    "<div><dt>合唱团</dt><dd>");
	tag(p, "warn", "候补第 6 位");
	raw(p,
	    "</dd><dd class=\"fact-act\"><a href=\"#c\">修改<span class=\"visually-hidden\">合唱团"
	    "</span></a></dd></div></dl>\n<ul class=\"lines\"><li class=\"line\"><div "
	    "class=\"line-top\"><span>课后托管</span><span class=\"money\">450.00</span></div><p "
	    "class=\"formula\">5.00 × 90 = 450.00</p></li><li class=\"line line-total\"><div "
	    "class=\"line-top\"><span>合计</span><span class=\"money\">450.00</span></div><p "
	    "class=\"formula\">肆佰伍拾元整</p></li></ul>\n<form method=\"post\" action=\"/enrol\" "
	    "novalidate>");
	page_csrf(p);
	raw(p,
	    "<ul class=\"cells\"><li><label class=\"cell\"><input type=\"checkbox\" name=\"agree\" "
	    "value=\"3\"><span class=\"cell-body\">我已阅读并同意协议第 3 "
	    "版</span></label></li><li><a "
	    "class=\"cell cell-link\" href=\"#agreement\"><span "
	    "class=\"cell-body\">查看协议全文</span></a>"
	    "</li></ul>\n<div class=\"dock\"><div class=\"dock-in\"><button class=\"btn btn-main\" "
	    "type=\"submit\">签署并提交</button></div></div></form>\n"
	    "<div class=\"half\" id=\"agreement\" role=\"dialog\" "
	    "aria-labelledby=\"agreement-name\"><div "
	    "class=\"half-in\"><div class=\"half-head\"><h2 "
	    "id=\"agreement-name\">课后服务协议</h2></div><div "
	    "class=\"half-text\" tabindex=\"0\"><p>学生自愿参加，随时可以退出。</p></div><div "
	    "class=\"half-end\"><a class=\"btn btn-main btn-block\" "
	    "href=\"#main\">我知道了</a></div></div></div>");
}

static void home(struct page *p, const void *view)
{
	static const struct view_part_cell cells[] = {
		{.path = {"/a", 2}, .title = {"告知书", 9}, .tag = {{"warn", 4}, {"待确认", 9}}},
		{.path = {"/b", 2},
	         .icon = {"篮", 3},
	         .title = {"少儿篮球", 12},
	         .note = {"周二、周四", 15}},
		{.title = {"应付", 6}, .side = {"657.00", 6}},
	};
	struct view_part_empty none = {.what = T_ui_name, .path = S("/"), .act = T_ui_new};

	raw(p, "<div class=\"head\"><h1>张小满</h1><p>三(2)班</p></div>\n<ul class=\"cells\">");
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		render_part_cell(p, &cells[i]);
	raw(p, "</ul>\n<h2 class=\"cells-title\">候补</h2><div class=\"cells\">");
	render_part_empty(p, &none);
	raw(p, "</div>");
}

/* R26: everybody is present until told otherwise. */
static void roster(struct page *p, const void *view)
{
	static const char *const marks[][3] = {{"present", "到", ""},
	                                       {"absent", "缺", "seg-bad"},
	                                       {"leave", "假", "seg-info"},
	                                       {"late", "迟", "seg-warn"}};

	raw(p, "<div class=\"head\"><h1>少儿篮球</h1><p>2026年9月8日 16:10—17:40</p></div>\n<form "
	       "method=\"post\" action=\"/marks\" novalidate>");
	page_csrf(p);
	raw(p, "<p class=\"tally\" data-js hidden><span>实到 <b><output "
	       "data-count=\"mark=present\">40</output></b></span><span>缺勤 <b><output "
	       "data-count=\"mark=absent\">0</output></b></span></p>\n<div class=\"cells\">");
	for (int i = 0; i < 40; i++) {
		out_printf(
			p->o,
			"<fieldset class=\"roll\"><legend class=\"visually-hidden\">学生 "
			"%d</legend><span "
			"class=\"roll-no\" aria-hidden=\"true\">%d</span><span class=\"roll-name\" "
			"aria-hidden=\"true\">学生 %d</span><span class=\"seg\">",
			i + 1, i + 1, i + 1);
		for (int m = 0; m < 4; m++)
			out_printf(
				p->o,
				"<label><input type=\"radio\" class=\"%s\" name=\"marks.%d.mark\" "
				"value=\"%s\" data-mark=\"%s\"%s><span>%s</span></label>",
				m ? marks[m][2] : "seg-ok", i, marks[m][0], marks[m][0],
				(i == 4 ? m == 2 : m == 0) ? " checked" : "", marks[m][1]);
		raw(p, "</span></fieldset>\n");
	}
	raw(p, "</div><div class=\"dock\"><div class=\"dock-in\"><button class=\"btn btn-main\" "
	       "type=\"submit\">保存点名</button></div></div></form>");
}

/* --- forms and refusals --------------------------------------------------------------------------
 */

static void fields(struct page *p)
{
	static struct view_part_field_option options[] = {
		{.value = {"1", 1}, .label = {"祖父母", 9}, .on = true},
		{.value = {"2", 1}, .label = {"其他亲属", 12}, .note = {"须本人同意", 15}}};
	const struct view_part_field all[] = {
		{.type = S("text"),
	         .name = S("name"),
	         .label = T_ui_made_by,
	         .error = S("请填写姓名"),
	         .autocomplete = S("name")},
		{.type = S("tel"),
	         .name = S("phone"),
	         .label = T_ui_code,
	         .hint = S("只用于接送核验"),
	         .error = S("手机号应为 11 位数字"),
	         .value = S("138\"><b>"),
	         .narrow = true},
		{.type = S("number"), .name = S("seats"), .label = T_ui_allowed, .value = S("30")},
		{.type = S("date"),
	         .name = S("day"),
	         .label = T_ui_on_date,
	         .value = S("2026-09-01")},
		{.type = S("select"),
	         .name = S("kin"),
	         .label = T_ui_query,
	         .option = options,
	         .option_n = 2},
		{.type = S("radio"),
	         .name = S("who"),
	         .label = T_ui_new,
	         .option = options,
	         .option_n = 2,
	         .error = S("请选择一项")},
		{.type = S("checkbox"),
	         .name = S("days"),
	         .label = T_ui_pager,
	         .option = options,
	         .option_n = 2,
	         .hint = S("可以多选")},
		{.type = S("textarea"),
	         .name = S("note"),
	         .label = T_ui_found,
	         .optional = true,
	         .value = S("一行\n<二行>")},
		{.type = S("file"),
	         .name = S("file"),
	         .label = T_ui_document,
	         .accept = S(".xlsx,.csv")},
		{.type = S("tick"), .name = S("agree"), .label = T_ui_yes, .hint = S("必须勾选")},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		render_part_field(p, &all[i]);
}

static void form(struct page *p, const void *view)
{
	struct view_part_errors_item items[] = {{S("name"), S("请填写姓名")},
	                                        {S("phone"), S("手机号应为 11 位数字")},
	                                        {S("who"), S("请选择一项")}};
	struct view_part_errors errors = {3, items, 3};

	raw(p, "<div class=\"head\"><h1>添加接送人</h1></div>");
	render_part_errors(p, &errors);
	raw(p, "<form method=\"post\" action=\"/collectors\" novalidate>");
	page_csrf(p);
	raw(p, "<div class=\"fields card\">");
	fields(p);
	raw(p, "</div><div class=\"dock\"><div class=\"dock-in\"><button class=\"btn btn-main\" "
	       "type=\"submit\" data-confirm=\"确定保存吗？\">保存</button></div></div></form>");
}

static void refusal(struct page *p, const void *view)
{
	struct view_part_refusal v = {.title = S("本学期收费将超过上限"),
	                              .advice = S("请去掉一门课程后重新提交；如有疑问请联系教务"),
	                              .clause = S("每生每学期收费不超过上限"),
	                              .document = S("示例文件第 5 条"),
	                              .found = S("910.00"),
	                              .allowed = S("600.00"),
	                              .code = S("fee_cap_exceeded"),
	                              .requirement = S("R34")};

	raw(p, "<h1 class=\"visually-hidden\">报名未成功</h1>");
	render_part_refusal(p, &v);
}

static void login(struct page *p, const void *view)
{
	const struct view_part_field a = {.type = S("text"),
	                                  .name = S("login"),
	                                  .label = T_ui_account,
	                                  .autocomplete = S("username")};
	const struct view_part_field b = {.type = S("password"),
	                                  .name = S("password"),
	                                  .label = T_ui_code,
	                                  .autocomplete = S("current-password")};

	raw(p, "<h1 class=\"visually-hidden\">登录</h1><form class=\"box stack\" method=\"post\" "
	       "action=\"/login\" novalidate>");
	page_csrf(p);
	render_part_field(p, &a);
	render_part_field(p, &b);
	raw(p, "<button class=\"btn btn-main btn-block\" type=\"submit\">登录</button></form>");
}

/* --- staff ---------------------------------------------------------------------------------------
 */

static void table(struct page *p, const void *view)
{
	struct view_part_pager_size sizes[] = {{20, S("/pupils?limit=20"), true},
	                                       {50, S("/pupils?limit=50"), false}};
	struct view_part_pager pager = {.total = 1024,
	                                .from = 1,
	                                .to = 12,
	                                .next = S("/pupils?after=12"),
	                                .size = sizes,
	                                .size_n = 2};
	const struct view_part_field name = {
		.type = S("search"), .name = S("q"), .label = T_ui_query};
	struct view_part_sign sign = {true};

	raw(p, "<div class=\"head\"><h1>学生</h1><div class=\"row\"><a class=\"btn\" "
	       "href=\"/i\">导入</a><a "
	       "class=\"btn btn-main\" href=\"/n\">新增学生</a></div></div>\n<form class=\"card "
	       "filter\" "
	       "method=\"get\" action=\"/pupils\" novalidate>");
	render_part_field(p, &name);
	raw(p, "<div class=\"filter-end\"><button class=\"btn btn-main\" "
	       "type=\"submit\">查询</button><a "
	       "class=\"btn\" href=\"/pupils\">重置</a></div></form>\n<section class=\"card\"><div "
	       "class=\"tools\"><h2>学生名单</h2><a class=\"btn\" href=\"/x\">导出</a><button "
	       "class=\"btn\" "
	       "type=\"button\" data-print hidden>打印</button></div><section class=\"scroll\" "
	       "tabindex=\"0\" "
	       "aria-label=\"学生名单\"><table class=\"table "
	       "table-stack\"><thead><tr><th "
	       "scope=\"col\">姓名</th><th scope=\"col\">班级</th><th scope=\"col\">告知书</th><th "
	       "scope=\"col\" class=\"right\">应付（元）</th><th "
	       "scope=\"col\" class=\"acts\">操作</th></tr></thead><tbody>");
	for (int i = 1; i <= 12; i++) {
		out_printf(p->o,
		           "<tr><th scope=\"row\">学生 %d</th><td "
		           "data-label=\"班级\">三(%d)班</td><td "
		           "data-label=\"告知书\">",
		           i, i % 4 + 1);
		tag(p, i % 4 ? "ok" : "warn", i % 4 ? "已确认" : "未确认");
		out_printf(p->o,
		           "</td><td class=\"right\" data-label=\"应付（元）\">%d.00</td><td "
		           "class=\"acts\"><a "
		           "href=\"/p/%d\">查看<span class=\"visually-hidden\">学生 "
		           "%d</span></a></td></tr>",
		           450 + i * 17, i, i);
	}
	raw(p, "</tbody></table></section>");
	render_part_pager(p, &pager);
	render_part_sign(p, &sign);
	raw(p, "</section>");
}

/* --- the pages -----------------------------------------------------------------------------------
 */

struct sheet {
	const char *name;
	enum { HAND, DESK, BARE } layout;
	void (*body)(struct page *p, const void *view);
	bool inner; /* a page below a menu entry */
};

static const struct sheet SHEETS[] = {
	{"home", HAND, home, false},       {"offerings", HAND, offerings, true},
	{"check", HAND, check, true},      {"roster", HAND, roster, true},
	{"form", HAND, form, true},        {"table", DESK, table, false},
	{"staff", DESK, form, false},      {"login", BARE, login, false},
	{"refusal", BARE, refusal, false},
};

static void render(struct page *p, const struct sheet *s, bool large)
{
	struct view_layout_guardian_nav tabs[] = {{S("/a"), T_ui_first, true},
	                                          {S("/b"), T_ui_document, false},
	                                          {S("/c"), T_ui_me, false}};
	struct view_layout_staff_section_nav menu[] = {{S("/a"), T_ui_first, false},
	                                               {S("/b"), T_ui_document, true},
	                                               {S("/c"), T_ui_me, false}};
	struct view_layout_staff_section part = {.nav = menu, .nav_n = 3};
	struct view_part_type type = {large, S("/")};
	struct view_part_me me = {true, S("/")};
	struct view_part_flash flash = {S("ok"), S("已保存 <b>")};
	struct str title = str_of(s->name), person = S("张女士"), role = S("家长"),
		   place = S("滨江实验小学");

	if (s->layout == HAND) {
		struct view_layout_guardian v = {.title = title,
		                                 .place = place,
		                                 .person = person,
		                                 .role = role,
		                                 .large = large,
		                                 .nav = tabs,
		                                 .nav_n = 3,
		                                 .type = type,
		                                 .me = me};

		if (s->inner)
			v.back = S("/a");
		else
			v.flash = flash;
		render_layout_guardian(p, &v);
	} else if (s->layout == DESK) {
		struct view_layout_staff v = {.title = title,
		                              .place = place,
		                              .person = person,
		                              .role = role,
		                              .large = large,
		                              .section = &part,
		                              .section_n = 1,
		                              .type = type,
		                              .me = me,
		                              .flash = flash};

		render_layout_staff(p, &v);
	} else {
		struct view_layout_bare v = {.title = title, .large = large, .here = S("/")};

		render_layout_bare(p, &v);
	}
}

static bool save(const char *dir, struct str name, const char *ext, struct str bytes)
{
	char path[512];
	int n = snprintf(path, sizeof path, "%s/%.*s%s", dir, STR_FMT(name), ext);
	FILE *f = n > 0 && (size_t)n < sizeof path ? fopen(path, "wb") : NULL;
	bool ok = f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n;

	return f && fclose(f) == 0 && ok;
}

/* NAME.html, NAME-en.html, NAME-large.html */
static bool sheet_put(struct arena *a, const char *dir, const struct sheet *s)
{
	static const char *const kinds[] = {"", "-en", "-large"};
	bool ok = true;

	for (int k = 0; k < 3 && ok; k++) {
		struct out o;

		out_init(&o, CEILING);
		struct page p = {.o = &o,
		                 .arena = a,
		                 .lang = k == 1 ? LANG_EN : LANG_ZH,
		                 .csrf = S("0000"),
		                 .key = S("1111"),
		                 .body = s->body};
		render(&p, s, k == 2);
		ok = !o.broken &&
		     save(dir, str_printf(a, "%s%s", s->name, kinds[k]), ".html", out_str(&o));
		out_free(&o);
	}
	return ok;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(CEILING);
	size_t n;
	const struct asset *assets = asset_all(&n);
	bool ok = argc == 2 && a && (mkdir(argv[1], 0755) == 0 || access(argv[1], W_OK) == 0);

	if (ok)
		mkdir(str_c(a, str_printf(a, "%s/a", argv[1])), 0755);
	for (size_t i = 0; ok && i < n; i++)
		ok = save(argv[1], assets[i].path, "", assets[i].bytes);
	for (size_t i = 0; ok && i < sizeof SHEETS / sizeof *SHEETS; i++)
		ok = sheet_put(a, argv[1], &SHEETS[i]);
	if (!ok)
		perror("gallery DIR");
	arena_free(&a);
	return ok ? 0 : 1;
}
