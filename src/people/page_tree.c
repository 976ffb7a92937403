/* Schools of a county, counties of the city. */
#include "people/county.h"
#include "people/pages.h"

static const struct in_field SCHOOLS_FIELDS[] = {
	LIST_FIELDS(struct schools_in),
	{.name = "q",
         .type = IN_STR,
         .max = 60,
         .label = T_people_school_name,
         .offset = offsetof(struct schools_in, q)},
};
const struct input schools_query = {"SchoolsQuery", sizeof(struct schools_in), SCHOOLS_FIELDS, 3,
                                    0};

static const char *const LUNCH[] = {"canteen", "delivery", "other", "none", NULL};
static const enum text_id LUNCH_TEXTS[] = {T_people_lunch_canteen, T_people_lunch_delivery,
                                           T_people_lunch_other, T_people_lunch_none};

static const struct in_field SCHOOL_FIELDS[] = {
	{.name = "code",
         .type = IN_STR,
         .required = true,
         .max = 20,
         .label = T_people_school_code,
         .offset = offsetof(struct school_in, code)},
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_people_school_name,
         .offset = offsetof(struct school_in, name)},
	{.name = "lunch_mode",
         .type = IN_CHOICE,
         .choices = LUNCH,
         .label = T_people_lunch_mode,
         .offset = offsetof(struct school_in, lunch_mode)},
	{.name = "private",
         .type = IN_BOOL,
         .label = T_people_private,
         .offset = offsetof(struct school_in, private)},
	{.name = "boarding",
         .type = IN_BOOL,
         .label = T_people_boarding_school,
         .offset = offsetof(struct school_in, boarding)},
	{.name = "rural",
         .type = IN_BOOL,
         .label = T_people_rural,
         .offset = offsetof(struct school_in, rural)},
};
const struct input school_input = {"SchoolForm", sizeof(struct school_in), SCHOOL_FIELDS, 6, 0};

static enum text_id lunch_text(struct str mode)
{
	for (size_t i = 0; LUNCH[i]; i++)
		if (str_is(mode, LUNCH[i]))
			return LUNCH_TEXTS[i];
	return TEXT_NONE;
}

static struct str yes_no(struct ctx *c, bool yes)
{
	return text(c->lang, yes ? T_people_yes : T_people_no);
}

static enum err schools_desk(struct ctx *c, const struct schools_in *in, bool all,
                             struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_people_school_name, false},     {T_people_school_code, false},
		{T_people_lunch_mode, false},      {T_people_private, false},
		{T_people_boarding_school, false}, {T_people_rural, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct school *v;
	struct desk d;
	size_t n;

	TRY(school_list(c, c->actor.county, in->q, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_people_schools, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].code);
		desk_put(&d, i, 2, text(c->lang, lunch_text(v[i].lunch_mode)));
		desk_put(&d, i, 3, yes_no(c, v[i].private));
		desk_put(&d, i, 4, yes_no(c, v[i].boarding));
		desk_put(&d, i, 5, yes_no(c, v[i].rural));
	}
	*ret_d = d;
	return OK;
}

static enum err school_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 6, struct view_part_field);
	struct desk_choice lunch[4];

	if (!f)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < 4; i++)
		lunch[i] = (struct desk_choice){str_of(LUNCH[i]), text(c->lang, LUNCH_TEXTS[i])};
	f[0] = page_field(c, r, &school_input, "code", "text", STR_NONE);
	f[0].hint = text(c->lang, T_people_school_code_hint);
	f[1] = page_field(c, r, &school_input, "name", "text", STR_NONE);
	f[2] = page_field(c, r, &school_input, "lunch_mode", "select", S("none"));
	desk_choices(c, &f[2], lunch, 4);
	f[3] = page_field(c, r, &school_input, "private", "tick", STR_NONE);
	f[4] = page_field(c, r, &school_input, "boarding", "tick", STR_NONE);
	f[5] = page_field(c, r, &school_input, "rural", "tick", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_people_school_add;
	d->v.action = S("/county/schools");
	d->v.field = f;
	d->v.field_n = 6;
	d->v.submit = T_ui_new;
	return OK;
}

enum err page_schools(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct schools_in none = {0};
	const struct schools_in *in = query_or(r, &none);
	struct view_part_field *filter = NEW_N(c->arena, 1, struct view_part_field);
	struct desk d;
	int64_t total;

	if (!filter)
		return fault_broken(c, "arena");
	TRY(schools_desk(c, in, false, &d, &total));
	filter[0] = page_field(c, r, &schools_query, "q", "search", STR_NONE);
	filter[0].optional = false;
	d.v.path = S("/county/schools");
	d.v.filter = filter;
	d.v.filter_n = 1;
	desk_export(&d, S("/county/schools/export.xlsx"));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	d.v.errors = page_errors(c, r);
	TRY(school_form(c, r, &d));
	return desk_page(&d, w);
}

enum err page_schools_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(schools_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_school_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct school_in *in = req_input(r);
	struct school_new a = {.code = in->code,
	                       .name = in->name,
	                       .lunch_mode = in->lunch_mode,
	                       .private = in->private,
	                       .boarding = in->boarding,
	                       .rural = in->rural};

	return form_verb(c, r, w, &school_add_verb, &a, S("/county/schools"), T_people_saved);
}

/* --- counties (R2, R3) ------------------------------------------------------------------------ */

