/* After collection a bill changes only by an adjustment with its reason (R59), for a service it
 * already has. Over the county's limit what one person asks for another agrees to (R71); until then
 * nothing moves, and the family sees that it waits. */
#ifndef PAYMENTS_ADJUST_H
#define PAYMENTS_ADJUST_H

#include "payments/order.h"

/* Verb (a school's desk): adjust, or ask for it. A second person is needed when this and what was
 * adjusted on the bill without one come to more than the county's limit together, so that cutting
 * an amount up leads nowhere. `bill_not_collected` before collection; `adjustment_too_low` when it
 * takes more off a service than was charged for it. `consumables_self_bought`,
 * `consumables_unsigned` when it charges consumables nobody may sell (R37). */
struct adjust {
	pupil_id pupil;
	term_id term;
	offering_id offering;
	struct str item;     /* price | consumables */
	struct money amount; /* not zero; below: in the family's favour */
	struct str reason;
	int64_t wish;   /* out: what waits for a second person; 0: booked at once */
	int64_t result; /* out: the adjustment; 0 while it waits */
};
extern const struct verb adjust_verb;

/* Verb (system): a wish goes on as the second person has decided: booked by the rules of this
 * moment, or void with the refusal that stands against it, or returned with its reason. Nothing
 * while he has not decided. Whoever asked is told. */
struct adjust_follow {
	int64_t wish;
};
extern const struct verb adjust_follow_verb;

/* The reason of those the rules make by themselves, where a cap that services shared is reckoned
 * anew: a phrase; before there were phrases, its text in Chinese. */
struct str adjust_by_rules(struct arena *a);

/* An adjustment as the desk and the family see it. */
struct adjusted {
	int64_t id;   /* of the row that was booked; 0: none */
	int64_t wish; /* 0: nobody had to agree */
	pupil_id pupil;
	term_id term;
	offering_id offering;
	struct str title; /* of the service */
	struct str item;  /* price | consumables */
	struct money amount;
	struct str reason;
	struct instant at; /* asked; or booked, when nobody had to agree */
	struct str state;  /* waiting | booked | returned | void */
	struct str why;    /* as in adjustment_wish */
};
/* For a service on a bill: adjusted, or asked for and not yet decided. Asks nobody's role. */
enum err adjusted_of(struct ctx *c, bill_id bill, offering_id offering, struct money *ret_m);
/* The money desk's page of a pupil's bill with an adjustment filled in. */
struct str adjust_path(struct ctx *c, pupil_id pupil, term_id term, offering_id offering,
                       struct money amount);
/* What was adjusted on a pupil's bill of a term, and what is asked for, the oldest first: the
 * family reads the reason. What came to nothing is the desk's alone. Within the caller's scope of
 * the bill. */
enum err adjusted_list(struct ctx *c, pupil_id pupil, term_id term, struct adjusted **ret_v,
                       size_t *ret_n);

/* One that a second person decides, for the desk of the school that billed. E_ABSENT. */
struct adjustment_wish {
	struct adjusted of;
	county_id county;
	school_id school;
	bill_id bill;
	struct str name, class_name; /* the pupil's */
	account_id asked_by;
	struct str asked_by_name, decided_by_name;
	struct instant settled;
};
enum err adjustment_wish_get(struct ctx *c, int64_t id, struct adjustment_wish *ret_w);

#endif
