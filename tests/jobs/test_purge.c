/* What the frame forgets, and what it still knows. */
#include "../auth/house.h"

#include "jobs/job.h"

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

int main(void)
{
	static const struct fact facts[] = {
		FACT(answers_are_kept_for_a_term_and_then_forgotten),
		FACT(more_than_a_batch_is_forgotten_in_one_run),
	};

	return HOUSE_RUN(facts);
}
