#include "agency/agency.h"
#include "agency/agency_one.html.h"
#include "agency/routes.h"
#include "people/desk.h"

struct agencies_in {
	struct list_query list;
	struct str in_state;
};
struct agency_in {
	struct str uscc, name, contact_name, contact_phone;
};
struct turn_in {
	struct str state, reason;
};

static const char *const STATES[] = {"admitted", "suspended", "ended", NULL};
static const enum text_id STATE_TEXTS[] = {T_agency_admitted, T_agency_suspended, T_agency_ended};
static const char *const STATE_KINDS[] = {"ok", "bad", "off"};

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct agencies_in),
	{.name = "in_state",
         .type = IN_CHOICE,
         .choices = STATES,
         .label = T_agency_state,
         .offset = offsetof(struct agencies_in, in_state)},
};
static const struct input agencies_query = {"AgenciesQuery", sizeof(struct agencies_in),
                                            QUERY_FIELDS, 3, 0};

static const struct in_field ADD_FIELDS[] = {
	{.name = "uscc",
         .type = IN_STR,
         .required = true,
         .max = 30,
         .label = T_agency_uscc,
         .offset = offsetof(struct agency_in, uscc)},
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_agency_name,
         .offset = offsetof(struct agency_in, name)},
	{.name = "contact_name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_agency_contact_name,
         .offset = offsetof(struct agency_in, contact_name)},
	{.name = "contact_phone",
         .type = IN_STR,
         .required = true,
         .max = 30,
         .label = T_agency_contact_phone,
         .offset = offsetof(struct agency_in, contact_phone)},
};
static const struct input agency_input = {"AgencyForm", sizeof(struct agency_in), ADD_FIELDS, 4, 0};

static const struct in_field TURN_FIELDS[] = {
	{.name = "state",
         .type = IN_CHOICE,
         .required = true,
         .choices = STATES,
         .label = T_agency_state,
         .offset = offsetof(struct turn_in, state)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct turn_in, reason)},
};
static const struct input turn_input = {"AgencyTurn", sizeof(struct turn_in), TURN_FIELDS, 2, 0};

static size_t state_index(struct str state)
{
	for (size_t i = 0; STATES[i]; i++)
		if (str_is(state, STATES[i]))
			return i;
	return 2;
}

static void state_choices(struct ctx *c, bool all, struct view_part_field *f)
{
	struct desk_choice v[4] = {{S(""), text(c->lang, T_people_all)}};
	size_t n = all;

	for (size_t i = 0; STATES[i]; i++)
		v[n++] = (struct desk_choice){str_of(STATES[i]), text(c->lang, STATE_TEXTS[i])};
	desk_choices(c, f, v, n);
}

