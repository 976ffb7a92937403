/* Families' money in any order, beside a model of a few arrays: orders, notices that come in time,
 * late, twice or with another amount, the counter, adjustments, refunds asked for, returned, agreed
 * by two, sent, refused by the channel and sent again. Each verb comes to what the model says; in
 * the end every bill, every payment and every refund is the model's to the fen, and kehou verify
 * and the second program find the books in order. */
#include "scene.h"

#include <stdlib.h>

#include "../killed.h"
#include "../second.h"
#include "money/approval.h"

enum { BILLS = 6, PRICE = 30001, MANY = 4000 };
static size_t ops = 400;

struct made_order {
	pay_order_id id;
	char number[33];
	size_t bill;
	int64_t fen;
	bool open, paid;
};
struct made_payment {
	payment_id id;
	size_t bill;
	int64_t fen, back; /* back: asked for or sent, not returned */
	bool counter, late;
};
enum standing { ASKED, AGREED, FAILED, DONE, GIVEN_UP };
struct made_refund {
	refund_id id;
	size_t bill, payment;
	int64_t fen;
	enum standing stage;
	bool late;
};

struct model {
	struct scene s;
	uint64_t seed;
	int64_t charged[BILLS], adjusted[BILLS], paid[BILLS], back[BILLS];
	bool collected[BILLS];
	struct made_order order[MANY];
	struct made_payment payment[MANY];
	struct made_refund refund[MANY];
	size_t orders, payments, refunds, documents;
	size_t done[8], refused[8]; /* of each act */
};
enum act { ORDER, NOTICE, COUNTER, ADJUST, CREDIT, JUDGE, SEND, SEND_LATE };

static const enum kit_pupil PUPIL[BILLS] = {CHEN_YI, CHEN_ER, WANG, WANG_OTHER, LI, ZHAO};

static uint64_t dice(struct model *m, uint64_t sides)
{
	m->seed ^= m->seed << 13;
	m->seed ^= m->seed >> 7;
	m->seed ^= m->seed << 17;
	return m->seed % sides;
}

static int64_t due(const struct model *m, size_t b)
{
	return m->charged[b] + m->adjusted[b] - m->paid[b] + m->back[b];
}

static pupil_id pupil(const struct model *m, size_t b)
{
	return m->s.w->pupil[PUPIL[b]];
}

/* What the model foresaw: OK, or a refusal with this code. */
static void came_to(struct model *m, enum act act, enum err e, const char *code)
{
	if (!code) {
		if (e != OK)
			fail_msg("act %d: %s %s", (int)act, err_name(e),
			         m->s.c->fault.code ? m->s.c->fault.code : "");
		m->done[act]++;
		return;
	}
	m->refused[act]++;
	if (e == OK || !m->s.c->fault.code || strcmp(m->s.c->fault.code, code) != 0)
		fail_msg("act %d: %s %s is not %s", (int)act, err_name(e),
		         m->s.c->fault.code ? m->s.c->fault.code : "", code);
}

static void close_open(struct model *m, size_t b)
{
	for (size_t i = 0; i < m->orders; i++)
		if (m->order[i].bill == b)
			m->order[i].open = false;
}

static void paid_in(struct model *m, size_t b, struct made_payment p)
{
	m->payment[m->payments++] = p;
	m->paid[b] += p.fen;
	if (!p.late && due(m, b) <= 0)
		m->collected[b] = true;
}

static const char *not_payable(const struct model *m, size_t b)
{
	if (due(m, b) > 0)
		return NULL;
	return m->collected[b] ? "already_collected_this_term" : "nothing_due";
}

/* --- acts ------------------------------------------------------------------------------------- */

static void order(struct model *m, size_t b)
{
	struct order_make a = {
		.pupil = pupil(m, b), .term = m->s.t.term, .channel = S("wechat"), .way = PAY_QR};
	const char *no = not_payable(m, b);
	struct order got;

	came_to(m, ORDER, kit_try_as(m->s.c, &m->s.w->finance, &order_make_verb, &a), no);
	if (no)
		return;
	for (size_t i = 0; i < m->orders; i++) {
		if (m->order[i].bill == b && m->order[i].open && m->order[i].fen == due(m, b)) {
			assert_int_equal(a.result.v, m->order[i].id.v); /* the same wish */
			return;
		}
	}
	close_open(m, b);
	assert_ok(store_read_begin(m->s.c));
	assert_ok(order_load(m->s.c, a.result, &got));
	store_read_end(m->s.c);
	assert_int_equal(got.amount.fen, due(m, b));
	m->order[m->orders++] =
		(struct made_order){.id = a.result, .bill = b, .fen = got.amount.fen, .open = true};
	snprintf(m->order[m->orders - 1].number, sizeof m->order->number, "%.*s",
	         STR_FMT(got.number));
	scene_ask(&m->s, "{\"do\":\"order\",\"number\":\"%.*s\",\"fen\":%lld}", STR_FMT(got.number),
	          (long long)got.amount.fen);
}

