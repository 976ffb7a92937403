/* Officers of counties and of the city's office: the city gives and ends rights, a county sees its
 * own people (R2, R3). */
#include "people/codes.html.h"
#include "people/county.h"
#include "people/officer.h"
#include "people/officer_one.html.h"
#include "people/pages.h"

#define CITY_PATH   "/city/officers"
#define COUNTY_PATH "/county/officers"

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct officers_in),
	{.name = "of",
         .type = IN_ID,
         .label = T_people_county_name,
         .offset = offsetof(struct officers_in, of)},
	{.name = "ended",
         .type = IN_BOOL,
         .label = T_people_officers_ended,
         .offset = offsetof(struct officers_in, ended)},
};
const struct input officers_query = {"OfficersQuery", sizeof(struct officers_in), QUERY_FIELDS, 4,
                                     0};

static const char *const ROLES[] = {"county", "county_finance", "county_hr", "city_finance", NULL};

static const struct in_field OFFICER_FIELDS[] = {
	{.name = "role",
         .type = IN_CHOICE,
         .choices = ROLES,
         .label = T_people_role,
         .offset = offsetof(struct officer_in, role)},
	{.name = "county",
         .type = IN_ID,
         .label = T_people_county_name,
         .offset = offsetof(struct officer_in, county)},
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_people_name,
         .offset = offsetof(struct officer_in, name)},
	{.name = "login",
         .type = IN_STR,
         .required = true,
         .max = 64,
         .label = T_people_login,
         .offset = offsetof(struct officer_in, login)},
	{.name = "starts",
         .type = IN_DATE,
         .label = T_people_starts,
         .offset = offsetof(struct officer_in, starts)},
	{.name = "ends",
         .type = IN_DATE,
         .label = T_people_ends,
         .offset = offsetof(struct officer_in, ends)},
};
const struct input officer_input = {"OfficerForm", sizeof(struct officer_in), OFFICER_FIELDS, 6, 0};

static const struct in_field END_FIELDS[] = {
	{.name = "last",
         .type = IN_DATE,
         .label = T_people_ends,
         .offset = offsetof(struct officer_end_in, last)},
};
const struct input officer_end_input = {"OfficerEnd", sizeof(struct officer_end_in), END_FIELDS, 1,
                                        0};

static bool of_city(const struct ctx *c)
{
	return c->actor.role == ROLE_CITY;
}

static struct str here(const struct ctx *c)
{
	return of_city(c) ? S(CITY_PATH) : S(COUNTY_PATH);
}

static struct str officer_path(struct ctx *c, appointment_id id)
{
	return str_printf(c->arena, CITY_PATH "/%lld", (long long)id.v);
}

static enum text_id role_text(enum role role)
{
	switch (role) {
	case ROLE_COUNTY_FINANCE:
		return T_web_role_county_finance;
	case ROLE_COUNTY_HR:
		return T_web_role_county_hr;
	case ROLE_CITY_FINANCE:
		return T_web_role_city_finance;
	default:
		return role == ROLE_CITY ? T_web_role_city : T_web_role_county;
	}
}

static void role_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice v[sizeof ROLES / sizeof *ROLES];
	enum role role = ROLE_COUNTY;
	size_t n = 0;

	for (; ROLES[n]; n++) {
		role_parse(ROLES[n], &role);
		v[n] = (struct desk_choice){str_of(ROLES[n]), text(c->lang, role_text(role))};
	}
	f->optional = false;
	desk_choices(c, f, v, n);
}

static struct view_part_tag state_tag(struct ctx *c, const struct officer *o)
{
	int32_t today = ctx_today(c).day;

	if (date_some(o->ends) && o->ends.day < today)
		return (struct view_part_tag){S("off"), text(c->lang, T_people_over)};
	if (o->starts.day > today)
		return (struct view_part_tag){S("info"), text(c->lang, T_people_not_yet)};
	return (struct view_part_tag){S("ok"), text(c->lang, T_people_in_force)};
}

