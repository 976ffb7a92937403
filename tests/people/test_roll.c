/* Taking in: the roll, staff, counties. R2, R3, D7, D8. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "auth/bulk.h"

static struct roll_row wang(void)
{
	return (struct roll_row){.number = S("L349901201709010003"),
	                         .name = S("王小明"),
	                         .sex = 1,
	                         .born = {17411},
	                         .grade = 3,
	                         .class_number = 1,
	                         .guardian = {{S("王大"), S("13900000003"), S("父亲")}},
	                         .guardian_n = 1};
}

static enum err put(struct ctx *c, const struct actor *who, struct roll_row *row, size_t n,
                    struct roll_put *ret_p)
{
	*ret_p = (struct roll_put){.row = row, .n = n};
	return kit_try_as(c, who, &roll_put_verb, ret_p);
}

static void the_same_row_again_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct roll_row row = wang();
	struct roll_put p;

	assert_ok(put(c, &w->clerk, &row, 1, &p));
	assert_int_equal(row.did, ROLL_SAME);
	assert_int_equal(p.added + p.changed, 0);
	assert_int_equal(row.id.v, w->pupil[WANG].v);
}

static void the_same_number_again_updates_that_pupil(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct roll_row row = wang();
	struct roll_put p;
	struct pupil_record r;
	struct guardian *g;
	size_t n;

	row.name = S("王晓明");
	row.class_number = 4; /* a class nobody had yet */
	row.guardian[0] = (struct guardian_said){S("王妈"), S("13900000031"), S("mother")};
	assert_ok(put(c, &w->clerk, &row, 1, &p));
	assert_int_equal(row.did, ROLL_CHANGED);
	kit_read_as(c, &w->clerk);
	assert_ok(pupil_record_get(c, w->pupil[WANG], &r));
	assert_str(r.name, "王晓明");
	assert_str(r.class_name, "三年级(4)班");
	assert_str(r.number, "L349901201709010003");
	assert_ok(guardians_of_pupil(c, w->pupil[WANG], &g, &n));
	assert_int_equal(n, 2); /* added, never taken away */
	assert_str(g[0].name, "王大");
	assert_str(g[1].relation, "mother");
	assert_str(g[1].phone, "13900000031");
}

static void a_bad_row_leaves_nothing_of_its_batch(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct roll_row row[2];
	struct roll_put p;
	pupil_id id;
	bool found;

	row[0] = wang();
	row[1] = wang();
	row[0].number = S("L349901201709010099");
	row[1].number = S("G110105194912310021"); /* the check character is X */
	assert_fault(c, put(c, &w->clerk, row, 2, &p), E_INPUT, "id_check");
	assert_int_equal(p.failed, 1);
	assert_str(c->fault.field, "number");
	kit_read_as(c, &w->clerk);
	assert_ok(pupil_find_by_number(c, w->county, S("L349901201709010099"), &id, &found));
	assert_false(found);
}

static void each_field_of_a_row_is_refused_by_name(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	const struct {
		struct roll_row row;
		const char *field;
	} bad[] = {
		{.field = "number", .row = {.number = S("")}},
		{.field = "name", .row = {.name = S("  ")}},
		{.field = "sex", .row = {.sex = 3}},
		{.field = "born", .row = {.born = {20000000}}},
		{.field = "grade", .row = {.grade = 13}},
		{.field = "class_number", .row = {.class_number = 100}},
		{.field = "guardian_phone",
	         .row = {.guardian = {{S("王"), S("12345"), S("父亲")}}}},
		{.field = "guardian_name",
	         .row = {.guardian = {{S(""), S("13900000003"), S("父亲")}}}},
		{.field = "relation",
	         .row = {.guardian = {{S("王"), S("13900000003"), S("邻居")}}}},
		{.field = "id_number", .row = {.id_number = S("123")}},
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct roll_row row = wang();
		struct roll_put p;

		if (bad[i].row.number.p)
			row.number = bad[i].row.number;
		if (bad[i].row.name.p)
			row.name = bad[i].row.name;
		if (bad[i].row.sex)
			row.sex = bad[i].row.sex;
		if (bad[i].row.born.day)
			row.born = bad[i].row.born;
		if (bad[i].row.grade)
			row.grade = bad[i].row.grade;
		if (bad[i].row.class_number)
			row.class_number = bad[i].row.class_number;
		if (bad[i].row.guardian[0].name.p)
			row.guardian[0] = bad[i].row.guardian[0];
		if (bad[i].row.id_number.p)
			row.id_number = bad[i].row.id_number;
		assert_int_equal(put(c, &w->clerk, &row, 1, &p), E_INPUT);
		if (!str_is(c->fault.field, bad[i].field))
			fail_msg("%s: %.*s", bad[i].field, STR_FMT(c->fault.field));
	}
}

