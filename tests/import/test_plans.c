/* Lists of staff, and plans of offerings (R2). */
#include "world.h"
#include "../term/plan.h"
#include "../kit_sheet.h"

#include "term/import.h"

static const struct import_kind *const ALL[] = {&import_pupils, &import_staff, &import_offerings};

static struct import_place a1(const struct kit_people *w)
{
	return (struct import_place){w->county, w->a1};
}

static struct home home_a1(struct ctx *c, struct kit_people *w)
{
	import_use(ALL, sizeof ALL / sizeof(ALL[0]));
	c->actor = w->leader;
	return (struct home){w, a1(w), w->leader};
}

static bool has(const struct import_summary *s, int64_t row, const char *column, const char *code)
{
	for (size_t i = 0; i < s->problem_n; i++)
		if (s->problem[i].number == row && str_is(s->problem[i].column, column) &&
		    strcmp(s->problem[i].code, code) == 0)
			return true;
	return false;
}

/* --- staff --------------------------------------------------------------------------------------
 */

#define STAFF "工号,姓名,手机号,职务,系统角色,班主任班级\n"

static void staff_come_in_with_their_rights_and_again_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct str file = S(STAFF "N1,新老师,13611111111,语文,教师、班主任,三(2)班\n"
	                          "N2,新教务,13611111112,,教务,\n"
	                          "N3,校工,,后勤,,\n");
	struct import_summary s = home_run(c, &h, &import_staff, file, false);

	assert_int_equal(s.done, 3);
	assert_int_equal(kit_actor(c, "13611111111", ROLE_CLASS_HEAD, h.place.county).class.v,
	                 h.w->a1_32.v);
	kit_actor(c, "13611111111", ROLE_TEACHER, h.place.county);
	kit_actor(c, "13611111112", ROLE_SCHOOL_CLERK, h.place.county);
	s = home_run(c, &h, &import_staff, file, false);
	assert_int_equal(s.same, 3);
	assert_int_equal(s.added + s.changed, 0);
}

static void bad_staff_rows_name_column_and_reason(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_summary s =
		home_run(c, &h, &import_staff,
	                 S(STAFF "N1,甲,1361111,,教师,\n"
	                         "N2,乙,13611111112,,校长,\n" /* a leader makes no equal */
	                         "N3,丙,13611111113,,门卫,\n"
	                         "N4,丁,13611111114,,班主任,\n"
	                         "N5,戊,13611111115,,,九年级1班\n"
	                         "N6,,13611111116,,,\n"
	                         "N7,庚,13611111117,,,\n"
	                         "N7,辛,13611111118,,,\n"),
	                 true);

	assert_int_equal(s.bad, 7);
	assert_int_equal(s.added, 1);
	assert_true(has(&s, 2, "手机号", "phone_length"));
	assert_true(has(&s, 3, "系统角色", "import_role_above"));
	assert_true(has(&s, 4, "系统角色", "import_choice"));
	assert_true(has(&s, 5, "班主任班级", "import_head_class"));
	assert_true(has(&s, 6, "班主任班级", "import_class_unknown"));
	assert_true(has(&s, 7, "姓名", "import_missing"));
	assert_true(has(&s, 9, "工号", "import_twice"));
}

static void a_clerk_cannot_give_by_a_table_what_a_clerk_cannot_give(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_summary s;

	c->actor = h.w->clerk;
	s = home_run(c, &h, &import_staff, S(STAFF "N1,甲,13611111111,,教务,\n"), true);
	assert_true(has(&s, 2, "系统角色", "import_role_above"));
}

