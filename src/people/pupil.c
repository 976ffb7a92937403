#include "people/pupil.h"

#include "people/pupil.sql.h"
#include "people/guardian.sql.h"
#include "people/internal.h"
#include "people/reach.h"

static struct pupil pupil_from(const struct q_pupil_facts_row *row)
{
	return (struct pupil){
		.id = row->id,
		.county = row->county,
		.school = row->school,
		.class = row->class,
		.grade = row->grade,
		.stage = row->stage,
		.active = row->active,
		.boarding = row->boarding,
		.school_code = row->school_code,
		.private = row->private,
		.boarding_school = row->boarding_school,
		.rural = row->rural,
	};
}

struct rule_facts pupil_facts(const struct pupil *p)
{
	struct rule_facts f = facts_at((enum stage)p->stage, p->rural ? AREA_RURAL : AREA_URBAN);

	fact_set(&f, DIM_GRADE, p->grade > 0 ? (int)p->grade : -1);
	fact_set(&f, DIM_BOARDING, p->boarding);
	fact_set(&f, DIM_OWNERSHIP, p->private);
	fact_set(&f, DIM_BOARDING_SCHOOL, p->boarding_school);
	f.is[DIM_CATEGORY] = NO_CATEGORY;
	f.school = p->school_code;
	return f;
}

enum err pupil_hold(struct ctx *c, pupil_id id)
{
	return q_pupil_hold(c, id, NULL);
}

enum err pupil_load(struct ctx *c, pupil_id id, struct pupil *ret_pupil)
{
	struct q_pupil_facts_row row;
	bool found = false;

	TRY(q_pupil_facts(c, id, &row, &found));
	if (!found)
		return absent(c);
	*ret_pupil = pupil_from(&row);
	return OK;
}

enum err pupil_past_load(struct ctx *c, const struct pupil *now, struct pupil_past *ret_past)
{
	struct q_pupil_past_rows_row *row;
	struct pupil_was *v;
	size_t n;

	TRY(q_pupil_past_rows(c, now->id, &row, &n));
	v = NEW_N(c->arena, n, struct pupil_was);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct pupil p = *now;

		p.school = row[i].school;
		p.class = row[i].class;
		p.grade = row[i].grade;
		p.stage = row[i].stage;
		p.boarding = row[i].boarding;
		p.school_code = row[i].school_code;
		p.private = row[i].private;
		p.boarding_school = row[i].boarding_school;
		p.rural = row[i].rural;
		v[i].until = row[i].until;
		v[i].pupil = p;
	}
	*ret_past = (struct pupil_past){*now, v, n};
	return OK;
}

struct pupil pupil_then(const struct pupil_past *past, struct instant at)
{
	for (size_t i = 0; i < past->n; i++) {
		if (at.us < past->was[i].until.us)
			return past->was[i].pupil;
	}
	return past->now;
}

enum err pupil_load_then(struct ctx *c, pupil_id id, struct instant at, struct pupil *ret_pupil)
{
	struct pupil_past past;
	struct pupil now = {.id = id};

	TRY(pupil_load(c, id, &now));
	TRY(pupil_past_load(c, &now, &past));
	*ret_pupil = pupil_then(&past, at);
	return OK;
}

enum err pupil_rewrite(struct ctx *c, const struct pupil_rewritten *r)
{
	TRY(q_pupil_past_keep(c, r->id, r->school, r->class, r->boarding, c->now, NULL));
	return q_pupil_update(c, r->id, r->school, r->class, r->grade, r->stage, r->boarding,
	                      r->sex, r->born, r->name, r->id_number, NULL);
}

static enum err own_child(struct ctx *c, pupil_id id, struct pupil *ret_pupil)
{
	struct q_pupil_facts_row row;
	bool found = false;

	TRY(q_pupil_facts_of_guardian(c, id, c->actor.guardian, ctx_today(c), &row, &found));
	if (!found)
		return absent(c);
	*ret_pupil = pupil_from(&row);
	return OK;
}

bool pupil_in_reach(const struct ctx *c, const struct pupil *p)
{
	switch (c->actor.role) {
	case ROLE_CLASS_HEAD:
		return c->actor.class.v == p->class.v;
	case ROLE_CITY: /* counts pupils, and reads of none */
	case ROLE_CITY_FINANCE:
	case ROLE_COUNTY_FINANCE: /* read of money, and of a child what stands on its bill */
	case ROLE_COUNTY_HR:
	case ROLE_SCHOOL_FINANCE:
		return false;
	default:
		return reach_school(c, p->county, p->school);
	}
}

enum err pupil_get(struct ctx *c, pupil_id id, struct pupil *ret_pupil)
{
	struct pupil p = {0};

	if (c->actor.role == ROLE_GUARDIAN)
		return own_child(c, id, ret_pupil);
	TRY(pupil_load(c, id, &p));
	if (!pupil_in_reach(c, &p))
		return out_of_reach(c, "pupil", id.v);
	*ret_pupil = p;
	return OK;
}

enum err pupil_name(struct ctx *c, pupil_id id, struct str *ret_name)
{
	struct q_pupil_name_row_row row;

	TRY(or_absent(c, q_pupil_name_row(c, id, &row)));
	*ret_name = row.name;
	return OK;
}

enum err kinship_require(struct ctx *c, pupil_id pupil)
{
	guardian_id guardian;
	bool holds = false;

	if (c->actor.role != ROLE_GUARDIAN)
		return absent(c);
	TRY(q_kinship_holds(c, pupil, c->actor.guardian, ctx_today(c), &guardian, &holds));
	return holds ? OK : absent(c);
}

enum err children_list(struct ctx *c, struct child **ret_v, size_t *ret_n)
{
	struct q_children_rows_row *row;
	size_t n;

	if (c->actor.role != ROLE_GUARDIAN)
		return absent(c);
	TRY(q_children_rows(c, c->actor.guardian, ctx_today(c), &row, &n));
	struct child *v = NEW_N(c->arena, n, struct child);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct child){
			.pupil = {.id = row[i].id,
		                  .county = row[i].county,
		                  .school = row[i].school,
		                  .class = row[i].class,
		                  .grade = row[i].grade,
		                  .stage = row[i].stage,
		                  .active = row[i].active,
		                  .boarding = row[i].boarding,
		                  .school_code = row[i].school_code,
		                  .private = row[i].private,
		                  .boarding_school = row[i].boarding_school,
		                  .rural = row[i].rural},
			.name = row[i].name,
			.class_name = row[i].class_name,
			.school_name = row[i].school_name,
		};
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}
