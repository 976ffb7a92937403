/* The case register of fee supervision (R41): what was found or complained of, what the school
 * says, how it ended. The supervisors open and close; the school answers. */
#ifndef OVERSIGHT_FEE_CASE_H
#define OVERSIGHT_FEE_CASE_H

#include "oversight/overcharge.h"

struct fee_case {
	int64_t id;
	county_id county;
	school_id school;
	struct str school_name;
	struct str source; /* query | complaint */
	bill_id bill;      /* none: a complaint */
	pupil_id pupil;
	struct str title, item;
	struct money charged, allowed;
	struct str formula; /* in the reader's language */
	struct str clause, document;
	struct str state;   /* open | closed */
	struct str outcome; /* corrected | justified | referred; empty while it is open */
	struct instant at, closed;
};
struct fee_case_said {
	struct str words, by;
	struct instant at;
};

/* Verb (a county's money roles): a row of the query (`row`, as overcharges() gave it), or a
 * complaint about a school (`school`; row NULL). E_CONFLICT `fee_case_exists` while one about the
 * same row is open; E_INPUT without words; E_ABSENT for a school of another county. */
struct fee_case_open {
	const struct overcharge *row;
	term_id term; /* of the row */
	school_id school;
	struct str words;
	int64_t result;
};
extern const struct verb fee_case_open_verb;

/* Verb (a county's money roles; the school's: an answer): something to be kept with the case.
 * E_CONFLICT `fee_case_closed`. */
struct fee_case_note {
	int64_t id;
	struct str words;
};
extern const struct verb fee_case_note_verb;

/* Verb (a county's money roles): how it ended, with words. E_CONFLICT `fee_case_closed`. */
struct fee_case_close {
	int64_t id;
	struct str outcome, words;
};
extern const struct verb fee_case_close_verb;

/* Of the caller's school or county. E_ABSENT. */
enum err fee_case_get(struct ctx *c, int64_t id, struct fee_case *ret_k);
enum err fee_case_notes(struct ctx *c, int64_t id, struct fee_case_said **ret_v, size_t *ret_n);
/* The newest first; `state` none: any; most 0: all. */
enum err fee_case_list(struct ctx *c, struct str state, int64_t most, int64_t skip,
                       struct fee_case **ret_v, size_t *ret_n, int64_t *ret_total);

#endif
