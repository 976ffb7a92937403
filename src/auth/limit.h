/* Brakes on guessing (S15). A login name: five failures, then a wait that doubles from one minute
 * to fifteen. An address: 300 failures at once and one more every two seconds, because a whole
 * school stands behind one. Known and unknown logins are counted alike. Kept in memory, bounded. */
#ifndef AUTH_LIMIT_H
#define AUTH_LIMIT_H

#include "base/ctx.h"

#define LIMIT_FREE_TRIES      5
#define LIMIT_FIRST_WAIT_S    60
#define LIMIT_MAX_WAIT_S      900
#define LIMIT_ADDRESS_BURST   300
#define LIMIT_ADDRESS_EVERY_S 2

/* May somebody try now? E_REFUSED `login_wait` (this login) or `rate_limited` (this address) with
 * the seconds in *ret_wait_s. Call with the normalised login. The try counts as a failure until
 * limit_pass() takes it back, so that parallel guesses cannot outrun the count. *ret_closed: if
 * this try fails the login is closed for a while. */
enum err limit_try(struct ctx *c, struct str login, struct str address, int64_t *ret_wait_s,
                   bool *ret_closed);
/* It was the right password. */
void limit_pass(struct ctx *c, struct str login, struct str address);
/* Forget everything: tests. */
void limit_reset(void);

#endif
