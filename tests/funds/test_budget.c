/* The guarantee fund as a budget, what is spent of it, its closing (R42, R66); the city's special
 * fund (R47). */
#include "purse.h"

#include "../kit_approval.h"
#include "../kit_web.h"
#include "auth/auth.h"
#include "funds/portion.h"
#include "funds/routes.h"
#include "funds/share.h"
#include "funds/special.h"

static void R42_an_allocation_over_the_budget_is_refused_by_a_fen(void **state)
{
	struct scene s = scene_of(state);

	assert_fault(s.c, allocate(&s, s.w->a1, 1), E_REFUSED, "insufficient_funds");
	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 600000));
	assert_fault(s.c, allocate(&s, s.w->a2, 400001), E_REFUSED, "insufficient_funds");
	assert_str(s.c->fault.allowed, "4000.00");
	assert_ok(allocate(&s, s.w->a2, 400000));
	assert_fault(s.c, budget(&s, -1), E_REFUSED, "insufficient_funds");
	assert_fault(s.c, budget(&s, 0), E_INPUT, "bad_input");
	assert_fault(s.c, allocate(&s, s.w->z1, 1), E_ABSENT, "absent");
	struct budget_add a = {s.t.term, FEN(1), S("x")};

	assert_fault(s.c, run(&s, &s.w->leader, &budget_add_verb, &a), E_DENIED, "not_allowed");
	assert_fault(s.c, run(&s, &s.w->zone_officer, &budget_add_verb, &a), E_ABSENT, "absent");
}

static void R42_a_school_spends_no_more_than_is_allocated_and_received(void **state)
{
	struct scene s = scene_of(state);
	int64_t id, more;

	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 10000));
	assert_fault(s.c, spend(&s, &s.w->leader, "staff_subsidy", 1, NULL), E_REFUSED,
	             "insufficient_funds"); /* allocated, and nothing received */
	assert_ok(receive(&s, s.w->a1, 20000, "P-1"));
	assert_fault(s.c, spend(&s, &s.w->leader, "staff_subsidy", 10001, NULL), E_REFUSED,
	             "insufficient_funds");
	assert_ok(spend(&s, &s.w->leader, "staff_subsidy", 6000, &id));
	assert_fault(s.c, spend(&s, &s.w->leader, "staff_subsidy", 4001, NULL), E_REFUSED,
	             "insufficient_funds"); /* what waits is counted */
	assert_ok(spend(&s, &s.w->leader, "direct_consumables", 4000, &more));
	assert_fault(s.c, book(&s, &s.w->leader, NULL, id), E_REFUSED, "not_approved");
	assert_int_equal(balance(&s, "guarantee", s.w->a1.v).fen, 20000);
	assert_fault(s.c, allocate(&s, s.w->a1, -1), E_REFUSED, "insufficient_funds");
}

static void R66_a_foreign_purpose_is_refused_with_the_clause(void **state)
{
	struct scene s = scene_of(state);

	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 10000));
	assert_ok(receive(&s, s.w->a1, 10000, "P-1"));
	assert_fault(s.c, spend(&s, &s.w->leader, "office", 100, NULL), E_REFUSED,
	             "purpose_not_permitted");
	assert_str(s.c->fault.clause, "保障经费用于人员补助和直接耗材");
	assert_str(s.c->fault.allowed, "教职工补助、直接耗材");
	s.c->lang = LANG_EN;
	assert_fault(s.c, spend(&s, &s.w->leader, "office", 100, NULL), E_REFUSED,
	             "purpose_not_permitted");
	assert_str(s.c->fault.allowed, "staff subsidy, direct consumables");
	s.c->lang = LANG_ZH;
	assert_fault(s.c, spend(&s, &s.w->leader, "holiday", 100, NULL), E_INPUT, "bad_input");
	assert_fault(s.c, spend(&s, &s.w->leader, "staff_subsidy", 0, NULL), E_INPUT, "bad_input");
	assert_fault(s.c, spend(&s, &s.w->leader, "staff_subsidy", -1, NULL), E_INPUT, "bad_input");
	assert_fault(s.c, spend(&s, &s.w->clerk, "staff_subsidy", 100, NULL), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, spend(&s, &s.w->county_officer, "staff_subsidy", 100, NULL), E_REFUSED,
	             "insufficient_funds"); /* the county's purse is its special fund */
}

