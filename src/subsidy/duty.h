/* Who led a sitting, where it was not simply those who run the offering; persons from outside; and
 * where a person's money goes. */
#ifndef SUBSIDY_DUTY_H
#define SUBSIDY_DUTY_H

#include "people/school.h"
#include "policy/kind.h"

/* --- who led (school's clerk, leader, finance) -------------------------------------------------
 */

#define DUTY_MOST 60 /* persons at one sitting */

/* Verb: a person is down for a sitting, in a role; or no longer. The first time, those who run the
 * offering are written down with it, so that adding one drops nobody. `rate`: what it is
 * worth to them where the rules leave a range; zero: the rules'. E_INPUT for a role or unit nobody
 * knows or a rate below zero; E_ABSENT for another school's sitting or person; E_REFUSED
 * `duty_full`. */
struct duty_put {
	sitting_id sitting;
	int64_t person;
	struct str role; /* none: teacher */
	struct money rate;
	bool drop;
	struct str unit; /* what the rate is for: sitting, day, month; none: sitting */
};
extern const struct verb duty_put_verb;

struct duty {
	int64_t person;
	bool outsider, rated;
	struct str number, name, role, unit;
	struct money rate; /* for one unit */
};
struct duty_sitting {
	sitting_id id;
	county_id county;
	school_id school;
	offering_id offering;
	struct date day;
	struct clock_time starts, ends;
	struct str title;
	enum kind kind;
	bool marked, recorded; /* has a register; who led is written down */
	int64_t present, persons;
};
enum err duty_sitting_get(struct ctx *c, sitting_id id, struct duty_sitting *ret_s);
enum err duty_list(struct ctx *c, const struct duty_sitting *s, struct duty **ret_v, size_t *ret_n);

struct duty_filter {
	struct date first, last;
	bool recorded; /* only those that were written down */
	int64_t most, skip;
};
enum err duty_sittings(struct ctx *c, school_id school, const struct duty_filter *f,
                       struct duty_sitting **ret_v, size_t *ret_n, int64_t *ret_total);

/* --- persons -----------------------------------------------------------------------------------
 */

/* Verb: somebody from outside, known by phone; known already: changed. The labour fee is agreed per
 * sitting, or per day or month: then it is paid once for that. Agreed anew it holds from
 * `first_day` (none: from the day after what was handed in, or always where nothing was; a
 * newcomer's always). E_INPUT as said_text() and said_phone(), for a rate below zero or a unit
 * nobody knows; E_REFUSED `rate_handed_in` for a day in a month that was handed in or approved. */
struct outsider_put {
	school_id school; /* none: the caller's */
	struct str name, phone, work;
	struct money rate;
	bool ended;
	struct str unit; /* what the fee is for; none: sitting */
	struct date first_day;
	int64_t result;
};
extern const struct verb outsider_put_verb;

/* Verb: the bank and the account number (8 to 32 digits) of a person of the school. */
struct payee_put {
	int64_t person;
	struct str bank, number;
};
extern const struct verb payee_put_verb;

struct person {
	int64_t id;
	bool outsider, employed;
	struct str number, name; /* staff number; an outsider's work */
	struct money
		agreed; /* of an outsider, for one unit: sitting, day, month; the last agreed */
	struct str unit;
	struct date from; /* the first day it holds; none: always */
	struct str bank,
		account; /* where the money goes: the last four digits; none: not entered */
};
/* Staff and outsiders of a school: its clerk, leader, finance; the county's officers. */
enum err person_list(struct ctx *c, school_id school, struct person **ret_v, size_t *ret_n);

#endif
