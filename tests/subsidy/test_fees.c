/* Staff paid from what families paid (R66): out of the school's own part of its supervised account
 * and of nothing else. */
#include "world.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "money/approval.h"
#include "people/routes.h"
#include "settlement/own.h"
#include "subsidy/pay.h"
#include "subsidy/routes.h"

static enum err pay(struct scene *s, int64_t batch, const char *fund, payout_id *ret_id)
{
	struct subsidy_pay a = {.batch = batch, .fund = str_of(fund)};
	enum err e;

	as(s->c, &s->w->leader);
	e = kit_try_as(s->c, &s->w->leader, &subsidy_pay_verb, &a);
	*ret_id = a.result;
	return e;
}

static void said_paid(struct scene *s, payout_id id)
{
	struct actor second = s->w->leader;
	struct payout_submit submit = {id};
	struct payout_export file = {id};
	struct payout_all_paid paid = {.payout = id, .day = ctx_today(s->c)};
	struct approval *v;
	int64_t total;
	size_t n;

	second.account = s->w->clerk.account; /* another person with the leader's right */
	assert_ok(kit_try_as(s->c, &s->w->leader, &payout_submit_verb, &submit));
	kit_read_as(s->c, &second);
	assert_ok(approval_list(s->c, &(struct approval_filter){.kind = "payout"}, &v, &n, &total));
	store_read_end(s->c);
	assert_int_equal(n, 1);
	struct approval_say say = {.approval = v[0].id, .word = APPROVED};

	assert_ok(kit_try_as(s->c, &second, &approval_say_verb, &say));
	assert_ok(kit_try_as(s->c, &s->w->leader, &payout_export_verb, &file));
	assert_ok(kit_try_as(s->c, &s->w->leader, &payout_all_paid_verb, &paid));
}

/* Money that came to the supervised account, and whose it is. */
struct came {
	county_id county;
	int64_t id;
	struct leg leg[2];
};

static enum err came_run(struct ctx *c, void *arg)
{
	const struct came *a = arg;

	return ledger_post(c, a->county, "test", a->id, a->leg, 2);
}

static void came(struct scene *s, int64_t fen, enum ledger_account whose, struct subject of)
{
	static const struct verb verb = {"test.came", came_run};
	struct came a = {
		.county = s->w->county,
		.id = env_next_id(s->c->env),
		.leg = {{LEDGER_BANK, LEG_OF(s->w->a1), FEN(fen)}, {whose, of, FEN(-fen)}}};

	as(s->c, &s->w->system);
	kit_do(s->c, &verb, &a);
}

static struct own_money own(struct scene *s)
{
	struct own_money m;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(own_money(s->c, s->w->a1, &m));
	store_read_end(s->c);
	return m;
}

/* A month that is approved, its teacher's account entered. */
static struct subsidy_batch month(struct scene *s)
{
	struct payee_put account = {s->w->teacher_id.v, S("示例银行"), S("6222000011112222")};
	struct subsidy_batch b = scene_reckon(s, s->first);

	scene_approved(s, b.id);
	assert_ok(kit_try_as(s->c, &s->w->clerk, &payee_put_verb, &account));
	return b;
}

static void R66_fee_income_pays_the_staff_to_the_last_fen_that_is_the_schools_own(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = month(&s);
	offering_id care = s.t.offering[CARE], agency = s.t.offering[AGENCY];
	payout_id id;

	assert_fault(s.c, pay(&s, b.id, "fee_income", &id), E_REFUSED, "insufficient_funds");
	assert_str(s.c->fault.allowed, "0.00");
	came(&s, b.total.fen - 1, LEDGER_CARE, (struct subject)LEG_OF(care));
	came(&s, 70000, LEDGER_ESCROW, (struct subject)LEG_OF(agency)); /* an agency's */
	came(&s, 3, LEDGER_UNEXPLAINED, (struct subject)LEG_OF(s.w->a1));
	assert_int_equal(own(&s).bank.fen, b.total.fen - 1 + 70000 + 3);
	assert_int_equal(own(&s).agencies.fen, 70000);
	assert_int_equal(own(&s).unexplained.fen, 3);
	assert_fault(s.c, pay(&s, b.id, "fee_income", &id), E_REFUSED, "insufficient_funds");
	came(&s, 1, LEDGER_CARE, (struct subject)LEG_OF(care));
	assert_ok(pay(&s, b.id, "fee_income", &id));
	assert_true(id.v != 0);
	assert_int_equal(own(&s).leaving.fen, b.total.fen);
	assert_int_equal(own(&s).left.fen, 0); /* promised once */
	said_paid(&s, id);
	scene_follow(&s);
	scene_follow(&s);
	assert_str(scene_batch(&s, b.id).state, "paid");
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, 0);
	assert_int_equal(scene_balance(&s, "bank", s.w->a1.v).fen, 70003);
	assert_int_equal(own(&s).left.fen, 0);
	assert_int_equal(own(&s).leaving.fen, 0);
}

