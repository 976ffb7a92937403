/* R22: what the real autumn of 2026 comes to, and what a county or school says otherwise. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"

#include "jobs/job.h"
#include "term/calendar.h"
#include "term/jobs.h"

static struct date on(int month, int day)
{
	struct date d;

	assert_true(date_of(month < 9 ? 2027 : 2026, month, day, &d));
	return d;
}

static struct day day_of(struct ctx *c, const struct kit_people *w, school_id school, struct date d)
{
	struct day day;

	kit_read_as(c, &w->system);
	assert_ok(teaching_day(c, w->county, school, d, &day));
	return day;
}

static void r22_the_nation_decides_the_autumn_of_2026(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	assert_int_equal(day_of(c, w, w->a1, on(9, 1)).kind, DAY_TEACHING);
	assert_int_equal(day_of(c, w, w->a1, on(9, 5)).kind, DAY_WEEKEND);
	assert_int_equal(day_of(c, w, w->a1, on(9, 20)).kind, DAY_MAKE_UP);
	assert_int_equal(day_of(c, w, w->a1, on(9, 25)).kind, DAY_HOLIDAY);
	for (int d = 1; d <= 7; d++)
		assert_false(day_of(c, w, w->a1, on(10, d)).teaching);
	assert_int_equal(day_of(c, w, w->a1, on(10, 10)).kind, DAY_MAKE_UP);
	assert_int_equal(day_of(c, w, w->a1, on(10, 8)).kind, DAY_TEACHING);
}

static void r22_the_schools_word_stands_over_the_countys(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct calendar_set off = {.first = on(11, 5), .last = on(11, 6), .note = S("全县运动会")};
	struct calendar_set on_again = {
		.first = on(11, 6), .last = DATE_NONE, .teaching = true, .follows = 1};

	assert_ok(kit_try_as(c, &w->county_officer, &calendar_set_verb, &off));
	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &on_again));
	assert_int_equal(day_of(c, w, w->a1, on(11, 5)).kind, DAY_OFF);
	assert_str(day_of(c, w, w->a1, on(11, 5)).note, "全县运动会");
	assert_true(day_of(c, w, w->a1, on(11, 6)).teaching);
	assert_int_equal(day_of(c, w, w->a1, on(11, 6)).follows, 1);
	assert_false(day_of(c, w, w->a2, on(11, 6)).teaching);
	assert_true(day_of(c, w, w->a2, on(11, 9)).teaching);

	on_again.drop = true;
	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &on_again));
	assert_false(day_of(c, w, w->a1, on(11, 6)).teaching);
}

static void a_calendar_is_set_by_its_own_people_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct calendar_set a = {.first = on(11, 5), .last = DATE_NONE};

	assert_fault(c, kit_try_as(c, &w->teacher, &calendar_set_verb, &a), E_DENIED,
	             "not_allowed");
	a.school = w->a2;
	assert_fault(c, kit_try_as(c, &w->clerk, &calendar_set_verb, &a), E_ABSENT, "absent");
	a.last = on(11, 4);
	assert_fault(c, kit_try_as(c, &w->clerk2, &calendar_set_verb, &a), E_INPUT, "bad_input");
}

static size_t generated(struct ctx *c, const struct kit_people *w, offering_id id)
{
	struct sittings_generate a = {.offering = id, .more = true};
	struct sitting *v;
	size_t n;

	while (a.more)
		assert_ok(kit_try_as(c, &w->clerk, &sittings_generate_verb, &a));
	kit_read_as(c, &w->clerk);
	assert_ok(sitting_list(c, id, &v, &n));
	for (size_t i = 0; i < n; i++)
		assert_false(v[i].day.day >= on(10, 1).day && v[i].day.day <= on(10, 7).day);
	return n;
}

/* Counted by hand from the State Council's notice of 2026. */
static void r22_national_day_week_yields_no_sitting(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "T1", "托管");
	struct plan t;

	plan_make(c, w, &t);
	row.slot_n = 1; /* Tuesdays */
	offering_id tuesdays = plan_open(c, w, &t, row);
	row.code = S("T2");
	row.slot[0] = (struct slot_said){5, {990}, {1080}};
	offering_id fridays = plan_open(c, w, &t, row);

	assert_int_equal(generated(c, w, tuesdays), 20); /* 21 Tuesdays, without 10-06 */
	row.code = S("T3");
	row.ends = on(12, 31);
	offering_id autumn = plan_open(c, w, &t, row);
	/* 18 Fridays from 09-04 to 12-31 but 09-25 and 10-02 */
	assert_int_equal(generated(c, w, autumn), 15);
	assert_int_equal(generated(c, w, fridays), generated(c, w, fridays));
}

