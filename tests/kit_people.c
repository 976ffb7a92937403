#include "kit.h"

#include "kit_store.h"
#include "kit_people.h"

#include "auth/account.h"
#include "auth/appointment.h"
#include "store/frame.sql.h"

void kit_do(struct ctx *c, const struct verb *v, void *arg)
{
	enum err e;

	if (c->tx)
		store_read_end(c);
	e = store_write(c, v, arg);
	if (e != OK)
		fail_msg("%s: %s %s %.*s %s", v->name, err_name(e),
		         c->fault.code ? c->fault.code : "", STR_FMT(c->fault.field),
		         c->broken ? c->broken : "");
}

struct actor kit_actor(struct ctx *c, const char *login, enum role role, county_id county)
{
	struct appointment *v;
	account_id account;
	size_t n = 0;
	bool found = false;
	struct actor a = {0};

	if (c->tx)
		store_read_end(c);
	assert_ok(store_read_begin(c));
	assert_ok(account_find(c, str_of(login), &account, &found));
	if (!found)
		fail_msg("no account %s", login);
	assert_ok(appointment_list(c, account, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].role == role && (county.v == 0 || v[i].county.v == county.v))
			a = (struct actor){.account = account,
			                   .appointment = v[i].id,
			                   .role = role,
			                   .county = v[i].county,
			                   .school = v[i].school,
			                   .class = v[i].class,
			                   .guardian = v[i].guardian,
			                   .staff = v[i].staff,
			                   .agency = v[i].agency};
	store_read_end(c);
	if (a.role != role)
		fail_msg("%s is no %s", login, role_name(role));
	return a;
}

static void counties(struct ctx *c, struct kit_people *w)
{
	struct county_new county = {.code = S("349901"), .name = S("示例县"), .ruleset = S("RS0")};
	struct county_new zone = {
		.code = S("Z01"), .name = S("示例开发区"), .zone = true, .ruleset = S("RS0")};
	struct officer_new v[] = {
		{.name = S("市领导小组办公室"), .login = S("city")},
		{.name = S("县教体局"), .login = S("county")},
		{.name = S("开发区教育局"), .login = S("zone")},
		{.role = ROLE_CITY_FINANCE, .name = S("市财政局"), .login = S("city.finance")},
		{.role = ROLE_COUNTY_FINANCE, .name = S("县财政局"), .login = S("finance")},
		{.role = ROLE_COUNTY_HR, .name = S("县人社局"), .login = S("hr")},
		{.role = ROLE_COUNTY_FINANCE,
	         .name = S("开发区财政局"),
	         .login = S("zone.finance")}};

	kit_do(c, &county_add_verb, &county);
	kit_do(c, &county_add_verb, &zone);
	w->county = county.result;
	w->zone = zone.result;
	v[1].county = w->county;
	v[2].county = v[6].county = w->zone;
	v[4].county = v[5].county = w->county;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		v[i].starts = v[i].ends = DATE_NONE;
		kit_do(c, &officer_add_verb, &v[i]);
	}
	w->city = kit_actor(c, "city", ROLE_CITY, ID_NONE(county_id));
	w->county_officer = kit_actor(c, "county", ROLE_COUNTY, w->county);
	w->zone_officer = kit_actor(c, "zone", ROLE_COUNTY, w->zone);
	w->city_finance = kit_actor(c, "city.finance", ROLE_CITY_FINANCE, ID_NONE(county_id));
	w->county_finance = kit_actor(c, "finance", ROLE_COUNTY_FINANCE, w->county);
	w->county_hr = kit_actor(c, "hr", ROLE_COUNTY_HR, w->county);
	w->zone_finance = kit_actor(c, "zone.finance", ROLE_COUNTY_FINANCE, w->zone);
}

static void schools(struct ctx *c, struct kit_people *w)
{
	struct school_new a1 = {.county = w->county,
	                        .code = S("2134990001"),
	                        .name = S("示例县第一小学"),
	                        .lunch_mode = S("canteen")};
	struct school_new a2 = {.county = w->county,
	                        .code = S("3134990002"),
	                        .name = S("示例县第二中学"),
	                        .boarding = true,
	                        .rural = true};
	struct school_new z1 = {
		.county = w->zone, .code = S("2134990003"), .name = S("示例开发区小学")};

	kit_do(c, &school_add_verb, &a1);
	kit_do(c, &school_add_verb, &a2);
	kit_do(c, &school_add_verb, &z1);
	w->a1 = a1.result;
	w->a2 = a2.result;
	w->z1 = z1.result;
}

