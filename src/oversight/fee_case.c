#include "oversight/fee_case.h"

#include "oversight/fee_case.sql.h"
#include "people/reach.h"

enum { WORDS_MOST = 500 };
#define READERS (ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY)

static struct fee_case from_row(const struct ctx *c, const struct q_fee_case_row_row *r)
{
	return (struct fee_case){
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.school_name = r->school_name,
		.source = r->source,
		.bill = r->bill,
		.pupil = r->pupil,
		.title = r->title,
		.item = r->item,
		.charged = r->charged,
		.allowed = r->allowed,
		.formula = formula_in(c->lang, r->formula),
		.clause = r->clause,
		.document = r->document,
		.state = r->state,
		.outcome = r->outcome,
		.at = r->at,
		.closed = r->closed,
	};
}

/* --- reading ---------------------------------------------------------------------------------- */

enum err fee_case_get(struct ctx *c, int64_t id, struct fee_case *ret_k)
{
	struct q_fee_case_row_row row;

	TRY(reach_role(c, READERS));
	TRY(or_absent(c, q_fee_case_row(c, id, &row)));
	if (!reach_school(c, row.county, row.school))
		return out_of_reach(c, "fee_case", id);
	*ret_k = from_row(c, &row);
	return OK;
}

enum err fee_case_notes(struct ctx *c, int64_t id, struct fee_case_said **ret_v, size_t *ret_n)
{
	struct q_fee_case_notes_row *row;
	struct fee_case_said *v;
	size_t n;

	TRY(q_fee_case_notes(c, id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct fee_case_said);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct fee_case_said){row[i].words, row[i].by, row[i].at};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err fee_case_list(struct ctx *c, struct str state, int64_t most, int64_t skip,
                       struct fee_case **ret_v, size_t *ret_n, int64_t *ret_total)
{
	int64_t school = actor_in(&c->actor, ROLES_SCHOOL_MONEY) ? c->actor.school.v : 0;
	struct str of = state.p ? state : S("");
	struct q_fee_case_row_row *row;
	struct fee_case *v;
	size_t n;

	TRY(reach_role(c, READERS));
	TRY(q_fee_case_count(c, c->actor.county, school, of, ret_total));
	TRY(q_fee_cases(c, c->actor.county, school, of, most ? most : INT32_MAX, skip, &row, &n));
	v = NEW_N(c->arena, n + 1, struct fee_case);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = from_row(c, &row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- what is done about it -------------------------------------------------------------------- */

static enum err say(struct ctx *c, county_id county, int64_t id, struct str words)
{
	return q_fee_case_note_insert(c, env_next_id(c->env), county, id, words, c->now,
	                              c->actor.account, NULL);
}

static enum err open_run(struct ctx *c, void *arg)
{
	struct fee_case_open *a = arg;
	const struct overcharge none = {.item = S(""),
	                                .formula = S(""),
	                                .clause = S(""),
	                                .document = S("")},
				*o = a->row ? a->row : &none;
	int64_t id = env_next_id(c->env), stored;
	struct school s;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(school_get(c, a->row ? o->school : a->school, &s));
	TRY(said_text(c, S("words"), a->words, WORDS_MOST, &a->words));
	TRY(q_fee_case_insert(c, id, s.county, s.id, a->row ? S("query") : S("complaint"),
	                      a->row ? a->term : ID_NONE(term_id), o->bill, o->offering, o->item,
	                      o->charged, o->allowed, o->formula, o->clause, o->document, c->now,
	                      c->actor.account, &stored));
	if (!stored)
		return fault_set(c, E_CONFLICT, "fee_case_exists", NULL);
	TRY(say(c, s.county, id, a->words));
	a->result = id;
	return audit_put(c, "opened", "fee_case", id, s.county, reason_json(c, a->words));
}
const struct verb fee_case_open_verb = {"oversight.fee_case", open_run};

static enum err still_open(struct ctx *c, int64_t id, struct fee_case *ret_k)
{
	*ret_k = (struct fee_case){0};
	TRY(fee_case_get(c, id, ret_k));
	return str_is(ret_k->state, "open") ? OK
	                                    : fault_set(c, E_CONFLICT, "fee_case_closed", NULL);
}

static enum err note_run(struct ctx *c, void *arg)
{
	struct fee_case_note *a = arg;
	struct fee_case k;

	TRY(still_open(c, a->id, &k));
	TRY(said_text(c, S("words"), a->words, WORDS_MOST, &a->words));
	TRY(say(c, k.county, k.id, a->words));
	return audit_put(c, "noted", "fee_case", k.id, k.county, reason_json(c, a->words));
}
const struct verb fee_case_note_verb = {"oversight.fee_case_note", note_run};

static enum err close_run(struct ctx *c, void *arg)
{
	struct fee_case_close *a = arg;
	struct fee_case k;
	int64_t closed;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(still_open(c, a->id, &k));
	if (!str_is(a->outcome, "corrected") && !str_is(a->outcome, "justified") &&
	    !str_is(a->outcome, "referred"))
		return fault_input(c, NULL, S("outcome"), a->outcome,
		                   S("corrected, justified, referred"));
	TRY(said_text(c, S("words"), a->words, WORDS_MOST, &a->words));
	TRY(say(c, k.county, k.id, a->words));
	TRY(q_fee_case_close(c, k.id, a->outcome, c->now, c->actor.account, &closed));
	if (!closed)
		return E_RETRY;
	return audit_put(c, "closed", "fee_case", k.id, k.county, reason_json(c, a->words));
}
const struct verb fee_case_close_verb = {"oversight.fee_case_close", close_run};
