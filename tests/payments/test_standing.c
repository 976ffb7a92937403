/* What goes back of a service when its bill was adjusted after it was paid. */
#include "scene.h"

#include "../killed.h"
#include "../kit_verify.h"
#include "../rulebook/world.h"
#include "../second.h"
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
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	killed_verify(s.c, known);
}

static void R61_what_was_adjusted_up_and_paid_comes_back_by_its_own_payment(void **state)
{
	adjusted_up_and_left(state, true);
}

static void
R61_what_was_adjusted_up_and_not_paid_neither_comes_back_nor_is_owed_any_more(void **state)
{
	adjusted_up_and_left(state, false);
}

/* --- two services, one of them paid ----------------------------------------------------------- */

static struct money back_of(struct scene *s, enrolment_id enrolment)
{
	struct money sum = FEN(0);
	struct refund *v;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(refund_list(s->c, s->w->pupil[CHEN_YI], s->t.term, &v, &n));
	store_read_end(s->c);
	for (size_t i = 0; i < n; i++)
		sum.fen += v[i].enrolment.v == enrolment.v ? v[i].amount.fen : 0;
	return sum;
}

static struct refund_item price_of(struct scene *s, enrolment_id enrolment)
{
	struct refund_item *item;
	struct refund *v;
	size_t n, items;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(refund_list(s->c, s->w->pupil[CHEN_YI], s->t.term, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].enrolment.v != enrolment.v)
			continue;
		assert_ok(refund_items(s->c, v[i].id, &item, &items));
		store_read_end(s->c);
		assert_true(items > 0);
		return item[0];
	}
	fail_msg("no refund");
	return (struct refund_item){.paid = FEN(0)};
}

struct two {
	struct scene s;
	enrolment_id chess, pottery;
	uint64_t known;
};

/* 100.00 of chess and 240.00 of pottery are paid, then what chess was adjusted up by; what pottery
 * was is not. */
static struct two part_paid(void **state)
{
	struct two t = {.s = scene_of(state)};
	struct scene *s = &t.s;
	struct actor other = second_officer(s->c, s->w);
	struct adjust up = scene_chess_by(s, CHEN_YI, 5000, "加上一次");

	t.known = killed_broken(s->c);
	published(s->c, &s->w->county_officer, &other, S(QUITS));
	t.chess = scene_enrol(s, &s->w->father, CHEN_YI, CHESS);
	t.pottery = scene_enrol(s, &s->w->father, CHEN_YI, POTTERY);
	scene_signed(s);
	scene_paid(s, CHEN_YI, "D-1");
	for (size_t i = 0; i < 2; i++) {
		struct sittings_generate g = {.offering = s->t.offering[i ? POTTERY : CHESS]};

		assert_ok(kit_try_as(s->c, &s->w->system, &sittings_generate_verb, &g));
	}
	assert_ok(kit_try_as(s->c, &s->w->leader, &adjust_verb, &up));
	scene_paid(s, CHEN_YI, "D-2");
	up.offering = s->t.offering[POTTERY];
	up.amount = FEN(3000);
	assert_ok(kit_try_as(s->c, &s->w->leader, &adjust_verb, &up));
	assert_int_equal(scene_due(s, CHEN_YI).fen, 3000);
	return t;
}

static void left(struct two *t, enrolment_id enrolment)
{
	struct withdraw leave = {.enrolment = enrolment};

	assert_ok(kit_try_as(t->s.c, &t->s.w->father, &withdraw_verb, &leave));
}

static void books_hold(struct two *t)
{
	kit_holds(t->s.c);
	assert_true(second_program_agrees(t->s.c, t->s.w) > 0);
	killed_verify(t->s.c, t->known);
}

static void both_left(void **state, bool chess_first)
{
	struct two t = part_paid(state);

	left(&t, chess_first ? t.chess : t.pottery);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, chess_first ? 3000 : 0);
	left(&t, chess_first ? t.pottery : t.chess);
	assert_int_equal(back_of(&t.s, t.chess).fen, 15000);
	assert_int_equal(back_of(&t.s, t.pottery).fen, 24000);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	books_hold(&t);
}

