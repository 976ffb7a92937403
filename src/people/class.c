/* Administrative classes (行政班). */
#include "base/text.h"
#include "people/county.sql.h"
#include "people/pupil.sql.h"
#include "people/reach.h"
#include "people/school.h"

enum { GRADES = 12, CLASS_NUMBER_MAX = 99, NAME_MAX_CHARS = 30 };

int64_t grade_stage(int64_t grade)
{
	if (grade < 1 || grade > GRADES)
		return 0;
	return grade <= 6 ? 1 : grade <= 9 ? 2 : 3;
}

struct str grade_name(struct ctx *c, enum lang lang, int64_t grade)
{
	static const enum text_id names[GRADES + 1] = {
		TEXT_NONE,         T_people_grade_1, T_people_grade_2,  T_people_grade_3,
		T_people_grade_4,  T_people_grade_5, T_people_grade_6,  T_people_grade_7,
		T_people_grade_8,  T_people_grade_9, T_people_grade_10, T_people_grade_11,
		T_people_grade_12,
	};

	if (grade < 1 || grade > GRADES)
		return str_printf(c->arena, "%lld", (long long)grade);
	return text(lang, names[grade]);
}

static struct class class_from(const struct q_class_row_row *row)
{
	return (struct class){
		.id = row->id,
		.county = row->county,
		.school = row->school,
		.stage = row->stage,
		.grade = row->grade,
		.number = row->number,
		.name = row->name,
	};
}

static enum err class_reached(struct ctx *c, const struct class *k)
{
	bool here = reach_school(c, k->county, k->school);
	int64_t n = 0;

	if (c->actor.role == ROLE_CLASS_HEAD)
		here = c->actor.class.v == k->id.v;
	if (c->actor.role == ROLE_GUARDIAN) {
		TRY(q_children_at(c, c->actor.guardian, ctx_today(c), k->school, k->id.v, &n));
		here = n > 0;
	}
	return here ? OK : out_of_reach(c, "class", k->id.v);
}

enum err class_get(struct ctx *c, class_id id, struct class *ret_class)
{
	struct q_class_row_row row;
	struct class k;

	TRY(or_absent(c, q_class_row(c, id, &row)));
	k = class_from(&row);
	TRY(class_reached(c, &k));
	*ret_class = k;
	return OK;
}

enum err class_list(struct ctx *c, school_id school, struct class **ret_v, size_t *ret_n)
{
	class_id only = c->actor.role == ROLE_CLASS_HEAD ? c->actor.class : ID_NONE(class_id);
	struct q_class_rows_row *row;
	struct school s;
	size_t n;

	TRY(school_get(c, school, &s));
	TRY(q_class_rows(c, school, only, &row, &n));
	struct class *v = NEW_N(c->arena, n, struct class);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct class){
			.id = row[i].id,
			.county = row[i].county,
			.school = row[i].school,
			.stage = row[i].stage,
			.grade = row[i].grade,
			.number = row[i].number,
			.name = row[i].name,
			.pupils = row[i].pupils,
		};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err class_find(struct ctx *c, school_id school, int64_t grade, int64_t number,
                    class_id *ret_id, bool *ret_found)
{
	struct q_class_row_row row;
	struct class k;
	bool found = false;

	TRY(q_class_by_number(c, school, grade, number, &row, &found));
	if (found) {
		k = class_from(&row);
		TRY(class_reached(c, &k));
		*ret_id = k.id;
	}
	*ret_found = found;
	return OK;
}

/* 三年级(2)班: data like the names schools give themselves, hence always Chinese. */
static struct str default_name(struct ctx *c, int64_t grade, int64_t number)
{
	struct str args[] = {grade_name(c, LANG_ZH, grade),
	                     str_printf(c->arena, "%lld", (long long)number)};

	return text_fill(c->arena, LANG_ZH, T_people_class_name, args, 2);
}

static enum err class_make(struct ctx *c, const struct school *s, int64_t grade, int64_t number,
                           struct str name, struct class *ret_class, bool *ret_made)
{
	struct class k = {{env_next_id(c->env)},
	                  s->county,
	                  s->id,
	                  grade_stage(grade),
	                  grade,
	                  number,
	                  STR_NONE,
	                  0};
	struct q_class_row_row row;
	bool found = false;

	if (k.stage == 0)
		return fault_input(c, NULL, S("grade"),
		                   str_printf(c->arena, "%lld", (long long)grade), S("1-12"));
	if (number < 1 || number > CLASS_NUMBER_MAX)
		return fault_input(c, NULL, S("class_number"),
		                   str_printf(c->arena, "%lld", (long long)number), S("1-99"));
	TRY(q_class_by_number(c, s->id, grade, number, &row, &found));
	if (found) {
		*ret_class = class_from(&row);
		*ret_made = false;
		return OK;
	}
	k.name = default_name(c, grade, number);
	if (str_some(name))
		TRY(said_text(c, S("name"), name, NAME_MAX_CHARS, &k.name));
	TRY(q_class_insert(c, k.id, k.county, k.school, k.stage, grade, number, k.name, &k.id,
	                   &found));
	if (!found) /* another node was first; the next try sees it */
		return E_RETRY;
	TRY(audit_put(c, "added", "class", k.id.v, k.county,
	              str_printf(c->arena, "{\"grade\":%lld,\"number\":%lld}", (long long)grade,
	                         (long long)number)));
	*ret_class = k;
	*ret_made = true;
	return OK;
}

enum err class_ensure(struct ctx *c, const struct school *s, int64_t grade, int64_t number,
                      struct str name, struct class *ret_class)
{
	bool made;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_BUREAU));
	if (!reach_school(c, s->county, s->id))
		return absent(c);
	return class_make(c, s, grade, number, name, ret_class, &made);
}

static enum err class_add_run(struct ctx *c, void *arg)
{
	struct class_new *a = arg;
	struct school s;
	struct class k;
	bool made;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_BUREAU));
	TRY(school_get(c, a->school.v ? a->school : c->actor.school, &s));
	TRY(class_make(c, &s, a->grade, a->number, a->name, &k, &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "class_exists", &(struct fault){.found = k.name});
	a->result = k.id;
	return OK;
}
const struct verb class_add_verb = {"people.class_add", class_add_run};