static void a_spending_within_the_countys_limit_is_booked_at_once(void **state)
{
	struct scene s = scene_of(state);
	struct approval_limit_set limit = {APPROVE_SPENDING, FEN(5000), S("小额支出")};
	int64_t id;

	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 10000));
	assert_ok(receive(&s, s.w->a1, 10000, "P-1"));
	assert_ok(run(&s, &s.w->county_officer, &approval_limit_verb, &limit));
	assert_ok(spend(&s, &s.w->leader, "staff_subsidy", 5000, &id));
	assert_int_equal(balance(&s, "guarantee", s.w->a1.v).fen, 5000);
	assert_int_equal(balance(&s, "guarantee_spent", s.w->a1.v).fen, 5000);
	assert_ok(spend(&s, &s.w->leader, "staff_subsidy", 5000, &id)); /* as much as the limit */
	assert_int_equal(balance(&s, "guarantee", s.w->a1.v).fen, 0);
}

static enum err close_term(struct scene *s, const char *why, const char *who)
{
	struct guarantee_close a = {s->w->a1, s->t.term, str_of(why), str_of(who)};

	return run(s, &s->w->county_officer, &guarantee_close_verb, &a);
}

static void R42_a_term_does_not_close_with_a_shortfall_nobody_explains(void **state)
{
	struct scene s = scene_of(state);
	struct guarantee_closed g;

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 2, "care");
	assert_ok(receive(&s, s.w->a1, 29999, "P-1"));
	assert_fault(s.c, close_term(&s, "", ""), E_REFUSED, "term_not_over");
	while (ctx_today(s.c).day <= s.term.last_day.day)
		kit_advance(state, DAY_US);
	assert_fault(s.c, close_term(&s, "", ""), E_REFUSED, "shortfall_unexplained");
	assert_str(s.c->fault.found, "0.01");
	assert_fault(s.c, close_term(&s, "拨款尾差", ""), E_REFUSED, "shortfall_unexplained");
	assert_str(s.c->fault.field, "explained_by");
	assert_ok(close_term(&s, "拨款尾差", "财政局 经办人甲"));
	assert_fault(s.c, close_term(&s, "拨款尾差", "财政局 经办人甲"), E_CONFLICT,
	             "guarantee_closed");
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(guarantee_closing_of(s.c, s.w->a1, s.t.term, &g));
	assert_true(g.closed);
	assert_int_equal(g.shortfall.fen, 1);
	assert_str(g.explained_by, "财政局 经办人甲");
	store_read_end(s.c);
	assert_ok(budget(&s, 100));
	assert_fault(s.c, allocate(&s, s.w->a1, 100), E_CONFLICT, "guarantee_closed");
}

