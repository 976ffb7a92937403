/* A document that comes late: the bills are reckoned again with what was known and what is known,
 * the difference is told, and nothing is written. */
#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "../kit_web.h"

#include "../rulebook/world.h"
#include "auth/auth.h"
#include "enrolment/late.h"
#include "enrolment/routes.h"
#include "enrolment/why.h"
#include "money/routes.h"
#include "payments/adjust.h"
#include "payments/routes.h"
#include "people/routes.h"
#include "term/routes.h"

static enrolment_id enrol(struct ctx *c, const struct kit_term *t, const struct actor *who,
                          pupil_id pupil, enum kit_offering o)
{
	struct enrol a = {
		.wish = {pupil, t->offering[o], o == CARE ? t->care : t->course, false},
		.channel = S("page"),
	};

	assert_ok(kit_try_as(c, who, &enrol_verb, &a));
	return a.result.id;
}

/* In force since 2021, issued later that year; it reached the county in 2026. */
static struct str late_rules(struct ctx *c, const char *id, const char *cap, const char *above)
{
	return str_printf(c->arena,
	                  "ruleset %s\n"
	                  "title \"示例县课后服务收费的补充通知\"\n"
	                  "number \"示教〔2021〕9号\"\n"
	                  "issuer \"示例县教育局\"\n"
	                  "level county\n"
	                  "place 349901\n"
	                  "under RS0\n"
	                  "issued 2021-11-26\n"
	                  "effective 2021-09-01 .. open\n"
	                  "\n"
	                  "limit course \"个性化课程\"\n"
	                  "  over course\n"
	                  "  cap %s yuan per term\n"
	                  "  consumables included\n"
	                  "  above %s\n"
	                  "  clause \"个性化课程每学期每生合计不超过限额\"\n"
	                  "  requirement R34\n",
	                  id, cap, above);
}

static void publish_late(struct ctx *c, const struct kit_people *w, const char *cap,
                         const char *above)
{
	struct actor other = second_officer(c, w);

	c->now = date_instant(on_day(2026, 11, 26), (struct clock_time){9 * 60});
	published(c, &w->county_officer, &other, late_rules(c, "LATE", cap, above));
}

static size_t changes(struct ctx *c, const struct kit_people *w, const struct kit_term *t,
                      struct late_change **ret_v, struct late_sums *ret_sums)
{
	size_t n;

	as(c, &w->county_officer);
	assert_ok(store_read_begin(c));
	assert_ok(late_changes(c, w->county, t->term, ret_v, &n, ret_sums));
	store_read_end(c);
	return n;
}

static int64_t owed(struct ctx *c, const struct kit_people *w, const struct kit_term *t,
                    enum kit_pupil p)
{
	struct bill_totals totals;

	as(c, &w->system);
	assert_ok(store_read_begin(c));
	assert_ok(bill_totals_get(c, w->pupil[p], t->term, &totals));
	store_read_end(c);
	return totals.total.fen;
}

static void r1_before_a_document_is_known_nothing_would_change(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct late_change *v;
	struct late_sums sums;
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, &t, &w->father, w->pupil[CHEN_YI], CHESS);
	enrol(c, &t, &w->wang, w->pupil[WANG], POTTERY);
	assert_int_equal(changes(c, w, &t, &v, &sums), 0);
	assert_int_equal(sums.bills, 2);
	assert_int_equal(sums.changed, 0);
}

static void r34_a_late_limit_is_applied_to_what_was_charged_before_it_was_known(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct late_change *v;
	struct late_sums sums;
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, &t, &w->father, w->pupil[CHEN_YI], CLAY);
	enrolment_id dear = enrol(c, &t, &w->father, w->pupil[CHEN_YI], CHESS);
	enrol(c, &t, &w->wang, w->pupil[WANG], SINGING);
	publish_late(c, w, "80.00", "reduce");
	assert_int_equal(changes(c, w, &t, &v, &sums), 1);
	assert_int_equal(v[0].enrolment.v, dear.v);
	assert_int_equal(v[0].charged.fen, 10000);
	assert_int_equal(v[0].then.fen, 10000);
	assert_int_equal(v[0].now.fen, 7999); /* 0.01 was charged before it */
	assert_int_equal(v[0].difference.fen, -2001);
	assert_true(str_some(v[0].clause) && str_some(v[0].document));
	assert_int_equal(sums.bills, 2);
	assert_int_equal(sums.changed, 1);
	assert_int_equal(sums.less.fen, 2001);
	assert_int_equal(sums.more.fen, 0);
	assert_int_equal(owed(c, w, &t, CHEN_YI), 10001); /* nothing is written */
}

