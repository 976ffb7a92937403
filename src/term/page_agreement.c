/* Agreements (R50): written and published by the school, signed by school and agency. */
#include "term/agency.html.h"
#include "term/agreement.h"
#include "term/agreement_text.html.h"
#include "term/labels.h"
#include "term/pages.h"
#include "term/paper.html.h"
#include "web/listing.h"

static const struct in_field QUERY_FIELDS[] = {
	{.name = "kind",
         .type = IN_CHOICE,
         .choices = KIND_WORDS,
         .label = T_term_kind,
         .offset = offsetof(struct agreements_in, kind)},
};
const struct input agreements_query = {"AgreementsQuery", sizeof(struct agreements_in),
                                       QUERY_FIELDS, 1, 0};

static const struct in_field FIELDS[] = {
	{.name = "kind",
         .type = IN_CHOICE,
         .required = true,
         .choices = KIND_WORDS,
         .label = T_term_kind,
         .offset = offsetof(struct agreement_in, kind)},
	{.name = "title",
         .type = IN_STR,
         .required = true,
         .max = 100,
         .label = T_term_title,
         .offset = offsetof(struct agreement_in, title)},
	{.name = "body",
         .type = IN_STR,
         .required = true,
         .max = 20000,
         .label = T_term_body,
         .offset = offsetof(struct agreement_in, body)},
};
const struct input agreement_input = {"AgreementForm", sizeof(struct agreement_in), FIELDS, 3,
                                      512 << 10};

static const struct in_field SIGN_FIELDS[] = {
	{.name = "offering",
         .type = IN_ID_LIST,
         .required = true,
         .max = AGREEMENTS_MANY,
         .label = T_term_offering,
         .offset = offsetof(struct sign_in, offering)},
};
const struct input sign_input = {"AgreementSign", sizeof(struct sign_in), SIGN_FIELDS, 1, 0};

/* Which kind the page is about: as asked, else care. */
static enum kind kind_asked(const struct req *r)
{
	const struct agreements_in *in = req_query(r);
	struct str typed = req_typed(r, "kind");
	enum kind k = KIND_CARE;

	if (str_some(typed))
		kind_parse(typed, &k);
	else if (in && str_some(in->kind))
		kind_parse(in->kind, &k);
	return k;
}

static struct str kind_path(struct ctx *c, enum kind k)
{
	return str_printf(c->arena, "/school/agreements?kind=%s", kind_name(k));
}

static enum err tabs(struct ctx *c, enum kind here, struct view_paper *view)
{
	view->tab = NEW_N(c->arena, KIND_COUNT, struct view_paper_tab);
	if (!view->tab)
		return fault_broken(c, "arena");
	for (int k = KIND_CARE; k < KIND_COUNT; k++)
		view->tab[view->tab_n++] = (struct view_paper_tab){
			kind_label((enum kind)k), kind_path(c, (enum kind)k), (int)here == k};
	return OK;
}

static enum err versions(struct ctx *c, struct req *r, const struct term *t, enum kind kind,
                         struct view_paper *view)
{
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct agreement *v, newest = {0};
	size_t n;

	TRY(agreement_list(c, c->actor.school, t->id, &v, &n));
	view->version = NEW_N(c->arena, n + 1, struct view_paper_version);
	if (!view->version || !f)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (v[i].kind != kind)
			continue;
		if (view->version_n == 0)
			newest = v[i];
		view->version[view->version_n++] = (struct view_paper_version){
			.version = v[i].version,
			.title = v[i].title,
			.published = v[i].published,
			.draft = !v[i].is_published,
			.publish = str_printf(c->arena, "/school/agreements/%lld/publish",
		                              (long long)v[i].id.v)};
	}
	f[0] = page_field(c, r, &agreement_input, "kind", "select", str_of(kind_name(kind)));
	kind_choices(c, TEXT_NONE, &f[0]);
	f[1] = page_field(c, r, &agreement_input, "title", "text", newest.title);
	f[2] = page_field(c, r, &agreement_input, "body", "textarea", newest.body);
	f[2].hint = text(c->lang, T_term_body_hint);
	view->field = f;
	view->field_n = 3;
	return OK;
}

/* Offerings of the term whose agreement is published and not complete: the school's hand does no
 * harm where only the agency's is missing. */
static enum err pending(struct ctx *c, const struct term *t, enum kind kind,
                        struct view_paper *view)
{
	struct agreement_standing *a;
	struct offering *o;
	size_t n;

	TRY(offering_list(c, c->actor.school, t->id, &o, &n));
	a = NEW_N(c->arena, n + 1, struct agreement_standing);
	view->pending = NEW_N(c->arena, n + 1, struct view_paper_pending);
	if (!a || !view->pending)
		return fault_broken(c, "arena");
	TRY(agreement_standings(c, c->actor.school, t->id, o, n, NULL, a));
	for (size_t i = 0; i < n && view->pending_n < AGREEMENTS_MANY; i++) {
		if (o[i].kind != kind || !a[i].version.v || !str_some(a[i].missing) ||
		    o[i].state == OFFERING_CANCELLED)
			continue;
		view->pending[view->pending_n++] =
			(struct view_paper_pending){o[i].id.v, o[i].title, a[i].missing};
	}
	return OK;
}