static void R42_a_program_closes_a_schools_term_and_is_told_what_is_short(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &budget_routes};
	struct scene s = scene_of(state);
	const char *path = "/api/v1/guarantee/closings", *bare, *said;
	struct kit_web b = kit_web_open(s.c, tables, 2);
	long long term = s.t.term.v, school = s.w->a1.v;

	bare = str_c(s.c->arena, str_printf(s.c->arena, "{\"term\":\"%lld\",\"school\":\"%lld\"}",
	                                    term, school));
	said = str_c(
		s.c->arena,
		str_printf(s.c->arena,
	                   "{\"term\":\"%lld\",\"school\":\"%lld\",\"explanation\":\"拨款尾差\","
	                   "\"explained_by\":\"财政局 经办人甲\"}",
	                   term, school));
	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 2, "care");
	assert_ok(receive(&s, s.w->a1, 29999, "P-1"));
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_api(&b, "POST", path, bare), 422);
	assert_true(kit_web_shows(&b, "\"code\":\"term_not_over\""));
	while (ctx_today(s.c).day <= s.term.last_day.day)
		kit_advance(state, DAY_US);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_api(&b, "POST", path, bare), 422);
	assert_true(kit_web_shows(&b, "\"code\":\"shortfall_unexplained\""));
	assert_true(kit_web_shows(&b, "\"found\":\"0.01\""));
	assert_int_equal(kit_web_api(&b, "GET", path, NULL), 200);
	assert_true(kit_web_shows(&b, "\"shortfall_fen\":1,\"used\":\"\",\"closed\":false"));
	assert_int_equal(kit_web_api(&b, "POST", path, said), 201);
	assert_true(kit_web_shows(&b, "\"required_fen\":30000,\"received_fen\":29999,"
	                              "\"shortfall_fen\":1,\"used\":\"\",\"closed\":true,"
	                              "\"explanation\":\"拨款尾差\""));
	assert_int_equal(kit_web_api(&b, "POST", path, said), 409);
	assert_true(kit_web_shows(&b, "\"code\":\"guarantee_closed\""));
	assert_int_equal(kit_web_api(&b, "GET", path, NULL), 200);
	assert_true(kit_web_shows(&b, "\"explained_by\":\"财政局 经办人甲\""));
	kit_web_close(&b);
}

static const char HALF[] =
	"ruleset COUNT-2026\ntitle \"示例县保障经费核定办法\"\nnumber none\nissuer "
	"\"示例县财政局\"\n"
	"level county\nplace 349901\nunder RS0\nissued 2026-08-01\neffective 2026-09-01 .. open\n"
	"\nparam guarantee.participant attended at least 50 percent\n"
	"  clause \"参加课次不少于一半的学生计入\"\n  requirement R29\n";

/* Four sittings of care; a pupil a string: P present, L late, A absent, - not expected. */
static enum err half_run(struct ctx *c, void *arg)
{
	static const char *const pupil[] = {"PLAA", "PAAA", "-PLA", "LAAA"};
	const struct scene *s = arg;

	for (int64_t g = 0; g < 4; g++) {
		TRY(q_marked_sitting(c, 500 + g, s->w->county, s->w->a1, s->t.offering[CARE],
		                     NULL));
		for (int64_t p = 0; p < 4; p++) {
			char m = pupil[p][g];

			if (m != '-')
				TRY(q_marked(c, 500 + g, 1000 + p, s->w->county,
				             m == 'P'   ? S("present")
				             : m == 'L' ? S("late")
				                        : S("absent"),
				             NULL));
		}
	}
	return OK;
}

static struct guarantee counted(struct scene *s)
{
	struct guarantee g;

	kit_read_as(s->c, &s->w->county_officer);
	assert_ok(guarantee_of_school(s->c, s->w->a1, &s->term, &g));
	store_read_end(s->c);
	return g;
}

static enum err counts_by(struct scene *s, const char *by)
{
	struct county_participant a = {s->w->county, str_of(by), S("教体〔2026〕7号")};

	return run(s, &s->w->county_officer, &county_participant_verb, &a);
}

static void D2_a_share_of_the_sittings_a_document_asks_for_is_counted_pupil_by_pupil(void **state)
{
	static const struct verb plant = {"test.half", half_run};
	static const struct routes *const tables[] = {&auth_routes, &funds_routes};
	struct scene s = scene_under(state, HALF);
	struct guarantee g;
	struct kit_web b;

	kit_do(s.c, &plant, &s);
	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 4, "care");
	g = counted(&s);
	assert_int_equal(g.answer.participants, 2);
	assert_int_equal(g.answer.required.fen, 30000);
	assert_int_equal(g.answer.required_attended.fen, 60000);
	b = kit_web_open(s.c, tables, 2);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/settings"), 200);
	assert_true(kit_web_shows(&b, "按文件规定：至少参加应到课次的 50%"));
	assert_true(kit_web_shows(&b, "600.00")); /* the other figure beside it */
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/guarantee", NULL), 200);
	assert_true(kit_web_shows(&b, "\"definition\":\"rule\""));
	assert_true(kit_web_shows(&b, "\"participants\":2"));
	kit_web_close(&b);
	assert_ok(counts_by(&s, "attended_once"));
	assert_int_equal(counted(&s).answer.participants, 4);
	assert_ok(counts_by(&s, "rule"));
	assert_int_equal(counted(&s).answer.participants, 2);
}

