/* Logging in, the own account and the inbox as a browser without scripts sees them. */
#include "browser.h"

static void whoever_logs_in_comes_where_he_wanted(void **state)
{
	struct browser b = browser_open(state);
	struct str cookie;

	house_guardian(b.c, house_account(b.c, S("13800138000"), GOOD));
	assert_int_equal(get(&b, "/account"), 303);
	assert_str(location(&b), "/login?next=/account");
	assert_int_equal(get(&b, "/login?next=/account"), 200);
	assert_true(has(b.a.body, "autocomplete=\"username\""));
	assert_true(has(b.a.body, "autocomplete=\"current-password\""));
	assert_true(has(b.a.body, "name=\"next\" value=\"/account\""));
	assert_int_equal(
		post(&b, S("/login"), "&next=/account&login=138+0013+8000&password=" GOOD_URL),
		303);
	assert_str(location(&b), "/account");
	cookie = header_of(b.a.headers, "Set-Cookie");
	assert_true(has(cookie, "HttpOnly") && has(cookie, "SameSite=Lax"));
	assert_int_equal(get(&b, "/account"), 200);
	assert_true(has(b.a.body, "13800138000"));
	assert_true(has(b.a.body, "本机"));
	web_stop(&b.w);
}

static void a_login_leads_to_no_other_site(void **state)
{
	struct browser b = browser_open(state);
	static const char *const bad[] = {"//evil.example", "https://evil.example",
	                                  "/%5Cevil.example", "evil", "/%0Aevil"};

	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct browser one = browser_beside(&b);

		assert_int_equal(get(&one, "/login"), 200);
		assert_int_equal(
			post(&one, S("/login"),
		             str_c(b.c->arena,
		                   str_printf(b.c->arena, "&next=%s&login=u1&password=" GOOD_URL,
		                              bad[i]))),
			303);
		assert_str(location(&one), "/");
	}
	web_stop(&b.w);
}

/* The page without what is fresh on every page. */
static struct str plain(struct ctx *c, struct str html)
{
	struct str s = S("");

	while (html.n) {
		struct str line = str_cut(&html, '<');

		if (!has(line, "_csrf") && !has(line, "_key"))
			s = str_printf(c->arena, "%.*s<%.*s", STR_FMT(s), STR_FMT(line));
	}
	return s;
}

static void a_wrong_password_and_an_unknown_login_look_the_same(void **state)
{
	struct browser b = browser_open(state);
	struct str unknown, known;

	assert_int_equal(get(&b, "/login"), 200);
	unknown = plain(b.c, b.a.body);
	assert_true(has(unknown, "href=\"/rules\"")); /* what everybody may read is found here */
	assert_true(has(unknown, "href=\"/receipts\""));
	assert_true(has(unknown, "href=\"/special-fund\""));
	assert_int_equal(post(&b, S("/login"), "&login=u1&password=" OTHER_URL), 401);
	unknown = plain(b.c, b.a.body);
	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	assert_int_equal(post(&b, S("/login"), "&login=u1&password=" OTHER_URL), 401);
	known = plain(b.c, b.a.body);
	assert_true(has(known, "登录名或密码不正确"));
	assert_true(has(known, "value=\"u1\"")); /* what was typed is not lost */
	assert_false(has(known, "another"));     /* but never the password */
	assert_true(str_eq(known, unknown));
	web_stop(&b.w);
}

static void too_many_tries_say_how_long_to_wait(void **state)
{
	struct browser b = browser_open(state);

	assert_int_equal(get(&b, "/login"), 200);
	for (int i = 0; i < 5; i++)
		assert_int_equal(post(&b, S("/login"), "&login=u1&password=" OTHER_URL), 401);
	assert_int_equal(post(&b, S("/login"), "&login=u1&password=" OTHER_URL), 429);
	assert_str(header_of(b.a.headers, "Retry-After"), "60");
	web_stop(&b.w);
}

static void a_form_without_its_token_is_refused(void **state)
{
	struct browser b = browser_open(state);

	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	assert_int_equal(get(&b, "/login"), 200);
	b.csrf = S("");
	assert_int_equal(post(&b, S("/login"), "&login=u1&password=" GOOD_URL), 403);
	assert_false(str_some(b.session));
	web_stop(&b.w);
}

