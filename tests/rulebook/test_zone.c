/* What a development zone and a school may publish under the documents of where they lie. A program
 * of its own: it adds a document of their city to the sets built in. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "rulebook/findings.h"
#include "rulebook/region.h"
#include "city.h"
#include "world.h"

/* A draft is kept, told what is wrong with it, and goes no further. */
static void refused_by_name(struct ctx *c, const struct actor *who, struct str body)
{
	struct finding *f;
	struct edition e;
	edition_id id;
	size_t n;

	done(c, draft(c, who, body, &id));
	kit_read_as(c, who);
	assert_ok(edition_get(c, id, &e));
	assert_ok(edition_findings(c, &e, &f, &n));
	assert_int_equal(n, 1);
	assert_str(f[0].word, "param");
	assert_fault(c, step_as(c, who, edition_submit, turn_of(id)), E_REFUSED, "rule_set_wrong");
	assert_true(names_the_city(c));
	assert_int_equal(kit_audited(c, "submitted", "edition", id.v), 0);
}

/* Where the zone lies, by a hand in the database. */
static void lies(struct ctx *c, struct kit_db *db, const char *region)
{
	if (c->tx)
		store_read_end(c);
	kit_db_stop(c);
	kit_db_run(db,
	           str_c(c->arena,
	                 str_printf(c->arena, "UPDATE county SET region = %s WHERE code = 'Z01'",
	                            region)));
	assert_ok(kit_db_start(c, db));
}

static int64_t rate_of_zone(struct ctx *c, const struct kit_people *w)
{
	const struct rule *rule = NULL;
	struct rules rules;

	kit_read_as(c, &w->zone_officer);
	assert_ok(rulebook_rules(c, w->zone, w->z1, on_day(2026, 9, 1), &rules));
	assert_ok(rules_find(c, &rules, PARAM_GUARANTEE_RATE, NULL, &rule));
	return rule->value.money.fen;
}

static void looser_is_refused(struct ctx *c, struct kit_db *db, const struct kit_people *w,
                              const struct actor *other)
{
	const struct actor *county = &w->county_officer, *zone = &w->zone_officer;

	(void)db;
	(void)other;
	refused_by_name(c, county, local_rules(c, "LOCAL", "349901", OPEN, "180.00"));
	refused_by_name(c, zone, local_rules(c, "ZONE", "Z01", OPEN, "180.00"));
	refused_by_name(c, zone, school_plan(c, "PLAN-Z1", "2134990003", "180.00"));
	refused_by_name(c, county, school_plan(c, "PLAN-A2", "3134990002", "180.00"));
}

static void stricter_is_published(struct ctx *c, struct kit_db *db, const struct kit_people *w,
                                  const struct actor *other)
{
	(void)db;
	published(c, &w->zone_officer, other, local_rules(c, "ZONE", "Z01", OPEN, "200.00"));
	assert_int_equal(rate_of_zone(c, w), 20000);
}

/* Where the zone lies is found out between the approval and the publication. */
static void publication_looks_again(struct ctx *c, struct kit_db *db, const struct kit_people *w,
                                    const struct actor *other)
{
	edition_id id;

	lies(c, db, "NULL");
	done(c, draft(c, &w->zone_officer, local_rules(c, "ZONE", "Z01", OPEN, "180.00"), &id));
	done(c, step_as(c, &w->zone_officer, edition_submit, turn_of(id)));
	done(c, step_as(c, other, edition_approve, turn_of(id)));
	lies(c, db, "'349900'");
	assert_fault(c, step_as(c, &w->zone_officer, edition_publish, turn_of(id)), E_REFUSED,
	             "rule_set_wrong");
	assert_true(names_the_city(c));
	assert_int_equal(kit_audited(c, "published", "edition", id.v), 0);
}

/* Published while nobody had said where the zone lies: it holds no further than the city lets it,
 * and keeps nobody from publishing what mends it. */
static void one_that_is_out_gives_way(struct ctx *c, struct kit_db *db, const struct kit_people *w,
                                      const struct actor *other)
{
	lies(c, db, "NULL");
	published(c, &w->zone_officer, other, local_rules(c, "ZONE", "Z01", OPEN, "180.00"));
	assert_int_equal(rate_of_zone(c, w), 18000);
	lies(c, db, "'349900'");
	assert_int_equal(rate_of_zone(c, w), 19000);
	published(c, &w->zone_officer, other,
	          local_rules(c, "ZONE", "Z01", "2027-02-01 .. open", "200.00"));
}

