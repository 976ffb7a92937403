/* On which days, how often, how large: a demo is made of it, and holds. */
#include "../kit.h"

#include "who.h"

#include "money/statement.h"
#include "settlement/settlement.h"

#define DAY_US INT64_C(86400000000)

static void balances(struct ctx *c, struct balance ret_v[LEDGER_ACCOUNT_COUNT])
{
	struct ledger_scope s;
	struct balance sum;

	assert_ok(ledger_scope_of(c, ID_NONE(school_id), &s));
	assert_ok(ledger_balances(c, &s, ctx_today(c), ret_v, &sum));
	assert_int_equal(sum.balance.fen, 0);
}

static void the_same_seed_moves_the_same_money(void **state)
{
	struct balance v[2][LEDGER_ACCOUNT_COUNT];

	for (int i = 0; i < 2; i++) {
		made(state, DEMO_SCHOOL, 7);
		balances(reads_as(state, "county_finance01"), v[i]);
		unmade(state);
	}
	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		assert_int_equal(v[0][a].debit.fen, v[1][a].debit.fen);
		assert_int_equal(v[0][a].credit.fen, v[1][a].credit.fen);
	}
}

/* 1 February: between two terms, so that nothing of the next one is collected yet (R59). The day a
 * term begins. The day after one has ended. */
static void on_any_day_of_the_year_it_can_be_made_and_holds(void **state)
{
	static const int32_t after[] = {153, 172, 308, 365};

	for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
		kit_advance(state, (after[i] - (i ? after[i - 1] : 0)) * DAY_US);
		made(state, DEMO_SCHOOL, 1);
		verified(kit_ctx(state));
		unmade(state);
	}
}

static void at_the_scale_of_a_county_the_first_school_has_a_term_behind_it(void **state)
{
	struct settlement *v;
	struct ctx *c;
	int64_t total;
	size_t n;

	made(state, DEMO_COUNTY, 1);
	c = reads_as(state, "county_finance01");
	assert_ok(settlement_list(c, 0, 0, &v, &n, &total));
	assert_int_equal(total, 3);
	verified(c);
	unmade(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(the_same_seed_moves_the_same_money),
		KIT_TEST(on_any_day_of_the_year_it_can_be_made_and_holds),
		KIT_TEST(at_the_scale_of_a_county_the_first_school_has_a_term_behind_it),
	};

	return KIT_RUN(tests);
}
