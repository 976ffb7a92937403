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

static bool same_time(const struct slot *a, const struct slot *b)
{
	return a->starts.minute == b->starts.minute && a->ends.minute == b->ends.minute;
}

static struct str hours_text(struct arena *a, const struct slot *s)
{
	struct str v[2];

	v[0] = time_text(a, s->starts);
	v[1] = time_text(a, s->ends);
	return str_join(a, v, 2, S("–"));
}

/* Days that follow each other become a span: Monday to Friday. */
static struct str days_text(struct arena *a, enum lang lang, const struct slot *v, size_t n)
{
	struct str both[2];
	bool span = n > 2 && v[n - 1].weekday - v[0].weekday == (int64_t)n - 1;

	both[0] = text(lang, weekday_label(v[0].weekday));
	for (size_t i = span ? n - 1 : 1; i < n; i++) {
		both[1] = text(lang, weekday_label(v[i].weekday));
		both[0] = text_fill(a, lang, span ? T_enrol_to : T_enrol_and, both, 2);
	}
	return both[0];
}

struct str slots_text(struct arena *a, enum lang lang, const struct slot *v, size_t n)
{
	struct str both[2] = {S(""), S("")};
	size_t same;

	for (size_t i = 0; i < n; i += same) {
		struct str part[2];

		for (same = 1; i + same < n && same_time(&v[i], &v[i + same]); same++)
			;
		part[0] = days_text(a, lang, &v[i], same);
		part[1] = hours_text(a, &v[i]);
		both[1] = str_join(a, part, 2, S(" "));
		both[0] = i == 0 ? both[1] : text_fill(a, lang, T_enrol_and, both, 2);
	}
	return both[0];
}

struct view_part_tag seat_tag(struct ctx *c, const struct offering *o)
{
	int64_t left = o->seats - o->taken;
	struct str n = str_printf(c->arena, "%lld", (long long)(left > 0 ? left : 0));
	struct str w = str_printf(c->arena, "%lld", (long long)o->waiting);

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
	struct str n = str_printf(c->arena, "%lld", (long long)position);

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

struct view_part_why why_part(struct ctx *c, const struct refusal_note *no)
{
	const struct fault_text *f = fault_lookup(no->code);

	return (struct view_part_why){
		.title = f->title[c->lang],
		.clause = no->clause,
		.document = no->document,
		.found = no->found,
		.allowed = no->allowed,
		.advice = f->advice[c->lang],
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
