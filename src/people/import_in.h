/* What the tables of this room share, and those of rooms to the right that speak of its pupils. */
#ifndef PEOPLE_IMPORT_IN_H
#define PEOPLE_IMPORT_IN_H

#include "auth/appointment.h"
#include "import/import.h"
#include "people/roll.h"
#include "people/school.h"

/* The school whose table it is, and its classes. */
struct import_school {
	struct school school;
	struct class *class;
	size_t class_n;
};
enum err import_school_begin(struct ctx *c, const struct import_place *p, void **ret_state);
bool import_class_there(const struct import_school *s, int64_t grade, int64_t number);
class_id import_class(const struct import_school *s, int64_t grade, int64_t number);
/* A school code that was given is this school's. */
void import_school_code(const struct import_school *s, struct import_row *row, size_t column);
/* The row's first problem as a refusal: a row that was fit when it was looked at is no more. */
enum err import_refuse(struct ctx *c, const struct import_kind *k, const struct import_row *row);

#endif
