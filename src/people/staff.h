/* A school's staff: the posts, their accounts, and the rights that come from them. */
#ifndef PEOPLE_STAFF_H
#define PEOPLE_STAFF_H

#include "store/store.h"

#define STAFF_MANY 200

struct staff_row {
	struct str number; /* 工号, unique in the school */
	struct str name;
	struct str phone; /* none: logs in with SCHOOLCODE.NUMBER */
	struct str title; /* post as the school writes it */
	roles_t roles;    /* rights to give: teacher, class head, clerk, leader; may be none */
	int64_t grade, class_number; /* of the class head; the class is made when there is none */

	staff_id id; /* out */
	account_id account;
	enum staff_did { STAFF_ADDED, STAFF_CHANGED, STAFF_SAME } did;
};

/* Verb (clerk, leader, county, city, system): at most STAFF_MANY rows of one school; a known number
 * updates. Rights that are there already stay; none is taken away. A clerk gives teacher and class
 * head only; leader and above all (E_DENIED `not_allowed`). On failure `failed` is the row; E_INPUT
 * names the field. */
struct staff_put {
	school_id school; /* none: the caller's */
	struct staff_row *row;
	size_t n;
	size_t failed;
	size_t added, changed;
};
extern const struct verb staff_put_verb;

/* Verb, as above: one right with its days. */
struct staff_appoint {
	staff_id staff;
	enum role role;
	class_id class; /* class head */
	struct date starts, ends;
	appointment_id result;
};
extern const struct verb staff_appoint_verb;

/* Verb: a right ends; yesterday takes it away at once. E_ABSENT for one of another school. */
struct staff_dismiss {
	staff_id staff;
	appointment_id appointment;
	struct date last; /* DATE_NONE: at once */
};
extern const struct verb staff_dismiss_verb;

/* Verb: leaves the school; every right from this post ends at once. The account stays: the person
 * may be a guardian too. Again is no error. */
struct staff_leave {
	staff_id staff;
};
extern const struct verb staff_leave_verb;

struct staff {
	staff_id id;
	county_id county;
	school_id school;
	account_id account;
	struct str number, title, name, phone;
	bool employed;
};
/* Within the caller's school or county; E_ABSENT. */
enum err staff_get(struct ctx *c, staff_id id, struct staff *ret_s);
enum err staff_list(struct ctx *c, school_id school, bool left, int64_t most, int64_t skip,
                    struct staff **ret_v, size_t *ret_n, int64_t *ret_total);

struct staff_right {
	appointment_id id;
	enum role role;
	class_id class;
	struct str class_name;
	struct date starts, ends;
};
/* Past ones too, in order of their first day. */
enum err staff_rights(struct ctx *c, staff_id staff, struct staff_right **ret_v, size_t *ret_n);

#endif
