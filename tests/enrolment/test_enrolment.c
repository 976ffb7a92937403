/* Seats, waitlist, cap and consent: every refusal beside what is accepted, on both engines. */
#include "seats.h"

#include <pthread.h>

#include "enrolment/enrolment.h"
#include "money/bill.h"

static agreement_id version(const struct world *k, enum kit_offering o)
{
	return o == CARE ? k->t.care : k->t.course;
}

static enum err enrol(struct ctx *c, const struct world *k, struct actor who, enum kit_pupil pupil,
                      enum kit_offering o, struct enrolment *ret_e)
{
	struct enrol a = {
		.wish = {k->w.pupil[pupil], k->t.offering[o], version(k, o), false},
		.channel = S("page"),
	};
	struct actor before = c->actor;

	c->actor = who;
	enum err e = store_write(c, &enrol_verb, &a);
	c->actor = before;
	if (e == OK && ret_e)
		*ret_e = a.result;
	return e;
}

static struct money owed(struct ctx *c, const struct world *k, struct actor who,
                         enum kit_pupil pupil)
{
	struct bill bill = {0};
	struct bill_line *line;
	struct actor before = c->actor;
	size_t n;
	bool found;
	struct money sum = FEN(0);

	c->actor = who;
	assert_ok(store_read_begin(c));
	assert_ok(bill_get(c, k->w.pupil[pupil], k->t.term, &bill, &line, &n, &found));
	store_read_end(c);
	c->actor = before;
	for (size_t i = 0; found && i < n; i++)
		assert_true(money_add(sum, line[i].amount, &sum));
	assert_int_equal(sum.fen, bill.total.fen);
	return bill.total;
}

/* --- the way in --------------------------------------------------------------------------------
 */

static void R6_a_guardian_enrols_an_own_child_and_owes_the_price(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrolment e;

	begin(state, &k);
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CHESS, &e));
	assert_int_equal(e.state, ENROLLED);
	assert_int_equal(e.charged.fen, 10000);
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 10000);
	assert_int_equal(seats_now(c, &k, CHESS).taken, 1);
}

static void R6_another_familys_child_is_absent(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	assert_fault(c, enrol(c, &k, k.w.wang, CHEN_YI, CHESS, NULL), E_ABSENT, "absent");
	assert_fault(c, enrol(c, &k, k.w.clerk, CHEN_YI, CHESS, NULL), E_ABSENT, "absent");
	assert_int_equal(seats_now(c, &k, CHESS).taken, 0);
}

static void R30_care_costs_nothing_under_the_plan_and_makes_no_bill(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrolment e;

	begin(state, &k);
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CARE, &e));
	assert_int_equal(e.state, ENROLLED);
	assert_int_equal(e.charged.fen, 0);
	assert_int_equal(e.bill.v, 0);
}

static void R8_the_same_offering_twice_is_refused_with_the_clause(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CHESS, NULL));
	assert_fault(c, enrol(c, &k, k.w.mother, CHEN_YI, CHESS, NULL), E_REFUSED,
	             "already_enrolled");
	assert_str(c->fault.requirement, "R8");
	assert_str(c->fault.clause,
	           "严禁拒绝有需求的学生参加课后服务;已经报了同一项服务的不再重复报名");
	assert_true(str_some(c->fault.document));
	assert_int_equal(seats_now(c, &k, CHESS).taken, 1);
}

static void R8_a_child_of_another_grade_or_school_is_not_eligible_by_the_clause(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	assert_fault(c, enrol(c, &k, k.w.father, CHEN_YI, FIVES, NULL), E_REFUSED, "not_eligible");
	assert_str(c->fault.requirement, "R8");
	assert_str(c->fault.clause,
	           "严禁拒绝有需求的学生参加课后服务;不是本校学生、不在招收的学段年级的除外");
	assert_true(str_some(c->fault.document) && str_some(c->fault.allowed));
	assert_ok(enrol(c, &k, k.w.father, CHEN_ER, FIVES, NULL));
	enum err e = enrol(c, &k, k.w.zhou, ZHOU, CHESS, NULL);
	assert_true(e == E_ABSENT || e == E_REFUSED);
}

