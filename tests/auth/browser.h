/* A browser as far as forms need one: it keeps cookies, reads the token of the last page and sends
 * it back. Through the whole dispatcher, without a socket. */
#ifndef TESTS_AUTH_BROWSER_H
#define TESTS_AUTH_BROWSER_H

#include "house.h"

#include "auth/auth.h"
#include "jobs/message.h"

struct browser {
	struct ctx *c;
	struct web *w;
	struct str session, form; /* cookies */
	struct str csrf;          /* of the page last seen */
	const char *lang;
	struct web_answer a;
};

static inline struct web *browser_server(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &jobs_routes};
	struct web_options o = {.store = c->store,
	                        .env = c->env,
	                        .auth = &auth_web,
	                        .tables = tables,
	                        .n_tables = 2,
	                        .account_rate = -1,
	                        .address_rate = -1};
	struct web *w = NULL;

	if (web_start(c, &o, &w) != OK)
		fail_msg("web_start: %s", c->broken ? c->broken : c->fault.code);
	return w;
}

static inline bool has(struct str s, const char *what)
{
	size_t at;

	return str_find(s, str_of(what), &at);
}

static inline struct str header_of(struct str headers, const char *name)
{
	while (headers.n) {
		struct str value = str_cut(&headers, '\n'), key = str_cut(&value, ':');

		if (str_is(key, name))
			return str_trim(value);
	}
	return STR_NONE;
}

static inline void keep_cookies(struct browser *b)
{
	struct str headers = b->a.headers;

	while (headers.n) {
		struct str value = str_cut(&headers, '\n'), key = str_cut(&value, ':'), name;

		if (!str_is(key, "Set-Cookie"))
			continue;
		value = str_trim(value);
		value = str_cut(&value, ';');
		name = str_cut(&value, '=');
		if (str_is(name, WEB_SESSION))
			b->session = value.p ? value : S("");
		if (str_is(name, "form"))
			b->form = value.p ? value : S("");
	}
}

static inline void keep_token(struct browser *b)
{
	static const char mark[] = "name=\"_csrf\" value=\"";
	struct str rest = b->a.body;
	size_t at;

	if (!str_find(rest, str_of(mark), &at))
		return;
	rest = str_sub(rest, at + sizeof mark - 1, rest.n);
	b->csrf = str_cut(&rest, '"');
}

static inline int ask(struct browser *b, const char *method, struct str target, struct str extra,
                      struct str body)
{
	struct str headers = str_printf(b->c->arena, "Cookie: %s=%.*s; form=%.*s; lang=%s\n%.*s",
	                                WEB_SESSION, STR_FMT(b->session.p ? b->session : S("")),
	                                STR_FMT(b->form.p ? b->form : S("")),
	                                b->lang ? b->lang : "zh", STR_FMT(extra));

	assert_ok(web_dispatch_test(b->w, b->c->arena, method, str_c(b->c->arena, target), headers,
	                            body, &b->a));
	keep_cookies(b);
	keep_token(b);
	return b->a.status;
}

static inline int get(struct browser *b, const char *path)
{
	return ask(b, "GET", str_of(path), S(""), S(""));
}

/* `fields` is URL-encoded and begins with '&', or is empty. */
static inline int post(struct browser *b, struct str path, const char *fields)
{
	return ask(b, "POST", path, S("Content-Type: application/x-www-form-urlencoded\n"),
	           str_printf(b->c->arena, "_csrf=%.*s%s", STR_FMT(b->csrf), fields));
}

static inline struct str location(const struct browser *b)
{
	return header_of(b->a.headers, "Location");
}

/* GOOD and OTHER of house.h in a form. */
#define GOOD_URL  "夏天的风吹过操场"
#define OTHER_URL "another+fine+sentence"

static inline struct browser browser_open(void **state)
{
	struct ctx *c = kit_ctx(state);

	return (struct browser){.c = c, .w = browser_server(c)};
}

static inline struct browser browser_beside(const struct browser *b)
{
	return (struct browser){.c = b->c, .w = b->w};
}

static inline void browser_login(struct browser *b, const char *login)
{
	assert_int_equal(get(b, "/login"), 200);
	assert_int_equal(
		post(b, S("/login"),
	             str_c(b->c->arena,
	                   str_printf(b->c->arena, "&login=%s&password=" GOOD_URL, login))),
		303);
}

#endif
