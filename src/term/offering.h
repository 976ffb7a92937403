/* An offering: a service a school opens for a term, with its seats, weekly slots and window. */
#ifndef TERM_OFFERING_H
#define TERM_OFFERING_H

#include "policy/rules.h"
#include "store/stmt.h"

enum offering_state { OFFERING_DRAFT, OFFERING_OPEN, OFFERING_CLOSED, OFFERING_CANCELLED };
/* "draft", "open", "closed", "cancelled": stored and sent by name; "" for none. */
const char *offering_state_name(enum offering_state s);
bool offering_state_parse(struct str name, enum offering_state *ret_s);

struct unit_price; /* pricing.h */

struct offering {
	offering_id id;
	county_id county;
	school_id school;
	term_id term;
	enum kind kind;
	enum offering_state state;
	struct str code, title, about, category, place;
	agency_id agency;
	int64_t grades;                   /* bit g: grade g may join */
	struct money price, consumables;  /* of the term */
	const struct unit_price *by_unit; /* how the price came about; NULL: priced by the term */
	struct str said; /* what documents ask of it besides: "purchase=government" (facts.h) */
	struct opt_money subsidy; /* a pupil's a term, where a document deducts it (R5) */
	uint64_t windows;         /* bits of LEX_WINDOW; 0: its kind's usual time (facts.h) */
	struct str consumables_standard;
	struct instant opens, closes;
	struct date starts, ends;
	bool limited; /* has a seat limit */
	int64_t seats, taken, waiting;
	int64_t class_size; /* the seats it was published with, whatever they are now: the rules
	                       judge by it. 0: a draft, or it had no limit then */
};

/* Within the caller's scope: guardians see what their children's schools have published, staff
 * their school's, agencies their own, county theirs. E_ABSENT `absent` otherwise. One read. */
enum err offering_get(struct ctx *c, offering_id id, struct offering *ret_o);

/* The same for work that has been authorised already (waitlist, jobs): no scope. */
enum err offering_load(struct ctx *c, offering_id id, struct offering *ret_o);

/* All offerings of a school's term, seats as of now, ordered by kind and code. */
enum err offering_list(struct ctx *c, school_id school, term_id term, struct offering **ret_v,
                       size_t *ret_n);

/* One page of a school's list, all states; KIND_NONE, state -1: any. `q`: a part of the title or of
 * the school's code; none: any. `most` 0: all. */
struct offering_filter {
	enum kind kind;
	int state;
	int64_t most, skip;
	struct str q;
};
enum err offering_page(struct ctx *c, school_id school, term_id term,
                       const struct offering_filter *f, struct offering **ret_v, size_t *ret_n,
                       int64_t *ret_total);
/* An offering by its school's code; without scope. */
enum err offering_find(struct ctx *c, school_id school, term_id term, struct str code,
                       offering_id *ret_id, bool *ret_found);

struct slot {
	slot_id id;
	offering_id offering;
	int64_t weekday; /* 1 Monday .. 7 */
	struct clock_time starts, ends;
};
enum err slot_list(struct ctx *c, offering_id offering, struct slot **ret_v, size_t *ret_n);
/* Slots of every offering of a school's term: one read for a whole page. Those of an offering stand
 * together, in the order of the week. */
enum err slot_list_school(struct ctx *c, school_id school, term_id term, struct slot **ret_v,
                          size_t *ret_n);
/* Those of one offering among them. */
struct slot *slots_of(struct slot *v, size_t n, offering_id offering, size_t *ret_n);
/* 周二 16:30–17:30 */
struct str slot_text(struct arena *a, enum lang lang, const struct slot *s);

struct school;
/* What the county's rules say to an offering with these times: kind, category, title and provider
 * (R25, R26, R27, R31), every slot in every season it reaches into (R22-R24), the price (R30, R34,
 * R65) unless it is still to be reckoned. `reviewed`: a second person found no subject teaching
 * (R62). Reads nothing. */
enum err offering_rules(struct ctx *c, const struct rules *r, const struct school *s,
                        const struct offering *o, const struct slot *slot, size_t slot_n,
                        bool reviewed);
/* Seats (wall 1). Each is one conditional update of the offering's seat row, inside a verb.
 * seat_claim: *ret_claimed false when full. seat_free: gives one back. */
enum err seat_claim(struct ctx *c, offering_id offering, bool *ret_claimed);
enum err seat_free(struct ctx *c, offering_id offering);
/* The waitlist's counters: joining hands out the next place, never given twice. */
enum err seat_wait(struct ctx *c, offering_id offering, int64_t *ret_place, int64_t *ret_waiting);
enum err seat_unwait(struct ctx *c, offering_id offering);
/* The seats of now are those it is published with: o->class_size. */
enum err seat_plan(struct ctx *c, offering_id offering);
/* R30: more or fewer seats of what is published make no other class than families pay for.
 * E_REFUSED `class_size_fixed` with the clause where a price or ceiling would be another. */
enum err seat_size_keep(struct ctx *c, const struct offering *o, bool limited, int64_t seats);
/* A new limit; refuses `seats_taken` below what is taken. */
enum err seat_limit(struct ctx *c, offering_id offering, bool limited, int64_t seats);

#endif
