/* Waivers on pages and in the API: the family asks, the school's office decides, the county reads.
 */
#include "money/page_waiver.h"
#include "money/waiver.html.h"
#include "money/waivers.html.h"
#include "people/pages.h"
#include "rulebook/show.h"
#include "web/listing.h"

enum { ASK_FIELDS_N = 8, PUPIL_AT = 0, ROLL_AT, CATEGORY_AT, SEEN_AT = 5, STARTS_AT, ENDS_AT };

static const char *const STATES[] = {"asked", "granted", "refused", "withdrawn", NULL};

#define STATE_FIELD(of)                                                                            \
	{                                                                                          \
		.name = "state", .type = IN_CHOICE, .choices = STATES, .label = T_waiver_state,    \
		.offset = offsetof(of, state)                                                      \
	}
static const struct in_field LIST_FIELDS_V[] = {
	LIST_FIELDS(struct waivers_in),
	STATE_FIELD(struct waivers_in),
	{.name = "pupil",
         .type = IN_ID,
         .label = T_waiver_pupil,
         .offset = offsetof(struct waivers_in, pupil)},
};
const struct input waivers_query = {"WaiversQuery", sizeof(struct waivers_in), LIST_FIELDS_V, 4, 0};

static const struct in_field OUT_FIELDS[] = {STATE_FIELD(struct waivers_out),
                                             DESK_REASON(struct waivers_out)};
const struct input waivers_out_input = {"WaiversExport", sizeof(struct waivers_out), OUT_FIELDS, 2,
                                        0};

#define DAY_FIELD(word, of, text)                                                                  \
	{                                                                                          \
		.name = #word, .type = IN_DATE, .label = (text), .offset = offsetof(of, word)      \
	}
#define TEXT_FIELD(word, of, text)                                                                 \
	{                                                                                          \
		.name = #word, .type = IN_STR, .max = 80, .label = (text),                         \
		.offset = offsetof(of, word)                                                       \
	}
static const struct in_field ASK_FIELDS[] = {
	{.name = "pupil",
         .type = IN_ID,
         .label = T_waiver_pupil,
         .offset = offsetof(struct waiver_ask, pupil)},
	{.name = "roll",
         .type = IN_STR,
         .max = 40,
         .label = T_waiver_roll,
         .offset = offsetof(struct waiver_ask, roll)},
	{.name = "category",
         .type = IN_STR,
         .required = true,
         .max = 80,
         .label = T_waiver_category,
         .offset = offsetof(struct waiver_ask, category)},
	TEXT_FIELD(proof, struct waiver_ask, T_waiver_proof),
	TEXT_FIELD(number, struct waiver_ask, T_waiver_number),
	DAY_FIELD(seen, struct waiver_ask, T_waiver_seen),
	DAY_FIELD(starts, struct waiver_ask, T_waiver_starts),
	DAY_FIELD(ends, struct waiver_ask, T_waiver_ends),
};
const struct input waiver_ask_input = {"WaiverAsk", sizeof(struct waiver_ask), ASK_FIELDS,
                                       ASK_FIELDS_N, 0};

static const struct in_field GRANT_FIELDS[] = {
	TEXT_FIELD(proof, struct waiver_grant, T_waiver_proof),
	TEXT_FIELD(number, struct waiver_grant, T_waiver_number),
	DAY_FIELD(seen, struct waiver_grant, T_waiver_seen),
};
const struct input waiver_grant_input = {"WaiverGrant", sizeof(struct waiver_grant), GRANT_FIELDS,
                                         3, 0};

static const struct in_field END_FIELDS[] = {
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 200,
         .label = T_waiver_reason,
         .offset = offsetof(struct waiver_end, reason)},
};
const struct input waiver_end_input = {"WaiverEnd", sizeof(struct waiver_end), END_FIELDS, 1, 0};

/* --- words --------------------------------------------------------------------------------------
 */

static struct view_part_tag state_tag(struct ctx *c, const struct waiver *w)
{
	static const struct {
		const char *state, *tag;
		enum text_id label;
	} v[] = {{"asked", "warn", T_waiver_asked},
	         {"granted", "ok", T_waiver_granted},
	         {"refused", "bad", T_waiver_refused},
	         {"withdrawn", "off", T_waiver_withdrawn}};

	if (w->over)
		return (struct view_part_tag){S("off"), text(c->lang, T_waiver_over)};
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		if (str_is(w->state, v[i].state))
			return (struct view_part_tag){str_of(v[i].tag), text(c->lang, v[i].label)};
	return (struct view_part_tag){S("off"), w->state};
}

static struct str day_or_none(struct ctx *c, struct date d)
{
	return date_some(d) ? date_words(c->arena, c->lang, d) : S("");
}

