/* Prices by the period, day and month: counted, capped, refused, and moved while nobody pays. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"
#include "../kit_sheet.h"
#include "priced.h"

#include "jobs/job.h"
#include "rulebook/recheck.h"
#include "term/facts.h"
#include "term/jobs.h"

#define PERIOD_40 OWN("convert 1 period = 40 minute")

static enum err publish(struct ctx *c, const struct kit_people *w, offering_id id)
{
	return kit_try_as(c, &w->clerk, &offerings_publish_verb,
	                  &(struct offerings_publish){&id, 1, 0});
}

static void opened(struct ctx *c, const struct kit_people *w, const struct plan *t,
                   struct offering_row *row)
{
	assert_ok(put(c, w, t, row));
	kit_sheets(c, w, &row->id, 1);
	assert_ok(publish(c, w, row->id));
}

static void run_jobs(struct ctx *c, const struct kit_people *w)
{
	const struct job_kinds *const kinds[] = {&term_jobs};
	bool ran = true;

	as(c, &w->system);
	while (ran) {
		c->now = env_now(c->env);
		assert_ok(jobs_step(c, kinds, 1, &ran));
	}
}

static size_t sittings_of(struct ctx *c, const struct kit_people *w, offering_id id)
{
	struct sitting *v;
	size_t n;

	kit_read_as(c, &w->system);
	assert_ok(sitting_list(c, id, &v, &n));
	store_read_end(c);
	return n;
}

/* --- counting ----------------------------------------------------------------------------------
 */

static void r30_periods_are_counted_from_the_sittings_of_the_calendar(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 250);
	struct offering o;
	struct plan t;
	int64_t n;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	opened(c, w, &t, &row);
	run_jobs(c, w);
	n = (int64_t)sittings_of(c, w, row.id);
	assert_true(n > 10);
	o = offering_now(c, w, row.id);
	/* each of them 60 minutes: one period and a half */
	assert_int_equal(o.by_unit->sittings, n);
	assert_int_equal(o.by_unit->quantity.num * 2, o.by_unit->quantity.den * 3 * n);
	assert_int_equal(o.price.fen, 375 * n);
	assert_str(o.by_unit->basis, "minute");
	assert_int_equal(o.by_unit->counted, 60 * n);
	assert_str(o.by_unit->clause,
	           "城区学校每课时不超过2.5元,每学期不超过400元;城区学校逐一列名");
	assert_true(str_some(o.by_unit->count_clause));
	struct str zh = str_printf(c->arena, "2.50 元/课时 × %.*s 课时 = %.*s 元",
	                           STR_FMT(ratio_text(c->arena, o.by_unit->quantity)),
	                           STR_FMT(money_text(c->arena, o.price)));
	assert_true(str_eq(unit_formula(LANG_ZH, o.by_unit), zh));
	assert_true(str_starts(unit_formula(LANG_EN, o.by_unit), S("2.50 yuan a period × ")));
}

static void r24_forty_five_minutes_are_nine_eighths_of_a_period(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 250);
	struct offering o;
	struct plan t;
	int64_t n, fen;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	row.slot[0].ends.minute = row.slot[0].starts.minute + 45;
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	n = o.by_unit->sittings;
	assert_int_equal(o.by_unit->quantity.num * 8, o.by_unit->quantity.den * 9 * n);
	fen = (250 * 9 * n * 2 + 8) / 16; /* rounded once, half up */
	assert_int_equal(o.price.fen, fen);
	row.slot[0].ends.minute = row.slot[0].starts.minute + 40;
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_true(ratio_cmp(o.by_unit->quantity, RATIO(n)) == 0);
	assert_int_equal(o.price.fen, 250 * n);
}

static void r59_months_are_those_of_the_calendar_unless_the_document_counts(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_CARE, "T1", "托管", "month", 0);
	struct offering o;
	struct plan t;

	plan_stands(c, w, &t, "RS8", "");
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_true(o.by_unit->by_rules);
	assert_int_equal(o.by_unit->price.fen, 13000); /* the document's own */
	assert_int_equal(o.by_unit->quantity.num, 5);  /* September to January */
	assert_int_equal(o.price.fen, 65000);
	assert_str(unit_formula(LANG_ZH, o.by_unit), "130.00 元/月 × 5 个月 = 650.00 元");
	row.starts = on(2026, 10, 12); /* from the middle of October */
	assert_ok(put(c, w, &t, &row));
	assert_int_equal(offering_now(c, w, row.id).price.fen, 52000);
	row.grades |= 1 << 7; /* junior pupils pay 110 a month */
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "prices_differ");
	assert_str(c->fault.document, "武汉市义务教育学校课后服务收费文件");
}

