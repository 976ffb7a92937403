/* Check answers, sign, submit, result. */
#include "enrolment/check.html.h"
#include "enrolment/done.html.h"
#include "enrolment/internal.h"
#include "enrolment/pages.h"
#include "term/labels.h"

struct basket {
	struct wish *wish;
	size_t n;
	struct wish_preview *preview;
};

static bool names(const struct in_strs *v, struct str s)
{
	for (size_t i = 0; i < v->n; i++) {
		if (str_eq(v->v[i], s))
			return true;
	}
	return false;
}

static bool holds(const struct basket *b, const struct wish *w)
{
	for (size_t i = 0; i < b->n; i++) {
		if (pupil_id_eq(b->wish[i].pupil, w->pupil) &&
		    offering_id_eq(b->wish[i].offering, w->offering))
			return true;
	}
	return false;
}

static enum err basket_read(struct ctx *c, const struct basket_in *in, struct basket *ret_b)
{
	struct basket b = {.n = in->wish.n};

	if (b.n == 0)
		return fault_input(c, "missing_field", S("wish"), STR_NONE,
		                   text(c->lang, T_enrol_wish_empty));
	if (b.n > BASKET_MAX)
		return fault_input(c, "too_long", S("wish"), STR_NONE, STR_NONE);
	b.wish = NEW_N(c->arena, b.n, struct wish);
	if (!b.wish)
		return fault_broken(c, "arena");
	b.n = 0;
	for (size_t i = 0; i < in->wish.n; i++) {
		struct wish w = {0};

		if (!wish_parse(in->wish.v[i], &w.pupil, &w.offering))
			return fault_input(c, "bad_input", S("wish"), in->wish.v[i], STR_NONE);
		w.self_purchase = names(&in->self, in->wish.v[i]);
		if (!holds(&b, &w)) /* the same box twice is one wish */
			b.wish[b.n++] = w;
	}
	*ret_b = b;
	return OK;
}

/* The guardian signs the versions the check page showed. */
static void basket_sign(struct basket *b, const struct basket_in *in)
{
	for (size_t i = 0; i < b->n; i++) {
		agreement_id now = b->preview[i].view.agreement;

		for (size_t k = 0; k < in->agreement.n; k++) {
			if (in->agreement.v[k] == now.v)
				b->wish[i].agreement = now;
		}
	}
}

static struct str again_path(struct ctx *c, const struct basket *b)
{
	struct str *part = NEW_N(c->arena, b->n, struct str);

	for (size_t i = 0; part && i < b->n; i++)
		part[i] = str_printf(c->arena, "wish=%lld:%lld", (long long)b->wish[i].pupil.v,
		                     (long long)b->wish[i].offering.v);
	struct str v[2] = {S("/enrol?"), part ? str_join(c->arena, part, b->n, S("&")) : S("")};

	return str_join(c->arena, v, 2, STR_NONE);
}

static enum err check_row(struct ctx *c, const struct wish *w, const struct wish_preview *p,
                          struct view_check_child_row *row)
{
	const struct offering_view *v = &p->view;

	row->value = wish_text(c->arena, w->pupil, w->offering);
	row->agreement = v->agreement.v;
	row->more = why_path(c->arena, w->pupil, w->offering);
	if (w->self_purchase)
		row->more = str_printf(c->arena, "%.*s&self_purchase=1", STR_FMT(row->more));
	row->title = v->offering.title;
	row->times = slots_text(c->arena, c->lang, v->slot, v->slot_n);
	row->price = p->price;
	row->consumables = v->offering.consumables;
	row->choice = v->open && v->offering.consumables.fen > 0;
	row->self = w->self_purchase;
	row->standard = v->offering.consumables_standard;
	row->formula = p->formula;
	if (v->open && p->waits)
		row->tag = (struct view_part_tag){S("warn"), text(c->lang, T_check_waits)};
	row->why = NEW_N(c->arena, v->refusal_n, struct view_part_why);
	if (v->refusal_n > 0 && !row->why)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < v->refusal_n; i++)
		row->why[row->why_n++] = why_part(c, &v->refusal[i], row->more);
	return OK;
}

static enum err check_agreement(struct ctx *c, const struct offering_view *v,
                                struct view_check *view)
{
	struct agreement a;
	bool found;

	for (size_t i = 0; i < view->agreement_n; i++) {
		if (view->agreement[i].id == v->agreement.v)
			return OK;
	}
	TRY(agreement_current(c, &v->offering, &a, &found));
	if (!found)
		return OK;
	view->agreement[view->agreement_n++] =
		(struct view_check_agreement){a.id.v, a.title, a.version, a.body};
	return OK;
}

static enum err check_child(struct ctx *c, const struct basket *b, size_t first,
                            struct view_check *view)
{
	struct view_check_child *out = &view->child[view->child_n++];
	const struct child *child = &b->preview[first].child;

	out->name = child->name;
	out->where = child_where(c, child);
	out->row = NEW_N(c->arena, b->n - first, struct view_check_child_row);
	if (!out->row)
		return fault_broken(c, "arena");
	for (size_t i = first; i < b->n; i++) {
		const struct wish_preview *p = &b->preview[i];

		if (!pupil_id_eq(b->wish[i].pupil, b->wish[first].pupil))
			continue;
		TRY(check_row(c, &b->wish[i], p, &out->row[out->row_n++]));
		view->can = view->can && p->view.open;
		if (!money_add(out->total, p->price, &out->total) ||
		    !money_add(out->total, p->consumables, &out->total))
			return fault_broken(c, "basket overflow");
		TRY(check_agreement(c, &p->view, view));
	}
	if (!money_add(view->total, out->total, &view->total))
		return fault_broken(c, "basket overflow");
	return OK;
}

