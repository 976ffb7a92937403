/* Jobs: written with their cause, run once it is committed, safe to run twice. */
#include "../auth/house.h"

#include <signal.h>
#include <sys/wait.h>

#include "jobs/message.h"
#include "jobs/job.sql.h"

/* What the handlers of this file do and whom they tell about it. */
static struct {
	account_id account;
	int runs;
	enum err answer;
	bool die;
	int64_t tries;
	struct str payload;
} told;

static enum err tell_run(struct ctx *c, void *arg)
{
	const struct job *j = arg;

	TRY(message_put(c, told.account, T_jobs_retried, NULL, 0, STR_NONE));
	TRY(audit_put(c, "told", "job", j->id.v, ID_NONE(county_id), S("{}")));
	return OK;
}

static enum err tell_and_finish_run(struct ctx *c, void *arg)
{
	TRY(tell_run(c, arg));
	return job_finish(c, arg);
}

static enum err handle(struct ctx *c, const struct job *j, bool finish)
{
	struct job mine = *j;

	told.runs++;
	told.tries = j->tries;
	told.payload = j->payload;
	if (told.answer != OK)
		return fault_set(c, told.answer, "busy", NULL);
	TRY(house_write(c, finish ? tell_and_finish_run : tell_run, &mine));
	if (told.die)
		kill(getpid(), SIGKILL);
	return OK;
}

static enum err handle_plain(struct ctx *c, const struct job *j)
{
	return handle(c, j, false);
}

static enum err handle_once(struct ctx *c, const struct job *j)
{
	return handle(c, j, true);
}

static const struct job_kind kind_v[] = {{.name = "test.tell", .run = handle_plain},
                                         {.name = "test.tell_once", .run = handle_once}};
static const struct job_kinds kinds = JOB_KINDS(kind_v);
static const struct job_kind daily_v[] = {
	{.name = "test.daily", .run = handle_plain, .every_s = 86400}};
static const struct job_kinds daily = JOB_KINDS(daily_v);
static enum err handle_slow(struct ctx *c, const struct job *j);
static const struct job_kind slow_v[] = {{.name = "test.slow", .run = handle_slow}};
static const struct job_kinds slow = JOB_KINDS(slow_v);
static const struct job_kinds *const all[] = {&kinds, &daily, &slow};
enum { ALL = 3 };

struct cause {
	const char *kind;
	struct instant due;
	enum err then;
};

static enum err cause_run(struct ctx *c, void *arg)
{
	const struct cause *x = arg;

	TRY(job_put(c, x->kind, S("{\"n\":1}"), x->due));
	TRY(audit_put(c, "caused", "test", 1, ID_NONE(county_id), S("{}")));
	return x->then;
}

static void put(struct ctx *c, const char *kind, struct instant due)
{
	struct cause x = {kind, due, OK};

	assert_ok(house_write(c, cause_run, &x));
}

static bool step(struct ctx *c)
{
	bool ran = false;

	assert_ok(jobs_step(c, all, ALL, &ran));
	return ran;
}

static struct jobs_counts counts(struct ctx *c)
{
	struct jobs_counts n;

	assert_ok(store_read_begin(c));
	assert_ok(jobs_count(c, &n));
	store_read_end(c);
	return n;
}

static int64_t times_told(struct ctx *c)
{
	int64_t n;

	c->actor.account = told.account;
	assert_ok(store_read_begin(c));
	assert_ok(message_unread(c, &n));
	store_read_end(c);
	return n;
}

static void begin(struct ctx *c)
{
	memset(&told, 0, sizeof told);
	told.account = house_account(c, S("u1"), STR_NONE);
}

static void a_job_runs_once_after_its_cause_was_committed(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin(c);
	assert_false(step(c));
	put(c, "test.tell", c->now);
	assert_true(step(c));
	assert_str(told.payload, "{\"n\":1}");
	assert_int_equal(told.tries, 1);
	assert_false(step(c));
	assert_int_equal(told.runs, 1);
	assert_int_equal(times_told(c), 1);
	assert_int_equal(counts(c).waiting, 0);
}

static void a_cause_that_fails_leaves_no_job(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct cause x = {"test.tell", c->now, E_REFUSED};

	begin(c);
	assert_int_equal(house_write(c, cause_run, &x), E_REFUSED);
	assert_false(step(c));
	assert_int_equal(counts(c).waiting, 0);
}

static void a_job_waits_until_it_is_due(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin(c);
	put(c, "test.tell", (struct instant){c->now.us + HOUR_US});
	assert_false(step(c));
	kit_advance(state, HOUR_US - 1);
	assert_false(step(c));
	kit_advance(state, 1);
	assert_true(step(c));
}

static void older_jobs_run_first(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin(c);
	put(c, "test.tell", (struct instant){c->now.us - 1});
	put(c, "test.tell_once", (struct instant){c->now.us - 2});
	told.answer = E_BROKEN;
	assert_true(step(c));
	assert_int_equal(counts(c).waiting, 2);
	told.answer = OK;
	assert_true(step(c)); /* the failed one waits: the other one's turn */
	assert_false(step(c));
	assert_int_equal(times_told(c), 1);
}

static void a_failed_job_is_tried_again_later_and_later(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t wait = 10;

	begin(c);
	told.answer = E_BROKEN;
	put(c, "test.tell", c->now);
	for (int i = 1; i <= 5; i++, wait *= 2) {
		assert_true(step(c));
		assert_int_equal(told.runs, i);
		kit_advance(state, wait * 1000000 - 1);
		assert_false(step(c));
		kit_advance(state, 1);
	}
	told.answer = OK;
	assert_true(step(c));
	assert_int_equal(told.tries, 6);
	assert_int_equal(counts(c).waiting, 0);
}

