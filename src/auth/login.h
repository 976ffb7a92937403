/* Logging in: with a password, or the first time with a code. Inside auth only; pages and API call
 * it. */
#ifndef AUTH_LOGIN_H
#define AUTH_LOGIN_H

#include "auth/session.h"
#include "crypto/keys.h"

struct login_try {
	struct str login, password;
	struct str code; /* first login: password is the new one */
	struct str address;
	enum session_kind kind;
	session_id replaces; /* the session the request came with: it ends */
};
struct login_done {
	struct str token;
	session_id session;
	enum role role;
	int64_t wait_s; /* set on refusal: when to try again, 0: nothing to wait for */
};

/* Not in a transaction. E_DENIED `login_failed` for an unknown login, a wrong password, a closed
 * account and an account without password alike, after the same time (S7); E_REFUSED `login_wait`,
 * `rate_limited`, `no_role`; E_BROKEN `busy`. ret_done->wait_s is set on failure too. */
enum err login_password(struct ctx *c, const struct login_try *in, struct login_done *ret_done);

/* The same with a first-login code, which is used up; sets the password and ends every older
 * session. E_DENIED `code_failed` for an unknown login, a wrong, used, replaced or expired code
 * alike; E_INPUT as password_check(). */
enum err login_code(struct ctx *c, const struct login_try *in, struct login_done *ret_done);

/* The caller's own password; other sessions of the account end. E_DENIED `password_wrong`; brakes
 * as at login. */
enum err password_change(struct ctx *c, struct str old_password, struct str new_password,
                         struct str address, int64_t *ret_wait_s);

void login_blind(struct ctx *c, struct str normal, uint8_t ret_index[BLIND_BYTES]);
void code_blind(struct ctx *c, account_id account, struct str code, uint8_t ret_index[BLIND_BYTES]);
bool code_normalise(struct ctx *c, struct str typed, struct str *ret_code);

#endif
