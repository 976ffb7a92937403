/* Pages and API of the rule sets, as a browser without scripts and a program see them. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"

#include "rulebook/decision.h"
#include "web_world.h"

static void a_set_is_typed_reviewed_by_a_second_person_and_published(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct kit_web b = open_web(c);
	struct edition *v;
	edition_id id;
	size_t n;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/rules/new"), 200);
	assert_true(kit_web_shows(&b, "349901"));
	assert_int_equal(
		kit_web_post(&b, "/county/rules/new",
	                     encoded(c, "body", local_rules(c, "LOCAL", "349901", OPEN, "180.00"))),
		303);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_list(c, w->county, PHASE_WORK, &v, &n));
	store_read_end(c);
	assert_int_equal(n, 1);
	id = v[0].id;
	assert_int_equal(kit_web_get(&b, path(c, id, "")), 200);
	assert_true(kit_web_shows(&b, "每生每学期按标准保障"));
	assert_true(kit_web_shows(&b, "180.00"));
	assert_true(kit_web_shows(&b, "一百名学生"));
	assert_int_equal(kit_web_post(&b, path(c, id, "/submit"), ""), 303);
	assert_int_equal(kit_web_get(&b, path(c, id, "")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/approve"), ""), 409);
	assert_true(kit_web_shows(&b, "县教体局"));
	kit_web_login(&b, &other);
	assert_int_equal(kit_web_get(&b, path(c, id, "")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/approve"), ""), 303);
	assert_int_equal(kit_web_get(&b, path(c, id, "")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/publish"), "&disclosure=x"), 422);
	assert_int_equal(kit_web_post(&b, path(c, id, "/publish"),
	                              encoded(c, "disclosure", S("从本学期起按180元保障"))),
	                 303);
	assert_int_equal(kit_web_get(&b, "/county/rules?phase=now"), 200);
	assert_true(kit_web_shows(&b, "示例县课后服务经费办法"));
	assert_int_equal(kit_web_get(&b, "/county/rules?phase=past"), 200);
	assert_false(kit_web_shows(&b, "示例县课后服务经费办法"));
	assert_int_equal(kit_web_get(&b, "/county/rules/export.xlsx?phase=now"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	kit_web_close(&b);
}

static void a_mistake_is_told_by_its_place_and_nothing_typed_is_lost(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	struct str wrong = S("ruleset LOCAL\ntitle \"我写了很久的标题\"\nnumbr none\n");

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/edit"), encoded(c, "body", wrong)), 422);
	assert_true(kit_web_shows(&b, ":3:1"));
	assert_true(kit_web_shows(&b, "number"));
	assert_true(kit_web_shows(&b, "我写了很久的标题"));
	kit_web_close(&b);
}

static void a_statement_is_added_changed_and_removed_by_its_form(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *fee = "&act=save&name=eve&a0.0.0=evening_study&a1.0.0=at_most&a1.0.1=120.00"
			  "&a1.0.2=month&w0.dim=stage&w0.is=is&w0.words=senior&requirement=R25";
	const char *named = both(c, encoded(c, "label", S("晚自习 \"收费\"")),
	                         encoded(c, "clause", S("晚自习每月不超过120元")));
	const char *line;
	struct str body;
	size_t at;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=fee")), 200);
	assert_true(kit_web_shows(&b, "a1.0.1"));
	assert_int_equal(kit_web_post(&b, path(c, id, "/statement?type=fee"), both(c, fee, named)),
	                 303);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	assert_true(str_find(body, S("fee eve \"晚自习 \\\"收费\\\"\""), &at));
	assert_true(str_find(body, S("price at_most 120.00 yuan per month"), &at));
	assert_true(str_find(body, S("when stage senior"), &at));
	assert_true(str_find(body, S("case guarantee"), &at)); /* what was there stays */
	store_read_end(c);
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200);
	line = both(c, "/statement?line=", line_of(c, body, S("fee eve")));
	assert_true(kit_web_shows(&b, line + 1));
	assert_int_equal(kit_web_get(&b, path(c, id, line)), 200);
	assert_true(kit_web_shows(&b, "120.00"));
	assert_true(kit_web_shows(&b, "晚自习每月不超过120元"));
	assert_int_equal(kit_web_post(&b, path(c, id, line), "&act=remove"), 303);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	assert_false(str_find(body, S("120.00"), &at));
	assert_true(str_find(body, S("guarantee.rate"), &at));
	kit_web_close(&b);
}