static void notice(struct model *m)
{
	struct made_order *o = m->orders ? &m->order[dice(m, m->orders)] : NULL;
	int64_t wrong = dice(m, 8) == 0;
	struct payment_take a = {.collecting = m->s.wechat};

	if (!o)
		return;
	a.said = (struct pay_result){.number = str_of(o->number),
	                             .channel_number = str_printf(m->s.c->arena, "W%s", o->number),
	                             .state = PAY_PAID,
	                             .amount = {o->fen + wrong},
	                             .at = m->s.c->now};
	came_to(m, NOTICE, kit_try_as(m->s.c, &m->s.w->system, &payment_take_verb, &a), NULL);
	if (wrong) {
		assert_int_equal(a.result, TAKEN_AMOUNT);
		return;
	}
	assert_int_equal(a.result, o->paid ? TAKEN_BEFORE : o->open ? TAKEN_BOOKED : TAKEN_LATE);
	if (o->paid)
		return;
	scene_ask(&m->s, "{\"do\":\"pay\",\"number\":\"%s\"}", o->number);
	o->paid = true;
	paid_in(m, o->bill,
	        (struct made_payment){
			.id = a.payment, .bill = o->bill, .fen = o->fen, .late = !o->open});
	o->open = false;
}

static void counter(struct model *m, size_t b)
{
	int64_t wrong = dice(m, 4) == 0;
	struct payment_enter a = {.pupil = pupil(m, b),
	                          .term = m->s.t.term,
	                          .amount = {due(m, b) + wrong},
	                          .day = DATE_NONE};
	const char *no = not_payable(m, b) ? not_payable(m, b) : wrong ? "amount_not_due" : NULL;

	a.document = str_printf(m->s.c->arena, "D-%zu", m->documents++);
	came_to(m, COUNTER, kit_try_as(m->s.c, &m->s.w->finance, &payment_enter_verb, &a), no);
	if (no)
		return;
	close_open(m, b);
	paid_in(m, b,
	        (struct made_payment){
			.id = a.result, .bill = b, .fen = a.amount.fen, .counter = true});
}

static void adjust(struct model *m, size_t b)
{
	int64_t fen = (int64_t)dice(m, 8000) + 1;
	struct adjust a = {.pupil = pupil(m, b),
	                   .term = m->s.t.term,
	                   .offering = m->s.t.offering[ROBOT],
	                   .item = S("price"),
	                   .reason = S("核对")};
	const char *no;

	a.amount.fen = dice(m, 2) ? -fen : fen;
	no = !m->collected[b]                                    ? "bill_not_collected"
	     : m->charged[b] + m->adjusted[b] + a.amount.fen < 0 ? "adjustment_too_low"
	                                                         : NULL;
	came_to(m, ADJUST, kit_try_as(m->s.c, &m->s.w->leader, &adjust_verb, &a), no);
	if (no)
		return;
	m->adjusted[b] += a.amount.fen;
	close_open(m, b);
}

static void asked_for(struct model *m, size_t b, refund_id id, int64_t fen, bool late)
{
	struct refund r = {0};
	size_t i = 0;

	kit_read_as(m->s.c, &m->s.w->finance);
	assert_ok(refund_get(m->s.c, id, &r));
	store_read_end(m->s.c);
	assert_int_equal(r.amount.fen, fen);
	while (i < m->payments && m->payment[i].id.v != r.payment.v)
		i++;
	assert_true(i < m->payments && m->payment[i].bill == b);
	m->payment[i].back += fen;
	assert_true(m->payment[i].back <= m->payment[i].fen);
	m->refund[m->refunds++] = (struct made_refund){id, b, i, fen, ASKED, late};
}

/* What is too much and nobody has asked for yet. */
static int64_t over(const struct model *m, size_t b)
{
	int64_t fen = -due(m, b);

	for (size_t i = 0; i < m->refunds; i++)
		if (m->refund[i].bill == b && m->refund[i].stage == ASKED)
			fen -= m->refund[i].fen;
	return fen;
}

static int64_t room(const struct model *m, size_t b)
{
	int64_t most = 0;

	for (size_t i = 0; i < m->payments; i++)
		if (m->payment[i].bill == b && m->payment[i].fen - m->payment[i].back > most)
			most = m->payment[i].fen - m->payment[i].back;
	return most;
}

