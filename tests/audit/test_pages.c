/* The pages of those who watch the money: an audit pack asked for and fetched, accounts, a term
 * closed. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../kit_web.h"
#include "world.h"

#include "auth/auth.h"
#include "audit/difference.h"
#include "audit/pack_work.h"
#include "audit/routes.h"
#include "audit/term_close.h"
#include "payments/account.h"

#define DAY_US INT64_C(86400000000)

static struct kit_web web(struct ctx *c, const struct actor *who)
{
	static const struct routes *const tables[] = {&auth_routes, &audit_routes};
	struct kit_web b = kit_web_open(c, tables, 2);

	kit_web_login(&b, who);
	return b;
}

static void jobs_run(void **state)
{
	static const struct job_kinds *const kinds[] = {&pack_jobs, &term_close_jobs};
	struct ctx *c = kit_ctx(state);
	bool ran = true;

	if (c->tx)
		store_read_end(c);
	c->actor = kit_world(state)->system;
	for (int i = 0; i < 30 && ran; i++)
		assert_ok(jobs_step(c, kinds, 2, &ran));
}

static struct pack_work newest_of(void **state, const struct actor *who)
{
	struct ctx *c = kit_ctx(state);
	struct pack_work *v;
	int64_t total;
	size_t n;

	kit_read_as(c, who);
	assert_ok(pack_work_list(c, 0, 0, &v, &n, &total));
	store_read_end(c);
	assert_true(n > 0);
	return v[0];
}

static struct pack_work newest(void **state)
{
	return newest_of(state, &kit_world(state)->county_officer);
}

static void a_county_asks_for_a_pack_and_fetches_it_R71(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = web(c, &w->county_officer);
	struct kit_term t;
	struct pack_work p;
	const char *file;

	kit_term_make(c, w, &t);
	world_enrol(c, w, &t, &w->father, CHEN_YI, CHESS, NULL);
	kit_web_get(&b, "/audit/packs");
	assert_int_equal(kit_web_post(&b, "/audit/packs", "&school=2134990001&term=2026-1"), 303);
	p = newest(state);
	file = str_c(c->arena, str_printf(c->arena, "/audit/packs/%lld/file", (long long)p.id.v));
	assert_int_equal(kit_web_get(&b, file), 404);
	jobs_run(state);
	p = newest(state);
	assert_str(p.state, "done");
	assert_str(p.county, "349901");
	assert_int_equal(p.root.n, 64);
	assert_int_equal(kit_web_get(&b, file), 200);
	assert_int_equal(b.a.body.n, p.bytes);
	assert_memory_equal(b.a.body.p, "PK", 2);
	kit_web_get(&b, "/audit/packs");
	assert_true(kit_web_shows(&b, str_c(c->arena, p.root)));
	assert_true(kit_web_shows(&b, "/audit/packs/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/audit/packs/export.csv"), 200);
	assert_true(kit_web_shows(&b, str_c(c->arena, p.root)));
	assert_int_equal(kit_audited(c, "made", "audit_pack", p.id.v), 1);
	kit_web_close(&b);
}

static void a_pack_of_another_county_is_neither_asked_for_nor_fetched(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = web(c, &w->county_officer), z = web(c, &w->zone_officer);

	kit_web_get(&b, "/audit/packs");
	assert_true(kit_web_shows(&b, "<option value=\"2134990001\""));
	assert_int_equal(kit_web_post(&b, "/audit/packs", "&school=2134990003"), 422);
	assert_true(kit_web_shows(&b, "学校:填写的内容有误"));
	assert_int_equal(kit_web_post(&b, "/audit/packs", "&term=1999-1"), 422);
	assert_int_equal(kit_web_post(&b, "/audit/packs", "&school=2134990001"), 303);
	jobs_run(state);
	assert_int_equal(
		kit_web_get(&z, str_c(c->arena, str_printf(c->arena, "/audit/packs/%lld/file",
	                                                   (long long)newest(state).id.v))),
		404);
	kit_web_close(&z);
	kit_web_close(&b);
}

static void R71_the_city_chooses_county_then_school_and_term_by_name(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = web(c, &w->city);
	struct kit_term t;
	struct pack_work p;

	kit_term_make(c, w, &t);
	assert_int_equal(kit_web_get(&b, "/audit/packs"), 200);
	assert_true(kit_web_shows(&b, "<option value=\"349901\""));
	assert_false(kit_web_shows(&b, "name=\"school\""));
	assert_int_equal(kit_web_get(&b, "/audit/packs?of=349901"), 200);
	assert_true(kit_web_shows(&b, "<option value=\"2134990001\""));
	assert_true(kit_web_shows(&b, "<option value=\"2026-1\""));
	assert_false(kit_web_shows(&b, "<option value=\"2134990003\"")); /* another county's */
	assert_int_equal(kit_web_post(&b, "/audit/packs", "&county=349901&school=2134990003"), 422);
	assert_true(kit_web_shows(&b, "学校:填写的内容有误"));
	assert_true(kit_web_shows(&b, "<option value=\"2134990001\"")); /* still that county's */
	assert_int_equal(
		kit_web_post(&b, "/audit/packs", "&county=349901&school=2134990001&term=2026-1"),
		303);
	p = newest_of(state, &w->city);
	assert_str(p.county, "349901");
	assert_str(p.school, "2134990001");
	assert_str(p.term, "2026-1");
	assert_int_equal(kit_web_get(&b, "/audit/packs?of=999999"), 200); /* nobody's code */
	assert_false(kit_web_shows(&b, "name=\"school\""));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/audit/packs",
	                             "{\"county\":\"349901\",\"school\":\"2134990001\"}"),
	                 201);
	kit_web_close(&b);
}

