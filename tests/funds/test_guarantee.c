/* The guarantee fund to the fen (R29), counted both ways (D2). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../kit_web.h"
#include "world.h"

#include "auth/auth.h"
#include "funds/routes.h"

#define DAY_US (24 * INT64_C(3600000000))

struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
	struct term term;
};

static struct scene scene_of(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};

	kit_term_make(s.c, s.w, &s.t);
	world_term(s.c, &s.w->county_officer, &s.t, &s.term);
	return s;
}

static enum err pay(struct scene *s, const struct actor *who, school_id school, int64_t fen,
                    const char *document)
{
	struct appropriation_add a = {.school = school,
	                              .term = s->t.term,
	                              .amount = FEN(fen),
	                              .document = str_of(document)};

	return kit_try_as(s->c, who, &appropriation_add_verb, &a);
}

static struct guarantee figure(struct scene *s, const struct actor *who, school_id school)
{
	struct guarantee g;

	kit_read_as(s->c, who);
	assert_ok(guarantee_of_school(s->c, school, &s->term, &g));
	return g;
}

static void R29_1234_pupils_need_185100_and_one_fen_short_is_told(void **state)
{
	struct scene s = scene_of(state);
	struct guarantee g;

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 1234, "care");
	g = figure(&s, &s.w->county_officer, s.w->a1);
	assert_int_equal(g.answer.participants, 1234);
	assert_int_equal(g.answer.required.fen, 18510000);
	assert_int_equal(g.answer.shortfall.fen, 18510000);
	assert_ok(pay(&s, &s.w->county_officer, s.w->a1, 18509999, "财教〔2026〕1号"));
	g = figure(&s, &s.w->county_officer, s.w->a1);
	assert_int_equal(g.received.fen, 18509999);
	assert_int_equal(g.answer.shortfall.fen, 1);
	assert_ok(pay(&s, &s.w->county_officer, s.w->a1, 1, "财教〔2026〕2号"));
	assert_int_equal(figure(&s, &s.w->clerk, s.w->a1).answer.shortfall.fen, 0);
}

static void R29_pupils_of_care_count_and_those_of_courses_and_lunch_alone_do_not(void **state)
{
	struct scene s = scene_of(state);

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 3, "care");
	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1002, 3, "course");
	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1100, 9, "lunch");
	assert_int_equal(figure(&s, &s.w->leader, s.w->a1).answer.participants, 3);
}

static enum err count_by_run(struct ctx *c, void *arg)
{
	const county_id *county = arg;

	return q_count_by(c, *county, S("enrolled_census"), NULL);
}

static void D2_both_figures_are_told_whichever_the_county_chose(void **state)
{
	static const struct verb by_census = {"test.count_by", count_by_run};
	struct scene s = scene_of(state);
	struct guarantee g;

	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CARE, NULL);
	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CHESS, NULL);
	world_enrol(s.c, s.w, &s.t, &s.w->wang, WANG, CARE, NULL);
	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 1, "care");
	g = figure(&s, &s.w->county_officer, s.w->a1);
	assert_int_equal(g.answer.participants, 1);
	assert_int_equal(g.answer.required.fen, 15000);
	assert_int_equal(g.answer.required_attended.fen, 15000);
	assert_int_equal(g.answer.required_enrolled.fen, 30000);
	kit_do(s.c, &by_census, &s.w->county);
	g = figure(&s, &s.w->county_officer, s.w->a1);
	assert_int_equal(g.answer.participants, 2);
	assert_int_equal(g.answer.required.fen, 30000);
	assert_int_equal(g.answer.required_attended.fen, 15000);
}

static void D2_the_census_day_decides_who_was_enrolled(void **state)
{
	struct scene s = scene_of(state);
	struct census_set a = {s.t.term, instant_date(s.c->now)};
	struct withdraw back = {0};
	struct guarantee g;

	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CARE, &back.enrolment);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &census_set_verb, &a));
	kit_advance(state, 2 * DAY_US);
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &back));
	world_enrol(s.c, s.w, &s.t, &s.w->wang, WANG, CARE, NULL);
	world_enrol(s.c, s.w, &s.t, &s.w->li, LI, CARE, NULL);
	g = figure(&s, &s.w->county_officer, s.w->a1);
	assert_int_equal(g.count.census, 1);
	assert_int_equal(g.count.enrolled, 2);
	a.day = instant_date(s.c->now);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &census_set_verb, &a));
	assert_int_equal(figure(&s, &s.w->county_officer, s.w->a1).count.census, 2);
	assert_int_equal(kit_audited(s.c, "census_set", "term", s.t.term.v), 2);
	a.day.day = s.term.last_day.day + 1;
	assert_fault(s.c, kit_try_as(s.c, &s.w->county_officer, &census_set_verb, &a), E_INPUT,
	             "bad_input");
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &census_set_verb, &a), E_DENIED,
	             "not_allowed");
	a.day = s.term.first_day;
	assert_fault(s.c, kit_try_as(s.c, &s.w->zone_officer, &census_set_verb, &a), E_ABSENT,
	             "absent");
}

static void one_who_waits_for_a_course_is_not_enrolled(void **state)
{
	struct scene s = scene_of(state);
	struct guarantee g;

	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CHESS, NULL);
	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CARE, NULL);
	world_enrol(s.c, s.w, &s.t, &s.w->wang, WANG, CHESS, NULL);
	world_enrol(s.c, s.w, &s.t, &s.w->li, LI, CHESS, NULL);
	g = figure(&s, &s.w->county_officer, s.w->a1);
	assert_int_equal(g.count.waiting, 1);
	assert_int_equal(g.count.enrolled, 2);
	assert_int_equal(g.count.census, 1);
}

static void an_appropriation_is_posted_and_audited(void **state)
{
	struct scene s = scene_of(state);
	struct money in, out;

	assert_ok(pay(&s, &s.w->county_officer, s.w->a1, 500000, "A-1"));
	assert_ok(pay(&s, &s.w->county_officer, s.w->a1, -20000, "A-1 更正"));
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(q_balance(s.c, S("guarantee"), s.w->a1, &in));
	assert_ok(q_balance(s.c, S("appropriation"), s.w->a1, &out));
	assert_int_equal(in.fen, 480000);
	assert_int_equal(out.fen, -480000);
	assert_int_equal(kit_audited(s.c, "appropriated", "school", s.w->a1.v), 2);
}

static void an_appropriation_is_refused_when_it_cannot_be_right(void **state)
{
	struct scene s = scene_of(state);
	const struct actor *officer = &s.w->county_officer;
	int64_t n;

	assert_ok(pay(&s, officer, s.w->a1, 10000, "A-1"));
	assert_fault(s.c, pay(&s, officer, s.w->a1, 10000, "A-1"), E_CONFLICT,
	             "appropriation_entered");
	assert_fault(s.c, pay(&s, officer, s.w->a1, 0, "A-2"), E_INPUT, "bad_input");
	assert_fault(s.c, pay(&s, officer, s.w->a1, 10000, " "), E_INPUT, "missing_field");
	assert_fault(s.c, pay(&s, officer, s.w->a1, -10001, "A-3"), E_INPUT,
	             "appropriation_below_zero");
	assert_fault(s.c, pay(&s, &s.w->clerk, s.w->a1, 10000, "A-4"), E_DENIED, "not_allowed");
	assert_fault(s.c, pay(&s, &s.w->leader, s.w->a1, 10000, "A-4"), E_DENIED, "not_allowed");
	assert_ok(pay(&s, officer, s.w->a2, 10000, "A-1"));
	kit_read_as(s.c, officer);
	assert_ok(q_appropriations_all(s.c, &n));
	assert_int_equal(n, 2);
}

static void R2_another_countys_figures_are_absent_and_asking_is_written_down(void **state)
{
	struct scene s = scene_of(state);
	struct guarantee g, *v;
	size_t n;

	assert_fault(s.c, pay(&s, &s.w->zone_officer, s.w->a1, 10000, "Z-1"), E_ABSENT, "absent");
	assert_fault(s.c, pay(&s, &s.w->county_officer, s.w->z1, 10000, "Z-1"), E_ABSENT, "absent");
	kit_read_as(s.c, &s.w->zone_officer);
	assert_fault(s.c, guarantee_of_school(s.c, s.w->a1, &s.term, &g), E_ABSENT, "absent");
	assert_fault(s.c, guarantee_of_county(s.c, s.w->county, &s.term, STR_NONE, &v, &n, &g),
	             E_ABSENT, "absent");
	store_read_end(s.c);
	assert_ok(audit_flush_reads(s.c));
	assert_int_equal(kit_audited(s.c, "refused", "county", s.w->county.v), 1);
	kit_read_as(s.c, &s.w->clerk2);
	assert_fault(s.c, guarantee_of_school(s.c, s.w->a1, &s.term, &g), E_ABSENT, "absent");
}

static void R40_a_countys_sum_is_the_sum_of_its_schools_shortfalls_too(void **state)
{
	struct scene s = scene_of(state);
	struct guarantee sum, *v;
	size_t n;

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 10, "care");
	world_took_part(s.c, &s.t, s.w->county, s.w->a2, 2000, 4, "care");
	assert_ok(pay(&s, &s.w->county_officer, s.w->a1, 200000, "A-1")); /* 500.00 too much */
	assert_ok(pay(&s, &s.w->county_officer, s.w->a2, 59999, "A-1"));
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(guarantee_of_county(s.c, s.w->county, &s.term, STR_NONE, &v, &n, &sum));
	assert_int_equal(n, 2);
	assert_int_equal(sum.answer.participants, 14);
	assert_int_equal(sum.answer.required.fen, 210000);
	assert_int_equal(sum.received.fen, 259999);
	assert_int_equal(sum.answer.shortfall.fen, 1);
	assert_int_equal(v[0].answer.required.fen + v[1].answer.required.fen, 210000);
	assert_ok(guarantee_of_county(s.c, s.w->county, &s.term, S("第二"), &v, &n, &sum));
	assert_int_equal(n, 1);
	assert_int_equal(sum.answer.required.fen, 60000);
	assert_ok(guarantee_of_county(s.c, s.w->county, &s.term, S("%"), &v, &n, &sum));
	assert_int_equal(n, 0);
}

