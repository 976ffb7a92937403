/* Who sees whom: R2, R3, R6. What lies outside a caller's reach is absent, never denied. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

static enum err pupil_of(struct ctx *c, const struct actor *who, pupil_id id)
{
	struct pupil p;

	kit_read_as(c, who);
	return pupil_get(c, id, &p);
}

#define assert_sees(c, who, id)   assert_ok(pupil_of(c, &(who), id))
#define assert_absent(c, who, id) assert_fault(c, pupil_of(c, &(who), id), E_ABSENT, "absent")

static void r6_a_guardian_sees_the_own_children_and_no_others(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	assert_sees(c, w->mother, w->pupil[CHEN_YI]);
	assert_sees(c, w->mother, w->pupil[CHEN_SAN]); /* at another school */
	assert_absent(c, w->mother, w->pupil[WANG]);
	assert_absent(c, w->father, w->pupil[CHEN_SAN]); /* hers, not his */
	assert_absent(c, w->wang, w->pupil[WANG_OTHER]); /* of the same name */
	assert_absent(c, w->father, (pupil_id){12345});
}

static void r2_a_guardian_in_two_counties_acts_in_one_at_a_time(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	assert_int_equal(w->father.account.v, w->father_z.account.v);
	assert_absent(c, w->father, w->pupil[SUN]);
	assert_sees(c, w->father_z, w->pupil[SUN]);
	assert_absent(c, w->father_z, w->pupil[CHEN_YI]);
}

static void children_stand_in_order_of_grade_with_class_and_school(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct child *v;
	size_t n;

	kit_read_as(c, &w->mother);
	assert_ok(children_list(c, &v, &n));
	assert_int_equal(n, 3);
	assert_str(v[0].name, "陈一");
	assert_str(v[0].class_name, "三年级(1)班");
	assert_str(v[1].name, "陈二");
	assert_str(v[2].name, "陈三");
	assert_str(v[2].school_name, "示例县第二中学");
	assert_true(v[2].pupil.rural);
	kit_read_as(c, &w->clerk);
	assert_fault(c, children_list(c, &v, &n), E_ABSENT, "absent");
}

static void staff_see_their_own_school_and_a_class_head_the_own_class(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	assert_sees(c, w->clerk, w->pupil[LI]);
	assert_sees(c, w->leader, w->pupil[LI]);
	assert_sees(c, w->teacher, w->pupil[LI]);
	assert_sees(c, w->head, w->pupil[WANG]);
	assert_absent(c, w->head, w->pupil[LI]);
	assert_absent(c, w->clerk, w->pupil[ZHOU]);
	assert_absent(c, w->clerk2, w->pupil[WANG]);
	assert_absent(c, w->agency, w->pupil[WANG]);
}

static void
r2_an_officer_sees_the_own_county_alone_and_asking_for_more_is_written_down(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct school s;
	struct class k;
	struct county county;
	struct school *schools;
	int64_t total;
	size_t n;

	assert_sees(c, w->county_officer, w->pupil[WANG]);
	assert_sees(c, w->county_officer, w->pupil[ZHOU]);
	assert_null(c->reads);
	assert_absent(c, w->county_officer, w->pupil[ZHENG]);
	assert_non_null(c->reads);                  /* what web writes down after the reply */
	assert_absent(c, w->city, w->pupil[ZHENG]); /* the city counts and reads no names */
	kit_read_as(c, &w->county_officer);
	assert_fault(c, school_get(c, w->z1, &s), E_ABSENT, "absent");
	assert_fault(c, class_get(c, w->z1_31, &k), E_ABSENT, "absent");
	assert_fault(c, county_get(c, w->zone, &county), E_ABSENT, "absent");
	assert_fault(c, school_list(c, w->zone, STR_NONE, 0, 0, &schools, &n, &total), E_ABSENT,
	             "absent");
	assert_ok(school_list(c, w->county, STR_NONE, 0, 0, &schools, &n, &total));
	assert_int_equal(n, 2);
	assert_ok(school_list(c, w->county, S("第二"), 20, 0, &schools, &n, &total));
	assert_int_equal(total, 1);
	assert_ok(school_list(c, w->county, S("%"), 20, 0, &schools, &n, &total));
	assert_int_equal(total, 0);
}