static bool seen_before(const struct basket *b, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (pupil_id_eq(b->wish[k].pupil, b->wish[i].pupil))
			return true;
	}
	return false;
}

static enum err check_show(struct ctx *c, struct req *r, struct reply *w, const struct basket *b)
{
	struct view_check view = {
		.errors = page_errors(c, r), .can = true, .again = again_path(c, b)};

	view.sign_error = page_field(c, r, &basket_input, "sign", "tick", STR_NONE).error;
	reply_back(w, view.again); /* what was ticked stays ticked */

	view.child = NEW_N(c->arena, b->n, struct view_check_child);
	view.agreement = NEW_N(c->arena, b->n, struct view_check_agreement);
	if (!view.child || !view.agreement)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < b->n; i++) {
		if (!seen_before(b, i))
			TRY(check_child(c, b, i, &view));
	}
	return reply_page(c, w, LAYOUT_GUARDIAN, T_check_title, RENDER(render_check), &view);
}

enum err page_check(struct ctx *c, struct req *r, struct reply *w)
{
	const struct basket_in *in = req_query(r);
	struct basket b;
	enum err e = basket_read(c, in, &b);

	if (e == E_INPUT) { /* nothing was ticked: the page again, with the sentence on top */
		reply_status(w, fault_status(&c->fault));
		return page_enrol(c, r, w);
	}
	TRY(e);
	TRY(basket_preview(c, b.wish, b.n, &b.preview));
	return check_show(c, r, w, &b);
}

static enum err done_answer(struct ctx *c, void *arg, struct out *o)
{
	struct enrol_basket *b = arg;

	(void)c;
	out_put(o, S("/enrol/done"));
	for (size_t i = 0; i < b->n; i++)
		out_printf(o, "%cenrolment=%lld", i == 0 ? '?' : '&', (long long)b->result[i].id.v);
	return OK;
}

enum err page_submit(struct ctx *c, struct req *r, struct reply *w)
{
	const struct basket_in *in = req_input(r);
	struct store_once once = req_once(r, done_answer);
	struct str answer;
	bool replayed;
	struct basket b;

	if (!in->sign)
		return fault_input(c, "missing_field", S("sign"), STR_NONE,
		                   text(c->lang, T_check_sign_missing));
	TRY(store_read_begin(c));
	enum err e = basket_read(c, in, &b);
	if (e == OK)
		e = basket_preview(c, b.wish, b.n, &b.preview);
	store_read_end(c);
	TRY(e);
	basket_sign(&b, in);

	struct enrol_basket verb = {.wish = b.wish, .n = b.n, .channel = S("page")};
	TRY(store_write_once(c, &enrol_basket_verb, &verb, &once, &answer, &replayed));
	return reply_see(c, w, answer, T_done_flash);
}

/* Refused: the same page with the reason on top; nothing that was chosen is lost. */
enum err page_submit_again(struct ctx *c, struct req *r, struct reply *w)
{
	const struct basket_in *in = req_input(r);
	struct fault why = c->fault;
	struct basket b;

	reply_back(w, S("/enrol"));
	if (!in) /* no page of ours sent it: there is no basket to show */
		return E_INPUT;
	TRY(basket_read(c, in, &b));
	TRY(basket_preview(c, b.wish, b.n, &b.preview));
	c->fault = why;
	return check_show(c, r, w, &b);
}

/* A child's bill, once. */
static enum err done_bill(struct ctx *c, const struct enrolment *e, struct str name,
                          struct view_done *view)
{
	struct str path = str_printf(c->arena, "/pupils/%lld/bill", (long long)e->pupil.v);
	struct bill_totals t;

	for (size_t i = 0; i < view->bill_n; i++) {
		if (str_eq(view->bill[i].cell.path, path))
			return OK;
	}
	TRY(bill_totals_get(c, e->pupil, e->term, &t));
	struct str total = money_show(c->arena, t.total);
	view->bill[view->bill_n++].cell = (struct view_part_cell){
		.path = path,
		.title = name,
		.side = str_printf(c->arena, "¥%.*s", STR_FMT(total)),
	};
	return OK;
}

static enum err done_row(struct ctx *c, enrolment_id id, struct view_done *view)
{
	struct enrolment e;
	struct offering o;
	struct str name;
	struct str title[2];

	TRY(enrolment_get(c, id, &e));
	TRY(offering_get(c, e.offering, &o));
	TRY(pupil_name(c, e.pupil, &name));
	title[0] = name;
	title[1] = o.title;
	view->row[view->row_n++].cell = (struct view_part_cell){
		.title = str_join(c->arena, title, 2, S(" · ")),
		.tag = enrolment_tag(c, e.state, e.position),
	};
	if (e.state == ENROLLED)
		view->title = T_done_title;
	if (e.state == WAITLISTED)
		view->lead = T_done_waits;
	return done_bill(c, &e, name, view);
}

/* What stands now, so that coming back to the page later is no lie. */
enum err page_done(struct ctx *c, struct req *r, struct reply *w)
{
	const struct done_in *in = req_query(r);
	struct view_done view = {
		.title = T_done_saved,
		.lead = T_done_lead,
		.none = {T_enrolments_none, S("/enrol"), T_enrol_title},
	};

	view.row = NEW_N(c->arena, in->enrolment.n, struct view_done_row);
	view.bill = NEW_N(c->arena, in->enrolment.n, struct view_done_bill);
	if (in->enrolment.n > 0 && (!view.row || !view.bill))
		return fault_broken(c, "arena");
	for (size_t i = 0; i < in->enrolment.n; i++)
		TRY(done_row(c, (enrolment_id){in->enrolment.v[i]}, &view));
	reply_back(w, S("/home"));
	return reply_page(c, w, LAYOUT_GUARDIAN, view.title, RENDER(render_done), &view);
}
