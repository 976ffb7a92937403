#include "auth/session.h"

#include "auth/account.sql.h"
#include "auth/appointment.sql.h"
#include "auth/cache.h"
#include "auth/session.sql.h"
#include "crypto/hash.h"
#include "crypto/keys.h"

#define SECOND_US INT64_C(1000000)
#define DAY_S     INT64_C(86400)

enum { TOKEN_BYTES = 32, TOKEN_CHARS = 43, TOUCHES = 16 };

static int64_t idle_us(int64_t kind, enum role role)
{
	if (kind == SESSION_TOKEN)
		return INT64_MAX;
	return SECOND_US * (role == ROLE_GUARDIAN ? SESSION_GUARDIAN_IDLE_S : SESSION_STAFF_IDLE_S);
}

static int64_t life_us(int64_t kind, enum role role)
{
	if (kind == SESSION_TOKEN)
		return INT64_MAX;
	return SECOND_US * (role == ROLE_GUARDIAN ? SESSION_GUARDIAN_LIFE_S : SESSION_STAFF_LIFE_S);
}

/* --- opening ---------------------------------------------------------------------------------- */

static enum err open_one(struct ctx *c, const struct session_new *in, struct str *ret_token,
                         session_id *ret_session, struct q_appointment_first_row *ret_role)
{
	const struct env *env = env_system(); /* a token is never made from a seed */
	session_id id = {env_next_id(c->env)};
	struct q_appointment_first_row role;
	uint8_t random[TOKEN_BYTES], hash[SHA256_BYTES];
	struct instant end;
	struct str token;
	bool found = false;

	TRY(q_appointment_first(c, in->account, ctx_today(c), &role, &found));
	if (!found)
		return fault_set(c, E_REFUSED, "no_role", NULL);
	env->random(env->self, random, sizeof random);
	token = base64url_text(c->arena, BYTES(random));
	sha256(token, hash);
	end.us = c->now.us + (in->kind == SESSION_TOKEN ? in->days * DAY_S * SECOND_US
	                                                : life_us(in->kind, (enum role)role.role));
	TRY(q_session_insert(c, id, BYTES(hash), in->account, role.id, in->kind, c->now, end,
	                     in->device.p ? in->device : S(""), NULL));
	*ret_token = token;
	*ret_session = id;
	*ret_role = role;
	return OK;
}

static enum err days_check(struct ctx *c, int64_t days)
{
	if (days >= 1 && days <= SESSION_TOKEN_DAYS_MAX)
		return OK;
	return fault_input(c, NULL, S("days"), STR_NONE, S("1-366"));
}

enum err session_open_for(struct ctx *c, const struct session_new *in, struct str *ret_token,
                          session_id *ret_session)
{
	struct q_appointment_first_row role;
	struct str token;
	session_id id;

	if (in->kind == SESSION_TOKEN)
		TRY(days_check(c, in->days));
	TRY(open_one(c, in, &token, &id, &role));
	TRY(audit_put(c, "opened", "session", id.v, role.county,
	              str_printf(c->arena, "{\"account\":\"%lld\",\"kind\":%d}",
	                         (long long)in->account.v, (int)in->kind)));
	*ret_token = token;
	*ret_session = id;
	return OK;
}

enum err session_open_many(struct ctx *c, const account_id *accounts, size_t n, int64_t days,
                           struct str *ret_tokens)
{
	struct str *tokens = NEW_N(c->arena, n ? n : 1, struct str);
	session_id id = {0};

	if (!tokens)
		return fault_broken(c, "no memory for tokens");
	if (n == 0 || n > SESSION_MANY)
		return fault_input(c, NULL, S("accounts"), STR_NONE, S("1-200"));
	TRY(days_check(c, days));
	for (size_t i = 0; i < n; i++) {
		struct session_new in = {accounts[i], SESSION_TOKEN, days, STR_NONE};
		struct q_appointment_first_row role;

		TRY(open_one(c, &in, &tokens[i], &id, &role));
	}
	TRY(audit_put(c, "opened_many", "session", id.v, ID_NONE(county_id),
	              str_printf(c->arena, "{\"sessions\":%zu}", n)));
	memcpy(ret_tokens, tokens, n * sizeof *tokens);
	return OK;
}

/* --- ending ----------------------------------------------------------------------------------- */

enum err session_end(struct ctx *c, account_id account, session_id session)
{
	int64_t changed;

	TRY(q_session_delete(c, session, account, &changed));
	if (!changed)
		return E_ABSENT;
	cache_drop_account(c, account);
	return audit_put(c, "ended", "session", session.v, ID_NONE(county_id), S("{}"));
}

enum err session_end_others(struct ctx *c, account_id account, session_id keep)
{
	int64_t changed;

	TRY(q_session_delete_others(c, account, keep.v, &changed));
	cache_drop_account(c, account);
	if (!changed)
		return OK;
	return audit_put(c, "ended_others", "session", keep.v, ID_NONE(county_id),
	                 str_printf(c->arena, "{\"account\":\"%lld\",\"sessions\":%lld}",
	                            (long long)account.v, (long long)changed));
}

enum err session_purge(struct ctx *c, bool *ret_more)
{
	int64_t changed;

	TRY(q_session_purge_some(c, c->now, &changed));
	*ret_more = changed == 200;
	if (!changed)
		return OK;
	return audit_put(c, "purged", "session", 0, ID_NONE(county_id),
	                 str_printf(c->arena, "{\"sessions\":%lld}", (long long)changed));
}

/* --- roles ------------------------------------------------------------------------------------ */

