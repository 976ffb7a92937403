/* A service is left whose bill is partly unpaid: what ended, and what becomes of it when the refund
 * is returned, reckoned anew, agreed to at another amount or by two payments. */
#include "scene.h"

#include "left.h"

#include "../killed.h"
#include "../kit_web.h"
#include "../rulebook/world.h"
#include "auth/auth.h"
#include "payments/routes.h"
#include "term/sitting.h"

/* --- returned --------------------------------------------------------------------------------- */

static void R61_when_the_refund_is_returned_what_ended_is_not_owed_again(void **state)
{
	struct one t = part_paid(state, QUITS);

	days(state, &t, 70);
	left(&t);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	assert_ok(left_judge(&t, newest(&t).id, false));
	assert_int_equal(newest(&t).state, REFUND_RETURNED);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	books_hold(&t);
}

static void comes_back_as_the_rules_say(void **state, bool by_second)
{
	struct one t = part_paid(state, QUITS);
	struct refund_item item;
	struct refund r;

	days(state, &t, 70);
	left(&t);
	r = newest(&t);
	if (by_second) {
		assert_ok(left_judge(&t, r.id, true)); /* which submits it */
		second_says(&t, r.id, RETURNED);
		followed(&t, r.id);
	} else {
		assert_ok(left_judge(&t, r.id, false));
	}
	assert_int_equal(newest(&t).state, REFUND_RETURNED);
	days(state, &t, 30); /* as of when it was left, all the same */
	assert_ok(reckon(&t, &t.s.w->finance, r.id));
	assert_int_equal(newest(&t).amount.fen, r.amount.fen);
	assert_true(newest(&t).id.v != r.id.v);
	item = price_of(&t, newest(&t).id);
	assert_int_equal(item.amount.fen, of_rules(&item, 23000) - 3000);
	assert_fault(t.s.c, reckon(&t, &t.s.w->finance, r.id), E_CONFLICT, "refund_waiting");
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&item, 23000));
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	assert_fault(t.s.c, reckon(&t, &t.s.w->finance, r.id), E_REFUSED, "refund_nothing");
	books_hold(&t);
}

static void R61_a_returned_refund_of_a_leaving_is_reckoned_anew_and_comes_back_whole(void **state)
{
	comes_back_as_the_rules_say(state, false);
}

static void R71_what_the_second_person_returned_is_reckoned_anew_and_comes_back_whole(void **state)
{
	comes_back_as_the_rules_say(state, true);
}

static void R71_whoever_has_it_reckoned_anew_does_not_agree_to_it(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct approval_limit_set limit = {APPROVE_REFUND, {10000000}, S("小额退费")};

	assert_ok(kit_try_as(t.s.c, &t.s.w->county_officer, &approval_limit_verb, &limit));
	left(&t);
	assert_ok(left_judge(&t, newest(&t).id, false));
	assert_ok(reckon(&t, &t.s.w->finance, newest(&t).id));
	assert_fault(t.s.c, left_judge(&t, newest(&t).id, true), E_REFUSED, "not_approved");
	assert_int_equal(newest(&t).state, REFUND_ASKED);
}

static void R61_only_a_returned_refund_of_a_leaving_is_reckoned_anew_and_by_a_desk(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_ask ask = {.enrolment = t.id, .reason = S("absence")};
	refund_id asked;

	days(state, &t, 70);
	sitting(&t, 0, ABSENT);
	assert_ok(kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask));
	asked = ask.result;
	assert_ok(left_judge(&t, asked, false));
	assert_fault(t.s.c, reckon(&t, &t.s.w->leader, asked), E_CONFLICT, "refund_not_returned");
	left(&t);
	assert_fault(t.s.c, reckon(&t, &t.s.w->leader, newest(&t).id), E_CONFLICT,
	             "refund_not_returned");
	assert_ok(left_judge(&t, newest(&t).id, false));
	assert_fault(t.s.c, reckon(&t, &t.s.w->father, newest(&t).id), E_DENIED, "not_allowed");
	assert_fault(t.s.c, reckon(&t, &t.s.w->finance2, newest(&t).id), E_ABSENT, "absent");
	assert_ok(reckon(&t, &t.s.w->leader, newest(&t).id));
}

static const char *path(struct one *t, const char *before, refund_id id, const char *behind)
{
	return str_c(t->s.c->arena,
	             str_printf(t->s.c->arena, "%s%lld%s", before, (long long)id.v, behind));
}

