/* Who buys the consumables, chosen again after the enrolment (R37): the open bill follows. */
#include "scene.h"

#include "../killed.h"
#include "../kit_web.h"
#include "../second.h"
#include "auth/auth.h"
#include "enrolment/choice.h"
#include "enrolment/routes.h"
#include "payments/routes.h"

static enrolment_id enrol(struct scene *s, const struct actor *who, enum kit_pupil pupil,
                          enum kit_offering o, bool self)
{
	struct enrol a = {.wish = {s->w->pupil[pupil], s->t.offering[o], s->t.course, self},
	                  .channel = S("page")};

	assert_ok(kit_try_as(s->c, who, &enrol_verb, &a));
	return a.result.id;
}

static enum err choose(struct scene *s, const struct actor *who, enrolment_id id, bool self)
{
	struct choose a = {.enrolment = id, .self_purchase = self, .channel = S("page")};

	return kit_try_as(s->c, who, &choose_verb, &a);
}

static struct lot lot_of(struct scene *s)
{
	struct lot l;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(lot_get(s->c, s->t.offering[POTTERY], &l));
	store_read_end(s->c);
	return l;
}

static void holds(struct scene *s, uint64_t known)
{
	killed_verify(s->c, known);
	assert_true(second_program_agrees(s->c, s->w) > 0);
}

static void R37_the_open_bill_follows_the_choice_both_ways(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	struct order_make order = {.pupil = s.w->pupil[CHEN_YI],
	                           .term = s.t.term,
	                           .channel = S("wechat"),
	                           .way = PAY_QR};
	enrolment_id id = enrol(&s, &s.w->father, CHEN_YI, POTTERY, false);
	struct order o;

	scene_signed(&s);
	assert_ok(kit_try_as(s.c, &s.w->father, &order_make_verb, &order));
	assert_ok(choose(&s, &s.w->father, id, true));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 20000);
	assert_int_equal(lot_of(&s).entrusted, 0);
	assert_int_equal(lot_of(&s).self_bought, 1);
	assert_ok(store_read_begin(s.c));
	assert_ok(order_load(s.c, order.result, &o));
	store_read_end(s.c);
	assert_int_equal(o.state, ORDER_CLOSED); /* it was over another amount */
	assert_int_equal(scene_sum(&s, "consumables"), 0);
	holds(&s, known);
	assert_ok(choose(&s, &s.w->father, id, false));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 24000);
	assert_int_equal(scene_sum(&s, "consumables"), -4000);
	assert_int_equal(lot_of(&s).entrusted, 1);
	holds(&s, known);
	scene_paid(&s, CHEN_YI, "D-1");
	holds(&s, known);
}

static void the_same_choice_changes_nothing(void **state)
{
	struct scene s = scene_of(state);
	enrolment_id id = enrol(&s, &s.w->father, CHEN_YI, POTTERY, true);

	assert_ok(choose(&s, &s.w->father, id, true));
	assert_int_equal(kit_audited(s.c, "consumables_choice", "enrolment", id.v), 0);
	assert_ok(choose(&s, &s.w->father, id, false));
	assert_int_equal(kit_audited(s.c, "consumables_choice", "enrolment", id.v), 1);
}

static void R37_the_entrustment_is_signed_by_who_said_it_last(void **state)
{
	struct scene s = scene_of(state);
	enrolment_id id = enrol(&s, &s.w->father, CHEN_YI, POTTERY, true);
	struct entrusted *v;
	struct instant at;
	size_t n;

	kit_advance(state, INT64_C(3600000000));
	at = s.c->now;
	assert_ok(choose(&s, &s.w->father, id, false));
	kit_read_as(s.c, &s.w->leader);
	assert_ok(lot_pupils(s.c, s.t.offering[POTTERY], &v, &n));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	assert_true(str_some(v[0].guardian));
	assert_true(v[0].at.us >= at.us);
	assert_int_equal(v[0].amount.fen, 4000);
}

static void R59_after_collection_the_choice_stands_and_an_adjustment_is_the_way_on(void **state)
{
	struct scene s = scene_of(state);
	struct adjust less = {.pupil = s.w->pupil[CHEN_YI],
	                      .term = s.t.term,
	                      .offering = s.t.offering[POTTERY],
	                      .item = S("consumables"),
	                      .amount = {-4000},
	                      .reason = S("家长改为自购")};
	enrolment_id id = enrol(&s, &s.w->father, CHEN_YI, POTTERY, false);

	scene_signed(&s);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_fault(s.c, choose(&s, &s.w->father, id, true), E_REFUSED, "choice_collected");
	assert_str(s.c->fault.found, "陶艺");
	assert_int_equal(lot_of(&s).entrusted, 1);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_ok(kit_try_as(s.c, &s.w->leader, &adjust_verb, &less));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -4000);
}

static void R37_what_was_handed_out_is_not_chosen_again(void **state)
{
	struct scene s = scene_of(state);
	struct lot_deliver deliver = {s.t.offering[POTTERY], S("S-1")};
	enrolment_id id = enrol(&s, &s.w->father, CHEN_YI, POTTERY, false);

	scene_signed(&s); /* a sign-off alone stops nobody: nothing is bought yet */
	assert_ok(choose(&s, &s.w->father, id, true));
	assert_ok(choose(&s, &s.w->father, id, false));
	assert_ok(kit_try_as(s.c, &s.w->leader, &lot_deliver_verb, &deliver));
	assert_fault(s.c, choose(&s, &s.w->father, id, true), E_REFUSED, "choice_delivered");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 24000);
}