static void credit(struct model *m, size_t b)
{
	struct refund_credit a = {.pupil = pupil(m, b), .term = m->s.t.term};
	int64_t fen = over(m, b);
	const char *no = fen <= 0 ? "nothing_over" : room(m, b) < fen ? "refund_over_paid" : NULL;

	came_to(m, CREDIT, kit_try_as(m->s.c, &m->s.w->finance, &refund_credit_verb, &a), no);
	if (!no)
		asked_for(m, b, a.result, fen, false);
}

/* A payment that came late goes back whole, once. */
static void send_late(struct model *m)
{
	struct made_payment *p = m->payments ? &m->payment[dice(m, m->payments)] : NULL;
	struct refund_credit a = {.term = m->s.t.term};
	const char *no;

	if (!p)
		return;
	a.pupil = pupil(m, p->bill);
	a.payment = p->id;
	no = !p->late ? "conflict" : p->back ? "refund_over_paid" : NULL;
	came_to(m, SEND_LATE, kit_try_as(m->s.c, &m->s.w->finance, &refund_credit_verb, &a), no);
	if (no)
		return;
	p->late = false;
	asked_for(m, p->bill, a.result, p->fen, true);
}

static enum err judged(struct model *m, const struct made_refund *r, bool accept)
{
	struct refund_judge a = {.refund = r->id, .accept = accept, .reason = S("材料不全")};

	return kit_try_as(m->s.c, &m->s.w->finance, &refund_judge_verb, &a);
}

static void by_two(struct model *m, const struct made_refund *r)
{
	struct approval_state st;
	struct approval_say say = {.word = APPROVED, .reason = S("")};

	assert_ok(judged(m, r, true)); /* which submits it */
	assert_ok(store_read_begin(m->s.c));
	assert_ok(approval_state_of(m->s.c, APPROVE_REFUND, r->id.v, &st));
	store_read_end(m->s.c);
	say.approval = st.id;
	assert_ok(kit_try_as(m->s.c, &m->s.w->leader, &approval_say_verb, &say));
}

static void give_back(struct model *m, struct made_refund *r)
{
	assert_ok(judged(m, r, false));
	m->payment[r->payment].back -= r->fen;
	m->payment[r->payment].late |= r->late;
	r->stage = GIVEN_UP;
}

static void judge(struct model *m)
{
	struct made_refund *r = m->refunds ? &m->refund[dice(m, m->refunds)] : NULL;
	const char *no;

	if (!r)
		return;
	if (r->stage != ASKED) {
		came_to(m, JUDGE, judged(m, r, true), "conflict");
		return;
	}
	if (dice(m, 4) == 0) {
		give_back(m, r);
		m->done[JUDGE]++;
		return;
	}
	/* What was too much when it was asked for may be owed by now. */
	no = !r->late && -due(m, r->bill) < r->fen ? "refund_over_paid" : NULL;
	by_two(m, r);
	came_to(m, JUDGE, judged(m, r, true), no);
	if (no) {
		give_back(m, r);
		return;
	}
	m->back[r->bill] += r->fen;
	r->stage = AGREED;
}

static enum err clear_run(struct ctx *c, void *arg)
{
	static const char *const kinds[] = {"payments.ask", "payments.query", "payments.close"};

	(void)arg;
	for (size_t i = 0; i < 3; i++)
		TRY(q_jobs_due_clear(c, str_of(kinds[i]), NULL));
	return audit_put(c, "cleared", "test", 1, ID_NONE(county_id), S("{}"));
}

/* Whatever was agreed goes out; half of the time the channel's answer is not signed by it. */
static void send(struct model *m)
{
	static const struct verb clear = {"test.clear", clear_run};
	bool forged = dice(m, 2);

	assert_ok(kit_try_as(m->s.c, &m->s.w->system, &clear, NULL));
	if (forged)
		scene_ask(&m->s, "{\"do\":\"mood\",\"mood\":\"wrong_key\"}");
	for (size_t i = 0; i < m->refunds; i++) {
		struct made_refund *r = &m->refund[i];
		struct refund_paid out = {r->id, S("T-1")};
		struct refund_again again = {r->id};

		if (m->payment[r->payment].counter && r->stage == AGREED) {
			came_to(m, SEND,
			        kit_try_as(m->s.c, &m->s.w->finance, &refund_paid_verb, &out),
			        NULL);
			r->stage = DONE;
		} else if (r->stage == FAILED) {
			came_to(m, SEND,
			        kit_try_as(m->s.c, &m->s.w->finance, &refund_again_verb, &again),
			        NULL);
			r->stage = AGREED;
		}
	}
	scene_work(&m->s);
	for (size_t i = 0; i < m->refunds; i++)
		if (m->refund[i].stage == AGREED)
			m->refund[i].stage = forged ? FAILED : DONE;
	scene_ask(&m->s, "{\"do\":\"mood\",\"mood\":\"normal\"}");
}

