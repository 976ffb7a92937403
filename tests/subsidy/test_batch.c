/* The staff subsidy of a month (R44, R48, R49). */
#include "world.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "money/approval.h"
#include "subsidy/routes.h"
#include "subsidy/voucher.h"

static enum err put(struct scene *s, const struct actor *who, sitting_id sitting, int64_t person,
                    const char *role, int64_t rate, bool drop)
{
	struct duty_put a = {.sitting = sitting,
	                     .person = person,
	                     .role = str_of(role),
	                     .rate = FEN(rate),
	                     .drop = drop};

	as(s->c, who);
	return kit_try_as(s->c, who, &duty_put_verb, &a);
}

static void R48_a_month_is_reckoned_from_its_registers_and_one_without_is_not_paid(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;

	scene_present(&s, scene_sitting(&s, CARE, 3), 0); /* nobody came */
	b = scene_reckon(&s, s.first);
	assert_str(b.state, "draft");
	assert_int_equal(b.total.fen, (s.days - 1) * 5000);
	assert_int_equal(b.subsidy.fen, b.total.fen);
	assert_int_equal(b.labour.fen, 0);
	assert_int_equal(scene_line(&s, &b, s.w->teacher_id.v).fen, b.total.fen);
	assert_true(scene_findings(&s, &b, "hours_without_attendance") >= 1);
	assert_ok(scene_quota(&s, 100000000));
	assert_ok(scene_submit(&s, b.id)); /* as planned it is told, and stops nothing */
}

static void R48_a_new_rate_in_the_middle_of_a_month_holds_from_its_day(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_detail *v;
	struct subsidy_batch b;
	int64_t sum = 0;
	size_t n;

	published(s.c, &s.w->county_officer, &s.other,
	          pay_rules(s.c, "2026-09-16", "60.00", "within_total"));
	b = scene_reckon(&s, s.first);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_details(s.c, &b, s.w->teacher_id.v, &v, &n));
	assert_int_equal(n, s.days);
	for (size_t i = 0; i < n; i++) {
		bool later = v[i].day.day >= on_day(2026, 9, 16).day;

		assert_int_equal(v[i].amount.fen, later ? 6000 : 5000);
		assert_str(v[i].requirement, "R48");
		assert_true(str_some(v[i].formula));
		sum += v[i].amount.fen;
	}
	assert_int_equal(sum, b.total.fen);
	assert_true(b.total.fen > s.days * 5000 && b.total.fen < s.days * 6000);
}

static struct str swapped(struct ctx *c, struct str text, const char *from, const char *to)
{
	size_t at;

	assert_true(str_find(text, str_of(from), &at));
	return str_printf(c->arena, "%.*s%s%.*s", (int)at, text.p, to,
	                  STR_FMT(str_sub(text, at + strlen(from), text.n)));
}

static void R48_a_rate_a_day_is_no_rate_a_sitting_even_where_the_document_converts_it(void **state)
{
	struct scene s = scene_of(state);
	struct str text = pay_rules(s.c, "2026-09-16", "60.00", "within_total");
	struct subsidy_detail *v;
	struct subsidy_batch b;
	size_t n, paid = 0, days = 0;

	text = swapped(s.c, text, "60.00 yuan per sitting", "60.00 yuan per day");
	text = swapped(
		s.c, text, "pay teacher",
		"convert 1 sitting = 2 period\n  clause \"一课次两课时\"\n  requirement R48\n\n"
		"convert 1 day = 2 period\n  clause \"一天两课时\"\n  requirement R48\n\n"
		"pay teacher");
	published(s.c, &s.w->county_officer, &s.other, text);
	b = scene_reckon(&s, s.first);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_details(s.c, &b, s.w->teacher_id.v, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (str_is(v[i].whole, "day"))
			days += v[i].amount.fen == 6000;
		else if (v[i].day.day >= on_day(2026, 9, 16).day)
			assert_int_equal(v[i].amount.fen, 0);
		else
			paid += v[i].amount.fen == 5000;
	}
	assert_true(paid > 0);
	assert_int_equal(paid + days, s.days);
	assert_int_equal(b.total.fen, (int64_t)paid * 5000 + (int64_t)days * 6000);
	assert_int_equal(scene_findings(&s, &b, "rate_missing"), 0);
}

