/* What a newcomer finds: at the scale `school` no list of money is empty for the role it is for,
 * all of it made by the verbs (so that verify holds), the same for the same seed. */
#include "../kit.h"

#include "who.h"

#include "audit/difference.h"
#include "audit/pack_work.h"
#include "audit/statement.h"
#include "audit/term_close.h"
#include "funds/budget.h"
#include "funds/special.h"
#include "jobs/job.h"
#include "money/period.h"
#include "money/approval.h"
#include "money/bill.h"
#include "payments/payment.h"
#include "payments/receipt.h"
#include "payments/refund.h"
#include "settlement/settlement.h"
#include "subsidy/batch.h"
#include "subsidy/duty.h"

#define SCHOOL "2134000001"

static int furnished(void **state)
{
	if (kit_setup(state) != 0)
		return -1;
	made(state, DEMO_SCHOOL, 1);
	return 0;
}

static int cleared(void **state)
{
	unmade(state);
	return kit_teardown(state);
}

/* The number of the one who keeps the money: the last of the staff. */
static struct ctx *finance(void **state)
{
	struct ctx *c = reads_as(state, SCHOOL ".001");
	struct person *v;
	char login[32];
	size_t n;

	assert_ok(person_list(c, c->actor.school, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].outsider)
			continue;
		snprintf(login, sizeof login, SCHOOL ".%.*s", STR_FMT(v[i].number));
		c = reads_as(state, login);
		if (c->actor.role == ROLE_SCHOOL_FINANCE)
			return c;
	}
	fail_msg("nobody keeps the school's money");
	return c;
}

/* --- a school's finance ----------------------------------------------------------------------- */

static void who_keeps_the_money_finds_bills_paid_by_both_ways_with_receipts(void **state)
{
	struct ctx *c = finance(state);
	struct payment_filter f = {0};
	struct payment_sums online, counter;
	struct receipt *receipt;
	struct payment *v;
	struct owing *owing;
	int64_t total;
	size_t n;

	for (int before = 0; before < 2; before++) {
		term_id term = term_of(c, before).id;

		f.channel = S("wechat");
		assert_ok(payment_page(c, c->actor.school, term, &f, &v, &n, &online));
		f.channel = S("counter");
		assert_ok(payment_page(c, c->actor.school, term, &f, &v, &n, &counter));
		assert_true(online.payments > 0);
		assert_true(counter.payments > 0);
		assert_ok(receipt_page(c, c->actor.school, term, &(struct receipt_filter){0},
		                       &receipt, &n, &total));
		assert_true(total >= online.payments + counter.payments);
	}
	assert_ok(due_page(c, c->actor.school, term_of(c, false).id,
	                   &(struct due_filter){.open = true}, &owing, &n, &total));
	assert_true(total > 0);
}

static void refunds_stand_asked_returned_and_done(void **state)
{
	static const char *const states[] = {"asked", "returned", "done"};
	struct ctx *c = finance(state);
	struct refund *v;
	int64_t total;
	size_t n;

	for (size_t i = 0; i < 3; i++) {
		assert_ok(refund_page(c, c->actor.school, term_of(c, false).id,
		                      &(struct refund_filter){.state = str_of(states[i])}, &v, &n,
		                      &total));
		assert_true(total > 0);
	}
}

static void an_incident_waits(void **state)
{
	struct ctx *c = finance(state);
	struct incident *v;
	size_t n;

	assert_ok(incident_list(c, true, &v, &n));
	assert_int_equal(n, 1);
}

static void R60_one_payout_to_an_agency_is_paid_and_one_waits(void **state)
{
	struct ctx *c = finance(state);
	bool paid = false, waits = false;
	struct payout *v;
	int64_t total;
	size_t n;

	assert_ok(payout_list(c, 0, 0, &v, &n, &total));
	for (size_t i = 0; i < n; i++) {
		paid = paid || (v[i].state == PAYOUT_EXPORTED && v[i].paid == v[i].lines);
		waits = waits || v[i].state == PAYOUT_SUBMITTED;
	}
	assert_true(paid);
	assert_true(waits);
}

