/* Statements, sheets and what is held: at the desks and over the API. */
#include "scene.h"

#include "../kit_web.h"
#include "../rulebook/world.h"
#include "auth/auth.h"
#include "base/jsonread.h"
#include "money/routes.h"
#include "settlement/rest.h"
#include "settlement/routes.h"

#define SAY(...) str_c(s.c->arena, str_printf(s.c->arena, __VA_ARGS__))

#define BY_WORKING_DAYS                                                                                 \
	"ruleset PAYING\ntitle \"示例县结算办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-08-01\n"                                    \
	"effective 2026-08-01 .. open\n\ndeadline settlement \"结算\"\n"                              \
	"  due %d working_day after term_end\n  clause \"按工作日结清\"\n  requirement R41\n"

/* R41: the day is told, and why there is none where a year's days off are not known. */
static void R41_a_statement_says_by_which_working_day_it_is_paid_or_why_none_is_known(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, true);
	struct actor other = second_officer(s.c, s.w);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	struct settlement one = {0};
	struct str year = STR_NONE;
	settlement_id id;
	struct date due;

	(void)held(&s, s.day, 60, 5);
	billed(&s, 12000, true);
	assert_ok(draw(&s, &id));
	(void)published(s.c, &s.w->county_officer, &other,
	                str_printf(s.c->arena, BY_WORKING_DAYS, 0));
	kit_read_as(s.c, &s.w->finance);
	assert_ok(settlement_get(s.c, id, &one));
	assert_ok(settlement_due(s.c, &one, &due, &year));
	store_read_end(s.c);
	assert_int_equal(due.day, one.last.day);
	assert_int_equal(year.n, 0);
	(void)published(s.c, &s.w->county_officer, &other,
	                str_printf(s.c->arena, BY_WORKING_DAYS, 300));
	kit_read_as(s.c, &s.w->finance);
	assert_ok(settlement_due(s.c, &one, &due, &year));
	store_read_end(s.c);
	assert_false(date_some(due));
	assert_str(year, "2027");
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, SAY("/settlements/%lld", (long long)id.v)), 200);
	assert_true(kit_web_shows(&b, "2027 年的节假日安排还没有收入程序"));
	kit_web_close(&b);
}

static void the_desks_of_school_agency_and_county_lead_a_statement_to_its_payment(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes,
	                                              &payout_routes};
	struct scene s = scene_of(state, true);
	sitting_id at = held(&s, s.day, 60, 5);
	struct kit_web b = kit_web_open(s.c, tables, 3);
	settlement_id id;

	billed(&s, 12000, true);
	billed(&s, 12000, true);
	assert_ok(draw(&s, &id));
	const char *page =
		str_c(s.c->arena, str_printf(s.c->arena, "/settlements/%lld", (long long)id.v));
#define TO(what)  str_c(s.c->arena, str_printf(s.c->arena, "%s/%s", page, what))
#define WITH(fmt) str_c(s.c->arena, str_printf(s.c->arena, fmt, (long long)at.v))

	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, "/settlements"), 200);
	assert_true(kit_web_shows(&b, "街舞"));
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, TO("disputes"), WITH("&sitting=%lld&reason=九十分钟")),
	                 303);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "九十分钟"));
	assert_int_equal(kit_web_post(&b, TO("release"), ""), 409);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, TO("answers"), WITH("&disputed=%lld&answer=六十")), 303);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, TO("decisions"),
	                              WITH("&disputed=%lld&minutes=60&decision=以签到为准")),
	                 303);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, TO("release"), ""), 303);
	assert_int_equal(owed(&s), 12000);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "/settlements/payout"));
	assert_int_equal(kit_web_post(&b, "/settlements/payout", ""), 409); /* no account yet */
	assert_int_equal(kit_web_get(&b, "/settlements"), 200);
	assert_true(kit_web_shows(&b, "href=\"/settlements/export.csv\""));
	assert_int_equal(kit_web_get(&b, "/settlements/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, TO("lines.xlsx")), 200);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/settlements", NULL), 200);
	assert_true(kit_web_shows(&b, "\"released_fen\":12000"));
	assert_int_equal(kit_web_get(&b, "/price-sheets"), 200);
	assert_true(kit_web_shows(&b, "街舞"));
	assert_int_equal(kit_web_get(&b, str_c(s.c->arena, str_printf(s.c->arena, "/costs/%lld",
	                                                              (long long)s.w->a1.v))),
	                 200);
	assert_true(kit_web_shows(&b, "2,400.00"));
	kit_web_close(&b);
}

