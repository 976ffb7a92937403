/* Taking pupils in: one batch of a school's roster a verb. */
#include "people/roll.h"

#include "crypto/hash.h"
#include "crypto/keys.h"
#include "people/county.h"
#include "people/idnum.h"
#include "people/internal.h"
#include "people/pupil.sql.h"
#include "people/reach.h"
#include "people/school.h"

enum { NAME_MAX_CHARS = 60, REASON_MAX_CHARS = 200, AGE_MAX_DAYS = 30 * 366 };

void pupil_number_blind(struct ctx *c, struct str number, uint8_t ret_index[BLIND_BYTES])
{
	blind(store_keys(c->store), "pupil.number", number, ret_index);
}

/* What one batch has in common. */
struct batch {
	struct school school;
	struct str place;   /* what a guardian's role switch shows */
	struct class class; /* of the row before: rosters come class by class */
};

/* A row as it will be kept. */
struct entry {
	struct str number, name, id_number;
	uint8_t blind[BLIND_BYTES];
	struct class class;
};

static enum err numbers_read(struct ctx *c, const struct roll_row *r, struct entry *e)
{
	struct pupil_number number;
	struct citizen_id id;
	enum idnum_flaw flaw;

	if (!str_some(r->number))
		return fault_input(c, "missing_field", S("number"), STR_NONE, STR_NONE);
	flaw = pupil_number_read(c->arena, r->number, &number);
	if (flaw)
		return fault_input(c, idnum_fault(flaw), S("number"), STR_NONE, STR_NONE);
	e->number = number.number;
	pupil_number_blind(c, e->number, e->blind);
	if (!str_some(r->id_number))
		return OK;
	flaw = citizen_id_read(c->arena, r->id_number, &id);
	if (flaw)
		return fault_input(c, idnum_fault(flaw), S("id_number"), STR_NONE, STR_NONE);
	e->id_number = id.number;
	return OK;
}

static enum err entry_read(struct ctx *c, struct batch *b, const struct roll_row *r,
                           struct entry *ret_e)
{
	struct entry e = {0};

	TRY(numbers_read(c, r, &e));
	TRY(said_text(c, S("name"), r->name, NAME_MAX_CHARS, &e.name));
	if (r->sex != 0 && r->sex != 1 && r->sex != 2 && r->sex != 9)
		return fault_input(c, NULL, S("sex"),
		                   str_printf(c->arena, "%lld", (long long)r->sex), S("0 1 2 9"));
	if (date_some(r->born) &&
	    (r->born.day > ctx_today(c).day || r->born.day < ctx_today(c).day - AGE_MAX_DAYS))
		return fault_input(c, NULL, S("born"), date_text(c->arena, r->born), STR_NONE);
	if (r->guardian_n > ROLL_GUARDIANS)
		return fault_input(c, "too_long", S("guardian_name"), STR_NONE, S("4"));
	if (b->class.id.v == 0 || b->class.grade != r->grade || b->class.number != r->class_number)
		TRY(class_ensure(c, &b->school, r->grade, r->class_number, STR_NONE, &b->class));
	e.class = b->class;
	*ret_e = e;
	return OK;
}

static bool date_same(struct date a, struct date b)
{
	return a.day == b.day;
}

/* The pupil is known: does the row say anything new? */
static enum err entry_update(struct ctx *c, const struct batch *b, struct roll_row *r,
                             const struct entry *e)
{
	struct q_pupil_record_row was;

	TRY(q_pupil_record(c, r->id, &was));
	if (was.active && was.school.v != b->school.id.v)
		return fault_set(c, E_CONFLICT, "pupil_elsewhere",
		                 &(struct fault){.field = S("number")});

	struct str id_number = str_some(e->id_number) ? e->id_number : was.id_number;
	struct date born = date_some(r->born) ? r->born : was.born;

	if (was.active && was.class.v == e->class.id.v && was.boarding == r->boarding &&
	    was.sex == r->sex && date_same(was.born, born) && str_eq(was.name, e->name) &&
	    str_eq(was.id_number, id_number)) {
		r->did = ROLL_SAME;
		return OK;
	}
	r->did = ROLL_CHANGED;
	TRY(pupil_rewrite(c, &(struct pupil_rewritten){.id = r->id,
	                                               .school = b->school.id,
	                                               .class = e->class.id,
	                                               .grade = e->class.grade,
	                                               .stage = e->class.stage,
	                                               .boarding = r->boarding,
	                                               .sex = r->sex,
	                                               .born = born,
	                                               .name = e->name,
	                                               .id_number = id_number}));
	return audit_put(c, "changed", "pupil", r->id.v, b->school.county,
	                 str_printf(c->arena, "{\"class\":\"%lld\",\"was\":\"%lld\"}",
	                            (long long)e->class.id.v, (long long)was.class.v));
}