static void
R61_of_two_services_adjusted_up_the_paid_one_comes_back_whole_when_left_first(void **state)
{
	both_left(state, true);
}

static void
R61_of_two_services_adjusted_up_the_paid_one_comes_back_whole_when_left_last(void **state)
{
	both_left(state, false);
}

/* What the other was lowered by is set against what is owed. */
static void R61_what_one_service_was_lowered_by_pays_for_the_other_once(void **state)
{
	struct two t = part_paid(state);
	struct adjust down = scene_chess_by(&t.s, CHEN_YI, -1000, "少上一次");

	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &adjust_verb, &down));
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 2000);
	left(&t, t.pottery);
	left(&t, t.chess);
	assert_int_equal(back_of(&t.s, t.pottery).fen, 25000);
	assert_int_equal(back_of(&t.s, t.chess).fen, 14000);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	books_hold(&t);
}

/* Of 230.00 for the hours of pottery 30.00 are not paid: what the rules give of the 230.00 goes off
 * these first. */
static void R61_a_family_that_leaves_owes_what_was_given_and_no_more(void **state)
{
	struct two t = part_paid(state);
	struct money goods = FEN(4000), whole;
	struct refund_item item;

	kit_advance(state, INT64_C(70) * 86400 * 1000000);
	t.s.c->now = env_now(t.s.c->env);
	left(&t, t.pottery);
	item = price_of(&t.s, t.pottery);
	assert_true(item.served > 0 && item.served < item.basis);
	whole = FEN((23000 * (item.basis - item.served) * 2 + item.basis) / (2 * item.basis));
	assert_true(whole.fen > 3000);
	assert_int_equal(item.amount.fen, whole.fen - 3000);
	assert_int_equal(item.paid.fen, 20000);
	assert_int_equal(back_of(&t.s, t.pottery).fen, whole.fen - 3000 + goods.fen);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	books_hold(&t);
}

static void R61_what_was_given_and_not_paid_stays_owed(void **state)
{
	struct two t = part_paid(state);
	struct adjust up = scene_chess_by(&t.s, CHEN_YI, 900000, "加上多次");
	struct refund_item item;
	int64_t whole;

	up.offering = t.s.t.offering[POTTERY];
	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &adjust_verb, &up));
	kit_advance(state, INT64_C(70) * 86400 * 1000000);
	t.s.c->now = env_now(t.s.c->env);
	left(&t, t.pottery);
	item = price_of(&t.s, t.pottery);
	whole = (923000 * (item.basis - item.served) * 2 + item.basis) / (2 * item.basis);
	assert_int_equal(item.amount.fen, 0);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 903000 - whole);
	books_hold(&t);
}

/* --- by several payments ---------------------------------------------------------------------- */

static struct refund *refunds(struct scene *s, size_t n)
{
	struct refund *v;
	size_t got;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(refund_list(s->c, s->w->pupil[CHEN_YI], s->t.term, &v, &got));
	store_read_end(s->c);
	assert_int_equal(got, n);
	return v;
}

static void agree_at(struct scene *s, int64_t limit)
{
	struct approval_limit_set a = {APPROVE_REFUND, {limit}, S("小额退费")};
	struct refund *v = refunds(s, 2);

	assert_ok(kit_try_as(s->c, &s->w->county_officer, &approval_limit_verb, &a));
	for (size_t i = 0; i < 2; i++) {
		struct refund_judge yes = {.refund = v[i].id, .accept = true};

		assert_ok(kit_try_as(s->c, &s->w->finance, &refund_judge_verb, &yes));
	}
}

