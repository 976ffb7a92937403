/* Where keys come from, and what is refused (S16, S17). */
#include "world.h"

#include "crypto/hash.h"

static void a_new_key_file_is_private_and_opens(void **state)
{
	struct world *w = *state;
	struct keyring *k;
	struct stat st;

	assert_int_equal(keyring_create(&w->c, w->file), OK);
	assert_int_equal(stat(w->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(keyring_load(&w->c, w->file, &k), OK);
	keyring_free(&k);
	assert_null(k);
}

static void an_existing_key_file_is_never_replaced(void **state)
{
	struct world *w = *state;
	struct str before, after;

	assert_int_equal(keyring_create(&w->c, w->file), OK);
	assert_true(file_read(w->c.arena, w->file, 4096, &before));
	assert_int_equal(keyring_create(&w->c, w->file), E_CONFLICT);
	assert_string_equal(w->c.fault.code, "keys_exist");
	assert_true(file_read(w->c.arena, w->file, 4096, &after));
	assert_true(str_eq(before, after));
}

static void two_new_key_files_differ(void **state)
{
	struct world *w = *state;
	struct str first, second;

	assert_int_equal(keyring_create(&w->c, w->file), OK);
	assert_true(file_read(w->c.arena, w->file, 4096, &first));
	unlink(w->file);
	assert_int_equal(keyring_create(&w->c, w->file), OK);
	assert_true(file_read(w->c.arena, w->file, 4096, &second));
	assert_false(str_eq(first, second));
}

static void a_key_file_others_can_read_is_refused(void **state)
{
	struct world *w = *state;
	static const mode_t modes[] = {0640, 0604, 0620, 0602, 0610};
	struct keyring *k = NULL;

	assert_int_equal(keyring_create(&w->c, w->file), OK);
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		assert_int_equal(chmod(w->file, modes[i]), 0);
		assert_int_equal(keyring_load(&w->c, w->file, &k), E_REFUSED);
		assert_string_equal(w->c.fault.code, "keys_exposed");
		assert_null(k);
	}
	assert_int_equal(chmod(w->file, 0400), 0);
	assert_int_equal(keyring_load(&w->c, w->file, &k), OK);
	keyring_free(&k);
}

static void a_missing_key_file_is_named(void **state)
{
	struct world *w = *state;
	struct keyring *k = NULL;

	assert_int_equal(keyring_load(&w->c, w->file, &k), E_REFUSED);
	assert_string_equal(w->c.fault.code, "keys_missing");
	assert_true(str_is(w->c.fault.found, w->file));
}

static void a_malformed_keyring_is_refused(void **state)
{
	struct world *w = *state;
	static const char h[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
	const char *bad[] = {
		"",
		"kehou keys 2\n",
		"kehou keys 1\n",
		"kehou keys 1\ndata 0000000a %s\nindex %s\n",
		"kehou keys 1\ndata 0000000a %s\nsession %s\n",
		"kehou keys 1\nindex %s\nsession %s\n",
		"kehou keys 1\ndata 0000000a %s0\nindex %s\nsession %s\n",
		"kehou keys 1\ndata 00000a %s\nindex %s\nsession %s\n",
		"kehou keys 1\ndata 0000000a %s\ndata 0000000A %s\nindex %s\nsession %s\n",
		"kehou keys 1\ndata 0000000a %s\nindex %s\nindex %s\nsession %s\n",
		"kehou keys 1\ndata 0000000a %s\nindex %s\nsession %s\nmore %s\n",
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct keyring *k = NULL;
		struct out o;

		out_init(&o, 4096);
		for (const char *p = bad[i]; *p; p++) {
			if (*p == '%') {
				out_put(&o, str_of(h));
				p++;
			} else {
				out_c(&o, *p);
			}
		}
		assert_int_equal(keyring_parse(&w->c, out_str(&o), &k), E_REFUSED);
		assert_string_equal(w->c.fault.code, "keys_malformed");
		assert_null(k);
		out_free(&o);
	}
}

static void first_use_makes_the_keys_beside_the_database(void **state)
{
	struct world *w = *state;
	struct str url = str_printf(w->c.arena, "sqlite:%s/k.db", w->dir);
	struct keyring *k = NULL;

	assert_int_equal(keyring_open(&w->c, NULL, str_c(w->c.arena, url), false, &k), E_REFUSED);
	assert_string_equal(w->c.fault.code, "keys_missing");
	assert_int_equal(keyring_open(&w->c, NULL, str_c(w->c.arena, url), true, &k), OK);
	keyring_free(&k);
	assert_int_equal(access(w->file, F_OK), 0);
	assert_int_equal(keyring_open(&w->c, NULL, str_c(w->c.arena, url), true, &k), OK);
	keyring_free(&k);
}

static void lost_keys_are_not_hidden_by_new_ones(void **state)
{
	struct world *w = *state;
	const char *db = str_c(w->c.arena, str_printf(w->c.arena, "%s/k.db", w->dir));
	const char *url = str_c(w->c.arena, str_printf(w->c.arena, "sqlite:%s", db));
	struct keyring *k = NULL;

	assert_true(file_write(db, S("data")));
	assert_int_equal(keyring_open(&w->c, NULL, url, true, &k), E_REFUSED);
	assert_string_equal(w->c.fault.code, "keys_missing");
	assert_int_equal(access(w->file, F_OK), -1);
}

static void postgresql_has_no_default_place_for_keys(void **state)
{
	struct world *w = *state;
	struct keyring *k = NULL;

	assert_int_equal(keyring_open(&w->c, NULL, "postgresql://h/d", true, &k), E_REFUSED);
	assert_string_equal(w->c.fault.code, "keys_missing");
	setenv("KEHOU_KEYS", w->file, 1);
	assert_int_equal(keyring_open(&w->c, NULL, "postgresql://h/d", true, &k), OK);
	keyring_free(&k);
	setenv("KEHOU_KEYRING", KEYS_A, 1);
	assert_int_equal(keyring_open(&w->c, NULL, "postgresql://h/d", false, &k), OK);
	keyring_free(&k);
}

static void the_key_check_knows_its_keys(void **state)
{
	struct world *w = *state;
	struct keyring *a = ring(w, KEYS_A), *rotated = ring(w, KEYS_A_ROTATED), *other;
	struct str blob;

	assert_int_equal(keyring_create(&w->c, w->file), OK);
	assert_int_equal(keyring_load(&w->c, w->file, &other), OK);
	assert_int_equal(keyring_check_make(w->c.arena, a, &blob), OK);
	assert_true(keyring_check_holds(w->c.arena, a, blob));
	assert_true(keyring_check_holds(w->c.arena, rotated, blob));
	assert_false(keyring_check_holds(w->c.arena, other, blob));
	assert_false(keyring_check_holds(w->c.arena, a, STR_NONE));
	keyring_free(&a);
	keyring_free(&rotated);
	keyring_free(&other);
}

static void a_wrong_index_key_fails_the_key_check(void **state)
{
	struct world *w = *state;
	struct keyring *a = ring(w, KEYS_A), *b;
	char *text = (char *)(uintptr_t)str_c(w->c.arena, S(KEYS_A));
	struct str blob;

	strstr(text, "index 20")[7] = '1';
	b = ring(w, text);
	assert_int_equal(keyring_check_make(w->c.arena, a, &blob), OK);
	assert_false(keyring_check_holds(w->c.arena, b, blob));
	keyring_free(&a);
	keyring_free(&b);
}

static void a_blind_index_is_hmac_sha256_of_purpose_and_text(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	uint8_t got[BLIND_BYTES], again[BLIND_BYTES];

	/* python: hmac.new(bytes(range(32,64)), b"login\0" + b"13800138000", "sha256") */
	blind(k, "login", S("13800138000"), got);
	assert_true(str_is(hex_text(w->c.arena, BYTES(got)), "44bc127935ae1174796553519127067b"));
	blind(k, "login", S("13800138000"), again);
	assert_memory_equal(got, again, sizeof got);
	keyring_free(&k);
}

static void blind_indexes_of_two_purposes_or_keys_cannot_be_joined(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A), *other;
	uint8_t a[BLIND_BYTES], b[BLIND_BYTES];

	blind(k, "login", S("13800138000"), a);
	blind(k, "guardian.phone", S("13800138000"), b);
	assert_memory_not_equal(a, b, sizeof a);
	blind(k, "logi", S("n13800138000"), b);
	assert_memory_not_equal(a, b, sizeof a);
	assert_int_equal(keyring_create(&w->c, w->file), OK);
	assert_int_equal(keyring_load(&w->c, w->file, &other), OK);
	blind(other, "login", S("13800138000"), b);
	assert_memory_not_equal(a, b, sizeof a);
	keyring_free(&k);
	keyring_free(&other);
}

static void marks_and_blind_indexes_use_different_keys(void **state)
{
	struct world *w = *state;
	struct keyring *k = ring(w, KEYS_A);
	uint8_t index[BLIND_BYTES], mark[32];

	blind(k, "x", S("y"), index);
	keyed_mark(k, "x", S("y"), mark);
	assert_memory_not_equal(index, mark, sizeof index);
	keyring_free(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_new_key_file_is_private_and_opens),
		IN_WORLD(an_existing_key_file_is_never_replaced),
		IN_WORLD(two_new_key_files_differ),
		IN_WORLD(a_key_file_others_can_read_is_refused),
		IN_WORLD(a_missing_key_file_is_named),
		IN_WORLD(a_malformed_keyring_is_refused),
		IN_WORLD(first_use_makes_the_keys_beside_the_database),
		IN_WORLD(lost_keys_are_not_hidden_by_new_ones),
		IN_WORLD(postgresql_has_no_default_place_for_keys),
		IN_WORLD(the_key_check_knows_its_keys),
		IN_WORLD(a_wrong_index_key_fails_the_key_check),
		IN_WORLD(a_blind_index_is_hmac_sha256_of_purpose_and_text),
		IN_WORLD(blind_indexes_of_two_purposes_or_keys_cannot_be_joined),
		IN_WORLD(marks_and_blind_indexes_use_different_keys),
	};

	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
