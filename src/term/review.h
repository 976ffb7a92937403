/* A title that hits the list of school subjects is refused, unless a second person has looked and
 * found no subject teaching (R31, R62): who writes the offering asks, a leader of the school says
 * why it is none, the county reads along. */
#ifndef TERM_REVIEW_H
#define TERM_REVIEW_H

#include "term/offering.h"

struct review {
	offering_id offering;
	struct str school_name, code, title;
	enum offering_state state;
	account_id asked_by, reviewed_by; /* none: the system; nobody yet */
	struct str asker, reviewer;       /* their names */
	struct instant asked, reviewed;
	struct str reason;
	bool stands; /* reviewed, and the title is still the one that was looked at */
};

/* Verb (leader, system): no subject teaching, for this reason (required). E_REFUSED
 * `review_second_person` for who asked; E_CONFLICT `review_not_asked` when nobody did for the title
 * it bears now. Again is no error and changes nothing. */
struct offering_review {
	offering_id offering;
	struct str reason;
};
extern const struct verb offering_review_verb;

/* The review of an offering within the caller's scope; false: none was asked for. */
enum err review_get(struct ctx *c, offering_id id, struct review *ret_r, bool *ret_found);

/* Of the caller's school or county, newest first: those that were reviewed, or with `waiting` those
 * that wait. `most` 0: all. For school desks and county officers, else E_ABSENT. */
struct review_filter {
	bool waiting;
	int64_t most, skip;
};
enum err review_list(struct ctx *c, const struct review_filter *f, struct review **ret_v,
                     size_t *ret_n, int64_t *ret_total);

#endif
