/* What becomes of a file that was read: applied, taken back, dropped. Each step is one verb that
 * takes its rows, does what they say and notes that it did, so that an interruption between two
 * steps (or a second runner) changes nothing in the end. */
#include "import/batch.h"

#include "import/batch.sql.h"

#define HOUR_US INT64_C(3600000000)

static struct batch batch_from(const struct q_batch_row_row *r)
{
	return (struct batch){
		.id = r->id,
		.place = {r->county, r->school},
		.kind = import_kind_find(r->kind),
		.actor = {.account = {r->account},
	                  .role = (enum role)r->role,
	                  .county = r->county,
	                  .school = r->school,
	                  .staff = {r->staff}},
		.state = r->state,
		.file = r->file.p ? r->file : S(""),
		.header = r->header,
		.places = r->places,
		.added = r->added,
		.changed = r->changed,
		.same = r->same,
		.bad = r->bad,
		.done = r->done,
		.failed = r->failed,
		.undone = r->undone,
		.kept = r->kept,
		.created = r->created,
		.finished = r->finished,
		.wiped = r->wiped,
	};
}

static enum err absent(struct ctx *c)
{
	return fault_set(c, E_ABSENT, "absent", NULL);
}

enum err batch_get(struct ctx *c, import_id id, struct batch *ret_b)
{
	struct q_batch_row_row row;
	bool found = false;
	struct batch b;

	TRY(q_batch_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	b = batch_from(&row);
	if (c->actor.role != ROLE_SYSTEM &&
	    (!actor_in(&c->actor, ROLES_SCHOOL | ROLE_BIT(ROLE_SCHOOL_FINANCE)) ||
	     c->actor.school.v != b.place.school.v))
		return absent(c);
	if (!b.kind)
		return absent(c);
	*ret_b = b;
	return OK;
}

bool batch_undoable(const struct ctx *c, const struct batch *b)
{
	return str_is(b->state, "done") && b->done > 0 && !b->wiped &&
	       c->now.us <= b->finished.us + IMPORT_UNDO_HOURS * HOUR_US;
}

/* --- choices ------------------------------------------------------------------------------------
 */

static enum err turn(struct ctx *c, const struct batch *b, const char *was, const char *state)
{
	int64_t changed = 0;

	TRY(q_batch_turn(c, b->id, str_of(was), str_of(state), &changed));
	if (!changed)
		return fault_set(c, E_CONFLICT, "import_state", NULL);
	return audit_put(c, state, "import", b->id.v, b->place.county, S("{}"));
}

static enum err job(struct ctx *c, const char *kind, import_id id)
{
	return job_put(c, kind, str_printf(c->arena, "{\"import\":\"%lld\"}", (long long)id.v),
	               c->now);
}

static enum err apply_run(struct ctx *c, void *arg)
{
	struct batch b;

	TRY(batch_get(c, *(import_id *)arg, &b));
	if (str_is(b.state, "applying") || str_is(b.state, "done"))
		return OK; /* said twice */
	TRY(turn(c, &b, "checked", "applying"));
	return job(c, "import.apply", b.id);
}
const struct verb import_apply_verb = {"import.apply", apply_run};

static enum err cancel_run(struct ctx *c, void *arg)
{
	struct batch b;

	TRY(batch_get(c, *(import_id *)arg, &b));
	if (str_is(b.state, "cancelled"))
		return OK;
	return turn(c, &b, "checked", "cancelled");
}
const struct verb import_cancel_verb = {"import.cancel", cancel_run};

static enum err undo_run(struct ctx *c, void *arg)
{
	struct batch b;

