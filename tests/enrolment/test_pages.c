/* Enrolment and bills as browsers and programs see them: a guardian's way from home to withdrawal,
 * the school's desk, and what each of them is refused. */
#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "../kit_web.h"

#include "auth/auth.h"
#include "enrolment/enrolment.h"
#include "enrolment/routes.h"
#include "money/routes.h"
#include "people/routes.h"
#include "term/routes.h"

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &term_routes,
	                                              &money_routes, &enrolment_routes};

	return kit_web_open(c, tables, 5);
}

/* Each * is the next id. */
#define PATH(c, fmt, ...)                                                                          \
	path_of(c, fmt, (const int64_t[]){__VA_ARGS__},                                            \
	        sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))
static const char *path_of(struct ctx *c, const char *fmt, const int64_t *id, size_t n)
{
	struct str rest = str_of(fmt), out = S("");

	for (size_t i = 0; i < n; i++) {
		struct str head = str_cut(&rest, '*');

		out = str_printf(c->arena, "%.*s%.*s%lld", STR_FMT(out), STR_FMT(head),
		                 (long long)id[i]);
	}
	return str_c(c->arena, str_printf(c->arena, "%.*s%.*s", STR_FMT(out), STR_FMT(rest)));
}

static struct enrolment enrol(struct ctx *c, const struct kit_people *w, const struct kit_term *t,
                              const struct actor *who, enum kit_pupil pupil, enum kit_offering o)
{
	struct enrol a = {
		.wish = {w->pupil[pupil], t->offering[o], o == CARE ? t->care : t->course, false},
		.channel = S("page"),
	};

	assert_ok(kit_try_as(c, who, &enrol_verb, &a));
	return a.result;
}

static int64_t taken(struct ctx *c, const struct kit_term *t, enum kit_offering o)
{
	struct offering out;

	assert_ok(store_read_begin(c));
	assert_ok(offering_load(c, t->offering[o], &out));
	store_read_end(c);
	return out.taken;
}

/* JSON with a key of the caller's. */
static int api_with_key(struct kit_web *b, const char *method, const char *path, const char *body,
                        const char *key)
{
	struct str headers =
		str_printf(b->c->arena, "Authorization: Bearer %.*s\nIdempotency-Key: %s\n%s",
	                   STR_FMT(b->token), key, body ? "Content-Type: application/json\n" : "");

	assert_ok(web_dispatch_test(b->w, b->c->arena, method, path, headers,
	                            body ? str_of(body) : S(""), &b->a));
	return b->a.status;
}

/* --- a guardian ---------------------------------------------------------------------------------
 */

