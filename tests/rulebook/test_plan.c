/* R23-R25, R29, R30: a school's plan beside its county's documents. The county may set another end
 * of the day; a school's plan may not go beyond it, whether or not anybody locked it. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "policy/charge.h"
#include "world.h"

#define PLACE_A1      "2134990001"
#define SOURCE(words) "  clause \"" words "\"\n  requirement R23\n"

static struct str set_text(struct ctx *c, const char *id, const char *level, const char *place,
                           const char *issued, const char *said)
{
	return str_printf(c->arena,
	                  "ruleset %s\ntitle \"%s的规定\"\nnumber none\nissuer \"示例\"\nlevel %s\n"
	                  "place %s\nunder RS0\nissued %s\neffective 2026-09-01 .. open\n%s",
	                  id, id, level, place, issued, said);
}

static struct str of_county(struct ctx *c, const char *said)
{
	return set_text(c, "COUNTY", "county", "349901", "2026-08-01", said);
}

static struct str of_school(struct ctx *c, const char *issued, const char *said)
{
	return set_text(c, "PLAN", "school", PLACE_A1, issued, said);
}

static void refused_with_both(struct ctx *c, const struct kit_people *w, struct str plan,
                              const char *own, const char *above)
{
	edition_id id;
	size_t at;

	done(c, draft(c, &w->county_officer, with_case(c, plan), &id));
	assert_fault(c, step_as(c, &w->county_officer, edition_submit, turn_of(id)), E_REFUSED,
	             "rule_set_wrong");
	if (!str_find(c->fault.found, str_of(own), &at) ||
	    !str_find(c->fault.found, str_of(above), &at))
		fail_msg("%.*s", STR_FMT(c->fault.found));
}

static void published_by_two(struct ctx *c, const struct kit_people *w, struct str text)
{
	struct actor other = second_officer(c, w);

	published(c, &w->county_officer, &other, text);
}

/* The latest end of a school's day, in minutes, and whose word it is. */
static int32_t end_at(struct ctx *c, const struct kit_people *w, school_id school,
                      const char *whose)
{
	struct rule_facts facts = facts_at(STAGE_PRIMARY, AREA_URBAN);
	const struct rule *rule = NULL;
	struct rules rules;

	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules(c, w->county, school, on_day(2026, 9, 2), &rules));
	assert_ok(rules_need(c, &rules, PARAM_END_LATEST, &facts, &rule));
	assert_str(rule->set->id, whose);
	return rule->value.time.minute;
}

#define LATER  "param after_school.end_latest 18:30\n" SOURCE("县里十八点半")
#define LATEST "param after_school.end_latest 18:31\n" SOURCE("学校十八点三十一")

static void
R23_a_plan_later_than_the_plan_of_the_city_is_refused_where_the_county_says_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	refused_with_both(
		c, w,
		of_school(c, "2026-08-02",
	                  "param after_school.end_latest 18:01\n" SOURCE("学校十八点零一")),
		"学校十八点零一", "18:00");
}

static void R23_the_county_may_set_a_later_end_and_its_schools_up_to_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	struct actor other = second_officer(c, w);

	published(c, &w->county_officer, &other, of_county(c, LATER));
	assert_int_equal(end_at(c, w, w->a1, "COUNTY"), 18 * 60 + 30);
	refused_with_both(c, w, of_school(c, "2026-08-02", LATEST), "学校十八点三十一",
	                  "县里十八点半");
	published(c, &w->county_officer, &other,
	          of_school(c, "2026-08-02",
	                    "param after_school.end_latest 18:30\n" SOURCE("学校也十八点半")));
	assert_int_equal(end_at(c, w, w->a1, "PLAN"),
	                 18 * 60 + 30); /* not cut to the city's 18:00 */
	assert_int_equal(end_at(c, w, w->a2, "COUNTY"), 18 * 60 + 30);
}

static void R23_an_earlier_end_is_a_schools_own_to_set(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);

	published_by_two(c, w,
	                 of_school(c, "2026-08-02",
	                           "param after_school.end_latest 17:30\n" SOURCE("学校十七点半")));
	assert_int_equal(end_at(c, w, w->a1, "PLAN"), 17 * 60 + 30);
}

static void R23_a_plan_that_was_there_before_gives_way_to_the_county(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);

	published(c, &w->county_officer, &other,
	          set_text(c, "OLD", "school", PLACE_A1, "2021-01-01", LATEST));
	assert_int_equal(end_at(c, w, w->a1, "RS0"), 18 * 60);
	published(c, &w->county_officer, &other, of_county(c, LATER));
	assert_int_equal(end_at(c, w, w->a1, "COUNTY"), 18 * 60 + 30);
}