static void r59_a_term_of_four_months_and_a_half_is_what_the_document_says(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_CARE, "T1", "托管", "month", 7000);
	struct offering o;
	struct plan t;

	plan_stands(c, w, &t, "RS8",
	            OWN("fee service \"课后服务费\"\n  kind care course\n"
	                "  price at_most 70.00 yuan per month") OWN("convert 1 term = 4.5 month"));
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_int_equal(o.by_unit->quantity.num, 9);
	assert_int_equal(o.by_unit->quantity.den, 2);
	assert_int_equal(o.price.fen, 31500);
	assert_str(o.by_unit->basis, "term");
}

static void r30_a_day_with_two_slots_is_capped_and_one_with_one_is_not(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_CARE, "T1", "托管", "period", 300);
	struct offering o;
	struct plan t;
	int64_t twos = 0, ones = 0;

	plan_stands(c, w, &t, "RS8",
	            OWN("fee service \"课后服务费\"\n  kind care course\n"
	                "  price at_most 3.00 yuan per period\n"
	                "  cap 5.00 yuan per day") PERIOD_40);
	row.slot[0] = (struct slot_said){2, {960}, {1000}};
	row.slot[1] = (struct slot_said){4, {960}, {1000}};
	row.slot[2] = (struct slot_said){4, {1000}, {1040}};
	row.slot_n = 3;
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	for (size_t i = 0; i < o.by_unit->by[CHARGE_DAY].n; i++)
		*(o.by_unit->by[CHARGE_DAY].v[i].n.num == 1 ? &ones : &twos) += 1;
	assert_true(ones > 0 && twos > 0);
	assert_int_equal(ones + 2 * twos, o.by_unit->sittings);
	assert_int_equal(o.price.fen, 300 * ones + 500 * twos);
	assert_true(o.by_unit->most.some);
}

/* What each month with a sitting is charged, at 3.00 a sitting and 20.00 a month at most. */
static int64_t months_by_hand(struct ctx *c, const struct kit_people *w, offering_id id,
                              int64_t *ret_even)
{
	int64_t in[12] = {0}, sum = 0, all = 0, months = 0;
	struct sitting *v;
	size_t n;

	kit_read_as(c, &w->system);
	assert_ok(sitting_list(c, id, &v, &n));
	store_read_end(c);
	for (size_t i = 0; i < n; i++)
		in[date_civil(v[i].day).month - 1]++;
	for (int m = 0; m < 12; m++) {
		sum += in[m] * 300 < 2000 ? in[m] * 300 : 2000;
		all += in[m] * 300;
		months += in[m] > 0;
	}
	*ret_even = all < months * 2000 ? all : months * 2000;
	return sum;
}

static void r30_a_month_is_capped_by_its_own_sittings(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_CARE, "T1", "托管", "sitting", 300);
	struct offering o;
	struct plan t;
	int64_t even;

	plan_stands(c, w, &t, "RS8",
	            OWN("fee service \"课后服务费\"\n  kind care course\n"
	                "  price at_most 3.00 yuan per sitting\n"
	                "  cap 20.00 yuan per month"));
	days_off(c, w, on(2026, 10, 8), on(2026, 10, 31));
	row.slot[0] = (struct slot_said){2, {960}, {1000}};
	row.slot[1] = (struct slot_said){4, {960}, {1000}};
	row.slot_n = 2;
	opened(c, w, &t, &row);
	run_jobs(c, w);
	o = offering_now(c, w, row.id);
	assert_int_equal(o.price.fen, months_by_hand(c, w, row.id, &even));
	assert_true(o.price.fen < even); /* an even spread would have charged more */
	assert_non_null(strstr(str_c(c->arena, unit_formula(LANG_ZH, o.by_unit)), "→ 20.00"));
}

/* --- refusals ----------------------------------------------------------------------------------
 */