static void what_is_done_over_the_api_is_done_once_for_its_key(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes,
	                                              &payout_routes};
	struct scene s = scene_of(state, true);
	sitting_id at = held(&s, s.day, 60, 5);
	struct kit_web b = kit_web_open(s.c, tables, 3);
	struct settlement *v;
	int64_t total;
	size_t n;
	billed(&s, 12000, true);
	billed(&s, 12000, true);
	held(&s, s.day + 1, 30, 5);
	const char *draw_up = SAY("{\"offering\":\"%lld\",\"first\":\"%s\",\"last\":\"%s\"}",
	                          (long long)s.course.v,
	                          str_c(s.c->arena, date_text(s.c->arena, (struct date){s.day})),
	                          str_c(s.c->arena, date_text(s.c->arena, ctx_today(s.c))));

	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/settlements", draw_up), 201);
	kit_read_as(s.c, &s.w->finance);
	assert_ok(settlement_list(s.c, 0, 0, &v, &n, &total));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	const char *one = SAY("/api/v1/settlements/%lld", (long long)v[0].id.v);

	assert_int_equal(kit_web_api(&b, "GET", one, NULL), 200);
	assert_true(kit_web_shows(&b, "\"open_minutes\":90"));
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(
		kit_web_api(&b, "POST", SAY("%s/disputes", one),
	                    SAY("{\"sitting\":\"%lld\",\"reason\":\"九十分钟\"}", (long long)at.v)),
		200);
	assert_true(kit_web_shows(&b, "\"disputed\":1"));
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(
		kit_web_api(&b, "POST", SAY("%s/answers", one),
	                    SAY("{\"disputed\":\"%lld\",\"answer\":\"六十\"}", (long long)at.v)),
		200);
	kit_web_login(&b, &s.w->county_finance);
	assert_int_equal(
		kit_web_api(&b, "POST", SAY("%s/decisions", one),
	                    SAY("{\"disputed\":\"%lld\",\"minutes\":61,\"decision\":\"x\"}",
	                        (long long)at.v)),
		409);
	assert_int_equal(
		kit_web_api(&b, "POST", SAY("%s/decisions", one),
	                    SAY("{\"disputed\":\"%lld\",\"minutes\":60,\"decision\":\"x\"}",
	                        (long long)at.v)),
		200);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", SAY("%s/release", one), NULL), 200);
	assert_true(kit_web_shows(&b, "\"released_fen\":18000"));
	assert_int_equal(kit_web_api(&b, "POST", SAY("%s/release", one), NULL), 200);
	assert_int_equal(owed(&s), 18000);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/settlements/payout", NULL), 409);
	assert_ok(payee(&s, "示例艺术培训中心"));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/settlements/payout", NULL), 201);
	assert_true(kit_web_shows(&b, "\"payout\":\""));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/escrow", NULL), 200);
	assert_true(kit_web_shows(&b, "\"held_fen\":0"));
	kit_web_close(&b);
}