static void a_guardian_goes_from_home_to_a_seat_to_the_bill_and_out_again(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);
	int64_t child = w->pupil[CHEN_YI].v, chess = t.offering[CHESS].v;

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, "/home"), 200);
	assert_true(kit_web_shows(&b, "陈一"));
	assert_true(kit_web_shows(&b, "href=\"/roles\"")); /* a child in another county */
	assert_int_equal(kit_web_get(&b, "/enrol"), 200);
	assert_true(kit_web_shows(&b, PATH(c, "value=\"*:*\"", child, chess)));
	assert_int_equal(kit_web_get(&b, PATH(c, "/enrol/check?wish=*:*", child, chess)), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_true(kit_web_shows(&b, PATH(c, "href=\"/enrol?wish=*:*\"", child, chess)));

	const char *form = PATH(c, "&wish=*:*&agreement=*&sign=1", child, chess, t.course.v);
	assert_int_equal(kit_web_post_key(&b, "/enrol", form, "basket"), 303);
	const char *done = str_c(c->arena, kit_web_header(&b, "Location"));
	assert_true(str_starts(str_of(done), S("/enrol/done?enrolment=")));
	assert_int_equal(kit_web_post_key(&b, "/enrol", form, "basket"), 303); /* two taps */
	assert_string_equal(str_c(c->arena, kit_web_header(&b, "Location")), done);
	assert_int_equal(taken(c, &t, CHESS), 1);
	assert_int_equal(kit_web_get(&b, done), 200);
	assert_true(kit_web_shows(&b, "报名成功"));
	assert_true(kit_web_shows(&b, "¥100.00"));
	assert_int_equal(kit_web_get(&b, done), 200); /* reloaded */

	assert_int_equal(kit_web_get(&b, PATH(c, "/pupils/*/bill", child)), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_int_equal(kit_web_get(&b, PATH(c, "/pupils/*/enrolments", child)), 200);
	struct str link = b.a.body;
	size_t at;
	assert_true(str_find(link, S("/enrolments/"), &at));
	while (str_find(link, S("/enrolments/"), &at)) {
		struct str tail = str_sub(link, at + 12, link.n);
		if (tail.n > 0 && tail.p[0] >= '0' && tail.p[0] <= '9')
			break;
		link = tail;
	}
	struct str path = str_sub(link, at, link.n);
	const char *out = str_c(c->arena, str_cut(&path, '"'));
	assert_int_equal(kit_web_get(&b, out), 200);
	assert_true(kit_web_shows(&b, "¥100.00"));
	assert_int_equal(kit_web_post(&b, out, ""), 303);
	assert_int_equal(taken(c, &t, CHESS), 0);
	assert_int_equal(kit_web_get(&b, out), 200); /* nothing left to confirm */
	assert_false(kit_web_shows(&b, "确认退出"));
	assert_int_equal(kit_web_get(&b, PATH(c, "/pupils/*/bill", child)), 200);
	assert_true(kit_web_shows(&b, "-100.00"));
	assert_int_equal(kit_web_get(&b, done), 200);
	assert_false(kit_web_shows(&b, "报名成功"));
	assert_true(kit_web_shows(&b, "已退出"));
	kit_web_close(&b);
}

static void a_full_course_says_that_the_child_waits(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, w, &t, &w->wang, WANG, CHESS);
	enrol(c, w, &t, &w->zhao, ZHAO, CHESS);
	struct kit_web b = open_web(c);
	int64_t child = w->pupil[CHEN_YI].v, chess = t.offering[CHESS].v;

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, PATH(c, "/enrol/check?wish=*:*", child, chess)), 200);
	assert_true(kit_web_shows(&b, "名额已满，将进入候补"));
	assert_int_equal(
		kit_web_post(&b, "/enrol",
	                     PATH(c, "&wish=*:*&agreement=*&sign=1", child, chess, t.course.v)),
		303);
	assert_int_equal(kit_web_get(&b, str_c(c->arena, kit_web_header(&b, "Location"))), 200);
	assert_true(kit_web_shows(&b, "候补第 1 位"));
	assert_false(kit_web_shows(&b, "报名成功"));
	kit_web_close(&b);
}

static void r34_a_refused_basket_comes_back_as_it_was_with_the_reason_on_top(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);
	int64_t child = w->pupil[CHEN_YI].v;
	int64_t robot = t.offering[ROBOT].v, code = t.offering[CODE].v;

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, "/home"), 200);
	assert_int_equal(kit_web_post(&b, "/enrol",
	                              PATH(c, "&wish=*:*&wish=*:*&agreement=*&sign=1", child, robot,
	                                   child, code, t.course.v)),
	                 422);
	assert_true(kit_web_shows(&b, "role=\"alert\""));
	assert_true(kit_web_shows(&b, PATH(c, "value=\"*:*\"", child, robot)));
	assert_true(kit_web_shows(&b, PATH(c, "value=\"*:*\"", child, code)));
	assert_true(kit_web_shows(&b, "600.02"));
	assert_int_equal(taken(c, &t, ROBOT), 0); /* all or nothing */
	kit_web_close(&b);
}

static void r50_an_unsigned_basket_is_not_taken_and_says_so_at_the_box(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);
	int64_t child = w->pupil[CHEN_YI].v, chess = t.offering[CHESS].v;

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, "/home"), 200);
	assert_int_equal(kit_web_post(&b, "/enrol",
	                              PATH(c, "&wish=*:*&agreement=*", child, chess, t.course.v)),
	                 422);
	assert_true(kit_web_shows(&b, "请勾选同意协议"));
	assert_true(kit_web_shows(&b, "id=\"f-sign-error\""));
	assert_true(kit_web_shows(&b, PATH(c, "value=\"*:*\"", child, chess)));
	/* ticked, but another version than the one that holds */
	assert_int_equal(
		kit_web_post(&b, "/enrol",
	                     PATH(c, "&wish=*:*&agreement=*&sign=1", child, chess, t.care.v)),
		409);
	assert_int_equal(taken(c, &t, CHESS), 0);
	kit_web_close(&b);
}

