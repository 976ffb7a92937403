/* Sessions already looked up, so that the rush does not ask the database at every request. Inside
 * auth only. An entry is as good as a fresh look: every change of a session, role or account drops
 * what it touches when its transaction commits. Another node's changes are seen within a second. */
#ifndef AUTH_CACHE_H
#define AUTH_CACHE_H

#include "crypto/hash.h"
#include "store/store.h"

struct cached {
	const struct store *store;
	uint8_t hash[SHA256_BYTES];
	struct actor actor;
	int64_t created, seen, expires; /* instants */
	int64_t loaded;                 /* monotonic */
	int32_t day;                    /* a role may begin or end at midnight */
	uint32_t generation;
	uint8_t kind, lang;
	bool used;
	char csrf[43]; /* zeros: nobody has asked for it yet */
};

/* A copy of what is known and still holds; false: ask the database. */
bool cache_get(struct ctx *c, const uint8_t hash[SHA256_BYTES], struct cached *ret_e);
/* Asked before the database is; what changed since `before` is not put. */
uint64_t cache_epoch(void);
void cache_put(struct ctx *c, const struct cached *e, uint64_t before);
/* The entry was used at `seen`: true for the one caller that shall write it down. */
bool cache_touch(struct ctx *c, const uint8_t hash[SHA256_BYTES], int64_t seen, int64_t step);
/* In a verb: when it commits, everything known of this account is forgotten. */
void cache_drop_account(struct ctx *c, account_id account);

#endif