static void undoing_a_staff_list_takes_rights_and_changes_back(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_checked x;
	struct import_summary s;
	struct batch b;

	home_run(c, &h, &import_staff, S(STAFF "N1,甲,13611111111,语文,,\n"), false);
	x = home_send(c, &h, &import_staff,
	              S(STAFF "N1,甲改,13611111119,数学,教师,\nN2,乙,13611111112,,教师,\n"));
	home_apply(c, x.id);
	kit_actor(c, "13611111119", ROLE_TEACHER, h.place.county);
	b = home_undo(c, x.id);
	assert_int_equal(b.undone, 2);
	assert_int_equal(b.kept, 0);
	s = home_run(c, &h, &import_staff, S(STAFF "N1,甲,13611111111,语文,,\n"), true);
	assert_int_equal(s.same, 1);
	s = home_run(c, &h, &import_staff, S(STAFF "N1,甲,13611111111,语文,教师,\n"), true);
	assert_int_equal(s.changed, 1); /* the right is gone */
}

/* --- offerings ----------------------------------------------------------------------------------
 */

#define PLAN                                                                                                              \
	"项目代码,服务类型,名称,内容类别,面向年级,上课时间,收费标准,名额,报名开始时间," \
	"报名截止时间,地点,内容简介\n"
#define CARE                                                                                       \
	"C1,普惠托管,作业托管,作业辅导,全校,周一至周五 "                        \
	"16:30-17:30,0,,2026-09-01,2026-09-07,教室,做作业\n"
#define CHOIR                                                                                         \
	"M1,个性化课程,合唱,艺术,1-3,周二 16:30-17:30,120,30,2026-09-01 08:00,2026-09-07 " \
	"18:00,音乐教室,唱歌\n"

static void a_plan_becomes_drafts_and_again_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_summary s;
	struct offering o;
	struct slot *slot;
	struct plan t;
	offering_id id;
	bool found;
	size_t n;

	plan_make(c, h.w, &t);
	c->actor = h.leader;
	s = home_run(c, &h, &import_offerings, S(PLAN CARE CHOIR), false);
	assert_int_equal(s.bad, 0);
	assert_int_equal(s.done, 2);
	assert_ok(store_read_begin(c));
	assert_ok(offering_find(c, h.place.school, t.term, S("M1"), &id, &found));
	assert_true(found);
	assert_ok(offering_get(c, id, &o));
	assert_int_equal(o.kind, KIND_COURSE);
	assert_int_equal(o.state, OFFERING_DRAFT);
	assert_int_equal(o.price.fen, 12000);
	assert_int_equal(o.grades, 0xe);
	assert_int_equal(o.seats, 30);
	assert_str(o.category, "arts");
	assert_int_equal(o.closes.us,
	                 date_instant(instant_date(o.closes), (struct clock_time){18 * 60}).us);
	assert_ok(slot_list(c, id, &slot, &n));
	assert_int_equal(n, 1);
	store_read_end(c);
	s = home_run(c, &h, &import_offerings, S(PLAN CARE CHOIR), false);
	assert_int_equal(s.same, 2);
	assert_int_equal(s.done, 0);
}

static void a_plan_the_rules_forbid_is_told_before_it_is_written(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_summary s;
	struct plan t;

	plan_make(c, h.w, &t);
	c->actor = h.leader;
	s = home_run(
		c, &h, &import_offerings,
		S(PLAN
	          "X1,普惠托管,托管,,全校,周一 16:30-17:30,0,30,2026-09-01,2026-09-07,,\n"
	          "X2,个性化课程,合唱,艺术,1-3,周二 16:30-17:30,99999,30,2026-09-01,2026-09-07,,\n"
	          "X3,个性化课程,合唱,艺术,1-3,周二 16:30-21:30,120,30,2026-09-01,2026-09-07,,\n"
	          "X4,兴趣班,合唱,艺术,幼儿园,随时,很贵,几个,2026-02-30,2026-09-07,,\n"
	          "X5,个性化课程,合唱,艺术,1-3,周二 16:30-17:30,120,30,2026-09-07,2026-09-01,,\n"),
		true);
	assert_int_equal(s.bad, 5);
	assert_true(has(&s, 2, "名额", "care_refusal_forbidden"));
	assert_true(has(&s, 3, "收费标准", "fee_cap_exceeded"));
	assert_true(has(&s, 4, "上课时间", "end_too_late"));
	assert_true(has(&s, 5, "服务类型", "import_choice"));
	assert_true(has(&s, 5, "面向年级", "import_grades"));
	assert_true(has(&s, 5, "上课时间", "import_slots"));
	assert_true(has(&s, 5, "收费标准", "import_money"));
	assert_true(has(&s, 5, "名额", "import_number"));
	assert_true(has(&s, 5, "报名开始时间", "import_date"));
	assert_true(has(&s, 6, "报名截止时间", "bad_input"));
}