static void nothing_ticked_shows_the_offerings_again(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, "/enrol/check"), 422);
	assert_true(kit_web_shows(&b, "请至少选择一项服务"));
	assert_true(kit_web_shows(&b, "name=\"wish\""));
	assert_false(kit_web_shows(&b, ">wish")); /* the box has a name that people read */
	assert_int_equal(kit_web_get(&b, "/enrol/check?wish=x"), 422);
	kit_web_close(&b);
}

static void r9_before_the_notice_is_confirmed_the_page_leads_to_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);

	kit_web_login(&b, &w->han);
	assert_int_equal(kit_web_get(&b, "/enrol"), 200);
	assert_true(kit_web_shows(&b, PATH(c, "href=\"/pupils/*/notice\"", w->pupil[HAN].v)));
	assert_false(kit_web_shows(&b, "name=\"wish\"")); /* nothing to tick, no button either */
	assert_false(kit_web_shows(&b, "下一步：核对"));
	kit_web_login(&b, &w->zhou); /* a school that has published nothing */
	assert_int_equal(kit_web_get(&b, "/home"), 200);
	assert_true(kit_web_shows(&b, "学校尚未发布"));
	assert_false(kit_web_shows(&b, "href=\"/roles\""));
	assert_int_equal(kit_web_get(&b, "/enrol"), 200);
	assert_true(kit_web_shows(&b, "学校还没有发布本学期的服务"));
	kit_web_login(&b, &w->zheng); /* a county without a term */
	assert_int_equal(kit_web_get(&b, "/home"), 200);
	assert_true(kit_web_shows(&b, "还没有开始的学期"));
	assert_int_equal(kit_web_get(&b, PATH(c, "/pupils/*/enrolments", w->pupil[ZHENG].v)), 200);
	kit_web_close(&b);
}

static void r6_another_familys_child_is_absent_on_every_page(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct enrolment e = enrol(c, w, &t, &w->wang, WANG, CHESS);
	struct kit_web b = open_web(c);
	int64_t wang = w->pupil[WANG].v, chess = t.offering[CHESS].v;

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, PATH(c, "/pupils/*/bill", wang)), 404);
	assert_int_equal(kit_web_get(&b, PATH(c, "/pupils/*/enrolments", wang)), 404);
	assert_int_equal(kit_web_get(&b, PATH(c, "/enrolments/*/withdraw", e.id.v)), 404);
	assert_int_equal(kit_web_post(&b, PATH(c, "/enrolments/*/withdraw", e.id.v), ""), 404);
	assert_int_equal(kit_web_get(&b, PATH(c, "/enrol/done?enrolment=*", e.id.v)), 404);
	assert_int_equal(kit_web_get(&b, PATH(c, "/enrol/check?wish=*:*", wang, chess)), 404);
	assert_int_equal(taken(c, &t, CHESS), 1);
	kit_web_close(&b);
}

/* --- a program ----------------------------------------------------------------------------------
 */

static void the_api_enrols_once_for_one_key_and_refuses_the_key_for_something_else(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);
	const char *one = PATH(c, "{\"pupil\":\"*\",\"offering\":\"*\",\"agreement\":\"*\"}",
	                       w->pupil[CHEN_YI].v, t.offering[CHESS].v, t.course.v);
	const char *two = PATH(c, "{\"pupil\":\"*\",\"offering\":\"*\",\"agreement\":\"*\"}",
	                       w->pupil[CHEN_ER].v, t.offering[CHESS].v, t.course.v);

	kit_web_login(&b, &w->father);
	assert_int_equal(api_with_key(&b, "POST", "/api/v1/enrolments", one, "k1"), 201);
	struct str first = str_dup(c->arena, b.a.body);
	assert_true(kit_web_shows(&b, "\"state\":\"enrolled\""));
	assert_true(kit_web_shows(&b, "\"charged_fen\":10000"));
	assert_int_equal(api_with_key(&b, "POST", "/api/v1/enrolments", one, "k1"), 201);
	assert_true(str_eq(first, b.a.body));
	assert_int_equal(taken(c, &t, CHESS), 1);
	assert_int_equal(api_with_key(&b, "POST", "/api/v1/enrolments", two, "k1"), 409);
	assert_true(kit_web_shows(&b, "\"code\":\"key_reused\""));
	assert_int_equal(taken(c, &t, CHESS), 1);
	/* the same key and no body at all, to two things */
	struct enrolment a = enrol(c, w, &t, &w->father, CHEN_YI, CLAY);
	struct enrolment e = enrol(c, w, &t, &w->father, CHEN_YI, CARE);
	assert_int_equal(
		api_with_key(&b, "DELETE", PATH(c, "/api/v1/enrolments/*", a.id.v), NULL, "k2"),
		200);
	assert_int_equal(
		api_with_key(&b, "DELETE", PATH(c, "/api/v1/enrolments/*", e.id.v), NULL, "k2"),
		409);
	kit_web_close(&b);
}

