/* The register as a teacher, the school office, a family and a program meet it. */
#include "world.h"

#include "../kit_web.h"

#include "auth/auth.h"
#include "day/routes.h"

static const struct routes *const tables[] = {&auth_routes, &day_routes};

static const char *path_of(struct ctx *c, const char *form, int64_t id)
{
	return str_c(c->arena, str_printf(c->arena, "%s%lld", form, (long long)id));
}

static struct kit_web browser(struct ctx *c, const struct actor *who)
{
	struct kit_web b = kit_web_open(c, tables, 2);

	kit_web_login(&b, who);
	return b;
}

/* What the form sends for five pupils in the order of the roster, one of them with `mark`. */
static const char *form(struct ctx *c, struct world *x, size_t which, const char *mark,
                        const char *more)
{
	static const enum kit_pupil order[] = {CHEN_YI, WANG, WANG_OTHER, LI, CHEN_ER};
	struct str s = S("");

	for (size_t i = 0; i < 5; i++)
		s = str_printf(c->arena, "%.*s&marks.%zu.pupil=%lld&marks.%zu.mark=%s", STR_FMT(s),
		               i, (long long)x->w.pupil[order[i]].v, i,
		               i == which ? mark : "present");
	return str_c(c->arena, str_printf(c->arena, "%.*s%s", STR_FMT(s), more));
}

static void U5_a_teacher_finds_everybody_present_and_saves(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	struct kit_web b = browser(c, &x->w.teacher);
	const char *roster = path_of(c, "/sittings/", x->today.v);

	assert_int_equal(kit_web_get(&b, "/today"), 200);
	assert_true(kit_web_shows(&b, roster));
	assert_true(kit_web_shows(&b, "未点名"));
	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_true(kit_web_shows(&b, "陈一"));
	assert_true(kit_web_shows(&b, "name=\"marks.4.mark\" value=\"present\" "
	                              "data-mark=\"present\" checked"));
	assert_false(kit_web_shows(&b, "name=\"reason\""));
	assert_int_equal(kit_web_post(&b, roster, form(c, x, 1, "absent", "")), 303);
	assert_str(kit_web_header(&b, "Location"), roster);
	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_true(kit_web_shows(&b, "已点名 4/5"));
	assert_true(kit_web_shows(&b, "name=\"marks.1.mark\" value=\"absent\" "
	                              "data-mark=\"absent\" checked"));
	kit_web_close(&b);
}

static void a_form_posted_twice_is_saved_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	struct kit_web b = browser(c, &x->w.teacher);
	const char *roster = path_of(c, "/sittings/", x->today.v);

	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_int_equal(kit_web_post_key(&b, roster, form(c, x, 1, "absent", ""), "same"), 303);
	assert_int_equal(kit_web_post(&b, roster, form(c, x, 1, "late", "")), 303);
	assert_int_equal(kit_web_post_key(&b, roster, form(c, x, 1, "absent", ""), "same"), 303);
	kit_web_close(&b);
	assert_int_equal(world_mark(c, x->today, x->w.pupil[WANG]), MARK_LATE);
	assert_int_equal(world_changes(c, x->today), 1);
}

static void a_late_change_without_reason_comes_back_with_what_was_chosen(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	kit_advance(state, DAY_US);
	struct kit_web b = browser(c, &x->w.teacher);
	const char *roster = path_of(c, "/sittings/", x->today.v);

	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_true(kit_web_shows(&b, "name=\"reason\""));
	assert_int_equal(kit_web_post(&b, roster, form(c, x, 3, "leave", "&reason=")), 422);
	assert_true(kit_web_shows(&b, "f-reason-error"));
	assert_true(kit_web_shows(&b, "name=\"marks.3.mark\" value=\"leave\" "
	                              "data-mark=\"leave\" checked"));
	assert_int_equal(kit_web_post(&b, roster, form(c, x, 3, "leave", "&reason=sick")), 303);
	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_true(kit_web_shows(&b, "李雷: 到 → 请假"));
	assert_true(kit_web_shows(&b, "sick"));
	kit_web_close(&b);
}

