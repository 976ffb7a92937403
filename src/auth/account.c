#include "auth/account.h"

#include "auth/account.sql.h"
#include "auth/cache.h"
#include "auth/login.h"
#include "auth/session.h"
#include "crypto/keys.h"
#include "crypto/hash.h"

enum { LOGIN_MIN = 2, LOGIN_MAX = 64 };

static bool mobile_number(struct str s)
{
	if (s.n != 11 || s.p[0] != '1')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

enum err login_normalise(struct ctx *c, struct str login, struct str *ret_login)
{
	struct str s = utf8_fold_width(c->arena, login);
	char *p = arena_take(c->arena, s.n + 1);
	size_t n = 0, points;
	struct str out;

	if (!p)
		return fault_broken(c, "no memory for a login name");
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (ch == ' ' || ch == '-' || ch == '\t')
			continue;
		p[n++] = (char)(ch >= 'A' && ch <= 'Z' ? ch - 'A' + 'a' : ch);
	}
	out = (struct str){p, n};
	if (str_starts(out, S("+86")) && mobile_number(str_sub(out, 3, n)))
		out = str_sub(out, 3, n);
	else if (str_starts(out, S("0086")) && mobile_number(str_sub(out, 4, n)))
		out = str_sub(out, 4, n);
	points = utf8_len(out);
	if (points < LOGIN_MIN || points > LOGIN_MAX)
		return fault_input(c, "login_malformed", S("login"), STR_NONE, STR_NONE);
	*ret_login = out;
	return OK;
}

void login_blind(struct ctx *c, struct str normal, uint8_t ret_index[BLIND_BYTES])
{
	blind(store_keys(c->store), "account.login", normal, ret_index);
}

static enum err audited(struct ctx *c, const char *what, account_id account)
{
	return audit_put(c, what, "account", account.v, ID_NONE(county_id), S("{}"));
}

enum err account_create(struct ctx *c, const struct account_new *in, account_id *ret_account)
{
	account_id id = {env_next_id(c->env)};
	uint8_t index[BLIND_BYTES];
	struct str login;
	int64_t changed;

	TRY(login_normalise(c, in->login, &login));
	login_blind(c, login, index);
	TRY(q_account_insert(c, id, BYTES(index), login, in->name, c->now, &changed));
	if (!changed)
		return fault_set(c, E_CONFLICT, "login_taken", NULL);
	if (str_some(in->pass_hash))
		TRY(q_credential_put(c, id, in->pass_hash, c->now, NULL));
	TRY(audited(c, "created", id));
	*ret_account = id;
	return OK;
}

enum err account_find(struct ctx *c, struct str login, account_id *ret_account, bool *ret_found)
{
	uint8_t index[BLIND_BYTES];
	struct str normal;

	TRY(login_normalise(c, login, &normal));
	login_blind(c, normal, index);
	return q_account_by_login(c, BYTES(index), ret_account, ret_found);
}

enum err account_rename(struct ctx *c, account_id account, struct str login)
{
	uint8_t index[BLIND_BYTES];
	account_id other;
	struct str normal;
	int64_t changed;
	bool found = false;

	TRY(login_normalise(c, login, &normal));
	login_blind(c, normal, index);
	TRY(q_account_by_login(c, BYTES(index), &other, &found));
	if (found && other.v != account.v)
		return fault_set(c, E_CONFLICT, "login_taken", NULL);
	TRY(q_account_login_set(c, account, BYTES(index), normal, &changed));
	if (!changed)
		return E_ABSENT;
	TRY(session_end_others(c, account, ID_NONE(session_id)));
	return audited(c, "login_changed", account);
}

enum err account_close(struct ctx *c, account_id account)
{
	int64_t changed;

	TRY(q_account_state_set(c, account, 0, &changed));
	if (!changed)
		return E_ABSENT;
	TRY(q_code_drop(c, account, NULL));
	TRY(session_end_others(c, account, ID_NONE(session_id)));
	return audited(c, "closed", account);
}

enum err account_lang(struct ctx *c, account_id account, enum lang lang)
{
	int64_t changed;

	TRY(q_account_lang_set(c, account, lang == LANG_EN ? S("en") : S("zh"), &changed));
	if (!changed)
		return E_ABSENT;
	cache_drop_account(c, account);
	return audited(c, "language_chosen", account);
}

enum err account_get(struct ctx *c, account_id account, struct account *ret_a)
{
	struct q_account_row_row row;

	TRY(q_account_row(c, account, &row));
	*ret_a = (struct account){row.id, row.login, row.name, row.state == 1, row.has_password};
	return OK;
}