static void a_pupil_of_another_school_leaves_there_first(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct pupil_leave leave = {.pupil = w->pupil[WANG], .reason = S("转学")};
	struct roll_row row = wang();
	struct roll_put p;
	struct pupil pupil;

	row.grade = 7;
	assert_fault(c, put(c, &w->clerk2, &row, 1, &p), E_CONFLICT, "pupil_elsewhere");
	assert_ok(kit_try_as(c, &w->clerk, &pupil_leave_verb, &leave));
	kit_read_as(c, &w->wang);
	assert_ok(pupil_get(c, w->pupil[WANG], &pupil)); /* the papers stay in sight */
	assert_false(pupil.active);
	assert_ok(put(c, &w->clerk2, &row, 1, &p));
	assert_int_equal(row.id.v, w->pupil[WANG].v);
	kit_read_as(c, &w->wang);
	assert_ok(pupil_get(c, w->pupil[WANG], &pupil));
	assert_true(pupil.active);
	assert_int_equal(pupil.school.v, w->a2.v);
	assert_int_equal(pupil.stage, 2);
}

static void the_roll_is_kept_by_the_own_schools_clerk(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct roll_row row = wang();
	struct roll_put p = {.school = w->a1, .row = &row, .n = 1};
	struct pupil_change move = {.pupil = w->pupil[WANG], .class = w->a1_51};
	struct pupil_change abroad = {.pupil = w->pupil[WANG], .class = w->a2_71};

	assert_fault(c, kit_try_as(c, &w->teacher, &roll_put_verb, &p), E_DENIED, "not_allowed");
	assert_fault(c, kit_try_as(c, &w->mother, &roll_put_verb, &p), E_DENIED, "not_allowed");
	assert_fault(c, kit_try_as(c, &w->clerk2, &roll_put_verb, &p), E_ABSENT, "absent");
	assert_fault(c, kit_try_as(c, &w->zone_officer, &roll_put_verb, &p), E_ABSENT, "absent");
	assert_ok(kit_try_as(c, &w->county_officer, &roll_put_verb, &p));
	assert_fault(c, kit_try_as(c, &w->clerk2, &pupil_change_verb, &move), E_ABSENT, "absent");
	assert_fault(c, kit_try_as(c, &w->clerk, &pupil_change_verb, &abroad), E_ABSENT, "absent");
	assert_ok(kit_try_as(c, &w->clerk, &pupil_change_verb, &move));
	kit_read_as(c, &w->clerk);

	struct pupil pupil;
	assert_ok(pupil_get(c, w->pupil[WANG], &pupil));
	assert_int_equal(pupil.grade, 5);
}

static void one_person_has_one_account_as_guardian_and_teacher(void **state)
{
	struct kit_people *w = kit_world(state);

	assert_int_equal(w->zhao.account.v, w->zhao_teach.account.v);
	assert_true(w->zhao.appointment.v != w->zhao_teach.appointment.v);
}

static void codes_go_once_to_each_guardian_of_a_class(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct guardian_codes codes = {.class = w->a1_31};

	assert_fault(c, kit_try_as(c, &w->clerk2, &guardian_codes_verb, &codes), E_ABSENT,
	             "absent");
	assert_fault(c, kit_try_as(c, &w->teacher, &guardian_codes_verb, &codes), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(c, &w->head, &guardian_codes_verb, &codes));
	assert_int_equal(codes.n, 4); /* father, mother, wang, wang's namesake */
	assert_int_equal(codes.slip[0].code.n, 11);
	codes.class = w->a1_32;
	assert_fault(c, kit_try_as(c, &w->head, &guardian_codes_verb, &codes), E_ABSENT, "absent");
}

/* --- staff ------------------------------------------------------------------------------------ */

