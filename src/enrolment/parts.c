/* Pieces the room's pages share. */
#include "enrolment/pages.h"

#include "term/labels.h"

bool wish_parse(struct str s, pupil_id *ret_pupil, offering_id *ret_offering)
{
	int64_t pupil;
	int64_t offering;
	struct str left = str_cut(&s, ':');

	if (!str_i64(left, &pupil) || !str_i64(s, &offering) || pupil <= 0 || offering <= 0)
		return false;
	*ret_pupil = (pupil_id){pupil};
	*ret_offering = (offering_id){offering};
	return true;
}

struct str wish_text(struct arena *a, pupil_id pupil, offering_id offering)
{
	return str_printf(a, "%lld:%lld", (long long)pupil.v, (long long)offering.v);
}

struct view_part_tag seat_tag(struct ctx *c, const struct offering *o)
{
	int64_t left = o->seats - o->taken;
	struct str n = str_of_i64(c->arena, left > 0 ? left : 0);
	struct str w = str_of_i64(c->arena, o->waiting);

	if (!o->limited)
		return (struct view_part_tag){S("ok"), text(c->lang, T_enrol_no_limit)};
	if (left <= 0)
		return (struct view_part_tag){S("bad"),
		                              text_fill(c->arena, c->lang, T_enrol_full, &w, 1)};
	return (struct view_part_tag){left <= 3 ? S("warn") : S("ok"),
	                              text_fill(c->arena, c->lang, T_enrol_left, &n, 1)};
}

struct view_part_tag enrolment_tag(struct ctx *c, enum enrolment_state state, int64_t position)
{
	struct str n = str_of_i64(c->arena, position);

	switch (state) {
	case ENROLLED:
		return (struct view_part_tag){S("ok"), text(c->lang, T_enrol_have)};
	case WAITLISTED:
		return (struct view_part_tag){S("warn"),
		                              text_fill(c->arena, c->lang, T_enrol_place, &n, 1)};
	case WITHDRAWN:
		return (struct view_part_tag){S("off"), text(c->lang, T_enrolments_withdrawn)};
	case REMOVED:
		break;
	}
	return (struct view_part_tag){S("off"), text(c->lang, T_enrolments_removed)};
}

struct str why_path(struct arena *a, pupil_id pupil, offering_id offering)
{
	return str_printf(a, "/pupils/%lld/why?offering=%lld", (long long)pupil.v,
	                  (long long)offering.v);
}

struct str refusal_requirement(const struct refusal_note *no)
{
	return str_some(no->requirement) ? no->requirement : fault_lookup(no->code)->requirement;
}

struct view_part_why why_part(struct ctx *c, const struct refusal_note *no, struct str more)
{
	const struct fault_text *f = fault_lookup(no->code);

	return (struct view_part_why){
		.title = f->title[c->lang],
		.clause = no->clause,
		.document = no->document,
		.found = no->found,
		.allowed = no->allowed,
		.advice = f->advice[c->lang],
		.more = more,
	};
}

enum err child_get(struct ctx *c, pupil_id pupil, struct child *ret_child)
{
	struct child *v;
	size_t n;

	TRY(children_list(c, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (!pupil_id_eq(v[i].pupil.id, pupil))
			continue;
		*ret_child = v[i];
		return OK;
	}
	return fault_set(c, E_ABSENT, "absent", NULL);
}

struct str child_where(struct ctx *c, const struct child *child)
{
	struct str v[2] = {child->school_name, child->class_name};

	return str_join(c->arena, v, 2, S(" "));
}

enum err offering_view_of(struct ctx *c, const struct child *child, offering_id offering,
                          struct offering_view *ret_v)
{
	struct offering_view *v;
	struct offering o;
	size_t n;

	TRY(offering_get(c, offering, &o));
	TRY(offering_views(c, child->pupil.school, o.term, child->pupil.id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (!offering_id_eq(v[i].offering.id, offering))
			continue;
		*ret_v = v[i];
		return OK;
	}
	return fault_set(c, E_ABSENT, "absent", NULL);
}