static void R29_a_plan_that_guarantees_less_than_the_county_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);

	published(c, &w->county_officer, &other,
	          of_county(c, "param guarantee.rate 180.00 yuan per participant per term\n" SOURCE(
				       "县里一百八")));
	refused_with_both(
		c, w,
		of_school(c, "2026-08-02",
	                  "param guarantee.rate 179.99 yuan per participant per term\n" SOURCE(
				  "学校少一分")),
		"学校少一分", "县里一百八");
}

#define CARE(id, price, words)                                                                     \
	"fee " id " \"托管\"\n  kind care\n  price at_most " price " yuan per term\n" SOURCE(words)

/* What a term of care may cost at the first school: 0 where the price asked is refused. */
static bool may_ask(struct ctx *c, const struct kit_people *w, const char *price)
{
	struct rule_facts facts = facts_at(STAGE_PRIMARY, AREA_URBAN);
	struct charge_item item = {.kind = KIND_CARE,
	                           .unit = UNIT_TERM,
	                           .priced = true,
	                           .quantity = {1, 1},
	                           .facts = &facts};
	struct charge_line line;
	struct rules rules;
	enum err e;

	fact_set(&facts, DIM_KIND, KIND_CARE - 1);
	assert_true(money_parse(str_of(price), &item.price));
	kit_read_as(c, &w->county_officer);
	assert_ok(rulebook_rules(c, w->county, w->a1, on_day(2026, 9, 2), &rules));
	e = charge_fee(c, &rules, &item, &line);
	if (e != OK)
		assert_int_equal(e, E_REFUSED);
	return e == OK;
}

static void R30_a_plan_asks_no_more_for_care_than_the_county_whatever_it_calls_the_fee(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);

	published(c, &w->county_officer, &other,
	          of_county(c, CARE("care", "350.00", "县里三百五")));
	refused_with_both(c, w, of_school(c, "2026-08-02", CARE("mine", "350.01", "学校多一分")),
	                  "学校多一分", "县里三百五");
	/* A unit the county's price does not know cannot be compared with it. */
	refused_with_both(c, w,
	                  of_school(c, "2026-08-02",
	                            "fee mine \"托管\"\n  kind care\n"
	                            "  price exactly 1.00 yuan per period\n" SOURCE("学校按课时")),
	                  "学校按课时", "县里三百五");
	published(c, &w->county_officer, &other,
	          of_school(c, "2026-08-02", CARE("mine", "300.00", "学校三百")));
	assert_true(may_ask(c, w, "300.00"));
	assert_false(may_ask(c, w, "300.01"));
}

static void R30_a_plan_takes_nothing_from_what_further_days_of_care_cost_less(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);
	static const char daily[] =
		"fee care \"托管\"\n  kind care\n  price at_most 3.00 yuan per day\n";

	published(c, &w->county_officer, &other,
	          of_county(c, str_c(c->arena,
	                             str_printf(c->arena, "%s  beyond 15 day at 80 percent\n%s",
	                                        daily, SOURCE("县里十五天后八折")))));
	refused_with_both(c, w,
	                  of_school(c, "2026-08-02",
	                            str_c(c->arena, str_printf(c->arena, "%s%s", daily,
	                                                       SOURCE("学校不打折")))),
	                  "学校不打折", "县里十五天后八折");
	published(c, &w->county_officer, &other,
	          of_school(c, "2026-08-02",
	                    str_c(c->arena,
	                          str_printf(c->arena, "%s  beyond 10 day at 75 percent\n%s", daily,
	                                     SOURCE("学校十天后七五折")))));
}

static void R30_an_older_plan_that_asks_more_for_care_gives_way(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct actor other = second_officer(c, w);

	published(c, &w->county_officer, &other,
	          set_text(c, "OLD", "school", PLACE_A1, "2021-01-01",
	                   CARE("mine", "400.00", "学校四百")));
	published(c, &w->county_officer, &other,
	          of_county(c, CARE("care", "350.00", "县里三百五")));
	assert_true(may_ask(c, w, "350.00"));
	assert_false(may_ask(c, w, "350.01"));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			R23_a_plan_later_than_the_plan_of_the_city_is_refused_where_the_county_says_nothing),
		KIT_FACT(R23_the_county_may_set_a_later_end_and_its_schools_up_to_it),
		KIT_FACT(R23_an_earlier_end_is_a_schools_own_to_set),
		KIT_FACT(R23_a_plan_that_was_there_before_gives_way_to_the_county),
		KIT_FACT(R29_a_plan_that_guarantees_less_than_the_county_is_refused),
		KIT_FACT(
			R30_a_plan_asks_no_more_for_care_than_the_county_whatever_it_calls_the_fee),
		KIT_FACT(R30_a_plan_takes_nothing_from_what_further_days_of_care_cost_less),
		KIT_FACT(R30_an_older_plan_that_asks_more_for_care_gives_way),
	};

	return KIT_FACTS_RUN("rulebook", facts);
}
