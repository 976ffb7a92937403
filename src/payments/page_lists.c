/* Receipts of a school and of a family, and what did not fit. */
#include "payments/case.h"
#include "payments/receipt.h"
#include "payments/receipt.sql.h"
#include "term/term_filter.h"

static const struct in_field INCIDENT_FIELDS[] = {
	{.name = "incident",
         .type = IN_ID,
         .required = true,
         .label = T_pay_incident,
         .offset = offsetof(struct incident_in, incident)},
	{.name = "note",
         .type = IN_STR,
         .required = true,
         .label = T_pay_settled_how,
         .offset = offsetof(struct incident_in, note)},
};
const struct input incident_input = {"IncidentClose", sizeof(struct incident_in), INCIDENT_FIELDS,
                                     2, 0};

/* --- receipts ----------------------------------------------------------------------------------
 */

static const char *fiscal_kind(struct str state)
{
	return str_is(state, "issued")       ? "ok"
	       : str_is(state, "to_reverse") ? "warn"
	       : str_is(state, "exported")   ? "info"
	                                     : "off";
}

/* How a fiscal e-receipt stands, and its code, number and check code once the platform returned
 * them.
 */
static void fiscal_cells(struct desk *d, size_t row, size_t col, const struct receipt *k)
{
	desk_tag(d, row, col, fiscal_kind(k->fiscal_state),
	         word_label("fiscal.state", k->fiscal_state));
	desk_put(d, row, col + 1, k->fiscal_code);
	desk_put(d, row, col + 2, k->fiscal_number);
	desk_put(d, row, col + 3, k->fiscal_check);
}

static enum err receipts_desk(struct ctx *c, const struct papers_in *in, bool all,
                              struct term *ret_t, struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_receipt_number, false},      {T_people_name, false},
		{T_people_class, false},        {T_pay_at, false},
		{T_pay_amount, true},           {T_receipt_code, false},
		{T_pay_state, false},           {T_fiscal_state, false},
		{T_receipt_fiscal_code, false}, {T_receipt_fiscal_number, false},
		{T_receipt_fiscal_check, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct receipt_filter f = {STR_NONE, slice.most, slice.skip};
	struct receipt *v;
	struct desk d;
	size_t n;

	TRY(desk_term_listed(c, in->term, q_receipts_newest, ret_t));
	TRY(receipt_page(c, c->actor.school, ret_t->id, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_receipt_receipts, cols, 11, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].number,
		          str_printf(c->arena, "/receipts/%lld/pdf", (long long)v[i].id.v));
		desk_put(&d, i, 1, v[i].name);
		desk_class(&d, i, 2, v[i].class_name);
		desk_put(&d, i, 3, instant_words(c->arena, c->lang, v[i].at));
		desk_money(&d, i, 4, v[i].amount);
		desk_put(&d, i, 5, v[i].code);
		desk_tag(&d, i, 6, v[i].valid ? "ok" : "off",
		         v[i].valid ? T_receipt_valid : T_receipt_void);
		fiscal_cells(&d, i, 7, &v[i]);
	}
	d.v.about = ret_t->name;
	d.v.empty.what = T_pay_none;
	*ret_d = d;
	return OK;
}

enum err page_receipts(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct papers_in none = {0};
	const struct papers_in *in = query_or(r, &none);
	struct term t;
	struct desk d;
	int64_t total;

	TRY(receipts_desk(c, in, false, &t, &d, &total));
	TRY(papers_part(&d, r, &papers_query, t.id, "/school/receipts", 0));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_receipts_export(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct papers_in none = {0};
	const struct out_in *in = req_input(r);
	struct desk_taken taken = {"receipts_exported", "school", c->actor.school.v, in->reason};
	struct str mark;
	struct term t;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = receipts_desk(c, query_or(r, &none), true, &t, &d, &total);
	store_read_end(c);
	TRY(e);
	return desk_sheet_marked(&d, w, mark);
}

/* --- of a family -------------------------------------------------------------------------------
 */

static enum err pupil_receipts(struct ctx *c, pupil_id pupil, term_id term, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_receipt_number, false},      {T_pay_at, false},
		{T_pay_amount, true},           {T_receipt_code, false},
		{T_pay_state, false},           {T_fiscal_state, false},
		{T_receipt_fiscal_code, false}, {T_receipt_fiscal_number, false},
		{T_receipt_fiscal_check, false}};
	struct receipt *v;
	struct desk d;
	size_t n;

	TRY(receipt_list(c, pupil, term, &v, &n));
	TRY(desk_new(c, T_receipt_receipts, cols, 9, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].number,
		          str_printf(c->arena, "/receipts/%lld/pdf", (long long)v[i].id.v));
		desk_put(&d, i, 1, instant_words(c->arena, c->lang, v[i].at));
		desk_money(&d, i, 2, v[i].amount);
		desk_put(&d, i, 3, v[i].code);
		desk_tag(&d, i, 4, v[i].valid ? "ok" : "off",
		         v[i].valid ? T_receipt_valid : T_receipt_void);
		fiscal_cells(&d, i, 5, &v[i]);
	}
	*ret_d = d;
	return OK;
}

