/* An offering: a service a school opens for a term, with its seats, weekly slots and window. */
#ifndef TERM_OFFERING_H
#define TERM_OFFERING_H

#include "base/ctx.h"
#include "policy/kind.h"

enum offering_state { OFFERING_DRAFT, OFFERING_OPEN, OFFERING_CLOSED, OFFERING_CANCELLED };

struct offering {
	offering_id id;
	county_id county;
	school_id school;
	term_id term;
	enum kind kind;
	enum offering_state state;
	struct str code, title, about, category, place;
	agency_id agency;
	int64_t grades; /* bit g: grade g may join */
	struct money price, consumables;
	struct str consumables_standard;
	struct instant opens, closes;
	struct date starts, ends;
	bool limited; /* has a seat limit */
	int64_t seats, taken, waiting;
};

/* Within the caller's scope: guardians see open and closed offerings of their children's schools, staff
 * their school's, agencies their own, county theirs. E_ABSENT `absent` otherwise. */
enum err offering_get(struct ctx *c, offering_id id, struct offering *ret_o);

/* The same for work that has been authorised already (waitlist, jobs): no scope. */
enum err offering_load(struct ctx *c, offering_id id, struct offering *ret_o);

/* All offerings of a school's term, seats as of now, ordered by kind and code. */
enum err offering_list(struct ctx *c, school_id school, term_id term, struct offering **ret_v,
		       size_t *ret_n);

struct slot {
	slot_id id;
	offering_id offering;
	int64_t weekday; /* 1 Monday .. 7 */
	struct clock_time starts, ends;
};
enum err slot_list(struct ctx *c, offering_id offering, struct slot **ret_v, size_t *ret_n);
/* Slots of every offering of a school's term, ordered by offering: one read for a whole page. */
enum err slot_list_school(struct ctx *c, school_id school, term_id term, struct slot **ret_v,
			  size_t *ret_n);
/* 周二 16:30–17:30 */
struct str slot_text(struct arena *a, enum lang lang, const struct slot *s);

/* Seats (wall 1). Each is one conditional update of the offering's seat row, inside a verb.
 * seat_claim: *ret_claimed false when full. seat_free: gives one back. */
enum err seat_claim(struct ctx *c, offering_id offering, bool *ret_claimed);
enum err seat_free(struct ctx *c, offering_id offering);
/* The waitlist's counters: joining hands out the next place, never given twice. */
enum err seat_wait(struct ctx *c, offering_id offering, int64_t *ret_place, int64_t *ret_waiting);
enum err seat_unwait(struct ctx *c, offering_id offering);
/* A new limit; refuses `seats_taken` below what is taken. */
enum err seat_limit(struct ctx *c, offering_id offering, bool limited, int64_t seats);

#endif
