/* The work of a simulation: in turns of a second or two, so that other jobs and the end of the
 * program need not wait, and within a turn in steps. A step reads and decides outside the writer's
 * thread; what it found, the sums and how far it came are one verb, which writes only when nobody
 * else came further and nobody cancelled. So a step may run twice, and a kill costs one step. */
#include "whatif/running.h"

#include "base/jsonread.h"
#include "jobs/message.h"
#include "rulebook/rulebook.h"
#include "whatif/figures.h"
#include "whatif/simulation.sql.h"

#define DAY_US  INT64_C(86400000000)
#define STEP_US INT64_C(250000)
#define TURN_US INT64_C(1500000)

enum {
	STEP_SCHOOLS = 100, /* with county and simulation less than a verb may write */
	STEP_BYTES = 1 << 20,
	SCHOOL_BYTES = 64 << 20,
	GIVE_UP_TRIES = 3,
	PURGE_MANY = 200,
};

/* A county of a simulation, opened. */
struct turn {
	struct simulation s;
	struct q_sim_county_rows_row row; /* as it was written last */
	struct whatif_county k;
	const char *failure; /* refuses to be asked */
	struct str found;
	bool over;  /* ended, cancelled, or somebody else's */
	bool empty; /* no county is left */
};

struct stepped {
	struct whatif_school school;
	size_t movers, movers_n, figures, figures_n; /* in the step's texts */
};
struct step {
	struct turn *t;
	struct stepped v[STEP_SCHOOLS];
	size_t n;
	bool last;       /* of the county */
	struct out text; /* movers and figures of all its schools */
	struct str figures, causes;
};

enum err simulation_job_put(struct ctx *c, simulation_id id)
{
	return job_put(c, "whatif.simulate",
	               str_printf(c->arena, "{\"simulation\":\"%lld\"}", (long long)id.v), c->now);
}

static int64_t clock_us(const struct ctx *c)
{
	return c->env->monotonic_us(c->env->self);
}

/* --- opening ---------------------------------------------------------------------------------- */

/* A refusal is what came out of the county; anything else is a failure of ours. */
static bool refuses(enum err e)
{
	return e == E_REFUSED || e == E_INPUT;
}

static enum err fail(struct ctx *c, struct turn *t, enum err e)
{
	if (!refuses(e))
		return e;
	t->failure = c->fault.code;
	t->found = c->fault.found;
	c->fault = (struct fault){0};
	return OK;
}

static enum err term_of(struct ctx *c, const struct turn *t, struct term *ret_t)
{
	bool found = false;

	if (t->row.term.v)
		return term_get(c, t->row.term, ret_t);
	if (str_some(t->s.term))
		TRY(term_find(c, t->row.county, t->s.term, ret_t, &found));
	else
		TRY(term_current(c, t->row.county, ret_t, &found));
	return found ? OK : fault_set(c, E_REFUSED, "whatif_no_term", NULL);
}

/* Rules in force that became others meanwhile would mix two answers. */
static enum err book_require(struct ctx *c, const struct turn *t)
{
	int64_t version;

	TRY(rulebook_version(c, t->row.county, &version));
	return version == t->row.book ? OK : fault_set(c, E_REFUSED, "whatif_rules_moved", NULL);
}

/* What a county is asked with is fixed when it begins. */
static enum err county_open(struct ctx *c, struct turn *t)
{
	struct whatif_question q = {.day = t->row.day};

	TRY(q_simulation_body(c, t->s.id, &q.text));
	TRY(county_get(c, t->row.county, &q.county));
	TRY(term_of(c, t, &q.term));
	if (str_is(t->row.state, "waiting")) {
		TRY(rulebook_version(c, t->row.county, &t->row.book));
		t->row.base = q.county.ruleset;
	}
	TRY(book_require(c, t));
	q.county.ruleset = t->row.base;
	TRY(whatif_county_open(c, &q, &t->k));
	t->row.term = q.term.id;
	t->row.day = t->k.day;
	TRY(figures_read(c, t->row.figures, &t->k.sum));
	return causes_read(c, t->row.causes, &t->k.tally);
}

static enum err turn_look(struct ctx *c, simulation_id id, struct turn *t)
{
	bool found = false;
	enum err e = simulation_get(c, id, &t->s);

