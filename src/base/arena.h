/* Memory that lives as long as one request, one job step or one import batch. Nothing is freed one
 * by one: the owner resets the whole arena. Under AddressSanitizer what was reset is poisoned. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/ban.h"

struct arena;

/* An arena that will never hold more than `ceiling` bytes. NULL when memory is out. */
struct arena *arena_new(size_t ceiling);
/* The same with a first block of that size: what one use of it takes as a rule. */
struct arena *arena_new_from(size_t ceiling, size_t first);
void arena_free(struct arena **a);

/* Forget everything; keeps the first block for the next use. */
void arena_reset(struct arena *a);

/* A point to come back to: everything taken after the mark is forgotten by arena_rewind(). */
struct arena_mark {
	void *block, *ending;
	size_t used;
};
struct arena_mark arena_mark(struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);

/* Something outside that is held as long as what is taken now: `end(held)` runs once, when the
 * arena is reset, freed, or rewound to a mark made before. Asked for twice, it is kept once. False
 * when memory is out; then nothing is kept. */
bool arena_keep(struct arena *a, void *held, void (*end)(void *held));
bool arena_keeps(const struct arena *a, const void *held);

/* Zeroed memory, aligned for any type. NULL when the ceiling is reached or memory is out; the arena
 * then remembers it (arena_exhausted) and the runner answers E_BROKEN, so short-lived text helpers
 * may return an empty text instead of an error. */
void *arena_take(struct arena *a, size_t size);
void *arena_take_n(struct arena *a, size_t n, size_t size); /* overflow-checked n * size */
/* The same, not zeroed: for what is large and of which as a rule little is used. Whoever takes it
 * writes each part before it is read. */
void *arena_take_raw(struct arena *a, size_t size);
bool arena_exhausted(const struct arena *a);
size_t arena_used(const struct arena *a);

#define NEW(arena, type)      ((type *)arena_take((arena), sizeof(type)))
#define NEW_N(arena, n, type) ((type *)arena_take_n((arena), (n), sizeof(type)))

#endif