static void R44_the_teacher_who_is_down_twice_at_once_is_found_and_the_batch_stops(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b;
	sitting_id id;

	assert_true(scene_held(&s, CHESS, s.first, s.last) >= 3);
	assert_true(scene_held(&s, SINGING, s.first, s.last) >= 3);
	b = scene_reckon(&s, s.first);
	assert_true(scene_findings(&s, &b, "double_booked") >= 3);
	assert_ok(scene_quota(&s, 100000000));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "findings_open");
	for (size_t i = 0; (id = scene_sitting(&s, SINGING, i)).v; i++) {
		assert_ok(put(&s, &s.w->clerk, id, s.w->clerk_id.v, "support", 0, false));
		assert_ok(put(&s, &s.w->clerk, id, s.w->head_id.v, "", 0, true));
	}
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.run, 2);
	assert_int_equal(scene_findings(&s, &b, "double_booked"), 0);
	assert_ok(scene_submit(&s, b.id));
}

static void R44_hours_that_are_claimed_without_attendance_stop_the_batch(void **state)
{
	struct scene s = scene_of(state);
	sitting_id empty = scene_sitting(&s, CARE, 2);
	struct subsidy_batch b;

	assert_ok(put(&s, &s.w->clerk, empty, s.w->leader_id.v, "leader", 0, false));
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, s.days * 5000 + 8000); /* the teacher stays */
	scene_present(&s, empty, 0);
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.total.fen, (s.days - 1) * 5000);
	assert_ok(scene_quota(&s, 100000000));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "findings_open");
	assert_str(s.c->fault.found, "2");
}

static void R44_more_than_a_days_minutes_need_an_answer_of_the_school(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_setting_put day = {59};
	struct subsidy_finding *v;
	struct subsidy_batch b;
	size_t n;

	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &subsidy_setting_verb, &day));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "over_the_day"), s.days);
	assert_ok(scene_quota(&s, 100000000));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "findings_open");
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_findings(s.c, &b, &v, &n));
	assert_str(v[0].found, "60");
	assert_str(v[0].allowed, "59");
	struct subsidy_answer bad = {v[0].id, S(" ")};

	as(s.c, &s.w->leader);
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &subsidy_answer_verb, &bad), E_INPUT,
	             "missing_field");
	bad.reason = S("别校");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader2, &subsidy_answer_verb, &bad), E_ABSENT,
	             "absent");
	for (size_t i = 0; i < n; i++) {
		struct subsidy_answer a = {v[i].id, S("县里同意的试点")};

		if (v[i].weight == 1)
			assert_ok(kit_try_as(s.c, &s.w->leader, &subsidy_answer_verb, &a));
	}
	assert_ok(scene_submit(&s, b.id));
	day.day_minutes = 0;
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &subsidy_setting_verb, &day),
	             E_INPUT, "bad_input");
}

static void R49_a_fen_over_the_years_total_is_refused_and_counted_beside_it_it_is_not(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);

	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "quota_missing");
	assert_fault(s.c, scene_quota(&s, -1), E_INPUT, "bad_input");
	assert_ok(scene_quota(&s, b.total.fen - 1));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "quota_exceeded");
	assert_true(str_eq(s.c->fault.found, money_text(s.c->arena, b.total)));
	published(s.c, &s.w->county_officer, &s.other,
	          pay_rules(s.c, "2026-09-30", "50.00", "incremental"));
	assert_ok(scene_submit(&s, b.id));
}

static void R49_what_just_fits_the_years_total_is_taken(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);

	assert_ok(scene_quota(&s, b.total.fen));
	assert_ok(scene_submit(&s, b.id));
	/* Lowered since: the approval holds it against the total again. */
	assert_ok(scene_quota(&s, b.total.fen - 1));
	assert_fault(s.c, scene_decide(&s, &s.w->county_officer, b.id, true), E_REFUSED,
	             "quota_exceeded");
}

