/* R60: a statement of which no money has left is withdrawn, by two people over the limit, and
 * drawn anew. */
#include "scene.h"

#include "../kit_approval.h"
#include "../kit_verify.h"
#include "../kit_web.h"

#include "auth/auth.h"
#include "settlement/routes.h"

static void alone(struct scene *s, int64_t fen)
{
	struct approval_limit_set a = {APPROVE_STATEMENT, {fen}, S("小额结算单")};

	assert_ok(kit_try_as(s->c, &s->w->county_officer, &approval_limit_verb, &a));
}

static enum err withdraw(struct scene *s, const struct actor *who, settlement_id id,
                         const char *reason, bool *ret_waits)
{
	struct settlement_withdraw a = {.settlement = id, .reason = str_of(reason)};
	enum err e = kit_try_as(s->c, who, &settlement_withdraw_verb, &a);

	*ret_waits = a.waits;
	return e;
}

static enum err said(struct scene *s, const struct actor *who, settlement_id id,
                     enum approval_word word)
{
	struct approval_say say = {.word = word, .reason = S("先核对课时")};
	struct approval_state st;

	kit_titled(s->c, &s->w->leader, APPROVE_STATEMENT, id.v, "撤回结算单",
	           "Withdraw the statement");
	assert_ok(store_read_begin(s->c));
	assert_ok(approval_state_of(s->c, APPROVE_STATEMENT, id.v, &st));
	store_read_end(s->c);
	say.approval = st.id;
	return kit_try_as(s->c, who, &approval_say_verb, &say);
}

static struct settlement seen(struct scene *s, const struct actor *who, settlement_id id)
{
	struct settlement got;

	kit_read_as(s->c, who);
	assert_ok(settlement_get(s->c, id, &got));
	store_read_end(s->c);
	return got;
}

static struct scene drawn(void **state, settlement_id *ret_id)
{
	struct scene s = scene_of(state, true);

	for (int i = 0; i < 3; i++)
		billed(&s, 12000, true);
	held(&s, s.day, 60, 5);
	held(&s, s.day + 1, 60, 5);
	assert_ok(draw(&s, ret_id));
	return s;
}

static void R71_over_the_limit_a_withdrawal_needs_a_second_person(void **state)
{
	settlement_id id, again;
	struct scene s = drawn(state, &id);
	bool waits;

	assert_fault(s.c, withdraw(&s, &s.w->clerk, id, "课时有误", &waits), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, withdraw(&s, &s.w->finance, id, " ", &waits), E_INPUT, "missing_field");
	assert_str(s.c->fault.field, "back_reason");
	assert_ok(withdraw(&s, &s.w->finance, id, "课时有误", &waits));
	assert_true(waits);
	assert_fault(s.c, withdraw(&s, &s.w->finance, id, "课时有误", &waits), E_CONFLICT,
	             "approval_waiting");
	assert_fault(s.c, said(&s, &s.w->finance, id, APPROVED), E_REFUSED, "not_approved");
	assert_str(s.c->fault.field, "approver");
	assert_int_equal(seen(&s, &s.w->agency, id).open, 120); /* it stands until then */
	assert_fault(s.c, draw(&s, &again), E_REFUSED, "hours_not_verified");
	assert_ok(said(&s, &s.w->leader, id, APPROVED));
	assert_ok(withdraw(&s, &s.w->finance, id, "", &waits));
	assert_false(waits);
	assert_str(seen(&s, &s.w->agency, id).back_reason, "课时有误");
	assert_fault(s.c, withdraw(&s, &s.w->finance, id, "课时有误", &waits), E_CONFLICT,
	             "settlement_withdrawn");
	assert_fault(s.c, release(&s, id), E_CONFLICT, "settlement_withdrawn");
	assert_ok(draw(&s, &again));
	assert_ok(release(&s, again));
	assert_int_equal(owed(&s), 24000);
	assert_int_equal(kit_broken(s.c, "releases"), 0);
}

static void R71_a_withdrawal_that_was_returned_can_be_asked_for_again(void **state)
{
	settlement_id id;
	struct scene s = drawn(state, &id);
	bool waits;

	assert_ok(withdraw(&s, &s.w->finance, id, "课时有误", &waits));
	assert_ok(said(&s, &s.w->leader, id, RETURNED));
	assert_ok(withdraw(&s, &s.w->finance, id, "九月课时有误", &waits));
	assert_true(waits);
	assert_str(seen(&s, &s.w->finance, id).back_reason, "九月课时有误");
	assert_ok(release(&s, id)); /* until it is withdrawn it counts */
	assert_ok(said(&s, &s.w->leader, id, APPROVED));
	assert_ok(withdraw(&s, &s.w->finance, id, "", &waits)); /* two have agreed */
	assert_int_equal(owed(&s), 0);
}

