/* The roll (学籍) of a school: taking pupils in, moving them, letting them leave. */
#ifndef PEOPLE_ROLL_H
#define PEOPLE_ROLL_H

#include "people/guardian.h"
#include "people/pupil.h"

#define ROLL_MANY      200 /* rows a verb */
#define ROLL_GUARDIANS 4   /* in one row */

/* A line of a school's roster. */
struct roll_row {
	struct str number; /* 学籍号: what a pupil is known by in the county */
	struct str name;
	int64_t sex;          /* GB/T 2261.1: 0 1 2 9 */
	struct date born;     /* DATE_NONE: not told */
	struct str id_number; /* none: not kept (the default); a re-import without it keeps the old
	                         one */
	bool boarding;
	int64_t grade, class_number; /* the class is made when there is none */
	struct guardian_said guardian[ROLL_GUARDIANS];
	size_t guardian_n;

	pupil_id id;                             /* out */
	guardian_id guardian_id[ROLL_GUARDIANS]; /* out: of guardian[i] */
	enum roll_did { ROLL_ADDED, ROLL_CHANGED, ROLL_SAME } did;
};

/* Verb (clerk, leader, county, city, system): at most ROLL_MANY rows of one school. A number that
 * is known already updates that pupil; rows that say what is known change nothing; guardians are
 * added, never removed. On failure nothing of the batch remains and `failed` is the row. E_INPUT
 * names the field (number, name, sex, born, grade, class_number, guardian_name, guardian_phone,
 * relation); E_CONFLICT `pupil_elsewhere` for a pupil who is active at another school. */
struct roll_put {
	school_id school; /* none: the caller's */
	struct roll_row *row;
	size_t n;
	size_t failed;
	size_t added, changed; /* out; the rest was the same */
};
extern const struct verb roll_put_verb;

/* Verb (clerk, leader, system): correct one record or move it to another class of the school.
 * Fields that are none stay. */
struct pupil_change {
	pupil_id pupil;
	class_id class; /* none: stays */
	struct str name;
	bool set_boarding, boarding;
};
extern const struct verb pupil_change_verb;

/* Verb (clerk, leader, system): the pupil leaves the school (or comes back). Guardians keep sight
 * of the child's papers; nothing can be enrolled any more. Again is no error. */
struct pupil_leave {
	pupil_id pupil;
	bool back;
	struct str reason; /* required */
};
extern const struct verb pupil_leave_verb;

/* --- reading; the caller notes it (audit_read_note) when it shows names -------------------------
 */

/* Everything the school keeps of a pupil, within the caller's scope as pupil_get. */
struct pupil_record {
	struct pupil pupil;
	struct str name, number, id_number;
	int64_t sex;
	struct date born;
	struct str class_name, school_name;
};
enum err pupil_record_get(struct ctx *c, pupil_id id, struct pupil_record *ret_r);

/* By 学籍号 within the caller's county (the system names one) and scope; false: none. */
enum err pupil_find_by_number(struct ctx *c, county_id county, struct str number, pupil_id *ret_id,
                              bool *ret_found);

struct pupil_filter {
	class_id class;     /* none: all the caller may see */
	int64_t grade;      /* 0: all */
	struct str number;  /* none: all; exact */
	bool left;          /* those who left, instead of those who are here */
	int64_t most, skip; /* most 0: all */
};
struct pupil_line {
	pupil_id id;
	struct str name, number;
	class_id class;
	struct str class_name;
	int64_t grade, sex, guardians;
	bool boarding, active;
};
/* A school's pupils by class. A class head sees the own class whatever the filter says. */
enum err pupil_page(struct ctx *c, school_id school, const struct pupil_filter *f,
                    struct pupil_line **ret_v, size_t *ret_n, int64_t *ret_total);

struct classmate {
	pupil_id id;
	struct str name;
	bool boarding;
	int64_t sex;
};
/* The active pupils of a class, in order of id. */
enum err pupils_of_class(struct ctx *c, class_id class, struct classmate **ret_v, size_t *ret_n);

#endif