static enum err officers_desk(struct ctx *c, const struct officers_in *in, bool all,
                              struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},   {T_people_office, false},
	                                       {T_people_role, false},   {T_people_login, false},
	                                       {T_people_starts, false}, {T_people_ends, false},
	                                       {T_people_state, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct officer_filter f = {in->of, in->ended, slice.most, slice.skip};
	struct officer *v;
	struct desk d;
	size_t n;

	TRY(officer_list(c, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_people_officers, cols, 7, n, &d));
	for (size_t i = 0; i < n; i++) {
		if (of_city(c) && v[i].role != ROLE_CITY)
			desk_link(&d, i, 0, v[i].name, officer_path(c, v[i].id));
		else
			desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1,
		         v[i].county.v ? v[i].county_name : text(c->lang, T_people_of_city));
		desk_put(&d, i, 2, text(c->lang, role_text(v[i].role)));
		desk_put(&d, i, 3, v[i].login);
		desk_day(&d, i, 4, v[i].starts);
		if (date_some(v[i].ends))
			desk_day(&d, i, 5, v[i].ends);
		d.v.row[i].cell[6].tag = state_tag(c, &v[i]);
	}
	*ret_d = d;
	return OK;
}

/* The counties as choices, `none` first. */
static enum err county_choices(struct ctx *c, enum text_id none, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct county *v;
	size_t n;

	TRY(county_list(c, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	choice[0] = (struct desk_choice){S(""), text(c->lang, none)};
	for (size_t i = 0; i < n; i++)
		choice[i + 1] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].id.v), v[i].name};
	desk_choices(c, f, choice, n + 1);
	return OK;
}

static enum err officer_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 6, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &officer_input, "role", "select", STR_NONE);
	role_choices(c, &f[0]);
	f[1] = page_field(c, r, &officer_input, "county", "select", STR_NONE);
	f[1].hint = text(c->lang, T_people_officer_county_hint);
	TRY(county_choices(c, T_people_choose, &f[1]));
	f[2] = page_field(c, r, &officer_input, "name", "text", STR_NONE);
	f[3] = page_field(c, r, &officer_input, "login", "text", STR_NONE);
	f[3].hint = text(c->lang, T_people_officer_login_hint);
	f[4] = page_field(c, r, &officer_input, "starts", "date", STR_NONE);
	f[4].hint = text(c->lang, T_people_starts_hint);
	f[5] = page_field(c, r, &officer_input, "ends", "date", STR_NONE);
	f[5].hint = text(c->lang, T_people_ends_hint);
	d->v.has_form = true;
	d->v.form_title = T_people_officer_add;
	d->v.action = S(CITY_PATH);
	d->v.field = f;
	d->v.field_n = 6;
	d->v.submit = T_ui_new;
	return OK;
}

static enum err officers_filter(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	size_t n = 0;

	if (!f)
		return fault_broken(c, "arena");
	if (of_city(c)) {
		f[n] = page_field(c, r, &officers_query, "of", "select", STR_NONE);
		f[n].optional = false;
		TRY(county_choices(c, T_people_all, &f[n]));
		n++;
	}
	f[n++] = page_field(c, r, &officers_query, "ended", "tick", STR_NONE);
	d->v.filter = f;
	d->v.filter_n = n;
	return OK;
}

enum err page_officers(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct officers_in none = {0};
	const struct officers_in *in = query_or(r, &none);
	struct desk d;
	int64_t total;

	TRY(officers_desk(c, in, false, &d, &total));
	TRY(officers_filter(c, r, &d));
	d.v.path = here(c);
	desk_export(&d,
	            page_link(c, r, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(here(c)))));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	d.v.errors = page_errors(c, r);
	if (of_city(c))
		TRY(officer_form(c, r, &d));
	return desk_page(&d, w);
}

