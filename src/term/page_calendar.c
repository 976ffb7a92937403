/* Terms and days: a county's, and a school's own. */
#include "term/calendar.h"
#include "term/labels.h"
#include "term/pages.h"

const char *const KIND_WORDS[] = {"care", "course", "lunch", "evening_study", NULL};
static const char *const DAY_WORDS[] = {"off", "teaching", "week", NULL};

enum err desk_term(struct ctx *c, struct term *ret_t)
{
	bool found = false;

	TRY(term_current(c, c->actor.county, ret_t, &found));
	return found ? OK : fault_set(c, E_REFUSED, "no_term", NULL);
}

void kind_choices(struct ctx *c, enum text_id any, struct view_part_field *f)
{
	struct desk_choice v[KIND_COUNT];
	size_t n = 0;

	if (any != TEXT_NONE)
		v[n++] = (struct desk_choice){S(""), text(c->lang, any)};
	for (int k = KIND_CARE; k < KIND_COUNT; k++)
		v[n++] = (struct desk_choice){str_of(kind_name((enum kind)k)),
		                              text(c->lang, kind_label((enum kind)k))};
	desk_choices(c, f, v, n);
}

static const struct in_field DAY_FIELDS[] = {
	{.name = "first",
         .type = IN_DATE,
         .required = true,
         .label = T_term_first,
         .offset = offsetof(struct day_in, first)},
	{.name = "last",
         .type = IN_DATE,
         .label = T_term_last,
         .offset = offsetof(struct day_in, last)},
	{.name = "what",
         .type = IN_CHOICE,
         .required = true,
         .choices = DAY_WORDS,
         .label = T_term_day_what,
         .offset = offsetof(struct day_in, what)},
	{.name = "follows",
         .type = IN_I64,
         .min = 0,
         .max = 7,
         .label = T_term_follows,
         .offset = offsetof(struct day_in, follows)},
	{.name = "note",
         .type = IN_STR,
         .max = 60,
         .label = T_term_note,
         .offset = offsetof(struct day_in, note)},
};
const struct input day_input = {"CalendarDayForm", sizeof(struct day_in), DAY_FIELDS, 5, 0};

static const struct in_field TERM_FIELDS[] = {
	{.name = "code",
         .type = IN_STR,
         .required = true,
         .max = 10,
         .label = T_term_code,
         .offset = offsetof(struct term_in, code)},
	{.name = "name",
         .type = IN_STR,
         .max = 60,
         .label = T_term_name,
         .offset = offsetof(struct term_in, name)},
	{.name = "first_day",
         .type = IN_DATE,
         .required = true,
         .label = T_term_first,
         .offset = offsetof(struct term_in, first_day)},
	{.name = "last_day",
         .type = IN_DATE,
         .required = true,
         .label = T_term_last,
         .offset = offsetof(struct term_in, last_day)},
};
const struct input term_input = {"TermForm", sizeof(struct term_in), TERM_FIELDS, 4, 0};

/* --- days that differ from the week ------------------------------------------------------------
 */

static struct str base_path(const struct ctx *c)
{
	return c->actor.role == ROLE_COUNTY ? S("/county/calendar") : S("/school/calendar");
}

static bool differs(const struct day *d)
{
	return d->own || d->kind == DAY_HOLIDAY || d->kind == DAY_MAKE_UP;
}

static void day_row(struct desk *d, size_t row, const struct day *day)
{
	static const struct {
		const char *kind;
		enum text_id label;
	} tag[] = {
		[DAY_TEACHING] = {"ok", T_term_kind_teaching},
		[DAY_WEEKEND] = {"off", T_term_kind_weekend},
		[DAY_HOLIDAY] = {"off", T_term_kind_holiday},
		[DAY_MAKE_UP] = {"warn", T_term_kind_make_up},
		[DAY_OFF] = {"off", T_term_kind_off},
	};
	struct ctx *c = d->c;

	desk_put(d, row, 0, date_words(c->arena, c->lang, day->date));
	desk_put(d, row, 1, text(c->lang, weekday_label(date_weekday(day->date))));
	desk_tag(d, row, 2, tag[day->kind].kind, tag[day->kind].label);
	desk_put(d, row, 3, day->teaching ? text(c->lang, weekday_label(day->follows)) : S(""));
	desk_put(d, row, 4, day->note);
	desk_put(d, row, 5, text(c->lang, day->own ? T_term_said_here : T_term_said_nation));
}