static void r30_a_fen_a_period_too_much_is_refused_with_the_clause(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 251);
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "fee_cap_exceeded");
	assert_str(c->fault.found, "2.51");
	assert_str(c->fault.allowed, "2.50");
	assert_str(c->fault.requirement, "R30");
	assert_true(str_starts(c->fault.clause, S("城区学校每课时不超过2.5元")));
	row.price = FEN(250);
	assert_ok(put(c, w, &t, &row));
}

static void r34_the_limit_of_the_term_holds_over_many_periods(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_CARE, "T1", "托管", "period", 250);
	struct offering o;
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	for (int64_t d = 1; d <= 5; d++)
		row.slot[d - 1] = (struct slot_said){d, {960}, {1080}};
	row.slot_n = 5;
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_int_equal(o.price.fen, 40000);
	assert_true(o.by_unit->most.some);
	assert_int_equal(o.by_unit->most.v.fen, 40000);
	assert_str(o.by_unit->clause, "城区学校每生每学期最高400元");
	size_t at;
	assert_true(str_find(unit_formula(LANG_ZH, o.by_unit), S("按规定最多收 400.00 元"), &at));
}

static void
r30_where_nothing_says_what_a_sitting_is_the_school_states_it_with_a_reason(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 250);
	struct offering o;
	struct plan t;

	plan_stands(c, w, &t, "RS4", "");
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "quantity_unknown");
	row.quantity = RATIO(36);
	assert_fault(c, put(c, w, &t, &row), E_INPUT, "missing_field");
	assert_str(c->fault.field, "quantity_why");
	row.quantity_why = S("每周两课时,十八周");
	assert_ok(put(c, w, &t, &row));
	o = offering_now(c, w, row.id);
	assert_true(o.by_unit->stated);
	assert_int_equal(o.price.fen, 9000);
	assert_str(unit_formula(LANG_ZH, o.by_unit), "2.50 元/课时 × 36 课时 = 90.00 元");
	assert_str(unit_formula(LANG_EN, o.by_unit),
	           "2.50 yuan a period × 36 periods = 90.00 yuan");
	row.quantity = RATIO(0);
	assert_fault(c, put(c, w, &t, &row), E_INPUT, "bad_input");
}

static void
r65_more_than_is_due_may_not_be_stated_where_charging_without_service_is_forbidden(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 250);
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	row.quantity = RATIO(90);
	row.quantity_why = S("多收一点");
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "forbidden_by_rule");
	assert_str(c->fault.clause, "没有提供服务的不得收费");
}

static void r65_a_term_without_a_sitting_has_no_price(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 250);
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	row.starts = row.ends = on(2026, 9, 9); /* a Wednesday; the slot is on Tuesday */
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "quantity_none");
	assert_str(c->fault.found, "0");
}

static void r30_a_unit_nobody_knows_or_nothing_leads_to_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "fortnight", 250);
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	assert_fault(c, put(c, w, &t, &row), E_INPUT, "bad_input");
	assert_str(c->fault.field, "unit");
	row.unit = S("percent");
	assert_fault(c, put(c, w, &t, &row), E_INPUT, "bad_input");
	row.unit = S("day"); /* the document prices by the period, and nothing says what a day is */
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "no_rule");
	assert_true(str_starts(c->fault.found, S("日与课时怎样折算（")));
	row.unit = S("meal");
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "quantity_unknown");
}

static void r30_the_documents_own_price_is_taken_over_and_no_other_passes(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_CARE, "T1", "托管", "period", 0);
	struct plan t;

	plan_stands(c, w, &t, "RS6", PERIOD_40);
	row.slot[0].ends.minute = row.slot[0].starts.minute + 40;
	assert_ok(put(c, w, &t, &row));
	struct offering o = offering_now(c, w, row.id);
	assert_int_equal(o.by_unit->price.fen, 300);
	assert_int_equal(o.price.fen, 300 * o.by_unit->sittings);
	row.by_rules = false;
	row.price = FEN(301);
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "fee_cap_exceeded");
	row.price = FEN(299);
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "not_as_required");
	row.by_rules = true;
	row.unit = S("sitting");
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "no_rule");
}

/* --- when it moves -----------------------------------------------------------------------------
 */

