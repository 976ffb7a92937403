/* Schools and counties side by side: nothing of another county (R2), zones too (R3), sums that are
 * sums (R40). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../kit_web.h"
#include "../funds/world.h"

#include "auth/auth.h"
#include "oversight/compare.h"
#include "oversight/routes.h"

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

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &oversight_routes};

	return kit_web_open(c, tables, 2);
}

static const char *with_id(struct scene *s, const char *path, int64_t id)
{
	return str_c(s->c->arena, str_printf(s->c->arena, "%s%lld", path, (long long)id));
}

static void some_take_part(struct scene *s)
{
	world_enrol(s->c, s->w, &s->t, &s->w->father, CHEN_YI, CARE, NULL);
	world_enrol(s->c, s->w, &s->t, &s->w->father, CHEN_YI, CHESS, NULL);
	world_enrol(s->c, s->w, &s->t, &s->w->wang, WANG, CHESS, NULL);
	world_enrol(s->c, s->w, &s->t, &s->w->li, LI, CHESS, NULL); /* waits */
	world_enrol(s->c, s->w, &s->t, &s->w->li, LI, POTTERY, NULL);
	world_took_part(s->c, &s->t, s->w->county, s->w->a1, s->w->pupil[CHEN_YI].v, 1, "care");
	world_took_part(s->c, &s->t, s->w->county, s->w->a2, s->w->pupil[ZHOU].v, 1, "care");
}

static void R40_the_countys_totals_equal_the_sum_of_its_schools(void **state)
{
	struct scene s = scene_of(state);
	struct q_seated_of_county_row seated;
	struct compared *v, sum;
	struct school_count added = {0};
	struct money billed;
	int64_t pupils;
	size_t n;

	some_take_part(&s);
	kit_read_as(s.c, &s.w->county_officer);
	assert_ok(compare_schools(s.c, s.w->county, &s.term, STR_NONE, &v, &n, &sum));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		added.pupils += v[i].count.pupils;
		added.enrolled += v[i].count.enrolled;
		added.waiting += v[i].count.waiting;
		added.billed.fen += v[i].count.billed.fen;
	}
	/* Against the rows of the county, not against the same counting. */
	assert_ok(q_pupils_of_county(s.c, s.w->county, &pupils));
	assert_ok(q_billed_of_county(s.c, s.w->county, &billed));
	assert_ok(q_seated_of_county(s.c, s.w->county, &seated));
	assert_int_equal(pupils, 10);
	assert_int_equal(sum.count.pupils, pupils);
	assert_int_equal(added.pupils, pupils);
	assert_int_equal(billed.fen, 44000);
	assert_int_equal(sum.count.billed.fen, billed.fen);
	assert_int_equal(added.billed.fen, billed.fen);
	assert_int_equal(seated.pupils, 3);
	assert_int_equal(sum.count.enrolled, seated.pupils);
	assert_int_equal(added.enrolled, seated.pupils);
	assert_int_equal(sum.count.waiting, seated.waiting);
	assert_int_equal(added.waiting, 1);
	assert_int_equal(sum.count.attended, 2);
	assert_int_equal(sum.count.classes, 4);
	assert_int_equal(v[0].count.confirmed, 6);
	assert_int_equal(v[0].count.taken, 3);
}

static void R2_county_A_never_sees_county_B(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b = open_web(s.c);
	struct compared *v, sum;
	size_t n;

	kit_read_as(s.c, &s.w->zone_officer);
	assert_fault(s.c, compare_schools(s.c, s.w->county, &s.term, STR_NONE, &v, &n, &sum),
	             E_ABSENT, "absent");
	store_read_end(s.c);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county"), 200);
	assert_true(kit_web_shows(&b, "示例县第一小学"));
	assert_false(kit_web_shows(&b, "示例开发区小学"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/county/schools", NULL), 200);
	assert_true(kit_web_shows(&b, "示例县第二中学"));
	assert_false(kit_web_shows(&b, "示例开发区小学"));
	assert_int_equal(kit_web_get(&b, "/city"), 403);
	kit_web_login(&b, &s.w->zone_officer);
	assert_int_equal(kit_web_get(&b, "/county"), 200);
	assert_false(kit_web_shows(&b, "示例县第一小学"));
	assert_int_equal(kit_web_get(&b, with_id(&s, "/county?term=", s.t.term.v)), 404);
	assert_int_equal(kit_web_get(&b, with_id(&s, "/county/export.xlsx?term=", s.t.term.v)),
	                 404);
	assert_int_equal(kit_web_api(&b, "GET",
	                             with_id(&s, "/api/v1/county/schools?term=", s.t.term.v), NULL),
	                 404);
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, "/county"), 403);
	kit_web_close(&b);
}

