/* What came to the bank is booked: clearing empties, and the ledger's bank is the statement's
 * (R60).
 */
#include "channel.h"

#include "channel.sql.h"
#include "audit/arrival.h"
#include "base/phrase.h"
#include "money/approval.h"

static int64_t balance(void **state, const char *account)
{
	struct ctx *c = kit_ctx(state);
	struct money m;

	kit_read_as(c, &kit_world(state)->system);
	assert_ok(q_world_account(c, str_of(account), kit_world(state)->a1.v, &m));
	store_read_end(c);
	return m.fen;
}

static void arrivals_are(void **state, int64_t made, int64_t undone)
{
	struct ctx *c = kit_ctx(state);
	struct q_world_arrivals_row row;

	kit_read_as(c, &kit_world(state)->system);
	assert_ok(q_world_arrivals(c, &row));
	store_read_end(c);
	assert_int_equal(row.n, made);
	assert_int_equal(row.undone, undone);
}

static void a_day_that_came_empties_clearing_and_stands_at_the_bank_R60(void **state)
{
	struct day d = planted(state);

	channel_says(state, &d, ALL, 3);
	assert_int_equal(balance(state, "clearing_wechat"), 30000);
	run(state, &d);
	assert_int_equal(balance(state, "bank"), 0);
	bank_says(state, &d, "298.20");
	run(state, &d);
	assert_int_equal(balance(state, "clearing_wechat"), 0);
	assert_int_equal(balance(state, "bank"), 29820);
	assert_int_equal(balance(state, "channel_fee"), 180);
	run(state, &d);
	arrivals_are(state, 1, 0); /* nothing is booked twice */
	assert_int_equal(balance(state, "bank"), 29820);
}

static void the_fee_is_owed_by_the_county_where_it_bears_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct day d = planted(state);
	struct channel_terms_put terms = {901, d.bank.v, 6000, 3, S("county")};

	assert_ok(kit_try_as(c, &kit_world(state)->county_officer, &channel_terms_verb, &terms));
	channel_says(state, &d, ALL, 3);
	bank_says(state, &d, "298.20");
	run(state, &d);
	assert_int_equal(balance(state, "channel_fee"), 0);
	assert_int_equal(balance(state, "channel_fee_due"), 180);
	assert_int_equal(balance(state, "bank"), 29820);
}

static void money_late_and_in_two_pieces_is_booked_once_it_is_whole(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct day d = planted(state);

	channel_says(state, &d, ALL, 3);
	bank_lines(state, &d, bank_line(c, &d, 1, "S1,200.00,,财付通支付科技,"));
	run(state, &d);
	arrivals_are(state, 0, 0);
	assert_int_equal(balance(state, "clearing_wechat"), 30000);
	bank_lines(state, &d, bank_line(c, &d, 8, "S2,98.20,,财付通支付科技,"));
	assert_int_equal(run(state, &d), 0);
	arrivals_are(state, 1, 0);
	assert_int_equal(balance(state, "bank"), 29820);
	assert_int_equal(balance(state, "clearing_wechat"), 0);
}

/* What the channel collected and we did not book is at the bank all the same, and named. */
static void money_no_booking_explains_stands_apart_until_it_is_booked(void **state)
{
	static const struct channel_day_line more[] = {
		{{"K1", 2}, {"", 0}, {"C1", 2}, {10000}},
		{{"K2", 2}, {"", 0}, {"C2", 2}, {10000}},
		{{"K3", 2}, {"", 0}, {"C3", 2}, {10001}},
	};
	struct day d = planted(state);

	channel_says(state, &d, more, 3);
	bank_says(state, &d, "298.21");
	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_AMOUNT);
	assert_int_equal(balance(state, "bank"), 29821);
	assert_int_equal(balance(state, "unexplained"), -1);
	assert_int_equal(balance(state, "clearing_wechat"), 0);
}

static enum err payment_lost(struct ctx *c, void *arg)
{
	struct kit_people *w = arg;