static void a_planted_session_is_worth_nothing_after_login(void **state)
{
	struct browser victim = browser_open(state), attacker = browser_beside(&victim);

	house_guardian(victim.c, house_account(victim.c, S("mallory"), GOOD));
	house_guardian(victim.c, house_account(victim.c, S("victim"), GOOD));
	browser_login(&attacker, "mallory");
	victim.session = attacker.session;
	assert_int_equal(get(&victim, "/account"), 200);
	assert_int_equal(post(&victim, S("/login"), "&login=victim&password=" GOOD_URL), 303);
	assert_false(str_eq(victim.session, attacker.session));
	assert_int_equal(get(&attacker, "/account"), 303);
	assert_int_equal(get(&victim, "/account"), 200);
	assert_true(has(victim.a.body, "victim"));
	web_stop(&victim.w);
}

static void whoever_logs_out_is_out(void **state)
{
	struct browser b = browser_open(state), copy;

	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	browser_login(&b, "u1");
	assert_int_equal(get(&b, "/account"), 200);
	copy = b;
	assert_int_equal(post(&b, S("/logout"), ""), 303);
	assert_str(location(&b), "/login");
	assert_false(str_some(b.session));
	assert_int_equal(get(&copy, "/account"), 303); /* the back button, or a stolen copy */
	web_stop(&b.w);
}

struct code {
	account_id account;
	struct str code;
};

static enum err code_run(struct ctx *c, void *arg)
{
	struct code *x = arg;

	return code_issue(c, x->account, 72, &x->code);
}

static void a_first_login_sets_the_password(void **state)
{
	struct browser b = browser_open(state);
	struct code x = {.account = house_account(b.c, S("u1"), STR_NONE)};
	const char *form;

	house_guardian(b.c, x.account);
	assert_ok(house_write(b.c, code_run, &x));
	assert_int_equal(get(&b, "/login/code"), 200);
	assert_true(has(b.a.body, "autocomplete=\"one-time-code\""));
	assert_true(has(b.a.body, "autocomplete=\"new-password\""));
	form = str_c(b.c->arena, str_printf(b.c->arena, "&login=u1&code=%.*s&password=12345678",
	                                    STR_FMT(x.code)));
	assert_int_equal(post(&b, S("/login/code"), form), 422);
	assert_true(has(b.a.body, "这个密码太容易被猜到"));
	assert_false(has(b.a.body, "12345678"));
	form = str_c(b.c->arena, str_printf(b.c->arena, "&login=u1&code=%.*s&password=" GOOD_URL,
	                                    STR_FMT(x.code)));
	assert_int_equal(post(&b, S("/login/code"), form), 303);
	assert_int_equal(get(&b, "/account"), 200);
	b = browser_beside(&b);
	assert_int_equal(get(&b, "/login/code"), 200);
	assert_int_equal(post(&b, S("/login/code"), form), 401);
	web_stop(&b.w);
}

static void a_password_is_changed_by_who_knows_it(void **state)
{
	struct browser b = browser_open(state), other = browser_beside(&b);

	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	browser_login(&b, "u1");
	browser_login(&other, "u1");
	assert_int_equal(get(&b, "/account/password"), 200);
	assert_int_equal(
		post(&b, S("/account/password"), "&old_password=" OTHER_URL "&password=" OTHER_URL),
		403);
	assert_true(has(b.a.body, "现在的密码不正确"));
	assert_int_equal(
		post(&b, S("/account/password"), "&old_password=" GOOD_URL "&password=" OTHER_URL),
		303);
	assert_int_equal(get(&b, "/account"), 200);
	assert_int_equal(get(&other, "/account"), 303);
	web_stop(&b.w);
}

