/* What a county's reconciliation is held against: out of the tables, for reconcile(). */
#ifndef AUDIT_FACTS_H
#define AUDIT_FACTS_H

#include "audit/reconcile.h"

struct facts {
	struct rec_facts f;
	struct rec_merchant *merchant; /* the same rows as f's */
	size_t banks_room;
};

/* In a transaction that reads. f.first, f.last and f.today are given; of which days each account's
 * files are here stands with it. */
enum err rec_facts_read(struct ctx *c, county_id county, struct facts *x);

#endif
