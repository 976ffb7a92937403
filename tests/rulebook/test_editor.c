/* R1: what the editor of a draft says is said in words of the reader's language. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"

#include "rulebook/decision.h"
#include "web_world.h"

#define SOURCE "  clause \"c\"\n  requirement R71\n"
#define MORE                                                                                        \
	"\ndefine unit night \"夜\"\n\n"                                                           \
	"define dimension origin \"来源\" local \"本地\" moved \"随迁\"\n\n"                  \
	"list town \"城区\"\n  has \"2134000001\"\n\n"                                            \
	"deadline settlement \"结算\"\n  due 0 day after term_end\n" SOURCE                         \
	"\nopen budget_way \"年度经费怎么算\"\n  choices each \"按人\" whole \"按校\"\n" \
	"  about guarantee.budget\n" SOURCE

static edition_id drafted_with(struct ctx *c, const struct kit_people *w, const char *more)
{
	struct str body = local_rules(c, "LOCAL", "349901", OPEN, "180.00");
	edition_id id;

	assert_ok(draft(c, &w->county_officer, str_printf(c->arena, "%.*s%s", STR_FMT(body), more),
	                &id));
	return id;
}

static const char *statement_at(struct ctx *c, const struct kit_people *w, edition_id id,
                                struct str words)
{
	struct str body;
	const char *line;

	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	line = line_of(c, body, words);
	store_read_end(c);
	return path(c, id, both(c, "/statement?line=", line));
}

static void R1_what_a_draft_declares_stands_on_its_page_in_words(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted_with(c, w, MORE);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200);
	assert_true(kit_web_shows(&b, "自定义名称：计量单位“夜”"));
	assert_true(kit_web_shows(&b, "自定义名称：条件“来源”：本地、随迁"));
	assert_true(kit_web_shows(&b, "名单：“城区”：2134000001"));
	assert_true(kit_web_shows(&b, "学期结束当日"));
	kit_web_close(&b);
}

static void R1_the_form_of_a_declaration_is_headed_in_words(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted_with(c, w, MORE);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, statement_at(c, w, id, S("define unit"))), 200);
	assert_true(kit_web_shows(&b, "<h1>自定义名称</h1>"));
	assert_int_equal(kit_web_get(&b, statement_at(c, w, id, S("list town"))), 200);
	assert_true(kit_web_shows(&b, "<h1>名单</h1>"));
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=define")), 200);
	assert_true(kit_web_shows(&b, "<h1>自定义名称</h1>"));
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=case")), 200);
	assert_true(kit_web_shows(&b, "<h1>算例</h1>"));
	kit_web_close(&b);
}

static void R1_a_deadline_and_an_open_question_are_forms_without_the_files_own_words(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted_with(c, w, MORE);
	const char *at;
	struct str body;
	size_t found;

	kit_web_login(&b, &w->county_officer);
	at = statement_at(c, w, id, S("deadline settlement"));
	assert_int_equal(kit_web_get(&b, at), 200);
	assert_true(kit_web_shows(&b, "在某一天之后"));
	assert_false(kit_web_shows(&b, "0 day after"));
	assert_int_equal(kit_web_post(&b, at,
	                              both(c,
	                                   "&act=save&name=settlement&a0.0.0=before&a0.0.1=10"
	                                   "&a0.0.2=day&a0.0.3=term_end&requirement=R71",
	                                   both(c, encoded(c, "label", S("结算")),
	                                        encoded(c, "clause", S("放假前十天结算"))))),
	                 303);
	assert_int_equal(kit_web_get(&b, path(c, id, "/edit")), 200);
	assert_true(kit_web_shows(&b, "学期结束前 10 日"));
	at = statement_at(c, w, id, S("open budget_way"));
	assert_int_equal(kit_web_get(&b, at), 200);
	assert_true(kit_web_shows(&b, "年度经费标准"));
	assert_false(kit_web_shows(&b, "each \"按人\""));
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	store_read_end(c);
	assert_true(str_find(body, S("due 10 day before term_end"), &found));
	kit_web_close(&b);
}

static void R1_a_due_day_that_is_only_half_said_is_told_at_its_input(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted_with(c, w, "");

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=deadline")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/statement?type=deadline"),
	                              both(c,
	                                   "&act=save&name=settlement&a0.0.0=after&a0.0.1=10"
	                                   "&a0.0.2=day&a0.0.3=&requirement=R71",
	                                   both(c, encoded(c, "label", S("结算")),
	                                        encoded(c, "clause", S("c"))))),
	                 422);
	assert_true(kit_web_shows(&b, "href=\"#f-a0.0.0\""));
	kit_web_close(&b);
}

static void R1_a_decision_instead_of_a_clause_is_entered_by_whom_when_and_why(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted_with(c, w, MORE);
	struct str body;
	const char *at;
	size_t found;

	kit_web_login(&b, &w->county_officer);
	at = statement_at(c, w, id, S("deadline settlement"));
	assert_int_equal(kit_web_get(&b, at), 200);
	assert_true(kit_web_shows(&b, "name=\"decided_by\""));
	assert_int_equal(kit_web_post(&b, at,
	                              "&act=save&name=settlement&label=%E7%BB%93%E7%AE%97"
	                              "&a0.0.0=before&a0.0.1=10&a0.0.2=day&a0.0.3=term_end"
	                              "&decided_by=office&decided_why=x&requirement=R71"),
	                 422);
	assert_true(kit_web_shows(&b, "href=\"#f-decided_by\""));
	assert_true(kit_web_shows(&b, "value=\"office\""));
	assert_int_equal(kit_web_post(&b, at,
	                              "&act=save&name=settlement&label=%E7%BB%93%E7%AE%97"
	                              "&a0.0.0=before&a0.0.1=10&a0.0.2=day&a0.0.3=term_end"
	                              "&decided_by=office&decided_on=2026-09-01&decided_why=x"
	                              "&requirement=R71"),
	                 303);
	kit_read_as(c, &w->county_officer);
	assert_ok(edition_body(c, id, &body));
	store_read_end(c);
	assert_true(str_find(body, S("  decided by \"office\" on 2026-09-01 why \"x\"\n"), &found));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R1_what_a_draft_declares_stands_on_its_page_in_words),
		KIT_FACT(R1_the_form_of_a_declaration_is_headed_in_words),
		KIT_FACT(R1_a_deadline_and_an_open_question_are_forms_without_the_files_own_words),
		KIT_FACT(R1_a_due_day_that_is_only_half_said_is_told_at_its_input),
		KIT_FACT(R1_a_decision_instead_of_a_clause_is_entered_by_whom_when_and_why),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}
