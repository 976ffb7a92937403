/* A what-if as a piece of work: asked, run in steps, killed, cancelled, read, forgotten. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "draft.h"
#include "live.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rulebook/rulebook.h"
#include "whatif/figures.h"
#include "whatif/simulation.h"

#define DAY_US INT64_C(86400000000)

static const char DRAFT[] = DRAFT_TEXT("20.00");
static const char LATER[] = DRAFT_TEXT("30.00");

struct sim_world {
	struct kit_people *w;
	struct kit_term t;
	edition_id draft;
	struct simulation_start asked;
};

static void officer(struct ctx *c, const struct actor *who)
{
	if (c->tx)
		store_read_end(c);
	c->actor = *who;
	c->fault = (struct fault){0};
}

static simulation_id start(struct ctx *c, const struct actor *who, edition_id draft)
{
	struct simulation_start s = {.edition = draft};

	officer(c, who);
	assert_ok(simulation_start(c, &s, NULL));
	return s.result;
}

static simulation_id world_open(void **state, struct sim_world *k)
{
	struct ctx *c = kit_ctx(state);

	*k = (struct sim_world){.w = kit_world(state)};
	draft_families(c, k->w, &k->t);
	k->draft = draft_put(c, k->w, DRAFT);
	return start(c, &k->w->county_officer, k->draft);
}

/* As the job does it. */
static bool step(struct ctx *c, simulation_id id, int64_t most)
{
	bool more = false;

	officer(c, &(struct actor){.role = ROLE_SYSTEM});
	assert_ok(simulation_step(c, id, most, &more));
	return more;
}

static void finish(struct ctx *c, simulation_id id, int64_t most)
{
	for (int i = 0; step(c, id, most); i++)
		assert_true(i < 20);
}

static struct simulation get(struct ctx *c, const struct actor *who, simulation_id id)
{
	struct simulation s;

	kit_read_as(c, who);
	assert_ok(simulation_get(c, id, &s));
	return s;
}

/* --- everything it found, as one text --------------------------------------------------------- */

static struct str said(struct ctx *c, const struct whatif_school *v, size_t n,
                       const struct whatif_school *sum, const struct whatif_tally *t)
{
	struct str s;
	struct out o;

	out_init(&o, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		out_put(&o, v[i].code);
		figures_write(&o, &v[i]);
	}
	figures_write(&o, sum);
	causes_write(&o, t);
	assert_false(o.broken);
	s = str_dup(c->arena, out_str(&o));
	out_free(&o);
	return s;
}

static struct str found(struct ctx *c, const struct actor *who, simulation_id id)
{
	struct whatif_tally *t = NEW(c->arena, struct whatif_tally);
	struct simulation_county *county;
	struct whatif_school *v, sum;
	size_t n, counties;

	kit_read_as(c, who);
	assert_ok(simulation_counties(c, id, &county, &counties, &sum, t));
	assert_ok(simulation_schools(c, id, 0, 0, &v, &n));
	return said(c, v, n, &sum, t);
}

/* What `kehou policy simulate` asks, asked directly. */
static struct str told_by_command(struct ctx *c, const struct sim_world *k, const char *text)
{
	struct whatif_question q = {.text = str_of(text), .day = DATE_NONE};
	struct whatif_county *w = NEW(c->arena, struct whatif_county);
	const struct whatif_sink sink = {0};
	struct whatif_school v[8] = {0};
	struct school *school;
	int64_t total;
	struct str s;
	size_t n;

	kit_read_as(c, &k->w->system);
	assert_ok(county_get(c, k->w->county, &q.county));
	assert_ok(term_get(c, k->t.term, &q.term));
	assert_ok(whatif_county_open(c, &q, w));
	assert_ok(school_list(c, k->w->county, STR_NONE, 0, 0, &school, &n, &total));
	assert_true(n > 1 && n <= 8);
	for (size_t i = 0; i < n; i++)
		assert_ok(whatif_county_school(c, w, &school[i], &sink, &v[i]));
	s = said(c, v, n, &w->sum, &w->tally);
	whatif_county_close(w);
	return s;
}

