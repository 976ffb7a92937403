/* Appointments: which role a person holds, over what, from which day to which. */
#ifndef AUTH_APPOINTMENT_H
#define AUTH_APPOINTMENT_H

#include "store/store.h"

struct appointment {
	appointment_id id;
	account_id account;
	enum role role;
	county_id county; /* none only for the city's office */
	school_id school;
	class_id class;
	guardian_id guardian;
	staff_id staff;
	agency_id agency;
	struct str place;   /* what the switch shows beside the role; nothing personal */
	struct date starts; /* DATE_NONE: today */
	struct date ends;   /* last day; DATE_NONE: until ended */
};

/* In a verb. E_INPUT `appointment_incomplete` when the role lacks what it reaches over (a guardian
 * without guardian, a class head without class, …) or ends before it starts. The same role over the
 * same object that is already in force is returned instead of a second one. Audited. */
enum err appointment_add(struct ctx *c, const struct appointment *in, appointment_id *ret_id);

/* In a verb. `last` is the last day; the day before today takes the right away at once: the next
 * request of a session in that role is refused or acts in another role of the person. E_ABSENT.
 * Audited. */
enum err appointment_end(struct ctx *c, appointment_id id, struct date last);

/* In force today, in the order of the switch. Reading or writing transaction. */
enum err appointment_list(struct ctx *c, account_id account, struct appointment **ret_v,
                          size_t *ret_n);

/* Whose accounts hold one of these roles today (at most three of them, E_BROKEN for more), at a
 * school or, `school` none, in the county whatever the school. Without scope. */
enum err appointment_holders(struct ctx *c, county_id county, school_id school, roles_t roles,
                             account_id **ret_v, size_t *ret_n);

#endif
