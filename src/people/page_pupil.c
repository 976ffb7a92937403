/* One pupil's record. */
#include "people/pages.h"
#include "people/record.html.h"
#include "people/roll.h"

static const struct in_field MOVE_FIELDS[] = {
	{.name = "class",
         .type = IN_ID,
         .label = T_people_class,
         .offset = offsetof(struct move_in, class)},
	{.name = "name",
         .type = IN_STR,
         .max = 60,
         .label = T_people_name,
         .offset = offsetof(struct move_in, name)},
};
const struct input move_input = {"PupilMove", sizeof(struct move_in), MOVE_FIELDS, 2, 0};

const char *const RELATIONS[] = {"father", "mother", "grandparent", "other", NULL};
static const enum text_id RELATION_TEXTS[] = {T_people_father, T_people_mother,
                                              T_people_grandparent, T_people_other};

static const struct in_field KIN_FIELDS[] = {
	{.name = "guardian_name",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_people_guardian_name,
         .offset = offsetof(struct kin_in, guardian_name)},
	{.name = "guardian_phone",
         .type = IN_STR,
         .required = true,
         .max = 30,
         .label = T_people_guardian_phone,
         .offset = offsetof(struct kin_in, guardian_phone)},
	{.name = "relation",
         .type = IN_CHOICE,
         .required = true,
         .choices = RELATIONS,
         .label = T_people_relation,
         .offset = offsetof(struct kin_in, relation)},
};
const struct input kin_input = {"KinshipForm", sizeof(struct kin_in), KIN_FIELDS, 3, 0};