/* Until a grant says by when it ends, only its first day is known. */
static struct str span(struct ctx *c, const struct waiver *w)
{
	struct str said[] = {date_words(c->arena, c->lang, w->starts),
	                     w->open ? text(c->lang, T_waiver_open_end) : day_or_none(c, w->ends)};

	return text_fill(c->arena, c->lang, str_some(said[1]) ? T_waiver_span : T_waiver_span_from,
	                 said, 2);
}

/* The last day in a list; a workbook keeps the cell empty where there is none. */
static void ends_put(struct desk *d, size_t row, size_t col, const struct waiver *w)
{
	desk_day(d, row, col, w->ends);
	if (!w->open)
		return;
	desk_put(d, row, col, text(d->c->lang, T_waiver_open_end));
	d->plain[row * d->v.head_n + col] = S("");
}

static struct str path_of(struct ctx *c, waiver_id id)
{
	return str_printf(c->arena, "/waivers/%lld", (long long)id.v);
}

static void categories_offer(struct ctx *c, struct view_part_field *f, const struct waiver_offer *v,
                             size_t n)
{
	struct desk_choice choice[WAIVER_OFFERS];

	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){v[i].category, v[i].label};
	f->type = S("select");
	desk_choices(c, f, choice, n);
}

static enum err ask_fields(struct ctx *c, struct req *r, struct view_part_field **ret_f)
{
	static const char *const types[ASK_FIELDS_N] = {"text", "text", "text", "text",
	                                                "text", "date", "date", "date"};
	struct view_part_field *f = NEW_N(c->arena, ASK_FIELDS_N, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < ASK_FIELDS_N; i++)
		f[i] = page_field(c, r, &waiver_ask_input, ASK_FIELDS[i].name, types[i],
		                  i == STARTS_AT ? date_text(c->arena, ctx_today(c)) : STR_NONE);
	*ret_f = f;
	return OK;
}

/* --- the family ---------------------------------------------------------------------------------
 */

static enum err records_show(struct ctx *c, const struct child *child, size_t n,
                             struct view_waivers *v)
{
	size_t room = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < n; i++) {
			struct waiver *w;
			size_t m;

			TRY(waiver_of_pupil(c, child[i].pupil.id, &w, &m));
			for (size_t k = 0; pass && k < m; k++)
				v->record[v->record_n++] = (struct view_waivers_record){
					child[i].name, w[k].label, span(c, &w[k]),
					path_of(c, w[k].id), state_tag(c, &w[k])};
			room += pass ? 0 : m;
		}
		if (!pass && !(v->record = NEW_N(c->arena, room + 1, struct view_waivers_record)))
			return fault_broken(c, "arena");
	}
	return OK;
}

static enum err family_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_waiver_pupil, false},    {T_waiver_state, false},
	                                       {T_waiver_category, false}, {T_waiver_starts, false},
	                                       {T_waiver_ends, false},     {T_waiver_payer, false}};
	struct child *child;
	struct waiver **w;
	struct desk d;
	size_t n, *m, rows = 0, at = 0;

	TRY(children_list(c, &child, &n));
	w = NEW_N(c->arena, n + 1, struct waiver *);
	m = NEW_N(c->arena, n + 1, size_t);
	if (!w || !m)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		TRY(waiver_of_pupil(c, child[i].pupil.id, &w[i], &m[i]));
		rows += m[i];
	}
	TRY(desk_new(c, T_waiver_title, cols, 6, rows, &d));
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < m[i]; k++, at++) {
			desk_put(&d, at, 0, child[i].name);
			d.v.row[at].cell[1].tag = state_tag(c, &w[i][k]);
			desk_put(&d, at, 2, w[i][k].label);
			desk_day(&d, at, 3, w[i][k].starts);
			ends_put(&d, at, 4, &w[i][k]);
			desk_put(&d, at, 5, w[i][k].payers);
		}
	}
	*ret_d = d;
	return OK;
}

enum err waiver_page_family_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(family_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* What the schools of the children offer, each category once. */
static enum err offers_show(struct ctx *c, const struct child *child, size_t n,
                            struct waiver_offer *all, size_t *ret_n, struct view_waivers *v)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		struct waiver_offer *o;
		size_t k_n;

		TRY(waiver_offers_for(c, child[i].pupil.id, &o, &k_n));
		for (size_t k = 0; k < k_n; k++) {
			bool had = m == WAIVER_OFFERS;

			for (size_t h = 0; h < m; h++)
				had = had || str_eq(all[h].category, o[k].category);
			if (!had)
				all[m++] = o[k];
		}
	}
	v->offer = NEW_N(c->arena, m + 1, struct view_waivers_offer);
	if (!v->offer)
		return fault_broken(c, "arena");
	v->offer_n = m;
	for (size_t i = 0; i < m; i++)
		v->offer[i] = (struct view_waivers_offer){all[i].label,
		                                          all[i].proof ? T_waiver_proof_needed
		                                                       : T_waiver_proof_not_needed,
		                                          all[i].clause, all[i].document};
	*ret_n = m;
	return OK;
}

