/* A pupil who has gone to another school: papers and money stay with the school that billed. */
#include "scene.h"

#include "../killed.h"
#include "../kit_sheet.h"
#include "../kit_web.h"
#include "../second.h"
#include "auth/auth.h"
#include "enrolment/routes.h"
#include "jobs/message.h"
#include "money/approval.h"
#include "money/routes.h"
#include "payments/routes.h"
#include "people/roll.h"
#include "people/school.h"

static const struct routes *const TABLES[] = {&auth_routes, &money_routes, &payments_routes,
                                              &payments_desk_routes};

/* A supervised account of a school's own. */
static collecting_id own_account(struct scene *s, const struct actor *who, const char *channel,
                                 const char *merchant)
{
	struct collecting_put a = {.channel = str_of(channel),
	                           .party = S("school"),
	                           .holder = S("示例学校课后服务监管户"),
	                           .bank = S("示例银行"),
	                           .number = S("6200000000000002"),
	                           .merchant = str_of(merchant),
	                           .active = true};

	assert_ok(kit_try_as(s->c, who, &collecting_put_verb, &a));
	return a.result;
}

static enum err enter(struct scene *s, const struct actor *who, const char *document,
                      payment_id *ret_id)
{
	struct payment_enter a = {.pupil = s->w->pupil[CHEN_YI],
	                          .term = s->t.term,
	                          .amount = scene_due(s, CHEN_YI),
	                          .day = DATE_NONE,
	                          .document = str_of(document)};
	enum err e = kit_try_as(s->c, who, &payment_enter_verb, &a);

	*ret_id = a.result;
	return e;
}

static struct payment payment_of(struct scene *s, const struct actor *who, payment_id id)
{
	struct payment p;

	kit_read_as(s->c, who);
	assert_ok(payment_get(s->c, id, &p));
	store_read_end(s->c);
	return p;
}

static int64_t moves_of(struct scene *s, school_id school)
{
	int64_t fen;

	assert_ok(store_read_begin(s->c));
	assert_ok(q_school_clearing(s->c, school, &fen));
	store_read_end(s->c);
	return fen;
}

/* `kehou verify` and the program that shares nothing with it. */
static void holds(struct scene *s, uint64_t known)
{
	killed_verify(s->c, known);
	assert_true(second_program_agrees(s->c, s->w) > 0);
}

static void R60_the_rest_of_a_bill_is_paid_into_the_account_of_the_school_that_billed(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct order_make make = {.pupil = s.w->pupil[CHEN_YI],
	                          .term = s.t.term,
	                          .channel = S("wechat"),
	                          .way = PAY_QR};
	collecting_id old = own_account(&s, &s.w->finance, "wechat", "1900000001");
	struct payment_take take = {.collecting = old};
	struct payment p;
	struct order o;

	own_account(&s, &s.w->finance2, "wechat", "1900000001");
	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_goes_to_a2(&s, CHEN_YI);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance2, &order_make_verb, &make), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->father, &order_make_verb, &make));
	kit_read_as(s.c, &s.w->finance);
	assert_ok(order_get(s.c, make.result, &o));
	store_read_end(s.c);
	assert_int_equal(o.collecting.v, old.v);
	assert_int_equal(o.school.v, s.w->a1.v);
	kit_read_as(s.c, &s.w->finance2);
	assert_fault(s.c, order_get(s.c, make.result, &o), E_ABSENT, "absent");
	store_read_end(s.c);
	take.said = (struct pay_result){.number = o.number,
	                                .channel_number = S("42"),
	                                .state = PAY_PAID,
	                                .amount = {10000},
	                                .at = s.c->now};
	assert_ok(kit_try_as(s.c, &s.w->system, &payment_take_verb, &take));
	assert_int_equal(take.result, TAKEN_BOOKED);
	p = payment_of(&s, &s.w->finance, take.payment);
	assert_int_equal(p.school.v, s.w->a1.v);
	assert_int_equal(moves_of(&s, s.w->a1), 10000);
	assert_int_equal(moves_of(&s, s.w->a2), 0);
	holds(&s, known);
}

