/* From a bill to a payment by a channel, through verbs and jobs against the gateway. */
#include "scene.h"

#include "payments/internal.h"

static enum err make(struct scene *s, const struct actor *who, enum kit_pupil pupil,
                     const char *channel, pay_order_id *ret_id)
{
	struct order_make a = {.pupil = s->w->pupil[pupil],
	                       .term = s->t.term,
	                       .channel = str_of(channel),
	                       .way = PAY_QR,
	                       .payer = STR_NONE,
	                       .address = STR_NONE};
	enum err e = kit_try_as(s->c, who, &order_make_verb, &a);

	*ret_id = a.result;
	return e;
}

static struct order order_of(struct scene *s, pay_order_id id)
{
	struct order o;

	assert_ok(store_read_begin(s->c));
	assert_ok(order_load(s->c, id, &o));
	store_read_end(s->c);
	return o;
}

static void pay(struct scene *s, pay_order_id id)
{
	struct order o = order_of(s, id);

	scene_ask(s, "{\"do\":\"pay\",\"number\":\"%.*s\"}", STR_FMT(o.number));
}

static void wait(struct scene *s, void **state, int64_t seconds)
{
	kit_advance(state, seconds * INT64_C(1000000));
	scene_ask(s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s->c->now.us / 1000));
	scene_work(s);
}

static void R60_a_family_pays_and_the_bill_is_collected(void **state)
{
	struct scene s = scene_of(state);
	struct q_bill_of_pupil_row bill;
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &id));
	assert_int_equal(order_of(&s, id).state, ORDER_MADE);
	scene_work(&s);
	assert_int_equal(order_of(&s, id).state, ORDER_ASKED);
	assert_true(str_some(order_of(&s, id).link));
	pay(&s, id);
	wait(&s, state, 10);
	assert_int_equal(order_of(&s, id).state, ORDER_PAID);
	bill = scene_bill(&s, CHEN_YI);
	assert_str(bill.state, "collected");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_int_equal(scene_sum(&s, "clearing_wechat"), bill.total.fen);
	assert_int_equal(scene_sum(&s, "receivable"), 0);
}

static void R60_alipay_pays_the_same_way(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "alipay", &id));
	scene_work(&s);
	pay(&s, id);
	wait(&s, state, 10);
	assert_int_equal(order_of(&s, id).state, ORDER_PAID);
	assert_int_equal(scene_sum(&s, "clearing_alipay"), 10000);
}

static void R59_a_second_collection_in_the_term_is_refused(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_fault(s.c, make(&s, &s.w->father, CHEN_YI, "wechat", &id), E_REFUSED,
	             "already_collected_this_term");
}

static void another_familys_bill_is_absent(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_fault(s.c, make(&s, &s.w->wang, CHEN_YI, "wechat", &id), E_ABSENT, "absent");
	assert_fault(s.c, make(&s, &s.w->clerk2, CHEN_YI, "wechat", &id), E_DENIED, "not_allowed");
	assert_fault(s.c, make(&s, &s.w->leader2, CHEN_YI, "wechat", &id), E_ABSENT, "absent");
}

static void nothing_due_cannot_be_paid(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id;

	assert_fault(s.c, make(&s, &s.w->father, CHEN_YI, "wechat", &id), E_REFUSED, "nothing_due");
}

static void the_same_wish_again_is_the_same_order_and_another_closes_it(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id one, two, three;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &one));
	assert_ok(make(&s, &s.w->mother, CHEN_YI, "wechat", &two));
	assert_int_equal(one.v, two.v);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "alipay", &three));
	assert_int_not_equal(one.v, three.v);
	assert_int_equal(order_of(&s, one).state, ORDER_CLOSED);
	assert_str(order_of(&s, one).why, "newer");
}

static void a_changed_bill_closes_its_order(void **state)
{
	struct scene s = scene_of(state);
	struct withdraw back = {0};
	pay_order_id id;

	back.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &id));
	scene_work(&s);
	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	assert_int_equal(order_of(&s, id).state, ORDER_CLOSED);
	assert_str(order_of(&s, id).why, "bill_changed");
	scene_signed(&s);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &id));
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &back));
	assert_int_equal(order_of(&s, id).state, ORDER_CLOSED);
}

static void what_is_paid_after_the_closing_is_booked_as_late_and_kept_or_sent_back(void **state)
{
	struct scene s = scene_of(state);
	struct payment_keep keep = {0};
	struct order_shut shut = {0};
	struct payment p;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &shut.order));
	scene_work(&s);
	pay(&s, shut.order);
	assert_ok(kit_try_as(s.c, &s.w->father, &order_shut_verb, &shut));
	assert_int_equal(shut.result, ORDER_CLOSED);
	scene_work(&s); /* the channel says that it was paid */
	assert_str(scene_bill(&s, CHEN_YI).state, "open");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	keep.payment = order_of(&s, shut.order).payment;
	kit_read_as(s.c, &s.w->leader);
	assert_ok(payment_get(s.c, keep.payment, &p));
	store_read_end(s.c);
	assert_str(p.flag, "late");
	assert_ok(kit_try_as(s.c, &s.w->leader, &payment_keep_verb, &keep));
	assert_str(scene_bill(&s, CHEN_YI).state, "collected");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &payment_keep_verb, &keep), E_CONFLICT,
	             "conflict");
}

