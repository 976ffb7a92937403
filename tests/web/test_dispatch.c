/* Who may ask what, and what is answered: the dispatcher without sockets. Wall 5; S8-S10, S27. */
#include "world.h"

#include "web/listing.h"

#define BEARER "Authorization: Bearer " GUARDIAN_TOKEN "\n"
#define COOKIE "Cookie: session=" GUARDIAN_TOKEN "\n"
#define JSON   "Content-Type: application/json\n"
#define FORM   "Content-Type: application/x-www-form-urlencoded\n"

struct asked {
	struct ctx *c;
	struct web *w;
};

static struct asked begin(void **state)
{
	struct ctx *c = kit_ctx(state);

	return (struct asked){c, world_start(c, NULL)};
}

static int status(struct asked a, const char *method, const char *target, const char *headers,
                  const char *body)
{
	return world_ask(a.c, a.w, method, target, headers, str_of(body)).status;
}

static void a_route_that_lacks_something_stops_the_start(void **state)
{
	struct ctx *c = kit_ctx(state);
	const struct route good = world_routes.v[0];
	struct route bad[10];
	const char *why[] = {"no scope",          "no role",    "no handler", "declared twice",
	                     "a GET with a body", "of a scope", "no path",    "no summary",
	                     "empty segment",     "no section"};

	for (size_t i = 0; i < 10; i++)
		bad[i] = good, bad[i].path = "/bad";
	bad[0].scope = SCOPE_UNSET;
	bad[1].allowed = 0;
	bad[2].run = NULL;
	bad[3].path = "/things/{other}";
	bad[3].allowed = ROLE_BIT(ROLE_CITY);
	bad[4].input = &world_thing;
	bad[5].scope = SCOPE_SCHOOL;
	bad[6].path = "bad";
	bad[7].summary = NULL;
	bad[8].path = "/bad//x";
	bad[9].menu = MENU_SECTION_COUNT * MENU_SECTION;
	for (size_t i = 0; i < 10; i++) {
		struct routes one = {&bad[i], 1};
		const struct routes *tables[] = {&world_routes, &one};
		struct web_options o = {
			.env = c->env, .auth = &world_auth, .tables = tables, .n_tables = 2};
		struct web *w = NULL;

		assert_string_equal(err_name(web_start(c, &o, &w)), err_name(E_BROKEN));
		assert_null(w);
		if (strstr(c->broken, why[i]) == NULL)
			fail_msg("%s is not %s", c->broken, why[i]);
	}
}

static void strangers_see_public_routes_alone(void **state)
{
	struct asked a = begin(state);
	struct web_answer ans;

	assert_int_equal(status(a, "GET", "/", "", ""), 200);
	assert_int_equal(status(a, "GET", "/api/v1/things", "", ""), 401);
	ans = world_ask(a.c, a.w, "GET", "/things/5?x=%E4%BD%A0&y=1", "", S(""));
	assert_int_equal(ans.status, 303);
	assert_str(world_header(ans.headers, "Location"),
	           "/login?next=/things/5%3Fx%3D%25E4%25BD%25A0%26y%3D1");
	assert_int_equal(status(a, "POST", "/things", FORM, "title=x"), 401);
	web_stop(&a.w);
}

static void a_role_sees_its_own_routes_alone(void **state)
{
	struct asked a = begin(state);

	assert_int_equal(status(a, "GET", "/api/v1/things", BEARER, ""), 200);
	assert_int_equal(status(a, "GET", "/desk", COOKIE, ""), 403);
	assert_int_equal(status(a, "GET", "/things", "Cookie: a=b; session=" CLERK_TOKEN "\n", ""),
	                 403);
	assert_int_equal(status(a, "GET", "/things/5", COOKIE, ""), 200);
	web_stop(&a.w);
}

static void a_token_that_does_not_hold_is_no_login(void **state)
{
	struct asked a = begin(state);

	assert_int_equal(status(a, "GET", "/api/v1/things", "Authorization: Bearer nobody\n", ""),
	                 401);
	assert_int_equal(
		status(a, "POST", "/api/v1/open", "Authorization: Bearer nobody\n" JSON, "{}"),
		401);
	assert_int_equal(status(a, "GET", "/api/v1/things", "Authorization: Basic Zm9v\n", ""),
	                 401);
	assert_int_equal(status(a, "GET", "/things/5", "Cookie: session=nobody\n", ""), 303);
	web_stop(&a.w);
}

