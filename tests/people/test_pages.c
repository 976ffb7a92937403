/* The desks of school, county and city, as a browser without scripts sees them. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"

#include "agency/routes.h"
#include "auth/auth.h"
#include "people/routes.h"

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &agency_routes};

	return kit_web_open(c, tables, 3);
}

static const char *path_of(struct ctx *c, const char *fmt, int64_t id)
{
	struct str at = str_of(fmt), head = str_cut(&at, '*');

	return str_c(c->arena, str_printf(c->arena, "%.*s%lld%.*s", STR_FMT(head), (long long)id,
	                                  STR_FMT(at)));
}

static void a_clerk_finds_pupils_by_class_grade_and_number(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/pupils"), 200);
	assert_true(kit_web_shows(&b, "李雷"));
	assert_false(kit_web_shows(&b, "周八")); /* another school's */
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils?class=*", w->a1_31.v)), 200);
	assert_true(kit_web_shows(&b, "陈一"));
	assert_false(kit_web_shows(&b, "李雷"));
	assert_int_equal(kit_web_get(&b, "/school/pupils?grade=5"), 200);
	assert_true(kit_web_shows(&b, "陈二"));
	assert_false(kit_web_shows(&b, "陈一"));
	assert_int_equal(kit_web_get(&b, "/school/pupils?number=L349901201709010003"), 200);
	assert_true(kit_web_shows(&b, "王小明"));
	assert_false(kit_web_shows(&b, "陈一"));
	assert_int_equal(kit_web_get(&b, "/school/pupils?limit=2&after=2"), 200);
	assert_true(kit_web_shows(&b, "共 7 条"));
	assert_true(kit_web_shows(&b, "3–4"));
	kit_web_close(&b);
}

static void another_schools_record_is_absent_and_asking_is_written_down(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils/*", w->pupil[CHEN_YI].v)), 200);
	assert_true(kit_web_shows(&b, "13900000001"));
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils/*", w->pupil[ZHOU].v)), 404);
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils/*", w->pupil[ZHENG].v)), 404);
	assert_int_equal(kit_audited(c, "record_read", "pupil", w->pupil[CHEN_YI].v), 1);
	assert_int_equal(kit_audited(c, "refused", "pupil", w->pupil[ZHOU].v), 1);
	assert_int_equal(kit_audited(c, "refused", "pupil", w->pupil[ZHENG].v), 1);
	kit_web_login(&b, &w->mother);
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils/*", w->pupil[CHEN_YI].v)), 403);
	kit_web_login(&b, &w->head);
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils/*", w->pupil[CHEN_YI].v)), 200);
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils/*", w->pupil[LI].v)), 404);
	kit_web_close(&b);
}

static void a_guardian_is_added_and_ended_on_the_record(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	const char *page = path_of(c, "/school/pupils/*", w->pupil[LI].v);
	const char *add = path_of(c, "/school/pupils/*/guardians", w->pupil[LI].v);
	const char *end = path_of(c, "/school/pupils/*/guardians/end", w->pupil[LI].v);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(
		kit_web_post(&b, add, "&guardian_name=李父&guardian_phone=123&relation=father"),
		422);
	assert_true(kit_web_shows(&b, "李父")); /* nothing typed is lost */
	assert_true(kit_web_shows(&b, "f-guardian_phone"));
	assert_int_equal(
		kit_web_post_key(&b, add,
	                         "&guardian_name=李父&guardian_phone=13900000055&relation=father",
	                         "once"),
		303);
	assert_int_equal(
		kit_web_post_key(&b, add,
	                         "&guardian_name=李父&guardian_phone=13900000055&relation=father",
	                         "once"),
		303);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "13900000055"));
	assert_int_equal(kit_web_post(&b, end, path_of(c, "&guardian=*", w->li.guardian.v)), 422);
	assert_int_equal(
		kit_web_post(&b, end,
	                     path_of(c, "&guardian=*&end_reason=协议变更", w->li.guardian.v)),
		303);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_false(kit_web_shows(&b, "13900000005"));
	kit_web_login(&b, &w->li);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/me", NULL), 200);
	assert_true(kit_web_shows(&b, "\"pupils\":[]"));
	kit_web_close(&b);
}

