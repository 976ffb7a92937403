/* The guardian's home and the one page that shows every offering for every child. */
#include "auth/appointment.h"
#include "enrolment/enrol.html.h"
#include "enrolment/home.html.h"
#include "enrolment/pages.h"
#include "term/labels.h"

static bool wished(const struct basket_in *in, struct str value)
{
	for (size_t i = 0; in && i < in->wish.n; i++) {
		if (str_eq(in->wish.v[i], value))
			return true;
	}
	return false;
}

static struct str seats_text(struct ctx *c, const struct offering *o)
{
	struct str n = str_of_i64(c->arena, o->seats);

	return o->limited ? text_fill(c->arena, c->lang, T_enrol_of_seats, &n, 1) : S("");
}

static struct view_part_tag mine_tag(struct ctx *c, const struct offering_view *v)
{
	struct str n = str_of_i64(c->arena, v->position);

	if (v->mine == ENROLLED)
		return (struct view_part_tag){S("ok"), text(c->lang, T_enrol_have)};
	return (struct view_part_tag){S("info"),
	                              text_fill(c->arena, c->lang, T_enrol_place, &n, 1)};
}

static enum err row_fill(struct ctx *c, const struct basket_in *in, const struct child *child,
                         const struct offering_view *v, struct view_enrol_child_group_row *row)
{
	const struct offering *o = &v->offering;
	size_t whys = v->has_mine ? 0 : v->refusal_n;

	row->value = wish_text(c->arena, child->pupil.id, o->id);
	row->fen = o->price.fen + o->consumables.fen;
	row->more = why_path(c->arena, child->pupil.id, o->id);
	row->on = wished(in, row->value);
	row->open = v->open;
	row->title = o->title;
	row->times = slots_text(c->arena, c->lang, v->slot, v->slot_n);
	row->note = o->place;
	row->tag = v->has_mine ? mine_tag(c, v) : seat_tag(c, o);
	row->seats = seats_text(c, o);
	row->price = o->price;
	row->formula = o->by_unit ? unit_formula(c->lang, o->by_unit) : S("");
	row->consumables = o->consumables;
	row->why = NEW_N(c->arena, whys, struct view_part_why);
	if (whys > 0 && !row->why)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < whys; i++)
		row->why[i] = why_part(c, &v->refusal[i], row->more);
	row->why_n = whys;
	return OK;
}

/* For other grades: these stand last. */
static bool of_others(const struct offering_view *v)
{
	return v->refusal_n > 0 && strcmp(v->refusal[0].code, "not_eligible") == 0;
}

static enum err group_fill(struct ctx *c, const struct basket_in *in, const struct child *child,
                           const struct offering_view *v, size_t n, enum kind kind,
                           struct view_enrol_child_group *g)
{
	g->kind = kind_label(kind);
	g->row = NEW_N(c->arena, n, struct view_enrol_child_group_row);
	if (n > 0 && !g->row)
		return fault_broken(c, "arena");
	for (int other = 0; other <= 1; other++) {
		for (size_t i = 0; i < n; i++) {
			if (v[i].offering.kind == kind && of_others(&v[i]) == (other == 1))
				TRY(row_fill(c, in, child, &v[i], &g->row[g->row_n++]));
		}
	}
	return OK;
}

/* What stands between this child and every offering (R9). */
static enum err notice_part(struct ctx *c, const struct child *child, const struct term *term,
                            struct view_enrol_child *out)
{
	bool published;
	bool confirmed;

	TRY(notice_standing(c, &child->pupil, term->id, &published, &confirmed));
	if (!published)
		out->notice = T_enrol_notice_none;
	else if (!confirmed)
		out->read =
			str_printf(c->arena, "/pupils/%lld/notice", (long long)child->pupil.id.v);
	return OK;
}

struct whole {
	struct instant until; /* the last of what children may be enrolled in now */
	bool can;             /* something can be chosen */
};

/* Enrolment is open, whatever stands between this child and it. */
static bool open_now(const struct ctx *c, const struct offering_view *v)
{
	const struct offering *o = &v->offering;

	return o->state == OFFERING_OPEN && c->now.us >= o->opens.us && c->now.us < o->closes.us &&
	       !of_others(v);
}

static enum err child_fill(struct ctx *c, const struct basket_in *in, const struct child *child,
                           struct view_enrol_child *out, struct whole *whole)
{
	struct offering_view *v = NULL;
	struct term term;
	bool found;
	size_t n = 0;

	TRY(term_current(c, child->pupil.county, &term, &found));
	if (found) {
		TRY(notice_part(c, child, &term, out));
		TRY(offering_views(c, child->pupil.school, term.id, child->pupil.id, &v, &n));
	}
	out->id = child->pupil.id.v;
	out->name = child->name;
	out->where = child_where(c, child);
	out->costs = str_printf(c->arena, "/costs/%lld", (long long)child->pupil.school.v);
	out->none = (struct view_part_empty){.what = T_enrol_none};
	out->group = NEW_N(c->arena, KIND_COUNT, struct view_enrol_child_group);
	if (!out->group)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		whole->can |= v[i].open;
		if (open_now(c, &v[i]) && v[i].offering.closes.us > whole->until.us)
			whole->until = v[i].offering.closes;
	}
	for (int kind = KIND_CARE; kind < KIND_COUNT; kind++) {
		struct view_enrol_child_group *g = &out->group[out->group_n];

		TRY(group_fill(c, in, child, v, n, (enum kind)kind, g));
		if (g->row_n > 0)
			out->group_n++;
		else
			*g = (struct view_enrol_child_group){0};
	}
	return OK;
}

