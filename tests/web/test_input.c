/* One table reads forms and JSON alike; each complaint names its field. */
#include "world.h"

#define BEARER "Authorization: Bearer " GUARDIAN_TOKEN "\n"
#define JSON   BEARER "Content-Type: application/json\n"

static struct web_answer post(struct ctx *c, struct web *w, const char *type, struct str body)
{
	return world_ask(c, w, "POST", "/api/v1/things",
	                 str_c(c->arena, str_printf(c->arena, BEARER "Content-Type: %s\n", type)),
	                 body);
}

static struct web_answer json(struct ctx *c, struct web *w, const char *body)
{
	return post(c, w, "application/json; charset=utf-8", str_of(body));
}

#define BOUND "--b\r\nContent-Disposition: form-data; name=\""

static void check_thing(void)
{
	const struct thing *t = &world_seen;
	const struct thing_mark *m = t->marks.v;

	assert_int_equal(t->n, -5);
	assert_int_equal(t->id, INT64_MAX);
	assert_int_equal(t->price.fen, 1234);
	assert_int_equal(date_civil(t->day).day, 29);
	assert_int_equal(t->at.minute, 1070);
	assert_true(t->open);
	assert_str(t->kind, "course");
	assert_int_equal(t->pupils.n, 2);
	assert_int_equal(t->pupils.v[1], 4);
	assert_int_equal(t->marks.n, 2);
	assert_int_equal(m[0].pupil, 3);
	assert_str(m[1].mark, "absent");
	assert_int_equal(m[1].fine.fen, 50);
}

static void json_and_form_fill_the_same_struct(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);
	struct web_answer a;

	a = json(c, w,
	         "{\"title\":\"你好\",\"n\":-5,\"id\":\"9223372036854775807\",\"price_fen\":1234,"
	         "\"day\":\"2028-02-29\","
	         "\"at\":\"17:50\",\"open\":true,\"kind\":\"course\",\"pupils\":[\"3\",\"4\"],"
	         "\"marks\":[{\"pupil\":\"3\","
	         "\"mark\":\"present\"},{\"pupil\":\"4\",\"mark\":\"absent\",\"fine_fen\":50}]}");
	assert_int_equal(a.status, 201);
	check_thing();
	memset(&world_seen, 0, sizeof world_seen);
	a = post(c, w, "multipart/form-data; boundary=b",
	         S(BOUND
	           "title\"\r\n\r\n你好\r\n" BOUND "n\"\r\n\r\n－５\r\n" BOUND
	           "id\"\r\n\r\n9223372036854775807\r\n" BOUND "price\"\r\n\r\n12.34\r\n" BOUND
	           "day\"\r\n\r\n2028-02-29\r\n" BOUND "at\"\r\n\r\n17:50\r\n" BOUND
	           "open\"\r\n\r\non\r\n" BOUND "kind\"\r\n\r\ncourse\r\n" BOUND
	           "pupils\"\r\n\r\n3\r\n" BOUND "pupils\"\r\n\r\n4\r\n" BOUND
	           "marks.0.pupil\"\r\n\r\n3\r\n" BOUND "marks.0.mark\"\r\n\r\npresent\r\n" BOUND
	           "marks.1.pupil\"\r\n\r\n4\r\n" BOUND "marks.1.mark\"\r\n\r\nabsent\r\n" BOUND
	           "marks.1.fine\"\r\n\r\n0.5\r\n--b--\r\n"));
	assert_int_equal(a.status, 201);
	check_thing();
	web_stop(&w);
}

static void what_is_absent_is_none(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);

	assert_int_equal(json(c, w, "{\"title\":\"x\",\"day\":null}").status, 201);
	assert_false(date_some(world_seen.day));
	assert_int_equal(world_seen.at.minute, TIME_NONE.minute);
	assert_int_equal(world_seen.id, 0);
	assert_null(world_seen.kind.p);
	assert_int_equal(world_seen.pupils.n, 0);
	assert_false(world_seen.open);
	web_stop(&w);
}

