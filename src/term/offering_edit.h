/* Changing offerings: clerk and leader of the school (and the system: imports, demo). Forms, files
 * and the demo use the same verbs. */
#ifndef TERM_OFFERING_EDIT_H
#define TERM_OFFERING_EDIT_H

#include "term/offering.h"

#define OFFERINGS_MANY 200 /* rows a verb */
#define SLOTS_MAX      14  /* a week */

struct slot_said {
	int64_t weekday; /* 1 Monday .. 7 */
	struct clock_time starts, ends;
};

/* A line of a school's plan. */
struct offering_row {
	offering_id id; /* to change this one; none: by code, made when there is none. Out: which it
	                   became */
	struct str code; /* the school's own short code */
	enum kind kind;
	struct str title, about, category, place;
	agency_id agency;                /* none: the school's own staff */
	int64_t grades;                  /* bit g */
	struct money price, consumables; /* price: for one unit */
	struct str unit;                 /* none or `term`: priced by the term */
	bool by_rules;                   /* with a unit: the document's own price instead */
	struct ratio quantity; /* with a unit: den 0: counted; else stated, with the reason */
	struct str quantity_why;
	struct str consumables_standard;
	struct instant opens, closes; /* enrolment */
	struct date starts, ends;     /* DATE_NONE: the term's */
	struct str said;              /* answers to what documents ask: "purchase=government" */
	struct opt_money subsidy;     /* none: not stated */
	bool limited;
	int64_t seats;
	struct slot_said slot[SLOTS_MAX];
	size_t slot_n;
	bool for_review; /* a title that hits the subject list: keep the draft and ask (review.h) */

	enum offering_did { OFFERING_ADDED, OFFERING_CHANGED, OFFERING_SAME } did; /* out */
};

/* Verb: at most OFFERINGS_MANY rows of one school's term; rows that say what is known change
 * nothing. The rules are asked at once, so that a plan that can never be published is refused when
 * it is written: not_eligible (R25, R26), category_not_open, subject_teaching (R62; unless a second
 * person has passed the title, or is asked to: such a draft cannot be opened yet),
 * agency_not_admitted (R31), care_needs_school_staff (R27), not_a_school_day (R22), end_too_late
 * (R23, R24), item_not_in_catalogue, fee_cap_exceeded (R30, R34), care_refusal_forbidden for care
 * with a limit (R8); a price by the unit is reckoned here (pricing.h). Of one that is published
 * only about, place and the enrolment window may change, else E_CONFLICT `offering_published` with
 * the field; of one priced by the unit that nobody has taken or waits for, its times, days, unit
 * price and quantity too: it is priced anew, and refused `offering_charged` from then on. What a
 * document asks since and nobody has stated yet may still be stated, and stays then. Seats
 * have a verb of their own (enrolment's reseat). On failure `failed` is the row and nothing of the
 * batch remains. */
struct offerings_put {
	school_id school; /* none: the caller's */
	term_id term;
	struct offering_row *row;
	size_t n;
	size_t failed;
	size_t added, changed;
};
extern const struct verb offerings_put_verb;

/* Verb (clerk, leader): states of one offering what documents ask of it besides, as
 * offerings_put_verb does for its whole line; what is not named stays as it was stated. `said` as
 * in a line; E_INPUT `said` for what is not asked, the dimension's name for a word it does not
 * know. */
struct offering_facts_put {
	offering_id offering;
	struct str said;
	struct opt_money subsidy; /* none: as it was */
};
extern const struct verb offering_facts_verb;

/* Verb: open for enrolment (in its window). Besides the rules as above: slots and grades are there
 * (E_INPUT missing_field), consumables have their standard (`consumables_standard_missing`, R36),
 * the agency is admitted (agency_not_admitted, agency_suspended), a course families pay for has its
 * published price sheet (sheet_require: `sheet_missing`, `price_above_cost`, R33, R4), and the
 * school's term has a published notice (`notice_unpublished`, R9). A price by the unit is reckoned
 * once more by the calendar of this day. Open already is no error. Sittings follow by a job. At
 * most OFFERINGS_MANY. */
struct offerings_publish {
	const offering_id *offering;
	size_t n;
	size_t failed;
};
extern const struct verb offerings_publish_verb;

/* Verb: close enrolment, or cancel the offering: only one that nobody holds or waits for
 * (`seats_taken`). */
struct offering_end {
	offering_id offering;
	bool cancel;
};
extern const struct verb offering_end_verb;

/* Verb: who runs it on the school's side (marks attendance); employed staff of the school, else
 * E_ABSENT. */
struct offering_staffing {
	offering_id offering;
	staff_id staff;
	bool drop;
};
extern const struct verb offering_staff_verb;

struct offering_staff {
	staff_id id;
	struct str number, title, name;
};
/* Within the caller's scope of the offering, not for families. */
enum err offering_staff_list(struct ctx *c, offering_id offering, struct offering_staff **ret_v,
                             size_t *ret_n);
/* Who could run one: the employed staff of the caller's school. */
enum err school_staff_list(struct ctx *c, school_id school, struct offering_staff **ret_v,
                           size_t *ret_n);

#endif