static void r59_a_day_off_reprices_what_nobody_has_taken(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 200);
	struct offering was, o;
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	opened(c, w, &t, &row);
	run_jobs(c, w);
	was = offering_now(c, w, row.id);
	days_off(c, w, on(2026, 11, 3), DATE_NONE); /* a Tuesday */
	assert_int_equal(offering_now(c, w, row.id).price.fen, was.price.fen);
	run_jobs(c, w);
	o = offering_now(c, w, row.id);
	assert_int_equal(o.by_unit->sittings, was.by_unit->sittings - 1);
	assert_int_equal(o.price.fen, was.price.fen - 300);
	assert_int_equal(kit_audited(c, "repriced", "offering", row.id.v), 1);
}

static void r59_a_changed_plan_reprices_an_open_service_and_a_term_price_stays(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 200);
	struct offering was, o;
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	opened(c, w, &t, &row);
	was = offering_now(c, w, row.id);
	row.price = FEN(220);
	row.slot[0].ends.minute = row.slot[0].starts.minute + 40;
	assert_ok(put(c, w, &t, &row));
	assert_int_equal(row.did, OFFERING_CHANGED);
	o = offering_now(c, w, row.id);
	assert_int_equal(o.price.fen, 220 * was.by_unit->sittings);
	assert_int_equal(o.state, OFFERING_OPEN);
	assert_ok(put(c, w, &t, &row));
	assert_int_equal(row.did, OFFERING_SAME);
	row.title = S("水墨"); /* what families chose by stays */
	assert_fault(c, put(c, w, &t, &row), E_CONFLICT, "offering_published");
	row.title = S("国画");
	row.unit = S("");
	row.price = FEN(9000);
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "no_rule"); /* RS4 knows no term */
}

static void r4_no_change_of_plan_or_calendar_takes_a_price_above_its_sheet(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 200);
	struct calendar_set again = {.first = on(2026, 11, 3), .last = DATE_NONE, .drop = true};
	struct offering was;
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	days_off(c, w, again.first, DATE_NONE); /* a Tuesday: a sitting less */
	opened(c, w, &t, &row);
	run_jobs(c, w);
	was = offering_now(c, w, row.id);
	row.price = FEN(201);
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "price_above_cost");
	assert_str(c->fault.allowed, str_c(c->arena, money_text(c->arena, was.price)));
	assert_int_equal(offering_now(c, w, row.id).price.fen, was.price.fen);
	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &again));
	run_jobs(c, w); /* by itself it stays at what was published */
	assert_int_equal(offering_now(c, w, row.id).price.fen, was.price.fen);
	assert_int_equal(kit_audited(c, "repriced", "offering", row.id.v), 0);
	struct sheet_put dearer = {
		.offering = row.id, .minutes = 60, .people = 1, .headcount = 1, .rate = {200000}};
	struct sheets_put one = {&dearer, 1, true, 0};

	assert_ok(kit_try_as(c, &w->leader, &sheets_put_verb, &one));
	assert_ok(put(c, w, &t, &row));
	assert_true(offering_now(c, w, row.id).price.fen > was.price.fen);
}

static void the_same_plan_comes_to_the_same_bytes(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "period", 233);
	struct plan t;

	plan_stands(c, w, &t, "RS4", PERIOD_40);
	for (int minutes = 31; minutes < 90; minutes += 7) {
		struct offering a, b;

		row.slot[0].ends.minute = row.slot[0].starts.minute + minutes;
		assert_ok(put(c, w, &t, &row));
		a = offering_now(c, w, row.id);
		assert_ok(put(c, w, &t, &row));
		assert_int_equal(row.did, OFFERING_SAME);
		b = offering_now(c, w, row.id);
		assert_true(str_eq(a.by_unit->formula, b.by_unit->formula));
		assert_int_equal(a.price.fen, b.price.fen);
	}
}

static void what_was_priced_by_the_term_stays_priced_by_the_term(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct plan t;

	plan_make(c, w, &t);
	assert_ok(put(c, w, &t, &row));
	assert_null(offering_now(c, w, row.id).by_unit);
	assert_int_equal(offering_now(c, w, row.id).price.fen, 24000);
	row.unit = S("term");
	assert_ok(put(c, w, &t, &row));
	assert_int_equal(row.did, OFFERING_SAME);
}

/* --- weekends, holidays, seasons ---------------------------------------------------------------
 */

/* Since December 2023 a national notice keeps every county to the afternoons of school days; these
 * rules stand for themselves, as a county's did before. */
