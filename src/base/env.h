/* The world outside: clock, randomness, waiting. Nothing else in the program asks the operating
 * system for them, so a test can run a whole term from a seed. */
#ifndef BASE_ENV_H
#define BASE_ENV_H

#include "base/civil.h"

struct env {
	struct instant (*now)(void *self);
	int64_t (*monotonic_us)(void *self);
	void (*random)(void *self, void *buf, size_t n); /* cryptographic in production */
	void (*sleep_us)(void *self, int64_t us);
	void *self;
};

/* The real one (CLOCK_REALTIME, CLOCK_MONOTONIC, libsodium's random). */
const struct env *env_system(void);

/* A test's world: starts at `start`, moves only by env_test_advance() and sleep_us, random bytes
 * from `seed`. */
struct env *env_test_new(struct instant start, uint64_t seed);
void env_test_advance(struct env *e, int64_t us); /* may be negative: the clock jumps back */
void env_test_free(struct env **e);

static inline struct instant env_now(const struct env *e)
{
	return e->now(e->self);
}

/* The next identifier: milliseconds since 2020 << 20 | sequence << 8 | node, always above the last
 * one given and above `floor` (see env_id_floor), whatever the clock does. Thread-safe. */
int64_t env_next_id(const struct env *e);
/* The first of `n` (at least one), ENV_ID_NODES apart, that nobody else is given. */
int64_t env_next_ids(const struct env *e, int64_t n);
#define ENV_ID_NODES 256
/* The lowest one that is given from this instant on. */
int64_t env_id_at(struct instant t);
/* Which of the programs over one database this is (0 unless told): two of them in the same
 * millisecond then never give the same identifier. */
void env_id_node(uint32_t node);
void env_id_floor(int64_t floor); /* raised at start to the newest id in the database */

#endif
