/* The form of an offering: its fields, what they hold, what was said in them. */
#include "term/offering_form.h"

#include "agency/agency.h"
#include "term/labels.h"
#include "term/pages.h"

const char *const OFFERING_STATE_TAGS[] = {"warn", "ok", "off", "off"};
static const char *const CATEGORIES[] = {"homework", "reading",  "handicraft", "sport", "arts",
                                         "science",  "activity", "other",      NULL};

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

enum err offering_row_said(struct ctx *c, struct req *r, const struct offering_in *in,
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

enum err offering_form_asked(struct ctx *c, const struct offering *o, struct offering_asked *ret_a)
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

enum err offering_form(struct ctx *c, struct req *r, const struct offering *o,
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
	TRY(offering_form_asked(c, o, &asked));
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

void offering_facts_chosen(struct ctx *c, const struct req *r, const struct offering_asked *asked,
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

enum err offering_fact_blame(struct ctx *c, const struct offering_asked *asked, enum err e)
{
	for (size_t i = 0; e != OK && i < asked->n; i++) {
		if (str_eq(c->fault.field, asked->v[i]->name))
			c->fault.field = fact_name(c->arena, asked->v[i]);
	}
	return e;
}