static void a_clerk_appoints_those_who_teach_and_nobody_above(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct staff_appoint a = {.staff = w->teacher_id,
	                          .role = ROLE_SCHOOL_CLERK,
	                          .starts = DATE_NONE,
	                          .ends = DATE_NONE};

	assert_fault(c, kit_try_as(c, &w->clerk, &staff_appoint_verb, &a), E_DENIED, "not_allowed");
	assert_fault(c, kit_try_as(c, &w->leader2, &staff_appoint_verb, &a), E_ABSENT, "absent");
	assert_ok(kit_try_as(c, &w->leader, &staff_appoint_verb, &a));
	a.role = ROLE_SCHOOL_LEADER;
	assert_fault(c, kit_try_as(c, &w->leader, &staff_appoint_verb, &a), E_DENIED,
	             "not_allowed");
	a.role = ROLE_COUNTY;
	assert_fault(c, kit_try_as(c, &w->county_officer, &staff_appoint_verb, &a), E_DENIED,
	             "not_allowed");
	a.role = ROLE_CLASS_HEAD;
	assert_fault(c, kit_try_as(c, &w->clerk, &staff_appoint_verb, &a), E_INPUT,
	             "missing_field");
	a.class = w->a2_71;
	assert_fault(c, kit_try_as(c, &w->clerk, &staff_appoint_verb, &a), E_ABSENT, "absent");
	a.class = w->a1_32;
	assert_ok(kit_try_as(c, &w->clerk, &staff_appoint_verb, &a));
	assert_int_equal(kit_actor(c, "13800000003", ROLE_CLASS_HEAD, w->county).class.v,
	                 w->a1_32.v);
}

static size_t live_rights(struct ctx *c, const struct kit_people *w, staff_id id)
{
	struct staff_right *v;
	size_t n, live = 0;

	kit_read_as(c, &w->leader);
	assert_ok(staff_rights(c, id, &v, &n));
	for (size_t i = 0; i < n; i++)
		live += !date_some(v[i].ends) || v[i].ends.day >= ctx_today(c).day;
	return live;
}

static void an_appointment_that_was_ended_gives_nothing_any_more(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct staff_dismiss d = {
		.staff = w->teacher_id, .appointment = w->teacher.appointment, .last = DATE_NONE};
	struct staff_dismiss other = {
		.staff = w->teacher_id, .appointment = w->head.appointment, .last = DATE_NONE};

	assert_int_equal(live_rights(c, w, w->teacher_id), 1);
	assert_fault(c, kit_try_as(c, &w->clerk2, &staff_dismiss_verb, &d), E_ABSENT, "absent");
	assert_fault(c, kit_try_as(c, &w->clerk, &staff_dismiss_verb, &other), E_ABSENT, "absent");
	assert_ok(kit_try_as(c, &w->clerk, &staff_dismiss_verb, &d));
	assert_int_equal(live_rights(c, w, w->teacher_id), 0);
}

static void who_leaves_the_school_keeps_the_account_and_no_right(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct staff_leave l = {.staff = w->zhao_teach.staff};
	struct staff_leave leader = {.staff = w->leader_id};
	struct staff_row back = {.number = S("1005"), .name = S("赵母"), .phone = S("13900000007")};
	struct staff_put put_back = {.row = &back, .n = 1};

	assert_fault(c, kit_try_as(c, &w->clerk, &staff_leave_verb, &leader), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(c, &w->clerk, &staff_leave_verb, &l));
	assert_ok(kit_try_as(c, &w->clerk, &staff_leave_verb, &l));
	assert_int_equal(live_rights(c, w, l.staff), 0);
	kit_actor(c, "13900000007", ROLE_GUARDIAN, w->county);
	assert_ok(kit_try_as(c, &w->clerk, &staff_put_verb, &put_back));
	assert_int_equal(back.did, STAFF_CHANGED);
	assert_int_equal(back.id.v, l.staff.v);
}

static void a_clerk_cannot_hire_a_leader(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct staff_row row = {.number = S("9"),
	                        .name = S("新校长"),
	                        .phone = S("13800000099"),
	                        .roles = ROLE_BIT(ROLE_SCHOOL_LEADER)};
	struct staff_put p = {.row = &row, .n = 1};
	struct staff *v;
	int64_t total;
	size_t n;

	assert_fault(c, kit_try_as(c, &w->clerk, &staff_put_verb, &p), E_DENIED, "not_allowed");
	kit_read_as(c, &w->clerk);
	assert_ok(staff_list(c, w->a1, false, 0, 0, &v, &n, &total));
	assert_int_equal(total, 6);
	assert_fault(c, staff_list(c, w->a2, false, 0, 0, &v, &n, &total), E_ABSENT, "absent");
}