static void R60_what_was_released_is_taken_back_by_two_and_held_again(void **state)
{
	settlement_id id, again;
	struct scene s = drawn(state, &id);
	bool waits;

	alone(&s, 10000000); /* a limit does not help where money was released */
	assert_ok(follow(&s));
	int64_t before = escrow(&s);

	assert_ok(release(&s, id));
	assert_int_equal(owed(&s), 24000);
	assert_int_equal(escrow(&s), before - 24000);
	assert_ok(withdraw(&s, &s.w->finance, id, "课时有误", &waits));
	assert_true(waits);
	assert_int_equal(owed(&s), 24000);
	assert_ok(said(&s, &s.w->leader, id, APPROVED));
	assert_ok(withdraw(&s, &s.w->finance, id, "", &waits));
	assert_false(waits);
	assert_int_equal(owed(&s), 0);
	assert_int_equal(escrow(&s), before);
	assert_int_equal(seen(&s, &s.w->agency, id).released.fen, 0);
	assert_int_equal(kit_broken(s.c, "releases"), 0);
	assert_int_equal(kit_broken(s.c, "escrow"), 0);
	assert_int_equal(kit_broken(s.c, "ledger_entries"), 0);
	assert_ok(draw(&s, &again));
	assert_ok(release(&s, again));
	assert_int_equal(owed(&s), 24000);
	assert_int_equal(kit_broken(s.c, "releases"), 0);
	assert_int_equal(kit_broken(s.c, "escrow"), 0);
}

static void said_of_all(struct scene *s, payout_id batch, bool paid)
{
	struct payout_line *v;
	struct payout p = {0};
	size_t n;

	kit_read_as(s->c, &s->w->finance);
	assert_ok(payout_get(s->c, batch, &p));
	assert_ok(payout_lines(s->c, &p, &v, &n));
	store_read_end(s->c);
	assert_int_equal(n, 1);
	struct payout_said a = {v[0].id, paid, ctx_today(s->c), S("户名不符")};

	assert_ok(kit_try_as(s->c, &s->w->finance, &payout_said_verb, &a));
}

static void exported(struct scene *s, payout_id batch)
{
	struct payout_submit submit = {batch};
	struct payout_export export = {batch};
	struct approval_state word = {0};

	assert_ok(kit_try_as(s->c, &s->w->finance, &payout_submit_verb, &submit));
	kit_read_as(s->c, &s->w->finance);
	assert_ok(approval_state_of(s->c, APPROVE_PAYOUT, batch.v, &word));
	store_read_end(s->c);
	if (word.word == APPROVAL_WAITING) {
		struct approval_say say = {.approval = word.id, .word = APPROVED};

		assert_ok(kit_try_as(s->c, &s->w->leader, &approval_say_verb, &say));
	}
	assert_ok(kit_try_as(s->c, &s->w->finance, &payout_export_verb, &export));
}

static void R60_a_statement_on_its_way_to_the_bank_is_not_withdrawn_until_it_came_back(void **state)
{
	struct payout_cancel cancel = {.reason = S("重开")};
	settlement_id id;
	struct scene s = drawn(state, &id);
	payout_id batch, second;
	bool waits;

	assert_ok(release(&s, id));
	assert_ok(payee(&s, "示例艺术培训中心"));
	assert_ok(pay(&s, &batch));
	assert_fault(s.c, withdraw(&s, &s.w->finance, id, "课时有误", &waits), E_REFUSED,
	             "settlement_in_payout");
	cancel.payout = batch;
	assert_ok(kit_try_as(s.c, &s.w->finance, &payout_cancel_verb, &cancel));
	assert_ok(withdraw(&s, &s.w->finance, id, "课时有误", &waits));
	assert_ok(said(&s, &s.w->leader, id, APPROVED));
	assert_ok(pay(&s, &second)); /* until it is withdrawn it counts */
	exported(&s, second);
	assert_fault(s.c, withdraw(&s, &s.w->finance, id, "", &waits), E_REFUSED,
	             "settlement_at_bank");
	said_of_all(&s, second, true);
	assert_fault(s.c, withdraw(&s, &s.w->finance, id, "", &waits), E_REFUSED,
	             "settlement_paid");
	assert_int_equal(seen(&s, &s.w->finance, id).paid.fen, 24000);
	said_of_all(&s, second, false);
	assert_ok(withdraw(&s, &s.w->finance, id, "", &waits));
	assert_int_equal(owed(&s), 0);
	assert_int_equal(kit_broken(s.c, "releases"), 0);
	assert_int_equal(kit_broken(s.c, "escrow"), 0);
	assert_int_equal(kit_broken(s.c, "payouts"), 0);
	assert_int_equal(kit_broken(s.c, "ledger_entries"), 0);
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "nothing_owed");
}

