/* Staff of a school and what they may do. */
#include "people/pages.h"
#include "people/staff.h"
#include "people/staff_one.html.h"

static const char *const ROLES[] = {"teacher",       "class_head",     "school_clerk",
                                    "school_leader", "school_finance", NULL};
static const enum text_id ROLE_TEXTS[] = {T_web_role_teacher, T_web_role_class_head,
                                          T_web_role_school_clerk, T_web_role_school_leader,
                                          T_web_role_school_finance};

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct staff_in),
	{.name = "left",
         .type = IN_BOOL,
         .label = T_people_staff_left_only,
         .offset = offsetof(struct staff_in, left)},
};
const struct input staff_query = {"StaffQuery", sizeof(struct staff_in), QUERY_FIELDS, 3, 0};

static const struct in_field HIRE_FIELDS[] = {
	{.name = "number",
         .type = IN_STR,
         .required = true,
         .max = 30,
         .label = T_people_staff_number,
         .offset = offsetof(struct hire_in, staff_number)},
	{.name = "name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_people_name,
         .offset = offsetof(struct hire_in, name)},
	{.name = "phone",
         .type = IN_STR,
         .max = 30,
         .label = T_people_phone,
         .offset = offsetof(struct hire_in, phone)},
	{.name = "title",
         .type = IN_STR,
         .max = 40,
         .label = T_people_post,
         .offset = offsetof(struct hire_in, title)},
	{.name = "role",
         .type = IN_CHOICE,
         .choices = ROLES,
         .label = T_people_role,
         .offset = offsetof(struct hire_in, role)},
	{.name = "class",
         .type = IN_ID,
         .label = T_people_head_of,
         .offset = offsetof(struct hire_in, class)},
};
const struct input hire_input = {"StaffForm", sizeof(struct hire_in), HIRE_FIELDS, 6, 0};

static const struct in_field APPOINT_FIELDS[] = {
	{.name = "role",
         .type = IN_CHOICE,
         .required = true,
         .choices = ROLES,
         .label = T_people_role,
         .offset = offsetof(struct appoint_in, role)},
	{.name = "class",
         .type = IN_ID,
         .label = T_people_head_of,
         .offset = offsetof(struct appoint_in, class)},
	{.name = "starts",
         .type = IN_DATE,
         .label = T_people_starts,
         .offset = offsetof(struct appoint_in, starts)},
	{.name = "ends",
         .type = IN_DATE,
         .label = T_people_ends,
         .offset = offsetof(struct appoint_in, ends)},
};
const struct input appoint_input = {"StaffAppoint", sizeof(struct appoint_in), APPOINT_FIELDS, 4,
                                    0};

static const struct in_field DISMISS_FIELDS[] = {
	{.name = "appointment",
         .type = IN_ID,
         .required = true,
         .label = T_people_role,
         .offset = offsetof(struct dismiss_in, appointment)},
	{.name = "last",
         .type = IN_DATE,
         .label = T_people_ends,
         .offset = offsetof(struct dismiss_in, last)},
};
const struct input dismiss_input = {"StaffDismiss", sizeof(struct dismiss_in), DISMISS_FIELDS, 2,
                                    0};

static void role_choices(struct ctx *c, bool none, struct view_part_field *f)
{
	struct desk_choice v[6] = {{S(""), text(c->lang, T_people_no_role)}};
	size_t n = none;

	for (size_t i = 0; ROLES[i]; i++)
		v[n++] = (struct desk_choice){str_of(ROLES[i]), text(c->lang, ROLE_TEXTS[i])};
	desk_choices(c, f, v, n);
}

static enum err staff_desk(struct ctx *c, const struct staff_in *in, bool all, struct desk *ret_d,
                           int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_people_name, false},
	                                       {T_people_staff_number, false},
	                                       {T_people_post, false},
	                                       {T_people_phone, false},
	                                       {T_people_state, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct staff *v;
	struct desk d;
	size_t n;

	TRY(staff_list(c, c->actor.school, in->left, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_people_staff_title, cols, 5, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].name,
		          str_printf(c->arena, "/school/staff/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, v[i].number);
		desk_put(&d, i, 2, v[i].title);
		desk_put(&d, i, 3, v[i].phone);
		desk_tag(&d, i, 4, v[i].employed ? "ok" : "off",
		         v[i].employed ? T_people_here : T_people_left);
	}
	*ret_d = d;
	return OK;
}

static enum err staff_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 6, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &hire_input, "number", "text", STR_NONE);
	f[1] = page_field(c, r, &hire_input, "name", "text", STR_NONE);
	f[2] = page_field(c, r, &hire_input, "phone", "tel", STR_NONE);
	f[2].hint = text(c->lang, T_people_phone_hint);
	f[3] = page_field(c, r, &hire_input, "title", "text", STR_NONE);
	f[4] = page_field(c, r, &hire_input, "role", "select", STR_NONE);
	role_choices(c, true, &f[4]);
	f[5] = page_field(c, r, &hire_input, "class", "select", STR_NONE);
	TRY(class_choices(c, T_people_no_class, &f[5]));
	d->v.has_form = true;
	d->v.form_title = T_people_staff_add;
	d->v.action = S("/school/staff");
	d->v.field = f;
	d->v.field_n = 6;
	d->v.submit = T_ui_new;
	return OK;
}

