/* Money that goes back: by the rules, agreed by two people, by the way it came. */
#include "scene.h"

#include "../killed.h"
#include "../kit_approval.h"
#include "../kit_web.h"
#include "../rulebook/world.h"

#include <stdlib.h>

#include "auth/auth.h"
#include "oversight/overcharge.h"
#include "jobs/job.h"
#include "payments/routes.h"
#include "payments/work.h"
#include "term/sitting.h"

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

	kit_titled(s->c, who, APPROVE_REFUND, id.v, "课后服务费退费",
	           "After-school service refund");
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
	scene_signed(&s);
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

/* 250.00 for all services together, and what is left by what was not held. */
#define TOGETHER                                                                                             \
	"ruleset LOCAL\ntitle \"示例县合计上限办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"           \
	"\nlimit together \"托管和课程合计\"\n  over care course\n  cap 250.00 yuan per term\n"       \
	"  consumables excluded\n  above reduce\n  clause \"合计最多250元\"\n  requirement R34\n"       \
	"\nrefund quit \"退出\"\n  of course\n  reason quit\n  method share\n  unit sitting\n"             \
	"  basis served\n  clause \"按未上课次退费\"\n  requirement R61\n"

/* What the family reads of the only adjustment. */
static void adjusted_reads(struct scene *s, enum lang lang, const char *reason)
{
	struct adjusted *v;
	size_t n;

	s->c->lang = lang;
	kit_read_as(s->c, &s->w->father);
	assert_ok(adjusted_list(s->c, s->w->pupil[CHEN_YI], s->t.term, &v, &n));
	assert_int_equal(n, 1);
	assert_str(v[0].reason, reason);
	store_read_end(s->c);
	s->c->lang = LANG_ZH;
}

static enum err said_run(struct ctx *c, void *arg)
{
	return q_adjustments_said(c, *(const struct str *)arg, NULL);
}

/* How many over-charges there are when the adjustment gives this reason; none: as it is. */
static int64_t over_by(struct scene *s, struct str reason)
{
	static const struct verb verb = {"test.said", said_run};
	struct overcharge_ask ask = {.county = s->w->county, .term = s->t.term};
	struct overcharge_sums sums;
	struct overcharge *v;
	size_t n;

	if (str_some(reason))
		assert_ok(kit_try_as(s->c, &s->w->system, &verb, &reason));
	s->c->actor = s->w->county_officer;
	assert_ok(store_read_begin(s->c));
	assert_ok(overcharges(s->c, &ask, &v, &n, &sums));
	store_read_end(s->c);
	return sums.found;
}

static void R34_after_collection_what_is_left_under_a_shared_cap_is_adjusted(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	enrolment_id chess;
	struct refund r;

	published(s.c, &s.w->county_officer, &other, S(TOGETHER));
	chess = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS); /* 100.00 */
	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);       /* 150.00 of 200.00, and 40.00 */
	scene_signed(&s);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 29000);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	withdraw(&s, &s.w->father, chess);
	r = refund_of(&s, CHEN_YI);
	assert_int_equal(r.state, REFUND_ASKED);
	assert_int_equal(r.amount.fen, 10000); /* nothing of it was held yet */
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_ok(judge(&s, &s.w->finance, r.id, true));
	if (refund_of(&s, CHEN_YI).state == REFUND_ASKED) {
		approve(&s, &s.w->leader, r.id);
		assert_ok(judge(&s, &s.w->finance, r.id, true));
	}
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_APPROVED);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 5000); /* it costs its 200.00 now */
	adjusted_reads(&s, LANG_ZH, "另一项服务退出后，共用的收费上限重新计算");
	adjusted_reads(&s, LANG_EN,
	               "Another service was given up: the cap they shared is reckoned anew");
	/* R41: what the rules gave back of the cap is no over-charge, as it is kept now and as it
	 * was; words of people are no reason. */
	assert_int_equal(over_by(&s, STR_NONE), 0);
	assert_int_equal(over_by(&s, text(LANG_ZH, T_pay_shift_reason)), 0);
	assert_int_equal(over_by(&s, S("补收")), 1);
}

/* What school A1 gives back, as its own plan says; no other school has such a rule. */
#define PLAN_A1                                                                                             \
	"ruleset PLAN-A1\ntitle \"示例一小退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level school\nplace 2134990001\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. "            \
	"open\n"                                                                                            \
	"\nrefund quit \"退出\"\n  of course\n  reason quit\n  method share\n  unit sitting\n"            \
	"  basis served\n  clause \"按未上课次退费\"\n  requirement R61\n"