static void D2_a_closed_term_stays_as_it_was_counted(void **state)
{
	static const struct verb plant = {"test.half", half_run};
	struct scene s = scene_under(state, HALF);

	kit_do(s.c, &plant, &s);
	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 4, "care");
	while (ctx_today(s.c).day <= s.term.last_day.day)
		kit_advance(state, DAY_US);
	assert_ok(close_term(&s, "拨付在途", "财政局 经办人甲"));
	assert_ok(counts_by(&s, "attended_once"));
	assert_int_equal(counted(&s).answer.participants, 2);
	assert_int_equal(counted(&s).answer.shortfall.fen, 30000);
	assert_int_equal(counted(&s).by, BY_SHARE);
}

static const char PORTIONS[] =
	"ruleset SPEND-2026\ntitle \"示例县课后服务经费使用办法\"\nnumber none\nissuer "
	"\"示例县财政局\"\n"
	"level county\nplace 349901\nunder RS0\nissued 2026-08-01\n"
	"effective 2026-09-01 .. 2027-01-29\n" /* over when the term is closed */
	"\npermit guarantee_fund \"保障经费\"\n  only staff_subsidy direct_consumables\n"
	"  at_least staff_subsidy 60 percent\n  at_most direct_consumables 20 percent\n"
	"  clause \"六成以上用于人员补助，耗材不超过两成\"\n  requirement R66\n";

static void
R66_a_purpose_gets_no_more_than_its_share_and_one_kept_for_is_told_at_closing(void **state)
{
	struct scene s = scene_under(state, PORTIONS);
	static const struct routes *const tables[] = {&auth_routes, &spending_routes};
	struct kit_web b;
	int64_t id;

	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 10000));
	assert_ok(receive(&s, s.w->a1, 10000, "P-1"));
	assert_fault(s.c, spend(&s, &s.w->leader, "direct_consumables", 2001, NULL), E_REFUSED,
	             "purpose_share_exceeded");
	assert_str(s.c->fault.found, "20.01");
	assert_str(s.c->fault.allowed, "20.00");
	assert_str(s.c->fault.clause, "六成以上用于人员补助，耗材不超过两成");
	assert_ok(spend(&s, &s.w->leader, "direct_consumables", 2000, &id));
	assert_fault(s.c, spend(&s, &s.w->leader, "direct_consumables", 1, NULL), E_REFUSED,
	             "purpose_share_exceeded"); /* what waits counts */
	assert_ok(spend(&s, &s.w->leader, "staff_subsidy", 5999, &id));
	b = kit_web_open(s.c, tables, 2);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	assert_true(kit_web_shows(&b, "已用 59.99 元，尚差 0.01 元"));
	assert_true(kit_web_shows(&b, "最多占本学期收到的 100.00 元的 20%"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/spendings", NULL), 200);
	assert_true(kit_web_shows(&b, "\"at_least\":true,\"percent\":\"60\",\"received_fen\":10000,"
	                              "\"bound_fen\":6000,\"spent_fen\":5999"));
	kit_web_close(&b);
	while (ctx_today(s.c).day <= s.term.last_day.day)
		kit_advance(state, DAY_US);
	assert_fault(s.c, close_term(&s, "", ""), E_REFUSED, "portion_unmet");
	assert_str(s.c->fault.found, "59.99");
	assert_str(s.c->fault.allowed, "60.00");
	assert_ok(close_term(&s, "一名教师未领取", "财政局 经办人甲"));
}

static void R66_a_share_that_is_met_needs_no_word_at_closing(void **state)
{
	struct scene s = scene_under(state, PORTIONS);
	int64_t id;

	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 10000));
	assert_ok(receive(&s, s.w->a1, 10000, "P-1"));
	assert_ok(spend(&s, &s.w->leader, "staff_subsidy", 6000, &id));
	while (ctx_today(s.c).day <= s.term.last_day.day)
		kit_advance(state, DAY_US);
	assert_ok(close_term(&s, "", ""));
}

