#include "../kit.h"
#include "store/pool.h"

#include <pthread.h>

enum { PIECES = 100, PIECE = 1024 };

static void take_all(void *piece[PIECES], int n)
{
	for (size_t i = 0; i < PIECES; i++) {
		piece[i] = pool_take(n);
		assert_non_null(piece[i]);
		memset(piece[i], (int)i, (size_t)n);
	}
}

static void give_all(void *piece[PIECES])
{
	for (size_t i = 0; i < PIECES; i++)
		pool_give(piece[i]);
}

static void a_piece_holds_what_was_asked_and_keeps_it_when_it_grows(void **state)
{
	for (int n = 1; n < 5000; n++) {
		unsigned char *p = pool_take(n);

		assert_true(pool_size(p) >= n);
		assert_true(pool_round(n) >= n);
		assert_int_equal(pool_round(pool_round(n)), pool_round(n));
		memset(p, n & 0x7F, (size_t)n);
		p = pool_resize(p, n + 100);
		assert_true(pool_size(p) >= n + 100);
		for (int i = 0; i < n; i++)
			assert_int_equal(p[i], n & 0x7F);
		pool_give(p);
	}
}

static void pieces_given_back_are_handed_out_again_each_to_one(void **state)
{
	void *piece[PIECES];

	pool_keep();
	for (int n = PIECE; n > PIECE - 64; n--) { /* of several sizes, smaller ones in larger */
		take_all(piece, n);
		for (size_t i = 0; i < PIECES; i++)
			for (int k = 0; k < n; k++)
				assert_int_equal(((unsigned char *)piece[i])[k], i);
		give_all(piece);
	}
	pool_drop();
	pool_drop(); /* nothing is left to drop */
}

static void more_than_the_bound_goes_back_at_once(void **state)
{
	enum { MANY = 4 * POOL_KEPT / PIECE };
	void **piece = calloc(MANY, sizeof *piece);

	assert_non_null(piece);
	pool_keep();
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < MANY; i++)
			piece[i] = pool_take(PIECE);
		for (size_t i = 0; i < MANY; i++)
			pool_give(piece[i]);
	}
	pool_drop();
	free(piece);
}

static void *give_elsewhere(void *piece)
{
	pool_give(piece);
	return NULL;
}

static void another_thread_may_give_back(void **state)
{
	pthread_t t;

	pool_keep();
	assert_int_equal(pthread_create(&t, NULL, give_elsewhere, pool_take(PIECE)), 0);
	pthread_join(t, NULL);
	pool_drop();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_piece_holds_what_was_asked_and_keeps_it_when_it_grows),
		cmocka_unit_test(pieces_given_back_are_handed_out_again_each_to_one),
		cmocka_unit_test(more_than_the_bound_goes_back_at_once),
		cmocka_unit_test(another_thread_may_give_back),
	};

	return KIT_RUN(tests);
}