static void me_names_account_roles_and_children(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/me", NULL), 200);
	assert_true(kit_web_shows(&b, "\"陈一\""));
	assert_true(kit_web_shows(&b, "\"陈二\""));
	assert_false(kit_web_shows(&b, "孙"));
	assert_true(kit_web_shows(&b, path_of(c, "\"id\":\"*\"", w->pupil[CHEN_YI].v)));
	assert_true(kit_web_shows(&b, "\"guardian\""));
	kit_web_login(&b, &w->father_z);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/me", NULL), 200);
	assert_true(kit_web_shows(&b, "孙𠮷"));
	b.token = S("x");
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/me", NULL), 401);
	kit_web_close(&b);
}

static void s24_the_roll_leaves_only_with_a_reason_and_a_name_on_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/pupils"), 200);
	assert_int_equal(kit_web_post(&b, "/school/pupils/export.xlsx", ""), 422);
	assert_true(kit_web_shows(&b, "f-reason"));
	assert_int_equal(kit_web_post(&b, "/school/pupils/export.xlsx", "&reason=开学点名&grade=3"),
	                 200);
	assert_true(str_starts(b.a.body, S("PK")));
	assert_int_equal(kit_audited(c, "pupils_exported", "school", w->a1.v), 1);
	kit_web_login(&b, &w->head);
	assert_int_equal(kit_web_get(&b, "/school/pupils"), 200);
	assert_false(kit_web_shows(&b, "export.xlsx"));
	assert_int_equal(kit_web_post(&b, "/school/pupils/export.xlsx", "&reason=开学点名"), 403);
	kit_web_close(&b);
}

static void s4_codes_are_shown_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	const char *fields = path_of(c, "&class=*", w->a1_31.v);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/guardians/codes"), 200);
	assert_int_equal(kit_web_post_key(&b, "/school/guardians/codes", fields, "codes"), 200);
	assert_true(kit_web_shows(&b, "13900000001"));
	assert_true(kit_web_shows(&b, "<code"));
	assert_int_equal(kit_web_get(&b, "/school/guardians/codes"), 200);
	assert_int_equal(kit_web_post_key(&b, "/school/guardians/codes", fields, "codes"), 303);
	assert_int_equal(
		kit_web_post(&b, "/school/guardians/codes", path_of(c, "&class=*", w->a2_71.v)),
		404);
	kit_web_close(&b);
}

static void staff_are_added_appointed_and_ended(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	const char *page = path_of(c, "/school/staff/*", w->teacher_id.v);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/staff"), 200);
	assert_true(kit_web_shows(&b, "张老师"));
	assert_int_equal(
		kit_web_post(&b, "/school/staff",
	                     "&number=1010&name=新老师&phone=13800000010&role=school_leader"),
		403);
	assert_int_equal(kit_web_post(&b, "/school/staff",
	                              "&number=1010&name=新老师&phone=13800000010&role=teacher"),
	                 303);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(
		kit_web_post(&b, path_of(c, "/school/staff/*/appoint", w->teacher_id.v),
	                     path_of(c, "&role=class_head&class=*&ends=2027-01-31", w->a1_32.v)),
		303);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "2027年1月31日"));
	assert_int_equal(kit_web_post(&b, path_of(c, "/school/staff/*/dismiss", w->teacher_id.v),
	                              path_of(c, "&appointment=*", w->teacher.appointment.v)),
	                 303);
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/staff/*", w->clerk2.staff.v)), 404);
	assert_int_equal(kit_web_get(&b, "/school/staff/export.xlsx"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	assert_int_equal(kit_web_post(&b, path_of(c, "/school/staff/*/leave", w->teacher_id.v), ""),
	                 303);
	kit_web_close(&b);
}

