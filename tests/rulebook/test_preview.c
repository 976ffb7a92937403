/* Sample pupils of a draft: made of what it says, and the county's own. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"

#include "rulebook/sample.h"
#include "web_world.h"

#define SETTLED "  clause \"c\"\n  requirement R30\n"

/* A document nobody has seen: prices per period by a distinction of its own. */
static struct str unseen(struct ctx *c)
{
	return str_printf(
		c->arena,
		"ruleset UNSEEN\ntitle \"示例县新办法\"\nnumber none\nissuer \"县\"\n"
		"level county\nplace 349901\nunder RS0\nissued 2026-08-01\n"
		"effective 2026-09-01 .. open\n"
		"define dimension purchase \"引进方式\" bought \"政府购买\" other \"其他\"\n"
		"convert 1 term = 80 day\n" SETTLED "convert 1 day = 2 period\n" SETTLED
		"fee service \"课后服务费\"\n  kind care\n"
		"  price at_most 2.00 yuan per period\n  when not purchase bought\n" SETTLED
		"fee lessons \"课程费\"\n  kind course\n  price exactly 3.00 yuan per period\n"
		"  beyond 30 period per month at 2.00 yuan per period\n" SETTLED
		"waiver poor \"困难家庭减半\"\n  category poor\n  of care\n"
		"  reduce 50 percent\n  payer county\n" SETTLED
		"waiver free \"孤儿免费\"\n  category orphan\n  of care course\n  reduce 50 "
		"percent\n"
		"  payer county\n  expires 1 year\n  proof required\n" SETTLED
		"refund quit \"退出\"\n  of care\n  reason quit\n  method share\n"
		"  unit day\n  basis 80 day\n" SETTLED);
}

static void samples_speak_the_documents_own_units_and_distinctions(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id;

	assert_ok(draft(c, &w->county_officer, unseen(c), &id));
	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/preview")), 200);
	assert_true(kit_web_shows(&b, "课后服务费"));
	assert_true(kit_web_shows(&b, "引进方式 其他")); /* the word that meets `not` */
	assert_true(kit_web_shows(&b, "计费单位 课时"));
	assert_true(kit_web_shows(&b, "数量 160")); /* 80 days of 2 periods: its own convention */
	assert_true(kit_web_shows(&b, "<strong>320.00</strong>"));
	assert_true(kit_web_shows(&b, "<strong>440.00</strong>")); /* 40 in each of four months */
	assert_true(kit_web_shows(&b, "学生类别 家庭经济困难"));
	assert_true(kit_web_shows(&b, "<strong>160.00</strong>"));
	assert_true(kit_web_shows(&b, "原因 退出"));
	assert_true(kit_web_shows(&b, "困难家庭减半：减免 160.00")); /* the step that halves it */
	assert_true(kit_web_shows(&b, "减免批准日期 20")); /* what expires was granted today */
	assert_false(kit_web_shows(&b, "缺少判断所需的信息"));
	assert_false(kit_web_shows(&b, "purchase")); /* no machine's names */
	assert_int_equal(kit_web_get(&b, path(c, id, "/preview/export.xlsx")), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	kit_web_close(&b);
}

static void what_the_rules_pay_now_stands_beside_what_the_draft_pays(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/preview")), 200);
	assert_true(kit_web_shows(&b, "135000.00"));                  /* 900 × 150 */
	assert_true(kit_web_shows(&b, "<strong>162000.00</strong>")); /* 900 × 180 */
	assert_true(kit_web_shows(&b, "每生每学期按标准保障"));       /* by which clause */
	assert_int_equal(kit_audited(c, "published", "edition", id.v), 0);
	kit_web_close(&b);
}

static size_t own_samples(struct ctx *c, const struct kit_people *w, struct sample *ret_first)
{
	struct sample *v;
	size_t n;

	kit_read_as(c, &w->county_officer);
	assert_ok(samples_own(c, w->county, &v, &n));
	store_read_end(c);
	if (n > 0)
		*ret_first = v[0];
	return n;
}

static void R30_a_sample_that_passes_says_which_sentences_it_was_held_against(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/sample")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/sample"),
	                              "&act=save&decision=sitting&label=Late&f.kind=care"
	                              "&f.stage=primary&f.weekday=mon&f.teaching=yes"
	                              "&f.starts=16:30&f.ends=17:45"),
	                 303);
	assert_int_equal(kit_web_get(&b, path(c, id, "/preview")), 200);
	assert_true(kit_web_shows(&b, "最晚结束时间：为 17:45，允许到 18:00"));
	assert_true(kit_web_shows(&b, "结束时间原则上不晚于18:00"));
	kit_web_close(&b);
}

