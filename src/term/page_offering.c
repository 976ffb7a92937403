/* Offerings of a school: list, plan, publish, staff, sittings. */
#include "agency/agency.h"
#include "term/agreement.h"
#include "term/facts.h"
#include "term/labels.h"
#include "term/offering_edit.h"
#include "term/offering_one.html.h"
#include "term/pages.h"
#include "term/sitting.h"

static const char *const STATES[] = {"draft", "open", "closed", "cancelled", NULL};
static const char *const STATE_TAGS[] = {"warn", "ok", "off", "off"};
static const char *const CATEGORIES[] = {"homework", "reading",  "handicraft", "sport", "arts",
                                         "science",  "activity", "other",      NULL};

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct offerings_in),
	{.name = "in_kind",
         .type = IN_CHOICE,
         .choices = KIND_WORDS,
         .label = T_term_kind,
         .offset = offsetof(struct offerings_in, in_kind)},
	{.name = "in_state",
         .type = IN_CHOICE,
         .choices = STATES,
         .label = T_term_state,
         .offset = offsetof(struct offerings_in, in_state)},
};
const struct input offerings_desk_query = {"SchoolOfferingsQuery", sizeof(struct offerings_in),
                                           QUERY_FIELDS, 4, 0};

#define TEXT_IN(n, most, must, text)                                                               \
	{                                                                                          \
		.name = #n, .type = IN_STR, .required = (must), .max = (most), .label = (text),    \
		.offset = offsetof(struct offering_in, n)                                          \
	}
#define PLAIN_IN(n, of, must, text)                                                                \
	{                                                                                          \
		.name = #n, .type = (of), .required = (must), .label = (text),                     \
		.offset = offsetof(struct offering_in, n)                                          \
	}
static const struct in_field FIELDS[] = {
	TEXT_IN(code, 30, true, T_term_short_code),
	{.name = "kind",
         .type = IN_CHOICE,
         .required = true,
         .choices = KIND_WORDS,
         .label = T_term_kind,
         .offset = offsetof(struct offering_in, kind)},
	TEXT_IN(title, 60, true, T_term_title),
	{.name = "category",
         .type = IN_CHOICE,
         .required = true,
         .choices = CATEGORIES,
         .label = T_term_category,
         .offset = offsetof(struct offering_in, category)},
	TEXT_IN(about, 2000, false, T_term_about),
	TEXT_IN(place, 60, false, T_term_place),
	PLAIN_IN(agency, IN_ID, false, T_term_agency),
	PLAIN_IN(grades, IN_ID_LIST, false, T_term_grades),
	TEXT_IN(slots, 600, false, T_term_slots),
	{.name = "seats",
         .type = IN_I64,
         .max = 100000,
         .label = T_term_seats,
         .offset = offsetof(struct offering_in, seats)},
	TEXT_IN(unit, 40, false, T_term_unit),
	PLAIN_IN(price, IN_MONEY, false, T_term_unit_price),
	TEXT_IN(quantity, 30, false, T_term_quantity),
	TEXT_IN(quantity_why, 200, false, T_term_quantity_why),
	PLAIN_IN(consumables, IN_MONEY, false, T_term_consumables),
	TEXT_IN(consumables_standard, 500, false, T_term_standard),
	PLAIN_IN(opens_day, IN_DATE, true, T_term_opens_day),
	PLAIN_IN(opens_at, IN_TIME, true, T_term_opens_at),
	PLAIN_IN(closes_day, IN_DATE, true, T_term_closes_day),
	PLAIN_IN(closes_at, IN_TIME, true, T_term_closes_at),
	PLAIN_IN(starts, IN_DATE, false, T_term_starts),
	PLAIN_IN(ends, IN_DATE, false, T_term_ends),
	/* the last two: only where they are needed */
	PLAIN_IN(subsidy, IN_MONEY, false, T_term_subsidy),
	PLAIN_IN(for_review, IN_BOOL, false, T_term_for_review),
	{.name = "fact", .type = IN_REST}, /* fact_NAME: what the documents ask besides */
};
enum { FIELD_N = sizeof FIELDS / sizeof *FIELDS - 1, AFTER_TITLE = 3, ALWAYS_N = FIELD_N - 2 };
const struct input offering_input = {"OfferingForm", sizeof(struct offering_in), FIELDS,
                                     FIELD_N + 1, 0};

