#include "people/pupil_new.h"

#include "people/import.h"
#include "people/import_in.h"
#include "people/reach.h"

static void cell_put(struct ctx *c, struct import_row *row, const char *column, struct str value)
{
	struct str s = utf8_fold_width(c->arena, value.p ? value : S(""));

	for (size_t i = 0; i < import_pupils.column_n; i++)
		if (strcmp(import_pupils.column[i].name, column) == 0)
			row->value[i] = str_some(s) ? s : STR_NONE;
}

/* A choice in a word the table understands, whatever the reader's language. */
static struct str word(enum text_id id)
{
	return import_first(LANG_ZH, id);
}

/* The form as a row of the table. */
static enum err row_of(struct ctx *c, const struct pupil_new *a, struct import_row *ret_row)
{
	struct import_row row = {.number = 1};
	struct str said[2];
	struct class k;
	enum err e;

	e = class_get(c, a->class, &k);
	if (e == E_ABSENT) /* as the table says it, so that the form is shown again */
		return fault_set(c, E_REFUSED, "import_class_unknown",
		                 &(struct fault){.field = S("class")});
	TRY(e);
	row.value = NEW_N(c->arena, import_pupils.column_n, struct str);
	if (!row.value)
		return fault_broken(c, "arena");
	said[0] = grade_name(c, LANG_ZH, k.grade);
	said[1] = str_printf(c->arena, "%lld", (long long)k.number);
	cell_put(c, &row, "class", text_fill(c->arena, LANG_ZH, T_people_class_name, said, 2));
	cell_put(c, &row, "name", a->name);
	cell_put(c, &row, "pupil_number", a->number);
	cell_put(c, &row, "id_number", a->id_number);
	if (str_some(a->sex))
		cell_put(c, &row, "sex",
		         word(str_is(a->sex, "male") ? T_pupils_male : T_pupils_female));
	if (date_some(a->born))
		cell_put(c, &row, "born", date_text(c->arena, a->born));
	cell_put(c, &row, "boarding", word(a->boarding ? T_pupils_yes : T_pupils_no));
	cell_put(c, &row, "guardian1", a->guardian.name);
	cell_put(c, &row, "phone1", a->guardian.phone);
	cell_put(c, &row, "relation1", a->guardian.relation);
	*ret_row = row;
	return OK;
}

static enum err required(struct ctx *c, const struct pupil_new *a)
{
	const struct {
		struct str field, said;
	} must[] = {{S("number"), a->number},
	            {S("name"), a->name},
	            {S("guardian_name"), a->guardian.name},
	            {S("guardian_phone"), a->guardian.phone}};

	for (size_t i = 0; i < sizeof must / sizeof *must; i++)
		if (!str_some(str_trim(must[i].said)))
			return fault_input(c, "missing_field", must[i].field, STR_NONE, STR_NONE);
	return OK;
}

static enum err pupil_new_run(struct ctx *c, void *arg)
{
	struct pupil_new *a = arg;
	struct import_place place = {c->actor.county, c->actor.school};
	struct import_row row;
	size_t failed;
	void *state;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(required(c, a));
	TRY(row_of(c, a, &row));
	TRY(import_pupils.begin(c, &place, &state));
	TRY(import_pupils.check(c, state, &row));
	if (row.problem_n > 0)
		return import_refuse(c, &import_pupils, &row);
	if (row.verdict != IMPORT_NEW)
		return fault_set(c, E_CONFLICT, "pupil_known",
		                 &(struct fault){.field = S("number")});
	TRY(import_pupils.apply(c, state, &row, 1, &failed));
	a->result = (pupil_id){row.object};
	return audit_put(c, "added", "pupil", row.object, place.county, S("{}"));
}
const struct verb pupil_new_verb = {"people.pupil_new", pupil_new_run};
