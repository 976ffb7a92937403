/* A term (学期) of a county. */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include "store/store.h"

struct term {
	term_id id;
	county_id county;
	struct str code; /* 2026-1: school year 2026, first term */
	struct str name; /* 2026-2027学年第一学期 */
	struct date first_day, last_day;
};

/* Within the caller's county; E_ABSENT. */
enum err term_get(struct ctx *c, term_id id, struct term *ret_t);
/* Without scope. E_ABSENT. */
enum err term_load(struct ctx *c, term_id id, struct term *ret_t);
/* The term people mean today: the one that runs, else the next to come, else the last that was. */
enum err term_current(struct ctx *c, county_id county, struct term *ret_t, bool *ret_found);
/* The term a list was asked for, or the county's current one. E_ABSENT for another county's. */
enum err term_asked(struct ctx *c, county_id county, term_id asked, struct term *ret_t,
                    bool *ret_found);
/* By code within a county; without scope, for the command line and imports. */
enum err term_find(struct ctx *c, county_id county, struct str code, struct term *ret_t,
                   bool *ret_found);
/* The newest first. */
enum err term_list(struct ctx *c, county_id county, struct term **ret_v, size_t *ret_n);

/* Verb (county, city, system). E_INPUT for a code that is not YYYY-1 or YYYY-2, for days that do
 * not follow each other or are more than a year apart; E_CONFLICT `term_exists` for a code that is
 * there, `term_overlap` for days another term holds. */
struct term_new {
	county_id county; /* none: the caller's */
	struct str code;
	struct str name; /* none: 2026-2027学年第一学期 */
	struct date first_day, last_day;
	term_id result;
};
extern const struct verb term_add_verb;

#endif
