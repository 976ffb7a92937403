/* The audit chain (wall 6): checking it. Writing stands in store.h. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store/store.h"

struct audit_check {
	int64_t records, chains;
	int64_t broken;   /* 0: the chain holds */
	int64_t first_id; /* of the first break */
	const char *first_what;
};

/* Recomputes every chain from its rows, inside a read transaction, in constant memory. Finds a
 * record that was changed, removed, added, moved or cut off the end. */
enum err store_verify_chain(struct ctx *c, struct audit_check *ret_check);

#endif
