/* What may be planned and what may be opened. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"
#include "../kit_sheet.h"

#include "term/labels.h"
#include "term/review.h"

static enum err put(struct ctx *c, const struct actor *who, term_id term, struct offering_row *row)
{
	struct offerings_put a = {.term = term, .row = row, .n = 1};

	return kit_try_as(c, who, &offerings_put_verb, &a);
}

static enum err publish(struct ctx *c, const struct actor *who, offering_id id)
{
	return kit_try_as(c, who, &offerings_publish_verb, &(struct offerings_publish){&id, 1, 0});
}

static void r23_a_service_ends_by_18_00(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "C1", "托管");
	struct plan t;

	plan_make(c, w, &t);
	row.slot[0].ends = (struct clock_time){1080};
	assert_ok(put(c, &w->clerk, t.term, &row));
	row.id = ID_NONE(offering_id);
	row.code = S("C2");
	row.slot[0].ends = (struct clock_time){1081};
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "end_too_late");
	assert_str(c->fault.found, "18:01");
	assert_str(c->fault.allowed, "18:00");
	assert_true(str_some(c->fault.clause) && str_some(c->fault.document));
}

static void r22_care_is_not_planned_on_a_weekend(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "C1", "托管");
	struct plan t;

	plan_make(c, w, &t);
	row.slot[0].weekday = 6;
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "not_a_school_day");
}

static void r26_times_of_one_service_over_one_another_are_refused_with_the_clause(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "C1", "托管");
	struct plan t;

	plan_make(c, w, &t);
	row.slot[1] = row.slot[0];
	row.slot_n = 2;
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "time_clash");
	assert_str(c->fault.requirement, "R26");
	assert_true(str_some(c->fault.clause) && str_some(c->fault.document));
	assert_true(str_some(c->fault.found));
}

static void r25_senior_high_has_no_care(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "C1", "托管");
	struct plan t;

	plan_make(c, w, &t);
	row.grades = 1 << 10;
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "not_eligible");
	row.grades = 0x7e | 1 << 10; /* one stage that may not spoils the whole */
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "not_eligible");
	row.grades = 1 << 7;
	assert_ok(put(c, &w->clerk, t.term, &row));
}

static void r31_subject_teaching_is_refused_by_its_title(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "小学奥数");
	struct plan t;

	plan_make(c, w, &t);
	row.agency = w->agency_id;
	row.category = S("science");
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "subject_teaching");
	assert_str(c->fault.found, "奥数");
	row.title = S("科学小实验");
	assert_ok(put(c, &w->clerk, t.term, &row));
	row.category = S("homework");
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "category_not_open");
	row.category = S("新课"); /* R28 */
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_INPUT, "bad_input");
}

static size_t reviews(struct ctx *c, const struct actor *who, bool waiting)
{
	struct review_filter f = {.waiting = waiting};
	struct review *v;
	int64_t total;
	size_t n;

	kit_read_as(c, who);
	assert_ok(review_list(c, &f, &v, &n, &total));
	store_read_end(c);
	assert_int_equal(total, n);
	return n;
}

static void r62_a_title_passes_when_a_second_person_says_why(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "奥数史话");
	struct offering_review a = {.reason = S("讲数学家的故事,不解题")};
	struct plan t;

	plan_make(c, w, &t);
	row.category = S("science");
	row.for_review = true;
	assert_ok(put(c, &w->clerk, t.term, &row));
	a.offering = row.id;
	assert_int_equal(kit_audited(c, "review_asked", "offering", row.id.v), 1);
	assert_fault(c, publish(c, &w->leader, row.id), E_REFUSED, "subject_teaching");
	assert_int_equal(reviews(c, &w->leader, true), 1);
	assert_int_equal(reviews(c, &w->leader, false), 0);
	assert_fault(c, kit_try_as(c, &w->clerk, &offering_review_verb, &a), E_DENIED,
	             "not_allowed");
	assert_fault(c, kit_try_as(c, &w->leader2, &offering_review_verb, &a), E_ABSENT, "absent");
	a.reason = S(" ");
	assert_fault(c, kit_try_as(c, &w->leader, &offering_review_verb, &a), E_INPUT,
	             "missing_field");
	a.reason = S("讲数学家的故事,不解题");
	assert_ok(kit_try_as(c, &w->leader, &offering_review_verb, &a));
	assert_ok(kit_try_as(c, &w->leader, &offering_review_verb, &a)); /* again: nothing */
	assert_int_equal(kit_audited(c, "reviewed", "offering", row.id.v), 1);
	assert_int_equal(reviews(c, &w->county_officer, false), 1);
	assert_int_equal(reviews(c, &w->county_officer, true), 0);
	assert_int_equal(reviews(c, &w->zone_officer, false), 0);
	assert_int_equal(reviews(c, &w->leader2, false), 0);
	row.for_review = false;
	assert_ok(put(c, &w->clerk, t.term, &row)); /* this title has passed */
	kit_sheets(c, w, &row.id, 1);
	assert_ok(publish(c, &w->clerk, row.id));
}