static void an_officer_keeps_samples_of_her_own_for_every_draft(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *typed =
		"&decision=charge&label=Ming&f.stage=primary&f.area=urban&i0.kind=course"
		"&i0.price=300.01&i1.kind=course&i1.price=300.00";
	struct sample s;
	const char *one;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/sample")), 200);
	assert_false(kit_web_shows(&b, "name=\"outcome\"")); /* nothing has to come out */
	assert_int_equal(kit_web_post(&b, path(c, id, "/sample"), both(c, "&act=item", typed)),
	                 200);
	assert_true(kit_web_shows(&b, "i2.price"));
	assert_int_equal(own_samples(c, w, &s), 0);
	assert_int_equal(kit_web_post(&b, path(c, id, "/sample"), both(c, "&act=save", typed)),
	                 303);
	assert_int_equal(own_samples(c, w, &s), 1);
	assert_int_equal(kit_audited(c, "kept", "rule_sample", s.id.v), 1);
	assert_int_equal(kit_web_get(&b, path(c, id, "/preview")), 200);
	assert_true(kit_web_shows(&b, "Ming"));
	assert_true(kit_web_shows(&b, "超过了每名学生每学期的收费上限")); /* 300.01 + 300 */
	one = str_c(c->arena, str_printf(c->arena, "/sample?sample=%lld", (long long)s.id.v));
	assert_int_equal(kit_web_get(&b, path(c, id, one)), 200);
	assert_true(kit_web_shows(&b, "value=\"300.01\""));
	assert_int_equal(kit_web_post(&b, path(c, id, one),
	                              "&act=save&decision=charge&label=Ming&f.stage=primary"
	                              "&f.area=urban&i0.kind=course&i0.price=280.00"),
	                 303);
	assert_int_equal(kit_audited(c, "rewritten", "rule_sample", s.id.v), 1);
	assert_int_equal(kit_web_get(&b, path(c, id, "/preview")), 200);
	assert_true(kit_web_shows(&b, ">280.00"));
	assert_int_equal(kit_web_post(&b, path(c, id, one), "&act=remove"), 303);
	assert_int_equal(own_samples(c, w, &s), 0);
	assert_int_equal(kit_audited(c, "removed", "rule_sample", s.id.v), 1);
	assert_int_equal(kit_web_post(&b, path(c, id, one), "&act=remove"), 404);
	kit_web_close(&b);
}

static void a_sample_without_a_name_or_with_anothers_is_refused_and_stays_typed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/sample")), 200);
	assert_int_equal(kit_web_post(&b, path(c, id, "/sample"),
	                              "&act=save&decision=charge&label=&i0.price=77.00"),
	                 422);
	assert_true(kit_web_shows(&b, "f-label-error"));
	assert_true(kit_web_shows(&b, "77.00"));
	assert_int_equal(kit_web_post(&b, path(c, id, "/sample"),
	                              "&act=save&decision=charge&label=Ming&i0.price=77.00"),
	                 303);
	assert_int_equal(kit_web_post(&b, path(c, id, "/sample"),
	                              "&act=save&decision=charge&label=Ming&i0.price=78.00"),
	                 409);
	assert_true(kit_web_shows(&b, "78.00"));
	kit_web_close(&b);
}

static void what_a_sample_came_out_as_becomes_a_worked_case(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=case&made=1")), 200);
	assert_true(kit_web_shows(&b, "value=\"162000.00\""));
	assert_true(kit_web_shows(&b, "expect required"));
	assert_int_equal(kit_web_get(&b, path(c, id, "/statement?type=case&made=24")), 404);
	kit_web_close(&b);
}

static void the_api_keeps_samples_and_tells_what_they_come_to(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	edition_id id = drafted(c, w);
	const char *list = str_c(
		c->arena, str_printf(c->arena, "/api/v1/rule-sets/%lld/samples", (long long)id.v));
	struct sample s;

	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/rule-samples", "{\"text\":\"fee care\"}"),
	                 422);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/rule-samples",
	                             "{\"text\":\"case act \\\"Force\\\"\\n"
	                             "  given act force_enrolment\\n\"}"),
	                 201);
	assert_int_equal(own_samples(c, w, &s), 1);
	assert_int_equal(kit_web_api(&b, "GET", list, NULL), 200);
	assert_true(kit_web_shows(&b, "\"name\":\"Force\""));
	assert_true(kit_web_shows(&b, "162000.00"));
	assert_int_equal(
		kit_web_api(&b, "DELETE",
	                    str_c(c->arena, str_printf(c->arena, "/api/v1/rule-samples/%lld",
	                                               (long long)s.id.v)),
	                    NULL),
		200);
	assert_int_equal(own_samples(c, w, &s), 0);
	kit_web_close(&b);
}

static void another_countys_samples_are_absent(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct sample_put put = {.body = S("case act \"Force\"\n  given act tests\n")};
	struct sample_drop drop;
	struct actor other = w->zone_officer;

	as(c, &w->county_officer);
	assert_ok(store_write(c, &sample_put_verb, &put));
	as(c, &other);
	drop = (struct sample_drop){.id = put.result};
	assert_int_equal(store_write(c, &sample_drop_verb, &drop), E_ABSENT);
	put.id = put.result;
	assert_int_equal(store_write(c, &sample_put_verb, &put), E_ABSENT);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(samples_speak_the_documents_own_units_and_distinctions),
		KIT_FACT(what_the_rules_pay_now_stands_beside_what_the_draft_pays),
		KIT_FACT(R30_a_sample_that_passes_says_which_sentences_it_was_held_against),
		KIT_FACT(an_officer_keeps_samples_of_her_own_for_every_draft),
		KIT_FACT(a_sample_without_a_name_or_with_anothers_is_refused_and_stays_typed),
		KIT_FACT(what_a_sample_came_out_as_becomes_a_worked_case),
		KIT_FACT(the_api_keeps_samples_and_tells_what_they_come_to),
		KIT_FACT(another_countys_samples_are_absent),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}