static class_id class_of(struct ctx *c, school_id school, int64_t grade, int64_t number)
{
	class_id id = {0};
	bool found = false;

	assert_ok(store_read_begin(c));
	assert_ok(class_find(c, school, grade, number, &id, &found));
	store_read_end(c);
	assert_true(found);
	return id;
}

#define FATHER                                                                                     \
	{                                                                                          \
		S("陈父"), S("13900000001"), S("父亲")                                             \
	}
#define MOTHER                                                                                     \
	{                                                                                          \
		S("陈母"), S("13900000002"), S("母亲")                                             \
	}

static const struct {
	int school; /* 0 A1, 1 A2, 2 Z1 */
	struct roll_row row;
} pupils[KIT_PUPILS] = {
	[CHEN_YI] = {0,
                     {S("L349901201709010001"),
                      S("陈一"),
                      1,
                      {17410},
                      .grade = 3,
                      .class_number = 1,
                      .guardian = {FATHER, MOTHER},
                      .guardian_n = 2}},
	[CHEN_ER] = {0,
                     {S("L349901201509010002"),
                      S("陈二"),
                      2,
                      {16679},
                      .grade = 5,
                      .class_number = 1,
                      .guardian = {FATHER, MOTHER},
                      .guardian_n = 2}},
	[WANG] = {0,
                  {S("L349901201709010003"),
                   S("王小明"),
                   1,
                   {17411},
                   .grade = 3,
                   .class_number = 1,
                   .guardian = {{S("王大"), S("13900000003"), S("父亲")}},
                   .guardian_n = 1}},
	[WANG_OTHER] = {0,
                        {S("L349901201709010004"),
                         S("王小明"),
                         1,
                         {17412},
                         .grade = 3,
                         .class_number = 1,
                         .guardian = {{S("王二"), S("13900000004"), S("父亲")}},
                         .guardian_n = 1}},
	[LI] = {0,
                {S("L349901201709010005"),
                 S("李雷"),
                 1,
                 {17413},
                 .grade = 3,
                 .class_number = 2,
                 .guardian = {{S("李母"), S("13900000005"), S("母亲")}},
                 .guardian_n = 1}},
	[HAN] = {0,
                 {S("L349901201709010006"),
                  S("韩梅"),
                  2,
                  {17414},
                  .grade = 3,
                  .class_number = 2,
                  .guardian = {{S("韩奶奶"), S("13900000006"), S("奶奶")}},
                  .guardian_n = 1}},
	[ZHAO] = {0,
                  {S("L349901201509010007"),
                   S("赵六"),
                   1,
                   {16680},
                   .grade = 5,
                   .class_number = 1,
                   .guardian = {{S("赵母"), S("13900000007"), S("母亲")}},
                   .guardian_n = 1}},
	[CHEN_SAN] = {1,
                      {S("L349901201309010008"),
                       S("陈三"),
                       2,
                       {15949},
                       .grade = 7,
                       .class_number = 1,
                       .guardian = {MOTHER},
                       .guardian_n = 1}},
	[ZHOU] = {1,
                  {S("L349901201309010009"),
                   S("周八"),
                   1,
                   {15950},
                   .grade = 7,
                   .class_number = 1,
                   .guardian = {{S("周父"), S("13900000008"), S("父亲")}},
                   .guardian_n = 1}},
	[WU] = {1,
                {S("L349901201309010010"),
                 S("吴九"),
                 2,
                 {15951},
                 .boarding = true,
                 .grade = 7,
                 .class_number = 1,
                 .guardian = {{S("吴母"), S("13900000009"), S("母亲")}},
                 .guardian_n = 1}},
	[ZHENG] = {2,
                   {S("L349901201709010011"),
                    S("郑十"),
                    1,
                    {17415},
                    .grade = 3,
                    .class_number = 1,
                    .guardian = {{S("郑母"), S("13900000010"), S("母亲")}},
                    .guardian_n = 1}},
	[SUN] = {2,
                 {S("L349901201709010012"),
                  S("孙𠮷"),
                  2,
                  {17416},
                  .grade = 3,
                  .class_number = 1,
                  .guardian = {FATHER},
                  .guardian_n = 1}},
};

