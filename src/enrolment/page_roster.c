/* The roster of an offering: who has a seat, who waits; its export and its seats. */
#include "enrolment/desk.h"
#include "term/labels.h"

#define STATE_FIELD(in)                                                                            \
	{                                                                                          \
		.name = "state", .type = IN_CHOICE, .choices = ROSTER_STATES,                      \
		.label = T_people_state, .offset = offsetof(in, state)                             \
	}
#define CLASS_FIELD(in)                                                                            \
	{                                                                                          \
		.name = "class", .type = IN_ID, .label = T_people_class,                           \
		.offset = offsetof(in, class)                                                      \
	}
static const char *const ROSTER_STATES[] = {"enrolled", "waitlisted", NULL};

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct roster_in),
	CLASS_FIELD(struct roster_in),
	STATE_FIELD(struct roster_in),
};
const struct input roster_query = {"RosterQuery", sizeof(struct roster_in), QUERY_FIELDS, 4, 0};

static const struct in_field EXPORT_FIELDS[] = {
	CLASS_FIELD(struct roster_out),
	STATE_FIELD(struct roster_out),
	DESK_REASON(struct roster_out),
};
const struct input roster_export_input = {"RosterExport", sizeof(struct roster_out), EXPORT_FIELDS,
                                          3, 0};

static const struct in_field SEATS_FIELDS[] = {
	{.name = "seats",
         .type = IN_I64,
         .max = 100000,
         .label = T_term_seats,
         .offset = offsetof(struct seats_in, seats)},
};
const struct input seats_input = {"SeatsForm", sizeof(struct seats_in), SEATS_FIELDS, 1, 0};

/* --- what the desk's pages share -------------------------------------------------------------- */

const char *const ENROLMENT_STATES[] = {"enrolled", "waitlisted", "withdrawn", "removed", NULL};

static const enum text_id STATE_TEXTS[] = {T_enrol_have, T_roster_waits, T_enrolments_withdrawn,
                                           T_enrolments_removed};

static void state_choices_of(struct ctx *c, size_t n, struct view_part_field *f)
{
	struct desk_choice v[5] = {{S(""), text(c->lang, T_people_all)}};

	for (size_t i = 0; i < n; i++)
		v[i + 1] = (struct desk_choice){str_of(ENROLMENT_STATES[i]),
		                                text(c->lang, STATE_TEXTS[i])};
	desk_choices(c, f, v, n + 1);
	f->optional = false;
}

void state_choices(struct ctx *c, struct view_part_field *f)
{
	state_choices_of(c, 4, f);
}

void desk_put_tag(struct desk *d, size_t row, size_t col, struct view_part_tag tag)
{
	d->v.row[row].cell[col].tag = tag;
}

/* --- the table ---------------------------------------------------------------------------------
 */

static struct str base_of(struct ctx *c, offering_id offering)
{
	return str_printf(c->arena, "/school/offerings/%lld", (long long)offering.v);
}

/* 已报名 18 / 20 · 候补 3 */
static struct str about_of(struct ctx *c, const struct offering *o)
{
	struct str v[3] = {
		str_printf(c->arena, "%lld", (long long)o->taken),
		o->limited ? str_printf(c->arena, "%lld", (long long)o->seats)
			   : text(c->lang, T_enrol_no_limit),
		str_printf(c->arena, "%lld", (long long)o->waiting),
	};

	return text_fill(c->arena, c->lang, T_roster_about, v, 3);
}

static bool shown(const struct roster_row *row, const struct roster_in *in)
{
	if (in->class.v && row->class.v != in->class.v)
		return false;
	return !str_some(in->state) || str_is(in->state, enrolment_state_name(row->state));
}

/* The rows asked for move to the front; *ret_n of them, from the slice's first. */
static size_t pick(struct roster_row *v, size_t n, const struct roster_in *in, bool all,
                   int64_t *ret_total)
{
	struct desk_slice slice = desk_slice(&in->list, all);
	int64_t total = 0;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (!shown(&v[i], in))
			continue;
		if (total >= slice.skip && (!slice.most || (int64_t)kept < slice.most))
			v[kept++] = v[i];
		total++;
	}
	*ret_total = total;
	return kept;
}

static enum err roster_desk(struct ctx *c, offering_id offering, const struct roster_in *in,
                            bool all, struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},
	                                       {T_people_class, false},
	                                       {T_people_state, false},
	                                       {T_roster_since, false},
	                                       {T_roster_act, false}};
	bool clerk = !all && (ROLE_BIT(c->actor.role) & ROLES_SCHOOL);
	struct roster_row *v;
	struct desk d;
	size_t n;

	TRY(roster(c, offering, true, &v, &n));
	n = pick(v, n, in, all, ret_total);
	TRY(desk_new(c, T_roster_title, cols, clerk ? 5 : 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_class(&d, i, 1, v[i].class_name);
		desk_put_tag(&d, i, 2, enrolment_tag(c, v[i].state, v[i].position));
		desk_put(&d, i, 3, instant_words(c->arena, c->lang, v[i].at));
		if (clerk)
			desk_link(&d, i, 4, text(c->lang, T_roster_move),
			          str_printf(c->arena, "/school/enrolments/%lld",
			                     (long long)v[i].enrolment.v));
	}
	*ret_d = d;
	return OK;
}

