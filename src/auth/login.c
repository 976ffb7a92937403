#include "auth/login.h"

#include "auth/account.h"
#include "auth/account.sql.h"
#include "auth/cache.h"
#include "auth/limit.h"
#include "auth/password.h"
#include "crypto/hash.h"

/* --- what is known of a login name, the same steps for a known and an unknown one ---------------
 */

static enum err look(struct ctx *c, struct str normal, struct q_login_look_row *ret_row,
                     bool *ret_found)
{
	uint8_t index[BLIND_BYTES];
	enum err e;

	login_blind(c, normal, index);
	TRY(store_read_begin(c));
	e = q_login_look(c, BYTES(index), ret_row, ret_found);
	store_read_end(c);
	return e;
}

/* A login that was closed for a while by wrong guesses stands in the audit record: somebody tries.
 */
struct closing {
	account_id account;
};

static enum err closing_run(struct ctx *c, void *arg)
{
	const struct closing *x = arg;

	return audit_put(c, "login_closed", "account", x->account.v, ID_NONE(county_id), S("{}"));
}

/* Unknown names take a write too, of nobody's account: the time must not tell them apart. */
static void note_closing(struct ctx *c, account_id account)
{
	static const struct verb verb = {"auth.login_closed", closing_run};
	struct closing x = {account};

	if (store_write(c, &verb, &x) != OK)
		c->fault = (struct fault){0}; /* the refusal below is what counts */
}

/* --- opening the session ------------------------------------------------------------------------
 */

struct opening {
	const struct login_try *in;
	account_id account;
	struct str hash;     /* a new one to keep, or STR_NONE */
	const uint8_t *code; /* to be used up, or NULL */
	struct str token;
	session_id session;
};

static enum err opening_run(struct ctx *c, void *arg)
{
	struct opening *o = arg;
	struct session_new s = {o->account, o->in->kind, 0, c->device};
	int64_t changed;

	if (o->code) {
		TRY(q_code_take(c, o->account, (struct str){(const char *)o->code, BLIND_BYTES},
		                c->now, &changed));
		if (!changed)
			return fault_set(c, E_DENIED, "code_failed", NULL);
		TRY(audit_put(c, "code_used", "account", o->account.v, ID_NONE(county_id),
		              S("{}")));
		TRY(session_end_others(c, o->account, ID_NONE(session_id)));
	}
	if (str_some(o->hash))
		TRY(q_credential_put(c, o->account, o->hash, c->now, NULL));
	/* Never the old token with new rights: whoever planted it would have them too. */
	if (o->in->replaces.v && session_end(c, c->actor.account, o->in->replaces) == E_BROKEN)
		return E_BROKEN;
	return session_open_for(c, &s, &o->token, &o->session);
}

static enum err open_session(struct ctx *c, struct opening *o, struct login_done *ret_done)
{
	static const struct verb verb = {"auth.login", opening_run};
	struct actor before = c->actor;
	enum err e;

	if (!before.account.v)
		c->actor.account =
			o->account; /* shown by password or code: the audit may name them */
	e = store_write(c, &verb, o);
	c->actor = before;
	if (e != OK)
		return e;
	ret_done->token = o->token;
	ret_done->session = o->session;
	return OK;
}

/* --- with a password ----------------------------------------------------------------------------
 */

static enum err failed(struct ctx *c, const char *code)
{
	return fault_set(c, E_DENIED, code, NULL);
}

enum err login_password(struct ctx *c, const struct login_try *in, struct login_done *ret_done)
{
	struct q_login_look_row row = {0};
	struct opening o = {.in = in};
	bool found = false, good = false, stale = false, closed = false;
	struct str normal;