static void a_refusal_of_the_api_is_a_whole_problem(void **state)
{
	static const char *const members[] = {"type",  "title",       "status",    "detail",
	                                      "code",  "requirement", "clause",    "document",
	                                      "found", "allowed",     "request_id"};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, w, &t, &w->father, CHEN_YI, PAINT);
	struct kit_web b = open_web(c);
	const char *body = PATH(c, "{\"pupil\":\"*\",\"offering\":\"*\",\"agreement\":\"*\"}",
	                        w->pupil[CHEN_YI].v, t.offering[ROBOT].v, t.course.v);

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/enrolments", body), 422);
	assert_str(kit_web_header(&b, "Content-Type"), "application/problem+json");
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		const char *key = str_c(c->arena, str_printf(c->arena, "\"%s\":", members[i]));

		if (!kit_web_shows(&b, key))
			fail_msg("no %s in %.*s", key, STR_FMT(b.a.body));
	}
	assert_true(kit_web_shows(&b, "\"code\":\"fee_cap_exceeded\""));
	assert_true(kit_web_shows(&b, "\"requirement\":\"R34\""));
	const char *other = PATH(c, "{\"pupil\":\"*\",\"offering\":\"*\",\"agreement\":\"*\"}",
	                         w->pupil[WANG].v, t.offering[CLAY].v, t.course.v);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/enrolments", other), 404);
	assert_true(kit_web_shows(&b, "\"code\":\"absent\""));
	assert_int_equal(
		kit_web_api(&b, "GET", PATH(c, "/api/v1/pupils/*/bills", w->pupil[WANG].v), NULL),
		404);
	kit_web_close(&b);
}

static void the_api_lists_bills_and_withdraws(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct enrolment e = enrol(c, w, &t, &w->father, CHEN_YI, CHESS);
	struct kit_web b = open_web(c);
	int64_t child = w->pupil[CHEN_YI].v;

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_api(&b, "GET", PATH(c, "/api/v1/enrolments?pupil=*", child), NULL),
	                 200);
	assert_true(kit_web_shows(&b, PATH(c, "\"id\":\"*\"", e.id.v)));
	assert_int_equal(kit_web_api(&b, "GET", PATH(c, "/api/v1/pupils/*/bills", child), NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"total_fen\":10000"));
	assert_int_equal(kit_web_api(&b, "DELETE", PATH(c, "/api/v1/enrolments/*", e.id.v), NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"state\":\"withdrawn\""));
	assert_int_equal(kit_web_api(&b, "GET", PATH(c, "/api/v1/pupils/*/bills", child), NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"total_fen\":0"));
	kit_web_login(&b, &w->clerk); /* staff may read it, and that is written down */
	assert_int_equal(kit_web_api(&b, "GET", PATH(c, "/api/v1/pupils/*/bills", child), NULL),
	                 200);
	assert_int_equal(kit_audited(c, "bill read", "pupil", child), 1);
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_api(&b, "GET", PATH(c, "/api/v1/pupils/*/bills", child), NULL),
	                 404);
	kit_web_close(&b);
}

/* --- the school's desk --------------------------------------------------------------------------
 */

struct full {
	struct enrolment e[4]; /* chess has two seats: two wait */
};

static struct full fill_chess(struct ctx *c, const struct kit_people *w, const struct kit_term *t)
{
	struct full f;

	f.e[0] = enrol(c, w, t, &w->father, CHEN_YI, CHESS);
	f.e[1] = enrol(c, w, t, &w->zhao, ZHAO, CHESS);
	f.e[2] = enrol(c, w, t, &w->li, LI, CHESS);
	f.e[3] = enrol(c, w, t, &w->wang, WANG, CHESS);
	return f;
}