/* 100.00 and 50.00. */
static void a_refund_of_two_parts(void **state, struct scene *s)
{
	struct actor other;
	struct adjust up;
	struct sittings_generate g;
	struct withdraw leave = {.enrolment = {0}};

	*s = scene_of(state);
	other = second_officer(s->c, s->w);
	up = scene_chess_by(s, CHEN_YI, 5000, "加上一次");
	g = (struct sittings_generate){.offering = s->t.offering[CHESS]};
	published(s->c, &s->w->county_officer, &other, S(QUITS));
	leave.enrolment = scene_enrol(s, &s->w->father, CHEN_YI, CHESS);
	scene_paid(s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s->c, &s->w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s->c, &s->w->leader, &adjust_verb, &up));
	scene_paid(s, CHEN_YI, "D-2");
	assert_ok(kit_try_as(s->c, &s->w->father, &withdraw_verb, &leave));
}

static void R71_a_refund_by_two_payments_is_held_against_the_limit_as_a_whole(void **state)
{
	struct scene s;
	struct refund *v;

	a_refund_of_two_parts(state, &s);
	agree_at(&s, 14999);
	v = refunds(&s, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(v[i].state, REFUND_ASKED);
	for (size_t i = 0; i < 2; i++) {
		struct refund_judge yes = {.refund = v[i].id, .accept = true};

		second_says_yes(&s, v[i].id);
		assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes));
		assert_int_equal(refunds(&s, 2)[i].state, REFUND_APPROVED);
	}
	kit_holds(s.c);
}

static void R71_a_refund_by_two_payments_within_the_limit_needs_one_person(void **state)
{
	struct scene s;
	struct refund *v;

	a_refund_of_two_parts(state, &s);
	agree_at(&s, 15000);
	v = refunds(&s, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(v[i].state, REFUND_APPROVED);
}

static void R71_parts_that_come_with_the_decision_are_of_whoever_asked(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct adjust up = scene_chess_by(&s, CHEN_YI, 5000, "加上一次");
	struct approval_limit_set limit = {APPROVE_REFUND, {14999}, S("小额退费")};
	struct refund_judge yes = {.accept = true};
	struct withdraw leave = {.enrolment = {0}};
	struct refund *v;

	leave.enrolment = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &up));
	scene_paid(&s, CHEN_YI, "D-2");
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &leave));
	yes.refund = refunds(&s, 1)[0].id;
	published(s.c, &s.w->county_officer, &other, S(QUITS));
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &approval_limit_verb, &limit));
	kit_advance(state, 1000000);
	s.c->now = env_now(s.c->env);
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes));
	v = refunds(&s, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(v[i].state, REFUND_ASKED);
		assert_int_equal(v[i].asked_by.v, s.w->father.account.v);
	}
	yes.refund = v[1].id;
	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_judge_verb, &yes));
	assert_int_equal(refunds(&s, 2)[1].state, REFUND_ASKED);
	second_says_yes(&s, v[1].id);
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
		KIT_FACT(
			R61_what_was_adjusted_up_and_not_paid_neither_comes_back_nor_is_owed_any_more),
		KIT_FACT(
			R61_of_two_services_adjusted_up_the_paid_one_comes_back_whole_when_left_first),
		KIT_FACT(
			R61_of_two_services_adjusted_up_the_paid_one_comes_back_whole_when_left_last),
		KIT_FACT(R61_what_one_service_was_lowered_by_pays_for_the_other_once),
		KIT_FACT(R61_a_family_that_leaves_owes_what_was_given_and_no_more),
		KIT_FACT(R61_what_was_given_and_not_paid_stays_owed),
		KIT_FACT(R71_a_refund_by_two_payments_is_held_against_the_limit_as_a_whole),
		KIT_FACT(R71_a_refund_by_two_payments_within_the_limit_needs_one_person),
		KIT_FACT(R71_parts_that_come_with_the_decision_are_of_whoever_asked),
		KIT_FACT(R61_what_no_document_decided_is_decided_of_what_stands_then),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments standing", facts);
	scene_end(NULL);
	return rc;
}