static void roll(struct ctx *c, struct kit_people *w)
{
	const school_id school[] = {w->a1, w->a2, w->z1};

	for (int s = 0; s < 3; s++) {
		struct roll_row row[KIT_PUPILS];
		size_t which[KIT_PUPILS], n = 0;

		for (size_t i = 0; i < KIT_PUPILS; i++) {
			if (pupils[i].school != s)
				continue;
			which[n] = i;
			row[n++] = pupils[i].row;
		}
		struct roll_put put = {.school = school[s], .row = row, .n = n};

		kit_do(c, &roll_put_verb, &put);
		for (size_t i = 0; i < n; i++)
			w->pupil[which[i]] = row[i].id;
	}
	w->a1_31 = class_of(c, w->a1, 3, 1);
	w->a1_32 = class_of(c, w->a1, 3, 2);
	w->a1_51 = class_of(c, w->a1, 5, 1);
	w->a2_71 = class_of(c, w->a2, 7, 1);
	w->z1_31 = class_of(c, w->z1, 3, 1);
}

#define HIRE(no, who, tel, post, role, of_grade, of_class)                                         \
	{                                                                                          \
		.number = S(no), .name = S(who), .phone = (tel), .title = S(post),                 \
		.roles = ROLE_BIT(role), .grade = (of_grade), .class_number = (of_class)           \
	}

static void staff(struct ctx *c, struct kit_people *w)
{
	struct staff_row a1[] = {
		HIRE("1001", "校长甲", S("13800000001"), "校长", ROLE_SCHOOL_LEADER, 0, 0),
		HIRE("1002", "教务乙", S("13800000002"), "教务员", ROLE_SCHOOL_CLERK, 0, 0),
		HIRE("1003", "张老师", S("13800000003"), "教师", ROLE_TEACHER, 0, 0),
		HIRE("1004", "班主任丁", S("13800000004"), "教师", ROLE_CLASS_HEAD, 3, 1),
		HIRE("1005", "赵母", S("13900000007"), "教师", ROLE_TEACHER, 0, 0),
		HIRE("1006", "会计壬", S("13800000008"), "会计", ROLE_SCHOOL_FINANCE, 0, 0),
	};
	struct staff_row a2[] = {
		HIRE("2001", "校长戊", S("13800000005"), "校长", ROLE_SCHOOL_LEADER, 0, 0),
		HIRE("2002", "教务己", S("13800000006"), "教务员", ROLE_SCHOOL_CLERK, 0, 0),
		HIRE("2003", "庚老师", S("13800000007"), "教师", ROLE_TEACHER, 0, 0),
		HIRE("2004", "会计癸", S("13800000009"), "会计", ROLE_SCHOOL_FINANCE, 0, 0),
	};
	struct staff_row z1[] = {
		HIRE("3001", "教务辛", STR_NONE, "教务员", ROLE_SCHOOL_CLERK, 0, 0),
	};
	struct staff_put put[] = {{.school = w->a1, .row = a1, .n = 6},
	                          {.school = w->a2, .row = a2, .n = 4},
	                          {.school = w->z1, .row = z1, .n = 1}};

	for (int i = 0; i < 3; i++)
		kit_do(c, &staff_put_verb, &put[i]);
	w->leader_id = a1[0].id;
	w->clerk_id = a1[1].id;
	w->teacher_id = a1[2].id;
	w->head_id = a1[3].id;
	w->leader = kit_actor(c, "13800000001", ROLE_SCHOOL_LEADER, w->county);
	w->clerk = kit_actor(c, "13800000002", ROLE_SCHOOL_CLERK, w->county);
	w->teacher = kit_actor(c, "13800000003", ROLE_TEACHER, w->county);
	w->head = kit_actor(c, "13800000004", ROLE_CLASS_HEAD, w->county);
	w->zhao_teach = kit_actor(c, "13900000007", ROLE_TEACHER, w->county);
	w->leader2 = kit_actor(c, "13800000005", ROLE_SCHOOL_LEADER, w->county);
	w->clerk2 = kit_actor(c, "13800000006", ROLE_SCHOOL_CLERK, w->county);
	w->teacher2 = kit_actor(c, "13800000007", ROLE_TEACHER, w->county);
	w->finance = kit_actor(c, "13800000008", ROLE_SCHOOL_FINANCE, w->county);
	w->finance2 = kit_actor(c, "13800000009", ROLE_SCHOOL_FINANCE, w->county);
	w->clerk_z = kit_actor(c, "2134990003.3001", ROLE_SCHOOL_CLERK, w->zone);
}

