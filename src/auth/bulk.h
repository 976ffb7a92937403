/* Accounts and rights by the hundred, for rosters. Like their single sisters, but without a record
 * of each: the caller's own audit record stands for the batch. */
#ifndef AUTH_BULK_H
#define AUTH_BULK_H

#include "auth/account.h"
#include "auth/appointment.h"

/* In a verb. The account with this login, made when there is none; one that exists keeps its name.
 * No password: a first-login code sets one. E_INPUT `login_malformed`. */
enum err account_ensure(struct ctx *c, const struct account_new *in, account_id *ret_account,
                        bool *ret_made);

/* In a verb. One password for many accounts: `hash` from password_hash(). For invented data alone,
 * so it asks for the system. */
enum err credential_many(struct ctx *c, const account_id *accounts, size_t n, struct str hash);

/* In a verb. A right over a thing that was made in this same verb, so that no older one can exist;
 * checked as appointment_add() does. */
enum err appointment_put(struct ctx *c, const struct appointment *in, appointment_id *ret_id);

#endif