static const char BEFORE_2023[] =
	"ruleset OLD\ntitle \"旧办法\"\nnumber none\nissuer \"示例县\"\nlevel county\nplace none\n"
	"issued 2021-08-01\neffective 2021-09-01 .. open\n" OWN("param after_school.kinds care")
		OWN("param after_school.stages primary") OWN("param after_school.end_latest 18:00")
			OWN("param after_school.days mon tue wed thu fri sat")
				OWN("param after_school.windows afternoon weekend winter_holiday")
					OWN("fee service \"平日\"\n  kind care\n"
                                            "  price exactly 2.00 yuan per period\n"
                                            "  when window afternoon")
						OWN("fee service \"周末和假期\"\n  kind care\n"
                                                    "  price exactly 4.00 yuan per period\n"
                                                    "  when window weekend winter_holiday")
							PERIOD_40;

struct old {
	struct policy_book *book;
	struct rules rules;
	struct school school;
	struct term term;
};

static void old_rules(struct ctx *c, const struct kit_people *w, const struct plan *t,
                      struct old *ret_o)
{
	struct rule_error e;

	ret_o->book = policy_book_new();
	assert_true(policy_book_add(ret_o->book, S("old"), str_of(BEFORE_2023), &e));
	assert_true(policy_book_check(ret_o->book, c->arena, &e));
	assert_ok(rules_for(c, ret_o->book, S("OLD"), on(2026, 9, 1), &ret_o->rules));
	kit_read_as(c, &w->system);
	assert_ok(school_load(c, w->a1, &ret_o->school));
	assert_ok(term_get(c, t->term, &ret_o->term));
	store_read_end(c);
}

/* Care of grades 1 to 6 at these times, at the document's price a period. */
static enum err reckoned(struct ctx *c, const struct kit_people *w, const struct old *old,
                         const struct slot *slot, size_t n, struct date starts, struct date ends,
                         struct offering *ret_o)
{
	static const struct unit_price asked = {.unit = {"period", 6}, .by_rules = true};
	struct offering o = {.county = w->county,
	                     .school = w->a1,
	                     .kind = KIND_CARE,
	                     .category = S("homework"),
	                     .grades = 0x7e,
	                     .by_unit = &asked,
	                     .starts = starts,
	                     .ends = ends};
	struct calendar cal;
	struct price_frame f = {&old->rules, &old->school, &old->term, &cal, slot, n};
	enum err e;

	kit_read_as(c, &w->system);
	assert_ok(
		calendar_load(c, w->county, w->a1, old->term.first_day, old->term.last_day, &cal));
	o.windows = slots_windows(&cal, &o, slot, n);
	e = offering_rules(c, &old->rules, &old->school, &o, slot, n, false);
	if (e == OK)
		e = offering_reckon(c, &f, &o);
	store_read_end(c);
	*ret_o = o;
	return e;
}

static void r24_a_saturday_is_weekend_and_has_the_weekends_price(void **state)
{
	const struct slot slot[] = {{.weekday = 2, .starts = {960}, .ends = {1040}},
	                            {.weekday = 6, .starts = {540}, .ends = {620}}};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering o;
	struct plan t;
	struct old old;

	plan_make(c, w, &t);
	old_rules(c, w, &t, &old);
	assert_ok(reckoned(c, w, &old, &slot[1], 1, old.term.first_day, old.term.last_day, &o));
	assert_int_equal(o.windows, 1 << WINDOW_WEEKEND);
	assert_int_equal(o.by_unit->price.fen, 400);
	assert_true(o.by_unit->sittings > 12);
	assert_int_equal(o.price.fen, 800 * o.by_unit->sittings);
	assert_ok(reckoned(c, w, &old, &slot[0], 1, old.term.first_day, old.term.last_day, &o));
	assert_int_equal(o.windows, 0);
	assert_int_equal(o.by_unit->price.fen, 200);
	/* both in one service are two prices, and nobody guesses */
	assert_fault(c, reckoned(c, w, &old, slot, 2, old.term.first_day, old.term.last_day, &o),
	             E_REFUSED, "prices_differ");
	policy_book_free(&old.book);
}

