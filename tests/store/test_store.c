/* Verbs, reading, idempotency: the same facts on both engines. */
#include "rows.h"

#include <pthread.h>
#include <unistd.h>

static void a_row_that_was_answered_is_read_again(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 7, .n = 41, .code = S("α"), .secret = S("110101")};
	struct q_row_get_row row;
	bool found = false;

	assert_ok(store_write(c, &verb_row, &a));
	assert_ok(store_read_begin(c));
	assert_ok(q_row_get(c, 7, &row, &found));
	store_read_end(c);
	assert_true(found);
	assert_int_equal(row.n, 41);
	assert_str(row.code, "α");
	assert_str(row.secret, "110101");
	assert_false(date_some(row.day));
}

static void nothing_of_a_failed_verb_remains(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 7, .n = 1, .then = E_REFUSED};

	assert_int_equal(store_write(c, &verb_row, &a), E_REFUSED);
	assert_int_equal(row_count(c), 0);
	assert_ok(put_row(c, 7, 1));
	assert_int_equal(row_count(c), 1);
}

static void a_missing_row_is_absent_where_one_is_wanted(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct q_row_get_row row;
	bool found = true;
	int64_t n = -1;

	assert_ok(store_read_begin(c));
	assert_int_equal(q_row_need(c, 9, &n), E_ABSENT);
	assert_int_equal(n, -1);
	assert_ok(q_row_get(c, 9, &row, &found));
	assert_false(found);
	store_read_end(c);
}

static void parameters_are_bound_by_their_number(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t n = -1;

	for (int64_t i = 1; i <= 9; i++)
		assert_ok(put_row(c, i, i));
	assert_ok(store_read_begin(c));
	assert_ok(q_row_twice(c, 2, 6, &n)); /* 3, 4, 5 */
	store_read_end(c);
	assert_int_equal(n, 3);
}

static enum err sum_row(struct ctx *c, const struct q_row_get_row *row, void *arg)
{
	int64_t n = 0;

	/* Another statement, and even the same one, may run while rows come. */
	TRY(q_row_need(c, row->id, &n));
	*(int64_t *)arg += n;
	return OK;
}

static void rows_come_as_a_list_and_one_by_one(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct q_row_get_row *rows;
	int64_t sum = 0;
	size_t n = 0;

	for (int64_t i = 1; i <= 100; i++)
		assert_ok(put_row(c, i, i));
	assert_ok(store_read_begin(c));
	assert_ok(q_row_list(c, 11, &rows, &n));
	assert_int_equal(n, 90);
	assert_int_equal(rows[89].id, 100);
	assert_ok(q_row_list_each(c, 11, sum_row, &sum));
	store_read_end(c);
	assert_int_equal(sum, 5050 - 55);
}

static void the_empty_text_is_not_null(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1, .code = S(""), .secret = S("")}, b = {.id = 2, .n = 1};
	struct q_row_get_row row;
	bool found;

	assert_ok(store_write(c, &verb_row, &a));
	assert_ok(store_write(c, &verb_row, &b));
	assert_ok(store_read_begin(c));
	assert_ok(q_row_get(c, 1, &row, &found));
	assert_non_null(row.code.p);
	assert_non_null(row.secret.p);
	assert_ok(q_row_get(c, 2, &row, &found));
	assert_null(row.code.p);
	assert_null(row.secret.p);
	store_read_end(c);
}

static void null_where_none_may_be_is_a_contradiction(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str code = S("kept");

	assert_ok(put_row(c, 1, 1));
	assert_ok(store_read_begin(c));
	assert_int_equal(q_row_code_need(c, 1, &code), E_BROKEN);
	assert_str(code, "kept");
	store_read_end(c);
}

static enum err write_in_read(struct ctx *c)
{
	return q_row_set(c, 5, 1, NULL);
}

static void a_transaction_that_reads_cannot_write(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 2};

	assert_ok(put_row(c, 1, 1));
	assert_ok(store_read_begin(c));
	assert_int_equal(write_in_read(c), E_BROKEN);
	assert_int_equal(store_write(c, &verb_row, &a), E_BROKEN);
	store_read_end(c);
	assert_int_equal(row_count(c), 1);
}

static void a_statement_outside_a_transaction_fails(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_int_equal(write_in_read(c), E_BROKEN);
}

static void a_reader_sees_one_state_until_its_end(void **state)
{
	struct ctx *c = kit_ctx(state), other = *c;
	int64_t n = -1;

	other.arena = arena_new(1 << 20);
	assert_ok(put_row(c, 1, 1));
	assert_ok(store_read_begin(c));
	assert_ok(q_row_count(c, &n));
	assert_int_equal(n, 1);
	assert_ok(put_row(&other, 2, 1));
	assert_ok(q_row_count(c, &n));
	assert_int_equal(n, 1);
	store_read_end(c);
	assert_int_equal(row_count(c), 2);
	arena_free(&other.arena);
}

