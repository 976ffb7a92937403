/* S9: no form of a stranger's page is taken for one of ours. */
#include "world.h"

#define COOKIE "Cookie: session=" GUARDIAN_TOKEN "\n"
#define FORM   "Content-Type: application/x-www-form-urlencoded\n"
#define JSON   "Content-Type: application/json\n"

struct asked {
	struct ctx *c;
	struct web *w;
	struct str token;
};

static struct asked begin(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct asked a = {.c = c, .w = world_start(c, NULL)};

	a.token = world_token(world_ask(c, a.w, "GET", "/things", COOKIE, S("")).body);
	return a;
}

static int post(struct asked a, const char *headers, struct str token)
{
	struct str body = str_printf(a.c->arena, "title=x&_csrf=%.*s", STR_FMT(token));

	return world_ask(a.c, a.w, "POST", "/things", headers, body).status;
}

static void the_token_of_the_page_is_taken(void **state)
{
	struct asked a = begin(state);

	assert_int_equal(post(a, COOKIE FORM, a.token), 303);
	assert_int_equal(
		post(a, COOKIE FORM "Origin: https://test.local\nSec-Fetch-Site: same-origin\n",
	             a.token),
		303);
	web_stop(&a.w);
}

static void a_missing_foreign_or_cut_token_is_refused(void **state)
{
	struct asked a = begin(state);
	struct str clerk = world_token(
		world_ask(a.c, a.w, "GET", "/desk", "Cookie: session=" CLERK_TOKEN "\n", S(""))
			.body);
	struct str stranger = world_token(world_ask(a.c, a.w, "GET", "/nothing", "", S("")).body);

	assert_int_equal(post(a, COOKIE FORM, S("")), 403);
	assert_int_equal(post(a, COOKIE FORM, S(GUARDIAN_CSRF)), 403); /* unmasked */
	assert_int_equal(post(a, COOKIE FORM, clerk), 403);
	assert_int_equal(post(a, COOKIE FORM, stranger), 403);
	assert_int_equal(post(a, COOKIE FORM, str_sub(a.token, 0, a.token.n - 2)), 403);
	assert_int_equal(post(a, COOKIE FORM, str_printf(a.c->arena, "%.*s00", STR_FMT(a.token))),
	                 403);
	assert_int_equal(world_ask(a.c, a.w, "POST", "/things", COOKIE FORM, S("title=x")).status,
	                 403);
	assert_int_equal(
		world_ask(a.c, a.w, "POST", "/things?_csrf=x", COOKIE FORM, S("title=x")).status,
		403);
	web_stop(&a.w);
}

static void a_foreign_origin_is_refused_even_with_the_token(void **state)
{
	static const char *const foreign[] = {"Origin: https://evil.example\n",
	                                      "Origin: null\n",
	                                      "Origin: https://test.local.evil.example\n",
	                                      "Origin: ftp://test.local\n",
	                                      "Origin: https://test.local:444\n",
	                                      "Sec-Fetch-Site: cross-site\n",
	                                      "Sec-Fetch-Site: same-site\n",
	                                      "Sec-Fetch-Site: \n"};
	struct asked a = begin(state);

	for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
		struct str h = str_printf(a.c->arena, COOKIE FORM "%s", foreign[i]);

		if (post(a, str_c(a.c->arena, h), a.token) != 403)
			fail_msg("%s was taken", foreign[i]);
	}
	web_stop(&a.w);
}

static void the_api_by_cookie_needs_the_token_and_by_bearer_does_not(void **state)
{
	struct asked a = begin(state);
	struct str with =
		str_printf(a.c->arena, COOKIE JSON "X-CSRF-Token: %.*s\n", STR_FMT(a.token));
	struct str body = S("{\"title\":\"x\"}");

	assert_int_equal(world_ask(a.c, a.w, "POST", "/api/v1/things", COOKIE JSON, body).status,
	                 403);
	assert_int_equal(
		world_ask(a.c, a.w, "POST", "/api/v1/things", str_c(a.c->arena, with), body).status,
		201);
	assert_int_equal(world_ask(a.c, a.w, "POST", "/api/v1/things",
	                           "Authorization: Bearer " GUARDIAN_TOKEN
	                           "\nOrigin: https://evil.example\n" JSON,
	                           body)
	                         .status,
	                 201);
	web_stop(&a.w);
}

static void a_stranger_gets_a_token_of_his_own_browser(void **state)
{
	struct asked a = begin(state);
	struct web_answer page = world_ask(a.c, a.w, "GET", "/nothing", "", S(""));
	struct str cookie = world_header(page.headers, "Set-Cookie"),
		   token = world_token(page.body), h;
	struct str body = str_printf(a.c->arena, "title=x&_csrf=%.*s", STR_FMT(token));

	struct str pair = str_cut(&cookie, ';');

	assert_true(str_starts(pair, S("form=")));
	h = str_printf(a.c->arena, FORM "Cookie: %.*s\n", STR_FMT(pair));
	assert_int_equal(world_ask(a.c, a.w, "POST", "/open", str_c(a.c->arena, h), body).status,
	                 303);
	assert_int_equal(world_ask(a.c, a.w, "POST", "/open", FORM, body).status, 403);
	assert_int_equal(
		world_ask(a.c, a.w, "POST", "/open", FORM "Cookie: form=zz\n", body).status, 403);
	assert_int_equal(
		world_ask(a.c, a.w, "POST", "/open", FORM "Cookie: form=\n", S("title=x&_csrf="))
			.status,
		403);
	web_stop(&a.w);
}

static void no_two_pages_show_the_token_alike(void **state)
{
	struct asked a = begin(state);
	struct str again = world_token(world_ask(a.c, a.w, "GET", "/things", COOKIE, S("")).body);

	assert_false(str_eq(a.token, again));
	assert_int_equal(post(a, COOKIE FORM, again), 303);
	web_stop(&a.w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(the_token_of_the_page_is_taken),
		KIT_TEST(a_missing_foreign_or_cut_token_is_refused),
		KIT_TEST(a_foreign_origin_is_refused_even_with_the_token),
		KIT_TEST(the_api_by_cookie_needs_the_token_and_by_bearer_does_not),
		KIT_TEST(a_stranger_gets_a_token_of_his_own_browser),
		KIT_TEST(no_two_pages_show_the_token_alike),
	};

	return KIT_RUN(tests);
}
