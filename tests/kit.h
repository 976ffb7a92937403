/* What every test begins with: an arena, a world that stands still until it is moved, and a context
 * over both. Include it first, as "../kit.h" from tests/<room>/.
 *
 *   static void a_full_course_waitlists(void **state)
 *   {
 *           struct ctx *c = kit_ctx(state);
 *           …
 *   }
 *   int main(void)
 *   {
 *           const struct CMUnitTest tests[] = {KIT_TEST(a_full_course_waitlists)};
 *           return KIT_RUN(tests);
 *   }
 */
#ifndef TESTS_KIT_H
#define TESTS_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/ctx.h"

/* 2026-09-01 08:00 at +08:00: the first day of the autumn term. */
#define KIT_START ((struct instant){INT64_C(1788220800000000)})

struct kit {
	struct env *env;
	struct ctx ctx;
	void *more; /* a test file's own */
};

static inline int kit_setup(void **state)
{
	struct kit *k = calloc(1, sizeof *k);

	if (!k)
		return -1;
	k->env = env_test_new(KIT_START, 1);
	k->ctx.arena = arena_new(64 << 20);
	k->ctx.env = k->env;
	k->ctx.now = KIT_START;
	k->ctx.lang = LANG_ZH;
	k->ctx.actor.role = ROLE_SYSTEM;
	k->ctx.request_id = S("test");
	k->ctx.device = S("test");
	*state = k;
	return k->env && k->ctx.arena ? 0 : -1;
}

static inline int kit_teardown(void **state)
{
	struct kit *k = *state;

	arena_free(&k->ctx.arena);
	env_test_free(&k->env);
	free(k);
	return 0;
}

static inline struct ctx *kit_ctx(void **state)
{
	return &((struct kit *)*state)->ctx;
}

/* Lets time pass for the world and for the context alike. */
static inline void kit_advance(void **state, int64_t us)
{
	struct kit *k = *state;

	env_test_advance(k->env, us);
	k->ctx.now = env_now(k->env);
}

#define KIT_TEST(f) cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)
#define KIT_RUN(tests)                                                                             \
	(cmocka_set_message_output(CM_OUTPUT_TAP), cmocka_run_group_tests(tests, NULL, NULL))

#define assert_str(s, expected)                                                                    \
	do {                                                                                       \
		struct str got_ = (s);                                                             \
		if (!str_is(got_, (expected)))                                                     \
			fail_msg("\"%.*s\" is not \"%s\"", STR_FMT(got_), (expected));             \
	} while (0)

/* The call failed as `e`, and said why. */
#define assert_fault(c, call, e, wanted)                                                           \
	do {                                                                                       \
		assert_string_equal(err_name(call), err_name(e));                                  \
		assert_non_null((c)->fault.code);                                                  \
		assert_string_equal((c)->fault.code, (wanted));                                    \
	} while (0)

#define assert_ok(call) assert_string_equal(err_name(call), "ok")

#endif