static const struct in_field STAFF_FIELDS[] = {
	{.name = "staff",
         .type = IN_ID,
         .required = true,
         .label = T_term_staff,
         .offset = offsetof(struct staffing_in, staff)},
	{.name = "drop",
         .type = IN_BOOL,
         .label = T_term_take_off,
         .offset = offsetof(struct staffing_in, drop)},
};
const struct input staffing_input = {"OfferingStaffForm", sizeof(struct staffing_in), STAFF_FIELDS,
                                     2, 0};

/* --- list --------------------------------------------------------------------------------------
 */

static struct str slots_label(struct ctx *c, struct slot *v, size_t n, offering_id o)
{
	size_t own_n;
	const struct slot *own = slots_of(v, n, o, &own_n);

	return slots_text(c->arena, c->lang, own, own_n);
}

static enum err offerings_desk(struct ctx *c, const struct offerings_in *in, bool all,
                               struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_term_title, false},
	                                       {T_term_short_code, false},
	                                       {T_term_kind, false},
	                                       {T_term_slots, false},
	                                       {T_term_grades, false},
	                                       {T_term_price, true},
	                                       {T_term_taken, true},
	                                       {T_term_seats, true},
	                                       {T_term_waiting, true},
	                                       {T_term_state, false},
	                                       /* of the file alone */
	                                       {T_term_unit, false},
	                                       {T_term_unit_price, true},
	                                       {T_term_quantity, true},
	                                       {T_term_pricing, false}};
	enum { PAGE_COLS = 10, ALL_COLS = 14 };
	struct desk_slice slice = desk_slice(&in->list, all);
	struct offering_filter f = {KIND_NONE, -1, slice.most, slice.skip};
	enum offering_state state;
	struct offering *v;
	struct slot *slot;
	struct term t;
	struct desk d;
	size_t n, slot_n;

	if (str_some(in->in_kind))
		kind_parse(in->in_kind, &f.kind);
	if (str_some(in->in_state) && offering_state_parse(in->in_state, &state))
		f.state = (int)state;
	TRY(desk_term(c, &t));
	TRY(offering_page(c, c->actor.school, t.id, &f, &v, &n, ret_total));
	TRY(slot_list_school(c, c->actor.school, t.id, &slot, &slot_n));
	TRY(desk_new(c, T_term_offerings, cols, all ? ALL_COLS : PAGE_COLS, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].title,
		          str_printf(c->arena, "/school/offerings/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, v[i].code);
		desk_put(&d, i, 2, text(c->lang, kind_label(v[i].kind)));
		desk_put(&d, i, 3, slots_label(c, slot, slot_n, v[i].id));
		desk_put(&d, i, 4, grades_label(c->arena, v[i].grades));
		desk_money(&d, i, 5, v[i].price);
		desk_num(&d, i, 6, v[i].taken);
		if (v[i].limited)
			desk_num(&d, i, 7, v[i].seats);
		else
			desk_put(&d, i, 7, text(c->lang, T_term_unlimited));
		desk_num(&d, i, 8, v[i].waiting);
		desk_tag(&d, i, 9, STATE_TAGS[v[i].state], offering_state_label(v[i].state));
		if (all)
			pricing_cells(&d, i, PAGE_COLS, &v[i]);
	}
	d.v.about = t.name;
	*ret_d = d;
	return OK;
}

