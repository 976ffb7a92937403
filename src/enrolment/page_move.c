/* One enrolment at the school's desk: moving up the queue, or off the list. */
#include "enrolment/desk.h"
#include "enrolment/move.html.h"
#include "people/pupil.h"
#include "people/roll.h"

static const struct in_field REMOVE_FIELDS[] = {
	{.name = "remove_reason",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct remove_in, remove_reason)},
};
const struct input remove_input = {"EnrolmentRemove", sizeof(struct remove_in), REMOVE_FIELDS, 1,
                                   0};

static const struct in_field UP_FIELDS[] = {
	{.name = "up_reason",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct up_in, up_reason)},
};
const struct input up_input = {"EnrolmentUp", sizeof(struct up_in), UP_FIELDS, 1, 0};

/* Whose it is; the class of a pupil who has gone is another school's to know. */
static enum err whose(struct ctx *c, const struct enrolment *e, const struct offering *o,
                      struct view_move *view)
{
	struct pupil_record r;
	struct pupil p;

	TRY(pupil_load(c, e->pupil, &p));
	view->gone = p.school.v != o->school.v;
	if (view->gone) {
		view->where = text(c->lang, T_people_left);
		return pupil_name(c, e->pupil, &view->name);
	}
	TRY(pupil_record_get(c, e->pupil, &r));
	view->name = r.name;
	view->where = r.class_name;
	return OK;
}

enum err page_enrolment(struct ctx *c, struct req *r, struct reply *w)
{
	enrolment_id id = {req_id(r, "enrolment")};
	struct view_move view = {.errors = page_errors(c, r)};
	struct enrolment e;
	struct offering o;

	TRY(enrolment_get(c, id, &e));
	TRY(offering_get(c, e.offering, &o));
	TRY(whose(c, &e, &o, &view));
	TRY(audit_read_note(c, e.pupil, "enrolment_read"));
	view.title = o.title;
	view.since = e.at;
	view.state = enrolment_tag(c, e.state, e.position);
	view.base = str_printf(c->arena, "/school/enrolments/%lld", (long long)id.v);
	view.back = str_printf(c->arena, "/school/offerings/%lld/roster", (long long)o.id.v);
	view.can_up = e.state == WAITLISTED && !view.gone;
	view.can_remove = e.state == ENROLLED || e.state == WAITLISTED;
	view.up = page_field(c, r, &up_input, "up_reason", "text", STR_NONE);
	view.remove = page_field(c, r, &remove_input, "remove_reason", "text", STR_NONE);
	return reply_page(c, w, LAYOUT_STAFF, T_move_title, RENDER(render_move), &view);
}

static enum err roster_of(struct ctx *c, void *arg, struct out *o)
{
	struct staff_move *a = arg;

	(void)c;
	out_printf(o, "/school/offerings/%lld/roster", (long long)a->result.offering.v);
	return OK;
}

static enum err move(struct ctx *c, struct req *r, struct reply *w, struct staff_move *a,
                     enum text_id flash)
{
	struct store_once once = req_once(r, roster_of);
	struct str path;
	bool replayed;

	TRY(store_write_once(c, &staff_move_verb, a, &once, &path, &replayed));
	return reply_see(c, w, path, flash);
}

enum err page_remove(struct ctx *c, struct req *r, struct reply *w)
{
	const struct remove_in *in = req_input(r);
	struct staff_move a = {
		.enrolment = {req_id(r, "enrolment")}, .remove = true, .reason = in->remove_reason};

	return move(c, r, w, &a, T_move_removed);
}

enum err page_up(struct ctx *c, struct req *r, struct reply *w)
{
	const struct up_in *in = req_input(r);
	struct staff_move a = {.enrolment = {req_id(r, "enrolment")}, .reason = in->up_reason};

	return move(c, r, w, &a, T_move_moved);
}
