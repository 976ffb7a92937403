#include "audit/term_close.h"

#include "audit/term_close.sql.h"
#include "settlement/rest.h"
#include "base/jsonread.h"
#include "people/reach.h"

enum { OFFERINGS_AT_ONCE = 64 };

static struct term_close close_of(const struct q_term_close_of_row *r)
{
	return (struct term_close){
		.id = {r->id},
		.county = r->county,
		.term = r->term,
		.found = true,
		.finished = str_is(r->state, "done"),
		.total = r->total,
		.done = r->done,
		.amount = r->amount,
		.day = r->day,
		.at = r->at,
	};
}

enum err term_close_get(struct ctx *c, term_id term, struct term_close *ret_t)
{
	struct q_term_close_of_row row;
	struct term t;
	bool found = false;

	TRY(reach_role(c, ROLES_COUNTY_MONEY | ROLES_CITY_MONEY));
	TRY(term_get(c, term, &t));
	if (!reach_county(c, t.county))
		return out_of_reach(c, "term", term.v);
	TRY(q_term_close_of(c, term, &row, &found));
	*ret_t = found ? close_of(&row) : (struct term_close){.county = t.county, .term = term};
	return OK;
}

/* --- beginning -------------------------------------------------------------------------------- */

/* R4, R60: what is held for agencies' courses has gone its way before the books close. */
static enum err escrow_explained(struct ctx *c, const struct term *t)
{
	struct money held;
	int64_t n;

	TRY(escrow_unexplained(c, t->county, t->id, &n, &held));
	if (n == 0)
		return OK;
	return fault_set(
		c, E_REFUSED, "escrow_unexplained",
		&(struct fault){.found = money_text(c->arena, held), .allowed = S("0.00")});
}

static enum err begin_run(struct ctx *c, void *arg)
{
	struct term_close_begin *a = arg;
	struct q_term_close_of_row row;
	struct date today = ctx_today(c);
	int64_t most, id, first;
	struct term t;
	bool found = false;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(term_get(c, a->term, &t));
	if (!reach_county(c, t.county))
		return out_of_reach(c, "term", t.id.v);
	if (today.day <= t.last_day.day)
		return fault_set(
			c, E_REFUSED, "term_not_over",
			&(struct fault){
				.field = S("term"),
				.found = date_text(c->arena, today),
				.allowed = date_text(c->arena, (struct date){t.last_day.day + 1})});
	TRY(q_term_close_of(c, t.id, &row, &found));
	if (found) {
		a->result.v = row.id;
		return OK;
	}
	TRY(escrow_explained(c, &t));
	TRY(q_term_close_most(c, t.county, t.id, &most));
	id = env_next_id(c->env);
	first = env_next_ids(c->env, most + 1);
	TRY(q_term_close_insert(c, id, t.county, t.id, most, first, today, c->now, c->actor.account,
	                        NULL));
	a->result.v = id;
	TRY(job_put(c, "audit.term_close", str_printf(c->arena, "{\"id\":\"%lld\"}", (long long)id),
	            c->now));
	return audit_put(c, "closing_begun", "term", t.id.v, t.county,
	                 str_printf(c->arena, "{\"enrolments\":%lld}", (long long)most));
}
const struct verb term_close_begin_verb = {"audit.term_close_begin", begin_run};

/* --- a step ----------------------------------------------------------------------------------- */

/* The services of this step: as many as fit, at least one. *ret_last none: there are no more. */
static enum err step_size(struct ctx *c, const struct q_term_close_of_row *t, offering_id *ret_last)
{
	struct q_term_close_next_row *row;
	int64_t sum = 0;
	size_t n;

	TRY(q_term_close_next(c, t->county, t->term, t->last_offering, OFFERINGS_AT_ONCE, &row,
	                      &n));
	*ret_last = ID_NONE(offering_id);
	for (size_t i = 0; i < n; i++) {
		sum += row[i].n;
		if (i > 0 && sum > TERM_CLOSE_STEP)
			break;
		*ret_last = row[i].offering;
	}
	return OK;
}

static enum err entries_put(struct ctx *c, const struct q_term_close_of_row *t, int64_t first,
                            int64_t last)
{
	TRY(q_close_entries(c, t->county, t->at, t->day, t->account, first, last, NULL));
	TRY(q_close_income(c, t->county, first, last, NULL));
	TRY(q_close_result(c, t->county, first, last, NULL));
	TRY(q_close_consumables(c, t->county, first, last, NULL));
	return q_close_schools(c, first, last, NULL);
}

static enum err finish(struct ctx *c, const struct q_term_close_of_row *t)
{
	int64_t n;

	TRY(q_term_close_done(c, t->id, &n));
	return n == 0 ? OK
	              : audit_put(c, "closed", "term", t->term.v, t->county,
	                          str_printf(c->arena, "{\"enrolments\":%lld,\"fen\":%lld}",
	                                     (long long)t->done, (long long)t->amount.fen));
}

struct step {
	term_close_id id;
	struct q_term_close_of_row now; /* after it */
};

static enum err step_run(struct ctx *c, void *arg)
{
	struct step *a = arg;
	struct q_term_close_of_row t;
	int64_t first, last, n, moved;
	struct money amount;
	offering_id through;

	TRY(or_absent(c, q_term_close_one(c, a->id.v, &t)));
	a->now = t;
	if (str_is(t.state, "done"))
		return OK;
	TRY(step_size(c, &t, &through));
	if (through.v == 0) {
		a->now.state = S("done");
		return finish(c, &t);
	}
	first = t.first_id + ENV_ID_NODES * t.done;
	TRY(q_enrolment_close_put(c, t.id, t.county, t.term, t.last_offering, through, first, &n));
	if (t.done + n > t.total)
		return fault_broken(c, "term closing: more enrolments than were counted");
	last = first + ENV_ID_NODES * (n - 1);
	if (n > 0)
		TRY(entries_put(c, &t, first, last));
	TRY(q_close_sum(c, first, last, &amount));
	TRY(q_term_close_moved(c, t.id, t.done, t.done + n, through, amount, &moved));
	if (moved == 0)
		return E_RETRY; /* another node was first */
	t.done += n;
	a->now.done += n;
	a->now.amount.fen += amount.fen;
	return audit_put(c, "closing_step", "term", t.term.v, t.county,
	                 str_printf(c->arena, "{\"enrolments\":%lld}", (long long)t.done));
}

enum err term_close_step(struct ctx *c, term_close_id id, struct term_close *ret_t)
{
	static const struct verb verb = {"audit.term_close_step", step_run};
	struct step a = {.id = id};

	TRY(store_write(c, &verb, &a));
	*ret_t = close_of(&a.now);
	return OK;
}

static enum err close_job(struct ctx *c, const struct job *j)
{
	struct term_close t = {0};
	const struct jval *root;
	int64_t id = 0;

	TRY(jread(c, j->payload, 4096, &root));
	TRY(jval_id(c, root, "id", &id));
	while (!t.finished) {
		struct arena_mark mark = arena_mark(c->arena);

		TRY(term_close_step(c, (term_close_id){id}, &t));
		arena_rewind(c->arena, mark);
	}
	return OK;
}

static const struct job_kind KINDS[] = {{.name = "audit.term_close", .run = close_job}};
const struct job_kinds term_close_jobs = JOB_KINDS(KINDS);