static void assert_same(struct str a, struct str b)
{
	if (!str_eq(a, b))
		fail_msg("%.*s\nis not\n%.*s", STR_FMT(a), STR_FMT(b));
}

/* --- something that happens between reading a step and writing it ------------------------------
 */

/* The clock is asked once before a step is written. */
struct meanwhile {
	const struct env *real;
	struct env env;
	int after; /* so many times the clock was asked */
	void (*happens)(void *arg);
	void *arg;
};

static struct instant meanwhile_now(void *self)
{
	struct meanwhile *m = self;

	if (m->happens && m->after-- == 0) {
		void (*happens)(void *arg) = m->happens;

		m->happens = NULL;
		happens(m->arg);
	}
	return env_now(m->real);
}

static int64_t meanwhile_monotonic(void *self)
{
	const struct meanwhile *m = self;

	return m->real->monotonic_us(m->real->self);
}

static void meanwhile_begin(struct ctx *c, struct meanwhile *m, void (*happens)(void *arg),
                            void *arg)
{
	*m = (struct meanwhile){.real = c->env, .happens = happens, .arg = arg};
	m->env = *c->env;
	m->env.self = m;
	m->env.now = meanwhile_now;
	m->env.monotonic_us = meanwhile_monotonic;
	c->env = &m->env;
}

/* --- running ---------------------------------------------------------------------------------- */

static void a_simulation_comes_to_what_the_command_tells_R10(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k);
	struct simulation s = get(c, &k.w->county_officer, id);
	struct str want;

	assert_str(s.state, "waiting");
	assert_int_equal(s.schools, 2);
	finish(c, id, 0);
	s = get(c, &k.w->county_officer, id);
	assert_str(s.state, "done");
	assert_int_equal(s.done, 2);
	assert_true(s.finished.us != INT64_MIN);
	want = told_by_command(c, &k, DRAFT);
	assert_same(found(c, &k.w->county_officer, id), want);
	assert_int_equal(kit_audited(c, "started", "simulation", id.v), 1);
	assert_int_equal(kit_audited(c, "done", "simulation", id.v), 1);
}

static void steps_of_one_school_come_to_the_same(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k);

	assert_true(step(c, id, 1));
	assert_int_equal(get(c, &k.w->county_officer, id).done, 1);
	assert_str(get(c, &k.w->county_officer, id).state, "running");
	finish(c, id, 1);
	assert_same(found(c, &k.w->county_officer, id), told_by_command(c, &k, DRAFT));
}

struct rival {
	struct ctx ctx;
	simulation_id id;
};

/* A second runner that had the same step in hand was faster. */
static void rival_step(void *arg)
{
	struct rival *r = arg;
	bool more;

	assert_ok(simulation_step(&r->ctx, r->id, 1, &more));
}

static void a_step_that_two_runners_do_is_written_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	struct meanwhile m;
	struct rival r = {.id = world_open(state, &k)};
	bool more;

	officer(c, &k.w->system);
	r.ctx = *c;
	r.ctx.arena = arena_new(64 << 20);
	meanwhile_begin(c, &m, rival_step, &r);
	assert_ok(simulation_step(c, r.id, 1, &more));
	c->env = m.real;
	assert_null(m.happens); /* it did happen */
	assert_true(more);
	assert_int_equal(get(c, &k.w->county_officer, r.id).done, 1);
	finish(c, r.id, 1);
	assert_same(found(c, &k.w->county_officer, r.id), told_by_command(c, &k, DRAFT));
	arena_free(&r.ctx.arena);
}

/* --- killed ----------------------------------------------------------------------------------- */

static void die(void *arg)
{
	(void)arg;
	raise(SIGKILL);
}

static const struct job_kinds *const kinds[] = {&whatif_jobs};

/* Another process runs the job and is killed when it asked the clock for the nth time. False: it
 * had ended before. */