enum err page_offerings(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct offerings_in none = {0};
	const struct offerings_in *in = query_or(r, &none);
	struct view_part_field *f = NEW_N(c->arena, 2, struct view_part_field);
	struct desk_choice state[5] = {{S(""), text(c->lang, T_people_all)}};
	struct desk d;
	int64_t total;

	if (!f)
		return fault_broken(c, "arena");
	TRY(offerings_desk(c, in, false, &d, &total));
	for (size_t i = 0; STATES[i]; i++)
		state[i + 1] = (struct desk_choice){
			str_of(STATES[i]),
			text(c->lang, offering_state_label((enum offering_state)i))};
	f[0] = page_field(c, r, &offerings_desk_query, "in_kind", "select", STR_NONE);
	f[1] = page_field(c, r, &offerings_desk_query, "in_state", "select", STR_NONE);
	f[0].optional = f[1].optional = false;
	kind_choices(c, T_people_all, &f[0]);
	desk_choices(c, &f[1], state, 5);
	d.v.path = S("/school/offerings");
	d.v.filter = f;
	d.v.filter_n = 2;
	d.v.create = S("/school/offerings/new");
	desk_export(&d,
	            str_printf(c->arena, "/school/offerings/export.xlsx?in_kind=%.*s&in_state=%.*s",
	                       STR_FMT(in->in_kind), STR_FMT(in->in_state)));
	d.v.empty = (struct view_part_empty){
		.what = T_term_no_offering, .path = S("/school/offerings/new"), .act = T_term_new};
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_offerings_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(offerings_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- the form ----------------------------------------------------------------------------------
 */

/* A line a slot: a weekday, in words or as 1..7, and from–until. */
static bool slot_line(struct str line, struct slot_said *ret_s)
{
	struct str day = str_cut(&line, ' '), from, until = str_trim(line);
	struct slot_said s = {0};
	size_t at;

	if (str_find(until, S("–"), &at)) {
		from = str_sub(until, 0, at);
		until = str_sub(until, at + sizeof "–" - 1, until.n);
	} else {
		from = str_cut(&until, '-');
	}
	for (int64_t d = 1; d <= 7; d++) {
		char digit[2] = {(char)('0' + d), 0};

		if (str_is(day, digit) || str_eq(day, text(LANG_ZH, weekday_label(d))) ||
		    str_eq(day, text(LANG_EN, weekday_label(d))))
			s.weekday = d;
	}
	if (!s.weekday || !time_parse(str_trim(from), &s.starts) ||
	    !time_parse(str_trim(until), &s.ends))
		return false;
	*ret_s = s;
	return true;
}

static enum err slots_said(struct ctx *c, struct str lines, struct offering_row *row)
{
	while (str_some(lines)) {
		struct str line = utf8_fold_width(c->arena, str_cut(&lines, '\n'));

		line = str_trim(line);
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (!str_some(line))
			continue;
		if (row->slot_n == SLOTS_MAX || !slot_line(line, &row->slot[row->slot_n++]))
			return fault_input(c, NULL, S("slots"), line,
			                   text(c->lang, T_term_slots_hint));
	}
	return OK;
}

static enum err row_said(struct ctx *c, struct req *r, const struct offering_in *in,
                         struct offering_row *ret_row)
{
	struct offering_row row = {
		.code = in->code,
		.title = in->title,
		.about = in->about,
		.category = in->category,
		.place = in->place,
		.agency = in->agency,
		.price = in->price,
		.consumables = in->consumables,
		.consumables_standard = in->consumables_standard,
		.opens = date_instant(in->opens_day, in->opens_at),
		.closes = date_instant(in->closes_day, in->closes_at),
		.starts = in->starts,
		.ends = in->ends,
		.limited = in->seats > 0,
		.seats = in->seats,
		.for_review = in->for_review,
	};

	kind_parse(in->kind, &row.kind);
	for (size_t i = 0; i < in->grades.n; i++) {
		if (in->grades.v[i] >= 1 && in->grades.v[i] <= 12)
			row.grades |= INT64_C(1) << in->grades.v[i];
	}
	TRY(slots_said(c, in->slots, &row));
	TRY(pricing_said(c, r, in, &row));
	if (str_some(str_trim(req_typed(r, "subsidy"))))
		row.subsidy = (struct opt_money){.some = true, .v = in->subsidy};
	*ret_row = row;
	return OK;
}

/* What the fields hold before anything was typed. */
static struct str value_of(struct ctx *c, const struct offering *o, const struct slot *slot,
                           size_t n, const char *name)
{
	struct arena *a = c->arena;
	struct str field = str_of(name);
	struct str lines = S("");

	if (str_is(field, "code"))
		return o->code;
	if (str_is(field, "kind"))
		return str_of(kind_name(o->kind));
	if (str_is(field, "title"))
		return o->title;
	if (str_is(field, "category"))
		return o->category;
	if (str_is(field, "about"))
		return o->about;
	if (str_is(field, "place"))
		return o->place;
	if (str_is(field, "agency"))
		return o->agency.v ? str_printf(a, "%lld", (long long)o->agency.v) : S("");
	if (str_is(field, "seats"))
		return o->limited ? str_printf(a, "%lld", (long long)o->seats) : S("");
	if (str_is(field, "unit") || str_is(field, "price") || str_starts(field, S("quantity")))
		return pricing_value(a, o, field);
	if (str_is(field, "consumables"))
		return money_text(a, o->consumables);
	if (str_is(field, "subsidy"))
		return o->subsidy.some ? money_text(a, o->subsidy.v) : S("");
	if (str_is(field, "consumables_standard"))
		return o->consumables_standard;
	if (str_is(field, "opens_day"))
		return date_text(a, instant_date(o->opens));
	if (str_is(field, "opens_at"))
		return time_text(a, instant_time(o->opens));
	if (str_is(field, "closes_day"))
		return date_text(a, instant_date(o->closes));
	if (str_is(field, "closes_at"))
		return time_text(a, instant_time(o->closes));
	if (str_is(field, "starts"))
		return date_text(a, o->starts);
	if (str_is(field, "ends"))
		return date_text(a, o->ends);
	for (size_t i = 0; str_is(field, "slots") && i < n; i++)
		lines = str_printf(a, "%.*s%s%.*s", STR_FMT(lines), i ? "\n" : "",
		                   STR_FMT(slot_text(a, c->lang, &slot[i])));
	return lines;
}

static const char *type_of(const struct in_field *f)
{
	if (str_is(str_of(f->name), "about") || str_is(str_of(f->name), "slots") ||
	    str_is(str_of(f->name), "consumables_standard"))
		return "textarea";
	if (str_is(str_of(f->name), "agency") || str_is(str_of(f->name), "unit") ||
	    f->type == IN_CHOICE)
		return "select";
	switch (f->type) {
	case IN_DATE:
		return "date";
	case IN_TIME:
		return "time";
	case IN_MONEY:
	case IN_I64:
		return "number";
	case IN_BOOL:
		return "tick";
	case IN_ID_LIST:
		return "checkbox";
	default:
		return "text";
	}
}

static enum err agency_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct agency *v;
	int64_t total;
	size_t n;

	TRY(agency_list(c, c->actor.county, S("admitted"), 0, 0, &v, &n, &total));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	choice[0] = (struct desk_choice){S(""), text(c->lang, T_term_own_staff)};
	for (size_t i = 0; i < n; i++)
		choice[i + 1] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].id.v), v[i].name};
	desk_choices(c, f, choice, n + 1);
	return OK;
}

