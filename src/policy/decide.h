/* The decisions. Each takes facts and the rules of a county on a day, and answers with an amount, a
 * list or nothing, and with the rule that decided; or it refuses (E_REFUSED) with code,
 * requirement, clause, document, found and allowed value in the fault. Where no document says
 * anything the answer is no_rule. Facts that contradict themselves (negative amounts, a time before
 * its start) are E_INPUT. Nothing is stored, asked or guessed here. */
#ifndef POLICY_DECIDE_H
#define POLICY_DECIDE_H

#include "policy/formula.h"

/* --- money --------------------------------------------------------------------------------------
 * What a pupil pays is decided in charge.h, what comes back in refund.h, what staff gets in
 * staff.h.
 */

/* R29, D2. The definition comes from the rules unless the county chose another (`by`). */
struct participant_facts {
	enum participant_by by;
	bool enrolled_on_census;
	int64_t sittings; /* held for this pupil */
	int64_t attended;
	struct working *told; /* why, where somebody asks (held.h); else NULL */
};
enum err participant_decide(struct ctx *c, const struct rules *r, const struct participant_facts *f,
                            bool *ret_counts);
/* "rule" (BY_RULE), "attended_once", "enrolled_census", as stored for the county. */
bool participant_parse(struct str name, enum participant_by *ret_by);
struct str participant_name(enum participant_by by);

struct guarantee_facts {
	enum participant_by by;
	int64_t enrolled; /* pupils enrolled on the census day */
	int64_t attended; /* pupils who attended at least once */
	int64_t share;    /* pupils who attended as often, or the share, the rules ask for; 0 unless
	                   * they ask for more than once */
	const int64_t *closed; /* who counted when the term was closed; NULL: it is not */
	struct money received;
};
struct guarantee_answer {
	int64_t participants;           /* by the chosen definition */
	struct money required;          /* participants × rate */
	struct money required_enrolled; /* both figures are always reported */
	struct money required_attended;
	struct money shortfall; /* required - received, not below zero */
	struct formula formula;
	const struct rule *rule;
};
enum err guarantee_decide(struct ctx *c, const struct rules *r, const struct guarantee_facts *f,
                          struct guarantee_answer *ret_a);

struct billing_facts {
	int64_t collected_this_term; /* collections of this pupil that reached the bank or the till
	                              */
	bool for_next_term;          /* money for a term that has not begun */
	struct working *told;        /* held.h */
};
/* R59, D4: already_collected_this_term for a second collection of a pupil in a term, and for a
 * prepayment of the next one. Changes are adjustments of the one bill. */
enum err billing_decide(struct ctx *c, const struct rules *r, const struct billing_facts *f,
                        const struct rule **ret_rule);

/* --- days and offerings -------------------------------------------------------------------------
 */

/* R24. The half of the year a day belongs to, by season.summer_from and season.summer_to (a summer
 * may reach over New Year); sets the fact `season`. Where the documents do not state both days the
 * season stays unknown, and a statement that asks for it answers fact_missing. */
void season_set(struct ctx *c, const struct rules *r, struct date day, struct rule_facts *f);

struct sitting_facts {
	enum kind kind;
	struct rule_facts where;
	int weekday;   /* 1 Monday .. 7 Sunday */
	bool teaching; /* lessons are held on that day; of no weight in the windows `weekend`,
	                  `winter_holiday` and `summer_holiday`, which are days without */
	bool make_up;  /* it is a make-up working day on a weekend (调休) */
	struct clock_time starts, ends;
	struct clock_time classes_end; /* TIME_NONE when not known */
	struct clock_time
		county_end_latest; /* what the county fixed (R24), TIME_NONE: the rules' */
	struct working *told;      /* held.h */
};
/* R22 not_a_school_day, starts_in_class_time; R23, R24 end_too_late; D3 end_too_early; R25: care
 * and course outside their stages, evening study outside its own, not_eligible. Lunch has no end.
 */
enum err sitting_time_decide(struct ctx *c, const struct rules *r, const struct sitting_facts *f);

struct offering_facts {
	enum kind kind;
	struct rule_facts where;
	bool by_agency;
	struct str category; /* homework reading handicraft sport arts science activity other */
	struct str title;
	bool reviewed;        /* a person has looked and found no subject teaching */
	struct working *told; /* held.h */
};
/* R25 not_eligible; R26 not_eligible when the rules do not know the kind; R27
 * care_needs_school_staff; R31 category_not_open, agency_not_admitted; R31, R62 subject_teaching
 * (found is the word) unless reviewed. */
enum err offering_kind_decide(struct ctx *c, const struct rules *r, const struct offering_facts *f);
/* R25: not_eligible for a stage the rules do not open this service to; lunch is for every stage,
 * and where the stage is not known nothing is refused. */
enum err kind_stage_decide(struct ctx *c, const struct rules *r, enum kind kind,
                           const struct rule_facts *where);
/* R12: whether the rules of the day count this service as after-school service. */
enum err kind_in_scope(struct ctx *c, const struct rules *r, enum kind kind, bool *ret_in);

/* R8: OK when care may be refused for this reason ("other_school", "outside_stage", "duplicate");
 * care_refusal_forbidden for every other. */
enum err care_refusal_decide(struct ctx *c, const struct rules *r, struct str reason,
                             const struct rule **ret_rule);

/* R50: who has to sign before the service starts: a set of PARTY_BIT(); care two, a course by an
 * agency three. Empty with *ret_rule NULL when no document asks for an agreement (lunch). */
enum err agreement_parties(struct ctx *c, const struct rules *r, enum kind kind, bool by_agency,
                           uint32_t *ret_parties, const struct rule **ret_rule);

#endif