	TRY(q_world_order_later(c, w->county, S("K3"), S("closed"), NULL));
	return q_world_payment_gone(c, 1303, NULL);
}

/* Why an arrival was taken back, as a reader has it. */
static void undone_reads(void **state, enum lang lang, const char *reason)
{
	struct ctx *c = kit_ctx(state);
	struct str said;

	kit_read_as(c, &kit_world(state)->system);
	assert_ok(q_world_undone(c, &said));
	assert_str(phrase_show(c->arena, lang, said), reason);
	store_read_end(c);
}

static void an_arrival_that_does_not_hold_any_more_is_taken_back_and_booked_anew(void **state)
{
	static const struct verb lost = {"test.lost", payment_lost};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct day d = planted(state);

	channel_says(state, &d, ALL, 3);
	bank_says(state, &d, "298.20");
	run(state, &d);
	assert_ok(kit_try_as(c, &w->system, &lost, w));
	run(state, &d);
	arrivals_are(state, 2, 1);
	assert_int_equal(balance(state, "bank"), 29820); /* the bank's word did not change */
	assert_int_equal(balance(state, "unexplained"), -10000);
	run(state, &d);
	arrivals_are(state, 2, 1);
	undone_reads(state, LANG_ZH, "重新对账后与付款或银行流水不再一致");
	undone_reads(state, LANG_EN, "Payments or the bank's lines are others now");
}

static void settle(void **state, int64_t id)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct difference_close done = {id, S("渠道调整费率"), false};
	struct approval_say say = {.word = APPROVED};
	struct approval_state said;

	assert_ok(kit_try_as(c, &w->leader, &difference_close_verb, &done));
	kit_read_as(c, &w->system);
	assert_ok(approval_state_of(c, APPROVE_DIFFERENCE, id, &said));
	store_read_end(c);
	say.approval = said.id;
	assert_ok(kit_try_as(c, &w->finance, &approval_say_verb, &say));
	assert_ok(kit_try_as(c, &w->leader, &difference_close_verb, &done));
}

static void another_fee_than_agreed_is_booked_once_two_people_said_it_is_right(void **state)
{
	struct day d = planted(state);

	channel_says(state, &d, ALL, 3);
	bank_says(state, &d, "298.10");
	assert_int_equal(run(state, &d), 1);
	arrivals_are(state, 0, 0);
	assert_int_equal(only(state, "open").kind, DIFF_FEE);
	settle(state, only(state, "open").id);
	run(state, &d);
	arrivals_are(state, 1, 0);
	assert_int_equal(balance(state, "bank"), 29810);
	assert_int_equal(balance(state, "channel_fee"), 190);
	assert_int_equal(balance(state, "clearing_wechat"), 0);
}

/* --- the counter ------------------------------------------------------------------------------ */

static enum err counter_run(struct ctx *c, void *arg)
{
	const struct kit_people *w = arg;
	struct instant at = {c->now.us - 10 * DAY_US};

	TRY(q_world_counter(c, w->county, w->a1, c->now, NULL));
	TRY(q_world_counter_payment(c, w->county, w->a1, 1401, S("TR20260901"), FEN(5000), at,
	                            NULL));
	TRY(q_world_counter_payment(c, w->county, w->a1, 1402, S("C-1"), FEN(2000), at, NULL));
	return q_world_counter_payment(c, w->county, w->a1, 1403, S("C-2"), FEN(1000), at, NULL);
}

static struct day counter(void **state)
{
	static const struct verb take = {"test.counter", counter_run};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct day d = planted(state);
	struct channel_terms_put terms = {902, d.bank.v, 0, 3, STR_NONE};

	assert_ok(kit_try_as(c, &w->system, &take, w));
	assert_ok(kit_try_as(c, &w->county_officer, &channel_terms_verb, &terms));
	channel_says(state, &d, ALL, 3);
	return d;
}