static void a_statement_leaves_as_paper_and_tables_with_its_disputes(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, true);
	struct dispute_open open = {.sitting = held(&s, s.day, 60, 5), .reason = S("九十分钟")};
	struct kit_web b = kit_web_open(s.c, tables, 2);
	settlement_id id;

	billed(&s, 12000, true);
	assert_ok(draw(&s, &id));
	open.settlement = id;
	assert_ok(kit_try_as(s.c, &s.w->agency, &dispute_open_verb, &open));
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, SAY("/settlements/%lld/statement.pdf", (long long)id.v)),
	                 200);
	assert_true(str_starts(b.a.body, S("%PDF")));
	assert_int_equal(kit_web_get(&b, SAY("/settlements/%lld/lines.csv", (long long)id.v)), 200);
	assert_true(kit_web_shows(&b, "九十分钟"));
	assert_int_equal(kit_web_get(&b, "/settlements/export.csv"), 200);
	assert_true(kit_web_shows(&b, "街舞"));
	kit_web_login(&b, &s.w->county_finance);
	assert_int_equal(kit_web_get(&b, "/price-sheets"), 200); /* of all its schools */
	assert_true(kit_web_shows(&b, "街舞"));
	assert_int_equal(kit_web_get(&b, "/price-sheets/export.csv"), 200);
	kit_web_close(&b);
}

static void R4_the_sheets_of_another_term_are_chosen_and_taken_by_county_and_school(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, true);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	struct term_new next = {.code = S("2026-2")};
	const struct actor *const who[] = {&s.w->county_finance, &s.w->finance};

	assert_true(date_of(2027, 2, 22, &next.first_day));
	assert_true(date_of(2027, 7, 9, &next.last_day));
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &term_add_verb, &next));
	for (size_t i = 0; i < 2; i++) {
		kit_web_login(&b, who[i]);
		assert_int_equal(kit_web_get(&b, "/price-sheets"), 200);
		assert_true(kit_web_shows(&b, "街舞"));
		for (int csv = 0; csv < 2; csv++) {
			const char *list = csv ? "/price-sheets/export.csv" : "/price-sheets";
			long long old = (long long)s.t.term.v, new = (long long)next.result.v;

			assert_int_equal(kit_web_get(&b, SAY("%s?term=%lld", list, new)), 200);
			assert_false(kit_web_shows(&b, "400.00"));
			assert_int_equal(kit_web_get(&b, SAY("%s?term=%lld", list, old)), 200);
			assert_true(kit_web_shows(&b, "400.00"));
		}
	}
	kit_advance(state,
	            INT64_C(86400000000) * (next.last_day.day + 20 - instant_date(s.c->now).day));
	assert_int_equal(kit_web_get(&b, SAY("/costs/%lld", (long long)s.w->a1.v)), 200);
	assert_true(kit_web_shows(&b, "街舞")); /* between terms, of the newest with sheets */
	kit_web_close(&b);
}

static void R33_the_leader_publishes_what_the_clerk_drafted(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, false);
	struct sheet_put put = sheet_of_dance(&s);
	struct kit_web b = kit_web_open(s.c, tables, 2);

	assert_ok(kit_try_as(s.c, &s.w->clerk, &sheet_put_verb, &put));
	const char *one = SAY("/price-sheets/%lld", (long long)put.result.v);

	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_false(kit_web_shows(&b, "/publication")); /* a clerk has no button for it */
	assert_int_equal(kit_web_post(&b, SAY("%s/publication", one), ""), 403);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/price-sheets"), 200);
	assert_true(kit_web_shows(&b, one));
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_true(kit_web_shows(&b, "/publication"));
	assert_int_equal(kit_web_post(&b, SAY("%s/publication", one), ""), 303);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_false(kit_web_shows(&b, "/publication"));
	assert_ok(follow(&s));
	kit_web_close(&b);
}