static void r62_who_wrote_a_title_cannot_pass_it_and_another_title_asks_anew(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "奥数史话");
	struct offering_review a = {.reason = S("不解题")};
	struct plan t;

	plan_make(c, w, &t);
	row.category = S("science");
	row.for_review = true;
	assert_ok(put(c, &w->leader, t.term, &row));
	a.offering = row.id;
	assert_fault(c, kit_try_as(c, &w->leader, &offering_review_verb, &a), E_REFUSED,
	             "review_second_person");
	row.title = S("奥数游戏");
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_ok(kit_try_as(c, &w->leader, &offering_review_verb, &a));
	row.title = S("奥数提高");
	row.for_review = false;
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "subject_teaching");
	row.for_review = true;
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_fault(c, publish(c, &w->clerk, row.id), E_REFUSED, "subject_teaching");
	row.title = S("科学小实验"); /* needs nobody: nothing is left to review */
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_fault(c, kit_try_as(c, &w->leader, &offering_review_verb, &a), E_CONFLICT,
	             "review_not_asked");
	kit_sheets(c, w, &row.id, 1);
	assert_ok(publish(c, &w->clerk, row.id));
}

static void r36_consumables_need_their_standard(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct plan t;

	plan_make(c, w, &t);
	row.consumables = FEN(3000);
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_fault(c, publish(c, &w->clerk, row.id), E_REFUSED, "consumables_standard_missing");
	row.consumables_standard = S("超轻黏土 24 色 1 盒,30.00 元");
	assert_ok(put(c, &w->clerk, t.term, &row));
	kit_sheets(c, w, &row.id, 1);
	assert_ok(publish(c, &w->clerk, row.id));
}

static void r34_a_price_above_the_cap_is_no_price(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct offering_row care = plan_row(KIND_CARE, "C1", "托管");
	struct plan t;

	plan_make(c, w, &t);
	row.price = FEN(57000);
	row.consumables = FEN(3001);
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "fee_cap_exceeded");
	row.consumables = FEN(3000);
	assert_ok(put(c, &w->clerk, t.term, &row));
	care.price = FEN(1); /* R30 */
	assert_fault(c, put(c, &w->clerk, t.term, &care), E_REFUSED, "item_not_in_catalogue");
}

static void r9_nothing_opens_before_the_notice(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "C1", "托管");
	struct plan t;

	plan_make(c, w, &t); /* A1 has one, A2 has none */
	row.grades = 1 << 7;
	assert_ok(put(c, &w->clerk2, t.term, &row));
	kit_sheets(c, w, &row.id, 1);
	assert_fault(c, publish(c, &w->clerk2, row.id), E_REFUSED, "notice_unpublished");
	assert_true(str_some(c->fault.clause) && str_some(c->fault.document));
	kit_read_as(c, &w->clerk2);
	struct offering o;
	assert_ok(offering_get(c, row.id, &o));
	assert_int_equal(o.state, OFFERING_DRAFT);
}

static void r8_care_has_no_limit(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "C1", "托管");
	struct plan t;

	plan_make(c, w, &t);
	row.limited = true;
	row.seats = 30;
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_REFUSED, "care_refusal_forbidden");
}

