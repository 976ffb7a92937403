#include "auth/bulk.h"

#include "auth/account.sql.h"
#include "auth/login.h"
#include "crypto/hash.h"

enum err account_ensure(struct ctx *c, const struct account_new *in, account_id *ret_account,
                        bool *ret_made)
{
	account_id id = {env_next_id(c->env)};
	uint8_t index[BLIND_BYTES];
	struct str login;
	bool found = false;
	int64_t made;

	TRY(login_normalise(c, in->login, &login));
	login_blind(c, login, index);
	TRY(q_account_insert(c, id, BYTES(index), login, in->name, c->now, &made));
	if (!made) {
		TRY(q_account_by_login(c, BYTES(index), &id, &found));
		if (!found) /* another node's, not yet to be seen; the next try sees it */
			return E_RETRY;
	}
	*ret_account = id;
	*ret_made = made;
	return OK;
}

enum err credential_many(struct ctx *c, const account_id *accounts, size_t n, struct str hash)
{
	if (c->actor.role != ROLE_SYSTEM)
		return fault_set(c, E_DENIED, "not_allowed", NULL);
	for (size_t i = 0; i < n; i++)
		TRY(q_credential_put(c, accounts[i], hash, c->now, NULL));
	return OK;
}