static void R60_the_counter_of_the_school_that_billed_takes_in_and_takes_back(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct reversal_ask ask = {.reason = S("录错学生")};
	struct reversal_decide yes = {.accept = true};
	struct receipt *receipt;
	struct school a1;
	struct payment p;
	payment_id id;
	size_t n;

	own_account(&s, &s.w->finance, "counter", "");
	own_account(&s, &s.w->finance2, "counter", "");
	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_goes_to_a2(&s, CHEN_YI);
	assert_fault(s.c, enter(&s, &s.w->finance2, "D-1", &id), E_ABSENT, "absent");
	assert_ok(enter(&s, &s.w->finance, "D-1", &id));
	p = payment_of(&s, &s.w->finance, id);
	assert_int_equal(p.school.v, s.w->a1.v);
	assert_str(p.class_name, ""); /* that of another school is not theirs to read */
	kit_read_as(s.c, &s.w->finance2);
	assert_fault(s.c, payment_get(s.c, id, &p), E_ABSENT, "absent");
	assert_fault(s.c, receipt_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &receipt, &n), E_ABSENT,
	             "absent");
	store_read_end(s.c);
	kit_read_as(s.c, &s.w->father); /* a family sees all of theirs */
	assert_ok(receipt_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &receipt, &n));
	assert_int_equal(n, 1);
	assert_ok(school_load(s.c, s.w->a1, &a1));
	assert_true(str_starts(receipt[0].number, a1.code));
	store_read_end(s.c);
	yes.payment = ask.payment = id;
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader2, &reversal_ask_verb, &ask), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->finance, &reversal_ask_verb, &ask));
	assert_ok(kit_try_as(s.c, &s.w->leader, &reversal_decide_verb, &yes));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 10000);
	assert_int_equal(moves_of(&s, s.w->a1), 0);
	holds(&s, known);
}

static void R59_the_school_that_billed_adjusts_and_pays_back_and_the_new_one_cannot(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct adjust down = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-3000},
	                      .reason = S("少收一次课")};
	struct refund_credit credit = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};
	struct refund_judge yes = {.accept = true};
	struct refund_paid out = {.document = S("T-1")};
	struct refund_ask ask = {.reason = S("absence")};
	struct approval_say say = {.word = APPROVED, .reason = S("")};
	struct approval_state st;
	struct refund f;

	ask.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	scene_goes_to_a2(&s, CHEN_YI);
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader2, &adjust_verb, &down), E_ABSENT, "absent");
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &down));
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance2, &refund_ask_verb, &ask), E_ABSENT,
	             "absent");
	assert_int_not_equal(kit_try_as(s.c, &s.w->finance, &refund_ask_verb, &ask), E_ABSENT);
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance2, &refund_credit_verb, &credit), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &credit));
	yes.refund = out.refund = credit.result;
	kit_read_as(s.c, &s.w->father);
	assert_ok(refund_get(s.c, credit.result, &f));
	store_read_end(s.c);
	assert_int_equal(f.school.v, s.w->a1.v);
	assert_int_equal(f.amount.fen, 3000);
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes)); /* submits it */
	kit_read_as(s.c, &s.w->finance);
	assert_ok(approval_state_of(s.c, APPROVE_REFUND, credit.result.v, &st));
	store_read_end(s.c);
	say.approval = st.id;
	assert_ok(kit_try_as(s.c, &s.w->leader, &approval_say_verb, &say));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_paid_verb, &out));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_int_equal(moves_of(&s, s.w->a1), 7000);
	assert_int_equal(moves_of(&s, s.w->a2), 0);
	holds(&s, known);
}

/* Whether a page of the pupil is there for somebody. */
static int sees(struct scene *s, struct kit_web *b, const struct actor *who, const char *tail)
{
	long long pupil = (long long)s->w->pupil[CHEN_YI].v;

	kit_web_login(b, who);
	return kit_web_get(b, str_c(s->c->arena,
	                            str_printf(s->c->arena, "/school/pupils/%lld%s", pupil, tail)));
}