static void an_officer_enters_an_appropriation_once_and_sees_what_is_short(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &funds_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *here = str_c(s.c->arena, str_printf(s.c->arena, "/county/guarantee?term=%lld",
	                                                (long long)s.t.term.v));
	const char *fields = str_c(
		s.c->arena, str_printf(s.c->arena, "&school=%lld&amount=185099.99&document=CJ-1",
	                               (long long)s.w->a1.v));
	int64_t n;

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 1234, "care");
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/guarantee"), 200);
	assert_true(kit_web_shows(&b, "185,100.00"));
	assert_false(kit_web_shows(&b, "示例开发区小学"));
	assert_int_equal(kit_web_post_key(&b, here, fields, "once"), 303);
	assert_int_equal(kit_web_post_key(&b, here, fields, "once"), 303);
	assert_int_equal(kit_web_get(&b, here), 200);
	assert_true(kit_web_shows(&b, "185,099.99"));
	assert_true(kit_web_shows(&b, "0.01"));
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(q_appropriations_all(s.c, &n));
	store_read_end(s.c);
	assert_int_equal(n, 1);
	assert_int_equal(kit_web_post(&b, here, fields), 409);
	assert_true(kit_web_shows(&b, "CJ-1"));
	assert_int_equal(kit_web_post(&b, here, "&amount=1&document=CJ-2"), 422);
	assert_int_equal(kit_web_get(&b, "/county/guarantee/export.xlsx"), 200);
	assert_int_equal(kit_web_post(&b, "/county/guarantee/census",
	                              str_c(s.c->arena,
	                                    str_printf(s.c->arena, "&term=%lld&census=2026-09-10",
	                                               (long long)s.t.term.v))),
	                 303);
	assert_int_equal(kit_web_get(&b, "/county/guarantee?q=%E7%AC%AC%E4%BA%8C"), 200);
	assert_false(kit_web_shows(&b, "185,099.99"));
	kit_web_login(&b, &s.w->zone_officer);
	assert_int_equal(kit_web_get(&b, here), 404);
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, here), 403);
	kit_web_close(&b);
}