static bool killed_at(struct ctx *c, struct kit_db *db, int nth)
{
	int status = 0;
	pid_t pid;

	kit_db_stop(c);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct meanwhile m;
		bool ran = true;

		if (kit_db_start(c, db) != OK)
			_exit(3);
		meanwhile_begin(c, &m, die, NULL);
		m.after = nth;
		while (ran)
			if (jobs_step(c, kinds, 1, &ran) != OK)
				_exit(4);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_ok(kit_db_start(c, db));
	if (WIFSIGNALED(status))
		return true;
	assert_int_equal(WEXITSTATUS(status), 0);
	return false;
}

static void a_simulation_killed_at_any_moment_goes_on_and_comes_to_the_same(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	int kills = 0;
	bool killed = true;

	world_open(state, &k);
	for (int nth = 0; killed; nth++) {
		simulation_id id;
		bool ran = true;

		assert_true(nth < 40);
		id = start(c, &k.w->county_officer, k.draft);
		officer(c, &k.w->system);
		killed = killed_at(c, kit_world_db(state), nth);
		kills += killed;
		kit_advance(state, (JOB_LEASE_S + 3700) * INT64_C(1000000));
		while (ran)
			assert_ok(jobs_step(c, kinds, 1, &ran));
		assert_str(get(c, &k.w->county_officer, id).state, "done");
		assert_same(found(c, &k.w->county_officer, id), told_by_command(c, &k, DRAFT));
	}
	assert_true(kills > 2);
}

/* --- cancelled -------------------------------------------------------------------------------- */

static void cancel_now(void *arg)
{
	struct rival *r = arg;

	assert_ok(store_write(&r->ctx, &simulation_cancel_verb, &r->id));
}

static void a_cancelled_simulation_keeps_what_was_done_and_writes_nothing_more(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	struct meanwhile m;
	struct rival r = {.id = world_open(state, &k)};
	bool more = true;

	assert_true(step(c, r.id, 1));
	r.ctx = *c;
	r.ctx.arena = arena_new(64 << 20);
	r.ctx.actor = k.w->county_officer;
	meanwhile_begin(c, &m, cancel_now, &r);
	assert_ok(simulation_step(c, r.id, 1, &more));
	c->env = m.real;
	assert_null(m.happens);
	assert_false(more);
	assert_str(get(c, &k.w->county_officer, r.id).state, "cancelled");
	assert_int_equal(get(c, &k.w->county_officer, r.id).done, 1);
	assert_ok(kit_try_as(c, &k.w->county_officer, &simulation_cancel_verb, &r.id));
	assert_int_equal(kit_audited(c, "cancelled", "simulation", r.id.v), 1);
	assert_false(step(c, r.id, 1));
	assert_int_equal(get(c, &k.w->county_officer, r.id).done, 1);
	arena_free(&r.ctx.arena);
}

static void one_that_is_done_cannot_be_cancelled(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k);

	finish(c, id, 0);
	assert_fault(c, kit_try_as(c, &k.w->county_officer, &simulation_cancel_verb, &id),
	             E_CONFLICT, "whatif_ended");
}

/* --- what changes meanwhile ------------------------------------------------------------------- */

static void a_draft_that_changes_meanwhile_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k);

	step(c, id, 1);
	draft_put(c, k.w, LATER);
	finish(c, id, 1);
	assert_same(found(c, &k.w->county_officer, id), told_by_command(c, &k, DRAFT));
}

static void rules_in_force_that_change_meanwhile_end_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k);
	struct base_choice base = {.ruleset = S("RS0"), .reason = S("换基础规则集")};
	struct whatif_tally *t = NEW(c->arena, struct whatif_tally);
	struct simulation_county *county;
	struct whatif_school sum;
	size_t n;

	step(c, id, 1);
	base.starts = DATE_NONE;
	assert_ok(kit_try_as(c, &k.w->county_officer, &base_choose_verb, &base));
	assert_false(step(c, id, 1));
	assert_str(get(c, &k.w->county_officer, id).state, "failed");
	assert_ok(simulation_counties(c, id, &county, &n, &sum, t));
	assert_str(county[0].failure, "whatif_rules_moved");
	assert_int_equal(county[0].done, 1);
}

