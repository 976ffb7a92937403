/* What families paid, spent on what the documents permit (R66): out of the school's own part of its
 * supervised account, by a payout, once. */
#include "scene.h"

#include "../kit_verify.h"
#include "../kit_web.h"
#include "../rulebook/world.h"
#include "auth/auth.h"
#include "money/approval.h"
#include "people/routes.h"
#include "settlement/fee.h"
#include "settlement/routes.h"

static enum err came_run(struct ctx *c, void *arg)
{
	const struct scene *s = arg;
	const struct leg leg[] = {{LEDGER_BANK, LEG_OF(s->w->a1), FEN(10000)},
	                          {LEDGER_CARE, LEG_OF(s->t.offering[CARE]), FEN(-10000)}};

	return ledger_post(c, s->w->county, "test", env_next_id(c->env), leg, 2);
}

/* A hundred yuan that families paid for care are at the bank. */
static struct scene with_money(void **state)
{
	static const struct verb came = {"test.came", came_run};
	struct scene s = scene_of(state, true);

	s.c->actor = s.w->system;
	kit_do(s.c, &came, &s);
	return s;
}

static enum err spend(struct scene *s, const char *purpose, int64_t fen, struct fee_spend *ret_a)
{
	*ret_a = (struct fee_spend){.purpose = str_of(purpose),
	                            .amount = FEN(fen),
	                            .payee = S("示例文具店"),
	                            .number = S("6222000011112222"),
	                            .bank = S("示例银行"),
	                            .document = S("V-7")};
	return kit_try_as(s->c, &s->w->leader, &fee_spend_verb, ret_a);
}

static struct own_money own(struct scene *s)
{
	struct own_money m;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(own_money(s->c, s->w->a1, &m));
	store_read_end(s->c);
	return m;
}

static size_t listed(struct scene *s, const struct actor *who, struct fee_spending **ret_v)
{
	int64_t total;
	size_t n;

	kit_read_as(s->c, who);
	assert_ok(fee_spending_list(s->c, 0, 0, ret_v, &n, &total));
	store_read_end(s->c);
	assert_int_equal(total, n);
	return n;
}

static void bank_pays(struct scene *s, payout_id id)
{
	struct actor second = s->w->leader;
	struct payout_submit submit = {id};
	struct payout_export file = {id};
	struct payout_all_paid paid = {.payout = id, .day = ctx_today(s->c)};
	struct approval_state st;

	second.account = s->w->clerk.account; /* another person with the leader's right */
	assert_ok(kit_try_as(s->c, &s->w->leader, &payout_submit_verb, &submit));
	kit_read_as(s->c, &second);
	assert_ok(approval_state_of(s->c, APPROVE_PAYOUT, id.v, &st));
	store_read_end(s->c);
	struct approval_say say = {.approval = st.id, .word = APPROVED};

	assert_ok(kit_try_as(s->c, &second, &approval_say_verb, &say));
	assert_ok(kit_try_as(s->c, &s->w->leader, &payout_export_verb, &file));
	assert_ok(kit_try_as(s->c, &s->w->leader, &payout_all_paid_verb, &paid));
}

static void R66_goods_are_bought_out_of_what_families_paid_and_counted_once(void **state)
{
	struct scene s = with_money(state);
	struct fee_spending *v;
	struct fee_spend a, b;

	assert_ok(spend(&s, "direct_consumables", 6000, &a));
	assert_int_equal(own(&s).leaving.fen, 6000);
	assert_int_equal(own(&s).left.fen, 4000);
	assert_fault(s.c, spend(&s, "direct_consumables", 4001, &b), E_REFUSED,
	             "insufficient_funds");
	assert_str(s.c->fault.allowed, "40.00");
	assert_int_equal(listed(&s, &s.w->leader, &v), 1);
	assert_str(v[0].state, "open");
	assert_str(v[0].payee, "示例文具店");
	bank_pays(&s, a.payout);
	assert_int_equal(own(&s).bank.fen, 4000);
	assert_int_equal(own(&s).left.fen, 4000);
	assert_int_equal(listed(&s, &s.w->county_officer, &v), 1); /* the county reads it */
	assert_str(v[0].state, "paid");
	assert_int_equal(kit_broken(s.c, "spendings"), 0);
	assert_int_equal(kit_audited(s.c, "fee_spending", "school", s.w->a1.v), 1);
}

static void what_the_bank_sends_back_or_nobody_sends_is_there_again(void **state)
{
	struct scene s = with_money(state);
	struct payout_cancel cancel = {.reason = S("供应商停业")};
	struct fee_spending *v;
	struct fee_spend a;

	assert_ok(spend(&s, "direct_consumables", 10000, &a));
	cancel.payout = a.payout;
	assert_ok(kit_try_as(s.c, &s.w->leader, &payout_cancel_verb, &cancel));
	assert_int_equal(own(&s).left.fen, 10000);
	assert_int_equal(listed(&s, &s.w->leader, &v), 1);
	assert_str(v[0].state, "dropped");
	assert_ok(spend(&s, "direct_consumables", 10000, &a));
	assert_int_equal(kit_broken(s.c, "spendings"), 0);
}

