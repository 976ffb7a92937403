/* Classes of a school; and what the forms of this room share. */
#include "people/pages.h"

static const struct in_field LIST_ONLY[] = {LIST_FIELDS(struct list_in)};
const struct input list_only_query = {"ListQuery", sizeof(struct list_in), LIST_ONLY, 2, 0};

static const struct in_field CLASS_FIELDS[] = {
	{.name = "grade",
         .type = IN_I64,
         .required = true,
         .min = 1,
         .max = 12,
         .label = T_people_grade,
         .offset = offsetof(struct class_in, grade)},
	{.name = "class_number",
         .type = IN_I64,
         .required = true,
         .min = 1,
         .max = 99,
         .label = T_people_class_number,
         .offset = offsetof(struct class_in, class_number)},
	{.name = "name",
         .type = IN_STR,
         .max = 30,
         .label = T_people_class_called,
         .offset = offsetof(struct class_in, name)},
};
const struct input class_input = {"ClassForm", sizeof(struct class_in), CLASS_FIELDS, 3, 0};

const void *query_or(const struct req *r, const void *none)
{
	const void *q = req_query(r);

	return q ? q : none;
}

static enum err done(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("ok"));
	return OK;
}

enum err form_verb(struct ctx *c, struct req *r, struct reply *w, const struct verb *v, void *arg,
                   struct str path, enum text_id flash)
{
	struct store_once once = req_once(r, done);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, v, arg, &once, &answer, &replayed));
	return reply_see(c, w, path, flash);
}

enum err class_choices(struct ctx *c, enum text_id none, struct view_part_field *f)
{
	size_t n, k = none != TEXT_NONE;
	struct desk_choice *choice;
	struct class *v;

	TRY(class_list(c, c->actor.school, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	choice[0] = (struct desk_choice){S(""), text(c->lang, none)};
	for (size_t i = 0; i < n; i++)
		choice[k + i] = (struct desk_choice){
			str_printf(c->arena, "%lld", (long long)v[i].id.v), v[i].name};
	desk_choices(c, f, choice, n + k);
	return OK;
}

static enum err classes_desk(struct ctx *c, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_people_class, false},
	                                       {T_people_grade, false},
	                                       {T_people_class_number, true},
	                                       {T_people_pupils, true}};
	struct class *v;
	struct desk d;
	size_t n;

	TRY(class_list(c, c->actor.school, &v, &n));
	TRY(desk_new(c, T_people_classes, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].name,
		          str_printf(c->arena, "/school/pupils?class=%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, grade_name(c, c->lang, v[i].grade));
		desk_num(&d, i, 2, v[i].number);
		desk_num(&d, i, 3, v[i].pupils);
	}
	*ret_d = d;
	return OK;
}

enum err page_classes(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct view_part_field *field = NEW_N(c->arena, 3, struct view_part_field);
	struct desk_choice grade[13];
	struct desk d;

	TRY(classes_desk(c, &d));
	if (!field)
		return fault_broken(c, "arena");
	desk_export(&d, S("/school/classes/export.xlsx"));
	d.v.pager = page_pager(c, r, &all, (int64_t)d.v.row_n, d.v.row_n, 0);
	d.v.pager.size_n = 0; /* a school's classes stand on one page */
	field[0] = page_field(c, r, &class_input, "grade", "select", STR_NONE);
	grade[0] = (struct desk_choice){S(""), S("")};
	for (int g = 1; g <= 12; g++)
		grade[g] = (struct desk_choice){str_printf(c->arena, "%d", g),
		                                grade_name(c, c->lang, g)};
	desk_choices(c, &field[0], grade, 13);
	field[1] = page_field(c, r, &class_input, "class_number", "number", STR_NONE);
	field[2] = page_field(c, r, &class_input, "name", "text", STR_NONE);
	d.v.has_form = true;
	d.v.form_title = T_people_class_add;
	d.v.action = S("/school/classes");
	d.v.field = field;
	d.v.field_n = 3;
	d.v.submit = T_ui_new;
	d.v.errors = page_errors(c, r);
	return desk_page(&d, w);
}

enum err page_classes_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(classes_desk(c, &d));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_class_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct class_in *in = req_input(r);
	struct class_new a = {.grade = in->grade, .number = in->class_number, .name = in->name};

	return form_verb(c, r, w, &class_add_verb, &a, S("/school/classes"), T_people_saved);
}