static void the_desks_of_the_old_school_have_the_bill_and_those_of_the_new_have_not(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, TABLES, 4);
	const char *api =
		str_c(s.c->arena, str_printf(s.c->arena, "/api/v1/pupils/%lld/%s?term=%lld",
	                                     (long long)s.w->pupil[CHEN_YI].v, "payments",
	                                     (long long)s.t.term.v));

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	scene_goes_to_a2(&s, CHEN_YI);
	assert_int_equal(sees(&s, &b, &s.w->finance, "/pay"), 200);
	assert_true(kit_web_shows(&b, "¥100.00"));
	assert_int_equal(sees(&s, &b, &s.w->finance2, "/pay"), 404);
	assert_int_equal(sees(&s, &b, &s.w->clerk, "/bill"), 200);
	assert_true(kit_web_shows(&b, "围棋"));
	assert_int_equal(sees(&s, &b, &s.w->clerk2, "/bill"), 404);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, "/school/payments"), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 200);
	kit_web_login(&b, &s.w->finance2);
	assert_int_equal(kit_web_get(&b, "/school/payments"), 200);
	assert_false(kit_web_shows(&b, "100.00"));
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 404);
	kit_web_login(&b, &s.w->father);
	assert_int_equal(
		kit_web_get(&b, str_c(s.c->arena, str_printf(s.c->arena, "/pupils/%lld/pay",
	                                                     (long long)s.w->pupil[CHEN_YI].v))),
		200);
	assert_true(kit_web_shows(&b, "¥100.00"));
	kit_web_close(&b);
}

static void the_paper_of_a_receipt_stays_as_it_was_when_the_pupil_has_gone(void **state)
{
	struct scene s = scene_of(state);
	struct out one, two;
	struct receipt *v;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	out_init(&one, 8 << 20);
	out_init(&two, 8 << 20);
	for (int i = 0; i < 2; i++) {
		kit_read_as(s.c, &s.w->finance);
		assert_ok(receipt_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
		assert_ok(receipt_pdf(s.c, &v[0], i ? &two : &one));
		store_read_end(s.c);
		kit_advance(state, INT64_C(3600000000));
		if (i == 0)
			scene_goes_to_a2(&s, CHEN_YI);
	}
	assert_true(str_eq(out_str(&one), out_str(&two)));
	out_free(&one);
	out_free(&two);
}

/* --- the same term at the new school ------------------------------------------------------------
 */

/* A course of A2 for 50.00, published, and what the family has to sign. */
struct at_a2 {
	offering_id offering;
	agreement_id agreement;
};

static struct at_a2 opened(struct scene *s)
{
	struct ctx *c = s->c;
	const struct kit_people *w = s->w;
	struct notice_put notice = {.school = w->a2,
	                            .term = s->t.term,
	                            .title = S("课后服务告知书"),
	                            .times = S("周一至周五"),
	                            .manner = S("自愿报名"),
	                            .content = S("看护与课程"),
	                            .fees = S("课程见公示"),
	                            .safety = S("凭接送卡"),
	                            .channels = S("page,paper")};
	struct agreement_put paper = {.school = w->a2,
	                              .term = s->t.term,
	                              .kind = KIND_COURSE,
	                              .title = S("课后服务协议"),
	                              .body = S("双方自愿。")};
	struct offering_row row = {.code = S("Z1"),
	                           .kind = KIND_COURSE,
	                           .title = S("合唱"),
	                           .about = S("与老师一起"),
	                           .category = S("arts"),
	                           .place = S("101"),
	                           .consumables_standard = S(""),
	                           .grades = 1 << 7,
	                           .price = {5000},
	                           .starts = DATE_NONE,
	                           .ends = DATE_NONE,
	                           .slot = {{2, {1020}, {1080}}},
	                           .slot_n = 1};
	struct offerings_put put = {w->a2, s->t.term, &row, 1, 0, 0, 0};
	struct notice_confirm confirm = {.pupil = w->pupil[CHEN_YI], .channel = S("page")};
	struct at_a2 o;

	row.opens.us = c->now.us - 1;
	row.closes.us = c->now.us + INT64_C(86400000000);
	assert_ok(kit_try_as(c, &w->system, &notice_put_verb, &notice));
	assert_ok(kit_try_as(c, &w->system, &notice_publish_verb,
	                     &(struct notice_publish){notice.result}));
	confirm.notice = notice.result;
	assert_ok(kit_try_as(c, &w->father, &notice_confirm_verb, &confirm));
	assert_ok(kit_try_as(c, &w->system, &agreement_put_verb, &paper));
	assert_ok(kit_try_as(c, &w->system, &agreement_publish_verb,
	                     &(struct agreement_publish){paper.result}));
	assert_ok(kit_try_as(c, &w->system, &offerings_put_verb, &put));
	o = (struct at_a2){row.id, paper.result};
	struct agreement_sign sign = {&o.offering, 1, 0, 0};

	assert_ok(kit_try_as(c, &w->leader2, &agreement_sign_verb, &sign));
	c->actor = w->system;
	kit_sheets(c, w, &o.offering, 1);
	struct offerings_publish publish = {&o.offering, 1, 0};

	assert_ok(kit_try_as(c, &w->system, &offerings_publish_verb, &publish));
	return o;
}

static enum err enrol_at_a2(struct scene *s, const struct at_a2 *o)
{
	struct enrol a = {.wish = {s->w->pupil[CHEN_YI], o->offering, o->agreement, false},
	                  .channel = S("page")};

	return kit_try_as(s->c, &s->w->father, &enrol_verb, &a);
}

static void R59_a_bill_on_which_something_stands_is_not_charged_by_another_school(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct at_a2 o;

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_goes_to_a2(&s, CHEN_YI);
	o = opened(&s);
	assert_fault(s.c, enrol_at_a2(&s, &o), E_REFUSED, "billed_elsewhere");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 10000);
	scene_paid(&s, CHEN_YI, "D-1"); /* at A1 */
	assert_fault(s.c, enrol_at_a2(&s, &o), E_REFUSED, "billed_elsewhere");
	assert_int_equal(moves_of(&s, s.w->a1), 10000);
	holds(&s, known);
}