static void only_the_owner_ends_a_session(void **state)
{
	struct browser b = browser_open(state), second = browser_beside(&b),
		       alien = browser_beside(&b);
	struct actor actor;
	struct str path;

	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	house_guardian(b.c, house_account(b.c, S("u2"), GOOD));
	browser_login(&b, "u1");
	browser_login(&second, "u1");
	browser_login(&alien, "u2");
	assert_ok(house_resolve(b.c, second.session, &actor));
	path = str_printf(b.c->arena, "/account/sessions/%lld/end", (long long)actor.session.v);
	assert_int_equal(get(&alien, "/account"), 200);
	assert_false(has(alien.a.body, str_c(b.c->arena, path)));
	assert_int_equal(post(&alien, path, ""), 404);
	assert_int_equal(get(&second, "/account"), 200);
	assert_int_equal(get(&b, "/account"), 200);
	assert_true(has(b.a.body, str_c(b.c->arena, path)));
	assert_int_equal(post(&b, path, ""), 303);
	assert_int_equal(get(&second, "/account"), 303);
	browser_login(&second, "u1");
	assert_int_equal(get(&b, "/account"), 200);
	assert_int_equal(post(&b, S("/account/sessions/end"), ""), 303);
	assert_int_equal(get(&second, "/account"), 303);
	assert_int_equal(get(&b, "/account"), 200);
	web_stop(&b.w);
}

static void a_person_with_two_roles_switches_visibly(void **state)
{
	struct browser b = browser_open(state);
	account_id id = house_account(b.c, S("u1"), GOOD);
	appointment_id clerk;
	const char *form;

	house_guardian(b.c, id);
	browser_login(&b, "u1");
	assert_int_equal(get(&b, "/account"), 200);
	assert_false(has(b.a.body, "href=\"/roles\""));
	clerk = house_clerk(b.c, id);
	assert_int_equal(get(&b, "/account"), 200);
	assert_true(has(b.a.body, "href=\"/roles\""));
	assert_int_equal(get(&b, "/roles"), 200);
	assert_true(has(b.a.body, "教务") && has(b.a.body, "示例小学"));
	form = str_c(b.c->arena, str_printf(b.c->arena, "&appointment=%lld", (long long)clerk.v));
	assert_int_equal(post(&b, S("/role"), form), 303);
	assert_int_equal(get(&b, "/account"), 200);
	assert_true(has(b.a.body, "class=\"staff\""));
	assert_int_equal(post(&b, S("/role"), "&appointment=12345"), 404);
	web_stop(&b.w);
}

/* --- API
 * -------------------------------------------------------------------------------------------- */

#define JSON S("Content-Type: application/json\n")

static void the_api_gives_a_token_for_a_password(void **state)
{
	struct browser b = browser_open(state), bad = browser_beside(&b);
	struct str rest, bearer, path;
	struct actor actor;

	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	assert_int_equal(ask(&bad, "POST", S("/api/v1/sessions"), JSON,
	                     S("{\"login\":\"u1\",\"password\":\"another fine sentence\"}")),
	                 401);
	assert_true(has(bad.a.body, "\"code\":\"login_failed\""));
	assert_int_equal(ask(&b, "POST", S("/api/v1/sessions"), JSON,
	                     S("{\"login\":\"u1\",\"password\":\"夏天的风吹过操场\"}")),
	                 201);
	rest = b.a.body;
	assert_true(str_starts(rest, S("{\"token\":\"")));
	rest = str_sub(rest, 10, 43);
	assert_ok(house_resolve(b.c, rest, &actor));
	bearer = str_printf(b.c->arena, "Authorization: Bearer %.*s\n", STR_FMT(rest));
	assert_int_equal(ask(&b, "GET", S("/api/v1/sessions"), bearer, S("")), 200);
	assert_true(has(b.a.body, "\"here\":true"));
	path = str_printf(b.c->arena, "/api/v1/sessions/%lld", (long long)actor.session.v);
	bad.session = STR_NONE;
	assert_int_equal(ask(&bad, "DELETE", path, S(""), S("")), 401);
	assert_int_equal(ask(&b, "DELETE", path, bearer, S("")), 204);
	assert_int_equal(ask(&b, "GET", S("/api/v1/sessions"), bearer, S("")), 401);
	web_stop(&b.w);
}

