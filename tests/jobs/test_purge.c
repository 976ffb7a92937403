/* What the frame forgets, and what it still knows. */
#include "../auth/house.h"

#include "jobs/job.h"
#include "jobs/message.h"
#include "jobs/message.sql.h"

static enum err effect_run(struct ctx *c, void *arg)
{
	(*(int *)arg)++;
	return audit_put(c, "done", "test", 1, ID_NONE(county_id), S("{}"));
}

static enum err answer(struct ctx *c, void *arg, struct out *o)
{
	out_put(o, S("{}"));
	return OK;
}

static bool replayed(struct ctx *c, struct str key)
{
	static const struct verb verb = {"test.effect", effect_run};
	struct store_once once = {key, S("body"), answer};
	struct str said;
	bool again = false;
	int runs = 0;

	assert_ok(store_write_once(c, &verb, &runs, &once, &said, &again));
	assert_int_equal(runs, again ? 0 : 1);
	return again;
}

static void step_all(struct ctx *c)
{
	static const struct job_kinds *const all[] = {&frame_jobs};
	bool ran = true;

	assert_ok(jobs_prepare(c, all, 1));
	while (ran)
		assert_ok(jobs_step(c, all, 1, &ran));
}

static void answers_are_kept_for_a_term_and_then_forgotten(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_false(replayed(c, S("old")));
	kit_advance(state, 160 * DAY_US);
	assert_false(replayed(c, S("young")));
	step_all(c);
	assert_true(replayed(c, S("old"))); /* within the term */
	kit_advance(state, 41 * DAY_US);
	step_all(c);
	assert_true(replayed(c, S("young")));
	assert_false(replayed(c, S("old")));
}

static void more_than_a_batch_is_forgotten_in_one_run(void **state)
{
	struct ctx *c = kit_ctx(state);

	for (int i = 0; i < 450; i++)
		assert_false(replayed(c, str_printf(c->arena, "k%d", i)));
	kit_advance(state, 201 * DAY_US);
	step_all(c);
	for (int i = 0; i < 450; i += 50)
		assert_false(replayed(c, str_printf(c->arena, "k%d", i)));
}

/* --- messages ---------------------------------------------------------------------------------
 */

struct notes {
	account_id to;
	int n;
};

static enum err notes_run(struct ctx *c, void *arg)
{
	const struct notes *x = arg;

	for (int i = 0; i < x->n; i++)
		TRY(message_put(c, x->to, T_jobs_home, NULL, 0, STR_NONE));
	return audit_put(c, "noted", "message", 1, ID_NONE(county_id), S("{}"));
}

static enum err read_run(struct ctx *c, void *arg)
{
	const account_id *reader = arg;

	TRY(q_message_read_all(c, *reader, c->now, NULL));
	return audit_put(c, "read_all", "account", reader->v, ID_NONE(county_id), S("{}"));
}

static size_t kept(struct ctx *c, account_id account)
{
	struct q_message_list_row *rows;
	size_t n;

	assert_ok(store_read_begin(c));
	assert_ok(q_message_list(c, account, INT64_MAX, 1000, &rows, &n));
	store_read_end(c);
	return n;
}

static void a_message_is_kept_so_many_days_after_it_was_read(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct notes x = {house_account(c, S("u1"), STR_NONE), 1};

	assert_ok(house_write(c, notes_run, &x));
	kit_advance(state, 300 * DAY_US); /* old, but nobody has read it */
	step_all(c);
	assert_int_equal(kept(c, x.to), 1);
	assert_ok(house_write(c, read_run, &x.to));
	assert_ok(house_write(c, notes_run, &x));
	kit_advance(state, MESSAGE_KEEP_DAYS * DAY_US);
	step_all(c);
	assert_int_equal(kept(c, x.to), 2); /* the last day */
	kit_advance(state, DAY_US);
	step_all(c);
	assert_int_equal(kept(c, x.to), 1); /* the one that is unread */
}

static void the_operator_says_how_long(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct notes x = {house_account(c, S("u1"), STR_NONE), 1};

	assert_ok(house_write(c, notes_run, &x));
	assert_ok(house_write(c, read_run, &x.to));
	kit_advance(state, 8 * DAY_US);
	step_all(c);
	assert_int_equal(kept(c, x.to), 1);
	messages_keep(7);
	kit_advance(state, DAY_US);
	step_all(c);
	messages_keep(MESSAGE_KEEP_DAYS);
	assert_int_equal(kept(c, x.to), 0);
}

static void more_messages_than_a_batch_go_in_one_run_of_several_verbs(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct notes x = {house_account(c, S("u1"), STR_NONE), 450};
	struct notes other = {house_account(c, S("u2"), STR_NONE), 3};

	assert_ok(house_write(c, notes_run, &x));
	assert_ok(house_write(c, notes_run, &other));
	assert_ok(house_write(c, read_run, &x.to));
	kit_advance(state, (MESSAGE_KEEP_DAYS + 1) * DAY_US);
	step_all(c);
	assert_int_equal(kept(c, x.to), 0);
	assert_int_equal(kept(c, other.to), 3);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(answers_are_kept_for_a_term_and_then_forgotten),
		FACT(more_than_a_batch_is_forgotten_in_one_run),
		FACT(a_message_is_kept_so_many_days_after_it_was_read),
		FACT(the_operator_says_how_long),
		FACT(more_messages_than_a_batch_go_in_one_run_of_several_verbs),
	};

	return HOUSE_RUN(facts);
}