enum err waiver_page_family(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_waivers v = {.errors = page_errors(c, r),
	                         .empty.what = T_waiver_none,
	                         .export = S("/waivers/export.xlsx"),
	                         .export_csv = listing_csv(c->arena, S("/waivers/export.xlsx"))};
	struct waiver_offer offer[WAIVER_OFFERS];
	struct desk_choice *choice;
	struct view_part_field *f;
	struct child *child;
	size_t n, offers;

	TRY(children_list(c, &child, &n));
	TRY(records_show(c, child, n, &v));
	TRY(offers_show(c, child, n, offer, &offers, &v));
	TRY(ask_fields(c, r, &f));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)child[i].pupil.id.v),
			child[i].name};
	f[PUPIL_AT].type = S("select");
	f[PUPIL_AT].optional = false;
	desk_choices(c, &f[PUPIL_AT], choice, n);
	categories_offer(c, &f[CATEGORY_AT], offer, offers);
	f[SEEN_AT] = f[STARTS_AT]; /* what staff saw is for staff to say */
	f[STARTS_AT] = f[ENDS_AT];
	f[ROLL_AT] = f[PUPIL_AT]; /* a family says which child */
	v.field = &f[ROLL_AT];
	v.field_n = ASK_FIELDS_N - 2;
	return reply_page(c, w, LAYOUT_GUARDIAN, T_waiver_title, RENDER(render_waivers), &v);
}

enum err waiver_page_ask(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_asked(c, r, &id));
	return reply_see(c, w, S("/waivers"), T_waiver_saved);
}

/* --- one ----------------------------------------------------------------------------------------
 */

enum err waiver_page_one(struct ctx *c, struct req *r, struct reply *w)
{
	bool office = actor_in(&c->actor, ROLES_SCHOOL), family = c->actor.role == ROLE_GUARDIAN;
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	struct view_waiver v = {.errors = page_errors(c, r)};
	struct waiver one;
	bool waits, holds;

	TRY(waiver_get(c, (waiver_id){req_id(r, "waiver")}, &one));
	if (!f)
		return fault_broken(c, "arena");
	waits = str_is(one.state, "asked");
	holds = str_is(one.state, "granted") && !one.over;
	v.name = one.name;
	v.class_name = one.class_name;
	v.school = one.school_name;
	v.label = one.label;
	v.state = state_tag(c, &one);
	v.span = span(c, &one);
	v.proof = one.proof;
	v.number = one.number;
	v.seen = day_or_none(c, one.seen);
	v.payer = one.payers;
	v.reason = one.reason;
	v.may_decide = office && waits;
	v.may_end = (office || family) && (waits || holds);
	v.base = path_of(c, one.id);
	f[0] = page_field(c, r, &waiver_grant_input, "proof", "text", one.proof);
	f[1] = page_field(c, r, &waiver_grant_input, "number", "text", one.number);
	f[2] = page_field(c, r, &waiver_grant_input, "seen", "date",
	                  date_some(one.seen) ? date_text(c->arena, one.seen) : S(""));
	f[3] = page_field(c, r, &waiver_end_input, "reason", "text", STR_NONE);
	f[4] = f[3];
	v.grant = f;
	v.grant_n = 3;
	v.refuse = &f[3];
	v.refuse_n = 1;
	v.withdraw = &f[4];
	/* Two forms with one name on a page: the family and a decided record see the second alone.
	 */
	v.withdraw_n = 1;
	v.may_end = v.may_end && !v.may_decide;
	return reply_page(c, w, family ? LAYOUT_GUARDIAN : LAYOUT_STAFF, T_waiver_title,
	                  RENDER(render_waiver), &v);
}

enum err waiver_page_grant(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_granted(c, r, &id));
	return reply_see(c, w, path_of(c, id), T_waiver_saved);
}

enum err waiver_page_refuse(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_ended(c, r, &waiver_refuse_verb, &id));
	return reply_see(c, w, path_of(c, id), T_waiver_saved);
}

enum err waiver_page_withdraw(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_ended(c, r, &waiver_withdraw_verb, &id));
	return reply_see(c, w, path_of(c, id), T_waiver_saved);
}

/* --- the desks ----------------------------------------------------------------------------------
 */