static void one_act(struct model *m)
{
	size_t b = dice(m, BILLS);

	switch (dice(m, 16)) {
	case 0:
	case 1:
	case 2:
		order(m, b);
		break;
	case 3:
	case 4:
	case 5:
		notice(m);
		break;
	case 6:
		counter(m, b);
		break;
	case 7:
	case 8:
	case 9:
		adjust(m, b);
		break;
	case 10:
	case 11:
		credit(m, b);
		break;
	case 12:
	case 13:
		judge(m);
		break;
	case 14:
		send_late(m);
		break;
	default:
		send(m);
	}
}

/* --- in the end ------------------------------------------------------------------------------- */

static void bills_are_the_models(struct model *m)
{
	for (size_t b = 0; b < BILLS; b++) {
		struct q_bill_of_pupil_row row = scene_bill(&m->s, PUPIL[b]);

		assert_int_equal(scene_due(&m->s, PUPIL[b]).fen, due(m, b));
		assert_int_equal(str_is(row.state, "collected"), m->collected[b]);
	}
}

static void money_is_the_models(struct model *m)
{
	int64_t wechat = 0, at_counter = 0, payable = 0, receivable = 0;

	for (size_t i = 0; i < m->payments; i++)
		*(m->payment[i].counter ? &at_counter : &wechat) += m->payment[i].fen;
	for (size_t i = 0; i < m->refunds; i++) {
		const struct made_refund *r = &m->refund[i];
		bool of_counter = m->payment[r->payment].counter;

		if (r->stage == DONE)
			*(of_counter ? &at_counter : &wechat) -= r->fen;
		else if (r->stage == AGREED || r->stage == FAILED)
			payable += r->fen;
	}
	for (size_t b = 0; b < BILLS; b++)
		receivable += due(m, b);
	assert_int_equal(scene_sum(&m->s, "clearing_wechat"), wechat);
	assert_int_equal(scene_sum(&m->s, "clearing_counter"), at_counter);
	assert_int_equal(scene_sum(&m->s, "refund_payable"), -payable);
	assert_int_equal(scene_sum(&m->s, "receivable"), receivable);
}

static void R60_whatever_families_and_channels_do_every_fen_is_where_the_model_has_it(void **state)
{
	struct model *m = calloc(1, sizeof *m);

	assert_non_null(m);
	m->s = scene_of(state);
	m->seed = 20260903;
	for (size_t b = 0; b < BILLS; b++) {
		static const size_t family[] = {offsetof(struct kit_people, father),
		                                offsetof(struct kit_people, father),
		                                offsetof(struct kit_people, wang),
		                                offsetof(struct kit_people, wang_other),
		                                offsetof(struct kit_people, li),
		                                offsetof(struct kit_people, zhao)};

		scene_enrol(&m->s, (const struct actor *)((const char *)m->s.w + family[b]),
		            PUPIL[b], ROBOT);
		m->charged[b] = PRICE;
	}
	for (size_t i = 0; i < ops; i++) {
		struct arena_mark mark = arena_mark(m->s.c->arena);

		if (i % 20 == 0)
			kit_advance(state, INT64_C(60000000));
		scene_ask(&m->s, "{\"do\":\"clock\",\"ms\":%lld}",
		          (long long)(m->s.c->now.us / 1000));
		one_act(m);
		assert_ok(audit_flush_reads(m->s.c));
		if (i % 50 == 0)
			bills_are_the_models(m);
		arena_rewind(m->s.c->arena, mark);
	}
	bills_are_the_models(m);
	money_is_the_models(m);
	for (enum act a = ORDER; a <= SEND_LATE; a++)
		assert_true(m->done[a] > 0);
	assert_true(m->refused[CREDIT] && m->refused[COUNTER] && m->refused[ADJUST]);
	killed_verify(m->s.c, 0);
	assert_true(second_program_agrees(m->s.c, m->s.w) > 0);
	print_message("# %zu orders, %zu payments, %zu refunds\n", m->orders, m->payments,
	              m->refunds);
	free(m);
}

int main(int argc, char **argv)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_whatever_families_and_channels_do_every_fen_is_where_the_model_has_it),
	};
	int rc;

	if (argc > 1)
		ops = (size_t)strtoul(argv[1], NULL, 10);
	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments model", facts);
	scene_end(NULL);
	return rc;
}