static void a_statement_that_cannot_be_read_is_shown_again_with_the_error_at_its_input(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *fee = "&act=save&name=eve&label=Evening&a0.0.0=evening_study&a1.0.0=at_most"
			  "&a1.0.1=12o.00&a1.0.2=month&clause=Twelve&requirement=R25";

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=fee")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/statement?type=fee"), fee), 422);
	assert_true(kit_web_shows(&b, "12o.00"));
	assert_true(kit_web_shows(&b, "f-a1.0.0"));
	assert_true(kit_web_shows(&b, "Twelve"));
	/* Without its clause (R1). */
	assert_int_equal(kit_web_post(&b, path(c, id, "/statement?type=fee"),
	                              "&act=save&name=eve&label=Evening&a0.0.0=evening_study"),
	                 422);
	assert_true(kit_web_shows(&b, "clause"));
	kit_web_close(&b);
}

static void updating_a_form_keeps_what_was_typed_and_saves_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	struct str body;
	size_t at;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=fee")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/statement?type=fee"),
	                              "&act=rows&name=eve&w0.dim=school&clause=Twelve"),
	                 200);
	assert_true(kit_web_shows(&b, "Twelve"));
	assert_true(kit_web_shows(&b, "w0.list"));
	assert_true(kit_web_shows(&b, "w1.dim"));     /* a row more */
	assert_true(kit_web_shows(&b, "2134990001")); /* the county's own school */
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	assert_false(str_find(body, S("fee eve"), &at));
	store_read_end(c);
	kit_web_close(&b);
}

static void the_head_is_a_form_too(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *head = "&id=LOCAL&title=New+title&issuer=Office&level=county&place=349901"
			   "&under=CN-2023&issued=2026-08&from=2026-09-01&to=2027-08-31";
	struct edition *v;
	struct str body;
	size_t at, n;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/head")), 200);
	assert_true(kit_web_shows(&b, "CN-2023"));
	assert_int_equal(kit_web_post(&b, path(c, id, "/head"), head), 303);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	assert_true(str_find(body, S("title     \"New title\"\nnumber    none\n"), &at));
	assert_true(str_find(body, S("under     CN-2023\n"), &at));
	assert_true(str_find(body, S("effective 2026-09-01 .. 2027-08-31\n"), &at));
	assert_true(str_find(body, S("param guarantee.rate 180.00"), &at)); /* the rest stays */
	assert_true(str_find(body, S("case guarantee"), &at));
	store_read_end(c);
	assert_int_equal(kit_web_get(&b, path(c, id, "/head")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/head"),
	                              "&id=LOCAL&title=&issuer=Office&level=county&place=349901"
	                              "&from=2026-09-01"),
	                 422);
	assert_int_equal(kit_web_post(&b, path(c, id, "/head"),
	                              "&id=LOCAL&title=T&issuer=Office&level=county&place=349902"
	                              "&from=2026-09-01"),
	                 422); /* another county */
	assert_int_equal(kit_web_get(&b, "/county/rules/new"), 200);
	assert_int_equal(kit_web_post(&b, "/county/rules/new/head",
	                              "&id=FRESH&title=Fresh&issuer=Office&level=county"
	                              "&place=349901&from=2026-09-01"),
	                 303);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_list(c, w->county, PHASE_WORK, &v, &n));
	assert_int_equal(n, 2);
	store_read_end(c);
	kit_web_close(&b);
}

static struct str body_of(struct ctx *c, const struct kit_people *w, edition_id id)
{
	struct str body;

	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	store_read_end(c);
	return body;
}