static void r24_a_holiday_of_the_calendar_is_a_window_of_its_own(void **state)
{
	const struct slot slot = {.weekday = 2, .starts = {960}, .ends = {1040}};
	struct date first = on(2027, 1, 11), last = on(2027, 1, 20);
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering o;
	struct plan t;
	struct old old;

	plan_make(c, w, &t);
	old_rules(c, w, &t, &old);
	assert_ok(reckoned(c, w, &old, &slot, 1, first, last, &o));
	assert_int_equal(o.windows, 0); /* days of lessons so far */
	assert_int_equal(o.by_unit->price.fen, 200);
	days_off(c, w, first, on(2027, 1, 22));
	assert_ok(reckoned(c, w, &old, &slot, 1, first, last, &o));
	assert_int_equal(o.windows, 1 << WINDOW_WINTER_HOLIDAY);
	assert_int_equal(o.by_unit->price.fen, 400);
	assert_int_equal(o.by_unit->sittings, 2); /* the Tuesdays of both weeks */
	policy_book_free(&old.book);
}

static void r12_a_weekend_is_refused_where_the_notice_of_2023_holds(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_CARE, "T1", "周末托管", "period", 200);
	struct plan t;

	plan_stands(c, w, &t, "RS4",
	            PERIOD_40 OWN("param after_school.days mon tue wed thu fri sat"));
	row.slot[0].weekday = 6;
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "out_of_scope");
	assert_str(c->fault.found, "周末");
	row.slot[0].weekday = 5;
	assert_ok(put(c, w, &t, &row));
}

static void r24_each_season_has_its_own_end(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "T1", "托管");
	struct plan t;

	plan_stands(c, w, &t, "RS0",
	            OWN("param season.summer_from 05-01") OWN("param season.summer_to 09-30")
	                    OWN("param after_school.end_latest 17:30\n  when season winter"));
	row.slot[0] = (struct slot_said){2, {990}, {1080}};
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "end_too_late"); /* it runs into winter */
	assert_str(c->fault.allowed, "17:30");
	row.ends = on(2026, 9, 30);
	assert_ok(put(c, w, &t, &row));
	row.ends = on(2026, 10, 1);
	assert_fault(c, put(c, w, &t, &row), E_REFUSED, "end_too_late");
	row.slot[0].ends.minute = 1050;
	assert_ok(put(c, w, &t, &row));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r30_periods_are_counted_from_the_sittings_of_the_calendar),
		KIT_FACT(r24_forty_five_minutes_are_nine_eighths_of_a_period),
		KIT_FACT(r59_months_are_those_of_the_calendar_unless_the_document_counts),
		KIT_FACT(r59_a_term_of_four_months_and_a_half_is_what_the_document_says),
		KIT_FACT(r30_a_day_with_two_slots_is_capped_and_one_with_one_is_not),
		KIT_FACT(r30_a_month_is_capped_by_its_own_sittings),
		KIT_FACT(r30_a_fen_a_period_too_much_is_refused_with_the_clause),
		KIT_FACT(r34_the_limit_of_the_term_holds_over_many_periods),
		KIT_FACT(
			r30_where_nothing_says_what_a_sitting_is_the_school_states_it_with_a_reason),
		KIT_FACT(
			r65_more_than_is_due_may_not_be_stated_where_charging_without_service_is_forbidden),
		KIT_FACT(r65_a_term_without_a_sitting_has_no_price),
		KIT_FACT(r30_a_unit_nobody_knows_or_nothing_leads_to_is_refused),
		KIT_FACT(r30_the_documents_own_price_is_taken_over_and_no_other_passes),
		KIT_FACT(r59_a_day_off_reprices_what_nobody_has_taken),
		KIT_FACT(r59_a_changed_plan_reprices_an_open_service_and_a_term_price_stays),
		KIT_FACT(r4_no_change_of_plan_or_calendar_takes_a_price_above_its_sheet),
		KIT_FACT(the_same_plan_comes_to_the_same_bytes),
		KIT_FACT(what_was_priced_by_the_term_stays_priced_by_the_term),
		KIT_FACT(r24_a_saturday_is_weekend_and_has_the_weekends_price),
		KIT_FACT(r24_a_holiday_of_the_calendar_is_a_window_of_its_own),
		KIT_FACT(r12_a_weekend_is_refused_where_the_notice_of_2023_holds),
		KIT_FACT(r24_each_season_has_its_own_end),
	};

	return KIT_FACTS_RUN("term pricing", facts);
}