	t->over = e == E_ABSENT || (e == OK && !simulation_under_way(&t->s));
	if (t->over) {
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
	TRY(q_sim_county_next(c, id, &t->row, &found));
	t->empty = !found;
	return found ? fail(c, t, county_open(c, t)) : OK;
}

static enum err turn_open(struct ctx *c, simulation_id id, struct turn *t)
{
	enum err e;

	TRY(store_read_begin(c));
	e = turn_look(c, id, t);
	store_read_end(c);
	return e;
}

/* --- a step: reading -------------------------------------------------------------------------- */

static enum err mover_put(struct ctx *c, const struct whatif_mover *m, void *arg)
{
	struct step *s = arg;

	(void)c;
	out_printf(&s->text, "%lld %lld %lld %lld %lld %zu\n", (long long)m->pupil.v,
	           (long long)m->payable[WHATIF_NOW].fen, (long long)m->payable[WHATIF_DRAFT].fen,
	           (long long)m->refused[WHATIF_NOW], (long long)m->refused[WHATIF_DRAFT],
	           whatif_tally_place(&s->t->k.tally, m->cause));
	return OK;
}

/* The city counts; what it asks keeps nothing of single children. */
static enum err school_ask(struct ctx *c, struct step *s, school_id id)
{
	const struct whatif_sink sink = {.mover = s->t->s.asker.v ? mover_put : NULL, .arg = s};
	struct stepped *v = &s->v[s->n];
	struct arena_mark mark;
	struct school school;

	TRY(school_load(c, id, &school));
	mark = arena_mark(c->arena);
	v->movers = s->text.n;
	TRY(whatif_county_school(c, &s->t->k, &school, &sink, &v->school));
	v->movers_n = s->text.n - v->movers;
	v->figures = s->text.n;
	figures_write(&s->text, &v->school);
	v->figures_n = s->text.n - v->figures;
	arena_rewind(c->arena, mark);
	if (s->text.broken)
		return fault_broken(c, "what-if: a step's results");
	s->n++;
	return OK;
}

static enum err schools_ask(struct ctx *c, struct step *s, int64_t most)
{
	int64_t until = clock_us(c) + STEP_US;
	struct q_sim_schools_after_row *row;
	size_t n, i;

	TRY(book_require(c, s->t));
	TRY(q_sim_schools_after(c, s->t->row.county, s->t->row.at, most, &row, &n));
	for (i = 0; i < n && s->text.n < STEP_BYTES && (i == 0 || clock_us(c) < until); i++)
		TRY(school_ask(c, s, row[i].id));
	s->last = i == n && (int64_t)n < most;
	return OK;
}

static enum err step_read(struct ctx *c, struct step *s, int64_t most)
{
	enum err e;

	if (s->t->failure)
		return OK;
	TRY(store_read_begin(c));
	e = schools_ask(c, s, most > 0 && most < STEP_SCHOOLS ? most : STEP_SCHOOLS);
	store_read_end(c);
	return fail(c, s->t, e);
}

/* --- a step: writing -------------------------------------------------------------------------- */

/* Who asked hears of the end in the inbox. */
static enum err end_tell(struct ctx *c, const struct simulation *s)
{
	struct str link;

	if (!s->account.v)
		return OK;
	link = str_printf(c->arena, "/%s/simulations/%lld", s->asker.v ? "county" : "city",
	                  (long long)s->id.v);
	return message_put(c, s->account, T_whatif_ended_message, &s->title, 1, link);
}

static enum err ended(struct ctx *c, const struct simulation *s, const char *state)
{
	int64_t changed;

	TRY(q_simulation_end(c, s->id, str_of(state), c->now, &changed));
	if (!changed)
		return OK;
	TRY(end_tell(c, s));
	return audit_put(c, state, "simulation", s->id.v, s->asker, S("{}"));
}

/* The last county ends the whole: failed when none of them could be asked. */
static enum err settle(struct ctx *c, const struct turn *t)
{
	struct q_sim_counties_left_row left;