static void R60_the_bank_has_a_statement_and_two_differences_one_of_them_settled(void **state)
{
	struct ctx *c = finance(state);
	struct statement_row *statement;
	struct difference *v;
	int64_t total;
	size_t n;

	assert_ok(statement_list(c, 0, 0, &statement, &n, &total));
	assert_int_equal(total, 1);
	assert_ok(difference_list(c, S(""), 0, 0, &v, &n, &total));
	assert_int_equal(total, 2);
	assert_ok(difference_list(c, S("open"), 0, 0, &v, &n, &total));
	assert_int_equal(total, 1);
	assert_int_equal(v[0].kind, DIFF_UNKNOWN_ORDER);
}

static void R42_guarantee_money_was_spent(void **state)
{
	struct ctx *c = finance(state);
	struct spending *v;
	int64_t total;
	size_t n;

	assert_ok(spending_list(c, 0, 0, &v, &n, &total));
	assert_int_equal(total, 2);
	assert_int_equal(v[0].may, SPENDING_UNDONE);
	assert_int_equal(v[1].may, SPENDING_BOOKED);
}

static void R49_a_month_of_staff_subsidy_is_paid_one_came_back_and_one_waits(void **state)
{
	static const char *const states[] = {"paid", "returned", "submitted"};
	struct ctx *c = finance(state);
	struct subsidy_filter f = {
		.county = c->actor.county, .school = c->actor.school, .month = DATE_NONE};
	struct subsidy_row *v;
	int64_t total;
	size_t n;

	for (size_t i = 0; i < 3; i++) {
		f.state = str_of(states[i]);
		assert_ok(subsidy_list(c, &f, &v, &n, &total));
		assert_int_equal(total, 1);
		assert_true(v[0].total.fen > 0);
	}
}

/* --- leader, agency, family, teacher ---------------------------------------------------------- */

static void the_leader_finds_a_refund_and_a_payout_to_decide(void **state)
{
	struct ctx *c = reads_as(state, SCHOOL ".001");
	static const char *const kinds[] = {"refund", "payout"};
	struct approval *v;
	int64_t total;
	size_t n;

	for (size_t i = 0; i < 2; i++) {
		assert_ok(approval_list(c, &(struct approval_filter){.kind = kinds[i]}, &v, &n,
		                        &total));
		assert_int_equal(total, 1);
		assert_true(approval_may(c, &v[0]));
	}
}

static void an_agency_finds_what_it_was_paid_and_another_what_it_disputes(void **state)
{
	struct ctx *c = reads_as(state, "19800000000");
	struct settlement *v;
	int64_t total;
	size_t n;

	assert_ok(settlement_list(c, 0, 0, &v, &n, &total));
	assert_int_equal(total, 2);
	assert_true(v[0].paid.fen + v[1].paid.fen > 0);
	c = reads_as(state, "19800000001");
	assert_ok(settlement_list(c, 0, 0, &v, &n, &total));
	assert_int_equal(total, 1);
	assert_int_equal(v[0].disputed, 1);
	assert_true(v[0].released.fen > 0);
	assert_true(date_some(v[0].owed_since));
}

static void a_family_finds_its_payments_and_a_refund(void **state)
{
	struct ctx *c = reads_as(state, "19900000338"); /* of the third family that is paid back */
	struct child *child;
	struct payment *v;
	struct refund *back;
	size_t n;

	assert_ok(children_list(c, &child, &n));
	assert_int_equal(n, 1);
	for (int before = 0; before < 2; before++) {
		assert_ok(payment_list(c, child[0].pupil.id, term_of(c, before).id, &v, &n));
		assert_int_equal(n, 1);
		assert_true(v[0].receipt.v != 0);
	}
	assert_ok(refund_list(c, child[0].pupil.id, term_of(c, false).id, &back, &n));
	assert_int_equal(n, 1);
}

static void the_families_listed_first_have_nothing_yet(void **state)
{
	struct ctx *c;
	char login[16];

	for (int i = 0; i < 100; i++) {
		struct payable due;
		struct child *child;
		size_t n;

		snprintf(login, sizeof login, "199%08d", i * 2);
		c = reads_as(state, login);
		assert_ok(children_list(c, &child, &n));
		assert_ok(payable_get(c, child[0].pupil.id, term_of(c, false).id, &due));
		assert_int_equal(due.bill.v, 0);
	}
}

static void R5_a_waiver_halves_a_bill_and_its_payer_owes_the_rest(void **state)
{
	struct ctx *c = reads_as(state, "19900000356");
	struct bill_line *v;
	struct child *child;
	struct bill b;
	bool found;
	size_t n;

	assert_ok(children_list(c, &child, &n));
	assert_ok(bill_get(c, child[0].pupil.id, term_of(c, false).id, &b, &v, &n, &found));
	assert_true(found);
	for (found = false; n > 0 && !found; n--)
		found = str_is(v[n - 1].item, "waiver");
	assert_true(found);
}

