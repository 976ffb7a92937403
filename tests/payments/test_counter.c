/* The counter: what is typed, what is taken in, how a wrong entry is taken back. */
#include "scene.h"

static enum err enter(struct scene *s, int64_t fen, const char *document, payment_id *ret_id)
{
	struct payment_enter a = {.pupil = s->w->pupil[CHEN_YI],
	                          .term = s->t.term,
	                          .amount = {fen},
	                          .day = DATE_NONE,
	                          .document = str_of(document)};
	enum err e = kit_try_as(s->c, &s->w->leader, &payment_enter_verb, &a);

	*ret_id = a.result;
	return e;
}

static void amounts_that_are_none_are_refused_by_name(void **state)
{
	static const char *const bad[] = {"1e3",        "0.1+0.2", "-0",    "1000000000000000",
	                                  "１２．３０", "1.234",   "+1",    " 1",
	                                  "1 ",         "0",       "0.00",  "-1",
	                                  "1,000",      ".5",      "5.",    "01",
	                                  "0x10",       "NaN",     "1.2.3", "100000000"};
	struct ctx *c = kit_ctx(state);
	struct money m = FEN(7);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_fault(c, amount_typed(c, S("amount"), str_of(bad[i]), &m), E_INPUT,
		             "amount_malformed");
		assert_str(c->fault.field, "amount");
		assert_str(c->fault.found, bad[i]);
		assert_int_equal(m.fen, 7);
	}
	assert_fault(c, amount_typed(c, S("amount"), S(""), &m), E_INPUT, "missing_field");
	assert_ok(amount_typed(c, S("amount"), S("360"), &m));
	assert_int_equal(m.fen, 36000);
	assert_ok(amount_typed(c, S("amount"), S("0.5"), &m));
	assert_int_equal(m.fen, 50);
	assert_ok(amount_typed(c, S("amount"), S("99999999.99"), &m));
	assert_int_equal(m.fen, 9999999999);
}

static void R59_the_counter_takes_in_what_is_due_and_nothing_else(void **state)
{
	struct scene s = scene_of(state);
	payment_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_fault(s.c, enter(&s, 9999, "D-1", &id), E_REFUSED, "amount_not_due");
	assert_str(s.c->fault.allowed, "100.00");
	assert_fault(s.c, enter(&s, 10000, "", &id), E_INPUT, "missing_field");
	assert_ok(enter(&s, 10000, "D-1", &id));
	assert_str(scene_bill(&s, CHEN_YI).state, "collected");
	assert_fault(s.c, enter(&s, 10000, "D-2", &id), E_REFUSED, "already_collected_this_term");
	assert_int_equal(scene_sum(&s, "clearing_counter"), 10000);
}

static void a_document_is_entered_once(void **state)
{
	struct scene s = scene_of(state);
	payment_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_enrol(&s, &s.w->wang, WANG, CHESS);
	scene_paid(&s, WANG, "D-1");
	assert_fault(s.c, enter(&s, 10000, "D-1", &id), E_CONFLICT, "document_taken");
	assert_ok(enter(&s, 10000, "D-2", &id));
}

static void R59_after_collection_a_charge_is_refused_and_an_adjustment_has_a_reason(void **state)
{
	struct scene s = scene_of(state);
	struct enrol more = {
		.wish = {s.w->pupil[CHEN_YI], s.t.offering[POTTERY], s.t.course, false},
		.channel = S("page")};
	struct adjust a = {.pupil = s.w->pupil[CHEN_YI],
	                   .term = s.t.term,
	                   .offering = s.t.offering[CHESS],
	                   .item = S("price"),
	                   .amount = {-3000},
	                   .reason = S("少收一次课")};

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &adjust_verb, &a), E_REFUSED,
	             "bill_not_collected");
	scene_paid(&s, CHEN_YI, "D-1");
	assert_fault(s.c, kit_try_as(s.c, &s.w->father, &enrol_verb, &more), E_REFUSED,
	             "already_collected_this_term");
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &a));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -3000);
	a.amount.fen = -7001;
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &adjust_verb, &a), E_REFUSED,
	             "adjustment_too_low");
	a.amount.fen = 100;
	a.reason = S(" ");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &adjust_verb, &a), E_INPUT,
	             "missing_field");
	a.amount.fen = 5000;
	a.reason = S("补收材料");
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &a));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 2000);
	scene_paid(&s, CHEN_YI, "D-2"); /* of the same collection */
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
}

