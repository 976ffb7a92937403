/* Putting a class forward (R6), and what the families answered. */
#include "enrolment/desk.h"

static const char *const ANSWER_STATES[] = {"awaiting_guardian", "accepted", "declined", NULL};
static const enum text_id ANSWER_TEXTS[] = {T_forward_waiting, T_forward_accepted,
                                            T_forward_declined};
static const char *const ANSWER_TAGS[] = {"warn", "ok", "off"};

#define STATE_FIELD(in)                                                                            \
	{                                                                                          \
		.name = "state", .type = IN_CHOICE, .choices = ANSWER_STATES,                      \
		.label = T_forward_answer, .offset = offsetof(in, state)                           \
	}
/* Not "class": that is what the form below the list asks. */
#define CLASS_FIELD(in)                                                                            \
	{                                                                                          \
		.name = "in_class", .type = IN_ID, .label = T_people_class,                        \
		.offset = offsetof(in, in_class)                                                   \
	}
static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct forwarded_in),
	CLASS_FIELD(struct forwarded_in),
	STATE_FIELD(struct forwarded_in),
};
const struct input forwarded_query = {"ForwardedQuery", sizeof(struct forwarded_in), QUERY_FIELDS,
                                      4, 0};

static const struct in_field EXPORT_FIELDS[] = {
	CLASS_FIELD(struct forwarded_out),
	STATE_FIELD(struct forwarded_out),
	DESK_REASON(struct forwarded_out),
};
const struct input forwarded_export_input = {"ForwardedExport", sizeof(struct forwarded_out),
                                             EXPORT_FIELDS, 3, 0};

static const struct in_field FORWARD_FIELDS[] = {
	{.name = "class",
         .type = IN_ID,
         .required = true,
         .label = T_people_class,
         .offset = offsetof(struct forward_in, class)},
};
const struct input forward_input = {"ForwardForm", sizeof(struct forward_in), FORWARD_FIELDS, 1, 0};

static struct view_part_tag answer_tag(struct ctx *c, struct str state)
{
	for (size_t i = 0; ANSWER_STATES[i]; i++) {
		if (str_is(state, ANSWER_STATES[i]))
			return (struct view_part_tag){str_of(ANSWER_TAGS[i]),
			                              text(c->lang, ANSWER_TEXTS[i])};
	}
	return (struct view_part_tag){S("off"), text(c->lang, T_forward_lapsed)};
}

static struct str about_of(struct ctx *c, const struct forwarded_counts *n)
{
	struct str v[3] = {
		str_printf(c->arena, "%lld", (long long)n->waiting),
		str_printf(c->arena, "%lld", (long long)n->accepted),
		str_printf(c->arena, "%lld", (long long)n->declined),
	};

	return text_fill(c->arena, c->lang, T_forward_about, v, 3);
}

static int64_t total_of(struct str state, const struct forwarded_counts *n)
{
	if (str_is(state, "awaiting_guardian"))
		return n->waiting;
	if (str_is(state, "accepted"))
		return n->accepted;
	return str_is(state, "declined") ? n->declined : n->waiting + n->accepted + n->declined;
}

static enum err forward_desk(struct ctx *c, offering_id offering, const struct forwarded_in *in,
                             bool all, struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},
	                                       {T_people_class, false},
	                                       {T_forward_answer, false},
	                                       {T_forward_at, false},
	                                       {T_forward_answered, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct forwarded_filter f = {in->in_class, in->state, slice.most, slice.skip};
	struct forwarded_counts counts;
	struct forwarded *v;
	struct desk d;
	size_t n;

	TRY(forwarded_page(c, offering, &f, &v, &n, &counts));
	TRY(desk_new(c, T_forward_title, cols, 5, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].class_name);
		desk_put_tag(&d, i, 2, answer_tag(c, v[i].state));
		desk_put(&d, i, 3, instant_words(c->arena, c->lang, v[i].at));
		if (v[i].decided.us != INT64_MIN)
			desk_put(&d, i, 4, instant_words(c->arena, c->lang, v[i].decided));
	}
	d.v.about = about_of(c, &counts);
	d.v.empty.what = T_forward_none;
	*ret_total = total_of(in->state, &counts);
	*ret_d = d;
	return OK;
}