/* --- said anew by the city ----------------------------------------------------------------------
 */

static enum err said(struct ctx *c, const struct actor *who, county_id county, const char *region,
                     const char *reason)
{
	struct region_change a = {
		.county = county, .region = str_of(region), .reason = str_of(reason)};

	if (c->tx)
		store_read_end(c);
	return kit_try_as(c, who, &region_change_verb, &a);
}

static void the_city_says_where_a_zone_lies(struct ctx *c, struct kit_db *db,
                                            const struct kit_people *w, const struct actor *other)
{
	struct county k;
	int64_t was, is;

	(void)db;
	published(c, &w->zone_officer, other, local_rules(c, "ZONE", "Z01", OPEN, "200.00"));
	done(c, said(c, &w->city, w->zone, "340100", "原填写有误"));
	kit_read_as(c, &w->city);
	assert_ok(county_get(c, w->zone, &k));
	assert_str(k.region, "340100");
	assert_int_equal(kit_audited(c, "region_changed", "county", w->zone.v), 1);
	kit_read_as(c, &w->city);
	assert_ok(rulebook_version(c, w->zone, &was));
	done(c, said(c, &w->city, w->zone, " 340100 ", "原填写有误")); /* nothing new */
	done(c, said(c, &w->city, w->zone, "", "按所在的市"));
	kit_read_as(c, &w->city);
	assert_ok(county_get(c, w->zone, &k));
	assert_str(k.region, "349900");
	assert_int_equal(kit_audited(c, "region_changed", "county", w->zone.v), 2);
	kit_read_as(c, &w->city);
	assert_ok(rulebook_version(c, w->zone, &is));
	assert_int_not_equal(was, is);
}

static void what_would_loosen_is_refused(struct ctx *c, struct kit_db *db,
                                         const struct kit_people *w, const struct actor *other)
{
	edition_id id;

	(void)db;
	done(c, said(c, &w->city, w->zone, "340100", "原填写有误"));
	id = published(c, &w->zone_officer, other, local_rules(c, "ZONE", "Z01", OPEN, "180.00"));
	assert_int_equal(rate_of_zone(c, w), 18000);
	for (size_t i = 0; i < 2; i++) {
		assert_fault(c, said(c, &w->city, w->zone, i ? "349901" : "349900", "实际所在地"),
		             E_REFUSED, "region_loosens");
		assert_str(c->fault.field, "region");
		assert_true(names_the_city(c));
	}
	assert_int_equal(rate_of_zone(c, w), 18000);
	done(c, step_as(c, &w->zone_officer, edition_withdraw, turn_of(id)));
	done(c, said(c, &w->city, w->zone, "349900", "实际所在地"));
	assert_int_equal(rate_of_zone(c, w), 19000);
}

/* Of a school in the zone; and one that is over keeps nobody. */
static void a_schools_plan_counts_until_it_is_over(struct ctx *c, struct kit_db *db,
                                                   const struct kit_people *w,
                                                   const struct actor *other)
{
	(void)db;
	done(c, said(c, &w->city, w->zone, "340100", "原填写有误"));
	published(c, &w->zone_officer, other, school_plan(c, "PLAN-Z1", "2134990003", "180.00"));
	assert_fault(c, said(c, &w->city, w->zone, "349900", "实际所在地"), E_REFUSED,
	             "region_loosens");
	published(c, &w->zone_officer, other, school_plan(c, "PLAN-Z1", "2134990003", "200.00"));
	done(c, said(c, &w->city, w->zone, "349900", "实际所在地"));
}

static void others_and_nonsense_are_refused(struct ctx *c, struct kit_db *db,
                                            const struct kit_people *w, const struct actor *other)
{
	(void)db;
	(void)other;
	assert_fault(c, said(c, &w->zone_officer, w->zone, "340100", "自己改"), E_DENIED,
	             "not_allowed");
	assert_fault(c, said(c, &w->city, w->county, "340100", "县区"), E_REFUSED,
	             "county_no_zone");
	assert_fault(c, said(c, &w->city, w->zone, "34010", "少一位"), E_INPUT,
	             "county_code_malformed");
	assert_fault(c, said(c, &w->city, w->zone, "Z02", "开发区"), E_INPUT,
	             "county_code_malformed");
	assert_fault(c, said(c, &w->city, w->zone, "340100", " "), E_INPUT, "missing_field");
	assert_fault(c, said(c, &w->city, (county_id){77}, "340100", "没有"), E_ABSENT, "absent");
	kit_read_as(c, &w->city);
	assert_int_equal(kit_audited(c, "region_changed", "county", w->zone.v), 0);
}