static void R9_without_a_confirmed_notice_nothing_is_booked(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct notice_confirm confirm;

	begin(state, &k);
	assert_fault(c, enrol(c, &k, k.w.han, HAN, CHESS, NULL), E_REFUSED, "notice_unconfirmed");
	assert_str(c->fault.clause, "提前将服务时间、方式、内容等告知家长");
	assert_true(str_some(c->fault.document));
	confirm = (struct notice_confirm){k.t.notice, k.w.pupil[HAN], S("page")};
	c->actor = k.w.han;
	assert_ok(store_write(c, &notice_confirm_verb, &confirm));
	assert_ok(enrol(c, &k, k.w.han, HAN, CHESS, NULL));
}

static void R50_an_unsigned_agreement_blocks(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrol a;

	begin(state, &k);
	c->actor = k.w.father;
	a = (struct enrol){.wish = {k.w.pupil[CHEN_YI], k.t.offering[CHESS], {0}, false},
	                   .channel = S("page")};
	assert_fault(c, store_write(c, &enrol_verb, &a), E_REFUSED, "agreement_unsigned");
	assert_str(c->fault.clause, "服务开展前,学校、家长和第三方机构签订协议,明确各方权利义务");
	assert_true(str_some(c->fault.document));
	a.wish.agreement = k.t.care; /* the text of another kind */
	assert_fault(c, store_write(c, &enrol_verb, &a), E_REFUSED, "agreement_unsigned");
	a.wish.agreement = k.t.course;
	assert_ok(store_write(c, &enrol_verb, &a));
}

static void R50_a_course_whose_agency_has_not_signed_is_closed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct agreement_sign sign;

	begin(state, &k);
	assert_fault(c, enrol(c, &k, k.w.father, CHEN_YI, AGENCY, NULL), E_REFUSED,
	             "agreement_unsigned");
	c->actor = k.w.agency;
	sign = (struct agreement_sign){&k.t.offering[AGENCY], 1, 0, 0};
	assert_ok(store_write(c, &agreement_sign_verb, &sign));
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, AGENCY, NULL));
}

static void R26_two_at_one_time_clash(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CHESS, NULL));
	assert_fault(c, enrol(c, &k, k.w.father, CHEN_YI, SINGING, NULL), E_REFUSED, "time_clash");
	assert_str(c->fault.requirement, "R26");
	assert_str(c->fault.clause, "课后托管分普惠性托管和个性化课程两种模式;学生可以分别参加,"
	                            "同一时间只参加一项");
	assert_true(str_some(c->fault.document) && str_some(c->fault.found));
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CARE, NULL)); /* ends when chess begins */
}

static void the_window_is_open_from_its_first_to_before_its_last_instant(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct offering o;

	begin(state, &k);
	o = seats_now(c, &k, CHESS);
	c->now = (struct instant){o.closes.us};
	assert_fault(c, enrol(c, &k, k.w.father, CHEN_YI, CHESS, NULL), E_REFUSED, "window_closed");
	c->now = (struct instant){o.opens.us - 1};
	assert_fault(c, enrol(c, &k, k.w.father, CHEN_YI, CHESS, NULL), E_REFUSED, "window_closed");
	c->now = (struct instant){o.closes.us - 1};
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CHESS, NULL));
}

/* --- money --------------------------------------------------------------------------------------
 */

static void R34_599_99_and_0_01_pass_and_one_fen_more_does_not(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, PAINT, NULL));
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CLAY, NULL));
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 60000);
	assert_fault(c, enrol(c, &k, k.w.father, CHEN_YI, CHESS, NULL), E_REFUSED,
	             "fee_cap_exceeded");
	assert_string_equal(fault_lookup("fee_cap_exceeded")->requirement.p, "R34");
	assert_true(str_some(c->fault.clause));
	assert_true(str_some(c->fault.found));
	assert_true(str_some(c->fault.allowed));
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 60000);
}

