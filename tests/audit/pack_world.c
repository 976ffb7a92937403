/* Makes the pack test_second.py plants its faults in: a small county with seats, a withdrawal, a
 * queue, registers, an appropriation and a closed month. Its file is $KEHOU_AUDIT_PACK. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../rulebook/world.h"
#include "world.h"

#include <unistd.h>

#include "audit/difference.h"
#include "audit/pack.h"
#include "audit/statement.h"
#include "day/day.h"
#include "funds/budget.h"
#include "money/approval.h"
#include "money/period.h"
#include "money/waiver.h"
#include "payments/account.h"
#include "settlement/payer.h"
#include "settlement/related.h"
#include "term/sitting.h"

#define DAY_US INT64_C(86400000000)

static void attended(void **state, const struct kit_term *t)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct sittings_generate g = {.offering = t->offering[CARE]};
	struct mark_put absent = {w->pupil[WANG], MARK_ABSENT, {INT64_MIN}};
	struct sitting *s;
	size_t n;

	assert_ok(kit_try_as(c, &w->system, &sittings_generate_verb, &g));
	kit_advance(state, 3 * DAY_US);
	kit_read_as(c, &w->clerk);
	assert_ok(sitting_list(c, t->offering[CARE], &s, &n));
	store_read_end(c);
	assert_true(n > 2);
	for (size_t i = 0; i < 2; i++) {
		struct register_save save = {.sitting = s[i].id, .mark = &absent, .n = 1};

		assert_ok(kit_try_as(c, &w->clerk, &register_save_verb, &save));
	}
}

static void money(void **state, const struct kit_term *t)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct date september = {0};
	struct appropriation_add paid = {w->a1, t->term, FEN(150000), S("示财〔2026〕1号"), 0};

	assert_ok(kit_try_as(c, &w->county_officer, &appropriation_add_verb, &paid));
	kit_advance(state, 40 * DAY_US);
	c->actor = w->county_officer;
	assert_true(date_of(2026, 9, 30, &september));
	assert_ok(period_close(c, w->county, september));
}

/* A voucher entered twice: what was entered the second time is taken back. */
static void spent(struct ctx *c, struct kit_people *w, const struct kit_term *t)
{
	struct approval_limit_set limit = {APPROVE_SPENDING, FEN(100000), S("小额支出")};
	struct budget_add budget = {t->term, FEN(150000), S("示财〔2026〕1号")};
	struct allocation_add own = {w->a1, t->term, FEN(150000), S("示财〔2026〕2号")};
	struct spending_back back = {.reason = S("重复登记")};

	assert_ok(kit_try_as(c, &w->county_officer, &approval_limit_verb, &limit));
	assert_ok(kit_try_as(c, &w->county_officer, &budget_add_verb, &budget));
	assert_ok(kit_try_as(c, &w->county_officer, &allocation_add_verb, &own));
	for (int i = 0; i < 2; i++) {
		struct spending_add a = {.term = t->term,
		                         .purpose = S("direct_consumables"),
		                         .amount = FEN(1200),
		                         .document = S("V-1")};

		assert_ok(kit_try_as(c, &w->leader, &spending_add_verb, &a));
		back.spending = a.result;
	}
	assert_ok(kit_try_as(c, &w->leader, &spending_back_verb, &back));
}

/* The day the bank's first line is of: an order nobody here made, which the channel settled. */
static void came(void **state, bank_account_id bank)
{
	static const struct channel_day_line line = {{"K1", 2}, {"", 0}, {"C1", 2}, {30000}};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct collecting_put to = {.school = w->a1,
	                            .channel = S("wechat"),
	                            .party = S("school"),
	                            .holder = S("示例县第一小学"),
	                            .bank = S("示例银行"),
	                            .number = S("62220000000012345"),
	                            .merchant = S("1900000001"),
	                            .active = true};
	struct channel_terms_put terms = {0, bank.v, 6000, 3, S("school")};
	struct date day = {0};
	int64_t open;

	assert_true(date_of(2026, 9, 1, &day));
	assert_ok(kit_try_as(c, &w->county_officer, &collecting_put_verb, &to));
	terms.collecting = to.result.v;
	assert_ok(kit_try_as(c, &w->county_officer, &channel_terms_verb, &terms));
	c->actor = w->system;
	assert_ok(channel_day_take(c, w->county, to.result.v, day, &line, 1));
	assert_ok(reconcile_county(c, w->county, day, &open));
	assert_int_equal(open, 1); /* its order is unknown */
}