static void a_roster_is_for_those_it_concerns_and_reading_it_is_written_down(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	fill_chess(c, w, &t);
	struct kit_web b = open_web(c);
	int64_t chess = t.offering[CHESS].v;
	const char *path = PATH(c, "/school/offerings/*/roster", chess);
	const char *api = PATH(c, "/api/v1/offerings/*/roster", chess);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "陈一"));
	assert_true(kit_web_shows(&b, "候补第 1 位"));
	assert_true(kit_web_shows(&b, "候补第 2 位"));
	assert_true(kit_web_shows(&b, "共 4 条"));
	assert_true(kit_audited(c, PATH(c, "roster of offering *", chess), "pupil", 0) == 1);
	assert_int_equal(
		kit_web_get(&b, PATH(c, "/school/offerings/*/roster?state=waitlisted&class=*",
	                             chess, w->a1_32.v)),
		200);
	assert_true(kit_web_shows(&b, "李雷"));
	assert_false(kit_web_shows(&b, "陈一"));
	assert_int_equal(
		kit_web_get(&b, PATH(c, "/school/offerings/*/roster?limit=1&after=1", chess)), 200);
	assert_true(kit_web_shows(&b, "共 4 条"));
	kit_web_login(&b, &w->head); /* own class, places counted among all */
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "陈一"));
	assert_true(kit_web_shows(&b, "候补第 2 位"));
	assert_false(kit_web_shows(&b, "李雷"));
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 200);
	assert_false(kit_web_shows(&b, "李雷"));
	kit_web_login(&b, &w->teacher); /* does not run it */
	assert_int_equal(kit_web_get(&b, path), 404);
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_get(&b, path), 404);
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 404);
	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, path), 403);
	kit_web_login(&b, &w->zone_officer);
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 404);
	kit_web_login(&b, &w->county_officer);
	assert_int_equal(kit_web_api(&b, "GET", api, NULL), 200);
	kit_web_close(&b);
}

static void s24_a_roster_leaves_only_with_a_reason(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	fill_chess(c, w, &t);
	struct kit_web b = open_web(c);
	int64_t chess = t.offering[CHESS].v;
	static const char *const lists[] = {"/school/enrolments/export.xlsx",
	                                    "/school/bills/export.xlsx"};
	const char *path = PATH(c, "/school/offerings/*/roster.xlsx", chess);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/enrolments"), 200);
	assert_int_equal(kit_web_post(&b, path, ""), 422);
	assert_true(kit_web_shows(&b, "f-reason"));
	assert_int_equal(kit_web_post(&b, path, "&reason=点名用&state=enrolled"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	assert_int_equal(kit_audited(c, "roster_exported", "offering", chess), 1);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(kit_web_post(&b, lists[i], ""), 422);
		assert_int_equal(kit_web_post(&b, lists[i], "&reason=核对"), 200);
		assert_true(str_starts(b.a.body, S("PK")));
	}
	assert_int_equal(kit_web_get(&b, "/school/waitlists/export.xlsx"), 200);
	kit_web_login(&b, &w->head);
	assert_int_equal(kit_web_get(&b, "/school/enrolments"), 200);
	assert_int_equal(kit_web_post(&b, lists[0], "&reason=核对"), 403);
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_get(&b, "/school/enrolments"), 200);
	assert_int_equal(kit_web_post(&b, path, "&reason=点名用"), 404);
	assert_int_equal(kit_audited(c, "roster_exported", "offering", chess), 1);
	kit_web_close(&b);
}