static void R34_consumables_count_unless_the_family_buys_them(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrol a;

	begin(state, &k);
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, POTTERY, NULL));
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 24000);
	c->actor = k.w.father;
	a = (struct enrol){.wish = {k.w.pupil[CHEN_ER], k.t.offering[POTTERY], k.t.course, true},
	                   .channel = S("page")};
	assert_ok(store_write(c, &enrol_verb, &a));
	assert_int_equal(owed(c, &k, k.w.father, CHEN_ER).fen, 20000);
}

struct rush {
	struct world *k;
	enum kit_offering o;
	enum kit_pupil pupil;
	struct actor who;
	struct store *store;
	const struct env *env;
	struct instant now;
	enum err e;
	enum enrolment_state state;
};

static void *rush_one(void *arg)
{
	struct rush *r = arg;
	struct arena *arena = arena_new(16 << 20);
	struct ctx c = {.arena = arena,
	                .env = r->env,
	                .store = r->store,
	                .actor = r->who,
	                .now = r->now,
	                .request_id = S("rush"),
	                .device = S("test")};
	struct enrolment e = {0};

	r->e = enrol(&c, r->k, r->who, r->pupil, r->o, &e);
	r->state = e.state;
	arena_free(&arena);
	return NULL;
}

static void rush(struct ctx *c, struct world *k, struct rush *r, size_t n)
{
	pthread_t thread[32];

	assert_true(n <= 32);
	for (size_t i = 0; i < n; i++) {
		r[i].k = k;
		r[i].store = c->store;
		r[i].env = c->env;
		r[i].now = c->now;
		assert_int_equal(pthread_create(&thread[i], NULL, rush_one, &r[i]), 0);
	}
	for (size_t i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
}

static void R34_of_two_parallel_orders_of_300_01_exactly_one_passes(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	struct rush r[2] = {{.o = ROBOT, .pupil = CHEN_YI, .who = k.w.father},
	                    {.o = CODE, .pupil = CHEN_YI, .who = k.w.mother}};
	rush(c, &k, r, 2);
	assert_int_equal((r[0].e == OK) + (r[1].e == OK), 1);
	assert_int_equal((r[0].e == E_REFUSED) + (r[1].e == E_REFUSED), 1);
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 30001);
}

/* --- seats and waitlist -------------------------------------------------------------------------
 */

static void the_last_seats_are_never_sold_twice(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	size_t enrolled = 0;
	size_t waiting = 0;

	begin(state, &k);
	struct rush r[8] = {
		{.o = CHESS, .pupil = CHEN_YI, .who = k.w.father},
		{.o = CHESS, .pupil = CHEN_YI, .who = k.w.mother},
		{.o = CHESS, .pupil = CHEN_ER, .who = k.w.father},
		{.o = CHESS, .pupil = WANG, .who = k.w.wang},
		{.o = CHESS, .pupil = WANG, .who = k.w.wang},
		{.o = CHESS, .pupil = WANG_OTHER, .who = k.w.wang_other},
		{.o = CHESS, .pupil = LI, .who = k.w.li},
		{.o = CHESS, .pupil = ZHAO, .who = k.w.zhao},
	};
	rush(c, &k, r, 8);
	for (size_t i = 0; i < 8; i++) {
		enrolled += r[i].e == OK && r[i].state == ENROLLED;
		waiting += r[i].e == OK && r[i].state == WAITLISTED;
	}
	assert_int_equal(enrolled, 2);
	assert_int_equal(waiting, 4);
	struct offering o = seats_now(c, &k, CHESS);
	assert_int_equal(o.taken, 2);
	assert_int_equal(o.waiting, 4);
}

static void fill_chess(struct ctx *c, const struct world *k, struct enrolment *e)
{
	assert_ok(enrol(c, k, k->w.father, CHEN_YI, CHESS, &e[0]));
	assert_ok(enrol(c, k, k->w.wang, WANG, CHESS, &e[1]));
	assert_ok(enrol(c, k, k->w.li, LI, CHESS, &e[2]));
	assert_ok(enrol(c, k, k->w.zhao, ZHAO, CHESS, &e[3]));
	assert_int_equal(e[2].state, WAITLISTED);
	assert_int_equal(e[2].position, 1);
	assert_int_equal(e[2].charged.fen, 0);
	assert_int_equal(e[3].position, 2);
}

