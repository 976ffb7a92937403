/* SIGKILL in the middle of work on a test's database: the work runs in a process of its own that is
 * killed at a random moment, then the store is started again on what it left. Include after
 * "kit_people.h".
 *
 * The work says what was answered by killed_ack(); whoever called compares that with what stands in
 * the database. In the work no assert may fail: it would unwind into the test of the other process.
 */
#ifndef TESTS_KILLED_H
#define TESTS_KILLED_H

#include "kit_people.h"

enum { KILLED_WORDS = 8 };
struct killed {
	int64_t acked[KILLED_WORDS]; /* how often each word was said */
	bool ended;                  /* the work came to its end before it was killed */
};
/* False: something was refused that may not be; fails the test. */
typedef bool killed_work(void *arg);

/* In the work: it begins; said once, before anything else. */
void killed_begin(void);
/* In the work: one more thing of this kind is committed, and whoever asked was told. */
void killed_ack(int word);
/* Stops the store of the test, lets `work` run on its own in another process, kills that `us` after
 * it began, and starts the store. */
struct killed killed_run(void **state, int64_t us, killed_work *work, void *arg);

/* Which checks of `kehou verify` do not hold, a bit each. What a test has laid out past the verbs
 * may break some from the beginning; a kill may break no other. */
uint64_t killed_broken(struct ctx *c);
/* Fails the test with what the check says when one is broken that is not in `known`. */
void killed_verify(struct ctx *c, uint64_t known);

#endif