static void an_order_nobody_pays_expires_here_and_at_the_channel(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &id));
	scene_work(&s);
	for (int i = 0; i < 20; i++)
		wait(&s, state, 120);
	assert_int_equal(order_of(&s, id).state, ORDER_EXPIRED);
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &id));
}

static void a_channel_that_does_not_answer_is_asked_again(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"drop\"}");
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &id));
	scene_work(&s);
	assert_int_equal(order_of(&s, id).state, ORDER_MADE);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"normal\"}");
	wait(&s, state, 60);
	assert_int_equal(order_of(&s, id).state, ORDER_ASKED);
}

static void a_forged_answer_to_an_order_gives_no_link(void **state)
{
	struct scene s = scene_of(state);
	pay_order_id id;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"wrong_key\"}");
	assert_ok(make(&s, &s.w->father, CHEN_YI, "wechat", &id));
	scene_work(&s);
	assert_int_equal(order_of(&s, id).state, ORDER_FAILED);
	assert_str(order_of(&s, id).why, "pay_forged");
	assert_false(str_some(order_of(&s, id).link));
}

static void R65_a_family_committee_cannot_collect(void **state)
{
	struct scene s = scene_of(state);
	struct collecting_put a = {
		.channel = S("wechat"),
		.party = S("family_committee"),
		.holder = S("家委会"),
		.bank = S("示例银行"),
		.number = S("1"),
		.merchant = S("1900000001"),
		.active = true,
	};

	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &collecting_put_verb, &a), E_REFUSED,
	             "forbidden_by_rule");
	a.party = S("agency");
	assert_int_equal(kit_try_as(s.c, &s.w->leader, &collecting_put_verb, &a), E_REFUSED);
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &collecting_put_verb, &a), E_DENIED,
	             "not_allowed");
}

static void R65_a_party_or_channel_nobody_knows_is_answered_in_the_readers_words(void **state)
{
	static const char *const says[][2] = {
		[LANG_ZH] = {"学校（监管账户） | 第三方机构 | 家长委员会 | 其他",
	                     "微信支付 | 支付宝 | 柜台或转账"},
		[LANG_EN] = {"The school (supervised account) | An agency | A family committee | "
	                     "Another",
	                     "WeChat Pay | Alipay | Counter or transfer"},
	};
	struct scene s = scene_of(state);

	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		struct collecting_put a = {.channel = S("counter"), .party = S("tea")};

		s.c->lang = (enum lang)lang;
		assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &collecting_put_verb, &a), E_INPUT,
		             "bad_input");
		assert_str(s.c->fault.allowed, says[lang][0]);
		a.channel = S("cash");
		assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &collecting_put_verb, &a), E_INPUT,
		             "bad_input");
		assert_str(s.c->fault.allowed, says[lang][1]);
	}
	s.c->lang = LANG_ZH;
}

static void an_account_is_tried_without_money(void **state)
{
	struct scene s = scene_of(state);
	struct collecting_try a = {s.wechat};
	struct collecting at;

	assert_ok(kit_try_as(s.c, &s.w->county_officer, &collecting_try_verb, &a));
	scene_work(&s);
	assert_ok(store_read_begin(s.c));
	assert_ok(collecting_load(s.c, s.wechat, &at));
	store_read_end(s.c);
	assert_str(at.tested_code, "ok");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_a_family_pays_and_the_bill_is_collected),
		KIT_FACT(R60_alipay_pays_the_same_way),
		KIT_FACT(R59_a_second_collection_in_the_term_is_refused),
		KIT_FACT(another_familys_bill_is_absent),
		KIT_FACT(nothing_due_cannot_be_paid),
		KIT_FACT(the_same_wish_again_is_the_same_order_and_another_closes_it),
		KIT_FACT(a_changed_bill_closes_its_order),
		KIT_FACT(what_is_paid_after_the_closing_is_booked_as_late_and_kept_or_sent_back),
		KIT_FACT(an_order_nobody_pays_expires_here_and_at_the_channel),
		KIT_FACT(a_channel_that_does_not_answer_is_asked_again),
		KIT_FACT(a_forged_answer_to_an_order_gives_no_link),
		KIT_FACT(R65_a_family_committee_cannot_collect),
		KIT_FACT(R65_a_party_or_channel_nobody_knows_is_answered_in_the_readers_words),
		KIT_FACT(an_account_is_tried_without_money),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments orders", facts);
	scene_end(NULL);
	return rc;
}