/* Where the county keeps no budget, what came in is what was received. */
static void R66_without_a_budget_a_share_is_of_what_came_in(void **state)
{
	struct scene s = scene_under(state, PORTIONS);
	struct fund_use use;

	assert_ok(receive(&s, s.w->a1, 10000, "P-1"));
	kit_read_as(s.c, &s.w->system);
	assert_ok(fund_use(s.c, s.w->county, s.w->a1, s.t.term, S("staff_subsidy"), &use));
	store_read_end(s.c);
	assert_true(use.known);
	assert_int_equal(use.received.fen, 10000);
	assert_ok(budget(&s, 1000000));
	assert_ok(allocate(&s, s.w->a1, 4000));
	kit_read_as(s.c, &s.w->system);
	assert_ok(fund_use(s.c, s.w->county, s.w->a1, s.t.term, S("staff_subsidy"), &use));
	store_read_end(s.c);
	assert_int_equal(use.received.fen, 4000);
}

/* --- the special fund ---------------------------------------------------------------------------
 */

static uint64_t next(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static void R47_shares_sum_to_the_total_and_a_higher_score_never_gets_less_per_pupil(void **state)
{
	uint64_t x = 88172645463325252u;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct share_of v[12];
		size_t n = 1 + next(&x) % 12;
		struct money total = {1 +
		                      (int64_t)(next(&x) % (round % 3 ? 100000000000u : 5000u))};
		int64_t sum = 0;

		for (size_t i = 0; i < n; i++)
			v[i] = (struct share_of){.score = (int64_t)(next(&x) % 10001),
			                         .pupils = 1 + (int64_t)(next(&x) % 100000)};
		for (size_t i = 0; i < n; i++)
			for (size_t k = i + 1; k < n; k++) {
				struct share_of was = v[i];

				if (v[k].score > v[i].score ||
				    (v[k].score == v[i].score && v[k].pupils > v[i].pupils)) {
					v[i] = v[k];
					v[k] = was;
				}
			}
		if (v[0].score == 0)
			continue;
		assert_true(share_out(total, v, n));
		for (size_t i = 0; i < n; i++) {
			sum += v[i].amount.fen;
			assert_true(v[i].amount.fen >= 0);
			assert_int_equal(v[i].amount.fen,
			                 v[i].per_pupil.fen * v[i].pupils + v[i].rest.fen);
			/* amount[i-1] / pupils[i-1] ≥ amount[i] / pupils[i] */
			if (i > 0 && v[i - 1].score > v[i].score)
				assert_true((__int128)v[i - 1].amount.fen * v[i].pupils >=
				            (__int128)v[i].amount.fen * v[i - 1].pupils);
		}
		assert_int_equal(sum, total.fen);
	}
}

static void shares_of_what_cannot_be_shared_are_refused(void **state)
{
	struct share_of none[1] = {{.score = 0, .pupils = 5}};
	struct share_of wrong[2] = {{.score = 1, .pupils = 5}, {.score = 2, .pupils = 5}};
	struct share_of big[1] = {{.score = 10001, .pupils = 5}};
	struct share_of all[1] = {{.score = 1, .pupils = 3}};

	(void)state;
	assert_false(share_out(FEN(100), none, 1));
	assert_false(share_out(FEN(100), wrong, 2));
	assert_false(share_out(FEN(100), big, 1));
	assert_false(share_out(FEN(-1), all, 1));
	assert_false(share_out(FEN(100), all, 0));
	assert_true(share_out(FEN(MONEY_MAX_FEN), all, 1));
	assert_int_equal(all[0].amount.fen, MONEY_MAX_FEN);
}

static enum err score(struct scene *s, int64_t special, county_id county, const char *points,
                      int64_t pupils)
{
	struct special_score_put a = {special, county, str_of(points), pupils};

	return run(s, &s->w->city, &special_score_verb, &a);
}