/* --- counties --------------------------------------------------------------------------------- */

static enum err county_put(struct ctx *c, const struct actor *who, const char *code, bool zone,
                           const char *ruleset)
{
	struct county_new a = {
		.code = str_of(code), .name = S("新区"), .zone = zone, .ruleset = str_of(ruleset)};

	return kit_try_as(c, who, &county_add_verb, &a);
}

static void d7_a_zone_lies_in_the_city_of_the_other_counties_or_where_it_is_said(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct county_new a = {.code = S("ZKF07"),
	                       .name = S("新区"),
	                       .zone = true,
	                       .region = S("349902"),
	                       .ruleset = S("RS0")};
	struct county k;

	kit_read_as(c, &w->system);
	assert_ok(county_get(c, w->zone, &k));
	store_read_end(c);
	assert_str(k.region, "349900");
	assert_ok(kit_try_as(c, &w->system, &county_add_verb, &a));
	kit_read_as(c, &w->system);
	assert_ok(county_get(c, a.result, &k));
	store_read_end(c);
	assert_str(k.region, "349902");
	a.code = S("ZKF08");
	a.region = S("新区");
	assert_fault(c, kit_try_as(c, &w->system, &county_add_verb, &a), E_INPUT,
	             "county_code_malformed");
	assert_str(c->fault.field, "region");
}

static void r3_a_development_zone_is_a_county_without_a_standard_code(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct county k;

	assert_ok(county_put(c, &w->city, "zkf2", true, "RS0"));
	assert_fault(c, county_put(c, &w->city, "349902", true, "RS0"), E_INPUT,
	             "county_code_malformed");
	assert_fault(c, county_put(c, &w->city, "Z2", false, "RS0"), E_INPUT,
	             "county_code_malformed");
	assert_fault(c, county_put(c, &w->city, "Z01", true, "RS0"), E_CONFLICT, "code_taken");
	kit_read_as(c, &w->zone_officer);
	assert_ok(county_get(c, w->zone, &k));
	assert_true(k.zone);
	assert_str(k.participant, "rule");
	assert_str(k.ruleset, "RS0");
}

static void r2_counties_are_made_by_the_city_under_a_rule_set_in_force(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct county *v;
	size_t n;

	assert_fault(c, county_put(c, &w->county_officer, "349903", false, "RS0"), E_DENIED,
	             "not_allowed");
	assert_fault(c, county_put(c, &w->city, "349903", false, "RS99"), E_REFUSED, "no_rule");
	assert_ok(county_put(c, &w->city, "349903", false, "RS0"));
	kit_read_as(c, &w->city);
	assert_ok(county_list(c, &v, &n));
	assert_int_equal(n, 3);
	assert_str(v[0].code, "349901");
	assert_int_equal(v[0].schools, 2);
	assert_int_equal(v[0].pupils, 10);
	kit_read_as(c, &w->county_officer);
	assert_ok(county_list(c, &v, &n));
	assert_int_equal(n, 1);
}

/* --- officers --------------------------------------------------------------------------------- */

static enum err password_run(struct ctx *c, void *arg)
{
	return credential_many(c, arg, 1, S("$argon2id$of$somebody"));
}
static const struct verb password_verb = {"test.password", password_run};

static size_t officers_seen(struct ctx *c, const struct actor *who, bool ended)
{
	struct officer_filter f = {.ended = ended};
	struct officer *v;
	int64_t total;
	size_t n;

	kit_read_as(c, who);
	assert_ok(officer_list(c, &f, &v, &n, &total));
	store_read_end(c);
	assert_int_equal(total, n);
	return n;
}

static appointment_id officer_made(struct ctx *c, struct kit_people *w, const char *login,
                                   struct date ends)
{
	struct officer_new a = {.county = w->county,
	                        .name = S("新来的"),
	                        .login = str_of(login),
	                        .starts = DATE_NONE,
	                        .ends = ends};

	assert_ok(kit_try_as(c, &w->city, &officer_add_verb, &a));
	return kit_actor(c, login, ROLE_COUNTY, w->county).appointment;
}