	TRY(q_sim_county_measure(c, t->s.id, t->row.county, NULL));
	TRY(q_simulation_measure(c, t->s.id, NULL));
	TRY(q_sim_counties_left(c, t->s.id, &left));
	return left.n ? OK : ended(c, &t->s, left.done ? "done" : "failed");
}

static struct str text_at(const struct step *s, size_t at, size_t n)
{
	return str_sub(out_str(&s->text), at, n);
}

static enum err school_put(struct ctx *c, const struct step *s, size_t i)
{
	const struct stepped *v = &s->v[i];

	return q_sim_school_insert(c, s->t->s.id, s->t->s.done + (int64_t)i + 1, s->t->row.county,
	                           v->school.code, v->school.name, v->school.moved,
	                           text_at(s, v->figures, v->figures_n),
	                           text_at(s, v->movers, v->movers_n), NULL);
}

static enum err step_run(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	const struct turn *t = s->t;
	const struct q_sim_county_rows_row *row = &t->row;
	const char *state = t->failure ? "failed" : s->last ? "done" : "running";
	struct str at = s->n ? s->v[s->n - 1].school.code : row->at;
	int64_t n = (int64_t)s->n, changed;

	TRY(q_simulation_advance(c, t->s.id, t->s.done, t->s.done + n, &changed));
	if (changed)
		TRY(q_sim_county_advance(c, t->s.id, row->county, row->done, str_of(state),
		                         row->done + n, at, row->term, row->day, row->base,
		                         row->book, str_of(t->failure), t->found, s->figures,
		                         s->causes, &changed));
	if (!changed)
		return fault_set(c, E_CONFLICT, "job_lost", NULL);
	for (size_t i = 0; i < s->n; i++)
		TRY(school_put(c, s, i));
	return t->failure || s->last ? settle(c, t) : OK;
}

static enum err sums_text(struct ctx *c, struct step *s)
{
	struct out o;

	out_init(&o, SCHOOL_BYTES);
	figures_write(&o, &s->t->k.sum);
	s->figures = str_dup(c->arena, out_str(&o));
	out_reset(&o);
	causes_write(&o, &s->t->k.tally);
	s->causes = str_dup(c->arena, out_str(&o));
	out_free(&o);
	return str_some(s->figures) && str_some(s->causes) ? OK : fault_broken(c, "arena");
}

/* What the step wrote is where the next one begins. */
static void turn_on(struct turn *t, const struct step *s)
{
	t->s.done += (int64_t)s->n;
	t->row.done += (int64_t)s->n;
	if (s->n)
		t->row.at = s->v[s->n - 1].school.code;
	t->over = t->failure || s->last;
}

static enum err step_write(struct ctx *c, struct step *s)
{
	static const struct verb verb = {"whatif.step", step_run};
	enum err e;

	if (s->t->failure) { /* what a step that failed had begun to add is not kept */
		s->n = 0;
		s->figures = s->t->row.figures;
		s->causes = s->t->row.causes;
	} else {
		TRY(sums_text(c, s));
	}
	c->now = env_now(c->env);
	e = store_write(c, &verb, s);
	if (e == E_CONFLICT && str_is(str_of(c->fault.code), "job_lost")) {
		c->fault = (struct fault){0};
		s->t->over = true;
		return OK;
	}
	TRY(e);
	turn_on(s->t, s);
	return OK;
}

static enum err step(struct ctx *c, struct turn *t, int64_t most)
{
	struct step *s = NEW(c->arena, struct step);
	enum err e;

	if (!s)
		return fault_broken(c, "arena");
	s->t = t;
	out_init(&s->text, SCHOOL_BYTES);
	e = step_read(c, s, most);
	if (e == OK)
		e = step_write(c, s);
	out_free(&s->text);
	return e;
}

/* --- turns ------------------------------------------------------------------------------------ */

static enum err empty_run(struct ctx *c, void *arg)
{
	return ended(c, &((const struct turn *)arg)->s, "done");
}

/* Steps of one county, until the time is up or it is done; `steps` 0: any number. */
static enum err turn_run(struct ctx *c, simulation_id id, int64_t most, int64_t steps)
{
	static const struct verb empty = {"whatif.end", empty_run};
	int64_t until = clock_us(c) + TURN_US;
	struct turn *t = NEW(c->arena, struct turn);
	enum err e;

