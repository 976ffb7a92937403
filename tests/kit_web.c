#include "kit.h"

#include "kit_store.h"
#include "kit_people.h"
#include "kit_web.h"

#include "auth/auth.h"
#include "auth/session.h"

struct kit_web kit_web_open(struct ctx *c, const struct routes *const *tables, size_t n)
{
	struct web_options o = {.store = c->store,
	                        .env = c->env,
	                        .auth = &auth_web,
	                        .tables = tables,
	                        .n_tables = n,
	                        .account_rate = -1,
	                        .address_rate = -1};
	struct kit_web b = {.c = c};

	if (c->tx)
		store_read_end(c);
	if (web_start(c, &o, &b.w) != OK)
		fail_msg("web_start: %s", c->broken ? c->broken : c->fault.code);
	return b;
}

void kit_web_close(struct kit_web *b)
{
	web_stop(&b->w);
}

struct login {
	struct session_new in;
	appointment_id role;
	struct str token;
	session_id session;
};

static enum err login_run(struct ctx *c, void *arg)
{
	struct login *l = arg;

	TRY(session_open_for(c, &l->in, &l->token, &l->session));
	c->actor.session = l->session;
	return session_role(c, l->role);
}

void kit_web_login(struct kit_web *b, const struct actor *who)
{
	static const struct verb verb = {"test.login", login_run};
	struct login l = {
		.in = {.account = who->account, .kind = SESSION_BROWSER, .device = S("test")},
		.role = who->appointment};

	b->c->actor = *who;
	kit_do(b->c, &verb, &l);
	b->token = l.token;
	b->csrf = S("");
}

static void keep_token(struct kit_web *b)
{
	static const char mark[] = "name=\"_csrf\" value=\"";
	struct str rest = b->a.body;
	size_t at;

	if (!str_find(rest, str_of(mark), &at))
		return;
	rest = str_sub(rest, at + sizeof mark - 1, rest.n);
	b->csrf = str_cut(&rest, '"');
}

static int ask(struct kit_web *b, const char *method, const char *path, struct str headers,
               struct str body)
{
	assert_ok(web_dispatch_test(b->w, b->c->arena, method, path, headers, body, &b->a));
	keep_token(b);
	return b->a.status;
}

static struct str cookie(struct kit_web *b, const char *more)
{
	struct str agent = b->agent ? str_printf(b->c->arena, "User-Agent: %s\n", b->agent) : S("");

	return str_printf(b->c->arena, "Host: kehou.example\nCookie: %s=%.*s; lang=%s\n%.*s%s",
	                  WEB_SESSION, STR_FMT(b->token.p ? b->token : S("")),
	                  b->lang == LANG_EN ? "en" : "zh", STR_FMT(agent), more);
}

int kit_web_get(struct kit_web *b, const char *path)
{
	return ask(b, "GET", path, cookie(b, ""), S(""));
}

int kit_web_post_key(struct kit_web *b, const char *path, const char *fields, const char *key)
{
	return ask(b, "POST", path, cookie(b, "Content-Type: application/x-www-form-urlencoded\n"),
	           str_printf(b->c->arena, "_csrf=%.*s&_key=%s%s", STR_FMT(b->csrf), key, fields));
}

int kit_web_post(struct kit_web *b, const char *path, const char *fields)
{
	static int made;

	return kit_web_post_key(b, path, fields,
	                        str_c(b->c->arena, str_printf(b->c->arena, "key-%d", ++made)));
}

int kit_web_api(struct kit_web *b, const char *method, const char *path, const char *body)
{
	struct str headers = str_printf(b->c->arena, "Authorization: Bearer %.*s\n%s%s",
	                                STR_FMT(b->token.p ? b->token : S("")),
	                                b->lang == LANG_EN ? "Accept-Language: en\n" : "",
	                                body ? "Content-Type: application/json\n" : "");

	return ask(b, method, path, headers, body ? str_of(body) : S(""));
}

bool kit_web_shows(const struct kit_web *b, const char *what)
{
	size_t at;

	return str_find(b->a.body, str_of(what), &at);
}

struct str kit_web_header(const struct kit_web *b, const char *name)
{
	struct str headers = b->a.headers;

	while (headers.n) {
		struct str value = str_cut(&headers, '\n'), key = str_cut(&value, ':');

		if (str_is(key, name))
			return str_trim(value);
	}
	return STR_NONE;
}
