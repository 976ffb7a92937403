/* Officers: who acts for a county's bureau or for the city's office, from which day to which. */
#ifndef PEOPLE_OFFICER_H
#define PEOPLE_OFFICER_H

#include "store/store.h"

#define OFFICER_CODE_HOURS 336 /* printed, handed over by the office's own post */

/* Verb: an officer's account and right. A county's bureau, finance and human resources and the
 * city's finance by the city's office, the office's own by the system alone. `login` is a phone
 * number or a name of the office's own; one account a person, so a login that exists already gets
 * the further role and keeps name and password. E_INPUT names the field (role, county, name, login,
 * ends); E_ABSENT for a county that is not there. */
struct officer_new {
	enum role role;   /* none: ROLE_COUNTY, or ROLE_CITY without a county */
	county_id county; /* none: of the city */
	struct str name, login;
	struct date starts, ends; /* DATE_NONE: today; until ended */
	bool with_code;           /* issue a first-login code, unless the account has a password */
	account_id result;
	struct str code; /* out: shown once; none when none was issued */
};
extern const struct verb officer_add_verb;

/* Verb (city, system): an officer's right ends with the day `last`; one of the city's own office by
 * the system alone. E_INPUT for a day before yesterday: what was done since was done by right. An
 * end is only ever brought forward. E_ABSENT for any other right. */
struct officer_end {
	appointment_id officer;
	struct date last; /* DATE_NONE: at once */
};
extern const struct verb officer_end_verb;

/* Verb (city, system): a new first-login code for an officer (a forgotten password); for one of the
 * city's own office by the system alone. */
struct officer_code {
	appointment_id officer;
	struct str code; /* out: shown once */
};
extern const struct verb officer_code_verb;

struct officer {
	appointment_id id; /* of the right: a person with two rights stands there twice */
	account_id account;
	enum role role;
	county_id county;       /* none: of the city */
	struct str county_name; /* empty: of the city */
	struct str name, login;
	struct date starts, ends;
	bool has_password;
};
/* The city's office and the system: every county's and the office's own; a county: its own.
 * E_ABSENT `absent`. */
enum err officer_get(struct ctx *c, appointment_id id, struct officer *ret_o);
/* In order of county and name of login; `ended` those whose last day is over, instead of those who
 * act or will; `county` none: all the caller may see. `most` 0: all. */
struct officer_filter {
	county_id county;
	bool ended;
	int64_t most, skip;
};
enum err officer_list(struct ctx *c, const struct officer_filter *f, struct officer **ret_v,
                      size_t *ret_n, int64_t *ret_total);

#endif