/* 200.00, 300.01, 50.00 and 10.00 are under the cap of 600.00; with 40.00 they are a fen over. */
static void R34_entrusting_over_the_cap_is_refused_and_moves_nothing(void **state)
{
	struct scene s = scene_of(state);
	uint64_t known = killed_broken(s.c);
	enrolment_id id = enrol(&s, &s.w->father, CHEN_ER, POTTERY, true);

	enrol(&s, &s.w->father, CHEN_ER, ROBOT, false);
	enrol(&s, &s.w->father, CHEN_ER, SINGING, false);
	enrol(&s, &s.w->father, CHEN_ER, FIVES, false);
	assert_int_equal(scene_due(&s, CHEN_ER).fen, 56001);
	assert_fault(s.c, choose(&s, &s.w->father, id, false), E_REFUSED, "fee_cap_exceeded");
	assert_int_equal(scene_due(&s, CHEN_ER).fen, 56001);
	assert_int_equal(lot_of(&s).self_bought, 1);
	holds(&s, known);
}

static void who_waits_for_a_place_is_charged_by_the_last_choice(void **state)
{
	struct scene s = scene_of(state);
	struct reseat one = {s.t.offering[POTTERY], true, 1};
	struct withdraw leave;
	enrolment_id waits;

	assert_ok(kit_try_as(s.c, &s.w->clerk, &reseat_verb, &one));
	leave = (struct withdraw){.enrolment = enrol(&s, &s.w->wang, WANG, POTTERY, false)};
	waits = enrol(&s, &s.w->father, CHEN_YI, POTTERY, false);
	assert_ok(choose(&s, &s.w->father, waits, true));
	assert_ok(kit_try_as(s.c, &s.w->wang, &withdraw_verb, &leave));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 20000);
}

static void R6_a_guardian_of_the_child_alone_chooses(void **state)
{
	struct scene s = scene_of(state);
	enrolment_id id = enrol(&s, &s.w->father, CHEN_YI, POTTERY, false);
	enrolment_id chess = enrol(&s, &s.w->father, CHEN_YI, CHESS, false);

	assert_fault(s.c, choose(&s, &s.w->wang, id, true), E_ABSENT, "absent");
	assert_fault(s.c, choose(&s, &s.w->clerk, id, true), E_ABSENT, "absent");
	assert_fault(s.c, choose(&s, &s.w->father, chess, true), E_ABSENT, "absent");
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 34000);
}

static void R37_a_family_chooses_at_a_browser_and_over_the_api(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &enrolment_routes,
	                                              &payments_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 3);
	struct arena *a = s.c->arena;
	enrolment_id id = enrol(&s, &s.w->father, CHEN_YI, POTTERY, false);
	const char *page = str_c(a, str_printf(a, "/enrolments/%lld/consumables", (long long)id.v));
	const char *api = str_c(a, str_printf(a, "/api/v1%s", page));
	const char *pay =
		str_c(a, str_printf(a, "/pupils/%lld/pay", (long long)s.w->pupil[CHEN_YI].v));

	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_get(&b, pay), 200);
	assert_true(kit_web_shows(&b, page));
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "¥40.00"));
	assert_int_equal(kit_web_post(&b, page, "&choice=both"), 422);
	assert_int_equal(kit_web_post(&b, page, "&choice=self"), 303);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 20000);
	assert_int_equal(kit_web_api(&b, "POST", api, "{\"choice\":\"entrusted\"}"), 200);
	assert_true(kit_web_shows(&b, "\"total_fen\":24000"));
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 200);
	assert_true(kit_web_shows(&b, "\"choice\":\"entrusted\""));
	assert_true(kit_web_shows(&b, "\"can_change\":true"));
	scene_signed(&s);
	scene_paid(&s, CHEN_YI, "D-1");
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_false(kit_web_shows(&b, "name=\"choice\"")); /* and says what to do instead */
	assert_true(kit_web_shows(&b, "调整"));
	assert_int_equal(kit_web_api(&b, "POST", api, "{\"choice\":\"self\"}"), 409);
	assert_true(kit_web_shows(&b, "choice_collected"));
	kit_web_login(&b, &s.w->wang);
	assert_int_equal(kit_web_get(&b, page), 404);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R37_the_open_bill_follows_the_choice_both_ways),
		KIT_FACT(the_same_choice_changes_nothing),
		KIT_FACT(R37_the_entrustment_is_signed_by_who_said_it_last),
		KIT_FACT(R59_after_collection_the_choice_stands_and_an_adjustment_is_the_way_on),
		KIT_FACT(R37_what_was_handed_out_is_not_chosen_again),
		KIT_FACT(R34_entrusting_over_the_cap_is_refused_and_moves_nothing),
		KIT_FACT(who_waits_for_a_place_is_charged_by_the_last_choice),
		KIT_FACT(R6_a_guardian_of_the_child_alone_chooses),
		KIT_FACT(R37_a_family_chooses_at_a_browser_and_over_the_api),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments choice", facts);
	scene_end(NULL);
	return rc;
}
