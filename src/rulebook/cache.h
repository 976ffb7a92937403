/* Composed books of this process, by county, version and moment. */
#ifndef RULEBOOK_CACHE_H
#define RULEBOOK_CACHE_H

#include "policy/rules.h"

struct book_key {
	int64_t county, version;
	int64_t since; /* the change of the book it stands since */
};

/* A book that is remembered, held for as long as the arena is; NULL: compose one. */
const struct policy_book *book_cache_get(struct arena *a, const struct book_key *key);
/* Takes the book over, remembers it and holds it for the arena. When somebody else was first,
 * theirs is given and this one freed. NULL when memory is out; the book is freed then. */
const struct policy_book *book_cache_put(struct arena *a, const struct book_key *key,
                                         struct policy_book *book);
/* How many books are in memory, remembered or only held: tests. */
size_t book_cache_held(void);

#endif
