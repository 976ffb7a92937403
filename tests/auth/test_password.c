/* Passwords: what is accepted, what is refused, what hashing costs at most (S3). */
#include "../kit.h"

#include <pthread.h>
#include <sodium.h>

#include "auth/password.h"

static void a_password_is_hashed_with_the_agreed_parameters(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str hash;
	bool good = false, stale = true;

	assert_ok(password_hash(c, S("夏天的风吹过操场"), &hash));
	assert_true(str_starts(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")));
	assert_ok(password_fits(c, hash, S("夏天的风吹过操场"), &good, &stale));
	assert_true(good);
	assert_false(stale);
	assert_ok(password_fits(c, hash, S("夏天的风吹过操坂"), &good, &stale));
	assert_false(good);
}

static void the_same_password_twice_is_two_hashes(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str a, b;

	assert_ok(password_hash(c, S("a fine sentence"), &a));
	assert_ok(password_hash(c, S("a fine sentence"), &b));
	assert_false(str_eq(a, b));
}

static void the_last_of_many_characters_counts(void **state)
{
	struct ctx *c = kit_ctx(state);
	char long_one[201];
	struct str hash, s = {long_one, 200};
	bool good = true, stale;

	for (int i = 0; i < 200; i++)
		long_one[i] = (char)('a' + i * 7 % 26);
	assert_ok(password_check(c, S("13800138000"), s));
	assert_ok(password_hash(c, s, &hash));
	long_one[199] ^= 1;
	assert_ok(password_fits(c, hash, s, &good, &stale));
	assert_false(good);
}

static void an_older_hash_fits_and_is_stale(void **state)
{
	struct ctx *c = kit_ctx(state);
	char weak[crypto_pwhash_STRBYTES];
	bool good = false, stale = false;

	assert_int_equal(crypto_pwhash_str(weak, "old and fine", 12, 1, 1 << 20), 0);
	assert_ok(password_fits(c, str_of(weak), S("old and fine"), &good, &stale));
	assert_true(good && stale);
	assert_ok(password_fits(c, str_of(weak), S("old and wrong"), &good, &stale));
	assert_false(good || stale);
}

static void nobody_has_no_password_that_fits(void **state)
{
	struct ctx *c = kit_ctx(state);
	bool good = true, stale = true;

	assert_ok(password_fits(c, STR_NONE, S(""), &good, &stale));
	assert_false(good || stale);
	assert_ok(password_fits(c, S("not a hash"), S("x"), &good, &stale));
	assert_false(good || stale);
}

static void any_characters_from_eight_on_are_fine(void **state)
{
	struct ctx *c = kit_ctx(state);
	static const struct str fine[] = {S("春眠不觉晓处处闻"),   S("tr0mb-ne"),
	                                  S("𠮷野家的牛肉饭好吃"), S("   spaces too   "),
	                                  S("kxq7 mvwz"),          S("<b>&\"'%00</b>")};

	for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
		assert_ok(password_check(c, S("13800138000"), fine[i]));
}

static void short_and_endless_passwords_are_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	char endless[258];

	for (int i = 0; i < 257; i++)
		endless[i] = (char)('a' + i * 7 % 26);
	assert_fault(c, password_check(c, S("u1"), S("")), E_INPUT, "password_short");
	assert_fault(c, password_check(c, S("u1"), S("tr0mb-n")), E_INPUT, "password_short");
	/* Seven characters, though more than eight bytes. */
	assert_fault(c, password_check(c, S("u1"), S("春眠不觉晓处处")), E_INPUT, "password_short");
	assert_ok(password_check(c, S("u1"), (struct str){endless, 256}));
	assert_fault(c, password_check(c, S("u1"), (struct str){endless, 257}), E_INPUT,
	             "password_long");
}

static void passwords_everybody_tries_are_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	static const struct str bad[] = {
		S("password"),  S("PassWord123"),      S("12345678"),   S("987654321"),
		S("abcdefgh"),  S("qwertyuiop"),       S("aaaaaaaaaa"), S("12121212"),
		S("abcdabcd"),  S("好好好好好好好好"), S("woaini1314"), S("kehou123456"),
		S("ASDFGHJKL"), S("1qaz2wsx"),         S("lkjhgfdsa"),  S("13800138000")};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_fault(c, password_check(c, S("13800138000"), bad[i]), E_INPUT,
		             "password_common");
}

/* --- the pool ------------------------------------------------------------------------------------
 */

enum { CALLERS = PASSWORD_AT_ONCE + PASSWORD_QUEUE + 30 };

struct caller {
	pthread_t thread;
	pthread_barrier_t *start;
	struct ctx c;
	enum err e;
};

static void *hash_once(void *arg)
{
	struct caller *me = arg;
	struct str hash;

	pthread_barrier_wait(me->start);
	me->e = password_hash(&me->c, S("a fine sentence"), &hash);
	return NULL;
}

static void more_callers_than_may_wait_are_told_to_come_back(void **state)
{
	static struct caller callers[CALLERS];
	pthread_barrier_t start;
	int good = 0, busy = 0;

	pthread_barrier_init(&start, NULL, CALLERS);
	for (int i = 0; i < CALLERS; i++) {
		callers[i] = (struct caller){.start = &start};
		callers[i].c.arena = arena_new(1 << 16);
		assert_int_equal(pthread_create(&callers[i].thread, NULL, hash_once, &callers[i]),
		                 0);
	}
	for (int i = 0; i < CALLERS; i++) {
		pthread_join(callers[i].thread, NULL);
		good += callers[i].e == OK;
		busy += callers[i].e == E_BROKEN && strcmp(callers[i].c.fault.code, "busy") == 0;
		arena_free(&callers[i].c.arena);
	}
	pthread_barrier_destroy(&start);
	assert_int_equal(good + busy, CALLERS);
	assert_true(good >= PASSWORD_QUEUE);
	assert_true(busy > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_password_is_hashed_with_the_agreed_parameters),
		KIT_TEST(the_same_password_twice_is_two_hashes),
		KIT_TEST(the_last_of_many_characters_counts),
		KIT_TEST(an_older_hash_fits_and_is_stale),
		KIT_TEST(nobody_has_no_password_that_fits),
		KIT_TEST(any_characters_from_eight_on_are_fine),
		KIT_TEST(short_and_endless_passwords_are_refused),
		KIT_TEST(passwords_everybody_tries_are_refused),
		KIT_TEST(more_callers_than_may_wait_are_told_to_come_back),
	};

	return KIT_RUN(tests);
}
