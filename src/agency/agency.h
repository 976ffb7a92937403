/* Third-party agencies (第三方机构): admitted, suspended and ended by the county (R63, R68). */
#ifndef AGENCY_AGENCY_H
#define AGENCY_AGENCY_H

#include "store/store.h"

struct agency {
	agency_id id;
	county_id county;
	struct str uscc; /* unified social credit code, GB 32100 */
	struct str name;
	struct str state; /* admitted | suspended | ended */
};

/* Within the caller's scope: the agency itself, the schools and officers of its county, the city.
 * E_ABSENT. */
enum err agency_get(struct ctx *c, agency_id id, struct agency *ret_a);
/* A county's; `state` none: all; `most` 0: all. */
enum err agency_list(struct ctx *c, county_id county, struct str state, int64_t most, int64_t skip,
                     struct agency **ret_v, size_t *ret_n, int64_t *ret_total);
/* May it serve in this county today? E_REFUSED agency_not_admitted (unknown here, or ended),
 * agency_suspended. No scope. */
enum err agency_require(struct ctx *c, agency_id id, county_id county);

/* Verb (county, city, system): admit one, with the account of its contact (login = phone). One that
 * is known by its code already gets the new name and contact, and keeps its state. E_INPUT as
 * credit_code_read and mobile_read. */
struct agency_new {
	county_id county; /* a county officer's own when none */
	struct str uscc, name;
	struct str contact_name, contact_phone; /* phone none: no account yet */
	agency_id result;
	account_id contact;
};
extern const struct verb agency_add_verb;

/* Verb (county, city, system): suspend, admit again or end. The reason is required and audited. */
struct agency_turn {
	agency_id agency;
	struct str state; /* admitted | suspended | ended */
	struct str reason;
};
extern const struct verb agency_turn_verb;

#endif
