/* Enrolments that can be asked for on the demo data, and the rush that asks for them. */
#ifndef BENCH_ORDERS_H
#define BENCH_ORDERS_H

#include "data.h"

/* One enrolment to ask for: a pupil who holds nothing yet, a course of its school that is open to
 * it, the agreement it signs. */
struct order {
	struct str token;
	int64_t pupil, offering, agreement, seats;
	size_t school; /* counted in the order of the accounts */
};

/* At most `n`, in an order drawn from `seed`, so that neighbours want courses of different schools.
 * Asks the server of this data for the courses of each school. */
struct order *data_orders(const struct data *d, const struct server *s, size_t n, uint64_t seed,
                          size_t *ret_n);

/* Puts the POST of one order into `o`. `key`: its Idempotency-Key; none: no header. */
void order_request(const struct order *w, uint16_t port, const char *key, struct out *o);

/* All of them, each once, over so many connections. Gives up when one is not answered 201. */
struct load_result orders_run(const struct order *v, size_t n, size_t connections, uint16_t port);

/* The courses of a family's school that are open to its first child. */
struct course {
	int64_t id, agreement, seats, taken;
};
enum { MOST_COURSES = 64 };
struct shelf {
	struct course v[MOST_COURSES];
	size_t n, next;
};
void shelf_ask(const struct server *s, const struct family *f, struct shelf *ret_shelf);

#endif