static enum enrolment_state state_of(struct ctx *c, const struct world *k, enrolment_id id)
{
	struct enrolment e;
	struct actor before = c->actor;

	c->actor = k->w.clerk;
	assert_ok(store_read_begin(c));
	assert_ok(enrolment_get(c, id, &e));
	store_read_end(c);
	c->actor = before;
	return e.state;
}

static void a_freed_seat_goes_to_the_first_who_waits_and_is_billed_then(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrolment e[4];

	begin(state, &k);
	fill_chess(c, &k, e);
	c->actor = k.w.father;
	struct withdraw a = {.enrolment = e[0].id};
	assert_ok(store_write(c, &withdraw_verb, &a));
	assert_int_equal(a.result.charged.fen, 10000);
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 0);
	assert_int_equal(state_of(c, &k, e[2].id), ENROLLED);
	assert_int_equal(state_of(c, &k, e[3].id), WAITLISTED);
	assert_int_equal(owed(c, &k, k.w.li, LI).fen, 10000);
	assert_int_equal(seats_now(c, &k, CHESS).taken, 2);
	assert_int_equal(seats_now(c, &k, CHESS).waiting, 1);
	assert_ok(store_write(c, &withdraw_verb, &a)); /* again: no error, no second effect */
	assert_int_equal(seats_now(c, &k, CHESS).taken, 2);
}

static void a_list_of_what_a_child_had_tells_held_and_past_in_order(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment *v, e[4];
	struct world k;
	size_t n;

	begin(state, &k);
	fill_chess(c, &k, e);
	c->actor = k.w.father;
	struct withdraw a = {.enrolment = e[0].id};
	assert_ok(store_write(c, &withdraw_verb, &a));
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, SINGING, NULL));
	kit_read_as(c, &k.w.father);
	assert_ok(enrolment_list(c, k.w.pupil[CHEN_YI], k.t.term, &v, &n));
	assert_int_equal(n, 2);
	assert_int_equal(v[0].id.v, e[0].id.v);
	assert_int_equal(v[0].state, WITHDRAWN);
	assert_int_equal(v[1].state, ENROLLED);
	assert_int_equal(v[1].offering.v, k.t.offering[SINGING].v);
	store_read_end(c);
}

static void a_head_that_has_become_ineligible_is_skipped_and_keeps_its_place(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrolment e[4];

	begin(state, &k);
	fill_chess(c, &k, e);
	assert_ok(enrol(c, &k, k.w.li, LI, SINGING, NULL)); /* the same hour */
	c->actor = k.w.father;
	struct withdraw a = {.enrolment = e[0].id};
	assert_ok(store_write(c, &withdraw_verb, &a));
	assert_int_equal(state_of(c, &k, e[2].id), WAITLISTED);
	assert_int_equal(state_of(c, &k, e[3].id), ENROLLED);
	assert_int_equal(seats_now(c, &k, CHESS).waiting, 1);
}

static void staff_move_needs_a_reason_and_goes_to_the_head_of_the_queue(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrolment e[4];

	begin(state, &k);
	fill_chess(c, &k, e);
	c->actor = k.w.clerk;
	struct staff_move up = {.enrolment = e[3].id};
	assert_fault(c, store_write(c, &staff_move_verb, &up), E_INPUT, "missing_field");
	up.reason = S("教师子女不优先,按申诉处理");
	assert_ok(store_write(c, &staff_move_verb, &up));
	assert_int_equal(up.result.state, WAITLISTED); /* nobody is sold a seat that is not there */
	assert_int_equal(up.result.position, 1);
	struct staff_move out = {.enrolment = e[1].id, .remove = true, .reason = S("转学")};
	assert_ok(store_write(c, &staff_move_verb, &out));
	assert_int_equal(state_of(c, &k, e[1].id), REMOVED);
	assert_int_equal(state_of(c, &k, e[3].id), ENROLLED);
	assert_int_equal(state_of(c, &k, e[2].id), WAITLISTED);
	assert_fault(c, store_write(c, &staff_move_verb, &out), E_CONFLICT, "conflict");
	up.enrolment = e[3].id; /* has a seat now */
	assert_fault(c, store_write(c, &staff_move_verb, &up), E_CONFLICT, "conflict");
	c->actor = k.w.head;
	up.enrolment = e[2].id;
	assert_fault(c, store_write(c, &staff_move_verb, &up), E_DENIED, "not_allowed");
	c->actor = k.w.clerk2;
	out.enrolment = e[0].id;
	assert_fault(c, store_write(c, &staff_move_verb, &out), E_ABSENT, "absent");
}

