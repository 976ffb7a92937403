/* A load client: many kept-alive HTTP/1.1 connections to a server on this machine, one thread, one
 * request in flight on each. What is asked and what is made of the answers is the caller's. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include "base/out.h"

struct load {
	uint16_t port;
	size_t connections;
	size_t most;     /* requests in all; 0: no limit */
	int64_t most_us; /* from the first request; whatever is in flight then is awaited */
	/* The next request of a connection, head and body; false: this one has no more. */
	bool (*ask)(void *self, size_t conn, struct out *request);
	/* An answer. */
	void (*told)(void *self, size_t conn, int status, struct str body);
	/* Before the requests just asked for are sent (a journal is synced here); may be NULL. */
	void (*before_send)(void *self);
	void *self;
};

struct load_result {
	size_t answered;
	size_t by_class[6]; /* 2xx at [2] */
	size_t broken;      /* connections the server ended with a request in flight */
	double seconds;
	double rate; /* answers a second */
	int64_t p50_us, p99_us, max_us;
};

/* false: the connections could not be opened, or nothing moved for 30 s; says why on stderr. */
bool load_run(const struct load *l, struct load_result *ret_r);

/* One request on a connection of its own. `body` NULL: a GET. Returns the status, 0 when there was
 * no answer; the answer's body is put into `o`. `headers` are whole lines, each with its CR LF. */
int load_once(uint16_t port, const char *method, const char *path, const char *headers,
              const char *body, struct out *o);

int64_t load_now_us(void);

#endif