static void what_the_api_says_of_the_caller_is_the_callers_own(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	struct json j;
	struct out o;

	house_act(c, token);
	out_init(&o, 4096);
	json_init(&j, &o);
	json_open(&j, '{');
	assert_ok(store_read_begin(c));
	assert_ok(auth_me_json(c, &j));
	store_read_end(c);
	json_close(&j, '}');
	assert_true(has(out_str(&o), "\"name\":\"张三\""));
	assert_true(has(out_str(&o), "\"role\":\"guardian\""));
	assert_true(has(out_str(&o), "\"in_use\":true"));
	out_free(&o);
}

/* --- the inbox
 * --------------------------------------------------------------------------------------- */

static int64_t lines(struct str s)
{
	int64_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

struct note {
	account_id to;
	struct str link;
};

static enum err note_run(struct ctx *c, void *arg)
{
	const struct note *x = arg;

	TRY(message_put(c, x->to, T_auth_session_times, (struct str[]){S("<陈一>"), S("B")}, 2,
	                x->link));
	return audit_put(c, "noted", "message", 1, ID_NONE(county_id), S("{}"));
}

static struct str read_path(struct ctx *c, struct str html)
{
	size_t at;

	assert_true(str_find(html, S("action=\"/inbox/"), &at));
	html = str_sub(html, at + 8, html.n);
	assert_true(!str_starts(html, S("/inbox/read")) ||
	            str_find(html, S("action=\"/inbox/"), &at));
	if (str_starts(html, S("/inbox/read")))
		html = str_sub(html, at + 8, html.n);
	return str_dup(c->arena, str_cut(&html, '"'));
}

static void the_inbox_shows_messages_in_the_readers_language(void **state)
{
	struct browser b = browser_open(state), alien = browser_beside(&b);
	struct note x = {house_account(b.c, S("u1"), GOOD), S("/account")};
	struct str path;

	house_guardian(b.c, x.to);
	house_guardian(b.c, house_account(b.c, S("u2"), GOOD));
	browser_login(&b, "u1");
	browser_login(&alien, "u2");
	assert_int_equal(get(&b, "/inbox"), 200);
	assert_true(has(b.a.body, "还没有消息"));
	assert_ok(house_write(b.c, note_run, &x));
	assert_int_equal(get(&b, "/inbox"), 200);
	assert_true(has(b.a.body, "登录于 &lt;陈一&gt;"));
	assert_true(has(b.a.body, "未读"));
	path = read_path(b.c, b.a.body);
	b.lang = "en";
	assert_int_equal(get(&b, "/inbox"), 200);
	assert_true(has(b.a.body, "Since &lt;陈一&gt;"));
	assert_int_equal(get(&alien, "/inbox"), 200);
	assert_false(has(alien.a.body, "陈一"));
	assert_int_equal(post(&alien, path, ""), 404);
	assert_int_equal(post(&b, path, ""), 303);
	assert_str(location(&b), "/account");
	b.lang = "zh";
	assert_int_equal(get(&b, "/inbox"), 200);
	assert_false(has(b.a.body, "未读"));
	web_stop(&b.w);
}

static void R2_the_inbox_leaves_with_its_readers_own_messages(void **state)
{
	struct browser b = browser_open(state), alien = browser_beside(&b);
	struct note x = {house_account(b.c, S("u1"), GOOD), STR_NONE};

	house_guardian(b.c, x.to);
	house_guardian(b.c, house_account(b.c, S("u2"), GOOD));
	browser_login(&b, "u1");
	browser_login(&alien, "u2");
	assert_int_equal(get(&b, "/inbox"), 200);
	assert_false(has(b.a.body, "/inbox/export.csv")); /* nothing there yet */
	for (int i = 0; i < 60; i++)                      /* more than a page shows */
		assert_ok(house_write(b.c, note_run, &x));
	assert_int_equal(get(&b, "/inbox"), 200);
	assert_true(has(b.a.body, "/inbox/export.xlsx") && has(b.a.body, "/inbox/export.csv"));
	assert_int_equal(get(&b, "/inbox/export.csv"), 200);
	assert_true(has(b.a.body, "创建时间,内容,状态\r\n") && has(b.a.body, "登录于 <陈一>"));
	assert_int_equal(lines(b.a.body), 61);
	assert_int_equal(get(&b, "/inbox/export.xlsx"), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	b.lang = "en";
	assert_int_equal(get(&b, "/inbox/export.csv"), 200);
	assert_true(has(b.a.body, "Created,Message,State\r\n") && has(b.a.body, "Since <陈一>"));
	assert_int_equal(get(&alien, "/inbox/export.csv"), 200);
	assert_int_equal(lines(alien.a.body), 1);
	web_stop(&b.w);
}

static void all_messages_are_read_at_once(void **state)
{
	struct browser b = browser_open(state);
	struct note x = {house_account(b.c, S("u1"), GOOD), STR_NONE};

	house_guardian(b.c, x.to);
	browser_login(&b, "u1");
	for (int i = 0; i < 3; i++)
		assert_ok(house_write(b.c, note_run, &x));
	assert_int_equal(get(&b, "/inbox?limit=2"), 200);
	assert_true(has(b.a.body, "after="));
	assert_int_equal(post(&b, S("/inbox/read"), ""), 303);
	assert_int_equal(get(&b, "/inbox"), 200);
	assert_false(has(b.a.body, "未读"));
	web_stop(&b.w);
}

static enum err job_run(struct ctx *c, void *arg)
{
	TRY(job_put(c, "test.unknown", S("{}"), c->now));
	return audit_put(c, "noted", "job", 1, ID_NONE(county_id), S("{}"));
}

static void what_was_given_up_is_the_citys_to_see(void **state)
{
	struct browser b = browser_open(state), city = browser_beside(&b);
	struct house_role r = {.in = {.role = ROLE_CITY, .starts = DATE_NONE, .ends = DATE_NONE}};
	bool ran;

	house_guardian(b.c, house_account(b.c, S("u1"), GOOD));
	r.in.account = house_account(b.c, S("c1"), GOOD);
	assert_ok(house_write(b.c, house_role_run, &r));
	browser_login(&b, "u1");
	browser_login(&city, "c1");
	assert_int_equal(get(&b, "/jobs"), 403);
	assert_int_equal(get(&b, "/jobs/export.csv"), 403);
	assert_int_equal(get(&city, "/jobs"), 200);
	assert_false(has(city.a.body, "/jobs/export"));
	assert_ok(house_write(b.c, job_run, NULL));
	assert_ok(jobs_step(b.c, NULL, 0, &ran)); /* nobody knows the kind */
	assert_int_equal(get(&city, "/jobs"), 200);
	assert_true(has(city.a.body, "/jobs/export.xlsx") && has(city.a.body, "/jobs/export.csv"));
	assert_int_equal(get(&city, "/jobs/export.csv"), 200);
	assert_true(has(city.a.body, "test.unknown,没有能处理该任务的程序,job_unknown,1,"));
	city.lang = "en";
	assert_int_equal(get(&city, "/jobs/export.csv"), 200);
	assert_true(has(city.a.body, "test.unknown,No handler knows this task,job_unknown,1,"));
	assert_int_equal(post(&city, S("/jobs/12345/retry"), ""), 404);
	web_stop(&b.w);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(whoever_logs_in_comes_where_he_wanted),
		FACT(a_login_leads_to_no_other_site),
		FACT(a_wrong_password_and_an_unknown_login_look_the_same),
		FACT(too_many_tries_say_how_long_to_wait),
		FACT(a_form_without_its_token_is_refused),
		FACT(a_planted_session_is_worth_nothing_after_login),
		FACT(whoever_logs_out_is_out),
		FACT(a_first_login_sets_the_password),
		FACT(a_password_is_changed_by_who_knows_it),
		FACT(only_the_owner_ends_a_session),
		FACT(a_person_with_two_roles_switches_visibly),
		FACT(the_api_gives_a_token_for_a_password),
		FACT(what_the_api_says_of_the_caller_is_the_callers_own),
		FACT(the_inbox_shows_messages_in_the_readers_language),
		FACT(R2_the_inbox_leaves_with_its_readers_own_messages),
		FACT(all_messages_are_read_at_once),
		FACT(what_was_given_up_is_the_citys_to_see),
	};

	return HOUSE_RUN(facts);
}