static void R65_comments_are_written_by_the_forms_and_come_in_again_with_the_file(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	struct str body;
	const char *line;
	size_t at;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=define")), 200);
	assert_true(kit_web_shows(&b, "备注（文件注释）"));
	assert_int_equal(kit_web_post(&b, path(c, id, "/statement?type=define"),
	                              both(c, "&act=save&kind=unit&name=night",
	                                   both(c, encoded(c, "label", S("夜")),
	                                        encoded(c, "comment", S("来自附件\r\n第 3 页"))))),
	                 303);
	assert_int_equal(kit_web_get(&b, path(c, id, "/head")), 200);
	assert_int_equal(
		kit_web_post(&b, path(c, id, "/head"),
	                     both(c,
	                          "&id=LOCAL&title=T&issuer=Office&level=county&place=349901"
	                          "&under=RS0&issued=2026-08&from=2026-09-01",
	                          both(c, encoded(c, "comment", S("录入:甲\r\n核对:乙")),
	                               encoded(c, "end", S("到此为止"))))),
		303);
	body = body_of(c, w, id);
	assert_true(str_starts(body, S("# 录入:甲\n# 核对:乙\nruleset   LOCAL\n")));
	assert_true(str_ends(body, S("\n\n# 到此为止\n")));
	assert_true(str_find(body, S("\n\n# 来自附件\n# 第 3 页\ndefine unit night"), &at));
	assert_int_equal(kit_web_get(&b, path(c, id, "/head")), 200);
	assert_true(kit_web_shows(&b, "录入:甲\n核对:乙</textarea>"));
	assert_true(kit_web_shows(&b, "到此为止</textarea>"));
	line = both(c, "/statement?line=", line_of(c, body, S("define unit")));
	assert_int_equal(kit_web_get(&b, path(c, id, line)), 200);
	assert_true(kit_web_shows(&b, "来自附件\n第 3 页</textarea>"));
	/* A line that is too long is told at the field. */
	assert_int_equal(kit_web_post(&b, path(c, id, line),
	                              both(c, "&act=save&kind=unit&name=night&label=x&comment=",
	                                   str_c(c->arena, str_printf(c->arena, "%0201d", 0)))),
	                 422);
	assert_true(kit_web_shows(&b, "f-comment-error"));
	/* The file leaves and comes in again. */
	assert_int_equal(kit_web_get(&b, path(c, id, "/file")), 200);
	assert_true(str_eq(b.a.body, body));
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/edit"), encoded(c, "body", body)), 303);
	assert_true(str_eq(body_of(c, w, id), body));
	assert_int_equal(kit_web_post(&b, path(c, id, line), "&act=remove"), 303);
	assert_false(str_find(body_of(c, w, id), S("来自附件"), &at));
	kit_web_close(&b);
}

static void what_clashes_with_other_sets_is_told_on_the_page_at_its_input_and_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *fee = "&act=save&name=eve&label=Evening&a0.0.0=care&a1.0.0=at_most&a1.0.1=1.00"
			  "&a1.0.2=nihgt&clause=C&requirement=R30";
	struct str body;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=fee")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/statement?type=fee"), fee), 303);
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200); /* kept, and told */
	assert_true(kit_web_shows(&b, "nihgt"));
	assert_true(kit_web_shows(&b, "改正后才能提交"));
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	store_read_end(c);
	assert_int_equal(
		kit_web_get(&b, path(c, id,
	                             both(c, "/statement?line=", line_of(c, body, S("fee eve"))))),
		200);
	assert_true(kit_web_shows(&b, "f-a1.0.0-error"));
	assert_int_equal(kit_web_get(&b, path(c, id, "")), 200);
	assert_true(kit_web_shows(&b, "nihgt"));
	assert_int_equal(kit_web_post(&b, path(c, id, "/submit"), ""), 422);
	assert_true(kit_web_shows(&b, "nihgt"));
	assert_int_equal(kit_web_api(&b, "GET",
	                             str_c(c->arena, str_printf(c->arena, "/api/v1/rule-sets/%lld",
	                                                        (long long)id.v)),
	                             NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"findings\":[{\"line\":"));
	kit_web_close(&b);
}

static void a_draft_that_somebody_changed_meanwhile_is_not_overwritten(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w), same;
	struct str mine = local_rules(c, "LOCAL", "349901", OPEN, "180.00");
	char seen[65] = {0};
	size_t at;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200);
	assert_true(str_find(b.a.body, S("name=\"seen\" value=\""), &at));
	memcpy(seen, b.a.body.p + at + 19, 64);
	assert_ok(draft(c, &w->county_officer, local_rules(c, "LOCAL", "349901", OPEN, "200.00"),
	                &same));
	assert_int_equal(
		kit_web_post(&b, path(c, id, "/edit"),
	                     both(c, encoded(c, "seen", str_of(seen)), encoded(c, "body", mine))),
		409);
	assert_true(kit_web_shows(&b, "180.00")); /* what was typed is there still */
	kit_web_close(&b);
}

