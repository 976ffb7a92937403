/* Lanes: whoever outside does not answer holds up nobody else, and is not asked again and again. */
#include "../auth/house.h"

#include <stdatomic.h>

#include "jobs/internal.h"
#include "jobs/job.sql.h"

#define SECOND INT64_C(1000000)
enum { MANY = 40 };

static _Atomic int in_hand, most_in_hand, hung, served, own;
static _Atomic bool hang;
static struct {
	enum err answer;
	int asked;
	bool answered;
	struct job last;
} outside;

/* Hangs as long as the test wants. */
static enum err hang_run(struct ctx *c, const struct job *j)
{
	int now = atomic_fetch_add(&in_hand, 1) + 1, most = atomic_load(&most_in_hand);

	while (now > most && !atomic_compare_exchange_weak(&most_in_hand, &most, now))
		;
	while (atomic_load(&hang))
		c->env->sleep_us(c->env->self, 1000);
	atomic_fetch_sub(&in_hand, 1);
	atomic_fetch_add(&hung, 1);
	return OK;
}

static enum err serve_run(struct ctx *c, const struct job *j)
{
	atomic_fetch_add(&served, 1);
	return OK;
}

static enum err own_run(struct ctx *c, const struct job *j)
{
	atomic_fetch_add(&own, 1);
	return OK;
}

static enum err ask_run(struct ctx *c, const struct job *j)
{
	outside.asked++;
	outside.last = *j;
	if (outside.answered)
		TRY(job_answered(c, j));
	return outside.answer == OK
	               ? OK
	               : fault_set(c, outside.answer,
	                           outside.answer == E_BROKEN ? "pay_unreachable" : "busy", NULL);
}

static const struct job_kind kind_v[] = {
	{.name = "test.hang", .run = hang_run},
	{.name = "test.serve", .run = serve_run},
	{.name = "test.own", .run = own_run},
	{.name = "test.ask", .run = ask_run, .outage = "pay_unreachable"},
	{.name = "test.daily", .run = serve_run, .every_s = 86400, .lane = "daily"},
};
static const struct job_kinds kinds = JOB_KINDS(kind_v);
static const struct job_kinds *const all[] = {&kinds};

struct cause {
	const char *lane, *kind;
	int times;
};

static enum err cause_run(struct ctx *c, void *arg)
{
	const struct cause *x = arg;

	for (int i = 0; i < x->times; i++)
		TRY(job_put_in(c, x->lane ? str_of(x->lane) : STR_NONE, x->kind, S("{}"), c->now));
	return audit_put(c, "caused", "test", 1, ID_NONE(county_id), S("{}"));
}

static void put(struct ctx *c, const char *lane, const char *kind, int times)
{
	struct cause x = {lane, kind, times};

	c->now = env_now(c->env);
	assert_ok(house_write(c, cause_run, &x));
}

static bool step(struct ctx *c)
{
	bool ran = false;

	assert_ok(jobs_step(c, all, 1, &ran));
	return ran;
}

static bool take(struct ctx *c, enum job_reach reach, struct job *ret_j)
{
	bool found = false;

	assert_ok(job_take(c, reach, ret_j, &found));
	return found;
}

static struct job_lane lane_of(struct ctx *c, const char *name)
{
	struct job_lane l;

	assert_ok(store_read_begin(c));
	assert_ok(job_lane_look(c, str_of(name), &l));
	store_read_end(c);
	return l;
}

static void begin(void)
{
	memset(&outside, 0, sizeof outside);
	atomic_store(&in_hand, 0);
	atomic_store(&most_in_hand, 0);
	atomic_store(&hung, 0);
	atomic_store(&served, 0);
	atomic_store(&own, 0);
	atomic_store(&hang, true);
}

/* --- whose turn it is ------------------------------------------------------------------------- */

static void a_lane_has_two_places_and_the_next_lane_its_own(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct job j[4];

	begin();
	put(c, "slow", "test.serve", 5);
	put(c, "quick", "test.serve", 1);
	put(c, NULL, "test.own", 1);
	assert_true(take(c, JOB_LANES, &j[0]));
	assert_true(take(c, JOB_LANES, &j[1]));
	assert_str(j[1].lane, "slow");
	assert_true(take(c, JOB_LANES, &j[2]));
	assert_str(j[2].lane, "quick");
	assert_false(take(c, JOB_LANES, &j[3]));
	assert_true(take(c, JOB_OWN, &j[3]));
	assert_false(j[3].lane.p);
	assert_ok(job_do(c, all, 1, &j[0])); /* its place is free again */
	assert_true(take(c, JOB_LANES, &j[0]));
	assert_str(j[0].lane, "slow");
	assert_false(take(c, JOB_LANES, &j[3]));
}