enum err session_role(struct ctx *c, appointment_id appointment)
{
	struct q_appointment_mine_row role;
	struct q_session_age_row age;
	account_id account = c->actor.account;
	bool found = false;

	TRY(q_appointment_mine(c, appointment, account, ctx_today(c), &role, &found));
	if (!found)
		return E_ABSENT;
	TRY(q_session_age(c, c->actor.session, account, &age, &found));
	if (!found)
		return E_ABSENT;
	/* A guardian's month-old login is no login for a school's roster. */
	if (c->now.us - age.created.us >= life_us(age.kind, (enum role)role.role))
		return fault_set(c, E_REFUSED, "login_again", NULL);
	TRY(q_session_appointment_set(c, c->actor.session, account, appointment, NULL));
	TRY(q_account_role_set(c, account, appointment, NULL));
	cache_drop_account(c, account);
	return audit_put(c, "role_chosen", "appointment", appointment.v, role.county, S("{}"));
}

/* --- resolving -------------------------------------------------------------------------------- */

/* The chosen role; one that is no longer in force gives way to another of the same person. */
static bool goes_before(const struct q_session_find_row *a, const struct q_session_find_row *b)
{
	if (a->appointment.v == a->chosen.v || b->appointment.v == b->chosen.v)
		return a->appointment.v == a->chosen.v;
	return a->role != b->role ? a->role < b->role : a->appointment.v < b->appointment.v;
}

static enum err look(struct ctx *c, const uint8_t hash[SHA256_BYTES],
                     struct q_session_find_row *ret_row, bool *ret_found)
{
	struct str h = {(const char *)hash, SHA256_BYTES};
	struct q_session_find_row *row = NULL, *first;
	bool own = !c->tx;
	size_t n = 0;
	enum err e;

	if (own)
		TRY(store_read_begin(c));
	e = q_session_find(c, h, ctx_today(c), &row, &n);
	if (own)
		store_read_end(c);
	TRY(e);
	first = row;
	for (size_t i = 1; i < n; i++)
		if (goes_before(&row[i], first))
			first = &row[i];
	if (n > 0)
		*ret_row = *first;
	*ret_found = n > 0;
	return OK;
}

static void csrf_of(struct ctx *c, const uint8_t hash[SHA256_BYTES], char ret_csrf[TOKEN_CHARS])
{
	uint8_t mark[32];
	struct str text;

	keyed_mark(store_keys(c->store), "csrf", (struct str){(const char *)hash, SHA256_BYTES},
	           mark);
	text = base64url_text(c->arena, BYTES(mark));
	memset(ret_csrf, 0, TOKEN_CHARS);
	memcpy(ret_csrf, text.p, text.n < TOKEN_CHARS ? text.n : TOKEN_CHARS);
}

static enum err load(struct ctx *c, const uint8_t hash[SHA256_BYTES], struct cached *ret_e)
{
	struct q_session_find_row r;
	struct cached e = {0};
	bool found = false;

	TRY(look(c, hash, &r, &found));
	if (!found)
		return E_DENIED;
	memcpy(e.hash, hash, sizeof e.hash);
	e.actor = (struct actor){.account = r.account,
	                         .session = r.id,
	                         .appointment = r.appointment,
	                         .role = (enum role)r.role,
	                         .county = r.county,
	                         .school = r.school,
	                         .class = r.class,
	                         .guardian = r.guardian,
	                         .staff = r.staff,
	                         .agency = r.agency};
	e.created = r.created.us;
	e.seen = r.seen.us;
	e.expires = r.expires.us;
	e.kind = (uint8_t)r.kind;
	e.lang = str_is(r.lang, "en") ? LANG_EN : LANG_ZH;
	*ret_e = e;
	return OK;
}

struct touch {
	session_id id;
	struct instant seen;
};

static enum err touch_run(struct ctx *c, void *arg)
{
	const struct touch *t = arg;

	return q_session_touch(c, t->id, t->seen, NULL);
}

/* Remember that it was used, now and then. A full disk must not log people out: failing is no
 * failure. */
static void touch(struct ctx *c, const struct cached *e)
{
	static const struct verb verb = {"session.touch", touch_run};
	int64_t step = idle_us(e->kind, e->actor.role) / TOUCHES;
	struct touch t = {e->actor.session, c->now};
	struct fault fault = c->fault;
	const char *broken = c->broken;

	if (e->kind == SESSION_TOKEN || c->tx || !cache_touch(c, e->hash, c->now.us, step))
		return;
	if (store_write(c, &verb, &t) != OK) {
		c->fault = fault;
		c->broken = broken;
	}
}

enum err session_resolve(struct ctx *c, struct str token, struct actor *ret_actor,
                         enum lang *ret_lang, struct str *ret_csrf)
{
	uint64_t epoch = cache_epoch();
	uint8_t hash[SHA256_BYTES];
	struct cached e;
	bool kept;

	if (token.n != TOKEN_CHARS)
		return E_DENIED;
	sha256(token, hash);
	kept = cache_get(c, hash, &e);
	if (!kept)
		TRY(load(c, hash, &e));
	if (ret_csrf && e.csrf[0] == 0)
		csrf_of(c, hash, e.csrf);
	if (!kept)
		cache_put(c, &e, epoch);
	if (c->now.us >= e.expires || c->now.us - e.seen > idle_us(e.kind, e.actor.role) ||
	    c->now.us - e.created >= life_us(e.kind, e.actor.role))
		return E_DENIED;
	touch(c, &e);
	*ret_actor = e.actor;
	*ret_lang = (enum lang)e.lang;
	if (ret_csrf)
		*ret_csrf = str_dup(c->arena, (struct str){e.csrf, TOKEN_CHARS});
	return OK;
}