static void R66_other_purposes_are_refused_with_the_sentence_and_nothing_is_kept(void **state)
{
	struct scene s = with_money(state);
	struct fee_spend a = {.amount = FEN(1)};
	struct fee_spending *v;

	assert_fault(s.c, spend(&s, "staff_subsidy", 100, &a), E_REFUSED, "purpose_paid_elsewhere");
	assert_fault(s.c, spend(&s, "agency_service", 100, &a), E_REFUSED,
	             "purpose_paid_elsewhere");
	assert_fault(s.c, spend(&s, "office", 100, &a), E_REFUSED, "purpose_not_permitted");
	assert_true(str_some(s.c->fault.clause));
	assert_fault(s.c, spend(&s, "moon", 100, &a), E_INPUT, "bad_input");
	assert_fault(s.c, spend(&s, "direct_consumables", 0, &a), E_INPUT, "bad_input");
	assert_str(s.c->fault.field, "amount");
	a = (struct fee_spend){.purpose = S("direct_consumables"),
	                       .amount = FEN(100),
	                       .payee = S("示例文具店"),
	                       .number = S("12"),
	                       .bank = S("示例银行"),
	                       .document = S("V-8")};
	assert_int_equal(kit_try_as(s.c, &s.w->leader, &fee_spend_verb, &a), E_INPUT);
	assert_str(s.c->fault.field, "number");
	assert_int_equal(listed(&s, &s.w->leader, &v), 0);
	assert_int_equal(own(&s).left.fen, 10000);
}

static void who_keeps_no_money_neither_spends_nor_sees_it(void **state)
{
	struct scene s = with_money(state);
	const struct actor *denied[] = {&s.w->teacher, &s.w->head, &s.w->clerk, &s.w->agency, NULL};
	struct fee_spend a;
	struct fee_spending *v;
	int64_t total;
	size_t n;

	assert_ok(spend(&s, "direct_consumables", 100, &a));
	for (size_t i = 0; denied[i]; i++) {
		assert_fault(s.c, kit_try_as(s.c, denied[i], &fee_spend_verb, &a), E_DENIED,
		             "not_allowed");
		kit_read_as(s.c, denied[i]);
		assert_fault(s.c, fee_spending_list(s.c, 0, 0, &v, &n, &total), E_DENIED,
		             "not_allowed");
		store_read_end(s.c);
	}
	assert_int_equal(kit_try_as(s.c, &s.w->county_officer, &fee_spend_verb, &a), E_DENIED);
	assert_int_equal(listed(&s, &s.w->leader2, &v), 0);
	assert_int_equal(listed(&s, &s.w->zone_officer, &v), 0);
}

static void the_page_says_what_is_the_schools_own_and_the_api_spends_it(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes,
	                                              &settlement_routes};
	struct scene s = with_money(state);
	struct kit_web b = kit_web_open(s.c, tables, 3);

	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/fee-spendings",
	                             "{\"purpose\":\"direct_consumables\",\"amount_fen\":1200,"
	                             "\"payee\":\"示例文具店\",\"number\":\"6222000011112222\","
	                             "\"bank\":\"示例银行\",\"document\":\"V-9\"}"),
	                 201);
	assert_int_equal(kit_web_get(&b, "/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "示例文具店"));
	assert_true(kit_web_shows(&b, "88.00"));
	assert_int_equal(kit_web_get(&b, "/fee-spendings/export.csv"), 200);
	assert_true(kit_web_shows(&b, "V-9"));
	assert_int_equal(kit_web_get(&b, "/api/v1/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "\"amount_fen\":1200"));
	kit_web_close(&b);
}

#define HEAD                                                                                        \
	"ruleset FEES-2026\ntitle \"示例县课后服务费使用办法\"\nnumber none\n"          \
	"issuer \"示例县财政局\"\nlevel county\nplace 349901\nunder RS0\nissued 2026-08-01\n" \
	"effective 2026-09-01 .. open\n"                                                            \
	"define purpose firewood \"取暖用柴\"\ndefine purpose choir \"合唱排练\"\n\n"

static void R66_a_declared_purpose_is_offered_and_spent_one_of_another_fund_is_not(void **state)
{
	static const char text[] =
		HEAD "permit fee_income \"收费收入\"\n  only staff_subsidy choir\n"
		     "  clause \"收费收入用于合唱排练\"\n  requirement R66\n\n"
		     "permit guarantee_fund \"保障经费\"\n  only firewood\n"
		     "  clause \"保障经费用于取暖用柴\"\n  requirement R66\n";
	static const struct routes *const tables[] = {&auth_routes, &people_routes,
	                                              &settlement_routes};
	struct scene s = with_money(state);
	struct actor other = second_officer(s.c, s.w);
	struct kit_web b;

	(void)published(s.c, &s.w->county_officer, &other, str_of(text));
	b = kit_web_open(s.c, tables, 3);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "<option value=\"choir\">合唱排练"));
	assert_false(kit_web_shows(&b, "取暖用柴"));
	assert_false(kit_web_shows(&b, "direct_consumables"));
	assert_false(kit_web_shows(&b, "staff_subsidy")); /* paid by what it is owed */
	assert_int_equal(kit_web_post(&b, "/fee-spendings",
	                              "&purpose=choir&amount=12.00&payee=示例琴行&number="
	                              "6222000011112222&bank=示例银行&document=V-9"),
	                 303);
	assert_int_equal(kit_web_post(&b, "/fee-spendings",
	                              "&purpose=firewood&amount=12.00&payee=示例琴行&number="
	                              "6222000011112222&bank=示例银行&document=V-8"),
	                 422);
	b.lang = LANG_EN;
	assert_int_equal(kit_web_get(&b, "/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "合唱排练</"));
	assert_int_equal(kit_web_get(&b, "/fee-spendings/export.csv"), 200);
	assert_true(kit_web_shows(&b, "合唱排练,V-9"));
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "合唱排练"));
	kit_web_close(&b);
}