static void a_recurring_job_moves_into_its_lane(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct job_kind old_v[] = {kind_v[4]};
	const struct job_kinds old = JOB_KINDS(old_v);
	const struct job_kinds *const before[] = {&old};
	struct job j;

	begin();
	old_v[0].lane = NULL; /* an earlier version had none */
	assert_ok(jobs_prepare(c, before, 1));
	assert_ok(jobs_prepare(c, all, 1));
	assert_ok(jobs_prepare(c, all, 1));
	assert_false(take(c, JOB_OWN, &j));
	assert_true(take(c, JOB_LANES, &j));
	assert_str(j.lane, "daily");
	assert_ok(job_do(c, all, 1, &j));
	assert_int_equal(lane_of(c, "daily").waiting, 1);
}

static void a_lease_that_is_kept_does_not_end(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct jobs_held held;
	struct job j, other;

	begin();
	put(c, "slow", "test.serve", 1);
	assert_true(take(c, JOB_LANES, &j));
	held = (struct jobs_held){&j, 1};
	for (int i = 0; i < 5; i++) {
		kit_advance(state, (JOB_LEASE_S - 1) * SECOND);
		assert_false(take(c, JOB_LANES, &other));
		assert_ok(store_write(c, &jobs_hold_verb, &held));
	}
	kit_advance(state, (JOB_LEASE_S + 1) * SECOND); /* whoever had it is gone */
	assert_true(take(c, JOB_LANES, &other));
	assert_ok(store_write(c, &jobs_hold_verb, &held)); /* and comes back: too late */
	assert_ok(job_do(c, all, 1, &j));
	assert_int_equal(lane_of(c, "slow").waiting, 1);
	assert_ok(job_do(c, all, 1, &other));
	assert_int_equal(lane_of(c, "slow").waiting, 0);
}

/* --- nobody answers --------------------------------------------------------------------------- */

static void ask_until_it_rests(struct ctx *c, void **state)
{
	outside.answer = E_BROKEN;
	for (int i = 0; i < 3; i++) {
		assert_true(step(c));
		assert_int_equal(lane_of(c, "far").silent, i + 1);
	}
	assert_int_equal(lane_of(c, "far").rest.us, c->now.us + 30 * SECOND);
}

static void a_lane_rests_when_nobody_answers_three_times(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin();
	put(c, "far", "test.ask", MANY);
	put(c, "near", "test.serve", 1);
	ask_until_it_rests(c, state);
	assert_true(step(c)); /* the other lane goes on */
	assert_int_equal(served, 1);
	assert_false(step(c));
	kit_advance(state, 30 * SECOND - 1);
	assert_false(step(c));
	assert_int_equal(outside.asked, 3);
	kit_advance(state, 1);
	assert_true(step(c)); /* one tries */
	assert_false(step(c));
	assert_int_equal(lane_of(c, "far").rest.us, c->now.us + 60 * SECOND);
}

static void the_first_answer_opens_it_again(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin();
	put(c, "far", "test.ask", MANY);
	ask_until_it_rests(c, state);
	kit_advance(state, 30 * SECOND);
	outside.answer = E_REFUSED; /* a refusal is an answer too */
	outside.answered = true;
	assert_true(step(c));
	assert_int_equal(outside.last.silent, 3);
	assert_int_equal(lane_of(c, "far").silent, 0);
	assert_int_equal(lane_of(c, "far").rest.us, 0);
	outside.answer = OK;
	for (int i = 0; i < MANY - 1 && step(c); i++)
		;
	kit_advance(state, 3600 * SECOND);
	while (step(c))
		;
	assert_int_equal(lane_of(c, "far").waiting, 0);
}

static void a_job_that_said_nothing_to_anybody_opens_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);

	begin();
	put(c, "far", "test.ask", MANY);
	ask_until_it_rests(c, state);
	kit_advance(state, 30 * SECOND);
	outside.answer = OK; /* it found that there was nothing to ask */
	assert_true(step(c));
	assert_int_equal(lane_of(c, "far").silent, 3);
}

static void a_job_nobody_answers_never_dies(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct jobs_counts n;

	begin();
	put(c, "far", "test.ask", 1);
	outside.answer = E_BROKEN;
	for (int i = 0; i < 3 * JOB_TRIES; i++) {
		assert_true(step(c));
		kit_advance(state, 700 * SECOND);
	}
	assert_ok(store_read_begin(c));
	assert_ok(jobs_count(c, &n));
	store_read_end(c);
	assert_int_equal(n.dead, 0);
	assert_int_equal(n.waiting, 1);
	outside.answer = OK;
	assert_true(step(c));
	assert_int_equal(lane_of(c, "far").waiting, 0);
}