static void R61_a_returned_refund_is_reckoned_anew_on_its_page_and_over_the_api(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes,
	                                              &payments_desk_routes};
	struct one t = part_paid(state, QUITS);
	struct kit_web b;
	refund_id first, second;

	left(&t);
	first = newest(&t).id;
	b = kit_web_open(t.s.c, tables, 3);
	kit_web_login(&b, &t.s.w->finance);
	assert_int_equal(kit_web_get(&b, path(&t, "/school/refunds/", first, "")), 200);
	assert_false(kit_web_shows(&b, "/reckon\""));
	assert_ok(left_judge(&t, first, false));
	assert_int_equal(kit_web_get(&b, path(&t, "/school/refunds/", first, "")), 200);
	assert_true(kit_web_shows(&b, "/reckon\""));
	assert_true(kit_web_shows(&b, "重新计算"));
	assert_int_equal(kit_web_post(&b, path(&t, "/school/refunds/", first, "/reckon"), ""), 303);
	second = newest(&t).id;
	assert_true(second.v != first.v);
	assert_int_equal(kit_web_post(&b, path(&t, "/school/refunds/", first, "/reckon"), ""), 409);
	assert_ok(left_judge(&t, second, false));
	b.lang = LANG_EN;
	assert_int_equal(
		kit_web_api(&b, "POST", path(&t, "/api/v1/refunds/", second, "/reckoning"), ""),
		201);
	assert_true(kit_web_shows(&b, "\"state\":\"asked\""));
	assert_int_equal(
		kit_web_api(&b, "POST", path(&t, "/api/v1/refunds/", second, "/reckoning"), ""),
		409);
	kit_web_login(&b, &t.s.w->father);
	assert_int_equal(
		kit_web_api(&b, "POST", path(&t, "/api/v1/refunds/", second, "/reckoning"), ""),
		403);
	kit_web_close(&b);
}

/* --- at another amount ------------------------------------------------------------------------ */

/* Two sittings were not held and nobody had said so. */
static void R61_reckoned_anew_by_corrected_sittings_more_comes_back(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_item was, is;
	refund_id first;

	days(state, &t, 70);
	left(&t);
	first = newest(&t).id;
	was = price_of(&t, first);
	assert_ok(left_judge(&t, first, false));
	sitting(&t, 0, CALLED_OFF);
	sitting(&t, 1, CALLED_OFF);
	assert_ok(reckon(&t, &t.s.w->finance, first));
	is = price_of(&t, newest(&t).id);
	assert_int_equal(is.served, was.served - 2);
	assert_int_equal(is.amount.fen, of_rules(&is, 23000) - 3000);
	assert_true(is.amount.fen > was.amount.fen);
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&is, 23000));
	books_hold(&t);
}

/* Less than what had ended: the difference is owed again, once, and the family reads why. */
static void R61_reckoned_anew_to_less_than_what_had_ended_the_rest_is_owed_again(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct adjust up = pottery_by(&t, 900000);
	struct refund_item was, is;
	refund_id first;

	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &adjust_verb, &up));
	for (int64_t i = 0; i < 4; i++)
		sitting(&t, i, CALLED_OFF);
	days(state, &t, 70);
	left(&t);
	first = newest(&t).id;
	was = price_of(&t, first);
	assert_int_equal(newest(&t).amount.fen, 4000); /* its goods; the price goes off the debt */
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 903000 - of_rules(&was, 923000));
	assert_ok(left_judge(&t, first, false));
	for (int64_t i = 0; i < 4; i++)
		sitting(&t, i, HELD_AFTER_ALL);
	assert_ok(reckon(&t, &t.s.w->finance, first));
	is = price_of(&t, newest(&t).id);
	assert_int_equal(is.served, was.served + 4);
	assert_int_equal(is.amount.fen, 0);
	assert_int_equal(newest(&t).amount.fen, 4000);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 903000 - of_rules(&is, 923000));
	assert_ok(left_judge(&t, newest(&t).id, false));
	assert_ok(reckon(&t, &t.s.w->leader, newest(&t).id));
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 903000 - of_rules(&is, 923000));
	books_hold(&t);
}

/* --- afterwards ------------------------------------------------------------------------------- */

/* What ended was given back already: it is not asked for once more as an absence. */
static void R61_what_ended_does_not_come_back_as_an_absence_too(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_ask ask = {.enrolment = t.id, .reason = S("absence")};
	struct refund_item item;

	days(state, &t, 70);
	left(&t);
	item = price_of(&t, newest(&t).id);
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&item, 23000));
	assert_fault(t.s.c, kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask), E_REFUSED,
	             "refund_nothing");
	books_hold(&t);
	sitting(&t, 0, ABSENT);
	assert_ok(kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask));
	item.served--;
	paid_back(&t, newest(&t).id);
	assert_int_equal(kept(&t), 23000 - of_rules(&item, 23000));
}

/* The same where all of it went off the debt and nothing was paid back. */
static void R61_an_absence_before_a_leaving_that_ended_debt_alone_comes_back(void **state)
{
	struct one t = part_paid(state, QUITS);
	struct refund_ask ask = {.enrolment = t.id, .reason = S("absence")};
	struct adjust up = pottery_by(&t, 9000);
	struct refund_item item;
	int64_t owed;

	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &adjust_verb, &up));
	days(state, &t, 110);
	left(&t);
	item = price_of(&t, newest(&t).id);
	assert_int_equal(item.amount.fen, 0);
	paid_back(&t, newest(&t).id);
	owed = scene_due(&t.s, CHEN_YI).fen;
	assert_int_equal(owed, 12000 - of_rules(&item, 32000));
	books_hold(&t);
	scene_paid(&t.s, CHEN_YI, "D-2");
	sitting(&t, 0, ABSENT);
	assert_ok(kit_try_as(t.s.c, &t.s.w->father, &refund_ask_verb, &ask));
	owed = of_rules(&item, 32000);
	item.served--;
	assert_int_equal(newest(&t).amount.fen, of_rules(&item, 32000) - owed);
}