static enum err grade_choices(struct ctx *c, int64_t grades, struct view_part_field *f)
{
	f->option = NEW_N(c->arena, 12, struct view_part_field_option);
	if (!f->option)
		return fault_broken(c, "arena");
	for (int g = 1; g <= 12; g++)
		f->option[f->option_n++] =
			(struct view_part_field_option){.value = str_printf(c->arena, "%d", g),
		                                        .label = grade_name(c, c->lang, g),
		                                        .on = grades & (INT64_C(1) << g)};
	return OK;
}

/* The tick that sends a title to a second person stands there once the title was refused, and while
 * it waits. */
static bool asks_review(const struct ctx *c, const struct req *r,
                        const struct view_offering_one *view)
{
	return (view->review && !view->passed) || str_some(req_typed(r, "for_review")) ||
	       (c->fault.code && strcmp(c->fault.code, "subject_teaching") == 0);
}

static enum err asked_of(struct ctx *c, const struct offering *o, struct offering_asked *ret_a)
{
	struct term t;

	if (o)
		return offering_asked_of(c, o, ret_a);
	TRY(desk_term(c, &t));
	return offering_asked_load(c, c->actor.county, c->actor.school, t.first_day, ret_a);
}

static struct str fact_name(struct arena *a, const struct declaration *d)
{
	return str_printf(a, "fact_%.*s", STR_FMT(d->name));
}

