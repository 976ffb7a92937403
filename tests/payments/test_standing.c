/* What goes back of a service when its bill was adjusted after it was paid. */
#include "scene.h"

#include "../rulebook/world.h"
#include "term/sitting.h"

#define QUITS                                                                                          \
	"ruleset LOCAL\ntitle \"示例县退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"     \
	"\nrefund quit \"退出\"\n  of course\n  reason quit\n  method share\n  unit sitting\n"       \
	"  basis served\n  clause \"按未上课次退费\"\n  requirement R61\n"

/* The only service of the term too: a family that leaves is not held by what went back before. */
static void adjusted_and_left(void **state, bool alone)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct adjust down = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-3000},
	                      .reason = S("少上一次")};
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

/* Nothing decided it when the family left; meanwhile the bill was lowered, and that went back. */
static void R61_what_no_document_decided_is_decided_of_what_stands_then(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};
	struct adjust down = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[CHESS],
	                      .item = S("price"),
	                      .amount = {-3000},
	                      .reason = S("少上一次")};
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
		KIT_FACT(R61_what_no_document_decided_is_decided_of_what_stands_then),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments standing", facts);
	scene_end(NULL);
	return rc;
}
