/* What parents are told before enrolment opens (R9), in versions, by several channels. */
#ifndef TERM_NOTICE_H
#define TERM_NOTICE_H

#include "base/ctx.h"
#include "people/pupil.h"

struct notice {
	notice_id id;
	county_id county;
	school_id school;
	term_id term;
	int64_t version;
	struct str title, times, manner, content, fees, safety, channels;
	struct instant published;
	bool is_published;
};

/* The newest published version for a school's term; *ret_found false when there is none. */
enum err notice_current(struct ctx *c, school_id school, term_id term, struct notice *ret_n,
			bool *ret_found);

/* R9: is there a published notice for the pupil's school and term, and has a guardian confirmed the newest
 * version for this pupil? One read. */
enum err notice_standing(struct ctx *c, const struct pupil *p, term_id term, bool *ret_published,
			 bool *ret_confirmed);

/* Verb (guardian): confirm for one child; again is no error and changes nothing. */
struct notice_confirm {
	notice_id notice;
	pupil_id pupil;
	struct str channel;
};
extern const struct verb notice_confirm_verb;

#endif