	ret_done->wait_s = 0;
	if (login_normalise(c, in->login, &normal) == E_INPUT)
		normal = S("?"); /* no name can look like this; it costs what the others cost */
	TRY(limit_try(c, normal, in->address, &ret_done->wait_s, &closed));
	TRY(look(c, normal, &row, &found));
	TRY(password_fits(c, found && row.state == 1 ? row.hash : STR_NONE, in->password, &good,
	                  &stale));
	if (!good) {
		if (closed)
			note_closing(c, row.account);
		return failed(c, "login_failed");
	}
	limit_pass(c, normal, in->address);
	if (stale)
		TRY(password_hash(c, in->password, &o.hash));
	o.account = row.account;
	return open_session(c, &o, ret_done);
}

/* --- with a first-login code --------------------------------------------------------------------
 */

static enum err code_fits(struct ctx *c, account_id account, const uint8_t index[BLIND_BYTES],
                          bool *ret_good)
{
	struct instant issued;
	enum err e;

	TRY(store_read_begin(c));
	e = q_code_holds(c, account, (struct str){(const char *)index, BLIND_BYTES}, c->now,
	                 &issued, ret_good);
	store_read_end(c);
	return e;
}

enum err login_code(struct ctx *c, const struct login_try *in, struct login_done *ret_done)
{
	struct q_login_look_row row = {0};
	struct opening o = {.in = in};
	bool found = false, good = false, closed = false, read;
	uint8_t index[BLIND_BYTES];
	struct str normal, code = S("");

	ret_done->wait_s = 0;
	if (login_normalise(c, in->login, &normal) == E_INPUT)
		normal = S("?");
	/* Before anything is known of the account: a weak password tells nothing about it. */
	TRY(password_check(c, normal, in->password));
	TRY(limit_try(c, normal, in->address, &ret_done->wait_s, &closed));
	read = code_normalise(c, in->code, &code);
	TRY(look(c, normal, &row, &found));
	if (!found)
		row.account.v = INT64_MAX; /* nobody's: an unknown name is asked for its code too */
	code_blind(c, row.account, code, index);
	TRY(code_fits(c, row.account, index, &good));
	if (!good || !read || !found || row.state != 1) {
		if (closed)
			note_closing(c, found ? row.account : ID_NONE(account_id));
		return failed(c, "code_failed");
	}
	TRY(password_hash(c, in->password, &o.hash));
	o.account = row.account;
	o.code = index;
	TRY(open_session(c, &o, ret_done));
	limit_pass(c, normal, in->address);
	return OK;
}

/* --- changing it --------------------------------------------------------------------------------
 */

struct change {
	struct str hash;
};

static enum err change_run(struct ctx *c, void *arg)
{
	const struct change *x = arg;

	TRY(q_credential_put(c, c->actor.account, x->hash, c->now, NULL));
	TRY(q_code_drop(c, c->actor.account, NULL));
	TRY(session_end_others(c, c->actor.account, c->actor.session));
	return audit_put(c, "password_changed", "account", c->actor.account.v, ID_NONE(county_id),
	                 S("{}"));
}

enum err password_change(struct ctx *c, struct str old_password, struct str new_password,
                         struct str address, int64_t *ret_wait_s)
{
	static const struct verb verb = {"auth.password_change", change_run};
	struct account me = {0};
	struct change x;
	struct str hash = STR_NONE, normal;
	bool found = false, good = false, stale, closed = false;
	enum err e;

	*ret_wait_s = 0;
	TRY(store_read_begin(c));
	e = account_get(c, c->actor.account, &me);
	if (e == OK)
		e = q_credential_get(c, c->actor.account, &hash, &found);
	store_read_end(c);
	TRY(e);
	TRY(login_normalise(c, me.login, &normal));
	TRY(password_check(c, normal, new_password));
	TRY(limit_try(c, normal, address, ret_wait_s, &closed));
	TRY(password_fits(c, found ? hash : STR_NONE, old_password, &good, &stale));
	if (!good) {
		if (closed)
			note_closing(c, me.id);
		return failed(c, "password_wrong");
	}
	limit_pass(c, normal, address);
	TRY(password_hash(c, new_password, &x.hash));
	return store_write(c, &verb, &x);
}
