/* What this room hands to the others: routes, the resolver, recurring work. */
#include "auth/auth.h"

#include "auth/account.sql.h"
#include "auth/appointment.h"
#include "auth/pages.h"

/* --- who is calling
 * -------------------------------------------------------------------------------- */

static enum err describe(struct ctx *c, struct web_who *ret_who)
{
	struct q_account_name_row me;
	struct appointment *roles;
	struct web_who who = {0};
	size_t n;

	TRY(q_account_name(c, c->actor.account, &me));
	TRY(appointment_list(c, c->actor.account, &roles, &n));
	who.person = me.name;
	who.many_roles = n > 1;
	for (size_t i = 0; i < n; i++)
		if (appointment_id_eq(roles[i].id, c->actor.appointment))
			who.place = roles[i].place;
	*ret_who = who;
	return OK;
}

const struct web_auth auth_web = {.resolve = session_resolve, .describe = describe};

/* --- recurring work
 * --------------------------------------------------------------------------------- */

static enum err purge_run(struct ctx *c, void *arg)
{
	return session_purge(c, arg);
}

static enum err purge(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"auth.session_purge", purge_run};
	bool more = true;

	while (more)
		TRY(store_write(c, &verb, &more));
	return OK;
}

static const struct job_kind kinds[] = {
	{.name = "auth.session_purge", .run = purge, .every_s = 3600}};
const struct job_kinds auth_jobs = JOB_KINDS(kinds);

/* --- routes
 * ------------------------------------------------------------------------------------------ */

#define ANYBODY .allowed = ROLES_PUBLIC, .scope = SCOPE_PUBLIC
#define OWN     .allowed = ROLES_ACCOUNT, .scope = SCOPE_ACCOUNT

static const struct ans_field SESSION_MADE_TELLS[] = {
	{.name = "token", .type = ANS_STR},
	{.name = "session", .type = ANS_ID},
};
static const struct answer session_made = ANSWER("Session", SESSION_MADE_TELLS);

static const struct ans_field SESSION_ITEM_TELLS[] = {
	{.name = "id", .type = ANS_ID},        {.name = "kind", .type = ANS_STR},
	{.name = "device", .type = ANS_STR},   {.name = "created", .type = ANS_INSTANT},
	{.name = "seen", .type = ANS_INSTANT}, {.name = "expires", .type = ANS_INSTANT},
	{.name = "here", .type = ANS_BOOL},
};
static const struct answer session_item = ANSWER("SessionItem", SESSION_ITEM_TELLS);

static const struct ans_field SESSION_LIST_TELLS[] = {
	ANS_ITEMS(session_item),
};
static const struct answer session_list = ANSWER("SessionList", SESSION_LIST_TELLS);

static const struct route routes[] = {
	{M_GET, "/login", ANYBODY, .run = login_get, .query = &login_query_input,
         .summary = "The login form"},
	{M_POST, "/login", ANYBODY, .run = login_post, .input = &login_input, .again = login_get,
         .summary = "Log in with a password"},
	{M_GET, "/login/code", ANYBODY, .run = code_get, .summary = "The first-login form"},
	{M_POST, "/login/code", ANYBODY, .run = code_post, .input = &code_input, .again = code_get,
         .summary = "Set the first password with a code"},
	{M_POST, "/logout", OWN, .run = logout_post, .summary = "End this login session"},
	{M_GET, "/account", OWN, .run = account_page,
         .summary = "The caller's account and login sessions"},
	{M_POST, "/account/sessions/{session}/end", OWN, .run = session_end_post,
         .summary = "End one of the caller's login sessions"},
	{M_POST, "/account/sessions/end", OWN, .run = sessions_end_post,
         .summary = "End the caller's other login sessions"},
	{M_GET, "/account/password", OWN, .run = password_get, .summary = "The password form"},
	{M_POST, "/account/password", OWN, .run = password_post, .input = &password_input,
         .again = password_get, .summary = "Change the caller's password"},
	{M_GET, "/roles", OWN, .run = roles_page, .summary = "The caller's roles"},
	{M_POST, "/role", OWN, .run = role_post, .input = &role_input,
         .summary = "Go on in another of the caller's roles"},
	{M_POST, "/api/v1/sessions", ANYBODY, .run = api_session_post, .input = &api_login_input,
         .summary = "Log in: a bearer token", .answer = &session_made},
	{M_GET, "/api/v1/sessions", OWN, .run = api_session_list,
         .summary = "The caller's login sessions and tokens", .answer = &session_list},
	{M_DELETE, "/api/v1/sessions/{session}", OWN, .run = api_session_delete,
         .summary = "End one of the caller's login sessions or tokens"},
};
const struct routes auth_routes = ROUTES(routes);