static void R49_a_batch_goes_back_with_a_reason_and_comes_again_with_its_history(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);
	struct subsidy_decide no_reason = {b.id, false, S("")};
	struct subsidy_done *step;
	size_t n;

	assert_fault(s.c, scene_decide(&s, &s.w->county_officer, b.id, true), E_CONFLICT,
	             "subsidy_state");
	assert_ok(scene_quota(&s, 100000000));
	assert_ok(scene_submit(&s, b.id));
	assert_fault(s.c, scene_submit(&s, b.id), E_CONFLICT, "subsidy_state");
	assert_str(s.c->fault.found, "待审核");
	assert_fault(s.c, scene_decide(&s, &s.w->leader, b.id, true), E_DENIED, "not_allowed");
	assert_fault(s.c, scene_decide(&s, &s.w->zone_officer, b.id, true), E_ABSENT, "absent");
	as(s.c, &s.w->county_officer);
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &subsidy_decide_verb, &no_reason),
	             E_INPUT, "missing_field");
	assert_ok(scene_decide(&s, &s.w->county_officer, b.id, false));
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, 0);
	b = scene_reckon(&s, s.first);
	assert_ok(scene_submit(&s, b.id));
	assert_ok(scene_decide(&s, &s.w->county_officer, b.id, true));
	assert_int_equal(scene_balance(&s, "staff_expense", s.w->a1.v).fen, b.total.fen);
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, -b.total.fen);
	assert_fault(s.c, scene_decide(&s, &s.w->county_officer, b.id, true), E_CONFLICT,
	             "subsidy_state");
	b = scene_batch(&s, b.id);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_steps(s.c, &b, &step, &n));
	assert_int_equal(n, 6);
	assert_str(step[2].step, "returned");
	assert_str(step[2].reason, "九月多算一次");
	assert_int_equal(step[5].run, 2);
	assert_str(step[5].step, "approved");
}

/* The last step, to a reader of that language. */
static void returned_for(struct scene *s, int64_t id, enum lang lang, struct str reason)
{
	struct subsidy_batch b = scene_batch(s, id);
	struct subsidy_done *step;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	s->c->lang = lang;
	assert_ok(subsidy_steps(s->c, &b, &step, &n));
	assert_str(step[n - 1].step, "returned");
	assert_true(str_eq(step[n - 1].reason, reason));
	s->c->lang = LANG_ZH;
	store_read_end(s->c);
}

static void R49_nobody_approves_what_they_handed_in(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);
	struct actor both = s.w->county_officer;

	assert_ok(scene_quota(&s, 100000000));
	both.account = s.w->leader.account; /* the leader is an officer of the county too */
	assert_ok(scene_submit(&s, b.id));
	assert_fault(s.c, scene_decide(&s, &both, b.id, true), E_REFUSED, "not_approved");
	assert_str(s.c->fault.field, "approver");
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, 0);
}

static struct approval waiting(struct scene *s)
{
	struct approval *v;
	int64_t total;
	size_t n;

	kit_read_as(s->c, &s->w->county_officer);
	assert_ok(
		approval_list(s->c, &(struct approval_filter){.kind = "subsidy"}, &v, &n, &total));
	assert_int_equal(n, 1);
	store_read_end(s->c);
	return v[0];
}