static void R50_an_unsigned_course_shows_why_and_no_form(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	struct kit_web b = browser(c, &x->w.teacher);
	const char *roster = path_of(c, "/sittings/", x->course_today.v);

	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_true(kit_web_shows(&b, "协议还没有全部签署"));
	assert_false(kit_web_shows(&b, "data-mark"));
	assert_int_equal(kit_web_get(&b, path_of(c, "/sittings/", x->today.v)), 200);
	assert_int_equal(kit_web_post(&b, roster, ""), 409);
	kit_web_close(&b);
}

static void the_paper_has_names_and_room_for_the_seal(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	struct kit_web b = browser(c, &x->w.teacher);
	struct str path = str_printf(c->arena, "/sittings/%lld/print", (long long)x->today.v);

	assert_int_equal(kit_web_get(&b, str_c(c->arena, path)), 200);
	assert_true(kit_web_shows(&b, "课后服务点名册"));
	assert_true(kit_web_shows(&b, "张老师"));
	assert_true(kit_web_shows(&b, "王小明"));
	assert_true(kit_web_shows(&b, "class=\"seal\""));
	kit_web_close(&b);
}

static void the_school_office_sees_what_was_forgotten(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	struct kit_web b = browser(c, &x->w.clerk);

	assert_int_equal(kit_web_get(&b, "/school/registers?status=unmarked"), 200);
	assert_true(kit_web_shows(&b, path_of(c, "/sittings/", x->course_today.v)));
	assert_false(kit_web_shows(&b, path_of(c, "/sittings/", x->today.v)));
	assert_int_equal(kit_web_get(&b, "/school/registers?status=marked"), 200);
	assert_true(kit_web_shows(&b, path_of(c, "/sittings/", x->today.v)));
	assert_true(kit_web_shows(&b, "已点名 5/5"));
	assert_int_equal(kit_web_get(&b, "/school/registers/export.xlsx?status=marked"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	kit_web_close(&b);
}

static void a_family_sees_its_own_child_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	const char *attendance;

	world_at(state, 975);
	assert_ok(world_save(c, x->today, NULL, 0, NULL));
	struct kit_web b = browser(c, &x->w.mother);

	attendance = str_c(c->arena, str_printf(c->arena, "/pupils/%lld/attendance",
	                                        (long long)x->w.pupil[CHEN_YI].v));
	assert_int_equal(kit_web_get(&b, attendance), 200);
	assert_true(kit_web_shows(&b, "托管"));
	assert_true(kit_web_shows(&b, "陈一"));
	assert_true(kit_web_shows(&b, "/attendance/export.xlsx"));
	assert_int_equal(
		kit_web_get(&b, str_c(c->arena, str_printf(c->arena, "%s/export.csv", attendance))),
		200);
	assert_true(kit_web_shows(&b, "托管"));
	attendance = str_c(c->arena, str_printf(c->arena, "/pupils/%lld/attendance",
	                                        (long long)x->w.pupil[WANG].v));
	assert_int_equal(kit_web_get(&b, attendance), 404);
	assert_int_equal(
		kit_web_get(&b, str_c(c->arena, str_printf(c->arena, "%s/export.csv", attendance))),
		404);
	assert_int_equal(kit_web_get(&b, path_of(c, "/sittings/", x->today.v)), 403);
	kit_web_close(&b);
}

static void another_schools_sitting_is_not_found(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_at(state, 975);
	struct kit_web b = browser(c, &x->w.teacher);

	assert_int_equal(kit_web_get(&b, path_of(c, "/sittings/", x->today.v)), 200);
	assert_int_equal(kit_web_get(&b, path_of(c, "/sittings/", x->other_today.v)), 404);
	assert_int_equal(kit_web_post(&b, path_of(c, "/sittings/", x->other_today.v), ""), 404);
	kit_web_close(&b);
}

static void a_program_lists_sittings_and_saves_marks(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);
	const char *list, *marks, *body;

	world_at(state, 975);
	struct kit_web b = browser(c, &x->w.teacher);

	list = str_c(c->arena,
	             str_printf(c->arena, "/api/v1/sittings?offering=%lld&date=2026-09-01",
	                        (long long)x->care.v));
	marks = str_c(c->arena,
	              str_printf(c->arena, "/api/v1/sittings/%lld/marks", (long long)x->today.v));
	body = str_c(c->arena, str_printf(c->arena,
	                                  "{\"marks\":[{\"pupil\":\"%lld\",\"mark\":\"late\","
	                                  "\"at\":\"2026-09-01T16:14:00+08:00\"}]}",
	                                  (long long)x->w.pupil[LI].v));
	assert_int_equal(kit_web_api(&b, "GET", list, NULL), 200);
	assert_true(kit_web_shows(&b, "\"state\":\"planned\""));
	assert_true(kit_web_shows(&b, "\"mark\":null"));
	assert_int_equal(kit_web_api(&b, "GET",
	                             path_of(c, "/api/v1/sittings?limit=2&offering=", x->care.v),
	                             NULL),
	                 200); /* the whole term of it: tomorrow's and one more */
	assert_true(kit_web_shows(&b, path_of(c, "\"id\":\"", x->tomorrow.v)));
	assert_true(kit_web_shows(&b, "\"next\":\"2\""));
	assert_int_equal(kit_web_api(&b, "POST", marks, body), 201);
	assert_true(kit_web_shows(&b, "\"present\":4"));
	assert_true(kit_web_shows(&b, "\"late\":1"));
	assert_int_equal(kit_web_api(&b, "GET", list, NULL), 200);
	assert_true(kit_web_shows(&b, "\"mark\":\"late\",\"at\":\"2026-09-01T16:14:00+08:00\""));
	assert_int_equal(kit_web_api(&b, "POST", marks, "{\"marks\":[{\"pupil\":\"1\"}]}"), 422);
	assert_true(kit_web_shows(&b, "marks[0].mark"));
	assert_int_equal(
		kit_web_api(&b, "POST", marks, "{\"marks\":[{\"pupil\":\"1\",\"mark\":\"late\"}]}"),
		422);
	assert_true(kit_web_shows(&b, "not_on_roster"));
	assert_int_equal(
		kit_web_api(&b, "POST", marks,
	                    "{\"marks\":[{\"pupil\":\"1\",\"mark\":\"late\",\"at\":\"x\"}]}"),
		422);
	kit_web_close(&b);
}

