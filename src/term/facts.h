/* What the rules may ask of a service a pupil takes: made here alone, so that publication,
 * enrolment, the bill, the what-if and the recomputation judge the same case. */
#ifndef TERM_FACTS_H
#define TERM_FACTS_H

#include "people/pupil.h"
#include "policy/rules.h"
#include "term/calendar.h"
#include "term/offering.h"

/* R1. The kind, when it is held (o->windows, else its kind's usual time: R22), who provides it,
 * what is done, and what the school stated because these documents ask it (o->said). */
void facts_of_offering(struct rule_facts *f, const struct rules *r, const struct offering *o);
/* What a school states of its services because the documents of a term, or those of today, ask it
 * (`define dimension`, of the service or the school), and whether they ask what finance gives a
 * pupil (`deduct … amount stated`). Inside a transaction; a county without rules asks nothing. */
struct offering_asked {
	const struct declaration *v[RULES_DECLARED];
	size_t n;
	bool subsidy;
};
enum err offering_asked_load(struct ctx *c, county_id county, school_id school, struct date first,
                             struct offering_asked *ret_a);
/* The same of an offering that is there. */
enum err offering_asked_of(struct ctx *c, const struct offering *o, struct offering_asked *ret_a);
/* The pupil, the school and the service: pupil_facts() with those above, and the season of the
 * service's first day (R24). */
struct rule_facts service_facts(struct ctx *c, const struct rules *r, const struct pupil *p,
                                const struct offering *o);

/* R12: when one weekly time is held: in a holiday, on a weekend, or at the kind's usual time. */
void facts_of_slot(struct rule_facts *f, const struct offering *o, const struct slot *s);
/* R48: one sitting of it, as staff are paid for: the kind, what is done and who provides it, at its
 * time, in the season of its day (R24). `weekend`: it follows a slot on Saturday or Sunday. */
void facts_of_sitting(struct ctx *c, const struct rules *r, struct rule_facts *f,
                      const struct offering *o, struct date day, bool weekend);
/* When all of them are, as o->windows keeps it: 0 where all are at the usual time. A slot on
 * Saturday or Sunday is `weekend`. A service whose days all lie in a holiday of the school's
 * calendar (a week or more without lessons, said by the county or the school) is in the winter's
 * (January to March) or the summer's (June to September). A make-up day keeps the time of the
 * weekday it follows. */
uint64_t slots_windows(const struct calendar *cal, const struct offering *o,
                       const struct slot *slot, size_t n);
/* "weekend afternoon": as stored; and back, words nobody knows left out. */
struct str windows_text(struct arena *a, uint64_t windows);
uint64_t windows_parse(struct str words);

#endif