static void what_is_decided_in_the_list_of_approvals_is_booked_by_a_job(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first);
	struct approval_say say = {.word = RETURNED, .reason = S("再核对")};

	assert_ok(scene_quota(&s, b.total.fen));
	assert_ok(scene_submit(&s, b.id));
	scene_follow(&s);
	assert_str(scene_batch(&s, b.id).state, "submitted"); /* nobody has decided yet */
	say.approval = waiting(&s).id;
	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &approval_say_verb, &say));
	scene_follow(&s);
	assert_str(scene_batch(&s, b.id).state, "returned");
	b = scene_reckon(&s, s.first);
	assert_ok(scene_submit(&s, b.id));
	say = (struct approval_say){.approval = waiting(&s).id, .word = APPROVED};
	assert_int_equal(waiting(&s).amount.fen, b.total.fen);
	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &approval_say_verb, &say));
	assert_ok(scene_quota(&s, b.total.fen - 1)); /* lowered in between: it is not booked */
	scene_follow(&s);
	assert_str(scene_batch(&s, b.id).state, "returned");
	returned_for(&s, b.id, LANG_ZH, fault_lookup("quota_exceeded")->title[LANG_ZH]);
	returned_for(&s, b.id, LANG_EN, fault_lookup("quota_exceeded")->title[LANG_EN]);
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, 0);
	b = scene_reckon(&s, s.first);
	assert_ok(scene_quota(&s, b.total.fen));
	assert_ok(scene_submit(&s, b.id));
	say.approval = waiting(&s).id;
	as(s.c, &s.w->county_officer);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &approval_say_verb, &say));
	scene_follow(&s);
	scene_follow(&s);
	assert_str(scene_batch(&s, b.id).state, "approved");
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen, -b.total.fen);
}

static void a_mark_that_comes_late_is_the_next_batchs_difference_once(void **state)
{
	struct scene s = scene_of(state);
	struct date october = on_day(2026, 10, 1), end = on_day(2026, 10, 31);
	sitting_id empty = scene_sitting(&s, CARE, 4), full = scene_sitting(&s, CARE, 6);
	struct subsidy_batch b, next;
	struct subsidy_detail *v;
	int64_t held;
	size_t n;

	scene_present(&s, empty, 0);
	b = scene_reckon(&s, s.first);
	scene_approved(&s, b.id);
	scene_present(&s, empty, 2); /* somebody had been there after all */
	scene_present(&s, full, 0);  /* and here nobody */
	assert_ok(put(&s, &s.w->clerk, empty, s.w->leader_id.v, "leader", 0, false));
	scene_day(state, on_day(2026, 11, 1));
	held = scene_held(&s, CARE, october, end);
	next = scene_reckon(&s, october);
	assert_int_equal(next.total.fen, held * 5000 + 5000 - 5000 + 8000);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_details(s.c, &next, s.w->teacher_id.v, &v, &n));
	assert_int_equal(n, held + 2);
	assert_int_equal(v[0].refers, b.id);
	assert_int_equal(v[0].amount.fen, 5000);
	assert_int_equal(v[1].amount.fen, -5000);
	assert_int_equal(v[1].before.fen, 5000);
	assert_int_equal(v[2].refers, 0);
	store_read_end(s.c);
	scene_approved(&s, next.id);
	assert_int_equal(scene_balance(&s, "staff_payable", s.w->a1.v).fen,
	                 -b.total.fen - next.total.fen);
	scene_day(state, on_day(2026, 12, 1)); /* November has nothing of it any more */
	assert_int_equal(scene_reckon(&s, on_day(2026, 11, 1)).total.fen, 0);
}

static void what_is_owed_back_waits_for_a_month_that_earns_it(void **state)
{
	struct scene s = scene_of(state);
	struct date october = on_day(2026, 10, 1), end = on_day(2026, 10, 31);
	struct subsidy_batch b = scene_reckon(&s, s.first);

	scene_approved(&s, b.id);
	scene_present(&s, scene_sitting(&s, CARE, 6), 0);
	scene_day(state, on_day(2026, 11, 1));
	b = scene_reckon(&s, october); /* no sitting was held: nothing to take it from */
	assert_int_equal(b.total.fen, 0);
	assert_int_equal(scene_findings(&s, &b, "owed_back"), 1);
	scene_reckon(&s, october);
	int64_t held = scene_held(&s, CARE, october, end);

	b = scene_reckon(&s, october);
	assert_int_equal(b.total.fen, (held - 1) * 5000);
	assert_int_equal(scene_findings(&s, &b, "owed_back"), 0);
}