static void r34_what_would_be_refused_now_is_named_without_an_amount(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct late_change *v;
	struct late_sums sums;
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, &t, &w->father, w->pupil[CHEN_YI], CHESS);
	publish_late(c, w, "80.00", "refuse");
	assert_int_equal(changes(c, w, &t, &v, &sums), 1);
	assert_string_equal(v[0].refused, "fee_cap_exceeded");
	assert_int_equal(v[0].difference.fen, 0);
	assert_int_equal(sums.less.fen, 0);
}

static void what_was_charged_after_it_was_known_is_no_difference(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct late_change *v;
	struct late_sums sums;
	struct kit_term t;
	struct instant window;

	kit_term_make(c, w, &t);
	window = c->now;
	struct actor other = second_officer(c, w);
	published(c, &w->county_officer, &other, late_rules(c, "LATE", "80.00", "reduce"));
	c->now = (struct instant){window.us + INT64_C(2) * 86400 * 1000000};
	enrol(c, &t, &w->father, w->pupil[CHEN_YI], CHESS);
	assert_int_equal(owed(c, w, &t, CHEN_YI), 8000);
	assert_int_equal(changes(c, w, &t, &v, &sums), 0);
	assert_int_equal(sums.bills, 1);
}

static void hour(struct ctx *c)
{
	c->now.us += INT64_C(3600) * 1000000;
}

static struct why explained(struct ctx *c, const struct actor *who, pupil_id pupil, enrolment_id e)
{
	struct why_ask ask = {.pupil = pupil, .enrolment = e};
	struct why w;

	as(c, who);
	assert_ok(store_read_begin(c));
	assert_ok(why_load(c, &ask, &w));
	store_read_end(c);
	return w;
}

/* R1, R34: all on one day. What was charged while a document stood is told with it; the corrected
 * one decides the rest, and families can still give up what they chose. */
static void r1_a_document_withdrawn_as_never_published_locks_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct late_change *v;
	struct late_sums sums;
	struct kit_term t;
	enrolment_id before, under;
	edition_id id;
	struct why why;
	size_t at;

	kit_term_make(c, w, &t);
	struct actor other = second_officer(c, w);
	before = enrol(c, &t, &w->father, w->pupil[CHEN_YI], CHESS);
	hour(c);
	id = published(c, &w->county_officer, &other, late_rules(c, "LATE", "80.00", "reduce"));
	hour(c);
	under = enrol(c, &t, &w->wang, w->pupil[WANG], CHESS);
	assert_int_equal(owed(c, w, &t, WANG), 8000);
	hour(c);
	done(c, step_as(c, &other, edition_withdraw, turn_of(id)));
	assert_int_equal(changes(c, w, &t, &v, &sums), 1); /* back to what it costs without */
	assert_int_equal(v[0].enrolment.v, under.v);
	assert_int_equal(v[0].difference.fen, 2000);
	hour(c);
	published(c, &w->county_officer, &other, late_rules(c, "LATER", "90.00", "reduce"));
	assert_int_equal(changes(c, w, &t, &v, &sums), 2);
	assert_int_equal(sums.less.fen, 1000);
	assert_int_equal(sums.more.fen, 1000);
	why = explained(c, &w->father, w->pupil[CHEN_YI], before);
	assert_int_equal(why.result.fen, 10000);
	assert_false(str_some(why.withdrawn));
	why = explained(c, &w->wang, w->pupil[WANG], under);
	assert_int_equal(why.result.fen, 8000);
	assert_int_equal(why.was.fen, 8000);
	assert_true(str_find(why.withdrawn, S("示教〔2021〕9号"), &at));
	struct withdraw give_up = {.enrolment = under};
	as(c, &w->wang);
	assert_ok(store_write(c, &withdraw_verb, &give_up));
	assert_int_equal(owed(c, w, &t, WANG), 0);
}

