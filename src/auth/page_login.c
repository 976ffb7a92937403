/* Logging in and out: plain forms, so that nothing depends on a script. */
#include "auth/login.html.h"
#include "auth/login_code.html.h"
#include "auth/pages.h"
#include "auth/password.h"

enum { NEXT_MAX = 2048 };

enum layout layout_of(enum role role)
{
	return role == ROLE_GUARDIAN || role == ROLE_TEACHER || role == ROLE_CLASS_HEAD
	               ? LAYOUT_GUARDIAN
	               : LAYOUT_STAFF;
}

struct str path_ours(struct str path)
{
	bool ours = path.n > 0 && path.p[0] == '/' &&
	            (path.n == 1 || (path.p[1] != '/' && path.p[1] != '\\'));

	for (size_t i = 0; ours && i < path.n; i++)
		ours = (unsigned char)path.p[i] > 0x20 && path.p[i] != 0x7f;
	return ours ? path : S("/");
}

void reply_wait(struct ctx *c, struct reply *w, int64_t wait_s)
{
	if (c->fault.code && strcmp(c->fault.code, "busy") == 0)
		wait_s = PASSWORD_RETRY_S;
	if (wait_s > 0)
		reply_header(w, "Retry-After", str_printf(c->arena, "%lld", (long long)wait_s));
}

void reply_session(struct ctx *c, struct reply *w, const struct login_done *done)
{
	/* The server ends it earlier when it lies idle; the browser only must not lose it before.
	 */
	reply_cookie(c, w, WEB_SESSION, done->token, SESSION_GUARDIAN_LIFE_S);
}

/* What was refused stands on the form it was typed into. */
static enum err refused(struct ctx *c, struct req *r, struct reply *w, enum err e, int64_t wait_s,
                        handler_fn form)
{
	reply_wait(c, w, wait_s);
	if (e == E_RETRY || !c->fault.code)
		return e;
	reply_status(w, fault_status(&c->fault));
	return form(c, r, w);
}

/* --- with a password ----------------------------------------------------------------------------
 */

struct login_form {
	struct str login, password, next;
};
static const struct in_field login_fields[] = {
	{.name = "login",
         .type = IN_STR,
         .required = true,
         .label = T_auth_login_name,
         .offset = offsetof(struct login_form, login)},
	{.name = "password",
         .type = IN_STR,
         .required = true,
         .max = PASSWORD_MAX,
         .label = T_auth_password,
         .offset = offsetof(struct login_form, password)},
	{.name = "next",
         .type = IN_STR,
         .max = NEXT_MAX,
         .label = T_auth_next,
         .offset = offsetof(struct login_form, next)},
};
const struct input login_input = {"LoginForm", sizeof(struct login_form), login_fields, 3, 0};

struct login_query {
	struct str next;
};
static const struct in_field login_query_fields[] = {
	{.name = "next",
         .type = IN_STR,
         .max = NEXT_MAX,
         .label = T_auth_next,
         .offset = offsetof(struct login_query, next)},
};
const struct input login_query_input = {"LoginQuery", sizeof(struct login_query),
                                        login_query_fields, 1, 0};

static enum err login_form(struct ctx *c, struct req *r, struct reply *w)
{
	const struct login_query *q = req_query(r);
	struct str typed = req_typed(r, "next");
	struct view_login v = {
		.next = path_ours(str_some(typed) || !q ? typed : q->next),
		.errors = page_errors(c, r),
		.login = page_field(c, r, &login_input, "login", "text", S("")),
		.password = page_field(c, r, &login_input, "password", "password", S("")),
	};

	v.login.autocomplete = S("username");
	v.password.autocomplete = S("current-password");
	return reply_page(c, w, LAYOUT_BARE, T_auth_login, RENDER(render_login), &v);
}

enum err login_get(struct ctx *c, struct req *r, struct reply *w)
{
	const struct login_query *q = req_query(r);

	if (c->actor.role != ROLE_NONE)
		return reply_see(c, w, path_ours(q ? q->next : S("/")), TEXT_NONE);
	return login_form(c, r, w);
}

enum err login_post(struct ctx *c, struct req *r, struct reply *w)
{
	const struct login_form *in = req_input(r);
	struct login_try t = {.login = in->login,
	                      .password = req_typed(r, "password"), /* blanks at its ends count */
	                      .address = req_address(r),
	                      .kind = SESSION_BROWSER,
	                      .replaces = c->actor.session};
	struct login_done done = {0};
	enum err e = login_password(c, &t, &done);

	if (e != OK)
		return refused(c, r, w, e, done.wait_s, login_form);
	reply_session(c, w, &done);
	return reply_see(c, w, path_ours(in->next), TEXT_NONE);
}

/* --- with a first-login code ---------------------------------------------------------------------
 */

struct code_form {
	struct str login, code, password;
};
static const struct in_field code_fields[] = {
	{.name = "login",
         .type = IN_STR,
         .required = true,
         .label = T_auth_login_name,
         .offset = offsetof(struct code_form, login)},
	{.name = "code",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_auth_code,
         .offset = offsetof(struct code_form, code)},
	{.name = "password",
         .type = IN_STR,
         .required = true,
         .max = PASSWORD_MAX,
         .label = T_auth_new_password,
         .offset = offsetof(struct code_form, password)},
};
const struct input code_input = {"FirstLoginForm", sizeof(struct code_form), code_fields, 3, 0};

enum err code_get(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_login_code v = {
		.errors = page_errors(c, r),
		.login = page_field(c, r, &code_input, "login", "text", S("")),
		.code = page_field(c, r, &code_input, "code", "text", S("")),
		.password = page_field(c, r, &code_input, "password", "password", S("")),
	};

	v.login.autocomplete = S("username");
	v.code.autocomplete = S("one-time-code");
	v.code.hint = text(c->lang, T_auth_code_hint);
	v.password.autocomplete = S("new-password");
	v.password.hint = text(c->lang, T_auth_password_hint);
	return reply_page(c, w, LAYOUT_BARE, T_auth_first_login, RENDER(render_login_code), &v);
}

enum err code_post(struct ctx *c, struct req *r, struct reply *w)
{
	const struct code_form *in = req_input(r);
	struct login_try t = {.login = in->login,
	                      .code = in->code,
	                      .password = req_typed(r, "password"),
	                      .address = req_address(r),
	                      .kind = SESSION_BROWSER,
	                      .replaces = c->actor.session};
	struct login_done done = {0};
	enum err e = login_code(c, &t, &done);

	if (e != OK)
		return refused(c, r, w, e, done.wait_s, code_get);
	reply_session(c, w, &done);
	return reply_see(c, w, S("/"), TEXT_NONE);
}

/* --- out
 * ------------------------------------------------------------------------------------------ */

enum err logout_post(struct ctx *c, struct req *r, struct reply *w)
{
	enum err e = c->actor.session.v ? end_own_session(c, c->actor.session) : OK;

	if (e != OK && e != E_ABSENT)
		return e;
	reply_cookie(c, w, WEB_SESSION, S(""), 0);
	return reply_see(c, w, S("/login"), T_auth_logged_out);
}
