/* Who led which sitting; persons from outside; where a person's money goes. */
#include "subsidy/pages.h"
#include "subsidy/reckon.h"

#define DUTIES    "/duties"
#define PAYEES    "/payees"
#define OUTSIDERS "/outsiders"

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct duties_in),
	{.name = "from",
         .type = IN_DATE,
         .label = T_ledger_from,
         .offset = offsetof(struct duties_in, from)},
	{.name = "to",
         .type = IN_DATE,
         .label = T_ledger_to,
         .offset = offsetof(struct duties_in, to)},
	{.name = "recorded",
         .type = IN_BOOL,
         .label = T_subsidy_recorded_only,
         .offset = offsetof(struct duties_in, recorded)},
};
const struct input duties_query = {"DutyQuery", sizeof(struct duties_in), QUERY_FIELDS, 5, 0};

static const char *const DUTY_WORDS[] = {"teacher", "class_teacher", "leader",    "duty",
                                         "support", "instructor",    "volunteer", NULL};
static const char *const UNIT_WORDS[] = {"sitting", "day", "month", NULL};
static const struct in_field DUTY_FIELDS[] = {
	{.name = "person",
         .type = IN_ID,
         .required = true,
         .label = T_subsidy_person,
         .offset = offsetof(struct duty_in, person)},
	{.name = "role",
         .type = IN_CHOICE,
         .choices = DUTY_WORDS,
         .words = "subsidy.role_",
         .label = T_subsidy_role,
         .offset = offsetof(struct duty_in, role)},
	{.name = "rate",
         .type = IN_MONEY,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_subsidy_rate,
         .offset = offsetof(struct duty_in, rate)},
	{.name = "unit",
         .type = IN_CHOICE,
         .choices = UNIT_WORDS,
         .words = "rulebook.word_",
         .label = T_subsidy_rate_unit,
         .offset = offsetof(struct duty_in, unit)},
	{.name = "drop",
         .type = IN_BOOL,
         .label = T_subsidy_drop,
         .offset = offsetof(struct duty_in, drop)},
};
const struct input duty_input = {"DutyForm", sizeof(struct duty_in), DUTY_FIELDS, 5, 0};

static const struct in_field OUTSIDER_FIELDS[] = {
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_people_name,
         .offset = offsetof(struct outsider_in, name)},
	{.name = "phone",
         .type = IN_STR,
         .required = true,
         .max = 30,
         .label = T_people_phone,
         .offset = offsetof(struct outsider_in, phone)},
	{.name = "work",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_subsidy_work,
         .offset = offsetof(struct outsider_in, work)},
	{.name = "rate",
         .type = IN_MONEY,
         .required = true,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_subsidy_agreed,
         .offset = offsetof(struct outsider_in, rate)},
	{.name = "unit",
         .type = IN_CHOICE,
         .choices = UNIT_WORDS,
         .words = "rulebook.word_",
         .label = T_subsidy_rate_unit,
         .offset = offsetof(struct outsider_in, unit)},
	{.name = "ended",
         .type = IN_BOOL,
         .label = T_subsidy_ended,
         .offset = offsetof(struct outsider_in, ended)},
	{.name = "first_day",
         .type = IN_DATE,
         .label = T_subsidy_agreed_from,
         .offset = offsetof(struct outsider_in, first_day)},
};
const struct input outsider_input = {"OutsiderForm", sizeof(struct outsider_in), OUTSIDER_FIELDS, 7,
                                     0};

static const struct in_field PAYEE_FIELDS[] = {
	{.name = "person",
         .type = IN_ID,
         .required = true,
         .label = T_subsidy_person,
         .offset = offsetof(struct payee_in, person)},
	{.name = "bank",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_subsidy_bank,
         .offset = offsetof(struct payee_in, bank)},
	{.name = "number",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_subsidy_bank_number,
         .offset = offsetof(struct payee_in, number)},
};
const struct input payee_input = {"PayeeForm", sizeof(struct payee_in), PAYEE_FIELDS, 3, 0};

/* --- sittings --------------------------------------------------------------------------------- */

static struct str sitting_words(struct ctx *c, const struct duty_sitting *s)
{
	return str_printf(
		c->arena, "%.*s %.*s–%.*s", STR_FMT(date_words(c->arena, c->lang, s->day)),
		STR_FMT(time_text(c->arena, s->starts)), STR_FMT(time_text(c->arena, s->ends)));
}

