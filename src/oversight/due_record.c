/* That what was due is done: somebody's word, kept. */
#include "oversight/due.sql.h"
#include "oversight/due_in.h"
#include "people/reach.h"

enum { WORDS_MOST = 500 };

/* A day's task as the API takes it. */
static struct str named(struct ctx *c, struct str task, struct date day)
{
	return str_printf(c->arena, "%.*s.%.*s", STR_FMT(task), STR_FMT(date_text(c->arena, day)));
}

static enum err not_due(struct ctx *c, const struct due_record *a, const struct task_due *v,
                        size_t n)
{
	struct str *said = NEW_N(c->arena, n + 1, struct str);
	size_t k = 0;

	if (!said)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		if (v[i].state == DUE_OPEN || v[i].state == DUE_OVERDUE)
			said[k++] = named(c, v[i].task, v[i].day);
	return fault_input(c, "due_unknown", S("due"), named(c, a->task, a->day),
	                   str_join(c->arena, said, k, S(", ")));
}

static enum err record_run(struct ctx *c, void *arg)
{
	struct due_record *a = arg;
	int64_t id = env_next_id(c->env), stored;
	struct due_places own;
	struct task_due *v = NULL;
	size_t n = 0, i = 0;

	TRY(due_places_own(c, &own));
	TRY(due_gather(c, &own, &v, &n));
	while (i < n && !(v[i].day.day == a->day.day && str_eq(v[i].task, a->task)))
		i++;
	if (i == n || !date_some(a->day))
		return not_due(c, a, v, n);
	TRY(said_text(c, S("words"), a->words, WORDS_MOST, &a->words));
	TRY(q_due_done_insert(c, id, c->actor.county, v[i].school.v, a->task, a->day, a->words,
	                      c->now, c->actor.account, &stored));
	if (!stored)
		return fault_set(c, E_CONFLICT, "due_recorded",
		                 &(struct fault){.found = v[i].title});
	a->result = id;
	return audit_put(c, "recorded", "due", id, c->actor.county, S("{}"));
}
const struct verb due_record_verb = {"oversight.due_record", record_run};

enum err due_done_get(struct ctx *c, int64_t id, struct due_done *ret_d)
{
	struct q_due_done_back_row_row back;
	struct q_due_done_row_row r;
	school_id school;

	TRY(reach_role(c, DUE_ROLES));
	TRY(or_absent(c, q_due_done_row(c, id, &r)));
	school = (school_id){r.school};
	if (school.v ? !reach_school(c, r.county, school)
	             : actor_in(&c->actor, ROLES_AT_SCHOOL) || !reach_county(c, r.county))
		return out_of_reach(c, "due", id);
	*ret_d = (struct due_done){
		.id = id,
		.school = school,
		.school_name = r.school_name,
		.task = r.task,
		.words = r.words,
		.by = r.by,
		.day = r.day,
		.at = r.at,
		.back_reason = S(""),
		.back_by = S(""),
	};
	TRY(q_due_done_back_row(c, id, &back, &ret_d->back));
	if (ret_d->back) {
		ret_d->back_at = back.at;
		ret_d->back_reason = back.reason;
		ret_d->back_by = back.by;
	}
	return OK;
}

static enum err back_run(struct ctx *c, void *arg)
{
	struct due_back *a = arg;
	struct due_done d = {.id = 0};
	int64_t changed;

	TRY(due_done_get(c, a->id, &d));
	/* A county reads what its schools say; each takes back its own. */
	if (d.school.v && !actor_in(&c->actor, ROLES_AT_SCHOOL))
		return fault_set(c, E_DENIED, "not_allowed", NULL);
	TRY(said_text(c, S("reason"), a->reason, WORDS_MOST, &a->reason));
	TRY(q_due_done_back(c, d.id, c->now, c->actor.account, a->reason, &changed));
	if (!changed)
		return fault_set(c, E_CONFLICT, "due_back", NULL);
	return audit_put(c, "taken_back", "due", d.id, c->actor.county, reason_json(c, a->reason));
}
const struct verb due_back_verb = {"oversight.due_back", back_run};