static void a_payout_that_is_given_up_leaves_the_money_where_it_was(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = month(&s);
	struct payout_cancel cancel = {.reason = S("资金另有安排")};

	came(&s, b.total.fen, LEDGER_CARE, (struct subject)LEG_OF(s.t.offering[CARE]));
	assert_ok(pay(&s, b.id, "fee_income", &cancel.payout));
	assert_ok(kit_try_as(s.c, &s.w->leader, &payout_cancel_verb, &cancel));
	assert_int_equal(own(&s).left.fen, b.total.fen);
	assert_ok(pay(&s, b.id, "fee_income", &cancel.payout));
}

static void only_funds_there_are_and_purposes_they_permit_pay_the_staff(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = month(&s);
	payout_id id;

	came(&s, b.total.fen, LEDGER_CARE, (struct subject)LEG_OF(s.t.offering[CARE]));
	assert_fault(s.c, pay(&s, b.id, "special_fund", &id), E_INPUT, "bad_input");
	assert_str(s.c->fault.field, "fund");
	assert_str(s.c->fault.allowed, "guarantee_fund fee_income");
	published(s.c, &s.w->county_officer, &s.other,
	          S("ruleset USE-2026\ntitle \"示例县收费收入使用办法\"\nnumber none\n"
	            "issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder PAY-2026\n"
	            "issued 2026-08-02\neffective 2026-08-02 .. open\n"
	            "\npermit fee_income \"收费收入\"\n  only direct_consumables\n"
	            "  clause \"收费收入只用于耗材\"\n  requirement R66\n"));
	assert_fault(s.c, pay(&s, b.id, "fee_income", &id), E_REFUSED, "purpose_not_permitted");
	assert_str(s.c->fault.clause, "收费收入只用于耗材");
}

static void R66_a_share_of_fee_income_is_of_what_families_paid_in_the_term(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = month(&s);
	struct subsidy_fund v[SUBSIDY_FUNDS];
	payout_id id;
	size_t n;

	came(&s, b.total.fen, LEDGER_CARE, (struct subject)LEG_OF(s.t.offering[CARE]));
	published(s.c, &s.w->county_officer, &s.other,
	          S("ruleset USE-2026\ntitle \"示例县收费收入使用办法\"\nnumber none\n"
	            "issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder PAY-2026\n"
	            "issued 2026-08-02\neffective 2026-08-02 .. open\n"
	            "\npermit fee_income \"收费收入\"\n  only staff_subsidy\n"
	            "  at_most staff_subsidy 90 percent\n"
	            "  clause \"人员补助不超过收费收入的九成\"\n  requirement R66\n"));
	/* nothing of it was billed in this term: nine tenths of nothing */
	assert_fault(s.c, pay(&s, b.id, "fee_income", &id), E_REFUSED, "purpose_share_exceeded");
	assert_str(s.c->fault.clause, "人员补助不超过收费收入的九成");
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_funds(s.c, s.w->county, s.w->a1, v, &n));
	store_read_end(s.c);
	assert_int_equal(n, 2);
	assert_str(v[1].word, "fee_income");
	assert_int_equal(v[1].left.fen, b.total.fen);
}

static void the_page_of_a_month_offers_the_funds_its_documents_permit(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes,
	                                              &subsidy_routes};
	struct scene s = scene_of(state);
	struct subsidy_batch b = month(&s);
	struct kit_web web;
	const char *page;

	came(&s, 12300, LEDGER_CARE, (struct subject)LEG_OF(s.t.offering[CARE]));
	page = str_c(s.c->arena, str_printf(s.c->arena, "/subsidies/%lld", (long long)b.id));
	web = kit_web_open(s.c, tables, 3);
	kit_web_login(&web, &s.w->leader);
	assert_int_equal(kit_web_get(&web, page), 200);
	assert_true(kit_web_shows(&web, "资金来源"));
	assert_true(kit_web_shows(&web, "value=\"guarantee_fund\""));
	assert_true(kit_web_shows(&web, "value=\"fee_income\""));
	assert_true(kit_web_shows(&web, "123.00"));
	kit_web_login(&web, &s.w->county_officer);
	assert_int_equal(kit_web_get(&web, page), 200);
	assert_false(kit_web_shows(&web, "资金来源")); /* it does not pay */
	kit_web_close(&web);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R66_fee_income_pays_the_staff_to_the_last_fen_that_is_the_schools_own),
		KIT_FACT(a_payout_that_is_given_up_leaves_the_money_where_it_was),
		KIT_FACT(only_funds_there_are_and_purposes_they_permit_pay_the_staff),
		KIT_FACT(R66_a_share_of_fee_income_is_of_what_families_paid_in_the_term),
		KIT_FACT(the_page_of_a_month_offers_the_funds_its_documents_permit),
	};

	return KIT_FACTS_RUN("fees", facts);
}