/* Without days: the month that ended last. */
static struct duties_in asked(struct ctx *c, const struct duties_in *in)
{
	struct civil now = date_civil(ctx_today(c));
	struct duties_in q = *in;
	struct date first = DATE_NONE;

	(void)date_of(now.year, now.month, 1, &first);
	if (!date_some(q.to))
		q.to = ctx_today(c);
	if (!date_some(q.from)) {
		struct civil before = date_civil((struct date){first.day - 1});

		(void)date_of(before.year, before.month, 1, &q.from);
	}
	return q;
}

static enum err duties_desk(struct ctx *c, const struct duties_in *in, bool all, struct desk *ret_d,
                            int64_t *ret_total, size_t *ret_shown)
{
	static const struct desk_col cols[] = {{T_subsidy_sitting, false},
	                                       {T_subsidy_service, false},
	                                       {T_subsidy_register, false},
	                                       {T_subsidy_persons, true},
	                                       {T_people_state, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct duty_filter f = {in->from, in->to, in->recorded, slice.most, slice.skip};
	struct duty_sitting *v;
	struct desk d;

	TRY(duty_sittings(c, c->actor.school, &f, &v, ret_shown, ret_total));
	TRY(desk_new(c, T_subsidy_duties, cols, 5, *ret_shown, &d));
	for (size_t i = 0; i < *ret_shown; i++) {
		desk_link(&d, i, 0, sitting_words(c, &v[i]),
		          str_printf(c->arena, DUTIES "/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, v[i].title);
		desk_tag(&d, i, 2, v[i].present > 0 ? "ok" : "warn",
		         v[i].present > 0 ? T_subsidy_attended
		         : v[i].marked    ? T_subsidy_nobody
		                          : T_subsidy_unmarked);
		desk_num(&d, i, 3, v[i].persons);
		desk_tag(&d, i, 4, v[i].recorded ? "info" : "off",
		         v[i].recorded ? T_subsidy_recorded : T_subsidy_planned);
	}
	*ret_d = d;
	return OK;
}

static const struct duties_in LATELY = {.from = DATE_NONE, .to = DATE_NONE};

enum err page_duties(struct ctx *c, struct req *r, struct reply *w)
{
	struct duties_in in = asked(c, query_or(r, &LATELY));
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	int64_t total = 0;
	size_t shown = 0;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(duties_desk(c, &in, false, &d, &total, &shown));
	desk_pager(&d, r, &in.list, total, shown);
	f[0] = page_field(c, r, &duties_query, "from", "date", date_text(c->arena, in.from));
	f[1] = page_field(c, r, &duties_query, "to", "date", date_text(c->arena, in.to));
	f[2] = page_field(c, r, &duties_query, "recorded", "tick", in.recorded ? S("1") : STR_NONE);
	f[0].optional = f[1].optional = f[2].optional = false;
	d.v.filter = f;
	d.v.filter_n = 3;
	d.v.path = S(DUTIES);
	d.v.about = text(c->lang, T_subsidy_duties_about);
	d.v.errors = page_errors(c, r);
	desk_export(&d, page_link(c, r, S(DUTIES "/export.xlsx")));
	return desk_page(&d, w);
}

enum err page_duties_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct duties_in in = asked(c, query_or(r, &LATELY));
	int64_t total = 0;
	size_t shown = 0;
	struct desk d;

	TRY(duties_desk(c, &in, true, &d, &total, &shown));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- one sitting ------------------------------------------------------------------------------ */

static enum err person_choices(struct ctx *c, school_id school, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct person *v;
	size_t n, k = 0;

	TRY(person_list(c, school, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct str said[2] = {v[i].name, v[i].number};

		if (v[i].employed)
			choice[k++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)v[i].id),
				str_join(c->arena, said, 2, S(" "))};
	}
	desk_choices(c, f, choice, k);
	return OK;
}

static void role_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice v[8];
	size_t n = 0;

	for (; DUTY_ROLES[n]; n++)
		v[n] = (struct desk_choice){
			str_of(DUTY_ROLES[n]),
			text(c->lang, subsidy_label("role_", str_of(DUTY_ROLES[n])))};
	desk_choices(c, f, v, n);
}

static void unit_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice v[3];

	for (size_t i = 0; i < 3; i++)
		v[i] = (struct desk_choice){
			str_of(UNIT_WORDS[i]),
			text(c->lang, subsidy_label("whole_", str_of(UNIT_WORDS[i])))};
	desk_choices(c, f, v, 3);
}

static enum err duty_desk(struct ctx *c, sitting_id id, struct desk *ret_d,
                          struct duty_sitting *ret_s)
{
	static const struct desk_col cols[] = {{T_subsidy_person, false},
	                                       {T_subsidy_number, false},
	                                       {T_subsidy_role, false},
	                                       {T_subsidy_rate, true},
	                                       {T_subsidy_rate_unit, false}};
	struct duty_sitting s = {0};
	struct duty *v;
	struct desk d;
	size_t n;

	TRY(duty_sitting_get(c, id, &s));
	TRY(duty_list(c, &s, &v, &n));
	TRY(desk_new(c, T_subsidy_duty, cols, 5, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].number);
		desk_put(&d, i, 2, text(c->lang, subsidy_label("role_", v[i].role)));
		if (!v[i].rated)
			continue;
		desk_money(&d, i, 3, v[i].rate);
		desk_put(&d, i, 4, text(c->lang, subsidy_label("whole_", v[i].unit)));
	}
	struct str about[3] = {s.title, sitting_words(c, &s),
	                       text(c->lang, s.recorded ? T_subsidy_recorded : T_subsidy_planned)};

	d.v.about = str_join(c->arena, about, 3, S(" · "));
	d.v.pager.total = (int64_t)n;
	*ret_d = d;
	*ret_s = s;
	return OK;
}

