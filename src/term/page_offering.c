/* One offering of a school: plan, publish, staff, sittings. */
#include "term/agreement.h"
#include "term/labels.h"
#include "term/offering_form.h"
#include "term/pages.h"
#include "term/sitting.h"

static const struct in_field STAFF_FIELDS[] = {
	{.name = "staff",
         .type = IN_ID,
         .required = true,
         .label = T_term_staff,
         .offset = offsetof(struct staffing_in, staff)},
	{.name = "drop",
         .type = IN_BOOL,
         .label = T_term_take_off,
         .offset = offsetof(struct staffing_in, drop)},
};
const struct input staffing_input = {"OfferingStaffForm", sizeof(struct staffing_in), STAFF_FIELDS,
                                     2, 0};

static enum err offering_write(struct ctx *c, struct req *r, struct reply *w, offering_id id)
{
	struct offerings_put a = {.n = 1};
	struct offering_row row = {0};
	struct offering_asked asked = {.n = 0};
	struct term t = {0};
	struct offering o;
	enum err e;

	TRY(offering_row_said(c, r, req_input(r), &row));
	row.id = id;
	a.row = &row;
	TRY(store_read_begin(c));
	if (id.v) {
		e = offering_get(c, id, &o);
		t.id = e == OK ? o.term : t.id;
	} else {
		e = desk_term(c, &t);
	}
	if (e == OK)
		e = offering_form_asked(c, id.v ? &o : NULL, &asked);
	store_read_end(c);
	TRY(e);
	a.term = t.id;
	offering_facts_chosen(c, r, &asked, &row);
	e = form_verb(c, r, w, &offerings_put_verb, &a,
	              id.v ? str_printf(c->arena, "/school/offerings/%lld", (long long)id.v)
	                   : S("/school/offerings"),
	              T_people_saved);
	return offering_fact_blame(c, &asked, e);
}

enum err page_offering_new(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_offering_one view = {
		.title = T_term_new, .action = S("/school/offerings"), .errors = page_errors(c, r)};

	TRY(offering_form(c, r, NULL, NULL, 0, &view));
	return reply_page(c, w, LAYOUT_STAFF, T_term_new, RENDER(render_offering_one), &view);
}

enum err page_offering_create(struct ctx *c, struct req *r, struct reply *w)
{
	return offering_write(c, r, w, ID_NONE(offering_id));
}

/* --- one ---------------------------------------------------------------------------------------
 */

static enum err staff_part(struct ctx *c, struct req *r, offering_id id,
                           struct view_offering_one *view)
{
	struct offering_staff *on, *all;
	struct desk_choice *choice;
	size_t on_n, all_n;

	TRY(offering_staff_list(c, id, &on, &on_n));
	TRY(school_staff_list(c, ID_NONE(school_id), &all, &all_n));
	view->staff = NEW_N(c->arena, on_n + 1, struct view_offering_one_staff);
	choice = NEW_N(c->arena, all_n + 1, struct desk_choice);
	if (!view->staff || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < on_n; i++)
		view->staff[view->staff_n++] = (struct view_offering_one_staff){
			on[i].id.v, on[i].name, on[i].number, on[i].title};
	for (size_t i = 0; i < all_n; i++)
		choice[i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)all[i].id.v),
			str_printf(c->arena, "%.*s %.*s", STR_FMT(all[i].number),
		                   STR_FMT(all[i].name))};
	view->staff_field = page_field(c, r, &staffing_input, "staff", "select", STR_NONE);
	desk_choices(c, &view->staff_field, choice, all_n);
	return OK;
}

static enum err sitting_part(struct ctx *c, offering_id id, struct view_offering_one *view)
{
	struct sitting *v;
	size_t n;

	TRY(sitting_list(c, id, &v, &n));
	view->sitting = NEW_N(c->arena, n + 1, struct view_offering_one_sitting);
	if (!view->sitting)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		view->sitting[i] = (struct view_offering_one_sitting){
			v[i].day, v[i].starts, v[i].ends, str_is(v[i].state, "held")};
	view->sitting_n = n;
	view->sittings = (int64_t)n;
	return OK;
}

enum err page_offering(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_offering_one view = {.title = T_term_offering, .exists = true};
	struct agreement_standing a;
	struct offering o;
	struct slot *slot;
	size_t slot_n;

	view.errors = page_errors(c, r);
	TRY(offering_get(c, (offering_id){req_id(r, "offering")}, &o));
	TRY(slot_list(c, o.id, &slot, &slot_n));
	TRY(agreement_standing(c, &o, NULL, &a));
	view.name = o.title;
	view.base = str_printf(c->arena, "/school/offerings/%lld", (long long)o.id.v);
	view.action = view.base;
	view.state = (struct view_part_tag){str_of(OFFERING_STATE_TAGS[o.state]),
	                                    text(c->lang, offering_state_label(o.state))};
	view.missing = a.no.code ? a.no.found : a.missing;
	view.notes = o.state == OFFERING_DRAFT ? STR_NONE : text(c->lang, T_term_fixed_note);
	view.taken = o.taken;
	view.waiting = o.waiting;
	if (o.limited)
		view.seats = str_printf(c->arena, "%lld", (long long)o.seats);
	view.can_publish = o.state == OFFERING_DRAFT || o.state == OFFERING_CLOSED;
	view.can_close = o.state == OFFERING_OPEN;
	view.can_cancel = o.state != OFFERING_CANCELLED && o.taken + o.waiting == 0;
	TRY(review_part(c, r, &o, &view));
	TRY(pricing_part(c, &o, &view));
	TRY(offering_form(c, r, &o, slot, slot_n, &view));
	TRY(staff_part(c, r, o.id, &view));
	TRY(sitting_part(c, o.id, &view));
	TRY(day_part(c, &o, &view));
	return reply_page(c, w, LAYOUT_STAFF, T_term_offering, RENDER(render_offering_one), &view);
}

enum err page_offering_save(struct ctx *c, struct req *r, struct reply *w)
{
	return offering_write(c, r, w, (offering_id){req_id(r, "offering")});
}

static struct str one_path(struct ctx *c, const struct req *r)
{
	return str_printf(c->arena, "/school/offerings/%lld", (long long)req_id(r, "offering"));
}

enum err page_offering_publish(struct ctx *c, struct req *r, struct reply *w)
{
	offering_id id = {req_id(r, "offering")};
	struct offerings_publish a = {&id, 1, 0};

	return form_verb(c, r, w, &offerings_publish_verb, &a, one_path(c, r), T_term_published);
}

enum err page_offering_close(struct ctx *c, struct req *r, struct reply *w)
{
	struct offering_end a = {{req_id(r, "offering")}, false};

	return form_verb(c, r, w, &offering_end_verb, &a, one_path(c, r), T_people_saved);
}

enum err page_offering_cancel(struct ctx *c, struct req *r, struct reply *w)
{
	struct offering_end a = {{req_id(r, "offering")}, true};

	return form_verb(c, r, w, &offering_end_verb, &a, one_path(c, r), T_people_saved);
}

enum err page_offering_staff(struct ctx *c, struct req *r, struct reply *w)
{
	const struct staffing_in *in = req_input(r);
	struct offering_staffing a = {{req_id(r, "offering")}, in->staff, in->drop};

	return form_verb(c, r, w, &offering_staff_verb, &a, one_path(c, r), T_people_saved);
}