static void R3_a_zone_without_a_standard_code_adds_up_to_the_city(void **state)
{
	struct scene s = scene_of(state);
	struct compared_county *v, sum;
	struct kit_web b = open_web(s.c);
	int64_t pupils = 0, schools = 0, classes = 0;
	bool zone = false;
	size_t n;

	some_take_part(&s);
	kit_read_as(s.c, &s.w->city);
	assert_ok(compare_counties(s.c, &v, &n, &sum));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		pupils += v[i].count.pupils;
		schools += v[i].schools;
		classes += v[i].count.classes;
		zone = zone || (v[i].zone && v[i].count.pupils == 2 && !v[i].has_term);
	}
	store_read_end(s.c);
	assert_true(zone);
	assert_int_equal(pupils, KIT_PUPILS);
	assert_int_equal(sum.count.pupils, KIT_PUPILS);
	assert_int_equal(schools, 3);
	assert_int_equal(sum.schools, 3);
	assert_int_equal(sum.count.classes, classes);
	assert_int_equal(sum.count.billed.fen, 44000);
	kit_web_login(&b, &s.w->city);
	assert_int_equal(kit_web_get(&b, "/city"), 200);
	assert_true(kit_web_shows(&b, "示例开发区"));
	assert_true(kit_web_shows(&b, "440.00"));
	assert_int_equal(kit_web_get(&b, "/city/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, "/county"), 403);
	kit_web_close(&b);
}

static void the_countys_list_is_filtered_and_paged_while_its_sum_stays_whole(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b = open_web(s.c);

	some_take_part(&s);
	kit_web_login(&b, &s.w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county?limit=1&after=1"), 200);
	assert_false(kit_web_shows(&b, "示例县第一小学"));
	assert_true(kit_web_shows(&b, "合计（2 所学校）"));
	assert_true(kit_web_shows(&b, "440.00"));
	assert_int_equal(kit_web_get(&b, "/county?q=%E7%AC%AC%E4%BA%8C"), 200);
	assert_false(kit_web_shows(&b, "示例县第一小学"));
	assert_true(kit_web_shows(&b, "export.xlsx?q=%E7%AC%AC%E4%BA%8C"));
	assert_int_equal(kit_web_get(&b, "/county/export.xlsx?q=%E7%AC%AC%E4%BA%8C"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/county/schools?limit=1", NULL), 200);
	assert_true(kit_web_shows(&b, "\"billed_fen\":44000"));
	assert_false(kit_web_shows(&b, "\"next\":null"));
	kit_web_close(&b);
}

static void a_clerk_is_told_what_is_missing_next(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b = open_web(s.c);

	some_take_part(&s);
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, "/school"), 200);
	assert_true(kit_web_shows(&b, "1 名学生的家长还没有确认"));
	assert_true(kit_web_shows(&b, "/school/notices/unconfirmed"));
	assert_true(kit_web_shows(&b, "1 项服务的协议还没有发布或签署")); /* the agency's */
	assert_true(kit_web_shows(&b, "1 人在候补"));
	kit_web_login(&b, &s.w->clerk2);
	assert_int_equal(kit_web_get(&b, "/school"), 200);
	assert_true(kit_web_shows(&b, "发布告知书以后才能报名"));
	kit_web_login(&b, &s.w->clerk_z);
	assert_int_equal(kit_web_get(&b, "/school"), 200);
	assert_true(kit_web_shows(&b, "县区还没有设立学期"));
	assert_int_equal(kit_web_get(&b, "/school/reports"), 200);
	kit_web_login(&b, &s.w->teacher);
	assert_int_equal(kit_web_get(&b, "/school"), 403);
	kit_web_close(&b);
}

static void a_schools_report_tells_services_and_its_guarantee_figure(void **state)
{
	struct scene s = scene_of(state);
	struct kit_web b = open_web(s.c);

	some_take_part(&s);
	kit_web_login(&b, &s.w->leader);
	assert_int_equal(kit_web_get(&b, "/school/reports"), 200);
	assert_true(kit_web_shows(&b, "围棋"));
	assert_true(kit_web_shows(&b, "150.00"));
	assert_false(kit_web_shows(&b, "450.00")); /* courses alone do not count */
	assert_int_equal(kit_web_get(&b, "/school/reports/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, with_id(&s, "/school/reports?term=", s.t.term.v)), 200);
	kit_web_login(&b, &s.w->clerk_z);
	assert_int_equal(kit_web_get(&b, with_id(&s, "/school/reports?term=", s.t.term.v)), 404);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R40_the_countys_totals_equal_the_sum_of_its_schools),
		KIT_FACT(R2_county_A_never_sees_county_B),
		KIT_FACT(R3_a_zone_without_a_standard_code_adds_up_to_the_city),
		KIT_FACT(the_countys_list_is_filtered_and_paged_while_its_sum_stays_whole),
		KIT_FACT(a_clerk_is_told_what_is_missing_next),
		KIT_FACT(a_schools_report_tells_services_and_its_guarantee_figure),
	};

	return KIT_FACTS_RUN("oversight", facts);
}
