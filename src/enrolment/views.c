/* What a guardian's page shows: every offering of the school with seats and, for one child, every
 * reason why it is not open. A handful of reads for the whole list. */
#include "enrolment/enrolment.h"

#include "enrolment/enrolment.sql.h"
#include "enrolment/internal.h"
#include "enrolment/judge.h"
#include "people/reach.h"

struct shelf {
	struct offering *offering;
	struct agreement_standing *agreement;
	size_t n;
	struct slot *slot; /* of all offerings, in their order */
	size_t slot_n;
};

/* `rules`: the school's of today, when they are at hand; NULL: they are asked. */
static enum err shelf_load(struct ctx *c, school_id school, term_id term, const struct rules *rules,
                           struct shelf *ret_s)
{
	struct shelf s = {0};

	TRY(offering_list(c, school, term, &s.offering, &s.n));
	TRY(slot_list_school(c, school, term, &s.slot, &s.slot_n));
	s.agreement = NEW_N(c->arena, s.n, struct agreement_standing);
	if (s.n > 0 && !s.agreement)
		return fault_broken(c, "arena");
	TRY(agreement_standings(c, school, term, s.offering, s.n, rules, s.agreement));
	*ret_s = s;
	return OK;
}

static enum err view_mine(struct ctx *c, const struct q_enrolment_of_pupil_row *mine, size_t n,
                          struct offering_view *v)
{
	for (size_t i = 0; i < n; i++) {
		enum enrolment_state state;

		if (mine[i].offering.v != v->offering.id.v)
			continue;
		TRY(enrolment_state_parse(c, mine[i].state, &state));
		if (state != ENROLLED && state != WAITLISTED)
			continue;
		v->has_mine = true;
		v->mine = state;
		v->enrolment = mine[i].id;
		v->position = mine[i].position;
	}
	return OK;
}

static enum err view_judge(struct ctx *c, const struct standing *standing,
                           const struct agreement_standing *a, struct offering_view *v)
{
	struct claim claim = {
		.offering = &v->offering,
		.slot = v->slot,
		.slot_n = v->slot_n,
		.unsigned_by = a->missing,
		.no = a->no,
	};

	TRY(judge(c, standing, &claim, &v->refusal, &v->refusal_n));
	v->open = v->refusal_n == 0;
	return OK;
}

enum err offering_views(struct ctx *c, school_id school, term_id term, pupil_id pupil,
                        struct offering_view **ret_v, size_t *ret_n)
{
	struct shelf shelf;
	struct pupil p;
	struct standing standing;
	struct q_enrolment_of_pupil_row *mine = NULL;
	size_t mine_n = 0;

	if (pupil.v) {
		TRY(pupil_get(c, pupil, &p));
		TRY(standing_load(c, &p, term, &standing));
		TRY(q_enrolment_of_pupil(c, pupil, term, &mine, &mine_n));
	}
	TRY(shelf_load(c, school, term, pupil.v ? standing.rules : NULL, &shelf));
	struct offering_view *v = NEW_N(c->arena, shelf.n, struct offering_view);
	if (shelf.n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < shelf.n; i++) {
		v[i].offering = shelf.offering[i];
		v[i].agreement = shelf.agreement[i].version;
		v[i].slot = slots_of(shelf.slot, shelf.slot_n, v[i].offering.id, &v[i].slot_n);
		if (!pupil.v)
			continue;
		TRY(view_mine(c, mine, mine_n, &v[i]));
		TRY(view_judge(c, &standing, &shelf.agreement[i], &v[i]));
	}
	*ret_v = v;
	*ret_n = shelf.n;
	return OK;
}

enum err enrolment_pupil(struct ctx *c, const struct q_enrolment_get_row *row, struct pupil *ret_p,
                         bool *ret_gone)
{
	struct pupil p;

	*ret_gone = false;
	if (!actor_in(&c->actor, ROLES_SCHOOL))
		return pupil_get(c, row->pupil, ret_p);
	if (row->school.v != c->actor.school.v)
		return out_of_reach(c, "enrolment", row->id.v);
	TRY(pupil_load(c, row->pupil, &p));
	if (p.school.v == row->school.v)
		return pupil_get(c, row->pupil, ret_p);
	*ret_p = p;
	*ret_gone = true;
	return OK;
}

enum err enrolment_get(struct ctx *c, enrolment_id id, struct enrolment *ret_e)
{
	struct q_enrolment_get_row row;
	struct pupil p;
	bool gone;
	enum err e = q_enrolment_get(c, id, &row);

	if (e == E_ABSENT)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(e);
	TRY(enrolment_pupil(c, &row, &p, &gone));
	struct enrolment out = {.id = id,
	                        .offering = row.offering,
	                        .pupil = row.pupil,
	                        .term = row.term,
	                        .at = row.at};
	TRY(enrolment_state_parse(c, row.state, &out.state));
	if (out.state == WAITLISTED)
		TRY(q_enrolment_position(c, row.offering, row.place, &out.position));
	*ret_e = out;
	return OK;
}

enum err application_get(struct ctx *c, application_id id, struct application *ret_a)
{
	struct q_application_get_row row;
	struct pupil p;
	enum err e = q_application_get(c, id, &row);

	if (e == E_ABSENT)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(e);
	TRY(pupil_get(c, row.pupil, &p));
	*ret_a = (struct application){id, row.pupil, row.offering,
	                              str_is(row.state, "awaiting_guardian")};
	return OK;
}

enum err applications_waiting(struct ctx *c, struct waiting **ret_v, size_t *ret_n)
{
	struct q_application_waiting_row *row;
	size_t n;

	TRY(q_application_waiting(c, c->actor.guardian, ctx_today(c), &row, &n));
	struct waiting *v = NEW_N(c->arena, n, struct waiting);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct waiting){row[i].id, row[i].pupil, row[i].offering, row[i].title,
		                        row[i].at};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err enrolment_list(struct ctx *c, pupil_id pupil, term_id term, struct enrolment **ret_v,
                        size_t *ret_n)
{
	struct q_enrolment_of_pupil_row *row;
	struct pupil p;
	size_t n;

	TRY(pupil_get(c, pupil, &p));
	TRY(q_enrolment_of_pupil(c, pupil, term, &row, &n));
	struct enrolment *v = NEW_N(c->arena, n, struct enrolment);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct enrolment){
			.id = row[i].id,
			.offering = row[i].offering,
			.pupil = pupil,
			.term = term,
			.position = row[i].position,
		};
		TRY(enrolment_state_parse(c, row[i].state, &v[i].state));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}
