/* gateway.mjs as a process of its own, in a directory of its own that holds the merchant's file. */
#ifndef TESTS_PAY_GATEWAY_H
#define TESTS_PAY_GATEWAY_H

#include <sys/types.h>

#include "base/jsonread.h"

struct gateway {
	char dir[40];       /* with CODE.pay and its keys */
	const char *county; /* its code */
	int port, in;
	pid_t pid;
};
/* False when it does not come up. */
bool gateway_open(struct gateway *g, const char *county);
void gateway_close(struct gateway *g);
/* POST /control; the answer's root, NULL when there was none. */
const struct jval *gateway_ask(struct ctx *c, const struct gateway *g, struct str body);

#endif