/* What the documents ask of a service besides: one choice each, called as they call it. */
static void fact_fields(struct ctx *c, const struct req *r, const struct offering_asked *asked,
                        const struct offering *o, struct view_part_field *f, size_t *n)
{
	for (size_t i = 0; i < asked->n; i++) {
		const struct declaration *d = asked->v[i];
		struct desk_choice choice[LEXICON_WORDS + 1];
		size_t words = d->n < LEXICON_WORDS ? d->n : LEXICON_WORDS;
		struct view_part_field *p = &f[(*n)++];

		*p = page_field(c, r, &offering_input, str_c(c->arena, fact_name(c->arena, d)),
		                "select", o ? answer_said(o->said, d->name) : STR_NONE);
		p->label = T_term_fact;
		p->hint = d->label;
		choice[0] = (struct desk_choice){S(""), text(c->lang, T_term_fact_unsaid)};
		for (size_t k = 0; k < words; k++)
			choice[k + 1] = (struct desk_choice){
				d->words[k], str_printf(c->arena, "%.*s:%.*s", STR_FMT(d->label),
			                                STR_FMT(d->labels[k]))};
		desk_choices(c, p, choice, words + 1);
	}
}

static enum err form_fields(struct ctx *c, struct req *r, const struct offering *o,
                            const struct slot *slot, size_t slot_n, struct view_offering_one *view)
{
	struct view_part_field *f =
		NEW_N(c->arena, FIELD_N + RULES_DECLARED, struct view_part_field);
	struct view_part_field last[2];
	struct offering_asked asked;
	size_t n = ALWAYS_N;
	struct desk_choice category[8];

	if (!f)
		return fault_broken(c, "arena");
	TRY(asked_of(c, o, &asked));
	for (size_t i = 0; i < FIELD_N; i++) {
		const struct in_field *in = &FIELDS[i];

		f[i] = page_field(c, r, &offering_input, in->name, type_of(in),
		                  in->type == IN_BOOL ? (view->review ? S("1") : STR_NONE)
		                  : o                 ? value_of(c, o, slot, slot_n, in->name)
		                                      : STR_NONE);
		if (str_is(f[i].name, "kind"))
			kind_choices(c, TEXT_NONE, &f[i]);
		else if (str_is(f[i].name, "agency"))
			TRY(agency_choices(c, &f[i]));
		else if (str_is(f[i].name, "grades"))
			TRY(grade_choices(c, o ? o->grades : 0, &f[i]));
		else if (str_is(f[i].name, "slots"))
			f[i].hint = text(c->lang, T_term_slots_hint);
		else if (str_is(f[i].name, "seats"))
			f[i].hint = text(c->lang, T_term_seats_hint);
		else if (str_is(f[i].name, "unit"))
			unit_options(c, &f[i]);
		else if (str_is(f[i].name, "price"))
			f[i].hint = text(c->lang, T_term_unit_price_hint);
		else if (str_is(f[i].name, "quantity"))
			f[i].hint = text(c->lang, T_term_quantity_hint);
		if (!str_is(f[i].name, "category"))
			continue;
		for (size_t k = 0; k < 8; k++)
			category[k] = (struct desk_choice){
				str_of(CATEGORIES[k]),
				text(c->lang, category_label(str_of(CATEGORIES[k])))};
		desk_choices(c, &f[i], category, 8);
	}
	memcpy(last, &f[ALWAYS_N], sizeof last);
	if (asked.subsidy)
		f[n++] = last[0];
	fact_fields(c, r, &asked, o, f, &n);
	if (asks_review(c, r, view)) { /* beside the title it is about */
		memmove(&f[AFTER_TITLE + 1], &f[AFTER_TITLE], (n - AFTER_TITLE) * sizeof *f);
		f[AFTER_TITLE] = last[1];
		n++;
	}
	view->field = f;
	view->field_n = n;
	return OK;
}