static int64_t fund_open(struct scene *s)
{
	struct special_open a = {
		.year = 2026, .total = FEN(10000001), .document = S("财教〔2026〕88号")};

	assert_ok(run(s, &s->w->city, &special_open_verb, &a));
	return a.result;
}

static enum err spoil_run(struct ctx *c, void *arg)
{
	(void)arg;
	TRY(q_spoil_spending(c, NULL));
	return q_spoil_share(c, NULL);
}
static const struct verb spoil_verb = {"test.spoil", spoil_run};

static enum err turn(struct scene *s, const struct verb *v, int64_t special)
{
	struct special_turn a = {special};

	return run(s, &s->w->city, v, &a);
}

static void R47_nothing_is_allocated_before_the_evaluation_is_closed(void **state)
{
	static const char *const bad[] = {"1e3", "-0", "-1", "100.01", "99.999", "９９", "", "1 0"};
	struct scene s = scene_of(state);
	int64_t id = fund_open(&s);
	struct special_open twice = {.year = 2026, .total = FEN(1), .document = S("x")};
	struct special one;

	assert_fault(s.c, run(&s, &s.w->city, &special_open_verb, &twice), E_CONFLICT,
	             "special_year");
	twice.total = FEN(0);
	assert_fault(s.c, run(&s, &s.w->city, &special_open_verb, &twice), E_INPUT, "bad_input");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_fault(s.c, score(&s, id, s.w->county, bad[i], 10), E_INPUT, "bad_input");
	assert_ok(score(&s, id, s.w->county, "92.5", 700));
	assert_fault(s.c, turn(&s, &special_close_verb, id), E_REFUSED, "evaluation_open");
	assert_fault(s.c, turn(&s, &special_propose_verb, id), E_REFUSED, "evaluation_open");
	kit_read_as(s.c, &s.w->county_officer);
	assert_fault(s.c, special_get(s.c, id, &one), E_ABSENT, "absent"); /* not shown yet */
	assert_ok(score(&s, id, s.w->zone, "80", 300));
	assert_ok(turn(&s, &special_close_verb, id));
	assert_fault(s.c, score(&s, id, s.w->zone, "81", 300), E_REFUSED, "evaluation_closed");
}