static void everybody_reads_the_rules_in_force_without_login(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct kit_web b = open_web(c);
	const char *page =
		str_c(c->arena, str_printf(c->arena, "/rules/%lld", (long long)w->county.v));

	published(c, &w->county_officer, &other, local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	assert_int_equal(kit_web_get(&b, "/rules"), 200);
	assert_true(kit_web_shows(&b, "示例县"));
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "示教〔2026〕1号"));
	assert_true(kit_web_shows(&b, "公示:从本学期起"));
	assert_true(kit_web_shows(&b, "每生每学期按标准保障"));
	assert_true(kit_web_shows(&b, "600.00")); /* of the plan it stands on */
	assert_int_equal(kit_web_get(&b, "/rules/1"), 404);
	kit_web_close(&b);
}

/* The same set by a recorded decision instead of a clause. */
static struct str decided_rules(struct ctx *c)
{
	struct str t = local_rules(c, "LOCAL", "349901", OPEN, "180.00");
	struct str clause = S("  clause \"每生每学期按标准保障\"\n");
	size_t at;

	assert_true(str_find(t, clause, &at));
	return str_printf(c->arena,
	                  "%.*s  decided by \"局长测试某\" on 2026-08-01 why \"按财力确定\"\n"
	                  "%.*s\nfee eve \"晚间看护\"\n  kind care\n"
	                  "  price at_most 3.50 yuan per sitting\n"
	                  "  cap 70.00 yuan per month\n  cap 300.00 yuan per term\n"
	                  "  clause \"每次不超过3.5元,每月不超过70元\"\n  requirement R30\n",
	                  (int)at, t.p, STR_FMT(str_sub(t, at + clause.n, t.n)));
}

static void what_a_family_may_be_asked_for_stands_on_top_on_the_day_asked(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct kit_web b = open_web(c);
	const char *page =
		str_c(c->arena, str_printf(c->arena, "/rules/%lld", (long long)w->county.v));
	size_t top, document;

	published(c, &w->county_officer, &other, decided_rules(c));
	assert_int_equal(kit_web_get(&b, both(c, page, "?on=2026-10-01")), 200);
	assert_true(str_find(b.a.body, S("不高于 3.50 元/课次"), &top));
	assert_true(kit_web_shows(&b, "70.00 元/月"));
	assert_true(kit_web_shows(&b, "300.00 元/学期"));
	assert_true(kit_web_shows(&b, "每次不超过3.5元"));
	assert_true(str_find(b.a.body, S("公示:从本学期起"), &document));
	assert_true(top < document);
	assert_true(kit_web_shows(&b, "600.00 元/学期")); /* of the plan it stands on */
	/* Why, but not by whom. */
	assert_true(kit_web_shows(&b, "2026-08-01 决定"));
	assert_true(kit_web_shows(&b, "按财力确定"));
	assert_false(kit_web_shows(&b, "测试某"));
	/* Before it was in force the plan alone; before that, nothing. */
	assert_int_equal(kit_web_get(&b, both(c, page, "?on=2026-08-31")), 200);
	assert_false(kit_web_shows(&b, "3.50 元"));
	assert_true(kit_web_shows(&b, "600.00 元/学期"));
	assert_int_equal(kit_web_get(&b, both(c, page, "?on=2001-01-01")), 200);
	assert_false(kit_web_shows(&b, "600.00"));
	assert_true(kit_web_shows(&b, "还没有公示的规定"));
	assert_int_equal(kit_web_get(&b, both(c, page, "?on=2026-13-01")), 422);
	kit_web_close(&b);
}

static void the_api_tells_what_holds_on_a_day_as_known_on_another(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct kit_web b = open_web(c);
	edition_id id = published(c, &w->county_officer, &other,
	                          local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	const char *one =
		str_c(c->arena, str_printf(c->arena, "/api/v1/rule-sets/%lld", (long long)id.v));

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(
		kit_web_api(&b, "GET", "/api/v1/rule-sets?county=349901&on=2026-10-01", NULL), 200);
	assert_true(kit_web_shows(&b, "\"rule_set\":\"LOCAL\""));
	assert_true(kit_web_shows(&b, "\"rule_set\":\"RS0\""));
	assert_int_equal(
		kit_web_api(&b, "GET",
	                    "/api/v1/rule-sets?county=349901&on=2026-10-01&known_on=2026-07-01",
	                    NULL),
		200);
	assert_false(kit_web_shows(&b, "\"rule_set\":\"LOCAL\""));
	assert_int_equal(kit_web_api(&b, "GET", one, NULL), 200);
	assert_true(kit_web_shows(&b, "\"state\":\"published\""));
	assert_true(kit_web_shows(&b, "\"holds\":true"));
	assert_true(kit_web_shows(&b, "guarantee.rate"));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/rule-sets", "{\"text\":\"nothing\"}"),
	                 422);
	assert_true(kit_web_shows(&b, "rule_set_wrong"));
	kit_web_close(&b);
}

