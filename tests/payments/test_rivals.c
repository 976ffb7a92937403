/* Of two acts at once that count on the same money of one bill exactly one wins: on PostgreSQL from
 * two nodes, on SQLite in the one queue. */
#include "scene.h"

#include "../kit_rivals.h"
#include "../kit_verify.h"
#include "../rulebook/world.h"

#include "term/sitting.h"

#include <unistd.h>

enum { ROUNDS = 8 };

static struct adjust by(const struct scene *s, int64_t fen)
{
	return (struct adjust){.pupil = s->w->pupil[CHEN_YI],
	                       .term = s->t.term,
	                       .offering = s->t.offering[CHESS],
	                       .item = S("price"),
	                       .amount = {fen},
	                       .reason = S("课次调整")};
}

static void adjusted(struct scene *s, int64_t fen)
{
	struct adjust a = by(s, fen);

	assert_ok(kit_try_as(s->c, &s->w->leader, &adjust_verb, &a));
}

static struct scene collected(void **state)
{
	struct scene s = scene_of(state);

	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS); /* 100.00 */
	scene_paid(&s, CHEN_YI, "D-1");
	return s;
}

static void R59_of_two_entries_of_the_same_money_at_once_exactly_one_is_booked(void **state)
{
	struct scene s = collected(state);
	struct ctx node = rivals_node(state, s.c);

	for (int i = 0; i < ROUNDS; i++) {
		struct payment_enter a = {.pupil = s.w->pupil[CHEN_YI],
		                          .term = s.t.term,
		                          .amount = {1000},
		                          .day = DATE_NONE,
		                          .document = str_printf(s.c->arena, "A-%d", i)};
		struct payment_enter b = a;
		struct rival v[2] = {{.verb = &payment_enter_verb, .arg = &a},
		                     {.verb = &payment_enter_verb, .arg = &b}};

		b.document = str_printf(s.c->arena, "B-%d", i);
		adjusted(&s, 1000);
		rivals_run(v, s.c, &node, &s.w->finance);
		assert_string_equal(rivals_lost(v), "already_collected_this_term");
		rivals_end(v);
		assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	}
	assert_int_equal(scene_sum(&s, "clearing_counter"), 10000 + 1000 * ROUNDS);
	rivals_node_end(&node, s.c);
}

static void R61_what_is_too_much_is_asked_back_once_by_two_at_once(void **state)
{
	struct scene s = collected(state);
	struct ctx node = rivals_node(state, s.c);

	for (int i = 0; i < ROUNDS; i++) {
		struct refund_credit a = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term}, b = a;
		struct rival v[2] = {{.verb = &refund_credit_verb, .arg = &a},
		                     {.verb = &refund_credit_verb, .arg = &b}};

		adjusted(&s, -500);
		rivals_run(v, s.c, &node, &s.w->finance);
		assert_string_equal(rivals_lost(v), "nothing_over");
		rivals_end(v);
	}
	rivals_node_end(&node, s.c);
}

static void R59_two_adjustments_at_once_do_not_lower_a_service_below_nothing(void **state)
{
	struct scene s = collected(state);
	struct ctx node = rivals_node(state, s.c);

	for (int i = 0; i < ROUNDS; i++) {
		struct adjust a = by(&s, -6000), b = a;
		struct rival v[2] = {{.verb = &adjust_verb, .arg = &a},
		                     {.verb = &adjust_verb, .arg = &b}};

		rivals_run(v, s.c, &node, &s.w->leader);
		assert_string_equal(rivals_lost(v), "adjustment_too_low");
		rivals_end(v);
		adjusted(&s, 6000);
	}
	rivals_node_end(&node, s.c);
}

/* What goes back of a service goes once, however it comes to it. */
#define QUITS                                                                                          \
	"ruleset LOCAL\ntitle \"示例县退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"     \
	"\nrefund quit \"退出\"\n  of course\n  reason quit not_served\n  method share\n  unit "     \
	"sitting\n"                                                                                    \
	"  basis served\n  clause \"按未上课次退费\"\n  requirement R61\n"

static void R61_leaving_and_being_adjusted_at_once_pay_back_each_fen_once(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct adjust down = by(&s, -6000);
	struct ctx node = rivals_node(state, s.c);
	struct withdraw leave = {.enrolment = {0}};
	struct rival v[2] = {{.verb = &withdraw_verb, .arg = &leave, .who = &s.w->father},
	                     {.verb = &adjust_verb, .arg = &down, .who = &s.w->leader}};
	int64_t back = 0;
	struct refund *r;
	size_t n;

	published(s.c, &s.w->county_officer, &other, S(QUITS));
	leave.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	rivals_run(v, s.c, &node, &s.w->leader);
	assert_ok(v[0].got);
	if (v[1].got != OK)
		assert_string_equal(v[1].c.fault.code, "adjustment_too_low");
	rivals_end(v);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(refund_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &r, &n));
	store_read_end(s.c);
	for (size_t i = 0; i < n; i++)
		back += r[i].amount.fen;
	assert_int_equal(back - scene_due(&s, CHEN_YI).fen, 10000);
	rivals_node_end(&node, s.c);
}