static void R47_a_second_person_approves_and_every_share_is_booked(void **state)
{
	struct scene s = scene_of(state);
	int64_t id = fund_open(&s), sum = 0;
	struct special_decide word = {id, true, S("")};
	struct special_object say = {id, S("参加人数有误")};
	struct special_objection *o;
	struct actor finance = s.w->city;
	struct approval *waiting;
	int64_t total;
	struct special_line *v;
	struct special one;
	size_t n;

	assert_ok(score(&s, id, s.w->county, "92.5", 700));
	assert_ok(score(&s, id, s.w->zone, "80", 300));
	assert_ok(turn(&s, &special_close_verb, id));
	assert_ok(turn(&s, &special_propose_verb, id));
	assert_ok(run(&s, &s.w->county_officer, &special_object_verb, &say));
	finance.role = ROLE_CITY_FINANCE;
	finance.account = s.w->leader.account; /* another person */
	assert_fault(s.c, run(&s, &finance, &special_decide_verb, &word), E_REFUSED,
	             "objections_open");
	kit_read_as(s.c, &s.w->city);
	assert_ok(special_objections(s.c, id, &o, &n));
	assert_int_equal(n, 1);
	struct special_answer answer = {o[0].id, S("已核对学籍系统")};
	struct actor both = s.w->city;

	both.account = s.w->county_officer.account; /* who objected, at the city too */
	assert_fault(s.c, run(&s, &both, &special_answer_verb, &answer), E_REFUSED, "not_approved");
	assert_str(s.c->fault.field, "approver");
	assert_ok(run(&s, &s.w->city, &special_answer_verb, &answer));
	assert_fault(s.c, run(&s, &s.w->city, &special_answer_verb, &answer), E_CONFLICT,
	             "objection_answered");
	assert_fault(s.c, run(&s, &s.w->city, &special_decide_verb, &word), E_REFUSED,
	             "not_approved");
	assert_str(s.c->fault.field, "approver");
	kit_read_as(s.c, &finance);
	assert_ok(approval_list(s.c, &(struct approval_filter){.kind = "special_fund"}, &waiting,
	                        &n, &total));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	kit_called(s.c, &finance, waiting[0].id, "2026 年市级专项补助资金分配",
	           "Shares of the city's special fund 2026");
	assert_ok(run(&s, &finance, &special_decide_verb, &word));
	assert_fault(s.c, run(&s, &finance, &special_decide_verb, &word), E_CONFLICT,
	             "special_state");
	assert_str(s.c->fault.found, "已批准");
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(special_get(s.c, id, &one));
	assert_ok(special_lines(s.c, &one, &v, &n));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++)
		sum += v[i].amount.fen;
	assert_int_equal(sum, 10000001);
	assert_true(v[0].more.fen > v[0].amount.fen && v[0].less.fen < v[0].amount.fen);
	store_read_end(s.c);
	assert_int_equal(balance(&s, "special_fund", s.w->county.v).fen, v[0].amount.fen);
	/* And spent on what its documents permit, and on nothing else. */
	assert_fault(s.c, spend(&s, &s.w->county_officer, "office", 100, NULL), E_REFUSED,
	             "purpose_not_permitted");
	assert_ok(spend(&s, &s.w->county_officer, "equipment", 100, &id));
	assert_ok(book(&s, &s.w->county_officer, &s.other, id));
	assert_ok(book(&s, &s.w->county_officer, NULL, id)); /* again: nothing */
	assert_int_equal(balance(&s, "special_spent", s.w->county.v).fen, 100);
	assert_int_equal(kit_broken(s.c, "spendings") + kit_broken(s.c, "special_fund"), 0);
	assert_int_equal(kit_broken(s.c, "guarantee"), 0);
	as(s.c, &s.w->system);
	kit_do(s.c, &spoil_verb, NULL);
	assert_int_equal(kit_broken(s.c, "spendings"), 1);
	assert_int_equal(kit_broken(s.c, "special_fund"), 1);
}

static void R47_a_returned_proposal_is_kept_and_the_next_one_is_another(void **state)
{
	struct scene s = scene_of(state);
	int64_t id = fund_open(&s);
	struct special_decide no = {id, false, S("")};
	struct actor finance = s.w->city;
	struct special one;

	finance.role = ROLE_CITY_FINANCE;
	finance.account = s.w->leader.account;
	assert_ok(score(&s, id, s.w->county, "92.5", 700));
	assert_ok(score(&s, id, s.w->zone, "80", 300));
	assert_ok(turn(&s, &special_close_verb, id));
	assert_ok(turn(&s, &special_propose_verb, id));
	assert_fault(s.c, run(&s, &finance, &special_decide_verb, &no), E_INPUT, "missing_field");
	no.reason = S("请核对得分");
	assert_ok(run(&s, &finance, &special_decide_verb, &no));
	assert_ok(turn(&s, &special_reopen_verb, id));
	assert_ok(score(&s, id, s.w->zone, "81", 300));
	assert_ok(turn(&s, &special_close_verb, id));
	assert_ok(turn(&s, &special_propose_verb, id));
	kit_read_as(s.c, &s.w->city);
	assert_ok(special_get(s.c, id, &one));
	assert_int_equal(one.round, 2);
	store_read_end(s.c);
	assert_int_equal(balance(&s, "special_fund", s.w->county.v).fen, 0);
}