static void what_opens_has_slots_and_grades(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct plan t;

	plan_make(c, w, &t);
	row.slot_n = 0;
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_fault(c, publish(c, &w->clerk, row.id), E_INPUT, "missing_field");
	assert_str(c->fault.field, "slots");
	row.slot_n = 1;
	row.grades = 0;
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_fault(c, publish(c, &w->clerk, row.id), E_INPUT, "missing_field");
	assert_str(c->fault.field, "grades");
}

static void a_suspended_agency_opens_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct agency_turn stop = {w->agency_id, S("suspended"), S("检查")};
	struct plan t;

	plan_make(c, w, &t);
	row.agency = w->agency_id;
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_ok(kit_try_as(c, &w->county_officer, &agency_turn_verb, &stop));
	assert_fault(c, publish(c, &w->clerk, row.id), E_REFUSED, "agency_suspended");
}

static void the_same_plan_again_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct offering_row again = row;
	struct plan t;

	plan_make(c, w, &t);
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_int_equal(row.did, OFFERING_ADDED);
	assert_ok(put(c, &w->clerk, t.term, &again));
	assert_int_equal(again.did, OFFERING_SAME);
	assert_int_equal(again.id.v, row.id.v);
	again.price = FEN(100);
	assert_ok(put(c, &w->clerk, t.term, &again));
	assert_int_equal(again.did, OFFERING_CHANGED);
}

static void what_families_have_seen_keeps_its_terms(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct plan t;

	plan_make(c, w, &t);
	plan_open(c, w, &t, row);
	row.place = S("美术教室");
	assert_ok(put(c, &w->clerk, t.term, &row));
	row.price = FEN(100);
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_CONFLICT, "offering_published");
	assert_str(c->fault.field, "price");
	row.price = FEN(24000);
	row.slot[0].weekday = 3;
	assert_fault(c, put(c, &w->clerk, t.term, &row), E_CONFLICT, "offering_published");
	assert_str(c->fault.field, "slots");
}

static void offerings_stay_within_reach(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K2", "合唱");
	struct plan t;
	struct offering o, *v;
	size_t n;

	plan_make(c, w, &t);
	offering_id open = plan_open(c, w, &t, plan_row(KIND_COURSE, "K1", "泥塑"));
	offering_id draft = plan_draft(c, w, &t, row);

	kit_read_as(c, &w->mother);
	assert_ok(offering_get(c, open, &o));
	assert_int_equal(o.seats, 30);
	assert_fault(c, offering_get(c, draft, &o), E_ABSENT, "absent");
	assert_ok(offering_list(c, w->a1, t.term, &v, &n));
	assert_int_equal(n, 1);
	kit_read_as(c, &w->zhou); /* a child at A2 */
	assert_fault(c, offering_get(c, open, &o), E_ABSENT, "absent");
	assert_ok(offering_list(c, w->a1, t.term, &v, &n));
	assert_int_equal(n, 0);
	kit_read_as(c, &w->clerk2);
	assert_fault(c, offering_get(c, open, &o), E_ABSENT, "absent");
	assert_fault(c, offering_list(c, w->a1, t.term, &v, &n), E_ABSENT, "absent");
	kit_read_as(c, &w->zone_officer);
	assert_fault(c, offering_get(c, open, &o), E_ABSENT, "absent");
	kit_read_as(c, &w->agency);
	assert_fault(c, offering_get(c, open, &o), E_ABSENT, "absent");
	kit_read_as(c, &w->county_officer);
	assert_ok(offering_list(c, w->a1, t.term, &v, &n));
	assert_int_equal(n, 3); /* with the draft of every plan */
	assert_fault(c, publish(c, &w->clerk2, draft), E_ABSENT, "absent");
	assert_fault(c, publish(c, &w->teacher, draft), E_DENIED, "not_allowed");
}

