/* The lists of a school's term: every enrolment, and how long the queues are. */
#include "enrolment/desk.h"
#include "term/labels.h"

#define FILTER_FIELDS(in)                                                                          \
	{.name = "offering",                                                                       \
	 .type = IN_ID,                                                                            \
	 .label = T_enrol_offering,                                                                \
	 .offset = offsetof(in, offering)},                                                        \
		{.name = "class",                                                                  \
	         .type = IN_ID,                                                                    \
	         .label = T_people_class,                                                          \
	         .offset = offsetof(in, class)},                                                   \
	{                                                                                          \
		.name = "state", .type = IN_CHOICE, .choices = ENROLMENT_STATES,                   \
		.label = T_people_state, .offset = offsetof(in, state)                             \
	}
static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct enrolled_in),
	FILTER_FIELDS(struct enrolled_in),
};
const struct input enrolled_query = {"SchoolEnrolmentsQuery", sizeof(struct enrolled_in),
                                     QUERY_FIELDS, 5, 0};

static const struct in_field EXPORT_FIELDS[] = {
	FILTER_FIELDS(struct enrolled_out),
	DESK_REASON(struct enrolled_out),
};
const struct input enrolled_export_input = {"SchoolEnrolmentsExport", sizeof(struct enrolled_out),
                                            EXPORT_FIELDS, 4, 0};

static const struct in_field WAITLISTS_FIELDS[] = {
	LIST_FIELDS(struct waitlists_in),
	{.name = "waiting",
         .type = IN_BOOL,
         .label = T_waitlists_waiting,
         .offset = offsetof(struct waitlists_in, waiting)},
};
const struct input waitlists_query = {"WaitlistsQuery", sizeof(struct waitlists_in),
                                      WAITLISTS_FIELDS, 3, 0};

/* --- enrolments --------------------------------------------------------------------------------
 */

static struct str roster_path(struct ctx *c, offering_id offering)
{
	return str_printf(c->arena, "/school/offerings/%lld/roster", (long long)offering.v);
}

static enum err enrolled_desk(struct ctx *c, const struct enrolled_in *in, bool all,
                              struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},
	                                       {T_people_class, false},
	                                       {T_enrol_offering, false},
	                                       {T_people_state, false},
	                                       {T_roster_since, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct enrolment_filter f = {in->offering, in->class, in->state, slice.most, slice.skip};
	struct enrolment_line *v;
	struct term t;
	struct desk d;
	size_t n;

	TRY(desk_term(c, &t));
	TRY(enrolment_page(c, c->actor.school, t.id, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_enrolled_title, cols, 5, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].name);
		desk_put(&d, i, 1, v[i].class_name);
		desk_link(&d, i, 2, v[i].title, roster_path(c, v[i].offering));
		desk_put_tag(&d, i, 3, enrolment_tag(c, v[i].state, v[i].position));
		desk_put(&d, i, 4, instant_words(c->arena, c->lang, v[i].at));
	}
	d.v.about = t.name;
	*ret_d = d;
	return OK;
}

static enum err offering_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice *choice;
	struct offering *v;
	struct term t;
	size_t n;

	TRY(desk_term(c, &t));
	TRY(offering_list(c, c->actor.school, t.id, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	choice[0] = (struct desk_choice){S(""), text(c->lang, T_people_all)};
	for (size_t i = 0; i < n; i++)
		choice[i + 1] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].id.v), v[i].title};
	desk_choices(c, f, choice, n + 1);
	return f->option ? OK : fault_broken(c, "arena");
}

static enum err enrolled_filter(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &enrolled_query, "offering", "select", STR_NONE);
	TRY(offering_choices(c, &f[0]));
	f[1] = page_field(c, r, &enrolled_query, "class", "select", STR_NONE);
	TRY(class_choices(c, T_people_all, &f[1]));
	f[2] = page_field(c, r, &enrolled_query, "state", "select", STR_NONE);
	state_choices(c, &f[2]);
	f[0].optional = f[1].optional = false;
	d->v.filter = f;
	d->v.filter_n = 3;
	return OK;
}