static void more_seats_promote_and_fewer_than_taken_are_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct enrolment e[4];

	begin(state, &k);
	fill_chess(c, &k, e);
	c->actor = k.w.clerk;
	struct reseat a = {k.t.offering[CHESS], true, 3};
	assert_ok(store_write(c, &reseat_verb, &a));
	assert_int_equal(state_of(c, &k, e[2].id), ENROLLED);
	a.seats = 2;
	assert_fault(c, store_write(c, &reseat_verb, &a), E_REFUSED, "seats_taken");
}

/* --- put forward by staff -----------------------------------------------------------------------
 */

static void R6_a_class_put_forward_waits_for_each_guardian_and_bills_nobody(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	application_id id;

	begin(state, &k);
	pupil_id class[] = {k.w.pupil[CHEN_YI], k.w.pupil[WANG], k.w.pupil[WANG_OTHER]};
	struct put_forward a = {k.t.offering[PAINT], class, 3, 0};
	c->actor = k.w.head;
	assert_ok(store_write(c, &put_forward_verb, &a));
	assert_int_equal(a.put, 3);
	assert_ok(store_write(c, &put_forward_verb, &a));
	assert_int_equal(a.put, 0); /* they wait already */
	assert_int_equal(seats_now(c, &k, PAINT).taken, 0);
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 0);

	struct waiting *wait;
	size_t n;
	c->actor = k.w.father;
	assert_ok(store_read_begin(c));
	assert_ok(applications_waiting(c, &wait, &n));
	store_read_end(c);
	assert_int_equal(n, 1);
	id = wait[0].id;
	struct application_answer yes = {
		.application = id, .accept = true, .agreement = k.t.course};
	c->actor = k.w.wang;
	assert_fault(c, store_write(c, &application_answer_verb, &yes), E_ABSENT, "absent");
	c->actor = k.w.father;
	assert_ok(store_write(c, &application_answer_verb, &yes));
	assert_int_equal(yes.result.state, ENROLLED);
	assert_int_equal(owed(c, &k, k.w.father, CHEN_YI).fen, 59999);
	assert_fault(c, store_write(c, &application_answer_verb, &yes), E_CONFLICT,
	             "already_answered");
}

/* --- the basket and the page ---------------------------------------------------------------------
 */

static void a_basket_is_taken_whole_or_not_at_all(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	c->actor = k.w.father;
	struct wish wish[] = {
		{k.w.pupil[CHEN_YI], k.t.offering[CHESS], k.t.course, false},
		{k.w.pupil[CHEN_ER], k.t.offering[CHESS], k.t.course, false},
		{k.w.pupil[CHEN_ER], k.t.offering[SINGING], k.t.course, false},
	};
	struct enrol_basket a = {.wish = wish, .n = 3, .channel = S("page")};
	assert_fault(c, store_write(c, &enrol_basket_verb, &a), E_REFUSED, "time_clash");
	assert_int_equal(a.failed, 2);
	assert_int_equal(seats_now(c, &k, CHESS).taken, 0);
	a.n = 2;
	assert_ok(store_write(c, &enrol_basket_verb, &a));
	assert_int_equal(seats_now(c, &k, CHESS).taken, 2);
}