static void nothing_is_written_to_the_live_data(void **state)
{
	struct ctx *c = kit_ctx(state);
	static struct live before, after;
	struct sim_world k;
	simulation_id id;

	world_open(state, &k);
	live_read(c, &before);
	id = start(c, &k.w->county_officer, k.draft);
	finish(c, id, 1);
	store_read_end(c);
	live_read(c, &after);
	live_same(&before, &after);
}

/* --- asking ----------------------------------------------------------------------------------- */

static void asked_twice_with_one_key_it_is_asked_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	struct store_once once = {.key = S("key-1"), .body = S("body")};
	struct simulation_start a, b;
	struct simulation *v;
	size_t n;

	world_open(state, &k);
	a = b = (struct simulation_start){.edition = k.draft};
	officer(c, &k.w->county_officer);
	assert_ok(simulation_start(c, &a, &once));
	assert_ok(simulation_start(c, &b, &once));
	assert_true(simulation_id_eq(a.result, b.result));
	assert_true(str_eq(a.answer, b.answer));
	kit_read_as(c, &k.w->county_officer);
	assert_ok(simulation_list(c, ID_NONE(edition_id), 0, 50, &v, &n));
	assert_int_equal(n, 2); /* and the first */
}

static void what_cannot_be_asked_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	struct simulation_start none = {0}, torn = {.text = S("ruleset X\nnonsense 1\n")};
	struct simulation_start term = {.term = S("1999-1")}, many, other;

	world_open(state, &k);
	term.edition = k.draft;
	many = other = (struct simulation_start){.edition = k.draft};
	other.county = k.w->zone;
	officer(c, &k.w->county_officer);
	assert_fault(c, simulation_start(c, &none, NULL), E_INPUT, "missing_field");
	assert_fault(c, simulation_start(c, &torn, NULL), E_INPUT, "rule_set_wrong");
	assert_fault(c, simulation_start(c, &term, NULL), E_REFUSED, "whatif_no_term");
	assert_fault(c, simulation_start(c, &other, NULL), E_ABSENT, "absent");
	for (int i = 1; i < SIMULATIONS_UNDER_WAY; i++)
		start(c, &k.w->county_officer, k.draft);
	assert_fault(c, simulation_start(c, &many, NULL), E_REFUSED, "whatif_many");
	officer(c, &k.w->clerk);
	many.result = (simulation_id){0};
	assert_string_equal(err_name(simulation_start(c, &many, NULL)), err_name(E_DENIED));
}

static void anothers_simulation_is_absent_R2(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k), of_city;
	const struct actor *others[] = {&k.w->zone_officer, &k.w->city, &k.w->clerk, &k.w->father};
	struct simulation s;

	for (size_t i = 0; i < 4; i++) {
		kit_read_as(c, others[i]);
		assert_fault(c, simulation_get(c, id, &s), E_ABSENT, "absent");
		assert_fault(c, kit_try_as(c, others[i], &simulation_cancel_verb, &id), E_ABSENT,
		             "absent");
	}
	of_city = start(c, &k.w->city, k.draft);
	kit_read_as(c, &k.w->county_officer);
	assert_fault(c, simulation_get(c, of_city, &s), E_ABSENT, "absent");
}

/* --- the city --------------------------------------------------------------------------------- */