enum err page_agreements(struct ctx *c, struct req *r, struct reply *w)
{
	enum kind kind = kind_asked(r);
	struct view_paper view = {.title = T_term_agreements,
	                          .action = S("/school/agreements"),
	                          .form_title = T_term_edit_draft,
	                          .sign = S("/school/agreements/sign")};
	struct term t;

	view.errors = page_errors(c, r);
	TRY(desk_term(c, &t));
	view.about = t.name;
	TRY(tabs(c, kind, &view));
	TRY(versions(c, r, &t, kind, &view));
	TRY(pending(c, &t, kind, &view));
	return reply_page(c, w, LAYOUT_STAFF, T_term_agreements, RENDER(render_paper), &view);
}

enum err page_agreement_save(struct ctx *c, struct req *r, struct reply *w)
{
	const struct agreement_in *in = req_input(r);
	struct agreement_put a = {.title = in->title, .body = in->body};
	struct term t = {0};
	enum err e;

	kind_parse(in->kind, &a.kind);
	TRY(store_read_begin(c));
	e = desk_term(c, &t);
	store_read_end(c);
	TRY(e);
	a.term = t.id;
	return form_verb(c, r, w, &agreement_put_verb, &a, kind_path(c, a.kind), T_people_saved);
}

enum err page_agreement_publish(struct ctx *c, struct req *r, struct reply *w)
{
	struct agreement_publish a = {{req_id(r, "agreement")}};
	struct agreement text = {0};
	enum err e;

	TRY(store_read_begin(c));
	e = agreement_get(c, a.agreement, &text);
	store_read_end(c);
	TRY(e);
	return form_verb(c, r, w, &agreement_publish_verb, &a, kind_path(c, text.kind),
	                 T_term_published);
}

static enum err sign(struct ctx *c, struct req *r, struct reply *w, struct str path)
{
	const struct sign_in *in = req_input(r);
	offering_id *v = NEW_N(c->arena, in->offering.n, offering_id);
	struct agreement_sign a = {.offering = v, .n = in->offering.n};

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < in->offering.n; i++)
		v[i] = (offering_id){in->offering.v[i]};
	return form_verb(c, r, w, &agreement_sign_verb, &a, path, T_term_signed);
}

/* Back to the kind of service that was signed for. */
enum err page_agreement_sign(struct ctx *c, struct req *r, struct reply *w)
{
	const struct sign_in *in = req_input(r);
	struct str path = S("/school/agreements");
	struct offering o;
	enum err e = OK;

	if (in->offering.n > 0) {
		TRY(store_read_begin(c));
		e = offering_get(c, (offering_id){in->offering.v[0]}, &o);
		store_read_end(c);
		TRY(e);
		path = kind_path(c, o.kind);
	}
	return sign(c, r, w, path);
}

enum err page_agency_sign(struct ctx *c, struct req *r, struct reply *w)
{
	return sign(c, r, w, S("/agency"));
}

enum err page_agency(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_agency_home view = {.errors = page_errors(c, r),
	                                .empty = {.what = T_term_agency_none}};
	struct agency_offering *v;
	size_t n;

	TRY(agency_offerings(c, &v, &n));
	view.row = NEW_N(c->arena, n, struct view_agency_home_row);
	if (n > 0 && !view.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		view.row[i] = (struct view_agency_home_row){
			.id = v[i].id.v,
			.title = v[i].title,
			.school = v[i].school_name,
			.term = v[i].term_name,
			.state = offering_state_label(v[i].state),
			.taken = v[i].taken,
			.missing = v[i].missing,
			.agreement = v[i].version.v
		                             ? str_printf(c->arena, "/agency/agreements/%lld",
		                                          (long long)v[i].version.v)
		                             : STR_NONE,
			.can_sign = v[i].version.v && !v[i].signed_by_agency,
			.done = v[i].signed_by_agency,
		};
	view.row_n = n;
	view.export = S("/agency/export.xlsx");
	view.export_csv = listing_csv(c->arena, view.export);
	return reply_page(c, w, LAYOUT_STAFF, T_term_agency_title, RENDER(render_agency_home),
	                  &view);
}

static enum err agency_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_term_offering, false}, {T_term_school, false},
	                                       {T_term_term, false},     {T_term_state, false},
	                                       {T_term_taken, true},     {T_term_agreement, false}};
	struct agency_offering *v;
	size_t n;

	TRY(agency_offerings(c, &v, &n));
	TRY(desk_new(c, T_term_agency_title, cols, 6, n, ret_d));
	for (size_t i = 0; i < n; i++) {
		desk_put(ret_d, i, 0, v[i].title);
		desk_put(ret_d, i, 1, v[i].school_name);
		desk_put(ret_d, i, 2, v[i].term_name);
		desk_put(ret_d, i, 3, text(c->lang, offering_state_label(v[i].state)));
		desk_num(ret_d, i, 4, v[i].taken);
		desk_put(ret_d, i, 5,
		         str_some(v[i].missing) ? v[i].missing : text(c->lang, T_term_all_signed));
	}
	return OK;
}

enum err page_agency_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(agency_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_agreement_text(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_agreement_text view = {.back = S("/agency"), .sign = {.seal = true}};
	struct agreement a;

	TRY(agreement_get(c, (agreement_id){req_id(r, "agreement")}, &a));
	view.title = a.title;
	view.version = a.version;
	view.published = a.published;
	view.words = a.body;
	return reply_page(c, w, LAYOUT_STAFF, T_term_agreement, RENDER(render_agreement_text),
	                  &view);
}
