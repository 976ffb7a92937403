/* For `kehou verify`: what was published, recomputed from its text. */
#ifndef RULEBOOK_RECHECK_H
#define RULEBOOK_RECHECK_H

#include "rulebook/edition.h"

struct recheck {
	edition_id edition;
	struct str ruleset;
	bool hash_holds; /* the text is the one that was published */
	bool in_force;   /* published and not withdrawn or superseded: its cases run */
	int64_t cases;
	struct str wrong; /* the first case that does not hold, or why the text cannot be read */
};
/* Every edition that was ever published, in a reading transaction of the system; memory does not
 * grow with their number. Errors are those of reading: what does not hold is an answer. */
enum err rulebook_recheck(struct ctx *c,
                          enum err (*fn)(struct ctx *c, const struct recheck *r, void *arg),
                          void *arg);

/* A county's book as it stood since one of its changes. */
struct recheck_book {
	county_id county;
	struct instant since;
	struct str wrong; /* why its documents do not stand together; none: they do */
};
/* Every book there ever was in a county, in a reading transaction of the system: one that cannot be
 * bound refuses whatever is asked of it. What stands now is held to all that is asked of what is
 * handed in today. */
enum err rulebook_recheck_books(struct ctx *c,
                                enum err (*fn)(struct ctx *c, const struct recheck_book *r,
                                               void *arg),
                                void *arg);

#endif
