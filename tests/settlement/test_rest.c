/* What goes back, what others bear, what is left (R60). */
#include "scene.h"

#include "settlement/payer.h"
#include "settlement/rest.h"

static void R60_refunds_lower_escrow_before_release_and_never_below_zero(void **state)
{
	struct scene s = scene_of(state, true);
	int64_t one = billed(&s, 12000, true), two = billed(&s, 12000, true);
	settlement_id id;

	assert_ok(follow(&s));
	refunded(&s, one, 12000);
	held(&s, s.day, 60, 5);
	assert_ok(draw(&s, &id));
	assert_fault(s.c, release(&s, id), E_REFUSED, "insufficient_funds");
	held(&s, s.day + 1, 30, 5);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id)); /* 60.00 of the 90.00 that are held */
	assert_int_equal(escrow(&s), 3000);
	refunded(&s, two, 12000); /* the released part is the agency's until its next release */
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 0);
	assert_int_equal(claimed(&s), 6000);
	assert_int_equal(owed(&s), 6000);
}

static void R60_what_was_refunded_after_a_release_is_kept_back_of_the_next(void **state)
{
	struct scene s = scene_of(state, true);
	int64_t one = billed(&s, 12000, true);
	settlement_id id;

	held(&s, s.day, 30, 5);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id));
	assert_int_equal(owed(&s), 6000);
	refunded(&s, one, 12000);
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 0);
	assert_int_equal(claimed(&s), 6000);
	billed(&s, 12000, true);
	billed(&s, 12000, true);
	held(&s, s.day + 1, 60, 5);
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 18000 - 6000); /* what comes in first ends the claim */
	assert_int_equal(claimed(&s), 0);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id));
	assert_int_equal(owed(&s), 6000 + 12000);
	assert_int_equal(escrow(&s), 0);
}

static void R60_a_claim_of_one_course_is_kept_back_of_a_release_of_another(void **state)
{
	struct scene s = scene_of(state, true), other = sibling(&s);
	int64_t one = billed(&s, 12000, true);
	settlement_id id;

	held(&s, s.day, 30, 5);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id));
	refunded(&s, one, 12000);
	assert_ok(follow(&s));
	assert_int_equal(claimed(&s), 6000);
	billed(&other, 10000, true);
	billed(&other, 10000, true);
	held(&other, s.day, 60, 5);
	assert_ok(draw(&other, &id));
	assert_ok(release(&other, id)); /* 100.00, of which 60.00 the first course's families get */
	assert_int_equal(escrow(&other), 2 * 7500 - 10000);
	assert_int_equal(owed(&s), 6000 + 4000);
	assert_int_equal(claimed(&s), 0);
}

static void R60_a_payment_taken_back_takes_the_share_with_it(void **state)
{
	struct scene s = scene_of(state, true);
	int64_t one = billed(&s, 12000, true);

	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 9000);
	bill_stands(&s, one, "open", 12000);
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 0);
	assert_int_equal(claimed(&s), 0);
	bill_stands(&s, one, "collected", 12000); /* and paid after all */
	assert_ok(follow(&s));
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 9000);
}

static void R60_a_waived_part_is_held_once_its_payer_has_paid(void **state)
{
	struct scene s = scene_of(state, true);
	int64_t part = billed(&s, 12000, true), whole = billed(&s, 12000, false);
	struct payer_receipt a = {.school = s.w->a1,
	                          .term = s.t.term,
	                          .payer = S("示例县财政局"),
	                          .document = S("P-1"),
	                          .amount = {10000},
	                          .day = ctx_today(s.c)};

	waived(&s, part, 4000);
	waived(&s, whole, 12000); /* nothing is left to pay: never collected */
	bill_stands(&s, whole, "open", 0);
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 6000); /* three quarters of 80.00 */
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &payer_receipt_verb, &a), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(s.c, &s.w->finance, &payer_receipt_verb, &a));
	a.amount.fen = 1;
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payer_receipt_verb, &a), E_CONFLICT,
	             "payer_receipt_known");
	a.amount.fen = 10000;
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 9000); /* the first line whole; 60.00 do not pay the second */
	a.document = S("P-2");
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payer_receipt_verb, &a), E_REFUSED,
	             "payer_over");
	assert_str(s.c->fault.allowed, "60.00");
	a.amount.fen = 6000;
	assert_ok(kit_try_as(s.c, &s.w->finance, &payer_receipt_verb, &a));
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 18000);
}

static struct payer_paid entered(struct scene *s, int64_t id)
{
	struct payer_paid p;

	kit_read_as(s->c, &s->w->finance);
	assert_ok(payer_paid_get(s->c, id, &p));
	store_read_end(s->c);
	return p;
}

static struct payer_state brought(struct scene *s)
{
	struct payer_state all;

	kit_read_as(s->c, &s->w->finance);
	assert_ok(payer_state_get(s->c, s->w->a1, s->t.term, &all));
	store_read_end(s->c);
	return all;
}