static void a_job_that_never_works_dies_and_stays_visible(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct q_job_dead_row *rows;
	size_t n;

	begin(c);
	told.answer = E_REFUSED;
	put(c, "test.tell", c->now);
	for (int i = 0; i < JOB_TRIES; i++) {
		assert_int_equal(counts(c).dead, 0);
		assert_true(step(c));
		kit_advance(state, HOUR_US);
	}
	assert_false(step(c));
	assert_int_equal(counts(c).dead, 1);
	assert_ok(store_read_begin(c));
	assert_ok(q_job_dead(c, 200, &rows, &n));
	store_read_end(c);
	assert_int_equal(n, 1);
	assert_str(rows[0].failure, "busy");
	assert_int_equal(rows[0].tries, JOB_TRIES);
}

static enum err revive_run(struct ctx *c, void *arg)
{
	TRY(audit_put(c, "revived", "job", 1, ID_NONE(county_id), S("{}")));
	return q_job_revive(c, *(job_id *)arg, c->now, NULL);
}

static void a_job_nobody_knows_dies_at_once_and_can_be_revived(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct q_job_dead_row *rows;
	size_t n;

	begin(c);
	put(c, "test.unknown", c->now);
	assert_true(step(c));
	assert_int_equal(counts(c).dead, 1);
	assert_ok(store_read_begin(c));
	assert_ok(q_job_dead(c, 200, &rows, &n));
	store_read_end(c);
	assert_str(rows[0].failure, "job_unknown");
	assert_ok(house_write(c, revive_run, &rows[0].id));
	assert_int_equal(counts(c).dead, 0);
	assert_int_equal(counts(c).waiting, 1);
}

static void a_recurring_job_is_one_and_comes_back(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin(c);
	for (int i = 0; i < 3; i++)
		assert_ok(jobs_prepare(c, all, ALL));
	assert_int_equal(counts(c).waiting, 1);
	assert_true(step(c));
	assert_false(step(c));
	kit_advance(state, DAY_US);
	assert_true(step(c));
	told.answer = E_BROKEN; /* it never dies */
	for (int i = 0; i < 2 * JOB_TRIES; i++) {
		kit_advance(state, DAY_US);
		assert_true(step(c));
	}
	assert_int_equal(counts(c).waiting, 1);
	assert_int_equal(counts(c).dead, 0);
	assert_ok(jobs_prepare(c, all, ALL));
	assert_int_equal(counts(c).waiting, 1);
}

/* --- killed between effect and end
 * ------------------------------------------------------------------ */

/* Runs one job in a process of its own that is killed right after the effect was committed. */
static void run_and_die(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = house_db(state);
	int status = 0;
	pid_t child;

	kit_db_stop(c);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		bool ran;

		told.die = true;
		if (kit_db_start(c, db) == OK)
			(void)jobs_step(c, all, ALL, &ran);
		_exit(1); /* not reached: the handler kills us */
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_ok(kit_db_start(c, db));
}

static void a_job_that_ends_with_its_effect_has_it_once_though_killed(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin(c);
	put(c, "test.tell_once", c->now);
	run_and_die(state);
	kit_advance(state, (JOB_LEASE_S + 1) * 1000000);
	assert_false(step(c));
	assert_int_equal(times_told(c), 1);
	assert_int_equal(counts(c).waiting, 0);
}

static void a_job_that_was_killed_runs_again_when_its_lease_ends(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin(c);
	put(c, "test.tell", c->now);
	run_and_die(state);
	assert_true(JOB_LEASE_S <= 30); /* half a minute, and another node goes on */
	kit_advance(state, JOB_LEASE_S * 1000000);
	assert_false(step(c)); /* for all we know it still runs */
	kit_advance(state, 1);
	assert_true(step(c));
	assert_int_equal(told.tries, 2);
	assert_int_equal(times_told(c), 2);
	assert_int_equal(counts(c).waiting, 0);
}

/* A handler so slow that its lease ends and another runner takes the job meanwhile. */
static void **slow_state;
static int slow_depth;

static enum err handle_slow(struct ctx *c, const struct job *j)
{
	struct job mine = *j;
	enum err e = OK;

	if (slow_depth++ == 0) {
		kit_advance(slow_state, (JOB_LEASE_S + 1) * 1000000);
		assert_true(step(c)); /* the other runner: its effect counts */
		e = house_write(c, tell_and_finish_run, &mine);
		assert_string_equal(c->fault.code, "job_lost");
		return e;
	}
	return house_write(c, tell_and_finish_run, &mine);
}

static void whoever_lost_the_lease_has_no_effect(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin(c);
	slow_state = state;
	slow_depth = 0;
	put(c, "test.slow", c->now);
	assert_true(step(c));
	assert_int_equal(slow_depth, 2);
	assert_int_equal(times_told(c), 1);
	assert_int_equal(counts(c).waiting + counts(c).dead, 0);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(a_job_runs_once_after_its_cause_was_committed),
		FACT(a_cause_that_fails_leaves_no_job),
		FACT(a_job_waits_until_it_is_due),
		FACT(older_jobs_run_first),
		FACT(a_failed_job_is_tried_again_later_and_later),
		FACT(a_job_that_never_works_dies_and_stays_visible),
		FACT(a_job_nobody_knows_dies_at_once_and_can_be_revived),
		FACT(a_recurring_job_is_one_and_comes_back),
		FACT(a_job_that_ends_with_its_effect_has_it_once_though_killed),
		FACT(a_job_that_was_killed_runs_again_when_its_lease_ends),
		FACT(whoever_lost_the_lease_has_no_effect),
	};

	return HOUSE_RUN(facts);
}
