/* What a development zone and a school may publish under the documents of where they lie. A program
 * of its own: it adds a document of their city to the sets built in. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "rulebook/findings.h"
#include "world.h"

#define OPEN "2026-09-01 .. open"

static void city_document_add(void)
{
	/* Built once for the process; no other thread reads it yet. */
	struct policy_book *b = (struct policy_book *)policy_builtin(NULL);
	struct arena *a = arena_new(1 << 20);
	struct rule_error wrong;

	assert_true(policy_book_add(b, S("city.rules"),
	                            S("ruleset CITY-FLOOR\n"
	                              "title \"示例市课后服务保障办法\"\n"
	                              "number \"示市教〔2022〕3号\"\n"
	                              "issuer \"示例市教育局\"\n"
	                              "level city\n"
	                              "place 349900\n"
	                              "issued 2022-03-01\n"
	                              "effective 2022-03-01 .. open\n"
	                              "\n"
	                              "param guarantee.rate 190.00 yuan per participant per term\n"
	                              "  clause \"不低于每生每学期190元\"\n"
	                              "  requirement R29\n"
	                              "  lock at_least\n"),
	                            &wrong));
	assert_true(policy_book_check(b, a, &wrong));
	arena_free(&a);
}

static bool names_the_city(const struct ctx *c)
{
	size_t at;

	return str_find(c->fault.found, S("guarantee.rate"), &at) &&
	       str_find(c->fault.found, S("每生每学期按标准保障"), &at) &&
	       str_find(c->fault.found, S("不低于每生每学期190元"), &at) &&
	       str_find(c->fault.found, S("示市教〔2022〕3号"), &at);
}

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

static struct str school_plan(struct ctx *c, const char *id, const char *place, const char *rate)
{
	struct str plan = local_rules(c, id, place, OPEN, rate);
	size_t at;

	assert_true(str_find(plan, S("level county"), &at));
	return str_printf(c->arena, "%.*slevel school%.*s", (int)at, plan.p,
	                  STR_FMT(str_sub(plan, at + 12, plan.n)));
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
	};

	city_document_add();
	return KIT_RUN(tests);
}
