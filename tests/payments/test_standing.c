/* What goes back of a service when its bill was adjusted after it was paid. */
#include "scene.h"

#include "../killed.h"
#include "../rulebook/world.h"
#include "money/approval.h"
#include "term/sitting.h"

#define QUITS                                                                                          \
	"ruleset LOCAL\ntitle \"示例县退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"     \
	"\nrefund quit \"退出\"\n  of course\n  reason quit\n  method share\n  unit sitting\n"       \
	"  basis served\n  clause \"按未上课次退费\"\n  requirement R61\n"

static void second_says_yes(struct scene *s, refund_id id)
{
	struct approval_say say = {.word = APPROVED, .reason = S("")};
	struct approval_state st;

	assert_ok(store_read_begin(s->c));
	assert_ok(approval_state_of(s->c, APPROVE_REFUND, id.v, &st));
	store_read_end(s->c);
	say.approval = st.id;
	assert_ok(kit_try_as(s->c, &s->w->leader, &approval_say_verb, &say));
}

/* The only service of the term too: a family that leaves is not held by what went back before. */
static void adjusted_and_left(void **state, bool alone)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct adjust down = scene_chess_by(&s, CHEN_YI, -3000, "少上一次");
	struct refund_credit over = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};
	struct refund *v;
	struct withdraw leave = {.enrolment = {0}};
	size_t n;

	published(s.c, &s.w->county_officer, &other, S(QUITS));
	leave.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	if (!alone)
		scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	scene_signed(&s);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &down));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &over));
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &leave));
	kit_read_as(s.c, &s.w->leader);
	assert_ok(refund_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].amount.fen + v[1].amount.fen, 10000);
}

static void R61_what_was_adjusted_down_before_is_not_paid_back_again(void **state)
{
	adjusted_and_left(state, false);
}

static void R61_who_was_adjusted_down_may_leave_the_only_service(void **state)
{
	adjusted_and_left(state, true);
}

/* What a service was adjusted up and the family paid comes back too, by the payment that brought
 * it; what it was only asked for does not. */
static void adjusted_up_and_left(void **state, bool paid)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct adjust up = scene_chess_by(&s, CHEN_YI, 5000, "加上一次");
	uint64_t known = killed_broken(s.c);
	struct withdraw leave = {.enrolment = {0}};
	struct refund *v;
	size_t n;

	published(s.c, &s.w->county_officer, &other, S(QUITS));
	leave.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &up));
	if (paid)
		scene_paid(&s, CHEN_YI, "D-2");
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &leave));
	kit_read_as(s.c, &s.w->leader);
	assert_ok(refund_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	assert_int_equal(n, paid ? 2 : 1);
	assert_int_equal(v[0].amount.fen, 10000);
	if (paid) {
		assert_int_equal(v[1].amount.fen, 5000);
		assert_true(v[0].payment.v != v[1].payment.v);
	}
	for (size_t i = 0; i < n; i++) {
		struct refund_paid out = {v[i].id, S("T-1")};
		struct refund_judge yes = {.refund = v[i].id, .accept = true};

		assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes));
		second_says_yes(&s, v[i].id);
		assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes));
		assert_ok(kit_try_as(s.c, &s.w->finance, &refund_paid_verb, &out));
	}
	assert_int_equal(scene_sum(&s, "clearing_counter"), 0);
	assert_int_equal(scene_sum(&s, "refund_payable"), 0);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, paid ? 0 : 5000);
	killed_verify(s.c, known);
}

static void R61_what_was_adjusted_up_and_paid_comes_back_by_its_own_payment(void **state)
{
	adjusted_up_and_left(state, true);
}

static void R61_what_was_adjusted_up_and_not_paid_does_not_come_back(void **state)
{
	adjusted_up_and_left(state, false);
}

/* Nothing decided it when the family left; meanwhile the bill was lowered, and that went back. */
static void R61_what_no_document_decided_is_decided_of_what_stands_then(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct adjust down = scene_chess_by(&s, CHEN_YI, -3000, "少上一次");
	struct refund_credit over = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};
	struct refund_judge yes = {.accept = true};
	struct withdraw leave = {.enrolment = {0}};
	struct refund *v;
	size_t n;

	leave.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &leave));
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &down));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &over));
	kit_read_as(s.c, &s.w->leader);
	assert_ok(refund_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].state, REFUND_UNDECIDED);
	yes.refund = v[0].id;
	published(s.c, &s.w->county_officer, &other, S(QUITS));
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes));
	kit_read_as(s.c, &s.w->leader);
	assert_ok(refund_list(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	assert_int_equal(v[0].amount.fen, 7000);
	assert_int_equal(v[1].amount.fen, 3000);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R61_what_was_adjusted_down_before_is_not_paid_back_again),
		KIT_FACT(R61_who_was_adjusted_down_may_leave_the_only_service),
		KIT_FACT(R61_what_was_adjusted_up_and_paid_comes_back_by_its_own_payment),
		KIT_FACT(R61_what_was_adjusted_up_and_not_paid_does_not_come_back),
		KIT_FACT(R61_what_no_document_decided_is_decided_of_what_stands_then),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments standing", facts);
	scene_end(NULL);
	return rc;
}