static void two_months_with_the_same_difference_are_not_both_approved(void **state)
{
	struct scene s = scene_of(state);
	struct date october = on_day(2026, 10, 1), november = on_day(2026, 11, 1);
	struct subsidy_batch b, one, two;

	scene_present(&s, scene_sitting(&s, CARE, 4), 0);
	b = scene_reckon(&s, s.first);
	scene_approved(&s, b.id);
	scene_present(&s, scene_sitting(&s, CARE, 4), 2);
	scene_day(state, on_day(2026, 12, 1));
	one = scene_reckon(&s, october);
	two = scene_reckon(&s, november);
	assert_int_equal(one.total.fen, 5000);
	assert_int_equal(two.total.fen, 5000);
	assert_ok(scene_submit(&s, two.id));
	scene_approved(&s, one.id);
	assert_fault(s.c, scene_decide(&s, &s.w->county_officer, two.id, true), E_CONFLICT,
	             "subsidy_stale");
	assert_ok(scene_decide(&s, &s.w->county_officer, two.id, false));
	assert_int_equal(scene_reckon(&s, november).total.fen, 0);
}

static void a_computation_that_is_stopped_goes_on_to_the_same_result(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch whole = scene_reckon(&s, s.first), again;
	struct subsidy_open open = {.month = s.first};
	struct q_details_sum_row first, second;
	bool more = true;
	int steps = 0;

	as(s.c, &s.w->leader);
	assert_ok(kit_try_as(s.c, &s.w->leader, &subsidy_open_verb, &open));
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &subsidy_open_verb, &open), E_CONFLICT,
	             "subsidy_state");
	while (more) {
		bool old = true; /* a job of the run before comes again: it does nothing */

		as(s.c, &s.w->system);
		assert_ok(subsidy_step(s.c, open.result, 1, &old));
		assert_false(old);
		assert_ok(subsidy_step(s.c, open.result, 2, &more));
		steps++;
	}
	assert_true(steps > 2);
	again = scene_batch(&s, open.result);
	assert_int_equal(again.total.fen, whole.total.fen);
	assert_int_equal(again.reckoned, again.sittings);
	kit_read_as(s.c, &s.w->system);
	assert_ok(q_details_sum(s.c, whole.id, 1, &first));
	assert_ok(q_details_sum(s.c, whole.id, 2, &second));
	assert_int_equal(first.n, second.n);
	assert_int_equal(first.due.fen, second.due.fen);
	assert_int_equal(first.minutes, second.minutes);
}

static void R49_an_outsiders_fee_is_agreed_within_the_rules_and_outside_the_total(void **state)
{
	struct scene s = scene_of(state);
	sitting_id sitting = scene_sitting(&s, CARE, 1);
	struct outsider_put who = {.name = S("外聘甲"),
	                           .phone = S("19900000077"),
	                           .work = S("书法"),
	                           .rate = FEN(20001)};
	struct subsidy_batch b;

	as(s.c, &s.w->clerk);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &outsider_put_verb, &who));
	assert_ok(put(&s, &s.w->clerk, sitting, who.result, "instructor", 0, false));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "rate_mismatch"), 1);
	assert_ok(scene_quota(&s, s.days * 5000));
	assert_fault(s.c, scene_submit(&s, b.id), E_REFUSED, "findings_open");
	who.rate = FEN(20000);
	as(s.c, &s.w->clerk);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &outsider_put_verb, &who));
	b = scene_reckon(&s, s.first);
	assert_int_equal(b.labour.fen, 20000);
	assert_int_equal(b.subsidy.fen, s.days * 5000);
	assert_ok(scene_submit(&s, b.id)); /* the fee is not in the quota */
}