static enum err swallow(struct ctx *c, void *arg)
{
	struct row_arg twin = {.id = 2, .n = 1, .code = S("same")};

	TRY(row_verb(c, arg));
	(void)row_verb(c, &twin); /* fails: the code is taken */
	return OK;
}

static void a_failed_statement_ends_its_verb_even_when_ignored(void **state)
{
	static const struct verb verb = {"row.swallow", swallow};
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1, .code = S("same")};

	assert_fault(c, store_write(c, &verb, &a), E_CONFLICT, "conflict");
	assert_int_equal(row_count(c), 0);
}

static enum err break_check(struct ctx *c, void *arg)
{
	return q_row_set(c, -1, 1, NULL);
}

static void a_constraint_that_breaks_is_our_fault(void **state)
{
	static const struct verb verb = {"row.break", break_check};
	struct ctx *c = kit_ctx(state);

	assert_ok(put_row(c, 1, 1));
	assert_int_equal(store_write(c, &verb, NULL), E_BROKEN);
	assert_non_null(c->broken);
}

/* --- E_RETRY ------------------------------------------------------------------------------- */

static enum err third_time(struct ctx *c, void *arg)
{
	int *tries = arg;
	struct row_arg a = {.id = *tries};

	TRY(row_verb(c, &a));
	return ++*tries < 3 ? E_RETRY : OK;
}

static enum err never(struct ctx *c, void *arg)
{
	++*(int *)arg;
	return E_RETRY;
}

static void a_clash_is_tried_again_and_leaves_one_effect(void **state)
{
	static const struct verb third = {"row.third", third_time}, no = {"row.never", never};
	struct ctx *c = kit_ctx(state);
	struct store_stats st;
	int tries = 0;

	assert_ok(store_write(c, &third, &tries));
	assert_int_equal(tries, 3);
	assert_int_equal(row_count(c), 1);
	tries = 0;
	assert_int_equal(store_write(c, &no, &tries), E_RETRY);
	assert_int_equal(tries, 5);
	store_stats(c->store, &st);
	assert_int_equal(st.retries, 2 + 4);
}

/* --- idempotency --------------------------------------------------------------------------- */

static enum err answer_row(struct ctx *c, void *arg, struct out *o)
{
	out_printf(o, "{\"id\":%lld}", (long long)((struct row_arg *)arg)->id);
	return OK;
}

static enum err once(struct ctx *c, const char *key, const char *body, struct row_arg *a,
                     struct str *ret_answer, bool *ret_replayed)
{
	struct store_once o = {str_of(key), str_of(body), answer_row};

	return store_write_once(c, &verb_row, a, &o, ret_answer, ret_replayed);
}

static void a_repeated_request_hears_the_first_answer_again(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1}, b = {.id = 2, .n = 1};
	struct str answer = STR_NONE;
	bool replayed = true;

	assert_ok(once(c, "k-1", "body", &a, &answer, &replayed));
	assert_false(replayed);
	assert_str(answer, "{\"id\":1}");
	assert_ok(once(c, "k-1", "body", &b, &answer, &replayed));
	assert_true(replayed);
	assert_str(answer, "{\"id\":1}");
	assert_int_equal(row_count(c), 1);
}

static void a_key_of_another_body_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1}, b = {.id = 2, .n = 1};
	struct str answer = S("untouched");
	bool replayed = false;

	assert_ok(once(c, "k-1", "body", &a, &answer, &replayed));
	answer = S("untouched");
	assert_fault(c, once(c, "k-1", "other", &b, &answer, &replayed), E_CONFLICT, "key_reused");
	assert_str(answer, "untouched");
	assert_int_equal(row_count(c), 1);
}

static void a_key_belongs_to_its_account(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1}, b = {.id = 2, .n = 1};
	struct str answer;
	bool replayed;

	c->actor.account = (account_id){10};
	assert_ok(once(c, "k", "body", &a, &answer, &replayed));
	c->actor.account = (account_id){11};
	assert_ok(once(c, "k", "body", &b, &answer, &replayed));
	assert_false(replayed);
	assert_int_equal(row_count(c), 2);
}

static void a_failure_leaves_its_key_free(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1, .then = E_REFUSED};
	struct str answer;
	bool replayed = true;

	assert_int_equal(once(c, "k", "body", &a, &answer, &replayed), E_REFUSED);
	a.then = OK;
	assert_ok(once(c, "k", "body", &a, &answer, &replayed));
	assert_false(replayed);
}

