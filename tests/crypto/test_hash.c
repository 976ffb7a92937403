/* Hashes and their text forms against published vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/hash.h"

static int open_arena(void **state)
{
	*state = arena_new(1 << 20);
	return *state ? 0 : -1;
}

static int close_arena(void **state)
{
	struct arena *a = *state;

	arena_free(&a);
	return 0;
}

static void sha256_gives_the_published_vectors(void **state)
{
	uint8_t h[SHA256_BYTES];

	/* FIPS 180-4 examples */
	sha256(S("abc"), h);
	assert_true(str_is(hex_text(*state, BYTES(h)),
	                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
	sha256(STR_NONE, h);
	assert_true(str_is(hex_text(*state, BYTES(h)),
	                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

static void hmac_gives_the_published_vectors(void **state)
{
	/* RFC 4231, cases 2 and 3. */
	uint8_t key[20], data[50], mac[SHA256_BYTES];
	struct hmac h;

	hmac_init(&h, S("Jefe"));
	sha256_put(&h.inner, S("what do ya want "));
	sha256_put(&h.inner, S("for nothing?"));
	hmac_end(&h, mac);
	assert_true(str_is(hex_text(*state, BYTES(mac)),
	                   "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
	memset(key, 0xaa, sizeof key);
	memset(data, 0xdd, sizeof data);
	hmac_init(&h, BYTES(key));
	sha256_put(&h.inner, BYTES(data));
	hmac_end(&h, mac);
	assert_true(str_is(hex_text(*state, BYTES(mac)),
	                   "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"));
}

static void sha256_in_pieces_equals_one_call(void **state)
{
	uint8_t whole[SHA256_BYTES], pieces[SHA256_BYTES];
	struct sha256 s;

	sha256(S("abcdefgh"), whole);
	sha256_init(&s);
	sha256_put(&s, S("abc"));
	sha256_put(&s, S(""));
	sha256_put_i64(&s, INT64_C(0x6465666768) << 24 >> 24); /* three zero bytes come first */
	sha256_end(&s, pieces);
	assert_memory_not_equal(whole, pieces, sizeof whole);
	sha256_init(&s);
	sha256_put(&s, S("abcde"));
	sha256_put(&s, S("fgh"));
	sha256_end(&s, pieces);
	assert_memory_equal(whole, pieces, sizeof whole);
}

static void hash_fields(struct str a, struct str b, uint8_t out[SHA256_BYTES])
{
	struct sha256 s;

	sha256_init(&s);
	sha256_put_field(&s, a);
	sha256_put_field(&s, b);
	sha256_end(&s, out);
}

static void fields_do_not_run_into_each_other(void **state)
{
	uint8_t a[SHA256_BYTES], b[SHA256_BYTES];

	hash_fields(S("ab"), S("c"), a);
	hash_fields(S("a"), S("bc"), b);
	assert_memory_not_equal(a, b, sizeof a);
	hash_fields(S("a"), STR_NONE, a);
	hash_fields(S("a"), S(""), b);
	assert_memory_not_equal(a, b, sizeof a);
}

static void hexadecimal_is_read_back_whole_or_not_at_all(void **state)
{
	struct str b;

	assert_true(hex_parse(*state, S("00fFa5"), &b));
	assert_int_equal(b.n, 3);
	assert_memory_equal(b.p, "\x00\xff\xa5", 3);
	assert_false(hex_parse(*state, S("00f"), &b));
	assert_false(hex_parse(*state, S("00fg"), &b));
	assert_false(hex_parse(*state, S("0 f0"), &b));
	assert_false(hex_parse(*state, STR_NONE, &b));
}

static void base64url_gives_the_published_vectors(void **state)
{
	/* RFC 4648 section 10, without padding */
	static const struct {
		struct str plain, coded;
	} v[] = {{S(""), S("")},
	         {S("f"), S("Zg")},
	         {S("fo"), S("Zm8")},
	         {S("foo"), S("Zm9v")},
	         {S("foob"), S("Zm9vYg")},
	         {S("fooba"), S("Zm9vYmE")},
	         {S("foobar"), S("Zm9vYmFy")},
	         {S("\xfb\xff"), S("-_8")}};

	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		struct str back;

		assert_true(str_eq(base64url_text(*state, v[i].plain), v[i].coded));
		assert_true(base64url_parse(*state, v[i].coded, &back));
		assert_true(str_eq(back, v[i].plain));
	}
}

static void base64url_refuses_padding_and_the_other_alphabet(void **state)
{
	struct str b;

	assert_false(base64url_parse(*state, S("Zg=="), &b));
	assert_false(base64url_parse(*state, S("+/8"), &b));
	assert_false(base64url_parse(*state, S("Zm9v Zg"), &b));
	assert_false(base64url_parse(*state, S("Z"), &b));
}

static void secrets_are_equal_only_when_every_byte_is(void **state)
{
	assert_true(secret_eq(S("secret"), S("secret")));
	assert_false(secret_eq(S("secret"), S("secreT")));
	assert_false(secret_eq(S("secret"), S("secre")));
	assert_true(secret_eq(S(""), STR_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sha256_gives_the_published_vectors, open_arena,
	                                        close_arena),
		cmocka_unit_test_setup_teardown(hmac_gives_the_published_vectors, open_arena,
	                                        close_arena),
		cmocka_unit_test(sha256_in_pieces_equals_one_call),
		cmocka_unit_test(fields_do_not_run_into_each_other),
		cmocka_unit_test_setup_teardown(hexadecimal_is_read_back_whole_or_not_at_all,
	                                        open_arena, close_arena),
		cmocka_unit_test_setup_teardown(base64url_gives_the_published_vectors, open_arena,
	                                        close_arena),
		cmocka_unit_test_setup_teardown(base64url_refuses_padding_and_the_other_alphabet,
	                                        open_arena, close_arena),
		cmocka_unit_test(secrets_are_equal_only_when_every_byte_is),
	};

	return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
