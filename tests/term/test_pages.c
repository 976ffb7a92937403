/* A term set up and confirmed through the pages, as a browser without scripts does it. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_sheet.h"
#include "../kit_web.h"
#include "plan.h"
#include "units.h"

#include "auth/auth.h"
#include "term/routes.h"

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &term_routes};

	return kit_web_open(c, tables, 2);
}

static const char *path_of(struct ctx *c, const char *fmt, int64_t id)
{
	struct str at = str_of(fmt), head = str_cut(&at, '*');

	return str_c(c->arena, str_printf(c->arena, "%.*s%lld%.*s", STR_FMT(head), (long long)id,
	                                  STR_FMT(at)));
}

#define COURSE                                                                                     \
	"&code=K1&kind=course&title=%E6%B3%A5%E5%A1%91&category=arts&grades=1&grades=2"            \
	"&slots=2+16:30-17:30%0D%0A4+16:30-17:30&seats=20&price=240.00"                            \
	"&opens_day=2026-09-01&opens_at=08:00&closes_day=2026-09-15&closes_at=18:00"
#define FREE                                                                                       \
	"&code=K1&kind=course&title=%E6%B3%A5%E5%A1%91&category=arts&grades=1&grades=2"            \
	"&slots=2+16:30-17:30&seats=20&price=0&unit=month&quantity="                               \
	"&opens_day=2026-09-01&opens_at=08:00&closes_day=2026-09-15&closes_at=18:00"
#define NOTICE "&title=N&times=t&manner=m&content=c&fees=f&safety=s&channels=page&channels=paper"

static offering_id the_offering(struct ctx *c, const struct kit_people *w, term_id term)
{
	offering_id id = {0};
	bool found = false;

	kit_read_as(c, &w->clerk);
	assert_ok(offering_find(c, w->a1, term, S("K1"), &id, &found));
	assert_true(found);
	store_read_end(c);
	return id;
}

static notice_id newest_notice(struct ctx *c, const struct kit_people *w, term_id term)
{
	struct notice *v;
	size_t n;

	kit_read_as(c, &w->clerk);
	assert_ok(notice_list(c, w->a1, term, &v, &n));
	assert_true(n > 0);
	store_read_end(c);
	return v[0].id;
}

static term_id current_term(struct ctx *c, const struct kit_people *w)
{
	struct term t;
	bool found;

	kit_read_as(c, &w->clerk);
	assert_ok(term_current(c, w->county, &t, &found));
	assert_true(found);
	store_read_end(c);
	return t.id;
}

static void r9_a_term_is_set_up_and_confirmed_through_the_pages(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/offerings"), 409); /* no term yet */
	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/terms"), 200);
	assert_int_equal(kit_web_post(&b, "/county/terms",
	                              "&code=2026-1&first_day=2026-09-01&last_day=2027-01-22"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/county/terms"), 200);
	assert_true(kit_web_shows(&b, "2026-2027学年第一学期"));
	assert_int_equal(kit_web_get(&b, "/county/calendar"), 200);
	assert_true(kit_web_shows(&b, "国庆节"));

	kit_web_login(&b, &w->clerk);
	term_id term = current_term(c, w);
	assert_int_equal(kit_web_get(&b, "/school/offerings/new"), 200);
	assert_int_equal(kit_web_post(&b, "/school/offerings", COURSE), 303);
	const char *one = path_of(c, "/school/offerings/*", the_offering(c, w, term).v);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_true(kit_web_shows(&b, "周四 16:30–17:30"));
	const char *publish = str_c(c->arena, str_printf(c->arena, "%s/publish", one));
	assert_int_equal(kit_web_post(&b, publish, ""), 409);
	assert_true(kit_web_shows(&b, "发布告知书之前不能开放报名"));

	assert_int_equal(kit_web_get(&b, "/school/notices"), 200);
	assert_int_equal(kit_web_post(&b, "/school/notices", NOTICE), 303);
	assert_int_equal(kit_web_get(&b, "/school/notices"), 200);
	notice_id notice = newest_notice(c, w, term);
	assert_int_equal(kit_web_post(&b, path_of(c, "/school/notices/*/publish", notice.v), ""),
	                 303);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_int_equal(kit_web_post(&b, publish, ""), 409);
	assert_true(kit_web_shows(&b, "价格测算表")); /* R33 */
	kit_sheets(c, w, &(offering_id){the_offering(c, w, term).v}, 1);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_int_equal(kit_web_post(&b, publish, ""), 303);
	assert_int_equal(kit_web_get(&b, "/school/offerings?in_kind=course&in_state=open"), 200);
	assert_true(kit_web_shows(&b, "泥塑"));
	assert_int_equal(kit_web_get(&b, "/school/offerings?in_kind=care"), 200);
	assert_false(kit_web_shows(&b, "泥塑"));
	assert_int_equal(kit_web_get(&b, "/school/offerings?q=%E6%B3%A5"), 200);
	assert_true(kit_web_shows(&b, "泥塑"));
	assert_true(kit_web_shows(&b, "export.xlsx?q=%E6%B3%A5"));
	assert_int_equal(kit_web_get(&b, "/school/offerings?q=K1"), 200);
	assert_true(kit_web_shows(&b, "泥塑"));
	assert_int_equal(kit_web_get(&b, "/school/offerings?q=%25"), 200); /* a sign as it is */
	assert_false(kit_web_shows(&b, "泥塑"));
	assert_int_equal(kit_web_get(&b, "/school/offerings/export.xlsx?in_kind="), 200);
	assert_int_equal(kit_web_get(&b, "/school/notices/unconfirmed"), 200);
	assert_true(kit_web_shows(&b, "陈一"));

	const char *paper = path_of(c, "/pupils/*/notice", w->pupil[CHEN_YI].v);
	kit_web_login(&b, &w->mother);
	assert_int_equal(kit_web_get(&b, paper), 200);
	assert_int_equal(kit_web_post(&b, paper, ""), 303);
	assert_int_equal(kit_web_get(&b, paper), 200);
	assert_true(kit_web_shows(&b, "陈母"));
	kit_web_login(&b, &w->wang);
	assert_int_equal(kit_web_get(&b, paper), 404);
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/notices/unconfirmed"), 200);
	assert_false(kit_web_shows(&b, "陈一"));
	kit_web_close(&b);
}

static void a_refused_offering_is_shown_again_as_it_was_typed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	struct plan t;

	plan_make(c, w, &t);
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/offerings/new"), 200);
	assert_int_equal(kit_web_post(&b, "/school/offerings", COURSE "&about=abc"), 303);
	assert_int_equal(kit_web_get(&b, "/school/offerings/new"), 200);
	assert_int_equal(kit_web_post(&b, "/school/offerings",
	                              "&code=K2&kind=care&title=T&category=homework&grades=1"
	                              "&slots=2+16:30-18:01&opens_day=2026-09-01&opens_at=08:00"
	                              "&closes_day=2026-09-15&closes_at=18:00"),
	                 422);
	assert_true(kit_web_shows(&b, "2 16:30-18:01"));
	assert_int_equal(kit_web_get(&b, "/school/offerings/new"), 200);
	assert_int_equal(kit_web_post(&b, "/school/offerings",
	                              "&code=K2&kind=care&title=T&category=homework&grades=1"
	                              "&slots=someday&opens_day=2026-09-01&opens_at=08:00"
	                              "&closes_day=2026-09-15&closes_at=18:00"),
	                 422);
	kit_web_close(&b);
}

