/* What `kehou verify` says of a test's database. Include after "kit.h". */
#ifndef TESTS_KIT_VERIFY_H
#define TESTS_KIT_VERIFY_H

#include "kit.h"

#include "oversight/verify.h"

/* Everything holds; asked as the system, the caller stays who it was. */
static inline void kit_holds(struct ctx *c)
{
	struct verify_check *v;
	struct actor was = c->actor;
	size_t n;

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	assert_ok(verify_run(c, &v, &n));
	c->actor = was;
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		if (v[i].broken)
			fail_msg("%s: %.*s", v[i].name, STR_FMT(v[i].found));
	}
}

/* How much one check finds; a name no check has fails the test. */
static inline size_t kit_broken(struct ctx *c, const char *check)
{
	struct verify_check *v;
	struct actor was = c->actor;
	size_t n;

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	assert_ok(verify_run(c, &v, &n));
	c->actor = was;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(v[i].name, check) == 0)
			return (size_t)v[i].broken;
	}
	fail_msg("no check %s", check);
	return 0;
}

#endif