static void r2_officers_are_appointed_by_the_city_and_see_their_own_county(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct officer_new a = {.county = w->county,
	                        .name = S("新来的"),
	                        .login = S("new.officer"),
	                        .starts = DATE_NONE,
	                        .ends = DATE_NONE,
	                        .with_code = true};
	struct officer_new own = {.name = S("办公室新人"), .login = S("new.city")};
	struct officer_filter all = {0};
	struct officer o, *v;
	int64_t total;
	size_t n;

	assert_fault(c, kit_try_as(c, &w->county_officer, &officer_add_verb, &a), E_DENIED,
	             "not_allowed");
	assert_fault(c, kit_try_as(c, &w->city, &officer_add_verb, &own), E_DENIED, "not_allowed");
	a.ends = (struct date){ctx_today(c).day - 1};
	assert_fault(c, kit_try_as(c, &w->city, &officer_add_verb, &a), E_INPUT, "bad_input");
	assert_str(c->fault.field, "ends");
	a.ends = DATE_NONE;
	assert_ok(kit_try_as(c, &w->city, &officer_add_verb, &a));
	assert_int_equal(a.code.n, 11);
	a.login = S("zone"); /* has a password, and keeps it */
	c->actor = w->system;
	kit_do(c, &password_verb, &w->zone_officer.account);
	assert_ok(kit_try_as(c, &w->city, &officer_add_verb, &a));
	assert_false(str_some(a.code));
	assert_int_equal(officers_seen(c, &w->city, false), 9);
	assert_int_equal(officers_seen(c, &w->county_officer, false), 5);
	assert_int_equal(officers_seen(c, &w->zone_officer, false), 2);
	kit_read_as(c, &w->zone_officer);
	assert_fault(c, officer_get(c, w->county_officer.appointment, &o), E_ABSENT, "absent");
	kit_read_as(c, &w->clerk);
	assert_fault(c, officer_list(c, &all, &v, &n, &total), E_DENIED, "not_allowed");
}

static void an_officers_right_ends_with_a_day_and_is_never_dated_back(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct date today = ctx_today(c);
	struct officer_end a = {officer_made(c, w, "leaving", DATE_NONE), {today.day - 2}};
	struct officer_end own = {w->city.appointment, DATE_NONE};
	struct officer o;

	assert_fault(c, kit_try_as(c, &w->county_officer, &officer_end_verb, &a), E_DENIED,
	             "not_allowed");
	assert_fault(c, kit_try_as(c, &w->city, &officer_end_verb, &a), E_INPUT, "bad_input");
	assert_fault(c, kit_try_as(c, &w->city, &officer_end_verb, &own), E_ABSENT, "absent");
	own.officer = w->teacher.appointment; /* a right of another kind */
	assert_fault(c, kit_try_as(c, &w->city, &officer_end_verb, &own), E_ABSENT, "absent");
	a.last = (struct date){today.day + 30};
	assert_ok(kit_try_as(c, &w->city, &officer_end_verb, &a));
	kit_read_as(c, &w->city);
	assert_ok(officer_get(c, a.officer, &o));
	assert_int_equal(o.ends.day, today.day + 30);
	store_read_end(c);
	assert_int_equal(officers_seen(c, &w->county_officer, true), 0);
	a.last = DATE_NONE;
	assert_ok(kit_try_as(c, &w->city, &officer_end_verb, &a));
	assert_int_equal(officers_seen(c, &w->county_officer, false), 3);
	assert_int_equal(officers_seen(c, &w->county_officer, true), 1);
	assert_int_equal(kit_audited(c, "ended", "appointment", a.officer.v), 2);
}

static void r71_who_watches_the_money_is_named_by_the_city_with_a_fitting_place(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct officer_new a = {.role = ROLE_COUNTY_HR,
	                        .name = S("新来的"),
	                        .login = S("new.hr"),
	                        .starts = DATE_NONE,
	                        .ends = DATE_NONE};
	struct officer_end end = {w->city_finance.appointment, DATE_NONE};

	assert_fault(c, kit_try_as(c, &w->city, &officer_add_verb, &a), E_INPUT, "missing_field");
	assert_str(c->fault.field, "county");
	a.county = w->county;
	assert_fault(c, kit_try_as(c, &w->county_officer, &officer_add_verb, &a), E_DENIED,
	             "not_allowed");
	a.role = ROLE_CITY_FINANCE;
	assert_fault(c, kit_try_as(c, &w->city, &officer_add_verb, &a), E_INPUT,
	             "officer_of_no_county");
	a.role = ROLE_SCHOOL_FINANCE;
	assert_fault(c, kit_try_as(c, &w->city, &officer_add_verb, &a), E_INPUT, "bad_input");
	assert_str(c->fault.field, "role");
	a.role = ROLE_COUNTY_HR;
	assert_ok(kit_try_as(c, &w->city, &officer_add_verb, &a));
	assert_int_equal(kit_actor(c, "new.hr", ROLE_COUNTY_HR, w->county).county.v, w->county.v);
	assert_ok(kit_try_as(c, &w->city, &officer_end_verb, &end));
}