/* What test_second.py holds its own file against. */
static void bank(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct bank_account_put put = {.school = w->a1,
	                               .holder = S("示例县第一小学"),
	                               .bank = S("示例银行"),
	                               .number = S("62220000000012345")};
	struct statement_row s;

	assert_ok(kit_try_as(c, &w->county_officer, &bank_account_put_verb, &put));
	assert_ok(statement_take(c, put.result, S("9月.csv"),
	                         S("日期,流水号,收入,支出,摘要\n"
	                           "2026-09-02,S1,298.20,,财付通结算\n"
	                           "2026-09-03,S2,,50.00,手续费\n"),
	                         &s));
	came(state, put.result);
}

/* The county bears half of what Li's family is charged, 240.00. */
static void waived(struct ctx *c, struct kit_people *w)
{
	struct actor other = second_officer(c, w);
	struct waiver_ask ask = {.pupil = w->pupil[LI],
	                         .category = S("poor"),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};
	struct waiver_grant grant = {.seen = DATE_NONE};

	published(c, &w->county_officer, &other,
	          S("ruleset LOCAL\ntitle \"示例县困难学生减免办法\"\nnumber none\n"
	            "issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder RS0\n"
	            "issued 2026-07-01\neffective 2026-07-01 .. open\n"
	            "\nwaiver poor \"困难学生减半\"\n  category poor\n  of course consumables\n"
	            "  reduce 50 percent\n  payer county\n  proof none\n  expires never\n"
	            "  clause \"困难学生减半,由县财政承担\"\n  requirement R5\n"
	            "\npermit guarantee_fund \"保障经费\"\n  only direct_consumables\n"
	            "  at_most direct_consumables 80 percent\n"
	            "  clause \"保障经费用于直接耗材\"\n  requirement R66\n"));
	assert_ok(kit_try_as(c, &w->li, &waiver_ask_verb, &ask));
	grant.waiver = ask.result;
	assert_ok(kit_try_as(c, &w->clerk, &waiver_grant_verb, &grant));
}

/* And has paid it. */
static void waiver_paid(struct ctx *c, struct kit_people *w, const struct kit_term *t)
{
	struct payer_receipt a = {.school = w->a1,
	                          .term = t->term,
	                          .bears = S("county"),
	                          .payer = S("示例县财政局"),
	                          .document = S("P-1"),
	                          .amount = {12000},
	                          .day = ctx_today(c)};

	assert_ok(kit_try_as(c, &w->finance, &payer_receipt_verb, &a));
}

/* Somebody behind the agency who no longer is. */
static void related(void **state, struct kit_people *w)
{
	struct ctx *c = kit_ctx(state);
	struct party_declare a = {S("shareholder"), S("示例股东"), STR_NONE, STR_NONE, 0};
	struct related_end end = {.reason = S("已转让全部股份")};

	assert_ok(kit_try_as(c, &w->agency, &party_declare_verb, &a));
	kit_advance(state, DAY_US);
	end.id = a.result;
	end.last_day = ctx_today(c);
	assert_ok(kit_try_as(c, &w->agency, &party_end_verb, &end));
}

static void a_pack_of_a_small_county_is_made(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	const char *file = getenv("KEHOU_AUDIT_PACK"), *to;
	struct withdraw out = {0};
	struct pack_scope all = {.county_code = S(""), .school_code = S(""), .term_code = S("")};
	struct pack_made made;
	struct kit_term t;

	kit_term_make(c, w, &t);
	world_enrol(c, w, &t, &w->father, CHEN_YI, CHESS, NULL);
	world_enrol(c, w, &t, &w->father, CHEN_YI, CARE, NULL);
	world_enrol(c, w, &t, &w->wang, WANG, CHESS, NULL);
	world_enrol(c, w, &t, &w->wang, WANG, CARE, NULL);
	world_enrol(c, w, &t, &w->wang_other, WANG_OTHER, CHESS, NULL); /* waits */
	world_enrol(c, w, &t, &w->li, LI, POTTERY, NULL);
	waived(c, w);
	waiver_paid(c, w, &t);
	world_enrol(c, w, &t, &w->father, CHEN_YI, POTTERY, &out.enrolment);
	assert_ok(kit_try_as(c, &w->father, &withdraw_verb, &out));
	attended(state, &t);
	money(state, &t);
	spent(c, w, &t);
	bank(state);
	related(state, w);
	to = file ? file
	          : str_c(c->arena, str_printf(c->arena, "%s/pack.zip", kit_world_db(state)->dir));
	c->actor = w->system;
	assert_ok(store_read_begin(c));
	assert_ok(pack_make(c, &all, to, NULL, NULL, &made));
	if (!file)
		unlink(to);
	store_read_end(c);
}

int main(void)
{
	static const struct kit_fact facts[] = {KIT_FACT(a_pack_of_a_small_county_is_made)};

	return KIT_FACTS_RUN("audit", facts);
}