enum err page_enrol(struct ctx *c, struct req *r, struct reply *w)
{
	const struct basket_in *in = req_query(r);
	struct view_enrol view = {.errors = page_errors(c, r), .none = {.what = T_home_no_child}};
	struct whole whole = {0};
	struct child *child;
	size_t n;

	TRY(children_list(c, &child, &n));
	view.child = NEW_N(c->arena, n, struct view_enrol_child);
	if (n > 0 && !view.child)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(child_fill(c, in, &child[i], &view.child[view.child_n++], &whole));
	struct str at = instant_words(c->arena, c->lang, whole.until);
	view.can = whole.can;
	view.until = whole.until.us ? text_fill(c->arena, c->lang, T_enrol_until, &at, 1)
	                            : text(c->lang, T_enrol_not_open);
	return reply_page(c, w, LAYOUT_GUARDIAN, T_enrol_title, RENDER(render_enrol), &view);
}

/* --- home ------------------------------------------------------------------------------------ */

/* A cell that leads to /pupils/{pupil}/PAGE. */
static struct view_part_cell task_cell(struct ctx *c, pupil_id pupil, const char *page,
                                       enum text_id title, struct view_part_tag tag)
{
	return (struct view_part_cell){
		.path = str_printf(c->arena, "/pupils/%lld/%s", (long long)pupil.v, page),
		.title = text(c->lang, title),
		.tag = tag,
	};
}

static enum err home_tasks(struct ctx *c, const struct child *child, const struct term *term,
                           struct view_home_child *out)
{
	bool published;
	bool confirmed;
	struct view_part_tag none = {0};
	struct view_part_tag todo = {S("warn"), text(c->lang, T_home_to_confirm)};
	struct view_part_tag done = {S("ok"), text(c->lang, T_home_confirmed)};

	TRY(notice_standing(c, &child->pupil, term->id, &published, &confirmed));
	out->task = NEW_N(c->arena, 5, struct view_part_cell);
	if (!out->task)
		return fault_broken(c, "arena");
	if (published)
		out->task[out->task_n++] = task_cell(c, child->pupil.id, "notice", T_home_notice,
		                                     confirmed ? done : todo);
	else
		out->task[out->task_n++] = (struct view_part_cell){
			.title = text(c->lang, T_home_notice),
			.tag = {S("off"), text(c->lang, T_home_unpublished)}};
	out->task[out->task_n++] = (struct view_part_cell){
		.path = S("/enrol"), .title = text(c->lang, T_enrol_title), .note = term->name};
	out->task[out->task_n++] =
		task_cell(c, child->pupil.id, "enrolments", T_enrolments_title, none);
	out->task[out->task_n++] = task_cell(c, child->pupil.id, "bill", T_bill_title, none);
	out->task[out->task_n++] =
		task_cell(c, child->pupil.id, "attendance", T_home_attendance, none);
	return OK;
}

static enum err home_held(struct ctx *c, const struct child *child, const struct term *term,
                          struct view_home_child *out)
{
	struct offering_view *v;
	size_t n;

	TRY(offering_views(c, child->pupil.school, term->id, child->pupil.id, &v, &n));
	out->held = NEW_N(c->arena, n, struct view_home_child_held);
	if (n > 0 && !out->held)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (!v[i].has_mine)
			continue;
		out->held[out->held_n++].cell = (struct view_part_cell){
			.path = str_printf(c->arena, "/enrolments/%lld/withdraw",
		                           (long long)v[i].enrolment.v),
			.title = v[i].offering.title,
			.note = slots_text(c->arena, c->lang, v[i].slot, v[i].slot_n),
			.tag = mine_tag(c, &v[i]),
		};
	}
	return OK;
}

static enum err home_waiting(struct ctx *c, struct view_home *view)
{
	struct waiting *row;
	size_t n;

	TRY(applications_waiting(c, &row, &n));
	view->waiting = NEW_N(c->arena, n, struct view_home_waiting);
	if (n > 0 && !view->waiting)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct str name;

		TRY(pupil_name(c, row[i].pupil, &name));
		view->waiting[i].cell = (struct view_part_cell){
			.path = str_printf(c->arena, "/applications/%lld", (long long)row[i].id.v),
			.title = row[i].title,
			.note = name,
			.tag = {S("warn"), text(c->lang, T_home_to_answer)},
		};
	}
	view->waiting_n = n;
	return OK;
}

/* Counties share nothing (R2): a child in another one is reached by acting there. */
static enum err home_elsewhere(struct ctx *c, struct view_home *view)
{
	struct appointment *v;
	size_t n;
	size_t as_guardian = 0;

	TRY(appointment_list(c, c->actor.account, &v, &n));
	for (size_t i = 0; i < n; i++)
		as_guardian += v[i].role == ROLE_GUARDIAN;
	view->elsewhere = as_guardian > 1;
	return OK;
}

enum err page_home(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_home view = {.hello = T_home_title, .none = {.what = T_home_no_child}};
	struct child *child;
	size_t n;

	(void)r;
	TRY(children_list(c, &child, &n));
	TRY(home_waiting(c, &view));
	TRY(home_elsewhere(c, &view));
	view.child = NEW_N(c->arena, n, struct view_home_child);
	if (n > 0 && !view.child)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct view_home_child *out = &view.child[view.child_n++];
		struct term term;
		bool found;

		out->name = child[i].name;
		out->where = child_where(c, &child[i]);
		out->idle.what = T_home_no_term;
		TRY(term_current(c, child[i].pupil.county, &term, &found));
		if (!found)
			continue;
		TRY(home_tasks(c, &child[i], &term, out));
		TRY(home_held(c, &child[i], &term, out));
	}
	return reply_page(c, w, LAYOUT_GUARDIAN, T_home_title, RENDER(render_home), &view);
}