static void r2_a_leader_names_who_keeps_the_money_and_a_clerk_does_not(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct staff_appoint a = {.staff = w->teacher_id,
	                          .role = ROLE_SCHOOL_FINANCE,
	                          .starts = DATE_NONE,
	                          .ends = DATE_NONE};
	struct pupil p;

	assert_fault(c, kit_try_as(c, &w->clerk, &staff_appoint_verb, &a), E_DENIED, "not_allowed");
	assert_fault(c, kit_try_as(c, &w->finance, &staff_appoint_verb, &a), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(c, &w->leader, &staff_appoint_verb, &a));
	assert_int_equal(kit_actor(c, "13800000003", ROLE_SCHOOL_FINANCE, w->county).school.v,
	                 w->a1.v);
	/* Money is no reason to read of a child. */
	for (int i = 0; i < 4; i++) {
		const struct actor *who[] = {&w->finance, &w->county_finance, &w->county_hr,
		                             &w->city_finance};

		kit_read_as(c, who[i]);
		assert_fault(c, pupil_get(c, w->pupil[LI], &p), E_ABSENT, "absent");
	}
}

static void a_school_is_made_by_its_county(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct school_new a = {.county = w->zone, .code = S("2134990009"), .name = S("新校")};

	assert_fault(c, kit_try_as(c, &w->county_officer, &school_add_verb, &a), E_ABSENT,
	             "absent");
	a.county = ID_NONE(county_id);
	assert_fault(c, kit_try_as(c, &w->clerk, &school_add_verb, &a), E_DENIED, "not_allowed");
	a.code = S("99");
	assert_fault(c, kit_try_as(c, &w->county_officer, &school_add_verb, &a), E_INPUT,
	             "id_length");
	a.code = S("2134990001");
	assert_fault(c, kit_try_as(c, &w->county_officer, &school_add_verb, &a), E_CONFLICT,
	             "code_taken");
	a.code = S("２１３４９９０００９");
	assert_ok(kit_try_as(c, &w->county_officer, &school_add_verb, &a));
	kit_read_as(c, &w->county_officer);

	struct school s;
	assert_ok(school_get(c, a.result, &s));
	assert_str(s.code, "2134990009");
	assert_int_equal(s.county.v, w->county.v);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(the_same_row_again_changes_nothing),
		KIT_FACT(the_same_number_again_updates_that_pupil),
		KIT_FACT(a_bad_row_leaves_nothing_of_its_batch),
		KIT_FACT(each_field_of_a_row_is_refused_by_name),
		KIT_FACT(a_pupil_of_another_school_leaves_there_first),
		KIT_FACT(the_roll_is_kept_by_the_own_schools_clerk),
		KIT_FACT(one_person_has_one_account_as_guardian_and_teacher),
		KIT_FACT(codes_go_once_to_each_guardian_of_a_class),
		KIT_FACT(a_clerk_appoints_those_who_teach_and_nobody_above),
		KIT_FACT(an_appointment_that_was_ended_gives_nothing_any_more),
		KIT_FACT(who_leaves_the_school_keeps_the_account_and_no_right),
		KIT_FACT(a_clerk_cannot_hire_a_leader),
		KIT_FACT(d7_a_zone_lies_in_the_city_of_the_other_counties_or_where_it_is_said),
		KIT_FACT(r3_a_development_zone_is_a_county_without_a_standard_code),
		KIT_FACT(r2_counties_are_made_by_the_city_under_a_rule_set_in_force),
		KIT_FACT(r2_officers_are_appointed_by_the_city_and_see_their_own_county),
		KIT_FACT(an_officers_right_ends_with_a_day_and_is_never_dated_back),
		KIT_FACT(r71_who_watches_the_money_is_named_by_the_city_with_a_fitting_place),
		KIT_FACT(r2_a_leader_names_who_keeps_the_money_and_a_clerk_does_not),
		KIT_FACT(a_school_is_made_by_its_county),
	};

	return KIT_FACTS_RUN("people", facts);
}