static void everybody_sees_the_shares_once_they_are_proposed(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &special_routes,
	                                              &spending_routes, &budget_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 4);
	int64_t id = fund_open(&s);

	assert_ok(score(&s, id, s.w->county, "92.5", 700));
	assert_int_equal(kit_web_get(&b, "/special-fund"), 200);
	assert_false(kit_web_shows(&b, "92.50"));
	assert_int_equal(kit_web_get(&b, "/special-fund/export.csv"), 200);
	assert_false(kit_web_shows(&b, "92.50"));
	assert_int_equal(kit_web_get(&b, "/api/v1/special-funds"), 200);
	assert_false(kit_web_shows(&b, "92.50"));
	assert_ok(score(&s, id, s.w->zone, "80", 300));
	assert_ok(turn(&s, &special_close_verb, id));
	assert_ok(turn(&s, &special_propose_verb, id));
	assert_int_equal(kit_web_get(&b, "/special-fund?year=2026"), 200);
	assert_true(kit_web_shows(&b, "92.50"));
	assert_true(kit_web_shows(&b, "/special-fund/export.xlsx?year=2026"));
	assert_int_equal(kit_web_get(&b, "/special-fund/export.xlsx?year=2026"), 200);
	assert_memory_equal(b.a.body.p, "PK", 2);
	assert_int_equal(kit_web_get(&b, "/special-fund/export.csv?year=2026"), 200);
	assert_true(kit_web_shows(&b, "92.50"));
	assert_true(kit_web_shows(&b, "100000.01"));
	assert_int_equal(kit_web_get(&b, "/special-fund/export.csv?year=2025"), 200);
	assert_false(kit_web_shows(&b, "92.50"));
	assert_int_equal(kit_web_get(&b, "/api/v1/special-funds"), 200);
	assert_true(kit_web_shows(&b, "\"total_fen\":10000001"));
	kit_web_login(&b, &s.w->city);
	assert_int_equal(kit_web_get(&b, "/special-funds"), 200);
	assert_true(kit_web_shows(&b, "href=\"/special-funds/export.csv\""));
	assert_int_equal(kit_web_get(&b, "/special-funds/export.xlsx"), 200);
	assert_memory_equal(b.a.body.p, "PK", 2);
	assert_int_equal(kit_web_get(&b, "/special-funds/export.csv"), 200);
	assert_true(kit_web_shows(&b, "100000.01"));
	assert_int_equal(kit_web_post(&b, "/special-funds", "&year=2027&total=1e3&document=x"),
	                 422);
	assert_int_equal(kit_web_post(&b, "/special-funds", "&year=2027&total=10.005&document=x"),
	                 422);
	assert_int_equal(
		kit_web_post(&b, "/special-funds", "&year=2027&total=1000000000000000&document=x"),
		422);
	assert_int_equal(kit_web_post(&b, "/special-funds", "&year=2027&total=12.30&document=x"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/city/guarantee"), 200);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/guarantee/closing"), 200);
	assert_int_equal(kit_web_get(&b, "/spendings"), 200);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R42_an_allocation_over_the_budget_is_refused_by_a_fen),
		KIT_FACT(R42_a_school_spends_no_more_than_is_allocated_and_received),
		KIT_FACT(R66_a_foreign_purpose_is_refused_with_the_clause),
		KIT_FACT(a_spending_within_the_countys_limit_is_booked_at_once),
		KIT_FACT(D2_a_share_of_the_sittings_a_document_asks_for_is_counted_pupil_by_pupil),
		KIT_FACT(D2_a_closed_term_stays_as_it_was_counted),
		KIT_FACT(R42_a_program_closes_a_schools_term_and_is_told_what_is_short),
		KIT_FACT(R42_a_term_does_not_close_with_a_shortfall_nobody_explains),
		KIT_FACT(
			R66_a_purpose_gets_no_more_than_its_share_and_one_kept_for_is_told_at_closing),
		KIT_FACT(R66_without_a_budget_a_share_is_of_what_came_in),
		KIT_FACT(R66_a_share_that_is_met_needs_no_word_at_closing),
		KIT_FACT(R47_shares_sum_to_the_total_and_a_higher_score_never_gets_less_per_pupil),
		KIT_FACT(shares_of_what_cannot_be_shared_are_refused),
		KIT_FACT(R47_nothing_is_allocated_before_the_evaluation_is_closed),
		KIT_FACT(R47_a_second_person_approves_and_every_share_is_booked),
		KIT_FACT(R47_a_returned_proposal_is_kept_and_the_next_one_is_another),
		KIT_FACT(everybody_sees_the_shares_once_they_are_proposed),
	};

	return KIT_FACTS_RUN("funds", facts);
}