static void r50_school_and_agency_sign_on_their_pages(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct plan t;

	plan_make(c, w, &t);
	row.agency = w->agency_id;
	offering_id id = plan_draft(c, w, &t, row);
	kit_web_login(&b, &w->leader);
	assert_int_equal(kit_web_get(&b, "/school/agreements?kind=course"), 200);
	assert_true(kit_web_shows(&b, "泥塑"));
	assert_int_equal(
		kit_web_post(&b, "/school/agreements/sign", path_of(c, "&offering=*", id.v)), 303);
	assert_str(kit_web_header(&b, "Location"), "/school/agreements?kind=course");
	kit_web_login(&b, &w->agency);
	assert_int_equal(kit_web_get(&b, "/agency"), 200);
	assert_true(kit_web_shows(&b, "机构尚未签署"));
	assert_true(kit_web_shows(&b, "href=\"/agency/export.xlsx\""));
	assert_true(kit_web_shows(&b, "href=\"/agency/export.csv\""));
	assert_int_equal(kit_web_get(&b, "/agency/export.xlsx"), 200);
	assert_memory_equal(b.a.body.p, "PK", 2);
	assert_int_equal(kit_web_get(&b, "/agency/export.csv"), 200);
	assert_true(kit_web_shows(&b, "泥塑"));
	assert_true(kit_web_shows(&b, "机构尚未签署"));
	assert_int_equal(kit_web_get(&b, path_of(c, "/agency/agreements/*", t.course.v)), 200);
	assert_int_equal(kit_web_get(&b, path_of(c, "/agency/agreements/*", t.care.v)), 404);
	assert_int_equal(kit_web_get(&b, "/agency"), 200);
	assert_int_equal(kit_web_post(&b, "/agency/sign", path_of(c, "&offering=*", id.v)), 303);
	assert_int_equal(kit_web_get(&b, "/agency"), 200);
	assert_false(kit_web_shows(&b, "机构尚未签署"));
	kit_web_close(&b);
}

static void the_api_confirms_a_notice_and_says_201(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	struct plan t;

	plan_make(c, w, &t);
	const char *path = path_of(c, "/api/v1/notices/*/confirmations", t.notice.v);
	kit_web_login(&b, &w->mother);
	assert_int_equal(
		kit_web_api(&b, "POST", path, path_of(c, "{\"pupil\":\"*\"}", w->pupil[CHEN_YI].v)),
		201);
	assert_int_equal(
		kit_web_api(&b, "POST", path, path_of(c, "{\"pupil\":\"*\"}", w->pupil[WANG].v)),
		404);
	assert_int_equal(kit_web_api(&b, "GET",
	                             path_of(c, "/api/v1/pupils/*/notice", w->pupil[CHEN_YI].v),
	                             NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"confirmed\":true"));
	kit_web_close(&b);
}