static void the_school_moves_and_removes_with_a_reason_and_nobody_else_does(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct full f = fill_chess(c, w, &t);
	struct kit_web b = open_web(c);
	const char *page = PATH(c, "/school/enrolments/*", f.e[3].id.v);
	const char *up = PATH(c, "/school/enrolments/*/up", f.e[3].id.v);
	const char *off = PATH(c, "/school/enrolments/*/remove", f.e[0].id.v);
	const char *api = PATH(c, "/api/v1/enrolments/*/moves", f.e[1].id.v);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "候补第 2 位"));
	assert_int_equal(kit_audited(c, "enrolment_read", "pupil", w->pupil[WANG].v), 1);
	assert_int_equal(kit_web_post(&b, up, "&up_reason="), 422);
	assert_true(kit_web_shows(&b, "f-up_reason"));
	assert_int_equal(kit_web_post(&b, up, "&up_reason=申诉成立"), 303);
	assert_int_equal(kit_audited(c, "move_up", "enrolment", f.e[3].id.v), 1);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "候补第 1 位"));
	assert_int_equal(kit_web_post(&b, off, "&remove_reason=转学"), 303);
	assert_int_equal(kit_audited(c, "removed", "enrolment", f.e[0].id.v), 1);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "已报名")); /* the freed seat */
	assert_int_equal(kit_web_post(&b, off, "&remove_reason=转学"), 409);
	assert_int_equal(kit_web_api(&b, "POST", api, "{\"remove\":true}"), 422);
	assert_int_equal(kit_web_api(&b, "POST", api, "{\"remove\":true,\"reason\":\"休学\"}"),
	                 201);
	assert_true(kit_web_shows(&b, "\"state\":\"removed\""));
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_get(&b, page), 404);
	assert_int_equal(kit_web_api(&b, "POST", api, "{\"reason\":\"x y\"}"), 404);
	kit_web_login(&b, &w->head);
	assert_int_equal(kit_web_get(&b, page), 403);
	kit_web_close(&b);
}

static void r8_seats_are_set_for_a_course_and_never_for_care(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	fill_chess(c, w, &t);
	struct kit_web b = open_web(c);
	const char *path = PATH(c, "/school/offerings/*/seats", t.offering[CHESS].v);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(
		kit_web_get(&b, PATH(c, "/school/offerings/*/roster", t.offering[CHESS].v)), 200);
	assert_true(kit_web_shows(&b, "f-seats"));
	assert_int_equal(kit_web_post(&b, path, "&seats=1"), 409);
	assert_true(kit_web_shows(&b, "名额不能少于已报名人数"));
	assert_int_equal(kit_web_post(&b, path, "&seats=3"), 303);
	assert_int_equal(taken(c, &t, CHESS), 3);
	assert_int_equal(kit_web_get(&b, "/school/waitlists?waiting=1"), 200);
	assert_true(kit_web_shows(&b, "共 1 条"));
	assert_int_equal(kit_web_post(&b, path, "&seats="), 303); /* no limit: nobody waits */
	assert_int_equal(taken(c, &t, CHESS), 4);
	assert_int_equal(kit_web_get(&b, PATH(c, "/school/offerings/*/roster", t.offering[CARE].v)),
	                 200);
	assert_false(kit_web_shows(&b, "f-seats"));
	assert_int_equal(kit_web_post(&b, PATH(c, "/school/offerings/*/seats", t.offering[CARE].v),
	                              "&seats=5"),
	                 422);
	kit_web_close(&b);
}

static void r6_a_class_put_forward_waits_for_its_guardians(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, w, &t, &w->wang, WANG, SINGING); /* has it already: not asked */
	struct kit_web b = open_web(c);
	int64_t song = t.offering[SINGING].v;
	const char *path = PATH(c, "/school/offerings/*/forward", song);
	const char *own = PATH(c, "&class=*", w->a1_31.v);

	kit_web_login(&b, &w->head);
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_int_equal(kit_web_post(&b, path, PATH(c, "&class=*", w->a1_32.v)), 404);
	assert_int_equal(kit_web_post(&b, path, own), 303);
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "待家长答复 2，已同意 0，不参加 0"));
	assert_int_equal(taken(c, &t, SINGING), 1);

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, "/home"), 200);
	struct str rest = b.a.body;
	size_t at;
	assert_true(str_find(rest, S("/applications/"), &at));
	rest = str_sub(rest, at, rest.n);
	const char *ask = str_c(c->arena, str_cut(&rest, '"'));
	assert_int_equal(kit_web_get(&b, ask), 200);
	assert_int_equal(kit_web_post(&b, ask, PATH(c, "&answer=yes&agreement=*", t.course.v)),
	                 422);
	assert_true(kit_web_shows(&b, "f-sign-error"));
	assert_int_equal(
		kit_web_post(&b, ask, PATH(c, "&answer=yes&sign=1&agreement=*", t.course.v)), 303);
	assert_int_equal(taken(c, &t, SINGING), 2);
	assert_int_equal(kit_web_get(&b, ask), 409);
	kit_web_login(&b, &w->wang);
	assert_int_equal(kit_web_get(&b, ask), 404);

	kit_web_login(&b, &w->wang_other);
	assert_int_equal(kit_web_get(&b, "/home"), 200);
	rest = b.a.body;
	assert_true(str_find(rest, S("/applications/"), &at));
	rest = str_sub(rest, at, rest.n);
	ask = str_c(c->arena, str_cut(&rest, '"'));
	assert_int_equal(kit_web_get(&b, ask), 200);
	assert_int_equal(kit_web_post(&b, ask, "&answer=no"), 303);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "待家长答复 0，已同意 1，不参加 1"));
	assert_int_equal(kit_web_post(&b, path, own), 303); /* who said no is left in peace */
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "待家长答复 0，已同意 1，不参加 1"));
	assert_int_equal(
		kit_web_get(&b, PATH(c, "/school/offerings/*/forward?state=declined", song)), 200);
	assert_true(kit_web_shows(&b, "共 1 条"));
	assert_int_equal(kit_web_api(&b, "POST", PATH(c, "/api/v1/offerings/*/forwards", song),
	                             PATH(c, "{\"class\":\"*\"}", w->a1_32.v)),
	                 201);
	assert_true(kit_web_shows(&b, "\"put_forward\":2"));
	assert_int_equal(
		kit_web_api(&b, "POST", PATH(c, "/api/v1/offerings/*/forwards", song), "{}"), 422);
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_get(&b, path), 404);
	assert_int_equal(kit_web_api(&b, "POST", PATH(c, "/api/v1/offerings/*/forwards", song),
	                             PATH(c, "{\"pupils\":[\"*\"]}", w->pupil[ZHOU].v)),
	                 404);
	kit_web_close(&b);
}