static void a_transfer_is_found_by_its_number_and_cash_by_the_sum_of_its_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct day d = counter(state);
	struct str lines = str_printf(
		c->arena, "%s%s%s%s", bank_line(c, &d, 1, "S1,298.20,,财付通支付科技,"),
		bank_line(c, &d, 0, "S2,50.00,,张三,转账 TR20260901"),
		bank_line(c, &d, 1, "S3,30.00,,,现金缴存"), bank_line(c, &d, 1, "S4,7.77,,,结息"));

	bank_lines(state, &d, str_c(c->arena, lines));
	assert_int_equal(run(state, &d), 0); /* interest is no difference of a channel's */
	arrivals_are(state, 3, 0);
	assert_int_equal(balance(state, "clearing_counter"),
	                 -8000); /* its entries are not made here */
	assert_int_equal(balance(state, "bank"), 29820 + 8000);
}

static void what_the_counter_did_not_bank_in_time_is_missing_to_the_fen(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct day d = counter(state);
	struct str lines =
		str_printf(c->arena, "%s%s", bank_line(c, &d, 1, "S1,298.20,,财付通支付科技,"),
	                   bank_line(c, &d, 1, "S3,29.99,,,现金缴存"));

	bank_lines(state, &d, str_c(c->arena, lines));
	assert_int_equal(run(state, &d), 1);
	assert_int_equal(only(state, "open").kind, DIFF_BANK_MISSING);
	assert_int_equal(only(state, "open").collecting, 902);
	assert_int_equal(only(state, "open").expected.fen, 8000);
}

/* --- seen ------------------------------------------------------------------------------------- */

static void finance_sees_what_stands_where_and_another_county_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct arrival_filter all = {0};
	struct arrival_sums sums;
	struct bank_open_sums open;
	struct arrival_row *v;
	struct bank_stand *s;
	struct bank_open *o;
	struct day d = planted(state);
	struct str lines =
		str_printf(c->arena, "%s%s", bank_line(c, &d, 1, "S1,298.20,,财付通支付科技,"),
	                   bank_line(c, &d, 1, "S4,7.77,,,结息"));
	size_t n;

	channel_says(state, &d, ALL, 3);
	bank_lines(state, &d, str_c(c->arena, lines));
	run(state, &d);
	kit_read_as(c, &w->leader);
	assert_ok(arrival_list(c, &all, &v, &n, &sums));
	assert_int_equal(n, 1);
	assert_int_equal(sums.gross.fen, 30000);
	assert_str(v[0].channel, "wechat");
	assert_ok(bank_stands(c, &s, &n));
	assert_int_equal(n, 1);
	assert_int_equal(s[0].bank.fen, 29820);
	assert_int_equal(s[0].wechat.fen, 0);
	assert_ok(bank_open_list(c, 0, 0, &o, &n, &open));
	assert_int_equal(n, 1); /* interest is booked nowhere */
	assert_int_equal(open.in.fen, 777);
	store_read_end(c);
	kit_read_as(c, &w->zone_officer);
	assert_ok(arrival_list(c, &all, &v, &n, &sums));
	assert_int_equal(n, 0);
	store_read_end(c);
	kit_read_as(c, &w->teacher);
	assert_fault(c, arrival_list(c, &all, &v, &n, &sums), E_DENIED, "not_allowed");
	store_read_end(c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_day_that_came_empties_clearing_and_stands_at_the_bank_R60),
		KIT_FACT(the_fee_is_owed_by_the_county_where_it_bears_it),
		KIT_FACT(money_late_and_in_two_pieces_is_booked_once_it_is_whole),
		KIT_FACT(money_no_booking_explains_stands_apart_until_it_is_booked),
		KIT_FACT(an_arrival_that_does_not_hold_any_more_is_taken_back_and_booked_anew),
		KIT_FACT(another_fee_than_agreed_is_booked_once_two_people_said_it_is_right),
		KIT_FACT(a_transfer_is_found_by_its_number_and_cash_by_the_sum_of_its_day),
		KIT_FACT(what_the_counter_did_not_bank_in_time_is_missing_to_the_fen),
		KIT_FACT(finance_sees_what_stands_where_and_another_county_nothing),
	};

	return KIT_FACTS_RUN("audit", facts);
}
