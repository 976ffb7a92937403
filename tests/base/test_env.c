#include "../kit.h"

#include <pthread.h>

static void ids_rise_even_when_the_clock_jumps_back(void **state)
{
	struct kit *k = *state;
	int64_t last = env_next_id(k->env);

	for (int i = 0; i < 1000; i++) {
		int64_t id;

		if (i == 500)
			env_test_advance(k->env, -INT64_C(86400000000));
		id = env_next_id(k->env);
		assert_true(id > last);
		last = id;
	}
}

static void ids_carry_the_time_they_were_made(void **state)
{
	struct kit *k = *state;
	int64_t id;

	env_test_advance(k->env, INT64_C(30000000));
	id = env_next_id(k->env);
	assert_true(id >> 20 == env_now(k->env).us / 1000 - INT64_C(1577836800000));
}

static void ids_stay_above_the_floor(void **state)
{
	struct kit *k = *state;
	int64_t floor = env_next_id(k->env) + (INT64_C(1) << 40);

	env_id_floor(floor);
	assert_true(env_next_id(k->env) > floor);
	env_id_floor(5); /* a lower floor lowers nothing */
	assert_true(env_next_id(k->env) > floor);
}

static void two_nodes_never_give_the_same_id(void **state)
{
	struct kit *k = *state;

	env_id_node(3);
	for (int i = 0; i < 100; i++)
		assert_int_equal(env_next_id(k->env) % ENV_ID_NODES, 3);
	env_id_node(0);
	assert_int_equal(env_next_id(k->env) % ENV_ID_NODES, 0);
}

enum { THREADS = 4, EACH = 20000 };

struct taker {
	const struct env *env;
	int64_t ids[EACH];
};

static void *take_ids(void *arg)
{
	struct taker *t = arg;

	for (int i = 0; i < EACH; i++)
		t->ids[i] = env_next_id(t->env);
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void threads_never_share_an_id(void **state)
{
	struct kit *k = *state;
	struct taker *takers = calloc(THREADS, sizeof *takers);
	int64_t *all = calloc(THREADS * EACH, sizeof *all);
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++) {
		takers[i].env = k->env;
		assert_int_equal(pthread_create(&threads[i], NULL, take_ids, &takers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		memcpy(all + i * EACH, takers[i].ids, sizeof takers[i].ids);
	}
	qsort(all, THREADS * EACH, sizeof *all, by_value);
	for (int i = 1; i < THREADS * EACH; i++)
		assert_true(all[i] != all[i - 1]);
	free(all);
	free(takers);
}

static void a_test_world_repeats_itself_from_its_seed(void **state)
{
	struct env *one = env_test_new(KIT_START, 42), *two = env_test_new(KIT_START, 42);
	struct env *other = env_test_new(KIT_START, 43);
	unsigned char a[100], b[100], c[100];

	one->random(one->self, a, sizeof a);
	two->random(two->self, b, sizeof b);
	other->random(other->self, c, sizeof c);
	assert_memory_equal(a, b, sizeof a);
	assert_memory_not_equal(a, c, sizeof a);
	env_test_free(&one);
	env_test_free(&two);
	env_test_free(&other);
}

static void sleeping_moves_a_test_world_at_once(void **state)
{
	struct kit *k = *state;
	int64_t before = k->env->monotonic_us(k->env->self);

	k->env->sleep_us(k->env->self, 3600000000);
	assert_true(env_now(k->env).us == KIT_START.us + 3600000000);
	assert_true(k->env->monotonic_us(k->env->self) == before + 3600000000);
	env_test_advance(k->env, -7200000000);
	assert_true(env_now(k->env).us == KIT_START.us - 3600000000);
	assert_true(k->env->monotonic_us(k->env->self) == before + 3600000000);
}

static void the_real_world_runs(void **state)
{
	const struct env *e = env_system();
	int64_t before = e->monotonic_us(e->self);
	unsigned char a[32] = {0}, b[32] = {0};

	e->sleep_us(e->self, 2000);
	assert_true(e->monotonic_us(e->self) >= before + 2000);
	assert_true(env_now(e).us > INT64_C(1577836800000000));
	e->random(e->self, a, sizeof a);
	e->random(e->self, b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
}

static void roles_are_named_and_found_again(void **state)
{
	enum role found = ROLE_COUNT;

	for (enum role r = ROLE_NONE; r < ROLE_COUNT; r++) {
		assert_true(role_parse(role_name(r), &found));
		assert_int_equal(found, r);
	}
	assert_false(role_parse("root", &found));
	assert_false(role_parse("", &found));
}

static void a_fault_outlives_the_texts_it_was_made_of(void **state)
{
	struct ctx *c = kit_ctx(state);
	char found[] = "601.00";

	assert_int_equal(fault_input(c, NULL, S("price"), str_of(found), S("600.00")), E_INPUT);
	memset(found, 'x', sizeof found - 1);
	assert_string_equal(c->fault.code, "bad_input");
	assert_str(c->fault.found, "601.00");
	assert_str(c->fault.allowed, "600.00");
	assert_int_equal(fault_broken(c, "disk"), E_BROKEN);
	assert_string_equal(c->fault.code, "internal");
	assert_string_equal(c->broken, "disk");
	assert_false(str_some(c->fault.found)); /* a new fault keeps nothing of the old one */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(ids_carry_the_time_they_were_made),
		KIT_TEST(ids_rise_even_when_the_clock_jumps_back),
		KIT_TEST(ids_stay_above_the_floor),
		KIT_TEST(two_nodes_never_give_the_same_id),
		KIT_TEST(threads_never_share_an_id),
		KIT_TEST(a_test_world_repeats_itself_from_its_seed),
		KIT_TEST(sleeping_moves_a_test_world_at_once),
		KIT_TEST(the_real_world_runs),
		KIT_TEST(roles_are_named_and_found_again),
		KIT_TEST(a_fault_outlives_the_texts_it_was_made_of),
	};

	return KIT_RUN(tests);
}