static void undoing_a_plan_removes_drafts_and_keeps_what_families_see(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_checked x;
	struct import_summary s;
	struct batch b;
	struct plan t;
	offering_id id;
	bool found;
	struct offerings_publish publish = {.offering = &id, .n = 1};

	plan_make(c, h.w, &t);
	c->actor = h.leader;
	home_run(c, &h, &import_offerings, S(PLAN CARE), false);
	x = home_send(c, &h, &import_offerings,
	              S(PLAN "C1,普惠托管,改名托管,作业辅导,1-2,周一 16:30-17:30,0,,2026-09-01,"
	                     "2026-09-07,礼堂,\n" CHOIR
	                     "M2,个性化课程,舞蹈,艺术,1-3,周三 16:30-17:30,120,30,2026-09-01,"
	                     "2026-09-07,,\n"));
	home_apply(c, x.id);
	assert_ok(store_read_begin(c));
	assert_ok(offering_find(c, h.place.school, t.term, S("M1"), &id, &found));
	store_read_end(c);
	kit_sheets(c, h.w, &id, 1);
	kit_do(c, &offerings_publish_verb, &publish);
	b = home_undo(c, x.id);
	assert_int_equal(b.undone, 2);
	assert_int_equal(b.kept, 1);
	s = home_run(c, &h, &import_offerings, S(PLAN CARE CHOIR), true);
	assert_int_equal(s.same, 2); /* care as before; the choir is still there */
	assert_ok(store_read_begin(c));
	assert_ok(offering_find(c, h.place.school, t.term, S("M2"), &id, &found));
	assert_false(found);
	store_read_end(c);
}

static void what_families_have_seen_is_not_changed_by_a_file(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_summary s;
	struct plan t;

	plan_make(c, h.w, &t);
	plan_open(c, h.w, &t, plan_row(KIND_COURSE, "M1", "合唱"));
	c->actor = h.leader;
	s = home_run(c, &h, &import_offerings, S(PLAN CHOIR), true);
	assert_int_equal(s.bad, 1);
	assert_string_equal(s.problem[0].code, "offering_published");
}

static void the_template_of_offerings_is_understood(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct home h = home_a1(c, kit_world(state));
	struct import_summary s;
	struct table *t;
	struct out o;

	for (int lang = 0; lang < LANG_COUNT; lang++) {
		c->lang = (enum lang)lang;
		out_init(&o, 8 << 20);
		assert_ok(book_template(c, &import_offerings, &o));
		assert_ok(table_open(c, out_str(&o), S("file"), NULL, &t));
		assert_int_equal(next_row(c, t, 1)->n, import_offerings.column_n);
		table_close(&t);
		s = home_run(c, &h, &import_offerings, out_str(&o), true);
		assert_int_equal(s.rows, 0);
		out_free(&o);
	}
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(staff_come_in_with_their_rights_and_again_changes_nothing),
		KIT_FACT(bad_staff_rows_name_column_and_reason),
		KIT_FACT(a_clerk_cannot_give_by_a_table_what_a_clerk_cannot_give),
		KIT_FACT(undoing_a_staff_list_takes_rights_and_changes_back),
		KIT_FACT(a_plan_becomes_drafts_and_again_changes_nothing),
		KIT_FACT(a_plan_the_rules_forbid_is_told_before_it_is_written),
		KIT_FACT(undoing_a_plan_removes_drafts_and_keeps_what_families_see),
		KIT_FACT(what_families_have_seen_is_not_changed_by_a_file),
		KIT_FACT(the_template_of_offerings_is_understood),
	};

	return KIT_FACTS_RUN("import", facts);
}
