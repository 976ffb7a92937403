/* What parents are told before enrolment opens (R9), in versions, by several channels. */
#ifndef TERM_NOTICE_H
#define TERM_NOTICE_H

#include "people/pupil.h"
#include "store/store.h"

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

/* R9: is there a published notice for the pupil's school and term, and has a guardian confirmed the
 * newest version for this pupil? One read. */
enum err notice_standing(struct ctx *c, const struct pupil *p, term_id term, bool *ret_published,
                         bool *ret_confirmed);

/* Verb (guardian): confirm for one child; again is no error and changes nothing. E_ABSENT for a
 * notice of another school or a draft; E_CONFLICT `notice_superseded` when a newer version is
 * published. */
struct notice_confirm {
	notice_id notice;
	pupil_id pupil;
	struct str channel; /* page | api */
};
extern const struct verb notice_confirm_verb;

/* Verb (system: imports and the demo): at most NOTICE_MANY confirmations on paper. `put`: how many
 * are new. */
#define NOTICE_MANY 200
struct notice_signed {
	pupil_id pupil;
	guardian_id guardian;
};
struct notice_confirm_many {
	notice_id notice;
	const struct notice_signed *row;
	size_t n;
	struct str channel;
	size_t put;
};
extern const struct verb notice_confirm_many_verb;

/* Who confirmed the notice for this child; the caller's scope of the pupil. */
struct notice_confirmation {
	struct str name, relation, channel;
	struct instant at;
};
enum err notice_confirmed(struct ctx *c, pupil_id pupil, notice_id notice,
                          struct notice_confirmation *ret_c, bool *ret_found);

/* --- the school's side --------------------------------------------------------------------------
 */

/* Within the caller's school or county; E_ABSENT. */
enum err notice_get(struct ctx *c, notice_id id, struct notice *ret_n);
/* All versions, the newest first; drafts for the school's own staff alone. */
enum err notice_list(struct ctx *c, school_id school, term_id term, struct notice **ret_v,
                     size_t *ret_n);

/* Verb (clerk, leader, system): write the draft; there is one a term, made when there is none. */
struct notice_put {
	school_id school; /* none: the caller's */
	term_id term;
	struct str title, times, manner, content, fees, safety;
	struct str channels; /* page,paper,meeting,message */
	notice_id result;
};
extern const struct verb notice_put_verb;

/* Verb (clerk, leader, system): from then on it is fixed, and confirmations of older versions no
 * longer count. E_INPUT missing_field for an empty part; `notice_channels` with less than two
 * channels (R9). Again is no error. */
struct notice_publish {
	notice_id notice;
};
extern const struct verb notice_publish_verb;

/* Whose family has not confirmed the newest version (all, when none is published), class by class.
 */
struct unconfirmed {
	pupil_id pupil;
	struct str name, class_name;
	class_id class;
	int64_t guardians;
};
struct unconfirmed_filter {
	class_id class;     /* none: all */
	int64_t most, skip; /* most 0: all */
};
enum err notice_unconfirmed(struct ctx *c, school_id school, term_id term,
                            const struct unconfirmed_filter *f, struct unconfirmed **ret_v,
                            size_t *ret_n, int64_t *ret_total);

#endif
