/* Reading the roll: lists and records. */
#include "people/roll.h"

#include "crypto/hash.h"
#include "people/idnum.h"
#include "people/internal.h"
#include "people/pupil.sql.h"
#include "people/reach.h"
#include "people/school.h"

enum { ALL = 1000000 };

enum err pupil_record_get(struct ctx *c, pupil_id id, struct pupil_record *ret_r)
{
	struct q_pupil_record_row row;
	struct pupil_record r;

	TRY(pupil_get(c, id, &r.pupil));
	TRY(q_pupil_record(c, id, &row));
	*ret_r = (struct pupil_record){
		.pupil = r.pupil,
		.name = row.name,
		.number = row.pupil_number,
		.id_number = row.id_number,
		.sex = row.sex,
		.born = row.born,
		.class_name = row.class_name,
		.school_name = row.school_name,
	};
	return OK;
}

/* A number that cannot be one belongs to nobody. */
static bool number_index(struct ctx *c, struct str said, uint8_t ret_index[BLIND_BYTES])
{
	struct pupil_number number;

	if (pupil_number_read(c->arena, said, &number) != IDNUM_OK)
		return false;
	pupil_number_blind(c, number.number, ret_index);
	return true;
}

enum err pupil_find_by_number(struct ctx *c, county_id county, struct str number, pupil_id *ret_id,
                              bool *ret_found)
{
	uint8_t index[BLIND_BYTES];
	struct pupil p;
	pupil_id id = ID_NONE(pupil_id);
	bool found = false;

	if (!reach_county(c, county))
		return absent(c);
	if (number_index(c, number, index))
		TRY(q_pupil_by_number(c, county, BYTES(index), &id, &found));
	if (found) {
		TRY(pupil_load(c, id, &p));
		found = pupil_in_reach(c, &p);
	}
	if (found)
		*ret_id = id;
	*ret_found = found;
	return OK;
}

enum err pupil_page(struct ctx *c, school_id school, const struct pupil_filter *f,
                    struct pupil_line **ret_v, size_t *ret_n, int64_t *ret_total)
{
	bool head = c->actor.role == ROLE_CLASS_HEAD;
	class_id class = head ? c->actor.class : f->class;
	uint8_t index[BLIND_BYTES] = {0};
	struct str number = S("");
	struct q_pupil_page_row *row;
	struct school s;
	int64_t total;
	size_t n;

	if (!(ROLE_BIT(c->actor.role) &
	      (ROLES_TEACHING | ROLE_BIT(ROLE_COUNTY) | ROLE_BIT(ROLE_SYSTEM))))
		return absent(c);
	TRY(school_get(c, school, &s));
	if (str_some(f->number)) {
		number_index(c, f->number, index); /* else an index nobody has */
		number = BYTES(index);
	}
	TRY(q_pupil_page(c, school, class.v, f->grade, number, f->left, f->most ? f->most : ALL,
	                 f->skip, &row, &n));
	TRY(q_pupil_count(c, school, class.v, f->grade, number, f->left, &total));
	struct pupil_line *v = NEW_N(c->arena, n, struct pupil_line);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct pupil_line){
			.id = row[i].id,
			.name = row[i].name,
			.number = row[i].pupil_number,
			.class = row[i].class,
			.class_name = row[i].class_name,
			.grade = row[i].grade,
			.sex = row[i].sex,
			.guardians = row[i].guardians,
			.boarding = row[i].boarding,
			.active = row[i].active,
		};
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}

enum err pupils_of_class(struct ctx *c, class_id class, struct classmate **ret_v, size_t *ret_n)
{
	struct q_pupils_in_class_row *row;
	struct class k;
	size_t n;

	if (!(ROLE_BIT(c->actor.role) &
	      (ROLES_TEACHING | ROLE_BIT(ROLE_COUNTY) | ROLE_BIT(ROLE_SYSTEM))))
		return absent(c);
	TRY(class_get(c, class, &k));
	TRY(q_pupils_in_class(c, class, &row, &n));
	struct classmate *v = NEW_N(c->arena, n, struct classmate);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct classmate){row[i].id, row[i].name, row[i].boarding, row[i].sex};
	*ret_v = v;
	*ret_n = n;
	return OK;
}