static void r1_a_school_adjusts_its_own_bills_from_its_own_list(void **state)
{
	static const struct routes *const tables[] = {&auth_routes,      &people_routes,
	                                              &term_routes,      &money_routes,
	                                              &enrolment_routes, &payments_routes};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct late_change *v;
	struct late_sums sums;
	struct kit_term t;
	const char *desk;

	kit_term_make(c, w, &t);
	enrol(c, &t, &w->father, w->pupil[CHEN_YI], CHESS);
	publish_late(c, w, "80.00", "reduce");
	assert_int_equal(changes(c, w, &t, &v, &sums), 1);
	desk = str_c(c->arena, str_printf(c->arena,
	                                  "/school/pupils/%lld/pay?term=%lld&offering=%lld&less=1&"
	                                  "amount=20.00",
	                                  (long long)v[0].pupil.v, (long long)t.term.v,
	                                  (long long)v[0].offering.v));
	as(c, &w->system);
	struct kit_web b = kit_web_open(c, tables, 6);
	kit_web_login(&b, &w->leader);
	assert_int_equal(kit_web_get(&b, "/school/late"), 200);
	assert_true(kit_web_shows(&b, "-20.00"));
	assert_false(kit_web_shows(&b, "&amp;amount=20.00")); /* open: the next change reckons it */
	kit_db_run(kit_world_db(state), "UPDATE bill SET state = 'collected'");
	assert_int_equal(kit_web_get(&b, "/school/late"), 200);
	assert_true(kit_web_shows(&b, "&amp;less=1&amp;amount=20.00"));
	assert_int_equal(kit_web_get(&b, desk), 200);
	assert_true(kit_web_shows(&b, "value=\"20.00\""));
	assert_true(kit_web_shows(&b, "文件补发后按收费当天的规则重新计算"));
	assert_int_equal(kit_web_get(&b, "/school/late/export.xlsx"), 200);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/late-changes", NULL), 200);
	struct adjust down = {.pupil = v[0].pupil,
	                      .term = t.term,
	                      .offering = v[0].offering,
	                      .item = S("price"),
	                      .amount = FEN(-2000),
	                      .reason = S("r")};
	as(c, &w->leader);
	assert_ok(store_write(c, &adjust_verb, &down));
	as(c, &w->system);
	assert_int_equal(kit_web_get(&b, "/school/late"), 200); /* asked for: not twice */
	assert_false(kit_web_shows(&b, "&amp;amount="));
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/late"), 403);
	kit_web_close(&b);
}

static void the_page_the_file_and_the_api_say_it_to_the_county_alone(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &term_routes,
	                                              &money_routes, &enrolment_routes};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, &t, &w->father, w->pupil[CHEN_YI], CHESS);
	publish_late(c, w, "80.00", "reduce");
	as(c, &w->system);
	struct kit_web b = kit_web_open(c, tables, 5);
	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/late"), 200);
	assert_true(kit_web_shows(&b, "重算 1 张账单"));
	assert_true(kit_web_shows(&b, "-20.00"));
	assert_true(kit_web_shows(&b, "示教〔2021〕9号"));
	assert_false(kit_web_shows(&b, "陈一"));
	assert_int_equal(kit_web_get(&b, "/county/late/export.xlsx"), 200);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/late-changes", NULL), 200);
	assert_true(
		kit_web_shows(&b, "\"then_fen\":10000,\"now_fen\":8000,\"difference_fen\":-2000"));
	assert_true(kit_web_shows(&b, "\"less_fen\":2000"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/late-changes?term=1", NULL), 404);
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/county/late"), 403);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r1_before_a_document_is_known_nothing_would_change),
		KIT_FACT(r34_a_late_limit_is_applied_to_what_was_charged_before_it_was_known),
		KIT_FACT(r34_what_would_be_refused_now_is_named_without_an_amount),
		KIT_FACT(what_was_charged_after_it_was_known_is_no_difference),
		KIT_FACT(r1_a_document_withdrawn_as_never_published_locks_nothing),
		KIT_FACT(r1_a_school_adjusts_its_own_bills_from_its_own_list),
		KIT_FACT(the_page_the_file_and_the_api_say_it_to_the_county_alone),
	};

	return KIT_FACTS_RUN("late", facts);
}