static void an_agency_reads_and_finds_no_form(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world *x = world_of(state);

	world_sign(c, x, x->course, 1, "school");
	world_sign(c, x, x->course, 1, "agency");
	world_at(state, 975);
	struct kit_web b = browser(c, &x->w.agency);
	const char *roster = path_of(c, "/sittings/", x->course_today.v);

	assert_int_equal(kit_web_get(&b, roster), 200);
	assert_true(kit_web_shows(&b, "李雷"));
	assert_false(kit_web_shows(&b, "data-mark"));
	assert_int_equal(kit_web_post(&b, roster, ""), 403);
	assert_int_equal(kit_web_get(&b, path_of(c, "/sittings/", x->today.v)), 404);
	kit_web_close(&b);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(U5_a_teacher_finds_everybody_present_and_saves),
		FACT(a_form_posted_twice_is_saved_once),
		FACT(a_late_change_without_reason_comes_back_with_what_was_chosen),
		FACT(R50_an_unsigned_course_shows_why_and_no_form),
		FACT(the_paper_has_names_and_room_for_the_seal),
		FACT(the_school_office_sees_what_was_forgotten),
		FACT(a_family_sees_its_own_child_alone),
		FACT(another_schools_sitting_is_not_found),
		FACT(a_program_lists_sittings_and_saves_marks),
		FACT(an_agency_reads_and_finds_no_form),
	};

	return WORLD_RUN(facts);
}