enum err page_enrolled(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct enrolled_in none = {0};
	const struct enrolled_in *in = query_or(r, &none);
	struct view_part_errors errors = page_errors(c, r);
	struct desk d;
	int64_t total;

	TRY(enrolled_desk(c, in, false, &d, &total));
	d.v.errors = errors;
	d.v.path = S("/school/enrolments");
	TRY(enrolled_filter(c, r, &d));
	if (ROLE_BIT(c->actor.role) & ROLES_SCHOOL) {
		TRY(desk_export_reasoned(&d, r, &enrolled_export_input,
		                         S("/school/enrolments/export.xlsx")));
		desk_hide_id(&d, "offering", in->offering.v);
		desk_hide_id(&d, "class", in->class.v);
		desk_hide(&d, "state", in->state);
	}
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_enrolled_export(struct ctx *c, struct req *r, struct reply *w)
{
	const struct enrolled_out *out = req_input(r);
	struct enrolled_in in = {
		.offering = out->offering, .class = out->class, .state = out->state};
	struct desk_taken taken = {"enrolments_exported", "school", c->actor.school.v, out->reason};
	struct str mark;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = enrolled_desk(c, &in, true, &d, &total);
	store_read_end(c);
	TRY(e);
	return desk_sheet_marked(&d, w, mark);
}

/* --- waitlists: numbers only, no child is named ------------------------------------------------
 */

static void waitlist_row(struct ctx *c, struct desk *d, size_t i, const struct offering *o)
{
	desk_link(d, i, 0, o->title, roster_path(c, o->id));
	desk_put(d, i, 1, text(c->lang, kind_label(o->kind)));
	if (o->limited) {
		desk_num(d, i, 2, o->seats);
		desk_num(d, i, 4, o->seats - o->taken);
	} else {
		desk_put(d, i, 2, text(c->lang, T_enrol_no_limit));
	}
	desk_num(d, i, 3, o->taken);
	desk_num(d, i, 5, o->waiting);
}

static enum err waitlists_desk(struct ctx *c, const struct waitlists_in *in, bool all,
                               struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_enrol_offering, false}, {T_term_kind, false},
	                                       {T_term_seats, true},      {T_term_taken, true},
	                                       {T_waitlists_left, true},  {T_term_waiting, true}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct offering *v;
	struct term t;
	struct desk d;
	size_t n, kept = 0;
	int64_t total = 0;

	TRY(desk_term(c, &t));
	TRY(offering_list(c, c->actor.school, t.id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].state == OFFERING_DRAFT || (in->waiting && v[i].waiting == 0))
			continue;
		if (total >= slice.skip && (!slice.most || (int64_t)kept < slice.most))
			v[kept++] = v[i];
		total++;
	}
	TRY(desk_new(c, T_waitlists_title, cols, 6, kept, &d));
	for (size_t i = 0; i < kept; i++)
		waitlist_row(c, &d, i, &v[i]);
	d.v.about = t.name;
	*ret_total = total;
	*ret_d = d;
	return OK;
}

enum err page_waitlists(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct waitlists_in none = {0};
	const struct waitlists_in *in = query_or(r, &none);
	struct desk d;
	int64_t total;

	TRY(waitlists_desk(c, in, false, &d, &total));
	d.v.path = S("/school/waitlists");
	desk_export(&d, in->waiting ? S("/school/waitlists/export.xlsx?waiting=1")
	                            : S("/school/waitlists/export.xlsx"));
	d.v.filter = NEW_N(c->arena, 1, struct view_part_field);
	if (!d.v.filter)
		return fault_broken(c, "arena");
	d.v.filter_n = 1;
	d.v.filter[0] = page_field(c, r, &waitlists_query, "waiting", "tick", STR_NONE);
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_waitlists_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(waitlists_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}