static void paths_are_found_exactly(void **state)
{
	static const char *const none[] = {"/nothing",    "/things/",
	                                   "/things/5/",  "/things/0",
	                                   "/things/-5",  "/things/05",
	                                   "/things/abc", "/things/5/6",
	                                   "//things",    "/things/99999999999999999999",
	                                   "/things/%35", "/THINGS",
	                                   "/things/5;x", "/a/kehou.css",
	                                   "/a/../things"};
	struct asked a = begin(state);

	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_int_equal(status(a, "GET", none[i], BEARER, ""), 404);
	assert_int_equal(status(a, "GET", "/things/9223372036854775807", BEARER, ""), 200);
	assert_int_equal(status(a, "HEAD", "/things/7", BEARER, ""), 200);
	assert_int_equal(status(a, "GET", "/things/new", BEARER, ""), 404); /* the handler's own */
	web_stop(&a.w);
}

static void a_known_path_with_another_method_is_405(void **state)
{
	struct asked a = begin(state);
	struct web_answer ans = world_ask(a.c, a.w, "DELETE", "/things", BEARER, S(""));

	assert_int_equal(ans.status, 405);
	assert_str(world_header(ans.headers, "Allow"), "GET, POST");
	assert_int_equal(status(a, "PATCH", "/api/v1/things", BEARER, ""), 405);
	assert_int_equal(status(a, "BREW", "/nothing", BEARER, ""), 404);
	web_stop(&a.w);
}

static void a_problem_says_everything_in_the_same_members(void **state)
{
	static const char *const members[] = {"type",  "title",       "status",    "detail",
	                                      "code",  "requirement", "clause",    "document",
	                                      "found", "allowed",     "request_id"};
	struct asked a = begin(state);
	struct web_answer ans = world_ask(a.c, a.w, "POST", "/api/v1/things", BEARER JSON,
	                                  S("{\"title\":\"refuse\"}"));

	assert_int_equal(ans.status, 409);
	assert_str(world_header(ans.headers, "Content-Type"), "application/problem+json");
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		if (!world_has(ans.body,
		               str_c(a.c->arena, str_printf(a.c->arena, "\"%s\":", members[i]))))
			fail_msg("no %s in %.*s", members[i], STR_FMT(ans.body));
	assert_true(world_has(ans.body, "\"found\":\"600.00\""));
	assert_true(world_has(ans.body, "\"status\":409"));
	web_stop(&a.w);
}

static void a_refused_page_says_the_same_in_the_readers_language(void **state)
{
	struct asked a = begin(state);
	struct web_answer zh = world_ask(a.c, a.w, "GET", "/things", COOKIE, S(""));
	struct web_answer en = world_ask(a.c, a.w, "GET", "/things",
	                                 "Cookie: session=" GUARDIAN_TOKEN "; lang=en\n", S(""));

	assert_int_equal(zh.status, 409);
	assert_true(world_has(zh.body, "lang=\"zh-CN\""));
	assert_true(world_has(en.body, "lang=\"en\""));
	assert_true(world_has(zh.body, "<code>conflict</code>"));
	assert_true(
		world_has(en.body, str_c(a.c->arena, fault_lookup("conflict")->title[LANG_EN])));
	web_stop(&a.w);
}

static void half_an_answer_is_none_and_tells_no_secret(void **state) /* S27 */
{
	struct asked a = begin(state);
	struct web_answer ans = world_ask(a.c, a.w, "POST", "/api/v1/things", BEARER JSON,
	                                  S("{\"title\":\"half\"}"));

	assert_int_equal(ans.status, 500);
	assert_true(str_starts(ans.body, S("{\"type\"")));
	assert_false(world_has(ans.body, "SELECT"));
	assert_false(world_has(ans.body, "/var"));
	assert_int_equal(status(a, "GET", "/silent", "", ""), 500);
	web_stop(&a.w);
}

