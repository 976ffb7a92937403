#include "../kit.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new(1 << 20);

	for (size_t n = 0; n < 100; n++) {
		unsigned char *p = arena_take(a, n);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	arena_free(&a);
	assert_null(a);
}

static void what_is_taken_after_a_reset_is_zeroed_again(void **state)
{
	struct arena *a = arena_new(1 << 20);
	unsigned char *first = arena_take(a, 64);

	memset(first, 0xaa, 64);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	first = arena_take(a, 64);
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(first[i], 0);
	arena_free(&a);
}

static void the_ceiling_refuses_and_is_remembered(void **state)
{
	struct arena *a = arena_new(4096);

	assert_non_null(arena_take(a, 4000));
	assert_false(arena_exhausted(a));
	assert_null(arena_take(a, 4000));
	assert_true(arena_exhausted(a));
	arena_reset(a);
	assert_false(arena_exhausted(a));
	assert_non_null(arena_take(a, 4096));
	arena_free(&a);
}

static void small_pieces_cannot_pass_the_ceiling_either(void **state)
{
	struct arena *a = arena_new(1 << 20);
	size_t taken = 0;

	while (arena_take(a, 100))
		taken += 100;
	assert_true(arena_used(a) <= 1 << 20);
	assert_true(taken > (1 << 20) * 8 / 10); /* and the ceiling is usable */
	arena_free(&a);
}

static void a_product_that_overflows_is_refused(void **state)
{
	struct arena *a = arena_new(1 << 20);

	assert_null(arena_take_n(a, SIZE_MAX / 2, 3));
	assert_true(arena_exhausted(a));
	assert_null(arena_take(a, SIZE_MAX));
	assert_null(arena_take(a, SIZE_MAX - 20));
	arena_free(&a);
}

static void rewinding_forgets_only_what_came_after_the_mark(void **state)
{
	struct arena *a = arena_new(8 << 20);
	char *kept = arena_take(a, 8);
	struct arena_mark m;
	size_t used;

	memcpy(kept, "kept", 5);
	m = arena_mark(a);
	used = arena_used(a);
	for (int i = 0; i < 100; i++)
		assert_non_null(arena_take(a, 50000));
	arena_rewind(a, m);
	assert_int_equal(arena_used(a), used);
	assert_string_equal(kept, "kept");
	assert_non_null(arena_take(a, 7 << 20)); /* the room is free again */
	arena_free(&a);
}

static void count_end(void *held)
{
	++*(int *)held;
}

static void what_is_kept_ends_once_with_the_reset(void **state)
{
	struct arena *a = arena_new(1 << 20);
	int ended = 0, twice = 0;

	assert_true(arena_keep(a, &ended, count_end));
	assert_true(arena_keep(a, &twice, count_end));
	assert_int_equal(ended, 0);
	assert_true(arena_keep(a, &twice, count_end)); /* the second hold is let go at once */
	assert_int_equal(twice, 1);
	assert_true(arena_keeps(a, &twice));
	arena_reset(a);
	assert_int_equal(ended, 1);
	assert_int_equal(twice, 2);
	assert_false(arena_keeps(a, &ended));
	arena_free(&a);
	assert_int_equal(ended, 1);
}

static void a_rewind_ends_what_was_kept_since_the_mark(void **state)
{
	struct arena *a = arena_new(1 << 20);
	int before = 0, since = 0;
	struct arena_mark m;

	assert_true(arena_keep(a, &before, count_end));
	m = arena_mark(a);
	assert_true(arena_keep(a, &since, count_end));
	assert_non_null(arena_take(a, 100000)); /* in blocks of their own */
	arena_rewind(a, m);
	assert_int_equal(before, 0);
	assert_int_equal(since, 1);
	arena_free(&a);
	assert_int_equal(before, 1);
}

static void nothing_is_kept_when_memory_is_out(void **state)
{
	struct arena *a = arena_new(64);
	int ended = 0;

	assert_non_null(arena_take(a, 64));
	assert_false(arena_keep(a, &ended, count_end));
	arena_free(&a);
	assert_int_equal(ended, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(what_is_kept_ends_once_with_the_reset),
		KIT_TEST(a_rewind_ends_what_was_kept_since_the_mark),
		KIT_TEST(nothing_is_kept_when_memory_is_out),
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(what_is_taken_after_a_reset_is_zeroed_again),
		cmocka_unit_test(the_ceiling_refuses_and_is_remembered),
		cmocka_unit_test(small_pieces_cannot_pass_the_ceiling_either),
		cmocka_unit_test(a_product_that_overflows_is_refused),
		cmocka_unit_test(rewinding_forgets_only_what_came_after_the_mark),
	};

	return KIT_RUN(tests);
}
