/* The demo data a bench runs on, made once and kept under build/bench-data.
 * KEHOU_BENCH_SCALE=school|county|city chooses another scale than the one the bench wants; a number
 * behind it ("county-10") makes so many schools of it. */
#ifndef BENCH_DATA_H
#define BENCH_DATA_H

#include "base/ctx.h"
#include "server.h"

struct family {
	struct str login, token, school;
	int64_t pupil[4];
	size_t pupils;
};

struct data {
	struct arena *arena;
	const char *scale;
	struct family *family; /* whose notice is confirmed */
	size_t families;
};

/* Makes the demo when it is not there. Exits with a sentence on stderr when that fails: without
 * data there is nothing to measure. */
struct data *data_open(const char *scale);
/* Only the accounts, of a demo made elsewhere. */
struct data *data_of_accounts(const char *scale, const char *csv);
void data_free(struct data **d);
/* The API token of whoever logs in so: an officer, a clerk. */
void data_token(const struct data *d, const char *login, char *ret_token, size_t room);

/* A fresh copy of the database and its keys under this name ("one", "two"), left there for the
 * next time; its url in ret_url. Exits likewise. */
enum { URL_MAX = 640 };
void data_copy(const struct data *d, const char *name, char ret_url[URL_MAX]);

/* The instructions one piece of `work` costs a server of this demo, counted by callgrind: busy
 * neighbours change nothing in it. The server is run twice, for `few` pieces and for `many`; the
 * difference is theirs, without start and end. */
typedef void (*work_fn)(void *self, const struct server *s, size_t n);
double data_instructions(const struct data *d, work_fn work, void *self, size_t few, size_t many);

/* --- what a bench says ------------------------------------------------------------------------ */

/* One line of JSON. `ratio` and `reference` below 0: none. */
void figure(const char *bench, const char *metric, double value, const char *unit, double reference,
            double ratio);
double median(double *v, size_t n); /* sorts v */
/* Prints to stderr and ends the bench with exit code 1. */
_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