/* Two payments of 100.00 and 20.00: more than the larger of them does not go back by one route. */
static void a_refund_over_what_was_paid_is_refused_and_moves_nothing(void **state)
{
	struct scene s = scene_of(state);
	struct adjust a = {.pupil = s.w->pupil[CHEN_YI],
	                   .term = s.t.term,
	                   .offering = s.t.offering[CHESS],
	                   .item = S("price"),
	                   .amount = {2000},
	                   .reason = S("补收")};
	struct refund_credit ask = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &a));
	scene_paid(&s, CHEN_YI, "D-2");
	a.amount.fen = -11000;
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &a));
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask), E_REFUSED,
	             "refund_over_paid");
	assert_str(s.c->fault.allowed, "100.00");
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -11000);
}

static void a_wrong_entry_is_taken_back_by_a_second_person(void **state)
{
	struct scene s = scene_of(state);
	struct reversal_ask ask = {.reason = S("录错学生")};
	struct reversal_decide yes = {.accept = true};
	struct q_receipts_of_bill_row receipts;
	bill_id bill;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	yes.payment = ask.payment = scene_paid(&s, CHEN_YI, "D-1");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader2, &reversal_ask_verb, &ask), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->leader, &reversal_ask_verb, &ask));
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &reversal_decide_verb, &yes), E_REFUSED,
	             "not_approved");
	assert_ok(kit_try_as(s.c, &s.w->finance, &reversal_decide_verb, &yes));
	assert_str(scene_bill(&s, CHEN_YI).state, "open");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 10000);
	assert_int_equal(scene_sum(&s, "clearing_counter"), 0);
	bill = scene_bill(&s, CHEN_YI).id;
	assert_ok(store_read_begin(s.c));
	assert_ok(q_receipts_of_bill(s.c, bill, &receipts));
	store_read_end(s.c);
	assert_int_equal(receipts.n, 1);
	assert_int_equal(receipts.valid, 0);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &reversal_ask_verb, &ask), E_CONFLICT,
	             "entry_reversed");
	scene_paid(&s, CHEN_YI, "D-2");
}

/* A slip that was entered for the wrong child is still to be entered for the right one. */
static void a_document_number_is_free_again_when_its_entry_was_taken_back_R60(void **state)
{
	struct scene s = scene_of(state);
	struct reversal_ask ask = {.reason = S("录错学生")};
	struct reversal_decide yes = {.accept = true};
	struct payment p;
	payment_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	for (int round = 0; round < 2; round++) {
		yes.payment = ask.payment = scene_paid(&s, CHEN_YI, "D-1");
		assert_ok(kit_try_as(s.c, &s.w->leader, &reversal_ask_verb, &ask));
		assert_ok(kit_try_as(s.c, &s.w->finance, &reversal_decide_verb, &yes));
		kit_read_as(s.c, &s.w->leader);
		assert_ok(payment_get(s.c, ask.payment, &p));
		assert_str(p.number, "D-1");
		store_read_end(s.c);
	}
	scene_enrol(&s, &s.w->father, CHEN_ER, CHESS);
	scene_paid(&s, CHEN_ER, "D-1");
	assert_fault(s.c, enter(&s, 10000, "D-1", &id), E_CONFLICT, "document_taken");
}

static void a_receipts_code_is_found_and_another_is_not(void **state)
{
	struct scene s = scene_of(state);
	struct receipt_public found;
	struct receipt *v;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	kit_read_as(s.c, &s.w->father);
	assert_ok(receipt_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	assert_int_equal(n, 1);
	assert_int_equal(v[0].code.n, 16);
	assert_ok(receipt_check(s.c, v[0].code, &found));
	assert_int_equal(found.amount.fen, 10000);
	assert_true(found.valid);
	assert_fault(s.c, receipt_check(s.c, S("AAAAAAAAAAAAAAAA"), &found), E_ABSENT,
	             "receipt_unknown");
	store_read_end(s.c);
	kit_read_as(s.c, &s.w->wang);
	assert_fault(s.c, receipt_get(s.c, v[0].id, v), E_ABSENT, "absent");
	store_read_end(s.c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(amounts_that_are_none_are_refused_by_name),
		KIT_FACT(R59_the_counter_takes_in_what_is_due_and_nothing_else),
		KIT_FACT(a_document_is_entered_once),
		KIT_FACT(R59_after_collection_a_charge_is_refused_and_an_adjustment_has_a_reason),
		KIT_FACT(a_refund_over_what_was_paid_is_refused_and_moves_nothing),
		KIT_FACT(a_wrong_entry_is_taken_back_by_a_second_person),
		KIT_FACT(a_document_number_is_free_again_when_its_entry_was_taken_back_R60),
		KIT_FACT(a_receipts_code_is_found_and_another_is_not),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments counter", facts);
	scene_end(NULL);
	return rc;
}
