/* Sealed fields: what opens, and everything that must not (S16). */
#include "world.h"

#include <pthread.h>

#include "crypto/hash.h"

static const char column[] = "guardian.phone";

static void a_sealed_value_opens_in_its_place(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	struct str blob, plain;

	assert_int_equal(seal(w->c.arena, k, column, 42, S("13800138000"), &blob), OK);
	assert_int_equal(blob.n, 11 + SEAL_OVERHEAD);
	assert_int_equal(unseal(w->c.arena, k, column, 42, blob, &plain), OK);
	assert_true(str_is(plain, "13800138000"));
	keyring_free(&k);
}

static void an_envelope_made_elsewhere_by_the_same_rules_opens(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	struct str blob, plain;

	/* Made with another library: version 1, key 0000000a, nonce 0..11, AES-256-GCM over
	 * "13800138000" with the additional data "guardian.phone\0", be64(42), be32(10). */
	assert_true(hex_parse(w->c.arena,
	                      S("010000000a000102030405060708090a0b7631ee2bf5d4f123"
	                        "bd71a75903ce3f04a297d5d4ef2bcc56b0dfdf"),
	                      &blob));
	assert_int_equal(unseal(w->c.arena, k, column, 42, blob, &plain), OK);
	assert_true(str_is(plain, "13800138000"));
	keyring_free(&k);
}

static void nothing_and_the_empty_text_stay_apart(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	struct str blob = S("x"), plain = S("x");

	assert_int_equal(seal(w->c.arena, k, column, 1, STR_NONE, &blob), OK);
	assert_null(blob.p);
	assert_int_equal(unseal(w->c.arena, k, column, 1, blob, &plain), OK);
	assert_null(plain.p);
	assert_int_equal(seal(w->c.arena, k, column, 1, S(""), &blob), OK);
	assert_int_equal(blob.n, SEAL_OVERHEAD);
	assert_int_equal(unseal(w->c.arena, k, column, 1, blob, &plain), OK);
	assert_non_null(plain.p);
	assert_int_equal(plain.n, 0);
	keyring_free(&k);
}

static void a_value_moved_to_another_row_or_column_does_not_open(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	struct str a, b, plain = S("untouched");

	assert_int_equal(seal(w->c.arena, k, column, 1, S("13800138000"), &a), OK);
	assert_int_equal(seal(w->c.arena, k, column, 2, S("13900139000"), &b), OK);
	assert_int_equal(unseal(w->c.arena, k, column, 1, b, &plain), E_BROKEN);
	assert_int_equal(unseal(w->c.arena, k, column, 2, a, &plain), E_BROKEN);
	assert_int_equal(unseal(w->c.arena, k, "guardian.name", 1, a, &plain), E_BROKEN);
	assert_true(str_is(plain, "untouched"));
	assert_int_equal(unseal(w->c.arena, k, column, 1, a, &plain), OK);
	keyring_free(&k);
}

static void a_changed_bit_anywhere_does_not_open(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	struct str blob, plain = S("untouched");

	assert_int_equal(seal(w->c.arena, k, column, 7, S("13800138000"), &blob), OK);
	for (size_t i = 0; i < blob.n * 8; i++) {
		char *p = (char *)(uintptr_t)blob.p;

		p[i / 8] = (char)(p[i / 8] ^ (1 << i % 8));
		assert_int_equal(unseal(w->c.arena, k, column, 7, blob, &plain), E_BROKEN);
		p[i / 8] = (char)(p[i / 8] ^ (1 << i % 8));
	}
	for (size_t n = 0; n < blob.n; n++)
		assert_int_equal(unseal(w->c.arena, k, column, 7, str_sub(blob, 0, n), &plain),
		                 E_BROKEN);
	assert_true(str_is(plain, "untouched"));
	keyring_free(&k);
}

static void another_key_does_not_open(void **state)
{
	struct world *w = *state;
	struct keyring *a = ring(w, KEYS_A), *b;
	char *text = (char *)(uintptr_t)str_c(w->c.arena, S(KEYS_A));
	struct str blob, plain = S("untouched");

	strstr(text, " 0001")[4] = '2'; /* the same key id, another key */
	b = ring(w, text);
	assert_int_equal(seal(w->c.arena, a, column, 7, S("13800138000"), &blob), OK);
	assert_int_equal(unseal(w->c.arena, b, column, 7, blob, &plain), E_BROKEN);
	assert_int_equal(unseal(w->c.arena, a, column, 7, blob, &plain), OK);
	keyring_free(&a);
	keyring_free(&b);
}