static enum err called_off_run(struct ctx *c, void *arg)
{
	struct q_sitting_nth_row row;

	TRY(q_sitting_nth(c, *(const offering_id *)arg, 0, &row));
	return q_sitting_call_off(c, row.id, NULL);
}

static void R61_a_service_is_paid_back_once_for_two_who_ask_at_once(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct ctx node = rivals_node(state, s.c);
	static const struct verb called_off = {"test.called_off", called_off_run};
	enrolment_id chess;

	published(s.c, &s.w->county_officer, &other, S(QUITS));
	chess = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s.c, &s.w->system, &called_off, &g.offering));
	for (int i = 0; i < ROUNDS; i++) {
		struct refund_ask a = {.enrolment = chess, .reason = S("not_served")}, b = a;
		struct rival v[2] = {{.verb = &refund_ask_verb, .arg = &a, .who = &s.w->father},
		                     {.verb = &refund_ask_verb, .arg = &b, .who = &s.w->finance}};
		struct refund_judge back = {.accept = false, .reason = S("重复")};

		rivals_run(v, s.c, &node, NULL);
		assert_string_equal(rivals_lost(v), "refund_waiting");
		back.refund = v[0].got == OK ? a.result : b.result;
		rivals_end(v);
		assert_ok(kit_try_as(s.c, &s.w->leader, &refund_judge_verb, &back));
	}
	rivals_node_end(&node, s.c);
}

static void R60_an_entry_is_not_taken_back_while_a_part_of_it_goes_back(void **state)
{
	struct scene s = collected(state);
	struct ctx node = rivals_node(state, s.c);
	struct reversal_ask ask = {.reason = S("录入有误")};
	struct reversal_decide yes = {.accept = true};
	struct refund_credit over = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};
	struct rival v[2] = {{.verb = &reversal_decide_verb, .arg = &yes, .who = &s.w->leader},
	                     {.verb = &refund_credit_verb, .arg = &over, .who = &s.w->finance}};
	struct payment *p;
	size_t n;

	kit_read_as(s.c, &s.w->leader);
	assert_ok(payment_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &p, &n));
	store_read_end(s.c);
	ask.payment = yes.payment = p[0].id;
	adjusted(&s, -500);
	assert_ok(kit_try_as(s.c, &s.w->finance, &reversal_ask_verb, &ask));
	rivals_run(v, s.c, &node, NULL);
	assert_string_equal(rivals_lost(v), v[0].got == OK ? "nothing_over" : "payment_refunded");
	rivals_end(v);
	rivals_node_end(&node, s.c);
}

/* --- handing out and leaving ------------------------------------------------------------------ */

/* A family leaves, and its transaction takes its time. */
struct slow {
	struct withdraw leave;
	_Atomic bool wrote, over;
};

static enum err slow_run(struct ctx *c, void *arg)
{
	struct slow *s = arg;

	TRY(withdraw_verb.run(c, &s->leave));
	s->wrote = true;
	usleep(300000);
	s->over = true;
	return OK;
}

static const struct verb SLOW = {"test.leaves_slowly", slow_run};

static void
R37_a_delivery_is_confirmed_before_or_after_a_family_leaves_never_meanwhile(void **state)
{
	struct scene s = scene_of(state);
	struct ctx node = rivals_node(state, s.c), third = *s.c;
	struct lot_deliver d = {.offering = s.t.offering[POTTERY], .note = S("已发放")};
	struct slow slow = {.wrote = false};
	struct rival v = {.verb = &SLOW, .arg = &slow, .c = *s.c};

	slow.leave.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	scene_signed(&s);
	scene_paid(&s, CHEN_YI, "D-1");
	v.c.arena = arena_new(1 << 22);
	v.c.actor = s.w->father;
	third.arena = arena_new(1 << 22);
	third.actor = s.w->leader;
	third.store = node.store;
	pthread_create(&v.thread, NULL, rival_main, &v);
	while (!slow.wrote)
		usleep(1000);
	assert_ok(store_write(&third, &lot_deliver_verb, &d));
	assert_true(slow.over);
	pthread_join(v.thread, NULL);
	assert_ok(v.got);
	arena_free(&v.c.arena);
	arena_free(&third.arena);
	kit_holds(s.c);
	rivals_node_end(&node, s.c);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R59_of_two_entries_of_the_same_money_at_once_exactly_one_is_booked),
		KIT_FACT(R61_what_is_too_much_is_asked_back_once_by_two_at_once),
		KIT_FACT(R59_two_adjustments_at_once_do_not_lower_a_service_below_nothing),
		KIT_FACT(R61_leaving_and_being_adjusted_at_once_pay_back_each_fen_once),
		KIT_FACT(R61_a_service_is_paid_back_once_for_two_who_ask_at_once),
		KIT_FACT(
			R37_a_delivery_is_confirmed_before_or_after_a_family_leaves_never_meanwhile),
		KIT_FACT(R60_an_entry_is_not_taken_back_while_a_part_of_it_goes_back),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments rivals", facts);
	scene_end(NULL);
	return rc;
}