static enum err calendar_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_term_day, false},      {T_term_weekday, false},
	                                       {T_term_day_what, false}, {T_term_follows, false},
	                                       {T_term_note, false},     {T_term_said_by, false}};
	struct calendar cal;
	struct term t;
	struct desk d;
	size_t n = 0, days;

	TRY(desk_term(c, &t));
	TRY(calendar_load(c, t.county, c->actor.school, t.first_day, t.last_day, &cal));
	days = (size_t)(t.last_day.day - t.first_day.day) + 1;
	for (size_t i = 0; i < days; i++)
		n += differs(&cal.v[i]);
	TRY(desk_new(c, T_term_calendar, cols, 6, n, &d));
	for (size_t i = 0, row = 0; i < days; i++) {
		if (differs(&cal.v[i]))
			day_row(&d, row++, &cal.v[i]);
	}
	d.v.about = t.name;
	*ret_d = d;
	return OK;
}

static enum err day_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	struct desk_choice day[8] = {{S("0"), text(c->lang, T_term_follows_own)}};
	const struct desk_choice what[] = {{S("off"), text(c->lang, T_term_set_off)},
	                                   {S("teaching"), text(c->lang, T_term_set_teaching)},
	                                   {S("week"), text(c->lang, T_term_set_week)}};

	if (!f)
		return fault_broken(c, "arena");
	for (int i = 1; i <= 7; i++)
		day[i] = (struct desk_choice){str_printf(c->arena, "%d", i),
		                              text(c->lang, weekday_label(i))};
	f[0] = page_field(c, r, &day_input, "first", "date", STR_NONE);
	f[1] = page_field(c, r, &day_input, "last", "date", STR_NONE);
	f[2] = page_field(c, r, &day_input, "what", "select", STR_NONE);
	desk_choices(c, &f[2], what, 3);
	f[3] = page_field(c, r, &day_input, "follows", "select", STR_NONE);
	desk_choices(c, &f[3], day, 8);
	f[4] = page_field(c, r, &day_input, "note", "text", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = T_term_day_set;
	d->v.action = base_path(c);
	d->v.field = f;
	d->v.field_n = 5;
	d->v.submit = T_ui_save;
	return OK;
}

enum err page_calendar(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(calendar_desk(c, &d));
	d.v.errors = page_errors(c, r);
	desk_export(&d, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(base_path(c))));
	desk_pager(&d, r, &(struct list_query){(int64_t)d.v.row_n, 0}, (int64_t)d.v.row_n,
	           d.v.row_n);
	TRY(day_form(c, r, &d));
	return desk_page(&d, w);
}

enum err page_calendar_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(calendar_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_day_set(struct ctx *c, struct req *r, struct reply *w)
{
	const struct day_in *in = req_input(r);
	struct calendar_set a = {
		.first = in->first,
		.last = in->last,
		.drop = str_is(in->what, "week"),
		.teaching = str_is(in->what, "teaching"),
		.follows = in->follows,
		.note = in->note,
	};

	return form_verb(c, r, w, &calendar_set_verb, &a, base_path(c), T_people_saved);
}

/* --- terms -------------------------------------------------------------------------------------
 */

static enum err terms_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_term_name, false},
	                                       {T_term_code, false},
	                                       {T_term_first, false},
	                                       {T_term_last, false}};
	struct term *v;
	struct desk d;
	size_t n;

	TRY(term_list(c, c->actor.county, &v, &n));
	TRY(desk_new(c, T_term_terms, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].code);
		desk_put(&d, i, 2, date_words(c->arena, c->lang, v[i].first_day));
		desk_put(&d, i, 3, date_words(c->arena, c->lang, v[i].last_day));
	}
	*ret_d = d;
	return OK;
}

enum err page_terms(struct ctx *c, struct req *r, struct reply *w)
{
	static const char *const types[] = {"text", "text", "date", "date"};
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(terms_desk(c, &d));
	for (size_t i = 0; i < 4; i++)
		f[i] = page_field(c, r, &term_input, TERM_FIELDS[i].name, types[i], STR_NONE);
	f[0].hint = text(c->lang, T_term_code_hint);
	d.v.errors = page_errors(c, r);
	desk_export(&d, S("/county/terms/export.xlsx"));
	desk_pager(&d, r, &(struct list_query){(int64_t)d.v.row_n, 0}, (int64_t)d.v.row_n,
	           d.v.row_n);
	d.v.has_form = true;
	d.v.form_title = T_term_add;
	d.v.action = S("/county/terms");
	d.v.field = f;
	d.v.field_n = 4;
	d.v.submit = T_ui_new;
	return desk_page(&d, w);
}

enum err page_terms_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(terms_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_term_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct term_in *in = req_input(r);
	struct term_new a = {.code = in->code,
	                     .name = in->name,
	                     .first_day = in->first_day,
	                     .last_day = in->last_day};

	return form_verb(c, r, w, &term_add_verb, &a, S("/county/terms"), T_people_saved);
}