/* Classes of the grades the offering is for; a class head has the own one alone. */
static enum err fitting_classes(struct ctx *c, const struct offering *o, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct class *v;
	size_t n, k = 0;

	TRY(class_list(c, c->actor.school, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (o->grades & (INT64_C(1) << v[i].grade))
			choice[k++] = (struct desk_choice){
				str_printf(c->arena, "%lld", (long long)v[i].id.v), v[i].name};
	}
	desk_choices(c, f, choice, k);
	return f->option ? OK : fault_broken(c, "arena");
}

static enum err form_part(struct ctx *c, struct req *r, const struct offering *o, struct desk *d)
{
	d->v.field = NEW_N(c->arena, 1, struct view_part_field);
	if (!d->v.field)
		return fault_broken(c, "arena");
	d->v.field_n = 1;
	d->v.field[0] = page_field(c, r, &forward_input, "class", "select", STR_NONE);
	d->v.field[0].hint = text(c->lang, T_forward_hint);
	TRY(fitting_classes(c, o, &d->v.field[0]));
	d->v.has_form = d->v.field[0].option_n > 0 && o->state == OFFERING_OPEN;
	d->v.form_title = T_forward_form;
	d->v.submit = T_forward_do;
	d->v.action = d->v.path;
	return OK;
}

static enum err filter_part(struct ctx *c, struct req *r, struct desk *d)
{
	struct desk_choice v[4] = {{S(""), text(c->lang, T_people_all)}};

	for (size_t i = 0; i < 3; i++)
		v[i + 1] = (struct desk_choice){str_of(ANSWER_STATES[i]),
		                                text(c->lang, ANSWER_TEXTS[i])};
	d->v.filter = NEW_N(c->arena, 2, struct view_part_field);
	if (!d->v.filter)
		return fault_broken(c, "arena");
	d->v.filter_n = 2;
	d->v.filter[0] = page_field(c, r, &forwarded_query, "in_class", "select", STR_NONE);
	TRY(class_choices(c, T_people_all, &d->v.filter[0]));
	d->v.filter[1] = page_field(c, r, &forwarded_query, "state", "select", STR_NONE);
	desk_choices(c, &d->v.filter[1], v, 4);
	d->v.filter[0].optional = d->v.filter[1].optional = false;
	return OK;
}

enum err page_forward(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct forwarded_in none = {0};
	const struct forwarded_in *in = query_or(r, &none);
	offering_id id = {req_id(r, "offering")};
	struct view_part_errors errors = page_errors(c, r);
	struct offering o;
	struct desk d;
	int64_t total;

	TRY(offering_get(c, id, &o));
	TRY(forward_desk(c, id, in, false, &d, &total));
	d.v.errors = errors;
	d.v.name = o.title;
	d.v.path = str_printf(c->arena, "/school/offerings/%lld/forward", (long long)id.v);
	TRY(filter_part(c, r, &d));
	TRY(form_part(c, r, &o, &d));
	if (ROLE_BIT(c->actor.role) & ROLES_SCHOOL) {
		TRY(desk_export_reasoned(&d, r, &forwarded_export_input,
		                         str_printf(c->arena, "%.*s.xlsx", STR_FMT(d.v.path))));
		desk_hide_id(&d, "in_class", in->in_class.v);
		desk_hide(&d, "state", in->state);
	}
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_forward_export(struct ctx *c, struct req *r, struct reply *w)
{
	const struct forwarded_out *out = req_input(r);
	struct forwarded_in in = {.in_class = out->in_class, .state = out->state};
	offering_id id = {req_id(r, "offering")};
	struct desk_taken taken = {"forwarded_exported", "offering", id.v, out->reason};
	struct offering o;
	struct str mark;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(store_read_begin(c));
	e = offering_get(c, id, &o);
	store_read_end(c);
	TRY(e);
	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = forward_desk(c, id, &in, true, &d, &total);
	store_read_end(c);
	TRY(e);
	d.v.name = o.title;
	return desk_sheet_marked(&d, w, mark);
}

enum err class_pupils(struct ctx *c, class_id class, const pupil_id **ret_v, size_t *ret_n)
{
	struct classmate *v;
	pupil_id *pupil;
	size_t n;

	TRY(pupils_of_class(c, class, &v, &n));
	pupil = NEW_N(c->arena, n, pupil_id);
	if (n > 0 && !pupil)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		pupil[i] = v[i].id;
	*ret_v = pupil;
	*ret_n = n;
	return OK;
}

enum err page_forward_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct forward_in *in = req_input(r);
	struct put_forward a = {.offering = {req_id(r, "offering")}};
	struct str path =
		str_printf(c->arena, "/school/offerings/%lld/forward", (long long)a.offering.v);
	enum err e;

	TRY(store_read_begin(c));
	e = class_pupils(c, in->class, &a.pupil, &a.n);
	store_read_end(c);
	TRY(e);
	return form_verb(c, r, w, &put_forward_verb, &a, path, T_forward_done);
}