#define COLS 8
static enum err list_desk(struct ctx *c, struct str state, const struct list_query *q, bool all,
                          struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[COLS] = {
		{T_waiver_pupil, false}, {T_waiver_class, false},    {T_waiver_school, false},
		{T_waiver_state, false}, {T_waiver_category, false}, {T_waiver_starts, false},
		{T_waiver_ends, false},  {T_waiver_payer, false}};
	static const struct list_query whole = {0};
	struct desk_slice slice = desk_slice(q ? q : &whole, all);
	struct waiver_filter f = {.state = state, .most = slice.most, .skip = slice.skip};
	struct waiver *v;
	struct desk d;
	size_t n;

	TRY(waiver_list(c, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_waiver_title, cols, COLS, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].name, path_of(c, v[i].id));
		desk_put(&d, i, 1, v[i].class_name);
		desk_put(&d, i, 2, v[i].school_name);
		d.v.row[i].cell[3].tag = state_tag(c, &v[i]);
		desk_put(&d, i, 4, v[i].label);
		desk_day(&d, i, 5, v[i].starts);
		ends_put(&d, i, 6, &v[i]);
		desk_put(&d, i, 7, v[i].payers);
	}
	d.v.about = text(c->lang, T_waiver_ask_note);
	d.v.empty.what = T_waiver_none;
	*ret_d = d;
	return OK;
}

static struct view_part_field state_filter(struct ctx *c, struct req *r)
{
	struct view_part_field f = page_field(c, r, &waivers_query, "state", "select", STR_NONE);
	struct desk_choice v[5] = {{S(""), text(c->lang, T_waiver_any)},
	                           {S("asked"), text(c->lang, T_waiver_asked)},
	                           {S("granted"), text(c->lang, T_waiver_granted)},
	                           {S("refused"), text(c->lang, T_waiver_refused)},
	                           {S("withdrawn"), text(c->lang, T_waiver_withdrawn)}};

	f.optional = false;
	desk_choices(c, &f, v, 5);
	return f;
}

/* The school's office enters one that came on paper. */
static enum err enter_form(struct ctx *c, struct req *r, pupil_id pupil, struct desk *d)
{
	struct desk_choice choice;
	struct view_part_field *f;
	struct waiver_offer *offer;
	struct rules rules;
	struct pupil of;
	size_t n;

	TRY(rulebook_rules(c, c->actor.county, c->actor.school, ctx_today(c), &rules));
	TRY(waiver_offers(c, &rules, &offer, &n));
	if (!n)
		return OK;
	TRY(ask_fields(c, r, &f));
	categories_offer(c, &f[CATEGORY_AT], offer, n);
	if (pupil.v) { /* come from a pupil's page */
		TRY(pupil_get(c, pupil, &of));
		choice.value = str_printf(c->arena, "%lld", (long long)of.id.v);
		TRY(pupil_name(c, of.id, &choice.label));
		f[PUPIL_AT].type = S("select");
		desk_choices(c, &f[PUPIL_AT], &choice, 1);
		f[ROLL_AT] = f[PUPIL_AT];
	} else {
		f[ROLL_AT].hint = text(c->lang, T_waiver_roll_hint);
		f[ROLL_AT].optional = false;
	}
	d->v.field = &f[ROLL_AT];
	d->v.field_n = ASK_FIELDS_N - 1;
	d->v.has_form = true;
	d->v.form_title = d->v.submit = T_waiver_enter;
	d->v.action = S("/school/waivers");
	return OK;
}

enum err waiver_page_list(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct waivers_in none = {0};
	const struct waivers_in *in = req_query(r) ? req_query(r) : &none;
	bool school = actor_in(&c->actor, ROLES_SCHOOL);
	struct str here = school ? S("/school/waivers") : S("/county/waivers");
	struct view_part_field *filter = NEW(c->arena, struct view_part_field);
	struct desk d;
	int64_t total;

	if (!filter)
		return fault_broken(c, "arena");
	TRY(list_desk(c, in->state, &in->list, false, &d, &total));
	*filter = state_filter(c, r);
	d.v.filter = filter;
	d.v.filter_n = 1;
	d.v.path = here;
	d.v.errors = page_errors(c, r);
	TRY(desk_export_reasoned(&d, r, &waivers_out_input,
	                         str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(here))));
	desk_hide(&d, "state", in->state);
	if (school)
		TRY(enter_form(c, r, in->pupil, &d));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err waiver_page_enter(struct ctx *c, struct req *r, struct reply *w)
{
	waiver_id id;

	TRY(waiver_asked(c, r, &id));
	return reply_see(c, w, S("/school/waivers"), T_waiver_saved);
}

enum err waiver_page_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct waivers_out *in = req_input(r);
	bool school = actor_in(&c->actor, ROLES_SCHOOL);
	struct desk_taken taken = {.what = "waivers_exported",
	                           .object = school ? "school" : "county",
	                           .id = school ? c->actor.school.v : c->actor.county.v,
	                           .reason = in->reason};
	struct str mark;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = list_desk(c, in->state, NULL, true, &d, &total);
	if (e == OK)
		e = desk_sheet_marked(&d, w, mark);
	store_read_end(c);
	return e;
}