static void R60_what_a_payer_brought_is_taken_back_by_two_and_its_lines_are_owed_again(void **state)
{
	struct scene s = scene_of(state, true);
	int64_t part = billed(&s, 12000, true), second = billed(&s, 12000, true);
	struct payer_receipt a = {.school = s.w->a1,
	                          .term = s.t.term,
	                          .payer = S("示例县财政局"),
	                          .document = S("P-1"),
	                          .amount = {8000},
	                          .day = ctx_today(s.c)};
	struct payer_back_ask ask = {.reason = S(" ")};
	struct payer_back_decide yes = {.accept = true}, no = {.accept = false};

	waived(&s, part, 4000);
	waived(&s, second, 4000);
	assert_ok(kit_try_as(s.c, &s.w->finance, &payer_receipt_verb, &a));
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 18000);
	ask.receipt = yes.receipt = no.receipt = a.result;
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payer_back_ask_verb, &ask), E_INPUT,
	             "missing_field");
	ask.reason = S("金额录错");
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &payer_back_ask_verb, &ask), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader2, &payer_back_ask_verb, &ask), E_ABSENT,
	             "absent");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &payer_back_decide_verb, &yes), E_CONFLICT,
	             "conflict");
	assert_ok(kit_try_as(s.c, &s.w->finance, &payer_back_ask_verb, &ask));
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payer_back_decide_verb, &yes), E_REFUSED,
	             "not_approved");
	assert_str(s.c->fault.field, "approver");
	assert_ok(kit_try_as(s.c, &s.w->leader, &payer_back_decide_verb, &no));
	assert_str(entered(&s, a.result).reversal, "refused");
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 18000); /* it stays */
	assert_ok(kit_try_as(s.c, &s.w->finance, &payer_back_ask_verb, &ask));
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payer_back_ask_verb, &ask), E_CONFLICT,
	             "entry_reversed");
	assert_ok(kit_try_as(s.c, &s.w->leader, &payer_back_decide_verb, &yes));
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 12000); /* three quarters of twice 80.00 */
	assert_str(entered(&s, a.result).document, "P-1");
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payer_back_ask_verb, &ask), E_CONFLICT,
	             "entry_reversed");
	assert_int_equal(brought(&s).paid.fen, 0);
	assert_int_equal(brought(&s).covered.fen, 0);
	/* The same document, rightly: it pays the older line alone. */
	a.amount.fen = 4000;
	assert_ok(kit_try_as(s.c, &s.w->finance, &payer_receipt_verb, &a));
	assert_ok(follow(&s));
	assert_int_equal(escrow(&s), 15000);
	assert_int_equal(brought(&s).paid.fen, 4000);
	assert_int_equal(brought(&s).covered.fen, 4000);
}

static void R60_what_is_left_of_a_course_is_decided_by_the_county(void **state)
{
	struct scene s = scene_of(state, true);
	struct rest_ask ask = {.offering = s.course, .reason = S("课时已全部结清,剩余为价格尾数")};
	struct rest_decide say = {.accept = true, .reason = S("核对无误")};
	settlement_id id;
	struct money sum;
	int64_t n;

	billed(&s, 12000, true);
	held(&s, s.day, 30, 5);
	assert_ok(follow(&s));
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &rest_ask_verb, &ask), E_REFUSED,
	             "course_not_over");
	kit_advance(state, 160 * DAY_US);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &rest_ask_verb, &ask), E_REFUSED,
	             "settlement_open"); /* an hour that was held is not drawn up */
	assert_ok(draw(&s, &id));
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &rest_ask_verb, &ask), E_REFUSED,
	             "settlement_open");
	assert_ok(release(&s, id));
	assert_int_equal(escrow(&s), 3000);
	assert_ok(kit_try_as(s.c, &s.w->finance, &rest_ask_verb, &ask)); /* asked is not decided */
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &rest_ask_verb, &ask), E_CONFLICT,
	             "rest_waiting");
	say.rest = ask.result;
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &rest_decide_verb, &say), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->zone_finance, &rest_decide_verb, &say), E_ABSENT,
	             "absent");
	kit_read_as(s.c, &s.w->system);
	assert_ok(escrow_unexplained(s.c, s.w->county, s.t.term, &n, &sum));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	assert_int_equal(sum.fen, 3000);
	assert_ok(kit_try_as(s.c, &s.w->county_finance, &rest_decide_verb, &say));
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_finance, &rest_decide_verb, &say),
	             E_CONFLICT, "rest_decided");
	assert_str(s.c->fault.found, "已通过");
	assert_int_equal(escrow(&s), 0);
	kit_read_as(s.c, &s.w->system);
	assert_ok(escrow_unexplained(s.c, s.w->county, s.t.term, &n, &sum));
	store_read_end(s.c);
	assert_int_equal(n, 0);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &rest_ask_verb, &ask), E_REFUSED,
	             "nothing_held");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_refunds_lower_escrow_before_release_and_never_below_zero),
		KIT_FACT(R60_what_was_refunded_after_a_release_is_kept_back_of_the_next),
		KIT_FACT(R60_a_claim_of_one_course_is_kept_back_of_a_release_of_another),
		KIT_FACT(R60_a_payment_taken_back_takes_the_share_with_it),
		KIT_FACT(R60_a_waived_part_is_held_once_its_payer_has_paid),
		KIT_FACT(
			R60_what_a_payer_brought_is_taken_back_by_two_and_its_lines_are_owed_again),
		KIT_FACT(R60_what_is_left_of_a_course_is_decided_by_the_county),
	};

	return KIT_FACTS_RUN("settlement rest", facts);
}