static void classes_schools_agencies_and_counties_are_added_by_form(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/classes"), 200);
	assert_true(kit_web_shows(&b, "三年级(1)班"));
	assert_int_equal(kit_web_post(&b, "/school/classes", "&grade=3&class_number=1"), 409);
	assert_int_equal(kit_web_post(&b, "/school/classes", "&grade=3&class_number=5"), 303);
	assert_int_equal(kit_web_get(&b, "/county/schools"), 403);
	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/schools?q=第一"), 200);
	assert_true(kit_web_shows(&b, "示例县第一小学"));
	assert_false(kit_web_shows(&b, "示例县第二中学"));
	assert_false(kit_web_shows(&b, "示例开发区小学"));
	assert_int_equal(kit_web_post(&b, "/county/schools", "&code=12&name=新校"), 422);
	assert_int_equal(kit_web_post(&b, "/county/schools",
	                              "&code=2134990011&name=新校&lunch_mode=canteen&rural=1"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/county/schools/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, "/county/agencies"), 200);
	assert_true(kit_web_shows(&b, "示例艺术培训中心"));
	assert_int_equal(kit_web_get(&b, path_of(c, "/county/agencies/*", w->agency_id.v)), 200);
	assert_int_equal(kit_web_post(&b, path_of(c, "/county/agencies/*", w->agency_id.v),
	                              "&state=suspended"),
	                 422);
	assert_int_equal(kit_web_post(&b, path_of(c, "/county/agencies/*", w->agency_id.v),
	                              "&state=suspended&reason=资质到期"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/county/agencies?in_state=suspended"), 200);
	assert_true(kit_web_shows(&b, "示例艺术培训中心"));
	kit_web_login(&b, &w->zone_officer);
	assert_int_equal(kit_web_get(&b, path_of(c, "/county/agencies/*", w->agency_id.v)), 404);
	assert_int_equal(kit_audited(c, "refused", "agency", w->agency_id.v), 1); /* R2 */
	kit_web_login(&b, &w->city);
	assert_int_equal(kit_web_get(&b, "/city/counties"), 200);
	assert_true(kit_web_shows(&b, "Z01"));
	assert_int_equal(
		kit_web_post(&b, "/city/counties", "&code=ZKF9&name=新区&zone=1&ruleset=RS0"), 303);
	assert_int_equal(kit_web_get(&b, "/city/counties/export.xlsx"), 200);
	kit_web_close(&b);
}

static void s4_an_officers_code_is_shown_once_and_the_right_ends_on_the_page(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	const char *fields = path_of(c, "&county=*&name=科员甲&login=office.001", w->county.v);
	int64_t right;

	kit_web_login(&b, &w->city);
	assert_int_equal(kit_web_get(&b, "/city/officers"), 200);
	assert_true(kit_web_shows(&b, "市领导小组办公室"));
	assert_int_equal(kit_web_post(&b, "/city/officers", "&name=科员甲&login=office.001"), 422);
	assert_true(kit_web_shows(&b, "科员甲")); /* nothing typed is lost */
	assert_true(kit_web_shows(&b, "f-county"));
	assert_int_equal(kit_web_get(&b, "/city/officers"), 200);
	assert_int_equal(kit_web_post_key(&b, "/city/officers", fields, "officer"), 200);
	assert_true(kit_web_shows(&b, "<code"));
	assert_int_equal(kit_web_get(&b, "/city/officers"), 200);
	assert_int_equal(kit_web_post_key(&b, "/city/officers", fields, "officer"), 303);
	right = kit_actor(c, "office.001", ROLE_COUNTY, w->county).appointment.v;
	assert_int_equal(kit_web_get(&b, path_of(c, "/city/officers/*", right)), 200);
	assert_true(kit_web_shows(&b, "office.001"));
	assert_int_equal(kit_web_post(&b, path_of(c, "/city/officers/*/code", right), ""), 200);
	assert_true(kit_web_shows(&b, "<code"));
	assert_int_equal(kit_web_get(&b, path_of(c, "/city/officers/*", right)), 200);
	assert_int_equal(
		kit_web_post(&b, path_of(c, "/city/officers/*/end", right), "&last=2020-01-01"),
		422);
	assert_int_equal(kit_web_post(&b, path_of(c, "/city/officers/*/end", right), ""), 303);
	assert_int_equal(kit_web_get(&b, "/city/officers?ended=1"), 200);
	assert_true(kit_web_shows(&b, "科员甲"));
	assert_int_equal(kit_web_get(&b, "/city/officers/export.xlsx?ended=1"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	kit_web_login(&b, &w->zone_officer);
	assert_int_equal(kit_web_get(&b, "/county/officers?ended=1"), 200);
	assert_false(kit_web_shows(&b, "科员甲"));
	assert_int_equal(kit_web_get(&b, "/county/officers"), 200);
	assert_false(kit_web_shows(&b, "县教体局"));
	kit_web_close(&b);
}

#define NEW_PUPIL "&name=新同学&guardian_name=新家长&guardian_phone=13900000077&relation=mother"

static void one_new_pupil_is_taken_in_by_the_form_with_a_guardian(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	const char *good = path_of(c, NEW_PUPIL "&number=G341503201303050010&class=*", w->a1_31.v);
	pupil_id id = {0};
	bool found = false;

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/pupils/new"), 200);
	assert_int_equal(kit_web_post_key(&b, "/school/pupils", good, "once"), 303);
	assert_int_equal(kit_web_post_key(&b, "/school/pupils", good, "once"), 303);
	kit_read_as(c, &w->clerk);
	assert_ok(pupil_find_by_number(c, w->county, S("G341503201303050010"), &id, &found));
	store_read_end(c);
	assert_true(found);
	assert_int_equal(kit_audited(c, "added", "pupil", id.v), 1);
	assert_int_equal(kit_web_get(&b, path_of(c, "/school/pupils/*", id.v)), 200);
	assert_true(kit_web_shows(&b, "新同学"));
	assert_true(kit_web_shows(&b, "13900000077"));
	assert_true(kit_web_shows(&b, "2013年3月5日")); /* the number says it */
	assert_int_equal(kit_web_get(&b, "/school/pupils/new"), 200);
	assert_int_equal(kit_web_post(&b, "/school/pupils", good), 409);
	assert_true(kit_web_shows(&b, "这个学籍号已经登记过"));
	kit_web_close(&b);
}

static void what_the_roster_would_refuse_the_form_refuses_and_keeps_what_was_typed(void **state)
{
	static const struct {
		const char *more, *field;
		int status;
	} bad[] = {
		{"&number=G341503201303050011", "f-number", 422},        /* wrong check digit */
		{"&number=L349901201709010099", "f-class", 422},         /* no class chosen */
		{"&number=G341503201303050010&class=1", "f-class", 422}, /* no such class */
		{"&number=G341503201303050010&class=*&born=2013-03-06&id_number=341503201303050010",
	         "f-born", 422},
		{"&number=G341503201303050010&class=*&id_number=341503201303050011", "f-id_number",
	         422},
		{"&number=G341503201303050010&class=*&born=1950-01-01", "f-born", 422},
		{"&number=L349901201709010003&class=*", "f-number", 409}, /* 王小明's */
		{"&class=*", "f-number", 422},
	};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	bool found = true;
	pupil_id id;

	kit_web_login(&b, &w->leader);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str more = str_of(bad[i].more);
		const char *fields =
			str_c(c->arena, str_printf(c->arena, NEW_PUPIL "%.*s", STR_FMT(more)));

		assert_int_equal(kit_web_get(&b, "/school/pupils/new"), 200);
		assert_int_equal(
			kit_web_post(&b, "/school/pupils",
		                     strchr(fields, '*') ? path_of(c, fields, w->a1_31.v) : fields),
			bad[i].status);
		assert_true(kit_web_shows(&b, bad[i].field));
		assert_false(kit_web_shows(&b, ">number:")); /* it is 学籍号 to people */
		assert_true(kit_web_shows(&b, "新同学"));    /* nothing typed is lost */
		assert_true(kit_web_shows(&b, "13900000077"));
	}
	kit_web_login(&b, &w->clerk2); /* who is at another school is told apart */
	assert_int_equal(kit_web_get(&b, "/school/pupils/new"), 200);
	assert_int_equal(kit_web_post(&b, "/school/pupils",
	                              path_of(c, NEW_PUPIL "&number=L349901201709010003&class=*",
	                                      w->a2_71.v)),
	                 409);
	assert_true(kit_web_shows(&b, "目前在另一所学校"));
	kit_read_as(c, &w->clerk);
	assert_ok(pupil_find_by_number(c, w->county, S("G341503201303050010"), &id, &found));
	assert_false(found);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_clerk_finds_pupils_by_class_grade_and_number),
		KIT_FACT(another_schools_record_is_absent_and_asking_is_written_down),
		KIT_FACT(a_guardian_is_added_and_ended_on_the_record),
		KIT_FACT(me_names_account_roles_and_children),
		KIT_FACT(s24_the_roll_leaves_only_with_a_reason_and_a_name_on_it),
		KIT_FACT(s4_codes_are_shown_once),
		KIT_FACT(staff_are_added_appointed_and_ended),
		KIT_FACT(classes_schools_agencies_and_counties_are_added_by_form),
		KIT_FACT(one_new_pupil_is_taken_in_by_the_form_with_a_guardian),
		KIT_FACT(what_the_roster_would_refuse_the_form_refuses_and_keeps_what_was_typed),
		KIT_FACT(s4_an_officers_code_is_shown_once_and_the_right_ends_on_the_page),
	};

	return KIT_FACTS_RUN("people pages", facts);
}