static void
R61_who_changed_schools_is_paid_back_by_the_rules_of_the_school_that_was_paid(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	struct kit_web b = kit_web_open(s.c, tables, 2);
	struct refund_filter all = {0};
	uint64_t known = killed_broken(s.c);
	enrolment_id chess;
	struct refund_paid out = {.document = S("T-1")};
	struct refund *v, *other_v;
	const char *page;
	int64_t total;
	size_t n;

	published(s.c, &s.w->county_officer, &other, S(PLAN_A1));
	chess = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	scene_goes_to_a2(&s, CHEN_YI);
	withdraw(&s, &s.w->father, chess);
	kit_read_as(s.c, &s.w->finance);
	assert_ok(refund_page(s.c, s.w->a1, s.t.term, &all, &v, &n, &total));
	store_read_end(s.c);
	assert_int_equal(n, 1); /* the school that has the money sees the case */
	assert_int_equal(v[0].state, REFUND_ASKED);
	assert_int_equal(v[0].amount.fen, 10000);
	out.refund = v[0].id;
	page = str_c(s.c->arena,
	             str_printf(s.c->arena, "/school/refunds/%lld", (long long)v[0].id.v));
	kit_read_as(s.c, &s.w->finance2);
	assert_ok(refund_page(s.c, s.w->a2, s.t.term, &all, &other_v, &n, &total));
	store_read_end(s.c);
	assert_int_equal(n, 0); /* nobody paid the new one */
	assert_fault(s.c, judge(&s, &s.w->finance2, out.refund, true), E_ABSENT, "absent");
	assert_ok(judge(&s, &s.w->finance, out.refund, true)); /* submits it */
	approve(&s, &s.w->leader, out.refund);
	assert_ok(judge(&s, &s.w->finance, out.refund, true));
	assert_int_equal(scene_sum(&s, "refund_payable"), -10000);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance2, &refund_paid_verb, &out), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_paid_verb, &out));
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_int_equal(scene_sum(&s, "clearing_counter"), 0);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	kit_web_login(&b, &s.w->finance2);
	assert_int_equal(kit_web_get(&b, page), 404);
	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_get(&b, page + strlen("/school")), 200);
	kit_web_close(&b);
	killed_verify(s.c, known);
}

static void an_adjustment_down_goes_back_by_two_people_and_the_counter(void **state)
{
	struct scene s = scene_of(state);
	struct adjust down = scene_chess_by(&s, CHEN_YI, -3000, "少上一次");
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
	struct adjust down = scene_chess_by(&s, CHEN_YI, -10000, "课程停开");
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

static void less(struct scene *s, int64_t fen)
{
	struct adjust down = {.pupil = s->w->pupil[CHEN_YI],
	                      .term = s->t.term,
	                      .offering = s->t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-fen},
	                      .reason = S("少上一次")};

	assert_ok(kit_try_as(s->c, &s->w->leader, &adjust_verb, &down));
}

static void R61_money_that_is_too_much_is_asked_back_once(void **state)
{
	struct scene s = scene_of(state);
	struct refund_credit ask = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};
	refund_id first;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	less(&s, 3000);
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask));
	first = ask.result;
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask), E_REFUSED,
	             "nothing_over");
	less(&s, 1000);
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &ask));
	assert_int_equal(refund_of(&s, CHEN_YI).amount.fen, 1000); /* what nobody has asked for */
	less(&s, -3500); /* and what was too much is owed again */
	assert_ok(judge(&s, &s.w->finance, first, true));
	approve(&s, &s.w->leader, first);
	assert_fault(s.c, judge(&s, &s.w->finance, first, true), E_REFUSED, "refund_over_paid");
	assert_str(s.c->fault.allowed, "5.00");
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
}

static void what_was_returned_moves_nothing(void **state)
{
	struct scene s = scene_of(state);
	struct adjust down = scene_chess_by(&s, CHEN_YI, -3000, "少上一次");
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

/* --- a channel that takes its time ------------------------------------------------------------ */

static int told(struct scene *s, struct kit_web *b, const char *mood)
{
	return scene_tell(s, b->w, scene_ask(s, "{\"do\":\"refund_notice\",\"mood\":\"%s\"}", mood),
	                  "wechat", s->wechat)
	        .status;
}

/* Agreed by two; the channel is asked. */
static void sent(struct scene *s, void **state, int64_t fen)
{
	struct refund_credit ask = {.pupil = s->w->pupil[CHEN_YI], .term = s->t.term};

	scene_enrol(s, &s->w->father, CHEN_YI, CHESS);
	paid_online(s, state, CHEN_YI, &s->w->father);
	less(s, fen);
	assert_ok(kit_try_as(s->c, &s->w->finance, &refund_credit_verb, &ask));
	assert_ok(judge(s, &s->w->finance, ask.result, true));
	approve(s, &s->w->leader, ask.result);
	assert_ok(judge(s, &s->w->finance, ask.result, true));
	scene_work(s);
}

static void R60_a_refund_under_way_is_done_when_a_signed_notice_says_so_and_once(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	static const char *const forged[] = {"unsigned", "wrong_key", "wrong_secret",
	                                     "other_merchant", "old"};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);

	scene_ask(&s, "{\"do\":\"refund_state\",\"state\":\"PROCESSING\"}");
	sent(&s, state, 3000);
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_SENT);
	assert_int_equal(told(&s, &b, "normal"), 200); /* still under way */
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_SENT);
	scene_ask(&s, "{\"do\":\"refund_state\",\"state\":\"SUCCESS\"}");
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(told(&s, &b, forged[i]), 403);
	assert_int_equal(told(&s, &b, "amount"), 409);
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_SENT);
	assert_int_equal(told(&s, &b, "normal"), 200);
	assert_int_equal(told(&s, &b, "normal"), 200);
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_DONE);
	kit_advance(state, INT64_C(600000000));
	scene_ask(&s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s.c->now.us / 1000));
	scene_work(&s); /* what asked after it finds it done */
	assert_int_equal(scene_sum(&s, "clearing_wechat"), 7000);
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	kit_web_close(&b);
}