static struct actor second_in_zone(struct ctx *c, const struct kit_people *w)
{
	struct officer_new in = {.county = w->zone,
	                         .name = S("开发区审核人"),
	                         .login = S("zone2"),
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};

	c->actor = w->city;
	kit_do(c, &officer_add_verb, &in);
	return kit_actor(c, "zone2", ROLE_COUNTY, w->zone);
}

typedef void (*scene)(struct ctx *c, struct kit_db *db, const struct kit_people *w,
                      const struct actor *other);

static void on(struct ctx *c, enum store_engine engine, scene play)
{
	struct actor other;
	struct kit_people w;
	struct kit_db db;

	if (engine == STORE_POSTGRES && !kit_pg())
		skip();
	kit_db_open(c, engine, &db);
	kit_people_make(c, &w);
	other = second_in_zone(c, &w);
	play(c, &db, &w, &other);
	as(c, &w.zone_officer);
	kit_db_close(c, &db);
}

static void r10_a_zone_is_refused_what_is_looser_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, looser_is_refused);
}

static void r10_a_zone_is_refused_what_is_looser_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, looser_is_refused);
}

static void what_is_stricter_is_published_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, stricter_is_published);
}

static void what_is_stricter_is_published_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, stricter_is_published);
}

static void publication_looks_again_where_the_zone_lies_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, publication_looks_again);
}

static void publication_looks_again_where_the_zone_lies_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, publication_looks_again);
}

static void what_was_published_before_gives_way_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, one_that_is_out_gives_way);
}

static void what_was_published_before_gives_way_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, one_that_is_out_gives_way);
}

static void r3_the_city_says_where_a_zone_lies_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, the_city_says_where_a_zone_lies);
}

static void r3_the_city_says_where_a_zone_lies_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, the_city_says_where_a_zone_lies);
}

static void r10_a_place_that_would_loosen_a_published_document_is_refused_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, what_would_loosen_is_refused);
}

static void
r10_a_place_that_would_loosen_a_published_document_is_refused_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, what_would_loosen_is_refused);
}

static void a_schools_plan_counts_until_it_is_over_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, a_schools_plan_counts_until_it_is_over);
}

static void a_schools_plan_counts_until_it_is_over_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, a_schools_plan_counts_until_it_is_over);
}

static void r3_nobody_else_says_where_a_zone_lies_and_no_nonsense_on_sqlite(void **state)
{
	on(kit_ctx(state), STORE_SQLITE, others_and_nonsense_are_refused);
}

static void r3_nobody_else_says_where_a_zone_lies_and_no_nonsense_on_postgresql(void **state)
{
	on(kit_ctx(state), STORE_POSTGRES, others_and_nonsense_are_refused);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(r10_a_zone_is_refused_what_is_looser_on_sqlite),
		KIT_TEST(r10_a_zone_is_refused_what_is_looser_on_postgresql),
		KIT_TEST(what_is_stricter_is_published_on_sqlite),
		KIT_TEST(what_is_stricter_is_published_on_postgresql),
		KIT_TEST(publication_looks_again_where_the_zone_lies_on_sqlite),
		KIT_TEST(publication_looks_again_where_the_zone_lies_on_postgresql),
		KIT_TEST(what_was_published_before_gives_way_on_sqlite),
		KIT_TEST(what_was_published_before_gives_way_on_postgresql),
		KIT_TEST(r3_the_city_says_where_a_zone_lies_on_sqlite),
		KIT_TEST(r3_the_city_says_where_a_zone_lies_on_postgresql),
		KIT_TEST(r10_a_place_that_would_loosen_a_published_document_is_refused_on_sqlite),
		KIT_TEST(
			r10_a_place_that_would_loosen_a_published_document_is_refused_on_postgresql),
		KIT_TEST(a_schools_plan_counts_until_it_is_over_on_sqlite),
		KIT_TEST(a_schools_plan_counts_until_it_is_over_on_postgresql),
		KIT_TEST(r3_nobody_else_says_where_a_zone_lies_and_no_nonsense_on_sqlite),
		KIT_TEST(r3_nobody_else_says_where_a_zone_lies_and_no_nonsense_on_postgresql),
	};

	city_document_add();
	return KIT_RUN(tests);
}