static const struct in_field OVER_FIELDS[] = {
	{.name = "guardian",
         .type = IN_ID,
         .required = true,
         .label = T_people_guardian_name,
         .offset = offsetof(struct kin_over_in, guardian)},
	{.name = "end_reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct kin_over_in, end_reason)},
};
const struct input kin_over_input = {"KinshipEnd", sizeof(struct kin_over_in), OVER_FIELDS, 2, 0};

static const struct in_field LEAVE_FIELDS[] = {
	{.name = "back",
         .type = IN_BOOL,
         .label = T_people_come_back,
         .offset = offsetof(struct leave_in, back)},
	{.name = "leave_reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct leave_in, leave_reason)},
};
const struct input leave_input = {"PupilLeave", sizeof(struct leave_in), LEAVE_FIELDS, 2, 0};

static enum text_id relation_text(struct str relation)
{
	for (size_t i = 0; RELATIONS[i]; i++)
		if (str_is(relation, RELATIONS[i]))
			return RELATION_TEXTS[i];
	return T_people_other;
}

void relation_choices(struct ctx *c, struct view_part_field *f)
{
	struct desk_choice relation[4];

	for (size_t i = 0; i < 4; i++)
		relation[i] = (struct desk_choice){str_of(RELATIONS[i]),
		                                   text(c->lang, RELATION_TEXTS[i])};
	desk_choices(c, f, relation, 4);
}

static enum err guardian_parts(struct ctx *c, struct req *r, const struct guardian *g, size_t n,
                               struct view_record *v)
{
	struct desk_choice *who = NEW_N(c->arena, n + 1, struct desk_choice);

	v->guardian = NEW_N(c->arena, n + 1, struct view_record_guardian);
	v->kin = NEW_N(c->arena, 3, struct view_part_field);
	v->over = NEW_N(c->arena, 2, struct view_part_field);
	if (!who || !v->guardian || !v->kin || !v->over)
		return fault_broken(c, "arena");
	v->guardian_n = n;
	for (size_t i = 0; i < n; i++) {
		v->guardian[i] =
			(struct view_record_guardian){.id = g[i].id.v,
		                                      .name = g[i].name,
		                                      .phone = g[i].phone,
		                                      .relation = relation_text(g[i].relation),
		                                      .since = g[i].since};
		who[i] = (struct desk_choice){str_printf(c->arena, "%lld", (long long)g[i].id.v),
		                              g[i].name};
	}
	v->kin_n = 3;
	v->kin[0] = page_field(c, r, &kin_input, "guardian_name", "text", STR_NONE);
	v->kin[1] = page_field(c, r, &kin_input, "guardian_phone", "tel", STR_NONE);
	v->kin[2] = page_field(c, r, &kin_input, "relation", "select", STR_NONE);
	relation_choices(c, &v->kin[2]);
	v->has_over = n > 0;
	v->over_n = 2;
	v->over[0] = page_field(c, r, &kin_over_input, "guardian", "select", STR_NONE);
	desk_choices(c, &v->over[0], who, n);
	v->over[1] = page_field(c, r, &kin_over_input, "end_reason", "text", STR_NONE);
	return OK;
}

static enum err edit_parts(struct ctx *c, struct req *r, const struct pupil_record *p,
                           struct view_record *v)
{
	v->move = NEW_N(c->arena, 2, struct view_part_field);
	v->leave = NEW_N(c->arena, 1, struct view_part_field);
	if (!v->move || !v->leave)
		return fault_broken(c, "arena");
	v->move_n = 2;
	v->move[0] = page_field(c, r, &move_input, "class", "select",
	                        str_printf(c->arena, "%lld", (long long)p->pupil.class.v));
	TRY(class_choices(c, TEXT_NONE, &v->move[0]));
	v->move[1] = page_field(c, r, &move_input, "name", "text", p->name);
	v->leave_n = 1;
	v->leave[0] = page_field(c, r, &leave_input, "leave_reason", "text", STR_NONE);
	return OK;
}

enum err page_pupil(struct ctx *c, struct req *r, struct reply *w)
{
	pupil_id id = {req_id(r, "pupil")};
	struct pupil_record p;
	struct guardian *g;
	size_t n;

	TRY(pupil_record_get(c, id, &p));
	TRY(guardians_of_pupil(c, id, &g, &n));
	TRY(audit_read_note(c, id, "record_read"));
	struct view_record v = {
		.name = p.name,
		.class_name = p.class_name,
		.number = p.number,
		.sex = p.sex == 1   ? T_people_male
	               : p.sex == 2 ? T_people_female
	                            : T_people_sex_unknown,
		.born = p.born,
		.boarding = p.pupil.boarding,
		.active = p.pupil.active,
		.may_edit = ROLE_BIT(c->actor.role) & ROLES_SCHOOL,
		.may_add = ROLE_BIT(c->actor.role) & (ROLES_SCHOOL | ROLE_BIT(ROLE_CLASS_HEAD)),
		.base = str_printf(c->arena, "/school/pupils/%lld", (long long)id.v),
		.waive = str_printf(c->arena, "/school/waivers?pupil=%lld", (long long)id.v),
		.errors = page_errors(c, r),
		.of_class = p.pupil.class.v,
	};
	TRY(guardian_parts(c, r, g, n, &v));
	if (v.may_edit)
		TRY(edit_parts(c, r, &p, &v));
	return reply_page(c, w, LAYOUT_STAFF, T_people_record, RENDER(render_record), &v);
}

static enum err pupil_verb(struct ctx *c, struct req *r, struct reply *w, const struct verb *v,
                           void *arg)
{
	struct str path =
		str_printf(c->arena, "/school/pupils/%lld", (long long)req_id(r, "pupil"));

	return form_verb(c, r, w, v, arg, path, T_people_saved);
}

enum err page_pupil_move(struct ctx *c, struct req *r, struct reply *w)
{
	const struct move_in *in = req_input(r);
	struct pupil_change a = {
		.pupil = {req_id(r, "pupil")}, .class = in->class, .name = in->name};

	return pupil_verb(c, r, w, &pupil_change_verb, &a);
}

enum err page_kin_add(struct ctx *c, struct req *r, struct reply *w)
{
	const struct kin_in *in = req_input(r);
	struct kinship_new a = {.pupil = {req_id(r, "pupil")},
	                        .said = {in->guardian_name, in->guardian_phone, in->relation}};

	return pupil_verb(c, r, w, &kinship_add_verb, &a);
}

enum err page_kin_end(struct ctx *c, struct req *r, struct reply *w)
{
	const struct kin_over_in *in = req_input(r);
	struct kinship_over a = {
		.pupil = {req_id(r, "pupil")}, .guardian = in->guardian, .reason = in->end_reason};

	return pupil_verb(c, r, w, &kinship_end_verb, &a);
}

enum err page_pupil_leave(struct ctx *c, struct req *r, struct reply *w)
{
	const struct leave_in *in = req_input(r);
	struct pupil_leave a = {
		.pupil = {req_id(r, "pupil")}, .back = in->back, .reason = in->leave_reason};

	return pupil_verb(c, r, w, &pupil_leave_verb, &a);
}