static void a_key_that_is_none_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.id = 1, .n = 1};
	struct str answer;
	bool replayed;

	assert_fault(c, once(c, "", "b", &a, &answer, &replayed), E_INPUT, "bad_key");
	assert_fault(c, once(c, "a b", "b", &a, &answer, &replayed), E_INPUT, "bad_key");
	assert_fault(c,
	             once(c, "0123456789012345678901234567890123456789012345678901234567890123x",
	                  "b", &a, &answer, &replayed),
	             E_INPUT, "bad_key");
	assert_int_equal(row_count(c), 0);
	answer = STR_NONE;
	assert_ok(once(c, NULL, "b", &a, &answer, &replayed)); /* no key: no check, */
	assert_true(str_some(answer));                         /* yet an answer */
}

static void old_answers_are_forgotten_and_new_ones_kept(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct row_arg a = {.n = 1};
	struct instant middle;
	struct str answer;
	bool replayed;
	int64_t forgotten = -1;

	for (a.id = 1; a.id <= 450; a.id++) {
		char key[24];

		snprintf(key, sizeof key, "k%lld", (long long)a.id);
		c->actor.account = (account_id){a.id % 7};
		assert_ok(once(c, key, "b", &a, &answer, &replayed));
	}
	kit_advance(state, 1000000);
	middle = c->now;
	c->actor.account = (account_id){3};
	assert_ok(once(c, "new", "b", &a, &answer, &replayed));
	assert_ok(store_forget_answers(c, middle, &forgotten));
	assert_int_equal(forgotten, 450);
	assert_ok(once(c, "new", "b", &a, &answer, &replayed));
	assert_true(replayed);
	assert_ok(store_forget_answers(c, middle, &forgotten));
	assert_int_equal(forgotten, 0);
}

/* --- many at once -------------------------------------------------------------------------- */

enum { THREADS = 32, EACH = 25 };

struct client {
	pthread_t thread;
	struct ctx c;
	int number;
	int64_t good, refused;
};

/* Every fifth fails after it has written; the others of its commit must not notice. */
static void *client_main(void *arg)
{
	struct client *cl = arg;

	for (int i = 0; i < EACH; i++) {
		struct row_arg a = {.id = cl->number * 1000 + i + 1,
		                    .n = 1,
		                    .then = i % 5 == 4 ? E_REFUSED : OK};
		enum err e = store_write(&cl->c, &verb_row, &a);

		cl->good += e == OK;
		cl->refused += e == E_REFUSED;
		arena_reset(cl->c.arena);
	}
	return NULL;
}

