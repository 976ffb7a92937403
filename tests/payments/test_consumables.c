/* Consumables (R37): bought by the family, or entrusted, signed off by the school and handed out.
 */
#include "scene.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "payments/consumables.h"
#include "payments/routes.h"

static enrolment_id enrol_self(struct scene *s, const struct actor *who, enum kit_pupil pupil)
{
	struct enrol a = {.wish = {s->w->pupil[pupil], s->t.offering[POTTERY], s->t.course, true},
	                  .channel = S("page")};

	assert_ok(kit_try_as(s->c, who, &enrol_verb, &a));
	return a.result.id;
}

static enum err enter(struct scene *s, enum kit_pupil pupil, const char *document)
{
	struct payment_enter a = {.pupil = s->w->pupil[pupil],
	                          .term = s->t.term,
	                          .amount = scene_due(s, pupil),
	                          .day = DATE_NONE,
	                          .document = str_of(document)};

	return kit_try_as(s->c, &s->w->leader, &payment_enter_verb, &a);
}

static enum err sign(struct scene *s, const struct actor *who, const char *note)
{
	struct lot_sign a = {s->t.offering[POTTERY], str_of(note)};

	return kit_try_as(s->c, who, &lot_sign_verb, &a);
}

static enum err deliver(struct scene *s, const struct actor *who, const char *note)
{
	struct lot_deliver a = {s->t.offering[POTTERY], str_of(note)};

	return kit_try_as(s->c, who, &lot_deliver_verb, &a);
}

static void R37_buying_oneself_lowers_the_bill_by_the_item_price_and_waits_for_nobody(void **state)
{
	struct scene s = scene_of(state);

	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	enrol_self(&s, &s.w->wang, WANG);
	assert_int_equal(scene_due(&s, CHEN_YI).fen - scene_due(&s, WANG).fen, 4000);
	assert_ok(enter(&s, WANG, "D-1"));
}

static void
R37_nothing_is_collected_for_an_entrusted_purchase_the_school_has_not_signed(void **state)
{
	struct scene s = scene_of(state);
	struct order_make order = {.pupil = s.w->pupil[CHEN_YI],
	                           .term = s.t.term,
	                           .channel = S("wechat"),
	                           .way = PAY_QR};

	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	assert_fault(s.c, kit_try_as(s.c, &s.w->father, &order_make_verb, &order), E_REFUSED,
	             "consumables_unsigned");
	assert_str(s.c->fault.found, "陶艺");
	assert_fault(s.c, enter(&s, CHEN_YI, "D-1"), E_REFUSED, "consumables_unsigned");
	assert_int_equal(scene_sum(&s, "clearing_counter"), 0);
	assert_fault(s.c, sign(&s, &s.w->father, "x"), E_DENIED, "not_allowed");
	assert_fault(s.c, sign(&s, &s.w->finance, " "), E_INPUT, "missing_field");
	assert_ok(sign(&s, &s.w->finance, "品名数量单价与市场价核对"));
	assert_ok(sign(&s, &s.w->leader, "again changes nothing"));
	assert_ok(enter(&s, CHEN_YI, "D-1"));
	assert_int_equal(scene_sum(&s, "clearing_counter"), 24000);
}

static void R37_the_provider_may_not_charge_a_family_that_buys_itself(void **state)
{
	struct scene s = scene_of(state);
	struct adjust more = {.pupil = s.w->pupil[WANG],
	                      .term = s.t.term,
	                      .offering = s.t.offering[POTTERY],
	                      .item = S("consumables"),
	                      .amount = {4000},
	                      .reason = S("补收耗材")};

	enrol_self(&s, &s.w->wang, WANG);
	assert_ok(enter(&s, WANG, "D-1"));
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &adjust_verb, &more), E_REFUSED,
	             "consumables_self_bought");
	assert_int_equal(scene_due(&s, WANG).fen, 0);
}

static void R37_delivery_follows_the_sign_off_once_and_ends_the_refund(void **state)
{
	struct scene s = scene_of(state);
	struct consumables_mine *v;
	struct lot lot;
	size_t n;

	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	assert_fault(s.c, deliver(&s, &s.w->finance, "S-1"), E_REFUSED, "consumables_unsigned");
	assert_ok(sign(&s, &s.w->finance, "核对"));
	assert_fault(s.c, deliver(&s, &s.w->finance, ""), E_INPUT, "missing_field");
	assert_ok(deliver(&s, &s.w->finance, "S-1"));
	assert_fault(s.c, deliver(&s, &s.w->leader, "S-2"), E_CONFLICT, "consumables_delivered");
	kit_read_as(s.c, &s.w->leader);
	assert_ok(lot_get(s.c, s.t.offering[POTTERY], &lot));
	store_read_end(s.c);
	assert_int_equal(lot.entrusted, 1);
	assert_str(lot.delivery_note, "S-1");
	kit_read_as(s.c, &s.w->father);
	assert_ok(consumables_of(s.c, s.w->pupil[CHEN_YI], s.t.term, &v, &n));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	assert_false(v[0].self_bought);
	assert_true(v[0].delivered_at.us > 0);
}

static void a_service_without_consumables_and_another_school_are_absent(void **state)
{
	struct scene s = scene_of(state);
	struct lot_sign chess = {s.t.offering[CHESS], S("x")};

	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &lot_sign_verb, &chess), E_ABSENT,
	             "absent");
	assert_fault(s.c, sign(&s, &s.w->leader2, "x"), E_ABSENT, "absent");
}

static void R37_the_school_signs_and_confirms_at_a_browser_and_the_family_sees_it(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *lot = str_c(s.c->arena, str_printf(s.c->arena, "/school/consumables/%lld",
	                                               (long long)s.t.offering[POTTERY].v));
	const char *at = str_c(s.c->arena, str_printf(s.c->arena, "%s/sign", lot));
	const char *pay = str_c(s.c->arena, str_printf(s.c->arena, "/pupils/%lld/pay",
	                                               (long long)s.w->pupil[CHEN_YI].v));

	scene_enrol(&s, &s.w->father, CHEN_YI, POTTERY);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, "/school/consumables"), 200);
	assert_true(kit_web_shows(&b, "陶艺"));
	assert_int_equal(kit_web_get(&b, "/school/consumables/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, lot), 200);
	assert_int_equal(kit_web_post(&b, at, "&sign_note="), 422);
	assert_int_equal(kit_web_post(&b, at, "&sign_note=checked"), 303);
	at = str_c(s.c->arena, str_printf(s.c->arena, "%s/delivery", lot));
	assert_int_equal(kit_web_post(&b, at, "&delivery_note=S-7"), 303);
	assert_int_equal(kit_web_get(&b, lot), 200);
	assert_true(kit_web_shows(&b, "S-7"));
	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_get(&b, pay), 200);
	assert_true(kit_web_shows(&b, "S-7"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R37_buying_oneself_lowers_the_bill_by_the_item_price_and_waits_for_nobody),
		KIT_FACT(
			R37_nothing_is_collected_for_an_entrusted_purchase_the_school_has_not_signed),
		KIT_FACT(R37_the_provider_may_not_charge_a_family_that_buys_itself),
		KIT_FACT(R37_delivery_follows_the_sign_off_once_and_ends_the_refund),
		KIT_FACT(a_service_without_consumables_and_another_school_are_absent),
		KIT_FACT(R37_the_school_signs_and_confirms_at_a_browser_and_the_family_sees_it),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments consumables", facts);
	scene_end(NULL);
	return rc;
}