static void R61_a_refund_the_channel_could_not_pay_out_is_owed_until_it_is_sent_again(void **state)
{
	struct scene s = scene_of(state);
	struct refund_again again = {0};

	scene_ask(&s, "{\"do\":\"refund_state\",\"state\":\"ABNORMAL\"}");
	sent(&s, state, 3000);
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_FAILED);
	assert_int_equal(scene_sum(&s, "refund_payable"), -3000);
	scene_ask(&s, "{\"do\":\"refund_state\",\"state\":\"SUCCESS\"}");
	again.refund = refund_of(&s, CHEN_YI).id;
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_again_verb, &again));
	scene_work(&s);
	assert_int_equal(refund_of(&s, CHEN_YI).state, REFUND_DONE);
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &refund_again_verb, &again), E_CONFLICT,
	             "conflict");
}

/* --- killed in the middle --------------------------------------------------------------------- */

static size_t kills = 4;
enum { ADJUSTED, ASKED, DONE }; /* what the work tells */

/* A desk that adjusts the bill by a fen again and again and sends each back; what it does next it
 * sees from what stands in the database, as whoever comes after a kill must. */
struct desk_work {
	struct scene *s;
	bool finish; /* begin nothing new */
	bool idle;   /* nothing is left to do, or somebody else has it */
};

static enum err last_refund(struct scene *s, struct refund *ret_r, struct approval_state *ret_st,
                            struct money *ret_due)
{
	bill_id bill = scene_bill(s, CHEN_YI).id;
	struct refund *v;
	enum err e;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	e = refund_list(s->c, s->w->pupil[CHEN_YI], s->t.term, &v, &n);
	*ret_r = e == OK && n > 0 ? v[n - 1] : (struct refund){.state = REFUND_DONE};
	if (e == OK)
		e = approval_state_of(s->c, APPROVE_REFUND, ret_r->id.v, ret_st);
	if (e == OK)
		e = bill_due(s->c, bill, ret_due);
	store_read_end(s->c);
	return e;
}

static enum err decide_on(struct scene *s, const struct refund *r, const struct approval_state *st)
{
	struct approval_say say = {.approval = st->id, .word = APPROVED, .reason = S("")};

	return st->word == APPROVAL_WAITING
	               ? kit_try_as(s->c, &s->w->leader, &approval_say_verb, &say)
	               : judge(s, &s->w->finance, r->id, true);
}

static enum err send_it(struct desk_work *w, refund_id id)
{
	static const struct job_kinds *const kinds[] = {&payments_jobs};
	struct scene *s = w->s;
	struct approval_state st;
	struct money due;
	struct refund r;
	bool ran = true;

	s->c->actor = s->w->system;
	while (ran)
		TRY(jobs_step(s->c, kinds, 1, &ran));
	TRY(last_refund(s, &r, &st, &due));
	w->idle = r.id.v == id.v && r.state != REFUND_DONE;
	if (!w->idle && !w->finish)
		killed_ack(DONE);
	return OK;
}

static enum err next_thing(struct desk_work *w)
{
	struct scene *s = w->s;
	struct adjust down = {.pupil = s->w->pupil[CHEN_YI],
	                      .term = s->t.term,
	                      .offering = s->t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-1},
	                      .reason = S("尾差")};
	struct refund_credit ask = {.pupil = s->w->pupil[CHEN_YI], .term = s->t.term};
	struct approval_state st;
	struct money due;
	struct refund r;

	TRY(last_refund(s, &r, &st, &due));
	if (r.state == REFUND_ASKED)
		return decide_on(s, &r, &st);
	if (r.state == REFUND_APPROVED || r.state == REFUND_SENT)
		return send_it(w, r.id);
	if (due.fen < 0) {
		TRY(kit_try_as(s->c, &s->w->finance, &refund_credit_verb, &ask));
		if (!w->finish)
			killed_ack(ASKED);
		return OK;
	}
	w->idle = w->finish;
	if (w->finish)
		return OK;
	TRY(kit_try_as(s->c, &s->w->leader, &adjust_verb, &down));
	killed_ack(ADJUSTED);
	return OK;
}