static void R33_a_program_drafts_a_sheet_and_another_person_publishes_it(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, false);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *body =
		SAY("{\"offering\":\"%lld\",\"minutes\":900,\"people\":1,\"headcount\":20,"
	            "\"rate_fen\":12000,\"materials_fen\":60000,\"government_fen\":0,"
	            "\"own_fen\":0}",
	            (long long)s.course.v);
	const struct jval *v;
	int64_t id = 0;

	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/price-sheets", body), 201);
	assert_ok(jread(s.c, b.a.body, 1 << 16, &v));
	assert_int_equal(jval_find(v, "cost_fen")->i, 240000);
	assert_int_equal(jval_find(v, "part_fen")->i, 9000);
	assert_true(str_i64(jval_find(v, "id")->s, &id));
	assert_true(kit_web_shows(&b, "\"published\":false"));
	const char *publish = SAY("/api/v1/price-sheets/%lld/publication", (long long)id);

	assert_int_equal(kit_web_api(&b, "POST", publish, NULL), 403); /* not who drafts */
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", publish, NULL), 200);
	assert_true(kit_web_shows(&b, "\"published\":true"));
	kit_web_login(&b, &s.w->county_finance);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/price-sheets", NULL), 200);
	assert_true(kit_web_shows(&b, "\"cost_fen\":240000"));
	kit_web_login(&b, &s.w->leader2);
	assert_int_equal(
		kit_web_api(&b, "GET", SAY("/api/v1/price-sheets/%lld", (long long)id), NULL), 404);
	kit_web_close(&b);
}

static void R60_what_is_left_is_seen_and_decided_at_the_desks(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, true);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	struct escrow_course *v;
	int64_t total;
	size_t n;

	billed(&s, 12000, true);
	assert_ok(follow(&s));
	kit_advance(state, 160 * DAY_US);
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, "/escrow"), 200);
	assert_true(kit_web_shows(&b, "街舞"));
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, "/escrow"), 200);
	assert_true(kit_web_shows(&b, "需要说明"));
	assert_int_equal(kit_web_post(&b, "/escrow/rests",
	                              SAY("&offering=%lld&way=county&reason=没有开课",
	                                  (long long)s.course.v)),
	                 303);
	kit_web_login(&b, &s.w->county_finance);
	assert_int_equal(kit_web_get(&b, "/escrow"), 200);
	assert_true(kit_web_shows(&b, "没有开课"));
	kit_read_as(s.c, &s.w->county_finance);
	assert_ok(escrow_list(s.c, 0, 0, &v, &n, &total));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].asked.fen, 9000);
	assert_int_equal(
		kit_web_post(&b, "/escrow/decisions",
	                     SAY("&rest=%lld&word=return&reason=先退家长", (long long)v[0].rest)),
		303);
	assert_int_equal(escrow(&s), 9000); /* sent back: nothing moved */
	assert_int_equal(kit_web_get(&b, "/escrow"), 200);
	assert_true(kit_web_shows(&b, "href=\"/escrow/export.csv\""));
	assert_int_equal(kit_web_get(&b, "/escrow/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, "/escrow/export.csv"), 200);
	assert_true(kit_web_shows(&b, "街舞"));
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, "/payers"), 200);
	assert_true(kit_web_shows(&b, "href=\"/payers/export.csv\""));
	assert_int_equal(
		kit_web_post(&b, "/payers", "&payer=示例&document=P1&amount=1.00&day=2026-09-20"),
		422); /* nobody owes it */
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R41_a_statement_says_by_which_working_day_it_is_paid_or_why_none_is_known),
		KIT_FACT(the_desks_of_school_agency_and_county_lead_a_statement_to_its_payment),
		KIT_FACT(what_is_done_over_the_api_is_done_once_for_its_key),
		KIT_FACT(a_statement_leaves_as_paper_and_tables_with_its_disputes),
		KIT_FACT(R4_the_sheets_of_another_term_are_chosen_and_taken_by_county_and_school),
		KIT_FACT(R33_the_leader_publishes_what_the_clerk_drafted),
		KIT_FACT(R33_a_program_drafts_a_sheet_and_another_person_publishes_it),
		KIT_FACT(R60_what_is_left_is_seen_and_decided_at_the_desks),
	};

	return KIT_FACTS_RUN("settlement desks", facts);
}
