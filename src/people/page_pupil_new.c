/* One new pupil: the form, and the same for the API. */
#include "people/pages.h"
#include "people/pupil_new.h"
#include "people/pupil_new.html.h"

static const char *const SEXES[] = {"male", "female", NULL};

#define TEXT_IN(n, most, must, text)                                                               \
	{                                                                                          \
		.name = #n, .type = IN_STR, .required = (must), .max = (most), .label = (text),    \
		.offset = offsetof(struct pupil_new_in, n)                                         \
	}
static const struct in_field FIELDS[] = {
	TEXT_IN(number, 40, true, T_people_pupil_number),
	TEXT_IN(name, 60, true, T_people_name),
	{.name = "class",
         .type = IN_ID,
         .required = true,
         .label = T_people_class,
         .offset = offsetof(struct pupil_new_in, class)},
	{.name = "sex",
         .type = IN_CHOICE,
         .choices = SEXES,
         .label = T_people_sex,
         .offset = offsetof(struct pupil_new_in, sex)},
	TEXT_IN(id_number, 40, false, T_people_id_number),
	{.name = "born",
         .type = IN_DATE,
         .label = T_people_born,
         .offset = offsetof(struct pupil_new_in, born)},
	{.name = "boarding",
         .type = IN_BOOL,
         .label = T_people_boarding,
         .offset = offsetof(struct pupil_new_in, boarding)},
	TEXT_IN(guardian_name, 60, true, T_people_guardian_name),
	TEXT_IN(guardian_phone, 30, true, T_people_guardian_phone),
	{.name = "relation",
         .type = IN_CHOICE,
         .required = true,
         .choices = RELATIONS,
         .label = T_people_relation,
         .offset = offsetof(struct pupil_new_in, relation)},
};
enum { FIELD_N = sizeof FIELDS / sizeof *FIELDS, GUARDIAN_N = 3, PUPIL_N = FIELD_N - GUARDIAN_N };
const struct input pupil_new_input = {"PupilNew", sizeof(struct pupil_new_in), FIELDS, FIELD_N, 0};

static const char *type_of(const struct in_field *f)
{
	if (f->type == IN_ID || f->type == IN_CHOICE)
		return "select";
	return f->type == IN_DATE                          ? "date"
	       : f->type == IN_BOOL                        ? "tick"
	       : str_is(str_of(f->name), "guardian_phone") ? "tel"
	                                                   : "text";
}

enum err page_pupil_new(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_pupil_new v = {.action = S("/school/pupils"), .errors = page_errors(c, r)};
	struct desk_choice sex[3] = {{S(""), text(c->lang, T_people_sex_unknown)},
	                             {S("male"), text(c->lang, T_people_male)},
	                             {S("female"), text(c->lang, T_people_female)}};
	struct view_part_field *f = NEW_N(c->arena, FIELD_N, struct view_part_field);

	if (!f)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < FIELD_N; i++) {
		f[i] = page_field(c, r, &pupil_new_input, FIELDS[i].name, type_of(&FIELDS[i]),
		                  STR_NONE);
		if (str_is(f[i].name, "class"))
			TRY(class_choices(c, T_people_choose, &f[i]));
		else if (str_is(f[i].name, "sex"))
			desk_choices(c, &f[i], sex, 3);
		else if (str_is(f[i].name, "relation"))
			relation_choices(c, &f[i]);
		else if (str_is(f[i].name, "id_number"))
			f[i].hint = text(c->lang, T_people_id_number_hint);
		else if (str_is(f[i].name, "born"))
			f[i].hint = text(c->lang, T_people_born_hint);
	}
	v.pupil = f;
	v.pupil_n = PUPIL_N;
	v.guardian = f + PUPIL_N;
	v.guardian_n = GUARDIAN_N;
	return reply_page(c, w, LAYOUT_STAFF, T_people_pupil_new, RENDER(render_pupil_new), &v);
}

static enum err taken_in(struct ctx *c, void *arg, struct out *o)
{
	const struct pupil_new *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", a->result.v);
	json_close(&j, '}');
	return OK;
}

static enum err take_in(struct ctx *c, struct req *r, struct pupil_new *ret_a,
                        struct str *ret_answer, bool *ret_replayed)
{
	const struct pupil_new_in *in = req_input(r);
	struct store_once once = req_once(r, taken_in);

	*ret_a = (struct pupil_new){
		.number = in->number,
		.name = in->name,
		.class = in->class,
		.sex = in->sex,
		.id_number = in->id_number,
		.born = in->born,
		.boarding = in->boarding,
		.guardian = {in->guardian_name, in->guardian_phone, in->relation},
	};
	return store_write_once(c, &pupil_new_verb, ret_a, &once, ret_answer, ret_replayed);
}

enum err page_pupil_create(struct ctx *c, struct req *r, struct reply *w)
{
	struct str answer, path = S("/school/pupils");
	struct pupil_new a;
	bool replayed;

	TRY(take_in(c, r, &a, &answer, &replayed));
	if (!replayed)
		path = str_printf(c->arena, "/school/pupils/%lld", (long long)a.result.v);
	return reply_see(c, w, path, T_people_saved);
}

enum err api_pupil_create(struct ctx *c, struct req *r, struct reply *w)
{
	struct str answer;
	struct pupil_new a;
	bool replayed;

	TRY(take_in(c, r, &a, &answer, &replayed));
	return reply_json_raw(c, w, 201, answer);
}