static enum err define(struct scene *s, const struct actor *who, const char *participant,
                       const char *reason)
{
	struct county_participant a = {.county = s->w->county,
	                               .participant = str_of(participant),
	                               .reason = str_of(reason)};

	return kit_try_as(s->c, who, &county_participant_verb, &a);
}

static void R29_a_county_chooses_who_counts_with_a_reason_that_is_kept(void **state)
{
	struct scene s = scene_of(state);
	const struct actor *officer = &s.w->county_officer;

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 10, "care");
	assert_fault(s.c, define(&s, officer, "everybody", "文件"), E_INPUT, "bad_input");
	assert_str(s.c->fault.field, "participant");
	assert_str(s.c->fault.found, "everybody");
	assert_str(s.c->fault.allowed, "rule, attended_once, enrolled_census");
	assert_fault(s.c, define(&s, officer, "enrolled_census", " "), E_INPUT, "missing_field");
	assert_fault(s.c, define(&s, &s.w->zone_officer, "enrolled_census", "文件"), E_ABSENT,
	             "absent");
	assert_fault(s.c, define(&s, &s.w->city, "enrolled_census", "文件"), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, define(&s, &s.w->leader, "enrolled_census", "文件"), E_DENIED,
	             "not_allowed");
	assert_int_equal(figure(&s, officer, s.w->a1).answer.required.fen, 150000);
	store_read_end(s.c);
	assert_ok(define(&s, officer, "enrolled_census", "教体〔2026〕7号"));
	assert_ok(define(&s, officer, "enrolled_census", "教体〔2026〕7号")); /* nothing new */
	assert_int_equal(figure(&s, officer, s.w->a1).answer.required.fen, 0);
	store_read_end(s.c);
	assert_int_equal(kit_audited(s.c, "participant_changed", "county", s.w->county.v), 1);
}

