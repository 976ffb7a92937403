/* The program under test as a child process. */
#ifndef BENCH_SERVER_H
#define BENCH_SERVER_H

#include "load.h"

#include <pthread.h>
#include <sys/types.h>

struct server {
	pid_t pid;
	uint16_t port;
	int64_t ready_us; /* from the start to the ready line */
	pthread_t killer;
	int64_t kill_after_us;
};

enum { SERVER_ARGS = 8 };

/* Serves `url` on a free port, on a slow disk when slow_sync.c is asked for one and waits for the
 * ready line. `more` are further arguments ending in NULL; `record` is a file for what the writer
 * executes, or NULL. false: says why on stderr. */
bool server_start(const char *url, const char *const *more, const char *record,
                  struct server *ret_s);
/* The same under callgrind, which writes its sums to `file` at the end. */
bool server_start_counted(const char *url, const char *file, struct server *ret_s);
/* Until what a server does once after its start (its schools are counted anew) is done: it is no
 * part of what is measured next. */
void server_settle(const struct server *s);
/* Sends the signal and waits; the exit code, or 128 + the signal that ended it. */
int server_stop(struct server *s, int signal);
/* SIGKILL when so long has passed, whatever it does then; the second waits for its end. */
void server_kill_later(struct server *s, int64_t after_us);
void server_killed(struct server *s);
/* Resident memory now, in KiB; 0 when it cannot be read. */
int64_t server_rss_kib(const struct server *s);
/* Processor time used since its start, both in the program and in the kernel for it. */
int64_t server_cpu_us(const struct server *s);
/* One sample of /metrics; 0 when it is not there. */
double server_metric(const struct server *s, const char *name);

/* Runs kehou with these arguments (ending in NULL) and waits; its exit code. */
int kehou_run(const char *const *args);

#endif