/* What was chosen of what the documents ask, as it is kept. */
static void facts_chosen(struct ctx *c, const struct req *r, const struct offering_asked *asked,
                         struct offering_row *row)
{
	row->said = S("");
	for (size_t i = 0; i < asked->n; i++) {
		const struct declaration *d = asked->v[i];
		struct str word = req_typed(r, str_c(c->arena, fact_name(c->arena, d)));

		if (str_some(word))
			row->said = str_printf(c->arena, "%.*s %.*s=%.*s", STR_FMT(row->said),
			                       STR_FMT(d->name), STR_FMT(word));
	}
}

/* What is missing or wrong of it is shown at its choice. */
static enum err fact_blame(struct ctx *c, const struct offering_asked *asked, enum err e)
{
	for (size_t i = 0; e != OK && i < asked->n; i++) {
		if (str_eq(c->fault.field, asked->v[i]->name))
			c->fault.field = fact_name(c->arena, asked->v[i]);
	}
	return e;
}

static enum err offering_write(struct ctx *c, struct req *r, struct reply *w, offering_id id)
{
	struct offerings_put a = {.n = 1};
	struct offering_row row = {0};
	struct offering_asked asked = {.n = 0};
	struct term t = {0};
	struct offering o;
	enum err e;

	TRY(row_said(c, r, req_input(r), &row));
	row.id = id;
	a.row = &row;
	TRY(store_read_begin(c));
	if (id.v) {
		e = offering_get(c, id, &o);
		t.id = e == OK ? o.term : t.id;
	} else {
		e = desk_term(c, &t);
	}
	if (e == OK)
		e = asked_of(c, id.v ? &o : NULL, &asked);
	store_read_end(c);
	TRY(e);
	a.term = t.id;
	facts_chosen(c, r, &asked, &row);
	e = form_verb(c, r, w, &offerings_put_verb, &a,
	              id.v ? str_printf(c->arena, "/school/offerings/%lld", (long long)id.v)
	                   : S("/school/offerings"),
	              T_people_saved);
	return fact_blame(c, &asked, e);
}

enum err page_offering_new(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_offering_one view = {
		.title = T_term_new, .action = S("/school/offerings"), .errors = page_errors(c, r)};

	TRY(form_fields(c, r, NULL, NULL, 0, &view));
	return reply_page(c, w, LAYOUT_STAFF, T_term_new, RENDER(render_offering_one), &view);
}

enum err page_offering_create(struct ctx *c, struct req *r, struct reply *w)
{
	return offering_write(c, r, w, ID_NONE(offering_id));
}

/* --- one ---------------------------------------------------------------------------------------
 */

static enum err staff_part(struct ctx *c, struct req *r, offering_id id,
                           struct view_offering_one *view)
{
	struct offering_staff *on, *all;
	struct desk_choice *choice;
	size_t on_n, all_n;

	TRY(offering_staff_list(c, id, &on, &on_n));
	TRY(school_staff_list(c, ID_NONE(school_id), &all, &all_n));
	view->staff = NEW_N(c->arena, on_n + 1, struct view_offering_one_staff);
	choice = NEW_N(c->arena, all_n + 1, struct desk_choice);
	if (!view->staff || !choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < on_n; i++)
		view->staff[view->staff_n++] = (struct view_offering_one_staff){
			on[i].id.v, on[i].name, on[i].number, on[i].title};
	for (size_t i = 0; i < all_n; i++)
		choice[i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)all[i].id.v),
			str_printf(c->arena, "%.*s %.*s", STR_FMT(all[i].number),
		                   STR_FMT(all[i].name))};
	view->staff_field = page_field(c, r, &staffing_input, "staff", "select", STR_NONE);
	desk_choices(c, &view->staff_field, choice, all_n);
	return OK;
}

