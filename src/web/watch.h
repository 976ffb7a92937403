/* Deadlines of connections. The HTTP library ends who is silent; who drips a byte now and then
 * lives for ever. So each connection has an absolute deadline for its headers, its body and the
 * reading of its answer, and one thread that ends whoever is past it. Phones keep a connection long
 * after their last request: where there is hardly room for more, who has idled longest gives way to
 * who comes (RFC 9112 section 9.5 lets either side close an idle connection). */
#ifndef WEB_WATCH_H
#define WEB_WATCH_H

#include "base/env.h"

#include <pthread.h>
#include <stdatomic.h>

struct watched {
	struct watched *before, *after;
	int fd;
	bool leaving;              /* was ended for room; under the watch's lock */
	atomic_bool idle;          /* between two requests */
	_Atomic int64_t since;     /* monotonic: idle since */
	_Atomic int64_t deadline;  /* monotonic; 0 = none */
	_Atomic uint64_t received; /* bytes the kernel had received when the last answer was sent */
};

struct watch {
	const struct env *env;
	pthread_mutex_t lock;
	struct watched *first;
	unsigned n;       /* connections */
	unsigned leaving; /* of them: ended for room */
	unsigned keep;    /* with more than so many, idle ones are ended */
	pthread_t thread;
	int wake; /* eventfd */
	atomic_bool ending;
	atomic_llong *dropped, *gave_way;
};

/* Counts in w->dropped and w->gave_way, which the caller sets with `env` and `keep`. */
bool watch_start(struct watch *w);
void watch_stop(struct watch *w);

/* A new connection: its first headers are due. */
void watch_add(struct watch *w, struct watched *k, int fd);
void watch_remove(struct watch *w, struct watched *k);
/* Headers are there, `bytes` more are to come (or are to be read by the client). */
void watch_transfer(struct watch *w, struct watched *k, uint64_t bytes);
void watch_working(struct watched *k);               /* our turn: no deadline */
void watch_idle(struct watch *w, struct watched *k); /* the answer is sent */

#endif