static void an_officer_sees_both_figures_before_and_after_the_choice(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &funds_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 1234, "care");
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/settings"), 200);
	assert_true(kit_web_shows(&b, "185,100.00"));
	assert_true(kit_web_shows(&b, "0.00"));
	assert_int_equal(kit_web_post(&b, "/county/settings", "&participant=all&reason=文件甲"),
	                 422);
	assert_true(kit_web_shows(&b, "文件甲")); /* nothing typed is lost */
	assert_true(kit_web_shows(&b, "f-participant"));
	assert_int_equal(kit_web_post(&b, "/county/settings", "&participant=enrolled_census"), 422);
	assert_int_equal(
		kit_web_post(&b, "/county/settings", "&participant=enrolled_census&reason=文件甲"),
		303);
	assert_int_equal(kit_web_get(&b, "/county/settings"), 200);
	assert_true(kit_web_shows(&b, "185,100.00"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/guarantee", NULL), 200);
	assert_true(kit_web_shows(&b, "\"definition\":\"enrolled_census\""));
	assert_int_equal(kit_web_post(&b, "/county/settings/limits",
	                              "&kind=refund&amount=123.45&limit_reason=文件甲"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/county/settings"), 200);
	assert_true(kit_web_shows(&b, "/county/settings/limits/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/county/settings/limits/export.csv"), 200);
	assert_true(kit_web_shows(&b, "123.45"));
	assert_true(kit_web_shows(&b, "每一笔都要审批")); /* as the page says of the others */
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, "/county/settings"), 403);
	kit_web_close(&b);
}

static void the_api_tells_the_figure_to_schools_county_and_city(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &funds_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *of_a1 =
		str_c(s.c->arena, str_printf(s.c->arena, "/api/v1/guarantee?school=%lld",
	                                     (long long)s.w->a1.v));

	world_took_part(s.c, &s.t, s.w->county, s.w->a1, 1000, 1234, "care");
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/guarantee", NULL), 200);
	assert_true(kit_web_shows(&b, "\"required_fen\":18510000"));
	assert_true(kit_web_shows(&b, "\"requirement\":\"R29\""));
	kit_web_login(&b, &s.w->city);
	assert_int_equal(kit_web_api(&b, "GET", of_a1, NULL), 200);
	assert_true(kit_web_shows(&b, "\"participants_attended\":1234"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/guarantee", NULL), 422);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/guarantee", NULL), 200);
	assert_true(kit_web_shows(&b, "\"definition\":\"rule\""));
	kit_web_login(&b, &s.w->zone_officer);
	assert_int_equal(kit_web_api(&b, "GET", of_a1, NULL), 404);
	kit_web_login(&b, &s.w->clerk2);
	assert_int_equal(kit_web_api(&b, "GET", of_a1, NULL), 404);
	kit_web_close(&b);
}

static struct school_count in_list(struct scene *s, school_id school)
{
	struct school_count *v;
	size_t n;

	kit_read_as(s->c, &s->w->county_officer);
	assert_ok(count_county(s->c, s->w->county, &s->term, STR_NONE, &v, &n));
	assert_int_equal(n, COUNT_NOW + 2);
	for (size_t i = 0; i < n; i++)
		if (school_id_eq(v[i].school, school))
			return v[i];
	fail_msg("the school is not in the list");
	return (struct school_count){0};
}

static void a_large_county_is_counted_in_the_background(void **state)
{
	struct scene s = scene_of(state);
	struct school_count n;
	int64_t at;

	world_many_schools(s.c, s.w);
	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CHESS, NULL);
	n = in_list(&s, s.w->a1); /* nothing is kept yet: counted as of now */
	assert_int_equal(n.enrolled, 1);
	world_count_all(state);
	at = s.c->now.us;
	world_enrol(s.c, s.w, &s.t, &s.w->wang, WANG, CARE, NULL);
	n = in_list(&s, s.w->a1);
	assert_int_equal(n.enrolled, 1);
	assert_int_equal(n.counted.us, at);
	assert_int_equal(n.billed.fen, 10000);
	world_count_all(state);
	n = in_list(&s, s.w->a1);
	assert_int_equal(n.enrolled, 2);
	assert_int_equal(n.counted.us, s.c->now.us);
	assert_int_equal(n.pupils, 7);
	assert_int_equal(n.confirmed, 6);
	assert_int_equal(figure(&s, &s.w->clerk, s.w->a1).count.enrolled, 2);
}