/* S10: every answer, whatever it is. */
static void every_answer_carries_the_security_headers(void **state)
{
	static const char *const targets[] = {"/",
	                                      "/things",
	                                      "/nothing",
	                                      "/healthz",
	                                      "/metrics",
	                                      "/file",
	                                      "/desk",
	                                      "/silent",
	                                      "/api/v1/openapi.json",
	                                      "/api/v1/things",
	                                      "/readyz"};
	static const char csp[] =
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
		"connect-src 'self'; "
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";
	struct asked a = begin(state);

	for (size_t i = 0; i < 2 * sizeof targets / sizeof targets[0]; i++) {
		struct web_answer ans =
			world_ask(a.c, a.w, i % 2 ? "POST" : "GET", targets[i / 2], COOKIE, S(""));

		assert_str(world_header(ans.headers, "Content-Security-Policy"), csp);
		assert_str(world_header(ans.headers, "X-Content-Type-Options"), "nosniff");
		assert_str(world_header(ans.headers, "Referrer-Policy"), "same-origin");
		assert_str(world_header(ans.headers, "Cross-Origin-Opener-Policy"), "same-origin");
		assert_str(world_header(ans.headers, "Cross-Origin-Resource-Policy"),
		           "same-origin");
		assert_str(world_header(ans.headers, "Cache-Control"), "no-store");
		assert_true(str_some(world_header(ans.headers, "X-Request-Id")));
	}
	web_stop(&a.w);
}

static void over_tls_cookies_and_transport_are_strict(void **state) /* S8 */
{
	struct ctx *c = kit_ctx(state);
	const struct routes *tables[] = {&world_routes};
	struct web_options o = {.env = c->env,
	                        .auth = &world_auth,
	                        .tables = tables,
	                        .n_tables = 1,
	                        .secure_cookies = true,
	                        .public_origin = "https://kehou.example"};
	struct web_answer ans;
	struct web *w;

	assert_ok(web_start(c, &o, &w));
	ans = world_ask(c, w, "GET", "/nothing", "", S(""));
	assert_str(world_header(ans.headers, "Strict-Transport-Security"), "max-age=31536000");
	assert_true(str_starts(world_header(ans.headers, "Set-Cookie"), S("__Host-form=")));
	assert_true(str_ends(world_header(ans.headers, "Set-Cookie"),
	                     S("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure")));
	assert_int_equal(world_ask(c, w, "GET", "/things/5", COOKIE, S("")).status, 303);
	assert_int_equal(world_ask(c, w, "GET", "/things/5",
	                           "Cookie: __Host-session=" GUARDIAN_TOKEN "\n", S(""))
	                         .status,
	                 200);
	web_stop(&w);
}

static void an_asset_is_kept_for_ever_and_packed_when_wanted(void **state)
{
	struct asked a = begin(state);
	struct web_answer page = world_ask(a.c, a.w, "GET", "/nothing", "", S("")), ans, gz;
	struct str html = page.body;
	const char *path;
	size_t at, end;

	assert_true(str_find(html, S("rel=\"stylesheet\" href=\""), &at));
	html = str_sub(html, at + 23, html.n);
	assert_true(str_find(html, S("\""), &end));
	path = str_c(a.c->arena, str_sub(html, 0, end));
	ans = world_ask(a.c, a.w, "GET", path, "", S(""));
	assert_int_equal(ans.status, 200);
	assert_str(world_header(ans.headers, "Cache-Control"),
	           "public, max-age=31536000, immutable");
	gz = world_ask(a.c, a.w, "GET", path, "Accept-Encoding: br, gzip;q=1\n", S(""));
	assert_str(world_header(gz.headers, "Content-Encoding"), "gzip");
	assert_true(gz.body.n < ans.body.n);
	assert_int_equal(
		world_ask(a.c, a.w, "GET", path,
	                  str_c(a.c->arena, str_printf(a.c->arena, "If-None-Match: %.*s\n",
	                                               STR_FMT(world_header(ans.headers, "ETag")))),
	                  S(""))
			.status,
		304);
	assert_int_equal(status(a, "POST", path, "", ""), 405);
	web_stop(&a.w);
}

static void a_page_is_packed_for_who_takes_it(void **state)
{
	struct asked a = begin(state);
	struct web_answer gz =
		world_ask(a.c, a.w, "GET", "/nothing", "Accept-Encoding: gzip\n", S(""));
	struct web_answer no =
		world_ask(a.c, a.w, "GET", "/nothing", "Accept-Encoding: gzip;q=0\n", S(""));

	assert_str(world_header(gz.headers, "Content-Encoding"), "gzip");
	assert_true(gz.body.n < no.body.n);
	assert_false(str_some(world_header(no.headers, "Content-Encoding")));
	web_stop(&a.w);
}