static void after_rotation_old_values_open_and_new_ones_use_the_new_key(void **state)
{
	struct world *w = *state;
	struct keyring *a = ring(w, KEYS_A), *rotated = ring(w, KEYS_A_ROTATED);
	struct str old, fresh, plain = STR_NONE;

	assert_int_equal(seal(w->c.arena, a, column, 7, S("old"), &old), OK);
	assert_int_equal(seal(w->c.arena, rotated, column, 7, S("new"), &fresh), OK);
	assert_int_equal(unseal(w->c.arena, rotated, column, 7, old, &plain), OK);
	assert_true(str_is(plain, "old"));
	assert_int_equal(unseal(w->c.arena, rotated, column, 7, fresh, &plain), OK);
	assert_true(str_is(plain, "new"));
	assert_int_equal(unseal(w->c.arena, a, column, 7, fresh, &plain), E_BROKEN);
	keyring_free(&a);
	keyring_free(&rotated);
}

static void more_than_the_ceiling_is_refused(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	struct str blob;

	assert_int_equal(seal(w->c.arena, k, column, 7, (struct str){"", SEAL_MAX + 1}, &blob),
	                 E_INPUT);
	keyring_free(&k);
}

enum { MANY = 1000000 };

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, 12);
}

static void a_million_nonces_are_all_different(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	char(*nonce)[12] = calloc(MANY, sizeof *nonce);

	assert_non_null(nonce);
	for (int i = 0; i < MANY; i++) {
		struct arena_mark m = arena_mark(w->c.arena);
		struct str blob;

		/* The same row and text each time: nothing but the nonce can differ. */
		assert_int_equal(seal(w->c.arena, k, column, 7, S("13800138000"), &blob), OK);
		memcpy(nonce[i], blob.p + 5, sizeof *nonce);
		arena_rewind(w->c.arena, m);
	}
	qsort(nonce, MANY, sizeof *nonce, by_bytes);
	for (int i = 1; i < MANY; i++)
		assert_memory_not_equal(nonce[i - 1], nonce[i], sizeof *nonce);
	free(nonce);
	keyring_free(&k);
}

struct worker {
	const struct keyring *k[2];
	int64_t first;
	int bad;
};

static void *seal_and_open(void *arg)
{
	struct worker *me = arg;
	struct arena *a = arena_new(1 << 20);

	for (int64_t i = me->first; i < me->first + 2000; i++) {
		const struct keyring *k = me->k[i % 2];
		struct str blob, back, text = str_printf(a, "%lld", (long long)i);

		if (seal(a, k, column, i, text, &blob) != OK ||
		    unseal(a, k, column, i, blob, &back) != OK || !str_eq(text, back))
			me->bad++;
		arena_reset(a);
	}
	arena_free(&a);
	return NULL;
}

static void threads_and_keyrings_do_not_disturb_each_other(void **state)
{
	struct world *w = *state;
	struct keyring *a = ring(w, KEYS_A), *b = ring(w, KEYS_A_ROTATED);
	struct worker workers[4];
	pthread_t threads[4];

	for (int i = 0; i < 4; i++) {
		workers[i] = (struct worker){{a, b}, i * 10000, 0};
		assert_int_equal(pthread_create(&threads[i], NULL, seal_and_open, &workers[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(workers[i].bad, 0);
	}
	keyring_free(&a);
	keyring_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_sealed_value_opens_in_its_place),
		IN_WORLD(an_envelope_made_elsewhere_by_the_same_rules_opens),
		IN_WORLD(nothing_and_the_empty_text_stay_apart),
		IN_WORLD(a_value_moved_to_another_row_or_column_does_not_open),
		IN_WORLD(a_changed_bit_anywhere_does_not_open),
		IN_WORLD(another_key_does_not_open),
		IN_WORLD(after_rotation_old_values_open_and_new_ones_use_the_new_key),
		IN_WORLD(more_than_the_ceiling_is_refused),
		IN_WORLD(a_million_nonces_are_all_different),
		IN_WORLD(threads_and_keyrings_do_not_disturb_each_other),
	};

	return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