static void a_class_lists_its_pupils_for_those_who_reach_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct classmate *v;
	size_t n;

	kit_read_as(c, &w->head);
	assert_ok(pupils_of_class(c, w->a1_31, &v, &n));
	assert_int_equal(n, 3);
	assert_str(v[1].name, "王小明");
	assert_str(v[2].name, "王小明"); /* two children of one name are two children */
	assert_true(v[1].id.v != v[2].id.v);
	assert_fault(c, pupils_of_class(c, w->a1_32, &v, &n), E_ABSENT, "absent");
	kit_read_as(c, &w->mother); /* her child's class: the list is for staff */
	assert_fault(c, pupils_of_class(c, w->a1_31, &v, &n), E_ABSENT, "absent");
	kit_read_as(c, &w->clerk_z);
	assert_fault(c, pupils_of_class(c, w->a1_31, &v, &n), E_ABSENT, "absent");
}

static void a_number_finds_a_pupil_within_reach_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct str number = S("Ｌ349901201709010003");
	pupil_id id;
	bool found;

	kit_read_as(c, &w->clerk);
	assert_ok(pupil_find_by_number(c, w->county, number, &id, &found));
	assert_true(found);
	assert_int_equal(id.v, w->pupil[WANG].v);
	assert_ok(pupil_find_by_number(c, w->county, S("nonsense"), &id, &found));
	assert_false(found);
	kit_read_as(c, &w->clerk2);
	assert_ok(pupil_find_by_number(c, w->county, number, &id, &found));
	assert_false(found);
	kit_read_as(c, &w->clerk_z);
	assert_fault(c, pupil_find_by_number(c, w->county, number, &id, &found), E_ABSENT,
	             "absent");
}

static void r6_an_ended_kinship_takes_the_sight_of_the_child_at_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kinship_over end = {.pupil = w->pupil[CHEN_YI], .guardian = w->father.guardian};
	struct kinship_new again = {.pupil = w->pupil[CHEN_YI],
	                            .said = {S("陈父"), S("139 0000 0001"), S("爸爸")}};

	kit_read_as(c, &w->father);
	assert_ok(kinship_require(c, w->pupil[CHEN_YI]));
	assert_fault(c, kit_try_as(c, &w->clerk, &kinship_end_verb, &end), E_INPUT,
	             "missing_field");
	end.reason = S("法院判决变更监护人");
	assert_fault(c, kit_try_as(c, &w->clerk2, &kinship_end_verb, &end), E_ABSENT, "absent");
	assert_fault(c, kit_try_as(c, &w->mother, &kinship_end_verb, &end), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(c, &w->clerk, &kinship_end_verb, &end));
	assert_absent(c, w->father, w->pupil[CHEN_YI]);
	assert_fault(c, kinship_require(c, w->pupil[CHEN_YI]), E_ABSENT, "absent");
	assert_sees(c, w->father, w->pupil[CHEN_ER]); /* the other child stays his */
	assert_sees(c, w->mother, w->pupil[CHEN_YI]);
	assert_fault(c, kit_try_as(c, &w->clerk, &kinship_end_verb, &end), E_ABSENT, "absent");
	assert_ok(kit_try_as(c, &w->head, &kinship_add_verb, &again));
	assert_int_equal(again.result.v, w->father.guardian.v);
	assert_sees(c, w->father, w->pupil[CHEN_YI]);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r6_a_guardian_sees_the_own_children_and_no_others),
		KIT_FACT(r2_a_guardian_in_two_counties_acts_in_one_at_a_time),
		KIT_FACT(children_stand_in_order_of_grade_with_class_and_school),
		KIT_FACT(staff_see_their_own_school_and_a_class_head_the_own_class),
		KIT_FACT(
			r2_an_officer_sees_the_own_county_alone_and_asking_for_more_is_written_down),
		KIT_FACT(a_class_lists_its_pupils_for_those_who_reach_it),
		KIT_FACT(a_number_finds_a_pupil_within_reach_alone),
		KIT_FACT(r6_an_ended_kinship_takes_the_sight_of_the_child_at_once),
	};

	return KIT_FACTS_RUN("people", facts);
}