static void R60_what_the_county_decided_of_an_hour_outlives_its_statement(void **state)
{
	struct scene s = scene_of(state, true);
	sitting_id first = held(&s, s.day, 60, 5), second = held(&s, s.day + 1, 60, 5);
	struct dispute_open open = {.sitting = first, .reason = S("少记了")};
	struct dispute_decide decide = {.sitting = first, .minutes = 30, .reason = S("核对签到")};
	settlement_id id;
	bool waits;

	for (int i = 0; i < 3; i++)
		billed(&s, 12000, true);
	alone(&s, 10000000);
	assert_ok(draw(&s, &id));
	open.settlement = decide.settlement = id;
	assert_ok(kit_try_as(s.c, &s.w->agency, &dispute_open_verb, &open));
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &dispute_decide_verb, &decide));
	open.sitting = second; /* still open when the statement goes */
	assert_ok(kit_try_as(s.c, &s.w->agency, &dispute_open_verb, &open));
	assert_ok(withdraw(&s, &s.w->finance, id, "课时有误", &waits));
	assert_false(waits);
	assert_ok(draw(&s, &id));
	assert_int_equal(seen(&s, &s.w->agency, id).disputed, 0);
	assert_ok(release(&s, id));
	assert_int_equal(owed(&s), 18000); /* thirty minutes of the first, the second whole */
	open.sitting = second;
	open.settlement = id;
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &dispute_open_verb, &open), E_CONFLICT,
	             "settlement_line_over");
}

static void R60_the_agency_reads_why_its_statement_was_withdrawn(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	settlement_id id;
	struct scene s = drawn(state, &id);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *page =
		str_c(s.c->arena, str_printf(s.c->arena, "/settlements/%lld", (long long)id.v));
	const char *post = str_c(s.c->arena, str_printf(s.c->arena, "%s/withdrawal", page));
	const char *api = str_c(s.c->arena, str_printf(s.c->arena, "/api/v1%s", post));

	alone(&s, 10000000);
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_false(kit_web_shows(&b, "/withdrawal"));
	assert_int_equal(kit_web_post(&b, post, "&back_reason=x"), 403);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, post, "&back_reason="), 422);
	assert_int_equal(kit_web_post(&b, post, "&back_reason=课时有误"), 303);
	assert_int_equal(kit_web_api(&b, "POST", api, "{\"back_reason\":\"x\"}"), 409);
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "课时有误"));
	assert_true(kit_web_shows(&b, "已撤回"));
	assert_int_equal(kit_web_get(&b, "/settlements"), 200);
	assert_true(kit_web_shows(&b, "已撤回"));
	assert_int_equal(kit_web_get(&b, str_c(s.c->arena,
	                                       str_printf(s.c->arena, "%s/statement.pdf", page))),
	                 200);
	assert_int_equal(kit_web_api(&b, "GET",
	                             str_c(s.c->arena, str_printf(s.c->arena, "/api/v1%s", page)),
	                             NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"withdrawn\":true"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R71_over_the_limit_a_withdrawal_needs_a_second_person),
		KIT_FACT(R71_a_withdrawal_that_was_returned_can_be_asked_for_again),
		KIT_FACT(R60_what_was_released_is_taken_back_by_two_and_held_again),
		KIT_FACT(
			R60_a_statement_on_its_way_to_the_bank_is_not_withdrawn_until_it_came_back),
		KIT_FACT(R60_what_the_county_decided_of_an_hour_outlives_its_statement),
		KIT_FACT(R60_the_agency_reads_why_its_statement_was_withdrawn),
	};

	return KIT_FACTS_RUN("settlement withdraw", facts);
}