static void a_files_name_cannot_end_its_header(void **state)
{
	struct asked a = begin(state);
	struct web_answer ans = world_ask(a.c, a.w, "GET", "/file", "", S(""));

	assert_str(world_header(ans.headers, "Content-Disposition"),
	           "attachment; filename=\"download\"; "
	           "filename*=UTF-8''%E5%90%8D%E5%8D%95%0D%0A%22x%22.xlsx");
	web_stop(&a.w);
}

static void a_list_leaves_in_the_form_its_address_asks_for(void **state)
{
	static const char *const none[] = {"/list", "/list.xls", "/list.{format}", "/list.csv/1",
	                                   "/list.xlsxx"};
	struct asked a = begin(state);
	struct web_answer ans = world_ask(a.c, a.w, "GET", "/list.csv?x=.xlsx", "", S(""));

	assert_int_equal(ans.status, 200);
	assert_str(world_header(ans.headers, "Content-Type"), "text/csv; charset=utf-8");
	assert_str(ans.body,
	           "\xEF\xBB\xBF名称,人数,金额\r\n'=HYPERLINK(1),-3,-1234.50\r\n张三\r\n");
	ans = world_ask(a.c, a.w, "GET", "/list.xlsx?x=.csv", "", S(""));
	assert_int_equal(ans.status, 200);
	assert_true(str_starts(ans.body, S("PK")));
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(status(a, "GET", none[i], "", ""), 404);
	assert_str(listing_csv(a.c->arena, S("/x/export.xlsx")), "/x/export.csv");
	assert_str(listing_csv(a.c->arena, S("/x/export.xlsx?a=1.xlsx")), "/x/export.csv?a=1.xlsx");
	assert_false(str_some(listing_csv(a.c->arena, S("/x/export"))));
	web_stop(&a.w);
}

static void language_and_type_are_kept_by_the_browser(void **state)
{
	struct asked a = begin(state);
	struct web_answer page = world_ask(a.c, a.w, "GET", "/things", COOKIE, S("")), ans;
	struct str body =
		str_printf(a.c->arena, "_csrf=%.*s&_key=k1&lang=en&type=large&back=/things",
	                   STR_FMT(world_token(page.body)));

	ans = world_ask(a.c, a.w, "POST", "/display", COOKIE FORM, body);
	assert_int_equal(ans.status, 303);
	assert_str(world_header(ans.headers, "Location"), "/things");
	assert_true(world_has(ans.headers, "Set-Cookie: lang=en;"));
	assert_true(world_has(ans.headers, "Set-Cookie: type=large;"));
	body = str_printf(a.c->arena, "_csrf=%.*s&back=//evil.example/&lang=en",
	                  STR_FMT(world_token(page.body)));
	ans = world_ask(a.c, a.w, "POST", "/display", COOKIE FORM, body);
	assert_str(world_header(ans.headers, "Location"), "/");
	body = str_printf(a.c->arena, "_csrf=%.*s&lang=xx", STR_FMT(world_token(page.body)));
	assert_int_equal(world_ask(a.c, a.w, "POST", "/display", COOKIE FORM, body).status, 422);
	web_stop(&a.w);
}

static void a_raw_route_gets_the_body_as_it_came_and_no_login(void **state)
{
	struct asked a = begin(state);
	struct web_answer got = world_ask(a.c, a.w, "POST", "/raw", COOKIE JSON "x-sign: abc\n",
	                                  S("{\"a\": 1}&=%"));

	assert_int_equal(got.status, 200);
	assert_str(got.body, "none:abc:{\"a\": 1}&=%");
	assert_str(world_ask(a.c, a.w, "POST", "/raw", "X-Sign: a\nx-sign: b\n", S("")).body,
	           "none:none:");
	assert_int_equal(status(a, "POST", "/raw", "",
	                        "0123456789012345678901234567890123456789"
	                        "0123456789012345678901234"),
	                 413);
	assert_int_equal(status(a, "GET", "/raw", "", ""), 405);
	web_stop(&a.w);
}