static void the_check_page_foresees_what_the_basket_will_refuse(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct wish_preview *v;

	begin(state, &k);
	c->actor = k.w.father;
	struct wish wish[] = {
		{k.w.pupil[CHEN_YI], k.t.offering[ROBOT], k.t.course, false},
		{k.w.pupil[CHEN_YI], k.t.offering[CODE], k.t.course, false},
	};
	assert_ok(store_read_begin(c));
	assert_ok(basket_preview(c, wish, 2, &v));
	store_read_end(c);
	assert_true(v[0].view.open);
	assert_int_equal(v[0].price.fen, 30001);
	assert_false(v[1].view.open);
	assert_string_equal(v[1].view.refusal[0].code, "fee_cap_exceeded");
}

static const struct refusal_note *why(const struct offering_view *v, size_t n, offering_id o,
                                      const char *code)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].offering.id.v != o.v)
			continue;
		for (size_t r = 0; r < v[i].refusal_n; r++) {
			if (strcmp(v[i].refusal[r].code, code) == 0)
				return &v[i].refusal[r];
		}
	}
	return NULL;
}

static void the_page_says_for_every_closed_offering_why(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct offering_view *v;
	size_t n;

	begin(state, &k);
	assert_ok(enrol(c, &k, k.w.father, CHEN_YI, CHESS, NULL));
	c->actor = k.w.father;
	assert_ok(store_read_begin(c));
	assert_ok(offering_views(c, k.w.a1, k.t.term, k.w.pupil[CHEN_YI], &v, &n));
	store_read_end(c);
	assert_int_equal(n, KIT_OFFERINGS);
	assert_non_null(why(v, n, k.t.offering[CHESS], "already_enrolled"));
	assert_non_null(why(v, n, k.t.offering[SINGING], "time_clash"));
	assert_non_null(why(v, n, k.t.offering[FIVES], "not_eligible"));
	assert_non_null(why(v, n, k.t.offering[AGENCY], "agreement_unsigned"));
	assert_non_null(why(v, n, k.t.offering[PAINT], "fee_cap_exceeded"));
	assert_null(why(v, n, k.t.offering[CLAY], "fee_cap_exceeded"));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R6_a_guardian_enrols_an_own_child_and_owes_the_price),
		KIT_FACT(R6_another_familys_child_is_absent),
		KIT_FACT(R30_care_costs_nothing_under_the_plan_and_makes_no_bill),
		KIT_FACT(R8_the_same_offering_twice_is_refused_with_the_clause),
		KIT_FACT(R8_a_child_of_another_grade_or_school_is_not_eligible_by_the_clause),
		KIT_FACT(R9_without_a_confirmed_notice_nothing_is_booked),
		KIT_FACT(R50_an_unsigned_agreement_blocks),
		KIT_FACT(R50_a_course_whose_agency_has_not_signed_is_closed),
		KIT_FACT(R26_two_at_one_time_clash),
		KIT_FACT(the_window_is_open_from_its_first_to_before_its_last_instant),
		KIT_FACT(R34_599_99_and_0_01_pass_and_one_fen_more_does_not),
		KIT_FACT(R34_consumables_count_unless_the_family_buys_them),
		KIT_FACT(R34_of_two_parallel_orders_of_300_01_exactly_one_passes),
		KIT_FACT(the_last_seats_are_never_sold_twice),
		KIT_FACT(a_freed_seat_goes_to_the_first_who_waits_and_is_billed_then),
		KIT_FACT(a_list_of_what_a_child_had_tells_held_and_past_in_order),
		KIT_FACT(a_head_that_has_become_ineligible_is_skipped_and_keeps_its_place),
		KIT_FACT(staff_move_needs_a_reason_and_goes_to_the_head_of_the_queue),
		KIT_FACT(more_seats_promote_and_fewer_than_taken_are_refused),
		KIT_FACT(R6_a_class_put_forward_waits_for_each_guardian_and_bills_nobody),
		KIT_FACT(a_basket_is_taken_whole_or_not_at_all),
		KIT_FACT(the_check_page_foresees_what_the_basket_will_refuse),
		KIT_FACT(the_page_says_for_every_closed_offering_why),
	};

	return KIT_FACTS_RUN("enrolment", facts);
}
