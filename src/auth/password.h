/* Passwords: argon2id, m = 19456 KiB, t = 2, p = 1 (S3). A hash costs about 20 ms and 19 MiB, so
 * only two are computed at a time and a bounded number waits. Never inside a verb. */
#ifndef AUTH_PASSWORD_H
#define AUTH_PASSWORD_H

#include "base/ctx.h"

#define PASSWORD_MIN     8   /* code points */
#define PASSWORD_MAX     256 /* code points; every one of them counts */
#define PASSWORD_AT_ONCE 2
#define PASSWORD_QUEUE   64 /* callers that may wait */
#define PASSWORD_RETRY_S 5  /* what Retry-After says when more come */

/* Is it good enough for this login? E_INPUT `password_short`, `password_long`, `password_common`
 * (a well-known one, a repetition, a row of keys, or the login name itself). Any character is fine.
 */
enum err password_check(struct ctx *c, struct str login, struct str password);

/* PHC string. E_BROKEN `busy` when too many wait. */
enum err password_hash(struct ctx *c, struct str password, struct str *ret_hash);

/* *ret_good when it fits. hash = STR_NONE (no such account, no password yet) costs the same time
 * and is never good. *ret_stale: made with other parameters than today's, hash again. E_BROKEN
 * `busy`. */
enum err password_fits(struct ctx *c, struct str hash, struct str password, bool *ret_good,
                       bool *ret_stale);

#endif