static void the_file_that_leaves_comes_in_again_as_the_same(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w), same;
	struct str file;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/file")), 200);
	file = b.a.body;
	assert_ok(draft(c, &w->county_officer, file, &same));
	assert_int_equal(id.v, same.v);
	assert_int_equal(kit_audited(c, "drafted", "edition", id.v), 1); /* nothing changed */
	kit_web_close(&b);
}

static void a_built_in_set_is_shown_with_clauses_and_cases(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/rules/set?file=rs0-plan-2021.rules"), 200);
	assert_true(kit_web_shows(&b, "600.00"));
	assert_true(kit_web_shows(&b, "R34"));
	assert_false(kit_web_shows(&b, "不能发布")); /* every case holds */
	kit_web_close(&b);
}

static void a_text_with_the_id_of_a_draft_replaces_it_only_with_the_tick(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	const char *other = encoded(c, "body", local_rules(c, "LOCAL", "349901", OPEN, "200.00"));

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/rules/new"), 200);
	assert_int_equal(
		kit_web_post(&b, "/county/rules/new",
	                     encoded(c, "body", local_rules(c, "LOCAL", "349901", OPEN, "180.00"))),
		303);
	assert_int_equal(kit_web_get(&b, "/county/rules/new"), 200);
	assert_int_equal(kit_web_post(&b, "/county/rules/new", other), 409);
	assert_true(kit_web_shows(&b, "LOCAL/1"));
	assert_true(kit_web_shows(&b, "200.00 yuan")); /* what was typed is kept */
	assert_int_equal(kit_web_get(&b, "/county/rules/new"), 200);
	assert_int_equal(kit_web_post(&b, "/county/rules/new", both(c, other, "&replace=1")), 303);
	kit_web_close(&b);
}

static void a_new_edition_is_told_apart_from_the_one_before_in_words(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	struct kit_web b = open_web(c);
	edition_id first = published(c, &w->county_officer, &other,
	                             local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	edition_id id;

	struct str text = local_rules(c, "LOCAL", "349901", "2027-02-01 .. open", "200.00");
	size_t at;

	assert_true(str_find(text, S("param guarantee.rate"), &at));
	text = str_printf(c->arena, "# 头一行\n%.*s# 标准提高\n%.*s", STR_FMT(str_sub(text, 0, at)),
	                  STR_FMT(str_sub(text, at, text.n)));
	assert_ok(draft(c, &w->county_officer, text, &id));
	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, first, "/diff")), 404);
	assert_int_equal(kit_web_get(&b, path(c, id, "/diff")), 200);
	assert_true(kit_web_shows(&b, "180.00"));
	assert_true(kit_web_shows(&b, "200.00"));
	assert_true(kit_web_shows(&b, "修改"));
	assert_true(kit_web_shows(&b, ">内容<")); /* which part of the statement */
	assert_true(kit_web_shows(&b, "文件 · 有效期"));
	assert_true(kit_web_shows(&b, "算例 · 一百名学生"));
	assert_true(kit_web_shows(&b, "文件 · 备注（文件注释）"));
	assert_true(kit_web_shows(&b, "头一行"));
	assert_true(kit_web_shows(&b, "标准提高"));
	assert_false(kit_web_shows(&b, "新增"));
	kit_web_close(&b);
}