static void where_nothing_is_permitted_but_what_is_paid_elsewhere_the_form_says_so(void **state)
{
	static const char text[] =
		HEAD "permit fee_income \"收费收入\"\n  only staff_subsidy agency_service\n"
		     "  clause \"收费收入用于补助和机构\"\n  requirement R66\n";
	static const struct routes *const tables[] = {&auth_routes, &people_routes,
	                                              &settlement_routes};
	struct scene s = with_money(state);
	struct actor other = second_officer(s.c, s.w);
	struct kit_web b;

	(void)published(s.c, &s.w->county_officer, &other, str_of(text));
	b = kit_web_open(s.c, tables, 3);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/fee-spendings"), 200);
	assert_true(kit_web_shows(&b, "没有为这笔钱写明可在此登记的用途"));
	assert_false(kit_web_shows(&b, "name=\"purpose\""));
	kit_web_close(&b);
}

static struct str summary(struct scene *s, payout_id id)
{
	struct payout_line *v;
	struct payout p;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(payout_get(s->c, id, &p));
	assert_ok(payout_lines(s->c, &p, &v, &n));
	store_read_end(s->c);
	assert_int_equal(n, 1);
	return v[0].purpose;
}

#define TEN "一二三四五六七八九十"

static void R66_a_long_purpose_is_cut_in_the_banks_line_and_the_number_is_not(void **state)
{
	static const char text[] = HEAD
		"define purpose sundries \"" TEN TEN TEN TEN "\"\npermit fee_income \"收费收入\"\n"
		"  only sundries\n  clause \"用于杂项\"\n  requirement R66\n";
	struct scene s = with_money(state);
	struct actor other = second_officer(s.c, s.w);
	struct fee_spend a;

	(void)published(s.c, &s.w->county_officer, &other, str_of(text));
	assert_ok(spend(&s, "sundries", 100, &a)); /* V-7: it is short enough */
	assert_str(summary(&s, a.payout), TEN TEN TEN TEN " V-7");
	a.document = S("财教〔2026〕第00000000000000001号");
	assert_ok(kit_try_as(s.c, &s.w->leader, &fee_spend_verb, &a));
	assert_int_equal(utf8_len(summary(&s, a.payout)), 60);
	assert_str(summary(&s, a.payout), TEN TEN TEN "一… 财教〔2026〕第00000000000000001号");
	a.document = S(TEN TEN TEN TEN TEN TEN); /* leaves no room */
	assert_ok(kit_try_as(s.c, &s.w->leader, &fee_spend_verb, &a));
	assert_str(summary(&s, a.payout), TEN TEN TEN TEN TEN TEN);
}

static void what_a_bank_would_not_take_of_a_title_is_left_out(void **state)
{
	struct arena *a = kit_ctx(state)->arena;

	assert_str(payout_purpose(a, S("街舞"), STR_NONE), "街舞");
	assert_str(payout_purpose(a, S("@科技"), STR_NONE), "科技");
	assert_str(payout_purpose(a, S("【关联方】" TEN TEN TEN TEN TEN TEN), STR_NONE),
	           "【关联方】" TEN TEN TEN TEN TEN "一二三四…");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R66_goods_are_bought_out_of_what_families_paid_and_counted_once),
		KIT_FACT(what_the_bank_sends_back_or_nobody_sends_is_there_again),
		KIT_FACT(R66_other_purposes_are_refused_with_the_sentence_and_nothing_is_kept),
		KIT_FACT(who_keeps_no_money_neither_spends_nor_sees_it),
		KIT_FACT(the_page_says_what_is_the_schools_own_and_the_api_spends_it),
		KIT_FACT(R66_a_declared_purpose_is_offered_and_spent_one_of_another_fund_is_not),
		KIT_FACT(R66_a_long_purpose_is_cut_in_the_banks_line_and_the_number_is_not),
		KIT_FACT(what_a_bank_would_not_take_of_a_title_is_left_out),
		KIT_FACT(where_nothing_is_permitted_but_what_is_paid_elsewhere_the_form_says_so),
	};

	return KIT_FACTS_RUN("fee", facts);
}
