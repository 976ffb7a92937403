/* Money that goes back: by the rules, agreed by two people, by the way it came. */
#include "scene.h"

#include "money/approval.h"

#define DAY_US INT64_C(86400000000)

static struct refund refund_of(struct scene *s, enum kit_pupil pupil)
{
	struct refund *v;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(refund_list(s->c, s->w->pupil[pupil], s->t.term, &v, &n));
	store_read_end(s->c);
	assert_true(n > 0);
	return v[n - 1];
}

static enum err judge(struct scene *s, const struct actor *who, refund_id id, bool accept)
{
	struct refund_judge a = {.refund = id, .accept = accept, .reason = S("材料不全")};

	return kit_try_as(s->c, who, &refund_judge_verb, &a);
}

static void approve(struct scene *s, const struct actor *who, refund_id id)
{
	struct approval_state st;
	struct approval_say say = {.word = APPROVED, .reason = S("")};

	assert_ok(store_read_begin(s->c));
	assert_ok(approval_state_of(s->c, APPROVE_REFUND, id.v, &st));
	store_read_end(s->c);
	say.approval = st.id;
	assert_ok(kit_try_as(s->c, who, &approval_say_verb, &say));
}

static void paid_online(struct scene *s, void **state, enum kit_pupil pupil,
                        const struct actor *who)
{
	struct order_make a = {.pupil = s->w->pupil[pupil],
	                       .term = s->t.term,
	                       .channel = S("wechat"),
	                       .way = PAY_QR};
	struct order o;

	assert_ok(kit_try_as(s->c, who, &order_make_verb, &a));
	scene_work(s);
	assert_ok(store_read_begin(s->c));
	assert_ok(order_load(s->c, a.result, &o));
	store_read_end(s->c);
	scene_ask(s, "{\"do\":\"pay\",\"number\":\"%.*s\"}", STR_FMT(o.number));
	kit_advance(state, INT64_C(10000000));
	scene_ask(s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s->c->now.us / 1000));
	scene_work(s);
}

static void withdraw(struct scene *s, const struct actor *who, enrolment_id e)
{
	struct withdraw a = {.enrolment = e};

	assert_ok(kit_try_as(s->c, who, &withdraw_verb, &a));
}

static void R61_leaving_a_collected_course_comes_to_a_refund_with_its_formula(void **state)
{
	struct scene s = scene_of(state);
	struct refund_item *v;
	enrolment_id e;
	struct refund r;
	size_t n;

	e = scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	scene_paid(&s, CHEN_YI, "D-1");
	withdraw(&s, &s.w->father, e);
	r = refund_of(&s, CHEN_YI);
	kit_read_as(s.c, &s.w->father);
	assert_ok(refund_items(s.c, r.id, &v, &n));
	store_read_end(s.c);
	assert_int_equal(n, 2);
	assert_str(v[0].item, "price");
	assert_str(v[1].item, "consumables");
	assert_int_equal(v[1].amount.fen, 4000); /* not delivered: all of it (R37) */
	if (r.state != REFUND_UNDECIDED)
		assert_true(str_some(v[0].formula));
	assert_str(scene_bill(&s, CHEN_YI).state, "collected");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
}

static void an_adjustment_down_goes_back_by_two_people_and_the_counter(void **state)
{
	struct scene s = scene_of(state);
	struct adjust down = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-3000},
	                      .reason = S("少上一次")};
	struct refund_credit ask = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};
	struct refund_paid out = {.document = S("T-1")};
	struct q_receipts_of_bill_row receipts;
	bill_id bill;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask), E_REFUSED,
	             "nothing_over");
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &down));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask));
	assert_ok(judge(&s, &s.w->finance, ask.result, true)); /* submits it */
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_ASKED);
	out.refund = ask.result;
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &refund_paid_verb, &out), E_REFUSED,
	             "not_approved");
	approve(&s, &s.w->leader, ask.result);
	assert_ok(judge(&s, &s.w->finance, ask.result, true));
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_APPROVED);
	assert_int_equal(scene_sum(&s, "refund_payable"), -3000);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_paid_verb, &out));
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_DONE);
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_int_equal(scene_sum(&s, "clearing_counter"), 7000);
	bill = scene_bill(&s, CHEN_YI).id;
	assert_ok(store_read_begin(s.c));
	assert_ok(q_receipts_of_bill(s.c, bill, &receipts));
	store_read_end(s.c);
	assert_int_equal(receipts.n, 2);
	assert_int_equal(receipts.valid, 1);
	assert_int_equal(receipts.amount.fen, 7000);
}

static void a_channels_money_goes_back_the_way_it_came_and_only_once(void **state)
{
	struct scene s = scene_of(state);
	struct adjust down = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-10000},
	                      .reason = S("课程停开")};
	struct refund_credit ask = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	paid_online(&s, state, CHEN_YI, &s.w->father);
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &down));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask));
	assert_ok(judge(&s, &s.w->finance, ask.result, true));
	approve(&s, &s.w->leader, ask.result);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"drop\"}");
	assert_ok(judge(&s, &s.w->finance, ask.result, true));
	scene_work(&s);
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_SENT);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"normal\"}");
	kit_advance(state, INT64_C(60000000));
	scene_ask(&s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s.c->now.us / 1000));
	scene_work(&s);
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_DONE);
	assert_int_equal(scene_sum(&s, "clearing_wechat"), 0);
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask), E_REFUSED,
	             "nothing_over");
}

static void what_was_returned_moves_nothing(void **state)
{
	struct scene s = scene_of(state);
	struct adjust down = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-3000},
	                      .reason = S("少上一次")};
	struct refund_credit ask = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &down));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask));
	assert_ok(judge(&s, &s.w->leader, ask.result, false));
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_RETURNED);
	assert_str(refund_of(&s, CHEN_YI).why, "材料不全");
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_fault(s.c, judge(&s, &s.w->leader, ask.result, true), E_CONFLICT, "conflict");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R61_leaving_a_collected_course_comes_to_a_refund_with_its_formula),
		KIT_FACT(an_adjustment_down_goes_back_by_two_people_and_the_counter),
		KIT_FACT(a_channels_money_goes_back_the_way_it_came_and_only_once),
		KIT_FACT(what_was_returned_moves_nothing),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments refunds", facts);
	scene_end(NULL);
	return rc;
}