static void guardians(struct ctx *c, struct kit_people *w)
{
	const struct {
		const char *login;
		county_id county;
		struct actor *actor;
	} v[] = {
		{"13900000001", w->county, &w->father},     {"13900000001", w->zone, &w->father_z},
		{"13900000002", w->county, &w->mother},     {"13900000003", w->county, &w->wang},
		{"13900000004", w->county, &w->wang_other}, {"13900000005", w->county, &w->li},
		{"13900000006", w->county, &w->han},        {"13900000007", w->county, &w->zhao},
		{"13900000008", w->county, &w->zhou},       {"13900000009", w->county, &w->wu},
		{"13900000010", w->zone, &w->zheng},
	};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		*v[i].actor = kit_actor(c, v[i].login, ROLE_GUARDIAN, v[i].county);
}

void kit_people_make(struct ctx *c, struct kit_people *ret_w)
{
	struct kit_people w = {.system = {.role = ROLE_SYSTEM}};
	struct agency_new agency = {.uscc = S("91350100M000100Y43"),
	                            .name = S("示例艺术培训中心"),
	                            .contact_name = S("机构联系人"),
	                            .contact_phone = S("13700000001")};
	struct actor was = c->actor;

	c->actor = w.system;
	counties(c, &w);
	schools(c, &w);
	roll(c, &w);
	staff(c, &w);
	guardians(c, &w);
	agency.county = w.county;
	kit_do(c, &agency_add_verb, &agency);
	w.agency_id = agency.result;
	w.agency = kit_actor(c, "13700000001", ROLE_AGENCY, w.county);
	c->actor = was;
	*ret_w = w;
}

/* --- a test ----------------------------------------------------------------------------------- */

struct room {
	struct kit_db db;
	struct kit_people world;
};

static int room_setup(void **state)
{
	enum store_engine engine = *state ? STORE_POSTGRES : STORE_SQLITE;
	struct room *room = calloc(1, sizeof *room);

	if (!room || kit_setup(state) != 0)
		return -1;
	((struct kit *)*state)->more = room;
	kit_db_open(kit_ctx(state), engine, &room->db);
	kit_people_make(kit_ctx(state), &room->world);
	return 0;
}

static int room_teardown(void **state)
{
	struct room *room = ((struct kit *)*state)->more;
	struct ctx *c = kit_ctx(state);

	if (c->tx)
		store_read_end(c);
	kit_db_close(c, &room->db);
	free(room);
	return kit_teardown(state);
}

struct kit_people *kit_world(void **state)
{
	return &((struct room *)((struct kit *)*state)->more)->world;
}

struct kit_db *kit_world_db(void **state)
{
	return &((struct room *)((struct kit *)*state)->more)->db;
}

int kit_facts_run(const char *room, const struct kit_fact *facts, size_t n)
{
	static struct CMUnitTest tests[200];
	static char names[200][120];
	static int pg = 1;
	size_t m = 0;

	for (int engine = 0; engine < (kit_pg() ? 2 : 1); engine++) {
		for (size_t i = 0; i < n && m < 200; i++, m++) {
			snprintf(names[m], sizeof names[m], "%s: %s",
			         engine ? "postgresql" : "sqlite", facts[i].name);
			tests[m] = (struct CMUnitTest){names[m], facts[i].f, room_setup,
			                               room_teardown, engine ? &pg : NULL};
		}
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests(room, tests, m, NULL, NULL);
}

void kit_read_as(struct ctx *c, const struct actor *who)
{
	if (c->tx)
		store_read_end(c);
	c->actor = *who;
	c->fault = (struct fault){0};
	assert_ok(store_read_begin(c));
}

enum err kit_try_as(struct ctx *c, const struct actor *who, const struct verb *v, void *arg)
{
	if (c->tx)
		store_read_end(c);
	c->actor = *who;
	c->fault = (struct fault){0};
	return store_write(c, v, arg);
}

int64_t kit_audited(struct ctx *c, const char *what, const char *object, int64_t id)
{
	struct q_audit_walk_row *v;
	int64_t found = 0;
	size_t n;

	if (c->tx)
		store_read_end(c);
	assert_ok(store_read_begin(c));
	assert_ok(q_audit_walk(c, 0, &v, &n));
	for (size_t i = 0; i < n; i++)
		found += str_is(v[i].what, what) && str_is(v[i].object, object) &&
		         v[i].object_id == id;
	store_read_end(c);
	return found;
}