static void a_raw_route_that_is_no_public_post_stops_the_start(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct route bad[3];

	for (size_t i = 0; i < 3; i++)
		bad[i] = (struct route){M_POST,
		                        "/bad",
		                        ROLES_PUBLIC,
		                        SCOPE_PUBLIC,
		                        world_routes.v[0].run,
		                        .summary = "x",
		                        .raw_max = 10};
	bad[0].method = M_GET;
	bad[1].scope = SCOPE_COUNTY;
	bad[1].allowed = ROLE_BIT(ROLE_COUNTY);
	bad[2].input = &world_thing;
	for (size_t i = 0; i < 3; i++) {
		struct routes one = {&bad[i], 1};
		const struct routes *tables[] = {&one};
		struct web_options o = {
			.env = c->env, .auth = &world_auth, .tables = tables, .n_tables = 1};
		struct web *w = NULL;

		assert_string_equal(err_name(web_start(c, &o, &w)), err_name(E_BROKEN));
		assert_non_null(strstr(c->broken, "no public POST of its own"));
	}
}

static void a_notice_is_shown_once_and_only_from_the_catalogue(void **state)
{
	struct asked a = begin(state);
	struct web_answer ans;

	ans = world_ask(a.c, a.w, "GET", "/things",
	                "Cookie: session=" GUARDIAN_TOKEN "; flash=web.help\n", S(""));
	assert_true(world_has(ans.body, "flash-ok"));
	assert_true(world_has(ans.headers, "Set-Cookie: flash=; Path=/; Max-Age=0"));
	ans = world_ask(a.c, a.w, "GET", "/things",
	                "Cookie: session=" GUARDIAN_TOKEN "; flash=pwned\n", S(""));
	assert_false(world_has(ans.body, "pwned"));
	web_stop(&a.w);
}

static void the_description_names_every_api_route(void **state)
{
	struct asked a = begin(state);
	struct web_answer ans = world_ask(a.c, a.w, "GET", "/api/v1/openapi.json", "", S(""));

	assert_int_equal(ans.status, 200);
	assert_true(str_starts(ans.body, S("{\"openapi\":\"3.1.0\"")));
	assert_true(world_has(ans.body, "\"/api/v1/things\":{\"get\":"));
	assert_true(world_has(ans.body, "\"/api/v1/things/{thing}\""));
	assert_true(world_has(ans.body, "\"price_fen\":{\"type\":\"integer\""));
	assert_true(world_has(ans.body, "#/components/schemas/Thing\""));
	assert_true(world_has(ans.body,
	                      "\"ThingAnswer\":{\"type\":\"object\",\"required\":[\"id\"],"
	                      "\"properties\":{\"id\":{\"type\":\"string\",\"pattern\":"));
	assert_false(world_has(ans.body, "\"/things\""));
	web_stop(&a.w);
}

static void the_probes_answer_without_a_database(void **state)
{
	struct asked a = begin(state);
	struct web_answer ans;

	assert_int_equal(status(a, "GET", "/healthz", "", ""), 200);
	assert_int_equal(status(a, "GET", "/readyz", "", ""), 503);
	ans = world_ask(a.c, a.w, "GET", "/metrics", "", S(""));
	assert_true(world_has(
		ans.body,
		"kehou_http_requests_total{method=\"GET\",route=\"/healthz\",class=\"2xx\"} 1\n"));
	assert_true(world_has(
		ans.body,
		"kehou_http_request_seconds_count{method=\"GET\",route=\"/readyz\"} 1\n"));
	web_stop(&a.w);
}

static void too_many_requests_of_one_are_stopped_and_others_are_not(void **state) /* S15 */
{
	struct ctx *c = kit_ctx(state);
	const struct routes *tables[] = {&world_routes};
	struct web_options o = {.env = c->env,
	                        .auth = &world_auth,
	                        .tables = tables,
	                        .n_tables = 1,
	                        .account_rate = 5,
	                        .address_rate = 5};
	struct web_answer ans;
	struct web *w;
	int i = 0;

	assert_ok(web_start(c, &o, &w));
	while (i < 1000 && world_ask(c, w, "GET", "/api/v1/things", BEARER, S("")).status == 200)
		i++;
	assert_int_equal(i, 50); /* ten seconds' worth at once */
	ans = world_ask(c, w, "GET", "/api/v1/things", BEARER, S(""));
	assert_int_equal(ans.status, 429);
	assert_str(world_header(ans.headers, "Retry-After"), "1");
	assert_int_equal(
		world_ask(c, w, "GET", "/desk", "Cookie: session=" CLERK_TOKEN "\n", S("")).status,
		409);
	kit_advance(state, 1000000);
	assert_int_equal(world_ask(c, w, "GET", "/api/v1/things", BEARER, S("")).status, 200);
	assert_int_equal(world_ask(c, w, "GET", "/healthz", "", S("")).status, 200);
	web_stop(&w);
}