static enum err filter_part(struct ctx *c, struct req *r, struct desk *d)
{
	d->v.filter = NEW_N(c->arena, 2, struct view_part_field);
	if (!d->v.filter)
		return fault_broken(c, "arena");
	d->v.filter_n = 2;
	d->v.filter[0] = page_field(c, r, &roster_query, "class", "select", STR_NONE);
	TRY(class_choices(c, T_people_all, &d->v.filter[0]));
	d->v.filter[0].optional = false;
	d->v.filter[1] = page_field(c, r, &roster_query, "state", "select", STR_NONE);
	state_choices_of(c, 2, &d->v.filter[1]);
	return OK;
}

/* R8: care has no number of seats to set. */
static enum err seats_part(struct ctx *c, struct req *r, const struct offering *o, struct desk *d)
{
	struct str now = o->limited ? str_printf(c->arena, "%lld", (long long)o->seats) : S("");

	if (o->kind == KIND_CARE || o->state == OFFERING_CANCELLED)
		return OK;
	d->v.field = NEW_N(c->arena, 1, struct view_part_field);
	if (!d->v.field)
		return fault_broken(c, "arena");
	d->v.has_form = true;
	d->v.form_title = T_roster_seats;
	d->v.submit = T_roster_seats_save;
	d->v.action = str_printf(c->arena, "%.*s/seats", STR_FMT(base_of(c, o->id)));
	d->v.field_n = 1;
	d->v.field[0] = page_field(c, r, &seats_input, "seats", "number", now);
	d->v.field[0].hint = text(c->lang, T_roster_seats_hint);
	return OK;
}

static enum err clerk_parts(struct ctx *c, struct req *r, const struct roster_in *in,
                            const struct offering *o, struct desk *d)
{
	if (!(ROLE_BIT(c->actor.role) & ROLES_SCHOOL))
		return OK;
	TRY(seats_part(c, r, o, d));
	TRY(desk_export_reasoned(
		d, r, &roster_export_input,
		str_printf(c->arena, "%.*s/roster.xlsx", STR_FMT(base_of(c, o->id)))));
	desk_hide_id(d, "class", in->class.v);
	desk_hide(d, "state", in->state);
	return OK;
}

enum err page_roster(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct roster_in none = {0};
	const struct roster_in *in = query_or(r, &none);
	offering_id id = {req_id(r, "offering")};
	struct view_part_errors errors = page_errors(c, r);
	struct offering o;
	struct desk d;
	int64_t total;

	TRY(offering_get(c, id, &o));
	TRY(roster_desk(c, id, in, false, &d, &total));
	d.v.errors = errors;
	d.v.name = o.title;
	d.v.about = about_of(c, &o);
	d.v.path = str_printf(c->arena, "%.*s/roster", STR_FMT(base_of(c, id)));
	d.v.empty.what = total == 0 && o.taken + o.waiting == 0 ? T_roster_none : T_people_none;
	TRY(filter_part(c, r, &d));
	TRY(clerk_parts(c, r, in, &o, &d));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_roster_export(struct ctx *c, struct req *r, struct reply *w)
{
	const struct roster_out *out = req_input(r);
	struct roster_in in = {.class = out->class, .state = out->state};
	offering_id id = {req_id(r, "offering")};
	struct desk_taken taken = {"roster_exported", "offering", id.v, out->reason};
	struct offering o;
	struct str mark;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(store_read_begin(c));
	e = offering_get(c, id, &o); /* nothing is written down for another school's */
	store_read_end(c);
	TRY(e);
	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = roster_desk(c, id, &in, true, &d, &total);
	store_read_end(c);
	TRY(e);
	d.v.name = o.title;
	return desk_sheet_marked(&d, w, mark);
}

enum err page_seats(struct ctx *c, struct req *r, struct reply *w)
{
	const struct seats_in *in = req_input(r);
	struct reseat a = {
		.offering = {req_id(r, "offering")},
		.limited = str_some(str_trim(req_typed(r, "seats"))),
		.seats = in->seats,
	};
	struct str path = str_printf(c->arena, "%.*s/roster", STR_FMT(base_of(c, a.offering)));

	return form_verb(c, r, w, &reseat_verb, &a, path, T_people_saved);
}
