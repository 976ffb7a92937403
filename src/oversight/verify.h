/* Recomputes what must hold from the rows themselves: chain, seats, bills, ledger, counters (wall
 * 6). It shares no shortcut with the verbs that wrote them. */
#ifndef OVERSIGHT_VERIFY_H
#define OVERSIGHT_VERIFY_H

#include "store/store.h"

struct verify_check {
	const char *name; /* "seats": stable, stands in the JSON answer */
	int64_t rows;     /* looked at */
	int64_t broken;   /* 0: holds */
	int64_t first;    /* id of the first row that does not hold */
	struct str found; /* what is wrong with it: stored and recomputed value */
};

/* Opens a read transaction of its own: every check sees the same state. Memory does not grow with
 * the database. Works beside a running server. Errors are those of reading; a check that does not
 * hold is an answer. */
enum err verify_run(struct ctx *c, struct verify_check **ret_v, size_t *ret_n);

#endif