static enum err entry_put(struct ctx *c, const struct batch *b, struct roll_row *r,
                          const struct entry *e)
{
	pupil_id id = {env_next_id(c->env)};
	bool found = false;
	int64_t made;

	TRY(q_pupil_insert(c, id, b->school.county, b->school.id, e->class.id, e->class.grade,
	                   e->class.stage, r->boarding, r->sex, r->born, e->name, e->number,
	                   BYTES(e->blind), e->id_number, &made));
	if (made) {
		r->id = id;
		r->did = ROLL_ADDED;
		return OK;
	}
	TRY(q_pupil_by_number(c, b->school.county, BYTES(e->blind), &r->id, &found));
	if (!found) /* another node's, not yet to be seen; the next try sees it */
		return E_RETRY;
	return entry_update(c, b, r, e);
}

static enum err row_put(struct ctx *c, struct batch *b, struct roll_row *r)
{
	struct entry e;

	TRY(entry_read(c, b, r, &e));
	TRY(entry_put(c, b, r, &e));
	for (size_t i = 0; i < r->guardian_n; i++) {
		guardian_id guardian = {0};
		bool made, changed;
		struct str relation;

		if (!relation_parse(r->guardian[i].relation, &relation))
			return fault_input(c, NULL, S("relation"), r->guardian[i].relation,
			                   S("father, mother, grandparent, other"));
		TRY(guardian_ensure(c, b->school.county, b->place, &r->guardian[i], &guardian,
		                    &made));
		TRY(kinship_put(c, b->school.county, r->id, guardian, relation, &changed));
		r->guardian_id[i] = guardian;
		if (changed && r->did == ROLL_SAME)
			r->did = ROLL_CHANGED;
	}
	return OK;
}

static enum err roll_put_run(struct ctx *c, void *arg)
{
	struct roll_put *a = arg;
	struct batch b = {0};
	struct county county;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_BUREAU));
	if (a->n > ROLL_MANY)
		return fault_input(c, "too_long", S("row"), STR_NONE, S("200"));
	TRY(school_get(c, a->school.v ? a->school : c->actor.school, &b.school));
	TRY(county_get(c, b.school.county, &county));
	b.place = county.name;
	a->added = 0;
	a->changed = 0;
	for (size_t i = 0; i < a->n; i++) {
		a->failed = i;
		TRY(row_put(c, &b, &a->row[i]));
		a->added += a->row[i].did == ROLL_ADDED;
		a->changed += a->row[i].did == ROLL_CHANGED;
	}
	if (a->added + a->changed == 0)
		return OK;
	return audit_put(c, "roll_put", "school", b.school.id.v, b.school.county,
	                 str_printf(c->arena, "{\"rows\":%zu,\"added\":%zu,\"changed\":%zu}", a->n,
	                            a->added, a->changed));
}
const struct verb roll_put_verb = {"people.roll_put", roll_put_run};

/* --- one record ----------------------------------------------------------------------------------
 */

static enum err pupil_change_run(struct ctx *c, void *arg)
{
	struct pupil_change *a = arg;
	struct q_pupil_record_row was;
	struct pupil p;
	struct class k;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(pupil_get(c, a->pupil, &p));
	TRY(q_pupil_record(c, a->pupil, &was));
	TRY(class_get(c, a->class.v ? a->class : p.class, &k));
	if (k.school.v != p.school.v)
		return absent(c);
	if (str_some(a->name))
		TRY(said_text(c, S("name"), a->name, NAME_MAX_CHARS, &was.name));
	TRY(pupil_rewrite(c, &(struct pupil_rewritten){.id = p.id,
	                                               .school = p.school,
	                                               .class = k.id,
	                                               .grade = k.grade,
	                                               .stage = k.stage,
	                                               .boarding = a->set_boarding ? a->boarding
	                                                                           : was.boarding,
	                                               .sex = was.sex,
	                                               .born = was.born,
	                                               .name = was.name,
	                                               .id_number = was.id_number}));
	if (!p.active) /* correcting the papers of one who left brings nobody back */
		TRY(q_pupil_state(c, p.id, 0, NULL));
	return audit_put(c, "changed", "pupil", p.id.v, p.county,
	                 str_printf(c->arena, "{\"class\":\"%lld\",\"was\":\"%lld\"}",
	                            (long long)k.id.v, (long long)p.class.v));
}
const struct verb pupil_change_verb = {"people.pupil_change", pupil_change_run};

static enum err pupil_leave_run(struct ctx *c, void *arg)
{
	struct pupil_leave *a = arg;
	struct str reason;
	struct pupil p;
	int64_t changed;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(pupil_get(c, a->pupil, &p));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_pupil_state(c, p.id, a->back, &changed));
	if (!changed)
		return OK;
	return audit_put(c, a->back ? "came_back" : "left", "pupil", p.id.v, p.county,
	                 reason_json(c, reason));
}
const struct verb pupil_leave_verb = {"people.pupil_leave", pupil_leave_run};