static void R67_payees_that_are_tied_to_each_other_need_an_answer(void **state)
{
	struct scene s = scene_of(state);
	sitting_id sitting = scene_sitting(&s, CARE, 1);
	struct payee_put one = {s.w->teacher_id.v, S("示例银行"), S("6222000011112222")};
	struct payee_put two = {s.w->leader_id.v, S("示例银行"), S("6222000011112222")};
	struct subsidy_finding *v;
	struct subsidy_batch b;
	size_t n;

	assert_ok(put(&s, &s.w->clerk, sitting, s.w->leader_id.v, "leader", 0, false));
	assert_ok(kit_try_as(s.c, &s.w->clerk, &payee_put_verb, &one));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "related_payee"), 0);
	as(s.c, &s.w->clerk);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &payee_put_verb, &two));
	b = scene_reckon(&s, s.first);
	assert_int_equal(scene_findings(&s, &b, "related_payee"), 2);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(subsidy_findings(s.c, &b, &v, &n));
	store_read_end(s.c);
	for (size_t i = 0; i < n; i++)
		if (str_is(v[i].code, "related_payee"))
			assert_str(v[i].found, "与另一收款人账号相同");
	two.number = S("６２２２abc");
	as(s.c, &s.w->clerk);
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &payee_put_verb, &two), E_INPUT,
	             "bad_input");
}

static void another_schools_batch_person_and_sitting_are_absent(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first), other;
	sitting_id sitting = scene_sitting(&s, CARE, 1);
	int64_t teacher = s.w->teacher_id.v;

	kit_read_as(s.c, &s.w->leader2);
	assert_fault(s.c, subsidy_batch_get(s.c, b.id, &other), E_ABSENT, "absent");
	kit_read_as(s.c, &s.w->zone_officer);
	assert_fault(s.c, subsidy_batch_get(s.c, b.id, &other), E_ABSENT, "absent");
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(subsidy_batch_get(s.c, b.id, &other));
	assert_fault(s.c, put(&s, &s.w->clerk2, sitting, teacher, "", 0, false), E_ABSENT,
	             "absent");
	assert_fault(s.c, put(&s, &s.w->clerk, sitting, 4711, "", 0, false), E_ABSENT, "absent");
	assert_fault(s.c, put(&s, &s.w->clerk, sitting, teacher, "king", 0, false), E_INPUT,
	             "bad_input");
	assert_fault(s.c, put(&s, &s.w->clerk, sitting, teacher, "", -1, false), E_INPUT,
	             "bad_input");
	assert_fault(s.c, put(&s, &s.w->teacher, sitting, teacher, "", 0, false), E_DENIED,
	             "not_allowed");
}

static void a_month_that_is_not_over_is_refused(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_open open = {.month = on_day(2026, 10, 1)};

	as(s.c, &s.w->leader);
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &subsidy_open_verb, &open), E_REFUSED,
	             "month_not_over");
	assert_str(s.c->fault.allowed, "2026-11-01");
}

static void a_teacher_sees_the_own_line_and_nobody_elses(void **state)
{
	struct scene s = scene_of(state);
	struct subsidy_batch b = scene_reckon(&s, s.first), mine;
	struct subsidy_mine *v;
	int64_t person;
	size_t n;

	kit_read_as(s.c, &s.w->teacher);
	assert_ok(subsidy_of_me(s.c, &v, &n));
	assert_int_equal(n, 1);
	assert_int_equal(v[0].amount.fen, b.total.fen);
	assert_ok(subsidy_batch_of_me(s.c, b.id, &mine, &person));
	assert_int_equal(person, s.w->teacher_id.v);
	kit_read_as(s.c, &s.w->head);
	assert_ok(subsidy_of_me(s.c, &v, &n));
	assert_int_equal(n, 0);
	assert_fault(s.c, subsidy_batch_of_me(s.c, b.id, &mine, &person), E_ABSENT, "absent");
}

/* The page leads to both forms; the text of the second has what the page says, and `other` gets
 * neither. */
static void leaves(struct kit_web *b, const struct actor *one, const struct actor *other,
                   const char *list, const char *said, int refused)
{
	struct arena *a = b->c->arena;
	const char *xlsx = str_c(a, str_printf(a, "%s/export.xlsx", list));
	const char *csv = str_c(a, str_printf(a, "%s/export.csv", list));

	kit_web_login(b, one);
	assert_int_equal(kit_web_get(b, list), 200);
	assert_true(kit_web_shows(b, xlsx));
	assert_true(kit_web_shows(b, csv));
	assert_true(kit_web_shows(b, said));
	assert_int_equal(kit_web_get(b, xlsx), 200);
	assert_int_equal(kit_web_get(b, csv), 200);
	assert_true(kit_web_shows(b, said));
	kit_web_login(b, other);
	assert_int_equal(kit_web_get(b, xlsx), refused);
	assert_int_equal(kit_web_get(b, csv), refused);
}