static void R59_a_bill_on_which_nothing_stands_goes_along_to_the_new_school(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct withdraw leave = {.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS)};
	payment_id id;
	struct at_a2 o;

	scene_goes_to_a2(&s, CHEN_YI);
	o = opened(&s);
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &leave));
	assert_ok(enrol_at_a2(&s, &o));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 5000);
	assert_fault(s.c, enter(&s, &s.w->finance, "D-1", &id), E_ABSENT, "absent");
	assert_ok(enter(&s, &s.w->finance2, "D-1", &id));
	assert_int_equal(payment_of(&s, &s.w->finance2, id).school.v, s.w->a2.v);
	assert_int_equal(moves_of(&s, s.w->a1), 0);
	assert_int_equal(moves_of(&s, s.w->a2), 5000);
	holds(&s, known);
}

/* Money that comes late for an order of the old school would stand on a bill of the new one. */
static void R59_a_bill_somebody_was_asked_to_pay_stays_where_it_is(void **state)
{
	struct scene s = scene_of(state);
	struct order_make make = {.pupil = s.w->pupil[CHEN_YI],
	                          .term = s.t.term,
	                          .channel = S("wechat"),
	                          .way = PAY_QR};
	struct withdraw leave = {.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS)};
	struct at_a2 o;

	assert_ok(kit_try_as(s.c, &s.w->father, &order_make_verb, &make));
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &leave));
	scene_goes_to_a2(&s, CHEN_YI);
	o = opened(&s);
	assert_fault(s.c, enrol_at_a2(&s, &o), E_REFUSED, "billed_elsewhere");
}

static int64_t unread(struct scene *s, const struct actor *who)
{
	int64_t n;

	kit_read_as(s->c, who);
	assert_ok(message_unread(s->c, &n));
	store_read_end(s->c);
	return n;
}

