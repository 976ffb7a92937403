/* What a child has: the list, withdrawing, answering what the school put forward. */
#include "enrolment/answer.html.h"
#include "enrolment/enrolments.html.h"
#include "enrolment/pages.h"
#include "enrolment/withdraw.html.h"
#include "people/desk.h"
#include "term/labels.h"
#include "web/listing.h"

static enum err mine_cell(struct ctx *c, const struct enrolment *e, struct view_part_cell *ret_cell)
{
	struct offering o;
	struct slot *slot;
	size_t n;
	bool live = e->state == ENROLLED || e->state == WAITLISTED;

	TRY(offering_get(c, e->offering, &o));
	TRY(slot_list(c, e->offering, &slot, &n));
	*ret_cell = (struct view_part_cell){
		.path = live ? str_printf(c->arena, "/enrolments/%lld/withdraw", (long long)e->id.v)
	                     : STR_NONE,
		.title = o.title,
		.note = slots_text(c->arena, c->lang, slot, n),
		.tag = enrolment_tag(c, e->state, e->position),
	};
	return OK;
}

enum err page_enrolments(struct ctx *c, struct req *r, struct reply *w)
{
	pupil_id pupil = {req_id(r, "pupil")};
	struct view_enrolments view = {.none = {T_enrolments_none, S("/enrol"), T_enrol_title}};
	struct child child;
	struct term term = {0};
	struct enrolment *v = NULL;
	bool found;
	size_t n = 0;

	TRY(child_get(c, pupil, &child));
	TRY(term_current(c, child.pupil.county, &term, &found));
	if (found)
		TRY(enrolment_list(c, pupil, term.id, &v, &n));
	view.name = child.name;
	view.term = term.name;
	view.export =
		n ? str_printf(c->arena, "/pupils/%lld/enrolments/export.xlsx", (long long)pupil.v)
		  : STR_NONE;
	view.export_csv = listing_csv(c->arena, view.export);
	view.row = NEW_N(c->arena, n, struct view_enrolments_row);
	view.ended = NEW_N(c->arena, n, struct view_enrolments_ended);
	if (n > 0 && (!view.row || !view.ended))
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct view_part_cell cell;

		TRY(mine_cell(c, &v[i], &cell));
		if (v[i].state == ENROLLED || v[i].state == WAITLISTED)
			view.row[view.row_n++].cell = cell;
		else
			view.ended[view.ended_n++].cell = cell;
	}
	return reply_page(c, w, LAYOUT_GUARDIAN, T_enrolments_title, RENDER(render_enrolments),
	                  &view);
}

/* The same list as a family takes it along. */
static enum err mine_desk(struct ctx *c, const struct req *r, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_enrol_offering, false},
	                                       {T_term_slots, false},
	                                       {T_people_state, false},
	                                       {T_fee_case_at, false}};
	struct enrolment *v = NULL;
	struct child child;
	struct term term = {0};
	struct desk d;
	bool found;
	size_t n = 0;

	TRY(child_get(c, (pupil_id){req_id(r, "pupil")}, &child));
	TRY(term_current(c, child.pupil.county, &term, &found));
	if (found)
		TRY(enrolment_list(c, child.pupil.id, term.id, &v, &n));
	TRY(desk_new(c, T_enrolments_title, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		struct view_part_cell cell;

		TRY(mine_cell(c, &v[i], &cell));
		desk_put(&d, i, 0, cell.title);
		desk_put(&d, i, 1, cell.note);
		d.v.row[i].cell[2].tag = cell.tag;
		desk_put(&d, i, 3, instant_words(c->arena, c->lang, v[i].at));
	}
	*ret_d = d;
	return OK;
}