static void the_schools_bills_add_up_and_open_one_by_one(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, w, &t, &w->father, CHEN_YI, CHESS);
	enrol(c, w, &t, &w->father, CHEN_ER, PAINT);
	struct kit_web b = open_web(c);
	const char *one = PATH(c, "/school/pupils/*/bill", w->pupil[CHEN_YI].v);

	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, "/school/bills"), 200);
	assert_true(kit_web_shows(&b, "2 张账单，合计 699.99 元"));
	assert_int_equal(kit_web_get(&b, PATH(c, "/school/bills?class=*", w->a1_51.v)), 200);
	assert_true(kit_web_shows(&b, "1 张账单，合计 599.99 元"));
	assert_false(kit_web_shows(&b, "陈一"));
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_int_equal(kit_audited(c, "bill read", "pupil", w->pupil[CHEN_YI].v), 1);
	kit_web_login(&b, &w->head); /* a sum would tell who pays less (R5) */
	assert_int_equal(kit_web_get(&b, "/school/bills"), 403);
	assert_int_equal(kit_web_get(&b, one), 403);
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_get(&b, "/school/bills"), 200);
	assert_false(kit_web_shows(&b, "陈一"));
	assert_int_equal(kit_web_get(&b, one), 404);
	kit_web_login(&b, &w->teacher);
	assert_int_equal(kit_web_get(&b, "/school/bills"), 403);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_guardian_goes_from_home_to_a_seat_to_the_bill_and_out_again),
		KIT_FACT(a_full_course_says_that_the_child_waits),
		KIT_FACT(r34_a_refused_basket_comes_back_as_it_was_with_the_reason_on_top),
		KIT_FACT(r50_an_unsigned_basket_is_not_taken_and_says_so_at_the_box),
		KIT_FACT(nothing_ticked_shows_the_offerings_again),
		KIT_FACT(r9_before_the_notice_is_confirmed_the_page_leads_to_it),
		KIT_FACT(r6_another_familys_child_is_absent_on_every_page),
		KIT_FACT(the_api_enrols_once_for_one_key_and_refuses_the_key_for_something_else),
		KIT_FACT(a_refusal_of_the_api_is_a_whole_problem),
		KIT_FACT(the_api_lists_bills_and_withdraws),
		KIT_FACT(a_roster_is_for_those_it_concerns_and_reading_it_is_written_down),
		KIT_FACT(s24_a_roster_leaves_only_with_a_reason),
		KIT_FACT(the_school_moves_and_removes_with_a_reason_and_nobody_else_does),
		KIT_FACT(r8_seats_are_set_for_a_course_and_never_for_care),
		KIT_FACT(r6_a_class_put_forward_waits_for_its_guardians),
		KIT_FACT(the_schools_bills_add_up_and_open_one_by_one),
	};

	return KIT_FACTS_RUN("enrolment", facts);
}