static enum err agencies_desk(struct ctx *c, const struct agencies_in *in, bool all,
                              struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_agency_name, false}, {T_agency_uscc, false}, {T_agency_state, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct agency *v;
	struct desk d;
	size_t n;

	TRY(agency_list(c, c->actor.county, in->in_state, slice.most, slice.skip, &v, &n,
	                ret_total));
	TRY(desk_new(c, T_agency_title, cols, 3, n, &d));
	for (size_t i = 0; i < n; i++) {
		size_t state = state_index(v[i].state);

		desk_link(&d, i, 0, v[i].name,
		          str_printf(c->arena, "/county/agencies/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, v[i].uscc);
		desk_tag(&d, i, 2, STATE_KINDS[state], STATE_TEXTS[state]);
	}
	*ret_d = d;
	return OK;
}

static enum err page_agencies(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct agencies_in none = {0};
	const struct agencies_in *in = req_query(r) ? req_query(r) : &none;
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	struct desk d;
	int64_t total;

	if (!f)
		return fault_broken(c, "arena");
	TRY(agencies_desk(c, in, false, &d, &total));
	f[0] = page_field(c, r, &agencies_query, "in_state", "select", STR_NONE);
	f[0].optional = false;
	state_choices(c, true, &f[0]);
	f[1] = page_field(c, r, &agency_input, "uscc", "text", STR_NONE);
	f[2] = page_field(c, r, &agency_input, "name", "text", STR_NONE);
	f[3] = page_field(c, r, &agency_input, "contact_name", "text", STR_NONE);
	f[4] = page_field(c, r, &agency_input, "contact_phone", "tel", STR_NONE);
	d.v.path = S("/county/agencies");
	d.v.filter = f;
	d.v.filter_n = 1;
	desk_export(&d, str_some(in->in_state)
	                        ? str_printf(c->arena, "/county/agencies/export.xlsx?in_state=%.*s",
	                                     STR_FMT(in->in_state))
	                        : S("/county/agencies/export.xlsx"));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	d.v.errors = page_errors(c, r);
	d.v.has_form = true;
	d.v.form_title = T_agency_add;
	d.v.action = S("/county/agencies");
	d.v.field = f + 1;
	d.v.field_n = 4;
	d.v.submit = T_ui_new;
	return desk_page(&d, w);
}

static enum err page_agencies_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(agencies_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

static enum err done(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("ok"));
	return OK;
}

static enum err page_agency_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct agency_in *in = req_input(r);
	struct agency_new a = {.uscc = in->uscc,
	                       .name = in->name,
	                       .contact_name = in->contact_name,
	                       .contact_phone = in->contact_phone};
	struct store_once once = req_once(r, done);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &agency_add_verb, &a, &once, &answer, &replayed));
	return reply_see(c, w, S("/county/agencies"), T_people_saved);
}

static enum err page_agency(struct ctx *c, struct req *r, struct reply *w)
{
	agency_id id = {req_id(r, "agency")};
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct agency a;
	size_t state;

	if (!f)
		return fault_broken(c, "arena");
	TRY(agency_get(c, id, &a));
	state = state_index(a.state);
	f[0] = page_field(c, r, &turn_input, "state", "select", a.state);
	state_choices(c, false, &f[0]);
	f[1] = page_field(c, r, &turn_input, "reason", "text", STR_NONE);
	struct view_agency_one v = {
		.name = a.name,
		.uscc = a.uscc,
		.state = {str_of(STATE_KINDS[state]), text(c->lang, STATE_TEXTS[state])},
		.action = str_printf(c->arena, "/county/agencies/%lld", (long long)id.v),
		.errors = page_errors(c, r),
		.field = f,
		.field_n = 2,
	};
	return reply_page(c, w, LAYOUT_STAFF, T_agency_title, RENDER(render_agency_one), &v);
}

static enum err page_agency_turn(struct ctx *c, struct req *r, struct reply *w)
{
	const struct turn_in *in = req_input(r);
	struct agency_turn a = {
		.agency = {req_id(r, "agency")}, .state = in->state, .reason = in->reason};
	struct store_once once = req_once(r, done);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &agency_turn_verb, &a, &once, &answer, &replayed));
	return reply_see(c, w, S("/county/agencies"), T_people_saved);
}

#define OFFICER ROLE_BIT(ROLE_COUNTY)

static const struct route ROUTES_V[] = {
	{M_GET, "/county/agencies", OFFICER, SCOPE_COUNTY, page_agencies, .query = &agencies_query,
         .summary = "Agencies of the county", .nav = T_agency_title, .menu = MENU(PLACES, 8)},
	{M_GET, "/county/agencies/export.{format}", OFFICER, SCOPE_COUNTY, page_agencies_sheet,
         .query = &agencies_query, .summary = "The agencies as a workbook or text"},
	{M_POST, "/county/agencies", OFFICER, SCOPE_COUNTY, page_agency_add, .input = &agency_input,
         .query = &agencies_query, .again = page_agencies, .summary = "Admit an agency"},
	{M_GET, "/county/agencies/{agency}", OFFICER, SCOPE_COUNTY, page_agency,
         .summary = "One agency"},
	{M_POST, "/county/agencies/{agency}", OFFICER, SCOPE_COUNTY, page_agency_turn,
         .input = &turn_input, .again = page_agency, .summary = "Suspend, admit again or end"},
};
const struct routes agency_routes = ROUTES(ROUTES_V);
