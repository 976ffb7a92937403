#include "people/import_in.h"

enum err import_school_begin(struct ctx *c, const struct import_place *p, void **ret_state)
{
	struct import_school *s = NEW(c->arena, struct import_school);

	if (!s)
		return fault_broken(c, "arena");
	TRY(school_get(c, p->school, &s->school));
	TRY(class_list(c, p->school, &s->class, &s->class_n));
	*ret_state = s;
	return OK;
}

class_id import_class(const struct import_school *s, int64_t grade, int64_t number)
{
	for (size_t i = 0; i < s->class_n; i++)
		if (s->class[i].grade == grade && s->class[i].number == number)
			return s->class[i].id;
	return ID_NONE(class_id);
}

bool import_class_there(const struct import_school *s, int64_t grade, int64_t number)
{
	return import_class(s, grade, number).v != 0;
}

void import_school_code(const struct import_school *s, struct import_row *row, size_t column)
{
	if (str_some(row->value[column]) && !str_eq(row->value[column], s->school.code))
		import_bad(row, column, "import_other_school", s->school.code);
}

enum err import_refuse(struct ctx *c, const struct import_kind *k, const struct import_row *row)
{
	const struct import_problem *p = &row->problem[0];
	struct fault f = {.allowed = p->allowed};

	if (p->column < k->column_n)
		f.field = str_of(k->column[p->column].field ? k->column[p->column].field
		                                            : k->column[p->column].name);
	return fault_set(c, E_REFUSED, p->code, &f);
}