	TRY(batch_get(c, *(import_id *)arg, &b));
	if (str_is(b.state, "undoing") || str_is(b.state, "undone"))
		return OK;
	if (str_is(b.state, "done") && !batch_undoable(c, &b))
		return fault_set(c, E_REFUSED, "import_undo_late", NULL);
	TRY(turn(c, &b, "done", "undoing"));
	return job(c, "import.undo", b.id);
}
const struct verb import_undo_verb = {"import.undo", undo_run};

/* --- steps --------------------------------------------------------------------------------------
 */

struct rows {
	struct import_row *row;
	int64_t *id;
	size_t n;
};

static enum err rows_from(struct ctx *c, const struct batch *b, const struct q_rows_at_row *v,
                          size_t n, struct rows *ret_rows)
{
	struct rows r = {NEW_N(c->arena, n + 1, struct import_row), NEW_N(c->arena, n + 1, int64_t),
	                 n};
	struct import_map m;

	if (!r.row || !r.id)
		return fault_broken(c, "arena");
	TRY(map_read(c, b, &m));
	for (size_t i = 0; i < n; i++) {
		struct str *cell;
		size_t cells;

		TRY(row_cells_read(c, v[i].cells, &cell, &cells));
		row_values(c, b->kind, &m, cell, cells, &r.row[i]);
		if (!r.row[i].value)
			return fault_broken(c, "arena");
		r.id[i] = v[i].id;
		r.row[i].number = v[i].number;
		r.row[i].verdict = str_is(v[i].verdict, "new") ? IMPORT_NEW : IMPORT_CHANGED;
		r.row[i].object = v[i].object.v;
		r.row[i].undo = v[i].undo;
	}
	*ret_rows = r;
	return OK;
}

struct step {
	import_id id;
	int64_t most;
	bool over;     /* out: nothing is left */
	int64_t row;   /* out: of the row that could not be taken; 0: none */
	size_t failed; /* out: how many rows stand before it */
	struct str problems;
};

static enum err take_some(struct ctx *c, const struct batch *b, struct step *s, struct rows *r)
{
	void *state;
	size_t failed = 0;
	enum err e;

	TRY(b->kind->begin(c, &b->place, &state));
	e = b->kind->apply(c, state, r->row, r->n, &failed);
	if (e != OK) {
		s->failed = failed < r->n ? failed : 0;
		s->row = r->id[s->failed];
		return e;
	}
	for (size_t i = 0; i < r->n; i++)
		TRY(q_row_taken(c, r->id[i],
		                (struct opt_i64){r->row[i].object != 0, r->row[i].object},
		                r->row[i].undo, NULL));
	return OK;
}

static enum err take_run(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct q_rows_at_row *v;
	struct rows r;
	struct batch b;
	size_t n;
	int64_t held = 0;

	s->over = false;
	s->row = 0;
	TRY(q_batch_add(c, s->id, S("applying"), 0, 0, 0, 0, &held));
	if (!held) { /* somebody else was through with it */
		s->over = true;
		return OK;
	}
	TRY(batch_get(c, s->id, &b));
	TRY(q_rows_at(c, s->id, STEP_WAITS, s->most, &v, &n));
	if (n == 0) {
		s->over = true;
		TRY(q_batch_finish(c, s->id, c->now, NULL));
		return audit_put(c, "finished", "import", b.id.v, b.place.county,
		                 str_printf(c->arena, "{\"rows\":%lld}", (long long)b.done));
	}
	TRY(rows_from(c, &b, v, n, &r));
	TRY(take_some(c, &b, s, &r));
	TRY(q_batch_add(c, s->id, S("applying"), (int64_t)n, 0, 0, 0, NULL));
	return audit_put(c, "step", "import", b.id.v, b.place.county,
	                 str_printf(c->arena, "{\"rows\":%zu}", n));
}
static const struct verb take_verb = {"import.step", take_run};

/* A row that was fit when it was looked at and is no longer: noted, and the others go on. */
static enum err fail_run(struct ctx *c, void *arg)
{
	struct step *s = arg;
	int64_t held = 0;

	TRY(q_batch_add(c, s->id, S("applying"), 0, 1, 0, 0, &held));
	if (!held)
		return OK;
	TRY(q_row_step(c, s->row, STEP_FAILED, s->problems, NULL));
	return audit_put(c, "row_failed", "import", s->id.v, ID_NONE(county_id), S("{}"));
}
static const struct verb fail_verb = {"import.row_failed", fail_run};

static bool of_the_row(enum err e)
{
	return e == E_INPUT || e == E_DENIED || e == E_ABSENT || e == E_REFUSED || e == E_CONFLICT;
}

static struct str fault_problems(struct ctx *c, const struct batch *b)
{
	struct import_row row = {0};

