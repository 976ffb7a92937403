/* The term as a filter of a county's or a school's list. */
#ifndef TERM_TERM_FILTER_H
#define TERM_TERM_FILTER_H

#include "people/desk.h"
#include "term/term.h"

/* The terms of the caller's county as choices of a select field; `here` is on unless another was
 * asked for. */
enum err desk_terms(struct ctx *c, struct view_part_field *f, term_id here);

/* The newest term a list has rows of: a q_ call. */
typedef enum err newest_term_fn(struct ctx *c, county_id county, school_id school,
                                term_id *ret_term, bool *ret_found);

/* The term a list of a school (none: of a county) shows: the one asked for, else the one that runs
 * today, else, between two terms, the newest it has rows of, else term_current(). E_ABSENT for
 * another county's. */
struct list_term {
	county_id county;
	school_id school;
	newest_term_fn *newest;
};
enum err term_listed(struct ctx *c, const struct list_term *l, term_id asked, struct term *ret_t,
                     bool *ret_found);
/* Of the caller's own school. E_REFUSED `no_term` where the county has none. */
enum err desk_term_listed(struct ctx *c, term_id asked, newest_term_fn *newest, struct term *ret_t);
/* The choice of it, as a filter of a query table with the field "term". */
enum err desk_term_field(struct ctx *c, const struct req *r, const struct input *in, term_id here,
                         struct view_part_field *ret_f);

#endif