enum err page_duty(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	struct duty_sitting s = {0};
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(duty_desk(c, (sitting_id){req_id(r, "sitting")}, &d, &s));
	d.v.errors = page_errors(c, r);
	f[0] = page_field(c, r, &duty_input, "person", "select", STR_NONE);
	TRY(person_choices(c, s.school, &f[0]));
	f[1] = page_field(c, r, &duty_input, "role", "select", STR_NONE);
	role_choices(c, &f[1]);
	f[2] = page_field(c, r, &duty_input, "rate", "number", STR_NONE);
	f[2].hint = text(c->lang, T_subsidy_rate_hint);
	f[3] = page_field(c, r, &duty_input, "unit", "select", STR_NONE);
	unit_choices(c, &f[3]);
	f[4] = page_field(c, r, &duty_input, "drop", "tick", STR_NONE);
	d.v.has_form = true;
	d.v.form_title = T_subsidy_duty_form;
	d.v.action = str_printf(c->arena, DUTIES "/%lld", (long long)s.id.v);
	desk_export(&d, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(d.v.action)));
	d.v.field = f;
	d.v.field_n = 5;
	d.v.submit = T_ui_save;
	return desk_page(&d, w);
}

enum err page_duty_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct duty_sitting s = {0};
	struct desk d;

	TRY(duty_desk(c, (sitting_id){req_id(r, "sitting")}, &d, &s));
	return desk_sheet(&d, w, d.v.about);
}

enum err page_duty_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct duty_in *in = req_input(r);
	struct duty_put a = {
		{req_id(r, "sitting")}, in->person, in->role, in->rate, in->drop, in->unit};

	return form_verb(c, r, w, &duty_put_verb, &a,
	                 str_printf(c->arena, DUTIES "/%lld", (long long)a.sitting.v),
	                 T_people_saved);
}

/* --- persons ---------------------------------------------------------------------------------- */

static enum err payees_desk(struct ctx *c, bool outside, struct desk *ret_d)
{
	static const struct desk_col cols[] = {
		{T_subsidy_person, false},     {T_subsidy_number, false},
		{T_subsidy_bank, false},       {T_subsidy_bank_number, false},
		{T_subsidy_agreed, true},      {T_subsidy_rate_unit, false},
		{T_subsidy_agreed_from, false}};
	struct person *v;
	struct desk d;
	size_t n, k = 0, shown = 0;

