/* One new pupil, by a form: the same row, checks and verb as a roster's. */
#ifndef PEOPLE_PUPIL_NEW_H
#define PEOPLE_PUPIL_NEW_H

#include "people/guardian.h"

/* Verb (clerk, leader): takes in one pupil with a guardian, as the pupil table of an import would
 * (people/import.h), and only one who is new: E_CONFLICT `pupil_known` for a number the county has,
 * `pupil_elsewhere` for one who is at another school. What the table would say of the row is
 * refused with the field it stands in (number, name, class, sex, id_number, born, guardian_name,
 * guardian_phone, relation): `import_class_unknown` for a class of another school, the codes of
 * people/idnum.h for numbers. */
struct pupil_new {
	struct str number, name;
	class_id class;
	struct str sex;       /* male, female; none: as the ID number says */
	struct str id_number; /* none; checked and its date of birth used, not kept */
	struct date born;     /* DATE_NONE: as one of the numbers says */
	bool boarding;
	struct guardian_said guardian;
	pupil_id result;
};
extern const struct verb pupil_new_verb;

#endif
