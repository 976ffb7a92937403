/* How a commit that put a job wakes the runner. Inside jobs only. */
#ifndef JOBS_WAKE_H
#define JOBS_WAKE_H

#include "store/store.h"

/* For store_after_commit(). */
void jobs_wake(struct store *s, void *arg);

#endif