static void a_refused_form_comes_back_with_what_was_typed_and_every_mistake(void **state)
{
	struct asked a = begin(state);
	struct str token = world_token(world_ask(a.c, a.w, "GET", "/things", COOKIE, S("")).body);
	struct str body =
		str_printf(a.c->arena, "_csrf=%.*s&title=12345678901&n=77", STR_FMT(token));
	struct web_answer ans = world_ask(a.c, a.w, "POST", "/again", COOKIE FORM, body);

	assert_int_equal(ans.status, 422);
	assert_true(world_has(ans.body, "<title>错误：帮助"));
	assert_true(world_has(ans.body, "value=\"12345678901\""));
	assert_true(world_has(ans.body, "value=\"77\""));
	assert_true(world_has(ans.body, "href=\"#f-title\""));
	assert_true(world_has(ans.body, "href=\"#f-n\""));
	assert_true(world_has(ans.body, "id=\"f-n-error\""));
	/* its address is no page: large type and the other language lead to one that is */
	assert_true(world_has(ans.body, "name=\"back\" value=\"/\""));
	body = str_printf(a.c->arena, "_csrf=%.*s&title=a&n=7&more=1", STR_FMT(token));
	ans = world_ask(a.c, a.w, "POST", "/again", COOKIE FORM, body);
	assert_int_equal(ans.status, 422);
	assert_true(world_has(ans.body, "<li>more"));
	assert_false(world_has(ans.body, "href=\"#f-")); /* a link would lead nowhere */
	body = str_printf(a.c->arena, "_csrf=%.*s&title=refuse", STR_FMT(token));
	ans = world_ask(a.c, a.w, "POST", "/again", COOKIE FORM, body);
	assert_int_equal(ans.status, 409);
	assert_true(world_has(ans.body, "value=\"refuse\""));
	assert_true(
		world_has(ans.body, str_c(a.c->arena, fault_lookup("conflict")->title[LANG_ZH])));
	web_stop(&a.w);
}

static void a_route_that_takes_nothing_gives_its_handler_no_input(void **state)
{
	struct asked a = begin(state);
	struct str token = world_token(world_ask(a.c, a.w, "GET", "/things", COOKIE, S("")).body);
	struct str form = str_printf(a.c->arena, "_csrf=%.*s", STR_FMT(token));

	world_given = true;
	assert_int_equal(world_ask(a.c, a.w, "POST", "/plain", COOKIE FORM, form).status, 204);
	assert_false(world_given);
	world_given = true;
	assert_int_equal(status(a, "POST", "/api/v1/plain", BEARER JSON, "{}"), 204);
	assert_false(world_given);
	form = str_printf(a.c->arena, "_csrf=%.*s&reason=x", STR_FMT(token));
	assert_int_equal(world_ask(a.c, a.w, "POST", "/plain", COOKIE FORM, form).status, 422);
	assert_int_equal(status(a, "POST", "/api/v1/plain", BEARER JSON, "{\"reason\":\"x\"}"),
	                 422);
	web_stop(&a.w);
}

static void the_menu_holds_the_routes_of_the_role(void **state)
{
	struct asked a = begin(state);
	struct web_answer guardian = world_ask(a.c, a.w, "GET", "/things", COOKIE, S(""));
	struct web_answer clerk =
		world_ask(a.c, a.w, "GET", "/desk", "Cookie: session=" CLERK_TOKEN "\n", S(""));

	assert_true(world_has(guardian.body, "href=\"/things\" aria-current=\"page\""));
	assert_false(world_has(guardian.body, "href=\"/desk\""));
	assert_true(world_has(clerk.body, "href=\"/desk\" aria-current=\"page\""));
	assert_false(world_has(clerk.body, "href=\"/things\""));
	assert_true(world_has(clerk.body, "side-head"));
	web_stop(&a.w);
}