static enum err open_run(struct ctx *c, void *arg)
{
	TRY(job_lane_open(c, str_of(arg)));
	return audit_put(c, "opened", "test", 1, ID_NONE(county_id), S("{}"));
}

static void a_lane_known_to_answer_is_opened_at_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	char name[] = "far";

	begin();
	put(c, "far", "test.ask", MANY);
	ask_until_it_rests(c, state);
	assert_false(step(c));
	assert_ok(house_write(c, open_run, name));
	assert_true(step(c));
}

/* --- the threads ------------------------------------------------------------------------------ */

static bool reached(_Atomic int *n, int wanted, int64_t within_us)
{
	const struct env *env = env_system();
	int64_t until = env->monotonic_us(env->self) + within_us;

	while (atomic_load(n) < wanted && env->monotonic_us(env->self) < until)
		env->sleep_us(env->self, 1000);
	return atomic_load(n) >= wanted;
}

/* Two merchants hang with many orders each; what is our own and a third one are served as if they
 * did not. The limit is generous for a loaded machine; a hanging call holds for ever. */
static void who_hangs_holds_up_nobody_else(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct jobs_runner *r = NULL;

	begin();
	c->env = env_system();
	assert_ok(jobs_start(c, all, 1, &r));
	assert_true(reached(&served, 1, 5 * SECOND)); /* the daily one */
	put(c, "hangs", "test.hang", MANY);
	put(c, "hangs too", "test.hang", MANY);
	assert_true(reached(&in_hand, 2 * LANE_PLACES, 5 * SECOND));
	for (int i = 1; i <= 20; i++) {
		put(c, NULL, "test.own", 1);
		put(c, "answers", "test.serve", 1);
		assert_true(reached(&own, i, 5 * SECOND));
		assert_true(reached(&served, 1 + i, 5 * SECOND));
	}
	assert_int_equal(in_hand, 2 * LANE_PLACES);
	assert_int_equal(hung, 0);
	atomic_store(&hang, false);
	assert_true(reached(&hung, 2 * MANY, 20 * SECOND)); /* nothing was lost, nor done twice */
	jobs_stop(&r);
	assert_int_equal(hung, 2 * MANY);
	assert_int_equal(most_in_hand, 2 * LANE_PLACES);
	assert_int_equal(lane_of(c, "hangs").waiting, 0);
}

/* Two nodes on PostgreSQL, two runners of one process on SQLite. */
static void two_runners_never_have_one_job(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct jobs_runner *r[2] = {NULL, NULL};

	begin();
	atomic_store(&hang, false);
	c->env = env_system();
	assert_ok(jobs_start(c, all, 1, &r[0]));
	assert_ok(jobs_start(c, all, 1, &r[1]));
	for (int i = 0; i < 5; i++) {
		put(c, "one", "test.hang", MANY);
		put(c, "two", "test.hang", MANY);
		put(c, NULL, "test.own", MANY);
	}
	assert_true(reached(&hung, 10 * MANY, 20 * SECOND));
	assert_true(reached(&own, 5 * MANY, 20 * SECOND));
	jobs_stop(&r[0]);
	jobs_stop(&r[1]);
	assert_int_equal(hung, 10 * MANY);
	assert_int_equal(own, 5 * MANY);
}

static void the_stop_waits_for_what_is_in_hand_and_begins_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct jobs_runner *r = NULL;

	begin();
	c->env = env_system();
	assert_ok(jobs_start(c, all, 1, &r));
	put(c, "hangs", "test.hang", MANY);
	assert_true(reached(&in_hand, LANE_PLACES, 5 * SECOND));
	atomic_store(&hang, false);
	jobs_stop(&r);
	assert_int_equal(in_hand, 0);
	assert_int_equal(lane_of(c, "hangs").waiting, MANY - hung);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(a_lane_has_two_places_and_the_next_lane_its_own),
		FACT(a_recurring_job_moves_into_its_lane),
		FACT(a_lease_that_is_kept_does_not_end),
		FACT(a_lane_rests_when_nobody_answers_three_times),
		FACT(the_first_answer_opens_it_again),
		FACT(a_job_that_said_nothing_to_anybody_opens_nothing),
		FACT(a_job_nobody_answers_never_dies),
		FACT(a_lane_known_to_answer_is_opened_at_once),
		FACT(who_hangs_holds_up_nobody_else),
		FACT(two_runners_never_have_one_job),
		FACT(the_stop_waits_for_what_is_in_hand_and_begins_nothing),
	};

	return HOUSE_RUN(facts);
}
