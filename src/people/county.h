/* A county (县区): the tenant that owns rules, schools and money. A development zone is one too
 * (R3, D7). */
#ifndef PEOPLE_COUNTY_H
#define PEOPLE_COUNTY_H

#include "store/store.h"

struct county {
	county_id id;
	struct str code; /* six digits of GB/T 2260, or a local code that begins with Z */
	struct str name;
	bool zone;               /* a development zone without a standard code */
	struct str region;       /* of a zone: six digits of where it lies; none: nobody said */
	struct str ruleset;      /* the one it stands on today (R10) */
	struct str participant;  /* rule | attended_once | enrolled_census (R29, D2) */
	int64_t schools, pupils; /* county_list only */
};

/* Whose documents reach it: a zone's region, else its own code. */
static inline struct str county_lies(const struct county *k)
{
	return str_some(k->region) ? k->region : k->code;
}

/* Without scope, for the command line: the one of that code; of none the only one there is.
 * E_ABSENT `county_unknown`, E_INPUT `missing_field`, both with the codes there are. Inside a
 * reading transaction of the system. */
enum err county_coded(struct ctx *c, struct str code, county_id *ret_id);

/* Within the caller's scope: the city's office and the system see all, everybody else the own one.
 * E_ABSENT `absent`. */
enum err county_get(struct ctx *c, county_id id, struct county *ret_county);
enum err county_list(struct ctx *c, struct county **ret_v, size_t *ret_n);
/* The same, in a reading transaction of its own: for jobs, which then write county by county. */
enum err county_list_now(struct ctx *c, struct county **ret_v, size_t *ret_n);
/* The county's money, as school_hold(); who holds both holds the county first. */
enum err county_hold(struct ctx *c, county_id id);
/* Without scope, for the command line. */
enum err county_find(struct ctx *c, struct str code, county_id *ret_id, bool *ret_found);

/* Verb (city, system). R2, R3. The documents of a zone's region, and of what is above that, reach
 * the zone; where it is not said and all other counties lie in one city, it is that city. E_INPUT
 * `county_code_malformed`; E_REFUSED no_rule for a rule set
 * that is not in force today; E_CONFLICT `code_taken`. */
struct county_new {
	struct str code, name;
	bool zone;
	struct str region; /* of a zone: 341700, or the county it lies in; or none */
	struct str ruleset;
	struct str participant; /* none: rule, as the documents say */
	county_id result;
};
extern const struct verb county_add_verb;

/* Where a zone is said to lie: as it is said, else the city all other counties lie in; empty where
 * that are several. E_INPUT `county_code_malformed`. */
enum err county_region_read(struct ctx *c, struct str said, struct str *ret_region);
/* Inside the verb that has asked whether it may (rulebook/region.h); empty: nobody says. */
enum err county_region_set(struct ctx *c, county_id county, struct str region);

/* Verb (a county's officer, the system): who counts as a participant from now on, in every term
 * that is not closed (R29, D2). E_INPUT for a definition nobody knows (field participant, with
 * those that are known) and without a reason; E_ABSENT for another county. The same again changes
 * nothing. The audit record holds the old and the new one. */
struct county_participant {
	county_id county; /* none: the caller's */
	struct str participant, reason;
};
extern const struct verb county_participant_verb;
/* What a county may choose from, NULL-terminated. */
extern const char *const COUNTY_PARTICIPANTS[];

#endif