static enum err sitting_part(struct ctx *c, offering_id id, struct view_offering_one *view)
{
	struct sitting *v;
	size_t n;

	TRY(sitting_list(c, id, &v, &n));
	view->sitting = NEW_N(c->arena, n + 1, struct view_offering_one_sitting);
	if (!view->sitting)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		view->sitting[i] = (struct view_offering_one_sitting){
			v[i].day, v[i].starts, v[i].ends, str_is(v[i].state, "held")};
	view->sitting_n = n;
	view->sittings = (int64_t)n;
	return OK;
}

enum err page_offering(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_offering_one view = {.title = T_term_offering, .exists = true};
	struct agreement_standing a;
	struct offering o;
	struct slot *slot;
	size_t slot_n;

	view.errors = page_errors(c, r);
	TRY(offering_get(c, (offering_id){req_id(r, "offering")}, &o));
	TRY(slot_list(c, o.id, &slot, &slot_n));
	TRY(agreement_standing(c, &o, NULL, &a));
	view.name = o.title;
	view.base = str_printf(c->arena, "/school/offerings/%lld", (long long)o.id.v);
	view.action = view.base;
	view.state = (struct view_part_tag){str_of(STATE_TAGS[o.state]),
	                                    text(c->lang, offering_state_label(o.state))};
	view.missing = a.no.code ? a.no.found : a.missing;
	view.notes = o.state == OFFERING_DRAFT ? STR_NONE : text(c->lang, T_term_fixed_note);
	view.taken = o.taken;
	view.waiting = o.waiting;
	if (o.limited)
		view.seats = str_printf(c->arena, "%lld", (long long)o.seats);
	view.can_publish = o.state == OFFERING_DRAFT || o.state == OFFERING_CLOSED;
	view.can_close = o.state == OFFERING_OPEN;
	view.can_cancel = o.state != OFFERING_CANCELLED && o.taken + o.waiting == 0;
	TRY(review_part(c, r, &o, &view));
	TRY(pricing_part(c, &o, &view));
	TRY(form_fields(c, r, &o, slot, slot_n, &view));
	TRY(staff_part(c, r, o.id, &view));
	TRY(sitting_part(c, o.id, &view));
	TRY(day_part(c, &o, &view));
	return reply_page(c, w, LAYOUT_STAFF, T_term_offering, RENDER(render_offering_one), &view);
}

enum err page_offering_save(struct ctx *c, struct req *r, struct reply *w)
{
	return offering_write(c, r, w, (offering_id){req_id(r, "offering")});
}

static struct str one_path(struct ctx *c, const struct req *r)
{
	return str_printf(c->arena, "/school/offerings/%lld", (long long)req_id(r, "offering"));
}

enum err page_offering_publish(struct ctx *c, struct req *r, struct reply *w)
{
	offering_id id = {req_id(r, "offering")};
	struct offerings_publish a = {&id, 1, 0};

	return form_verb(c, r, w, &offerings_publish_verb, &a, one_path(c, r), T_term_published);
}

enum err page_offering_close(struct ctx *c, struct req *r, struct reply *w)
{
	struct offering_end a = {{req_id(r, "offering")}, false};

	return form_verb(c, r, w, &offering_end_verb, &a, one_path(c, r), T_people_saved);
}

enum err page_offering_cancel(struct ctx *c, struct req *r, struct reply *w)
{
	struct offering_end a = {{req_id(r, "offering")}, true};

	return form_verb(c, r, w, &offering_end_verb, &a, one_path(c, r), T_people_saved);
}

enum err page_offering_staff(struct ctx *c, struct req *r, struct reply *w)
{
	const struct staffing_in *in = req_input(r);
	struct offering_staffing a = {{req_id(r, "offering")}, in->staff, in->drop};

	return form_verb(c, r, w, &offering_staff_verb, &a, one_path(c, r), T_people_saved);
}