enum err page_enrolments_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(mine_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- withdrawing ----------------------------------------------------------------------------- */

static struct str enrolments_path(struct ctx *c, pupil_id pupil)
{
	return str_printf(c->arena, "/pupils/%lld/enrolments", (long long)pupil.v);
}

/* What was charged; once the bill is collected it is the rules that say what comes back (R61). */
static enum err charged_for(struct ctx *c, const struct enrolment *e, struct money *ret_sum,
                            bool *ret_collected)
{
	struct bill bill;
	struct bill_line *line;
	size_t n;
	bool found;

	*ret_sum = FEN(0);
	TRY(bill_get(c, e->pupil, e->term, &bill, &line, &n, &found));
	*ret_collected = found && bill.collected;
	for (size_t i = 0; found && i < n; i++) {
		if (enrolment_id_eq(line[i].enrolment, e->id) &&
		    !money_add(*ret_sum, line[i].amount, ret_sum))
			return fault_broken(c, "bill overflow");
	}
	*ret_collected = *ret_collected && ret_sum->fen != 0;
	return OK;
}

enum err page_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	struct enrolment e;
	struct child child;
	struct offering o;
	struct slot *slot;
	size_t n;
	struct view_withdraw view = {.path = req_path(r), .errors = page_errors(c, r)};

	TRY(enrolment_get(c, (enrolment_id){req_id(r, "enrolment")}, &e));
	TRY(child_get(c, e.pupil, &child));
	TRY(offering_get(c, e.offering, &o));
	TRY(slot_list(c, e.offering, &slot, &n));
	TRY(charged_for(c, &e, &view.charged, &view.collected));
	view.back = enrolments_path(c, e.pupil);
	view.child = child.name;
	view.title = o.title;
	view.times = slots_text(c->arena, c->lang, slot, n);
	view.waiting = e.state == WAITLISTED;
	view.position = e.position;
	view.live = e.state == ENROLLED || e.state == WAITLISTED;
	view.state = enrolment_tag(c, e.state, e.position);
	reply_back(w, view.back);
	return reply_page(c, w, LAYOUT_GUARDIAN, T_withdraw_title, RENDER(render_withdraw), &view);
}

static enum err withdraw_path(struct ctx *c, void *arg, struct out *o)
{
	struct withdraw *a = arg;

	out_put(o, enrolments_path(c, a->result.pupil));
	return OK;
}

enum err page_withdraw_post(struct ctx *c, struct req *r, struct reply *w)
{
	struct withdraw a = {.enrolment = {req_id(r, "enrolment")}};
	struct store_once once = req_once(r, withdraw_path);
	struct str path;
	bool replayed;

	TRY(store_write_once(c, &withdraw_verb, &a, &once, &path, &replayed));
	return reply_see(c, w, path, T_withdraw_done);
}

/* --- answering ------------------------------------------------------------------------------- */

static struct str agreement_title(struct ctx *c, const struct agreement *a)
{
	struct str v[2] = {a->title, str_printf(c->arena, "%lld", (long long)a->version)};

	return text_fill(c->arena, c->lang, T_check_agreement_of, v, 2);
}

enum err page_answer(struct ctx *c, struct req *r, struct reply *w)
{
	struct application a;
	struct child child;
	struct offering_view v;
	struct agreement agreement = {0};
	bool found;
	struct view_answer view = {.path = req_path(r), .errors = page_errors(c, r)};

	TRY(application_get(c, (application_id){req_id(r, "application")}, &a));
	if (!a.waits)
		return fault_set(c, E_CONFLICT, "already_answered", NULL);
	TRY(child_get(c, a.pupil, &child));
	TRY(offering_view_of(c, &child, a.offering, &v));
	TRY(agreement_current(c, &v.offering, &agreement, &found));
	view.child = child.name;
	view.title = v.offering.title;
	view.times = slots_text(c->arena, c->lang, v.slot, v.slot_n);
	view.price = v.offering.price;
	if (v.offering.by_unit)
		view.formula = unit_formula(c->lang, v.offering.by_unit);
	view.more = why_path(c->arena, a.pupil, a.offering);
	view.agreement = agreement.id.v;
	if (found) {
		view.agreement_title = agreement_title(c, &agreement);
		view.agreement_body = agreement.body;
	}
	view.consumables = v.offering.consumables;
	view.standard = v.offering.consumables_standard;
	view.self = str_some(req_typed(r, "self"));
	view.sign_error = page_field(c, r, &answer_input, "sign", "tick", STR_NONE).error;
	view.can = v.open;
	view.why = NEW_N(c->arena, v.refusal_n, struct view_part_why);
	if (v.refusal_n > 0 && !view.why)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < v.refusal_n; i++)
		view.why[view.why_n++] = why_part(c, &v.refusal[i], view.more);
	return reply_page(c, w, LAYOUT_GUARDIAN, T_answer_title, RENDER(render_answer), &view);
}

static enum err home_path(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("/home"));
	return OK;
}

enum err page_answer_post(struct ctx *c, struct req *r, struct reply *w)
{
	const struct answer_in *in = req_input(r);
	struct application_answer a = {
		.application = {req_id(r, "application")},
		.accept = str_is(in->answer, "yes"),
		.agreement = in->agreement,
		.self_purchase = in->self,
	};
	struct store_once once = req_once(r, home_path);
	struct str path;
	bool replayed;

	if (a.accept && !in->sign)
		return fault_input(c, "missing_field", S("sign"), STR_NONE,
		                   text(c->lang, T_check_sign_missing));
	TRY(store_write_once(c, &application_answer_verb, &a, &once, &path, &replayed));
	return reply_see(c, w, path, a.accept ? T_answer_accepted : T_answer_declined);
}
