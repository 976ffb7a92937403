/* Pages go compressed, whole, from many connections at once. */
#include "web/packer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <libdeflate.h>

enum { PAGE = 20000, THREADS = 8, TIMES = 200 };

static void page_make(struct out *o, int which)
{
	out_init(o, 1 << 20);
	for (int i = 0; o->n < PAGE; i++)
		out_printf(o, "<li class=\"row\">%d 课后 %d</li>", which, i);
}

static void given_back(struct str packed, struct str plain)
{
	struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
	char *back = malloc(plain.n + 1);
	size_t n = 0;

	assert_non_null(reader);
	assert_non_null(back);
	assert_int_equal(
		libdeflate_gzip_decompress(reader, packed.p, packed.n, back, plain.n + 1, &n),
		LIBDEFLATE_SUCCESS);
	assert_int_equal(n, plain.n);
	assert_memory_equal(back, plain.p, n);
	free(back);
	libdeflate_free_decompressor(reader);
}

static void a_page_comes_back_whole_and_is_a_quarter_at_most(void **state)
{
	struct packers p;
	struct out page, packed;

	packers_init(&p);
	page_make(&page, 1);
	out_init(&packed, 1 << 20);
	for (int i = 0; i < 3; i++) {
		assert_true(packers_gzip(&p, out_str(&page), &packed));
		assert_true(packed.n < page.n / 4);
		given_back(out_str(&packed), out_str(&page));
	}
	out_free(&page);
	out_free(&packed);
	packers_free(&p);
}

static void what_does_not_get_smaller_is_left_as_it_is(void **state)
{
	char noise[1500];
	struct packers p;
	struct out packed;
	uint64_t seed = 7;

	for (size_t i = 0; i < sizeof noise; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1;
		noise[i] = (char)(seed >> 56);
	}
	packers_init(&p);
	out_init(&packed, 1 << 20);
	assert_false(packers_gzip(&p, (struct str){noise, sizeof noise}, &packed));
	assert_false(packers_gzip(&p, S(""), &packed));
	out_free(&packed);
	out_init(&packed, 100); /* a buffer that may not grow so far */
	assert_false(packers_gzip(&p, (struct str){noise, sizeof noise}, &packed));
	out_free(&packed);
	packers_free(&p);
}

struct packing {
	struct packers *p;
	int which;
};

static void *pack_many(void *arg)
{
	const struct packing *w = arg;
	struct out page, packed;

	page_make(&page, w->which);
	out_init(&packed, 1 << 20);
	for (int i = 0; i < TIMES; i++)
		assert_true(packers_gzip(w->p, out_str(&page), &packed));
	given_back(out_str(&packed), out_str(&page));
	out_free(&page);
	out_free(&packed);
	return NULL;
}

static void many_connections_pack_at_once_and_few_tables_are_kept(void **state)
{
	struct packing work[THREADS];
	pthread_t thread[THREADS];
	struct packers p;

	packers_init(&p);
	for (int i = 0; i < THREADS; i++) {
		work[i] = (struct packing){&p, i};
		assert_int_equal(pthread_create(&thread[i], NULL, pack_many, &work[i]), 0);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	assert_in_range(p.n, 1, PACKERS_KEPT);
	packers_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_comes_back_whole_and_is_a_quarter_at_most),
		cmocka_unit_test(what_does_not_get_smaller_is_left_as_it_is),
		cmocka_unit_test(many_connections_pack_at_once_and_few_tables_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