static void every_complaint_names_its_field(void **state)
{
	static const struct {
		const char *body, *field, *code;
		int status;
	} bad[] = {
		{"{}", "title", "missing_field", 422},
		{"{\"title\":null}", "title", "missing_field", 422},
		{"{\"title\":\"\"}", "title", "", 422},
		{"{\"title\":5}", "title", "bad_input", 422},
		{"{\"title\":\"12345678901\"}", "title", "too_long", 422},
		{"{\"title\":\"x\",\"n\":51}", "n", "bad_input", 422},
		{"{\"title\":\"x\",\"n\":-6}", "n", "bad_input", 422},
		{"{\"title\":\"x\",\"n\":\"1\"}", "n", "bad_input", 422},
		{"{\"title\":\"x\",\"n\":1.5}", "n", "bad_input", 422},
		{"{\"title\":\"x\",\"n\":9223372036854775808}", "", "", 0},
		{"{\"title\":\"x\",\"id\":9007199254740993}", "id", "bad_input", 422},
		{"{\"title\":\"x\",\"id\":\"0\"}", "id", "bad_input", 422},
		{"{\"title\":\"x\",\"id\":\"-1\"}", "id", "bad_input", 422},
		{"{\"title\":\"x\",\"id\":\"1 OR 1=1\"}", "id", "bad_input", 422},
		{"{\"title\":\"x\",\"price_fen\":-1}", "price_fen", "bad_input", 422},
		{"{\"title\":\"x\",\"price_fen\":9007199254740992}", "price_fen", "bad_input", 422},
		{"{\"title\":\"x\",\"price_fen\":1000000000000000}", "price_fen", "bad_input", 422},
		{"{\"title\":\"x\",\"price_fen\":1e3}", "price_fen", "bad_input", 422},
		{"{\"title\":\"x\",\"price_fen\":\"12.30\"}", "price_fen", "bad_input", 422},
		{"{\"title\":\"x\",\"price\":1}", "price", "unknown_field", 422},
		{"{\"title\":\"x\",\"day\":\"2026-02-30\"}", "day", "bad_input", 422},
		{"{\"title\":\"x\",\"at\":\"24:00\"}", "at", "bad_input", 422},
		{"{\"title\":\"x\",\"open\":1}", "open", "bad_input", 422},
		{"{\"title\":\"x\",\"kind\":\"lunch\"}", "kind", "bad_input", 422},
		{"{\"title\":\"x\",\"pupils\":\"3\"}", "pupils", "bad_input", 422},
		{"{\"title\":\"x\",\"pupils\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}", "pupils", "", 0},
		{"{\"title\":\"x\",\"pupils\":[\"1\",2]}", "pupils[1]", "bad_input", 422},
		{"{\"title\":\"x\",\"marks\":[{\"pupil\":\"1\"}]}", "marks[0].mark",
	         "missing_field", 422},
		{"{\"title\":\"x\",\"marks\":[{\"pupil\":\"1\",\"mark\":\"late\"}]}",
	         "marks[0].mark", "bad_input", 422},
		{"{\"title\":\"x\",\"marks\":[{\"pupil\":\"1\",\"mark\":\"absent\",\"x\":1}]}",
	         "marks[0].x", "unknown_field", 422},
		{"{\"title\":\"x\",\"_csrf\":\"y\"}", "_csrf", "unknown_field", 422},
		{"{\"title\":\"x\",\"title\":\"y\"}", "title", "duplicate_field", 422},
		{"{\"title\":\"a\\u0000b\"}", "", "", 0},
		{"{\"title\":\"a\\u0007b\"}", "title", "bad_input", 422},
		{"{\"title\":\"\xC0\xAF\"}", "", "not_utf8", 400},
		{"{\"title\":\"x\"", "", "bad_json", 400},
		{"[]", "", "", 0},
		{"", "", "bad_json", 400},
		{"title=x", "", "bad_json", 400},
	};
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct web_answer a = json(c, w, bad[i].body);
		struct str field = str_printf(c->arena, "\"input\":\"%s\"", bad[i].field);
		struct str code = str_printf(c->arena, "\"code\":\"%s\"", bad[i].code);

		if (a.status < 400 || a.status > 499 ||
		    (bad[i].status != 0 && a.status != bad[i].status))
			fail_msg("%s: %d %.*s", bad[i].body, a.status, STR_FMT(a.body));
		if (bad[i].field[0] != '\0' && !world_has(a.body, str_c(c->arena, field)))
			fail_msg("%s does not name %s: %.*s", bad[i].body, bad[i].field,
			         STR_FMT(a.body));
		if (bad[i].code[0] != '\0' && !world_has(a.body, str_c(c->arena, code)))
			fail_msg("%s is not %s: %.*s", bad[i].body, bad[i].code, STR_FMT(a.body));
	}
	web_stop(&w);
}