static void r22_a_school_sets_its_own_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	struct plan t;

	plan_make(c, w, &t);
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/calendar"), 200);
	assert_int_equal(kit_web_post(&b, "/school/calendar",
	                              "&first=2026-11-05&what=off&follows=0&note=SPORT"),
	                 303);
	assert_int_equal(kit_web_get(&b, "/school/calendar"), 200);
	assert_true(kit_web_shows(&b, "SPORT"));
	assert_int_equal(kit_web_get(&b, "/school/calendar/export.xlsx"), 200);
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_get(&b, "/school/calendar"), 200);
	assert_false(kit_web_shows(&b, "SPORT"));
	kit_web_close(&b);
}

#define SUBJECT                                                                                    \
	"&code=K1&kind=course&title=奥数史话&category=science&grades=3&slots=2+16:30-17:30"    \
	"&seats=20&price=240.00&opens_day=2026-09-01&opens_at=08:00&closes_day=2026-09-15"         \
	"&closes_at=18:00"

static void r62_a_refused_title_is_sent_to_a_leader_who_passes_it_on_its_page(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	const char *one, *review;
	struct plan t;

	plan_make(c, w, &t);
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/offerings/new"), 200);
	assert_false(kit_web_shows(&b, "for_review")); /* not offered before it is needed */
	assert_int_equal(kit_web_post(&b, "/school/offerings", SUBJECT), 422);
	assert_true(kit_web_shows(&b, "奥数史话"));
	assert_true(kit_web_shows(&b, "for_review"));
	assert_true(kit_web_shows(&b, "#f-title")); /* the field it is about */
	assert_int_equal(kit_web_post(&b, "/school/offerings", SUBJECT "&for_review=1"), 303);
	one = path_of(c, "/school/offerings/*", the_offering(c, w, t.term).v);
	review = path_of(c, "/school/offerings/*/review", the_offering(c, w, t.term).v);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_true(kit_web_shows(&b, "待复核"));
	assert_false(kit_web_shows(&b, "/review\"")); /* a clerk has no form for it */
	assert_int_equal(kit_web_post(&b, review, "&reason=不解题"), 403);
	assert_int_equal(kit_web_post(&b,
	                              path_of(c, "/school/offerings/*/publish",
	                                      the_offering(c, w, t.term).v),
	                              ""),
	                 422);
	kit_web_login(&b, &w->leader);
	assert_int_equal(kit_web_get(&b, "/school/reviews?waiting=1"), 200);
	assert_true(kit_web_shows(&b, "奥数史话"));
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_true(kit_web_shows(&b, "/review\""));
	assert_int_equal(kit_web_post(&b, review, ""), 422);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_int_equal(kit_web_post(&b, review, "&reason=讲故事不解题"), 303);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_true(kit_web_shows(&b, "讲故事不解题"));
	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_get(&b, "/county/reviews"), 200);
	assert_true(kit_web_shows(&b, "讲故事不解题"));
	assert_int_equal(kit_web_get(&b, "/county/reviews/export.xlsx"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	kit_web_login(&b, &w->zone_officer);
	assert_int_equal(kit_web_get(&b, "/county/reviews"), 200);
	assert_false(kit_web_shows(&b, "奥数史话"));
	kit_web_close(&b);
}

static void what_the_documents_ask_of_a_service_is_chosen_on_its_form(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_web b = open_web(c);
	struct plan t;

	plan_stands(c, w, &t, "RS12", "");
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/offerings/new"), 200);
	assert_true(kit_web_shows(&b, "name=\"fact_village\""));
	assert_true(kit_web_shows(&b, "是否村小:其他学校"));
	assert_false(kit_web_shows(&b, "name=\"subsidy\"")); /* nothing is deducted here */
	assert_int_equal(kit_web_post(&b, "/school/offerings", COURSE), 422);
	assert_true(kit_web_shows(&b, "href=\"#f-fact_village\""));
	assert_int_equal(kit_web_post(&b, "/school/offerings", FREE "&fact_village=yes"), 303);
	assert_int_equal(
		kit_web_get(&b, path_of(c, "/school/offerings/*", the_offering(c, w, t.term).v)),
		200);
	assert_true(kit_web_shows(&b, "<option value=\"yes\" selected>"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r62_a_refused_title_is_sent_to_a_leader_who_passes_it_on_its_page),
		KIT_FACT(r9_a_term_is_set_up_and_confirmed_through_the_pages),
		KIT_FACT(a_refused_offering_is_shown_again_as_it_was_typed),
		KIT_FACT(r50_school_and_agency_sign_on_their_pages),
		KIT_FACT(the_api_confirms_a_notice_and_says_201),
		KIT_FACT(r22_a_school_sets_its_own_day),
		KIT_FACT(what_the_documents_ask_of_a_service_is_chosen_on_its_form),
	};

	return KIT_FACTS_RUN("term", facts);
}