static void every_code_of_the_catalogue_is_explained_on_one_page(void **state)
{
	struct asked a = begin(state);
	struct web_answer ans = world_ask(a.c, a.w, "GET", "/help/faults", "", S(""));

	assert_int_equal(ans.status, 200);
	for (size_t i = 0; i < fault_table_n; i++)
		assert_true(world_has(ans.body,
		                      str_c(a.c->arena, str_printf(a.c->arena, "<div id=\"%s\">",
		                                                   fault_table[i].code))));
	web_stop(&a.w);
}

static void a_redirect_leads_to_wechats_own_page_and_to_no_other_host(void **state)
{
	static const char *const foreign[] = {"https://open.weixin.qq.com.example",
	                                      "https://open.weixin.qq.com@k.example",
	                                      "http://open.weixin.qq.com",
	                                      "https://elsewhere.example",
	                                      "http://127.0.0.1:80/x",
	                                      "http://127.0.0.1:80@k.example",
	                                      "http://127.0.0.1:",
	                                      "http://127.0.0.1:70000",
	                                      "//open.weixin.qq.com",
	                                      ""};
	struct asked a = begin(state);
	struct web_answer ans;

	world_open = S("https://open.weixin.qq.com");
	ans = world_ask(a.c, a.w, "GET", "/wechat", "Host: kehou.example\n", S(""));
	assert_int_equal(ans.status, 303);
	assert_str(world_header(ans.headers, "Location"),
	           "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1%26x%3D2"
	           "&redirect_uri=http%3A%2F%2Fkehou.example%2Fthings%2F7%2Fback"
	           "&response_type=code&scope=snsapi_base&state=00ff%0D%0AX%3A%20y"
	           "#wechat_redirect");
	world_open = S("http://127.0.0.1:8123");
	assert_int_equal(status(a, "GET", "/wechat", "Host: k\n", ""), 303);
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
		world_open = str_of(foreign[i]);
		ans = world_ask(a.c, a.w, "GET", "/wechat", "Host: kehou.example\n", S(""));
		assert_int_equal(ans.status, 500);
		assert_false(str_some(world_header(ans.headers, "Location")));
	}
	web_stop(&a.w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_route_that_lacks_something_stops_the_start),
		KIT_TEST(strangers_see_public_routes_alone),
		KIT_TEST(a_role_sees_its_own_routes_alone),
		KIT_TEST(a_token_that_does_not_hold_is_no_login),
		KIT_TEST(paths_are_found_exactly),
		KIT_TEST(a_known_path_with_another_method_is_405),
		KIT_TEST(a_problem_says_everything_in_the_same_members),
		KIT_TEST(a_refused_page_says_the_same_in_the_readers_language),
		KIT_TEST(half_an_answer_is_none_and_tells_no_secret),
		KIT_TEST(every_answer_carries_the_security_headers),
		KIT_TEST(over_tls_cookies_and_transport_are_strict),
		KIT_TEST(an_asset_is_kept_for_ever_and_packed_when_wanted),
		KIT_TEST(a_page_is_packed_for_who_takes_it),
		KIT_TEST(a_files_name_cannot_end_its_header),
		KIT_TEST(a_redirect_leads_to_wechats_own_page_and_to_no_other_host),
		KIT_TEST(a_list_leaves_in_the_form_its_address_asks_for),
		KIT_TEST(language_and_type_are_kept_by_the_browser),
		KIT_TEST(a_raw_route_gets_the_body_as_it_came_and_no_login),
		KIT_TEST(a_raw_route_that_is_no_public_post_stops_the_start),
		KIT_TEST(a_notice_is_shown_once_and_only_from_the_catalogue),
		KIT_TEST(the_description_names_every_api_route),
		KIT_TEST(a_refused_form_comes_back_with_what_was_typed_and_every_mistake),
		KIT_TEST(a_route_that_takes_nothing_gives_its_handler_no_input),
		KIT_TEST(the_menu_holds_the_routes_of_the_role),
		KIT_TEST(every_code_of_the_catalogue_is_explained_on_one_page),
		KIT_TEST(the_probes_answer_without_a_database),
		KIT_TEST(too_many_requests_of_one_are_stopped_and_others_are_not),
	};

	return KIT_RUN(tests);
}
