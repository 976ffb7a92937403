/* Deadlines of connections. The HTTP library ends who is silent; who drips a byte now and then
 * lives for ever. So each connection has an absolute deadline for its headers, its body and the
 * reading of its answer, and one thread that ends whoever is past it. */
#ifndef WEB_WATCH_H
#define WEB_WATCH_H

#include "base/env.h"

#include <pthread.h>
#include <stdatomic.h>

struct watched {
	struct watched *before, *after;
	int fd;
	atomic_bool idle;          /* between two requests */
	_Atomic int64_t deadline;  /* monotonic; 0 = none */
	_Atomic uint64_t received; /* bytes the kernel had received when the last answer was sent */
};

struct watch {
	const struct env *env;
	pthread_mutex_t lock;
	struct watched *first;
	pthread_t thread;
	int wake; /* eventfd */
	atomic_llong *dropped;
};

bool watch_start(struct watch *w, const struct env *env, atomic_llong *dropped);
void watch_stop(struct watch *w);

/* A new connection: its first headers are due. */
void watch_add(struct watch *w, struct watched *k, int fd);
void watch_remove(struct watch *w, struct watched *k);
/* Headers are there, `bytes` more are to come (or are to be read by the client). */
void watch_transfer(struct watch *w, struct watched *k, uint64_t bytes);
void watch_working(struct watched *k); /* our turn: no deadline */
void watch_idle(struct watched *k);    /* the answer is sent */

#endif