static bool desk_works(void *arg)
{
	struct desk_work *w = arg;
	struct scene *s = w->s;

	if (!w->finish)
		killed_begin();
	for (w->idle = false; !w->idle;) {
		struct arena_mark mark = arena_mark(s->c->arena);

		if (next_thing(w) != OK || audit_flush_reads(s->c) != OK)
			return false;
		arena_rewind(s->c->arena, mark);
	}
	return true;
}

static struct q_refund_counts_row counted(struct scene *s)
{
	bill_id bill = scene_bill(s, CHEN_YI).id;
	struct q_refund_counts_row n;

	assert_ok(store_read_begin(s->c));
	assert_ok(q_refund_counts(s->c, bill, &n));
	store_read_end(s->c);
	return n;
}

static int64_t sent_back(struct scene *s, const char *what)
{
	return jval_find(scene_ask(s, "{\"do\":\"refunded\"}"), what)->i;
}

/* What was in hand is taken up again when its lease is over. */
static void later(struct scene *s, void **state)
{
	kit_advance(state, (JOB_LEASE_S + 1) * INT64_C(1000000));
	scene_ask(s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s->c->now.us / 1000));
}

static void F26_kill_9_while_refunds_are_decided_and_sent_loses_none_and_doubles_none(void **state)
{
	struct scene s = scene_of(state);
	struct desk_work work = {.s = &s};
	struct q_refund_counts_row was, is;
	int64_t n = sent_back(&s, "n"), fen = sent_back(&s, "fen");
	uint64_t known, seed = 88172645463325252u;
	size_t killed = 0;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	paid_online(&s, state, CHEN_YI, &s.w->father);
	known = killed_broken(s.c);
	while (killed < kills) {
		struct killed k;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		was = counted(&s);
		k = killed_run(state, 1000 + (int64_t)((seed >> 33) % 250000), desk_works, &work);
		killed += !k.ended;
		is = counted(&s);
		assert_in_range(is.adjusted - was.adjusted, k.acked[ADJUSTED],
		                k.acked[ADJUSTED] + !k.ended);
		assert_in_range(is.refunds - was.refunds, k.acked[ASKED],
		                k.acked[ASKED] + !k.ended);
		assert_in_range(is.done - was.done, k.acked[DONE], k.acked[DONE] + !k.ended);
		killed_verify(s.c, known);
		later(&s, state);
	}
	work.finish = true;
	do
		later(&s, state);
	while (desk_works(&work) && counted(&s).done < counted(&s).adjusted);
	is = counted(&s);
	assert_true(is.adjusted > 0);
	assert_int_equal(is.refunds, is.adjusted);
	assert_int_equal(is.done, is.adjusted);
	assert_int_equal(is.fen.fen, is.adjusted);
	assert_int_equal(sent_back(&s, "n") - n, is.done);
	assert_int_equal(sent_back(&s, "fen") - fen, is.adjusted);
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_int_equal(scene_sum(&s, "clearing_wechat"), 10000 - is.adjusted);
	killed_verify(s.c, known);
	print_message("# refunds: %zu kills, %lld refunds\n", killed, (long long)is.done);
}

int main(int argc, char **argv)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R61_leaving_a_collected_course_comes_to_a_refund_with_its_formula),
		KIT_FACT(R34_after_collection_what_is_left_under_a_shared_cap_is_adjusted),
		KIT_FACT(
			R61_who_changed_schools_is_paid_back_by_the_rules_of_the_school_that_was_paid),
		KIT_FACT(an_adjustment_down_goes_back_by_two_people_and_the_counter),
		KIT_FACT(a_channels_money_goes_back_the_way_it_came_and_only_once),
		KIT_FACT(R61_money_that_is_too_much_is_asked_back_once),
		KIT_FACT(what_was_returned_moves_nothing),
		KIT_FACT(R60_a_refund_under_way_is_done_when_a_signed_notice_says_so_and_once),
		KIT_FACT(R61_a_refund_the_channel_could_not_pay_out_is_owed_until_it_is_sent_again),
		KIT_FACT(F26_kill_9_while_refunds_are_decided_and_sent_loses_none_and_doubles_none),
	};
	int rc;

	if (argc > 1)
		kills = (size_t)strtoul(argv[1], NULL, 10);
	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments refunds", facts);
	scene_end(NULL);
	return rc;
}
