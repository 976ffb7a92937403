/* The months of a school, or of all schools of a county. */
#include "subsidy/pages.h"

#define HERE "/subsidies"

static const char *const STATES[] = {"computing", "draft",  "submitted", "returned",
                                     "approved",  "paying", "paid",      NULL};

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct subsidies_in),
	{.name = "state",
         .type = IN_CHOICE,
         .choices = STATES,
         .words = "subsidy.state_",
         .label = T_people_state,
         .offset = offsetof(struct subsidies_in, state)},
	{.name = "in_month",
         .type = IN_DATE,
         .label = T_subsidy_month,
         .offset = offsetof(struct subsidies_in, month)},
};
const struct input subsidies_query = {"SubsidyQuery", sizeof(struct subsidies_in), QUERY_FIELDS, 4,
                                      0};
static const struct in_field OPEN_FIELDS[] = {
	{.name = "month",
         .type = IN_DATE,
         .required = true,
         .label = T_subsidy_month_of,
         .offset = offsetof(struct subsidy_open_in, month)},
};
const struct input subsidy_open_input = {"SubsidyOpen", sizeof(struct subsidy_open_in), OPEN_FIELDS,
                                         1, 0};

enum text_id subsidy_label(const char *prefix, struct str word)
{
	char key[96];
	int n = snprintf(key, sizeof key, "subsidy.%s%.*s", prefix, STR_FMT(word));

	return n > 0 && n < (int)sizeof key ? text_lookup_name(key) : TEXT_NONE;
}

struct view_part_tag subsidy_tag(struct ctx *c, struct str state)
{
	static const struct {
		const char *state, *kind;
	} v[] = {{"draft", "warn"}, {"submitted", "info"}, {"returned", "bad"},  {"approved", "ok"},
	         {"paid", "ok"},    {"paying", "info"},    {"computing", "info"}};
	const char *kind = "off";

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		if (str_is(state, v[i].state))
			kind = v[i].kind;
	return (struct view_part_tag){str_of(kind), text(c->lang, subsidy_label("state_", state))};
}

struct str month_text(struct ctx *c, struct date first_day)
{
	struct civil of = date_civil(first_day);
	struct str said[] = {
		str_printf(c->arena, "%d", (int)of.year),
		str_printf(c->arena, c->lang == LANG_ZH ? "%d" : "%02d", (int)of.month)};

	return text_fill(c->arena, c->lang, T_subsidy_month_words, said, 2);
}

static bool at_school(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_AT_SCHOOL);
}

static const struct subsidies_in ANY = {.month = DATE_NONE};

static enum err desk_of(struct ctx *c, const struct subsidies_in *in, bool all, struct desk *ret_d,
                        int64_t *ret_total, size_t *ret_shown)
{
	static const struct desk_col cols[] = {
		{T_subsidy_month_of, false},       {T_funds_school, false},
		{T_people_state, false},           {T_subsidy_persons, true},
		{T_subsidy_findings, true},        {T_subsidy_form_subsidy, true},
		{T_subsidy_form_labour_fee, true}, {T_subsidy_total, true}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct subsidy_filter f = {.county = c->actor.county,
	                           .school = c->actor.school,
	                           .month = in->month,
	                           .state = in->state,
	                           .most = slice.most,
	                           .skip = slice.skip};
	struct subsidy_row *v;
	struct desk d;

	TRY(subsidy_list(c, &f, &v, ret_shown, ret_total));
	TRY(desk_new(c, T_subsidy_title, cols, 8, *ret_shown, &d));
	for (size_t i = 0; i < *ret_shown; i++) {
		struct view_part_tag tag = subsidy_tag(c, v[i].state);

		desk_link(&d, i, 0, month_text(c, v[i].month),
		          str_printf(c->arena, HERE "/%lld", (long long)v[i].id));
		desk_put(&d, i, 1, v[i].name);
		d.v.row[i].cell[2].tag = tag;
		desk_num(&d, i, 3, v[i].persons);
		desk_num(&d, i, 4, v[i].findings);
		desk_money(&d, i, 5, v[i].subsidy);
		desk_money(&d, i, 6, v[i].labour);
		desk_money(&d, i, 7, v[i].total);
	}
	d.v.empty.what = T_subsidy_none;
	*ret_d = d;
	return OK;
}

/* The twelve months before this one. */
static void month_choices(struct ctx *c, struct view_part_field *f)
{
	struct civil now = date_civil(ctx_today(c));
	struct desk_choice v[12];

	for (int32_t i = 0; i < 12; i++) {
		int32_t at = now.year * 12 + now.month - 2 - i;
		struct date first = DATE_NONE;

		(void)date_of(at / 12, at % 12 + 1, 1, &first);
		v[i] = (struct desk_choice){date_text(c->arena, first), month_text(c, first)};
	}
	desk_choices(c, f, v, 12);
}

static void state_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice v[8] = {{S(""), text(c->lang, T_subsidy_any)}};

	for (size_t i = 0; STATES[i]; i++)
		v[i + 1] = (struct desk_choice){
			str_of(STATES[i]),
			text(c->lang, subsidy_label("state_", str_of(STATES[i])))};
	f->optional = false;
	desk_choices(c, f, v, 8);
}

enum err page_subsidies(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidies_in *in = query_or(r, &ANY);
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	int64_t total = 0;
	struct desk d;
	size_t shown = 0;

	if (!f)
		return fault_broken(c, "arena");
	TRY(desk_of(c, in, false, &d, &total, &shown));
	desk_pager(&d, r, &in->list, total, shown);
	f[0] = page_field(c, r, &subsidies_query, "state", "select", in->state);
	state_choices(c, &f[0]);
	f[1] = page_field(c, r, &subsidies_query, "in_month", "date",
	                  date_some(in->month) ? date_text(c->arena, in->month) : STR_NONE);
	f[1].optional = false;
	d.v.filter = f;
	d.v.filter_n = 2;
	d.v.path = S(HERE);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	d.v.errors = page_errors(c, r);
	if (at_school(c)) {
		f[2] = page_field(c, r, &subsidy_open_input, "month", "select", STR_NONE);
		month_choices(c, &f[2]);
		d.v.has_form = true;
		d.v.form_title = T_subsidy_open;
		d.v.action = S(HERE);
		d.v.field = f + 2;
		d.v.field_n = 1;
		d.v.submit = T_subsidy_open;
	}
	return desk_page(&d, w);
}

enum err page_subsidies_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	int64_t total = 0;
	size_t shown = 0;
	struct desk d;

	TRY(desk_of(c, query_or(r, &ANY), true, &d, &total, &shown));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_subsidy_open(struct ctx *c, struct req *r, struct reply *w)
{
	const struct subsidy_open_in *in = req_input(r);
	struct subsidy_open a = {.month = in->month};

	return form_verb(c, r, w, &subsidy_open_verb, &a, S(HERE), T_subsidy_opened);
}