static struct str family_path(struct ctx *c, pupil_id pupil, const char *tail, term_id term)
{
	return str_printf(c->arena, "/pupils/%lld/receipts/%s?term=%lld", (long long)pupil.v, tail,
	                  (long long)term.v);
}

/* A desk takes lists with children's names for a reason alone; the family takes its own. */
enum err receipts_table(struct case_page *p, pupil_id pupil, term_id term)
{
	bool family = p->c->actor.role == ROLE_GUARDIAN;
	struct desk d;

	TRY(pupil_receipts(p->c, pupil, term, &d));
	return case_list(p, &d, family ? family_path(p->c, pupil, "export.xlsx", term) : STR_NONE);
}

static enum err family_desk(struct ctx *c, const struct req *r, struct desk *ret_d)
{
	static const struct pay_of_in none = {{0}};
	const struct pay_of_in *in = query_or(r, &none);
	struct term t = {.id = in->term};
	struct pupil child;

	TRY(pupil_get(c, (pupil_id){req_id(r, "pupil")}, &child));
	if (!t.id.v)
		TRY(pay_term(c, child.county, &t));
	return pupil_receipts(c, child.id, t.id, ret_d);
}

enum err page_family_receipts_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(family_desk(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- what did not fit --------------------------------------------------------------------------
 */

static struct str base(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_COUNTY_DESK) ? S("/county/pay-incidents")
	                                              : S("/school/pay-incidents");
}

static void incident_row(struct desk *d, size_t i, const struct incident *v)
{
	struct ctx *c = d->c;
	bool open = !str_some(v->note);

	desk_put(d, i, 0, v->number);
	desk_put(d, i, 1, text(c->lang, word_label("pay.incident", v->kind)));
	desk_put(d, i, 2, v->found);
	desk_put(d, i, 3, v->allowed);
	desk_put(d, i, 4, instant_words(c->arena, c->lang, v->at));
	desk_put(d, i, 5, v->note);
	if (open)
		desk_tag(d, i, 5, "warn", T_pay_incident_open);
}

static enum err incident_form(struct desk *d, const struct req *r, const struct incident *v,
                              size_t n)
{
	struct ctx *c = d->c;
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct desk_choice *choice = NEW_N(c->arena, n + 1, struct desk_choice);
	size_t k = 0;

	if (!f || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		if (!str_some(v[i].note))
			choice[k++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)v[i].id), v[i].number};
	f[0] = page_field(c, r, &incident_input, "incident", "select", STR_NONE);
	desk_choices(c, &f[0], choice, k);
	f[1] = page_field(c, r, &incident_input, "note", "text", STR_NONE);
	d->v.has_form = k > 0;
	d->v.form_title = T_pay_incident_close;
	d->v.action = base(c);
	d->v.field = f;
	d->v.field_n = 2;
	d->v.submit = T_pay_incident_close_do;
	return OK;
}

static enum err incidents_desk(struct ctx *c, struct desk *ret_d, struct incident **ret_v,
                               size_t *ret_n)
{
	static const struct desk_col cols[] = {{T_pay_number, false}, {T_pay_incident, false},
	                                       {T_pay_found, false},  {T_pay_allowed, false},
	                                       {T_pay_seen, false},   {T_pay_settled_how, false}};
	struct incident *v;
	struct desk d;
	size_t n;

	TRY(incident_list(c, false, &v, &n));
	TRY(desk_new(c, T_pay_incidents, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++)
		incident_row(&d, i, &v[i]);
	*ret_d = d;
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err page_incidents_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct incident *v;
	struct desk d;
	size_t n;

	TRY(incidents_desk(c, &d, &v, &n));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_incidents(struct ctx *c, struct req *r, struct reply *w)
{
	struct incident *v;
	struct desk d;
	size_t n;

	TRY(incidents_desk(c, &d, &v, &n));
	desk_export(&d, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(base(c))));
	d.v.about = text(c->lang, T_pay_incidents_about);
	d.v.empty.what = T_pay_incidents_none;
	d.v.errors = page_errors(c, r);
	d.v.pager.total = (int64_t)n;
	d.v.pager.from = n > 0;
	d.v.pager.to = (int64_t)n;
	TRY(incident_form(&d, r, v, n));
	return desk_page(&d, w);
}

enum err page_incident_close(struct ctx *c, struct req *r, struct reply *w)
{
	const struct incident_in *in = req_input(r);
	struct incident_close a = {.id = in->incident, .note = in->note};

	return form_verb(c, r, w, &incident_close_verb, &a, base(c), T_people_saved);
}