static void R10_open_questions_of_a_base_are_told_with_a_way_to_where_they_are_decided(void **state)
{
	static const char choice[] = "&ruleset=RS2&starts=2026-09-01&reason=document";
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	struct question *q;
	size_t n, asked = 0;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/rules"), 200);
	assert_int_equal(kit_web_post(&b, "/county/rules/base", choice), 422);
	assert_true(kit_web_shows(&b, "待定事项“"));
	assert_int_equal(kit_web_post(&b, "/county/rules/base", both(c, choice, "&gaps_known=1")),
	                 303);
	kit_read_as(c, &w->county_officer);
	assert_ok(question_list(c, w->county, &q, &n));
	store_read_end(c);
	assert_int_equal(kit_web_get(&b, "/county/rules"), 200);
	for (size_t i = 0; i < n; i++) {
		const char *way =
			str_c(c->arena,
		              str_printf(c->arena, "/county/decisions?set=%.*s&amp;question=%.*s\"",
		                         STR_FMT(q[i].ruleset), STR_FMT(q[i].name)));

		if (!str_some(q[i].answer)) {
			assert_true(kit_web_shows(&b, way));
			asked++;
		}
	}
	assert_true(asked > 0);
	for (size_t i = 0; i < n; i++) { /* decided: it is not asked for any more */
		struct decision_new d = {.ruleset = q[i].ruleset,
		                         .question = q[i].name,
		                         .answer = q[i].word[0],
		                         .starts = on_day(2026, 9, 1),
		                         .decided = DATE_NONE,
		                         .decided_by = S("县教体局"),
		                         .why = S("会议决定")};

		as(c, &w->county_officer);
		assert_ok(store_write(c, &decision_record_verb, &d));
	}
	assert_int_equal(kit_web_get(&b, "/county/rules"), 200);
	assert_false(kit_web_shows(&b, "/county/decisions?set="));
	kit_web_close(&b);
}

static void
R10_what_a_base_leaves_undecided_is_told_before_it_is_saved_and_until_it_is_filled(void **state)
{
	static const char choice[] = "&ruleset=RS3&starts=2026-09-01&reason=document";
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/rules"), 200);
	assert_false(kit_web_shows(&b, "课程协议签署方"));
	assert_int_equal(kit_web_post(&b, "/county/rules/base", choice), 422);
	assert_true(kit_web_shows(&b, "课程协议签署方"));
	assert_true(kit_web_shows(&b, "name=\"gaps_known\""));
	assert_true(kit_web_shows(&b, "》（RS0）为基础。")); /* nothing is chosen yet */
	assert_int_equal(kit_web_post(&b, "/county/rules/base", both(c, choice, "&gaps_known=1")),
	                 303);
	assert_int_equal(kit_web_get(&b, "/county/rules"), 200);
	assert_true(kit_web_shows(&b, "》（RS3）为基础。还没有文件规定"));
	assert_true(kit_web_shows(&b, "课程协议签署方"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_set_is_typed_reviewed_by_a_second_person_and_published),
		KIT_FACT(a_mistake_is_told_by_its_place_and_nothing_typed_is_lost),
		KIT_FACT(a_statement_is_added_changed_and_removed_by_its_form),
		KIT_FACT(
			a_statement_that_cannot_be_read_is_shown_again_with_the_error_at_its_input),
		KIT_FACT(updating_a_form_keeps_what_was_typed_and_saves_nothing),
		KIT_FACT(the_head_is_a_form_too),
		KIT_FACT(R65_comments_are_written_by_the_forms_and_come_in_again_with_the_file),
		KIT_FACT(what_clashes_with_other_sets_is_told_on_the_page_at_its_input_and_refused),
		KIT_FACT(a_draft_that_somebody_changed_meanwhile_is_not_overwritten),
		KIT_FACT(everybody_reads_the_rules_in_force_without_login),
		KIT_FACT(what_a_family_may_be_asked_for_stands_on_top_on_the_day_asked),
		KIT_FACT(the_api_tells_what_holds_on_a_day_as_known_on_another),
		KIT_FACT(the_file_that_leaves_comes_in_again_as_the_same),
		KIT_FACT(a_built_in_set_is_shown_with_clauses_and_cases),
		KIT_FACT(a_text_with_the_id_of_a_draft_replaces_it_only_with_the_tick),
		KIT_FACT(a_new_edition_is_told_apart_from_the_one_before_in_words),
		KIT_FACT(
			R10_open_questions_of_a_base_are_told_with_a_way_to_where_they_are_decided),
		KIT_FACT(
			R10_what_a_base_leaves_undecided_is_told_before_it_is_saved_and_until_it_is_filled),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}
