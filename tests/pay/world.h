/* A context and the two channels of gateway.mjs, started once for the program. */
#ifndef TESTS_PAY_WORLD_H
#define TESTS_PAY_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gateway.h"
#include "pay/internal.h"

struct world {
	struct ctx c;
	struct pay pay;
	struct merchant *merchant;
	const char *dir;
	struct gateway gateway;
};

/* The same world for every test; the gateway's mood is normal again. */
int world_open(void **state);
int world_start(void **state);
int world_end(void **state);

/* POST /control of the gateway; the answer's root. */
const struct jval *control(struct world *w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void gateway_mood(struct world *w, const char *mood);

/* Order numbers nobody had before. */
struct str number_new(struct world *w, const char *what);
struct pay_order order_of(struct str number, int64_t fen, enum pay_way way);

#define IN_WORLD(test) cmocka_unit_test_setup(test, world_open)

#endif