static void R61_the_old_school_ends_what_a_pupil_who_went_holds_as_if_the_family_did(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct staff_move off = {.remove = true, .reason = S("已转学")};
	struct refund *f;
	int64_t told;
	size_t n;

	off.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	scene_goes_to_a2(&s, CHEN_YI);
	told = unread(&s, &s.w->father);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &staff_move_verb, &off));
	assert_int_equal(off.result.state, REMOVED);
	assert_int_equal(unread(&s, &s.w->father), told + 1);
	kit_read_as(s.c, &s.w->father);
	assert_ok(refund_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &f, &n));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	assert_str(f[0].reason, "quit"); /* the rules' word for a family that withdraws */
	assert_int_equal(f[0].school.v, s.w->a1.v);
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &staff_move_verb, &off), E_CONFLICT,
	             "conflict");
	holds(&s, known);
}

static void R59_what_was_not_paid_is_taken_off_the_bill_by_the_old_school(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct staff_move off = {.remove = true, .reason = S("已转学")};
	struct at_a2 o;

	off.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_goes_to_a2(&s, CHEN_YI);
	assert_ok(kit_try_as(s.c, &s.w->leader, &staff_move_verb, &off));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	o = opened(&s);
	assert_ok(enrol_at_a2(&s, &o)); /* nothing stands there any more */
	holds(&s, known);
}

static void R61_nobody_but_the_old_school_ends_it_and_only_for_a_reason(void **state)
{
	struct scene s = scene_of(state);
	struct staff_move off = {.remove = true, .reason = S("已转学")};
	struct staff_move up = {.reason = S("已转学")};

	up.enrolment = off.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_goes_to_a2(&s, CHEN_YI);
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk2, &staff_move_verb, &off), E_ABSENT,
	             "absent"); /* the pupil is theirs, the service is not */
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk_z, &staff_move_verb, &off), E_ABSENT,
	             "absent");
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &staff_move_verb, &off), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &staff_move_verb, &up), E_CONFLICT,
	             "conflict");
	off.reason = S(" ");
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &staff_move_verb, &off), E_INPUT,
	             "missing_field");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 10000);
}

static void the_page_of_one_who_went_is_the_old_schools_and_tells_no_class(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &enrolment_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *path, *roster;

	path = str_c(s.c->arena,
	             str_printf(s.c->arena, "/school/enrolments/%lld",
	                        (long long)scene_enrol(&s, &s.w->father, CHEN_YI, CHESS).v));
	roster = str_c(s.c->arena, str_printf(s.c->arena, "/school/offerings/%lld/roster",
	                                      (long long)s.t.offering[CHESS].v));
	scene_goes_to_a2(&s, CHEN_YI);
	kit_web_login(&b, &s.w->clerk2);
	assert_int_equal(kit_web_get(&b, path), 404);
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_true(kit_web_shows(&b, "已离校") && kit_web_shows(&b, path));
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "学生已转到其他学校"));
	path = str_c(s.c->arena, str_printf(s.c->arena, "%s/remove", path));
	assert_int_equal(kit_web_post(&b, path, "&remove_reason="), 422);
	assert_int_equal(kit_web_post(&b, path, "&remove_reason=已转学"), 303);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_the_rest_of_a_bill_is_paid_into_the_account_of_the_school_that_billed),
		KIT_FACT(R60_the_counter_of_the_school_that_billed_takes_in_and_takes_back),
		KIT_FACT(R59_the_school_that_billed_adjusts_and_pays_back_and_the_new_one_cannot),
		KIT_FACT(the_desks_of_the_old_school_have_the_bill_and_those_of_the_new_have_not),
		KIT_FACT(the_paper_of_a_receipt_stays_as_it_was_when_the_pupil_has_gone),
		KIT_FACT(R59_a_bill_on_which_something_stands_is_not_charged_by_another_school),
		KIT_FACT(R59_a_bill_on_which_nothing_stands_goes_along_to_the_new_school),
		KIT_FACT(R59_a_bill_somebody_was_asked_to_pay_stays_where_it_is),
		KIT_FACT(R61_the_old_school_ends_what_a_pupil_who_went_holds_as_if_the_family_did),
		KIT_FACT(R59_what_was_not_paid_is_taken_off_the_bill_by_the_old_school),
		KIT_FACT(R61_nobody_but_the_old_school_ends_it_and_only_for_a_reason),
		KIT_FACT(the_page_of_one_who_went_is_the_old_schools_and_tells_no_class),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments moved", facts);
	scene_end(NULL);
	return rc;
}