static void forms_are_read_as_strictly(void **state)
{
	static const struct {
		const char *body, *code;
	} bad[] = {
		{"", "missing_field"},
		{"title=", "missing_field"},
		{"title=+%E3%80%80", "missing_field"},
		{"title=x&title=y", "duplicate_field"},
		{"title=x&n=", ""},
		{"title=x&n=1x", "bad_input"},
		{"title=x&n=-0", "bad_input"},
		{"title=x&price=1.234", "amount_malformed"}, /* R59 */
		{"title=x&price=1e3", "amount_malformed"},
		{"title=x&price=0.1+%2B+0.2", "amount_malformed"},
		{"title=x&price=-0", "amount_malformed"},
		{"title=x&price=-1", "amount_malformed"},
		{"title=x&price=1000000000000000", "amount_malformed"},
		{"title=x&price=%EF%BC%91%EF%BC%92.30", "amount_malformed"},
		{"title=x&price=99999999999999999", "amount_malformed"},
		{"title=x&zzz=1", "unknown_field"},
		{"title=x&open=yes", "bad_input"},
		{"title=%", "bad_request"},
		{"title=%4", "bad_request"},
		{"title=%zz", "bad_request"},
		{"title=%00", "not_utf8"},
		{"title=%C0%AF", "not_utf8"},
		{"title=%ED%A0%80", "not_utf8"},
		{"title=x&marks.0.pupil=1", "missing_field"},
		{"title=x&marks.3.pupil=1&marks.3.mark=absent", "bad_input"},
		{"title=x&marks.99999999999.pupil=1", "bad_input"},
		{"title=x&marks.-1.pupil=1", "bad_input"},
		{"title=x&marks.0=1", "bad_input"},
		{"title=x&marks..pupil=1", "bad_input"},
		{"title=x&pupils=1&pupils=b", "bad_input"},
		{"title=x&pupils=1&pupils=2&pupils=3&pupils=4&pupils=5", "bad_input"},
	};
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);
	struct str token = world_token(
		world_ask(c, w, "GET", "/things", "Cookie: session=" GUARDIAN_TOKEN "\n", S(""))
			.body);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct str body =
			str_printf(c->arena, "%s&_csrf=%.*s", bad[i].body, STR_FMT(token));
		struct web_answer a =
			world_ask(c, w, "POST", "/things",
		                  "Cookie: session=" GUARDIAN_TOKEN
		                  "\nContent-Type: application/x-www-form-urlencoded\n",
		                  body);
		struct str code = str_printf(c->arena, "<code>%s</code>", bad[i].code);

		if (bad[i].code[0] == '\0' ? a.status != 303 : a.status < 400 || a.status > 499)
			fail_msg("%s: %d", bad[i].body, a.status);
		if (bad[i].code[0] != '\0' && !world_has(a.body, str_c(c->arena, code)))
			fail_msg("%s is not %s: %.*s", bad[i].body, bad[i].code, STR_FMT(a.body));
	}
	web_stop(&w);
}

static void broken_multipart_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"--b",
		"--b\r\n",
		"--c\r\n",
		"--b\r\n\r\n--b--",
		BOUND "title\"\r\n\r\nx",
		BOUND "title\"\r\n\r\nx\r\n--b",
		BOUND "\"\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: attachment; name=\"title\"\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"title\r\n\r\nx\r\n--b--",
		"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--",
		BOUND "title\"\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nx\r\n--b--",
		BOUND "title\"\r\n\r\n\xFF\r\n--b--",
		BOUND "title\"; filename=\"x\"\r\n\r\nx\r\n--b--"};
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct web_answer a = post(c, w, "multipart/form-data; boundary=b", str_of(bad[i]));

		if (a.status < 400 || a.status > 499)
			fail_msg("%s: %d", bad[i], a.status);
	}
	assert_int_equal(post(c, w, "multipart/form-data", S("--b--")).status, 400);
	assert_int_equal(post(c, w, "multipart/form-data; boundary=", S("--b--")).status, 400);
	assert_int_equal(post(c, w, "text/plain", S("title=x")).status, 415);
	assert_int_equal(post(c, w, "application/x-www-form-urlencoded", S("title=x")).status, 415);
	web_stop(&w);
}

