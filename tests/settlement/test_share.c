/* A share of what families paid that documents keep for a purpose (`permit fee_income`, `at_least`,
 * R66): whoever closes the school's term sees what became of it, and says why it was less. */
#include "scene.h"

#include "../kit_verify.h"
#include "../kit_web.h"
#include "../rulebook/world.h"
#include "auth/auth.h"
#include "funds/budget.h"
#include "funds/routes.h"
#include "people/routes.h"
#include "rulebook/rulebook.h"
#include "settlement/fee.h"
#include "settlement/routes.h"

#define SHARES(base)                                                                               \
	"ruleset USE-2026\ntitle \"示例县收费收入使用办法\"\nnumber none\n"             \
	"issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder " base                         \
	"\nissued 2026-08-02\neffective 2026-08-02 .. open\n"                                      \
	"\npermit fee_income \"收费收入\"\n  only direct_consumables staff_subsidy\n"          \
	"  at_least direct_consumables 60 percent\n"                                               \
	"  clause \"收费收入的六成以上用于耗材\"\n  requirement R66\n"

static enum err came_run(struct ctx *c, void *arg)
{
	const struct scene *s = arg;
	const struct leg leg[] = {{LEDGER_BANK, LEG_OF(s->w->a1), FEN(10000)},
	                          {LEDGER_CARE, LEG_OF(s->t.offering[CARE]), FEN(-10000)}};

	return ledger_post(c, s->w->county, "test", env_next_id(c->env), leg, 2);
}

/* A hundred yuan were billed for care and paid; six tenths are kept for goods. */
static struct scene with_share(void **state, const char *rules)
{
	static const struct verb came = {"test.came", came_run};
	struct scene s = scene_of(state, true), care = s;
	struct actor other = second_officer(s.c, s.w);

	care.course = s.t.offering[CARE];
	billed(&care, 10000, true);
	s.next = care.next;
	s.c->actor = s.w->system;
	kit_do(s.c, &came, &s);
	published(s.c, &s.w->county_officer, &other, str_of(rules));
	return s;
}

static void bought(struct scene *s, int64_t fen)
{
	struct fee_spend a = {.purpose = S("direct_consumables"),
	                      .amount = FEN(fen),
	                      .payee = S("示例文具店"),
	                      .number = S("6222000011112222"),
	                      .bank = S("示例银行"),
	                      .document = S("V-7")};

	assert_ok(kit_try_as(s->c, &s->w->leader, &fee_spend_verb, &a));
}

static struct term the_term(struct scene *s)
{
	struct term t = {0};

	kit_read_as(s->c, &s->w->county_officer);
	assert_ok(term_get(s->c, s->t.term, &t));
	store_read_end(s->c);
	return t;
}

static void term_over(void **state, struct scene *s)
{
	struct term t = the_term(s);

	while (ctx_today(s->c).day <= t.last_day.day)
		kit_advance(state, DAY_US);
}

static enum err close_term(struct scene *s, const char *why, const char *who)
{
	struct guarantee_close a = {s->w->a1, s->t.term, str_of(why), str_of(who)};

	return kit_try_as(s->c, &s->w->county_officer, &guarantee_close_verb, &a);
}

static const char *closing(struct scene *s)
{
	return str_c(s->c->arena, str_printf(s->c->arena, "/county/guarantee/closing?term=%lld",
	                                     (long long)s->t.term.v));
}

static void R66_less_of_what_families_paid_than_its_share_is_explained_at_closing(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &budget_routes,
	                                              &settlement_routes};
	struct scene s = with_share(state, SHARES("RS0"));
	struct kit_web b = kit_web_open(s.c, tables, 4);

	bought(&s, 5999);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/fee-spendings"), 200);
	assert_true(kit_web_shows(&b,
	                          "直接耗材至少占本学期收到的 100.00 元的 60%，即 60.00 元，已用 "
	                          "59.99 元，尚差 0.01 元"));
	assert_int_equal(kit_web_get(&b, "/api/v1/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "\"at_least\":true,\"percent\":\"60\",\"received_fen\":10000,"
	                              "\"bound_fen\":6000,\"spent_fen\":5999"));
	term_over(state, &s);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, closing(&s)), 200);
	assert_true(kit_web_shows(&b, "服务收费收入：本学期收到 100.00 元，已用：直接耗材 59.99"));
	assert_true(kit_web_shows(&b, "尚差 0.01 元"));
	assert_fault(s.c, close_term(&s, "", ""), E_REFUSED, "portion_unmet");
	assert_str(s.c->fault.found, "59.99");
	assert_str(s.c->fault.allowed, "60.00");
	assert_str(s.c->fault.clause, "收费收入的六成以上用于耗材");
	assert_fault(s.c, close_term(&s, "供货晚到", ""), E_REFUSED, "portion_unmet");
	assert_ok(close_term(&s, "供货晚到", "校长 甲"));
	assert_int_equal(kit_web_get(&b, closing(&s)), 200);
	assert_true(kit_web_shows(&b, "供货晚到"));
	assert_true(kit_web_shows(&b, "校长 甲"));
	assert_true(kit_web_shows(&b, "尚差 0.01 元"));
	kit_web_close(&b);
}

static void R66_a_share_of_fee_income_met_to_the_fen_needs_no_word(void **state)
{
	struct scene s = with_share(state, SHARES("RS0"));

	bought(&s, 6000);
	term_over(state, &s);
	assert_ok(close_term(&s, "", ""));
}

/* Most cities' documents guarantee nothing: their schools' terms close all the same. */
static void R66_a_term_closes_with_its_fee_income_where_no_document_guarantees_money(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &budget_routes};
	struct scene s = with_share(state, SHARES("CN-2023"));
	struct base_choice base = {
		.ruleset = S("RS9"), .starts = {ctx_today(s.c).day + 1}, .reason = S("换用")};
	struct kit_web b = kit_web_open(s.c, tables, 3);
	struct guarantee_closed g;

	assert_ok(kit_try_as(s.c, &s.w->county_officer, &base_choose_verb, &base));
	kit_advance(state, 2 * DAY_US);
	bought(&s, 100);
	term_over(state, &s);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, closing(&s)), 200);
	assert_true(kit_web_shows(&b, "尚差 59.00 元"));
	assert_fault(s.c, close_term(&s, "", ""), E_REFUSED, "portion_unmet");
	assert_ok(close_term(&s, "供货晚到", "校长 甲"));
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(guarantee_closing_of(s.c, s.w->a1, s.t.term, &g));
	assert_true(g.closed);
	assert_int_equal(g.required.fen, 0);
	assert_str(g.explanation, "供货晚到");
	store_read_end(s.c);
	struct guarantee_close foreign = {s.w->z1, s.t.term, S("x"), S("y")};

	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &guarantee_close_verb, &foreign),
	             E_ABSENT, "absent");
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R66_less_of_what_families_paid_than_its_share_is_explained_at_closing),
		KIT_FACT(R66_a_share_of_fee_income_met_to_the_fen_needs_no_word),
		KIT_FACT(R66_a_term_closes_with_its_fee_income_where_no_document_guarantees_money),
	};

	return KIT_FACTS_RUN("share", facts);
}