static void a_list_goes_by_kind_and_code_and_a_services_times_by_the_week(void **state)
{
	static const char *const codes[] = {"C9", "T0", "K1", "K2"};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row late = plan_row(KIND_COURSE, "K2", "合唱");
	struct slot *slot, *own;
	struct offering *v;
	struct plan t;
	size_t n, slot_n, own_n;

	plan_make(c, w, &t);
	late.slot[0].weekday = 4;
	late.slot[1] = late.slot[0];
	late.slot[1].weekday = 1;
	late.slot_n = 2;
	offering_id twice = plan_open(c, w, &t, late);
	plan_open(c, w, &t, plan_row(KIND_COURSE, "K1", "泥塑"));
	offering_id care = plan_open(c, w, &t, plan_row(KIND_CARE, "C9", "托管"));

	for (int family = 0; family <= 1; family++) {
		kit_read_as(c, family ? &w->mother : &w->clerk);
		assert_ok(offering_list(c, w->a1, t.term, &v, &n));
		assert_int_equal(n, family ? 3 : 4); /* no draft for families */
		for (size_t i = 0; i < n; i++)
			assert_str(v[i].code, codes[family && i > 0 ? i + 1 : i]);
	}
	assert_ok(slot_list_school(c, w->a1, t.term, &slot, &slot_n));
	own = slots_of(slot, slot_n, twice, &own_n);
	assert_int_equal(own_n, 2);
	assert_int_equal(own[0].weekday, 1);
	assert_int_equal(own[1].weekday, 4);
	assert_int_equal(slots_of(slot, slot_n, care, &own_n)->weekday, 2);
	assert_int_equal(own_n, 1);
	slots_of(slot, slot_n, (offering_id){1}, &own_n);
	assert_int_equal(own_n, 0);
}

static void slots_read_as_people_say_them(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct slot s = {.weekday = 2, .starts = {990}, .ends = {1050}};

	assert_str(slot_text(c->arena, LANG_ZH, &s), "周二 16:30–17:30");
	assert_str(slot_text(c->arena, LANG_EN, &s), "Tue 16:30–17:30");
	assert_str(grades_label(c->arena, 0x2e), "1–3, 5");
}

static void staff_run_an_offering_of_their_own_school(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_staffing a = {.staff = w->teacher_id};
	struct offering_staff *v;
	struct plan t;
	size_t n;

	plan_make(c, w, &t);
	a.offering = plan_open(c, w, &t, plan_row(KIND_CARE, "C1", "托管"));
	assert_ok(kit_try_as(c, &w->clerk, &offering_staff_verb, &a));
	assert_ok(kit_try_as(c, &w->clerk, &offering_staff_verb, &a));
	kit_read_as(c, &w->clerk);
	assert_ok(offering_staff_list(c, a.offering, &v, &n));
	assert_int_equal(n, 1);
	assert_str(v[0].name, "张老师");
	a.staff = (staff_id){w->clerk2.staff.v};
	assert_fault(c, kit_try_as(c, &w->clerk, &offering_staff_verb, &a), E_ABSENT, "absent");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r23_a_service_ends_by_18_00),
		KIT_FACT(r22_care_is_not_planned_on_a_weekend),
		KIT_FACT(r26_times_of_one_service_over_one_another_are_refused_with_the_clause),
		KIT_FACT(r25_senior_high_has_no_care),
		KIT_FACT(r31_subject_teaching_is_refused_by_its_title),
		KIT_FACT(r62_a_title_passes_when_a_second_person_says_why),
		KIT_FACT(r62_who_wrote_a_title_cannot_pass_it_and_another_title_asks_anew),
		KIT_FACT(r36_consumables_need_their_standard),
		KIT_FACT(r34_a_price_above_the_cap_is_no_price),
		KIT_FACT(r9_nothing_opens_before_the_notice),
		KIT_FACT(r8_care_has_no_limit),
		KIT_FACT(what_opens_has_slots_and_grades),
		KIT_FACT(a_suspended_agency_opens_nothing),
		KIT_FACT(the_same_plan_again_changes_nothing),
		KIT_FACT(what_families_have_seen_keeps_its_terms),
		KIT_FACT(offerings_stay_within_reach),
		KIT_FACT(a_list_goes_by_kind_and_code_and_a_services_times_by_the_week),
		KIT_FACT(slots_read_as_people_say_them),
		KIT_FACT(staff_run_an_offering_of_their_own_school),
	};

	return KIT_FACTS_RUN("term", facts);
}
