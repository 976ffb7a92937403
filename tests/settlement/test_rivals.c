/* Of two acts at once that count on the same money exactly one wins: on PostgreSQL from two nodes,
 * on SQLite in the one queue. A withdrawal and a payout of one released statement (R60); two
 * spendings of what families paid (R66). */
#include "scene.h"

#include "../kit_rivals.h"
#include "../kit_verify.h"
#include "money/approval.h"
#include "settlement/fee.h"

enum { ROUNDS = 8 };

/* Released, and a second person has agreed that it is withdrawn. */
static settlement_id may_be_withdrawn(struct scene *s, int round)
{
	struct settlement_withdraw ask = {.reason = S("课时有误")};
	struct approval_say say = {.word = APPROVED, .reason = S("")};
	struct approval_state st;

	held(s, s->day + 1 + round, 60, 5);
	assert_ok(draw(s, &ask.settlement));
	assert_ok(release(s, ask.settlement));
	assert_ok(kit_try_as(s->c, &s->w->finance, &settlement_withdraw_verb, &ask));
	assert_true(ask.waits);
	assert_ok(store_read_begin(s->c));
	assert_ok(approval_state_of(s->c, APPROVE_STATEMENT, ask.settlement.v, &st));
	store_read_end(s->c);
	say.approval = st.id;
	assert_ok(kit_try_as(s->c, &s->w->leader, &approval_say_verb, &say));
	return ask.settlement;
}

static bool stands(struct scene *s, settlement_id id)
{
	struct settlement got;

	kit_read_as(s->c, &s->w->finance);
	assert_ok(settlement_get(s->c, id, &got));
	store_read_end(s->c);
	return got.withdrawn.us == INT64_MIN;
}

/* Whoever lost is told why, and nothing of what it began is left. */
static void one_won(struct scene *s, const struct rival v[2], settlement_id id)
{
	bool withdrawn = v[0].got == OK;

	assert_true(withdrawn != (v[1].got == OK));
	if (withdrawn)
		assert_string_equal(v[1].c.fault.code, "nothing_owed");
	else
		assert_string_equal(v[0].c.fault.code, "settlement_in_payout");
	assert_true(stands(s, id) == !withdrawn);
	assert_int_equal(kit_broken(s->c, "releases"), 0);
	assert_int_equal(kit_broken(s->c, "escrow"), 0);
	assert_int_equal(kit_broken(s->c, "ledger_entries"), 0);
	assert_int_equal(kit_broken(s->c, "payouts"), 0);
}

static void R60_of_a_withdrawal_and_a_payout_at_once_exactly_one_wins(void **state)
{
	struct scene s = scene_of(state, true);
	struct ctx other = rivals_node(state, s.c);

	for (int i = 0; i < 20; i++)
		billed(&s, 12000, true);
	assert_ok(follow(&s));
	assert_ok(payee(&s, "示例艺术培训中心"));
	for (int i = 0; i < ROUNDS; i++) {
		struct settlement_withdraw back = {.settlement = may_be_withdrawn(&s, i),
		                                   .reason = S("")};
		struct settlement_pay pay = {.school = s.w->a1};
		struct rival v[2] = {{.verb = &settlement_withdraw_verb, .arg = &back},
		                     {.verb = &settlement_pay_verb, .arg = &pay}};

		rivals_run(v, s.c, &other, &s.w->finance);
		one_won(&s, v, back.settlement);
		rivals_end(v);
	}
	rivals_node_end(&other, s.c);
}

static void R60_the_same_hours_are_released_once_by_two_at_once(void **state)
{
	struct scene s = scene_of(state, true);
	struct ctx other = rivals_node(state, s.c);

	for (int i = 0; i < 20; i++)
		billed(&s, 12000, true);
	assert_ok(follow(&s));
	for (int i = 0; i < ROUNDS; i++) {
		struct settlement_release a = {0}, b;
		struct rival v[2] = {{.verb = &settlement_release_verb, .arg = &a},
		                     {.verb = &settlement_release_verb, .arg = &b}};
		int64_t before = owed(&s);

		held(&s, s.day + 1 + i, 60, 5);
		assert_ok(draw(&s, &a.settlement));
		b = a;
		rivals_run(v, s.c, &other, &s.w->finance);
		assert_ok(v[0].got); /* who came second found nothing left to release */
		assert_ok(v[1].got);
		rivals_end(v);
		assert_int_equal(owed(&s) - before, 12000);
	}
	assert_int_equal(kit_broken(s.c, "releases"), 0);
	rivals_node_end(&other, s.c);
}

static enum err came_run(struct ctx *c, void *arg)
{
	const struct scene *s = arg;
	const struct leg leg[] = {{LEDGER_BANK, LEG_OF(s->w->a1), FEN(10000)},
	                          {LEDGER_CARE, LEG_OF(s->t.offering[CARE]), FEN(-10000)}};

	return ledger_post(c, s->w->county, "test", env_next_id(c->env), leg, 2);
}

static void R66_of_two_spendings_of_the_same_money_at_once_exactly_one_wins(void **state)
{
	static const struct verb came = {"test.came", came_run};
	struct scene s = scene_of(state, true);
	struct ctx other = rivals_node(state, s.c);

	for (int i = 0; i < ROUNDS; i++) {
		struct fee_spend a = {.purpose = S("direct_consumables"),
		                      .amount = FEN(10000),
		                      .payee = S("示例文具店"),
		                      .number = S("6222000011112222"),
		                      .bank = S("示例银行"),
		                      .document = S("V-1")};
		struct fee_spend b = a;
		struct rival v[2] = {{.verb = &fee_spend_verb, .arg = &a},
		                     {.verb = &fee_spend_verb, .arg = &b}};

		s.c->actor = s.w->system;
		kit_do(s.c, &came, &s);
		rivals_run(v, s.c, &other, &s.w->finance);
		assert_string_equal(rivals_lost(v), "insufficient_funds");
		rivals_end(v);
	}
	assert_int_equal(kit_broken(s.c, "spendings"), 0);
	rivals_node_end(&other, s.c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_of_a_withdrawal_and_a_payout_at_once_exactly_one_wins),
		KIT_FACT(R60_the_same_hours_are_released_once_by_two_at_once),
		KIT_FACT(R66_of_two_spendings_of_the_same_money_at_once_exactly_one_wins),
	};

	return KIT_FACTS_RUN("settlement rivals", facts);
}