	TRY(person_list(c, c->actor.school, &v, &n));
	for (size_t i = 0; i < n; i++)
		shown += v[i].outsider || !outside;
	TRY(desk_new(c, outside ? T_subsidy_outsiders : T_subsidy_payees, cols, 7, shown, &d));
	for (size_t i = 0; i < n; i++) {
		if (!v[i].outsider && outside)
			continue;
		desk_put(&d, k, 0, v[i].name);
		desk_put(&d, k, 1, v[i].number);
		desk_put(&d, k, 2, v[i].bank);
		desk_put(&d, k, 3, v[i].account);
		if (v[i].outsider) {
			desk_money(&d, k, 4, v[i].agreed);
			desk_put(&d, k, 5, text(c->lang, subsidy_label("whole_", v[i].unit)));
			desk_day(&d, k, 6, v[i].from);
		}
		if (!v[i].employed)
			desk_tag(&d, k, 1, "off", T_subsidy_ended);
		k++;
	}
	d.v.pager.total = (int64_t)shown;
	*ret_d = d;
	return OK;
}

enum err page_payees(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(payees_desk(c, false, &d));
	f[0] = page_field(c, r, &payee_input, "person", "select", STR_NONE);
	TRY(person_choices(c, c->actor.school, &f[0]));
	f[1] = page_field(c, r, &payee_input, "bank", "text", STR_NONE);
	f[2] = page_field(c, r, &payee_input, "number", "text", STR_NONE);
	d.v.errors = page_errors(c, r);
	d.v.has_form = true;
	d.v.form_title = T_subsidy_payee_form;
	d.v.action = S(PAYEES);
	d.v.field = f;
	d.v.field_n = 3;
	d.v.submit = T_ui_save;
	desk_export(&d, S(PAYEES "/export.xlsx"));
	d.v.about = text(c->lang, T_subsidy_payees_about);
	return desk_page(&d, w);
}

enum err page_payees_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(payees_desk(c, false, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_payee_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct payee_in *in = req_input(r);
	struct payee_put a = {in->person, in->bank, in->number};

	return form_verb(c, r, w, &payee_put_verb, &a, S(PAYEES), T_people_saved);
}

enum err page_outsiders(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 7, struct view_part_field);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(payees_desk(c, true, &d));
	f[0] = page_field(c, r, &outsider_input, "name", "text", STR_NONE);
	f[1] = page_field(c, r, &outsider_input, "phone", "tel", STR_NONE);
	f[1].hint = text(c->lang, T_subsidy_phone_hint);
	f[2] = page_field(c, r, &outsider_input, "work", "text", STR_NONE);
	f[3] = page_field(c, r, &outsider_input, "rate", "number", STR_NONE);
	f[4] = page_field(c, r, &outsider_input, "unit", "select", STR_NONE);
	f[4].hint = text(c->lang, T_subsidy_unit_hint);
	unit_choices(c, &f[4]);
	f[5] = page_field(c, r, &outsider_input, "first_day", "date", STR_NONE);
	f[5].hint = text(c->lang, T_subsidy_agreed_from_hint);
	f[6] = page_field(c, r, &outsider_input, "ended", "tick", STR_NONE);
	d.v.errors = page_errors(c, r);
	d.v.has_form = true;
	d.v.form_title = T_subsidy_outsider_form;
	d.v.action = S(OUTSIDERS);
	desk_export(&d, S(OUTSIDERS "/export.xlsx"));
	d.v.field = f;
	d.v.field_n = 7;
	d.v.submit = T_ui_save;
	return desk_page(&d, w);
}

enum err page_outsiders_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(payees_desk(c, true, &d));
	return desk_sheet(&d, w, STR_NONE);
}

struct outsider_put outsider_asked(const struct req *r)
{
	const struct outsider_in *in = req_input(r);

	return (struct outsider_put){.name = in->name,
	                             .phone = in->phone,
	                             .work = in->work,
	                             .rate = in->rate,
	                             .unit = in->unit,
	                             .first_day = in->first_day,
	                             .ended = in->ended};
}

enum err page_outsider_put(struct ctx *c, struct req *r, struct reply *w)
{
	struct outsider_put a = outsider_asked(r);

	return form_verb(c, r, w, &outsider_put_verb, &a, S(OUTSIDERS), T_people_saved);
}
