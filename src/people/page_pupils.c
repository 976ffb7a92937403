/* The roll of a school: the list, and its export with reason and watermark (S24). */
#include "people/pages.h"
#include "people/reach.h"
#include "people/roll.h"

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct pupils_in),
	{.name = "class",
         .type = IN_ID,
         .label = T_people_class,
         .offset = offsetof(struct pupils_in, class)},
	{.name = "grade",
         .type = IN_I64,
         .min = 0,
         .max = 12,
         .label = T_people_grade,
         .offset = offsetof(struct pupils_in, grade)},
	{.name = "number",
         .type = IN_STR,
         .max = 40,
         .label = T_people_pupil_number,
         .offset = offsetof(struct pupils_in, number)},
	{.name = "left",
         .type = IN_BOOL,
         .label = T_people_left_only,
         .offset = offsetof(struct pupils_in, left)},
};
const struct input pupils_query = {"PupilsQuery", sizeof(struct pupils_in), QUERY_FIELDS, 6, 0};

static const struct in_field EXPORT_FIELDS[] = {
	{.name = "class",
         .type = IN_ID,
         .label = T_people_class,
         .offset = offsetof(struct pupils_out, class)},
	{.name = "grade",
         .type = IN_I64,
         .min = 0,
         .max = 12,
         .label = T_people_grade,
         .offset = offsetof(struct pupils_out, grade)},
	{.name = "number",
         .type = IN_STR,
         .max = 40,
         .label = T_people_pupil_number,
         .offset = offsetof(struct pupils_out, number)},
	{.name = "left",
         .type = IN_BOOL,
         .label = T_people_left_only,
         .offset = offsetof(struct pupils_out, left)},
	DESK_REASON(struct pupils_out),
};
const struct input pupils_export_input = {"PupilsExport", sizeof(struct pupils_out), EXPORT_FIELDS,
                                          5, 0};

static enum text_id sex_text(int64_t sex)
{
	return sex == 1 ? T_people_male : sex == 2 ? T_people_female : T_people_sex_unknown;
}

static enum err pupils_desk(struct ctx *c, const struct pupil_filter *f, struct desk *ret_d,
                            int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_people_name, false}, {T_people_class, false},    {T_people_pupil_number, false},
		{T_people_sex, false},  {T_people_guardians, true}, {T_people_state, false}};
	struct pupil_line *v;
	struct desk d;
	size_t n;

	TRY(pupil_page(c, c->actor.school, f, &v, &n, ret_total));
	TRY(desk_new(c, T_people_pupils_title, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].name,
		          str_printf(c->arena, "/school/pupils/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, v[i].class_name);
		desk_put(&d, i, 2, v[i].number);
		desk_put(&d, i, 3, text(c->lang, sex_text(v[i].sex)));
		desk_num(&d, i, 4, v[i].guardians);
		if (!v[i].active)
			desk_tag(&d, i, 5, "off", T_people_left);
		else if (v[i].guardians == 0)
			desk_tag(&d, i, 5, "warn", T_people_no_guardian);
		else
			desk_tag(&d, i, 5, "ok", T_people_here);
	}
	*ret_d = d;
	return OK;
}

static enum err grade_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice v[13] = {{S("0"), text(c->lang, T_people_all)}};

	for (int g = 1; g <= 12; g++)
		v[g] = (struct desk_choice){str_printf(c->arena, "%d", g),
		                            grade_name(c, c->lang, g)};
	desk_choices(c, f, v, 13);
	return f->option ? OK : fault_broken(c, "arena");
}

static enum err filter_part(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &pupils_query, "class", "select", STR_NONE);
	TRY(class_choices(c, T_people_all, &f[0]));
	f[1] = page_field(c, r, &pupils_query, "grade", "select", STR_NONE);
	TRY(grade_choices(c, &f[1]));
	f[2] = page_field(c, r, &pupils_query, "number", "search", STR_NONE);
	f[3] = page_field(c, r, &pupils_query, "left", "tick", STR_NONE);
	for (int i = 0; i < 4; i++)
		f[i].optional = false; /* every filter is */
	d->v.filter = f;
	d->v.filter_n = 4;
	return OK;
}

static enum err export_part(struct ctx *c, struct req *r, const struct pupils_in *in,
                            struct desk *d)
{
	TRY(desk_export_reasoned(d, r, &pupils_export_input, S("/school/pupils/export.xlsx")));
	desk_hide(d, "grade", str_printf(c->arena, "%lld", (long long)in->grade));
	desk_hide(d, "left", in->left ? S("1") : S("0"));
	desk_hide(d, "number", in->number);
	desk_hide_id(d, "class", in->class.v);
	return OK;
}

enum err page_pupils(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct pupils_in none = {0};
	const struct pupils_in *in = query_or(r, &none);
	struct desk_slice slice = desk_slice(&in->list, false);
	struct pupil_filter f = {in->class, in->grade,  in->number,
	                         in->left,  slice.most, slice.skip};
	struct desk d;
	int64_t total;

	TRY(pupils_desk(c, &f, &d, &total));
	d.v.path = S("/school/pupils");
	TRY(filter_part(c, r, &d));
	if (ROLE_BIT(c->actor.role) & ROLES_SCHOOL) {
		d.v.create = S("/school/pupils/new");
		TRY(export_part(c, r, in, &d));
	}
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	d.v.errors = page_errors(c, r);
	return desk_page(&d, w);
}

/* --- export ----------------------------------------------------------------------------------- */

enum err page_pupils_export(struct ctx *c, struct req *r, struct reply *w)
{
	const struct pupils_out *in = req_input(r);
	struct pupil_filter f = {in->class, in->grade, in->number, in->left, 0, 0};
	struct desk_taken taken = {"pupils_exported", "school", c->actor.school.v, in->reason};
	struct str mark;
	struct desk d;
	int64_t total;
	enum err e;

	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = pupils_desk(c, &f, &d, &total);
	store_read_end(c);
	TRY(e);
	return desk_sheet_marked(&d, w, mark);
}