static void
what_a_list_of_staff_pay_shows_leaves_as_workbook_and_text_within_its_scope(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &subsidy_routes};
	struct scene s = scene_of(state);
	struct outsider_put who = {.name = S("外聘甲"),
	                           .phone = S("19900000077"),
	                           .work = S("书法"),
	                           .rate = FEN(20000)};
	struct subsidy_setting_put most = {377};
	struct voucher_account_put account = {S("staff_expense"), S("500177"), S("课后支出"),
	                                      S("30107")};
	sitting_id sitting = scene_sitting(&s, CARE, 1);
	struct arena *a = s.c->arena;

	as(s.c, &s.w->clerk);
	assert_ok(kit_try_as(s.c, &s.w->clerk, &outsider_put_verb, &who));
	assert_ok(put(&s, &s.w->clerk, sitting, who.result, "instructor", 0, false));
	assert_ok(kit_try_as(s.c, &s.w->county_finance, &subsidy_setting_verb, &most));
	assert_ok(kit_try_as(s.c, &s.w->county_finance, &voucher_account_verb, &account));
	struct kit_web b = kit_web_open(s.c, tables, 2);

	leaves(&b, &s.w->county_finance, &s.w->clerk, "/subsidy-accounts", "500177", 403);
	leaves(&b, &s.w->county_finance, &s.w->clerk, "/subsidy-minutes", "377", 403);
	leaves(&b, &s.w->clerk, &s.w->teacher, "/outsiders", "外聘甲", 403);
	leaves(&b, &s.w->clerk, &s.w->teacher, "/payees", "外聘甲", 403);
	leaves(&b, &s.w->clerk, &s.w->clerk2,
	       str_c(a, str_printf(a, "/duties/%lld", (long long)sitting.v)), "外聘甲", 404);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R48_a_month_is_reckoned_from_its_registers_and_one_without_is_not_paid),
		KIT_FACT(R48_a_new_rate_in_the_middle_of_a_month_holds_from_its_day),
		KIT_FACT(R48_a_rate_a_day_is_no_rate_a_sitting_even_where_the_document_converts_it),
		KIT_FACT(R44_the_teacher_who_is_down_twice_at_once_is_found_and_the_batch_stops),
		KIT_FACT(R44_hours_that_are_claimed_without_attendance_stop_the_batch),
		KIT_FACT(R44_more_than_a_days_minutes_need_an_answer_of_the_school),
		KIT_FACT(R49_a_fen_over_the_years_total_is_refused_and_counted_beside_it_it_is_not),
		KIT_FACT(R49_what_just_fits_the_years_total_is_taken),
		KIT_FACT(R49_a_batch_goes_back_with_a_reason_and_comes_again_with_its_history),
		KIT_FACT(R49_nobody_approves_what_they_handed_in),
		KIT_FACT(what_is_decided_in_the_list_of_approvals_is_booked_by_a_job),
		KIT_FACT(a_mark_that_comes_late_is_the_next_batchs_difference_once),
		KIT_FACT(what_is_owed_back_waits_for_a_month_that_earns_it),
		KIT_FACT(two_months_with_the_same_difference_are_not_both_approved),
		KIT_FACT(a_computation_that_is_stopped_goes_on_to_the_same_result),
		KIT_FACT(R49_an_outsiders_fee_is_agreed_within_the_rules_and_outside_the_total),
		KIT_FACT(R67_payees_that_are_tied_to_each_other_need_an_answer),
		KIT_FACT(another_schools_batch_person_and_sitting_are_absent),
		KIT_FACT(a_month_that_is_not_over_is_refused),
		KIT_FACT(a_teacher_sees_the_own_line_and_nobody_elses),
		KIT_FACT(
			what_a_list_of_staff_pay_shows_leaves_as_workbook_and_text_within_its_scope),
	};

	return KIT_FACTS_RUN("subsidy", facts);
}