/* --- nobody decided --------------------------------------------------------------------------- */

/* The school takes a pupil off: undecided it ends nothing; decided later it counts from that
 * moment, what was ahead then, the goods not handed out then. */
static void R61_what_the_school_took_off_is_decided_later_as_of_that_moment(void **state)
{
	struct one t = part_paid(state, NULL);
	struct staff_move off = {.enrolment = t.id, .remove = true, .reason = S("停开")};
	struct refund_item item;

	days(state, &t, 70);
	assert_ok(kit_try_as(t.s.c, &t.s.w->leader, &staff_move_verb, &off));
	assert_int_equal(newest(&t).state, REFUND_UNDECIDED);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 3000);
	item = price_of(&t, newest(&t).id);
	assert_int_equal(item.served, 0); /* of no sitting there is a register */
	days(state, &t, 30);
	published(t.s.c, &t.s.w->county_officer, &t.other, S(DOC GIVES("unserved", "not_served")));
	assert_ok(left_judge(&t, newest(&t).id, true));
	assert_int_equal(newest(&t).state, REFUND_ASKED);
	assert_int_equal(price_of(&t, newest(&t).id).served, item.served);
	assert_int_equal(newest(&t).amount.fen, 23000 - 3000 + 4000);
	assert_int_equal(scene_due(&t.s, CHEN_YI).fen, 0);
	books_hold(&t);
}

/* --- R34 -------------------------------------------------------------------------------------- */

#define TOGETHER                                                                                       \
	"\nlimit together \"托管和课程合计\"\n  over care course\n  cap 250.00 yuan per term\n" \
	"  consumables excluded\n  above reduce\n  clause \"合计最多250元\"\n  requirement R34\n"

/* 30.00 of chess ended unpaid: they no longer use up the cap that pottery shared. */
static void R34_what_ended_no_longer_uses_up_a_cap_either(void **state)
{
	struct scene s = scene_of(state);
	struct actor other = second_officer(s.c, s.w);
	struct one t = {.s = s, .guardian = &s.w->father, .known = killed_broken(s.c)};
	struct adjust less = scene_chess_by(&s, CHEN_YI, -3000, "少上一次");
	struct adjust more = scene_chess_by(&s, CHEN_YI, 3000, "还是上了");

	published(s.c, &s.w->county_officer, &other, S(QUITS TOGETHER));
	t.id = scene_enrol(&s, &s.w->father, CHEN_YI, CHESS); /* 100.00 */
	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);      /* 150.00 of 200.00, and 40.00 */
	scene_signed(&s);
	scene_paid(&s, CHEN_YI, "D-1");
	struct sittings_generate g = {.offering = s.t.offering[CHESS]};

	assert_ok(kit_try_as(s.c, &s.w->system, &sittings_generate_verb, &g));
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &less));
	struct refund_credit over = {.pupil = s.w->pupil[CHEN_YI], .term = s.t.term};

	assert_ok(kit_try_as(s.c, &s.w->finance, &refund_credit_verb, &over));
	paid_back(&t, over.result);
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &more));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 3000);
	left(&t);
	assert_int_equal(newest(&t).amount.fen, 7000);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 3000); /* of pottery, which costs more now */
	paid_back(&t, newest(&t).id);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 5000); /* its 200.00 */
	books_hold(&t);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R61_when_the_refund_is_returned_what_ended_is_not_owed_again),
		KIT_FACT(R61_a_returned_refund_of_a_leaving_is_reckoned_anew_and_comes_back_whole),
		KIT_FACT(R71_what_the_second_person_returned_is_reckoned_anew_and_comes_back_whole),
		KIT_FACT(R71_whoever_has_it_reckoned_anew_does_not_agree_to_it),
		KIT_FACT(R61_only_a_returned_refund_of_a_leaving_is_reckoned_anew_and_by_a_desk),
		KIT_FACT(R61_a_returned_refund_is_reckoned_anew_on_its_page_and_over_the_api),
		KIT_FACT(R61_reckoned_anew_by_corrected_sittings_more_comes_back),
		KIT_FACT(R61_reckoned_anew_to_less_than_what_had_ended_the_rest_is_owed_again),
		KIT_FACT(R61_what_ended_does_not_come_back_as_an_absence_too),
		KIT_FACT(R61_an_absence_before_a_leaving_that_ended_debt_alone_comes_back),
		KIT_FACT(R61_what_the_school_took_off_is_decided_later_as_of_that_moment),
		KIT_FACT(R34_what_ended_no_longer_uses_up_a_cap_either),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments returned", facts);
	scene_end(NULL);
	return rc;
}
