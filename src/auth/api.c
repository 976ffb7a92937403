/* The API's way in, and what it tells of the caller. */
#include "auth/account.sql.h"
#include "auth/appointment.h"
#include "auth/auth.h"
#include "auth/pages.h"
#include "auth/password.h"
#include "auth/session.sql.h"

struct api_login {
	struct str login, password;
};
static const struct in_field api_login_fields[] = {
	{.name = "login",
         .type = IN_STR,
         .required = true,
         .label = T_auth_login_name,
         .offset = offsetof(struct api_login, login)},
	{.name = "password",
         .type = IN_STR,
         .required = true,
         .max = PASSWORD_MAX,
         .label = T_auth_password,
         .offset = offsetof(struct api_login, password)},
};
const struct input api_login_input = {"SessionCreate", sizeof(struct api_login), api_login_fields,
                                      2, 0};

/* Without idempotency key: the first answer would have to be kept, and it is a secret. A repeated
 * login is a session more, which its owner sees and can end. */
enum err api_session_post(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_login *in = req_input(r);
	struct login_try t = {.login = in->login,
	                      .password = in->password,
	                      .address = req_address(r),
	                      .kind = SESSION_API};
	struct login_done done = {0};
	enum err e = login_password(c, &t, &done);
	struct json *j;

	if (e != OK) {
		reply_wait(c, w, done.wait_s);
		return e;
	}
	j = reply_json(c, w, 201);
	json_open(j, '{');
	json_kv_str(j, "token", done.token);
	json_kv_id(j, "session", done.session.v);
	json_close(j, '}');
	return OK;
}

enum err api_session_list(struct ctx *c, struct req *r, struct reply *w)
{
	static const char *const kinds[] = {"unknown", "browser", "api", "token"};
	struct q_session_list_row *rows;
	struct json *j;
	size_t n;

	TRY(q_session_list(c, c->actor.account, c->now, &rows, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		int64_t kind = rows[i].kind >= 1 && rows[i].kind <= 3 ? rows[i].kind : 0;

		json_open(j, '{');
		json_kv_id(j, "id", rows[i].id.v);
		json_kv_str(j, "kind", str_of(kinds[kind]));
		json_kv_str(j, "device", rows[i].device);
		json_kv_str(j, "created", instant_text(c->arena, rows[i].created));
		json_kv_str(j, "seen", instant_text(c->arena, rows[i].seen));
		json_kv_str(j, "expires", instant_text(c->arena, rows[i].expires));
		json_kv_bool(j, "here", session_id_eq(rows[i].id, c->actor.session));
		json_close(j, '}');
	}
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

enum err api_session_delete(struct ctx *c, struct req *r, struct reply *w)
{
	TRY(end_own_session(c, (session_id){req_id(r, "session")}));
	return reply_empty(c, w, 204);
}

static void role_json(struct ctx *c, struct json *j, const struct appointment *p)
{
	json_open(j, '{');
	json_kv_id(j, "id", p->id.v);
	json_kv_str(j, "role", str_of(role_name(p->role)));
	json_kv_str(j, "place", p->place);
	json_kv_id(j, "county", p->county.v);
	json_kv_id(j, "school", p->school.v);
	json_kv_id(j, "class", p->class.v);
	json_kv_id(j, "agency", p->agency.v);
	json_kv_str(j, "from", date_text(c->arena, p->starts));
	json_kv_str(j, "to", date_some(p->ends) ? date_text(c->arena, p->ends) : STR_NONE);
	json_kv_bool(j, "in_use", appointment_id_eq(p->id, c->actor.appointment));
	json_close(j, '}');
}

enum err auth_me_json(struct ctx *c, struct json *j)
{
	struct q_account_name_row me;
	struct appointment *roles;
	size_t n;

	TRY(q_account_name(c, c->actor.account, &me));
	TRY(appointment_list(c, c->actor.account, &roles, &n));
	json_key(j, "account");
	json_open(j, '{');
	json_kv_id(j, "id", me.id.v);
	json_kv_str(j, "name", me.name);
	json_close(j, '}');
	json_kv_str(j, "role", str_of(role_name(c->actor.role)));
	json_key(j, "roles");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		role_json(c, j, &roles[i]);
	json_close(j, ']');
	return OK;
}
