/* kehou as it is, by another clock: the one given in BROWSER_CLOCK (RFC 3339) at the start, running
 * on from there. Registers open half an hour before a sitting, so a browser test needs an afternoon
 * of a school day whenever it runs; the product itself has no such switch. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/env.h"

const struct env *__real_env_system(void);
const struct env *__wrap_env_system(void);

static struct env shifted;
static int64_t ahead_us;

static struct instant now(void *self)
{
	const struct env *real = __real_env_system();

	return (struct instant){real->now(real->self).us + ahead_us};
}

/* Runs before main, so before any thread. */
__attribute__((constructor)) static void shift(void)
{
	const struct env *real = __real_env_system();
	const char *text = getenv("BROWSER_CLOCK");
	struct instant start;

	shifted = *real;
	if (!text)
		return;
	if (!instant_parse((struct str){text, strlen(text)}, &start)) {
		fprintf(stderr, "BROWSER_CLOCK is not a time: %s\n", text);
		exit(2);
	}
	ahead_us = start.us - real->now(real->self).us;
	shifted.now = now;
}

const struct env *__wrap_env_system(void)
{
	return &shifted;
}