static void a_files_pieces_are_forgotten_after_a_month_and_its_root_stays(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct pack_ask a = {0};
	struct str bytes;

	assert_ok(kit_try_as(c, &w->county_officer, &pack_ask_verb, &a));
	jobs_run(state);
	kit_advance(state, (PACK_KEEP_DAYS + 1) * DAY_US);
	static const struct job_kinds *const kinds[] = {&pack_jobs};
	c->actor = w->system;
	assert_ok(jobs_prepare(c, kinds, 1));
	jobs_run(state);
	kit_read_as(c, &w->county_officer);
	assert_fault(c, pack_work_file(c, a.result, &bytes), E_ABSENT, "absent");
	store_read_end(c);
	assert_int_equal(newest(state).root.n, 64);
}

static void a_school_enters_its_account_and_corrects_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = web(c, &w->leader);

	kit_web_get(&b, "/bank/accounts");
	assert_int_equal(kit_web_post(&b, "/bank/accounts", "&holder=A1&bank=B&number=12x"), 422);
	assert_int_equal(kit_web_post(&b, "/bank/accounts",
	                              "&holder=A1&bank=B&number=6222000000001234&footer=1"),
	                 303);
	kit_web_get(&b, "/bank/accounts");
	assert_true(kit_web_shows(&b, "****1234"));
	assert_false(kit_web_shows(&b, "6222000000001234"));
	kit_web_close(&b);
}

static void a_county_closes_a_term_that_is_over(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;
	const char *form;

	kit_term_make(c, w, &t);
	world_enrol(c, w, &t, &w->father, CHEN_YI, CHESS, NULL);
	form = str_c(c->arena, str_printf(c->arena, "&term=%lld", (long long)t.term.v));
	struct kit_web b = web(c, &w->county_officer);
	kit_web_get(&b, "/county/terms/closing");
	assert_int_equal(kit_web_post(&b, "/county/terms/closing", form), 422);
	kit_web_close(&b);
	kit_advance(state, 160 * DAY_US);
	b = web(c, &w->county_officer);
	kit_web_get(&b, "/county/terms/closing");
	assert_int_equal(kit_web_post(&b, "/county/terms/closing", form), 303);
	jobs_run(state);
	kit_web_get(&b, "/county/terms/closing");
	assert_true(kit_web_shows(&b, "已结转"));
	assert_true(kit_web_shows(&b, "100.00"));
	assert_true(kit_web_shows(&b, "/county/terms/closing/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/county/terms/closing/export.csv"), 200);
	assert_true(kit_web_shows(&b, "已结转"));
	assert_true(kit_web_shows(&b, "100.00"));
	kit_web_close(&b);
}

/* Entered five days ago, and no file of it ever came: yesterday's is not due yet. */
static void the_pages_name_a_channels_missing_file_by_account_and_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct collecting_put a = {.school = w->a1,
	                           .channel = S("alipay"),
	                           .party = S("school"),
	                           .holder = S("示例县第一小学"),
	                           .bank = S("示例银行"),
	                           .number = S("6200000000000001"),
	                           .merchant = S("2088000000000001"),
	                           .active = true};
	struct kit_web b;
	int64_t open;

	assert_ok(kit_try_as(c, &w->county_officer, &collecting_put_verb, &a));
	kit_advance(state, 5 * DAY_US);
	c->actor = w->system;
	assert_ok(reconcile_county(c, w->county, (struct date){ctx_today(c).day - 1}, &open));
	assert_int_equal(open, 3);
	b = web(c, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/differences"), 200);
	assert_true(kit_web_shows(&b, "href=\"/bank/channels\"")); /* the menu leads there */
	assert_int_equal(kit_web_get(&b, "/bank/channels"), 200);
	assert_true(kit_web_shows(&b, "/bank/channels/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/bank/channels/export.xlsx"), 200);
	assert_memory_equal(b.a.body.p, "PK", 2);
	assert_int_equal(kit_web_get(&b, "/bank/accounts"), 200);
	assert_true(kit_web_shows(&b, "/bank/accounts/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/bank/accounts/export.xlsx"), 200);
	kit_web_close(&b);
	b = web(c, &w->leader);
	assert_int_equal(kit_web_get(&b, "/differences"), 200);
	assert_true(kit_web_shows(&b, "渠道账单没有取到"));
	assert_true(kit_web_shows(&b, "支付宝"));
	assert_int_equal(kit_web_get(&b, "/differences/export.csv?state=open"), 200);
	assert_true(kit_web_shows(&b, "渠道账单没有取到"));
	assert_int_equal(kit_web_get(&b, "/differences/export.csv?state=gone"), 200);
	assert_false(kit_web_shows(&b, "渠道账单没有取到"));
	assert_int_equal(kit_web_get(&b, "/api/v1/differences"), 200);
	assert_true(kit_web_shows(&b, "\"kind\":\"file_missing\""));
	assert_true(kit_web_shows(&b, "\"channel\":\"alipay\""));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_county_asks_for_a_pack_and_fetches_it_R71),
		KIT_FACT(a_pack_of_another_county_is_neither_asked_for_nor_fetched),
		KIT_FACT(R71_the_city_chooses_county_then_school_and_term_by_name),
		KIT_FACT(a_files_pieces_are_forgotten_after_a_month_and_its_root_stays),
		KIT_FACT(a_school_enters_its_account_and_corrects_it),
		KIT_FACT(a_county_closes_a_term_that_is_over),
		KIT_FACT(the_pages_name_a_channels_missing_file_by_account_and_day),
	};

	return KIT_FACTS_RUN("audit", facts);
}
