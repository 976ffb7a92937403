/* One's own account: sessions, password, roles. */
#include "auth/account.h"
#include "auth/account.html.h"
#include "auth/appointment.h"
#include "auth/pages.h"
#include "auth/password.h"
#include "auth/password.html.h"
#include "auth/roles.html.h"
#include "auth/session.sql.h"

/* --- sessions
 * ------------------------------------------------------------------------------------- */

/* What the dispatcher noted of a device (R6). */
static enum text_id device_label(struct str device)
{
	static const struct {
		const char *word;
		enum text_id text;
	} v[] = {{"wechat", T_auth_device_wechat},
	         {"dingtalk", T_auth_device_dingtalk},
	         {"mobile", T_auth_device_mobile},
	         {"desktop", T_auth_device_desktop},
	         {"program", T_auth_device_program}};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		if (str_is(device, v[i].word))
			return v[i].text;
	}
	return T_auth_device_unknown;
}

enum err account_page(struct ctx *c, struct req *r, struct reply *w)
{
	struct q_session_list_row *rows;
	struct appointment *roles;
	struct view_account v = {0};
	struct account me;
	size_t n, roles_n;

	TRY(account_get(c, c->actor.account, &me));
	TRY(q_session_list(c, c->actor.account, c->now, &rows, &n));
	TRY(appointment_list(c, c->actor.account, &roles, &roles_n));
	v.name = me.name;
	v.login = me.login;
	v.many_roles = roles_n > 1;
	v.session = NEW_N(c->arena, n + 1, struct view_account_session);
	if (!v.session)
		return fault_broken(c, "no memory for sessions");
	for (size_t i = 0; i < n; i++) {
		bool here = session_id_eq(rows[i].id, c->actor.session);

		v.session[v.session_n++] =
			(struct view_account_session){.id = rows[i].id.v,
		                                      .device = device_label(rows[i].device),
		                                      .here = here,
		                                      .token = rows[i].kind != SESSION_BROWSER,
		                                      .created = rows[i].created,
		                                      .seen = rows[i].seen};
		v.others = v.others || !here;
	}
	return reply_page(c, w, layout_of(c->actor.role), T_ui_account, RENDER(render_account), &v);
}

static enum err end_run(struct ctx *c, void *arg)
{
	return session_end(c, c->actor.account, *(const session_id *)arg);
}

enum err end_own_session(struct ctx *c, session_id session)
{
	static const struct verb verb = {"auth.session_end", end_run};

	return store_write(c, &verb, &session);
}

enum err session_end_post(struct ctx *c, struct req *r, struct reply *w)
{
	TRY(end_own_session(c, (session_id){req_id(r, "session")}));
	return reply_see(c, w, S("/account"), T_auth_session_ended);
}

static enum err end_others_run(struct ctx *c, void *arg)
{
	return session_end_others(c, c->actor.account, c->actor.session);
}

enum err sessions_end_post(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct verb verb = {"auth.sessions_end", end_others_run};

	TRY(store_write(c, &verb, NULL));
	return reply_see(c, w, S("/account"), T_auth_sessions_ended);
}

/* --- password
 * ------------------------------------------------------------------------------------- */

struct password_form {
	struct str old_password, new_password;
};
static const struct in_field password_fields[] = {
	{.name = "old_password",
         .type = IN_STR,
         .required = true,
         .max = PASSWORD_MAX,
         .label = T_auth_old_password,
         .offset = offsetof(struct password_form, old_password)},
	{.name = "password",
         .type = IN_STR,
         .required = true,
         .max = PASSWORD_MAX,
         .label = T_auth_new_password,
         .offset = offsetof(struct password_form, new_password)},
};
const struct input password_input = {"PasswordForm", sizeof(struct password_form), password_fields,
                                     2, 0};

enum err password_get(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_password v = {
		.errors = page_errors(c, r),
		.old = page_field(c, r, &password_input, "old_password", "password", S("")),
		.new = page_field(c, r, &password_input, "password", "password", S("")),
	};

	v.old.autocomplete = S("current-password");
	v.new.autocomplete = S("new-password");
	v.new.hint = text(c->lang, T_auth_password_hint);
	return reply_page(c, w, layout_of(c->actor.role), T_auth_password_change,
	                  RENDER(render_password), &v);
}

enum err password_post(struct ctx *c, struct req *r, struct reply *w)
{
	int64_t wait_s = 0;
	enum err e = password_change(c, req_typed(r, "old_password"), req_typed(r, "password"),
	                             req_address(r), &wait_s);

	if (e == OK)
		return reply_see(c, w, S("/account"), T_auth_password_changed);
	reply_wait(c, w, wait_s);
	if (e == E_RETRY || !c->fault.code)
		return e;
	reply_status(w, fault_status(&c->fault));
	return password_get(c, r, w);
}

/* --- roles
 * ---------------------------------------------------------------------------------------- */

static enum text_id role_text(struct ctx *c, enum role role)
{
	return text_lookup_name(
		str_c(c->arena, str_printf(c->arena, "web.role.%s", role_name(role))));
}

enum err roles_page(struct ctx *c, struct req *r, struct reply *w)
{
	struct appointment *roles;
	struct view_roles v = {0};
	size_t n;

	TRY(appointment_list(c, c->actor.account, &roles, &n));
	v.role = NEW_N(c->arena, n + 1, struct view_roles_role);
	if (!v.role)
		return fault_broken(c, "no memory for roles");
	for (size_t i = 0; i < n; i++)
		v.role[v.role_n++] = (struct view_roles_role){
			.id = roles[i].id.v,
			.role = role_text(c, roles[i].role),
			.place = roles[i].place,
			.here = appointment_id_eq(roles[i].id, c->actor.appointment)};
	return reply_page(c, w, layout_of(c->actor.role), T_ui_switch_role, RENDER(render_roles),
	                  &v);
}

struct role_form {
	appointment_id appointment;
};
static const struct in_field role_fields[] = {
	{.name = "appointment",
         .type = IN_ID,
         .required = true,
         .label = T_auth_role,
         .offset = offsetof(struct role_form, appointment)},
};
const struct input role_input = {"RoleForm", sizeof(struct role_form), role_fields, 1, 0};

static enum err role_run(struct ctx *c, void *arg)
{
	return session_role(c, *(const appointment_id *)arg);
}

enum err role_post(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct verb verb = {"auth.role", role_run};
	const struct role_form *in = req_input(r);
	appointment_id id = in->appointment;

	TRY(store_write(c, &verb, &id));
	return reply_see(c, w, S("/"), T_auth_role_taken);
}
