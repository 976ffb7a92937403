/* Accounts: who may log in. A login name is a staff number or a phone number; it is sealed and
 * found by its blind index. The functions marked "in a verb" need an open writing transaction. */
#ifndef AUTH_ACCOUNT_H
#define AUTH_ACCOUNT_H

#include "store/store.h"

/* The form in which login names are compared: width folded, ASCII lower case, blanks and hyphens
 * dropped, +86 and 0086 dropped before a mobile number. 2 to 64 code points are left, or E_INPUT
 * `login_malformed`. */
enum err login_normalise(struct ctx *c, struct str login, struct str *ret_login);

struct account_new {
	struct str login;
	struct str name; /* as layouts show it */
	struct str
		pass_hash; /* from password_hash(), or STR_NONE: a first-login code will set one */
};

/* In a verb. E_CONFLICT `login_taken`. Audited. */
enum err account_create(struct ctx *c, const struct account_new *in, account_id *ret_account);

/* By login name; false when there is none. Reading or writing transaction. */
enum err account_find(struct ctx *c, struct str login, account_id *ret_account, bool *ret_found);

/* In a verb. A person got another number: all sessions end. E_ABSENT, E_CONFLICT `login_taken`. */
enum err account_rename(struct ctx *c, account_id account, struct str login);

/* In a verb. Ends all sessions; nobody can log in. E_ABSENT. */
enum err account_close(struct ctx *c, account_id account);

/* In a verb: the language the account's pages are in. */
enum err account_lang(struct ctx *c, account_id account, enum lang lang);

struct account {
	account_id id;
	struct str login, name;
	bool active;
	bool has_password;
};
/* E_ABSENT. The caller must be allowed to: own account, or a scope checked by the room that asks.
 */
enum err account_get(struct ctx *c, account_id account, struct account *ret_a);

/* --- first-login codes (S4) ------------------------------------------------------------------- */

#define CODE_HOURS_MAX 720 /* printed at the start of a term, used within the month */

/* In a verb. A fresh random code, which replaces an older one; 1..CODE_HOURS_MAX hours. The code is
 * kept only as a keyed hash: show or print what this returns, it cannot be asked for again. Works
 * for an account that has a password too (a forgotten one): the password stays until the code is
 * used. E_ABSENT, E_INPUT. Audited without the code. */
enum err code_issue(struct ctx *c, account_id account, int64_t hours, struct str *ret_code);

#endif