enum err page_officers_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(officers_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- codes, shown once ------------------------------------------------------------------------ */

struct slip {
	struct str who, login, code, about, back;
};

static enum err slip_page(struct ctx *c, struct reply *w, const struct slip *s)
{
	struct view_codes_slip one = {s->who, s->login, s->code};
	struct view_codes v = {.title = T_people_officer_code,
	                       .issued = true,
	                       .about = s->about,
	                       .days = OFFICER_CODE_HOURS / 24,
	                       .slip = &one,
	                       .slip_n = 1,
	                       .back = s->back};

	return reply_page(c, w, LAYOUT_STAFF, v.title, RENDER(render_codes), &v);
}

enum err page_officer_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct officer_in *in = req_input(r);
	struct officer_new a = {.role = ROLE_COUNTY,
	                        .county = in->county,
	                        .name = in->name,
	                        .login = in->login,
	                        .starts = in->starts,
	                        .ends = in->ends,
	                        .with_code = true};
	struct store_once once = req_once(r, codes_issued);
	struct str answer;
	bool replayed;

	if (str_some(in->role) && !role_parse(str_c(c->arena, in->role), &a.role))
		return fault_input(c, NULL, S("role"), in->role, STR_NONE);
	TRY(store_write_once(c, &officer_add_verb, &a, &once, &answer, &replayed));
	if (replayed)
		return reply_see(c, w, S(CITY_PATH), T_people_codes_shown);
	if (!str_some(a.code))
		return reply_see(c, w, S(CITY_PATH), T_people_officer_known);
	struct slip s = {.who = in->name, .login = in->login, .code = a.code, .back = S(CITY_PATH)};
	return slip_page(c, w, &s);
}

/* --- one -------------------------------------------------------------------------------------- */

enum err page_officer(struct ctx *c, struct req *r, struct reply *w)
{
	appointment_id id = {req_id(r, "officer")};
	struct officer o = {0};

	TRY(officer_get(c, id, &o));
	struct view_officer_one v = {
		.name = o.name,
		.office = o.county.v ? o.county_name : text(c->lang, T_people_of_city),
		.role = role_text(o.role),
		.login = o.login,
		.starts = o.starts,
		.ends = o.ends,
		.has_end = date_some(o.ends),
		.state = state_tag(c, &o),
		.has_password = o.has_password,
		.live = o.role != ROLE_CITY &&
	                (!date_some(o.ends) || o.ends.day >= ctx_today(c).day),
		.base = officer_path(c, id),
		.errors = page_errors(c, r),
		.last = page_field(c, r, &officer_end_input, "last", "date", STR_NONE),
	};
	v.last.hint = text(c->lang, T_people_officer_last_hint);
	return reply_page(c, w, LAYOUT_STAFF, T_people_officer, RENDER(render_officer_one), &v);
}

enum err page_officer_end(struct ctx *c, struct req *r, struct reply *w)
{
	const struct officer_end_in *in = req_input(r);
	struct officer_end a = {.officer = {req_id(r, "officer")}, .last = in->last};

	return form_verb(c, r, w, &officer_end_verb, &a, officer_path(c, a.officer),
	                 T_people_saved);
}

enum err page_officer_code(struct ctx *c, struct req *r, struct reply *w)
{
	struct officer_code a = {.officer = {req_id(r, "officer")}};
	struct store_once once = req_once(r, codes_issued);
	struct str answer, back = officer_path(c, a.officer);
	struct officer o = {0};
	bool replayed;
	enum err e;

	TRY(store_write_once(c, &officer_code_verb, &a, &once, &answer, &replayed));
	if (replayed)
		return reply_see(c, w, back, T_people_codes_shown);
	TRY(store_read_begin(c));
	e = officer_get(c, a.officer, &o);
	store_read_end(c);
	TRY(e);
	struct slip s = {o.name, o.login, a.code, text(c->lang, role_text(o.role)), back};
	return slip_page(c, w, &s);
}
