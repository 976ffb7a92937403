/* The `permit` statements of the rule files in a pack, and which of them holds for a school or a
 * county on a day: what its money may be spent on, and how much of it. */
#ifndef KEHOU_AUDIT_PERMITS_H
#define KEHOU_AUDIT_PERMITS_H

#include "line.h"
#include "table.h"

enum { PORTIONS = 32, PERMITS_HELD = 8 };
struct portion {
	int64_t purpose;
	struct exact percent;
};
struct permit {
	size_t file;
	int64_t fund, clause; /* word() */
	bool asks, locks;     /* conditions; what lower documents are held to */
	struct portion least[PORTIONS], most[PORTIONS];
	size_t leasts, mosts;
};
struct rule_file {
	int64_t id, under, level; /* word() */
	int64_t from, to;         /* NONE: not said */
	int64_t edition;          /* of a county; NONE: one of the program's */
};
struct permits {
	struct rule_file *file;
	size_t files, file_room;
	struct permit *v;
	size_t n, room;
	bool bound; /* any of them states a share */
	struct table edition, base, county, school;
	struct index edition_by_id, county_by_id, school_by_id;
};
/* Its indexes point into it: it stays where it is. */
void permits_read(struct pack *p, struct permits *ret_x);
void permits_free(struct permits *x);

/* Whose money, which, and when it was decided on. */
struct permit_ask {
	int64_t county, school; /* school NONE: the county's own money */
	int64_t fund;           /* word() */
	int64_t day, moment;    /* in force on the day, as it was known at the moment */
};
/* Those that may have held: one, or several where the pack does not tell which. 0: none, or it asks
 * for what the pack does not say. */
size_t permits_held(const struct permits *x, const struct permit_ask *ask,
                    const struct permit *ret_v[PERMITS_HELD]);
/* The share of a purpose; NULL: none. */
const struct portion *portion_find(const struct portion *v, size_t n, int64_t purpose);

#endif