static void a_new_census_day_throws_away_what_was_counted(void **state)
{
	struct scene s = scene_of(state);
	struct census_set a = {s.t.term, s.term.first_day};

	world_many_schools(s.c, s.w);
	world_count_all(state);
	kit_advance(state, DAY_US);
	world_enrol(s.c, s.w, &s.t, &s.w->father, CHEN_YI, CARE, NULL);
	assert_int_equal(in_list(&s, s.w->a1).enrolled, 0);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &census_set_verb, &a));
	assert_int_equal(in_list(&s, s.w->a1).enrolled, 1);
	assert_int_equal(in_list(&s, s.w->a1).census, 0);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R29_1234_pupils_need_185100_and_one_fen_short_is_told),
		KIT_FACT(R29_pupils_of_care_count_and_those_of_courses_and_lunch_alone_do_not),
		KIT_FACT(D2_both_figures_are_told_whichever_the_county_chose),
		KIT_FACT(D2_the_census_day_decides_who_was_enrolled),
		KIT_FACT(one_who_waits_for_a_course_is_not_enrolled),
		KIT_FACT(an_appropriation_is_posted_and_audited),
		KIT_FACT(an_appropriation_is_refused_when_it_cannot_be_right),
		KIT_FACT(R2_another_countys_figures_are_absent_and_asking_is_written_down),
		KIT_FACT(R40_a_countys_sum_is_the_sum_of_its_schools_shortfalls_too),
		KIT_FACT(an_officer_enters_an_appropriation_once_and_sees_what_is_short),
		KIT_FACT(R29_a_county_chooses_who_counts_with_a_reason_that_is_kept),
		KIT_FACT(an_officer_sees_both_figures_before_and_after_the_choice),
		KIT_FACT(the_api_tells_the_figure_to_schools_county_and_city),
		KIT_FACT(a_large_county_is_counted_in_the_background),
		KIT_FACT(a_new_census_day_throws_away_what_was_counted),
	};

	return KIT_FACTS_RUN("funds", facts);
}
