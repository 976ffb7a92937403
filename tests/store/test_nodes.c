/* Several nodes over one PostgreSQL, and a server that goes away. */
#include "rows.h"

#include <pthread.h>

#include "store/audit.h"

static struct audit_check verify(struct ctx *c)
{
	struct audit_check check = {0};

	assert_ok(store_read_begin(c));
	assert_ok(store_verify_chain(c, &check));
	store_read_end(c);
	return check;
}

static void two_nodes_write_side_by_side_each_with_a_chain_of_its_own(void **state)
{
	struct ctx *c = kit_ctx(state), other = *c;
	struct audit_check check;

	other.arena = arena_new(1 << 20);
	assert_ok(store_open(&other, &rows_db(state)->options, &other.store));
	for (int64_t i = 1; i <= 20; i++)
		assert_ok(put_row(i % 2 ? c : &other, i, 1));
	assert_int_equal(row_count(c), 20);
	assert_int_equal(row_count(&other), 20);
	store_close(&other.store);
	arena_free(&other.arena);
	check = verify(c);
	assert_int_equal(check.records, 20);
	assert_int_equal(check.chains, 2);
	assert_int_equal(check.broken, 0);
}

static enum err answer_one(struct ctx *c, void *arg, struct out *o)
{
	out_put(o, S("one"));
	return OK;
}

struct node {
	pthread_t thread;
	struct ctx c;
	int64_t first, effects, replays;
};

enum { KEYS = 40 };

/* The same keys from both nodes at once. */
static void *node_main(void *arg)
{
	struct node *n = arg;

	for (int i = 0; i < KEYS; i++) {
		struct row_arg a = {.id = n->first + i, .n = 1};
		struct store_once once = {.body = S("b"), .answer = answer_one};
		struct str answer;
		bool replayed = false;

		once.key = str_printf(n->c.arena, "key-%d", i);
		if (store_write_once(&n->c, &verb_row, &a, &once, &answer, &replayed) != OK)
			abort();
		n->effects += !replayed;
		n->replays += replayed;
		arena_reset(n->c.arena);
	}
	return NULL;
}

static void a_key_used_on_two_nodes_at_once_has_one_effect(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct node n[2];

	for (int i = 0; i < 2; i++) {
		n[i] = (struct node){.c = *c, .first = i * 1000 + 1};
		n[i].c.arena = arena_new(1 << 20);
	}
	assert_ok(store_open(&n[1].c, &rows_db(state)->options, &n[1].c.store));
	for (int i = 0; i < 2; i++)
		pthread_create(&n[i].thread, NULL, node_main, &n[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(n[i].thread, NULL);
	store_close(&n[1].c.store);
	for (int i = 0; i < 2; i++)
		arena_free(&n[i].c.arena);
	assert_int_equal(n[0].effects + n[1].effects, KEYS);
	assert_int_equal(n[0].replays + n[1].replays, KEYS);
	assert_int_equal(row_count(c), KEYS);
}

/* Ends every connection to this test's database. */
static void cut_connections(struct kit_db *db)
{
	kit_db_run(db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
	               "datname = current_database() AND pid <> pg_backend_pid()");
}

static void a_lost_connection_is_made_again(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 2, .n = 1};
	struct store_once once = {S("key"), S("b"), answer_one};
	struct str answer;
	bool replayed = true;
	int64_t n = -1;

	assert_ok(put_row(c, 1, 1));
	cut_connections(rows_db(state));
	assert_ok(store_write_once(c, &verb_row, &a, &once, &answer, &replayed));
	assert_false(replayed);
	assert_ok(store_read_begin(c));
	assert_ok(q_row_count(c, &n));
	store_read_end(c);
	assert_int_equal(n, 2);
	assert_int_equal(verify(c).broken, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{"two_nodes_write_side_by_side_each_with_a_chain_of_its_own",
	         two_nodes_write_side_by_side_each_with_a_chain_of_its_own, rows_setup,
	         rows_teardown, (void *)"pg"},
		{"a_key_used_on_two_nodes_at_once_has_one_effect",
	         a_key_used_on_two_nodes_at_once_has_one_effect, rows_setup, rows_teardown,
	         (void *)"pg"},
		{"a_lost_connection_is_made_again", a_lost_connection_is_made_again, rows_setup,
	         rows_teardown, (void *)"pg"},
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("nodes", tests, kit_pg() ? 3 : 0, NULL, NULL);
}
