/* Brakes on guessing that a school behind one address survives (S15). */
#include "../kit.h"

#include "auth/limit.h"

#define SECOND_US INT64_C(1000000)

static int setup(void **state)
{
	limit_reset();
	return kit_setup(state);
}

static enum err try_once(struct ctx *c, struct str login, struct str address, int64_t *ret_wait_s)
{
	bool closed = false;

	*ret_wait_s = 0;
	return limit_try(c, login, address, ret_wait_s, &closed);
}

static void the_sixth_wrong_try_has_to_wait(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t wait;
	bool closed = false;

	for (int i = 0; i < 5; i++) {
		assert_false(closed);
		assert_ok(limit_try(c, S("u1"), S("a"), &wait, &closed));
	}
	assert_true(closed);
	assert_fault(c, try_once(c, S("u1"), S("a"), &wait), E_REFUSED, "login_wait");
	assert_int_equal(wait, 60);
	assert_ok(try_once(c, S("u2"), S("a"), &wait));
}

static void the_wait_doubles_up_to_fifteen_minutes(void **state)
{
	struct ctx *c = kit_ctx(state);
	static const int64_t waits[] = {60, 120, 240, 480, 900, 900, 900};
	int64_t wait;

	for (int i = 0; i < 4; i++)
		assert_ok(try_once(c, S("u1"), S("a"), &wait));
	for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
		assert_ok(try_once(c, S("u1"), S("a"), &wait));
		assert_int_equal(try_once(c, S("u1"), S("a"), &wait), E_REFUSED);
		assert_int_equal(wait, waits[i]);
		kit_advance(state, wait * SECOND_US - 1);
		assert_int_equal(try_once(c, S("u1"), S("a"), &wait), E_REFUSED);
		kit_advance(state, 1);
	}
}

static void waiting_tries_do_not_lengthen_the_wait(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t wait;

	for (int i = 0; i < 5; i++)
		assert_ok(try_once(c, S("u1"), S("a"), &wait));
	for (int i = 0; i < 50; i++)
		assert_int_equal(try_once(c, S("u1"), S("a"), &wait), E_REFUSED);
	assert_int_equal(wait, 60);
}

static void the_right_password_clears_the_count(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t wait;

	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 4; i++)
			assert_ok(try_once(c, S("u1"), S("a"), &wait));
		limit_pass(c, S("u1"), S("a"));
	}
}

static void two_thousand_parents_behind_one_address_log_in(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t wait;

	for (int i = 0; i < 2000; i++) {
		struct str login = str_printf(c->arena, "1380000%04d", i);

		/* Every tenth mistypes once. */
		if (i % 10 == 0)
			assert_ok(try_once(c, login, S("school"), &wait));
		assert_ok(try_once(c, login, S("school"), &wait));
		limit_pass(c, login, S("school"));
	}
}

static void a_guesser_at_fifty_a_second_is_stopped_and_others_are_not(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t wait;
	int passed = 0;

	for (int i = 0; i < 3000; i++) { /* a minute, a new name each time */
		struct str login = str_printf(c->arena, "guess%d", i);

		passed += try_once(c, login, S("bad"), &wait) == OK;
		kit_advance(state, SECOND_US / 50);
	}
	assert_in_range(passed, LIMIT_ADDRESS_BURST, LIMIT_ADDRESS_BURST + 31);
	while (try_once(c, S("guess"), S("bad"), &wait) == OK)
		assert_in_range(++passed, 0, LIMIT_ADDRESS_BURST + 33);
	assert_string_equal(c->fault.code, "rate_limited");
	assert_int_equal(wait, LIMIT_ADDRESS_EVERY_S);
	assert_ok(try_once(c, S("u1"), S("good"), &wait));
	kit_advance(state, 601 * SECOND_US);
	assert_ok(try_once(c, S("u1"), S("bad"), &wait));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, setup, kit_teardown)
		T(the_sixth_wrong_try_has_to_wait),
		T(the_wait_doubles_up_to_fifteen_minutes),
		T(waiting_tries_do_not_lengthen_the_wait),
		T(the_right_password_clears_the_count),
		T(two_thousand_parents_behind_one_address_log_in),
		T(a_guesser_at_fifty_a_second_is_stopped_and_others_are_not),
	};

	return KIT_RUN(tests);
}