enum err page_staff(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct staff_in none = {0};
	const struct staff_in *in = query_or(r, &none);
	struct view_part_field *filter = NEW_N(c->arena, 1, struct view_part_field);
	struct desk d;
	int64_t total;

	if (!filter)
		return fault_broken(c, "arena");
	TRY(staff_desk(c, in, false, &d, &total));
	filter[0] = page_field(c, r, &staff_query, "left", "tick", STR_NONE);
	d.v.path = S("/school/staff");
	d.v.filter = filter;
	d.v.filter_n = 1;
	desk_export(&d, in->left ? S("/school/staff/export.xlsx?left=1")
	                         : S("/school/staff/export.xlsx"));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	d.v.errors = page_errors(c, r);
	TRY(staff_form(c, r, &d));
	return desk_page(&d, w);
}

enum err page_staff_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(staff_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* Post and right in one transaction: a right that is refused leaves no half a person. */
struct hiring {
	struct staff_row row;
	struct staff_put put;
	enum role role;
	class_id class;
};

static enum err hiring_run(struct ctx *c, void *arg)
{
	struct hiring *a = arg;
	struct staff_appoint give = {
		.role = a->role,
		.class = a->role == ROLE_CLASS_HEAD ? a->class : ID_NONE(class_id),
		.starts = DATE_NONE,
		.ends = DATE_NONE};

	TRY(staff_put_verb.run(c, &a->put));
	if (a->role == ROLE_NONE)
		return OK;
	give.staff = a->row.id;
	return staff_appoint_verb.run(c, &give);
}
static const struct verb hiring_verb = {"people.staff_hire", hiring_run};

enum err page_staff_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct hire_in *in = req_input(r);
	struct hiring a = {.row = {.number = in->staff_number,
	                           .name = in->name,
	                           .phone = in->phone,
	                           .title = in->title},
	                   .class = in->class};

	a.put = (struct staff_put){.row = &a.row, .n = 1};
	if (str_some(in->role) && !role_parse(str_c(c->arena, in->role), &a.role))
		return fault_input(c, NULL, S("role"), in->role, STR_NONE);
	return form_verb(c, r, w, &hiring_verb, &a, S("/school/staff"), T_people_saved);
}

/* --- one -------------------------------------------------------------------------------------- */

static enum text_id role_text(enum role role)
{
	for (size_t i = 0; ROLES[i]; i++)
		if (strcmp(ROLES[i], role_name(role)) == 0)
			return ROLE_TEXTS[i];
	return TEXT_NONE;
}

static enum err right_rows(struct ctx *c, staff_id id, struct view_staff_one *v)
{
	struct staff_right *right;
	size_t n;

	TRY(staff_rights(c, id, &right, &n));
	v->right = NEW_N(c->arena, n, struct view_staff_one_right);
	if (n > 0 && !v->right)
		return fault_broken(c, "arena");
	v->right_n = n;
	for (size_t i = 0; i < n; i++)
		v->right[i] = (struct view_staff_one_right){
			.id = right[i].id.v,
			.role = role_text(right[i].role),
			.class_name = right[i].class_name,
			.starts = right[i].starts,
			.ends = right[i].ends,
			.live = !date_some(right[i].ends) || right[i].ends.day >= ctx_today(c).day,
		};
	return OK;
}

enum err page_staff_one(struct ctx *c, struct req *r, struct reply *w)
{
	staff_id id = {req_id(r, "staff")};
	struct staff s;

	TRY(staff_get(c, id, &s));
	struct view_staff_one v = {
		.name = s.name,
		.number = s.number,
		.title = s.title,
		.phone = s.phone,
		.employed = s.employed,
		.base = str_printf(c->arena, "/school/staff/%lld", (long long)id.v),
		.errors = page_errors(c, r),
		.field = NEW_N(c->arena, 4, struct view_part_field),
		.field_n = 4,
	};
	if (!v.field)
		return fault_broken(c, "arena");
	TRY(right_rows(c, id, &v));
	v.field[0] = page_field(c, r, &appoint_input, "role", "select", STR_NONE);
	role_choices(c, false, &v.field[0]);
	v.field[1] = page_field(c, r, &appoint_input, "class", "select", STR_NONE);
	TRY(class_choices(c, T_people_no_class, &v.field[1]));
	v.field[2] = page_field(c, r, &appoint_input, "starts", "date", STR_NONE);
	v.field[3] = page_field(c, r, &appoint_input, "ends", "date", STR_NONE);
	return reply_page(c, w, LAYOUT_STAFF, T_people_staff_title, RENDER(render_staff_one), &v);
}

static enum err staff_verb(struct ctx *c, struct req *r, struct reply *w, const struct verb *v,
                           void *arg)
{
	struct str path = str_printf(c->arena, "/school/staff/%lld", (long long)req_id(r, "staff"));

	return form_verb(c, r, w, v, arg, path, T_people_saved);
}

enum err page_staff_appoint(struct ctx *c, struct req *r, struct reply *w)
{
	const struct appoint_in *in = req_input(r);
	struct staff_appoint a = {.staff = {req_id(r, "staff")},
	                          .class = in->class,
	                          .starts = in->starts,
	                          .ends = in->ends};

	if (!role_parse(str_c(c->arena, in->role), &a.role))
		return fault_input(c, NULL, S("role"), in->role, STR_NONE);
	return staff_verb(c, r, w, &staff_appoint_verb, &a);
}

enum err page_staff_dismiss(struct ctx *c, struct req *r, struct reply *w)
{
	const struct dismiss_in *in = req_input(r);
	struct staff_dismiss a = {
		.staff = {req_id(r, "staff")}, .appointment = in->appointment, .last = in->last};

	return staff_verb(c, r, w, &staff_dismiss_verb, &a);
}

enum err page_staff_leave(struct ctx *c, struct req *r, struct reply *w)
{
	struct staff_leave a = {.staff = {req_id(r, "staff")}};

	return staff_verb(c, r, w, &staff_leave_verb, &a);
}
