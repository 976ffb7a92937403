/* Login sessions and API tokens. A token is 256 random bits; the database holds its SHA-256 only.
 */
#ifndef AUTH_SESSION_H
#define AUTH_SESSION_H

#include "store/store.h"

enum session_kind {
	SESSION_BROWSER = 1,
	SESSION_API = 2,   /* POST /api/v1/sessions: the limits of a browser's */
	SESSION_TOKEN = 3, /* standing token: no idle limit */
};

/* Limits: guardians 30 days idle, 90 days in all; every other role 30 minutes idle, 12 hours in
 * all. A standing token lives as long as it was made for. */
#define SESSION_STAFF_IDLE_S    INT64_C(1800)
#define SESSION_STAFF_LIFE_S    INT64_C(43200)
#define SESSION_GUARDIAN_IDLE_S INT64_C(2592000)
#define SESSION_GUARDIAN_LIFE_S INT64_C(7776000)
#define SESSION_TOKEN_DAYS_MAX  366
#define SESSION_MANY            200

struct session_new {
	account_id account;
	enum session_kind kind;
	int64_t days; /* SESSION_TOKEN: 1..SESSION_TOKEN_DAYS_MAX; else ignored */
	struct str device;
};

/* In a verb: one session or token, begun in the role used last, else the first one in force.
 * E_REFUSED `no_role` when the account has none today. Audited. The token is shown once. */
enum err session_open_for(struct ctx *c, const struct session_new *in, struct str *ret_token,
                          session_id *ret_session);

/* In a verb: standing tokens for many accounts at once (at most SESSION_MANY), one audit record.
 * ret_tokens[i] belongs to accounts[i]. */
enum err session_open_many(struct ctx *c, const account_id *accounts, size_t n, int64_t days,
                           struct str *ret_tokens);

/* In a verb: end one session of this account (E_ABSENT for another account's), or all but one
 * (ID_NONE: all). */
enum err session_end(struct ctx *c, account_id account, session_id session);
enum err session_end_others(struct ctx *c, account_id account, session_id keep);

/* In a verb: the caller's session goes on in another role of its account. E_ABSENT when it is not
 * one in force; E_REFUSED `login_again` when the session is older than that role allows. */
enum err session_role(struct ctx *c, appointment_id appointment);

/* What `token` stands for now. From memory when it was asked before (exact within this process:
 * every change drops it; on PostgreSQL at most one second old), else from the database. E_DENIED
 * when it is not valid: unknown, idle too long, past its end, no role in force. ret_csrf may be
 * NULL: whoever shows its token in a header posts no forms. Not in a transaction, or in a reading
 * one. */
enum err session_resolve(struct ctx *c, struct str token, struct actor *ret_actor,
                         enum lang *ret_lang, struct str *ret_csrf);

/* In a verb: deletes what can never work again, at most 200 rows; *ret_more when there is more. */
enum err session_purge(struct ctx *c, bool *ret_more);

#endif