	if (!t)
		return fault_broken(c, "arena");
	TRY(turn_open(c, id, t));
	if (t->empty)
		return store_write(c, &empty, t);
	e = OK;
	for (int64_t i = 0; e == OK && !t->over && (steps == 0 || i < steps); i++) {
		e = step(c, t, most);
		if (clock_us(c) >= until)
			break;
	}
	whatif_county_close(&t->k);
	return e;
}

static enum err left_of(struct ctx *c, simulation_id id, bool *ret_more)
{
	struct simulation s;
	enum err e;

	TRY(store_read_begin(c));
	e = simulation_get(c, id, &s);
	store_read_end(c);
	*ret_more = e == OK && simulation_under_way(&s);
	if (e == E_ABSENT) {
		c->fault = (struct fault){0};
		return OK;
	}
	return e;
}

enum err simulation_step(struct ctx *c, simulation_id id, int64_t most, bool *ret_more)
{
	struct arena_mark mark = arena_mark(c->arena);
	enum err e = turn_run(c, id, most, 1);

	if (e == OK)
		arena_rewind(c->arena, mark);
	TRY(e);
	return left_of(c, id, ret_more);
}

/* --- the job ---------------------------------------------------------------------------------- */

struct over {
	simulation_id id;
	const struct job *job;
	bool more;
};

/* The next turn waits its turn behind what else is due. */
static enum err over_run(struct ctx *c, void *arg)
{
	const struct over *o = arg;

	TRY(job_finish(c, o->job));
	return o->more ? simulation_job_put(c, o->id) : OK;
}

static enum err give_up_run(struct ctx *c, void *arg)
{
	const struct over *o = arg;
	struct simulation s;

	TRY(simulation_get(c, o->id, &s));
	TRY(ended(c, &s, "failed"));
	return job_finish(c, o->job);
}

/* Not to be done, tried often enough: who asked is told, and nobody waits any more. */
static enum err give_up(struct ctx *c, struct over *o, enum err e)
{
	static const struct verb verb = {"whatif.give_up", give_up_run};
	struct fault why = c->fault;

	if (o->job->tries < GIVE_UP_TRIES || store_write(c, &verb, o) != OK) {
		c->fault = why;
		return e;
	}
	return OK;
}

static enum err simulate_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"whatif.turn", over_run};
	struct over o = {.job = j};
	const struct jval *root;
	enum err e;

	TRY(jread(c, j->payload, 4096, &root));
	TRY(jval_id(c, root, "simulation", &o.id.v));
	e = turn_run(c, o.id, 0, 0);
	if (e != OK)
		return give_up(c, &o, e);
	TRY(left_of(c, o.id, &o.more));
	e = store_write(c, &verb, &o);
	return e == E_CONFLICT ? OK : e; /* somebody else has it by now */
}

struct purge {
	struct instant before;
	bool over;
};

static enum err purge_run(struct ctx *c, void *arg)
{
	struct purge *p = arg;
	simulation_id id;
	bool found = false;
	int64_t gone = 0;

	TRY(q_simulation_old(c, p->before, &id, &found));
	p->over = !found;
	if (!found)
		return OK;
	TRY(q_sim_schools_purge(c, id, PURGE_MANY, &gone));
	if (gone == PURGE_MANY)
		return audit_put(c, "results_purged", "simulation", id.v, ID_NONE(county_id),
		                 S("{}"));
	TRY(q_sim_counties_purge(c, id, NULL));
	TRY(q_simulation_purged(c, id, c->now, NULL));
	return audit_put(c, "purged", "simulation", id.v, ID_NONE(county_id), S("{}"));
}

static enum err purge_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"whatif.purge", purge_run};
	struct purge p = {.before = {c->now.us - SIMULATION_KEEP_DAYS * DAY_US}};

	(void)j;
	while (!p.over)
		TRY(store_write(c, &verb, &p));
	return OK;
}

static const struct job_kind KINDS[] = {
	{.name = "whatif.simulate", .run = simulate_job},
	{.name = "whatif.purge", .run = purge_job, .every_s = 86400},
};
const struct job_kinds whatif_jobs = JOB_KINDS(KINDS);