static void many_callers_share_commits_and_keep_their_own_outcome(void **state)
{
	struct ctx *c = kit_ctx(state);
	static struct client clients[THREADS];
	int64_t good = 0, refused = 0, total = 0;
	struct opt_i64 sum;
	struct store_stats st;

	for (int i = 0; i < THREADS; i++) {
		clients[i] = (struct client){.c = *c, .number = i};
		clients[i].c.arena = arena_new(1 << 20);
		pthread_create(&clients[i].thread, NULL, client_main, &clients[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(clients[i].thread, NULL);
		arena_free(&clients[i].c.arena);
		good += clients[i].good;
		refused += clients[i].refused;
	}
	assert_int_equal(good, THREADS * EACH * 4 / 5);
	assert_int_equal(refused, THREADS * EACH / 5);
	assert_ok(store_read_begin(c));
	assert_ok(q_row_count(c, &total));
	assert_ok(q_row_total(c, &sum));
	store_read_end(c);
	assert_int_equal(total, good);
	assert_true(sum.some);
	assert_int_equal(sum.v, good);
	store_stats(c->store, &st);
	assert_int_equal(st.verbs, THREADS * EACH);
	assert_true(st.commits < st.verbs); /* else nobody shared */
	assert_true(st.batch_max > 1);
}

/* --- after the commit ---------------------------------------------------------------------- */

static void count_hook(struct store *s, void *arg)
{
	++*(int *)arg;
}

struct hooked {
	struct row_arg row;
	int runs;
};

static enum err hooked_verb(struct ctx *c, void *arg)
{
	struct hooked *h = arg;

	store_after_commit(c, count_hook, &h->runs);
	return row_verb(c, &h->row);
}

static void a_hook_runs_after_the_commit_and_only_then(void **state)
{
	static const struct verb verb = {"row.hooked", hooked_verb};
	struct ctx *c = kit_ctx(state);
	struct hooked h = {.row = {.id = 1, .n = 1, .then = E_REFUSED}};

	assert_int_equal(store_write(c, &verb, &h), E_REFUSED);
	assert_int_equal(h.runs, 0);
	h.row.then = OK;
	assert_ok(store_write(c, &verb, &h));
	assert_int_equal(h.runs, 1);
}

static void stopped_writes_are_refused_and_reads_go_on(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_ok(put_row(c, 1, 1));
	assert_null(store_stopped(c->store));
	store_stop_writes(c->store, "seats do not add up");
	store_stop_writes(c->store, "a later reason");
	assert_string_equal(store_stopped(c->store), "seats do not add up");
	assert_fault(c, put_row(c, 2, 1), E_BROKEN, "read_only");
	assert_int_equal(row_count(c), 1);
}

/* Answers nobody asked for wait in a pipeline of bounded length; one that is wanted must not be
 * read away with them, wherever the bound falls. */
static enum err count_after_writes(struct ctx *c, void *arg)
{
	int64_t *most = arg, n = -1, changed = -1;

	for (int64_t i = 1; i <= *most; i++) {
		TRY(q_row_insert(c, i, i, STR_NONE, STR_NONE, DATE_NONE, NULL));
		for (int64_t k = 0; k < i; k++)
			TRY(q_row_set(c, i, i, NULL));
		TRY(q_row_set(c, i, i, &changed));
		assert_int_equal(changed, 1);
		for (int64_t k = 0; k < i; k++)
			TRY(q_row_set(c, i, i, NULL));
		TRY(q_row_need(c, i, &n));
		assert_int_equal(n, i);
	}
	return audit_put(c, "counted", "row", 1, ID_NONE(county_id), STR_NONE);
}

static void an_answer_that_is_wanted_arrives_after_any_number_of_others(void **state)
{
	static const struct verb verb = {"row.many", count_after_writes};
	int64_t most = 140;

	assert_ok(store_write(kit_ctx(state), &verb, &most));
}

/* Everybody reads again and again; while one came forty times, everybody came. */
enum { CROWD = 24, TURNS = 40 };

struct reading {
	struct ctx c;
	pthread_t thread;
	enum err worst;
	_Atomic int turns;
};

static void *read_on(void *arg)
{
	struct reading *r = arg;

	for (; r->turns < TURNS && r->worst == OK; r->turns++) {
		r->worst = store_read_begin(&r->c);
		if (r->worst != OK)
			break;
		usleep(1000); /* a page is being made */
		store_read_end(&r->c);
	}
	return NULL;
}

static void nobody_is_starved_of_a_connection_to_read_with(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct reading r[CROWD] = {0};
	int least = TURNS;

	for (size_t i = 0; i < CROWD; i++) {
		r[i].c = *c;
		r[i].c.arena = arena_new(1 << 16);
		pthread_create(&r[i].thread, NULL, read_on, &r[i]);
	}
	pthread_join(r[0].thread, NULL);
	for (size_t i = 1; i < CROWD; i++)
		least = r[i].turns < least ? r[i].turns : least;
	for (size_t i = 0; i < CROWD; i++) {
		if (i > 0)
			pthread_join(r[i].thread, NULL);
		assert_int_equal(r[i].worst, OK);
		arena_free(&r[i].c.arena);
	}
	assert_true(least > 0);
}

int main(void)
{
	const struct fact facts[] = {
		FACT(an_answer_that_is_wanted_arrives_after_any_number_of_others),
		FACT(a_row_that_was_answered_is_read_again),
		FACT(nothing_of_a_failed_verb_remains),
		FACT(a_missing_row_is_absent_where_one_is_wanted),
		FACT(parameters_are_bound_by_their_number),
		FACT(rows_come_as_a_list_and_one_by_one),
		FACT(the_empty_text_is_not_null),
		FACT(null_where_none_may_be_is_a_contradiction),
		FACT(a_transaction_that_reads_cannot_write),
		FACT(a_statement_outside_a_transaction_fails),
		FACT(a_reader_sees_one_state_until_its_end),
		FACT(a_failed_statement_ends_its_verb_even_when_ignored),
		FACT(a_constraint_that_breaks_is_our_fault),
		FACT(a_clash_is_tried_again_and_leaves_one_effect),
		FACT(a_repeated_request_hears_the_first_answer_again),
		FACT(a_key_of_another_body_is_refused),
		FACT(a_key_belongs_to_its_account),
		FACT(a_failure_leaves_its_key_free),
		FACT(a_key_that_is_none_is_refused),
		FACT(old_answers_are_forgotten_and_new_ones_kept),
		FACT(many_callers_share_commits_and_keep_their_own_outcome),
		FACT(a_hook_runs_after_the_commit_and_only_then),
		FACT(stopped_writes_are_refused_and_reads_go_on),
		FACT(nobody_is_starved_of_a_connection_to_read_with),
	};

	return ROWS_RUN(facts);
}