static void who_led_sittings_finds_what_they_are_paid(void **state)
{
	struct ctx *c = reads_as(state, SCHOOL ".003");
	struct subsidy_mine *v;
	size_t n;

	assert_ok(subsidy_of_me(c, &v, &n));
	assert_int_equal(n, 3);
}

/* --- county and city -------------------------------------------------------------------------- */

static void the_countys_bureau_finds_a_months_subsidy_to_approve(void **state)
{
	struct ctx *c = reads_as(state, "county01");
	struct approval *v;
	int64_t total;
	size_t n;

	assert_ok(approval_list(c, &(struct approval_filter){.kind = "subsidy"}, &v, &n, &total));
	assert_int_equal(total, 1);
	assert_true(approval_may(c, &v[0]));
}

static void R42_the_countys_finance_finds_budget_books_closed_and_a_pack(void **state)
{
	struct ctx *c = reads_as(state, "county_finance01");
	struct guarantee_closed closed;
	struct term before = term_of(c, true);
	struct term_close close;
	struct budget_line *line;
	struct pack_work *pack;
	struct period *period;
	struct money budget;
	int64_t total;
	size_t n;

	assert_ok(budget_lines(c, c->actor.county, &before, &budget, &line, &n));
	assert_true(budget.fen > 0 && line[0].spent.fen > 0);
	assert_ok(guarantee_closing_of(c, line[0].school, before.id, &closed));
	assert_true(closed.closed && closed.shortfall.fen > 0 && str_some(closed.explanation));
	assert_ok(term_close_get(c, before.id, &close));
	assert_true(close.finished && close.amount.fen > 0);
	assert_ok(period_list(c, c->actor.county, &period, &n));
	assert_int_equal(n, 1);
	assert_ok(pack_work_list(c, 0, 0, &pack, &n, &total));
	assert_int_equal(total, 1);
	assert_str(pack[0].state, "done");
}

static void R47_the_citys_finance_finds_a_fund_shared_out_and_one_proposed(void **state)
{
	struct ctx *c = reads_as(state, "city_finance");
	bool approved = false, proposed = false;
	struct special *v;
	size_t n;

	assert_ok(special_list(c, &v, &n));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		approved = approved || str_is(v[i].state, "approved");
		proposed = proposed || str_is(v[i].state, "proposed");
	}
	assert_true(approved);
	assert_true(proposed);
}

static void the_city_finds_no_work_that_was_given_up(void **state)
{
	struct ctx *c = reads_as(state, "city");
	struct jobs_counts jobs;

	assert_ok(jobs_count(c, &jobs));
	assert_int_equal(jobs.dead, 0);
}

/* --- all of it -------------------------------------------------------------------------------- */

static void what_is_recomputed_holds(void **state)
{
	verified(kit_ctx(state));
}

/* One database for those who only read. */
#define READING(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest reading[] = {
		READING(who_keeps_the_money_finds_bills_paid_by_both_ways_with_receipts),
		READING(refunds_stand_asked_returned_and_done),
		READING(an_incident_waits),
		READING(R60_one_payout_to_an_agency_is_paid_and_one_waits),
		READING(R60_the_bank_has_a_statement_and_two_differences_one_of_them_settled),
		READING(R42_guarantee_money_was_spent),
		READING(R49_a_month_of_staff_subsidy_is_paid_one_came_back_and_one_waits),
		READING(the_leader_finds_a_refund_and_a_payout_to_decide),
		READING(an_agency_finds_what_it_was_paid_and_another_what_it_disputes),
		READING(a_family_finds_its_payments_and_a_refund),
		READING(the_families_listed_first_have_nothing_yet),
		READING(R5_a_waiver_halves_a_bill_and_its_payer_owes_the_rest),
		READING(who_led_sittings_finds_what_they_are_paid),
		READING(the_countys_bureau_finds_a_months_subsidy_to_approve),
		READING(R42_the_countys_finance_finds_budget_books_closed_and_a_pack),
		READING(R47_the_citys_finance_finds_a_fund_shared_out_and_one_proposed),
		READING(the_city_finds_no_work_that_was_given_up),
		READING(what_is_recomputed_holds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(reading, furnished, cleared);
}
