/* Registers and marks: who was there (R50 before anything is marked, D2 for who counts as having
 * taken part). */
#ifndef DAY_DAY_H
#define DAY_DAY_H

#include "policy/kind.h"
#include "store/store.h"

enum mark { MARK_NONE, MARK_PRESENT, MARK_ABSENT, MARK_LEAVE, MARK_LATE, MARK_COUNT };
/* "present", "absent", "leave", "late": stored and sent by name; "" for none. */
const char *mark_name(enum mark m);
bool mark_parse(struct str name, enum mark *ret_m);
/* Present and late have attended (D2). */
bool mark_attended(enum mark m);

#define REGISTER_EARLY_MINUTES 30  /* the roster may be called so long before the beginning */
#define REGISTER_TEACHER_DAYS  7   /* after these days clerk or leader alone may change it */
#define REGISTER_MANY          200 /* marks a verb writes; a bigger roster is cut */
#define REGISTER_MARKS_MAX     2000

enum sitting_state { SITTING_PLANNED, SITTING_HELD, SITTING_CANCELLED };

/* A sitting as the one who calls the roster sees it. */
struct day_sitting {
	sitting_id id;
	county_id county;
	school_id school;
	offering_id offering;
	term_id term;
	agency_id agency;
	enum kind kind;
	struct date day;
	struct clock_time starts, ends;
	enum sitting_state state;
	struct str title, place;
	bool marked;          /* has a register */
	struct instant saved; /* its first save */
	int64_t expected;     /* size of the roster; until it is marked: pupils enrolled now */
	int64_t present;      /* present and late */
};

/* Within reach of the caller: a teacher's own offerings (offering_staff), a class head's own and
 * those with a pupil of the class, every one of the school for clerk and leader, an agency's own.
 * E_ABSENT `absent` otherwise. */
enum err day_sitting_get(struct ctx *c, sitting_id id, struct day_sitting *ret_s);
/* May the caller mark it (an agency may only read)? */
bool day_may_mark(const struct ctx *c);

/* Sittings within reach, newest day first, within a day by time. */
struct sitting_filter {
	struct date first, last;
	offering_id offering; /* none: any */
	enum { ANY_SITTING, UNMARKED, MARKED, CALLED_OFF } status;
	int64_t most, skip; /* most 0: no more than SITTINGS_MOST */
};
#define SITTINGS_MOST 20000
enum err day_sittings(struct ctx *c, const struct sitting_filter *f, struct day_sitting **ret_v,
                      size_t *ret_n);
enum err day_sittings_total(struct ctx *c, const struct sitting_filter *f, int64_t *ret_n);
/* One day of the caller. */
enum err sittings_of_day(struct ctx *c, struct date day, struct day_sitting **ret_v, size_t *ret_n);

/* The roster of a sitting within reach: pupils with a seat on that day, by class, with names; one
 * note in the audit that it was read. mark MARK_NONE: not marked. */
struct register_row {
	pupil_id pupil;
	struct str name, class_name;
	enum mark mark;
	struct instant at;
};
enum err roster_of_sitting(struct ctx *c, const struct day_sitting *s, struct register_row **ret_v,
                           size_t *ret_n);
/* The same without names, for programs; in order of the pupils' ids. */
enum err marks_of_sitting(struct ctx *c, const struct day_sitting *s, struct register_row **ret_v,
                          size_t *ret_n);

/* What was changed after the first save, oldest first. */
struct mark_change {
	pupil_id pupil;
	struct str name, person, reason;
	enum mark was, became;
	struct instant at;
};
enum err changes_of_sitting(struct ctx *c, const struct day_sitting *s, struct mark_change **ret_v,
                            size_t *ret_n);

/* What was marked for a pupil within the caller's scope since a day, newest first; at most 500. */
struct pupil_mark {
	struct date day;
	struct clock_time starts, ends;
	struct str title;
	enum mark mark;
	struct instant at;
};
enum err marks_of_pupil(struct ctx *c, pupil_id pupil, struct date since, struct pupil_mark **ret_v,
                        size_t *ret_n);

/* --- saving ---------------------------------------------------------------------------------- */

struct mark_put {
	pupil_id pupil;
	enum mark mark;
	struct instant at; /* when it was seen; INT64_MIN: now */
};
struct register_counts {
	int64_t expected, present, absent, leave, late;
	int64_t changed; /* marks that had another value before */
};

/* Verb: save the register of a sitting. Whoever is on the roster, is not named and has no mark yet
 * is present; a mark that differs from the one before replaces it, and the old value is kept with
 * the reason; the same mark again changes nothing. The first save makes the sitting held. Who
 * attended counts once a sitting for the term and kind (D2). Refusals: E_ABSENT out of reach;
 * E_DENIED `not_allowed` for an agency; E_REFUSED `sitting_cancelled`, `sitting_not_begun` (earlier
 * than REGISTER_EARLY_MINUTES before the beginning), `register_closed` (a teacher after
 * REGISTER_TEACHER_DAYS), `agreement_unsigned` (R50); E_INPUT `not_on_roster` naming
 * marks[i].pupil, `duplicate_field` for a pupil named twice, `bad_input` for a time that is ahead
 * or before the day, `missing_field` reason. A roster over REGISTER_MANY takes several parts: call
 * register_save(). */
struct register_save {
	sitting_id sitting;
	const struct mark_put *mark;
	size_t n;
	struct str reason;
	bool reason_needed; /* forms ask why once the sitting is over; programs may leave it out */
	size_t part;        /* set by register_save() */
	struct register_counts result;
};
extern const struct verb register_save_verb;

/* What the verb asks before it looks at the marks, for a page: OK, or the refusal it would give. */
enum err register_allowed(struct ctx *c, const struct day_sitting *s);

/* The whole register in as many verbs as it takes; `once` as for store_write_once(), every part
 * with a key of its own made from it. *ret_answer is the last part's. Not inside a transaction. */
enum err register_save(struct ctx *c, struct register_save *a, const struct store_once *once,
                       struct str *ret_answer, bool *ret_replayed);

#endif