	import_fault(c, b->kind, &row);
	return problems_json(c, b->kind, &row);
}

static enum err take_step(struct ctx *c, const struct batch *b, struct step *s)
{
	enum err e = store_write(c, &take_verb, s);

	if (e == OK) {
		s->most = IMPORT_MANY;
		return OK;
	}
	if (!of_the_row(e) || s->row == 0)
		return e;
	if (s->failed > 0) { /* those before it are good: they first */
		s->most = (int64_t)s->failed;
		c->fault = (struct fault){0};
		return OK;
	}
	s->problems = fault_problems(c, b);
	TRY(store_write(c, &fail_verb, s));
	s->most = IMPORT_MANY;
	return OK;
}

static enum err batch_read(struct ctx *c, import_id id, struct batch *ret_b)
{
	enum err e;

	TRY(store_read_begin(c));
	e = batch_get(c, id, ret_b);
	store_read_end(c);
	return e;
}

/* In the right of whoever sent it, whoever runs it. */
static enum err through(struct ctx *c, import_id id,
                        enum err (*step)(struct ctx *c, const struct batch *b, struct step *s))
{
	struct actor runner = c->actor;
	struct batch b;
	enum err e = OK;
	struct step s = {.id = id, .most = IMPORT_MANY};

	TRY(batch_read(c, id, &b));
	c->actor = b.actor;
	while (e == OK && !s.over) {
		struct arena_mark mark = arena_mark(c->arena);

		e = step(c, &b, &s);
		if (e == OK)
			arena_rewind(c->arena, mark);
	}
	c->actor = runner;
	return e;
}

enum err batch_apply(struct ctx *c, import_id id)
{
	return through(c, id, take_step);
}

/* --- taking back --------------------------------------------------------------------------------
 */

/* Whoever changed the thing since then meant it. */
static enum err still_ours(struct ctx *c, const struct batch *b, void *state,
                           const struct import_row *row)
{
	struct import_row now = {.number = row->number, .value = row->value};

	TRY(row_check(c, b->kind, state, &now));
	c->fault = (struct fault){0};
	return now.verdict == IMPORT_SAME ? OK
	                                  : fault_set(c, E_REFUSED, "import_undo_changed", NULL);
}

static enum err back_one(struct ctx *c, const struct batch *b, void *state, struct import_row *row,
                         int64_t id, bool *ret_kept)
{
	enum err e = still_ours(c, b, state, row);

	if (e == OK)
		e = b->kind->undo(c, state, row);
	*ret_kept = of_the_row(e);
	if (e != OK && !*ret_kept)
		return e;
	return q_row_step(c, id, *ret_kept ? STEP_KEPT : STEP_BACK,
	                  *ret_kept ? fault_problems(c, b) : STR_NONE, NULL);
}

static enum err back_run(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct q_rows_at_row *v;
	struct rows r;
	struct batch b;
	size_t n;
	int64_t held = 0, kept_n = 0;
	void *state;

	s->over = false;
	TRY(q_batch_add(c, s->id, S("undoing"), 0, 0, 0, 0, &held));
	if (!held) {
		s->over = true;
		return OK;
	}
	TRY(batch_get(c, s->id, &b));
	TRY(q_rows_back(c, s->id, STEP_TAKEN, s->most, &v, &n));
	if (n == 0) {
		s->over = true;
		return turn(c, &b, "undoing", "undone");
	}
	TRY(rows_from(c, &b, v, n, &r));
	TRY(b.kind->begin(c, &b.place, &state));
	for (size_t i = 0; i < n; i++) {
		bool kept = false;

		TRY(back_one(c, &b, state, &r.row[i], r.id[i], &kept));
		kept_n += kept;
	}
	TRY(q_batch_add(c, s->id, S("undoing"), 0, 0, (int64_t)n - kept_n, kept_n, NULL));
	return audit_put(
		c, "step_back", "import", b.id.v, b.place.county,
		str_printf(c->arena, "{\"rows\":%zu,\"kept\":%lld}", n, (long long)kept_n));
}
static const struct verb back_verb = {"import.step_back", back_run};

static enum err back_step(struct ctx *c, const struct batch *b, struct step *s)
{
	(void)b;
	return store_write(c, &back_verb, s);
}

enum err batch_undo(struct ctx *c, import_id id)
{
	return through(c, id, back_step);
}