static void r22_make_up_days_follow_the_countys_switch(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	static const char open[] =
		"ruleset X\ntitle \"t\"\nnumber none\nissuer \"i\"\nlevel county\nplace none\n"
		"issued 2026\neffective 2026-01-01 .. open\n"
		"param after_school.kinds care course\n  clause \"c\"\n  requirement R26\n"
		"param after_school.stages primary junior\n  clause \"c\"\n  requirement R25\n"
		"param after_school.days mon tue wed thu fri\n  clause \"c\"\n  requirement R22\n"
		"param after_school.make_up_days %s\n  clause \"c\"\n  requirement R22\n"
		"param after_school.end_latest 18:00\n  clause \"c\"\n  requirement R23\n";
	struct slot slot = {.weekday = 3, .starts = {990}, .ends = {1050}};
	struct sitting_frame f = {.kind = KIND_CARE,
	                          .where = facts_at(STAGE_PRIMARY, AREA_NONE),
	                          .starts = on(10, 10),
	                          .ends = on(10, 10),
	                          .end_latest = TIME_NONE};
	struct calendar_set follows = {
		.first = on(10, 10), .last = DATE_NONE, .teaching = true, .follows = 3};

	assert_ok(kit_try_as(c, &w->county_officer, &calendar_set_verb, &follows));
	for (int yes = 0; yes <= 1; yes++) {
		struct policy_book *book = policy_book_new();
		struct rule_error e;
		struct sitting_due *v;
		struct calendar cal;
		struct rules rules;
		size_t n;
		char file[2048];

		snprintf(file, sizeof file, open, yes ? "yes" : "no");
		assert_true(policy_book_add(book, S("x"), str_of(file), &e));
		assert_ok(rules_for(c, book, S("X"), on(10, 10), &rules));
		kit_read_as(c, &w->system);
		assert_ok(calendar_load(c, w->county, w->a1, f.starts, f.ends, &cal));
		assert_ok(sittings_due(c, &rules, &cal, &f, &slot, 1, &v, &n));
		assert_int_equal(n, yes);
		policy_book_free(&book);
	}
}

static void run_jobs(struct ctx *c)
{
	const struct job_kinds *const kinds[] = {&term_jobs};
	bool ran = true;

	if (c->tx)
		store_read_end(c);
	while (ran) {
		c->now = env_now(c->env);
		assert_ok(jobs_step(c, kinds, 1, &ran));
	}
}

static bool sits_on(struct ctx *c, const struct kit_people *w, offering_id id, struct date d)
{
	struct sitting *v;
	size_t n;

	kit_read_as(c, &w->clerk);
	assert_ok(sitting_list(c, id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].day.day == d.day)
			return true;
	}
	return false;
}

static void sittings_follow_a_changed_calendar_and_what_is_past_stays(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct calendar_set past = {.first = on(9, 8), .last = DATE_NONE};
	struct calendar_set ahead = {.first = on(9, 22), .last = DATE_NONE};
	struct plan t;

	plan_make(c, w, &t);
	offering_id id = plan_open(c, w, &t, plan_row(KIND_CARE, "T1", "托管"));
	run_jobs(c);
	assert_true(sits_on(c, w, id, on(9, 8)));
	assert_true(sits_on(c, w, id, on(9, 22)));

	kit_advance(state, INT64_C(10) * 86400 * 1000000);
	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &past));
	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &ahead));
	run_jobs(c);
	assert_true(sits_on(c, w, id, on(9, 8)));
	assert_false(sits_on(c, w, id, on(9, 22)));
	assert_true(sits_on(c, w, id, on(9, 29)));

	ahead.drop = true;
	assert_ok(kit_try_as(c, &w->clerk, &calendar_set_verb, &ahead));
	run_jobs(c);
	assert_true(sits_on(c, w, id, on(9, 22)));
}

static void terms_do_not_overlap_and_are_found_by_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct term_new next = {.code = S("2026-2"), .first_day = on(2, 22), .last_day = on(7, 9)};
	struct term_new bad = {.code = S("2027-1"), .first_day = on(7, 1), .last_day = on(7, 20)};
	struct plan t;
	struct term now;
	bool found;

	plan_make(c, w, &t);
	assert_fault(c, kit_try_as(c, &w->clerk, &term_add_verb, &next), E_DENIED, "not_allowed");
	assert_ok(kit_try_as(c, &w->county_officer, &term_add_verb, &next));
	assert_fault(c, kit_try_as(c, &w->county_officer, &term_add_verb, &next), E_CONFLICT,
	             "term_exists");
	assert_fault(c, kit_try_as(c, &w->county_officer, &term_add_verb, &bad), E_CONFLICT,
	             "term_overlap");
	bad.code = S("2027-3");
	assert_fault(c, kit_try_as(c, &w->county_officer, &term_add_verb, &bad), E_INPUT,
	             "bad_input");
	kit_read_as(c, &w->clerk);
	assert_ok(term_current(c, w->county, &now, &found));
	assert_true(found);
	assert_str(now.code, "2026-1");
	assert_str(now.name, "2026-2027学年第一学期");
	c->now = date_instant(on(2, 1), (struct clock_time){0});
	assert_ok(term_current(c, w->county, &now, &found));
	assert_str(now.code, "2026-2");
	c->now = date_instant(on(8, 1), (struct clock_time){0});
	assert_ok(term_current(c, w->county, &now, &found));
	assert_str(now.code, "2026-2");
	assert_fault(c, term_get(c, t.term_z, &now), E_ABSENT, "absent");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r22_the_nation_decides_the_autumn_of_2026),
		KIT_FACT(r22_the_schools_word_stands_over_the_countys),
		KIT_FACT(a_calendar_is_set_by_its_own_people_alone),
		KIT_FACT(r22_national_day_week_yields_no_sitting),
		KIT_FACT(r22_make_up_days_follow_the_countys_switch),
		KIT_FACT(sittings_follow_a_changed_calendar_and_what_is_past_stays),
		KIT_FACT(terms_do_not_overlap_and_are_found_by_day),
	};

	return KIT_FACTS_RUN("term", facts);
}