static void the_city_sees_counties_side_by_side_and_no_child(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	struct whatif_tally *t = NEW(c->arena, struct whatif_tally);
	struct simulation_county *county;
	struct simulation_part *part;
	struct whatif_school sum;
	simulation_id id;
	size_t n;

	world_open(state, &k);
	id = start(c, &k.w->city, k.draft);
	finish(c, id, 0);
	assert_str(get(c, &k.w->city, id).state, "done");
	assert_ok(simulation_counties(c, id, &county, &n, &sum, t));
	assert_int_equal(n, 2);
	assert_str(county[0].code, "349901");
	assert_str(county[0].state, "done");
	assert_int_equal(county[0].sum.moved, 3);
	assert_str(county[1].state, "failed"); /* the zone has no term */
	assert_str(county[1].failure, "whatif_no_term");
	assert_int_equal(sum.moved, 3);
	assert_fault(c, simulation_parts(c, id, &part, &n), E_ABSENT, "absent");
	/* Nor is one kept where nobody could read it. */
	kit_read_as(c, &k.w->system);
	assert_fault(c, simulation_parts(c, id, &part, &n), E_ABSENT, "absent");
}

static void a_county_reads_who_moves_and_why(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k);
	struct simulation_mover *v;
	size_t n, wang = 0;

	finish(c, id, 1);
	kit_read_as(c, &k.w->county_officer);
	assert_ok(simulation_movers(c, id, 1, &v, &n));
	assert_int_equal(n, 3);
	while (wang < n && v[wang].pupil.v != k.w->pupil[WANG].v)
		wang++;
	assert_true(wang < n);
	assert_int_equal(v[wang].payable[WHATIF_NOW].fen, 10000);
	assert_int_equal(v[wang].payable[WHATIF_DRAFT].fen, 8000);
	assert_str(v[wang].cause->clause, "县级财政每生每学期补助20.00元");
	assert_fault(c, simulation_movers(c, id, 2, &v, &n), E_ABSENT, "absent");
}

/* --- afterwards ------------------------------------------------------------------------------- */

static void after_a_month_it_is_purged_and_says_so(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct sim_world k;
	simulation_id id = world_open(state, &k);
	struct whatif_school *v;
	struct simulation s;
	bool ran = true;
	size_t n;

	finish(c, id, 0);
	officer(c, &k.w->system);
	assert_ok(jobs_prepare(c, kinds, 1));
	while (ran)
		assert_ok(jobs_step(c, kinds, 1, &ran));
	assert_str(get(c, &k.w->county_officer, id).state, "done");
	store_read_end(c);
	kit_advance(state, (SIMULATION_KEEP_DAYS + 1) * DAY_US);
	officer(c, &k.w->system);
	for (ran = true; ran;)
		assert_ok(jobs_step(c, kinds, 1, &ran));
	s = get(c, &k.w->county_officer, id);
	assert_str(s.state, "purged");
	assert_ok(simulation_schools(c, id, 0, 0, &v, &n));
	assert_int_equal(n, 0);
	assert_int_equal(kit_audited(c, "purged", "simulation", id.v), 1);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_simulation_comes_to_what_the_command_tells_R10),
		KIT_FACT(steps_of_one_school_come_to_the_same),
		KIT_FACT(a_step_that_two_runners_do_is_written_once),
		KIT_FACT(a_simulation_killed_at_any_moment_goes_on_and_comes_to_the_same),
		KIT_FACT(a_cancelled_simulation_keeps_what_was_done_and_writes_nothing_more),
		KIT_FACT(one_that_is_done_cannot_be_cancelled),
		KIT_FACT(a_draft_that_changes_meanwhile_changes_nothing),
		KIT_FACT(rules_in_force_that_change_meanwhile_end_it),
		KIT_FACT(nothing_is_written_to_the_live_data),
		KIT_FACT(asked_twice_with_one_key_it_is_asked_once),
		KIT_FACT(what_cannot_be_asked_is_refused),
		KIT_FACT(anothers_simulation_is_absent_R2),
		KIT_FACT(the_city_sees_counties_side_by_side_and_no_child),
		KIT_FACT(a_county_reads_who_moves_and_why),
		KIT_FACT(after_a_month_it_is_purged_and_says_so),
	};

	return KIT_FACTS_RUN("whatif", facts);
}