static void deep_json_is_refused_without_harm(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);
	char *deep = arena_take(c->arena, 60001);

	memset(deep, '[', 60000);
	assert_int_equal(post(c, w, "application/json", (struct str){deep, 60000}).status, 400);
	for (size_t i = 0; i + 5 < 60000; i += 5)
		memcpy(deep + i, "{\"a\":", 5);
	assert_int_equal(post(c, w, "application/json", (struct str){deep, 60000}).status, 400);
	web_stop(&w);
}

static void a_body_past_its_ceiling_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);
	char *big = arena_take(c->arena, 65537);
	struct web_answer got;

	memset(big, ' ', 65537);
	got = post(c, w, "application/json", (struct str){big, 65537});
	assert_int_equal(got.status, 413);
	assert_true(world_has(got.body, "\"found\":\"65 KiB\""));
	assert_true(world_has(got.body, "\"allowed\":\"64 KiB\""));
	web_stop(&w);
}

/* Messengers append parameters of their own to a shared link; a program that misspells one must
 * learn of it. */
static void an_unknown_query_is_refused_in_the_api_and_ignored_by_pages(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);

	assert_int_equal(world_ask(c, w, "GET", "/api/v1/things?n=3", BEARER, S("")).status, 200);
	assert_int_equal(world_ask(c, w, "GET", "/api/v1/things?from=chat", BEARER, S("")).status,
	                 422);
	assert_int_equal(world_ask(c, w, "GET", "/api/v1/things/5?from=chat", BEARER, S("")).status,
	                 422);
	assert_int_equal(world_ask(c, w, "GET", "/api/v1/things?n=51", BEARER, S("")).status, 422);
	assert_int_equal(world_ask(c, w, "GET", "/things/5?from=singlemessage&isappinstalled=0",
	                           BEARER, S(""))
	                         .status,
	                 200);
	assert_int_equal(world_ask(c, w, "GET", "/things/5?n=x", BEARER, S("")).status, 422);
	web_stop(&w);
}

static void the_key_comes_from_header_or_form_and_is_plain(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct web *w = world_start(c, NULL);
	struct web_answer a;

	a = world_ask(c, w, "POST", "/api/v1/things", JSON "Idempotency-Key: a-B_9\n",
	              S("{\"title\":\"x\"}"));
	assert_int_equal(a.status, 201);
	assert_true(world_has(a.body, "\"key\":\"a-B_9\""));
	a = world_ask(c, w, "POST", "/api/v1/things", JSON, S("{\"title\":\"x\"}"));
	assert_true(world_has(a.body, "\"key\":null"));
	a = world_ask(c, w, "POST", "/api/v1/things", JSON "Idempotency-Key: a b\n",
	              S("{\"title\":\"x\"}"));
	assert_int_equal(a.status, 422);
	a = world_ask(c, w, "POST", "/api/v1/things",
	              JSON
	              "Idempotency-Key: "
	              "0123456789012345678901234567890123456789012345678901234567890123456789\n",
	              S("{\"title\":\"x\"}"));
	assert_int_equal(a.status, 422);
	web_stop(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(json_and_form_fill_the_same_struct),
		KIT_TEST(what_is_absent_is_none),
		KIT_TEST(every_complaint_names_its_field),
		KIT_TEST(forms_are_read_as_strictly),
		KIT_TEST(broken_multipart_is_refused),
		KIT_TEST(deep_json_is_refused_without_harm),
		KIT_TEST(a_body_past_its_ceiling_is_refused),
		KIT_TEST(an_unknown_query_is_refused_in_the_api_and_ignored_by_pages),
		KIT_TEST(the_key_comes_from_header_or_form_and_is_plain),
	};

	return KIT_RUN(tests);
}
