#include "people/school.h"

#include "base/text.h"
#include "people/county.h"
#include "people/county.sql.h"
#include "people/pupil.sql.h"
#include "people/idnum.h"
#include "people/reach.h"

enum { NAME_MAX_CHARS = 60, ALL = 1000000 };

static struct school school_from(const struct q_school_row_row *row)
{
	return (struct school){
		.id = row->id,
		.county = row->county,
		.code = row->code,
		.name = row->name,
		.private = row->private,
		.boarding = row->boarding,
		.rural = row->rural,
		.lunch_mode = row->lunch_mode,
		.end_latest = row->end_latest,
	};
}

enum err school_load(struct ctx *c, school_id id, struct school *ret_school)
{
	struct q_school_row_row row;

	TRY(or_absent(c, q_school_row(c, id, &row)));
	*ret_school = school_from(&row);
	return OK;
}

enum err school_hold(struct ctx *c, school_id id)
{
	return q_school_hold(c, id, NULL);
}

/* A guardian reaches a school, or a class of it, through a child there. */
static enum err child_at(struct ctx *c, school_id school, class_id class, bool *ret_at)
{
	int64_t n;

	TRY(q_children_at(c, c->actor.guardian, ctx_today(c), school, class.v, &n));
	*ret_at = n > 0;
	return OK;
}

static enum err school_reached(struct ctx *c, const struct school *s)
{
	bool here = reach_school(c, s->county, s->id);

	if (c->actor.role == ROLE_GUARDIAN)
		TRY(child_at(c, s->id, ID_NONE(class_id), &here));
	if (c->actor.role == ROLE_AGENCY) /* an agency serves any school of its county */
		here = c->actor.county.v == s->county.v;
	return here ? OK : out_of_reach(c, "school", s->id.v);
}

struct rule_facts school_facts(const struct school *s)
{
	struct rule_facts f = facts_at(STAGE_NONE, s->rural ? AREA_RURAL : AREA_URBAN);

	fact_set(&f, DIM_OWNERSHIP, s->private);
	fact_set(&f, DIM_BOARDING_SCHOOL, s->boarding);
	f.school = s->code;
	return f;
}

enum err school_get(struct ctx *c, school_id id, struct school *ret_school)
{
	struct school s;

	TRY(school_load(c, id, &s));
	TRY(school_reached(c, &s));
	*ret_school = s;
	return OK;
}

enum err school_find(struct ctx *c, struct str code, struct school *ret_school, bool *ret_found)
{
	struct q_school_row_row row;
	struct school s;
	bool found = false;

	TRY(q_school_by_code(c, code, &row, &found));
	if (found) {
		s = school_from(&row);
		found = reach_school(c, s.county, s.id);
	}
	if (found)
		*ret_school = s;
	*ret_found = found;
	return OK;
}

enum err school_list(struct ctx *c, county_id county, struct str name, int64_t most, int64_t skip,
                     struct school **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct str like = said_like(c, name);
	struct q_school_row_row *row;
	int64_t total;
	size_t n;

	if (!reach_county(c, county))
		return out_of_reach(c, "county", county.v);
	TRY(q_school_rows(c, county, like, most ? most : ALL, skip, &row, &n));
	TRY(q_school_count(c, county, like, &total));
	struct school *v = NEW_N(c->arena, n, struct school);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = school_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}

static enum err school_new_read(struct ctx *c, const struct school_new *in, struct school *ret_s)
{
	static const char *const modes[] = {"canteen", "delivery", "other", "none"};
	struct school s = {
		.private = in->private,
		.boarding = in->boarding,
		.rural = in->rural,
		.lunch_mode = str_some(in->lunch_mode) ? in->lunch_mode : S("none"),
	};
	bool known = false;
	struct school_code code;
	enum idnum_flaw flaw;

	TRY(said_text(c, S("code"), in->code, 30, &s.code));
	flaw = school_code_read(c->arena, s.code, &code);
	if (flaw)
		return fault_input(c, idnum_fault(flaw), S("code"), s.code, S("2134000001"));
	s.code = code.number;
	TRY(said_text(c, S("name"), in->name, NAME_MAX_CHARS, &s.name));
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		known = known || str_is(s.lunch_mode, modes[i]);
	if (!known)
		return fault_input(c, NULL, S("lunch_mode"), s.lunch_mode,
		                   S("canteen, delivery, other, none"));
	*ret_s = s;
	return OK;
}

static enum err school_add_run(struct ctx *c, void *arg)
{
	struct school_new *a = arg;
	county_id county = a->county.v ? a->county : c->actor.county;
	school_id id = {env_next_id(c->env)};
	struct county k;
	struct school s;
	int64_t made;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(county_get(c, county, &k));
	TRY(school_new_read(c, a, &s));
	TRY(q_school_insert(c, id, county, s.code, s.name, s.private, s.boarding, s.rural,
	                    s.lunch_mode, &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "code_taken", &(struct fault){.found = s.code});
	a->result = id;
	return audit_put(c, "added", "school", id.v, county,
	                 str_printf(c->arena, "{\"code\":\"%.*s\"}", STR_FMT(s.code)));
}
const struct verb school_add_verb = {"people.school_add", school_add_run};