static const struct in_field COUNTY_FIELDS[] = {
	{.name = "code",
         .type = IN_STR,
         .required = true,
         .max = 10,
         .label = T_people_county_code,
         .offset = offsetof(struct county_in, code)},
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_people_county_name,
         .offset = offsetof(struct county_in, name)},
	{.name = "zone",
         .type = IN_BOOL,
         .label = T_people_zone,
         .offset = offsetof(struct county_in, zone)},
	{.name = "region",
         .type = IN_STR,
         .max = 6,
         .label = T_people_region,
         .offset = offsetof(struct county_in, region)},
	{.name = "ruleset",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_people_ruleset,
         .offset = offsetof(struct county_in, ruleset)},
	{.name = "participant",
         .type = IN_CHOICE,
         .choices = COUNTY_PARTICIPANTS,
         .label = T_people_participant,
         .offset = offsetof(struct county_in, participant)},
};
const struct input county_input = {"CountyForm", sizeof(struct county_in), COUNTY_FIELDS, 6, 0};

/* With where it lies: whose documents reach it. */
static struct str zone_said(struct ctx *c, const struct county *k)
{
	struct str yes = yes_no(c, true);

	return str_some(k->region)
	               ? str_printf(c->arena, "%.*s · %.*s", STR_FMT(yes), STR_FMT(k->region))
	               : yes;
}

static enum err counties_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_people_county_name, false}, {T_people_county_code, false},
		{T_people_zone, false},        {T_people_ruleset, false},
		{T_people_schools, true},      {T_people_pupils, true}};
	struct county *v;
	struct desk d;
	size_t n;

	TRY(county_list(c, &v, &n));
	TRY(desk_new(c, T_people_counties, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].code);
		if (v[i].zone)
			desk_link(&d, i, 2, zone_said(c, &v[i]),
			          str_printf(c->arena, "/city/counties/%lld/region",
			                     (long long)v[i].id.v));
		else
			desk_put(&d, i, 2, yes_no(c, false));
		desk_put(&d, i, 3, v[i].ruleset);
		desk_num(&d, i, 4, v[i].schools);
		desk_num(&d, i, 5, v[i].pupils);
	}
	*ret_d = d;
	return OK;
}

enum err ruleset_choices(struct ctx *c, const struct policy_book *book, struct view_part_field *f)
{
	struct desk_choice v[64];
	size_t n = 0;

	for (const struct rule_set *s = policy_book_sets(book); s && n < 64; s = s->next) {
		struct fault was = c->fault;
		struct rules rules;
		/* A place's own documents hold there in any case. */
		bool twice = s->level >= LEVEL_COUNTY && str_some(s->place);

		for (size_t i = 0; i < n; i++)
			twice = twice || str_eq(v[i].value, s->id);
		if (!twice && rules_for(c, book, s->id, ctx_today(c), &rules) == OK)
			v[n++] = (struct desk_choice){s->id, str_printf(c->arena, "%.*s %.*s",
			                                                STR_FMT(s->id),
			                                                STR_FMT(s->title))};
		c->fault = was; /* one that is not in force is no choice, and no failure */
	}
	desk_choices(c, f, v, n);
	return OK;
}

void participant_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice who[3] = {
		{S("rule"), text(c->lang, T_people_by_rule)},
		{S("attended_once"), text(c->lang, T_people_attended_once)},
		{S("enrolled_census"), text(c->lang, T_people_enrolled_census)}};

	desk_choices(c, f, who, 3);
}

static enum err county_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 6, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &county_input, "code", "text", STR_NONE);
	f[0].hint = text(c->lang, T_people_county_code_hint);
	f[1] = page_field(c, r, &county_input, "name", "text", STR_NONE);
	f[2] = page_field(c, r, &county_input, "zone", "tick", STR_NONE);
	f[3] = page_field(c, r, &county_input, "region", "text", STR_NONE);
	f[3].hint = text(c->lang, T_people_region_hint);
	f[4] = page_field(c, r, &county_input, "ruleset", "select", STR_NONE);
	TRY(ruleset_choices(c, policy_builtin(NULL), &f[4]));
	f[5] = page_field(c, r, &county_input, "participant", "select", STR_NONE);
	participant_choices(c, &f[5]);
	d->v.has_form = true;
	d->v.form_title = T_people_county_add;
	d->v.action = S("/city/counties");
	d->v.field = f;
	d->v.field_n = 6;
	d->v.submit = T_ui_new;
	return OK;
}

enum err page_counties(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct desk d;

	TRY(counties_desk(c, &d));
	desk_export(&d, S("/city/counties/export.xlsx"));
	d.v.errors = page_errors(c, r);
	d.v.pager = page_pager(c, r, &all, (int64_t)d.v.row_n, d.v.row_n, 0);
	d.v.pager.size_n = 0; /* a city's counties stand on one page */
	TRY(county_form(c, r, &d));
	return desk_page(&d, w);
}

enum err page_counties_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(counties_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_county_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct county_in *in = req_input(r);
	struct county_new a = {.code = in->code,
	                       .name = in->name,
	                       .zone = in->zone,
	                       .region = in->region,
	                       .ruleset = in->ruleset,
	                       .participant = in->participant};

	return form_verb(c, r, w, &county_add_verb, &a, S("/city/counties"), T_people_saved);
}

enum err school_choices(struct ctx *c, enum text_id none, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct school *v;
	int64_t total;
	size_t n;

	TRY(school_list(c, c->actor.county, STR_NONE, 0, 0, &v, &n, &total));
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
