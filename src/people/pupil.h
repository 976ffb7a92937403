/* A pupil as the other rooms see one. Objects load through the caller's scope: for a guardian
 * another family's child is absent, for a school another school's, for a county another county's.
 */
#ifndef PEOPLE_PUPIL_H
#define PEOPLE_PUPIL_H

#include "base/ctx.h"
#include "policy/when.h"

struct pupil {
	pupil_id id;
	county_id county;
	school_id school;
	class_id class;
	int64_t grade; /* 1..12 */
	int64_t stage; /* 1 primary, 2 junior, 3 senior */
	bool active;
	bool boarding;
	/* Of the school, for what the rules ask. */
	struct str school_code;
	bool private, boarding_school, rural;
};

/* R1: all that is stored of a pupil and the school and that a rule may ask. Categories that pay
 * less are nobody's to see here: NO_CATEGORY; the bill adds what was granted (money/waiver.h).
 * term/facts.h adds the service. */
struct rule_facts pupil_facts(const struct pupil *p);

/* The pupil within the caller's scope (guardian: own child today; class head: own class; teacher,
 * clerk, leader: own school; county: its own; system: any; the city's office counts and sees no
 * child). E_ABSENT `absent` otherwise. Reads no sealed field. */
enum err pupil_get(struct ctx *c, pupil_id id, struct pupil *ret_pupil);

/* The same for work that has been authorised already (waitlist, jobs): no scope. */
enum err pupil_load(struct ctx *c, pupil_id id, struct pupil *ret_pupil);
/* In a verb, before it reads what there is of a pupil and may be there once: until the verb is over
 * nobody else adds to it, on another node neither. */
enum err pupil_hold(struct ctx *c, pupil_id id);

/* The same pupil as the record said at a moment: school, class, grade, stage and boarding. A charge
 * that stands is decided again by these (R34, R41). What was changed before records were kept
 * counts as it is now. */
struct pupil_was {
	struct instant until;
	struct pupil pupil;
};
struct pupil_past {
	struct pupil now;
	const struct pupil_was *was; /* in order of time */
	size_t n;
};
/* One statement; asks nobody's role. Lives in the arena. */
enum err pupil_past_load(struct ctx *c, const struct pupil *now, struct pupil_past *ret_past);
struct pupil pupil_then(const struct pupil_past *past, struct instant at);
/* The two of them for one moment. */
enum err pupil_load_then(struct ctx *c, pupil_id id, struct instant at, struct pupil *ret_pupil);

/* The name, for showing; callers that are not guardians note the reading (audit_read_note)
 * themselves once a page, not once a name. */
enum err pupil_name(struct ctx *c, pupil_id id, struct str *ret_name);

/* The guardian of this pupil that acts, or E_ABSENT: for verbs only a guardian may do (R6). */
enum err kinship_require(struct ctx *c, pupil_id pupil);

/* The acting guardian's children, in order of grade. */
struct child {
	struct pupil pupil;
	struct str name;
	struct str class_name;
	struct str school_name;
};
enum err children_list(struct ctx *c, struct child **ret_v, size_t *ret_n);

#endif
