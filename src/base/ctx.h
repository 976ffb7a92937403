/* What a piece of work carries: passed as the first argument everywhere, never a global. */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/actor.h"
#include "base/env.h"
#include "base/fault.h"

struct store;      /* src/store */
struct audit_read; /* src/store: readings not yet written */
struct tx;         /* src/store: the transaction this work runs in, NULL outside one */

struct ctx {
	struct arena *arena;
	const struct env *env;
	struct store *store;
	struct tx *tx;
	struct audit_read *reads;
	struct actor actor;
	enum lang lang;
	struct instant now; /* fixed when the work began: one request sees one time */
	struct str request_id;
	struct str
		device; /* user agent class and address class: evidence for R6, no personal data */
	struct fault fault;
	const char *broken; /* operator's detail of the last E_BROKEN */
};

static inline struct date ctx_today(const struct ctx *c)
{
	return instant_date(c->now);
}

#endif
